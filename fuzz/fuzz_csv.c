/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_csv.c - what the writer writes the reader reads back, and no cell that is written can be
 * taken for a formula or acts on a terminal. The first byte chooses the separator (or none: by
 * content). */
#include "codec/csv.h"
#include "fuzz.h"

static bool is_inert(cp_str s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c;
        n = cp_utf8_decode(cp_str_from(s, i), &c);
        if (n == 0 || (cp_utf8_is_active(c) && c != '\t' && c != '\n'))
            return false;
    }
    return true;
}

/* The cell as it must come back: what acts is gone, with an apostrophe if that is what was
 * written. */
static void check_cell(cp_arena *a, cp_str got, cp_str cell)
{
    static const char *const dangerous[] = {
        "=",           "+", "-", "@", "\t", "\r", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
        "\xef\xbc\xa0"
    };
    double number;
    cp_str want = cp_text_safe(a, cp_str_clean_utf8(a, cell)), is = cp_text_safe(a, got);
    MUST(is_inert(got));
    MUST(cp_str_eq(is, want) || (got.n && got.p[0] == '\'' && cp_str_eq(cp_str_from(is, 1), want)));
    for (size_t i = 0; i < sizeof dangerous / sizeof *dangerous; i++)
        MUST(!cp_str_starts(got, cp_str_c(dangerous[i])) || cp_str_double(got, &number));
}

static void check_row(cp_arena *a, const cp_str *cells, uint32_t n)
{
    cp_buf b = cp_buf_new(a);
    cp_str *back;
    uint32_t n_back;
    for (uint32_t i = 0; i < n; i++)
        cp_csv_cell(&b, cells[i], i == 0);
    cp_buf_add(&b, CP_STR("\r\n"));
    MUST(cp_str_is_utf8(cp_buf_str(&b)));
    cp_csv c = cp_csv_open(cp_buf_str(&b), ',');
    MUST(cp_csv_next(&c, a, &back, &n_back) && !c.row_bad);
    /* one empty cell: an empty line */
    MUST(n_back == n || (n == 1 && n_back == 0 && cells[0].n == 0));
    for (uint32_t i = 0; i < n_back; i++)
        check_cell(a, back[i], cells[i]);
    MUST(!cp_csv_next(&c, a, &back, &n_back) && c.rc == CP_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char seps[] = { 0, ',', ';', '\t', '|' };
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_str text = cp_str_clean_utf8(a, (cp_str){ (const char *)data + 1, size - 1 }), *cells;
    MUST(cp_str_is_utf8(text));
    cp_csv c = cp_csv_open(text, seps[data[0] % sizeof seps]);
    uint64_t line = 0;
    for (uint32_t n; cp_csv_next(&c, a, &cells, &n);) {
        MUST(c.line > line && c.next_line > c.line);
        MUST(!c.row_bad || (n == 0 && c.err.line == c.line));
        MUST(n <= CP_CSV_CELLS_MAX);
        line = c.line;
        if (n)
            check_row(a, cells, n);
    }
    MUST(c.rc == CP_OK ? c.rest.n == 0 : c.rc == CP_EFORMAT && c.err.line > line);
    cp_arena_free(a);
    return 0;
}
