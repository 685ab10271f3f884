/* SPDX-License-Identifier: Apache-2.0 */
/* test_tar.c - one archive, and each of its headers' bytes wrong. */
#include "codec/tar.h"
#include "tap.h"

enum { BLOCK = 512 };

static void put_sum(uint8_t *head)
{
    unsigned sum = 0;
    memset(head + 148, ' ', 8);
    for (int i = 0; i < BLOCK; i++)
        sum += head[i];
    (void)snprintf((char *)head + 148, 8, "%06o", sum);
    head[155] = ' ';
}

/* A file of 3 bytes, and the end: 4 blocks. */
static void make(uint8_t *p, const char *name)
{
    memset(p, 0, 4 * BLOCK);
    (void)snprintf((char *)p, 100, "%s", name);
    (void)snprintf((char *)p + 124, 12, "%011o", 3);
    p[156] = '0';
    memcpy(p + 257, "ustar\00000", 8);
    put_sum(p);
    memcpy(p + BLOCK, "abc", 3);
}

static cp_rc walk(const uint8_t *p, size_t n, uint32_t *n_files)
{
    cp_tar t = cp_tar_open((cp_bytes){ p, n });
    cp_tar_file f;
    *n_files = 0;
    while (cp_tar_next(&t, &f, NULL))
        ++*n_files;
    return t.rc;
}

static void test_names(void)
{
    static const struct {
        const char *name;
        cp_rc want;
    } rows[] = {
        { "a", CP_OK },           { "registries/oui.tsv", CP_OK },
        { "A-b_c.9/x", CP_OK },   { "", CP_EFORMAT },
        { "/a", CP_EFORMAT },     { "a/", CP_EFORMAT },
        { "a//b", CP_EFORMAT },   { "..", CP_EFORMAT },
        { "a/../b", CP_EFORMAT }, { "./a", CP_EFORMAT },
        { "a/.git", CP_EFORMAT }, { "a b", CP_EFORMAT },
        { "a\\b", CP_EFORMAT },   { "\xc3\xa4", CP_EFORMAT },
        { "a\nb", CP_EFORMAT },
    };
    uint8_t p[4 * BLOCK];
    uint32_t n;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        make(p, rows[i].name);
        is_int(walk(p, sizeof p, &n), rows[i].want, "name %zu", i);
    }
}

static void test_bytes(void)
{
    uint8_t p[4 * BLOCK];
    uint32_t n, n_bad = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        make(p, "a");
        p[i] ^= 0x15;
        n_bad += walk(p, sizeof p, &n) != CP_OK;
    }
    /* the last byte of the sum's field belongs to nothing */
    is_uint(n_bad, BLOCK - 1, "a header with any byte changed is refused");
    for (size_t cut = 1, n_cut = 0; cut <= sizeof p; cut++) {
        make(p, "a");
        n_cut += walk(p, sizeof p - cut, &n) != CP_OK;
        if (cut == sizeof p)
            is_uint(n_cut, sizeof p, "an archive without its last bytes is refused");
    }
    static const char types[] = "1234567xgLKSV";
    for (size_t i = 0; i < sizeof types; i++) {
        make(p, "a");
        p[156] = (uint8_t)types[i];
        put_sum(p);
        is_int(walk(p, sizeof p, &n), CP_EFORMAT, "type %d is no regular file", types[i]);
    }
    make(p, "a");
    p[124] = '7'; /* 8 GiB and more */
    put_sum(p);
    is_int(walk(p, sizeof p, &n), CP_ESHORT, "more than there is");
    make(p, "a");
    p[sizeof p - 1] = 1;
    is_int(walk(p, sizeof p, &n), CP_EFORMAT, "an end that is not all zeros");
}

int main(void)
{
    test_names();
    test_bytes();
    return tap_done();
}
