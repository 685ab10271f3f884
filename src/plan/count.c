/* SPDX-License-Identifier: Apache-2.0 */
/* count.c - see count.h. */
#include "plan/count.h"
#include <stdlib.h>

typedef struct tally {
    cp_arena *a;
    const cp_plan_problem *p;
    cp_plan_count *out;
    int64_t *least[CP_PLAN_MEASURES]; /* per job: of all its options */
} tally;

static uint64_t until(uint32_t t) { return ((uint64_t)2 << t) - 1; }

/* ---- a job by itself */

static bool fits(const cp_plan_problem *p, const cp_plan_job *x, uint32_t t)
{
    for (uint32_t o = x->first_option; o < x->first_option + x->n_options; o++) {
        const cp_plan_option *v = &p->options[o];
        if (v->effort <= p->stages[t].effort && v->cost <= p->stages[t].cost &&
            v->cost <= p->budget)
            return true;
    }
    return false;
}

static void find_stages(tally *y, cp_keep *k)
{
    const cp_plan_problem *p = y->p;
    uint64_t *stages = CP_NEW_RAW(y->a, uint64_t, p->n_jobs), never = (uint64_t)1 << CP_PLAN_NEVER;
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        stages[j] = cp_plan_job_stages(&p->jobs[j]);
        for (uint32_t t = 0; t < p->n_stages; t++)
            if (stages[j] >> t & 1 && !fits(p, &p->jobs[j], t))
                stages[j] &= ~((uint64_t)1 << t);
    }
    cp_plan_cuts alone = { 0 };
    cp_keep_alone(k, y->a, &alone);
    cp_vec_each(c, &alone) stages[c->jobs[0]] &= never;
    cp_plan_stages_tighten(p, stages);
    y->out->stages = stages;
    for (uint32_t j = 0; j < p->n_jobs && y->out->job == CP_PLAN_NONE; j++)
        if (stages[j] == 0)
            y->out->job = j;
    y->out->is_none |= y->out->job != CP_PLAN_NONE;
}

static void find_least(tally *y)
{
    const cp_plan_problem *p = y->p;
    int64_t *effort = CP_NEW_RAW(y->a, int64_t, p->n_jobs),
            *cost = CP_NEW_RAW(y->a, int64_t, p->n_jobs);
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        const cp_plan_job *x = &p->jobs[j];
        effort[j] = cost[j] = INT64_MAX;
        for (uint32_t o = x->first_option; o < x->first_option + x->n_options; o++) {
            const cp_plan_option *v = &p->options[o];
            effort[j] = v->effort < effort[j] ? v->effort : effort[j];
            cost[j] = v->cost < cost[j] ? v->cost : cost[j];
        }
    }
    y->least[CP_PLAN_EFFORT] = effort;
    y->least[CP_PLAN_MONEY] = y->least[CP_PLAN_BUDGET] = cost;
}

/* ---- what there is */

static int64_t limit_in(const cp_plan_problem *p, cp_plan_measure m, uint32_t t)
{
    return m == CP_PLAN_EFFORT ? p->stages[t].effort : p->stages[t].cost;
}

/* Of stages from..to together; CP_PLAN_NO_LIMIT. */
static int64_t limit_of(const cp_plan_problem *p, cp_plan_measure m, uint32_t from, uint32_t to)
{
    if (m == CP_PLAN_BUDGET)
        return p->budget;
    int64_t sum = 0;
    for (uint32_t t = from; t <= to; t++) {
        int64_t x = limit_in(p, m, t);
        if (x == CP_PLAN_NO_LIMIT)
            return CP_PLAN_NO_LIMIT;
        sum += x;
    }
    return sum;
}

static int by_amount(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* How many of these fit, the least first. */
static uint32_t n_fit(int64_t *v, uint32_t n, int64_t have)
{
    if (n)
        qsort(v, n, sizeof *v, by_amount);
    uint32_t fit = 0;
    for (; fit < n && v[fit] <= have; fit++)
        have -= v[fit];
    return fit;
}

/* ---- what has to be done in some stages */

static bool is_within(uint64_t stages, uint32_t from, uint32_t to)
{
    return stages && !(stages & ~(until(to) & ~(((uint64_t)1 << from) - 1)));
}

static void count_jobs(tally *y, cp_plan_sum *s)
{
    uint32_t n = 0;
    int64_t *v = CP_NEW_RAW(y->a, int64_t, y->p->n_jobs);
    for (uint32_t j = 0; j < y->p->n_jobs; j++)
        if (is_within(y->out->stages[j], s->from, s->to))
            v[n++] = y->least[s->of][j];
    s->n_jobs = n;
    s->n_fit = n_fit(v, n, s->have);
}

/* within[s][t]: what jobs take that have to be done in s..t. */
typedef int64_t table[CP_PLAN_STAGES_MAX + 1][CP_PLAN_STAGES_MAX + 1];

static void fill(tally *y, cp_plan_measure m, table within)
{
    uint32_t n = y->p->n_stages;
    memset(within, 0, sizeof(table));
    for (uint32_t j = 0; j < y->p->n_jobs; j++) {
        uint64_t s = y->out->stages[j];
        if (s && !(s >> CP_PLAN_NEVER & 1))
            within[__builtin_ctzll(s)][63 - __builtin_clzll(s)] += y->least[m][j];
    }
    for (uint32_t s = n; s-- > 0;) {
        int64_t row = 0; /* begins in s and ends by t */
        for (uint32_t t = s; t < n; t++) {
            row += within[s][t];
            within[s][t] = row + (t > s ? within[s + 1][t] : 0);
        }
    }
}

static void count_stages(tally *y, cp_plan_measure m)
{
    const cp_plan_problem *p = y->p;
    cp_plan_sum worst = { .of = m, .cap = CP_PLAN_NONE };
    int64_t(*within)[CP_PLAN_STAGES_MAX + 1] = *CP_NEW(y->a, table);
    fill(y, m, within);
    bool is_any = false;
    for (uint32_t s = 0; s < p->n_stages; s++)
        for (uint32_t t = s; t < p->n_stages; t++) {
            int64_t have = limit_of(p, m, s, t), needed = within[s][t];
            if (have == CP_PLAN_NO_LIMIT)
                break;
            if (needed == 0 || (m == CP_PLAN_BUDGET && (s > 0 || t + 1 < p->n_stages)))
                continue;
            if (is_any && (double)needed * (double)(worst.have + 1) <=
                              (double)worst.needed * (double)(have + 1))
                continue;
            is_any = true;
            worst.from = s;
            worst.to = t;
            worst.needed = needed;
            worst.have = have;
            y->out->is_none |= needed > have;
        }
    if (!is_any)
        return;
    count_jobs(y, &worst);
    cp_vec_push(y->a, &y->out->sums, worst);
}

/* ---- caps */

typedef struct item {
    uint32_t job;
    int64_t weight, takes;
} item;

static int by_job(const void *x, const void *y)
{
    const item *a = x, *b = y;
    return (a->job > b->job) - (a->job < b->job);
}

static int by_worth(const void *x, const void *y)
{
    const item *a = x, *b = y;
    __int128 v = (__int128)a->weight * b->takes, w = (__int128)b->weight * a->takes;
    return (v < w) - (v > w);
}

static int by_weight(const void *x, const void *y)
{
    const item *a = x, *b = y;
    return (a->weight < b->weight) - (a->weight > b->weight);
}

/* The jobs of the group that may be done by the end of the cap's stage, each once and of some
 * weight; what the others weigh stays open. */
static uint32_t items_of(tally *y, const cp_plan_cap *c, item *v, int64_t *all, int64_t *open)
{
    const cp_plan_groups *g = &y->p->cap_groups;
    uint32_t n = 0, to = 0;
    *all = *open = 0;
    for (uint32_t k = g->first[c->group]; k < g->first[c->group + 1]; k++) {
        int64_t w = y->p->cap_weights[k];
        *all += w;
        if (!(y->out->stages[g->jobs[k]] & until(c->stage)))
            *open += w;
        else if (w > 0)
            v[n++] = (item){ .job = g->jobs[k], .weight = w };
    }
    if (n)
        qsort(v, n, sizeof *v, by_job);
    for (uint32_t i = 0; i < n; i++) {
        if (to && v[to - 1].job == v[i].job)
            v[to - 1].weight += v[i].weight;
        else
            v[to++] = v[i];
    }
    return to;
}

/* The most weight that can be done with so much. */
static int64_t most_weight(const item *v, uint32_t n, int64_t have)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].takes > have)
            return sum + (int64_t)((__int128)v[i].weight * have / v[i].takes);
        have -= v[i].takes;
        sum += v[i].weight;
    }
    return sum;
}

static void sum_cap(tally *y, cp_plan_sum *s, item *v, uint32_t n, int64_t have)
{
    int64_t *takes = CP_NEW_RAW(y->a, int64_t, n), left = s->needed;
    for (uint32_t i = 0; i < n; i++)
        takes[i] = v[i].takes = y->least[s->of][v[i].job];
    qsort(v, n, sizeof *v, by_weight);
    for (; s->n_jobs < n && left > 0; s->n_jobs++)
        left -= v[s->n_jobs].weight;
    qsort(v, n, sizeof *v, by_worth);
    s->have = most_weight(v, n, have);
    s->n_fit = n_fit(takes, n, have);
    y->out->is_none |= s->needed > s->have;
    cp_vec_push(y->a, &y->out->sums, *s);
}

static void count_cap(tally *y, uint32_t cap)
{
    const cp_plan_problem *p = y->p;
    const cp_plan_cap *c = &p->caps[cap];
    const uint32_t *first = &p->cap_groups.first[c->group];
    item *v = CP_NEW_RAW(y->a, item, first[1] - first[0]);
    int64_t all, *open = &y->out->open[cap];
    uint32_t n = items_of(y, c, v, &all, open);
    if (c->limit == CP_PLAN_NO_LIMIT)
        return;
    y->out->is_none |= *open > c->limit;
    if (n == 0 || all <= c->limit)
        return;
    for (cp_plan_measure m = CP_PLAN_EFFORT; m < CP_PLAN_MEASURES; m++) {
        int64_t have = limit_of(p, m, 0, c->stage);
        cp_plan_sum s = { .of = m, .to = c->stage, .cap = cap, .needed = all - c->limit };
        if (have != CP_PLAN_NO_LIMIT)
            sum_cap(y, &s, v, n, have);
    }
}

void cp_plan_count_make(cp_arena *a, const cp_plan_problem *p, cp_keep *k, cp_plan_count *out)
{
    *out = (cp_plan_count){ .job = CP_PLAN_NONE };
    tally y = { .a = a, .p = p, .out = out };
    find_stages(&y, k);
    find_least(&y);
    for (cp_plan_measure m = CP_PLAN_EFFORT; m < CP_PLAN_MEASURES; m++)
        count_stages(&y, m);
    out->open = CP_NEW_ARRAY(a, int64_t, p->n_caps);
    for (uint32_t i = 0; i < p->n_caps; i++)
        count_cap(&y, i);
}
