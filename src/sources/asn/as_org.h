/* SPDX-License-Identifier: Apache-2.0 */
/* as_org.h - whose an autonomous system is, as registers have it and CAIDA puts it together
 * (as-org2info), as text and as JSON, an object a line:
 *
 *     # format:aut|changed|aut_name|org_id|opaque_id|source
 *     64496|20240101|EXAMPLE|EX-1|e5_RIR|RIR
 *     # format:org_id|changed|org_name|country|source
 *     EX-1|20240101|Example, Inc.|ZZ|RIR
 *
 *     {"type":"ASN","asn":"64496","organizationId":"EX-1","name":"EXAMPLE","source":"RIR",..}
 *     {"type":"Organization","organizationId":"EX-1","name":"Example, Inc.","country":"ZZ",..}
 *
 * Columns are those that a format line names, in its order. Ids of organisations may be those of a
 * later row, so that AS and organisations are told as they come.
 * Source: README.txt of publicdata.caida.org/datasets/as-organizations. */
#pragma once
#include "model/as.h"
#include "sources/reader.h"

enum { CP_AS_ORG_FIELD_BYTES_MAX = 1024 };

/* Text is valid until the call returns. An error ends the reading. */
typedef struct cp_as_org_to {
    void *ctx;
    cp_rc (*holder)(void *ctx, const cp_as_holder *h, cp_err *err);
    cp_rc (*org)(void *ctx, const cp_as_org *o, cp_err *err);
} cp_as_org_to;

/* To the end; counts rows in src, and tells there which were bad. Errors: of `to`; CP_EINTR;
 * CP_EFORMAT: there is neither an AS nor an organisation. */
CP_MUST_CHECK cp_rc cp_as_org_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                   const cp_as_org_to *to, cp_source *src, cp_err *err);
int cp_as_org_detect(cp_bytes head, cp_str name); /* 0..100 */
