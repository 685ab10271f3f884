/* SPDX-License-Identifier: Apache-2.0 */
/* fold.c - see fold.h. The transform is over twice the time (zeros behind), so that no peak falls
 * between two values; each cell of it is a time of T / (n_cells / 2). */
#include "flow/fold.h"
#include <assert.h>
#include <math.h>
#include "flow/wide.h"

enum {
    PADDING = 2,
    NOISE_REACH = 48, /* values to each side that tell the noise; */
    NOISE_GAP = 4,    /* those nearest are the peak's own */
    CANDIDATES = 6,
    FINE_STEPS = 8, /* to each side of a value of the transform, over one value */
    HARMONICS_MAX = 4,
    LENGTHEN_MAX = 12,
    BLOCK = 16, /* values of which the greatest is known */
    GROWING = 4,
};
#define ALMOST 0.8
#define WORTH_LOOKING 0.05 /* p of what the transform shows, before it is made finer */

struct cp_fold_lab {
    cp_fft fft;
    float *cells; /* all 0 between two calls */
    float *power, *most;
    uint32_t half;
    bool has_sums; /* which are worked out when they are needed: mostly they are not */
    double *sum;
};

typedef struct peak {
    uint32_t k;
    double log_p;
} peak;

cp_fold_lab *cp_fold_lab_new(cp_arena *a)
{
    cp_fold_lab *lab = CP_NEW(a, cp_fold_lab);
    cp_fft_init(a, &lab->fft, CP_FOLD_SIZE_MAX);
    lab->cells = CP_NEW_ARRAY(a, float, CP_FOLD_SIZE_MAX);
    lab->power = CP_NEW_RAW(a, float, CP_FOLD_SIZE_MAX / 2);
    lab->most = CP_NEW_RAW(a, float, CP_FOLD_SIZE_MAX / 2 / BLOCK);
    lab->sum = CP_NEW_RAW(a, double, CP_FOLD_SIZE_MAX / 2 + 1);
    return lab;
}

double cp_fold_power(const cp_time *t, uint32_t n, double period_us, uint32_t overtone)
{
    double re = 0, im = 0, w = 2 * M_PI * overtone;
    for (uint32_t i = 0; i < n; i++) {
        double x = ((double)(t[i] - t[0])) / period_us;
        double angle = w * (x - floor(x));
        re += cos(angle);
        im += sin(angle);
    }
    return (re * re + im * im) / n;
}

/* Over n, and the greatest of each block. */
#define SCALE(name, vec)                                      \
    static void name(cp_fold_lab *lab, uint32_t n)            \
    {                                                         \
        enum { LANES = sizeof(vec) / sizeof(float) };         \
        for (uint32_t k = 0; k < lab->half; k += BLOCK) {     \
            vec most = { 0 };                                 \
            for (uint32_t i = k; i < k + BLOCK; i += LANES) { \
                vec x;                                        \
                memcpy(&x, lab->power + i, sizeof x);         \
                x /= (float)n;                                \
                memcpy(lab->power + i, &x, sizeof x);         \
                CP_WIDE_LARGER(vec, most, x);                 \
            }                                                 \
            float one = most[0];                              \
            for (uint32_t i = 1; i < LANES; i++)              \
                one = most[i] > one ? most[i] : one;          \
            lab->most[k / BLOCK] = one;                       \
        }                                                     \
    }
SCALE(scale_any, cp_four)
CP_WIDE_AVX2 SCALE(scale_avx2, cp_eight)
#undef SCALE

    static void transform(cp_fold_lab *lab, const cp_time *t, uint32_t n, uint32_t size)
{
    double span = (double)(t[n - 1] - t[0]);
    uint32_t last = size / PADDING - 1;
    for (uint32_t i = 0; i < n; i++)
        lab->cells[(uint32_t)((double)(t[i] - t[0]) / span * last + 0.5)] += 1;
    cp_fft_powers(&lab->fft, lab->cells, size, lab->power);
    for (uint32_t i = 0; i < n; i++)
        lab->cells[(uint32_t)((double)(t[i] - t[0]) / span * last + 0.5)] = 0;
    lab->half = size / 2;
    lab->has_sums = false;
    if (CP_WIDE_HAS_AVX2)
        scale_avx2(lab, n);
    else
        scale_any(lab, n);
}

/* The mean power around a value, and at least 1. */
static double noise_at(cp_fold_lab *lab, uint32_t k)
{
    uint32_t half = lab->half;
    if (!lab->has_sums) {
        lab->sum[0] = 0;
        for (uint32_t i = 0; i < half; i++)
            lab->sum[i + 1] = lab->sum[i] + (double)lab->power[i];
        lab->has_sums = true;
    }
    uint32_t reach = k / 2 < NOISE_REACH ? k / 2 : NOISE_REACH;
    uint32_t lo = k - reach, hi = k + NOISE_REACH < half ? k + NOISE_REACH : half - 1;
    uint32_t gap_lo = k > NOISE_GAP && k - NOISE_GAP > lo ? k - NOISE_GAP : lo;
    uint32_t gap_hi = k + NOISE_GAP < hi ? k + NOISE_GAP : hi;
    double around = lab->sum[hi + 1] - lab->sum[lo] - (lab->sum[gap_hi + 1] - lab->sum[gap_lo]);
    uint32_t n_around = hi - lo - (gap_hi - gap_lo);
    double mean = n_around ? around / n_around : 1;
    return mean > 1 ? (double)(float)mean : 1;
}

/* At the multiple nearest to h * k: the frequency of a peak is known to half a value. What is no
 * more than the most without its noise is none with it. */
static double around_overtone(cp_fold_lab *lab, uint32_t k, uint32_t h)
{
    uint32_t lo = h * k - h / 2, hi = h * k + h / 2;
    double most = 0;
    for (uint32_t i = lo; i <= hi && i < lab->half; i++) {
        if ((double)lab->power[i] <= most)
            continue;
        double x = (double)lab->power[i] / noise_at(lab, i);
        most = x > most ? x : most;
    }
    return most;
}

static double best_log_p(const double *power, uint32_t *harmonics)
{
    double least = 0, sum = 0;
    *harmonics = 1;
    for (uint32_t h = 1; h <= HARMONICS_MAX; h++) {
        sum += power[h - 1];
        if (h == 3)
            continue;
        double log_p = cp_stat_gamma_tail_log(h, sum);
        if (log_p < least) {
            least = log_p;
            *harmonics = h;
        }
    }
    return least;
}

/* What sums of 1, 2 and 4 harmonics must exceed for a p-value of at most exp(worth): less than the
 * solution x = log(1 + x + .. x^(h-1) / (h-1)!) - worth, which is approached from below, because
 * the right side grows with x, and slower. */
typedef struct floors {
    double of[HARMONICS_MAX + 1]; /* by how many there are */
} floors;

static floors floors_of(double worth)
{
    floors f = { { 0 } };
    for (uint32_t h = 1; h <= HARMONICS_MAX; h *= 2) {
        double x = -worth;
        for (uint32_t i = 0; i < GROWING && h > 1; i++)
            x = log(h == 2 ? 1 + x : 1 + x + x * x / 2 + x * x * x / 6) - worth;
        f.of[h] = x - 1e-6; /* of rounding */
    }
    return f;
}

/* Powers of a value and around its overtones, noise not taken off (it is at least 1): could any
 * p-value be small enough? */
static bool is_promising(const floors *f, const float power[HARMONICS_MAX])
{
    double one = (double)power[0], two = one + (double)power[1];
    return one >= f->of[1] || two >= f->of[2] ||
           two + (double)power[2] + (double)power[3] >= f->of[4];
}

static float most_of(const float *v, uint32_t lo, uint32_t hi, uint32_t n)
{
    float most = 0;
    for (uint32_t i = lo; i <= hi && i < n; i++)
        most = v[i] > most ? v[i] : most;
    return most;
}

/* Of any value in the block from k on. */
static bool is_block_promising(const cp_fold_lab *lab, const floors *f, uint32_t k)
{
    float power[HARMONICS_MAX];
    for (uint32_t h = 1; h <= HARMONICS_MAX; h++)
        power[h - 1] = most_of(lab->most, (h * k - (k ? h / 2 : 0)) / BLOCK,
                               (h * (k + BLOCK - 1) + h / 2) / BLOCK, lab->half / BLOCK);
    return is_promising(f, power);
}

static bool is_peak(const cp_fold_lab *lab, const floors *f, uint32_t k)
{
    const float *p = lab->power;
    if (k > 0 && k + 1 < lab->half && (p[k] < p[k - 1] || p[k] <= p[k + 1]))
        return false;
    float power[HARMONICS_MAX] = { p[k] };
    for (uint32_t h = 2; h <= HARMONICS_MAX; h++)
        power[h - 1] = most_of(p, h * k - h / 2, h * k + h / 2, lab->half);
    return is_promising(f, power);
}

/* Keeps the best; of equal ones the first. */
static uint32_t keep_peak(peak *out, uint32_t n, peak p)
{
    uint32_t at = n < CANDIDATES ? n++ : CANDIDATES;
    for (; at > 0 && out[at - 1].log_p > p.log_p; at--)
        if (at < CANDIDATES)
            out[at] = out[at - 1];
    if (at < CANDIDATES)
        out[at] = p;
    return n;
}

/* The most promising values of the transform; they may lie side by side. from: at least 1. */
static uint32_t find_peaks(cp_fold_lab *lab, uint32_t from, uint32_t to, double worth, peak *out)
{
    uint32_t n = 0;
    floors f = floors_of(worth);
    for (uint32_t k = from; k < to; k++) {
        if ((k == from || k % BLOCK == 0) && !is_block_promising(lab, &f, k - k % BLOCK)) {
            k += BLOCK - 1 - k % BLOCK;
            continue;
        }
        if (!is_peak(lab, &f, k))
            continue;
        double power[HARMONICS_MAX];
        power[0] = (double)lab->power[k] / noise_at(lab, k);
        if (power[0] < 1)
            continue;
        for (uint32_t h = 2; h <= HARMONICS_MAX; h++)
            power[h - 1] = around_overtone(lab, k, h);
        uint32_t harmonics;
        peak p = { k, best_log_p(power, &harmonics) };
        if (p.log_p <= worth)
            n = keep_peak(out, n, p);
    }
    return n;
}

/* Powers of all harmonics at once: the h-th is the first, multiplied by itself h times. */
static void powers_of(const cp_time *t, uint32_t n, double period, double *out)
{
    double re[HARMONICS_MAX] = { 0 }, im[HARMONICS_MAX] = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        double x = (double)(t[i] - t[0]) / period, angle = 2 * M_PI * (x - floor(x));
        double c1 = cos(angle), s1 = sin(angle), c = 1, s = 0;
        for (uint32_t h = 0; h < HARMONICS_MAX; h++) {
            double next = c * c1 - s * s1;
            s = c * s1 + s * c1;
            c = next;
            re[h] += c;
            im[h] += s;
        }
    }
    for (uint32_t h = 0; h < HARMONICS_MAX; h++)
        out[h] = (re[h] * re[h] + im[h] * im[h]) / n;
}

/* At one frequency, in values of the transform; out is the best so far. */
static void look(cp_fold_lab *lab, const cp_time *t, uint32_t n, double k, double span,
                 cp_fold *out)
{
    double power[HARMONICS_MAX], period = span / k, sum = 0;
    powers_of(t, n, period, power);
    for (uint32_t h = 1; h <= HARMONICS_MAX; h++) {
        uint32_t at = (uint32_t)(h * k + 0.5);
        power[h - 1] /= noise_at(lab, at < lab->half ? at : lab->half - 1);
    }
    uint32_t harmonics;
    double log_p = best_log_p(power, &harmonics);
    if (log_p < out->log_p) {
        for (uint32_t h = 0; h < harmonics; h++)
            sum += power[h];
        out->log_p = log_p;
        out->period_us = period;
        out->harmonics = harmonics;
        out->power = sum;
    }
}

/* Exact beats have the power of their period at half, a third .. of it as well: the longest one
 * that explains almost as much is meant. */
static void lengthen(cp_fold_lab *lab, const cp_time *t, uint32_t n, double span, uint32_t from,
                     cp_fold *best)
{
    double k = span / best->period_us, own = cp_fold_power(t, n, best->period_us, 1);
    for (uint32_t times = LENGTHEN_MAX; times > 1; times--) {
        if (k / times < from || cp_fold_power(t, n, span * times / k, 1) < own / 2)
            continue;
        cp_fold x = { .log_p = best->log_p * ALMOST };
        look(lab, t, n, k / times, span, &x);
        if (x.period_us > 0) {
            x.n_trials = best->n_trials;
            *best = x;
            return;
        }
    }
}

static double phase_of(const cp_time *t, uint32_t n, double period)
{
    double re = 0, im = 0;
    for (uint32_t i = 0; i < n; i++) {
        double x = (double)(t[i] - t[0]) / period;
        re += cos(2 * M_PI * (x - floor(x)));
        im += sin(2 * M_PI * (x - floor(x)));
    }
    double turn = atan2(im, re) / (2 * M_PI);
    return (turn < 0 ? turn + 1 : turn) * period;
}

/* Two cells within the shortest period: its own frequency can be told. */
static uint32_t size_for(double n_cycles_max)
{
    double want = 2 * PADDING * 1.1 * n_cycles_max;
    uint32_t size = 256;
    while (size < want && size < CP_FOLD_SIZE_MAX)
        size *= 2;
    return size;
}

cp_fold cp_fold_of(cp_fold_lab *lab, const cp_time *t, uint32_t n, double fastest,
                   double period_min_us, double period_max_us)
{
    cp_fold r = { 0 };
    if (n < CP_FOLD_EVENTS_MIN || t[n - 1] <= t[0])
        return r;
    double span = (double)(t[n - 1] - t[0]), cycles = fastest * n;
    if (period_min_us > 0 && cycles > span / period_min_us)
        cycles = span / period_min_us;
    uint32_t size = size_for(cycles), half = size / 2;
    /* the transform's value k has k / (PADDING * span * size / (size - PADDING)) cycles */
    uint32_t n_cells = size / PADDING;
    double stretch = (double)PADDING * n_cells / (n_cells - 1);
    double to_d = fmin(cycles * stretch, half - 2.0);
    double from_d = period_max_us > 0 ? span / period_max_us : 0;
    from_d = fmax(from_d, CP_FOLD_CYCLES_MIN) * stretch;
    uint32_t to = to_d > 0 ? (uint32_t)to_d : 0, from = from_d < to_d ? (uint32_t)from_d : to;
    if (to <= from)
        return r;
    transform(lab, t, n, size);
    /* maxima of values that overlap by half; of h harmonics, h times as many are independent */
    r.n_trials = (1.0 + 2 + 4) * (to - from);
    double correction = log(r.n_trials);
    peak peaks[CANDIDATES];
    uint32_t n_peaks = find_peaks(lab, from, to, log(WORTH_LOOKING) - correction, peaks);
    uint32_t n_fine = n < CP_FOLD_EVENTS_FINE ? n : CP_FOLD_EVENTS_FINE;
    for (uint32_t i = 0; i < n_peaks; i++)
        for (int s = -FINE_STEPS; s <= FINE_STEPS; s++)
            look(lab, t, n_fine, peaks[i].k + (double)s / FINE_STEPS, span * stretch, &r);
    if (r.period_us > 0)
        lengthen(lab, t, n_fine, span * stretch, from, &r);
    r.log_p = fmin(0, r.log_p + correction);
    if (r.period_us > 0)
        r.phase_us = phase_of(t, n, r.period_us);
    return r;
}
