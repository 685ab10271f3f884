/* SPDX-License-Identifier: Apache-2.0 */
/* tunnel.c - encapsulations are opened, at most CP_TUNNELS_MAX in each other.
 *
 *     MPLS      label(20) class(3) bottom(1) ttl(8) ... IP | control word, Ethernet
 *     PPPoE     version/type code session(2) length(2) PPP
 *     GRE       flags version protocol(2) [checksum] [key] [sequence]
 *     ERSPAN    in GRE: a mirrored frame behind 0, 8 or 12 bytes
 *     VXLAN     flags(1) -(3) VNI(3) -(1) Ethernet
 *     Geneve    version/options(1) flags(1) protocol(2) VNI(3) -(1) options
 *     GTP-U     flags(1) type(1) length(2) TEID(4) [sequence(2) N-PDU(1) next(1)] ...
 *     Teredo    [0001 client(1) auth(1) client id, auth, nonce(8) confirmation(1)]
 *               [0000 port(2) address(4)] IPv6
 *
 * Sources: RFC 3032 and 4448; RFC 2516, 4; RFC 2784 and 2890; draft-foschiano-erspan; RFC 7348, 5;
 * RFC 8926, 3.4; 3GPP TS 29.281, 5.1; RFC 4380, 5.1.1. MPLS, PPPoE and mirrored frames carry the
 * addresses of the network itself; the others may carry those of anybody. */
#include <string.h>
#include "sources/l2/wifi.h"
#include "sources/pcap/facts.h"

enum {
    PROTOCOL_OSI = 0x00fe,      /* of GRE (RFC 1701) */
    ETHERTYPE_BRIDGED = 0x6558, /* an Ethernet frame follows */
    ETHERTYPE_MPLS = 0x8847,
    ETHERTYPE_PPP = 0x880b,
    ETHERTYPE_ERSPAN = 0x88be,
    ETHERTYPE_ERSPAN_3 = 0x22eb,
    MPLS_LABELS_MAX = 16,
};

/* False, and counted as a fault, if this is one level too many. name: of an address space of its
 * own, or NULL. */
static bool enter(cp_capture *c, const char *name, uint32_t id)
{
    cp_err fault;
    if (c->tunnel.depth == CP_TUNNELS_MAX) {
        (void)cp_fail(&fault, CP_ELIMIT, 0, "more than %d in each other", CP_TUNNELS_MAX);
        cp_capture_fault(c, "encapsulations", &fault);
        return false;
    }
    c->tunnel.depth++;
    if (name) {
        c->tunnel.name = name;
        c->tunnel.id = id;
        c->has_l2_src = false; /* the frame's sender is the end of the tunnel */
    }
    return true;
}

static cp_rc cut_off(cp_capture *c, const char *what)
{
    cp_err fault;
    (void)cp_fail(&fault, CP_ESHORT, 0, "the header is cut off");
    cp_capture_fault(c, what, &fault);
    return CP_OK;
}

/* What an ethertype inside of a tunnel says. */
static cp_rc carry_type(cp_capture *c, uint16_t type, cp_bytes in, cp_err *err)
{
    cp_eth e = { .type = type, .payload = in };
    switch (type) {
    case ETHERTYPE_BRIDGED: return cp_carry_ethernet(c, in, err);
    case PROTOCOL_OSI: return cp_carry_osi(c, in, err);
    case ETHERTYPE_PPP: return cp_tunnel_ppp(c, in, err);
    default: return cp_carry(c, &e, err);
    }
}

cp_rc cp_tunnel_mpls(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    uint32_t n = 0;
    bool is_bottom = false;
    for (; !is_bottom && n < MPLS_LABELS_MAX; n++)
        is_bottom = cp_cur_u32be(&cur) >> 8 & 1;
    if (cur.bad || !is_bottom)
        return cut_off(c, "MPLS");
    if (!enter(c, NULL, 0))
        return CP_OK;
    switch (cp_cur_peek(&cur, 0) >> 4) {
    case 4:
    case 6: return cp_carry_ip(c, cp_cur_rest(&cur), err);
    case 0: cp_cur_skip(&cur, 4); break; /* a control word (RFC 4385), then a frame */
    default: break;
    }
    cp_bytes frame = cp_cur_rest(&cur);
    return frame.n >= CP_ETH_HEAD_BYTES ? cp_carry_ethernet(c, frame, err) : CP_OK;
}

/* RFC 1661 and 1662: the address and control bytes may be left out. */
cp_rc cp_tunnel_ppp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    if (cp_cur_peek(&cur, 0) == 0xff && cp_cur_peek(&cur, 1) == 0x03)
        cp_cur_skip(&cur, 2);
    uint16_t protocol = cp_cur_peek(&cur, 0) & 1 ? cp_cur_u8(&cur) : cp_cur_u16be(&cur);
    if (cur.bad)
        return cut_off(c, "PPP");
    cp_bytes rest = cp_cur_rest(&cur);
    switch (protocol) {
    case 0x0021:
    case 0x0057: return cp_carry_ip(c, rest, err);
    case 0x0281: return cp_tunnel_mpls(c, rest, err);
    case 0x0023: return cp_carry_osi(c, rest, err);
    case 0x0207: c->carried[CP_CARRIED_CDP]++; return cp_capture_cdp(c, rest, err);
    default: return cp_pass_over(c, CP_CARRIED_OTHER, protocol);
    }
}

cp_rc cp_tunnel_pppoe(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    cp_cur_skip(&cur, 4); /* version and type, code 0, session */
    uint16_t length = cp_cur_u16be(&cur);
    if (cur.bad)
        return cut_off(c, "PPPoE");
    if (!enter(c, NULL, 0))
        return CP_OK;
    size_t left = cp_cur_left(&cur);
    return cp_tunnel_ppp(c, cp_cur_take(&cur, length < left ? length : left), err);
}

/* A frame that a switch mirrors. Type I has no header and no sequence number in GRE. */
static cp_rc erspan(cp_capture *c, cp_cur *cur, uint16_t type, bool has_sequence, cp_err *err)
{
    cp_cur_skip(cur, type == ETHERTYPE_ERSPAN_3 ? 12 : has_sequence ? 8 : 0);
    return cur->bad ? cut_off(c, "ERSPAN") : cp_carry_ethernet(c, cp_cur_rest(cur), err);
}

cp_rc cp_tunnel_gre(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    enum { CHECKSUM = 0x8000, KEY = 0x2000, SEQUENCE = 0x1000, ACK = 0x80, VERSION = 7 };
    cp_cur cur = cp_cur_of(ip->payload);
    uint16_t flags = cp_cur_u16be(&cur), type = cp_cur_u16be(&cur);
    cp_cur_skip(&cur, flags & CHECKSUM ? 4 : 0);
    uint32_t key = flags & KEY ? cp_cur_u32be(&cur) : 0;
    cp_cur_skip(&cur, flags & SEQUENCE ? 4 : 0);
    if ((flags & VERSION) == 1) /* PPTP (RFC 2637): the key's halves are length and call */
        cp_cur_skip(&cur, flags & ACK ? 4 : 0);
    if (cur.bad)
        return cut_off(c, "GRE");
    bool is_mirror = type == ETHERTYPE_ERSPAN || type == ETHERTYPE_ERSPAN_3;
    if ((flags & VERSION) > 1 || cp_cur_left(&cur) == 0 || !enter(c, is_mirror ? NULL : "gre", key))
        return CP_OK;
    if (is_mirror)
        return erspan(c, &cur, type, flags & SEQUENCE, err);
    return carry_type(c, type, cp_cur_rest(&cur), err);
}

cp_rc cp_tunnel_ip(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    return enter(c, "ip", 0) ? cp_carry_ip(c, ip->payload, err) : CP_OK;
}

cp_rc cp_tunnel_vxlan(cp_capture *c, const cp_msg *m, cp_err *err)
{
    enum { HAS_VNI = 0x08, GPE = 0x04 };
    cp_cur cur = cp_cur_of(m->bytes);
    uint8_t flags = cp_cur_u8(&cur);
    cp_cur_skip(&cur, 3);
    uint32_t vni = cp_cur_u32be(&cur) >> 8;
    if (cur.bad)
        return cut_off(c, "VXLAN");
    if (!(flags & HAS_VNI) || !enter(c, "vxlan", vni))
        return CP_OK;
    return cp_carry_ethernet(c, cp_cur_rest(&cur), err);
}

cp_rc cp_tunnel_geneve(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_cur cur = cp_cur_of(m->bytes);
    uint8_t head = cp_cur_u8(&cur);
    cp_cur_skip(&cur, 1);
    uint16_t type = cp_cur_u16be(&cur);
    uint32_t vni = cp_cur_u32be(&cur) >> 8;
    cp_cur_skip(&cur, (size_t)(head & 0x3f) * 4);
    if (cur.bad)
        return cut_off(c, "Geneve");
    if (head >> 6 != 0 || !enter(c, "geneve", vni))
        return CP_OK;
    return carry_type(c, type, cp_cur_rest(&cur), err);
}

/* Only what users send (type 255); other messages are the tunnel's own. */
cp_rc cp_tunnel_gtp_u(cp_capture *c, const cp_msg *m, cp_err *err)
{
    enum { G_PDU = 255, HAS_MORE = 7, HAS_NEXT = 4, EXTENSIONS_MAX = 16 };
    cp_cur cur = cp_cur_of(m->bytes);
    uint8_t flags = cp_cur_u8(&cur), type = cp_cur_u8(&cur), next = 0;
    cp_cur_skip(&cur, 2);
    uint32_t teid = cp_cur_u32be(&cur);
    if (cur.bad)
        return cut_off(c, "GTP-U");
    if (flags >> 5 != 1 || type != G_PDU)
        return CP_OK;
    if (flags & HAS_MORE) {
        cp_cur_skip(&cur, 3);
        next = cp_cur_u8(&cur);
    }
    for (int i = 0; flags & HAS_NEXT && next && i < EXTENSIONS_MAX && !cur.bad; i++) {
        uint8_t words = cp_cur_u8(&cur); /* of the extension, with this byte and the next type */
        if (words == 0)
            return cut_off(c, "GTP-U");
        cp_cur_skip(&cur, (size_t)words * 4 - 2);
        next = cp_cur_u8(&cur);
    }
    if (cur.bad)
        return cut_off(c, "GTP-U");
    uint8_t version = cp_cur_peek(&cur, 0) >> 4;
    if ((version != 4 && version != 6) || !enter(c, "gtp", teid)) /* not IP: PPP or Ethernet */
        return CP_OK;
    return cp_carry_ip(c, cp_cur_rest(&cur), err);
}

/* The indications of a server, which says where it sees the client, then the packet. What is not
 * IPv6 is somebody else's who uses the port. */
cp_rc cp_tunnel_teredo(cp_capture *c, const cp_msg *m, cp_err *err)
{
    enum { AUTHENTICATION = 1, NONCE_AND_CONFIRMATION = 9, ORIGIN = 0, ORIGIN_BYTES = 6, IPV6 = 6 };
    cp_cur cur = cp_cur_of(m->bytes);
    if (cp_cur_left(&cur) >= 2 && cp_cur_peek(&cur, 0) == 0 &&
        cp_cur_peek(&cur, 1) == AUTHENTICATION) {
        cp_cur_skip(&cur, 2);
        size_t client = cp_cur_u8(&cur), secret = cp_cur_u8(&cur);
        cp_cur_skip(&cur, client + secret + NONCE_AND_CONFIRMATION);
    }
    if (cp_cur_left(&cur) >= 2 && cp_cur_peek(&cur, 0) == 0 && cp_cur_peek(&cur, 1) == ORIGIN)
        cp_cur_skip(&cur, 2 + ORIGIN_BYTES);
    if (cur.bad)
        return cut_off(c, "Teredo");
    if (cp_cur_peek(&cur, 0) >> 4 != IPV6 || !enter(c, "teredo", 0))
        return CP_OK;
    return cp_carry_ip(c, cp_cur_rest(&cur), err);
}

cp_rc cp_tunnel_capwap(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_bytes frame;
    cp_err fault;
    bool is_wifi;
    if (cp_capwap_parse(m->bytes, &frame, &is_wifi, &fault) != CP_OK) {
        cp_capture_fault(c, "CAPWAP", &fault);
        return CP_OK;
    }
    if (!frame.n || !is_wifi || !enter(c, NULL, 0))
        return CP_OK;
    return cp_carry_wifi(c, frame, err);
}
