/* SPDX-License-Identifier: Apache-2.0 */
/* tls.h - how a TLS connection begins (RFC 8446, RFC 5246; DTLS: RFC 6347, RFC 9147), as far as it
 * is in the clear: whom the client wants, what it can do, what the server chose, and, up to version
 * 1.2, the server's certificate.
 *
 *     record:     type(1) version(2) length(2) fragment          type 22: handshake
 *     handshake:  type(1) length(3) body                         in one or several fragments
 *     ClientHello: version(2) random(32) session<1> [cookie<1>] ciphers<2> compression<1>
 *                  extensions<2>
 *     ServerHello: version(2) random(32) session<1> cipher(2) compression(1) extensions<2>
 *     Certificate: list<3> of certificate<3>, the server's own first */
#pragma once
#include "base/base.h"

enum {
    CP_TLS_CLIENT_HELLO = 1,
    CP_TLS_SERVER_HELLO = 2,
    CP_TLS_CERTIFICATE = 11,
    CP_TLS_RECORDS_MAX = 1024,          /* of one flight: more is nobody's way to send 64 KiB */
    CP_TLS_HELLO_BYTES_MAX = 16 * 1024, /* with keys of post-quantum methods it is about 2 KiB */
    CP_TLS_EXTENSIONS_MAX = 128,        /* about 60 are registered */
    CP_TLS_CIPHERS_MAX = 1024,          /* about 350 are registered */
    CP_TLS_NAME_BYTES_MAX = 255,        /* of a host (RFC 1035, 2.3.4) */
};

/* The first messages that one side sends; slices of the bytes read, or of the arena. */
typedef struct cp_tls_flight {
    uint8_t type;   /* of the hello; 0: it is not TLS */
    cp_bytes hello; /* its body, as far as it is there */
    bool has_hello; /* all of it */
    cp_bytes leaf;  /* the first certificate behind a ServerHello, if all of it is there */
    bool is_whole;  /* what would follow is not wanted */
} cp_tls_flight;

/* Can a stream that begins so be such a flight? Needs few bytes, and says yes of random ones once
 * in a hundred millions. With less than CP_TLS_BEGIN_BYTES: can it become one? */
enum { CP_TLS_BEGIN_BYTES = 11 };
bool cp_tls_begins(cp_bytes in);

/* Reads records from the first byte on. Allocates at most in.n bytes, and only if a message is in
 * several records. Errors: CP_EFORMAT (not TLS, or a message that is malformed), CP_ELIMIT
 * (CP_TLS_RECORDS_MAX, CP_TLS_HELLO_BYTES_MAX). That more bytes are needed is no error: see
 * is_whole. */
CP_MUST_CHECK cp_rc cp_tls_flight_parse(cp_arena *a, cp_bytes in, cp_tls_flight *out, cp_err *err);
/* The same of a handshake's messages without records, as QUIC carries them (RFC 9001, 4). */
CP_MUST_CHECK cp_rc cp_tls_messages_parse(cp_bytes in, cp_tls_flight *out, cp_err *err);

/* The first certificate of a message whose body has n bytes and begins with these. Errors:
 * CP_EFORMAT (it is longer than its list, or the list than the message). *leaf is empty while it is
 * not whole. */
CP_MUST_CHECK cp_rc cp_tls_leaf_parse(cp_bytes body, uint32_t n, cp_bytes *leaf, cp_err *err);

typedef struct cp_tls_hello {
    uint16_t version;   /* that is offered at most, or was chosen: 0x0304 is TLS 1.3 */
    cp_bytes ciphers;   /* two bytes each; ServerHello: the one chosen */
    cp_bytes sign_algs; /* signature_algorithms, two bytes each */
    cp_str sni;         /* server_name of type host_name (RFC 6066, 3) */
    cp_str alpn;        /* the first protocol (RFC 7301) */
    uint16_t extensions[CP_TLS_EXTENSIONS_MAX]; /* types, in their order */
    uint32_t n_extensions;
    bool has_sni; /* the extension, whatever is in it */
} cp_tls_hello;

/* A hello's body. type: CP_TLS_CLIENT_HELLO or _SERVER_HELLO. No allocation. Errors, with the byte:
 * CP_ESHORT, CP_EFORMAT (an odd list), CP_ELIMIT. What was read before the fault is in *out even
 * then. */
CP_MUST_CHECK cp_rc cp_tls_hello_parse(cp_bytes body, uint8_t type, bool is_dtls, cp_tls_hello *out,
                                       cp_err *err);

/* Values that clients send so that servers do not depend on a list (RFC 8701, 2). */
static inline bool cp_tls_is_grease(uint16_t v)
{
    return (v & 0x0f0f) == 0x0a0a && v >> 8 == (v & 0xff);
}
/* "1.2", "DTLS 1.2", "SSL 3.0"; a number in hex if it is unknown. Owned by a. */
cp_str cp_tls_version_text(cp_arena *a, uint16_t version);

/* JA4 of a client (FoxIO, technical_details/JA4.md, BSD-3-Clause): what it can do, in 36
 * characters, the same for the same software.
 *
 *     t13d1516h2_8daaf6152771_e5627efa2ab1
 *     |||| | |   |            SHA-256 of the extensions, sorted, and the signature algorithms
 *     |||| | |   SHA-256 of the ciphers, sorted
 *     |||| | first and last character of the first ALPN
 *     |||| number of extensions, of ciphers before it
 *     |||d: with SNI, i: without
 *     |version
 *     transport: t TCP, q QUIC, d DTLS
 *
 * "" if a list is longer than the limits above. Owned by a. memo: digests of the last lists, for a
 * network has few kinds of software; NULL: none. */
enum { CP_JA4_MEMO_MAX = 128, CP_JA4_MEMO_BYTES_MAX = 240, CP_JA4_DIGITS = 12 };
typedef struct cp_ja4_memo {
    struct cp_ja4_digest {
        uint16_t n; /* 0: free */
        char text[CP_JA4_MEMO_BYTES_MAX];
        char digits[CP_JA4_DIGITS];
    } v[CP_JA4_MEMO_MAX];
} cp_ja4_memo;
cp_str cp_tls_ja4(cp_arena *a, cp_ja4_memo *memo, const cp_tls_hello *client, char transport);
