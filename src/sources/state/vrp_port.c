/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_port.c - interfaces one by one, as `display interface` and `display ip interface` of VRP and
 * Comware tell them:
 *
 *     GigabitEthernet0/0/1 current state : UP       Comware: GigabitEthernet1/0/1
 *     Line protocol current state : UP                       Current state: UP
 *     Internet Address is 192.0.2.1/24                       Internet address: 192.0.2.1/24
 *     (Primary)
 *
 * What else stands there are counters and properties of the port: a key and its value, or numbers
 * with their names. */
#include "sources/state/vrp_iface.h"

static void end_port(cp_state_section *s, cp_vrp_ports *m)
{
    if (!m->is_open)
        return;
    m->is_open = false;
    cp_str name = cp_vrp_kept(&m->name), parent = CP_STR("");
    for (size_t i = name.n; i > 1 && !parent.n; i--)
        if (name.p[i - 1] == '.')
            parent = cp_str_slice(name, 0, i - 1);
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE,
                                 .vrf = CP_STR(""),
                                 .pos = m->line,
                                 .iface = { .name = name,
                                            .parent = parent,
                                            .text = CP_STR(""),
                                            .mac = m->mac,
                                            .what = cp_vrp_port_what(m->physical, m->protocol) } });
    cp_vrp_port_limits(s, name);
}

static void open_port(cp_state_section *s, cp_vrp_ports *m, cp_str name, int state)
{
    end_port(s, m);
    m->is_open = true;
    m->line = s->line;
    m->mac = 0;
    m->physical = state;
    m->protocol = 0;
    cp_vrp_keep(&m->name, cp_vrp_port_name(name));
}

static int state_of(cp_str text)
{
    text = cp_str_trim(text);
    if (text.n && text.p[0] == ':')
        text = cp_str_trim(cp_str_from(text, 1));
    return cp_str_starts_nocase(text, CP_STR("admin")) ? -1 : cp_vrp_port_state(text);
}

/* An interface's name alone in its line: a letter or digit first, a digit last, no blank. */
static bool is_name(cp_str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == ' ' || line.p[i] == ',' || (line.p[i] == ':' && i + 1 == line.n))
            return false;
    return line.n > 2 && line.p[0] >= 'A' && line.p[0] <= 'Z' && line.p[line.n - 1] >= '0' &&
           line.p[line.n - 1] <= '9';
}

/* "192.0.2.1/24 Primary", "192.0.2.2/24 Sub", "192.0.2.1/24 (Primary)", "11.12.13.14/24
 * DHCP-..." */
static cp_state_heard read_address(cp_state_section *s, const cp_vrp_ports *m, cp_str text)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = CP_STR("") };
    cp_str word = cp_state_word(&text), what = cp_str_trim(text);
    ptrdiff_t slash = cp_str_find_char(word, '/');
    uint64_t length;
    if (!m->is_open)
        return cp_state_bad(s, "no interface stands above");
    if (cp_str_starts_nocase(word, CP_STR("unnumbered"))) {
        cp_state_limits(s, cp_vrp_kept(&m->name), "address", "an address of another interface");
        return CP_HEARD_ROW;
    }
    if (slash < 0 ||
        !cp_state_address_of(cp_str_slice(word, 0, (size_t)slash), &row.address.addr) ||
        !cp_str_u64(cp_str_from(word, (size_t)slash + 1), &length) ||
        length > (cp_state_net_is_v4(&row.address.addr) ? 32 : 128))
        return cp_state_bad(s, "no address and length");
    row.address.length = length + (cp_state_net_is_v4(&row.address.addr) ? 96 : 0);
    row.address.iface = cp_vrp_kept(&m->name);
    row.address.what = cp_vrp_has(what, "sub") ? CP_STATE_SECONDARY : 0;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

static void read_mac(cp_vrp_ports *m, cp_str text)
{
    size_t at = 0;
    while (at + 16 < text.n && !cp_vrp_has(cp_str_slice(text, at, 16), "hardware address"))
        at++;
    cp_str rest = cp_str_from(text, at + 16), word;
    while (!m->mac && (word = cp_state_word(&rest)).n)
        m->mac = cp_state_mac(word);
}

/* Counters ("9103 packets, 611444 bytes") and properties ("Loopback is not set"). */
static bool is_property(cp_str text)
{
    static const char *const begins[] = {
        "Loopback",     "Media type",   "Link speed",   "Flow-control",
        "Allow jumbo",  "Forbid jumbo", "Unknown-",     "The Maximum",
        "No connector", "Route Port",   "Switch Port",  "Port Mode",
        "Last ",        "Optical",      "IP Sending",   "Output flow-",
        "Time to live", "QoS",          "Statistics",   "Encapsulation",
        "Link layer",   "LCP ",         "IPCP ",        "Tunnel ",
        "Bandwidth",    "Auto-",        "Ethernet",     "Current system",
        "Physical is",  "Keepalive",    "Checksumming", "Port up-mode",
        "GRE key",      "Port priority"
    };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    if (cp_str_find_char(text, ':') > 0)
        return true;
    return text.n && ((text.p[0] >= '0' && text.p[0] <= '9') || text.p[0] == '-');
}

cp_state_heard cp_vrp_port(cp_state_section *s, cp_str line)
{
    cp_vrp_ports *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text;
    ptrdiff_t at = cp_str_find(text, CP_STR(" current state"));
    if (cp_str_starts_nocase(text, CP_STR("Line protocol"))) {
        at = cp_str_find(text, CP_STR("state"));
        m->protocol = at > 0 ? state_of(cp_str_from(text, (size_t)at + 5)) : 0;
        return m->is_open && m->protocol ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    }
    if (cp_str_starts(text, CP_STR("Current state"))) {
        m->physical = state_of(cp_str_from(text, 13));
        return m->is_open && m->physical ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    }
    cp_str name = cp_state_word(&rest);
    if (at > 0 && name.n == (size_t)at) {
        open_port(s, m, name, state_of(cp_str_from(text, (size_t)at + 14)));
        return m->physical ? CP_HEARD_ROW : cp_state_bad(s, "no state of an interface");
    }
    if (line.n && line.p[0] != ' ' && is_name(text)) {
        open_port(s, m, text, 0);
        return CP_HEARD_ROW;
    }
    if (cp_str_starts(text, CP_STR("Description")))
        return CP_HEARD_HEADING; /* a person's words */
    if (cp_str_starts(text, CP_STR("Internet Address is ")) ||
        cp_str_starts_nocase(text, CP_STR("Internet address: ")))
        return read_address(s, m, cp_str_from(text, text.p[16] == ':' ? 17 : 19));
    if (cp_str_starts_nocase(text, CP_STR("Policy routing is enabled"))) {
        cp_state_limits(s, cp_vrp_kept(&m->name), "policy routing", "%.*s",
                        CP_FMT(cp_str_slice(text, 0, 100)));
        return m->is_open ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    }
    if (m->is_open && cp_vrp_has(text, "hardware address"))
        read_mac(m, text);
    return m->is_open && is_property(text) ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
}

void cp_vrp_port_end(cp_state_section *s) { end_port(s, s->mem); }
