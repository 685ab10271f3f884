/* SPDX-License-Identifier: Apache-2.0 */
/* ip.c - see ip.h. */
#include "sources/ip/ip.h"

/* IANA "IPv6 Extension Header Types". ESP ends the chain: what follows is encrypted. */
enum {
    HOP_BY_HOP = 0,
    ROUTING = 43,
    FRAGMENT = 44,
    AUTH = 51,
    DESTINATION = 60,
    MOBILITY = 135,
    HIP = 139,
    SHIM6 = 140
};

static bool is_extension(uint8_t proto)
{
    switch (proto) {
    case HOP_BY_HOP:
    case ROUTING:
    case FRAGMENT:
    case AUTH:
    case DESTINATION:
    case MOBILITY:
    case HIP:
    case SHIM6: return true;
    default: return false;
    }
}

static cp_rc read_v4(cp_cur *c, cp_ip_packet *out, cp_err *err)
{
    cp_bytes h = cp_cur_take(c, 20);
    if (h.n == 0)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the IPv4 header is cut off");
    size_t head = (size_t)(h.p[0] & 15) * 4, total = (size_t)h.p[2] << 8 | h.p[3];
    uint16_t fragment = (uint16_t)(h.p[6] << 8 | h.p[7]);
    out->hops = h.p[8];
    out->proto = h.p[9];
    out->fragment_off = (uint32_t)(fragment & 0x1fff) * 8;
    out->has_more = fragment & 0x2000;
    out->is_whole_only = fragment & 0x4000;
    out->fragment_id = (uint32_t)h.p[4] << 8 | h.p[5];
    out->is_later = out->fragment_off != 0;
    out->is_fragment = out->is_later || out->has_more;
    out->src = (cp_bytes){ h.p + 12, 4 };
    out->dst = (cp_bytes){ h.p + 16, 4 };
    if (head < 20)
        return cp_fail(err, CP_EFORMAT, 0, "IPv4 header length is %zu, expected at least 20", head);
    cp_cur_skip(c, head - 20);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the IPv4 options are cut off");
    if (total == 0) /* segmentation was left to the network card */
        total = head + cp_cur_left(c);
    if (total < head)
        return cp_fail(err, CP_EFORMAT, 2, "IPv4 length is %zu, its header alone has %zu", total,
                       head);
    size_t left = cp_cur_left(c);
    out->payload = cp_cur_take(c, total - head < left ? total - head : left);
    return CP_OK;
}

/* One extension header: 8-byte units not counting the first, 4-byte units for AUTH (RFC 4302). */
static void read_extension(cp_cur *c, cp_ip_packet *out)
{
    uint8_t type = out->proto;
    out->proto = cp_cur_u8(c);
    uint8_t len = cp_cur_u8(c);
    if (type == FRAGMENT) {
        uint16_t where = cp_cur_u16be(c);
        out->fragment_off = where & 0xfff8u;
        out->has_more = where & 1;
        out->fragment_id = cp_cur_u32be(c);
        out->is_later = out->fragment_off != 0;
        out->is_fragment = out->is_later || out->has_more;
    } else if (type == AUTH) {
        cp_cur_skip(c, (size_t)len * 4 + 6);
    } else {
        cp_cur_skip(c, (size_t)len * 8 + 6);
    }
}

static cp_rc read_v6(cp_cur *c, cp_ip_packet *out, cp_err *err)
{
    cp_bytes h = cp_cur_take(c, 40);
    if (h.n == 0)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the IPv6 header is cut off");
    size_t length = (size_t)h.p[4] << 8 | h.p[5];
    out->flow_label = (h.p[1] & 15u) << 16 | (uint32_t)h.p[2] << 8 | h.p[3];
    out->proto = h.p[6];
    out->hops = h.p[7];
    out->src = (cp_bytes){ h.p + 8, 16 };
    out->dst = (cp_bytes){ h.p + 24, 16 };
    size_t left = cp_cur_left(c);
    cp_cur body = cp_cur_sub(c, length && length < left ? length : left);
    for (int n = 0; is_extension(out->proto) && !out->is_later; n++) {
        if (n == CP_IP_EXTENSIONS_MAX)
            return cp_fail(err, CP_ELIMIT, cp_cur_off(&body), "more than %d extension headers",
                           CP_IP_EXTENSIONS_MAX);
        read_extension(&body, out);
        if (body.bad)
            return cp_fail(err, CP_ESHORT, cp_cur_off(&body),
                           "an IPv6 extension header is cut off");
    }
    out->payload = cp_cur_rest(&body);
    return CP_OK;
}

cp_rc cp_ip_packet_parse(cp_bytes in, cp_ip_packet *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    *out = (cp_ip_packet){ .version = cp_cur_peek(&c, 0) >> 4 };
    if (in.n == 0)
        return cp_fail(err, CP_ESHORT, 0, "there is no IP header");
    if (out->version == 4)
        return read_v4(&c, out, err);
    if (out->version == 6)
        return read_v6(&c, out, err);
    return cp_fail(err, CP_EFORMAT, 0, "IP version is %u, expected 4 or 6", out->version);
}

cp_rc cp_udp_parse(cp_bytes in, cp_udp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    *out = (cp_udp){ .src_port = cp_cur_u16be(&c), .dst_port = cp_cur_u16be(&c) };
    size_t length = cp_cur_u16be(&c);
    cp_cur_skip(&c, 2);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the UDP header is cut off");
    if (length != 0 && length < 8)
        return cp_fail(err, CP_EFORMAT, 4, "UDP length is %zu, expected at least 8", length);
    size_t left = cp_cur_left(&c);
    out->payload = cp_cur_take(&c, length && length - 8 < left ? length - 8 : left);
    return CP_OK;
}

cp_rc cp_tcp_parse(cp_bytes in, cp_tcp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_bytes h = cp_cur_take(&c, 20);
    *out = (cp_tcp){ .src_port = 0 };
    if (h.n == 0)
        return cp_fail(err, CP_ESHORT, in.n, "the TCP header is cut off");
    out->src_port = (uint16_t)(h.p[0] << 8 | h.p[1]);
    out->dst_port = (uint16_t)(h.p[2] << 8 | h.p[3]);
    out->seq = (uint32_t)h.p[4] << 24 | (uint32_t)h.p[5] << 16 | (uint32_t)h.p[6] << 8 | h.p[7];
    out->ack = (uint32_t)h.p[8] << 24 | (uint32_t)h.p[9] << 16 | (uint32_t)h.p[10] << 8 | h.p[11];
    out->flags = h.p[13];
    out->window = (uint16_t)(h.p[14] << 8 | h.p[15]);
    out->urgent = (uint16_t)(h.p[18] << 8 | h.p[19]);
    size_t head = (size_t)(h.p[12] >> 4) * 4;
    if (head < 20)
        return cp_fail(err, CP_EFORMAT, 12, "TCP header length is %zu, expected at least 20", head);
    out->options = cp_cur_take(&c, head - 20);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, in.n, "the TCP options are cut off");
    out->payload = cp_cur_rest(&c);
    return CP_OK;
}
