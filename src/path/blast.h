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
