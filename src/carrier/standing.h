/* SPDX-License-Identifier: Apache-2.0 */
/* standing.h - what a policy says of each autonomous system, for a look-up by number.
 *
 *     number: [high 16 bits] -> page -> [low 16 bits] -> standing     a page that has nothing in it
 *                                                                     is one that all share
 *
 * Who looks up every AS of every path of a table does it a hundred million times: two loads. */
#pragma once
#include "base/base.h"

/* The worse, the greater: a path stands as the worst of its ASes. */
#define CP_AS_STANDINGS(X)                                                                 \
    X(ALLOWED, "allowed")           /* it is known who holds it, and no rule names him */  \
    X(UNKNOWN, "not_known")         /* nobody told who holds it */                         \
    X(UNDETERMINED, "undetermined") /* facts are missing that could make it one of both */ \
    X(RESTRICTED, "restricted")                                                            \
    X(EXCLUDED, "excluded")
typedef enum cp_as_standing {
#define CP_AS_STANDING_ID(id, name) CP_AS_##id,
    CP_AS_STANDINGS(CP_AS_STANDING_ID)
#undef CP_AS_STANDING_ID
        CP_AS_STANDING_COUNT
} cp_as_standing;
const char *cp_as_standing_name(cp_as_standing s);

enum { CP_AS_PAGE = 1 << 16 };
typedef struct cp_as_table {
    cp_arena *a;
    uint8_t *pages[CP_AS_PAGE];
    uint8_t *none; /* all UNKNOWN */
} cp_as_table;

cp_as_table *cp_as_table_new(cp_arena *a);
void cp_as_table_set(cp_as_table *t, uint32_t asn, cp_as_standing s);
static inline cp_as_standing cp_as_table_of(const cp_as_table *t, uint32_t asn)
{
    return (cp_as_standing)t->pages[asn >> 16][asn & (CP_AS_PAGE - 1)];
}
