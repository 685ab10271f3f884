/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_update.c - an archive of data: what is taken has plain names in order, each in a folder of
 * the manifest, and lies within the archive; a part of it is not taken. Sums of headers are set
 * right first. The same bytes as a signature or a key of minisign: none is right. */
#include <string.h>
#include "fuzz.h"
#include "job/data.h"

enum { BLOCK = 512 };

static uint8_t *with_sums(cp_arena *a, const uint8_t *data, size_t size)
{
    uint8_t *p = cp_arena_alloc(a, size + 1);
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
    cp_bytes archive = { with_sums(a, data, size), size };
    cp_data_update u;
    cp_minisign_key key = { .id = { 1 } };
    cp_minisign_secret secret;
    if (cp_update_read(a, archive, &u, NULL) == CP_OK) {
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
