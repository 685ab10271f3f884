/* SPDX-License-Identifier: Apache-2.0 */
/* beacon_words.c - a find in words, and what could not have been found. */
#include <inttypes.h>
#include <math.h>
#include "flow/beacon.h"
#include "flow/finding.h"
#include "flow/service.h"

const char *cp_beacon_label_words(cp_beacon_label l)
{
    static const char *const words[CP_BEACON_LABEL_COUNT] = { [CP_BEACON_LABEL_NONE] = "",
#define WORDS(id, proto, from, to, text) [CP_BEACON_LABEL_##id] = text,
                                                              CP_BEACON_LABELS(WORDS)
#undef WORDS
    };
    return words[l];
}

cp_str cp_beacon_span_text(cp_arena *a, double us)
{
    static const struct unit {
        double s;
        const char *name, *small;
        double small_s;
    } units[] = { { 86400, "d", "h", 3600 }, { 3600, "h", "min", 60 }, { 60, "min", "s", 1 } };
    double s = us / 1e6;
    if (!(s < 59.95))
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
            const struct unit *u = &units[i];
            double small = floor(s / u->small_s + 0.5), per = u->s / u->small_s;
            double whole = floor(small / per), rest = small - whole * per;
            if (whole < 1)
                continue;
            return rest > 0 ? cp_str_fmt(a, "%.0f %s %.0f %s", whole, u->name, rest, u->small)
                            : cp_str_fmt(a, "%.0f %s", whole, u->name);
        }
    return cp_str_fmt(a, "%.3g s", s);
}

static void add(cp_arena *a, cp_str *to, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static void add(cp_arena *a, cp_str *to, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str more = cp_str_vfmt(a, fmt, ap);
    va_end(ap);
    *to = cp_str_fmt(a, "%.*s%.*s", CP_FMT(*to), CP_FMT(more));
}

/* A connection that stays open (BGP, MQTT, a tunnel) is told by exporters in a flow for each time
 * that something passes, and between these nothing was connected. */
static bool is_within_few(const cp_beacon *b)
{
    return b->n_connections > 0 && b->n_connections <= b->n_events / 2;
}

static void say_rhythm(cp_arena *a, cp_str *s, const cp_beacon *b, const cp_beacon_rhythm *r)
{
    cp_str period = cp_beacon_span_text(a, r->period_us);
    add(a, s, "%" PRIu32 " of %" PRIu32 " %s", r->n_events, r->n_of,
        is_within_few(b) ? "exchanges" : "connections");
    if (r->is_of_size)
        add(a, s, " of %" PRIu64 " to %" PRIu64 " bytes", r->bytes_from, r->bytes_to);
    if (r->how == CP_BEACON_BY_INTERVALS)
        add(a, s, " follow each other after %.*s or a multiple of it", CP_FMT(period));
    else
        add(a, s, " keep the beat of a clock of %.*s", CP_FMT(period));
    add(a, s, ", give or take %.2g %% of that; %.0f %% of the beats between were seen",
        100 * r->jitter, 100 * r->seen);
    if (r->n_gaps)
        add(a, s, ", %" PRIu32 " pause%s of %.*s apart", r->n_gaps,
            r->n_gaps > 1 ? "s, together" : "", CP_FMT(cp_beacon_span_text(a, (double)r->gaps_us)));
    add(a, s, ". ");
    add(a, s,
        r->how == CP_BEACON_BY_INTERVALS
            ? "The intervals are e^%.1f times as likely from such a timer as from the best "
              "fit of chance, bursts and daily rhythm"
        : r->is_round
            ? "The events are e^%.1f times as likely from a schedule of that round period as from "
              "chance, whose intervals are smooth"
        : r->is_by_beats
            ? "The events are e^%.1f times as likely from such a clock as their intervals from the "
              "best fit of chance, bursts and daily rhythm"
            : "At that frequency there is %.1f times the power of the noise around it",
        r->likelihood);
    add(a, s,
        "; with all periods, jitters and sizes that were tried, chance does so with p = %.*s.",
        CP_FMT(cp_flow_p_text(a, r->log_p)));
}

static void say_connections(cp_arena *a, cp_str *s, const cp_beacon *b)
{
    bool is_one = b->n_connections == 1;
    if (!is_within_few(b))
        return;
    add(a, s, " The %" PRIu32 " exchanges of the pair are within ", b->n_events);
    if (b->key.proto == CP_FLOW_TCP)
        add(a, s, "%" PRIu32 " TCP connection%s", b->n_connections,
            is_one ? " that stays open" : "s that stay open");
    else
        add(a, s, "%" PRIu32 " pair%s of ports", b->n_connections, is_one ? "" : "s");
    add(a, s,
        ": each is what passes between two silences, of which exporters make a flow of its own.");
}

static void say_sampling(cp_arena *a, cp_str *s, const cp_beacon *b)
{
    if (b->sampling > CP_SAMPLING_NONE)
        add(a, s,
            " One packet in %" PRIu32 " was sampled%s: most beats of few packets are missing,"
            " and counts are not scaled.",
            b->sampling, b->is_sampling_mixed ? " at the coarsest" : "");
    if (b->has_unknown_sampling)
        add(a, s, " Sampling unknown: how many beats are missing cannot be told.");
}

cp_str cp_beacon_explain(cp_arena *a, const cp_beacon *b)
{
    cp_str s = { "", 0 };
    if (b->n_rhythms == 0)
        return cp_str_fmt(a, "No rhythm in %" PRIu32 " connection%s.", b->n_events,
                          cp_plural(b->n_events));
    for (uint32_t i = 0; i < b->n_rhythms; i++) {
        add(a, &s, i ? " Of the rest, " : "");
        say_rhythm(a, &s, b, &b->rhythms[i]);
    }
    say_connections(a, &s, b);
    if (b->log_p_all < 0)
        add(a, &s, " Among all pairs that were looked at: p = %.*s.",
            CP_FMT(cp_flow_p_text(a, b->log_p_all)));
    say_sampling(a, &s, b);
    if (b->n_left_out)
        add(a, &s, " %" PRIu64 " further record%s too many to be looked at.", b->n_left_out,
            b->n_left_out == 1 ? " was" : "s were");
    if (b->label != CP_BEACON_LABEL_NONE)
        add(a, &s, " Benign if %s.", cp_beacon_label_words(b->label));
    return s;
}

/* --- power
 * ------------------------------------------------------------------------------------- */

#define TRIED 6.0 /* tests on one series */

/* Events that a timer needs: each interval says so much, and the grid of timers is paid for. */
static uint32_t need_of_timer(cp_beacon_lab *lab, double jitter, double seen)
{
    double info = cp_beacon_information(lab, jitter, seen), want = log(TRIED / CP_BEACON_P) + 5.5;
    double need = info > 0.01 ? ceil(want / info) + 1 : INFINITY;
    return need < 1e6 ? (uint32_t)need : UINT32_MAX;
}

/* Events that a clock needs: the power of n events is n times the square of the mean of their
 * phases' cosines, and of a uniform jitter j that is sin(2 pi j) / (2 pi j). */
static uint32_t need_of_clock(double jitter, double seen)
{
    double w = 2 * M_PI * jitter, mean = w > 1e-6 ? sin(w) / w : 1;
    for (uint32_t n = CP_FOLD_EVENTS_MIN; n < 1000000; n += 1 + n / 64) {
        double trials = 3 * 2 * 4 * n / fmax(seen, 0.01);
        if (n * mean * mean >= log(TRIED / CP_BEACON_P) + log(trials))
            return n;
    }
    return UINT32_MAX;
}

cp_beacon_power cp_beacon_power_of(cp_beacon_lab *lab, uint64_t window_us, uint32_t sampling,
                                   uint32_t packets, double period_us, double jitter, double loss)
{
    cp_beacon_power p = { .need_timer = UINT32_MAX, .need_clock = UINT32_MAX };
    double miss = sampling > 1 ? pow(1 - 1.0 / sampling, packets) : packets ? 0 : 1;
    p.seen = (1 - miss) * (1 - loss);
    p.n_beats = period_us > 0 ? floor((double)window_us / period_us) : 0;
    p.n_seen = p.n_beats * p.seen;
    if (!(p.seen > 0))
        return p;
    uint64_t n = p.n_beats < 1e15 ? (uint64_t)p.n_beats : (uint64_t)1e15;
    p.need_timer = need_of_timer(lab, jitter, p.seen);
    p.need_clock = need_of_clock(jitter, p.seen);
    if (p.need_timer < UINT32_MAX)
        p.timer = cp_stat_binomial_tail(n, p.seen, p.need_timer);
    /* a clock without drift is also a timer */
    if (p.need_clock < UINT32_MAX && window_us >= CP_FOLD_CYCLES_MIN * period_us)
        p.clock = cp_stat_binomial_tail(n, p.seen, p.need_clock);
    p.clock = fmax(p.clock, p.timer);
    return p;
}

cp_str cp_beacon_power_words(cp_arena *a, const cp_beacon_power *p, uint64_t window_us,
                             uint32_t sampling, uint32_t packets, double period_us)
{
    cp_str s = cp_str_fmt(a, "A beacon every %.*s", CP_FMT(cp_beacon_span_text(a, period_us)));
    add(a, &s, " of %" PRIu32 " packet%s a beat, sampled 1:%" PRIu32 " for %.*s", packets,
        packets == 1 ? "" : "s", sampling, CP_FMT(cp_beacon_span_text(a, (double)window_us)));
    add(a, &s, ": a beat is seen with probability %.2g, %.3g of %.0f beats; ", p->seen, p->n_seen,
        p->n_beats);
    if (p->timer < 0.05 && p->clock < 0.05)
        add(a, &s, "it cannot be seen here.");
    else
        add(a, &s,
            "it is found with probability %.2f if it keeps a clock's phase, %.2f if it "
            "drifts.",
            p->clock, p->timer);
    return s;
}
