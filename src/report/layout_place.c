/* SPDX-License-Identifier: Apache-2.0 */
/* layout_place.c - where the circles of the groups are.
 *
 *     those with links to others   wished places: a tree of rings around the one with most of them,
 *                                  which networks of sites mostly are; then forces (linked ones
 *                                  draw, all push: Fruchterman and Reingold 1991, with circles for
 *                                  points); then each, the large ones first, where it wishes to be,
 *                                  or as near to that as there is room
 *     those without               in rows, as a page has lines
 *     more than FORCE_MAX          in pieces, as layout_groups.c makes them: inside of each, then
 *                                  the pieces */
#include <math.h>
#include <stdlib.h>
#include "report/layout_in.h"

enum {
    STEPS_MIN = 20,
    STEPS_MAX = 150,
    PAIRS_MAX = 30 * 1000 * 1000, /* of all steps: some tenths of a second */
    DIRECTIONS = 8                /* in which room is looked for */
};
#define PI 3.14159265358979323846

typedef struct ranked {
    uint32_t weight, group;
} ranked;

/* A group that is placed by forces. */
typedef struct body {
    uint32_t group, parent; /* parent: in the tree of rings; its own place: a root */
    uint32_t leaves, depth;
    double from, angle; /* the sector of it and what hangs on it */
} body;

typedef struct placing {
    const cp_layout_graph *g;
    cp_layout_spot *spots;
    double gap;
    body *v;
    uint32_t n;
    uint32_t *at; /* per group: its place in v */
    double *x, *y, *r, *dx, *dy;
} placing;

/* ---- rings */

static int by_weight(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

static ranked *rank(cp_arena *a, const cp_layout_graph *g, uint32_t *n_linked)
{
    ranked *v = CP_NEW_ARRAY(a, ranked, g->n);
    *n_linked = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        v[i].group = i;
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++)
            v[i].weight += g->weight[k];
        *n_linked += v[i].weight > 0;
    }
    if (g->n)
        qsort(v, g->n, sizeof *v, by_weight);
    return v;
}

/* Breadth first from the groups in that order: v gets them in the order in which they are
 * reached. */
static uint32_t grow_trees(placing *p, const ranked *order, uint32_t n)
{
    uint32_t n_roots = 0;
    for (uint32_t i = 0; i < p->g->n; i++)
        p->at[i] = CP_LAYOUT_NO_GROUP;
    for (uint32_t i = 0, head = 0; i < n; i++) {
        if (p->at[order[i].group] != CP_LAYOUT_NO_GROUP)
            continue;
        n_roots++;
        p->at[order[i].group] = p->n;
        p->v[p->n] = (body){ .group = order[i].group, .parent = p->n };
        for (p->n++; head < p->n; head++) {
            uint32_t x = p->v[head].group;
            for (uint32_t k = p->g->first[x]; k < p->g->first[x + 1]; k++) {
                uint32_t to = p->g->to[k];
                if (p->at[to] != CP_LAYOUT_NO_GROUP)
                    continue;
                p->at[to] = p->n;
                p->v[p->n++] = (body){ to, head, 0, p->v[head].depth + 1, 0, 0 };
            }
        }
    }
    return n_roots;
}

/* Each gets a sector as wide as it has leaves; several trees share the circle. */
static void rings(placing *p, uint32_t n_roots)
{
    double ring = 0, next = 0;
    uint32_t n_leaves = 0;
    for (uint32_t i = p->n; i-- > 0;) {
        body *b = &p->v[i];
        b->leaves += b->leaves == 0;
        if (b->parent != i)
            p->v[b->parent].leaves += b->leaves;
        else
            n_leaves += b->leaves;
        ring += 3 * (p->r[i] + p->gap) / p->n;
    }
    for (uint32_t i = 0; i < p->n; i++) {
        body *b = &p->v[i];
        bool is_root = b->parent == i;
        double *from = is_root ? &next : &p->v[b->parent].from;
        b->from = *from;
        b->angle = 2 * PI * b->leaves / n_leaves;
        *from += b->angle;
        double middle = b->from + b->angle / 2, away = ring * (b->depth + (n_roots > 1));
        p->x[i] = away * cos(middle);
        p->y[i] = away * sin(middle);
    }
}

/* ---- forces */

static void push(placing *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        double x = p->x[i], y = p->y[i], r = p->r[i] + p->gap, fx = 0, fy = 0;
        for (uint32_t k = i + 1; k < p->n; k++) {
            double dx = x - p->x[k], dy = y - p->y[k], want = r + p->r[k];
            double f = want * want / (dx * dx + dy * dy + 0.01);
            fx += dx * f;
            fy += dy * f;
            p->dx[k] -= dx * f;
            p->dy[k] -= dy * f;
        }
        p->dx[i] += fx;
        p->dy[i] += fy;
    }
}

static void draw_together(placing *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t group = p->v[i].group;
        p->dx[i] -= 0.05 * p->x[i]; /* what is not linked stays near */
        p->dy[i] -= 0.05 * p->y[i];
        for (uint32_t k = p->g->first[group]; k < p->g->first[group + 1]; k++) {
            uint32_t to = p->at[p->g->to[k]];
            double dx = p->x[to] - p->x[i], dy = p->y[to] - p->y[i];
            double f = sqrt(dx * dx + dy * dy) / (p->r[i] + p->r[to] + p->gap) *
                       (1 + log2(p->g->weight[k]) / 4);
            p->dx[i] += dx * f;
            p->dy[i] += dy * f;
        }
    }
}

static void move(placing *p, double most)
{
    for (uint32_t i = 0; i < p->n; i++) {
        double d = sqrt(p->dx[i] * p->dx[i] + p->dy[i] * p->dy[i]);
        double part = d > most ? most / d : 1;
        p->x[i] += p->dx[i] * part;
        p->y[i] += p->dy[i] * part;
        p->dx[i] = p->dy[i] = 0;
    }
}

static void settle(placing *p, uint64_t pairs_max)
{
    uint64_t pairs = (uint64_t)p->n * p->n / 2 + 1, steps = pairs_max / pairs;
    double far = 1;
    steps = steps < STEPS_MIN ? STEPS_MIN : steps > STEPS_MAX ? STEPS_MAX : steps;
    for (uint32_t i = 0; i < p->n; i++)
        far = fmax(far, sqrt(p->x[i] * p->x[i] + p->y[i] * p->y[i]));
    for (uint64_t i = 0; i < steps; i++) {
        push(p);
        draw_together(p);
        move(p, far / 5 * (double)(steps - i) / (double)steps);
    }
}

/* ---- room */

/* How far along a direction from a place to get out of all that are in the way there; 0: none
 * is. */
static double way_out(const placing *p, const uint32_t *placed, uint32_t n, uint32_t own, double x,
                      double y, double ux, double uy)
{
    double out = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = placed[i];
        double cx = p->x[k] - x, cy = p->y[k] - y, r = p->r[k] + p->r[own] + p->gap;
        double near = cx * cx + cy * cy - r * r;
        if (near >= 0)
            continue;
        double along = cx * ux + cy * uy;
        out = fmax(out, along + sqrt(along * along - near) + 1e-6 * r);
    }
    return out;
}

static double room_at(const placing *p, const uint32_t *placed, uint32_t n, uint32_t own, double ux,
                      double uy, double enough)
{
    double at = 0, step;
    do {
        step = way_out(p, placed, n, own, p->x[own] + at * ux, p->y[own] + at * uy, ux, uy);
        at += step;
    } while (step > 0 && at < enough);
    return at;
}

static void find_room(placing *p, const uint32_t *placed, uint32_t n, uint32_t own)
{
    double outward = atan2(p->y[own], p->x[own]), best = HUGE_VAL, bx = 0, by = 0;
    for (int i = 0; i < DIRECTIONS && best > 0; i++) {
        double angle = outward + i * 2 * PI / DIRECTIONS, ux = cos(angle), uy = sin(angle);
        double d = room_at(p, placed, n, own, ux, uy, best);
        if (d < best) {
            best = d;
            bx = p->x[own] + d * ux;
            by = p->y[own] + d * uy;
        }
    }
    p->x[own] = bx;
    p->y[own] = by;
}

static int larger_first(const void *x, const void *y, void *ctx)
{
    const placing *p = ctx;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    if (p->r[a] != p->r[b])
        return p->r[a] > p->r[b] ? -1 : 1;
    return (a > b) - (a < b);
}

static void make_room(cp_arena *a, placing *p)
{
    uint32_t *order = CP_NEW_RAW(a, uint32_t, p->n);
    for (uint32_t i = 0; i < p->n; i++)
        order[i] = i;
    if (p->n)
        qsort_r(order, p->n, sizeof *order, larger_first, p);
    for (uint32_t i = 1; i < p->n; i++)
        find_room(p, order, i, order[i]);
    for (uint32_t i = 0; i < p->n; i++) {
        p->spots[p->v[i].group].x = p->x[i];
        p->spots[p->v[i].group].y = p->y[i];
    }
}

static void by_forces(cp_arena *a, const cp_layout_graph *g, const ranked *order, uint32_t n,
                      double gap, uint64_t pairs_max, cp_layout_spot *spots)
{
    placing p = { .g = g, .spots = spots, .gap = gap };
    p.v = CP_NEW_ARRAY(a, body, n);
    p.at = CP_NEW_ARRAY(a, uint32_t, g->n);
    double **const arrays[] = { &p.x, &p.y, &p.r, &p.dx, &p.dy };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        *arrays[i] = CP_NEW_ARRAY(a, double, n);
    uint32_t n_roots = grow_trees(&p, order, n);
    for (uint32_t i = 0; i < p.n; i++)
        p.r[i] = spots[p.v[i].group].r;
    rings(&p, n_roots);
    settle(&p, pairs_max);
    make_room(a, &p);
}

/* ---- rows */

static int taller_first(const void *x, const void *y, void *ctx)
{
    const cp_layout_spot *spots = ctx;
    const ranked *a = x, *b = y;
    double ra = spots[a->group].r, rb = spots[b->group].r;
    if (ra != rb)
        return ra > rb ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

static void in_rows(ranked *v, uint32_t n, double left, double width, double top, double gap,
                    cp_layout_spot *spots)
{
    double x = left, y = top, height = 0;
    if (n)
        qsort_r(v, n, sizeof *v, taller_first, spots);
    for (uint32_t i = 0; i < n; i++) {
        cp_layout_spot *s = &spots[v[i].group];
        if (x > left && x + 2 * s->r > left + width) {
            x = left;
            y += height;
            height = 0;
        }
        height = fmax(height, 2 * s->r + gap);
        s->x = x + s->r;
        s->y = y + s->r;
        x += 2 * s->r + gap;
    }
}

static void place_level(cp_arena *a, const cp_layout_graph *g, double gap, uint64_t pairs_max,
                        cp_layout_spot *spots)
{
    uint32_t n;
    ranked *order = rank(a, g, &n);
    double left = 0, right = 0, bottom = 0, area = 0;
    if (n > CP_LAYOUT_FORCE_MAX)
        n = 0;
    if (n)
        by_forces(a, g, order, n, gap, pairs_max, spots);
    for (uint32_t i = 0; i < n; i++) {
        const cp_layout_spot *s = &spots[order[i].group];
        left = fmin(left, s->x - s->r);
        right = fmax(right, s->x + s->r);
        bottom = fmax(bottom, s->y + s->r);
    }
    for (uint32_t i = n; i < g->n; i++) {
        double side = 2 * spots[order[i].group].r + gap;
        area += side * side;
    }
    double width = fmax(right - left, sqrt(area));
    in_rows(order + n, g->n - n, left, width, bottom + (n ? 2 * gap : 0), gap, spots);
}

/* ---- too many for one level: pieces of them, and the groups inside each */

typedef struct parts {
    const cp_layout_graph *g;
    const uint32_t *piece;         /* per group */
    uint32_t *first, *groups, *at; /* groups by piece; at: the place of each among them */
    uint32_t n;
} parts;

static parts part(cp_arena *a, const cp_layout_graph *g)
{
    uint32_t *piece = CP_NEW_RAW(a, uint32_t, g->n);
    parts p = { .g = g, .piece = piece, .n = cp_layout_pieces(a, g, piece) };
    p.first = CP_NEW_ARRAY(a, uint32_t, (size_t)p.n + 2);
    p.groups = CP_NEW_RAW(a, uint32_t, g->n);
    p.at = CP_NEW_RAW(a, uint32_t, g->n);
    for (uint32_t i = 0; i < g->n; i++)
        p.first[piece[i] + 2]++;
    for (uint32_t i = 2; i < p.n + 2; i++)
        p.first[i] += p.first[i - 1];
    for (uint32_t i = 0; i < g->n; i++) {
        p.at[i] = p.first[piece[i] + 1]++;
        p.groups[p.at[i]] = i;
    }
    return p;
}

/* What is linked inside of a piece. */
static cp_layout_graph inside(cp_arena *a, const parts *p, uint32_t piece)
{
    uint32_t from = p->first[piece], n = p->first[piece + 1] - from, n_to = 0, all = 0;
    for (uint32_t i = from; i < from + n; i++)
        all += p->g->first[p->groups[i] + 1] - p->g->first[p->groups[i]];
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)n + 1);
    uint32_t *to = CP_NEW_RAW(a, uint32_t, all), *weight = CP_NEW_RAW(a, uint32_t, all);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t group = p->groups[from + i];
        for (uint32_t k = p->g->first[group]; k < p->g->first[group + 1]; k++) {
            if (p->piece[p->g->to[k]] != piece)
                continue;
            to[n_to] = p->at[p->g->to[k]] - from;
            weight[n_to++] = p->g->weight[k];
        }
        first[i + 1] = n_to;
    }
    return (cp_layout_graph){ n, first, to, weight };
}

/* Moves the spots around the middle of them; returns how far they reach. */
static double centre(cp_layout_spot *v, uint32_t n)
{
    double low[2] = { HUGE_VAL, HUGE_VAL }, high[2] = { -HUGE_VAL, -HUGE_VAL }, reach = 0;
    for (uint32_t i = 0; i < n; i++) {
        low[0] = fmin(low[0], v[i].x - v[i].r);
        low[1] = fmin(low[1], v[i].y - v[i].r);
        high[0] = fmax(high[0], v[i].x + v[i].r);
        high[1] = fmax(high[1], v[i].y + v[i].r);
    }
    for (uint32_t i = 0; i < n; i++) {
        v[i].x -= (low[0] + high[0]) / 2;
        v[i].y -= (low[1] + high[1]) / 2;
        reach = fmax(reach, hypot(v[i].x, v[i].y) + v[i].r);
    }
    return reach;
}

static void place_parts(cp_arena *a, const cp_layout_graph *g, double gap, cp_layout_spot *spots)
{
    parts p = part(a, g);
    cp_layout_spot *whole = CP_NEW_ARRAY(a, cp_layout_spot, p.n);
    cp_layout_spot *v = CP_NEW_RAW(a, cp_layout_spot, g->n);
    for (uint32_t i = 0; i < g->n; i++)
        v[p.at[i]] = spots[i];
    for (uint32_t i = 0; i < p.n; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        cp_layout_graph in = inside(a, &p, i);
        place_level(a, &in, gap, (uint64_t)PAIRS_MAX * in.n / g->n, v + p.first[i]);
        whole[i].r = centre(v + p.first[i], in.n);
        cp_arena_back(a, mark);
    }
    cp_layout_graph between = cp_layout_quotient(a, g, p.piece, p.n);
    place_level(a, &between, 2 * gap, PAIRS_MAX, whole);
    for (uint32_t i = 0; i < g->n; i++) {
        spots[i].x = whole[p.piece[i]].x + v[p.at[i]].x;
        spots[i].y = whole[p.piece[i]].y + v[p.at[i]].y;
    }
}

void cp_layout_place(cp_arena *a, const cp_layout_graph *g, double gap, cp_layout_spot *spots)
{
    uint32_t n_linked = 0;
    for (uint32_t i = 0; i < g->n; i++)
        n_linked += g->first[i + 1] > g->first[i];
    if (n_linked > CP_LAYOUT_FORCE_MAX)
        place_parts(a, g, gap, spots);
    else
        place_level(a, g, gap, PAIRS_MAX, spots);
}
