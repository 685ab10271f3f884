/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_bgp.c - the table of BGP. It is none of forwarding: its paths are told as known, not as used.
 *
 *          Network            NextHop        MED        LocPrf    PrefVal Path/Ogn
 *      *>i  192.0.2.0/24       198.51.100.1   0          100        0      64500i
 *      * i                     198.51.100.5   0          100        0      64501i    the same
 *      network
 *      *>   10.0.0.0           0.0.0.0        0                     0      i         by its class:
 *      /8
 *
 *      *>  Network  : 2001:DB8::                             PrefixLen : 64
 *          NextHop  : 2001:DB8:1::1                          LocPrf    : 100
 *
 * In the tables of VPNs the name stands above; a network below a route distinguisher is not yet of
 * any table, and is told as of one that has the distinguisher's name. */
#include "sources/state/vrp_label.h"

int cp_vrp_is_paths(cp_str head)
{
    return cp_str_has(head, CP_STR("NextHop ")) ||
           (cp_str_has(head, CP_STR("otal ")) && cp_str_has(head, CP_STR("of routes: 0"))) ||
           cp_str_has(head, CP_STR("of Routes: 0"));
}

static bool is_legend(cp_str text)
{
    static const char *const begins[] = { "BGP local router id", "status codes:", "h - history",
                                          "s - suppressed",      "origin",        "rpki validation",
                                          "total number of",     "a - add",       "s - stale",
                                          "local as number" };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts_nocase(text, cp_str_c(begins[i])))
            return true;
    return cp_vrp_is_ruler(text);
}

/* "VPN-Instance red, Router ID 192.0.2.1:", "Route distinguisher: 64500:1" */
static bool read_table(cp_state_section *s, cp_vrp_paths *m, cp_str text)
{
    cp_str rest;
    if (cp_str_starts_nocase(text, CP_STR("VPN-Instance "))) {
        rest = cp_str_from(text, sizeof "VPN-Instance " - 1);
        cp_str name = CP_STR("");
        (void)cp_str_cut(&rest, ',', &name);
        s->vrf = cp_str_dup(s->a, cp_vrp_vrf(name));
    } else if (cp_str_starts_nocase(text, CP_STR("Route Distinguisher:"))) {
        rest = cp_str_trim(cp_str_from(text, sizeof "Route Distinguisher:" - 1));
        cp_str word = cp_state_word(&rest);
        s->vrf = cp_str_fmt(s->a, "RD %.*s", CP_FMT(word));
    } else {
        return false;
    }
    m->has_net = false;
    return true;
}

static bool read_columns(cp_vrp_paths *m, cp_str line)
{
    ptrdiff_t net = cp_str_find(line, CP_STR("Network ")), med = cp_str_find(line, CP_STR("MED")),
              pref = cp_str_find(line, CP_STR("LocPrf"));
    if (net <= 0 || !cp_str_has(line, CP_STR(" NextHop ")) || med < net || pref < med)
        return false;
    m->net_at = (size_t)net;
    m->med_at = (size_t)med;
    m->preference_at = (size_t)pref;
    m->has_net = false;
    return true;
}

/* `*` valid, `>` best, and what else the legend has. */
static bool is_status(cp_str text)
{
    bool has_any = false;
    for (size_t i = 0; i < text.n; i++) {
        has_any = has_any || text.p[i] != ' ';
        if (cp_str_find_char(CP_STR(" *>dxahisSe|VIN"), text.p[i]) < 0)
            return false;
    }
    return has_any;
}

/* A network without a length has that of its class (RFC 791, 2.3). */
static bool read_net(cp_state_section *s, cp_str word, cp_state_net *out)
{
    cp_ip ip;
    if (cp_str_find_char(word, '/') >= 0)
        return cp_state_prefix(s, word, out);
    if (!cp_ip_parse(word, &ip) || ip.version != 4) {
        (void)cp_state_bad(s, "no network");
        return false;
    }
    static const uint8_t none[4];
    uint64_t length = memcmp(ip.b, none, 4) == 0 ? 0 : ip.b[0] < 128 ? 8 : ip.b[0] < 192 ? 16 : 24;
    return cp_state_prefix_of(s, word, length, out);
}

static void tell(cp_state_section *s, cp_vrp_paths *m, const cp_state_net *via, uint64_t med)
{
    cp_ip ip = via->is_set ? cp_flow_addr_ip(via->addr) : (cp_ip){ .version = 0 };
    static const uint8_t none[16];
    bool is_own = ip.version == 0 || memcmp(ip.b, none, ip.version == 4 ? 4 : 16) == 0;
    cp_state_tell(s,
                  (cp_state){ .kind = CP_STATE_ROUTE,
                              .vrf = CP_STR(""),
                              .route = { .net = m->net,
                                         .via = is_own ? (cp_state_net){ .is_set = false } : *via,
                                         .protocol = CP_STR("BGP"),
                                         .iface = CP_STR(""),
                                         .via_vrf = CP_STR(""),
                                         .metric = med,
                                         .what = m->is_more ? CP_STATE_MORE : 0 } });
    m->is_more = true;
}

static cp_state_heard hear_row(cp_state_section *s, cp_vrp_paths *m, cp_str line)
{
    cp_str rest = cp_str_from(line, m->net_at), status = cp_str_slice(line, 0, m->net_at);
    cp_state_net via;
    uint64_t med = 0;
    if (!is_status(status) || rest.n == 0)
        return CP_HEARD_NOTHING;
    if (rest.p[0] != ' ') {
        m->has_net = read_net(s, cp_state_word(&rest), &m->net);
        m->is_more = false;
    }
    if (!m->has_net)
        return s->why.n ? CP_HEARD_NOTHING : cp_state_bad(s, "no network stands above");
    if (!cp_state_address_of(cp_state_word(&rest), &via))
        return cp_state_bad(s, "no next hop");
    cp_str of_med = cp_str_trim(cp_str_slice(line, m->med_at, m->preference_at - m->med_at));
    if (!cp_str_u64(of_med, &med))
        med = 0;
    tell(s, m, &via, med);
    return CP_HEARD_ROW;
}

/* ---- IPv6: keys, two in a line */

static cp_str value_of(cp_str line, const char *key)
{
    ptrdiff_t at = cp_str_find(line, cp_str_c(key));
    if (at < 0)
        return (cp_str){ NULL, 0 };
    cp_str rest = cp_str_trim(cp_str_from(line, (size_t)at + strlen(key)));
    if (rest.n == 0 || rest.p[0] != ':')
        return (cp_str){ NULL, 0 };
    rest = cp_str_from(rest, 1);
    return cp_state_word(&rest);
}

static cp_state_heard hear_six(cp_state_section *s, cp_vrp_paths *m, cp_str text)
{
    static const char *const keys[] = { "MED ", "Label ", "Path/Ogn" };
    cp_str net = value_of(text, "Network "), length = value_of(text, "PrefixLen "),
           via = value_of(text, "NextHop ");
    cp_state_net hop;
    uint64_t n;
    if (net.p || length.p) {
        m->is_more = m->has_net = false;
        if (!net.p || !length.p || !cp_str_u64(length, &n))
            return cp_state_bad(s, "no network and length");
        m->has_net = cp_state_prefix_of(s, net, n, &m->net);
        return m->has_net ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    }
    if (via.p) {
        if (!m->has_net)
            return cp_state_bad(s, "no network stands above");
        if (!cp_state_address_of(via, &hop))
            return cp_state_bad(s, "no next hop");
        tell(s, m, &hop, 0);
        return CP_HEARD_ROW;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cp_str_has(text, cp_str_c(keys[i])))
            return CP_HEARD_ROW;
    return CP_HEARD_NOTHING;
}

cp_state_heard cp_vrp_path(cp_state_section *s, cp_str line)
{
    cp_vrp_paths *m = s->mem;
    cp_str text = cp_str_trim(line);
    if (!m->is_begun) {
        m->is_begun = true;
        cp_str rest = s->args, word;
        while ((word = cp_state_word(&rest)).n)
            if (word.n >= 3 && cp_str_starts_nocase(CP_STR("vpn-instance"), word))
                s->vrf = cp_str_dup(s->a, cp_vrp_vrf(cp_state_word(&rest)));
    }
    if (is_legend(text) || read_table(s, m, text) || read_columns(m, line))
        return CP_HEARD_HEADING;
    m->is_six = m->is_six || value_of(text, "Network ").p;
    if (m->is_six)
        return hear_six(s, m, text);
    if (m->net_at == 0)
        return CP_HEARD_NOTHING;
    return hear_row(s, m, line);
}
