/* SPDX-License-Identifier: Apache-2.0 */
/* dumptext.h - what `bgpdump -m` prints of MRT, as the events that it was made of:
 *
 *     TABLE_DUMP2|1486801684|B|192.0.2.1|65001|198.51.100.0/24|64500
 *     {64501,64502}|IGP|192.0.2.1|0|0|64500:1|NAG||
 *     BGP4MP|1486801684|A|...      |W|192.0.2.1|65001|198.51.100.0/24
 *     |STATE|192.0.2.1|65001|5|6
 *
 * Kinds with _ET have microseconds, those with _AP a path identifier behind the prefix, and of
 * _LOCAL the peer was told it. What bgpdump leaves out (large and extended communities ...) is not
 * there. A line that is malformed is counted and told, and loses no other. */
#pragma once
#include "sources/mrt/mrt.h"

enum { CP_BGPDUMP_HOPS_MAX = 16384, CP_BGPDUMP_COMMUNITIES_MAX = 16384 };

/* Errors: of `to`; CP_EINTR; CP_EFORMAT if no line could be used. */
CP_MUST_CHECK cp_rc cp_bgpdump_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                    const cp_bgp_to *to, cp_source *src, cp_mrt_counts *n,
                                    cp_err *err);
int cp_bgpdump_detect(cp_bytes head, cp_str name);

/* As evidence: who announces each prefix. */
extern const cp_format cp_format_bgpdump;
