/* SPDX-License-Identifier: Apache-2.0 */
/* login_syslog.c - sessions out of the lines that gateways and bastions log, put together of their
 * begin and end.
 *
 *     line --login_head--> host, process, message --who knows it--> begin | assigned | end
 *
 * Each message stands in docs/formats/logins.md with where it is documented. */
#include "sources/login/login_sessions.h"

enum { TCP = 6, SSH = 22, HEAD_LINES_MAX = 400 };

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
    size_t n = 0; /* "4711:11: disconnected by user" */
    while (n < port.n && port.p[n] >= '0' && port.p[n] <= '9')
        n++;
    *peer = cp_str_slice(s, 0, (size_t)(port.p + n - s.p));
    return true;
}

static void ssh_accepted(cp_login_reader *r, const cp_login_head *h)
{
    cp_str user, peer, rest;
    cp_flow_addr from;
    r->is_session = true;
    if (!cp_login_between(h->message, " for ", " from ", &user) ||
        !cp_login_between(h->message, " from ", "", &rest) || !ssh_peer(rest, &from, &peer)) {
        cp_source_bad(r->a, r->src, r->line, "Accepted: expected \"for USER from ADDRESS port N\"");
        return;
    }
    cp_login_session *s = cp_login_begin(r, h, user, from);
    if (!s)
        return;
    s->x.proto = TCP;
    s->x.port = SSH;
    cp_login_open(r, cp_login_key(r, "ssh", h->host, peer), r->v.n - 1);
    if (h->pid.n)
        cp_login_open(r, cp_login_key(r, "sshd", h->host, h->pid), r->v.n - 1);
}

/* Of the process, or of the client's port: which of them logs the end depends on which of its
 * processes it is. */
static void ssh_ended(cp_login_reader *r, const cp_login_head *h, cp_str key)
{
    cp_login_session *s = cp_login_find(r, key);
    r->is_session |= s != NULL;
    cp_login_end(s, h);
    cp_login_shut(r, key);
}

static void ssh_lost(cp_login_reader *r, const cp_login_head *h, cp_str peer_text)
{
    cp_flow_addr from;
    cp_str peer;
    if (ssh_peer(peer_text, &from, &peer))
        ssh_ended(r, h, cp_login_key(r, "ssh", h->host, peer));
}

/* "Disconnected from user ann 192.0.2.1 port 4711", and what is logged where the other end, or the
 * way to it, is gone. Before the login the same are logged with other words before the address. */
static bool ssh_gone(cp_str m, cp_str *peer)
{
    static const struct {
        const char *before;
        bool has_user;
    } rows[] = { { "Disconnected from user ", true },
                 { "Timeout, client not responding from user ", true },
                 { "Connection closed by user ", true },
                 { "Connection reset by user ", true },
                 { "Received disconnect from ", false },
                 { "Connection closed by ", false },
                 { "Connection reset by ", false } };
    cp_str user;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_login_between(m, rows[i].before, "", peer))
            return !rows[i].has_user || cp_str_cut(peer, ' ', &user);
    return false;
}

static void read_ssh(cp_login_reader *r, const cp_login_head *h)
{
    cp_str m = h->message, rest;
    if (cp_str_starts(m, CP_STR("Accepted ")))
        ssh_accepted(r, h);
    else if (cp_str_starts(m, CP_STR("Failed ")))
        r->n_failed++;
    else if (cp_str_has(m, CP_STR("session closed for user ")))
        ssh_ended(r, h, cp_login_key(r, "sshd", h->host, h->pid));
    else if (ssh_gone(m, &rest))
        ssh_lost(r, h, rest);
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

static bool forti_time(cp_login_reader *r, cp_str m, cp_login_head *h)
{
    cp_str zone = value_of(m, "tz");
    cp_str text = cp_str_fmt(r->scratch, "%.*s %.*s %.*s", CP_FMT(value_of(m, "date")),
                             CP_FMT(value_of(m, "time")), CP_FMT(zone));
    h->has_year = true;
    return cp_login_time(value_of(m, "eventtime"), &h->at, &h->has_zone) ||
           cp_login_time(text, &h->at, &h->has_zone);
}

static void forti_down(cp_login_reader *r, const cp_login_head *h, cp_str key, cp_str m,
                       cp_flow_addr from)
{
    uint64_t seconds;
    cp_login_session *s = cp_login_find(r, key);
    if (!s && cp_login_span(value_of(m, "duration"), &seconds) &&
        (s = cp_login_begin(r, h, value_of(m, "user"), from)) != NULL) {
        s->x.begin -= (cp_time)seconds * CP_LOGIN_SECOND_US;
        (void)addr_of(value_of(m, "tunnelip"), &s->x.lease);
    }
    cp_login_end(s, h);
    cp_login_shut(r, key);
}

static void read_forti(cp_login_reader *r, cp_login_head h, cp_str m)
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
    cp_str key = cp_login_key(r, "ssl", h.host, value_of(m, "tunnelid"));
    if (!is_up) {
        forti_down(r, &h, key, m, from);
        return;
    }
    cp_login_session *s = cp_login_begin(r, &h, user, from);
    if (!s)
        return;
    (void)addr_of(value_of(m, "tunnelip"), &s->x.lease);
    cp_login_open(r, key, r->v.n - 1);
}

/* ---- lines */

static void read_line(cp_login_reader *r, cp_str line)
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
        cp_login_asa(r, &h, cp_str_from(line, (size_t)asa + 5));
    else if (cp_str_starts(h.tag, CP_STR("sshd")))
        read_ssh(r, &h);
    else if (!cp_login_ike(r, &h))
        cp_login_openvpn(r, &h);
}

static cp_rc read_logins(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_login_reader *r = cp_login_reader_new(a, src);
    cp_lines l;
    cp_rc rc = cp_login_lines(a, in, opts, &l, err);
    if (rc != CP_OK)
        return rc;
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
        r->near = cp_login_time_of_name(src->name);
    rc = cp_login_tell_all(r, sink, err);
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
        if (cp_str_starts(h.tag, CP_STR("sshd")) || cp_str_starts(h.tag, CP_STR("charon")) ||
            cp_str_has(line, CP_STR("[IKE] ")) || cp_str_has(line, CP_STR("%ASA-")) ||
            cp_str_has(line, CP_STR("%FTD-")) || cp_str_has(h.message, CP_STR("MULTI: Learn: ")) ||
            cp_str_has(h.message, CP_STR("Peer Connection Initiated with ")))
            return 70;
    }
    return 0;
}

const cp_format cp_format_logins_syslog = {
    .name = "logins-syslog",
    .what = "logs of logins (sshd, OpenVPN, strongSwan, Cisco ASA, FortiOS)",
    .detect = detect_logins,
    .read = read_logins,
};
