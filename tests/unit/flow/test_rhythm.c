/* SPDX-License-Identifier: Apache-2.0 */
/* test_rhythm.c - the likelihood ratio against its definition, and how often chance has
 * evidence. */
#include <math.h>
#include "flow/rhythm.h"
#include "tap.h"

enum { N_MAX = 2000 };

static double uniform(cp_rand *r) { return (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0; }
static double normal(cp_rand *r)
{
    return sqrt(-2 * log(1 - uniform(r))) * cos(2 * M_PI * uniform(r));
}

/* Intervals of a timer, some of whose beats are missed. */
static void timer(cp_rand *r, int64_t *d, uint32_t n, double period_us, double jitter, double seen)
{
    for (uint32_t i = 0; i < n; i++) {
        double sum = 0;
        do
            sum += period_us * (1 + jitter * (2 * uniform(r) - 1));
        while (uniform(r) >= seen);
        d[i] = (int64_t)sum;
    }
}

/* --- the definition, in doubles, by convolution on a fine grid
 * ---------------------------------- */

enum { GRID = 400, PERIODS = 24 }; /* cells a period */

/* Density of an interval in periods: sum over m of seen (1-seen)^(m-1) times the m-fold convolution
 * of the uniform one with itself. */
static void density(double jitter, double seen, double *out)
{
    enum { ALL = GRID * PERIODS };
    static double now[ALL], next[ALL];
    int half = (int)(jitter * GRID + 0.5);
    memset(out, 0, ALL * sizeof *out);
    memset(now, 0, sizeof now);
    for (int i = GRID - half; i <= GRID + half; i++)
        now[i] = 1.0 / (2 * half + 1);
    for (double p = seen; p > 1e-7; p *= 1 - seen) {
        for (int i = 0; i < ALL; i++)
            out[i] += p * now[i];
        memset(next, 0, sizeof next);
        double window = 0; /* a running mean, one period later */
        for (int i = 0; i < ALL; i++) {
            int in = i - GRID + half, gone = i - GRID - half - 1;
            window += in >= 0 && in < ALL ? now[in] : 0;
            window -= gone >= 0 ? now[gone] : 0;
            next[i] = window / (2 * half + 1);
        }
        memcpy(now, next, sizeof now);
    }
    memcpy(now, out, sizeof now); /* no clock is exact: 0.4 % of a period, 1.6 cells */
    for (int i = 8; i < ALL - 8; i++) {
        double sum = 0, all = 0;
        for (int k = -8; k <= 8; k++) {
            double w = exp(-k * k / 2.0 / (1.6 * 1.6));
            sum += w * now[i + k];
            all += w;
        }
        out[i] = sum / all;
    }
}

static int bin_of(double us)
{
    return (int)((log2(us) - CP_RHYTHM_LOW_OCTAVE) * CP_RHYTHM_BINS_PER_OCTAVE + 0.5);
}

/* Mass of the likeliest smooth mixture in each bin, by the same rounds in doubles. */
static void smooth(const uint32_t *count, uint32_t n, double *out)
{
    enum { BELLS = CP_RHYTHM_BINS / 8 + 1, REACH = 88 };
    static double w[2][BELLS], m[2][BELLS], kernel[2][2 * REACH + 1];
    double sum[2] = { 0 };
    int first = CP_RHYTHM_BINS, last = 0;
    for (int i = 0; i <= 2 * REACH; i++) {
        double u = (i - REACH) * M_LN2 / CP_RHYTHM_BINS_PER_OCTAVE;
        kernel[0][i] = exp(-u * u / 2 / (CP_RHYTHM_SMOOTH * CP_RHYTHM_SMOOTH));
        kernel[1][i] = exp(u - exp(u));
        sum[0] += kernel[0][i];
        sum[1] += kernel[1][i];
    }
    for (int b = 0; b < CP_RHYTHM_BINS; b++)
        if (count[b]) {
            first = b < first ? b : first;
            last = b;
        }
    int from = first / 8, to = last / 8 + 1 + REACH / 16;
    memset(w, 0, sizeof w);
    for (int k = from; k < to; k++)
        w[0][k] = w[1][k] = 0.5 / (to - from);
    for (int round = 0; round < 14; round++) {
        memset(m, 0, sizeof m);
        for (int b = first; b <= last; b++) {
            double mass = 0;
            for (int e = 0; count[b] && e < 2; e++)
                for (int k = from; k < to; k++)
                    if (abs(b - 8 * k) <= REACH)
                        mass += w[e][k] * kernel[e][b - 8 * k + REACH] / sum[e];
            out[b] = mass;
            for (int e = 0; count[b] && e < 2; e++)
                for (int k = from; k < to; k++)
                    if (abs(b - 8 * k) <= REACH)
                        m[e][k] += count[b] / (double)n * w[e][k] * kernel[e][b - 8 * k + REACH] /
                                   sum[e] / mass;
        }
        memcpy(w, m, sizeof w);
    }
}

/* At the period of the grid: the bin of the median and shift 32 is the median itself. */
static double ratio_by_definition(const int64_t *d, uint32_t n, int median, double jitter,
                                  double seen, double stray)
{
    static uint32_t count[CP_RHYTHM_BINS];
    static double f0[CP_RHYTHM_BINS], f1[GRID * PERIODS];
    double sum = 0, step = 1.0 / CP_RHYTHM_BINS_PER_OCTAVE;
    memset(count, 0, sizeof count);
    for (uint32_t i = 0; i < n; i++)
        count[bin_of((double)d[i])]++;
    smooth(count, n, f0);
    density(jitter, seen, f1);
    for (int b = 0; b < CP_RHYTHM_BINS; b++) {
        double mass = 0;
        for (int w = -1; count[b] && w <= 1; w++) { /* the period anywhere in its bin */
            double lo = exp2((b - median - 0.5 - w / 3.0) * step) * GRID;
            double hi = exp2((b - median + 0.5 - w / 3.0) * step) * GRID;
            for (int i = (int)(lo + 0.5); i < (int)(hi + 0.5) && i < GRID * PERIODS; i++)
                mass += f1[i] / 3;
        }
        double own = mass > 0 ? log1p(-stray) + log(mass) - log(f0[b]) : -INFINITY;
        if (count[b])
            sum += count[b] * fmax(own, log(stray));
    }
    return sum;
}

static int median_bin(const int64_t *d, uint32_t n)
{
    double v[N_MAX];
    for (uint32_t i = 0; i < n; i++)
        v[i] = (double)d[i];
    cp_stat_sort(v, n);
    return bin_of(v[(n - 1) / 2]);
}

static void check_definition(cp_rhythm_lab *lab)
{
    static const struct row {
        uint32_t timer, stray;
        double jitter, seen, stray_share; /* of the grid */
        double jitter_is, seen_is;        /* of the intervals */
    } rows[] = {
        { 3 * CP_RHYTHM_SEENS + 1, 0, 0.2, 0.8, 0.03, 0.2, 0.8 },
        { 4 * CP_RHYTHM_SEENS + 2, 1, 0.35, 0.6, 0.25, 0.3, 0.7 },
        { 5 * CP_RHYTHM_SEENS + 3, 0, 0.5, 0.4, 0.03, 0.2, 0.8 },
        { 2 * CP_RHYTHM_SEENS + 0, 1, 0.1, 0.97, 0.25, 0.5, 0.5 },
    };
    int64_t d[N_MAX];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (uint32_t n = 12; n <= 300; n *= 5) {
            const struct row *x = &rows[i];
            cp_rand r = { i * 1000 + n };
            timer(&r, d, n, 61e6, x->jitter_is, x->seen_is);
            double got = cp_rhythm_ratio_at(lab, d, n, 32, x->timer, x->stray);
            double want =
                ratio_by_definition(d, n, median_bin(d, n), x->jitter, x->seen, x->stray_share);
            ok(fabs(got - want) <= 0.05 * n + 0.02 * fabs(want),
               "%u intervals, timer %u: %.2f, %.2f", n, x->timer, got, want);
        }
}

static void check_timers(cp_rhythm_lab *lab)
{
    static const struct row {
        const char *name;
        uint32_t n;
        double period_us, jitter, seen, evidence_min;
    } rows[] = {
        { "exact", 20, 3600e6, 0, 1, 30 },
        { "a second, exact", 500, 1e6, 0, 1, 500 },
        { "jitter and loss", 40, 300e6, 0.2, 0.8, 10 },
        { "half of it jitter", 200, 60e6, 0.5, 1, 50 },
        { "half jitter, half lost", 1000, 60e6, 0.5, 0.5, 50 },
        { "a day, a month long", 28, 86400e6, 0.05, 1, 20 },
        { "half lost", 60, 600e6, 0.02, 0.5, 30 },
    };
    int64_t d[N_MAX];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        cp_rand r = { i + 7 };
        timer(&r, d, x->n, x->period_us, x->jitter, x->seen);
        cp_rhythm got = cp_rhythm_of(lab, d, x->n);
        ok(got.evidence >= x->evidence_min, "%s: evidence %.1f", x->name, got.evidence);
        ok(fabs(got.period_us / x->period_us - 1) < 0.02 + 0.4 * x->jitter / sqrt(x->n),
           "%s: period %.3f s", x->name, got.period_us / 1e6);
        ok(fabs(got.jitter - x->jitter) < 0.05 + 0.25 * x->jitter, "%s: jitter %.3f", x->name,
           got.jitter);
        ok(fabs(got.seen - x->seen) < 0.15, "%s: seen %.3f", x->name, got.seen);
    }
}

/* Intervals of no timer, of one kind each. */
static int64_t any_interval(cp_rand *r, uint32_t kind)
{
    switch (kind) {
    case 0: return (int64_t)(-log(1 - uniform(r)) * 60e6) + 1;
    case 1: return (int64_t)(exp(1.2 * normal(r)) * 60e6) + 1;
    case 2: /* bursts */
        return (int64_t)(exp(uniform(r) < 0.8 ? normal(r) : 6 + normal(r)) * 2e6) + 1;
    default: /* Lomax: a power of the interval, beyond some seconds */
        return (int64_t)((pow(1 - uniform(r), -1 / 0.9) - 1) * 5e6) + 1;
    }
}

/* Evidence beyond log(x) has at most the chance 1/x. */
static void check_chance(cp_rhythm_lab *lab)
{
    static const char *const names[] = { "even", "people", "bursts", "heavy tail" };
    const uint32_t cases = tap_cases(2000);
    int64_t d[N_MAX];
    for (uint32_t kind = 0; kind < 4; kind++) {
        uint32_t n_20 = 0, n_1000 = 0;
        cp_rand r = { kind + 1 };
        for (uint32_t i = 0; i < cases; i++) {
            uint32_t n = 4 + cp_rand_below(&r, i % 10 ? 40 : 400);
            for (uint32_t k = 0; k < n; k++)
                d[k] = any_interval(&r, kind);
            double evidence = cp_rhythm_of(lab, d, n).evidence;
            n_20 += evidence > log(20);
            n_1000 += evidence > log(1000);
        }
        ok(n_20 <= cases / 20 && n_1000 <= cases / 1000, "%s: of %u, %u beyond 20, %u beyond 1000",
           names[kind], cases, n_20, n_1000);
    }
}

static void check_odd(cp_rhythm_lab *lab)
{
    int64_t d[N_MAX];
    for (uint32_t i = 0; i < N_MAX; i++)
        d[i] = 0;
    ok(cp_rhythm_of(lab, d, N_MAX).evidence == -INFINITY, "all at once");
    ok(cp_rhythm_of(lab, d, 0).evidence == -INFINITY, "nothing");
    d[0] = 1;
    d[1] = INT64_MAX;
    d[2] = 1000;
    cp_rhythm r = cp_rhythm_of(lab, d, 3);
    ok(r.n_intervals == 2 && !isnan(r.evidence), "shortest; the longest is a pause");
    for (uint32_t i = 0; i < N_MAX; i++)
        d[i] = INT64_MAX;
    r = cp_rhythm_of(lab, d, N_MAX);
    ok(!isnan(r.evidence), "all the longest");
    /* nothing depends on the unit: an octave later all is the same */
    cp_rand rand = { 3 };
    timer(&rand, d, 100, 60e6, 0.2, 0.8);
    cp_rhythm x = cp_rhythm_of(lab, d, 100);
    for (uint32_t i = 0; i < 100; i++)
        d[i] *= 2;
    cp_rhythm y = cp_rhythm_of(lab, d, 100);
    ok(fabs(x.evidence - y.evidence) < 1e-3 && fabs(y.period_us / x.period_us - 2) < 1e-6,
       "twice as slow: the same evidence, twice the period");
}

static void check_information(cp_rhythm_lab *lab)
{
    double exact = cp_rhythm_information(lab, false, 0, 1);
    double some = cp_rhythm_information(lab, false, 0.2, 0.8);
    double much = cp_rhythm_information(lab, false, 0.5, 0.5);
    double lost = cp_rhythm_information(lab, false, 0.2, 0.01);
    ok(exact > some && some > much && much > 0,
       "the less jitter and loss, the more: %.2f %.2f %.2f", exact, some, much);
    ok(lost < 0.02, "almost all lost: nothing, %.3f", lost);
    /* a mean over many intervals says the same */
    int64_t d[N_MAX];
    cp_rand r = { 5 };
    timer(&r, d, N_MAX, 61e6, 0.2, 0.8);
    double mean = cp_rhythm_of(lab, d, N_MAX).likelihood / N_MAX;
    ok(fabs(mean - some) < 0.12, "as found in %d intervals: %.3f, %.3f", N_MAX, mean, some);
}

/* Minutes on two days a hundred years apart: to look for the clock that kept its phase would take
 * hours. The timer is found. */
static void check_thin(void)
{
    enum { EVENTS = 24 };
    cp_arena *a = cp_arena_new(0);
    cp_rhythm_lab *lab = cp_rhythm_lab_new(a);
    int64_t t[EVENTS], d[EVENTS];
    for (int i = 0; i < EVENTS; i++)
        t[i] = i * INT64_C(60000000) + (i < EVENTS / 2 ? 0 : INT64_C(36525) * 86400000000);
    for (int i = 1; i < EVENTS; i++)
        d[i - 1] = t[i] - t[i - 1];
    cp_rhythm r = cp_rhythm_of(lab, d, EVENTS - 1);
    ok(r.evidence > 0, "two days of minutes are a timer, %g", r.evidence);
    ok(!(cp_rhythm_clock_of(lab, t, EVENTS, &r).evidence > -INFINITY), "and no clock of them is");
    cp_rand rand = { 8 };
    for (int i = 0; i < EVENTS - 1; i++)
        d[i] = (int64_t)((2 + 6 * uniform(&rand)) * 365 * 86400e6);
    ok(!(cp_rhythm_of(lab, d, EVENTS - 1).evidence > -INFINITY),
       "years of any length are no timer");
    cp_arena_free(a);
}

/* Of the clock that was found, by its definition: windows one after the other. */
static void check_clocks(void)
{
    enum { CLOCKS = 200, NULLS = 4000, EVENTS = 20 };
    cp_arena *a = cp_arena_new(0);
    cp_rhythm_lab *lab = cp_rhythm_lab_new(a);
    cp_rand r = { 77 };
    uint32_t n_found[2] = { 0 }, n_near = 0, n_more = 0, n_false = 0;
    for (int k = 0; k < CLOCKS; k++) {
        int64_t t[CP_RHYTHM_CLOCK_EVENTS_MAX], d[CP_RHYTHM_CLOCK_EVENTS_MAX];
        double period = 3600e6 * (0.5 + uniform(&r));
        uint32_t n = 0;
        for (uint32_t beat = 0; beat < 24; beat++) /* every second one is off for six beats */
            if (uniform(&r) < 0.85 && !(k % 2 && beat >= 9 && beat < 15))
                t[n++] = (int64_t)(period * (beat + 0.3 + 0.2 * (2 * uniform(&r) - 1)));
        for (uint32_t i = 1; i < n; i++)
            d[i - 1] = t[i] - t[i - 1];
        cp_rhythm by_intervals = cp_rhythm_of(lab, d, n - 1);
        cp_rhythm_clock c = cp_rhythm_clock_of(lab, t, n, &by_intervals);
        n_found[k % 2] += c.evidence > log(1e4);
        n_near += fabs(c.period_us / period - 1) < 0.02;
        n_more += c.evidence > by_intervals.evidence;
    }
    ok(n_found[0] > 0.95 * CLOCKS / 2, "%u of %u clocks of a day of hours", n_found[0], CLOCKS / 2);
    ok(n_found[1] > 0.35 * CLOCKS / 2, "%u of %u with a gap", n_found[1], CLOCKS / 2);
    ok(n_near > 0.85 * CLOCKS, "%u with their period", n_near);
    ok(n_more > 0.7 * CLOCKS, "%u with more evidence than intervals have", n_more);
    for (int k = 0; k < NULLS; k++) { /* independent, and by day only */
        int64_t t[EVENTS], d[EVENTS];
        for (uint32_t i = 0; i < EVENTS; i++) {
            double wait = k % 2 ? -log(1 - uniform(&r)) : exp(normal(&r));
            t[i] = (i ? t[i - 1] : 0) + 1 + (int64_t)(wait * 3600e6);
        }
        for (uint32_t i = 1; i < EVENTS; i++)
            d[i - 1] = t[i] - t[i - 1];
        cp_rhythm by_intervals = cp_rhythm_of(lab, d, EVENTS - 1);
        cp_rhythm_clock c = cp_rhythm_clock_of(lab, t, EVENTS, &by_intervals);
        n_false += c.evidence > log(1e3);
    }
    ok(n_false <= 8, "%u of %u without a clock have evidence of 1000: 4 at most are to be expected",
       n_false, NULLS);
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rhythm_lab *lab = cp_rhythm_lab_new(a);
    check_definition(lab);
    check_timers(lab);
    check_chance(lab);
    check_odd(lab);
    check_information(lab);
    cp_arena_free(a);
    check_thin();
    check_clocks();
    return tap_done();
}
