/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.c - see xlsx.h. libxlsxwriter writes to a name: that of a file of memory. */
#include "codec/xlsx.h"
#ifdef CP_HAVE_XLSX
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    WORDS_INLINE_MAX = 255, /* characters of a list in the sheet itself */
    CHOICE_ROWS_MIN = 1000, /* a form without rows is filled in too */
    DAY_S = 24 * 60 * 60,
};

typedef struct sheet {
    lxw_worksheet *ws;
    const cp_xlsx_column *columns;
    uint32_t n_columns, n_rows; /* with the one of names */
    uint32_t n_choices;
    uint64_t rows_left_out, cells_cut;
} sheet;

struct cp_xlsx {
    cp_arena *a, *one; /* one: of a row */
    lxw_workbook *book;
    lxw_format *head, *wrapped;
    int fd;
    uint32_t n_sheets, n_words; /* columns of the sheet of words */
    sheet sheets[CP_XLSX_SHEETS_MAX];
    lxw_worksheet *words; /* lists that are too long for the sheet that chooses; NULL: none */
    struct {
        const cp_str *v;
        uint32_t n;
    } lists[CP_XLSX_COLUMNS_MAX];
    lxw_error bad; /* the first */
};

bool cp_xlsx_is_there(void) { return true; }

#ifdef CP_XLSX_STATIC
/* What the library that is linked in calls for tmpfile() and fopen() (tools/dist-xlsx): it runs
 * where there is neither /proc nor a folder to write to. */
FILE *cp_xlsx_tmpfile(void);
FILE *cp_xlsx_fopen(const char *name, const char *mode);

static FILE *file_of(int fd, const char *mode)
{
    FILE *f = fd < 0 ? NULL : fdopen(fd, mode);
    if (!f && fd >= 0)
        (void)close(fd);
    return f;
}

FILE *cp_xlsx_tmpfile(void)
{
    const char *dir = getenv("TMPDIR");
    int fd = open(dir && *dir ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return file_of(fd < 0 ? memfd_create("sheet.xml", MFD_CLOEXEC) : fd, "w+b");
}

/* Of the one name that it is given: that in cp_xlsx_new. */
FILE *cp_xlsx_fopen(const char *name, const char *mode)
{
    int fd;
    if (sscanf(name, "/proc/self/fd/%d", &fd) != 1)
        return NULL;
    return file_of(fcntl(fd, F_DUPFD_CLOEXEC, 0), mode);
}
#endif

static void close_fd(void *arg) { (void)close((int)(intptr_t)arg); }

static void free_arena(void *arg) { cp_arena_free(arg); }

static void keep(cp_xlsx *x, lxw_error e)
{
    if (e != LXW_NO_ERROR && x->bad == LXW_NO_ERROR)
        x->bad = e;
}

/* Left half done by an error elsewhere: freed, and what it would have written is dropped. */
static void drop_book(void *arg)
{
    cp_xlsx *x = arg;
    if (x->book)
        lxw_workbook_free(x->book);
}

cp_rc cp_xlsx_new(cp_arena *a, cp_date made, cp_xlsx **out, cp_err *err)
{
    char name[64];
    cp_xlsx *x = CP_NEW(a, cp_xlsx);
    x->a = a;
    x->one = cp_arena_new(0);
    cp_arena_defer(a, free_arena, x->one);
    x->fd = memfd_create("book.xlsx", MFD_CLOEXEC);
    if (x->fd < 0)
        return cp_fail_errno(err, errno, "cannot make the workbook");
    cp_arena_defer(a, close_fd, (void *)(intptr_t)x->fd);
    (void)snprintf(name, sizeof name, "/proc/self/fd/%d", x->fd);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE };
    x->book = workbook_new_opt(name, &options);
    if (!x->book)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "cannot make the workbook");
    cp_arena_defer(a, drop_book, x);
    /* a day is noon there, whatever the zone of who reads it */
    lxw_doc_properties about = { .title = (char *)"cleanpath",
                                 .created = (time_t)made.first_day * DAY_S + DAY_S / 2 };
    keep(x, workbook_set_properties(x->book, &about));
    x->head = workbook_add_format(x->book);
    format_set_bold(x->head);
    format_set_bottom(x->head, LXW_BORDER_THIN);
    x->wrapped = workbook_add_format(x->book);
    format_set_text_wrap(x->wrapped);
    format_set_align(x->wrapped, LXW_ALIGN_VERTICAL_TOP);
    *out = x;
    return CP_OK;
}

/* ---- text ---- */

/* Readers take _x000D_ for a control character: the underscore is written so itself. */
static bool is_escape(cp_str s)
{
    if (s.n < 7 || s.p[0] != '_' || (s.p[1] | 0x20) != 'x' || s.p[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (cp_hex_digit(s.p[i]) < 0)
            return false;
    return true;
}

/* What XML cannot hold becomes U+FFFD, as elsewhere; what is too long ends with an ellipsis. */
static const char *text_of(cp_xlsx *x, cp_str s, bool *was_cut)
{
    cp_str safe = cp_text_safe(x->one, s);
    cp_buf b = cp_buf_new(x->one);
    uint32_t units = 0, cp;
    *was_cut = false;
    for (size_t i = 0, n; i < safe.n; i += n) {
        n = cp_utf8_decode(cp_str_from(safe, i), &cp);
        n = n ? n : 1;
        bool is_none = (cp & 0xfffe) == 0xfffe;
        uint32_t more = cp > 0xffff ? 2 : is_escape(cp_str_from(safe, i)) ? 7 : 1;
        if (units + more >= CP_XLSX_TEXT_MAX) {
            *was_cut = true;
            break;
        }
        units += more;
        if (more == 7)
            cp_buf_add_c(&b, "_x005F_");
        else
            cp_buf_add(&b, is_none ? CP_STR("\xef\xbf\xbd") : cp_str_slice(safe, i, n));
    }
    if (*was_cut)
        cp_buf_add_c(&b, "\xe2\x80\xa6");
    return cp_str_dup(x->one, cp_buf_str(&b)).p;
}

/* ---- sheets ---- */

uint32_t cp_xlsx_sheet(cp_xlsx *x, const char *name, const cp_xlsx_column *columns, uint32_t n)
{
    assert(x->n_sheets < CP_XLSX_SHEETS_MAX && n <= CP_XLSX_COLUMNS_MAX && n > 0);
    sheet *s = &x->sheets[x->n_sheets];
    *s = (sheet){ workbook_add_worksheet(x->book, name), columns, n, 1, 0, 0, 0 };
    for (uint32_t c = 0; c < n; c++) {
        uint32_t width =
            columns[c].width ? columns[c].width : (uint32_t)strlen(columns[c].name) + 4;
        keep(x, s->ws ? worksheet_set_column(s->ws, (lxw_col_t)c, (lxw_col_t)c, width, NULL)
                      : LXW_ERROR_MEMORY_MALLOC_FAILED);
        keep(x, worksheet_write_string(s->ws, 0, (lxw_col_t)c, columns[c].name, x->head));
    }
    worksheet_freeze_panes(s->ws, 1, 0);
    return x->n_sheets++;
}

static void put_cell(cp_xlsx *x, sheet *s, uint32_t column, cp_str text)
{
    const cp_xlsx_column *c = &s->columns[column];
    lxw_row_t row = s->n_rows;
    double number;
    bool was_cut;
    if (text.n == 0)
        return;
    if (c->is_number && cp_str_double(text, &number)) {
        keep(x, worksheet_write_number(s->ws, row, (lxw_col_t)column, number, NULL));
        return;
    }
    const char *safe = text_of(x, text, &was_cut);
    s->cells_cut += was_cut;
    keep(x, worksheet_write_string(s->ws, row, (lxw_col_t)column, safe,
                                   c->is_wrapped ? x->wrapped : NULL));
}

void cp_xlsx_row(cp_xlsx *x, uint32_t at, const cp_str *cells)
{
    sheet *s = &x->sheets[at];
    cp_arena_mark mark = cp_arena_here(x->one);
    if (s->n_rows == CP_XLSX_ROWS_MAX) {
        s->rows_left_out++;
        return;
    }
    for (uint32_t c = 0; c < s->n_columns; c++)
        put_cell(x, s, c, cells[c]);
    s->n_rows++;
    cp_arena_back(x->one, mark);
}

void cp_xlsx_left_out(const cp_xlsx *x, uint32_t at, uint64_t *rows, uint64_t *cells)
{
    *rows = x->sheets[at].rows_left_out;
    *cells = x->sheets[at].cells_cut;
}

/* ---- choices ---- */

static size_t joined_length(const cp_str *words, uint32_t n)
{
    size_t length = 0;
    for (uint32_t i = 0; i < n; i++)
        length += words[i].n + 1;
    return length;
}

/* A list of its own, in a hidden sheet: rows are written in the end, because each holds a word of
 * every list. */
static char *refer(cp_xlsx *x, const cp_str *words, uint32_t n)
{
    char column[LXW_MAX_COL_NAME_LENGTH];
    uint32_t at = 0;
    while (at < x->n_words && (x->lists[at].v != words || x->lists[at].n != n))
        at++;
    if (at == CP_XLSX_COLUMNS_MAX)
        return NULL;
    if (!x->words)
        x->words = workbook_add_worksheet(x->book, "Words");
    if (at == x->n_words) {
        x->lists[at].v = words;
        x->lists[at].n = n;
        x->n_words++;
    }
    lxw_col_to_name(column, (lxw_col_t)at, LXW_TRUE);
    return (char *)cp_str_fmt(x->a, "=Words!%s$1:%s$%u", column, column, n).p;
}

/* In the rows from first to last. */
static void choose(cp_xlsx *x, sheet *s, uint32_t first, uint32_t last, uint32_t column,
                   const cp_str *words, uint32_t n, bool is_open)
{
    cp_arena_mark mark = cp_arena_here(x->one);
    char **list = CP_NEW_ARRAY(x->one, char *, n + 1); /* is copied */
    lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST,
                              .value_list = list,
                              .ignore_blank = LXW_VALIDATION_ON,
                              .show_input = LXW_VALIDATION_ON,
                              .show_error = LXW_VALIDATION_ON,
                              .dropdown = LXW_VALIDATION_ON,
                              .error_type = is_open ? LXW_VALIDATION_ERROR_TYPE_INFORMATION
                                                    : LXW_VALIDATION_ERROR_TYPE_STOP };
    if (n == 0 || s->n_choices == CP_XLSX_CHOICES_MAX)
        return;
    for (uint32_t i = 0; i < n; i++)
        list[i] = (char *)cp_str_dup(x->one, words[i]).p;
    if (joined_length(words, n) > WORDS_INLINE_MAX) {
        v.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        v.value_list = NULL;
        v.value_formula = refer(x, words, n);
    }
    if (v.value_list || v.value_formula) {
        keep(x, worksheet_data_validation_range(s->ws, first, (lxw_col_t)column, last,
                                                (lxw_col_t)column, &v));
        s->n_choices++;
    }
    cp_arena_back(x->one, mark);
}

void cp_xlsx_choices(cp_xlsx *x, uint32_t at, uint32_t column, const cp_str *words, uint32_t n,
                     bool is_open)
{
    sheet *s = &x->sheets[at];
    uint32_t last = s->n_rows > CHOICE_ROWS_MIN ? s->n_rows : CHOICE_ROWS_MIN;
    choose(x, s, 1, last, column, words, n, is_open);
}

void cp_xlsx_choices_here(cp_xlsx *x, uint32_t at, uint32_t column, const cp_str *words, uint32_t n,
                          bool is_open)
{
    sheet *s = &x->sheets[at];
    assert(s->n_rows > 1);
    choose(x, s, s->n_rows - 1, s->n_rows - 1, column, words, n, is_open);
}

static void write_words(cp_xlsx *x)
{
    uint32_t n_rows = 0;
    bool was_cut;
    for (uint32_t c = 0; c < x->n_words; c++)
        n_rows = x->lists[c].n > n_rows ? x->lists[c].n : n_rows;
    for (uint32_t row = 0; row < n_rows; row++)
        for (uint32_t c = 0; c < x->n_words; c++)
            if (row < x->lists[c].n)
                keep(x, worksheet_write_string(x->words, row, (lxw_col_t)c,
                                               text_of(x, x->lists[c].v[row], &was_cut), NULL));
    if (x->words)
        worksheet_hide(x->words);
}

/* ---- the end ---- */

static cp_rc copy_out(const cp_xlsx *x, cp_buf *out, cp_err *err)
{
    char piece[16 * 1024];
    ssize_t n;
    if (lseek(x->fd, 0, SEEK_SET) != 0)
        return cp_fail_errno(err, errno, "cannot read the workbook");
    while ((n = read(x->fd, piece, sizeof piece)) > 0)
        cp_buf_add(out, (cp_str){ piece, (size_t)n });
    return n < 0 ? cp_fail_errno(err, errno, "cannot read the workbook") : CP_OK;
}

cp_rc cp_xlsx_end(cp_xlsx *x, cp_buf *out, cp_err *err)
{
    write_words(x);
    for (uint32_t i = 0; i < x->n_sheets; i++) {
        const sheet *s = &x->sheets[i];
        keep(x, worksheet_autofilter(s->ws, 0, 0, s->n_rows - 1, (lxw_col_t)(s->n_columns - 1)));
    }
    lxw_error closing = workbook_close(x->book); /* which frees it */
    x->book = NULL;
    keep(x, closing);
    if (x->bad != LXW_NO_ERROR)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "cannot write the workbook: %s",
                       lxw_strerror(x->bad));
    return copy_out(x, out, err);
}

#else

bool cp_xlsx_is_there(void) { return false; }

cp_rc cp_xlsx_new(cp_arena *a, cp_date made, cp_xlsx **out, cp_err *err)
{
    (void)a;
    (void)made;
    *out = NULL;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "this program was built without libxlsxwriter: -f csv is opened by the same "
                   "programs");
}

uint32_t cp_xlsx_sheet(cp_xlsx *x, const char *name, const cp_xlsx_column *columns, uint32_t n)
{
    (void)x;
    (void)name;
    (void)columns;
    return n;
}

void cp_xlsx_row(cp_xlsx *x, uint32_t at, const cp_str *cells)
{
    (void)x;
    (void)at;
    (void)cells;
}

void cp_xlsx_choices(cp_xlsx *x, uint32_t at, uint32_t column, const cp_str *words, uint32_t n,
                     bool is_open)
{
    (void)x;
    (void)at;
    (void)column;
    (void)words;
    (void)n;
    (void)is_open;
}

void cp_xlsx_choices_here(cp_xlsx *x, uint32_t at, uint32_t column, const cp_str *words, uint32_t n,
                          bool is_open)
{
    cp_xlsx_choices(x, at, column, words, n, is_open);
}

void cp_xlsx_left_out(const cp_xlsx *x, uint32_t at, uint64_t *rows, uint64_t *cells)
{
    (void)x;
    (void)at;
    *rows = *cells = 0;
}

cp_rc cp_xlsx_end(cp_xlsx *x, cp_buf *out, cp_err *err)
{
    (void)x;
    (void)out;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "this program was built without libxlsxwriter");
}

#endif
