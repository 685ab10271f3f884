/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_redfish.c - what management controllers tell, malformed and cut off as it may be. The same
 * is told twice; all that is told is of an agent of Redfish; only a machine itself has a serial
 * number or an address as its identity, and never a part. */
#include "hearing.h"
#include "sources/host/redfish.h"
#include "sources/host/redfish_in.h"

static void check(const cp_obs *o)
{
    MUST(o->n_ids >= 1 && o->n_ids <= 6 && o->ids[0].kind == CP_IDENT_AGENT);
    MUST(cp_str_starts(o->ids[0].value, CP_STR(CP_SOURCE_MOCKUP_AGENT)));
    for (uint32_t i = 1; i < o->n_ids; i++)
        MUST(o->ids[i].kind == CP_IDENT_AGENT || o->part.n == 0);
    MUST(o->value.n > 0 && o->value.n <= CP_OBS_VALUE_BYTES_MAX);
    MUST(o->part.n <= CP_OBS_VALUE_BYTES_MAX);
}

static void check_path(cp_arena *a, cp_str id)
{
    cp_str path = cp_redfish_path(a, id), owner = cp_redfish_owner(path);
    MUST(path.n <= id.n && cp_str_starts(path, owner));
    MUST(cp_str_eq(cp_redfish_owner(owner), owner));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_read_opts opts;
    cp_bytes in = { data, size };
    cp_arena *a = cp_arena_new(0);
    hearing *h = hear_twice(a, &cp_format_redfish, in, &opts, check);
    MUST(h->n_statements == 0 && h->n_ties == 0 && h->n_links == 0);
    MUST(h->src.records_unused + h->src.records_bad <= h->src.records);
    MUST(h->rc == CP_OK || h->n_obs == 0);
    int sure = cp_format_redfish.detect(in, CP_STR("x"));
    MUST(sure >= 0 && sure <= 100 && sure == cp_format_redfish.detect(in, CP_STR("y")));
    check_path(a, cp_str_of_bytes(in));
    cp_arena_free(a);
    return 0;
}
