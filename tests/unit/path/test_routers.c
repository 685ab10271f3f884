/* SPDX-License-Identifier: Apache-2.0 */
/* test_routers.c - where a packet goes by what routers say of themselves: small networks, a row a
 * line, and what becomes of a packet that enters at the table of an item.
 *
 *     1 addr ge0 10.0.0.1/24        1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0
 *     ask "1 10.9.0.1"              ->  "delivered: 1 2", its ends and the items that it touches
 *
 * All networks at random are in test_routers_every.c. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/ip.h"
#include "path/routers.h"
#include "tap.h"

enum { ITEMS_MAX = 8 };

/* ---- rows from lines */

typedef struct words {
    cp_str v[16];
    uint32_t n;
} words;

static words words_of(cp_str line)
{
    words w = { .n = 0 };
    for (cp_str x; w.n < 16 && cp_str_cut(&line, ' ', &x);)
        if (x.n)
            w.v[w.n++] = x;
    return w;
}

static cp_str value_of(const words *w, const char *key)
{
    cp_str k = tap_cstr(key);
    for (uint32_t i = 0; i < w->n; i++)
        if (cp_str_starts(w->v[i], k) && w->v[i].n > k.n && w->v[i].p[k.n] == '=')
            return cp_str_from(w->v[i], k.n + 1);
    return CP_STR("");
}

static bool has(const words *w, const char *word)
{
    for (uint32_t i = 2; i < w->n; i++)
        if (cp_str_eq(w->v[i], tap_cstr(word)))
            return true;
    return false;
}

static uint64_t bit(const words *w, const char *word, uint64_t is) { return has(w, word) ? is : 0; }

static uint64_t number_of(const words *w, const char *key)
{
    uint64_t x = 0;
    return cp_str_u64(value_of(w, key), &x) ? x : 0;
}

/* "10.0.0.0/8", or an address; "": not set. */
static cp_state_net net_of(cp_str s, bool is_masked, uint64_t *length)
{
    cp_state_net n = { .is_set = false };
    cp_str head;
    cp_ip ip;
    uint32_t bits;
    if (s.n == 0 || !cp_str_cut(&s, '/', &head) || !cp_ip_parse(head, &ip))
        return n;
    if (!cp_str_u32(s, &bits))
        bits = ip.version == 4 ? 32 : 128;
    *length = bits + (ip.version == 4 ? 96 : 0);
    (void)(is_masked ? cp_state_net_of(ip, bits, &n) : cp_state_addr_of(ip, &n));
    return n;
}

static cp_state row_route(const words *w)
{
    uint64_t bits;
    return (cp_state){
        .kind = CP_STATE_ROUTE,
        .route = { .net = net_of(w->v[2], true, &bits),
                   .via = net_of(value_of(w, "via"), false, &bits),
                   .iface = value_of(w, "dev"),
                   .via_vrf = value_of(w, "viavrf"),
                   .protocol = CP_STR("test"),
                   .what = (has(w, "unused") ? 0 : CP_STATE_USED) |
                           bit(w, "con", CP_STATE_CONNECTED) | bit(w, "local", CP_STATE_LOCAL) |
                           bit(w, "drop", CP_STATE_DROP) | bit(w, "label", CP_STATE_LABELLED) |
                           bit(w, "backup", CP_STATE_BACKUP) }
    };
}

/* Words have no spaces; a name of the kind of A has one. */
static cp_str filter_name(cp_str word)
{
    return cp_str_eq(word, CP_STR("A-to-ge0")) ? CP_STR("A to ge0") : word;
}

static cp_state row_rule(const words *w)
{
    uint64_t bits;
    cp_state s = { .kind = CP_STATE_RULE,
                   .rule = { .filter = filter_name(w->v[2]),
                             .src = net_of(value_of(w, "src"), true, &bits),
                             .dst = net_of(value_of(w, "dst"), true, &bits),
                             .protocol = { 0, 255 },
                             .src_port = { 0, 65535 },
                             .dst_port = { 0, 65535 },
                             .says = has(w, "permit") ? 1
                                     : has(w, "deny") ? 0
                                                      : 2,
                             .what = bit(w, "v4", CP_STATE_V4) | bit(w, "v6", CP_STATE_V6) |
                                     bit(w, "partial", CP_STATE_PARTIAL) } };
    return s;
}

static cp_state row_of(const words *w)
{
    cp_str kind = w->v[1];
    cp_state s = { .kind = CP_STATE_LINE };
    uint64_t length = 128;
    if (cp_str_eq(kind, CP_STR("route")))
        return row_route(w);
    if (cp_str_eq(kind, CP_STR("rule")))
        return row_rule(w);
    if (cp_str_eq(kind, CP_STR("addr"))) {
        s.kind = CP_STATE_ADDRESS;
        s.address.iface = w->v[2];
        s.address.addr = net_of(w->v[3], false, &length);
        s.address.length = length;
        s.address.what = bit(w, "virtual", CP_STATE_VIRTUAL);
    } else if (cp_str_eq(kind, CP_STR("iface"))) {
        s.kind = CP_STATE_IFACE;
        s.iface =
            (cp_state_iface){ .name = w->v[2],
                              .text = value_of(w, "text"),
                              .mac = number_of(w, "mac"),
                              .what = bit(w, "up", CP_STATE_UP) | bit(w, "down", CP_STATE_DOWN) |
                                      bit(w, "isvrf", CP_STATE_VRF) };
    } else if (cp_str_eq(kind, CP_STR("arp"))) {
        s.kind = CP_STATE_NEIGHBOUR;
        s.neighbour = (cp_state_neighbour){ .addr = net_of(w->v[2], false, &length),
                                            .mac = number_of(w, "mac"),
                                            .iface = value_of(w, "dev") };
    } else if (cp_str_eq(kind, CP_STR("lsp"))) {
        s.kind = CP_STATE_LSP;
        s.lsp = (cp_state_lsp){ .fec = net_of(w->v[2], true, &length),
                                .in = CP_STATE_NO_LABEL,
                                .out = has(w, "none") ? CP_STATE_NO_LABEL : number_of(w, "out") };
    } else if (cp_str_eq(kind, CP_STR("station"))) {
        s.kind = CP_STATE_STATION;
    } else if (cp_str_eq(kind, CP_STR("use"))) {
        s.kind = CP_STATE_USE;
        s.use = (cp_state_use){ .iface = value_of(w, "dev"),
                                .filter = filter_name(w->v[2]),
                                .what = bit(w, "v4", CP_STATE_V4) | bit(w, "v6", CP_STATE_V6) |
                                        bit(w, "in", CP_STATE_IN) | bit(w, "out", CP_STATE_OUT) };
    } else if (cp_str_eq(kind, CP_STR("limit"))) {
        s.kind = CP_STATE_LIMIT;
        s.limit = (cp_state_limit){ .what = w->v[2], .iface = value_of(w, "dev") };
    } else {
        s.line.text = w->v[2];
    }
    return s;
}

static void add_rows(cp_routers *r, const char *text)
{
    cp_str rest = tap_cstr(text), line;
    for (uint64_t pos = 1; cp_str_cut(&rest, '\n', &line); pos++) {
        words w = words_of(line);
        uint32_t item = 0;
        cp_ip ip;
        if (w.n < 3 || !cp_str_u32(w.v[0], &item))
            continue;
        if (cp_str_eq(w.v[1], CP_STR("known")) && cp_ip_parse(w.v[2], &ip)) {
            cp_routers_known(r, item, ip);
            continue;
        }
        cp_state s = row_of(&w);
        s.vrf = value_of(&w, "vrf");
        s.pos = pos;
        if (cp_routers_add(r, item, (uint32_t)number_of(&w, "file"), &s, NULL) != CP_OK)
            ok(false, "row %" PRIu64, pos);
    }
}

/* ---- what becomes of a packet */

static uint32_t table_of(const cp_routers_plane *p, uint32_t item, cp_str vrf)
{
    for (uint32_t t = 0; t < p->n_tables; t++)
        if (p->tables[t].item == item && cp_str_eq(p->tables[t].vrf, vrf))
            return t;
    return UINT32_MAX;
}

static cp_str fate_text(cp_arena *a, const cp_plane_fate *f)
{
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i < CP_PLANE_END_COUNT; i++)
        if (f->ends >> i & 1)
            cp_buf_fmt(&b, "%s%s", cp_buf_str(&b).n ? ", " : "",
                       cp_plane_end_name((cp_plane_end_bit)i));
    cp_buf_fmt(&b, ":");
    for (uint32_t i = 0; i < ITEMS_MAX; i++)
        if (f->dirty[CP_UNKNOWN_EXCLUDED] >> i & 1)
            cp_buf_fmt(&b, " %u", i);
    return cp_buf_str(&b);
}

/* ask: "item address", with vrf= */
static cp_str answer(cp_arena *a, cp_routers *r, const char *ask, bool ignores_lines)
{
    static const cp_net no_links = { .n_links = 0 };
    uint64_t dirty[ITEMS_MAX], length;
    words w = words_of(tap_cstr(ask));
    cp_state_net to = net_of(w.v[1], false, &length);
    cp_routers_plane p;
    cp_plane_trace trace;
    uint32_t item = 0;
    cp_err err = { 0 };
    for (uint32_t i = 0; i < ITEMS_MAX; i++)
        dirty[i] = UINT64_C(1) << i;
    cp_rc rc =
        cp_routers_make(r, NULL, cp_state_net_is_v4(&to) ? 32 : 128, ignores_lines, &p, &err);
    if (rc != CP_OK || !cp_str_u32(w.v[0], &item))
        return cp_str_fmt(a, "error: %s", err.msg);
    uint32_t table = table_of(&p, item, value_of(&w, "vrf"));
    if (table == UINT32_MAX)
        return CP_STR("no such table");
    cp_plane_label(p.plane, &(cp_plane_labels){ &no_links, { dirty, dirty } });
    cp_packet x = { .src = cp_routers_prefix(&to).first,
                    .dst = cp_routers_prefix(&to).first,
                    .protocol = 6,
                    .dst_port = 80 };
    cp_plane_trace_packet(p.plane, a, table, &x, &trace);
    return fate_text(a, &trace.fate);
}

#define TWO                                                              \
    "1 addr ge0 10.0.0.1/24\n2 addr xe1 10.0.0.2/24\n"                   \
    "1 route 10.0.0.0/24 con dev=ge0\n2 route 10.0.0.0/24 con dev=xe1\n" \
    "2 addr lo 10.2.0.1/32\n2 addr lan 10.9.0.1/16\n2 route 10.9.0.0/16 con dev=lan\n"
#define OVER "1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0\n"
#define THREE TWO "3 addr ge0 10.0.0.2/24\n3 route 10.9.0.0/16 drop\n"

static const struct row {
    const char *name, *rows, *ask, *want;
} rows[] = {
    { "a next hop of version 6 (RFC 8950)",
      TWO "1 addr ge0 2001:db8::1/64\n2 addr xe1 2001:db8::2/64\n"
          "1 route 10.9.0.0/16 via=2001:db8::2 dev=ge0",
      "1 10.9.0.5", "delivered: 1 2" },
    { "of a link", TWO "2 addr xe1 fe80::2/64\n1 route 10.9.0.0/16 via=fe80::2 dev=ge0",
      "1 10.9.0.5", "delivered: 1 2" },
    { "of a link that nobody told of: by the hardware address that was heard",
      TWO "2 iface xe1 mac=9\n1 arp fe80::2 mac=9 dev=ge0\n"
          "1 route 10.9.0.0/16 via=fe80::2 dev=ge0",
      "1 10.9.0.5", "delivered: 1 2" },
    { "which nobody has",
      TWO "1 arp fe80::2 mac=9 dev=ge0\n1 route 10.9.0.0/16 via=fe80::2 dev=ge0", "1 10.9.0.5",
      "next hop not known: 1" },
    { "or several have",
      TWO "2 iface xe1 mac=9\n3 iface xe1 mac=9\n1 arp fe80::2 mac=9 dev=ge0\n"
          "1 route 10.9.0.0/16 via=fe80::2 dev=ge0",
      "1 10.9.0.5", "delivered, next hop not known, not modelled: 1 2 3" },
    { "of a link, of which nothing is known", TWO "1 route 10.9.0.0/16 via=fe80::2 dev=ge0",
      "1 10.9.0.5", "next hop not known: 1" },
    { "of version 6, behind a route of that",
      TWO "1 addr ge0 2001:db8::1/64\n2 addr xe1 2001:db8::2/64\n"
          "1 route 2001:db8:1::/48 via=2001:db8::2 dev=ge0\n"
          "1 route 10.9.0.0/16 via=2001:db8:1::9",
      "1 10.9.0.5", "delivered: 1 2" },
    { "of version 6, to which nothing leads", TWO "1 route 10.9.0.0/16 via=2001:db8:1::9",
      "1 10.9.0.5", "next hop not known: 1" },
    { "of version 6, on a network of which others tell as well",
      TWO
      "1 addr ge0 2001:db8::1/64\n3 addr ge0 2001:db8::2/64\n1 route 2001:db8::/64 con dev=ge0\n"
      "3 route 10.9.0.0/16 drop\n1 route 10.9.0.0/16 via=2001:db8::2",
      "1 10.9.0.5", "dropped: 1 3" },
    { "prefixes of version 6 by a next hop of version 4",
      TWO "2 addr lan 2001:db8:9::1/64\n2 route 2001:db8:9::/64 con dev=lan\n"
          "1 route 2001:db8:9::/64 via=10.0.0.2 dev=ge0",
      "1 2001:db8:9::5", "delivered: 1 2" },
    { "an interface comes first", "1 iface ge0 up\n" TWO OVER, "1 10.9.0.5", "delivered: 1 2" },
    { "interface and next hop", TWO OVER, "1 10.9.0.5", "delivered: 1 2" },
    { "no route", TWO OVER, "1 10.7.0.5", "no route: 1" },
    { "a route that is not used", TWO "1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0 unused",
      "1 10.9.0.5", "no route: 1" },
    { "next hop only", TWO "1 route 10.9.0.0/16 via=10.0.0.2", "1 10.9.0.5", "delivered: 1 2" },
    { "a next hop behind a next hop",
      TWO "1 route 10.9.0.0/16 via=10.2.0.1\n1 route 10.2.0.1/32 via=10.0.0.2", "1 10.9.0.5",
      "delivered: 1 2" },
    { "several levels",
      TWO "1 route 10.9.0.0/16 via=1.1.1.1\n1 route 1.1.1.0/24 via=2.2.2.2\n"
          "1 route 2.2.0.0/16 via=3.3.3.3\n1 route 3.0.0.0/8 via=10.0.0.2 dev=ge0",
      "1 10.9.0.5", "delivered: 1 2" },
    { "a next hop that nothing leads to", TWO "1 route 10.9.0.0/16 via=5.5.5.5", "1 10.9.0.5",
      "next hop not known: 1" },
    { "a next hop behind itself", TWO "1 route 10.9.0.0/16 via=10.9.0.1", "1 10.9.0.5",
      "next hop not known: 1" },
    { "two next hops behind each other",
      TWO "1 route 10.9.0.0/16 via=10.8.0.1\n1 route 10.8.0.0/16 via=10.9.0.1", "1 10.9.0.5",
      "next hop not known: 1" },
    { "of two ways to a next hop one leads back",
      TWO "1 route 10.9.0.0/16 via=10.8.0.1\n1 route 10.8.0.0/16 via=10.8.0.1\n"
          "1 route 10.8.0.0/16 via=10.0.0.2 dev=ge0",
      "1 10.9.0.5", "delivered, next hop not known: 1 2" },
    { "the next hop is the router itself", TWO "1 route 10.9.0.0/16 via=10.0.0.1 dev=ge0",
      "1 10.9.0.5", "next hop not known: 1" },
    { "nobody has the address", TWO "1 route 10.9.0.0/16 via=10.0.0.77 dev=ge0", "1 10.9.0.5",
      "next hop not known: 1" },
    { "several have it", THREE OVER, "1 10.9.0.5",
      "delivered, dropped, next hop not known: 1 2 3" },
    { "of one several rows tell it", TWO "2 addr xe1 10.0.0.2/24\n2 known 10.0.0.2\n" OVER,
      "1 10.9.0.5", "delivered: 1 2" },
    { "a virtual address of two",
      TWO
      "2 addr xe1 10.0.0.9/24 virtual\n3 addr e0 10.0.0.9/24 virtual\n3 route 10.9.0.0/16 drop\n"
      "1 route 10.9.0.0/16 via=10.0.0.9 dev=ge0",
      "1 10.9.0.5", "delivered, dropped: 1 2 3" },
    { "another hardware address", TWO OVER "2 iface xe1 mac=17\n1 arp 10.0.0.2 mac=18 dev=ge0",
      "1 10.9.0.5", "next hop not known: 1" },
    { "the same hardware address",
      THREE OVER "2 iface xe1 mac=17\n3 iface ge0 mac=19\n1 arp 10.0.0.2 mac=17 dev=ge0",
      "1 10.9.0.5", "delivered: 1 2" },
    { "that was heard elsewhere",
      THREE OVER "2 iface xe1 mac=17\n3 iface ge0 mac=19\n1 arp 10.0.0.2 mac=17 dev=other",
      "1 10.9.0.5", "delivered, dropped, next hop not known: 1 2 3" },
    { "heard of a virtual one",
      TWO "2 iface xe1 mac=17\n2 addr xe1 10.0.0.9/24 virtual\n1 arp 10.0.0.9 mac=99 dev=ge0\n"
          "1 route 10.9.0.0/16 via=10.0.0.9 dev=ge0",
      "1 10.9.0.5", "delivered: 1 2" },
    { "the interface that has it is down", TWO OVER "2 iface xe1 down", "1 10.9.0.5",
      "delivered, next hop not known: 1 2" },
    { "and up again", TWO OVER "2 iface xe1 down\n2 iface xe1 up", "1 10.9.0.5", "delivered: 1 2" },

    { "from point to point without a next hop",
      "1 addr s0 10.0.0.1/30\n2 addr s1 10.0.0.2/30\n1 route 10.9.0.0/16 dev=s0\n"
      "2 route 10.9.0.0/16 drop",
      "1 10.9.0.5", "dropped: 1 2" },
    { "nobody on the other side", "1 addr s0 10.0.0.1/30\n1 route 10.9.0.0/16 dev=s0", "1 10.9.0.5",
      "next hop not known: 1" },
    { "room for many on the other side",
      "1 addr s0 10.0.0.1/29\n2 addr s1 10.0.0.2/29\n1 route 10.9.0.0/16 dev=s0", "1 10.9.0.5",
      "next hop not known: 1" },
    { "found through it: the peer comes before who has the next hop",
      "1 addr s0 10.0.0.1/30\n2 addr s1 10.0.0.2/30\n2 route 10.9.0.0/16 drop\n3 addr lo "
      "10.5.0.1/32\n"
      "3 route 10.9.0.0/16 via=10.0.0.2\n1 route 10.5.0.0/16 dev=s0\n1 route 10.9.0.0/16 "
      "via=10.5.0.1",
      "1 10.9.0.5", "dropped: 1 2" },
    { "neither next hop nor interface", TWO "1 route 10.9.0.0/16", "1 10.9.0.5",
      "next hop not known: 1" },
    { "not numbered: the next hop is behind the interface",
      TWO "1 route 10.2.0.1/32 via=10.2.0.1 dev=s0\n1 route 10.9.0.0/16 via=10.2.0.1 dev=s0",
      "1 10.9.0.5", "delivered: 1 2" },
    { "the interface tells of no network, the route leads over another",
      TWO "3 addr lo 10.3.0.1/32\n3 route 10.9.0.0/16 con dev=lan\n2 route 10.3.0.1/32 drop\n"
          "1 route 10.3.0.1/32 via=10.0.0.2 dev=ge0\n1 route 10.9.0.0/16 via=10.3.0.1 dev=s7",
      "1 10.9.0.5", "delivered: 1 2" },

    { "its own address", TWO, "1 10.0.0.1", "delivered: 1" },
    { "a host on its network", TWO, "1 10.0.0.50", "delivered: 1" },
    { "a neighbour on its network", TWO, "1 10.0.0.2", "delivered: 1 2" },
    { "a neighbour on a network of which only the route tells",
      "1 route 10.0.0.0/24 con dev=ge0\n2 addr xe1 10.0.0.2/24\n2 route 10.0.0.0/24 con dev=xe1",
      "1 10.0.0.2", "delivered: 1 2" },
    { "something longer leads to a neighbour's address", TWO "1 route 10.0.0.2/32 drop",
      "1 10.0.0.2", "dropped: 1" },
    { "an address of its own that a route tells of",
      "1 route 10.0.0.0/24 con dev=ge0\n1 route 10.0.0.2/32 local\n2 addr xe1 10.0.0.2/24",
      "1 10.0.0.2", "delivered: 1" },
    { "an own address of an interface that is down", TWO "2 iface lo down", "2 10.2.0.1",
      "not modelled: 2" },
    { "that a route tells of", TWO "2 iface lo down\n2 route 10.2.0.1/32 local", "2 10.2.0.1",
      "delivered: 2" },

    { "a label that the table of routes does not tell", TWO OVER "1 lsp 10.9.0.0/16 out=1024",
      "1 10.9.0.5", "not modelled: 1" },
    { "that is taken away at once, or is none",
      TWO OVER "1 lsp 10.9.0.0/16 out=3\n1 lsp 10.9.0.0/16 none\n1 station", "1 10.9.0.5",
      "delivered: 1 2" },
    { "of another prefix", TWO OVER "1 lsp 10.9.0.0/24 out=1024\n1 lsp 10.0.0.0/8 out=1024",
      "1 10.9.0.5", "delivered: 1 2" },
    { "of a prefix by which the next hop is found",
      TWO "1 route 10.9.0.0/16 via=10.2.0.1\n1 route 10.2.0.1/32 via=10.0.0.2\n"
          "1 lsp 10.2.0.1/32 out=1024",
      "1 10.9.0.5", "not modelled: 1" },
    { "of another table", TWO OVER "1 lsp 10.9.0.0/16 out=1024 vrf=red", "1 10.9.0.5",
      "delivered: 1 2" },
    { "the end of it is the router itself", TWO OVER "2 lsp 10.2.0.1/32 out=16", "2 10.2.0.1",
      "delivered: 2" },

    { "dropped", TWO "1 route 10.9.0.0/16 drop", "1 10.9.0.5", "dropped: 1" },
    { "some dropped", TWO OVER "1 route 10.9.0.0/16 drop", "1 10.9.0.5", "not modelled: 1" },
    { "the next hop is dropped (RFC 5635)",
      TWO "1 route 10.9.0.0/16 via=192.0.2.1\n1 route 192.0.2.1/32 drop", "1 10.9.0.5",
      "dropped: 1" },
    { "labelled", TWO OVER "1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0 label", "1 10.9.0.5",
      "not modelled: 1" },
    { "the next hop is found by a label",
      TWO "1 route 10.9.0.0/16 via=10.2.0.1\n1 route 10.2.0.1/32 via=10.0.0.2 dev=ge0 label",
      "1 10.9.0.5", "not modelled: 1" },
    { "a backup beside", TWO OVER "1 route 10.9.0.0/16 via=10.0.0.77 dev=ge0 backup", "1 10.9.0.5",
      "delivered: 1 2" },
    { "a backup only", TWO "1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0 backup", "1 10.9.0.5",
      "not modelled: 1" },
    { "the next hop is found by a backup only",
      TWO "1 route 10.9.0.0/16 via=10.2.0.1\n1 route 10.2.0.1/32 via=10.0.0.2 backup", "1 10.9.0.5",
      "next hop not known: 1" },
    { "several next hops", THREE OVER "1 route 10.9.0.0/16 via=10.0.0.9 dev=ge0", "1 10.9.0.5",
      "delivered, dropped, next hop not known: 1 2 3" },

    { "a VRF has routes of its own",
      TWO "1 addr ge1 10.0.0.1/24 vrf=red\n1 route 10.9.0.0/16 drop vrf=red\n" OVER,
      "1 10.9.0.5 vrf=red", "dropped: 1" },
    { "an interface leads into a VRF",
      TWO OVER "2 iface xe1 vrf=red\n2 route 10.9.0.0/16 drop vrf=red", "1 10.9.0.5",
      "dropped: 1 2" },
    { "a next hop of another table",
      TWO "1 route 10.9.0.0/16 via=10.7.0.1 vrf=red viavrf=blue\n"
          "1 route 10.7.0.0/16 via=10.0.0.2 dev=ge0 vrf=blue\n1 route 10.7.0.0/16 drop vrf=red",
      "1 10.9.0.5 vrf=red", "delivered: 1 2" },
    { "a VRF by the number of its table",
      TWO "1 route 10.9.0.0/16 drop vrf=10\n1 iface red isvrf text=10", "1 10.9.0.5 vrf=red",
      "dropped: 1" },
    { "a VRF by its number, told first",
      TWO "1 iface red isvrf text=10\n1 route 10.9.0.0/16 drop vrf=10\n1 route 10.8.0.0/16 drop "
          "vrf=red",
      "1 10.9.0.5 vrf=red", "dropped: 1" },
    { "a VRF of which both were told before",
      TWO "1 route 10.9.0.0/16 drop vrf=10\n1 route 10.8.0.0/16 drop vrf=red\n1 iface red isvrf "
          "text=10",
      "1 10.9.0.5 vrf=red", "dropped: 1" },
    { "and that is no table any more",
      TWO "1 route 10.9.0.0/16 drop vrf=10\n1 route 10.8.0.0/16 drop vrf=red\n1 iface red isvrf "
          "text=10",
      "1 10.9.0.5 vrf=10", "no such table" },

    { "a table without routes", "1 addr ge0 10.0.0.1/24", "1 10.9.0.5", "not modelled: 1" },
    { "but its own address", "1 addr ge0 10.0.0.1/24", "1 10.0.0.1", "delivered: 1" },
    { "on to a table without routes",
      "3 addr e 10.0.0.3/24\n" TWO "1 route 10.9.0.0/16 via=10.0.0.3 dev=ge0", "1 10.9.0.5",
      "not modelled: 1 3" },
    { "who is only known", TWO "3 known 10.0.0.3\n1 route 10.9.0.0/16 via=10.0.0.3 dev=ge0",
      "1 10.9.0.5", "not modelled: 1 3" },
    { "and its own address", TWO "3 known 10.0.0.3", "1 10.0.0.3", "delivered: 1 3" },
    { "a limit of a table", TWO OVER "1 limit nat", "1 10.9.0.5", "not modelled: 1" },
    { "its own address there", TWO OVER "1 limit nat", "1 10.0.0.1", "not modelled: 1" },
    { "a limit of another table", TWO OVER "1 limit nat vrf=red", "1 10.9.0.5", "delivered: 1 2" },
    { "a limit of the interface", TWO OVER "1 limit nat dev=ge0", "1 10.9.0.5",
      "delivered, not modelled: 1 2" },
    { "a limit where it comes in", TWO OVER "2 limit nat dev=xe1", "1 10.9.0.5",
      "delivered, not modelled: 1 2" },
    { "a limit of another interface", TWO OVER "1 limit nat dev=ge7", "1 10.9.0.5",
      "delivered: 1 2" },
    { "what was not understood", TWO OVER "1 line what", "1 10.9.0.5", "not modelled: 1" },
    { "what was not understood, further on", TWO OVER "2 line what", "1 10.9.0.5",
      "not modelled: 1 2" },

    { "a filter on the way out", TWO OVER "1 rule A deny\n1 use A dev=ge0 out", "1 10.9.0.5",
      "denied: 1" },
    { "a filter on the way in", TWO OVER "2 rule A deny\n2 use A dev=xe1 in", "1 10.9.0.5",
      "denied: 1 2" },
    { "the other way round",
      TWO OVER "1 rule A deny\n1 use A dev=ge0 in\n2 rule A deny\n"
               "2 use A dev=xe1 out",
      "1 10.9.0.5", "delivered: 1 2" },
    { "to a host", TWO "1 rule A deny\n1 use A dev=ge0 out", "1 10.0.0.50", "denied: 1" },
    { "the first rule decides",
      TWO OVER "1 rule A permit dst=10.9.0.0/24\n1 rule A deny\n"
               "1 use A dev=ge0 out",
      "1 10.9.0.5", "delivered: 1 2" },
    { "of the other version", TWO OVER "1 rule A deny\n1 use A dev=ge0 out v6", "1 10.9.0.5",
      "delivered: 1 2" },
    { "rules of the other version only", TWO OVER "1 rule A deny v6\n1 use A dev=ge0 out",
      "1 10.9.0.5", "delivered, not modelled: 1 2" },
    { "at all interfaces", TWO OVER "1 rule A deny\n1 use A out", "1 10.9.0.5", "denied: 1" },
    { "that is not defined", TWO OVER "1 use A dev=ge0 out", "1 10.9.0.5",
      "delivered, not modelled: 1 2" },
    { "of another router", TWO OVER "2 rule A deny\n1 use A dev=ge0 out", "1 10.9.0.5",
      "delivered, not modelled: 1 2" },
    { "two at one interface",
      TWO OVER "1 rule A permit\n1 rule B permit\n1 use A dev=ge0 out\n1 use B dev=ge0 out",
      "1 10.9.0.5", "delivered, not modelled: 1 2" },
    { "one at it and one at all",
      TWO OVER "1 rule A permit\n1 rule B permit\n1 use B out\n"
               "1 use A dev=ge0 out",
      "1 10.9.0.5", "delivered, not modelled: 1 2" },
    { "one at it and one at all others",
      TWO OVER "1 rule A-to-ge0 permit\n1 rule A deny\n1 use A out\n"
               "1 use A-to-ge0 dev=ge0 out",
      "1 10.9.0.5", "delivered: 1 2" },
    { "one at another and one at all others",
      TWO OVER "1 rule A-to-ge0 permit\n1 rule A deny\n1 use A out\n"
               "1 use A-to-ge0 dev=ge7 out",
      "1 10.9.0.5", "denied: 1" },
    { "one at it, one at all others, and one at all",
      TWO OVER "1 rule A-to-ge0 permit\n1 rule A permit\n1 rule B permit\n"
               "1 use A out\n1 use A-to-ge0 dev=ge0 out\n1 use B out",
      "1 10.9.0.5", "delivered, not modelled: 1 2" },
    { "the same twice", TWO OVER "1 rule A permit\n1 use A dev=ge0 out\n1 use A dev=ge0 out",
      "1 10.9.0.5", "delivered: 1 2" },
    { "two files tell the same list",
      TWO OVER "1 rule A permit dst=10.9.0.0/16\n1 rule A deny\n1 use A dev=ge0 out\n"
               "1 rule A permit dst=10.9.0.0/16 file=1\n1 rule A deny file=1",
      "1 10.9.0.5", "delivered: 1 2" },
    { "two files tell two lists",
      TWO OVER "1 rule A permit dst=10.8.0.0/16\n1 use A dev=ge0 out\n1 rule A permit file=1",
      "1 10.9.0.5", "delivered, not modelled: 1 2" },
    { "two files tell the same routes",
      "1 addr ge0 10.0.0.1/30\n2 addr xe1 10.0.0.2/30\n"
      "2 route 10.9.0.0/16 drop\n1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0\n"
      "1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0 file=1",
      "1 10.9.0.5", "dropped: 1 2" },
    { "two files tell other routes, as of two days",
      "1 addr ge0 10.0.0.1/30\n2 addr xe1 10.0.0.2/30\n"
      "2 route 10.9.0.0/16 drop\n1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0\n"
      "1 route 10.9.0.0/16 drop file=1",
      "1 10.9.0.5", "not modelled: 1" },
    { "one of two files lacks a route",
      "1 addr ge0 10.0.0.1/30\n2 addr xe1 10.0.0.2/30\n"
      "2 route 10.9.0.0/16 drop\n1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0\n"
      "1 route 10.9.0.0/16 via=10.0.0.2 dev=ge0 file=1\n1 route 10.8.0.0/16 drop file=1",
      "1 10.9.0.5", "not modelled: 1" },
    { "a rule that was not understood", TWO OVER "1 rule A what\n1 use A dev=ge0 out", "1 10.9.0.5",
      "delivered, not modelled: 1 2" },

    { "a name that is short for another",
      TWO "1 iface GigabitEthernet0/1 vrf=red\n1 addr Gi0/1 10.1.0.1/30\n3 addr x 10.1.0.2/30\n"
          "1 rule A deny\n1 use A dev=gigabitethernet0/1 out\n"
          "1 route 10.9.0.0/16 via=10.1.0.2 dev=Gi0/1 vrf=red",
      "1 10.9.0.5 vrf=red", "denied: 1" },

    { "IPv6",
      "1 addr e0 2001:db8::1/64\n2 addr e0 2001:db8::2/64\n"
      "1 route 2001:db8:9::/48 via=2001:db8::2 dev=e0\n2 route 2001:db8:9::/48 drop\n"
      "1 route 0.0.0.0/0 drop",
      "1 2001:db8:9::1", "dropped: 1 2" },
    { "IPv6: a next hop of the link",
      "1 addr e0 2001:db8::1/64\n2 addr e0 2001:db8::2/64\n2 addr e0 fe80::2/64\n"
      "1 route 2001:db8:9::/48 via=fe80::2 dev=e0\n2 route 2001:db8:9::/48 drop",
      "1 2001:db8:9::1", "dropped: 1 2" },
    { "IPv6: a peer",
      "1 addr e0 2001:db8::/127\n2 addr e0 2001:db8::1/127\n1 route ::/0 dev=e0\n"
      "2 route 2001:db8:9::/48 drop",
      "1 2001:db8:9::1", "dropped: 1 2" },
    { "IPv6: the routes of version 4 are others", TWO OVER, "1 2001:db8:9::1", "not modelled: 1" },
    { "an address without bits is passed over",
      TWO OVER "1 addr ge0 what\n1 route what via=10.0.0.2\n1 route 0.0.0.0/0", "1 10.9.0.5",
      "delivered: 1 2" },
};

static const struct name_row {
    const char *a, *b;
    bool is_same;
} names[] = {
    { "Gi0/1", "GigabitEthernet0/1", true },
    { "GE0/0/1", "GigabitEthernet0/0/1", true },
    { "XGE0/0/1", "XGigabitEthernet0/0/1", true },
    { "Te0/1", "TenGigabitEthernet0/1", true },
    { "Te0/0/0/1", "TenGigE0/0/0/1", true },
    { "BE10", "Bundle-Ether10", true },
    { "Po1", "port-channel1", true },
    { "Po1", "Port-channel1", true },
    { "Lo0", "loopback0", true },
    { "Vlan10", "vlan10", true },
    { "Eth1", "Eth-Trunk1", false },
    { "Eth-Trunk1", "eth-trunk1", true },
    { "Ethernet1", "Eth1", true },
    { "GigabitEthernet 0/1", "Gi0/1", true },
    { "Gi0/1", "GigabitEthernet0/1.100", false },
    { "Gi0/1", "GE0/1", false },
    { "G0/1", "GigabitEthernet0/1", false },
    { "tun0", "tunl0", false },
    { "gre0", "gretap0", false },
    { "eth", "ethernet", false },
    { "", "", true },
    { "1", "1", true },
};

/* ---- what is told of the plane */

static void check_told(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_routers *r = cp_routers_new(a);
    cp_routers_plane p;
    add_rows(r, TWO "1 route 10.9.0.0/16 via=5.5.5.5\n1 route 10.8.0.0/16 via=5.5.5.5\n"
                    "1 route 10.7.0.0/16 via=10.0.0.77 dev=ge0\n3 limit nat file=4\n"
                    "3 route 0.0.0.0/0 drop\n2 line what");
    is_int(cp_routers_make(r, NULL, 32, false, &p, NULL), CP_OK, "made");
    is_uint(p.n_tables, 3, "tables");
    is_uint(p.n_lost, 2, "next hops are lost");
    is_uint(p.lost[0].n + p.lost[1].n, 3, "of three routes");
    is_uint(p.lost[0].at.pos, 10, "each told by its first, in the order of prefixes");
    is_uint(p.n_routes, 7, "routes");
    uint32_t table = table_of(&p, 3, CP_STR(""));
    is_cstr(p.tables[table].limit, "nat", "why it is not modelled");
    is_uint(p.tables[table].limit_at.source, 4, "by which file");
    is_cstr(p.tables[table_of(&p, 2, CP_STR(""))].limit, "not understood: what", "a line");
    uint64_t length;
    cp_state_net n = net_of(CP_STR("10.8.0.0/16"), true, &length);
    cp_prefix x = cp_routers_prefix(&n);
    uint32_t n_rows;
    const cp_routers_route *found = cp_routers_rows(r, table_of(&p, 1, CP_STR("")), &x, &n_rows);
    is_uint(n_rows, 1, "rows of a prefix");
    ok(n_rows == 1 && found->at.pos == 9, "where it stands");
    x.len = 17;
    (void)cp_routers_rows(r, 0, &x, &n_rows);
    is_uint(n_rows, 0, "rows of a prefix that was not told");
    is_int(cp_routers_make(r, NULL, 32, true, &p, NULL), CP_OK, "made again");
    is_cstr(p.tables[table_of(&p, 2, CP_STR(""))].limit, "", "a line that is taken to be harmless");
    is_int(cp_routers_make(r, NULL, 128, true, &p, NULL), CP_OK, "made of version 6");
    is_uint(p.n_routes, 0, "of which there are no routes");
    cp_state_net back = cp_routers_net(&(cp_prefix){ (cp_address)10 << 120, 8 }, 32);
    n = net_of(CP_STR("10.0.0.0/8"), true, &length);
    ok(back.bits == n.bits && memcmp(&back.addr, &n.addr, sizeof n.addr) == 0, "a prefix and back");
    cp_arena_free(a);
}

/* Each of a hundred prefixes is found by a hundred next hops in all of them: as many ways as nobody
 * can walk. */
static void check_many_ways(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_routers *r = cp_routers_new(a);
    cp_state s = row_of(&(words){
        .v = { CP_STR("1"), CP_STR("route"), CP_STR("10.0.0.0/24"), CP_STR("via=10.0.0.1") },
        .n = 4 });
    for (uint32_t i = 0; i < 100; i++)
        for (uint32_t k = 0; k < 100; k++) {
            s.route.net.addr.b[14] = (uint8_t)i;
            s.route.via.addr.b[14] = (uint8_t)k;
            if (cp_routers_add(r, 1, 0, &s, NULL) != CP_OK)
                ok(false, "added");
        }
    is_cstr(answer(a, r, "1 10.0.5.1", false), "next hop not known: 1", "many ways to a next hop");
    cp_arena_free(a);
}

/* As many as are known on the network that a router is on; one more, and it is not modelled. */
static void check_many_near(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_routers *r = cp_routers_new(a);
    cp_routers_plane p;
    cp_err err;
    cp_state s = row_of(&(words){ .v = { CP_STR("1"), CP_STR("route"), CP_STR("10.0.0.0/8"),
                                         CP_STR("con"), CP_STR("dev=e0") },
                                  .n = 5 });
    is_int(cp_routers_add(r, 1, 0, &s, NULL), CP_OK, "added");
    for (uint32_t i = 0; i < CP_PLANE_TABLES_MAX; i++) {
        cp_ip ip = { .version = 4, .b = { 10, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i } };
        cp_routers_known(r, 2 + i, ip);
        bool is_asked = i + 1 == CP_ROUTERS_NEAR_OF_TABLE_MAX || i == CP_ROUTERS_NEAR_OF_TABLE_MAX;
        if (!is_asked)
            continue;
        is_int(cp_routers_make(r, NULL, 32, false, &p, NULL), CP_OK, "made");
        is_cstr(p.tables[table_of(&p, 1, CP_STR(""))].limit,
                i < CP_ROUTERS_NEAR_OF_TABLE_MAX ? ""
                                                 : "too many addresses of others on its networks",
                "%u addresses on a network", i + 1);
    }
    is_int(cp_routers_make(r, NULL, 32, false, &p, &err), CP_ELIMIT, "more tables than can be");
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_routers *r = cp_routers_new(a);
        add_rows(r, rows[i].rows);
        is_cstr(answer(a, r, rows[i].ask, false), rows[i].want, "%s", rows[i].name);
        is_cstr(answer(a, r, rows[i].ask, false), rows[i].want, "%s, again", rows[i].name);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cp_str x = tap_cstr(names[i].a), y = tap_cstr(names[i].b);
        is_int(cp_routers_same_iface(x, y), names[i].is_same, "%s, %s", names[i].a, names[i].b);
        is_int(cp_routers_same_iface(y, x), names[i].is_same, "%s, %s", names[i].b, names[i].a);
    }
    check_told();
    check_many_ways();
    check_many_near();
    cp_arena_free(a);
    return tap_done();
}
