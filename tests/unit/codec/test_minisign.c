/* SPDX-License-Identifier: Apache-2.0 */
/* test_minisign.c - a signature that minisign 0.11 made, our own, and every byte of them
 * changed. */
#include "codec/minisign.h"
#include "tap.h"

/* minisign -G -W; printf 'hello\n' >f; minisign -S -m f -t 'said on purpose' */
static const char key_text[] = "RWSmuo3rcMplU8PicygEKId48zMmFWBTRcni4BTX5+t8q7Kkk4p7nhph";
static const char signature[] =
    "untrusted comment: signature from minisign secret key\n"
    "RUSmuo3rcMplU422lh7wywoVJ1kVzkbsT3qtN4Zngj5w1RJhKlm7VpWeFSYDc9bjYNp1IHmQSKWeyQRTTYlsl31Kb45XAd"
    "EqOA4=\n"
    "trusted comment: said on purpose\n"
    "dlL8CF0I6Njfb50M4CT2rdsJK6b2STlqR6ExnY3A4CwbgYy8wZJcmeVdcysJJoyfBbktSmy1p2K9XRiVsBuvCg==\n";

/* Each character but the untrusted comment, one after the other, with the next in its place. */
static void test_changes(const cp_minisign_key *key, cp_bytes file, cp_str text)
{
    char copy[1024];
    uint32_t n_accepted = 0;
    size_t from = (size_t)cp_str_find_char(text, '\n') + 1;
    for (size_t i = from; i + 1 < text.n; i++) {
        memcpy(copy, text.p, text.n);
        copy[i] = copy[i] == 'A' ? 'B' : 'A';
        n_accepted += cp_minisign_verify(key, file, (cp_str){ copy, text.n }, NULL, NULL) == CP_OK;
    }
    is_uint(n_accepted, 0, "no changed signature is taken");
    for (size_t n = 0; n + 1 < text.n; n++)
        n_accepted += cp_minisign_verify(key, file, cp_str_slice(text, 0, n), NULL, NULL) == CP_OK;
    is_uint(n_accepted, 0, "nor a part of one");
}

static void test_peer(void)
{
    cp_minisign_key key;
    cp_err err;
    cp_str comment = CP_STR(""), text = cp_str_c(signature);
    cp_bytes file = cp_bytes_of_str(CP_STR("hello\n"));
    is_int(cp_minisign_key_read(cp_str_c(key_text), &key, &err), CP_OK, "a key in one line");
    is_int(cp_minisign_verify(&key, file, text, &comment, &err), CP_OK, "by minisign");
    is_cstr(comment, "said on purpose", "its comment");
    is_int(cp_minisign_verify(&key, cp_bytes_of_str(CP_STR("hello")), text, NULL, NULL),
           CP_EMISMATCH, "another file");
    test_changes(&key, file, text);
}

static void test_own(cp_arena *a)
{
    cp_minisign_secret secret, again;
    cp_minisign_key key, other;
    cp_str text, comment;
    cp_bytes nothing = { NULL, 0 };
    cp_minisign_generate(&secret, &key);
    is_int(cp_minisign_sign(a, &secret, nothing, CP_STR(""), &text, NULL), CP_OK, "of nothing");
    is_int(cp_minisign_verify(&key, nothing, text, &comment, NULL), CP_OK, "is right");
    is_int(cp_minisign_key_read(cp_minisign_key_text(a, &key), &other, NULL), CP_OK, "its key");
    ok(memcmp(&key, &other, sizeof key) == 0, "is the same when read");
    is_int(cp_minisign_secret_read(cp_minisign_secret_text(a, &secret), &again, NULL), CP_OK,
           "the secret one");
    ok(memcmp(&secret, &again, sizeof secret) == 0, "as well");
    is_int(cp_minisign_secret_read(cp_minisign_key_text(a, &key), &again, NULL), CP_EFORMAT,
           "a public key is no secret one");
    is_int(cp_minisign_sign(a, &secret, nothing, CP_STR("a\nb"), &text, NULL), CP_EUSAGE,
           "a comment of two lines");
    test_changes(&key, nothing, text);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_peer();
    test_own(a);
    cp_arena_free(a);
    return tap_done();
}
