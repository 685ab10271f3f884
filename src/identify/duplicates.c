/* SPDX-License-Identifier: Apache-2.0 */
/* duplicates.c - see duplicates.h. Assets are gathered under each of their names and identifiers;
 * those that meet are compared. */
#include "identify/duplicates.h"
#include <stdlib.h>
#include "identify/names.h"

static const struct {
    const char *name;
    uint32_t weight;
} signs[] = {
#define ROW(id, name, weight) [CP_DUPLICATE_##id] = { name, weight },
    CP_DUPLICATE_SIGNS(ROW)
#undef ROW
};

enum { MEETING_MAX = 16 }; /* assets of one name: with more it says nothing about two of them */

#define NOT_KEPT UINT64_MAX

typedef struct meeting {
    uint32_t v[MEETING_MAX];
    uint32_t n; /* may exceed MEETING_MAX */
    cp_duplicate_sign sign;
} meeting;

typedef struct finder {
    cp_arena *a;
    const cp_asset *assets;
    cp_map by_key;  /* -> meeting */
    cp_map by_pair; /* two indexes -> duplicate */
    CP_VEC(meeting) meetings;
    CP_VEC(cp_duplicate) found;
} finder;

const char *cp_duplicate_sign_name(cp_duplicate_sign s)
{
    assert(s < CP_DUPLICATE_COUNT);
    return signs[s].name;
}

static void meet(finder *f, cp_duplicate_sign sign, cp_str key, uint32_t asset)
{
    bool added;
    uint64_t *at = cp_map_put(f->a, &f->by_key, key, &added);
    if (added) {
        *at = f->meetings.n;
        *cp_vec_add(f->a, &f->meetings) = (meeting){ .sign = sign };
    }
    meeting *m = &f->meetings.v[*at];
    if (m->n && m->n <= MEETING_MAX && m->v[m->n - 1] == asset)
        return;
    if (m->n < MEETING_MAX)
        m->v[m->n] = asset;
    m->n++;
}

/* Host names with and without their domain are one. */
static cp_str short_name(cp_arena *a, cp_str name)
{
    ptrdiff_t dot = cp_str_find_char(name, '.');
    return cp_str_lower(a, cp_str_trim(dot > 0 ? cp_str_slice(name, 0, (size_t)dot) : name));
}

static bool is_sign(cp_ident_kind k)
{
    return k == CP_IDENT_SERIAL || k == CP_IDENT_MAC || k == CP_IDENT_IP || k == CP_IDENT_CHASSIS ||
           k == CP_IDENT_ENGINE_ID;
}

static void gather(finder *f, uint32_t i)
{
    const cp_asset *as = &f->assets[i];
    const cp_claim *name = cp_asset_claim(as, CP_ATTR_NAME);
    if (name)
        meet(f, CP_DUPLICATE_NAME,
             cp_str_fmt(f->a, "n %.*s\n%.*s", CP_FMT(as->realm),
                        CP_FMT(short_name(f->a, name->value))),
             i);
    for (uint32_t k = 0; k < as->n_ids; k++) {
        if (as->ids[k].kind == CP_IDENT_HOSTNAME)
            meet(f, CP_DUPLICATE_NAME,
                 cp_str_fmt(f->a, "n %.*s\n%.*s", CP_FMT(as->realm),
                            CP_FMT(short_name(f->a, as->ids[k].value))),
                 i);
        else if (is_sign(as->ids[k].kind))
            meet(f, CP_DUPLICATE_IDENTIFIER,
                 cp_str_fmt(f->a, "%d %.*s\n%.*s", (int)as->ids[k].kind, CP_FMT(as->realm),
                            CP_FMT(cp_str_lower(f->a, as->ids[k].value))),
                 i);
    }
}

/* ONUs are components of their OLT. */
static void gather_pon(finder *f, uint32_t i)
{
    const cp_asset *as = &f->assets[i];
    cp_str kind = cp_str_c(cp_kind_name(CP_KIND_GPON_SERIAL));
    for (uint32_t k = 0; k < as->n_evidence; k++)
        if (cp_str_eq(as->evidence[k].kind, kind))
            meet(f, CP_DUPLICATE_PON_SERIAL,
                 cp_str_fmt(f->a, "p %.*s\n%.*s", CP_FMT(as->realm), CP_FMT(as->evidence[k].value)),
                 i);
}

static bool same_claim(const cp_asset *x, const cp_asset *y, cp_attr attr)
{
    cp_str p = cp_asset_shown(x, attr), q = cp_asset_shown(y, attr);
    return p.n && cp_str_eq_nocase(p, q);
}

static bool same_product(cp_arena *a, const cp_asset *x, const cp_asset *y)
{
    cp_str p = cp_name_norm(a, cp_asset_shown(x, CP_ATTR_PRODUCT));
    cp_str q = cp_name_norm(a, cp_asset_shown(y, CP_ATTR_PRODUCT));
    return p.n && q.n && (cp_str_has(p, q) || cp_str_has(q, p));
}

static void add_pair(finder *f, uint32_t x, uint32_t y, cp_duplicate_sign sign)
{
    bool added;
    uint32_t lo = x < y ? x : y, hi = x < y ? y : x;
    uint64_t *at = cp_map_put(f->a, &f->by_pair, cp_str_fmt(f->a, "%u %u", lo, hi), &added);
    if (added && f->found.n >= CP_DUPLICATES_MAX)
        *at = NOT_KEPT;
    else if (added) {
        const cp_asset *p = &f->assets[lo], *q = &f->assets[hi];
        uint32_t bits = 0;
        bits |= (uint32_t)same_claim(p, q, CP_ATTR_MAKER) << CP_DUPLICATE_MAKER;
        bits |= (uint32_t)same_claim(p, q, CP_ATTR_SITE) << CP_DUPLICATE_SITE;
        bits |= (uint32_t)same_product(f->a, p, q) << CP_DUPLICATE_PRODUCT;
        *at = f->found.n;
        cp_vec_push(f->a, &f->found, ((cp_duplicate){ lo, hi, bits, 0 }));
    }
    if (*at != NOT_KEPT)
        f->found.v[*at].signs |= 1u << sign;
}

static int by_weight(const void *x, const void *y)
{
    const cp_duplicate *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

const cp_duplicate *cp_duplicates(cp_arena *a, const cp_asset *assets, uint32_t n_assets,
                                  uint32_t *n_out)
{
    finder f = { .a = a, .assets = assets };
    for (uint32_t i = 0; i < n_assets; i++) {
        gather_pon(&f, i);
        if (assets[i].parent.n == 0)
            gather(&f, i);
    }
    for (uint32_t k = 0; k < f.meetings.n; k++) {
        const meeting *m = &f.meetings.v[k];
        for (uint32_t x = 0; m->n <= MEETING_MAX && x < m->n; x++)
            for (uint32_t y = x + 1; y < m->n; y++)
                if (m->v[x] != m->v[y])
                    add_pair(&f, m->v[x], m->v[y], m->sign);
    }
    for (uint32_t i = 0; i < f.found.n; i++)
        for (unsigned s = 0; s < CP_DUPLICATE_COUNT; s++)
            if (f.found.v[i].signs >> s & 1)
                f.found.v[i].weight += signs[s].weight;
    if (f.found.n)
        qsort(f.found.v, f.found.n, sizeof *f.found.v, by_weight);
    *n_out = f.found.n;
    return f.found.v;
}
