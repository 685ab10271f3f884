/* SPDX-License-Identifier: Apache-2.0 */
/* tell_lsdb.c - LSAs and LSPs on their way between routers, put together to links (topo/lsdb.h).
 *
 * What a capture has of a database is what was flooded while it ran, often a part: a link whose
 * other router was not heard is told as of one end. Only whole LSAs count: one that is cut would
 * look like one that tells of fewer links. Those inside of tunnels with an address space of their
 * own belong to another network and do not count. */
#include "sources/pcap/facts.h"
#include "sources/routing/isis.h"
#include "sources/routing/ospf.h"
#include "sources/topo/lsdb.h"

enum {
    LSA_ROUTER = 1, /* RFC 2328, A.4.1 */
    LSA_NETWORK = 2,
    LINK_LINE = 1, /* A.4.2 */
    LINK_TRANSIT = 2,
    LINK_HEAD_BYTES = 12,
    TOS_BYTES = 4,

    TLV_NEIGHBOURS = 2,        /* ISO/IEC 10589, 9.8 */
    TLV_WIDE_NEIGHBOURS = 22,  /* RFC 5305, 3 */
    SUB_OWN_ADDRESS = 6,       /* 3.2 */
    SUB_PEER_ADDRESS = 8,      /* 3.3 */
    NARROW_METRIC_BITS = 0x3f, /* the others say whether it is internal */
    NEIGHBOUR_ID_BYTES = 7,
    ISIS_OVERLOAD_BIT = 4, /* 9.8 */
};

/* ---- OSPF */

static cp_str ip_text(cp_arena *a, cp_bytes b)
{
    return b.n == 4 ? cp_ip_text(a, cp_ip_v4(b.p)) : CP_STR("");
}

/* The links of a router LSA, behind its head: told if db, else only looked at. False: it is not as
 * long as it says. */
static bool router_links(cp_arena *tmp, cp_cur c, cp_lsdb *db, uint64_t pos)
{
    cp_cur_skip(&c, 2); /* bits */
    uint32_t n = cp_cur_u16be(&c);
    for (uint32_t i = 0; i < n && !c.bad; i++) {
        cp_bytes id = cp_cur_take(&c, 4), data = cp_cur_take(&c, 4);
        uint8_t type = cp_cur_u8(&c), n_tos = cp_cur_u8(&c);
        uint16_t metric = cp_cur_u16be(&c);
        cp_cur_skip(&c, (size_t)n_tos * TOS_BYTES);
        if (!c.bad && db && (type == LINK_LINE || type == LINK_TRANSIT))
            cp_lsdb_arc(db, type == LINK_LINE ? CP_LSA_ROUTER : CP_LSA_SEGMENT, ip_text(tmp, id),
                        ip_text(tmp, data), CP_STR(""), metric, pos);
    }
    return !c.bad;
}

static void attached_routers(cp_arena *tmp, cp_cur c, cp_lsdb *db, uint64_t pos)
{
    cp_cur_skip(&c, 4); /* mask */
    while (cp_cur_left(&c) >= 4)
        cp_lsdb_arc(db, CP_LSA_ROUTER, ip_text(tmp, cp_cur_take(&c, 4)), CP_STR(""), CP_STR(""), 0,
                    pos);
}

void cp_capture_lsa(cp_capture *c, cp_ip area, cp_bytes lsa)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_cur head = cp_cur_of(lsa);
    uint32_t age = cp_cur_u16be(&head) & 0x7fff;
    cp_cur_skip(&head, 1);
    uint8_t type = cp_cur_u8(&head);
    cp_bytes id = cp_cur_take(&head, 4);
    /* who told it: for these types, the router in the id, or that of the LAN */
    cp_cur_skip(&head, 4);
    uint32_t seq = cp_cur_u32be(&head);
    cp_cur_skip(&head, 2);
    uint32_t length = cp_cur_u16be(&head);
    bool is_flushed = age >= CP_OSPF_MAX_AGE_S;
    if (head.bad || length != lsa.n || c->tunnel.name || !c->sink->link ||
        (type != LSA_ROUTER && type != LSA_NETWORK) ||
        (type == LSA_ROUTER && !router_links(tmp, head, NULL, 0)))
        return;
    if (!c->ospf)
        c->ospf = cp_lsdb_new(c->a, CP_LINK_OSPF);
    if (!cp_lsdb_begin(c->ospf, type == LSA_ROUTER ? CP_LSA_ROUTER : CP_LSA_SEGMENT,
                       cp_ip_text(tmp, area), ip_text(tmp, id), 0, seq, c->n_frames) ||
        is_flushed)
        return;
    if (type == LSA_ROUTER)
        (void)router_links(tmp, head, c->ospf, c->n_frames);
    else
        attached_routers(tmp, head, c->ospf, c->n_frames);
}

/* ---- IS-IS */

static void add_neighbour(cp_capture *c, cp_bytes id, cp_str own, cp_str peer, uint32_t metric)
{
    cp_arena *tmp = cp_capture_scratch(c);
    bool is_router = id.p[NEIGHBOUR_ID_BYTES - 1] == 0;
    cp_bytes system = { id.p, CP_ISIS_ID_BYTES };
    cp_lsdb_arc(c->isis, is_router ? CP_LSA_ROUTER : CP_LSA_SEGMENT,
                cp_isis_id_text(tmp, is_router ? system : id), own, peer, metric, c->n_frames);
}

static void narrow_neighbours(cp_capture *c, cp_cur v)
{
    cp_cur_skip(&v, 1); /* virtual */
    while (cp_cur_left(&v) >= 4 + NEIGHBOUR_ID_BYTES) {
        uint32_t metric = cp_cur_u8(&v) & NARROW_METRIC_BITS;
        cp_cur_skip(&v, 3); /* delay, expense, error */
        add_neighbour(c, cp_cur_take(&v, NEIGHBOUR_ID_BYTES), CP_STR(""), CP_STR(""), metric);
    }
}

static void wide_neighbours(cp_capture *c, cp_cur v)
{
    cp_arena *tmp = cp_capture_scratch(c);
    while (cp_cur_left(&v) >= NEIGHBOUR_ID_BYTES + 4) {
        cp_bytes id = cp_cur_take(&v, NEIGHBOUR_ID_BYTES);
        uint32_t metric = cp_cur_u24be(&v);
        cp_cur sub = cp_cur_sub(&v, cp_cur_u8(&v));
        cp_str own = CP_STR(""), peer = CP_STR("");
        while (cp_cur_left(&sub) >= 2) {
            uint8_t type = cp_cur_u8(&sub);
            cp_bytes value = cp_cur_take(&sub, cp_cur_u8(&sub));
            if (type == SUB_OWN_ADDRESS && own.n == 0)
                own = ip_text(tmp, value);
            else if (type == SUB_PEER_ADDRESS && peer.n == 0)
                peer = ip_text(tmp, value);
        }
        if (!v.bad)
            add_neighbour(c, id, own, peer, metric);
    }
}

/* Routers that still speak the old way tell their neighbours twice: the wide one counts. */
static void lsp_neighbours(cp_capture *c, const cp_isis *p)
{
    bool has_wide = false;
    cp_bytes tlv;
    for (cp_cur tlvs = cp_cur_of(p->tlvs); cp_isis_tlv_next(&tlvs, &tlv);)
        has_wide = has_wide || tlv.p[0] == TLV_WIDE_NEIGHBOURS;
    for (cp_cur tlvs = cp_cur_of(p->tlvs); cp_isis_tlv_next(&tlvs, &tlv);) {
        cp_cur v = cp_cur_of((cp_bytes){ tlv.p + 2, tlv.n - 2 });
        if (tlv.p[0] == TLV_WIDE_NEIGHBOURS)
            wide_neighbours(c, v);
        else if (tlv.p[0] == TLV_NEIGHBOURS && !has_wide)
            narrow_neighbours(c, v);
    }
}

void cp_capture_lsp(cp_capture *c, const cp_isis *p)
{
    cp_arena *tmp = cp_capture_scratch(c);
    if (p->lsp.n != NEIGHBOUR_ID_BYTES + 1 || c->tunnel.name || !c->sink->link)
        return;
    bool is_router = p->lsp.p[NEIGHBOUR_ID_BYTES - 1] == 0;
    cp_bytes id = { p->lsp.p, is_router ? CP_ISIS_ID_BYTES : NEIGHBOUR_ID_BYTES };
    if (!c->isis)
        c->isis = cp_lsdb_new(c->a, CP_LINK_ISIS);
    if (!cp_lsdb_begin(c->isis, is_router ? CP_LSA_ROUTER : CP_LSA_SEGMENT,
                       p->type == CP_ISIS_LSP_L1 ? CP_STR("level-1") : CP_STR("level-2"),
                       cp_isis_id_text(tmp, id), p->lsp.p[NEIGHBOUR_ID_BYTES], p->seq,
                       c->n_frames) ||
        p->lifetime_s == 0)
        return;
    if (is_router) {
        cp_lsdb_hostname(c->isis, p->hostname);
        for (uint32_t i = 0; i < p->n_addrs; i++)
            cp_lsdb_address(c->isis, cp_ip_text(tmp, p->addrs[i]));
        if (p->flags & ISIS_OVERLOAD_BIT)
            cp_lsdb_overload(c->isis);
    }
    lsp_neighbours(c, p);
}

cp_rc cp_capture_lsdb_end(cp_capture *c, cp_err *err)
{
    cp_lsdb *const both[] = { c->ospf, c->isis };
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof both / sizeof *both; i++)
        if (both[i])
            rc = cp_lsdb_tell(both[i], c->a, c->sink, c->src, c->last_at, err);
    return rc;
}
