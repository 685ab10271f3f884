/* SPDX-License-Identifier: Apache-2.0 */
/* routes_in.h - what routes.c, fail.c and proof_routes.c share. */
#pragma once
#include "path/share.h"
#include "path/spf.h"

/* What is out of service. */
typedef struct cp_down {
    uint16_t *nodes; /* by how many failed elements */
    uint16_t *links; /* of the net, likewise */
} cp_down;
static inline bool cp_spf_is_tight(const cp_spf *s, const uint64_t *distance, const cp_down *down,
                                   uint32_t u, const cp_spf_arc *arc)
{
    if (s->next)
        return s->next[arc - s->arcs];
    uint64_t dv = distance[arc->to];
    return dv < distance[u] && dv + arc->out == distance[u] && arc->out && !s->closed[arc->to] &&
           !(down && (down->nodes[arc->to] || down->links[arc->link]));
}

/* The routes from one node: what can be reached from it along tight arcs. */
typedef struct cp_walk {
    uint32_t *nodes; /* each after all that its routes lead to: the last is FROM */
    uint32_t n;
    uint32_t *seen; /* per node: the round in which it was walked */
    uint32_t round;
    struct cp_walk_step {
        uint32_t node, arc;
    } * stack;
} cp_walk;

struct cp_routes {
    cp_arena *a;
    cp_spf spf;
    cp_walk walk;
    cp_spf_taint taint;     /* bit 0: unknown as clean, bit 1: as excluded */
    uint8_t *own;           /* behind it: per item */
    uint64_t *links;        /* per link */
    cp_spf_node *nodes;     /* of 64 labels, once they were asked for */
    struct cp_areas *areas; /* NULL: there is one */
    struct cp_fail *fail;   /* fail.c, once it was asked for */
};

/* Sets taint up for t. */
void cp_routes_taint(cp_routes *g, const cp_taints *t);
/* Distances of all to a node, and who forwards to whom; taint may be NULL. */
void cp_routes_run(cp_routes *g, uint32_t to, cp_spf_taint *taint);
/* Fills walk and the taint of its nodes, from the distances of any state; down NULL: nothing is.
 * FROM has a distance. */
void cp_routes_walk(cp_routes *g, const uint64_t *distance, const cp_down *down, uint32_t from);
/* A route of the last walk, as links of the net: one that is clean, or one that is dirty, under a
 * label; it must exist. */
cp_trail cp_routes_trail(cp_routes *g, cp_arena *a, const uint64_t *distance, const cp_down *down,
                         uint32_t from, int label, bool is_clean);
