/* SPDX-License-Identifier: Apache-2.0 */
/* policy_diff.c - `policy diff A B`: what changes if B applies instead of A, for the assets of one
 * case, of files or of several cases, or for the products of a catalogue. */
#include "job/policy_diff.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "job/evidence.h"
#include "job/policies.h"

enum {
    CASES_MAX = 1000, /* operators of one state, with room */
    PROFILE_BYTES_MAX = 1024 * 1024
};

/* ---- which two rule sets ---- */

typedef struct side_text {
    cp_str id;
    cp_date on;
} side_text;

/* "ID" or "ID@DATE" */
static cp_rc parse_side(cp_str text, cp_date as_of, side_text *out, cp_err *err)
{
    ptrdiff_t at = cp_str_find_char(text, '@');
    *out = (side_text){ at < 0 ? text : cp_str_slice(text, 0, (size_t)at), as_of };
    cp_str date = at < 0 ? CP_STR("") : cp_str_from(text, (size_t)at + 1);
    if (at >= 0 && (date.n != 10 || !cp_date_parse(date, &out->on)))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "\"%.*s\": expected POLICY@DATE with a day such as 2026-11-23",
                       CP_FMT(text));
    return CP_OK;
}

static cp_rc find_pack(cp_job *j, const cp_policy_lib *lib, cp_str id, const cp_policy **out,
                       cp_err *err)
{
    const cp_policy *p = cp_policy_by_id(lib, id);
    if (cp_job_policy_is_path(id)) {
        cp_rc rc = cp_job_policy_by_word(j, lib, id, "policy diff names the policy", &p, err);
        if (rc != CP_OK)
            return rc;
    }
    cp_str near = p ? CP_STR("") : cp_policy_nearest(lib, id);
    if (!p)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "there is no policy \"%.*s\"%s%.*s%s", CP_FMT(id),
                       near.n ? "; did you mean " : "; `cleanpath policy list` shows all",
                       CP_FMT(near), near.n ? "?" : "");
    if (p->is_position)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%.*s is a position: it is shown and never judges, so nothing can be "
                       "compared with it",
                       CP_FMT(id));
    *out = p;
    return CP_OK;
}

static cp_rc load_packs(cp_diff_answer *d, cp_knowledge **k, cp_err *err)
{
    cp_job *j = d->j;
    side_text side[2];
    cp_policy_lib *lib;
    cp_rc rc = cp_job_as_of(j, &d->as_of, err);
    for (int s = 0; rc == CP_OK && s < 2; s++)
        rc = parse_side(j->opts.args[1 + s], d->as_of, &side[s], err);
    if (rc == CP_OK)
        rc = cp_job_makers(j, k, err);
    if (rc == CP_OK)
        cp_job_policy_words(j, (cp_str[]){ side[0].id, side[1].id }, 2);
    if (rc == CP_OK)
        rc = cp_job_policies_of(j, cp_knowledge_makers(*k), (cp_str[]){ side[0].id, side[1].id }, 2,
                                &lib, err);
    if (rc != CP_OK)
        return rc;
    for (int s = 0; rc == CP_OK && s < 2; s++) {
        d->side[s].on = side[s].on;
        rc = find_pack(j, lib, side[s].id, &d->side[s].pack, err);
    }
    if (rc == CP_OK && d->side[0].pack == d->side[1].pack &&
        side[0].on.first_day == side[1].on.first_day)
        return cp_fail(
            err, CP_EUSAGE, CP_NO_OFF,
            "A and B are the same policy on the same day; POLICY@DATE compares two days");
    d->lib = lib;
    return rc;
}

/* Both as if they bound us; the profile says where its sites are, and whether components are
 * told. */
static cp_diff *new_diff(const cp_diff_answer *d, const cp_profile *who)
{
    cp_diff_side side[2];
    bool is_one_day = d->side[0].on.first_day == d->side[1].on.first_day;
    for (int s = 0; s < 2; s++) {
        cp_judge_opts opts = { .profile = who && who->is_set ? who : NULL,
                               .as_of = d->side[s].on,
                               .accept = d->j->opts.accept,
                               .as_if_bound = true };
        side[s].pack = d->side[s].pack;
        side[s].judge = s == 1 && is_one_day ? side[0].judge : cp_judge_new(d->j->a, d->lib, &opts);
    }
    return cp_diff_new(d->j->a, d->lib, side[0], side[1]);
}

/* ---- counting ---- */

/* "transport;management" counts in each. */
static void count_classes(cp_diff_answer *d, cp_str classes, cp_diff_kind kind)
{
    cp_str rest = classes, one;
    if (classes.n == 0)
        cp_diff_counts_add(d->j->a, &d->by_class, classes, kind);
    while (cp_str_cut(&rest, ';', &one))
        cp_diff_counts_add(d->j->a, &d->by_class, one, kind);
}

static void take(cp_diff_answer *d, const cp_diff_thing *t)
{
    cp_diff_kind kind = t->row.kind;
    d->n_things++;
    d->n[kind]++;
    cp_diff_counts_add(d->j->a, &d->by_maker, t->maker, kind);
    count_classes(d, t->row.class_, kind);
    if (!d->products)
        cp_diff_counts_add(d->j->a, &d->by_site, t->site, kind);
    if (kind != CP_DIFF_SAME)
        cp_vec_push(d->j->a, &d->things, *t);
}

/* ---- products ---- */

static void diff_products(cp_diff_answer *d, const cp_profile *who)
{
    const cp_catalog *c = &d->products->catalog;
    cp_diff *diff = new_diff(d, who);
    cp_arena *one = cp_arena_new(0);
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_catalog_item *x = &c->v[i];
        cp_arena_mark mark = cp_arena_here(one);
        cp_diff_thing t = { .id = x->id,
                            .name = x->p.field[CP_PRODUCT_PRODUCT],
                            .maker_id = x->n_makers == 1 ? x->makers[0]->id : CP_STR(""),
                            .maker = x->n_makers == 1 ? x->makers[0]->name : CP_STR(""),
                            .class_from = d->coverage->from[i],
                            .because = x->presumed_why,
                            .row = cp_diff_asset(diff, cp_catalog_asset(one, x)) };
        take(d, &t);
        cp_arena_back(one, mark);
    }
    cp_arena_free(one);
}

static cp_rc profile_of_file(cp_job *j, cp_profile *out, cp_err *err)
{
    cp_bytes yaml;
    cp_rc rc = cp_job_read_file(j->a, j->opts.profile, PROFILE_BYTES_MAX, &yaml, err);
    if (rc == CP_OK && (rc = cp_profile_parse(j->a, yaml, out, err)) != CP_OK)
        cp_err_in_file(err, j->opts.profile.p, j->opts.profile.n);
    return rc;
}

/* The profile of the case, if there is one. */
static cp_rc profile_of_case(cp_job *j, cp_profile *out, cp_err *err)
{
    cp_case *c;
    cp_str yaml;
    struct stat st;
    if (stat(cp_str_dup(j->a, j->opts.case_path).p, &st) != 0)
        return CP_OK;
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, err);
    if (rc == CP_OK)
        rc = cp_case_profile(c, j->a, &yaml, err);
    return rc == CP_OK && yaml.n ? cp_profile_parse(j->a, cp_bytes_of_str(yaml), out, err) : rc;
}

static cp_rc on_products(cp_diff_answer *d, cp_knowledge *k, cp_err *err)
{
    cp_job *j = d->j;
    cp_profile who = { .is_set = false };
    cp_products *products = CP_NEW(j->a, cp_products);
    cp_coverage *coverage = CP_NEW(j->a, cp_coverage);
    uint32_t n_paths = j->opts.n_args - 3;
    cp_rc rc = CP_OK;
    if (j->opts.profile.n)
        rc = profile_of_file(j, &who, err);
    else if (n_paths == 0 || j->opts.has_case)
        rc = profile_of_case(j, &who, err);
    if (rc == CP_OK)
        rc = cp_job_products(j, k, j->opts.args + 3, n_paths, products, err);
    if (rc != CP_OK)
        return rc;
    cp_set named = cp_set_or(cp_policy_classes_named(d->lib, d->side[0].pack),
                             cp_policy_classes_named(d->lib, d->side[1].pack));
    *coverage = cp_job_coverage(j, d->lib, named, &products->catalog);
    d->products = products;
    d->coverage = coverage;
    diff_products(d, &who);
    if (products->read.n_unreadable || (j->opts.strict && products->read.n_broken))
        j->status = 3;
    return CP_OK;
}

/* ---- assets ---- */

static cp_diff_thing thing_of(const cp_diff_answer *d, uint32_t of_case, const cp_asset *as,
                              cp_diff *diff)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    bool is_known = m && m->confidence >= d->j->opts.accept;
    return (cp_diff_thing){ .id = as->id,
                            .name = cp_asset_name(as),
                            .maker_id = is_known ? m->value : CP_STR(""),
                            .maker = is_known ? m->name : CP_STR(""),
                            .site = cp_asset_fact(as, CP_ATTR_SITE, d->j->opts.accept),
                            .of_case = of_case,
                            .row = cp_diff_asset(diff, as) };
}

/* What one case, or the files, hold. */
static cp_rc diff_case(cp_diff_answer *d, cp_str path, cp_str name, cp_err *err)
{
    cp_job *j = d->j;
    cp_evidence_set *e = CP_NEW(j->a, cp_evidence_set);
    cp_diff_case x = { .path = path, .name = name, .fault = CP_STR("") };
    cp_rc rc = cp_evidence_gather(j, 3, true, e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, e, false, &x.ans, err);
    if (rc != CP_OK)
        return rc;
    x.ans.command = CP_STR("policy diff");
    x.operator_ = e->profile.name;
    cp_diff *diff = new_diff(d, &e->profile);
    for (uint32_t i = 0; i < x.ans.n_assets; i++) {
        const cp_asset *as = &x.ans.assets[i].asset;
        if (!j->opts.all && !cp_evidence_in_service(as)) {
            x.n_left_out++;
            continue;
        }
        cp_diff_thing t = thing_of(d, d->cases.n, as, diff);
        take(d, &t);
        x.n_things++;
        x.n[t.row.kind]++;
    }
    cp_vec_push(j->a, &d->cases, x);
    if (e->n_unreadable || (j->opts.strict && (e->n_partly || e->n_not_recognised)))
        j->status = 3;
    return CP_OK;
}

/* The name of a case: its file's, without folder and ending. */
static cp_str name_of(cp_str path)
{
    size_t from = path.n;
    while (from && path.p[from - 1] != '/')
        from--;
    cp_str name = cp_str_from(path, from);
    return cp_str_ends(name, CP_STR(".case")) ? cp_str_slice(name, 0, name.n - strlen(".case"))
                                              : name;
}

typedef CP_VEC(cp_str) path_list;

static int by_text(const void *a, const void *b)
{
    return cp_str_cmp(*(const cp_str *)a, *(const cp_str *)b);
}

/* The cases in a folder, by name. */
static cp_rc list_folder(cp_job *j, cp_str folder, path_list *out, cp_err *err)
{
    uint32_t from = out->n;
    DIR *dir = opendir(folder.p);
    cp_rc rc = CP_OK;
    if (!dir)
        rc = cp_fail(err, CP_EPERM, CP_NO_OFF, "this folder cannot be read");
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] != '.' && cp_str_ends(cp_str_c(e->d_name), CP_STR(".case")))
            cp_vec_push(j->a, out, cp_str_fmt(j->a, "%.*s/%s", CP_FMT(folder), e->d_name));
    if (dir)
        (void)closedir(dir);
    if (rc == CP_OK && out->n == from)
        rc = cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no case (*.case) in this folder");
    if (rc == CP_OK)
        qsort(out->v + from, out->n - from, sizeof *out->v, by_text);
    cp_err_in_file(rc == CP_OK ? NULL : err, folder.p, folder.n);
    return rc;
}

/* Those that --case names, folders opened. */
static cp_rc list_cases(cp_job *j, path_list *out, bool *has_folder, cp_err *err)
{
    struct stat st;
    cp_rc rc = CP_OK;
    if (j->opts.n_cases == 0)
        cp_vec_push(j->a, out, j->opts.case_path);
    for (uint32_t i = 0; rc == CP_OK && i < j->opts.n_cases; i++) {
        cp_str path = cp_str_dup(j->a, j->opts.cases[i]);
        bool is_folder = stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
        *has_folder |= is_folder;
        if (is_folder)
            rc = list_folder(j, path, out, err);
        else
            cp_vec_push(j->a, out, path);
    }
    if (rc == CP_OK && out->n > CASES_MAX)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u cases are more than the limit of %d", out->n,
                     CASES_MAX);
    return rc;
}

/* A case that cannot be read never hides the others. */
static cp_rc on_each_case(cp_diff_answer *d, const path_list *paths, cp_err *err)
{
    cp_job *j = d->j;
    for (uint32_t i = 0; i < paths->n; i++) {
        char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
        cp_err why = { 0 };
        j->opts.case_path = paths->v[i];
        cp_rc rc = diff_case(d, paths->v[i], name_of(paths->v[i]), &why);
        if (rc == CP_OK)
            continue;
        if (rc == CP_EINTR || rc == CP_EINTERNAL || rc == CP_EUSAGE) {
            *err = why;
            return rc;
        }
        (void)cp_err_text(&why, text, sizeof text);
        j->warn(j, "%s", text);
        cp_vec_push(j->a, &d->cases,
                    ((cp_diff_case){ .path = paths->v[i],
                                     .name = name_of(paths->v[i]),
                                     .operator_ = CP_STR(""),
                                     .fault = cp_str_dup(j->a, cp_str_c(text)) }));
        j->status = 3;
    }
    return CP_OK;
}

static cp_rc nothing_there(const cp_diff_answer *d, cp_err *err)
{
    const cp_diff_case *x = &d->cases.v[0];
    cp_rc rc = cp_fail(err, CP_ENOENT, CP_NO_OFF,
                       x->n_left_out ? "%u assets, none of which is in service (--all compares "
                                       "them too)"
                                     : "no asset is known: there is nothing to compare",
                       x->n_left_out);
    cp_err_in_file(err, x->path.p, x->path.n);
    return rc;
}

/* On the command line, and not by the environment or a configuration. */
static bool is_case_named(const cp_job *j)
{
    for (uint32_t i = 0; i < j->n_settings; i++)
        if (cp_str_eq(cp_str_c(j->settings[i].name), CP_STR("case")))
            return cp_str_eq(j->settings[i].origin, CP_STR("command line"));
    return false;
}

static cp_rc on_assets(cp_diff_answer *d, cp_err *err)
{
    cp_job *j = d->j;
    path_list paths = { 0 };
    cp_rc rc;
    if (j->opts.n_args > 3) {
        if (is_case_named(j))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "policy diff compares on FILEs or on a --case, not on both");
        j->opts.has_case = false; /* set by a configuration: the files are only looked at */
        rc = diff_case(d, j->opts.args[3], j->opts.args[3], err);
    } else {
        rc = list_cases(j, &paths, &d->has_table, err);
        d->has_table |= paths.n > 1;
        if (rc == CP_OK && d->has_table)
            return on_each_case(d, &paths, err);
        if (rc == CP_OK) {
            j->opts.case_path = paths.v[0];
            rc = diff_case(d, paths.v[0], name_of(paths.v[0]), err);
        }
    }
    return rc == CP_OK && d->n_things == 0 ? nothing_there(d, err) : rc;
}

/* ---- the command ---- */

/* Added, removed, changed, undecidable; within each in the order of the assets. */
static void sort_things(cp_diff_answer *d)
{
    cp_diff_thing *v = CP_NEW_ARRAY(d->j->a, cp_diff_thing, d->things.n);
    uint32_t n = 0;
    for (int k = CP_DIFF_ADDED; k < CP_DIFF_KIND_COUNT; k++)
        for (uint32_t i = 0; i < d->things.n; i++)
            if (d->things.v[i].row.kind == (cp_diff_kind)k)
                v[n++] = d->things.v[i];
    d->things.v = v;
    cp_diff_counts_sort(&d->by_maker);
    cp_diff_counts_sort(&d->by_class);
    cp_diff_counts_sort(&d->by_site);
}

cp_rc cp_job_policy_diff(cp_job *j, cp_err *err)
{
    cp_diff_answer d = { .j = j };
    cp_knowledge *k;
    cp_report_format format;
    if (j->opts.n_args < 3)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "policy diff needs two policies: diff A B");
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && j->opts.catalog && j->opts.n_cases > 1)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--catalog takes one --case");
    if (rc == CP_OK)
        rc = load_packs(&d, &k, err);
    if (rc == CP_OK)
        rc = j->opts.catalog ? on_products(&d, k, err) : on_assets(&d, err);
    if (rc != CP_OK)
        return rc;
    sort_things(&d);
    if (format == CP_REPORT_JSON)
        cp_policy_diff_json(&d);
    else if (format == CP_REPORT_CSV)
        cp_policy_diff_csv(&d);
    else
        cp_policy_diff_table(&d);
    if (j->status == 0 && d.n[CP_DIFF_UNDECIDABLE] &&
        !cp_str_eq(j->opts.fail_on_unknown, CP_STR("never")))
        j->status = 4;
    return CP_OK;
}
