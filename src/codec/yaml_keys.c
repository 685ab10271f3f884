/* SPDX-License-Identifier: Apache-2.0 */
/* yaml_keys.c - see yaml_keys.h. */
#include "codec/yaml_keys.h"

static const char *nearest(cp_str key, const char *const *keys, size_t n_keys)
{
    const char *best = NULL;
    size_t best_d = 4; /* further than that is another word */
    for (size_t i = 0; i < n_keys; i++) {
        size_t d = cp_str_distance(key, cp_str_c(keys[i]));
        if (d < best_d) {
            best_d = d;
            best = keys[i];
        }
    }
    return best;
}

cp_rc cp_yaml_keys(const cp_tree *t, const char *what, const char *const *keys, size_t n_keys,
                   cp_err *err)
{
    if (t->kind != CP_TREE_MAP)
        return cp_fail_line(err, CP_EFORMAT, t->line, "%s: expected a mapping", what);
    for (uint32_t i = 0; i < t->n; i++) {
        bool known = false;
        for (size_t k = 0; k < n_keys && !known; k++)
            known = cp_str_eq(t->keys[i], cp_str_c(keys[k]));
        if (known)
            continue;
        const char *right = nearest(t->keys[i], keys, n_keys);
        return cp_fail_line(err, CP_EFORMAT, t->items[i]->line, "%s: unknown key \"%.*s\"%s%s%s",
                            what, CP_FMT(t->keys[i]), right ? "; did you mean \"" : "",
                            right ? right : "", right ? "\"?" : "");
    }
    return CP_OK;
}

cp_rc cp_yaml_texts(cp_arena *a, const cp_tree *t, const cp_str **out, uint32_t *n, cp_err *err)
{
    uint32_t n_in = t == NULL || t->kind == CP_TREE_NULL ? 0 : t->kind == CP_TREE_SEQ ? t->n : 1;
    cp_str *v = CP_NEW_ARRAY(a, cp_str, n_in);
    for (uint32_t i = 0; i < n_in; i++) {
        const cp_tree *x = t->kind == CP_TREE_SEQ ? t->items[i] : t;
        if (!cp_tree_is_text(x))
            return cp_fail_line(err, CP_EFORMAT, x->line, "expected a text in the list");
        v[i] = cp_tree_text(x);
    }
    *out = v;
    *n = n_in;
    return CP_OK;
}

cp_rc cp_yaml_seq(const cp_tree *t, const char *what, uint32_t *n, cp_err *err)
{
    *n = 0;
    if (t == NULL || t->kind == CP_TREE_NULL)
        return CP_OK;
    if (t->kind != CP_TREE_SEQ)
        return cp_fail_line(err, CP_EFORMAT, t->line, "%s: expected a list", what);
    *n = t->n;
    return CP_OK;
}

cp_rc cp_yaml_date(const cp_tree *t, cp_str key, cp_date *out, cp_err *err)
{
    const cp_tree *x = cp_tree_get(t, key);
    if (!cp_tree_is_text(x))
        return CP_OK;
    if (!cp_date_parse(cp_tree_text(x), out))
        return cp_fail_line(err, CP_EFORMAT, x->line, "%.*s: \"%.*s\" is no date", CP_FMT(key),
                            CP_FMT(cp_tree_text(x)));
    return CP_OK;
}

cp_rc cp_yaml_double(const cp_tree *t, cp_str key, double *out, cp_err *err)
{
    const cp_tree *x = cp_tree_get(t, key);
    if (!cp_tree_is_text(x))
        return CP_OK;
    if (!cp_str_double(cp_tree_text(x), out))
        return cp_fail_line(err, CP_EFORMAT, x->line, "%.*s: \"%.*s\" is no number", CP_FMT(key),
                            CP_FMT(cp_tree_text(x)));
    return CP_OK;
}
