/* SPDX-License-Identifier: Apache-2.0 */
/* test_rita.c - RITA's subscores by hand, from its published formulas. */
#include <math.h>
#include "flow/rita.h"
#include "tap.h"

#define HOUR_US ((int64_t)3600 * 1000 * 1000)

/* One number an event: `times` in minutes; sizes the same or not. */
static const struct row {
    const char *name;
    uint32_t n;
    int minutes[40];
    uint64_t sizes[40]; /* 0: 100 */
    double timestamps, data, histogram, duration;
} rows[] = {
    { "three are too few", 3, { 0, 60, 120 }, { 0 }, 0, 0, 0, 0 },
    /* 4 hours of 24 have one each: mean 1/6, deviation sqrt(5)/6: 1 - 2.236 < 0 */
    { "four, even", 4, { 0, 60, 120, 180 }, { 0 }, 1, 1, 0, 0 },
    /* hourly for a day: no hour is empty; first to last 23 of 24 hours, all 24 in a row */
    { "hourly, all day",
      24,
      { 0,   60,  120, 180, 240, 300,  360,  420,  480,  540,  600,  660,
        720, 780, 840, 900, 960, 1020, 1080, 1140, 1200, 1260, 1320, 1380 },
      { 0 },
      1,
      1,
      1,
      1 },
    /* intervals 60 60 60 60 60 600, sizes 100 .. 700: MAD 200 of the median 400; seven hours seen;
     * run of 6 hours: 6/12; coverage 15/24 */
    { "a gap",
      7,
      { 0, 60, 120, 180, 240, 300, 900 },
      { 100, 200, 300, 400, 500, 600, 700 },
      1,
      (1 + 0.5) / 2,
      0,
      15 / 24.0 },
    /* intervals 10 20 30 40 minutes: MAD 10 of 25; skew 0 */
    { "growing", 5, { 0, 10, 30, 60, 100 }, { 0 }, (1 + 0.6) / 2, 1, 0, 0 },
    /* at once: intervals of 0 do not count, and without any there is no score of them */
    { "at once", 4, { 5, 5, 5, 5 }, { 0 }, 0, 1, 0, 0 },
};

static cp_series series_of(cp_arena *a, const struct row *x, cp_time from)
{
    cp_time *at = CP_NEW_ARRAY(a, cp_time, x->n);
    uint64_t *bytes = CP_NEW_ARRAY(a, uint64_t, x->n);
    for (uint32_t i = 0; i < x->n; i++) {
        at[i] = from + x->minutes[i] * HOUR_US / 60;
        bytes[i] = x->sizes[i] ? x->sizes[i] : 100;
    }
    return (cp_series){ .n = x->n, .at = at, .bytes = bytes };
}

static void check_rows(cp_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        cp_time from = (cp_time)(i + 1) * 1000 * HOUR_US - 7;
        cp_series s = series_of(a, x, from);
        cp_rita r = cp_rita_of(a, &s, from, from + 24 * HOUR_US);
        ok(fabs(r.timestamps - x->timestamps) < 1e-9, "%s: timestamps %.4f", x->name, r.timestamps);
        ok(fabs(r.sizes - x->data) < 1e-9, "%s: sizes %.4f", x->name, r.sizes);
        ok(fabs(r.histogram - x->histogram) < 1e-9, "%s: histogram %.4f", x->name, r.histogram);
        ok(fabs(r.duration - x->duration) < 1e-9, "%s: duration %.4f", x->name, r.duration);
        double mean = (x->timestamps + x->data + x->histogram + x->duration) / 4;
        ok(fabs(r.score - mean) < 1e-9, "%s: score %.4f", x->name, r.score);
    }
}

/* Twelve hours of 5 and twelve of 1 connections: the deviation is 2 of a mean of 3, but two modes
 * have them all. */
static void check_two_modes(cp_arena *a)
{
    cp_time at[72];
    uint64_t bytes[72];
    uint32_t n = 0;
    for (int64_t h = 0; h < 24; h++)
        for (int64_t k = 0; k < (h % 2 ? 1 : 5); k++) {
            at[n] = h * HOUR_US + k * HOUR_US / 5;
            bytes[n++] = 40;
        }
    cp_series s = { .n = n, .at = at, .bytes = bytes };
    cp_rita r = cp_rita_of(a, &s, 0, 24 * HOUR_US);
    ok(r.histogram == 1, "two modes: %.3f", r.histogram);
    /* the best of several days, and what is outside the observation does not count */
    r = cp_rita_of(a, &s, -48 * HOUR_US, 48 * HOUR_US);
    ok(r.from == 0 && r.histogram == 1, "the day that scores");
    r = cp_rita_of(a, &s, 24 * HOUR_US, 48 * HOUR_US);
    ok(r.score == 0, "nothing on that day");
}

static void check_hostile(cp_arena *a)
{
    cp_time at[] = { INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1 };
    uint64_t bytes[] = { 0, UINT64_MAX, 0, 1, UINT64_MAX };
    cp_series s = { .n = 5, .at = at, .bytes = bytes };
    cp_rita r = cp_rita_of(a, &s, INT64_MIN + 1, INT64_MAX);
    ok(r.score >= 0 && r.score <= 1, "from the first to the last time there is");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_rows(a);
    check_two_modes(a);
    check_hostile(a);
    cp_arena_free(a);
    return tap_done();
}
