/* SPDX-License-Identifier: Apache-2.0 */
/* as.c - see as.h. */
#include "model/as.h"

bool cp_as_parse(cp_str s, uint32_t *out)
{
    uint32_t high, low;
    if (cp_str_starts_nocase(s, CP_STR("AS")))
        s = cp_str_from(s, 2);
    ptrdiff_t dot = cp_str_find_char(s, '.');
    if (dot < 0)
        return cp_str_u32(s, out);
    if (!cp_str_u32(cp_str_slice(s, 0, (size_t)dot), &high) ||
        !cp_str_u32(cp_str_from(s, (size_t)dot + 1), &low) || high > UINT16_MAX || low > UINT16_MAX)
        return false;
    *out = high << 16 | low;
    return true;
}
