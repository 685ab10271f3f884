/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_pfcp.c - a PFCP message: what is read lies within it, the limits hold, the same bytes give
 * the same twice, more bytes never take away what fewer said, and what follows changes nothing. */
#include <string.h>
#include "fuzz.h"
#include "sources/telecom/pfcp.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_pfcp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_pfcp_parse(in, &x, &err);
    must_be_within(in, x.node_name);
    must_be_within(in, x.up_features);
    must_be_within(in, x.cp_features);
    MUST(rc == CP_OK || rc == CP_EUNKNOWN || err.off_bytes <= size);
    MUST(rc != CP_EUNKNOWN || x.n_ies == 0);
    MUST(x.n_ies <= CP_PFCP_IES_MAX + 1 && x.n_enterprises <= CP_PFCP_ENTERPRISES_MAX);
    MUST(!x.node_ip.version || !x.node_name.n);
    MUST(cp_pfcp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_pfcp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_ies <= x.n_ies && front.n_enterprises <= x.n_enterprises);
    if (rc == CP_OK) {
        MUST(x.length <= size);
        MUST(cp_pfcp_parse((cp_bytes){ data, x.length }, &y, NULL) == CP_OK);
        MUST(memcmp(&x, &y, sizeof x) == 0);
    }
    return 0;
}
