/* SPDX-License-Identifier: Apache-2.0 */
/* test_support.c - the join in time against the same done plainly, and what is a find. */
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

int main(void)
{
    uint32_t n_good = 0, n = tap_cases(800);
    for (uint32_t i = 0; i < n; i++)
        n_good += check_case(i + 1);
    is_int(n_good, n, "small random cases as done plainly");
    check_scores();
    return tap_done();
}
