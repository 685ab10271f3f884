/* SPDX-License-Identifier: Apache-2.0 */
/* zxros.c - the dialect of ZXROS (ZXR10 routers and switches):
 *
 *     IP                       Hardware                    Exter  Inter  Sub       show arp
 *     Address         Age      Address        Interface    VlanID VlanID Interface
 *     -----------------------------------------------------------------------------
 *     192.0.2.1       H        0000.5e00.5301 xgei-1/1/0/1 201    N/A    N/A
 *                                              .201
 *     192.0.2.2       00:14:17 0000.5e00.5302 xgei-1/1/0/1 201    N/A    xgei-1/1/0/1.
 *                                              .201                       201
 *
 * A name that is too long for its column goes on below it; `H` is an address of the router itself.
 * The subinterface, where one is told, is the one that packets take. */
#include "sources/state/zxros.h"
#include "sources/state/lsdb.h"

typedef struct arp {
    size_t iface_at, vlan_at, sub_at;
    bool has_row, is_own;
    cp_state_net addr;
    uint64_t mac, line, n_wanted, n_told;
    char iface[ZXROS_NAME_BYTES_MAX], sub[ZXROS_NAME_BYTES_MAX];
    size_t n_iface, n_sub;
} arp;

static void tell_arp(cp_state_section *s, arp *p)
{
    if (!p->has_row)
        return;
    cp_str sub = { p->sub, p->n_sub }, iface = { p->iface, p->n_iface };
    if (sub.n && !cp_str_eq(sub, CP_STR("N/A")))
        iface = sub;
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR(""), .pos = p->line };
    row.neighbour = (cp_state_neighbour){ p->addr, p->mac, iface };
    if (p->is_own) {
        row.kind = CP_STATE_IFACE;
        row.iface = (cp_state_iface){ iface, CP_STR(""), CP_STR(""), p->mac, 0, 0 };
    }
    cp_state_tell(s, row);
    p->has_row = false;
    p->n_told++;
}

static bool read_arp_heading(cp_state_section *s, arp *p, cp_str line)
{
    cp_str rest, args = s->args;
    if (cp_state_words(line, CP_STR("The count is"), &rest)) {
        if (!cp_str_u64(rest, &p->n_wanted))
            p->n_wanted = 0;
        if (cp_str_eq_nocase(cp_state_word(&args), CP_STR("vrf")))
            s->vrf = cp_state_word(&args);
        return true;
    }
    ptrdiff_t at = cp_str_find(line, CP_STR("Interface"));
    if (cp_str_starts(line, CP_STR("Address ")) && at > 0) {
        p->iface_at = (size_t)at;
        ptrdiff_t vlan = cp_str_find(line, CP_STR("VlanID"));
        ptrdiff_t sub = cp_str_find(cp_str_from(line, (size_t)at + 1), CP_STR("Interface"));
        p->vlan_at = vlan > at ? (size_t)vlan : SIZE_MAX;
        p->sub_at = sub >= 0 ? (size_t)(at + 1 + sub) : SIZE_MAX;
        return true;
    }
    return cp_str_starts(line, CP_STR("IP  ")) || cp_str_starts(line, CP_STR("Arp protect ")) ||
           cp_str_starts(line, CP_STR("-----"));
}

static cp_str below(cp_str line, size_t from, size_t to)
{
    if (from >= line.n)
        return CP_STR("");
    return cp_str_trim(cp_str_slice(line, from, to - from));
}

/* The ends of names stand below them; a column to the left is blank. */
static bool read_arp_rest(arp *p, cp_str line)
{
    if (!p->has_row || line.p[0] != ' ' || cp_str_trim(cp_str_slice(line, 0, p->iface_at)).n)
        return false;
    size_t end = p->vlan_at < p->sub_at ? p->vlan_at : p->sub_at;
    return zxros_take(p->iface, &p->n_iface, below(line, p->iface_at, end)) &&
           zxros_take(p->sub, &p->n_sub, below(line, p->sub_at, line.n));
}

static cp_state_heard hear_arp(cp_state_section *s, cp_str line)
{
    arp *p = s->mem;
    if (read_arp_heading(s, p, line))
        return CP_HEARD_HEADING;
    if (p->iface_at == 0)
        return CP_HEARD_NOTHING;
    if (read_arp_rest(p, line))
        return CP_HEARD_ROW;
    tell_arp(s, p);
    if (!cp_state_address_of(cp_state_word(&line), &p->addr))
        return CP_HEARD_NOTHING;
    p->is_own = cp_str_eq(cp_state_word(&line), CP_STR("H"));
    p->mac = cp_state_mac(cp_state_word(&line));
    cp_str iface = cp_state_word(&line), sub = CP_STR(""), word;
    while ((word = cp_state_word(&line)).n)
        sub = word;
    p->n_iface = p->n_sub = 0;
    if (iface.n == 0 || !zxros_take(p->iface, &p->n_iface, iface) ||
        !zxros_take(p->sub, &p->n_sub, sub))
        return cp_state_bad(s, "no interface");
    if (p->sub_at == SIZE_MAX)
        p->n_sub = 0;
    p->line = s->line;
    p->has_row = true;
    return CP_HEARD_ROW;
}

static void end_arp(cp_state_section *s)
{
    arp *p = s->mem;
    tell_arp(s, p);
    if (p->n_told < p->n_wanted)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu neighbours are told",
                        (unsigned long long)p->n_told, (unsigned long long)p->n_wanted);
}

/* ---- interfaces */

static uint64_t up_or_down(cp_str admin, cp_str protocol)
{
    if (cp_str_starts(admin, CP_STR("down")) || cp_str_starts(protocol, CP_STR("down")))
        return CP_STATE_DOWN;
    return cp_str_eq(protocol, CP_STR("up")) ? CP_STATE_UP : 0;
}

static bool is_state(cp_str word)
{
    return cp_str_eq(word, CP_STR("up")) || cp_str_eq(word, CP_STR("down"));
}

static void tell_iface(cp_state_section *s, cp_str name, cp_str text, uint64_t mac, uint64_t what)
{
    ptrdiff_t dot = cp_str_find_char(name, '.');
    cp_state_tell(s,
                  (cp_state){ .kind = CP_STATE_IFACE,
                              .vrf = CP_STR(""),
                              .iface = { .name = name,
                                         .parent = cp_str_slice(name, 0, dot > 0 ? (size_t)dot : 0),
                                         .text = text,
                                         .mac = mac,
                                         .what = what } });
}

/* Interface Attribute Mode BW Admin Phy Prot Description */
static cp_state_heard hear_brief(cp_state_section *s, cp_str line)
{
    cp_str word[7];
    if (cp_str_starts(line, CP_STR("Interface ")))
        return CP_HEARD_HEADING;
    for (size_t i = 0; i < 7; i++)
        word[i] = cp_state_word(&line);
    if (!is_state(word[4]) || !is_state(word[5]) || !is_state(word[6]))
        return CP_HEARD_NOTHING;
    tell_iface(s, word[0], cp_str_trim(line), 0, up_or_down(word[4], word[6]));
    return CP_HEARD_ROW;
}

/* Interface IP-Address Mask Admin Phy Prot Description */
static cp_state_heard hear_ip_brief(cp_state_section *s, cp_str line)
{
    cp_str word[6];
    cp_state_net addr;
    uint64_t length;
    if (cp_str_starts(line, CP_STR("Interface ")))
        return CP_HEARD_HEADING;
    for (size_t i = 0; i < 6; i++)
        word[i] = cp_state_word(&line);
    if (!is_state(word[3]) || !is_state(word[4]) || !is_state(word[5]))
        return CP_HEARD_NOTHING;
    bool has_address = !cp_str_eq(word[1], CP_STR("unassigned"));
    if (has_address &&
        !(cp_state_address_of(word[1], &addr) && cp_state_mask(word[2], false, &length)))
        return cp_state_bad(s, "no address with a mask");
    tell_iface(s, word[0], cp_str_trim(line), 0, up_or_down(word[3], word[5]));
    if (has_address)
        cp_state_tell(s, (cp_state){ .kind = CP_STATE_ADDRESS,
                                     .vrf = CP_STR(""),
                                     .address = { addr, word[0], 96 + length, 0 } });
    return CP_HEARD_ROW;
}

/* ---- `show interface`: blocks, the first line of which begins at the left */

typedef struct block {
    char name[ZXROS_NAME_BYTES_MAX], text[ZXROS_NAME_BYTES_MAX * 2];
    size_t n_name, n_text;
    bool has_protocol;
    uint64_t mac, what, line;
} block;

static void tell_block(cp_state_section *s, block *b)
{
    if (b->n_name == 0)
        return;
    uint64_t line = s->line;
    s->line = b->line;
    tell_iface(s, (cp_str){ b->name, b->n_name }, (cp_str){ b->text, b->n_text }, b->mac, b->what);
    s->line = line;
    b->n_name = 0;
}

static void end_block(cp_state_section *s) { tell_block(s, s->mem); }

static cp_state_heard begin_block(cp_state_section *s, block *b, cp_str name, cp_str rest)
{
    cp_str is = cp_state_word(&rest);
    bool is_down =
        cp_str_starts(rest, CP_STR(" down")) || cp_str_has(rest, CP_STR(" administratively down"));
    if (!cp_str_eq(is, CP_STR("is")) || (!is_down && !cp_str_starts(rest, CP_STR(" up"))))
        return CP_HEARD_NOTHING;
    tell_block(s, b);
    *b = (block){ .line = s->line, .what = is_down ? CP_STATE_DOWN : CP_STATE_UP };
    return zxros_take(b->name, &b->n_name, name) ? CP_HEARD_ROW
                                                 : cp_state_bad(s, "a name too long");
}

/* "192.0.2.1/30", "unassigned" */
static cp_state_heard read_address(cp_state_section *s, const block *b, cp_str rest)
{
    cp_state_net addr;
    uint64_t length;
    cp_str text = cp_state_word(&rest), head = text;
    if (cp_str_eq(text, CP_STR("unassigned")))
        return CP_HEARD_ROW;
    ptrdiff_t slash = cp_str_find_char(text, '/');
    if (slash < 0 || !cp_str_u64(cp_str_from(text, (size_t)slash + 1), &length) ||
        !cp_state_address_of(cp_str_slice(head, 0, (size_t)slash), &addr) ||
        length > (cp_state_net_is_v4(&addr) ? 32 : 128))
        return cp_state_bad(s, "no address with a length");
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_ADDRESS,
                                 .vrf = CP_STR(""),
                                 .address = { addr,
                                              { b->name, b->n_name },
                                              length + (cp_state_net_is_v4(&addr) ? 96 : 0),
                                              0 } });
    return CP_HEARD_ROW;
}

static cp_state_heard hear_interface(cp_state_section *s, cp_str line)
{
    block *b = s->mem;
    cp_str rest = line, text = cp_str_trim(line);
    if (line.p[0] != ' ')
        return begin_block(s, b, cp_state_word(&rest), rest);
    if (b->n_name == 0)
        return CP_HEARD_NOTHING;
    if (cp_str_starts(text, CP_STR("Description:"))) {
        b->n_text = 0;
        cp_str words = cp_str_slice(cp_str_trim(cp_str_from(text, 12)), 0, sizeof b->text);
        memcpy(b->text, words.p, words.n);
        b->n_text = words.n;
        return CP_HEARD_ROW;
    }
    ptrdiff_t at = cp_str_find(text, CP_STR(", address is "));
    if (cp_str_starts(text, CP_STR("Hardware is "))) {
        b->mac = at < 0 ? 0 : cp_state_mac(cp_str_trim(cp_str_from(text, (size_t)at + 13)));
        return CP_HEARD_ROW;
    }
    if (cp_str_starts(text, CP_STR("Line protocol is "))) {
        if (cp_str_starts(text, CP_STR("Line protocol is down")))
            b->what = CP_STATE_DOWN;
        return CP_HEARD_ROW;
    }
    if (cp_str_starts(text, CP_STR("Internet address is ")))
        return read_address(s, b, cp_str_from(text, 20));
    return CP_HEARD_NOTHING;
}

/* ---- tunnels of MPLS: known, and what they do is not modelled */

static cp_state_heard hear_tunnel(cp_state_section *s, cp_str line)
{
    bool *is_open = s->mem;
    cp_str rest;
    if (cp_state_words(line, CP_STR("Name:"), &rest) && line.p[0] != ' ') {
        *is_open = true;
        cp_state_limits(s, rest, "mpls", "a tunnel of traffic engineering");
        return CP_HEARD_ROW;
    }
    /* the rest of a tunnel is indented below its name, and all of it is that limit */
    return *is_open && line.p[0] == ' ' ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
}

/* ---- */

#define COUNTS "a counter or a size of packets"
static const cp_state_harmless harmless[] = {
    { "detected status is *", "goes on with the line of the protocol" },
    { "The interface is configured shutdown", "its state is told by its first line" },
    { "Last line protocol up time : *", "a time" },
    { "Last Clear Time : *", "a time" },
    { "BW *", "a capacity" },
    { "IP MTU *", COUNTS },
    { "MTU *", COUNTS },
    { "MPLS MTU *", COUNTS },
    { "IPv6 MTU *", COUNTS },
    { "Fec-* : *", "of the line's coding" },
    { "ARP type *", "how neighbours are looked for" },
    { "ARP Timeout *", "how neighbours are looked for" },
    { "Rate period *", COUNTS },
    { "Input *: *", COUNTS },
    { "Output *: *", COUNTS },
    { "Peak rate:", COUNTS },
    { "Intf utilization: *", COUNTS },
    { "HardwareCounters:", COUNTS },
    { "StreamCounters *:", COUNTS },
    { "In_*", COUNTS },
    { "E_*", COUNTS },
    { NULL, NULL },
};

#define ROUTES(typed)                                                                       \
    {                                                                                       \
        .words = typed,                                                                     \
        .marks = "Gw: Gateway|Interface          Owner|Owner     pri metric|"               \
                 "Gw              Interface",                                               \
        .mem_bytes = sizeof(zxros_route), .line = zxros_route_line, .end = zxros_route_end, \
        .is_table = true                                                                    \
    }
#define V6_ROUTES(typed)                                                               \
    {                                                                                  \
        .words = (typed), .marks = "Nexthop,Interface", .mem_bytes = sizeof(zxros_v6), \
        .line = zxros_hear_v6, .end = zxros_end_v6, .is_table = true                   \
    }
#define LISTS(typed, with)                                                 \
    {                                                                      \
        .words = (typed), .marks = (with), .mem_bytes = ZXROS_LISTS_BYTES, \
        .line = zxros_hear_lists, .end = zxros_end_lists, .is_table = true \
    }
#define GROUPS(typed)                                                                             \
    {                                                                                             \
        .words = (typed), .marks = "Interface name:|VLAN ID:", .mem_bytes = sizeof(zxros_groups), \
        .line = zxros_hear_groups, .is_table = true                                               \
    }
#define LLDP(typed, with, hears)                                                             \
    {                                                                                        \
        .words = (typed), .marks = (with), .mem_bytes = sizeof(zxros_lldp), .line = (hears), \
        .end = zxros_end_lldp                                                                \
    }
#define FRAMES(typed)                                                                              \
    {                                                                                              \
        .words = (typed),                                                                          \
        .marks = "Mac address      Vlan|Total mac address|Total MAC Entries|Outgoing Information", \
        .mem_bytes = sizeof(zxros_rows), .line = zxros_hear_frames, .end = zxros_end_rows          \
    }
#define CONF(typed)                                                                    \
    {                                                                                  \
        .words = (typed),                                                              \
        .marks = "!<|$\n|ipv4-access-list |acl standard number |acl extended number ", \
        .fits = zxros_is_conf, .mem_bytes = ZXROS_CONF_BYTES, .line = zxros_hear_conf, \
        .end = zxros_end_conf                                                          \
    }

static const cp_state_command commands[] = {
    CONF(""),
    CONF("show running-config"),
    CONF("show running-config-interface"),
    CONF("show startup-config"),
    V6_ROUTES("show ipv6 forwarding route"),
    V6_ROUTES("show ipv6 route"),
    LISTS("show ipv4-access-lists", "ipv4-access-list "),
    LISTS("show ipv6-access-lists", "ipv6-access-list "),
    GROUPS("show ipv4-access-groups"),
    GROUPS("show ipv6-access-groups"),
    LLDP("show lldp neighbor", "Chassis-ID    Holdtime|Scope Chassis ID|Scope  Chassis ID",
         zxros_hear_lldp),
    LLDP("show lldp neighbor brief", "Scope Chassis ID|Scope  Chassis ID", zxros_hear_lldp),
    LLDP("show lldp entry", "Local Port: |Local port :", zxros_hear_entry),
    ROUTES("show ip forwarding route"),
    ROUTES("show ip route"),
    ROUTES("show ipv6 forwarding route"),
    { .words = "show arp",
      .marks = "Address         Age      Address        Interface|Arp protect",
      .mem_bytes = sizeof(arp),
      .line = hear_arp,
      .end = end_arp,
      .is_table = true },
    { .words = "show interface",
      .marks = "ifindex: |Line protocol is ",
      .mem_bytes = sizeof(block),
      .line = hear_interface,
      .end = end_block },
    { .words = "show interface brief",
      .marks = "Attribute  Mode",
      .line = hear_brief,
      .is_table = true },
    { .words = "show ip interface brief",
      .marks = "IP-Address      Mask ",
      .line = hear_ip_brief,
      .is_table = true },
    { .words = "show mpls forwarding-table",
      .marks = "Lspname|Forwarding          M/S|Forwarding     M/S",
      .mem_bytes = sizeof(zxros_lsps),
      .line = zxros_hear_lsps,
      .end = zxros_end_lsps },
    { .words = "show mpls ldp bindings",
      .marks = "local binding:|remote binding:",
      .mem_bytes = sizeof(zxros_bindings),
      .line = zxros_hear_bindings },
    FRAMES("show mac"),
    FRAMES("show mac-address-table"),
    { .words = "show nd6 cache",
      .marks = "Total cache|Only current|S-static",
      .mem_bytes = sizeof(zxros_rows),
      .line = zxros_hear_nd,
      .end = zxros_end_rows,
      .is_table = true },
    { .words = "show bgp",
      .marks = "Routes Learned From This Neighbor|Routes Sent To This Neighbor",
      .mem_bytes = sizeof(zxros_paths),
      .line = zxros_hear_paths },
    CP_STATE_OSPF("show ip ospf database"),
    { .words = "show isis database",
      .fits = cp_state_is_lsdb_text,
      .line = cp_state_isis_unsure,
      .end = cp_state_isis_end },
    { .words = "show mpls traffic-eng tunnels",
      .marks = "Signalling: ",
      .mem_bytes = sizeof(bool),
      .line = hear_tunnel },
    { .words = NULL },
};

const cp_state_dialect cp_state_zxros = {
    .name = "zxros",
    .what = "ZTE ZXROS (ZXR10)",
    .commands = commands,
    .harmless = harmless,
};
