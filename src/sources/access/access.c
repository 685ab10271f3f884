/* SPDX-License-Identifier: Apache-2.0 */
/* access.c - see access.h. */
#include "sources/access/access.h"

static void free_arena(void *arena) { cp_arena_free(arena); }

cp_arena *cp_access_scratch(cp_arena *a)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_arena_defer(a, free_arena, scratch);
    return scratch;
}
