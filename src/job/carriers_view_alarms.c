/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_view_alarms.c - see carriers_view.h: what `carriers watch` told, as alarms that began
 * and perhaps ended. */
#include <stdlib.h>
#include "job/carriers_view.h"

enum { ALARMS_MAX = 1024 * 1024 };

typedef struct alarm {
    cp_str prefix, router, peer, leak, rpki;
    uint32_t asn;
    cp_carrier_standing standing;
    cp_time began, ended;
    const uint32_t *path, *before;
    uint32_t n_path, n_before;
    bool is_cut;
} alarm;

typedef struct hearing {
    cp_carriers_viewing *k;
    cp_map open; /* prefix and AS -> place + 1 of the alarm that has not ended */
    CP_VEC(alarm) v;
    cp_carrier_alarms *out;
} hearing;

static cp_carrier_standing standing_of(cp_str result)
{
    for (int s = 0; s < CP_CARRIER_STANDING_COUNT; s++)
        if (cp_str_eq(result, cp_str_c(cp_carrier_standing_name((cp_carrier_standing)s))))
            return (cp_carrier_standing)s;
    return CP_CARRIER_NOT_KNOWN;
}

static void see(hearing *h, cp_time at)
{
    if (h->out->first_at == CP_TIME_NONE || at < h->out->first_at)
        h->out->first_at = at;
    if (h->out->last_at == CP_TIME_NONE || at > h->out->last_at)
        h->out->last_at = at;
}

static alarm alarm_of(hearing *h, const cp_route_alarm *x)
{
    cp_arena *a = h->k->mem;
    return (alarm){ .prefix = cp_str_dup(a, x->prefix),
                    .router = cp_str_dup(a, x->router),
                    .peer = cp_str_dup(a, x->peer),
                    .leak = cp_str_dup(a, x->leak),
                    .rpki = cp_str_dup(a, x->rpki),
                    .asn = x->asn,
                    .standing = standing_of(x->result),
                    .began = x->is_end ? x->since : x->at,
                    .ended = CP_TIME_NONE,
                    .path = cp_arena_dup(a, x->path, x->n_path * sizeof *x->path),
                    .before = cp_arena_dup(a, x->before, x->n_before * sizeof *x->before),
                    .n_path = x->n_path,
                    .n_before = x->n_before,
                    .is_cut = x->is_cut };
}

/* One that is told twice, by watches that were started without a state, is one. */
static cp_rc take(void *ctx, const cp_route_alarm *x, cp_err *err)
{
    hearing *h = ctx;
    cp_arena *a = h->k->mem;
    cp_str key = cp_str_fmt(a, "%.*s %u", CP_FMT(x->prefix), x->asn);
    uint64_t *at = cp_map_put(a, &h->open, key, NULL);
    see(h, x->at);
    if (!*at) {
        if (h->v.n == ALARMS_MAX)
            return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d alarms", ALARMS_MAX);
        cp_vec_push(a, &h->v, alarm_of(h, x));
        *at = h->v.n;
    }
    if (x->is_end) {
        h->v.v[*at - 1].ended = x->at;
        *at = 0;
    }
    return CP_OK;
}

static cp_rc pass(void *ctx, cp_str event, cp_time at, cp_err *err)
{
    hearing *h = ctx;
    (void)err;
    see(h, at);
    h->out->n_went += cp_str_eq(event, CP_STR("router went"));
    return CP_OK;
}

static int open_first(const void *p, const void *q)
{
    const alarm *x = p, *y = q;
    bool is_open = x->ended == CP_TIME_NONE, is_other_open = y->ended == CP_TIME_NONE;
    if (is_open != is_other_open)
        return is_other_open - is_open;
    if (x->began != y->began)
        return x->began < y->began ? 1 : -1;
    int c = cp_str_cmp(x->prefix, y->prefix);
    return c ? c : x->asn < y->asn ? -1 : x->asn > y->asn;
}

static void show(hearing *h)
{
    cp_carriers_viewing *k = h->k;
    uint32_t n = h->v.n;
    if (n)
        qsort(h->v.v, n, sizeof *h->v.v, open_first);
    h->out->n_all = n;
    h->out->n = n < CP_CARRIER_VIEW_ALARMS_MAX ? n : CP_CARRIER_VIEW_ALARMS_MAX;
    cp_carrier_alarm *v = CP_NEW_ARRAY(k->a, cp_carrier_alarm, h->out->n + (size_t)1);
    for (uint32_t i = 0; i < n; i++) {
        const alarm *x = &h->v.v[i];
        h->out->n_open += x->ended == CP_TIME_NONE;
        h->out->n_leaks += cp_str_starts(x->leak, CP_STR("leak"));
        h->out->n_invalid += cp_str_starts(x->rpki, CP_STR("invalid"));
        if (i >= h->out->n)
            continue;
        v[i] = (cp_carrier_alarm){
            .prefix = cp_str_dup(k->a, x->prefix),
            .as = cp_carriers_view_as(k, x->asn),
            .standing = x->standing,
            .began = x->began,
            .ended = x->ended,
            .router = cp_str_dup(k->a, x->router),
            .peer = cp_str_dup(k->a, x->peer),
            .leak = cp_str_dup(k->a, x->leak),
            .rpki = cp_str_dup(k->a, x->rpki),
            .path = cp_carriers_view_path(k, x->path, x->n_path, x->is_cut),
            .before = cp_carriers_view_path(k, x->before, x->n_before, false),
        };
    }
    h->out->v = v;
}

cp_rc cp_carriers_view_alarms(cp_carriers_viewing *k, cp_err *err)
{
    cp_job *j = k->c->j;
    cp_str path = j->opts.alarms;
    hearing h = { .k = k, .out = &k->out->alarms };
    cp_source src;
    if (!path.n)
        return CP_OK;
    *h.out =
        (cp_carrier_alarms){ .is_told = true, .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    const cp_alarms_to to = { &h, take, pass };
    cp_rc rc = cp_carriers_more_alarms(k->c, path, &to, &src, err);
    if (rc != CP_OK)
        return rc;
    h.out->n_bad = (uint32_t)src.records_bad;
    for (uint32_t i = 0; i < src.n_problems; i++)
        j->warn(j, "%.*s:%llu: %.*s", CP_FMT(path), (unsigned long long)src.problems[i].pos,
                CP_FMT(src.problems[i].text));
    show(&h);
    return CP_OK;
}
