/* SPDX-License-Identifier: Apache-2.0 */
/* quic.h - the first packets of QUIC (RFC 9000, 17.2.2; RFC 9001, 5; version 2: RFC 9369), whose
 * keys anybody can derive from the connection id that stands in them.
 *
 *     1 1 type(2) -(2) number length(2) | version(4) | dcid<1> | scid<1> | token<varint>
 *     | length(varint) | number(1..4) | frames, sealed
 *     protected by a mask:  the low four bits of the first byte, and the number
 *     frames:  0 padding, 1 ping, 2 and 3 acknowledgement, 6 CRYPTO: offset length data, 28 close
 *
 * Only what clients send is opened: their first packets carry the ClientHello, in pieces and in any
 * order; the keys for the answers depend on an id that the answers do not show. Drafts 29 to 34 had
 * the same form. */
#pragma once
#include "base/base.h"

enum {
    CP_QUIC_CID_BYTES_MIN = 8, /* of the first destination id (RFC 9000, 7.2) */
    CP_QUIC_CID_BYTES_MAX = 20,
    CP_QUIC_PACKET_BYTES_MAX = 16 * 1024, /* jumbo frames */
    CP_QUIC_FRAMES_MAX = 256,             /* with data; who scrambles a hello uses some ten */
    CP_QUIC_PACKETS_MAX = 4,              /* in one datagram (12.2) */
};

typedef struct cp_quic_initial {
    uint32_t version;
    cp_bytes dcid, scid;
    cp_bytes packet;   /* all of it */
    size_t n_head;     /* before the packet's number */
    const void *terms; /* of the version */
} cp_quic_initial;

/* Is it worth a closer look? A long header, of a version that is known. */
bool cp_quic_begins(cp_bytes in);
/* The next packet of a datagram. False: it is none, or of another type, or of a connection that has
 * begun. No allocation. */
bool cp_quic_next(cp_cur *datagram, cp_quic_initial *out);
/* Opens what a client sent: its frames go into *frames, owned by a. False: another key. */
bool cp_quic_open(cp_arena *a, const cp_quic_initial *p, cp_bytes *frames);

typedef struct cp_quic_crypto {
    uint64_t off;
    cp_bytes bytes;
} cp_quic_crypto;

/* The CRYPTO frames, in the order of their offsets. v has room for CP_QUIC_FRAMES_MAX. Errors:
 * CP_EFORMAT (a frame that has no place in such a packet, or is cut off), CP_ELIMIT; what was read
 * before is in v even then. */
CP_MUST_CHECK cp_rc cp_quic_frames_parse(cp_bytes frames, cp_quic_crypto *v, uint32_t *n,
                                         cp_err *err);

/* For tests: the keys of a client (RFC 9001, appendix A.1). */
typedef struct cp_quic_keys {
    uint8_t key[16], iv[12], hp[16];
} cp_quic_keys;
void cp_quic_client_keys(const cp_quic_initial *p, cp_quic_keys *out);
