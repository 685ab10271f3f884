/* SPDX-License-Identifier: Apache-2.0 */
/* search.c - see search.h.
 *
 * What a schedule breaks is counted by kind and stage, so that a move costs only what hangs on the
 * job: its conflicts, groups, orders, caps. */
#include "plan/search.h"
#include <math.h>

typedef struct search {
    cp_plan_rules *r;
    const cp_plan_problem *p;
    cp_plan_schedule s, best;
    uint32_t *maker; /* per class */
    cp_rand rand;
    double penalty, temperature;
    /* by stage */
    int64_t effort[CP_PLAN_STAGES_MAX], cost[CP_PLAN_STAGES_MAX], all;
    double per_effort, per_cost, per_open; /* how much over is as bad as one conflict */
    int64_t *open;                         /* per cap: the weights after its stage */
    uint32_t *in_stage; /* per exposed group and stage (n_stages and never): jobs */
    uint32_t *last;     /* per exposed group */
    cp_plan_index cuts_of;
    uint16_t *in_cut; /* per cut and stage: jobs */
    uint32_t n_cuts;
    int64_t total;
    double broken;
    bool has_best;
    int64_t best_total;
} search;

static uint32_t row(const search *x) { return x->p->n_stages + 1; }
static uint32_t column(const search *x, uint32_t t)
{
    return t < x->p->n_stages ? t : x->p->n_stages;
}

static double over(int64_t have, int64_t limit, double per)
{
    return limit == CP_PLAN_NO_LIMIT || have <= limit ? 0 : 1 + (double)(have - limit) / per;
}

/* ---- parts of a move: each adds what the job weighs in a stage (by 1), or takes it away (-1) */

static void weigh_money(search *x, uint32_t j, int by)
{
    uint32_t t = x->s.stage[j];
    if (t == CP_PLAN_NEVER)
        return;
    const cp_plan_option *o = &x->p->options[x->s.option[j]];
    const cp_plan_stage *st = &x->p->stages[t];
    x->broken -= over(x->effort[t], st->effort, x->per_effort) +
                 over(x->cost[t], st->cost, x->per_cost) + over(x->all, x->p->budget, x->per_cost);
    x->effort[t] += by * o->effort;
    x->cost[t] += by * o->cost;
    x->all += by * o->cost;
    x->total += by * o->cost;
    x->broken += over(x->effort[t], st->effort, x->per_effort) +
                 over(x->cost[t], st->cost, x->per_cost) + over(x->all, x->p->budget, x->per_cost);
}

static void weigh_conflicts(search *x, uint32_t j, int by)
{
    uint32_t t = x->s.stage[j], n = 0;
    if (t == CP_PLAN_NEVER)
        return;
    const cp_plan_index *c = &x->r->conflicts;
    for (uint32_t i = c->first[j]; i < c->first[j + 1]; i++)
        n += x->s.stage[c->at[i]] == t;
    for (uint32_t i = x->n_cuts ? x->cuts_of.first[j] : 0; x->n_cuts && i < x->cuts_of.first[j + 1];
         i++) {
        uint32_t cut = x->cuts_of.at[i];
        uint16_t *in = &x->in_cut[(size_t)cut * x->p->n_stages + t];
        uint32_t full = x->r->cuts.v[cut].n - (by > 0 ? 1 : 0);
        n += *in == full;
        *in = (uint16_t)(*in + by);
    }
    x->broken += by * (double)n;
}

static void weigh_orders(search *x, uint32_t j, int by)
{
    const cp_plan_index *c = &x->r->before_of;
    for (uint32_t i = c->first[j]; i < c->first[j + 1]; i++) {
        const cp_plan_before *o = &x->p->before[c->at[i]];
        if (!cp_plan_in_order(o, x->s.stage))
            x->broken += by;
    }
}

static void weigh_caps(search *x, uint32_t j, int by)
{
    const cp_plan_index *c = &x->r->caps_of;
    for (uint32_t i = c->first[j]; i < c->first[j + 1]; i++) {
        uint32_t cap = c->at[i];
        if (x->s.stage[j] <= x->p->caps[cap].stage)
            continue;
        x->broken -= over(x->open[cap], x->p->caps[cap].limit, x->per_open);
        x->open[cap] += by * x->r->cap_weights[i];
        x->broken += over(x->open[cap], x->p->caps[cap].limit, x->per_open);
    }
}

static void weigh_exposed(search *x, uint32_t j, int by)
{
    const cp_plan_index *c = &x->r->exposed_of;
    uint32_t t = column(x, x->s.stage[j]);
    for (uint32_t i = c->first[j]; i < c->first[j + 1]; i++) {
        uint32_t g = c->at[i], *in = &x->in_stage[(size_t)g * row(x)], was = x->last[g], now = was;
        in[t] += (uint32_t)by;
        if (by > 0 && t > was)
            now = t;
        while (now > 0 && in[now] == 0)
            now--;
        x->last[g] = now;
        x->total += x->p->weight * x->p->exposed_units[g] * ((int64_t)now - (int64_t)was);
    }
}

static void weigh(search *x, uint32_t j, int by)
{
    weigh_money(x, j, by);
    weigh_conflicts(x, j, by);
    weigh_orders(x, j, by);
    weigh_caps(x, j, by);
    weigh_exposed(x, j, by);
}

static void put(search *x, uint32_t j, uint32_t stage, uint32_t option)
{
    weigh(x, j, -1);
    x->s.stage[j] = (uint8_t)stage;
    x->s.option[j] = option;
    weigh(x, j, 1);
}

/* ---- beginning */

static cp_plan_index cuts_by_job(cp_arena *a, const cp_plan_rules *r)
{
    cp_plan_index x = { .first = CP_NEW_ARRAY(a, uint32_t, (size_t)r->p->n_jobs + 2) };
    for (uint32_t i = 0; i < r->cuts.n; i++)
        for (uint32_t k = 0; k < r->cuts.v[i].n; k++)
            x.first[r->cuts.v[i].jobs[k] + 2]++;
    for (uint32_t j = 0; j < r->p->n_jobs; j++)
        x.first[j + 2] += x.first[j + 1];
    x.at = CP_NEW_RAW(a, uint32_t, x.first[r->p->n_jobs + 1]);
    for (uint32_t i = 0; i < r->cuts.n; i++)
        for (uint32_t k = 0; k < r->cuts.v[i].n; k++)
            x.at[x.first[r->cuts.v[i].jobs[k] + 1]++] = i;
    return x;
}

/* Counts all anew, of the schedule as it is. */
static void count(search *x, cp_arena *a)
{
    const cp_plan_problem *p = x->p;
    memset(x->effort, 0, sizeof x->effort);
    memset(x->cost, 0, sizeof x->cost);
    x->all = x->total = 0;
    x->broken = 0;
    x->n_cuts = x->r->cuts.n;
    x->cuts_of = cuts_by_job(a, x->r);
    x->in_cut = CP_NEW_ARRAY(a, uint16_t, (size_t)x->n_cuts * p->n_stages);
    memset(x->open, 0, p->n_caps * sizeof *x->open);
    memset(x->last, 0, p->exposed.n * sizeof *x->last);
    memset(x->in_stage, 0, (size_t)p->exposed.n * row(x) * sizeof *x->in_stage);
    /* of nothing done, no rule is broken but caps; then one by one */
    cp_plan_schedule s = cp_plan_schedule_new(a, p);
    cp_plan_schedule_copy(p, &s, &x->s);
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        x->s.stage[j] = CP_PLAN_NEVER;
        weigh_exposed(x, j, 1);
        weigh_caps(x, j, 1);
    }
    for (uint32_t j = 0; j < p->n_jobs; j++)
        put(x, j, s.stage[j], s.option[j]);
}

/* The cheapest offer of a job, by that maker if it is of a class. */
static uint32_t offer(const search *x, uint32_t j)
{
    const cp_plan_rules *r = x->r;
    uint32_t class = r->class_of[j], best = CP_PLAN_NONE;
    for (uint32_t i = r->offer_first[j]; i < r->offer_first[j + 1]; i++) {
        const cp_plan_option *o = &x->p->options[r->offers[i]];
        if (class != CP_PLAN_NONE && o->maker != x->maker[class])
            continue;
        if (best == CP_PLAN_NONE || o->cost < x->p->options[best].cost)
            best = r->offers[i];
    }
    return best;
}

static uint32_t some_stage(search *x, uint64_t stages)
{
    uint32_t nth = cp_rand_below(&x->rand, (uint32_t)__builtin_popcountll(stages));
    for (; nth; nth--)
        stages &= stages - 1;
    return (uint32_t)__builtin_ctzll(stages);
}

/* ---- moves */

typedef struct change {
    uint32_t job, stage, option;
} change;

typedef CP_VEC(change) changes;

static void add_change(search *x, cp_arena *a, changes *c, uint32_t j, uint32_t stage)
{
    uint32_t option = x->s.option[j];
    if (stage == CP_PLAN_NEVER)
        option = CP_PLAN_NONE;
    else if (option == CP_PLAN_NONE)
        option = offer(x, j);
    if (stage == CP_PLAN_NEVER || option != CP_PLAN_NONE)
        cp_vec_push(a, c, ((change){ j, stage, option }));
}

static void choose_exchange(search *x, cp_arena *a, changes *c, uint32_t j)
{
    uint32_t other = cp_rand_below(&x->rand, x->p->n_jobs), t = x->s.stage[j],
             u = x->s.stage[other];
    if (t == u || !(x->r->stages[j] >> u & 1) || !(x->r->stages[other] >> t & 1))
        return;
    add_change(x, a, c, j, u);
    add_change(x, a, c, other, t);
}

static void choose_maker(search *x, cp_arena *a, changes *c, uint32_t j)
{
    const cp_plan_rules *r = x->r;
    uint32_t class = r->class_of[j];
    if (class == CP_PLAN_NONE) {
        uint32_t n = r->offer_first[j + 1] - r->offer_first[j];
        if (x->s.stage[j] != CP_PLAN_NEVER && n > 1)
            cp_vec_push(a, c,
                        ((change){ j, x->s.stage[j],
                                   r->offers[r->offer_first[j] + cp_rand_below(&x->rand, n)] }));
        return;
    }
    uint32_t n = r->class_maker_first[class + 1] - r->class_maker_first[class];
    if (n < 2)
        return;
    x->maker[class] = r->class_makers[r->class_maker_first[class] + cp_rand_below(&x->rand, n)];
    const cp_plan_groups *g = &x->p->same_maker;
    for (uint32_t i = g->first[class]; i < g->first[class + 1]; i++) {
        uint32_t k = g->jobs[i], o = x->s.stage[k] == CP_PLAN_NEVER ? CP_PLAN_NONE : offer(x, k);
        uint32_t t = o == CP_PLAN_NONE ? CP_PLAN_NEVER : x->s.stage[k];
        cp_vec_push(a, c, ((change){ k, t, o }));
    }
}

static double energy(const search *x) { return (double)x->total + x->penalty * x->broken; }

/* Makes the changes; c then holds how it was. */
static void make_changes(search *x, changes *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        change was = { c->v[i].job, x->s.stage[c->v[i].job], x->s.option[c->v[i].job] };
        put(x, c->v[i].job, c->v[i].stage, c->v[i].option);
        c->v[i] = was;
    }
}

static void reverse(changes *c)
{
    for (uint32_t i = 0; i < c->n / 2; i++) {
        change v = c->v[i];
        c->v[i] = c->v[c->n - 1 - i];
        c->v[c->n - 1 - i] = v;
    }
}

static double chance(search *x) { return (double)(cp_rand_u64(&x->rand) >> 11) * 0x1p-53; }

static void step(search *x, cp_arena *scratch, changes *c)
{
    uint32_t j = cp_rand_below(&x->rand, x->p->n_jobs), kind = cp_rand_below(&x->rand, 32);
    uint32_t class = x->r->class_of[j], maker = class == CP_PLAN_NONE ? 0 : x->maker[class];
    c->n = 0;
    if (kind == 0)
        choose_maker(x, scratch, c, j);
    else if (kind < 8)
        choose_exchange(x, scratch, c, j);
    else
        add_change(x, scratch, c, j, some_stage(x, x->r->stages[j]));
    double before = energy(x);
    make_changes(x, c);
    double worse = energy(x) - before;
    if (worse <= 0 || chance(x) < exp(-worse / x->temperature))
        return;
    reverse(c);
    make_changes(x, c);
    if (class != CP_PLAN_NONE)
        x->maker[class] = maker;
}

/* ---- the whole */

static bool is_maker_of(const cp_plan_rules *r, uint32_t class, uint32_t maker)
{
    for (uint32_t i = r->class_maker_first[class]; i < r->class_maker_first[class + 1]; i++)
        if (r->class_makers[i] == maker)
            return true;
    return false;
}

static void begin(search *x, cp_arena *a)
{
    const cp_plan_problem *p = x->p;
    const cp_plan_rules *r = x->r;
    x->maker = CP_NEW_RAW(a, uint32_t, p->same_maker.n);
    for (uint32_t c = 0; c < p->same_maker.n; c++)
        x->maker[c] = r->class_maker_first[c] < r->class_maker_first[c + 1]
                          ? r->class_makers[r->class_maker_first[c]]
                          : CP_PLAN_NONE;
    double cost = 0, effort = 0, open = 0, units = 0;
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint32_t o = offer(x, j), class = r->class_of[j];
        if (class != CP_PLAN_NONE && x->s.option[j] != CP_PLAN_NONE &&
            is_maker_of(r, class, p->options[x->s.option[j]].maker))
            x->maker[class] = p->options[x->s.option[j]].maker;
        cost += o == CP_PLAN_NONE ? 0 : (double)p->options[o].cost;
        effort += o == CP_PLAN_NONE ? 0 : (double)p->options[o].effort;
    }
    for (uint32_t i = 0; i < p->exposed.n; i++)
        units += (double)p->exposed_units[i];
    uint32_t n_caps = p->cap_groups.n ? p->cap_groups.first[p->cap_groups.n] : 0;
    for (uint32_t i = 0; i < n_caps; i++)
        open += (double)p->cap_weights[i] / n_caps;
    double n = p->n_jobs;
    x->per_effort = 1 + effort / n;
    x->per_cost = 1 + cost / n;
    x->per_open = 1 + open;
    x->penalty = 1 + 2 * (cost / n + (double)p->weight * units * p->n_stages / n);
    x->temperature = 1 + x->penalty / 4;
}

/* Jobs that cannot be where they are (by the stages that are left to them) go elsewhere. False: one
 * can be nowhere. */
static bool settle(search *x)
{
    for (uint32_t j = 0; j < x->p->n_jobs; j++) {
        uint32_t t = x->s.stage[j];
        if (!(x->r->stages[j] >> t & 1))
            t = some_stage(x, x->r->stages[j]);
        uint32_t o = t == CP_PLAN_NEVER ? CP_PLAN_NONE : offer(x, j);
        if (o == CP_PLAN_NONE)
            t = CP_PLAN_NEVER;
        if (!(x->r->stages[j] >> t & 1))
            return false;
        x->s.stage[j] = (uint8_t)t;
        x->s.option[j] = o;
    }
    return true;
}

/* One that breaks nothing known, and is better: true if it holds. Else what it breaks is known. */
static bool try_best(search *x, cp_keep *k, cp_arena *a, cp_arena *scratch,
                     const cp_plan_search_how *how)
{
    enum { CUTS_AT_ONCE = 64 };
    uint32_t n_new = 0;
    if (!cp_plan_rules_hold(x->r, k, a, &x->s, CUTS_AT_ONCE, &n_new)) {
        if (n_new)
            count(x, scratch);
        return false;
    }
    x->has_best = true;
    x->best_total = x->total;
    cp_plan_schedule_copy(x->p, &x->best, &x->s);
    if (how->better)
        how->better(how->ctx, &x->best, cp_plan_value_of(x->p, &x->best));
    return true;
}

static void cool(search *x, double from, uint64_t at, uint64_t n)
{
    x->temperature = from * pow(1e-4, (double)at / (double)n);
}

static void run(search *x, cp_keep *k, cp_arena *a, const cp_plan_search_how *how)
{
    enum { ROUND = 4096 };
    cp_arena *scratch = cp_arena_new(0), *now = cp_arena_new(0);
    changes c = { 0 };
    double hot = x->temperature, least = x->penalty / 16, most = x->penalty * 1e4;
    count(x, now);
    if (x->broken < 1e-6)
        (void)try_best(x, k, a, now, how);
    for (uint64_t i = 0; i < how->n_moves; i += ROUND) {
        if (how->more && !how->more(how->ctx))
            break;
        cool(x, hot, i, how->n_moves);
        uint32_t n_held = 0;
        for (uint32_t n = 0; n < ROUND; n++) {
            step(x, scratch, &c);
            bool holds = x->broken < 1e-6;
            n_held += holds;
            if (holds && (!x->has_best || x->total < x->best_total))
                (void)try_best(x, k, a, now, how);
        }
        x->penalty *= n_held < ROUND / 4 ? 1.1 : n_held > ROUND / 2 ? 0.95 : 1;
        x->penalty = x->penalty < least ? least : x->penalty > most ? most : x->penalty;
        /* sums of fractions drift */
        cp_arena_free(now);
        now = cp_arena_new(0);
        count(x, now);
    }
    cp_arena_free(now);
    cp_arena_free(scratch);
}

bool cp_plan_search(cp_plan_rules *r, cp_keep *k, cp_arena *a, const cp_plan_search_how *how,
                    cp_plan_schedule *s)
{
    const cp_plan_problem *p = r->p;
    for (uint32_t j = 0; j < p->n_jobs; j++)
        if (r->stages[j] == 0)
            return false;
    cp_arena *own = cp_arena_new(0);
    search x = { .r = r, .p = p, .s = *s, .rand = { how->seed } };
    x.best = cp_plan_schedule_new(own, p);
    x.open = CP_NEW_RAW(own, int64_t, p->n_caps);
    x.last = CP_NEW_RAW(own, uint32_t, p->exposed.n);
    x.in_stage = CP_NEW_RAW(own, uint32_t, (size_t)p->exposed.n * (p->n_stages + 1));
    begin(&x, own);
    if (settle(&x) && p->n_jobs)
        run(&x, k, a, how);
    x.has_best |= p->n_jobs == 0;
    if (x.has_best)
        cp_plan_schedule_copy(p, s, &x.best);
    cp_arena_free(own);
    return x.has_best;
}
