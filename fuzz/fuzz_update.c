/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_update.c - an archive of data: what is taken has plain names in order, each in a folder of
 * the manifest, and lies within the archive; a part of it is not taken. Sums of headers are set
 * right first; bytes that begin with '#' are the texts of files ("name", NUL, contents, NUL ...) of
 * which an archive is made. Signed, it is taken exactly if it is one; with one bit turned, in it or
 * in the signature, never. The same bytes as a signature or a key of minisign: none is right. */
#include <string.h>
#include "fuzz.h"
#include "job/data.h"

enum { BLOCK = 512 };

static uint8_t *with_sums(cp_arena *a, const uint8_t *data, size_t size)
{
    uint8_t *p = cp_arena_alloc(a, size + 1);
    if (size)
        memcpy(p, data, size);
    for (size_t at = 0; at + BLOCK <= size; at += BLOCK) {
        uint8_t *head = p + at;
        unsigned sum = 0;
        if (memcmp(head + 257, "ustar", 5) != 0)
            continue;
        memset(head + 148, ' ', 8);
        for (int i = 0; i < BLOCK; i++)
            sum += head[i];
        (void)snprintf((char *)head + 148, 8, "%06o", sum);
        head[155] = ' ';
    }
    return p;
}

static cp_str next_text(cp_str *rest)
{
    ptrdiff_t end = cp_str_find_char(*rest, '\0');
    size_t n = end < 0 ? rest->n : (size_t)end;
    cp_str s = cp_str_slice(*rest, 0, n);
    *rest = cp_str_from(*rest, n < rest->n ? n + 1 : n);
    return s;
}

static void add_block(cp_buf *b, const uint8_t *p, size_t n)
{
    static const uint8_t zeros[BLOCK];
    cp_buf_add(b, (cp_str){ (const char *)p, n });
    if (n % BLOCK)
        cp_buf_add(b, (cp_str){ (const char *)zeros, BLOCK - n % BLOCK });
}

/* An archive of the texts; its sums are not set. */
static cp_bytes made_of(cp_arena *a, cp_str texts)
{
    enum { NAME = 0, MODE = 100, SIZE = 124, TIME = 136, TYPE = 156, MAGIC = 257 };
    static const uint8_t end[2 * BLOCK];
    cp_buf b = cp_buf_new(a);
    while (texts.n) {
        uint8_t head[BLOCK] = { 0 };
        cp_str name = cp_str_slice(next_text(&texts), 0, MODE - NAME);
        cp_str contents = next_text(&texts);
        if (name.n)
            memcpy(head + NAME, name.p, name.n);
        (void)snprintf((char *)head + MODE, 8, "0000644");
        (void)snprintf((char *)head + SIZE, 12, "%011zo", contents.n);
        (void)snprintf((char *)head + TIME, 12, "00000000000");
        head[TYPE] = '0';
        memcpy(head + MAGIC, "ustar\00000", 8);
        add_block(&b, head, sizeof head);
        if (contents.n)
            add_block(&b, (const uint8_t *)contents.p, contents.n);
    }
    add_block(&b, end, sizeof end);
    return cp_bytes_of_str(cp_buf_str(&b));
}

/* The owner of the key signs it; somebody turns one bit on the way. */
static void check_signed(cp_arena *a, cp_bytes archive, cp_rc is_read, size_t at)
{
    static cp_minisign_secret secret;
    static cp_minisign_key key;
    static bool is_made;
    cp_str signature;
    cp_data_update u;
    if (!is_made)
        cp_minisign_generate(&secret, &key);
    is_made = true;
    cp_str text = cp_minisign_key_text(a, &key);
    MUST(cp_minisign_sign(a, &secret, archive, CP_STR("made"), &signature, NULL) == CP_OK);
    MUST(cp_update_open(a, archive, signature, text, &u, NULL) == is_read);
    if (archive.n) {
        uint8_t *other = cp_arena_alloc(a, archive.n);
        memcpy(other, archive.p, archive.n);
        other[at % archive.n] ^= (uint8_t)(1u << at % 8);
        MUST(cp_update_open(a, (cp_bytes){ other, archive.n }, signature, text, &u, NULL) ==
             CP_EMISMATCH);
    }
    /* every character behind "untrusted comment: ...\n" counts */
    size_t first = (size_t)cp_str_find_char(signature, '\n') + 1;
    cp_str turned = cp_str_dup(a, signature);
    ((char *)turned.p)[first + at % (turned.n - first - 1)] ^= 1;
    MUST(cp_update_open(a, archive, turned, text, &u, NULL) != CP_OK);
}

static void check(const cp_data_update *u, cp_bytes archive)
{
    MUST(u->n_files > 0 && u->n_folders > 0 && u->n_files <= CP_DATA_FILES_MAX);
    MUST(u->version.number >= 1 && u->version.number <= CP_UPDATE_NUMBER_MAX);
    for (uint32_t i = 0; i < u->n_files; i++) {
        const cp_data_file *f = &u->files[i];
        bool is_in = false;
        for (uint32_t k = 0; k < u->n_folders; k++)
            is_in |= cp_str_starts(f->name, u->folders[k]) && f->name.p[u->folders[k].n] == '/';
        MUST(is_in && !cp_str_has(f->name, CP_STR("..")) && cp_str_is_utf8(f->name));
        MUST(i == 0 || cp_str_cmp(f[-1].name, f->name) < 0);
        MUST(f->bytes.p >= archive.p && f->bytes.p + f->bytes.n <= archive.p + archive.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t nothing[1];
    cp_arena *a = cp_arena_new(0);
    cp_bytes given = { data, size };
    if (size && data[0] == '#')
        given = made_of(a, cp_str_of_bytes((cp_bytes){ data + 1, size - 1 }));
    cp_bytes archive = { with_sums(a, given.p, given.n), given.n };
    cp_data_update u;
    cp_minisign_key key = { .id = { 1 } };
    cp_minisign_secret secret;
    cp_rc rc = cp_update_read(a, archive, &u, NULL);
    check_signed(a, archive, rc, size ? size * 31 + data[size - 1] : 0);
    if (rc == CP_OK) {
        check(&u, archive);
        cp_bytes part = { archive.p, (size_t)(u.files[0].bytes.p - archive.p) };
        MUST(cp_update_read(a, part, &u, NULL) != CP_OK);
    }
    cp_str text = cp_str_of_bytes((cp_bytes){ size ? data : nothing, size });
    MUST(cp_minisign_verify(&key, archive, text, NULL, NULL) != CP_OK);
    cp_rc is_key = cp_minisign_key_read(text, &key, NULL);
    cp_rc is_secret = cp_minisign_secret_read(text, &secret, NULL);
    MUST(is_key != CP_OK || is_secret != CP_OK);
    cp_arena_free(a);
    return 0;
}
