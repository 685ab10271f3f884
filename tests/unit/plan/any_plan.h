/* SPDX-License-Identifier: Apache-2.0 */
/* any_plan.h - small random problems of planning, and the best of all their schedules, found by
 * trying each, against rules that are written once more, by their definition. */
#pragma once
#include "plan/problem.h"
#include "plan/solver.h"
#include "plan/verify.h"
#include "tap.h"

enum { JOBS_MAX = 6, STAGES_MAX = 3, NODES_MAX = 9 };

static inline int64_t any_amount(cp_rand *r, int64_t step) { return step * cp_rand_below(r, 9); }

/* n lists of jobs; where is_once, each job in one at most. */
static inline cp_plan_groups any_groups(cp_arena *a, cp_rand *r, uint32_t n, uint32_t n_jobs,
                                        bool is_once)
{
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, n + 1);
    CP_VEC(uint32_t) jobs = { 0 };
    bool taken[JOBS_MAX] = { false };
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n_jobs; j++)
            if (!taken[j] && cp_rand_below(r, 3) == 0) {
                taken[j] = is_once;
                cp_vec_push(a, &jobs, j);
            }
        first[i + 1] = jobs.n;
    }
    return (cp_plan_groups){ n, first, jobs.v };
}

static inline void any_jobs(cp_arena *a, cp_rand *r, cp_plan_problem *p)
{
    cp_plan_job *jobs = CP_NEW_ARRAY(a, cp_plan_job, p->n_jobs);
    CP_VEC(cp_plan_option) options = { 0 };
    bool may_stay = cp_rand_below(r, 3) == 0;
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint64_t open = 0;
        for (uint32_t t = 0; t < p->n_stages; t++)
            open |= (uint64_t)(cp_rand_below(r, 8) > 0) << t;
        uint32_t last = p->n_stages - 1 - (cp_rand_below(r, 4) ? 0 : cp_rand_below(r, p->n_stages));
        if (may_stay && cp_rand_below(r, 2))
            last = CP_PLAN_NEVER;
        jobs[j] = (cp_plan_job){ options.n, 1 + cp_rand_below(r, 3), open, last, j % 2 };
        for (uint32_t o = 0; o < jobs[j].n_options; o++)
            cp_vec_push(
                a, &options,
                ((cp_plan_option){ any_amount(r, 10), any_amount(r, 100), cp_rand_below(r, 3) }));
    }
    p->jobs = jobs;
    p->options = options.v;
    p->n_options = options.n;
}

static inline void any_net(cp_arena *a, cp_rand *r, cp_plan_problem *p)
{
    uint32_t *job_of = CP_NEW_ARRAY(a, uint32_t, NODES_MAX);
    CP_VEC(cp_plan_pair) links = { 0 }, demands = { 0 };
    p->n_nodes = 2 + cp_rand_below(r, NODES_MAX - 1);
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        uint32_t j = cp_rand_below(r, p->n_jobs + 3);
        job_of[i] = j < p->n_jobs ? j : i < p->n_jobs ? i : CP_PLAN_NONE;
    }
    bool is_ring = cp_rand_below(r, 2);
    for (uint32_t i = 0; is_ring && i < p->n_nodes; i++)
        cp_vec_push(a, &links, ((cp_plan_pair){ i, (i + 1) % p->n_nodes }));
    for (uint32_t n = cp_rand_below(r, is_ring ? 4 : 16); n; n--)
        cp_vec_push(a, &links,
                    ((cp_plan_pair){ cp_rand_below(r, p->n_nodes), cp_rand_below(r, p->n_nodes) }));
    for (uint32_t n = cp_rand_below(r, 5); n; n--)
        cp_vec_push(a, &demands,
                    ((cp_plan_pair){ cp_rand_below(r, p->n_nodes), cp_rand_below(r, p->n_nodes) }));
    p->job_of = job_of;
    p->links = links.v;
    p->n_links = links.n;
    p->demands = demands.v;
    p->n_demands = demands.n;
}

static inline void any_rules(cp_arena *a, cp_rand *r, cp_plan_problem *p)
{
    CP_VEC(cp_plan_before) before = { 0 };
    CP_VEC(cp_plan_pair) apart = { 0 };
    CP_VEC(cp_plan_cap) caps = { 0 };
    for (uint32_t n = cp_rand_below(r, 3); n; n--) {
        uint32_t x = cp_rand_below(r, p->n_jobs), y = cp_rand_below(r, p->n_jobs);
        if (x != y)
            cp_vec_push(a, &before, ((cp_plan_before){ x, y, cp_rand_below(r, 2) }));
    }
    for (uint32_t n = cp_rand_below(r, 3); n; n--)
        cp_vec_push(a, &apart,
                    ((cp_plan_pair){ cp_rand_below(r, p->n_jobs), cp_rand_below(r, p->n_jobs) }));
    p->same_maker = any_groups(a, r, cp_rand_below(r, 2), p->n_jobs, true);
    p->cap_groups = any_groups(a, r, cp_rand_below(r, 2), p->n_jobs, false);
    if (p->cap_groups.n) {
        uint32_t n = p->cap_groups.first[p->cap_groups.n];
        int64_t *w = CP_NEW_ARRAY(a, int64_t, n);
        for (uint32_t i = 0; i < n; i++)
            w[i] = any_amount(r, 1);
        p->cap_weights = w;
        cp_vec_push(a, &caps,
                    ((cp_plan_cap){ 0, cp_rand_below(r, p->n_stages), any_amount(r, 2) }));
    }
    p->before = before.v;
    p->n_before = before.n;
    p->apart = apart.v;
    p->n_apart = apart.n;
    p->caps = caps.v;
    p->n_caps = caps.n;
}

static inline bool naive_has_solver(void);
/* Small numbers, so that links are full exactly. */
static inline void any_bps(cp_arena *a, cp_rand *r, cp_plan_problem *p)
{
    uint64_t *wants = CP_NEW_ARRAY(a, uint64_t, p->n_demands),
             *carries = CP_NEW_ARRAY(a, uint64_t, p->n_links);
    uint32_t most = 2 + cp_rand_below(r, 8);
    for (uint32_t i = 0; i < p->n_demands; i++)
        wants[i] = cp_rand_below(r, 5);
    for (uint32_t i = 0; i < p->n_links; i++)
        carries[i] = cp_rand_below(r, most);
    p->demand_bps = wants;
    p->link_bps = carries;
}

static uint32_t any_n_made; /* addresses come again */

static inline cp_plan_problem any_problem(cp_arena *a, cp_rand *r)
{
    any_n_made++;
    cp_plan_problem p = { .n_jobs = 1 + cp_rand_below(r, JOBS_MAX),
                          .n_stages = 1 + cp_rand_below(r, STAGES_MAX),
                          .budget = CP_PLAN_NO_LIMIT,
                          .weight = any_amount(r, 1) };
    any_jobs(a, r, &p);
    cp_plan_stage *stages = CP_NEW_ARRAY(a, cp_plan_stage, p.n_stages);
    for (uint32_t t = 0; t < p.n_stages; t++) {
        stages[t].effort = cp_rand_below(r, 2) ? CP_PLAN_NO_LIMIT : 300 + any_amount(r, 200);
        stages[t].cost = cp_rand_below(r, 4) ? CP_PLAN_NO_LIMIT : 50 + any_amount(r, 20);
    }
    if (cp_rand_below(r, 5) == 0)
        p.budget = 100 + any_amount(r, 25);
    p.stages = stages;
    p.exposed = any_groups(a, r, cp_rand_below(r, 4), p.n_jobs, false);
    int64_t *units = CP_NEW_ARRAY(a, int64_t, p.exposed.n);
    for (uint32_t i = 0; i < p.exposed.n; i++)
        units[i] = any_amount(r, 1);
    p.exposed_units = units;
    any_rules(a, r, &p);
    any_net(a, r, &p);
    if (naive_has_solver() && cp_rand_below(r, 3) == 0)
        any_bps(a, r, &p);
    return p;
}

/* ---- by the definition */

static inline bool naive_joined(const cp_plan_problem *p, const cp_plan_schedule *s, uint32_t t,
                                cp_plan_pair d)
{
    bool up[NODES_MAX], seen[NODES_MAX] = { false };
    for (uint32_t i = 0; i < p->n_nodes; i++)
        up[i] = i == d.a || i == d.b || p->job_of[i] == CP_PLAN_NONE || t == CP_PLAN_NEVER ||
                s->stage[p->job_of[i]] != t;
    seen[d.a] = true;
    for (uint32_t round = 0; round < p->n_nodes; round++)
        for (uint32_t i = 0; i < p->n_links; i++) {
            uint32_t x = p->links[i].a, y = p->links[i].b;
            if (up[x] && up[y] && (seen[x] || seen[y]))
                seen[x] = seen[y] = true;
        }
    return seen[d.b];
}

static inline bool naive_has_solver(void)
{
    static int known = -1;
    if (known >= 0)
        return known;
    cp_arena *a = cp_arena_new(0);
    cp_mip *m = cp_mip_new(a);
    (void)cp_mip_column(m, 1, 0, 1, true);
    cp_mip_found found;
    cp_err err;
    known = cp_mip_solve(m, a, &(cp_mip_how){ .seed = 1 }, &found, &err) == CP_OK;
    cp_arena_free(a);
    return known;
}

static inline bool naive_wants(const cp_plan_problem *p, uint32_t d)
{
    return p->demand_bps[d] && p->demands[d].a != p->demands[d].b &&
           naive_joined(p, NULL, CP_PLAN_NEVER, p->demands[d]);
}

/* Per demand and link what goes either way; at each node what comes goes, but at the ends; on each
 * link the sum is within its limit. */
static inline bool naive_carries(const cp_plan_problem *p, const bool *is_down)
{
    cp_arena *a = cp_arena_new(0);
    cp_mip *m = cp_mip_new(a);
    uint32_t n = p->n_links;
    for (uint32_t d = 0; d < p->n_demands; d++)
        for (uint32_t e = 0; e < 2 * n; e++) {
            cp_plan_pair l = p->links[e / 2], x = p->demands[d];
            bool open = (!is_down[l.a] || l.a == x.a || l.a == x.b) &&
                        (!is_down[l.b] || l.b == x.a || l.b == x.b);
            (void)cp_mip_column(m, 0, 0, open && l.a != l.b ? CP_MIP_NO_LIMIT : 0, false);
        }
    for (uint32_t d = 0; d < p->n_demands; d++)
        for (uint32_t v = 0; v < p->n_nodes; v++) {
            double out = !naive_wants(p, d)     ? 0
                         : v == p->demands[d].a ? (double)p->demand_bps[d]
                         : v == p->demands[d].b ? -(double)p->demand_bps[d]
                                                : 0;
            cp_mip_row(m, out, out);
            for (uint32_t e = 0; e < 2 * n; e++) {
                uint32_t from = e % 2 ? p->links[e / 2].b : p->links[e / 2].a,
                         to = e % 2 ? p->links[e / 2].a : p->links[e / 2].b;
                if (from != to && (from == v || to == v))
                    cp_mip_element(m, d * 2 * n + e, from == v ? 1 : -1);
            }
        }
    for (uint32_t e = 0; e < n; e++) {
        cp_mip_row(m, -CP_MIP_NO_LIMIT, p->link_bps[e] ? (double)p->link_bps[e] : CP_MIP_NO_LIMIT);
        for (uint32_t d = 0; d < p->n_demands; d++) {
            cp_mip_element(m, d * 2 * n + 2 * e, 1);
            cp_mip_element(m, d * 2 * n + 2 * e + 1, 1);
        }
    }
    cp_mip_found found;
    cp_err err;
    bool ok = cp_mip_solve(m, a, &(cp_mip_how){ .seed = 1 }, &found, &err) == CP_OK &&
              found.end == CP_MIP_OPTIMAL;
    cp_arena_free(a);
    return ok;
}

/* Of all sets of jobs of one problem at a time. */
static inline bool naive_all_carried(const cp_plan_problem *p, const cp_plan_schedule *s,
                                     uint32_t t)
{
    static const cp_plan_pair *of;
    static const uint64_t *wants;
    static uint32_t nth;
    static int8_t known[1 << JOBS_MAX]; /* 0: not known */
    if (!p->demand_bps)
        return true;
    if (of != p->demands || wants != p->demand_bps || nth != any_n_made)
        memset(known, 0, sizeof known);
    nth = any_n_made;
    of = p->demands;
    wants = p->demand_bps;
    uint32_t set = 0;
    for (uint32_t j = 0; j < p->n_jobs; j++)
        set |= (uint32_t)(s->stage[j] == t) << j;
    bool is_down[NODES_MAX] = { false };
    for (uint32_t i = 0; i < p->n_nodes; i++)
        is_down[i] = p->job_of[i] != CP_PLAN_NONE && set >> p->job_of[i] & 1;
    if (!known[set])
        known[set] = naive_carries(p, is_down) ? 1 : -1;
    return known[set] > 0;
}

static inline bool naive_rules_hold(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    for (uint32_t i = 0; i < p->n_before; i++) {
        uint8_t x = s->stage[p->before[i].a], y = s->stage[p->before[i].b];
        if (y != CP_PLAN_NEVER && (x > y || (p->before[i].is_strict && x == y)))
            return false;
    }
    for (uint32_t i = 0; i < p->n_apart; i++) {
        cp_plan_pair x = p->apart[i];
        if (x.a != x.b && s->stage[x.a] != CP_PLAN_NEVER && s->stage[x.a] == s->stage[x.b])
            return false;
    }
    for (uint32_t g = 0; g < p->same_maker.n; g++)
        for (uint32_t i = p->same_maker.first[g]; i < p->same_maker.first[g + 1]; i++)
            for (uint32_t k = p->same_maker.first[g]; k < i; k++) {
                uint32_t x = p->same_maker.jobs[i], y = p->same_maker.jobs[k];
                if (s->stage[x] != CP_PLAN_NEVER && s->stage[y] != CP_PLAN_NEVER &&
                    p->options[s->option[x]].maker != p->options[s->option[y]].maker)
                    return false;
            }
    for (uint32_t i = 0; i < p->n_caps; i++) {
        int64_t open = 0;
        uint32_t g = p->caps[i].group;
        for (uint32_t k = p->cap_groups.first[g]; k < p->cap_groups.first[g + 1]; k++)
            open += s->stage[p->cap_groups.jobs[k]] > p->caps[i].stage ? p->cap_weights[k] : 0;
        if (open > p->caps[i].limit)
            return false;
    }
    return true;
}

static inline bool naive_holds(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    int64_t all = 0;
    for (uint32_t t = 0; t < p->n_stages; t++) {
        int64_t cost = 0, effort = 0;
        for (uint32_t j = 0; j < p->n_jobs; j++)
            if (s->stage[j] == t) {
                cost += p->options[s->option[j]].cost;
                effort += p->options[s->option[j]].effort;
            }
        all += cost;
        if (cost > p->stages[t].cost || effort > p->stages[t].effort)
            return false;
        for (uint32_t d = 0; d < p->n_demands; d++)
            if (naive_joined(p, s, CP_PLAN_NEVER, p->demands[d]) &&
                !naive_joined(p, s, t, p->demands[d]))
                return false;
    }
    if (all > p->budget || !naive_rules_hold(p, s))
        return false;
    for (uint32_t t = 0; t < p->n_stages; t++)
        if (!naive_all_carried(p, s, t))
            return false;
    return true;
}

static inline int64_t naive_total(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    int64_t total = 0;
    for (uint32_t j = 0; j < p->n_jobs; j++)
        total += s->stage[j] == CP_PLAN_NEVER ? 0 : p->options[s->option[j]].cost;
    for (uint32_t t = 0; t < p->n_stages; t++)
        for (uint32_t g = 0; g < p->exposed.n; g++) {
            bool is_open = false;
            for (uint32_t k = p->exposed.first[g]; k < p->exposed.first[g + 1]; k++)
                is_open |= s->stage[p->exposed.jobs[k]] > t;
            total += is_open ? p->weight * p->exposed_units[g] : 0;
        }
    return total;
}

/* All schedules: the least total; -1: none holds. */
static inline int64_t naive_best(const cp_plan_problem *p, cp_plan_schedule *s, uint32_t j)
{
    if (j == p->n_jobs)
        return naive_holds(p, s) ? naive_total(p, s) : -1;
    int64_t best = -1;
    const cp_plan_job *x = &p->jobs[j];
    for (uint32_t t = 0; t <= CP_PLAN_NEVER; t = t + 1 == p->n_stages ? CP_PLAN_NEVER : t + 1) {
        if (t == CP_PLAN_NEVER ? x->last != CP_PLAN_NEVER : !(x->open >> t & 1) || t > x->last)
            continue;
        s->stage[j] = (uint8_t)t;
        for (uint32_t o = 0; o < (t == CP_PLAN_NEVER ? 1 : x->n_options); o++) {
            s->option[j] = t == CP_PLAN_NEVER ? CP_PLAN_NONE : x->first_option + o;
            int64_t total = naive_best(p, s, j + 1);
            if (total >= 0 && (best < 0 || total < best))
                best = total;
        }
    }
    return best;
}

/* By verify.c. */
static inline bool is_verified(cp_arena *a, const cp_plan_problem *p, const cp_plan_schedule *s)
{
    cp_str ids[NODES_MAX];
    for (uint32_t i = 0; i < p->n_nodes; i++)
        ids[i] = cp_str_fmt(a, "node-%u", i);
    cp_plan_net net;
    cp_err err;
    cp_plan_faults faults = { 0 };
    uint64_t n_more;
    if (cp_plan_net_make(a, p, s, ids, &net, &err) != CP_OK)
        return false;
    cp_plan_verify(a, p, s, &net, &faults, &n_more);
    return faults.n == 0;
}
