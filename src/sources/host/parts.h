/* SPDX-License-Identifier: Apache-2.0 */
/* parts.h - parts of hosts, told one by one: a host is a subject, a part is told of it as the rows
 * of ENTITY-MIB are, so that identify makes an asset of each that stands inside the host.
 *
 *     host "leaf1"                  agent host leaf1, hostname leaf1     part.host=leaf1
 *       part "optic swp1"           the same subject, part "optic swp1"  part.name=swp1 .. */
#pragma once
#include "sources/reader.h"

enum {
    CP_PARTS_MAX = 1024 * 1024, /* of a file */
    CP_PART_NAME_BYTES_MAX = 128,
};

typedef struct cp_parts {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_str host;     /* whose parts are told now; "" nobody said */
    cp_map hosts;    /* those that were told */
    cp_ident ids[3]; /* of the host; one of them only where its serial number is told */
    uint32_t n_ids;
    cp_str part;            /* the one at hand */
    uint64_t line;          /* where it stands, from 1 */
    uint32_t n, n_of_hosts; /* parts; facts of hosts themselves */
    cp_rc rc;               /* of the sink, and the limit; sticks */
    cp_err *err;
} cp_parts;

/* p lives as long as a. */
void cp_parts_open(cp_parts *p, cp_arena *a, const cp_obs_sink *sink, cp_source *src, cp_err *err);
/* What follows is of this host. */
void cp_parts_of(cp_parts *p, cp_str host);
/* Begins a part; family and key tell it from others of its host, name is what it is called
 * there. */
void cp_part_begin(cp_parts *p, const char *family, cp_str key, cp_str name, uint64_t line);
/* Blank values say nothing; longer ones are cut. */
void cp_part_say(cp_parts *p, cp_kind kind, cp_str value);
/* The same, but placeholders ("n/a", "To be filled by O.E.M.") say nothing. */
void cp_part_set(cp_parts *p, cp_kind kind, cp_str value);
/* Of the host itself; placeholders say nothing. A serial number that can tell one from another is
 * an identifier. */
void cp_parts_set_host(cp_parts *p, cp_kind kind, cp_str value, uint64_t line);
