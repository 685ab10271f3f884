/* SPDX-License-Identifier: Apache-2.0 */
/* product.c - see product.h. */
#include "model/product.h"

static const char *const names[] = {
#define ROW(id, name) [CP_PRODUCT_##id] = name,
    CP_PRODUCT_FIELDS(ROW)
#undef ROW
};
static_assert(sizeof names / sizeof *names == CP_PRODUCT_FIELD_COUNT, "a name for each");

const char *cp_product_field_name(cp_product_field f)
{
    assert(f < CP_PRODUCT_FIELD_COUNT);
    return names[f];
}

cp_product cp_product_dup(cp_arena *a, const cp_product *p)
{
    cp_product own = *p;
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        own.field[f] = p->field[f].n ? cp_str_dup(a, p->field[f]) : CP_STR("");
    return own;
}
