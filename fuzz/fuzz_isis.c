/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_isis.c - an IS-IS PDU: what is read lies within it, the limits hold, the fault's position is
 * in it, the same bytes give the same twice, and no TLV that authenticates comes out of the walk of
 * those that are told. */
#include <string.h>
#include "fuzz.h"
#include "sources/routing/isis.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

static void check_slices(cp_bytes in, const cp_isis *p)
{
    must_be_within(in, p->system);
    must_be_within(in, p->lan);
    must_be_within(in, p->lsp);
    must_be_within(in, p->tlvs);
    must_be_within(p->tlvs, p->protocols);
    must_be_within(p->tlvs, cp_bytes_of_str(p->hostname));
    MUST(p->n_areas <= CP_ISIS_AREAS_MAX && p->n_addrs <= CP_ISIS_ADDRS_MAX);
    MUST(p->n_neighbours <= CP_ISIS_NEIGHBOURS_MAX);
    for (uint32_t i = 0; i < p->n_areas; i++)
        must_be_within(p->tlvs, p->areas[i]);
    for (uint32_t i = 0; i < p->n_neighbours; i++) {
        must_be_within(p->tlvs, p->neighbours[i]);
        MUST(p->neighbours[i].n == CP_ISIS_ID_BYTES);
    }
    MUST(p->type == 0 || p->system.n == CP_ISIS_ID_BYTES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size }, tlv;
    cp_isis x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_isis_parse(in, &x, &err);
    size_t n = 0;
    MUST(rc == CP_OK || err.off_bytes <= size);
    check_slices(in, &x);
    MUST(cp_isis_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    for (cp_cur c = cp_cur_of(x.tlvs); cp_isis_tlv_next(&c, &tlv); n += tlv.n) {
        must_be_within(x.tlvs, tlv);
        MUST(tlv.n >= 2 && tlv.p[0] != 10 && tlv.p[0] != 133 && tlv.n == 2u + tlv.p[1]);
    }
    MUST(n <= x.tlvs.n);
    cp_arena *a = cp_arena_new(0);
    MUST(cp_isis_id_text(a, x.lsp).n == (x.lsp.n ? 20 : 0));
    MUST(cp_isis_id_text(a, x.system).n == (x.system.n ? 14 : 0));
    for (uint32_t i = 0; i < x.n_areas; i++)
        MUST(cp_isis_area_text(a, x.areas[i]).n == 2 * x.areas[i].n + x.areas[i].n / 2);
    cp_arena_free(a);
    return 0;
}
