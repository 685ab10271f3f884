/* SPDX-License-Identifier: Apache-2.0 */
/* tell_flow.c - flows of a capture: those that exporters tell of in it (NetFlow, IPFIX and sFlow),
 * and those that its own packets make. What carries the words of an exporter is not metered: it is
 * no traffic of the network, but about it. */
#include "sources/flow/ear.h"
#include "sources/pcap/facts.h"

static const char *const names[CP_FLOW_PROTO_COUNT] = {
    [CP_FLOW_PROTO_NETFLOW_5] = "NetFlow 5",
    [CP_FLOW_PROTO_NETFLOW_9] = "NetFlow 9",
    [CP_FLOW_PROTO_IPFIX] = "IPFIX",
    [CP_FLOW_PROTO_SFLOW] = "sFlow",
};

cp_rc cp_capture_flow(cp_capture *c, const cp_msg *m, bool *is_flow, cp_err *err)
{
    cp_flow_proto proto;
    *is_flow = cp_flow_wire_looks(m->bytes, &proto);
    if (*is_flow)
        cp_capture_heard(c, names[proto]);
    if (*is_flow && !c->flow)
        c->flow = cp_flow_ear_new(c->a, c->sink, true);
    if (!c->flow)
        return CP_OK;
    /* of an exporter that is known, what is malformed is read too */
    return cp_flow_ear_hear(c->flow, m->src, m->bytes, c->at, is_flow, err);
}

/* ---- what the packets themselves make */

static uint32_t length_of(cp_bytes in, uint8_t version)
{
    uint32_t n = version == 4 ? cp_scan_be16(in.p + 2) : cp_scan_be16(in.p + 4) + 40u;
    bool is_told = version == 4 ? n > 0 : n > 40; /* 0: it was cut into segments by the card */
    return is_told ? n : (uint32_t)in.n;
}

static void read_transport(const cp_ip_packet *ip, cp_meter_packet *p)
{
    enum { TCP_FLAGS_AT = 13, SCTP = 132, ICMP = 1 };
    cp_bytes t = ip->payload;
    if (ip->is_later || t.n < 4)
        return;
    switch (ip->proto) {
    case CP_IP_PROTO_TCP:
        p->tcp_flags = t.n > TCP_FLAGS_AT ? t.p[TCP_FLAGS_AT] : 0;
        __attribute__((fallthrough));
    case CP_IP_PROTO_UDP:
    case SCTP:
        p->sport = (uint16_t)cp_scan_be16(t.p);
        p->dport = (uint16_t)cp_scan_be16(t.p + 2);
        break;
    case ICMP:
    case CP_IP_PROTO_ICMPV6: p->dport = (uint16_t)cp_scan_be16(t.p); break;
    default: break;
    }
}

static bool is_export(const cp_ip_packet *ip)
{
    cp_udp udp;
    cp_flow_proto proto;
    return ip->proto == CP_IP_PROTO_UDP && !ip->is_fragment &&
           cp_udp_parse(ip->payload, &udp, NULL) == CP_OK && udp.payload.n >= 4 &&
           cp_flow_wire_may_begin(udp.payload.p) && cp_flow_wire_looks(udp.payload, &proto);
}

static cp_flow_addr addr_of(cp_bytes b)
{
    return cp_flow_addr_of(b.n == 4 ? cp_ip_v4(b.p) : cp_ip_v6(b.p));
}

cp_rc cp_capture_meter(cp_capture *c, cp_bytes in, const cp_ip_packet *ip, cp_time at, cp_err *err)
{
    if (!c->sink->flows || is_export(ip))
        return CP_OK;
    if (!c->flow)
        c->flow = cp_flow_ear_new(c->a, c->sink, true);
    cp_meter_packet p = { .src = addr_of(ip->src),
                          .dst = addr_of(ip->dst),
                          .at = at,
                          .bytes = length_of(in, ip->version),
                          .proto = ip->proto,
                          .tos = ip->version == 4 ? in.p[1]
                                                  : (uint8_t)(cp_scan_be16(in.p) >> 4 & 0xff) };
    read_transport(ip, &p);
    return cp_flow_ear_packet(c->flow, &p, err);
}

cp_rc cp_capture_meter_frame(cp_capture *c, const cp_frame *f, cp_err *err)
{
    cp_scan_packet x = f->link_type == CP_LINK_ETHERNET ? cp_scan_ethernet(f->bytes)
                                                        : cp_scan_bare(f->bytes, f->link_type);
    cp_bytes in = { x.p, f->bytes.n - (size_t)(x.p - f->bytes.p) };
    cp_ip_packet ip;
    c->metered_frame = c->n_frames + 1;
    return cp_ip_packet_parse(in, &ip, NULL) == CP_OK ? cp_capture_meter(c, in, &ip, f->at, err)
                                                      : CP_OK;
}

cp_rc cp_capture_flow_end(cp_capture *c, cp_err *err)
{
    return c->flow ? cp_flow_ear_end(c->flow, c->src, err) : CP_OK;
}
