/* SPDX-License-Identifier: Apache-2.0 */
/* http2.h - the beginning of a connection of HTTP/2 in clear text (RFC 9113), as the core of 5G
 * speaks it (3GPP TS 29.500): what the first request or response says of its sender.
 *
 *     client:  "PRI * HTTP/2.0" CR LF CR LF "SM" CR LF CR LF   SETTINGS ... HEADERS ...
 *     server:  SETTINGS ... [PUSH_PROMISE ...] HEADERS ...
 *     frame:   length(3) type(1) flags(1) stream(4) payload
 *
 * Header fields are compressed with what came before on the connection (RFC 7541), so only a
 * connection that was seen from its beginning can be read. libnghttp2 takes them apart. */
#pragma once
#include "base/base.h"

enum {
    CP_HTTP2_FRAMES_MAX = 64,           /* before the first header block; some five occur */
    CP_HTTP2_FIELDS_MAX = 256,          /* of that block */
    CP_HTTP2_FIELD_BYTES_MAX = 1 << 16, /* of all of them, decompressed: more is an attack */
    CP_HTTP2_TABLE_BYTES_MAX = 1 << 16, /* what a sender may make us remember (RFC 7541, 4.2) */
};

#define CP_HTTP2_PREFACE "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

/* Texts are owned by the arena; empty: not told. */
typedef struct cp_http2 {
    bool is_client;
    bool has_fields; /* a whole header block was read */
    cp_str server, user_agent, authority, via;
    uint32_t n_frames, n_fields;
} cp_http2;

/* From the first byte that one side sends to the end of its first header block that is a request or
 * a final response. Errors, with the
 * byte: CP_EUNKNOWN (it does not begin so), CP_ESHORT (the block's end is not there), CP_EFORMAT (a
 * frame too short for its flags, fields that cannot be decompressed), CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_http2_parse(cp_arena *a, cp_bytes in, cp_http2 *out, cp_err *err);
