/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_manage.c - the hello of NETCONF, the Inform of CWMP: all that is read lies within the input,
 * limits hold, and texts are decoded as they are told. */
#include <string.h>
#include "fuzz.h"
#include "sources/app/cwmp.h"
#include "sources/app/http.h"
#include "sources/app/netconf.h"

static void must_be_within(cp_str in, cp_str s)
{
    MUST(s.n == 0 || (s.p >= in.p && s.n <= in.n && (size_t)(s.p - in.p) <= in.n - s.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cp_netconf_hello h;
    cp_str in = { (const char *)data, size };
    cp_cwmp_inform x, y;
    cp_arena *a = cp_arena_new(0);
    (void)!cp_netconf_hello_parse((cp_bytes){ data, size }, &h, NULL);
    MUST(h.n <= CP_NETCONF_CAPABILITIES_MAX);
    for (uint32_t i = 0; i < h.n; i++) {
        must_be_within(in, h.capabilities[i]);
        MUST(cp_http_text(a, h.capabilities[i]).n <= CP_HTTP_TEXT_BYTES_MAX + 4);
        MUST(h.capabilities[i].n > 0 && h.capabilities[i].n <= CP_NETCONF_CAPABILITY_BYTES_MAX);
    }
    cp_rc rc = cp_cwmp_inform_parse(in, &x, NULL);
    MUST(cp_cwmp_inform_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    const cp_str texts[] = { x.manufacturer,     x.oui,
                             x.product_class,    x.serial,
                             x.software_version, x.hardware_version,
                             x.url_host };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_be_within(in, texts[i]);
    cp_arena_free(a);
    return 0;
}
