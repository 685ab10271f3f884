/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_mndp.c - a message of MNDP: what is read lies within it, the limits hold, the fault's
 * position is in it, the same bytes give the same twice, and its front has no more TLVs. */
#include <string.h>
#include "fuzz.h"
#include "sources/ip/mndp.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_mndp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_mndp_parse(in, &x, &err);
    const cp_bytes texts[] = { x.identity,    x.version, x.platform,
                               x.software_id, x.board,   x.interface };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_be_within(in, texts[i].p, texts[i].n);
    MUST(x.n_addrs <= CP_MNDP_ADDRS_MAX && x.n_tlvs <= CP_MNDP_TLVS_MAX + 1);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_mndp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_mndp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_tlvs <= x.n_tlvs && front.n_addrs <= x.n_addrs);
    return 0;
}
