/* SPDX-License-Identifier: Apache-2.0 */
/* rov.h - may this AS announce this prefix: route origin validation (RFC 6811) by what the RPKI
 * holds.
 *
 *     [10.0.0.0/8]     [10.1.0.0/16]      [192.0.2.0/24]      prefixes in order, the shorter first
 *        ^--- inside ------'                                  each knows the one that it lies in
 *     VRPs of each: AS 64496 up to /24 ..
 *
 * Those that cover a route are the last prefix that is not behind it, and what that lies in, as far
 * as it covers the route: prefixes lie within each other and never cross. */
#pragma once
#include "model/as.h"

enum { CP_ROV_MAX = 16 * 1024 * 1024 }; /* some twenty times of all there are */

/* id, name in answers */
#define CP_ROV_STATES(X)                                                          \
    X(NOT_FOUND, "not-found") /* nothing covers it */                             \
    X(VALID, "valid")                                                             \
    X(INVALID_LENGTH, "invalid-length") /* that AS may, but not at this length */ \
    X(INVALID_AS, "invalid-as")         /* others may, and this one may not */    \
    X(INVALID_NOBODY, "invalid-as0")    /* nobody may: all that cover it are of AS 0 */
typedef enum cp_rov_state {
#define CP_ROV_ID(id, name) CP_ROV_##id,
    CP_ROV_STATES(CP_ROV_ID)
#undef CP_ROV_ID
        CP_ROV_STATE_COUNT
} cp_rov_state;
const char *cp_rov_state_name(cp_rov_state s);
static inline bool cp_rov_is_invalid(cp_rov_state s) { return s >= CP_ROV_INVALID_LENGTH; }

typedef struct cp_rov cp_rov;
/* at: VRPs that have expired by then are left out and counted; CP_TIME_NONE: all count. */
cp_rov *cp_rov_new(cp_arena *a, cp_time at);
/* In any order, twice as well. False: there are CP_ROV_MAX already, and it was not taken. */
bool cp_rov_add(cp_rov *r, const cp_roa *v);
/* After the last, before the first question. */
void cp_rov_done(cp_rov *r);
uint64_t cp_rov_n(const cp_rov *r);         /* that count */
uint64_t cp_rov_n_expired(const cp_rov *r); /* that were left out */

/* A route to net (bits behind the length are 0) whose path ends in origin. CP_AS_NONE for one that
 * nobody can tell (the path ends in an AS_SET of several, RFC 6811, 2): it matches nothing.
 * *n_covering (may be NULL): VRPs that cover it. */
cp_rov_state cp_rov_ask(const cp_rov *r, cp_ip net, uint32_t length, uint32_t origin,
                        uint32_t *n_covering);
