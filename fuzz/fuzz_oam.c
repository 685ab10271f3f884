/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_oam.c - an OAM PDU of a link: the limits hold, the fault's position is in it, the same
 * bytes give the same twice, and what its front tells, it tells too. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/oam.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_oam x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_oam_parse(in, &x, &err);
    MUST(x.n_ouis <= CP_OAM_OUIS_MAX && x.n_tlvs <= CP_OAM_TLVS_MAX + 1);
    MUST(x.oui <= 0xffffff && (x.has_local || x.oui == 0));
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_oam_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_oam_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_tlvs <= x.n_tlvs && front.n_ouis <= x.n_ouis);
    MUST(x.has_local || !front.has_local);
    return 0;
}
