/* SPDX-License-Identifier: Apache-2.0 */
/* ios_iface.c - interfaces: `show interfaces`, `show ip interface`, `show ip interface brief`.
 *
 *     Vlan10 is up, line protocol is up                     the block of an interface
 *       Hardware is EtherSVI, address is 0000.5e00.5301     its parts
 *       5 minute input rate 0 bits/sec                      what is counted
 *
 * Some of these answers do not tell in which table an address is (CP_STATE_TABLE_UNTOLD), and some
 * not how long its network is (told as the address alone). */
#include <assert.h>
#include "sources/state/ios.h"

typedef struct shown {
    ios_iface i;
    bool has_begun;
    bool has_length;    /* brief: a length stands behind addresses */
    bool is_table_told; /* of the answer: by a heading, a column or a line */
    bool is_xr;
    bool is_deeper; /* lines below a heading that lists something */
} shown;
static_assert(sizeof(shown) <= IOS_SHOWN_BYTES, "the table of ios.c says how much");

/* ---- rows */

static void add_address(cp_state_section *s, shown *m, const cp_state_net *addr, uint64_t length,
                        uint64_t what)
{
    if (m->i.rows.n >= IOS_ROWS_OF_IFACE_MAX)
        return;
    *cp_vec_add(s->a, &m->i.rows) = (cp_state){ .kind = CP_STATE_ADDRESS,
                                                .vrf = CP_STR(""),
                                                .pos = s->line,
                                                .address = { *addr, m->i.f.name, length, what } };
}

static cp_state_heard hear_address(cp_state_section *s, shown *m, cp_str rest, uint64_t what)
{
    cp_state_net addr;
    uint64_t length;
    if (!ios_address(&rest, &addr, &length))
        return cp_state_bad(s, "no address with a length");
    rest = cp_str_trim(rest);
    if (cp_str_starts_nocase(rest, CP_STR("secondary")))
        what |= CP_STATE_SECONDARY;
    add_address(s, m, &addr, length, what);
    return CP_HEARD_ROW;
}

static void set_up(shown *m, cp_str state)
{
    if (cp_str_starts_nocase(state, CP_STR("up")))
        m->i.f.what |= CP_STATE_UP;
    else
        m->i.f.what |= CP_STATE_DOWN;
}

/* "X is up, line protocol is up (connected)", "X is administratively down, ...", "X is Up, ipv4
 * protocol is Up", "X is down (Link not connected)": up is what is up in both. */
static bool begins_iface(cp_state_section *s, shown *m, cp_str line)
{
    ptrdiff_t at = cp_str_find(line, CP_STR(" is "));
    if (at <= 0 || line.p[0] == ' ' || !ios_is_iface(cp_str_slice(line, 0, (size_t)at)))
        return false;
    cp_str state = cp_str_trim(cp_str_from(line, (size_t)at + 4));
    ptrdiff_t protocol = cp_str_find(line, CP_STR(" protocol is "));
    ios_iface_begin(s, &m->i, cp_str_slice(line, 0, (size_t)at));
    m->is_xr = cp_str_has(line, CP_STR(" ipv4 protocol "));
    if (protocol > 0 && !cp_str_starts_nocase(state, CP_STR("up")))
        protocol = -1;
    set_up(m, protocol > 0 ? cp_str_from(line, (size_t)protocol + 13) : state);
    return true;
}

/* ---- what changes nothing */

static const cp_state_harmless idle[] = {
#define COUNTED "what is counted"
#define LINE "how the line is made"
    { "MTU", LINE },
    { "IP MTU", LINE },
    { "Ethernet MTU", LINE },
    { "reliability", COUNTED },
    { "Last ", COUNTED },
    { "Received ", COUNTED },
    { "Sent ", COUNTED },
    { "Output ", COUNTED },
    { "Input ", COUNTED },
    { "input ", COUNTED },
    { "output ", COUNTED },
    { "Encapsulation", LINE },
    { "ARP type", LINE },
    { "Queueing strategy", "what waits longer" },
    { "Keepalive", LINE },
    { "Full", LINE },
    { "Half", LINE },
    { "Auto", LINE },
    { "full-duplex", LINE },
    { "half-duplex", LINE },
    { "auto-duplex", LINE },
    { "Unknown, Unknown", LINE },
    { "Load-Interval", COUNTED },
    { "Up ", COUNTED },
    { "Down ", COUNTED },
    { "RX", COUNTED },
    { "TX", COUNTED },
    { "Rx", COUNTED },
    { "Tx", COUNTED },
    { "EtherType", LINE },
    { "Broadcast address", LINE },
    { "Loopback Mode", LINE },
    { "loopback ", LINE },
    { "Switchport monitor", COUNTED },
    { "Port mode", LINE },
    { "Port WWN", LINE },
    { "Port vsan", LINE },
    { "Port description", LINE },
    { "Admin port mode", LINE },
    { "VFC not bound", LINE },
    { "snmp link state", COUNTED },
    { "Current counters", COUNTED },
    { "Beacon", LINE },
    { "EEE ", LINE },
    { "Fec ", LINE },
    { "admin fec state", LINE },
    { "admin state is", "told by the state of the line" },
    { "Dedicated Interface", LINE },
    { "Rate mode", LINE },
    { "ucast: ", COUNTED },
    { "src-track", COUNTED },
    { "L2 in", COUNTED },
    { "L3 in", COUNTED },
    { "L2 out", COUNTED },
    { "L3 out", COUNTED },
    { "L2 Switched", COUNTED },
    { "L3 in Switched", COUNTED },
    { "L3 out Switched", COUNTED },
    { "Tunnel", "told as a limit by the interface's name" },
    { "Set of tunnels", "told as a limit by the interface's name" },
    { "Interface is ", "told as a limit where it borrows an address" },
    { "Fallback mode", LINE },
    { "Active members in this channel", "told by the members" },
    { "vPC Status", LINE },
    { "No IPv6 global", "no address" },
    { "Time since last", COUNTED },
    { "Timestamp ", COUNTED },
    { "Carrier delay", LINE },
    { "Asymmetric Carrier", LINE },
    { "Interface state transitions", COUNTED },
    { "Minimum number of", LINE },
    { "Flow control", LINE },
    { "Flowcontrol", LINE },
    { "Dampening", LINE },
    { "Duplex", LINE },
    { "Medium", LINE },
    { "Total output drops", COUNTED },
    { "Helper address", "of leases" },
    { "Directed broadcast", "of broadcasts" },
    { "Multicast reserved groups", "of multicast" },
    { "Proxy ARP", "what hosts hear" },
    { "Local Proxy ARP", "what hosts hear" },
    { "ARP EVPN Proxy", "what hosts hear" },
    { "ICMP ", "what hosts hear" },
    { "IP route-cache", "how forwarding is done" },
    { "IP fast switching", "how forwarding is done" },
    { "IP CEF", "how forwarding is done" },
    { "IP Null turbo", "how forwarding is done" },
    { "IP Flow switching", "how forwarding is done" },
    { "IP Feature Fast", "how forwarding is done" },
    { "IP multicast", "of multicast" },
    { "IP output packet accounting", COUNTED },
    { "IP access v", COUNTED },
    { "IP Forwarding", "an interface without address that forwards" },
    { "IP proxy ARP", "what hosts hear" },
    { "IP Local Proxy ARP", "what hosts hear" },
    { "IP broadcast address", LINE },
    { "IP primary address", LINE },
    { "IP icmp", "what hosts hear" },
    { "IP directed-broadcast", "of broadcasts" },
    { "IP load sharing", "which of several next hops" },
    { "IP interface statistics", COUNTED },
    { "IP interface software stats", COUNTED },
    { "IP unicast reverse path forwarding: none", "no check" },
    { "IP unnumbered interfaces of", "told there" },
    { "Unicast ", COUNTED },
    { "Multicast packets", COUNTED },
    { "Multicast bytes", COUNTED },
    { "Multicast routing", "of multicast" },
    { "Broadcast packets", COUNTED },
    { "Broadcast bytes", COUNTED },
    { "Labeled ", COUNTED },
    { "WCCP Redirect exclude", "no way of its own" },
    { "TCP/IP header compression", LINE },
    { "RTP/IP header compression", LINE },
    { "Split horizon", "which routes are learnt" },
    { "Security level", "of packets with options" },
    { "Router Discovery", "what hosts hear" },
    { "Probe proxy name", "what hosts hear" },
    { "BGP Policy Mapping", "what waits longer" },
    { "Associated unicast routing", "one topology" },
    { "Topology \"base\", operation state is UP", "one topology" },
    { "Input features", "told by the lines of each" },
    { "Output features", "told by the lines of each" },
    { "Post encapsulation features", "told by the lines of each" },
    { "Address determined by", "where the address is from" },
    { "Internet protocol processing disabled", "no address" },
    { "Table Id is", "told by the name of the VRF" },
    { "Peer address is", "told by the table of routes" },
    { "Sampled Netflow", COUNTED },
    { "Web cache", "no way of its own" },
    { "IPv4 packet switching", "how forwarding is done" },
    { "Mobile", "how forwarding is done" },
    { "Route Dampening", LINE },
    { "IP Routed Flow creation", COUNTED },
    { "IP Bridged Flow creation", COUNTED },
    { "IP Fast switching", "how forwarding is done" },
    { "IP Normal CEF", "how forwarding is done" },
    { "mLACP state", LINE },
    { "RPF mode", "told by the line before" },
    { "Unnumbered interfaces of", "told there" },
    { "IPv6 global unicast address(es)", "told below" },
    { "Dialer", LINE },
    { NULL, NULL },
};

/* Lines that say that something is off, or not set: not those that say that it is on. */
static const cp_state_harmless off[] = {
    { "Policy routing is disabled", "no way of its own" },
    { "Network address translation is disabled", "no translation" },
    { "Outgoing access list is not set", "no filter" },
    { "Inbound  access list is not set", "no filter" },
    { "Outgoing Common access list is not set", "no filter" },
    { "Inbound Common access list is not set", "no filter" },
    { "Inbound  common access list is not set, access list is not set", "no filter" },
    { "WCCP Redirect outbound is disabled", "no way of its own" },
    { "WCCP Redirect inbound is disabled", "no way of its own" },
    { "WCCP Redirect outbound: disabled", "no way of its own" },
    { "WCCP Redirect inbound: disabled", "no way of its own" },
    { "IPv4 WCCP Redirect outbound is disabled", "no way of its own" },
    { "IPv4 WCCP Redirect inbound is disabled", "no way of its own" },
    { "IPv4 WCCP Redirect exclude is disabled", "no way of its own" },
    { "IPv6 WCCP Redirect outbound is disabled", "no way of its own" },
    { "IPv6 WCCP Redirect inbound is disabled", "no way of its own" },
    { "IPv6 WCCP Redirect exclude is disabled", "no way of its own" },
    { "IP unicast reverse path forwarding: none", "no check" },
    { NULL, NULL },
};

static bool is_idle(cp_str line)
{
    for (const cp_state_harmless *h = off; h->pattern; h++)
        if (cp_str_eq(line, cp_str_c(h->pattern)))
            return true;
    for (const cp_state_harmless *h = idle; h->pattern; h++)
        if (cp_str_starts(line, cp_str_c(h->pattern)))
            return true;
    /* counters: "324 packets input, 48614 bytes" */
    return line.n && line.p[0] >= '0' && line.p[0] <= '9' && cp_str_find_char(line, ' ') > 0;
}

/* ---- lines of a block */

static cp_state_heard limit(cp_state_section *s, shown *m, const char *what, cp_str line)
{
    cp_state_limits(s, m->i.f.name, what, "%.*s", CP_FMT(line));
    return CP_HEARD_ROW;
}

static cp_state_heard use(cp_state_section *s, shown *m, cp_str rest, uint64_t way)
{
    cp_str name = cp_state_word(&rest);
    if (cp_str_eq(name, CP_STR("not")) || m->i.rows.n >= IOS_ROWS_OF_IFACE_MAX)
        return CP_HEARD_HARMLESS;
    *cp_vec_add(s->a, &m->i.rows) =
        (cp_state){ .kind = CP_STATE_USE,
                    .vrf = CP_STR(""),
                    .pos = s->line,
                    .use = { m->i.f.name, cp_str_dup(s->a, name), way | CP_STATE_V4 } };
    return CP_HEARD_ROW;
}

/* "Hardware is iGbE, address is 0000.5e00.5301 (bia ...)" */
static cp_state_heard hear_hardware(cp_state_section *s, shown *m, cp_str line)
{
    ptrdiff_t at = cp_str_find(line, CP_STR("address"));
    if (at < 0)
        return CP_HEARD_HARMLESS;
    cp_str rest = cp_str_from(line, (size_t)at + 7);
    if (!ios_after(rest, " is ", &rest))
        rest = cp_str_from(rest, 1);
    cp_str word = cp_state_word(&rest);
    m->i.f.mac = cp_state_mac(word);
    if (m->i.f.mac)
        return CP_HEARD_ROW;
    return cp_str_find_char(word, '.') > 0 && cp_str_find_char(word, '/') > 0
               ? CP_HEARD_HARMLESS /* of a serial line or a tunnel: an IP address */
               : cp_state_bad(s, "no hardware address");
}

static cp_state_heard hear_vlan(cp_state_section *s, shown *m, cp_str line)
{
    ptrdiff_t at = cp_str_find(line, CP_STR("Vlan ID"));
    cp_str rest = at >= 0 ? cp_str_from(line, (size_t)at + 7) : CP_STR("");
    cp_str word = cp_state_word(&rest);
    while (word.n && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ','))
        word.n--;
    if (word.n && (!cp_str_u64(word, &m->i.f.vlan) || m->i.f.vlan > 4095)) {
        m->i.f.vlan = 0;
        return cp_state_bad(s, "no number of a VLAN");
    }
    return CP_HEARD_ROW;
}

static cp_state_heard set_vrf(cp_state_section *s, shown *m, cp_str name)
{
    if (name.n && name.p[0] == '"')
        name = cp_str_slice(name, 1, name.n - 2);
    m->i.vrf = cp_str_dup(s->a, ios_vrf(name));
    return CP_HEARD_ROW;
}

static cp_state_heard set_bundle(cp_state_section *s, shown *m, cp_str name)
{
    m->i.f.parent = cp_str_dup(s->a, name);
    m->i.f.what |= CP_STATE_MEMBER;
    return CP_HEARD_ROW;
}

/* "IP address: 192.0.2.1, IP subnet: 192.0.2.0/24 secondary", of NX-OS */
static cp_state_heard hear_nxos_address(cp_state_section *s, shown *m, cp_str rest)
{
    ptrdiff_t comma = cp_str_find_char(rest, ','), at = cp_str_find(rest, CP_STR("IP subnet: "));
    cp_state_net addr, net;
    if (cp_str_starts(rest, CP_STR("none")))
        return CP_HEARD_HARMLESS;
    if (comma < 0 || at < 0 || !cp_state_address_of(cp_str_slice(rest, 0, (size_t)comma), &addr))
        return cp_state_bad(s, "no address with its network");
    rest = cp_str_from(rest, (size_t)at + 11);
    if (!cp_state_prefix(s, cp_state_word(&rest), &net))
        return CP_HEARD_NOTHING;
    add_address(s, m, &addr, net.bits,
                cp_str_has(rest, CP_STR("secondary")) ? CP_STATE_SECONDARY : 0);
    return CP_HEARD_ROW;
}

/* Lines with a filter, a translation, a way of their own. */
static bool hear_feature(cp_state_section *s, shown *m, cp_str line, cp_state_heard *heard)
{
    cp_str rest;
    if (ios_after(line, "Outgoing access list is ", &rest))
        *heard = use(s, m, rest, CP_STATE_OUT);
    else if (ios_after(line, "Inbound  access list is ", &rest) ||
             ios_after(line, "Inbound access list is ", &rest))
        *heard = use(s, m, rest, CP_STATE_IN);
    else if (ios_after(line, "Inbound  common access list is not set, access list is ", &rest))
        *heard = use(s, m, rest, CP_STATE_IN);
    else if (ios_after(line, "IP Inbound access list: ", &rest))
        *heard = use(s, m, rest, CP_STATE_IN);
    else if (ios_after(line, "IP inbound access list: ", &rest))
        *heard = use(s, m, rest, CP_STATE_IN);
    else if (ios_after(line, "IP outbound access list: ", &rest) ||
             ios_after(line, "IP Outbound access list: ", &rest))
        *heard = use(s, m, rest, CP_STATE_OUT);
    else if (cp_str_starts(line, CP_STR("Policy routing is enabled")))
        *heard = limit(s, m, "policy routing", line);
    else if (cp_str_starts(line, CP_STR("Network address translation is enabled")))
        *heard = limit(s, m, "nat", line);
    else if (cp_str_has(line, CP_STR("WCCP Redirect")) && cp_str_has(line, CP_STR("enabled")))
        *heard = limit(s, m, "policy routing", line);
    else if (cp_str_starts(line, CP_STR("IP verify source")) ||
             cp_str_starts(line, CP_STR("IP unicast RPF check is enabled")) ||
             (ios_after(line, "IP unicast reverse path forwarding: ", &rest) &&
              !cp_str_eq(rest, CP_STR("none"))))
        *heard = limit(s, m, "check of sources", line);
    else if (cp_str_starts(line, CP_STR("Downstream VPN Routing/Forwarding")))
        *heard = limit(s, m, "policy routing", line);
    else if (cp_str_starts(line, CP_STR("Interface is unnumbered")) ||
             cp_str_starts(line, CP_STR("Internet address will be")) ||
             cp_str_starts(line, CP_STR("IP unnumbered interface (")))
        *heard = limit(s, m, "address not told", line);
    else
        return false;
    return true;
}

/* "2001:db8::1, subnet is 2001:db8::/64", of EOS */
static bool hear_global(cp_state_section *s, shown *m, cp_str line, uint64_t untold)
{
    ptrdiff_t at = cp_str_find(line, CP_STR(", subnet is "));
    cp_state_net addr, net;
    if (at <= 0 || !cp_state_address_of(cp_str_slice(line, 0, (size_t)at), &addr) ||
        !cp_state_prefix(s, cp_str_from(line, (size_t)at + 12), &net))
        return false;
    add_address(s, m, &addr, net.bits, untold);
    return true;
}

static bool hear_part(cp_state_section *s, shown *m, cp_str line, cp_state_heard *heard)
{
    uint64_t untold = m->is_table_told ? 0 : CP_STATE_TABLE_UNTOLD;
    cp_str rest;
    if (hear_global(s, m, line, untold)) {
        *heard = CP_HEARD_ROW;
        return true;
    }
    if (ios_after(line, "Hardware is ", &rest) || ios_after(line, "Hardware: ", &rest) ||
        cp_str_has(line, CP_STR(" Hardware: ")))
        *heard = hear_hardware(s, m, line);
    else if (ios_after(line, "Description: ", &rest)) {
        m->i.f.text = cp_str_dup(s->a, rest);
        *heard = CP_HEARD_ROW;
    } else if (ios_after(line, "Internet address is ", &rest) ||
               ios_after(line, "Internet Address is ", &rest) ||
               ios_after(line, "IPv6 global unicast address is ", &rest))
        *heard = cp_str_starts(rest, CP_STR("Unknown")) ? CP_HEARD_HARMLESS
                                                        : hear_address(s, m, rest, untold);
    else if (ios_after(line, "Secondary address ", &rest))
        *heard = hear_address(s, m, rest, untold | CP_STATE_SECONDARY);
    else if (ios_after(line, "IPv6 link-local address is ", &rest))
        *heard = hear_address(s, m, rest, untold);
    else if (ios_after(line, "IP address: ", &rest))
        *heard = hear_nxos_address(s, m, rest);
    else if (ios_after(line, "Encapsulation 802.1Q", &rest))
        *heard = hear_vlan(s, m, line);
    else if (ios_after(line, "Belongs to ", &rest) || ios_after(line, "Member of ", &rest))
        *heard = set_bundle(s, m, cp_state_word(&rest));
    else if (ios_after(line, "VPN Routing/Forwarding ", &rest) || ios_after(line, "Vrf is ", &rest))
        *heard = set_vrf(s, m, cp_state_word(&rest));
    else
        return hear_feature(s, m, line, heard);
    return true;
}

/* Lists that go on below their heading: members, groups of multicast. */
static bool goes_on(shown *m, cp_str text)
{
    cp_str rest = text, word = cp_state_word(&rest);
    cp_state_net addr;
    if (cp_str_starts(text, CP_STR("Members in this channel")) ||
        cp_str_starts(text, CP_STR("Unnumbered interfaces of")) ||
        cp_str_starts(text, CP_STR("Active members in this channel")) ||
        cp_str_starts(text, CP_STR("IP multicast groups locally joined")) ||
        cp_str_starts(text, CP_STR("Multicast reserved groups joined"))) {
        m->is_deeper = true;
        return true;
    }
    if (m->is_deeper &&
        (cp_state_address_of(word, &addr) || cp_str_starts(text, CP_STR("... ")) ||
         (word.n && word.p[word.n - 1] == ':' && ios_is_iface(cp_str_slice(word, 0, word.n - 1)))))
        return true;
    m->is_deeper = false;
    return false;
}

/* "Vlan10, Interface status: protocol-up/link-up/admin-up, iod: 92," of NX-OS */
static bool begins_nxos(cp_state_section *s, shown *m, cp_str line)
{
    ptrdiff_t at = cp_str_find(line, CP_STR(", Interface status: "));
    if (at <= 0)
        return false;
    cp_str state = cp_str_from(line, (size_t)at + 20);
    ios_iface_begin(s, &m->i, cp_str_slice(line, 0, (size_t)at));
    m->i.vrf = s->vrf;
    set_up(m, cp_str_starts(state, CP_STR("protocol-up")) ? CP_STR("up") : CP_STR("down"));
    return true;
}

static bool is_vrf_title(cp_state_section *s, shown *m, cp_str line)
{
    cp_str rest;
    if (!ios_after(line, "IP Interface Status for VRF \"", &rest))
        return false;
    ptrdiff_t end = cp_str_find_char(rest, '"');
    ios_iface_end(s, &m->i);
    s->vrf = cp_str_dup(s->a, ios_vrf(cp_str_slice(rest, 0, end > 0 ? (size_t)end : 0)));
    m->is_table_told = true;
    return true;
}

static cp_state_heard hear_block(cp_state_section *s, cp_str line)
{
    shown *m = s->mem;
    cp_state_heard heard;
    cp_str text = cp_str_trim(line);
    if (is_vrf_title(s, m, text) || ios_is_clock(text) || ios_refuses(s, text))
        return CP_HEARD_HEADING;
    if (begins_nxos(s, m, line) || begins_iface(s, m, line))
        return CP_HEARD_ROW;
    if (!m->i.is_open)
        return CP_HEARD_NOTHING;
    if (goes_on(m, text))
        return CP_HEARD_HARMLESS;
    if (hear_part(s, m, text, &heard))
        return heard;
    return is_idle(text) ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
}

cp_state_heard ios_hear_interfaces(cp_state_section *s, cp_str line) { return hear_block(s, line); }

/* The same, and each block tells its VRF: IOS only if there is one. */
cp_state_heard ios_hear_ip_interface(cp_state_section *s, cp_str line)
{
    ((shown *)s->mem)->is_table_told = true;
    return hear_block(s, line);
}

void ios_end_interfaces(cp_state_section *s) { ios_iface_end(s, &((shown *)s->mem)->i); }

/* ---- brief */

static cp_state_heard tell_brief(cp_state_section *s, shown *m, cp_str name, cp_str address,
                                 bool is_up, cp_str vrf)
{
    static const char *const none[] = { "unassigned", "unnumbered", "unset", "forward-enabled" };
    cp_state_net addr;
    uint64_t length;
    bool is_none = false;
    ios_iface_begin(s, &m->i, name);
    m->i.vrf = vrf;
    m->i.f.what |= is_up ? CP_STATE_UP : CP_STATE_DOWN;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        is_none = is_none || cp_str_eq(address, cp_str_c(none[i]));
    uint64_t untold = m->is_table_told ? 0 : CP_STATE_TABLE_UNTOLD;
    cp_str rest = address;
    if (cp_str_find_char(address, '/') > 0 && ios_address(&rest, &addr, &length))
        add_address(s, m, &addr, length, untold);
    else if (cp_state_address_of(address, &addr))
        add_address(s, m, &addr, 128, untold);
    else if (!is_none) {
        ios_iface_end(s, &m->i);
        return cp_state_bad(s, "no address");
    }
    if (cp_str_eq(address, CP_STR("unnumbered")))
        (void)limit(s, m, "address not told", address);
    ios_iface_end(s, &m->i);
    return CP_HEARD_ROW;
}

/* "administratively down", "up", "Shutdown", "deleted"; the line's state, then the protocol's. */
static bool read_states(cp_str *rest, bool *is_up)
{
    static const char *const words[] = { "up",      "down",       "Up",
                                         "Down",    "Shutdown",   "deleted",
                                         "reset",   "notpresent", "lowerlayerdown",
                                         "dormant", "testing",    "unknown" };
    *is_up = true;
    for (uint32_t n = 0; n < 2; n++) {
        cp_str word = cp_state_word(rest);
        bool is_known = false;
        if (cp_str_eq(word, CP_STR("administratively")) || cp_str_eq(word, CP_STR("admin")))
            word = cp_state_word(rest);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            is_known = is_known || cp_str_eq(word, cp_str_c(words[i]));
        if (!is_known)
            return false;
        *is_up = *is_up && cp_str_eq_nocase(word, CP_STR("up"));
    }
    return true;
}

cp_state_heard ios_hear_brief(cp_state_section *s, cp_str line)
{
    shown *m = s->mem;
    cp_str rest = cp_str_trim(line), vrf = s->vrf;
    bool is_up;
    if (is_vrf_title(s, m, rest) || ios_is_clock(rest) || ios_refuses(s, rest))
        return CP_HEARD_HEADING;
    if (cp_str_starts(rest, CP_STR("Interface ")) || cp_str_starts(rest, CP_STR("Address "))) {
        m->is_xr = cp_str_has(rest, CP_STR("Vrf-Name"));
        m->is_table_told = m->is_table_told || m->is_xr;
        return CP_HEARD_HEADING;
    }
    /* the interface whose address is borrowed */
    if (rest.n && rest.p[0] == '(' && line.p[0] == ' ')
        return CP_HEARD_HEADING;
    cp_str name = cp_state_word(&rest), address = cp_state_word(&rest);
    cp_str left = rest, word = cp_state_word(&left);
    if (cp_str_starts(word, CP_STR("protocol-"))) {
        is_up = cp_str_starts(word, CP_STR("protocol-up"));
    } else {
        if (cp_str_eq(word, CP_STR("YES")) || cp_str_eq(word, CP_STR("NO"))) {
            (void)cp_state_word(&left); /* how the address was set */
            rest = left;
        }
        if (!read_states(&rest, &is_up))
            return cp_state_bad(s, "no states of the interface");
        if (m->is_xr)
            vrf = ios_vrf(cp_state_word(&rest));
    }
    if (!ios_is_iface(name))
        return cp_state_bad(s, "no name of an interface");
    return tell_brief(s, m, name, address, is_up, vrf);
}
