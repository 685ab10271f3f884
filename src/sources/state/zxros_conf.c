/* SPDX-License-Identifier: Apache-2.0 */
/* zxros_conf.c - configurations of ZXROS: `show running-config [PART]`, or as they were saved.
 * Parts stand between marks, `$` ends a block (older releases: `!`, and no marks):
 *
 *     !<if-intf>
 *     interface gei-0/1/0/1.5            lines of an interface are those of IOS (ios_conf_iface.c)
 *       ip vrf forwarding blue           and some more
 *       ip address 192.0.2.1 255.255.255.252
 *       ipv4-access-group ingress web
 *     $
 *     !</if-intf>
 *     ipv4-access-list web               rules: ios_acl.c
 *       rule 10 permit tcp any any eq 80
 *     $
 *     vlan-configuration                 which VLAN, which bundle, which shared address an
 *                                        interface
 *       interface gei-0/1/0/1.5          has stands in blocks of its own
 *         encapsulation-dot1q 5
 *     router ospf 1                      blocks of routing protocols are those of IOS XR, or of IOS
 *       area 0.0.0.0                     (ios_peers.h)
 *         interface gei-0/1/0/1
 *
 * Each line is looked at by its path (path.h). What no rule of a list matches is denied (product
 * description of ZXR10 ZSR V2). A static route is told as known, not as used. */
#include "sources/state/ios_peers.h"
#include "sources/state/path.h"
#include "sources/state/peer_words.h"
#include "sources/state/zxros.h"

typedef struct conf {
    cp_state_path path;
    ios_iface iface;
    ios_filter filter;
    cp_map vrf_of;       /* interface -> cp_str * */
    ios_peers *peers;    /* NULL: no line was there */
    bool in_peers;       /* in a block of a routing protocol, */
    bool is_lost;        /* whose head was not understood */
    cp_str area, system; /* of IS-IS, of that block; "" not told */
    char banner_end;
} conf;
static_assert(sizeof(conf) <= ZXROS_CONF_BYTES, "the table of zxros.c says how much");

/* ---- blocks that change nothing of where packets go, and why */

#define LEARNT "decides which routes are learnt"
#define OWN "of the device itself: who may use it, what it writes down, its clock, its names"
#define LAYER2 "which switched ports carry frames"
#define QUEUES "what waits longer"
#define COUNTED "what is counted, and where that is sent"
#define MULTICAST "of multicast"
#define LABELS "which labels and tunnels there are"
#define LINES "how lines are run"
#define SERVICES "services of frames: told by their access points"

static const cp_state_harmless idle[] = {
    { "aaa", OWN },
    { "aaa-accounting-template", OWN },
    { "aaa-authentication-template", OWN },
    { "aaa-authorization-template", OWN },
    { "access-list", "older lists of management" },
    { "alarm", COUNTED },
    { "alias", OWN },
    { "arp", "how long neighbours are remembered" },
    { "bfd", "how soon a failure is seen" },
    { "bgp", LEARNT },
    { "board", OWN },
    { "boot", OWN },
    { "cfm", COUNTED },
    { "class-map", QUEUES },
    { "clock", OWN },
    { "commit-mode", OWN },
    { "configuration", OWN },
    { "control-plane-security", OWN },
    { "controller", LINES },
    { "cpu-protect", OWN },
    { "dcn", OWN },
    { "dhcp", "of leases" },
    { "efm", LINES },
    { "enable", OWN },
    { "ethernet-oam", COUNTED },
    { "exit", "form of the configuration" },
    { "file", OWN },
    { "ftp-server", OWN },
    { "gre-config", "of tunnels, which are told by their interfaces" },
    { "hqos", QUEUES },
    { "icmp-config", OWN },
    { "igmp", MULTICAST },
    { "interface-performance", COUNTED },
    { "intf-statistics", COUNTED },
    { "ip as-path", LEARNT },
    { "ip community-list", LEARNT },
    { "ip dhcp", "of leases" },
    { "ip domain", OWN },
    { "ip extcommunity-list", LEARNT },
    { "ip flow", COUNTED },
    { "ip host", OWN },
    { "ip load-sharing", "which of several next hops" },
    { "ip multicast-routing", MULTICAST },
    { "ip name-server", OWN },
    { "ip prefix-list", LEARNT },
    { "ip source-route", "of packets with options" },
    { "ip vrf", "which tables there are: told by interfaces" },
    { "ipv6 community-list", LEARNT },
    { "ipv6 dhcp", "of leases" },
    { "ipv6 load-sharing", "which of several next hops" },
    { "ipv6 multicast-routing", MULTICAST },
    { "ipv6 nd", "what hosts hear" },
    { "ipv6 prefix-list", LEARNT },
    { "ipv6 router", LEARNT },
    { "ipv6-tunnel-config", "of tunnels, which are told by their interfaces" },
    { "isis", LEARNT },
    { "key", OWN },
    { "lacp", "how bundles are held together" },
    { "license", OWN },
    { "line", OWN },
    { "link-access-list", "of frames" },
    { "lldp", OWN },
    { "load-balance", "which of several next hops" },
    { "load-sharing", "which of several next hops" },
    { "logging", OWN },
    { "login", OWN },
    { "mac", LAYER2 },
    { "mgmt-eth", OWN },
    { "mim", OWN },
    { "mld", MULTICAST },
    { "monitor", COUNTED },
    { "mpls", LABELS },
    { "netconf", OWN },
    { "no", "a function that is off" },
    { "nsr", OWN },
    { "ntp", OWN },
    { "optical-inform", LINES },
    { "performance", COUNTED },
    { "permit", OWN },
    { "policy-map", QUEUES },
    { "port", LINES },
    { "privilege", OWN },
    { "ptp", OWN },
    { "qos", QUEUES },
    { "qos-statistics", COUNTED },
    { "radius", OWN },
    { "route-map", LEARNT ", or applied by lines of interfaces, which are told" },
    { "router", LEARNT },
    { "route-policy", LEARNT },
    { "rsvp", LABELS },
    { "samgr", COUNTED },
    { "segment-routing", LABELS },
    { "service-policy", QUEUES },
    { "sflow", COUNTED },
    { "snetconf", OWN },
    { "snmp-server", COUNTED },
    { "spantree", LAYER2 },
    { "spanning-tree", LAYER2 },
    { "ssh", OWN },
    { "ssm", OWN },
    { "statistics", COUNTED },
    { "switchvlan-configuration", LAYER2 },
    { "switch", LAYER2 },
    { "synchronization", OWN },
    { "syslog", OWN },
    { "syslog-server", OWN },
    { "system", OWN },
    { "system-config", OWN },
    { "system-user", OWN },
    { "tacacs", OWN },
    { "telemetry", COUNTED },
    { "telnet-server", OWN },
    { "time-range", "a rule with a time is partial" },
    { "track", LEARNT },
    { "traffic-policy", QUEUES },
    { "traffic-policy-statistics", COUNTED },
    { "user-group", OWN },
    { "username", OWN },
    { "version", OWN },
    { "vlan", LAYER2 },
    { "vlan-configuration", LAYER2 },
    { "vrrp", "who has an address that is shared" },
    { "vty", OWN },
    { "vpls", SERVICES },
    { "vpws", SERVICES },
    { "mspw", SERVICES },
    { "zesr", LAYER2 },
    { "load-mode", OWN },
    { "banner", OWN },
    { "multi-user", OWN },
    { "configure", "form of the configuration" },
    { "end", "form of the configuration" },
    { "!", "form of the configuration" },
    { "hostname", OWN },
    { NULL, NULL },
};

static const char *why_idle(const cp_state_path *p)
{
    for (const cp_state_harmless *h = idle; h->pattern; h++)
        if (cp_state_path_begins(p, h->pattern))
            return h->why;
    return NULL;
}

/* ---- interfaces */

static void end_iface(cp_state_section *s, conf *m)
{
    if (m->iface.is_open) {
        cp_str *vrf = CP_NEW(s->a, cp_str);
        *vrf = m->iface.vrf;
        *cp_map_put(s->a, &m->vrf_of, m->iface.f.name, NULL) = (uintptr_t)vrf;
        ios_peers_iface_end(m->peers, m->iface.vrf);
    }
    ios_iface_end(s, &m->iface);
}

static bool is_tunnel(cp_str name)
{
    static const char *const words[] = { "te_tunnel",    "gre_tunnel", "v6_tunnel",  "v4_tunnel",
                                         "vxlan_tunnel", "sr_tunnel",  "p2p_tunnel", "mte_tunnel" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(name, cp_str_c(words[i])))
            return true;
    return false;
}

static cp_state_heard begin_iface(cp_state_section *s, conf *m)
{
    cp_str name = cp_state_path_at(&m->path, 1);
    if (name.n == 0)
        return cp_state_bad(s, "an interface without a name");
    ios_iface_begin(s, &m->iface, name);
    return is_tunnel(name)
               ? ios_iface_line(s, &m->iface, cp_str_fmt(s->a, "tunnel %.*s", CP_FMT(name)))
               : CP_HEARD_HEADING;
}

/* The filter and its direction as IOS has them: "ipv4-access-group ingress web",
 * "ip access-group 101 0 in" (of a port of a switch). */
static cp_str filter_line(cp_state_section *s, const cp_state_path *p, cp_str line)
{
    cp_str word = cp_state_path_at(p, 2), way = cp_state_path_at(p, 3),
           name = cp_state_path_at(p, 4);
    if (cp_str_eq(word, CP_STR("ipv4-access-group")) ||
        cp_str_eq(word, CP_STR("ipv6-access-group")))
        return cp_str_fmt(s->a, "%.4s access-group %.*s %.*s", word.p, CP_FMT(name), CP_FMT(way));
    if (cp_state_path_has(p, 2, "ip access-group * * *"))
        return cp_str_fmt(s->a, "ip access-group %.*s %.*s", CP_FMT(name), CP_FMT(p->w[6]));
    if (cp_state_path_has(p, 2, "ipv6 address link-local *"))
        return cp_str_fmt(s->a, "ipv6 address %.*s link-local", CP_FMT(p->w[5]));
    if (cp_str_eq(word, CP_STR("link-access-group")))
        return cp_str_fmt(s->a, "mac access-group %.*s", CP_FMT(name));
    return line;
}

static cp_state_heard iface_line(cp_state_section *s, conf *m, cp_str line)
{
    static const char *const words[] = { "byname",
                                         "switch",
                                         "optical-inform",
                                         "hybrid-attribute",
                                         "porttype",
                                         "port-attribute",
                                         "performance",
                                         "alarm",
                                         "dcn",
                                         "pm",
                                         "statistics",
                                         "tcp",
                                         "mac-limit",
                                         "holdoff-time",
                                         "up-delay",
                                         "default-vlan",
                                         "jumbo-frame",
                                         "broadcast-limit",
                                         "multicast-limit",
                                         "phy-mode",
                                         NULL };
    const cp_state_path *p = &m->path;
    if (!m->iface.is_open)
        return CP_HEARD_NOTHING;
    if (p->n == 2)
        return CP_HEARD_HEADING;
    if (cp_str_eq(cp_state_path_at(p, 2), CP_STR("ipv4-mixed-access-group")) ||
        cp_str_eq(cp_state_path_at(p, 2), CP_STR("ipv6-mixed-access-group")))
        return ios_iface_line(s, &m->iface,
                              cp_str_fmt(s->a, "%.4s access-group mixed:%.*s %.*s", p->w[2].p,
                                         CP_FMT(cp_state_path_at(p, 4)),
                                         CP_FMT(cp_state_path_at(p, 3))));
    if (cp_state_is_one_of(p->w[2], words))
        return CP_HEARD_HARMLESS;
    cp_state_heard heard = ios_peers_iface(s, m->peers, m->iface.f.name, line);
    return heard == CP_HEARD_HARMLESS ? ios_iface_line(s, &m->iface, filter_line(s, p, line))
                                      : heard;
}

/* What other blocks tell of an interface: "vlan-configuration", "interface X", ... */
static void tell_iface(cp_state_section *s, cp_str name, cp_str parent, uint64_t vlan,
                       uint64_t what)
{
    ptrdiff_t dot = cp_str_find_char(name, '.');
    if (parent.n == 0 && dot > 0)
        parent = cp_str_slice(name, 0, (size_t)dot);
    cp_state_tell(
        s,
        (cp_state){
            .kind = CP_STATE_IFACE,
            .vrf = CP_STR(""),
            .iface = {
                .name = name, .parent = parent, .text = CP_STR(""), .vlan = vlan, .what = what } });
}

/* "encapsulation-dot1q 5", "encapsulation-dot1q 5 second-dot1q 7",
 * "qinq internal-vlanid 7 external-vlanid 5": the last tag is that of the customer. */
static cp_state_heard vlan_line(cp_state_section *s, const cp_state_path *p)
{
    uint64_t vlan = 0, last = 0;
    bool is_dot1q = cp_str_starts(p->w[3], CP_STR("encapsulation-dot1q"));
    if (!is_dot1q && !cp_str_eq(p->w[3], CP_STR("qinq")))
        return CP_HEARD_HARMLESS;
    for (uint32_t i = 4; i < p->n; i++)
        if (cp_str_u64(p->w[i], &vlan) && vlan <= 4095 && (is_dot1q || last == 0))
            last = vlan;
    if (last == 0)
        return cp_state_bad(s, "no number of a VLAN");
    tell_iface(s, p->w[2], CP_STR(""), last, 0);
    return CP_HEARD_ROW;
}

/* "vrrp 10 ipv4 192.0.2.1 [secondary]" */
static cp_state_heard shared_line(cp_state_section *s, conf *m)
{
    const cp_state_path *p = &m->path;
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = CP_STR("") };
    if (!cp_state_path_has(p, 3, "vrrp * ipv4 *") && !cp_state_path_has(p, 3, "vrrp * ipv6 *"))
        return CP_HEARD_HARMLESS;
    if (!cp_state_address_of(p->w[6], &row.address.addr))
        return cp_state_bad(s, "no shared address");
    const uint64_t *vrf = cp_map_get(&m->vrf_of, p->w[2]);
    if (vrf)
        row.vrf = *(const cp_str *)(uintptr_t)*vrf;
    row.address.iface = p->w[2];
    row.address.length = 128;
    row.address.what = CP_STATE_VIRTUAL;
    if (cp_str_eq(cp_state_path_at(p, 7), CP_STR("secondary")))
        row.address.what |= CP_STATE_SECONDARY;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

/* ---- filters */

static cp_state_heard list_line(cp_state_section *s, conf *m, cp_str line)
{
    const cp_state_path *p = &m->path;
    bool is_v6 = cp_str_eq(p->w[0], CP_STR("ipv6-access-list"));
    if (p->level[p->n_levels - 1].n == 0) {
        ios_filter_begin(&m->filter, cp_state_path_at(p, 1), is_v6, false);
        m->filter.is_mixed = true;
        return p->n > 1 ? CP_HEARD_HEADING : cp_state_bad(s, "a list without a name");
    }
    if (cp_str_starts(line, CP_STR("description ")) || cp_str_starts(line, CP_STR("step ")))
        return CP_HEARD_HARMLESS;
    return ios_hear_rule(s, &m->filter, line);
}

/* "acl standard number 10", "acl extended number 101 name web": of older releases. */
static cp_state_heard old_list_line(cp_state_section *s, conf *m, cp_str line)
{
    const cp_state_path *p = &m->path;
    if (p->level[p->n_levels - 1].n)
        return list_line(s, m, line);
    cp_str kind = cp_state_path_at(p, 1);
    ios_filter_begin(&m->filter, cp_state_path_at(p, 3), cp_str_eq(kind, CP_STR("ipv6")),
                     cp_str_eq(kind, CP_STR("standard")));
    m->filter.is_other = cp_str_eq(kind, CP_STR("link"));
    /* of frames and packets: not read */
    m->filter.is_reflexive = cp_str_eq(kind, CP_STR("hybrid"));
    return p->n > 3 ? CP_HEARD_HEADING : cp_state_bad(s, "a list without a number");
}

/* "ipv4-access-group interface X ingress web", "ipv4-access-group vlan 5 ingress web" */
static cp_state_heard group_line(cp_state_section *s, const cp_state_path *p)
{
    cp_str way = cp_state_path_at(p, 3), name = cp_state_path_at(p, 4);
    bool is_in = cp_str_eq(way, CP_STR("ingress"));
    if (cp_str_eq(cp_state_path_at(p, 1), CP_STR("vlan"))) {
        cp_state_limits(s, CP_STR(""), "filter of a VLAN", "VLAN %.*s",
                        CP_FMT(cp_str_slice(cp_state_path_at(p, 2), 0, 64)));
        return CP_HEARD_ROW;
    }
    if (!cp_str_eq(cp_state_path_at(p, 1), CP_STR("interface")) || name.n == 0 ||
        (!is_in && !cp_str_eq(way, CP_STR("egress"))))
        return cp_state_bad(s, "a filter without an interface, a direction or a name");
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_USE,
                                 .vrf = CP_STR(""),
                                 .use = { p->w[2], name,
                                          (p->w[0].p[3] == '4' ? CP_STATE_V4 : CP_STATE_V6) |
                                              (is_in ? CP_STATE_IN : CP_STATE_OUT) } });
    return CP_HEARD_ROW;
}

/* ---- what is not modelled */

static cp_state_heard limit(cp_state_section *s, cp_str iface, const char *what, cp_str line)
{
    cp_state_limits(s, iface, what, "%.*s", CP_FMT(cp_str_slice(line, 0, 120)));
    return CP_HEARD_ROW;
}

/* An interface with labels, of frames, with another policy; false: the line is none. */
static bool hear_unlike(cp_state_section *s, conf *m, cp_str line, cp_state_heard *heard)
{
    static const struct unlike {
        const char *words, *what;
        uint32_t iface; /* the word that names it; 0: none */
    } unlike[] = {
        { "mpls ldp instance * interface *", "mpls", 5 },
        { "mpls traffic-eng interface *", "mpls", 3 },
        { "mpls traffic-eng instance * interface *", "mpls", 5 },
        { "vpls * access-point *", "layer 2 service", 3 },
        { "vpws * access-point *", "layer 2 service", 3 },
        { "mspw * access-point *", "layer 2 service", 3 },
        { "cgn", "nat", 0 },
        { "ip nat", "nat", 0 },
        { "nat", "nat", 0 },
        { "ip policy interface *", "policy routing", 3 },
        { "ipv6 policy interface *", "policy routing", 3 },
        { "policy-map * class * redirect", "policy routing", 0 },
        { "policy-map * class * drop", "policy that drops", 0 },
        { "policy-map * class * deny", "policy that drops", 0 },
        { "urpf interface *", "check of sources", 2 },
        { "flowspec", "policy routing", 0 },
    };
    cp_state_path *p = &m->path;
    for (size_t i = 0; i < sizeof unlike / sizeof *unlike; i++) {
        uint32_t n = cp_state_path_begins(p, unlike[i].words);
        if (n == 0)
            continue;
        cp_str iface = unlike[i].iface ? p->w[unlike[i].iface] : CP_STR("");
        if (!cp_str_starts(iface, CP_STR("loopback")))
            *heard = limit(s, iface, unlike[i].what, line);
        else
            *heard = CP_HEARD_HARMLESS;
        cp_state_path_idle(p);
        return true;
    }
    return false;
}

/* ---- with whom routes are exchanged */

/* "router ospf 1 vrf red": a block begins. */
static bool begin_peers(cp_state_section *s, conf *m, cp_str line, cp_state_heard *heard)
{
    m->in_peers = ios_peers_begin(s, m->peers, line, heard);
    m->is_lost = m->in_peers && *heard == CP_HEARD_NOTHING;
    m->area = m->system = CP_STR("");
    return m->in_peers;
}

/* "area 49.0001", "system-id 0000.5e00.5301" of IS-IS, where an interface does not say it. */
static bool hear_title(cp_state_section *s, conf *m, cp_str line, cp_state_heard *heard)
{
    cp_str rest;
    bool is_area = ios_begins(line, "area", &rest);
    if (m->peers->in_iface || m->peers->in_family || !m->peers->process ||
        (!is_area && !ios_begins(line, "system-id", &rest)))
        return false;
    *heard = CP_HEARD_ROW;
    if (!cp_state_is_net(rest, true))
        *heard = cp_state_bad(s, "no area, or no system");
    else if (!is_area)
        m->system = cp_str_dup(s->a, rest);
    else if (m->area.n == 0) /* more of them: areas that are being merged */
        m->area = cp_str_dup(s->a, rest);
    m->peers->process->row.peer.area = cp_state_title(s->a, m->area, m->system);
    return true;
}

static cp_state_heard peers_line(cp_state_section *s, conf *m, cp_str line, size_t indent)
{
    ios_peers *p = m->peers;
    cp_str rest;
    cp_state_heard heard;
    if (m->is_lost)
        return cp_state_bad(s, "of a process that is not known");
    if (cp_str_eq(line, CP_STR("passive-mode")))
        line = CP_STR("passive");
    if (ios_begins(line, "is-type", &rest) || ios_begins(line, "circuit-type", &rest))
        line = cp_str_lower(s->a, line);
    cp_state_heard told = ios_peers_line(s, p, line, indent);
    bool is_isis = cp_str_eq(cp_str_c(p->protocol), CP_STR("IS-IS"));
    return is_isis && hear_title(s, m, line, &heard) ? heard : told;
}

/* ---- lines */

static cp_state_heard static_line(cp_state_section *s, cp_str line)
{
    cp_str rest = line, left, vrf = CP_STR("");
    (void)cp_state_word(&rest);
    (void)cp_state_word(&rest);
    left = rest;
    if (cp_str_eq(cp_state_word(&left), CP_STR("vrf"))) {
        vrf = cp_state_word(&left);
        rest = left;
    }
    return ios_hear_static(s, vrf, cp_str_trim(rest));
}

/* "set arp static 192.0.2.1 0000.5e00.5301": a neighbour by hand, which would be another than the
 * one that is heard. */
static bool is_by_hand(const cp_state_path *p)
{
    if (!cp_str_eq(p->w[0], CP_STR("arp")))
        return false;
    for (uint32_t i = 1; i < p->n; i++)
        if (cp_str_has(p->w[i], CP_STR("static")) || cp_str_has(p->w[i], CP_STR("permanent")))
            return true;
    return false;
}

static cp_state_heard hear_path(cp_state_section *s, conf *m, cp_str line)
{
    cp_state_path *p = &m->path;
    cp_state_heard heard;
    bool is_margin = p->n_levels && p->level[p->n_levels - 1].n == 0;
    if (!m->peers)
        m->peers = ios_peers_new(s->a);
    if (is_margin) {
        end_iface(s, m);
        ios_peers_block_end(s, m->peers);
    }
    if (cp_state_path_is_lost(p))
        return cp_state_bad(s, "a line that is set off too far, or too long");
    if (p->n == 0)
        return CP_HEARD_HEADING;
    if (is_margin && begin_peers(s, m, line, &heard))
        return heard;
    if (m->in_peers)
        return peers_line(s, m, line, p->level[p->n_levels - 1].indent);
    if (cp_str_eq(p->w[0], CP_STR("interface")))
        return is_margin ? begin_iface(s, m) : iface_line(s, m, line);
    if (cp_state_path_is_idle(p))
        return CP_HEARD_HARMLESS;
    if (cp_str_eq(p->w[0], CP_STR("ipv4-access-list")) ||
        cp_str_eq(p->w[0], CP_STR("ipv6-access-list")))
        return list_line(s, m, line);
    if (cp_str_eq(p->w[0], CP_STR("acl")))
        return old_list_line(s, m, line);
    if (cp_str_eq(p->w[0], CP_STR("ipv4-access-group")) ||
        cp_str_eq(p->w[0], CP_STR("ipv6-access-group")))
        return group_line(s, p);
    if (cp_state_path_begins(p, "ip route") || cp_state_path_begins(p, "ipv6 route"))
        return static_line(s, line);
    if (cp_state_path_begins(p, "hostname *")) {
        cp_state_host(s, p->w[1]);
        return CP_HEARD_ROW;
    }
    if (cp_state_path_begins(p, "vlan-configuration interface * *"))
        return vlan_line(s, p);
    if (cp_state_path_begins(p, "lacp interface * smartgroup *")) {
        tell_iface(s, p->w[2], cp_str_fmt(s->a, "smartgroup%.*s", CP_FMT(p->w[4])), 0,
                   CP_STATE_MEMBER);
        return CP_HEARD_ROW;
    }
    if (cp_state_path_begins(p, "vrrp interface * *"))
        return shared_line(s, m);
    if (hear_unlike(s, m, line, &heard))
        return heard;
    return why_idle(p) && !is_by_hand(p) ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
}

/* "banner incoming #", "banner login edit": text until the character comes again, or "!quit". */
static bool is_banner(conf *m, cp_str text)
{
    if (m->banner_end) {
        if ((m->banner_end == '!' && cp_str_eq(text, CP_STR("!quit"))) ||
            (m->banner_end != '!' && cp_str_find_char(text, m->banner_end) >= 0))
            m->banner_end = 0;
        return true;
    }
    if (!cp_str_starts(text, CP_STR("banner ")))
        return false;
    cp_str rest = text, word;
    while ((word = cp_state_word(&rest)).n && cp_str_trim(rest).n)
        continue;
    if (cp_str_eq(word, CP_STR("edit")))
        m->banner_end = '!';
    else if (word.n == 1)
        m->banner_end = word.p[0];
    return true;
}

cp_state_heard zxros_hear_conf(cp_state_section *s, cp_str line)
{
    conf *m = s->mem;
    cp_str text = cp_str_trim(line);
    size_t indent = 0;
    if (is_banner(m, text))
        return CP_HEARD_HARMLESS;
    while (indent < line.n && (line.p[indent] == ' ' || line.p[indent] == '\t'))
        indent++;
    if (text.n == 0 || text.p[0] == '!' || text.p[0] == '$') { /* an end, or a mark of a part */
        cp_state_path_leave(&m->path, indent);
        return CP_HEARD_HEADING;
    }
    if (cp_str_starts(text, CP_STR("Building configuration")) ||
        cp_str_starts(text, CP_STR("Current configuration")))
        return CP_HEARD_HEADING;
    cp_state_path_open(&m->path, indent);
    cp_state_path_add(&m->path, text);
    return hear_path(s, m, text);
}

void zxros_end_conf(cp_state_section *s)
{
    conf *m = s->mem;
    if (!m->peers)
        return;
    end_iface(s, m);
    ios_peers_end(s, m->peers);
}

int zxros_is_conf(cp_str head)
{
    cp_str line;
    while (cp_str_cut_line(&head, &line))
        if (cp_str_starts(line, CP_STR("!<")) || cp_str_eq(cp_str_trim(line), CP_STR("$")) ||
            cp_str_starts(line, CP_STR("acl standard number ")) ||
            cp_str_starts(line, CP_STR("acl extended number ")))
            return 1;
    return 0;
}
