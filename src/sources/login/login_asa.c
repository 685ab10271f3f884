/* SPDX-License-Identifier: Apache-2.0 */
/* login_asa.c - sessions that firewalls of the ASA kind log, by the numbers of their messages.
 *
 *     113039, 716001  a session starts            722022, 722033, 722034  a connection of it
 *     722051          an address is given         722023, 716002          it ends, maybe
 *     746012, 746013  address and user joined     113019                  it ended, and lasted so
 * long
 *
 * A session has connections over TLS and DTLS, which come and go with it or without it. Therefore
 * it ends at the last one's end only until another one, or 113019, says otherwise. */
#include "sources/login/login_sessions.h"

/* The default of vpn-idle-timeout; who reconnects later has another session. */
#define IDLE_US (30 * 60 * CP_LOGIN_SECOND_US)

static bool addr_of(cp_str s, cp_flow_addr *out)
{
    uint16_t port;
    return cp_login_addr(s, out, &port) && cp_flow_addr_is_set(*out);
}

/* "User <ann> IP <198.51.100.1>"; FTD also writes it without angle brackets. */
static bool value(cp_str m, const char *before, cp_str *out)
{
    cp_str rest = CP_STR("");
    *out = CP_STR("");
    if (!cp_login_between(m, before, "", &rest))
        return false;
    bool is_quoted = cp_str_starts(rest, CP_STR("<"));
    rest = cp_str_from(rest, is_quoted);
    (void)cp_str_cut(&rest, is_quoted ? '>' : ' ', out);
    return out->n > 0;
}

static cp_str key_of(cp_login_reader *r, const cp_login_head *h, cp_str user, cp_str ip)
{
    return cp_login_key(r, "asa", h->host,
                        cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(user), CP_FMT(ip)));
}

static bool is_start(cp_str id)
{
    return cp_str_eq(id, CP_STR("113039")) || cp_str_eq(id, CP_STR("716001"));
}

/* The session that this message is of, or begins; NULL: it is malformed, or there are too many. */
static cp_login_session *session_of(cp_login_reader *r, const cp_login_head *h, cp_str id, cp_str m,
                                    bool is_begin)
{
    cp_str user, ip;
    cp_flow_addr from;
    r->is_session = true;
    if (!value(m, "User ", &user) || !value(m, " IP ", &ip) || !addr_of(ip, &from)) {
        cp_source_bad(r->a, r->src, r->line, "%.*s: expected User <..> IP <..>", CP_FMT(id));
        return NULL;
    }
    cp_str key = key_of(r, h, user, ip);
    cp_login_session *s = cp_login_find(r, key);
    bool is_over = s && s->x.end != CP_TIME_NONE && h->at > s->x.end + IDLE_US;
    if (s && is_begin && (is_over || (is_start(id) && cp_flow_addr_is_set(s->x.lease))))
        s = NULL; /* its 113019 was not logged */
    if (!s && is_begin && (s = cp_login_begin(r, h, user, from)) != NULL) {
        cp_login_open(r, key, cp_login_place(r, s));
        cp_login_open(r, cp_login_key(r, "asa user", h->host, user), cp_login_place(r, s));
    }
    return s;
}

static cp_str lease_key(cp_login_reader *r, const cp_login_head *h, cp_flow_addr lease)
{
    return cp_login_key(r, "asa lease", h->host, cp_ip_text(r->scratch, cp_flow_addr_ip(lease)));
}

static void give(cp_login_reader *r, const cp_login_head *h, cp_login_session *s,
                 cp_flow_addr lease)
{
    s->x.lease = lease;
    cp_login_open(r, lease_key(r, h, lease), cp_login_place(r, s));
}

static void assigned(cp_login_reader *r, const cp_login_head *h, cp_str id, cp_str m)
{
    cp_str v4 = CP_STR(""), v6 = CP_STR(""), user, ip;
    cp_flow_addr lease;
    cp_login_session *s = session_of(r, h, id, m, true);
    (void)cp_login_between(m, "IPv4 Address <", ">", &v4);
    (void)cp_login_between(m, "IPv6 address <", ">", &v6);
    bool is_given = (addr_of(v4, &lease) && !cp_str_eq(v4, CP_STR("0.0.0.0"))) ||
                    (addr_of(v6, &lease) && !cp_str_eq(v6, CP_STR("::")));
    if (s && cp_flow_addr_is_set(s->x.lease) && value(m, "User ", &user) &&
        value(m, " IP ", &ip)) { /* a second one of the same user from there */
        cp_login_shut(r, key_of(r, h, user, ip));
        s = session_of(r, h, id, m, true);
    }
    if (s && is_given)
        give(r, h, s, lease);
}

static void connected(cp_login_reader *r, const cp_login_head *h, cp_str id, cp_str m, int by)
{
    cp_login_session *s = session_of(r, h, id, m, by > 0);
    if (!s)
        return;
    if (by > 0 && cp_str_eq(id, CP_STR("722022"))) /* the others tell of the same connections */
        s->nr++;
    else if (by < 0 && s->nr)
        s->nr--;
    if (by > 0)
        s->x.end = CP_TIME_NONE;
    else if (s->nr == 0)
        cp_login_end(s, h);
}

/* Between two sites there is no user. */
static void ended(cp_login_reader *r, const cp_login_head *h, cp_str m)
{
    cp_str user, ip, span, type = CP_STR("");
    cp_flow_addr from;
    uint64_t seconds;
    (void)cp_login_between(m, "Session Type: ", ",", &type);
    if (cp_str_starts(type, CP_STR("LAN-to-LAN")))
        return;
    r->is_session = true;
    if (!cp_login_between(m, "Username = ", ",", &user) ||
        !cp_login_between(m, " IP = ", ",", &ip) || !addr_of(ip, &from) ||
        !cp_login_between(m, "Duration: ", ",", &span) || !cp_login_span(span, &seconds)) {
        cp_source_bad(r->a, r->src, r->line,
                      "113019: expected Username = .., IP = .., Duration: ..");
        return;
    }
    cp_str key = key_of(r, h, user, ip);
    cp_login_session *s = cp_login_find(r, key);
    if (!s && (s = cp_login_begin(r, h, user, from)) != NULL)
        s->x.begin -= (cp_time)seconds * CP_LOGIN_SECOND_US;
    cp_login_end(s, h);
    cp_login_shut(r, key);
}

/* "user-identity: Add IP-User mapping 10.0.0.9 - LOCAL\ann Succeeded - VPN user": without where
 * they came from it is no session of its own. */
static void mapped(cp_login_reader *r, const cp_login_head *h, cp_str m, bool is_add)
{
    cp_str rest, ip = CP_STR(""), user = CP_STR("");
    cp_flow_addr lease;
    if (!cp_login_between(m, "IP-User mapping ", "", &rest) ||
        !cp_str_has(rest, CP_STR(" Succeeded - VPN user")) || !cp_str_cut(&rest, ' ', &ip) ||
        !addr_of(ip, &lease) || !cp_login_between(rest, "- ", " Succeeded", &user))
        return;
    ptrdiff_t domain = cp_str_find_char(user, '\\');
    user = cp_str_from(user, (size_t)(domain + 1));
    cp_login_session *s = cp_login_find(r, is_add ? cp_login_key(r, "asa user", h->host, user)
                                                  : lease_key(r, h, lease));
    r->is_session = s != NULL;
    if (s && is_add && !cp_flow_addr_is_set(s->x.lease))
        give(r, h, s, lease);
    else if (s && !is_add && s->x.end == CP_TIME_NONE)
        cp_login_end(s, h);
}

void cp_login_asa(cp_login_reader *r, const cp_login_head *h, cp_str m)
{
    static const struct {
        const char *id;
        int by;
    } rows[] = { { "113039", 1 }, { "716001", 1 },  { "722022", 1 }, { "722033", 1 },
                 { "722034", 1 }, { "722023", -1 }, { "716002", -1 } };
    cp_str id = CP_STR("");
    (void)cp_str_cut(&m, '-', &id); /* severity; then the number */
    (void)cp_str_cut(&m, ':', &id);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(id, cp_str_c(rows[i].id)))
            connected(r, h, id, m, rows[i].by);
    if (cp_str_eq(id, CP_STR("722051")))
        assigned(r, h, id, m);
    else if (cp_str_eq(id, CP_STR("113019")))
        ended(r, h, m);
    else if (cp_str_eq(id, CP_STR("746012")) || cp_str_eq(id, CP_STR("746013")))
        mapped(r, h, m, cp_str_eq(id, CP_STR("746012")));
    else if (cp_str_eq(id, CP_STR("113005")) || cp_str_eq(id, CP_STR("113015")))
        r->n_failed++;
}
