/* SPDX-License-Identifier: Apache-2.0 */
/* least.h - where there is no clean path: the one that is least far from it. */
#pragma once
#include "path/answer.h"

/* Of all paths one with the fewest devices and links that are excluded, of those the fewest that
 * are unknown, of those the fewest links; each with what it needs or rides on. A simple path, the
 * same one for the same net. False: no path joins the two, and out is not written. The trail is
 * owned by a. O(links log links), and stops at `to`. */
bool cp_least_dirty(cp_arena *a, const cp_net *n, const cp_taints *t, uint32_t from, uint32_t to,
                    cp_trail *out);
