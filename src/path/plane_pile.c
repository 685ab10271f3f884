/* SPDX-License-Identifier: Apache-2.0 */
/* plane_pile.c - what all columns do in a region, worked out from the regions above it, which are
 * piled up and kept for the next:
 *
 *     pile: [/0: now][10/8: now][10.1/16: now]     a row of all columns is taken as it stands */
#include <assert.h>
#include <string.h>
#include "path/plane_in.h"

enum { DEPTH_MAX = 129 + 1 }; /* prefixes of 0 to 128 bits, and one more */

struct cp_plane_pile {
    const cp_plane *p;
    uint32_t depth;
    uint32_t nodes[DEPTH_MAX];
    const uint16_t *now[DEPTH_MAX];
    uint16_t *room[DEPTH_MAX]; /* NULL: not needed so far */
    cp_arena *a;
};

static bool has_all(const cp_plane *p, const cp_plane_node *x)
{
    return x->is_dense && x->n == p->n_columns;
}

static void push(cp_plane_pile *s, uint32_t node)
{
    const cp_plane *p = s->p;
    const cp_plane_node *x = &p->nodes.v[node];
    size_t bytes = p->n_columns * sizeof(uint16_t);
    assert(s->depth < DEPTH_MAX);
    uint16_t **room = &s->room[s->depth];
    s->nodes[s->depth] = node;
    if (has_all(p, x)) {
        s->now[s->depth++] = x->row;
        return;
    }
    if (*room == NULL)
        *room = CP_NEW_RAW(s->a, uint16_t, p->n_columns);
    if (s->depth)
        memcpy(*room, s->now[s->depth - 1], bytes);
    else
        memset(*room, 0, bytes);
    cp_plane_overlay(p, x, *room);
    s->now[s->depth++] = *room;
}

const uint16_t *cp_plane_now(cp_plane_pile *s, uint32_t node)
{
    if (has_all(s->p, &s->p->nodes.v[node])) /* whatever is above */
        return s->p->nodes.v[node].row;
    uint32_t missing[DEPTH_MAX], n = 0;
    for (;;) {
        uint32_t depth = s->depth;
        while (depth && s->nodes[depth - 1] != node)
            depth--;
        if (depth) {
            s->depth = depth;
            break;
        }
        missing[n++] = node;
        if (node == 0) {
            s->depth = 0;
            break;
        }
        node = cp_plane_above(s->p, node);
    }
    while (n)
        push(s, missing[--n]);
    return s->now[s->depth - 1];
}

cp_plane_pile *cp_plane_pile_new(cp_arena *a, const cp_plane *p)
{
    cp_plane_pile *s = CP_NEW(a, cp_plane_pile);
    s->p = p;
    s->a = a;
    return s;
}

void cp_plane_pile_forget(cp_plane_pile *s) { s->depth = 0; }

void cp_plane_fetch(const cp_plane *p, uint32_t node)
{
    const cp_plane_node *x = &p->nodes.v[node];
    size_t bytes = x->is_dense ? p->n_columns * sizeof(uint16_t) : 0;
    for (size_t i = 0; i < bytes; i += 64)
        __builtin_prefetch((const char *)x->row + i);
}
