/* SPDX-License-Identifier: Apache-2.0 */
/* test_twice.c - what leaves a device by two interfaces: planted copies are found, what is only
 * alike is not, and the numbers are those of the same counted plainly, pair by pair. */
#include <math.h>
#include "flow/detect_twice.h"
#include "flow/stats.h"
#include "series_set.h"
#include "tap.h"

#define SECOND_US ((int64_t)1000 * 1000)
#define START ((int64_t)20000 * 24 * 3600 * SECOND_US)
enum { FLOWS = 120 };

/* What happens beside 120 connections that come in by 1 and leave by 9. */
typedef enum plant {
    NOTHING,
    COPY,         /* each leaves by 8, too */
    SOME,         /* every third one */
    OTHER_CARD,   /* told by another exporter of the same address */
    OTHER_DEVICE, /* by one of another address: the next router */
    SHARED,       /* packets take turns, by chance */
    IN_TURNS,     /* and strictly: an even number is parted evenly */
    BOTH_SIDES,   /* told as it comes in and as it goes out */
    CHAIN,        /* comes back by 7, from a firewall, and leaves by 8 */
    GROUP,        /* to a group */
    LATER,        /* the same again, two seconds later */
    SAMPLED,
    FEW, /* 15 copies */
    PLANTS
} plant;

static cp_flow *pass(flows *f, uint32_t i, cp_time at, uint64_t packets, uint64_t bytes)
{
    cp_flow *x = add_flow(f, i % 7, at, bytes, (uint16_t)(20000 + i));
    x->packets = packets;
    x->in_if = 1;
    x->out_if = 9;
    return x;
}

static void traffic(flows *f, cp_rand *r, plant p)
{
    for (uint32_t i = 0; i < FLOWS; i++) {
        cp_time at = START + i * 30 * SECOND_US + cp_rand_below(r, 1000) * 1000;
        uint64_t n = 1 + cp_rand_below(r, 20), bytes = n * (40 + cp_rand_below(r, 1400));
        uint64_t half = p == SHARED ? cp_rand_below(r, (uint32_t)n + 1) : n / 2;
        bool is_parted = (p == SHARED || p == IN_TURNS) && half > 0 && half < n;
        bool is_some = p == SOME ? i % 3 == 0 : p == FEW ? i < 15 : p != NOTHING;
        cp_flow *x = pass(f, i, at, is_parted ? half : n, is_parted ? bytes * half / n : bytes);
        if (p == GROUP)
            x->dst = addr4(239, i);
        if (p == SAMPLED)
            x->sampling = 100;
        cp_flow copy = *x;
        if (!is_some || ((p == SHARED || p == IN_TURNS) && !is_parted))
            continue;
        cp_flow *y = cp_vec_add(f->a, &f->v);
        *y = copy;
        y->at += p == LATER ? 2 * SECOND_US : cp_rand_below(r, 3) * 1000;
        y->out_if = p == BOTH_SIDES ? 9 : 8;
        y->in_if = p == CHAIN ? 7 : 1;
        y->exporter = p == OTHER_CARD || p == OTHER_DEVICE;
        if (is_parted) {
            y->packets = n - half;
            y->bytes = bytes - bytes * half / n;
        }
    }
}

/* ---- plainly */

static bool same(const cp_flow *x, const cp_flow *y)
{
    return memcmp(&x->src, &y->src, sizeof x->src) == 0 &&
           memcmp(&x->dst, &y->dst, sizeof x->dst) == 0 && x->sport == y->sport &&
           x->dport == y->dport && x->proto == y->proto && x->in_if == y->in_if;
}

static bool counts(const cp_flow *x)
{
    return x->in_if && x->out_if && x->in_if != x->out_if && x->packets && x->sampling <= 1 &&
           x->dst.b[12] != 239;
}

typedef struct plain {
    uint32_t n, n_same;
} plain;

/* Of interfaces a < b of one device; is_one: both exporters are of it. */
static plain plain_count(const flows *f, uint32_t a, uint32_t b, uint32_t device, bool is_one)
{
    plain out = { 0, 0 };
    for (uint32_t i = 0; i < f->v.n; i++)
        for (uint32_t k = 0; k < f->v.n; k++) {
            const cp_flow *x = &f->v.v[i], *y = &f->v.v[k];
            bool is_here = is_one || (x->exporter == device && y->exporter == device);
            int64_t apart = x->at > y->at ? x->at - y->at : y->at - x->at;
            if (x->out_if != a || y->out_if != b || !is_here || !same(x, y) || !counts(x) ||
                !counts(y) || apart > SECOND_US)
                continue;
            out.n++;
            out.n_same += x->packets == y->packets && x->bytes == y->bytes;
        }
    return out;
}

static uint32_t number(const cp_flow_finding *x, const char *key)
{
    for (uint32_t i = 0; i < x->n_numbers; i++)
        if (strcmp(x->numbers[i].key, key) == 0)
            return (uint32_t)x->numbers[i].value;
    return UINT32_MAX;
}

/* ---- both */

static cp_flow_findings run(flows *f, cp_arena *a, uint32_t n_max, uint64_t *n_pairs, cp_str *blind)
{
    const cp_flow_set *set = pack_flows(f, 17);
    cp_series_options o = { .n_threads = 1, .seed = 7 };
    cp_flow_ids_opts io = { .seed = 3 };
    cp_flow_ids *ids;
    cp_flow_iter it;
    const cp_flow_columns *c = NULL;
    cp_flow_findings found = { 0 };
    cp_err err;
    is_int(cp_flow_ids_new(a, set, &io, &ids, &err), CP_OK, "ids");
    cp_twice *t = cp_twice_new(a, set, &o, ids, n_max);
    cp_rc rc = set->iter(set->ctx, a, 0, set->n_blocks, &it, &err);
    while (rc == CP_OK &&
           (rc = it.next(it.ctx, CP_TWICE_WANT | 1u << CP_FLOW_EXPORTER, &c, &err)) == CP_OK && c)
        for (uint32_t i = 0; i < c->n; i++)
            cp_twice_see(t, c, i, c->exporter[i]);
    is_int(rc, CP_OK, "flows are read");
    cp_twice_end(t, a, log(CP_MIRROR_P), &found, n_pairs, blind);
    return found;
}

static void check_plant(cp_arena *a, cp_rand *r, plant p)
{
    flows *f = CP_NEW(a, flows);
    uint64_t n_pairs = 0;
    cp_str blind = CP_STR("");
    f->a = a;
    f->exporters[0].addr = addr4(192, 1);
    f->exporters[1].addr = addr4(192, p == OTHER_DEVICE ? 2 : 1);
    traffic(f, r, p);
    cp_flow_findings v = run(f, a, 0, &n_pairs, &blind);
    bool is_wanted = p == COPY || p == SOME || p == OTHER_CARD;
    is_uint(v.n, is_wanted, "plant %d: %s", p, is_wanted ? "is found" : "nothing is found");
    plain want = plain_count(f, 8, 9, 0, p != OTHER_DEVICE);
    if (v.n) {
        is_uint(number(&v.v[0], "sent_twice"), want.n_same, "plant %d: as many as plainly", p);
        is_uint(number(&v.v[0], "left_by_both"), want.n, "plant %d: of as many", p);
        ok(number(&v.v[0], "interface") == 8 && number(&v.v[0], "other_interface") == 9, "where");
        tap_note("%.*s", CP_FMT(v.v[0].explanation));
    } else {
        ok(!want.n_same || want.n_same < CP_TWICE_SAME_MIN * want.n ||
               cp_stat_binomial_tail_log(want.n, 0.5, want.n_same) > log(CP_MIRROR_P),
           "plant %d: nor plainly", p);
    }
    ok(cp_str_has(blind, CP_STR("sampled")) == (p == SAMPLED), "plant %d: sampling is told", p);
}

/* Few values, so that all meets all. */
static void check_random(cp_arena *a, cp_rand *r)
{
    flows *f = CP_NEW(a, flows);
    uint64_t n_pairs = 0;
    cp_str blind = CP_STR("");
    bool is_one = cp_rand_below(r, 2);
    uint32_t n_bad = 0;
    f->a = a;
    f->exporters[0].addr = addr4(192, 1);
    f->exporters[1].addr = addr4(192, is_one ? 1 : 2);
    for (uint32_t i = 0; i < 400; i++) {
        cp_flow *x = pass(f, cp_rand_below(r, 40), START + cp_rand_below(r, 40) * SECOND_US / 4,
                          1 + (cp_rand_below(r, 12) == 0), 100);
        x->in_if = 1 + (cp_rand_below(r, 8) == 0);
        x->out_if = 2 + cp_rand_below(r, 4);
        x->exporter = cp_rand_below(r, 2);
        x->sampling = cp_rand_below(r, 20) == 0 ? 10 : cp_rand_below(r, 2);
    }
    cp_flow_findings v = run(f, a, 0, &n_pairs, &blind);
    uint32_t n_plain = 0;
    for (uint32_t d = 0; d < (is_one ? 1u : 2u); d++)
        for (uint32_t x = 2; x < 6; x++)
            for (uint32_t y = x + 1; y < 6; y++)
                n_plain += plain_count(f, x, y, d, is_one).n > 0;
    for (uint32_t i = 0; i < v.n; i++) {
        uint32_t x = number(&v.v[i], "interface"), y = number(&v.v[i], "other_interface");
        uint32_t d = memcmp(&v.v[i].who, &f->exporters[0].addr, sizeof v.v[i].who) != 0;
        plain want = plain_count(f, x, y, d, is_one);
        n_bad += want.n != number(&v.v[i], "left_by_both") ||
                 want.n_same != number(&v.v[i], "sent_twice");
    }
    is_uint(n_pairs, n_plain, "pairs of interfaces as plainly");
    is_uint(n_bad, 0, "%u findings count as plainly", v.n);
}

/* More than there is room for: a share is looked at, and copies are found in it. */
static void check_full(cp_arena *a, cp_rand *r)
{
    flows *f = CP_NEW(a, flows);
    uint64_t n_pairs = 0;
    cp_str blind = CP_STR("");
    const uint32_t n = 3000, n_max = 4000;
    f->a = a;
    f->exporters[0].addr = addr4(192, 1);
    for (uint32_t i = 0; i < n; i++) {
        cp_flow *x = pass(f, i, START + (i >> 6) * SECOND_US, 1 + cp_rand_below(r, 9), i);
        x->src = addr4(10, i);
        cp_flow copy = *x;
        copy.out_if = 8;
        *cp_vec_add(f->a, &f->v) = copy;
    }
    cp_flow_findings v = run(f, a, n_max, &n_pairs, &blind);
    uint32_t sent = v.n == 1 ? number(&v.v[0], "sent_twice") : 0;
    ok(v.n == 1 && sent == number(&v.v[0], "left_by_both"), "copies are found: %u", sent);
    ok(sent > n * 2 / 5 && sent < n * 3 / 5 && cp_str_has(blind, CP_STR("in 2")),
       "in half of them, and that is told: %.*s", CP_FMT(blind));
}

int main(void)
{
    cp_rand r = { 23 };
    uint32_t n = (uint32_t)tap_cases(40);
    for (int p = 0; p < PLANTS; p++) {
        cp_arena *a = cp_arena_new(0);
        check_plant(a, &r, (plant)p);
        cp_arena_free(a);
    }
    for (uint32_t i = 0; i < (n ? n : 1); i++) {
        cp_arena *a = cp_arena_new(0);
        check_random(a, &r);
        cp_arena_free(a);
    }
    cp_arena *a = cp_arena_new(0);
    check_full(a, &r);
    cp_arena_free(a);
    return tap_done();
}
