/* SPDX-License-Identifier: Apache-2.0 */
/* spf.h - the graph that routing sees, and the distances of all to one (Dijkstra 1959). Inside of
 * routes.h only.
 *
 *     nodes: the items, those with links first, breadth first from each part's first: neighbours
 *            lie close together in memory
 *     arcs:  of every node, by link; one record says what both directions cost, so that one look at
 *            the far end's distance settles whether the arc is tight (far end nearer: it offers
 *            what this node has) or relaxes (far end farther)
 *
 * The queue is a ring of buckets of 2^shift distances with two levels of bits that say which are
 * not empty (Dial 1969; Denardo and Fox 1979). All distances in it lie within the greatest metric,
 * so the ring never laps itself. Nodes stand in blocks of a cache line:
 *
 *     bucket -> [next n v0 v1 .. v13] -> [next 14 ..]      what is pushed touches one line
 *
 * A bucket of one distance is settled as it stands, and what its nodes will need is fetched ahead;
 * one of several distances is emptied through a heap. A node whose distance fell after it was
 * pushed stands in the queue once more, and is passed over where it stood first. */
#pragma once
#include "path/routes.h"

#define CP_SPF_NONE UINT64_MAX

typedef struct cp_spf_arc {
    uint32_t to, link; /* node, link of the net */
    uint32_t out, in;  /* metric to the far end, and from it here; 0: not used */
} cp_spf_arc;

/* The same where all metrics fit, without what the run seldom needs: half the memory to go
 * through. */
typedef struct cp_spf_narrow {
    uint32_t to;
    uint16_t out, in;
} cp_spf_narrow;

enum { CP_SPF_BUCKETS = 4096, CP_SPF_BLOCK = 14 };

typedef struct cp_spf_block {
    uint32_t next, n, v[CP_SPF_BLOCK];
} cp_spf_block;

typedef struct cp_spf_queue {
    uint64_t summary, bits[CP_SPF_BUCKETS / 64];
    uint32_t *heads;      /* per bucket, into blocks */
    cp_spf_block *blocks; /* at most one node per arc, and one */
    uint32_t n_blocks, spare;
    uint32_t shift;
    uint64_t at; /* the bucket that is being settled, not yet folded into the ring */
    struct cp_spf_key {
        uint64_t key;
        uint32_t node;
    } * heap; /* of that bucket, where it has several distances */
    uint32_t n_heap;
} cp_spf_queue;

/* What is worked out of a node while the run settles it: 64 labels in one word each. */
typedef struct cp_spf_node {
    uint64_t dirty; /* until it is settled: its own; then: some route from here is dirty */
    uint64_t clean; /* some route from here is clean */
} cp_spf_node;

typedef struct cp_spf {
    const cp_net *net;
    uint32_t n, n_linked;   /* nodes; those that have arcs */
    uint32_t *item, *place; /* of a node; node of an item */
    uint32_t *first;        /* n + 1, into arcs */
    cp_spf_arc *arcs;
    cp_spf_narrow *narrow; /* NULL: a metric does not fit */
    uint32_t metric_max;
    uint8_t *closed; /* per node: not passed through. The current TO is never closed */
    uint32_t to;     /* node; CP_NO_ITEM: none yet */
    cp_spf_queue queue;
    uint32_t *order; /* nodes as they were settled */
    uint32_t n_order;
    uint8_t *is_settled; /* per node; only where buckets have several distances */
    uint32_t *distance32;
    uint64_t *distance; /* of the last run; CP_SPF_NONE */
    bool has_run, has_rides;
    /* per arc: forwarded to, where areas decide (areas.h); NULL: by distance */
    const uint8_t *next;
} cp_spf;

/* What is to be worked out on the way: of 64 labels, or of two with shares, which are worth a byte
 * a node. */
typedef struct cp_spf_taint {
    const uint64_t *own;   /* per item of the net: the labels under which it is dirty itself ... */
    cp_spf_node *nodes;    /* ... and the run's result; NULL: there are two labels */
    const uint8_t *pair;   /* of two labels: per item; bits 0 and 1 */
    uint8_t *pairs;        /* per node: bits 0 and 1 as dirty of cp_spf_node, 2 and 3 as clean */
    const uint64_t *links; /* per link of the net: the labels under which it is dirty; NULL: none */
    cp_share *shares[2];   /* of two labels: per node that has clean and dirty routes */
} cp_spf_taint;

void cp_spf_init(cp_spf *s, cp_arena *a, const cp_net *n);
/* TO is a node; what is passed through follows from it. */
void cp_spf_aim(cp_spf *s, uint32_t to);
/* Fills distance and order; aims first. taint NULL: none, and nothing is done if the last run was
 * to the same node. */
void cp_spf_run(cp_spf *s, uint32_t to, cp_spf_taint *taint);

/* Every node has its own dirt only. taint may be NULL. */
void cp_spf_own(const cp_spf *s, cp_spf_taint *taint);

static inline cp_spf_node cp_spf_node_of(const cp_spf_taint *t, uint32_t u)
{
    if (t->nodes)
        return t->nodes[u];
    return (cp_spf_node){ t->pairs[u] & 3, t->pairs[u] >> 2 & 3 };
}

static inline void cp_spf_set_node(const cp_spf_taint *t, uint32_t u, uint64_t dirty,
                                   uint64_t clean)
{
    if (t->nodes)
        t->nodes[u] = (cp_spf_node){ dirty, clean };
    else
        t->pairs[u] = (uint8_t)((dirty & 3) | (clean & 3) << 2);
}

static inline cp_share cp_spf_share(const cp_spf_taint *t, uint32_t u, int label)
{
    const cp_spf_node x = cp_spf_node_of(t, u);
    uint64_t bit = UINT64_C(1) << label;
    if ((x.dirty & bit) && (x.clean & bit))
        return t->shares[label][u];
    return x.dirty & bit ? (cp_share){ 1, 1, 1, 1 } : (cp_share){ 0, 1, 0, 0 };
}

/* What of one node follows from its tight arcs: take each, then put. */
typedef struct cp_spf_tally {
    uint64_t dirty, clean;
    uint32_t n, ones[2]; /* arcs; those all of whose traffic touches something dirty */
    cp_share sum[2];     /* of the others */
} cp_spf_tally;
void cp_spf_take_mixed(const cp_spf_taint *t, cp_spf_tally *y, uint32_t to, uint64_t mixed);
void cp_spf_put_mixed(const cp_spf_taint *t, const cp_spf_tally *y, uint32_t node, uint64_t mixed);

static inline void cp_spf_take(const cp_spf_taint *t, cp_spf_tally *y, uint32_t to, uint32_t link)
{
    uint64_t own = t->links ? t->links[link] : 0;
    const cp_spf_node x = cp_spf_node_of(t, to);
    uint64_t dirty = x.dirty | own, clean = x.clean & ~own;
    y->dirty |= dirty;
    y->clean |= clean;
    y->n++;
    y->ones[0] += dirty & ~clean & 1;
    y->ones[1] += (dirty & ~clean) >> 1 & 1;
    if (!t->nodes && (dirty & clean & 3))
        cp_spf_take_mixed(t, y, to, dirty & clean);
}

/* What is told of the node before is its own dirt. */
static inline void cp_spf_put(const cp_spf_taint *t, const cp_spf_tally *y, uint32_t node,
                              bool is_to)
{
    uint64_t own = cp_spf_node_of(t, node).dirty, dirty = own | y->dirty;
    uint64_t clean = (is_to ? ~UINT64_C(0) : y->clean) & ~own;
    cp_spf_set_node(t, node, dirty, clean);
    if (!t->nodes && (dirty & clean & 3))
        cp_spf_put_mixed(t, y, node, dirty & clean);
}
