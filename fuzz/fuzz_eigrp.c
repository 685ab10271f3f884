/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_eigrp.c - a hello of EIGRP: the fault's position is in it, the same bytes give the same
 * twice, and what stands in front of the middle is read the same whatever follows. */
#include <string.h>
#include "fuzz.h"
#include "sources/routing/eigrp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_eigrp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_eigrp_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_eigrp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_eigrp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(x.is_told || !(x.has_parameters || x.has_version));
    MUST(!front.is_told || (x.is_told && front.system == x.system));
    MUST(x.has_version || !front.has_version);
    return 0;
}
