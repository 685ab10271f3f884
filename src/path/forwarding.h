/* SPDX-License-Identifier: Apache-2.0 */
/* forwarding.h - what of a plane packets can meet that go to some addresses and enter at some
 * tables: what the problem file tells of it, and certificates are about
 * (docs/formats/path-proof.md).
 *
 *     plane, tables, destinations --> tables that can be come to, their routes that hold one of the
 *                                     destinations, actions, filters; all by numbers of its own
 *
 * A table has an address's longest route; none: no route. */
#pragma once
#include "path/plane.h"

enum { CP_FORWARDING_ROUTES_MAX = 1 << 22 };

typedef struct cp_forwarding_route {
    cp_address first, last; /* of version 4: the lower 96 bits of last are ones */
    uint32_t action, up;    /* up: the route that holds it, of the same table; UINT32_MAX: none */
} cp_forwarding_route;
typedef struct cp_forwarding_action {
    cp_plane_kind kind;
    uint32_t first, n; /* hops */
} cp_forwarding_action;

typedef struct cp_forwarding {
    unsigned bits;
    const cp_prefix *dsts; /* ascending, none within another */
    uint32_t n_dsts;
    uint32_t n_tables;
    const uint32_t *tables, *items;    /* per table: of the plane, of the net */
    const cp_str *vrfs;                /* per table, "" the main one; left to the caller */
    const uint32_t *number;            /* per table of the plane: its number here, or UINT32_MAX */
    const uint32_t *route_first;       /* n_tables + 1 */
    const cp_forwarding_route *routes; /* of a table by first, those that hold others before them */
    const cp_forwarding_action *actions;
    uint32_t n_actions;
    const cp_plane_hop *hops;
    uint32_t n_filters;
    const uint32_t *rule_first; /* n_filters + 1 */
    const cp_filter_rule *rules;
} cp_forwarding;

/* dsts in any order. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_forwarding_of(cp_arena *a, const cp_plane *p, const uint32_t *tables,
                                     uint32_t n_tables, const cp_prefix *dsts, uint32_t n_dsts,
                                     cp_forwarding *out, cp_err *err);
