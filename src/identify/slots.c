/* SPDX-License-Identifier: Apache-2.0 */
/* slots.c - a board that was replaced is a former part, and nobody is accused of it any more. But
 * only where the times tell so: what may be in there stays.
 *
 *     slot ent:7 "MPU 0"   --A---A-------B--B-->  time    A: until the second, then B
 *                          --A------B----------A->        B: until the third, then A again
 *                          --[A    ]-----                 A, B: nobody tells which is there now
 *                               [ B    ]--
 *
 * A slot is known by its number; that of ENTITY-MIB may be another slot's after a restart (RFC
 * 6933, entPhysicalIndex), so there its name must be the same. Who was moved to another slot of the
 * same device is told of there later, and is no former part. */
#include <stdlib.h>
#include "base/sort.h"
#include "identify/inside.h"

enum { RIVALS_MAX = 64 }; /* in one slot: more are no boards, and nothing is told of them */

typedef cp_telling telling;

static int by_slot(const void *x, const void *y)
{
    const telling *a = x, *b = y;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

static int by_key(const void *x, const void *y)
{
    const telling *a = x, *b = y;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : by_slot(x, y);
}

/* How the latest of them was told; of two at the same time, who stands first. */
static void merge(telling *to, const telling *from)
{
    to->is_untimed |= from->is_untimed;
    to->first_at = from->first_at < to->first_at ? from->first_at : to->first_at;
    to->last_at = from->last_at > to->last_at ? from->last_at : to->last_at;
    if (from->latest_at > to->latest_at ||
        (from->latest_at == to->latest_at && from->order < to->order)) {
        to->latest_at = from->latest_at;
        to->order = from->order;
    }
}

cp_slots cp_slots_sort(cp_arena *a, telling *v, uint32_t n)
{
    cp_slots out = { .by_key = v };
    bool is_shared = false;
    if (n)
        qsort(v, n, sizeof *v, by_key);
    for (uint32_t i = 0; i < n; i++)
        if (out.n && by_key(&v[out.n - 1], &v[i]) == 0)
            merge(&v[out.n - 1], &v[i]);
        else
            v[out.n++] = v[i];
    if (out.n < 2)
        return out;
    out.by_slot = cp_arena_dup(a, v, out.n * sizeof *v);
    qsort(out.by_slot, out.n, sizeof *v, by_slot);
    for (uint32_t i = 1; i < out.n && !is_shared; i++)
        is_shared = out.by_slot[i].part == out.by_slot[i - 1].part &&
                    out.by_slot[i].key != out.by_slot[i - 1].key;
    out.by_slot = is_shared ? out.by_slot : NULL;
    return out;
}

typedef struct judging {
    const cp_obs_store *s;
    const cp_slots *slots;
} judging;

/* The same number, written otherwise, is no other one. */
static bool is_other(const judging *g, uint32_t key, uint32_t other)
{
    return key != other && !cp_str_eq_nocase(cp_str_trim(cp_obs_str(g->s, key)),
                                             cp_str_trim(cp_obs_str(g->s, other)));
}

static bool is_same_slot(const judging *g, const telling *x, const telling *y)
{
    bool may_move = cp_str_starts(cp_obs_str(g->s, x->part), CP_STR("ent:"));
    return x->name == y->name && (x->name || !may_move);
}

static uint32_t next_at(const telling *x, uint32_t after)
{
    return x->first_at > after ? x->first_at : x->latest_at;
}

/* Of the two, who came first after that; a tie does not depend on the order of import. */
static bool is_better(const judging *g, const telling *x, const telling *y, uint32_t after)
{
    uint32_t a = next_at(x, after), b = next_at(y, after);
    return a != b ? a < b : cp_str_cmp(cp_obs_str(g->s, x->key), cp_obs_str(g->s, y->key)) < 0;
}

/* Who is in the slot of x since; NULL: nobody, or one cannot tell. */
static const telling *newer_than(const judging *g, const telling *x, uint32_t last_at)
{
    const telling *best = NULL, *v = g->slots->by_slot;
    uint32_t i = cp_sort_find(v, g->slots->n, sizeof *v, &(telling){ .part = x->part }, by_slot),
             end = i;
    while (end < g->slots->n && v[end].part == x->part)
        end++;
    for (; i < end && end - i <= RIVALS_MAX; i++)
        if (is_other(g, x->key, v[i].key) && is_same_slot(g, x, &v[i]) &&
            v[i].latest_at > last_at && (!best || is_better(g, &v[i], best, last_at)))
            best = &v[i];
    return best;
}

/* All that is told of one component, and when for the last time. */
typedef struct life {
    uint32_t first, end; /* in by_key */
    uint32_t last_at;
    bool is_untimed;
} life;

static life life_of(const judging *g, uint32_t key)
{
    const telling *v = g->slots->by_key;
    life out = { .first =
                     cp_sort_find(v, g->slots->n, sizeof *v, &(telling){ .key = key }, by_key) };
    for (out.end = out.first; out.end < g->slots->n && v[out.end].key == key; out.end++) {
        out.is_untimed |= v[out.end].is_untimed;
        out.last_at = v[out.end].last_at > out.last_at ? v[out.end].last_at : out.last_at;
    }
    return out;
}

/* Or was it told of elsewhere later? */
static bool is_last_place(const life *l, const telling *x)
{
    return l->is_untimed || x->last_at == l->last_at;
}

/* It must have been replaced wherever it was told of last. */
static bool is_replaced(const judging *g, uint32_t key, cp_slot_case *out)
{
    const telling *v = g->slots->by_key, *best = NULL;
    life l = life_of(g, key);
    for (uint32_t i = l.first; i < l.end && !l.is_untimed; i++) {
        if (!is_last_place(&l, &v[i]))
            continue;
        const telling *newer = newer_than(g, &v[i], l.last_at);
        if (!newer)
            return false;
        if (!best || is_better(g, newer, best, l.last_at))
            best = newer;
    }
    if (best)
        *out = (cp_slot_case){ best->key, l.last_at, next_at(best, l.last_at), best->order, true };
    return best != NULL;
}

/* May y be what is in the slot of x now? */
static bool is_rival(const judging *g, const telling *x, const telling *y)
{
    cp_slot_case ignored;
    life l = life_of(g, y->key);
    return is_other(g, x->key, y->key) && (y->name == x->name || y->name == 0 || x->name == 0) &&
           is_last_place(&l, y) && !is_replaced(g, y->key, &ignored);
}

static bool find_rival(const judging *g, const telling *x, cp_slot_case *out)
{
    const telling *v = g->slots->by_slot, *best = NULL;
    uint32_t i = cp_sort_find(v, g->slots->n, sizeof *v, &(telling){ .part = x->part }, by_slot),
             end = i;
    while (end < g->slots->n && v[end].part == x->part)
        end++;
    for (; i < end && end - i <= RIVALS_MAX; i++)
        if ((!best || cp_str_cmp(cp_obs_str(g->s, v[i].key), cp_obs_str(g->s, best->key)) < 0) &&
            is_rival(g, x, &v[i]))
            best = &v[i];
    if (best)
        *out =
            (cp_slot_case){ .key = best->key, .until_at = x->last_at, .from_at = best->first_at };
    return best != NULL;
}

bool cp_slots_judge(const cp_obs_store *s, const cp_slots *slots, uint32_t key, cp_slot_case *out)
{
    judging g = { s, slots };
    const telling *v = slots->by_key;
    life l = life_of(&g, key);
    if (is_replaced(&g, key, out))
        return true;
    for (uint32_t i = l.first; i < l.end; i++)
        if (is_last_place(&l, &v[i]) && find_rival(&g, &v[i], out))
            return true;
    return false;
}

void cp_slots_tell(cp_identify_job *j)
{
    const cp_time second = 1000 * 1000;
    for (uint32_t i = 0; i < j->slots.n; i++) {
        const cp_slot_note *n = &j->slots.v[i];
        cp_slot *slot = CP_NEW(j->a, cp_slot);
        *slot = (cp_slot){ .other = j->assets.v[n->other].id,
                           .until = n->is.until_at * second,
                           .from = n->is.from_at * second,
                           .is_former = n->is.is_former };
        j->assets.v[n->asset].slot = slot;
    }
}
