/* SPDX-License-Identifier: Apache-2.0 */
/* junos_conf_iface.c - the interfaces of a Junos configuration: ports, their units, and what
 * stands below a unit:
 *
 *     ge-0/0/0 { unit 10 { vlan-id 10; family inet { filter { input F; } address 192.0.2.1/24; } }
 *     }
 *
 * A unit is told as "ge-0/0/0.10", as all tables call it, with its port as parent. */
#include <string.h>
#include "sources/state/junos_conf.h"
#include "sources/state/peer_words.h"

#define LINE "of a line"
#define METRIC "what metrics are made of"
#define FAILURE "how soon a failure is seen"
#define COUNTED "what is counted"
#define QUEUES "what waits longer, or is dropped above a rate"
#define TAGS "how frames are tagged"
#define HOSTS "what hosts hear"
#define LENGTH "how long packets may be"
#define LAYER2 "which VLANs of a switched port"
#define REMARK "a remark"

static const junos_word port_idle[] = {
    { "accounting-profile", COUNTED },
    { "aggregated-ether-options", "how a bundle is held together" },
    { "aggregated-inline-services-options", "how a bundle is held together" },
    { "anchor-point", LINE },
    { "apply-groups-except", "which groups apply; that is done" },
    { "apply-macro", REMARK },
    { "atm-options", LINE },
    { "auto-configure", "of subscribers" },
    { "bandwidth", METRIC },
    { "bpdu-block", LAYER2 },
    { "cellular-options", LINE },
    { "clocking", LINE },
    { "container-options", LINE },
    { "damping", FAILURE },
    { "dce", LINE },
    { "dialer-options", LINE },
    { "ds0-options", LINE },
    { "dsl-options", LINE },
    { "e1-options", LINE },
    { "e3-options", LINE },
    { "encapsulation", TAGS },
    { "es-options", LINE },
    { "esi", "how a bundle is held together" },
    { "ether-options", LINE },
    { "fabric-options", "of a cluster" },
    { "fastether-options", LINE },
    { "fec", LINE },
    { "flexible-vlan-tagging", TAGS },
    { "flow-control", LINE },
    { "forwarding-class-accounting", COUNTED },
    { "framing", LINE },
    { "gigether-options", LINE },
    { "gratuitous-arp-reply", HOSTS },
    { "hierarchical-scheduler", QUEUES },
    { "hold-time", FAILURE },
    { "ima-group-options", LINE },
    { "interface-mib", COUNTED },
    { "interface-transmit-statistics", COUNTED },
    { "keepalives", FAILURE },
    { "l2vpn-id", LAYER2 },
    { "layer2-policer", QUEUES },
    { "link-degrade-monitor", FAILURE },
    { "link-mode", LINE },
    { "lmi", LINE },
    { "lsq-failure-options", LINE },
    { "mac-rewrite", TAGS },
    { "media-type", LINE },
    { "metadata", REMARK },
    { "minimum-links", "how a bundle is held together" },
    { "mlfr-uni-nni-bundle-options", LINE },
    { "modem-options", LINE },
    { "mtu", LENGTH },
    { "multi-chassis-protection", "how a bundle is held together" },
    { "multicast-statistics", COUNTED },
    { "native-vlan-id", TAGS },
    { "no-gratuitous-arp-reply", HOSTS },
    { "no-gratuitous-arp-request", HOSTS },
    { "no-keepalives", FAILURE },
    { "no-mac-learn-enable", LAYER2 },
    { "no-partition", LINE },
    { "no-per-unit-scheduler", QUEUES },
    { "no-traps", COUNTED },
    { "number-of-sub-ports", LINE },
    { "oam", FAILURE },
    { "optics-options", LINE },
    { "otn-options", LINE },
    { "partition", LINE },
    { "passive-monitor-mode", COUNTED },
    { "per-unit-scheduler", QUEUES },
    { "ppp-options", LINE },
    { "port-mirror-instance", COUNTED },
    { "radio-router", METRIC },
    { "receive-bucket", QUEUES },
    { "redundancy-options", LINE },
    { "redundant-ether-options", "how a bundle is held together" },
    { "satop-options", LINE },
    { "schedulers", QUEUES },
    { "serial-options", LINE },
    { "shared-interface", LINE },
    { "shared-scheduler", QUEUES },
    { "snmp", COUNTED },
    { "sonet-options", LINE },
    { "speed", LINE },
    { "stacked-vlan-tagging", TAGS },
    { "statistics", COUNTED },
    { "t1-options", LINE },
    { "t3-options", LINE },
    { "traceoptions", COUNTED },
    { "transmit-bucket", QUEUES },
    { "traps", COUNTED },
    { "unidirectional", LINE },
    { "unused", LINE },
    { "vlan-tagging", TAGS },
    { "wavelength", LINE },
    { "forward-and-send-to-re", "of broadcasts" },
    { NULL, NULL },
};

static const junos_word unit_idle[] = {
    { "accept-source-mac", LAYER2 },
    { "accounting-profile", COUNTED },
    { "allow-any-vci", LINE },
    { "apply-groups-except", "which groups apply; that is done" },
    { "apply-macro", REMARK },
    { "arp-resp", HOSTS },
    { "backup-options", FAILURE },
    { "bandwidth", METRIC },
    { "cell-bundle-size", LINE },
    { "compression", LINE },
    { "compression-device", LINE },
    { "dialer-options", LINE },
    { "disable-mlppp-inner-ppp-pfc", LINE },
    { "dlci", LINE },
    { "drop-timeout", LINE },
    { "encapsulation", TAGS },
    { "epd-threshold", QUEUES },
    { "esi", "how a bundle is held together" },
    { "etree-ac-role", LAYER2 },
    { "forwarding-class-accounting", COUNTED },
    { "fragment-threshold", LENGTH },
    { "input-vlan-map", TAGS },
    { "interleave-fragments", LENGTH },
    { "inverse-arp", HOSTS },
    { "keepalives", FAILURE },
    { "layer2-policer", QUEUES },
    { "link-layer-overhead", LINE },
    { "load-balancing-options", "which of several next hops" },
    { "minimum-links", "how a bundle is held together" },
    { "mrru", LENGTH },
    { "multicast-dlci", LINE },
    { "multicast-vci", LINE },
    { "multipoint", LINE },
    { "native-inner-vlan-id", TAGS },
    { "no-keepalives", FAILURE },
    { "no-arp-resp", HOSTS },
    { "no-traps", COUNTED },
    { "oam-liveness", FAILURE },
    { "oam-period", FAILURE },
    { "output-vlan-map", TAGS },
    { "passive-monitor-mode", COUNTED },
    { "point-to-point", LINE },
    { "ppp-options", LINE },
    { "proxy-arp", HOSTS },
    { "proxy-macip-advertisement", HOSTS },
    { "radio-router", METRIC },
    { "shaping", QUEUES },
    { "short-sequence", LINE },
    { "statistics", COUNTED },
    { "storm-control", QUEUES },
    { "swap-by-poppush", TAGS },
    { "traps", COUNTED },
    { "transmit-weight", LINE },
    { "trunk-bandwidth", QUEUES },
    { "trunk-id", LINE },
    { "vci", LINE },
    { "virtual-gateway-v4-mac", HOSTS },
    { "virtual-gateway-v6-mac", HOSTS },
    { "virtual-gateway-accept-data", HOSTS },
    { "virtual-gateway-esi", "how a bundle is held together" },
    { "vlan-id-list", TAGS },
    { "vlan-id-range", TAGS },
    { "vpi", LINE },
    { "no-dhcp-flood", LAYER2 },
    { "no-auto-virtual-gateway-esi", "how a bundle is held together" },
    { "host-prefix-only", HOSTS },
    { NULL, NULL },
};

static const junos_word family_idle[] = {
    { "accounting", COUNTED },
    { "apply-groups-except", "which groups apply; that is done" },
    { "apply-macro", REMARK },
    { "arp-max-cache", HOSTS },
    { "arp-new-hold-limit", HOSTS },
    { "dad-disable", HOSTS },
    { "no-dad-disable", HOSTS },
    { "destination-class-usage", COUNTED },
    { "input-hierarchical-policer", QUEUES },
    { "interface-mode", LAYER2 },
    { "ip-reassembly-stats", COUNTED },
    { "keep-address-and-control", LINE },
    { "labels", "which labels are made" },
    { "maximum-labels", "which labels are made" },
    { "mtu", LENGTH },
    { "multicast-only", "of multicast" },
    { "nd6-stale-time", HOSTS },
    { "nd6-max-cache", HOSTS },
    { "nd6-new-hold-limit", HOSTS },
    { "ndp-proxy", HOSTS },
    { "dad-proxy", HOSTS },
    { "next-hop-tunnel", "of a tunnel, which is told" },
    { "no-neighbor-learn", HOSTS },
    { "no-redirects", HOSTS },
    { "no-redirects-ipv6", HOSTS },
    { "output-hierarchical-policer", QUEUES },
    { "policer", QUEUES },
    { "primary", "which address packets of the router itself have" },
    { "port-mode", LAYER2 },
    { "receive-options-packets", "of packets with options" },
    { "receive-ttl-exceeded", HOSTS },
    { "recovery-timeout", LAYER2 },
    { "sampling", COUNTED },
    { "source-class-usage", COUNTED },
    { "storm-control", QUEUES },
    { "targeted-broadcast", "of broadcasts" },
    { "tcp-mss", LENGTH },
    { "tcp-mss-v6", LENGTH },
    { "transit-options-packets", "of packets with options" },
    { "transit-ttl-exceeded", HOSTS },
    { "vlan", LAYER2 },
    { "vlan-id", LAYER2 },
    { "vlan-id-list", LAYER2 },
    { "vlan-auto-sense", LAYER2 },
    { "vlan-rewrite", TAGS },
    { "native-vlan-id", LAYER2 },
    { "demux-source", "of subscribers" },
    { "demux-destination", "of subscribers" },
    { "simple-filter", QUEUES },
    { "arp-policer", QUEUES },
    { "no-accounting", COUNTED },
    { NULL, NULL },
};

/* What is not modelled, of a unit: what stands below it, or below its families. */
static const junos_word unit_unlike[] = {
    { "tunnel", "tunnel" },
    { "peer-unit", "tunnel" },
    { "demux-options", "address not told" },
    { "demux-source", "address not told" },
    { "ppp-options", "address not told" },
    { "pppoe-options", "address not told" },
    { "pppoe-underlying-options", "layer 2 service" },
    { "radius-options", "layer 2 service" },
    { "rlsq-options", "tunnel" },
    { "service-domain", "stateful firewall" },
    { "interface-shared-with", "logical system" },
    { "targeted-options", "layer 2 service" },
    { NULL, NULL },
};
static const junos_word family_unlike[] = {
    { "rpf-check", "check of sources" },
    { "mac-validate", "check of sources" },
    { "service", "stateful firewall" },
    { "unnumbered-address", "address not told" },
    { "dhcp", "address not told" },
    { "dhcp-client", "address not told" },
    { "dhcpv6-client", "address not told" },
    { "negotiate-address", "address not told" },
    { "bundle", "layer 2 service" },
    { "ipsec-sa", "tunnel" },
    { NULL, NULL },
};

/* Families that are not of IP. */
static const junos_word other_families[] = {
    { "iso", "of routing" },
    { "ethernet-switching", LAYER2 },
    { "bridge", LAYER2 },
    { "aenet", "how a bundle is held together" },
    { "fibre-channel", LAYER2 },
    { "any", "filters of it are told" },
    { NULL, NULL },
};
static const junos_word unlike_families[] = {
    { "mpls", "mpls" },
    { "ccc", "layer 2 service" },
    { "tcc", "layer 2 service" },
    { "vpls", "layer 2 service" },
    { "evpn", "layer 2 service" },
    { "mlppp", "layer 2 service" },
    { "mlfr-end-to-end", "layer 2 service" },
    { "mlfr-uni-nni", "layer 2 service" },
    { NULL, NULL },
};

/* A unit while it is read. */
typedef struct unit {
    cp_str name, vrf;
    cp_state_iface iface;
    const junos_unit *shown;
} unit;

/* ---- who has which units and addresses, for the protocols */

static junos_unit *note_unit(junos_conf *c, cp_str name, junos_node *at)
{
    const junos_node *instance = junos_instance_of(c, name);
    cp_arena *a = c->s->a;
    bool is_new;
    uint64_t *known = cp_map_put(a, &c->units, instance ? instance->word : CP_STR(""), &is_new);
    if (is_new)
        *known = (uintptr_t)CP_NEW(a, junos_units);
    junos_units *all = (junos_units *)(uintptr_t)*known;
    junos_unit *u = CP_NEW(a, junos_unit);
    *u = (junos_unit){ .name = name, .node = at };
    if (all->last)
        all->last->next = u;
    else
        all->first = u;
    all->last = u;
    junos_each(net, junos_at(at, "family iso address"))
    {
        if (!cp_state_is_net(net->word, false))
            junos_bad(c, net, "no network entity title");
        else if (!all->net)
            all->net = net;
    }
    return u;
}

const junos_units *junos_units_of(const junos_conf *c, const junos_node *instance)
{
    static const junos_units none;
    const uint64_t *known = cp_map_get(&c->units, instance ? instance->word : CP_STR(""));
    return known ? (const junos_units *)(uintptr_t)*known : &none;
}

cp_str junos_unit_name(const junos_conf *c, cp_str iface)
{
    junos_node *port = junos_at(c->t->root, "interfaces");
    port = port && cp_str_find_char(iface, '.') < 0 ? junos_find(port, iface) : NULL;
    return junos_at(port, "unit 0") ? cp_str_fmt(c->s->a, "%.*s.0", CP_FMT(iface)) : iface;
}

/* The address before the name of the VRF. */
static cp_str address_key(cp_arena *a, cp_str vrf, const cp_state_net *addr)
{
    const size_t n = sizeof addr->addr.b;
    char *key = cp_arena_alloc(a, n + vrf.n);
    memcpy(key, addr->addr.b, n);
    if (vrf.n)
        memcpy(key + n, vrf.p, vrf.n);
    return (cp_str){ key, n + vrf.n };
}

const junos_unit *junos_unit_with(junos_conf *c, cp_str vrf, const cp_state_net *addr)
{
    const uint64_t *known = cp_map_get(&c->addresses, address_key(c->s->a, vrf, addr));
    return known ? (const junos_unit *)(uintptr_t)*known : NULL;
}

/* ---- addresses */

static bool read_address(cp_str text, bool is_v4, cp_state_net *addr, uint64_t *length)
{
    ptrdiff_t slash = cp_str_find_char(text, '/');
    *length = is_v4 ? 32 : 128;
    if (slash >= 0 &&
        (!cp_str_u64(cp_str_from(text, (size_t)slash + 1), length) || *length > (is_v4 ? 32 : 128)))
        return false;
    *length += is_v4 ? 96 : 0;
    return cp_state_address_of(slash < 0 ? text : cp_str_slice(text, 0, (size_t)slash), addr) &&
           cp_state_net_is_v4(addr) == is_v4;
}

static void tell_address(junos_conf *c, const junos_node *at, const unit *u, cp_state_net addr,
                         uint64_t length, uint64_t what)
{
    bool is_new;
    uint64_t *has =
        cp_map_put(c->s->a, &c->addresses, address_key(c->s->a, u->vrf, &addr), &is_new);
    if (is_new)
        *has = (uintptr_t)u->shown;
    what |= c->is_part ? CP_STATE_TABLE_UNTOLD : 0;
    junos_tell(c, at,
               (cp_state){ .kind = CP_STATE_ADDRESS,
                           .vrf = u->vrf,
                           .address = { addr, u->name, length, what } });
}

/* Addresses that routers share: VRRP, gateways of EVPN. */
static void tell_shared(junos_conf *c, junos_node *at, const unit *u, bool is_v4)
{
    cp_state_net addr;
    uint64_t length;
    junos_mark(at, JUNOS_ALL_ROW);
    junos_each(n, at)
    {
        if (read_address(n->word, is_v4, &addr, &length))
            tell_address(c, n, u, addr, 128, CP_STATE_VIRTUAL);
        else
            junos_bad(c, n, "no shared address");
    }
}

/* "vrrp-group 1 { virtual-address 192.0.2.1; priority 200; }": the rest decides who has it. */
static void read_groups(junos_conf *c, junos_node *at, const unit *u, bool is_v4)
{
    static const char *const addresses[] = { "virtual-address", "virtual-inet6-address",
                                             "virtual-link-local-address", NULL };
    junos_mark(at, JUNOS_ALL_IDLE);
    junos_each(group, at) junos_each(n, group) if (cp_state_is_one_of(n->word, addresses))
        tell_shared(c, n, u, is_v4);
}

/* "arp 192.0.2.9 mac 00:00:5e:00:53:01", "ndp ..." */
static void read_static_neighbour(junos_conf *c, junos_node *at, const unit *u)
{
    junos_mark(at, JUNOS_ALL_ROW);
    junos_each(n, at)
    {
        cp_state_net addr;
        junos_node *mac = junos_find(n, CP_STR("mac"));
        if (!mac) /* of a multicast, or of an interface below: what hosts hear */
            continue;
        uint64_t value = cp_state_mac(junos_value(mac));
        if (cp_state_address_of(n->word, &addr) && value)
            junos_tell(c, n,
                       (cp_state){ .kind = CP_STATE_NEIGHBOUR,
                                   .vrf = u->vrf,
                                   .neighbour = { addr, value, u->name } });
        else
            junos_bad(c, n, "no address and hardware address");
    }
}

static void read_one_address(junos_conf *c, junos_node *at, const unit *u, bool is_v4)
{
    static const junos_word idle[] = {
        { "primary", "which address packets of the router itself have" },
        { "preferred", "which address packets of the router itself have" },
        { "master-only", "of a management port" },
        { "broadcast", "of broadcasts" },
        { "destination", "the table of routes shows it" },
        { "destination-profile", "of dialled lines" },
        { "web-authentication", "who may log in" },
        { "multipoint-destination", "of a line" },
        { "subnet-router-anycast", HOSTS },
        { "apply-macro", REMARK },
        { NULL, NULL },
    };
    cp_state_net addr;
    uint64_t length;
    if (!read_address(at->word, is_v4, &addr, &length)) {
        junos_bad(c, at, "no address with a length");
        return;
    }
    junos_mark(at, JUNOS_IS_ROW);
    junos_node *made = junos_find(at, CP_STR("eui-64"));
    if (made)
        junos_limit(c, made, u->vrf, u->name, "address not told");
    else
        tell_address(c, at, u, addr, length, 0);
    junos_each(n, at)
    {
        if (junos_is(n, "vrrp-group") || junos_is(n, "vrrp-inet6-group"))
            read_groups(c, n, u, is_v4);
        else if (junos_is(n, "virtual-gateway-address"))
            tell_shared(c, n, u, is_v4);
        else if (junos_is(n, "arp") || junos_is(n, "ndp"))
            read_static_neighbour(c, n, u);
    }
    junos_idle(at, idle);
}

/* ---- units */

static void limits_of(junos_conf *c, junos_node *at, const junos_word *unlike, const unit *u)
{
    junos_each(n, at)
    {
        const char *what = junos_what(unlike, n->word);
        if (what)
            junos_limit(c, n, u->vrf, u->name, what);
    }
}

static void read_ip(junos_conf *c, junos_node *at, const unit *u)
{
    bool is_v4 = junos_is(at, "inet");
    junos_mark(at, JUNOS_IS_ROW);
    limits_of(c, at, family_unlike, u);
    junos_node *filter = junos_find(at, CP_STR("filter"));
    if (filter)
        junos_use_filter(c, filter, u->name, at->word);
    junos_each(n, junos_find(at, CP_STR("address"))) read_one_address(c, n, u, is_v4);
    junos_idle(at, family_idle);
}

static void read_family(junos_conf *c, junos_node *at, const unit *u)
{
    const char *what = junos_what(unlike_families, at->word);
    junos_node *filter = junos_find(at, CP_STR("filter"));
    if (junos_is(at, "inet") || junos_is(at, "inet6")) {
        read_ip(c, at, u);
    } else if (what) {
        junos_limit(c, at, u->vrf, u->name, what);
    } else if (junos_is(at, "any") && filter) {
        junos_mark(at, JUNOS_ALL_IDLE);
        junos_use_filter(c, filter, u->name, at->word);
    } else if (junos_what(other_families, at->word)) {
        junos_mark(at, JUNOS_ALL_IDLE);
        if (filter)
            junos_limit(c, filter, u->vrf, u->name, "filter of frames");
    }
}

static void set_vlan(junos_conf *c, junos_node *at, cp_state_iface *f)
{
    cp_str word = junos_value(at);
    if (!at || f->vlan)
        return;
    junos_mark(at, JUNOS_ALL_ROW);
    ptrdiff_t dot = cp_str_find_char(word, '.'); /* "0x8100.10" */
    word = dot > 0 ? cp_str_from(word, (size_t)dot + 1) : word;
    if (cp_str_eq(word, CP_STR("none")))
        return;
    if (!cp_str_u64(word, &f->vlan) || f->vlan > 4094) {
        f->vlan = 0;
        junos_bad(c, at, "no number of a VLAN");
    }
}

static void read_vlan(junos_conf *c, junos_node *at, unit *u)
{
    junos_node *tags = junos_find(at, CP_STR("vlan-tags"));
    const uint64_t *of = cp_map_get(&c->vlan_of, u->name);
    /* "vlan-tags outer 10 inner 20" is one path where it is written so */
    junos_node *outer = tags ? junos_find(tags, CP_STR("outer")) : NULL;
    junos_node *inner = tags ? junos_find(tags, CP_STR("inner")) : NULL;
    if (outer && !inner && outer->first)
        inner = junos_find(outer->first, CP_STR("inner"));
    junos_mark(tags, JUNOS_ALL_ROW);
    set_vlan(c, inner, &u->iface);
    set_vlan(c, outer, &u->iface);
    set_vlan(c, junos_find(at, CP_STR("vlan-id")), &u->iface);
    if (!u->iface.vlan && of)
        u->iface.vlan = *of;
}

/* What units and ports have in common. */
static void read_common(junos_conf *c, junos_node *at, cp_state_iface *f)
{
    junos_node *text = junos_find(at, CP_STR("description"));
    junos_node *mac = junos_find(at, CP_STR("mac"));
    junos_node *off = junos_find(at, CP_STR("disable"));
    if (text) {
        f->text = junos_value(text);
        junos_mark(text, JUNOS_ALL_ROW);
    }
    if (off) {
        f->what |= CP_STATE_DOWN;
        junos_mark(off, JUNOS_ALL_ROW);
    }
    if (mac) {
        junos_mark(mac, JUNOS_ALL_ROW);
        f->mac = cp_state_mac(junos_value(mac));
        if (!f->mac)
            junos_bad(c, mac, "no hardware address");
    }
}

static bool begins_with(cp_str name, const char *const *begins)
{
    for (; *begins; begins++)
        if (cp_str_starts(name, cp_str_c(*begins)))
            return true;
    return false;
}

static void limit_by_name(junos_conf *c, junos_node *at, const unit *u)
{
    static const char *const services[] = {
        "sp-", "ms-", "vms-", "ams", "mams-", "si-", "rsp", NULL
    };
    static const char *const dialled[] = { "pp0", "dl0", "cl-", "umd", "demux", "ps", NULL };
    if (junos_is_tunnel(u->name))
        junos_limit(c, at, u->vrf, u->name, "tunnel");
    if (begins_with(u->name, services))
        junos_limit(c, at, u->vrf, u->name, "stateful firewall");
    if (begins_with(u->name, dialled))
        junos_limit(c, at, u->vrf, u->name, "layer 2 service");
}

static void read_unit(junos_conf *c, junos_node *at, const cp_state_iface *port)
{
    unit u = { .name = cp_str_fmt(c->s->a, "%.*s.%.*s", CP_FMT(port->name), CP_FMT(at->word)) };
    u.vrf = junos_vrf_of(c, u.name);
    u.shown = note_unit(c, u.name, at);
    u.iface = (cp_state_iface){
        .name = u.name, .parent = port->name, .text = CP_STR(""), .what = port->what & CP_STATE_DOWN
    };
    junos_mark(at, JUNOS_IS_ROW);
    read_common(c, at, &u.iface);
    read_vlan(c, at, &u);
    junos_tell(c, at, (cp_state){ .kind = CP_STATE_IFACE, .vrf = u.vrf, .iface = u.iface });
    limit_by_name(c, at, &u);
    limits_of(c, at, unit_unlike, &u);
    junos_node *filter = junos_find(at, CP_STR("filter")); /* of all families */
    if (filter)
        junos_use_filter(c, filter, u.name, CP_STR("any"));
    junos_each(family, junos_find(at, CP_STR("family"))) read_family(c, family, &u);
    junos_idle(at, unit_idle);
}

/* ---- ports */

/* "gigether-options { 802.3ad ae0; }", "redundant-parent reth0" */
static void read_bundle(junos_node *at, cp_state_iface *f)
{
    static const char *const options[] = { "gigether-options", "ether-options", "fastether-options",
                                           NULL };
    static const char *const names[] = { "802.3ad", "redundant-parent", "bundle", NULL };
    junos_each(n, at)
    {
        if (!cp_state_is_one_of(n->word, options))
            continue;
        junos_each(x, n) if (cp_state_is_one_of(x->word, names))
        {
            junos_mark(x, JUNOS_ALL_IDLE);
            if (x->first && !junos_is(x->first, "lacp")) {
                f->parent = x->first->word;
                f->what |= CP_STATE_MEMBER;
                junos_mark(x->first, JUNOS_ALL_ROW);
            }
        }
    }
}

static void read_port(junos_conf *c, junos_node *at)
{
    cp_state_iface f = { .name = at->word, .parent = CP_STR(""), .text = CP_STR("") };
    junos_mark(at, JUNOS_IS_ROW);
    read_common(c, at, &f);
    read_bundle(at, &f);
    junos_tell(c, at, (cp_state){ .kind = CP_STATE_IFACE, .vrf = CP_STR(""), .iface = f });
    junos_each(n, junos_find(at, CP_STR("unit"))) read_unit(c, n, &f);
    junos_idle(at, port_idle);
}

void junos_conf_ifaces(junos_conf *c, junos_node *ifaces)
{
    static const junos_word others[] = {
        { "traceoptions", COUNTED },
        { "apply-macro", REMARK },
        { "apply-groups-except", "which groups apply; that is done" },
        { "apply-groups", "which groups apply; that is done" },
        { "interface-set", QUEUES },
        { "interface-range", "its interfaces are told" },
        { "stacked-interface-set", QUEUES },
        { NULL, NULL },
    };
    if (!ifaces)
        return;
    junos_idle(ifaces, others);
    junos_each(n, ifaces) if (!junos_what(others, n->word)) read_port(c, n);
}
