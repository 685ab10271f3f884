/* SPDX-License-Identifier: Apache-2.0 */
/* junos_lldp.c - `show lldp neighbors` of Junos in detail (`detail`, or `interface X`):
 *
 *     LLDP Neighbor Information:
 *     Local Information:
 *     Local Interface    : ge-0/0/1
 *     Neighbour Information:
 *     Chassis ID         : 00:00:5e:00:53:01
 *     Port ID            : ge-0/0/2
 *     System name        : r2 */
#include "sources/state/junos.h"

static cp_str kept(const junos_lldp *m, junos_lldp_field f)
{
    return (cp_str){ m->fields[f].text, m->fields[f].n };
}

static void end_neighbour(cp_state_section *s, junos_lldp *m)
{
    cp_str port = kept(m, JUNOS_LLDP_PORT), text = kept(m, JUNOS_LLDP_FAR_TEXT);
    /* a number of the neighbour's own says nothing, if it says what its port is called, too */
    if (m->is_local && text.n)
        port = text;
    uint64_t line = s->line;
    s->line = m->at ? m->at : line;
    if (kept(m, JUNOS_LLDP_NEAR).n)
        cp_state_hears(s, kept(m, JUNOS_LLDP_NEAR), kept(m, JUNOS_LLDP_CHASSIS),
                       port.n ? port : text, kept(m, JUNOS_LLDP_NAME));
    s->line = line;
    *m = (junos_lldp){ .is_begun = m->is_begun };
}

void junos_lldp_end(cp_state_section *s) { end_neighbour(s, s->mem); }

static const struct key {
    const char *name;
    junos_lldp_field is; /* JUNOS_LLDP_FIELDS: it is not kept */
} keys[] = {
    { "Local Interface", JUNOS_LLDP_NEAR },
    { "Chassis ID", JUNOS_LLDP_CHASSIS },
    { "Port ID", JUNOS_LLDP_PORT },
    { "Port description", JUNOS_LLDP_FAR_TEXT },
    { "System name", JUNOS_LLDP_NAME },
    { "Parent Interface", JUNOS_LLDP_FIELDS },
    { "Local Parent Interface", JUNOS_LLDP_FIELDS },
    { "Local Port ID", JUNOS_LLDP_FIELDS },
    { "Ageout Count", JUNOS_LLDP_FIELDS },
    { "Chassis type", JUNOS_LLDP_FIELDS },
    { "Port type", JUNOS_LLDP_FIELDS },
    { "Index", JUNOS_LLDP_FIELDS },
    { "Supported", JUNOS_LLDP_FIELDS },
    { "Enabled", JUNOS_LLDP_FIELDS },
    { "Address Type", JUNOS_LLDP_FIELDS },
    { "Type", JUNOS_LLDP_FIELDS },
    { "Address", JUNOS_LLDP_FIELDS },
    { "Interface Number", JUNOS_LLDP_FIELDS },
    { "Interface Subtype", JUNOS_LLDP_FIELDS },
    { "OID", JUNOS_LLDP_FIELDS },
    { "OUI", JUNOS_LLDP_FIELDS },
    { "Subtype", JUNOS_LLDP_FIELDS },
    { "Info", JUNOS_LLDP_FIELDS },
    { "Media endpoint class", JUNOS_LLDP_FIELDS },
    { "Time mark", JUNOS_LLDP_FIELDS },
};

static bool is_title(cp_str text)
{
    static const char *const titles[] = {
        "Local Information:",  "Neighbour Information:", "Neighbor Information:",
        "System capabilities", "Management Info",        "Management address",
        "Management Address",  "Organization Info",      NULL
    };
    return cp_state_is_one_of(text, titles);
}

static bool set_field(cp_state_section *s, junos_lldp *m, cp_str key, cp_str value)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!cp_str_eq_nocase(key, cp_str_c(keys[i].name)))
            continue;
        if (keys[i].is == JUNOS_LLDP_FIELDS) {
            m->is_local = cp_str_eq(key, CP_STR("Port type"))
                              ? cp_str_starts_nocase(value, CP_STR("Locally"))
                              : m->is_local;
            return true;
        }
        if (keys[i].is == JUNOS_LLDP_NEAR)
            m->at = s->line;
        m->fields[keys[i].is].n = value.n < JUNOS_NAME_BYTES_MAX ? value.n : JUNOS_NAME_BYTES_MAX;
        if (value.n)
            memcpy(m->fields[keys[i].is].text, value.p, m->fields[keys[i].is].n);
        return true;
    }
    return false;
}

cp_state_heard junos_lldp_line(cp_state_section *s, cp_str line)
{
    junos_lldp *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text, key;
    if (cp_str_eq(text, CP_STR("LLDP Neighbor Information:"))) {
        end_neighbour(s, m);
        m->is_begun = true;
        return CP_HEARD_HEADING;
    }
    if (!m->is_begun)
        return CP_HEARD_NOTHING;
    if (is_title(text)) {
        m->is_in_text = false;
        return CP_HEARD_HEADING;
    }
    (void)cp_str_cut(&rest, ':', &key);
    key = cp_str_trim(key);
    if (cp_str_eq_nocase(key, CP_STR("System Description"))) {
        m->is_in_text = true;
        return CP_HEARD_ROW;
    }
    /* the description may have lines of its own: they end where a part does */
    if (m->is_in_text)
        return CP_HEARD_ROW;
    return set_field(s, m, key, cp_str_trim(rest)) ? CP_HEARD_ROW : CP_HEARD_NOTHING;
}
