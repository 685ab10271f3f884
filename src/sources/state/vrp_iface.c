/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_iface.c - tables of interfaces of VRP and Comware: states, addresses, bundles and their
 * members, VPNs, virtual addresses (VRRP).
 *
 *     Interface          PHY   Protocol InUti OutUti  inErrors outErrors
 *     Eth-Trunk1         up    up          0%     0%         0         0
 *       GE0/0/1          up    up          0%     0%         0         0      a member of it
 *
 * The state of the line (PHY) is that of the interface; where only the protocol is down, a port
 * may still carry its subinterfaces, so neither is told. */
#include "sources/state/vrp_iface.h"

cp_str cp_vrp_port_name(cp_str word)
{
    ptrdiff_t at = cp_str_find_char(word, '(');
    return at > 0 ? cp_str_slice(word, 0, (size_t)at) : word;
}

int cp_vrp_port_state(cp_str word)
{
    static const struct {
        const char *begins;
        int state;
    } states[] = { { "up", 1 },   { "down", -1 }, { "adm", -1 },     { "stby", -1 },
                   { "dsp", -1 }, { "--", 0 },    { "selected", 1 }, { "unsel", -1 } };
    while (word.n && (word.p[0] == '*' || word.p[0] == '^' || word.p[0] == '#' || word.p[0] == '!'))
        word = cp_str_from(word, 1);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (cp_str_starts_nocase(word, cp_str_c(states[i].begins)))
            return states[i].state;
    return 0;
}

static bool is_state(cp_str word)
{
    return cp_vrp_port_state(word) != 0 || cp_str_eq(word, CP_STR("--"));
}

uint64_t cp_vrp_port_what(int physical, int protocol)
{
    return physical < 0 ? CP_STATE_DOWN : physical > 0 && protocol >= 0 ? CP_STATE_UP : 0;
}

bool cp_vrp_port_is_tunnel(cp_str name)
{
    static const char *const tunnels[] = { "tunnel",          "nve",    "vsi-interface",
                                           "virtual-ppp",     "dialer", "virtual-template",
                                           "virtual-ethernet" };
    for (size_t i = 0; i < sizeof tunnels / sizeof *tunnels; i++)
        if (cp_str_starts_nocase(name, cp_str_c(tunnels[i])))
            return true;
    return false;
}

void cp_vrp_port_limits(cp_state_section *s, cp_str name)
{
    if (cp_vrp_port_is_tunnel(name))
        cp_state_limits(s, name, "tunnel", "%.*s", CP_FMT(cp_str_slice(name, 0, 80)));
}

static void tell_port(cp_state_section *s, cp_str name, cp_str parent, uint64_t what)
{
    cp_state_tell(
        s, (cp_state){
               .kind = CP_STATE_IFACE,
               .vrf = CP_STR(""),
               .iface = { .name = name, .parent = parent, .text = CP_STR(""), .what = what } });
}

/* "GE0/0/1.100" is of GE0/0/1. */
static cp_str parent_of(cp_str name)
{
    for (size_t i = name.n; i > 1; i--)
        if (name.p[i - 1] == '.')
            return cp_str_slice(name, 0, i - 1);
    return CP_STR("");
}

/* ---- display interface brief */

static bool is_brief_title(cp_vrp_ports *m, cp_str text)
{
    static const char *const begins[] = {
        "PHY:",   "*down:",          "#down:",  "!down:", "^down:",    "InUti/OutUti:",   "Link:",
        "Speed:", "Speed or Duplex", "Duplex:", "Type:",  "Protocol:", "Interface status"
    };
    if (cp_vrp_has(text, "brief information")) {
        m->is_bridge = cp_vrp_has(text, "bridge mode");
        return true;
    }
    if (cp_str_starts(text, CP_STR("Interface ")) &&
        (cp_vrp_has(text, "phy") || cp_vrp_has(text, "link"))) {
        m->has_columns = true;
        m->is_comware = cp_vrp_has(text, " link ");
        return true;
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    /* "(l): loopback" */
    return (text.n > 4 && text.p[0] == '(' && cp_str_has(cp_str_slice(text, 0, 5), CP_STR("):"))) ||
           cp_vrp_is_ruler(text);
}

static void tell_own(cp_state_section *s, cp_str address, uint64_t length, cp_str iface)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = CP_STR("") };
    row.address.iface = iface;
    if (!cp_state_address_of(address, &row.address.addr))
        return;
    row.address.length = length + (cp_state_net_is_v4(&row.address.addr) ? 96 : 0);
    cp_state_tell(s, row);
}

cp_state_heard cp_vrp_port_brief(cp_state_section *s, cp_str line)
{
    cp_vrp_ports *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text, parent = CP_STR("");
    if (is_brief_title(m, text))
        return CP_HEARD_HEADING;
    if (!m->has_columns && cp_vrp_is_foreign(s, text)) {
        m->has_columns = true;
        return CP_HEARD_NOTHING;
    }
    cp_str name = cp_vrp_port_name(cp_state_word(&rest));
    cp_str physical = cp_state_word(&rest), protocol = cp_state_word(&rest);
    if (!m->has_columns)
        return cp_state_bad(s, "no heading of a table stands above");
    if (!is_state(physical))
        return cp_state_bad(s, "no state of an interface");
    int link = cp_vrp_port_state(physical);
    bool is_layer2 = m->is_comware && m->is_bridge; /* the second column is the speed */
    if (!is_layer2 && !is_state(protocol))
        return cp_state_bad(s, "no state of a protocol");
    uint64_t what = cp_vrp_port_what(link, is_layer2 ? 0 : cp_vrp_port_state(protocol));
    if (line.n && line.p[0] == ' ' && m->name.n && !m->is_comware) {
        parent = cp_vrp_kept(&m->name);
        what |= CP_STATE_MEMBER;
    } else {
        cp_vrp_keep(&m->name, name);
        parent = parent_of(name);
    }
    tell_port(s, name, parent, what);
    cp_vrp_port_limits(s, name);
    if (m->is_comware && !m->is_bridge) /* without a length: of the router alone */
        tell_own(s, cp_state_word(&rest), 32, name);
    return CP_HEARD_ROW;
}

/* ---- display ip interface brief */

static bool is_ip_title(cp_vrp_ports *m, cp_str text)
{
    if (cp_str_starts(text, CP_STR("Interface "))) {
        m->has_columns = true;
        m->is_comware = !cp_vrp_has(text, "ip address/mask");
        return cp_vrp_has(text, "physical");
    }
    return cp_str_starts(text, CP_STR("The number of interface")) ||
           cp_str_starts(text, CP_STR("(d):")) || is_brief_title(m, text);
}

cp_state_heard cp_vrp_ip_brief(cp_state_section *s, cp_str line)
{
    cp_vrp_ports *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text;
    cp_state_net n;
    uint64_t length = 32;
    if (is_ip_title(m, text))
        return CP_HEARD_HEADING;
    if (!m->has_columns && cp_vrp_is_foreign(s, text)) {
        m->has_columns = true;
        return CP_HEARD_NOTHING;
    }
    if (!m->has_columns)
        return cp_state_bad(s, "no heading of a table stands above");
    cp_str name = cp_vrp_port_name(cp_state_word(&rest)), word[3];
    for (int i = 0; i < 3; i++)
        word[i] = cp_state_word(&rest);
    cp_str address = m->is_comware ? word[2] : word[0];
    cp_str physical = word[m->is_comware ? 0 : 1], protocol = word[m->is_comware ? 1 : 2];
    if (!is_state(physical) || !is_state(protocol))
        return cp_state_bad(s, "no states of an interface");
    cp_str vpn = m->is_comware ? CP_STR("") : cp_state_word(&rest);
    ptrdiff_t slash = cp_str_find_char(address, '/');
    cp_str whole = slash < 0 ? address : cp_str_slice(address, 0, (size_t)slash);
    bool is_told = cp_state_address_of(whole, &n);
    if (slash >= 0 &&
        (!is_told || !cp_str_u64(cp_str_from(address, (size_t)slash + 1), &length) || length > 32))
        return cp_state_bad(s, "no address and length");
    if (!is_told && !cp_str_starts_nocase(address, CP_STR("unass")) &&
        !cp_str_eq(address, CP_STR("--")) && !cp_str_eq(address, CP_STR("-")))
        return cp_state_bad(s, "no address");
    s->vrf = vpn.n && !cp_str_eq(vpn, CP_STR("--")) ? cp_vrp_vrf(vpn) : CP_STR("");
    tell_port(s, name, parent_of(name),
              cp_vrp_port_what(cp_vrp_port_state(physical), cp_vrp_port_state(protocol)));
    if (is_told)
        tell_own(s, whole, length, name);
    s->vrf = CP_STR("");
    cp_vrp_port_limits(s, name);
    return CP_HEARD_ROW;
}

/* ---- display eth-trunk */

static bool is_trunk_title(cp_vrp_ports *m, cp_str text)
{
    static const char *const keys[] = {
        "working mode",   "workingmode", "least active", "preempt delay",   "system prio",
        "operate status", "operating",   "lag id",       "hash arithmetic", "max active",
        "number of up",   "local:",      "max bandwidth"
    };
    if (cp_str_starts(text, CP_STR("Partner:")) || cp_str_starts(text, CP_STR("Local:"))) {
        m->is_partner = text.p[0] == 'P';
        return true;
    }
    if (cp_str_starts(text, CP_STR("PortName")) || cp_str_starts(text, CP_STR("ActorPortName"))) {
        m->has_columns = true;
        return true;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cp_vrp_has(text, keys[i]) && cp_str_find_char(text, ':') > 0)
            return true;
    return cp_vrp_is_ruler(text);
}

cp_state_heard cp_vrp_trunk(cp_state_section *s, cp_str line)
{
    cp_vrp_ports *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text;
    ptrdiff_t at = cp_str_find(text, CP_STR("'s state information is"));
    if (at > 0) {
        cp_vrp_keep(&m->name, cp_str_slice(text, 0, (size_t)at));
        m->has_columns = m->is_partner = false;
        return CP_HEARD_HEADING;
    }
    if (is_trunk_title(m, text))
        return CP_HEARD_HEADING;
    cp_str name = cp_vrp_port_name(cp_state_word(&rest)), state = cp_state_word(&rest);
    if (!m->has_columns || !m->name.n)
        return cp_state_bad(s, "no bundle stands above");
    if (m->is_partner) /* what the far end says of the same ports */
        return CP_HEARD_HEADING;
    if (cp_vrp_port_state(state) == 0)
        return cp_state_bad(s, "no state of a member");
    tell_port(s, name, cp_vrp_kept(&m->name),
              CP_STATE_MEMBER | cp_vrp_port_what(cp_vrp_port_state(state), 0));
    return CP_HEARD_ROW;
}

/* ---- display ip vpn-instance */

static cp_state_heard tell_members(cp_state_section *s, cp_vrp_ports *m, cp_str names)
{
    cp_str name;
    m->is_list = cp_str_ends(cp_str_trim(names), CP_STR(","));
    while (cp_str_cut(&names, ',', &name)) {
        name = cp_str_trim(name);
        if (cp_str_find_char(name, ' ') >= 0)
            return cp_state_bad(s, "no names of interfaces");
        if (name.n)
            tell_port(s, name, CP_STR(""), 0);
    }
    return CP_HEARD_ROW;
}

/* "VPN-Instance Name and ID : red, 1", "VPN-Instance Name and Index : red, 1" */
static bool read_vpn_name(cp_state_section *s, cp_str text)
{
    cp_str rest = text, name;
    if (!cp_str_starts(text, CP_STR("VPN-Instance Name and")) || !cp_str_cut(&rest, ':', &name) ||
        !cp_str_cut(&rest, ',', &name))
        return false;
    s->vrf = cp_str_dup(s->a, cp_str_trim(name));
    return true;
}

cp_state_heard cp_vrp_vpn(cp_state_section *s, cp_str line)
{
    cp_vrp_ports *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text, key;
    if (read_vpn_name(s, text)) {
        m->is_list = false;
        return CP_HEARD_HEADING;
    }
    bool is_key = cp_str_find_char(text, ':') > 0 && cp_str_cut(&rest, ':', &key);
    key = is_key ? cp_str_trim(key) : CP_STR("");
    if (is_key &&
        (cp_str_eq(key, CP_STR("Interface list")) || cp_str_eq(key, CP_STR("Interfaces"))))
        return s->vrf.n ? tell_members(s, m, rest) : cp_state_bad(s, "no name of a VPN");
    if (m->is_list)
        return tell_members(s, m, text);
    if (cp_str_starts(text, CP_STR("VPN-Instance Name "))) {
        m->has_columns = true;
        return CP_HEARD_HEADING;
    }
    /* names, distinguishers and targets: which routes come into the table stands in the table */
    return is_key || m->has_columns ||
                   (text.n && text.p[0] >= '0' && text.p[0] <= '9' &&
                    cp_str_find_char(text, ':') > 0)
               ? CP_HEARD_HEADING
               : CP_HEARD_NOTHING;
}

/* ---- display vrrp */

static void tell_virtual(cp_state_section *s, cp_str address, cp_str iface)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = CP_STR("") };
    row.address.iface = iface;
    row.address.length = 128;
    row.address.what = CP_STATE_VIRTUAL;
    if (cp_state_address_of(address, &row.address.addr))
        cp_state_tell(s, row);
}

/* VRID State Interface Type Virtual-IP; who is not master does not answer for the address. */
static cp_state_heard hear_vrrp_row(cp_state_section *s, cp_str text)
{
    cp_str rest = text, iface;
    uint64_t vrid;
    cp_state_net n;
    if (!cp_str_u64(cp_state_word(&rest), &vrid))
        return CP_HEARD_NOTHING;
    cp_str state = cp_state_word(&rest);
    iface = cp_state_word(&rest);
    (void)cp_state_word(&rest);
    cp_str address = cp_state_word(&rest);
    if (!cp_state_address_of(address, &n))
        return cp_state_bad(s, "no virtual address");
    if (cp_str_starts_nocase(state, CP_STR("master")))
        tell_virtual(s, address, iface);
    return CP_HEARD_ROW;
}

cp_state_heard cp_vrp_vrrp(cp_state_section *s, cp_str line)
{
    cp_vrp_ports *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text, key;
    ptrdiff_t at = cp_str_find(text, CP_STR(" | Virtual Router"));
    if (at > 0) {
        cp_vrp_keep(&m->name, cp_str_slice(text, 0, (size_t)at));
        m->protocol = 0;
        return CP_HEARD_HEADING;
    }
    bool is_key = cp_str_find_char(text, ':') > 0 && cp_str_cut(&rest, ':', &key);
    if (!is_key)
        return cp_vrp_is_ruler(text) || cp_str_starts(text, CP_STR("VRID "))
                   ? CP_HEARD_HEADING
                   : hear_vrrp_row(s, text);
    key = cp_str_trim(key);
    if (cp_str_eq(key, CP_STR("State"))) {
        m->protocol = cp_str_starts_nocase(cp_str_trim(rest), CP_STR("master")) ? 1 : -1;
        return CP_HEARD_ROW;
    }
    if (cp_str_eq(key, CP_STR("Virtual IP")) && m->name.n) {
        if (m->protocol > 0)
            tell_virtual(s, cp_str_trim(rest), cp_vrp_kept(&m->name));
        return CP_HEARD_ROW;
    }
    return CP_HEARD_HEADING; /* priorities, timers, tracks of the group */
}
