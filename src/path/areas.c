/* SPDX-License-Identifier: Apache-2.0 */
/* areas.c - see areas.h. Each kind is one Dijkstra per area from all that the area learns TO from;
 * with few areas that is a few times the work of one net. */
#include "path/areas.h"
#include <stdlib.h>

typedef enum way { WITHIN, BACKBONE, OUTWARD, NO_WAY } way;

typedef struct key {
    uint64_t distance;
    uint32_t node;
} key;

typedef struct ranked {
    uint64_t distance;
    uint32_t node, way;
} ranked;

struct cp_areas {
    cp_spf *spf;
    cp_arena *a;
    const cp_down *down;
    cp_members members;
    uint8_t *has_to;         /* per area: TO is in it */
    uint32_t *first, *nodes; /* of each area: n_areas + 1, into nodes that have an arc in it */
    uint32_t *area;          /* per arc; or CP_NO_AREA */
    uint8_t *is_backbone;    /* per arc; a link of both levels is in an area and in the backbone */
    uint8_t *next;           /* per arc: forwarded to */
    uint8_t *way;            /* per node: cp way */
    uint64_t *ahead;         /* per node, of the area at hand */
    uint32_t *reached, n_reached;
    CP_VEC(key) heap;
    ranked *ranks;
    uint64_t *table; /* per node: distance, before those that lead nowhere were taken out */
    /* per node that is within: the area, of several the last; CP_NO_AREA: the backbone */
    uint32_t *via;
};

/* ---- which arc is in which area */

/* The nodes of each area, each once. */
static void list_nodes(cp_areas *x)
{
    const cp_spf *s = x->spf;
    /* node + 1 that was put in last */
    uint32_t *seen = CP_NEW_ARRAY(x->a, uint32_t, x->members.n_areas);
    x->first = CP_NEW_ARRAY(x->a, uint32_t, (size_t)x->members.n_areas + 2);
    x->nodes = CP_NEW_ARRAY(x->a, uint32_t, s->first[s->n]);
    for (int pass = 0; pass < 2; pass++) {
        memset(seen, 0, x->members.n_areas * sizeof *seen);
        for (uint32_t u = 0; u < s->n_linked; u++)
            for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
                uint32_t area = x->area[k];
                if (area == CP_NO_AREA || seen[area] == u + 1)
                    continue;
                seen[area] = u + 1;
                if (pass == 0)
                    x->first[area + 2]++;
                else
                    x->nodes[x->first[area + 1]++] = u;
            }
        for (uint32_t i = 2; pass == 0 && i < x->members.n_areas + 2; i++)
            x->first[i] += x->first[i - 1];
    }
}

cp_areas *cp_areas_new(cp_arena *a, cp_spf *s)
{
    const cp_net *n = s->net;
    cp_members m;
    if (!cp_members_find(a, n, &m))
        return NULL;
    cp_areas *x = CP_NEW(a, cp_areas);
    uint32_t n_arcs = s->first[s->n];
    *x = (cp_areas){ .spf = s, .a = a, .members = m };
    x->has_to = CP_NEW_ARRAY(a, uint8_t, m.n_areas);
    x->area = CP_NEW_ARRAY(a, uint32_t, n_arcs);
    x->is_backbone = CP_NEW_ARRAY(a, uint8_t, n_arcs);
    x->next = CP_NEW_ARRAY(a, uint8_t, n_arcs);
    x->way = CP_NEW_ARRAY(a, uint8_t, s->n);
    x->via = CP_NEW_ARRAY(a, uint32_t, s->n);
    x->ahead = CP_NEW_ARRAY(a, uint64_t, s->n);
    x->ranks = CP_NEW_ARRAY(a, ranked, s->n);
    x->table = CP_NEW_ARRAY(a, uint64_t, s->n);
    x->reached = CP_NEW_ARRAY(a, uint32_t, s->n);
    memset(x->ahead, 0xff, s->n * sizeof *x->ahead);
    for (uint32_t k = 0; k < n_arcs; k++) {
        x->area[k] = m.area[s->arcs[k].link];
        x->is_backbone[k] = cp_link_in_backbone(n, s->arcs[k].link);
    }
    list_nodes(x);
    /* all that a run can push, so that it takes no memory */
    x->heap.v = CP_NEW_ARRAY(a, key, (size_t)n_arcs + s->n);
    x->heap.cap = n_arcs + s->n;
    s->next = x->next;
    return x;
}

/* ---- one area, or the backbone (CP_NO_AREA) */

static bool is_in(const cp_areas *x, uint32_t arc, uint32_t area)
{
    return area == CP_NO_AREA ? x->is_backbone[arc] : x->area[arc] == area;
}

static bool is_up(const cp_areas *x, const cp_spf_arc *arc)
{
    return !x->down || (!x->down->links[arc->link] && !x->down->nodes[arc->to]);
}

static bool touches(const cp_areas *x, uint32_t u, uint32_t area)
{
    const cp_spf *s = x->spf;
    uint32_t k = s->first[u];
    while (k < s->first[u + 1] && !(is_in(x, k, area) && is_up(x, &s->arcs[k])))
        k++;
    return k < s->first[u + 1];
}

static void push(cp_areas *x, uint32_t u, uint64_t distance)
{
    if (x->ahead[u] == CP_SPF_NONE)
        x->reached[x->n_reached++] = u;
    x->ahead[u] = distance;
    cp_vec_push(x->a, &x->heap, ((key){ distance, u }));
    uint32_t i = x->heap.n - 1;
    for (; i && x->heap.v[(i - 1) / 2].distance > distance; i = (i - 1) / 2)
        x->heap.v[i] = x->heap.v[(i - 1) / 2];
    x->heap.v[i] = (key){ distance, u };
}

static key pop(cp_areas *x)
{
    key *v = x->heap.v, top = v[0], last = v[--x->heap.n];
    uint32_t i = 0, n = x->heap.n;
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        child += child + 1 < n && v[child + 1].distance < v[child].distance;
        if (v[child].distance >= last.distance)
            break;
        v[i] = v[child];
    }
    v[i] = last;
    return top;
}

/* From what was pushed, to all of the area. */
static void spread(cp_areas *x, uint32_t area)
{
    const cp_spf *s = x->spf;
    while (x->heap.n) {
        key u = pop(x);
        if (u.distance != x->ahead[u.node] || s->closed[u.node])
            continue;
        for (uint32_t k = s->first[u.node]; k < s->first[u.node + 1]; k++) {
            const cp_spf_arc *arc = &s->arcs[k];
            if (arc->in && is_in(x, k, area) && is_up(x, arc) &&
                u.distance + arc->in < x->ahead[arc->to])
                push(x, arc->to, u.distance + arc->in);
        }
    }
}

static void forget(cp_areas *x)
{
    for (uint32_t i = 0; i < x->n_reached; i++)
        x->ahead[x->reached[i]] = CP_SPF_NONE;
    x->n_reached = 0;
}

/* u takes what the area offers; is_also: beside what it has already, which is as good. */
static void take(cp_areas *x, uint32_t u, uint32_t area, way w, bool is_also)
{
    const cp_spf *s = x->spf;
    s->distance[u] = x->ahead[u];
    x->way[u] = (uint8_t)w;
    x->via[u] = area;
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
        const cp_spf_arc *arc = &s->arcs[k];
        uint64_t d = x->ahead[arc->to];
        bool is_tight = arc->out && d != CP_SPF_NONE && d + arc->out == x->ahead[u] &&
                        is_in(x, k, area) && is_up(x, arc) && !s->closed[arc->to];
        x->next[k] = (uint8_t)(is_tight || (is_also && x->next[k]));
    }
}

/* ---- the three kinds */

/* Levels: 1 goes before 2, which is told with the backbone. OSPF: the least of all areas. */
static void within(cp_areas *x, uint32_t area)
{
    cp_spf *s = x->spf;
    if (!touches(x, s->to, area))
        return;
    push(x, s->to, 0);
    spread(x, area);
    for (uint32_t i = 0; i < x->n_reached; i++) {
        uint32_t u = x->reached[i];
        if (u != s->to && x->ahead[u] <= s->distance[u])
            take(x, u, area, WITHIN, x->ahead[u] == s->distance[u]);
    }
    forget(x);
}

static void by_backbone(cp_areas *x)
{
    cp_spf *s = x->spf;
    if (x->members.has_levels && touches(x, s->to, CP_NO_AREA))
        push(x, s->to, 0);
    for (uint32_t u = 0; u < s->n_linked; u++)
        if (u != s->to && x->way[u] == WITHIN && x->via[u] != CP_NO_AREA && !s->closed[u] &&
            touches(x, u, CP_NO_AREA) && s->distance[u] < x->ahead[u])
            push(x, u, s->distance[u]);
    spread(x, CP_NO_AREA);
    for (uint32_t i = 0; i < x->n_reached; i++)
        if (x->way[x->reached[i]] == NO_WAY)
            take(x, x->reached[i], CP_NO_AREA, BACKBONE, false);
    forget(x);
}

/* A device of two areas that is no border has the better of both. */
static void take_outward(cp_areas *x, uint32_t u, uint32_t area)
{
    uint64_t had = x->spf->distance[u];
    if (x->way[u] == NO_WAY || (x->way[u] == OUTWARD && x->ahead[u] <= had))
        take(x, u, area, OUTWARD, x->ahead[u] == had);
}

/* A border tells an area what it did not learn from it. */
static void outward(cp_areas *x, uint32_t area)
{
    cp_spf *s = x->spf;
    for (uint32_t i = x->first[area]; i < x->first[area + 1]; i++) {
        uint32_t u = x->nodes[i];
        bool is_told_so = x->way[u] == WITHIN && x->via[u] == area;
        if (x->way[u] < OUTWARD && !is_told_so && u != s->to && !s->closed[u] &&
            touches(x, u, area) && touches(x, u, CP_NO_AREA))
            push(x, u, x->members.is_level[area] ? 0 : s->distance[u]);
    }
    spread(x, area);
    for (uint32_t i = 0; i < x->n_reached; i++)
        if (!touches(x, x->reached[i], CP_NO_AREA))
            take_outward(x, x->reached[i], area);
    forget(x);
}

static int by_way(const void *p, const void *q)
{
    const ranked *x = p, *y = q;
    if (x->way != y->way)
        return x->way < y->way ? -1 : 1;
    return (x->distance > y->distance) - (x->distance < y->distance);
}

/* Takes out what leads to devices without a way; false: then u has none either. Those that u may
 * forward to have been asked before. */
static bool leads_on(cp_areas *x, uint32_t u)
{
    const cp_spf *s = x->spf;
    bool leads = u == s->to;
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
        x->next[k] = x->next[k] && s->distance[s->arcs[k].to] != CP_SPF_NONE;
        leads = leads || x->next[k];
    }
    if (!leads)
        s->distance[u] = CP_SPF_NONE;
    return leads;
}

static void order(cp_areas *x)
{
    cp_spf *s = x->spf;
    uint32_t n = 0;
    for (uint32_t u = 0; u < s->n; u++)
        if (s->distance[u] != CP_SPF_NONE)
            x->ranks[n++] = (ranked){ s->distance[u], u, x->way[u] };
    qsort(x->ranks, n, sizeof *x->ranks, by_way);
    s->n_order = 0;
    for (uint32_t i = 0; i < n; i++)
        if (leads_on(x, x->ranks[i].node))
            s->order[s->n_order++] = x->ranks[i].node;
}

void cp_areas_run(cp_areas *x, const cp_down *down)
{
    cp_spf *s = x->spf;
    x->down = down;
    memset(s->distance, 0xff, s->n * sizeof *s->distance);
    memset(x->way, NO_WAY, s->n);
    memset(x->next, 0, s->first[s->n]);
    s->distance[s->to] = 0;
    x->way[s->to] = WITHIN;
    memset(x->has_to, 0, x->members.n_areas);
    for (uint32_t k = s->first[s->to]; k < s->first[s->to + 1]; k++)
        if (x->area[k] != CP_NO_AREA)
            x->has_to[x->area[k]] = 1;
    for (uint32_t area = 0; area < x->members.n_areas; area++)
        if (x->has_to[area])
            within(x, area);
    if (!x->members.has_levels)
        within(x, CP_NO_AREA);
    by_backbone(x);
    for (uint32_t area = 0; area < x->members.n_areas; area++)
        outward(x, area);
    memcpy(x->table, s->distance, s->n * sizeof *x->table);
    order(x);
}

/* ---- for certificates: all distances at once, what a kind goes before told by CP_AREAS_KIND */

uint32_t cp_areas_n_stands(const cp_areas *x) { return cp_members_n_stands(&x->members); }

/* What u tells the others of the area. */
static uint64_t told(const cp_areas *x, uint32_t u, uint32_t area)
{
    const cp_spf *s = x->spf;
    bool is_backbone = area == CP_NO_AREA;
    if (u == s->to && !(is_backbone && x->members.has_levels))
        return 0;
    if ((x->down && x->down->nodes[u]) || !touches(x, u, CP_NO_AREA))
        return CP_SPF_NONE;
    if (is_backbone)
        return x->way[u] == WITHIN ? CP_AREAS_KIND + x->table[u] : CP_SPF_NONE;
    if (x->way[u] >= OUTWARD)
        return CP_SPF_NONE;
    return 2 * CP_AREAS_KIND + (x->members.is_level[area] ? 0 : x->table[u]);
}

static void tell(cp_areas *x, uint32_t u, uint32_t area)
{
    uint64_t d = told(x, u, area);
    if (d < x->ahead[u])
        push(x, u, d);
}

static void keep(cp_areas *x, uint32_t area, uint64_t *out)
{
    spread(x, area);
    for (uint32_t i = 0; i < x->n_reached; i++) {
        uint32_t u = x->reached[i];
        out[cp_members_stand(&x->members, x->spf->item[u], area)] = x->ahead[u];
    }
    forget(x);
}

void cp_areas_stands(cp_areas *x, uint64_t *out)
{
    const cp_spf *s = x->spf;
    memset(out, 0xff, cp_areas_n_stands(x) * sizeof *out);
    for (uint32_t u = 0; u < s->n_linked; u++)
        tell(x, u, CP_NO_AREA);
    tell(x, s->to, CP_NO_AREA); /* it may have no links */
    keep(x, CP_NO_AREA, out);
    for (uint32_t area = 0; area < x->members.n_areas; area++) {
        for (uint32_t i = x->first[area]; i < x->first[area + 1]; i++)
            tell(x, x->nodes[i], area);
        keep(x, area, out);
    }
}
