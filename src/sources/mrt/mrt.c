/* SPDX-License-Identifier: Apache-2.0 */
/* mrt.c - see mrt.h. */
#include "sources/mrt/mrt.h"

enum {
    HEAD_BYTES = 12, /* RFC 6396, 2 */
    TABLE_DUMP = 12, /* 4.1 and the registry of types of IANA */
    TABLE_DUMP_V2 = 13,
    TYPE_MAX = 49, /* OSPFv3_ET */
    V4 = 4,
    V6 = 16,
};
static const cp_time second = 1000000;

typedef struct reader {
    cp_arena *a;
    cp_source *src;
    cp_mrt_counts *n;
    const cp_bgp_to *to;
    cp_bgp_peer *peers;
    uint32_t n_peers, peers_max;
    bool has_peers;
    cp_bgp_route route;                    /* as far as it is known, for the next */
    uint64_t record, record_bad;           /* record_bad: the last that was counted as such */
    uint8_t net[V6 + 2], last_net[V6 + 2]; /* version, length, prefix; of the route before */
} reader;

typedef struct head {
    uint32_t at_s, bytes;
    uint16_t type, subtype;
} head;

static head read_head(cp_bytes b)
{
    cp_cur c = cp_cur_of(b);
    head h = { .at_s = cp_cur_u32be(&c) };
    h.type = cp_cur_u16be(&c);
    h.subtype = cp_cur_u16be(&c);
    h.bytes = cp_cur_u32be(&c);
    return h;
}

/* ---- parts */

static cp_ip ip_of(cp_bytes b)
{
    cp_ip none = { .version = 0 };
    if (b.n == V4)
        return cp_ip_v4(b.p);
    return b.n == V6 ? cp_ip_v6(b.p) : none;
}

/* A prefix in as many bytes as it needs, or in all (TABLE_DUMP): into the route. False: longer than
 * its kind of address, or cut off. Bits behind it are not looked at (RFC 4271, 4.3). */
static bool take_net(reader *r, cp_cur *c, uint32_t version, uint8_t length, bool is_whole)
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

/* A record is bad once, however many of its routes are: those are counted by themselves. */
static void bad(reader *r, const char *what, const char *more)
{
    if (r->record_bad == r->record)
        return;
    r->record_bad = r->record;
    cp_source_bad(r->a, r->src, r->record, "%s%s%s", what, *more ? " " : "", more);
}

/* A route whose head was read. */
static cp_rc take_route(reader *r, cp_bytes attrs, cp_bgp_how how, cp_err *err)
{
    cp_bgp_attrs x;
    if (!attrs.n) {
        r->n->not_bgp++;
        return CP_OK;
    }
    cp_bgp_attrs_read(attrs, how, &x);
    if (x.state == CP_BGP_WITHDRAWN) {
        r->n->routes_bad++;
        bad(r, x.fault_attr, x.fault);
        return CP_OK;
    }
    r->n->attrs_discarded += x.state == CP_BGP_DISCARDED;
    r->n->nets += r->route.is_new_net;
    r->n->routes++;
    r->route.attrs = &x;
    cp_rc rc = r->to->route(r->to->ctx, &r->route, err);
    r->route.attrs = NULL;
    if (r->route.is_new_net)
        memcpy(r->last_net, r->net, sizeof r->net);
    r->route.is_new_net = false;
    return rc;
}

/* ---- TABLE_DUMP_V2 */

/* Room for n, at least twice as much as before: a file may have an index in each of its records. */
static void make_room(reader *r, size_t n)
{
    if (r->peers && n <= r->peers_max)
        return;
    n = n > r->peers_max * (size_t)2 ? n : r->peers_max * (size_t)2;
    r->peers_max = n < CP_MRT_PEERS_MAX ? (uint32_t)n : CP_MRT_PEERS_MAX;
    r->peers = CP_NEW_ARRAY(r->a, cp_bgp_peer, r->peers_max + (size_t)1);
}

/* RFC 6396, 4.3.1. Peers that are cut off are not there; routes of them will be bad. */
static void read_peers(reader *r, cp_cur *c)
{
    enum { HAS_V6 = 1, HAS_AS4 = 2, PEER_LEAST_BYTES = 11 };
    cp_cur_skip(c, 4); /* the collector's BGP id */
    cp_cur_skip(c, cp_cur_u16be(c));
    uint32_t n = cp_cur_u16be(c);
    size_t n_fit = cp_cur_left(c) / PEER_LEAST_BYTES;
    make_room(r, n < n_fit ? n : n_fit);
    r->n_peers = 0;
    r->has_peers = true;
    while (r->n_peers < n) {
        uint8_t what = cp_cur_u8(c);
        cp_bgp_peer p = { .bgp_id = cp_cur_u32be(c) };
        p.addr = ip_of(cp_cur_take(c, what & HAS_V6 ? V6 : V4));
        p.as = what & HAS_AS4 ? cp_cur_u32be(c) : cp_cur_u16be(c);
        if (c->bad)
            break;
        r->peers[r->n_peers++] = p;
    }
    if (c->bad || cp_cur_left(c))
        bad(r, "the index of peers", c->bad ? "is cut off" : "is longer than its peers");
    r->n->peers = r->n_peers > r->n->peers ? r->n_peers : r->n->peers;
}

static cp_rc read_entries(reader *r, cp_cur *c, uint32_t n, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_bgp_how how = { .as_bytes = 4, .is_rib = true };
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        uint16_t peer = cp_cur_u16be(c);
        r->route.since_s = cp_cur_u32be(c);
        r->route.path_id = r->route.has_path_id ? cp_cur_u32be(c) : 0;
        uint16_t bytes = cp_cur_u16be(c);
        cp_bytes attrs = cp_cur_take(c, bytes);
        if (c->bad) {
            r->n->routes_bad += n - i;
            bad(r, "a record of routes", "is cut off within them");
            return CP_OK;
        }
        if (peer >= r->n_peers) {
            r->n->routes_bad++;
            bad(r, "a route of a peer",
                r->has_peers ? "that is not in the index of peers"
                             : "before there is an index of peers");
            continue;
        }
        r->route.peer = &r->peers[peer];
        r->route.peer_nr = peer;
        rc = take_route(r, attrs, how, err);
    }
    if (rc == CP_OK && cp_cur_left(c))
        bad(r, "a record of routes", "is longer than they are");
    return rc;
}

static cp_rc read_v2(reader *r, uint16_t subtype, cp_cur *c, cp_err *err)
{
    enum { /* RFC 6396, 4.3; RFC 8050, 4 */
           PEER_INDEX_TABLE = 1,
           RIB_IPV4_UNICAST = 2,
           RIB_IPV6_UNICAST = 4,
           RIB_IPV4_UNICAST_ADDPATH = 8,
           RIB_IPV6_UNICAST_ADDPATH = 10
    };
    bool is_v4 = subtype == RIB_IPV4_UNICAST || subtype == RIB_IPV4_UNICAST_ADDPATH;
    bool is_v6 = subtype == RIB_IPV6_UNICAST || subtype == RIB_IPV6_UNICAST_ADDPATH;
    if (subtype == PEER_INDEX_TABLE) {
        read_peers(r, c);
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
    if (!take_net(r, c, is_v4 ? 4 : 6, length, false)) {
        bad(r, "a prefix", c->bad ? "is cut off" : "is longer than an address");
        return CP_OK;
    }
    uint32_t n = cp_cur_u16be(c);
    if (c->bad) {
        bad(r, "a record of routes", "is cut off");
        return CP_OK;
    }
    return read_entries(r, c, n, err);
}

/* ---- TABLE_DUMP */

/* RFC 6396, 4.2. Each record is a route of one peer. */
static cp_rc read_v1(reader *r, uint16_t subtype, cp_cur *c, cp_err *err)
{
    enum { AFI_V4 = 1, AFI_V6 = 2 };
    cp_bgp_peer peer = { .bgp_id = 0 };
    if (subtype != AFI_V4 && subtype != AFI_V6) {
        r->n->others++;
        r->src->records_unused++;
        return CP_OK;
    }
    uint32_t size = subtype == AFI_V4 ? V4 : V6;
    cp_cur_skip(c, 4); /* view, sequence */
    uint8_t length = size < cp_cur_left(c) ? cp_cur_peek(c, size) : 0;
    bool is_net = take_net(r, c, subtype == AFI_V4 ? 4 : 6, length, true);
    cp_cur_skip(c, 2); /* the length, and a status that is always 1 */
    r->route.since_s = cp_cur_u32be(c);
    peer.addr = ip_of(cp_cur_take(c, size));
    peer.as = cp_cur_u16be(c);
    uint16_t bytes = cp_cur_u16be(c);
    cp_bytes attrs = cp_cur_take(c, bytes);
    if (!is_net || c->bad || cp_cur_left(c)) {
        r->n->routes_bad++;
        bad(r, "a route",
            c->bad    ? "is cut off"
            : !is_net ? "has a prefix longer than an address"
                      : "is shorter than its record");
        return CP_OK;
    }
    r->route.peer = &peer;
    r->route.peer_nr = 0;
    r->route.has_path_id = false;
    cp_bgp_how how = { .as_bytes = 2, .is_rib = true };
    cp_rc rc = take_route(r, attrs, how, err);
    r->route.peer = NULL;
    return rc;
}

/* ---- records */

static cp_rc read_record(reader *r, const head *h, cp_bytes body, cp_err *err)
{
    enum { BGP4MP = 16, BGP4MP_ET = 17 };
    cp_cur c = cp_cur_at(body, 0);
    r->route.at = (cp_time)h->at_s * second;
    r->route.record = r->record;
    if (h->type == TABLE_DUMP_V2)
        return read_v2(r, h->subtype, &c, err);
    if (h->type == TABLE_DUMP)
        return read_v1(r, h->subtype, &c, err);
    r->n->updates += h->type == BGP4MP || h->type == BGP4MP_ET;
    r->n->others += h->type != BGP4MP && h->type != BGP4MP_ET;
    r->src->records_unused++;
    return CP_OK;
}

static void note_time(cp_source *src, cp_time at)
{
    src->first_at = src->first_at == CP_TIME_NONE || at < src->first_at ? at : src->first_at;
    src->last_at = src->last_at == CP_TIME_NONE || at > src->last_at ? at : src->last_at;
}

/* The next record; *is_end: there is none, or none that could be read. */
static cp_rc next_record(reader *r, cp_input *in, bool *is_end, cp_err *err)
{
    cp_bytes b = cp_input_peek(in, HEAD_BYTES);
    *is_end = true;
    if (!b.n)
        return CP_OK;
    r->record++;
    r->src->records++;
    head h = read_head(b);
    if (b.n < HEAD_BYTES) {
        bad(r, "the file ends", "in the head of a record");
        return CP_OK;
    }
    if (h.bytes > CP_MRT_RECORD_BYTES_MAX) {
        cp_source_bad(
            r->a, r->src, r->record,
            "a record of %u bytes, expected at most %d: what is behind it cannot be found", h.bytes,
            CP_MRT_RECORD_BYTES_MAX);
        return CP_OK;
    }
    size_t all = HEAD_BYTES + (size_t)h.bytes;
    b = cp_input_peek(in, all);
    bool is_whole = b.n >= all;
    if (!is_whole)
        bad(r, "the file ends", "in a record");
    cp_bytes body = { b.p + HEAD_BYTES, (is_whole ? all : b.n) - HEAD_BYTES };
    if (h.type == TABLE_DUMP || h.type == TABLE_DUMP_V2)
        note_time(r->src, (cp_time)h.at_s * second);
    if (!is_whole)
        return CP_OK; /* it may have been cut anywhere; a route that looks whole need not be */
    cp_rc rc = read_record(r, &h, body, err);
    cp_input_skip(in, all);
    *is_end = false;
    return rc;
}

cp_rc cp_mrt_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_bgp_to *to,
                  cp_source *src, cp_mrt_counts *n, cp_err *err)
{
    enum { ASK_EVERY = 1024 }; /* records */
    reader r = { .a = a, .src = src, .n = n, .to = to };
    bool is_end = false;
    cp_rc rc = CP_OK;
    *n = (cp_mrt_counts){ .nets = 0 };
    while (rc == CP_OK && !is_end) {
        rc = next_record(&r, in, &is_end, err);
        if (r.record % ASK_EVERY)
            continue;
        if (opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
        if (opts->progress)
            opts->progress(opts->progress_ctx, cp_input_raw_off(in), cp_input_raw_size(in));
    }
    if (rc == CP_OK && r.record <= 1 && is_end && src->records_bad)
        return cp_fail(err, CP_EFORMAT, 0, "not one record of MRT: %.*s",
                       CP_FMT(src->problems[0].text));
    return rc;
}

/* Types and lengths of the first records fit, up to the end of what there is, or RECORDS of them. A
 * single one that is cut by the end of the head has to be the index that begins every table. */
int cp_mrt_detect(cp_bytes b, cp_str name)
{
    enum { RECORDS = 8, SUBTYPE_MAX = 16, PEERS_LEAST_BYTES = 8, TYPE_MIN = 11, LEAST_BYTES = 2 };
    size_t at = 0;
    uint32_t n = 0;
    (void)name;
    while (n < RECORDS && at + HEAD_BYTES <= b.n) {
        head h = read_head((cp_bytes){ b.p + at, HEAD_BYTES });
        bool is_type = (h.type >= TYPE_MIN && h.type <= 13) || h.type == 16 || h.type == 17 ||
                       h.type == 32 || h.type == 33 || h.type == 48 || h.type == TYPE_MAX;
        if (!is_type || h.subtype > SUBTYPE_MAX || h.bytes > CP_MRT_RECORD_BYTES_MAX ||
            h.bytes < LEAST_BYTES)
            return 0;
        n++;
        if (h.bytes > b.n - at - HEAD_BYTES)
            break;
        at += HEAD_BYTES + (size_t)h.bytes;
    }
    if (n >= 2)
        return 95;
    head first = n ? read_head(b) : (head){ .type = 0 };
    bool is_index = first.type == TABLE_DUMP_V2 && first.subtype == 1 &&
                    first.bytes >= PEERS_LEAST_BYTES && first.at_s;
    bool is_whole = n == 1 && at == b.n;
    return is_index || (is_whole && first.type != 0) ? 80 : 0;
}
