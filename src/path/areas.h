/* SPDX-License-Identifier: Apache-2.0 */
/* areas.h - routes where the net has several areas (OSPF, RFC 2328, 16) or levels (IS-IS, ISO
 * 10589, 7.2). Inside of routes.h only. A device's table has, of the ways to TO, the first kind
 * that there is:
 *
 *     within    an area that both are in, by least metric in that area alone. In IS-IS level 1 goes
 *               before level 2
 *     backbone  by the backbone to a device that is within an area of TO (IS-IS: or to TO itself)
 *     outward   from another area: OSPF to the border of least metric to TO, its own to there
 *               included; IS-IS to the nearest border, whatever lies behind it
 *
 * Every device forwards by its own table; those of the next kind are joined only at borders, and
 * within a kind what lies ahead grows less, so there are no circles.
 *
 * Not modelled: routes leaked into level 1 (RFC 5302), virtual links, stub areas whose default
 * leads elsewhere than the summaries, links whose levels differ in metric, borders that say that
 * they are attached to the backbone but reach no TO by it (they are taken as not attached; what
 * would be lost there is taken to be sent the other ways, if there are any), and
 * OSPF and IS-IS side by side (if any link has a level, the backbone follows IS-IS). */
#pragma once
#include "path/members.h"
#include "path/routes_in.h"

typedef struct cp_areas cp_areas;
/* NULL: all that routing uses is in one area, so that least metric is all there is to it. */
cp_areas *cp_areas_new(cp_arena *a, cp_spf *s);
/* To spf->to; down may be NULL. Fills distance (what the device's own table has; of a level-1
 * device outward, to the nearest border), order (each after all that it forwards to) and next. */
void cp_areas_run(cp_areas *x, const cp_down *down);

/* Certificates have them all in one row, where less goes first: a kind is this much farther than
 * the one before it. */
#define CP_AREAS_KIND (UINT64_C(1) << 60)
uint32_t cp_areas_n_stands(const cp_areas *x);
/* Of the last run. Per stand (members.h): the least distance to TO in the backbone, or in the area,
 * of all ways that are told there; CP_SPF_NONE. Of each device the least of its own is what its
 * table has, but for one in the backbone that would go outward. */
void cp_areas_stands(cp_areas *x, uint64_t *out);
