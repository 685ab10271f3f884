/* SPDX-License-Identifier: Apache-2.0 */
/* ios_igp.c - `router ospf`, `router isis` and what interfaces say of them in configurations:
 *
 *     interface Ethernet0/1          router ospf 1                    router ospf 1
 *      ip ospf 1 area 0               passive-interface default        area 0
 *      ip ospf cost 10                no passive-interface Ethernet1    interface Ethernet1
 *      isis metric 20 level-2         network 192.0.2.0 0.0.0.255 area 0  cost 10
 *
 * Of IS-IS the metrics of the topology of IPv4 are kept; those of IPv6 may differ (RFC 5120). */
#include "sources/state/ios_peers.h"
#include "sources/state/peer_words.h"

#define OSPF "OSPF"
#define OSPFV3 "OSPFv3"
#define ISIS "IS-IS"

static bool is_isis(const ios_peers *p) { return p->protocol[0] == 'I'; }
static uint64_t most(bool is_of_isis)
{
    return is_of_isis ? CP_ISIS_METRIC_MAX : CP_OSPF_METRIC_MAX;
}

/* ---- words of both */

/* "level-1", "level 1", "level-2-only", "level-1-2": as flags, 0: both or none told. */
static uint64_t levels_of(cp_str rest)
{
    uint64_t levels = 0;
    cp_str word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("level")))
        word = cp_state_word(&rest);
    bool is_one =
        cp_state_level(word, &levels) && levels != (CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2);
    return is_one ? levels : 0;
}

static cp_state_heard set_level(uint64_t *what, cp_str rest)
{
    *what &= ~(uint64_t)(CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2);
    *what |= levels_of(rest);
    return CP_HEARD_ROW;
}

/* "10", "10 level-1", "level-1 10", "10 level 1", "maximum": of OSPF without a level. */
static cp_state_heard set_metric(cp_state_section *s, uint64_t metric[2], cp_str rest,
                                 bool is_of_isis)
{
    uint64_t n, levels = 0;
    cp_str left = rest, word = cp_state_word(&left);
    if (is_of_isis && cp_str_starts(word, CP_STR("level-"))) {
        levels = levels_of(word);
        word = cp_state_word(&left);
    } else if (is_of_isis) {
        levels = levels_of(left);
    }
    if (is_of_isis && cp_str_eq(word, CP_STR("maximum")))
        n = CP_ISIS_METRIC_MAX;
    else if (!cp_state_metric(word, most(is_of_isis), &n))
        return cp_state_bad(s, "no metric from 1 to %llu", (unsigned long long)most(is_of_isis));
    for (int i = 0; i < 2; i++)
        if (levels != (i ? CP_STATE_PEER_LEVEL_1 : CP_STATE_PEER_LEVEL_2))
            metric[i] = n;
    return CP_HEARD_ROW;
}

static bool area_is(cp_state_section *s, cp_str area)
{
    if (cp_state_is_area(area))
        return true;
    (void)cp_state_bad(s, "no area: a number or an address");
    return false;
}

/* ---- blocks `router ...` */

static bool has_process(cp_state_section *s, ios_peers *p)
{
    if (p->process)
        return true;
    uint64_t line = s->line;
    s->line = p->in_vrf ? line : p->line;
    p->process = cp_igp_process_of(s, &p->igp, p->protocol, p->instance, ios_peers_vrf(p));
    s->line = line;
    return p->process;
}

static cp_igp_iface *iface_of(cp_state_section *s, ios_peers *p, cp_str name)
{
    cp_igp_iface *f = cp_igp_iface_of(s, &p->igp, p->protocol, p->instance, name);
    if (f && f->row.vrf.n == 0)
        f->row.vrf = p->process->row.vrf;
    return f;
}

static cp_state_heard set_passive(cp_state_section *s, ios_peers *p, cp_str rest, bool is_passive)
{
    cp_str left = rest, name = cp_state_word(&left);
    if (cp_str_eq(name, CP_STR("default"))) {
        p->process->is_passive = is_passive;
        return CP_HEARD_ROW;
    }
    name = ios_peers_name(s->a, &rest);
    if (name.n == 0)
        return cp_state_bad(s, "no interface");
    cp_igp_iface *f = iface_of(s, p, name);
    if (!f)
        return CP_HEARD_NOTHING;
    f->passive = is_passive ? CP_PEER_YES : CP_PEER_NO;
    return CP_HEARD_ROW;
}

static cp_state_heard hear_passive(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)indent;
    return set_passive(s, p, rest, true);
}

static cp_state_heard hear_not_passive(cp_state_section *s, ios_peers *p, cp_str rest,
                                       size_t indent)
{
    (void)indent;
    return set_passive(s, p, rest, false);
}

/* XR: "passive", "passive enable", "passive disable", of the block that it stands in. */
static cp_state_heard hear_here_passive(cp_state_section *s, ios_peers *p, cp_str rest,
                                        size_t indent)
{
    bool is_on = !cp_str_starts(rest, CP_STR("disable"));
    cp_peer_said said = is_on ? CP_PEER_YES : CP_PEER_NO;
    if (!p->in_iface && rest.n && is_on && !cp_str_starts(rest, CP_STR("enable")))
        return hear_passive(s, p, rest, indent); /* EOS: "passive Loopback0" */
    if (p->in_iface)
        p->iface->passive = said;
    else if (p->in_area)
        p->area_passive = said;
    else
        p->process->is_passive = is_on;
    return CP_HEARD_ROW;
}

static cp_state_heard hear_id(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)indent;
    return ios_peers_id(&p->process->row.peer, rest);
}

static cp_state_heard hear_off(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)rest, (void)indent;
    if (p->in_iface)
        p->iface->off = CP_PEER_YES;
    else
        p->process->is_off = true;
    return CP_HEARD_ROW;
}

/* "100000", "100 Gbps", in Mbit/s */
static cp_state_heard hear_bandwidth(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    uint64_t n;
    (void)indent;
    if (!cp_state_metric(cp_state_word(&rest), UINT32_MAX, &n))
        return cp_state_bad(s, "no bandwidth");
    n *= cp_str_starts_nocase(cp_str_trim(rest), CP_STR("gbps")) ? 1000 : 1;
    p->process->row.peer.text = cp_str_fmt(s->a, "reference bandwidth %llu", (unsigned long long)n);
    return CP_HEARD_ROW;
}

/* ---- OSPF: networks, neighbours, areas */

/* "192.0.2.0 0.0.0.255 area 0" (ASA: a mask), "192.0.2.0/24 area 0". What stands behind the length
 * is not asked for, as routers do. */
static cp_state_heard hear_network(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str word = cp_state_word(&rest);
    ptrdiff_t slash = cp_str_find_char(word, '/');
    cp_state_net net;
    cp_ip ip;
    uint64_t length;
    (void)indent;
    if (p->in_iface) /* XR: "network point-to-point": of which kind the interface is */
        return CP_HEARD_HARMLESS;
    bool is_net = cp_ip_parse(slash > 0 ? cp_str_slice(word, 0, (size_t)slash) : word, &ip) &&
                  (slash > 0 ? cp_str_u64(cp_str_from(word, (size_t)slash + 1), &length)
                             : cp_state_mask(cp_state_word(&rest), !p->has_masks, &length));
    if (!is_net || length > 128 || !cp_state_net_of(ip, (uint32_t)length, &net))
        return cp_state_bad(s, "no network whose bits are in one piece");
    cp_str key = cp_state_word(&rest), area = cp_state_word(&rest);
    if (!cp_str_eq(key, CP_STR("area")) || !area_is(s, area))
        return cp_state_bad(s, "no area: a number or an address");
    return cp_igp_network(s, &p->igp, p->process, net, area) ? CP_HEARD_ROW : CP_HEARD_NOTHING;
}

/* "192.0.2.9 priority 1", "192.0.2.9 cost 10": where neighbours cannot be heard of. */
static cp_state_heard hear_neighbour(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_state_net addr;
    cp_str word;
    (void)indent;
    if (!cp_state_address_of(cp_state_word(&rest), &addr))
        return cp_state_bad(s, "no address of a neighbour");
    cp_igp_iface *f =
        cp_igp_neighbour(s, &p->igp, p->process, addr, p->in_area ? p->area : CP_STR(""), "");
    if (!f)
        return CP_HEARD_NOTHING;
    if (p->in_iface)
        f->row.peer.iface = p->iface->row.peer.iface;
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("cost")))
            return set_metric(s, f->metric, rest, false);
    return CP_HEARD_ROW;
}

static cp_state_heard hear_virtual(cp_state_section *s, ios_peers *p, cp_str area, cp_str rest)
{
    cp_state_net addr;
    if (!cp_state_address_of(cp_state_word(&rest), &addr))
        return cp_state_bad(s, "no id of a router");
    return cp_igp_neighbour(s, &p->igp, p->process, addr, area, "virtual link") ? CP_HEARD_ROW
                                                                                : CP_HEARD_NOTHING;
}

/* "SOURCE DESTINATION cost 10" */
static cp_state_heard hear_sham(cp_state_section *s, ios_peers *p, cp_str area, cp_str rest,
                                size_t indent)
{
    cp_state_net addr;
    (void)cp_state_word(&rest);
    if (!cp_state_address_of(cp_state_word(&rest), &addr))
        return cp_state_bad(s, "no address of the other end");
    cp_igp_iface *f = cp_igp_neighbour(s, &p->igp, p->process, addr, area, "sham link");
    if (!f)
        return CP_HEARD_NOTHING;
    p->iface = f; /* XR: its cost stands below */
    p->in_iface = indent;
    rest = cp_str_trim(rest);
    return ios_begins(rest, "cost", &rest) ? set_metric(s, f->metric, rest, false) : CP_HEARD_ROW;
}

/* "0 virtual-link 192.0.2.9", "0 stub"; "0" alone: its lines follow. */
static cp_state_heard hear_area(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str area = cp_state_word(&rest);
    if (!area_is(s, area)) {
        p->in_lost = indent;
        return CP_HEARD_NOTHING;
    }
    rest = cp_str_trim(rest);
    if (ios_begins(rest, "virtual-link", &rest))
        return hear_virtual(s, p, area, rest);
    if (ios_begins(rest, "sham-link", &rest))
        return hear_sham(s, p, area, rest, indent);
    p->in_area = indent;
    p->area = cp_str_dup(s->a, area);
    p->area_cost = 0;
    p->area_passive = CP_PEER_UNTOLD;
    return rest.n ? CP_HEARD_HARMLESS : CP_HEARD_ROW;
}

static cp_state_heard hear_here_virtual(cp_state_section *s, ios_peers *p, cp_str rest,
                                        size_t indent)
{
    (void)indent;
    return p->in_area ? hear_virtual(s, p, p->area, rest) : CP_HEARD_HARMLESS;
}

static cp_state_heard hear_here_sham(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    return p->in_area ? hear_sham(s, p, p->area, rest, indent) : CP_HEARD_HARMLESS;
}

/* ---- interfaces in blocks */

static void begin_iface(ios_peers *p, cp_igp_iface *f, size_t indent)
{
    p->iface = f;
    p->in_iface = f ? indent : 0;
    p->in_lost = f ? 0 : indent;
    if (!f)
        return;
    f->takes_part = true;
    f->process = p->process;
    f->row.vrf = p->process->row.vrf;
    f->metric[0] = f->metric[0] ? f->metric[0] : p->area_cost;
    f->passive = f->passive ? f->passive : p->area_passive;
}

/* XR: "GigabitEthernet0/0/0/1" in an area or a process of IS-IS; FRR: "eth0 area 0" */
static cp_state_heard hear_iface(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str name = ios_peers_name(s->a, &rest), area = p->area;
    rest = cp_str_trim(rest);
    bool has_area = ios_begins(rest, "area", &rest);
    if (has_area)
        area = cp_state_word(&rest);
    if (name.n == 0 || (has_area && !area_is(s, area)))
        return cp_state_bad(s, "no interface");
    if (!is_isis(p) && !has_area && !p->in_area)
        return CP_HEARD_HARMLESS;
    if (!has_area && !p->in_area)
        p->area_cost = p->area_passive = 0;
    begin_iface(p, iface_of(s, p, name), indent);
    if (p->in_lost)
        return CP_HEARD_NOTHING;
    if (!is_isis(p))
        p->iface->row.peer.area = cp_str_dup(s->a, area);
    if (has_area)
        p->in_iface = 0;
    return CP_HEARD_ROW;
}

static cp_state_heard hear_second(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    if (!p->in_area)
        return CP_HEARD_HARMLESS;
    cp_str name = ios_peers_name(s->a, &rest);
    begin_iface(p, cp_igp_second_of(s, &p->igp, p->protocol, p->instance, name, p->area), indent);
    return p->in_lost ? CP_HEARD_NOTHING : CP_HEARD_ROW;
}

/* "ipv6 metric 20": ZXROS, in the block of an interface */
static cp_state_heard hear_six_metric(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)indent;
    return set_metric(s, p->in_iface ? p->iface->six : p->process->six, rest, true);
}

/* XR: of an interface, of all of an area, of all of a process; IOS: of all of IS-IS */
static cp_state_heard hear_metric(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    uint64_t metric[2] = { 0, 0 };
    (void)indent;
    bool is_six = p->is_six && p->in_family;
    if (is_six && !is_isis(p))
        return CP_HEARD_HARMLESS;
    if (is_six)
        return set_metric(s, p->in_iface ? p->iface->six : p->process->six, rest, true);
    if (p->in_iface)
        return set_metric(s, p->iface->metric, rest, is_isis(p));
    if (!p->in_area)
        return set_metric(s, p->process->metric, rest, is_isis(p));
    cp_state_heard heard = set_metric(s, metric, rest, false);
    p->area_cost = metric[0];
    return heard;
}

static cp_state_heard hear_circuit(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)indent;
    return p->in_iface ? set_level(&p->iface->row.peer.what, rest) : CP_HEARD_HARMLESS;
}

/* ---- IS-IS: the router itself */

/* Further ones are of areas that are being joined, or left. */
static cp_state_heard hear_net(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    cp_str net = cp_state_word(&rest);
    cp_state_peer *self = &p->process->row.peer;
    (void)indent;
    if (!cp_state_is_net(net, false))
        return cp_state_bad(s, "no network entity title");
    if (self->area.n)
        return CP_HEARD_HARMLESS;
    self->area = cp_str_dup(s->a, net);
    return CP_HEARD_ROW;
}

static cp_state_heard hear_type(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)indent;
    return set_level(&p->process->row.peer.what, rest);
}

static cp_state_heard begin_family(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s;
    p->in_family = indent;
    p->is_six = cp_str_starts(rest, CP_STR("ipv6"));
    return CP_HEARD_HARMLESS;
}

static cp_state_heard end_family(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    (void)s, (void)rest, (void)indent;
    p->in_family = 0;
    return CP_HEARD_HARMLESS;
}

static const ios_peers_word of_ospf[] = {
    { "network", hear_network },
    { "neighbor", hear_neighbour },
    { "area", hear_area },
    { "interface", hear_iface },
    { "multi-area-interface", hear_second },
    { "virtual-link", hear_here_virtual },
    { "sham-link", hear_here_sham },
    { "cost", hear_metric },
    { "passive", hear_here_passive },
    { "passive-interface", hear_passive },
    { "no passive-interface", hear_not_passive },
    { "router-id", hear_id },
    { "ospf router-id", hear_id },
    { "ospf6 router-id", hear_id },
    { "auto-cost reference-bandwidth", hear_bandwidth },
    { "shutdown", hear_off },
    { NULL, NULL },
};

static const ios_peers_word of_isis[] = {
    { "net", hear_net },
    { "is-type", hear_type },
    { "interface", hear_iface },
    { "circuit-type", hear_circuit },
    { "metric", hear_metric },
    { "ipv6 metric", hear_six_metric },
    { "passive", hear_here_passive },
    { "passive-interface", hear_passive },
    { "no passive-interface", hear_not_passive },
    { "no passive", hear_not_passive },
    { "address-family", begin_family },
    { "exit-address-family", end_family },
    { "shutdown", hear_off },
    { NULL, NULL },
};

/* Of IOS a process of IS-IS is of a VRF by its first line; elsewhere lines of it follow. */
static cp_state_heard hear_vrf(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent)
{
    if (!is_isis(p) && !has_process(s, p)) /* the process is declared, too */
        return CP_HEARD_NOTHING;
    p->in_vrf = indent;
    p->inner_vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&rest)));
    p->outer = p->process;
    p->process = NULL;
    return CP_HEARD_ROW;
}

/* No line stood below "vrf red": it is of the process. */
static void leave_vrf(ios_peers *p)
{
    if (!p->process && !p->outer)
        p->vrf = p->inner_vrf;
    p->process = p->outer;
    p->outer = NULL;
    p->in_vrf = 0;
}

cp_state_heard ios_igp_line(cp_state_section *s, ios_peers *p, cp_str line, size_t indent)
{
    cp_str rest;
    if (p->in_vrf && indent <= p->in_vrf)
        leave_vrf(p);
    if (!p->in_vrf && ios_begins(line, "vrf", &rest))
        return hear_vrf(s, p, rest, indent);
    if (!has_process(s, p))
        return CP_HEARD_NOTHING;
    return ios_peers_words(s, p, line, indent, is_isis(p) ? of_isis : of_ospf);
}

void ios_igp_end(cp_state_section *s, ios_peers *p)
{
    if (p->in_vrf)
        leave_vrf(p);
    (void)has_process(s, p);
}

/* ---- lines of interfaces */

typedef struct said {
    const char *protocol;
    cp_str iface, instance, key, rest;
    bool is_not;
} said;

static cp_igp_iface *told_of(cp_state_section *s, ios_peers *p, const said *x)
{
    cp_igp_iface *f = cp_igp_iface_of(s, &p->igp, x->protocol, x->instance, x->iface);
    if (f)
        *cp_vec_add(s->a, &p->of_iface) = f;
    return f;
}

static cp_state_heard hear_area_of(cp_state_section *s, ios_peers *p, const said *x, bool is_more)
{
    cp_str rest = x->rest, area = cp_state_word(&rest);
    if (x->is_not)
        return CP_HEARD_HARMLESS;
    if (!area_is(s, area))
        return CP_HEARD_NOTHING;
    cp_igp_iface *f = is_more
                          ? cp_igp_second_of(s, &p->igp, x->protocol, x->instance, x->iface, area)
                          : told_of(s, p, x);
    if (!f)
        return CP_HEARD_NOTHING;
    if (is_more) {
        *cp_vec_add(s->a, &p->of_iface) = f;
        rest = cp_str_trim(rest);
        return ios_begins(rest, "cost", &rest) ? set_metric(s, f->metric, rest, false)
                                               : CP_HEARD_ROW;
    }
    f->takes_part = true;
    f->row.peer.area = cp_str_dup(s->a, area);
    return CP_HEARD_ROW;
}

/* What OSPF and IS-IS have in common. */
static cp_state_heard hear_said(cp_state_section *s, ios_peers *p, const said *x)
{
    static const char *const quiet[] = { "passive", "passive-interface", NULL };
    static const char *const metric[] = { "cost", "metric", NULL };
    bool is_passive = cp_state_is_one_of(x->key, quiet);
    bool is_metric = !x->is_not && cp_state_is_one_of(x->key, metric);
    bool is_off = !x->is_not && (cp_str_eq(x->key, CP_STR("shutdown")) ||
                                 (cp_str_eq(x->key, CP_STR("protocol")) &&
                                  cp_str_eq(cp_str_trim(x->rest), CP_STR("shutdown"))));
    bool is_level = !x->is_not && cp_str_eq(x->key, CP_STR("circuit-type"));
    if (!is_passive && !is_metric && !is_off && !is_level)
        return CP_HEARD_HARMLESS;
    uint64_t told[2] = { 0, 0 };
    bool is_of_isis = x->protocol[0] == 'I';
    if (is_metric && set_metric(s, told, x->rest, is_of_isis) == CP_HEARD_NOTHING)
        return CP_HEARD_NOTHING;
    cp_igp_iface *f = told_of(s, p, x);
    if (!f)
        return CP_HEARD_NOTHING;
    for (int i = 0; i < 2; i++)
        f->metric[i] = told[i] ? told[i] : f->metric[i];
    if (is_passive)
        f->passive = x->is_not ? CP_PEER_NO : CP_PEER_YES;
    if (is_off)
        f->off = CP_PEER_YES;
    return is_level ? set_level(&f->row.peer.what, x->rest) : CP_HEARD_ROW;
}

/* "1 area 0", "area 0", "1 ipv6 area 0", "cost 10", "passive-interface", "shutdown" ... */
static cp_state_heard hear_ospf(cp_state_section *s, ios_peers *p, said *x)
{
    static const char *const families[] = { "ipv4", "ipv6", NULL };
    static const char *const keys[] = { "area", "multi-area", "ipv4", "ipv6", "cost", NULL };
    cp_str left = x->rest, next;
    x->key = cp_state_word(&left);
    x->rest = left;
    next = cp_state_word(&left);
    if (!cp_state_is_one_of(x->key, keys) && cp_state_is_one_of(next, keys)) {
        x->instance = x->key;
        x->key = next;
        x->rest = left;
    }
    if (cp_state_is_one_of(x->key, families))
        x->key = cp_state_word(&x->rest);
    if (cp_str_eq(x->key, CP_STR("area")) || cp_str_eq(x->key, CP_STR("multi-area")))
        return hear_area_of(s, p, x, x->key.p[0] == 'm');
    return hear_said(s, p, x);
}

static cp_state_heard takes_part(cp_state_section *s, ios_peers *p, said *x)
{
    x->instance = cp_state_word(&x->rest);
    cp_igp_iface *f = x->is_not ? NULL : told_of(s, p, x);
    if (f)
        f->takes_part = true;
    return f ? CP_HEARD_ROW : x->is_not ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
}

/* "isis ipv6 metric 20 level-2" */
static cp_state_heard hear_six_of(cp_state_section *s, ios_peers *p, const said *x)
{
    uint64_t told[2] = { 0, 0 };
    if (x->is_not)
        return CP_HEARD_HARMLESS;
    if (set_metric(s, told, x->rest, true) == CP_HEARD_NOTHING)
        return CP_HEARD_NOTHING;
    cp_igp_iface *f = told_of(s, p, x);
    for (int i = 0; f && i < 2; i++)
        f->six[i] = told[i] ? told[i] : f->six[i];
    return f ? CP_HEARD_ROW : CP_HEARD_NOTHING;
}

static cp_state_heard hear_isis(cp_state_section *s, ios_peers *p, said *x)
{
    x->key = cp_state_word(&x->rest);
    if (x->key.n == 0 || cp_str_eq(x->key, CP_STR("enable"))) /* ASA; EOS */
        return takes_part(s, p, x);
    if (cp_str_eq(x->key, CP_STR("ipv6")) && ios_begins(cp_str_trim(x->rest), "metric", &x->rest))
        return hear_six_of(s, p, x);
    return hear_said(s, p, x);
}

static const struct of_iface {
    const char *words, *protocol;
    cp_state_heard (*does)(cp_state_section *s, ios_peers *p, said *x);
} of_iface[] = {
    { "ip ospf", OSPF, hear_ospf },
    { "ospf", OSPF, hear_ospf }, /* ASA */
    { "ip router ospf", OSPF, hear_ospf },
    { "ipv6 ospf", OSPFV3, hear_ospf },
    { "ospfv3", OSPFV3, hear_ospf },
    { "ipv6 router ospfv3", OSPFV3, hear_ospf },
    { "ipv6 ospf6", OSPFV3, hear_ospf }, /* FRR */
    { "isis", ISIS, hear_isis },
    { "ip router isis", ISIS, takes_part },
    { "ipv6 router isis", ISIS, takes_part },
};

cp_state_heard ios_peers_iface(cp_state_section *s, ios_peers *p, cp_str iface, cp_str line)
{
    said x = { .iface = iface, .instance = CP_STR(""), .key = CP_STR("") };
    x.is_not = ios_after(line, "no ", &line);
    for (size_t i = 0; i < sizeof of_iface / sizeof *of_iface; i++)
        if (ios_begins(line, of_iface[i].words, &x.rest)) {
            x.protocol = of_iface[i].protocol;
            return of_iface[i].does(s, p, &x);
        }
    return CP_HEARD_HARMLESS;
}
