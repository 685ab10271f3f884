/* SPDX-License-Identifier: Apache-2.0 */
/* sros_near.c - of SR OS, what a line card forwards by, and who is next to the router:
 *
 *     FIB Display                                                          show router fib 1
 *     Prefix [Flags]                                              Protocol
 *         NextHop
 *     198.51.100.0/24                                             OSPF
 *         192.0.2.1 (to r2)
 *     203.0.113.0/24                                              BGP_VPN
 *         192.0.2.9 (VPRN Label:131070 Transport:RSVP LSP:1)
 *
 *     IPv6 Address                              Interface                  show router neighbor
 *        MAC Address                State         Expiry          Type         RTR
 *     2001:db8::2                               to r2
 *        00:00:5e:00:53:02          STALE         03h59m59s       Dynamic      Yes
 *
 *     Lcl Port      Scope Remote Chassis ID  Index  Remote Port     Remote Sys Name
 *     1/1/1         NB    00:00:5E:00:53:02  1      1/1/2, 100-*    r2     show system lldp
 *     neighbor
 *
 *     ServId     MAC               Source-Identifier       Type     Last Change    show service
 *     fdb-mac
 *                 Transport:Tnl-Id                         Age
 *     600        00:00:5e:00:53:02 sap:1/1/3:600           L/0      11/20/23 11:36:41
 *
 * The FIB has no title that names a VPRN: what was typed does. A name or a port that ends in a star
 * was cut, and is not told. */
#include "sources/state/sros.h"

/* ---- the FIB */

/* "show router 100 fib 1", "show router "blue" fib 1" */
static void name_router(cp_state_section *s, sros_reading *r)
{
    cp_str rest, name, command = s->command;
    if (command.n && command.p[0] == '/')
        command = cp_str_from(command, 1);
    if (!cp_state_words(command, CP_STR("show router"), &rest))
        return;
    name = cp_state_word(&rest);
    if (name.n > 1 && name.p[0] == '"' && name.p[name.n - 1] == '"')
        name = cp_str_slice(name, 1, name.n - 2);
    if (!cp_str_starts(CP_STR("fib"), name) && !cp_str_eq(name, CP_STR("Base")))
        s->vrf = sros_keep(r->vrf, name);
}

/* "fib 1 ipv6": the slot and the version leave nothing out. */
static void check_fib_args(cp_state_section *s, sros_reading *r)
{
    uint64_t slot;
    cp_str rest = s->args, word = cp_state_word(&rest);
    if (r->has_args)
        return;
    name_router(s, r);
    if (cp_str_u64(word, &slot))
        s->args = cp_str_trim(rest);
    sros_args(s, r);
}

static cp_state_heard begin_prefix(cp_state_section *s, sros_reading *r, cp_str line)
{
    cp_str rest = line, prefix = cp_state_word(&rest), head;
    r->has_row = false;
    (void)cp_str_cut(&prefix, '[', &head);
    if (!cp_state_prefix(s, head, &r->net))
        return CP_HEARD_NOTHING;
    rest = cp_str_trim(rest);
    if (rest.n && rest.p[0] == '[')
        (void)cp_state_word(&rest);
    rest = sros_keep(r->protocol, cp_str_trim(rest));
    if (rest.n == 0)
        return cp_state_bad(s, "no protocol");
    r->is_local = cp_str_starts_nocase(rest, CP_STR("LOCAL"));
    r->is_hole = cp_str_starts_nocase(rest, CP_STR("BLACKHOLE"));
    r->has_row = true;
    r->n_hops = 0;
    r->n_told++;
    return CP_HEARD_ROW;
}

/* "192.0.2.1 (to r2)", "192.0.2.1 Indirect (to r2)", "192.0.2.9 (Transport:RSVP LSP:1)",
 * "Blackhole" */
static bool read_hop(cp_state_section *s, cp_state_route *t, cp_str text)
{
    cp_str word = cp_state_word(&text), inside;
    text = cp_str_trim(text);
    if (cp_str_starts_nocase(word, CP_STR("Black"))) {
        t->what |= CP_STATE_DROP;
        return true;
    }
    if (!cp_state_address_of(word, &t->via))
        return (void)cp_state_bad(s, "a next hop that is no address"), false;
    bool is_indirect = cp_str_starts(text, CP_STR("Indirect"));
    if (is_indirect)
        text = cp_str_trim(cp_str_from(text, 8));
    if (text.n == 0)
        return true;
    if (text.n < 3 || text.p[0] != '(' || text.p[text.n - 1] != ')')
        return (void)cp_state_bad(s, "what stands behind the next hop is not known"), false;
    inside = cp_str_slice(text, 1, text.n - 2);
    if (cp_str_has(inside, CP_STR("Transport")) || cp_str_has(inside, CP_STR("Label")) ||
        cp_str_starts(inside, CP_STR("tunneled")))
        t->what |= CP_STATE_LABELLED;
    else if (!is_indirect)
        t->iface = inside;
    return true;
}

static cp_state_heard tell_hop(cp_state_section *s, sros_reading *r, cp_str line)
{
    cp_state_route t = { .net = r->net, .iface = CP_STR(""), .via_vrf = CP_STR("") };
    t.protocol = cp_str_c(r->protocol);
    if (!read_hop(s, &t, cp_str_trim(line)))
        return CP_HEARD_NOTHING;
    if (r->is_local) {
        t.what |= r->net.bits == 128 ? CP_STATE_LOCAL : CP_STATE_CONNECTED;
        t.via = (cp_state_net){ .bits = 0 }; /* an address of the router itself */
    }
    if (r->is_hole)
        t.what |= CP_STATE_DROP;
    t.what |= CP_STATE_USED | (r->n_hops++ ? CP_STATE_MORE : 0);
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .route = t });
    return CP_HEARD_ROW;
}

/* A prefix with nothing below it might go anywhere. */
static void check_hops(cp_state_section *s, const sros_reading *r)
{
    if (r->has_row && r->n_hops == 0)
        cp_state_limits(s, CP_STR(""), "incomplete", "a prefix without a next hop");
}

cp_state_heard sros_hear_fib(cp_state_section *s, cp_str line)
{
    sros_reading *r = s->mem;
    check_fib_args(s, r);
    if (sros_title(s, r, line) || sros_is_legend(line))
        return CP_HEARD_HEADING;
    if (sros_sum(s, r, line, "Total Entries")) {
        check_hops(s, r);
        r->has_row = false;
        return CP_HEARD_HEADING;
    }
    if (line.p[0] == ' ')
        return r->has_row ? tell_hop(s, r, line) : CP_HEARD_NOTHING;
    check_hops(s, r);
    return begin_prefix(s, r, line);
}

void sros_end_fib(cp_state_section *s) { check_hops(s, s->mem); }

/* ---- neighbours of IPv6 */

cp_state_heard sros_hear_neighbour(cp_state_section *s, cp_str line)
{
    sros_reading *r = s->mem;
    if (sros_title(s, r, line)) {
        sros_args(s, r);
        return CP_HEARD_HEADING;
    }
    if (sros_is_legend(line) || sros_sum(s, r, line, "No. of Neighbor Entries"))
        return CP_HEARD_HEADING;
    cp_str rest = line, word = cp_state_word(&rest);
    if (line.p[0] != ' ') {
        r->has_row = cp_state_address_of(word, &r->net);
        r->n_name = sros_keep(r->name, cp_str_trim(rest)).n;
        r->line = s->line;
        if (r->has_row && r->n_name == 0)
            return r->has_row = false, cp_state_bad(s, "no interface");
        return r->has_row ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    }
    if (!r->has_row)
        return CP_HEARD_NOTHING;
    r->has_row = false;
    uint64_t mac = cp_state_mac(word);
    if (mac == 0 && !cp_str_eq(word, CP_STR("INCOMPLETE")) &&
        !cp_str_starts(cp_str_trim(rest), CP_STR("INCOMPLETE")))
        return cp_state_bad(s, "no hardware address");
    r->n_told++;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_NEIGHBOUR,
                                 .vrf = CP_STR(""),
                                 .pos = r->line,
                                 .neighbour = { r->net, mac, { r->name, r->n_name } } });
    return CP_HEARD_ROW;
}

/* ---- hardware addresses, and where frames for them go */

static bool is_fdb_legend(cp_str line)
{
    static const char *const words[] = { "Forwarding Database",
                                         "Service Forwarding Database",
                                         "Services Using Forwarding Database",
                                         "ServId ",
                                         "Transport:Tnl-Id",
                                         "Legend:" };
    cp_str text = cp_str_trim(line);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(text, cp_str_c(words[i])))
            return true;
    return sros_is_legend(line);
}

/* "sap:1/1/3:600": a port and the tag of the customer; "sdp:5:100": a tunnel. */
static void read_source(cp_state_section *s, cp_state_station *x, cp_str source)
{
    cp_state_iface f = { .parent = CP_STR("") };
    cp_str number;
    x->iface = source;
    if (cp_str_starts(source, CP_STR("sap:"))) {
        sros_port(&f, cp_str_from(source, 4));
        x->iface = f.parent;
        x->vlan = f.vlan;
    } else if (cp_str_starts(source, CP_STR("sdp:"))) {
        source = cp_str_from(source, 4);
        (void)cp_str_cut(&source, ':', &number);
        x->iface = cp_str_fmt(s->a, "sdp-%.*s", CP_FMT(number));
    }
}

cp_state_heard sros_hear_fdb(cp_state_section *s, cp_str line)
{
    sros_reading *r = s->mem;
    cp_str rest = line, service = cp_state_word(&rest), mac = cp_state_word(&rest),
           source = cp_state_word(&rest), type = cp_state_word(&rest);
    uint64_t id;
    if (sros_sum(s, r, line, "No. of MAC Entries") || sros_sum(s, r, line, "No. of Entries") ||
        is_fdb_legend(line))
        return CP_HEARD_HEADING;
    if (line.p[0] == ' ') /* the tunnel of the row above */
        return r->has_row ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
    cp_state_station x = { .mac = cp_state_mac(mac), .text = type };
    r->has_row = false;
    if (!cp_str_u64(service, &id))
        return CP_HEARD_NOTHING;
    if (x.mac == 0 || type.n == 0)
        return cp_state_bad(s, "no hardware address, or nothing behind it");
    read_source(s, &x, source);
    r->has_row = true;
    r->n_told++;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_STATION, .vrf = CP_STR(""), .station = x });
    return CP_HEARD_ROW;
}

/* ---- LLDP */

static bool read_columns(sros_lldp *m, cp_str line)
{
    ptrdiff_t chassis = cp_str_find(line, CP_STR("Remote Chassis ID")),
              index = cp_str_find(line, CP_STR("Index ")),
              port = cp_str_find(line, CP_STR("Remote Port")),
              name = cp_str_find(line, CP_STR("Remote Sys"));
    if (!cp_str_starts(line, CP_STR("Lcl Port")) || chassis < 0 || index < chassis ||
        port < index || name < port)
        return false;
    m->chassis_at = (size_t)chassis;
    m->index_at = (size_t)index;
    m->port_at = (size_t)port;
    m->name_at = (size_t)name;
    return true;
}

/* What stands between two columns; "" if it ends in the star of what was cut. */
static cp_str column(cp_str line, size_t from, size_t to)
{
    cp_str text = cp_str_trim(cp_str_slice(line, from, to > from ? to - from : 0));
    return text.n && text.p[text.n - 1] == '*' ? CP_STR("") : text;
}

cp_state_heard sros_hear_lldp(cp_state_section *s, cp_str line)
{
    sros_lldp *m = s->mem;
    cp_str rest = line, port = cp_state_word(&rest), scope = cp_state_word(&rest), far, head;
    if (cp_state_words(line, CP_STR("Number of neighbors :"), &rest)) {
        if (!cp_str_u64(cp_str_trim(rest), &m->n_wanted))
            m->n_wanted = 0;
        return CP_HEARD_HEADING;
    }
    if (read_columns(m, line) || sros_is_legend(line))
        return CP_HEARD_HEADING;
    if (m->name_at == 0 || line.n <= m->index_at)
        return CP_HEARD_NOTHING;
    if (!cp_str_eq(scope, CP_STR("NB")) && !cp_str_eq(scope, CP_STR("NTPMR")) &&
        !cp_str_eq(scope, CP_STR("NC")))
        return cp_state_bad(s, "a scope of LLDP that is not known");
    /* "1/1/c1/1, 100-*": the port, and what is written at it */
    far = cp_str_trim(cp_str_slice(line, m->port_at, m->name_at - m->port_at));
    if (cp_str_find_char(far, ',') > 0)
        (void)cp_str_cut(&far, ',', &head);
    else
        head = column(line, m->port_at, m->name_at);
    cp_state_hears(s, port, column(line, m->chassis_at, m->index_at), head,
                   column(line, m->name_at, line.n));
    m->n_told++;
    return CP_HEARD_ROW;
}

void sros_end_lldp(cp_state_section *s)
{
    const sros_lldp *m = s->mem;
    if (m->n_told < m->n_wanted)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu neighbours are told",
                        (unsigned long long)m->n_told, (unsigned long long)m->n_wanted);
}
