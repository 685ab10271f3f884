/* SPDX-License-Identifier: Apache-2.0 */
/* detour.c - see detour.h. */
#include "path/detour.h"

void cp_detour_init(cp_detour *d, cp_arena *a, const cp_spf *s)
{
    *d = (cp_detour){ .spf = s, .a = a };
    d->down.nodes = CP_NEW_ARRAY(a, uint16_t, s->n);
    d->down.links = CP_NEW_ARRAY(a, uint16_t, s->net->n_links);
    d->behind = CP_NEW_RAW(a, uint64_t, s->n);
    d->seen = CP_NEW_ARRAY(a, uint32_t, s->n);
    d->is_settled = CP_NEW_ARRAY(a, uint32_t, s->n);
    d->marked = CP_NEW_RAW(a, uint32_t, s->n);
    d->distance = CP_NEW_RAW(a, uint64_t, s->n);
    memset(d->distance, 0xff, s->n * sizeof *d->distance);
}

void cp_down_add(const cp_down *d, const cp_spf *s, cp_element e, int by)
{
    const cp_net *n = s->net;
    switch (e.kind) {
    case CP_ELEMENT_DEVICE: d->nodes[s->place[e.at]] += (uint16_t)by; break;
    case CP_ELEMENT_LINK: d->links[e.at] += (uint16_t)by; break;
    case CP_ELEMENT_RISK:
        for (uint32_t k = n->risk_first[e.at]; k < n->risk_first[e.at + 1]; k++)
            d->links[n->risk_links[k]] += (uint16_t)by;
        break;
    }
}

/* ---- a heap of four children each */

static void push(cp_detour *d, uint64_t key, uint32_t node)
{
    if (d->n_heap == d->heap_max) {
        uint32_t more = d->heap_max ? 2 * d->heap_max : 1024;
        d->heap =
            cp_arena_grow(d->a, d->heap, d->heap_max * sizeof *d->heap, more * sizeof *d->heap);
        d->heap_max = more;
    }
    uint32_t i = d->n_heap++;
    for (; i && d->heap[(i - 1) / 4].key > key; i = (i - 1) / 4)
        d->heap[i] = d->heap[(i - 1) / 4];
    d->heap[i] = (struct cp_detour_key){ key, node };
}

static struct cp_detour_key pop(cp_detour *d)
{
    struct cp_detour_key top = d->heap[0], last = d->heap[--d->n_heap];
    uint32_t i = 0, n = d->n_heap;
    for (uint32_t child; (child = 4 * i + 1) < n;) {
        uint32_t end = child + 4 < n ? child + 4 : n, least = child;
        for (uint32_t k = child + 1; k < end; k++)
            least = d->heap[k].key < d->heap[least].key ? k : least;
        if (d->heap[least].key >= last.key)
            break;
        d->heap[i] = d->heap[least];
        i = least;
    }
    d->heap[i] = last;
    return top;
}

/* ---- from FROM on */

enum { SHUT_MAX = 16 };

static bool is_up(const cp_detour *d, const cp_spf_arc *arc)
{
    return !d->down.links[arc->link] && !d->down.nodes[arc->to];
}

static void go_on(cp_detour *d, uint32_t u, uint64_t least)
{
    const cp_spf *s = d->spf;
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
        const cp_spf_arc *arc = &s->arcs[k];
        uint32_t v = arc->to;
        uint64_t ahead = s->distance[v], behind = d->behind[u] + arc->out;
        if (arc->out == 0 || ahead == CP_SPF_NONE || behind + ahead > least || s->closed[v] ||
            !is_up(d, arc) || (d->seen[v] == d->round && d->behind[v] <= behind))
            continue;
        d->seen[v] = d->round;
        d->behind[v] = behind;
        push(d, behind + ahead, v);
    }
}

static uint64_t search(cp_detour *d, uint32_t from)
{
    const cp_spf *s = d->spf;
    uint64_t least = CP_SPF_NONE;
    d->n_heap = 0;
    if (s->distance[from] == CP_SPF_NONE)
        return least;
    d->seen[from] = d->round;
    d->behind[from] = 0;
    push(d, s->distance[from], from);
    while (d->n_heap) {
        struct cp_detour_key x = pop(d);
        if (x.key > least)
            break;
        if (d->is_settled[x.node] == d->round || x.key != d->behind[x.node] + s->distance[x.node])
            continue;
        d->is_settled[x.node] = d->round;
        if (x.node == s->to)
            least = x.key;
        else
            go_on(d, x.node, least);
    }
    return least;
}

static void mark(cp_detour *d, uint32_t u, uint64_t distance)
{
    d->distance[u] = distance;
    d->marked[d->n_marked++] = u;
}

/* Whether TO cannot be reached, seen from its side for a few devices: what ends at the edge of the
 * net is mostly cut off there, and from FROM all the rest would have to be looked at. */
static bool is_shut(cp_detour *d, uint32_t from)
{
    const cp_spf *s = d->spf;
    mark(d, s->to, 0);
    for (uint32_t i = 0; i < d->n_marked && d->n_marked < SHUT_MAX; i++) {
        uint32_t v = d->marked[i];
        if (v == from)
            break;
        for (uint32_t k = s->first[v]; k < s->first[v + 1] && !s->closed[v]; k++) {
            const cp_spf_arc *arc = &s->arcs[k];
            if (arc->in && d->distance[arc->to] == CP_SPF_NONE && is_up(d, arc) &&
                d->n_marked < SHUT_MAX)
                mark(d, arc->to, 0);
        }
        if (i + 1 == d->n_marked) {
            cp_detour_forget(d);
            return true;
        }
    }
    cp_detour_forget(d);
    return false;
}

/* What lies on a route, from TO back; only what was settled can. */
static void mark_routes(cp_detour *d, uint64_t least)
{
    const cp_spf *s = d->spf;
    mark(d, s->to, 0);
    for (uint32_t i = 0; i < d->n_marked; i++) {
        uint32_t v = d->marked[i];
        for (uint32_t k = s->first[v]; k < s->first[v + 1]; k++) {
            const cp_spf_arc *arc = &s->arcs[k];
            uint32_t u = arc->to;
            if (arc->in && d->is_settled[u] == d->round && d->distance[u] == CP_SPF_NONE &&
                d->behind[u] + arc->in == d->behind[v] && is_up(d, arc))
                mark(d, u, least - d->behind[u]);
        }
    }
}

uint64_t cp_detour_find(cp_detour *d, uint32_t from)
{
    const cp_spf *s = d->spf;
    if (++d->round == 0) { /* once in 2^32 rounds */
        memset(d->seen, 0, s->n * sizeof *d->seen);
        memset(d->is_settled, 0, s->n * sizeof *d->is_settled);
        d->round = 1;
    }
    uint64_t least = is_shut(d, from) ? CP_SPF_NONE : search(d, from);
    if (least != CP_SPF_NONE)
        mark_routes(d, least);
    return least;
}

void cp_detour_forget(cp_detour *d)
{
    for (uint32_t i = 0; i < d->n_marked; i++)
        d->distance[d->marked[i]] = CP_SPF_NONE;
    d->n_marked = 0;
}
