/* SPDX-License-Identifier: Apache-2.0 */
/* own.h - sums of one thread alone, within its processor's cache: what a partition without sums of
 * its own is made of, some lists after the other.
 *
 *     lists --> [ sums ]                      with all that a sum has
 *     lists --> [ slim ] --the few that are looked at, from the lists again--> sum */
#pragma once
#include "flow/rows.h"

typedef struct cp_flow_own cp_flow_own;
cp_flow_own *cp_flow_own_new(cp_arena *a, const cp_flow_table *t);

/* From nothing, of lists of several threads (NULL: none), not full sums. NULL: there are too many,
 * which is for the partition. Valid until the next call. */
const cp_flow_part *cp_flow_own_sums(cp_flow_own *o, cp_flow_rows *const *lists, uint32_t n_lists);

/* What most sums are looked at for: half as long, so that twice as many stay in the cache. */
typedef struct cp_flow_slim {
    uint64_t key, packets, bytes; /* the mixed key */
    uint32_t flows, n_unknown;
} cp_flow_slim;
static_assert(sizeof(cp_flow_slim) * 2 == sizeof(cp_flow_sum), "half a line");
/* As above, of tight and plain rows alone. */
const cp_flow_slim *cp_flow_own_slim(cp_flow_own *o, cp_flow_rows *const *lists, uint32_t n_lists,
                                     uint32_t *n);
/* The same sum with its key and times, for which all rows are gone through. */
cp_flow_full_sum cp_flow_own_whole(const cp_flow_own *o, cp_flow_rows *const *lists,
                                   uint32_t n_lists, const cp_flow_slim *s);
