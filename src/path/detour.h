/* SPDX-License-Identifier: Apache-2.0 */
/* detour.h - the routes of one pair while elements are down, and nothing else: from FROM on, in the
 * order of what lies behind and what at least lies ahead (A*, Hart, Nilsson and Raphael 1968).
 * What at least lies ahead is the distance when nothing is down: failures make none shorter. So
 * only what is no farther off the way than the detour is looked at. */
#pragma once
#include "path/routes_in.h"

typedef struct cp_detour {
    const cp_spf *spf; /* its last run was to TO */
    cp_down down;
    uint64_t *behind;                   /* per node: least metric from FROM, of this round */
    uint32_t *seen, *is_settled, round; /* per node: the round in which it was */
    struct cp_detour_key {
        uint64_t key;
        uint32_t node;
    } * heap; /* a node once for each time that it came nearer */
    uint32_t n_heap, heap_max;
    uint32_t *marked, n_marked;
    uint64_t *distance; /* per node on a route: to TO. Of all others CP_SPF_NONE */
    cp_arena *a;
} cp_detour;

void cp_detour_init(cp_detour *d, cp_arena *a, const cp_spf *s);
/* The metric of the routes, CP_SPF_NONE: there is none. Fills distance. */
uint64_t cp_detour_find(cp_detour *d, uint32_t from);
/* Empties distance. */
void cp_detour_forget(cp_detour *d);

/* Marks what fails, or comes back, in down. */
void cp_down_add(const cp_down *d, const cp_spf *s, cp_element e, int by);
