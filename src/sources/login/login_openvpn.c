/* SPDX-License-Identifier: Apache-2.0 */
/* login_openvpn.c - sessions that a server of OpenVPN logs, into its own file or by syslog.
 *
 *     198.51.100.1:4000 [ann] Peer Connection Initiated with [AF_INET]198.51.100.1:4000
 *     ann/198.51.100.1:4000 MULTI_sva: pool returned IPv4=10.8.0.6, IPv6=(Not enabled)
 *     ann/198.51.100.1:4000 MULTI: Learn: 10.8.0.6 -> ann/198.51.100.1:4000
 *     ann/198.51.100.1:4000 SIGTERM[soft,remote-exit] received, client-instance exiting
 *
 * What a client logs of its server has no address before the name, and is none of these. */
#include "sources/login/login_sessions.h"

bool cp_login_openvpn_addr(cp_str s, cp_flow_addr *out)
{
    static const struct {
        const char *text;
        bool is_v6; /* the port stands behind the last colon, with or without brackets */
    } before[] = { { "[AF_INET]", false }, { "[AF_INET6]", true },  { "udp4:", false },
                   { "udp6:", true },      { "tcp4:", false },      { "tcp4-server:", false },
                   { "tcp6:", true },      { "tcp6-server:", true } };
    uint16_t port;
    bool is_v6 = false;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (cp_str_starts(s, cp_str_c(before[i].text))) {
            s = cp_str_from(s, cp_str_c(before[i].text).n);
            is_v6 = before[i].is_v6;
        }
    size_t colon = s.n;
    while (is_v6 && colon > 0 && s.p[colon - 1] != ':')
        colon--;
    if (is_v6 && colon > 1 && s.p[0] != '[')
        s = cp_str_slice(s, 0, colon - 1);
    return cp_login_addr(s, out, &port);
}

/* "USER/ADDRESS:PORT". */
static bool peer_of(cp_str s, cp_str *user, cp_str *peer, cp_flow_addr *from)
{
    ptrdiff_t slash = cp_str_find_char(s, '/');
    if (slash < 1)
        return false;
    *user = cp_str_slice(s, 0, (size_t)slash);
    *peer = cp_str_from(s, (size_t)slash + 1);
    return cp_login_openvpn_addr(*peer, from);
}

static void give(cp_login_session *s, cp_str lease)
{
    cp_flow_addr addr;
    uint16_t port;
    if (s && !cp_flow_addr_is_set(s->x.lease) && cp_login_addr(lease, &addr, &port))
        s->x.lease = addr;
}

static cp_login_session *begin(cp_login_reader *r, const cp_login_head *h, cp_str peer, cp_str user,
                               cp_flow_addr from)
{
    cp_str key = cp_login_key(r, "ovpn", h->host, peer);
    cp_login_session *s = cp_login_find(r, key);
    r->is_session = true;
    if (!s && (s = cp_login_begin(r, h, user, from)) != NULL)
        cp_login_open(r, key, cp_login_place(r, s));
    return s;
}

static void initiated(cp_login_reader *r, const cp_login_head *h, cp_str peer, cp_str rest)
{
    cp_str user;
    cp_flow_addr from;
    if (cp_login_openvpn_addr(peer, &from) && cp_login_between(rest, "[", "] ", &user) && user.n &&
        rest.p[0] == '[')
        (void)begin(r, h, peer, user, from);
}

void cp_login_openvpn(cp_login_reader *r, const cp_login_head *h)
{
    cp_str user, peer, lease, target, rest = h->message, first = CP_STR("");
    cp_flow_addr from;
    (void)cp_str_cut(&rest, ' ', &first);
    if (cp_str_starts(first, CP_STR("us="))) /* of --verb 4 and more */
        (void)cp_str_cut(&rest, ' ', &first);
    if (cp_str_has(rest, CP_STR("] Peer Connection Initiated with "))) {
        initiated(r, h, first, rest);
        return;
    }
    if (cp_str_has(rest, CP_STR("TLS Auth Error: Auth Username/Password verification failed"))) {
        r->n_failed++;
        return;
    }
    bool is_learn = cp_login_between(rest, "MULTI: Learn: ", " -> ", &lease) &&
                    cp_login_between(rest, " -> ", "", &target);
    bool is_pool = !is_learn && cp_login_between(rest, "pool returned IPv4=", ",", &lease);
    bool is_end = cp_str_has(rest, CP_STR(", client-instance "));
    if ((!is_learn && !is_end && !is_pool) ||
        !peer_of(is_learn ? target : first, &user, &peer, &from))
        return;
    if (!is_end) {
        give(begin(r, h, peer, user, from), lease);
        return;
    }
    cp_str key = cp_login_key(r, "ovpn", h->host, peer);
    r->is_session = true;
    cp_login_end(cp_login_find(r, key), h);
    cp_login_shut(r, key);
}
