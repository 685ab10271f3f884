/* SPDX-License-Identifier: Apache-2.0 */
/* ios_conf.c - configurations: `show running-config`, or as they were saved. A line at the margin
 * begins a block, those below it that are set off belong to it:
 *
 *     interface Vlan10                   ios_conf_iface.c
 *      ip access-group X in
 *     ip access-list extended X          ios_acl.c
 *      permit tcp any any eq www
 *     router bgp 65000                   ios_bgp.c, ios_igp.c: with whom routes are exchanged
 *      neighbor 192.0.2.1 remote-as ...
 *     route-map X                        known: decides which routes are learnt
 *      set ...                           (the table of routes shows the outcome)
 *
 * A static route of a configuration is told without CP_STATE_USED: whether it stands in the table
 * hangs on its next hop and on what else is known, and the table of routes says so. */
#include <assert.h>
#include "sources/state/ios_group.h"
#include "sources/state/ios_peers.h"

enum { BANNER_END_BYTES_MAX = 8 };

typedef enum block {
    B_TOP, /* none: a line at the margin is awaited */
    B_IFACE,
    B_FILTER,
    B_VRF,
    B_STATIC, /* router static, of XR */
    B_SHARED, /* router hsrp, router vrrp, of XR */
    B_LDP,    /* mpls ldp, of XR */
    B_POLICY, /* policy-map */
    B_GROUP,  /* object-group */
    B_PEERS,  /* router bgp, ospf, isis */
    B_KNOWN,
    B_UNKNOWN,
    B_BANNER,
} block;

typedef struct conf {
    block in;
    ios_iface iface;
    ios_filter filter;
    ios_groups *groups; /* NULL: none */
    ios_peers *peers;   /* NULL: no line was there */
    cp_str vrf;         /* of a block B_VRF, B_STATIC */
    cp_str shared_of;   /* interface */
    cp_map vrf_of;      /* interface -> cp_str * */
    size_t shared_from; /* indentation of "hsrp 1" in an interface; 0: none */
    char banner_end[BANNER_END_BYTES_MAX];
    size_t n_banner_end;
} conf;
static_assert(sizeof(conf) <= IOS_CONF_BYTES, "the table of ios.c says how much");

/* ---- lines at the margin */

#define LEARNT "decides which routes are learnt"
#define OWN "of the device itself: who may use it, what it writes down, its clock, its names"
#define LAYER2 "which switched ports carry frames"
#define QUEUES "what waits longer"
#define COUNTED "what is counted, and where that is sent"
#define FORM "form of the configuration"
#define APPLIED "applied by lines of interfaces, which are told"
#define MULTICAST "of multicast"
#define CALLS "of calls and dialled lines"

static const struct known {
    const char *words, *why;
} known[] = {
    { "!", FORM },
    { "aaa", OWN },
    { "agentx", COUNTED },
    { "allow-external-route-update", LEARNT },
    { "alias", OWN },
    { "archive", OWN },
    { "arp timeout", OWN },
    { "authentication", OWN },
    { "bfd", "how soon a failure is seen" },
    { "bgp", LEARNT },
    { "auto secure", OWN },
    { "boot", OWN },
    { "boot-start-marker", OWN },
    { "boot-end-marker", OWN },
    { "buffers", OWN },
    { "call-home", OWN },
    { "call", CALLS },
    { "callhome", OWN },
    { "card", OWN },
    { "cdp", OWN },
    { "cfs", OWN },
    { "class-map", QUEUES },
    { "clock", OWN },
    { "cli", OWN },
    { "clns", "of another protocol" },
    { "community-set", LEARNT },
    { "config-register", OWN },
    { "control-plane", OWN },
    { "controller", "of lines" },
    { "copp", OWN },
    { "crypto", APPLIED },
    { "daemon", OWN },
    { "debug", OWN },
    { "define", OWN },
    { "device-sensor", OWN },
    { "diagnostic", OWN },
    { "dial-peer", CALLS },
    { "dialer", CALLS },
    { "dialer-list", CALLS },
    { "domain", OWN },
    { "dot11", OWN },
    { "dot1x", OWN },
    { "enable", OWN },
    { "end", FORM },
    { "end-policy", FORM },
    { "end-set", FORM },
    { "environment", OWN },
    { "epld", OWN },
    { "errdisable", LAYER2 },
    { "event", OWN },
    { "exception", OWN },
    { "exit", FORM },
    { "exit-address-family", FORM },
    { "exit-vrf", FORM },
    { "exporter", COUNTED },
    { "feature", "which functions there are" },
    { "file", OWN },
    { "fips", OWN },
    { "flow", COUNTED },
    { "frr", FORM },
    { "ftp", OWN },
    { "gateway", CALLS },
    { "hardware", "how forwarding is done" },
    { "hw-module", "how forwarding is done" },
    { "http", OWN },
    { "icmp", "what hosts hear" },
    { "install", OWN },
    { "ip accounting", COUNTED },
    { "ip as-path", LEARNT },
    { "ip audit", OWN },
    { "ip auth-proxy", APPLIED },
    { "ip bgp-community", LEARNT },
    { "ip bootp", OWN },
    { "ip cef", "how forwarding is done" },
    { "ip classless", "the rule of the longest prefix" },
    { "ip community-list", LEARNT },
    { "ip default-gateway", "only where there is no routing" },
    { "ip default-network", LEARNT },
    { "ip device", OWN },
    { "ip dhcp", OWN },
    { "ip dhcp-server", OWN },
    { "ip dns", OWN },
    { "ip domain", OWN },
    { "ip domain-list", OWN },
    { "ip domain-lookup", OWN },
    { "ip domain-name", OWN },
    { "ip extcommunity-list", LEARNT },
    { "ip finger", OWN },
    { "ip flow", COUNTED },
    { "ip flow-cache", COUNTED },
    { "ip flow-capture", COUNTED },
    { "ip flow-export", COUNTED },
    { "ip flow-top-talkers", COUNTED },
    { "ip forward-protocol", "of broadcasts" },
    { "ip forwarding", "that packets are forwarded" },
    { "ip ftp", OWN },
    { "ip gratuitous-arps", OWN },
    { "ip host", OWN },
    { "ip http", OWN },
    { "ip icmp", "what hosts hear" },
    { "ip import-table", LEARNT },
    { "ip igmp", MULTICAST },
    { "ip inspect", APPLIED },
    { "ip ips", OWN },
    { "ip load-sharing", "which of several next hops" },
    { "ip local policy", "of packets of the device itself" },
    { "ip local pool", CALLS },
    { "ip mfib", MULTICAST },
    { "ip mroute", MULTICAST },
    { "ip mrm", MULTICAST },
    { "ip msdp", MULTICAST },
    { "ip multicast", MULTICAST },
    { "ip multicast-routing", MULTICAST },
    { "ip name-server", OWN },
    { "ip nat", APPLIED },
    { "ip nbar", COUNTED },
    { "ip nht", LEARNT },
    { "ip options", "of packets with options" },
    { "ip ospf", LEARNT },
    { "ip pim", MULTICAST },
    { "ip prefix-list", LEARNT },
    { "ip protocol", LEARNT },
    { "ip router-id", OWN },
    { "ip radius", OWN },
    { "ip rcmd", OWN },
    { "ip reflexive-list", APPLIED },
    { "ip routing", "that packets are forwarded" },
    { "ip rsvp", "of reservations" },
    { "ip rtcp", CALLS },
    { "ip sap", MULTICAST },
    { "ip scp", OWN },
    { "ip sdr", MULTICAST },
    { "ip sla", COUNTED },
    { "ip source-route", "of packets with options" },
    { "ip ssh", OWN },
    { "ip subnet-zero", "which networks may be" },
    { "ip tacacs", OWN },
    { "ip tcp", OWN },
    { "ip telnet", OWN },
    { "ip tftp", OWN },
    { "ip verify", OWN },
    { "ip virtual-router mac-address", OWN },
    { "ip vrf select", LEARNT },
    { "ip wccp", APPLIED },
    { "ip arp", OWN },
    { "ip access-list logging", OWN },
    { "ip access-list log-update", OWN },
    { "ipv4 netmask-format", OWN },
    { "ipv4 virtual", OWN },
    { "ipv6 cef", "how forwarding is done" },
    { "ipv6 forwarding", "that packets are forwarded" },
    { "ipv6 hop-limit", OWN },
    { "ipv6 icmp", OWN },
    { "ipv6 host", OWN },
    { "ipv6 mfib", MULTICAST },
    { "ipv6 mld", MULTICAST },
    { "ipv6 multicast-routing", MULTICAST },
    { "ipv6 nd", OWN },
    { "ipv6 nht", LEARNT },
    { "ipv6 ospf", LEARNT },
    { "ipv6 pim", MULTICAST },
    { "ipv6 prefix-list", LEARNT },
    { "ipv6 protocol", LEARNT },
    { "ipv6 router", LEARNT },
    { "ipv6 source-route", "of packets with options" },
    { "ipv6 unicast-routing", "that packets are forwarded" },
    { "isdn", CALLS },
    { "isis", LEARNT },
    { "issu", OWN },
    { "key", OWN },
    { "kerberos", OWN },
    { "lacp", LAYER2 },
    { "ldap", OWN },
    { "ldap-server", OWN },
    { "license", OWN },
    { "line", OWN },
    { "lldp", OWN },
    { "load-interval", COUNTED },
    { "log", OWN },
    { "logging", OWN },
    { "login", OWN },
    { "mac", LAYER2 },
    { "mac-address-table", LAYER2 },
    { "management", OWN },
    { "memory", OWN },
    { "memory-size", OWN },
    { "microcode", OWN },
    { "mls", "how forwarding is done" },
    { "monitor", COUNTED },
    { "module", OWN },
    { "mpls label", "which labels are learnt" },
    { "mpls ldp", "which labels are learnt" },
    { "mpls traffic-eng", "which tunnels there are" },
    { "multilink", CALLS },
    { "netconf", OWN },
    { "netconf-yang", OWN },
    { "network-clock", OWN },
    { "network-clock-participate", OWN },
    { "nfs", OWN },
    { "nmsp", OWN },
    { "nexthop-group", APPLIED },
    { "no", "a function that is off" },
    { "ntp", OWN },
    { "nxapi", OWN },
    { "parameter-map", APPLIED },
    { "parser", OWN },
    { "password", OWN },
    { "platform", "how forwarding is done" },
    { "port-channel load-balance", LAYER2 },
    { "power", OWN },
    { "prefix-set", LEARNT },
    { "privilege", OWN },
    { "process", OWN },
    { "process-max-time", OWN },
    { "prompt", OWN },
    { "ptp", OWN },
    { "qos", QUEUES },
    { "queue-monitor", COUNTED },
    { "radius", OWN },
    { "radius-server", OWN },
    { "rate-limit", QUEUES },
    { "rd-set", LEARNT },
    { "redundancy", OWN },
    { "resource", OWN },
    { "rmon", COUNTED },
    { "router-id", OWN },
    { "rpki", LEARNT },
    { "role", OWN },
    { "route-map", LEARNT ", or applied by lines of interfaces, which are told" },
    { "route-policy", LEARNT },
    { "extcommunity-set", LEARNT },
    { "as-path-set", LEARNT },
    { "router eigrp", LEARNT },
    { "router babel", LEARNT },
    { "router openfabric", LEARNT },
    { "router ripng", LEARNT },
    { "router igmp", MULTICAST },
    { "router mld", MULTICAST },
    { "router msdp", MULTICAST },
    { "router multicast", MULTICAST },
    { "router pim", MULTICAST },
    { "router rip", LEARNT },
    { "router odr", LEARNT },
    { "router igrp", LEARNT },
    { "router general", LEARNT },
    { "rsvp", "of reservations" },
    { "sampler", COUNTED },
    { "scheduler", OWN },
    { "security", OWN },
    { "service", OWN },
    { "service-routing", OWN },
    { "service-template", OWN },
    { "sflow", COUNTED },
    { "snmp", COUNTED },
    { "snmp-server", COUNTED },
    { "spanning-tree", LAYER2 },
    { "ssh", OWN },
    { "stackwise", OWN },
    { "stcapp", CALLS },
    { "stack-mac", OWN },
    { "subscriber", CALLS },
    { "switch", OWN },
    { "system", OWN },
    { "system-ext", OWN },
    { "tacacs", OWN },
    { "tacacs-server", OWN },
    { "tcp", OWN },
    { "telemetry", COUNTED },
    { "telnet", OWN },
    { "template", OWN },
    { "terminal", OWN },
    { "tftp", OWN },
    { "tftp-server", OWN },
    { "time-range", "a rule with a time is partial" },
    { "track", LEARNT },
    { "transceiver", OWN },
    { "transport", OWN },
    { "trunk", OWN },
    { "udld", LAYER2 },
    { "udp", OWN },
    { "undebug", OWN },
    { "upgrade", OWN },
    { "usb", OWN },
    { "userpassphrase", OWN },
    { "username", OWN },
    { "vdc", OWN },
    { "version", OWN },
    { "virtual-service", OWN },
    { "vlan", LAYER2 },
    { "vlans", LAYER2 },
    { "voice", CALLS },
    { "voice-card", CALLS },
    { "vpc", LAYER2 },
    { "vpdn", CALLS },
    { "vpdn-group", CALLS },
    { "vtp", LAYER2 },
    { "vty", OWN },
    { "vty-pool", OWN },
    { "watchfrr", OWN },
    { "zebra", OWN },
    { "vxlan", LAYER2 },
    { "wsma", OWN },
    { "xml", OWN },
    { "zone", APPLIED },
    { "zone-pair", APPLIED },
    { "Building configuration...", FORM },
    { "Current configuration", FORM },
    { "Current configuration:", FORM }, /* FRR */
    { "Using", FORM },
    { "Load for five secs", FORM },
    { "Time source is", FORM },
    { "no-bootconfig", OWN },
    { "fabric", OWN },
    { "agent", OWN },
    { "dcb", QUEUES },
    { "ipv6 flow", COUNTED },
    { "standby", OWN },
    { "tclsh", OWN },
    { "tag-switching", LEARNT },
    { "mpls", LEARNT },
    { "ip rpf", MULTICAST },
    { "ip multicast-vrf", MULTICAST },
};

/* What is not modelled, of the whole device. */
static const struct unlike {
    const char *words, *what;
} unlike[] = {
    { "no ip routing", "no routing" },      { "no ip classless", "lookup by classes" },
    { "no ip forwarding", "no routing" },   { "pbr-map", "policy routing" },
    { "bridge irb", "layer 2 service" },    { "bridge crb", "layer 2 service" },
    { "bridge-domain", "layer 2 service" }, { "l2vpn", "layer 2 service" },
    { "segment-routing", "mpls" },          { "flowspec", "policy routing" },
    { "router pbr", "policy routing" },     { "vlan access-map", "filter of a VLAN" },
    { "vlan filter", "filter of a VLAN" },  { "traffic-policy", "policy routing" },
};

static bool has_words(cp_str line, const char *begins)
{
    cp_str w = cp_str_c(begins);
    return cp_str_starts(line, w) &&
           (line.n == w.n || line.p[w.n] == ' ' || !(w.p[w.n - 1] >= 'a' && w.p[w.n - 1] <= 'z'));
}

static block kind_of(cp_state_section *s, cp_str line)
{
    for (size_t i = 0; i < sizeof unlike / sizeof *unlike; i++)
        if (has_words(line, unlike[i].words)) {
            cp_state_limits(s, CP_STR(""), unlike[i].what, "%.*s", CP_FMT(line));
            return B_KNOWN;
        }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (has_words(line, known[i].words))
            return B_KNOWN;
    return B_UNKNOWN;
}

/* "banner motd ^C", "banner login": text until what follows the word, or EOF, comes again. */
static void begin_banner(conf *m, cp_str rest)
{
    (void)cp_state_word(&rest); /* motd, login, exec ... */
    rest = cp_str_trim(rest);
    m->in = B_BANNER;
    cp_str end = cp_str_starts(rest, CP_STR("^C")) ? CP_STR("^C") : cp_str_slice(rest, 0, 1);
    bool is_closed = end.n && cp_str_find(cp_str_from(rest, end.n), end) >= 0;
    if (end.n == 0)
        end = CP_STR("EOF");
    m->n_banner_end = end.n;
    memcpy(m->banner_end, end.p, end.n);
    if (is_closed)
        m->in = B_KNOWN;
}

static void begin_vrf(cp_state_section *s, conf *m, cp_str name, block in)
{
    m->in = in;
    m->vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&name)));
}

/* ---- access lists at the margin */

static void begin_filter(conf *m, cp_str rest, bool is_v6)
{
    cp_str word = cp_state_word(&rest);
    bool is_standard = cp_str_eq(word, CP_STR("standard"));
    if (is_standard || cp_str_eq(word, CP_STR("extended")))
        word = cp_state_word(&rest);
    ios_filter_begin(&m->filter, word, is_v6, is_standard);
    m->filter.groups = m->groups;
    m->in = B_FILTER;
}

/* "access-list 101 permit ...": its number says of what kind it is (IOS: 1 to 99 and 1300 to 1999
 * are standard, 100 to 199 and 2000 to 2699 extended, others of other protocols). */
static cp_state_heard hear_numbered(cp_state_section *s, conf *m, cp_str rest)
{
    cp_str name = cp_state_word(&rest);
    uint64_t n;
    m->in = B_KNOWN;
    if (!cp_str_u64(name, &n))
        return cp_state_bad(s, "an access list without a number");
    if (!cp_str_eq(name, (cp_str){ m->filter.name, m->filter.n_name })) {
        bool is_standard = n < 100 || (n >= 1300 && n < 2000);
        ios_filter_begin(&m->filter, name, false, is_standard);
        m->filter.groups = m->groups;
        m->filter.is_other = (n >= 200 && n < 1300) || n >= 2700;
    }
    return ios_hear_rule(s, &m->filter, rest);
}

/* ---- the margin */

static void begin_iface(cp_state_section *s, conf *m, cp_str rest)
{
    cp_str left = rest, word = cp_state_word(&left), name = word;
    if (cp_str_eq(word, CP_STR("preconfigure"))) {
        rest = cp_str_trim(left);
        left = rest;
        name = word = cp_state_word(&left);
    }
    cp_str next = cp_state_word(&left);
    char last = name.n ? name.p[name.n - 1] : '0', first = next.n ? next.p[0] : 'x';
    if (!(last >= '0' && last <= '9') && first >= '0' && first <= '9') /* "Ethernet 0/1" */
        name = (cp_str){ name.p, (size_t)(next.p + next.n - name.p) };
    m->in = B_IFACE;
    m->shared_from = 0;
    ios_iface_begin(s, &m->iface, name);
    if (cp_str_eq(next, CP_STR("l2transport")))
        (void)ios_iface_line(s, &m->iface, next);
    else if (cp_str_eq(next, CP_STR("vrf"))) /* FRR */
        (void)ios_iface_line(s, &m->iface, cp_str_fmt(s->a, "vrf %.*s", CP_FMT(cp_str_trim(left))));
}

static cp_state_heard hear_static(cp_state_section *s, cp_str rest)
{
    cp_str left = rest, vrf = CP_STR("");
    if (cp_str_eq(cp_state_word(&left), CP_STR("vrf"))) {
        vrf = ios_vrf(cp_state_word(&left));
        rest = left;
    }
    return ios_hear_static(s, vrf, rest);
}

/* "arp [vrf X] 192.0.2.1 0000.5e00.5301 arpa [Ethernet0]" */
static cp_state_heard hear_arp(cp_state_section *s, cp_str rest)
{
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR("") };
    cp_str word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("vrf"))) {
        row.vrf = ios_vrf(cp_state_word(&rest));
        word = cp_state_word(&rest);
    }
    if (!cp_state_address_of(word, &row.neighbour.addr))
        return CP_HEARD_NOTHING;
    row.neighbour.mac = cp_state_mac(cp_state_word(&rest));
    (void)cp_state_word(&rest); /* arpa */
    row.neighbour.iface = cp_state_word(&rest);
    if (row.neighbour.mac == 0)
        return cp_state_bad(s, "no hardware address");
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

static cp_state_heard hear_name(cp_state_section *s, conf *m, cp_str name)
{
    m->in = B_KNOWN;
    cp_state_host(s, cp_state_word(&name));
    return CP_HEARD_ROW;
}

/* Lines that are told by themselves. */
static bool hear_alone(cp_state_section *s, conf *m, cp_str line, cp_state_heard *heard)
{
    cp_str rest;
    m->in = B_KNOWN;
    if (ios_peers_begin(s, m->peers, line, heard))
        m->in = *heard == CP_HEARD_NOTHING ? B_UNKNOWN : B_PEERS;
    else if (ios_after(line, "hostname ", &rest) || ios_after(line, "switchname ", &rest))
        *heard = hear_name(s, m, rest);
    else if (ios_after(line, "ip route ", &rest) || ios_after(line, "ipv6 route ", &rest))
        *heard = hear_static(s, rest);
    else if (ios_after(line, "access-list ", &rest))
        *heard = hear_numbered(s, m, rest);
    else if (ios_after(line, "arp ", &rest) && !cp_str_starts(rest, CP_STR("timeout")))
        *heard = hear_arp(s, rest);
    else
        return false;
    return true;
}

/* Lines that begin a block of rows. */
static bool begin_block(cp_state_section *s, conf *m, cp_str line)
{
    cp_str rest;
    if (ios_after(line, "interface ", &rest))
        begin_iface(s, m, rest);
    else if (cp_str_starts(line, CP_STR("ip access-list log")))
        return false;
    else if (ios_after(line, "ip access-list ", &rest) ||
             ios_after(line, "ipv4 access-list ", &rest))
        begin_filter(m, rest, false);
    else if (ios_after(line, "ipv6 access-list ", &rest))
        begin_filter(m, rest, true);
    else if (ios_after(line, "mac access-list ", &rest)) {
        begin_filter(m, rest, false);
        m->filter.is_other = true;
    } else if (ios_after(line, "vrf definition ", &rest) || ios_after(line, "ip vrf ", &rest) ||
               ios_after(line, "vrf context ", &rest) || ios_after(line, "vrf instance ", &rest) ||
               ios_after(line, "vrf ", &rest))
        begin_vrf(s, m, rest, B_VRF);
    else if (cp_str_eq(line, CP_STR("router static")))
        begin_vrf(s, m, CP_STR(""), B_STATIC);
    else if (cp_str_eq(line, CP_STR("router hsrp")) || cp_str_eq(line, CP_STR("router vrrp")))
        m->in = B_SHARED;
    else if (cp_str_eq(line, CP_STR("mpls ldp")))
        m->in = B_LDP;
    else if (cp_str_starts(line, CP_STR("policy-map ")))
        m->in = B_POLICY;
    else if (ios_group_begin(s, &m->groups, line))
        m->in = B_GROUP;
    else if (ios_after(line, "banner ", &rest))
        begin_banner(m, rest);
    else
        return false;
    return true;
}

static cp_state_heard hear_margin(cp_state_section *s, conf *m, cp_str line)
{
    cp_state_heard heard;
    if (!m->peers)
        m->peers = ios_peers_new(s->a);
    ios_peers_block_end(s, m->peers);
    if (m->iface.is_open) {
        ios_peers_iface_end(m->peers, m->iface.vrf);
        cp_str *vrf = CP_NEW(s->a, cp_str);
        *vrf = m->iface.vrf;
        *cp_map_put(s->a, &m->vrf_of, m->iface.f.name, NULL) = (uintptr_t)vrf;
    }
    ios_iface_end(s, &m->iface);
    if (hear_alone(s, m, line, &heard))
        return heard;
    if (begin_block(s, m, line))
        return CP_HEARD_HEADING;
    if (ios_is_clock(line))
        return CP_HEARD_HEADING;
    m->in = kind_of(s, line);
    return m->in == B_UNKNOWN ? CP_HEARD_NOTHING : CP_HEARD_HARMLESS;
}

/* ---- lines of blocks */

static cp_state_heard hear_iface(cp_state_section *s, conf *m, cp_str line, size_t indent)
{
    cp_str rest;
    uint64_t n;
    if (m->shared_from && indent > m->shared_from)
        return ios_iface_shared(s, &m->iface, line);
    m->shared_from = 0;
    if (ios_after(line, "hsrp ", &rest) || ios_after(line, "vrrp ", &rest)) {
        cp_str left = rest;
        if (cp_str_u64(cp_state_word(&left), &n) &&
            (cp_str_trim(left).n == 0 || cp_str_starts(cp_str_trim(left), CP_STR("ipv")) ||
             cp_str_starts(cp_str_trim(left), CP_STR("address-family"))) &&
            cp_str_find_char(left, '.') < 0) {
            m->shared_from = indent;
            return CP_HEARD_HEADING;
        }
    }
    cp_state_heard heard = ios_peers_iface(s, m->peers, m->iface.f.name, line);
    return heard == CP_HEARD_HARMLESS ? ios_iface_line(s, &m->iface, line) : heard;
}

/* "10.0.0.0/8 192.0.2.1" below "address-family ipv4 unicast", perhaps below "vrf X" */
static cp_state_heard hear_statics(cp_state_section *s, conf *m, cp_str line)
{
    cp_str rest;
    if (ios_after(line, "vrf ", &rest)) {
        begin_vrf(s, m, rest, B_STATIC);
        return CP_HEARD_HEADING;
    }
    if (cp_str_starts(line, CP_STR("address-family ")))
        return CP_HEARD_HEADING;
    return ios_hear_static(s, m->vrf, line);
}

static cp_state_heard hear_shared(cp_state_section *s, conf *m, cp_str line)
{
    cp_str rest;
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = CP_STR("") };
    if (ios_after(line, "interface ", &rest)) {
        m->shared_of = cp_str_dup(s->a, rest);
        return CP_HEARD_HEADING;
    }
    if (!ios_after(line, "address ", &rest))
        return CP_HEARD_HARMLESS;
    if (!cp_state_address_of(cp_state_word(&rest), &row.address.addr))
        return cp_state_bad(s, "no shared address");
    const uint64_t *vrf = cp_map_get(&m->vrf_of, m->shared_of);
    if (vrf)
        row.vrf = *(const cp_str *)(uintptr_t)*vrf;
    row.address.iface = m->shared_of;
    row.address.length = 128;
    row.address.what =
        CP_STATE_VIRTUAL | (cp_str_has(rest, CP_STR("secondary")) ? CP_STATE_SECONDARY : 0);
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

static cp_state_heard hear_vrf(cp_state_section *s, conf *m, cp_str line)
{
    cp_str rest;
    if (ios_after(line, "ip route ", &rest) || ios_after(line, "ipv6 route ", &rest))
        return ios_hear_static(s, m->vrf, rest);
    return CP_HEARD_HARMLESS;
}

static cp_state_heard hear_below(cp_state_section *s, conf *m, cp_str line, size_t indent)
{
    cp_str rest;
    switch (m->in) {
    case B_IFACE: return hear_iface(s, m, line, indent);
    case B_FILTER:
        if (cp_str_eq(line, CP_STR("statistics per-entry")) ||
            cp_str_eq(line, CP_STR("counters per-entry")))
            return CP_HEARD_HARMLESS;
        return ios_hear_rule(s, &m->filter, line);
    case B_VRF: return hear_vrf(s, m, line);
    case B_STATIC: return hear_statics(s, m, line);
    case B_SHARED: return hear_shared(s, m, line);
    case B_LDP:
        if (ios_after(line, "interface ", &rest))
            cp_state_limits(s, rest, "mpls", "%.*s", CP_FMT(line));
        return CP_HEARD_HARMLESS;
    case B_POLICY:
        if (cp_str_eq(line, CP_STR("drop")))
            cp_state_limits(s, CP_STR(""), "policy that drops", "a class of a policy-map");
        return CP_HEARD_HARMLESS;
    case B_GROUP: return ios_group_line(s, m->groups, line);
    case B_PEERS: return ios_peers_line(s, m->peers, line, indent);
    case B_KNOWN: return CP_HEARD_HARMLESS;
    case B_TOP:
    case B_UNKNOWN:
    case B_BANNER: break;
    }
    return CP_HEARD_NOTHING;
}

cp_state_heard ios_hear_conf(cp_state_section *s, cp_str line)
{
    conf *m = s->mem;
    cp_str text = cp_str_trim(line);
    size_t indent = 0;
    while (indent < line.n && (line.p[indent] == ' ' || line.p[indent] == '\t'))
        indent++;
    if (m->in == B_BANNER) {
        if (cp_str_has(line, (cp_str){ m->banner_end, m->n_banner_end }))
            m->in = B_KNOWN;
        return CP_HEARD_HARMLESS;
    }
    if (text.n == 0 || text.p[0] == '!') /* a remark, or the end of a part of a block */
        return CP_HEARD_HEADING;
    return indent > 0 ? hear_below(s, m, text, indent) : hear_margin(s, m, text);
}

void ios_end_conf(cp_state_section *s)
{
    conf *m = s->mem;
    if (m->peers && m->iface.is_open)
        ios_peers_iface_end(m->peers, m->iface.vrf);
    ios_iface_end(s, &m->iface);
    if (m->peers)
        ios_peers_end(s, m->peers);
}

/* ---- is it one? */

static bool begins_with_one(cp_str line, const char *words)
{
    cp_str rest = cp_str_c(words), word;
    while (cp_str_cut(&rest, '|', &word))
        if (cp_str_starts(line, word))
            return true;
    return false;
}

/* Of another system that has `show running-config`, too. */
static bool is_other(cp_str line)
{
    return begins_with_one(line, "frr |quagga |!<|$|acl standard number |acl extended number |ASA "
                                 "Version|PIX Version|: Saved|sysname | sysname ") ||
           cp_str_eq(line, CP_STR("#")) || (line.n && line.p[line.n - 1] == '{');
}

int ios_may_be_conf(cp_str head)
{
    cp_str line;
    while (cp_str_cut_line(&head, &line))
        if (is_other(line))
            return 0;
    return 1;
}

int ios_is_conf(cp_str head)
{
    cp_str line;
    uint32_t n_sure = 0, n_likely = 0;
    while (cp_str_cut_line(&head, &line)) {
        if (is_other(line))
            return 0;
        n_sure += begins_with_one(line, "hostname |switchname |interface |Building configuration|"
                                        "Current configuration|version |!! IOS XR|! device: |"
                                        "ip access-list |ip route |access-list ");
        n_likely += begins_with_one(line, "!|service |boot-start-marker|ip |no |enable |feature |"
                                          "vrf |vlan |line |router |ntp |logging |username |aaa |"
                                          "spanning-tree | ip | ipv4 | no ");
    }
    return n_sure > 0 && n_sure + n_likely >= 3;
}
