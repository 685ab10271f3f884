/* SPDX-License-Identifier: Apache-2.0 */
/* covert.c - see covert.h. Windows are taken greedily, the fullest first; that gives fewer than the
 * best choice of several would, never more. */
#include "flow/covert.h"
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"
#include "flow/stats.h"

#define PLACES 700.0       /* of a window: half of one apart, over 35 octaves */
#define VALUE_SHARE 0.08   /* of those in windows: fewer are no sign */
#define NEAR_MULTIPLE 0.08 /* of the value */
/* of the intervals from the first value to the last: less are no values */
#define APART 0.7
#define FORETOLD 0.5 /* of the entropy: what is left open less is a pattern */

typedef struct window {
    double from; /* log2 us */
    uint32_t n;
} window;

/* v ascending; taken: by an earlier window. */
static window fullest(const double *v, const uint8_t *taken, uint32_t n)
{
    window best = { 0 };
    for (uint32_t i = 0, j = 0, in = 0; i < n; i++) {
        for (; j < n && v[j] <= v[i] + CP_COVERT_WINDOW; j++)
            in += !taken[j];
        if (!taken[i] && in > best.n)
            best = (window){ v[i], in };
        in -= !taken[i];
    }
    return best;
}

static double middle(const double *v, uint8_t *taken, uint32_t n, window w)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!taken[i] && v[i] >= w.from && v[i] <= w.from + CP_COVERT_WINDOW) {
            sum += exp2(v[i]);
            taken[i] = 1;
        }
    return sum / w.n;
}

typedef struct place {
    double us;
    uint32_t n;
} place;

static int by_us(const void *x, const void *y)
{
    double a = ((const place *)x)->us, b = ((const place *)y)->us;
    return (a > b) - (a < b);
}

/* Neighbours that are not apart are one value. More values than there is room for are none. */
static void put_together(const place *w, uint32_t n, cp_covert *c)
{
    double last = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool is_new = i == 0 || log2(w[i].us / last) >= CP_COVERT_APART;
        last = w[i].us;
        if (is_new && c->n_values == CP_COVERT_VALUES_MAX) {
            c->n_values = 0;
            return;
        }
        uint32_t k = is_new ? c->n_values++ : c->n_values - 1;
        double own = is_new ? 0 : c->n_of[k];
        c->value_us[k] = (c->value_us[k] * own + w[i].us * w[i].n) / (own + w[i].n);
        c->n_of[k] = (uint32_t)own + w[i].n;
    }
}

/* Takes the values; returns how many intervals they hold. */
static uint32_t find_values(cp_arena *a, const double *v, uint32_t n, cp_covert *c)
{
    uint8_t *taken = CP_NEW_ARRAY(a, uint8_t, n);
    place windows[CP_COVERT_WINDOWS_MAX];
    uint32_t held = 0;
    for (uint32_t k = 0; k < CP_COVERT_WINDOWS_MAX; k++) {
        window w = fullest(v, taken, n);
        if (w.n == 0 || w.n < VALUE_SHARE * (held + w.n))
            break;
        windows[k] = (place){ middle(v, taken, n, w), w.n };
        c->n_windows++;
        held += w.n;
    }
    qsort(windows, c->n_windows, sizeof *windows, by_us);
    put_together(windows, c->n_windows, c);
    return held;
}

/* All at multiples of the first, the fewer the later: a timer with missing beats. */
static bool is_timer(const cp_covert *c)
{
    for (uint32_t k = 1; k < c->n_values; k++) {
        double times = c->value_us[k] / c->value_us[0], off = fabs(times - floor(times + 0.5));
        if (off > NEAR_MULTIPLE * times || times < 1.5 || c->n_of[k] > c->n_of[k - 1])
            return false;
    }
    return true;
}

/* Is there hardly anything between the values? A timer with much jitter fills it. */
static bool is_apart(const cp_covert *c, const double *v, uint32_t n, uint32_t held)
{
    double lo = log2(c->value_us[0]) - CP_COVERT_APART / 2;
    double hi = log2(c->value_us[c->n_values - 1]) + CP_COVERT_APART / 2;
    uint32_t within = 0;
    for (uint32_t i = 0; i < n; i++)
        within += v[i] >= lo && v[i] <= hi;
    return held >= APART * within;
}

static uint32_t sign_of(const cp_covert *c, uint64_t d)
{
    double x = log2((double)d);
    for (uint32_t k = 0; k < c->n_values; k++)
        if (fabs(x - log2(c->value_us[k])) <= CP_COVERT_APART / 2)
            return k;
    return CP_COVERT_VALUES_MAX;
}

static double entropy_of(const uint32_t *n, uint32_t n_signs)
{
    double all = 0, bits = 0;
    for (uint32_t i = 0; i < n_signs; i++)
        all += n[i];
    for (uint32_t i = 0; i < n_signs; i++)
        bits -= n[i] ? n[i] / all * log2(n[i] / all) : 0;
    return bits;
}

/* Entropy of the signs, and of each after the one before it. */
static void measure_order(const cp_series *s, uint32_t n, cp_covert *c)
{
    enum { SIGNS = CP_COVERT_VALUES_MAX + 1 };
    uint32_t one[SIGNS] = { 0 }, two[SIGNS * SIGNS] = { 0 }, before = SIGNS;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t d = (uint64_t)s->at[i + 1] - (uint64_t)s->at[i];
        uint32_t now = d ? sign_of(c, d) : CP_COVERT_VALUES_MAX;
        one[now]++;
        if (before < SIGNS)
            two[before * SIGNS + now]++;
        before = now;
    }
    c->entropy = entropy_of(one, SIGNS);
    c->entropy_next = fmax(0, entropy_of(two, SIGNS * SIGNS) - c->entropy);
    c->is_pattern = c->entropy_next < FORETOLD * c->entropy;
}

static uint32_t logs(const cp_series *s, uint32_t n, double *out)
{
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t d = (uint64_t)s->at[i + 1] - (uint64_t)s->at[i];
        if (d)
            out[m++] = log2((double)d);
    }
    cp_stat_sort(out, m);
    return m;
}

cp_covert cp_covert_of(cp_arena *a, const cp_series *s)
{
    cp_covert c = { 0 };
    if (s->n < CP_COVERT_EVENTS_MIN)
        return c;
    uint32_t n = s->n - 1 < CP_COVERT_INTERVALS_MAX ? s->n - 1 : CP_COVERT_INTERVALS_MAX;
    cp_arena_mark mark = cp_arena_here(a);
    double *v = CP_NEW_RAW(a, double, n);
    c.n_intervals = logs(s, n, v);
    uint32_t held = c.n_intervals ? find_values(a, v, c.n_intervals, &c) : 0;
    bool is_some = c.n_values > 1 && is_apart(&c, v, c.n_intervals, held) && !is_timer(&c);
    cp_arena_back(a, mark);
    if (!is_some)
        return (cp_covert){ .n_intervals = c.n_intervals };
    measure_order(s, n, &c);
    double share = CP_COVERT_SHARE * c.n_windows;
    double log_p = cp_stat_binomial_tail_log(c.n_intervals, share, held);
    c.log_p = fmin(0, log_p + c.n_windows * log(PLACES));
    return c.log_p < 0 ? c : (cp_covert){ .n_intervals = c.n_intervals };
}

cp_str cp_covert_explain(cp_arena *a, const cp_covert *c)
{
    if (c->n_values == 0)
        return (cp_str){ "", 0 };
    uint32_t held = 0;
    cp_str values = { "", 0 };
    for (uint32_t k = 0; k < c->n_values; k++) {
        held += c->n_of[k];
        values = cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(values), k == 0 ? "" : ", ",
                            CP_FMT(cp_beacon_span_text(a, c->value_us[k])));
    }
    cp_str order =
        c->is_pattern ? cp_str_fmt(a,
                                   "each follows from the one before (%.2f of %.2f bits are open): "
                                   "a pattern, as of several connections a beat",
                                   c->entropy_next, c->entropy)
                      : cp_str_fmt(a,
                                   "in an order that the one before does not tell (%.2f of %.2f "
                                   "bits are open): %.0f bits could have been sent so",
                                   c->entropy_next, c->entropy, c->entropy_next * c->n_intervals);
    return cp_str_fmt(a,
                      "%u of %u intervals are one of %.*s, %.*s; chance does so with "
                      "log10 p = %.1f.",
                      held, c->n_intervals, CP_FMT(values), CP_FMT(order), c->log_p / M_LN10);
}

uint32_t cp_covert_ratios(const cp_series *s, double *out)
{
    uint32_t n = s->n > 1 ? logs(s, s->n - 1, out) : 0;
    double mid = n ? cp_stat_quantile(out, n, 0.5) : 0;
    for (uint32_t i = 0; i < n; i++)
        out[i] = exp2(out[i] - mid);
    return n;
}

double cp_covert_unlike(cp_arena *a, const cp_series *s, const double *others, uint32_t n_others,
                        double *log_p)
{
    cp_arena_mark mark = cp_arena_here(a);
    double *v = CP_NEW_RAW(a, double, s->n ? s->n : 1);
    uint32_t n = cp_covert_ratios(s, v);
    double d = cp_stat_ks(v, n, others, n_others, log_p);
    cp_arena_back(a, mark);
    return d;
}
