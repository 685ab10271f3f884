/* SPDX-License-Identifier: Apache-2.0 */
/* test_exposure.c - counts of random routes against those of a plain loop over all of them:
 * prefixes mixed and repeated, sets, confederations, empty paths, merged counters; what stands for
 * a prefix. */
#include "carrier/exposure.h"
#include "tap.h"

enum { ROUTES_MAX = 60, HOPS_MAX = 8, ASNS = 8, NETS = 6, PEERS = 3, WORKERS = 3 };

typedef struct made {
    uint8_t wire[4 * (2 + 4 * HOPS_MAX)];
    size_t n_wire;
    uint32_t asns[4 * HOPS_MAX], n; /* all on it, in order */
    uint32_t net, peer, since_s;
    bool is_new, has_sure[ASNS + 1]; /* by AS: stands there outside of a set of several */
    cp_bgp_event event;
    uint32_t origin;
} made;

static const cp_as_standing standings[ASNS + 1] = {
    [1] = CP_AS_ALLOWED, [2] = CP_AS_EXCLUDED, [3] = CP_AS_RESTRICTED, [4] = CP_AS_UNDETERMINED,
    [5] = CP_AS_UNKNOWN, [6] = CP_AS_EXCLUDED, [7] = CP_AS_ALLOWED,    [8] = CP_AS_UNKNOWN,
};
static const cp_bgp_peer peers[PEERS] = { { .as = 1 }, { .as = 2, .bgp_id = 7 }, { .as = 5 } };

/* 0..2 of version 4: /8, /16 and /24 of it; 3..5 of version 6. */
static cp_ip net_ip(uint32_t i, uint8_t *length)
{
    static const uint8_t v4[4] = { 10, 1, 2, 0 }, v6[16] = { 0x20, 1, 0xd, 0xb8, 0, 1 };
    uint8_t b[16] = { 0 };
    *length = (uint8_t)(i < 3 ? 8 * (i + 1) : 32 + 8 * (i - 3));
    memcpy(b, i < 3 ? v4 : v6, i < 3 ? 4 : 16);
    for (uint32_t k = *length; k < (i < 3 ? 32 : 128); k++)
        b[k / 8] &= (uint8_t) ~(0x80u >> k % 8);
    return i < 3 ? cp_ip_v4(b) : cp_ip_v6(b);
}

static void make_path(cp_rand *r, made *m)
{
    uint32_t n_segments = cp_rand_below(r, 4);
    m->origin = peers[m->peer].as;
    for (uint32_t s = 0; s < n_segments; s++) {
        uint32_t type = 1 + cp_rand_below(r, 4), n = 1 + cp_rand_below(r, HOPS_MAX);
        bool is_set = (type == CP_BGP_SET || type == CP_BGP_CONFED_SET) && n > 1;
        m->wire[m->n_wire++] = (uint8_t)type;
        m->wire[m->n_wire++] = (uint8_t)n;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t asn = 1 + cp_rand_below(r, ASNS);
            m->wire[m->n_wire++] = 0;
            m->wire[m->n_wire++] = 0;
            m->wire[m->n_wire++] = 0;
            m->wire[m->n_wire++] = (uint8_t)asn;
            m->asns[m->n++] = asn;
            m->has_sure[asn] |= !is_set;
            m->origin = asn;
        }
        m->origin = type == CP_BGP_SET && n > 1 ? 0 : m->origin;
    }
    if (m->n == 0) {
        m->asns[m->n++] = peers[m->peer].as;
        m->has_sure[peers[m->peer].as] = true;
    }
}

static void make(cp_rand *r, made *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        made *m = &v[i];
        *m = (made){ .event = cp_rand_below(r, 8) == 0 ? CP_BGP_WITHDRAWN_NET : CP_BGP_ENTRY };
        m->net = i && cp_rand_below(r, 2) ? v[i - 1].net : cp_rand_below(r, NETS);
        m->peer = cp_rand_below(r, PEERS);
        m->since_s = cp_rand_below(r, 4) ? 1000 + cp_rand_below(r, 100) : 0;
        make_path(r, m);
    }
}

/* In the order of tables, each of `pieces` for itself, as of so many files. */
static void put_in_order(made *v, uint32_t n, uint32_t pieces)
{
    for (uint32_t i = 1; i < n; i++) {
        made m = v[i];
        uint32_t k = i, begin = n / pieces ? i / (n / pieces) * (n / pieces) : 0;
        uint8_t length;
        cp_exposure_row row = { .net = cp_flow_addr_of(net_ip(m.net, &length)) };
        row.bits = (uint8_t)(net_ip(m.net, &length).version == 4 ? 96 + length : length);
        for (; k > begin; k--) {
            cp_exposure_row other = { .net = cp_flow_addr_of(net_ip(v[k - 1].net, &length)) };
            other.bits =
                (uint8_t)(net_ip(v[k - 1].net, &length).version == 4 ? 96 + length : length);
            if (cp_exposure_order(&other, &row) <= 0)
                break;
            v[k] = v[k - 1];
        }
        v[k] = m;
    }
}

static void tell(cp_exposure *x, made *m, uint32_t *last, uint64_t record)
{
    cp_bgp_attrs attrs = { .path = { .own = { m->wire, m->n_wire }, .as_bytes = 4 } };
    cp_bgp_route route = { .event = m->event,
                           .peer = &peers[m->peer],
                           .peer_nr = m->peer,
                           .since_s = m->since_s,
                           .record = record,
                           .attrs = m->event == CP_BGP_ENTRY ? &attrs : NULL };
    route.net = net_ip(m->net, &route.length);
    route.is_new_net = m->net != *last;
    if (m->event == CP_BGP_ENTRY)
        *last = m->net;
    else
        route.is_new_net = false;
    cp_exposure_add(x, &route);
}

static cp_as_standing worst_of(const made *m)
{
    cp_as_standing worst = CP_AS_ALLOWED;
    for (uint32_t i = 0; i < m->n; i++)
        worst = standings[m->asns[i]] > worst ? standings[m->asns[i]] : worst;
    return worst;
}

static bool has(const made *m, uint32_t asn)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->asns[i] == asn)
            return true;
    return false;
}

/* ---- the same by loops */

static bool same_sums(const cp_exposure *x, const made *v, uint32_t n)
{
    cp_exposure_sums want = { .in_sets = 0 };
    for (uint32_t i = 0; i < n; i++) {
        want.withdrawals += v[i].event != CP_BGP_ENTRY;
        if (v[i].event != CP_BGP_ENTRY)
            continue;
        bool is_sure = false;
        for (uint32_t k = 1; k <= ASNS; k++)
            is_sure |= v[i].has_sure[k] && standings[k] >= CP_AS_UNDETERMINED;
        want.routes[worst_of(&v[i])]++;
        want.in_sets += worst_of(&v[i]) >= CP_AS_UNDETERMINED && !is_sure;
    }
    return memcmp(&want, cp_exposure_total(x), sizeof want) == 0;
}

static bool same_row(const cp_exposure *x, const cp_exposure_row *row, const made *v, uint32_t n,
                     uint32_t net)
{
    cp_exposure_row want = { .bits = 0 };
    bool is_via[ASNS + 1] = { false };
    uint32_t n_via = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].event != CP_BGP_ENTRY || v[i].net != net)
            continue;
        want.paths[worst_of(&v[i])]++;
        for (uint32_t k = 1; k <= ASNS; k++)
            is_via[k] |= has(&v[i], k) && standings[k] >= CP_AS_UNDETERMINED;
        bool counts = worst_of(&v[i]) >= CP_AS_UNDETERMINED && v[i].since_s;
        if (counts && (!want.since_s || v[i].since_s < want.since_s))
            want.since_s = v[i].since_s;
    }
    const cp_via *via = cp_exposure_via(x, row->via);
    for (uint32_t k = 1; k <= ASNS; k++)
        n_via += is_via[k];
    bool ok = via->n == n_via && row->since_s == want.since_s &&
              memcmp(row->paths, want.paths, sizeof want.paths) == 0;
    for (uint32_t i = 0; ok && i < via->n; i++)
        ok = is_via[via->asns[i]] && (i == 0 || via->asns[i - 1] < via->asns[i]);
    return ok && (n_via != 0) == (row->path != 0);
}

static bool same_rows(const cp_exposure *x, const made *v, uint32_t n)
{
    uint32_t n_rows, at = 0;
    const cp_exposure_row *rows = cp_exposure_rows(x, &n_rows);
    for (uint32_t net = 0; net < NETS; net++) {
        uint32_t n_told = 0;
        for (uint32_t i = 0; i < n; i++)
            n_told += v[i].event == CP_BGP_ENTRY && v[i].net == net;
        if (n_told == 0)
            continue;
        if (at == n_rows || !same_row(x, &rows[at++], v, n, net))
            return false;
    }
    return at == n_rows;
}

static bool same_ases(const cp_exposure *x, const made *v, uint32_t n)
{
    uint32_t n_ases, seen = 0;
    const cp_exposure_as *ases = cp_exposure_ases(x, &n_ases);
    for (uint32_t k = 1; k <= ASNS; k++) {
        uint64_t routes = 0, prefixes = 0;
        uint32_t first = 0;
        bool is_of[NETS] = { false };
        for (uint32_t i = 0; i < n; i++)
            if (v[i].event == CP_BGP_ENTRY && has(&v[i], k)) {
                routes++;
                first = first ? first : i + 1;
                prefixes += !is_of[v[i].net];
                is_of[v[i].net] = true;
            }
        if (standings[k] < CP_AS_UNDETERMINED || routes == 0)
            continue;
        for (uint32_t i = 0; i < n_ases; i++)
            if (ases[i].asn == k) {
                seen++;
                if (ases[i].record != first)
                    return false;
                if (ases[i].routes != routes || ases[i].prefixes != prefixes || !ases[i].path)
                    return false;
            }
    }
    return seen == n_ases;
}

static bool same_peers(const cp_exposure *x, const made *v, uint32_t n)
{
    uint32_t n_peers;
    const cp_exposure_peer *told = cp_exposure_peers(x, &n_peers);
    for (uint32_t p = 0; p < n_peers; p++) {
        uint64_t routes[CP_AS_STANDING_COUNT] = { 0 }, withdrawals = 0;
        for (uint32_t i = 0; i < n; i++) {
            if (peers[v[i].peer].as != told[p].peer.as)
                continue;
            withdrawals += v[i].event != CP_BGP_ENTRY;
            routes[worst_of(&v[i])] += v[i].event == CP_BGP_ENTRY;
        }
        if (withdrawals != told[p].withdrawals ||
            memcmp(routes, told[p].routes, sizeof routes) != 0)
            return false;
    }
    return true;
}

static bool same_edges(const cp_exposure *x, const made *v, uint32_t n)
{
    uint32_t n_edges;
    uint64_t before = 0, after = 0, want = 0;
    const cp_exposure_edge *e = cp_exposure_edges(x, &n_edges);
    for (uint32_t i = 0; i < n_edges; i++) {
        before += e[i].is_before ? e[i].routes : 0;
        after += e[i].is_before ? 0 : e[i].routes;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; v[i].event == CP_BGP_ENTRY && k < v[i].n; k++)
            want += standings[v[i].asns[k]] >= CP_AS_UNDETERMINED &&
                    (k == 0 || v[i].asns[k - 1] != v[i].asns[k]);
    return before == want && after == want;
}

/* Of a prefix or address: those within it, else the longest around it. */
static bool same_within(const cp_exposure *x, cp_rand *r)
{
    uint32_t n_rows, first, n, want = 0;
    const cp_exposure_row *rows = cp_exposure_rows(x, &n_rows);
    uint8_t length;
    bool is_covered;
    cp_ip ip = net_ip(cp_rand_below(r, NETS), &length);
    uint8_t bits = (uint8_t)(ip.version == 4 ? 96 + cp_rand_below(r, 33) : cp_rand_below(r, 129));
    cp_flow_addr net = cp_flow_addr_of(ip);
    int longest = -1;
    for (uint32_t k = bits; k < 128; k++)
        net.b[k / 8] &= (uint8_t) ~(0x80u >> k % 8);
    for (uint32_t i = 0; i < n_rows; i++) {
        bool is_v4 = cp_flow_addr_ip(rows[i].net).version == 4;
        uint32_t same = 0, least = rows[i].bits < bits ? rows[i].bits : bits;
        while (same < least && !((rows[i].net.b[same / 8] ^ net.b[same / 8]) & 0x80 >> same % 8))
            same++;
        if (is_v4 != (ip.version == 4) || same < least)
            continue;
        want += rows[i].bits >= bits;
        if (rows[i].bits < bits && (longest < 0 || rows[i].bits > rows[longest].bits))
            longest = (int)i;
    }
    n = cp_exposure_within(x, &net, bits, &first, &is_covered);
    if (want)
        return n == want && !is_covered;
    return longest < 0 ? n == 0 : n == 1 && is_covered && first == (uint32_t)longest;
}

static bool check(uint64_t seed, const cp_as_table *t)
{
    cp_rand r = { seed };
    cp_arena *a = cp_arena_new(0);
    made *v = CP_NEW_ARRAY(a, made, ROUTES_MAX);
    uint32_t n = cp_rand_below(&r, ROUTES_MAX + 1), n_workers = 1 + cp_rand_below(&r, WORKERS);
    uint32_t last[WORKERS];
    cp_exposure *x[WORKERS];
    for (uint32_t i = 0; i < n_workers; i++) {
        x[i] = cp_exposure_new(a, t);
        last[i] = UINT32_MAX;
    }
    make(&r, v, n);
    if (seed % 4)
        put_in_order(v, n, (uint32_t)(seed % 4));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t w = cp_rand_below(&r, n_workers);
        tell(x[w], &v[i], &last[w], i + 1);
    }
    for (uint32_t i = 1; i < n_workers; i++)
        cp_exposure_merge(x[0], x[i]);
    cp_exposure_done(x[0]);
    bool ok = same_sums(x[0], v, n) && same_rows(x[0], v, n) && same_ases(x[0], v, n) &&
              same_peers(x[0], v, n) && same_edges(x[0], v, n);
    for (uint32_t i = 0; ok && i < 4; i++)
        ok = same_within(x[0], &r);
    cp_arena_free(a);
    return ok;
}

static void check_far_origin(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_exposure *x = cp_exposure_new(a, cp_as_table_new(a));
    static const uint32_t asns[] = { 4200000000, 524287, 524288, 4200000000, 0, 524287 };
    for (uint32_t i = 0; i < 6; i++) {
        made m = { .net = i, .wire = { 2, 1 }, .n_wire = 6 };
        uint32_t last = UINT32_MAX, asn = __builtin_bswap32(asns[i]);
        memcpy(m.wire + 2, &asn, sizeof asn);
        tell(x, &m, &last, 1);
    }
    cp_exposure_done(x);
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_origins(x, &n);
    is_uint(n, 4, "each origin once, however great its number");
    for (uint32_t i = 0; i < n; i++)
        is_uint(v[i].all, v[i].asn == 524287 || v[i].asn == 4200000000 ? 2 : 1, "AS%u", v[i].asn);
    cp_arena_free(a);
}

static void check_origin(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_exposure *x = cp_exposure_new(a, cp_as_table_new(a));
    made m = { .wire = { 2, 1, 0, 0, 0, 9, 1, 2, 0, 0, 0, 3, 0, 0, 0, 4 }, .n_wire = 16 };
    uint32_t last = UINT32_MAX, n;
    tell(x, &m, &last, 1);
    cp_exposure_done(x);
    is_uint(cp_exposure_rows(x, &n)[0].origin, 0, "a path that ends in a set has no origin");
    is_uint(n, 1, "one prefix");
    is_uint(cp_exposure_total(x)->routes[CP_AS_UNKNOWN], 1, "an AS of nobody is not known");
    cp_arena_free(a);
}

int main(void)
{
    uint32_t n_bad = 0, n = tap_cases(10000);
    cp_arena *a = cp_arena_new(0);
    cp_as_table *t = cp_as_table_new(a);
    for (uint32_t k = 1; k <= ASNS; k++)
        cp_as_table_set(t, k, standings[k]);
    for (uint32_t i = 0; i < n; i++)
        if (!check(i + 1, t) && n_bad++ < 3)
            printf("# seed %u\n", i + 1);
    is_uint(n_bad, 0, "counts are those of a plain loop");
    check_origin();
    check_far_origin();
    cp_arena_free(a);
    return tap_done();
}
