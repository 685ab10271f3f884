/* SPDX-License-Identifier: Apache-2.0 */
/* junos_conf.c - a configuration of Junos: `show configuration`, with `| display set` or not, and
 * whole files. Lines become a tree (junos_text.c), groups are put where they apply
 * (junos_inherit.c), and then each part of the tree is read by who knows it: here the blocks at the
 * top, routing instances and protocols, and what of the whole router is not modelled. */
#include "sources/state/junos_conf.h"
#include <stdarg.h>

/* ---- for all readers */

const char *junos_what(const junos_word *words, cp_str word)
{
    for (; words->word; words++)
        if (cp_str_eq(word, cp_str_c(words->word)))
            return words->what;
    return NULL;
}

void junos_idle(junos_node *at, const junos_word *idle)
{
    junos_each(n, at) if (junos_what(idle, n->word)) junos_mark(n, JUNOS_ALL_IDLE);
}

void junos_tell(junos_conf *c, const junos_node *at, cp_state row)
{
    row.pos = at->line;
    row.vrf = row.vrf.n ? row.vrf : CP_STR("");
    cp_state_tell(c->s, row);
}

void junos_limit(junos_conf *c, junos_node *at, cp_str vrf, cp_str iface, const char *what)
{
    junos_mark(at, JUNOS_ALL_ROW);
    junos_tell(c, at,
               (cp_state){ .kind = CP_STATE_LIMIT,
                           .vrf = vrf,
                           .limit = { cp_str_c(what), iface, junos_path(c->s->a, at) } });
}

void junos_limit_all(junos_conf *c, junos_node *at, const char *what)
{
    junos_limit(c, at, CP_STR(""), CP_STR(""), what);
    junos_each(n, junos_at(c->t->root, "routing-instances")) if (junos_is_vrf(n))
        junos_limit(c, at, n->word, CP_STR(""), what);
}

void junos_limit_tables(cp_state_section *s, const junos_tree *t, const char *what, const char *fmt,
                        ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str text = cp_str_vfmt(s->a, fmt, ap), vrf = s->vrf;
    va_end(ap);
    cp_state_limits(s, CP_STR(""), what, "%.*s", CP_FMT(text));
    junos_each(n, junos_at(t->root, "routing-instances")) if (junos_is_vrf(n))
    {
        s->vrf = n->word;
        cp_state_limits(s, CP_STR(""), what, "%.*s", CP_FMT(text));
    }
    s->vrf = vrf;
}

void junos_bad(junos_conf *c, junos_node *at, const char *why)
{
    junos_node *of = at->of ? at->of : at;
    junos_mark(at, JUNOS_ALL_UNREAD | JUNOS_TOLD);
    if (of->flags & JUNOS_TOLD && of != at)
        return;
    junos_mark(of, JUNOS_TOLD);
    cp_state_bad_at(c->s, at->line, junos_path(c->s->a, at), "%s", why);
}

junos_node *junos_instance_of(const junos_conf *c, cp_str iface)
{
    const uint64_t *known = cp_map_get(&c->instance_of, iface);
    return known ? (junos_node *)(uintptr_t)*known : NULL;
}

bool junos_is_vrf(const junos_node *instance)
{
    cp_str type = junos_value(junos_find(instance, CP_STR("instance-type")));
    return cp_str_eq(type, CP_STR("vrf")) || cp_str_eq(type, CP_STR("virtual-router"));
}

cp_str junos_vrf_of(const junos_conf *c, cp_str iface)
{
    const junos_node *instance = junos_instance_of(c, iface);
    return instance && junos_is_vrf(instance) ? instance->word : CP_STR("");
}

/* ---- what is idle, of the whole router */

#define LEARNT "decides which routes are learnt; the table of routes shows the outcome"
#define ROWS "with whom routes are exchanged is told; the rest decides which are learnt"
#define OWN "of the device itself: who may use it, what it writes down, its clock, its names"
#define LAYER2 "which switched ports carry frames"
#define QUEUES "what waits longer"
#define COUNTED "what is counted, and where that is sent"
#define MULTICAST "of multicast"
#define APPLIED "has no effect until it is applied; where it is, that is told"
#define REMARK "a remark"
#define LABELS "which labels are learnt; interfaces tell where they are"
#define FAILURE "how soon a failure is seen"

static const junos_word top_idle[] = {
    { "access", OWN },
    { "access-profile", OWN },
    { "accounting-options", COUNTED },
    { "applications", APPLIED },
    { "apply-groups", "which groups apply; that is done" },
    { "apply-macro", REMARK },
    { "chassis", "parts of the chassis" },
    { "class-of-service", QUEUES },
    { "diameter", OWN },
    { "ethernet-switching-options", LAYER2 },
    { "event-options", OWN },
    { "groups", "told where they apply" },
    { "jsrc", OWN },
    { "multicast-snooping-options", MULTICAST },
    { "multi-chassis", LAYER2 },
    { "poe", OWN },
    { "policy-options", LEARNT },
    { "smtp", OWN },
    { "snmp", COUNTED },
    { "switch-options", LAYER2 },
    { "system", OWN },
    { "virtual-chassis", "parts of the chassis" },
    { "schedulers", APPLIED },
    { NULL, NULL },
};

static const junos_word routing_idle[] = {
    { "access", LEARNT },
    { "access-internal", LEARNT },
    { "aggregate", LEARNT },
    { "apply-macro", REMARK },
    { "auto-export", LEARNT },
    { "autonomous-system", ROWS },
    { "backup-selection", LEARNT },
    { "bmp", COUNTED },
    { "community", LEARNT },
    { "confederation", ROWS },
    { "fate-sharing", LEARNT },
    { "forwarding-table", "which of several next hops" },
    { "generate", LEARNT },
    { "graceful-restart", FAILURE },
    { "instance-export", LEARNT },
    { "instance-import", LEARNT },
    { "interface-routes", LEARNT },
    { "l3vpn-composite-nexthop", "how forwarding is done" },
    { "label", LABELS },
    { "localized-fib", "how forwarding is done" },
    { "martians", LEARNT },
    { "maximum-paths", LEARNT },
    { "maximum-prefixes", LEARNT },
    { "max-interface-supported", "how forwarding is done" },
    { "med-igp-update-interval", LEARNT },
    { "mpls", LABELS },
    { "multicast", MULTICAST },
    { "multipath", LEARNT },
    { "nonstop-routing", FAILURE },
    { "nsr-phantom-holdtime", FAILURE },
    { "options", OWN },
    { "ppm", FAILURE },
    { "programmable-rpd", OWN },
    { "protect", LEARNT },
    { "resolution", LEARNT },
    { "rib-groups", LEARNT },
    { "rib-sharding", "how routing is done" },
    { "route-distinguisher-id", LEARNT },
    { "route-record", COUNTED },
    { "router-id", ROWS },
    { "source-routing", "of packets with options" },
    { "srlg", LEARNT },
    { "traceoptions", COUNTED },
    { "update-threading", "how routing is done" },
    { "validation", LEARNT },
    { "warm-standby", FAILURE },
    { NULL, NULL },
};
static const junos_word routing_unlike[] = {
    { "flow", "policy routing" },    { "topologies", "policy routing" },
    { "dynamic-tunnels", "tunnel" }, { "source-packet-routing", "mpls" },
    { "transport-class", "mpls" },   { NULL, NULL },
};

static const junos_word protocols_idle[] = {
    { "ancp", OWN },
    { "apply-macro", REMARK },
    { "bfd", FAILURE },
    { "bgp", ROWS },
    { "clock-synchronization", OWN },
    { "dcbx", LAYER2 },
    { "dot1x", LAYER2 },
    { "dvmrp", MULTICAST },
    { "esis", LEARNT },
    { "ethernet-ring", LAYER2 },
    { "evpn", LAYER2 },
    { "gvrp", LAYER2 },
    { "iccp", LAYER2 },
    { "igmp", MULTICAST },
    { "igmp-host", MULTICAST },
    { "igmp-snooping", MULTICAST },
    { "isis", ROWS },
    { "isis-instance", ROWS },
    { "l2-learning", LAYER2 },
    { "l2circuit", "of frames; its interfaces are told" },
    { "l2vpn", "of frames; its interfaces are told" },
    { "lacp", LAYER2 },
    { "layer2-control", LAYER2 },
    { "ldp", LABELS },
    { "link-management", LEARNT },
    { "lldp", "whether neighbours hear of the device" },
    { "lldp-med", "whether neighbours hear of the device" },
    { "loop-detect", LAYER2 },
    { "mac-rewrite", LAYER2 },
    { "mld", MULTICAST },
    { "mld-host", MULTICAST },
    { "mld-snooping", MULTICAST },
    { "mpls", LABELS },
    { "msdp", MULTICAST },
    { "mstp", LAYER2 },
    { "mvpn", MULTICAST },
    { "mvrp", LAYER2 },
    { "neighbor-discovery", "what hosts hear" },
    { "oam", FAILURE },
    { "ospf", ROWS },
    { "ospf3", ROWS },
    { "pcep", LABELS },
    { "pgm", MULTICAST },
    { "pim", MULTICAST },
    { "pim-snooping", MULTICAST },
    { "ppp", "of a line" },
    { "ppp-service", "of a line" },
    { "pppoe", "of a line" },
    { "protection-group", LAYER2 },
    { "ptp", OWN },
    { "r2cp", LEARNT },
    { "rift", LEARNT },
    { "rip", LEARNT },
    { "ripng", LEARNT },
    { "router-advertisement", "what hosts hear" },
    { "router-discovery", "what hosts hear" },
    { "rstp", LAYER2 },
    { "rsvp", LABELS },
    { "sap", MULTICAST },
    { "sflow", COUNTED },
    { "stp", LAYER2 },
    { "uplink-failure-detection", FAILURE },
    { "vpls", "of frames; its interfaces are told" },
    { "vrrp", FAILURE },
    { "vstp", LAYER2 },
    { NULL, NULL },
};
static const junos_word protocols_unlike[] = {
    { "source-packet-routing", "mpls" },
    { "openflow", "policy routing" },
    { "amt", "tunnel" },
    { "connections", "layer 2 service" },
    { NULL, NULL },
};

static const junos_word forwarding_idle[] = {
    { "accounting", COUNTED },
    { "analyzer", COUNTED },
    { "apply-macro", REMARK },
    { "cut-through", "how forwarding is done" },
    { "dhcp-relay", "of leases" },
    { "dhcp-security", "of leases" },
    { "enhanced-hash-key", "which of several next hops" },
    { "evpn-vxlan", LAYER2 },
    { "fast-reroute-priority", FAILURE },
    { "hash-key", "which of several next hops" },
    { "helpers", "of leases" },
    { "ip-options-protocol-queue", QUEUES },
    { "ipv6", "what hosts hear" },
    { "link-layer-broadcast-inet-check", "of broadcasts" },
    { "load-balance", "which of several next hops" },
    { "load-balance-label-capability", LABELS },
    { "local-bias", LAYER2 },
    { "monitoring", COUNTED },
    { "mpls-tp-mode", LABELS },
    { "multicast", MULTICAST },
    { "multicast-replication", MULTICAST },
    { "next-hop-group", "of copies; filters that send packets there are told" },
    { "packet-capture", COUNTED },
    { "port-mirroring", COUNTED },
    { "rpf-loose-mode-discard", "told by interfaces that check sources" },
    { "sampling", COUNTED },
    { "satellite", LAYER2 },
    { "sflow", COUNTED },
    { "storm-control-profiles", QUEUES },
    { "storm-control", QUEUES },
    { "traceoptions", COUNTED },
    { "unicast-reverse-path", "told by interfaces that check sources" },
    { "vxlan-routing", LAYER2 },
    { NULL, NULL },
};

static const junos_word security_idle[] = {
    { "address-book", APPLIED },
    { "alg", APPLIED },
    { "analysis", COUNTED },
    { "application-tracking", COUNTED },
    { "apply-macro", REMARK },
    { "authentication-key-chains", OWN },
    { "certificates", OWN },
    { "datapath-debug", COUNTED },
    { "flow", "of flows, where zones are" },
    { "forwarding-options", "how forwarding is done" },
    { "forwarding-process", "how forwarding is done" },
    { "ike", APPLIED },
    { "ipsec", APPLIED },
    { "log", COUNTED },
    { "macsec", "of frames" },
    { "pki", OWN },
    { "screen", APPLIED },
    { "ssh-known-hosts", OWN },
    { "traceoptions", COUNTED },
    { "idp", APPLIED },
    { "utm", APPLIED },
    { "dynamic-application", APPLIED },
    { NULL, NULL },
};
static const junos_word security_unlike[] = {
    { "policies", "stateful firewall" },
    { "zones", "stateful firewall" },
    { "gprs", "stateful firewall" },
    { "nat", "nat" },
    { "group-vpn", "tunnel" },
    { "dynamic-vpn", "tunnel" },
    { "remote-access", "tunnel" },
    { "softwires", "tunnel" },
    { "advance-policy-based-routing", "policy routing" },
    { NULL, NULL },
};

static const junos_word services_idle[] = {
    { "adaptive-services-pics", COUNTED },
    { "analytics", COUNTED },
    { "application-identification", APPLIED },
    { "apply-macro", REMARK },
    { "cos", APPLIED },
    { "dynamic-flow-capture", COUNTED },
    { "extension-service", OWN },
    { "flow-collector", COUNTED },
    { "flow-monitoring", COUNTED },
    { "flow-tap", COUNTED },
    { "ids", APPLIED },
    { "inline-monitoring", COUNTED },
    { "ipsec-vpn", APPLIED },
    { "logging", COUNTED },
    { "monitoring", COUNTED },
    { "radius-flow-tap", COUNTED },
    { "rpm", COUNTED },
    { "service-device-pools", APPLIED },
    { "service-interface-pools", APPLIED },
    { "ssl", APPLIED },
    { "stateful-firewall", APPLIED },
    { "traceoptions", COUNTED },
    { "video-monitoring", COUNTED },
    { NULL, NULL },
};
static const junos_word services_unlike[] = {
    { "nat", "nat" },
    { "service-set", "stateful firewall" },
    { "softwire", "tunnel" },
    { "l2tp", "tunnel" },
    { "traffic-load-balance", "policy routing" },
    { "captive-portal-content-delivery", "policy routing" },
    { NULL, NULL },
};

/* Limits of all tables for what stands below `at` and in the table. */
static void unlike_below(junos_conf *c, junos_node *at, const junos_word *unlike)
{
    junos_each(n, at)
    {
        const char *what = junos_what(unlike, n->word);
        if (what)
            junos_limit_all(c, n, what);
    }
}

/* ---- routing */

static void read_routing(junos_conf *c, junos_node *at, cp_str vrf)
{
    if (!at)
        return;
    junos_node *plain = junos_find(at, CP_STR("static")), *ribs = junos_find(at, CP_STR("rib"));
    if (plain)
        junos_conf_static(c, plain, vrf, CP_STR(""));
    junos_each(rib, ribs)
    {
        junos_node *of = junos_find(rib, CP_STR("static"));
        if (of)
            junos_conf_static(c, of, vrf, rib->word);
        junos_idle(rib, routing_idle);
        junos_each(n, rib) if (junos_what(routing_unlike, n->word))
            junos_limit(c, n, vrf, CP_STR(""), junos_what(routing_unlike, n->word));
    }
    junos_each(n, at) if (junos_what(routing_unlike, n->word))
        junos_limit(c, n, vrf, CP_STR(""), junos_what(routing_unlike, n->word));
    junos_idle(at, routing_idle);
}

/* BGP that learns filters and redirections of flows (RFC 8955). */
static void find_flowspec(junos_conf *c, junos_node *at, cp_str vrf)
{
    static const char *const paths[] = { "family inet flow", "family inet6 flow",
                                         "family inet-vpn flow", "family inet6-vpn flow" };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        junos_node *flow = junos_at(at, paths[i]);
        if (flow)
            junos_limit(c, flow, vrf, CP_STR(""), "policy routing");
    }
}

static void read_bgp(junos_conf *c, junos_node *bgp, cp_str vrf)
{
    find_flowspec(c, bgp, vrf);
    junos_each(group, junos_at(bgp, "group"))
    {
        find_flowspec(c, group, vrf);
        junos_each(n, junos_at(group, "neighbor")) find_flowspec(c, n, vrf);
    }
}

/* Of each interface that has labels: of all, if it is not named. */
static void read_label_ifaces(junos_conf *c, junos_node *at, cp_str vrf)
{
    junos_each(n, junos_at(at, "interface")) if (!junos_find(n, CP_STR("disable")))
        junos_limit(c, n, vrf, junos_is(n, "all") ? CP_STR("") : n->word, "mpls");
}

static void read_paths(junos_conf *c, junos_node *mpls, cp_str vrf)
{
    static const char *const kinds[] = { "label-switched-path", "static-label-switched-path",
                                         "static-path", "transit-lsp-association", NULL };
    junos_each(n, mpls) if (cp_state_is_one_of(n->word, kinds))
    {
        junos_each(path, n) junos_limit(c, path, vrf, CP_STR(""), "mpls");
    }
}

static void read_circuits(junos_conf *c, junos_node *at)
{
    junos_each(far, junos_at(at, "neighbor")) junos_each(n, junos_at(far, "interface"))
        junos_limit(c, n, junos_vrf_of(c, n->word), n->word, "layer 2 service");
}

/* Labels that are learnt of OSPF and IS-IS. */
static void read_segments(junos_conf *c, junos_node *at, cp_str vrf)
{
    static const char *const protocols[] = { "isis", "ospf", "ospf3" };
    const char *word = "source-packet-routing";
    junos_node *n;
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        if ((n = junos_at(junos_at(at, protocols[i]), word)))
            junos_limit(c, n, vrf, CP_STR(""), "mpls");
    junos_each(instance, junos_at(at, "isis-instance")) if ((n = junos_at(instance, word)))
        junos_limit(c, n, vrf, CP_STR(""), "mpls");
}

static void read_protocols(junos_conf *c, junos_speaker of)
{
    junos_node *at = of.protocols, *id = junos_at(of.options, "router-id");
    if (!at)
        return;
    junos_idle(at, protocols_idle);
    if (id && cp_state_address_of(junos_value(id), &of.id))
        junos_mark(id, JUNOS_ALL_ROW);
    else if (id)
        junos_bad(c, id->first ? id->first : id, "no id of a router");
    junos_conf_bgp(c, &of);
    junos_conf_igp(c, &of);
    read_bgp(c, junos_find(at, CP_STR("bgp")), of.vrf);
    read_label_ifaces(c, junos_find(at, CP_STR("ldp")), of.vrf);
    read_paths(c, junos_find(at, CP_STR("mpls")), of.vrf);
    read_circuits(c, junos_find(at, CP_STR("l2circuit")));
    read_segments(c, at, of.vrf);
    junos_each(n, at) if (junos_what(protocols_unlike, n->word))
        junos_limit(c, n, of.vrf, CP_STR(""), junos_what(protocols_unlike, n->word));
}

/* Filters of all packets that a table forwards. */
static void read_forwarding(junos_conf *c, junos_node *at, cp_str vrf)
{
    if (!at)
        return;
    junos_each(family, junos_find(at, CP_STR("family")))
    {
        junos_node *filter = junos_find(family, CP_STR("filter"));
        if (filter)
            junos_limit(c, filter, vrf, CP_STR(""), "filter");
        junos_each(n, family) if (n != filter) junos_mark(n, JUNOS_ALL_IDLE);
    }
    junos_idle(at, forwarding_idle);
}

/* ---- routing instances */

static const junos_word instance_idle[] = {
    { "access", OWN },
    { "access-profile", OWN },
    { "apply-macro", REMARK },
    { "bridge-domains", LAYER2 },
    { "description", REMARK },
    { "egress-protection", LABELS },
    { "l2vpn-id", LAYER2 },
    { "multicast-snooping-options", MULTICAST },
    { "no-irb-layer-2-copy", LAYER2 },
    { "no-local-switching", LAYER2 },
    { "no-normalization", LAYER2 },
    { "no-vrf-advertise", LEARNT },
    { "no-vrf-propagate-ttl", "what hosts hear" },
    { "provider-tunnel", MULTICAST },
    { "qualified-bum-pruning-mode", LAYER2 },
    { "route-distinguisher", LEARNT },
    { "service-type", LAYER2 },
    { "switch-options", LAYER2 },
    { "system", OWN },
    { "vlan-id", LAYER2 },
    { "vlan-model", LAYER2 },
    { "vlan-tags", LAYER2 },
    { "vlans", LAYER2 },
    { "vrf-advertise-selective", LEARNT },
    { "vrf-export", LEARNT },
    { "vrf-import", LEARNT },
    { "vrf-mtu-check", "how long packets may be" },
    { "vrf-propagate-ttl", "what hosts hear" },
    { "vrf-table-label", LABELS },
    { "vrf-target", LEARNT },
    { "vtep-source-interface", LAYER2 },
    { NULL, NULL },
};

/* Types of instances without a table of IP, in which frames are forwarded. */
static const junos_word layer2_types[] = {
    { "evpn", LAYER2 },           { "evpn-vpws", LAYER2 },
    { "l2vpn", LAYER2 },          { "layer2-control", LAYER2 },
    { "mac-vrf", LAYER2 },        { "mpls-internet-multicast", MULTICAST },
    { "virtual-switch", LAYER2 }, { "vpls", LAYER2 },
    { "l2backhaul-vpn", LAYER2 }, { NULL, NULL },
};

/* Before interfaces are read: which is where. */
static void note_instances(junos_conf *c, junos_node *instances)
{
    junos_each(instance, instances) junos_each(n, junos_find(instance, CP_STR("interface"))) *
        cp_map_put(c->s->a, &c->instance_of, n->word, NULL) = (uintptr_t)instance;
}

static bool is_configured(const junos_conf *c, cp_str iface)
{
    cp_str port = junos_port(iface);
    junos_node *at = junos_at(c->t->root, "interfaces");
    at = at ? junos_find(at, port.n ? port : iface) : NULL;
    at = at && port.n ? junos_at(at, "unit") : at;
    return at && (port.n == 0 || junos_find(at, cp_str_from(iface, port.n + 1)));
}

static void read_instance_ifaces(junos_conf *c, junos_node *instance, bool is_vrf, bool is_layer2)
{
    junos_node *ifaces = junos_find(instance, CP_STR("interface"));
    junos_mark(ifaces, JUNOS_ALL_ROW);
    junos_each(n, ifaces)
    {
        cp_str vrf = is_vrf ? instance->word : CP_STR("");
        if (is_layer2)
            junos_limit(c, n, vrf, n->word, "layer 2 service");
        else if (is_vrf && !is_configured(c, n->word))
            junos_tell(c, n,
                       (cp_state){ .kind = CP_STATE_IFACE,
                                   .vrf = vrf,
                                   .iface = { .name = n->word,
                                              .parent = junos_port(n->word),
                                              .text = CP_STR("") } });
    }
}

static void read_instance(junos_conf *c, junos_node *at)
{
    static const junos_word no_tables[] = {
        { "forwarding", "which filters send packets there is told" },
        { "no-forwarding", "of routing only" },
        { "", "the same" },
        { NULL, NULL },
    };
    junos_node *type = junos_find(at, CP_STR("instance-type"));
    cp_str name = junos_value(type);
    bool is_vrf = junos_is_vrf(at), is_layer2 = junos_what(layer2_types, name) != NULL;
    junos_mark(at, JUNOS_IS_ROW);
    if (is_vrf || is_layer2 || junos_what(no_tables, name))
        junos_mark(type, JUNOS_ALL_ROW);
    else
        junos_each(n, junos_find(at, CP_STR("interface"))) /* of which table, is not known */
            junos_limit(c, n, CP_STR(""), n->word, "routing instance");
    cp_str vrf = at->word;
    read_instance_ifaces(c, at, is_vrf, is_layer2);
    read_routing(c, junos_find(at, CP_STR("routing-options")), vrf);
    read_protocols(c, (junos_speaker){ .instance = at,
                                       .options = junos_find(at, CP_STR("routing-options")),
                                       .protocols = junos_find(at, CP_STR("protocols")),
                                       .vrf = vrf });
    read_forwarding(c, junos_find(at, CP_STR("forwarding-options")), vrf);
    junos_idle(at, instance_idle);
}

/* ---- VLANs */

/* "vlans { a { vlan-id 10; l3-interface irb.10; } }", bridge-domains with `routing-interface` */
static void read_vlans(junos_conf *c, junos_node *vlans)
{
    if (!vlans)
        return;
    junos_mark(vlans, JUNOS_ALL_IDLE);
    junos_each(vlan, vlans)
    {
        uint64_t n;
        junos_node *iface = junos_find(vlan, CP_STR("l3-interface"));
        if (!iface)
            iface = junos_find(vlan, CP_STR("routing-interface"));
        if (iface && iface->n && cp_str_u64(junos_value(junos_find(vlan, CP_STR("vlan-id"))), &n) &&
            n <= 4094)
            *cp_map_put(c->s->a, &c->vlan_of, iface->first->word, NULL) = n;
        static const char *const filters[] = { "filter", "forwarding-options filter",
                                               "forwarding-options flood" };
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
            junos_node *filter = junos_at(vlan, filters[i]);
            if (filter)
                junos_limit_all(c, filter, "filter of a VLAN");
        }
    }
}

/* ---- the top */

static void read_name(junos_conf *c)
{
    junos_node *name = junos_at(c->t->root, "system host-name");
    junos_node *version = junos_at(c->t->root, "version");
    if (name) {
        c->s->line = name->line;
        cp_state_host(c->s, junos_value(name));
        junos_mark(name, JUNOS_ALL_ROW);
    }
    if (version) {
        c->s->line = version->line;
        cp_state_about(c->s, CP_KIND_CLI_VERSION, junos_value(version));
        junos_mark(version, JUNOS_ALL_ROW);
    }
}

/* Routers in the router: their tables are told of nowhere else. */
static void read_systems(junos_conf *c, const char *word)
{
    junos_each(n, junos_at(c->t->root, word))
    {
        cp_str vrf = cp_str_fmt(c->s->a, "logical-system %.*s", CP_FMT(n->word));
        junos_limit(c, n, vrf, CP_STR(""), "logical system");
    }
}

static void read_rest(junos_conf *c)
{
    junos_node *root = c->t->root, *n;
    if ((n = junos_at(root, "class-of-service forwarding-policy")))
        junos_limit_all(c, n, "policy routing");
    if ((n = junos_at(root, "dynamic-profiles")))
        junos_limit_all(c, n, "subscribers");
    unlike_below(c, junos_at(root, "security"), security_unlike);
    unlike_below(c, junos_at(root, "services"), services_unlike);
    if ((n = junos_at(root, "security")))
        junos_idle(n, security_idle);
    if ((n = junos_at(root, "services")))
        junos_idle(n, services_idle);
    read_systems(c, "logical-systems");
    read_systems(c, "tenants");
}

static void read_all(junos_conf *c)
{
    junos_node *root = c->t->root;
    junos_idle(root, top_idle);
    read_name(c);
    note_instances(c, junos_at(root, "routing-instances"));
    read_vlans(c, junos_at(root, "vlans"));
    read_vlans(c, junos_at(root, "bridge-domains"));
    junos_conf_filters(c, junos_at(root, "firewall"));
    junos_conf_ifaces(c, junos_at(root, "interfaces"));
    read_routing(c, junos_at(root, "routing-options"), CP_STR(""));
    read_protocols(c, (junos_speaker){ .options = junos_at(root, "routing-options"),
                                       .protocols = junos_at(root, "protocols"),
                                       .vrf = CP_STR("") });
    read_forwarding(c, junos_at(root, "forwarding-options"), CP_STR(""));
    junos_each(n, junos_at(root, "routing-instances")) read_instance(c, n);
    read_rest(c);
}

/* ---- what was understood */

typedef struct counts {
    uint64_t n_rows, n_idle;
} counts;

static void not_understood(junos_conf *c, junos_node *n)
{
    junos_node *of = n->of ? n->of : n;
    if ((n->flags | of->flags) & JUNOS_TOLD)
        return;
    junos_mark(of, JUNOS_TOLD);
    cp_state_bad_at(c->s, n->line, junos_path(c->s->a, n), "not understood");
}

/* meant: by what stands above. What is inherited was counted where it stands. */
static void count(junos_conf *c, junos_node *at, unsigned meant, counts *k)
{
    const unsigned alls = JUNOS_ALL_ROW | JUNOS_ALL_IDLE | JUNOS_ALL_UNREAD;
    junos_each(n, at)
    {
        unsigned of_all = n->flags & alls ? n->flags & alls : meant;
        unsigned is = n->flags & JUNOS_IS_ROW ? JUNOS_ALL_ROW : of_all;
        if (n->flags & (JUNOS_ENDS | JUNOS_BLOCK) && n->n == 0 && is == 0)
            not_understood(c, n);
        else if (n->flags & JUNOS_COUNTS && !n->of && is & JUNOS_ALL_ROW)
            k->n_rows++;
        else if (n->flags & JUNOS_COUNTS && !n->of && is & JUNOS_ALL_IDLE)
            k->n_idle++;
        count(c, n, of_all, k);
    }
}

void junos_conf_end(cp_state_section *s, junos_tree *t, bool is_part)
{
    junos_conf c = { .s = s, .t = t, .is_part = is_part };
    counts k = { 0 };
    junos_inherit(s, t);
    read_all(&c);
    count(&c, t->root, 0, &k);
    /* of one text rows were counted as they were told */
    cp_state_count(s, s->does && s->does->text ? 0 : k.n_rows, k.n_idle);
}
