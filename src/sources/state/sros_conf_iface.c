/* SPDX-License-Identifier: Apache-2.0 */
/* sros_conf_iface.c - interfaces, ports, LAGs and static routes in configurations of SR OS.
 *
 *     interface "to r2"                        interface "to r2" {
 *         address 192.0.2.0/31                     port 1/1/1:100
 *         port 1/1/1:100                           ipv4 {
 *         ingress                                      primary {
 *             filter ip 10                                 address 192.0.2.0
 *         exit                                             prefix-length 31
 *
 * A port, a SAP or a filter may stand before the table of the interface is told, so rows wait until
 * its lines end. A static route is in force only if a line says so (`no shutdown`, `admin-state
 * enable`), and even then whether it stands in the table, the table says. */
#include <stdio.h>
#include "sources/state/sros_conf.h"

/* ---- the thing that lines tell of */

static bool is_key(const sros_thing *t, const cp_state_path *p, uint32_t n)
{
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        cp_str w = p->w[i];
        if (at + w.n + 1 > t->n_key || t->key[at + w.n] != '\n' ||
            !cp_str_eq(cp_str_slice((cp_str){ t->key, t->n_key }, at, w.n), w))
            return false;
        at += w.n + 1;
    }
    return at == t->n_key;
}

bool sros_thing_of(cp_state_section *s, sros_conf *m, sros_kind kind, uint32_t n)
{
    sros_thing *t = &m->now;
    const cp_state_path *p = &m->path;
    if (t->kind == kind && is_key(t, p, n))
        return false;
    sros_thing_end(s, m);
    t->kind = kind;
    t->n_key = 0;
    for (uint32_t i = 0; i < n; i++)
        if (t->n_key + p->w[i].n + 1 <= sizeof t->key) {
            if (p->w[i].n)
                memcpy(t->key + t->n_key, p->w[i].p, p->w[i].n);
            t->n_key += p->w[i].n;
            t->key[t->n_key++] = '\n';
        }
    t->line = s->line;
    t->vrf = kind == SROS_PORT ? CP_STR("") : sros_vrf_of(s, p);
    t->name = cp_str_dup(s->a, p->w[n - 1]);
    t->is_told = t->is_on = false;
    t->f = (cp_state_iface){ .name = t->name, .parent = CP_STR(""), .text = CP_STR("") };
    t->rows.n = 0;
    t->primary = (cp_state_net){ .bits = 0 };
    return true;
}

static void end_iface(cp_state_section *s, sros_conf *m)
{
    sros_thing *t = &m->now;
    if (!t->is_told)
        return;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE,
                                 .vrf = t->kind == SROS_PORT ? CP_STR("") : t->vrf,
                                 .pos = t->line,
                                 .iface = t->f });
    cp_vec_each(row, &t->rows)
    {
        uint64_t line = s->line;
        row->vrf = t->vrf;
        s->line = row->pos;
        if (row->kind == CP_STATE_USE)
            sros_filter_used(s, &m->filters, t->vrf, t->name, row->use.filter,
                             (row->use.what & CP_STATE_V6) != 0,
                             (row->use.what & CP_STATE_IN) != 0);
        else
            cp_state_tell(s, *row);
        s->line = line;
    }
    if (t->primary.is_set)
        cp_state_limits(s, t->name, "address not told",
                        "an address without the length of its network");
}

void sros_thing_end(cp_state_section *s, sros_conf *m)
{
    sros_thing *t = &m->now;
    if (t->kind == SROS_IFACE || t->kind == SROS_PORT)
        end_iface(s, m);
    else if (t->kind == SROS_ROUTE && t->is_on && t->is_told)
        cp_state_tell(
            s,
            (cp_state){ .kind = CP_STATE_ROUTE, .vrf = t->vrf, .pos = t->line, .route = t->route });
    t->kind = SROS_NOTHING;
}

/* ---- rows of an interface */

static cp_state *row_of(cp_state_section *s, sros_thing *t, cp_state_kind kind)
{
    static cp_state nobody;
    if (t->rows.n >= SROS_ROWS_OF_IFACE_MAX) {
        (void)cp_state_bad(s, "more than %d addresses and filters of one interface",
                           SROS_ROWS_OF_IFACE_MAX);
        return &nobody;
    }
    cp_state *row = cp_vec_add(s->a, &t->rows);
    *row = (cp_state){ .kind = kind, .vrf = CP_STR(""), .pos = s->line };
    return row;
}

static cp_state_heard limit_text(cp_state_section *s, sros_thing *t, const char *what, cp_str text)
{
    row_of(s, t, CP_STATE_LIMIT)->limit =
        (cp_state_limit){ cp_str_c(what), t->name, cp_str_dup(s->a, text) };
    return CP_HEARD_ROW;
}

static cp_state_heard limit(cp_state_section *s, sros_thing *t, const char *what,
                            const cp_state_path *p, uint32_t i)
{
    return limit_text(s, t, what,
                      cp_str_trim(cp_str_fmt(s->a, "%.*s %.*s", CP_FMT(cp_state_path_at(p, i)),
                                             CP_FMT(cp_state_path_at(p, i + 1)))));
}

static cp_state_heard add_address(cp_state_section *s, sros_thing *t, const cp_state_net *addr,
                                  uint64_t length, uint64_t what)
{
    uint64_t bits = length + (cp_state_net_is_v4(addr) ? 96 : 0);
    if (bits > 128)
        return cp_state_bad(s, "a length that is longer than its address");
    row_of(s, t, CP_STATE_ADDRESS)->address = (cp_state_address){ *addr, t->name, bits, what };
    return CP_HEARD_ROW;
}

/* "192.0.2.1/31", "192.0.2.1" and a mask or a length in the word behind it. */
static cp_state_heard whole_address(cp_state_section *s, sros_thing *t, cp_str word, cp_str mask,
                                    uint64_t what)
{
    cp_state_net addr;
    uint64_t length;
    ptrdiff_t slash = cp_str_find_char(word, '/');
    if (slash > 0) {
        mask = cp_str_from(word, (size_t)slash + 1);
        word = cp_str_slice(word, 0, (size_t)slash);
    }
    if (!cp_state_address_of(word, &addr) ||
        (!cp_str_u64(mask, &length) && !cp_state_mask(mask, false, &length)))
        return cp_state_bad(s, "no address with a length");
    return add_address(s, t, &addr, length, what);
}

/* Of the MD-CLI: "address 192.0.2.1" and "prefix-length 31", in two lines or one; i: the first. */
static cp_state_heard primary_line(cp_state_section *s, sros_thing *t, const cp_state_path *p,
                                   uint32_t i)
{
    uint64_t length;
    for (; i + 1 < p->n; i += 2) {
        if (cp_str_eq(p->w[i], CP_STR("address"))) {
            if (!cp_state_address_of(p->w[i + 1], &t->primary))
                return cp_state_bad(s, "no address");
        } else if (cp_str_eq(p->w[i], CP_STR("prefix-length"))) {
            cp_state_net addr = t->primary;
            t->primary = (cp_state_net){ .bits = 0 };
            if (!addr.is_set || !cp_str_u64(p->w[i + 1], &length))
                return cp_state_bad(s, "a length without an address");
            if (add_address(s, t, &addr, length, 0) != CP_HEARD_ROW)
                return CP_HEARD_NOTHING;
        } else if (!cp_str_eq(p->w[i], CP_STR("broadcast")) &&
                   !cp_str_eq(p->w[i], CP_STR("track-srrp"))) {
            return CP_HEARD_NOTHING;
        }
    }
    return CP_HEARD_ROW;
}

/* Of the MD-CLI: "192.0.2.1 prefix-length 31", "192.0.2.1" and more below it. */
static cp_state_heard listed_address(cp_state_section *s, sros_thing *t, const cp_state_path *p,
                                     uint32_t i, uint64_t what)
{
    static const char *const idle[] = { "eui-64",      "primary-preference",
                                        "track-srrp",  "broadcast",
                                        "igp-inhibit", "duplicate-address-detection",
                                        NULL };
    cp_str more = cp_state_path_at(p, i + 1);
    if (cp_str_find_char(cp_state_path_at(p, i), '/') > 0) {
        if (cp_str_eq(more, CP_STR("eui-64")))
            return limit(s, t, "address not told", p, i);
        return whole_address(s, t, p->w[i], CP_STR(""), what);
    }
    if (cp_str_eq(more, CP_STR("prefix-length")))
        return whole_address(s, t, p->w[i], cp_state_path_at(p, i + 2), what);
    if (cp_str_eq(more, CP_STR("eui-64")) && cp_str_eq(cp_state_path_at(p, i + 2), CP_STR("true")))
        return limit(s, t, "address not told", p, i);
    if (more.n == 0 || cp_state_is_one_of(more, idle))
        return more.n ? CP_HEARD_HARMLESS : CP_HEARD_ROW;
    return CP_HEARD_NOTHING;
}

/* "backup 192.0.2.9", "backup [192.0.2.9 192.0.2.10]": shared with other routers. */
static cp_state_heard backups(cp_state_section *s, sros_thing *t, const cp_state_path *p,
                              uint32_t i)
{
    for (; i < p->n; i++)
        if (whole_address(s, t, p->w[i],
                          cp_str_find_char(p->w[i], ':') < 0 ? CP_STR("32") : CP_STR("128"),
                          CP_STATE_VIRTUAL) != CP_HEARD_ROW)
            return CP_HEARD_NOTHING;
    return CP_HEARD_ROW;
}

/* "ip 10 ipv6 20", "ip "web"": words behind "filter". */
static cp_state_heard uses(cp_state_section *s, sros_thing *t, const cp_state_path *p, uint32_t i,
                           bool is_in)
{
    for (; i + 1 < p->n; i += 2) {
        bool is_v6 = cp_str_eq(p->w[i], CP_STR("ipv6"));
        if (cp_str_eq(p->w[i], CP_STR("mac")))
            continue;
        if (!is_v6 && !cp_str_eq(p->w[i], CP_STR("ip")))
            return cp_state_bad(s, "a kind of filter that is not known");
        row_of(s, t, CP_STATE_USE)->use =
            (cp_state_use){ t->name, cp_str_dup(s->a, p->w[i + 1]),
                            (is_v6 ? CP_STATE_V6 : CP_STATE_V4) |
                                (is_in ? CP_STATE_IN : CP_STATE_OUT) };
    }
    return CP_HEARD_ROW;
}

void sros_port(cp_state_iface *f, cp_str port)
{
    cp_str tag = port, head, inner;
    if (cp_str_eq(port, CP_STR("n/a")) || cp_str_eq(port, CP_STR("system")) ||
        cp_str_eq(port, CP_STR("loopback")))
        return;
    (void)cp_str_cut(&tag, ':', &head);
    f->parent = head;
    while (cp_str_cut(&tag, '.', &inner))
        if (!cp_str_u64(inner, &f->vlan) || f->vlan > 4094)
            f->vlan = 0;
}

static cp_state_heard set_port(cp_state_section *s, sros_thing *t, cp_str port)
{
    sros_port(&t->f, cp_str_dup(s->a, port));
    if (cp_str_starts(port, CP_STR("tunnel-")))
        return limit_text(s, t, "tunnel", port);
    return cp_str_starts(port, CP_STR("nat-")) ? limit_text(s, t, "nat", port) : CP_HEARD_ROW;
}

static cp_state_heard neighbour(cp_state_section *s, sros_thing *t, cp_str address, cp_str mac)
{
    cp_state *row = row_of(s, t, CP_STATE_NEIGHBOUR);
    row->neighbour.iface = t->name;
    row->neighbour.mac = cp_state_mac(mac);
    if (cp_state_address_of(address, &row->neighbour.addr) && row->neighbour.mac)
        return CP_HEARD_ROW;
    t->rows.n -= t->rows.n && row == &t->rows.v[t->rows.n - 1];
    return cp_state_bad(s, "no neighbour");
}

/* ---- lines of an interface */

typedef enum part {
    P_ADDRESS,
    P_SECONDARY,
    P_PRIMARY,
    P_LISTED,
    P_LISTED_SECONDARY,
    P_LINK_LOCAL,
    P_BACKUP,
    P_PORT,
    P_IN,
    P_OUT,
    P_MAC,
    P_TEXT,
    P_NEIGHBOUR,
    P_NEIGHBOUR_MD,
    P_BLOCK, /* what matters of it stands below */
    P_IDLE,
} part;

/* The first that fits. */
static const struct begins {
    const char *words;
    part does;
} parts[] = {
    { "address", P_ADDRESS },
    { "secondary", P_SECONDARY },
    { "ipv4 primary", P_PRIMARY },
    { "ipv4 secondary *", P_LISTED_SECONDARY },
    { "ipv4 secondary", P_BLOCK },
    { "ipv6 address", P_LISTED },
    { "ipv6 link-local-address", P_LINK_LOCAL },
    { "vrrp * backup", P_BACKUP },
    { "ipv4 vrrp * backup", P_BACKUP },
    { "ipv6 vrrp * backup", P_BACKUP },
    { "vrrp", P_IDLE },
    { "ipv4 vrrp", P_IDLE },
    { "ipv6 vrrp", P_IDLE },
    { "port", P_PORT },
    { "loopback", P_IDLE },
    { "sap * ingress filter", P_IN },
    { "sap * egress filter", P_OUT },
    { "sap * ingress", P_IDLE },
    { "sap * egress", P_IDLE },
    { "ingress filter", P_IN },
    { "egress filter", P_OUT },
    { "ingress", P_IDLE },
    { "egress", P_IDLE },
    { "mac", P_MAC },
    { "description", P_TEXT },
    { "static-arp", P_NEIGHBOUR },
    { "ipv6 neighbor", P_NEIGHBOUR },
    { "ipv4 neighbor-discovery static-neighbor * mac-address", P_NEIGHBOUR_MD },
    { "ipv6 neighbor-discovery static-neighbor * mac-address", P_NEIGHBOUR_MD },
    { "ipv4 neighbor-discovery", P_IDLE },
    { "ipv6 neighbor-discovery", P_IDLE },
};

/* What is not modelled. */
static const struct unlike {
    const char *words, *what;
} unlike[] = {
    { "spoke-sdp", "tunnel" },
    { "sap * ip-tunnel", "tunnel" },
    { "sap * ipsec-tunnel", "tunnel" },
    { "ipsec", "tunnel" },
    { "tunnel", "tunnel" },
    { "ip-tunnel", "tunnel" },
    { "vpls", "layer 2 service" },
    { "unnumbered", "address not told" },
    { "ipv4 unnumbered", "address not told" },
    { "urpf-check", "check of sources" },
    { "ipv4 urpf-check", "check of sources" },
    { "ipv6 urpf-check", "check of sources" },
    { "ingress flowspec", "policy routing" },
    { "ingress flowspec-ipv6", "policy routing" },
    { "flowspec", "policy routing" },
    { "vas-if-type", "policy routing" },
    { "sap * ingress flowspec", "policy routing" },
    { "ingress policy-map", "policy routing" },
    { "ingress routed-override-qos-policy", "layer 2 service" },
    { "ingress routed-override-filter", "layer 2 service" },
    { "ip-helper", "policy routing" },
};

/* What changes nothing of where packets go: the first word. */
static const char *const idle[] = {
    "accounting-policy",
    "allow-directed-broadcasts",
    "arp-host-route",
    "arp-learn-unsolicited",
    "arp-limit",
    "arp-populate",
    "arp-proactive-refresh",
    "arp-retry-timer",
    "arp-timeout",
    "bfd",
    "bfd-on-distributed-lag-optimization",
    "bier",
    "cflowd",
    "cflowd-parameters",
    "collect-stats",
    "cpu-protection",
    "cpu-profile",
    "delay",
    "delayed-enable",
    "dhcp",
    "dist-cpu-protection",
    "eth-cfm",
    "enable-ingress-stats",
    "enable-mac-accounting",
    "enable-table-classification",
    "gtp-access",
    "hold-time",
    "host-connectivity-verify",
    "icmp",
    "if-attribute",
    "igmp-host-tracking",
    "ingress-stats",
    "ip-load-balancing",
    "ip-mtu",
    "ldp-shortcut",
    "ldp-sync-timer",
    "lldp",
    "load-balancing",
    "local-dhcp-server",
    "local-proxy-arp",
    "lsr-load-balancing",
    "mac-accounting",
    "mld-host-tracking",
    "monitor-oper-group",
    "mtu",
    "multi-chassis-redundancy",
    "multicast-network-domain",
    "ntp-broadcast",
    "oper-group",
    "ping-template",
    "policy-accounting",
    "proxy-arp-policy",
    "ptp-hw-assist",
    "qos",
    "qos-route-lookup",
    "remote-proxy-arp",
    "secure-nd",
    "stable-identity",
    "strip-label",
    "tcp-mss",
    "teid-load-balancing",
    "tos-marking-state",
    "untrusted",
    "static-tunnel-redundant-next-hop",
    "link-local-address",
    "local-address",
    "admin-groups",
    "srlg-group",
    "spi-load-balancing",
    "no",
    "neighbor-limit",
    "forward-ipv4-packets",
    "reachable-time",
    "stale-time",
    "nd-proactive-refresh",
    "neighbor-resolution",
    "dhcp6-relay",
    "dhcp6-server",
    "icmp6",
    "nd-host-route",
    "nd-learn-unsolicited",
    "local-proxy-nd",
    "proxy-nd-policy",
    "router-advertisement",
    "duplicate-address-detection",
    "local-dhcp-server",
    "aarp",
    "anti-spoof",
    "app-profile",
    "atm",
    "calling-station-id",
    "fwd-wholesale",
    "host-admin",
    "host-shutdown",
    "lag-link-map-profile",
    "lag-per-link-hash",
    "multi-service-site",
    "static-host",
    "transit-policy",
    "bandwidth",
    "isid",
    "lag",
    "subscriber-management",
    NULL,
};

static cp_state_heard hear_part(cp_state_section *s, sros_thing *t, const cp_state_path *p, part d,
                                uint32_t i, uint32_t n)
{
    uint32_t k = i + n;
    cp_str word = cp_state_path_at(p, k);
    switch (d) {
    case P_ADDRESS: return whole_address(s, t, word, cp_state_path_at(p, k + 1), 0);
    case P_SECONDARY:
        return whole_address(s, t, word, cp_state_path_at(p, k + 1), CP_STATE_SECONDARY);
    case P_PRIMARY: return primary_line(s, t, p, k);
    case P_LISTED: return word.n ? listed_address(s, t, p, k, 0) : CP_HEARD_ROW;
    case P_LISTED_SECONDARY: return listed_address(s, t, p, k - 1, CP_STATE_SECONDARY);
    case P_LINK_LOCAL:
        if (cp_str_eq(word, CP_STR("address")))
            word = cp_state_path_at(p, k + 1);
        return word.n == 0                       ? CP_HEARD_ROW
               : cp_str_find_char(word, ':') < 0 ? CP_HEARD_HARMLESS
                                                 : whole_address(s, t, word, CP_STR("128"), 0);
    case P_BACKUP: return backups(s, t, p, k);
    case P_PORT: return set_port(s, t, word);
    case P_IN:
    case P_OUT: return uses(s, t, p, k, d == P_IN);
    case P_MAC:
        t->f.mac = cp_state_mac(word);
        return t->f.mac ? CP_HEARD_ROW : cp_state_bad(s, "no hardware address");
    case P_TEXT: t->f.text = cp_str_dup(s->a, word); return CP_HEARD_ROW;
    case P_NEIGHBOUR: return neighbour(s, t, word, cp_state_path_at(p, k + 1));
    case P_NEIGHBOUR_MD: return neighbour(s, t, p->w[k - 2], word);
    case P_BLOCK: return CP_HEARD_ROW;
    case P_IDLE: return CP_HEARD_HARMLESS;
    }
    return CP_HEARD_NOTHING;
}

/* "shutdown", "admin-state disable": of the interface, or of the SAP that it has. */
static bool hear_state(sros_thing *t, const cp_state_path *p, uint32_t i)
{
    cp_peer_said off = sros_state(p, i);
    if (off == CP_PEER_YES)
        t->f.what |= CP_STATE_DOWN;
    return off != CP_PEER_UNTOLD;
}

static cp_state_heard hear_sap(sros_thing *t, const cp_state_path *p, uint32_t i)
{
    cp_str word = cp_state_path_at(p, i + 2);
    if (cp_state_path_at(p, i + 1).n == 0)
        return CP_HEARD_ROW;
    if (word.n == 0 || hear_state(t, p, i + 2))
        return CP_HEARD_ROW;
    return cp_str_eq(word, CP_STR("description")) || cp_state_is_one_of(word, idle)
               ? CP_HEARD_HARMLESS
               : CP_HEARD_NOTHING;
}

cp_state_heard sros_iface_line(cp_state_section *s, sros_conf *m, uint32_t i)
{
    const cp_state_path *p = &m->path;
    sros_thing *t = &m->now;
    uint32_t n;
    sros_thing_of(s, m, SROS_IFACE, i);
    if (p->n == i)
        return CP_HEARD_ROW;
    t->is_told = true;
    if (cp_state_path_has(p, i, "sap *") && t->f.parent.n == 0)
        (void)set_port(s, t, p->w[i + 1]);
    if (hear_state(t, p, i))
        return CP_HEARD_ROW;
    for (size_t k = 0; k < sizeof unlike / sizeof *unlike; k++)
        if (cp_state_path_has(p, i, unlike[k].words)) {
            cp_state_path_idle(&m->path); /* what stands below it is of that */
            return limit(s, t, unlike[k].what, p, i);
        }
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if ((n = cp_state_path_has(p, i, parts[k].words)))
            return hear_part(s, t, p, parts[k].does, i, n);
    cp_str word = p->w[i];
    if (cp_str_eq(word, CP_STR("sap")))
        return hear_sap(t, p, i);
    if (cp_str_eq(word, CP_STR("ipv4")) || cp_str_eq(word, CP_STR("ipv6"))) {
        word = cp_state_path_at(p, i + 1);
        if (word.n == 0)
            return CP_HEARD_ROW;
    }
    return cp_state_is_one_of(word, idle) ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
}

/* ---- ports and LAGs */

cp_state_heard sros_port_line(cp_state_section *s, sros_conf *m)
{
    const cp_state_path *p = &m->path;
    if (p->n < 2)
        return cp_state_bad(s, "a port without a name");
    sros_thing_of(s, m, SROS_PORT, 2);
    m->now.is_told = true;
    if (p->n == 2 || hear_state(&m->now, p, 2))
        return CP_HEARD_ROW;
    if (cp_str_eq(p->w[2], CP_STR("description"))) {
        m->now.f.text = cp_str_dup(s->a, cp_state_path_at(p, 3));
        return CP_HEARD_ROW;
    }
    return CP_HEARD_HARMLESS; /* how its line is run */
}

/* "lag 1 port 1/1/1 1/1/2 priority 1": members. */
cp_state_heard sros_lag_line(cp_state_section *s, sros_conf *m)
{
    const cp_state_path *p = &m->path;
    uint64_t number;
    cp_str lag = cp_state_path_at(p, 1);
    if (!cp_str_eq(cp_state_path_at(p, 2), CP_STR("port")) || p->n < 4)
        return CP_HEARD_HARMLESS; /* how it is held together */
    if (cp_str_u64(lag, &number))
        lag = cp_str_fmt(s->a, "lag-%llu", (unsigned long long)number);
    if (p->n > 4 && cp_str_find_char(p->w[4], '/') < 0 && p->level[p->n_levels - 1].n >= 4)
        return CP_HEARD_HARMLESS; /* of the member */
    for (uint32_t i = 3; i < p->n && cp_str_find_char(p->w[i], '/') > 0; i++)
        cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE,
                                     .vrf = CP_STR(""),
                                     .iface = { .name = p->w[i],
                                                .parent = lag,
                                                .text = CP_STR(""),
                                                .what = CP_STATE_MEMBER } });
    return CP_HEARD_ROW;
}

/* ---- static routes */

/* The way of a route: "next-hop 192.0.2.1", "indirect ...", "black-hole"; how many words it is. */
static uint32_t read_way(cp_state_section *s, const cp_state_path *p, uint32_t i, cp_state_route *r)
{
    cp_str word = cp_state_path_at(p, i), to = cp_state_path_at(p, i + 1);
    if (cp_str_eq(word, CP_STR("black-hole")) || cp_str_eq(word, CP_STR("blackhole"))) {
        r->what |= CP_STATE_DROP;
        return 1;
    }
    if (cp_str_eq(word, CP_STR("grt"))) {
        r->via_vrf = CP_STR("Base");
        return 1;
    }
    if (to.n == 0)
        return 0;
    if (cp_str_eq(word, CP_STR("next-hop")) || cp_str_eq(word, CP_STR("indirect"))) {
        if (!cp_state_address_of(to, &r->via)) /* of a line without addresses */
            r->iface = cp_str_dup(s->a, to);
        return 2;
    }
    if (cp_str_eq(word, CP_STR("interface"))) {
        r->iface = cp_str_dup(s->a, to);
        return 2;
    }
    if (cp_str_eq(word, CP_STR("ipsec-tunnel"))) {
        r->iface = cp_str_dup(s->a, to);
        r->what |= CP_STATE_LABELLED;
        return 2;
    }
    return 0;
}

static bool read_number(cp_state_route *r, cp_str word, cp_str more)
{
    uint64_t *to = cp_str_eq(word, CP_STR("preference")) ? &r->preference : &r->metric;
    return cp_str_u64(more, to);
}

static bool is_numbered(cp_str word)
{
    return cp_str_eq(word, CP_STR("preference")) || cp_str_eq(word, CP_STR("metric"));
}

/* "static-route 192.0.2.0/24 preference 5 next-hop 192.0.2.1 description x": in any order. */
static cp_state_heard one_line(cp_state_section *s, const sros_conf *m, cp_state_route r,
                               uint32_t i)
{
    const cp_state_path *p = &m->path;
    bool is_on = true, has_way = false;
    while (i < p->n) {
        cp_str word = p->w[i];
        uint32_t n = has_way ? 0 : read_way(s, p, i, &r);
        has_way = has_way || n > 0;
        if (is_numbered(word) && !read_number(&r, word, cp_state_path_at(p, i + 1)))
            return cp_state_bad(s, "no number");
        is_on = is_on && !cp_str_eq(word, CP_STR("disable"));
        i += n ? n : is_numbered(word) || cp_str_eq(word, CP_STR("description")) ? 2 : 1;
    }
    if (!has_way)
        return cp_state_bad(s, "no next hop");
    if (is_on)
        cp_state_tell(s,
                      (cp_state){ .kind = CP_STATE_ROUTE, .vrf = sros_vrf_of(s, p), .route = r });
    return CP_HEARD_ROW;
}

/* Behind the way, or below it: is it in force, and how is it preferred? Else what it waits for
 * (BFD, pings, LDP) and what it is called. */
static cp_state_heard route_option(cp_state_section *s, sros_thing *t, const cp_state_path *p,
                                   uint32_t i)
{
    cp_str word = cp_state_path_at(p, i), more = cp_state_path_at(p, i + 1);
    if (is_numbered(word))
        return read_number(&t->route, word, more) ? CP_HEARD_ROW : cp_state_bad(s, "no number");
    bool is_no = cp_str_eq(word, CP_STR("no")) && cp_str_eq(more, CP_STR("shutdown"));
    if (is_no || cp_str_eq(word, CP_STR("shutdown")) || cp_str_eq(word, CP_STR("admin-state"))) {
        t->is_on = is_no || cp_str_eq(more, CP_STR("enable"));
        return CP_HEARD_ROW;
    }
    return word.n ? CP_HEARD_HARMLESS : CP_HEARD_ROW;
}

/* What stands below the prefix and is no way. */
static cp_state_heard beside_ways(const cp_state_path *p, uint32_t i)
{
    static const char *const idle_of[] = { "description", "community",  "tag",
                                           "no",          "backup-tag", NULL };
    static const char *const ways[] = { "next-hop", "indirect", "interface", "ipsec-tunnel", NULL };
    cp_str word = cp_state_path_at(p, i);
    if (word.n == 0 || (i + 1 == p->n && cp_state_is_one_of(word, ways)))
        return CP_HEARD_ROW;
    return cp_state_is_one_of(word, idle_of) ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
}

cp_state_heard sros_route_line(cp_state_section *s, sros_conf *m, uint32_t i)
{
    const cp_state_path *p = &m->path;
    cp_state_route r = { .protocol = CP_STR("static"), .iface = CP_STR(""), .via_vrf = CP_STR("") };
    uint32_t k = i + 1;
    if (!cp_state_prefix(s, cp_state_path_at(p, i), &r.net)) {
        cp_state_path_idle(&m->path); /* what stands below it is of nothing */
        return CP_HEARD_NOTHING;
    }
    cp_str type = cp_state_path_at(p, k), is = cp_state_path_at(p, k + 1);
    if (cp_str_eq(type, CP_STR("mcast")) ||
        (cp_str_eq(type, CP_STR("route-type")) && cp_str_eq(is, CP_STR("multicast")))) {
        cp_state_path_idle(&m->path); /* where multicast has to come from */
        return CP_HEARD_HARMLESS;
    }
    if (cp_str_eq(type, CP_STR("route-type")))
        k += 2;
    if (cp_str_eq(p->w[i - 1], CP_STR("static-route")))
        return one_line(s, m, r, k);
    uint32_t n = read_way(s, p, k, &r);
    if (n == 0)
        return beside_ways(p, k);
    if (sros_thing_of(s, m, SROS_ROUTE, k + n)) {
        m->now.route = r;
        m->now.is_told = true;
    }
    return route_option(s, &m->now, p, k + n);
}
