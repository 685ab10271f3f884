/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_pim.c - a hello of PIM: the fault's position is in it, the same bytes give the same twice,
 * and what stands in front of the middle is read the same whatever follows. */
#include <string.h>
#include "fuzz.h"
#include "sources/routing/pim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_pim x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_pim_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_pim_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_pim_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(x.n_options <= CP_PIM_OPTIONS_MAX && x.n_options <= size / 4);
    MUST(front.n_options <= x.n_options);
    MUST(memcmp(front.options, x.options, front.n_options * sizeof *x.options) == 0);
    cp_arena *a = cp_arena_new(0);
    MUST(cp_pim_options_text(a, &x).n <= 6 * x.n_options);
    cp_arena_free(a);
    return 0;
}
