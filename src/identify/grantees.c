/* SPDX-License-Identifier: Apache-2.0 */
/* grantees.c - see grantees.h. */
#include "identify/grantees.h"
#include "identify/rows.h"

enum {
    ROWS_MAX = 200 * 1000, /* about four times as many as were ever given out */
    MAKERS_MAX = 8         /* that one code cannot tell apart */
};

static const char *const file_keys[] = { "schema", "as_of", "sources", "grantees" };
static const char *const row_keys[] = { "code", "maker", "name", "conf", "src", "note" };
#define KEYS(v) (v), sizeof(v) / sizeof *(v)

static cp_rc load_makers(const cp_rows *l, const cp_tree *x, cp_grantee *g)
{
    const cp_str *v;
    uint32_t n;
    cp_rc rc = cp_yaml_texts(l->t->a, cp_tree_get(x, CP_STR("maker")), &v, &n, l->err);
    if (rc != CP_OK)
        return rc;
    if (n == 0 || n > MAKERS_MAX)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "maker: expected 1 to %d ids", MAKERS_MAX);
    uint32_t *makers = CP_NEW_ARRAY(l->t->a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t *at = cp_map_get(&l->t->m.by_id, v[i]);
        if (!at)
            return cp_fail_line(l->err, CP_EFORMAT, x->line, "maker: \"%.*s\" is no maker's id",
                                CP_FMT(v[i]));
        makers[i] = (uint32_t)*at;
    }
    g->makers = makers;
    g->n_makers = n;
    return CP_OK;
}

static cp_rc load_row(const cp_rows *l, const cp_tree *x)
{
    cp_rc rc = cp_yaml_keys(x, "grantee", KEYS(row_keys), l->err);
    cp_grantee g = { .code = cp_tree_get_text(x, CP_STR("code")),
                     .name = cp_tree_get_text(x, CP_STR("name")),
                     .note = cp_tree_get_text(x, CP_STR("note")) };
    cp_str conf = cp_tree_get_text(x, CP_STR("conf"));
    const cp_str *src;
    bool added;
    if (rc == CP_OK && !cp_fcc_id_is_grantee(g.code))
        rc = cp_fail_line(l->err, CP_EFORMAT, x->line,
                          "code: \"%.*s\", expected 3 capitals or digits, or 5 of which the first "
                          "is one of 2 to 9; never 0 or 1",
                          CP_FMT(g.code));
    if (rc == CP_OK && g.name.n == 0)
        rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "name: as the filings have it");
    if (rc == CP_OK && (!cp_conf_by_name(conf, &g.conf) || g.conf > CP_CONF_PARTIAL))
        rc = cp_fail_line(l->err, CP_EFORMAT, x->line,
                          "conf: \"%.*s\", expected verified or partial; hearsay is not kept here",
                          CP_FMT(conf));
    if (rc == CP_OK)
        rc = load_makers(l, x, &g);
    if (rc == CP_OK)
        rc = cp_rows_sources(l, x, &src, &g.cites, &g.n_cites);
    if (rc == CP_OK && g.n_cites == 0)
        rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "src: a row needs a source");
    if (rc != CP_OK)
        return rc;
    uint64_t *at = cp_map_put(l->t->a, &l->t->grantees.by_code, g.code, &added);
    if (!added)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "the code %.*s is given twice",
                            CP_FMT(g.code));
    cp_vec_push(l->t->a, &l->t->grantees.v, g);
    *at = l->t->grantees.v.n - 1;
    return CP_OK;
}

cp_rc cp_grantees_load(cp_maker_table *t, const cp_tree *file, cp_err *err)
{
    cp_rows l = { t, file, err };
    return cp_rows_load(&l, "grantees", ROWS_MAX, KEYS(file_keys), load_row);
}

const cp_grantee *cp_grantee_find(const cp_grantees *t, cp_arena *scratch, cp_str copied,
                                  bool *was_misread, bool *is_sure)
{
    cp_str readings[CP_FCC_ID_READINGS_MAX];
    uint32_t n = cp_fcc_id_readings(scratch, copied, readings);
    const cp_grantee *found = NULL;
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t *at = cp_map_get(&t->by_code, readings[i]);
        if (at && found)
            return NULL;
        if (at)
            found = &t->v.v[*at];
    }
    *was_misread = found && !cp_str_eq(found->code, copied);
    *is_sure = n == 1;
    return found;
}
