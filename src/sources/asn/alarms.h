/* SPDX-License-Identifier: Apache-2.0 */
/* alarms.h - what `carriers watch --format ndjson` printed
 * (docs/formats/carriers-watch.schema.json), read again: prefixes that began to go through a
 * carrier, and that do so no longer.
 *
 *     {"event":"schema","text":"cleanpath/carriers-watch/1",..}
 *     {"event":"new","at":"..","prefix":"192.0.2.0/24","asn":64496,"path":[64500,64496],..}
 *     {"event":"router went",..}    {"event":"ended","since":"..",..}
 *
 * Several such outputs may stand one after the other. */
#pragma once
#include "sources/reader.h"

enum {
    CP_ALARM_HOPS_MAX = 255,       /* of a path; more is cut */
    CP_ALARM_TEXT_BYTES_MAX = 256, /* of a name of a router, and of what is said of a route */
};

typedef struct cp_route_alarm {
    bool is_end;
    cp_time at, since; /* since: of an end, when it began */
    cp_str prefix;     /* as written; it is one */
    uint32_t asn;      /* the carrier, not 0 */
    cp_str result;     /* "excluded" ..; "" not told */
    cp_str router, peer, leak, rpki;
    uint32_t path[CP_ALARM_HOPS_MAX], before[CP_ALARM_HOPS_MAX];
    uint32_t n_path, n_before;
    bool is_cut;
} cp_route_alarm;

/* Valid until the call returns. An error ends the reading. */
typedef struct cp_alarms_to {
    void *ctx;
    cp_rc (*alarm)(void *ctx, const cp_route_alarm *x, cp_err *err);
    /* All else: "begins", "router went" .. */
    cp_rc (*event)(void *ctx, cp_str event, cp_time at, cp_err *err);
} cp_alarms_to;

/* To the end; counts lines in src, and tells there which were bad. Errors: of `to`; CP_EINTR;
 * CP_EFORMAT: the first line does not say that it is one. */
CP_MUST_CHECK cp_rc cp_alarms_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                   const cp_alarms_to *to, cp_source *src, cp_err *err);
