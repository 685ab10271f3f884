/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_config_iface.c - the lines of `interface NAME` in a configuration of VRP or Comware. The
 * interface is told at its end, when its VPN is known: `ip binding vpn-instance` stands before its
 * addresses, because it deletes those that stood there. */
#include "sources/state/vrp_config.h"

bool cp_vrp_begins(cp_str line, const char *words, cp_str *rest)
{
    cp_str all = cp_str_c(words), word;
    while ((word = cp_state_word(&all)).n)
        if (!cp_str_eq(cp_state_word(&line), word))
            return false;
    *rest = cp_str_trim(line);
    return true;
}

bool cp_vrp_address(cp_str *rest, cp_state_net *addr, uint64_t *length)
{
    cp_str word = cp_state_word(rest), n;
    ptrdiff_t slash = cp_str_find_char(word, '/');
    if (!cp_state_address_of(slash < 0 ? word : cp_str_slice(word, 0, (size_t)slash), addr))
        return false;
    n = slash < 0 ? cp_state_word(rest) : cp_str_from(word, (size_t)slash + 1);
    if (cp_str_u64(n, length))
        return *length <= (cp_state_net_is_v4(addr) ? 32 : 128);
    return cp_state_mask(n, false, length);
}

void cp_vrp_config_port(cp_state_section *s, cp_vrp_config *m, cp_str name)
{
    m->port = (cp_vrp_ports){ .is_open = true, .line = s->line };
    m->parent.n = m->vrf.n = m->text.n = 0;
    m->is_member = m->is_routed = false;
    m->group = 0;
    cp_str rest = name, kind = cp_state_word(&rest), number = cp_state_word(&rest);
    /* "interface Eth-Trunk 1", "interface GE0/0/1.100 mode l2", "interface GE1/0/1" */
    bool is_split = number.n && number.p[0] >= '0' && number.p[0] <= '9';
    cp_vrp_keep(&m->port.name,
                is_split ? cp_str_fmt(s->a, "%.*s%.*s", CP_FMT(kind), CP_FMT(number)) : kind);
    kind = cp_vrp_kept(&m->port.name);
    for (size_t i = kind.n; i > 1 && !m->parent.n; i--)
        if (kind.p[i - 1] == '.')
            cp_vrp_keep(&m->parent, cp_str_slice(kind, 0, i - 1));
}

void cp_vrp_config_port_end(cp_state_section *s, cp_vrp_config *m)
{
    if (!m->port.is_open)
        return;
    m->port.is_open = false;
    cp_str name = cp_vrp_kept(&m->port.name), parent = cp_vrp_kept(&m->parent);
    if (m->group)
        parent = cp_str_fmt(s->a, "%s-Aggregation%llu", m->is_routed ? "Route" : "Bridge",
                            (unsigned long long)m->group);
    cp_state_tell(
        s, (cp_state){ .kind = CP_STATE_IFACE,
                       .vrf = cp_vrp_kept(&m->vrf),
                       .pos = m->port.line,
                       .iface = { .name = name,
                                  .parent = parent,
                                  .text = cp_vrp_kept(&m->text),
                                  .vlan = m->port.vlan,
                                  .what = m->port.what | (m->is_member ? CP_STATE_MEMBER : 0) } });
    cp_vrp_port_limits(s, name);
}

static cp_state_heard read_address(cp_state_section *s, const cp_vrp_config *m, cp_str rest)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = cp_vrp_kept(&m->vrf) };
    row.address.iface = cp_vrp_kept(&m->port.name);
    cp_str what = rest, word = cp_state_word(&what);
    if (cp_str_eq(word, CP_STR("auto"))) /* of the link alone: `ipv6 address auto link-local` */
        return CP_HEARD_HEADING;
    if (cp_str_eq(word, CP_STR("unnumbered")) || cp_str_eq(word, CP_STR("dhcp-alloc")) ||
        cp_str_eq(word, CP_STR("ppp-negotiate")) || cp_str_eq(word, CP_STR("bootp-alloc"))) {
        cp_state_limits(s, row.address.iface, "address", "%.*s", CP_FMT(cp_str_slice(rest, 0, 80)));
        return CP_HEARD_ROW;
    }
    cp_str after = what;
    if (cp_str_eq(cp_state_word(&after), CP_STR("link-local")))
        return CP_HEARD_HEADING;
    if (!cp_vrp_address(&rest, &row.address.addr, &row.address.length))
        return cp_state_bad(s, "no address and mask");
    row.address.length += cp_state_net_is_v4(&row.address.addr) ? 96 : 0;
    word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("eui-64"))) { /* its last half is made of a hardware address */
        cp_state_limits(s, row.address.iface, "address", "of a hardware address (eui-64)");
        return CP_HEARD_ROW;
    }
    row.address.what = cp_str_eq(word, CP_STR("sub")) ? CP_STATE_SECONDARY : 0;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

bool cp_vrp_use(cp_state_section *s, cp_str iface, cp_str text)
{
    cp_state row = { .kind = CP_STATE_USE, .vrf = CP_STR("") };
    cp_str word, filter = CP_STR("");
    uint64_t way = 0, kind = CP_STATE_V4;
    while ((word = cp_state_word(&text)).n) {
        if (cp_str_eq(word, CP_STR("inbound")))
            way = CP_STATE_IN;
        else if (cp_str_eq(word, CP_STR("outbound")))
            way = CP_STATE_OUT;
        else if (cp_str_eq(word, CP_STR("ipv6")) || cp_str_eq(word, CP_STR("acl6")))
            kind = CP_STATE_V6;
        else if (!cp_str_eq(word, CP_STR("acl")) && !cp_str_eq(word, CP_STR("name")) && !filter.n)
            filter = word;
    }
    if (!way || !filter.n)
        return false;
    row.use = (cp_state_use){ iface, filter, way | kind };
    cp_state_tell(s, row);
    return true;
}

static const struct limit {
    const char *begins, *what;
} limits[] = {
    { "traffic-policy", "policy routing" },
    { "qos apply policy", "policy routing" },
    { "ip policy-based-route", "policy routing" },
    { "ipv6 policy-based-route", "policy routing" },
    { "traffic-redirect", "policy routing" },
    { "nat", "nat" },
    { "l2 binding", "l2vpn" },
    { "mpls l2vc", "l2vpn" },
    { "mpls l2vpn", "l2vpn" },
    { "xconnect", "l2vpn" },
    { "ccc", "l2vpn" },
    { "ip urpf", "reverse path" },
    { "ipv6 urpf", "reverse path" },
    { "urpf", "reverse path" },
    { "ipsec", "tunnel" },
    { "zone", "security policy" },
};

/* What of a port says nothing of the way of packets by itself, by its first word. */
static const struct known {
    const char *word, *why;
} known[] = {
#define LEARNT "which routes are learnt; the routing table shows the outcome"
#define LAYER2 "of frames, not of packets"
#define PHYSICAL "of the line"
    { "rip", LEARNT },
    { "ripng", LEARNT },
    { "bfd", LEARNT },
    { "mpls", "labels stand in the routing table" },
    { "ldp", LEARNT },
    { "pim", "multicast" },
    { "igmp", "multicast" },
    { "mld", "multicast" },
    { "multicast", "multicast" },
    { "port", LAYER2 },
    { "portswitch", LAYER2 },
    { "stp", LAYER2 },
    { "lldp", LAYER2 },
    { "lacp", LAYER2 },
    { "mac-address", LAYER2 },
    { "mac", LAYER2 },
    { "loopback-detect", LAYER2 },
    { "loop-detection", LAYER2 },
    { "broadcast-suppression", LAYER2 },
    { "multicast-suppression", LAYER2 },
    { "unicast-suppression", LAYER2 },
    { "storm-control", LAYER2 },
    { "storm-constrain", LAYER2 },
    { "voice-vlan", LAYER2 },
    { "undo", "as it is by default" },
    { "mtu", "how large, not whereto" },
    { "tcp", "how large, not whereto" },
    { "speed", PHYSICAL },
    { "duplex", PHYSICAL },
    { "negotiation", PHYSICAL },
    { "combo", PHYSICAL },
    { "transceiver", PHYSICAL },
    { "carrier", PHYSICAL },
    { "clock", PHYSICAL },
    { "loopback", PHYSICAL },
    { "flow-control", PHYSICAL },
    { "bandwidth", "how much, not whereto" },
    { "qos", "how much, not whereto" },
    { "trust", "how much, not whereto" },
    { "statistic", "counters" },
    { "statistics", "counters" },
    { "set", "counters" },
    { "dhcp", "addresses of others" },
    { "arp", "who is next, as ARP shows" },
    { "dcn", "management" },
    { "ntp-service", "management" },
    { "jumboframe", "how large, not whereto" },
    { "priority", "how much, not whereto" },
    { "least", "how many members have to be up" },
    { "mode", "how members are bundled" },
    { "load-balance", "which member, not whereto" },
    { "max", "how many members" },
    { "preempt", "how members are bundled" },
    { "link-protocol", PHYSICAL },
    { "authentication", "who may connect" },
    { "dot1x", "who may connect" },
    { "sflow", "counters" },
    { "netstream", "counters" },
    { "track", LEARNT },
    { "trap", "management" },
    { "log", "management" },
    { "am", "management" },
#undef LEARNT
#undef LAYER2
#undef PHYSICAL
};

static cp_state_heard hear_other(cp_state_section *s, cp_vrp_config *m, cp_str line)
{
    cp_str rest = line, word = cp_state_word(&rest);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (cp_vrp_begins(line, limits[i].begins, &rest)) {
            cp_state_limits(s, cp_vrp_kept(&m->port.name), limits[i].what, "%.*s",
                            CP_FMT(cp_str_slice(line, 0, 120)));
            return CP_HEARD_ROW;
        }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (cp_str_eq(word, cp_str_c(known[i].word)))
            return CP_HEARD_HARMLESS;
    /* where a tunnel begins and ends: it is a limit as a whole */
    return cp_vrp_port_is_tunnel(cp_vrp_kept(&m->port.name)) ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
}

static void tell_virtual(cp_state_section *s, const cp_vrp_config *m, cp_str address)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = cp_vrp_kept(&m->vrf) };
    row.address.iface = cp_vrp_kept(&m->port.name);
    row.address.length = 128;
    row.address.what = CP_STATE_VIRTUAL;
    if (cp_state_address_of(address, &row.address.addr))
        cp_state_tell(s, row);
}

/* The VLAN of a subinterface: of two tags no single one is right. */
static bool read_vlan(cp_vrp_config *m, cp_str line)
{
    static const char *const begins[] = { "vlan-type dot1q vid", "vlan-type dot1q",
                                          "dot1q termination vid", "encapsulation dot1q vid" };
    cp_str rest, word;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_vrp_begins(line, begins[i], &rest)) {
            word = cp_state_word(&rest);
            if (rest.n == 0 && cp_str_u64(word, &m->port.vlan) && m->port.vlan < 4096)
                return true;
            m->port.vlan = 0;
            return word.n > 0;
        }
    return cp_vrp_begins(line, "qinq termination", &rest) ||
           cp_vrp_begins(line, "qinq stacking", &rest);
}

static bool read_bundle(cp_state_section *s, cp_vrp_config *m, cp_str line)
{
    cp_str rest;
    uint64_t n;
    if (cp_vrp_begins(line, "eth-trunk", &rest) && cp_str_u64(rest, &n))
        cp_vrp_keep(&m->parent, cp_str_fmt(s->a, "Eth-Trunk%llu", (unsigned long long)n));
    else if (cp_vrp_begins(line, "port link-aggregation group", &rest) &&
             cp_str_u64(cp_state_word(&rest), &n))
        m->group = n;
    else
        return false;
    m->is_member = true;
    return true;
}

cp_state_heard cp_vrp_config_port_line(cp_state_section *s, cp_vrp_config *m, cp_str line)
{
    cp_str rest, iface = cp_vrp_kept(&m->port.name);
    cp_state_heard heard;
    uint64_t vrid;
    if (cp_vrp_begins(line, "ip address", &rest) || cp_vrp_begins(line, "ipv6 address", &rest))
        return read_address(s, m, rest);
    if (cp_vrp_begins(line, "ip binding vpn-instance", &rest)) {
        cp_vrp_keep(&m->vrf, rest);
    } else if (cp_str_eq(line, CP_STR("shutdown"))) {
        m->port.what = CP_STATE_DOWN; /* not so: up by configuration is not up */
    } else if (cp_vrp_begins(line, "description", &rest)) {
        cp_vrp_keep(&m->text, rest);
    } else if (cp_str_eq(line, CP_STR("port link-mode route"))) {
        m->is_routed = true;
    } else if (cp_vrp_begins(line, "vrrp vrid", &rest) ||
               cp_vrp_begins(line, "vrrp6 vrid", &rest)) {
        if (cp_str_u64(cp_state_word(&rest), &vrid) && cp_vrp_begins(rest, "virtual-ip", &rest))
            tell_virtual(s, m, cp_state_word(&rest));
    } else if (cp_vrp_begins(line, "traffic-filter", &rest) ||
               cp_vrp_begins(line, "packet-filter", &rest)) {
        return cp_vrp_use(s, iface, rest) ? CP_HEARD_ROW : cp_state_bad(s, "no use of a filter");
    } else if (cp_vrp_begins(line, "ipv6 enable", &rest)) {
        return CP_HEARD_HEADING;
    } else if (cp_vrp_igp_port_line(s, &m->peers, iface, cp_vrp_kept(&m->vrf), line, &heard)) {
        return heard;
    } else if (!read_vlan(m, line) && !read_bundle(s, m, line)) {
        return hear_other(s, m, line);
    }
    return CP_HEARD_ROW;
}
