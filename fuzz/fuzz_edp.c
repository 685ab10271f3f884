/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_edp.c - an EDP frame: what is read lies within it, the limits hold, the fault's position is
 * in it, the same bytes give the same twice, and a frame's front has no more TLVs than the
 * frame. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/edp.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_edp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_edp_parse(in, &x, &err);
    must_be_within(in, x.display.p, x.display.n);
    for (uint32_t i = 0; i < x.n_vlans; i++)
        must_be_within(in, x.vlans[i].name.p, x.vlans[i].name.n);
    MUST(x.n_vlans <= CP_EDP_VLANS_MAX && x.n_tlvs <= CP_EDP_TLVS_MAX + 1);
    MUST(!x.has_info || (x.slot > 0 && x.port > 0));
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_edp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_edp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_tlvs <= x.n_tlvs);
    return 0;
}
