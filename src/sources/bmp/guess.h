/* SPDX-License-Identifier: Apache-2.0 */
/* guess.h - UPDATEs of a session of which it is not known what its speakers agreed on, because
 * their OPENs were not seen.
 *
 * A message is read in every way that is still possible. What all ways that fit say alike is handed
 * on, and what only one of them can be is known from then on; where two fit that say something
 * else, it is counted and nothing is handed on: a wrong guess would name a wrong AS. */
#pragma once
#include "sources/mrt/update.h"

typedef struct cp_bgp_guess {
    uint8_t as_bytes; /* 0: not known yet */
    cp_tri ids_v4, ids_v6;
} cp_bgp_guess;

#define CP_BGP_GUESS_NONE ((cp_bgp_guess){ 0, CP_UNKNOWN, CP_UNKNOWN })
static inline cp_bgp_guess cp_bgp_guess_of(cp_bgp_session s)
{
    return (cp_bgp_guess){ s.as_bytes, s.has_path_ids_v4 ? CP_YES : CP_NO,
                           s.has_path_ids_v6 ? CP_YES : CP_NO };
}

/* As cp_bgp_update_read; *is_open: nothing was handed on, because it can mean several things. */
CP_MUST_CHECK cp_rc cp_bgp_guess_read(cp_bgp_guess *g, cp_bytes body, const cp_bgp_route *like,
                                      const cp_bgp_to *to, cp_bgp_update_counts *n,
                                      cp_bgp_fault *fault, bool *is_open, cp_err *err);
