/* SPDX-License-Identifier: Apache-2.0 */
/* read.c - see read.h. A pack is written by people, often by copying another one, so each message
 * says what is wrong and what the writer probably meant. */
#include "policy/read.h"
#include <stdio.h>

static void CP_PRINTF(4, 0)
    add(cp_reader *r, cp_place at, bool is_warning, const char *fmt, va_list ap)
{
    if (!is_warning) {
        r->n_errors++;
        r->diags->n_errors++;
    }
    if (r->diags->list.n >= CP_DIAGS_MAX)
        return;
    cp_diag *d = cp_vec_add(r->a, &r->diags->list);
    *d = (cp_diag){ r->file, at, cp_str_vfmt(r->a, fmt, ap), is_warning };
}

void cp_reader_error(cp_reader *r, cp_place at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(r, at, false, fmt, ap);
    va_end(ap);
}

void cp_reader_warn(cp_reader *r, cp_place at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(r, at, true, fmt, ap);
    va_end(ap);
}

static bool is_one_of(cp_str word, const char *keys)
{
    cp_str rest = cp_str_c(keys), key;
    while (cp_str_cut(&rest, ' ', &key))
        if (cp_str_eq(key, word))
            return true;
    return false;
}

cp_str cp_nearest(cp_str word, const char *keys)
{
    cp_str rest = cp_str_c(keys), key, best = CP_STR("");
    size_t best_distance = word.n / 3 + 1; /* a third of the letters wrong is still a misspelling */
    while (cp_str_cut(&rest, ' ', &key)) {
        size_t d = cp_str_distance(word, key);
        if (d <= best_distance && (best.n == 0 || d < best_distance)) {
            best = key;
            best_distance = d;
        }
    }
    return best;
}

bool cp_reader_keys(cp_reader *r, const cp_tree *t, const char *what, const char *keys)
{
    if (!t || t->kind != CP_TREE_MAP) {
        cp_reader_error(r, cp_at(t), "%s is not a mapping; expected the keys %s", what, keys);
        return false;
    }
    for (uint32_t i = 0; i < t->n; i++) {
        if (is_one_of(t->keys[i], keys))
            continue;
        cp_str near = cp_nearest(t->keys[i], keys);
        cp_place at = t->key_at ? t->key_at[i] : cp_at_or(t->items[i], t);
        if (near.n)
            cp_reader_error(r, at, "unknown key `%.*s` in %s; did you mean `%.*s`?",
                            CP_FMT(t->keys[i]), what, CP_FMT(near));
        else
            cp_reader_error(r, at, "unknown key `%.*s` in %s; expected one of: %s",
                            CP_FMT(t->keys[i]), what, keys);
    }
    return true;
}

cp_place cp_at_or(const cp_tree *t, const cp_tree *otherwise)
{
    return t && t->line ? cp_at(t) : cp_at(otherwise);
}

cp_str cp_reader_text(cp_reader *r, const cp_tree *t, const char *key, bool required)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(key));
    if (!x || x->kind == CP_TREE_NULL) {
        if (required)
            cp_reader_error(r, cp_at_or(x, t), "`%s` is missing", key);
        return CP_STR("");
    }
    if (!cp_tree_is_text(x)) {
        cp_reader_error(r, cp_at(x), "`%s` is a list or a mapping, expected one value", key);
        return CP_STR("");
    }
    cp_str s = cp_str_trim(cp_tree_text(x));
    if (required && s.n == 0)
        cp_reader_error(r, cp_at(x), "`%s` is empty", key);
    return s;
}

cp_date cp_reader_date_of(cp_reader *r, const cp_tree *x, const char *what)
{
    cp_date d = CP_DATE_NONE;
    if (cp_tree_is_text(x) && cp_date_parse(cp_str_trim(cp_tree_text(x)), &d))
        return d;
    cp_str s = cp_tree_text(x);
    cp_reader_error(
        r, cp_at(x),
        "`%s`: \"%.*s\" is no date; expected a day that exists, as 2026-07-28, 2026-07 or 2026",
        what, CP_FMT(s));
    return CP_DATE_NONE;
}

cp_date cp_reader_date(cp_reader *r, const cp_tree *t, const char *key, bool required)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(key));
    if (!x || x->kind == CP_TREE_NULL) {
        if (required)
            cp_reader_error(r, cp_at_or(x, t), "`%s` is missing; expected a date", key);
        return CP_DATE_NONE;
    }
    return cp_reader_date_of(r, x, key);
}

bool cp_tree_bool(const cp_tree *t, bool *out)
{
    cp_str s = cp_tree_text(t);
    bool yes = cp_str_eq_nocase(s, CP_STR("yes")) || cp_str_eq_nocase(s, CP_STR("true"));
    bool no = cp_str_eq_nocase(s, CP_STR("no")) || cp_str_eq_nocase(s, CP_STR("false"));
    *out = yes;
    return yes || no;
}

bool cp_reader_bool(cp_reader *r, const cp_tree *t, const char *key, bool otherwise)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(key));
    bool b = otherwise;
    if (x && !cp_tree_bool(x, &b)) {
        cp_str s = cp_tree_text(x);
        cp_reader_error(r, cp_at(x), "`%s`: \"%.*s\" is neither yes nor no", key, CP_FMT(s));
        return otherwise;
    }
    return b;
}

bool cp_reader_word(cp_reader *r, const cp_tree *t, const char *key, const char *words, cp_str *out)
{
    *out = cp_reader_text(r, t, key, true);
    if (out->n == 0 || is_one_of(*out, words))
        return out->n > 0;
    cp_place at = cp_at_or(cp_tree_get(t, cp_str_c(key)), t);
    cp_str near = cp_nearest(*out, words);
    if (near.n)
        cp_reader_error(r, at, "`%s`: unknown word `%.*s`; did you mean `%.*s`?", key, CP_FMT(*out),
                        CP_FMT(near));
    else
        cp_reader_error(r, at, "`%s`: unknown word `%.*s`; expected one of: %s", key, CP_FMT(*out),
                        words);
    return false;
}

cp_str cp_reader_keep(cp_reader *r, cp_str s) { return s.n ? cp_str_dup(r->a, s) : CP_STR(""); }

bool cp_is_policy_id(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '-'))
            return false;
    return s.n > 0 && s.n <= 64;
}

uint32_t cp_reader_list_n(cp_reader *r, const cp_tree *t, const char *what)
{
    uint32_t n = cp_tree_list_n(t);
    if (n <= CP_READER_LIST_MAX)
        return n;
    cp_reader_error(r, cp_at(t), "%u %s, at most %d", n, what, CP_READER_LIST_MAX);
    return CP_READER_LIST_MAX;
}

uint32_t cp_tree_list_n(const cp_tree *t)
{
    return !t || t->kind == CP_TREE_NULL ? 0 : t->kind == CP_TREE_SEQ ? t->n : 1;
}

const cp_tree *cp_tree_list_item(const cp_tree *t, uint32_t i)
{
    assert(i < cp_tree_list_n(t));
    return t->kind == CP_TREE_SEQ ? t->items[i] : t;
}
