/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_config.c - configurations of VRP and Comware, as `display current-configuration` shows them
 * and files keep them:
 *
 *     #                          between blocks
 *     interface GigabitEthernet0/0/1
 *      ip address 192.0.2.1 255.255.255.0          a blank: of the block above
 *     #
 *     ip route-static 0.0.0.0 0.0.0.0 192.0.2.2    a block of one line
 *     #
 *     return
 *
 * What is configured is not yet what is done: static routes are told as known, not as used, and no
 * interface is up by them. Blocks of protocols decide which routes are learnt: with whom they are
 * exchanged is told (vrp_peer.h), the routing table shows the outcome. */
#include "sources/state/vrp_config.h"

static void end_block(cp_state_section *s, cp_vrp_config *m)
{
    if (m->block == CP_VRP_PORT)
        cp_vrp_config_port_end(s, m);
    else if (m->block == CP_VRP_ACL)
        cp_vrp_acl_close(s, &m->acl);
    else if (m->block == CP_VRP_BGP)
        cp_vrp_bgp_end(s, &m->peers);
    m->block = CP_VRP_NO_BLOCK;
}

/* ---- static routes */

/* [vpn-instance V] DESTINATION MASK [vpn-instance W] [INTERFACE] [NEXTHOP] [preference N] ... */
static cp_state_heard read_static(cp_state_section *s, cp_str text)
{
    cp_state row = { .kind = CP_STATE_ROUTE, .vrf = CP_STR("") };
    cp_state_route *r = &row.route;
    cp_str rest = text, word, behind;
    uint64_t length;
    cp_state_net whole;
    r->protocol = CP_STR("Static");
    r->iface = r->via_vrf = CP_STR("");
    r->preference = 60; /* the default of both systems */
    if (cp_vrp_begins(rest, "vpn-instance", &behind)) {
        row.vrf = cp_vrp_vrf(cp_state_word(&behind));
        rest = behind;
    }
    cp_str destination = rest, address = cp_state_word(&destination);
    ptrdiff_t slash = cp_str_find_char(address, '/');
    if (!cp_vrp_address(&rest, &whole, &length))
        return cp_state_bad(s, "no destination and mask");
    if (!cp_state_prefix_of(s, slash < 0 ? address : cp_str_slice(address, 0, (size_t)slash),
                            length, &r->net))
        return CP_HEARD_NOTHING;
    if (cp_vrp_begins(rest, "vpn-instance", &behind)) {
        r->via_vrf = cp_vrp_vrf(cp_state_word(&behind));
        rest = behind;
    }
    word = cp_state_word(&rest);
    if (!cp_state_address_of(word, &r->via)) {
        r->iface = word;
        behind = rest;
        word = cp_state_word(&behind);
        if (word.n && word.p[0] >= '0' && word.p[0] <= '9' && !cp_state_address_of(word, &r->via)) {
            r->iface = cp_str_fmt(s->a, "%.*s%.*s", CP_FMT(r->iface), CP_FMT(word));
            rest = behind;
            word = cp_state_word(&behind);
        }
        if (cp_state_address_of(word, &r->via))
            rest = behind;
    }
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("preference")) &&
            !cp_str_u64(cp_state_word(&rest), &r->preference))
            return cp_state_bad(s, "no preference");
    if (!r->via.is_set && !r->iface.n)
        return cp_state_bad(s, "no next hop");
    if (cp_str_eq_nocase(r->iface, CP_STR("null0")))
        r->what = CP_STATE_DROP;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

/* ---- ACLs */

/* acl [ipv6] [number N | name N [basic | advance | K]] [match-order auto]; Comware: acl [ipv6 |
 * mac] basic | advanced N | name N */
static cp_state_heard open_acl(cp_state_section *s, cp_vrp_config *m, cp_str rest)
{
    cp_str word, name = CP_STR(""), number = CP_STR("");
    bool is_v6 = false, is_basic = false, is_advanced = false, is_other = false, is_auto = false;
    uint64_t n;
    while ((word = cp_state_word(&rest)).n) {
        if (cp_str_eq(word, CP_STR("ipv6")))
            is_v6 = true;
        else if (cp_str_eq(word, CP_STR("basic")))
            is_basic = true;
        else if (cp_str_starts(word, CP_STR("advance")))
            is_advanced = true;
        else if (cp_str_eq(word, CP_STR("mac")) || cp_str_eq(word, CP_STR("link")) ||
                 cp_str_eq(word, CP_STR("user-defined")) || cp_str_eq(word, CP_STR("ucl")))
            is_other = true;
        else if (cp_str_eq(word, CP_STR("name")))
            name = cp_state_word(&rest);
        else if (cp_str_eq(word, CP_STR("auto")))
            is_auto = true;
        else if (cp_str_u64(word, &n) && !number.n)
            number = word;
        else if (!cp_str_eq(word, CP_STR("number")) && !cp_str_eq(word, CP_STR("match-order")) &&
                 !cp_str_eq(word, CP_STR("config")))
            return cp_state_bad(s, "no ACL");
    }
    if (!name.n && !number.n)
        return cp_state_bad(s, "an ACL without a name");
    cp_vrp_acl_open(s, &m->acl, name, number, is_v6);
    m->acl.is_basic = m->acl.is_basic || is_basic;
    m->acl.is_layer2 = (m->acl.is_layer2 || is_other) && !is_basic && !is_advanced;
    m->acl.is_auto = is_auto;
    m->block = CP_VRP_ACL;
    return CP_HEARD_ROW;
}

static cp_state_heard hear_in_acl(cp_state_section *s, cp_vrp_config *m, cp_str line)
{
    cp_str rest;
    uint64_t n;
    if (cp_vrp_begins(line, "rule", &rest))
        return cp_vrp_rule(s, &m->acl, line);
    if (cp_vrp_begins(line, "step", &rest) && cp_str_u64(cp_state_word(&rest), &n)) {
        m->acl.step = n;
        return CP_HEARD_HEADING;
    }
    return cp_vrp_begins(line, "description", &rest) ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
}

/* ---- the other blocks, by how they begin */

static const struct limit {
    const char *begins, *what;
} limits[] = {
    { "traffic-filter", "filter" },
    { "packet-filter", "filter" },
    { "traffic-policy", "policy routing" },
    { "qos apply policy", "policy routing" },
    { "traffic-redirect", "policy routing" },
    { "ip local policy-based-route", "policy routing" },
    { "nat-policy", "nat" },
    { "nat static", "nat" },
    { "nat server", "nat" },
    { "security-policy", "security policy" },
    { "firewall packet-filter", "security policy" },
    { "policy interzone", "security policy" },
};

#define LEARNT "decides which routes are learnt; the routing table shows the outcome"
#define LAYER2 "of frames, not of packets"
#define ACCESS "who may log in, and what is logged"
#define APPLIED "has no effect until it is applied; where it is, that is told"
static const struct known {
    const char *begins, *why;
} known[] = {
    { "ospf", LEARNT },
    { "ospfv3", LEARNT },
    { "isis", LEARNT },
    { "bgp", LEARNT },
    { "rip", LEARNT },
    { "ripng", LEARNT },
    { "router", LEARNT },
    { "bfd", LEARNT },
    { "route-policy", LEARNT },
    { "ip ip-prefix", LEARNT },
    { "ip prefix-list", LEARNT },
    { "ip ipv6-prefix", LEARNT },
    { "ip as-path-filter", LEARNT },
    { "ip community-filter", LEARNT },
    { "ip extcommunity-filter", LEARNT },
    { "mpls", LEARNT },
    { "track", LEARNT },
    { "segment-routing", LEARNT },
    { "evpn", LEARNT },
    { "vsi", LAYER2 },
    { "bridge-domain", LAYER2 },
    { "l2vpn", LAYER2 },
    { "ip load-sharing", "which next hop of several" },
    { "load-balance-profile", LAYER2 },
    { "nqa", LEARNT },
    { "ip vpn-instance", LEARNT },
    { "ip frr", LEARNT },
    { "traffic classifier", APPLIED },
    { "traffic behavior", APPLIED },
    { "traffic policy", APPLIED },
    { "qos policy", APPLIED },
    { "policy-based-route", APPLIED },
    { "time-range", APPLIED },
    { "nat address-group", APPLIED },
    { "nat instance", APPLIED },
    { "object-group", APPLIED },
    { "ip address-set", APPLIED },
    { "ipsec", APPLIED },
    { "ike", APPLIED },
    { "ip pool", "addresses of others" },
    { "dhcp", "addresses of others" },
    { "stp", LAYER2 },
    { "lldp", LAYER2 },
    { "lacp", LAYER2 },
    { "mac-address", LAYER2 },
    { "port-group", LAYER2 },
    { "port", LAYER2 },
    { "irf", LAYER2 },
    { "irf-port", LAYER2 },
    { "stack", LAYER2 },
    { "loopback-detect", LAYER2 },
    { "error-down", LAYER2 },
    { "link-aggregation", LAYER2 },
    { "multicast", "multicast" },
    { "pim", "multicast" },
    { "igmp", "multicast" },
    { "igmp-snooping", "multicast" },
    { "mld", "multicast" },
    { "aaa", ACCESS },
    { "user-interface", ACCESS },
    { "line", ACCESS },
    { "local-user", ACCESS },
    { "role", ACCESS },
    { "domain", ACCESS },
    { "radius", ACCESS },
    { "radius-server", ACCESS },
    { "hwtacacs", ACCESS },
    { "hwtacacs-server", ACCESS },
    { "super", ACCESS },
    { "snmp-agent", ACCESS },
    { "ntp-service", ACCESS },
    { "ntp", ACCESS },
    { "ssh", ACCESS },
    { "stelnet", ACCESS },
    { "sftp", ACCESS },
    { "telnet", ACCESS },
    { "ftp", ACCESS },
    { "http", ACCESS },
    { "info-center", ACCESS },
    { "header", ACCESS },
    { "clock", ACCESS },
    { "password-recovery", ACCESS },
    { "rsa", ACCESS },
    { "pki", ACCESS },
    { "ssl", ACCESS },
    { "undo", "as it is by default" },
    { "set", ACCESS },
    { "cpu-defend", "for the router itself" },
    { "cpu-defend-policy", "for the router itself" },
    { "arp", "who is next, as ARP shows" },
    { "diffserv", "how much, not whereto" },
    { "drop-profile", "how much, not whereto" },
    { "qos", "how much, not whereto" },
    { "sflow", "counters" },
    { "netstream", "counters" },
    { "netconf", ACCESS },
    { "scheduler", ACCESS },
    { "dns", ACCESS },
    { "ip host", ACCESS },
    { "vcmp", LAYER2 },
    { "vlan batch", LAYER2 },
    { "ipv6", "switched on" },
    { "authentication-profile", ACCESS },
    { "dot1x", ACCESS },
    { "mac-forced-forwarding", LAYER2 },
    { "license", ACCESS },
    { "slot", "parts of the chassis" },
    { "board", "parts of the chassis" },
    { "public-key", ACCESS },
    { "lite", ACCESS },
    { "wlan", "access points" },
};
#undef LEARNT
#undef LAYER2
#undef ACCESS
#undef APPLIED

static cp_state_heard begin_other(cp_state_section *s, cp_vrp_config *m, cp_str line)
{
    cp_str rest;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (cp_vrp_begins(line, limits[i].begins, &rest)) {
            m->block = CP_VRP_KNOWN;
            cp_state_limits(s, CP_STR(""), limits[i].what, "%.*s",
                            CP_FMT(cp_str_slice(line, 0, 120)));
            return CP_HEARD_ROW;
        }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (cp_vrp_begins(line, known[i].begins, &rest)) {
            m->block = CP_VRP_KNOWN;
            return CP_HEARD_HARMLESS;
        }
    m->block = CP_VRP_UNKNOWN;
    return CP_HEARD_NOTHING;
}

static cp_state_heard begin_block(cp_state_section *s, cp_vrp_config *m, cp_str line)
{
    cp_str rest;
    if (cp_vrp_begins(line, "sysname", &rest) && rest.n) {
        cp_state_host(s, cp_state_word(&rest));
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "version", &rest) && rest.n) { /* Comware */
        cp_state_about(s, CP_KIND_CLI_VERSION, rest);
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "interface", &rest) && rest.n) {
        m->block = CP_VRP_PORT;
        cp_vrp_config_port(s, m, rest);
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "ip route-static", &rest) ||
        cp_vrp_begins(line, "ipv6 route-static", &rest)) {
        cp_str word = rest;
        word = cp_state_word(&word);
        if (cp_str_starts(word, CP_STR("default-")) || cp_str_eq(word, CP_STR("frr")) ||
            cp_str_eq(word, CP_STR("selection-rule")))
            return CP_HEARD_HEADING; /* how the others are chosen: the routing table shows it */
        return read_static(s, rest);
    }
    if (cp_vrp_begins(line, "acl", &rest) && rest.n)
        return open_acl(s, m, rest);
    if (cp_vrp_begins(line, "vlan", &rest) && !cp_str_starts(rest, CP_STR("batch"))) {
        m->block = CP_VRP_VLAN;
        return CP_HEARD_HEADING;
    }
    if (cp_str_eq(line, CP_STR("return")))
        return CP_HEARD_HEADING;
    return begin_other(s, m, line);
}

/* "ospf 1", "bgp 65001", "router id 192.0.2.1" */
static bool begin_routing(cp_state_section *s, cp_vrp_config *m, cp_str line, cp_state_heard *heard)
{
    cp_str rest;
    if (cp_vrp_igp_begin(s, &m->peers, line, heard))
        m->block = CP_VRP_IGP;
    else if (cp_vrp_bgp_begin(s, &m->peers, line, heard))
        m->block = CP_VRP_BGP;
    else if (cp_vrp_begins(line, "router id", &rest) &&
             cp_state_address_of(rest, &m->peers.router_id))
        *heard = CP_HEARD_ROW;
    else
        return false;
    return true;
}

static cp_state_heard hear_in_vlan(cp_state_section *s, cp_str line)
{
    static const char *const begins[] = { "traffic-policy", "traffic-filter", "packet-filter",
                                          "qos apply policy" };
    cp_str rest;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_vrp_begins(line, begins[i], &rest)) {
            cp_state_limits(s, CP_STR(""), "filter", "of a VLAN: %.*s",
                            CP_FMT(cp_str_slice(line, 0, 100)));
            return CP_HEARD_ROW;
        }
    return CP_HEARD_HARMLESS; /* names, ports, snooping: of frames */
}

static bool is_of_parts(cp_vrp_block block)
{
    return block == CP_VRP_BGP || block == CP_VRP_IGP || block == CP_VRP_KNOWN;
}

cp_state_heard cp_vrp_config_line(cp_state_section *s, cp_str line)
{
    cp_vrp_config *m = s->mem;
    cp_str text = cp_str_trim(line);
    cp_state_heard heard;
    size_t indent = 0;
    while (indent < line.n && line.p[indent] == ' ')
        indent++;
    if (text.n && text.p[0] == '#') { /* set off: between the parts of a block */
        if (indent <= m->indent || !is_of_parts(m->block))
            end_block(s, m);
        return CP_HEARD_HEADING;
    }
    if (cp_str_starts(text, CP_STR("!Software Version "))) {
        cp_state_about(s, CP_KIND_CLI_VERSION, cp_str_from(text, 18));
        return CP_HEARD_ROW;
    }
    if (text.n && text.p[0] == '!') /* "!Last configuration was saved at ..." */
        return CP_HEARD_HEADING;
    /* Comware shifts some blocks of one line by a blank, too: where no block is open, they are */
    if ((line.n && line.p[0] != ' ') || m->block == CP_VRP_NO_BLOCK) {
        end_block(s, m);
        m->indent = indent;
        return begin_routing(s, m, text, &heard) ? heard : begin_block(s, m, text);
    }
    switch (m->block) {
    case CP_VRP_PORT: return cp_vrp_config_port_line(s, m, text);
    case CP_VRP_ACL: return hear_in_acl(s, m, text);
    case CP_VRP_VLAN: return hear_in_vlan(s, text);
    case CP_VRP_IGP: return cp_vrp_igp_line(s, &m->peers, text);
    case CP_VRP_BGP: return cp_vrp_bgp_line(s, &m->peers, text, indent);
    case CP_VRP_KNOWN: return CP_HEARD_HARMLESS;
    case CP_VRP_NO_BLOCK:
    case CP_VRP_UNKNOWN: break;
    }
    return CP_HEARD_NOTHING;
}

void cp_vrp_config_end(cp_state_section *s)
{
    cp_vrp_config *m = s->mem;
    end_block(s, m);
    cp_vrp_peers_end(s, &m->peers);
}
