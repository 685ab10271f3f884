/* SPDX-License-Identifier: Apache-2.0 */
/* test_support.c - the join in time against the same done plainly, and what is a find. */
#include <stdlib.h>
#include "flow/support.h"
#include "series_set.h"
#include "tap.h"

#define SECOND_US ((int64_t)1000 * 1000)
#define START ((int64_t)20000 * 24 * 3600 * SECOND_US)
enum { INSIDE = 10, OUTSIDE = 198, BAD_DEVICE = 7, GOOD_DEVICE = 8, ACK = 16, SYN = 2 };

static cp_flow_end end_of(void *ctx, const cp_flow_addr *addr, cp_time at)
{
    (void)ctx, (void)at;
    cp_flow_end end = { .asset = CP_FLOW_NO_ASSET, .is = CP_FLOW_END_OUTSIDE };
    if (addr->b[12] == INSIDE)
        end.is = CP_FLOW_END_INSIDE;
    if (addr->b[12] == BAD_DEVICE || addr->b[12] == GOOD_DEVICE)
        end = (cp_flow_end){ .asset = addr->b[12],
                             .is = CP_FLOW_END_INSIDE | CP_FLOW_END_OWN |
                                   (addr->b[12] == BAD_DEVICE ? CP_FLOW_END_EXCLUDED
                                                              : CP_FLOW_END_ALLOWED) };
    return end;
}

static cp_flow_addr random_addr(cp_rand *r)
{
    static const uint8_t nets[] = { INSIDE, OUTSIDE };
    return addr4(nets[cp_rand_below(r, 2)], cp_rand_below(r, 4));
}

static cp_support_login random_login(cp_rand *r)
{
    static const char *const names[] = { "a", "b", "c" };
    cp_time begin = START + (int64_t)cp_rand_below(r, 50) * SECOND_US;
    return (cp_support_login){
        .account = cp_str_c(names[cp_rand_below(r, 3)]),
        .from = random_addr(r),
        .at = cp_rand_below(r, 8) ? addr4(INSIDE, cp_rand_below(r, 4))
                                  : addr4(BAD_DEVICE, cp_rand_below(r, 2)),
        .is_lease = cp_rand_below(r, 2),
        .begin = begin,
        .end =
            cp_rand_below(r, 4) ? begin + (int64_t)cp_rand_below(r, 30) * SECOND_US : CP_TIME_NONE,
    };
}

static bool is_open(const cp_support_login *l, cp_time at)
{
    return l->begin <= at &&
           at <= (l->end != CP_TIME_NONE ? l->end : l->begin + CP_SUPPORT_OPEN_US);
}

static bool is_same(cp_flow_addr x, cp_flow_addr y) { return memcmp(&x, &y, sizeof x) == 0; }

static bool is_outside(const cp_support_login *l)
{
    return end_of(NULL, &l->from, 0).is & CP_FLOW_END_OUTSIDE;
}

/* From outside itself, or from an address that somebody from outside was given at that time. */
static bool is_remote(const cp_support_login *v, uint32_t n, uint32_t i)
{
    if (is_outside(&v[i]))
        return true;
    for (uint32_t k = 0; k < n; k++)
        if (k != i && v[k].is_lease && is_outside(&v[k]) && is_same(v[k].at, v[i].from) &&
            is_open(&v[k], v[i].begin))
            return true;
    return false;
}

static uint64_t plain_hits(const cp_support_login *v, uint32_t n, const flows *f)
{
    uint64_t hits = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_remote(v, n, i))
            continue;
        hits += !v[i].is_lease && v[i].at.b[12] == BAD_DEVICE;
        for (uint32_t k = 0; k < f->v.n; k++)
            hits += is_same(f->v.v[k].src, v[i].at) && is_open(&v[i], f->v.v[k].at) &&
                    f->v.v[k].dst.b[12] == BAD_DEVICE && f->v.v[k].dport == 22;
    }
    return hits;
}

static cp_flow *connect_to(flows *f, cp_rand *r)
{
    static const uint8_t nets[] = { BAD_DEVICE, GOOD_DEVICE, OUTSIDE };
    cp_time at = START + (int64_t)cp_rand_below(r, 80) * SECOND_US;
    cp_flow *x = add_flow(f, 0, at, 600, (uint16_t)(20000 + f->v.n)); /* no two are one event */
    x->src = addr4(INSIDE, cp_rand_below(r, 4));
    x->dst = addr4(nets[cp_rand_below(r, 3)], cp_rand_below(r, 2));
    x->dport = cp_rand_below(r, 4) ? 22 : 5222;
    x->what = CP_FLOW_BIFLOW;
    x->tcp_flags = x->tcp_flags_back = SYN | ACK;
    x->bytes_back = 100;
    x->packets_back = 1;
    return x;
}

static bool check_case(uint64_t seed)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    flows f = { .a = a };
    cp_support_login v[8];
    cp_flow_found found = { 0 };
    cp_err err = { 0 };
    cp_series_options o = { .n_threads = 2, .seed = 5 };
    uint32_t n = cp_rand_below(&r, 9);
    uint64_t events = 0;
    for (uint32_t i = 0; i < n; i++)
        v[i] = random_login(&r);
    for (uint32_t i = 1 + cp_rand_below(&r, 10); i > 0; i--)
        (void)connect_to(&f, &r);
    uint64_t want = plain_hits(v, n, &f);
    if (cp_detect_support(a, pack_flows(&f, 3), &o, v, n, end_of, NULL, &found, &err) != CP_OK)
        return false;
    for (uint32_t i = 0; i < found.n; i++)
        events += found.v[i].events;
    bool is_equal = events == want;
    if (!is_equal)
        printf("# seed %llu: %llu, plainly %llu\n", (unsigned long long)seed,
               (unsigned long long)events, (unsigned long long)want);
    cp_arena_free(a);
    return is_equal;
}

static void check_scores(void)
{
    static const struct row {
        const char *name;
        uint8_t from, to;
        bool is_lease;
        int64_t after_s, end_s; /* end_s -1: not told */
        uint32_t n_others;
        double want; /* 0: nothing is found */
    } rows[] = {
        { "by the address that it was given", OUTSIDE, BAD_DEVICE, true, 10, 60, 0,
          CP_SUPPORT_LEASE },
        { "by a bastion", OUTSIDE, BAD_DEVICE, false, 10, 60, 0, CP_SUPPORT_BASTION },
        { "by a bastion on which two more are", OUTSIDE, BAD_DEVICE, false, 10, 60, 2,
          CP_SUPPORT_BASTION / 3 },
        { "after it ended", OUTSIDE, BAD_DEVICE, true, 61, 60, 0, 0 },
        { "before it began", OUTSIDE, BAD_DEVICE, true, -1, 60, 0, 0 },
        { "its end is not told", OUTSIDE, BAD_DEVICE, true, 11 * 3600, -1, 0, CP_SUPPORT_LEASE },
        { "its end is not told, but it is long ago", OUTSIDE, BAD_DEVICE, true, 13 * 3600, -1, 0,
          0 },
        { "from inside", INSIDE, BAD_DEVICE, false, 10, 60, 0, 0 },
        { "to an allowed device", OUTSIDE, GOOD_DEVICE, true, 10, 60, 0, 0 },
        { "to an inside address of nobody", OUTSIDE, INSIDE, true, 10, 60, 0, CP_SUPPORT_LEASE },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        cp_arena *a = cp_arena_new(0);
        flows f = { .a = a };
        cp_rand r = { 0 };
        cp_support_login v[3];
        cp_flow_found found = { 0 };
        cp_err err = { 0 };
        cp_series_options o = { .seed = 5 };
        for (uint32_t k = 0; k <= x->n_others; k++)
            v[k] = (cp_support_login){ .account = cp_str_fmt(a, "u%u", k),
                                       .from = addr4(x->from, 1),
                                       .at = addr4(INSIDE, 5),
                                       .is_lease = x->is_lease,
                                       .begin = START,
                                       .end = x->end_s < 0 ? CP_TIME_NONE
                                                           : START + x->end_s * SECOND_US };
        cp_flow *c = connect_to(&f, &r);
        c->src = addr4(INSIDE, 5);
        c->dst = addr4(x->to, 9);
        c->dport = 22;
        c->at = START + x->after_s * SECOND_US;
        is_int(cp_detect_support(a, pack_flows(&f, 10), &o, v, 1 + x->n_others, end_of, NULL,
                                 &found, &err),
               CP_OK, "%s", x->name);
        double got = found.n ? found.v[0].score : 0;
        ok(got > x->want - 1e-9 && got < x->want + 1e-9, "%s: %g", x->name, got);
        cp_arena_free(a);
    }
}

/* Day by day, and each by all others. */
static uint32_t plain_clock_days(const cp_time *at, uint32_t n, uint32_t i)
{
    const cp_time day = 24 * 3600 * SECOND_US;
    uint32_t n_days = 0, n_of = 0;
    for (int k = -31; k <= 31; k++) {
        bool is_there = false;
        cp_time middle = at[i] + k * day;
        for (uint32_t m = 0; m < n; m++)
            is_there |= llabs(at[m] - middle) <= CP_SUPPORT_CLOCK_US;
        n_days += k != 0 && is_there;
        n_of += k != 0 && middle >= at[0] - CP_SUPPORT_CLOCK_US &&
                middle <= at[n - 1] + CP_SUPPORT_CLOCK_US;
    }
    return n_days >= 4 && 2 * n_days >= n_of ? n_days : 0;
}

static void check_clock(void)
{
    cp_rand r = { 9 };
    uint32_t n_same = 0, n_all = 0, n_clock = 0;
    for (uint32_t c = 0; c < tap_cases(400) + 8; c++) {
        cp_time at[40];
        uint32_t n = 1 + cp_rand_below(&r, 40), days = 1 + cp_rand_below(&r, 40);
        for (uint32_t i = 0; i < n; i++) {
            cp_time of_day = cp_rand_below(&r, 3) ? 7200 : (cp_time)cp_rand_below(&r, 86400);
            at[i] = START + (cp_time)cp_rand_below(&r, days) * 86400 * SECOND_US;
            at[i] += (of_day + cp_rand_below(&r, 900)) * SECOND_US;
            for (uint32_t k = i; k > 0 && at[k] < at[k - 1]; k--) {
                cp_time x = at[k];
                at[k] = at[k - 1];
                at[k - 1] = x;
            }
        }
        for (uint32_t i = 0; i < n; i++) {
            uint32_t got = cp_support_clock_days(at, n, i);
            n_same += got == plain_clock_days(at, n, i);
            n_clock += got > 0;
            n_all++;
        }
    }
    is_uint(n_same, n_all, "days of a clock, as day by day");
    ok(n_clock > n_all / 20 && n_clock < n_all, "%u of %u are of one", n_clock, n_all);
    cp_time odd[] = { INT64_MIN, INT64_MIN + 1, 0, INT64_MAX - 1, INT64_MAX };
    for (uint32_t i = 0; i < 5; i++)
        is_uint(cp_support_clock_days(odd, 5, i), 0, "no clock at the ends of time");
}

/* Each night a program of the bastion fetches from the device; once somebody is on it meanwhile,
 * and once somebody is at noon. And an account that comes each night itself. */
static void check_nightly(void)
{
    static const struct row {
        const char *name;
        uint32_t nights, after_h;
        bool is_each_night;
        double want;
    } rows[] = {
        { "with the program", 10, 2, false, CP_SUPPORT_BASTION * CP_SUPPORT_BY_CLOCK },
        { "at noon", 10, 12, false, CP_SUPPORT_BASTION },
        { "no program yet", 3, 2, false, CP_SUPPORT_BASTION },
        { "an account of a program", 10, 2, true,
          CP_SUPPORT_BASTION * CP_SUPPORT_SESSION_BY_CLOCK },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        cp_arena *a = cp_arena_new(0);
        flows f = { .a = a };
        cp_rand r = { i };
        cp_support_login v[16];
        uint32_t n = 0;
        cp_flow_found found = { 0 };
        cp_err err = { 0 };
        cp_series_options o = { .seed = 5 };
        for (uint32_t day = 0; day < x->nights; day++) {
            cp_time night = START + (day * 24 + 2) * 3600 * SECOND_US;
            uint32_t twice = day == 2 && x->after_h == 12 ? 2 : 1;
            for (uint32_t k = 0; k < twice; k++) {
                cp_flow *c = connect_to(&f, &r);
                c->src = addr4(INSIDE, 5);
                c->dst = addr4(BAD_DEVICE, 9);
                c->dport = 22;
                c->at = night + (k * 36000 + cp_rand_below(&r, 300)) * SECOND_US;
            }
            cp_support_login l = { .account = CP_STR("x"), .from = addr4(OUTSIDE, 1) };
            l.at = addr4(INSIDE, 5);
            l.begin = START + (day * 24 + x->after_h) * 3600 * SECOND_US - 60 * SECOND_US;
            l.end = l.begin + 900 * SECOND_US;
            if (x->is_each_night || day == 2)
                v[n++] = l;
        }
        is_int(cp_detect_support(a, pack_flows(&f, 10), &o, v, n, end_of, NULL, &found, &err),
               CP_OK, "%s", x->name);
        double got = found.n ? found.v[0].score : 0;
        ok(found.n == 1 && got > x->want - 1e-9 && got < x->want + 1e-9, "%s: %g", x->name, got);
        if (found.n)
            tap_note("%.*s", CP_FMT(found.v[0].explanation));
        cp_arena_free(a);
    }
}

int main(void)
{
    check_clock();
    check_nightly();
    uint32_t n_good = 0, n = tap_cases(800);
    for (uint32_t i = 0; i < n; i++)
        n_good += check_case(i + 1);
    is_int(n_good, n, "small random cases as done plainly");
    check_scores();
    return tap_done();
}
