/* SPDX-License-Identifier: Apache-2.0 */
/* login_syslog.c - sessions out of the lines that gateways and bastions log, put together of their
 * begin and end.
 *
 *     line --login_head--> host, process, message --who knows it--> begin | assigned | end
 *     key of the session (host and client's port, process, tunnel ...) --> [session ..] --end-->
 * names
 *
 * Each message stands in docs/formats/logins.md with where it is documented. All sessions are held
 * until the end, because what tells the year may stand anywhere. */
#include "sources/export/lines.h"
#include "sources/import/table.h"
#include "sources/login/login.h"
#include "sources/login/login_head.h"
#include "sources/values.h"

enum { TCP = 6, SSH = 22, VALUE_MAX = 300, HEAD_LINES_MAX = 400 };
#define SECOND_US ((int64_t)1000 * 1000)

typedef struct session {
    cp_login x;
    bool has_year;
    uint64_t line;
} session;

typedef struct reader {
    cp_arena *a, *scratch;
    cp_arena_mark empty;
    cp_source *src;
    CP_VEC(session) v;
    cp_map open;  /* key -> 1 + place in v; 0: it ended */
    cp_time near; /* a time whose year is known */
    uint64_t line, n_failed, n_over, n_unzoned, n_no_year, n_no_begin;
    bool is_session; /* the line told of one */
} reader;

/* ---- sessions */

static cp_str key_of(reader *r, const char *what, cp_str host, cp_str id)
{
    return cp_str_fmt(r->scratch, "%s %.*s %.*s", what, CP_FMT(cp_value_head(host, VALUE_MAX)),
                      CP_FMT(cp_value_head(id, VALUE_MAX)));
}

static session *find(reader *r, cp_str key)
{
    const uint64_t *at = cp_map_get(&r->open, key);
    return at && *at ? &r->v.v[*at - 1] : NULL;
}

static void open_as(reader *r, cp_str key, uint32_t place)
{
    const uint64_t *there = cp_map_get(&r->open, key);
    uint64_t *at =
        there ? cp_map_get(&r->open, key) : cp_map_put(r->a, &r->open, cp_str_dup(r->a, key), NULL);
    *at = place + 1;
}

static void shut(reader *r, cp_str key)
{
    uint64_t *at = cp_map_get(&r->open, key);
    if (at)
        *at = 0;
}

/* NULL: there are too many. */
static session *begin(reader *r, const cp_login_head *h, cp_str account, cp_flow_addr from)
{
    cp_ip ip;
    if (r->v.n == CP_LOGINS_MAX) {
        r->n_over++;
        return NULL;
    }
    session *s = cp_vec_add(r->a, &r->v);
    *s = (session){ .has_year = h->has_year, .line = r->line };
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

static void end(session *s, const cp_login_head *h)
{
    if (s && s->has_year == h->has_year && (h->at >= s->x.begin || !h->has_year))
        s->x.end = h->at;
}

/* ---- text */

/* What stands behind `before` up to `after`, or to the end if that is ""; false: they are not
 * there. */
static bool between(cp_str s, const char *before, const char *after, cp_str *out)
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

static bool addr_of(cp_str s, cp_flow_addr *out)
{
    uint16_t port;
    return cp_login_addr(s, out, &port);
}

/* ---- the SSH server */

/* "192.0.2.1 port 4711": what is the session's own until it ends. False: no such thing. */
static bool ssh_peer(cp_str s, cp_flow_addr *from, cp_str *peer)
{
    cp_str ip, rest = s, word, port;
    if (!cp_str_cut(&rest, ' ', &ip) || !cp_str_cut(&rest, ' ', &word) ||
        !cp_str_eq(word, CP_STR("port")) || !cp_str_cut(&rest, ' ', &port) || !addr_of(ip, from))
        return false;
    *peer = cp_str_slice(s, 0, (size_t)(port.p + port.n - s.p));
    return true;
}

static void ssh_accepted(reader *r, const cp_login_head *h)
{
    cp_str user, peer, rest;
    cp_flow_addr from;
    r->is_session = true;
    if (!between(h->message, " for ", " from ", &user) ||
        !between(h->message, " from ", "", &rest) || !ssh_peer(rest, &from, &peer)) {
        cp_source_bad(r->a, r->src, r->line, "Accepted: expected \"for USER from ADDRESS port N\"");
        return;
    }
    session *s = begin(r, h, user, from);
    if (!s)
        return;
    s->x.proto = TCP;
    s->x.port = SSH;
    open_as(r, key_of(r, "ssh", h->host, peer), r->v.n - 1);
    if (h->pid.n)
        open_as(r, key_of(r, "sshd", h->host, h->pid), r->v.n - 1);
}

/* The one that the process began, or that the client's port is of: which of them logs depends on
 * which of its processes it is. */
static void ssh_ended(reader *r, const cp_login_head *h, cp_str peer_text)
{
    cp_flow_addr from;
    cp_str peer;
    cp_str key = ssh_peer(peer_text, &from, &peer) ? key_of(r, "ssh", h->host, peer)
                                                   : key_of(r, "sshd", h->host, h->pid);
    r->is_session = true;
    end(find(r, key), h);
    shut(r, key);
}

static void read_ssh(reader *r, const cp_login_head *h)
{
    cp_str m = h->message, rest;
    if (cp_str_starts(m, CP_STR("Accepted ")))
        ssh_accepted(r, h);
    else if (cp_str_starts(m, CP_STR("Failed ")))
        r->n_failed++;
    else if (cp_str_has(m, CP_STR("session closed for user ")))
        ssh_ended(r, h, CP_STR(""));
    else if (between(m, "Disconnected from user ", "", &rest) && cp_str_cut(&rest, ' ', &m))
        ssh_ended(r, h, rest);
}

/* ---- Cisco ASA */

static void asa_assigned(reader *r, const cp_login_head *h, cp_str m)
{
    cp_str user, ip, v4 = CP_STR(""), v6 = CP_STR("");
    cp_flow_addr from;
    r->is_session = true;
    if (!between(m, "User <", ">", &user) || !between(m, " IP <", ">", &ip) ||
        !addr_of(ip, &from)) {
        cp_source_bad(r->a, r->src, r->line, "722051: expected User <..> IP <..>");
        return;
    }
    (void)between(m, "IPv4 Address <", ">", &v4);
    (void)between(m, "IPv6 address <", ">", &v6);
    session *s = begin(r, h, user, from);
    if (!s)
        return;
    if (!addr_of(v4, &s->x.lease) || cp_str_eq(v4, CP_STR("0.0.0.0")))
        (void)addr_of(v6, &s->x.lease);
    open_as(
        r, key_of(r, "asa", h->host, cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(user), CP_FMT(ip))),
        r->v.n - 1);
}

/* Between two sites there is no user. */
static void asa_ended(reader *r, const cp_login_head *h, cp_str m)
{
    cp_str user, ip, span, type = CP_STR("");
    cp_flow_addr from;
    uint64_t seconds;
    (void)between(m, "Session Type: ", ",", &type);
    if (cp_str_starts(type, CP_STR("LAN-to-LAN")))
        return;
    r->is_session = true;
    if (!between(m, "Username = ", ",", &user) || !between(m, " IP = ", ",", &ip) ||
        !addr_of(ip, &from) || !between(m, "Duration: ", ",", &span) ||
        !cp_login_span(span, &seconds)) {
        cp_source_bad(r->a, r->src, r->line,
                      "113019: expected Username = .., IP = .., Duration: ..");
        return;
    }
    cp_str key =
        key_of(r, "asa", h->host, cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(user), CP_FMT(ip)));
    session *s = find(r, key);
    if (!s && (s = begin(r, h, user, from)) != NULL)
        s->x.begin -= (cp_time)seconds * SECOND_US;
    end(s, h);
    shut(r, key);
}

static void read_asa(reader *r, const cp_login_head *h, cp_str m)
{
    cp_str id = CP_STR("");
    (void)cp_str_cut(&m, '-', &id); /* severity; then the number */
    (void)cp_str_cut(&m, ':', &id);
    if (cp_str_eq(id, CP_STR("722051")))
        asa_assigned(r, h, m);
    else if (cp_str_eq(id, CP_STR("113019")))
        asa_ended(r, h, m);
    else if (cp_str_eq(id, CP_STR("113005")) || cp_str_eq(id, CP_STR("113015")))
        r->n_failed++;
}

/* ---- FortiOS */

/* key=value or key="value with blanks"; what stands in quotes is no key, whatever it looks like. */
static cp_str value_of(cp_str m, const char *name)
{
    while (m.n) {
        size_t n = 0;
        while (n < m.n && m.p[n] != '=' && m.p[n] != ' ')
            n++;
        cp_str key = cp_str_slice(m, 0, n), v = CP_STR("");
        bool has_value = n < m.n && m.p[n] == '=';
        m = cp_str_from(m, n + 1);
        if (!has_value)
            continue;
        bool is_quoted = cp_str_starts(m, CP_STR("\""));
        m = cp_str_from(m, is_quoted);
        (void)cp_str_cut(&m, is_quoted ? '"' : ' ', &v);
        if (cp_str_eq(key, cp_str_c(name)))
            return v;
    }
    return CP_STR("");
}

static bool forti_time(reader *r, cp_str m, cp_login_head *h)
{
    cp_str zone = value_of(m, "tz");
    cp_str text = cp_str_fmt(r->scratch, "%.*s %.*s %.*s", CP_FMT(value_of(m, "date")),
                             CP_FMT(value_of(m, "time")), CP_FMT(zone));
    h->has_year = true;
    return cp_login_time(value_of(m, "eventtime"), &h->at, &h->has_zone) ||
           cp_login_time(text, &h->at, &h->has_zone);
}

static void forti_down(reader *r, const cp_login_head *h, cp_str key, cp_str m, cp_flow_addr from)
{
    uint64_t seconds;
    session *s = find(r, key);
    if (!s && cp_login_span(value_of(m, "duration"), &seconds) &&
        (s = begin(r, h, value_of(m, "user"), from)) != NULL) {
        s->x.begin -= (cp_time)seconds * SECOND_US;
        (void)addr_of(value_of(m, "tunnelip"), &s->x.lease);
    }
    end(s, h);
    shut(r, key);
}

static void read_forti(reader *r, cp_login_head h, cp_str m)
{
    cp_str action = value_of(m, "action"), user = value_of(m, "user");
    bool is_up = cp_str_eq(action, CP_STR("tunnel-up"));
    cp_flow_addr from;
    if (cp_str_eq(action, CP_STR("ssl-login-fail"))) {
        r->n_failed++;
        return;
    }
    if ((!is_up && !cp_str_eq(action, CP_STR("tunnel-down"))) ||
        !cp_str_starts(value_of(m, "tunneltype"), CP_STR("ssl")))
        return;
    r->is_session = true;
    if (!forti_time(r, m, &h) || !addr_of(value_of(m, "remip"), &from) || !user.n) {
        cp_source_bad(r->a, r->src, r->line, "%s: expected a time, user and remip",
                      is_up ? "tunnel-up" : "tunnel-down");
        return;
    }
    h.host = value_of(m, "devname");
    cp_str key = key_of(r, "ssl", h.host, value_of(m, "tunnelid"));
    if (!is_up) {
        forti_down(r, &h, key, m, from);
        return;
    }
    session *s = begin(r, &h, user, from);
    if (!s)
        return;
    (void)addr_of(value_of(m, "tunnelip"), &s->x.lease);
    open_as(r, key, r->v.n - 1);
}

/* ---- OpenVPN */

/* "USER/ADDRESS:PORT" at the end of a word. */
static bool vpn_peer(cp_str s, cp_str *user, cp_str *peer, cp_flow_addr *from)
{
    ptrdiff_t slash = cp_str_find_char(s, '/');
    if (slash < 1)
        return false;
    *user = cp_str_slice(s, 0, (size_t)slash);
    *peer = cp_str_from(s, (size_t)slash + 1);
    return addr_of(*peer, from);
}

static void read_openvpn(reader *r, const cp_login_head *h)
{
    cp_str user, peer, lease, target, rest = h->message, first = CP_STR("");
    cp_flow_addr from;
    (void)cp_str_cut(&rest, ' ', &first);
    if (cp_str_starts(first, CP_STR("us="))) /* of --verb 4 and more */
        (void)cp_str_cut(&rest, ' ', &first);
    bool is_learn =
        between(rest, "MULTI: Learn: ", " -> ", &lease) && between(rest, " -> ", "", &target);
    bool is_end = cp_str_has(rest, CP_STR(", client-instance "));
    if ((!is_learn && !is_end) || !vpn_peer(is_learn ? target : first, &user, &peer, &from))
        return;
    cp_str key = key_of(r, "ovpn", h->host, peer);
    session *s = find(r, key);
    r->is_session = true;
    if (is_end) {
        end(s, h);
        shut(r, key);
        return;
    }
    if (!s && (s = begin(r, h, user, from)) != NULL)
        open_as(r, key, r->v.n - 1);
    if (s && !cp_flow_addr_is_set(s->x.lease))
        (void)addr_of(lease, &s->x.lease);
}

/* ---- lines */

static void read_line(reader *r, cp_str line)
{
    cp_login_head h;
    r->is_session = false;
    if (cp_str_has(line, CP_STR("subtype=\"vpn\"")) || cp_str_has(line, CP_STR("subtype=vpn"))) {
        ptrdiff_t from = cp_str_find(line, CP_STR("date="));
        read_forti(r, (cp_login_head){ .at = CP_TIME_NONE },
                   cp_str_from(line, from < 0 ? 0 : (size_t)from));
        return;
    }
    if (!cp_login_head_read(line, &h))
        return;
    if (h.has_year && r->near == CP_TIME_NONE)
        r->near = h.at;
    ptrdiff_t asa = cp_str_find(line, CP_STR("%ASA-"));
    asa = asa < 0 ? cp_str_find(line, CP_STR("%FTD-")) : asa;
    if (asa >= 0)
        read_asa(r, &h, cp_str_from(line, (size_t)asa + 5));
    else if (cp_str_starts(h.tag, CP_STR("sshd")))
        read_ssh(r, &h);
    else
        read_openvpn(r, &h);
}

/* "auth.log-20261123", "2026-11-23.log": when it was put away, or of which day it is. */
static cp_time time_of_name(cp_str name)
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
            return (cp_time)d.first_day * 86400 * SECOND_US;
    }
    return CP_TIME_NONE;
}

/* False: the year is not known. */
static bool put_year(reader *r, session *s)
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

static cp_rc tell(reader *r, const cp_obs_sink *sink, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < r->v.n; i++) {
        session *s = &r->v.v[i];
        cp_arena_back(r->scratch, r->empty);
        if (put_year(r, s)) {
            rc = cp_login_tell(r->scratch, sink, &s->x, err);
            continue;
        }
        r->n_no_year++;
        cp_source_bad(r->a, r->src, s->line, "of which year it is, is not known");
    }
    return rc;
}

static void tell_notes(const reader *r)
{
    if (r->n_failed)
        cp_table_note(r->a, r->src, "%llu failed logins are no sessions",
                      (unsigned long long)r->n_failed);
    if (r->n_no_year)
        cp_table_note(r->a, r->src,
                      "%llu sessions are left out: no line and not the file's name (a date, as "
                      "20261123) says of which year they are",
                      (unsigned long long)r->n_no_year);
    if (r->n_unzoned)
        cp_table_note(r->a, r->src, "%llu sessions have times without an offset: taken for UTC",
                      (unsigned long long)r->n_unzoned);
    if (r->n_over)
        cp_table_note(r->a, r->src, "%llu sessions are left out: more than %d",
                      (unsigned long long)r->n_over, CP_LOGINS_MAX);
}

static void free_scratch(void *arena) { cp_arena_free(arena); }

static cp_rc read_logins(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_lines l = cp_lines_new(in, opts);
    *r = (reader){ .a = a, .src = src, .near = CP_TIME_NONE };
    r->scratch = cp_arena_new((uint64_t)1 << 30);
    cp_arena_defer(a, free_scratch, r->scratch);
    r->empty = cp_arena_here(r->scratch);
    for (cp_str line; cp_lines_next(&l, &line);) {
        cp_arena_back(r->scratch, r->empty);
        if (!cp_str_trim(line).n)
            continue;
        r->line = l.line;
        src->records++;
        if (l.is_long) {
            cp_source_bad(a, src, l.line, "the line is longer than %d bytes", CP_LINES_BYTES_MAX);
            continue;
        }
        read_line(r, line);
        src->records_unused += !r->is_session;
    }
    if (l.is_stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    if (r->near == CP_TIME_NONE)
        r->near = time_of_name(src->name);
    cp_rc rc = tell(r, sink, err);
    tell_notes(r);
    if (rc == CP_OK && src->records > 0 && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no line of it tells of a session");
    return rc;
}

/* Whose lines these are, the first hundreds say: of a whole log most are of something else. */
static int detect_logins(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_of_bytes(head), line;
    cp_login_head h;
    (void)name;
    for (uint32_t n = 0; n < HEAD_LINES_MAX && cp_str_cut_line(&s, &line); n++) {
        bool is_forti = cp_str_has(line, CP_STR("date=")) && cp_str_has(line, CP_STR("devname=")) &&
                        cp_str_has(line, CP_STR("logid="));
        if (is_forti)
            return 70;
        if (!cp_login_head_read(line, &h)) {
            if (n == 0)
                return 0; /* a log begins with a time */
            continue;
        }
        if (cp_str_starts(h.tag, CP_STR("sshd")) || cp_str_has(line, CP_STR("%ASA-")) ||
            cp_str_has(line, CP_STR("%FTD-")) || cp_str_has(h.message, CP_STR("MULTI: Learn: ")) ||
            cp_str_has(h.message, CP_STR("Peer Connection Initiated with ")))
            return 70;
    }
    return 0;
}

const cp_format cp_format_logins_syslog = {
    .name = "logins-syslog",
    .what = "logs of logins (sshd, OpenVPN, Cisco ASA, FortiOS)",
    .detect = detect_logins,
    .read = read_logins,
};
