/* SPDX-License-Identifier: Apache-2.0 */
/* zxros_bgp.c - of ZXROS, `show bgp ipv4 | ipv6 | vpnv4 | vpnv6 unicast neighbor in ADDRESS`: what
 * a neighbour told. It is no table of forwarding: its paths are told as known, not as used. What
 * was sent (`out`) is no way of packets.
 *
 *     Routes Learned From This Neighbor:
 *     Route Distinguisher:64500:1
 *          Network/Dest        Next Hop         Metric     LocPrf     RtPrf|InTag   Path
 *     * i  192.0.2.0/24        198.51.100.1     0          100        0             64501 i
 *     *    198.51.100.128/25
 *                              198.51.100.5                           20            64502 ?
 *
 * What is too long for its column goes on below: the next hop below its network, the rest below
 * the next hop. */
#include "sources/state/zxros.h"

static bool is_title(cp_str text)
{
    static const char *const begins[] = { "Current AS:",     "Status codes:",    "Origin codes:",
                                          "Local router ID", "Remote router ID", "Total number of",
                                          "Valid routes",    "Invalid routes" };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    return text.n == 0;
}

static bool read_heading(cp_state_section *s, zxros_paths *m, cp_str line)
{
    cp_str text = cp_str_trim(line), rest;
    ptrdiff_t net = cp_str_find(line, CP_STR("Network"));
    if (cp_str_starts(text, CP_STR("Routes "))) {
        m->is_sent = cp_str_starts(text, CP_STR("Routes Sent "));
        m->has_net = m->needs_hop = false;
        m->net_at = 0;
        return true;
    }
    if (cp_str_starts(text, CP_STR("Route Distinguisher:"))) {
        rest = cp_str_from(text, sizeof "Route Distinguisher:" - 1);
        cp_str rd = cp_state_word(&rest);
        s->vrf = cp_str_fmt(s->a, "RD %.*s", CP_FMT(rd));
        m->has_net = m->needs_hop = false;
        return true;
    }
    if (net < 0 || !cp_str_has(line, CP_STR("Next Hop")) || !cp_str_has(line, CP_STR("Path")))
        return false;
    m->net_at = (size_t)net;
    m->has_net = m->needs_hop = false;
    return net > 0;
}

static bool is_status(cp_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (cp_str_find_char(CP_STR(" *<>is"), text.p[i]) < 0)
            return false;
    return true;
}

static void tell(cp_state_section *s, zxros_paths *m, cp_state_net via)
{
    cp_ip ip = cp_flow_addr_ip(via.addr);
    static const uint8_t none[16];
    cp_state_route r = { .net = m->net,
                         .protocol = CP_STR("BGP"),
                         .iface = CP_STR(""),
                         .via_vrf = CP_STR(""),
                         .what = m->is_more ? CP_STATE_MORE : 0 };
    if (memcmp(ip.b, none, ip.version == 4 ? 4 : 16) != 0) /* "0.0.0.0": its own */
        r.via = via;
    if (!m->is_sent)
        cp_state_tell(s, (cp_state){ .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .route = r });
    m->is_more = true;
    m->needs_hop = false;
}

static cp_state_heard read_row(cp_state_section *s, zxros_paths *m, cp_str line)
{
    cp_str status = cp_str_slice(line, 0, m->net_at), rest = cp_str_from(line, m->net_at), word;
    cp_state_net via;
    if (!is_status(status) || rest.n == 0)
        return CP_HEARD_NOTHING;
    bool has_status = cp_str_trim(status).n > 0;
    if (rest.p[0] != ' ') {
        m->is_more = m->needs_hop = false;
        m->has_net = cp_state_prefix(s, cp_state_word(&rest), &m->net);
        m->needs_hop = m->has_net;
    } else if (has_status) { /* another path to the network above */
        m->needs_hop = m->has_net;
    }
    if (!m->has_net)
        return s->why.n ? CP_HEARD_NOTHING : cp_state_bad(s, "no network stands above");
    word = cp_state_word(&rest);
    bool is_hop = cp_state_address_of(word, &via);
    if (m->needs_hop && (is_hop || word.n == 0)) {
        if (is_hop)
            tell(s, m, via);
        return CP_HEARD_ROW;
    }
    if (m->needs_hop)
        return cp_state_bad(s, "no next hop");
    if (is_hop) { /* another one, without a status */
        tell(s, m, via);
        return CP_HEARD_ROW;
    }
    return has_status ? CP_HEARD_NOTHING : CP_HEARD_ROW; /* metric and path */
}

cp_state_heard zxros_hear_paths(cp_state_section *s, cp_str line)
{
    zxros_paths *m = s->mem;
    cp_str args = s->args, word;
    while (!m->has_begun && (word = cp_state_word(&args)).n)
        if (cp_str_eq_nocase(word, CP_STR("vrf")))
            s->vrf = cp_state_word(&args);
    m->has_begun = true;
    if (read_heading(s, m, line) || is_title(cp_str_trim(line)))
        return CP_HEARD_HEADING;
    return m->net_at ? read_row(s, m, line) : CP_HEARD_NOTHING;
}
