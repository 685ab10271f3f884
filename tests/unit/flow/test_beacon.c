/* SPDX-License-Identifier: Apache-2.0 */
/* test_beacon.c - what is planted is found with its numbers, what is not is not, and nothing that
 * anybody can send upsets it. tests/eval/beacons.py measures how well, on far more. */
#include <math.h>
#include "flow/beacon.h"
#include "series_set.h"
#include "tap.h"

enum { N_MAX = 20000 };
#define S ((int64_t)1000 * 1000)
#define DAY (86400 * S)
#define BEGIN ((int64_t)1767225600 * S)

typedef struct plan {
    cp_rand r;
    cp_time at[N_MAX];
    uint64_t bytes[N_MAX], zero[N_MAX];
    uint32_t n;
} plan;

static double uniform(cp_rand *r) { return (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0; }

static void put(plan *p, double at_s, uint64_t bytes)
{
    if (p->n == N_MAX || at_s < 0)
        return;
    uint32_t i = p->n++;
    cp_time at = BEGIN + (cp_time)(at_s * 1e6);
    for (; i > 0 && p->at[i - 1] > at; i--) {
        p->at[i] = p->at[i - 1];
        p->bytes[i] = p->bytes[i - 1];
    }
    p->at[i] = at;
    p->bytes[i] = bytes;
}

typedef struct beats {
    double period_s, jitter, seen, days;
    bool is_clock;
    uint64_t bytes;
    double off_from_s, off_s; /* the device is off */
} beats;

static void plant(plan *p, const beats *b)
{
    double t = uniform(&p->r) * b->period_s;
    while (t < b->days * 86400) {
        double off = b->jitter * b->period_s * (2 * uniform(&p->r) - 1);
        bool is_off = t >= b->off_from_s && t < b->off_from_s + b->off_s;
        if (!is_off && uniform(&p->r) < b->seen)
            put(p, b->is_clock ? t + off : t, b->bytes + cp_rand_below(&p->r, 4));
        t += b->period_s + (b->is_clock ? 0 : off);
    }
}

/* Independent ones, of any size, awake from 7 to 23. */
static void person(plan *p, uint32_t n, double days)
{
    while (n) {
        double t = uniform(&p->r) * days * 86400;
        if (fmod(t, 86400) < 7 * 3600 || fmod(t, 86400) > 23 * 3600)
            continue;
        put(p, t, 100 + cp_rand_below(&p->r, 100000));
        n--;
    }
}

static cp_series series_of(const plan *p, uint32_t sampling)
{
    return (cp_series){ .key = { .proto = 6, .port = 443 },
                        .n = p->n,
                        .at = p->at,
                        .bytes = p->bytes,
                        .bytes_back = p->zero,
                        .span_us = p->zero,
                        .sampling = sampling,
                        .n_flows = p->n };
}

#define NOTHING                    \
    {                              \
        0, 0, 0, 0, false, 0, 0, 0 \
    }
static const struct row {
    const char *name;
    beats b[2];
    uint32_t n_person;
    uint32_t sampling;
    double log_p_max;  /* 0: nothing may be found */
    double periods[2]; /* that have to be found; 0: none */
} rows[] = {
    { "a person", { NOTHING, NOTHING }, 300, 1, 0, { 0 } },
    { "few of a person", { NOTHING, NOTHING }, 8, 1, 0, { 0 } },
    { "exact", { { 60, 0, 1, 1, false, 200, 0, 0 }, NOTHING }, 0, 1, -100, { 60 } },
    { "hourly with jitter and loss",
      { { 3600, 0.2, 0.8, 2, false, 200, 0, 0 }, NOTHING },
      0,
      1,
      -9.2,
      { 3600 } },
    { "half jitter", { { 300, 0.5, 1, 1, false, 200, 0, 0 }, NOTHING }, 0, 1, -20, { 300 } },
    { "half lost", { { 300, 0.05, 0.5, 1, false, 200, 0, 0 }, NOTHING }, 0, 1, -20, { 300 } },
    { "off for ten hours",
      { { 600, 0.1, 0.9, 1, false, 200, 20000, 36000 }, NOTHING },
      0,
      1,
      -20,
      { 600 } },
    { "a day long, a month",
      { { 86400, 0.05, 1, 30, false, 200, 0, 0 }, NOTHING },
      0,
      1,
      -9.2,
      { 86400 } },
    { "under a person", { { 600, 0.05, 1, 1, true, 200, 0, 0 }, NOTHING }, 200, 1, -9.2, { 600 } },
    { "a timer under a person",
      { { 600, 0.1, 1, 1, false, 200, 0, 0 }, NOTHING },
      150,
      1,
      -9.2,
      { 600 } },
    { "two timers",
      { { 300, 0.05, 1, 1, false, 200, 0, 0 }, { 3600, 0.02, 1, 2, false, 9000, 0, 0 } },
      0,
      1,
      -20,
      { 300, 3600 } },
    { "a clock, sampled",
      { { 60, 0.05, 0.03, 1, true, 200, 0, 0 }, NOTHING },
      0,
      1000,
      -9.2,
      { 60 } },
};

static bool has_period(const cp_beacon *b, double s)
{
    for (uint32_t i = 0; i < b->n_rhythms; i++)
        if (fabs(b->rhythms[i].period_us / 1e6 / s - 1) < 0.08)
            return true;
    return false;
}

static void check_rows(cp_beacon_lab *lab, cp_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        plan *p = CP_NEW(a, plan);
        p->r.state = i + 3;
        for (int k = 0; k < 2; k++)
            if (x->b[k].period_s > 0)
                plant(p, &x->b[k]);
        person(p, x->n_person, 1);
        cp_series s = series_of(p, x->sampling);
        cp_beacon b = cp_beacon_score(lab, &s);
        tap_note("%s: %.*s", x->name, CP_FMT(cp_beacon_explain(a, &b)));
        if (x->log_p_max == 0) {
            ok(b.log_p > log(CP_BEACON_P), "%s: nothing, log p %.1f", x->name, b.log_p);
            continue;
        }
        ok(b.log_p <= x->log_p_max, "%s: %u events, log p %.1f", x->name, s.n, b.log_p);
        for (int k = 0; k < 2 && x->periods[k] > 0; k++)
            ok(has_period(&b, x->periods[k]), "%s: %.0f s found", x->name, x->periods[k]);
        const cp_beacon_rhythm *r = &b.rhythms[0];
        ok(r->jitter >= 0 && r->jitter < 1 && r->seen > 0 && r->seen <= 1 &&
               r->n_events <= r->n_of && r->n_of <= s.n,
           "%s: jitter %.3f, seen %.2f, %u of %u", x->name, r->jitter, r->seen, r->n_events,
           r->n_of);
    }
}

/* Times that are told in whole minutes are no beat of a minute. */
static void check_coarse(cp_beacon_lab *lab, cp_arena *a)
{
    plan *p = CP_NEW(a, plan);
    p->r.state = 9;
    person(p, 600, 1);
    for (uint32_t i = 0; i < p->n; i++)
        p->at[i] -= p->at[i] % (60 * S);
    cp_series s = series_of(p, 1);
    cp_beacon b = cp_beacon_score(lab, &s);
    ok(b.log_p > log(CP_BEACON_P), "whole minutes: log p %.1f", b.log_p);
    p->n = 0;
    plant(p, &(beats){ 600, 0.05, 1, 1, false, 200, 0, 0 });
    for (uint32_t i = 0; i < p->n; i++)
        p->at[i] -= p->at[i] % S;
    s = series_of(p, 1);
    b = cp_beacon_score(lab, &s);
    ok(b.log_p < -20 && has_period(&b, 600), "whole seconds: a beacon stays one");
}

static void check_hostile(cp_beacon_lab *lab, cp_arena *a)
{
    static const struct row {
        const char *name;
        uint32_t n;
        cp_time first, step;
    } odd[] = {
        { "none", 0, 0, 0 },
        { "two", 2, 0, S },
        { "all at once", N_MAX, 0, 0 },
        { "all at once in 1970, before it", N_MAX, -1, 0 },
        { "in 2106", N_MAX, (int64_t)4294967296 * S, 60 * S },
        { "from the first time on", 5000, INT64_MIN + 1, INT64_MAX / 5000 },
        { "to the last", 5000, INT64_MAX - (int64_t)5000 * 3600 * S, 3600 * S },
        { "a microsecond apart", N_MAX, 5, 1 },
        { "years apart", 40, -20 * 366 * DAY, 366 * DAY },
    };
    plan *p = CP_NEW(a, plan);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        for (uint32_t k = 0; k < odd[i].n; k++) {
            p->at[k] = odd[i].first + (cp_time)((uint64_t)k * (uint64_t)odd[i].step);
            p->bytes[k] = k % 3 ? UINT64_MAX : 0;
        }
        p->n = odd[i].n;
        cp_series s = series_of(p, CP_FLOW_SAMPLING_MAX);
        cp_beacon b = cp_beacon_score(lab, &s);
        const cp_beacon_plot *plot = cp_beacon_plot_of(a, &s);
        cp_str words = cp_beacon_explain(a, &b);
        ok(b.log_p <= 0 && !isnan(b.log_p) && words.n > 0 && plot->n_days <= CP_BEACON_HEAT_DAYS,
           "%s: log p %.1f", odd[i].name, b.log_p);
    }
}

/* A million events of one pair, in bounded time. */
static void check_million(cp_beacon_lab *lab, cp_arena *a)
{
    const uint32_t n = 1000000;
    cp_time *at = CP_NEW_ARRAY(a, cp_time, n);
    uint64_t *size = CP_NEW_ARRAY(a, uint64_t, n);
    cp_rand r = { 4 };
    double t = 0;
    for (uint32_t i = 0; i < n; i++) {
        t += -log(1 - uniform(&r)) * 0.3;
        at[i] = BEGIN + (cp_time)(t * 1e6);
        size[i] = cp_rand_below(&r, 1500);
    }
    cp_series s = { .n = n,
                    .at = at,
                    .bytes = size,
                    .bytes_back = size,
                    .span_us = size,
                    .sampling = 1000,
                    .key = { .proto = 17, .port = 9 } };
    cp_beacon b = cp_beacon_score(lab, &s);
    ok(b.log_p > log(CP_BEACON_P), "a million even ones: log p %.1f", b.log_p);
}

static void check_plot(cp_arena *a)
{
    plan *p = CP_NEW(a, plan);
    put(p, 0, 1);
    put(p, 3600, 1);
    put(p, 3600 * 25 + 1, 1);
    cp_series s = series_of(p, 1);
    const cp_beacon_plot *x = cp_beacon_plot_of(a, &s);
    ok(x->first_day == 20454 && x->n_days == 2, "days of 2026-01-01 on");
    ok(x->heat[0][0] == 1 && x->heat[0][1] == 1 && x->heat[1][1] == 1, "hours");
    /* 3600 s = 2^31.75 us: class (31.75 - 17) * 4 = 58.98 */
    uint32_t sum = 0;
    for (uint32_t i = 0; i < CP_BEACON_HISTOGRAM; i++)
        sum += x->intervals[i];
    ok(x->intervals[58] == 1 && sum == 2, "intervals");
}

static void check_find(void)
{
    cp_arena *a = cp_arena_new(0);
    flows f = { .a = a };
    cp_rand r = { 8 };
    for (uint32_t nr = 0; nr < 300; nr++)
        for (uint32_t i = 0; i < 60; i++) {
            double s = nr % 10 ? uniform(&r) * 86400 : i * 600 + 30 * uniform(&r);
            add_flow(&f, nr, BEGIN + (cp_time)(s * 1e6), 300, (uint16_t)(40000 + i));
        }
    const cp_flow_set *set = pack_flows(&f, 1000);
    cp_beacon_options o = { .series = { .n_threads = 1 } },
                      two = { .series = { .n_threads = 2, .seed = 5 } },
                      small = { .series = { .n_threads = 2, .memory_bytes = 400000 } };
    cp_beacons x, y, z;
    cp_err err = { 0 };
    ok(cp_beacons_find(a, set, &o, &x, &err) == CP_OK, "one thread: %s", err.msg);
    ok(cp_beacons_find(a, set, &two, &y, &err) == CP_OK, "two threads, another seed: %s", err.msg);
    ok(cp_beacons_find(a, set, &small, &z, &err) == CP_OK, "several passes: %s", err.msg);
    ok(x.n == 30 && x.n_looked_at == 300, "%u of 30 found in %u", x.n, (unsigned)x.n_looked_at);
    bool same = x.n == y.n && x.n == z.n && z.stats.n_passes > 1;
    for (uint32_t i = 0; same && i < x.n; i++) {
        cp_str w[3] = { cp_beacon_explain(a, &x.v[i]), cp_beacon_explain(a, &y.v[i]),
                        cp_beacon_explain(a, &z.v[i]) };
        same = cp_str_eq(w[0], w[1]) && cp_str_eq(w[0], w[2]) &&
               memcmp(&x.v[i].rhythms, &y.v[i].rhythms, sizeof x.v[i].rhythms) == 0 &&
               memcmp(x.v[i].plot, y.v[i].plot, sizeof *x.v[i].plot) == 0 &&
               cp_series_key_cmp(&x.v[i].key, &y.v[i].key) == 0;
    }
    ok(same, "all the same, in the same order");
    for (uint32_t i = 0; i < x.n; i++)
        if (x.v[i].key.client.b[15] % 10 && x.v[i].key.client.b[14] == 0)
            ok(false, "%u is no beacon", x.v[i].key.client.b[15]);
    ok(x.n && x.v[0].rita.score > 0.4 && x.v[0].log_p_all > x.v[0].log_p, "RITA's score beside it");
    cp_arena_free(a);
}

/* Keepalives are no connections, however exporters cut what is silent between them. */
static void check_keepalives(cp_arena *a)
{
    static const char *const says[] = { "30 of 30 exchanges follow each other after 1 min",
                                        " within 1 TCP connection that stays open:",
                                        " within 1 pair of ports:", "30 of 30 connections follow" };
    for (int way = 0; way < 3; way++) {
        flows f = { .a = a };
        for (uint32_t i = 0; i < 30; i++) {
            cp_flow *x = add_flow(&f, 1, BEGIN + i * 60 * S + i * 37 % 11 * 1000 + 77, 80,
                                  (uint16_t)(way == 2 ? 40000 + i : 179));
            x->proto = way == 1 ? 17 : 6;
            x->dport = way == 1 ? 4500 : 1790;
            x->tcp_flags = way == 1 ? 0 : 0x18;
        }
        cp_beacon_options o = { .series = { .n_threads = 1 } };
        cp_beacons x;
        cp_err err = { 0 };
        is_int(cp_beacons_find(a, pack_flows(&f, 1000), &o, &x, &err), CP_OK, "keepalives");
        cp_str words = x.n == 1 ? cp_beacon_explain(a, &x.v[0]) : CP_STR("");
        bool is_first = cp_str_has(words, cp_str_c(says[way == 2 ? 3 : 0]));
        bool is_open = cp_str_has(words, CP_STR(" within "));
        ok(is_first && is_open == (way < 2), "%d: what beats, and within what", way);
        ok(way == 2 || cp_str_has(words, cp_str_c(says[1 + way])), "%.*s", CP_FMT(words));
    }
}

static void check_words(cp_beacon_lab *lab, cp_arena *a)
{
    static const struct {
        double us;
        const char *words;
    } spans[] = {
        { 10e6, "10 s" },    { 12.345e6, "12.3 s" },   { 60e6, "1 min" },  { 90e6, "1 min 30 s" },
        { 3600e6, "1 h" },   { 5400e6, "1 h 30 min" }, { 86400e6, "1 d" }, { 59.99e6, "1 min" },
        { 3599.9e6, "1 h" }, { 187200e6, "2 d 4 h" },  { 0, "0 s" },
    };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        is_cstr(cp_beacon_span_text(a, spans[i].us), spans[i].words, "%.2f s", spans[i].us / 1e6);
    is_int(cp_beacon_label_of(17, 123), CP_BEACON_LABEL_NTP, "NTP");
    is_int(cp_beacon_label_of(6, 123), CP_BEACON_LABEL_NONE, "NTP has no TCP");
    is_int(cp_beacon_label_of(89, 0), CP_BEACON_LABEL_OSPF, "OSPF");
    is_int(cp_beacon_label_of(6, 646), CP_BEACON_LABEL_LDP, "LDP over TCP");
    ok(cp_beacon_label_words(CP_BEACON_LABEL_NONE)[0] == 0, "no label, no words");
    cp_beacon_power p = cp_beacon_power_of(lab, (uint64_t)DAY, 1000, 10, 3600e6, 0.05, 0);
    is_cstr(cp_beacon_power_words(a, &p, (uint64_t)DAY, 1000, 10, 3600e6),
            "A beacon every 1 h of 10 packets a beat, sampled 1:1000 for 1 d: a beat is seen with "
            "probability 0.01, 0.239 of 24 beats; it cannot be seen here.",
            "an hourly beacon at 1:1000");
    p = cp_beacon_power_of(lab, (uint64_t)DAY, 1, 10, 300e6, 0.2, 0.2);
    ok(p.timer > 0.99 && p.clock >= p.timer && p.need_timer < 40, "at 1:1, needs %u and %u of %.0f",
       p.need_timer, p.need_clock, p.n_seen);
    p = cp_beacon_power_of(lab, (uint64_t)DAY, 1000, 50, 30e6, 0.01, 0);
    ok(p.timer < 0.01 && p.clock > 0.99, "fast, 1:1000: a clock %.2f, a timer %.2f", p.clock,
       p.timer);
    p = cp_beacon_power_of(lab, (uint64_t)DAY, 1, 0, 30e6, 0.01, 0);
    ok(p.seen == 0 && p.timer == 0, "no packets are not seen");
    p = cp_beacon_power_of(lab, 0, 10, 10, 0, 0, 1);
    ok(p.seen == 0 && p.n_beats == 0, "nor is what is lost");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_beacon_lab *lab = cp_beacon_lab_new(a);
    check_rows(lab, a);
    check_coarse(lab, a);
    check_hostile(lab, a);
    check_million(lab, a);
    check_plot(a);
    check_find();
    check_words(lab, a);
    check_keepalives(a);
    cp_arena_free(a);
    return tap_done();
}
