/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_ospf.c - an OSPF packet: LSAs lie in it one behind the other, each as long as it says, the
 * limits hold, the fault's position is in it, and the same bytes give the same twice. */
#include <string.h>
#include "fuzz.h"
#include "sources/routing/ospf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cp_ospf x, y;
    cp_bytes in = { data, size };
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_ospf_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(x.n_lsas <= CP_OSPF_LSAS_MAX && x.n_neighbours <= CP_OSPF_NEIGHBOURS_MAX);
    MUST(x.version == 0 || x.version == 2 || x.version == 3);
    MUST(x.n_lsas == 0 || x.type == CP_OSPF_UPDATE);
    const uint8_t *end = data;
    for (uint32_t i = 0; i < x.n_lsas; i++) {
        cp_bytes l = x.lsas[i];
        MUST(l.n >= CP_OSPF_LSA_HEAD_BYTES && l.p >= end &&
             l.n == (size_t)(l.p[18] << 8 | l.p[19]));
        end = l.p + l.n;
    }
    MUST(end <= data + size);
    MUST(cp_ospf_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    return 0;
}
