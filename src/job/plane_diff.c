/* SPDX-License-Identifier: Apache-2.0 */
/* plane_diff.c - `path diff CASE1 CASE2`: which packets became clean or dirty, arrive or no longer
 * do, by the routers' tables of two days; and the router at which the ways part.
 *
 *     two planes, each with the prefixes of both --classes--> fates per table
 *     tables of one router and VRF in both, regions of both --compared--> rows
 *     one packet of a row, hop by hop in both --> the first table that does something else */
#include <stdlib.h>
#include <string.h>
#include "job/changes.h"
#include "job/path_say.h"
#include "job/plane.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_DEFAULT = 200, BEFORE = 0, AFTER = 1, SIDES = 2 };
#define FATES_MAX ((uint64_t)1 << 27) /* of one side: 4 GiB of them */

typedef struct side {
    cp_str name;
    cp_evidence_set e;
    cp_answer ans;
    cp_path_model m;
    cp_path_request r;
    cp_path_found x;
    cp_planes p;
    cp_plane_classes classes;
    cp_plane_fate *fates; /* per class and table */
    uint64_t n_fates;
} side;

typedef struct diff_row {
    uint32_t table[SIDES], place[SIDES], n_more;
    cp_prefix prefix;
    const cp_plane_fate *fate[SIDES];
    cp_path_answer answer[SIDES]; /* of the policy that is shown */
    cp_str why;
} diff_row;

typedef struct differing {
    cp_job *j;
    side s[SIDES];
    uint32_t shown[SIDES]; /* the policy, in each x */
    CP_VEC(diff_row) rows;
    uint64_t n_compared;
    cp_texts gone, come; /* tables of one side only */
} differing;

/* ---- two planes of the same regions */

static cp_rc load(differing *d, int which, cp_str path, unsigned bits, cp_err *err)
{
    cp_job *j = d->j;
    side *s = &d->s[which];
    s->name = path;
    s->r = (cp_path_request){ .reading = cp_str_eq(j->opts.reading, CP_STR("availability"))
                                             ? CP_AVAILABILITY
                                             : CP_EXPOSURE,
                              .assumes_complete = j->opts.assume_complete };
    cp_rc rc = cp_path_rules_read(j, &s->r.rules, err);
    if (rc == CP_OK)
        rc = cp_changes_gather(j, path, &s->e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &s->e, true, &s->ans, err);
    if (rc == CP_OK && s->ans.n_policies == 0)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "name a policy with --policy ID");
    s->ans.command = CP_STR("path");
    if (rc == CP_OK)
        rc = cp_path_model_make(j, &s->e, &s->ans, &s->m, err);
    if (rc == CP_OK)
        rc = cp_path_prepare(&s->m, &s->r, &s->x, err);
    if (rc == CP_OK)
        rc = cp_planes_make(&s->x, &s->p, err);
    if (rc != CP_OK)
        cp_err_in_file(err, path.p, path.n);
    return rc == CP_OK ? cp_planes_version(&s->p, bits, err) : rc;
}

static cp_rc share_prefixes(const cp_plane *from, cp_plane *to, cp_err *err)
{
    uint32_t n = cp_plane_n_places(from), place;
    cp_prefix x;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        if (cp_plane_prefix_at(from, i, &x))
            rc = cp_plane_prefix(to, &x, &place, err);
    return rc;
}

static void hear(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    side *s = ctx;
    uint64_t at = (uint64_t) class * s->p.v.n_tables;
    if (at + s->p.v.n_tables <= s->n_fates)
        memcpy(s->fates + at, per_table, s->p.v.n_tables * sizeof *per_table);
}

static cp_rc classify(differing *d, side *s, cp_err *err)
{
    s->n_fates = ((uint64_t)cp_plane_n_places(s->p.v.plane) + 1) * s->p.v.n_tables;
    if (s->n_fates > FATES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "%u tables of %u prefixes are more than can be compared at once",
                       s->p.v.n_tables, cp_plane_n_places(s->p.v.plane));
    s->fates = CP_NEW_ARRAY(d->j->a, cp_plane_fate, (size_t)s->n_fates + 1);
    return cp_plane_classify(s->p.v.plane, d->j->a, 0, hear, s, d->j->interrupted, &s->classes,
                             err);
}

static cp_str why(differing *d, const diff_row *r)
{
    cp_plane_side x[SIDES];
    for (int k = 0; k < SIDES; k++) {
        x[k] = (cp_plane_side){ .p = &d->s[k].p, .table = r->table[k] };
        if (!cp_plane_region_has(d->s[k].p.v.plane, r->place[k], &x[k].dst))
            return CP_STR("");
    }
    return cp_plane_why(d->j->a, &x[BEFORE], &x[AFTER]);
}

/* ---- comparing */

static cp_str table_key(const cp_planes *p, uint32_t t)
{
    uint32_t thing = p->pn->thing_of[p->v.tables[t].item];
    return cp_str_fmt(p->m->j->a, "%.*s\n%.*s", CP_FMT(p->m->things.v[thing].id),
                      CP_FMT(p->v.tables[t].vrf));
}

static cp_path_answer answer(const differing *d, int k, const cp_plane_fate *f)
{
    const cp_path_finding *x = &d->s[k].x.v[d->shown[k]];
    return x->has_rule ? cp_plane_answer(f, x->bit) : CP_PATH_NO_RULE;
}

static void compare(differing *d, const uint32_t table[SIDES], const cp_prefix *x,
                    const uint32_t place[SIDES])
{
    diff_row r = { .prefix = *x };
    for (int k = 0; k < SIDES; k++) {
        const side *s = &d->s[k];
        uint32_t class = s->classes.of[place[k]];
        if (class == CP_NO_CLASS)
            return;
        r.table[k] = table[k];
        r.place[k] = place[k];
        r.fate[k] = &s->fates[(uint64_t) class * s->p.v.n_tables + table[k]];
        r.answer[k] = answer(d, k, r.fate[k]);
    }
    d->n_compared++;
    if (r.fate[BEFORE]->ends == r.fate[AFTER]->ends && r.answer[BEFORE] == r.answer[AFTER])
        return;
    diff_row *last = d->rows.n ? &d->rows.v[d->rows.n - 1] : NULL;
    r.why = why(d, &r);
    if (last && last->table[AFTER] == r.table[AFTER] && last->answer[BEFORE] == r.answer[BEFORE] &&
        last->answer[AFTER] == r.answer[AFTER] &&
        last->fate[BEFORE]->ends == r.fate[BEFORE]->ends &&
        last->fate[AFTER]->ends == r.fate[AFTER]->ends && cp_str_eq(last->why, r.why))
        last->n_more++;
    else
        cp_vec_push(d->j->a, &d->rows, r);
}

typedef struct region {
    cp_prefix x;
    uint32_t place[SIDES];
} region;

static int by_address(const void *a, const void *b)
{
    const region *x = a, *y = b;
    if (x->x.first != y->x.first)
        return x->x.first < y->x.first ? -1 : 1;
    return (int)x->x.len - (int)y->x.len;
}

static void compare_all(differing *d)
{
    cp_job *j = d->j;
    cp_map before = { 0 };
    CP_VEC(region) v = { 0 };
    const cp_planes *old = &d->s[BEFORE].p, *new = &d->s[AFTER].p;
    for (uint32_t i = 0; i < cp_plane_n_places(new->v.plane); i++) {
        region x = { .place = { 0, i } };
        if (!cp_plane_prefix_at(new->v.plane, i, &x.x))
            continue;
        x.place[BEFORE] = cp_plane_find(old->v.plane, &x.x);
        if (x.place[BEFORE] != CP_NO_PREFIX)
            cp_vec_push(j->a, &v, x);
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_address);
    for (uint32_t t = 0; t < old->v.n_tables; t++)
        *cp_map_put(j->a, &before, table_key(old, t), NULL) = (uint64_t)t + 1;
    for (uint32_t t = 0; t < new->v.n_tables; t++) {
        uint64_t *at = cp_map_get(&before, table_key(new, t));
        if (!at) {
            cp_vec_push(j->a, &d->come, cp_plane_table_name(new, t));
            continue;
        }
        const uint32_t table[] = { (uint32_t)*at - 1, t };
        *at = 0;
        for (uint32_t i = 0; i < v.n; i++)
            compare(d, table, &v.v[i].x, v.v[i].place);
    }
    for (uint32_t i = 0; i < before.n; i++)
        if (before.items[i].value)
            cp_vec_push(j->a, &d->gone,
                        cp_plane_table_name(old, (uint32_t)before.items[i].value - 1));
}

/* The policy that is told: the worst after. */
static void choose_policy(differing *d)
{
    side *now = &d->s[AFTER], *was = &d->s[BEFORE];
    for (uint32_t i = 0; i < now->x.n; i++) {
        cp_path_finding *f = &now->x.v[i];
        memset(f->counts, 0, sizeof f->counts);
        f->counts[f->has_rule ? CP_PATH_EXCLUDED : CP_PATH_NO_RULE] = 1;
    }
    cp_path_conclude(&now->x);
    d->shown[AFTER] = now->x.shown;
    cp_str id = now->ans.policies[now->x.v[now->x.shown].policy].id;
    for (uint32_t i = 0; i < was->x.n; i++)
        if (cp_str_eq(was->ans.policies[was->x.v[i].policy].id, id))
            d->shown[BEFORE] = i;
}

/* ---- printing */

static cp_str policy_of(const differing *d)
{
    const side *s = &d->s[AFTER];
    return s->ans.policies[s->x.v[d->shown[AFTER]].policy].id;
}

static void print(const differing *d, cp_buf *out)
{
    static const cp_grid_column columns[] = {
        { "FROM", false, true }, { "DESTINATION", false, true }, { "MORE", true, false },
        { "WAS", false, true },  { "IS", false, true },          { "WHY", false, true },
    };
    cp_arena *a = d->j->a;
    cp_report_opts opts = cp_job_report_opts(d->j);
    for (int k = 0; k < SIDES && !opts.quiet; k++) {
        cp_buf_fmt(out, "%s: %.*s\n", k ? "After" : "Before", CP_FMT(d->s[k].name));
        cp_plane_print_head(&d->s[k].p, out);
    }
    for (uint32_t i = 0; i < d->gone.n; i++)
        cp_buf_fmt(out, "! %.*s is only in the first\n", CP_FMT(cp_text_safe(a, d->gone.v[i])));
    for (uint32_t i = 0; i < d->come.n; i++)
        cp_buf_fmt(out, "! %.*s is only in the second\n", CP_FMT(cp_text_safe(a, d->come.v[i])));
    cp_buf_fmt(out, "%u change%s of %llu that were compared; by %.*s\n", d->rows.n,
               d->rows.n == 1 ? "" : "s", (unsigned long long)d->n_compared, CP_FMT(policy_of(d)));
    uint32_t max = opts.rows_max ? opts.rows_max : opts.quiet ? UINT32_MAX : ROWS_DEFAULT;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    for (uint32_t i = 0; i < d->rows.n && i < max; i++) {
        const diff_row *r = &d->rows.v[i];
        cp_str told[SIDES];
        for (int k = 0; k < SIDES; k++)
            told[k] = cp_str_fmt(a, "%s: %.*s", cp_path_answer_name(r->answer[k]),
                                 CP_FMT(cp_plane_ends_text(a, r->fate[k]->ends)));
        const cp_str cells[] = { cp_plane_table_name(&d->s[AFTER].p, r->table[AFTER]),
                                 cp_plane_prefix_text(a, &r->prefix, d->s[AFTER].p.bits),
                                 r->n_more ? cp_str_fmt(a, "+%u", r->n_more) : CP_STR(""),
                                 told[BEFORE],
                                 told[AFTER],
                                 r->why };
        cp_grid_row(&g, cells,
                    r->answer[AFTER] == CP_PATH_EXCLUDED ? "red"
                    : r->answer[AFTER] == CP_PATH_CLEAN  ? "green"
                                                         : "yellow");
    }
    if (d->rows.n)
        cp_grid_print(&g, opts.color, out);
    if (d->rows.n > max)
        cp_buf_fmt(out, "... and %u more: --limit N, or another format, has them all\n",
                   d->rows.n - max);
}

static void print_json(const differing *d, cp_buf *out)
{
    cp_jw w = cp_jw_new(out);
    w.pretty = true;
    cp_plane_json_head(&w, &d->s[AFTER].p);
    cp_jw_kstr(&w, "before", d->s[BEFORE].name);
    cp_jw_kstr(&w, "after", d->s[AFTER].name);
    cp_jw_kstr(&w, "policy", policy_of(d));
    cp_jw_ku64(&w, "compared", d->n_compared);
    cp_path_json_texts(&w, "only_before", &d->gone);
    cp_path_json_texts(&w, "only_after", &d->come);
    cp_jw_key(&w, "changes");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < d->rows.n; i++) {
        const diff_row *r = &d->rows.v[i];
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "from", cp_plane_table_name(&d->s[AFTER].p, r->table[AFTER]));
        cp_jw_kstr(&w, "destination",
                   cp_plane_prefix_text(d->j->a, &r->prefix, d->s[AFTER].p.bits));
        cp_jw_ku64(&w, "more", r->n_more);
        for (int k = 0; k < SIDES; k++) {
            cp_jw_key(&w, k ? "is" : "was");
            cp_jw_obj(&w);
            cp_jw_kstr(&w, "answer", cp_str_c(cp_path_answer_name(r->answer[k])));
            cp_plane_json_ends(&w, r->fate[k]);
            cp_jw_obj_end(&w);
        }
        cp_jw_kstr_opt(&w, "why", r->why);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}

/* What is worse than it was. */
static void set_status(differing *d)
{
    bool fails = !cp_str_eq(d->j->opts.fail_on, CP_STR("never"));
    bool open_fails = !cp_str_eq(d->j->opts.fail_on_unknown, CP_STR("never"));
    bool is_open = d->gone.n > 0, is_worse = false;
    for (uint32_t i = 0; i < d->rows.n; i++) {
        const diff_row *r = &d->rows.v[i];
        if (cp_path_badness(r->answer[AFTER]) <= cp_path_badness(r->answer[BEFORE]))
            continue;
        is_worse = is_worse || r->answer[AFTER] == CP_PATH_EXCLUDED;
        is_open = true;
    }
    if (d->s[BEFORE].e.n_unreadable || d->s[AFTER].e.n_unreadable)
        d->j->status = 3;
    else if (is_worse && fails)
        d->j->status = 1;
    else if (is_open && open_fails)
        d->j->status = 4;
}

cp_rc cp_plane_diff_job(cp_job *j, cp_report_format format, cp_err *err)
{
    differing *d = CP_NEW(j->a, differing);
    unsigned bits = 32;
    cp_prefix to;
    cp_rc rc = CP_OK;
    d->j = j;
    if (j->opts.n_args != 1 + SIDES)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "path diff needs two cases");
    if (j->opts.dst.n)
        rc = cp_plane_read_dst(j->opts.dst, &to, &bits, err);
    j->wants_states = true;
    for (int k = 0; rc == CP_OK && k < SIDES; k++)
        rc = load(d, k, j->opts.args[1 + k], bits, err);
    for (int k = 0; rc == CP_OK && k < SIDES; k++)
        rc = share_prefixes(d->s[!k].p.v.plane, d->s[k].p.v.plane, err);
    for (int k = 0; rc == CP_OK && k < SIDES; k++)
        rc = classify(d, &d->s[k], err);
    if (rc != CP_OK)
        return rc;
    choose_policy(d);
    compare_all(d);
    set_status(d);
    if (format == CP_REPORT_JSON)
        print_json(d, j->out);
    else
        print(d, j->out);
    return CP_OK;
}
