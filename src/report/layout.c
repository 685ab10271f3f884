/* SPDX-License-Identifier: Apache-2.0 */
/* layout.c - see layout.h: the whole, and the nodes of a group as a sunflower has its seeds, those
 * with most links in the middle: nothing overlaps, and a circle of n nodes has a radius of sqrt(n).
 */
#include "report/layout.h"
#include <math.h>
#include <stdlib.h>
#include "report/layout_in.h"

#define GOLDEN_ANGLE 2.39996322972865332 /* pi * (3 - sqrt(5)) */
#define GAP 1.0                          /* between circles; two nodes have about 1 between them */
#define MARGIN 0.02                      /* of the whole side, around everything */

static double seed_radius(uint32_t i) { return i ? 0.62 * sqrt((double)i) : 0; }
static double circle_radius(uint32_t n) { return seed_radius(n ? n - 1 : 0) + 0.6; }

static uint32_t *first_of(cp_arena *a, uint32_t n, const cp_layout_link *links, uint32_t n_links)
{
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)n + 2);
    for (uint32_t i = 0; i < n_links; i++) {
        first[links[i].a + 2]++;
        first[links[i].b + 2]++;
    }
    for (uint32_t i = 2; i < n + 2; i++)
        first[i] += first[i - 1];
    return first;
}

cp_layout_graph cp_layout_graph_of(cp_arena *a, uint32_t n, const cp_layout_link *links,
                                   uint32_t n_links)
{
    uint32_t *first = first_of(a, n, links, n_links);
    uint32_t *to = CP_NEW_RAW(a, uint32_t, 2 * (size_t)n_links);
    for (uint32_t i = 0; i < n_links; i++) {
        to[first[links[i].a + 1]++] = links[i].b;
        to[first[links[i].b + 1]++] = links[i].a;
    }
    return (cp_layout_graph){ n, first, to, NULL };
}

/* Nodes by their group, those with most links first. */
typedef struct seed {
    uint32_t group, n_links, node;
} seed;

static int by_rank(const void *x, const void *y)
{
    const seed *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->n_links != b->n_links)
        return a->n_links > b->n_links ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

static seed *rank_nodes(cp_arena *a, const cp_layout_graph *g, const uint32_t *group)
{
    seed *v = CP_NEW_RAW(a, seed, g->n);
    for (uint32_t i = 0; i < g->n; i++)
        v[i] = (seed){ group[i], g->first[i + 1] - g->first[i], i };
    if (g->n)
        qsort(v, g->n, sizeof *v, by_rank);
    return v;
}

typedef struct frame {
    double x, y, scale; /* coordinate = (value - x) * scale */
} frame;

static frame frame_of(const cp_layout_spot *v, uint32_t n)
{
    double low[2] = { 0, 0 }, high[2] = { 1, 1 };
    for (uint32_t i = 0; i < n; i++) {
        double x[2] = { v[i].x, v[i].y };
        for (int k = 0; k < 2; k++) {
            if (i == 0 || x[k] - v[i].r < low[k])
                low[k] = x[k] - v[i].r;
            if (i == 0 || x[k] + v[i].r > high[k])
                high[k] = x[k] + v[i].r;
        }
    }
    double side = fmax(fmax(high[0] - low[0], high[1] - low[1]), 4),
           whole = side * (1 + 2 * MARGIN);
    return (frame){ (low[0] + high[0] - whole) / 2, (low[1] + high[1] - whole) / 2,
                    CP_LAYOUT_SIDE / whole };
}

static uint32_t coordinate(double value, double from, double scale)
{
    double x = floor((value - from) * scale + 0.5);
    return x < 0 ? 0 : x > CP_LAYOUT_SIDE ? CP_LAYOUT_SIDE : (uint32_t)x;
}

static void draw_groups(const frame *f, const cp_layout_spot *spots, uint32_t n,
                        cp_layout_circle *circles)
{
    for (uint32_t i = 0; i < n; i++) {
        double r = floor(spots[i].r * f->scale);
        circles[i].x = coordinate(spots[i].x, f->x, f->scale);
        circles[i].y = coordinate(spots[i].y, f->y, f->scale);
        circles[i].r = circles[i].n ? (r < 1 ? 1 : (uint32_t)r) : 0;
    }
}

static void draw_nodes(double scale, const seed *v, uint32_t n, int32_t *x, int32_t *y)
{
    for (uint32_t i = 0, place = 0; i < n; i++, place++) {
        if (i && v[i].group != v[i - 1].group)
            place = 0;
        double r = seed_radius(place) * scale, angle = place * GOLDEN_ANGLE;
        x[v[i].node] = (int32_t)lround(r * cos(angle));
        y[v[i].node] = (int32_t)lround(r * sin(angle));
    }
}

void cp_layout_make(cp_arena *a, const cp_layout_in *in, cp_layout *out)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_layout_graph g = cp_layout_graph_of(scratch, in->n_nodes, in->links, in->n_links);
    uint32_t *group = CP_NEW_ARRAY(a, uint32_t, in->n_nodes);
    uint32_t n = cp_layout_find_groups(scratch, in, &g, group);
    cp_layout_circle *circles = CP_NEW_ARRAY(a, cp_layout_circle, n);
    cp_layout_spot *spots = CP_NEW_ARRAY(scratch, cp_layout_spot, n);
    for (uint32_t i = 0; i < in->n_nodes; i++)
        circles[group[i]].n++;
    for (uint32_t i = 0; i < n; i++)
        spots[i].r = circle_radius(circles[i].n);
    cp_layout_graph between = cp_layout_quotient(scratch, &g, group, n);
    cp_layout_place(scratch, &between, GAP, spots);
    frame f = frame_of(spots, n);
    int32_t *x = CP_NEW_ARRAY(a, int32_t, in->n_nodes), *y = CP_NEW_ARRAY(a, int32_t, in->n_nodes);
    draw_groups(&f, spots, n, circles);
    draw_nodes(f.scale, rank_nodes(scratch, &g, group), in->n_nodes, x, y);
    cp_arena_free(scratch);
    *out = (cp_layout){ .n_groups = n, .group = group, .x = x, .y = y, .circles = circles };
}
