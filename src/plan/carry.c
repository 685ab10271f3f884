/* SPDX-License-Identifier: Apache-2.0 */
/* carry.c - see carry.h. */
#include "plan/carry.h"
#include <math.h>
#include <stdlib.h>
#include "plan/solver.h"

enum {
    ROUNDS_MAX = 100,    /* of flow deviation */
    SOLVED_MAX = 60,     /* programmes */
    PATHS_MAX = 1 << 18, /* of a programme */
    SPLITS_MAX = 256,    /* paths of a demand in whole numbers */
};

typedef struct want {
    uint32_t root, end, demand; /* root: the end that more demands have */
    double bps;
} want;

typedef struct heap_item {
    double at;
    uint32_t node;
} heap_item;

struct cp_carry {
    const cp_plan_problem *p;
    uint32_t *first, *to, *link; /* arcs, by node */
    want *wants;                 /* by root */
    uint32_t n_wants;
    uint64_t *left; /* per link: room, in whole numbers */
    double *load, *other, *length;
    /* per node: the tree of shortest paths from a root */
    double *distance;
    uint32_t *over, *from; /* the link and the node before; CP_PLAN_NONE: not met */
    heap_item *heap;
    uint32_t n_heap, *queue;
    const bool *is_down;
};

static uint64_t capacity(const cp_carry *c, uint32_t link) { return c->p->link_bps[link]; }

/* ---- making */

static void index_links(cp_carry *c, cp_arena *a)
{
    const cp_plan_problem *p = c->p;
    c->first = CP_NEW_ARRAY(a, uint32_t, (size_t)p->n_nodes + 2);
    c->to = CP_NEW_RAW(a, uint32_t, 2 * (size_t)p->n_links);
    c->link = CP_NEW_RAW(a, uint32_t, 2 * (size_t)p->n_links);
    for (uint32_t i = 0; i < p->n_links; i++) {
        c->first[p->links[i].a + 2]++;
        c->first[p->links[i].b + 2]++;
    }
    for (uint32_t i = 0; i < p->n_nodes; i++)
        c->first[i + 2] += c->first[i + 1];
    for (uint32_t i = 0; i < p->n_links; i++) {
        uint32_t at = c->first[p->links[i].a + 1]++, back = c->first[p->links[i].b + 1]++;
        c->to[at] = p->links[i].b;
        c->to[back] = p->links[i].a;
        c->link[at] = c->link[back] = i;
    }
}

static bool walk(cp_carry *c, uint32_t from, uint32_t to, uint64_t least);

static int by_root(const void *x, const void *y)
{
    const want *a = x, *b = y;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    return (a->demand > b->demand) - (a->demand < b->demand);
}

static void find_wants(cp_carry *c, cp_arena *a)
{
    const cp_plan_problem *p = c->p;
    cp_arena *scratch = cp_arena_new(0);
    uint32_t *n_of = CP_NEW_ARRAY(scratch, uint32_t, p->n_nodes);
    c->wants = CP_NEW_RAW(a, want, p->n_demands);
    c->is_down = CP_NEW_ARRAY(scratch, bool, p->n_nodes);
    for (uint32_t i = 0; i < p->n_demands; i++) {
        n_of[p->demands[i].a]++;
        n_of[p->demands[i].b]++;
    }
    for (uint32_t i = 0; i < p->n_demands; i++) {
        cp_plan_pair d = p->demands[i];
        if (p->demand_bps[i] == 0 || d.a == d.b || !walk(c, d.a, d.b, 0))
            continue;
        bool is_a = n_of[d.a] >= n_of[d.b];
        c->wants[c->n_wants++] =
            (want){ is_a ? d.a : d.b, is_a ? d.b : d.a, i, (double)p->demand_bps[i] };
    }
    if (c->n_wants)
        qsort(c->wants, c->n_wants, sizeof *c->wants, by_root);
    c->is_down = NULL;
    cp_arena_free(scratch);
}

cp_carry *cp_carry_new(cp_arena *a, const cp_plan_problem *p)
{
    bool is_limited = false;
    for (uint32_t i = 0; p->link_bps && p->demand_bps && i < p->n_links; i++)
        is_limited |= p->link_bps[i] != 0;
    if (!is_limited)
        return NULL;
    cp_carry *c = CP_NEW(a, cp_carry);
    *c = (cp_carry){ .p = p };
    index_links(c, a);
    c->left = CP_NEW_RAW(a, uint64_t, p->n_links);
    c->load = CP_NEW_RAW(a, double, p->n_links);
    c->other = CP_NEW_RAW(a, double, p->n_links);
    c->length = CP_NEW_RAW(a, double, p->n_links);
    c->distance = CP_NEW_RAW(a, double, p->n_nodes);
    c->over = CP_NEW_RAW(a, uint32_t, p->n_nodes);
    c->from = CP_NEW_RAW(a, uint32_t, p->n_nodes);
    c->queue = CP_NEW_RAW(a, uint32_t, p->n_nodes);
    c->heap = CP_NEW_RAW(a, heap_item, 2 * (size_t)p->n_links + 1);
    for (uint32_t i = 0; i < p->n_links; i++)
        c->left[i] = UINT64_MAX;
    find_wants(c, a);
    return c->n_wants ? c : NULL;
}

/* ---- whole numbers */

/* The fewest links over what has at least so much room left. What is down is passed by none. */
static bool walk(cp_carry *c, uint32_t from, uint32_t to, uint64_t least)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->p->n_nodes; i++)
        c->over[i] = CP_PLAN_NONE;
    c->queue[n++] = from;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = c->queue[i];
        if (c->is_down[x] && x != from)
            continue;
        for (uint32_t e = c->first[x]; e < c->first[x + 1]; e++) {
            uint32_t y = c->to[e];
            if (y == from || c->over[y] != CP_PLAN_NONE || c->left[c->link[e]] < least)
                continue;
            c->over[y] = c->link[e];
            c->from[y] = x;
            if (y == to)
                return true;
            c->queue[n++] = y;
        }
    }
    return false;
}

static void add_path(cp_carry *c, cp_arena *a, const want *w, double share, cp_carry_proof *proof)
{
    uint32_t first = proof->links.n;
    proof->is_part |= first > CP_CARRY_LINKS_MAX;
    if (proof->is_part)
        return;
    for (uint32_t x = w->end; x != w->root; x = c->from[x])
        cp_vec_push(a, &proof->links, c->over[x]);
    cp_vec_push(a, &proof->paths,
                ((cp_carry_path){ w->demand, first, proof->links.n - first, share }));
}

static uint64_t take_room(cp_carry *c, const want *w, uint64_t most)
{
    for (uint32_t x = w->end; x != w->root; x = c->from[x])
        most = c->left[c->over[x]] < most ? c->left[c->over[x]] : most;
    for (uint32_t x = w->end; x != w->root; x = c->from[x])
        if (capacity(c, c->over[x]))
            c->left[c->over[x]] -= most;
    return most;
}

/* Whole, if there is room; else by halves. */
static bool place(cp_carry *c, cp_arena *a, const want *w, cp_carry_proof *proof)
{
    uint64_t all = c->p->demand_bps[w->demand], open = all, least = all;
    for (uint32_t n = 0; open > 0 && n < SPLITS_MAX; n++) {
        least = least < open ? least : open;
        while (!walk(c, w->root, w->end, least)) {
            if (least == 1)
                return false;
            least -= least / 2;
        }
        uint64_t now = take_room(c, w, open);
        add_path(c, a, w, (double)now / (double)all, proof);
        open -= now;
    }
    return open == 0;
}

static int by_bps(const void *x, const void *y)
{
    const want *a = x, *b = y;
    if (a->bps != b->bps)
        return a->bps > b->bps ? -1 : 1;
    return (a->demand > b->demand) - (a->demand < b->demand);
}

static bool place_all(cp_carry *c, cp_arena *a, cp_carry_proof *proof)
{
    cp_arena *scratch = cp_arena_new(0);
    want *v = cp_arena_dup(scratch, c->wants, c->n_wants * sizeof *v);
    qsort(v, c->n_wants, sizeof *v, by_bps);
    for (uint32_t i = 0; i < c->p->n_links; i++)
        c->left[i] = capacity(c, i) ? capacity(c, i) : UINT64_MAX;
    bool ok = true;
    for (uint32_t i = 0; ok && i < c->n_wants; i++)
        ok = place(c, a, &v[i], proof);
    cp_arena_free(scratch);
    return ok;
}

/* ---- shortest paths (Dijkstra 1959) */

static void push(cp_carry *c, double at, uint32_t node)
{
    uint32_t i = c->n_heap++;
    for (; i > 0 && c->heap[(i - 1) / 2].at > at; i = (i - 1) / 2)
        c->heap[i] = c->heap[(i - 1) / 2];
    c->heap[i] = (heap_item){ at, node };
}

static heap_item pop(cp_carry *c)
{
    heap_item top = c->heap[0], last = c->heap[--c->n_heap];
    uint32_t i = 0;
    for (uint32_t k = 1; k < c->n_heap; k = 2 * i + 1) {
        if (k + 1 < c->n_heap && c->heap[k + 1].at < c->heap[k].at)
            k++;
        if (c->heap[k].at >= last.at)
            break;
        c->heap[i] = c->heap[k];
        i = k;
    }
    c->heap[i] = last;
    return top;
}

static void grow_tree(cp_carry *c, uint32_t root)
{
    for (uint32_t i = 0; i < c->p->n_nodes; i++) {
        c->distance[i] = INFINITY;
        c->over[i] = CP_PLAN_NONE;
    }
    c->distance[root] = 0;
    c->n_heap = 0;
    push(c, 0, root);
    while (c->n_heap) {
        heap_item x = pop(c);
        if (x.at > c->distance[x.node] || (c->is_down[x.node] && x.node != root))
            continue;
        for (uint32_t e = c->first[x.node]; e < c->first[x.node + 1]; e++) {
            double at = x.at + c->length[c->link[e]];
            uint32_t y = c->to[e];
            if (at >= c->distance[y])
                continue;
            c->distance[y] = at;
            c->over[y] = c->link[e];
            c->from[y] = x.node;
            push(c, at, y);
        }
    }
}

/* All demands over shortest paths: what links then carry, and demand x distance. paths: NULL, or
 * gets them. Less than 0: some demand has none (*cut). */
static double assign(cp_carry *c, double *load, cp_arena *a, cp_carry_proof *paths, uint32_t *cut)
{
    double sum = 0;
    memset(load, 0, c->p->n_links * sizeof *load);
    for (uint32_t i = 0; i < c->n_wants; i++) {
        const want *w = &c->wants[i];
        if (i == 0 || w[-1].root != w->root)
            grow_tree(c, w->root);
        if (c->over[w->end] == CP_PLAN_NONE) {
            *cut = w->demand;
            return -1;
        }
        sum += w->bps * c->distance[w->end];
        for (uint32_t x = w->end; x != w->root; x = c->from[x])
            load[c->over[x]] += w->bps;
        if (paths)
            add_path(c, a, w, 0, paths);
    }
    return sum;
}

/* capacity x length: below demand x distance, no routing carries all. */
static double volume(const cp_carry *c)
{
    double sum = 0;
    for (uint32_t i = 0; i < c->p->n_links; i++)
        sum += (double)capacity(c, i) * c->length[i];
    return sum;
}

static double worst(const cp_carry *c, const double *load)
{
    double most = 0;
    for (uint32_t i = 0; i < c->p->n_links; i++)
        if (capacity(c, i)) {
            double use = load[i] / (double)capacity(c, i);
            most = use > most ? use : most;
        }
    return most;
}

/* ---- flow deviation */

static void set_lengths(cp_carry *c, double b, double most)
{
    for (uint32_t i = 0; i < c->p->n_links; i++) {
        double cap = (double)capacity(c, i);
        c->length[i] = cap > 0 ? exp(b * (c->load[i] / cap - most)) / cap : 0;
    }
}

/* How the sum of exp(b x use) changes at this part of the way. */
static double slope(const cp_carry *c, double part, double b, double most)
{
    double sum = 0;
    for (uint32_t i = 0; i < c->p->n_links; i++) {
        double cap = (double)capacity(c, i);
        if (cap == 0 || c->load[i] == c->other[i])
            continue;
        double use = (c->load[i] + part * (c->other[i] - c->load[i])) / cap, at = b * (use - most);
        sum += (c->other[i] - c->load[i]) / cap * exp(at < 500 ? at : 500);
    }
    return sum;
}

static double best_part(const cp_carry *c, double b, double most)
{
    double low = 0, high = 1;
    if (slope(c, 1, b, most) <= 0)
        return 1;
    for (uint32_t i = 0; i < 30; i++) {
        double middle = (low + high) / 2;
        if (slope(c, middle, b, most) > 0)
            high = middle;
        else
            low = middle;
    }
    return low;
}

/* Shares of the paths of n rounds, of which round k was mixed in by part[k]. */
static void set_shares(const cp_carry *c, const double *part, uint32_t n, cp_carry_proof *paths)
{
    double rest = 1;
    if (paths->is_part)
        return;
    for (uint32_t k = n; k-- > 0;) {
        for (uint32_t i = 0; i < c->n_wants; i++)
            paths->paths.v[(size_t)k * c->n_wants + i].share = rest * part[k];
        rest *= 1 - part[k];
    }
}

static cp_carried deviate(cp_carry *c, cp_arena *a, cp_carry_proof *paths)
{
    double part[ROUNDS_MAX] = { 1 }, near = 0.5, n = c->p->n_links;
    memset(c->load, 0, c->p->n_links * sizeof *c->load);
    set_lengths(c, 0, 0);
    if (assign(c, c->load, a, paths, &paths->cut) < 0)
        return CP_CARRIED_NOT;
    for (uint32_t k = 1; k < ROUNDS_MAX && near > 2e-3; k++) {
        double most = worst(c, c->load), b = log(2 * n) / (near * most);
        if (most <= 1) {
            set_shares(c, part, k, paths);
            return CP_CARRIED;
        }
        set_lengths(c, b, most);
        double far = assign(c, c->other, a, paths, &paths->cut), room = volume(c);
        if (room < far * (1 - CP_CARRY_EXACT))
            return CP_CARRIED_NOT;
        part[k] = best_part(c, b, most);
        for (uint32_t i = 0; i < c->p->n_links; i++)
            c->load[i] += part[k] * (c->other[i] - c->load[i]);
        /* the bound is that near to what is reached: look closer */
        if (room / far * most < 1 + near || part[k] < 1e-6)
            near /= 2;
    }
    return CP_CARRIED_UNKNOWN;
}

/* ---- columns */

static int by_links(const void *x, const void *y, void *ctx)
{
    const cp_carry_proof *f = ctx;
    const cp_carry_path *a = x, *b = y;
    if (a->demand != b->demand)
        return a->demand < b->demand ? -1 : 1;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    return memcmp(&f->links.v[a->first], &f->links.v[b->first], a->n * sizeof(uint32_t));
}

/* Each path once. */
static void once(cp_carry_proof *f)
{
    uint32_t to = 0;
    if (f->paths.n)
        qsort_r(f->paths.v, f->paths.n, sizeof *f->paths.v, by_links, f);
    for (uint32_t i = 0; i < f->paths.n; i++)
        if (to == 0 || by_links(&f->paths.v[to - 1], &f->paths.v[i], f) != 0)
            f->paths.v[to++] = f->paths.v[i];
    f->paths.n = to;
}

/* One row for each link (or column) over what uses it, with the part of the link that a whole
 * demand would take. */
typedef struct uses {
    uint32_t *first, *at; /* paths, by link */
} uses;

static uses uses_of(const cp_carry *c, cp_arena *a, const cp_carry_proof *f)
{
    uses u = { CP_NEW_ARRAY(a, uint32_t, (size_t)c->p->n_links + 2),
               CP_NEW_RAW(a, uint32_t, f->links.n) };
    for (uint32_t i = 0; i < f->paths.n; i++)
        for (uint32_t k = 0; k < f->paths.v[i].n; k++)
            u.first[f->links.v[f->paths.v[i].first + k] + 2]++;
    for (uint32_t e = 0; e < c->p->n_links; e++)
        u.first[e + 2] += u.first[e + 1];
    for (uint32_t i = 0; i < f->paths.n; i++)
        for (uint32_t k = 0; k < f->paths.v[i].n; k++)
            u.at[u.first[f->links.v[f->paths.v[i].first + k] + 1]++] = i;
    return u;
}

static double part_of(const cp_carry *c, const cp_carry_path *x, uint32_t link)
{
    return (double)c->p->demand_bps[x->demand] / (double)capacity(c, link);
}

/* Without an end of time, which versions of CBC do not survive: without whole columns it ends. */
static bool run(cp_mip *m, cp_arena *a, cp_mip_found *found)
{
    cp_err err;
    return cp_mip_solve(m, a, &(cp_mip_how){ 0 }, found, &err) == CP_OK && found->has_x;
}

/* maximise share, of which each demand's paths carry all, and no link more than it may. Columns:
 * the share, then paths. */
static bool solve_shares(cp_carry *c, cp_arena *a, const cp_carry_proof *f, cp_mip_found *found)
{
    cp_mip *m = cp_mip_new(a);
    uint32_t share = cp_mip_column(m, -1, 0, 1, false), i = 0;
    for (uint32_t k = 0; k < f->paths.n; k++)
        (void)cp_mip_column(m, 0, 0, CP_MIP_NO_LIMIT, false);
    uses u = uses_of(c, a, f);
    while (i < f->paths.n) { /* by demand */
        uint32_t d = f->paths.v[i].demand;
        cp_mip_row(m, 0, 0);
        cp_mip_element(m, share, -1);
        for (; i < f->paths.n && f->paths.v[i].demand == d; i++)
            cp_mip_element(m, 1 + i, 1);
    }
    for (uint32_t e = 0; e < c->p->n_links; e++) {
        if (!capacity(c, e) || u.first[e] == u.first[e + 1])
            continue;
        cp_mip_row(m, -CP_MIP_NO_LIMIT, 1);
        for (uint32_t k = u.first[e]; k < u.first[e + 1]; k++)
            cp_mip_element(m, 1 + u.at[k], part_of(c, &f->paths.v[u.at[k]], e));
    }
    return run(m, a, found);
}

/* The dual of it, as the solver's own prices are not to be had: minimise the sum of link prices, of
 * demand prices the sum is 1, and none is above the price of one of its paths. Sets the lengths. */
static bool solve_lengths(cp_carry *c, cp_arena *a, const cp_carry_proof *f)
{
    cp_mip *m = cp_mip_new(a);
    uint32_t n_links = c->p->n_links, column = n_links - 1;
    for (uint32_t e = 0; e < n_links; e++)
        (void)cp_mip_column(m, 1, 0, CP_MIP_NO_LIMIT, false);
    for (uint32_t i = 0; i < f->paths.n; i++) {
        const cp_carry_path *x = &f->paths.v[i];
        if (i == 0 || x[-1].demand != x->demand)
            column = cp_mip_column(m, 0, 0, CP_MIP_NO_LIMIT, false);
        cp_mip_row(m, 0, CP_MIP_NO_LIMIT);
        cp_mip_element(m, column, -1);
        for (uint32_t k = 0; k < x->n; k++)
            if (capacity(c, f->links.v[x->first + k]))
                cp_mip_element(m, f->links.v[x->first + k],
                               part_of(c, x, f->links.v[x->first + k]));
    }
    cp_mip_row(m, 1, CP_MIP_NO_LIMIT);
    for (uint32_t k = n_links; k <= column; k++)
        cp_mip_element(m, k, 1);
    cp_mip_found found;
    if (!run(m, a, &found))
        return false;
    for (uint32_t e = 0; e < n_links; e++)
        c->length[e] = capacity(c, e) && found.x[e] > 0 ? found.x[e] / (double)capacity(c, e) : 0;
    return true;
}

/* Shares as solved, each demand's together 1: does it add up? */
static bool adds_up(cp_carry *c, cp_carry_proof *f, const double *x)
{
    memset(c->load, 0, c->p->n_links * sizeof *c->load);
    for (uint32_t i = 0, k; i < f->paths.n; i = k) {
        double sum = 0;
        for (k = i; k < f->paths.n && f->paths.v[k].demand == f->paths.v[i].demand; k++)
            sum += f->paths.v[k].share = x[1 + k] > 0 ? x[1 + k] : 0;
        for (uint32_t q = i; sum > 0 && q < k; q++) {
            cp_carry_path *path = &f->paths.v[q];
            path->share /= sum;
            for (uint32_t e = 0; e < path->n; e++)
                c->load[f->links.v[path->first + e]] +=
                    path->share * (double)c->p->demand_bps[path->demand];
        }
        if (!(sum > 0))
            return false;
    }
    return worst(c, c->load) <= 1 + CP_CARRY_EXACT;
}

static cp_carried choose_paths(cp_carry *c, cp_arena *a, cp_carry_proof *f)
{
    once(f);
    for (uint32_t k = 0; k < SOLVED_MAX && f->paths.n <= PATHS_MAX; k++) {
        cp_arena *own = cp_arena_new(0);
        cp_mip_found found;
        bool is_solved = solve_shares(c, own, f, &found),
             is_yes = is_solved && adds_up(c, f, found.x);
        is_solved = is_solved && !is_yes && solve_lengths(c, own, f);
        cp_arena_free(own);
        if (is_yes)
            return CP_CARRIED;
        if (!is_solved)
            return CP_CARRIED_UNKNOWN;
        uint32_t before = f->paths.n;
        double far = assign(c, c->other, a, f, &f->cut);
        if (volume(c) < far * (1 - CP_CARRY_EXACT))
            return CP_CARRIED_NOT;
        once(f);
        if (f->paths.n == before)
            return CP_CARRIED_UNKNOWN;
    }
    return CP_CARRIED_UNKNOWN;
}

/* ---- the whole */

cp_carried cp_carry_ask(cp_carry *c, const bool *is_down, cp_arena *a, cp_carry_proof *proof)
{
    c->is_down = is_down;
    cp_arena *own = cp_arena_new(0);
    cp_carry_proof whole = { .cut = CP_PLAN_NONE }, parts = whole, *best = &whole;
    cp_carried x = place_all(c, own, &whole) ? CP_CARRIED : CP_CARRIED_UNKNOWN;
    if (x == CP_CARRIED_UNKNOWN) {
        best = &parts;
        x = deviate(c, own, &parts);
        x = x == CP_CARRIED_UNKNOWN && !parts.is_part ? choose_paths(c, own, &parts) : x;
    }
    if (proof) {
        *proof = (cp_carry_proof){ .cut = best->cut, .is_part = best->is_part };
        for (uint32_t i = 0; x == CP_CARRIED && i < best->paths.n; i++)
            cp_vec_push(a, &proof->paths, best->paths.v[i]);
        for (uint32_t i = 0; x == CP_CARRIED && i < best->links.n; i++)
            cp_vec_push(a, &proof->links, best->links.v[i]);
        if (x == CP_CARRIED_NOT && best->cut == CP_PLAN_NONE)
            proof->lengths = cp_arena_dup(a, c->length, c->p->n_links * sizeof(double));
    }
    cp_arena_free(own);
    c->is_down = NULL;
    return x;
}
