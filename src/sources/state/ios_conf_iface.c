/* SPDX-License-Identifier: Apache-2.0 */
/* ios_conf_iface.c - what stands below `interface X` in a configuration, and static routes. What an
 * interface belongs to (its table, its bundle) may stand below its addresses: rows are kept until
 * the block ends. */
#include "sources/state/ios.h"

static cp_state *row_of(cp_state_section *s, ios_iface *i, cp_state_kind kind)
{
    static cp_state nobody;
    if (i->rows.n >= IOS_ROWS_OF_IFACE_MAX) {
        (void)cp_state_bad(s, "more than %d addresses and filters of one interface",
                           IOS_ROWS_OF_IFACE_MAX);
        nobody = (cp_state){ .kind = kind, .vrf = CP_STR("") };
        return &nobody;
    }
    cp_state *row = cp_vec_add(s->a, &i->rows);
    *row = (cp_state){ .kind = kind, .vrf = CP_STR(""), .pos = s->line };
    return row;
}

static cp_state_heard limit(cp_state_section *s, ios_iface *i, const char *what, cp_str line)
{
    cp_state *row = row_of(s, i, CP_STATE_LIMIT);
    row->limit = (cp_state_limit){ cp_str_c(what), i->f.name, cp_str_dup(s->a, line) };
    return CP_HEARD_ROW;
}

bool ios_address(cp_str *rest, cp_state_net *addr, uint64_t *length)
{
    cp_str word = cp_state_word(rest), left = *rest;
    ptrdiff_t slash = cp_str_find_char(word, '/');
    bool has_length = slash > 0 && cp_str_u64(cp_str_from(word, (size_t)slash + 1), length);
    if (slash > 0)
        word.n = (size_t)slash;
    if (!cp_state_address_of(word, addr))
        return false;
    uint64_t base = cp_state_net_is_v4(addr) ? 96 : 0;
    if (slash < 0) {
        has_length = cp_state_mask(cp_state_word(&left), false, length) && base;
        *rest = left;
    }
    *length += base;
    return has_length && *length <= 128;
}

/* ---- addresses */

static cp_state_heard add_address(cp_state_section *s, ios_iface *i, cp_str rest, bool is_virtual)
{
    cp_state_net addr;
    uint64_t length, what = is_virtual ? CP_STATE_VIRTUAL : 0;
    cp_str word;
    if (!ios_address(&rest, &addr, &length))
        return cp_state_bad(s, "no address with a mask or a length");
    while ((word = cp_state_word(&rest)).n) {
        if (cp_str_eq(word, CP_STR("secondary")))
            what |= CP_STATE_SECONDARY;
        else if (cp_str_eq(word, CP_STR("standby"))) /* of the other firewall of a pair */
            (void)cp_state_word(&rest);
        else if (cp_str_eq(word, CP_STR("tag")) || cp_str_eq(word, CP_STR("route-tag")) ||
                 cp_str_eq(word, CP_STR("label"))) /* of FRR: what it is called */
            (void)cp_state_word(&rest);
        else if (cp_str_eq(word, CP_STR("eui-64")))
            return limit(s, i, "address not told", CP_STR("eui-64"));
        else if (!cp_str_eq(word, CP_STR("anycast")))
            return cp_state_bad(s, "a word behind the address that is not known");
    }
    row_of(s, i, CP_STATE_ADDRESS)->address = (cp_state_address){ addr, i->f.name, length, what };
    return CP_HEARD_ROW;
}

/* "address 192.0.2.1 255.255.255.0", "address 2001:db8::1/64", "address fe80::1 link-local" */
static cp_state_heard hear_address(cp_state_section *s, ios_iface *i, cp_str rest)
{
    static const char *const unknown[] = { "dhcp", "negotiated", "autoconfig", "pppoe",
                                           "use-link-local-only" };
    cp_str left = rest, word = cp_state_word(&left);
    cp_state_net addr;
    for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++)
        if (cp_str_eq(word, cp_str_c(unknown[k])))
            return limit(s, i, "address not told", rest);
    if (cp_str_eq(word, CP_STR("virtual")))
        return add_address(s, i, left, true);
    if (cp_str_eq(cp_str_trim(left), CP_STR("link-local")) && cp_state_address_of(word, &addr)) {
        row_of(s, i, CP_STATE_ADDRESS)->address = (cp_state_address){ addr, i->f.name, 128, 0 };
        return CP_HEARD_ROW;
    }
    return add_address(s, i, rest, false);
}

/* An address that several routers share: "standby 1 ip 192.0.2.1", "vrrp 1 ip 192.0.2.1
 * secondary", "vrrp 1 ipv4 192.0.2.1". Other lines of theirs decide who has it. */
cp_state_heard ios_iface_shared(cp_state_section *s, ios_iface *i, cp_str rest)
{
    cp_str word;
    uint64_t group;
    cp_state_net addr;
    word = cp_state_word(&rest);
    if (cp_str_u64(word, &group))
        word = cp_state_word(&rest);
    if (!cp_str_eq(word, CP_STR("ip")) && !cp_str_eq(word, CP_STR("ipv4")) &&
        !cp_str_eq(word, CP_STR("ipv6")) && !cp_str_eq(word, CP_STR("address")))
        return CP_HEARD_HARMLESS;
    word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("address")))
        word = cp_state_word(&rest);
    ptrdiff_t slash = cp_str_find_char(word, '/');
    if (slash > 0)
        word.n = (size_t)slash;
    if (word.n == 0 || cp_str_eq(word, CP_STR("autoconfig")))
        return limit(s, i, "address not told", CP_STR("a shared address that is learnt"));
    if (!cp_state_address_of(word, &addr))
        return cp_state_bad(s, "no shared address");
    row_of(s, i, CP_STATE_ADDRESS)->address =
        (cp_state_address){ addr, i->f.name, 128,
                            CP_STATE_VIRTUAL |
                                (cp_str_has(rest, CP_STR("secondary")) ? CP_STATE_SECONDARY : 0) };
    return CP_HEARD_ROW;
}

/* ---- filters, VLANs, bundles */

/* "access-group X in", "access-group X ingress", "traffic-filter X out" */
static cp_state_heard hear_filter(cp_state_section *s, ios_iface *i, cp_str rest, uint64_t family)
{
    cp_str name = cp_state_word(&rest), way = cp_state_word(&rest);
    bool is_in = cp_str_eq(way, CP_STR("in")) || cp_str_eq(way, CP_STR("ingress"));
    if (name.n == 0 ||
        !(is_in || cp_str_eq(way, CP_STR("out")) || cp_str_eq(way, CP_STR("egress"))))
        return cp_state_bad(s, "a filter without a direction");
    row_of(s, i, CP_STATE_USE)->use =
        (cp_state_use){ i->f.name, cp_str_dup(s->a, name),
                        family | (is_in ? CP_STATE_IN : CP_STATE_OUT) };
    return CP_HEARD_ROW;
}

/* "encapsulation dot1Q 10 [second-dot1q 20] [native]", "encapsulation dot1q vlan 10" */
static cp_state_heard hear_encapsulation(cp_state_section *s, ios_iface *i, cp_str rest)
{
    cp_str kind = cp_state_word(&rest), word = cp_state_word(&rest);
    if (!cp_str_eq_nocase(kind, CP_STR("dot1q")) && !cp_str_eq_nocase(kind, CP_STR("isl")) &&
        !cp_str_eq_nocase(kind, CP_STR("dot1ad")))
        return CP_HEARD_HARMLESS; /* ppp, hdlc: how frames are made on a line */
    if (cp_str_eq(word, CP_STR("vlan")))
        word = cp_state_word(&rest);
    if (!cp_str_u64(word, &i->f.vlan) || i->f.vlan > 4095) {
        i->f.vlan = 0;
        return cp_state_bad(s, "no number of a VLAN");
    }
    return CP_HEARD_ROW;
}

static cp_state_heard hear_bundle(cp_state_section *s, ios_iface *i, const char *name, cp_str rest)
{
    uint64_t n;
    if (!cp_str_u64(cp_state_word(&rest), &n))
        return cp_state_bad(s, "no number of a bundle");
    i->f.parent = cp_str_fmt(s->a, "%s%llu", name, (unsigned long long)n);
    i->f.what |= CP_STATE_MEMBER;
    return CP_HEARD_ROW;
}

static cp_state_heard set_vrf(cp_state_section *s, ios_iface *i, cp_str rest)
{
    cp_str name = cp_state_word(&rest);
    if (name.n == 0)
        return cp_state_bad(s, "no name of a VRF");
    i->vrf = cp_str_dup(s->a, ios_vrf(name));
    return CP_HEARD_ROW;
}

/* ---- lines */

typedef enum part {
    P_ADDRESS,
    P_VRF,
    P_V4_FILTER,
    P_V6_FILTER,
    P_SHARED,
    P_ENCAPSULATION,
    P_CHANNEL,
    P_BUNDLE,
} part;

static cp_state_heard hear_part(cp_state_section *s, ios_iface *i, part p, cp_str rest)
{
    switch (p) {
    case P_ADDRESS: return hear_address(s, i, rest);
    case P_VRF: return set_vrf(s, i, rest);
    case P_V4_FILTER: return hear_filter(s, i, rest, CP_STATE_V4);
    case P_V6_FILTER: return hear_filter(s, i, rest, CP_STATE_V6);
    case P_SHARED: return ios_iface_shared(s, i, rest);
    case P_ENCAPSULATION: return hear_encapsulation(s, i, rest);
    case P_CHANNEL: return hear_bundle(s, i, "Port-channel", rest);
    case P_BUNDLE: return hear_bundle(s, i, "Bundle-Ether", rest);
    }
    return CP_HEARD_NOTHING;
}

static const struct begins {
    const char *words;
    part does;
} parts[] = {
    { "ip address ", P_ADDRESS },
    { "ipv4 address ", P_ADDRESS },
    { "ipv6 address ", P_ADDRESS },
    { "vrf forwarding ", P_VRF },
    { "ip vrf forwarding ", P_VRF },
    { "vrf member ", P_VRF },
    { "vrf ", P_VRF },
    { "ip access-group ", P_V4_FILTER },
    { "ipv4 access-group ", P_V4_FILTER },
    { "ipv6 access-group ", P_V6_FILTER },
    { "ipv6 traffic-filter ", P_V6_FILTER },
    { "standby ", P_SHARED },
    { "vrrp ", P_SHARED },
    { "ip virtual-router ", P_SHARED },
    { "encapsulation ", P_ENCAPSULATION },
    { "channel-group ", P_CHANNEL },
    { "bundle id ", P_BUNDLE },
};

/* What is not modelled. */
static const struct unlike {
    const char *words, *what;
} unlike[] = {
    { "ip policy route-map", "policy routing" },
    { "pbr-policy", "policy routing" },
    { "ipv6 policy route-map", "policy routing" },
    { "service-policy type pbr", "policy routing" },
    { "ip wccp", "policy routing" },
    { "ip nat inside", "nat" },
    { "ip nat outside", "nat" },
    { "ip nat enable", "nat" },
    { "ip nat source", "nat" },
    { "ip nat destination", "nat" },
    { "nat ", "nat" },
    { "tunnel ", "tunnel" },
    { "crypto map", "tunnel" },
    { "crypto ipsec client", "tunnel" },
    { "xconnect", "layer 2 service" },
    { "l2transport", "layer 2 service" },
    { "service instance", "layer 2 service" },
    { "bridge-group", "layer 2 service" },
    { "mpls ip", "mpls" },
    { "tag-switching ip", "mpls" },
    { "mpls traffic-eng tunnels", "mpls" },
    { "ip verify unicast", "check of sources" },
    { "ipv6 verify unicast", "check of sources" },
    { "ipv4 verify unicast", "check of sources" },
    { "ip inspect", "stateful firewall" },
    { "zone-member", "stateful firewall" },
    { "ip port access-group", "filter of a switched port" },
    { "mac access-group", "filter of frames" },
    { "mac port access-group", "filter of frames" },
    { "ip unnumbered", "address not told" },
    { "ipv4 unnumbered", "address not told" },
    { "ip urd", "policy routing" },
    { "ip auth-proxy", "stateful firewall" },
    { "ip admission", "stateful firewall" },
};

/* What changes nothing of where packets go: first words, and why. */
static const cp_state_harmless idle[] = {
    { "access", "which VLAN of a switched port" },
    { "arp", "how long neighbours are remembered" },
    { "authentication", "who may use a port" },
    { "auto", "speed of a line" },
    { "bandwidth", "what metrics are made of" },
    { "bfd", "how soon a failure is seen" },
    { "bundle", "how a bundle is held together" },
    { "carrier-delay", "how soon a failure is seen" },
    { "cdp", "whether neighbours hear of the device" },
    { "cdapi", "calls" },
    { "clock", "of a line" },
    { "clns", "of another protocol" },
    { "compress", "of a line" },
    { "crc", "of a line" },
    { "dampening", "how soon a failure is seen" },
    { "delay", "what metrics are made of" },
    { "dot1x", "who may use a port" },
    { "down-when-looped", "how soon a failure is seen" },
    { "duplex", "of a line" },
    { "error-correction", "of a line" },
    { "fair-queue", "what waits longer" },
    { "fec", "of a line" },
    { "flowcontrol", "of a line" },
    { "framing", "of a line" },
    { "full-duplex", "of a line" },
    { "half-duplex", "of a line" },
    { "hold-queue", "what waits longer" },
    { "ip arp", "how long neighbours are remembered" },
    { "ip authentication", "of messages of routing" },
    { "ip bandwidth-percent", "of messages of routing" },
    { "ip broadcast-address", "of broadcasts" },
    { "ip cef", "how forwarding is done" },
    { "ip cgmp", "of multicast" },
    { "ip dhcp", "of leases" },
    { "ip directed-broadcast", "of broadcasts" },
    { "ip eigrp", "which routes are learnt" },
    { "ip flow", "what is counted" },
    { "ip forward", "an interface without address that forwards" },
    { "ip hello-interval", "which routes are learnt" },
    { "ip helper-address", "of leases" },
    { "ip hold-time", "which routes are learnt" },
    { "ip igmp", "of multicast" },
    { "ip irdp", "what hosts hear" },
    { "ip load-sharing", "which of several next hops" },
    { "ip local-proxy-arp", "what hosts hear" },
    { "ip mask-reply", "what hosts hear" },
    { "ip mroute-cache", "of multicast" },
    { "ip mtu", "how long packets may be" },
    { "ip multicast", "of multicast" },
    { "ip ospf", "which routes are learnt" },
    { "ip pim", "of multicast" },
    { "ip proxy-arp", "what hosts hear" },
    { "ip rip", "which routes are learnt" },
    { "ip router", "which routes are learnt" },
    { "ip redirects", "what hosts hear" },
    { "ip rgmp", "of multicast" },
    { "ip route-cache", "how forwarding is done" },
    { "ip rsvp", "of reservations" },
    { "ip sap", "of multicast" },
    { "ip sdr", "of multicast" },
    { "ip split-horizon", "which routes are learnt" },
    { "ip summary-address", "which routes are learnt" },
    { "ip tcp", "how long packets may be" },
    { "ip unreachables", "what hosts hear" },
    { "ip accounting", "what is counted" },
    { "ip nbar", "what is counted" },
    { "ip virtual-reassembly", "fragments are put together" },
    { "ipv4 mtu", "how long packets may be" },
    { "ipv4 helper-address", "of leases" },
    { "ipv4 unreachables", "what hosts hear" },
    { "ipv6 enable", "an address of the link" },
    { "ipv6 eigrp", "which routes are learnt" },
    { "ipv6 mtu", "how long packets may be" },
    { "ipv6 nd", "what hosts hear" },
    { "ipv6 ospf", "which routes are learnt" },
    { "ipv6 rip", "which routes are learnt" },
    { "ipv6 router", "which routes are learnt" },
    { "ipv6 unreachables", "what hosts hear" },
    { "ipv6 dhcp", "of leases" },
    { "ipv6 mld", "of multicast" },
    { "ipv6 pim", "of multicast" },
    { "ipv6 redirects", "what hosts hear" },
    { "isis", "which routes are learnt" },
    { "keepalive", "how soon a failure is seen" },
    { "lacp", "how a bundle is held together" },
    { "link", "how soon a failure is seen" },
    { "link-detect", "how soon a failure is seen" },
    { "multicast", "of multicast" },
    { "evpn", "of layer 2" },
    { "lldp", "whether neighbours hear of the device" },
    { "load-interval", "what is counted" },
    { "logging", "what is written down" },
    { "lre", "of a line" },
    { "macro", "of the configuration" },
    { "max-reserved-bandwidth", "of reservations" },
    { "mdix", "of a line" },
    { "media-type", "of a line" },
    { "medium", "of a line" },
    { "mls", "what waits longer" },
    { "mtu", "how long packets may be" },
    { "nameif", "a name of the interface" },
    { "negotiation", "of a line" },
    { "network-clock", "of a line" },
    { "nmsp", "what is counted" },
    { "no", "a function that is off" },
    { "ntp", "of the clock" },
    { "peer", "of a dialled line" },
    { "platform", "what waits longer" },
    { "port-channel", "how a bundle is held together" },
    { "pos", "of a line" },
    { "power", "of a line" },
    { "ppp", "of a line" },
    { "priority-queue", "what waits longer" },
    { "qos", "what waits longer" },
    { "queue", "what waits longer" },
    { "random-detect", "what waits longer" },
    { "rate-limit", "what waits longer" },
    { "rcv-queue", "what waits longer" },
    { "rmon", "what is counted" },
    { "scheduler", "what waits longer" },
    { "security-level", "told as a limit of the whole by `nat` and `access-group`" },
    { "serial", "of a line" },
    { "service-module", "of a line" },
    { "service-policy input", "what waits longer; what is dropped is told by its policy" },
    { "service-policy output", "what waits longer; what is dropped is told by its policy" },
    { "snmp", "what is counted" },
    { "spanning-tree", "which switched ports carry frames" },
    { "speed", "of a line" },
    { "srr-queue", "what waits longer" },
    { "storm-control", "what waits longer" },
    { "switchport", "which VLANs of a switched port" },
    { "transport-mode", "of a line" },
    { "tx-queue", "what waits longer" },
    { "trust", "what waits longer" },
    { "udld", "how soon a failure is seen" },
    { "vlan-id", "told by the name" },
    { "vpc", "how a bundle is held together" },
    { "hsrp", "of messages" },
    { "vtp", "which VLANs of a switched port" },
    { "wrr-queue", "what waits longer" },
    { "flow", "what is counted" },
    { "ip sflow", "what is counted" },
    { "mpls mtu", "how long packets may be" },
    { "mpls label protocol", "which labels are learnt" },
    { "mpls traffic-eng", "which tunnels there are" },
    { "logging event", "what is written down" },
    { "dialer", "of a dialled line" },
    { "async", "of a line" },
    { "exit", "the end of the block" },
    { NULL, NULL },
};

/* FRR: `link-params`, lines up to `exit-link-params`: what is told of the link for traffic
 * engineering. Its metric is none of routing. https://docs.frrouting.org/en/latest/zebra.html */
static bool is_param(ios_iface *i, cp_str line)
{
    static const char *const words[] = {
        "enable",   "metric",    "max-bw",          "max-rsv-bw",
        "unrsv-bw", "admin-grp", "affinity",        "affinity-mode",
        "neighbor", "delay",     "delay-variation", "packet-loss",
        "res-bw",   "ava-bw",    "use-bw",          "no",
        NULL
    };
    cp_str rest = line, word = cp_state_word(&rest);
    bool is_end = cp_str_eq(line, CP_STR("exit-link-params"));
    bool is_of = i->in_params && (is_end || cp_state_is_one_of(word, words));
    i->in_params = (is_of && !is_end) || cp_str_eq(line, CP_STR("link-params"));
    return is_of || i->in_params;
}

cp_state_heard ios_iface_line(cp_state_section *s, ios_iface *i, cp_str line)
{
    cp_str rest;
    if (is_param(i, line))
        return CP_HEARD_HARMLESS;
    if (cp_str_eq(line, CP_STR("shutdown"))) {
        i->f.what |= CP_STATE_DOWN;
        return CP_HEARD_ROW;
    }
    if (ios_after(line, "description ", &rest)) {
        i->f.text = cp_str_dup(s->a, rest);
        return CP_HEARD_ROW;
    }
    if (ios_after(line, "mac-address ", &rest)) {
        i->f.mac = cp_state_mac(rest);
        return i->f.mac ? CP_HEARD_ROW : cp_state_bad(s, "no hardware address");
    }
    for (size_t k = 0; k < sizeof unlike / sizeof *unlike; k++)
        if (cp_str_starts(line, cp_str_c(unlike[k].words)))
            return limit(s, i, unlike[k].what, line);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if (ios_after(line, parts[k].words, &rest))
            return hear_part(s, i, parts[k].does, rest);
    for (const cp_state_harmless *h = idle; h->pattern; h++)
        if (ios_begins(line, h->pattern, &rest))
            return CP_HEARD_HARMLESS;
    return CP_HEARD_NOTHING;
}

void ios_iface_begin(cp_state_section *s, ios_iface *i, cp_str name)
{
    ptrdiff_t dot = cp_str_find_char(name, '.');
    static const char *const tunnels[] = { "tunnel",           "nve",    "vxlan",
                                           "virtual-template", "dialer", "virtual-ppp" };
    ios_iface_end(s, i);
    i->is_open = true;
    i->in_params = false;
    i->line = s->line;
    i->vrf = CP_STR("");
    i->f = (cp_state_iface){ .name = cp_str_dup(s->a, name),
                             .parent = CP_STR(""),
                             .text = CP_STR("") };
    if (dot > 0)
        i->f.parent = cp_str_slice(i->f.name, 0, (size_t)dot);
    for (size_t k = 0; k < sizeof tunnels / sizeof *tunnels; k++)
        if (cp_str_starts_nocase(name, cp_str_c(tunnels[k])))
            (void)limit(s, i, "tunnel", name);
}

void ios_iface_end(cp_state_section *s, ios_iface *i)
{
    if (!i->is_open)
        return;
    cp_state_tell(
        s, (cp_state){ .kind = CP_STATE_IFACE, .vrf = i->vrf, .pos = i->line, .iface = i->f });
    cp_vec_each(row, &i->rows)
    {
        row->vrf = i->vrf;
        cp_state_tell(s, *row);
    }
    i->rows.n = 0;
    i->is_open = false;
}

/* ---- static routes */

/* What stands behind the next hop: "200", "tag 5", "name x", "global", "vrf blue". */
static bool read_options(cp_state_route *r, cp_str rest)
{
    static const char *const with_one[] = { "tag",    "name",  "track",       "metric",
                                            "weight", "label", "description", "bfd" };
    static const char *const alone[] = { "permanent", "multicast", "unicast", "onlink" };
    cp_str word;
    while ((word = cp_state_word(&rest)).n) {
        bool is_known = cp_str_u64(word, &r->preference);
        if (cp_str_eq(word, CP_STR("global"))) {
            r->via_vrf = CP_STR("default");
            is_known = true;
        } else if (cp_str_eq(word, CP_STR("vrf")) || cp_str_eq(word, CP_STR("nexthop-vrf"))) {
            r->via_vrf = cp_state_word(&rest);
            is_known = true;
        }
        for (size_t i = 0; i < sizeof with_one / sizeof *with_one; i++)
            if (cp_str_eq(word, cp_str_c(with_one[i]))) {
                (void)cp_state_word(&rest);
                is_known = true;
            }
        for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
            is_known = is_known || cp_str_eq(word, cp_str_c(alone[i]));
        /* "192.0.2.1 gei-0/1/0/1": no option ends in a digit */
        if (!is_known && r->via.is_set && r->iface.n == 0 && ios_is_iface(word) &&
            word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9') {
            r->iface = word;
            is_known = true;
        }
        if (!is_known)
            return false;
    }
    return true;
}

cp_state_heard ios_hear_static(cp_state_section *s, cp_str vrf, cp_str rest)
{
    cp_state row = { .kind = CP_STATE_ROUTE, .vrf = vrf };
    cp_state_route *r = &row.route;
    cp_state_net addr;
    cp_ip ip;
    uint64_t length;
    r->protocol = CP_STR("static");
    r->iface = r->via_vrf = CP_STR("");
    if (!ios_address(&rest, &addr, &length))
        return cp_state_bad(s, "no prefix");
    ip = cp_flow_addr_ip(addr.addr);
    cp_str address = ip.version ? cp_ip_text(s->a, ip) : CP_STR("::");
    if (!cp_state_prefix_of(s, address, length - (ip.version == 4 ? 96 : 0), &r->net))
        return CP_HEARD_NOTHING;
    cp_str left = rest, word = cp_state_word(&left);
    bool is_table = cp_str_eq(word, CP_STR("nexthop-vrf")); /* looked up there again */
    if (is_table) {
        word = cp_state_word(&left);
        r->via_vrf = ios_vrf(word).n ? word : CP_STR("default");
        rest = left;
    } else if (!cp_state_address_of(word, &r->via) && ios_is_iface(word)) {
        r->iface = word;
        rest = left;
        word = cp_state_word(&left);
        if (cp_state_address_of(word, &r->via))
            rest = left;
    } else {
        rest = left;
    }
    if (!r->via.is_set && r->iface.n == 0 && (!is_table || word.n == 0))
        return cp_state_bad(s, "no next hop");
    static const char *const ends[] = { "blackhole", "reject", NULL }; /* FRR */
    if (ios_is_null(r->iface) || cp_str_eq_nocase(r->iface, CP_STR("drop")) ||
        cp_state_is_one_of(r->iface, ends))
        r->what |= CP_STATE_DROP;
    if (!read_options(r, rest))
        return cp_state_bad(s, "a word behind the next hop that is not known");
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}
