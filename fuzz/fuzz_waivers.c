/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_waivers.c - waivers.yaml. The same twice; a refusal has a message; every waiver that counts
 * has all that is required, and those that do not are counted; the reader of the format agrees. */
#include "hearing.h"
#include "sources/import/import.h"

static void check_waiver(const cp_waiver *w)
{
    MUST(w->asset.n > 0 || w->policy.n > 0);
    MUST(w->clause.n == 0 || w->policy.n > 0);
    MUST(w->reason.n > 0 && w->approver.n > 0);
    MUST(cp_date_is_set(w->expires) && w->expires.first_day == w->expires.last_day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    cp_source src = { .name = CP_STR("w") }, again = { .name = CP_STR("w") };
    cp_waivers w = { .n = 0 }, v = { .n = 0 };
    cp_err err = { .line = 0 };
    cp_rc rc = cp_waivers_parse(a, in, &src, &w, &err);
    MUST(rc == cp_waivers_parse(a, in, &again, &v, NULL));
    MUST(w.n == v.n && src.records_bad == again.records_bad);
    if (rc == CP_OK) {
        MUST(w.n + src.records_bad == src.records);
        for (uint32_t i = 0; i < w.n; i++)
            check_waiver(&w.v[i]);
    } else {
        MUST(err.msg[0] && w.n == 0);
    }
    if (!cp_compression_of(in) && size > 0) {
        hearing *h = hear(a, &cp_format_waivers, in, &opts, NULL);
        MUST(h->rc == rc && h->n_obs == 0);
    }
    (void)cp_format_waivers.detect(in, CP_STR("waivers.yaml"));
    cp_arena_free(a);
    return 0;
}
