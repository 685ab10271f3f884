/* SPDX-License-Identifier: Apache-2.0 */
/* asa_conf.c - configurations of ASA (`show running-config`, or as they were saved):
 *
 *     interface GigabitEthernet0/0              object network WEB         ios_group.c
 *      nameif outside                            host 192.0.2.10
 *      ip address 203.0.113.1 255.255.255.0      nat (inside,outside) static 203.0.113.10
 *     access-list X extended permit tcp any object WEB eq https            ios_acl.c
 *     access-group X in interface outside
 *     route outside 0.0.0.0 0.0.0.0 203.0.113.254 1
 *     router bgp 64496                                                     ios_bgp.c, ios_igp.c
 *
 * An interface is called by its nameif, as routes and lists call it. What passes hangs on
 * connections and on security levels, too: of the whole device the limit "stateful firewall", so
 * that nothing is concluded from its lists. Static routes are told without CP_STATE_USED. */
#include <assert.h>
#include "sources/state/ios_group.h"
#include "sources/state/ios_peers.h"

typedef enum block { B_TOP, B_IFACE, B_GROUP, B_PEERS, B_KNOWN, B_UNKNOWN } block;

typedef struct conf {
    block in;
    bool is_limited, is_nat; /* the limit was told */
    ios_groups *groups;      /* NULL: none */
    ios_peers *peers;
    ios_filter filter;
    /* an interface */
    uint64_t line, vlan, length, length_six;
    uint64_t what;
    cp_str port, name, bundle;
    cp_state_net addr, six;
} conf;
static_assert(sizeof(conf) <= ASA_CONF_BYTES, "the table of ios.c says how much");

/* ---- an interface */

static void end_iface(cp_state_section *s, conf *m)
{
    if (m->in != B_IFACE || m->port.n == 0)
        return;
    cp_str name = m->name.n ? m->name : m->port;
    ptrdiff_t dot = cp_str_find_char(m->port, '.');
    cp_str of = m->bundle.n ? m->bundle
                : dot > 0   ? cp_str_slice(m->port, 0, (size_t)dot)
                            : CP_STR("");
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE,
                                 .vrf = CP_STR(""),
                                 .pos = m->line,
                                 .iface = { .name = name,
                                            .parent = of,
                                            .text = m->name.n ? m->port : CP_STR(""),
                                            .vlan = m->vlan,
                                            .what = m->what } });
    const cp_state_net *const own[] = { &m->addr, &m->six };
    const uint64_t lengths[] = { m->length, m->length_six };
    for (int i = 0; i < 2; i++)
        if (own[i]->is_set)
            cp_state_tell(s, (cp_state){ .kind = CP_STATE_ADDRESS,
                                         .vrf = CP_STR(""),
                                         .pos = m->line,
                                         .address = { *own[i], name, lengths[i], 0 } });
    m->port.n = 0;
}

static void begin_iface(cp_state_section *s, conf *m, cp_str port)
{
    m->in = B_IFACE;
    m->line = s->line;
    m->port = cp_str_dup(s->a, port);
    m->name = m->bundle = CP_STR("");
    m->vlan = m->what = 0;
    m->addr.is_set = m->six.is_set = false;
}

static cp_state_heard hear_iface(cp_state_section *s, conf *m, cp_str line)
{
    static const char *const idle[] = {
        "security-level", "description", "speed",          "duplex",    "no",
        "management-",    "lacp",        "port-channel",   "ospf",      "delay",
        "mac-",           "flowcontrol", "authentication", "igmp",      "pim",
        "nve-only",       "ipv6 enable", "ipv6 nd",        "ipv6 ospf", "eigrp"
    };
    cp_str rest, name = m->name.n ? m->name : m->port; /* told before what is of routing */
    cp_state_heard heard = ios_peers_iface(s, m->peers, name, line);
    if (heard != CP_HEARD_HARMLESS)
        return heard;
    if (ios_after(line, "nameif ", &rest)) {
        m->name = cp_str_dup(s->a, cp_state_word(&rest));
        return CP_HEARD_ROW;
    }
    if (ios_after(line, "ip address ", &rest) || ios_after(line, "ipv6 address ", &rest)) {
        bool is_six = cp_str_starts(line, CP_STR("ipv6"));
        cp_state_net *to = is_six ? &m->six : &m->addr;
        if (cp_str_starts(rest, CP_STR("dhcp")) || cp_str_starts(rest, CP_STR("pppoe")) ||
            cp_str_starts(rest, CP_STR("autoconfig")))
            return CP_HEARD_HARMLESS; /* the address is not told here */
        to->is_set = ios_address(&rest, to, is_six ? &m->length_six : &m->length);
        return to->is_set ? CP_HEARD_ROW : cp_state_bad(s, "no address and mask");
    }
    if (cp_str_eq(line, CP_STR("shutdown"))) {
        m->what |= CP_STATE_DOWN;
        return CP_HEARD_ROW;
    }
    if (ios_after(line, "vlan ", &rest)) {
        uint64_t vlan;
        if (!cp_str_u64(rest, &vlan) || vlan > 4095)
            return cp_state_bad(s, "no VLAN");
        m->vlan = vlan;
        return CP_HEARD_ROW;
    }
    if (ios_after(line, "channel-group ", &rest)) {
        cp_str number = cp_state_word(&rest);
        m->bundle = cp_str_fmt(s->a, "Port-channel%.*s", CP_FMT(number));
        m->what |= CP_STATE_MEMBER;
        return CP_HEARD_ROW;
    }
    if (cp_str_starts(line, CP_STR("policy-route"))) {
        cp_state_limits(s, m->name.n ? m->name : m->port, "policy routing", "%.*s", CP_FMT(line));
        return CP_HEARD_HARMLESS;
    }
    if (cp_str_starts(line, CP_STR("tunnel ")) || cp_str_starts(line, CP_STR("bridge-group"))) {
        cp_state_limits(s, m->name.n ? m->name : m->port, "tunnel or bridge", "%.*s", CP_FMT(line));
        return CP_HEARD_HARMLESS;
    }
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (cp_str_starts(line, cp_str_c(idle[i])))
            return CP_HEARD_HARMLESS;
    return CP_HEARD_NOTHING;
}

/* ---- lists */

static cp_state_heard hear_rule(cp_state_section *s, conf *m, cp_str rest)
{
    cp_str name = cp_state_word(&rest), left = rest, word = cp_state_word(&left);
    uint64_t n;
    if (cp_str_eq(word, CP_STR("line")) && cp_str_u64(cp_state_word(&left), &n)) {
        rest = left;
        word = cp_state_word(&left);
    }
    bool is_standard = cp_str_eq(word, CP_STR("standard"));
    if (!cp_str_eq(name, (cp_str){ m->filter.name, m->filter.n_name }) ||
        is_standard != m->filter.is_standard)
        ios_filter_begin(&m->filter, name, false, is_standard);
    m->filter.has_masks = true;
    m->filter.groups = m->groups;
    if (cp_str_eq(word, CP_STR("remark")) || cp_str_eq(word, CP_STR("webtype")) ||
        cp_str_eq(word, CP_STR("ethertype")) || cp_str_eq(word, CP_STR("alert-interval")) ||
        cp_str_ends(rest, CP_STR(" inactive"))) /* of frames, of proxies, or not in force */
        return CP_HEARD_HARMLESS;
    if (is_standard || cp_str_eq(word, CP_STR("extended")))
        rest = left;
    return ios_hear_rule(s, &m->filter, rest);
}

/* "X in interface outside", "X global" */
static cp_state_heard hear_use(cp_state_section *s, cp_str rest)
{
    cp_str name = cp_state_word(&rest), way = cp_state_word(&rest);
    cp_str title = cp_state_word(&rest), iface = cp_state_word(&rest);
    bool is_all = cp_str_eq(way, CP_STR("global")), is_in = cp_str_eq(way, CP_STR("in"));
    if (!is_all && ((!is_in && !cp_str_eq(way, CP_STR("out"))) ||
                    !cp_str_eq(title, CP_STR("interface")) || iface.n == 0))
        return cp_state_bad(s, "no way and interface of a list");
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_USE,
                                 .vrf = CP_STR(""),
                                 .use = { is_all ? CP_STR("") : iface, name,
                                          CP_STATE_V4 | CP_STATE_V6 | CP_STATE_FORWARDED |
                                              (is_in || is_all ? CP_STATE_IN : CP_STATE_OUT) } });
    return CP_HEARD_ROW;
}

/* "outside 0.0.0.0 0.0.0.0 203.0.113.254 1", "inside 2001:db8::/32 2001:db8:1::1" */
static cp_state_heard hear_route(cp_state_section *s, cp_str rest)
{
    cp_state row = { .kind = CP_STATE_ROUTE,
                     .vrf = CP_STR(""),
                     .route = { .protocol = CP_STR("static"), .via_vrf = CP_STR("") } };
    cp_state_net addr;
    uint64_t length;
    row.route.iface = cp_state_word(&rest);
    cp_str left = rest, first = cp_state_word(&left);
    if (!ios_address(&rest, &addr, &length))
        return cp_state_bad(s, "no network and mask");
    ptrdiff_t slash = cp_str_find_char(first, '/');
    cp_str whole = slash > 0 ? cp_str_slice(first, 0, (size_t)slash) : first;
    if (!cp_state_prefix_of(s, whole, length - (cp_state_net_is_v4(&addr) ? 96 : 0),
                            &row.route.net))
        return CP_HEARD_NOTHING;
    cp_str via = cp_state_word(&rest);
    if (ios_is_null(row.route.iface))
        row.route.what = CP_STATE_DROP;
    else if (!cp_state_address_of(via, &row.route.via))
        return cp_state_bad(s, "no next hop");
    (void)cp_str_u64(cp_state_word(&rest), &row.route.preference);
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

/* ---- the margin */

static cp_state_heard hear_nat(cp_state_section *s, conf *m, cp_str line)
{
    if (!m->is_nat)
        cp_state_limits(s, CP_STR(""), "nat", "%.*s", CP_FMT(line));
    m->is_nat = true;
    return CP_HEARD_HARMLESS;
}

/* Of the device itself, of who may use it, of what is inspected or encrypted, of which routes are
 * learnt: the limit of the whole device says that what passes is not modelled. */
static const char *const known[] = { "aaa",
                                     "arp",
                                     "asdm",
                                     "asp",
                                     "auto-update",
                                     "banner",
                                     "boot",
                                     "call-home",
                                     "class-map",
                                     "clock",
                                     "cluster",
                                     "console",
                                     "crypto",
                                     "cts",
                                     "ddns",
                                     "dhcp",
                                     "dhcpd",
                                     "dhcprelay",
                                     "dns",
                                     "dns-group",
                                     "domain-name",
                                     "dynamic-access-policy-record",
                                     "enable",
                                     "failover",
                                     "firewall",
                                     "flow-export",
                                     "fragment",
                                     "ftp",
                                     "group-policy",
                                     "gtp",
                                     "http",
                                     "icmp",
                                     "igmp",
                                     "jumbo-frame",
                                     "key",
                                     "ldap",
                                     "license",
                                     "logging",
                                     "mac-address",
                                     "management-access",
                                     "mac-list",
                                     "mgcp-map",
                                     "monitor-interface",
                                     "mtu",
                                     "multicast-routing",
                                     "name",
                                     "names",
                                     "no",
                                     "ntp",
                                     "pager",
                                     "passwd",
                                     "password",
                                     "pim",
                                     "policy-list",
                                     "policy-map",
                                     "prefix-list",
                                     "priority-queue",
                                     "privilege",
                                     "prompt",
                                     "quota",
                                     "regex",
                                     "router",
                                     "same-security-traffic",
                                     "service",
                                     "service-policy",
                                     "sla",
                                     "smtp-server",
                                     "snmp-server",
                                     "ssh",
                                     "ssl",
                                     "sunrpc-server",
                                     "sysopt",
                                     "tcp-map",
                                     "telnet",
                                     "terminal",
                                     "tftp-server",
                                     "threat-detection",
                                     "time-range",
                                     "timeout",
                                     "tls-proxy",
                                     "track",
                                     "tunnel-group",
                                     "tunnel-group-map",
                                     "url-block",
                                     "url-cache",
                                     "url-server",
                                     "user-identity",
                                     "username",
                                     "virtual",
                                     "vpdn",
                                     "vpn",
                                     "vpn-addr-assign",
                                     "vpn-sessiondb",
                                     "vpnclient",
                                     "webvpn",
                                     "xlate",
                                     "zonelabs-integrity",
                                     "ASA",
                                     "end",
                                     "route-map",
                                     "anyconnect",
                                     "ngips",
                                     "dhcp-client",
                                     NULL };

static bool is_known(cp_str line)
{
    cp_str word = cp_state_word(&line), rest = line;
    if (cp_str_starts(word, CP_STR("Cryptochecksum")) || cp_str_starts(word, CP_STR(":")))
        return true;
    if (cp_str_eq(word, CP_STR("ip")) || cp_str_eq(word, CP_STR("ipv6"))) {
        cp_str next = cp_state_word(&rest);
        return cp_str_eq(next, CP_STR("local")) || cp_str_eq(next, CP_STR("icmp")) ||
               cp_str_eq(next, CP_STR("audit"));
    }
    return cp_state_is_one_of(word, known);
}

static cp_state_heard hear_margin(cp_state_section *s, conf *m, cp_str line)
{
    cp_str rest;
    cp_state_heard heard;
    end_iface(s, m);
    ios_peers_block_end(s, m->peers);
    ios_peers_iface_end(m->peers, CP_STR(""));
    if (ios_peers_begin(s, m->peers, line, &heard)) {
        m->in = heard == CP_HEARD_NOTHING ? B_UNKNOWN : B_PEERS;
        return heard;
    }
    m->in = B_KNOWN;
    if (ios_after(line, "hostname ", &rest)) {
        cp_state_host(s, cp_state_word(&rest));
        return CP_HEARD_ROW;
    }
    if (ios_after(line, "interface ", &rest)) {
        begin_iface(s, m, rest);
        return CP_HEARD_HEADING;
    }
    if (ios_group_begin(s, &m->groups, line)) {
        m->in = B_GROUP;
        return CP_HEARD_HEADING;
    }
    if (ios_after(line, "access-list ", &rest))
        return hear_rule(s, m, rest);
    if (ios_after(line, "access-group ", &rest))
        return hear_use(s, rest);
    if (ios_after(line, "route ", &rest) || ios_after(line, "ipv6 route ", &rest))
        return hear_route(s, rest);
    if (cp_str_starts(line, CP_STR("nat ")) || cp_str_starts(line, CP_STR("static (")) ||
        cp_str_starts(line, CP_STR("global (")))
        return hear_nat(s, m, line);
    if (ios_after(line, "ip verify reverse-path interface ", &rest)) {
        cp_state_limits(s, rest, "reverse path check", "%.*s", CP_FMT(line));
        return CP_HEARD_HARMLESS;
    }
    if (ios_is_clock(line) || is_known(line))
        return CP_HEARD_HARMLESS;
    m->in = B_UNKNOWN;
    return CP_HEARD_NOTHING;
}

cp_state_heard asa_hear_conf(cp_state_section *s, cp_str line)
{
    conf *m = s->mem;
    cp_str text = cp_str_trim(line);
    size_t indent = (size_t)(text.p - line.p);
    if (!m->peers) {
        m->peers = ios_peers_new(s->a);
        m->peers->has_masks = true;
    }
    if (!m->is_limited)
        cp_state_limits(s, CP_STR(""), "stateful firewall",
                        "what passes hangs on connections and security levels");
    m->is_limited = true;
    if (text.n == 0 || text.p[0] == '!')
        return CP_HEARD_HEADING;
    if (line.p[0] != ' ')
        return hear_margin(s, m, text);
    switch (m->in) {
    case B_IFACE: return hear_iface(s, m, text);
    case B_GROUP:
        if (cp_str_starts(text, CP_STR("nat ")))
            return hear_nat(s, m, text);
        return ios_group_line(s, m->groups, text);
    case B_PEERS: return ios_peers_line(s, m->peers, text, indent);
    case B_TOP:
    case B_KNOWN: return CP_HEARD_HARMLESS;
    case B_UNKNOWN: break;
    }
    return CP_HEARD_NOTHING;
}

void asa_end_conf(cp_state_section *s)
{
    conf *m = s->mem;
    end_iface(s, m);
    if (m->peers)
        ios_peers_end(s, m->peers);
}

int asa_is_conf(cp_str head)
{
    return (cp_str_starts(head, CP_STR("ASA Version ")) ||
            cp_str_has(head, CP_STR("\nASA Version ")) || cp_str_has(head, CP_STR("\n nameif "))) &&
           (cp_str_starts(head, CP_STR("hostname ")) || cp_str_has(head, CP_STR("\nhostname ")) ||
            cp_str_has(head, CP_STR("\ninterface ")));
}
