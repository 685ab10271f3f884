/* SPDX-License-Identifier: Apache-2.0 */
/* l0.h - what can be said from the topology alone, whatever the routing does: over all simple paths
 * of the undirected net. PATH.md's level L0; definitions in docs/formats/path-proof.md.
 *
 *     cp_l0_new: blocks and cut vertices once, for all policies (Tarjan 1972; the block-cut tree)
 *     cp_l0_ask: answers for one pair and one policy, each with what proves it
 *
 * The vertices (links) on some simple path from s to t are exactly those of the blocks along the
 * path from s to t in the block-cut tree. */
#pragma once
#include "path/answer.h"
#include "path/blocks.h"

typedef struct cp_l0 cp_l0;
/* Borrows the net. O(items + links). */
cp_l0 *cp_l0_new(cp_arena *a, const cp_net *n);
/* The same; a second thread works out the blocks of what is clean (unknown as excluded) meanwhile,
 * for who will ask about them, as cp_blast_all does. */
cp_l0 *cp_l0_new_for(cp_arena *a, const cp_net *n, const cp_taints *t);
const cp_net *cp_l0_net(const cp_l0 *g);
const cp_blocks *cp_l0_blocks(const cp_l0 *g); /* of the whole net, whatever the labels */
/* Those of what is clean, NULL: not of these taints. */
const cp_blocks *cp_l0_clean(const cp_l0 *g, const cp_taints *t);

/* One question, its answer, and for unknown as clean and as excluded what proves its side. */
typedef struct cp_l0_some {
    cp_path_answer answer;                   /* CLEAN, EXCLUDED, UNDETERMINED, NONE */
    bool exists[CP_UNKNOWN_COUNT];           /* a clean path, with unknown taken so */
    cp_trail path[CP_UNKNOWN_COUNT];         /* where it exists: one of fewest links */
    const uint32_t *apart[CP_UNKNOWN_COUNT]; /* where not: the set of `apart`, ascending; NONE: what
                                              * FROM reaches at all, twice the same */
    uint32_t n_apart[CP_UNKNOWN_COUNT];
} cp_l0_some;

typedef struct cp_l0_every {
    cp_path_answer answer;
    bool holds[CP_UNKNOWN_COUNT];            /* all paths are clean */
    cp_trail through[CP_UNKNOWN_COUNT];      /* where not: a simple path with something dirty */
    uint32_t witness[CP_UNKNOWN_COUNT];      /* the dirty item on it, or CP_NO_ITEM */
    uint32_t witness_link[CP_UNKNOWN_COUNT]; /* else the dirty link */
    const uint32_t *within, *attached;       /* W ascending; per item its AT, or CP_NO_ITEM (those
                                              * of W have none) */
    uint32_t n_within;
} cp_l0_every;

#define CP_L0_ENDLESS UINT32_MAX
/* Disjoint clean paths (Menger 1927): as many as a smallest cut has elements. */
typedef struct cp_l0_survives {
    bool is_links;                /* the ends are neighbours: links are counted, not devices */
    uint32_t n[CP_UNKNOWN_COUNT]; /* disjoint clean paths; survives n - 1 failures; of FROM = TO
                                   * CP_L0_ENDLESS, if it is clean: there is nothing to prove */
    const cp_trail *paths[CP_UNKNOWN_COUNT];
    const uint32_t *cut[CP_UNKNOWN_COUNT];  /* n devices or links, ascending */
    const uint32_t *side[CP_UNKNOWN_COUNT]; /* ascending: FROM's, as of `apart`, without them */
    uint32_t n_side[CP_UNKNOWN_COUNT];
} cp_l0_survives;

typedef struct cp_l0_unavoidable {
    bool exists;           /* a path: where there is none, there is nothing else */
    const uint32_t *items; /* between the ends, in order from FROM; whatever their labels */
    uint32_t n;
    const uint32_t *place; /* per item on the line, or CP_NO_ITEM (`chain`) */
    cp_trail routes[2];    /* with no others in common */
} cp_l0_unavoidable;

void cp_l0_ask_some(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                    cp_l0_some *out);
void cp_l0_ask_every(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                     cp_l0_every *out);
void cp_l0_ask_survives(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                        cp_l0_survives *out);
void cp_l0_ask_unavoidable(cp_l0 *g, cp_arena *a, uint32_t from, uint32_t to,
                           cp_l0_unavoidable *out);

/* The same answers without proofs, O(1) to O(log) each after O(items + links) per policy: for
 * matrices of many pairs and for 64 policies in one pass. */
typedef struct cp_l0_quick cp_l0_quick;
cp_l0_quick *cp_l0_quick_new(cp_l0 *g, cp_arena *a, const cp_taints *t);
/* Reads g and q alone, so that threads may share them. */
cp_path_answer cp_l0_quick_some(const cp_l0_quick *q, uint32_t from, uint32_t to);
cp_path_answer cp_l0_quick_every(const cp_l0_quick *q, uint32_t from, uint32_t to);
/* How many devices between the ends are dirty (unknown as clean) and on every path. */
uint32_t cp_l0_quick_unavoidable(const cp_l0_quick *q, uint32_t from, uint32_t to);

/* All three of many pairs, faster than one by one. out: n. */
typedef struct cp_l0_pair {
    uint32_t from, to;
} cp_l0_pair;
typedef struct cp_l0_row {
    cp_path_answer some, every;
    uint32_t unavoidable;
} cp_l0_row;
void cp_l0_quick_rows(const cp_l0_quick *q, const cp_l0_pair *pairs, uint32_t n, cp_l0_row *out);
