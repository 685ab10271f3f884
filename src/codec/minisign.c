/* SPDX-License-Identifier: Apache-2.0 */
/* minisign.c - see minisign.h. Formats: https://jedisct1.github.io/minisign/, "Signature format",
 * "Public key format", "Secret key format". */
#include "codec/minisign.h"
#include <sodium.h>
#include <stdlib.h>

enum { SIGNATURE_BYTES = crypto_sign_BYTES, HASH_BYTES = 64, SUM_BYTES = 32 };

/* What the base64 lines hold. */
typedef struct signature {
    uint8_t kind[2], id[CP_MINISIGN_ID_BYTES], bytes[SIGNATURE_BYTES];
} signature;

typedef struct public_key {
    uint8_t kind[2], id[CP_MINISIGN_ID_BYTES], key[crypto_sign_PUBLICKEYBYTES];
} public_key;

typedef struct secret_key {
    uint8_t kind[2], kdf[2], sum_kind[2], salt[32], ops[8], memory[8];
    uint8_t id[CP_MINISIGN_ID_BYTES], key[crypto_sign_SECRETKEYBYTES], sum[SUM_BYTES];
} secret_key;

static_assert(sizeof(signature) == 74 && sizeof(public_key) == 42 && sizeof(secret_key) == 158,
              "bytes alone: no gaps");

/* Needed once before anything else, and cheap when it was called already. */
static void begin(void)
{
    if (sodium_init() < 0)
        abort(); /* no random numbers */
}

/* Exactly n bytes. */
static bool unpack(cp_str line, void *out, size_t n)
{
    size_t got;
    const char *end;
    begin();
    return sodium_base642bin(out, n, line.p, line.n, NULL, &got, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           got == n && end == line.p + line.n;
}

static cp_str pack(cp_arena *a, const void *p, size_t n)
{
    size_t cap = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    char *out = cp_arena_alloc(a, cap);
    (void)sodium_bin2base64(out, cap, p, n, sodium_base64_VARIANT_ORIGINAL);
    return (cp_str){ out, cap - 1 };
}

/* The line behind the comment; the only one where there is none. */
static cp_str key_line(cp_str text)
{
    cp_str first = CP_STR(""), second = CP_STR("");
    (void)cp_str_cut_line(&text, &first);
    if (!cp_str_starts(first, CP_STR("untrusted comment:")))
        return cp_str_trim(first);
    (void)cp_str_cut_line(&text, &second);
    return cp_str_trim(second);
}

cp_rc cp_minisign_key_read(cp_str text, cp_minisign_key *out, cp_err *err)
{
    public_key k;
    if (!unpack(key_line(text), &k, sizeof k) || memcmp(k.kind, "Ed", 2) != 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no public key of minisign: expected a line of 56 characters, RW...");
    memcpy(out->id, k.id, sizeof k.id);
    memcpy(out->key, k.key, sizeof k.key);
    return CP_OK;
}

static void sum_of(const secret_key *k, uint8_t out[SUM_BYTES])
{
    crypto_generichash_state s;
    (void)crypto_generichash_init(&s, NULL, 0, SUM_BYTES);
    (void)crypto_generichash_update(&s, k->kind, sizeof k->kind);
    (void)crypto_generichash_update(&s, k->id, sizeof k->id);
    (void)crypto_generichash_update(&s, k->key, sizeof k->key);
    (void)crypto_generichash_final(&s, out, SUM_BYTES);
}

/* minisign writes no checksum into a key without a password; but a secret key ends with its public
 * half. */
static bool is_whole(const secret_key *k)
{
    uint8_t public_half[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    (void)crypto_sign_seed_keypair(public_half, secret, k->key);
    bool is = sodium_memcmp(secret, k->key, sizeof secret) == 0;
    sodium_memzero(secret, sizeof secret);
    return is;
}

cp_rc cp_minisign_secret_read(cp_str text, cp_minisign_secret *out, cp_err *err)
{
    secret_key k;
    if (!unpack(key_line(text), &k, sizeof k) || memcmp(k.kind, "Ed", 2) != 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no secret key of minisign");
    if (k.kdf[0] || k.kdf[1])
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the secret key is behind a password: sign with minisign -S instead");
    if (!is_whole(&k))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the secret key is damaged");
    memcpy(out->id, k.id, sizeof k.id);
    memcpy(out->key, k.key, sizeof k.key);
    sodium_memzero(&k, sizeof k);
    return CP_OK;
}

/* The 64 bytes of the signature and the comment, as one. */
static cp_bytes global_bytes(cp_arena *a, const uint8_t *bytes, cp_str comment)
{
    uint8_t *p = cp_arena_alloc(a, SIGNATURE_BYTES + comment.n);
    memcpy(p, bytes, SIGNATURE_BYTES);
    if (comment.n)
        memcpy(p + SIGNATURE_BYTES, comment.p, comment.n);
    return (cp_bytes){ p, SIGNATURE_BYTES + comment.n };
}

static void hash_of(cp_bytes file, uint8_t out[HASH_BYTES])
{
    (void)crypto_generichash(out, HASH_BYTES, file.p, file.n, NULL, 0);
}

typedef struct parts {
    signature sig;
    uint8_t global[SIGNATURE_BYTES];
    cp_str comment;
} parts;

static bool read_signature(cp_str text, parts *out)
{
    static const cp_str untrusted = CP_STR_INIT("untrusted comment: "),
                        trusted = CP_STR_INIT("trusted comment: ");
    cp_str lines[4];
    for (int i = 0; i < 4; i++)
        if (!cp_str_cut_line(&text, &lines[i]))
            return false;
    if (text.n || !cp_str_starts(lines[0], untrusted) || !cp_str_starts(lines[2], trusted))
        return false;
    out->comment = cp_str_from(lines[2], trusted.n);
    return out->comment.n <= CP_MINISIGN_COMMENT_MAX &&
           unpack(lines[1], &out->sig, sizeof out->sig) &&
           unpack(lines[3], out->global, sizeof out->global);
}

cp_rc cp_minisign_verify(const cp_minisign_key *key, cp_bytes file, cp_str text, cp_str *comment,
                         cp_err *err)
{
    parts s;
    uint8_t hash[HASH_BYTES];
    if (!read_signature(text, &s))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no signature of minisign: expected its 4 lines");
    if (memcmp(s.sig.kind, "ED", 2) != 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "a signature without the hash of the file (minisign -S -H makes one)");
    cp_arena *a = cp_arena_new(0);
    cp_bytes global = global_bytes(a, s.sig.bytes, s.comment);
    cp_rc rc = CP_OK;
    hash_of(file, hash);
    if (memcmp(s.sig.id, key->id, sizeof key->id) != 0)
        rc = cp_fail(err, CP_EMISMATCH, CP_NO_OFF, "signed by the key %.*s, expected %.*s",
                     CP_FMT(cp_minisign_id_text(a, s.sig.id)),
                     CP_FMT(cp_minisign_id_text(a, key->id)));
    else if (crypto_sign_verify_detached(s.sig.bytes, hash, sizeof hash, key->key) != 0)
        rc = cp_fail(err, CP_EMISMATCH, CP_NO_OFF,
                     "wrong signature: the file is not what was signed, or not all of it");
    else if (crypto_sign_verify_detached(s.global, global.p, global.n, key->key) != 0)
        rc = cp_fail(err, CP_EMISMATCH, CP_NO_OFF, "wrong signature of the trusted comment");
    cp_arena_free(a);
    if (rc == CP_OK && comment)
        *comment = s.comment;
    return rc;
}

void cp_minisign_generate(cp_minisign_secret *secret, cp_minisign_key *key)
{
    begin();
    (void)crypto_sign_keypair(key->key, secret->key);
    randombytes_buf(key->id, sizeof key->id);
    memcpy(secret->id, key->id, sizeof key->id);
}

cp_str cp_minisign_key_text(cp_arena *a, const cp_minisign_key *key)
{
    public_key k = { .kind = "Ed" };
    memcpy(k.id, key->id, sizeof k.id);
    memcpy(k.key, key->key, sizeof k.key);
    return cp_str_fmt(a, "untrusted comment: minisign public key %.*s\n%.*s\n",
                      CP_FMT(cp_minisign_id_text(a, k.id)), CP_FMT(pack(a, &k, sizeof k)));
}

cp_str cp_minisign_secret_text(cp_arena *a, const cp_minisign_secret *secret)
{
    secret_key k = { .kind = "Ed", .sum_kind = "B2" };
    memcpy(k.id, secret->id, sizeof k.id);
    memcpy(k.key, secret->key, sizeof k.key);
    sum_of(&k, k.sum);
    return cp_str_fmt(a, "untrusted comment: minisign secret key\n%.*s\n",
                      CP_FMT(pack(a, &k, sizeof k)));
}

cp_rc cp_minisign_sign(cp_arena *a, const cp_minisign_secret *secret, cp_bytes file, cp_str comment,
                       cp_str *out, cp_err *err)
{
    signature s = { .kind = "ED" };
    uint8_t hash[HASH_BYTES], global[SIGNATURE_BYTES];
    if (comment.n > CP_MINISIGN_COMMENT_MAX || cp_str_find_char(comment, '\n') >= 0 ||
        cp_str_find_char(comment, '\r') >= 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "the trusted comment is one line of at most %d bytes",
                       CP_MINISIGN_COMMENT_MAX);
    begin();
    memcpy(s.id, secret->id, sizeof s.id);
    hash_of(file, hash);
    (void)crypto_sign_detached(s.bytes, NULL, hash, sizeof hash, secret->key);
    cp_bytes all = global_bytes(a, s.bytes, comment);
    (void)crypto_sign_detached(global, NULL, all.p, all.n, secret->key);
    *out = cp_str_fmt(a,
                      "untrusted comment: signature of the key %.*s\n%.*s\n"
                      "trusted comment: %.*s\n%.*s\n",
                      CP_FMT(cp_minisign_id_text(a, s.id)), CP_FMT(pack(a, &s, sizeof s)),
                      CP_FMT(comment), CP_FMT(pack(a, global, sizeof global)));
    return CP_OK;
}

cp_str cp_minisign_id_text(cp_arena *a, const uint8_t id[CP_MINISIGN_ID_BYTES])
{
    uint64_t n = 0; /* a number whose last byte comes first */
    for (int i = CP_MINISIGN_ID_BYTES; i-- > 0;)
        n = n << 8 | id[i];
    return cp_str_fmt(a, "%016llX", (unsigned long long)n);
}
