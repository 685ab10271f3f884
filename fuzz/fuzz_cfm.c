/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_cfm.c - a CFM PDU: what is read lies within it, the limits hold, the fault's position is in
 * it, the same bytes give the same twice, and names become text of bounded length. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/cfm.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_cfm x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_cfm_parse(in, &x, &err);
    must_be_within(in, x.md.p, x.md.n);
    must_be_within(in, x.ma.p, x.ma.n);
    must_be_within(in, x.chassis.p, x.chassis.n);
    must_be_within(in, x.mgmt_domain.p, x.mgmt_domain.n);
    must_be_within(in, x.mgmt_address.p, x.mgmt_address.n);
    MUST(x.md.n + x.ma.n <= CP_CFM_MAID_BYTES);
    MUST(x.n_ouis <= CP_CFM_OUIS_MAX && x.n_tlvs <= CP_CFM_TLVS_MAX + 1);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_cfm_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_cfm_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_tlvs <= x.n_tlvs);
    cp_arena *a = cp_arena_new(0);
    cp_ip ip;
    MUST(cp_cfm_md_text(a, &x).n <= 2 * CP_CFM_MAID_BYTES);
    MUST(cp_cfm_ma_text(a, &x).n <= 2 * CP_CFM_MAID_BYTES);
    MUST(!cp_cfm_mgmt_ip(&x, &ip) || (x.mgmt_domain.n >= 6 && x.mgmt_address.n >= 4));
    cp_arena_free(a);
    return 0;
}
