/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_frame.c - `display mac-address`: behind which port a hardware address is.
 *
 *     MAC Address    VLAN/VSI/BD         Learned-From  Type             VRP
 *     0000-5e00-5301 10/-/-              GE0/0/1       dynamic
 *     MAC Address    VLAN/       PEVLAN CEVLAN Port    Type  LSP/..     older ones
 *     0000-5e00-5301 10          -      -      GE0/0/1 dynamic 0/-
 *     MAC ADDR       VLAN ID  STATE    PORT INDEX      AGING TIME(s)    Comware
 *     0000-5e00-5301 10       Learned  GE1/0/1         AGING */
#include "sources/state/vrp_label.h"

static bool read_total(cp_vrp_frames *m, cp_str text)
{
    cp_str rest = text, word;
    uint64_t n;
    /* "Total items displayed = 2", "Total items: 2", "--- 4 mac address(es) found ---" */
    if (!cp_str_starts(text, CP_STR("Total ")) && !cp_str_has(text, CP_STR("address(es) found")))
        return false;
    bool is_told = false;
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_u64(word, &n)) { /* of the last number: "on slot 0 displayed = 1" */
            m->want = n;
            is_told = true;
        }
    m->has_total = m->has_total || is_told;
    return is_told;
}

static bool is_title(cp_vrp_frames *m, cp_str text)
{
    static const char *const begins[] = {
        "MAC address table of", "VSI/SI", "Flags:", "# - ", "BD   :", "on the int", "* - "
    };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    if (cp_str_starts_nocase(text, CP_STR("MAC Addr"))) {
        m->has_columns = true;
        m->has_state = cp_vrp_has(text, " state");
        m->has_inner = cp_str_has(text, CP_STR("PEVLAN"));
        return true;
    }
    return cp_vrp_is_ruler(text) || read_total(m, text);
}

/* "10/-/-": 10; "-/red/-": 0, of a service that has no VLAN. */
static bool read_vlan(cp_str word, uint64_t *out)
{
    ptrdiff_t at = cp_str_find_char(word, '/');
    cp_str first = at >= 0 ? cp_str_slice(word, 0, (size_t)at) : word;
    *out = 0;
    return word.n && (!cp_str_u64(first, out) || *out <= 4095);
}

/* Where the frames go, and the kind of the entry; the age stands behind Comware's port. */
static bool read_port(const cp_vrp_frames *m, cp_str rest, cp_state_station *x)
{
    cp_str word, first = cp_state_word(&rest), before = CP_STR(""), last = CP_STR("");
    if (!m->has_state) {
        x->iface = first;
        x->text = cp_state_word(&rest);
    } else { /* "Config static GE1/0/20 NOAGED" */
        for (before = first; (word = cp_state_word(&rest)).n; last = word)
            before = last.n ? last : before;
        x->text = first;
        x->iface = before;
    }
    if (cp_str_eq(x->iface, CP_STR("-")) || cp_str_eq(x->iface, CP_STR("N/A"))) {
        x->iface = CP_STR(""); /* frames for it are dropped, or go into a tunnel */
        return x->text.n > 0;
    }
    return x->iface.n && x->text.n && (!m->has_state || (last.n && before.p != first.p));
}

cp_state_heard cp_vrp_frame(cp_state_section *s, cp_str line)
{
    cp_vrp_frames *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text;
    cp_state row = { .kind = CP_STATE_STATION, .vrf = CP_STR("") };
    if (!m->is_begun) {
        m->is_begun = true;
        cp_vrp_begin(s, "all");
    }
    if (is_title(m, text))
        return CP_HEARD_HEADING;
    if (!m->has_columns && cp_vrp_is_foreign(s, text)) {
        m->has_columns = true;
        return CP_HEARD_NOTHING;
    }
    row.station.mac = cp_state_mac(cp_state_word(&rest));
    if (!row.station.mac)
        return m->has_columns ? cp_state_bad(s, "no hardware address") : CP_HEARD_NOTHING;
    if (!m->has_columns)
        return cp_state_bad(s, "no heading of a table stands above");
    if (!read_vlan(cp_state_word(&rest), &row.station.vlan))
        return cp_state_bad(s, "no VLAN");
    for (int i = 0; i < (m->has_inner ? 2 : 0); i++)
        (void)cp_state_word(&rest);
    if (!read_port(m, rest, &row.station))
        return cp_state_bad(s, "no port and kind");
    m->n++;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

void cp_vrp_frames_end(cp_state_section *s)
{
    cp_vrp_frames *m = s->mem;
    if (m->has_total && m->n < m->want)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu hardware addresses are here",
                        (unsigned long long)m->n, (unsigned long long)m->want);
}
