/* SPDX-License-Identifier: Apache-2.0 */
/* sros_conf.c - configurations of SR OS, in three forms (sros_conf.h):
 *
 *     exit all                     configure {                        /configure router "Base"
 *     interf...
 *     configure                        router "Base" {
 *         router Base                      interface "to r2" {
 *             interface "to r2"                port 1/1/1
 *                 port 1/1/1               }
 *             exit                     }
 *         exit                     }
 *     exit all
 *
 * `admin display-config`, `admin show configuration [flat]`, `info [flat]` at the root. Each line
 * is looked at by its path. Of blocks that decide which routes are learnt it is told with whom they
 * are exchanged; the rest is passed over, because the table of routes shows the outcome; so are
 * those of the device itself. Groups whose lines would be
 * put in elsewhere are not expanded: a limit. */
#include "sources/state/sros_conf.h"

/* ---- blocks that change nothing of where packets go, and why */

#define LEARNT "decides which routes are learnt"
#define OWN "of the device itself: who may use it, what it writes down, its clock, its cards"
#define QUEUES "what waits longer"
#define COUNTED "what is counted, and where that is sent"
#define MULTICAST "of multicast"
#define LABELS "which labels and tunnels there are"
#define LAYER2 "services of frames: told by their SAPs"

static const cp_state_harmless idle[] = {
    /* at the root */
    { "aaa", OWN },
    { "anysec", OWN },
    { "application-assurance", COUNTED },
    { "aps", "how lines are protected" },
    { "bfd", "how soon a failure is seen" },
    { "bmp", COUNTED },
    { "bof", OWN },
    { "bundle", "of lines" },
    { "call-trace", COUNTED },
    { "card", OWN },
    { "cflowd", COUNTED },
    { "chassis", OWN },
    { "connection-profile", LAYER2 },
    { "debug", OWN },
    { "eth-cfm", COUNTED },
    { "eth-ring", LAYER2 },
    { "eth-tunnel", LAYER2 },
    { "fwd-path-ext", OWN },
    { "isa", "which cards do what services ask for" },
    { "li", COUNTED },
    { "log", OWN },
    { "mcac", MULTICAST },
    { "mirror", COUNTED },
    { "multicast-management", MULTICAST },
    { "multilink-bundle", "of lines" },
    { "oam-pm", COUNTED },
    { "openflow", "programs filters; a filter in which it is embedded says so" },
    { "password", OWN },
    { "persistent-indices", OWN },
    { "pfcp", OWN },
    { "policy-options", LEARNT },
    { "port-policy", QUEUES },
    { "port-topology", OWN },
    { "port-xc", OWN },
    { "ptp", OWN },
    { "python", OWN },
    { "qos", QUEUES },
    { "redundancy", OWN },
    { "saa", COUNTED },
    { "satellite", OWN },
    { "security", OWN },
    { "sfm", OWN },
    { "subscriber-mgmt", "applied by interfaces of subscribers, which are told" },
    { "switch-fabric", OWN },
    { "system", OWN },
    { "test-oam", COUNTED },
    { "vrrp", "who has an address that is shared" },
    { "vsm", OWN },
    { "apply-groups", "what groups hold is told by them" },
    /* below a router, or a VPRN */
    { "router * aaa", OWN },
    { "router * aggregate", LEARNT },
    { "router * aggregates", LEARNT },
    { "router * allow-bgp-to-igp-export", LEARNT },
    { "router * allow-icmp-redirect", OWN },
    { "router * allow-icmp6-redirect", OWN },
    { "router * bfd", "how soon a failure is seen" },
    { "router * bgp-evpn", LEARNT },
    { "router * bgp-ipvpn", LEARNT },
    { "router * bgp-shared-queue", QUEUES },
    { "router * bgp-vpn-backup", LEARNT },
    { "router * bier", MULTICAST },
    { "router * carrier-carrier-vpn", LEARNT },
    { "router * class-forwarding", QUEUES },
    { "router * confederation", LEARNT },
    { "router * customer", OWN },
    { "router * description", OWN },
    { "router * dhcp", "of leases" },
    { "router * dhcp-server", "of leases" },
    { "router * dhcp6", "of leases" },
    { "router * dns", OWN },
    { "router * ecmp", "how many next hops there may be: the table shows them" },
    { "router * ecmp-unequal-cost", LEARNT },
    { "router * enable-bgp-vpn-backup", LEARNT },
    { "router * entropy-label", LABELS },
    { "router * export-inactive-bgp", LEARNT },
    { "router * fib-priority", LEARNT },
    { "router * hash-label", LABELS },
    { "router * icmp", OWN },
    { "router * icmp-tunneling", OWN },
    { "router * icmp6", OWN },
    { "router * if-attribute", LEARNT },
    { "router * igmp", MULTICAST },
    { "router * ingress", QUEUES },
    { "router * interface-group-handler", "how soon a failure is seen" },
    { "router * ipv6", "what hosts hear" },
    { "router * ip-fast-reroute", LEARNT },
    { "router * label-mode", LABELS },
    { "router * leak-import", LEARNT },
    { "router * log", OWN },
    { "router * management", OWN },
    { "router * management-interface", OWN },
    { "router * maximum-ipv6-routes", LEARNT },
    { "router * maximum-routes", LEARNT },
    { "router * mc-maximum-routes", MULTICAST },
    { "router * mld", MULTICAST },
    { "router * mpls-labels", LABELS },
    { "router * msdp", MULTICAST },
    { "router * mss-adjust-group", "how long packets may be" },
    { "router * mtrace", MULTICAST },
    { "router * mtrace2", MULTICAST },
    { "router * multicast-info-policy", MULTICAST },
    { "router * mvpn", MULTICAST },
    { "router * network", OWN },
    { "router * no", "a function that is off" },
    { "router * ntp", OWN },
    { "router * origin-validation", LEARNT },
    { "router * p2mp-sr-tree", MULTICAST },
    { "router * pcep", LABELS },
    { "router * pcp-server", OWN },
    { "router * pim", MULTICAST },
    { "router * policy-options", LEARNT },
    { "router * ptp", OWN },
    { "router * radius", OWN },
    { "router * radius-proxy", OWN },
    { "router * radius-server", OWN },
    { "router * rib-api", LEARNT },
    { "router * rip", LEARNT },
    { "router * ripng", LEARNT },
    { "router * route-distinguisher", LEARNT },
    { "router * route-next-hop-policy", LEARNT },
    { "router * route-policy", LEARNT },
    { "router * route-target", LEARNT },
    { "router * router-advertisement", "what hosts hear" },
    { "router * rsvp", LABELS },
    { "router * segment-routing", LABELS },
    { "router * selective-fib", "which routes are in which line card" },
    { "router * service-label-range", LABELS },
    { "router * service-name", OWN },
    { "router * service-prefix", OWN },
    { "router * sgt-qos", QUEUES },
    { "router * single-sfm-overload", LEARNT },
    { "router * snmp", COUNTED },
    { "router * snmp-community", COUNTED },
    { "router * source-address", OWN },
    { "router * spoke-sdp", LABELS },
    { "router * tms-interface", COUNTED },
    { "router * tunnel-interface", MULTICAST },
    { "router * triggered-policy", LEARNT },
    { "router * ttl-propagate", LABELS },
    { "router * tunnel-termination", LABELS },
    { "router * twamp-light", COUNTED },
    { "router * type", LEARNT },
    { "router * vrf-export", LEARNT },
    { "router * vrf-import", LEARNT },
    { "router * vrf-target", LEARNT },
    { "router * vrgw", OWN },
    { "router * weighted-ecmp", "which of several next hops" },
    { "router * apply-groups", "what groups hold is told by them" },
    { "router * auto-bind-tunnel", LABELS },
    { "router * vpn-id", OWN },
    /* services */
    { "customer", OWN },
    { "md-auto-id", OWN },
    { "oper-group", "how soon a failure is seen" },
    { "pw-routing", LAYER2 },
    { "pw-template", LAYER2 },
    { "template", LAYER2 },
    { "proxy-arp-nd", LAYER2 },
    { "mrp", MULTICAST },
    { "nat", "applied by filters and by `nat` of a router, which are told" },
    { "vxlan", LAYER2 },
    { "ipfix", COUNTED },
    { "upnp", OWN },
    { NULL, NULL },
};

/* What is not modelled, of a table. */
static const struct unlike {
    const char *words, *what;
} unlike[] = {
    { "router * nat", "nat" },
    { "router * ipsec", "tunnel" },
    { "router * l2tp", "tunnel" },
    { "router * gtp", "tunnel" },
    { "router * wlan-gw", "tunnel" },
    { "router * flowspec", "policy routing" },
    { "router * grt-lookup enable-grt", "lookup in another table" },
    { "router * grt-leaking", "lookup in another table" },
    { "router * subscriber-interface", "interfaces of subscribers" },
    { "router * aarp-interface", "tunnel" },
    { "router * static-tunnel-redundant-next-hop", "tunnel" },
};

/* An interface below these goes on with labels. */
static const char *const labelled[] = { "router * mpls interface *",
                                        "router * ldp interface-parameters interface *" };

static const char *why_idle(const cp_state_path *p)
{
    for (const cp_state_harmless *h = idle; h->pattern; h++)
        if (cp_state_path_begins(p, h->pattern))
            return h->why;
    return NULL;
}

/* ---- routers and services */

cp_str sros_vrf_of(cp_state_section *s, const cp_state_path *p)
{
    cp_str name = cp_state_path_at(p, 1);
    return cp_str_eq(name, CP_STR("Base")) ? CP_STR("") : cp_str_dup(s->a, name);
}

/* A VPRN has a name and a number; other answers call its table by the number. */
static void name_vprn(cp_state_section *s, cp_str name, cp_str number)
{
    if (name.n && number.n && !cp_str_eq(name, number) && !cp_str_eq(name, CP_STR("Base")))
        cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE,
                                     .vrf = CP_STR(""),
                                     .iface = { .name = name,
                                                .parent = CP_STR(""),
                                                .text = number,
                                                .what = CP_STATE_VRF } });
}

static cp_state_heard labelled_line(cp_state_section *s, const cp_state_path *p, uint32_t n)
{
    cp_str iface = p->w[n - 1];
    if (p->level[p->n_levels - 1].n < n && !cp_str_eq(iface, CP_STR("system")))
        cp_state_tell(s, (cp_state){ .kind = CP_STATE_LIMIT,
                                     .vrf = sros_vrf_of(s, p),
                                     .limit = { CP_STR("mpls"), iface, p->w[2] } });
    return CP_HEARD_ROW;
}

/* Static routes in the forms of three releases; 0: it is none, else where the prefix is. */
static uint32_t static_of(const cp_state_path *p)
{
    if (cp_state_path_begins(p, "router * static-route-entry") ||
        cp_state_path_begins(p, "router * static-route"))
        return 3;
    return cp_state_path_begins(p, "router * static-routes route") ? 4 : 0;
}

static cp_state_heard router_line(cp_state_section *s, sros_conf *m)
{
    static const char *const alone[] = { "shutdown", "admin-state", "mpls", "ldp", NULL };
    static const char *const igps[] = { "isis", "ospf", "ospf3", NULL };
    cp_state_path *p = &m->path;
    cp_state_heard heard;
    uint32_t n;
    if (p->n < 3)
        return CP_HEARD_HEADING;
    if ((n = cp_state_path_begins(p, "router * interface *")) ||
        (n = cp_state_path_begins(p, "router * network-interface *")))
        return sros_iface_line(s, m, n);
    if ((n = static_of(p)))
        return sros_route_line(s, m, n);
    if (cp_state_path_begins(p, "router * service-id *")) {
        name_vprn(s, p->w[1], p->w[3]);
        return CP_HEARD_ROW;
    }
    for (size_t i = 0; i < sizeof labelled / sizeof *labelled; i++)
        if ((n = cp_state_path_begins(p, labelled[i])))
            return labelled_line(s, p, n);
    if (cp_state_is_one_of(p->w[2], alone))
        return CP_HEARD_HARMLESS;
    if (cp_str_eq(p->w[2], CP_STR("bgp")))
        return sros_bgp_line(s, m);
    if (cp_state_is_one_of(p->w[2], igps))
        return sros_igp_line(s, m);
    if (sros_router_line(s, m, &heard))
        return heard;
    if (why_idle(p))
        return cp_state_path_idle(p), CP_HEARD_HARMLESS;
    for (size_t i = 0; i < sizeof unlike / sizeof *unlike; i++)
        if (cp_state_path_begins(p, unlike[i].words)) {
            cp_state_tell(s,
                          (cp_state){ .kind = CP_STATE_LIMIT,
                                      .vrf = sros_vrf_of(s, p),
                                      .limit = { cp_str_c(unlike[i].what), CP_STR(""), p->w[2] } });
            cp_state_path_idle(p);
            return CP_HEARD_ROW;
        }
    bool is_block =
        cp_str_eq(p->w[2], CP_STR("interface")) || cp_str_eq(p->w[2], CP_STR("static-routes"));
    return p->n == 3 && is_block ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
}

/* "epipe 10", "sap 1/1/1:10" below it: frames; "sdp 5 mpls" */
static cp_state_heard service_line(cp_state_section *s, sros_conf *m)
{
    static const char *const kinds[] = {
        "epipe", "vpls", "ipipe", "apipe", "cpipe", "fpipe", NULL
    };
    cp_state_path *p = &m->path;
    if (cp_str_eq(p->w[0], CP_STR("sdp"))) {
        if (p->n > 1)
            cp_state_limits(s, cp_str_fmt(s->a, "sdp-%.*s", CP_FMT(p->w[1])), "tunnel", "an SDP");
        cp_state_path_idle(p);
        return CP_HEARD_ROW;
    }
    if (!cp_state_is_one_of(p->w[0], kinds))
        return CP_HEARD_NOTHING;
    if (!cp_str_eq(cp_state_path_at(p, 2), CP_STR("sap")) || p->n < 4)
        return CP_HEARD_HARMLESS;
    cp_state_limits(s, p->w[3], "layer 2 service", "%.*s %.*s", CP_FMT(p->w[0]),
                    CP_FMT(cp_str_slice(p->w[1], 0, 64)));
    cp_state_path_idle(p);
    return CP_HEARD_ROW;
}

/* What groups hold would be put in where they are applied. */
static cp_state_heard group_line(cp_state_section *s, sros_conf *m)
{
    static const char *const kinds[] = { "router", "service", "filter", "lag", NULL };
    cp_state_path *p = &m->path;
    if (p->n < 4)
        return CP_HEARD_HEADING;
    if (cp_state_is_one_of(p->w[3], kinds) && !m->has_groups) {
        m->has_groups = true;
        cp_state_limits(s, CP_STR(""), "configuration groups", "what they put in is not told: %.*s",
                        CP_FMT(cp_str_slice(p->w[2], 0, 64)));
    }
    cp_state_path_idle(p);
    return CP_HEARD_HARMLESS;
}

static cp_state_heard hear_path(cp_state_section *s, sros_conf *m)
{
    cp_state_path *p = &m->path;
    if (cp_state_path_is_lost(p))
        return cp_state_bad(s, "a line that is set off too far, or too long");
    if (p->n == 0)
        return CP_HEARD_HEADING;
    if (cp_state_path_is_idle(p))
        return CP_HEARD_HARMLESS;
    if (cp_state_path_begins(p, "system name *")) {
        cp_state_host(s, p->w[2]);
        return CP_HEARD_ROW;
    }
    if (p->n == 1 && cp_str_eq(p->w[0], CP_STR("system")))
        return CP_HEARD_HEADING; /* its name stands below it */
    if (cp_str_eq(p->w[0], CP_STR("filter")))
        return sros_filter_line(s, &m->filters, p);
    if (cp_str_eq(p->w[0], CP_STR("port")))
        return sros_port_line(s, m);
    if (cp_str_eq(p->w[0], CP_STR("lag")))
        return sros_lag_line(s, m);
    if (cp_str_eq(p->w[0], CP_STR("groups")))
        return group_line(s, m);
    if (cp_str_eq(p->w[0], CP_STR("router")))
        return router_line(s, m);
    if (!why_idle(p))
        return service_line(s, m);
    cp_state_path_idle(p);
    return CP_HEARD_HARMLESS;
}

/* ---- lines */

static bool is_router_name(cp_str word)
{
    static const char *const names[] = { "Base", "management", "vpls-management", NULL };
    return cp_state_is_one_of(word, names);
}

/* The first words of a path, so that a router and a VPRN are alike: "router NAME"; an IES is of the
 * main table. Returns what stands behind them. */
static cp_str first_words(cp_state_path *p, cp_str line)
{
    cp_str rest = line, word = cp_state_word(&rest), next;
    if (cp_str_eq(word, CP_STR("service"))) {
        line = rest;
        word = cp_state_word(&rest);
    }
    bool is_ies = cp_str_eq(word, CP_STR("ies"));
    if (!is_ies && !cp_str_eq(word, CP_STR("vprn")) && !cp_str_eq(word, CP_STR("router")))
        return line;
    cp_state_path_word(p, CP_STR("router"));
    if (is_ies)
        (void)cp_state_word(&rest);
    else if (word.p[0] == 'r') {
        cp_str left = rest;
        next = cp_state_word(&left);
        if (next.n > 2 && next.p[0] == '"')
            next = cp_str_slice(next, 1, next.n - 2);
        if (is_router_name(next))
            return rest;
    }
    if (is_ies || word.p[0] == 'r')
        cp_state_path_word(p, CP_STR("Base"));
    return rest;
}

/* Behind the number of a service stand its name and its customer, which are not of the path:
 * "vprn 100 name "blue" customer 1 create". */
static void cut_head(cp_state_section *s, cp_state_path *p)
{
    static const char *const heads[] = { "name",         "customer", "vpn",    "create",
                                         "b-vpls",       "i-vpls",   "m-vpls", "etree",
                                         "vc-switching", "test",     NULL };
    uint32_t own = p->level[p->n_levels - 1].n;
    if (p->n > own + 1 && cp_str_eq(p->w[p->n - 1], CP_STR("create")))
        cp_state_path_cut(p, p->n - 1);
    if (own || p->n < 3 || !cp_state_is_one_of(p->w[2], heads))
        return;
    for (uint32_t i = 2; cp_str_eq(p->w[0], CP_STR("router")) && i + 1 < p->n; i++)
        if (cp_str_eq(p->w[i], CP_STR("name")))
            name_vprn(s, p->w[i + 1], p->w[1]);
    cp_state_path_cut(p, 2);
}

static cp_state_heard add_line(cp_state_section *s, sros_conf *m, size_t indent, cp_str line)
{
    cp_state_path *p = &m->path;
    cp_state_path_open(p, indent);
    if (p->n == 0)
        line = first_words(p, line);
    cp_state_path_add(p, line);
    cut_head(s, p);
    return hear_path(s, m);
}

/* "router "Base" {", "}", "use-system-name { }", "port 1/1/1" */
static cp_state_heard braced_line(cp_state_section *s, sros_conf *m, cp_str text)
{
    if (cp_str_eq(text, CP_STR("}"))) {
        m->n_braces -= m->n_braces > 0;
        cp_state_path_leave(&m->path, m->n_braces);
        return CP_HEARD_HEADING;
    }
    bool is_empty = cp_str_ends(text, CP_STR("{ }")) || cp_str_ends(text, CP_STR("{}"));
    bool is_open = cp_str_ends(text, CP_STR("{"));
    while (text.n && (is_empty || is_open) &&
           (text.p[text.n - 1] == '{' || text.p[text.n - 1] == '}' || text.p[text.n - 1] == ' '))
        text.n--;
    cp_state_heard heard = add_line(s, m, m->n_braces, text);
    m->n_braces += is_open;
    return heard;
}

/* "/configure router ...", "configure {": what stands behind the word. */
static bool is_whole(cp_str text, cp_str *rest)
{
    cp_str left = text, word = cp_state_word(&left);
    if (cp_str_starts(word, CP_STR("/")))
        word = cp_str_from(word, 1);
    *rest = cp_str_trim(left);
    return cp_str_eq(word, CP_STR("configure"));
}

cp_state_heard sros_hear_conf(cp_state_section *s, cp_str line)
{
    sros_conf *m = s->mem;
    cp_str text = cp_str_trim(line), rest;
    size_t indent = 0;
    if (text.n == 0 || text.p[0] == '#' || cp_str_starts(text, CP_STR("echo \"")) ||
        sros_is_context(text))
        return CP_HEARD_HEADING;
    if (cp_str_eq(text, CP_STR("exit all")) && m->n_braces == 0) {
        cp_state_path_leave(&m->path, 0);
        return CP_HEARD_HEADING;
    }
    bool is_configure = m->n_braces == 0 && is_whole(text, &rest);
    if (is_configure && cp_str_starts(rest, CP_STR("{ ")) && cp_str_ends(rest, CP_STR("}")))
        rest = cp_str_trim(cp_str_from(rest, 1)); /* "/configure { router "Base" bgp }" */
    if (is_configure && rest.n && !cp_str_eq(rest, CP_STR("{"))) {
        cp_state_path_leave(&m->path, 0);
        return add_line(s, m, 0, rest);
    }
    if (m->n_braces || text.p[text.n - 1] == '{')
        return braced_line(s, m, is_configure ? rest : text);
    while (line.p[indent] == ' ' || line.p[indent] == '\t')
        indent++;
    if (cp_str_eq(text, CP_STR("exit"))) {
        cp_state_path_leave(&m->path, indent);
        return CP_HEARD_HEADING;
    }
    return add_line(s, m, indent, is_configure ? CP_STR("") : text);
}

void sros_end_conf(cp_state_section *s)
{
    sros_conf *m = s->mem;
    sros_thing_end(s, m);
    sros_filters_tell(s, &m->filters);
    sros_peers_tell(s, m);
}

int sros_is_conf(cp_str head)
{
    cp_str line, rest;
    uint32_t n_whole = 0;
    bool has_exit = false;
    while (cp_str_cut_line(&head, &line)) {
        if (cp_str_starts(line, CP_STR("# TiMOS-")) || cp_str_eq(line, CP_STR("configure {")) ||
            (has_exit && cp_str_eq(line, CP_STR("configure"))))
            return 1;
        has_exit = has_exit || cp_str_eq(line, CP_STR("exit all"));
        n_whole += cp_str_starts(cp_str_trim(line), CP_STR("/")) &&
                   is_whole(cp_str_trim(line), &rest) && rest.n;
    }
    return n_whole >= 3;
}
