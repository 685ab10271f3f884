/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_fcc_id.c - what was read as an FCC ID reads back from its one form as the same, and has a
 * grantee and a product of the lengths that these have; each reading of its grantee code is a code
 * as they are given out. */
#include "fuzz.h"
#include "model/fcc_id.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_fcc_id id, again;
    if (cp_fcc_id_parse(a, (cp_str){ (const char *)data, size }, &id)) {
        cp_str readings[CP_FCC_ID_READINGS_MAX];
        MUST(id.grantee.n == 3 || id.grantee.n == CP_FCC_ID_GRANTEE_MAX);
        MUST(id.product.n >= 1 && id.product.n <= CP_FCC_ID_PRODUCT_MAX);
        MUST(cp_fcc_id_parse(a, cp_fcc_id_text(a, &id), &again) && !again.is_inside);
        MUST(cp_str_eq(id.grantee, again.grantee) && cp_str_eq(id.product, again.product));
        uint32_t n = cp_fcc_id_readings(a, id.grantee, readings);
        MUST(n >= 1 && n <= CP_FCC_ID_READINGS_MAX);
        for (uint32_t i = 0; i < n; i++)
            MUST(cp_fcc_id_is_grantee(readings[i]));
    }
    cp_arena_free(a);
    return 0;
}
