/* SPDX-License-Identifier: Apache-2.0 */
/* greeting.c - see greeting.h. */
#include "sources/app/greeting.h"

/* The next whole line without its end. */
static bool take_line(cp_str *rest, cp_str *line)
{
    if (cp_str_find_char(*rest, '\n') < 0)
        return false;
    return cp_str_cut_line(rest, line);
}

static void add_line(cp_buf *b, cp_str line)
{
    line = cp_str_trim(line);
    if (b->n && line.n)
        cp_buf_char(b, '\n');
    cp_buf_add(b, line);
}

/* 220-text ... 220 text. Lines in between may have no code (RFC 959, 4.2). */
static cp_rc read_reply(cp_arena *a, cp_str rest, cp_str *out, cp_err *err)
{
    cp_buf b = cp_buf_new(a);
    cp_str line = { NULL, 0 };
    for (int i = 0; i < CP_GREETING_LINES_MAX; i++) {
        if (!take_line(&rest, &line))
            return cp_fail(err, CP_ESHORT, CP_NO_OFF, "the greeting is not whole");
        bool has_code = cp_str_starts(line, CP_STR("220")) &&
                        (line.n == 3 || line.p[3] == ' ' || line.p[3] == '-');
        if (i == 0 && !has_code)
            return cp_fail(err, CP_EFORMAT, 0, "a greeting begins with 220");
        add_line(&b, cp_str_from(line, has_code ? 4 : 0));
        if (has_code && (line.n == 3 || line.p[3] == ' ')) {
            *out = cp_buf_str(&b);
            return CP_OK;
        }
    }
    return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "a greeting of more than %d lines",
                   CP_GREETING_LINES_MAX);
}

/* Without `<1896.697170952@host>`. */
static cp_str without_timestamp(cp_arena *a, cp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        ptrdiff_t end = s.p[i] == '<' ? cp_str_find_char(cp_str_from(s, i), '>') : -1;
        cp_str stamp = cp_str_slice(s, i, end < 0 ? 0 : (size_t)end + 1);
        if (cp_str_find_char(stamp, '@') > 0)
            return cp_str_trim(cp_str_fmt(a, "%.*s%.*s", CP_FMT(cp_str_trim(cp_str_slice(s, 0, i))),
                                          CP_FMT(cp_str_from(s, i + stamp.n))));
    }
    return s;
}

cp_rc cp_greeting_parse(cp_arena *a, cp_greeting kind, cp_bytes in, cp_str *out, cp_err *err)
{
    cp_str rest = cp_str_of_bytes(in), line = { NULL, 0 };
    cp_str begins = kind == CP_GREETING_POP3 ? CP_STR("+OK") : CP_STR("* OK");
    if (in.n > CP_GREETING_BYTES_MAX)
        rest.n = CP_GREETING_BYTES_MAX;
    if (kind == CP_GREETING_REPLY) {
        cp_rc rc = read_reply(a, rest, out, err);
        if (rc != CP_ESHORT || in.n <= CP_GREETING_BYTES_MAX)
            return rc;
    } else if (take_line(&rest, &line)) {
        if (!cp_str_starts_nocase(line, begins))
            return cp_fail(err, CP_EFORMAT, 0, "a greeting begins with %.*s", CP_FMT(begins));
        line = cp_str_trim(cp_str_from(line, begins.n));
        *out = kind == CP_GREETING_POP3 ? without_timestamp(a, line) : line;
        return CP_OK;
    }
    if (in.n > CP_GREETING_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_GREETING_BYTES_MAX, "a greeting of more than %d bytes",
                       CP_GREETING_BYTES_MAX);
    return cp_fail(err, CP_ESHORT, in.n, "the greeting is not whole");
}

/* ---- Telnet */

enum {
    IAC = 255,
    WILL = 251, /* to DONT = 254: one option follows */
    SB = 250,
    SE = 240,
    ESCAPE = 27
};

/* Behind IAC: a command, with an option or all up to IAC SE. */
static void skip_command(cp_cur *c)
{
    uint8_t command = cp_cur_u8(c);
    if (command >= WILL && command != IAC)
        cp_cur_skip(c, cp_cur_left(c) ? 1 : 0);
    while (command == SB && cp_cur_left(c) > 0)
        if (cp_cur_u8(c) == IAC && cp_cur_left(c) > 0 && cp_cur_u8(c) == SE)
            return;
}

/* Behind ESC: "[" parameters and one final byte, or one byte alone. */
static void skip_escape(cp_cur *c)
{
    if (cp_cur_left(c) == 0 || cp_cur_u8(c) != '[')
        return;
    while (cp_cur_left(c) > 0)
        if (cp_cur_u8(c) >= '@')
            return;
}

static cp_str plain_text(cp_arena *a, cp_bytes in)
{
    char *out = cp_arena_alloc(a, in.n + 1);
    size_t n = 0;
    cp_cur c = cp_cur_of(in);
    while (cp_cur_left(&c) > 0) {
        uint8_t b = cp_cur_u8(&c);
        if (b == IAC && cp_cur_left(&c) > 0 && cp_cur_peek(&c, 0) != IAC) {
            skip_command(&c);
        } else if (b == ESCAPE) {
            skip_escape(&c);
        } else if (b >= ' ' || b == '\n' || b == '\t') {
            out[n++] = (char)b;
            cp_cur_skip(&c, b == IAC && cp_cur_left(&c) > 0); /* it stands there twice */
        }
    }
    return (cp_str){ out, n };
}

/* How much of the line goes up to the colon of a prompt; 0: it is none. */
static size_t prompt_in(cp_str line)
{
    static const cp_str words[] = { CP_STR_INIT("login"),      CP_STR_INIT("username"),
                                    CP_STR_INIT("user"),       CP_STR_INIT("user name"),
                                    CP_STR_INIT("login name"), CP_STR_INIT("password"),
                                    CP_STR_INIT("account") };
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != ':')
            continue;
        cp_str before = cp_str_trim(cp_str_slice(line, 0, i));
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (before.n >= words[w].n &&
                cp_str_eq_nocase(cp_str_from(before, before.n - words[w].n), words[w]))
                return i + 1;
    }
    return 0;
}

cp_rc cp_telnet_parse(cp_arena *a, cp_bytes in, cp_str *out, cp_err *err)
{
    bool is_long = in.n > CP_GREETING_BYTES_MAX;
    cp_str all = plain_text(a, (cp_bytes){ in.p, is_long ? CP_GREETING_BYTES_MAX : in.n });
    cp_str rest = all, line;
    *out = cp_str_trim(all);
    while (cp_str_cut(&rest, '\n', &line)) {
        size_t n = prompt_in(line);
        if (n) {
            *out = cp_str_trim(cp_str_slice(all, 0, (size_t)(line.p - all.p) + n));
            return CP_OK;
        }
    }
    if (is_long)
        return cp_fail(err, CP_ELIMIT, CP_GREETING_BYTES_MAX, "no prompt in %d bytes",
                       CP_GREETING_BYTES_MAX);
    return cp_fail(err, CP_ESHORT, in.n, "no prompt so far");
}
