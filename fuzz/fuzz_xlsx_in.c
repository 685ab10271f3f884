/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_xlsx_in.c - workbooks. The parts are put into an archive here, for no fuzzer finds a
 * checksum; with a first byte of 'Z' the rest is the archive itself. The same is told twice; every
 * observation stands in a row of a sheet that there is; what is told is text; rows are one behind
 * the other, and no cell is longer than the limit.
 *
 * Input: sheet \0 shared texts \0 formats \0 workbook */
#include "../tests/unit/codec/zipped.h"
#include "codec/book.h"
#include "hearing.h"
#include "sources/import/import.h"

enum { PARTS = 4 };

static void check(const cp_obs *o)
{
    uint64_t row = o->pos & UINT32_MAX, sheet = o->pos >> 32;
    MUST(row >= 1 && row <= CP_SHEET_ROWS_MAX && sheet >= 1 && sheet <= CP_BOOK_SHEETS_MAX);
    MUST(o->ids[0].kind == CP_IDENT_AGENT && cp_str_is_utf8(o->value));
}

static cp_bytes archive(cp_arena *a, const uint8_t *data, size_t size)
{
    const char *parts[PARTS] = { NULL, NULL, NULL, NULL };
    cp_str rest = { (const char *)data, size }, part;
    if (size && data[0] == 'Z')
        return (cp_bytes){ data + 1, size - 1 };
    for (int i = 0; i < PARTS && cp_str_cut(&rest, '\0', &part); i++)
        parts[i] = part.n ? cp_str_dup(a, part).p : NULL;
    return book_of(a, parts[0], parts[1], parts[2], parts[3]);
}

static void read_sheets(cp_arena *a, cp_bytes zip)
{
    cp_unzip *z;
    cp_book *b;
    cp_sheet *s;
    if (cp_unzip_open(a, zip, &z, NULL) != CP_OK || cp_book_open(a, z, &b, NULL) != CP_OK)
        return;
    MUST(b->n_sheets <= CP_BOOK_SHEETS_MAX);
    for (uint32_t i = 0; i < b->n_sheets && i < 3; i++) {
        uint32_t row, before = 0, n;
        const cp_str *cells;
        bool is_heading;
        MUST(b->sheets[i].name.n && cp_str_is_utf8(b->sheets[i].name));
        MUST(cp_str_find_char(b->sheets[i].name, '\n') < 0);
        if (cp_sheet_open(a, b, i, &s, NULL) != CP_OK)
            continue;
        while (cp_sheet_next(s, &row, &cells, &n, &is_heading)) {
            MUST(row > before && row <= CP_SHEET_ROWS_MAX && n >= 1 && n <= CP_SHEET_COLUMNS_MAX);
            before = row;
            for (uint32_t k = 0; k < n; k++)
                MUST(cp_str_is_utf8(cells[k]) && cells[k].n <= CP_SHEET_CELL_BYTES_MAX);
        }
        cp_sheet_close(s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_read_opts opts = { .n_maps = 0 };
    cp_bytes zip = archive(a, data, size);
    read_sheets(a, zip);
    hearing *h = hear_twice(a, &cp_format_xlsx, zip, &opts, check);
    MUST(cp_str_is_utf8(h->src.note) && cp_str_is_utf8(h->src.sheets));
    for (uint32_t i = 0; i < h->src.n_problems; i++) {
        MUST(cp_str_is_utf8(h->src.problems[i].text));
        MUST(cp_source_place(a, &h->src, h->src.problems[i].pos).n > 0);
    }
    cp_arena_free(a);
    return 0;
}
