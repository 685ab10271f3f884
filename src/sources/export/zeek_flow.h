/* SPDX-License-Identifier: Apache-2.0 */
/* zeek_flow.h - what records of conn, dns, ssl and http logs say of traffic: a conversation each,
 * and names. Inside of the reader of these logs. */
#pragma once
#include "sources/flow/out.h"
#include "sources/reader.h"

/* Fields as text, "" where they are not set. */
typedef struct cp_zeek_talk {
    cp_str orig, resp, orig_port, resp_port, proto, icmp_code; /* ICMP: orig_port is the type */
    cp_str duration, orig_bytes, resp_bytes; /* of payload, where ip_bytes are not told */
    cp_str orig_pkts, resp_pkts, orig_ip_bytes, resp_ip_bytes;
    cp_str history, vlan;
    cp_time at;
} cp_zeek_talk;

/* False: an address, the time or a figure is no such thing; *what says which. */
bool cp_zeek_flow_of(const cp_zeek_talk *t, cp_flow *out, const char **what);

/* One name that the client asked for at the server; lower case, without the dot at the end. Empty
 * ones and those longer than 255 bytes are not told. */
CP_MUST_CHECK cp_rc cp_zeek_name(cp_arena *scratch, const cp_obs_sink *sink, cp_flow_name_kind kind,
                                 cp_str client, cp_str server, cp_str name, cp_time at,
                                 uint16_t qtype, uint8_t rcode, cp_err *err);
/* The addresses of a dns record's answers (others are names or texts) that stand for its query. */
CP_MUST_CHECK cp_rc cp_zeek_answers(cp_arena *scratch, const cp_obs_sink *sink, cp_str client,
                                    cp_str query, cp_str answers, char separator, cp_time at,
                                    cp_err *err);
