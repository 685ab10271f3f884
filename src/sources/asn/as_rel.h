/* SPDX-License-Identifier: Apache-2.0 */
/* as_rel.h - relations of autonomous systems as CAIDA publishes them (as-rel, serial 1 and 2), and
 * whoever writes them so:
 *
 *     # source:topology|BGP|20201001|routeviews|route-views2
 *     # inferred clique: 174 209 ..
 *     # IXP ASes: 1200 ..
 *     64496|64497|-1          64496 is a provider of 64497
 *     64497|64500|0|mlp       peers; serial 2 adds how that was found out
 *     64497|64501|2           siblings, in older tables
 *
 * 1 is refused: some tables mean a provider by it, others siblings. An AS that stands for many
 * (AS_TRANS) makes a row of no use, which is counted. Comments are facts about the table.
 * Source: README.txt of data.caida.org/datasets/as-relationships, serial-1 and serial-2. */
#pragma once
#include "model/as.h"
#include "sources/reader.h"

enum {
    CP_AS_REL_LISTED_MAX = 10 * 1000, /* AS of a comment: there are some 20 and 200; more is cut */
    CP_AS_REL_SOURCE_BYTES_MAX = 64,
};

typedef struct cp_as_rel_facts {
    CP_VEC(uint32_t) clique, ixps; /* at the top of it all; AS of exchanges, left out of paths */
    cp_time first_at, last_at;     /* of the paths that it was made of; CP_TIME_NONE: not told */
    uint64_t n_sources;            /* collectors and the like that it names */
    uint64_t n_relations[CP_AS_RELATION_COUNT];
    uint64_t n_trans; /* rows with AS_TRANS */
} cp_as_rel_facts;

/* Text is valid until the call returns. An error of it ends the reading. */
typedef struct cp_as_rel_to {
    void *ctx;
    cp_rc (*relation)(void *ctx, const cp_as_relation *r, cp_err *err);
} cp_as_rel_to;

/* To the end; counts rows in src, and tells there which were bad. Errors: of `to`; CP_EINTR;
 * CP_EFORMAT: there is not one relation. */
CP_MUST_CHECK cp_rc cp_as_rel_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                   const cp_as_rel_to *to, cp_source *src, cp_as_rel_facts *facts,
                                   cp_err *err);
/* How sure it is such a table, 0..100. */
int cp_as_rel_detect(cp_bytes head, cp_str name);
