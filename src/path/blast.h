/* SPDX-License-Identifier: Apache-2.0 */
/* blast.h - what hangs on one device, and what to inspect next. */
#pragma once
#include "path/l0.h"

/* Blast radius: what is cut off when the device is gone, of pairs of weighted items (subscribers;
 * 1 each where none are told). All devices at once, O(items + links). A device is what has links of
 * its own: what is lost with something that they ride on or need is not in it. All saturate. */
typedef struct cp_blast {
    uint64_t pairs;       /* unordered pairs of weight of others that lose every path */
    uint64_t clean_pairs; /* of others that have a clean path (unknown as excluded): that lose every
                           * clean one */
    uint64_t own;         /* pairs that it is an end of, which have a path; they are lost anyway */
    uint64_t clean_own;   /* likewise a clean one */
} cp_blast;
/* weights: per item, NULL: 1 for what has a link. out: n_items. */
void cp_blast_all(cp_l0 *g, cp_arena *scratch, const cp_taints *t, const uint32_t *weights,
                  cp_blast *out);

/* What is served by devices, such as subscribers: how much of it is cut off when one is gone. The
 * largest part, by devices, of what is left of its component is taken for the network (of parts
 * as large the one that serves most); what the device itself serves, and what the other parts
 * serve, is cut off. Likewise of what is clean (unknown as excluded). O(items + links). */
typedef struct cp_cut_off {
    uint64_t served;
    uint64_t clean_served; /* of what hangs on the clean part that it is in */
} cp_cut_off;
/* served: per item. out: n_items. */
void cp_blast_cut_off(cp_l0 *g, cp_arena *scratch, const cp_taints *t, const uint32_t *served,
                      cp_cut_off *out);

/* What flows between two items. */
typedef struct cp_blast_flow {
    uint32_t from, to;
    uint64_t bps;
} cp_blast_flow;
/* What of it has no path, or no clean one (unknown as excluded), any more when a device is gone.
 * All saturate. O(items + links + flows log items). */
typedef struct cp_flow_lost {
    uint64_t bps, clean_bps; /* between others, of what has a path, a clean one, with it */
    uint64_t own, clean_own; /* of what ends at it */
} cp_flow_lost;
typedef struct cp_flow_sums {
    uint64_t all, joined, clean; /* told; that has a path; that has a clean one */
} cp_flow_sums;
/* Flows from an item to itself are left out. out: n_items. */
void cp_blast_flows(cp_l0 *g, cp_arena *scratch, const cp_taints *t, const cp_blast_flow *flows,
                    uint32_t n, cp_flow_lost *out, cp_flow_sums *sums);

/* The cheapest set of inspections whose outcome would prove the answer, one way or the other. Where
 * nothing that is unknown could (the answer is not undetermined): none, at UINT64_MAX. */
typedef struct cp_inspect {
    const uint32_t *to_clean; /* unknown items: if all turn out clean, the answer is proven-clean */
    uint32_t n_to_clean;
    uint64_t cost_clean;
    const uint32_t *to_excluded; /* if all turn out excluded, it is proven-excluded */
    uint32_t n_to_excluded;
    uint64_t cost_excluded;
    bool is_exact; /* false: found by a bound, it may not be the cheapest */
} cp_inspect;
/* Question `some` of a pair whose answer is undetermined. costs: per item, NULL: 1 each. Unknowns
 * that count by what needs them (their managers, their carriage) are items like others. */
void cp_inspect_some(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                     const uint32_t *costs, cp_inspect *out);
/* The same of `every`. */
void cp_inspect_every(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                      const uint32_t *costs, cp_inspect *out);
