/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_cdp.c - a frame, read as CDP and as FDP: what is read lies within it, the limits hold, the
 * same bytes give the same twice, an object id is digits and dots. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/cdp.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

typedef cp_rc parser(cp_bytes in, cp_cdp *out, cp_err *err);

static void check(cp_bytes in, parser *parse)
{
    cp_cdp x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = parse(in, &x, &err);
    const cp_str texts[] = { x.device_id, x.port_id,    x.software,  x.platform,
                             x.sys_name,  x.vtp_domain, x.capability };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_be_within(in, texts[i].p, texts[i].n);
    must_be_within(in, x.sys_object_id.p, x.sys_object_id.n);
    MUST(x.n_addrs <= CP_CDP_ADDRS_MAX && x.n_mgmt <= CP_CDP_ADDRS_MAX);
    MUST(x.n_tlvs <= CP_CDP_TLVS_MAX + 1);
    MUST(rc == CP_OK || err.off_bytes <= in.n);
    MUST(parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    cp_arena *a = cp_arena_new(0);
    cp_str oid = cp_cdp_object_id_text(a, x.sys_object_id);
    for (size_t i = 0; i < oid.n; i++)
        MUST((oid.p[i] >= '0' && oid.p[i] <= '9') || oid.p[i] == '.');
    MUST(oid.n == 0 || (oid.p[0] != '.' && oid.p[oid.n - 1] != '.'));
    (void)cp_cdp_capabilities_text(a, x.capabilities);
    cp_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    check(in, cp_cdp_parse);
    check(in, cp_fdp_parse);
    return 0;
}
