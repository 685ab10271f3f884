/* SPDX-License-Identifier: Apache-2.0 */
/* misses.c - see misses.h. Each different value of a kind is read once, as in identify.c. */
#include "identify/misses.h"
#include <stdlib.h>
#include "identify/know.h"
#include "identify/obs_rows.h"

enum { HEX_RUN_MIN = 8 }; /* a word of so many hexadecimal digits is a number, not a name */

bool cp_miss_kind(const cp_knowledge *k, cp_kind kind)
{
    switch (cp_kind_use_of(kind)) {
    case CP_USE_TEXT:
    case CP_USE_MAKER:
    case CP_USE_OID: return true;
    case CP_USE_NAME: /* users choose them; of interest only where rules read them */
    case CP_USE_FACT:
        return k->rules.of_kind[kind].n > 0 && !cp_kinds_have(k->rules.w.habit_kinds, kind);
    case CP_USE_ATTR: return kind == CP_KIND_INVENTORY_BRAND;
    case CP_USE_MAC: return false;
    }
    return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0'; }

/* Bytes of the hexadecimal number that begins s; 0: none does. A word like "facade" is none. */
static size_t hex_run(cp_str s)
{
    size_t n = 0, n_digits = 0;
    while (n < s.n && is_hex(s.p[n]))
        n_digits += is_digit(s.p[n++]);
    return n >= HEX_RUN_MIN && n_digits && (n == s.n || !is_alpha(s.p[n])) ? n : 0;
}

cp_str cp_miss_shape(cp_arena *a, cp_str value)
{
    cp_buf b = cp_buf_new(a);
    cp_str s = cp_rule_trim(value);
    bool in_word = false;
    for (size_t i = 0; i < s.n && cp_buf_str(&b).n < CP_MISS_SHAPE_BYTES_MAX;) {
        size_t n = in_word ? 0 : hex_run(cp_str_from(s, i)), from = i;
        in_word = is_alpha(s.p[i]) || is_digit(s.p[i]);
        if (n) {
            cp_buf_add_c(&b, "#");
            i += n;
            continue;
        }
        while (i < s.n && is_digit(s.p[i]))
            i++;
        if (i > from) {
            cp_buf_add_c(&b, "9");
            continue;
        }
        while (i < s.n && is_blank(s.p[i]))
            i++;
        cp_buf_add(&b, i > from ? CP_STR(" ") : cp_str_slice(s, i, 1));
        i += i == from;
    }
    return cp_buf_str(&b);
}

typedef struct finder {
    cp_arena *a;
    cp_knowledge *k;
    const cp_obs_store *s;
    cp_map values; /* kind and value -> group + 1; 0: it was read */
    cp_map groups; /* kind and shape -> group */
    CP_VEC(cp_miss) v;
    cp_misses *out;
    cp_err *err;
} finder;

static cp_rc reads_nothing(finder *f, cp_kind kind, cp_str value, bool *is_miss)
{
    cp_text_reading r;
    cp_rc rc = cp_read_value(f->a, f->k, kind, value, &r, f->err);
    *is_miss = rc == CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < r.n; i++)
        *is_miss = *is_miss && r.v[i].rule.n == 0;
    return rc;
}

static cp_rc group_of(finder *f, const cp_obs_row *r, uint32_t *group)
{
    cp_str value = cp_obs_str(f->s, r->value), shape = cp_miss_shape(f->a, value);
    bool added;
    uint64_t *at = cp_map_put(
        f->a, &f->groups, cp_str_fmt(f->a, "%u %.*s", (unsigned)r->kind, CP_FMT(shape)), &added);
    if (added && f->v.n >= CP_MISS_GROUPS_MAX)
        return cp_fail(f->err, CP_ELIMIT, CP_NO_OFF,
                       "texts of more than %d forms that no rule reads", CP_MISS_GROUPS_MAX);
    if (added) {
        *at = f->v.n;
        cp_vec_push(
            f->a, &f->v,
            ((cp_miss){ .kind = (cp_kind)r->kind,
                        .shape = shape,
                        .example = value,
                        .source = f->s->froms.v[cp_obs_subject_at(f->s, r->subject)->from].source,
                        .pos = cp_obs_row_pos(r) }));
    }
    *group = (uint32_t)*at;
    f->v.v[*group].n_values++;
    return CP_OK;
}

static cp_rc find_row(finder *f, const cp_obs_row *r)
{
    bool added, is_miss = false;
    uint32_t group = 0, key[2] = { r->kind, r->value };
    cp_rc rc = CP_OK;
    f->out->n_seen++;
    cp_str k = cp_str_of_bytes((cp_bytes){ cp_arena_dup(f->a, key, sizeof key), sizeof key });
    uint64_t *at = cp_map_put(f->a, &f->values, k, &added);
    if (added) {
        *at = 0;
        rc = reads_nothing(f, (cp_kind)r->kind, cp_obs_str(f->s, r->value), &is_miss);
        if (rc == CP_OK && is_miss)
            rc = group_of(f, r, &group);
        if (rc == CP_OK && is_miss)
            *at = group + 1;
    }
    if (rc == CP_OK && *at) {
        f->v.v[*at - 1].n_seen++;
        f->out->n_missed++;
    }
    return rc;
}

static int by_count(const void *p, const void *q)
{
    const cp_miss *x = p, *y = q;
    if (x->n_seen != y->n_seen)
        return x->n_seen > y->n_seen ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return cp_str_cmp(x->shape, y->shape);
}

cp_rc cp_misses_find(cp_arena *a, cp_knowledge *k, const cp_obs_store *s, cp_misses *out,
                     cp_err *err)
{
    finder f = { .a = a, .k = k, .s = s, .out = out, .err = err };
    cp_rc rc = CP_OK;
    *out = (cp_misses){ 0 };
    for (uint32_t i = 0; rc == CP_OK && i < s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(s, i);
        if (r->part == 0 && cp_miss_kind(k, (cp_kind)r->kind))
            rc = find_row(&f, r);
    }
    if (f.v.n)
        qsort(f.v.v, f.v.n, sizeof *f.v.v, by_count);
    out->v = f.v.v;
    out->n = f.v.n;
    return rc;
}
