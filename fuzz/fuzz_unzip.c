/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_unzip.c - whatever an archive says, no entry gives more than it said, nothing outside of the
 * archive is read, the pieces in which an entry is taken do not matter; and what was packed comes
 * out again. */
#include "../tests/unit/codec/zipped.h"
#include "codec/unzip.h"
#include "fuzz.h"

enum { SIZE_MAX_READ = 1 << 20, ENTRIES_READ = 16 };

static cp_rc unpack(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e, size_t piece, cp_str *out)
{
    cp_unzip_stream *s;
    cp_buf b = cp_buf_new(a);
    uint8_t *p = cp_arena_alloc(a, piece);
    cp_err err;
    cp_rc rc = cp_unzip_begin(a, z, e, &s, &err);
    for (size_t n = 1; rc == CP_OK && n && b.total_bytes < SIZE_MAX_READ;) {
        rc = cp_unzip_read(s, p, piece, &n, &err);
        if (rc == CP_OK) {
            MUST(n <= piece);
            cp_buf_add(&b, (cp_str){ (char *)p, n });
        }
    }
    *out = cp_buf_str(&b);
    MUST(b.total_bytes <= e->plain_bytes);
    return rc;
}

static void read_archive(cp_arena *a, cp_bytes in)
{
    cp_unzip *z;
    cp_err err;
    uint32_t n;
    if (cp_unzip_open(a, in, &z, &err) != CP_OK)
        return;
    const cp_unzip_entry *v = cp_unzip_entries(z, &n);
    for (uint32_t i = 0; i < n && i < ENTRIES_READ; i++) {
        cp_str one, other;
        MUST(v[i].off_bytes < v[i].end_bytes && v[i].end_bytes <= in.n);
        MUST(i == 0 || v[i - 1].end_bytes <= v[i].off_bytes);
        if (v[i].plain_bytes > SIZE_MAX_READ)
            continue;
        cp_rc rc = unpack(a, z, &v[i], 65536, &one), again = unpack(a, z, &v[i], 7, &other);
        MUST(rc == again);
        MUST(rc != CP_OK || (cp_str_eq(one, other) && one.n == v[i].plain_bytes));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > SIZE_MAX_READ)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_unzip *z;
    cp_str out;
    cp_bytes in = { data, size };
    read_archive(a, in);
    const zip_entry v[] = { { "x", cp_str_of_bytes(in), size & 1 ? 8 : 0, 0, 0, false, false,
                              size & 2 } };
    MUST(cp_unzip_open(a, zip_of(a, v, 1, ""), &z, NULL) == CP_OK);
    MUST(unpack(a, z, cp_unzip_find(z, CP_STR("X")), 1000, &out) == CP_OK);
    MUST(cp_str_eq(out, cp_str_of_bytes(in)));
    cp_arena_free(a);
    return 0;
}
