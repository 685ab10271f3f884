/* SPDX-License-Identifier: Apache-2.0 */
/* ios_bgp.c - `router bgp` in configurations:
 *
 *     router bgp 64496                          router bgp 64496
 *      bgp router-id 192.0.2.1                   neighbor-group EDGE
 *      neighbor EDGE peer-group                   remote-as 64497
 *      neighbor EDGE remote-as 64497             vrf red
 *      neighbor 192.0.2.9 peer-group EDGE         neighbor 192.0.2.9
 *      address-family ipv4 vrf red                 use neighbor-group EDGE
 *
 * Which routes are exchanged (families, policies, timers) is not asked for. */
#include "sources/state/ios_peers.h"

/* Templates and groups of sessions have names of their own beside those of neighbours. */
enum { GROUP = 'g', SESSION = 's' };

/* ---- what is told of a neighbour or a group: p->peer */

static cp_state_heard hear_as(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    static const char *const untold[] = { "route-map", "auto", NULL }; /* whatever it says it is */
    cp_str as = cp_state_word(&rest);
    (void)indent;
    if (cp_state_as(as, &p->peer->row.peer.as))
        p->peer->side = CP_BGP_UNTOLD;
    else if (cp_str_eq(as, CP_STR("internal")))
        p->peer->side = CP_BGP_INTERNAL;
    else if (cp_str_eq(as, CP_STR("external")))
        p->peer->side = CP_BGP_EXTERNAL;
    else if (!cp_state_is_one_of(as, untold))
        return cp_state_bad(s, "no AS from 1 to 4294967295");
    return CP_HEARD_ROW;
}

static cp_state_heard hear_local_as(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)indent;
    return cp_state_as(cp_state_word(&rest), &p->peer->row.peer.local_as)
               ? CP_HEARD_ROW
               : cp_state_bad(s, "no AS from 1 to 4294967295");
}

static cp_state_heard hear_source(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_state_net addr;
    cp_str name = ios_peers_name(s->a, &rest);
    (void)indent;
    if (cp_state_address_of(name, &addr)) /* of which interface, its address tells */
        return CP_HEARD_ROW;
    if (name.n == 0)
        return cp_state_bad(s, "no interface");
    p->peer->row.peer.iface = name;
    return CP_HEARD_ROW;
}

/* A session's words are nearer than those of a group of all words. */
static void add_group(cp_state_section *s, cp_conf_bgp_peer *e, char space, cp_str name)
{
    cp_bgp_name group = { space, cp_str_dup(s->a, name) };
    bool is_first = e->of[0].name.n == 0 || space == SESSION || e->of[0].space == space;
    if (is_first && e->of[0].name.n && e->of[0].space != space)
        e->of[1] = e->of[0];
    e->of[is_first ? 0 : 1] = group;
}

static cp_state_heard hear_group(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str name = cp_state_word(&rest);
    (void)indent;
    if (name.n) /* else it is one */
        add_group(s, p->peer, 0, name);
    return CP_HEARD_ROW;
}

static cp_state_heard hear_template(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)indent;
    add_group(s, p->peer, GROUP, cp_state_word(&rest));
    return CP_HEARD_ROW;
}

static cp_state_heard hear_session(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)indent;
    add_group(s, p->peer, SESSION, cp_state_word(&rest));
    return CP_HEARD_ROW;
}

static cp_state_heard hear_text(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)indent;
    p->peer->row.peer.text = cp_str_dup(s->a, rest);
    return CP_HEARD_ROW;
}

static cp_state_heard hear_shutdown(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)indent;
    if (cp_str_starts(rest, CP_STR("rtt"))) /* when the way is long: FRR */
        return CP_HEARD_HARMLESS;
    p->peer->off = cp_str_starts(rest, CP_STR("inheritance-disable")) ? CP_PEER_NO : CP_PEER_YES;
    return CP_HEARD_ROW;
}

static cp_state_heard hear_no_shutdown(cp_state_section *s, ios_peers *p, cp_str rest,
                                       size_t indent)
{
    (void)s, (void)rest, (void)indent;
    p->peer->off = CP_PEER_NO;
    return CP_HEARD_ROW;
}

static const ios_peers_word of_peer[];

/* FRR: "eth0 interface v6only remote-as external": whoever is at the other end of the link;
 * "fe80::1 interface eth0". */
static cp_state_heard hear_link(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str left = rest, name = cp_state_word(&left);
    cp_state_peer *row = &p->peer->row.peer;
    if (row->addr.is_set) {
        row->iface = cp_str_dup(s->a, name);
        return name.n ? CP_HEARD_ROW : cp_state_bad(s, "no interface");
    }
    row->iface = cp_str_dup(s->a, p->name);
    p->peer->is_neighbour = true;
    if (cp_str_eq(name, CP_STR("v6only")))
        rest = left;
    (void)ios_peers_words(s, p, cp_str_trim(rest), indent, of_peer);
    return s->why.n ? CP_HEARD_NOTHING : CP_HEARD_ROW;
}

static cp_state_heard begin_other(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)rest;
    p->in_other = indent;
    return CP_HEARD_HARMLESS;
}

static const ios_peers_word of_peer[] = {
    { "remote-as", hear_as },
    { "local-as", hear_local_as },
    { "update-source", hear_source },
    { "peer-group", hear_group },
    { "peer group", hear_group },
    { "inherit peer", hear_template },
    { "inherit peer-session", hear_session },
    { "use neighbor-group", hear_template },
    { "use session-group", hear_session },
    { "description", hear_text },
    { "shutdown", hear_shutdown },
    { "no shutdown", hear_no_shutdown },
    { "interface", hear_link },
    { "address-family", begin_other },
    { NULL, NULL },
};

/* ---- neighbours and groups by their names */

static bool is_iface(cp_str name)
{
    static const char *const kinds[] = { "Ethernet", "port-channel", "Vlan" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        cp_str kind = cp_str_c(kinds[i]);
        if (cp_str_starts_nocase(name, kind) && name.n > kind.n && name.p[kind.n] >= '0' &&
            name.p[kind.n] <= '9')
            return true;
    }
    return false;
}

/* An address, a prefix from which anybody may call (NX-OS, XR), an interface (NX-OS), or a group.
 */
static cp_conf_bgp_peer *peer_of(cp_state_section *s, ios_peers *p, cp_str name)
{
    cp_state_net addr = { .is_set = false };
    p->name = name;
    ptrdiff_t slash = cp_str_find_char(name, '/'), zone = cp_str_find_char(name, '%');
    bool is_addr =
        cp_state_address_of(slash > 0 ? cp_str_slice(name, 0, (size_t)slash) : name, &addr);
    if (is_addr && slash > 0 && !cp_state_prefix(s, name, &addr))
        return NULL;
    cp_conf_bgp_peer *e = cp_bgp_peer_of(s, &p->bgp, ios_peers_vrf(p), (cp_bgp_name){ 0, name });
    if (!e || e->is_neighbour)
        return e;
    if (is_addr) {
        e->row.peer.addr = addr;
        e->row.peer.what = slash > 0 ? CP_STATE_PEER_NETWORK : 0;
        if (zone > 0)
            e->row.peer.iface = cp_str_dup(s->a, cp_str_from(name, (size_t)zone + 1));
    } else if (is_iface(name)) {
        e->row.peer.iface = cp_str_dup(s->a, name);
    }
    e->is_neighbour = is_addr || is_iface(name);
    return e;
}

static cp_state_heard hear_neighbour(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str name = cp_state_word(&rest), what = cp_str_trim(rest);
    bool is_link = cp_str_eq(name, CP_STR("interface")); /* EOS: "interface Et1 peer-group X" */
    if (is_link) {
        name = cp_state_word(&rest);
        what = cp_str_trim(rest);
    }
    if (name.n == 0)
        return cp_state_bad(s, "no neighbour");
    p->in_peer = indent;
    p->peer = peer_of(s, p, name);
    if (!p->peer) {
        p->in_lost = indent;
        return CP_HEARD_NOTHING;
    }
    if (is_link)
        (void)hear_link(s, p, CP_STR(""), indent);
    if (what.n == 0)
        return CP_HEARD_ROW;
    return ios_peers_words(s, p, what, indent, of_peer);
}

/* "192.0.2.0/24 peer-group EDGE remote-as 64497" */
static cp_state_heard hear_range(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str name = cp_state_word(&rest), key, value;
    cp_state_net net;
    if (!cp_state_prefix(s, name, &net))
        return CP_HEARD_NOTHING;
    p->peer = peer_of(s, p, name);
    if (!p->peer)
        return CP_HEARD_NOTHING;
    while ((key = cp_state_word(&rest)).n && (value = cp_state_word(&rest)).n) {
        cp_state_heard heard = CP_HEARD_ROW;
        if (cp_str_eq(key, CP_STR("peer-group")))
            heard = hear_group(s, p, value, indent);
        else if (cp_str_eq(key, CP_STR("remote-as")))
            heard = hear_as(s, p, value, indent);
        if (heard == CP_HEARD_NOTHING)
            return heard;
    }
    return CP_HEARD_ROW;
}

static cp_state_heard hear_no_neighbour(cp_state_section *s, ios_peers *p, cp_str rest,
                                        size_t indent)
{
    cp_str name = cp_state_word(&rest);
    if (!cp_str_eq(cp_str_trim(rest), CP_STR("shutdown")))
        return CP_HEARD_HARMLESS;
    p->peer = peer_of(s, p, name);
    return p->peer ? hear_no_shutdown(s, p, rest, indent) : CP_HEARD_NOTHING;
}

static cp_state_heard begin_group(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent,
                                  char space)
{
    p->in_peer = indent;
    p->peer = cp_bgp_peer_of(s, &p->bgp, CP_STR(""), (cp_bgp_name){ space, cp_state_word(&rest) });
    p->in_lost = p->peer ? 0 : indent;
    return p->peer ? CP_HEARD_ROW : CP_HEARD_NOTHING;
}

static cp_state_heard begin_template(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    return begin_group(s, p, rest, indent, GROUP);
}

static cp_state_heard begin_session(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    return begin_group(s, p, rest, indent, SESSION);
}

/* ---- the process */

static cp_state_heard begin_vrf(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    p->in_vrf = indent;
    p->vrf = p->process_vrf;
    p->inner_vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&rest)));
    return cp_bgp_self(s, &p->bgp, p->inner_vrf) ? CP_HEARD_ROW : CP_HEARD_NOTHING;
}

/* IOS: "address-family ipv4 vrf red", up to its end, which older versions do not set off. */
static cp_state_heard begin_family(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str word;
    (void)indent;
    if (p->in_vrf)
        return CP_HEARD_HARMLESS;
    p->vrf = p->process_vrf;
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("vrf"))) {
            p->vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&rest)));
            return cp_bgp_self(s, &p->bgp, p->vrf) ? CP_HEARD_ROW : CP_HEARD_NOTHING;
        }
    return CP_HEARD_HARMLESS;
}

static cp_state_heard end_family(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)rest, (void)indent;
    p->vrf = p->process_vrf;
    return CP_HEARD_HARMLESS;
}

static cp_state_heard hear_id(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_state_peer *self = cp_bgp_self(s, &p->bgp, ios_peers_vrf(p));
    (void)indent;
    return self ? ios_peers_id(self, rest) : CP_HEARD_NOTHING;
}

static cp_state_heard hear_own_as(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_state_peer *self = cp_bgp_self(s, &p->bgp, ios_peers_vrf(p));
    (void)indent;
    if (!self || !cp_state_as(cp_state_word(&rest), &self->local_as))
        return cp_state_bad(s, "no AS from 1 to 4294967295");
    return CP_HEARD_ROW;
}

static cp_state_heard hear_off(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)rest, (void)indent;
    p->bgp.is_off = p->bgp.is_off || !p->in_vrf;
    return CP_HEARD_ROW;
}

static const ios_peers_word of_process[] = {
    { "neighbor", hear_neighbour },
    { "no neighbor", hear_no_neighbour },
    { "bgp listen range", hear_range },
    { "neighbor-group", begin_template },
    { "session-group", begin_session },
    { "template peer", begin_template },
    { "template peer-session", begin_session },
    { "template peer-policy", begin_other },
    { "af-group", begin_other },
    { "vrf", begin_vrf },
    { "address-family", begin_family },
    { "exit-address-family", end_family },
    { "router-id", hear_id },
    { "bgp router-id", hear_id },
    { "local-as", hear_own_as },
    { "shutdown", hear_off },
    { "bgp shutdown", hear_off },
    { NULL, NULL },
};

cp_state_heard ios_bgp_line(cp_state_section *s, ios_peers *p, cp_str line, size_t indent)
{
    if (p->in_other)
        return CP_HEARD_HARMLESS;
    return ios_peers_words(s, p, line, indent, p->in_peer ? of_peer : of_process);
}
