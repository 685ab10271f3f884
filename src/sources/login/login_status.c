/* SPDX-License-Identifier: Apache-2.0 */
/* login_status.c - who is connected just now, as a server of OpenVPN or WireGuard lists it.
 *
 *     OpenVPN CLIENT LIST          version 1: names and addresses, then ROUTING TABLE with the
 *     ann,198.51.100.1:4000,..     addresses that were given to them
 *     CLIENT_LIST,ann,198.. ,10..  version 2; 3 is the same with tabs. HEADER says which is which
 *     wg0  KEY  PSK  ENDPOINT  ALLOWED-IPS  LATEST-HANDSHAKE  ..       `wg show all dump`, a peer
 *
 * Who is in OpenVPN's list was connected since then until the file was written, at least. Of
 * WireGuard no more is known than that the keys of the latest handshake are used for three minutes
 * (REJECT_AFTER_TIME, WireGuard's paper, 6.1); the account is the public key. The dump holds
 * private keys: nothing of it is shown. */
#include "sources/import/table.h"
#include "sources/login/login_sessions.h"
#include "sources/values.h"

enum { COLUMNS_MAX = 32, KEY_CHARS = 44, HANDSHAKE_S = 180 };

#define COLUMNS(X)                     \
    X(NAME, "Common Name")             \
    X(USER, "Username")                \
    X(REAL, "Real Address")            \
    X(LEASE, "Virtual Address")        \
    X(LEASE_6, "Virtual IPv6 Address") \
    X(SINCE, "Connected Since")        \
    X(SINCE_EPOCH, "Connected Since (time_t)")

typedef enum column {
#define COLUMN(id, text) C_##id,
    COLUMNS(COLUMN)
#undef COLUMN
        C_COUNT
} column;

static const char *const texts[] = {
#define COLUMN(id, text) text,
    COLUMNS(COLUMN)
#undef COLUMN
};

typedef enum section { S_NONE, S_CLIENTS, S_ROUTES } section;

typedef struct list {
    cp_login_reader *r;
    char sep;
    section section; /* of version 1 */
    int at[C_COUNT]; /* column; -1: not there */
    cp_time written; /* CP_TIME_NONE: not told */
    uint64_t n_never, n_unused;
} list;

static uint32_t cut(cp_str line, char sep, cp_str *out)
{
    uint32_t n = 0;
    for (cp_str x; n < COLUMNS_MAX && cp_str_cut(&line, sep, &x);)
        out[n++] = cp_str_trim(x);
    return n;
}

/* "Tue Feb 10 23:30:45 2015", "2025-09-18 23:10:54", seconds since 1970. */
static bool time_of(cp_str s, cp_login_head *h)
{
    h->has_year = true;
    if (cp_login_time(s, &h->at, &h->has_zone))
        return true;
    cp_login_head other;
    if (!cp_login_head_read(s, &other) || !other.has_year)
        return false;
    h->at = other.at;
    h->has_zone = false;
    return true;
}

/* ---- OpenVPN */

static void find_columns(list *l, const cp_str *cells, uint32_t n)
{
    for (int c = 0; c < C_COUNT; c++) {
        l->at[c] = -1;
        for (uint32_t i = 0; i < n; i++)
            if (l->at[c] < 0 && cp_str_eq(cells[i], cp_str_c(texts[c])))
                l->at[c] = (int)i;
    }
}

static cp_str cell(const list *l, const cp_str *cells, uint32_t n, column c)
{
    return l->at[c] >= 0 && (uint32_t)l->at[c] < n ? cells[l->at[c]] : CP_STR("");
}

static cp_str route_key(cp_login_reader *r, cp_str account, cp_str real)
{
    return cp_login_key(r, "route", account, real);
}

static void read_client(list *l, const cp_str *cells, uint32_t n)
{
    cp_login_reader *r = l->r;
    cp_login_head h = { .at = CP_TIME_NONE };
    cp_str name = cell(l, cells, n, C_NAME), user = cell(l, cells, n, C_USER);
    cp_str real = cell(l, cells, n, C_REAL), epoch = cell(l, cells, n, C_SINCE_EPOCH);
    cp_flow_addr from;
    uint16_t port;
    if (cp_str_eq(name, CP_STR("UNDEF"))) { /* it has not said who it is */
        l->n_unused++;
        return;
    }
    if (!name.n || !cp_login_openvpn_addr(real, &from) ||
        !time_of(epoch.n ? epoch : cell(l, cells, n, C_SINCE), &h)) {
        cp_source_bad(r->a, r->src, r->line,
                      "a client: expected a name, an address and since when");
        return;
    }
    bool has_user = user.n && !cp_str_eq(user, CP_STR("UNDEF"));
    cp_login_session *s = cp_login_begin(r, &h, has_user ? user : name, from);
    if (!s)
        return;
    if (!cp_login_addr(cell(l, cells, n, C_LEASE), &s->x.lease, &port))
        (void)cp_login_addr(cell(l, cells, n, C_LEASE_6), &s->x.lease, &port);
    if (l->section == S_CLIENTS)
        cp_login_open(r, route_key(r, name, real), cp_login_place(r, s));
}

/* "10.8.0.6,ann,198.51.100.1:4000,..": a network behind the client (10.1.0.0/24) is no address of
 * its own, and "10.8.0.6C" is one that was learnt of a packet. */
static void read_route(list *l, const cp_str *cells, uint32_t n)
{
    cp_flow_addr lease;
    uint16_t port;
    cp_login_session *s = n < 3 ? NULL : cp_login_find(l->r, route_key(l->r, cells[1], cells[2]));
    l->n_unused++;
    if (s && !cp_flow_addr_is_set(s->x.lease) && cp_login_addr(cells[0], &lease, &port))
        s->x.lease = lease;
}

static void read_version_1(list *l, const cp_str *cells, uint32_t n)
{
    bool is_header = cp_str_eq(cells[0], CP_STR("Common Name")) ||
                     cp_str_eq(cells[0], CP_STR("Virtual Address"));
    if (cp_str_eq(cells[0], CP_STR("ROUTING TABLE")))
        l->section = S_ROUTES;
    else if (cp_str_eq(cells[0], CP_STR("GLOBAL STATS")))
        l->section = S_NONE;
    else if (is_header && l->section == S_CLIENTS)
        find_columns(l, cells, n);
    else if (!is_header && l->section == S_CLIENTS) {
        read_client(l, cells, n);
        return;
    } else if (!is_header && l->section == S_ROUTES) {
        read_route(l, cells, n);
        return;
    }
    l->n_unused++;
}

static void read_openvpn(list *l, const cp_str *cells, uint32_t n)
{
    cp_login_head h = { .at = CP_TIME_NONE };
    if ((cp_str_eq(cells[0], CP_STR("Updated")) || cp_str_eq(cells[0], CP_STR("TIME"))) && n > 1) {
        if (time_of(cells[n - 1], &h))
            l->written = h.at;
        l->n_unused++;
    } else if (cp_str_eq(cells[0], CP_STR("OpenVPN CLIENT LIST"))) {
        l->section = S_CLIENTS;
        l->n_unused++;
    } else if (cp_str_eq(cells[0], CP_STR("HEADER")) && n > 2) {
        if (cp_str_eq(cells[1], CP_STR("CLIENT_LIST")))
            find_columns(l, cells + 1, n - 1);
        l->n_unused++;
    } else if (cp_str_eq(cells[0], CP_STR("CLIENT_LIST"))) {
        read_client(l, cells, n);
    } else {
        read_version_1(l, cells, n);
    }
}

/* ---- WireGuard */

static bool is_key(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
              (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '+' || s.p[i] == '/' ||
              (s.p[i] == '=' && i + 1 == s.n)))
            return false;
    return s.n == KEY_CHARS && s.p[s.n - 1] == '=';
}

/* The fields of a peer, without the interface's name; NULL: it is another line. */
static const cp_str *peer_of(const cp_str *f, uint32_t n)
{
    uint32_t from = n == 9 ? 1 : 0;
    return (n == 8 || n == 9) && is_key(f[from]) ? f + from : NULL;
}

/* The one address of a peer that is no network. */
static void give(cp_login_session *s, cp_str allowed)
{
    cp_flow_addr addr;
    uint16_t port;
    for (cp_str one; cp_str_cut(&allowed, ',', &one);) {
        cp_str host = CP_STR(""), rest = one;
        if (cp_str_cut(&rest, '/', &host) && cp_login_addr(host, &addr, &port) &&
            !cp_flow_addr_is_set(s->x.lease) &&
            cp_str_eq(rest, cp_str_find_char(host, ':') < 0 ? CP_STR("32") : CP_STR("128")))
            s->x.lease = addr;
    }
}

static void read_peer(list *l, const cp_str *p)
{
    cp_login_reader *r = l->r;
    cp_login_head h = { .has_year = true, .has_zone = true };
    cp_flow_addr from;
    uint16_t port;
    if (cp_str_eq(p[4], CP_STR("0"))) {
        l->n_never++;
        l->n_unused++;
        return;
    }
    if (!cp_login_time(p[4], &h.at, &h.has_zone) || !cp_login_addr(p[2], &from, &port)) {
        cp_source_bad(r->a, r->src, r->line,
                      "a peer: expected an endpoint and the time of its latest handshake");
        return;
    }
    cp_login_session *s = cp_login_begin(r, &h, p[0], from);
    if (!s)
        return;
    s->x.end = h.at + HANDSHAKE_S * CP_LOGIN_SECOND_US;
    give(s, p[3]);
}

/* ---- lines */

static char separator_of(cp_str line) { return cp_str_find_char(line, '\t') >= 0 ? '\t' : ','; }

static void read_line(list *l, cp_str line)
{
    cp_str cells[COLUMNS_MAX];
    uint32_t n = cut(line, separator_of(line), cells);
    const cp_str *peer = peer_of(cells, n);
    if (peer)
        read_peer(l, peer);
    else if (n)
        read_openvpn(l, cells, n);
}

/* Who has no end is taken for twelve hours: where it is known that it was longer, that is told. */
static void end_all(list *l)
{
    for (uint32_t i = 0; i < l->r->v.n; i++) {
        cp_login *x = &l->r->v.v[i].x;
        if (x->end == CP_TIME_NONE && l->written != CP_TIME_NONE &&
            l->written > x->begin + CP_FLOW_LOGIN_OPEN_US)
            x->end = l->written;
    }
}

static cp_rc read_status(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    list l = { .r = cp_login_reader_new(a, src), .written = CP_TIME_NONE };
    cp_lines lines;
    find_columns(&l, NULL, 0);
    cp_rc rc = cp_login_lines(a, in, opts, &lines, err);
    if (rc != CP_OK)
        return rc;
    for (cp_str line; cp_lines_next(&lines, &line);) {
        cp_arena_back(l.r->scratch, l.r->empty);
        if (!cp_str_trim(line).n)
            continue;
        l.r->line = lines.line;
        src->records++;
        if (lines.is_long)
            cp_source_bad(a, src, lines.line, "the line is longer than %d bytes",
                          CP_LINES_BYTES_MAX);
        else
            read_line(&l, line);
    }
    if (lines.is_stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    end_all(&l);
    src->records_unused += l.n_unused;
    if (l.n_never)
        cp_table_note(a, src, "%llu peer%s never been there", (unsigned long long)l.n_never,
                      l.n_never == 1 ? " has" : "s have");
    return cp_login_tell_all(l.r, sink, err);
}

/* Of the dump of one interface the first line has its private key, its public key, port and mark;
 * before them the name, if it is of all. */
static bool is_interface(const cp_str *f, uint32_t n)
{
    uint32_t port, from = n == 5 ? 1 : 0;
    return (n == 4 || n == 5) && (is_key(f[from]) || cp_str_eq(f[from], CP_STR("(none)"))) &&
           (is_key(f[from + 1]) || cp_str_eq(f[from + 1], CP_STR("(none)"))) &&
           cp_str_u32(f[from + 2], &port) && port <= UINT16_MAX;
}

static int detect_status(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_of_bytes(head), line = CP_STR(""), f[COLUMNS_MAX];
    (void)name;
    while (cp_str_cut_line(&s, &line) && !cp_str_trim(line).n) {}
    uint32_t n = cut(line, separator_of(line), f);
    if (n && cp_str_eq(f[0], CP_STR("OpenVPN CLIENT LIST")))
        return 95;
    if (n > 1 && (cp_str_eq(f[0], CP_STR("TITLE")) ? cp_str_starts(f[1], CP_STR("OpenVPN"))
                                                   : cp_str_eq(f[0], CP_STR("HEADER")) &&
                                                         cp_str_eq(f[1], CP_STR("CLIENT_LIST"))))
        return 95;
    return separator_of(line) == '\t' && (is_interface(f, n) || peer_of(f, n)) ? 95 : 0;
}

const cp_format cp_format_logins_status = {
    .name = "logins-status",
    .what = "who is connected (OpenVPN status, wg show dump)",
    .detect = detect_status,
    .read = read_status,
};
