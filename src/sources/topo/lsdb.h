/* SPDX-License-Identifier: Apache-2.0 */
/* lsdb.h - the link state database of OSPF (RFC 2328) or IS-IS (ISO/IEC 10589), as one router shows
 * it or as it passes on a wire, put together to links.
 *
 *     router a: to b, cost 10, from 10.0.0.1        a 10.0.0.1 --10/20-- 10.0.0.2 b
 *     router b: to a, cost 20, from 10.0.0.2
 *
 *     router a: to segment s, cost 10               a --10/20-- b
 *     router b: to segment s, cost 20               a --10/30-- c     all of them fail together:
 *     router c: to segment s, cost 30               b --20/30-- c     SRLG "segment s"
 *     segment s: a, b, c
 *
 * A segment (network LSA, pseudonode) costs nothing to leave, so a link for each pair of its
 * routers has the distances and the next hops of the protocol exactly; a node of its own would need
 * a metric of 0, which no link has. That they fail together is told of segments of more than two.
 *
 * Both ends must tell of a link, or routing does not use it: where the other router's own words are
 * there and do not, it is told with no metric that is used. Where they are not there, because only
 * a part of the database was shown, it is told as of one end.
 *
 * Routers are called by their ids (cp_link_end.router), and by the name that they gave themselves
 * where IS-IS tells it. The same router in two areas is found twice. */
#pragma once
#include "model/observation.h"
#include "model/source.h"

enum {
    CP_LSDB_LSAS_MAX = 1 << 20,    /* areas hold hundreds to thousands */
    CP_LSDB_ARCS_MAX = 1 << 20,    /* also those of LSAs that newer ones took the place of */
    CP_LSDB_SEGMENT_MAX = 256,     /* routers of one segment that are linked with each other */
    CP_LSDB_LINKS_MAX = 1 << 22,   /* of one database */
    CP_LSDB_TEXT_MAX = 255,        /* of a name or an id */
    CP_OSPF_METRIC_MAX = 65535,    /* RFC 2328, A.4.2 */
    CP_ISIS_METRIC_MAX = 16777215, /* RFC 5305, 3: a link of just this metric is not used */
};

typedef enum cp_lsa_kind { CP_LSA_ROUTER, CP_LSA_SEGMENT } cp_lsa_kind;

typedef struct cp_lsdb cp_lsdb;
/* kind: CP_LINK_OSPF or CP_LINK_ISIS. All texts that are given are copied into a. */
cp_lsdb *cp_lsdb_new(cp_arena *a, cp_link_kind kind);

/* What follows is of this LSA, or part of an LSP. False: one of the same or a higher sequence is
 * there already, or there are too many; what follows is not kept then. One of a lower sequence is
 * forgotten. pos: where it stands. */
bool cp_lsdb_begin(cp_lsdb *db, cp_lsa_kind kind, cp_str area, cp_str id, uint32_t part,
                   uint32_t seq, uint64_t pos);
/* Of the router: its name, an address of it (kept is the first), that it is only an end. */
void cp_lsdb_hostname(cp_lsdb *db, cp_str name);
void cp_lsdb_address(cp_lsdb *db, cp_str ip);
void cp_lsdb_overload(cp_lsdb *db);
/* An arc to a router or a segment. own, peer: addresses of the interfaces, "" not told. Metrics of
 * what leaves a segment do not count. */
void cp_lsdb_arc(cp_lsdb *db, cp_lsa_kind to_kind, cp_str to, cp_str own, cp_str peer,
                 uint64_t metric, uint64_t pos);
/* Both mean the same router, everywhere in the database. */
void cp_lsdb_alias(cp_lsdb *db, cp_str name, cp_str id);

uint32_t cp_lsdb_lsas(const cp_lsdb *db); /* kept */
/* Routers that others have a link to, and whose own LSA is not there. */
uint32_t cp_lsdb_untold(const cp_lsdb *db);
/* Tells all links, those of lower routers first; limits that were met are told in src (its texts in
 * a). Errors: those of the sink. */
CP_MUST_CHECK cp_rc cp_lsdb_tell(cp_lsdb *db, cp_arena *a, const cp_obs_sink *sink, cp_source *src,
                                 cp_time at, cp_err *err);
