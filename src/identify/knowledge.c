/* SPDX-License-Identifier: Apache-2.0 */
/* knowledge.c - see knowledge.h. */
#include "identify/knowledge.h"
#include "identify/know.h"

static void add_data(cp_knowledge *k, cp_str name, cp_str as_of, cp_str origin, uint64_t entries)
{
    cp_vec_push(k->a, &k->data, ((cp_answer_data){ name, as_of, origin, entries }));
}

static void tell_last_table(cp_knowledge *k)
{
    const cp_registry_table *t = &k->registry.tables.v[k->registry.tables.n - 1];
    add_data(k, t->name, t->as_of, t->origin, t->entries);
}

static cp_rc load_registries(cp_knowledge *k, const cp_data_file *files, uint32_t n_files,
                             cp_err *err)
{
    for (uint32_t f = 0; f < n_files; f++) {
        cp_str name = files[f].name;
        if (!cp_str_starts(name, CP_STR("registries/")) || !cp_str_ends(name, CP_STR(".tsv")))
            continue;
        cp_str origin = cp_data_origin(k->a, &files[f], 1, name);
        cp_rc rc = CP_OK;
        if (files[f].index.n)
            cp_registry_add_indexed(k->a, &k->registry, name, origin, files[f].bytes,
                                    files[f].index);
        else
            rc = cp_registry_add(k->a, &k->registry, name, origin, files[f].bytes, err);
        if (rc != CP_OK)
            return rc;
        cp_registry_table *t = &k->registry.tables.v[k->registry.tables.n - 1];
        t->name =
            cp_str_slice(name, sizeof "registries/" - 1, name.n - sizeof "registries/.tsv" + 1);
        tell_last_table(k);
    }
    if (k->registry.tables.n == 0)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "no file registries/*.tsv");
    return CP_OK;
}

static cp_rc load_makers(cp_knowledge *k, const cp_data_file *files, uint32_t n_files, cp_err *err)
{
    cp_rc rc = cp_makers_load(k->a, files, n_files, &k->makers, err);
    if (rc == CP_OK)
        add_data(k, CP_STR("makers"), k->makers.m.as_of,
                 cp_data_origin(k->a, files, n_files, CP_STR("makers/")), k->makers.m.n);
    return rc;
}

cp_rc cp_knowledge_load_makers(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                               cp_knowledge **out, cp_err *err)
{
    cp_knowledge *k = CP_NEW(a, cp_knowledge);
    k->a = a;
    cp_rc rc = load_makers(k, files, n_files, err);
    if (rc == CP_OK)
        *out = k;
    return rc;
}

cp_rc cp_knowledge_load(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                        cp_knowledge **out, cp_err *err)
{
    cp_knowledge *k = CP_NEW(a, cp_knowledge);
    k->a = a;
    cp_rc rc = load_registries(k, files, n_files, err);
    if (rc == CP_OK)
        rc = load_makers(k, files, n_files, err);
    if (rc == CP_OK)
        rc = cp_rules_load(a, files, n_files, &k->makers, &k->rules, err);
    if (rc != CP_OK)
        return rc;
    add_data(k, CP_STR("fingerprints"), k->rules.as_of,
             cp_data_origin(k->a, files, n_files, CP_STR("fingerprints/")), k->rules.n);
    *out = k;
    return CP_OK;
}

bool cp_registry_is(cp_bytes head) { return cp_registry_is_table(head); }

cp_rc cp_knowledge_add_registry(cp_knowledge *k, cp_str name, cp_bytes bytes, cp_err *err)
{
    cp_str own = cp_str_dup(k->a, name);
    cp_rc rc = cp_registry_add(k->a, &k->registry, own, own, bytes, err);
    if (rc == CP_OK)
        tell_last_table(k);
    return rc;
}

const cp_makers *cp_knowledge_makers(const cp_knowledge *k) { return &k->makers.m; }

uint32_t cp_knowledge_makers_named(cp_knowledge *k, cp_str name, const cp_maker **out, uint32_t max)
{
    cp_maker_set s = cp_makers_resolve(&k->makers, name, false);
    for (uint32_t i = 0; i < s.n && i < max; i++)
        out[i] = &k->makers.m.v[s.v[i]];
    return s.n;
}

const cp_answer_data *cp_knowledge_data(const cp_knowledge *k, uint32_t *n)
{
    *n = k->data.n;
    return k->data.v;
}

void cp_knowledge_tell(cp_knowledge *k, cp_answer_data row) { cp_vec_push(k->a, &k->data, row); }

cp_rc cp_knowledge_check_rules(cp_knowledge *k, cp_err *err)
{
    if (k->makers.clashes.n)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%u names of makers clash, first: %.*s",
                       k->makers.clashes.n, CP_FMT(k->makers.clashes.v[0]));
    return cp_rules_check(&k->rules, err);
}
