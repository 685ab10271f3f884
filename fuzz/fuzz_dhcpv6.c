/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_dhcpv6.c - a DHCPv6 message: what is read lies within it, the limits hold, the fault's
 * position is in it, the same bytes give the same twice, one more relay around it changes nothing
 * of what the client says, and texts are bounded by what they are made of. */
#include <string.h>
#include "fuzz.h"
#include "sources/ip/dhcpv6.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

static void check_slices(cp_bytes in, const cp_dhcpv6 *p)
{
    const cp_bytes all[] = { p->interface_id, p->remote_id,  p->client_id, p->server_id,
                             p->asked,        p->user_class, p->fqdn };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        must_be_within(in, all[i]);
    MUST(p->n_vendors <= CP_DHCPV6_VENDORS_MAX && p->n_leases <= CP_DHCPV6_LEASES_MAX);
    MUST(p->n_relays <= CP_DHCPV6_RELAYS_MAX);
    for (uint32_t i = 0; i < p->n_vendors; i++)
        must_be_within(in, p->vendors[i].data);
    for (uint32_t i = 0; i < p->n_leases; i++)
        MUST(p->leases[i].ip.version == 6 && p->leases[i].prefix_len <= 128);
}

static bool is_same(cp_bytes x, cp_bytes y)
{
    return x.n == y.n && (x.n == 0 || memcmp(x.p, y.p, x.n) == 0);
}

/* The message in a relay's. */
static void check_relayed(cp_arena *a, cp_bytes in, const cp_dhcpv6 *x, cp_rc rc)
{
    cp_dhcpv6 y;
    uint8_t *p = cp_arena_alloc(a, in.n + 38);
    memset(p, 0, 38);
    p[0] = CP_DHCPV6_RELAY_FORW;
    p[35] = 9;
    p[36] = (uint8_t)(in.n >> 8);
    p[37] = (uint8_t)in.n;
    if (in.n)
        memcpy(p + 38, in.p, in.n);
    cp_rc outer = cp_dhcpv6_parse((cp_bytes){ p, in.n + 38 }, &y, NULL);
    if (x->n_relays == CP_DHCPV6_RELAYS_MAX)
        return;
    MUST(outer == rc && y.type == x->type && y.n_relays == x->n_relays + 1);
    MUST(is_same(x->client_id, y.client_id) && is_same(x->fqdn, y.fqdn));
    MUST(x->n_leases == y.n_leases && x->n_vendors == y.n_vendors);
}

static void check_texts(cp_arena *a, const cp_dhcpv6 *p)
{
    cp_mac mac;
    uint32_t enterprise;
    MUST(cp_dhcpv6_fqdn_text(a, p->fqdn).n <= p->fqdn.n);
    MUST(cp_dhcpv6_asked_text(a, p->asked).n <= 3 * p->asked.n);
    MUST(!cp_duid_mac(p->client_id, &mac) || !cp_duid_enterprise(p->client_id, &enterprise));
    for (uint32_t i = 0; i < p->n_vendors; i++) {
        cp_cur c = cp_cur_of(p->vendors[i].data), d = c;
        cp_bytes value;
        while (cp_dhcpv6_class_next(&c, &value))
            must_be_within(p->vendors[i].data, value);
        for (uint16_t code; cp_dhcpv6_sub_next(&d, &code, &value);)
            must_be_within(p->vendors[i].data, value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_dhcpv6 x, y;
    cp_err err = { .off_bytes = 0 };
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = cp_dhcpv6_parse(in, &x, &err);
    check_slices(in, &x);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_dhcpv6_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    if (size <= UINT16_MAX)
        check_relayed(a, in, &x, rc);
    check_texts(a, &x);
    cp_arena_free(a);
    return 0;
}
