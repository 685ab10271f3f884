/* SPDX-License-Identifier: Apache-2.0 */
/* test_source.c - bad records are counted all, and told while there is room. */
#include "model/source.h"
#include "tap.h"

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_source *s = CP_NEW(a, cp_source);
    for (uint32_t i = 0; i < CP_SOURCE_PROBLEMS_MAX + 5u; i++)
        cp_source_bad(a, s, i + 1, "row %u: %s", i + 1, "no cells");
    is_uint(s->records_bad, CP_SOURCE_PROBLEMS_MAX + 5, "all are counted");
    is_uint(s->n_problems, CP_SOURCE_PROBLEMS_MAX, "the first are told");
    is_uint(s->problems[0].pos, 1, "with their place");
    is_cstr(s->problems[CP_SOURCE_PROBLEMS_MAX - 1].text, "row 20: no cells", "and a text");
    cp_arena_free(a);
    return tap_done();
}
