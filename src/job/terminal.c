/* SPDX-License-Identifier: Apache-2.0 */
/* terminal.c - see terminal.h. */
#include "job/terminal.h"
#include "job/progress.h"
#include "report/fit.h"

enum { LINE_BYTES_MAX = 1 << 20 }; /* what has no end after that is no text for people */

/* Is it for people? Only the command knows whether its text is a document. */
static bool is_prose(const cp_job *j)
{
    return !j->is_document && (j->opts.format.n == 0 || cp_str_eq(j->opts.format, CP_STR("table")));
}

static void print_line(cp_terminal *t, cp_str line)
{
    uint32_t width = t->j->width;
    if (cp_fit_columns(line) <= width)
        cp_buf_fmt(&t->out, "%.*s\n", CP_FMT(line));
    else
        cp_fit_wrap(line, width, cp_fit_hang(line, width), &t->out);
}

/* The end of a line may come with a later piece. */
static cp_rc break_lines(void *ctx, cp_bytes piece, cp_err *err)
{
    cp_terminal *t = ctx;
    cp_str rest = { (const char *)piece.p, piece.n };
    cp_progress_phase(t->j, CP_STR(""), "", 0); /* the answer takes its place */
    if (!is_prose(t->j)) {
        cp_buf_add(&t->out, rest);
        return cp_buf_end(&t->out, err);
    }
    for (ptrdiff_t at = 0; (at = cp_str_find_char(rest, '\n')) >= 0;) {
        cp_str line = cp_str_slice(rest, 0, (size_t)at);
        if (t->held.n) {
            cp_buf_add(&t->held, line);
            line = cp_buf_str(&t->held);
        }
        print_line(t, line);
        t->held.n = 0;
        rest = cp_str_from(rest, (size_t)at + 1);
    }
    cp_buf_add(&t->held, rest);
    if (t->held.n > LINE_BYTES_MAX) {
        cp_buf_add(&t->out, cp_buf_str(&t->held));
        t->held.n = 0;
    }
    return cp_buf_end(&t->out, err);
}

static void free_arena(void *arg) { cp_arena_free(arg); }

cp_buf cp_terminal_open(cp_job *j, cp_terminal *t, int fd)
{
    /* of its own: commands give memory of the job's back while they print */
    cp_arena *a = cp_arena_new(0);
    cp_arena_defer(j->a, free_arena, a);
    *t = (cp_terminal){ .j = j, .held = cp_buf_new(a), .out = cp_buf_to_fd(a, fd) };
    return (cp_buf){ .a = j->a, .flush = break_lines, .ctx = t };
}

cp_rc cp_terminal_close(cp_terminal *t, cp_buf *b, cp_err *err)
{
    cp_rc rc = cp_buf_end(b, err);
    if (rc != CP_OK)
        return rc;
    cp_buf_add(&t->out, cp_buf_str(&t->held));
    return cp_buf_end(&t->out, err);
}
