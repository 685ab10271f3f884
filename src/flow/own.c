/* SPDX-License-Identifier: Apache-2.0 */
/* own.c - see own.h. */
#include "flow/own.h"

enum {
    SUMS_MAX = 48 * 1024,
    SLOTS_MAX = 128 * 1024,
    SLOTS_MIN = 256,
    PLACE_BITS = 24,
    PLACE_MASK = (1 << PLACE_BITS) - 1,
};

struct cp_flow_own {
    uint64_t seed;
    cp_flow_mixer mixer;
    cp_flow_part part;
    cp_flow_sum *sums; /* SUMS_MAX, of which part.pieces are pieces; or twice as many slim ones */
};

cp_flow_own *cp_flow_own_new(cp_arena *a, const cp_flow_table *t)
{
    cp_flow_own *o = CP_NEW(a, cp_flow_own);
    o->seed = t->seed;
    o->mixer = t->mixer;
    o->part.pieces = CP_NEW_RAW(a, char *, SUMS_MAX / CP_FLOW_PIECE);
    o->part.slots = CP_NEW_RAW(a, uint32_t, SLOTS_MAX);
    o->sums = CP_NEW_RAW(a, cp_flow_sum, SUMS_MAX);
    for (uint32_t i = 0; i < SUMS_MAX / CP_FLOW_PIECE; i++)
        o->part.pieces[i] = (char *)&o->sums[(size_t)i * CP_FLOW_PIECE];
    return o;
}

/* As few slots as do. False: there are more rows than can be counted. */
static bool begin(cp_flow_own *o, cp_flow_rows *const *lists, uint32_t n_lists)
{
    uint64_t n_rows = 0;
    for (uint32_t i = 0; i < n_lists; i++)
        for (const cp_flow_rows *l = lists[i]; l; l = l->next)
            n_rows += l->n;
    o->part.n = 0;
    o->part.n_slots = SLOTS_MIN;
    while (o->part.n_slots < SLOTS_MAX && o->part.n_slots / 4 * 3 < n_rows)
        o->part.n_slots *= 2;
    memset(o->part.slots, 0, o->part.n_slots * sizeof *o->part.slots);
    return n_rows <= UINT32_MAX;
}

static inline void ask_ahead(const cp_flow_rows *l)
{
    for (size_t at = 0; l && at < CP_FLOW_LIST_BYTES; at += 64)
        __builtin_prefetch((const char *)l + at);
}

static inline uint32_t tagged(uint32_t hash, uint32_t place)
{
    return hash >> PLACE_BITS << PLACE_BITS | (place + 1);
}

/* ---- whole sums */

CP_FLOW_ROWS_INLINE cp_flow_sum *own_sum(cp_flow_own *o, const cp_flow_add_row *r)
{
    uint32_t hash = (uint32_t)cp_flow_hash(o->seed, r->hi, r->lo), mask = o->part.n_slots - 1;
    uint32_t at = hash & mask;
    for (uint32_t slot; (slot = o->part.slots[at]); at = (at + 1) & mask) {
        cp_flow_sum *s = &o->sums[(slot & PLACE_MASK) - 1];
        if ((slot ^ hash) >> PLACE_BITS == 0 && s->hi == r->hi && s->lo == r->lo)
            return s;
    }
    if (o->part.n == SUMS_MAX)
        return NULL;
    cp_flow_sum *s = &o->sums[o->part.n];
    o->part.slots[at] = tagged(hash, o->part.n++);
    *s = (cp_flow_sum){ .hi = r->hi, .lo = r->lo, .first_at = r->at, .last_at = r->end };
    return s;
}

static inline void add_row(cp_flow_sum *s, const cp_flow_add_row *r)
{
    s->flows++;
    s->packets += r->packets;
    s->bytes += r->bytes;
    s->first_at = r->at < s->first_at ? r->at : s->first_at;
    s->last_at = r->end > s->last_at ? r->end : s->last_at;
    s->n_unknown += r->sampling == CP_SAMPLING_UNKNOWN;
    s->rules |= r->rule;
}

/* What a list has is less than 2^32 of each, so that no sum of these can overflow. */
CP_FLOW_ROWS_INLINE bool own_list(cp_flow_own *o, const cp_flow_rows *l, uint32_t row_bytes)
{
    for (uint32_t i = 0; i < l->n; i++) {
        cp_flow_add_row r = cp_flow_row_at(l, i, row_bytes, &o->mixer);
        cp_flow_sum *s = own_sum(o, &r);
        if (!s)
            return false;
        add_row(s, &r);
    }
    return true;
}

static bool own_any_list(cp_flow_own *o, const cp_flow_rows *l)
{
    switch (l->row_bytes) {
    case sizeof(cp_flow_tight_row): return own_list(o, l, sizeof(cp_flow_tight_row));
    case sizeof(cp_flow_end_row): return own_list(o, l, sizeof(cp_flow_end_row));
    case sizeof(cp_flow_plain_row): return own_list(o, l, sizeof(cp_flow_plain_row));
    case sizeof(cp_flow_short_row): return own_list(o, l, sizeof(cp_flow_short_row));
    default: return own_list(o, l, CP_FLOW_SHORTEST_BYTES);
    }
}

const cp_flow_part *cp_flow_own_sums(cp_flow_own *o, cp_flow_rows *const *lists, uint32_t n_lists)
{
    bool has_room = begin(o, lists, n_lists);
    for (uint32_t i = 0; i < n_lists; i++)
        for (const cp_flow_rows *l = lists[i]; l && has_room; l = l->next) {
            ask_ahead(l->next);
            has_room = own_any_list(o, l);
        }
    return has_room ? &o->part : NULL;
}

/* ---- slim ones */

CP_FLOW_ROWS_INLINE cp_flow_slim *slim_sum(cp_flow_own *o, uint64_t key)
{
    cp_flow_slim *v = (cp_flow_slim *)o->sums;
    uint32_t hash = (uint32_t)key, mask = o->part.n_slots - 1, at = hash & mask;
    for (uint32_t slot; (slot = o->part.slots[at]); at = (at + 1) & mask) {
        cp_flow_slim *s = &v[(slot & PLACE_MASK) - 1];
        if ((slot ^ hash) >> PLACE_BITS == 0 && s->key == key)
            return s;
    }
    if (o->part.n == SUMS_MAX)
        return NULL;
    cp_flow_slim *s = &v[o->part.n];
    o->part.slots[at] = tagged(hash, o->part.n++);
    *s = (cp_flow_slim){ .key = key };
    return s;
}

CP_FLOW_ROWS_INLINE bool add_slim(cp_flow_own *o, uint64_t key, uint64_t packets, uint64_t bytes,
                                  bool is_unknown)
{
    cp_flow_slim *s = slim_sum(o, key);
    if (!s)
        return false;
    s->flows++;
    s->packets += packets;
    s->bytes += bytes;
    s->n_unknown += is_unknown;
    return true;
}

CP_FLOW_ROWS_INLINE bool slim_tight(cp_flow_own *o, const cp_flow_rows *l, uint32_t row_bytes)
{
    for (uint32_t i = 0; i < l->n; i++) {
        cp_flow_tight_row r = cp_flow_tight_at(l, i, row_bytes);
        if (!add_slim(o, cp_flow_mixed_of(l->list, cp_flow_tight_key(&r)),
                      cp_flow_tight_packets(&r), cp_flow_tight_bytes(&r),
                      cp_flow_tight_is_unknown(&r)))
            return false;
    }
    return true;
}

static bool slim_plain(cp_flow_own *o, const cp_flow_rows *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        cp_flow_add_row r = cp_flow_row_at(l, i, sizeof(cp_flow_plain_row), &o->mixer);
        if (!add_slim(o, cp_flow_mix(&o->mixer, r.hi), r.packets, r.bytes,
                      r.sampling == CP_SAMPLING_UNKNOWN))
            return false;
    }
    return true;
}

static bool slim_list(cp_flow_own *o, const cp_flow_rows *l)
{
    switch (l->row_bytes) {
    case sizeof(cp_flow_tight_row): return slim_tight(o, l, sizeof(cp_flow_tight_row));
    case sizeof(cp_flow_end_row): return slim_tight(o, l, sizeof(cp_flow_end_row));
    default: return slim_plain(o, l);
    }
}

const cp_flow_slim *cp_flow_own_slim(cp_flow_own *o, cp_flow_rows *const *lists, uint32_t n_lists,
                                     uint32_t *n)
{
    bool has_room = begin(o, lists, n_lists);
    for (uint32_t i = 0; i < n_lists; i++)
        for (const cp_flow_rows *l = lists[i]; l && has_room; l = l->next) {
            ask_ahead(l->next);
            has_room = slim_list(o, l);
        }
    *n = o->part.n;
    return has_room ? (const cp_flow_slim *)o->sums : NULL;
}

static inline bool is_of(const cp_flow_rows *l, uint32_t i, uint64_t hi, uint64_t tight_key)
{
    if (!cp_flow_rows_are_tight(l->row_bytes))
        return ((const cp_flow_plain_row *)l->v)[i].hi == hi;
    if (l->row_bytes == sizeof(cp_flow_end_row))
        return ((const cp_flow_end_row *)l->v)[i].key >> CP_FLOW_LIST_BITS == tight_key >> 32;
    return cp_flow_tight_key((const cp_flow_tight_row *)l->v + i) == tight_key;
}

cp_flow_full_sum cp_flow_own_whole(const cp_flow_own *o, cp_flow_rows *const *lists,
                                   uint32_t n_lists, const cp_flow_slim *s)
{
    uint64_t hi = cp_flow_unmix(&o->mixer, s->key), key = cp_flow_tight_key_of(s->key);
    cp_flow_full_sum x = { .s = { .hi = hi, .first_at = INT64_MAX, .last_at = INT64_MIN } };
    for (uint32_t k = 0; k < n_lists; k++)
        for (const cp_flow_rows *l = lists[k]; l; l = l->next)
            for (uint32_t i = 0; i < l->n; i++) {
                if (!is_of(l, i, hi, key))
                    continue;
                cp_flow_add_row r = cp_flow_row_at(l, i, l->row_bytes, &o->mixer);
                add_row(&x.s, &r);
            }
    return x;
}
