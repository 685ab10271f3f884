/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_near.c - who is next to a router with VRP or Comware: ARP and ND.
 *
 *     192.0.2.2   0000-5e00-5301  17  D-0  GE0/0/1   red     VRP: minutes, type, interface, VPN
 *                                 10/-                       its VLANs
 *     192.0.2.2   0000-5e00-5301  10  GE1/0/1  16  D         Comware: VLAN, interface, age, type
 *
 *     IPv6 Address : 2001:db8::2                             VRP: ND, as keys and values
 *     Link-layer   : 0000-5e00-5301            State : STALE */
#include "sources/state/vrp_near.h"

static bool is_number(cp_str w)
{
    uint64_t n;
    return cp_str_u64(w, &n);
}

/* "10/-", "-/-", "1/-/-": VLANs of the entry above or before. */
static bool is_vlans(cp_str w)
{
    for (size_t i = 0; i < w.n; i++)
        if ((w.p[i] < '0' || w.p[i] > '9') && w.p[i] != '/' && w.p[i] != '-')
            return false;
    return w.n > 0 && cp_str_find_char(w, '/') >= 0;
}

static void count(cp_state_section *s, uint64_t n, uint64_t want)
{
    if (n < want)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu neighbours are here",
                        (unsigned long long)n, (unsigned long long)want);
}

static bool is_nobody(cp_str mac)
{
    return cp_str_starts_nocase(mac, CP_STR("incomp")) || cp_str_eq(mac, CP_STR("-")) ||
           cp_str_eq(mac, CP_STR("--"));
}

/* ---- ARP */

static bool is_arp_title(cp_vrp_near *m, cp_str text)
{
    static const char *const begins[] = { "VLAN/CEVLAN", "ARP timeout", "ARP Entry Types",
                                          "EXP:",        "Type:",       "VLAN:" };
    if (cp_str_starts_nocase(text, CP_STR("IP ADDRESS"))) {
        m->has_columns = true;
        m->is_comware = cp_vrp_has(text, "aging");
        m->has_vpn = cp_vrp_has(text, "vpn-instance");
        return true;
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    return cp_vrp_is_ruler(text) || is_vlans(text);
}

static bool read_total(cp_vrp_near *m, cp_str text)
{
    return cp_str_starts(text, CP_STR("Total")) && cp_vrp_number(text, "Total", &m->want);
}

/* What stands behind the hardware address. */
static bool read_arp_rest(cp_vrp_near *m, cp_str rest, cp_state *row)
{
    cp_str word = cp_state_word(&rest);
    if (m->is_comware) {
        row->neighbour.iface = cp_state_word(&rest);
        return word.n && row->neighbour.iface.n;
    }
    if (is_number(word))
        word = cp_state_word(&rest);
    if (word.n == 0 || word.p[0] < 'A' || word.p[0] > 'Z')
        return false;
    word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("-")))
        word = cp_state_word(&rest);
    row->neighbour.iface = word;
    word = cp_state_word(&rest);
    if (m->has_vpn && !is_vlans(word))
        row->vrf = cp_vrp_vrf(word);
    return row->neighbour.iface.n > 0;
}

cp_state_heard cp_vrp_arp(cp_state_section *s, cp_str line)
{
    cp_vrp_near *m = s->mem;
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR("") };
    cp_str text = cp_str_trim(line), rest = text, word = cp_state_word(&rest);
    if (!m->is_begun) {
        m->is_begun = true;
        cp_vrp_begin(s, "all brief");
    }
    if (!m->has_columns && cp_vrp_is_foreign(s, text)) {
        m->has_columns = m->has_vpn = true;
        return CP_HEARD_NOTHING;
    }
    if (!cp_state_address_of(word, &row.neighbour.addr))
        return is_arp_title(m, text) || read_total(m, text) ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
    if (!m->has_columns)
        return cp_state_bad(s, "no heading of a table stands above");
    word = cp_state_word(&rest);
    row.neighbour.mac = cp_state_mac(word);
    if (!row.neighbour.mac && !is_nobody(word))
        return cp_state_bad(s, "no hardware address");
    if (!read_arp_rest(m, rest, &row))
        return cp_state_bad(s, "no type and interface");
    m->n++;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

/* ---- ND */

static cp_str value_of(cp_str text, const char *key)
{
    cp_str rest = cp_str_from(text, strlen(key));
    rest = cp_str_trim(rest);
    if (!cp_str_starts_nocase(text, cp_str_c(key)) || rest.n == 0 || rest.p[0] != ':')
        return (cp_str){ NULL, 0 };
    return cp_str_trim(cp_str_from(rest, 1));
}

static void end_nd(cp_state_section *s, cp_vrp_near *m)
{
    if (!m->is_open)
        return;
    m->is_open = false;
    m->n++;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_NEIGHBOUR,
                                 .vrf = cp_vrp_kept(&m->vrf),
                                 .pos = m->line,
                                 .neighbour = { m->addr, m->mac, cp_vrp_kept(&m->iface) } });
}

/* Comware: ADDRESS MAC VLAN INTERFACE STATE TYPE AGE. */
static cp_state_heard hear_nd_row(cp_state_section *s, cp_vrp_near *m, cp_str line)
{
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR("") };
    cp_str rest = line;
    (void)cp_state_address_of(cp_state_word(&rest), &row.neighbour.addr);
    cp_str mac = cp_state_word(&rest);
    row.neighbour.mac = cp_state_mac(mac);
    (void)cp_state_word(&rest);
    row.neighbour.iface = cp_state_word(&rest);
    if ((!row.neighbour.mac && !is_nobody(mac)) || !row.neighbour.iface.n || !m->has_columns)
        return cp_state_bad(s, "no hardware address and interface");
    m->n++;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

static bool is_nd_title(cp_vrp_near *m, cp_str text)
{
    static const char *const keys[] = { "VLAN",      "Secure FLAG",    "Source IP", "VNI",
                                        "SourceIP",  "Destination IP", "State",     "Age",
                                        "Is Router", "Nickname",       "CEVLAN",    "Type" };
    if (cp_str_starts(text, CP_STR("IPv6 address ")) && cp_vrp_has(text, "link layer")) {
        m->has_columns = true;
        return true;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (value_of(text, keys[i]).p)
            return true;
    return cp_vrp_is_ruler(text);
}

static cp_str first_word(cp_str text) { return cp_state_word(&text); }

cp_state_heard cp_vrp_nd(cp_state_section *s, cp_str line)
{
    cp_vrp_near *m = s->mem;
    cp_str text = cp_str_trim(line), v;
    cp_state_net n;
    if (!m->is_begun) {
        m->is_begun = true;
        cp_vrp_begin(s, "all verbose");
    }
    if ((v = value_of(text, "IPv6 Address")).p) {
        end_nd(s, m);
        if (!cp_state_address_of(v, &m->addr))
            return cp_state_bad(s, "no address");
        m->is_open = true;
        m->line = s->line;
        m->mac = 0;
        m->iface.n = m->vrf.n = 0;
        return CP_HEARD_ROW;
    }
    if (m->is_open && (v = value_of(text, "Link-layer")).p) {
        m->mac = cp_state_mac(first_word(v));
        return m->mac || is_nobody(first_word(v)) ? CP_HEARD_ROW
                                                  : cp_state_bad(s, "no hardware address");
    }
    if (m->is_open && (v = value_of(text, "Interface")).p) {
        cp_vrp_keep(&m->iface, first_word(v));
        return CP_HEARD_ROW;
    }
    if (m->is_open && (v = value_of(text, "VPN name")).p) {
        if (!cp_str_starts(v, CP_STR("Is Router")))
            cp_vrp_keep(&m->vrf, cp_vrp_vrf(first_word(v)));
        return CP_HEARD_ROW;
    }
    if (read_total(m, text) || is_nd_title(m, text))
        return CP_HEARD_HEADING;
    return cp_state_address_of(first_word(text), &n) ? hear_nd_row(s, m, text) : CP_HEARD_NOTHING;
}

void cp_vrp_near_end(cp_state_section *s)
{
    cp_vrp_near *m = s->mem;
    end_nd(s, m);
    count(s, m->n, m->want);
}
