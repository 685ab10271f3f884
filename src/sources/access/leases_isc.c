/* SPDX-License-Identifier: Apache-2.0 */
/* leases_isc.c - dhcpd.leases and dhcpd6.leases of ISC DHCP (dhcpd.leases(5)): statements that end
 * with a semicolon, in blocks.
 *
 *     lease 192.0.2.1 {
 *       cltt 4 2026/11/26 10:00:00;            client's last transaction time, in UTC
 *       binding state active;                  else its address is nobody's now
 *       hardware ethernet 00:00:5e:00:53:01;
 *       uid "\001\000\000^\000S\001";          the client id, octal where it is no text
 *       set vendor-class-identifier = "..";
 *       client-hostname "..";
 *     }
 *     ia-na "IAID and DUID" { cltt ..; iaaddr 2001:db8::1 { binding state active; } }
 *     host NAME { hardware ethernet ..; fixed-address 192.0.2.9; }          set by OMAPI
 *
 * The file is a log: what stands further down is newer. */
#include "sources/access/access.h"
#include "sources/access/leases.h"
#include "sources/text.h"

enum {
    WORDS_MAX = 8, /* of a statement; a lease's have five at most, what comes behind is not read */
    DEPTH_MAX = 64,
    STRING_BYTES_MAX = 4096,
    STATEMENTS_PER_ASK = 65536,
    IAID_BYTES = 4,
};

typedef enum ending { END_STATEMENT, END_OPENS, END_CLOSES, END_TEXT } ending;

typedef struct statement {
    cp_str words[WORDS_MAX];
    uint32_t n;
    uint64_t line;
} statement;

typedef struct parser {
    cp_arena *a;
    cp_str text;
    size_t at;
    uint64_t line, n_statements;
    cp_source *src;
    cp_lease_book *book;
    const cp_read_opts *opts;
    cp_err *err;
    cp_rc rc;
} parser;

/* --- words ------------------------------------------------------------------------------------ */

/* "\\001a\\"b": octal, or the character itself. */
static cp_str unescape(cp_arena *a, cp_str s)
{
    if (cp_str_find_char(s, '\\') < 0)
        return s;
    char *p = cp_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned c = (unsigned char)s.p[i];
        if (c == '\\' && i + 3 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '3' &&
            s.p[i + 2] >= '0' && s.p[i + 2] <= '7' && s.p[i + 3] >= '0' && s.p[i + 3] <= '7') {
            c = (unsigned)(s.p[i + 1] - '0') << 6 | (unsigned)(s.p[i + 2] - '0') << 3 |
                (unsigned)(s.p[i + 3] - '0');
            i += 3;
        } else if (c == '\\' && i + 1 < s.n) {
            c = (unsigned char)s.p[++i];
        }
        p[n++] = (char)c;
    }
    return (cp_str){ p, n };
}

static void skip_blanks(parser *p)
{
    for (; p->at < p->text.n; p->at++) {
        char c = p->text.p[p->at];
        if (c == '#') {
            while (p->at < p->text.n && p->text.p[p->at] != '\n')
                p->at++;
            p->at -= p->at > 0;
        } else if (c == '\n') {
            p->line++;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
    }
}

static bool is_sign(char c) { return c == ';' || c == '{' || c == '}' || c == '=' || c == ','; }

/* At a quote. False: it is never closed. */
static bool take_string(parser *p, cp_str *out)
{
    size_t begin = ++p->at;
    for (; p->at < p->text.n && p->text.p[p->at] != '"'; p->at++) {
        if (p->text.p[p->at] == '\n')
            p->line++;
        if (p->text.p[p->at] == '\\')
            p->at++;
    }
    if (p->at >= p->text.n)
        return false;
    cp_str raw = cp_str_slice(p->text, begin, p->at - begin);
    *out = unescape(p->a, cp_str_slice(raw, 0, STRING_BYTES_MAX));
    p->at++;
    return true;
}

static void add_word(statement *s, cp_str word)
{
    if (s->n < WORDS_MAX)
        s->words[s->n++] = word;
}

/* The next statement, and what is at its end. */
static ending next(parser *p, statement *s)
{
    *s = (statement){ .n = 0 };
    for (;;) {
        skip_blanks(p);
        if (p->at >= p->text.n)
            return END_TEXT;
        s->line = s->n ? s->line : p->line;
        char c = p->text.p[p->at];
        cp_str word;
        if (c == '"') {
            if (!take_string(p, &word))
                return END_TEXT;
            add_word(s, word);
            continue;
        }
        size_t begin = p->at;
        if (is_sign(c)) {
            p->at++;
            if (c == ';' || c == '{' || c == '}')
                return c == ';' ? END_STATEMENT : c == '{' ? END_OPENS : END_CLOSES;
            continue;
        }
        while (p->at < p->text.n && !is_sign(p->text.p[p->at]) &&
               (unsigned char)p->text.p[p->at] > ' ' && p->text.p[p->at] != '"')
            p->at++;
        p->at += p->at == begin; /* a control character */
        add_word(s, cp_str_slice(p->text, begin, p->at - begin));
    }
}

static bool is_word(const statement *s, uint32_t i, const char *word)
{
    return i < s->n && cp_str_eq_nocase(s->words[i], cp_str_c(word));
}

static cp_str word_at(const statement *s, uint32_t i)
{
    return i < s->n ? s->words[i] : CP_STR("");
}

/* False: the text ends before the block does. */
static bool skip_block(parser *p)
{
    statement s;
    for (uint32_t depth = 1; depth > 0;) {
        ending e = next(p, &s);
        if (e == END_TEXT)
            return false;
        if (e == END_OPENS && ++depth > DEPTH_MAX) {
            p->rc =
                cp_fail(p->err, CP_ELIMIT, CP_NO_OFF, "blocks nested deeper than %d", DEPTH_MAX);
            return false;
        }
        depth -= e == END_CLOSES;
    }
    return true;
}

/* --- leases ----------------------------------------------------------------------------------- */

/* "4 2026/11/26 10:00:00", "epoch 1764151200", "never" */
static cp_time read_time(parser *p, const statement *s)
{
    cp_time t;
    uint64_t seconds;
    if (is_word(s, 1, "epoch"))
        return cp_str_u64(word_at(s, 2), &seconds) ? cp_lease_time(seconds) : CP_TIME_NONE;
    cp_str day = word_at(s, 2), clock = word_at(s, 3);
    if (day.n != 10 || clock.n != 8)
        return CP_TIME_NONE;
    cp_str text = cp_str_fmt(p->a, "%.4s-%.2s-%.2sT%.8sZ", day.p, day.p + 5, day.p + 8, clock.p);
    return cp_time_parse(text, &t) ? t : CP_TIME_NONE;
}

static void read_statement(parser *p, const statement *s, cp_lease *l)
{
    if (is_word(s, 0, "hardware"))
        l->has_mac = is_word(s, 1, "ethernet") && cp_lease_mac(word_at(s, 2), &l->mac);
    else if (is_word(s, 0, "binding") && is_word(s, 1, "state"))
        l->is_held = is_word(s, 2, "active");
    else if (is_word(s, 0, "ends"))
        l->until = read_time(p, s);
    else if (is_word(s, 0, "starts"))
        l->from = read_time(p, s);
    else if (is_word(s, 0, "cltt"))
        l->at = read_time(p, s);
    else if (is_word(s, 0, "uid"))
        l->client_id = cp_bytes_of_str(word_at(s, 1));
    else if (is_word(s, 0, "client-hostname"))
        l->hostname = word_at(s, 1);
    else if (is_word(s, 0, "set") && is_word(s, 1, "vendor-class-identifier"))
        l->vendor_class = word_at(s, 2);
    else if (is_word(s, 0, "deleted"))
        l->is_held = false;
    else if (is_word(s, 0, "fixed-address"))
        (void)cp_ip_parse(word_at(s, 1), &l->ip);
}

static bool keep(parser *p, const cp_lease *l)
{
    if (p->rc == CP_OK)
        p->rc = cp_leases_add(p->book, l, p->err);
    return p->rc == CP_OK;
}

static bool read_lease(parser *p, cp_lease *l)
{
    statement s;
    for (ending e; (e = next(p, &s)) != END_CLOSES;) {
        if (e == END_TEXT || (e == END_OPENS && !skip_block(p)))
            return false;
        if (e == END_STATEMENT)
            read_statement(p, &s, l);
    }
    if (l->at == CP_TIME_NONE && l->from)
        l->at = l->from;
    return true;
}

/* The addresses of a client's association; its time stands before them. */
static bool read_association(parser *p, const cp_lease *of)
{
    statement s;
    cp_time at = CP_TIME_NONE;
    for (ending e; (e = next(p, &s)) != END_CLOSES;) {
        if (e == END_TEXT)
            return false;
        if (e == END_STATEMENT && is_word(&s, 0, "cltt"))
            at = read_time(p, &s);
        if (e != END_OPENS)
            continue;
        cp_lease l = *of;
        l.at = at;
        l.line = s.line;
        bool is_address = is_word(&s, 0, "iaaddr") && cp_ip_parse(word_at(&s, 1), &l.ip);
        if (!(is_address ? read_lease(p, &l) : skip_block(p)))
            return false;
        l.duid = of->duid;
        l.client_id = (cp_bytes){ NULL, 0 };
        if (is_address && !keep(p, &l))
            return false;
    }
    return true;
}

static void tell_cut(parser *p, const statement *s)
{
    p->src->records++;
    cp_source_bad(p->a, p->src, s->line, "the text ends within \"%.*s %.*s\"",
                  CP_FMT(cp_str_slice(word_at(s, 0), 0, 40)),
                  CP_FMT(cp_str_slice(word_at(s, 1), 0, 60)));
}

/* False: no more. */
static bool read_block(parser *p, const statement *s)
{
    cp_lease l = { .line = s->line, .at = CP_TIME_NONE, .is_held = true };
    bool is_whole = true;
    if (is_word(s, 0, "lease") && cp_ip_parse(word_at(s, 1), &l.ip)) {
        is_whole = read_lease(p, &l);
        if (is_whole && !keep(p, &l))
            return false;
    } else if (is_word(s, 0, "host")) {
        l.name = word_at(s, 1);
        is_whole = read_lease(p, &l);
        if (is_whole && !keep(p, &l))
            return false;
    } else if (is_word(s, 0, "ia-na") || is_word(s, 0, "ia-ta")) {
        cp_bytes id = cp_bytes_of_str(word_at(s, 1));
        if (id.n > IAID_BYTES)
            l.duid = (cp_bytes){ id.p + IAID_BYTES, id.n - IAID_BYTES };
        is_whole = read_association(p, &l);
    } else if (is_word(s, 0, "lease")) {
        p->src->records++;
        cp_source_bad(p->a, p->src, s->line, "\"%.*s\" is no address",
                      CP_FMT(cp_str_slice(word_at(s, 1), 0, 60)));
        is_whole = skip_block(p);
    } else {
        is_whole = skip_block(p);
    }
    if (!is_whole && p->rc == CP_OK)
        tell_cut(p, s);
    return is_whole;
}

static void read_blocks(parser *p)
{
    statement s;
    for (ending e; p->rc == CP_OK && (e = next(p, &s)) != END_TEXT;) {
        if (e == END_OPENS && !read_block(p, &s))
            return;
        if (++p->n_statements % STATEMENTS_PER_ASK == 0 && p->opts->is_stopped &&
            p->opts->is_stopped(p->opts->stop_ctx))
            p->rc = cp_fail(p->err, CP_EINTR, CP_NO_OFF, "stopped");
    }
    if (p->rc == CP_OK && s.n)
        tell_cut(p, &s);
}

static cp_rc read_isc(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    cp_bytes text;
    cp_rc rc = cp_text_read(a, in, CP_LEASES_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    parser p = { .a = a,
                 .text = cp_str_of_bytes(text),
                 .line = 1,
                 .src = src,
                 .book = cp_leases_new(a, src),
                 .opts = opts,
                 .err = err,
                 .rc = CP_OK };
    read_blocks(&p);
    return p.rc == CP_OK ? cp_leases_tell(p.book, sink, err) : p.rc;
}

/* A line that begins a lease, and a word that stands in one. */
static int detect_isc(cp_bytes head, cp_str name)
{
    static const char *const inside[] = { "binding state", "hardware ethernet", "starts ",
                                          "cltt " };
    cp_str text = cp_str_of_bytes(head), rest = text, line;
    bool begins = false, has_word = false;
    (void)name;
    while (!begins && cp_str_cut_line(&rest, &line)) {
        line = cp_str_trim(line);
        begins = line.n && line.p[line.n - 1] == '{' &&
                 (cp_str_starts(line, CP_STR("lease ")) || cp_str_starts(line, CP_STR("ia-na ")));
    }
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        has_word = has_word || cp_str_has(rest, cp_str_c(inside[i]));
    return begins && has_word ? 92 : 0;
}

const cp_format cp_format_leases_isc = {
    .name = "dhcpd-leases",
    .what = "leases of ISC DHCP (dhcpd.leases)",
    .detect = detect_isc,
    .read = read_isc,
};
