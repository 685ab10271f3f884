/* SPDX-License-Identifier: Apache-2.0 */
/* header.c - see header.h. */
#include "sources/flow/header.h"
#include "sources/ip/ip.h"
#include "sources/l2/eth.h"

enum {
    ETHERTYPE_MPLS = 0x8847,
    MPLS_LABELS_MAX = 16, /* ten have been seen: more is an attack */
    TAG_8021Q = 0x8100,
    TAG_8021AD = 0x88a8,
    VLAN_MASK = 0xfff,
    ICMP = 1,
    SCTP = 132,
    UDP_LITE = 136,
    DCCP = 33,
};

static uint32_t get16(cp_bytes b, size_t i)
{
    return i + 1 < b.n ? (uint32_t)b.p[i] << 8 | b.p[i + 1] : 0;
}

static bool has_ports(uint8_t proto)
{
    return proto == CP_IP_PROTO_TCP || proto == CP_IP_PROTO_UDP || proto == SCTP ||
           proto == UDP_LITE || proto == DCCP;
}

static void set_transport(const cp_ip_packet *ip, cp_flow *f)
{
    enum { TCP_FLAGS_AT = 13 };
    cp_bytes p = ip->payload;
    if (ip->is_later)
        return;
    if (has_ports(ip->proto)) {
        f->sport = (uint16_t)get16(p, 0);
        f->dport = (uint16_t)get16(p, 2);
    } else if (ip->proto == ICMP || ip->proto == CP_IP_PROTO_ICMPV6) {
        f->dport = (uint16_t)get16(p, 0);
    }
    if (ip->proto == CP_IP_PROTO_TCP && p.n > TCP_FLAGS_AT)
        f->tcp_flags = p.p[TCP_FLAGS_AT];
}

/* What the header says; where segmentation was left to the network card it is 0, and the frame
 * tells. */
static uint64_t length_of(const cp_ip_packet *ip, cp_bytes head, uint32_t packet_bytes)
{
    enum { IPV6_HEAD_BYTES = 40 };
    uint32_t told = ip->version == 4 ? get16(head, 2) : get16(head, 4);
    if (told == 0)
        return packet_bytes;
    return ip->version == 4 ? told : told + IPV6_HEAD_BYTES;
}

static bool of_ip(cp_bytes head, uint32_t packet_bytes, cp_flow *f)
{
    cp_ip_packet ip;
    if (cp_ip_packet_parse(head, &ip, NULL) != CP_OK)
        return false;
    bool is_v4 = ip.version == 4;
    f->src = cp_flow_addr_of(is_v4 ? cp_ip_v4(ip.src.p) : cp_ip_v6(ip.src.p));
    f->dst = cp_flow_addr_of(is_v4 ? cp_ip_v4(ip.dst.p) : cp_ip_v6(ip.dst.p));
    f->proto = ip.proto;
    f->tos = (uint8_t)(is_v4 ? get16(head, 0) : get16(head, 0) >> 4);
    f->bytes = length_of(&ip, head, packet_bytes);
    f->packets = 1;
    set_transport(&ip, f);
    return true;
}

/* Labels of four bytes; the last has the bottom bit (RFC 3032, 2.1). What is below is not told. */
static bool of_mpls(cp_bytes head, uint32_t packet_bytes, cp_flow *f)
{
    cp_cur c = cp_cur_of(head);
    bool is_last = false;
    for (int i = 0; i < MPLS_LABELS_MAX && !is_last; i++)
        is_last = cp_cur_u32be(&c) & 0x100;
    uint32_t skipped = (uint32_t)cp_cur_off(&c);
    if (c.bad || !is_last)
        return false;
    return of_ip(cp_cur_rest(&c), packet_bytes > skipped ? packet_bytes - skipped : 0, f);
}

static bool of_ethernet(cp_bytes head, uint32_t frame_bytes, cp_flow *f)
{
    cp_eth e;
    if (cp_eth_parse(head, &e, NULL) != CP_OK)
        return false;
    uint32_t skipped = (uint32_t)(head.n - e.payload.n), tag = get16(head, 12);
    uint32_t left = frame_bytes > skipped ? frame_bytes - skipped : 0;
    bool is_ip = false;
    if (e.type == CP_ETHERTYPE_IPV4 || e.type == CP_ETHERTYPE_IPV6)
        is_ip = of_ip(e.payload, left, f);
    else if (e.type == ETHERTYPE_MPLS)
        is_ip = of_mpls(e.payload, left, f);
    if (is_ip && (tag == TAG_8021Q || tag == TAG_8021AD))
        f->vlan = get16(head, 14) & VLAN_MASK;
    return is_ip;
}

bool cp_flow_of_header(cp_flow_link_kind link, cp_bytes head, uint32_t frame_bytes, cp_flow *f)
{
    switch (link) {
    case CP_FLOW_LINK_ETHERNET: return of_ethernet(head, frame_bytes, f);
    case CP_FLOW_LINK_IP: return of_ip(head, frame_bytes, f);
    case CP_FLOW_LINK_MPLS: return of_mpls(head, frame_bytes, f);
    }
    return false;
}
