/* SPDX-License-Identifier: Apache-2.0 */
/* test_xlsx.c - the limits of a workbook: what has no room is counted, and the file is whole all
 * the same. What stands in it is read back by tests/cli/xlsx.t. */
#include "codec/xlsx.h"
#include "tap.h"

static const cp_xlsx_column columns[] = { { "A", 10, false, false } };

static cp_str repeated(cp_arena *a, const char *what, uint32_t n)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_add_c(&b, what);
    return cp_buf_str(&b);
}

/* Cells of one more than the limit and of the limit, in UTF-16 units. */
static const struct {
    const char *name, *what;
    uint32_t n;
    uint64_t cut;
} texts[] = {
    { "as long as may be", "x", CP_XLSX_TEXT_MAX - 1, 0 },
    { "too long", "x", CP_XLSX_TEXT_MAX + 1, 1 },
    { "two units each, as many as may be", "\xf0\x9f\x98\x80", (CP_XLSX_TEXT_MAX - 1) / 2, 0 },
    { "two units each, too many", "\xf0\x9f\x98\x80", (CP_XLSX_TEXT_MAX + 1) / 2, 1 },
    { "what readers take for an escape is longer than it looks", "_x0041_", 3000, 1 },
    { "no character of XML", "\xef\xbf\xbf", 10, 0 },
};

static void check_text(cp_arena *a, size_t i)
{
    cp_xlsx *x;
    cp_err err = { 0 };
    uint64_t rows, cells;
    cp_buf out = cp_buf_new(a);
    ok(cp_xlsx_new(a, cp_date_ymd(2026, 11, 23), &x, &err) == CP_OK, "%s: begun", texts[i].name);
    uint32_t sheet = cp_xlsx_sheet(x, "One", columns, 1);
    cp_xlsx_row(x, sheet, (cp_str[]){ repeated(a, texts[i].what, texts[i].n) });
    cp_xlsx_left_out(x, sheet, &rows, &cells);
    is_uint(rows, 0, "%s: no row is left out", texts[i].name);
    is_uint(cells, texts[i].cut, "%s: cut", texts[i].name);
    ok(cp_xlsx_end(x, &out, &err) == CP_OK && cp_str_starts(cp_buf_str(&out), CP_STR("PK")),
       "%s: a file (%s)", texts[i].name, err.msg);
}

static void check_rows(cp_arena *a)
{
    enum { BEYOND = 5 };
    cp_xlsx *x;
    cp_err err = { 0 };
    uint64_t rows, cells;
    cp_buf out = cp_buf_new(a);
    ok(cp_xlsx_new(a, cp_date_ymd(2026, 11, 23), &x, &err) == CP_OK, "many rows: begun");
    uint32_t sheet = cp_xlsx_sheet(x, "Many", columns, 1);
    for (uint32_t i = 0; i < CP_XLSX_ROWS_MAX - 1 + BEYOND; i++)
        cp_xlsx_row(x, sheet, (cp_str[]){ CP_STR("x") });
    cp_xlsx_left_out(x, sheet, &rows, &cells);
    is_uint(rows, BEYOND, "many rows: those that have no room are counted");
    ok(cp_xlsx_end(x, &out, &err) == CP_OK && out.total_bytes > 0, "many rows: a file (%s)",
       err.msg);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    if (!cp_xlsx_is_there()) {
        ok(true, "built without libxlsxwriter # SKIP no libxlsxwriter");
        return tap_done();
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_text(a, i);
    check_rows(a);
    cp_arena_free(a);
    return tap_done();
}
