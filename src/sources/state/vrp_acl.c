/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_acl.c - `display acl` of VRP and Comware:
 *
 *     Advanced ACL 3000, 2 rules                        VRP
 *     Advanced IPv4 ACL 3000, named web, 2 rules,       Comware
 *     Acl's step is 5
 *      rule 5 permit tcp source 192.0.2.0 0.0.0.255 (3 matches) */
#include "sources/state/vrp_acl.h"

static bool is_number(cp_str w)
{
    uint64_t n;
    return cp_str_u64(w, &n);
}

/* The word of a title without its comma. */
static cp_str title_word(cp_str *rest)
{
    cp_str w = cp_state_word(rest);
    while (w.n && (w.p[w.n - 1] == ',' || w.p[w.n - 1] == ';'))
        w.n--;
    return w;
}

/* "Advanced IPv6 ACL 3999 name web, 2 rules, match-order is auto" */
static bool read_title(cp_state_section *s, cp_vrp_acl *m, cp_str text)
{
    static const char *const kinds[] = { "Basic", "Advanced", "Layer",      "L2",       "Ethernet",
                                         "User",  "UCL",      "MPLS-based", "Interface" };
    cp_str rest = text, word = title_word(&rest), name = CP_STR(""), number = CP_STR("");
    bool is_kind = false, is_v6 = false;
    uint64_t n_rules = 0, n;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        is_kind = is_kind || cp_str_eq_nocase(word, cp_str_c(kinds[i]));
    ptrdiff_t at = cp_str_find(text, CP_STR("ACL"));
    if (!is_kind || at < 0)
        return false;
    bool is_basic = cp_str_eq(word, CP_STR("Basic")),
         is_advanced = cp_str_eq(word, CP_STR("Advanced"));
    is_v6 = cp_vrp_has(cp_str_slice(text, 0, (size_t)at + 4), "ipv6") ||
            cp_vrp_has(cp_str_slice(text, 0, (size_t)at + 4), "acl6");
    rest = cp_str_from(text, (size_t)at + 3);
    while ((word = title_word(&rest)).n) {
        if (cp_str_eq(word, CP_STR("name")) || cp_str_eq(word, CP_STR("named")))
            name = title_word(&rest);
        else if (cp_str_u64(word, &n) && cp_str_starts(cp_str_trim(rest), CP_STR("rule")))
            n_rules = n;
        else if (is_number(word) && !number.n)
            number = word;
        else if (!number.n && !name.n && !cp_str_eq_nocase(word, CP_STR("number")))
            name = word;
    }
    if (cp_str_eq(name, CP_STR("-none-")) || cp_str_eq(name, CP_STR("-")))
        name = CP_STR("");
    cp_vrp_acl_open(s, m, name, number, is_v6);
    m->is_basic = m->is_basic || is_basic;
    m->is_layer2 = !is_basic && !is_advanced;
    m->is_auto = cp_vrp_has(text, "match-order is auto");
    m->want = n_rules;
    return m->name.n > 0;
}

static bool is_title(cp_vrp_acl *m, cp_str text)
{
    if (cp_str_starts_nocase(text, CP_STR("ACL's step is"))) {
        cp_str rest = cp_str_from(text, 13);
        uint64_t n;
        if (cp_str_u64(title_word(&rest), &n))
            m->step = n;
        return true;
    }
    return cp_str_starts(text, CP_STR("Total quantity of")) ||
           cp_str_starts(text, CP_STR("Total nonempty")) || cp_vrp_is_ruler(text) ||
           cp_str_starts(text, CP_STR("Statistics is enabled"));
}

cp_state_heard cp_vrp_acl_line(cp_state_section *s, cp_str line)
{
    cp_vrp_acl *m = s->mem;
    cp_str text = cp_str_trim(line);
    if (read_title(s, m, text) || is_title(m, text))
        return CP_HEARD_HEADING;
    if (cp_str_starts(text, CP_STR("rule ")))
        return m->is_open ? cp_vrp_rule(s, m, text) : cp_state_bad(s, "no ACL stands above");
    /* what a person wrote of the ACL stands alone between its title and its step */
    return m->is_open && m->n == 0 && line.n && line.p[0] != ' ' ? CP_HEARD_HEADING
                                                                 : CP_HEARD_NOTHING;
}

void cp_vrp_acl_end(cp_state_section *s) { cp_vrp_acl_close(s, s->mem); }
