/* SPDX-License-Identifier: Apache-2.0 */
/* needs.h - what it takes to show by inspections that items are clean, or that they are dirty, when
 * they need others; with lower bounds that may be added up. For inspect.c.
 *
 *     link --rides--> carriage --[a b]--> a --> ...     each unknown item has a cost
 *     router --> manager <-- router                     and what several need costs once
 *
 * The least cost of a set is hard to find where things are shared (hitting sets reduce to it), so
 * each item's price is split evenly among its uses: what needs it, the links that ride on it, the
 * path that visits it. Whatever set is chosen in the end, no use pays more than its share of what
 * was really paid; so shares along a path, or in a cut, add up to a bound from below, and it is
 * the cost itself where nothing is shared. What is split leaves fractions: prices are in units of
 * 2^-shift, rounded down. */
#pragma once
#include "path/answer.h"

typedef enum cp_goal {
    CP_GOAL_CLEAN, /* items shall be clean, whatever is not inspected is excluded */
    CP_GOAL_DIRTY, /* items shall be dirty, whatever is not inspected is clean */
} cp_goal;

/* What an item's own label is held for. */
typedef enum cp_held {
    CP_HELD_CLEAN,    /* known */
    CP_HELD_EXCLUDED, /* known */
    CP_HELD_OPEN,     /* unknown, and it may be inspected */
    CP_HELD_TAKEN,    /* inspected, and found as the goal wants it */
    CP_HELD_LEFT,     /* not inspected */
} cp_held;

#define CP_ENDLESS (UINT64_C(1) << 62)

typedef struct cp_needs {
    const cp_net *net;
    cp_reading reading;
    cp_goal goal;
    const uint32_t *costs; /* NULL: 1 each */
    uint32_t shift;
    uint64_t total; /* costs of all that is open at first */
    /* What the roots need, however indirectly: options before what needs them; items that need each
     * other (a part) side by side. */
    uint32_t n;
    uint32_t *order;
    uint32_t *part;                 /* per item; CP_NO_ITEM: no root needs it */
    uint32_t *uses;                 /* per item: of its part, from outside */
    uint8_t *held;                  /* per item: cp_held; to be changed between bounds */
    uint32_t *first, *groups;       /* of each item */
    uint32_t *used_first, *used_by; /* per item: the groups that it is an option of */
    /* Results of cp_needs_bound. */
    bool *is_dirty; /* per item, whatever is open taken as the goal wants it not */
    /* per item; CP_ENDLESS: cannot be had. Goal dirty: 0 if it is so already */
    uint64_t *price;
    uint64_t *whole;     /* goal dirty: a cost that does, as if nothing were shared */
    uint32_t *because;   /* goal dirty: what it follows from then: under exposure an option, under
                          * availability a group; CP_NO_ITEM: its own label */
    uint32_t *left;      /* per group: options that are not dirty */
    uint64_t *group_sum; /* goal dirty, availability: what its options cost as yet */
    uint32_t *queue;
    struct cp_heap *heap;
} cp_needs;

/* roots: items; one that stands there twice is used twice. Errors: none. */
void cp_needs_init(cp_arena *a, cp_needs *d, const cp_net *n, const cp_taints *t, cp_goal goal,
                   const uint32_t *costs, const uint32_t *roots, uint32_t n_roots);
static inline uint64_t cp_needs_cost(const cp_needs *d, uint32_t item)
{
    return d->costs ? d->costs[item] : 1;
}
/* is_dirty, price and the rest, from what is held. O(options log items). */
void cp_needs_bound(cp_needs *d);
static inline uint64_t cp_needs_share(const cp_needs *d, uint32_t item)
{
    return d->price[item] >= CP_ENDLESS ? CP_ENDLESS : d->price[item] / d->uses[item];
}
/* Open items that, with those taken, bring all of the roots to the goal; none of them is at
 * CP_ENDLESS. out: room for n. Returns how many. */
uint32_t cp_needs_pick(cp_needs *d, cp_arena *scratch, const uint32_t *roots, uint32_t n_roots,
                       uint32_t *out);

/* A queue by least key; of equal keys the smaller item. */
typedef struct cp_heap_entry {
    uint64_t key;
    uint32_t item, hops;
} cp_heap_entry;
typedef struct cp_heap {
    cp_heap_entry *v;
    uint32_t n, cap;
    cp_arena *a;
} cp_heap;
void cp_heap_push(cp_heap *h, cp_heap_entry x);
cp_heap_entry cp_heap_pop(cp_heap *h); /* n > 0 */
