/* SPDX-License-Identifier: Apache-2.0 */
/* frame.c - one frame: by its link type to an ethertype, and by that to the protocol.
 *
 * This is what every frame of a capture costs. Nothing is allocated, and for a frame of known
 * addresses that is no discovery protocol, two look-ups are all. */
#include <string.h>
#include "sources/l2/wifi.h"
#include "sources/pcap/facts.h"

/* LINKTYPE_ values of tcpdump.org/linktypes.html, besides those of scan.h. */
enum {
    LINK_NULL = 0,
    LINK_PPP = 9,
    LINK_RAW_BSD = 12,
    LINK_RAW_OPENBSD = 14,
    LINK_PPP_HDLC = 50,
    LINK_C_HDLC = 104,
    LINK_80211 = 105,
    LINK_LOOP = 108,
    LINK_RADIOTAP = 127,
};

enum { HARDWARE_ETHERNET = 1, LINUX_LLC = 4 };

void cp_capture_set_sender(cp_capture *c, cp_mac m)
{
    c->l2_src = m;
    c->has_l2_src = !cp_mac_is_group(m);
}

static cp_rc see_mac(cp_capture *c, cp_mac m, cp_bytes payload, cp_err *err)
{
    if (c->is_known || cp_senders_see(&c->senders, m, payload, c->n_frames, c->at) != CP_SENDER_NEW)
        return CP_OK;
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, m);
    return cp_capture_say_new(c, &s, CP_KIND_ETH_SRC, s.ids[0].value, err);
}

static cp_rc too_short(cp_capture *c, const char *what)
{
    cp_err fault;
    (void)cp_fail(&fault, CP_ESHORT, 0, "the header is cut off");
    cp_capture_fault(c, what, &fault);
    return CP_OK;
}

static cp_rc link_ethernet(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_eth e;
    cp_err fault;
    cp_rc parsed = cp_eth_parse(in, &e, &fault);
    if (in.n >= 12) {
        cp_rc rc = see_mac(c, e.src, e.payload, err);
        if (rc != CP_OK)
            return rc;
        cp_capture_set_sender(c, e.src);
        cp_senders_answer(&c->senders, e.dst);
    }
    if (parsed == CP_OK)
        return cp_carry(c, &e, err);
    cp_capture_fault(c, "Ethernet", &fault);
    return CP_OK;
}

static cp_rc link_radiotap(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_bytes frame;
    cp_err fault;
    if (cp_radiotap_parse(in, &frame, &fault) == CP_OK)
        return cp_carry_wifi(c, frame, err);
    cp_capture_fault(c, "radiotap", &fault);
    return CP_OK;
}

static cp_rc link_raw(cp_capture *c, cp_bytes in, cp_err *err) { return cp_carry_ip(c, in, err); }

/* The address family as the writer's system numbers it, in its byte order: only IP is told apart
 * here, and IP tells its version itself. */
static cp_rc link_null(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    uint32_t family = cp_cur_u32be(&cur);
    if (family > 0xffff)
        family = __builtin_bswap32(family);
    if (cur.bad)
        return too_short(c, "loopback header");
    switch (family) {
    case 2:  /* AF_INET everywhere */
    case 10: /* AF_INET6: Linux, NetBSD and OpenBSD 24, FreeBSD 28, Darwin 30 */
    case 24:
    case 28:
    case 30: return cp_carry_ip(c, cp_cur_rest(&cur), err);
    default: return cp_pass_over(c, CP_CARRIED_OTHER, family & 0xffff);
    }
}

/* What the cooked formats of Linux say in common: the sender's address and an ethertype. */
static cp_rc cooked(cp_capture *c, uint16_t hardware, uint16_t address_n, cp_bytes address,
                    uint16_t type, cp_bytes payload, cp_err *err)
{
    cp_eth e = { .type = type, .payload = payload };
    cp_err fault;
    if (hardware == HARDWARE_ETHERNET && address_n == 6 && address.n >= 6) {
        cp_rc rc = see_mac(c, cp_mac_of(address.p), payload, err);
        if (rc != CP_OK)
            return rc;
        cp_capture_set_sender(c, cp_mac_of(address.p));
    }
    if (type == LINUX_LLC && cp_llc_parse(payload, &e, &fault) != CP_OK) {
        cp_capture_fault(c, "LLC", &fault);
        return CP_OK;
    }
    return cp_carry(c, &e, err);
}

static cp_rc link_sll(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    cp_cur_skip(&cur, 2); /* to us, from us ... */
    uint16_t hardware = cp_cur_u16be(&cur), address_n = cp_cur_u16be(&cur);
    cp_bytes address = cp_cur_take(&cur, 8);
    uint16_t type = cp_cur_u16be(&cur);
    if (cur.bad)
        return too_short(c, "Linux cooked header");
    return cooked(c, hardware, address_n, address, type, cp_cur_rest(&cur), err);
}

static cp_rc link_sll2(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    uint16_t type = cp_cur_u16be(&cur);
    cp_cur_skip(&cur, 6); /* reserved, interface index */
    uint16_t hardware = cp_cur_u16be(&cur);
    cp_cur_skip(&cur, 1);
    uint8_t address_n = cp_cur_u8(&cur);
    cp_bytes address = cp_cur_take(&cur, 8);
    if (cur.bad)
        return too_short(c, "Linux cooked header v2");
    return cooked(c, hardware, address_n, address, type, cp_cur_rest(&cur), err);
}

/* Cisco's HDLC: address, control, ethertype; CDP has its own number (RFC 1547, 4.3). */
static cp_rc link_c_hdlc(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    cp_cur_skip(&cur, 2);
    cp_eth e = { .type = cp_cur_u16be(&cur) };
    if (cur.bad)
        return too_short(c, "HDLC");
    e.payload = cp_cur_rest(&cur);
    if (e.type == CP_SNAP_CDP) {
        e.is_snap = true;
        e.snap_oui = CP_OUI_CISCO;
        e.snap_pid = CP_SNAP_CDP;
        e.type = 0;
    }
    return cp_carry(c, &e, err);
}

/* PPP in frames as of HDLC, or Cisco's HDLC: by the first byte, as the list of link types says of
 * LINKTYPE_PPP_HDLC. So it is in captures that say PPP: no protocol of PPP begins with these. */
static cp_rc link_ppp_hdlc(cp_capture *c, cp_bytes in, cp_err *err)
{
    enum { UNICAST = 0x0f, MULTICAST = 0x8f }; /* RFC 1547, 4.3.1 */
    bool is_c_hdlc = in.n && (in.p[0] == UNICAST || in.p[0] == MULTICAST);
    return is_c_hdlc ? link_c_hdlc(c, in, err) : cp_tunnel_ppp(c, in, err);
}

static const struct link_type {
    uint32_t number;
    cp_rc (*read)(cp_capture *c, cp_bytes in, cp_err *err);
} link_types[] = {
    { LINK_NULL, link_null },       { LINK_LOOP, link_null },
    { LINK_PPP, link_ppp_hdlc },    { LINK_PPP_HDLC, link_ppp_hdlc },
    { CP_LINK_RAW, link_raw },      { LINK_RAW_BSD, link_raw },
    { LINK_RAW_OPENBSD, link_raw }, { CP_LINK_IPV4, link_raw },
    { CP_LINK_IPV6, link_raw },     { CP_LINK_SLL, link_sll },
    { CP_LINK_SLL2, link_sll2 },    { LINK_C_HDLC, link_c_hdlc },
    { LINK_80211, cp_carry_wifi },  { LINK_RADIOTAP, link_radiotap },
};

static cp_rc other_link(cp_capture *c, const cp_frame *f, cp_err *err)
{
    for (size_t i = 0; i < sizeof link_types / sizeof *link_types; i++)
        if (link_types[i].number == f->link_type)
            return link_types[i].read(c, f->bytes, err);
    return cp_pass_over(c, CP_CARRIED_NO_LINK, CP_OTHER_LINK_TYPE | f->link_type);
}

bool cp_capture_counts(cp_capture *c, cp_scanned s)
{
    bool is_segment = s.class == CP_SCAN_SEGMENT4 || s.class == CP_SCAN_SEGMENT6;
    if (s.class == CP_SCAN_FULL || cp_scan_is_syn(s) ||
        (is_segment && cp_pieces_may_have(c->streams, s.tag)))
        return false;
    c->carried[s.class == CP_SCAN_PLAIN4 || s.class == CP_SCAN_SEGMENT4 ? CP_CARRIED_IPV4
                                                                        : CP_CARRIED_IPV6]++;
    return true;
}

void cp_capture_note_time(cp_capture *c, cp_time at)
{
    if (at < c->first_at && at != CP_TIME_NONE)
        c->first_at = at;
    if (at > c->last_at)
        c->last_at = at;
}

static void begin(cp_capture *c, const cp_frame *f)
{
    c->n_frames++;
    cp_capture_note_time(c, f->at);
    cp_capture_note_last(c, f);
    c->has_l2_src = false;
    c->is_known = false;
    c->tunnel = (cp_tunnel){ .name = NULL };
    if (c->is_scratch_used) {
        cp_arena_back(c->scratch_, c->scratch_empty);
        c->is_scratch_used = false;
    }
}

static cp_rc read_link(cp_capture *c, const cp_frame *f, cp_err *err)
{
    if (f->link_type == CP_LINK_ETHERNET)
        return link_ethernet(c, f->bytes, err);
    return other_link(c, f, err);
}

/* Of a frame that was scanned as TCP or UDP. Whom it is sent to does not count as answered: how
 * many such frames are seen here depends on the threads. */
static cp_rc see_sender(cp_capture *c, const cp_eth *e, cp_err *err)
{
    cp_carry_count_ip(c, e->type == CP_ETHERTYPE_IPV4 ? (cp_bytes){ e->payload.p + 12, 4 }
                                                      : (cp_bytes){ e->payload.p + 8, 16 });
    return see_mac(c, e->src, e->payload, err);
}

/* A frame of Ethernet that was scanned as a SYN. */
static cp_rc see_syn(cp_capture *c, const cp_eth *e, cp_err *err)
{
    cp_ip_packet ip;
    cp_tcp tcp;
    if (cp_ip_packet_parse(e->payload, &ip, NULL) != CP_OK ||
        cp_tcp_parse(ip.payload, &tcp, NULL) != CP_OK)
        return CP_OK;
    c->carried[ip.version == 4 ? CP_CARRIED_IPV4 : CP_CARRIED_IPV6]++;
    cp_capture_set_sender(c, e->src);
    return cp_capture_syn(c, &ip, &tcp, err);
}

cp_rc cp_capture_read(cp_capture *c, const cp_frame *f, cp_err *err)
{
    begin(c, f);
    return read_link(c, f, err);
}

cp_rc cp_capture_scanned(cp_capture *c, const cp_frame *f, cp_scanned s, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_eth e;
    bool is_syn = cp_scan_is_syn(s), is_unseen = s.class != CP_SCAN_FULL && !s.is_known;
    begin(c, f);
    bool is_read = (is_syn || is_unseen) && cp_eth_parse(f->bytes, &e, NULL) == CP_OK;
    if (is_unseen && is_read)
        rc = see_sender(c, &e, err);
    if (rc == CP_OK && is_syn)
        return is_read ? see_syn(c, &e, err) : CP_OK;
    if (rc != CP_OK || cp_capture_counts(c, s))
        return rc;
    c->is_known = s.is_known || s.class != CP_SCAN_FULL;
    return read_link(c, f, err);
}

cp_rc cp_capture_frame(cp_capture *c, const cp_frame *f, cp_err *err)
{
    if (c->sink->bgp) /* any segment may be of a connection that is followed */
        return cp_capture_read(c, f, err);
    cp_scanned s = cp_scan_decide(&c->scan, cp_scan_look(&c->scan, f->bytes, f->link_type));
    if (cp_scan_may_repeat(s))
        s = cp_scan_syn(&c->scan, s, f->bytes, f->link_type);
    if (c->sink->flows && s.class != CP_SCAN_FULL) {
        cp_rc rc = cp_capture_meter_frame(c, f, err);
        if (rc != CP_OK)
            return rc;
    }
    if (!s.is_known || !cp_capture_counts(c, s))
        return cp_capture_scanned(c, f, s, err);
    c->n_frames++;
    cp_capture_note_time(c, f->at);
    cp_capture_note_last(c, f);
    return CP_OK;
}
