/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_diameter.c - a Diameter message: what is read lies within it, the limits hold, the same
 * bytes give the same twice, more bytes never take away what fewer said, and what follows the
 * message changes nothing. */
#include <string.h>
#include "fuzz.h"
#include "sources/app/diameter.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_diameter x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_diameter_parse(in, &x, &err);
    must_be_within(in, x.host);
    must_be_within(in, x.realm);
    must_be_within(in, x.product);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(rc != CP_EUNKNOWN || x.n_avps == 0);
    MUST(x.n_avps <= CP_DIAMETER_AVPS_MAX + 1 && x.n_addrs <= CP_DIAMETER_ADDRS_MAX);
    MUST(x.n_vendors <= CP_DIAMETER_VENDORS_MAX);
    MUST(cp_diameter_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_diameter_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_avps <= x.n_avps && front.n_addrs <= x.n_addrs);
    MUST(!front.host.n || (front.host.p == x.host.p && front.host.n == x.host.n));
    if (rc == CP_OK) {
        MUST(x.head.length <= size);
        MUST(cp_diameter_parse((cp_bytes){ data, x.head.length }, &y, NULL) == CP_OK);
        MUST(memcmp(&x, &y, sizeof x) == 0);
    }
    return 0;
}
