/* SPDX-License-Identifier: Apache-2.0 */
/* bmp.c - see bmp.h. A message is read where it stands in the piece that came; only one that is cut
 * by its end is copied, so that a stream costs the memory of one message. */
#include "sources/bmp/bmp.h"
#include "sources/bmp/open.h"

enum {
    VERSION = 3,
    VERSION_NEXT = 4,
    PEER_HEAD_BYTES = 42,
    PEER_KEY_BYTES = 26, /* type, V flag, distinguisher, address */

    ROUTE_MONITORING = 0, /* RFC 7854, 4.1 and IANA's registry */
    STATISTICS = 1,
    PEER_DOWN = 2,
    PEER_UP = 3,
    INITIATION = 4,
    TERMINATION = 5,
    ROUTE_MIRRORING = 6,

    PEER_LOC_RIB = 3, /* RFC 9069, 4.1 */

    FLAG_V6 = 0x80, /* 4.2; of the router's own table this bit means that it is filtered */
    FLAG_POST = 0x40,
    FLAG_AS2 = 0x20,
    FLAG_OUT = 0x10, /* RFC 8671, 4 */
};
static const cp_time second = 1000000;

/* How its UPDATEs are written: by direction and by what the flag A says, for a router may write one
 * table as it was received and another anew. */
typedef struct peer_state {
    bool is_up, has_told; /* has_told: without having come up */
    uint32_t local_as;    /* 0: not known */
    cp_bgp_peer up;       /* as it came up */
    cp_bgp_guess guess[2][2];
} peer_state;

struct cp_bmp {
    cp_arena *a;
    cp_bmp_to to;
    cp_bmp_counts *n;
    uint32_t first_peer_nr;
    cp_map by_key; /* index in peers */
    CP_VEC(peer_state) peers;
    uint8_t *kept; /* the beginning of a message */
    size_t n_kept, kept_max;
    uint64_t off_bytes; /* of the stream, of the message at hand */
    uint64_t record;
    bool is_begun, is_lost;
};

cp_bmp *cp_bmp_new(cp_arena *a, const cp_bmp_to *to, uint32_t first_peer_nr, cp_bmp_counts *n)
{
    cp_bmp *b = CP_NEW(a, cp_bmp);
    *b = (cp_bmp){ .a = a, .to = *to, .n = n, .first_peer_nr = first_peer_nr };
    return b;
}

bool cp_bmp_is_lost(const cp_bmp *b) { return b->is_lost; }
bool cp_bmp_is_within(const cp_bmp *b) { return b->n_kept > 0; }
uint32_t cp_bmp_n_peers(const cp_bmp *b) { return b->peers.n; }

static void bad(cp_bmp *b, const char *what, const char *how)
{
    b->n->bad++;
    if (b->to.bad)
        b->to.bad(b->to.ctx, b->record, what, how);
}

static cp_rc say(cp_bmp *b, cp_bmp_fact fact, cp_str text, const cp_bgp_route *r, bool is_peers,
                 cp_err *err)
{
    if (!b->to.said || !text.n)
        return CP_OK;
    cp_bmp_said x = { .fact = fact,
                      .text = cp_str_slice(text, 0,
                                           text.n < CP_BMP_TEXT_MAX ? text.n : CP_BMP_TEXT_MAX),
                      .peer = is_peers ? r->peer : NULL,
                      .record = b->record,
                      .at = r->at };
    return b->to.said(b->to.ctx, &x, err);
}

/* ---- the per-peer header */

typedef struct peer_head {
    uint8_t type, flags;
    uint8_t key[PEER_KEY_BYTES];
    cp_bgp_peer peer;
    cp_time at; /* CP_TIME_NONE: the router does not say */
} peer_head;

static cp_bgp_view view_of(uint8_t type, uint8_t flags)
{
    if (type == PEER_LOC_RIB)
        return CP_BGP_LOC_RIB;
    if (flags & FLAG_OUT)
        return flags & FLAG_POST ? CP_BGP_ADJ_RIB_OUT_POST : CP_BGP_ADJ_RIB_OUT_PRE;
    return flags & FLAG_POST ? CP_BGP_ADJ_RIB_IN_POST : CP_BGP_ADJ_RIB_IN_PRE;
}

/* RFC 7854, 4.2. An address of version 4 stands in the last four bytes; the router's own table has
 * none. False: cut off, or of a type that is not known. */
static bool read_peer(cp_cur *c, peer_head *h)
{
    enum { V4_AT = 12, V4_BYTES = 4 };
    *h = (peer_head){ .type = cp_cur_u8(c), .flags = cp_cur_u8(c) };
    cp_cur key = *c;
    h->peer.distinguisher = cp_cur_u64be(c);
    cp_bytes addr = cp_cur_take(c, 16);
    h->peer.as = cp_cur_u32be(c);
    h->peer.bgp_id = cp_cur_u32be(c);
    uint32_t at_s = cp_cur_u32be(c), at_us = cp_cur_u32be(c);
    if (c->bad || h->type > PEER_LOC_RIB)
        return false;
    bool is_v6 = h->type != PEER_LOC_RIB && h->flags & FLAG_V6;
    h->key[0] = h->type;
    h->key[1] = is_v6;
    memcpy(h->key + 2, cp_cur_take(&key, PEER_KEY_BYTES - 2).p, PEER_KEY_BYTES - 2);
    if (is_v6)
        h->peer.addr = cp_ip_v6(addr.p);
    else if (h->type != PEER_LOC_RIB)
        h->peer.addr = cp_ip_v4(addr.p + V4_AT);
    h->peer.view = view_of(h->type, h->flags);
    h->peer.is_partial = h->type == PEER_LOC_RIB && h->flags & FLAG_V6;
    h->at = at_s ? (cp_time)at_s * second + (at_us < second ? at_us : 0) : CP_TIME_NONE;
    return true;
}

/* Whose it is; UINT32_MAX: there is no room for one more. */
static uint32_t peer_of(cp_bmp *b, const peer_head *h)
{
    cp_str key = { (const char *)h->key, sizeof h->key };
    uint64_t *known = cp_map_get(&b->by_key, key);
    if (known)
        return (uint32_t)*known;
    if (b->peers.n == CP_BMP_PEERS_MAX) {
        b->n->peers_over++;
        return UINT32_MAX;
    }
    key.p = cp_arena_dup(b->a, h->key, sizeof h->key);
    *cp_map_put(b->a, &b->by_key, key, NULL) = b->peers.n;
    peer_state *p = cp_vec_add(b->a, &b->peers);
    for (int i = 0; i < 4; i++)
        p->guess[i / 2][i % 2] = CP_BGP_GUESS_NONE;
    return b->peers.n - 1;
}

/* What a route of this message has in common with all others. */
static cp_bgp_route like(const cp_bmp *b, const peer_head *h, uint32_t nr, cp_time at)
{
    return (cp_bgp_route){ .peer = &h->peer,
                           .peer_nr = b->first_peer_nr + nr,
                           .record = b->record,
                           .at = h->at == CP_TIME_NONE ? at : h->at };
}

/* ---- text behind messages */

typedef struct text_row {
    uint16_t type;
    cp_bmp_fact fact;
} text_row;

/* RFC 7854, 4.4 */
static const text_row initiation_texts[] = {
    { 0, CP_BMP_FREE_TEXT },
    { 1, CP_BMP_SYS_DESCR },
    { 2, CP_BMP_SYS_NAME },
};
/* RFC 7854, 4.10; RFC 9069, 5.3; RFC 8671, 6.3.1 */
static const text_row peer_texts[] = {
    { 0, CP_BMP_FREE_TEXT },
    { 3, CP_BMP_TABLE_NAME },
    { 4, CP_BMP_ADMIN_LABEL },
};

static cp_rc read_texts(cp_bmp *b, cp_cur *c, const text_row *rows, size_t n_rows,
                        const cp_bgp_route *r, bool is_peers, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_cur_left(c)) {
        uint16_t type = cp_cur_u16be(c), n = cp_cur_u16be(c);
        cp_bytes text = cp_cur_take(c, n);
        if (c->bad) {
            bad(b, "text about the router or a peer", "is longer than its message");
            return CP_OK;
        }
        for (size_t i = 0; rc == CP_OK && i < n_rows; i++)
            if (rows[i].type == type)
                rc = say(b, rows[i].fact, cp_str_of_bytes(text), r, is_peers, err);
    }
    return rc;
}

static cp_rc read_initiation(cp_bmp *b, cp_cur *c, const cp_bgp_route *r, cp_err *err)
{
    b->n->initiations++;
    b->is_begun = true;
    return read_texts(b, c, initiation_texts, sizeof initiation_texts / sizeof *initiation_texts, r,
                      false, err);
}

/* ---- peers */

static cp_rc tell_peer(cp_bmp *b, uint32_t nr, cp_bgp_event event, const cp_bgp_peer *peer,
                       cp_time at, cp_err *err)
{
    cp_bgp_peer all = *peer;
    all.view = peer->view == CP_BGP_LOC_RIB ? CP_BGP_LOC_RIB : CP_BGP_VIEW_UNTOLD;
    cp_bgp_route r = { .event = event,
                       .peer = &all,
                       .peer_nr = b->first_peer_nr + nr,
                       .record = b->record,
                       .at = at };
    return b->to.bgp.route(b->to.bgp.ctx, &r, err);
}

static cp_rc all_down(cp_bmp *b, cp_time at, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < b->peers.n; i++) {
        if (!b->peers.v[i].is_up && !b->peers.v[i].has_told)
            continue;
        b->peers.v[i].is_up = b->peers.v[i].has_told = false;
        rc = tell_peer(b, i, CP_BGP_PEER_DOWN, &b->peers.v[i].up, at, err);
    }
    return rc;
}

static bool read_open(cp_cur *c, cp_bgp_open *out)
{
    cp_bytes body;
    const char *fault;
    return cp_bgp_message_read(c, &body, &fault) == CP_BGP_OPEN &&
           cp_bgp_open_read(body, out, NULL) == CP_OK;
}

/* What the flags and the OPENs tell of how a table is written. The flag A is what the standard
 * gives for the width of AS; a router that writes a path anew may well say other than the OPENs,
 * one that sets no flag at all does so too: then each message shows it. */
static void agree(peer_state *p, const cp_bgp_open *sent, const cp_bgp_open *received,
                  bool is_loc_rib)
{
    cp_bgp_session in = cp_bgp_agreed(received, sent), out = cp_bgp_agreed(sent, received);
    if (is_loc_rib) { /* RFC 9069, 5.2: both are made up, and it has one direction */
        in.has_path_ids_v4 |= out.has_path_ids_v4;
        in.has_path_ids_v6 |= out.has_path_ids_v6;
    }
    for (int as2 = 0; as2 < 2; as2++) {
        p->guess[0][as2] = cp_bgp_guess_of(in);
        p->guess[1][as2] = cp_bgp_guess_of(out);
        for (int i = 0; i < 2; i++)
            if (p->guess[i][as2].as_bytes != (as2 ? 2 : 4))
                p->guess[i][as2].as_bytes = 0;
    }
}

static cp_rc read_up(cp_bmp *b, cp_cur *c, const peer_head *h, uint32_t nr, const cp_bgp_route *r,
                     cp_err *err)
{
    enum { LOCAL_ADDR_AND_PORTS = 20 };
    cp_bgp_open sent, received;
    peer_state *p = &b->peers.v[nr];
    bool is_loc_rib = h->type == PEER_LOC_RIB;
    cp_cur_skip(c, LOCAL_ADDR_AND_PORTS);
    bool are_open = read_open(c, &sent) && read_open(c, &received);
    b->n->ups++;
    p->is_up = true;
    p->up = h->peer;
    p->local_as = are_open && !is_loc_rib ? sent.as : 0;
    for (int i = 0; i < 4; i++)
        p->guess[i / 2][i % 2] = CP_BGP_GUESS_NONE;
    if (are_open)
        agree(p, &sent, &received, is_loc_rib);
    else
        bad(b, "an OPEN of a peer that came up", "is malformed");
    cp_rc rc = tell_peer(b, nr, CP_BGP_PEER_UP, &h->peer, r->at, err);
    if (rc != CP_OK || !are_open)
        return rc;
    if (!is_loc_rib)
        rc = say(b, CP_BMP_PEER_HOST, received.host, r, true, err);
    return rc == CP_OK
               ? read_texts(b, c, peer_texts, sizeof peer_texts / sizeof *peer_texts, r, true, err)
               : rc;
}

static cp_rc read_down(cp_bmp *b, cp_cur *c, const peer_head *h, uint32_t nr, const cp_bgp_route *r,
                       cp_err *err)
{
    (void)cp_cur_u8(c); /* the reason: whatever it is, what the peer told is void */
    if (c->bad)
        bad(b, "a message of a peer that went down", "is cut off");
    b->n->downs++;
    b->peers.v[nr].is_up = b->peers.v[nr].has_told = false;
    return tell_peer(b, nr, CP_BGP_PEER_DOWN, &h->peer, r->at, err);
}

/* ---- routes */

typedef struct hearing {
    cp_bmp *b;
    uint32_t local_as, peer_as;
} hearing;

/* A path that was received from another AS begins with that one (RFC 4271, 6.3), and with the own
 * it would not have been taken (9.1.2). */
static bool is_prepended(const hearing *h, const cp_bgp_route *r)
{
    cp_bgp_segment s;
    bool is_in = r->peer->view == CP_BGP_ADJ_RIB_IN_PRE || r->peer->view == CP_BGP_ADJ_RIB_IN_POST;
    if (!is_in || !r->attrs || !h->local_as || h->local_as == h->peer_as)
        return false;
    cp_bgp_path_iter it = cp_bgp_path_begin(&r->attrs->path);
    return cp_bgp_path_next(&it, &s) && s.type == CP_BGP_SEQUENCE && s.n >= 2 &&
           cp_bgp_segment_as(&s, 0) == h->local_as && cp_bgp_segment_as(&s, 1) == h->peer_as;
}

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    hearing *h = ctx;
    h->b->n->prepended += is_prepended(h, r);
    return h->b->to.bgp.route(h->b->to.bgp.ctx, r, err);
}

static cp_rc read_update(cp_bmp *b, cp_bytes body, const peer_head *h, peer_state *p,
                         const cp_bgp_route *r, cp_err *err)
{
    hearing heard = { b, p->local_as, h->peer.as };
    cp_bgp_to to = { &heard, hear };
    cp_bgp_fault fault;
    bool is_out = h->flags & FLAG_OUT && h->type != PEER_LOC_RIB, is_open;
    bool is_as2 = h->flags & FLAG_AS2 && h->type != PEER_LOC_RIB;
    cp_bgp_guess *g = &p->guess[is_out][is_as2];
    cp_rc rc = cp_bgp_guess_read(g, body, r, &to, &b->n->updates, &fault, &is_open, err);
    b->n->open += is_open;
    b->n->misflagged += g->as_bytes && g->as_bytes != (is_as2 ? 2 : 4);
    if (is_open)
        bad(b, "a message of BGP",
            "can mean several things: what its peers agreed on is not known");
    else if (fault.what && rc == CP_OK)
        bad(b, fault.what, fault.how);
    return rc;
}

/* One message of BGP, as the standard says; several, as its words could be read. */
static cp_rc read_monitoring(cp_bmp *b, cp_cur *c, const peer_head *h, uint32_t nr,
                             const cp_bgp_route *r, cp_err *err)
{
    peer_state *p = &b->peers.v[nr];
    cp_rc rc = CP_OK;
    if (!p->is_up) {
        b->n->unannounced++;
        p->has_told = true;
        p->up = h->peer;
    }
    if (!cp_cur_left(c))
        bad(b, "a message of a route", "is empty");
    while (rc == CP_OK && cp_cur_left(c)) {
        cp_bytes body;
        const char *fault;
        cp_bgp_message type = cp_bgp_message_read(c, &body, &fault);
        b->n->monitored++;
        if (type == CP_BGP_MESSAGE_BAD) {
            bad(b, "a message of BGP", fault);
            return CP_OK;
        }
        if (type == CP_BGP_UPDATE)
            rc = read_update(b, body, h, p, r, err);
        else
            bad(b, "a message of a route", "is another one than an UPDATE");
    }
    return rc;
}

/* ---- messages */

static cp_rc read_of_peer(cp_bmp *b, uint8_t type, cp_cur *c, cp_time at, cp_err *err)
{
    peer_head h;
    if (!read_peer(c, &h)) {
        if (c->bad)
            bad(b, "the header of a peer", "is cut off");
        else
            b->n->others++;
        return CP_OK;
    }
    uint32_t nr = peer_of(b, &h);
    if (nr == UINT32_MAX)
        return CP_OK;
    cp_bgp_route r = like(b, &h, nr, at);
    if (type == PEER_UP)
        return read_up(b, c, &h, nr, &r, err);
    if (type == PEER_DOWN)
        return read_down(b, c, &h, nr, &r, err);
    return read_monitoring(b, c, &h, nr, &r, err);
}

static cp_rc read_termination(cp_bmp *b, cp_cur *c, cp_time at, cp_err *err)
{
    /* RFC 7854, 4.5: by the reason, whose length is 2 */
    static const char *const reasons[] = { "administratively closed", "unspecified reason",
                                           "out of resources", "redundant connection",
                                           "permanently administratively closed" };
    enum { STRING = 0, REASON = 1 };
    cp_bgp_route r = { .at = at };
    cp_rc rc = CP_OK;
    b->n->terminations++;
    while (rc == CP_OK && cp_cur_left(c)) {
        uint16_t type = cp_cur_u16be(c);
        cp_cur v = cp_cur_sub(c, cp_cur_u16be(c));
        uint16_t reason = type == REASON && cp_cur_left(&v) == 2 ? cp_cur_u16be(&v) : UINT16_MAX;
        if (type == STRING)
            rc = say(b, CP_BMP_FREE_TEXT, cp_str_of_bytes(cp_cur_rest(&v)), &r, false, err);
        else if (reason < sizeof reasons / sizeof *reasons)
            rc = say(b, CP_BMP_ENDED, cp_str_c(reasons[reason]), &r, false, err);
    }
    if (c->bad)
        bad(b, "the message that ends the stream", "is cut off");
    return rc == CP_OK ? all_down(b, at, err) : rc;
}

static cp_rc read_message(cp_bmp *b, cp_bytes m, cp_time at, cp_err *err)
{
    cp_cur c = cp_cur_of(m);
    uint8_t version = cp_cur_u8(&c);
    cp_bgp_route r = { .at = at };
    cp_cur_skip(&c, 4);
    uint8_t type = cp_cur_u8(&c);
    b->record++;
    b->n->messages++;
    if (version != VERSION) {
        b->n->others++;
        return CP_OK;
    }
    b->n->early += !b->is_begun && type != INITIATION;
    switch (type) {
    case ROUTE_MONITORING:
    case PEER_DOWN:
    case PEER_UP: return read_of_peer(b, type, &c, at, err);
    case STATISTICS: b->n->statistics++; return CP_OK;
    case ROUTE_MIRRORING: b->n->mirrored++; return CP_OK;
    case INITIATION: return read_initiation(b, &c, &r, err);
    case TERMINATION: return read_termination(b, &c, at, err);
    default: b->n->others++; return CP_OK;
    }
}

/* ---- the stream */

/* How long the message is at the front of at least CP_BMP_HEAD_BYTES. */
static cp_rc length_of(cp_bmp *b, cp_bytes head, size_t *out, cp_err *err)
{
    cp_cur c = cp_cur_of(head);
    uint8_t version = cp_cur_u8(&c);
    uint32_t n = cp_cur_u32be(&c);
    *out = n;
    if (version != VERSION && version != VERSION_NEXT)
        return cp_fail(err, CP_EFORMAT, b->off_bytes, "version %u of BMP, expected %d", version,
                       VERSION);
    if (n < CP_BMP_HEAD_BYTES)
        return cp_fail(err, CP_EFORMAT, b->off_bytes,
                       "a message of BMP of %u bytes, expected at least %d", n, CP_BMP_HEAD_BYTES);
    if (n > CP_BMP_MESSAGE_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, b->off_bytes,
                       "a message of BMP of %u bytes, expected at most %d", n,
                       CP_BMP_MESSAGE_BYTES_MAX);
    return CP_OK;
}

static void keep(cp_bmp *b, cp_bytes x)
{
    b->kept = cp_arena_room(b->a, b->kept, &b->kept_max, b->n_kept + x.n, 4096);
    if (x.n)
        memcpy(b->kept + b->n_kept, x.p, x.n);
    b->n_kept += x.n;
}

/* The message that is kept, from the piece as much as it lacks; is_whole: it was read. */
static cp_rc fill(cp_bmp *b, cp_cur *piece, cp_time at, bool *is_whole, cp_err *err)
{
    size_t want = CP_BMP_HEAD_BYTES;
    *is_whole = false;
    for (int i = 0; i < 2; i++) { /* its head, then the whole */
        size_t lacks = b->n_kept < want ? want - b->n_kept : 0, left = cp_cur_left(piece);
        keep(b, cp_cur_take(piece, lacks < left ? lacks : left));
        if (b->n_kept < want)
            return CP_OK;
        cp_rc rc = i == 0 ? length_of(b, (cp_bytes){ b->kept, b->n_kept }, &want, err) : CP_OK;
        if (rc != CP_OK) {
            b->is_lost = true;
            return rc;
        }
    }
    *is_whole = true;
    b->n_kept = 0;
    cp_rc rc = read_message(b, (cp_bytes){ b->kept, want }, at, err);
    b->off_bytes += want;
    return rc;
}

cp_rc cp_bmp_push(cp_bmp *b, cp_bytes piece, cp_time at, cp_err *err)
{
    cp_cur c = cp_cur_of(piece);
    bool is_whole = true;
    cp_rc rc = b->n_kept ? fill(b, &c, at, &is_whole, err) : CP_OK;
    while (rc == CP_OK && is_whole && cp_cur_left(&c)) {
        size_t n;
        if (cp_cur_left(&c) < CP_BMP_HEAD_BYTES)
            break;
        rc = length_of(b, (cp_bytes){ c.p, cp_cur_left(&c) }, &n, err);
        b->is_lost = rc != CP_OK;
        if (rc != CP_OK || n > cp_cur_left(&c))
            break;
        rc = read_message(b, cp_cur_take(&c, n), at, err);
        b->off_bytes += n;
    }
    if (rc == CP_OK && cp_cur_left(&c))
        keep(b, cp_cur_rest(&c));
    return rc;
}

void cp_bmp_stop(cp_bmp *b)
{
    if (b->n_kept) {
        b->record++;
        bad(b, "the stream ends", "in a message");
    }
    b->n_kept = 0;
}

cp_rc cp_bmp_end(cp_bmp *b, cp_time at, cp_err *err)
{
    cp_bmp_stop(b);
    return all_down(b, at, err);
}

/* ---- recognising it */

/* What can be known of a body by its first bytes. */
static bool is_body(uint8_t type, cp_bytes m, size_t n)
{
    bool is_of_peer = type <= PEER_UP || type == ROUTE_MIRRORING;
    if (type > ROUTE_MIRRORING || (is_of_peer && n < CP_BMP_HEAD_BYTES + PEER_HEAD_BYTES))
        return false;
    if (is_of_peer)
        return m.n <= CP_BMP_HEAD_BYTES || m.p[CP_BMP_HEAD_BYTES] <= PEER_LOC_RIB;
    cp_cur c = cp_cur_of(m);
    cp_cur_skip(&c, CP_BMP_HEAD_BYTES);
    if (n == CP_BMP_HEAD_BYTES)
        return true;
    uint16_t tlv = cp_cur_u16be(&c), tlv_n = cp_cur_u16be(&c);
    return c.bad || (tlv <= 4 && tlv_n + 4u + CP_BMP_HEAD_BYTES <= n);
}

bool cp_bmp_looks_so(cp_bytes b)
{
    cp_cur c = cp_cur_of(b);
    if (b.n < CP_BMP_HEAD_BYTES)
        return false;
    while (cp_cur_left(&c) >= CP_BMP_HEAD_BYTES) {
        cp_cur h = c;
        uint8_t version = cp_cur_u8(&h);
        uint32_t n = cp_cur_u32be(&h);
        uint8_t type = cp_cur_u8(&h);
        size_t left = cp_cur_left(&c);
        if (version != VERSION || n < CP_BMP_HEAD_BYTES || n > CP_BMP_MESSAGE_BYTES_MAX ||
            !is_body(type, (cp_bytes){ c.p, left < n ? left : n }, n))
            return false;
        cp_cur_skip(&c, left < n ? left : n);
    }
    return !cp_cur_left(&c) || cp_cur_peek(&c, 0) == VERSION;
}
