/* SPDX-License-Identifier: Apache-2.0 */
/* ios_near.c - who is next to the router: ARP and ND as IOS, XR, NX-OS, EOS and ASA show them. The
 * columns differ; what stands in one tells which it is:
 *
 *     Internet  192.0.2.1     -   0000.5e00.5301  ARPA   Vlan10            IOS
 *     192.0.2.1  01:25:23  0000.5e00.5301  Dynamic  ARPA  Gi0/0/0/0        XR
 *     192.0.2.1  00:00:57  0000.5e00.5301  Vlan701  port-channel2  + red   NX-OS
 *     192.0.2.1  0         0000.5e00.5301  Vlan101, Port-Channel2          EOS
 *     outside 192.0.2.1 0000.5e00.5301 15                                  ASA
 *     FE80::1    0  0000.5e00.5301  REACH  Gi0/0                           ND */
#include <assert.h>
#include "sources/state/ios.h"

typedef struct near {
    bool has_begun, has_vrf, has_total, is_part;
    uint64_t n_total, n_seen;
    cp_state_net addr; /* NX-OS: what belongs to it stands in the next line */
} near;
static_assert(sizeof(near) <= IOS_NEAR_BYTES, "the table of ios.c says how much");

static bool is_one_of(cp_str word, const char *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cp_str_eq(word, cp_str_c(v[i])))
            return true;
    return false;
}

/* Kinds of frames, states of entries, flags: nothing that a row has a place for. */
static bool is_remark(cp_str word)
{
    static const char *const words[] = {
        "ARPA",   "SNAP",  "SAP",    "SRP-A", "SRP-B",  "Interface", "Dynamic", "Static", "Standby",
        "Alias",  "Proxy", "Probe",  "REACH", "STALE",  "DELAY",     "PROBE",   "INCMP",  "GLEAN",
        "DELETE", "UNKNO", "icmpv6", "other", "static", "fhrp",      "50",      "*",      "+",
        "#",      "D",     "CP",     "PS",    "RO",     "R",         "M",
    };
    return is_one_of(word, words, sizeof words / sizeof *words);
}

static bool is_age(cp_str word)
{
    uint64_t n;
    return ios_is_age(word) || cp_str_u64(word, &n) || cp_str_eq(word, CP_STR("N/A")) ||
           (word.n > 1 && word.p[0] >= '0' && word.p[0] <= '9' && cp_str_find_char(word, '.') > 0 &&
            cp_state_mac(word) == 0); /* 0.106174 seconds */
}

static bool is_unresolved(cp_str word)
{
    return cp_str_eq_nocase(word, CP_STR("incomplete")) || cp_str_eq(word, CP_STR("INCMP"));
}

/* An interface has a number in its name. */
static bool is_iface(cp_str word)
{
    bool has_digit = false;
    for (size_t i = 0; i < word.n; i++)
        has_digit = has_digit || (word.p[i] >= '0' && word.p[i] <= '9');
    return has_digit && ios_is_iface(word);
}

/* What stands behind the address. */
static bool read_columns(cp_state_section *s, cp_state *row, cp_str rest)
{
    near *m = s->mem;
    cp_state_neighbour *n = &row->neighbour;
    cp_str word, last = CP_STR("");
    bool has_mac = false;
    while ((word = cp_state_word(&rest)).n) {
        bool ends_early = word.p[word.n - 1] == ',';
        word.n -= ends_early;
        if (!has_mac && (is_unresolved(word) || cp_state_mac(word))) {
            n->mac = cp_state_mac(word);
            has_mac = true;
        } else if (has_mac && n->iface.n == 0 && is_iface(word)) {
            n->iface = word;
            if (ends_early) /* ", Port-Channel2", ", not learned": below the interface */
                return true;
        } else if (m->has_vrf && n->iface.n && cp_str_trim(rest).n == 0 && word.p[0] != '-') {
            last = word;
        } else if (!is_remark(word) && !is_age(word) && !(n->iface.n && is_iface(word)) &&
                   !(n->iface.n && cp_str_has(word, CP_STR("/CPU")))) {
            return false;
        }
    }
    if (m->has_vrf && last.n == 0)
        return false;
    row->vrf = last.n ? ios_vrf(last) : CP_STR("");
    return has_mac;
}

static bool is_heading(cp_state_section *s, cp_str line)
{
    static const char *const begins[] = {
        "Protocol  Address",
        "Address ",
        "IPv6 Address",
        "Flags:",
        "+ - ",
        "# - ",
        "* - ",
        "CP - ",
        "PS - ",
        "RO - ",
        "D - ",
        "R - ",
        "----",
        "[Mcast adjacency]",
        "VRF: ",
        "IPv6 Adjacency Table",
        "(D) - ",
        "(P) - ",
    };
    near *m = s->mem;
    cp_str rest;
    if (ios_after(line, "IP ARP Table for context ", &rest) ||
        ios_after(line, "IPv6 Adjacency Table for VRF ", &rest) || ios_after(line, "VRF: ", &rest))
        s->vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&rest)));
    else if (ios_after(line, "Total number of entries: ", &rest))
        m->has_total = cp_str_u64(rest, &m->n_total);
    else if (cp_str_starts(line, CP_STR("IP ARP Table for all contexts")))
        s->vrf = CP_STR("");
    else if (cp_str_starts(line, CP_STR("Address ")))
        m->has_vrf = cp_str_has(line, CP_STR("VRF Name"));
    else {
        for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
            if (cp_str_starts(line, cp_str_c(begins[i])))
                return true;
        return ios_is_clock(line) || ios_refuses(s, line) ||
               (cp_str_has(line, CP_STR("/CPU")) && cp_str_find_char(line, ' ') < 0);
    }
    return true;
}

cp_state_heard ios_hear_near(cp_state_section *s, cp_str line)
{
    near *m = s->mem;
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR("") };
    cp_str rest = line, word;
    row.neighbour.iface = CP_STR("");
    if (!m->has_begun) {
        m->has_begun = true;
        m->is_part = ios_args(s) > 0;
    }
    if (is_heading(s, cp_str_trim(line)))
        return CP_HEARD_HEADING;
    word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("Internet")))
        word = cp_state_word(&rest);
    if (m->addr.is_set && is_age(word)) { /* the line below its address */
        row.neighbour.addr = m->addr;
        m->addr.is_set = false;
        rest = line;
    } else if (!cp_state_address_of(word, &row.neighbour.addr)) {
        row.neighbour.iface = word; /* ASA */
        if (!ios_is_iface(word) || !cp_state_address_of(cp_state_word(&rest), &row.neighbour.addr))
            return CP_HEARD_NOTHING;
    } else if (cp_str_trim(rest).n == 0) {
        m->addr = row.neighbour.addr;
        return CP_HEARD_HEADING;
    }
    if (!read_columns(s, &row, rest))
        return cp_state_bad(s, "a column that is not known");
    m->n_seen++;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

void ios_end_near(cp_state_section *s)
{
    near *m = s->mem;
    if (m->has_total && m->n_seen < m->n_total && !m->is_part)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu neighbours are shown",
                        (unsigned long long)m->n_seen, (unsigned long long)m->n_total);
}
