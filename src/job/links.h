/* SPDX-License-Identifier: Apache-2.0 */
/* links.h - `links` and `neighbours`: what was understood of the network, before anything is
 * judged.
 *
 *     evidence --links.c--> the links that there are (path/links.h), and who is next to whom
 *              --links_print.c--> for people, and as tables;  --links_json.c--> for programs
 *
 * A neighbour that is in no inventory, a link that only one end tells of: what nobody knows of a
 * network is what hides equipment, so it comes first. */
#pragma once
#include "job/evidence.h"
#include "path/links.h"

typedef struct cp_shown_end {
    uint32_t node;
    cp_str id, name, port;
} cp_shown_end;

/* In the order in which they are told. */
typedef enum cp_shown_kind {
    CP_SHOWN_STRANGER, /* somebody has a link to it, and nothing else tells of it */
    CP_SHOWN_HEARD,    /* only neighbours, or itself to them: no inventory, no walk of its own */
    CP_SHOWN_SWITCH,   /* inferred */
    CP_SHOWN_ASSET
} cp_shown_kind;
const char *cp_shown_kind_name(cp_shown_kind k);

/* One row: a link as it is told, or for `neighbours` turned so that b is whom a has beside it. */
typedef struct cp_shown_link {
    const cp_real_link *link;
    cp_shown_end a, b;
    uint64_t metric, metric_back; /* a to b, b to a; 0 none */
    const cp_asset_link *told;    /* the first telling */
    uint32_t n_told;
} cp_shown_link;

typedef struct cp_shown_links {
    cp_job *j;
    const cp_evidence_set *e;
    const cp_answer *ans;
    const cp_asset_link *told; /* what links were made of: neighbours also of what is awaited */
    cp_links links;
    const cp_shown_link *rows;
    uint32_t n_rows;
    bool of_neighbours;
} cp_shown_links;

cp_shown_kind cp_shown_kind_of(const cp_shown_links *s, uint32_t node);
/* Does one end alone tell of it, and nothing else? */
bool cp_shown_is_one_sided(const cp_shown_link *x);
/* The telling at that place, of n_told. */
const cp_asset_link *cp_shown_telling(const cp_shown_links *s, const cp_shown_link *x, uint32_t i);
/* "links.csv:4" */
cp_str cp_shown_place(cp_arena *a, const cp_shown_links *s, const cp_asset_link *told);

void cp_links_print(const cp_shown_links *s, cp_buf *out);
void cp_links_csv(const cp_shown_links *s, cp_buf *out);
void cp_links_json(const cp_shown_links *s, bool one_a_line, cp_buf *out);
