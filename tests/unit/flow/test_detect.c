/* SPDX-License-Identifier: Apache-2.0 */
/* test_detect.c - planted behaviour is found and background is not, and the arithmetic under it
 * against the same done plainly. */
#include <math.h>
#include "flow/detect.h"
#include "flow/detect_in.h"
#include "flow/dns.h"
#include "flow/stats.h"
#include "flow/usual.h"
#include "series_set.h"
#include "tap.h"

#define SECOND_US ((int64_t)1000 * 1000)
#define HOUR_US (3600 * SECOND_US)
#define START ((int64_t)20000 * 24 * HOUR_US)
enum { SYN = 2, RST = 4, ACK = 16, INSIDE = 10, OUTSIDE = 198 };

static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    (void)ctx;
    uint32_t is = addr->b[12] == INSIDE ? CP_FLOW_END_INSIDE : CP_FLOW_END_OUTSIDE;
    cp_flow_end end = { .asset = CP_FLOW_NO_ASSET, .is = is };
    *out = (cp_flow_hold){ CP_TIME_NONE, CP_TIME_NONE, end };
    return 1;
}

typedef struct field {
    flows f;
    cp_talks talks;
    cp_flow_ids *ids;
} field;

static field *field_new(cp_arena *a)
{
    field *x = CP_NEW(a, field);
    x->f.a = a;
    return x;
}

/* A connection that was answered, or a SYN that was reset. */
static cp_flow *connect_to(field *x, cp_flow_addr from, cp_flow_addr to, uint16_t port, cp_time at,
                           bool is_answered)
{
    uint32_t n = x->f.v.n;
    cp_flow *f = add_flow(&x->f, 0, at, 600, (uint16_t)(30000 + n % 20000));
    f->src = from;
    f->dst = to;
    f->dport = port;
    f->what = CP_FLOW_BIFLOW;
    f->span_us = SECOND_US;
    f->tcp_flags = is_answered ? SYN | ACK : SYN;
    f->tcp_flags_back = is_answered ? SYN | ACK : RST | ACK;
    f->bytes_back = is_answered ? 4000 : 40;
    f->packets_back = is_answered ? 5 : 1;
    return f;
}

static void close_field(field *x, bool with_days)
{
    cp_err err = { 0 };
    const cp_flow_set *set = pack_flows(&x->f, 500);
    cp_series_options o = { .n_threads = 2, .seed = 7 };
    cp_flow_ids_opts ids = { .seed = 3 };
    is_int(cp_talks_of(x->f.a, set, &o, with_days, &x->talks, &err), CP_OK, "talks");
    is_int(cp_flow_ids_new(x->f.a, set, &ids, &x->ids, &err), CP_OK, "ids");
    cp_flow_ids_resolve(x->ids, resolve, NULL);
}

/* 40 clients with 30 servers each, as they please; one in ten contacts fails. */
static void background(field *x, cp_rand *r)
{
    for (uint32_t c = 0; c < 40; c++)
        for (uint32_t i = 0; i < 60; i++) {
            cp_time at = START + (int64_t)cp_rand_below(r, 24 * 3600) * SECOND_US;
            cp_flow *f = connect_to(x, addr4(INSIDE, c), addr4(OUTSIDE, cp_rand_below(r, 30)), 443,
                                    at, cp_rand_below(r, 10) > 0);
            f->span_us = (uint64_t)(exp((double)cp_rand_below(r, 1000) / 140) * 1e6);
        }
}

static bool is_in(const cp_flow_found *f, cp_flow_addr who, cp_flow_addr peer)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (memcmp(&f->v[i].who, &who, sizeof who) == 0 &&
            memcmp(&f->v[i].peer, &peer, sizeof peer) == 0)
            return f->v[i].explanation.n && f->v[i].benign_if.n;
    return false;
}

/* Silent, or exponential from bytes of some megabytes on. */
static double any_value(cp_rand *r, double silent)
{
    double u = (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0;
    if (silent > 0 && (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0 < silent)
        return 0;
    return (silent > 0 ? 15 : 0) - log(1 - u);
}

/* One more value, of which the chance to be beyond the others is told: so often as told it is, or,
 * where many are silent, less often. */
static void check_calibration(uint32_t n, double silent, double p_max)
{
    enum { TRIALS = 20000 };
    cp_rand r = { n };
    uint32_t n_found = 0;
    for (int k = 0; k < TRIALS; k++) {
        double v[400], x = any_value(&r, silent);
        for (uint32_t i = 0; i < n; i++)
            v[i] = any_value(&r, silent);
        cp_usual u = cp_usual_of(v, n, k % 2);
        n_found += cp_usual_log_p(&u, x, false) <= log(p_max);
    }
    double rate = (double)n_found / TRIALS;
    ok(rate < 1.3 * p_max && (silent > 0 || rate > 0.5 * p_max),
       "%u values, %g of them none: p %g comes with %g", n, silent, p_max, rate);
}

static bool is_same_usual(const cp_usual *x, const cp_usual *y)
{
    double a[] = { x->mid, x->from, x->sum, x->cut, x->like };
    double b[] = { y->mid, y->from, y->sum, y->cut, y->like };
    return memcmp(a, b, sizeof a) == 0 && x->n == y->n && x->k == y->k && x->r == y->r;
}

/* Each of many against the others, by a copy of these: to the last bit the same. */
static void check_without(void)
{
    cp_rand r = { 6 };
    uint32_t n_good = 0, n_asked = 0;
    for (int k = 0; k < 60; k++) {
        double v[240], others[240];
        uint32_t n = cp_rand_below(&r, k % 2 ? 12 : 240), values = 1 + cp_rand_below(&r, 1000);
        cp_usual kept = { 0 };
        for (uint32_t i = 0; i < n; i++)
            v[i] = log1p(cp_rand_below(&r, values));
        cp_stat_sort(v, n);
        for (uint32_t at = 0; at <= n; at++) {
            uint32_t m = 0;
            for (uint32_t i = 0; i < n; i++)
                if (i != at)
                    others[m++] = v[i];
            cp_usual want = cp_usual_of(others, m, 1);
            cp_usual got = cp_usual_without(v, n, at, 1, &kept);
            n_asked++;
            n_good += is_same_usual(&got, &want);
        }
    }
    is_uint(n_good, n_asked, "%u values left out in turn", n_asked);
}

static void check_usual(void)
{
    cp_rand rand = { 5 };
    check_without();
    for (int k = 0; k < 50; k++) {
        double v[301], plain[301];
        uint32_t n = 5 + cp_rand_below(&rand, 297);
        for (uint32_t i = 0; i < n; i++)
            v[i] = plain[i] = (double)cp_rand_below(&rand, 1000000) / 10;
        cp_usual u = cp_usual_of(v, n, 0);
        uint32_t low = 0, high = 0, beyond = 0;
        double x = 150000;
        for (uint32_t i = 0; i < n; i++) {
            low += plain[i] < u.mid;
            high += plain[i] > u.mid;
            beyond += plain[i] > u.from;
        }
        /* v is in order: the last ones of the tail count as the one before them */
        uint32_t censored = beyond < 20 ? 1 : beyond / 10, r = beyond - censored;
        double last = v[n - censored - 1] - u.from, sum = censored * last;
        for (uint32_t i = n - beyond; i < n - censored; i++)
            sum += v[i] - u.from;
        ok(low <= n / 2 && high <= n / 2, "a median of %u", n);
        is_int(beyond, n < 20 ? n / 2 : n < 100 ? 10 : n / 10, "the tail of %u", n);
        double want = (beyond + 1.0) / (n + 1) * pow(1 + (x - u.from) / sum, -(double)r);
        ok(fabs(cp_usual_log_p(&u, x, false) - log(want)) < 1e-9, "its chance of %u", n);
        ok(!(cp_usual_log_p(&u, u.from, false) < 0), "what is below the tail is usual");
        /* one of the values, against the others alone */
        double most = v[n - 1], others = cp_usual_log_p(&u, most, true);
        double rest = (double)beyond / n * pow(1 + (most - u.from) / (sum - last), -(double)r);
        ok(n == 5 || fabs(others - log(rest)) < 1e-6, "one of %u", n);
    }
    cp_usual few = { .mid = 0, .sum = 1, .n = 4, .k = 2, .r = 2 };
    ok(!(cp_usual_log_p(&few, 100, false) < 0), "of four values nothing is said");
    check_calibration(13, 0, 0.01);
    check_calibration(40, 0, 0.01);
    check_calibration(400, 0, 0.001);
    check_calibration(100, 0.9, 0.01);
    check_calibration(400, 0.97, 0.001);
}

/* The walk of the paper, by products instead of sums of logarithms. */
static void check_walk(void)
{
    cp_rand r = { 11 };
    uint32_t n_false = 0, n_found = 0;
    for (int k = 0; k < 2000; k++) {
        cp_scan_walk w = { 0 };
        double ratio = 1;
        bool is_found = false, same = true, is_scanner = k % 2;
        for (int i = 0; i < 60; i++) {
            bool is_success = cp_rand_below(&r, 100) < (is_scanner ? 20 : 80);
            cp_scan_step(&w, is_success);
            ratio *= is_success ? 0.25 : 4;
            is_found |= ratio >= 0.99 / 1e-5;
            if (ratio <= 0.01 / (1 - 1e-5))
                ratio = 1;
            same &= fabs(w.log_ratio - log(ratio)) < 1e-9 && w.is_found == is_found;
        }
        if (!same)
            ok(false, "walk %d is the product", k);
        n_found += is_scanner && is_found;
        n_false += !is_scanner && is_found;
    }
    ok(n_found >= 985, "%u of 1000 scanners are found", n_found);
    ok(n_false == 0, "%u of 1000 honest sources are taken for scanners", n_false);
}

static void check_scan(cp_arena *a)
{
    cp_rand r = { 21 };
    cp_flow_found found;
    field *x = field_new(a);
    background(x, &r);
    close_field(x, false);
    cp_detect_scan(a, &x->talks, 0, &found);
    is_uint(found.n, 0, "background is no scan");
    x = field_new(a);
    background(x, &r);
    for (uint32_t i = 0; i < 30; i++)
        connect_to(x, addr4(INSIDE, 900), addr4(INSIDE, 100 + i), 23, START + i * SECOND_US,
                   i % 10 == 0);
    for (uint32_t i = 0; i < 20; i++)
        connect_to(x, addr4(INSIDE, 901), addr4(INSIDE, 50), (uint16_t)(1000 + i),
                   START + i * SECOND_US, i == 7);
    close_field(x, false);
    cp_detect_scan(a, &x->talks, 0, &found);
    ok(is_in(&found, addr4(INSIDE, 900), (cp_flow_addr){ { 0 } }), "across destinations");
    ok(is_in(&found, addr4(INSIDE, 901), addr4(INSIDE, 50)), "along ports");
    is_uint(found.n, 2, "and nobody else");
    is_uint(found.n_looked_at, 42, "sources");
    ok(found.n == 2 && found.v[0].score > 0.99, "score %.4f", found.n ? found.v[0].score : 0);
}

/* What was sampled tells nothing about answers. */
static void check_sampled_scan(cp_arena *a)
{
    cp_flow_found found;
    field *x = field_new(a);
    for (uint32_t i = 0; i < 100; i++) {
        cp_flow *f = connect_to(x, addr4(INSIDE, 900), addr4(INSIDE, 100 + i), 23,
                                START + i * SECOND_US, false);
        f->sampling = 100;
        f->tcp_flags_back = 0;
        f->bytes_back = 0;
    }
    close_field(x, false);
    cp_detect_scan(a, &x->talks, 0, &found);
    is_uint(found.n, 0, "nothing is found in sampled flows");
    ok(found.cannot_see.n > 0, "and that is said");
}

static void check_long(cp_arena *a)
{
    cp_rand r = { 31 };
    cp_flow_found found;
    field *x = field_new(a);
    background(x, &r);
    close_field(x, false);
    cp_detect_long(a, &x->talks, 0, &found);
    is_uint(found.n, 0, "background of up to 20 minutes");
    x = field_new(a);
    for (uint32_t i = 0; i < 400; i++)
        connect_to(x, addr4(INSIDE, i), addr4(OUTSIDE, i), 443, START, true)->span_us =
            (uint64_t)(SECOND_US + cp_rand_below(&r, 3000000));
    connect_to(x, addr4(INSIDE, 700), addr4(OUTSIDE, 7), 443, START, true)->span_us = 20 * HOUR_US;
    for (uint32_t i = 0; i < 30; i++) /* of this service it is usual */
        connect_to(x, addr4(INSIDE, 800 + i), addr4(OUTSIDE, 8), 179, START, true)->span_us =
            20 * HOUR_US + i * SECOND_US;
    close_field(x, false);
    cp_detect_long(a, &x->talks, 0, &found);
    is_uint(found.n, 1, "one is too long");
    ok(is_in(&found, addr4(INSIDE, 700), addr4(OUTSIDE, 7)), "the planted one");
}

/* The same where those that are not long are known by number only: of random conversations, each
 * number of its own or several in one. */
static void check_long_of(cp_arena *a)
{
    cp_rand r = { 37 };
    uint32_t n_found = 0;
    for (uint32_t turn = 0; turn < 8; turn++) {
        field *x = field_new(a);
        uint32_t n = 40 + (uint32_t)cp_rand_below(&r, 600);
        for (uint32_t i = 0; i < n; i++) {
            uint64_t span = cp_rand_below(&r, 60) == 0
                                ? HOUR_US + SECOND_US * cp_rand_below(&r, 140000)
                                : 1000 * cp_rand_below(&r, 9) * (1 + turn);
            connect_to(x, addr4(INSIDE, i), addr4(OUTSIDE, i % 50),
                       (uint16_t)(cp_rand_below(&r, 9) ? 443 : 1000 + cp_rand_below(&r, 9)), START,
                       true)
                ->span_us = span;
        }
        close_field(x, false);
        cp_talk *kept = CP_NEW_RAW(a, cp_talk, n);
        cp_long_others *others = CP_NEW_RAW(a, cp_long_others, n + 1);
        cp_talks some = x->talks;
        uint32_t n_others = 0;
        some.v = kept;
        some.n = 0;
        for (uint32_t i = 0; i < x->talks.n; i++) {
            const cp_talk *t = &x->talks.v[i];
            const cp_long_others o = { t->longest_us, 1, t->key.port, t->key.proto };
            cp_long_others *last = n_others ? &others[n_others - 1] : NULL;
            if (t->longest_us >= CP_LONG_MIN_US)
                kept[some.n++] = *t;
            else if (last && last->us == o.us && last->port == o.port && last->proto == o.proto)
                last->n++;
            else
                others[n_others++] = o;
        }
        cp_flow_found all, part;
        cp_err err;
        cp_detect_long(a, &x->talks, 0, &all);
        cp_rc rc = cp_detect_long_of(a, &some, others, n_others, 0, &part, &err);
        bool is_same = rc == CP_OK && all.n == part.n && all.n_looked_at == part.n_looked_at;
        for (uint32_t i = 0; is_same && i < all.n; i++)
            is_same = all.v[i].log_p_all == part.v[i].log_p_all &&
                      cp_str_eq(all.v[i].explanation, part.v[i].explanation);
        ok(is_same, "%u of %u known by number: %u found, of %u", n_others, n, all.n, some.n);
        n_found += all.n;
        others[n_others] = (cp_long_others){ 1, UINT64_MAX, 443, 6 };
        is_int(cp_detect_long_of(a, &some, others, n_others + 1, 0, &part, &err), CP_ELIMIT,
               "too many");
    }
    ok(n_found > 4, "something was found: %u", n_found);
}

static void check_management(cp_arena *a)
{
    cp_flow_found found;
    field *x = field_new(a);
    for (uint32_t i = 0; i < 8; i++) { /* a manager of eight devices */
        connect_to(x, addr4(INSIDE, 1), addr4(INSIDE, 100 + i), 22, START, true);
        connect_to(x, addr4(INSIDE, 300 + i), addr4(OUTSIDE, 5), 443, START, true);
    }
    connect_to(x, addr4(OUTSIDE, 66), addr4(INSIDE, 103), 23, START, true);
    connect_to(x, addr4(OUTSIDE, 67), addr4(INSIDE, 103), 23, START, false);
    connect_to(x, addr4(OUTSIDE, 68), addr4(INSIDE, 103), 443, START, true);
    connect_to(x, addr4(INSIDE, 400), addr4(INSIDE, 104), 22, START, true);
    close_field(x, false);
    cp_detect_management(a, &x->talks, x->ids, &found);
    ok(is_in(&found, addr4(OUTSIDE, 66), addr4(INSIDE, 103)), "from outside");
    ok(is_in(&found, addr4(INSIDE, 400), addr4(INSIDE, 104)), "of one that manages nothing else");
    is_uint(found.n, 2, "no other: unanswered, or the web of what is no known device");
}

/* 12 devices that upload a little each day for 20 days. */
static void uploads(field *x, cp_rand *r)
{
    for (uint32_t c = 0; c < 12; c++)
        for (uint32_t d = 0; d < 20; d++) {
            cp_flow *f = connect_to(x, addr4(INSIDE, c), addr4(OUTSIDE, cp_rand_below(r, 5)), 443,
                                    START + d * 24 * HOUR_US + c * SECOND_US, true);
            f->bytes = 1200000 + cp_rand_below(r, 1800000);
        }
}

/* Whom a conversation that is none of the others is between. */
static bool is_pair(const cp_talk *t, const cp_flow_addr *device, const cp_flow_addr *peer)
{
    const cp_flow_addr *c = &t->key.client, *s = &t->key.server;
    return (memcmp(c, device, 16) == 0 && memcmp(s, peer, 16) == 0) ||
           (memcmp(s, device, 16) == 0 && memcmp(c, peer, 16) == 0);
}

/* What a device sent to a peer on days from 20000 on, and all there and back. */
typedef struct pair_sums {
    uint64_t days[64], out, in, most;
} pair_sums;

static pair_sums sums_of(const cp_talks *t, const cp_flow_addr *device, const cp_flow_addr *peer)
{
    pair_sums s = { .most = 0 };
    for (uint32_t k = 0; k < t->n; k++)
        for (uint32_t d = 0; d < t->v[k].n_days && is_pair(&t->v[k], device, peer); d++) {
            const cp_talk_day *x = &t->v[k].days[d];
            bool is_back = memcmp(&t->v[k].key.client, device, 16) != 0;
            s.days[x->day - 20000] += is_back ? x->bytes_back : x->bytes;
            s.out += is_back ? x->bytes_back : x->bytes;
            s.in += is_back ? x->bytes : x->bytes_back;
        }
    for (uint32_t d = 0; d < 64; d++)
        s.most = s.days[d] > s.most ? s.days[d] : s.most;
    return s;
}

/* Takes pairs of which no finding can be from the talks, and adds them up by day instead. */
static uint32_t fold_small(cp_arena *a, cp_talks *t, cp_out_others *to)
{
    cp_talk *kept = CP_NEW_RAW(a, cp_talk, t->n + 1);
    uint32_t n = 0, n_kept = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        bool is_client = t->v[i].key.client.b[12] == INSIDE, is_first = true, is_told = false;
        const cp_flow_addr *device = is_client ? &t->v[i].key.client : &t->v[i].key.server;
        const cp_flow_addr *peer = is_client ? &t->v[i].key.server : &t->v[i].key.client;
        pair_sums s = sums_of(t, device, peer);
        for (uint32_t k = 0; k < i; k++)
            is_told |= is_pair(&t->v[k], device, peer);
        if (s.most >= CP_OUT_BYTES_MIN && (double)s.out >= 0.6 * (double)(s.out + s.in)) {
            kept[n_kept++] = t->v[i];
            continue;
        }
        for (uint32_t d = 0; d < 64 && !is_told; d++)
            if (s.days[d]) {
                to[n++] =
                    (cp_out_others){ *device, (int32_t)d + 20000, s.days[d], s.days[d], is_first };
                is_first = false;
            }
    }
    t->v = kept;
    t->n = n_kept;
    return n;
}

/* Rows of one device and day become one, as who adds them up may have them. */
static uint32_t add_up(cp_out_others *v, uint32_t n)
{
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = 0;
        while (at < m && (v[at].day != v[i].day || memcmp(&v[at].device, &v[i].device, 16) != 0))
            at++;
        if (at == m || i % 3 == 0) { /* not all: two shards tell of the same */
            v[m++] = v[i];
            continue;
        }
        v[at].out += v[i].out;
        v[at].most = v[i].most > v[at].most ? v[i].most : v[at].most;
        v[at].n_pairs += v[i].n_pairs;
    }
    return m;
}

/* Of some pairs only sums are known: the same is found, and counted. */
static void check_out_others(cp_arena *a)
{
    cp_rand r = { 57 };
    uint32_t n_found = 0, n_others = 0, n_cases = (uint32_t)tap_cases(40), n_wrong = 0;
    for (uint32_t k = 0; k < n_cases; k++) {
        cp_flow_found want, got;
        field *x = field_new(a);
        for (uint32_t c = 0; c < 14; c++)
            for (uint32_t d = 0; d < 12; d++)
                for (uint32_t p = cp_rand_below(&r, 4); p > 0; p--) {
                    bool is_served = cp_rand_below(&r, 5) == 0;
                    cp_flow_addr me = addr4(INSIDE, c), it = addr4(OUTSIDE, cp_rand_below(&r, 6));
                    cp_flow *f = connect_to(x, is_served ? it : me, is_served ? me : it,
                                            is_served ? 22 : 443, START + d * 24 * HOUR_US, true);
                    uint64_t n = 30000 + cp_rand_below(&r, 40000);
                    n *= cp_rand_below(&r, 60) == 0 ? 2000 : 1;
                    *(is_served ? &f->bytes_back : &f->bytes) = n;
                }
        close_field(x, true);
        cp_detect_out(a, &x->talks, x->ids, NULL, 0, &want);
        cp_out_others *others = CP_NEW_ARRAY(a, cp_out_others, 14 * 6 * 12 + 1);
        uint32_t n = add_up(others, fold_small(a, &x->talks, others));
        cp_detect_out_of(a, &x->talks, x->ids, NULL, others, n, 0, &got);
        bool is_same = want.n == got.n && want.n_looked_at == got.n_looked_at;
        for (uint32_t i = 0; is_same && i < want.n; i++)
            is_same = memcmp(&want.v[i].who, &got.v[i].who, 16) == 0 &&
                      memcmp(&want.v[i].peer, &got.v[i].peer, 16) == 0 &&
                      cp_str_eq(want.v[i].explanation, got.v[i].explanation);
        n_wrong += !is_same;
        n_found += want.n;
        n_others += n;
    }
    is_uint(n_wrong, 0, "with sums of small pairs the same is found: %u findings", n_found);
    ok(n_others > 20 * n_cases, "%u days are sums", n_others);
}

static void check_out(cp_arena *a)
{
    cp_rand r = { 51 };
    cp_flow_found found;
    field *x = field_new(a);
    uploads(x, &r);
    close_field(x, true);
    cp_detect_out(a, &x->talks, x->ids, NULL, 0, &found);
    is_uint(found.n, 0, "what all send each day");
    x = field_new(a);
    uploads(x, &r);
    connect_to(x, addr4(INSIDE, 3), addr4(OUTSIDE, 77), 443, START + 15 * 24 * HOUR_US, true)
        ->bytes = (uint64_t)4 << 30;
    for (uint32_t d = 0; d < 20; d++) /* as much each day: its like do not */
        connect_to(x, addr4(OUTSIDE, 78), addr4(INSIDE, 40), 8443, START + d * 24 * HOUR_US, true)
            ->bytes_back = (uint64_t)5 << 30;
    connect_to(x, addr4(INSIDE, 4), addr4(OUTSIDE, 79), 443, START + 15 * 24 * HOUR_US, true)
        ->bytes_back = (uint64_t)4 << 30; /* a download */
    connect_to(x, addr4(INSIDE, 5), addr4(INSIDE, 6), 443, START + 15 * 24 * HOUR_US, true)->bytes =
        (uint64_t)4 << 30; /* within */
    close_field(x, true);
    cp_detect_out(a, &x->talks, x->ids, NULL, 0, &found);
    ok(is_in(&found, addr4(INSIDE, 3), addr4(OUTSIDE, 77)), "once, unlike its other days");
    ok(is_in(&found, addr4(INSIDE, 40), addr4(OUTSIDE, 78)), "each day, unlike its like");
    is_uint(found.n, 2, "no download, nothing within");
    for (uint32_t i = 0; i < found.n; i++)
        tap_note("%.*s", CP_FMT(found.v[i].explanation));
}

/* The length of the text, by a table of what occurs: bits of a fair die of 16 sides. */
static void check_entropy(void)
{
    uint32_t even[16], one[3] = { 0, 7, 0 }, two[2] = { 3, 1 };
    for (int i = 0; i < 16; i++)
        even[i] = 5;
    ok(fabs(cp_dns_entropy(even, 16) - 4) < 1e-12, "16 letters, alike often: 4 bits");
    ok(fabs(cp_dns_entropy(one, 3)) < 1e-12, "one letter: nothing");
    ok(fabs(cp_dns_entropy(two, 2) - 0.8112781244591328) < 1e-12, "3 to 1");
    static const char *const domains[][2] = {
        { "www.example.net", "example.net" },
        { "a.b.example.co.uk", "example.co.uk" },
        { "co.uk", "co.uk" },
        { "host", "host" },
        { "x.t.co", "t.co" },
        { "..", "." },
        { "deep.under.ab.de", "ab.de" },
    };
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        is_str(cp_dns_domain(cp_str_c(domains[i][0])), cp_str_c(domains[i][1]), "%s",
               domains[i][0]);
    static const struct {
        const char *name;
        uint32_t n;
    } before[] = { { "www.example.net", 3 },
                   { "a.bc.example.co.uk", 3 },
                   { "example.net", 0 },
                   { "host", 0 },
                   { "..", 0 },
                   { "", 0 } };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        is_uint(cp_dns_before(cp_str_c(before[i].name)), before[i].n, "before the domain of \"%s\"",
                before[i].name);
}

static void ask(cp_dns_watch *w, uint32_t client, const char *name, uint16_t qtype, cp_time at)
{
    cp_flow_name n = { .kind = CP_FLOW_NAME_DNS_QUERY,
                       .client = addr4(INSIDE, client),
                       .addr = addr4(INSIDE, 53),
                       .at = at,
                       .qtype = qtype,
                       .bytes = 80,
                       .name = cp_str_c(name) };
    cp_dns_watch_add(w, &n);
}

static void check_dns(cp_arena *a)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    cp_rand r = { 61 };
    char name[200];
    for (int has_tunnel = 0; has_tunnel < 3; has_tunnel++) { /* 2: of two clients */
        cp_dns_watch *w = cp_dns_watch_new(a, 5);
        cp_flow_found found;
        for (uint32_t i = 0; i < 4000; i++) { /* 20 clients, 40 domains, few names each */
            (void)snprintf(name, sizeof name, "%s%u.site%u.example",
                           i % 3   ? "www"
                           : i % 2 ? "static-cdn"
                                   : "api",
                           cp_rand_below(&r, 3), cp_rand_below(&r, 40));
            ask(w, i % 20, name, cp_rand_below(&r, 100) ? 1 : 16, START + i * SECOND_US);
        }
        for (uint32_t i = 0; i < 300; i++) { /* a content network: many names, but short */
            (void)snprintf(name, sizeof name, "edge%u.content.example", i);
            ask(w, 2, name, 1, START);
        }
        for (uint32_t i = 0; has_tunnel && i < 600; i++) {
            char data[61] = { 0 };
            for (int k = 0; k < 60; k++)
                data[k] = k == 30 ? '.' : letters[cp_rand_below(&r, 32)];
            (void)snprintf(name, sizeof name, "%s.far.tunnel.example", data);
            ask(w, 7, name, i % 2 ? 16 : 1, START + i * SECOND_US);
            if (has_tunnel == 2)
                ask(w, 8, name, i % 2 ? 16 : 1, START + i * SECOND_US);
        }
        cp_dns_watch_find(w, a, 0, &found);
        is_uint(found.n, (uint64_t)has_tunnel, has_tunnel ? "a tunnel" : "background");
        for (uint32_t i = 0; i < found.n; i++)
            ok(has_tunnel == 2 ? fabs(found.v[i].log_p - log(CP_DNS_P)) < 1e-9
                               : found.v[i].log_p < log(CP_DNS_P) - 1,
               "of %d, log p %.2f", has_tunnel, found.v[i].log_p);
        if (has_tunnel != 1 || !found.n)
            continue;
        is_str(found.v[0].peer_name, CP_STR("tunnel.example"), "its domain");
        is_uint(found.v[0].events, 600, "its queries");
        ok(memcmp(&found.v[0].who, &(cp_flow_addr[]){ addr4(INSIDE, 7) }[0], 16) == 0,
           "its client");
        tap_note("%.*s", CP_FMT(found.v[0].explanation));
    }
}

static void check_poisson(void)
{
    for (uint32_t k = 1; k < 12; k++)
        for (double mean = 0.05; mean < k; mean *= 1.7) {
            double below = 0, term = exp(-mean);
            for (uint32_t i = 0; i < k; term *= mean / ++i)
                below += term;
            double got = exp(cp_knock_log_poisson_tail(mean, k));
            ok(fabs(got - (1 - below)) < 1e-12, "at least %u of mean %.3f: %.3g", k, mean, got);
        }
}

/* A gateway that says "unreachable", and then is asked something: no knock. */
static void check_icmp(cp_arena *a)
{
    field *x = field_new(a);
    cp_flow_found found;
    cp_err err = { 0 };
    for (uint32_t i = 0; i < 6; i++) {
        cp_time at = START + i * HOUR_US;
        cp_flow *f = connect_to(x, addr4(INSIDE, 1), addr4(INSIDE, 2), 0x301, at, false);
        f->proto = 1;
        f->sport = 0;
        f->tcp_flags = f->tcp_flags_back = 0;
        f->bytes_back = 0;
        connect_to(x, addr4(INSIDE, 2), addr4(INSIDE, 1), 53, at + SECOND_US, true);
    }
    close_field(x, false);
    cp_series_options o = { .n_threads = 2, .seed = 7 };
    is_int(cp_detect_knock(a, &x->f.set, &o, &x->talks, 0, &found, &err), CP_OK, "knocks");
    is_uint(found.n, 0, "errors of ICMP are no contacts");
    is_uint(found.n_looked_at, 0, "and are not looked at");
}

/* A program tries one port, then the other: it repeats its SYN, or is refused. Whoever knocks does
 * neither, and is surer. */
static void check_fallback(cp_arena *a)
{
    static const struct row {
        const char *name;
        uint64_t span_us;
        bool is_refused, is_sure;
    } rows[] = {
        { "single packets", 0, false, true },
        { "repeated ones", 1000 * 1000, false, false },
        { "refused ones", 0, true, false },
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        field *x = field_new(a);
        cp_flow_found found;
        cp_err err = { 0 };
        for (uint32_t i = 0; i < 12; i++) {
            cp_time at = START + i * HOUR_US;
            cp_flow *f = connect_to(x, addr4(INSIDE, 1), addr4(OUTSIDE, 2), 993, at, false);
            f->span_us = rows[k].span_us;
            f->tcp_flags_back = rows[k].is_refused ? 4 | 16 : 0;
            connect_to(x, addr4(INSIDE, 1), addr4(OUTSIDE, 2), 443, at + 3 * SECOND_US, true);
        }
        close_field(x, false);
        cp_series_options o = { .n_threads = 2, .seed = 7 };
        is_int(cp_detect_knock(a, &x->f.set, &o, &x->talks, 0, &found, &err), CP_OK, "knocks");
        is_uint(found.n, 1, "%s are found", rows[k].name);
        double log_p = found.n ? found.v[0].log_p : 0;
        ok(rows[k].is_sure ? log_p < log(1e-12) : fabs(log_p - log(CP_DETECT_P)) < 1e-9,
           "%s: log p %.2f", rows[k].name, log_p);
    }
}

static void check_knock(cp_arena *a)
{
    cp_rand r = { 71 };
    for (int is_planted = 0; is_planted < 2; is_planted++) {
        field *x = field_new(a);
        cp_flow_found found;
        cp_err err = { 0 };
        background(x, &r);
        for (uint32_t i = 0; i < 100; i++) { /* closed ports at any time, and connections */
            cp_time at = START + (int64_t)cp_rand_below(&r, 24 * 3600) * SECOND_US;
            connect_to(x, addr4(INSIDE, 500 + i % 5), addr4(OUTSIDE, 9), i % 2 ? 443 : 8080, at,
                       i % 2);
        }
        for (uint32_t i = 0; is_planted && i < 3; i++) /* 7000, 8000, 9000, then in */
            connect_to(x, addr4(OUTSIDE, 90), addr4(INSIDE, 600), (uint16_t)(7000 + 1000 * i),
                       START + 5 * HOUR_US + i * SECOND_US, false);
        if (is_planted)
            connect_to(x, addr4(OUTSIDE, 90), addr4(INSIDE, 600), 22,
                       START + 5 * HOUR_US + 8 * SECOND_US, true);
        for (uint32_t i = 0; is_planted && i < 4; i++) /* the same, and waits between */
            connect_to(x, addr4(OUTSIDE, 92), addr4(INSIDE, 602), (uint16_t)(i < 3 ? 7000 + i : 22),
                       START + 9 * HOUR_US + i * 250 * SECOND_US, i == 3);
        for (uint32_t i = 0; is_planted && i < 4; i++) { /* one packet, and it calls back */
            cp_time at = START + (2 + 4 * i) * HOUR_US;
            connect_to(x, addr4(OUTSIDE, 91), addr4(INSIDE, 601), 5555, at, false);
            connect_to(x, addr4(INSIDE, 601), addr4(OUTSIDE, 91), 443, at + 5 * SECOND_US, true);
        }
        close_field(x, false);
        cp_series_options o = { .n_threads = 2, .seed = 7 };
        is_int(cp_detect_knock(a, &x->f.set, &o, &x->talks, 0, &found, &err), CP_OK, "knocks");
        is_uint(found.n, is_planted ? 3 : 0, "%u of %" PRIu64 " pairs", found.n, found.n_looked_at);
        if (!is_planted)
            continue;
        ok(is_in(&found, addr4(OUTSIDE, 90), addr4(INSIDE, 600)), "three ports");
        ok(is_in(&found, addr4(OUTSIDE, 91), addr4(INSIDE, 601)), "a packet that wakes up");
        ok(is_in(&found, addr4(OUTSIDE, 92), addr4(INSIDE, 602)), "three ports, minutes apart");
        for (uint32_t i = 0; i < found.n; i++)
            tap_note("%.*s", CP_FMT(found.v[i].explanation));
    }
}

/* Spearman's formula for ranks that are all different: 1 - 6 sum d^2 / (n (n^2 - 1)). */
static void check_correlation(cp_arena *a)
{
    cp_rand r = { 81 };
    for (uint32_t n = 3; n < 60; n += 4) {
        double x[60], y[60], rank_x[60], rank_y[60], sum = 0;
        for (uint32_t i = 0; i < n; i++) {
            x[i] = (double)cp_rand_below(&r, 1000000) + i * 1e-6;
            y[i] = x[i] / 3 + (double)cp_rand_below(&r, 400000) + i * 1e-7;
        }
        for (uint32_t i = 0; i < n; i++) {
            rank_x[i] = rank_y[i] = 0;
            for (uint32_t k = 0; k < n; k++) {
                rank_x[i] += x[k] < x[i];
                rank_y[i] += y[k] < y[i];
            }
            sum += (rank_x[i] - rank_y[i]) * (rank_x[i] - rank_y[i]);
        }
        double want = 1 - 6 * sum / (n * ((double)n * n - 1));
        ok(fabs(cp_mirror_correlation(a, x, y, n) - want) < 1e-9, "correlation of %u", n);
    }
    double even[4] = { 2, 2, 2, 2 }, any[4] = { 1, 2, 3, 4 };
    ok(cp_mirror_correlation(a, even, any, 4) == 0, "with what is always the same: none");
}

/* Subscribers send to device 50 in bursts; it sends to 7 as it likes and, if planted, a third of
 * what comes to 8. */
static void check_mirror(cp_arena *a)
{
    cp_rand r = { 91 };
    for (int is_planted = 0; is_planted < 2; is_planted++) {
        field *x = field_new(a);
        cp_flow_found found;
        cp_err err = { 0 };
        for (uint32_t minute = 0; minute < 8 * 60; minute++) {
            cp_time at = START + minute * 60 * SECOND_US + 7 * SECOND_US;
            uint64_t burst = 1000 + (uint64_t)exp(6 + (double)cp_rand_below(&r, 800) / 100);
            uint64_t other = 1000 + (uint64_t)exp(6 + (double)cp_rand_below(&r, 800) / 100);
            connect_to(x, addr4(INSIDE, 200 + minute % 20), addr4(INSIDE, 50), 443, at, true)
                ->bytes = burst;
            connect_to(x, addr4(INSIDE, 50), addr4(OUTSIDE, 7), 443, at, true)->bytes = other;
            if (is_planted)
                connect_to(x, addr4(INSIDE, 50), addr4(OUTSIDE, 8), 443, at + SECOND_US, true)
                    ->bytes = burst / 3 + cp_rand_below(&r, 2000);
        }
        close_field(x, false);
        cp_series_options o = { .n_threads = 2, .seed = 7 };
        is_int(cp_detect_mirror(a, &x->f.set, &o, &x->talks, x->ids, 0, &found, &err), CP_OK,
               "streams");
        is_uint(found.n, (uint64_t)is_planted, "%u of %" PRIu64 " streams", found.n,
                found.n_looked_at);
        if (is_planted && found.n)
            tap_note("%.*s", CP_FMT(found.v[0].explanation));
        if (is_planted)
            ok(is_in(&found, addr4(INSIDE, 50), addr4(OUTSIDE, 8)), "the planted one");
    }
}

/* What a shard would tell of bins: of each connection, which are one flow each here. */
static void tell_bins(cp_mirror_search *m, const field *x, cp_mirror_wanted w)
{
    uint64_t *there = CP_NEW_RAW(x->f.a, uint64_t, w.bins.n),
             *back = CP_NEW_RAW(x->f.a, uint64_t, w.bins.n);
    uint32_t n_wrong = 0;
    for (uint32_t i = 0; i < x->f.v.n; i++) {
        const cp_flow *f = &x->f.v.v[i];
        bool is_back;
        uint16_t port;
        cp_series_key k = cp_series_key_of(&f->src, &f->dst, f->proto, f->sport, f->dport, f->what,
                                           &is_back, &port);
        memset(there, 0, w.bins.n * sizeof *there);
        memset(back, 0, w.bins.n * sizeof *back);
        cp_detect_spread(is_back ? back : there, w.bins.n, w.bins.from, w.bins.us, f->at,
                         f->span_us, f->bytes);
        cp_detect_spread(is_back ? there : back, w.bins.n, w.bins.from, w.bins.us, f->at,
                         f->span_us, f->bytes_back);
        for (uint32_t b = 0; b < w.bins.n; b++) {
            for (uint32_t s = 0; s < w.n_streams && (there[b] || back[b]); s++)
                if (cp_series_key_cmp(&w.streams[s], &k) == 0)
                    n_wrong += !cp_mirror_add_stream(m, &k, b, there[b], back[b]);
            for (uint32_t d = 0; d < w.n_devices && (there[b] || back[b]); d++) {
                if (memcmp(&w.devices[d], &k.client, 16) == 0)
                    n_wrong += !cp_mirror_add_device(m, &w.devices[d], b, back[b]);
                if (memcmp(&w.devices[d], &k.server, 16) == 0)
                    n_wrong += !cp_mirror_add_device(m, &w.devices[d], b, there[b]);
            }
        }
    }
    is_uint(n_wrong, 0, "all that was wanted is taken");
    ok(!cp_mirror_add_stream(m, &(cp_series_key){ .port = 9 }, 0, 1, 1) &&
           !cp_mirror_add_device(m, &(cp_flow_addr){ { 7 } }, 0, 1) &&
           !cp_mirror_add_device(m, &w.devices[0], w.bins.n, 1),
       "nothing else is");
}

/* Nothing is read, and all is added up by somebody else: the same is found. */
static void check_mirror_others(cp_arena *a)
{
    cp_rand r = { 93 };
    field *x = field_new(a), *empty = field_new(a);
    cp_flow_found want, got;
    cp_err err = { 0 };
    for (uint32_t minute = 0; minute < 3 * 60; minute++) {
        cp_time at = START + minute * 60 * SECOND_US + 7 * SECOND_US;
        uint64_t burst = 2000 + (uint64_t)exp(6 + (double)cp_rand_below(&r, 800) / 100);
        cp_flow *f =
            connect_to(x, addr4(INSIDE, 200 + minute % 20), addr4(INSIDE, 50), 443, at, true);
        f->bytes = burst;
        f->span_us = cp_rand_below(&r, 3) * 50 * SECOND_US;
        connect_to(x, addr4(INSIDE, 50), addr4(OUTSIDE, 8), 443, at + SECOND_US, true)->bytes =
            burst / 3 + 500;
    }
    close_field(x, false);
    close_field(empty, false);
    cp_series_options o = { .n_threads = 1, .seed = 7 };
    is_int(cp_detect_mirror(a, &x->f.set, &o, &x->talks, x->ids, 0, &want, &err), CP_OK, "read");
    cp_talk *short_ones = CP_NEW_ARRAY(a, cp_talk, x->talks.n + 1);
    for (uint32_t i = 0; i < x->talks.n; i++)
        short_ones[i] = (cp_talk){ .key = x->talks.v[i].key,
                                   .bytes = x->talks.v[i].bytes,
                                   .bytes_back = x->talks.v[i].bytes_back,
                                   .first_at = x->talks.v[i].first_at };
    cp_talks t = { .sampling = x->talks.sampling, .stats = x->talks.stats };
    cp_talks_add(a, &t, short_ones, x->talks.n / 2);
    cp_talks_add(a, &t, short_ones + x->talks.n / 2, x->talks.n - x->talks.n / 2);
    cp_series_asker unused;
    cp_mirror_search *m = cp_mirror_search_new(a, &t, x->ids, &unused);
    cp_mirror_wanted w = cp_mirror_wants(a, m);
    tell_bins(m, x, w);
    for (uint32_t i = 0; i < x->talks.n; i++) {
        cp_talk *to = cp_mirror_talk(m, &x->talks.v[i].key);
        if (to)
            *to = x->talks.v[i];
    }
    is_int(cp_mirror_search_end(a, m, &empty->f.set, &o, NULL, 0, &got, &err), CP_OK, "added up");
    bool is_same = want.n == 1 && got.n == 1 && want.n_looked_at == got.n_looked_at &&
                   cp_str_eq(want.v[0].explanation, got.v[0].explanation) &&
                   want.v[0].events == got.v[0].events && want.v[0].last_at == got.v[0].last_at;
    ok(is_same, "%u of %" PRIu64 ", and %u of %" PRIu64, want.n, want.n_looked_at, got.n,
       got.n_looked_at);
}

/* Whatever the threads, blocks and seed: the same talks. */
static void check_same(cp_arena *a)
{
    cp_rand r = { 41 };
    cp_err err = { 0 };
    field *x = field_new(a);
    background(x, &r);
    close_field(x, true);
    const cp_flow_set *set = pack_flows(&x->f, 37);
    cp_talks other;
    cp_series_options o = { .n_threads = 1, .seed = 99, .memory_bytes = 50000 };
    is_int(cp_talks_of(a, set, &o, true, &other, &err), CP_OK, "in several passes");
    bool same = other.n == x->talks.n;
    for (uint32_t i = 0; same && i < other.n; i++) {
        const cp_talk *p = &other.v[i], *q = &x->talks.v[i];
        same = cp_series_key_cmp(&p->key, &q->key) == 0 && p->events == q->events &&
               p->answered == q->answered && p->bytes == q->bytes &&
               p->longest_us == q->longest_us && p->n_days == q->n_days;
        uint64_t sum = 0;
        for (uint32_t d = 0; d < p->n_days; d++)
            sum += p->days[d].bytes;
        same = same && sum == p->bytes;
    }
    ok(same, "%u talks are the same", other.n);
}

/* Of some talks it is told whether answers are seen: then those without flags are not
 * unanswered. */
static void check_one_way(cp_arena *a)
{
    static const struct {
        uint64_t n, n_back;
        bool want;
    } rows[] = { { 0, 0, false },   { 19, 0, false },   { 20, 0, true },    { 100, 1, true },
                 { 100, 2, false }, { 1000, 19, true }, { 1000, 20, false } };
    cp_rand r = { 43 };
    cp_err err = { 0 };
    uint64_t n[2] = { 0 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ok(cp_talks_are_one_way(rows[i].n, rows[i].n_back) == rows[i].want, "%u of %u came back",
           (unsigned)rows[i].n_back, (unsigned)rows[i].n);
    field *x = field_new(a);
    background(x, &r);
    close_field(x, true);
    const cp_flow_set *set = pack_flows(&x->f, 37);
    cp_series_options o = { .seed = 7 };
    for (int way = 0; way < 2; way++) {
        cp_talks t;
        is_int(cp_talks_of_some(a, set, &o, false, way, &t, &err), CP_OK, "of some");
        ok(t.is_one_way == way && t.n == x->talks.n, "as it is told");
        for (uint32_t i = 0; i < t.n; i++)
            n[way] += t.v[i].has_flags ? 0 : t.v[i].unanswered;
    }
    is_uint(n[1], 0, "nothing without flags is unanswered where answers are not seen (else %u)",
            (unsigned)n[0]);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_usual();
    check_walk();
    check_scan(a);
    check_one_way(a);
    check_sampled_scan(a);
    check_long(a);
    check_long_of(a);
    check_management(a);
    check_out(a);
    check_out_others(a);
    check_entropy();
    check_dns(a);
    check_poisson();
    check_fallback(a);
    check_knock(a);
    check_icmp(a);
    check_correlation(a);
    check_mirror(a);
    check_mirror_others(a);
    check_same(a);
    cp_arena_free(a);
    return tap_done();
}
