/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_lldp.c - an LLDP PDU: what is read lies within it, the limits hold, the fault's position is
 * in it, the same bytes give the same twice, and what was read of the front does not depend on what
 * follows. */
#include <string.h>
#include "fuzz.h"
#include "sources/l2/lldp_org.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

static void check_slices(cp_bytes in, const cp_lldp *p)
{
    const cp_str texts[] = { p->port_descr, p->sys_name,  p->sys_descr,  p->med.hw,
                             p->med.fw,     p->med.sw,    p->med.serial, p->med.manufacturer,
                             p->med.model,  p->med.asset, p->mud_url };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_be_within(in, texts[i].p, texts[i].n);
    must_be_within(in, p->chassis.p, p->chassis.n);
    must_be_within(in, p->port.p, p->port.n);
    for (uint32_t i = 0; i < p->n_addrs; i++) {
        must_be_within(in, p->addrs[i].value.p, p->addrs[i].value.n);
        must_be_within(in, p->addrs[i].oid.p, p->addrs[i].oid.n);
    }
    for (uint32_t i = 0; i < p->n_vlans; i++)
        must_be_within(in, p->vlans[i].name.p, p->vlans[i].name.n);
    for (uint32_t i = 0; i < p->n_protocols; i++)
        must_be_within(in, p->protocols[i].p, p->protocols[i].n);
    must_be_within(in, p->med.location.p, p->med.location.n);
    MUST(p->n_vlans <= CP_LLDP_VLANS_MAX && p->n_protocols <= CP_LLDP_PROTOCOLS_MAX);
    MUST(p->med.n_policies <= CP_LLDP_POLICIES_MAX);
    MUST(p->n_addrs <= CP_LLDP_ADDRS_MAX && p->n_ouis <= CP_LLDP_OUIS_MAX);
    MUST(p->n_tlvs <= CP_LLDP_TLVS_MAX + 1);
    MUST((p->chassis.n > 0) == (p->chassis_subtype != 0) || p->chassis.n > 0);
}

/* Texts are about as long as what they were made of: digits of an octet, "auto=enabled ...". */
static void check_texts(cp_arena *a, cp_bytes in, const cp_lldp *p)
{
    const cp_str texts[] = { cp_lldp_aggregation_text(a, p), cp_lldp_phy_text(a, p),
                             cp_lldp_power_text(a, &p->power), cp_lldp_med_caps_text(a, p),
                             cp_lldp_med_power_text(a, p) };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        MUST(texts[i].n <= 80);
    for (uint32_t i = 0; i < p->med.n_policies; i++)
        MUST(cp_lldp_policy_text(a, &p->med.policies[i]).n > 0);
    MUST(cp_lldp_location_text(a, p).n <= 40 + 3 * p->med.location.n);
    cp_str order = cp_lldp_order_text(a, in);
    MUST(order.n <= 16 * CP_LLDP_ORDER_MAX && (order.n > 0 || p->n_tlvs == 0));
    for (size_t i = 0; i < order.n; i++)
        MUST((order.p[i] >= '0' && order.p[i] <= ':') || order.p[i] == ',' ||
             (order.p[i] >= 'a' && order.p[i] <= 'f'));
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
    check_texts(a, in, &x);
    cp_arena_free(a);
    return 0;
}
