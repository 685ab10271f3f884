/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_ntp.c - an NTP message: what is read lies within it, the fault's position is in it, the same
 * bytes give the same twice, and texts are no longer than what they are made of. */
#include <string.h>
#include "fuzz.h"
#include "sources/ip/ntp.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_ntp x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_ntp_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(x.mode < 8 && x.version < 8);
    must_be_within(in, x.reference);
    must_be_within(in, x.variables);
    MUST(x.reference.n == 0 || x.variables.n == 0);
    MUST(cp_ntp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    cp_arena *a = cp_arena_new(0);
    MUST(cp_ntp_reference_text(a, &x).n <= 15);
    MUST(cp_ntp_system_text(a, x.variables).n <= x.variables.n * 2);
    (void)cp_ntp_system_text(a, in);
    cp_arena_free(a);
    return 0;
}
