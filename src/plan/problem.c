/* SPDX-License-Identifier: Apache-2.0 */
/* problem.c - see problem.h. */
#include "plan/problem.h"

static cp_rc too_many(cp_err *err, const char *what, uint64_t n, uint64_t max)
{
    return cp_fail(err, CP_ELIMIT, 0, "%llu %s, at most %llu", (unsigned long long)n, what,
                   (unsigned long long)max);
}

static cp_rc check_groups(const cp_plan_problem *p, const cp_plan_groups *g, const char *what,
                          cp_err *err)
{
    if (g->n > CP_PLAN_RULES_MAX)
        return too_many(err, what, g->n, CP_PLAN_RULES_MAX);
    if (g->n == 0)
        return CP_OK;
    if (g->first[g->n] > CP_PLAN_MEMBERS_MAX)
        return too_many(err, what, g->first[g->n], CP_PLAN_MEMBERS_MAX);
    for (uint32_t i = 0; i < g->n; i++)
        if (g->first[i] > g->first[i + 1])
            return cp_fail(err, CP_EFORMAT, 0, "%s %u: its list ends before it begins", what, i);
    for (uint32_t k = g->first[0]; k < g->first[g->n]; k++)
        if (g->jobs[k] >= p->n_jobs)
            return cp_fail(err, CP_EFORMAT, 0, "%s: there is no job %u", what, g->jobs[k]);
    return CP_OK;
}

static bool is_amount(int64_t x) { return x >= 0 && x <= CP_PLAN_AMOUNT_MAX; }
static bool is_limit(int64_t x) { return x == CP_PLAN_NO_LIMIT || is_amount(x); }

static cp_rc check_jobs(const cp_plan_problem *p, cp_err *err)
{
    for (uint32_t o = 0; o < p->n_options; o++) {
        const cp_plan_option *x = &p->options[o];
        if (!is_amount(x->cost) || !is_amount(x->effort) || x->maker >= CP_PLAN_MAKERS_MAX)
            return cp_fail(err, CP_EFORMAT, 0, "option %u: cost, effort or maker out of range", o);
    }
    int64_t cost = 0, effort = 0;
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        const cp_plan_job *x = &p->jobs[j];
        if (x->n_options == 0 || x->first_option > p->n_options ||
            x->n_options > p->n_options - x->first_option)
            return cp_fail(err, CP_EFORMAT, 0, "job %u has no options", j);
        if (x->open >> p->n_stages || (x->last >= p->n_stages && x->last != CP_PLAN_NEVER))
            return cp_fail(err, CP_EFORMAT, 0, "job %u: a window or deadline in no stage", j);
        int64_t most[2] = { 0 };
        for (uint32_t o = x->first_option; o < x->first_option + x->n_options; o++) {
            most[0] = p->options[o].cost > most[0] ? p->options[o].cost : most[0];
            most[1] = p->options[o].effort > most[1] ? p->options[o].effort : most[1];
        }
        if (most[0] > CP_PLAN_AMOUNT_MAX - cost || most[1] > CP_PLAN_AMOUNT_MAX - effort)
            return cp_fail(err, CP_ELIMIT, 0, "costs or efforts are more than %lld in all",
                           (long long)CP_PLAN_AMOUNT_MAX);
        cost += most[0];
        effort += most[1];
    }
    for (uint32_t t = 0; t < p->n_stages; t++)
        if (!is_limit(p->stages[t].cost) || !is_limit(p->stages[t].effort))
            return cp_fail(err, CP_EFORMAT, 0, "stage %u: money or crews out of range", t);
    return CP_OK;
}

/* The whole objective must fit, too. */
static cp_rc check_exposed(const cp_plan_problem *p, cp_err *err)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < p->exposed.n; i++) {
        if (!is_amount(p->exposed_units[i]) || p->exposed_units[i] > CP_PLAN_AMOUNT_MAX - sum)
            return cp_fail(err, CP_ELIMIT, 0, "what is exposed is more than %lld in all",
                           (long long)CP_PLAN_AMOUNT_MAX);
        sum += p->exposed_units[i];
    }
    int64_t all;
    if (!is_amount(p->weight) || __builtin_mul_overflow(sum, (int64_t)p->n_stages, &all) ||
        __builtin_mul_overflow(all, p->weight, &all) || !is_amount(all))
        return cp_fail(err, CP_ELIMIT, 0,
                       "the weight times what is exposed is more than %lld in all",
                       (long long)CP_PLAN_AMOUNT_MAX);
    return CP_OK;
}

static cp_rc check_rules(const cp_plan_problem *p, cp_err *err)
{
    for (uint32_t i = 0; i < p->n_before; i++)
        if (p->before[i].a >= p->n_jobs || p->before[i].b >= p->n_jobs)
            return cp_fail(err, CP_EFORMAT, 0, "an order of jobs that there are not");
    for (uint32_t i = 0; i < p->n_apart; i++)
        if (p->apart[i].a >= p->n_jobs || p->apart[i].b >= p->n_jobs)
            return cp_fail(err, CP_EFORMAT, 0, "jobs that are to be apart and are not there");
    for (uint32_t i = 0; i < p->n_caps; i++)
        if (p->caps[i].group >= p->cap_groups.n || p->caps[i].stage >= p->n_stages ||
            !is_limit(p->caps[i].limit))
            return cp_fail(err, CP_EFORMAT, 0, "cap %u is of no group, of no stage or below 0", i);
    int64_t sum = 0;
    for (uint32_t k = 0; p->cap_groups.n && k < p->cap_groups.first[p->cap_groups.n]; k++) {
        if (!is_amount(p->cap_weights[k]) || p->cap_weights[k] > CP_PLAN_AMOUNT_MAX - sum)
            return cp_fail(err, CP_ELIMIT, 0, "the weights of caps are out of range");
        sum += p->cap_weights[k];
    }
    return CP_OK;
}

static cp_rc check_classes(const cp_plan_problem *p, cp_err *err)
{
    const cp_plan_groups *g = &p->same_maker;
    cp_arena *scratch = cp_arena_new(0);
    bool *seen = CP_NEW_ARRAY(scratch, bool, p->n_jobs), twice = false;
    for (uint32_t k = g->n ? g->first[0] : 0; g->n && k < g->first[g->n]; k++) {
        twice |= seen[g->jobs[k]];
        seen[g->jobs[k]] = true;
    }
    cp_arena_free(scratch);
    return twice ? cp_fail(err, CP_EFORMAT, 0, "a job is in two groups of one maker") : CP_OK;
}

static cp_rc check_net(const cp_plan_problem *p, cp_err *err)
{
    for (uint32_t i = 0; i < p->n_nodes; i++)
        if (p->job_of[i] != CP_PLAN_NONE && p->job_of[i] >= p->n_jobs)
            return cp_fail(err, CP_EFORMAT, 0, "node %u is of no job", i);
    for (uint32_t i = 0; i < p->n_links; i++)
        if (p->links[i].a >= p->n_nodes || p->links[i].b >= p->n_nodes)
            return cp_fail(err, CP_EFORMAT, 0, "link %u joins no two nodes", i);
    for (uint32_t i = 0; i < p->n_demands; i++)
        if (p->demands[i].a >= p->n_nodes || p->demands[i].b >= p->n_nodes)
            return cp_fail(err, CP_EFORMAT, 0, "demand %u is between no two nodes", i);
    return CP_OK;
}

static cp_rc check_bps(const cp_plan_problem *p, cp_err *err)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; p->link_bps && i < p->n_links; i++)
        if (p->link_bps[i] > (uint64_t)CP_PLAN_AMOUNT_MAX)
            return cp_fail(err, CP_ELIMIT, 0, "link %u carries more than %lld bit/s", i,
                           (long long)CP_PLAN_AMOUNT_MAX);
    for (uint32_t i = 0; p->demand_bps && i < p->n_demands; i++) {
        if (p->demand_bps[i] > (uint64_t)CP_PLAN_AMOUNT_MAX - sum)
            return cp_fail(err, CP_ELIMIT, 0, "demands want more than %lld bit/s in all",
                           (long long)CP_PLAN_AMOUNT_MAX);
        sum += p->demand_bps[i];
    }
    return CP_OK;
}

cp_rc cp_plan_problem_check(const cp_plan_problem *p, cp_err *err)
{
    const struct {
        const char *what;
        uint64_t n, max;
    } sizes[] = { { "stages", p->n_stages, CP_PLAN_STAGES_MAX },
                  { "jobs", p->n_jobs, CP_PLAN_JOBS_MAX },
                  { "options", p->n_options, CP_PLAN_OPTIONS_MAX },
                  { "nodes", p->n_nodes, CP_PLAN_NODES_MAX },
                  { "links", p->n_links, CP_PLAN_LINKS_MAX },
                  { "demands", p->n_demands, CP_PLAN_DEMANDS_MAX },
                  { "orders", p->n_before, CP_PLAN_RULES_MAX },
                  { "pairs that are apart", p->n_apart, CP_PLAN_RULES_MAX },
                  { "caps", p->n_caps, CP_PLAN_RULES_MAX } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].n > sizes[i].max)
            return too_many(err, sizes[i].what, sizes[i].n, sizes[i].max);
    if (p->n_stages == 0)
        return cp_fail(err, CP_EFORMAT, 0, "no stages, at least one is needed");
    if (!is_limit(p->budget))
        return cp_fail(err, CP_EFORMAT, 0, "the budget is out of range");
    cp_rc rc = check_jobs(p, err);
    rc = rc ? rc : check_groups(p, &p->exposed, "what is exposed", err);
    rc = rc ? rc : check_groups(p, &p->same_maker, "groups of one maker", err);
    rc = rc ? rc : check_groups(p, &p->cap_groups, "groups with a cap", err);
    rc = rc ? rc : check_classes(p, err);
    rc = rc ? rc : check_exposed(p, err);
    rc = rc ? rc : check_rules(p, err);
    rc = rc ? rc : check_bps(p, err);
    return rc ? rc : check_net(p, err);
}

cp_plan_schedule cp_plan_schedule_new(cp_arena *a, const cp_plan_problem *p)
{
    cp_plan_schedule s = { CP_NEW_RAW(a, uint8_t, p->n_jobs), CP_NEW_RAW(a, uint32_t, p->n_jobs) };
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        s.stage[j] = CP_PLAN_NEVER;
        s.option[j] = CP_PLAN_NONE;
    }
    return s;
}

void cp_plan_schedule_copy(const cp_plan_problem *p, cp_plan_schedule *to,
                           const cp_plan_schedule *from)
{
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        to->stage[j] = from->stage[j];
        to->option[j] = from->option[j];
    }
}

cp_plan_value cp_plan_value_of(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    cp_plan_value v = { 0 };
    for (uint32_t j = 0; j < p->n_jobs; j++)
        if (s->stage[j] != CP_PLAN_NEVER && s->option[j] < p->n_options)
            v.cost += p->options[s->option[j]].cost;
    for (uint32_t i = 0; i < p->exposed.n; i++) {
        uint32_t last = 0; /* the stage behind which it is exposed no more */
        for (uint32_t k = p->exposed.first[i]; k < p->exposed.first[i + 1]; k++) {
            uint32_t t = s->stage[p->exposed.jobs[k]];
            last = t > last ? t : last;
        }
        v.exposed += p->exposed_units[i] * (last < p->n_stages ? last : p->n_stages);
    }
    v.total = v.cost + p->weight * v.exposed;
    return v;
}
