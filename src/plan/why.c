/* SPDX-License-Identifier: Apache-2.0 */
/* why.c - see why.h. */
#include "plan/why.h"
#include <stdlib.h>
#include "plan/mip.h"
#include "plan/search.h"

const char *cp_plan_part_name(cp_plan_part_kind k)
{
    static const char *const names[] = {
        [CP_PLAN_PART_DEADLINE] = "deadline", [CP_PLAN_PART_CREWS] = "crews",
        [CP_PLAN_PART_MONEY] = "money",       [CP_PLAN_PART_BUDGET] = "budget",
        [CP_PLAN_PART_CAP] = "cap",           [CP_PLAN_PART_WINDOW] = "window",
        [CP_PLAN_PART_MAKER] = "maker",       [CP_PLAN_PART_ORDER] = "order",
        [CP_PLAN_PART_APART] = "apart",       [CP_PLAN_PART_DEMAND] = "demand",
        [CP_PLAN_PART_CAPACITY] = "capacity",
    };
    static_assert(sizeof names / sizeof *names == CP_PLAN_PART_COUNT, "a name for each");
    return names[k];
}

typedef struct why {
    cp_arena *a; /* of the answer */
    cp_arena *own;
    const cp_plan_problem *p;
    const cp_plan_why_how *how;
    cp_plan_why *out;
    CP_VEC(cp_plan_part) parts; /* by kind; crews and money a stage each */
    uint32_t first[CP_PLAN_PART_COUNT + 1];
    bool *is_on;
    uint32_t *deadline_of; /* per job: a part; CP_PLAN_NONE */
    bool by_sums;          /* only they are asked */
} why;

/* ---- parts */

static void part(why *w, cp_plan_part p) { cp_vec_push(w->own, &w->parts, p); }

static void stage_part(why *w, cp_plan_part_kind kind, uint32_t t)
{
    part(w, (cp_plan_part){ kind, CP_PLAN_NONE, CP_PLAN_NONE, t, t, 0 });
}
static void rule_part(why *w, cp_plan_part_kind kind, uint32_t rule)
{
    part(w, (cp_plan_part){ kind, rule, CP_PLAN_NONE, CP_PLAN_NONE, CP_PLAN_NONE, 0 });
}

static int by_deadline(const void *x, const void *y, void *ctx)
{
    const cp_plan_job *jobs = ctx;
    uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    const cp_plan_job *a = &jobs[i], *b = &jobs[k];
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    return (i > k) - (i < k);
}

/* Of the jobs of one rule with one last stage. */
static void deadline_parts(why *w)
{
    const cp_plan_problem *p = w->p;
    uint32_t n = 0, *v = CP_NEW_RAW(w->own, uint32_t, p->n_jobs);
    w->deadline_of = CP_NEW_RAW(w->own, uint32_t, p->n_jobs);
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        w->deadline_of[j] = CP_PLAN_NONE;
        if (p->jobs[j].last != CP_PLAN_NEVER)
            v[n++] = j;
    }
    if (n)
        qsort_r(v, n, sizeof *v, by_deadline, (void *)(uintptr_t)p->jobs);
    for (uint32_t i = 0; i < n; i++) {
        const cp_plan_job *x = &p->jobs[v[i]];
        cp_plan_part *last = w->parts.n ? &w->parts.v[w->parts.n - 1] : NULL;
        if (!last || last->from != x->last || last->rule != x->rule)
            part(w, (cp_plan_part){
                        .rule = x->rule, .job = CP_PLAN_NONE, .from = x->last, .to = x->last });
        w->parts.v[w->parts.n - 1].n_jobs++;
        w->deadline_of[v[i]] = w->parts.n - 1;
    }
}

static uint64_t all_stages(const cp_plan_problem *p) { return ((uint64_t)1 << p->n_stages) - 1; }

static void parts_of(why *w, cp_plan_part_kind kind)
{
    const cp_plan_problem *p = w->p;
    const uint32_t n_rules[CP_PLAN_PART_COUNT] = { [CP_PLAN_PART_MAKER] = p->same_maker.n,
                                                   [CP_PLAN_PART_CAP] = p->n_caps,
                                                   [CP_PLAN_PART_ORDER] = p->n_before,
                                                   [CP_PLAN_PART_APART] = p->n_apart,
                                                   [CP_PLAN_PART_DEMAND] = p->n_demands };
    for (uint32_t i = 0; i < n_rules[kind]; i++)
        rule_part(w, kind, i);
    for (uint32_t t = 0; t < p->n_stages; t++) {
        if (kind == CP_PLAN_PART_CREWS && p->stages[t].effort != CP_PLAN_NO_LIMIT)
            stage_part(w, kind, t);
        if (kind == CP_PLAN_PART_MONEY && p->stages[t].cost != CP_PLAN_NO_LIMIT)
            stage_part(w, kind, t);
    }
    if (kind == CP_PLAN_PART_BUDGET && p->budget != CP_PLAN_NO_LIMIT)
        rule_part(w, kind, CP_PLAN_NONE);
    if (kind == CP_PLAN_PART_CAPACITY && p->demand_bps && p->link_bps)
        rule_part(w, kind, CP_PLAN_NONE);
    if (kind == CP_PLAN_PART_DEADLINE)
        deadline_parts(w);
    for (uint32_t j = 0; kind == CP_PLAN_PART_WINDOW && j < p->n_jobs; j++)
        if (p->jobs[j].open != all_stages(p))
            part(w, (cp_plan_part){ kind, CP_PLAN_NONE, j, CP_PLAN_NONE, CP_PLAN_NONE, 0 });
}

static void make_parts(why *w)
{
    for (cp_plan_part_kind k = 0; k < CP_PLAN_PART_COUNT; k++) {
        w->first[k] = w->parts.n;
        parts_of(w, k);
    }
    w->first[CP_PLAN_PART_COUNT] = w->parts.n;
    w->is_on = CP_NEW_RAW(w->own, bool, w->parts.n);
    for (uint32_t i = 0; i < w->parts.n; i++)
        w->is_on[i] = true;
}

/* ---- the problem with the parts that are on */

/* Of a list of rules those whose parts are on, in their order. */
static const void *rules_on(const why *w, cp_arena *a, cp_plan_part_kind kind, const void *rules,
                            size_t bytes, uint32_t *n)
{
    uint32_t to = 0;
    char *v = CP_NEW_RAW(a, char, (size_t)*n *bytes);
    for (uint32_t i = 0; i < *n; i++)
        if (w->is_on[w->first[kind] + i])
            memcpy(v + to++ * bytes, (const char *)rules + i * bytes, bytes);
    *n = to;
    return v;
}

static cp_plan_groups makers_on(const why *w, cp_arena *a)
{
    const cp_plan_groups *g = &w->p->same_maker;
    uint32_t n = 0, n_jobs = 0, *first = CP_NEW_ARRAY(a, uint32_t, (size_t)g->n + 1),
             *jobs = CP_NEW_RAW(a, uint32_t, g->n ? g->first[g->n] : 0);
    for (uint32_t i = 0; i < g->n; i++) {
        if (!w->is_on[w->first[CP_PLAN_PART_MAKER] + i])
            continue;
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++)
            jobs[n_jobs++] = g->jobs[k];
        first[++n] = n_jobs;
    }
    return (cp_plan_groups){ n, first, jobs };
}

static void limits_on(const why *w, cp_arena *a, cp_plan_problem *q)
{
    const cp_plan_problem *p = w->p;
    cp_plan_job *jobs = CP_NEW_RAW(a, cp_plan_job, p->n_jobs);
    cp_plan_stage *stages = CP_NEW_RAW(a, cp_plan_stage, p->n_stages);
    for (uint32_t t = 0; t < p->n_stages; t++)
        stages[t] = p->stages[t];
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        jobs[j] = p->jobs[j];
        if (w->deadline_of[j] != CP_PLAN_NONE && !w->is_on[w->deadline_of[j]])
            jobs[j].last = CP_PLAN_NEVER;
    }
    for (uint32_t i = 0; i < w->first[CP_PLAN_PART_MAKER]; i++) {
        const cp_plan_part *x = &w->parts.v[i];
        if (w->is_on[i])
            continue;
        if (x->kind == CP_PLAN_PART_CREWS)
            stages[x->from].effort = CP_PLAN_NO_LIMIT;
        if (x->kind == CP_PLAN_PART_MONEY)
            stages[x->from].cost = CP_PLAN_NO_LIMIT;
        if (x->kind == CP_PLAN_PART_BUDGET)
            q->budget = CP_PLAN_NO_LIMIT;
        if (x->kind == CP_PLAN_PART_WINDOW)
            jobs[x->job].open = all_stages(p);
    }
    q->jobs = jobs;
    q->stages = stages;
}

/* What is carried is connected, so capacity needs all demands that want something. */
static void demands_on(const why *w, cp_arena *a, cp_plan_problem *q)
{
    const cp_plan_problem *p = w->p;
    uint32_t part = w->first[CP_PLAN_PART_CAPACITY];
    bool is_carried = part < w->first[CP_PLAN_PART_COUNT] && w->is_on[part];
    cp_plan_pair *demands = CP_NEW_RAW(a, cp_plan_pair, p->n_demands);
    uint64_t *bps = CP_NEW_RAW(a, uint64_t, p->n_demands);
    q->n_demands = 0;
    for (uint32_t d = 0; d < p->n_demands; d++) {
        bool wants = is_carried && p->demand_bps[d];
        if (!wants && !w->is_on[w->first[CP_PLAN_PART_DEMAND] + d])
            continue;
        bps[q->n_demands] = wants ? p->demand_bps[d] : 0;
        demands[q->n_demands++] = p->demands[d];
    }
    q->demands = demands;
    q->demand_bps = is_carried ? bps : NULL;
}

static cp_plan_problem problem_on(const why *w, cp_arena *a)
{
    cp_plan_problem q = *w->p;
    q.weight = 0;
    q.exposed = (cp_plan_groups){ 0 };
    limits_on(w, a, &q);
    q.same_maker = makers_on(w, a);
    q.caps = rules_on(w, a, CP_PLAN_PART_CAP, q.caps, sizeof *q.caps, &q.n_caps);
    q.before = rules_on(w, a, CP_PLAN_PART_ORDER, q.before, sizeof *q.before, &q.n_before);
    q.apart = rules_on(w, a, CP_PLAN_PART_APART, q.apart, sizeof *q.apart, &q.n_apart);
    demands_on(w, a, &q);
    return q;
}

/* ---- is there a schedule? */

typedef enum answer { NONE, SOME, UNKNOWN } answer;

typedef struct until_found {
    const why *w;
    bool is_found;
} until_found;

static bool goes_on(const why *w) { return !w->how->more || w->how->more(w->how->ctx); }
static bool not_found(void *ctx)
{
    until_found *u = ctx;
    return !u->is_found && goes_on(u->w);
}
static void is_found(void *ctx, const cp_plan_schedule *s, cp_plan_value v)
{
    (void)s;
    (void)v;
    ((until_found *)ctx)->is_found = true;
}

static bool search_some(why *w, cp_arena *a, cp_plan_rules *r, cp_keep *k, cp_plan_schedule *s)
{
    until_found u = { .w = w };
    cp_plan_search_how how = { .seed = w->how->seed,
                               .n_moves = w->how->n_moves ? w->how->n_moves
                                                          : 8192 + 256 * (uint64_t)r->p->n_jobs,
                               .more = not_found,
                               .better = is_found,
                               .ctx = &u };
    return cp_plan_search(r, k, a, &how, s);
}

/* Again with what each schedule broke, until one holds or there is none. */
static answer solve_some(why *w, cp_arena *a, cp_plan_rules *r, cp_keep *k, cp_plan_schedule *s)
{
    enum { CUTS_AT_ONCE = 256 };
    cp_plan_mip_how how = { .seconds = w->how->seconds, .seed = w->how->seed, .is_any = true };
    for (uint32_t n_new = 1; n_new && goes_on(w);) {
        cp_plan_mip_found f;
        cp_err err;
        if (cp_plan_mip_solve(r, a, &how, &f, &err) != CP_OK)
            return UNKNOWN;
        if (f.end == CP_MIP_INFEASIBLE)
            return NONE;
        if (!f.has_schedule)
            return UNKNOWN;
        if (cp_plan_rules_hold(r, k, a, &f.schedule, CUTS_AT_ONCE, &n_new)) {
            cp_plan_schedule_copy(r->p, s, &f.schedule);
            return SOME;
        }
    }
    return UNKNOWN;
}

static answer find_some(why *w, cp_arena *a, const cp_plan_problem *q, cp_keep *k)
{
    if (!goes_on(w))
        return UNKNOWN;
    cp_carried all_up = cp_keep_carried(k);
    if (all_up != CP_CARRIED)
        return all_up == CP_CARRIED_NOT ? NONE : UNKNOWN;
    cp_plan_rules r;
    cp_plan_rules_make(a, q, k, &r);
    cp_plan_schedule s = cp_plan_schedule_new(a, q);
    answer x = search_some(w, a, &r, k, &s) ? SOME : solve_some(w, a, &r, k, &s);
    if (x == SOME && w->out->end == CP_PLAN_WHY_SCHEDULE) {
        w->out->schedule = cp_plan_schedule_new(w->a, q);
        cp_plan_schedule_copy(q, &w->out->schedule, &s);
    }
    return x;
}

/* With the parts that are on. By sums alone it is some that is unknown. */
static answer ask(why *w)
{
    cp_arena *own = cp_arena_new(0);
    cp_plan_problem q = problem_on(w, own);
    cp_keep *k = cp_keep_new(own, &q);
    cp_plan_count c;
    cp_plan_count_make(own, &q, k, &c);
    answer x = c.is_none ? NONE : w->by_sums ? SOME : find_some(w, own, &q, k);
    w->out->n_asked++;
    cp_arena_free(own);
    return x;
}

/* ---- what is needed */

static void set(why *w, const uint32_t *v, uint32_t n, bool is_on)
{
    for (uint32_t i = 0; i < n; i++)
        w->is_on[v[i]] = is_on;
}

/* Takes of these parts, all on, what is not needed. is_needed: it is known that not all of them may
 * go. True: all are gone. */
static bool reduce(why *w, const uint32_t *v, uint32_t n, bool is_needed)
{
    if (n == 0)
        return true;
    bool is_known = true;
    if (!is_needed) {
        set(w, v, n, false);
        answer x = ask(w);
        if (x == NONE)
            return true;
        set(w, v, n, true);
        is_known = x == SOME;
    }
    if (n == 1) {
        w->out->n_unknown += !is_known;
        return false;
    }
    bool later = reduce(w, v + n / 2, n - n / 2, false);
    return reduce(w, v, n / 2, later && is_known) && later;
}

static void filter(why *w)
{
    cp_arena *own = cp_arena_new(0);
    uint32_t *v = CP_NEW_RAW(own, uint32_t, w->parts.n);
    for (cp_plan_part_kind k = CP_PLAN_PART_COUNT; k-- > 0;) {
        uint32_t n = 0;
        for (uint32_t i = w->first[k]; i < w->first[k + 1]; i++)
            if (w->is_on[i])
                v[n++] = i;
        (void)reduce(w, v, n, false);
    }
    cp_arena_free(own);
}

/* ---- the answer */

static uint32_t who_cuts(const why *w, uint32_t demand)
{
    cp_arena *own = cp_arena_new(0);
    cp_plan_problem q = *w->p;
    q.demands += demand;
    q.n_demands = 1;
    q.demand_bps = NULL;
    cp_plan_cuts alone = { 0 };
    cp_keep_alone(cp_keep_new(own, &q), own, &alone);
    uint32_t job = CP_PLAN_NONE;
    cp_vec_each(c, &alone)
    {
        uint32_t j = c->jobs[0];
        bool must = w->deadline_of[j] != CP_PLAN_NONE && w->is_on[w->deadline_of[j]];
        if (job == CP_PLAN_NONE || must)
            job = j;
        if (must)
            break;
    }
    cp_arena_free(own);
    return job;
}

static void tell(why *w)
{
    for (uint32_t i = 0; i < w->parts.n; i++) {
        cp_plan_part x = w->parts.v[i],
                     *last = w->out->parts.n ? &w->out->parts.v[w->out->parts.n - 1] : NULL;
        if (!w->is_on[i])
            continue;
        bool is_range = x.kind == CP_PLAN_PART_CREWS || x.kind == CP_PLAN_PART_MONEY;
        if (is_range && last && last->kind == x.kind && last->to + 1 == x.from) {
            last->to = x.to;
            continue;
        }
        if (x.kind == CP_PLAN_PART_DEMAND)
            x.job = who_cuts(w, x.rule);
        cp_vec_push(w->a, &w->out->parts, x);
    }
    cp_plan_problem q = problem_on(w, w->own);
    cp_plan_count_make(w->a, &q, cp_keep_new(w->own, &q), &w->out->count);
}

/* The caps of a count are those of the parts: they get the numbers of the problem. */
static void name_caps(why *w)
{
    uint32_t n = 0, *of = CP_NEW_RAW(w->own, uint32_t, w->p->n_caps);
    int64_t *open = CP_NEW_ARRAY(w->a, int64_t, w->p->n_caps);
    for (uint32_t i = 0; i < w->p->n_caps; i++)
        if (w->is_on[w->first[CP_PLAN_PART_CAP] + i]) {
            open[i] = w->out->count.open[n];
            of[n++] = i;
        }
    w->out->count.open = open;
    cp_vec_each(s, &w->out->count.sums) if (s->cap != CP_PLAN_NONE) s->cap = of[s->cap];
}

void cp_plan_why_find(cp_arena *a, const cp_plan_problem *p, const cp_plan_why_how *how,
                      cp_plan_why *out)
{
    *out = (cp_plan_why){ .end = CP_PLAN_WHY_SCHEDULE };
    why w = { .a = a, .own = cp_arena_new(0), .p = p, .how = how, .out = out };
    make_parts(&w);
    w.by_sums = true;
    bool is_by_sums = ask(&w) == NONE;
    if (is_by_sums)
        filter(&w);
    w.by_sums = false;
    answer x = is_by_sums ? NONE : ask(&w);
    if (x == NONE) {
        out->end = CP_PLAN_WHY_CONFLICT;
        out->n_unknown = 0;
        filter(&w);
        out->is_smallest = out->n_unknown == 0;
        tell(&w);
        name_caps(&w);
    } else if (x == UNKNOWN) {
        out->end = CP_PLAN_WHY_UNDECIDED;
        out->n_unknown = 1;
    }
    cp_arena_free(w.own);
}
