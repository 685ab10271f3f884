/* SPDX-License-Identifier: Apache-2.0 */
/* hops.c - see hops.h. */
#include "carrier/hops.h"

uint32_t cp_hops_of(const cp_bgp_path *p, uint32_t peer_as, uint32_t *hops, uint32_t max,
                    bool *is_cut)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    uint32_t n = 0;
    *is_cut = false;
    while (cp_bgp_path_next(&it, &s))
        for (uint32_t i = 0; i < s.n; i++) {
            uint32_t asn = cp_bgp_segment_as(&s, i);
            if (n && hops[n - 1] == asn)
                continue;
            *is_cut |= n == max;
            if (n < max)
                hops[n++] = asn;
        }
    if (n == 0)
        hops[n++] = peer_as;
    return n;
}

bool cp_hops_add(uint32_t *v, uint8_t *n, uint8_t max, uint32_t asn)
{
    uint8_t at = 0;
    while (at < *n && v[at] < asn)
        at++;
    if (at < *n && v[at] == asn)
        return true;
    if (*n == max)
        return false;
    memmove(v + at + 1, v + at, (size_t)(*n - at) * sizeof *v);
    v[at] = asn;
    ++*n;
    return true;
}
