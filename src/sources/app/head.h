/* SPDX-License-Identifier: Apache-2.0 */
/* head.h - start line and header fields, which HTTP/1 (RFC 9112, 3 to 5), RTSP (RFC 2326, 7826) and
 * SIP (RFC 3261, 7) have in common.
 *
 *     request   GET /index.html HTTP/1.1 CRLF        response  HTTP/1.1 200 OK CRLF
 *               Host: example.com CRLF                         Server: Example/1.0 CRLF
 *               CRLF                                           CRLF
 *
 * Lines may end in LF alone (RFC 9112, 2.2), blanks may stand before the colon (RFC 3261, 25.1),
 * and a value may go on in lines that begin with a blank (RFC 9112, 5.2; RFC 3261, 7.3.1). A line
 * that is no field is passed over. Nothing is allocated: all slices are borrowed from the input. */
#pragma once
#include "base/base.h"

enum {
    CP_HEAD_LINE_BYTES_MAX = 8 * 1024, /* RFC 9112, 3 recommends 8000 for the start line */
    CP_HEAD_BYTES_MAX = 32 * 1024,     /* servers refuse more than 8 to 16 KiB */
    CP_HEAD_FIELDS_MAX = 256,          /* 100 is a usual limit of servers */
    CP_HEAD_METHOD_BYTES_MAX = 20,
    CP_HEAD_BLANKS_MAX = 20,     /* between method and target; one is right (RFC 9112, 3) */
    CP_HEAD_BLANK_LINES_MAX = 4, /* before the start line (RFC 9112, 2.2; RFC 5626, 3.5.1) */
};

typedef enum cp_head_proto { CP_HEAD_NONE, CP_HEAD_HTTP, CP_HEAD_RTSP, CP_HEAD_SIP } cp_head_proto;

typedef struct cp_head {
    cp_head_proto proto; /* NONE: there is no start line yet, or none of these */
    bool is_response;
    uint16_t status;       /* of a response: 100 to 999 */
    cp_str method, target; /* of a request */
    cp_str fields;         /* the lines behind the start line, as far as they are whole */
    size_t n_bytes;        /* with the empty line: where the body begins; 0 unless is_whole */
    bool is_whole;
    uint32_t n_fields; /* lines that begin one */
} cp_head;

typedef struct cp_field {
    cp_str name;  /* a token (RFC 9110, 5.6.2) */
    cp_str value; /* without blanks at its ends; with the line ends of its continuations */
} cp_field;

/* Which protocol these bytes can begin a message of: cheap, and made for bytes from the middle of
 * anything. A start line that is not whole needs a target that fits. */
cp_head_proto cp_head_look(cp_bytes in);
/* The same of the first bytes of a status line that are too few to be sure ("HTT"): what it would
 * be. Some servers write their head a few bytes at a time. */
cp_head_proto cp_head_begins(cp_bytes in);
/* Can more bytes make a start line of these, to which cp_head_look says NONE? Much that is none
 * begins so ("GE"), so it is for where a message is known to begin. */
bool cp_head_may_begin(cp_bytes in);

/* Errors: CP_EFORMAT (no start line of these protocols), CP_ESHORT (the empty line is not there),
 * CP_ELIMIT (a limit above). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_head_parse(cp_bytes in, cp_head *out, cp_err *err);

/* The next field of *rest, which begins as fields; false: no more. */
bool cp_head_next(cp_str *rest, cp_field *out);
/* The value of the first field of this name in any case; .p NULL: none. */
cp_str cp_head_get(const cp_head *h, cp_str name);
bool cp_head_has(const cp_head *h, cp_str name);
/* A value in one line: each continuation behind one blank. Uncopied if it has none. */
cp_str cp_head_unfold(cp_arena *a, cp_str value);
