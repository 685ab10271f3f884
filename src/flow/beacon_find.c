/* SPDX-License-Identifier: Apache-2.0 */
/* beacon_find.c - beacons among all flows: each thread scores the series that it is handed and
 * keeps the surest; in the end both are put in one order, which does not depend on who found
 * what. */
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"

enum { THREADS = 2 };
#define HOUR_US ((int64_t)3600 * 1000 * 1000)
#define DAY_US (24 * HOUR_US)

typedef struct finder {
    cp_arena *a;
    cp_beacon_lab *lab;
    cp_beacon *v;
    uint32_t n;
    uint64_t n_found, n_looked_at;
} finder;

struct cp_beacon_search {
    const cp_beacon_options *o;
    double log_p_max;
    cp_time from, to;
    finder threads[THREADS];
};

static int64_t floor_div(int64_t x, int64_t by) { return x / by - (x % by < 0); }

static uint32_t interval_class(uint64_t us)
{
    double at = us > 0 ? (log2((double)us) - CP_BEACON_HISTOGRAM_LOW_OCTAVE) * 4 : 0;
    return at < 0 ? 0 : at >= CP_BEACON_HISTOGRAM ? CP_BEACON_HISTOGRAM - 1 : (uint32_t)at;
}

cp_beacon_plot *cp_beacon_plot_of(cp_arena *a, const cp_series *s)
{
    cp_beacon_plot *p = CP_NEW(a, cp_beacon_plot);
    if (s->n == 0)
        return p;
    int64_t last = floor_div(s->at[s->n - 1], DAY_US), first = floor_div(s->at[0], DAY_US);
    if (last - first >= CP_BEACON_HEAT_DAYS)
        first = last - CP_BEACON_HEAT_DAYS + 1;
    p->first_day = (int32_t)first;
    p->n_days = (uint32_t)(last - first + 1);
    for (uint32_t i = 0; i < s->n; i++) {
        if (i)
            p->intervals[interval_class((uint64_t)s->at[i] - (uint64_t)s->at[i - 1])]++;
        int64_t day = floor_div(s->at[i], DAY_US);
        int64_t hour = floor_div(s->at[i], HOUR_US) - day * 24;
        if (day >= first)
            p->heat[day - first][hour] += p->heat[day - first][hour] < UINT16_MAX;
    }
    return p;
}

static int by_sureness(const void *x, const void *y)
{
    const cp_beacon *a = x, *b = y;
    if (a->log_p != b->log_p)
        return a->log_p < b->log_p ? -1 : 1;
    return cp_series_key_cmp(&a->key, &b->key);
}

/* Room for twice as many as are kept; when it is full the weaker half goes. */
static void keep(finder *f, const cp_beacon *b)
{
    if (!f->v)
        f->v = CP_NEW_RAW(f->a, cp_beacon, 2 * CP_BEACON_RESULTS_MAX);
    if (f->n == 2 * CP_BEACON_RESULTS_MAX) {
        qsort(f->v, f->n, sizeof *f->v, by_sureness);
        f->n = CP_BEACON_RESULTS_MAX;
    }
    f->v[f->n++] = *b;
}

static cp_rc take(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    (void)err;
    cp_beacon_search *x = ctx;
    finder *f = &x->threads[thread];
    if (!f->lab)
        f->lab = cp_beacon_lab_new(f->a);
    f->n_looked_at++;
    cp_beacon b = cp_beacon_score(f->lab, s);
    bool is_found = b.log_p <= x->log_p_max;
    if (is_found || x->o->rita_min > 0)
        b.rita = cp_rita_of(f->a, s, x->from, x->to);
    if (!is_found && !(x->o->rita_min > 0 && b.rita.score >= x->o->rita_min))
        return CP_OK;
    f->n_found++;
    b.plot = cp_beacon_plot_of(f->a, s);
    keep(f, &b);
    return CP_OK;
}

static void put_together(cp_arena *a, cp_beacon_search *x, cp_beacons *out)
{
    uint32_t n = x->threads[0].n + x->threads[1].n;
    cp_beacon *v = CP_NEW_RAW(a, cp_beacon, n ? n : 1);
    for (uint32_t t = 0, at = 0; t < THREADS; t++) {
        const finder *f = &x->threads[t];
        if (f->n)
            memcpy(v + at, f->v, f->n * sizeof *v);
        at += f->n;
        out->n_found += f->n_found;
        out->n_looked_at += f->n_looked_at;
    }
    qsort(v, n, sizeof *v, by_sureness);
    out->n = n < CP_BEACON_RESULTS_MAX ? n : CP_BEACON_RESULTS_MAX;
    for (uint32_t i = 0; i < out->n; i++) {
        v[i].log_p_all = fmin(0, v[i].log_p + log((double)out->n_looked_at));
        v[i].plot = v[i].plot ? cp_arena_dup(a, v[i].plot, sizeof *v[i].plot) : NULL;
    }
    out->v = v;
}

static void free_search(void *arg)
{
    cp_beacon_search *x = arg;
    for (uint32_t t = 0; t < THREADS; t++)
        cp_arena_free(x->threads[t].a);
}

cp_beacon_search *cp_beacon_search_new(cp_arena *a, const cp_flow_set *set,
                                       const cp_beacon_options *o, cp_series_asker *asker)
{
    const cp_series_options *series = &o->series;
    cp_beacon_search *x = CP_NEW(a, cp_beacon_search);
    x->o = o;
    x->log_p_max = log(o->p_max > 0 ? o->p_max : CP_BEACON_P);
    x->from = series->from || series->to ? series->from : set->first_at;
    x->to = series->from || series->to ? series->to : set->last_at;
    x->to += x->to < INT64_MAX;
    for (uint32_t t = 0; t < THREADS; t++)
        x->threads[t].a = cp_arena_new(0);
    cp_arena_defer(a, free_search, x);
    *asker = (cp_series_asker){ take, x, CP_RITA_CONNECTIONS_MIN, { 0 } };
    return x;
}

void cp_beacon_search_end(cp_arena *a, cp_beacon_search *x, const cp_series_asker *asker,
                          cp_beacons *out)
{
    *out = (cp_beacons){ .stats = asker->stats };
    put_together(a, x, out);
}

cp_rc cp_beacons_find(cp_arena *a, const cp_flow_set *set, const cp_beacon_options *o,
                      cp_beacons *out, cp_err *err)
{
    cp_arena *mem = cp_arena_new(0);
    cp_series_asker asker;
    cp_beacon_search *x = cp_beacon_search_new(mem, set, o, &asker);
    cp_rc rc = cp_series_each_of(set, &o->series, &asker, 1, err);
    if (rc == CP_OK)
        cp_beacon_search_end(a, x, &asker, out);
    cp_arena_free(mem);
    return rc;
}
