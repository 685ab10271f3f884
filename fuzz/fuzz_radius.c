/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_radius.c - a RADIUS packet: what is read lies within it, the limits hold, the same bytes
 * give the same twice, and more bytes never take away what fewer said. */
#include <string.h>
#include "fuzz.h"
#include "sources/app/radius.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_radius x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_radius_parse(in, &x, &err);
    must_be_within(in, x.nas);
    must_be_within(in, x.called);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(rc != CP_EUNKNOWN || x.n_attrs == 0);
    MUST(x.n_vendors <= CP_RADIUS_VENDORS_MAX && x.n_vendors <= x.n_attrs);
    MUST(x.n_attrs <= CP_RADIUS_BYTES_MAX / 2);
    MUST(cp_radius_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_radius_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_attrs <= x.n_attrs && front.n_vendors <= x.n_vendors);
    MUST(!front.nas.n || (front.nas.p == x.nas.p && front.nas.n == x.nas.n));
    MUST(!front.is_proxied || x.is_proxied);
    return 0;
}
