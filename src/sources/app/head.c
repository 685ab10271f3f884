/* SPDX-License-Identifier: Apache-2.0 */
/* head.c - see head.h. */
#include "sources/app/head.h"
#include <string.h>

static const struct named {
    cp_str version; /* as it begins; a digit follows */
    cp_head_proto proto;
} versions[] = {
    { CP_STR_INIT("HTTP/1."), CP_HEAD_HTTP },
    { CP_STR_INIT("RTSP/1."), CP_HEAD_RTSP },
    { CP_STR_INIT("RTSP/2."), CP_HEAD_RTSP },
    { CP_STR_INIT("SIP/2."), CP_HEAD_SIP },
};

/* What a target begins with where the version is not to be seen yet. */
static const struct named targets[] = {
    { CP_STR_INIT("/"), CP_HEAD_HTTP },       { CP_STR_INIT("http://"), CP_HEAD_HTTP },
    { CP_STR_INIT("rtsp://"), CP_HEAD_RTSP }, { CP_STR_INIT("sip:"), CP_HEAD_SIP },
    { CP_STR_INIT("sips:"), CP_HEAD_SIP },
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* RFC 9110, 5.6.2 */
static bool is_token_char(char c)
{
    static const uint64_t others = 1ull << '!' | 1ull << '#' | 1ull << '$' | 1ull << '%' |
                                   1ull << '&' | 1ull << '\'' | 1ull << '*' | 1ull << '+' |
                                   1ull << '-' | 1ull << '.';
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
           (c > 0 && c < 64 && others >> c & 1) || c == '^' || c == '_' || c == '`' || c == '|' ||
           c == '~';
}

static bool is_token(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_char(s.p[i]))
            return false;
    return s.n > 0;
}

/* The protocol of "HTTP/1.1", at the beginning of s; its length in *n. */
static cp_head_proto version_of(cp_str s, size_t *n)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        cp_str v = versions[i].version;
        if (s.n > v.n && cp_str_starts(s, v) && is_digit(s.p[v.n])) {
            *n = v.n + 1;
            return versions[i].proto;
        }
    }
    return CP_HEAD_NONE;
}

/* "SIP/2.0 200 OK"; the reason may be missing, with its blank (RFC 9112, 4). */
static bool read_status_line(cp_str line, cp_head *out)
{
    size_t n = 0;
    cp_head_proto proto = version_of(line, &n);
    cp_str s = cp_str_from(line, n);
    if (proto == CP_HEAD_NONE || s.n < 4 || s.p[0] != ' ' || s.p[1] < '1' || s.p[1] > '9' ||
        !is_digit(s.p[2]) || !is_digit(s.p[3]) || (s.n > 4 && !is_blank(s.p[4])))
        return false;
    out->status = (uint16_t)((s.p[1] - '0') * 100 + (s.p[2] - '0') * 10 + (s.p[3] - '0'));
    out->is_response = true;
    out->proto = proto;
    return true;
}

static bool is_method_char(char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; }

/* The length of a method, which begins with a capital, and the blank behind it. */
static size_t method_length(cp_str s)
{
    size_t n = 0;
    if (s.n == 0 || s.p[0] < 'A' || s.p[0] > 'Z')
        return 0;
    while (n < s.n && n < CP_HEAD_METHOD_BYTES_MAX && is_method_char(s.p[n]))
        n++;
    return n >= 3 && n < s.n && s.p[n] == ' ' ? n + 1 : 0;
}

/* "GET /x HTTP/1.1": some clients do not encode blanks in the target, so the version is looked for
 * from the end. */
static bool read_request_line(cp_str line, cp_head *out)
{
    size_t n = method_length(line), version_n = 0, at = line.n;
    while (at > n && line.p[at - 1] != ' ')
        at--;
    cp_str version = cp_str_from(line, at);
    cp_head_proto proto = n ? version_of(version, &version_n) : CP_HEAD_NONE;
    if (proto == CP_HEAD_NONE || version_n != version.n || at <= n + 1)
        return false;
    cp_str target = cp_str_trim(cp_str_slice(line, n, at - 1 - n));
    if (target.n == 0 || (unsigned char)target.p[0] < ' ' ||
        target.p - (line.p + n) >= CP_HEAD_BLANKS_MAX)
        return false;
    out->method = cp_str_slice(line, 0, n - 1);
    out->target = target;
    out->proto = proto;
    return true;
}

static bool read_start_line(cp_str line, cp_head *out)
{
    return read_status_line(line, out) || read_request_line(line, out);
}

/* The next line with its end; false: there is no whole line. */
static bool take_line(cp_str *rest, cp_str *line)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    if (!end)
        return false;
    size_t n = (size_t)(end - rest->p);
    *line = cp_str_slice(*rest, 0, n > 0 && rest->p[n - 1] == '\r' ? n - 1 : n);
    *rest = cp_str_from(*rest, n + 1);
    return true;
}

cp_head_proto cp_head_look(cp_bytes in)
{
    cp_str rest = cp_str_of_bytes(in), line, target;
    cp_head h = { .proto = CP_HEAD_NONE };
    size_t n = 0;
    if (in.n < 5 || in.p[0] < 'A' || in.p[0] > 'Z')
        return CP_HEAD_NONE;
    cp_head_proto proto = version_of(rest, &n);
    if (proto != CP_HEAD_NONE)
        return proto;
    n = method_length(rest);
    target = cp_str_trim(cp_str_slice(rest, n, CP_HEAD_BLANKS_MAX));
    if (n == 0 || target.n == 0 || (unsigned char)target.p[0] < ' ')
        return CP_HEAD_NONE;
    rest = cp_str_slice(rest, 0, CP_HEAD_LINE_BYTES_MAX);
    if (take_line(&rest, &line))
        return read_request_line(line, &h) ? h.proto : CP_HEAD_NONE;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (cp_str_starts_nocase(target, targets[i].version))
            return targets[i].proto;
    return CP_HEAD_NONE;
}

cp_head_proto cp_head_begins(cp_bytes in)
{
    for (size_t i = 0; in.n && i < sizeof versions / sizeof *versions; i++)
        if (in.n <= versions[i].version.n && memcmp(in.p, versions[i].version.p, in.n) == 0)
            return versions[i].proto;
    return CP_HEAD_NONE;
}

bool cp_head_may_begin(cp_bytes in)
{
    cp_str s = cp_str_of_bytes(in);
    size_t n = 0;
    if (s.n == 0 || s.p[0] < 'A' || s.p[0] > 'Z')
        return false;
    while (n < s.n && n < CP_HEAD_METHOD_BYTES_MAX && is_method_char(s.p[n]))
        n++;
    if (n == s.n)
        return true;
    n = method_length(s);
    cp_str target = cp_str_from(s, n);
    for (size_t i = 0; n && i < sizeof targets / sizeof *targets; i++)
        if (cp_str_starts_nocase(targets[i].version, target))
            return true;
    return false;
}

static cp_rc too_long(uint64_t at, cp_err *err)
{
    return cp_fail(err, CP_ELIMIT, at, "a line of the head is longer than %d bytes",
                   CP_HEAD_LINE_BYTES_MAX);
}

/* Field lines up to the empty one; base: where rest begins in the input. */
static cp_rc read_fields(cp_str rest, size_t base, cp_head *out, cp_err *err)
{
    cp_str line, all = rest;
    while (take_line(&rest, &line)) {
        size_t at = all.n - rest.n;
        if (line.n == 0) {
            out->n_bytes = base + at;
            out->is_whole = true;
            return CP_OK;
        }
        if (line.n > CP_HEAD_LINE_BYTES_MAX)
            return too_long(base + at, err);
        if (at > CP_HEAD_BYTES_MAX)
            return cp_fail(err, CP_ELIMIT, base + at, "the head is longer than %d bytes",
                           CP_HEAD_BYTES_MAX);
        if (!is_blank(line.p[0]) && out->n_fields++ == CP_HEAD_FIELDS_MAX)
            return cp_fail(err, CP_ELIMIT, base + at, "the head has more than %d fields",
                           CP_HEAD_FIELDS_MAX);
        out->fields = cp_str_slice(all, 0, at);
    }
    if (rest.n > CP_HEAD_LINE_BYTES_MAX)
        return too_long(base + all.n - rest.n, err);
    return cp_fail(err, CP_ESHORT, base + all.n, "the empty line behind the head is missing");
}

cp_rc cp_head_parse(cp_bytes in, cp_head *out, cp_err *err)
{
    cp_str all = cp_str_of_bytes(in), rest = all, line = { NULL, 0 };
    int n_blank = 0;
    memset(out, 0, sizeof *out);
    while (take_line(&rest, &line) && line.n == 0)
        if (n_blank++ == CP_HEAD_BLANK_LINES_MAX)
            return cp_fail(err, CP_EFORMAT, 0, "only empty lines");
    if (line.n == 0 && rest.n > CP_HEAD_LINE_BYTES_MAX)
        return too_long(all.n - rest.n, err);
    if (line.n == 0)
        return cp_fail(err, CP_ESHORT, all.n, "the start line is not whole");
    if (line.n > CP_HEAD_LINE_BYTES_MAX)
        return too_long(0, err);
    if (!read_start_line(line, out))
        return cp_fail(err, CP_EFORMAT, 0, "no start line of HTTP/1, RTSP or SIP");
    return read_fields(rest, all.n - rest.n, out, err);
}

bool cp_head_next(cp_str *rest, cp_field *out)
{
    cp_str line, from = *rest;
    while (take_line(rest, &line)) {
        ptrdiff_t colon = cp_str_find_char(line, ':');
        cp_str begins = from, name = cp_str_slice(line, 0, colon < 0 ? 0 : (size_t)colon);
        size_t n = line.n;
        while (rest->n && is_blank(rest->p[0])) { /* it goes on in the next line */
            cp_str more;
            if (!take_line(rest, &more))
                break;
            n = (size_t)(more.p - begins.p) + more.n;
        }
        from = *rest;
        while (name.n && is_blank(name.p[name.n - 1]))
            name.n--;
        if (!is_token(name))
            continue;
        out->name = name;
        out->value = cp_str_trim(cp_str_slice(begins, (size_t)colon + 1, n - (size_t)colon - 1));
        return true;
    }
    return false;
}

/* Only a line that begins like it is looked at as a field. */
cp_str cp_head_get(const cp_head *h, cp_str name)
{
    cp_str rest = h->fields, from = rest, line;
    for (; take_line(&rest, &line); from = rest) {
        cp_field f;
        if (cp_str_starts_nocase(line, name) && cp_head_next(&from, &f) &&
            cp_str_eq_nocase(f.name, name))
            return f.value;
    }
    return (cp_str){ NULL, 0 };
}

bool cp_head_has(const cp_head *h, cp_str name) { return cp_head_get(h, name).p != NULL; }

cp_str cp_head_unfold(cp_arena *a, cp_str value)
{
    if (cp_str_find_char(value, '\n') < 0)
        return value;
    char *out = cp_arena_alloc(a, value.n);
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        bool is_end =
            value.p[i] == '\n' || (value.p[i] == '\r' && i + 1 < value.n && value.p[i + 1] == '\n');
        if (!is_end)
            out[n++] = value.p[i];
        while (is_end && i + 1 < value.n && strchr("\r\n\t ", value.p[i + 1]) && value.p[i + 1])
            i++;
        while (is_end && n && is_blank(out[n - 1]))
            n--;
        if (is_end)
            out[n++] = ' ';
    }
    return cp_str_trim((cp_str){ out, n });
}
