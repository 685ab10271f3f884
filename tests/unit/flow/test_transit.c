/* SPDX-License-Identifier: Apache-2.0 */
/* test_transit.c - copies of what exporters forward: planted ones are found, what only looks alike
 * is not, and all of it is what the same done plainly finds, flow by flow. */
#include <math.h>
#include "flow/detect.h"
#include "flow/detect_in.h"
#include "series_set.h"
#include "tap.h"

#define SECOND_US ((int64_t)1000 * 1000)
#define MINUTE_US (60 * SECOND_US)
#define START ((int64_t)20000 * 24 * 3600 * SECOND_US)
enum { INSIDE = 10, OUTSIDE = 198, MINUTES = 120, USERS = 12, PORTS = 3 };

static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    (void)ctx;
    bool is_ours = addr->b[12] == INSIDE && addr->b[15] >= 200;
    cp_flow_end end = { .asset = is_ours ? 0 : CP_FLOW_NO_ASSET,
                        .is = addr->b[12] == INSIDE ? CP_FLOW_END_INSIDE : CP_FLOW_END_OUTSIDE };
    *out = (cp_flow_hold){ CP_TIME_NONE, CP_TIME_NONE, end };
    return 1;
}

static cp_flow *pass(flows *f, uint32_t exporter, cp_flow_addr src, cp_flow_addr dst, uint32_t in,
                     uint32_t out, cp_time at, uint64_t bytes)
{
    cp_flow *x = add_flow(f, 0, at, bytes, 4000);
    x->src = src;
    x->dst = dst;
    x->exporter = exporter;
    x->in_if = in;
    x->out_if = out;
    return x;
}

/* What is planted at exporter 0, beside users who get what they please by PORTS interfaces. */
typedef enum plant { NOTHING, OF_PORT, OF_ALL, SHORTENED, LATER, TO_US, TWO_WATCH, PLANTS } plant;

static uint64_t burst(cp_rand *r)
{
    return 2000 + (uint64_t)exp(6 + (double)cp_rand_below(r, 700) / 100);
}

static void traffic(flows *f, cp_rand *r, plant p)
{
    uint64_t before = 0;
    for (uint32_t m = 0; m < MINUTES; m++) {
        cp_time at = START + m * MINUTE_US + 3 * SECOND_US;
        uint64_t in[PORTS + 1] = { 0 }, all = 0;
        for (uint32_t u = 0; u < USERS; u++) {
            uint32_t port = 1 + u % PORTS;
            uint64_t n = burst(r);
            cp_flow *x = pass(f, cp_rand_below(r, 5) == 0, addr4(OUTSIDE, u % 5), addr4(INSIDE, u),
                              port, 9, at + u * SECOND_US, n);
            x->what = u % 4 == 0 ? CP_FLOW_BIFLOW : 0;
            x->bytes_back = u % 4 == 0 ? n / 30 : 0;
            in[port] += x->exporter ? 0 : n;
            all += x->exporter ? 0 : n;
        }
        uint64_t n = p == OF_PORT || p == TO_US ? in[2]
                     : p == OF_ALL              ? all
                     : p == SHORTENED           ? in[2] / 9
                     : p == LATER               ? before
                                                : 0;
        cp_flow_addr to = p == TO_US ? addr4(INSIDE, 200) : addr4(OUTSIDE, 77);
        before = in[2];
        for (uint32_t k = 0; k < 2 && n; k++) /* from two ports of the tap */
            pass(f, 0, addr4(INSIDE, 250 + k), to, 0, 8, at + 20 * SECOND_US, n / 2 + n / 40);
        if (p == TWO_WATCH) {
            n = 200 * burst(r);
            pass(f, 0, addr4(OUTSIDE, 50), addr4(OUTSIDE, 78), 2, 9, at, n);
            pass(f, 0, addr4(OUTSIDE, 50), addr4(OUTSIDE, 79), 2, 9, at, n);
        }
    }
}

/* ---- the same, plainly */

typedef struct plain {
    double r;
    uint64_t to, from;
} plain;

static double rank_of(const double *v, uint32_t n, uint32_t i)
{
    double less = 0, same = 0;
    for (uint32_t k = 0; k < n; k++) {
        less += v[k] < v[i];
        same += v[k] == v[i];
    }
    return less + (same - 1) / 2;
}

static double spearman(const double *x, const double *y, uint32_t n)
{
    double sx = 0, sy = 0, xy = 0, xx = 0, yy = 0;
    for (uint32_t i = 0; i < n; i++) {
        sx += rank_of(x, n, i) / n;
        sy += rank_of(y, n, i) / n;
    }
    for (uint32_t i = 0; i < n; i++) {
        double a = rank_of(x, n, i) - sx, b = rank_of(y, n, i) - sy;
        xy += a * b;
        xx += a * a;
        yy += b * b;
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

static double log_p(double r, uint32_t n)
{
    double z = r > 0 ? atanh(fmin(r, 1 - 1e-12)) * sqrt(n / 2.0 - 3) : 0;
    return !(r > 0) || n <= 6 ? 0
           : z < 8            ? log(0.5 * erfc(z / M_SQRT2))
                              : -z * z / 2 - log(z * sqrt(2 * M_PI));
}

/* Each flow and each way back, as something that comes in by an interface. */
typedef struct way {
    cp_flow_addr src, dst;
    uint32_t in, bin;
    uint64_t bytes;
} way;

static uint32_t ways_of(const flows *f, uint32_t exporter, way *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->v.n; i++) {
        const cp_flow *x = &f->v.v[i];
        if (x->exporter != exporter)
            continue;
        uint32_t bin = (uint32_t)((x->at - f->set.first_at) / MINUTE_US);
        out[n++] = (way){ x->src, x->dst, x->in_if, bin, x->bytes };
        if (x->what & CP_FLOW_BIFLOW)
            out[n++] = (way){ x->dst, x->src, x->out_if, bin, x->bytes_back };
    }
    return n;
}

static bool same(cp_flow_addr x, cp_flow_addr y) { return memcmp(&x, &y, sizeof x) == 0; }

/* 0: none is found. The correlation of the surest of interfaces 1 to 15, and all. got: what
 * the destination of each way gets of all. */
static double plain_find(const way *w, const double *got, uint32_t n, cp_flow_addr to)
{
    double x[16][MINUTES + 1] = { { 0 } }, out[MINUTES + 1] = { 0 }, sum_out = 0, all = 0;
    double best = 0, best_p = 1, largest = 0;
    uint64_t from = 0;
    uint32_t tried = 0, first = UINT32_MAX, last = 0, busy = 0;
    bool is_port[16] = { false };
    for (uint32_t i = 0; i < n; i++) {
        bool is_own = same(w[i].dst, to) || same(w[i].src, to);
        is_port[w[i].in] |= w[i].in > 0 && w[i].bytes > 0;
        all += (double)w[i].bytes;
        if (same(w[i].dst, to))
            out[w[i].bin] += (double)w[i].bytes;
        from += same(w[i].src, to) ? w[i].bytes : 0;
        if (!is_own && w[i].in)
            x[w[i].in][w[i].bin] += (double)w[i].bytes, x[0][w[i].bin] += (double)w[i].bytes;
    }
    for (uint32_t b = 0; b <= MINUTES; b++)
        if (out[b] > 0) {
            first = first == UINT32_MAX ? b : first;
            last = b;
            busy++;
            sum_out += out[b];
        }
    if (sum_out < CP_MIRROR_BYTES_MIN || busy < CP_MIRROR_BINS_MIN ||
        sum_out < CP_MIRROR_SHARE_MIN * (sum_out + (double)from))
        return 0;
    for (uint32_t i = 0; i < n; i++)
        if (!same(w[i].dst, to) && got[i] > largest)
            largest = got[i];
    if (largest > 0.5 * (all - sum_out))
        return 0;
    for (uint32_t port = 0; port < 16; port++) {
        double dx[MINUTES + 1], dy[MINUTES + 1], in = 0;
        uint32_t m = 0;
        if (port && !is_port[port])
            continue;
        for (uint32_t b = first; b <= last; b++) {
            in += x[port][b];
            if (b == first)
                continue;
            dx[m] = log1p(out[b]) - log1p(out[b - 1]);
            dy[m++] = log1p(x[port][b]) - log1p(x[port][b - 1]);
        }
        bool is_alike = sum_out >= CP_TRANSIT_LIKE_MIN * in && sum_out <= CP_TRANSIT_LIKE_MAX * in;
        double r = is_alike ? spearman(dx, dy, m) : 0, p = log_p(r, m);
        tried++;
        if (p < best_p) {
            best = r;
            best_p = p;
        }
    }
    return best >= CP_TRANSIT_R_MIN && best_p + log(tried) <= log(CP_MIRROR_P) ? best : 0;
}

/* ---- both */

static void check_one(cp_arena *a, cp_rand *r, plant p)
{
    flows *f = CP_NEW(a, flows);
    cp_flow_ids *ids;
    cp_flow_ids_opts io = { .seed = 3 };
    cp_talks talks;
    cp_flow_found found = { 0 };
    cp_series_options o = { .n_threads = 1, .seed = 7 };
    cp_err err = { 0 };
    uint32_t n_plain = 0, n_same = 0;
    f->a = a;
    f->exporters[0].addr = addr4(192, 1);
    f->exporters[1].addr = addr4(192, 2);
    traffic(f, r, p);
    const cp_flow_set *set = pack_flows(f, 97);
    is_int(cp_talks_of(a, set, &o, false, &talks, &err), CP_OK, "talks");
    is_int(cp_flow_ids_new(a, set, &io, &ids, &err), CP_OK, "ids");
    cp_flow_ids_resolve(ids, resolve, NULL);
    is_int(cp_detect_mirror(a, set, &o, &talks, ids, 0, &found, &err), CP_OK, "detector");
    way *w = CP_NEW_ARRAY(a, way, f->v.n * 2 + 1);
    for (uint32_t e = 0; e < 2; e++) {
        uint32_t n = ways_of(f, e, w);
        double *got = CP_NEW_ARRAY(a, double, n + 1); /* by the destination of each */
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < n; k++)
                got[i] += same(w[k].dst, w[i].dst) ? (double)w[k].bytes : 0;
        for (uint32_t k = 0; k < 2 * 256; k++) {
            bool is_any = k < 256 ? k < 5 || (k >= 50 && k < 80) : k < 256 + USERS || k > 500;
            cp_flow_addr to = addr4(k < 256 ? OUTSIDE : INSIDE, k % 256);
            double want = is_any ? plain_find(w, got, n, to) : 0;
            n_plain += want > 0;
            for (uint32_t i = 0; want > 0 && i < found.n; i++)
                n_same += same(found.v[i].who, f->exporters[e].addr) && same(found.v[i].peer, to) &&
                          fabs(found.v[i].numbers[0].value - want) < 1e-9;
        }
    }
    uint32_t n_found = 0;
    for (uint32_t i = 0; i < found.n; i++)
        n_found += found.v[i].who.b[12] == 192;
    is_uint(n_found, n_plain, "plant %d: as many as plainly", p);
    is_uint(n_same, n_plain, "plant %d: the same", p);
    is_uint(n_plain, p == OF_PORT || p == OF_ALL, "plant %d: only a copy of all is found", p);
    if (n_found)
        tap_note("%.*s", CP_FMT(found.v[0].explanation));
}

/* ---- what others add up */

typedef struct told {
    const flows *f; /* of these every third */
    const cp_flow_set *set;
    cp_arena *a;
    uint32_t n_bins;
} told;

static bool is_told(uint32_t i) { return i % 3 == 0; }

static cp_rc tell_ends(void *ctx, cp_transit *t, cp_err *err)
{
    const told *x = ctx;
    (void)err;
    for (uint32_t i = 0; i < x->f->v.n; i++) {
        const cp_flow *f = &x->f->v.v[i];
        bool has_back = f->what & CP_FLOW_BIFLOW && f->bytes_back;
        uint64_t back = has_back ? f->bytes_back : 0;
        if (!is_told(i) || (!f->in_if && !f->out_if) || (!f->bytes && !has_back))
            continue;
        cp_transit_add_end(t, &(cp_transit_end){ f->exporter, f->dst, f->bytes, back });
        cp_transit_add_end(t, &(cp_transit_end){ f->exporter, f->src, back, f->bytes });
        cp_transit_add_time(t, f->at, f->at + (cp_time)f->span_us);
    }
    return CP_OK;
}

static cp_flow_addr if_receiver(const cp_transit_end *v, uint32_t n, uint32_t exporter,
                                cp_flow_addr addr)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i].exporter == exporter && same(v[i].addr, addr))
            return addr;
    return (cp_flow_addr){ { 0 } };
}

static cp_rc tell_bins(void *ctx, const cp_transit_end *receivers, uint32_t n, cp_mirror_bins bins,
                       cp_transit *t, cp_err *err)
{
    told *x = ctx;
    uint64_t *v = CP_NEW_RAW(x->a, uint64_t, bins.n);
    bool is_good = true;
    (void)err;
    for (uint32_t i = 0; i < 2 * x->f->v.n; i++) {
        const cp_flow *f = &x->f->v.v[i / 2];
        bool is_back = i % 2;
        if (!is_told(i / 2) || (!f->in_if && !f->out_if) ||
            (is_back && !(f->what & CP_FLOW_BIFLOW)))
            continue;
        memset(v, 0, bins.n * sizeof *v);
        cp_detect_spread(v, bins.n, bins.from, bins.us, f->at, f->span_us,
                         is_back ? f->bytes_back : f->bytes);
        cp_transit_bin b = {
            .exporter = f->exporter,
            .in_if = is_back ? f->out_if : f->in_if,
            .src = if_receiver(receivers, n, f->exporter, is_back ? f->dst : f->src),
            .dst = if_receiver(receivers, n, f->exporter, is_back ? f->src : f->dst)
        };
        for (b.bin = 0; b.bin < bins.n; b.bin++)
            if ((b.bytes = v[b.bin]) > 0) {
                is_good &= cp_transit_add_bin(t, &b);
                x->n_bins++;
            }
    }
    ok(is_good && !cp_transit_add_bin(t, &(cp_transit_bin){ .bin = bins.n }),
       "bins are taken, but none beyond them");
    return CP_OK;
}

/* What leaves by interfaces; the flows themselves are read where they may have left by two. */
static cp_rc tell_leaving(void *ctx, cp_twice *t, cp_err *err)
{
    const told *x = ctx;
    flows *some = CP_NEW(x->a, flows);
    some->a = x->a;
    for (uint32_t i = 0; i < x->f->v.n; i++) {
        const cp_flow *f = &x->f->v.v[i];
        bool leaves = f->in_if && f->out_if && f->packets && f->in_if != f->out_if &&
                      cp_ip_is_host(cp_flow_addr_ip(f->dst));
        if (!is_told(i) || !leaves)
            continue;
        cp_twice_add(t, f->exporter, f->sampling, f->out_if, 1);
        cp_vec_push(x->a, &some->v, *f);
    }
    return cp_twice_look(t, pack_flows(some, 97), err);
}

/* A third of the flows is told as sums, by who has them: the same is found. */
static void check_others(cp_arena *a, cp_rand *r, plant p)
{
    flows *all = CP_NEW(a, flows), *here = CP_NEW(a, flows);
    cp_flow_ids *ids;
    cp_flow_ids_opts io = { .seed = 3 };
    cp_talks talks;
    cp_flow_found found[2];
    cp_series_options o = { .n_threads = 1, .seed = 7 };
    cp_series_asker unused;
    cp_err err = { 0 };
    all->a = here->a = a;
    here->exporters[0].addr = all->exporters[0].addr = addr4(192, 1);
    here->exporters[1].addr = all->exporters[1].addr = addr4(192, 2);
    traffic(all, r, p);
    for (uint32_t i = 0; i < all->v.n; i++)
        if (!is_told(i))
            cp_vec_push(a, &here->v, all->v.v[i]);
    const cp_flow_set *set = pack_flows(all, 97), *part = pack_flows(here, 97);
    is_int(cp_talks_of(a, set, &o, false, &talks, &err), CP_OK, "talks");
    is_int(cp_flow_ids_new(a, set, &io, &ids, &err), CP_OK, "ids");
    cp_flow_ids_resolve(ids, resolve, NULL);
    told x = { .f = all, .set = set, .a = a };
    cp_transit_others others = { &x, tell_ends, tell_bins, tell_leaving };
    for (int k = 0; k < 2; k++) {
        cp_mirror_search *m = cp_mirror_search_new(a, &talks, ids, &unused);
        is_int(
            cp_mirror_search_end(a, m, k ? part : set, &o, k ? &others : NULL, 0, &found[k], &err),
            CP_OK, "detector");
    }
    bool is_same = found[0].n == found[1].n && found[0].n_looked_at == found[1].n_looked_at;
    for (uint32_t i = 0; is_same && i < found[0].n; i++)
        is_same = cp_str_eq(found[0].v[i].explanation, found[1].v[i].explanation) &&
                  same(found[0].v[i].peer, found[1].v[i].peer);
    ok(is_same && x.n_bins > 0, "plant %d: %u and %u found, %u bins told", p, found[0].n,
       found[1].n, x.n_bins);
}

int main(void)
{
    cp_rand r = { 17 };
    uint32_t n = (uint32_t)tap_cases(4);
    for (uint32_t i = 0; i < (n ? n : 1); i++) /* one of each where tests are slow */
        for (int p = 0; p < PLANTS; p++) {
            cp_arena *a = cp_arena_new(0);
            check_one(a, &r, (plant)p);
            check_others(a, &r, (plant)p);
            cp_arena_free(a);
        }
    return tap_done();
}
