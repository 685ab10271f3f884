/* SPDX-License-Identifier: Apache-2.0 */
/* rhythm.c - see rhythm.h. All is counted in bins of the logarithm of the interval: the shape of a
 * timer is one table that is shifted along them, whatever its period.
 *
 *     bins      |.....x......X.....x......|   intervals, 16 bins an octave
 *     timer            |1   2  34|            shifted: the period, its double, ...
 *     f0        ~~~~~~~~~~~~~~~~~~~~~~~~~~~    bells every half octave
 */
#include "flow/rhythm.h"
#include <assert.h>
#include <math.h>
#include "flow/wide.h"

enum {
    PER_OCTAVE = CP_RHYTHM_BINS_PER_OCTAVE,
    BINS = CP_RHYTHM_BINS,
    SHAPE_FROM = -40, /* bins from the period: 0.18 of it */
    SHAPE_TO = 96,    /* 64 times */
    SHAPE_N = SHAPE_TO - SHAPE_FROM,
    SLEEPS_MAX = 72,
    /* Periods that are tried, in bins from the median interval: where less than half of the beats
     * are seen, the median is two periods or three; strays may shorten it. */
    SHIFT_FROM = -32,
    SHIFT_TO = 16,
    SHIFTS = SHIFT_TO - SHIFT_FROM,
    SPAN = 16, /* shifts that are worked out together, in registers */
    SPANS = SHIFTS / SPAN,
    TURNED_N = SHAPE_N + 2 * SHIFTS,
    BELL_STEP = 8,
    BELLS = BINS / BELL_STEP + 1,
    BELL_REACH = 88, /* bins: four widths of a bell; of an exponential: what is 2 % of its mean */
    BELL_BEFORE = BELL_REACH / BELL_STEP, /* bells that reach a bin from below */
    BELL_PLACES = 2 * BELL_BEFORE + 1,
    BELL_WIDE = (BELL_PLACES + CP_EIGHT - 1) / CP_EIGHT * CP_EIGHT,
    /* of a kind: bell k is at k + BELL_BEFORE */
    BELL_ROOM = (BINS / BELL_STEP + BELL_WIDE + CP_EIGHT - 1) / CP_EIGHT * CP_EIGHT,
    BELL_KINDS = 2,
    ROUNDS_FIRST = 5, /* of fitting f0: enough to see that there is nothing to be found */
    ROUNDS = 14,
    GROUPS = CP_RHYTHM_KINDS * CP_RHYTHM_JITTERS, /* timers that differ in what is seen only */
    TIMERS = GROUPS * CP_RHYTHM_SEENS,
};

static const double jitters[CP_RHYTHM_JITTERS] = { 0.01, 0.05, 0.1, 0.2, 0.35, 0.5 };
static const double seens[CP_RHYTHM_SEENS] = { 0.97, 0.8, 0.6, 0.4 };
static const double strays[CP_RHYTHM_STRAYS] = { 0.03, 0.25 };
#define LONGEST_US ((double)(INT64_C(1) << (CP_RHYTHM_LOW_OCTAVE + CP_RHYTHM_OCTAVES)))
#define NETWORK_NOISE 0.004 /* of the period: no clock and no network is exact */
/* nats: one timer of thousands with less leaves no evidence when all are paid for */
#define WORTH 4.0f
#define SEEN_MIN 0.1 /* intervals of many sleeps cannot be told from those of one sleep more */
#define LOG_NOTHING (-60.0f)

struct cp_rhythm_lab {
    /* Logs of the mass in each bin, the last bin first, and nothing around: a shift more is a place
     * more. And the greatest of each group's. */
    float shape[TIMERS][TURNED_N], most[GROUPS][TURNED_N];
    float bell[BELL_STEP][BELL_KINDS][BELL_WIDE]; /* by the rest of the bin, then by the bell */
    /* of the intervals at hand */
    uint32_t n_filled;
    uint16_t bin[BINS];
    float count[BINS], log_smooth[BINS]; /* log_smooth while it is fitted: the mass */
    uint32_t histogram[BINS];
    float weight[BELL_KINDS][BELL_ROOM], mass[BELL_KINDS][BELL_ROOM];
    bool is_worth[GROUPS][SPANS];
};

/* Integral of the normal's distribution function. */
static double normal_ramp(double x)
{
    return x * cp_stat_normal_cdf(x) + exp(-x * x / 2) / sqrt(2 * M_PI);
}

/* P(m periods of a clock and the difference of two jitters < x): a triangle, as wide as both. */
static double beats_below(uint32_t m, double jitter, double x)
{
    double width = 2 * jitter + NETWORK_NOISE, off = (x - m) / width;
    if (off <= -1 || off >= 1)
        return off > 0;
    return off < 0 ? (1 + off) * (1 + off) / 2 : 1 - (1 - off) * (1 - off) / 2;
}

/* P(sum of m sleeps < x), in periods. One sleep is uniform, with the noise's edges, two make a
 * triangle; several are close enough to a normal one. */
static double sleeps_below(uint32_t m, double jitter, double x)
{
    double noise = NETWORK_NOISE;
    if (m == 2)
        return beats_below(m, jitter, x);
    if (m > 2) {
        double sd = sqrt(m * (jitter * jitter / 3 + noise * noise));
        return cp_stat_normal_cdf((x - m) / sd);
    }
    double lo = (x - (1 + jitter)) / noise, hi = (x - (1 - jitter)) / noise;
    return (normal_ramp(hi) - normal_ramp(lo)) * noise / (2 * jitter);
}

/* P(interval < x), in periods; not below 0, where a clock's jitters overlap. */
static double timer_below(bool is_clock, double jitter, double seen, double x)
{
    double sum = 0, p = seen;
    for (uint32_t m = 1; m <= SLEEPS_MAX && p > 1e-9 && m * (1 - jitter) < x * 1.1 + 1; m++) {
        sum += p * (is_clock ? beats_below(m, jitter, x) : sleeps_below(m, jitter, x));
        p *= 1 - seen;
    }
    return sum;
}

/* The period lies anywhere within its bin: the shape is the mean over that. out: SHAPE_N. */
static void make_shape(float *out, bool is_clock, double jitter, double seen)
{
    enum { WITHIN = 3 };
    double mass[SHAPE_N] = { 0 };
    for (int w = 0; w < WITHIN; w++) {
        double offset = (w - (WITHIN - 1) / 2.0) / WITHIN, below = 0;
        for (int i = 0; i <= SHAPE_N; i++) {
            double x = exp2((SHAPE_FROM + i - 0.5 - offset) / PER_OCTAVE);
            double now = timer_below(is_clock, jitter, seen, x);
            if (i > 0 && now > below)
                mass[i - 1] += (now - below) / WITHIN;
            below = now;
        }
    }
    for (int i = 0; i < SHAPE_N; i++)
        out[i] = mass[i] > 0 ? fmaxf((float)log(mass[i]), LOG_NOTHING) : LOG_NOTHING;
}

static double jitter_of(uint32_t timer)
{
    return jitters[timer / CP_RHYTHM_SEENS % CP_RHYTHM_JITTERS];
}

/* Masses per bin: a bell on the logarithm, and an exponential of that mean. */
static void make_bells(cp_rhythm_lab *lab)
{
    double width = CP_RHYTHM_SMOOTH / M_LN2 * PER_OCTAVE, sums[BELL_KINDS] = { 0 };
    double mass[BELL_KINDS][2 * BELL_REACH + 1];
    for (int i = -BELL_REACH; i <= BELL_REACH; i++) {
        double u = i * M_LN2 / PER_OCTAVE;
        mass[0][i + BELL_REACH] = exp(-0.5 * i * i / (width * width));
        mass[1][i + BELL_REACH] = exp(u - exp(u));
        sums[0] += mass[0][i + BELL_REACH];
        sums[1] += mass[1][i + BELL_REACH];
    }
    for (uint32_t kind = 0; kind < BELL_KINDS; kind++)
        for (int rest = 0; rest < BELL_STEP; rest++)
            for (int place = 0; place < BELL_PLACES; place++) {
                int off = rest + BELL_REACH - place * BELL_STEP; /* of a bin from the bell */
                double x = off < -BELL_REACH || off > BELL_REACH ? 0 : mass[kind][off + BELL_REACH];
                lab->bell[rest][kind][place] = (float)(x / sums[kind]);
            }
}

cp_rhythm_lab *cp_rhythm_lab_new(cp_arena *a)
{
    cp_rhythm_lab *lab = CP_NEW(a, cp_rhythm_lab);
    for (uint32_t t = 0; t < TIMERS; t++) {
        float shape[SHAPE_N];
        make_shape(shape, t >= TIMERS / CP_RHYTHM_KINDS, jitter_of(t), seens[t % CP_RHYTHM_SEENS]);
        for (uint32_t i = 0; i < TURNED_N; i++) {
            bool is_in = i >= SHIFTS && i < SHIFTS + SHAPE_N;
            float x = is_in ? shape[SHIFTS + SHAPE_N - 1 - i] : LOG_NOTHING;
            float *most = &lab->most[t / CP_RHYTHM_SEENS][i];
            *most = t % CP_RHYTHM_SEENS && *most > x ? *most : x;
            lab->shape[t][i] = x;
        }
    }
    make_bells(lab);
    return lab;
}

static uint32_t bin_of(double d_us)
{
    double at = (log2(d_us) - CP_RHYTHM_LOW_OCTAVE) * PER_OCTAVE + 0.5;
    return at < 0 ? 0 : at >= BINS ? BINS - 1 : (uint32_t)at;
}

static double middle_of(int bin) { return exp2((double)bin / PER_OCTAVE + CP_RHYTHM_LOW_OCTAVE); }

/* Fills the bins; returns how many intervals there are. What is longer than all bins is a pause:
 * of a network that is seen for a day every few years all would be in the last one. */
static uint32_t fill(cp_rhythm_lab *lab, const int64_t *d, uint32_t n)
{
    memset(lab->histogram, 0, sizeof lab->histogram);
    uint32_t n_in = 0;
    for (uint32_t i = 0; i < n; i++)
        if (d[i] > 0 && (double)d[i] < LONGEST_US) {
            lab->histogram[bin_of((double)d[i])]++;
            n_in++;
        }
    lab->n_filled = 0;
    for (uint32_t b = 0; b < BINS; b++)
        if (lab->histogram[b]) {
            lab->bin[lab->n_filled] = (uint16_t)b;
            lab->count[lab->n_filled++] = (float)lab->histogram[b];
        }
    return n_in;
}

static_assert(BELL_KINDS == 2 && BELL_WIDE == 3 * CP_EIGHT, "SIX are the bells of a bin");
#define SIX(X) \
    X(0, 0)    \
    X(1, 8)    \
    X(2, 16)   \
    X(3, 24)   \
    X(4, 32)   \
    X(5, 40)

/* In pairs, as any processor does it. */
CP_WIDE_INLINE float sum_of(const cp_eight *v)
{
    cp_eight x = *v;
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

/* One round of expectation and maximisation; leaves the mass of each filled bin. Bins that the same
 * bells reach are taken together, with all of these in registers; bells out of use have no
 * weight. */
CP_WIDE_INLINE void smooth_round(cp_rhythm_lab *lab, float n)
{
    const cp_eight none = { 0 };
    for (uint32_t kind = 0; kind < BELL_KINDS; kind++)
        for (uint32_t k = 0; k < BELL_ROOM; k += CP_EIGHT)
            cp_eight_put(lab->mass[kind] + k, &none);
    for (uint32_t i = 0; i < lab->n_filled;) {
        uint32_t first = lab->bin[i] / BELL_STEP;
        const float *weight[] = { lab->weight[0] + first, lab->weight[1] + first };
        float *mass[] = { lab->mass[0] + first, lab->mass[1] + first };
#define GET(k, at)                                       \
    cp_eight w##k, m##k;                                 \
    cp_eight_get(&w##k, weight[k / 3] + at % BELL_WIDE); \
    cp_eight_get(&m##k, mass[k / 3] + at % BELL_WIDE);
        SIX(GET)
#undef GET
        for (; i < lab->n_filled && lab->bin[i] / BELL_STEP == first; i++) {
            const float *bell = lab->bell[lab->bin[i] % BELL_STEP][0];
#define AT(k, at)                   \
    cp_eight x##k;                  \
    cp_eight_get(&x##k, bell + at); \
    x##k *= w##k;
            SIX(AT)
#undef AT
            cp_eight all = ((x0 + x1) + (x2 + x3)) + (x4 + x5);
            float sum = 1e-20f + sum_of(&all), share = lab->count[i] / (n * sum);
            lab->log_smooth[i] = sum;
#define ADD(k, at) m##k += share * x##k;
            SIX(ADD)
#undef ADD
        }
#define PUT(k, at) cp_eight_put(mass[k / 3] + at % BELL_WIDE, &m##k);
        SIX(PUT)
#undef PUT
    }
    for (uint32_t kind = 0; kind < BELL_KINDS; kind++)
        for (uint32_t k = 0; k < BELL_ROOM; k += CP_EIGHT) {
            cp_eight x;
            cp_eight_get(&x, lab->mass[kind] + k);
            cp_eight_put(lab->weight[kind] + k, &x);
        }
}

CP_WIDE_AVX2 static void smooth_avx2(cp_rhythm_lab *lab, float n, uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++)
        smooth_round(lab, n);
}

static void smooth_any(cp_rhythm_lab *lab, float n, uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++)
        smooth_round(lab, n);
}

/* From round `from` to the one before `to`. */
static void fit_smooth(cp_rhythm_lab *lab, float n, uint32_t from, uint32_t to)
{
    int reach = BELL_REACH / 2 / BELL_STEP; /* exponentials stand right of what they explain */
    int lo = lab->bin[0] / BELL_STEP, hi = lab->bin[lab->n_filled - 1] / BELL_STEP + 1 + reach;
    hi = hi > BELLS ? BELLS : hi;
    if (from == 0) {
        memset(lab->weight, 0, sizeof lab->weight);
        for (uint32_t kind = 0; kind < BELL_KINDS; kind++)
            for (int k = lo; k < hi; k++)
                lab->weight[kind][k + BELL_BEFORE] = 0.5f / (float)(hi - lo);
    }
    if (CP_WIDE_HAS_AVX2)
        smooth_avx2(lab, n, to - from);
    else
        smooth_any(lab, n, to - from);
    for (uint32_t i = 0; i < lab->n_filled; i++)
        lab->log_smooth[i] = logf(lab->log_smooth[i]);
}

static int median_bin(const cp_rhythm_lab *lab, uint32_t n)
{
    float below = 0;
    for (uint32_t i = 0; i < lab->n_filled; i++) {
        below += lab->count[i];
        if (2 * below >= (float)n)
            return lab->bin[i];
    }
    return lab->bin[lab->n_filled - 1];
}

/* Log ratios of one shape at SPAN shifts: per bin max(log f1 - log f0, floor), where floor is the
 * log of the strays' share, and whole of the others'; at most a little below the log of their
 * sum. */
#define RATIOS(name, vec)                                                                     \
    static void name(const cp_rhythm_lab *lab, const float *shape, int median, uint32_t span, \
                     const float stray[2], float *out)                                        \
    {                                                                                         \
        enum { LANES = sizeof(vec) / sizeof(float), PARTS = SPAN / LANES };                   \
        vec sums[PARTS] = { { 0 } }, floor = sums[0] + stray[0];                              \
        float none = 0;                                                                       \
        for (uint32_t i = 0; i < lab->n_filled; i++) {                                        \
            /* place in the shape at shift s: bin - (median + SHIFT_FROM + s) - SHAPE_FROM */ \
            int at = lab->bin[i] - median - SHIFT_FROM - SHAPE_FROM;                          \
            float count = lab->count[i], less = lab->log_smooth[i] - stray[1];                \
            if (at < 0 || at >= SHAPE_N + SHIFTS) {                                           \
                none += count;                                                                \
                continue;                                                                     \
            }                                                                                 \
            const float *from = shape + SHIFTS + SHAPE_N - 1 - at + span * SPAN;              \
            for (int k = 0; k < PARTS; k++) {                                                 \
                vec x;                                                                        \
                memcpy(&x, from + LANES * (size_t)k, sizeof x);                               \
                x -= less;                                                                    \
                CP_WIDE_LARGER(vec, x, floor);                                                \
                sums[k] += count * x;                                                         \
            }                                                                                 \
        }                                                                                     \
        for (int k = 0; k < PARTS; k++)                                                       \
            sums[k] += none * stray[0];                                                       \
        memcpy(out, sums, sizeof sums);                                                       \
    }
RATIOS(ratios_any, cp_four)
CP_WIDE_AVX2 RATIOS(ratios_avx2, cp_eight)
#undef RATIOS

    static void add_ratios(const cp_rhythm_lab *lab, const float *shape, int median, uint32_t span,
                           const float stray[2], float *out)
{
    if (CP_WIDE_HAS_AVX2)
        ratios_avx2(lab, shape, median, span, stray, out);
    else
        ratios_any(lab, shape, median, span, stray, out);
}

static void stray_of(uint32_t e, float out[2])
{
    out[0] = (float)log(strays[e]);
    out[1] = (float)log1p(-strays[e]);
}

/* Where could a timer of a group be worth to be looked at, whatever is seen and stray? */
static bool bounds(cp_rhythm_lab *lab, int median)
{
    const float stray[2] = { (float)log(strays[CP_RHYTHM_STRAYS - 1]), (float)log1p(-strays[0]) };
    bool any = false;
    for (uint32_t g = 0; g < GROUPS; g++)
        for (uint32_t p = 0; p < SPANS; p++) {
            float most[SPAN];
            add_ratios(lab, lab->most[g], median, p, stray, most);
            bool is_worth = false;
            for (uint32_t s = 0; s < SPAN; s++)
                is_worth = is_worth || most[s] > WORTH;
            lab->is_worth[g][p] = is_worth;
            any = any || is_worth;
        }
    return any;
}

typedef struct sum {
    double sum, most;             /* of exp(ratio - most) */
    uint32_t stray, timer, shift; /* of the most */
} sum;

static void take_ratios(sum *to, const float *r, uint32_t e, uint32_t t, uint32_t span)
{
    float most = r[0];
    for (uint32_t s = 1; s < SPAN; s++)
        most = most > r[s] ? most : r[s];
    if (most < to->most - 12)
        return;
    if (most > to->most) {
        to->sum *= exp(to->most - (double)most);
        uint32_t s = 0;
        while (r[s] < most)
            s++;
        *to = (sum){ to->sum, (double)most, e, t, span * SPAN + s };
    }
    for (uint32_t s = 0; s < SPAN; s++)
        if ((double)r[s] > to->most - 12)
            to->sum += exp((double)r[s] - to->most);
}

/* The mean over the grid. What is not worth it counts as nothing, which makes it a little
 * smaller. */
static sum search(const cp_rhythm_lab *lab, int median)
{
    sum all = { .most = -INFINITY };
    for (uint32_t e = 0; e < CP_RHYTHM_STRAYS; e++) {
        float stray[2], r[SPAN];
        stray_of(e, stray);
        for (uint32_t t = 0; t < TIMERS; t++)
            for (uint32_t p = 0; p < SPANS; p++)
                if (lab->is_worth[t / CP_RHYTHM_SEENS][p]) {
                    add_ratios(lab, lab->shape[t], median, p, stray, r);
                    take_ratios(&all, r, e, t, p);
                }
    }
    return all;
}

typedef struct fit {
    double sleeps, beats; /* intervals that fit: their sum, and how many periods that is */
    double square;        /* of what they are off, over their beats */
    uint32_t n, n_gaps;
    uint64_t gaps_us;
} fit;

/* Intervals near a multiple of the period. How near: as far as the jitter of that many sleeps
 * goes; beyond half a period nothing can be told. */
static fit fit_intervals(const int64_t *d, uint32_t n, double period, double jitter)
{
    fit f = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        double m = d[i] > 0 ? floor((double)d[i] / period + 0.5) : 0;
        double off = (double)d[i] - m * period;
        double reach = (jitter * 1.15 + 0.03) * sqrt(m) * period;
        if (m >= 1 && m <= SLEEPS_MAX / 4.0 && (fabs(off) <= reach || reach > period / 2)) {
            f.n++;
            f.sleeps += (double)d[i];
            f.beats += m;
            f.square += off * off / m;
        } else if (m > SLEEPS_MAX / 4.0) {
            f.n_gaps++;
            f.gaps_us += (uint64_t)d[i];
        }
    }
    return f;
}

cp_rhythm cp_rhythm_of(cp_rhythm_lab *lab, const int64_t *d, uint32_t n)
{
    cp_rhythm r = { .evidence = -INFINITY, .likelihood = -INFINITY };
    r.n_intervals = fill(lab, d, n);
    if (r.n_intervals < CP_RHYTHM_INTERVALS_MIN)
        return r;
    int median = median_bin(lab, r.n_intervals);
    fit_smooth(lab, (float)r.n_intervals, 0, ROUNDS_FIRST);
    if (!bounds(lab, median))
        return r;
    fit_smooth(lab, (float)r.n_intervals, ROUNDS_FIRST, ROUNDS);
    if (!bounds(lab, median))
        return r;
    sum all = search(lab, median);
    r.evidence = all.most + log(all.sum / (CP_RHYTHM_STRAYS * TIMERS * SHIFTS));
    r.likelihood = all.most;
    r.period_us = middle_of(median + SHIFT_FROM + (int)all.shift);
    if (!(r.evidence > CP_RHYTHM_EVIDENCE_MIN)) {
        r.evidence = -INFINITY;
        return r;
    }
    double jitter = jitter_of(all.timer);
    fit f = { 0 };
    for (uint32_t i = 0; i < 3; i++) { /* each time from a better period */
        f = fit_intervals(d, n, r.period_us, jitter);
        if (f.n == 0)
            break;
        r.period_us = f.sleeps / f.beats;
    }
    if (f.n > 0) {
        r.n_fit = f.n;
        r.n_gaps = f.n_gaps;
        r.gaps_us = f.gaps_us;
        r.jitter = sqrt(3 * f.square / f.n) / r.period_us;
        r.seen = f.n / f.beats;
    }
    return r;
}

/* ---- a clock, by its events */

#define CLOCK_NEAR 0.15 /* of the best timer's period: what is tried */
#define CLOCK_USUAL 0.25
#define CLOCK_STRAY 0.03
/* Steps of phase and period in a jitter. With few of them events fall out of the windows of all
 * clocks that are tried, and the mean is of luck; they are enough to see that there is no hope. */
enum { CLOCK_COARSE = 2, CLOCK_FINE = 4, CLOCK_JITTERS = 3 };
#define CLOCK_WORTH 6.0 /* nats, of the best timer: else it is not worth the work */
#define CLOCK_HOPE 0.0  /* nats */
/* Beats an event, at most. Of fewer seen than that no clock has evidence, and the periods to try
 * are as many as there are beats: a few contacts over years would take minutes. */
#define CLOCK_THIN 8.0
static const double clock_jitters[CLOCK_JITTERS] = { 0.2, 0.35, 0.5 };

/* One clock: period, phase (of the middle of a window, in periods), jitter. */
typedef struct clock_at {
    double period, phase, jitter;
} clock_at;

/* What its windows hold. */
typedef struct clock_fit {
    double ratio[CP_RHYTHM_SEENS]; /* logs of f1 / f0 */
    uint32_t n, n_followed;
    uint64_t beats;     /* from the first in a window to the last */
    double sum, square; /* of where they are in it */
} clock_fit;

/* Of a beat that is seen, and of one that is missed, in the order of seens. */
typedef struct clock_logs {
    double in[CP_RHYTHM_SEENS], missed[CP_RHYTHM_SEENS], stray;
} clock_logs;

/* less[i]: log of the mass of f0 of the interval before event i, less that of a bin at its length.
 * Of the two terms of f1 the larger one counts: after a gap an event in a window is as good as a
 * stray. */
CP_WIDE_INLINE clock_fit fit_clock(const int64_t *t, const double *less, uint32_t n,
                                   const clock_at *c, const clock_logs *l)
{
    clock_fit f = { 0 };
    double last = 0, rate = 1 / c->period, flat = -log(2 * c->jitter * c->period);
    uint32_t n_stray = 0;
    for (uint32_t i = 0; i < n; i++) {
        double at = (double)(t[i] - t[0]) * rate - c->phase, beat = floor(at + 0.5);
        double off = at - beat;
        bool is_in = fabs(off) <= c->jitter && (f.n == 0 || beat > last);
        if (!is_in) {
            n_stray += f.n > 0;
            continue;
        }
        if (f.n) {
            double x = flat - less[i], missed = beat - last - 1;
            for (int k = 0; k < CP_RHYTHM_SEENS; k++) {
                double r = x + l->in[k] + missed * l->missed[k];
                f.ratio[k] += r > l->stray ? r : l->stray;
            }
            f.beats += (uint64_t)(beat - last);
            f.n_followed++;
        }
        f.n++;
        f.sum += off;
        f.square += off * off;
        last = beat;
    }
    for (int k = 0; k < CP_RHYTHM_SEENS; k++)
        f.ratio[k] += n_stray * l->stray;
    return f;
}

/* Rounding is one step there, and a call elsewhere. */
CP_WIDE_AVX2 static clock_fit clock_avx2(const int64_t *t, const double *less, uint32_t n,
                                         const clock_at *c, const clock_logs *l)
{
    return fit_clock(t, less, n, c, l);
}

static clock_fit clock_of(const int64_t *t, const double *less, uint32_t n, const clock_at *c,
                          const clock_logs *l)
{
    return CP_WIDE_HAS_AVX2 ? clock_avx2(t, less, n, c, l) : fit_clock(t, less, n, c, l);
}

/* Takes a clock with each share of beats that may be seen into the mean. */
static void add_clock(const clock_fit *f, const clock_at *c, double weight, sum *to,
                      cp_rhythm_clock *best)
{
    for (uint32_t k = 0; k < CP_RHYTHM_SEENS; k++) {
        double x = f->ratio[k] + weight;
        if (x > to->most) {
            to->sum *= exp(to->most - x);
            to->most = x;
            double mean = f->sum / f->n, square = f->square / f->n - mean * mean;
            best->likelihood = x - weight;
            best->period_us = c->period;
            best->phase_us = (c->phase + mean) * c->period;
            best->jitter = sqrt(3 * fmax(0, square));
            best->seen = f->n / (f->beats + 1.0);
            best->n_fit = f->n;
        }
        to->sum += exp(x - to->most);
    }
}

/* Log of the density of f0 for each interval. */
static void densities(const cp_rhythm_lab *lab, const int64_t *t, uint32_t n, double *out)
{
    float by_bin[BINS] = { 0 };
    for (uint32_t i = 0; i < lab->n_filled; i++)
        by_bin[lab->bin[i]] = lab->log_smooth[i];
    for (uint32_t i = 1; i < n; i++) {
        double d = fmax(1, (double)(t[i] - t[i - 1]));
        out[i] = (double)by_bin[bin_of(d)] - log(d * M_LN2 / PER_OCTAVE);
    }
}

/* Density of the log of a clock's period over the median interval. Where most beats are seen, the
 * median is one period and a part of two jitters: half of the weight is there, and half is even
 * over all that timers are tried at. */
static double clock_prior(double off)
{
    double even = 0.5 / (SHIFTS * M_LN2 / PER_OCTAVE);
    return even + (fabs(off) < CLOCK_USUAL ? 0.5 / (2 * CLOCK_USUAL) : 0);
}

/* The log of the mean over clocks in steps of jitter / fine: of the phase, and of what the period
 * adds up to at the last event. */
static double search_clocks(const int64_t *t, const double *less, uint32_t n, double near,
                            double median, uint32_t fine, cp_rhythm_clock *best)
{
    sum all = { .most = -INFINITY };
    double cycles = fmax(1, (double)(t[n - 1] - t[0]) / near);
    clock_logs logs = { .stray = log(CLOCK_STRAY) };
    for (int k = 0; k < CP_RHYTHM_SEENS; k++) {
        logs.in[k] = log1p(-CLOCK_STRAY) + log(seens[k]);
        logs.missed[k] = log1p(-seens[k]);
    }
    for (uint32_t j = 0; j < CLOCK_JITTERS; j++) {
        double jitter = clock_jitters[j], turn = jitter / fine, step = turn / cycles;
        uint32_t n_phases = (uint32_t)(1 / turn + 0.5);
        uint32_t n_near = (uint32_t)(2 * CLOCK_NEAR / step) + 1;
        double share = step / (n_phases * CLOCK_JITTERS * CP_RHYTHM_SEENS);
        for (uint32_t i = 0; i < n_near; i++) {
            clock_at c = { near * exp(i * step - CLOCK_NEAR), 0, jitter };
            double weight = log(share * clock_prior(log(c.period / median)));
            for (uint32_t k = 0; k < n_phases; k++) {
                c.phase = (double)k / n_phases;
                clock_fit f = clock_of(t, less, n, &c, &logs);
                if (f.n_followed > n / 2)
                    add_clock(&f, &c, weight, &all, best);
            }
        }
    }
    return all.most + log(all.sum);
}

cp_rhythm_clock cp_rhythm_clock_of(const cp_rhythm_lab *lab, const int64_t *t, uint32_t n,
                                   const cp_rhythm *r)
{
    cp_rhythm_clock best = { .evidence = -INFINITY, .likelihood = -INFINITY };
    double less[CP_RHYTHM_CLOCK_EVENTS_MAX] = { 0 };
    if (n < CP_RHYTHM_CLOCK_EVENTS_MIN || n > CP_RHYTHM_CLOCK_EVENTS_MAX ||
        !(r->likelihood > CLOCK_WORTH) || (double)(t[n - 1] - t[0]) > n * CLOCK_THIN * r->period_us)
        return best;
    for (uint32_t i = 1; i < n; i++)
        if (t[i] <= t[i - 1])
            return best; /* what comes at once is no beat, and f0 has no interval for it */
    double median = middle_of(median_bin(lab, r->n_intervals));
    densities(lab, t, n, less);
    double evidence = search_clocks(t, less, n, r->period_us, median, CLOCK_COARSE, &best);
    if (evidence > CLOCK_HOPE)
        evidence = search_clocks(t, less, n, r->period_us, median, CLOCK_FINE, &best);
    if (evidence > CP_RHYTHM_EVIDENCE_MIN)
        best.evidence = evidence;
    return best;
}

double cp_rhythm_ratio_at(cp_rhythm_lab *lab, const int64_t *d, uint32_t n, uint32_t shift,
                          uint32_t timer, uint32_t stray)
{
    assert(shift < SHIFTS);
    assert(timer < TIMERS);
    assert(stray < CP_RHYTHM_STRAYS);
    uint32_t n_in = fill(lab, d, n);
    if (n_in == 0)
        return 0;
    fit_smooth(lab, (float)n_in, 0, ROUNDS);
    float out[SPAN], share[2];
    stray_of(stray, share);
    add_ratios(lab, lab->shape[timer], median_bin(lab, n_in), shift / SPAN, share, out);
    return out[shift % SPAN];
}

bool cp_rhythm_smooth_of(cp_rhythm_lab *lab, const int64_t *d, uint32_t n,
                         float mass[CP_RHYTHM_BINS])
{
    uint32_t n_in = fill(lab, d, n);
    if (n_in < CP_RHYTHM_INTERVALS_MIN)
        return false;
    fit_smooth(lab, (float)n_in, 0, ROUNDS);
    for (uint32_t b = 0; b < BINS; b++) {
        mass[b] = 0;
        for (uint32_t kind = 0; kind < BELL_KINDS; kind++)
            for (uint32_t k = 0; k < BELL_PLACES; k++)
                mass[b] += lab->weight[kind][b / BELL_STEP + k] * lab->bell[b % BELL_STEP][kind][k];
    }
    return true;
}

double cp_rhythm_information(cp_rhythm_lab *lab, bool is_clock, double jitter, double seen)
{
    float shape[SHAPE_N];
    const int period_bin = 320; /* any */
    if (seen < SEEN_MIN)
        return 0;
    jitter = jitter < jitters[0] ? jitters[0] : jitter;
    make_shape(shape, is_clock, jitter, seen);
    lab->n_filled = 0;
    double all = 0, info = 0;
    for (int i = 0; i < SHAPE_N; i++)
        if (shape[i] > -20) {
            lab->bin[lab->n_filled] = (uint16_t)(period_bin + SHAPE_FROM + i);
            all += lab->count[lab->n_filled++] = expf(shape[i]);
        }
    for (uint32_t i = 0; i < lab->n_filled; i++)
        lab->count[i] = (float)(lab->count[i] / all);
    fit_smooth(lab, 1, 0, ROUNDS);
    for (uint32_t i = 0; i < lab->n_filled; i++)
        info += (double)lab->count[i] *
                (log((double)lab->count[i]) - (double)lab->log_smooth[i] + log1p(-strays[0]));
    return info;
}
