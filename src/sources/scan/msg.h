/* SPDX-License-Identifier: Apache-2.0 */
/* msg.h - messages of SNMP v2c and v3 as bytes, by net-snmp: its encoding, its decoding and its
 * security model, and nothing else of it. Sockets, time-outs and retries are the prober's, so that
 * one socket serves thousands of devices, and nothing is sent that the prober did not send.
 *
 * The library keeps its state in the process: there is one cp_msg in a process, and it is the
 * prober's own (prober.h). It reads no configuration and no MIB, and writes nothing. It is loaded
 * when it is used: it would cost every start of every command. */
#pragma once
#include "sources/scan/ask.h"
#include "sources/scan/creds.h"

enum {
    CP_MSG_BYTES_MAX = 65507, /* of a datagram */
    CP_MSG_BINDS_MAX = 256,   /* of an answer that are looked at: more than is ever asked for */
    CP_MSG_ENGINE_MAX = 32,   /* RFC 3411, 5 */
};

/* Was this program built with it? */
bool cp_msg_is_built_in(void);

typedef struct cp_msg cp_msg;
/* Errors: CP_EIO (the library is not there), CP_EUSAGE (it does not know a protocol of creds). */
CP_MUST_CHECK cp_rc cp_msg_new(cp_arena *a, const cp_creds *creds, cp_msg **out, cp_err *err);

/* One device as one user of v3 knows it; all zero: not known yet. */
typedef struct cp_msg_peer {
    uint8_t engine[CP_MSG_ENGINE_MAX];
    uint32_t n_engine; /* 0: to be found out */
    bool has_user;     /* the library was told of it */
} cp_msg_peer;
/* Takes from the library what it was told. */
void cp_msg_forget(cp_msg *m, const cp_cred *c, cp_msg_peer *peer);

/* The bytes of a request; of v3 to a peer whose engine is not known, those that ask for it. Valid
 * until the next call. id: > 0. False if it cannot be encoded. */
bool cp_msg_encode(cp_msg *m, const cp_cred *c, cp_msg_peer *peer, const cp_ask_request *r,
                   int32_t id, cp_bytes *out);

#define CP_MSG_KINDS(X)                                    \
    X(BAD, "malformed")                                    \
    X(ANSWER, "an answer")                                 \
    X(ENGINE, "its engine") /* now known: ask again */     \
    X(TIME, "its time")     /* the same */                 \
    X(REFUSED_USER, "the user is not known there")         \
    X(REFUSED_KEY, "the password of auth is wrong there")  \
    X(REFUSED_PRIV, "the password of priv is wrong there") \
    X(REFUSED_LEVEL, "this level of security is not supported there")
typedef enum cp_msg_kind {
#define CP_MSG_KIND_ID(id, text) CP_MSG_##id,
    CP_MSG_KINDS(CP_MSG_KIND_ID)
#undef CP_MSG_KIND_ID
        CP_MSG_KIND_COUNT
} cp_msg_kind;
const char *cp_msg_kind_text(cp_msg_kind k);

/* What came; binds are valid until the next call. */
typedef struct cp_msg_answer {
    cp_msg_kind kind;
    int32_t id; /* of the request that it belongs to; not of BAD */
    bool is_v3;
    bool is_protected; /* authenticated, by the user that was asked as */
    uint8_t engine[CP_MSG_ENGINE_MAX];
    uint32_t n_engine;
    cp_ask_answer what;
} cp_msg_answer;
void cp_msg_decode(cp_msg *m, cp_bytes in, cp_msg_answer *out);
