/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_lacp.c - a LACP PDU: the limits hold, the fault's position is in it, the same bytes give the
 * same twice, and what its front tells, it tells too. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/lacp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_lacp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_lacp_parse(in, &x, &err);
    MUST(x.n_tlvs <= CP_LACP_TLVS_MAX + 1);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_lacp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_lacp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_tlvs <= x.n_tlvs);
    MUST(x.actor.is_told || !front.actor.is_told);
    MUST(x.partner.is_told || !front.partner.is_told);
    return 0;
}
