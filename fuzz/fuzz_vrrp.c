/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_vrrp.c - a VRRP packet in IPv4 and in IPv6: the limits hold, addresses are of the packet's
 * version, the fault's position is in it, the same bytes give the same twice, what stands in front
 * is read the same whatever follows, and nothing is told of what a router may have forwarded. */
#include <string.h>
#include "fuzz.h"
#include "sources/routing/vrrp.h"

static void check(const uint8_t *data, size_t size, uint8_t version)
{
    cp_ip_packet p = { .version = version, .hops = 255, .payload = { data, size } };
    cp_vrrp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_vrrp_parse(&p, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(x.n_addrs <= CP_VRRP_ADDRS_MAX && (x.is_told || x.n_addrs == 0));
    for (uint32_t i = 0; i < x.n_addrs; i++)
        MUST(x.addrs[i].version == version);
    MUST(cp_vrrp_parse(&p, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    p.payload.n = size / 2;
    (void)!cp_vrrp_parse(&p, &front, NULL);
    MUST(!front.is_told || front.n_addrs <= x.n_addrs || !x.is_told);
    p.payload.n = size;
    p.hops = 254;
    (void)!cp_vrrp_parse(&p, &y, NULL);
    MUST(!y.is_told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(data, size, 4);
    check(data, size, 6);
    return 0;
}
