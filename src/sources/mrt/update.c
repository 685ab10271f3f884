/* SPDX-License-Identifier: Apache-2.0 */
/* update.c - see update.h. Lists of prefixes are gone through twice: to see that each is whole,
 * and to hand them on, because one that is not makes those before it void as well. */
#include "sources/mrt/update.h"

enum { AFI_V4 = 1, AFI_V6 = 2, SAFI_UNICAST = 1, V4_BITS = 32, V6_BITS = 128 };

cp_bgp_message cp_bgp_message_read(cp_cur *in, cp_bytes *body, const char **fault)
{
    enum { MARKER_BYTES = 16 };
    cp_bytes marker = cp_cur_take(in, MARKER_BYTES);
    uint16_t n = cp_cur_u16be(in);
    uint8_t type = cp_cur_u8(in);
    *body = (cp_bytes){ NULL, 0 };
    *fault = "is cut off in its head";
    if (in->bad)
        return CP_BGP_MESSAGE_BAD;
    for (size_t i = 0; i < marker.n; i++)
        if (marker.p[i] != 0xff) {
            *fault = "has another marker than 16 bytes of ones";
            return CP_BGP_MESSAGE_BAD;
        }
    *fault = "is shorter than its head";
    if (n < CP_BGP_HEAD_BYTES)
        return CP_BGP_MESSAGE_BAD;
    *body = cp_cur_take(in, (size_t)n - CP_BGP_HEAD_BYTES);
    *fault = "is cut off";
    if (in->bad)
        return CP_BGP_MESSAGE_BAD;
    *fault = NULL;
    bool is_known = type >= CP_BGP_OPEN && type <= CP_BGP_ROUTE_REFRESH;
    return is_known ? (cp_bgp_message)type : CP_BGP_MESSAGE_OTHER;
}

/* ---- lists of prefixes */

typedef struct nlri {
    cp_bytes in;
    uint8_t version; /* 0: of a family that is not looked into */
    bool has_path_ids;
} nlri;

static nlri nlri_of(cp_bytes in, uint16_t afi, uint8_t safi, cp_bgp_session how)
{
    nlri x = { .in = in };
    if (safi == SAFI_UNICAST && (afi == AFI_V4 || afi == AFI_V6)) {
        x.version = afi == AFI_V4 ? 4 : 6;
        x.has_path_ids = afi == AFI_V4 ? how.has_path_ids_v4 : how.has_path_ids_v6;
    }
    return x;
}

/* The next, into out; false: it is cut off, or longer than an address (RFC 7606, 5.3). */
static bool take_net(const nlri *x, cp_cur *c, cp_bgp_route *out)
{
    uint32_t path_id = x->has_path_ids ? cp_cur_u32be(c) : 0;
    uint8_t length = cp_cur_u8(c);
    cp_bytes b = cp_cur_take(c, (length + 7u) / 8);
    if (c->bad || length > (x->version == 4 ? V4_BITS : V6_BITS))
        return false;
    out->net = (cp_ip){ .version = x->version };
    if (b.n)
        memcpy(out->net.b, b.p, b.n);
    if (length % 8u) /* RFC 4271, 4.3: the bits behind it mean nothing */
        out->net.b[length / 8u] &= (uint8_t)(0xff00 >> length % 8u);
    out->length = length;
    out->has_path_id = x->has_path_ids;
    out->path_id = path_id;
    return true;
}

/* What is wrong with a list; NULL: nothing. Where the default route stands twice in one, path
 * identifiers were written that were not agreed on, or are not told by the record: their zeros read
 * as prefixes. Whatever else it says is as wrong. */
static const char *fault_of(const nlri *x)
{
    cp_cur c = cp_cur_of(x->in);
    cp_bgp_route net;
    uint32_t n_defaults = 0;
    while (x->version && cp_cur_left(&c)) {
        if (!take_net(x, &c, &net))
            return "has a prefix that is cut off or too long";
        n_defaults += net.length == 0 && !x->has_path_ids;
    }
    return n_defaults > 1 ? "has path identifiers, it seems, where there should be none" : NULL;
}

typedef struct message {
    nlri withdrawn, mp_withdrawn, announced, mp_announced;
    bool has_reach, has_unreach;
    cp_bgp_attrs attrs;
    const cp_bgp_route *like;
    const cp_bgp_to *to;
    cp_bgp_update_counts *n;
} message;

/* attrs NULL: they are withdrawn. */
static cp_rc hand_on(message *m, const nlri *x, const cp_bgp_attrs *attrs, uint64_t *n, cp_err *err)
{
    cp_cur c = cp_cur_of(x->in);
    cp_bgp_route r = *m->like;
    cp_rc rc = CP_OK;
    r.event = attrs ? CP_BGP_ANNOUNCED : CP_BGP_WITHDRAWN_NET;
    r.attrs = attrs;
    r.is_new_net = true;
    r.since_s = 0;
    while (rc == CP_OK && x->version && cp_cur_left(&c) && take_net(x, &c, &r)) {
        ++*n;
        rc = m->to->route(m->to->ctx, &r, err);
    }
    return rc;
}

static cp_rc hand_on_end(message *m, uint8_t version, cp_err *err)
{
    cp_bgp_route r = *m->like;
    r.event = CP_BGP_END_OF_RIB;
    r.is_new_net = r.has_path_id = false;
    r.net = (cp_ip){ .version = version };
    r.length = 0;
    r.path_id = r.since_s = 0;
    r.attrs = NULL;
    m->n->ends++;
    return m->to->route(m->to->ctx, &r, err);
}

/* ---- messages */

/* What cannot be used at all; NULL: nothing. */
static const char *split(cp_bytes body, cp_bgp_session how, message *m)
{
    cp_cur c = cp_cur_of(body);
    cp_bgp_attrs *x = &m->attrs;
    m->withdrawn = nlri_of(cp_cur_take(&c, cp_cur_u16be(&c)), AFI_V4, SAFI_UNICAST, how);
    cp_bytes attrs = cp_cur_take(&c, cp_cur_u16be(&c));
    m->announced = nlri_of(cp_cur_rest(&c), AFI_V4, SAFI_UNICAST, how);
    if (c.bad)
        return "is cut off";
    cp_bgp_how how_attrs = { .as_bytes = how.as_bytes, .is_without_nlri = !m->announced.in.n };
    cp_bgp_attrs_read(attrs, how_attrs, x);
    if (x->is_reset)
        return x->fault;
    if (m->announced.in.n && x->state != CP_BGP_WITHDRAWN && !cp_bgp_has(x, CP_BGP_NEXT_HOP)) {
        x->state = CP_BGP_WITHDRAWN; /* RFC 7606, 3 (d); that of MP_REACH_NLRI is not theirs */
        x->fault_attr = "NEXT_HOP";
        x->fault = "is missing";
    }
    m->has_reach = cp_bgp_has(x, CP_BGP_MP_REACH);
    m->has_unreach = cp_bgp_has(x, CP_BGP_MP_UNREACH);
    m->mp_announced = nlri_of(x->reach_nlri, x->reach_afi, x->reach_safi, how);
    m->mp_withdrawn = nlri_of(x->unreach_nlri, x->unreach_afi, x->unreach_safi, how);
    size_t hop = x->reach_hop.n;
    if (m->mp_announced.version && hop != 16 && hop != 32 &&
        (hop != 4 || m->mp_announced.version != 4)) /* RFC 7606, 7.11; 8950, 3 */
        return "has a next hop of no known length";
    const nlri *const lists[] = { &m->withdrawn, &m->mp_withdrawn, &m->announced,
                                  &m->mp_announced };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *fault = fault_of(lists[i]);
        if (fault)
            return fault;
    }
    /* RFC 7606, 5.2: where nothing seems to be announced, that may be what is malformed */
    if (x->state == CP_BGP_WITHDRAWN && !m->announced.in.n && !m->mp_announced.in.n)
        return x->fault;
    return NULL;
}

static cp_rc withdraw(message *m, cp_err *err)
{
    cp_rc rc = hand_on(m, &m->withdrawn, NULL, &m->n->withdrawn, err);
    return rc == CP_OK ? hand_on(m, &m->mp_withdrawn, NULL, &m->n->withdrawn, err) : rc;
}

static cp_rc announce(message *m, cp_err *err)
{
    cp_bgp_attrs mp = m->attrs; /* each kind with its own next hop */
    bool is_bad = m->attrs.state == CP_BGP_WITHDRAWN;
    uint64_t *n = is_bad ? &m->n->withdrawn : &m->n->announced, before = *n;
    mp.next_hop = m->attrs.reach_hop;
    cp_rc rc = hand_on(m, &m->announced, is_bad ? NULL : &m->attrs, n, err);
    if (rc == CP_OK)
        rc = hand_on(m, &m->mp_announced, is_bad ? NULL : &mp, n, err);
    m->n->treated_as_withdrawn += is_bad ? *n - before : 0;
    return rc;
}

/* RFC 4724, 2: nothing at all, or MP_UNREACH_NLRI alone, of nothing. */
static uint8_t end_of(const message *m, cp_bytes body)
{
    enum { BYTES = 4 }; /* two lengths of 0 */
    bool is_alone = m->attrs.has == UINT64_C(1) << CP_BGP_MP_UNREACH && !m->attrs.n_unknown &&
                    m->attrs.state == CP_BGP_FINE;
    if (body.n == BYTES)
        return 4;
    bool is_empty = !m->withdrawn.in.n && !m->announced.in.n && !m->mp_withdrawn.in.n;
    return is_alone && is_empty ? m->mp_withdrawn.version : 0;
}

cp_rc cp_bgp_update_read(cp_bytes body, cp_bgp_session how, const cp_bgp_route *like,
                         const cp_bgp_to *to, cp_bgp_update_counts *n, cp_bgp_fault *fault,
                         cp_err *err)
{
    message m = { .like = like, .to = to, .n = n };
    const char *lost = split(body, how, &m);
    *fault = (cp_bgp_fault){ m.attrs.fault_attr, m.attrs.fault };
    n->other_width += m.attrs.is_other_width;
    if (lost) {
        n->resets++;
        if (lost != m.attrs.fault)
            *fault = (cp_bgp_fault){ "a message", lost };
        return CP_OK;
    }
    n->attrs_discarded += m.attrs.state == CP_BGP_DISCARDED;
    n->other_families +=
        (m.has_reach && !m.mp_announced.version) || (m.has_unreach && !m.mp_withdrawn.version);
    uint8_t end = end_of(&m, body);
    if (end)
        return hand_on_end(&m, end, err);
    cp_rc rc = withdraw(&m, err);
    return rc == CP_OK ? announce(&m, err) : rc;
}
