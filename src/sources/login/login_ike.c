/* SPDX-License-Identifier: Apache-2.0 */
/* login_ike.c - sessions that charon, the daemon of strongSwan, logs.
 *
 *     12[IKE] <rw|3> IKE_SA rw[3] established between 192.0.2.1[gw]...198.51.100.1[ann]
 *     12[IKE] <rw|3> assigning virtual IP 10.0.0.9 to peer 'ann'       the same thread; or before
 *     it
 *     14[IKE] <rw|4> IKE_SA rw[4] rekeyed between ..                   the same session, as 4
 *     15[IKE] <rw|4> deleting IKE_SA rw[4] between ..
 *     15[CFG] <rw|4> lease 10.0.0.9 by 'ann' went offline
 *
 * "12" is the thread, "<rw|3>" is logged where it is configured (ike_name). An address goes to the
 * association of its <..|N>, else to that which the same thread established, or establishes
 * next. */
#include "sources/login/login_sessions.h"

/* "rw[3] established between A[..]...B[..]" */
typedef struct association {
    cp_str nr, local, remote, account;
} association;

/* "192.0.2.1[gw]": what stands before the first bracket, and in it up to the last. */
static bool end_of(cp_str s, cp_str *addr, cp_str *id)
{
    ptrdiff_t open = cp_str_find_char(s, '[');
    s = cp_str_trim(s);
    if (open < 1 || !cp_str_ends(s, CP_STR("]")) || s.n < (size_t)open + 2)
        return false;
    *addr = cp_str_slice(s, 0, (size_t)open);
    *id = cp_str_slice(s, (size_t)open + 1, s.n - (size_t)open - 2);
    return true;
}

/* What stands behind "IKE_SA ". */
static bool read_association(cp_str s, association *out)
{
    cp_str name, both, local, local_id;
    if (!cp_login_between(s, "", " ", &name) || !cp_str_ends(name, CP_STR("]")) ||
        !cp_login_between(s, " between ", "", &both))
        return false;
    size_t from = name.n - 1;
    while (from > 0 && name.p[from - 1] != '[')
        from--;
    out->nr = cp_str_slice(name, from, name.n - 1 - from);
    ptrdiff_t dots = cp_str_find(both, CP_STR("]..."));
    if (from == 0 || dots < 0)
        return false;
    local = cp_str_slice(both, 0, (size_t)dots + 1);
    return end_of(local, &out->local, &local_id) &&
           end_of(cp_str_from(both, (size_t)dots + 4), &out->remote, &out->account);
}

/* "12" of "12[IKE] "; "3" of "<rw|3>"; "" where they are not there. */
static void origin_of(cp_str m, cp_str *thread, cp_str *nr)
{
    cp_str name;
    ptrdiff_t at = cp_str_find(m, CP_STR("[IKE"));
    at = at < 0 ? cp_str_find(m, CP_STR("[CFG")) : at;
    size_t from = at < 0 ? 0 : (size_t)at;
    *thread = *nr = CP_STR("");
    while (at > 0 && from > 0 && m.p[from - 1] >= '0' && m.p[from - 1] <= '9')
        from--;
    if (at > 0)
        *thread = cp_str_slice(m, from, (size_t)at - from);
    ptrdiff_t open = cp_str_find(m, CP_STR("] <"));
    if (open < 0 || !cp_login_between(cp_str_from(m, (size_t)open), "] <", "> ", &name))
        return;
    ptrdiff_t bar = cp_str_find_char(name, '|');
    *nr = cp_str_from(name, (size_t)(bar + 1));
}

static cp_str thread_key(cp_login_reader *r, const cp_login_head *h, cp_str thread)
{
    return cp_login_key(r, "ike thread", h->host,
                        cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(h->pid), CP_FMT(thread)));
}

static cp_str nr_key(cp_login_reader *r, const cp_login_head *h, cp_str nr)
{
    return cp_login_key(r, "ike", h->host, nr);
}

static cp_str peer_key(cp_login_reader *r, const cp_login_head *h, const association *x)
{
    return cp_login_key(r, "ike peer", h->host,
                        cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(x->remote), CP_FMT(x->account)));
}

static cp_str lease_key(cp_login_reader *r, const cp_login_head *h, cp_flow_addr lease)
{
    return cp_login_key(r, "ike lease", h->host, cp_ip_text(r->scratch, cp_flow_addr_ip(lease)));
}

/* Who was authenticated by EAP or XAuth is named with the address; the association is called after
 * what the program of the client says, often an address. The first address counts: of version 4 and
 * 6 each has one. */
static void give(cp_login_reader *r, const cp_login_head *h, cp_login_session *s,
                 cp_flow_addr lease, cp_str account)
{
    if (!cp_flow_addr_is_set(s->x.lease))
        s->x.lease = lease;
    if (account.n)
        s->x.account = cp_str_dup(r->a, account);
    cp_login_open(r, lease_key(r, h, lease), cp_login_place(r, s));
}

static void established(cp_login_reader *r, const cp_login_head *h, const association *x,
                        cp_str thread)
{
    cp_flow_addr from;
    uint16_t port;
    r->is_session = true;
    if (!cp_login_addr(x->remote, &from, &port) || !x->account.n) {
        cp_source_bad(r->a, r->src, r->line, "IKE_SA established: expected ADDRESS[IDENTITY]");
        return;
    }
    cp_login_session *s = cp_login_begin(r, h, x->account, from);
    if (!s)
        return;
    uint32_t place = cp_login_place(r, s);
    s->is_tunnel = true;
    if (!h->host.n)
        (void)cp_login_addr(x->local, &s->x.at, &port);
    cp_login_open(r, nr_key(r, h, x->nr), place);
    (void)cp_str_u32(x->nr, &s->nr);
    cp_login_open(r, peer_key(r, h, x), place);
    if (!thread.n)
        return;
    cp_str key = thread_key(r, h, thread);
    uint64_t *gift = cp_map_get(&r->given, key);
    cp_login_open(r, key, place);
    if (gift && *gift) {
        cp_login g = r->gifts.v[*gift - 1];
        *gift = 0;
        give(r, h, s, g.lease, g.account);
    }
}

/* "assigning virtual IP 10.0.0.9 to peer 'ann'" */
static void assigned(cp_login_reader *r, const cp_login_head *h, cp_str rest, cp_str thread,
                     cp_str nr)
{
    cp_str ip = CP_STR(""), account = CP_STR("");
    cp_flow_addr lease;
    uint16_t port;
    r->is_session = true;
    (void)cp_str_cut(&rest, ' ', &ip);
    if (cp_login_between(rest, "peer '", "", &account) && cp_str_ends(account, CP_STR("'")))
        account.n--;
    if (!cp_login_addr(ip, &lease, &port)) {
        cp_source_bad(r->a, r->src, r->line, "assigning virtual IP: expected an address");
        return;
    }
    cp_login_session *s = nr.n ? cp_login_find(r, nr_key(r, h, nr)) : NULL;
    cp_str key = thread_key(r, h, thread);
    if (!s && thread.n && !nr.n)
        s = cp_login_find(r, key);
    if (s) {
        give(r, h, s, lease, account);
        return;
    }
    if (!thread.n || r->gifts.n == CP_LOGINS_MAX)
        return;
    cp_vec_push(r->a, &r->gifts,
                ((cp_login){ .lease = lease, .account = cp_str_dup(r->a, account) }));
    uint64_t *at = cp_map_get(&r->given, key);
    at = at ? at : cp_map_put(r->a, &r->given, cp_str_dup(r->a, key), NULL);
    *at = r->gifts.n;
}

static void rekeyed(cp_login_reader *r, const cp_login_head *h, const association *x)
{
    cp_login_session *s = cp_login_find(r, peer_key(r, h, x));
    r->is_session = true;
    if (!s)
        return;
    cp_login_open(r, nr_key(r, h, x->nr), cp_login_place(r, s));
    (void)cp_str_u32(x->nr, &s->nr);
}

static void deleted(cp_login_reader *r, const cp_login_head *h, const association *x)
{
    cp_str key = nr_key(r, h, x->nr);
    cp_login_session *s = cp_login_find(r, key);
    uint32_t nr = 0;
    r->is_session = true;
    if (s && (!cp_str_u32(x->nr, &nr) || nr == s->nr)) /* else it goes on under another number */
        cp_login_end(s, h);
    cp_login_shut(r, key);
}

static void offline(cp_login_reader *r, const cp_login_head *h, cp_str ip)
{
    cp_flow_addr lease;
    uint16_t port;
    if (!cp_login_addr(ip, &lease, &port))
        return;
    cp_str key = lease_key(r, h, lease);
    cp_login_session *s = cp_login_find(r, key);
    r->is_session = s != NULL;
    if (s && s->x.end == CP_TIME_NONE)
        cp_login_end(s, h);
    cp_login_shut(r, key);
}

bool cp_login_ike(cp_login_reader *r, const cp_login_head *line)
{
    cp_login_head h = *line;
    cp_str m = h.message, rest, thread, nr, ip;
    association x = { .nr = CP_STR("") };
    if (cp_str_find_char(h.host, '[') > 0) { /* charon's own file: there is no host */
        m = (cp_str){ h.host.p, (size_t)(m.p + m.n - h.host.p) };
        h.host = CP_STR("");
    }
    origin_of(m, &thread, &nr);
    if (cp_login_between(m, "assigning virtual IP ", "", &rest))
        assigned(r, &h, rest, thread, nr);
    else if (cp_login_between(m, "deleting IKE_SA ", "", &rest) && read_association(rest, &x))
        deleted(r, &h, &x);
    else if (cp_login_between(m, "lease ", " by '", &ip) && cp_str_ends(m, CP_STR(" went offline")))
        offline(r, &h, ip);
    else if (cp_str_has(m, CP_STR("generating IKE_AUTH response")) &&
             cp_str_has(m, CP_STR("N(AUTH_FAILED)")))
        r->n_failed++;
    else if (cp_login_between(m, "IKE_SA ", "", &rest) && read_association(rest, &x) &&
             cp_str_has(rest, CP_STR("] established between ")))
        established(r, &h, &x, thread);
    else if (x.nr.n && cp_str_has(rest, CP_STR("] rekeyed between ")))
        rekeyed(r, &h, &x);
    else
        return false;
    return true;
}
