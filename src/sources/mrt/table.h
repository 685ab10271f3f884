/* SPDX-License-Identifier: Apache-2.0 */
/* table.h - what readers of routing tables hand on: rows of origins and names, packed into blocks
 * for whoever keeps them. */
#pragma once
#include "model/origin.h"
#include "sources/reader.h"

typedef struct cp_origin_out {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_origin_packer *prefixes, *names; /* NULL: none came, or nobody wants them */
    cp_map named;                       /* by AS: its name was told */
    uint64_t n_prefixes, n_names;
} cp_origin_out;

cp_origin_out cp_origin_out_new(cp_arena *a, const cp_obs_sink *sink);
CP_MUST_CHECK cp_rc cp_origin_out_add(cp_origin_out *o, const cp_origin *x, cp_err *err);
/* Of several names of one AS the first counts; text is cut and cleaned. */
CP_MUST_CHECK cp_rc cp_origin_out_name(cp_origin_out *o, uint32_t asn, cp_str name, cp_err *err);
CP_MUST_CHECK cp_rc cp_origin_out_end(cp_origin_out *o, cp_err *err);

/* When a table is of, by the name of its file: "rib.20151101.0600.bz2",
 * "routeviews-rv2-20150101-1200.pfx2as": at least a whole day of this millennium. */
bool cp_origin_time_of_name(cp_str name, cp_time *out);

/* Plain tables of prefixes and the AS behind each, and lists of what these are called. */
extern const cp_format cp_format_prefixes, cp_format_as_names;
