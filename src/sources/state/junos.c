/* SPDX-License-Identifier: Apache-2.0 */
/* junos.c - the dialect of Junos: which commands are read, and those whose answers are short
 * tables:
 *
 *     MAC Address       Address         Interface     Flags                   show arp no-resolve
 *     00:00:5e:00:53:01 192.0.2.1       ge-0/0/0.0    none
 *     Total entries: 1 */
#include "sources/state/junos.h"
#include "sources/state/lsdb.h"

typedef struct columns {
    bool has_name; /* of ARP: a column with the name of the address */
    size_t at[5];  /* of LLDP: where the columns begin */
    uint32_t n;
    uint64_t n_told;
} columns;

/* "Total entries: 9": what is missing is not there. */
static bool check_total(cp_state_section *s, cp_str line)
{
    const columns *c = s->mem;
    uint64_t n;
    cp_str rest;
    if (!cp_state_words(line, CP_STR("Total entries:"), &rest) || !cp_str_u64(rest, &n))
        return false;
    if (c->n_told < n)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu neighbours are told",
                        (unsigned long long)c->n_told, (unsigned long long)n);
    return true;
}

static cp_state_heard tell_neighbour(cp_state_section *s, cp_state_net addr, cp_str mac,
                                     cp_str iface)
{
    columns *c = s->mem;
    c->n_told++;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_NEIGHBOUR,
                                 .vrf = CP_STR(""),
                                 .neighbour = { addr, cp_state_mac(mac), iface } });
    return CP_HEARD_ROW;
}

static cp_state_heard hear_arp(cp_state_section *s, cp_str line)
{
    columns *c = s->mem;
    cp_state_net addr;
    if (cp_str_starts(line, CP_STR("MAC Address"))) {
        c->has_name = cp_str_has(line, CP_STR(" Name "));
        return CP_HEARD_HEADING;
    }
    if (check_total(s, line))
        return CP_HEARD_HEADING;
    cp_str mac = cp_state_word(&line);
    if (!cp_state_mac(mac))
        return CP_HEARD_NOTHING;
    if (!cp_state_address_of(cp_state_word(&line), &addr))
        return cp_state_bad(s, "no address");
    if (c->has_name)
        (void)cp_state_word(&line);
    cp_str iface = cp_state_word(&line);
    return iface.n ? tell_neighbour(s, addr, mac, iface) : cp_state_bad(s, "no interface");
}

/* Columns came and went with the versions; the interface is always the last, perhaps with what it
 * stands on behind it: "irb.10 [ge-0/0/1.0]". */
static cp_state_heard hear_nd(cp_state_section *s, cp_str line)
{
    cp_state_net addr;
    if (cp_str_starts(line, CP_STR("IPv6 Address")) || check_total(s, line))
        return CP_HEARD_HEADING;
    if (!cp_state_address_of(cp_state_word(&line), &addr))
        return CP_HEARD_NOTHING;
    cp_str mac = cp_state_word(&line), iface = CP_STR(""), word;
    uint32_t n = 0;
    for (; (word = cp_state_word(&line)).n && word.p[0] != '['; n++)
        iface = word;
    return n >= 4 ? tell_neighbour(s, addr, mac, iface)
                  : cp_state_bad(s, "a line that is cut short");
}

/* ---- LLDP: columns, for the descriptions of ports have blanks in them */

static bool find_columns(columns *c, cp_str line)
{
    static const char *const titles[] = { "Local Interface", "Parent Interface", "Chassis Id",
                                          "Port info", "System Name" };
    for (uint32_t i = 0; i < 5; i++) {
        ptrdiff_t at = cp_str_find(line, cp_str_c(titles[i]));
        c->at[i] = at < 0 ? SIZE_MAX : (size_t)at;
    }
    return c->at[0] == 0 && c->at[2] != SIZE_MAX && c->at[3] > c->at[2] && c->at[4] > c->at[3];
}

static cp_str column(const columns *c, cp_str line, uint32_t i)
{
    if (c->at[i] >= line.n) /* SIZE_MAX: there is no such column */
        return CP_STR("");
    size_t end = line.n;
    for (uint32_t k = 5; k-- > i + 1;)
        end = c->at[k] == SIZE_MAX ? end : c->at[k];
    return cp_str_trim(cp_str_slice(line, c->at[i], end - c->at[i]));
}

static cp_state_heard hear_lldp(cp_state_section *s, cp_str line)
{
    columns *c = s->mem;
    if (cp_str_starts(line, CP_STR("Local Interface"))) {
        c->n = find_columns(c, line);
        return c->n ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
    }
    if (!c->n)
        return CP_HEARD_NOTHING;
    cp_str port = column(c, line, 0), chassis = column(c, line, 2);
    if (port.n == 0 || chassis.n == 0 || cp_str_find_char(port, ' ') >= 0)
        return CP_HEARD_NOTHING;
    cp_state_hears(s, port, chassis, column(c, line, 3), column(c, line, 4));
    return CP_HEARD_ROW;
}

/* ---- */

static const cp_state_harmless harmless[] = {
    { "{master}", "which routing engine answers" },
    { "{master:*}", "which member of a virtual chassis answers" },
    { "{backup}", "which routing engine answers" },
    { "{backup:*}", "which member of a virtual chassis answers" },
    { "{linecard:*}", "which member of a virtual chassis answers" },
    { "{primary:node*}", "which node of a cluster answers" },
    { "{secondary:node*}", "which node of a cluster answers" },
    { "node0:", "which node of a cluster answers" },
    { "node1:", "which node of a cluster answers" },
    { NULL, NULL },
};

#define XML_OF(typed, of)                                                \
    {                                                                    \
        .words = typed, .marks = of, .text = junos_xml, .is_table = true \
    }
#define CONF_MARKS                                                                           \
    "interfaces {|system {|routing-options {|policy-options {|firewall {|groups {|version |" \
    "protocols {|chassis {|security {|routing-instances {|set system |set groups |"          \
    "set interfaces |set routing-options |set policy-options |set firewall |set protocols |" \
    "set routing-instances |set chassis |set security "
#define CONF_OF(typed, of, marked)                                                  \
    {                                                                               \
        .words = typed, .marks = marked, .fits = of, .mem_bytes = JUNOS_CONF_BYTES, \
        .line = junos_hear_conf, .end = junos_end_conf                              \
    }
static const cp_state_command commands[] = {
    CONF_OF("", junos_is_conf, CONF_MARKS),
    CONF_OF("show", junos_may_be_conf, NULL), /* in the mode of configuration */
    CONF_OF("show configuration", junos_may_be_conf, NULL),
    { .words = "", .marks = "<configuration ", .text = junos_conf_xml },
    { .words = "", .marks = "<configuration>", .text = junos_conf_xml },
    { .words = "show configuration", .marks = "<configuration", .text = junos_conf_xml },
    XML_OF("", "<route-information|<interface-information|<arp-table-information|"
               "<ipv6-nd-information|<lldp-neighbors-information"),
    XML_OF("show route", "<route-information"),
    XML_OF("show interfaces", "<interface-information"),
    XML_OF("show arp", "<arp-table-information"),
    XML_OF("show ipv6 neighbors", "<ipv6-nd-information"),
    XML_OF("show lldp neighbors", "<lldp-neighbors-information"),
    { .words = "show route",
      .marks = "+ = Active Route, - = Last Active, * = Both",
      .mem_bytes = sizeof(junos_route),
      .line = junos_route_line,
      .end = junos_route_end,
      .is_table = true },
    { .words = "show route forwarding-table",
      .marks = "Type RtRef Next hop|Routing table:",
      .mem_bytes = sizeof(junos_fib),
      .line = junos_fib_line,
      .end = junos_fib_end,
      .is_table = true },
    { .words = "show arp",
      .marks = "MAC Address       Address|Total entries:",
      .mem_bytes = sizeof(columns),
      .line = hear_arp,
      .is_table = true },
    { .words = "show ipv6 neighbors",
      .marks = "Linklayer Address",
      .mem_bytes = sizeof(columns),
      .line = hear_nd,
      .is_table = true },
    { .words = "show interfaces",
      .marks = "Physical interface: |Logical interface ",
      .mem_bytes = sizeof(junos_iface),
      .line = junos_iface_line,
      .end = junos_iface_end },
    { .words = "show interfaces",
      .marks = "Admin Link Proto    Local",
      .mem_bytes = sizeof(junos_iface),
      .line = junos_terse_line },
    { .words = "show lldp neighbors",
      .marks = "LLDP Neighbor Information:",
      .mem_bytes = sizeof(junos_lldp),
      .line = junos_lldp_line,
      .end = junos_lldp_end },
    { .words = "show lldp neighbors",
      .marks = "Local Interface    Parent",
      .mem_bytes = sizeof(columns),
      .line = hear_lldp,
      .is_table = true },
    CP_STATE_ISIS("show isis database"),
    CP_STATE_ISIS("show isis hostname"),
    CP_STATE_OSPF("show ospf database"),
    { .words = NULL },
};

const cp_state_dialect cp_state_junos = {
    .name = "junos",
    .what = "Juniper Junos",
    .commands = commands,
    .harmless = harmless,
};
