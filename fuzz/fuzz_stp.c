/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_stp.c - a BPDU: what is read lies within it, the fault's position is in it, the same bytes
 * give the same twice, and its front tells the same root. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/stp.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_stp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_stp_parse(in, &x, &err);
    must_be_within(in, x.region.p, x.region.n);
    must_be_within(in, x.digest.p, x.digest.n);
    MUST(x.region.n <= CP_STP_NAME_BYTES);
    MUST(!x.has_region || (x.has_bridge && x.digest.n == CP_STP_DIGEST_BYTES));
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_stp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_stp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(!front.has_bridge || memcmp(&front.root, &x.root, sizeof x.root) == 0);
    cp_arena *a = cp_arena_new(0);
    MUST(cp_stp_id_text(a, &x.bridge).n <= 5 + 1 + 17);
    cp_arena_free(a);
    return 0;
}
