/* SPDX-License-Identifier: Apache-2.0 */
/* flow_wire.h - datagrams of NetFlow version 5 and 9, IPFIX and sFlow version 5, to flows.
 *
 *     datagram --version--> v5   records of 48 bytes ----------------------------.
 *                      \--> v9, IPFIX   set -> template --compiled--> record ----+--> cp_flow -->
 *                                       row
 *                       \-> sFlow   sample -> record -> header of a packet ------'
 *                             |
 *        exporters (address, domain) -> templates, samplers, sequence   --at the end--> cp_exporter
 *
 * One state serves a capture, a file of datagrams or the sockets of a collector; what is known of
 * an exporter lives as long as the state. All of it is bounded, see below: an exporter can be made
 * up by whoever can send a datagram.
 *
 * What a datagram is, is told by its form, on any port (cp_flow_wire_looks). An exporter that was
 * heard once is read as far as possible from then on, and what is malformed is counted.
 *
 * Sources: RFC 3954 (version 9), RFC 7011 and 7012 (IPFIX), RFC 5103 (both directions), RFC 5476
 * and 5477 (sampling), RFC 8158 (NAT), the registry of IPFIX entities of IANA, "sFlow Version 5" of
 * sflow.org (2004). Of version 5 and of the events of firewalls only makers' documents exist. */
#pragma once
#include "model/flow_some.h"
#include "model/observation.h"

enum {
    CP_FLOW_DATAGRAM_MAX = 65535,
    CP_FLOW_WIRE_EXPORTERS_MAX = CP_FLOW_EXPORTERS_MAX - 1, /* a capture is one itself */
    /* of all exporters: the one not used for longest goes */
    CP_FLOW_TEMPLATES_MAX = 64 * 1024,
    CP_FLOW_TEMPLATES_OF_ONE_MAX = 1024,   /* of one exporter: likewise */
    CP_FLOW_TEMPLATE_FIELDS_MAX = 1024,    /* 150 have been seen: more is an attack */
    CP_FLOW_TEMPLATE_BYTES_MAX = 64 << 20, /* of all templates */
    CP_FLOW_SAMPLERS_OF_ONE_MAX = 256,     /* ids or interfaces; others are left out */
    CP_FLOW_SAMPLERS_MAX = 64 * 1024,      /* of all exporters */
    CP_FLOW_SOURCES_OF_ONE_MAX = 1024,     /* of samples: of others it is not told what is lost */
    CP_FLOW_SOURCES_MAX = 64 * 1024,       /* of all exporters */
};

typedef struct cp_flow_wire cp_flow_wire;

/* Who gets the flows, in order; borrowed for the call. A failure ends the datagram. */
typedef struct cp_flow_rows {
    void *ctx;
    cp_rc (*row)(void *ctx, const cp_flow *f, cp_err *err);
    /* Of most datagrams all at once, none of them empty: that costs a third. NULL: all as rows. */
    cp_rc (*some)(void *ctx, const cp_flow_some *s, cp_err *err);
} cp_flow_rows;

/* Lives and is freed with a. seed: of its tables, so that input cannot choose collisions. */
cp_flow_wire *cp_flow_wire_new(cp_arena *a, uint64_t seed, cp_flow_rows to);

/* The first four bytes are those of a version that is read here: cheap, and seldom so by chance. */
static inline bool cp_flow_wire_may_begin(const uint8_t p[4])
{
    return p[0] == 0 &&
           (p[1] == 5 || p[1] == 9 || p[1] == 10 || (p[1] == 0 && p[2] == 0 && p[3] == 5));
}
/* Is the whole of it a datagram of one of them? Version 5: as long as its count says, the
 * nanoseconds below 10^9. Version 9, IPFIX: sets that follow one another up to the end. sFlow:
 * samples that do. *proto: which. */
bool cp_flow_wire_looks(cp_bytes payload, cp_flow_proto *proto);

/* A datagram that was sent by `from` and received at `at`. True in *is_flow: it is one of ours,
 * by its form or because its exporter is known. Fails only if `to` does. */
CP_MUST_CHECK cp_rc cp_flow_wire_datagram(cp_flow_wire *w, cp_ip from, cp_bytes payload, cp_time at,
                                          bool *is_flow, cp_err *err);
/* Likewise, without a copy: behind the payload stand CP_FLOW_ROOM_BYTES more that can be read,
 * whatever they are. */
enum { CP_FLOW_ROOM_BYTES = 8 };
CP_MUST_CHECK cp_rc cp_flow_wire_roomy(cp_flow_wire *w, cp_ip from, cp_bytes payload, cp_time at,
                                       bool *is_flow, cp_err *err);

/* Datagrams of exporters beyond CP_FLOW_WIRE_EXPORTERS_MAX: not read. */
uint64_t cp_flow_wire_refused(const cp_flow_wire *w);
/* What is known of each, by number; n of them. Figures are as they stand. */
uint32_t cp_flow_wire_n_exporters(const cp_flow_wire *w);
void cp_flow_wire_exporter(const cp_flow_wire *w, uint32_t nr, cp_exporter *out);
uint32_t cp_flow_wire_n_templates(const cp_flow_wire *w);

/* A template as it was announced, to be kept beyond the end of the process: the set's bytes, with
 * its head. */
typedef struct cp_flow_template {
    cp_flow_addr exporter;
    uint32_t domain;
    cp_flow_proto proto;
    bool is_options;
    cp_bytes record;
} cp_flow_template;
/* Each that is known, that used longest ago first. each: false ends it. */
void cp_flow_wire_templates(const cp_flow_wire *w,
                            bool (*each)(void *ctx, const cp_flow_template *t), void *ctx);
/* Makes it known. False: it is malformed, or there is no room for its exporter. */
bool cp_flow_wire_restore(cp_flow_wire *w, const cp_flow_template *t);
