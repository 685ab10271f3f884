/* SPDX-License-Identifier: Apache-2.0 */
/* least.c - see least.h. Dijkstra 1959, by keys of two counts in one number; the heap breaks ties
 * by links. */
#include "path/least.h"
#include "path/needs.h"

#define EXCLUDED (UINT64_C(1) << 32) /* a path has less than 2^26 devices and links */
#define UNKNOWN UINT64_C(1)

static uint64_t cost(const cp_taints *t, uint32_t item)
{
    if (item == CP_NO_ITEM)
        return 0;
    return t->dirty[CP_UNKNOWN_CLEAN][item]      ? EXCLUDED
           : t->dirty[CP_UNKNOWN_EXCLUDED][item] ? UNKNOWN
                                                 : 0;
}

typedef struct reached {
    uint64_t key;
    uint32_t hops, via; /* link; CP_NO_LINK: not reached, or FROM */
} reached;

static void leave(cp_heap *h, const cp_net *n, const cp_taints *t, cp_heap_entry at, reached *r)
{
    for (uint32_t k = n->arc_first[at.item]; k < n->arc_first[at.item + 1]; k++) {
        cp_arc arc = n->arcs[k];
        uint64_t key = at.key + cost(t, n->links[arc.link].rides) + cost(t, arc.to);
        reached *x = &r[arc.to];
        if (key > x->key || (key == x->key && at.hops + 1 >= x->hops))
            continue;
        *x = (reached){ key, at.hops + 1, arc.link };
        cp_heap_push(h, (cp_heap_entry){ key, arc.to, at.hops + 1 });
    }
}

bool cp_least_dirty(cp_arena *a, const cp_net *n, const cp_taints *t, uint32_t from, uint32_t to,
                    cp_trail *out)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_heap h = { .a = scratch };
    reached *r = CP_NEW_RAW(scratch, reached, n->n_items);
    for (uint32_t i = 0; i < n->n_items; i++)
        r[i] = (reached){ UINT64_MAX, UINT32_MAX, CP_NO_LINK };
    r[from] = (reached){ cost(t, from), 0, CP_NO_LINK };
    cp_heap_push(&h, (cp_heap_entry){ r[from].key, from, 0 });
    bool is_there = false;
    while (h.n && !is_there) {
        cp_heap_entry at = cp_heap_pop(&h);
        is_there = at.item == to;
        if (!is_there && at.key == r[at.item].key && at.hops == r[at.item].hops)
            leave(&h, n, t, at, r);
    }
    if (is_there) {
        uint32_t n_links = r[to].hops, *links = CP_NEW_RAW(a, uint32_t, n_links), at = to;
        for (uint32_t i = n_links; i > 0; i--) {
            const cp_net_link *l = &n->links[links[i - 1] = r[at].via];
            at = l->a == at ? l->b : l->a;
        }
        *out = (cp_trail){ from, n_links, links };
    }
    cp_arena_free(scratch);
    return is_there;
}
