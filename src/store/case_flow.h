/* SPDX-License-Identifier: Apache-2.0 */
/* case_flow.h - the flows of a case: read by engines, written by a collector while they come. What
 * was imported from files goes in by the sink of case.h. */
#pragma once
#include "model/flow.h"
#include "store/case.h"

enum { CP_CASE_FLOW_BLOCKS_MAX = 1 << 26 }; /* 4e12 flows: more than a file can hold */

/* All flows of the case as it is now: what is imported later is not seen, and what is removed
 * meanwhile counts as damaged. Sources are numbered as cp_case_sources orders them. Valid as long
 * as a; c is not needed any more. Each iterator opens the case for itself, so it may be used by
 * another thread (one at a time, with an arena of that thread). Errors: those of the case;
 * CP_EFORMAT where blocks are of no source or exporters have no numbers; CP_EUSAGE: some went to
 * ClickHouse (case_ship.h). */
CP_MUST_CHECK cp_rc cp_case_flow_set(cp_case *c, cp_arena *a, cp_flow_set *out, cp_err *err);

/* How far the case is, for who looks again and again. Blocks are numbered in the order in which
 * they are committed; only after blocks were removed a number may be given out again. */
typedef struct cp_case_flow_mark {
    int64_t block;        /* the number of the latest; 0: there is none */
    int64_t log;          /* of what was last done with the case; batches of flows are not logged */
    uint32_t n_receiving; /* sources that a collector has not ended */
} cp_case_flow_mark;
CP_MUST_CHECK cp_rc cp_case_flow_mark_of(cp_case *c, cp_case_flow_mark *out, cp_err *err);
/* As cp_case_flow_set, of the blocks behind that number alone (0: all); *latest is the number to be
 * given the next time: nothing is between them. Exporters are those of all flows, as they stand. */
CP_MUST_CHECK cp_rc cp_case_flow_after(cp_case *c, cp_arena *a, int64_t block, cp_flow_set *out,
                                       int64_t *latest, cp_err *err);

/* Every name that was seen, in the order of imports and, within one, of reading; lent for the call.
 * An error that `each` returns ends it. Blocks that cannot be read are counted in damage. */
typedef cp_rc (*cp_case_name_each)(void *ctx, uint32_t source, const cp_flow_name *n, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_flow_names(cp_case *c, cp_case_name_each each, void *ctx,
                                       cp_flow_damage *damage, cp_err *err);

/* As above, of the blocks of names behind that number alone (0: all), in the order in which they
 * came, for who asks again and again; *latest is the number to be given the next time. If it is
 * less than `block`, blocks were removed, and none was told: begin anew. */
typedef cp_rc (*cp_case_new_name)(void *ctx, const cp_flow_name *n, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_flow_names_after(cp_case *c, int64_t block, cp_case_new_name each,
                                             void *ctx, cp_flow_damage *damage, int64_t *latest,
                                             cp_err *err);

/* ---- a collector, whose flows go into the case while they come
 *
 * begin, then batches of numbers 1, 2, 3 ..., then end. What append reported as done is there after
 * kill -9 and after power loss; a batch that is there already changes nothing, so who does not know
 * repeats it. Between the calls the case is free for others. Until its end the import stands as
 * partly read, and so it stays if its collector was killed. */

typedef struct cp_case_collector {
    cp_str session; /* not empty; as no other one: with the same one it is gone on with */
    cp_str name;    /* of the import: where it listens */
    cp_str realm;   /* "" is "default" */
    cp_str by;
    cp_time at;
} cp_case_collector;

/* How it stands; exporters with the numbers and counters that they had, of the caller's arena. */
typedef struct cp_case_collected {
    uint64_t batch; /* the last one that is there; 0: none */
    bool is_ended;
    const cp_exporter *exporters;
    uint32_t n_exporters;
} cp_case_collected;
CP_MUST_CHECK cp_rc cp_case_collect_begin(cp_case *c, cp_arena *a, const cp_case_collector *who,
                                          cp_case_collected *out, cp_err *err);

/* The session of this name and realm that has not ended, because its collector was killed or is at
 * work: the latest. *out "": there is none. */
CP_MUST_CHECK cp_rc cp_case_collect_unended(cp_case *c, cp_arena *a, cp_str name, cp_str realm,
                                            cp_str *out, cp_err *err);

/* How an exporter writes flows, as the collector understands it. */
enum {
    CP_CASE_TEMPLATES_MAX = 1 << 18, /* beyond it new ones are not kept: exporters repeat them */
    CP_CASE_TEMPLATE_BYTES_MAX = 64 * 1024, /* a message of IPFIX is not longer */
};
typedef struct cp_case_template {
    cp_flow_addr addr;
    uint32_t domain;
    cp_flow_proto proto;
    uint32_t id;
    cp_bytes data;
    cp_time at;
} cp_case_template;

typedef struct cp_case_batch {
    uint64_t seq;                        /* from 1 */
    const cp_flow_block *blocks, *names; /* of model/flow_pack.h and flow_names.h, none empty */
    uint32_t n_blocks, n_names;
    /* new ones, those of the flows, and others that changed: as they stand */
    const cp_exporter *exporters;
    uint32_t n_exporters;
    const cp_case_template *templates; /* likewise */
    uint32_t n_templates;
    uint64_t bytes, records, records_bad, records_unused; /* in this batch: datagrams */
} cp_case_batch;
/* Errors: those of the case (CP_EBUSY, CP_EFULL: nothing of it is there, repeat it); CP_EUSAGE: its
 * number does not follow, or the collector has ended; CP_ENOENT: its import was removed. */
CP_MUST_CHECK cp_rc cp_case_collect_append(cp_case *c, const cp_case_batch *b, bool *is_known,
                                           cp_err *err);
/* The note becomes that of the import. Once more changes nothing. */
CP_MUST_CHECK cp_rc cp_case_collect_end(cp_case *c, cp_str note, cp_str by, cp_time at,
                                        cp_err *err);
/* The templates of all collectors of this case, the newest first; those of the last 30 days (as of
 * the latest begin). */
CP_MUST_CHECK cp_rc cp_case_templates(cp_case *c, cp_arena *a, cp_case_template **out, uint32_t *n,
                                      cp_err *err);
