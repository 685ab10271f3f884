/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_dhcp.c - a DHCP message: options lie in it or were put together within the limit, the cost
 * is bounded, the same bytes give the same twice, parameter lists read back as they were. */
#include <string.h>
#include "fuzz.h"
#include "sources/ip/dhcp.h"

static bool is_within(cp_bytes in, cp_bytes b)
{
    return b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n);
}

static void check_list(cp_arena *a, cp_bytes option)
{
    cp_str rest = cp_dhcp_param_list_text(a, option), number;
    size_t i = 0;
    while (cp_str_cut(&rest, ',', &number)) {
        uint32_t v = 999;
        MUST(cp_str_u32(number, &v) && i < option.n && v == option.p[i]);
        i++;
    }
    MUST(i == option.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    cp_dhcp x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_dhcp_parse(a, in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_arena_used_bytes(a) <= 65536 + size * CP_DHCP_OPTION_BYTES_MAX);
    MUST(cp_dhcp_parse(a, in, &y, NULL) == rc);
    for (int i = 0; i < 256; i++) {
        cp_bytes o = x.options[i];
        MUST(is_within(in, o) || o.n <= CP_DHCP_OPTION_BYTES_MAX);
        MUST(y.options[i].n == o.n && (o.n == 0 || memcmp(o.p, y.options[i].p, o.n) == 0));
        if (o.n)
            check_list(a, o);
    }
    (void)cp_dhcp_user_class_text(a, x.options[CP_DHCP_OPT_USER_CLASS]);
    (void)cp_dhcp_client_id_text(a, x.options[CP_DHCP_OPT_CLIENT_ID]);
    cp_arena_free(a);
    return 0;
}
