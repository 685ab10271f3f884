/* SPDX-License-Identifier: Apache-2.0 */
/* message.c - messages of BGP and changes of state as MRT keeps them (RFC 6396, 4.4, 4.5 and B.2;
 * RFC 8050, 3). */
#include "sources/mrt/inside.h"

enum { AFI_V4 = 1, AFI_V6 = 2, ESTABLISHED = 6, V4 = CP_MRT_V4_BYTES, V6 = CP_MRT_V6_BYTES };

/* What begins all of BGP4MP: the AS of both, an interface, their addresses. */
typedef struct ends {
    cp_bgp_peer peer, local;
    uint16_t afi;
} ends;

static ends read_ends(cp_cur *c, bool is_as4)
{
    enum { NOTHING = 0xffff };
    ends e = { .peer.as = is_as4 ? cp_cur_u32be(c) : cp_cur_u16be(c) };
    e.local.as = is_as4 ? cp_cur_u32be(c) : cp_cur_u16be(c);
    cp_cur before = *c;
    uint16_t iface = cp_cur_u16be(c);
    e.afi = cp_cur_u16be(c);
    if (iface == NOTHING && e.afi == NOTHING) { /* the marker: Zebra wrote no addresses with OPEN */
        *c = before;
        return e;
    }
    uint32_t bytes = e.afi == AFI_V4 ? V4 : V6;
    if (e.afi != AFI_V4 && e.afi != AFI_V6) {
        c->bad = true;
        return e;
    }
    e.peer.addr = cp_mrt_ip(cp_cur_take(c, bytes));
    e.local.addr = cp_mrt_ip(cp_cur_take(c, bytes));
    return e;
}

/* Numbers behind those of RFC 4271, 8.2.2, are states in which some clean up: no session,
 * either. */
static cp_rc read_states(cp_mrt_reader *r, cp_cur *c, cp_err *err)
{
    uint16_t before = cp_cur_u16be(c), now = cp_cur_u16be(c);
    if (c->bad || cp_cur_left(c)) {
        cp_mrt_bad(r, "a change of state", c->bad ? "is cut off" : "is longer than it");
        return CP_OK;
    }
    cp_bgp_route x = { .peer = &r->peer, .record = r->record, .at = r->route.at };
    if (now == before || (now != ESTABLISHED && before != ESTABLISHED)) {
        r->n->other_states++;
        return CP_OK;
    }
    r->n->ups += now == ESTABLISHED;
    r->n->downs += now != ESTABLISHED;
    x.event = now == ESTABLISHED ? CP_BGP_PEER_UP : CP_BGP_PEER_DOWN;
    return r->to->route(r->to->ctx, &x, err);
}

static cp_rc read_update(cp_mrt_reader *r, cp_bytes body, cp_bgp_session how, cp_err *err)
{
    cp_bgp_route like = { .peer = &r->peer, .record = r->record, .at = r->route.at };
    cp_bgp_fault fault;
    cp_rc rc = cp_bgp_update_read(body, how, &like, r->to, &r->n->told, &fault, err);
    if (rc == CP_OK && fault.what)
        cp_mrt_bad(r, fault.what, fault.how);
    return rc;
}

static cp_rc read_message(cp_mrt_reader *r, cp_cur *c, cp_bgp_session how, cp_err *err)
{
    cp_bytes body;
    const char *fault;
    cp_bgp_message type = cp_bgp_message_read(c, &body, &fault);
    if (type == CP_BGP_MESSAGE_BAD) {
        cp_mrt_bad(r, "a message", fault);
        return CP_OK;
    }
    if (cp_cur_left(c))
        cp_mrt_bad(r, "a message", "is shorter than its record");
    if (type == CP_BGP_UPDATE)
        return read_update(r, body, how, err);
    r->n->other_messages++;
    return CP_OK;
}

/* BGP4MP_ENTRY, a table in the clothes of a message (RFC 6396, B.3.1). OpenBGPD is the only one
 * known to have written it (bgpctl's `table-mp`), and has the local end first: of the two samples
 * of one table of mrtparse, one in TABLE_DUMP, the peer is behind it. */
static cp_rc read_entry(cp_mrt_reader *r, cp_cur *c, const ends *e, cp_err *err)
{
    enum { SAFI_UNICAST = 1 };
    cp_cur_skip(c, 4); /* view, status */
    r->route.since_s = cp_cur_u32be(c);
    uint16_t afi = cp_cur_u16be(c);
    uint8_t safi = cp_cur_u8(c);
    uint8_t n_hop = cp_cur_u8(c);
    cp_bytes hop = cp_cur_take(c, n_hop);
    uint8_t length = cp_cur_u8(c);
    if (!c->bad && ((afi != AFI_V4 && afi != AFI_V6) || safi != SAFI_UNICAST)) {
        r->n->others++;
        r->src->records_unused++;
        return CP_OK;
    }
    bool is_net = cp_mrt_take_net(r, c, afi == AFI_V4 ? 4 : 6, length, false);
    uint16_t bytes = cp_cur_u16be(c);
    cp_bytes attrs = cp_cur_take(c, bytes);
    if (!cp_mrt_fits(r, c, is_net))
        return CP_OK;
    bool is_hop = hop.n == V4 || hop.n == V6 || hop.n == V6 * 2;
    r->peer = e->local;
    r->route.peer = &r->peer;
    r->route.peer_nr = 0;
    r->route.has_path_id = false;
    return cp_mrt_entry(r, attrs, 2, is_hop ? hop : (cp_bytes){ NULL, 0 }, err);
}

/* id, number, AS of four bytes, path identifiers, sent by the collector itself */
#define SUBTYPES(X)                                    \
    X(STATE_CHANGE, 0, false, false, false)            \
    X(MESSAGE, 1, false, false, false)                 \
    X(ENTRY, CP_MRT_BGP4MP_ENTRY, false, false, false) \
    X(MESSAGE_AS4, 4, true, false, false)              \
    X(STATE_CHANGE_AS4, 5, true, false, false)         \
    X(MESSAGE_LOCAL, 6, false, false, true)            \
    X(MESSAGE_AS4_LOCAL, 7, true, false, true)         \
    X(MESSAGE_ADDPATH, 8, false, true, false)          \
    X(MESSAGE_AS4_ADDPATH, 9, true, true, false)       \
    X(MESSAGE_LOCAL_ADDPATH, 10, false, true, true)    \
    X(MESSAGE_AS4_LOCAL_ADDPATH, 11, true, true, true)

enum {
#define ID(id, nr, as4, ids, local) id = (nr),
    SUBTYPES(ID)
#undef ID
        SUBTYPE_COUNT
};

static const struct subtype {
    bool is_known, is_as4, has_path_ids, is_local;
} subtypes[SUBTYPE_COUNT] = {
#define ROW(id, nr, as4, ids, local) [nr] = { true, as4, ids, local },
    SUBTYPES(ROW)
#undef ROW
};

cp_rc cp_mrt_read_bgp4mp(cp_mrt_reader *r, const cp_mrt_head *h, cp_cur *c, cp_err *err)
{
    const struct subtype *s = h->subtype < SUBTYPE_COUNT ? &subtypes[h->subtype] : NULL;
    if (h->type == CP_MRT_BGP4MP_ET)
        r->route.at += cp_cur_u32be(c);
    if (!s || !s->is_known) {
        r->n->others++;
        r->src->records_unused++;
        return CP_OK;
    }
    ends e = read_ends(c, s->is_as4);
    if (c->bad) {
        cp_mrt_bad(r, "a record of BGP4MP", "is cut off, or of no known kind of address");
        return CP_OK;
    }
    if (h->subtype == ENTRY)
        return read_entry(r, c, &e, err);
    r->peer = e.peer;
    if (s->is_local)
        r->peer.view = CP_BGP_ADJ_RIB_OUT_POST;
    if (h->subtype == STATE_CHANGE || h->subtype == STATE_CHANGE_AS4)
        return read_states(r, c, err);
    cp_bgp_session how = { s->is_as4 ? 4 : 2, s->has_path_ids, s->has_path_ids };
    return read_message(r, c, how, err);
}

cp_rc cp_mrt_read_bgp(cp_mrt_reader *r, uint16_t subtype, cp_cur *c, cp_err *err)
{
    enum { UPDATE = 1, STATES = 3 };
    cp_bgp_session how = { .as_bytes = 2 };
    if (subtype != UPDATE && subtype != STATES) {
        r->n->other_messages++;
        return CP_OK;
    }
    r->peer = (cp_bgp_peer){ .as = cp_cur_u16be(c) };
    r->peer.addr = cp_mrt_ip(cp_cur_take(c, V4));
    if (subtype == STATES)
        return read_states(r, c, err);
    cp_cur_skip(c, 2 + V4); /* the local end */
    if (c->bad) {
        cp_mrt_bad(r, "a message", "is cut off");
        return CP_OK;
    }
    return read_update(r, cp_cur_rest(c), how, err);
}
