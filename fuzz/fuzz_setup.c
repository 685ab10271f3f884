/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_setup.c - an NGAP or S1AP message: names lie within it, the limits hold, the same bytes give
 * the same twice, what is not read says nothing, and what follows the message changes nothing.
 *
 * Input: [0 NGAP, 1 S1AP][message] */
#include <string.h>
#include "fuzz.h"
#include "sources/telecom/setup.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_setup_of of = data[0] & 1 ? CP_SETUP_S1AP : CP_SETUP_NGAP;
    cp_bytes in = { data + 1, size - 1 };
    cp_setup x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_setup_parse(of, in, &x, &err);
    must_be_within(in, x.ran_name);
    must_be_within(in, x.core_name);
    MUST(rc == CP_OK || err.off_bytes <= in.n);
    MUST(x.n_plmns <= CP_SETUP_PLMNS_MAX && x.n_ies <= CP_SETUP_IES_MAX);
    MUST(x.is_read || (!x.ran_name.n && !x.core_name.n && !x.node && !x.n_plmns));
    MUST(!x.node || (x.node_bits >= 16 && x.node_bits <= 32));
    MUST(cp_setup_parse(of, in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    if (rc == CP_OK && in.n > 1) {
        cp_rc front = cp_setup_parse(of, (cp_bytes){ in.p, in.n - 1 }, &y, NULL);
        MUST(front != CP_OK || memcmp(&x, &y, sizeof x) == 0);
    }
    cp_arena *a = cp_arena_new(0);
    MUST((cp_setup_node_text(a, &x).n > 0) == (x.node != NULL));
    for (uint32_t i = 0; i < x.n_plmns; i++)
        MUST(cp_plmn_text(a, x.plmns[i]).n >= 6);
    cp_arena_free(a);
    return 0;
}
