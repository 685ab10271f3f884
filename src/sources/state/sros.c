/* SPDX-License-Identifier: Apache-2.0 */
/* sros.c - the dialect of SR OS (7750 SR and its kin), whose rows are of two lines:
 *
 *     Route Table (Router: Base)
 *     ===============================================================================
 *     Dest Prefix[Flags]                            Type    Proto     Age        Pref
 *           Next Hop[Interface Name]                                    Metric
 *     -------------------------------------------------------------------------------
 *     198.51.100.0/24                               Remote  OSPF      03h01m17s  10
 *            192.0.2.2                                                    100
 *     203.0.113.0/24                                Remote  BGP VPN   00h03m18s  170
 *            192.0.2.9 (tunneled:RSVP:61441)                              100
 *     -------------------------------------------------------------------------------
 *     No. of Routes: 2
 *
 * Several ways to one destination are several such rows. "(Service: 100)" names a VPRN. Names of
 * interfaces may have blanks in them, so rows are read from their end. */
#include "sources/state/sros.h"
#include <stdio.h>
#include "sources/state/sros_conf.h"

enum { NAME_BYTES_MAX = SROS_NAME_BYTES_MAX };

typedef sros_reading reading;

cp_str sros_keep(char *to, cp_str s)
{
    size_t n = s.n < NAME_BYTES_MAX - 1 ? s.n : NAME_BYTES_MAX - 1;
    memcpy(to, s.p, n);
    to[n] = '\0';
    return (cp_str){ to, n };
}

/* The last word of *rest, which is shortened by it. */
static cp_str last_word(cp_str *rest)
{
    *rest = cp_str_trim(*rest);
    size_t n = rest->n;
    while (n > 0 && rest->p[n - 1] != ' ')
        n--;
    cp_str word = cp_str_from(*rest, n);
    *rest = cp_str_trim(cp_str_slice(*rest, 0, n));
    return word;
}

/* ---- headings */

static bool is_ruler(cp_str line)
{
    size_t n = 0;
    while (n < line.n && (line.p[n] == '=' || line.p[n] == '-'))
        n++;
    return n == line.n && n >= 5;
}

/* Above each of its prompts the MD-CLI shows where one is: "[/]", "[ex:/configure router "Base"]",
 * "(ex)[/configure]", "!*[pr:/configure]". */
bool sros_is_context(cp_str line)
{
    static const char *const modes[] = {
        "(ex)", "(gl)", "(pr)", "(ro)", "ex:", "gl:", "pr:", "ro:"
    };
    while (line.n && (line.p[0] == '!' || line.p[0] == '*'))
        line = cp_str_from(line, 1);
    for (size_t i = 0; i < 4; i++)
        if (cp_str_starts(line, cp_str_c(modes[i])))
            line = cp_str_from(line, 4);
    if (line.n < 3 || line.p[0] != '[' || line.p[line.n - 1] != ']')
        return false;
    line = cp_str_from(line, 1);
    for (size_t i = 4; i < 8; i++)
        if (cp_str_starts(line, cp_str_c(modes[i])))
            line = cp_str_from(line, 3);
    return line.p[0] == '/';
}

/* "Route Table (Router: Base)", "ARP Table (Service: 100)" */
bool sros_title(cp_state_section *s, reading *r, cp_str line)
{
    static const char *const words[] = { " (Router: ", " (Service: " };
    for (size_t i = 0; i < 2; i++) {
        ptrdiff_t at = cp_str_find(line, cp_str_c(words[i]));
        if (at < 0 || !cp_str_ends(line, CP_STR(")")))
            continue;
        cp_str name = cp_str_from(line, (size_t)at + strlen(words[i]));
        name = sros_keep(r->vrf, cp_str_slice(name, 0, name.n - 1));
        s->vrf = cp_str_eq(name, CP_STR("Base")) ? CP_STR("") : name;
        return true;
    }
    return false;
}

/* "No. of Routes: 3", "Interfaces : 6": a sum with fewer rows above it */
bool sros_sum(cp_state_section *s, reading *r, cp_str line, const char *title)
{
    cp_str t = cp_str_c(title), rest;
    uint64_t n;
    if (!cp_str_starts(line, t))
        return false;
    rest = cp_str_trim(cp_str_from(line, t.n));
    if (rest.n == 0 || rest.p[0] != ':')
        return false;
    rest = cp_str_from(rest, 1);
    if (!cp_str_u64(cp_state_word(&rest), &n))
        return false;
    if (r->n_told < n)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu rows are told",
                        (unsigned long long)r->n_told, (unsigned long long)n);
    r->n_told = 0;
    return true;
}

bool sros_is_legend(cp_str line)
{
    static const char *const words[] = {
        "Dest Prefix[Flags]",
        "FIB Display",
        "Prefix [Flags]",
        "Prefix[Flags]",
        "NextHop",
        "Next Hop[Interface Name]",
        "Flags: ",
        "n = Number of times nexthop is repeated",
        "B = BGP backup",
        "L = LFA nexthop available",
        "S = Sticky ECMP",
        "E = Inactive best-external",
        "IP Address ",
        "MAC Address ",
        "IPv6 Address ",
        "Link Layer Discovery Protocol (LLDP) System Information",
        "NB = nearest-bridge ",
        "Interface-Name ",
        "IP-Address ",
        "Ports on ",
        "Port  ",
        "Id  ",
        "* indicates that the corresponding row element may have been truncated.",
    };
    cp_str text = cp_str_trim(line);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(text, cp_str_c(words[i])))
            return true;
    return is_ruler(text) || sros_is_context(text);
}

/* "ipv6", "all" leave nothing of a table out; "protocol ospf", a prefix, "| match" do. */
void sros_args(cp_state_section *s, reading *r)
{
    static const char *const whole[] = { "ipv4", "ipv6", "all", "detail" };
    cp_str rest = s->args, word;
    if (r->has_args)
        return;
    r->has_args = true;
    while ((word = cp_state_word(&rest)).n) {
        bool is_whole = false;
        for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
            is_whole = is_whole || cp_str_eq(word, cp_str_c(whole[i]));
        if (!is_whole) {
            cp_state_limits(s, CP_STR(""), "incomplete", "a part of the table was asked for: %.*s",
                            CP_FMT(cp_str_slice(s->args, 0, NAME_BYTES_MAX)));
            return;
        }
    }
}

/* ---- routes */

/* 198.51.100.0/24 [L]     Remote  BGP VPN   00h03m18s  170 */
static cp_state_heard begin_route(cp_state_section *s, reading *r, cp_str line)
{
    cp_str rest = line, head;
    r->has_row = false;
    cp_str prefix = cp_state_word(&rest);
    (void)cp_str_cut(&prefix, '[', &head);
    if (!cp_state_prefix(s, head, &r->net))
        return CP_HEARD_NOTHING;
    r->is_backup = cp_str_has(line, CP_STR("[B]"));
    if (!cp_str_u64(last_word(&rest), &r->preference))
        return cp_state_bad(s, "no preference");
    (void)last_word(&rest); /* its age */
    cp_str type = cp_state_word(&rest);
    if (type.n && type.p[0] == '[')
        type = cp_state_word(&rest);
    r->is_local = cp_str_eq(type, CP_STR("Local"));
    r->is_hole = cp_str_starts(type, CP_STR("Blackh"));
    if (!r->is_local && !r->is_hole && !cp_str_eq(type, CP_STR("Remote")))
        return cp_state_bad(s, "a type of route that is not known");
    (void)sros_keep(r->protocol, cp_str_trim(rest));
    r->has_row = true;
    return CP_HEARD_ROW;
}

/* "192.0.2.2", "192.0.2.9 (tunneled:RSVP:61441)", "fe80::1-\"to r2\"", "to r2", "Black Hole",
 * "Local VRF [40:to-r2]" */
static bool read_way(cp_state_section *s, cp_state_route *t, cp_str text)
{
    cp_str rest = text, head, word = cp_state_word(&rest), vrf;
    ptrdiff_t quote = cp_str_find(text, CP_STR("-\""));
    (void)cp_str_cut(&word, '[', &head);
    if (cp_str_eq(text, CP_STR("Black Hole"))) {
        t->what |= CP_STATE_DROP;
    } else if (cp_str_starts(text, CP_STR("Local VRF [")) && cp_str_ends(text, CP_STR("]"))) {
        rest = cp_str_slice(text, 11, text.n - 12);
        (void)cp_str_cut(&rest, ':', &vrf);
        t->via_vrf = vrf;
        t->iface = rest;
    } else if (quote > 0 && cp_state_address_of(cp_str_slice(text, 0, (size_t)quote), &t->via)) {
        rest = cp_str_from(text, (size_t)quote + 2);
        t->iface = cp_str_ends(rest, CP_STR("\"")) ? cp_str_slice(rest, 0, rest.n - 1) : rest;
    } else if (cp_state_address_of(head, &t->via)) {
        if (cp_str_has(rest, CP_STR("(tunneled")) || cp_str_has(rest, CP_STR("(Transport")))
            t->what |= CP_STATE_LABELLED;
        else if (cp_str_trim(rest).n && cp_str_trim(rest).p[0] != '[')
            return (void)cp_state_bad(s, "what stands behind the next hop is not known"), false;
    } else {
        t->iface = text;
    }
    return true;
}

static cp_state_heard read_hop(cp_state_section *s, reading *r, cp_str line)
{
    cp_state_route t = { .net = r->net, .preference = r->preference };
    t.protocol = cp_str_c(r->protocol);
    t.iface = t.via_vrf = CP_STR("");
    if (!cp_str_u64(last_word(&line), &t.metric))
        return cp_state_bad(s, "no metric");
    if (line.n == 0 || !read_way(s, &t, line))
        return line.n ? CP_HEARD_NOTHING : cp_state_bad(s, "no next hop");
    if (!r->is_local && !r->is_hole && t.iface.n && !t.via.is_set && t.via_vrf.n == 0 &&
        !cp_str_eq(t.protocol, CP_STR("Static")))
        return cp_state_bad(s, "a next hop that is no address");
    if (r->is_local)
        t.what |= r->net.bits == 128 ? CP_STATE_LOCAL : CP_STATE_CONNECTED;
    if (r->is_hole)
        t.what |= CP_STATE_DROP;
    t.what |= CP_STATE_USED | (cp_state_is_same_net(&r->net, &r->before) ? CP_STATE_MORE : 0);
    if (r->is_backup)
        t.what |= CP_STATE_BACKUP;
    r->before = r->net;
    r->has_row = false;
    r->n_told++;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .route = t });
    return CP_HEARD_ROW;
}

static cp_state_heard hear_route(cp_state_section *s, cp_str line)
{
    reading *r = s->mem;
    if (sros_title(s, r, line)) {
        r->before = (cp_state_net){ 0 };
        sros_args(s, r);
        return CP_HEARD_HEADING;
    }
    if (sros_is_legend(line) || sros_sum(s, r, line, "No. of Routes"))
        return CP_HEARD_HEADING;
    if (line.p[0] != ' ')
        return begin_route(s, r, line);
    return r->has_row ? read_hop(s, r, line) : CP_HEARD_NOTHING;
}

/* ---- neighbours: 192.0.2.2 00:00:5e:00:53:01 01h10m00s Dyn[I] to r2; Oth: of the router itself */

static cp_state_heard hear_arp(cp_state_section *s, cp_str line)
{
    reading *r = s->mem;
    cp_state_net addr;
    if (sros_title(s, r, line) || sros_is_legend(line) ||
        sros_sum(s, r, line, "No. of ARP Entries"))
        return CP_HEARD_HEADING;
    cp_str rest = line;
    if (!cp_state_address_of(cp_state_word(&rest), &addr))
        return CP_HEARD_NOTHING;
    uint64_t mac = cp_state_mac(cp_state_word(&rest));
    (void)cp_state_word(&rest); /* when it expires */
    cp_str type = cp_state_word(&rest), iface = cp_str_trim(rest);
    if (type.n == 0 || iface.n == 0)
        return cp_state_bad(s, "a line that is cut short");
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR("") };
    row.neighbour = (cp_state_neighbour){ addr, mac, iface };
    if (cp_str_starts(type, CP_STR("Oth"))) {
        row.kind = CP_STATE_IFACE;
        row.iface = (cp_state_iface){ iface, CP_STR(""), CP_STR(""), mac, 0, 0 };
    } else if (!cp_str_starts(type, CP_STR("Dyn")) && !cp_str_starts(type, CP_STR("Sta")) &&
               !cp_str_starts(type, CP_STR("Man")) && !cp_str_starts(type, CP_STR("Int"))) {
        return cp_state_bad(s, "a type of entry that is not known");
    }
    r->n_told++;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

/* ---- interfaces: a row of the interface, below it one for each of its addresses */

static cp_state_heard read_address(cp_state_section *s, reading *r, cp_str line)
{
    cp_state_net addr;
    uint64_t length;
    cp_str text = cp_state_word(&line), head;
    if (cp_str_eq(text, CP_STR("-")))
        return CP_HEARD_ROW;
    (void)cp_str_cut(&text, '/', &head);
    if (!cp_state_address_of(head, &addr) || !cp_str_u64(text, &length) ||
        length > (cp_state_net_is_v4(&addr) ? 32 : 128))
        return cp_state_bad(s, "no address with a length");
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_ADDRESS,
                                 .vrf = CP_STR(""),
                                 .address = { addr,
                                              { r->name, r->n_name },
                                              length + (cp_state_net_is_v4(&addr) ? 96 : 0),
                                              0 } });
    return CP_HEARD_ROW;
}

static cp_state_heard hear_interface(cp_state_section *s, cp_str line)
{
    reading *r = s->mem;
    if (sros_title(s, r, line) || sros_is_legend(line) || sros_sum(s, r, line, "Interfaces"))
        return CP_HEARD_HEADING;
    if (line.p[0] == ' ')
        return r->n_name ? read_address(s, r, line) : CP_HEARD_NOTHING;
    cp_str rest = line, port = last_word(&rest), mode = last_word(&rest), state = last_word(&rest);
    cp_str admin = last_word(&rest);
    r->n_name = 0;
    if (rest.n == 0 || mode.n == 0 || cp_str_find_char(state, '/') < 0 ||
        (!cp_str_eq(admin, CP_STR("Up")) && !cp_str_eq(admin, CP_STR("Down"))))
        return CP_HEARD_NOTHING;
    r->n_name = sros_keep(r->name, rest).n;
    cp_state_iface f = { .name = rest, .parent = CP_STR(""), .text = CP_STR("") };
    f.what = cp_str_has(state, CP_STR("Up")) ? CP_STATE_UP : CP_STATE_DOWN;
    sros_port(&f, port);
    r->n_told++;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE, .vrf = CP_STR(""), .iface = f });
    return CP_HEARD_ROW;
}

/* ---- ports: 1/1/4  Up  Yes  Up  9212 9212  1 netw null xcme  GIGE-SX */

static cp_state_heard hear_port(cp_state_section *s, cp_str line)
{
    reading *r = s->mem;
    cp_str rest = line, name = cp_state_word(&rest), admin = cp_state_word(&rest);
    uint64_t mtu, lag;
    if (sros_is_legend(line))
        return CP_HEARD_HEADING;
    if (cp_str_find_char(name, '/') < 0 ||
        (!cp_str_eq(admin, CP_STR("Up")) && !cp_str_eq(admin, CP_STR("Down"))))
        return CP_HEARD_NOTHING;
    cp_str word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("Yes")) || cp_str_eq(word, CP_STR("No"))) /* connectors have none */
        word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("Link")))
        word = cp_state_word(&rest);
    cp_state_iface f = { .name = name, .parent = CP_STR(""), .text = CP_STR("") };
    f.what = cp_str_eq(word, CP_STR("Up")) ? CP_STATE_UP : CP_STATE_DOWN;
    cp_str configured = cp_state_word(&rest), in_use = cp_state_word(&rest);
    if (cp_str_u64(configured, &mtu) && cp_str_u64(in_use, &mtu) &&
        cp_str_u64(cp_state_word(&rest), &lag)) {
        int n = snprintf(r->name, sizeof r->name, "lag-%llu", (unsigned long long)lag);
        f.parent = (cp_str){ r->name, (size_t)n };
        f.what |= CP_STATE_MEMBER;
    }
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE, .vrf = CP_STR(""), .iface = f });
    return CP_HEARD_ROW;
}

/* ---- */

/* "show service id 600 fdb detail": of one service, with the same columns. */
static cp_str typed_service(cp_arena *a, cp_str rest)
{
    (void)cp_state_word(&rest);
    return cp_str_fmt(a, "show service %.*s", CP_FMT(cp_str_trim(rest)));
}

/* "show router 100 route-table": which router is told by the title as well. */
static cp_str typed_words(cp_arena *a, cp_str typed)
{
    static const char *const words[] = { "route-table", "arp", "interface", "neighbor", "fib" };
    cp_str rest, tail, next;
    if (typed.n && typed.p[0] == '/')
        typed = cp_str_from(typed, 1);
    if (cp_state_words(typed, CP_STR("show service id"), &rest))
        return typed_service(a, rest);
    if (!cp_state_words(typed, CP_STR("show router"), &rest))
        return typed;
    tail = rest;
    cp_str name = cp_state_word(&tail);
    tail = cp_str_trim(tail);
    next = tail;
    next = cp_state_word(&next);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (name.n && cp_str_starts(cp_str_c(words[i]), name))
            return typed;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (next.n && cp_str_starts(next, cp_str_c(words[i])))
            return cp_str_fmt(a, "show router %.*s", CP_FMT(tail));
    return typed;
}

#define CONF(typed, with)                                                                          \
    {                                                                                              \
        .words = (typed), .marks = (with), .mem_bytes = sizeof(sros_conf), .line = sros_hear_conf, \
        .end = sros_end_conf                                                                       \
    }
#define CONF_MARKS "configure {|\nconfigure\n|/configure |# TiMOS-|exit all"

static const cp_state_command commands[] = {
    CONF("admin display-config", CONF_MARKS),
    CONF("admin show configuration", CONF_MARKS "|router \"|service {"),
    CONF("info", CONF_MARKS "|router \"|service {|filter {|static-route-entry |ip-filter "),
    { .words = "",
      .marks = CONF_MARKS,
      .fits = sros_is_conf,
      .mem_bytes = sizeof(sros_conf),
      .line = sros_hear_conf,
      .end = sros_end_conf },
    { .words = "show router route-table",
      .marks = "Dest Prefix[Flags]",
      .mem_bytes = sizeof(reading),
      .line = hear_route,
      .is_table = true },
    { .words = "show router fib",
      .marks = "FIB Display",
      .mem_bytes = sizeof(reading),
      .line = sros_hear_fib,
      .end = sros_end_fib,
      .is_table = true },
    { .words = "show router neighbor",
      .marks = "MAC Address                State         Expiry",
      .mem_bytes = sizeof(reading),
      .line = sros_hear_neighbour,
      .is_table = true },
    { .words = "show service fdb-mac",
      .marks = "Source-Identifier",
      .mem_bytes = sizeof(reading),
      .line = sros_hear_fdb,
      .is_table = true },
    { .words = "show service fdb",
      .marks = "Source-Identifier",
      .mem_bytes = sizeof(reading),
      .line = sros_hear_fdb,
      .is_table = true },
    { .words = "show system lldp neighbor",
      .marks = "Scope Remote Chassis ID",
      .mem_bytes = sizeof(sros_lldp),
      .line = sros_hear_lldp,
      .end = sros_end_lldp },
    { .words = "show router arp",
      .marks = "IP Address      MAC Address       Expiry",
      .mem_bytes = sizeof(reading),
      .line = hear_arp,
      .is_table = true },
    { .words = "show router interface",
      .marks = "Interface-Name                   Adm ",
      .mem_bytes = sizeof(reading),
      .line = hear_interface,
      .is_table = true },
    { .words = "show port",
      .marks = "Port          Admin Link Port ",
      .mem_bytes = sizeof(reading),
      .line = hear_port,
      .is_table = true },
    { .words = NULL },
};

const cp_state_dialect cp_state_sros = {
    .name = "sros",
    .what = "SR OS (Nokia)",
    .commands = commands,
    .typed = typed_words,
};
