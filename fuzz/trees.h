/* SPDX-License-Identifier: Apache-2.0 */
/* trees.h - for the targets of JSON and YAML: writing a tree, comparing two. */
#ifndef CP_FUZZ_TREES_H
#define CP_FUZZ_TREES_H

#include <math.h>
#include "codec/json.h"
#include "fuzz.h"

static inline void write_tree(cp_jw *w, const cp_tree *t)
{
    switch (t->kind) {
    case CP_TREE_NULL: cp_jw_null(w); break;
    case CP_TREE_BOOL: cp_jw_bool(w, t->boolean); break;
    case CP_TREE_NUMBER: cp_jw_num(w, t->number); break;
    case CP_TREE_TEXT: cp_jw_str(w, t->text); break;
    case CP_TREE_SEQ:
        cp_jw_arr(w);
        for (uint32_t i = 0; i < t->n; i++)
            write_tree(w, t->items[i]);
        cp_jw_arr_end(w);
        break;
    case CP_TREE_MAP:
        cp_jw_obj(w);
        for (uint32_t i = 0; i < t->n; i++) {
            cp_jw_key(w, t->keys[i].p); /* the reader puts a NUL behind */
            write_tree(w, t->items[i]);
        }
        cp_jw_obj_end(w);
        break;
    }
}

static inline cp_str written(cp_arena *a, const cp_tree *t, bool pretty)
{
    cp_buf b = cp_buf_new(a);
    cp_jw w = cp_jw_new(&b);
    w.pretty = pretty;
    write_tree(&w, t);
    return cp_buf_str(&b);
}

/* The writer keeps four decimals. */
static inline bool is_close(double x, double y)
{
    return fabs(x - y) <= 0.00005001 || fabs(x - y) <= fabs(x) * 1e-15;
}

/* Text and order are the same; numbers as the writer rounds them. */
static inline bool is_same_tree(const cp_tree *x, const cp_tree *y)
{
    if (x->kind != y->kind || x->n != y->n)
        return false;
    if (x->kind == CP_TREE_NUMBER && !is_close(x->number, y->number))
        return false;
    if (x->kind == CP_TREE_TEXT && !cp_str_eq(x->text, y->text))
        return false;
    if (x->kind == CP_TREE_BOOL && x->boolean != y->boolean)
        return false;
    for (uint32_t i = 0; i < x->n; i++)
        if ((x->kind == CP_TREE_MAP && !cp_str_eq(x->keys[i], y->keys[i])) ||
            !is_same_tree(x->items[i], y->items[i]))
            return false;
    return true;
}

/* Written text can do no harm in a page or on a terminal. */
static inline bool is_inert(cp_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        if (n == 0 || cp == '<' || cp == '>' || cp == '&' || (cp != '\n' && cp_utf8_is_active(cp)))
            return false;
        i += n;
    }
    return true;
}

static inline bool is_same_error(const cp_err *x, const cp_err *y)
{
    return x->rc == y->rc && x->line == y->line && x->off_bytes == y->off_bytes &&
           cp_str_eq(cp_str_c(x->msg), cp_str_c(y->msg));
}

#endif
