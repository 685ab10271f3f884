/* SPDX-License-Identifier: Apache-2.0 */
/* plane_walk.c - a developer's program: the plane of what real routers say against every packet
 * followed by the rows themselves, for random addresses at random routers:
 *
 *     plane_walk N SEED FILE...
 *     9 routers, 130999 routes; 1000000 packets: 0 differ; delivered 113420, lost 870011 ...
 *
 * The walk is a plain one, with a table of hashes per length of prefix. Half of the addresses are
 * drawn from within the prefixes of a router, half from all. VRFs and filters are not in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "base/map.h"
#include "base/rand.h"
#include "path/routers.h"
#include "sources/reader.h"

enum { HOSTS_MAX = 64, LENGTHS = 33 };

typedef struct row {
    uint32_t net, via;
    uint8_t len;
    bool has_via;
    cp_str iface;
    uint64_t what;
    uint32_t next; /* of the same prefix: + 1 */
} row;
typedef struct own {
    uint32_t addr, host;
    uint8_t len;
    cp_str iface;
} own;

static struct {
    cp_arena *a;
    cp_routers *r;
    cp_map hosts, limited; /* name; "host iface" */
    uint32_t n_hosts;
    CP_VEC(row) rows;
    CP_VEC(own) owns;
    cp_map first[HOSTS_MAX][LENGTHS]; /* net -> the last row + 1 */
    uint32_t host;                    /* whose rows come */
} w;

static uint32_t v4(const cp_state_net *n)
{
    return (uint32_t)n->addr.b[12] << 24 | (uint32_t)n->addr.b[13] << 16 |
           (uint32_t)n->addr.b[14] << 8 | n->addr.b[15];
}

static uint32_t masked(uint32_t addr, uint32_t len) { return len ? addr & ~0u << (32 - len) : 0; }

static cp_str key(cp_arena *a, uint32_t x)
{
    return cp_str_of_bytes(cp_bytes_dup(a, (cp_bytes){ (uint8_t *)&x, sizeof x }));
}

static cp_str port_key(cp_arena *a, uint32_t host, cp_str iface)
{
    return cp_str_fmt(a, "%u %.*s", host, CP_FMT(iface));
}

static void take(void *ctx, const cp_state *s)
{
    cp_err err;
    (void)ctx;
    if (cp_routers_add(w.r, w.host, 0, s, &err) != CP_OK || s->vrf.n)
        exit(3);
    if (s->kind == CP_STATE_LIMIT && s->limit.iface.n)
        *cp_map_put(w.a, &w.limited, port_key(w.a, w.host, cp_str_dup(w.a, s->limit.iface)), NULL) =
            1;
    else if (s->kind == CP_STATE_LIMIT || s->kind == CP_STATE_LINE)
        exit(3);
    if (s->kind == CP_STATE_ADDRESS && cp_state_net_is_v4(&s->address.addr))
        cp_vec_push(w.a, &w.owns,
                    ((own){ v4(&s->address.addr), w.host, (uint8_t)(s->address.length - 96),
                            cp_str_dup(w.a, s->address.iface) }));
    if (s->kind != CP_STATE_ROUTE || !(s->route.what & CP_STATE_USED) ||
        !cp_state_net_is_v4(&s->route.net))
        return;
    row x = { .net = v4(&s->route.net),
              .len = (uint8_t)(s->route.net.bits - 96),
              .has_via = s->route.via.is_set,
              .via = s->route.via.is_set ? v4(&s->route.via) : 0,
              .iface = cp_str_dup(w.a, s->route.iface),
              .what = s->route.what };
    uint64_t *at = cp_map_put(w.a, &w.first[w.host][x.len], key(w.a, x.net), NULL);
    x.next = (uint32_t)*at;
    cp_vec_push(w.a, &w.rows, x);
    *at = w.rows.n;
}

static cp_rc hear_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    bool added;
    cp_str name = CP_STR("");
    for (uint32_t i = 0; i < b->n_ids; i++)
        if (b->ids[i].kind == CP_IDENT_HOSTNAME)
            name = cp_str_dup(w.a, b->ids[i].value);
    uint64_t *at = cp_map_put(w.a, &w.hosts, name, &added);
    if (added)
        *at = w.n_hosts++;
    if (w.n_hosts > HOSTS_MAX)
        exit(3);
    w.host = (uint32_t)*at;
    return cp_states_unpack(b->bytes, take, ctx, err);
}

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

/* ---- the walk */

typedef struct walk {
    uint32_t addr, ends;
    uint64_t on_way, seen; /* hosts */
} walk;

static const row *longest(uint32_t host, uint32_t addr)
{
    for (int len = 32; len >= 0; len--) {
        uint32_t net = masked(addr, (uint32_t)len);
        uint64_t *at = cp_map_get(&w.first[host][len], (cp_str){ (char *)&net, sizeof net });
        if (at)
            return &w.rows.v[*at - 1];
    }
    return NULL;
}

static void enter(walk *k, uint32_t host);

static void pass(walk *k, uint32_t host, cp_str iface)
{
    if (cp_map_get(&w.limited, port_key(w.a, host, iface)))
        k->ends |= CP_PLANE_NOT_MODELLED;
}

static void to_owner(walk *k, uint32_t host, cp_str iface, uint32_t via)
{
    uint64_t who = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < w.owns.n; i++)
        if (w.owns.v[i].addr == via && w.owns.v[i].host != host) {
            n += !(who >> w.owns.v[i].host & 1);
            who |= (uint64_t)1 << w.owns.v[i].host;
            pass(k, w.owns.v[i].host, w.owns.v[i].iface);
        }
    pass(k, host, iface);
    if (n != 1)
        k->ends |= CP_PLANE_LOST;
    for (uint32_t h = 0; h < w.n_hosts; h++)
        if (who >> h & 1)
            enter(k, h);
}

/* On a network of the interface, or it tells of none. */
static bool is_attached(uint32_t host, cp_str iface, uint32_t via)
{
    bool is_told = false;
    for (uint32_t i = 0; i < w.owns.n; i++)
        if (w.owns.v[i].host == host && cp_str_eq(w.owns.v[i].iface, iface)) {
            is_told = true;
            if (masked(w.owns.v[i].addr, w.owns.v[i].len) == masked(via, w.owns.v[i].len))
                return true;
        }
    return !is_told;
}

static void follow(walk *k, uint32_t host, const row *x, uint32_t via, bool has_via, int deep);

static void by_table(walk *k, uint32_t host, uint32_t via, int deep)
{
    const row *x = deep < CP_ROUTERS_DEEP_MAX ? longest(host, via) : NULL;
    if (!x)
        k->ends |= CP_PLANE_LOST;
    for (; x; x = x->next ? &w.rows.v[x->next - 1] : NULL)
        if (x->what & CP_STATE_DROP)
            k->ends |= CP_PLANE_DROPPED;
        else
            follow(k, host, x, x->has_via && !(x->what & CP_STATE_CONNECTED) ? x->via : via, true,
                   deep + 1);
}

static void to_peer(walk *k, uint32_t host, cp_str iface)
{
    uint32_t found = UINT32_MAX, n = 0, addr = 0;
    for (uint32_t i = 0; i < w.owns.n; i++)
        for (uint32_t m = 0; w.owns.v[i].host == host && w.owns.v[i].len >= 30 &&
                             cp_str_eq(w.owns.v[i].iface, iface) && m < w.owns.n;
             m++)
            if (w.owns.v[m].host != host && m != found &&
                masked(w.owns.v[m].addr, w.owns.v[i].len) ==
                    masked(w.owns.v[i].addr, w.owns.v[i].len)) {
                found = m;
                addr = w.owns.v[m].addr;
                n++;
            }
    if (n == 1)
        to_owner(k, host, iface, addr);
    else
        k->ends |= CP_PLANE_LOST;
}

static void follow(walk *k, uint32_t host, const row *x, uint32_t via, bool has_via, int deep)
{
    if (x->what & CP_STATE_LABELLED) {
        k->ends |= CP_PLANE_NOT_MODELLED;
    } else if (!has_via && x->what & CP_STATE_CONNECTED) {
        pass(k, host, x->iface);
        k->ends |= CP_PLANE_DELIVERED;
    } else if (!has_via && x->iface.n) {
        to_peer(k, host, x->iface);
    } else if (!has_via) {
        k->ends |= CP_PLANE_LOST;
    } else if (x->iface.n && (deep > 0 || is_attached(host, x->iface, via))) {
        to_owner(k, host, x->iface, via);
    } else {
        by_table(k, host, via, deep);
    }
}

static void rows_of(walk *k, uint32_t host, const row *first)
{
    uint32_t n_drops = 0, n_hops = 0;
    bool is_connected = true, is_elsewhere = false;
    for (const row *x = first; x; x = x->next ? &w.rows.v[x->next - 1] : NULL) {
        if (x->what & CP_STATE_LOCAL) {
            k->ends |= CP_PLANE_DELIVERED;
            return;
        }
        n_drops += (x->what & CP_STATE_DROP) != 0;
        n_hops += !(x->what & (CP_STATE_DROP | CP_STATE_BACKUP));
        is_connected = is_connected && x->what & CP_STATE_CONNECTED;
    }
    for (uint32_t i = 0; is_connected && i < w.owns.n; i++)
        is_elsewhere = is_elsewhere || (w.owns.v[i].addr == k->addr && w.owns.v[i].host != host);
    if (n_drops && n_hops)
        k->ends |= CP_PLANE_NOT_MODELLED;
    else if (n_drops)
        k->ends |= CP_PLANE_DROPPED;
    else
        for (const row *x = first; x; x = x->next ? &w.rows.v[x->next - 1] : NULL)
            if (!(x->what & CP_STATE_BACKUP))
                follow(k, host, x, is_elsewhere ? k->addr : x->via, is_elsewhere || x->has_via,
                       is_elsewhere);
}

static void enter(walk *k, uint32_t host)
{
    uint64_t bit = (uint64_t)1 << host;
    if (k->on_way & bit)
        k->ends |= CP_PLANE_LOOP;
    if (k->seen & bit)
        return;
    k->seen |= bit;
    k->on_way |= bit;
    const row *first = longest(host, k->addr);
    bool is_own = false;
    for (uint32_t i = 0; i < w.owns.n; i++)
        is_own = is_own || (w.owns.v[i].host == host && w.owns.v[i].addr == k->addr);
    if (is_own)
        k->ends |= CP_PLANE_DELIVERED;
    else if (!first)
        k->ends |= CP_PLANE_NO_ROUTE;
    else
        rows_of(k, host, first);
    k->on_way &= ~bit;
}

/* ---- all of it */

static bool is_same(const cp_routers_plane *p, uint32_t host, const walk *k, cp_arena *a)
{
    cp_plane_trace t;
    cp_packet x = { .dst = (cp_address)k->addr << 96, .protocol = 6 };
    uint64_t seen = 0;
    uint32_t table = 0;
    while (p->tables[table].item != host || p->tables[table].vrf.n)
        table++;
    cp_plane_trace_packet(p->plane, a, table, &x, &t);
    for (uint32_t i = 0; i < t.n; i++)
        seen |= (uint64_t)1 << p->tables[t.steps[i].table].item;
    if (t.fate.ends == k->ends && seen == k->seen)
        return true;
    printf("differs: %u.%u.%u.%u at %u: by rows %x %llx, by the plane %x %llx\n", k->addr >> 24,
           k->addr >> 16 & 255, k->addr >> 8 & 255, k->addr & 255, host, k->ends,
           (unsigned long long)k->seen, t.fate.ends, (unsigned long long)seen);
    return false;
}

static void compare(const cp_routers_plane *p, uint32_t n, uint64_t seed)
{
    cp_rand rand = { .state = seed };
    uint64_t n_wrong = 0, ends[CP_PLANE_END_COUNT] = { 0 };
    cp_arena *a = cp_arena_new(0);
    for (uint32_t i = 0; i < n && n_wrong < 20; i++) {
        cp_arena_mark mark = cp_arena_here(a), mine = cp_arena_here(w.a);
        uint32_t any = (uint32_t)cp_rand_u64(&rand), host = cp_rand_below(&rand, w.n_hosts);
        const row *x = &w.rows.v[cp_rand_below(&rand, w.rows.n)];
        walk k = { .addr = i % 2 ? any : (x->net | (x->len < 32 ? any >> x->len : 0)) };
        enter(&k, host);
        n_wrong += !is_same(p, host, &k, a);
        for (int e = 0; e < CP_PLANE_END_COUNT; e++)
            ends[e] += k.ends >> e & 1;
        cp_arena_back(w.a, mine);
        cp_arena_back(a, mark);
    }
    printf("%u routers, %u routes; %u packets: %llu differ;", w.n_hosts, w.rows.n, n,
           (unsigned long long)n_wrong);
    for (int e = 0; e < CP_PLANE_END_COUNT; e++)
        printf(" %s %llu%s", cp_plane_end_name((cp_plane_end_bit)e), (unsigned long long)ends[e],
               e + 1 < CP_PLANE_END_COUNT ? "," : "\n");
    exit(n_wrong > 0);
}

int main(int argc, char **argv)
{
    static const cp_read_opts opts = { .no_digest = true };
    const cp_obs_sink sink = { .obs = hear_obs, .state = hear_state };
    cp_routers_plane p;
    cp_err err;
    w.a = cp_arena_new(0);
    w.r = cp_routers_new(w.a);
    for (int i = 3; i < argc; i++) {
        cp_source src;
        if (cp_source_read(w.a, cp_str_c(argv[i]), &opts, &sink, &src, &err) != CP_OK)
            return 3;
    }
    if (argc < 4 || w.rows.n == 0 || cp_routers_make(w.r, NULL, 32, false, &p, &err) != CP_OK)
        return 3;
    compare(&p, (uint32_t)strtoul(argv[1], NULL, 10), strtoull(argv[2], NULL, 10));
}
