/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_pppoe.c - a frame of PPPoE discovery: what is read lies within it, the limits hold, the
 * fault's position is in it, the same bytes give the same twice, and its front has no more tags. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/pppoe.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_pppoe x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_pppoe_parse(in, &x, &err);
    must_be_within(in, x.ac_name.p, x.ac_name.n);
    MUST(x.n_services <= CP_PPPOE_SERVICES_MAX && x.n_vendors <= CP_PPPOE_VENDORS_MAX);
    for (uint32_t i = 0; i < x.n_services; i++)
        must_be_within(in, x.services[i].p, x.services[i].n);
    for (uint32_t i = 0; i < x.n_vendors; i++)
        MUST(x.vendors[i] <= 0xffffff);
    MUST(x.n_tags <= CP_PPPOE_TAGS_MAX + 1);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_pppoe_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_pppoe_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_tags <= x.n_tags);
    return 0;
}
