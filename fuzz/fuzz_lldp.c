/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_lldp.c - an LLDP PDU: what is read lies within it, the limits hold, the fault's position is
 * in it, the same bytes give the same twice, and what was read of the front does not depend on what
 * follows. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/lldp.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

static void check_slices(cp_bytes in, const cp_lldp *p)
{
    const cp_str texts[] = { p->port_descr, p->sys_name, p->sys_descr,  p->med.hw,
                             p->med.fw,     p->med.sw,   p->med.serial, p->med.manufacturer,
                             p->med.model,  p->med.asset };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_be_within(in, texts[i].p, texts[i].n);
    must_be_within(in, p->chassis.p, p->chassis.n);
    must_be_within(in, p->port.p, p->port.n);
    for (uint32_t i = 0; i < p->n_addrs; i++) {
        must_be_within(in, p->addrs[i].value.p, p->addrs[i].value.n);
        must_be_within(in, p->addrs[i].oid.p, p->addrs[i].oid.n);
    }
    MUST(p->n_addrs <= CP_LLDP_ADDRS_MAX && p->n_ouis <= CP_LLDP_OUIS_MAX);
    MUST(p->n_tlvs <= CP_LLDP_TLVS_MAX + 1);
    MUST((p->chassis.n > 0) == (p->chassis_subtype != 0) || p->chassis.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_lldp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_lldp_parse(in, &x, &err);
    check_slices(in, &x);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_lldp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_lldp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_tlvs <= x.n_tlvs);
    MUST(!front.chassis_subtype ||
         (front.chassis.p == x.chassis.p && front.chassis.n == x.chassis.n));
    cp_arena *a = cp_arena_new(0);
    cp_str id = cp_lldp_id_text(a, x.chassis_subtype == CP_LLDP_CHASSIS_MAC,
                                x.chassis_subtype == CP_LLDP_CHASSIS_ADDRESS, x.chassis);
    MUST(id.n <= (x.chassis.n > 45 ? x.chassis.n : 45));
    (void)cp_lldp_caps_text(a, x.caps_enabled);
    cp_arena_free(a);
    return 0;
}
