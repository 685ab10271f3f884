/* SPDX-License-Identifier: Apache-2.0 */
/* rita.c - see rita.h. */
#include "flow/rita.h"
#include <math.h>
#include "flow/stats.h"

enum { HOURS = 24, DURATION_HOURS_MIN = 6, DURATION_HOURS_IDEAL = 12, BIMODAL_HOURS_MIN = 11 };
#define HOUR_US ((int64_t)3600 * 1000 * 1000)
#define MODE_WIDTH 0.05
#define BIMODAL_OUTLIERS 1

typedef struct day {
    const cp_time *at;
    const uint64_t *bytes;
    uint32_t n;
    cp_time from, to; /* of the observation within this day */
} day;

/* v is put in order. */
static double evenness(double *v, uint32_t n, double *scratch, double *skew, double *mad)
{
    *skew = *mad = 0;
    if (n == 0)
        return 0;
    cp_stat_sort(v, n);
    double mid = cp_stat_quantile(v, n, 0.5);
    *skew = 1 - fabs(cp_stat_bowley(v, n));
    double off = cp_stat_mad(v, n, mid, scratch);
    *mad = mid > 0 ? fmax(0, 1 - off / mid) : off > 0 ? 0 : 1;
    return (*skew + *mad) / 2;
}

static double two_modes(const uint32_t *hours, uint32_t n_seen, uint32_t most)
{
    if (n_seen < BIMODAL_HOURS_MIN)
        return 0;
    uint32_t width = (uint32_t)ceil(most * MODE_WIDTH), classes[HOURS] = { 0 };
    uint32_t first = 0, second = 0; /* of the fullest classes */
    for (uint32_t h = 0; h < HOURS; h++) {
        uint32_t n = 0;
        for (uint32_t k = 0; k < HOURS; k++) /* count each class at its first hour */
            if (hours[h] && hours[k] && hours[k] / width == hours[h] / width)
                n += k < h ? HOURS + 1 : 1;
        classes[h] = n > HOURS ? 0 : n;
        if (classes[h] > first) {
            second = first;
            first = classes[h];
        } else if (classes[h] > second) {
            second = classes[h];
        }
    }
    return fmin(1, (double)(first + second) / (n_seen - BIMODAL_OUTLIERS));
}

static double flatness(const uint32_t *hours, uint32_t n_seen)
{
    double sum = 0, square = 0;
    uint32_t most = 0;
    for (uint32_t h = 0; h < HOURS; h++) {
        sum += hours[h];
        most = hours[h] > most ? hours[h] : most;
    }
    double mean = sum / HOURS;
    for (uint32_t h = 0; h < HOURS; h++)
        square += (hours[h] - mean) * (hours[h] - mean);
    double even = mean > 0 ? fmax(0, 1 - sqrt(square / HOURS) / mean) : 0;
    return fmax(even, two_modes(hours, n_seen, most));
}

static double lasting(const day *d, const uint32_t *hours, uint32_t n_seen)
{
    if (n_seen <= DURATION_HOURS_MIN)
        return 0;
    uint32_t run = 0, longest = 0;
    for (uint32_t h = 0; h < 2 * HOURS; h++) { /* twice around: over midnight */
        run = hours[h % HOURS] ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    double span = (double)(d->at[d->n - 1] - d->at[0]), all = (double)(d->to - d->from);
    double share = all > 0 ? span / all : 0;
    return fmin(1, fmax(share, (double)longest / DURATION_HOURS_IDEAL));
}

static cp_rita score_day(const day *d, double *v, double *scratch)
{
    cp_rita r = { .from = d->from };
    if (d->n < CP_RITA_CONNECTIONS_MIN)
        return r;
    uint32_t hours[HOURS] = { 0 }, n_seen = 0, n = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        hours[(d->at[i] - d->from) / HOUR_US]++;
        double off = i ? round((double)(d->at[i] - d->at[i - 1]) / 1e6) : 0;
        if (off > 0)
            v[n++] = off;
    }
    for (uint32_t h = 0; h < HOURS; h++)
        n_seen += hours[h] > 0;
    r.timestamps = evenness(v, n, scratch, &r.skew_ts, &r.mad_ts);
    for (uint32_t i = 0; i < d->n; i++)
        v[i] = (double)d->bytes[i];
    r.sizes = evenness(v, d->n, scratch, &r.skew_size, &r.mad_size);
    r.histogram = flatness(hours, n_seen);
    r.duration = lasting(d, hours, n_seen);
    r.score = (r.timestamps + r.sizes + r.histogram + r.duration) / 4;
    return r;
}

cp_rita cp_rita_of(cp_arena *a, const cp_series *s, cp_time from, cp_time to)
{
    cp_rita best = { .from = from };
    cp_arena_mark mark = cp_arena_here(a);
    double *v = CP_NEW_RAW(a, double, s->n), *scratch = CP_NEW_RAW(a, double, s->n);
    for (uint32_t i = 0, j; i < s->n; i = j) {
        if (s->at[i] < from || s->at[i] >= to) {
            j = i + 1;
            continue;
        }
        uint64_t nr = ((uint64_t)s->at[i] - (uint64_t)from) / (HOURS * (uint64_t)HOUR_US);
        day d = { .at = s->at + i, .bytes = s->bytes + i };
        d.from = (cp_time)((uint64_t)from + nr * HOURS * (uint64_t)HOUR_US);
        d.to = (uint64_t)to - (uint64_t)d.from > HOURS * (uint64_t)HOUR_US
                   ? d.from + HOURS * HOUR_US
                   : to;
        for (j = i; j < s->n && s->at[j] < d.to; j++)
            d.n++;
        cp_rita r = score_day(&d, v, scratch);
        if (r.score > best.score)
            best = r;
    }
    cp_arena_back(a, mark);
    return best;
}
