/* SPDX-License-Identifier: Apache-2.0 */
/* chart_days.c - see chart.h: the days that verdicts and packs name, and what is waived. */
#include <stdlib.h>
#include "job/chart.h"
#include "policy/calendar.h"

typedef CP_VEC(cp_chart_deadline) deadlines;

static bool is_past(const cp_charting *k, cp_date d)
{
    return d.last_day < k->ans->as_of.first_day;
}

/* ---- of assets: the duties of what is excluded or restricted */

typedef struct counted {
    const cp_verdict *verdict;
    uint32_t policy, n;
} counted;

/* Alike assets share a verdict: there are few. */
static void count_verdicts(const cp_charting *k, cp_arena *a, counted **out, uint32_t *n_out)
{
    CP_VEC(counted) v = { 0 };
    cp_map seen = { 0 };
    for (uint32_t i = 0; i < k->ans->n_assets; i++) {
        const cp_answer_asset *x = &k->ans->assets[i];
        for (uint32_t p = 0; p < x->n_verdicts; p++) {
            bool added;
            const cp_verdict *d = x->verdicts[p];
            bool is_named = d->result == CP_VERDICT_EXCLUDED || d->result == CP_VERDICT_RESTRICTED;
            if (!is_named || d->n_duties == 0)
                continue;
            cp_bytes key = cp_bytes_dup(a, (cp_bytes){ (const uint8_t *)&d, sizeof d });
            uint64_t *at = cp_map_put(a, &seen, cp_str_of_bytes(key), &added);
            if (added) {
                *at = v.n;
                cp_vec_push(a, &v, ((counted){ d, p, 0 }));
            }
            v.v[*at].n++;
        }
    }
    *out = v.v;
    *n_out = v.n;
}

static void put_duty(cp_charting *k, deadlines *v, const counted *c, cp_date day, cp_verb verb,
                     const char *said, cp_str note)
{
    cp_arena *a = k->j->a;
    if (!cp_date_is_set(day))
        return;
    cp_vec_push(a, v,
                ((cp_chart_deadline){ .date = day,
                                      .policy = c->policy,
                                      .clause = c->verdict->clause,
                                      .text = cp_str_fmt(a, "%s %s%s%.*s", cp_verb_name(verb), said,
                                                         note.n ? ": " : "", CP_FMT(note)),
                                      .n_assets = c->n,
                                      .is_past = is_past(k, day) }));
}

static void put_duties(cp_charting *k, deadlines *v)
{
    cp_arena *scratch = cp_arena_new(0);
    counted *c;
    uint32_t n;
    count_verdicts(k, scratch, &c, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (!cp_chart_is_of(k->ans, c[i].policy))
            continue;
        for (uint32_t d = 0; d < c[i].verdict->n_duties; d++) {
            const cp_duty *x = &c[i].verdict->duties[d];
            if (x->applies == CP_APPLIES_FROM)
                put_duty(k, v, &c[i], x->from, x->verb, "is forbidden from this day", x->note);
            if (x->applies != CP_APPLIES_NO)
                put_duty(k, v, &c[i], x->deadline, x->verb, "has to end", x->note);
        }
    }
    cp_arena_free(scratch);
}

/* ---- of policies: the days to come */

/* What is said of such a day; NULL: it is told with the assets that it concerns, or is past. */
static const char *said_of(cp_calendar_kind kind)
{
    static const char *const said[CP_CALENDAR_COUNT] = {
        [CP_CALENDAR_EFFECTIVE] = "comes into force",
        [CP_CALENDAR_ENDS] = "ends",
        [CP_CALENDAR_CLAUSE_FROM] = "applies from this day",
        [CP_CALENDAR_CLAUSE_REMOVED] = "applies no more",
        [CP_CALENDAR_CAP_DEADLINE] = "the cap has to be met",
        [CP_CALENDAR_EXEMPTION_UNTIL] = "an exemption ends",
    };
    return said[kind];
}

static void put_calendar(cp_charting *k, deadlines *v)
{
    cp_arena *a = k->j->a;
    cp_calendar calendar = { 0 };
    CP_VEC(const cp_policy *) packs = { 0 };
    for (uint32_t i = 0; i < k->ans->n_policies; i++) {
        const cp_policy *p = cp_policy_by_id(k->e->lib, k->ans->policies[i].id);
        if (p && cp_chart_is_of(k->ans, i))
            cp_vec_push(a, &packs, p);
    }
    cp_calendar_fill(a, packs.v, packs.n, k->ans->as_of, CP_DATE_NONE, &calendar);
    cp_vec_each(e, &calendar.v)
    {
        uint32_t policy = 0;
        if (!cp_date_is_set(e->date) || !said_of(e->kind))
            continue;
        while (!cp_str_eq(k->ans->policies[policy].id, e->policy->id))
            policy++;
        cp_vec_push(
            a, v,
            ((cp_chart_deadline){ .date = e->date,
                                  .policy = policy,
                                  .clause = e->clause ? e->clause->id : CP_STR(""),
                                  .text = cp_str_fmt(a, "%s%s%.*s", said_of(e->kind),
                                                     e->text.n ? ": " : "", CP_FMT(e->text)),
                                  .is_past = false }));
    }
}

static int by_day(const void *x, const void *y)
{
    const cp_chart_deadline *a = x, *b = y;
    if (a->date.first_day != b->date.first_day)
        return a->date.first_day < b->date.first_day ? -1 : 1;
    if (a->policy != b->policy)
        return a->policy < b->policy ? -1 : 1;
    int c = cp_str_cmp(a->clause, b->clause);
    c = c ? c : cp_str_cmp(a->text, b->text);
    return c ? c : (a->n_assets > b->n_assets) - (a->n_assets < b->n_assets);
}

/* Verdicts that differ in what was presumed name the same days. */
static void put_together(deadlines *v)
{
    uint32_t n = 0;
    if (v->n)
        qsort(v->v, v->n, sizeof *v->v, by_day);
    for (uint32_t i = 0; i < v->n; i++) {
        cp_chart_deadline *d = &v->v[i], *last = n ? &v->v[n - 1] : NULL;
        if (last && last->date.first_day == d->date.first_day && last->policy == d->policy &&
            cp_str_eq(last->clause, d->clause) && cp_str_eq(last->text, d->text))
            last->n_assets += d->n_assets;
        else
            v->v[n++] = *d;
    }
    v->n = n;
}

/* ---- waivers */

static void count_use(const cp_charting *k, cp_chart_waiver *v)
{
    for (uint32_t i = 0; i < k->ans->n_assets; i++)
        for (uint32_t p = 0; p < k->ans->assets[i].n_verdicts; p++) {
            const cp_waiver *w = cp_answer_waiver(&k->ans->assets[i], p);
            if (!w)
                continue;
            cp_chart_waiver *x = &v[w - k->e->waivers.v];
            x->asset = x->n_findings == 0 || x->asset == i ? i : CP_CHART_NONE;
            x->policy = x->n_findings == 0 || x->policy == p ? p : CP_CHART_NONE;
            x->n_findings++;
        }
}

static void put_waivers(cp_charting *k)
{
    uint32_t n = k->e->waivers.n;
    cp_chart_waiver *v = CP_NEW_ARRAY(k->j->a, cp_chart_waiver, n);
    for (uint32_t i = 0; i < n; i++)
        v[i] = (cp_chart_waiver){ &k->e->waivers.v[i], CP_CHART_NONE, CP_CHART_NONE, 0, 0 };
    count_use(k, v);
    for (uint32_t i = 0; i < n; i++)
        v[i].state = cp_waiver_is_expired(v[i].waiver, k->ans->as_of) ? CP_WAIVER_EXPIRED
                     : v[i].n_findings                                ? CP_WAIVER_USED
                                                                      : CP_WAIVER_UNUSED;
    k->chart->waivers = v;
    k->chart->n_waivers = n;
}

void cp_chart_days(cp_charting *k)
{
    deadlines v = { 0 };
    put_duties(k, &v);
    put_calendar(k, &v);
    put_together(&v);
    k->chart->deadlines = v.v;
    k->chart->n_deadlines = v.n;
    put_waivers(k);
}
