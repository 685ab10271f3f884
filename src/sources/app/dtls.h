/* SPDX-License-Identifier: Apache-2.0 */
/* dtls.h - the records and handshake messages of DTLS (RFC 6347, 4; RFC 9147, 5).
 *
 *     record:     type(1) version(2) epoch(2) number(6) length(2) fragment     type 22: handshake
 *     handshake:  type(1) length(3) sequence(2) offset(3) length(3) a part of the body
 *
 * The bodies are those of TLS, see tls.h. */
#pragma once
#include "sources/app/tls.h"

typedef struct cp_dtls_part {
    uint8_t type;
    uint16_t sequence;
    uint32_t n, off; /* of the body; where the part stands in it */
    cp_bytes bytes;
} cp_dtls_part;

typedef struct cp_dtls_iter {
    cp_cur datagram, record;
    bool is_bad; /* it ended because something is malformed */
} cp_dtls_iter;

/* Is it a record of a handshake in the clear? */
bool cp_dtls_begins(cp_bytes in);
cp_dtls_iter cp_dtls_iter_of(cp_bytes datagram);
/* The next part of a message in the clear. False: no more. */
bool cp_dtls_next(cp_dtls_iter *it, cp_dtls_part *out);
