/* SPDX-License-Identifier: Apache-2.0 */
/* junos_filter.c - firewall filters of a Junos configuration, as rules:
 *
 *     term web {
 *         from { source-address 10.0.0.0/8; protocol tcp; destination-port [ 80 443 ]; }
 *         then { count web; accept; }        ==>  a box for each address, protocol and port
 *     }
 *
 * All kinds of conditions of a term have to hold, and of one kind one (Junos OS, firewall filters
 * user guide): addresses and lists of prefixes of a direction are one kind. A term without an
 * action that ends accepts; `next term` leaves it to those below; what no term matches is
 * discarded, as rules have it anyway. What narrows a term otherwise makes its rules partial; what
 * cannot be told of it (a list that is not shown, `apply-path`) makes them say nothing. */
#include "sources/state/junos_conf.h"

enum {
    BOXES_MAX = 4096,     /* of a term; more say nothing */
    RULES_MAX = 1 << 20,  /* of a configuration, since lists of filters repeat them */
    FILTERS_DEEP_MAX = 2, /* a filter in a term of another */
    PORT_MAX = 65535,
    PROTOCOL_MAX = 255,
};

typedef struct ranges {
    CP_VEC(cp_state_rule) v; /* only dst_port is of meaning */
    bool is_given, is_unknown;
} ranges;

typedef struct term {
    junos_nets src, dst, either;
    ranges protocol, src_port, dst_port, either_port;
    bool is_partial, is_unknown;
    bool says_nothing; /* next term */
    uint64_t says;
    uint32_t n_ends;
} term;

typedef struct filter {
    cp_str name;
    uint64_t versions, seq;
    uint32_t deep;
} filter;

/* ---- names (Junos OS, match conditions for IPv4 traffic) */

typedef struct number_of {
    const char *name;
    uint64_t number;
} number_of;

static const number_of protocols[] = {
    { "hop-by-hop", 0 },
    { "icmp", 1 },
    { "igmp", 2 },
    { "ipip", 4 },
    { "tcp", 6 },
    { "egp", 8 },
    { "udp", 17 },
    { "ipv6", 41 },
    { "routing", 43 },
    { "fragment", 44 },
    { "rsvp", 46 },
    { "gre", 47 },
    { "esp", 50 },
    { "ah", 51 },
    { "icmp6", 58 },
    { "icmpv6", 58 },
    { "no-next-header", 59 },
    { "dstopts", 60 },
    { "ospf", 89 },
    { "pim", 103 },
    { "vrrp", 112 },
    { "sctp", 132 },
    { NULL, 0 },
};
static const number_of ports[] = {
    { "ftp-data", 20 },     { "ftp", 21 },
    { "ssh", 22 },          { "telnet", 23 },
    { "smtp", 25 },         { "tacacs", 49 },
    { "domain", 53 },       { "tacacs-ds", 65 },
    { "bootps", 67 },       { "dhcp", 67 },
    { "bootpc", 68 },       { "tftp", 69 },
    { "finger", 79 },       { "http", 80 },
    { "kerberos-sec", 88 }, { "pop3", 110 },
    { "sunrpc", 111 },      { "ident", 113 },
    { "nntp", 119 },        { "ntp", 123 },
    { "netbios-ns", 137 },  { "netbios-dgm", 138 },
    { "netbios-ssn", 139 }, { "imap", 143 },
    { "snmp", 161 },        { "snmptrap", 162 },
    { "xdmcp", 177 },       { "bgp", 179 },
    { "ldap", 389 },        { "mobileip-agent", 434 },
    { "mobilip-mn", 435 },  { "https", 443 },
    { "snpp", 444 },        { "biff", 512 },
    { "exec", 512 },        { "login", 513 },
    { "who", 513 },         { "cmd", 514 },
    { "syslog", 514 },      { "printer", 515 },
    { "talk", 517 },        { "ntalk", 518 },
    { "rip", 520 },         { "timed", 525 },
    { "klogin", 543 },      { "kshell", 544 },
    { "msdp", 639 },        { "ldp", 646 },
    { "krb-prop", 754 },    { "krbupdate", 760 },
    { "kpasswd", 761 },     { "socks", 1080 },
    { "afs", 1483 },        { "pptp", 1723 },
    { "radius", 1812 },     { "radacct", 1813 },
    { "nfsd", 2049 },       { "eklogin", 2105 },
    { "ekshell", 2106 },    { "rkinit", 2108 },
    { "cvspserver", 2401 }, { NULL, 0 },
};

static bool number(const number_of *names, cp_str word, uint64_t max, uint64_t *out)
{
    if (cp_str_u64(word, out))
        return *out <= max;
    for (; names->name; names++)
        if (cp_str_eq(word, cp_str_c(names->name))) {
            *out = names->number;
            return true;
        }
    return false;
}

/* ---- ranges */

static void add_range(cp_arena *a, ranges *to, uint64_t first, uint64_t last)
{
    cp_state_rule *r = cp_vec_add(a, &to->v);
    r->dst_port[0] = first;
    r->dst_port[1] = last;
}

/* "80", "http", "1024-65535" */
static bool read_range(cp_str word, const number_of *names, uint64_t max, uint64_t out[2])
{
    ptrdiff_t dash = cp_str_find_char(word, '-');
    if (number(names, word, max, &out[0])) {
        out[1] = out[0];
        return true;
    }
    return dash > 0 && cp_str_u64(cp_str_slice(word, 0, (size_t)dash), &out[0]) &&
           cp_str_u64(cp_str_from(word, (size_t)dash + 1), &out[1]) && out[0] <= out[1] &&
           out[1] <= max;
}

/* All but what was told: few ranges, so each is looked for from the one before on. */
static void turn(cp_arena *a, ranges *r, uint64_t max)
{
    ranges others = { .is_given = true, .is_unknown = r->is_unknown };
    uint64_t from = 0;
    while (from <= max) {
        uint64_t next = max + 1, end = max + 1; /* the first range that ends behind `from` */
        for (uint32_t i = 0; i < r->v.n; i++) {
            const uint64_t *x = r->v.v[i].dst_port;
            if (x[1] >= from && x[0] < next) {
                next = x[0];
                end = x[1] + 1;
            }
        }
        if (next > from)
            add_range(a, &others, from, next - 1);
        from = end > from ? end : from + 1;
    }
    *r = others;
}

static void read_ranges(junos_conf *c, junos_node *at, const number_of *names, uint64_t max,
                        ranges *to)
{
    uint64_t x[2];
    bool is_except = cp_str_ends(at->word, CP_STR("-except"));
    junos_mark(at, JUNOS_ALL_ROW);
    if (to->is_given || at->flags & JUNOS_MIXED) /* of a group, too: which of both is not known */
        to->is_unknown = true;
    to->is_given = true;
    junos_each(n, at)
    {
        if (read_range(n->word, names, max, x)) {
            add_range(c->s->a, to, x[0], x[1]);
        } else {
            to->is_unknown = true;
            junos_bad(c, n, "neither a number nor a name that is known");
        }
        if (to->v.n > BOXES_MAX)
            to->is_unknown = true;
    }
    to->is_unknown = to->is_unknown || to->v.n == 0;
    if (is_except && !to->is_unknown)
        turn(c->s->a, to, max);
}

/* ---- addresses */

static void add_net(junos_conf *c, junos_node *n, bool is_except, junos_list *list, junos_nets *to)
{
    cp_state_net net;
    bool has_gaps;
    if (!junos_net(n->word, &net, &has_gaps)) {
        to->is_unknown = true;
        junos_bad(c, n, "no prefix");
        return;
    }
    if (has_gaps && is_except) /* what is around it is more than what is excepted */
        to->is_unknown = true;
    to->is_partial = to->is_partial || has_gaps;
    cp_vec_push(c->s->a, list, ((junos_listed){ net, is_except }));
}

static void add_prefix_list(junos_conf *c, junos_node *name, junos_list *list, junos_nets *to)
{
    junos_node *all = junos_at(c->t->root, "policy-options prefix-list");
    junos_node *of = all ? junos_find(all, name->word) : NULL;
    bool is_except = junos_find(name, CP_STR("except")) != NULL;
    if (!of || of->n == 0 || junos_find(of, CP_STR("apply-path")))
        to->is_unknown = true;
    junos_each(n, of) if (!junos_is(n, "apply-path") && !junos_is(n, "apply-groups") &&
                          !junos_is(n, "apply-macro")) add_net(c, n, is_except, list, to);
}

/* "source-address" and "source-prefix-list" are of one kind. */
static void read_nets(junos_conf *c, junos_node *from, const char *address, const char *lists,
                      bool is_v4, junos_nets *to)
{
    junos_list list = { 0 };
    junos_node *nets = junos_at(from, address), *names = junos_at(from, lists);
    if (!nets && !names)
        return;
    to->is_given = true;
    junos_mark(nets, JUNOS_ALL_ROW);
    junos_mark(names, JUNOS_ALL_ROW);
    junos_each(n, nets) add_net(c, n, junos_find(n, CP_STR("except")) != NULL, &list, to);
    junos_each(n, names) add_prefix_list(c, n, &list, to);
    junos_nets_of(c->s->a, &list, is_v4, to);
    if (to->v.n > BOXES_MAX)
        to->is_unknown = true;
}

/* ---- conditions */

static const char *const narrows[] = {
    "tcp-flags",
    "tcp-established",
    "tcp-initial",
    "is-fragment",
    "first-fragment",
    "fragment-flags",
    "fragment-offset",
    "fragment-offset-except",
    "icmp-type",
    "icmp-type-except",
    "icmp-code",
    "icmp-code-except",
    "igmp-type",
    "igmp-type-except",
    "dscp",
    "dscp-except",
    "precedence",
    "precedence-except",
    "traffic-class",
    "traffic-class-except",
    "ttl",
    "ttl-except",
    "hop-limit",
    "hop-limit-except",
    "packet-length",
    "packet-length-except",
    "payload-protocol",
    "payload-protocol-except",
    "ip-options",
    "ip-options-except",
    "esp-spi",
    "esp-spi-except",
    "ah-spi",
    "ah-spi-except",
    "gre-key",
    "interface",
    "interface-group",
    "interface-group-except",
    "interface-set",
    "forwarding-class",
    "forwarding-class-except",
    "loss-priority",
    "loss-priority-except",
    "policy-map",
    "policy-map-except",
    "rat-type",
    "redirect-reason",
    "service-filter-hit",
    "source-class",
    "source-class-except",
    "destination-class",
    "destination-class-except",
    "extension-header",
    "extension-header-except",
    "flexible-match-mask",
    "flexible-match-range",
    "flow-label",
    "flow-label-except",
    "vxlan",
    "apply-groups",
    "apply-macro",
    "learn-vlan-id",
    "user-vlan-id",
    "vlan",
    "dot1q-tag",
    "l2-encap-type",
    NULL,
};

typedef enum kind { K_PROTOCOL, K_SRC_PORT, K_DST_PORT, K_PORT, K_ADDRESS } kind;
static const struct condition {
    const char *word;
    kind is;
} conditions[] = {
    { "protocol", K_PROTOCOL },
    { "protocol-except", K_PROTOCOL },
    { "next-header", K_PROTOCOL },
    { "next-header-except", K_PROTOCOL },
    { "ip-protocol", K_PROTOCOL },
    { "source-port", K_SRC_PORT },
    { "source-port-except", K_SRC_PORT },
    { "destination-port", K_DST_PORT },
    { "destination-port-except", K_DST_PORT },
    { "port", K_PORT },
    { "port-except", K_PORT },
    { "source-address", K_ADDRESS },
    { "source-prefix-list", K_ADDRESS },
    { "destination-address", K_ADDRESS },
    { "destination-prefix-list", K_ADDRESS },
    { "address", K_ADDRESS },
    { "prefix-list", K_ADDRESS },
    { NULL, K_ADDRESS },
};

static void read_condition(junos_conf *c, junos_node *n, term *t)
{
    const struct condition *k = conditions;
    while (k->word && !junos_is(n, k->word))
        k++;
    if (!k->word) {
        t->is_partial = true;
        if (cp_state_is_one_of(n->word, narrows))
            junos_mark(n, JUNOS_ALL_ROW);
        else
            t->is_unknown = true;
        return;
    }
    switch (k->is) {
    case K_PROTOCOL: read_ranges(c, n, protocols, PROTOCOL_MAX, &t->protocol); break;
    case K_SRC_PORT: read_ranges(c, n, ports, PORT_MAX, &t->src_port); break;
    case K_DST_PORT: read_ranges(c, n, ports, PORT_MAX, &t->dst_port); break;
    case K_PORT: read_ranges(c, n, ports, PORT_MAX, &t->either_port); break;
    case K_ADDRESS: break; /* by read_nets */
    }
}

static void read_from(junos_conf *c, const filter *f, junos_node *from, term *t)
{
    bool is_v4 = f->versions & CP_STATE_V4;
    junos_mark(from, JUNOS_IS_ROW);
    junos_each(n, from) read_condition(c, n, t);
    read_nets(c, from, "source-address", "source-prefix-list", is_v4, &t->src);
    read_nets(c, from, "destination-address", "destination-prefix-list", is_v4, &t->dst);
    read_nets(c, from, "address", "prefix-list", is_v4, &t->either);
    const junos_nets *nets[] = { &t->src, &t->dst, &t->either };
    const ranges *all[] = { &t->protocol, &t->src_port, &t->dst_port, &t->either_port };
    for (size_t i = 0; i < 3; i++) {
        t->is_partial = t->is_partial || nets[i]->is_partial;
        t->is_unknown = t->is_unknown || nets[i]->is_unknown;
    }
    for (size_t i = 0; i < 4; i++)
        t->is_unknown = t->is_unknown || all[i]->is_unknown;
}

/* ---- actions */

static const char *const idle_actions[] = {
    "count",
    "log",
    "syslog",
    "sample",
    "policer",
    "three-color-policer",
    "hierarchical-policer",
    "shared-bandwidth-policer",
    "prefix-action",
    "forwarding-class",
    "loss-priority",
    "dscp",
    "traffic-class",
    "traffic-class-count",
    "port-mirror",
    "port-mirror-instance",
    "service-accounting",
    "service-accounting-deferred",
    "service-filter-hit",
    "force-premium",
    "exclude-accounting",
    "packet-mode",
    "no-decrement-ttl",
    "policy-map",
    "clear-policy-map",
    "analyzer",
    "apply-macro",
    NULL,
};
/* To another table, to another next hop, into or out of a tunnel. */
static const char *const ways[] = {
    "routing-instance", "next-ip",        "next-ip6",         "next-interface",
    "next-hop-group",   "topology",       "ipsec-sa",         "encapsulate",
    "decapsulate",      "logical-system", "cos-next-hop-map", "load-balance",
    "interface",        "vlan",           "redirect",         NULL,
};

static bool read_action(junos_conf *c, junos_node *n, term *t, uint64_t *filter_flags)
{
    bool is_accept = junos_is(n, "accept");
    if (is_accept || junos_is(n, "discard") || junos_is(n, "reject")) {
        t->says = is_accept;
        t->n_ends++;
    } else if (junos_is(n, "next") && cp_str_eq(junos_value(n), CP_STR("term"))) {
        t->says_nothing = true;
        t->n_ends++;
    } else if (cp_state_is_one_of(n->word, ways)) {
        *filter_flags |= JUNOS_FILTER_ROUTES;
        t->is_unknown = true;
        (void)c;
    } else if (!cp_state_is_one_of(n->word, idle_actions)) {
        t->is_unknown = true;
        return false;
    }
    junos_mark(n, JUNOS_ALL_ROW);
    return true;
}

static void read_then(junos_conf *c, junos_node *then, term *t, uint64_t *filter_flags)
{
    t->says = 1;
    junos_mark(then, JUNOS_IS_ROW);
    junos_each(n, then)(void) read_action(c, n, t, filter_flags);
    if (t->n_ends > 1) /* of a group and of itself */
        t->is_unknown = true;
}

/* ---- rules */

static cp_state_rule any_rule(const filter *f, const junos_node *at, const term *t)
{
    return (cp_state_rule){ .filter = f->name,
                            .text = at->word,
                            .seq = f->seq,
                            .protocol = { 0, PROTOCOL_MAX },
                            .src_port = { 0, PORT_MAX },
                            .dst_port = { 0, PORT_MAX },
                            .says = t->is_unknown ? 2 : t->says,
                            .what = f->versions | (t->is_partial ? CP_STATE_PARTIAL : 0) };
}

static void tell_rule(junos_conf *c, const junos_node *at, cp_state_rule r)
{
    c->n_rules++;
    junos_tell(c, at, (cp_state){ .kind = CP_STATE_RULE, .rule = r });
}

/* Ports are of protocols that have them: of others a rule with ports matches what stands at their
 * place, or nothing. */
static bool has_ports(uint64_t protocol)
{
    return protocol == 6 || protocol == 17 || protocol == 132;
}

static void tell_protocols(junos_conf *c, const junos_node *at, const term *t, cp_state_rule r,
                           bool is_of_ports)
{
    static const uint64_t with_ports[] = { 6, 17, 132 };
    ranges all = { 0 };
    if (!t->protocol.is_given && is_of_ports)
        for (size_t i = 0; i < sizeof with_ports / sizeof *with_ports; i++) {
            r.protocol[0] = r.protocol[1] = with_ports[i];
            tell_rule(c, at, r);
        }
    if (!t->protocol.is_given)
        add_range(c->s->a, &all, 0, PROTOCOL_MAX);
    const ranges *of = t->protocol.is_given ? &t->protocol : &all;
    for (uint32_t i = 0; i < of->v.n; i++) {
        cp_state_rule x = r;
        memcpy(x.protocol, of->v.v[i].dst_port, sizeof x.protocol);
        if (is_of_ports && (x.protocol[0] != x.protocol[1] || !has_ports(x.protocol[0])))
            x.what |= CP_STATE_PARTIAL;
        tell_rule(c, at, x);
    }
}

static void tell_ports(junos_conf *c, const junos_node *at, const term *t, cp_state_rule r)
{
    const ranges *src = &t->src_port, *dst = &t->dst_port, *either = &t->either_port;
    bool is_either = either->is_given;
    for (uint32_t i = 0; i < (src->is_given ? src->v.n : 1); i++)
        for (uint32_t k = 0; k < (dst->is_given ? dst->v.n : 1); k++) {
            cp_state_rule x = r;
            if (src->is_given)
                memcpy(x.src_port, src->v.v[i].dst_port, sizeof x.src_port);
            if (dst->is_given)
                memcpy(x.dst_port, dst->v.v[k].dst_port, sizeof x.dst_port);
            if (!is_either || src->is_given || dst->is_given) {
                x.what |= is_either ? CP_STATE_PARTIAL : 0; /* both kinds have to hold */
                tell_protocols(c, at, t, x, src->is_given || dst->is_given);
                continue;
            }
            for (uint32_t m = 0; m < either->v.n; m++) {
                cp_state_rule y = x;
                memcpy(y.src_port, either->v.v[m].dst_port, sizeof y.src_port);
                tell_protocols(c, at, t, y, true);
                y = x;
                memcpy(y.dst_port, either->v.v[m].dst_port, sizeof y.dst_port);
                tell_protocols(c, at, t, y, true);
            }
        }
}

static void tell_nets(junos_conf *c, const junos_node *at, const term *t, cp_state_rule r)
{
    const junos_nets *src = &t->src, *dst = &t->dst, *either = &t->either;
    for (uint32_t i = 0; i < (src->is_given ? src->v.n : 1); i++)
        for (uint32_t k = 0; k < (dst->is_given ? dst->v.n : 1); k++) {
            cp_state_rule x = r;
            if (src->is_given)
                x.src = src->v.v[i];
            if (dst->is_given)
                x.dst = dst->v.v[k];
            if (!either->is_given || src->is_given || dst->is_given) {
                x.what |= either->is_given ? CP_STATE_PARTIAL : 0;
                tell_ports(c, at, t, x);
                continue;
            }
            for (uint32_t m = 0; m < either->v.n; m++) {
                cp_state_rule y = x;
                y.src = either->v.v[m];
                tell_ports(c, at, t, y);
                y = x;
                y.dst = either->v.v[m];
                tell_ports(c, at, t, y);
            }
        }
}

static uint64_t times(uint64_t n, bool is_given, uint32_t by)
{
    return !is_given ? n : n > BOXES_MAX ? n : n * by;
}

static void tell_term(junos_conf *c, const filter *f, junos_node *at, term *t)
{
    uint64_t n = 1;
    n = times(n, t->src.is_given, t->src.v.n);
    n = times(n, t->dst.is_given, t->dst.v.n);
    n = times(n, t->either.is_given, 2 * t->either.v.n);
    n = times(n, t->src_port.is_given, t->src_port.v.n);
    n = times(n, t->dst_port.is_given, t->dst_port.v.n);
    n = times(n, t->either_port.is_given, 2 * t->either_port.v.n);
    n = times(n, t->protocol.is_given, t->protocol.v.n);
    if (t->says_nothing && t->n_ends == 1)
        return;
    if (n > BOXES_MAX || c->n_rules + n > RULES_MAX)
        t->is_unknown = true;
    /* what is not known of its conditions may be more than what is */
    if (t->is_unknown)
        tell_rule(c, at, any_rule(f, at, t));
    else
        tell_nets(c, at, t, any_rule(f, at, t));
}

/* ---- filters */

static junos_node *find_filter(const junos_conf *c, cp_str family, cp_str name)
{
    junos_node *firewall = junos_at(c->t->root, "firewall");
    junos_node *of = junos_at(firewall, "family");
    of = of ? junos_find(of, family) : NULL;
    of = junos_at(of, "filter");
    junos_node *found = of ? junos_find(of, name) : NULL;
    if (!found && cp_str_eq(family, CP_STR("inet"))) {
        of = junos_at(firewall, "filter");
        found = of ? junos_find(of, name) : NULL;
    }
    return found;
}

static uint64_t tell_terms(junos_conf *c, filter *f, junos_node *at, cp_str family);

/* "term x { filter other; }": the terms of the other one stand there. */
static uint64_t tell_other(junos_conf *c, filter *f, junos_node *name, cp_str family)
{
    junos_node *other = find_filter(c, family, junos_value(name));
    uint64_t flags = 0;
    junos_mark(name, JUNOS_ALL_ROW);
    if (other && f->deep < FILTERS_DEEP_MAX && c->n_rules < RULES_MAX) {
        f->deep++;
        flags = tell_terms(c, f, other, family);
        f->deep--;
        return flags;
    }
    const term unknown = { .is_unknown = true };
    tell_rule(c, name, any_rule(f, name, &unknown));
    return flags;
}

static uint64_t tell_terms(junos_conf *c, filter *f, junos_node *at, cp_str family)
{
    uint64_t flags = 0;
    junos_node *terms = junos_find(at, CP_STR("term"));
    bool is_mixed = terms && terms->flags & JUNOS_MIXED; /* in which order is not known */
    junos_each(n, terms)
    {
        junos_node *other = junos_find(n, CP_STR("filter"));
        f->seq++;
        junos_mark(n, JUNOS_IS_ROW);
        if (other) {
            flags |= tell_other(c, f, other, family);
            continue;
        }
        term t = { .is_unknown = is_mixed || n->n == 0 };
        junos_node *from = junos_find(n, CP_STR("from")), *then = junos_find(n, CP_STR("then"));
        t.says = 1;
        if (from)
            read_from(c, f, from, &t);
        if (then)
            read_then(c, then, &t, &flags);
        tell_term(c, f, n, &t);
    }
    return flags;
}

static uint64_t *flags_of(junos_conf *c, cp_str family, cp_str name)
{
    bool added;
    cp_str key = cp_str_fmt(c->s->a, "%.*s %.*s", CP_FMT(family), CP_FMT(name));
    return cp_map_put(c->s->a, &c->filters, key, &added);
}

static uint64_t versions_of(cp_str family)
{
    return cp_str_eq(family, CP_STR("inet"))    ? CP_STATE_V4
           : cp_str_eq(family, CP_STR("inet6")) ? CP_STATE_V6
                                                : CP_STATE_V4 | CP_STATE_V6;
}

static void tell_filter(junos_conf *c, junos_node *at, cp_str family)
{
    static const junos_word others[] = {
        { "interface-specific", "counters of each interface" },
        { "interface-shared", "counters of an interface" },
        { "physical-interface-filter", "counters of each interface" },
        { "physical-interface-policer", "counters of each interface" },
        { "accounting-profile", "what is counted" },
        { "enhanced-mode", "how filtering is done" },
        { "fast-lookup-filter", "how filtering is done" },
        { "fast-filter-lookup", "how filtering is done" },
        { "instance-shared", "counters of an instance" },
        { "no-list-refresh", "how filtering is done" },
        { "scale-optimized", "how filtering is done" },
        { "apply-macro", "a remark" },
        { NULL, NULL },
    };
    filter f = { .name = at->word, .versions = versions_of(family) };
    junos_mark(at, JUNOS_IS_ROW);
    uint64_t flags = tell_terms(c, &f, at, family);
    *flags_of(c, family, at->word) = flags | JUNOS_FILTER_IS_TOLD;
    junos_idle(at, others);
}

#define RATES "what is dropped above a rate"
#define FRAMES "filters of frames; where they apply is told"
static const junos_word firewall_idle[] = {
    { "policer", RATES },
    { "three-color-policer", RATES },
    { "hierarchical-policer", RATES },
    { "atm-policer", RATES },
    { "prefix-action", RATES },
    { "simple-filter", RATES },
    { "load-balance-group", "applied by terms" },
    { "interface-set", "applied by terms" },
    { "tunnel-end-point", "applied by terms" },
    { "service-filter", "which packets a service sees; that is told by interfaces" },
    { "dialer-filter", "of dialled lines" },
    { "bridge", FRAMES },
    { "ethernet-switching", FRAMES },
    { "vpls", FRAMES },
    { "ccc", FRAMES },
    { "mpls", FRAMES },
    { "evpn", FRAMES },
    { "apply-macro", "a remark" },
    { NULL, NULL },
};

void junos_conf_filters(junos_conf *c, junos_node *firewall)
{
    static const char *const families[] = { "inet", "inet6", "any" };
    junos_node *family = junos_at(firewall, "family");
    if (!firewall)
        return;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        junos_node *of = family ? junos_find(family, cp_str_c(families[i])) : NULL;
        junos_each(f, junos_at(of, "filter")) tell_filter(c, f, cp_str_c(families[i]));
        if (of)
            junos_idle(of, firewall_idle);
    }
    junos_each(f, junos_at(firewall, "filter")) tell_filter(c, f, CP_STR("inet"));
    if (family)
        junos_idle(family, firewall_idle);
    junos_idle(firewall, firewall_idle);
}

/* ---- where they apply */

static void use(junos_conf *c, junos_node *at, cp_str iface, cp_str name, cp_str family, bool is_in)
{
    junos_tell(c, at,
               (cp_state){ .kind = CP_STATE_USE,
                           .use = { iface, name,
                                    versions_of(family) | (is_in ? CP_STATE_IN : CP_STATE_OUT) } });
    if (*flags_of(c, family, name) & JUNOS_FILTER_ROUTES)
        junos_limit(c, at->n == 1 ? at->first : at, junos_vrf_of(c, iface), iface,
                    "policy routing");
}

/* Filters one behind the other, each of which leaves what it does not match to the next one. */
static void use_list(junos_conf *c, junos_node *at, cp_str iface, cp_str family, bool is_in)
{
    cp_buf name = cp_buf_new(c->s->a);
    cp_buf_add_c(&name, "[");
    junos_each(n, at) cp_buf_fmt(&name, " %.*s", CP_FMT(n->word));
    cp_buf_add_c(&name, " ]");
    filter f = { .name = cp_buf_str(&name), .versions = versions_of(family) };
    uint64_t flags = *flags_of(c, family, f.name);
    if (!(flags & JUNOS_FILTER_IS_TOLD)) {
        flags = JUNOS_FILTER_IS_TOLD;
        junos_each(n, at)
        {
            junos_node *one = find_filter(c, family, n->word);
            const term unknown = { .is_unknown = true };
            if (one && !(at->flags & JUNOS_MIXED) && c->n_rules < RULES_MAX)
                flags |= tell_terms(c, &f, one, family);
            else
                tell_rule(c, n, any_rule(&f, n, &unknown));
        }
        *flags_of(c, family, f.name) = flags;
    }
    junos_mark(at, JUNOS_ALL_ROW);
    use(c, at, iface, f.name, family, is_in);
}

void junos_use_filter(junos_conf *c, junos_node *at, cp_str iface, cp_str family)
{
    static const junos_word idle[] = {
        { "group", "of terms, which are partial by it" },
        { "dialer", "which packets dial" },
        { NULL, NULL },
    };
    junos_each(n, at)
    {
        bool is_in = junos_is(n, "input");
        if (is_in || junos_is(n, "output")) {
            junos_mark(n, JUNOS_ALL_ROW);
            if (n->n)
                use(c, n, iface, n->first->word, family, is_in);
            else
                junos_bad(c, n, "no name of a filter");
        } else if (junos_is(n, "input-list") || junos_is(n, "output-list")) {
            use_list(c, n, iface, family, junos_is(n, "input-list"));
        }
    }
    junos_idle(at, idle);
}
