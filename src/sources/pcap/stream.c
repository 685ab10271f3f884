/* SPDX-License-Identifier: Apache-2.0 */
/* stream.c - the messages of TCP, and packets in fragments.
 *
 *     segment --begins a message that somebody reads?--> its decoder --"more"--> [pieces]
 *                                                             ^-- more segments ----'
 *
 * Most first messages stand in one segment and are read where they stand; only those that do not
 * are put together, so that a capture of a million connections needs memory for some hundred. A
 * segment is looked at wherever a message may begin, not at the start of the connection alone: a
 * capture often misses that, and servers answer more than once. */
#include <string.h>
#include "sources/app/diameter.h"
#include "sources/app/head.h"
#include "sources/app/http2.h"
#include "sources/app/netconf.h"
#include "sources/pcap/facts.h"

enum {
    TRIES_MAX = 64, /* how often a message that grows is looked at */
    TRY_BYTES = 1024,
    /* so long fragments are waited for: RFC 1122, 3.3.2 (60 to 120 s), RFC 8200, 4.5 (60 s) */
    TOGETHER_US = 120 * 1000 * 1000,
};

/* ---- which protocol */

/* By the first bytes, or by a port where these alone say too little (0: any). Text protocols with a
 * start line are told apart by cp_head_look. */
static const struct tcp_sign {
    const char *begins; /* NULL: anything */
    uint16_t src_port, dst_port;
    const cp_tcp_proto *proto;
    uint8_t begins_n; /* 0: up to its NUL */
} signs[] = {
    { "\x01", CP_DIAMETER_PORT, 0, &cp_tcp_diameter },
    { "\x01", 0, CP_DIAMETER_PORT, &cp_tcp_diameter },
    { CP_HTTP2_PREFACE, 0, 0, &cp_tcp_http2 },
    { "\0\0\x00\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 }, /* settings of a server: 0 to 7 of them */
    { "\0\0\x06\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 },
    { "\0\0\x0c\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 },
    { "\0\0\x12\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 },
    { "\0\0\x18\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 },
    { "\0\0\x1e\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 },
    { "\0\0\x24\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 },
    { "\0\0\x2a\x04\0\0\0\0", 0, 0, &cp_tcp_http2, 8 },
    { "\x15\x03", 0, 0, &cp_tcp_tls },    /* a warning, then the server's first message */
    { "\x16\x03", 0, 0, &cp_tcp_tls },    /* a segment of its own behind STARTTLS too */
    { "\x03\0\0", 0, 0, &cp_tcp_bmp, 3 }, /* a message of less than 64 KiB */
    { "SSH-", 0, 0, &cp_tcp_ssh },
    { "220", 21, 0, &cp_tcp_ftp },
    { "220", 2121, 0, &cp_tcp_ftp },
    { "220", 25, 0, &cp_tcp_smtp },
    { "220", 587, 0, &cp_tcp_smtp },
    { "+OK", 110, 0, &cp_tcp_pop3 },
    { "* OK", 143, 0, &cp_tcp_imap },
    { NULL, 23, 0, &cp_tcp_telnet },
    { "<hello", 0, 0, &cp_tcp_netconf },
    { "<?xml", CP_NETCONF_PORT, 0, &cp_tcp_netconf },
    { "<?xml", 0, CP_NETCONF_PORT, &cp_tcp_netconf },
};

/* Every segment asks, so the rows are not walked: those that can match are one bit each, in the
 * entries of their first byte, or of the low byte of their port if they have one. */
struct cp_sign_index {
    uint64_t by_byte[256], by_port[256];
};

enum { SIGNS = sizeof signs / sizeof *signs };
static_assert(SIGNS <= 64, "a bit for each");

static void index_sign(struct cp_sign_index *x, const struct tcp_sign *s, uint64_t bit)
{
    if (s->src_port)
        x->by_port[s->src_port & 0xff] |= bit;
    else if (s->dst_port)
        x->by_port[s->dst_port & 0xff] |= bit;
    else
        x->by_byte[s->begins ? (uint8_t)s->begins[0] : 0] |= bit;
}

static const struct cp_sign_index *index_of(cp_capture *c)
{
    if (!c->sign_index) {
        c->sign_index = CP_NEW(c->a, struct cp_sign_index);
        for (size_t i = 0; i < SIGNS; i++)
            index_sign(c->sign_index, &signs[i], (uint64_t)1 << i);
    }
    return c->sign_index;
}

/* Bytes of the sign, if these are its ports and begin as it does, as far as there are any: then it
 * is here, or more bytes will show it. */
static bool is_like(const struct tcp_sign *s, const cp_msg *m, size_t *n)
{
    *n = s->begins_n ? s->begins_n : s->begins ? strlen(s->begins) : 0;
    size_t n_both = *n < m->bytes.n ? *n : m->bytes.n;
    return (!s->src_port || s->src_port == m->src_port) &&
           (!s->dst_port || s->dst_port == m->dst_port) &&
           (n_both == 0 || memcmp(m->bytes.p, s->begins, n_both) == 0);
}

static uint64_t rows_of(cp_capture *c, const cp_msg *m)
{
    const struct cp_sign_index *x = index_of(c);
    return x->by_byte[m->bytes.p[0]] | x->by_port[m->src_port & 0xff] |
           x->by_port[m->dst_port & 0xff];
}

static const cp_tcp_proto *const of_head[] = {
    [CP_HEAD_NONE] = NULL,
    [CP_HEAD_HTTP] = &cp_tcp_http,
    [CP_HEAD_RTSP] = &cp_tcp_rtsp,
    [CP_HEAD_SIP] = &cp_tcp_sip,
};

/* Whose message begins so; NULL: nobody's. m has at least one byte. */
static const cp_tcp_proto *proto_of(cp_capture *c, const cp_msg *m)
{
    for (uint64_t rows = rows_of(c, m); rows; rows &= rows - 1) {
        const struct tcp_sign *s = &signs[__builtin_ctzll(rows)];
        size_t n;
        if (is_like(s, m, &n) && m->bytes.n >= n)
            return s->proto;
    }
    return of_head[cp_head_look(m->bytes)];
}

/* Of bytes that are no sign: can more of them become one? cp_scan_segment lets them pass, for it
 * looks at the first alone. */
static bool may_become_sign(cp_capture *c, const cp_msg *m)
{
    for (uint64_t rows = rows_of(c, m); rows; rows &= rows - 1) {
        size_t n;
        if (is_like(&signs[__builtin_ctzll(rows)], m, &n) && m->bytes.n < n)
            return true;
    }
    return cp_head_may_begin(m->bytes) || cp_head_begins(m->bytes) != CP_HEAD_NONE;
}

void cp_stream_signs(cp_scan_signs *out)
{
    for (uint32_t c = 'A'; c <= 'Z'; c++) /* start lines, see cp_head_look */
        cp_scan_put(out->first, c);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const struct tcp_sign *s = &signs[i];
        uint16_t port = s->src_port ? s->src_port : s->dst_port;
        if (port)
            cp_scan_put(out->ports, port);
        else
            cp_scan_put(out->first, s->begins ? (uint8_t)s->begins[0] : 0);
    }
}

/* ---- messages of TCP */

typedef struct stream_key {
    uint8_t kind, src[16], dst[16];
    uint16_t src_port, dst_port;
    uint32_t id;
    uint32_t tunnel_id, tunnel;
} stream_key;

static uint64_t key_of(const cp_capture *c, const cp_ip_packet *ip, uint8_t kind, uint16_t src_port,
                       uint16_t dst_port, uint32_t id)
{
    stream_key k;
    memset(&k, 0, sizeof k); /* its padding too */
    k.kind = kind;
    memcpy(k.src, ip->src.p, ip->src.n);
    memcpy(k.dst, ip->dst.p, ip->dst.n);
    k.src_port = src_port;
    k.dst_port = dst_port;
    k.id = id;
    k.tunnel_id = c->tunnel.id;
    k.tunnel = c->tunnel.name ? (uint8_t)c->tunnel.name[0] : 0;
    uint64_t hash = cp_hash((cp_str){ (const char *)&k, sizeof k }, c->stream_seed);
    uint32_t ports = (uint32_t)src_port << 16 | dst_port;
    return cp_pieces_key(hash, cp_scan_tag(ip->src.p + ip->src.n, ip->dst.p + ip->dst.n, ports));
}

static cp_take ask(cp_capture *c, const cp_tcp_proto *p, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    *rc = CP_OK;
    cp_take take = p->take(c, m, rc, err);
    if (take == CP_TAKE_DONE || (take == CP_TAKE_MORE && m->is_last))
        cp_capture_heard(c, p->name);
    return take;
}

/* Beside the pieces of a message: who reads it, and all that the first segment said. */
typedef struct cp_stream {
    const cp_tcp_proto *proto; /* NULL: too few bytes to tell */
    cp_msg m;
    cp_tunnel tunnel;
    cp_mac l2_src;
} cp_stream;

static cp_stream *stream_of(cp_capture *c, const cp_pieces *p)
{
    if (!c->stream_of)
        c->stream_of = CP_NEW_ARRAY(c->a, cp_stream, CP_PIECES_MAX);
    return &c->stream_of[cp_pieces_no(c->streams, p)];
}

/* The last look at a message that will not become whole: said as its first segment was seen, but
 * with the number of the frame at hand. */
static cp_rc look_last(cp_capture *c, cp_pieces *p, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_stream *s = stream_of(c, p);
    if (!s->proto)
        return CP_OK;
    cp_tunnel tunnel = c->tunnel;
    cp_mac l2_src = c->l2_src;
    bool has_l2_src = c->has_l2_src;
    c->tunnel = s->tunnel;
    c->l2_src = s->l2_src;
    c->has_l2_src = s->m.is_near;
    s->m.bytes = (cp_bytes){ p->bytes, p->n };
    s->m.is_last = true;
    (void)ask(c, s->proto, &s->m, &rc, err);
    c->tunnel = tunnel;
    c->l2_src = l2_src;
    c->has_l2_src = has_l2_src;
    return rc;
}

void cp_stream_let_go(void *ctx, cp_pieces *p)
{
    cp_capture *c = ctx;
    if (c->late_rc == CP_OK)
        c->late_rc = look_last(c, p, &c->late_err);
}

/* Who reads a message of which more has come? False: it cannot be told yet, or it is closed, for
 * nobody will. */
static bool is_decided(cp_capture *c, cp_pieces *p, const cp_msg *m, bool is_end)
{
    cp_stream *s = stream_of(c, p);
    cp_msg whole = *m;
    if (s->proto)
        return true;
    whole.bytes = (cp_bytes){ p->bytes, p->n };
    s->proto = proto_of(c, &whole);
    p->next_try = p->n;
    if (!s->proto && (is_end || !may_become_sign(c, &whole)))
        cp_pieces_close(c->streams, p);
    return s->proto != NULL;
}

/* A message that is being put together has grown, or will not grow any more. */
static cp_rc ask_again(cp_capture *c, cp_pieces *p, cp_msg *m, bool is_pushed, bool is_end,
                       cp_err *err)
{
    cp_rc rc = CP_OK;
    bool is_full = p->n == CP_PIECES_BYTES_MAX;
    if (!is_decided(c, p, m, is_end || is_full))
        return CP_OK;
    if (!is_end && !is_full && p->n < p->next_try && !(is_pushed && p->n_tries < TRIES_MAX))
        return CP_OK;
    m->bytes = (cp_bytes){ p->bytes, p->n };
    m->is_last = is_end || is_full;
    p->n_tries++;
    p->next_try = p->n + (p->n / 4 > TRY_BYTES ? p->n / 4 : TRY_BYTES);
    if (ask(c, stream_of(c, p)->proto, m, &rc, err) != CP_TAKE_MORE || m->is_last)
        cp_pieces_close(c->streams, p);
    return rc;
}

/* ---- where connections begin */

/* Of connections that were answered a moment ago: the first byte that each side will send. A table
 * of fixed size; what was pushed out did not begin as far as anybody knows. */
struct cp_stream_start {
    uint64_t key;
    uint32_t seq;
};

enum { STARTS_MAX = 4096 };

static struct cp_stream_start *start_of(cp_capture *c, uint64_t key)
{
    if (!c->starts)
        c->starts = CP_NEW_ARRAY(c->a, struct cp_stream_start, STARTS_MAX);
    return &c->starts[key / 2 % STARTS_MAX];
}

static bool is_start(cp_capture *c, uint64_t key, uint32_t seq)
{
    const struct cp_stream_start *s = start_of(c, key);
    return s->key == key && s->seq == seq;
}

bool cp_stream_is_start(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp)
{
    return is_start(c, key_of(c, ip, CP_IP_PROTO_TCP, tcp->src_port, tcp->dst_port, 0), tcp->seq);
}

/* A SYN and ACK tells both sides' (RFC 9293, 3.5). */
static void keep_starts(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp)
{
    cp_ip_packet back = *ip;
    back.src = ip->dst;
    back.dst = ip->src;
    uint64_t key = key_of(c, ip, CP_IP_PROTO_TCP, tcp->src_port, tcp->dst_port, 0),
             key_back = key_of(c, &back, CP_IP_PROTO_TCP, tcp->dst_port, tcp->src_port, 0);
    *start_of(c, key) = (struct cp_stream_start){ key, tcp->seq + 1 };
    *start_of(c, key_back) = (struct cp_stream_start){ key_back, tcp->ack };
}

/* Who reads a message that begins so? Some send the first bytes of a connection one by one: where
 * it begins, what may become a sign is kept until it is one (*is_kept). Elsewhere too much begins
 * so; but servers write heads in pieces whenever they answer. */
static const cp_tcp_proto *reader_of(cp_capture *c, uint64_t key, const cp_tcp *tcp,
                                     const cp_msg *m, bool *is_kept)
{
    const cp_tcp_proto *proto = proto_of(c, m);
    *is_kept = false;
    if (proto)
        return proto->at_start && !is_start(c, key, tcp->seq) ? NULL : proto;
    *is_kept = may_become_sign(c, m) && is_start(c, key, tcp->seq) && !m->is_last;
    return *is_kept ? NULL : of_head[cp_head_begins(m->bytes)];
}

/* The first segment of a message. */
static cp_rc begin(cp_capture *c, uint64_t key, const cp_tcp *tcp, cp_msg *m, cp_err *err)
{
    cp_rc rc = CP_OK;
    bool is_kept;
    m->is_last = tcp->flags & (CP_TCP_FIN | CP_TCP_RST) || c->is_cut;
    const cp_tcp_proto *proto = reader_of(c, key, tcp, m, &is_kept);
    if (!proto && !is_kept)
        return CP_OK;
    if (proto && (ask(c, proto, m, &rc, err) != CP_TAKE_MORE || m->is_last || rc != CP_OK))
        return rc;
    cp_pieces *p = cp_pieces_open(c->streams, key);
    *stream_of(c, p) = (cp_stream){ proto, *m, c->tunnel, c->l2_src };
    p->first_seq = tcp->seq;
    p->next_try = (uint32_t)m->bytes.n + 1;
    (void)cp_pieces_put(p, 0, m->bytes);
    if (c->late_rc != CP_OK && err)
        *err = c->late_err;
    return c->late_rc;
}

cp_rc cp_stream_tcp(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    cp_tcp tcp;
    cp_err fault;
    if (cp_tcp_parse(ip->payload, &tcp, &fault) != CP_OK) {
        cp_capture_fault(c, "TCP", &fault);
        return CP_OK;
    }
    bool is_end = tcp.flags & (CP_TCP_FIN | CP_TCP_RST);
    if ((tcp.flags & (CP_TCP_SYN | CP_TCP_ACK)) == (CP_TCP_SYN | CP_TCP_ACK))
        keep_starts(c, ip, &tcp);
    if (tcp.flags & CP_TCP_SYN) {
        cp_rc rc = cp_capture_syn(c, ip, &tcp, err);
        if (rc != CP_OK)
            return rc;
    }
    if (c->sink->bgp) {
        cp_rc rc = cp_capture_bgp(c, ip, &tcp, err);
        if (rc != CP_OK)
            return rc;
    }
    if (tcp.payload.n == 0 && (!is_end || c->streams->n_open == 0))
        return CP_OK;
    cp_msg m = cp_msg_of(c, ip, tcp.src_port, tcp.dst_port, tcp.payload);
    uint64_t key = c->streams->n_open || tcp.payload.n
                       ? key_of(c, ip, CP_IP_PROTO_TCP, tcp.src_port, tcp.dst_port, 0)
                       : 0;
    cp_pieces *p = cp_pieces_find(c->streams, key);
    uint32_t off = p ? tcp.seq - p->first_seq : 0;
    if (p && off < CP_PIECES_BYTES_MAX * 2u) {
        (void)cp_pieces_put(p, off, tcp.payload);
        return ask_again(c, p, &m, tcp.flags & CP_TCP_PSH, is_end || c->is_cut, err);
    }
    if (p && off > UINT32_MAX / 2 && off + tcp.payload.n < UINT32_MAX)
        return CP_OK; /* sent again, of what came before */
    return tcp.payload.n ? begin(c, key, &tcp, &m, err) : CP_OK;
}

/* ---- fragments */

/* A packet is given up that did not become whole, unless what is missing was cut off by who
 * captured. A packet seen twice, its fragments one after the other, leaves the second ones of those
 * that were in time: they are of what is whole. */
void cp_stream_give_up(void *ctx, cp_pieces *p)
{
    cp_capture *c = ctx;
    if (!p->is_packet || p->was_whole || p->is_cut)
        return;
    if (c->n_torn++ == 0 || p->pos < c->first_torn_pos)
        c->first_torn_pos = p->pos;
}

/* Of the packet that this is a fragment of: its number comes again, soon where there are many. */
static cp_pieces *packet_of(cp_capture *c, uint64_t key)
{
    cp_pieces *p = cp_pieces_find(c->fragments, key);
    bool is_known = p && c->at != CP_TIME_NONE && p->at != CP_TIME_NONE;
    if (is_known && c->at > p->at && c->at - p->at > TOGETHER_US) {
        cp_stream_give_up(c, p);
        cp_pieces_close(c->fragments, p);
        p = NULL;
    }
    if (!p) {
        p = cp_pieces_open(c->fragments, key);
        p->is_packet = true;
        p->at = c->at;
        p->pos = c->n_frames;
    }
    return p;
}

void cp_stream_fragment(cp_capture *c, cp_ip_packet *ip, bool *is_whole)
{
    *is_whole = false;
    uint64_t key = key_of(c, ip, ip->version, ip->proto, 0, ip->fragment_id);
    cp_pieces *p = packet_of(c, key);
    p->is_cut |= c->is_cut;
    if (ip->fragment_off == 0)
        p->first_seq = ip->proto; /* RFC 8200, 4.5: that of the first fragment counts */
    (void)cp_pieces_put(p, ip->fragment_off, ip->payload);
    if (!ip->has_more)
        p->end = ip->fragment_off + (uint32_t)ip->payload.n;
    if (p->n < p->end || p->end > CP_PIECES_BYTES_MAX)
        return;
    uint8_t *copy = cp_arena_dup(cp_capture_scratch(c), p->bytes, p->end);
    ip->payload = (cp_bytes){ copy, p->end };
    ip->proto = (uint8_t)p->first_seq;
    ip->is_fragment = ip->is_later = false;
    *is_whole = true;
    cp_pieces_empty(p);
    p->at = c->at;
}

cp_rc cp_stream_end(cp_capture *c, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (cp_pieces *p; rc == CP_OK && (p = cp_pieces_oldest(c->streams));) {
        rc = look_last(c, p, err);
        cp_pieces_close(c->streams, p);
    }
    for (cp_pieces *p; (p = cp_pieces_oldest(c->fragments));) {
        cp_stream_give_up(c, p);
        cp_pieces_close(c->fragments, p);
    }
    return rc;
}
