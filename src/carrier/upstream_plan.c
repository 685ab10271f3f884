/* SPDX-License-Identifier: Apache-2.0 */
/* upstream_plan.c - neighbours in order, the sets of them that reach most cleanly, and what is left
 * (see upstream.h).
 *
 * A set covers what one of it covers. Of few neighbours all sets are looked at: the weights are
 * added up by who covers them (2^n sums), then over all subsets (the zeta transform: n * 2^n
 * additions), and what a set covers is all but what the others alone cover. Of many, each step
 * takes who adds the most: at least 1 - 1/e of the best (Nemhauser, Wolsey, Fisher: An analysis of
 * approximations for maximizing submodular set functions, Mathematical Programming 14, 1978). */
#include "carrier/upstream_plan.h"
#include <assert.h>
#include <stdlib.h>
#include "base/sort.h"

/* Sums in different orders differ by rounding: so much more is more. */
#define MORE (1 + 0x1p-36)

static double weight_of(const cp_upstream_asking *k, const cp_upstream_sum *s)
{
    return k->out->is_by_from ? s->from : s->to;
}

static const cp_upstream_sum *sum_of(const cp_upstream_asking *k, uint32_t asked)
{
    return &k->x->sums[k->asked[asked].row];
}

static void add(cp_upstream_sum *to, const cp_upstream_sum *what)
{
    to->to += what->to;
    to->from += what->from;
    to->prefixes += what->prefixes;
}

/* ---- in order */

typedef struct ranked {
    cp_upstream u;
    uint32_t group;
    double ways[CP_UPSTREAM_WAYS];
} ranked;

/* More that is clean; of the same, less that is named, the worst first; then whom more is reached
 * by. */
static int best_first(const void *p, const void *q)
{
    const ranked *a = p, *b = q;
    if (a->u.is_session != b->u.is_session)
        return a->u.is_session ? 1 : -1;
    if (a->ways[CP_AS_ALLOWED] != b->ways[CP_AS_ALLOWED])
        return a->ways[CP_AS_ALLOWED] > b->ways[CP_AS_ALLOWED] ? -1 : 1;
    if (a->ways[CP_AS_UNKNOWN] != b->ways[CP_AS_UNKNOWN])
        return a->ways[CP_AS_UNKNOWN] > b->ways[CP_AS_UNKNOWN] ? -1 : 1;
    for (int i = CP_AS_EXCLUDED; i >= CP_AS_UNDETERMINED; i--)
        if (a->ways[i] != b->ways[i])
            return a->ways[i] < b->ways[i] ? -1 : 1;
    if (a->u.as != b->u.as)
        return a->u.as < b->u.as ? -1 : 1;
    return a->group < b->group ? -1 : 1;
}

/* place: by group, where it stands now. */
static void put_in_order(cp_upstream_asking *k, uint32_t *place)
{
    cp_arena *a = k->x->a;
    ranked *v = CP_NEW_ARRAY(a, ranked, k->groups.n + (size_t)1);
    for (uint32_t i = 0; i < k->groups.n; i++) {
        v[i] = (ranked){ .u = k->ways[i], .group = i };
        add(&v[i].u.ways[CP_UPSTREAM_NO_ROUTE], &k->out->unmatched);
        for (int w = 0; w < CP_UPSTREAM_WAYS; w++)
            v[i].ways[w] = weight_of(k, &v[i].u.ways[w]);
    }
    if (k->groups.n)
        qsort(v, k->groups.n, sizeof *v, best_first);
    k->out->v = CP_NEW_ARRAY(a, cp_upstream, k->groups.n + (size_t)1);
    k->out->n = k->n;
    k->out->n_each = k->groups.n - k->n;
    for (uint32_t i = 0; i < k->groups.n; i++) {
        k->out->v[i] = v[i].u;
        place[v[i].group] = i;
    }
}

/* ---- sets */

typedef struct planning {
    cp_upstream_asking *k;
    const uint64_t *bits; /* of each asked */
    const uint32_t *place;
    uint32_t *group; /* by place */
    cp_upstream_plan *out;
    cp_upstream_step steps[CP_UPSTREAM_STEPS_MAX];
} planning;

static bool is_any(const planning *p, uint32_t asked)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < p->k->words; w++)
        any |= p->bits[(size_t)asked * p->k->words + w];
    return any != 0;
}

static bool has_bit(const planning *p, uint32_t asked, uint32_t group)
{
    return p->bits[(size_t)asked * p->k->words + group / 64] >> group % 64 & 1;
}

/* A step: what it covers, and against today. */
static void put_step(planning *p, const uint32_t *places, uint32_t n)
{
    cp_upstream_step s = { .n = n };
    for (uint32_t i = 0; i < p->k->n_asked; i++) {
        bool is_covered = false;
        for (uint32_t m = 0; m < n && !is_covered; m++)
            is_covered = has_bit(p, i, p->group[places[m]]);
        bool is_today = p->k->asked[i].is_today;
        if (is_covered)
            add(&s.covered, sum_of(p->k, i));
        if (is_covered != is_today)
            add(is_covered ? &s.gained : &s.lost, sum_of(p->k, i));
    }
    s.members = cp_arena_dup(p->k->x->a, places, n * sizeof *places);
    p->steps[p->out->n++] = s;
}

/* Weights by who covers them, bits in the order of places. */
static double *by_set(const planning *p)
{
    uint32_t n = p->k->n;
    double *f = CP_NEW_ARRAY(p->k->x->a, double, (size_t)1 << n);
    double *g = CP_NEW_ARRAY(p->k->x->a, double, (size_t)1 << n);
    for (uint32_t i = 0; i < p->k->n_asked; i++)
        g[p->bits[(size_t)i * p->k->words]] += weight_of(p->k, sum_of(p->k, i));
    for (uint32_t set = 0; set < 1u << n; set++) {
        uint32_t moved = 0;
        for (uint32_t i = 0; g[set] > 0 && i < n; i++)
            moved |= (set >> i & 1) << p->place[i];
        f[moved] += g[set];
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t set = 0; set < 1u << n; set++)
            if (set >> i & 1)
                f[set] += f[set ^ 1u << i];
    return f;
}

static void plan_exactly(planning *p)
{
    uint32_t n = p->k->n, all = (1u << n) - 1;
    uint32_t best[CP_UPSTREAM_EXACT_MAX + 1] = { 0 };
    double most[CP_UPSTREAM_EXACT_MAX + 1] = { 0 };
    const double *f = by_set(p);
    double any = f[all] - f[0];
    for (uint32_t set = 1; set <= all; set++) {
        int size = __builtin_popcount(set);
        double covered = f[all] - f[all ^ set];
        if (covered > most[size] * MORE) {
            most[size] = covered;
            best[size] = set;
        }
    }
    for (uint32_t size = 1; size <= n && any > 0; size++) {
        uint32_t places[CP_UPSTREAM_EXACT_MAX], m = 0;
        for (uint32_t i = 0; i < n; i++)
            if (best[size] >> i & 1)
                places[m++] = i;
        if (size <= CP_UPSTREAM_STEPS_MAX && m)
            put_step(p, places, m);
        if (most[size] * MORE >= any)
            return;
        p->out->is_short = size >= CP_UPSTREAM_STEPS_MAX;
    }
}

/* What each would add, by place; then taken away where somebody covers it. */
static void plan_greedily(planning *p)
{
    cp_arena *a = p->k->x->a;
    uint32_t n = p->k->n, places[CP_UPSTREAM_STEPS_MAX];
    double *adds = CP_NEW_ARRAY(a, double, n), left = 0;
    bool *is_covered = CP_NEW_ARRAY(a, bool, p->k->n_asked + (size_t)1);
    for (uint32_t i = 0; i < p->k->n_asked; i++) {
        double weight = weight_of(p->k, sum_of(p->k, i));
        left += is_any(p, i) ? weight : 0;
        for (uint32_t g = 0; g < n; g++)
            adds[p->place[g]] += has_bit(p, i, g) ? weight : 0;
    }
    double least = left * (MORE - 1);
    for (uint32_t step = 0; step < CP_UPSTREAM_STEPS_MAX && left > least; step++) {
        uint32_t best = 0;
        for (uint32_t i = 1; i < n; i++)
            if (adds[i] > adds[best] * MORE)
                best = i;
        places[step] = best;
        for (uint32_t i = 0; i < p->k->n_asked; i++) {
            if (is_covered[i] || !has_bit(p, i, p->group[best]))
                continue;
            double weight = weight_of(p->k, sum_of(p->k, i));
            is_covered[i] = true;
            left -= weight;
            for (uint32_t g = 0; g < n; g++)
                adds[p->place[g]] -= has_bit(p, i, g) ? weight : 0;
        }
        put_step(p, places, step + 1);
    }
    p->out->is_short = left > least;
}

static void plan(cp_upstream_asking *k, const uint64_t *bits, const uint32_t *place,
                 cp_upstream_plan *out)
{
    planning p = { .k = k, .bits = bits, .place = place, .out = out };
    p.group = CP_NEW_ARRAY(k->x->a, uint32_t, k->n + (size_t)1);
    for (uint32_t i = 0; i < k->n; i++)
        p.group[place[i]] = i;
    for (uint32_t i = 0; i < k->n_asked; i++)
        if (is_any(&p, i))
            add(&out->most, sum_of(k, i));
    out->is_exact = k->n <= CP_UPSTREAM_EXACT_MAX;
    if (k->n && out->is_exact)
        plan_exactly(&p);
    else if (k->n)
        plan_greedily(&p);
    out->steps = cp_arena_dup(k->x->a, p.steps, out->n * sizeof *p.steps);
}

/* ---- against today */

static void compare(cp_upstream_asking *k, const uint32_t *place)
{
    for (uint32_t i = 0; k->out->has_today && i < k->n_asked; i++)
        for (uint32_t g = 0; g < k->n; g++) {
            bool is_clean = k->clean[(size_t)i * k->words + g / 64] >> g % 64 & 1;
            cp_upstream *u = &k->out->v[place[g]];
            if (is_clean != k->asked[i].is_today)
                add(is_clean ? &u->gained : &u->lost, sum_of(k, i));
        }
}

/* ---- what is left */

static int most_first(const void *p, const void *q, void *ctx)
{
    const cp_upstream_asking *k = ctx;
    uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    double x = weight_of(k, sum_of(k, a)), y = weight_of(k, sum_of(k, b));
    if (x != y)
        return x > y ? -1 : 1;
    if (k->asked[a].best != k->asked[b].best)
        return k->asked[a].best > k->asked[b].best ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void find_left(cp_upstream_asking *k, const uint32_t *place)
{
    cp_arena *a = k->x->a;
    uint32_t n = 0, *v = CP_NEW_ARRAY(a, uint32_t, k->n_asked + (size_t)1);
    for (uint32_t i = 0; i < k->n_asked; i++)
        if (k->asked[i].best != CP_AS_ALLOWED) {
            v[n++] = i;
            add(&k->out->left_sum, sum_of(k, i));
        }
    add(&k->out->left_sum, &k->out->unmatched);
    if (n)
        qsort_r(v, n, sizeof *v, most_first, k);
    k->out->n_left = n < CP_UPSTREAM_LEFT_MAX ? n : CP_UPSTREAM_LEFT_MAX;
    cp_upstream_left *left = CP_NEW_ARRAY(a, cp_upstream_left, k->out->n_left + (size_t)1);
    for (uint32_t i = 0; i < k->out->n_left; i++) {
        const cp_upstream_asked *x = &k->asked[v[i]];
        const cp_upstream_row *r = &k->x->rows[x->row];
        left[i] = (cp_upstream_left){ .net = r->net,
                                      .bits = r->bits,
                                      .way = x->best,
                                      .upstream = x->who == UINT32_MAX ? x->who : place[x->who],
                                      .sum = k->x->sums[x->row] };
    }
    k->out->left = left;
}

void cp_upstream_plan_all(cp_upstream_asking *k)
{
    uint32_t *place = CP_NEW_ARRAY(k->x->a, uint32_t, k->groups.n + (size_t)1);
    k->out->is_by_from = k->out->all.to <= 0 && k->out->all.from > 0;
    put_in_order(k, place);
    plan(k, k->clean, place, &k->out->clean);
    plan(k, k->unnamed, place, &k->out->unnamed);
    compare(k, place);
    find_left(k, place);
}
