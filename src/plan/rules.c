/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c - see rules.h. */
#include "plan/rules.h"
#include <stdlib.h>

/* ---- lists by job */

typedef struct listing {
    cp_plan_index x;
    uint32_t n;
} listing;

static listing listing_new(cp_arena *a, uint32_t n)
{
    return (listing){ .x = { .first = CP_NEW_ARRAY(a, uint32_t, (size_t)n + 2) }, .n = n };
}
static void listing_count(listing *l, uint32_t key) { l->x.first[key + 2]++; }
static void listing_room(listing *l, cp_arena *a)
{
    for (uint32_t i = 0; i < l->n; i++)
        l->x.first[i + 2] += l->x.first[i + 1];
    l->x.at = CP_NEW_RAW(a, uint32_t, l->x.first[l->n + 1]);
}
static void listing_add(listing *l, uint32_t key, uint32_t what)
{
    l->x.at[l->x.first[key + 1]++] = what;
}

cp_plan_index cp_plan_index_of(cp_arena *a, uint32_t n_jobs, const cp_plan_groups *g)
{
    listing l = listing_new(a, n_jobs);
    uint32_t n = g->n ? g->first[g->n] : 0;
    for (uint32_t k = g->n ? g->first[0] : 0; k < n; k++)
        listing_count(&l, g->jobs[k]);
    listing_room(&l, a);
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++)
            listing_add(&l, g->jobs[k], i);
    return l.x;
}

static void make_caps(cp_arena *a, cp_plan_rules *r)
{
    const cp_plan_problem *p = r->p;
    const cp_plan_groups *g = &p->cap_groups;
    listing l = listing_new(a, p->n_jobs);
    for (uint32_t i = 0; i < p->n_caps; i++)
        for (uint32_t k = g->first[p->caps[i].group]; k < g->first[p->caps[i].group + 1]; k++)
            listing_count(&l, g->jobs[k]);
    listing_room(&l, a);
    r->cap_weights = CP_NEW_RAW(a, int64_t, l.x.first[p->n_jobs + 1]);
    for (uint32_t i = 0; i < p->n_caps; i++)
        for (uint32_t k = g->first[p->caps[i].group]; k < g->first[p->caps[i].group + 1]; k++) {
            r->cap_weights[l.x.first[g->jobs[k] + 1]] = p->cap_weights[k];
            listing_add(&l, g->jobs[k], i);
        }
    r->caps_of = l.x;
}

static cp_plan_index orders_of(cp_arena *a, const cp_plan_problem *p)
{
    listing l = listing_new(a, p->n_jobs);
    for (uint32_t i = 0; i < p->n_before; i++) {
        listing_count(&l, p->before[i].a);
        if (p->before[i].a != p->before[i].b)
            listing_count(&l, p->before[i].b);
    }
    listing_room(&l, a);
    for (uint32_t i = 0; i < p->n_before; i++) {
        listing_add(&l, p->before[i].a, i);
        if (p->before[i].a != p->before[i].b)
            listing_add(&l, p->before[i].b, i);
    }
    return l.x;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static cp_plan_index conflicts_of(cp_arena *a, const cp_plan_problem *p, const cp_plan_cuts *small)
{
    listing l = listing_new(a, p->n_jobs);
    for (int pass = 0; pass < 2; pass++) {
        void (*const count)(listing *, uint32_t) = listing_count;
        for (uint32_t i = 0; i < p->n_apart + small->n; i++) {
            bool is_told = i < p->n_apart;
            const cp_plan_cut *c = is_told ? NULL : &small->v[i - p->n_apart];
            if (c && c->n != 2)
                continue;
            uint32_t x = is_told ? p->apart[i].a : c->jobs[0],
                     y = is_told ? p->apart[i].b : c->jobs[1];
            if (x == y)
                continue;
            if (pass == 0) {
                count(&l, x);
                count(&l, y);
            } else {
                listing_add(&l, x, y);
                listing_add(&l, y, x);
            }
        }
        if (pass == 0)
            listing_room(&l, a);
    }
    /* each once, ascending */
    uint32_t to = 0;
    for (uint32_t j = 0, from = 0; j < p->n_jobs; j++) {
        uint32_t end = l.x.first[j + 1], n = to;
        if (end > from)
            qsort(l.x.at + from, end - from, sizeof *l.x.at, by_number);
        for (uint32_t i = from; i < end; i++)
            if (to == n || l.x.at[to - 1] != l.x.at[i])
                l.x.at[to++] = l.x.at[i];
        from = end;
        l.x.first[j + 1] = to;
    }
    return l.x;
}

/* ---- classes of one maker */

static void make_classes(cp_arena *a, cp_plan_rules *r)
{
    const cp_plan_groups *g = &r->p->same_maker;
    uint32_t *of = CP_NEW_RAW(a, uint32_t, r->p->n_jobs);
    for (uint32_t j = 0; j < r->p->n_jobs; j++)
        of[j] = CP_PLAN_NONE;
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++)
            of[g->jobs[k]] = i;
    r->class_of = of;
}

/* Options that no other one beats; of a job that is free in its maker, whoever makes the other. */
static bool is_beaten(const cp_plan_problem *p, uint32_t o, uint32_t by, bool is_free)
{
    const cp_plan_option *x = &p->options[o], *y = &p->options[by];
    if (!is_free && x->maker != y->maker)
        return false;
    if (y->cost > x->cost || y->effort > x->effort)
        return false;
    return y->cost < x->cost || y->effort < x->effort || by < o;
}

static int by_maker_cost(const void *x, const void *y, void *ctx)
{
    const cp_plan_problem *p = ctx;
    uint32_t o = *(const uint32_t *)x, q = *(const uint32_t *)y;
    const cp_plan_option *a = &p->options[o], *b = &p->options[q];
    if (a->maker != b->maker)
        return a->maker < b->maker ? -1 : 1;
    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    return (o > q) - (o < q);
}

static void make_offers(cp_arena *a, cp_plan_rules *r)
{
    const cp_plan_problem *p = r->p;
    r->offer_first = CP_NEW_RAW(a, uint32_t, (size_t)p->n_jobs + 1);
    r->offers = CP_NEW_RAW(a, uint32_t, p->n_options);
    uint32_t n = 0;
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        const cp_plan_job *x = &p->jobs[j];
        r->offer_first[j] = n;
        for (uint32_t o = x->first_option; o < x->first_option + x->n_options; o++) {
            bool beaten = false;
            for (uint32_t q = x->first_option; !beaten && q < x->first_option + x->n_options; q++)
                beaten = q != o && is_beaten(p, o, q, r->class_of[j] == CP_PLAN_NONE);
            if (!beaten)
                r->offers[n++] = o;
        }
        qsort_r(r->offers + r->offer_first[j], n - r->offer_first[j], sizeof *r->offers,
                by_maker_cost, (void *)(uintptr_t)p);
    }
    r->offer_first[p->n_jobs] = n;
}

static bool offers_maker(const cp_plan_rules *r, uint32_t job, uint32_t maker)
{
    for (uint32_t i = r->offer_first[job]; i < r->offer_first[job + 1]; i++)
        if (r->p->options[r->offers[i]].maker == maker)
            return true;
    return false;
}

static bool is_for_all(const cp_plan_rules *r, uint32_t class, uint32_t maker)
{
    const cp_plan_groups *g = &r->p->same_maker;
    for (uint32_t i = g->first[class]; i < g->first[class + 1]; i++) {
        uint32_t j = g->jobs[i];
        if (!(r->stages[j] >> CP_PLAN_NEVER & 1) && !offers_maker(r, j, maker))
            return false;
    }
    return true;
}

static void make_class_makers(cp_arena *a, cp_plan_rules *r)
{
    const cp_plan_groups *g = &r->p->same_maker;
    r->class_maker_first = CP_NEW_ARRAY(a, uint32_t, (size_t)g->n + 1);
    CP_VEC(uint32_t) makers = { 0 };
    for (uint32_t c = 0; c < g->n; c++) {
        r->class_maker_first[c] = makers.n;
        CP_VEC(uint32_t) tried = { 0 };
        for (uint32_t i = g->first[c]; i < g->first[c + 1]; i++) {
            uint32_t j = g->jobs[i];
            for (uint32_t o = r->offer_first[j]; o < r->offer_first[j + 1]; o++)
                cp_vec_push(a, &tried, r->p->options[r->offers[o]].maker);
        }
        if (tried.n)
            qsort(tried.v, tried.n, sizeof *tried.v, by_number);
        for (uint32_t k = 0; k < tried.n; k++)
            if ((k == 0 || tried.v[k] != tried.v[k - 1]) && is_for_all(r, c, tried.v[k]))
                cp_vec_push(a, &makers, tried.v[k]);
    }
    r->class_maker_first[g->n] = makers.n;
    r->class_makers = makers.v;
}

/* ---- stages that orders leave */

static uint64_t below(uint32_t t) { return ((uint64_t)1 << t) - 1; }

/* b is not before a's earliest; a not behind b's last: never is behind all, and strictly behind
 * never there is never only. */
static bool tighten(uint64_t *s, const cp_plan_before *o)
{
    uint64_t a = s[o->a], b = s[o->b], never = (uint64_t)1 << CP_PLAN_NEVER;
    uint32_t from = a ? (uint32_t)__builtin_ctzll(a) : CP_PLAN_NEVER;
    if (o->is_strict && from < CP_PLAN_NEVER)
        from++;
    s[o->b] = b & ~below(from);
    if (b && !(b & never)) {
        uint32_t last = 63 - (uint32_t)__builtin_clzll(b);
        s[o->a] = a & below(o->is_strict ? last : last + 1);
    }
    return s[o->a] != a || s[o->b] != b;
}

/* ends: each pass takes a bit away; rings of strict orders end empty */
void cp_plan_stages_tighten(const cp_plan_problem *p, uint64_t *stages)
{
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < p->n_before; i++)
            more |= tighten(stages, &p->before[i]);
    }
}

static void make_stages(cp_arena *a, cp_plan_rules *r)
{
    const cp_plan_problem *p = r->p;
    uint64_t never = (uint64_t)1 << CP_PLAN_NEVER;
    r->stages = CP_NEW_RAW(a, uint64_t, p->n_jobs);
    for (uint32_t j = 0; j < p->n_jobs; j++)
        r->stages[j] = cp_plan_job_stages(&p->jobs[j]);
    for (uint32_t i = 0; i < r->small.n; i++)
        if (r->small.v[i].n == 1)
            r->stages[r->small.v[i].jobs[0]] &= never;
    cp_plan_stages_tighten(p, r->stages);
}

void cp_plan_rules_make(cp_arena *a, const cp_plan_problem *p, cp_keep *k, cp_plan_rules *out)
{
    *out = (cp_plan_rules){ .p = p };
    cp_keep_small(k, a, &out->small);
    make_stages(a, out);
    make_classes(a, out);
    make_offers(a, out);
    make_class_makers(a, out);
    out->conflicts = conflicts_of(a, p, &out->small);
    out->exposed_of = cp_plan_index_of(a, p->n_jobs, &p->exposed);
    make_caps(a, out);
    out->before_of = orders_of(a, p);
}

/* ---- a schedule against all of it */

bool cp_plan_in_order(const cp_plan_before *o, const uint8_t *stage)
{
    uint8_t x = stage[o->a], y = stage[o->b];
    return y == CP_PLAN_NEVER || (o->is_strict ? x < y : x <= y);
}

static bool jobs_hold(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    int64_t effort[CP_PLAN_STAGES_MAX] = { 0 }, cost[CP_PLAN_STAGES_MAX] = { 0 }, all = 0;
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint32_t t = s->stage[j];
        if (!(cp_plan_job_stages(&p->jobs[j]) >> t & 1))
            return false;
        if (t == CP_PLAN_NEVER)
            continue;
        uint32_t at = s->option[j] - p->jobs[j].first_option;
        if (t >= p->n_stages || at >= p->jobs[j].n_options)
            return false;
        effort[t] += p->options[s->option[j]].effort;
        cost[t] += p->options[s->option[j]].cost;
        all += p->options[s->option[j]].cost;
    }
    for (uint32_t t = 0; t < p->n_stages; t++)
        if (effort[t] > p->stages[t].effort || cost[t] > p->stages[t].cost)
            return false;
    return all <= p->budget;
}

static bool makers_hold(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    for (uint32_t i = 0; i < p->same_maker.n; i++) {
        uint32_t maker = CP_PLAN_NONE;
        for (uint32_t k = p->same_maker.first[i]; k < p->same_maker.first[i + 1]; k++) {
            uint32_t j = p->same_maker.jobs[k];
            if (s->stage[j] == CP_PLAN_NEVER)
                continue;
            uint32_t m = p->options[s->option[j]].maker;
            if (maker != CP_PLAN_NONE && m != maker)
                return false;
            maker = m;
        }
    }
    return true;
}

static bool caps_hold(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    const cp_plan_groups *g = &p->cap_groups;
    for (uint32_t i = 0; i < p->n_caps; i++) {
        const cp_plan_cap *c = &p->caps[i];
        int64_t open = 0;
        for (uint32_t k = g->first[c->group]; k < g->first[c->group + 1]; k++)
            if (s->stage[g->jobs[k]] > c->stage)
                open += p->cap_weights[k];
        if (open > c->limit)
            return false;
    }
    return true;
}

static bool orders_hold(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    for (uint32_t i = 0; i < p->n_before; i++)
        if (!cp_plan_in_order(&p->before[i], s->stage))
            return false;
    for (uint32_t i = 0; i < p->n_apart; i++) {
        cp_plan_pair x = p->apart[i];
        if (x.a != x.b && s->stage[x.a] == s->stage[x.b] && s->stage[x.a] != CP_PLAN_NEVER)
            return false;
    }
    return true;
}

bool cp_plan_rules_hold(cp_plan_rules *r, cp_keep *k, cp_arena *a, const cp_plan_schedule *s,
                        uint32_t max, uint32_t *n_new)
{
    const cp_plan_problem *p = r->p;
    *n_new = 0;
    if (!jobs_hold(p, s) || !makers_hold(p, s) || !caps_hold(p, s) || !orders_hold(p, s) ||
        cp_keep_carried(k) != CP_CARRIED)
        return false;
    cp_arena *scratch = cp_arena_new(0);
    uint32_t *jobs = CP_NEW_RAW(scratch, uint32_t, p->n_jobs), before = r->cuts.n, n_cut = 0;
    for (uint32_t t = 0; t < p->n_stages; t++) {
        uint32_t n = 0;
        for (uint32_t j = 0; j < p->n_jobs; j++)
            if (s->stage[j] == t)
                jobs[n++] = j;
        if (n)
            n_cut += cp_keep_find(k, a, jobs, n, max - (r->cuts.n - before), &r->cuts);
    }
    cp_arena_free(scratch);
    *n_new = r->cuts.n - before;
    return n_cut == 0;
}
