/* SPDX-License-Identifier: Apache-2.0 */
/* origins.c - see origins.h. */
#include "carrier/origins.h"
#include <stdlib.h>
#include "base/sort.h"

enum { INDEX_BITS = 16, INDEX_SLOTS = 1 << INDEX_BITS, DEPTH_MAX = 129, BITS_V4 = 96 };

/* An address as a number; of version 4 the 32 bits stand first, as 16 bytes of the others do. */
typedef struct place {
    uint64_t hi, lo;
} place;

typedef struct prefix {
    place at;
    uint32_t set;
    uint8_t bits; /* of 32, of 128 */
} prefix;

/* The intervals of one version: value is set << 8 | bits, 0 where there is none. Of version 4 only
 * `v4` is there, of version 6 only `v6`. */
typedef struct intervals {
    uint32_t *v4;
    place *v6;
    uint32_t *values;
    uint32_t n;
    uint32_t *index; /* by the first bits: the first interval that begins there or later */
} intervals;

struct cp_origins {
    cp_arena *a, *scratch; /* scratch: until it is done */
    CP_VEC(prefix) prefixes[2];
    CP_VEC(cp_origin_set) sets; /* [0] is none */
    cp_map by_asns;             /* what, asn.. -> set */
    intervals v[2];
    uint32_t n[2];
    uint64_t n_defaults;
    bool is_done;
};

static void free_scratch(void *t) { cp_arena_free(((cp_origins *)t)->scratch); }

cp_origins *cp_origins_new(cp_arena *a)
{
    cp_origins *t = CP_NEW(a, cp_origins);
    t->a = a;
    t->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_scratch, t);
    cp_vec_push(a, &t->sets, ((cp_origin_set){ .n = 0 }));
    return t;
}

/* ---- sets */

static uint32_t set_of(cp_origins *t, const uint32_t *asns, uint32_t n, uint8_t what)
{
    uint32_t key[CP_ORIGINS_MAX + 1] = { what };
    bool added;
    memcpy(key + 1, asns, n * sizeof *asns);
    cp_str text = { (const char *)key, (n + 1) * sizeof *key };
    const uint64_t *known = cp_map_get(&t->by_asns, text);
    if (known)
        return (uint32_t)*known;
    if (t->sets.n > CP_ORIGINS_SETS_MAX) /* no table has so many; what is beyond is not known */
        return set_of(t, asns, 0, CP_ORIGIN_UNKNOWN);
    uint32_t *own = cp_arena_dup(t->a, key, text.n);
    uint32_t nr = t->sets.n;
    *cp_map_put(t->scratch, &t->by_asns, (cp_str){ (const char *)own, text.n }, &added) = nr;
    cp_vec_push(t->a, &t->sets,
                ((cp_origin_set){ .asns = own + 1, .n = (uint8_t)n, .what = what }));
    return nr;
}

/* Of two rows of one prefix. */
static uint32_t both(cp_origins *t, uint32_t x, uint32_t y)
{
    cp_origin o = { .n_asns = t->sets.v[x].n, .what = t->sets.v[x].what | t->sets.v[y].what };
    if (x == y)
        return x;
    memcpy(o.asns, t->sets.v[x].asns, o.n_asns * sizeof *o.asns);
    for (uint32_t i = 0; i < t->sets.v[y].n; i++)
        cp_origin_add_as(&o, t->sets.v[y].asns[i]);
    return set_of(t, o.asns, o.n_asns, o.what);
}

/* ---- rows */

static place place_of(const cp_flow_addr *x, bool is_v6)
{
    place p = { 0, 0 };
    for (int i = 0; i < 8; i++) {
        p.hi = p.hi << 8 | x->b[i];
        p.lo = p.lo << 8 | x->b[8 + i];
    }
    return is_v6 ? p : (place){ p.lo << 32, 0 };
}

static bool is_v4(const cp_flow_addr *x)
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    return memcmp(x->b, mapped, sizeof mapped) == 0;
}

bool cp_origins_add(cp_origins *t, const cp_origin *o)
{
    bool is_v6 = o->bits < BITS_V4 || !is_v4(&o->net);
    uint32_t bits = is_v6 ? o->bits : o->bits - BITS_V4;
    assert(!t->is_done);
    if (bits < (is_v6 ? CP_ORIGINS_BITS_LEAST_V6 : CP_ORIGINS_BITS_LEAST_V4)) {
        t->n_defaults++;
        return true;
    }
    if (t->prefixes[0].n + t->prefixes[1].n >= CP_ORIGINS_PREFIXES_MAX)
        return false;
    uint8_t what = o->what | (o->n_asns ? 0 : CP_ORIGIN_UNKNOWN);
    cp_vec_push(t->scratch, &t->prefixes[is_v6],
                ((prefix){ .at = place_of(&o->net, is_v6),
                           .bits = (uint8_t)bits,
                           .set = set_of(t, o->asns, o->n_asns, what) }));
    return true;
}

static int compare(place x, place y)
{
    if (x.hi != y.hi)
        return x.hi < y.hi ? -1 : 1;
    return x.lo < y.lo ? -1 : x.lo > y.lo;
}

static uint64_t sort_key(const void *x, void *ctx)
{
    (void)ctx;
    return ((const prefix *)x)->at.hi;
}

/* The shorter comes first, because it covers the longer; of rows of one prefix the one that was
 * added first (which is not kept by the sort) does not matter but for the order of origins: the
 * smaller set. */
static int sort_order(const void *x, const void *y, void *ctx)
{
    const prefix *a = x, *b = y;
    int by_place = compare(a->at, b->at);
    (void)ctx;
    if (by_place)
        return by_place;
    if (a->bits != b->bits)
        return a->bits < b->bits ? -1 : 1;
    return a->set < b->set ? -1 : a->set > b->set;
}

/* Rows of one prefix become one; returns how many there are. */
static uint32_t merge(cp_origins *t, prefix *v, uint32_t n)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (out && compare(v[out - 1].at, v[i].at) == 0 && v[out - 1].bits == v[i].bits)
            v[out - 1].set = both(t, v[out - 1].set, v[i].set);
        else
            v[out++] = v[i];
    }
    return out;
}

/* ---- intervals */

/* The last address of a prefix, of 128 bits: one of version 4 ends where its 32 bits are the same
 * ones and all others are set, too. */
static place last_of(const prefix *p)
{
    uint64_t hi = p->bits >= 64 ? 0 : UINT64_MAX >> p->bits;
    uint64_t lo = p->bits <= 64 ? UINT64_MAX : p->bits == 128 ? 0 : UINT64_MAX >> (p->bits - 64);
    return (place){ p->at.hi | hi, p->at.lo | lo };
}

/* False: it was the last of all. */
static bool next_of(place *p)
{
    p->lo++;
    p->hi += p->lo == 0;
    return p->hi || p->lo;
}

/* From here on it is this one's; NULL nobody's. */
static void cut(intervals *v, bool is_v6, place at, const prefix *of)
{
    uint32_t value = of ? of->set << 8 | of->bits : 0;
    bool is_same = v->n && (is_v6 ? compare(v->v6[v->n - 1], at) == 0
                                  : v->v4[v->n - 1] == (uint32_t)(at.hi >> 32));
    if (is_same)
        v->n--;
    if (v->n && v->values[v->n - 1] == value)
        return;
    if (is_v6)
        v->v6[v->n] = at;
    else
        v->v4[v->n] = (uint32_t)(at.hi >> 32);
    v->values[v->n++] = value;
}

static void make_intervals(intervals *v, bool is_v6, const prefix *rows, uint32_t n)
{
    const prefix *over[DEPTH_MAX];
    uint32_t depth = 0;
    cut(v, is_v6, (place){ 0, 0 }, NULL);
    for (uint32_t i = 0; i <= n; i++) {
        while (depth && (i == n || compare(last_of(over[depth - 1]), rows[i].at) < 0)) {
            place at = last_of(over[--depth]);
            if (next_of(&at))
                cut(v, is_v6, at, depth ? over[depth - 1] : NULL);
        }
        if (i == n)
            break;
        over[depth++] = &rows[i];
        cut(v, is_v6, rows[i].at, &rows[i]);
    }
}

static uint32_t first_bits(const intervals *v, bool is_v6, uint32_t i)
{
    return is_v6 ? (uint32_t)(v->v6[i].hi >> (64 - INDEX_BITS)) : v->v4[i] >> (32 - INDEX_BITS);
}

static void make_index(cp_arena *a, intervals *v, bool is_v6)
{
    uint32_t i = 0;
    v->index = CP_NEW_RAW(a, uint32_t, INDEX_SLOTS + 1);
    for (uint32_t slot = 0; slot <= INDEX_SLOTS; slot++) {
        while (i < v->n && first_bits(v, is_v6, i) < slot)
            i++;
        v->index[slot] = i;
    }
}

void cp_origins_done(cp_origins *t)
{
    for (int is_v6 = 0; is_v6 < 2; is_v6++) {
        prefix *rows = t->prefixes[is_v6].v;
        uint32_t n = t->prefixes[is_v6].n;
        intervals most = { .n = 0 }, *v = &t->v[is_v6];
        cp_sort(rows, n, sizeof *rows, sort_key, sort_order, NULL);
        n = t->n[is_v6] = merge(t, rows, n);
        size_t n_max = (size_t)n * 2 + 1;
        if (is_v6)
            most.v6 = CP_NEW_RAW(t->scratch, place, n_max);
        else
            most.v4 = CP_NEW_RAW(t->scratch, uint32_t, n_max);
        most.values = CP_NEW_RAW(t->scratch, uint32_t, n_max);
        make_intervals(&most, is_v6, rows, n);
        *v = most;
        v->values = cp_arena_dup(t->a, most.values, most.n * sizeof *most.values);
        if (is_v6)
            v->v6 = cp_arena_dup(t->a, most.v6, most.n * sizeof *most.v6);
        else
            v->v4 = cp_arena_dup(t->a, most.v4, most.n * sizeof *most.v4);
        make_index(t->a, v, is_v6);
    }
    cp_arena_free(t->scratch);
    t->scratch = NULL;
    t->is_done = true;
}

/* ---- questions */

static int v4_up_to(const void *item, const void *at)
{
    return *(const uint32_t *)item <= *(const uint32_t *)at ? -1 : 1;
}

static int v6_up_to(const void *item, const void *at)
{
    return compare(*(const place *)item, *(const place *)at) <= 0 ? -1 : 1;
}

/* The last interval that does not begin behind the address; [0] begins at 0. */
static uint32_t last_v4(const intervals *v, uint32_t at)
{
    const uint32_t *index = v->index + (at >> (32 - INDEX_BITS));
    return index[0] +
           cp_sort_find(v->v4 + index[0], index[1] - index[0], sizeof *v->v4, &at, v4_up_to) - 1;
}

static uint32_t last_v6(const intervals *v, place at)
{
    const uint32_t *index = v->index + (at.hi >> (64 - INDEX_BITS));
    return index[0] +
           cp_sort_find(v->v6 + index[0], index[1] - index[0], sizeof *v->v6, &at, v6_up_to) - 1;
}

uint32_t cp_origins_find(const cp_origins *t, const cp_flow_addr *addr, uint32_t *bits)
{
    bool is_v6 = !is_v4(addr);
    const intervals *v = &t->v[is_v6];
    place at = place_of(addr, is_v6);
    assert(t->is_done);
    uint32_t value = v->values[is_v6 ? last_v6(v, at) : last_v4(v, (uint32_t)(at.hi >> 32))];
    if (bits && value)
        *bits = (value & 0xff) + (is_v6 ? 0 : BITS_V4);
    return value >> 8;
}

const cp_origin_set *cp_origins_set(const cp_origins *t, uint32_t set)
{
    assert(set > 0 && set < t->sets.n);
    return &t->sets.v[set];
}

uint32_t cp_origins_n_sets(const cp_origins *t) { return t->sets.n - 1; }
uint32_t cp_origins_n(const cp_origins *t, bool is_v6) { return t->n[is_v6]; }
uint64_t cp_origins_n_defaults(const cp_origins *t) { return t->n_defaults; }

uint64_t cp_origins_bytes(const cp_origins *t)
{
    uint64_t n = (uint64_t)t->sets.cap * sizeof *t->sets.v;
    for (uint32_t i = 1; i < t->sets.n; i++)
        n += (t->sets.v[i].n + 1u) * sizeof(uint32_t);
    for (int i = 0; i < 2; i++)
        n += (uint64_t)t->v[i].n * (sizeof(uint32_t) + (i ? sizeof(place) : sizeof(uint32_t))) +
             (INDEX_SLOTS + 1) * sizeof(uint32_t);
    return n;
}
