/* SPDX-License-Identifier: Apache-2.0 */
/* tell_bgp.c - see bgp.h; and what a router says of itself by BMP, as observations.
 *
 * peer_nr: of connection i 2 i and 2 i + 1 if it is of BGP; routers' peers are many, and get
 * numbers in blocks of CP_BMP_PEERS_MAX behind all those. A connection that ended, whose peers are
 * down, gives its number to another. */
#include "sources/pcap/bgp.h"
#include "sources/pcap/facts.h"
#include "sources/pcap/follow.h"
#include "sources/pcap/pcap.h"

enum {
    BGP_PORT = 179,
    BMP_PORT = 1790, /* IANA's; the others are what routers' manuals have */
    BMP_PORT_OLD = 11019,
    BMP_PORT_OTHER = 5000,
    MARKER = 0xff, /* first byte of a message of BGP, of BMP */
    BMP_VERSION = 3,
    SWEEP_AFTER = CP_BGP_CONNECTIONS_MAX / 4, /* that came, so that a sweep is rare */
};

typedef struct conn_key {
    uint8_t addr[2][16], version;
    uint16_t port[2];
} conn_key;

typedef enum conn_kind { CONN_NONE, CONN_WAITS, CONN_BGP, CONN_BMP, CONN_LOST } conn_kind;

typedef struct conn {
    conn_kind kind;
    uint32_t nr;
    conn_key key;
    int bmp_side;
    bool is_searched; /* of BMP: a segment that begins with a message is waited for */
    cp_follow dir[2];
    cp_bgp_wire *wire;
    cp_bmp *bmp;
} conn;

struct cp_bgp_follow {
    cp_capture *c;
    cp_bgp_heard *heard;
    cp_map by_key;              /* conn * */
    CP_VEC(conn *) conns, free; /* free: of connections that ended, after a sweep */
    uint32_t n_since_sweep;
    uint64_t bad_frame; /* the last that was counted as bad */
};

static void free_all(void *arg)
{
    struct cp_bgp_follow *f = arg;
    cp_vec_each(x, &f->conns)
    {
        cp_follow_clear(&(*x)->dir[0]);
        cp_follow_clear(&(*x)->dir[1]);
    }
}

static struct cp_bgp_follow *follow_of(cp_capture *c)
{
    if (!c->bgp) {
        c->bgp = CP_NEW(c->a, struct cp_bgp_follow);
        *c->bgp = (struct cp_bgp_follow){ .c = c, .heard = c->sink->bgp };
        cp_arena_defer(c->a, free_all, c->bgp);
    }
    return c->bgp;
}

/* ---- what is bad: once a frame, as the source counts frames */

static void tell_bad(struct cp_bgp_follow *f, const char *proto, const char *what, const char *how)
{
    if (f->bad_frame == f->c->n_frames)
        return;
    f->bad_frame = f->c->n_frames;
    cp_source_bad(f->c->a, f->c->src, f->c->n_frames, "%s: %s %s", proto, what, how);
}

static void bad_bgp(void *ctx, const char *what, const char *how)
{
    tell_bad(ctx, "BGP", what, how);
}

static void bad_bmp(void *ctx, uint64_t record, const char *what, const char *how)
{
    (void)record;
    tell_bad(ctx, "BMP", what, how);
}

/* A route of BMP has the frame as its record, as all others. */
static cp_rc hear_bmp(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    struct cp_bgp_follow *f = ctx;
    cp_bgp_route x = *r;
    x.record = f->c->n_frames;
    return f->heard->to.route(f->heard->to.ctx, &x, err);
}

/* ---- connections */

static int side_of(const cp_msg *m, conn_key *k)
{
    int order = memcmp(m->src.b, m->dst.b, sizeof m->src.b);
    int src = order < 0 || (order == 0 && m->src_port <= m->dst_port) ? 0 : 1;
    memset(k, 0, sizeof *k); /* its padding too */
    memcpy(k->addr[src], m->src.b, sizeof m->src.b);
    memcpy(k->addr[1 - src], m->dst.b, sizeof m->dst.b);
    k->port[src] = m->src_port;
    k->port[1 - src] = m->dst_port;
    k->version = m->src.version;
    return src;
}

static void be_bgp(struct cp_bgp_follow *f, conn *x, const cp_msg *m, int side)
{
    cp_bgp_wire_to to = { f->heard->to, f, bad_bgp };
    cp_ip sides[2];
    sides[side] = m->src;
    sides[1 - side] = m->dst;
    x->wire = cp_bgp_wire_new(f->c->a, &to, sides, 2 * x->nr, &f->heard->wire);
    x->kind = CONN_BGP;
    f->heard->sessions++;
}

static void be_bmp(struct cp_bgp_follow *f, conn *x, int side)
{
    cp_bmp_to to = { { f, hear_bmp }, f, NULL, bad_bmp };
    uint32_t first = 2 * CP_BGP_CONNECTIONS_MAX + x->nr * CP_BMP_PEERS_MAX;
    x->bmp = cp_bmp_new(f->c->a, &to, first, &f->heard->bmp);
    x->bmp_side = side;
    x->kind = CONN_BMP;
    f->heard->routers++;
}

/* Connections that ended make room; of one that was lost it stays known that it was. */
static void sweep(struct cp_bgp_follow *f)
{
    f->by_key = (cp_map){ .n = 0 };
    for (uint32_t i = 0; i < f->conns.n; i++) {
        conn *x = f->conns.v[i];
        cp_str key = { (const char *)&x->key, sizeof x->key };
        if (x->kind == CONN_NONE)
            cp_vec_push(f->c->a, &f->free, x);
        else
            *cp_map_put(f->c->a, &f->by_key, key, NULL) = i;
    }
}

static conn *room_for_one(struct cp_bgp_follow *f)
{
    if (!f->free.n && f->conns.n == CP_BGP_CONNECTIONS_MAX && f->n_since_sweep >= SWEEP_AFTER) {
        f->n_since_sweep = 0;
        sweep(f);
    }
    f->n_since_sweep++;
    if (f->free.n)
        return f->free.v[--f->free.n];
    if (f->conns.n == CP_BGP_CONNECTIONS_MAX)
        return NULL;
    conn *x = CP_NEW(f->c->a, conn);
    x->nr = f->conns.n;
    cp_vec_push(f->c->a, &f->conns, x);
    return x;
}

static conn *find_conn(struct cp_bgp_follow *f, const conn_key *k)
{
    uint64_t *known = cp_map_get(&f->by_key, (cp_str){ (const char *)k, sizeof *k });
    return known ? f->conns.v[*known] : NULL;
}

static conn *add_conn(struct cp_bgp_follow *f, const conn_key *k)
{
    conn *x = room_for_one(f);
    if (!x) {
        f->heard->over++;
        tell_bad(f, "BGP", "a connection", "beyond the limit of 4096 is not followed");
        return NULL;
    }
    *x = (conn){ .nr = x->nr, .key = *k };
    cp_str key = { (const char *)&x->key, sizeof x->key };
    *cp_map_put(f->c->a, &f->by_key, key, NULL) = x->nr;
    return x;
}

/* ---- bytes */

typedef struct sent {
    struct cp_bgp_follow *f;
    conn *x;
    const cp_msg *m;
    int side;
} sent;

/* Whose form the first bytes of a connection have that begins with them: a single byte tells. */
static void recognise(const sent *s, cp_bytes b)
{
    if (b.p[0] == MARKER)
        be_bgp(s->f, s->x, s->m, s->side);
    else if (b.p[0] == BMP_VERSION)
        be_bmp(s->f, s->x, s->side);
    else
        s->x->kind = CONN_NONE;
}

static cp_rc take_bmp(const sent *s, cp_bytes b, bool is_torn, cp_err *err)
{
    conn *x = s->x;
    cp_err fault;
    if (s->side != x->bmp_side)
        return CP_OK; /* RFC 7854, 3.2: nothing is said to the router */
    if (is_torn)
        cp_bmp_stop(x->bmp);
    x->is_searched |= is_torn;
    if (x->is_searched && !cp_bmp_looks_so(b))
        return CP_OK;
    x->is_searched = false;
    cp_rc rc = cp_bmp_push(x->bmp, b, s->f->c->at, &fault);
    if (rc == CP_OK || !cp_bmp_is_lost(x->bmp)) {
        if (rc != CP_OK && err)
            *err = fault;
        return rc;
    }
    cp_str where = cp_str_fmt(s->f->c->a,
                              "%s (byte %llu of the stream): what is behind it cannot "
                              "be read",
                              fault.msg, (unsigned long long)fault.off_bytes);
    tell_bad(s->f, "BMP", "a stream with", where.p);
    s->f->heard->lost++;
    x->kind = CONN_LOST;
    return CP_OK;
}

static cp_rc take_bytes(void *ctx, cp_bytes b, bool is_torn, cp_err *err)
{
    const sent *s = ctx;
    conn *x = s->x;
    s->f->heard->gaps += is_torn;
    if (x->kind == CONN_WAITS)
        recognise(s, b);
    if (x->kind == CONN_BGP)
        return cp_bgp_wire_push(x->wire, s->side, b, is_torn, s->f->c->n_frames, s->f->c->at, err);
    return x->kind == CONN_BMP ? take_bmp(s, b, is_torn, err) : CP_OK;
}

static cp_rc end_conn(struct cp_bgp_follow *f, conn *x, bool is_closed, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (int i = 0; rc == CP_OK && i < 2; i++) {
        sent s = { f, x, NULL, i };
        cp_follow_to to = { &s, take_bytes };
        if (x->kind != CONN_WAITS)
            rc = cp_follow_end(&x->dir[i], &to, err);
        cp_follow_clear(&x->dir[i]);
    }
    if (rc == CP_OK && x->kind == CONN_BGP) {
        if (is_closed)
            rc = cp_bgp_wire_end(x->wire, f->c->n_frames, f->c->at, err);
        else
            cp_bgp_wire_stop(x->wire);
    }
    if (rc == CP_OK && x->kind == CONN_BMP) {
        if (is_closed)
            rc = cp_bmp_end(x->bmp, f->c->at, err);
        else
            cp_bmp_stop(x->bmp);
    }
    if (x->kind != CONN_LOST || is_closed)
        x->kind = CONN_NONE;
    return rc;
}

/* ---- segments */

static bool is_port(uint16_t port)
{
    return port == BGP_PORT || port == BMP_PORT || port == BMP_PORT_OLD || port == BMP_PORT_OTHER;
}

static bool looks_so(const cp_msg *m)
{
    return m->bytes.n && (cp_bgp_wire_looks_so(m->bytes) || cp_bmp_looks_so(m->bytes));
}

/* Some who write captures (replayed, anonymised) give no number to a SYN that carries data. */
static void allow_syn(cp_follow *d, const cp_tcp *tcp, const cp_msg *m)
{
    if (d->had_syn_data && tcp->seq == d->next - 1 && looks_so(m))
        d->next--;
    d->had_syn_data = false;
}

static cp_rc take_segment(struct cp_bgp_follow *f, conn *x, int side, const cp_tcp *tcp,
                          const cp_msg *m, cp_err *err)
{
    cp_follow *d = &x->dir[side];
    sent s = { f, x, m, side };
    cp_follow_to to = { &s, take_bytes };
    bool is_far = false, is_syn = tcp->flags & CP_TCP_SYN;
    uint32_t seq = tcp->seq + is_syn;
    if (!d->is_begun) {
        cp_follow_begin(d, seq + (uint32_t)m->bytes.n);
        d->had_syn_data = is_syn;
        return take_bytes(&s, m->bytes, x->kind != CONN_WAITS && !looks_so(m), err);
    }
    if (!is_syn)
        allow_syn(d, tcp, m);
    cp_rc rc = cp_follow_put(d, seq, m->bytes, &to, &is_far, err);
    if (is_far && rc == CP_OK && looks_so(m)) {
        cp_follow_begin(d, seq + (uint32_t)m->bytes.n);
        rc = take_bytes(&s, m->bytes, true, err);
    }
    d->had_syn_data = is_syn && m->bytes.n;
    return rc;
}

/* A SYN of a connection that is known: the same again, or another of the same addresses and ports,
 * and then it ends. */
static cp_rc see_syn(struct cp_bgp_follow *f, conn *x, int side, const cp_tcp *tcp, cp_err *err)
{
    enum { SENT_AGAIN_BYTES = 64 * 1024 };
    uint32_t since = x->dir[side].next - (tcp->seq + 1);
    if (tcp->flags & CP_TCP_ACK || (x->dir[side].is_begun && since <= SENT_AGAIN_BYTES))
        return CP_OK;
    cp_rc rc = end_conn(f, x, true, err);
    *x = (conn){ .nr = x->nr, .key = x->key };
    return rc;
}

/* Does a connection that nobody follows yet, or its part that was captured, begin with a
 * message? */
static bool is_to_follow(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp, const cp_msg *m)
{
    if (!m->bytes.n)
        return false;
    if (looks_so(m))
        return true;
    return (m->bytes.p[0] == MARKER || m->bytes.p[0] == BMP_VERSION) &&
           (is_port(m->src_port) || is_port(m->dst_port)) && cp_stream_is_start(c, ip, tcp);
}

cp_rc cp_capture_bgp(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp, cp_err *err)
{
    struct cp_bgp_follow *f = follow_of(c);
    cp_msg m = cp_msg_of(c, ip, tcp->src_port, tcp->dst_port, tcp->payload);
    conn_key k;
    cp_rc rc = CP_OK;
    if (c->tunnel.name)
        return CP_OK;
    int side = side_of(&m, &k);
    bool is_end = tcp->flags & (CP_TCP_FIN | CP_TCP_RST);
    conn *x = find_conn(f, &k);
    if (x && tcp->flags & CP_TCP_SYN)
        rc = see_syn(f, x, side, tcp, err);
    if (rc == CP_OK && (!x || x->kind == CONN_NONE) && is_to_follow(c, ip, tcp, &m)) {
        x = x ? x : add_conn(f, &k);
        if (!x)
            return CP_OK;
        *x = (conn){ .nr = x->nr, .key = x->key, .kind = CONN_WAITS };
    }
    if (rc != CP_OK || !x)
        return rc;
    if (m.bytes.n && x->kind != CONN_NONE && x->kind != CONN_LOST)
        rc = take_segment(f, x, side, tcp, &m, err);
    return rc == CP_OK && is_end ? end_conn(f, x, true, err) : rc;
}

cp_rc cp_capture_bgp_end(cp_capture *c, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (!c->bgp)
        return rc;
    for (uint32_t i = 0; rc == CP_OK && i < c->bgp->conns.n; i++)
        rc = end_conn(c->bgp, c->bgp->conns.v[i], false, err);
    return rc;
}

static cp_rc hear_nothing(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

cp_rc cp_bgp_read_capture(cp_arena *a, cp_input *in, const cp_read_opts *opts, cp_bgp_heard *heard,
                          cp_source *src, cp_err *err)
{
    cp_obs_sink sink = { .obs = hear_nothing, .bgp = heard };
    *heard = (cp_bgp_heard){ .to = heard->to };
    cp_bytes head = cp_input_peek(in, CP_INPUT_HEAD_BYTES);
    const cp_format *format =
        cp_format_pcapng.detect(head, src->name) ? &cp_format_pcapng : &cp_format_pcap;
    return format->read(a, in, opts, &sink, src, err);
}
