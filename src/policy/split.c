/* SPDX-License-Identifier: Apache-2.0 */
/* split.c - the values that a missing fact could have, as far as a pack tells them apart: cells of
 * words, makers that it could name and everybody else, days between two days of the law. */
#include <stdlib.h>
#include "policy/judge.h"

void cp_facts_set_criteria(const cp_judge *j, const cp_policy *p, cp_facts *x)
{
    bool is_known = !cp_facts_is_missing(x, CP_FACT_MAKER);
    const cp_maker *m = is_known                        ? x->known_maker
                        : x->tried >> CP_FACT_MAKER & 1 ? j->named.v[x->maker[CP_FACT_MAKER]].known
                                                        : NULL;
    for (uint32_t k = 0; m && k < p->n_criteria; k++) {
        cp_fact f = (cp_fact)(CP_FACT_CRITERION_0 + k);
        cp_tri t = cp_answer_of(&j->answers, &j->lib->criteria.items.v[p->criteria[k]],
                                (uint32_t)(m - j->lib->known->v));
        if (t == CP_UNKNOWN)
            continue;
        x->set[f] = t == CP_YES ? j->yes : j->no;
        if (is_known) /* else it is the answer of the maker that is tried */
            x->missing &= ~(1u << f);
    }
}

static void split_sets(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                       bool (*each)(void *, const cp_facts *), void *ctx)
{
    bool is_local = cp_fact_is_local(f);
    if (f == CP_FACT_CLASS)
        cp_facts_read(x, CP_FACT_GENERATION);
    for (uint32_t i = 0; i < (is_local ? CP_CELLS_MAX : p->n_cells[f]); i++) {
        cp_mask part = x->set[f] & (is_local ? (cp_mask)1 << i : p->cells[f][i]);
        if (!part)
            continue;
        cp_facts y = *x;
        y.set[f] = part;
        y.tried |= 1u << f;
        if (f == CP_FACT_CLASS && y.unstated >> CP_FACT_GENERATION & 1 && !(part & j->mobile))
            y.set[CP_FACT_GENERATION] = j->no_generation;
        if (!each(ctx, &y))
            return;
    }
}

/* Each cut is a date of the law or of an ownership: a few hundred, were all of them in one pack. */
enum { DAYS_MAX = 2048 };

typedef struct day_list {
    int32_t v[DAYS_MAX];
    uint32_t n;
    cp_fact_days within;
} day_list;

static void add_day(void *ctx, int32_t day)
{
    day_list *d = ctx;
    if (day > d->within.lo && day <= d->within.hi && d->n < sizeof d->v / sizeof *d->v)
        d->v[d->n++] = day;
}

static int by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* The days at which the answer can change with fact f, ascending, within x's interval. Ownership
 * counts for the maker at hand alone, where that is known. */
static void cut_days(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                     day_list *d)
{
    uint32_t others = 1u << CP_FACT_CONTAINS | 1u << CP_FACT_MANAGED_BY | 1u << CP_FACT_OPERATED_BY;
    bool is_open = cp_facts_is_missing(x, CP_FACT_MAKER) && !(x->tried >> CP_FACT_MAKER & 1);
    cp_facts_read(x, CP_FACT_MAKER);
    d->within = x->day[CP_DAY(f)];
    for (uint32_t i = 0; i < p->n_days; i++)
        if (p->days[i].fact == f)
            add_day(d, p->days[i].day);
    const cp_pack_now *now = cp_judge_now(j, p);
    for (uint32_t i = 0; i < now->n_makers && f == CP_FACT_MANUFACTURED; i++) {
        const cp_maker *m = j->named.v[now->makers[i]].known;
        if (m && (is_open || p->reads & others || now->makers[i] == x->maker[CP_FACT_MAKER]))
            cp_owners_days(&j->lib->owners, (uint32_t)(m - j->lib->known->v), add_day, d);
    }
    qsort(d->v, d->n, sizeof *d->v, by_day);
}

static void split_days(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                       bool (*each)(void *, const cp_facts *), void *ctx)
{
    day_list d = { 0 };
    int32_t lo = x->day[CP_DAY(f)].lo;
    cut_days(j, p, x, f, &d);
    for (uint32_t i = 0; i <= d.n; i++) {
        if (i < d.n && d.v[i] == lo)
            continue;
        cp_facts y = *x;
        y.day[CP_DAY(f)] = (cp_fact_days){ lo, i < d.n ? d.v[i] - 1 : x->day[CP_DAY(f)].hi };
        y.tried |= 1u << f;
        if (!each(ctx, &y))
            return;
        lo = i < d.n ? d.v[i] : lo;
    }
}

static void split_makers(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                         bool (*each)(void *, const cp_facts *), void *ctx)
{
    const cp_pack_now *now = cp_judge_now(j, p);
    bool is_among = f == CP_FACT_MAKER && x->n_candidates;
    const cp_maker_no *ids = is_among ? x->candidates : now->makers;
    for (uint32_t i = 0; i < (is_among ? x->n_candidates : now->n_makers); i++) {
        cp_facts y = *x;
        y.maker[f] = ids[i];
        y.tried |= 1u << f;
        if (f == CP_FACT_MAKER)
            cp_facts_set_criteria(j, p, &y);
        if (f == CP_FACT_MAKER && j->named.v[ids[i]].seat)
            y.set[CP_FACT_MAKER_COUNTRY] = j->named.v[ids[i]].seat;
        if (!each(ctx, &y))
            return;
    }
}

void cp_facts_split(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                    bool (*each)(void *ctx, const cp_facts *x), void *ctx)
{
    switch (cp_fact_kind_of(f)) {
    case CP_FACT_KIND_MAKER: split_makers(j, p, x, f, each, ctx); break;
    case CP_FACT_KIND_SET: split_sets(j, p, x, f, each, ctx); break;
    case CP_FACT_KIND_DATE: split_days(j, p, x, f, each, ctx); break;
    }
}

/* All days that p tells apart for fact f, whoever is the maker. */
cp_days cp_judge_days(cp_judge *j, const cp_policy *p, cp_fact f)
{
    cp_facts anything = { .missing = 1u << CP_FACT_MAKER };
    day_list d = { 0 };
    anything.day[CP_DAY(f)] = (cp_fact_days){ INT32_MIN, INT32_MAX };
    cut_days(j, p, &anything, f, &d);
    for (uint32_t i = 0; i < p->n_duty_days; i++)
        if (p->duty_days[i].fact == f)
            add_day(&d, p->duty_days[i].day);
    qsort(d.v, d.n, sizeof *d.v, by_day);
    return (cp_days){ cp_arena_dup(j->a, d.v, d.n * sizeof *d.v), d.n };
}

