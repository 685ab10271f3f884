/* SPDX-License-Identifier: Apache-2.0 */
/* login_lines.c - accounting as lines: files "detail" of FreeRADIUS, and what servers of TACACS+
 * write.
 *
 *     Sun Nov 23 10:00:00 2025                    a record: its time, then an attribute a line
 *             Acct-Status-Type = Start
 *             User-Name = "ann"
 *             ...
 *     2025-11-23 10:00:00 +0000  192.0.2.1  ann  tty2  198.51.100.1  start  task_id=1
 *     service=shell
 *
 * In the latter, with tabs between, a command that was given (cmd=) is no session. */
#include "sources/login/login_acct.h"
#include "sources/values.h"

enum { LINES_OF_ONE_MAX = 1024, FIELDS_MAX = 64 };

typedef struct detail {
    cp_login_reader *r;
    cp_acct x;
    char text[CP_ACCT_COUNT][CP_ACCT_VALUE_MAX];
    uint64_t first; /* line of its time; 0: none is open */
    uint32_t n_lines;
} detail;

/* ---- detail */

static void finish(detail *d)
{
    cp_login_reader *r = d->r;
    if (!d->first)
        return;
    cp_arena_back(r->scratch, r->empty);
    r->line = d->first;
    r->src->records++;
    r->is_session = false;
    if (d->n_lines > LINES_OF_ONE_MAX)
        cp_source_bad(r->a, r->src, d->first, "the record has more than %d attributes",
                      LINES_OF_ONE_MAX);
    else
        cp_acct_take(r, &d->x);
    r->src->records_unused += !r->is_session && d->n_lines <= LINES_OF_ONE_MAX;
    d->first = 0;
}

/* "Framed-IP-Address = 10.0.0.9", "Tunnel-Client-Endpoint:0 = "198.51.100.1"" */
static void read_attr(detail *d, cp_str line)
{
    cp_str name = CP_STR(""), value;
    ptrdiff_t eq = cp_str_find(line, CP_STR(" = "));
    d->n_lines++;
    if (eq < 1)
        return;
    value = cp_str_trim(cp_str_from(line, (size_t)eq + 3));
    line = cp_str_trim(cp_str_slice(line, 0, (size_t)eq));
    (void)cp_str_cut(&line, ':', &name); /* the tag of what is of one tunnel of several */
    cp_acct_attr a = cp_acct_attr_of(d->r->scratch, name);
    if (a == CP_ACCT_COUNT)
        return;
    if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
        value = cp_str_slice(value, 1, value.n - 2);
    value = cp_value_head(value, CP_ACCT_VALUE_MAX);
    if (value.n)
        memcpy(d->text[a], value.p, value.n);
    d->x.v[a] = (cp_str){ d->text[a], value.n };
}

static void read_detail(detail *d, cp_str line)
{
    cp_login_head h;
    bool is_attr = cp_str_starts(line, CP_STR("\t")) || cp_str_starts(line, CP_STR(" "));
    if (!cp_str_trim(line).n) {
        finish(d);
    } else if (!is_attr && cp_login_head_read(line, &h)) {
        finish(d);
        d->first = d->r->line;
        d->n_lines = 0;
        d->x = (cp_acct){ .at = h.at, .has_year = h.has_year, .has_zone = h.has_zone };
    } else if (is_attr && d->first) {
        read_attr(d, line);
    } else if (!is_attr) { /* attributes without a record were of the one that was told of here */
        finish(d);
        d->r->src->records++;
        cp_source_bad(d->r->a, d->r->src, d->r->line,
                      "expected the time of a record, or an attribute");
    }
}

/* ---- TACACS+ */

static cp_str value_of(const cp_str *f, uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_starts(f[i], cp_str_c(name)))
            return cp_str_from(f[i], cp_str_c(name).n);
    return CP_STR("");
}

/* Behind the time: NAS, account, line, where from, start | stop | update, name=value .. False: it
 * is no such line. */
static bool read_fields(cp_str line, cp_login_head *h, cp_str *f, uint32_t *n)
{
    cp_str first = CP_STR(""), rest = line;
    if (!cp_str_cut(&rest, '\t', &first))
        return false;
    *n = 0;
    *h = (cp_login_head){ .has_year = true };
    if (!cp_login_time(first, &h->at, &h->has_zone)) {
        if (!cp_login_head_read(first, h))
            return false;
        if (h->message.n) /* by syslog: the server stands behind the name of the program */
            f[(*n)++] = h->message;
    }
    for (cp_str x; *n < FIELDS_MAX && cp_str_cut(&rest, '\t', &x);)
        f[(*n)++] = cp_str_trim(x);
    static const char *const words[] = { "start", "stop", "update" };
    for (size_t i = 0; *n >= 5 && i < sizeof words / sizeof *words; i++)
        if (cp_str_eq(f[4], cp_str_c(words[i])))
            return true;
    return false;
}

static void read_tacacs(cp_login_reader *r, cp_str line)
{
    cp_str f[FIELDS_MAX];
    uint32_t n = 0;
    cp_login_head h;
    r->is_session = false;
    if (!read_fields(line, &h, f, &n)) {
        cp_source_bad(r->a, r->src, r->line,
                      "expected, with tabs between: time, server, account, line, where from, "
                      "start, stop or update");
        r->is_session = true;
        return;
    }
    if (h.has_year && r->near == CP_TIME_NONE)
        r->near = h.at;
    if (value_of(f, n, "cmd=").n)
        return;
    cp_acct x = { .at = h.at, .has_year = h.has_year, .has_zone = h.has_zone };
    x.v[CP_ACCT_NAS] = f[0];
    x.v[CP_ACCT_USER] = f[1];
    x.v[CP_ACCT_CALLING] = f[3];
    x.v[CP_ACCT_STATUS] = f[4];
    x.v[CP_ACCT_ID] = cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(cp_value_head(f[2], 100)),
                                 CP_FMT(cp_value_head(value_of(f, n, "task_id="), 100)));
    x.v[CP_ACCT_LEASE] = value_of(f, n, "addr=");
    x.v[CP_ACCT_SPAN] = value_of(f, n, "elapsed_time=");
    cp_acct_take(r, &x);
}

/* ---- files */

static cp_rc read_all(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, bool is_detail, cp_err *err)
{
    detail *d = CP_NEW(a, detail);
    cp_lines l;
    cp_login_reader *r = d->r = cp_login_reader_new(a, src);
    cp_rc rc = cp_login_lines(a, in, opts, &l, err);
    if (rc != CP_OK)
        return rc;
    for (cp_str line; cp_lines_next(&l, &line);) {
        cp_arena_back(r->scratch, r->empty);
        r->line = l.line;
        if (l.is_long) {
            src->records++;
            cp_source_bad(a, src, l.line, "the line is longer than %d bytes", CP_LINES_BYTES_MAX);
        } else if (is_detail) {
            read_detail(d, line);
        } else if (cp_str_trim(line).n) {
            src->records++;
            read_tacacs(r, line);
            src->records_unused += !r->is_session;
        }
    }
    if (l.is_stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    finish(d);
    if (r->near == CP_TIME_NONE)
        r->near = cp_login_time_of_name(src->name);
    rc = cp_login_tell_all(r, sink, err);
    if (rc == CP_OK && src->records > 0 && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no record of it tells of a session");
    return rc;
}

static cp_rc read_radius(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return read_all(a, in, opts, sink, src, true, err);
}

static cp_rc read_tacacs_all(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                             const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return read_all(a, in, opts, sink, src, false, err);
}

/* A time, and below it an attribute of accounting. */
static int detect_radius(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_of_bytes(head), line = CP_STR("");
    cp_login_head h;
    bool is_open = false;
    (void)name;
    for (uint32_t n = 0; n < LINES_OF_ONE_MAX && cp_str_cut_line(&s, &line); n++) {
        bool is_attr = cp_str_starts(line, CP_STR("\t")) || cp_str_starts(line, CP_STR(" "));
        if (is_attr && is_open && cp_str_has(line, CP_STR("Acct-Status-Type = ")))
            return 90;
        if (!is_attr && cp_str_trim(line).n) {
            if (!cp_login_head_read(line, &h) || h.message.n)
                return 0;
            is_open = true;
        }
    }
    return 0;
}

static int detect_tacacs(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_of_bytes(head), line = CP_STR(""), f[FIELDS_MAX];
    uint32_t n = 0;
    cp_login_head h;
    (void)name;
    while (cp_str_cut_line(&s, &line) && !cp_str_trim(line).n) {}
    return read_fields(line, &h, f, &n) ? 90 : 0;
}

const cp_format cp_format_logins_radius = {
    .name = "logins-radius",
    .what = "accounting of RADIUS (files detail of FreeRADIUS)",
    .detect = detect_radius,
    .read = read_radius,
};

const cp_format cp_format_logins_tacacs = {
    .name = "logins-tacacs",
    .what = "accounting of TACACS+ (lines)",
    .detect = detect_tacacs,
    .read = read_tacacs_all,
};
