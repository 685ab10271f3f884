/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_peer_bgp.c - BGP in configurations of VRP and Comware:
 *
 *     bgp 65001                                      bgp 65001
 *      router-id 192.0.2.1                            peer 192.0.2.2 as-number 65002
 *      group rr internal                              #
 *      peer rr connect-interface LoopBack0            address-family ipv4 unicast
 *      peer 192.0.2.2 as-number 65001                  peer 192.0.2.2 enable
 *      peer 192.0.2.2 group rr                        #
 *      #                                              ip vpn-instance red
 *      ipv4-family vpn-instance red                    peer 198.51.100.2 as-number 65003
 *       peer 198.51.100.2 as-number 65003              #
 *                                                      address-family ipv4 unicast
 *
 * How far lines are set off says to which VPN they belong. */
#include "sources/state/vrp_peer.h"

enum { GROUPS = 'g', RANGES = 'r', ALL = 'a' }; /* spaces of names */

/* The group of all neighbours of a VPN. */
static const cp_bgp_name all = { ALL, CP_STR_INIT("all") };

bool cp_vrp_bgp_begin(cp_state_section *s, cp_vrp_peers *m, cp_str line, cp_state_heard *heard)
{
    cp_str rest, instance = CP_STR(""), word;
    if (!cp_vrp_begins(line, "bgp", &rest) || rest.n == 0 || rest.p[0] < '0' || rest.p[0] > '9')
        return false;
    m->bgp = (cp_bgp){ .instance = CP_STR("") };
    m->vrf.n = 0;
    m->vrf_indent = 0;
    uint64_t as;
    if (!cp_state_as(cp_state_word(&rest), &as)) {
        *heard = cp_state_bad(s, "no number of an AS");
        return true;
    }
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("instance")))
            instance = cp_state_word(&rest);
    m->bgp.as = as;
    m->bgp.instance = cp_str_dup(s->a, instance);
    (void)cp_bgp_self(s, &m->bgp, CP_STR(""));
    *heard = CP_HEARD_ROW;
    return true;
}

/* "ipv4-family vpn-instance red", "ip vpn-instance red", "vpn-instance red" */
static bool read_vrf(cp_vrp_peers *m, cp_str line, size_t indent)
{
    static const char *const views[] = { "ipv4-family", "ipv6-family", "ip",
                                         "ipv4-flow",   "ipv6-flow",   NULL };
    cp_str rest = line, left, word = cp_state_word(&rest);
    left = rest;
    if (cp_state_is_one_of(word, views))
        word = cp_state_word(&left);
    if (!cp_str_eq(word, CP_STR("vpn-instance")))
        return false;
    cp_vrp_keep(&m->vrf, cp_vrp_vrf(cp_state_word(&left)));
    m->vrf_indent = indent;
    return true;
}

/* An address that is none is no name of a group. */
static bool is_name(cp_str word)
{
    bool has_other = false;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == ':')
            return false;
        has_other = has_other || !((word.p[i] >= '0' && word.p[i] <= '9') || word.p[i] == '.');
    }
    return has_other || (word.n && cp_str_find_char(word, '.') < 0);
}

/* The neighbour, group or range that the words behind "peer" name. NULL: s->why says why. */
static cp_conf_bgp_peer *named(cp_state_section *s, cp_vrp_peers *m, cp_str *rest)
{
    cp_str vrf = cp_vrp_kept(&m->vrf), name = cp_state_word(rest), left = *rest;
    cp_state_net addr;
    uint64_t length;
    bool is_address = cp_state_address_of(name, &addr);
    if (!is_address && !is_name(name)) {
        (void)cp_state_bad(s, "no neighbour");
        return NULL;
    }
    if (!is_address)
        return cp_bgp_peer_of(s, &m->bgp, vrf, (cp_bgp_name){ GROUPS, name });
    cp_bgp_name key = { 0, name };
    if (cp_str_u64(cp_state_word(&left), &length)) { /* of Comware: whoever comes from there */
        if (!cp_state_prefix_of(s, name, length, &addr))
            return NULL;
        key = (cp_bgp_name){ RANGES, cp_str_fmt(s->a, "%.*s/%llu", CP_FMT(name),
                                                (unsigned long long)length) };
        *rest = left;
    }
    cp_conf_bgp_peer *p = cp_bgp_peer_of(s, &m->bgp, vrf, key);
    if (!p)
        return NULL;
    p->row.peer.addr = addr;
    p->row.peer.what |= key.space == RANGES ? CP_STATE_PEER_NETWORK : 0;
    p->of[1] = all;
    p->is_neighbour = true;
    return p;
}

/* "peer GROUP listen-net 192.0.2.0 24": whoever comes from there is of the group. */
static cp_state_heard listen_net(cp_state_section *s, cp_vrp_peers *m, cp_str group, cp_str rest)
{
    cp_str name = cp_str_trim(rest), address = cp_state_word(&rest), mask = cp_state_word(&rest);
    cp_state_net net;
    uint64_t length;
    if (!cp_str_u64(mask, &length) && !cp_state_mask(mask, false, &length))
        return cp_state_bad(s, "no network");
    if (!cp_state_prefix_of(s, address, length, &net))
        return CP_HEARD_NOTHING;
    cp_conf_bgp_peer *p =
        cp_bgp_peer_of(s, &m->bgp, cp_vrp_kept(&m->vrf), (cp_bgp_name){ RANGES, name });
    if (!p)
        return CP_HEARD_NOTHING;
    p->row.peer.addr = net;
    p->row.peer.what |= CP_STATE_PEER_NETWORK;
    p->of[0] = (cp_bgp_name){ GROUPS, cp_str_dup(s->a, group) };
    p->of[1] = all;
    p->is_neighbour = true;
    return CP_HEARD_ROW;
}

static cp_state_heard read_as(cp_state_section *s, cp_conf_bgp_peer *p, cp_str rest, uint64_t *to)
{
    if (!cp_state_as(cp_state_word(&rest), to))
        return cp_state_bad(s, "no number of an AS");
    p->side = to == &p->row.peer.as ? CP_BGP_UNTOLD : p->side;
    return CP_HEARD_ROW;
}

static cp_state_heard read_iface(cp_state_section *s, cp_conf_bgp_peer *p, cp_str rest)
{
    cp_state_net addr;
    cp_str name = cp_vrp_iface_name(s, &rest);
    if (name.n == 0)
        return cp_state_bad(s, "no interface");
    if (!cp_state_address_of(name, &addr)) /* newer releases: of its address alone */
        p->row.peer.iface = cp_str_dup(s->a, name);
    return CP_HEARD_ROW;
}

static cp_state_heard read_group(cp_state_section *s, cp_conf_bgp_peer *p, cp_str rest)
{
    cp_str name = cp_state_word(&rest), behind;
    if (name.n == 0)
        return cp_state_bad(s, "no group");
    if (p->of[0].name.n == 0) /* below a family: of that one alone */
        p->of[0] = (cp_bgp_name){ GROUPS, cp_str_dup(s->a, name) };
    return cp_vrp_begins(rest, "as-number", &behind) ? read_as(s, p, behind, &p->row.peer.as)
                                                     : CP_HEARD_ROW;
}

static cp_state_heard peer_line(cp_state_section *s, cp_vrp_peers *m, cp_str rest)
{
    cp_str behind, group = rest;
    cp_conf_bgp_peer *p = named(s, m, &rest);
    if (!p)
        return CP_HEARD_NOTHING;
    group = cp_state_word(&group);
    if (cp_vrp_begins(rest, "as-number", &behind))
        return read_as(s, p, behind, &p->row.peer.as);
    if (cp_vrp_begins(rest, "fake-as", &behind))
        return read_as(s, p, behind, &p->row.peer.local_as);
    if (cp_vrp_begins(rest, "group", &behind))
        return read_group(s, p, behind);
    if (cp_vrp_begins(rest, "connect-interface", &behind))
        return read_iface(s, p, behind);
    if (cp_vrp_begins(rest, "listen-net", &behind) && !p->is_neighbour)
        return listen_net(s, m, group, behind);
    if (cp_vrp_begins(rest, "listen-as", &behind)) {
        cp_str more = behind;
        (void)cp_state_word(&more);
        if (cp_str_trim(more).n) /* one of several: which, is not told */
            return CP_HEARD_ROW;
        return read_as(s, p, behind, &p->row.peer.as);
    }
    if (cp_vrp_begins(rest, "description", &behind))
        p->row.peer.text = cp_str_dup(s->a, behind);
    else if (cp_vrp_begins(rest, "ignore", &behind))
        p->off = CP_PEER_YES;
    else if (cp_vrp_begins(rest, "enable", &behind))
        p->is_active = true;
    else
        return CP_HEARD_HARMLESS; /* timers, keys, hops, policies */
    return CP_HEARD_ROW;
}

/* "group rr internal", "group b listen external"; without a word it is internal. */
static cp_state_heard group_line(cp_state_section *s, cp_vrp_peers *m, cp_str rest)
{
    cp_str name = cp_state_word(&rest), word;
    if (name.n == 0)
        return cp_state_bad(s, "no group");
    cp_conf_bgp_peer *g =
        cp_bgp_peer_of(s, &m->bgp, cp_vrp_kept(&m->vrf), (cp_bgp_name){ GROUPS, name });
    if (!g)
        return CP_HEARD_NOTHING;
    g->side = CP_BGP_INTERNAL;
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("external")))
            g->side = CP_BGP_EXTERNAL;
    return CP_HEARD_ROW;
}

static cp_state_heard undo_line(cp_state_section *s, cp_vrp_peers *m, cp_str rest)
{
    cp_str behind;
    if (!cp_vrp_begins(rest, "peer", &rest))
        return CP_HEARD_HARMLESS;
    cp_conf_bgp_peer *p = named(s, m, &rest);
    if (!p)
        return CP_HEARD_NOTHING;
    if (!cp_vrp_begins(rest, "enable", &behind))
        return CP_HEARD_HARMLESS;
    p->is_inactive = true;
    return CP_HEARD_ROW;
}

/* Of the process, or of its VPN. */
static cp_state_heard own_line(cp_state_section *s, cp_vrp_peers *m, cp_str line)
{
    cp_str rest;
    cp_state_net id;
    cp_state_peer *self = cp_bgp_self(s, &m->bgp, cp_vrp_kept(&m->vrf));
    cp_conf_bgp_peer *every = cp_bgp_peer_of(s, &m->bgp, cp_vrp_kept(&m->vrf), all);
    if (!self || !every)
        return CP_HEARD_NOTHING;
    if (cp_vrp_begins(line, "router-id", &rest) && !cp_str_starts(rest, CP_STR("vpn-instance"))) {
        if (!cp_state_address_of(rest, &id) || !cp_state_net_is_v4(&id))
            return cp_state_bad(s, "no router id");
        self->addr = id;
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "as-number", &rest))
        return cp_state_as(rest, &self->local_as) ? CP_HEARD_ROW
                                                  : cp_state_bad(s, "no number of an AS");
    if (cp_vrp_begins(line, "shutdown", &rest)) {
        m->bgp.is_off = true;
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "ignore all-peers", &rest)) {
        every->off = CP_PEER_YES;
        self->what |= CP_STATE_PEER_OFF;
        return CP_HEARD_ROW;
    }
    return CP_HEARD_HARMLESS; /* families, networks, policies, timers */
}

cp_state_heard cp_vrp_bgp_line(cp_state_section *s, cp_vrp_peers *m, cp_str line, size_t indent)
{
    cp_str rest;
    if (m->bgp.as == 0)
        return cp_state_bad(s, "of a process that is not known");
    if (indent <= m->vrf_indent) {
        m->vrf.n = 0;
        m->vrf_indent = 0;
    }
    if (read_vrf(m, line, indent))
        return cp_bgp_self(s, &m->bgp, cp_vrp_kept(&m->vrf)) &&
                       cp_bgp_peer_of(s, &m->bgp, cp_vrp_kept(&m->vrf), all)
                   ? CP_HEARD_ROW
                   : CP_HEARD_NOTHING;
    if (cp_vrp_begins(line, "peer", &rest))
        return peer_line(s, m, rest);
    if (cp_vrp_begins(line, "group", &rest))
        return group_line(s, m, rest);
    if (cp_vrp_begins(line, "undo", &rest))
        return undo_line(s, m, rest);
    return own_line(s, m, line);
}

void cp_vrp_bgp_end(cp_state_section *s, cp_vrp_peers *m)
{
    if (m->bgp.as == 0)
        return;
    const cp_state_peer *first = cp_bgp_self(s, &m->bgp, CP_STR(""));
    cp_state_net id = first && first->addr.is_set ? first->addr : m->router_id;
    cp_vec_each(self, &m->bgp.selves) if (!(*self)->peer.addr.is_set)(*self)->peer.addr = id;
    cp_bgp_tell(s, &m->bgp);
}
