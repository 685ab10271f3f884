/* SPDX-License-Identifier: Apache-2.0 */
/* keep.c - see keep.h. */
#include "plan/keep.h"
#include <stdlib.h>

struct cp_keep {
    const cp_plan_problem *p;
    uint32_t *first, *to;            /* neighbours, by node */
    uint32_t *job_first, *job_nodes; /* nodes, by job */
    cp_plan_pair *demands;           /* that are connected, and not by a link of their own */
    uint32_t *told;                  /* which of p's demands that is */
    uint32_t n_demands, n_apart;
    bool *is_down;  /* per node */
    uint32_t *part; /* per node: the component of what is up */
    uint32_t *queue;
    /* Tarjan's, per node */
    uint32_t *order, *low, *parent, *at, *depth;
    bool *cuts;      /* the node is a cut vertex above this child */
    cp_carry *carry; /* NULL: nothing is to be carried */
    bool is_asked;
    cp_carried carried; /* when all is up */
};

static void index_links(cp_keep *k, cp_arena *a)
{
    const cp_plan_problem *p = k->p;
    k->first = CP_NEW_ARRAY(a, uint32_t, (size_t)p->n_nodes + 2);
    k->to = CP_NEW_RAW(a, uint32_t, 2 * (size_t)p->n_links);
    for (uint32_t i = 0; i < p->n_links; i++) {
        k->first[p->links[i].a + 2]++;
        k->first[p->links[i].b + 2]++;
    }
    for (uint32_t i = 0; i < p->n_nodes; i++)
        k->first[i + 2] += k->first[i + 1];
    for (uint32_t i = 0; i < p->n_links; i++) {
        k->to[k->first[p->links[i].a + 1]++] = p->links[i].b;
        k->to[k->first[p->links[i].b + 1]++] = p->links[i].a;
    }
}

static void index_jobs(cp_keep *k, cp_arena *a)
{
    const cp_plan_problem *p = k->p;
    k->job_first = CP_NEW_ARRAY(a, uint32_t, (size_t)p->n_jobs + 2);
    k->job_nodes = CP_NEW_RAW(a, uint32_t, p->n_nodes);
    for (uint32_t i = 0; i < p->n_nodes; i++)
        if (p->job_of[i] != CP_PLAN_NONE)
            k->job_first[p->job_of[i] + 2]++;
    for (uint32_t j = 0; j < p->n_jobs; j++)
        k->job_first[j + 2] += k->job_first[j + 1];
    for (uint32_t i = 0; i < p->n_nodes; i++)
        if (p->job_of[i] != CP_PLAN_NONE)
            k->job_nodes[k->job_first[p->job_of[i] + 1]++] = i;
}

static void set_down(cp_keep *k, uint32_t job, bool is_down)
{
    for (uint32_t i = k->job_first[job]; i < k->job_first[job + 1]; i++)
        k->is_down[k->job_nodes[i]] = is_down;
}

/* Names all that hangs together with `from` and is up: `name`. from itself may be down. */
static void spread(cp_keep *k, uint32_t from, uint32_t name)
{
    uint32_t n = 0;
    k->queue[n++] = from;
    k->part[from] = name;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t e = k->first[k->queue[i]]; e < k->first[k->queue[i] + 1]; e++) {
            uint32_t v = k->to[e];
            if (k->is_down[v] || k->part[v] == name)
                continue;
            k->part[v] = name;
            k->queue[n++] = v;
        }
}

static void find_parts(cp_keep *k)
{
    for (uint32_t i = 0; i < k->p->n_nodes; i++)
        k->part[i] = CP_PLAN_NONE;
    for (uint32_t i = 0; i < k->p->n_nodes; i++)
        if (!k->is_down[i] && k->part[i] == CP_PLAN_NONE)
            spread(k, i, i);
}

static bool touches(const cp_keep *k, uint32_t node, uint32_t part)
{
    if (!k->is_down[node])
        return k->part[node] == part;
    for (uint32_t e = k->first[node]; e < k->first[node + 1]; e++)
        if (!k->is_down[k->to[e]] && k->part[k->to[e]] == part)
            return true;
    return false;
}

/* Of parts as found: an end that is down is as if it were up for this demand alone. */
static bool is_kept(const cp_keep *k, cp_plan_pair d)
{
    if (!k->is_down[d.a])
        return touches(k, d.b, k->part[d.a]);
    for (uint32_t e = k->first[d.a]; e < k->first[d.a + 1]; e++) {
        uint32_t v = k->to[e];
        if (!k->is_down[v] && touches(k, d.b, k->part[v]))
            return true;
    }
    return false;
}

static bool is_linked(const cp_keep *k, cp_plan_pair d)
{
    for (uint32_t e = k->first[d.a]; e < k->first[d.a + 1]; e++)
        if (k->to[e] == d.b)
            return true;
    return d.a == d.b;
}

cp_keep *cp_keep_new(cp_arena *a, const cp_plan_problem *p)
{
    cp_keep *k = CP_NEW(a, cp_keep);
    *k = (cp_keep){ .p = p };
    index_links(k, a);
    index_jobs(k, a);
    size_t n = p->n_nodes;
    k->is_down = CP_NEW_ARRAY(a, bool, n);
    k->cuts = CP_NEW_ARRAY(a, bool, n);
    uint32_t **const per_node[] = { &k->part,   &k->queue, &k->order, &k->low,
                                    &k->parent, &k->at,    &k->depth };
    for (size_t i = 0; i < sizeof per_node / sizeof *per_node; i++)
        *per_node[i] = CP_NEW_ARRAY(a, uint32_t, n);
    k->carry = cp_carry_new(a, p);
    k->demands = CP_NEW_RAW(a, cp_plan_pair, p->n_demands);
    k->told = CP_NEW_RAW(a, uint32_t, p->n_demands);
    find_parts(k);
    for (uint32_t i = 0; i < p->n_demands; i++) {
        if (k->part[p->demands[i].a] != k->part[p->demands[i].b]) {
            k->n_apart++;
        } else if (!is_linked(k, p->demands[i])) {
            k->told[k->n_demands] = i;
            k->demands[k->n_demands++] = p->demands[i];
        }
    }
    return k;
}

uint32_t cp_keep_n_apart(const cp_keep *k) { return k->n_apart; }

/* ---- one cut of some jobs */

/* Is the demand cut, with what is down now? Its ends are as if they were up. */
static bool is_cut(cp_keep *k, cp_plan_pair d)
{
    bool down[2] = { k->is_down[d.a], k->is_down[d.b] };
    k->is_down[d.a] = k->is_down[d.b] = false;
    for (uint32_t i = 0; i < k->p->n_nodes; i++)
        k->part[i] = CP_PLAN_NONE;
    spread(k, d.a, 1);
    k->is_down[d.a] = down[0];
    k->is_down[d.b] = down[1];
    return k->part[d.b] != 1;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Of the jobs that are down those with a device beside what the end hangs together with; the others
 * are up again. Returns how many are left in v. */
static uint32_t narrow(cp_keep *k, cp_plan_pair d, bool is_from_b, uint32_t *v, uint32_t n)
{
    cp_plan_pair way = is_from_b ? (cp_plan_pair){ d.b, d.a } : d;
    if (!is_cut(k, way))
        return n; /* cannot be: they cut it */
    uint32_t left = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool is_beside = false;
        for (uint32_t x = k->job_first[v[i]]; !is_beside && x < k->job_first[v[i] + 1]; x++)
            for (uint32_t e = k->first[k->job_nodes[x]]; e < k->first[k->job_nodes[x] + 1]; e++)
                is_beside |= k->part[k->to[e]] == 1;
        if (is_beside)
            v[left++] = v[i];
        else
            set_down(k, v[i], false);
    }
    return left;
}

/* v: jobs that cut d, all down. Leaves those of a smallest set there, and all up. */
static uint32_t least_cut(cp_keep *k, cp_plan_pair d, uint32_t *v, uint32_t n)
{
    n = narrow(k, d, false, v, n);
    n = narrow(k, d, true, v, n);
    for (uint32_t i = 0; i < n;) {
        set_down(k, v[i], false);
        if (is_cut(k, d)) {
            v[i] = v[--n];
            continue;
        }
        set_down(k, v[i], true);
        i++;
    }
    for (uint32_t i = 0; i < n; i++)
        set_down(k, v[i], false);
    qsort(v, n, sizeof *v, by_number);
    return n;
}

static void add_cut(cp_arena *a, cp_plan_cuts *out, const uint32_t *v, uint32_t n, uint32_t demand)
{
    uint32_t *jobs = CP_NEW_RAW(a, uint32_t, n);
    memcpy(jobs, v, n * sizeof *v);
    cp_vec_push(a, out, ((cp_plan_cut){ jobs, n, demand }));
}

static bool is_there(const cp_plan_cuts *cuts, uint32_t from, const uint32_t *v, uint32_t n)
{
    for (uint32_t i = from; i < cuts->n; i++)
        if (cuts->v[i].n == n && memcmp(cuts->v[i].jobs, v, n * sizeof *v) == 0)
            return true;
    return false;
}

/* ---- what is carried */

cp_carried cp_keep_carried(cp_keep *k)
{
    if (!k->carry)
        return CP_CARRIED;
    if (!k->is_asked)
        k->carried = cp_carry_ask(k->carry, k->is_down, NULL, NULL);
    k->is_asked = true;
    return k->carried;
}

static bool is_over(cp_keep *k)
{
    return cp_carry_ask(k->carry, k->is_down, NULL, NULL) != CP_CARRIED;
}

static void set_all(cp_keep *k, const uint32_t *v, uint32_t n, bool is_down)
{
    for (uint32_t i = 0; i < n; i++)
        set_down(k, v[i], is_down);
}

/* v: jobs without which not all is carried, all down. Leaves those of a smallest set there, and all
 * up. First by halves, as most of many do not matter. */
static uint32_t least_over(cp_keep *k, uint32_t *v, uint32_t n)
{
    for (uint32_t size = n / 2; size > 0; size /= 2)
        for (uint32_t i = 0; i < n;) {
            uint32_t m = n - i < size ? n - i : size;
            set_all(k, v + i, m, false);
            if (m < n && is_over(k)) {
                n -= m;
                memmove(v + i, v + i + m, (n - i) * sizeof *v);
            } else {
                set_all(k, v + i, m, true);
                i += m;
            }
        }
    set_all(k, v, n, false);
    qsort(v, n, sizeof *v, by_number);
    return n;
}

/* Sets of these jobs, none in two of them. */
static bool find_over(cp_keep *k, cp_arena *a, const uint32_t *jobs, uint32_t n, uint32_t max,
                      cp_plan_cuts *out)
{
    if (cp_keep_carried(k) != CP_CARRIED)
        return true;
    uint32_t first = out->n;
    bool *is_out = CP_NEW_ARRAY(a, bool, k->p->n_jobs);
    uint32_t *v = CP_NEW_RAW(a, uint32_t, n);
    for (;;) {
        uint32_t left = 0;
        for (uint32_t i = 0; i < n; i++)
            if (!is_out[jobs[i]])
                v[left++] = jobs[i];
        set_all(k, v, left, true);
        bool over = left && is_over(k);
        if (!over || out->n - first >= max) {
            set_all(k, v, left, false);
            return over || out->n > first;
        }
        left = least_over(k, v, left);
        add_cut(a, out, v, left, CP_PLAN_NONE);
        for (uint32_t i = 0; i < left; i++)
            is_out[v[i]] = true;
    }
}

uint32_t cp_keep_find(cp_keep *k, cp_arena *a, const uint32_t *jobs, uint32_t n, uint32_t max,
                      cp_plan_cuts *out)
{
    uint32_t first = out->n, n_cut = 0;
    cp_arena *scratch = cp_arena_new(0);
    uint32_t *v = CP_NEW_RAW(scratch, uint32_t, n),
             *cut = CP_NEW_RAW(scratch, uint32_t, k->n_demands);
    for (uint32_t i = 0; i < n; i++)
        set_down(k, jobs[i], true);
    find_parts(k);
    for (uint32_t i = 0; i < k->n_demands; i++)
        if (!is_kept(k, k->demands[i]))
            cut[n_cut++] = i;
    for (uint32_t i = 0; i < n; i++)
        set_down(k, jobs[i], false);
    for (uint32_t c = 0; c < n_cut && out->n - first < max; c++) {
        for (uint32_t i = 0; i < n; i++)
            set_down(k, v[i] = jobs[i], true);
        uint32_t left = least_cut(k, k->demands[cut[c]], v, n);
        if (!is_there(out, first, v, left))
            add_cut(a, out, v, left, k->told[cut[c]]);
    }
    cp_arena_free(scratch);
    if (n_cut == 0 && k->carry && find_over(k, a, jobs, n, max, out))
        n_cut = 1;
    return n_cut;
}

/* ---- cuts of two: cut vertices of what is left without one job */

/* A search in depth from root over what is up: parents, depths, and which child hangs on its parent
 * as a cut vertex (nothing below the child leads above the parent). */
static void search(cp_keep *k, uint32_t root, uint32_t *clock)
{
    uint32_t n = 0;
    k->queue[n++] = root;
    k->parent[root] = CP_PLAN_NONE;
    k->depth[root] = 0;
    k->order[root] = k->low[root] = ++*clock;
    k->at[root] = k->first[root];
    k->part[root] = root;
    while (n > 0) {
        uint32_t x = k->queue[n - 1];
        if (k->at[x] < k->first[x + 1]) {
            uint32_t y = k->to[k->at[x]++];
            if (k->is_down[y] || y == x)
                continue;
            if (k->order[y]) {
                if (k->order[y] < k->low[x])
                    k->low[x] = k->order[y];
                continue;
            }
            k->parent[y] = x;
            k->depth[y] = k->depth[x] + 1;
            k->order[y] = k->low[y] = ++*clock;
            k->at[y] = k->first[y];
            k->part[y] = root;
            k->queue[n++] = y;
            continue;
        }
        n--;
        uint32_t up = k->parent[x];
        if (up == CP_PLAN_NONE)
            continue;
        k->cuts[x] = k->low[x] >= k->order[up];
        if (k->low[x] < k->low[up])
            k->low[up] = k->low[x];
    }
}

/* Where a cut vertex stands: on the way from an end up to where the two ways meet, or there. */
typedef enum side { SIDE_A, SIDE_B, SIDE_TURN } side;
typedef void visit(void *ctx, side of, uint32_t node, uint32_t demand);

typedef struct pairs {
    cp_keep *k;
    cp_arena *a;
    cp_plan_cuts *out;
    uint32_t *seen; /* per job: the last job that it was found with, and itself: alone */
    uint32_t without;
} pairs;

static bool is_single(const cp_keep *k, uint32_t job)
{
    return k->job_first[job + 1] - k->job_first[job] == 1;
}

static void found(void *ctx, side of, uint32_t node, uint32_t demand)
{
    pairs *x = ctx;
    (void)of;
    uint32_t job = x->k->p->job_of[node];
    if (job == CP_PLAN_NONE || job == x->without || x->seen[job] == x->without)
        return;
    if (x->seen[job] == job) /* it does so alone */
        return;
    if (x->without != CP_PLAN_NONE && job < x->without && is_single(x->k, job) &&
        is_single(x->k, x->without)) /* found when the other was taken away */
        return;
    if (x->out->n >= CP_KEEP_CUTS_MAX)
        return;
    uint32_t v[2] = { job, 0 };
    if (x->without == CP_PLAN_NONE) {
        x->seen[job] = job;
        add_cut(x->a, x->out, v, 1, demand);
        return;
    }
    x->seen[job] = x->without;
    v[0] = job < x->without ? job : x->without;
    v[1] = job < x->without ? x->without : job;
    add_cut(x->a, x->out, v, 2, demand);
}

/* The cut vertices between the ends of a demand, of the tree that the search made: going up from a
 * child that hangs on its parent alone, the way passes the parent, to further up or, at the turn,
 * to another child. Those from a, and those from b, come in the order in which they are passed. */
static void cut_vertices(const cp_keep *k, cp_plan_pair d, uint32_t demand, visit *each, void *ctx)
{
    uint32_t a = d.a, b = d.b;
    bool cuts_a = false, cuts_b = false; /* is the edge to the node one that it cuts? */
    while (a != b) {
        bool is_a = k->depth[a] >= k->depth[b];
        uint32_t *at = is_a ? &a : &b;
        bool *cuts = is_a ? &cuts_a : &cuts_b;
        *cuts = k->cuts[*at];
        *at = k->parent[*at];
        if (a != b && *cuts)
            each(ctx, is_a ? SIDE_A : SIDE_B, *at, demand);
    }
    if ((cuts_a || cuts_b) && a != d.a && a != d.b)
        each(ctx, SIDE_TURN, a, demand);
}

static void without(pairs *x)
{
    cp_keep *k = x->k;
    uint32_t clock = 0;
    memset(k->order, 0, k->p->n_nodes * sizeof *k->order);
    for (uint32_t i = 0; i < k->n_demands; i++) {
        cp_plan_pair d = k->demands[i];
        if (k->is_down[d.a] || k->is_down[d.b])
            continue;
        if (!k->order[d.a])
            search(k, d.a, &clock);
        if (k->order[d.b] && k->part[d.a] == k->part[d.b])
            cut_vertices(k, d, k->told[i], found, x);
    }
}

static pairs pairs_of(cp_keep *k, cp_arena *a, cp_arena *scratch, cp_plan_cuts *out)
{
    pairs x = { .k = k, .a = a, .out = out, .without = CP_PLAN_NONE };
    x.seen = CP_NEW_RAW(scratch, uint32_t, k->p->n_jobs);
    for (uint32_t j = 0; j < k->p->n_jobs; j++)
        x.seen[j] = CP_PLAN_NONE - 1;
    return x;
}

/* Of a job with several devices each may leave a way that all of them together do not. */
void cp_keep_alone(cp_keep *k, cp_arena *a, cp_plan_cuts *out)
{
    cp_arena *scratch = cp_arena_new(0);
    pairs x = pairs_of(k, a, scratch, out);
    without(&x);
    for (uint32_t j = 0; j < k->p->n_jobs && k->n_demands; j++)
        if (x.seen[j] != j && k->job_first[j + 1] - k->job_first[j] > 1)
            (void)cp_keep_find(k, a, &j, 1, 1, out);
    cp_arena_free(scratch);
}

void cp_keep_small(cp_keep *k, cp_arena *a, cp_plan_cuts *out)
{
    const cp_plan_problem *p = k->p;
    cp_arena *scratch = cp_arena_new(0);
    pairs x = pairs_of(k, a, scratch, out);
    without(&x);
    for (uint32_t j = 0; j < p->n_jobs && k->n_demands; j++) {
        if (x.seen[j] == j) /* alone */
            continue;
        x.without = j;
        set_down(k, j, true);
        without(&x);
        set_down(k, j, false);
    }
    cp_arena_free(scratch);
}

/* ---- demands as parts between what cuts them alone */

typedef struct parts {
    cp_keep *k;
    cp_arena *a;
    CP_VEC(cp_plan_pair) out;
    CP_VEC(uint32_t) of;      /* the demand of each part */
    CP_VEC(uint32_t) ways[2]; /* of the demand in hand: from its ends, swapped ones */
    uint32_t *n_of;           /* per job */
} parts;

static void add_way(void *ctx, side of, uint32_t node, uint32_t demand)
{
    parts *x = ctx;
    uint32_t job = x->k->p->job_of[node];
    (void)demand;
    if (job == CP_PLAN_NONE)
        return;
    if (of == SIDE_TURN && ((x->ways[0].n && x->ways[0].v[x->ways[0].n - 1] == node) ||
                            (x->ways[1].n && x->ways[1].v[x->ways[1].n - 1] == node)))
        return;
    cp_vec_push(x->a, &x->ways[of == SIDE_B], node);
    x->n_of[job]++;
}

static void add_part(parts *x, uint32_t demand, uint32_t a, uint32_t b)
{
    cp_vec_push(x->a, &x->out, ((cp_plan_pair){ a, b }));
    cp_vec_push(x->a, &x->of, demand);
}

static void add_parts(parts *x, uint32_t demand)
{
    cp_plan_pair d = x->k->p->demands[demand];
    uint32_t at = d.a;
    for (uint32_t i = 0; i < x->ways[0].n; i++) {
        add_part(x, demand, at, x->ways[0].v[i]);
        at = x->ways[0].v[i];
    }
    for (uint32_t i = x->ways[1].n; i-- > 0;) {
        add_part(x, demand, at, x->ways[1].v[i]);
        at = x->ways[1].v[i];
    }
    add_part(x, demand, at, d.b);
}

void cp_keep_parts(cp_keep *k, cp_arena *a, const cp_plan_pair **out, const uint32_t **of,
                   uint32_t *n, uint32_t *n_of)
{
    parts x = { .k = k, .a = a, .n_of = n_of };
    uint32_t clock = 0, at = 0;
    memset(n_of, 0, k->p->n_jobs * sizeof *n_of);
    memset(k->order, 0, k->p->n_nodes * sizeof *k->order);
    for (uint32_t i = 0; i < k->p->n_demands; i++) {
        cp_plan_pair d = k->p->demands[i];
        x.ways[0].n = x.ways[1].n = 0;
        if (at < k->n_demands && k->told[at] == i) {
            if (!k->order[d.a])
                search(k, d.a, &clock);
            cut_vertices(k, d, i, add_way, &x);
            at++;
        }
        add_parts(&x, i);
    }
    *out = x.out.v;
    *of = x.of.v;
    *n = x.out.n;
}
