/* SPDX-License-Identifier: Apache-2.0 */
/* zipped.h - archives and workbooks for tests, made byte by byte, so that each may be wrong in one
 * place. */
#ifndef CP_TESTS_UNIT_ZIPPED_H
#define CP_TESTS_UNIT_ZIPPED_H

#include <stdlib.h>
#include <zlib.h>
#include "base/base.h"

typedef struct zip_entry {
    const char *name;
    cp_str plain;
    int method;         /* 0, 8 */
    unsigned flags;     /* 1: encrypted */
    int64_t says_more;  /* bytes that the directory adds to the true size */
    bool is_over_first; /* the directory says that it lies where the first does */
    bool has_wrong_crc;
    bool is_64; /* its sizes stand in a zip64 field */
} zip_entry;

static inline void zip_put(cp_buf *b, uint64_t v, int n)
{
    for (int i = 0; i < n; i++)
        cp_buf_char(b, (char)(v >> 8 * i));
}

static inline cp_str zip_deflate(cp_arena *a, cp_str plain)
{
    z_stream z = { 0 };
    uLong cap = compressBound(plain.n) + 64;
    uint8_t *out = cp_arena_alloc(a, cap);
    if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    z.next_in = (Bytef *)(uintptr_t)plain.p;
    z.avail_in = (uInt)plain.n;
    z.next_out = out;
    z.avail_out = (uInt)cap;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    (void)deflateEnd(&z);
    return (cp_str){ (char *)out, z.total_out };
}

/* The archive; comment behind it. */
static inline cp_bytes zip_of(cp_arena *a, const zip_entry *v, uint32_t n, const char *comment)
{
    cp_buf b = cp_buf_new(a), dir = cp_buf_new(a);
    uint64_t first = 0;
    for (uint32_t i = 0; i < n; i++) {
        const zip_entry *e = &v[i];
        cp_str packed = e->method == 8 ? zip_deflate(a, e->plain) : e->plain;
        uint64_t off = e->is_over_first ? first : b.total_bytes,
                 plain = e->plain.n + (uint64_t)e->says_more;
        uint32_t crc =
            (uint32_t)crc32_z(0, (const Bytef *)e->plain.p, e->plain.n) + e->has_wrong_crc;
        size_t name_n = strlen(e->name);
        zip_put(&b, 0x04034b50, 4);
        zip_put(&b, 20, 2);
        zip_put(&b, e->flags, 2);
        zip_put(&b, (uint64_t)e->method, 2);
        zip_put(&b, 0, 4);
        zip_put(&b, crc, 4);
        zip_put(&b, packed.n, 4);
        zip_put(&b, e->plain.n, 4);
        zip_put(&b, name_n, 2);
        zip_put(&b, 0, 2);
        cp_buf_add_c(&b, e->name);
        cp_buf_add(&b, packed);
        zip_put(&dir, 0x02014b50, 4);
        zip_put(&dir, 20, 2);
        zip_put(&dir, 20, 2);
        zip_put(&dir, e->flags, 2);
        zip_put(&dir, (uint64_t)e->method, 2);
        zip_put(&dir, 0, 4);
        zip_put(&dir, crc, 4);
        zip_put(&dir, e->is_64 ? UINT32_MAX : packed.n, 4);
        zip_put(&dir, e->is_64 ? UINT32_MAX : plain, 4);
        zip_put(&dir, name_n, 2);
        zip_put(&dir, e->is_64 ? 20 : 0, 2);
        zip_put(&dir, 0, 6);
        zip_put(&dir, 0, 4);
        zip_put(&dir, off, 4);
        cp_buf_add_c(&dir, e->name);
        if (e->is_64) {
            zip_put(&dir, 1, 2);
            zip_put(&dir, 16, 2);
            zip_put(&dir, plain, 8);
            zip_put(&dir, packed.n, 8);
        }
    }
    uint64_t at = b.total_bytes;
    cp_buf_add(&b, cp_buf_str(&dir));
    zip_put(&b, 0x06054b50, 4);
    zip_put(&b, 0, 4);
    zip_put(&b, n, 2);
    zip_put(&b, n, 2);
    zip_put(&b, dir.total_bytes, 4);
    zip_put(&b, at, 4);
    zip_put(&b, strlen(comment), 2);
    cp_buf_add_c(&b, comment);
    return cp_bytes_of_str(cp_buf_str(&b));
}

#define ZIP_MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define ZIP_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* A workbook of one sheet; NULL: without that part. */
static inline cp_bytes book_of(cp_arena *a, const char *sheet, const char *strings,
                               const char *styles, const char *workbook)
{
    static const char rels[] =
        "<Relationships><Relationship Id=\"r1\" Type=\"" ZIP_REL
        "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"" ZIP_REL
        "/styles\" Target=\"/xl/styles.xml\"/><Relationship Id=\"r3\" Type=\"" ZIP_REL
        "/sharedStrings\" Target=\"./sharedStrings.xml\"/></Relationships>";
    static const char top[] = "<Relationships><Relationship Id=\"r1\" Type=\"" ZIP_REL
                              "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    if (!workbook)
        workbook = "<workbook " ZIP_MAIN "><sheets><sheet name=\"S &amp; T\" sheetId=\"1\" "
                   "r:id=\"r1\"/></sheets></workbook>";
    zip_entry v[6] = { { "_rels/.rels", cp_str_c(top), 8, 0, 0, false, false, false },
                       { "xl/workbook.xml", cp_str_c(workbook), 8, 0, 0, false, false, false },
                       { "xl/_rels/workbook.xml.rels", cp_str_c(rels), 0, 0, 0, false, false,
                         false } };
    uint32_t n = 3;
    if (sheet)
        v[n++] = (zip_entry){
            "xl/worksheets/sheet1.xml", cp_str_c(sheet), 8, 0, 0, false, false, false
        };
    if (strings)
        v[n++] =
            (zip_entry){ "xl/sharedStrings.xml", cp_str_c(strings), 8, 0, 0, false, false, false };
    if (styles)
        v[n++] = (zip_entry){ "xl/styles.xml", cp_str_c(styles), 8, 0, 0, false, false, false };
    return zip_of(a, v, n, "");
}

#endif
