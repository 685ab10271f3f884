/* SPDX-License-Identifier: Apache-2.0 */
/* carrier_view.c - see carrier_view.h: names. */
#include "model/carrier_view.h"

const char *cp_carrier_standing_name(cp_carrier_standing s)
{
    static const char *const names[] = {
#define NAME(id, name) name,
        CP_CARRIER_STANDINGS(NAME)
#undef NAME
    };
    return names[s];
}
