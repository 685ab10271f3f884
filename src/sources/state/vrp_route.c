/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_route.c - routing and forwarding tables of VRP and Comware, in both forms:
 *
 *     Destination/Mask    Proto   Pre  Cost  Flags NextHop     Interface        columns
 *         10.0.0.0/8      OSPF    10   3       D   192.0.2.1   GigabitEthernet0/0/1
 *                         OSPF    10   3       D   192.0.2.5   GigabitEthernet0/0/2   one more hop
 *                                                  192.0.2.9   GE0/3                  Comware
 *
 *     Destination: 10.0.0.0/8          keys, of vrp_keys.c: `verbose`, and all of IPv6
 *          NextHop: 192.0.2.1     Interface: GigabitEthernet0/0/1
 *
 * A route counts as used if it was downloaded (D), or where there is no such column: what stands in
 * the table is active. The next hop that is printed for a network that the router is on is its own
 * address, and that of its own addresses is the loopback: neither is a next hop, neither is told.
 *
 * A recursive next hop (R) is told without the interface that was found for it: the address need
 * not be on that network. In a VPN it is one of another table where IBGP told it, behind a label:
 * RFC 4364, 4.3.2. */
#include "sources/state/vrp_route.h"

enum { COLUMNS = 80 }; /* of a terminal: what is longer stands in the next line */

static bool is_loopback(const cp_state_net *n)
{
    static const uint8_t one[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
    if (!n->is_set)
        return false;
    return cp_state_net_is_v4(n) ? n->addr.b[12] == 127 : memcmp(n->addr.b, one, sizeof one) == 0;
}

static bool is_unspecified(const cp_state_net *n)
{
    static const uint8_t none[16];
    return cp_state_net_is_v4(n) ? memcmp(n->addr.b + 12, none, 4) == 0
                                 : memcmp(n->addr.b, none, sizeof none) == 0;
}

static bool is_link_local(const cp_state_net *n)
{
    return n->is_set && n->addr.b[0] == 0xfe && (n->addr.b[1] & 0xc0) == 0x80;
}

/* What is written where an interface would stand, of a route that leads into a tunnel. */
static bool is_tunnel(cp_str iface)
{
    static const char *const begins[] = { "tun", "nve", "vxlan", "vsi" };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts_nocase(iface, cp_str_c(begins[i])))
            return true;
    return cp_vrp_has(iface, "lsp") || cp_vrp_has(iface, "srv6") || cp_vrp_has(iface, "policy");
}

static bool is_bgp(cp_str protocol) { return cp_vrp_has(protocol, "bgp"); }

void cp_vrp_route_tell(cp_state_section *s, cp_vrp_routes *m, cp_vrp_hop *h)
{
    cp_state row = { .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .pos = h->line };
    cp_state_route *r = &row.route;
    bool is_direct = m->is_fib ? !h->is_gateway : cp_str_eq_nocase(h->protocol, CP_STR("direct"));
    *r = (cp_state_route){ .net = m->net,
                           .protocol = h->protocol,
                           .iface = h->iface,
                           .via_vrf = CP_STR(""),
                           .preference = h->preference,
                           .metric = h->metric };
    r->what = h->is_used && !m->is_inactive ? CP_STATE_USED : 0;
    if (h->is_drop || cp_str_eq_nocase(h->iface, CP_STR("null0"))) {
        r->what |= CP_STATE_DROP;
    } else if (is_loopback(&h->via) || cp_str_starts_nocase(h->iface, CP_STR("inloop"))) {
        r->what |= CP_STATE_LOCAL;
    } else if (is_direct) {
        r->what |= CP_STATE_CONNECTED;
    } else {
        if (h->via.is_set && !is_unspecified(&h->via))
            r->via = h->via;
        bool is_vpn_bgp = s->vrf.n && is_bgp(h->protocol);
        if (is_vpn_bgp && h->is_relayed && !cp_str_eq_nocase(h->protocol, CP_STR("ebgp")))
            h->is_labelled = true;
        if (h->is_relayed && r->via.is_set && !is_vpn_bgp && !is_link_local(&r->via) &&
            !is_tunnel(h->iface))
            r->iface = CP_STR("");
    }
    if ((h->is_labelled || is_tunnel(h->iface)) && !(r->what & CP_STATE_LOCAL))
        r->what |= CP_STATE_LABELLED;
    if (h->is_backup)
        r->what |= CP_STATE_BACKUP;
    if (h->is_more)
        r->what |= CP_STATE_MORE;
    cp_state_tell(s, row);
}

/* ---- columns */

static bool is_address(cp_str word, cp_state_net *out)
{
    return word.n > 1 && cp_state_address_of(word, out);
}

/* "D", "RD", "GSU": letters of the column of flags. */
static bool read_flags(cp_vrp_routes *m, cp_str word, cp_vrp_hop *h)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        if (!memchr(m->is_fib ? "GHUSDBLRF" : "RDTB", c, m->is_fib ? 9 : 4))
            return false;
        h->is_used = h->is_used || c == (m->is_fib ? 'U' : 'D');
        h->is_gateway = h->is_gateway || c == 'G';
        h->is_relayed = h->is_relayed || c == 'R';
        h->is_drop = h->is_drop || c == 'B';
        h->is_labelled = h->is_labelled || c == 'T'; /* goes on in a table that is not told */
    }
    return word.n > 0;
}

static bool is_none(cp_str word)
{
    return word.n == 0 || cp_str_eq(word, CP_STR("0x0")) || cp_str_eq(word, CP_STR("-")) ||
           cp_str_eq_nocase(word, CP_STR("null")) || cp_str_eq_nocase(word, CP_STR("invalid")) ||
           cp_str_eq_nocase(word, CP_STR("n/a"));
}

static cp_state_heard tell_columns(cp_state_section *s, cp_vrp_routes *m, cp_vrp_hop *h,
                                   size_t line_n)
{
    m->n_routes++;
    m->n_nets += !h->is_more;
    if (line_n == COLUMNS && h->iface.n) { /* a name that is cut ends in the next line */
        m->waits = *h;
        m->waits.iface = cp_str_dup(s->a, h->iface);
        m->waits.protocol = cp_str_dup(s->a, h->protocol);
        m->is_waiting = true;
    } else {
        cp_vrp_route_tell(s, m, h);
    }
    return CP_HEARD_ROW;
}

/* PREFIX NEXTHOP FLAGS [t[n]] INTERFACE TUNNEL ...; a further hop may lack the prefix. */
static cp_state_heard hear_fib(cp_state_section *s, cp_vrp_routes *m, cp_vrp_hop *h, cp_str word,
                               cp_str rest, size_t line_n)
{
    h->protocol = CP_STR("fib");
    if (!is_address(word, &h->via))
        return cp_state_bad(s, "no next hop");
    if (!read_flags(m, cp_state_word(&rest), h))
        return cp_state_bad(s, "no flags of an entry");
    cp_str cell = cp_state_word(&rest);
    if (cp_str_starts(cell, CP_STR("t[")))
        cell = cp_state_word(&rest);
    h->iface = cell;
    if (cell.n == 0)
        return cp_state_bad(s, "no interface");
    while ((cell = cp_state_word(&rest)).n)
        h->is_labelled = h->is_labelled || !is_none(cell);
    return tell_columns(s, m, h, line_n);
}

static cp_state_heard hear_hop(cp_state_section *s, cp_vrp_routes *m, cp_vrp_hop *h, cp_str word,
                               cp_str rest, size_t line_n)
{
    if (h->is_more && is_address(word, &h->via)) { /* Comware: a hop alone */
        h->protocol = (cp_str){ m->protocol, m->protocol_n };
        h->preference = m->preference;
        h->metric = m->metric;
        h->is_used = !m->has_flags;
    } else {
        h->protocol = word;
        if (!cp_str_u64(cp_state_word(&rest), &h->preference) ||
            !cp_str_u64(cp_state_word(&rest), &h->metric))
            return cp_state_bad(s, "no preference and cost");
        word = cp_state_word(&rest);
        if (!m->has_flags)
            h->is_used = true;
        else if (read_flags(m, word, h))
            word = cp_state_word(&rest);
        if (!is_address(word, &h->via))
            return cp_state_bad(s, "no next hop");
        m->protocol_n = h->protocol.n < sizeof m->protocol ? h->protocol.n : sizeof m->protocol;
        memcpy(m->protocol, h->protocol.p, m->protocol_n);
        m->preference = h->preference;
        m->metric = h->metric;
    }
    if (!m->has_flags) /* nothing says which next hops are on a network of the router */
        h->is_relayed = is_bgp(h->protocol);
    h->iface = cp_str_trim(rest);
    if (cp_str_find_char(h->iface, ' ') >= 0 && !is_tunnel(h->iface))
        return cp_state_bad(s, "more columns than the table has");
    return tell_columns(s, m, h, line_n);
}

static cp_state_heard hear_row(cp_state_section *s, cp_vrp_routes *m, cp_str line)
{
    cp_vrp_hop h = { .line = s->line, .protocol = CP_STR(""), .iface = CP_STR("") };
    cp_str rest = line, word = cp_state_word(&rest);
    if (!m->has_columns)
        return cp_state_bad(s, "no heading of a table stands above");
    if (cp_str_find_char(word, '/') >= 0) {
        m->has_net = cp_state_prefix(s, word, &m->net);
        if (!m->has_net)
            return CP_HEARD_NOTHING;
        word = cp_state_word(&rest);
    } else if (!m->has_net) {
        return cp_state_bad(s, "no prefix");
    } else {
        h.is_more = true;
    }
    cp_state_heard heard =
        m->is_fib ? hear_fib(s, m, &h, word, rest, line.n) : hear_hop(s, m, &h, word, rest, line.n);
    if (heard == CP_HEARD_NOTHING && !h.is_more)
        m->has_net = false; /* what follows would be taken for more of the route before */
    return heard;
}

/* ---- headings */

static void end_table(cp_state_section *s, cp_vrp_routes *m)
{
    cp_vrp_record_end(s, m);
    if (m->is_waiting)
        cp_vrp_route_tell(s, m, &m->waits);
    m->is_waiting = m->has_net = false;
    if (m->n_routes < m->want_routes || m->n_nets < m->want_nets)
        cp_state_limits(s, CP_STR(""), "incomplete",
                        "%llu of %llu routes to %llu of %llu destinations are here",
                        (unsigned long long)m->n_routes, (unsigned long long)m->want_routes,
                        (unsigned long long)m->n_nets, (unsigned long long)m->want_nets);
    m->n_routes = m->n_nets = m->want_routes = m->want_nets = 0;
}

/* "Routing Table : vpna", "Routing Tables: Public", "Routing Tables _public_", "FIB Table: vpna",
 * "VPN instance: vpna" */
static bool read_vrf(cp_state_section *s, cp_vrp_routes *m, cp_str line)
{
    static const char *const begins[] = { "Routing Tables", "Routing Table", "IPv6 Routing Table",
                                          "IPv6 FIB Table", "FIB Table",     "VPN instance" };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        if (!cp_str_starts(line, cp_str_c(begins[i])))
            continue;
        cp_str name = cp_str_trim(cp_str_from(line, strlen(begins[i])));
        if (name.n && name.p[0] == ':')
            name = cp_str_trim(cp_str_from(name, 1));
        if (cp_vrp_has(cp_str_c(begins[i]), "routing table") && cp_str_has(name, CP_STR("<")))
            return false;
        end_table(s, m);
        m->is_fib = cp_vrp_has(cp_str_c(begins[i]), "fib");
        m->is_inactive = false;
        if (name.n)
            s->vrf = cp_str_dup(s->a, cp_vrp_vrf(name));
        return true;
    }
    return false;
}

static bool read_counts(cp_state_section *s, cp_vrp_routes *m, cp_str line)
{
    uint64_t n;
    if (cp_str_starts_nocase(line, CP_STR("Summary Count"))) {
        if (!cp_vrp_number(line, "ount", &n))
            return false;
        end_table(s, m);
        m->want_routes = n;
        return true;
    }
    if (cp_str_starts(line, CP_STR("Total number of Routes")) ||
        cp_str_starts(line, CP_STR("Total Number of Routes")))
        return cp_vrp_number(line, "outes", &m->want_routes);
    if (cp_str_starts(line, CP_STR("Route destination count")) ||
        cp_str_starts(line, CP_STR("FIB entry count")) ||
        cp_str_starts(line, CP_STR("Destination count"))) {
        m->is_fib = true;
        (void)cp_vrp_number(line, "FIB entry count", &m->want_routes);
        return cp_vrp_number(line, "ount", &n);
    }
    if (!cp_str_starts(line, CP_STR("Destinations")) || !cp_vrp_number(line, "Destinations", &n))
        return false;
    end_table(s, m);
    m->want_nets = n;
    return cp_vrp_number(line, "Routes", &m->want_routes);
}

static bool read_columns(cp_vrp_routes *m, cp_str line)
{
    if (!cp_str_starts_nocase(line, CP_STR("Destination/Mask")))
        return false;
    m->has_columns = true;
    m->is_fib = m->is_fib || cp_vrp_has(line, "timestamp") || cp_vrp_has(line, "outinterface");
    m->has_flags = cp_vrp_has(line, "flag");
    return true;
}

/* "Static routing table status : <Inactive>": what stands there is not forwarded by. */
static bool read_status(cp_state_section *s, cp_vrp_routes *m, cp_str line)
{
    if (!cp_vrp_has(line, "routing table"))
        return false;
    if (m->n_routes == 0) /* the sum of both parts stood above */
        m->want_routes = m->want_nets = 0;
    if (cp_vrp_has(line, "<active>") || cp_vrp_has(line, "<inactive>")) {
        end_table(s, m);
        m->is_inactive = cp_vrp_has(line, "<inactive>");
        return true;
    }
    cp_str rest = line, word = cp_state_word(&rest); /* "Public routing table : Static" */
    if (!cp_str_starts_nocase(rest, CP_STR(" routing table")))
        return false;
    end_table(s, m);
    s->vrf = cp_str_dup(s->a, cp_vrp_vrf(word));
    return true;
}

static bool is_legend(cp_str line)
{
    static const char *const begins[] = {
        "Route Flags:",
        "Proto: Protocol",
        "Flag:",
        "U:Us",
        "R:Rel",
        "Directly-connected host count",
        "Status: * - valid",
    };
    if (line.n > 4 && line.p[0] >= 'A' && line.p[0] <= 'Z' &&
        cp_str_eq(cp_str_slice(line, 1, 3), CP_STR(" - ")))
        return true;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(line, cp_str_c(begins[i])))
            return true;
    return cp_str_eq(line, CP_STR("route")); /* of the legend, where 80 columns end */
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The end of an interface's name that did not fit into the line. */
static bool ends_name(cp_vrp_routes *m, cp_str line)
{
    if (line.n == 0 || line.n > 16 || !is_digit(line.p[line.n - 1]))
        return false;
    for (size_t i = 0; i < line.n; i++)
        if (!is_digit(line.p[i]) && line.p[i] != '/' && line.p[i] != '.' && line.p[i] != ':')
            return false;
    return m->is_waiting;
}

cp_state_heard cp_vrp_route(cp_state_section *s, cp_str line)
{
    cp_vrp_routes *m = s->mem;
    if (!m->is_begun) {
        m->is_begun = true;
        cp_vrp_begin(s, "verbose all-vpn-instance all-routes");
    }
    if (m->is_waiting) {
        bool is_end = ends_name(m, line);
        if (is_end)
            m->waits.iface = cp_str_fmt(s->a, "%.*s%.*s", CP_FMT(m->waits.iface), CP_FMT(line));
        m->is_waiting = false;
        cp_vrp_route_tell(s, m, &m->waits);
        if (is_end)
            return CP_HEARD_HEADING;
    }
    cp_str text = cp_str_trim(line);
    if (text.n && (is_digit(text.p[0]))) /* most lines of most tables */
        return hear_row(s, m, line);
    if (cp_vrp_is_ruler(text) || is_legend(text) || read_columns(m, text) || read_vrf(s, m, text) ||
        read_counts(s, m, text) || read_status(s, m, text))
        return CP_HEARD_HEADING;
    cp_state_heard heard = cp_vrp_record_line(s, m, text);
    if (heard == CP_HEARD_NOTHING && !m->has_columns && cp_vrp_is_foreign(s, text)) {
        m->has_columns = m->has_flags = true; /* the form of VRP */
        m->is_fib = cp_str_has(cp_str_c(s->does->words), CP_STR("fib"));
        return CP_HEARD_NOTHING;
    }
    return heard == CP_HEARD_NOTHING && s->why.n == 0 && m->has_columns ? hear_row(s, m, line)
                                                                        : heard;
}

void cp_vrp_routes_end(cp_state_section *s) { end_table(s, s->mem); }
