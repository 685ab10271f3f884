/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_hsrp.c - an HSRP message: the limits hold, the fault's position is in it, the same bytes
 * give the same twice, and the groups in front are read the same whatever follows. */
#include <string.h>
#include "fuzz.h"
#include "sources/routing/hsrp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_hsrp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_hsrp_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(x.n_groups <= CP_HSRP_GROUPS_MAX && x.n_groups <= 1 + size / 42);
    for (uint32_t i = 0; i < x.n_groups; i++)
        MUST(x.groups[i].state && (x.groups[i].version == 1 || x.groups[i].version == 2));
    MUST(cp_hsrp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_hsrp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_groups <= x.n_groups);
    MUST(memcmp(&front.groups, &x.groups, front.n_groups * sizeof *x.groups) == 0);
    return 0;
}
