/* SPDX-License-Identifier: Apache-2.0 */
/* junos_iface.c - interfaces of Junos as they are shown, long and short:
 *
 *     Physical interface: ge-0/0/0, Enabled, Physical link is Up              show interfaces
 *       Current address: 00:00:5e:00:53:01, Hardware address: 00:00:5e:00:53:01
 *       Logical interface ge-0/0/0.10 (Index 333) (SNMP ifIndex 606)
 *         Flags: Up SNMP-Traps 0x4000 VLAN-Tag [ 0x8100.10 ]  Encapsulation: ENET2
 *         Protocol inet, MTU: 1500
 *             Destination: 192.0.2/24, Local: 192.0.2.1, Broadcast: 192.0.2.255
 *
 *     Interface               Admin Link Proto    Local                 Remote
 *     ge-0/0/0.10             up    up   inet     192.0.2.1/24          show interfaces terse
 *
 * Neither says of which routing instance an interface is. Lines of counters and of the line are
 * known by how they begin, or by numbers at their end. */
#include <ctype.h>
#include "sources/state/junos.h"

/* ---- rows */

static void tell_iface(cp_state_section *s, cp_state_iface f, uint64_t at)
{
    uint64_t line = s->line;
    s->line = at;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE, .vrf = CP_STR(""), .iface = f });
    if (junos_is_tunnel(f.name))
        cp_state_limits(s, f.name, "tunnel", "an interface of a tunnel");
    s->line = line;
}

static void tell_address(cp_state_section *s, cp_str iface, cp_state_net addr, uint64_t length)
{
    cp_state_tell(s,
                  (cp_state){ .kind = CP_STATE_ADDRESS,
                              .vrf = CP_STR(""),
                              .address = { .addr = addr,
                                           .iface = iface,
                                           .length = length + (cp_state_net_is_v4(&addr) ? 96 : 0),
                                           .what = CP_STATE_TABLE_UNTOLD } });
}

/* "192.0.2/24", "2001:db8::/64": its length. Without one it is an address alone. */
static bool length_of(cp_str net, bool is_v4, uint64_t *length)
{
    ptrdiff_t slash = cp_str_find_char(net, '/');
    *length = is_v4 ? 32 : 128;
    return slash < 0 || (cp_str_u64(cp_str_from(net, (size_t)slash + 1), length) &&
                         *length <= (is_v4 ? 32 : 128));
}

/* A port that is in a bundle, by its unit that is: "ge-0/0/0.0" in "ae0.0". Its own state was
 * told. */
static void tell_member(cp_state_section *s, cp_str unit, uint64_t what, cp_str bundle)
{
    cp_str ports[2] = { unit, junos_port(unit) }, parents[2] = { bundle, junos_port(bundle) };
    for (int i = 0; i < 2; i++)
        if (ports[i].n && parents[i].n)
            cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE,
                                         .vrf = CP_STR(""),
                                         .iface = { .name = ports[i],
                                                    .parent = parents[i],
                                                    .text = CP_STR(""),
                                                    .what = (i ? 0 : what) | CP_STATE_MEMBER } });
}

/* ---- long */

static cp_str name_of(const junos_iface *m) { return (cp_str){ m->name, m->n_name }; }

static void end_iface(cp_state_section *s, junos_iface *m)
{
    cp_str name = name_of(m), port = junos_port(name);
    if (name.n == 0)
        return;
    tell_iface(s,
               (cp_state_iface){ .name = name,
                                 .parent = port,
                                 .text = { m->text, m->n_text },
                                 .mac = m->mac,
                                 .vlan = m->vlan,
                                 .what = m->what },
               m->at);
    m->n_name = 0;
}

static bool begin(cp_state_section *s, junos_iface *m, cp_str name, uint64_t what)
{
    end_iface(s, m);
    uint64_t port_what = m->port_what;
    if (name.n == 0 || name.n > sizeof m->name)
        return false;
    *m = (junos_iface){ .n_name = name.n, .at = s->line, .what = what, .port_what = port_what };
    memcpy(m->name, name.p, name.n);
    return true;
}

/* "ge-0/0/0, Enabled, Physical link is Up" */
static cp_state_heard hear_port(cp_state_section *s, junos_iface *m, cp_str rest)
{
    cp_str name, admin, link;
    end_iface(s, m);
    if (!cp_str_cut(&rest, ',', &name) || !cp_str_cut(&rest, ',', &admin) ||
        !cp_str_cut(&rest, ',', &link))
        return cp_state_bad(s, "no state of the port");
    bool is_up = cp_str_has(link, CP_STR("link is Up")),
         is_on = cp_str_has(admin, CP_STR("Enabled"));
    if (!is_up && !cp_str_has(link, CP_STR("link is Down")))
        return cp_state_bad(s, "neither up nor down");
    m->port_what = is_up && is_on ? CP_STATE_UP : CP_STATE_DOWN;
    return begin(s, m, cp_str_trim(name), m->port_what) ? CP_HEARD_ROW
                                                        : cp_state_bad(s, "no name of a port");
}

/* "Up SNMP-Traps 0x4000 VLAN-Tag [ 0x8100.10 0x8100.20 ] Encapsulation: ENET2" */
static void read_flags(junos_iface *m, cp_str rest)
{
    cp_str word;
    uint64_t n;
    m->has_flags = true;
    m->what = 0;
    while ((word = cp_state_word(&rest)).n) {
        ptrdiff_t dot = cp_str_find_char(word, '.');
        if (cp_str_ends(word, CP_STR("Down")))
            m->what = CP_STATE_DOWN;
        else if (cp_str_eq(word, CP_STR("Up")) && m->what == 0)
            m->what = m->port_what;
        else if (cp_str_starts(word, CP_STR("0x")) && dot > 0 &&
                 cp_str_u64(cp_str_from(word, (size_t)dot + 1), &n) && n <= 4094)
            m->vlan = n;
    }
}

/* "Destination: 192.0.2/24, Local: 192.0.2.1, Broadcast: 192.0.2.255", "Local: 192.0.2.1" */
static cp_state_heard hear_address(cp_state_section *s, junos_iface *m, cp_str line)
{
    cp_str part, net = CP_STR("");
    cp_state_net addr = { 0 };
    uint64_t length;
    while (cp_str_cut(&line, ',', &part)) {
        part = cp_str_trim(part);
        if (cp_str_starts(part, CP_STR("Destination: ")))
            net = cp_str_trim(cp_str_from(part, 13));
        else if (cp_str_starts(part, CP_STR("Local: ")) &&
                 !cp_state_address_of(cp_str_trim(cp_str_from(part, 7)), &addr))
            return cp_state_bad(s, "no address");
    }
    if (!addr.is_set || m->n_name == 0)
        return cp_state_bad(s, "no address, or of no interface");
    if (!length_of(net, cp_state_net_is_v4(&addr), &length))
        return cp_state_bad(s, "no length of a prefix");
    tell_address(s, name_of(m), addr, length);
    return CP_HEARD_ROW;
}

/* "Input Filters: a, b" */
static cp_state_heard hear_filters(cp_state_section *s, const junos_iface *m, cp_str rest,
                                   uint64_t way)
{
    cp_str name;
    while (cp_str_cut(&rest, ',', &name)) {
        name = cp_str_trim(name);
        if (name.n)
            cp_state_tell(s, (cp_state){ .kind = CP_STATE_USE,
                                         .vrf = CP_STR(""),
                                         .use = { name_of(m), name, way | m->family } });
    }
    return CP_HEARD_ROW;
}

/* "inet, MTU: 1500", "aenet, AE bundle: ae0.0, Link Index: 0" */
static cp_state_heard hear_protocol(cp_state_section *s, junos_iface *m, cp_str rest)
{
    cp_str family, part;
    (void)cp_str_cut(&rest, ',', &family);
    m->family = cp_str_eq(family, CP_STR("inet"))    ? CP_STATE_V4
                : cp_str_eq(family, CP_STR("inet6")) ? CP_STATE_V6
                                                     : CP_STATE_V4 | CP_STATE_V6;
    while (cp_str_cut(&rest, ',', &part)) {
        part = cp_str_trim(part);
        if (cp_str_starts(part, CP_STR("AE bundle: "))) {
            cp_str unit = cp_str_dup(s->a, name_of(m));
            end_iface(s, m);
            tell_member(s, unit, m->what, cp_str_trim(cp_str_from(part, 11)));
        }
    }
    return CP_HEARD_ROW;
}

static const char *const known_lines[] = {
    "Active alarms",
    "Active defects",
    "Adaptive Statistics",
    "Address spoofing",
    "Addresses",
    "Anti-spoof",
    "Authentication failed",
    "Auto-negotiation",
    "Autonegotiation information",
    "BPDU Error",
    "Bandwidth",
    "Bit errors",
    "Bridging Domain",
    "Broadcast:",
    "Bundle:",
    "CHAP state",
    "Carrier transitions",
    "CoS information",
    "CoS queues",
    "CoS transmit queue",
    "Curr new hold cnt",
    "Current address",
    "Damping",
    "Destination slot",
    "Device flags",
    "Direction",
    "Dropped traffic statistics",
    "Egress queues",
    "Encapsulation",
    "Errored blocks",
    "Errors:",
    "Ethernet FEC",
    "Ethernet-Switching Error",
    "FEC ",
    "FIFO errors",
    "Filter statistics",
    "Flags:",
    "Flow Input statistics",
    "Flow Output",
    "Flow Statistics",
    "Flow control",
    "Flow error statistics",
    "Generation",
    "Gratuitous",
    "HS link",
    "Hold-times",
    "INET6 Address Flags",
    "IPv6 transit statistics",
    "Ingress queues",
    "Input bytes",
    "Input errors",
    "Input packets",
    "Input rate",
    "Input  bytes",
    "Input  packets",
    "Interface Specific flags",
    "Interface flags",
    "Interface index",
    "Interface transmit statistics",
    "Keepalive",
    "L2 mismatch",
    "L3 incompletes",
    "LACP info",
    "LACP Statistics",
    "LCP state",
    "Last flapped",
    "Link flags",
    "Link partner",
    "Link type",
    "Link-degrade",
    "Link-level type",
    "Link-mode",
    "Link:",
    "Local resolution",
    "Local statistics",
    "Loop Detect PDU",
    "Loopback",
    "MAC statistics",
    "MAC-REWRITE Error",
    "MTU errors",
    "Marker Statistics",
    "Max nh cache",
    "Minimum links needed",
    "Multicast statistics",
    "NCP state",
    "Negotiation status",
    "Output bytes",
    "Output errors",
    "Output packets",
    "Output rate",
    "Output  bytes",
    "Output  packets",
    "PCS statistics",
    "PRBS",
    "Packet Forwarding Engine configuration",
    "Pad to minimum frame size",
    "Physical info",
    "Policer:",
    "Preferred source address",
    "Queue counters",
    "Queue number",
    "Remote fault",
    "Routing Instance",
    "Schedulers",
    "Source filtering",
    "Speed",
    "Statistics ",
    "Statistics last cleared",
    "Traffic statistics",
    "Transit statistics",
    "Type:",
    NULL,
};

/* "Total octets      21604601324      16828244544", "Output bytes: 12 3080 bps" */
static bool is_counter(cp_str line)
{
    uint64_t n;
    cp_str rest = line, word = cp_state_word(&rest), last = CP_STR("");
    if (!isupper((unsigned char)word.p[0]))
        return false;
    while ((word = cp_state_word(&rest)).n)
        if (!cp_str_eq(word, CP_STR("bps")) && !cp_str_eq(word, CP_STR("pps")))
            last = word;
    return cp_str_u64(last, &n);
}

static bool is_known(const junos_iface *m, cp_str line)
{
    for (const char *const *k = known_lines; *k; k++)
        if (cp_str_starts(line, cp_str_c(*k)))
            return true;
    /* queues, by their numbers: "0 best-effort  95  950000000" */
    return is_counter(line) || (m->is_in_queues && isdigit((unsigned char)line.p[0]));
}

cp_state_heard junos_iface_line(cp_state_section *s, cp_str line)
{
    junos_iface *m = s->mem;
    cp_str text = cp_str_trim(line), rest;
    if (cp_state_words(text, CP_STR("Physical interface:"), &rest) && line.p[0] == 'P')
        return hear_port(s, m, rest);
    if (cp_str_starts(text, CP_STR("Logical interface "))) {
        rest = cp_str_from(text, 18);
        return begin(s, m, cp_state_word(&rest), 0) ? CP_HEARD_ROW
                                                    : cp_state_bad(s, "no name of a unit");
    }
    if (line.p[0] != ' ' || text.n == 0)
        return CP_HEARD_NOTHING;
    m->is_in_queues = (m->is_in_queues && isdigit((unsigned char)text.p[0])) ||
                      cp_str_starts(text, CP_STR("Queue ")) ||
                      cp_str_starts(text, CP_STR("CoS transmit queue")) ||
                      (m->is_in_queues && cp_str_starts(text, CP_STR("Direction")));
    if (cp_str_starts(text, CP_STR("Description: "))) {
        rest = cp_str_from(text, 13);
        m->n_text = rest.n < sizeof m->text ? rest.n : sizeof m->text;
        memcpy(m->text, rest.p, m->n_text);
        return CP_HEARD_ROW;
    }
    if (cp_str_starts(text, CP_STR("Current address: ")) || cp_str_starts(text, CP_STR("MAC: "))) {
        rest = cp_str_from(text, (size_t)cp_str_find_char(text, ':') + 1);
        cp_str mac = CP_STR("");
        (void)cp_str_cut(&rest, ',', &mac);
        m->mac = cp_state_mac(cp_str_trim(mac));
        return CP_HEARD_ROW;
    }
    if (cp_str_starts(text, CP_STR("Flags: ")) && !m->has_flags &&
        cp_str_find_char(name_of(m), '.') > 0) {
        read_flags(m, cp_str_from(text, 7));
        return CP_HEARD_ROW;
    }
    if (cp_str_starts(text, CP_STR("Protocol ")))
        return hear_protocol(s, m, cp_str_from(text, 9));
    if (cp_str_starts(text, CP_STR("Destination: ")) || cp_str_starts(text, CP_STR("Local: ")))
        return hear_address(s, m, text);
    if (cp_str_starts(text, CP_STR("Input Filters: ")))
        return hear_filters(s, m, cp_str_from(text, 15), CP_STATE_IN);
    if (cp_str_starts(text, CP_STR("Output Filters: ")))
        return hear_filters(s, m, cp_str_from(text, 16), CP_STATE_OUT);
    if (cp_str_starts(text, CP_STR("Security: Zone"))) {
        cp_state_limits(s, name_of(m), "stateful firewall", "%.*s", CP_FMT(text));
        return CP_HEARD_ROW;
    }
    bool is_list = cp_str_starts(text, CP_STR("Allowed host-inbound traffic")) ||
                   (m->is_in_list && cp_str_find_char(text, ':') < 0);
    m->is_in_list = is_list;
    return is_list || is_known(m, text) ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
}

void junos_iface_end(cp_state_section *s) { end_iface(s, s->mem); }

/* ---- short */

static bool is_family(cp_str word)
{
    static const char *const words[] = { "inet",
                                         "inet6",
                                         "iso",
                                         "mpls",
                                         "aenet",
                                         "multiservice",
                                         "eth-switch",
                                         "ethernet-switching",
                                         "bridge",
                                         "vpls",
                                         "ccc",
                                         "tnp",
                                         "any",
                                         "mlppp",
                                         "mlfr-uni-nni",
                                         "tcc",
                                         "fibre-channel",
                                         "mlfr-end-to-end",
                                         NULL };
    return cp_state_is_one_of(word, words);
}

static uint64_t state_of(cp_str admin, cp_str link)
{
    bool is_up = cp_str_eq(admin, CP_STR("up")) && cp_str_eq(link, CP_STR("up"));
    bool is_known = (is_up || cp_str_eq(admin, CP_STR("down")) || cp_str_eq(link, CP_STR("down")));
    return is_up ? CP_STATE_UP : is_known ? CP_STATE_DOWN : 0;
}

/* "192.0.2.1/24", "10.255.0.1 --> 0/0", "192.0.2.1 --> 192.0.2.2", "--> ae0.0" */
static cp_state_heard hear_local(cp_state_section *s, const junos_iface *m, cp_str rest)
{
    cp_state_net addr;
    uint64_t length;
    cp_str word = cp_state_word(&rest);
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (cp_str_eq(word, CP_STR("-->"))) {
        tell_member(s, name_of(m), m->what, cp_state_word(&rest));
        return CP_HEARD_ROW;
    }
    ptrdiff_t slash = cp_str_find_char(word, '/');
    if (m->family == 0) /* of ISO, of TNP ... */
        return CP_HEARD_ROW;
    if (!cp_state_address_of(slash < 0 ? word : cp_str_slice(word, 0, (size_t)slash), &addr) ||
        cp_state_net_is_v4(&addr) != (m->family == CP_STATE_V4) ||
        !length_of(word, m->family == CP_STATE_V4, &length))
        return cp_state_bad(s, "no address of this protocol");
    tell_address(s, name_of(m), addr, length);
    return CP_HEARD_ROW;
}

cp_state_heard junos_terse_line(cp_state_section *s, cp_str line)
{
    junos_iface *m = s->mem;
    cp_str rest = line, word = cp_state_word(&rest);
    if (cp_str_starts(line, CP_STR("Interface ")) && cp_str_has(line, CP_STR(" Admin Link")))
        return CP_HEARD_HEADING;
    if (line.n == 0 || line.p[0] == '{')
        return CP_HEARD_NOTHING;
    if (line.p[0] != ' ') {
        cp_str admin = cp_state_word(&rest), link = cp_state_word(&rest);
        uint64_t what = state_of(admin, link);
        m->n_name = 0;
        if (what == 0 || word.n > sizeof m->name)
            return CP_HEARD_NOTHING;
        m->n_name = word.n;
        memcpy(m->name, word.p, word.n);
        m->what = what;
        m->family = 0;
        tell_iface(s,
                   (cp_state_iface){
                       .name = word, .parent = junos_port(word), .text = CP_STR(""), .what = what },
                   s->line);
        word = cp_state_word(&rest);
        if (word.n == 0)
            return CP_HEARD_ROW;
    }
    if (m->n_name == 0)
        return CP_HEARD_NOTHING;
    if (is_family(word)) {
        m->family = cp_str_eq(word, CP_STR("inet"))    ? CP_STATE_V4
                    : cp_str_eq(word, CP_STR("inet6")) ? CP_STATE_V6
                                                       : 0;
        return hear_local(s, m, rest);
    }
    if (line.p[0] != ' ')
        return cp_state_bad(s, "a protocol that is not known");
    rest = cp_str_trim(line); /* another address of the protocol above */
    return hear_local(s, m, rest);
}
