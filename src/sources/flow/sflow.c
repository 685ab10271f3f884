/* SPDX-License-Identifier: Apache-2.0 */
/* sflow.c - datagrams of sFlow version 5.
 *
 *     5(4) agent: version(4) address(4|16) | sub-agent(4) sequence(4) uptime(4) samples(4)
 *     sample: enterprise and format(4) bytes(4) ..
 *       1  packet:  sequence(4) source: type(1) index(3) rate(4) pool(4) drops(4) in(4) out(4)
 *                   records(4)
 *       3  the same with type and index of source, in and out four bytes each
 *       record: enterprise and format(4) bytes(4) ..
 *         1 first bytes of the frame   3, 4 addresses of IPv4, IPv6   1001 VLANs   1003 path of BGP
 *
 * A sample is a flow of one packet, and has the time at which its datagram came: there is no other.
 * Source: "sFlow Version 5", sflow.org, July 2004, with corrections up to 2006; no RFC. */
#include <string.h>
#include "sources/flow/header.h"
#include "sources/flow/state.h"

enum {
    HEAD_BYTES_MIN = 28,
    AGENT_V4 = 1,
    AGENT_V6 = 2,
    SAMPLE_PACKET = 1,
    SAMPLE_PACKET_EXPANDED = 3,
    RECORD_HEADER = 1,
    RECORD_IPV4 = 3,
    RECORD_IPV6 = 4,
    RECORD_SWITCH = 1001,
    RECORD_GATEWAY = 1003,
    HEADER_ETHERNET = 1, /* header_protocol */
    HEADER_IPV4 = 11,
    HEADER_IPV6 = 12,
    HEADER_MPLS = 13,
    RECORDS_MAX = 64,     /* of a sample: there are some twenty kinds */
    AS_SEGMENTS_MAX = 64, /* of a path: BGP allows more, nobody has them */
    INTERFACE_MASK = 0x3fffffff,
    SOURCE_MASK = 0xffffff,
    INTERFACE_INTERNAL = 0x3fffffff,
    INTERFACE_DISCARDED = 1, /* format: the two bits above, or four bytes */
    VLAN_MAX = 4095,
};

typedef struct head {
    cp_flow_addr agent;
    uint32_t sub_agent, sequence, uptime_ms, n_samples;
} head;

static bool read_head(cp_cur *c, head *out)
{
    cp_cur_skip(c, 4); /* the version, which was looked at */
    uint32_t version = cp_cur_u32be(c);
    cp_bytes addr = cp_cur_take(c, version == AGENT_V6 ? 16 : 4);
    out->sub_agent = cp_cur_u32be(c);
    out->sequence = cp_cur_u32be(c);
    out->uptime_ms = cp_cur_u32be(c);
    out->n_samples = cp_cur_u32be(c);
    if (c->bad || (version != AGENT_V4 && version != AGENT_V6))
        return false;
    out->agent = cp_flow_addr_of(version == AGENT_V4 ? cp_ip_v4(addr.p) : cp_ip_v6(addr.p));
    return true;
}

bool cp_flow_sflow_looks(cp_bytes in)
{
    cp_cur c = cp_cur_of(in);
    head h;
    if (in.n < HEAD_BYTES_MIN || in.n % 4 || !read_head(&c, &h) || h.n_samples == 0)
        return false;
    for (uint32_t i = 0; i < h.n_samples; i++) {
        cp_cur_skip(&c, 4);
        uint32_t bytes = cp_cur_u32be(&c);
        cp_cur_skip(&c, bytes);
        if (c.bad || bytes % 4)
            return false;
    }
    return cp_cur_left(&c) == 0;
}

/* ---- records of a sample */

/* True: it says whose packet it is. */
static bool use_header(cp_bytes record, cp_flow *f)
{
    cp_cur c = cp_cur_of(record);
    uint32_t protocol = cp_cur_u32be(&c), frame = cp_cur_u32be(&c);
    uint32_t stripped = cp_cur_u32be(&c), n = cp_cur_u32be(&c);
    cp_bytes bytes = cp_cur_take(&c, n < cp_cur_left(&c) ? n : cp_cur_left(&c));
    if (c.bad)
        return false;
    frame = frame > stripped ? frame - stripped : 0;
    switch (protocol) {
    case HEADER_ETHERNET: return cp_flow_of_header(CP_FLOW_LINK_ETHERNET, bytes, frame, f);
    case HEADER_IPV4:
    case HEADER_IPV6: return cp_flow_of_header(CP_FLOW_LINK_IP, bytes, frame, f);
    case HEADER_MPLS: return cp_flow_of_header(CP_FLOW_LINK_MPLS, bytes, frame, f);
    default: return false;
    }
}

static bool use_addresses(cp_bytes record, bool is_v6, cp_flow *f)
{
    cp_cur c = cp_cur_of(record);
    uint32_t bytes = cp_cur_u32be(&c), proto = cp_cur_u32be(&c);
    cp_bytes src = cp_cur_take(&c, is_v6 ? 16 : 4), dst = cp_cur_take(&c, is_v6 ? 16 : 4);
    uint32_t sport = cp_cur_u32be(&c), dport = cp_cur_u32be(&c);
    uint32_t flags = cp_cur_u32be(&c), tos = cp_cur_u32be(&c);
    if (c.bad)
        return false;
    f->src = cp_flow_addr_of(is_v6 ? cp_ip_v6(src.p) : cp_ip_v4(src.p));
    f->dst = cp_flow_addr_of(is_v6 ? cp_ip_v6(dst.p) : cp_ip_v4(dst.p));
    f->bytes = bytes;
    f->packets = 1;
    f->proto = (uint8_t)proto;
    f->sport = (uint16_t)sport;
    f->dport = (uint16_t)dport;
    f->tcp_flags = (uint8_t)flags;
    f->tos = (uint8_t)tos;
    return true;
}

static void use_switch(cp_bytes record, cp_flow *f)
{
    cp_cur c = cp_cur_of(record);
    uint32_t vlan = cp_cur_u32be(&c);
    if (!c.bad && vlan <= VLAN_MAX && !f->vlan)
        f->vlan = (uint16_t)vlan;
}

/* The source's AS, and the last of the path to the destination. */
static void use_gateway(cp_bytes record, cp_flow *f)
{
    cp_cur c = cp_cur_of(record);
    uint32_t version = cp_cur_u32be(&c), last = 0;
    cp_cur_skip(&c, version == AGENT_V6 ? 16 : version == AGENT_V4 ? 4 : 0);
    cp_cur_skip(&c, 4); /* its own */
    uint32_t src_as = cp_cur_u32be(&c);
    cp_cur_skip(&c, 4); /* that of the neighbour towards the source */
    uint32_t n_segments = cp_cur_u32be(&c);
    for (uint32_t i = 0; i < n_segments && i < AS_SEGMENTS_MAX && !c.bad; i++) {
        cp_cur_skip(&c, 4);
        uint32_t n = cp_cur_u32be(&c);
        if (n > cp_cur_left(&c) / 4)
            return;
        if (n > 0) {
            cp_cur_skip(&c, ((size_t)n - 1) * 4);
            last = cp_cur_u32be(&c);
        }
    }
    if (c.bad)
        return;
    f->src_as = src_as;
    f->dst_as = last;
}

/* False: it is malformed. *is_packet: one says whose packet it is. Of several that do the first
 * counts. */
static bool use_records(cp_cur *c, uint32_t n, cp_flow *f, bool *is_packet)
{
    *is_packet = false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t kind = cp_cur_u32be(c), bytes = cp_cur_u32be(c);
        cp_bytes record = cp_cur_take(c, bytes);
        if (c->bad || i == RECORDS_MAX)
            return false;
        if (kind == RECORD_HEADER && !*is_packet)
            *is_packet = use_header(record, f);
        else if ((kind == RECORD_IPV4 || kind == RECORD_IPV6) && !*is_packet)
            *is_packet = use_addresses(record, kind == RECORD_IPV6, f);
        else if (kind == RECORD_SWITCH)
            use_switch(record, f);
        else if (kind == RECORD_GATEWAY)
            use_gateway(record, f);
    }
    return true;
}

/* ---- samples */

typedef struct port {
    uint32_t format, value;
} port;

static port read_port(cp_cur *c, bool is_expanded)
{
    uint32_t first = cp_cur_u32be(c);
    if (is_expanded)
        return (port){ first, cp_cur_u32be(c) };
    return (port){ first >> 30, first & INTERFACE_MASK };
}

static uint32_t if_index(port p)
{
    return p.format == 0 && p.value != INTERFACE_INTERNAL ? p.value : 0;
}

static cp_rc use_sample(const cp_flow_from *from, cp_bytes sample, bool is_expanded, cp_err *err)
{
    cp_cur c = cp_cur_of(sample);
    cp_flow f = { .at = from->at, .exporter = from->x->x.nr, .what = CP_FLOW_PACKET };
    bool is_packet;
    uint32_t seq = cp_cur_u32be(&c), type = is_expanded ? cp_cur_u32be(&c) : 0;
    uint32_t source = cp_cur_u32be(&c), rate = cp_cur_u32be(&c);
    cp_cur_skip(&c, 4); /* the pool that it is from */
    uint32_t drops = cp_cur_u32be(&c);
    port in = read_port(&c, is_expanded), out = read_port(&c, is_expanded);
    uint32_t n = cp_cur_u32be(&c);
    if (c.bad || !use_records(&c, n, &f, &is_packet)) {
        from->x->x.bad++;
        return CP_OK;
    }
    uint64_t id = is_expanded ? (uint64_t)type << 32 | source
                              : (uint64_t)(source >> 24) << 32 | (source & SOURCE_MASK);
    cp_flow_exporter_sample(from->w, from->x, id, seq, drops);
    if (!is_packet) {
        from->x->x.unused++;
        return CP_OK;
    }
    f.in_if = if_index(in);
    f.out_if = if_index(out);
    if (out.format == INTERFACE_DISCARDED)
        f.what |= CP_FLOW_DROPPED;
    f.sampling = rate <= CP_FLOW_SAMPLING_MAX ? rate : CP_SAMPLING_UNKNOWN;
    cp_flow_exporter_samples(from->w, from->x, CP_FLOW_SAMPLES_INTERFACE, source, rate);
    return cp_flow_tell(from, &f, err);
}

cp_rc cp_flow_sflow(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    head h;
    *is_ours = cp_flow_sflow_looks(in);
    if (!read_head(&c, &h))
        return CP_OK;
    f->x = *is_ours ? cp_flow_exporter_get(f->w, h.agent, h.sub_agent, CP_FLOW_PROTO_SFLOW)
                    : cp_flow_exporter_find(f->w, h.agent, h.sub_agent, CP_FLOW_PROTO_SFLOW);
    if (!f->x)
        return CP_OK;
    f->x->x.bad += !*is_ours;
    *is_ours = true;
    cp_flow_exporter_heard(f->x, f->at);
    cp_flow_exporter_uptime(f->x, h.uptime_ms, (uint64_t)f->at / 1000);
    cp_flow_exporter_sequence(f->x, h.sequence, 1);
    for (uint32_t i = 0; i < h.n_samples && rc == CP_OK; i++) {
        uint32_t kind = cp_cur_u32be(&c), bytes = cp_cur_u32be(&c);
        cp_bytes sample = cp_cur_take(&c, bytes);
        if (c.bad) /* counted above: its form was not right */
            break;
        if (kind == SAMPLE_PACKET || kind == SAMPLE_PACKET_EXPANDED)
            rc = use_sample(f, sample, kind == SAMPLE_PACKET_EXPANDED, err);
        else
            f->x->x.unused++;
    }
    return rc;
}
