/* SPDX-License-Identifier: Apache-2.0 */
/* peer_words.h - words of routing protocols that several dialects write alike. */
#pragma once
#include "sources/state/state.h"

/* "192.0.2.0", "0.0.0.255": all addresses that differ in those bits alone; those bits of the
 * address say nothing. A wildcard with gaps is false, and s->why says so. */
bool cp_state_wildcard(cp_state_section *s, cp_str address, cp_str wildcard, cp_state_net *out);
/* "49.0001.0000.5e00.5301.00": a network entity title, or with is_area the address of an area
 * (ISO 10589, 7.1: 1 to 13 bytes, behind which are the 6 of the system and 1). */
bool cp_state_is_net(cp_str text, bool is_area);
/* The title of a system in an area, whose last byte is 0; of which one is not told: the area, or
 * "". */
cp_str cp_state_title(cp_arena *a, cp_str area, cp_str system);
/* "level-1", "level-2-only", "level-1-2", "level-1/2", "2", in any case: CP_STATE_PEER_LEVEL_1,
 * CP_STATE_PEER_LEVEL_2, or both. */
bool cp_state_level(cp_str text, uint64_t *out);
