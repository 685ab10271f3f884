/* SPDX-License-Identifier: Apache-2.0 */
/* frame.c - one frame: by its link type to an ethertype, and by that to the protocol.
 *
 * This is what every frame of a capture costs. Nothing is allocated, and for a frame of known
 * addresses that is no discovery protocol, two look-ups are all. */
#include <string.h>
#include "sources/ip/dhcp.h"
#include "sources/l2/wifi.h"
#include "sources/pcap/facts.h"

/* LINKTYPE_ values of tcpdump.org/linktypes.html. */
enum {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_PPP = 9,
    LINK_RAW_BSD = 12,
    LINK_RAW_OPENBSD = 14,
    LINK_PPP_HDLC = 50,
    LINK_RAW = 101,
    LINK_C_HDLC = 104,
    LINK_80211 = 105,
    LINK_LOOP = 108,
    LINK_LINUX_SLL = 113,
    LINK_RADIOTAP = 127,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_LINUX_SLL2 = 276,
};

enum { HARDWARE_ETHERNET = 1, LINUX_LLC = 4 };

static void set_sender(cp_capture *c, cp_mac m)
{
    c->l2_src = m;
    c->has_l2_src = true;
}

static cp_rc see_mac(cp_capture *c, cp_mac m, cp_err *err)
{
    uint64_t key = cp_mac_u64(m) | (uint64_t)1 << 48; /* so that no address is the empty slot */
    if (cp_seen_has(&c->macs, key) || !cp_seen_add(c->a, &c->macs, key))
        return CP_OK;
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, m);
    return cp_capture_say(c, &s, CP_KIND_ETH_SRC, s.ids[0].value, err);
}

static uint64_t ip_key(const cp_capture *c, cp_bytes ip)
{
    if (ip.n == 4)
        return (uint64_t)1 << 32 | (uint32_t)ip.p[0] << 24 | (uint32_t)ip.p[1] << 16 |
               (uint32_t)ip.p[2] << 8 | ip.p[3];
    return cp_hash(cp_str_of_bytes(ip), c->ips.k) | (uint64_t)1 << 63;
}

/* Only counted: a header does not tell whose address it is. Told as a subject of its own it would
 * stand beside the MAC of the same device, and a capture at a border would make an asset of each
 * host of the world. */
static void count_ip(cp_capture *c, cp_bytes ip)
{
    uint64_t key = ip_key(c, ip);
    if (!cp_seen_has(&c->ips, key))
        (void)cp_seen_add(c->a, &c->ips, key);
}

/* Relays and boot servers send from other ports too. */
static bool is_dhcp_port(uint16_t port)
{
    return port == CP_DHCP_SERVER_PORT || port == CP_DHCP_CLIENT_PORT || port == CP_DHCP_PXE_PORT;
}

static cp_rc carry_capwap(cp_capture *c, cp_bytes in, cp_err *err);

static cp_rc carry_ip(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_ip_packet ip;
    cp_udp udp;
    cp_err fault;
    if (cp_ip_packet_parse(in, &ip, &fault) != CP_OK) {
        cp_capture_fault(c, "IP", &fault);
        return CP_OK;
    }
    c->carried[ip.version == 4 ? CP_CARRIED_IPV4 : CP_CARRIED_IPV6]++;
    count_ip(c, ip.src);
    if (ip.is_later)
        return CP_OK;
    if (ip.version == 6 && ip.proto == CP_IP_PROTO_ICMPV6)
        return cp_capture_ndp(c, &ip, err);
    if (ip.proto != CP_IP_PROTO_UDP || ip.version != 4)
        return CP_OK;
    if (cp_udp_parse(ip.payload, &udp, &fault) != CP_OK) {
        cp_capture_fault(c, "UDP", &fault);
        return CP_OK;
    }
    if (is_dhcp_port(udp.dst_port) || is_dhcp_port(udp.src_port))
        return cp_capture_dhcp(c, udp.payload, err);
    if (udp.src_port == CP_CAPWAP_DATA_PORT || udp.dst_port == CP_CAPWAP_DATA_PORT)
        return carry_capwap(c, udp.payload, err);
    return CP_OK;
}

/* Well-formed and of no interest here. */
static cp_rc pass_over(cp_capture *c, cp_carried class, uint32_t what)
{
    uint32_t i = 0;
    c->n_unused++;
    c->carried[class]++;
    while (i < c->n_others && c->others[i].what != what)
        i++;
    if (i == CP_OTHERS_MAX)
        return CP_OK;
    if (i == c->n_others)
        c->others[c->n_others++].what = what;
    c->others[i].n++;
    return CP_OK;
}

static cp_rc carry(cp_capture *c, const cp_eth *e, cp_err *err)
{
    switch (e->type) {
    case CP_ETHERTYPE_IPV4:
    case CP_ETHERTYPE_IPV6: return carry_ip(c, e->payload, err);
    case CP_ETHERTYPE_RARP:
    case CP_ETHERTYPE_ARP: c->carried[CP_CARRIED_ARP]++; return cp_capture_arp(c, e->payload, err);
    case CP_ETHERTYPE_LLDP:
        c->carried[CP_CARRIED_LLDP]++;
        return cp_capture_lldp(c, e->payload, err);
    default: break;
    }
    if (e->is_snap && e->snap_oui == CP_OUI_CISCO && e->snap_pid == CP_SNAP_CDP) {
        c->carried[CP_CARRIED_CDP]++;
        return cp_capture_cdp(c, e->payload, err);
    }
    return pass_over(c, CP_CARRIED_OTHER, e->type);
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
        cp_rc rc = see_mac(c, e.src, err);
        if (rc != CP_OK)
            return rc;
        set_sender(c, e.src);
    }
    if (parsed == CP_OK)
        return carry(c, &e, err);
    cp_capture_fault(c, "Ethernet", &fault);
    return CP_OK;
}

/* What stations say by ARP or DHCP is true wherever it is heard, but their frames' addresses are
 * not told as eth.src: there are more telephones than equipment in the air. */
static cp_rc carry_wifi(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_eth e;
    cp_err fault;
    bool is_data;
    if (cp_wifi_parse(in, &e, &is_data, &fault) != CP_OK) {
        cp_capture_fault(c, "802.11", &fault);
        return CP_OK;
    }
    if (!is_data)
        return pass_over(c, CP_CARRIED_OTHER, 0);
    set_sender(c, e.src);
    return carry(c, &e, err);
}

/* One level: a tunnel in a tunnel is not looked into. */
static cp_rc carry_capwap(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_bytes frame;
    cp_err fault;
    bool is_wifi;
    if (c->is_in_tunnel)
        return CP_OK;
    if (cp_capwap_parse(in, &frame, &is_wifi, &fault) != CP_OK) {
        cp_capture_fault(c, "CAPWAP", &fault);
        return CP_OK;
    }
    c->is_in_tunnel = true;
    if (frame.n && is_wifi)
        return carry_wifi(c, frame, err);
    return CP_OK;
}

static cp_rc link_radiotap(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_bytes frame;
    cp_err fault;
    if (cp_radiotap_parse(in, &frame, &fault) == CP_OK)
        return carry_wifi(c, frame, err);
    cp_capture_fault(c, "radiotap", &fault);
    return CP_OK;
}

static cp_rc link_raw(cp_capture *c, cp_bytes in, cp_err *err) { return carry_ip(c, in, err); }

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
    case 30: return carry_ip(c, cp_cur_rest(&cur), err);
    default: return pass_over(c, CP_CARRIED_OTHER, family & 0xffff);
    }
}

/* What the cooked formats of Linux say in common: the sender's address and an ethertype. */
static cp_rc cooked(cp_capture *c, uint16_t hardware, uint16_t address_n, cp_bytes address,
                    uint16_t type, cp_bytes payload, cp_err *err)
{
    cp_eth e = { .type = type, .payload = payload };
    cp_err fault;
    if (hardware == HARDWARE_ETHERNET && address_n == 6 && address.n >= 6) {
        cp_rc rc = see_mac(c, cp_mac_of(address.p), err);
        if (rc != CP_OK)
            return rc;
        set_sender(c, cp_mac_of(address.p));
    }
    if (type == LINUX_LLC && cp_llc_parse(payload, &e, &fault) != CP_OK) {
        cp_capture_fault(c, "LLC", &fault);
        return CP_OK;
    }
    return carry(c, &e, err);
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
    return carry(c, &e, err);
}

/* RFC 1661 and 1662: the address and control bytes may be left out. */
static cp_rc link_ppp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    if (cp_cur_peek(&cur, 0) == 0xff && cp_cur_peek(&cur, 1) == 0x03)
        cp_cur_skip(&cur, 2);
    uint16_t protocol = cp_cur_u16be(&cur);
    if (cur.bad)
        return too_short(c, "PPP");
    if (protocol == 0x0021 || protocol == 0x0057) /* IPv4, IPv6 */
        return carry_ip(c, cp_cur_rest(&cur), err);
    if (protocol == 0x0207) {
        c->carried[CP_CARRIED_CDP]++;
        return cp_capture_cdp(c, cp_cur_rest(&cur), err);
    }
    return pass_over(c, CP_CARRIED_OTHER, protocol);
}

static const struct link_type {
    uint32_t number;
    cp_rc (*read)(cp_capture *c, cp_bytes in, cp_err *err);
} link_types[] = {
    { LINK_NULL, link_null },       { LINK_LOOP, link_null },         { LINK_PPP, link_ppp },
    { LINK_PPP_HDLC, link_ppp },    { LINK_RAW, link_raw },           { LINK_RAW_BSD, link_raw },
    { LINK_RAW_OPENBSD, link_raw }, { LINK_IPV4, link_raw },          { LINK_IPV6, link_raw },
    { LINK_LINUX_SLL, link_sll },   { LINK_LINUX_SLL2, link_sll2 },   { LINK_C_HDLC, link_c_hdlc },
    { LINK_80211, carry_wifi },     { LINK_RADIOTAP, link_radiotap },
};

static cp_rc other_link(cp_capture *c, const cp_frame *f, cp_err *err)
{
    for (size_t i = 0; i < sizeof link_types / sizeof *link_types; i++)
        if (link_types[i].number == f->link_type)
            return link_types[i].read(c, f->bytes, err);
    return pass_over(c, CP_CARRIED_NO_LINK, CP_OTHER_LINK_TYPE | f->link_type);
}

cp_rc cp_capture_frame(cp_capture *c, const cp_frame *f, cp_err *err)
{
    c->n_frames++;
    c->frame = f;
    c->is_cut = f->wire_len > f->bytes.n;
    c->has_l2_src = false;
    c->is_in_tunnel = false;
    if (f->at < c->first_at && f->at != CP_TIME_NONE)
        c->first_at = f->at;
    if (f->at > c->last_at)
        c->last_at = f->at;
    if (c->is_scratch_used) {
        cp_arena_back(c->scratch_, c->scratch_empty);
        c->is_scratch_used = false;
    }
    if (f->link_type == LINK_ETHERNET)
        return link_ethernet(c, f->bytes, err);
    return other_link(c, f, err);
}
