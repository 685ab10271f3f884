/* SPDX-License-Identifier: Apache-2.0 */
/* nxos_route.c - tables of routes as NX-OS shows them:
 *
 *     IP Route Table for VRF "blue"
 *     10.0.0.0/8, ubest/mbest: 2/0
 *         *via 192.0.2.1, Eth1/1, [110/5], 1w0d, ospf-1, intra
 *         *via 192.0.2.5%default, [200/0], 1w0d, bgp-65000, internal, tag 65000
 *          via Null0, [254/0], 1y16w, static                 known, and not the best
 *
 * A star stands before those that are used; how many there are is told above them. */
#include <assert.h>
#include "sources/state/ios.h"

typedef struct nxos_routes {
    cp_state_net net;
    bool has_net, has_path, is_near, has_begun;
    uint64_t promised, seen;
} nxos_routes;
static_assert(sizeof(nxos_routes) <= NXOS_ROUTES_BYTES, "the table of ios.c says how much");

static void close_route(cp_state_section *s)
{
    nxos_routes *m = s->mem;
    if (m->has_net && m->seen < m->promised)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu best next hops are shown",
                        (unsigned long long)m->seen, (unsigned long long)m->promised);
    m->has_net = false;
}

/* "10.0.0.0/8, ubest/mbest: 1/0 time, attached" */
static cp_state_heard hear_net(cp_state_section *s, cp_str line)
{
    nxos_routes *m = s->mem;
    cp_str rest = line, part, number;
    close_route(s);
    if (!ios_part(&rest, &part) || !cp_state_prefix(s, part, &m->net))
        return CP_HEARD_NOTHING;
    rest = cp_str_trim(rest);
    if (!ios_after(rest, "ubest/mbest: ", &rest))
        return cp_state_bad(s, "no count of next hops behind the prefix");
    ptrdiff_t slash = cp_str_find_char(rest, '/');
    number = cp_str_slice(rest, 0, slash > 0 ? (size_t)slash : 0);
    if (!cp_str_u64(number, &m->promised))
        return cp_state_bad(s, "no count of next hops behind the prefix");
    m->is_near = cp_str_has(rest, CP_STR("attached"));
    m->has_net = true;
    m->has_path = false;
    m->seen = 0;
    return CP_HEARD_ROW;
}

static bool read_next_hop(cp_state_route *r, cp_str part)
{
    cp_str to = cp_state_word(&part);
    ptrdiff_t vrf = cp_str_find_char(to, '%');
    if (vrf >= 0) {
        r->via_vrf = cp_str_from(to, (size_t)vrf + 1);
        to.n = (size_t)vrf;
    }
    if (cp_state_address_of(to, &r->via))
        return true;
    if (!ios_is_iface(to))
        return false;
    r->iface = to;
    return true;
}

static bool read_distance(cp_state_route *r, cp_str part)
{
    ptrdiff_t slash = cp_str_find_char(part, '/');
    return slash > 1 && part.n > 2 && part.p[part.n - 1] == ']' &&
           cp_str_u64(cp_str_slice(part, 1, (size_t)slash - 1), &r->preference) &&
           cp_str_u64(cp_str_slice(part, (size_t)slash + 1, part.n - (size_t)slash - 2),
                      &r->metric);
}

/* Behind the distance: age, protocol, what it says of it. */
static bool read_remark(cp_state_route *r, cp_str part, uint32_t n_behind)
{
    static const char *const tunnels[] = { "encap: ", "segid: ", "tunnelid: ", "label" };
    static const char *const others[] = {
        "tag ",   "internal", "external", "intra", "inter",       "type-1", "type-2",
        "nssa",   "discard",  "summary",  "L1",    "L2",          "direct", "local",
        "static", "hmm",      "(hidden)", "stale", "redist-only",
    };
    if (n_behind == 0)
        return ios_is_age(part);
    if (n_behind == 1) {
        r->protocol = cp_state_word(&part);
    }
    while ((part = cp_str_trim(part)).n) {
        cp_str rest = part, word;
        bool is_known = false;
        for (size_t i = 0; i < sizeof tunnels / sizeof *tunnels; i++)
            if (cp_str_starts(part, cp_str_c(tunnels[i]))) {
                r->what |= CP_STATE_LABELLED;
                return true;
            }
        if (ios_after(part, "(mpls", &rest) || ios_after(part, "(evpn)", &rest)) {
            r->what |= CP_STATE_LABELLED;
            ptrdiff_t end = cp_str_find_char(rest, ')');
            part = end >= 0 ? cp_str_from(rest, (size_t)end + 1) : rest;
            continue;
        }
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            is_known = is_known || cp_str_starts(part, cp_str_c(others[i]));
        if (!is_known)
            return false;
        word = cp_state_word(&part);
        if (cp_str_eq(word, CP_STR("tag")))
            (void)cp_state_word(&part);
    }
    return true;
}

static void set_kind(cp_state_section *s, cp_state_route *r, bool is_best, bool is_near)
{
    cp_str p = r->protocol;
    if (is_best)
        r->what |= CP_STATE_USED;
    if (ios_is_null(r->iface))
        r->what |= CP_STATE_DROP;
    /* the router's own address is told as the next hop of what is attached */
    else if (cp_str_eq(p, CP_STR("direct")) && is_near)
        r->what |= CP_STATE_CONNECTED;
    else if (cp_str_eq(p, CP_STR("local")) || cp_str_eq(p, CP_STR("hsrp")) ||
             cp_str_eq(p, CP_STR("vrrp")))
        r->what |= CP_STATE_LOCAL;
    if (r->what & (CP_STATE_CONNECTED | CP_STATE_LOCAL))
        r->via = (cp_state_net){ .bits = 0 };
    if (r->via_vrf.n && ios_vrf(r->via_vrf).n == 0) {
        if (s->vrf.n == 0)
            r->via_vrf = CP_STR("");
        else if (cp_str_starts(p, CP_STR("bgp")))
            r->what |= CP_STATE_LABELLED;
    }
}

/* "*via 192.0.2.1, Eth1/1, [110/5], 1w0d, ospf-1, intra" */
static cp_state_heard hear_way(cp_state_section *s, cp_str rest, bool is_best)
{
    nxos_routes *m = s->mem;
    cp_state row = { .kind = CP_STATE_ROUTE, .vrf = CP_STR("") };
    cp_state_route *r = &row.route;
    cp_str part;
    bool has_distance = false;
    uint32_t n_behind = 0;
    r->protocol = r->iface = r->via_vrf = CP_STR("");
    if (!m->has_net)
        return cp_state_bad(s, "a next hop without a prefix above it");
    if (!ios_part(&rest, &part) || !read_next_hop(r, part))
        return cp_state_bad(s, "no next hop");
    while (ios_part(&rest, &part)) {
        if (part.n && part.p[0] == '[') {
            if (!read_distance(r, part))
                return cp_state_bad(s, "no preference and metric");
            has_distance = true;
        } else if (!has_distance && ios_is_iface(part) && r->iface.n == 0) {
            r->iface = part;
        } else if (!has_distance || !read_remark(r, part, n_behind++)) {
            return cp_state_bad(s, "a word that is not known");
        }
    }
    if (!has_distance)
        return cp_state_bad(s, "no preference and metric");
    r->net = m->net;
    set_kind(s, r, is_best, m->is_near);
    r->what |= m->has_path ? CP_STATE_MORE : 0;
    m->has_path = true;
    m->seen += is_best;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

static bool is_heading(cp_state_section *s, cp_str line)
{
    static const char *const begins[] = { "'*' denotes ", "'**' denotes ", "'[x/y]' denotes ",
                                          "'%<string>' in via output denotes " };
    cp_str rest;
    if (ios_after(line, "IP Route Table for VRF \"", &rest) ||
        ios_after(line, "IPv6 Routing Table for VRF \"", &rest)) {
        ptrdiff_t end = cp_str_find_char(rest, '"');
        close_route(s);
        s->vrf = cp_str_dup(s->a, ios_vrf(cp_str_slice(rest, 0, end > 0 ? (size_t)end : 0)));
        return true;
    }
    if (cp_str_eq(line, CP_STR("Route not found"))) {
        cp_state_limits(s, CP_STR(""), "not answered", "Route not found");
        return true;
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(line, cp_str_c(begins[i])))
            return true;
    return ios_refuses(s, line);
}

cp_state_heard nxos_hear_routes(cp_state_section *s, cp_str line)
{
    nxos_routes *m = s->mem;
    cp_str rest, text = cp_str_trim(line);
    if (!m->has_begun) {
        m->has_begun = true;
        if (ios_args(s) > 0)
            cp_state_limits(s, CP_STR(""), "part of the table", "only what was asked for: %.*s",
                            CP_FMT(s->args));
    }
    if (is_heading(s, text))
        return CP_HEARD_HEADING;
    if (ios_after(text, "*via ", &rest))
        return hear_way(s, rest, true);
    if (ios_after(text, "via ", &rest) || ios_after(text, "**via ", &rest))
        return hear_way(s, rest, false);
    return hear_net(s, text);
}

void nxos_end_routes(cp_state_section *s) { close_route(s); }
