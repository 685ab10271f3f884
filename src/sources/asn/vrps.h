/* SPDX-License-Identifier: Apache-2.0 */
/* vrps.h - which AS may announce which prefix, as validators of the RPKI write it (validated ROA
 * payloads, RFC 6811):
 *
 *     {"metadata":{..},"roas":[{"asn":64496,"prefix":"192.0.2.0/24","maxLength":24,"ta":"rir",
 *                               "expires":1700000000},..]}            rpki-client; others write
 *                                                                     "asn":"AS64496"
 *     ASN,IP Prefix,Max Length,Trust Anchor[,Expires]                 CSV, also with quotes
 *     URI,ASN,IP Prefix,Max Length,Not Before,Not After
 *
 * What is no VRP in the JSON (keys of routers, ASPA) is counted and passed over.
 * Sources: usr.sbin/rpki-client/output-json.c and output-csv.c of OpenBSD; the output formats of
 * Routinator 0.15 (its manual, and test/output). */
#pragma once
#include "model/as.h"
#include "sources/reader.h"

#define CP_VRPS_JSON_BYTES_MAX ((uint64_t)1 << 30) /* there are some 100 MB of them */

typedef struct cp_vrps_to {
    void *ctx;
    cp_rc (*vrp)(void *ctx, const cp_roa *v, cp_err *err);
} cp_vrps_to;

/* To the end; counts rows in src, tells there which were bad, and from when they are, where the
 * file says so. Text is valid until the call returns. Errors: of `to`; CP_EINTR; CP_ELIMIT;
 * CP_EFORMAT: there is not one VRP. */
CP_MUST_CHECK cp_rc cp_vrps_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                 const cp_vrps_to *to, cp_source *src, cp_err *err);
int cp_vrps_detect(cp_bytes head, cp_str name); /* 0..100 */
