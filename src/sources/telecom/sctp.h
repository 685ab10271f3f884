/* SPDX-License-Identifier: Apache-2.0 */
/* sctp.h - the chunks of an SCTP packet that carry messages (RFC 9260, 3).
 *
 *     source(2) destination(2) tag(4) checksum(4) [ type(1) flags(1) length(2) value, padded to 4
 *     ]...
 *     DATA (0):     TSN(4) stream(2) number in it(2) payload protocol(4) data              (3.3.1)
 *     I-DATA (64):  TSN(4) stream(2) -(2) message(4) payload protocol(4) data  (RFC 8260, 2.1; if
 *     it
 *                   begins a message; else the number of the fragment stands in its place)
 *
 * The checksum is not looked at: a capture at the sender often has none. */
#pragma once
#include "base/base.h"

enum { CP_SCTP_CHUNKS_MAX = 1024 }; /* a packet of 1500 bytes has room for 370: more is an attack */

typedef struct cp_sctp {
    uint16_t src_port, dst_port;
    cp_cur chunks; /* what is not read yet */
    uint32_t n_chunks;
    cp_rc rc; /* of the last step */
} cp_sctp;

typedef struct cp_sctp_data {
    bool begins, ends; /* a message: both, if it is whole */
    bool is_numbered;  /* I-DATA: a later fragment has no payload protocol */
    bool is_unordered;
    uint32_t tsn; /* counts fragments of all streams; those of one message follow each other */
    uint16_t stream;
    uint32_t protocol; /* payload protocol identifier of IANA */
    cp_bytes data;     /* borrowed from the packet */
} cp_sctp_data;

/* The common header; CP_ESHORT. */
CP_MUST_CHECK cp_rc cp_sctp_parse(cp_bytes in, cp_sctp *out, cp_err *err);
/* The next chunk with data; the others are stepped over. False at the end, or on an error, which is
 * kept in s->rc: CP_ESHORT (a chunk reaches past the end), CP_EFORMAT (a chunk shorter than its
 * head), CP_ELIMIT. */
bool cp_sctp_next(cp_sctp *s, cp_sctp_data *out, cp_err *err);
