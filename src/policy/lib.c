/* SPDX-License-Identifier: Apache-2.0 */
/* lib.c - the packs together. Files are added in any order, because a pack may take clauses from
 * one that comes later and because the vocabulary may be the last file of a folder: they are parsed
 * at once and understood at the end. */
#include <stdlib.h>
#include <string.h>
#include "codec/sha256.h"
#include "codec/yaml.h"
#include "policy/pack.h"

typedef CP_VEC(cp_pack_file) pack_files;

cp_policy_lib *cp_policy_lib_new(cp_arena *a, const cp_makers *makers)
{
    cp_policy_lib *lib = CP_NEW(a, cp_policy_lib);
    lib->a = a;
    lib->known = makers;
    lib->reading = CP_NEW(a, pack_files);
    cp_owners_init(a, &lib->owners, makers);
    cp_vocab_init(a, &lib->vocab);
    return lib;
}

void cp_policy_lib_add(cp_policy_lib *lib, cp_str file, cp_bytes yaml)
{
    pack_files *files = lib->reading;
    cp_pack_file f = { .file = cp_str_dup(lib->a, file) };
    cp_reader r = { lib->a, f.file, &lib->diags, 0 };
    cp_err err = { 0 };
    if (files->n >= CP_POLICY_PACKS_MAX) {
        cp_reader_error(&r, (cp_place){ 0, 0 }, "more than %d policy files", CP_POLICY_PACKS_MAX);
        return;
    }
    if (cp_yaml_parse(lib->a, yaml, &f.tree, &err) != CP_OK) {
        cp_reader_error(&r, (cp_place){ err.line, 0 }, "%s", err.msg);
        return;
    }
    f.digest = cp_sha256_hex(lib->a, yaml);
    cp_vec_push(lib->a, files, f);
}

typedef enum { IS_PACK, IS_CRITERIA, IS_WORDS, IS_OTHER } file_kind;

static file_kind kind_of(const cp_pack_file *f)
{
    cp_str schema = cp_tree_get_text(f->tree, CP_STR("schema"));
    if (cp_str_eq(schema, CP_STR("cleanpath-policy/1")))
        return IS_PACK;
    if (cp_str_eq(schema, CP_STR("cleanpath-criteria/1")))
        return IS_CRITERIA;
    return cp_str_eq(schema, CP_STR("cleanpath-policy-vocabulary/1")) ||
                   cp_str_eq(schema, CP_STR("cleanpath-countries/1"))
               ? IS_WORDS
               : IS_OTHER;
}

static void read_file(cp_policy_lib *lib, cp_pack_file *f, file_kind want)
{
    cp_reader r = { lib->a, f->file, &lib->diags, 0 };
    file_kind kind = kind_of(f);
    if (kind == IS_OTHER && want == IS_PACK) {
        cp_str schema = cp_tree_get_text(f->tree, CP_STR("schema"));
        cp_reader_error(&r, cp_at(f->tree),
                        "`schema`: \"%.*s\" is unknown; expected cleanpath-policy/1 or "
                        "cleanpath-criteria/1",
                        CP_FMT(schema));
        f->is_rejected = true;
    } else if (kind == IS_WORDS && want == IS_WORDS) {
        cp_vocab_read(&r, &lib->vocab, f->tree);
    } else if (kind == IS_CRITERIA && want == IS_CRITERIA) {
        cp_criteria_read(&r, &lib->criteria, f->tree);
    } else if (kind == IS_PACK && want == IS_PACK) {
        f->pack = cp_pack_read(&r, lib, f->tree);
        f->pack->digest = f->digest;
    }
    f->n_errors += r.n_errors;
}

static cp_pack_file *find(pack_files *files, cp_str id, const cp_pack_file *but)
{
    cp_vec_each(f, files) if (f != but && f->pack && cp_str_eq(f->pack->id, id)) return f;
    return NULL;
}

/* Clauses are taken from packs that have their own: chains would make cycles possible and help
 * nobody. */
static void take_clauses(cp_policy_lib *lib, pack_files *files, cp_pack_file *f)
{
    cp_reader r = { lib->a, f->file, &lib->diags, 0 };
    cp_policy *p = f->pack;
    cp_place at = cp_at_or(cp_tree_get(f->tree, CP_STR("same_clauses_as")), f->tree);
    cp_pack_file *from = find(files, p->same_clauses_as, f);
    if (p->n_clauses || p->n_exemptions)
        cp_reader_error(
            &r, at, "`same_clauses_as` goes with neither `clauses` nor `exemptions` of its own");
    else if (!from)
        cp_reader_error(&r, at, "`same_clauses_as`: no pack `%.*s` is loaded",
                        CP_FMT(p->same_clauses_as));
    else if (from->pack->same_clauses_as.n)
        cp_reader_error(
            &r, at,
            "`same_clauses_as`: `%.*s` takes its clauses from another pack itself; name that one",
            CP_FMT(p->same_clauses_as));
    else if (from->n_errors)
        cp_reader_error(&r, at, "`same_clauses_as`: `%.*s` has mistakes",
                        CP_FMT(p->same_clauses_as));
    else {
        p->clauses_of = from->pack;
        p->clauses = from->pack->clauses;
        p->n_clauses = from->pack->n_clauses;
        p->n_criteria = from->pack->n_criteria;
        memcpy(p->criteria, from->pack->criteria, sizeof p->criteria);
    }
    f->n_errors += r.n_errors;
}

/* The member as the other list has it, from the day on which its clause is there to the day on
 * which it is there no longer. */
static cp_policy_member taken(const cp_policy_member *m, const cp_policy_clause *of)
{
    cp_policy_member out = *m;
    if (!cp_date_is_set(out.since) || out.since.first_day < of->date_added.first_day)
        out.since = of->date_added;
    if (cp_date_is_set(of->removed) &&
        (!cp_date_is_set(out.until) || of->removed.first_day < out.until.first_day))
        out.until = of->removed;
    if (cp_is_unchecked(of->basis.conf))
        out.conf = of->basis.conf;
    return out;
}

static bool is_among(const cp_policy_clause *c, cp_str id)
{
    for (uint32_t i = 0; i < c->n_makers_of_clauses; i++)
        if (cp_str_eq(c->makers_of_clauses[i], id))
            return true;
    return c->n_makers_of_clauses == 0;
}

/* The makers of `from`'s clauses, in addition to c's own. */
static void take_members(cp_reader *r, cp_policy_clause *c, const cp_policy *from)
{
    CP_VEC(cp_policy_member) all = { 0 };
    uint32_t n_clauses = 0;
    for (uint32_t i = 0; i < c->n_makers; i++)
        cp_vec_push(r->a, &all, c->makers[i]);
    for (uint32_t i = 0; i < from->n_clauses; i++) {
        const cp_policy_clause *of = &from->clauses[i];
        if (!is_among(c, of->id))
            continue;
        n_clauses++;
        for (uint32_t k = 0; k < of->n_makers; k++)
            cp_vec_push(r->a, &all, taken(&of->makers[k], of));
        if (of->makers_of.n)
            cp_reader_error(r, c->at,
                            "`makers_of`: clause `%.*s` of `%.*s` takes makers from "
                            "another list itself; name that one",
                            CP_FMT(of->id), CP_FMT(from->id));
    }
    if (all.n == 0 || n_clauses < c->n_makers_of_clauses)
        cp_reader_error(r, c->at,
                        "`makers_of`: `%.*s` has not all of these clauses, or they name "
                        "no maker",
                        CP_FMT(from->id));
    c->makers = all.v;
    c->n_makers = all.n;
}

static void take_makers(cp_policy_lib *lib, pack_files *files, cp_pack_file *f)
{
    cp_reader r = { lib->a, f->file, &lib->diags, 0 };
    cp_policy_clause *v = (cp_policy_clause *)(uintptr_t)f->pack->clauses; /* still being made */
    for (uint32_t i = 0; i < f->pack->n_clauses; i++) {
        if (v[i].makers_of.n == 0)
            continue;
        cp_pack_file *from = find(files, v[i].makers_of, f);
        if (from)
            take_members(&r, &v[i], from->pack);
        else
            cp_reader_error(&r, v[i].at, "`makers_of`: no other pack `%.*s` is loaded",
                            CP_FMT(v[i].makers_of));
    }
    f->n_errors += r.n_errors;
}

static int by_id(const void *a, const void *b)
{
    const cp_policy *const *x = a, *const *y = b;
    return cp_str_cmp((*x)->id, (*y)->id);
}

static void check_ids(cp_policy_lib *lib, pack_files *files)
{
    cp_map ids = { 0 };
    cp_vec_each(f, files)
    {
        if (!f->pack || f->pack->id.n == 0)
            continue;
        cp_reader r = { lib->a, f->file, &lib->diags, 0 };
        bool added;
        uint64_t *at = cp_map_put(lib->a, &ids, f->pack->id, &added);
        if (!added)
            cp_reader_error(&r, cp_at_or(cp_tree_get(f->tree, CP_STR("id")), f->tree),
                            "policy `%.*s` is there twice, first in %.*s", CP_FMT(f->pack->id),
                            CP_FMT(files->v[*at].file));
        else
            *at = (uint64_t)(f - files->v);
        f->n_errors += r.n_errors;
    }
}

static void link_file(cp_policy_lib *lib, cp_pack_file *f)
{
    cp_reader r = { lib->a, f->file, &lib->diags, 0 };
    cp_pack_link(&r, lib, f->pack, f->tree);
    f->n_errors += r.n_errors;
}

cp_rc cp_policy_lib_finish(cp_policy_lib *lib, cp_err *err)
{
    pack_files *files = lib->reading;
    cp_reader linking = { lib->a, CP_STR(""), &lib->diags, 0 };
    cp_vec_each(f, files) read_file(lib, f, IS_WORDS);
    cp_vec_each(f, files) read_file(lib, f, IS_CRITERIA);
    cp_criteria_link(&linking, &lib->criteria);
    cp_vec_each(f, files) read_file(lib, f, IS_PACK);
    check_ids(lib, files);
    cp_vec_each(f, files) if (f->pack) take_makers(lib, files, f);
    /* packs with clauses of their own first: the others take what these have linked */
    cp_vec_each(f, files) if (f->pack && f->pack->same_clauses_as.n == 0) link_file(lib, f);
    cp_vec_each(f, files) if (f->pack && f->pack->same_clauses_as.n)
    {
        take_clauses(lib, files, f);
        if (f->n_errors == 0)
            link_file(lib, f);
    }
    lib->packs = CP_NEW_ARRAY(lib->a, const cp_policy *, files->n + 1);
    cp_vec_each(f, files) if (f->pack && f->n_errors == 0) lib->packs[lib->n_packs++] = f->pack;
    qsort(lib->packs, lib->n_packs, sizeof *lib->packs, by_id);
    cp_packs_compile(&linking, lib);
    for (uint32_t i = 0; i < lib->n_packs; i++)
        ((cp_policy *)(uintptr_t)lib->packs[i])->index = i;
    cp_vec_each(d, &lib->diags.list) if (!d->is_warning)
    {
        cp_rc rc = cp_fail_line(err, CP_EFORMAT, d->at.line, "%.*s", CP_FMT(d->msg));
        cp_err_in_file(err, d->file.p, d->file.n);
        return rc;
    }
    return CP_OK;
}

static const cp_criterion *criterion_of(const cp_policy_lib *lib, const cp_policy *p, cp_fact f)
{
    uint32_t slot = (uint32_t)f - CP_FACT_CRITERION_0;
    return cp_fact_is_criterion(f) && slot < p->n_criteria
               ? &lib->criteria.items.v[p->criteria[slot]]
               : NULL;
}

cp_str cp_policy_fact_name(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p, cp_fact f)
{
    const cp_criterion *c = criterion_of(lib, p, f);
    return c ? cp_str_fmt(a, "criterion:%.*s", CP_FMT(c->id)) : cp_str_c(cp_fact_name(f));
}

cp_str cp_policy_fact_question(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p, cp_fact f)
{
    const cp_criterion *c = criterion_of(lib, p, f);
    return c ? cp_str_fmt(a, "whether this holds of its maker: %.*s", CP_FMT(c->text))
             : cp_str_c(cp_fact_question(f));
}

const cp_policy *cp_policy_by_id(const cp_policy_lib *lib, cp_str id)
{
    for (uint32_t i = 0; i < lib->n_packs; i++)
        if (cp_str_eq(lib->packs[i]->id, id))
            return lib->packs[i];
    return NULL;
}

cp_str cp_policy_nearest(const cp_policy_lib *lib, cp_str id)
{
    cp_str best = CP_STR("");
    size_t best_distance = id.n / 2 + 1;
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        size_t d = cp_str_distance(id, lib->packs[i]->id);
        if (d < best_distance) {
            best = lib->packs[i]->id;
            best_distance = d;
        }
    }
    return best;
}
