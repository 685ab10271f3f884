/* SPDX-License-Identifier: Apache-2.0 */
/* dump.c - routing tables in MRT: TABLE_DUMP_V2 (RFC 6396, 4.3; 8050, 4) and TABLE_DUMP (4.2). */
#include "sources/mrt/inside.h"

enum { V4 = CP_MRT_V4_BYTES, V6 = CP_MRT_V6_BYTES };

cp_ip cp_mrt_ip(cp_bytes b)
{
    cp_ip none = { .version = 0 };
    if (b.n == V4)
        return cp_ip_v4(b.p);
    return b.n == V6 ? cp_ip_v6(b.p) : none;
}

bool cp_mrt_take_net(cp_mrt_reader *r, cp_cur *c, uint32_t version, uint8_t length, bool is_whole)
{
    uint32_t size = version == 4 ? V4 : V6, n = is_whole ? size : (length + 7u) / 8;
    cp_bgp_route *x = &r->route;
    if (length > size * 8 || n > size)
        return false;
    cp_bytes b = cp_cur_take(c, n);
    x->net = (cp_ip){ .version = (uint8_t)version };
    x->length = length;
    uint32_t whole = length / 8u, rest = length % 8u;
    if (!b.n && length)
        return false;
    if (whole)
        memcpy(x->net.b, b.p, whole);
    if (rest)
        x->net.b[whole] = b.p[whole] & (uint8_t)(0xff00 >> rest);
    r->net[0] = (uint8_t)version;
    r->net[1] = length;
    memcpy(r->net + 2, x->net.b, V6);
    x->is_new_net = memcmp(r->net, r->last_net, sizeof r->net) != 0;
    return !c->bad;
}

bool cp_mrt_fits(cp_mrt_reader *r, const cp_cur *c, bool is_net)
{
    if (is_net && !c->bad && !cp_cur_left(c))
        return true;
    r->n->routes_bad++;
    cp_mrt_bad(r, "a route",
               c->bad    ? "is cut off"
               : !is_net ? "has a prefix longer than an address"
                         : "is shorter than its record");
    return false;
}

void cp_mrt_bad(cp_mrt_reader *r, const char *what, const char *more)
{
    if (r->record_bad == r->record)
        return;
    r->record_bad = r->record;
    cp_source_bad(r->a, r->src, r->record, "%s%s%s", what, *more ? " " : "", more);
}

static cp_rc take_no_route(cp_mrt_reader *r, bool has_attrs)
{
    const cp_bgp_attrs *x = &r->attrs;
    if (!has_attrs) {
        r->n->not_bgp++;
        return CP_OK;
    }
    r->n->other_width += x->is_other_width;
    r->n->routes_bad++;
    cp_mrt_bad(r, x->fault_attr, x->fault);
    return CP_OK;
}

static inline cp_rc take_entry(cp_mrt_reader *r, cp_bytes attrs, uint32_t as_bytes, cp_bytes hop,
                               cp_err *err)
{
    cp_bgp_attrs *x = &r->attrs;
    if (attrs.n)
        cp_bgp_attrs_read_again(attrs, as_bytes, x);
    if (!attrs.n || x->state == CP_BGP_WITHDRAWN)
        return take_no_route(r, attrs.n > 0);
    if (!x->next_hop.n)
        x->next_hop = hop;
    r->n->attrs_discarded += x->state == CP_BGP_DISCARDED;
    r->n->nets += r->route.is_new_net;
    r->n->routes++;
    r->route.event = CP_BGP_ENTRY;
    r->route.attrs = x;
    cp_rc rc = r->to->route(r->to->ctx, &r->route, err);
    r->route.attrs = NULL;
    if (r->route.is_new_net)
        memcpy(r->last_net, r->net, sizeof r->net);
    r->route.is_new_net = false;
    return rc;
}

cp_rc cp_mrt_entry(cp_mrt_reader *r, cp_bytes attrs, uint32_t as_bytes, cp_bytes hop, cp_err *err)
{
    return take_entry(r, attrs, as_bytes, hop, err);
}

/* ---- TABLE_DUMP_V2 */

/* Room for n, at least twice as much as before: a file may have an index in each of its records. */
static void make_room(cp_arena *a, cp_mrt_index *x, size_t n)
{
    if (x->peers && n <= x->max)
        return;
    n = n > x->max * (size_t)2 ? n : x->max * (size_t)2;
    x->max = n < CP_MRT_PEERS_MAX ? (uint32_t)n : CP_MRT_PEERS_MAX;
    x->peers = CP_NEW_ARRAY(a, cp_bgp_peer, x->max + (size_t)1);
}

void cp_mrt_read_peers(cp_mrt_reader *r, cp_cur *c)
{
    enum { HAS_V6 = 1, HAS_AS4 = 2, PEER_LEAST_BYTES = 11 };
    cp_mrt_index *x = r->index;
    cp_cur_skip(c, 4); /* the collector's BGP id */
    cp_cur_skip(c, cp_cur_u16be(c));
    uint32_t n = cp_cur_u16be(c);
    size_t n_fit = cp_cur_left(c) / PEER_LEAST_BYTES;
    make_room(r->a, x, n < n_fit ? n : n_fit);
    x->n = 0;
    x->is_there = true;
    while (x->n < n) {
        uint8_t what = cp_cur_u8(c);
        cp_bgp_peer p = { .bgp_id = cp_cur_u32be(c) };
        p.addr = cp_mrt_ip(cp_cur_take(c, what & HAS_V6 ? V6 : V4));
        p.as = what & HAS_AS4 ? cp_cur_u32be(c) : cp_cur_u16be(c);
        if (c->bad)
            break;
        x->peers[x->n++] = p;
    }
    if (c->bad || cp_cur_left(c))
        cp_mrt_bad(r, "the index of peers", c->bad ? "is cut off" : "is longer than its peers");
    r->n->peers = x->n > r->n->peers ? x->n : r->n->peers;
}

static uint32_t u16_of(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }
static uint32_t u32_of(const uint8_t *p) { return u16_of(p) << 16 | u16_of(p + 2); }

/* RFC 6396, 4.3.4, and 8050, 4.3: by pointers, since a table has some twenty millions of them. */
static cp_rc read_entries(cp_mrt_reader *r, cp_cur *c, uint32_t n, cp_err *err)
{
    const cp_bytes all = cp_cur_rest(c), none = { NULL, 0 };
    const uint8_t *p = all.p, *end = p ? p + all.n : p;
    const size_t ids = r->route.has_path_id ? 4 : 0, head = 8 + ids; /* peer, since, length */
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        if ((size_t)(end - p) < head || (size_t)(end - p) - head < u16_of(p + head - 2)) {
            r->n->routes_bad += n - i;
            cp_mrt_bad(r, "a record of routes", "is cut off within them");
            return CP_OK;
        }
        uint32_t peer = u16_of(p);
        cp_bytes attrs = { p + head, u16_of(p + head - 2) };
        r->route.since_s = u32_of(p + 2);
        r->route.path_id = ids ? u32_of(p + 6) : 0;
        p += head + attrs.n;
        if (peer >= r->index->n) {
            r->n->routes_bad++;
            cp_mrt_bad(r, "a route of a peer",
                       r->index->is_there ? "that is not in the index of peers"
                                          : "before there is an index of peers");
            continue;
        }
        r->route.peer = &r->index->peers[peer];
        r->route.peer_nr = peer;
        rc = take_entry(r, attrs, 4, none, err);
    }
    if (rc == CP_OK && p < end)
        cp_mrt_bad(r, "a record of routes", "is longer than they are");
    return rc;
}

cp_rc cp_mrt_read_v2(cp_mrt_reader *r, uint16_t subtype, cp_cur *c, cp_err *err)
{
    enum { /* RFC 6396, 4.3; RFC 8050, 4 */
           RIB_IPV4_UNICAST = 2,
           RIB_IPV6_UNICAST = 4,
           RIB_IPV4_UNICAST_ADDPATH = 8,
           RIB_IPV6_UNICAST_ADDPATH = 10
    };
    bool is_v4 = subtype == RIB_IPV4_UNICAST || subtype == RIB_IPV4_UNICAST_ADDPATH;
    bool is_v6 = subtype == RIB_IPV6_UNICAST || subtype == RIB_IPV6_UNICAST_ADDPATH;
    if (subtype == CP_MRT_PEER_INDEX_TABLE) {
        cp_mrt_read_peers(r, c);
        return CP_OK;
    }
    if (!is_v4 && !is_v6) {
        r->n->others++;
        r->src->records_unused++;
        return CP_OK;
    }
    cp_cur_skip(c, 4); /* sequence */
    uint8_t length = cp_cur_u8(c);
    r->route.has_path_id = subtype >= RIB_IPV4_UNICAST_ADDPATH;
    if (!cp_mrt_take_net(r, c, is_v4 ? 4 : 6, length, false)) {
        cp_mrt_bad(r, "a prefix", c->bad ? "is cut off" : "is longer than an address");
        return CP_OK;
    }
    uint32_t n = cp_cur_u16be(c);
    if (c->bad) {
        cp_mrt_bad(r, "a record of routes", "is cut off");
        return CP_OK;
    }
    return read_entries(r, c, n, err);
}

/* ---- TABLE_DUMP */

/* RFC 6396, 4.2. Each record is a route of one peer. Numbers behind those of address families are
 * what some wrote when AS became four bytes wide; bgpdump reads them. */
cp_rc cp_mrt_read_v1(cp_mrt_reader *r, uint16_t subtype, cp_cur *c, cp_err *err)
{
    enum { AFI_V4 = 1, AFI_V6 = 2, AFI_V4_AS4 = 3, AFI_V6_AS4 = 4 };
    if (subtype < AFI_V4 || subtype > AFI_V6_AS4) {
        r->n->others++;
        r->src->records_unused++;
        return CP_OK;
    }
    bool is_v4 = subtype == AFI_V4 || subtype == AFI_V4_AS4;
    uint32_t as_bytes = subtype >= AFI_V4_AS4 ? 4 : 2;
    uint32_t size = is_v4 ? V4 : V6;
    cp_bytes none = { NULL, 0 };
    cp_cur_skip(c, 4); /* view, sequence */
    uint8_t length = size < cp_cur_left(c) ? cp_cur_peek(c, size) : 0;
    bool is_net = cp_mrt_take_net(r, c, is_v4 ? 4 : 6, length, true);
    cp_cur_skip(c, 2); /* the length, and a status that is always 1 */
    r->route.since_s = cp_cur_u32be(c);
    r->peer = (cp_bgp_peer){ .addr = cp_mrt_ip(cp_cur_take(c, size)) };
    r->peer.as = as_bytes == 4 ? cp_cur_u32be(c) : cp_cur_u16be(c);
    uint16_t bytes = cp_cur_u16be(c);
    cp_bytes attrs = cp_cur_take(c, bytes);
    if (!cp_mrt_fits(r, c, is_net))
        return CP_OK;
    r->route.peer = &r->peer;
    r->route.peer_nr = 0;
    r->route.has_path_id = false;
    return cp_mrt_entry(r, attrs, as_bytes, none, err);
}
