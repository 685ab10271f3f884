/* SPDX-License-Identifier: Apache-2.0 */
/* standing.c - see standing.h. */
#include "carrier/standing.h"

const char *cp_as_standing_name(cp_as_standing s)
{
    static const char *const names[] = {
#define NAME(id, name) name,
        CP_AS_STANDINGS(NAME)
#undef NAME
    };
    return names[s];
}

static uint8_t *page(cp_as_table *t)
{
    uint8_t *p = CP_NEW_RAW(t->a, uint8_t, CP_AS_PAGE);
    memset(p, CP_AS_UNKNOWN, CP_AS_PAGE);
    return p;
}

cp_as_table *cp_as_table_new(cp_arena *a)
{
    cp_as_table *t = CP_NEW(a, cp_as_table);
    t->a = a;
    t->none = page(t);
    for (uint32_t i = 0; i < CP_AS_PAGE; i++)
        t->pages[i] = t->none;
    return t;
}

void cp_as_table_set(cp_as_table *t, uint32_t asn, cp_as_standing s)
{
    uint8_t **p = &t->pages[asn >> 16];
    if (*p == t->none)
        *p = page(t);
    (*p)[asn & (CP_AS_PAGE - 1)] = (uint8_t)s;
}
