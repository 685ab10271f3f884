/* SPDX-License-Identifier: Apache-2.0 */
/* split.c - the values that a missing fact could have, as far as a pack tells them apart: cells of
 * words, makers that it could name and everybody else, days between two days of the law. */
#include <stdlib.h>
#include "policy/judge.h"

void cp_facts_set_criteria(const cp_judge *j, const cp_policy *p, cp_facts *x)
{
    bool is_known = !cp_facts_is_missing(x, CP_FACT_MAKER);
    const cp_named_maker *who = &j->named.v[x->maker[CP_FACT_MAKER]];
    cp_named_maker stated = { x->maker_id, x->known_maker, 0 };
    if (is_known)
        who = &stated;
    else if (!(x->tried >> CP_FACT_MAKER & 1))
        return;
    for (uint32_t k = 0; k < p->n_criteria; k++) {
        cp_fact f = (cp_fact)(CP_FACT_CRITERION_0 + k);
        cp_tri t = cp_judge_answer(j, p, k, who);
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

/* ---- days */

void cp_day_list_add(void *list, int32_t day)
{
    cp_day_list *d = list;
    cp_vec_push(d->a, &d->v, day);
}

static int by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

cp_days cp_day_list_sorted(cp_day_list *d)
{
    uint32_t n = 0;
    if (d->v.n)
        qsort(d->v.v, d->v.n, sizeof *d->v.v, by_day);
    for (uint32_t i = 0; i < d->v.n; i++)
        if (i == 0 || d->v.v[i] != d->v.v[n - 1])
            d->v.v[n++] = d->v.v[i];
    return (cp_days){ d->v.v, n };
}

const cp_days *cp_judge_owner_days(cp_judge *j, cp_maker_no no)
{
    if (j->owner_days[no])
        return j->owner_days[no];
    cp_day_list d = { .a = j->a };
    const cp_maker *m = j->named.v[no].known;
    if (m)
        cp_owners_days(&j->lib->owners, (uint32_t)(m - j->lib->known->v), cp_day_list_add, &d);
    cp_days *kept = CP_NEW(j->a, cp_days);
    *kept = cp_day_list_sorted(&d);
    return j->owner_days[no] = kept;
}

void cp_judge_set_days(cp_judge *j, cp_pack_now *now)
{
    const cp_policy *p = now->pack;
    for (unsigned f = CP_FACT_DATES; f < CP_FACT_COUNT; f++) {
        cp_day_list own = { .a = j->a }, all = { .a = j->a };
        for (uint32_t i = 0; i < p->n_days; i++)
            if (p->days[i].fact == (cp_fact)f)
                cp_day_list_add(&own, p->days[i].day), cp_day_list_add(&all, p->days[i].day);
        for (uint32_t i = 0; i < p->n_duty_days; i++)
            if (p->duty_days[i].fact == (cp_fact)f)
                cp_day_list_add(&all, p->duty_days[i].day);
        for (uint32_t i = 0; i < now->n_makers && f == CP_FACT_MANUFACTURED; i++) {
            const cp_days *owner = cp_judge_owner_days(j, now->makers[i]);
            for (uint32_t k = 0; k < owner->n; k++)
                cp_day_list_add(&all, owner->v[k]);
        }
        now->own_days[CP_DAY(f)] = cp_day_list_sorted(&own);
        now->days[CP_DAY(f)] = cp_day_list_sorted(&all);
    }
}

/* Lists of days on which the answer can change, and where in each of them we are. */
typedef struct cuts {
    const cp_days *v[2 + CP_FACT_MAKERS + CP_FACTS_INSIDE_MAX];
    uint32_t at[2 + CP_FACT_MAKERS + CP_FACTS_INSIDE_MAX];
    uint32_t n;
} cuts;

/* The next day of any list that is after `day`, which grows from call to call; INT32_MAX: none. */
static int32_t next_cut(cuts *c, int32_t day)
{
    int32_t next = INT32_MAX;
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_days *d = c->v[i];
        while (c->at[i] < d->n && d->v[c->at[i]] <= day)
            c->at[i]++;
        if (c->at[i] < d->n && d->v[c->at[i]] < next)
            next = d->v[c->at[i]];
    }
    return next;
}

/* Adds the days of the owners of those whom fact f names; false if that could be anybody. */
static bool add_owners(cp_judge *j, const cp_facts *x, cp_fact f, cuts *c)
{
    bool is_tried = x->tried >> f & 1;
    cp_facts_read(x, f);
    if (cp_facts_is_missing(x, f) && !is_tried)
        return false;
    if (f != CP_FACT_CONTAINS || is_tried)
        c->v[c->n++] = cp_judge_owner_days(j, x->maker[f]);
    for (uint32_t i = 0; f == CP_FACT_CONTAINS && i < x->n_inside; i++)
        c->v[c->n++] = cp_judge_owner_days(j, x->inside[i]);
    return true;
}

/* Ownership counts for the makers at hand alone, where these are known. */
static cuts cuts_of(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_fact f)
{
    static const cp_fact makers[] = { CP_FACT_MAKER, CP_FACT_CONTAINS, CP_FACT_MANAGED_BY,
                                      CP_FACT_OPERATED_BY };
    cuts c = { .v = { &now->own_days[CP_DAY(f)] }, .n = 1 };
    bool is_open = false;
    for (size_t i = 0; f == CP_FACT_MANUFACTURED && i < sizeof makers / sizeof *makers; i++)
        if (now->pack->reads >> makers[i] & 1)
            is_open |= !add_owners(j, x, makers[i], &c);
    if (is_open)
        c = (cuts){ .v = { &now->days[CP_DAY(f)] }, .n = 1 };
    for (uint32_t i = 0; i < c.n; i++)
        c.at[i] = cp_days_cell(c.v[i], x->day[CP_DAY(f)].lo);
    return c;
}

static void split_days(cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                       bool (*each)(void *, const cp_facts *), void *ctx)
{
    cuts c = cuts_of(j, cp_judge_now(j, p), x, f);
    cp_fact_days all = x->day[CP_DAY(f)];
    cp_facts y = *x;
    y.tried |= 1u << f;
    for (int32_t lo = all.lo;;) {
        int32_t next = next_cut(&c, lo);
        y.day[CP_DAY(f)] = (cp_fact_days){ lo, next > all.hi ? all.hi : next - 1 };
        if (!each(ctx, &y) || next > all.hi)
            return;
        lo = next;
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

void cp_facts_split(cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                    bool (*each)(void *ctx, const cp_facts *x), void *ctx)
{
    switch (cp_fact_kind_of(f)) {
    case CP_FACT_KIND_MAKER: split_makers(j, p, x, f, each, ctx); break;
    case CP_FACT_KIND_SET: split_sets(j, p, x, f, each, ctx); break;
    case CP_FACT_KIND_DATE: split_days(j, p, x, f, each, ctx); break;
    }
}
