/* SPDX-License-Identifier: Apache-2.0 */
/* fail.h - the sets of failures that can matter to one pair. Inside of routes.h only.
 *
 *     {} --e1--> {e1} --e2--> {e1 e2}     below a set: the elements that its routes pass
 *
 * An element that no route passes changes no route, so every set of failures leaves the routes of
 * one that the tree holds. Each is worked out once, without a memo: whatever was branched on
 * earlier, at a node or above it, is shielded below its later siblings (Lawler 1972); sets that
 * hold it were worked out there.
 *
 * Elements that are as good as each other stand for each other:
 *
 *     (core)--l0--[u]--l1--[v]--l2--(core)     a chain: no path passes one without the others, but
 *        0    1    2   3        its places     for paths that begin or end in it: an end parts it
 *
 * and a risk of one link is as good as the link. */
#pragma once
#include "path/detour.h"

enum { CP_FAIL_PARTS = 6 }; /* three of the chain that FROM is in, three of TO's */

struct cp_fail {
    cp_detour detour;
    struct cp_failing *failing;   /* for certificates, once one was asked for */
    uint32_t *risk_first, *risks; /* of every link of the net */
    uint32_t *kin, *place;        /* per element: the first of its chain; place in the chain */
    uint8_t *is_ring;             /* per first of a chain: it ends where it began */
    uint8_t *shield;              /* per element, then CP_FAIL_PARTS for parts of chains */
    CP_VEC(cp_element) offers;    /* of the nodes from the root to the current one */
};

struct cp_fail *cp_fail_of(cp_routes *g);
/* The elements of the kinds on the routes of the last walk, those that are shielded or have kin
 * among them left out unless is_all. They stand at the end of offers. */
void cp_fail_offer(cp_routes *g, const uint64_t *distance, const cp_down *down, uint32_t from,
                   uint32_t kinds, bool is_all);
static inline bool cp_fail_is_of(uint32_t kinds, cp_element_kind k) { return kinds >> k & 1; }
