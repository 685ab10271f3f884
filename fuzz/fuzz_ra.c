/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_ra.c - a router advertisement, from its ICMPv6 type on: the limits hold, the fault's
 * position is in it, the same bytes give the same twice, what stands in front is read the same
 * whatever follows, and from an address that is not of the link nothing is told. */
#include <string.h>
#include "fuzz.h"
#include "sources/ip/ra.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t link_local[16] = { 0xfe, 0x80, [15] = 1 },
                         global[16] = { 0x20, 1, 0xd, 0xb8 };
    cp_ip_packet p = {
        .version = 6, .hops = 255, .src = { link_local, 16 }, .payload = { data, size }
    };
    cp_ra x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_ra_parse(&p, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(x.n_prefixes <= CP_RA_PREFIXES_MAX && x.n_dns <= CP_RA_DNS_MAX);
    MUST(x.preference >= -1 && x.preference <= 1);
    MUST(x.is_told || (!x.has_mac && x.n_prefixes == 0 && x.n_dns == 0));
    MUST(cp_ra_parse(&p, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    p.payload.n = size / 2;
    (void)!cp_ra_parse(&p, &front, NULL);
    MUST(front.n_prefixes <= x.n_prefixes && front.n_dns <= x.n_dns);
    MUST(!front.has_mac || memcmp(&front.mac, &x.mac, sizeof x.mac) == 0);
    p.src.p = global;
    MUST(cp_ra_parse(&p, &y, NULL) == CP_OK && !y.is_told);
    return 0;
}
