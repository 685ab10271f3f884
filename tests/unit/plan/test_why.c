/* SPDX-License-Identifier: Apache-2.0 */
/* test_why.c - of small random problems: where there is no schedule, the parts that are told have
 * none together, and without any one of them there is one, by trying all; where there is one, one
 * is found; what sums prove is so. Then problems with a known answer. */
#include "any_plan.h"
#include "plan/why.h"

static void relax(const cp_plan_problem *p, cp_plan_job *jobs, cp_plan_stage *stages)
{
    for (uint32_t j = 0; j < p->n_jobs; j++)
        jobs[j] = (cp_plan_job){ p->jobs[j].first_option, p->jobs[j].n_options,
                                 ((uint64_t)1 << p->n_stages) - 1, CP_PLAN_NEVER, 0 };
    for (uint32_t t = 0; t < p->n_stages; t++)
        stages[t] = (cp_plan_stage){ CP_PLAN_NO_LIMIT, CP_PLAN_NO_LIMIT };
}

/* The problem with these parts and no others; of part `but` only if it has several stages, and
 * without stage but_stage. */
static cp_plan_problem only(cp_arena *a, const cp_plan_problem *p, const cp_plan_why *w,
                            uint32_t but, uint32_t but_stage)
{
    cp_plan_problem q = *p;
    cp_plan_job *jobs = CP_NEW_ARRAY(a, cp_plan_job, p->n_jobs);
    cp_plan_stage *stages = CP_NEW_ARRAY(a, cp_plan_stage, p->n_stages);
    CP_VEC(cp_plan_before) before = { 0 };
    CP_VEC(cp_plan_pair) apart = { 0 }, demands = { 0 };
    CP_VEC(cp_plan_cap) caps = { 0 };
    CP_VEC(uint32_t) first = { 0 }, members = { 0 };
    CP_VEC(uint64_t) bps = { 0 };
    bool is_on[8] = { false }, carried = false;
    cp_vec_push(a, &first, 0);
    relax(p, jobs, stages);
    q.budget = CP_PLAN_NO_LIMIT;
    for (uint32_t i = 0; i < w->parts.n; i++) {
        const cp_plan_part *x = &w->parts.v[i];
        if (i == but && but_stage == CP_PLAN_NONE)
            continue;
        switch (x->kind) {
        case CP_PLAN_PART_DEADLINE:
            for (uint32_t j = 0; j < p->n_jobs; j++)
                if (p->jobs[j].last == x->from && p->jobs[j].rule == x->rule)
                    jobs[j].last = x->from;
            break;
        case CP_PLAN_PART_CREWS:
        case CP_PLAN_PART_MONEY:
            for (uint32_t t = x->from; t <= x->to; t++) {
                if (i == but && t == but_stage)
                    continue;
                if (x->kind == CP_PLAN_PART_CREWS)
                    stages[t].effort = p->stages[t].effort;
                else
                    stages[t].cost = p->stages[t].cost;
            }
            break;
        case CP_PLAN_PART_BUDGET: q.budget = p->budget; break;
        case CP_PLAN_PART_CAP: cp_vec_push(a, &caps, p->caps[x->rule]); break;
        case CP_PLAN_PART_WINDOW: jobs[x->job].open = p->jobs[x->job].open; break;
        case CP_PLAN_PART_MAKER:
            for (uint32_t k = p->same_maker.first[x->rule]; k < p->same_maker.first[x->rule + 1];
                 k++)
                cp_vec_push(a, &members, p->same_maker.jobs[k]);
            cp_vec_push(a, &first, members.n);
            break;
        case CP_PLAN_PART_ORDER: cp_vec_push(a, &before, p->before[x->rule]); break;
        case CP_PLAN_PART_APART: cp_vec_push(a, &apart, p->apart[x->rule]); break;
        case CP_PLAN_PART_DEMAND: is_on[x->rule] = true; break;
        case CP_PLAN_PART_CAPACITY: carried = true; break;
        case CP_PLAN_PART_COUNT: break;
        }
    }
    for (uint32_t d = 0; d < p->n_demands; d++)
        if (is_on[d] || (carried && p->demand_bps[d])) {
            cp_vec_push(a, &demands, p->demands[d]);
            cp_vec_push(a, &bps, carried ? p->demand_bps[d] : 0);
        }
    q.demand_bps = carried ? bps.v : NULL;
    q.jobs = jobs;
    q.stages = stages;
    q.same_maker = (cp_plan_groups){ first.n - 1, first.v, members.v };
    q.before = before.v, q.n_before = before.n;
    q.apart = apart.v, q.n_apart = apart.n;
    q.caps = caps.v, q.n_caps = caps.n;
    q.demands = demands.v, q.n_demands = demands.n;
    return q;
}

/* naive_best, but ends with the first that holds. */
static bool has_some(const cp_plan_problem *p, cp_plan_schedule *s, uint32_t j)
{
    if (j == p->n_jobs)
        return naive_holds(p, s);
    const cp_plan_job *x = &p->jobs[j];
    for (uint32_t t = 0; t <= CP_PLAN_NEVER; t = t + 1 == p->n_stages ? CP_PLAN_NEVER : t + 1) {
        if (t == CP_PLAN_NEVER ? x->last != CP_PLAN_NEVER : !(x->open >> t & 1) || t > x->last)
            continue;
        s->stage[j] = (uint8_t)t;
        for (uint32_t o = 0; o < (t == CP_PLAN_NEVER ? 1 : x->n_options); o++) {
            s->option[j] = t == CP_PLAN_NEVER ? CP_PLAN_NONE : x->first_option + o;
            if (has_some(p, s, j + 1))
                return true;
        }
    }
    return false;
}

static bool is_some(cp_arena *a, const cp_plan_problem *p)
{
    cp_plan_schedule s = cp_plan_schedule_new(a, p);
    return has_some(p, &s, 0);
}

static bool is_allowed(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    for (uint32_t j = 0; j < p->n_jobs; j++)
        if (!(cp_plan_job_stages(&p->jobs[j]) >> s->stage[j] & 1))
            return false;
    return naive_holds(p, s);
}

static bool is_needed(cp_arena *a, const cp_plan_problem *p, const cp_plan_why *w, uint32_t i)
{
    const cp_plan_part *x = &w->parts.v[i];
    cp_plan_problem q;
    if (x->kind != CP_PLAN_PART_CREWS && x->kind != CP_PLAN_PART_MONEY) {
        q = only(a, p, w, i, CP_PLAN_NONE);
        return is_some(a, &q);
    }
    for (uint32_t t = x->from; t <= x->to; t++) {
        q = only(a, p, w, i, t);
        if (!is_some(a, &q))
            return false;
    }
    return true;
}

static bool is_right(cp_arena *a, const cp_plan_problem *p, const cp_plan_why *w, bool some)
{
    if (some)
        return w->end == CP_PLAN_WHY_SCHEDULE && is_allowed(p, &w->schedule);
    if (w->end != CP_PLAN_WHY_CONFLICT || !w->is_smallest || w->parts.n == 0)
        return false;
    cp_plan_problem q = only(a, p, w, CP_PLAN_NONE, CP_PLAN_NONE);
    if (is_some(a, &q))
        return false;
    for (uint32_t i = 0; i < w->parts.n; i++)
        if (!is_needed(a, p, w, i))
            return false;
    return true;
}

static void check_random(void)
{
    uint32_t n_cases = tap_cases(2000), n_wrong = 0, n_none = 0, n_by_sums = 0, n_false = 0;
    uint32_t n_of[CP_PLAN_PART_COUNT] = { 0 };
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { 310000 + i };
        cp_plan_problem p = any_problem(a, &r);
        bool some = is_some(a, &p);
        cp_plan_count c;
        cp_plan_count_make(a, &p, cp_keep_new(a, &p), &c);
        n_by_sums += c.is_none;
        n_false += c.is_none && some;
        cp_plan_why w;
        cp_plan_why_find(a, &p, &(cp_plan_why_how){ .seed = i, .n_moves = 4096 }, &w);
        if (!is_right(a, &p, &w, some)) {
            printf("# case %u: end %d, smallest %d, there is one: %d;", i, (int)w.end,
                   w.is_smallest, some);
            cp_vec_each(x, &w.parts) printf(" %s", cp_plan_part_name(x->kind));
            printf("\n");
            n_wrong++;
        }
        n_none += !some;
        cp_vec_each(x, &w.parts) n_of[x->kind]++;
        cp_arena_free(a);
    }
    printf("# %u cases, %u without a schedule, sums show %u of them\n", n_cases, n_none, n_by_sums);
    ok(n_wrong == 0, "in conflict, and no part too many");
    ok(n_false == 0 && n_by_sums > 0, "what sums prove is so");
    for (uint32_t k = 0; n_cases >= 1000 && k < CP_PLAN_PART_COUNT; k++)
        ok(n_of[k] > 0, "%u times %s", n_of[k], cp_plan_part_name(k));
}

/* ---- known answers */

enum { N_MANY = 50 };
typedef struct made {
    cp_plan_job jobs[N_MANY];
    cp_plan_option options[N_MANY];
    cp_plan_stage stages[3];
    uint32_t job_of[N_MANY], first[2], members[N_MANY];
    int64_t weights[N_MANY];
    cp_plan_cap cap;
    cp_plan_problem p;
} made;

/* n jobs of 1.5 days and 100 that must be done by stage `last` of three, for rule 3. */
static void make(made *m, uint32_t n, uint32_t last)
{
    *m = (made){ .first = { 0, n } };
    for (uint32_t j = 0; j < n; j++) {
        m->options[j] = (cp_plan_option){ 100, 1500, 0 };
        m->jobs[j] = (cp_plan_job){ j, 1, 7, last, last == CP_PLAN_NEVER ? CP_PLAN_NONE : 3 };
        m->members[j] = m->job_of[j] = j;
        m->weights[j] = 1;
    }
    for (uint32_t t = 0; t < 3; t++)
        m->stages[t] = (cp_plan_stage){ 27000, CP_PLAN_NO_LIMIT };
    m->p = (cp_plan_problem){ .n_jobs = n,
                              .n_stages = 3,
                              .n_options = n,
                              .jobs = m->jobs,
                              .options = m->options,
                              .stages = m->stages,
                              .budget = CP_PLAN_NO_LIMIT,
                              .job_of = m->job_of,
                              .n_nodes = n };
}

static cp_plan_why find(cp_arena *a, const made *m, const cp_plan_why_how *how)
{
    cp_plan_why w;
    cp_plan_why_find(a, &m->p, how, &w);
    return w;
}

static bool never(void *ctx)
{
    (void)ctx;
    return false;
}

static void check_crews(cp_arena *a)
{
    made m;
    make(&m, 41, 1);
    cp_plan_why w = find(a, &m, &(cp_plan_why_how){ .seed = 1 });
    ok(w.end == CP_PLAN_WHY_CONFLICT && w.is_smallest && w.parts.n == 2, "deadline and crews");
    const cp_plan_part *d = w.parts.v, *c = w.parts.v + 1;
    ok(d->kind == CP_PLAN_PART_DEADLINE && d->rule == 3 && d->from == 1 && d->n_jobs == 41,
       "of rule 3, 41 jobs by stage 1");
    ok(c->kind == CP_PLAN_PART_CREWS && c->from == 0 && c->to == 1, "the crews of both stages");
    const cp_plan_sum *s = w.count.sums.v;
    ok(w.count.sums.n == 1 && s->of == CP_PLAN_EFFORT && s->from == 0 && s->to == 1 &&
           s->n_jobs == 41 && s->n_fit == 36 && s->needed == 61500 && s->have == 54000,
       "41 jobs, 36 fit: 61.5 days, there are 54");
    w = find(a, &m, &(cp_plan_why_how){ .seed = 1, .more = never });
    ok(w.end == CP_PLAN_WHY_CONFLICT && !w.is_smallest && w.n_unknown > 0 && w.parts.n == 2,
       "without time the same, and that it may not be smallest");
    m.stages[0].effort = 60000;
    m.p.n_demands = 0;
    w = find(a, &m, &(cp_plan_why_how){ .seed = 1, .more = never });
    ok(w.end == CP_PLAN_WHY_UNDECIDED, "that there is one needs time");
}

static void check_cap(cp_arena *a)
{
    made m;
    make(&m, 50, CP_PLAN_NEVER);
    m.cap = (cp_plan_cap){ 0, 1, 10 };
    m.p.cap_groups = (cp_plan_groups){ 1, m.first, m.members };
    m.p.cap_weights = m.weights;
    m.p.caps = &m.cap;
    m.p.n_caps = 1;
    cp_plan_why w = find(a, &m, &(cp_plan_why_how){ .seed = 1 });
    const cp_plan_sum *s = w.count.sums.v;
    ok(w.parts.n == 2 && w.parts.v[0].kind == CP_PLAN_PART_CREWS &&
           w.parts.v[1].kind == CP_PLAN_PART_CAP,
       "crews and a cap");
    ok(w.count.sums.n == 1 && s->cap == 0 && s->to == 1 && s->needed == 40 && s->have == 36 &&
           s->n_jobs == 40 && s->n_fit == 36,
       "40 have to be done, 36 can");
}

static void check_cut(cp_arena *a)
{
    made m;
    make(&m, 3, 2); /* 0 - 1 - 2, and what is kept is between the ends */
    const cp_plan_pair links[] = { { 0, 1 }, { 1, 2 } }, demands[] = { { 0, 0 }, { 0, 2 } };
    m.p.links = links;
    m.p.n_links = 2;
    m.p.demands = demands;
    m.p.n_demands = 2;
    cp_plan_why w = find(a, &m, &(cp_plan_why_how){ .seed = 1 });
    ok(w.parts.n == 2 && w.parts.v[0].kind == CP_PLAN_PART_DEADLINE &&
           w.parts.v[1].kind == CP_PLAN_PART_DEMAND && w.parts.v[1].rule == 1 &&
           w.parts.v[1].job == 1 && w.count.job == 1,
       "a job that cuts a demand alone, and its deadline");
    m.jobs[1].open = 0;
    m.p.n_demands = 0;
    w = find(a, &m, &(cp_plan_why_how){ .seed = 1 });
    ok(w.parts.n == 2 && w.parts.v[1].kind == CP_PLAN_PART_WINDOW && w.parts.v[1].job == 1 &&
           w.count.job == 1,
       "a job without a window, and its deadline");
}

int main(void)
{
    if (!naive_has_solver()) {
        printf("1..0 # SKIP there is no CBC here\n");
        return 0;
    }
    cp_arena *a = cp_arena_new(0);
    check_crews(a);
    check_cap(a);
    check_cut(a);
    cp_arena_free(a);
    check_random();
    return tap_done();
}
