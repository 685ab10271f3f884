/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c - see rows.h. */
#include "identify/rows.h"

cp_rc cp_rows_load(const cp_rows *l, const char *name, uint32_t max, const char *const *keys,
                   size_t n_keys, cp_rows_each *each)
{
    const cp_tree *v = cp_tree_get(l->file, cp_str_c(name));
    cp_str what = cp_str_fmt(l->t->a, "file of %s", name);
    uint32_t n = 0;
    cp_rc rc = cp_yaml_keys(l->file, what.p, keys, n_keys, l->err);
    if (rc == CP_OK)
        rc = cp_yaml_seq(v, name, &n, l->err);
    if (rc == CP_OK && n > max)
        rc = cp_fail_line(l->err, CP_ELIMIT, v->line, "more than %u %s", max, name);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = each(l, v->items[i]);
    return rc;
}

cp_rc cp_rows_maker(const cp_rows *l, const cp_tree *row, const char *key, cp_str text,
                    uint32_t *out)
{
    const uint64_t *at = cp_map_get(&l->t->m.by_id, text);
    if (at) {
        *out = (uint32_t)*at;
        return CP_OK;
    }
    cp_maker_set s = cp_makers_resolve(l->t, text, false);
    if (s.n != 1)
        return cp_fail_line(l->err, CP_EFORMAT, row->line, "%s: \"%.*s\" is no maker's id or name",
                            key, CP_FMT(text));
    *out = s.v[0];
    return CP_OK;
}

cp_rc cp_rows_sources(const cp_rows *l, const cp_tree *row, const cp_str **src,
                      const cp_str **cites, uint32_t *n)
{
    const cp_tree *sources = cp_tree_get(l->file, CP_STR("sources"));
    cp_rc rc = cp_yaml_texts(l->t->a, cp_tree_get(row, CP_STR("src")), src, n, l->err);
    if (rc != CP_OK)
        return rc;
    cp_str *v = CP_NEW_ARRAY(l->t->a, cp_str, *n);
    for (uint32_t i = 0; i < *n; i++) {
        v[i] = cp_tree_get_text(sources, (*src)[i]);
        if (v[i].n == 0)
            return cp_fail_line(l->err, CP_EFORMAT, row->line, "src: \"%.*s\" is no key of sources",
                                CP_FMT((*src)[i]));
    }
    *cites = v;
    return CP_OK;
}
