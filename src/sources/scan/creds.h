/* SPDX-License-Identifier: Apache-2.0 */
/* creds.h - communities of SNMP v2c and users of v3, from a file that only its owner can read.
 *
 *     - community: "..."                     a list; devices are tried with one after the other
 *       for: [192.0.2.0/24]                  only there; default: everywhere
 *     - user: audit                          v3
 *       auth: SHA-256                        SHA, SHA-224, SHA-256, SHA-384, SHA-512
 *       auth_password: "..."
 *       priv: AES                            AES, AES-192, AES-256
 *       priv_password: "..."
 *       context: ""
 *
 * No message quotes a secret. */
#pragma once
#include "sources/scan/ranges.h"

enum {
    CP_CREDS_MAX = 32, /* more are a list of guesses */
    CP_CREDS_BYTES_MAX = 1 << 18,
    CP_CRED_TEXT_MAX = 255,   /* community, user, context, passphrase */
    CP_CRED_PASSWORD_MIN = 8, /* RFC 3414, 11.2 */
};

typedef struct cp_cred {
    cp_str label; /* for messages: "community 2", "user audit" */
    bool is_v3;
    cp_str community;
    cp_str user, context;
    cp_str auth, auth_password; /* auth "": none */
    cp_str priv, priv_password; /* priv "": none */
    cp_ranges only;             /* empty: everywhere */
} cp_cred;

typedef struct cp_creds {
    cp_cred *v;
    uint32_t n;
} cp_creds;

/* Errors: CP_EUSAGE with the line. */
CP_MUST_CHECK cp_rc cp_creds_parse(cp_arena *a, cp_bytes yaml, cp_creds *out, cp_err *err);
/* The same of a file. CP_EPERM if others than its owner may read or write it. */
CP_MUST_CHECK cp_rc cp_creds_load(cp_arena *a, cp_str path, cp_creds *out, cp_err *err);
/* The one community, of the environment. */
CP_MUST_CHECK cp_rc cp_creds_of_community(cp_arena *a, cp_str community, cp_creds *out,
                                          cp_err *err);
