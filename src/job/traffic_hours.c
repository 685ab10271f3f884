/* SPDX-License-Identifier: Apache-2.0 */
/* traffic_hours.c - see traffic.h: what excluded equipment sends outside, by day and hour, and in
 * which hours anybody told of any flow: where nobody did, that nothing was sent is not known.
 *
 * Only days with flows are there, since a clock that is off tells of one flow in another
 * century. */
#include <stdlib.h>
#include "job/traffic.h"

#define HOUR_US ((cp_time)3600 * 1000000)

typedef struct days {
    cp_map by_day; /* -> place */
    CP_VEC(cp_traffic_day) v;
    cp_arena *mem;
    bool is_of_anybody;
} days;

static uint8_t sides(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    (void)ctx, (void)addr;
    bool is_ours = end->is & CP_FLOW_END_INSIDE && cp_traffic_is(end, CP_TRAFFIC_EXCLUDED);
    return is_ours ? CP_FLOW_SIDE_A : end->is & CP_FLOW_END_OUTSIDE ? CP_FLOW_SIDE_B : 0;
}

static void see(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    days *d = ctx;
    (void)thread; /* there is one */
    cp_time hours = r->bucket_at / HOUR_US - (r->bucket_at % HOUR_US < 0);
    int32_t day = (int32_t)(hours / 24 - (hours % 24 < 0));
    uint32_t hour = (uint32_t)(hours - (cp_time)day * 24);
    uint64_t *at = cp_map_get(&d->by_day, (cp_str){ (const char *)&day, sizeof day });
    if (!at) {
        cp_str key = { cp_arena_dup(d->mem, &day, sizeof day), sizeof day };
        at = cp_map_put(d->mem, &d->by_day, key, NULL);
        *at = d->v.n;
        cp_vec_push(d->mem, &d->v, ((cp_traffic_day){ .day = day }));
    }
    cp_traffic_day *x = &d->v.v[*at];
    if (d->is_of_anybody)
        x->flows[hour] = cp_flow_add(x->flows[hour], r->out.flows);
    else
        x->bytes[hour] = cp_flow_add(x->bytes[hour], r->out.bytes_est);
}

static int by_day(const void *p, const void *q)
{
    const cp_traffic_day *a = p, *b = q;
    return (a->day > b->day) - (a->day < b->day);
}

static uint64_t sent_on(const cp_traffic_day *x)
{
    uint64_t sum = 0;
    for (int h = 0; h < 24; h++)
        sum = cp_flow_add(sum, x->bytes[h]);
    return sum;
}

/* Hours between the first and the last one with flows; and of these, with none. */
static void note_gaps(cp_traffic_raw *k, const days *d)
{
    cp_arena *a = k->f->j->a;
    int64_t first = INT64_MAX, last = INT64_MIN, n = 0;
    for (uint32_t i = 0; i < d->v.n; i++)
        for (int h = 0; h < 24; h++) {
            int64_t at = (int64_t)d->v.v[i].day * 24 + h;
            if (!d->v.v[i].flows[h])
                continue;
            first = at < first ? at : first;
            last = at > last ? at : last;
            n++;
        }
    int64_t all = n ? last - first + 1 : 0;
    if (all == n)
        return;
    cp_str *v = CP_NEW_ARRAY(a, cp_str, 1);
    v[0] =
        cp_str_fmt(a,
                   "In %lld of the %lld hours between the first flow and the last no flow began, "
                   "of anybody: whether nothing was sent or nothing was told is not known.",
                   (long long)(all - n), (long long)all);
    k->out->notes = v;
    k->out->n_notes = 1;
}

cp_rc cp_traffic_ask_hours(cp_traffic_raw *k, cp_err *err)
{
    cp_flows *f = k->f;
    cp_traffic *t = k->out;
    days d = { .mem = k->mem };
    cp_flow_top top = { .n = 0 };
    cp_flow_question q = cp_traffic_question(f);
    q.by = CP_FLOW_BY_TIME;
    q.each = see;
    q.each_ctx = &d;
    q.view.sides = sides;
    cp_rc rc = k->of[CP_TRAFFIC_EXCLUDED].n_sums
                   ? cp_flow_top_of(k->mem, &f->set, f->ids, &q, &top, err)
                   : CP_OK;
    if (rc != CP_OK)
        return rc;
    t->outside = cp_traffic_volume_of(&top.total.out);
    bool is_any = top.n_sums > 0;
    d.is_of_anybody = true;
    q.view.sides = NULL;
    rc = cp_flow_top_of(k->mem, &f->set, f->ids, &q, &top, err);
    if (rc != CP_OK)
        return rc;
    note_gaps(k, &d);
    if (!is_any)
        return CP_OK;
    qsort(d.v.v, d.v.n, sizeof *d.v.v, by_day);
    uint32_t n = d.v.n < CP_TRAFFIC_DAYS_MAX ? d.v.n : CP_TRAFFIC_DAYS_MAX;
    t->n_days = n;
    t->n_days_before = d.v.n - n;
    for (uint32_t i = 0; i < t->n_days_before; i++)
        t->bytes_before = cp_flow_add(t->bytes_before, sent_on(&d.v.v[i]));
    t->days = cp_arena_dup(f->j->a, d.v.v + t->n_days_before, n * sizeof *d.v.v);
    return CP_OK;
}
