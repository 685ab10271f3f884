/* SPDX-License-Identifier: Apache-2.0 */
/* beacon.c - see beacon.h. How one series is looked at:
 *
 *     begins --parallel connections are one--> beats? --intervals--> timer
 *                                                     --phases-----> clock
 *            --bursts are one---------------->        --intervals--> timer
 *            --events of about one size------>        --intervals--> timer, each
 *
 * then what the surest explains is taken out, and the rest is looked at once more. */
#include "flow/beacon.h"
#include <math.h>

enum {
    SIZES_MAX = 3,         /* classes of sizes that are looked at apart */
    SIZE_EVENTS_MIN = 8,   /* in one of them */
    SIZES_PER_OCTAVE = 16, /* about as far apart as padding and counters in a message make them */
    SIZE_BINS = 40 * SIZES_PER_OCTAVE,
    PARALLEL_US = 50 * 1000, /* connections that one page or program opens at once */
};
#define DAY_US ((int64_t)24 * 3600 * 1000 * 1000)
/* Of the chance of a false find each test gets a share (Bonferroni's correction, weighted): a
 * timer's is what is looked for first. The clock's p-value rests on what noise around a frequency
 * looks like, and a share so small makes up for what that gets wrong in traffic of few bursts. */
#define SHARE_TIMER 0.6 /* with the clock of few beats */
#define SHARE_BURSTS 0.2
#define SHARE_SIZE 0.06 /* of each of SIZES_MAX */
#define SHARE_CLOCK 0.01
#define BURST_SHARE 0.1  /* of the upper quartile of the intervals: shorter ones are in a burst, */
#define BURSTS_FROM 0.15 /* if that many of the intervals are so short */
#define SURE -30.0       /* of a timer: a clock is not looked for as well */
#define FASTEST_ALL 4.0  /* times the mean rate, where all packets are seen */
#define FASTEST_SAMPLED 64.0
/* Of the evidence of few events that of a clock is this part, and of a timer the others. Where
 * packets are sampled, a part of all is that of a schedule. */
#define PART_BEATS 0.5
#define PART_ROUND 0.2
enum { FAST_EVENTS_MIN = 10 };     /* of fewer no faster one can be told */
#define PERIOD_CLOCK_MAX_US 3600e6 /* over days: days and nights have harmonics themselves */

struct cp_beacon_lab {
    cp_arena *a;
    cp_rhythm_lab *rhythm;
    cp_fold_lab *fold;
    uint32_t cap;
    cp_time *t, *part; /* times that are looked at; a part of them */
    uint64_t *size;    /* of the events in t */
    int64_t *d;        /* intervals */
    double *sorted;
    uint8_t *taken; /* by a rhythm that was found */
    uint32_t histogram[SIZE_BINS];
};

cp_beacon_lab *cp_beacon_lab_new(cp_arena *a)
{
    cp_beacon_lab *lab = CP_NEW(a, cp_beacon_lab);
    lab->a = a;
    lab->rhythm = cp_rhythm_lab_new(a);
    lab->fold = cp_fold_lab_new(a);
    return lab;
}

static void make_room(cp_beacon_lab *lab, uint32_t n)
{
    if (n <= lab->cap)
        return;
    uint32_t cap = lab->cap ? lab->cap : 1024;
    while (cap < n)
        cap *= 2;
    lab->t = CP_NEW_RAW(lab->a, cp_time, cap);
    lab->part = CP_NEW_RAW(lab->a, cp_time, cap);
    lab->size = CP_NEW_RAW(lab->a, uint64_t, cap);
    lab->d = CP_NEW_RAW(lab->a, int64_t, cap);
    lab->sorted = CP_NEW_RAW(lab->a, double, cap);
    lab->taken = CP_NEW_RAW(lab->a, uint8_t, cap);
    lab->cap = cap;
}

cp_beacon_label cp_beacon_label_of(uint8_t proto, uint16_t port)
{
    static const struct row {
        uint16_t proto, from, to;
    } rows[CP_BEACON_LABEL_COUNT] = {
#define ROW(id, proto, from, to, words) [CP_BEACON_LABEL_##id] = { proto, from, to },
        CP_BEACON_LABELS(ROW)
#undef ROW
    };
    for (uint32_t i = 1; i < CP_BEACON_LABEL_COUNT; i++)
        if ((rows[i].proto == proto || (rows[i].proto == 0 && port != 0)) && port >= rows[i].from &&
            port <= rows[i].to)
            return (cp_beacon_label)i;
    return CP_BEACON_LABEL_NONE;
}

/* In how coarse a unit are the times told? Who tells whole minutes tells multiples of a minute,
 * whatever beats. */
static int64_t unit_of(const cp_time *t, uint32_t n)
{
    static const int64_t units[] = { 3600, 600, 300, 60, 10, 1 };
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        int64_t us = units[u] * 1000 * 1000;
        uint32_t i = 0;
        while (i < n && t[i] % us == 0)
            i++;
        if (i == n)
            return us;
    }
    return 0;
}

static uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* A coarse unit is filled evenly (by a hash, so that it is always the same), because its steps are
 * no rhythm of the traffic. Which event of a unit came first is not known anyway. */
static void fill_unit(cp_beacon_lab *lab, uint32_t n, int64_t unit)
{
    for (uint32_t i = 0, j; i < n; i = j) {
        cp_time at = lab->t[i];
        int64_t room = at > INT64_MAX - unit ? INT64_MAX - at + 1 : unit;
        for (j = i; j < n && lab->t[j] == at; j++)
            lab->sorted[j - i] = (double)(mixed((uint64_t)at + j) % (uint64_t)room);
        cp_stat_sort(lab->sorted, j - i);
        for (uint32_t k = i; k < j; k++)
            lab->t[k] = at + (cp_time)lab->sorted[k - i];
    }
}

/* Times into lab->t; parallel connections are one event. */
static uint32_t load(cp_beacon_lab *lab, const cp_series *s, int64_t *unit)
{
    *unit = unit_of(s->at, s->n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        if (*unit == 0 && n && (uint64_t)s->at[i] - (uint64_t)lab->t[n - 1] <= PARALLEL_US)
            continue;
        lab->size[n] = s->bytes[i];
        lab->t[n++] = s->at[i];
    }
    if (*unit)
        fill_unit(lab, n, *unit);
    return n;
}

/* Intervals of t into lab->d; an interval beyond any clock saturates. */
static uint32_t intervals(cp_beacon_lab *lab, const cp_time *t, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint64_t d = (uint64_t)t[i] - (uint64_t)t[i - 1];
        lab->d[i - 1] = d > INT64_MAX ? INT64_MAX : (int64_t)d;
    }
    return n ? n - 1 : 0;
}

/* The first events of bursts, into lab->part; 0: there are no bursts to speak of. */
static uint32_t bursts(cp_beacon_lab *lab, uint32_t n)
{
    uint32_t n_d = intervals(lab, lab->t, n), n_short = 0, m = 0;
    if (n_d < 2)
        return 0;
    for (uint32_t i = 0; i < n_d; i++)
        lab->sorted[i] = (double)lab->d[i];
    cp_stat_sort(lab->sorted, n_d);
    double within = BURST_SHARE * cp_stat_quantile(lab->sorted, n_d, 0.75);
    for (uint32_t i = 0; i < n_d; i++)
        n_short += lab->sorted[i] < within;
    if (n_short < BURSTS_FROM * n_d)
        return 0;
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || (double)lab->d[i - 1] >= within)
            lab->part[m++] = lab->t[i];
    return m;
}

/* --- tests
 * ------------------------------------------------------------------------------------- */

static void keep(cp_beacon_rhythm *best, cp_beacon_rhythm x, double share)
{
    x.log_p = fmin(0, x.log_p - log(share));
    if (x.log_p < best->log_p)
        *best = x;
}

/* Few events of a clock, after the timer was tried with their intervals. */
static cp_rhythm_clock beats_of(cp_beacon_lab *lab, const cp_time *t, uint32_t n,
                                const cp_rhythm *r)
{
    cp_rhythm_clock none = { .evidence = -INFINITY };
    if (r->evidence > -SURE || r->period_us < CP_BEACON_PERIOD_MIN_US)
        return none;
    return cp_rhythm_clock_of(lab->rhythm, t, n, r);
}

static void like_beats(cp_beacon_rhythm *like, const cp_rhythm_clock *c)
{
    like->how = CP_BEACON_BY_PHASE;
    like->likelihood = c->likelihood;
    like->period_us = c->period_us;
    like->jitter = c->jitter;
    like->seen = c->seen;
    like->n_events = c->n_fit;
    like->is_by_beats = true;
}

static void like_timer(cp_beacon_rhythm *like, const cp_rhythm *r)
{
    like->how = CP_BEACON_BY_INTERVALS;
    like->likelihood = r->likelihood;
    like->period_us = r->period_us;
    like->jitter = r->jitter;
    like->seen = r->seen;
    like->n_events = r->n_fit + 1;
    like->n_gaps = r->n_gaps;
    like->gaps_us = r->gaps_us;
}

static void like_round(cp_beacon_rhythm *like, const cp_rhythm_clock *c)
{
    like_beats(like, c);
    like->is_round = true;
}

static bool is_sampled(const cp_series *s)
{
    return s->sampling > CP_SAMPLING_NONE || s->has_unknown_sampling;
}

/* Evidence of all is one mean, so that none has to be chosen and paid for; which one is told is
 * the surer one. */
static void try_timer(cp_beacon_lab *lab, const cp_time *t, uint32_t n, const cp_series *s,
                      cp_beacon_rhythm like, double share, cp_beacon_rhythm *best)
{
    bool is_few = n >= CP_RHYTHM_CLOCK_EVENTS_MIN && n <= CP_RHYTHM_CLOCK_EVENTS_MAX;
    bool is_round = n >= CP_ROUND_EVENTS_MIN && n <= CP_ROUND_EVENTS_MAX && is_sampled(s);
    double others = is_round ? log1p(-PART_ROUND) : 0;
    cp_rhythm r = cp_rhythm_of(lab->rhythm, lab->d, intervals(lab, t, n));
    cp_rhythm_clock c = { .evidence = -INFINITY };
    cp_rhythm_clock o = { .evidence = -INFINITY };
    if (is_few)
        c = beats_of(lab, t, n, &r);
    if (is_round && !(r.evidence > -SURE))
        o = cp_round_of(lab->rhythm, t, n);
    if (r.n_fit == 0 || r.period_us < CP_BEACON_PERIOD_MIN_US)
        r.evidence = -INFINITY;
    double of_timer = r.evidence + others + (is_few ? log1p(-PART_BEATS) : 0);
    double of_beats = c.evidence + others + log(PART_BEATS);
    double of_round = o.evidence + log(PART_ROUND);
    double sum = cp_stat_log_add(cp_stat_log_add(of_timer, of_beats), of_round);
    if (!(sum > 0))
        return;
    like.n_of = n;
    like.log_p = -sum;
    if (of_round > of_timer && of_round > of_beats)
        like_round(&like, &o);
    else if (of_beats > of_timer)
        like_beats(&like, &c);
    else
        like_timer(&like, &r);
    keep(best, like, share);
}

/* How many of the events keep the phase, and how closely: those in the half of the period that lies
 * opposite are chance, and as many are to be expected in the near half. */
static void spread(const cp_time *t, uint32_t n, const cp_fold *f, cp_beacon_rhythm *x)
{
    double square = 0, period = f->period_us;
    uint32_t n_near = 0;
    for (uint32_t i = 0; i < n; i++) {
        double off = ((double)(t[i] - t[0]) - f->phase_us) / period;
        off -= floor(off + 0.5);
        if (fabs(off) <= 0.25) {
            n_near++;
            square += off * off;
        }
    }
    double far = n - n_near, beats = n_near > far ? n_near - far : 0;
    double even = far / 48; /* variance of even ones: 0.5^2 / 12 */
    x->n_events = (uint32_t)beats;
    x->jitter = beats > 0 && square > even ? sqrt(3 * (square - even) / beats) : 0;
    double expected = (double)(t[n - 1] - t[0]) / period + 1;
    x->seen = fmin(1, beats / expected);
}

static void try_clock(cp_beacon_lab *lab, const cp_time *t, uint32_t n, const cp_series *s,
                      int64_t unit, cp_beacon_rhythm like, cp_beacon_rhythm *best)
{
    if (n < CP_FOLD_EVENTS_MIN || best->log_p < SURE)
        return;
    uint64_t span = (uint64_t)t[n - 1] - (uint64_t)t[0];
    if (span > (uint64_t)INT64_MAX)
        return;
    double fastest = is_sampled(s) ? FASTEST_SAMPLED : FASTEST_ALL;
    if (s->sampling > 2 * FASTEST_SAMPLED && n >= FAST_EVENTS_MIN)
        fastest = s->sampling / 2.0; /* of beats of some packets so few are seen */
    double longest = span >= 2 * (uint64_t)DAY_US ? PERIOD_CLOCK_MAX_US : 0;
    double shortest = fmax(2.0 * (double)unit, CP_BEACON_PERIOD_MIN_US);
    cp_fold f = cp_fold_of(lab->fold, t, n, fastest, shortest, longest);
    if (!(f.log_p < 0))
        return;
    like.how = CP_BEACON_BY_PHASE;
    like.log_p = f.log_p;
    like.likelihood = f.power;
    like.period_us = f.period_us;
    like.n_of = n;
    spread(t, n, &f, &like);
    keep(best, like, SHARE_CLOCK);
}

static uint32_t size_bin(uint64_t bytes)
{
    return (uint32_t)(log2((double)bytes + 1) * SIZES_PER_OCTAVE) % SIZE_BINS;
}

/* Events of the fullest class (three bins) that was not looked at, into lab->part. */
static uint32_t next_size(cp_beacon_lab *lab, uint32_t n, cp_beacon_rhythm *like)
{
    uint32_t most = 0, at = 0, m = 0;
    for (uint32_t b = 1; b + 1 < SIZE_BINS; b++) {
        uint32_t sum = lab->histogram[b - 1] + lab->histogram[b] + lab->histogram[b + 1];
        if (sum > most) {
            most = sum;
            at = b;
        }
    }
    if (most < SIZE_EVENTS_MIN)
        return 0;
    *like = (cp_beacon_rhythm){ .is_of_size = true, .bytes_from = UINT64_MAX };
    for (uint32_t i = 0; i < n; i++) {
        uint32_t b = size_bin(lab->size[i]);
        if (b + 1 < at || b > at + 1 || lab->histogram[b] == 0)
            continue;
        like->bytes_from = lab->size[i] < like->bytes_from ? lab->size[i] : like->bytes_from;
        like->bytes_to = lab->size[i] > like->bytes_to ? lab->size[i] : like->bytes_to;
        lab->part[m++] = lab->t[i];
    }
    lab->histogram[at - 1] = lab->histogram[at] = lab->histogram[at + 1] = 0;
    return m;
}

static void try_sizes(cp_beacon_lab *lab, uint32_t n, const cp_series *s, cp_beacon_rhythm *best)
{
    if (n < SIZE_EVENTS_MIN)
        return;
    memset(lab->histogram, 0, sizeof lab->histogram);
    for (uint32_t i = 0; i < n; i++)
        lab->histogram[size_bin(lab->size[i])]++;
    for (uint32_t k = 0; k < SIZES_MAX; k++) {
        cp_beacon_rhythm like;
        uint32_t m = next_size(lab, n, &like);
        if (m == 0)
            return;
        if (m < n)
            try_timer(lab, lab->part, m, s, like, SHARE_SIZE, best);
    }
}

static cp_beacon_rhythm look(cp_beacon_lab *lab, uint32_t n, const cp_series *s, int64_t unit)
{
    cp_beacon_rhythm best = { .log_p = 0 }, like = { 0 };
    if (n < CP_BEACON_EVENTS_MIN)
        return best;
    try_timer(lab, lab->t, n, s, like, SHARE_TIMER, &best);
    uint32_t m = bursts(lab, n); /* what comes in bursts is no noise that a clock stands out from */
    if (m >= CP_BEACON_EVENTS_MIN) {
        try_timer(lab, lab->part, m, s, like, SHARE_BURSTS, &best);
        try_clock(lab, lab->part, m, s, unit, like, &best);
    } else if (m == 0) {
        try_clock(lab, lab->t, n, s, unit, like, &best);
    }
    try_sizes(lab, n, s, &best);
    return best;
}

/* --- what is left
 * ------------------------------------------------------------------------------ */

/* Events that the rhythm does not explain stay in lab->t; returns how many. A timer explains events
 * at either end of an interval that fits; a clock those near its phase. */
static uint32_t take_out(cp_beacon_lab *lab, uint32_t n, const cp_beacon_rhythm *r)
{
    uint32_t m = 0, last = UINT32_MAX;
    double reach = fmax(r->jitter * 1.2 + 0.03, 0.05) * r->period_us;
    memset(lab->taken, 0, n);
    for (uint32_t i = 0; i < n; i++) {
        if (r->is_of_size && (lab->size[i] < r->bytes_from || lab->size[i] > r->bytes_to))
            continue;
        if (last != UINT32_MAX) {
            double d = (double)((uint64_t)lab->t[i] - (uint64_t)lab->t[last]);
            double times = floor(d / r->period_us + 0.5), off = fabs(d - times * r->period_us);
            double far = r->how == CP_BEACON_BY_PHASE ? reach : reach * sqrt(times);
            if (times >= 1 && off <= far)
                lab->taken[i] = lab->taken[last] = 1;
        }
        last = i;
    }
    for (uint32_t i = 0; i < n; i++)
        if (!lab->taken[i]) {
            lab->size[m] = lab->size[i];
            lab->t[m++] = lab->t[i];
        }
    return m;
}

static void add_more(cp_beacon_lab *lab, uint32_t n, const cp_series *s, int64_t unit, cp_beacon *b)
{
    while (b->n_rhythms < CP_BEACON_RHYTHMS_MAX) {
        uint32_t left = take_out(lab, n, &b->rhythms[b->n_rhythms - 1]);
        if (left == n || left < SIZE_EVENTS_MIN)
            return;
        n = left;
        cp_beacon_rhythm r = look(lab, n, s, unit);
        if (r.log_p > log(CP_BEACON_P))
            return;
        b->rhythms[b->n_rhythms++] = r;
    }
}

cp_beacon cp_beacon_score(cp_beacon_lab *lab, const cp_series *s)
{
    cp_beacon b = { .key = s->key,
                    .n_events = s->n,
                    .n_connections = s->n_connections,
                    .packets = s->packets,
                    .n_left_out = s->n_left_out,
                    .sampling = s->sampling,
                    .is_sampling_mixed = s->is_sampling_mixed,
                    .has_unknown_sampling = s->has_unknown_sampling,
                    .label = cp_beacon_label_of(s->key.proto, s->key.port) };
    if (s->n == 0)
        return b;
    b.first_at = s->at[0];
    b.last_at = s->at[s->n - 1];
    for (uint32_t i = 0; i < s->n; i++) {
        b.bytes += s->bytes[i];
        b.bytes_back += s->bytes_back[i];
        b.longest_us = s->span_us[i] > b.longest_us ? s->span_us[i] : b.longest_us;
    }
    if (s->n < CP_BEACON_EVENTS_MIN)
        return b;
    make_room(lab, s->n);
    int64_t unit;
    uint32_t n = load(lab, s, &unit);
    cp_beacon_rhythm r = look(lab, n, s, unit);
    b.log_p = r.log_p;
    if (r.log_p < 0) {
        b.rhythms[b.n_rhythms++] = r;
        if (r.log_p < log(CP_BEACON_P))
            add_more(lab, n, s, unit, &b);
    }
    return b;
}

double cp_beacon_information(cp_beacon_lab *lab, double jitter, double seen)
{
    return cp_rhythm_information(lab->rhythm, false, jitter, seen);
}
