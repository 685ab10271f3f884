/* SPDX-License-Identifier: Apache-2.0 */
/* test_top.c - sums and their order against an oracle that keeps everything and looks at all of it
 * again for each sum, on small random sets: every grouping, views, sampling, several exporters,
 * addresses that pass on, passes over little memory, threads. */
#include "blocks.h"
#include "flow/mix.h"
#include "flow/top.h"
#include "tap.h"

enum {
    ADDRS = 10,
    EXPORTERS = 4,
    FLOWS_MAX = 160,
    GROUPS_MAX = 2 * FLOWS_MAX,
    FLOWS_MANY = 3 * 1000 * 1000
};
static const cp_time begin = (cp_time)1790000000 * 1000000;
static const cp_time hour = (cp_time)3600 * 1000000;

typedef struct world {
    cp_flow_addr addrs[ADDRS];
    cp_flow_hold holds[ADDRS][2];
    uint32_t n_holds[ADDRS];
    cp_exporter exporters[EXPORTERS];
    cp_flow flows[FLOWS_MAX];
    uint32_t n;
    bool is_in_ms; /* all spans: such rows wait in less room */
    bool is_plain; /* most of the flows, and the question */
    cp_flow_ids *ids;
    /* of the view */
    uint32_t is_a, is_b, overrides[EXPORTERS];
    bool shown[EXPORTERS];
    cp_flow_ports ports[1];
    uint32_t groups[ADDRS + 1];
    cp_flow_question q;
} world;

static uint32_t addr_index(const world *w, const cp_flow_addr *x)
{
    for (uint32_t i = 0; i < ADDRS; i++)
        if (memcmp(&w->addrs[i], x, sizeof *x) == 0)
            return i;
    return ADDRS;
}

static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    const world *w = ctx;
    uint32_t i = addr_index(w, addr);
    memcpy(out, w->holds[i], sizeof w->holds[i]);
    return w->n_holds[i];
}

static uint8_t sides(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    const world *w = ctx;
    unsigned marks = (addr->b[15] & 3u) * CP_FLOW_SIDE_MARK; /* of two, by the address */
    return marks | (w->is_a == 0 || end->is & w->is_a ? CP_FLOW_SIDE_A : 0) |
           (w->is_b == 0 || end->is & w->is_b ? CP_FLOW_SIDE_B : 0);
}

static bool one_in(cp_rand *r, uint32_t n) { return cp_rand_below(r, n) == 0; }

static cp_flow_hold any_hold(cp_rand *r, cp_time from, cp_time until)
{
    return (cp_flow_hold){ from,
                           until,
                           { (int32_t)cp_rand_below(r, 4) - 1, 1u << cp_rand_below(r, 8) } };
}

static cp_flow any_flow(cp_rand *r, const world *w)
{
    static const uint16_t ports[] = { 22, 53, 443, 8080, 40000, 50000, 60000 };
    static const uint8_t protos[] = { 6, 17, 1, 47 };
    static const uint32_t samplings[] = { 0, 1, 10, 100 };
    bool is_sampled = !one_in(r, 3);
    cp_flow f = { .src = w->addrs[cp_rand_below(r, ADDRS)],
                  .dst = w->addrs[cp_rand_below(r, ADDRS)],
                  .at = begin + cp_rand_below(r, 300) * (cp_time)60000000,
                  .span_us = cp_rand_below(r, 100000000),
                  .packets = cp_rand_below(r, 5),
                  .bytes = cp_rand_below(r, 4000),
                  .exporter = cp_rand_below(r, EXPORTERS),
                  .sport = ports[cp_rand_below(r, 7)],
                  .dport = ports[cp_rand_below(r, 7)],
                  .proto = protos[cp_rand_below(r, 4)] };
    f.span_us -= w->is_in_ms ? f.span_us % 1000 : 0;
    f.sampling = is_sampled ? samplings[cp_rand_below(r, 4)] : 1;
    if (one_in(r, 4)) {
        f.what |= CP_FLOW_BIFLOW;
        f.packets_back = cp_rand_below(r, 5);
        f.bytes_back = cp_rand_below(r, 4000);
    }
    f.what |= one_in(r, 5) ? CP_FLOW_EGRESS : 0;
    f.what |= one_in(r, 9) ? CP_FLOW_EVENT : 0;
    f.what |= one_in(r, 9) ? CP_FLOW_DROPPED : 0;
    f.what |= one_in(r, 5) ? CP_FLOW_REVERSED : 0;
    if (w->is_plain) {
        f.sampling = f.sampling ? 1 : 0;
        f.what = one_in(r, 20) ? f.what : 0;
    }
    if (one_in(r, 40)) /* as hostile as it gets */
        f.bytes = UINT64_MAX - cp_rand_below(r, 3);
    return f;
}

static void make(world *w, cp_rand *r)
{
    static const uint32_t told[] = { 0, 1, 1000 };
    uint32_t n_exporters = 1 + cp_rand_below(r, EXPORTERS);
    bool only_v4 = one_in(r, 2);
    w->is_in_ms = one_in(r, 2);
    w->is_plain = one_in(r, 3);
    for (uint32_t i = 0; i < ADDRS; i++) {
        uint8_t b[16] = { 0x20, 1, 0xd, 0xb8, [15] = (uint8_t)(i * 37) };
        if (i == 1)
            memset(b + 12, 0xff, 4);
        w->addrs[i] = i == 0 && !only_v4 ? (cp_flow_addr){ { 0 } }
                      : i < 7 || only_v4 ? cp_flow_addr_of(cp_ip_v4(b + 12))
                                         : cp_flow_addr_of(cp_ip_v6(b));
        cp_time middle = begin + (cp_time)cp_rand_below(r, 300) * 60000000;
        w->n_holds[i] = cp_rand_below(r, 3);
        bool varies = w->n_holds[i] == 2;
        w->holds[i][0] = any_hold(r, CP_TIME_NONE, varies ? middle : CP_TIME_NONE);
        w->holds[i][1] = any_hold(r, middle + hour, CP_TIME_NONE);
    }
    for (uint32_t i = 0; i < EXPORTERS; i++) {
        uint8_t b[4] = { 192, 0, 2, (uint8_t)(i == 3 ? 1 : i) };
        w->exporters[i] = (cp_exporter){ .addr = cp_flow_addr_of(cp_ip_v4(b)),
                                         .nr = i,
                                         .sampling = told[cp_rand_below(r, w->is_plain ? 2 : 3)],
                                         .is_sampling_mixed = one_in(r, 4) };
    }
    w->n = cp_rand_below(r, FLOWS_MAX);
    for (uint32_t i = 0; i < w->n; i++) {
        w->flows[i] = any_flow(r, w);
        w->flows[i].exporter %= n_exporters;
    }
}

static void ask_any(world *w, cp_rand *r)
{
    cp_flow_question *q = &w->q;
    *q =
        (cp_flow_question){ .by = cp_rand_below(r, 32),
                            .is_merged = one_in(r, 2),
                            .is_by_asset = one_in(r, 3),
                            .exporters = cp_rand_below(r, 2),
                            .order = cp_rand_below(r, 6),
                            .n_top = one_in(r, 2) ? 1000 : 1 + cp_rand_below(r, 20),
                            .bucket_us = one_in(r, 2) ? 0 : 1000000u * (1 + cp_rand_below(r, 5000)),
                            .memory_bytes = one_in(r, 2) ? 0 : 60000u + cp_rand_below(r, 500000),
                            .n_threads = 1 + cp_rand_below(r, 3),
                            .seed = cp_rand_u64(r) };
    cp_flow_view *v = &q->view;
    v->from = one_in(r, 2) ? CP_TIME_NONE : begin + cp_rand_below(r, 100) * (cp_time)60000000;
    v->until =
        one_in(r, 2) ? CP_TIME_NONE : begin + (100 + cp_rand_below(r, 200)) * (cp_time)60000000;
    v->sides = one_in(r, 2) ? NULL : sides;
    v->marks = (uint8_t)(v->sides ? cp_rand_below(r, 4) * CP_FLOW_SIDE_MARK : 0);
    v->ctx = w;
    w->is_a = cp_rand_below(r, 256);
    w->is_b = cp_rand_below(r, 256);
    v->is_either = one_in(r, 2);
    w->ports[0] =
        (cp_flow_ports){ one_in(r, 2) ? 6 : 0, 0, (uint16_t)(100 + cp_rand_below(r, 60000)) };
    v->services = w->ports;
    v->n_services = cp_rand_below(r, 2);
    v->with_events = one_in(r, 2);
    v->with_dropped = one_in(r, 2);
    for (uint32_t i = 0; i < EXPORTERS; i++) {
        w->shown[i] = !one_in(r, 3);
        w->overrides[i] = one_in(r, 3) ? 7 : 0;
    }
    for (uint32_t i = 0; i <= ADDRS; i++)
        w->groups[i] = cp_rand_below(r, 4);
    q->groups = !q->is_by_asset && one_in(r, 3) ? w->groups : NULL;
    v->exporters = one_in(r, 3) ? w->shown : NULL;
    v->sampling = one_in(r, 3) ? w->overrides : NULL;
    if (!w->is_plain)
        return;
    q->by %= 4;
    q->is_by_asset = false;
    q->is_merged = q->is_merged && one_in(r, 4);
    q->groups = one_in(r, 8) ? q->groups : NULL;
    q->exporters = one_in(r, 4) ? CP_FLOW_EXPORTERS_MOST : CP_FLOW_EXPORTERS_ALL;
    *v = (cp_flow_view){ .from = CP_TIME_NONE, .until = CP_TIME_NONE };
    q->order = one_in(r, 4) ? q->order : cp_rand_below(r, CP_FLOW_ORDER_FLOWS + 1);
}

/* ---- the oracle */

typedef struct told { /* one direction of a flow in the view */
    uint32_t src, dst;
    bool is_src_asset, is_dst_asset;
    uint32_t exporter, observer, sampling;
    uint64_t packets, bytes;
    cp_flow_service service;
    bool is_server_src;
    cp_time at, end;
} told;

static cp_flow_end end_at(const world *w, uint32_t addr, cp_time at)
{
    for (uint32_t i = 0; i < w->n_holds[addr]; i++) {
        const cp_flow_hold *h = &w->holds[addr][i];
        if (at >= h->from && (h->until == CP_TIME_NONE || at < h->until))
            return h->end;
    }
    return (cp_flow_end){ .asset = CP_FLOW_NO_ASSET };
}

static bool tell_way(const world *w, const cp_flow *f, bool is_back, told *out)
{
    const cp_flow_view *v = &w->q.view;
    const cp_flow_addr *ends[2] = { is_back ? &f->dst : &f->src, is_back ? &f->src : &f->dst };
    cp_flow_end who[2];
    uint8_t side[2];
    if (is_back && (!(f->what & CP_FLOW_BIFLOW) || (!f->packets_back && !f->bytes_back)))
        return false;
    if ((f->what & CP_FLOW_EVENT && !v->with_events) ||
        (f->what & CP_FLOW_DROPPED && !v->with_dropped) ||
        (v->exporters && !v->exporters[f->exporter]) ||
        (v->from != CP_TIME_NONE && f->at < v->from) ||
        (v->until != CP_TIME_NONE && f->at >= v->until))
        return false;
    for (uint32_t i = 0; i < 2; i++) {
        who[i] = end_at(w, addr_index(w, ends[i]), f->at);
        side[i] = v->sides ? v->sides(v->ctx, ends[i], &who[i]) : 3;
    }
    if (!(side[0] & 1 && side[1] & 2) && !(v->is_either && side[0] & 2 && side[1] & 1))
        return false;
    if ((v->marks & 4 && !((side[0] | side[1]) & 4)) ||
        (v->marks & 8 && !((side[0] | side[1]) & 8)))
        return false;
    *out = (told){ .src = cp_flow_ids_find(w->ids, ends[0]),
                   .dst = cp_flow_ids_find(w->ids, ends[1]),
                   .exporter = f->exporter,
                   .packets = is_back ? f->packets_back : f->packets,
                   .bytes = is_back ? f->bytes_back : f->bytes,
                   .at = f->at,
                   .end = f->at + (cp_time)f->span_us };
    if (w->q.is_by_asset && who[0].asset >= 0) {
        out->is_src_asset = true;
        out->src = (uint32_t)who[0].asset;
    }
    if (w->q.is_by_asset && who[1].asset >= 0) {
        out->is_dst_asset = true;
        out->dst = (uint32_t)who[1].asset;
    }
    out->service = cp_flow_service_of(f->proto, f->sport, f->dport, f->what);
    out->is_server_src = out->service.is_src != is_back && w->q.by & CP_FLOW_BY_PAIR;
    if (v->n_services && ((w->ports->proto && w->ports->proto != f->proto) ||
                          out->service.port < w->ports->from || out->service.port > w->ports->to))
        return false;
    if (out->exporter == 3) /* has the address of 1 */
        out->exporter = 1;
    out->observer = out->exporter * 2 + (f->what & CP_FLOW_EGRESS ? 1 : 0);
    const cp_exporter *x = &w->exporters[f->exporter];
    out->sampling = v->sampling && v->sampling[f->exporter] ? v->sampling[f->exporter]
                    : f->sampling                           ? f->sampling
                    : x->is_sampling_mixed                  ? 0
                                                            : x->sampling;
    return true;
}

static void count(cp_flow_figures *f, const told *t)
{
    uint32_t n = t->sampling ? t->sampling : 1;
    f->flows++;
    f->packets = cp_flow_add(f->packets, t->packets);
    f->bytes = cp_flow_add(f->bytes, t->bytes);
    f->n_unknown += t->sampling == 0;
    f->packets_est = cp_flow_add(f->packets_est, cp_flow_times(t->packets, n));
    f->bytes_est = cp_flow_add(f->bytes_est, cp_flow_times(t->bytes, n));
    if (n > 1) {
        f->packets_variance += (cp_flow_u128)n * (n - 1) * t->packets;
        f->bytes_variance =
            cp_flow_add_wide(f->bytes_variance, cp_flow_bytes_variance(n, t->packets, t->bytes));
    }
}

static bool is_same_way(const told *x, const told *y)
{
    return x->src == y->src && x->dst == y->dst && x->is_src_asset == y->is_src_asset &&
           x->is_dst_asset == y->is_dst_asset;
}

/* Whether t's observer is the one that told most of its direction; *n: how many told. */
static bool told_most(const world *w, const told *v, uint32_t n, const told *t,
                      uint32_t *n_exporters)
{
    cp_flow_figures sums[2 * EXPORTERS] = { 0 };
    uint32_t best = t->observer;
    bool seen[EXPORTERS] = { false };
    *n_exporters = 1;
    if (w->q.exporters == CP_FLOW_EXPORTERS_ALL || w->q.by & CP_FLOW_BY_EXPORTER)
        return true;
    for (uint32_t i = 0; i < n; i++)
        if (is_same_way(&v[i], t)) {
            count(&sums[v[i].observer], &v[i]);
            seen[v[i].exporter] = true;
        }
    *n_exporters = 0;
    for (uint32_t i = 0; i < EXPORTERS; i++)
        *n_exporters += seen[i];
    for (uint32_t i = 0; i < 2 * EXPORTERS; i++) {
        const cp_flow_figures *x = &sums[i], *y = &sums[best];
        if (x->flows &&
            (x->bytes_est > y->bytes_est ||
             (x->bytes_est == y->bytes_est &&
              (x->packets_est > y->packets_est || (x->packets_est == y->packets_est && i < best)))))
            best = i;
    }
    return best == t->observer;
}

static bool is_merged(const world *w) { return w->q.is_merged && (w->q.by & 3) == 3; }

static cp_flow_row key_of(const world *w, const told *t, cp_time first, bool *is_back)
{
    uint32_t by = w->q.by;
    cp_flow_row r = { .src = by & 1 ? t->src : CP_FLOW_NO_ID,
                      .dst = by & 2 ? t->dst : CP_FLOW_NO_ID,
                      .is_src_asset = by & 1 && t->is_src_asset,
                      .is_dst_asset = by & 2 && t->is_dst_asset,
                      .exporter = CP_FLOW_NO_ID,
                      .bucket_at = CP_TIME_NONE,
                      .first_at = CP_TIME_NONE,
                      .last_at = CP_TIME_NONE };
    bool is_server_src = t->is_server_src;
    if (w->q.groups) {
        r.src = by & 1 ? w->groups[t->src] : r.src;
        r.dst = by & 2 ? w->groups[t->dst] : r.dst;
        r.is_src_asset = by & 1;
        r.is_dst_asset = by & 2;
    }
    uint64_t x = (uint64_t)r.is_src_asset << 32 | r.src, y = (uint64_t)r.is_dst_asset << 32 | r.dst;
    *is_back = is_merged(w) && x > y;
    if (w->q.groups && is_merged(w) && x == y)
        is_server_src = false; /* of one group nobody knows which end it was */
    if (*is_back) {
        r.src = (uint32_t)y;
        r.is_src_asset = y >> 32;
        r.dst = (uint32_t)x;
        r.is_dst_asset = x >> 32;
        is_server_src = !is_server_src;
    }
    if (by & CP_FLOW_BY_SERVICE) {
        r.proto = t->service.proto;
        r.port = t->service.port;
        r.is_server_src = is_server_src;
    }
    if (by & CP_FLOW_BY_EXPORTER)
        r.exporter = t->exporter;
    if (by & CP_FLOW_BY_TIME) {
        cp_time width = w->q.bucket_us ? (cp_time)w->q.bucket_us : hour;
        cp_time origin = w->q.view.from != CP_TIME_NONE ? w->q.view.from : first;
        origin -= origin % width;
        r.bucket_at = origin + (t->at - origin) / width * width;
    }
    return r;
}

static bool is_same_key(const cp_flow_row *x, const cp_flow_row *y)
{
    return x->src == y->src && x->dst == y->dst && x->is_src_asset == y->is_src_asset &&
           x->is_dst_asset == y->is_dst_asset && x->proto == y->proto && x->port == y->port &&
           x->is_server_src == y->is_server_src && x->exporter == y->exporter &&
           x->bucket_at == y->bucket_at;
}

static uint64_t sum64(uint64_t x, uint64_t y) { return cp_flow_add(x, y); }

static void tell(const world *w, cp_flow_row *r, const told *t, bool is_back, bool is_most,
                 uint32_t n_exporters)
{
    cp_flow_figures f = { 0 };
    count(&f, t);
    if (is_most)
        count(is_back ? &r->back : &r->out, t);
    r->flows_all = sum64(r->flows_all, 1);
    r->packets_all = sum64(r->packets_all, f.packets_est);
    r->bytes_all = sum64(r->bytes_all, f.bytes_est);
    r->n_exporters = n_exporters > r->n_exporters ? n_exporters : r->n_exporters;
    if (w->q.by & CP_FLOW_BY_SERVICE)
        r->server_rules |= (uint8_t)(1u << t->service.rule);
    r->first_at = r->first_at == CP_TIME_NONE || t->at < r->first_at ? t->at : r->first_at;
    r->last_at = t->end > r->last_at ? t->end : r->last_at;
}

static const cp_flow_order *sort_order;
static uint64_t measure(const cp_flow_row *r)
{
    switch (*sort_order) {
    case CP_FLOW_ORDER_BYTES: return sum64(r->out.bytes_est, r->back.bytes_est);
    case CP_FLOW_ORDER_PACKETS: return sum64(r->out.packets_est, r->back.packets_est);
    case CP_FLOW_ORDER_FLOWS: return r->out.flows + r->back.flows;
    case CP_FLOW_ORDER_FIRST: return UINT64_MAX / 2 - (uint64_t)r->first_at;
    case CP_FLOW_ORDER_LAST: return (uint64_t)r->last_at;
    case CP_FLOW_ORDER_KEY: break;
    }
    return 0;
}

static int compare(const void *a, const void *b)
{
    const cp_flow_row *x = a, *y = b;
    const uint64_t key[2][10] = {
        { ~measure(x), x->is_src_asset, x->src, x->is_dst_asset, x->dst, x->proto, x->port,
          x->is_server_src, x->exporter, (uint64_t)x->bucket_at },
        { ~measure(y), y->is_src_asset, y->src, y->is_dst_asset, y->dst, y->proto, y->port,
          y->is_server_src, y->exporter, (uint64_t)y->bucket_at }
    };
    for (uint32_t i = 0; i < 10; i++)
        if (key[0][i] != key[1][i])
            return key[0][i] < key[1][i] ? -1 : 1;
    return 0;
}

/* Rows in order; returns how many. */
static uint32_t expect(const world *w, cp_time first, cp_flow_row *rows, cp_flow_row *total)
{
    static told v[2 * FLOWS_MAX];
    uint32_t n = 0, n_rows = 0;
    for (uint32_t i = 0; i < w->n; i++)
        for (uint32_t k = 0; k < 2; k++)
            n += tell_way(w, &w->flows[i], k, &v[n]);
    *total = (cp_flow_row){ .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    for (uint32_t i = 0; i < n; i++) {
        bool is_back;
        uint32_t k = 0, n_exporters;
        bool is_most = told_most(w, v, n, &v[i], &n_exporters);
        cp_flow_row key = key_of(w, &v[i], first, &is_back);
        while (k < n_rows && !is_same_key(&rows[k], &key))
            k++;
        if (k == n_rows)
            rows[n_rows++] = key;
        tell(w, &rows[k], &v[i], is_back, is_most, n_exporters);
        tell(w, total, &v[i], is_back, is_most, n_exporters);
    }
    sort_order = &w->q.order;
    qsort(rows, n_rows, sizeof *rows, compare);
    return n_rows;
}

static bool is_same_figures(const cp_flow_figures *x, const cp_flow_figures *y)
{
    return x->flows == y->flows && x->packets == y->packets && x->bytes == y->bytes &&
           x->n_unknown == y->n_unknown && x->packets_est == y->packets_est &&
           x->bytes_est == y->bytes_est && x->packets_variance == y->packets_variance &&
           x->bytes_variance == y->bytes_variance;
}

static bool is_same_row(const cp_flow_row *x, const cp_flow_row *y)
{
    return is_same_key(x, y) && is_same_figures(&x->out, &y->out) &&
           is_same_figures(&x->back, &y->back) && x->flows_all == y->flows_all &&
           x->packets_all == y->packets_all && x->bytes_all == y->bytes_all &&
           x->n_exporters == y->n_exporters && x->server_rules == y->server_rules &&
           x->first_at == y->first_at && x->last_at == y->last_at;
}

static void say(const char *who, const cp_flow_row *r)
{
    printf("# %s %u-%u %d/%d %u/%u at %lld: %llu flows %llu bytes, back %llu %llu; all %llu %llu "
           "of %u, rules %x, %lld %lld\n",
           who, r->src, r->dst, r->is_src_asset, r->is_dst_asset, r->proto, r->port,
           (long long)r->bucket_at, (unsigned long long)r->out.flows,
           (unsigned long long)r->out.bytes_est, (unsigned long long)r->back.flows,
           (unsigned long long)r->back.bytes_est, (unsigned long long)r->flows_all,
           (unsigned long long)r->bytes_all, r->n_exporters, r->server_rules,
           (long long)r->first_at, (long long)r->last_at);
}

/* Rows of those who gave no ids have addresses only. */
static void name_ids(const world *w, cp_flow_top *top)
{
    for (uint32_t i = 0; i < top->n; i++) {
        cp_flow_row *r = (cp_flow_row *)&top->rows[i];
        if (w->q.by & CP_FLOW_BY_SRC && !r->is_src_asset)
            r->src = cp_flow_ids_find(w->ids, &r->src_addr);
        if (w->q.by & CP_FLOW_BY_DST && !r->is_dst_asset)
            r->dst = cp_flow_ids_find(w->ids, &r->dst_addr);
    }
}

static bool check_question(world *w, const cp_flow_set *set, uint64_t nr, uint32_t *n_passes)
{
    static cp_flow_row want[GROUPS_MAX];
    cp_arena *a = cp_arena_new(0);
    cp_flow_row total;
    cp_flow_top got = { 0 };
    cp_err err = { 0 };
    uint32_t n = expect(w, set->first_at, want, &total), wrong = 0;
    bool has_ids = w->q.view.sides || w->q.is_by_asset || w->q.groups || nr % 2;
    cp_rc rc = cp_flow_top_of(a, set, has_ids ? w->ids : NULL, &w->q, &got, &err);
    if (!has_ids)
        name_ids(w, &got);
    bool holds = rc == CP_OK && got.n_sums == n && got.n == (n < w->q.n_top ? n : w->q.n_top) &&
                 got.n_flows == w->n;
    for (uint32_t i = 0; holds && i < got.n; i++)
        if (!is_same_row(&got.rows[i], &want[i]) && !wrong++) {
            say("got ", &got.rows[i]);
            say("want", &want[i]);
        }
    bool is_total = is_same_figures(&got.total.out, &total.out) &&
                    is_same_figures(&got.total.back, &total.back) &&
                    got.total.bytes_all == total.bytes_all &&
                    got.total.first_at == total.first_at && got.total.last_at == total.last_at;
    if (!holds || wrong || !is_total)
        printf("# case %llu, by %u%s%s, exporters %d, order %d, top %u: %s %llu sums, wanted %u, "
               "%u wrong, total %d\n",
               (unsigned long long)nr, w->q.by, w->q.is_merged ? " merged" : "",
               w->q.is_by_asset ? " by asset" : "", w->q.exporters, w->q.order, w->q.n_top, err.msg,
               (unsigned long long)got.n_sums, n, wrong, is_total);
    if (!is_total) {
        say("got  total", &got.total);
        say("want total", &total);
    }
    *n_passes = got.n_passes > *n_passes ? got.n_passes : *n_passes;
    cp_arena_free(a);
    return holds && !wrong && is_total;
}

/* ---- rows that stand for several flows: each flow of a set TIMES times, added up by somebody */

enum { TIMES = 3 };

typedef struct added_iter {
    cp_flow_iter of;
    cp_flow_columns c;
    cp_flow_added sums[FLOWS_MAX];
    uint64_t figures[4][FLOWS_MAX];
} added_iter;

static cp_flow_u128 squares_of(uint64_t packets, uint64_t bytes)
{
    return cp_flow_bytes_variance(2, packets, bytes) / 2; /* which weighs them by 2 (2 - 1) */
}

static cp_rc added_next(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    added_iter *it = ctx;
    const cp_flow_columns *c;
    cp_rc rc = it->of.next(it->of.ctx, want, &c, err);
    *out = NULL;
    if (rc != CP_OK || !c)
        return rc;
    it->c = *c;
    it->c.sums = it->sums;
    const uint64_t *from[] = { c->packets, c->bytes, c->packets_back, c->bytes_back };
    const uint64_t **to[] = { &it->c.packets, &it->c.bytes, &it->c.packets_back,
                              &it->c.bytes_back };
    for (uint32_t i = 0; i < c->n && c->bytes; i++)
        it->sums[i] = (cp_flow_added){
            .flows = TIMES,
            .packets = TIMES * (cp_flow_u128)c->packets[i],
            .squares = TIMES * squares_of(c->packets[i], c->bytes[i]),
            .packets_back = TIMES * (cp_flow_u128)c->packets_back[i],
            .squares_back = TIMES * squares_of(c->packets_back[i], c->bytes_back[i]),
        };
    for (int k = 0; k < 4 && c->bytes; k++) {
        for (uint32_t i = 0; i < c->n; i++)
            it->figures[k][i] = cp_flow_times(from[k][i], TIMES);
        *to[k] = it->figures[k];
    }
    *out = &it->c;
    return CP_OK;
}

static cp_rc added_iter_new(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                            cp_err *err)
{
    const cp_flow_set *of = ctx;
    added_iter *it = CP_NEW(a, added_iter);
    *out = (cp_flow_iter){ it, added_next };
    return of->iter(of->ctx, a, from, to, &it->of, err);
}

/* The oracle is told of each of them, the engine of their sums. */
static cp_flow_set added_set(world *w, cp_flow_set *of)
{
    cp_flow_set set = *of;
    set.ctx = of;
    set.iter = added_iter_new;
    set.n_flows *= TIMES;
    for (uint32_t i = w->n; i-- > 0;)
        for (int k = 0; k < TIMES; k++)
            w->flows[i * TIMES + (uint32_t)k] = w->flows[i];
    w->n *= TIMES;
    return set;
}

static void check_random(uint32_t n_cases)
{
    uint32_t n_good = 0, n_asked = 0, n_passes = 0;
    for (uint32_t k = 0; k < n_cases; k++) {
        cp_rand r = { k };
        cp_arena *a = cp_arena_new(0);
        world *w = CP_NEW(a, world);
        make(w, &r);
        bool is_added = k % 3 == 2;
        w->n = is_added ? w->n / TIMES : w->n;
        blocks b = blocks_new(a, 1 + cp_rand_below(&r, 40));
        for (uint32_t i = 0; i < w->n; i++)
            blocks_add(&b, &w->flows[i]);
        cp_flow_set each = blocks_set(&b, w->exporters, EXPORTERS), set;
        each.n_flows += k % 2 ? FLOWS_MANY : 0; /* it is known by that how rows wait */
        set = each;
        if (is_added)
            set = added_set(w, &each);
        cp_flow_ids_opts o = { .seed = k, .n_threads = 1 + cp_rand_below(&r, 3) };
        cp_err err = { 0 };
        if (cp_flow_ids_new(a, &set, &o, &w->ids, &err) != CP_OK)
            break;
        cp_flow_ids_resolve(w->ids, resolve, w);
        for (uint32_t i = 0; i < 8; i++) {
            ask_any(w, &r);
            n_asked++;
            n_good += check_question(w, &set, k, &n_passes);
        }
        cp_arena_free(a);
    }
    is_uint(n_good, n_asked, "%u questions as the oracle answers them", n_asked);
    ok(n_passes > 2, "some took several passes: up to %u", n_passes);
}

/* ---- more sums in one list of a partition than a thread keeps on its own, beside few in the
 * next */

enum { CROWDED = 50 * 1000, BESIDE = 500, OTHERS = 60 * 1000, CROWDED_LIST = 14, LIST_BITS = 9 };

static cp_flow_addr v4(uint32_t x)
{
    uint8_t b[4] = { (uint8_t)(x >> 24), (uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x };
    return cp_flow_addr_of(cp_ip_v4(b));
}

/* Pairs whose hash begins so, or not in that partition. */
static void add_pairs(blocks *b, uint64_t seed, uint32_t list, uint32_t n, uint32_t *next)
{
    cp_flow_mixer m = cp_flow_mixer_of(seed);
    for (uint32_t left = n; left; ++*next) {
        uint32_t src = 10u << 24 | *next, dst = 11u << 24 | *next;
        uint32_t at = (uint32_t)(cp_flow_mix(&m, (uint64_t)src << 32 | dst) >> (64 - LIST_BITS));
        if (list ? at != list : at / 2 == CROWDED_LIST / 2)
            continue;
        cp_flow f = { .src = v4(src),
                      .dst = v4(dst),
                      .at = begin + *next,
                      .bytes = 40,
                      .packets = 1,
                      .sampling = CP_SAMPLING_NONE };
        blocks_add(b, &f);
        if (left % 3 == 0) {
            f.bytes = 2;
            blocks_add(b, &f);
        }
        left--;
    }
}

static void check_crowded(void)
{
    static const cp_exporter exporter = { .sampling = CP_SAMPLING_NONE };
    cp_arena *a = cp_arena_new(0);
    cp_flow_question q = { .by = CP_FLOW_BY_PAIR, .n_top = 10, .n_threads = 2, .seed = 0x5eed };
    blocks b = blocks_new(a, 0);
    uint32_t next = 1;
    q.view.from = q.view.until = CP_TIME_NONE;
    add_pairs(&b, q.seed, CROWDED_LIST, CROWDED, &next);
    add_pairs(&b, q.seed, CROWDED_LIST + 1, BESIDE, &next);
    add_pairs(&b, q.seed, 0, OTHERS, &next);
    cp_flow_set set = blocks_set(&b, &exporter, 1);
    uint64_t n_flows = set.n_flows, n = CROWDED + BESIDE + OTHERS;
    set.n_flows += FLOWS_MANY;
    for (uint32_t i = 0; i < 3; i++) {
        cp_flow_top top = { 0 };
        cp_err err = { 0 };
        q.memory_bytes = i ? (uint64_t)(6 - i) << 20 : 0;
        q.n_threads = i ? 1 : 2; /* of two, one may make room for the other */
        cp_rc rc = cp_flow_top_of(a, &set, NULL, &q, &top, &err);
        ok(rc == CP_OK && top.n_sums == n && top.total.out.flows == n_flows &&
               top.total.out.bytes == n * 40 + (n_flows - n) * 2 && top.rows[0].out.bytes == 42,
           "%llu sums, %llu wanted, of %llu flows; crowded, in %u passes %s",
           (unsigned long long)top.n_sums, (unsigned long long)n,
           (unsigned long long)top.total.out.flows, top.n_passes, err.msg);
        ok(i ? top.n_passes > 1 : top.n_passes == 1, "once, or again where memory is little");
    }
    cp_arena_free(a);
}

/* ---- flows at both ends of time: what would end beyond ends there */
static void check_ends_of_time(uint32_t by)
{
    static const cp_exporter exporter = { .sampling = CP_SAMPLING_NONE };
    static const struct {
        cp_time at;
        uint64_t span_us;
        cp_time first, last;
    } v[] = {
        { INT64_MAX - 3000, 2000, INT64_MAX - 3000, INT64_MAX - 1000 },
        { INT64_MAX - 3000, 5000, INT64_MAX - 3000, INT64_MAX },
        { INT64_MAX, 1000, INT64_MAX, INT64_MAX },
        { INT64_MAX - 3000, UINT64_MAX, INT64_MAX - 3000, INT64_MAX },
        { INT64_MIN + 5000, 1000, INT64_MIN + 5000, INT64_MIN + 6000 },
        { -1000, 2000, -1000, 1000 },
    };
    for (uint32_t i = 0; i < sizeof v / sizeof *v; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_flow_question q = { .by = by, .n_top = 3, .n_threads = 1, .seed = i };
        cp_flow f = { .src = v4(1), .dst = v4(2), .at = v[i].at, .span_us = v[i].span_us };
        cp_flow_top top = { 0 };
        cp_err err = { 0 };
        blocks b = blocks_new(a, 0);
        q.view.from = q.view.until = CP_TIME_NONE;
        f.packets = f.bytes = 1;
        f.sampling = CP_SAMPLING_NONE;
        blocks_add(&b, &f);
        blocks_add(&b, &f);
        cp_flow_set set = blocks_set(&b, &exporter, 1);
        cp_rc rc = cp_flow_top_of(a, &set, NULL, &q, &top, &err);
        ok(rc == CP_OK && top.n == 1 && top.rows[0].out.flows == 2 &&
               top.rows[0].first_at == v[i].first && top.rows[0].last_at == v[i].last &&
               top.total.first_at == v[i].first && top.total.last_at == v[i].last,
           "at an end of time, %u: %lld to %lld, in all %lld to %lld", i,
           (long long)top.rows[0].first_at, (long long)top.rows[0].last_at,
           (long long)top.total.first_at, (long long)top.total.last_at);
        cp_arena_free(a);
    }
}

/* ---- memory that rows which wait take all of, before anything is added up */
static void check_little(void)
{
    static const cp_exporter exporter = { .sampling = CP_SAMPLING_NONE };
    cp_arena *a = cp_arena_new(0);
    cp_flow_question q = { .by = CP_FLOW_BY_PAIR, .n_top = 10, .n_threads = 1, .seed = 0x5eed };
    cp_flow_top top = { 0 };
    cp_err err = { 0 };
    blocks b = blocks_new(a, 0);
    uint32_t next = 1;
    q.view.from = q.view.until = CP_TIME_NONE;
    q.memory_bytes = 1 << 20;
    add_pairs(&b, q.seed, 0, OTHERS, &next);
    cp_flow_set set = blocks_set(&b, &exporter, 1);
    cp_rc rc = cp_flow_top_of(a, &set, NULL, &q, &top, &err);
    ok(rc == CP_OK && top.n_sums == OTHERS && top.total.out.flows == set.n_flows &&
           top.n_passes > 1,
       "%llu sums in %u passes over a mebibyte %s", (unsigned long long)top.n_sums, top.n_passes,
       err.msg);
    cp_arena_free(a);
}

/* ---- a box that tells under two numbers, of which only the second is shown, beside another one:
 * two tell, so that what they tell is not added up */
static void check_second_number(void)
{
    static const bool shown[] = { false, true, true };
    cp_arena *a = cp_arena_new(0);
    cp_exporter exporters[3] = { { .nr = 0 }, { .nr = 1 }, { .nr = 2 } };
    cp_flow_question q = { .by = CP_FLOW_BY_PAIR, .n_top = 10, .seed = 0x5eed };
    cp_flow_top top = { 0 };
    cp_err err = { 0 };
    blocks b = blocks_new(a, 0);
    q.view.from = q.view.until = CP_TIME_NONE;
    q.view.exporters = shown;
    for (uint32_t i = 0; i < 3; i++) {
        exporters[i].addr = v4(192u << 24 | (i == 2 ? 2 : 1));
        exporters[i].sampling = CP_SAMPLING_NONE;
        cp_flow f = {
            .src = v4(1), .dst = v4(2), .at = begin, .bytes = 100 + i, .packets = 1, .exporter = i
        };
        blocks_add(&b, &f);
    }
    cp_flow_set set = blocks_set(&b, exporters, 3);
    cp_rc rc = cp_flow_top_of(a, &set, NULL, &q, &top, &err);
    ok(rc == CP_OK && top.n == 1 && top.rows[0].out.bytes == 102 && top.rows[0].n_exporters == 2,
       "of two that told, what that one told who told most");
    cp_arena_free(a);
}

int main(void)
{
    uint32_t n = tap_cases(40);
    check_random(n < 5 ? 5 : n); /* fewer make no second pass */
    check_crowded();
    check_ends_of_time(CP_FLOW_BY_SRC);
    check_ends_of_time(CP_FLOW_BY_PAIR);
    check_little();
    check_second_number();
    return tap_done();
}
