/* SPDX-License-Identifier: Apache-2.0 */
/* zxros_frame.c - of ZXROS, behind which port a hardware address is, and who has an address of
 * IPv6:
 *
 *     Mac address      Vlan   Type      Port                  Vc        show mac, show mac gpon
 *     0000.5e00.5301   88     Dynamic   gpon-onu_1/1/1:1      vport 2     of access nodes
 *
 *     MAC              VPN    VLAN  Outgoing Information      Attribute show mac l2vpn
 *     0000.5e00.5301   red    0     smartgroup11.31, E:31     Dynamic
 *     0000.5e00.5302   red    0     auto_pw3, 192.0.2.5       Dynamic   over a pseudowire
 *
 *     Address          Link address    Age      Status  Interface  Type show nd6 cache
 *     2001:db8::2      0000.5e00.5302  00:00:10 REACH   gei-1/1    D
 *
 * The heading says which columns there are. These are known as they are with `| one-line`: a row
 * that goes on in the line below is not told, because half of a name is another's. */
#include "sources/state/zxros.h"

enum { VLAN_MAX = 4095 };

static bool set(zxros_text *t, cp_str s)
{
    t->n = 0;
    return zxros_take(t->v, &t->n, s);
}

static cp_str text_of(const zxros_text *t) { return (cp_str){ t->v, t->n }; }

/* ---- a row that waits for the line below it */

static cp_state_heard keep(cp_state_section *s, zxros_rows *m, cp_str line, cp_state row)
{
    bool is_station = row.kind == CP_STATE_STATION;
    if (!set(&m->iface, is_station ? row.station.iface : row.neighbour.iface) ||
        !set(&m->kind, is_station ? row.station.text : CP_STR("")))
        return cp_state_bad(s, "a name that is too long");
    (void)set(&m->begin, cp_str_slice(line, 0, sizeof m->begin.v));
    m->row = row;
    m->row.pos = s->line;
    m->has_row = true;
    return CP_HEARD_ROW;
}

static void tell(cp_state_section *s, zxros_rows *m)
{
    if (!m->has_row)
        return;
    m->has_row = false;
    m->row.vrf = CP_STR("");
    if (m->row.kind == CP_STATE_STATION) {
        m->row.station.iface = text_of(&m->iface);
        m->row.station.text = text_of(&m->kind);
    } else {
        m->row.neighbour.iface = text_of(&m->iface);
    }
    m->n_told++;
    cp_state_tell(s, m->row);
}

static cp_state_heard spoil(cp_state_section *s, zxros_rows *m)
{
    if (m->has_row)
        cp_state_bad_at(s, (uint64_t)m->row.pos, text_of(&m->begin),
                        "it goes on in the line below");
    m->has_row = false;
    return cp_state_bad(s, "the rest of a row");
}

void zxros_end_rows(cp_state_section *s)
{
    zxros_rows *m = s->mem;
    tell(s, m);
    if (m->n_told < m->n_wanted)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu entries are told",
                        (unsigned long long)m->n_told, (unsigned long long)m->n_wanted);
}

/* "Total mac address : 1", "Total MAC Entries:  502" */
static bool read_total(zxros_rows *m, cp_str text)
{
    ptrdiff_t colon = cp_str_find_char(text, ':');
    if (!cp_str_starts_nocase(text, CP_STR("Total ")) || colon < 0)
        return false;
    if (!cp_str_u64(cp_str_trim(cp_str_from(text, (size_t)colon + 1)), &m->n_wanted))
        m->n_wanted = 0;
    return true;
}

/* ---- frames */

typedef enum column { C_MAC, C_VPN, C_VLAN, C_KIND, C_PORT, C_REST } column;

/* The words of a heading, one after the other. */
static bool read_columns(cp_state_section *s, zxros_rows *m, cp_str text)
{
    static const struct {
        const char *title;
        column is;
    } titles[] = {
        { "mac address", C_MAC }, { "mac", C_MAC },   { "vpn", C_VPN },
        { "vlan", C_VLAN },       { "type", C_KIND }, { "attribute", C_KIND },
        { "port", C_PORT },       { "vc", C_REST },   { "outgoing information", C_PORT }
    };
    cp_str rest = cp_str_lower(s->a, cp_str_slice(text, 0, sizeof m->begin.v));
    uint32_t n = 0;
    bool has_port = false;
    while (rest.n && n < ZXROS_COLUMNS_MAX) {
        size_t i = 0, n_titles = sizeof titles / sizeof *titles;
        while (i < n_titles &&
               !(cp_str_starts(rest, cp_str_c(titles[i].title)) &&
                 (rest.n == strlen(titles[i].title) || rest.p[strlen(titles[i].title)] == ' ')))
            i++;
        if (i == n_titles || (titles[i].is == C_MAC) != (n == 0))
            return false;
        has_port = has_port || titles[i].is == C_PORT;
        m->order[n++] = (uint8_t)titles[i].is;
        rest = cp_str_trim(cp_str_from(rest, strlen(titles[i].title)));
    }
    if (rest.n || !has_port)
        return false;
    m->n_columns = n;
    return true;
}

/* What stands in front of the last word. */
static cp_str all_but_last(cp_str *rest)
{
    cp_str text = cp_str_trim(*rest);
    size_t at = text.n;
    while (at > 0 && text.p[at - 1] != ' ')
        at--;
    *rest = cp_str_from(text, at);
    return cp_str_trim(cp_str_slice(text, 0, at));
}

/* "smartgroup11.31, E:31", "auto_pw3, 192.0.2.5": the name; over SRv6 and EVPN there is none. */
static cp_str name_of(cp_str text)
{
    cp_str name = CP_STR("");
    if (cp_str_starts(text, CP_STR("SID ")) || cp_str_starts(text, CP_STR("ESI:")))
        return CP_STR("");
    (void)cp_str_cut(&text, ',', &name);
    return cp_str_trim(name);
}

static cp_state_heard read_frame(cp_state_section *s, zxros_rows *m, cp_str line)
{
    cp_state row = { .kind = CP_STATE_STATION };
    cp_state_station *x = &row.station;
    cp_str rest = line, word;
    for (uint32_t i = 0; i < m->n_columns; i++) {
        bool is_words = m->order[i] == C_PORT && i + 2 == m->n_columns && m->order[i + 1] == C_KIND;
        word = m->order[i] == C_REST ? rest : is_words ? all_but_last(&rest) : cp_state_word(&rest);
        if (word.n == 0 && m->order[i] != C_REST)
            return cp_state_bad(s, "a line that is cut short");
        switch ((column)m->order[i]) {
        case C_MAC: x->mac = cp_state_mac(word); break;
        case C_KIND: x->text = word; break;
        case C_PORT: x->iface = name_of(word); break;
        case C_VLAN:
            if (!cp_str_u64(word, &x->vlan) || x->vlan > VLAN_MAX)
                return cp_state_bad(s, "no VLAN");
            break;
        case C_REST: rest = CP_STR(""); break;
        case C_VPN: break;
        }
    }
    if (!x->mac)
        return cp_state_bad(s, "no hardware address");
    if (cp_str_trim(rest).n)
        return cp_state_bad(s, "more than the columns of the table");
    return keep(s, m, line, row);
}

cp_state_heard zxros_hear_frames(cp_state_section *s, cp_str line)
{
    zxros_rows *m = s->mem;
    cp_str text = cp_str_trim(line);
    if (read_total(m, text) || cp_str_starts(text, CP_STR("----")) || text.n == 0)
        return CP_HEARD_HEADING;
    if (read_columns(s, m, text))
        return CP_HEARD_HEADING;
    if (m->n_columns == 0) /* what letters stand for */
        return cp_str_starts(text, CP_STR("Headers:")) || cp_str_has(text, CP_STR("--"))
                   ? CP_HEARD_HEADING
                   : CP_HEARD_NOTHING;
    if (line.p[0] == ' ')
        return spoil(s, m);
    tell(s, m);
    return read_frame(s, m, line);
}

/* ---- neighbours of IPv6 */

static cp_state_heard read_neighbour(cp_state_section *s, zxros_rows *m, cp_str line)
{
    static const char *const none[] = { "-", "--", "n/a", "incomplete", "0000.0000.0000", NULL };
    cp_state row = { .kind = CP_STATE_NEIGHBOUR };
    cp_state_neighbour *x = &row.neighbour;
    cp_str rest = line, addr = cp_state_word(&rest), mac = cp_state_word(&rest);
    (void)cp_state_word(&rest); /* age */
    (void)cp_state_word(&rest); /* whether it was reached of late */
    x->iface = cp_state_word(&rest);
    if (!cp_state_address_of(addr, &x->addr))
        return cp_state_bad(s, "no address");
    x->mac = cp_state_mac(mac);
    if (!x->mac && !cp_state_is_one_of(cp_str_lower(s->a, mac), none))
        return cp_state_bad(s, "no hardware address");
    if (cp_state_word(&rest).n == 0 || cp_str_trim(rest).n)
        return cp_state_bad(s, "not the six columns of the table");
    return keep(s, m, line, row);
}

cp_state_heard zxros_hear_nd(cp_state_section *s, cp_str line)
{
    static const char *const titles[] = { "S-static", "Only current", "----" };
    zxros_rows *m = s->mem;
    cp_str text = cp_str_trim(line), args = s->args;
    if (!m->has_begun && cp_str_eq_nocase(cp_state_word(&args), CP_STR("vrf")))
        s->vrf = cp_state_word(&args);
    m->has_begun = true;
    if (read_total(m, text) || text.n == 0)
        return CP_HEARD_HEADING;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (cp_str_starts(text, cp_str_c(titles[i])))
            return CP_HEARD_HEADING;
    if (cp_str_starts(text, CP_STR("Address ")) && cp_str_has(text, CP_STR("Link"))) {
        m->n_columns = 6;
        return CP_HEARD_HEADING;
    }
    if (m->n_columns == 0)
        return CP_HEARD_NOTHING;
    if (line.p[0] == ' ')
        return spoil(s, m);
    tell(s, m);
    return read_neighbour(s, m, line);
}
