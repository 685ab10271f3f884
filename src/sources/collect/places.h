/* SPDX-License-Identifier: Apache-2.0 */
/* places.h - memory that both processes of a collector have, so that blocks need not pass through a
 * pipe: that would copy each twice more and make the kernel fetch pages for it.
 *
 *     receives: take --packs into it--> "block in place 2" --pipe--> parent: copies, gives back
 *
 * Neither waits for the other: where no place is free, a block goes through the pipe, whole. Who
 * receives may write into a place at any time, so the parent looks at its copy alone. */
#pragma once
#include <stdatomic.h>
#include "model/flow_pack.h"

/* Of 2 MiB that are ever touched, with usual flows; those with lower numbers are taken first. */
enum { CP_COLLECT_PLACES = 4, CP_COLLECT_PLACE_NONE = CP_COLLECT_PLACES };

typedef struct cp_collect_places {
    _Atomic uint32_t bytes[CP_COLLECT_PLACES]; /* 0: free */
    uint8_t of[CP_COLLECT_PLACES][CP_FLOW_BLOCK_ROOM_BYTES];
} cp_collect_places;

/* For a block of any length; CP_COLLECT_PLACE_NONE: none is free. Any thread. */
uint32_t cp_collect_place_take(cp_collect_places *p);
/* A block of so many bytes, at least one, stands in it. */
void cp_collect_place_fill(cp_collect_places *p, uint32_t place, uint32_t bytes);
void cp_collect_place_give(cp_collect_places *p, uint32_t place);
/* The first n bytes of a place that was filled, as they are now, at the start of a page of memory
 * (4 KiB): so they can be written to a disk without another copy. */
cp_bytes cp_collect_place_copy(cp_arena *a, cp_collect_places *p, uint32_t place, uint32_t n);
/* Places that are not free; a number, whatever it is. */
uint32_t cp_collect_places_taken(const cp_collect_places *p);
/* In all places; likewise. */
uint64_t cp_collect_places_bytes(const cp_collect_places *p);
