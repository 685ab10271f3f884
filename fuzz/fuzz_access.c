/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_access.c - lists of access networks. The first byte chooses the format. The same is told
 * twice; nothing but things is told; a PON serial number is no identifier; what was not read is not
 * more than what there was. */
#include "hearing.h"
#include "sources/access/access.h"

static void check(const cp_obs *o)
{
    for (uint32_t i = 0; o->kind == CP_KIND_GPON_SERIAL && i < o->n_ids; i++)
        MUST(o->ids[i].kind != CP_IDENT_CHASSIS && o->ids[i].kind != CP_IDENT_ENGINE_ID);
    MUST(o->ids[0].kind == CP_IDENT_AGENT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_format *const formats[] = { &cp_format_olt,
                                                &cp_format_leases_isc,
                                                &cp_format_leases_kea,
                                                &cp_format_leases_dnsmasq,
                                                &cp_format_leases_windows,
                                                &cp_format_leases_netsh,
                                                &cp_format_genieacs,
                                                &cp_format_nrf,
                                                &cp_format_unifi,
                                                &cp_format_leases_windows_xml };
    static const cp_read_opts opts;
    if (size == 0)
        return 0;
    const cp_format *f = formats[data[0] % (sizeof formats / sizeof *formats)];
    cp_bytes in = { data + 1, size - 1 };
    cp_arena *a = cp_arena_new(0);
    hearing *h = hear_twice(a, f, in, &opts, check);
    MUST(h->n_statements == 0 && h->n_ties == 0);
    MUST(h->src.records_unused <= h->src.records && h->src.records <= size + 1);
    int sure = f->detect(in, CP_STR("x"));
    MUST(sure >= 0 && sure <= 100 && sure == f->detect(in, CP_STR("x")));
    cp_arena_free(a);
    return 0;
}
