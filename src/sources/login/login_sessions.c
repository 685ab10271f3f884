/* SPDX-License-Identifier: Apache-2.0 */
/* login_sessions.c - see login_sessions.h. */
#include "sources/login/login_sessions.h"
#include "sources/import/table.h"
#include "sources/values.h"

enum { VALUE_MAX = 300 };

static void free_scratch(void *arena) { cp_arena_free(arena); }

cp_login_reader *cp_login_reader_new(cp_arena *a, cp_source *src)
{
    cp_login_reader *r = CP_NEW(a, cp_login_reader);
    *r = (cp_login_reader){ .a = a, .src = src, .near = CP_TIME_NONE };
    r->scratch = cp_arena_new((uint64_t)1 << 30);
    cp_arena_defer(a, free_scratch, r->scratch);
    r->empty = cp_arena_here(r->scratch);
    return r;
}

cp_rc cp_login_lines(cp_arena *a, cp_input *in, const cp_read_opts *opts, cp_lines *out,
                     cp_err *err)
{
    cp_bytes head = cp_input_peek(in, 2), text;
    if (head.n >= 2 &&
        ((head.p[0] == 0xff && head.p[1] == 0xfe) || (head.p[0] == 0xfe && head.p[1] == 0xff))) {
        cp_rc rc = cp_input_text(in, CP_LOGIN_BYTES_MAX, &text, err);
        if (rc != CP_OK)
            return rc;
        in = cp_input_of_bytes(a, text);
    }
    *out = cp_lines_new(in, opts);
    return CP_OK;
}

cp_str cp_login_key(cp_login_reader *r, const char *what, cp_str host, cp_str id)
{
    return cp_str_fmt(r->scratch, "%s %.*s %.*s", what, CP_FMT(cp_value_head(host, VALUE_MAX)),
                      CP_FMT(cp_value_head(id, VALUE_MAX)));
}

cp_login_session *cp_login_find(cp_login_reader *r, cp_str key)
{
    const uint64_t *at = cp_map_get(&r->open, key);
    return at && *at ? &r->v.v[*at - 1] : NULL;
}

void cp_login_open(cp_login_reader *r, cp_str key, uint32_t place)
{
    uint64_t *at = cp_map_get(&r->open, key);
    if (!at)
        at = cp_map_put(r->a, &r->open, cp_str_dup(r->a, key), NULL);
    *at = (uint64_t)place + 1;
}

void cp_login_shut(cp_login_reader *r, cp_str key)
{
    uint64_t *at = cp_map_get(&r->open, key);
    if (at)
        *at = 0;
}

uint32_t cp_login_place(const cp_login_reader *r, const cp_login_session *s)
{
    return (uint32_t)(s - r->v.v);
}

cp_login_session *cp_login_begin(cp_login_reader *r, const cp_login_head *h, cp_str account,
                                 cp_flow_addr from)
{
    cp_ip ip;
    if (r->v.n == CP_LOGINS_MAX) {
        r->n_over++;
        return NULL;
    }
    cp_login_session *s = cp_vec_add(r->a, &r->v);
    *s = (cp_login_session){ .has_year = h->has_year, .line = r->line };
    s->x = (cp_login){ .account = cp_str_dup(r->a, cp_value_head(account, VALUE_MAX)),
                       .from = from,
                       .begin = h->at,
                       .end = CP_TIME_NONE };
    if (cp_ip_parse(h->host, &ip))
        s->x.at = cp_flow_addr_of(ip);
    else
        s->x.host = cp_str_dup(r->a, cp_value_head(h->host, VALUE_MAX));
    r->n_unzoned += !h->has_zone;
    return s;
}

void cp_login_end(cp_login_session *s, const cp_login_head *h)
{
    if (s && s->has_year == h->has_year && (h->at >= s->x.begin || !h->has_year))
        s->x.end = h->at;
}

bool cp_login_between(cp_str s, const char *before, const char *after, cp_str *out)
{
    cp_str b = cp_str_c(before), e = cp_str_c(after);
    ptrdiff_t from = cp_str_find(s, b);
    if (from < 0)
        return false;
    s = cp_str_from(s, (size_t)from + b.n);
    ptrdiff_t to = e.n ? cp_str_find(s, e) : (ptrdiff_t)s.n;
    *out = to < 0 ? CP_STR("") : cp_str_slice(s, 0, (size_t)to);
    return to >= 0;
}

/* ---- telling */

cp_time cp_login_time_of_name(cp_str name)
{
    cp_date d;
    char text[10];
    for (size_t i = 0; i + 8 <= name.n; i++) {
        bool is_dashed = i + 10 <= name.n && name.p[i + 4] == '-' && name.p[i + 7] == '-';
        size_t n = 0;
        for (size_t k = 0; k < (is_dashed ? 10u : 8u); k++) {
            if (!is_dashed && (k == 4 || k == 6))
                text[n++] = '-';
            text[n++] = name.p[i + k];
        }
        bool is_alone = i == 0 || name.p[i - 1] < '0' || name.p[i - 1] > '9';
        if (is_alone && name.p[i] == '2' && cp_date_parse((cp_str){ text, 10 }, &d))
            return (cp_time)d.first_day * 86400 * CP_LOGIN_SECOND_US;
    }
    return CP_TIME_NONE;
}

/* False: the year is not known. */
static bool put_year(cp_login_reader *r, cp_login_session *s)
{
    cp_login *x = &s->x;
    if (s->has_year)
        return true;
    if (r->near == CP_TIME_NONE)
        return false;
    x->begin = cp_login_in_year(x->begin, r->near);
    if (x->begin != CP_TIME_NONE && x->end != CP_TIME_NONE)
        x->end = cp_login_in_year(x->end, x->begin);
    if (x->end != CP_TIME_NONE && x->end < x->begin)
        x->end = CP_TIME_NONE;
    return x->begin != CP_TIME_NONE;
}

static void tell_notes(const cp_login_reader *r)
{
    const struct {
        uint64_t n;
        const char *one, *more, *text;
    } notes[] = {
        { r->n_failed, "failed login is no session", "failed logins are no sessions", "" },
        { r->n_no_year, "session is left out", "sessions are left out",
          ": no line and not the file's name (a date, as 20261123) says of which year" },
        { r->n_tunnels, "tunnel gave no address to its other end",
          "tunnels gave no address to their other end",
          ": taken for what is between sites, which is no session" },
        { r->n_no_addr, "record is left out", "records are left out",
          ": where the session came from is told as no address (one of hardware, a telephone "
          "number, or nothing)" },
        { r->n_unzoned, "session has times without an offset",
          "sessions have times without an offset", ": taken for UTC" },
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i].n)
            cp_table_note(r->a, r->src, "%llu %s%s", (unsigned long long)notes[i].n,
                          notes[i].n == 1 ? notes[i].one : notes[i].more, notes[i].text);
    if (r->n_over)
        cp_table_note(r->a, r->src, "%llu session%s left out: more than %d",
                      (unsigned long long)r->n_over, r->n_over == 1 ? " is" : "s are",
                      CP_LOGINS_MAX);
}

cp_rc cp_login_tell_all(cp_login_reader *r, const cp_obs_sink *sink, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < r->v.n; i++) {
        cp_login_session *s = &r->v.v[i];
        cp_arena_back(r->scratch, r->empty);
        if (s->is_tunnel && !cp_flow_addr_is_set(s->x.lease)) {
            r->n_tunnels++;
        } else if (put_year(r, s)) {
            rc = cp_login_tell(r->scratch, sink, &s->x, err);
        } else {
            r->n_no_year++;
            cp_source_bad(r->a, r->src, s->line, "of which year it is, is not known");
        }
    }
    tell_notes(r);
    return rc;
}
