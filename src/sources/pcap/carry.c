/* SPDX-License-Identifier: Apache-2.0 */
/* carry.c - what a frame carries, to the one who reads it: by ethertype, SNAP or LLC; by the
 * protocol number of IP; by the port of UDP. Who exports flows is known by what it sends, on any
 * port.
 *
 * Who adds a decoder adds a row to one of these tables; those of TCP stand in stream.c. */
#include <string.h>
#include "sources/app/dhdiscover.h"
#include "sources/app/dns.h"
#include "sources/app/sip.h"
#include "sources/app/snmp_msg.h"
#include "sources/app/ssdp.h"
#include "sources/app/wsd.h"
#include "sources/flow/flow_wire.h"
#include "sources/ip/dhcp.h"
#include "sources/ip/dhcpv6.h"
#include "sources/ip/mndp.h"
#include "sources/ip/ntp.h"
#include "sources/l2/stp.h"
#include "sources/l2/wifi.h"
#include "sources/pcap/facts.h"
#include "sources/routing/eigrp.h"
#include "sources/routing/hsrp.h"
#include "sources/routing/isis.h"
#include "sources/routing/ospf.h"
#include "sources/routing/pim.h"
#include "sources/routing/vrrp.h"
#include "sources/telecom/gtp.h"
#include "sources/telecom/pfcp.h"

enum {
    ETHERTYPE_LLC = 0x8870,      /* LLC in frames longer than 1500 (draft-ietf-isis-ext-eth-01) */
    ETHERTYPE_OSI_HDLC = 0xfefe, /* in the HDLC of Cisco */
};
static cp_rc carry_llc(cp_capture *c, cp_bytes in, cp_err *err);
static cp_rc carry_osi_hdlc(cp_capture *c, cp_bytes in, cp_err *err);

/* ---- decoders by number */

/* name: as the note of the source counts it */
static const struct l2_proto {
    uint16_t type; /* ethertype */
    const char *name;
    cp_rc (*read)(cp_capture *c, cp_bytes in, cp_err *err);
} l2_protos[] = {
    { 0x8847, "MPLS", cp_tunnel_mpls },
    { 0x8848, "MPLS", cp_tunnel_mpls },
    { 0x8863, "PPPoE discovery", cp_capture_pppoe },
    { 0x8864, "PPPoE", cp_tunnel_pppoe },
    { 0x8809, "slow protocols", cp_capture_slow },
    { 0x8902, "CFM", cp_capture_cfm },
    { ETHERTYPE_LLC, "long LLC", carry_llc },
    { ETHERTYPE_OSI_HDLC, "OSI", carry_osi_hdlc },
};

static const struct snap_proto {
    uint32_t oui;
    uint16_t pid;
    const char *name;
    cp_rc (*read)(cp_capture *c, cp_bytes in, cp_err *err);
} snap_protos[] = {
    { CP_OUI_CISCO, CP_SNAP_CDP, "CDP", cp_capture_cdp },
    { CP_OUI_CISCO, CP_SNAP_PVST, "STP", cp_capture_stp },
    { 0x00e052, 0x2000, "FDP", cp_capture_fdp },
    { 0x00e02b, 0x00bb, "EDP", cp_capture_edp },
};

/* By the destination and source SAP of LLC; the payload begins behind its three bytes. */
static const struct llc_proto {
    uint16_t saps;
    const char *name;
    cp_rc (*read)(cp_capture *c, cp_bytes in, cp_err *err);
} llc_protos[] = {
    { 0x4242, "STP", cp_capture_stp },
    { CP_LLC_ISO, "IS-IS", cp_capture_isis },
};

static const struct ip_proto {
    uint8_t proto;
    const char *name;
    cp_rc (*read)(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
} ip_protos[] = {
    { 4, "IP in IP", cp_tunnel_ip },
    { 41, "IP in IP", cp_tunnel_ip },
    { 47, "GRE", cp_tunnel_gre },
    { CP_IP_PROTO_ICMPV6, "ICMPv6", cp_capture_ndp },
    { CP_IP_PROTO_EIGRP, "EIGRP", cp_capture_eigrp },
    { CP_IP_PROTO_OSPF, "OSPF", cp_capture_ospf },
    { CP_IP_PROTO_PIM, "PIM", cp_capture_pim },
    { CP_IP_PROTO_VRRP, "VRRP", cp_capture_vrrp },
    { 132, "SCTP", cp_chunks_ip },
};

/* By either port. */
static const struct udp_proto {
    uint16_t port;
    const char *name;
    cp_rc (*read)(cp_capture *c, const cp_msg *m, cp_err *err);
    bool is_hello; /* only what cp_scan_is_hello */
} udp_protos[] = {
    { CP_DHCP_SERVER_PORT, "DHCP", cp_capture_dhcp },
    { CP_DHCP_CLIENT_PORT, "DHCP", cp_capture_dhcp },
    { CP_DHCP_PXE_PORT, "DHCP", cp_capture_dhcp },
    { CP_DNS_PORT, "DNS", cp_capture_dns },
    { CP_MDNS_PORT, "mDNS", cp_capture_mdns },
    { CP_LLMNR_PORT, "LLMNR", cp_capture_llmnr },
    { CP_NBNS_PORT, "NetBIOS names", cp_capture_nbns },
    { CP_SNMP_PORT, "SNMP", cp_capture_snmp },
    { CP_SNMP_TRAP_PORT, "SNMP", cp_capture_snmp },
    { CP_SSDP_PORT, "SSDP", cp_capture_ssdp },
    { CP_WSD_PORT, "WS-Discovery", cp_capture_wsd },
    { CP_SADP_PORT, "SADP", cp_capture_sadp },
    { CP_DHDISCOVER_PORT, "DHDiscover", cp_capture_dhdiscover },
    { CP_DHCPV6_CLIENT_PORT, "DHCPv6", cp_capture_dhcpv6 },
    { CP_DHCPV6_SERVER_PORT, "DHCPv6", cp_capture_dhcpv6 },
    { CP_NTP_PORT, "NTP", cp_capture_ntp },
    { CP_HSRP_PORT, "HSRP", cp_capture_hsrp },
    { CP_HSRP_IPV6_PORT, "HSRP", cp_capture_hsrp },
    { 2152, "GTP-U", cp_tunnel_gtp_u },
    { 4789, "VXLAN", cp_tunnel_vxlan },
    { 8472, "VXLAN", cp_tunnel_vxlan },
    { 6081, "Geneve", cp_tunnel_geneve },
    { 3544, "Teredo", cp_tunnel_teredo },
    { CP_CAPWAP_DATA_PORT, "CAPWAP", cp_tunnel_capwap },
    { CP_MNDP_PORT, "MNDP", cp_capture_mndp },
    { 1812, "RADIUS", cp_capture_radius },
    { 1813, "RADIUS", cp_capture_radius },
    { 1645, "RADIUS", cp_capture_radius },
    { 1646, "RADIUS", cp_capture_radius },
    { 3799, "RADIUS", cp_capture_radius },
    { 9899, "SCTP", cp_chunks_udp },
    { CP_SIP_PORT, "SIP", cp_capture_sip },
    { CP_GTP_C_PORT, "GTP-C", cp_capture_gtp_c },
    { CP_PFCP_PORT, "PFCP", cp_capture_pfcp },
    { 5246, "CAPWAP control", cp_capture_capwap_dtls },
    { 443, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 80, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 8443, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 784, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 853, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 3391, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 4433, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 5349, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 5684, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 10161, "QUIC or DTLS", cp_capture_udp_hello, true },
    { 10162, "QUIC or DTLS", cp_capture_udp_hello, true },
};

void cp_capture_heard(cp_capture *c, const char *name)
{
    uint32_t i = 0;
    while (i < c->n_heard && c->heard[i].name != name && strcmp(c->heard[i].name, name) != 0)
        i++;
    if (i == CP_HEARD_MAX)
        return;
    if (i == c->n_heard)
        c->heard[c->n_heard++].name = name;
    c->heard[i].n++;
}

/* ---- IP */

/* Only counted: a header does not tell whose address it is. Told as a subject of its own it would
 * stand beside the MAC of the same device, and a capture at a border would make an asset of each
 * host of the world. */
void cp_carry_count_ip(cp_capture *c, cp_bytes ip)
{
    uint64_t key = cp_seen_ip(&c->ips, ip);
    if (!cp_seen_has(&c->ips, key))
        (void)cp_seen_add(c->a, &c->ips, key);
}

/* To all hosts of a link or from an address of the link: no router forwards it. */
static bool is_of_link(const cp_ip_packet *ip)
{
    const uint8_t *s = ip->src.p, *d = ip->dst.p;
    if (ip->version == 4)
        return (d[0] & d[1] & d[2] & d[3]) == 255 || (d[0] == 224 && d[1] == 0 && d[2] == 0) ||
               (s[0] == 169 && s[1] == 254);
    return (d[0] == 0xff && (d[1] & 15) <= 2) || (s[0] == 0xfe && (s[1] & 0xc0) == 0x80);
}

cp_msg cp_msg_of(const cp_capture *c, const cp_ip_packet *ip, uint16_t src_port, uint16_t dst_port,
                 cp_bytes bytes)
{
    bool is_v4 = ip->version == 4;
    return (cp_msg){ .src = is_v4 ? cp_ip_v4(ip->src.p) : cp_ip_v6(ip->src.p),
                     .dst = is_v4 ? cp_ip_v4(ip->dst.p) : cp_ip_v6(ip->dst.p),
                     .src_port = src_port,
                     .dst_port = dst_port,
                     .hops = ip->hops,
                     .is_near = c->has_l2_src && is_of_link(ip),
                     .bytes = bytes,
                     .is_last = true };
}

void cp_carry_signs(cp_scan_signs *out)
{
    for (size_t i = 0; i < sizeof udp_protos / sizeof *udp_protos; i++)
        cp_scan_put(udp_protos[i].is_hello ? out->hello_ports : out->udp_ports, udp_protos[i].port);
}

static const struct udp_proto *udp_proto_of(uint16_t port)
{
    for (size_t i = 0; i < sizeof udp_protos / sizeof *udp_protos; i++)
        if (udp_protos[i].port == port)
            return &udp_protos[i];
    return NULL;
}

static cp_rc carry_udp(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    cp_udp udp;
    cp_err fault;
    if (cp_udp_parse(ip->payload, &udp, &fault) != CP_OK) {
        cp_capture_fault(c, "UDP", &fault);
        return CP_OK;
    }
    cp_msg m = cp_msg_of(c, ip, udp.src_port, udp.dst_port, udp.payload);
    bool is_flow = m.bytes.n >= 4 && cp_flow_wire_may_begin(m.bytes.p);
    cp_rc rc = is_flow ? cp_capture_flow(c, &m, &is_flow, err) : CP_OK;
    const struct udp_proto *p = udp_proto_of(udp.dst_port);
    if (is_flow || rc != CP_OK)
        return rc;
    if (!p)
        p = udp_proto_of(udp.src_port);
    if (!p || (p->is_hello && (udp.payload.n == 0 || !cp_scan_is_hello(udp.payload.p[0]))))
        return CP_OK;
    cp_capture_heard(c, p->name);
    return p->read(c, &m, err);
}

cp_rc cp_carry_ip(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_ip_packet ip;
    cp_err fault;
    bool is_whole = true;
    if (cp_ip_packet_parse(in, &ip, &fault) != CP_OK) {
        cp_capture_fault(c, "IP", &fault);
        return CP_OK;
    }
    c->carried[ip.version == 4 ? CP_CARRIED_IPV4 : CP_CARRIED_IPV6]++;
    if (!c->is_known)
        cp_carry_count_ip(c, ip.src);
    c->is_known = false; /* says nothing of an address that is further inside */
    if (c->metered_frame != c->n_frames) {
        c->metered_frame = c->n_frames;
        cp_rc rc = cp_capture_meter(c, in, &ip, c->at, err);
        if (rc != CP_OK)
            return rc;
    }
    if (ip.is_fragment)
        cp_stream_fragment(c, &ip, &is_whole);
    if (!is_whole)
        return CP_OK;
    if (ip.proto == CP_IP_PROTO_TCP)
        return cp_stream_tcp(c, &ip, err);
    if (ip.proto == CP_IP_PROTO_UDP)
        return carry_udp(c, &ip, err);
    for (size_t i = 0; i < sizeof ip_protos / sizeof *ip_protos; i++)
        if (ip_protos[i].proto == ip.proto) {
            cp_capture_heard(c, ip_protos[i].name);
            return ip_protos[i].read(c, &ip, err);
        }
    return CP_OK;
}

/* ---- the frame */

cp_rc cp_pass_over(cp_capture *c, cp_carried class, uint32_t what)
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

static cp_rc carry_other(cp_capture *c, const cp_eth *e, cp_err *err)
{
    for (size_t i = 0; e->type && i < sizeof l2_protos / sizeof *l2_protos; i++)
        if (l2_protos[i].type == e->type) {
            cp_capture_heard(c, l2_protos[i].name);
            return l2_protos[i].read(c, e->payload, err);
        }
    for (size_t i = 0; e->is_snap && i < sizeof snap_protos / sizeof *snap_protos; i++)
        if (snap_protos[i].oui == e->snap_oui && snap_protos[i].pid == e->snap_pid) {
            cp_capture_heard(c, snap_protos[i].name);
            return snap_protos[i].read(c, e->payload, err);
        }
    for (size_t i = 0; e->llc && !e->is_snap && i < sizeof llc_protos / sizeof *llc_protos; i++)
        if (llc_protos[i].saps == e->llc) {
            cp_capture_heard(c, llc_protos[i].name);
            return llc_protos[i].read(c, e->payload, err);
        }
    return cp_pass_over(c, CP_CARRIED_OTHER, e->type);
}

cp_rc cp_carry(cp_capture *c, const cp_eth *e, cp_err *err)
{
    switch (e->type) {
    case CP_ETHERTYPE_IPV4:
    case CP_ETHERTYPE_IPV6: return cp_carry_ip(c, e->payload, err);
    case CP_ETHERTYPE_RARP:
    case CP_ETHERTYPE_ARP: c->carried[CP_CARRIED_ARP]++; return cp_capture_arp(c, e->payload, err);
    case CP_ETHERTYPE_LLDP:
        c->carried[CP_CARRIED_LLDP]++;
        return cp_capture_lldp(c, e->payload, err);
    default: return carry_other(c, e, err);
    }
}

/* LLC does not carry itself. */
static cp_rc carry_llc(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_eth e = { .type = 0 };
    cp_err fault;
    if (cp_llc_parse(in, &e, &fault) != CP_OK) {
        cp_capture_fault(c, "LLC", &fault);
        return CP_OK;
    }
    return e.type == ETHERTYPE_LLC ? cp_pass_over(c, CP_CARRIED_OTHER, e.type)
                                   : cp_carry(c, &e, err);
}

cp_rc cp_carry_osi(cp_capture *c, cp_bytes in, cp_err *err)
{
    enum { PADDING_MAX = 3 };
    cp_cur cur = cp_cur_of(in);
    for (int i = 0; i < PADDING_MAX && cp_cur_left(&cur) && cp_cur_peek(&cur, 0) == 0; i++)
        cp_cur_skip(&cur, 1);
    if (cp_cur_peek(&cur, 0) != CP_NLPID_ISIS)
        return cp_pass_over(c, CP_CARRIED_OTHER, ETHERTYPE_OSI_HDLC);
    cp_capture_heard(c, "IS-IS");
    return cp_capture_isis(c, cp_cur_rest(&cur), err);
}

/* Behind the control byte of LLC, 03, which is all that is left of it. */
static cp_rc carry_osi_hdlc(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cur cur = cp_cur_of(in);
    if (cp_cur_peek(&cur, 0) == 0x03)
        cp_cur_skip(&cur, 1);
    return cp_carry_osi(c, cp_cur_rest(&cur), err);
}

/* A frame inside of something: its addresses are not told as eth.src, for it was not seen on this
 * wire, and a network of others may be inside. */
cp_rc cp_carry_ethernet(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_eth e;
    cp_err fault;
    if (cp_eth_parse(in, &e, &fault) != CP_OK) {
        cp_capture_fault(c, "Ethernet in a tunnel", &fault);
        return CP_OK;
    }
    cp_capture_set_sender(c, e.src);
    return cp_carry(c, &e, err);
}

/* What stations say by ARP or DHCP is true wherever it is heard, but their frames' addresses are
 * not told as eth.src: there are more telephones than equipment in the air. */
cp_rc cp_carry_wifi(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_eth e;
    cp_err fault;
    bool is_data;
    if (cp_wifi_parse(in, &e, &is_data, &fault) != CP_OK) {
        cp_capture_fault(c, "802.11", &fault);
        return CP_OK;
    }
    if (!is_data)
        return cp_pass_over(c, CP_CARRIED_OTHER, 0);
    cp_capture_set_sender(c, e.src);
    return cp_carry(c, &e, err);
}
