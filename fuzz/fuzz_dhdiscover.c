/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_dhdiscover.c - a DHDiscover message: the same bytes give the same twice, a cut one is never
 * an answer, and what is refused says nothing. */
#include "fuzz.h"
#include "sources/app/dhdiscover.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_arena *a = cp_arena_new(0);
    cp_dhdiscover x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_dhdiscover_parse(a, in, &x, &err);
    MUST(rc == CP_OK || (err.off_bytes <= size && !x.is_answer && x.serial.n == 0));
    MUST(cp_dhdiscover_parse(a, in, &y, NULL) == rc && x.is_answer == y.is_answer);
    MUST(cp_str_eq(x.serial, y.serial) && cp_str_eq(x.device_type, y.device_type));
    MUST(x.serial.n <= size && x.device_type.n <= size && x.mac.n <= size);
    if (size > CP_DHDISCOVER_HEAD_BYTES)
        MUST(cp_dhdiscover_parse(a, (cp_bytes){ data, CP_DHDISCOVER_HEAD_BYTES }, &y, NULL) !=
             CP_OK);
    cp_arena_free(a);
    return 0;
}
