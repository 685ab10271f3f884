/* SPDX-License-Identifier: Apache-2.0 */
/* members.h - which link is in which area of routing (areas.h has the rules), and who is a member
 * of it. Inside of the room only.
 *
 * A stand is an item in the backbone, or a member: an item in one of its areas. They count in one
 * row, items first; the problem and the certificate speak of them so
 * (docs/formats/path-proof.md). */
#pragma once
#include "path/net.h"

#define CP_NO_AREA UINT32_MAX

typedef struct cp_member {
    uint32_t item, area;
} cp_member;

typedef struct cp_members {
    uint32_t n_items, n;
    cp_member *v;      /* ascending by item, then area */
    uint32_t *first;   /* n_items + 1: those of an item */
    uint32_t *area;    /* per link; CP_NO_AREA: in none but the backbone, or not routed */
    uint32_t n_areas;  /* without the backbone */
    uint8_t *is_level; /* per area: of IS-IS */
    bool has_levels;
} cp_members;

/* false: all that routing uses is in one area, so that least metric is all there is to it; out is
 * not filled. */
bool cp_members_find(cp_arena *a, const cp_net *n, cp_members *out);
static inline uint32_t cp_members_n_stands(const cp_members *m) { return m->n_items + m->n; }
/* area: one that the item is in, or CP_NO_AREA. */
uint32_t cp_members_stand(const cp_members *m, uint32_t item, uint32_t area);

/* Of the backbone, alone or beside an area. */
static inline bool cp_link_in_backbone(const cp_net *n, uint32_t link)
{
    cp_area_kind k = n->area_kinds[n->links[link].area];
    return k == CP_AREA_BACKBONE || k == CP_AREA_LEVEL_1_2;
}
