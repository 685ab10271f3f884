/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_headers.c - the headers below the protocols that are read: Ethernet, LLC, 802.11, radiotap,
 * CAPWAP, ARP, IP, UDP, neighbour discovery. Whatever one takes off, what is left lies within the
 * bytes, and none takes a step outside. */
#include "fuzz.h"
#include "sources/ip/ip.h"
#include "sources/ip/ndp.h"
#include "sources/l2/arp.h"
#include "sources/l2/eth.h"
#include "sources/l2/wifi.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

static void check_ip(cp_bytes in)
{
    cp_ip_packet p;
    cp_udp u;
    cp_ndp n;
    if (cp_ip_packet_parse(in, &p, NULL) != CP_OK)
        return;
    must_be_within(in, p.payload);
    must_be_within(in, p.src);
    MUST(p.src.n == (p.version == 4 ? 4 : 16) && p.dst.n == p.src.n);
    if (cp_udp_parse(p.payload, &u, NULL) == CP_OK)
        must_be_within(p.payload, u.payload);
    if (cp_ndp_parse(&p, &n, NULL) == CP_OK && n.is_told)
        MUST(n.ip.version == 6 && p.hops == 255);
}

static void check_arp(cp_bytes in)
{
    cp_arp p;
    cp_mac mac;
    cp_ip ip;
    cp_rc rc = cp_arp_parse(in, &p, NULL);
    must_be_within(in, p.sender_hw);
    must_be_within(in, p.target_proto);
    MUST(rc != CP_OK || in.n >= 8 + 2 * (p.sender_hw.n + p.sender_proto.n));
    if (cp_arp_sender(&p, &mac, &ip))
        MUST(ip.version == 4 && p.sender_hw.n == 6);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size }, frame;
    cp_eth e;
    bool is_data, is_wifi;
    if (cp_eth_parse(in, &e, NULL) == CP_OK) {
        must_be_within(in, e.payload);
        MUST(e.n_tags <= CP_ETH_TAGS_MAX);
        check_ip(e.payload);
    }
    if (cp_wifi_parse(in, &e, &is_data, NULL) == CP_OK && is_data)
        must_be_within(in, e.payload);
    if (cp_radiotap_parse(in, &frame, NULL) == CP_OK)
        must_be_within(in, frame);
    if (cp_capwap_parse(in, &frame, &is_wifi, NULL) == CP_OK)
        must_be_within(in, frame);
    check_ip(in);
    check_arp(in);
    return 0;
}
