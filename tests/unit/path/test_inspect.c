/* SPDX-License-Identifier: Apache-2.0 */
/* test_inspect.c - the cheapest inspections, against all subsets of what is unknown. What is said
 * to be exact costs as little as the cheapest subset; what is not, by a bound so small that it is
 * passed, still does what it says. test_inspect N: N random nets. */
#include "nets.h"
#include "path/inspect_in.h"

typedef struct problem {
    const cp_net *n;
    any_paths paths;
    cp_reading reading;
    uint32_t excluded, unknown; /* bits */
    uint32_t costs[ANY_ITEMS_MAX];
} problem;

/* Whether what is asked is answered so if exactly these are inspected, and turn out so. */
static bool is_proof(const problem *p, bool is_every, cp_goal goal, uint32_t set)
{
    uint32_t excluded = p->excluded | (goal == CP_GOAL_CLEAN ? p->unknown & ~set : set);
    uint32_t dirty = any_dirty(p->n, p->reading, excluded);
    bool is_clean = is_every ? any_every(&p->paths, dirty) : any_some(&p->paths, dirty);
    return is_clean == (goal == CP_GOAL_CLEAN);
}

static uint64_t cost_of(const problem *p, uint32_t set)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < p->n->n_items; i++)
        sum += set >> i & 1 ? p->costs[i] : 0;
    return sum;
}

static uint64_t cheapest(const problem *p, bool is_every, cp_goal goal)
{
    uint64_t best = UINT64_MAX;
    for (uint32_t set = p->unknown;; set = (set - 1) & p->unknown) {
        if (cost_of(p, set) < best && is_proof(p, is_every, goal, set))
            best = cost_of(p, set);
        if (set == 0)
            return best;
    }
}

typedef struct counts {
    uint32_t n_asked, n_exact, n_wrong, n_shared;
} counts;

static bool is_right(const problem *p, bool is_every, cp_goal goal, bool is_exact,
                     const uint32_t *items, uint32_t n, uint64_t cost)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!(p->unknown >> items[i] & 1) || (i && items[i] <= items[i - 1]))
            return false;
        set |= 1u << items[i];
    }
    uint64_t best = cheapest(p, is_every, goal);
    return cost == cost_of(p, set) && is_proof(p, is_every, goal, set) &&
           (is_exact ? cost == best : cost >= best);
}

static void try(cp_arena *a, cp_l0 *g, const cp_taints *t, const problem *p, uint32_t from,
                uint32_t to, uint64_t work_max, counts *c)
{
    for (int is_every = 0; is_every < 2; is_every++) {
        if (!is_proof(p, is_every, CP_GOAL_CLEAN, p->unknown) ||
            !is_proof(p, is_every, CP_GOAL_DIRTY, p->unknown) ||
            is_proof(p, is_every, CP_GOAL_CLEAN, 0) || is_proof(p, is_every, CP_GOAL_DIRTY, 0))
            continue;
        cp_inspect x;
        cp_inspect_within(g, a, t, from, to, p->costs, is_every, work_max, &x);
        c->n_asked++;
        c->n_exact += x.is_exact;
        c->n_wrong += !is_right(p, is_every, CP_GOAL_CLEAN, x.is_exact, x.to_clean, x.n_to_clean,
                                x.cost_clean) ||
                      !is_right(p, is_every, CP_GOAL_DIRTY, x.is_exact, x.to_excluded,
                                x.n_to_excluded, x.cost_excluded);
    }
}

/* One net of random labels and needs; all its answers that are undetermined. */
static void random_net(cp_arena *a, cp_rand *r, problem *p, uint64_t work_max, counts *c)
{
    cp_net n = any_net(a, r, ANY_ITEMS_MAX);
    uint32_t from = cp_rand_below(r, n.n_items), to = cp_rand_below(r, n.n_items);
    cp_taints t;
    p->n = &n;
    p->reading = cp_rand_below(r, 2) ? CP_EXPOSURE : CP_AVAILABILITY;
    p->excluded = any_labelled(&n, 0, n.excluded);
    p->unknown = any_labelled(&n, 0, n.unknown);
    p->paths.n = 0;
    uint32_t most = 1 + cp_rand_below(r, 4);
    for (uint32_t i = 0; i < n.n_items; i++)
        p->costs[i] = cp_rand_below(r, 20) ? 1 + cp_rand_below(r, most) : 0;
    any_walk(&n, from, to, 0, 0, &p->paths);
    cp_taints_of(a, &n, 0, p->reading, &t);
    try(a, cp_l0_new(a, &n), &t, p, from, to, work_max, c);
}

static void random_nets(uint32_t n_cases, uint64_t work_max, uint64_t seed, const char *what)
{
    cp_arena *a = cp_arena_new(0);
    problem *p = CP_NEW(a, problem);
    cp_rand r = { seed };
    counts c = { 0 };
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        random_net(a, &r, p, work_max, &c);
        cp_arena_back(a, mark);
    }
    is_uint(c.n_wrong, 0, "%u nets, %u undetermined, %u exact, %s", n_cases, c.n_asked, c.n_exact,
            what);
    ok(c.n_asked > n_cases / 20, "enough of them undetermined");
    ok(work_max == CP_INSPECT_WORK_MAX ? c.n_exact == c.n_asked : c.n_exact < c.n_asked,
       "as exact as the work allows");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint32_t n_cases = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000);
    random_nets(n_cases, CP_INSPECT_WORK_MAX, 3, "all the work that it needs");
    random_nets(n_cases, 100, 4, "hardly any work");
    return tap_done();
}
