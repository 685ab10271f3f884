/* SPDX-License-Identifier: Apache-2.0 */
/* pieces.c - see pieces.h. */
#include "sources/pcap/pieces.h"
#include <stdlib.h>
#include <string.h>

static void free_all(void *arg)
{
    cp_piece_table *t = arg;
    for (uint32_t i = 0; t->v && i < CP_PIECES_MAX; i++)
        free(t->v[i].bytes);
}

cp_piece_table *cp_pieces_new(cp_arena *a, void (*let_go)(void *ctx, cp_pieces *p), void *ctx)
{
    cp_piece_table *t = CP_NEW(a, cp_piece_table);
    t->a = a;
    t->let_go = let_go;
    t->ctx = ctx;
    cp_arena_defer(a, free_all, t);
    return t;
}

static cp_pieces *set_of(cp_piece_table *t, uint64_t key)
{
    return t->v + ((key >> 32) % CP_PIECES_SETS) * CP_PIECES_WAYS;
}

cp_pieces *cp_pieces_find(cp_piece_table *t, uint64_t key)
{
    if (!cp_pieces_may_have(t, (uint16_t)key))
        return NULL;
    cp_pieces *set = set_of(t, key);
    for (uint32_t i = 0; i < CP_PIECES_WAYS; i++)
        if (set[i].key == key) {
            set[i].touched = ++t->clock;
            return &set[i];
        }
    return NULL;
}

cp_pieces *cp_pieces_oldest(cp_piece_table *t)
{
    cp_pieces *first = NULL;
    for (uint32_t i = 0; t->n_open && i < CP_PIECES_MAX; i++)
        if (t->v[i].key && (!first || t->v[i].opened < first->opened))
            first = &t->v[i];
    return first;
}

void cp_pieces_close(cp_piece_table *t, cp_pieces *p)
{
    free(p->bytes);
    uint16_t tag = (uint16_t)p->key;
    if (--t->n_by_tag[tag] == 0)
        t->tags[tag / 64] &= ~((uint64_t)1 << tag % 64);
    *p = (cp_pieces){ .key = 0 };
    t->n_open--;
}

void cp_pieces_empty(cp_pieces *p)
{
    free(p->bytes);
    *p = (cp_pieces){ .key = p->key,
                      .opened = p->opened,
                      .touched = 1, /* before all others, but behind those that are free */
                      .end = UINT32_MAX,
                      .is_packet = p->is_packet,
                      .was_whole = true };
}

cp_pieces *cp_pieces_open(cp_piece_table *t, uint64_t key)
{
    if (!t->v) {
        t->v = CP_NEW_ARRAY(t->a, cp_pieces, CP_PIECES_MAX);
        t->n_by_tag = CP_NEW_ARRAY(t->a, uint16_t, CP_PIECES_TAGS);
        t->tags = CP_NEW_ARRAY(t->a, uint64_t, CP_PIECES_TAGS / 64);
    }
    cp_pieces *set = set_of(t, key), *p = set;
    for (uint32_t i = 0; i < CP_PIECES_WAYS; i++)
        if (set[i].touched < p->touched) /* a free one was never touched */
            p = &set[i];
    if (p->key) {
        t->n_evicted++;
        if (t->let_go)
            t->let_go(t->ctx, p);
        cp_pieces_close(t, p);
    }
    t->clock++;
    *p = (cp_pieces){ .key = key, .opened = t->clock, .touched = t->clock, .end = UINT32_MAX };
    t->n_open++;
    uint16_t tag = (uint16_t)key;
    t->n_by_tag[tag]++;
    t->tags[tag / 64] |= (uint64_t)1 << tag % 64;
    return p;
}

uint32_t cp_pieces_no(const cp_piece_table *t, const cp_pieces *p) { return (uint32_t)(p - t->v); }

static bool make_room(cp_pieces *p, uint32_t to)
{
    uint32_t cap = p->cap ? p->cap : 2048;
    if (to <= p->cap)
        return true;
    while (cap < to)
        cap *= 2;
    uint8_t *more = realloc(p->bytes, cap);
    if (!more)
        return false;
    p->bytes = more;
    p->cap = cap;
    return true;
}

/* A range behind a gap, which those that it touches become one with. False: no room for it. */
static bool add_range(cp_pieces *p, uint32_t from, uint32_t to)
{
    uint32_t i = 0;
    while (i < p->n_ahead && p->ahead[i].from < to)
        i++;
    bool left = i > 0 && p->ahead[i - 1].to == from,
         right = i < p->n_ahead && p->ahead[i].from == to;
    if (left) {
        p->ahead[i - 1].to = right ? p->ahead[i].to : to;
        p->n_ahead -= right;
        memmove(p->ahead + i, p->ahead + i + right, (p->n_ahead - i) * sizeof *p->ahead);
    } else if (right) {
        p->ahead[i].from = from;
    } else if (p->n_ahead < CP_PIECES_RANGES_MAX) {
        memmove(p->ahead + i + 1, p->ahead + i, (p->n_ahead++ - i) * sizeof *p->ahead);
        p->ahead[i] = (cp_piece_range){ from, to };
    } else {
        return false;
    }
    return true;
}

/* The bytes of a range that is free; false: they stay out. */
static bool fill(cp_pieces *p, uint32_t from, uint32_t to, const uint8_t *bytes)
{
    if (!make_room(p, to) || (from > p->n && !add_range(p, from, to)))
        return false;
    memcpy(p->bytes + from, bytes, to - from);
    if (from == p->n)
        p->n = to;
    return true;
}

/* Ranges that what is contiguous has reached become part of it. */
static void join(cp_pieces *p)
{
    uint32_t i = 0;
    for (; i < p->n_ahead && p->ahead[i].from <= p->n; i++)
        p->n = p->ahead[i].to > p->n ? p->ahead[i].to : p->n;
    p->n_ahead -= i;
    memmove(p->ahead, p->ahead + i, p->n_ahead * sizeof *p->ahead);
}

bool cp_pieces_put(cp_pieces *p, uint32_t off, cp_bytes bytes)
{
    uint32_t had = p->n, at = off;
    if (off >= CP_PIECES_BYTES_MAX)
        return false;
    uint32_t end =
        bytes.n < CP_PIECES_BYTES_MAX - off ? off + (uint32_t)bytes.n : CP_PIECES_BYTES_MAX;
    if (at < p->n)
        at = p->n;
    while (at < end) { /* the gaps that it fills */
        cp_piece_range next = { end, end };
        for (uint32_t i = 0; i < p->n_ahead; i++)
            if (p->ahead[i].to > at) {
                next = p->ahead[i];
                break;
            }
        uint32_t to = next.from < end ? next.from : end;
        if (at < to && !fill(p, at, to, bytes.p + (at - off)))
            break;
        at = next.to > to ? next.to : to;
        join(p);
    }
    join(p);
    return p->n > had;
}
