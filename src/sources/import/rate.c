/* SPDX-License-Identifier: Apache-2.0 */
/* rate.c - see rate.h. */
#include "sources/import/rate.h"
#include "sources/import/forms.h"

/* What a letter in front of "bps", "b/s", "bit/s" multiplies by. */
static uint64_t prefix_of(char c)
{
    switch (c) {
    case 'k':
    case 'K': return 1000;
    case 'm':
    case 'M': return 1000 * 1000;
    case 'g':
    case 'G': return 1000ull * 1000 * 1000;
    case 't':
    case 'T': return 1000ull * 1000 * 1000 * 1000;
    default: return 0;
    }
}

uint64_t cp_rate_unit(cp_arena *a, cp_str header)
{
    cp_str key = cp_form_key(a, header);
    static const cp_str units[] = { CP_STR_INIT("bps"), CP_STR_INIT("bits"), CP_STR_INIT("bit") };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        ptrdiff_t at = cp_str_find(key, units[i]);
        if (at < 0)
            continue;
        uint64_t factor = at > 0 ? prefix_of(key.p[at - 1]) : 0;
        return factor ? factor : 1;
    }
    return 0;
}

bool cp_rate_read(cp_str s, uint64_t header_unit, uint64_t *out)
{
    size_t n = 0;
    double v;
    while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.'))
        n++;
    cp_str unit = cp_str_trim(cp_str_from(s, n));
    uint64_t factor = unit.n ? prefix_of(unit.p[0]) : header_unit;
    if (unit.n && factor == 0 && cp_str_starts_nocase(unit, CP_STR("b")))
        factor = 1;
    if (n == 0 || !cp_str_double(cp_str_slice(s, 0, n), &v))
        return false;
    if (factor == 0 && v >= 1e6)
        factor = 1; /* nobody counts megabits by the million */
    if (factor == 0 || v * (double)factor >= 9e18)
        return false;
    *out = (uint64_t)(v * (double)factor + 0.5);
    return true;
}
