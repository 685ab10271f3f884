/* SPDX-License-Identifier: Apache-2.0 */
/* minisign.h - signatures of files in the form of minisign(1), by libsodium (the one file that
 * knows it), so that anybody can check ours with that program, and sign for us with it.
 *
 *     untrusted comment: ...
 *     base64( "ED", id of the key [8], Ed25519 over BLAKE2b-512 of the file [64] )
 *     trusted comment: TEXT
 *     base64( Ed25519 over the 64 bytes above and TEXT [64] )
 *
 * Only the form with the hash ("ED") is read; the older "Ed" signs the whole file and is given up
 * by minisign itself. A public key is base64("Ed", id, key [32]), with or without a comment line
 * before it. Secret keys are those without a password (minisign -G -W): who keeps one behind a
 * password signs with minisign. */
#pragma once
#include "base/base.h"

enum {
    CP_MINISIGN_ID_BYTES = 8,
    CP_MINISIGN_COMMENT_MAX = 1024,
    CP_MINISIGN_TEXT_MAX = 8 * 1024 /* of a signature or a key: minisign's are below 2.5 KiB */
};

typedef struct cp_minisign_key {
    uint8_t id[CP_MINISIGN_ID_BYTES], key[32];
} cp_minisign_key;

typedef struct cp_minisign_secret {
    uint8_t id[CP_MINISIGN_ID_BYTES], key[64];
} cp_minisign_secret;

/* CP_EFORMAT: what was expected. */
CP_MUST_CHECK cp_rc cp_minisign_key_read(cp_str text, cp_minisign_key *out, cp_err *err);
CP_MUST_CHECK cp_rc cp_minisign_secret_read(cp_str text, cp_minisign_secret *out, cp_err *err);

/* Did the owner of this key sign these bytes, and the trusted comment with them? *comment (may be
 * NULL) is borrowed from signature. Errors: CP_EFORMAT (no signature), CP_EMISMATCH (by another
 * key; of other bytes; with another comment). */
CP_MUST_CHECK cp_rc cp_minisign_verify(const cp_minisign_key *key, cp_bytes file, cp_str signature,
                                       cp_str *comment, cp_err *err);

/* A new pair, by the system's random numbers. */
void cp_minisign_generate(cp_minisign_secret *secret, cp_minisign_key *key);
/* The texts of files. comment: one line, at most CP_MINISIGN_COMMENT_MAX bytes. */
cp_str cp_minisign_key_text(cp_arena *a, const cp_minisign_key *key);
cp_str cp_minisign_secret_text(cp_arena *a, const cp_minisign_secret *secret);
CP_MUST_CHECK cp_rc cp_minisign_sign(cp_arena *a, const cp_minisign_secret *secret, cp_bytes file,
                                     cp_str comment, cp_str *signature, cp_err *err);
/* As minisign shows it: 16 hexadecimal digits in capitals. */
cp_str cp_minisign_id_text(cp_arena *a, const uint8_t id[CP_MINISIGN_ID_BYTES]);
