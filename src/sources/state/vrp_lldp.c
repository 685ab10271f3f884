/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_lldp.c - neighbours that LLDP told a router with VRP or Comware, one by one or as a list:
 *
 *     GigabitEthernet0/0/1 has 1 neighbor(s):       Comware: ... of port 1[GigabitEthernet1/0/1]:
 *     Chassis ID     :0000-5e00-5301                key, colon, value
 *
 *     Local Interface Chassis ID      Port ID       System Name       columns as the heading has
 *     them
 *
 * What else is said of a neighbour (TLVs of IEEE 802.1, 802.3, MED) says nothing of the way of
 * packets. */
#include "sources/state/vrp_near.h"

enum { COLUMN_PORT, COLUMN_CHASSIS, COLUMN_FAR, COLUMN_NAME, COLUMN_OTHER };

static void end_neighbour(cp_state_section *s, cp_vrp_lldp *m)
{
    cp_ident ids[4];
    uint32_t n = 0;
    cp_ip ip;
    cp_str name = cp_vrp_kept(&m->name), far = cp_vrp_kept(&m->far);
    if (!m->is_open)
        return;
    m->is_open = m->is_text = false;
    cp_str chassis = cp_vrp_kept(&m->chassis);
    uint64_t mac = cp_state_mac(chassis);
    if (cp_ip_parse(chassis, &ip) && cp_ip_is_host(ip)) {
        ids[n++] = (cp_ident){ CP_IDENT_IP, cp_ip_text(s->a, ip) };
    } else if (mac) {
        uint8_t b[6];
        for (int i = 0; i < 6; i++)
            b[i] = (uint8_t)(mac >> (40 - 8 * i));
        cp_mac of = cp_mac_of(b);
        if (cp_mac_is_identity(of))
            ids[n++] = (cp_ident){ CP_IDENT_MAC, cp_mac_text(s->a, of) };
    }
    if (!n && chassis.n > 1)
        ids[n++] = (cp_ident){ CP_IDENT_CHASSIS, chassis };
    if (name.n > 1 && !cp_str_eq(name, CP_STR("--")) && !cp_str_eq(name, CP_STR("NA")))
        ids[n++] = (cp_ident){ CP_IDENT_HOSTNAME, name };
    if (cp_ip_parse(cp_vrp_kept(&m->mgmt), &ip) && cp_ip_is_host(ip))
        ids[n++] = (cp_ident){ CP_IDENT_IP, cp_ip_text(s->a, ip) };
    /* a port that is a hardware address says less than what is written at it */
    if (cp_state_mac(far) && m->far_text.n)
        far = cp_vrp_kept(&m->far_text);
    if (n)
        cp_state_link(s, (cp_link){ .kind = CP_LINK_LLDP,
                                    .a = { .port = cp_vrp_kept(&m->port), .router = CP_STR("") },
                                    .b = { ids, n, far, CP_STR("") },
                                    .name = CP_STR(""),
                                    .layer = CP_STR(""),
                                    .srlg = CP_STR(""),
                                    .area = CP_STR(""),
                                    .pos = m->line });
    else
        cp_state_bad_at(s, m->line, cp_vrp_kept(&m->port), "a neighbour that nothing names");
}

static void clear(cp_vrp_lldp *m, uint64_t line)
{
    m->is_open = true;
    m->is_text = false;
    m->line = line;
    m->chassis.n = m->name.n = m->far.n = m->far_text.n = m->mgmt.n = 0;
}

/* "X has N neighbor(s):" and "... of port 1[X]:": the port; "" it is another line. */
static cp_str port_of(cp_str text)
{
    ptrdiff_t at = cp_str_find(text, CP_STR(" has "));
    cp_str rest = text, word = cp_state_word(&rest);
    if (at > 0 && word.n == (size_t)at && cp_vrp_has(rest, "neighbor"))
        return word;
    at = cp_str_find_char(text, '[');
    ptrdiff_t end = cp_str_find_char(text, ']');
    if (!cp_str_starts(text, CP_STR("LLDP neighbor-information of port")) || at < 0 || end < at)
        return CP_STR("");
    return cp_str_slice(text, (size_t)at + 1, (size_t)(end - at) - 1);
}

static cp_vrp_word *field_of(cp_vrp_lldp *m, cp_str key)
{
    const struct {
        const char *key;
        cp_vrp_word *to;
    } fields[] = { { "Chassis ID", &m->chassis },        { "Port ID", &m->far },
                   { "Port description", &m->far_text }, { "System name", &m->name },
                   { "Management address", &m->mgmt },   { "Management address value", &m->mgmt } };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (cp_str_eq_nocase(key, cp_str_c(fields[i].key)))
            return fields[i].to;
    return NULL;
}

cp_state_heard cp_vrp_lldp_line(cp_state_section *s, cp_str line)
{
    cp_vrp_lldp *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text, key;
    bool is_key = cp_str_find_char(text, ':') > 0 && cp_str_cut(&rest, ':', &key);
    key = is_key ? cp_str_trim(key) : CP_STR("");
    cp_str port = port_of(text);
    if (port.n) {
        end_neighbour(s, m);
        cp_vrp_keep(&m->port, port);
        return CP_HEARD_HEADING;
    }
    if (is_key && cp_vrp_has(key, "neighbor index")) {
        end_neighbour(s, m);
        clear(m, s->line);
        return CP_HEARD_ROW;
    }
    if (!m->is_open)
        return cp_str_starts(text, CP_STR("LLDP agent ")) ? CP_HEARD_HEADING : CP_HEARD_NOTHING;
    if (cp_str_starts_nocase(key, CP_STR("System description"))) {
        m->is_text = true;
        return CP_HEARD_HEADING;
    }
    m->is_text = m->is_text && !cp_str_starts_nocase(key, CP_STR("System capabilities")) &&
                 !cp_str_starts_nocase(key, CP_STR("Management address")) &&
                 !cp_str_starts_nocase(key, CP_STR("Expired time")) &&
                 !cp_str_starts_nocase(key, CP_STR("Port VLAN ID")) &&
                 !cp_str_starts_nocase(key, CP_STR("Link aggregation supported"));
    if (m->is_text) /* the neighbour's own words */
        return CP_HEARD_HEADING;
    cp_vrp_word *to = field_of(m, key);
    if (to) {
        cp_vrp_keep(to, cp_str_trim(rest));
        return CP_HEARD_ROW;
    }
    return is_key || cp_str_eq(text, CP_STR("MED Device information")) ||
                   cp_str_starts(text, CP_STR("Ca type")) ||
                   cp_str_starts(text, CP_STR("Unrecognized organizationally defined TLV")) ||
                   cp_str_starts(text, CP_STR("LLDP agent ")) || cp_vrp_is_ruler(text)
               ? CP_HEARD_HEADING
               : CP_HEARD_NOTHING;
}

/* ---- lists */

static bool read_heading(cp_vrp_lldp *m, cp_str line)
{
    static const struct {
        const char *title;
        int column;
    } titles[] = { { "Local Interface", COLUMN_PORT }, { "Local Intf", COLUMN_PORT },
                   { "Chassis ID", COLUMN_CHASSIS },   { "Port ID", COLUMN_FAR },
                   { "Neighbor Intf", COLUMN_FAR },    { "Neighbor Interface", COLUMN_FAR },
                   { "System Name", COLUMN_NAME },     { "Neighbor Dev", COLUMN_NAME },
                   { "Neighbor Device", COLUMN_NAME }, { "Exptime(s)", COLUMN_OTHER },
                   { "Exptime (sec)", COLUMN_OTHER },  { "Exptime", COLUMN_OTHER } };
    size_t at[CP_VRP_LLDP_COLUMNS];
    if (!cp_str_has(line, CP_STR("Local Int")))
        return false;
    for (size_t c = 0; c < CP_VRP_LLDP_COLUMNS; c++)
        at[c] = SIZE_MAX;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        ptrdiff_t found = cp_str_find(line, cp_str_c(titles[i].title));
        if (found >= 0)
            at[titles[i].column] = (size_t)found;
    }
    for (size_t c = 0; c < CP_VRP_LLDP_COLUMNS; c++)
        m->columns[c] = at[c] == SIZE_MAX ? 0 : at[c] + 1; /* 0: not there */
    return m->columns[COLUMN_PORT] && (m->columns[COLUMN_FAR] || m->columns[COLUMN_NAME]);
}

/* What stands in a column: up to where the next begins. False: the cell before runs into it. */
static bool cell(const cp_vrp_lldp *m, cp_str line, int column, cp_str *out)
{
    size_t from = m->columns[column], to = line.n;
    *out = CP_STR("");
    if (from == 0)
        return true;
    from--;
    for (int c = 0; c < CP_VRP_LLDP_COLUMNS; c++)
        if (m->columns[c] && m->columns[c] - 1 > from && m->columns[c] - 1 < to)
            to = m->columns[c] - 1;
    *out = cp_str_trim(cp_str_slice(line, from, to - from));
    return from == 0 || from >= line.n || line.p[from - 1] == ' ';
}

/* Is the name as wide as its column: was it cut? */
static bool is_cut(const cp_vrp_lldp *m, cp_str name)
{
    for (int c = 0; c < CP_VRP_LLDP_COLUMNS; c++)
        if (m->columns[c] > m->columns[COLUMN_NAME])
            return name.n + 1 >= m->columns[c] - m->columns[COLUMN_NAME];
    return false;
}

cp_state_heard cp_vrp_lldp_list(cp_state_section *s, cp_str line)
{
    cp_vrp_lldp *m = s->mem;
    cp_str c[CP_VRP_LLDP_COLUMNS];
    cp_str text = cp_str_trim(line);
    if (read_heading(m, line) || cp_vrp_is_ruler(text) || cp_str_has(line, CP_STR(" -- -- ")))
        return CP_HEARD_HEADING;
    if (!m->columns[COLUMN_PORT])
        return cp_state_bad(s, "no heading of a table stands above");
    for (int i = 0; i < CP_VRP_LLDP_COLUMNS; i++)
        if (!cell(m, line, i, &c[i]))
            return cp_state_bad(s, "a column runs into the next");
    if (c[COLUMN_PORT].n == 0) /* the end of a name that was too long for its column */
        return m->columns[COLUMN_NAME] == 1 && c[COLUMN_CHASSIS].n == 0 && c[COLUMN_FAR].n == 0
                   ? CP_HEARD_HEADING
                   : cp_state_bad(s, "no interface");
    clear(m, s->line);
    cp_vrp_keep(&m->port, c[COLUMN_PORT]);
    cp_vrp_keep(&m->chassis, c[COLUMN_CHASSIS]);
    cp_vrp_keep(&m->far, c[COLUMN_FAR]);
    cp_vrp_keep(&m->name, is_cut(m, c[COLUMN_NAME]) ? CP_STR("") : c[COLUMN_NAME]);
    end_neighbour(s, m);
    return CP_HEARD_ROW;
}

void cp_vrp_lldp_end(cp_state_section *s) { end_neighbour(s, s->mem); }
