/* SPDX-License-Identifier: Apache-2.0 */
/* arp.c - see arp.h. */
#include "sources/l2/arp.h"

cp_rc cp_arp_parse(cp_bytes in, cp_arp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    *out = (cp_arp){ .hardware = cp_cur_u16be(&c) };
    out->protocol = cp_cur_u16be(&c);
    uint8_t hw_n = cp_cur_u8(&c), proto_n = cp_cur_u8(&c);
    out->operation = cp_cur_u16be(&c);
    out->sender_hw = cp_cur_take(&c, hw_n);
    out->sender_proto = cp_cur_take(&c, proto_n);
    out->target_hw = cp_cur_take(&c, hw_n);
    out->target_proto = cp_cur_take(&c, proto_n);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c),
                       "ARP of %zu bytes, expected %u with addresses of %u and %u bytes", in.n,
                       8u + 2u * (hw_n + proto_n), hw_n, proto_n);
    return CP_OK;
}

bool cp_arp_sender(const cp_arp *p, cp_mac *mac, cp_ip *ip)
{
    bool is_ethernet = p->hardware == CP_ARP_ETHERNET || p->hardware == CP_ARP_IEEE802;
    if (!is_ethernet || p->sender_hw.n != 6 || p->protocol != CP_ARP_IPV4 || p->sender_proto.n != 4)
        return false;
    *mac = cp_mac_of(p->sender_hw.p);
    *ip = cp_ip_v4(p->sender_proto.p);
    return true;
}
