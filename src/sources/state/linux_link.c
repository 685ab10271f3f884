/* SPDX-License-Identifier: Apache-2.0 */
/* linux_link.c - interfaces of Linux, as iproute2 shows them (ip-link(8), ip-address(8)):
 *
 *     2: eth0.10@eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 master br0 state UP ...
 *         link/ether 00:00:5e:00:53:01 brd ...
 *         vlan protocol 802.1Q id 10                      with -d
 *         inet 192.0.2.1/24 scope global eth0.10
 *
 * Both forms become one linux_link, and that its rows. What kind of thing an interface is, is told
 * with -d only; without it a tunnel may look like a port, so that is a limit. */
#include <assert.h>
#include "sources/state/json.h"
#include "sources/state/linux.h"

enum { NAME_BYTES = 32, KIND_BYTES = 24 };

typedef struct linux_link {
    cp_str name, parent, master, kind, slave_kind, mac, link_type;
    uint64_t vlan, table, line;
    bool is_up, has_details, has_xdp;
} linux_link;

/* Of lines: the interface whose lines follow. */
typedef struct memory {
    char name[NAME_BYTES], parent[NAME_BYTES], master[NAME_BYTES], mac[NAME_BYTES];
    char kind[KIND_BYTES], slave_kind[KIND_BYTES], link_type[KIND_BYTES], vrf[NAME_BYTES];
    uint64_t vlan, table, line;
    bool is_open, is_told, is_up, has_details, has_xdp, told_details;
} memory;
static_assert(sizeof(memory) <= CP_LINUX_LINK_MEM, "it is kept in a section");

/* ---- an interface */

/* They carry packets as a port does, or not at all. */
static const char *const plain[] = { "veth",   "dummy",     "bridge",  "bond",      "team", "vlan",
                                     "vrf",    "macvlan",   "macvtap", "ipvlan",    "ifb",  "nlmon",
                                     "macsec", "netdevsim", "dsa",     "virt_wifi", "",     NULL };
/* Packets go on inside of others. */
static const char *const tunnels[] = { "gre",       "gretap", "ip6gre", "ip6gretap", "erspan",
                                       "ip6erspan", "ipip",   "ip6tnl", "sit",       "vti",
                                       "vti6",      "xfrm",   "vxlan",  "geneve",    "wireguard",
                                       "tun",       "ppp",    "gtp",    "bareudp",   "l2tp",
                                       "amt",       "ovpn",   NULL };
static const char *const tunnel_links[] = { "ipip",    "gre", "gre6", "sit",
                                            "tunnel6", "ppp", "none", NULL };
/* Several ports that are one. */
static const char *const bundles[] = { "bond",       "team",       "bridge", "bridge_slave",
                                       "bond_slave", "team_slave", NULL };

static void tell_limits(cp_state_section *s, const linux_link *l)
{
    memory *m = s->mem;
    bool is_tunnel = cp_state_is_one_of(l->kind, tunnels) ||
                     (l->kind.n == 0 && cp_state_is_one_of(l->link_type, tunnel_links));
    if (is_tunnel)
        cp_state_limits(s, l->name, "tunnel", "%.*s", CP_FMT(l->kind.n ? l->kind : l->link_type));
    else if (!cp_state_is_one_of(l->kind, plain))
        cp_state_limits(s, l->name, "kind of interface", "%.*s",
                        CP_FMT(cp_str_slice(l->kind, 0, 40)));
    if (l->has_xdp)
        cp_state_limits(s, l->name, "program", "XDP decides of packets that come in");
    if (l->has_details || m->told_details || cp_str_eq(l->link_type, CP_STR("loopback")))
        return;
    m->told_details = true;
    cp_state_limits(s, CP_STR(""), "kinds of interfaces",
                    "asked without -d: tunnels and VRFs are not told apart from ports");
}

static cp_str vrf_of(const linux_link *l)
{
    if (cp_str_eq(l->kind, CP_STR("vrf")))
        return l->name;
    return cp_str_starts(l->slave_kind, CP_STR("vrf")) ? l->master : CP_STR("");
}

static void tell_link(cp_state_section *s, const linux_link *l)
{
    bool is_bundled =
        l->master.n && (cp_state_is_one_of(l->slave_kind, bundles) || l->slave_kind.n == 0);
    bool is_above = cp_state_is_one_of(
        l->kind, (const char *const[]){ "vlan", "macvlan", "macvtap", "ipvlan", "macsec", NULL });
    cp_state row = { .kind = CP_STATE_IFACE, .vrf = vrf_of(l), .pos = l->line };
    row.iface = (cp_state_iface){
        .name = l->name,
        .parent = is_bundled ? l->master
                  : is_above ? l->parent
                             : CP_STR(""),
        .text = CP_STR(""),
        .mac = cp_str_eq(l->link_type, CP_STR("ether")) ? cp_state_mac(l->mac) : 0,
        .vlan = l->vlan,
        .what = (l->is_up ? CP_STATE_UP : CP_STATE_DOWN) | (is_bundled ? CP_STATE_MEMBER : 0),
    };
    if (cp_str_eq(l->kind, CP_STR("vrf"))) {
        row.iface.what |= CP_STATE_VRF;
        row.iface.text =
            l->table ? cp_str_fmt(s->a, "%llu", (unsigned long long)l->table) : CP_STR("");
    }
    cp_state_tell(s, row);
    tell_limits(s, l);
}

/* False: s->why says why. */
static bool tell_address(cp_state_section *s, const linux_link *l, cp_str address, uint64_t length,
                         bool is_secondary, uint64_t line)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = vrf_of(l), .pos = line };
    if (!cp_state_address_of(address, &row.address.addr)) {
        (void)cp_state_bad(s, "no address");
        return false;
    }
    uint64_t before = cp_state_net_is_v4(&row.address.addr) ? 96 : 0;
    if (length > 128 - before) {
        (void)cp_state_bad(s, "a prefix longer than its address");
        return false;
    }
    row.address.iface = l->name;
    row.address.length = before + length;
    row.address.what = is_secondary ? CP_STATE_SECONDARY : 0;
    cp_state_tell(s, row);
    return true;
}

/* ---- JSON */

static void read_addresses(cp_state_section *s, const linux_link *l, const cp_tree *list,
                           const cp_state_part *p)
{
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++) {
        const cp_tree *t = list->items[i];
        uint64_t length, line = t->line ? p->line + t->line - 1 : p->line;
        if (t->kind == CP_TREE_MAP && t->n == 0) /* {} stands for one that was not asked for */
            continue;
        if (!cp_str_u64(cp_state_text_at(t, "prefixlen"), &length))
            cp_state_bad_at(s, line, l->name, "an address without \"prefixlen\"");
        else if (!tell_address(s, l, cp_state_text_at(t, "local"), length,
                               cp_state_true_at(t, "secondary"), line))
            cp_state_bad_at(s, line, l->name, "%.*s", CP_FMT(s->why));
    }
}

static void each_link(cp_state_section *s, const cp_state_part *p)
{
    const cp_tree *t = cp_state_tree(s, p);
    if (!t || (t->kind == CP_TREE_MAP && t->n == 0))
        return;
    linux_link l = { .line = p->line, .name = cp_state_text_at(t, "ifname") };
    if (l.name.n == 0) {
        cp_state_bad_at(s, p->line, p->text, "an interface without \"ifname\"");
        return;
    }
    const cp_tree *info = cp_state_at(t, "linkinfo"), *flags = cp_state_at(t, "flags");
    const cp_tree *data = cp_state_at(info, "info_data");
    l.parent = cp_state_text_at(t, "link");
    l.master = cp_state_text_at(t, "master");
    l.mac = cp_state_text_at(t, "address");
    l.link_type = cp_state_text_at(t, "link_type");
    l.kind = cp_state_text_at(info, "info_kind");
    l.slave_kind = cp_state_text_at(info, "info_slave_kind");
    l.has_details = cp_state_at(t, "promiscuity") != NULL || info != NULL;
    l.has_xdp = cp_state_at(t, "xdp") != NULL;
    l.is_up = cp_state_list_has(flags, "UP") && cp_state_list_has(flags, "LOWER_UP") &&
              !cp_state_list_has(flags, "M-DOWN");
    if (cp_str_eq(l.kind, CP_STR("vlan")))
        l.vlan = cp_state_number_at(data, "id");
    l.table = cp_state_number_at(data, "table");
    tell_link(s, &l);
    read_addresses(s, &l, cp_state_at(t, "addr_info"), p);
}

void cp_linux_link_text(cp_state_section *s, cp_state_text *in)
{
    cp_state_each_part(s, in, each_link);
}

int cp_linux_link_json_fits(cp_str head) { return cp_state_json_has(head, "ifname|flags"); }

/* ---- lines */

static void keep(char *to, size_t room, cp_str text)
{
    size_t n = text.n < room ? text.n : room - 1;
    memset(to, 0, room);
    memcpy(to, text.p, n);
}

static void open_link(cp_state_section *s, linux_link *l)
{
    const memory *m = s->mem;
    *l = (linux_link){ .name = cp_str_c(m->name),
                       .parent = cp_str_c(m->parent),
                       .master = cp_str_c(m->master),
                       .kind = cp_str_c(m->kind),
                       .slave_kind = cp_str_c(m->slave_kind),
                       .mac = cp_str_c(m->mac),
                       .link_type = cp_str_c(m->link_type),
                       .vlan = m->vlan,
                       .table = m->table,
                       .line = m->line,
                       .is_up = m->is_up,
                       .has_details = m->has_details,
                       .has_xdp = m->has_xdp };
}

/* Once all that is told of it before its addresses is known. */
static void tell_open(cp_state_section *s)
{
    memory *m = s->mem;
    linux_link l;
    if (!m->is_open || m->is_told)
        return;
    m->is_told = true;
    open_link(s, &l);
    uint64_t line = s->line;
    s->line = m->line;
    tell_link(s, &l);
    s->line = line;
}

static bool has_flag(cp_str flags, const char *name)
{
    cp_str flag;
    while (cp_str_cut(&flags, ',', &flag))
        if (cp_str_eq(flag, cp_str_c(name)))
            return true;
    return false;
}

/* 2: eth0.10@eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master br0 state UP */
static cp_state_heard hear_first(cp_state_section *s, cp_str line)
{
    memory *m = s->mem;
    bool told_details = m->told_details;
    cp_str rest = line, number = cp_state_word(&rest), name = cp_state_word(&rest), word;
    cp_str flags = cp_state_word(&rest);
    uint64_t n;
    if (number.n < 2 || number.p[number.n - 1] != ':' || name.n < 2 || name.p[name.n - 1] != ':' ||
        !cp_str_u64(cp_str_slice(number, 0, number.n - 1), &n) || flags.n < 2 ||
        flags.p[0] != '<' || flags.p[flags.n - 1] != '>')
        return CP_HEARD_NOTHING;
    tell_open(s);
    name = cp_str_slice(name, 0, name.n - 1);
    *m = (memory){ .is_open = true, .line = s->line, .told_details = told_details };
    ptrdiff_t at = cp_str_find_char(name, '@');
    keep(m->name, NAME_BYTES, at >= 0 ? cp_str_slice(name, 0, (size_t)at) : name);
    if (at >= 0)
        keep(m->parent, NAME_BYTES, cp_str_from(name, (size_t)at + 1));
    flags = cp_str_slice(flags, 1, flags.n - 2);
    m->is_up = has_flag(flags, "UP") && has_flag(flags, "LOWER_UP") && !has_flag(flags, "M-DOWN");
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("master")))
            keep(m->master, NAME_BYTES, cp_state_word(&rest));
        else if (cp_str_starts(word, CP_STR("xdp")))
            m->has_xdp = true;
    return CP_HEARD_ROW;
}

static cp_state_heard hear_hardware(cp_state_section *s, cp_str type, cp_str rest)
{
    memory *m = s->mem;
    keep(m->link_type, KIND_BYTES, cp_str_from(type, 5));
    keep(m->mac, NAME_BYTES, cp_state_word(&rest));
    m->has_details = cp_str_has(rest, CP_STR("promiscuity"));
    return CP_HEARD_ROW;
}

/* inet 192.0.2.1/24 brd 192.0.2.255 scope global secondary eth0;
 * inet 192.0.2.1 peer 192.0.2.2/32 scope global ppp0 */
static cp_state_heard hear_address(cp_state_section *s, cp_str rest)
{
    linux_link l;
    uint64_t length;
    cp_str address = cp_state_word(&rest), net = address, word;
    tell_open(s);
    open_link(s, &l);
    bool is_secondary = false;
    while ((word = cp_state_word(&rest)).n) {
        if (cp_str_eq(word, CP_STR("peer")))
            net = cp_state_word(&rest);
        is_secondary = is_secondary || cp_str_eq(word, CP_STR("secondary"));
    }
    ptrdiff_t slash = cp_str_find_char(net, '/');
    if (slash < 0)
        length = cp_str_find_char(address, ':') >= 0 ? 128 : 32;
    else if (!cp_str_u64(cp_str_from(net, (size_t)slash + 1), &length))
        return cp_state_bad(s, "the length of the prefix is no number");
    slash = cp_str_find_char(address, '/');
    if (slash >= 0)
        address = cp_str_slice(address, 0, (size_t)slash);
    return tell_address(s, &l, address, length, is_secondary, s->line) ? CP_HEARD_ROW
                                                                       : CP_HEARD_NOTHING;
}

/* "vlan protocol 802.1Q id 10 <REORDER_HDR>", "vrf table 100", "bridge_slave state ..." */
static cp_state_heard hear_kind(cp_state_section *s, cp_str kind, cp_str rest)
{
    memory *m = s->mem;
    cp_str word;
    ptrdiff_t slave = cp_str_find(kind, CP_STR("_slave"));
    if (slave >= 0) {
        keep(m->slave_kind, KIND_BYTES, kind);
        return CP_HEARD_ROW;
    }
    keep(m->kind, KIND_BYTES, kind);
    bool is_vlan = cp_str_eq(kind, CP_STR("vlan")), is_vrf = cp_str_eq(kind, CP_STR("vrf"));
    while ((is_vlan || is_vrf) && (word = cp_state_word(&rest)).n) {
        if (is_vlan && cp_str_eq(word, CP_STR("id")) && !cp_str_u64(cp_state_word(&rest), &m->vlan))
            return cp_state_bad(s, "the number of the VLAN is none");
        if (is_vrf && cp_str_eq(word, CP_STR("table")) &&
            !cp_str_u64(cp_state_word(&rest), &m->table))
            return cp_state_bad(s, "the number of the table is none");
    }
    return CP_HEARD_ROW;
}

cp_state_heard cp_linux_link_line(cp_state_section *s, cp_str line)
{
    static const char *const passed[] = { "valid_lft", "altname",  "alias", "RX:",
                                          "TX:",       "permaddr", "vf",    NULL };
    memory *m = s->mem;
    cp_str rest = line, word = cp_state_word(&rest);
    if (line.n && line.p[0] >= '0' && line.p[0] <= '9')
        return hear_first(s, line);
    if (!m->is_open || (line.p[0] != ' ' && line.p[0] != '\t'))
        return CP_HEARD_NOTHING;
    if (cp_str_starts(word, CP_STR("link/")))
        return hear_hardware(s, word, rest);
    if (cp_str_eq(word, CP_STR("inet")) || cp_str_eq(word, CP_STR("inet6")))
        return hear_address(s, rest);
    if (cp_str_starts(word, CP_STR("prog/xdp")))
        m->has_xdp = true;
    if (cp_state_is_one_of(word, passed) || cp_str_starts(word, CP_STR("prog/xdp")))
        return CP_HEARD_HEADING;
    uint64_t n;
    if (cp_str_u64(word, &n)) /* counters, behind RX: and TX: */
        return CP_HEARD_HEADING;
    if (cp_state_is_one_of(word, plain) || cp_state_is_one_of(word, tunnels) ||
        cp_state_is_one_of(word, bundles) || cp_str_starts(word, CP_STR("vrf_slave")))
        return m->is_told ? CP_HEARD_NOTHING : hear_kind(s, word, rest);
    return CP_HEARD_NOTHING;
}

void cp_linux_link_end(cp_state_section *s) { tell_open(s); }

int cp_linux_link_fits(cp_str head)
{
    head = cp_str_trim(head);
    size_t i = 0;
    while (i < head.n && head.p[i] >= '0' && head.p[i] <= '9')
        i++;
    return i > 0 && cp_str_starts(cp_str_from(head, i), CP_STR(": ")) &&
           cp_str_has(head, CP_STR(": <"));
}

/* ---- what the kernel was told of forwarding */

typedef struct netconf {
    bool told_forwarding, told_linkdown;
} netconf;
static_assert(sizeof(netconf) <= CP_LINUX_NETCONF_MEM, "it is kept in a section");

static void each_netconf(cp_state_section *s, const cp_state_part *p)
{
    netconf *m = s->mem;
    const cp_tree *t = cp_state_tree(s, p);
    if (!t || t->kind != CP_TREE_MAP)
        return;
    cp_str iface = cp_state_text_at(t, "interface"), family = cp_state_text_at(t, "family");
    cp_str check = cp_state_text_at(t, "rp_filter");
    const cp_tree *forwards = cp_state_at(t, "forwarding");
    bool is_all = cp_str_eq(iface, CP_STR("all")), is_v4 = cp_str_eq(family, CP_STR("inet"));
    if (cp_str_eq(iface, CP_STR("default")) || !(is_v4 || cp_str_eq(family, CP_STR("inet6"))))
        return;
    if (is_all && is_v4 && forwards && !cp_state_true_at(t, "forwarding") && !m->told_forwarding) {
        m->told_forwarding = true;
        cp_state_limits(s, CP_STR(""), "forwarding",
                        "IPv4 is not forwarded, as far as no interface has it set for itself");
    }
    if (cp_str_eq(check, CP_STR("strict"))) /* loose: only what is reachable nowhere */
        cp_state_limits(s, is_all ? CP_STR("") : iface, "reverse path",
                        "packets are dropped by where their source would be reached (%.*s)",
                        CP_FMT(check));
    if (cp_state_true_at(t, "ignore_routes_with_linkdown") && !m->told_linkdown) {
        m->told_linkdown = true;
        cp_state_limits(s, is_all ? CP_STR("") : iface, "link down",
                        "routes over links without carrier are passed over");
    }
}

void cp_linux_netconf_text(cp_state_section *s, cp_state_text *in)
{
    cp_state_each_part(s, in, each_netconf);
}

int cp_linux_netconf_json_fits(cp_str head)
{
    return cp_state_json_has(head, "family|interface") && cp_state_json_has(head, "forwarding");
}
