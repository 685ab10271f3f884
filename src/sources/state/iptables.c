/* SPDX-License-Identifier: Apache-2.0 */
/* iptables.c - what iptables-save and ip6tables-save print:
 *
 *     *filter
 *     :FORWARD DROP [0:0]
 *     -A FORWARD -s 192.0.2.0/24 -i eth0 -o eth1 -p tcp -m tcp --dport 80:443 -j ACCEPT
 *     COMMIT
 *
 * The table "filter" is told at its COMMIT; rules of other tables that change packets or their way
 * are limits. */
#include <assert.h>
#include "sources/state/netfilter.h"

typedef struct tables {
    nf_chains chains;
    char table[24];
    bool is_v6, is_open;
} tables;
static_assert(sizeof(tables) <= NF_MEM, "it is kept in a section");

static nf_hook hook_of(cp_str name)
{
    if (cp_str_eq(name, CP_STR("FORWARD")))
        return NF_HOOK_FORWARD;
    if (cp_str_eq(name, CP_STR("INPUT")) || cp_str_eq(name, CP_STR("OUTPUT")))
        return NF_HOOK_LOCAL;
    return cp_str_eq(name, CP_STR("PREROUTING")) || cp_str_eq(name, CP_STR("POSTROUTING"))
               ? NF_HOOK_OTHER
               : NF_HOOK_NONE;
}

/* :FORWARD DROP [0:0] */
static cp_state_heard hear_chain(cp_state_section *s, cp_str line)
{
    tables *m = s->mem;
    cp_str rest = cp_str_from(line, 1), name = cp_state_word(&rest), policy = cp_state_word(&rest);
    if (!m->is_open || name.n == 0 || policy.n == 0)
        return CP_HEARD_NOTHING;
    bool is_mangle = cp_str_eq(cp_str_c(m->table), CP_STR("mangle"));
    nf_chain c = { .table = cp_str_dup(s->a, cp_str_c(m->table)),
                   .name = cp_str_dup(s->a, name),
                   .type = is_mangle ? CP_STR("route") : cp_str_dup(s->a, cp_str_c(m->table)),
                   .versions = m->is_v6 ? CP_STATE_V6 : CP_STATE_V4,
                   .line = s->line,
                   .hook = hook_of(name),
                   .policy = cp_str_eq(policy, CP_STR("DROP")) ? NF_DROP : NF_ACCEPT };
    if (is_mangle && c.hook == NF_HOOK_LOCAL)
        c.hook = NF_HOOK_NONE;
    cp_vec_push(s->a, &m->chains.v, c);
    return CP_HEARD_ROW;
}

/* ---- a rule */

static void add_nets(cp_state_section *s, nf_match *m, uint32_t k, cp_str list)
{
    cp_str text;
    cp_state_net net;
    while (cp_str_cut(&list, ',', &text)) {
        ptrdiff_t slash = cp_str_find_char(text, '/');
        uint64_t length;
        bool is_read = slash < 0 ? cp_state_address_of(text, &net) : cp_state_prefix(s, text, &net);
        if (!is_read && slash > 0 &&
            cp_state_mask(cp_str_from(text, (size_t)slash + 1), false, &length))
            is_read = cp_state_prefix_of(s, cp_str_slice(text, 0, (size_t)slash), length, &net);
        s->why = CP_STR("");
        if (!is_read) {
            m->is_partial = true;
            m->nets[k].n = 0;
            return;
        }
        cp_vec_push(s->a, &m->nets[k], net);
    }
}

/* 80, 80:443, 22,80:443 */
static void add_ports(cp_state_section *s, nf_match *m, uint32_t k, cp_str list)
{
    cp_str text;
    while (cp_str_cut(&list, ',', &text)) {
        nf_range x;
        ptrdiff_t colon = cp_str_find_char(text, ':');
        cp_str first = colon < 0 ? text : cp_str_slice(text, 0, (size_t)colon);
        cp_str last = colon < 0 ? text : cp_str_from(text, (size_t)colon + 1);
        x.first = 0;
        x.last = 65535;
        if ((first.n && !cp_str_u64(first, &x.first)) || (last.n && !cp_str_u64(last, &x.last)) ||
            x.first > x.last || x.last > 65535) {
            m->is_partial = true;
            m->ranges[k].n = 0;
            return;
        }
        cp_vec_push(s->a, &m->ranges[k], x);
    }
}

static void add_protocol(cp_state_section *s, nf_match *m, cp_str name)
{
    uint64_t number;
    if (cp_str_eq(name, CP_STR("all")))
        return;
    if (nf_protocol(name, &number))
        cp_vec_push(s->a, &m->ranges[NF_PROTOCOL], ((nf_range){ number, number }));
    else
        m->is_partial = true;
}

static void add_iface(cp_state_section *s, nf_match *m, uint32_t k, cp_str name)
{
    if (name.n && name.p[name.n - 1] == '+')
        m->is_partial = m->is_partial || name.n > 1; /* "+" alone is any */
    else
        cp_vec_push(s->a, &m->ifaces[k], cp_str_dup(s->a, name));
}

static void set_verdict(cp_state_section *s, nf_rule *r, cp_str target, bool is_goto)
{
    static const char *const passed[] = { "LOG",   "NFLOG",  "ULOG",     "AUDIT",    "ACCOUNT",
                                          "TRACE", "TCPMSS", "CHECKSUM", "SYNPROXY", NULL };
    r->verdict = cp_str_eq(target, CP_STR("ACCEPT"))   ? NF_ACCEPT
                 : cp_str_eq(target, CP_STR("DROP"))   ? NF_DROP
                 : cp_str_eq(target, CP_STR("REJECT")) ? NF_DROP
                 : cp_str_eq(target, CP_STR("RETURN")) ? NF_RETURN
                 : is_goto                             ? NF_GOTO
                                                       : NF_JUMP;
    for (uint32_t i = 0; passed[i]; i++)
        if (cp_str_eq(target, cp_str_c(passed[i])))
            r->verdict = NF_CONTINUE;
    r->target = cp_str_dup(s->a, target);
}

/* The word, or what stands in quotes. */
static cp_str value(cp_str *rest)
{
    cp_str at = *rest;
    while (at.n && at.p[0] == ' ')
        at = cp_str_from(at, 1);
    if (at.n == 0 || at.p[0] != '"')
        return cp_state_word(rest);
    size_t n = 1;
    while (n < at.n && at.p[n] != '"')
        n += at.p[n] == '\\' ? 2 : 1;
    *rest = cp_str_from(at, n + 1);
    return cp_str_slice(at, 1, n - 1);
}

/* One option and its value; false: it is none that is known, or behind a `!`. */
static bool read_option(cp_state_section *s, nf_rule *r, cp_str option, cp_str *rest)
{
    nf_match *m = &r->match;
    if (cp_str_eq(option, CP_STR("-s")))
        add_nets(s, m, NF_SRC, value(rest));
    else if (cp_str_eq(option, CP_STR("-d")))
        add_nets(s, m, NF_DST, value(rest));
    else if (cp_str_eq(option, CP_STR("-i")))
        add_iface(s, m, NF_IN, value(rest));
    else if (cp_str_eq(option, CP_STR("-o")))
        add_iface(s, m, NF_OUT, value(rest));
    else if (cp_str_eq(option, CP_STR("-p")))
        add_protocol(s, m, value(rest));
    else if (cp_str_eq(option, CP_STR("--dport")) || cp_str_eq(option, CP_STR("--dports")))
        add_ports(s, m, NF_DST_PORT, value(rest));
    else if (cp_str_eq(option, CP_STR("--sport")) || cp_str_eq(option, CP_STR("--sports")))
        add_ports(s, m, NF_SRC_PORT, value(rest));
    else if (cp_str_eq(option, CP_STR("-m")) || cp_str_eq(option, CP_STR("--comment")) ||
             cp_str_eq(option, CP_STR("--reject-with")) ||
             cp_str_starts(option, CP_STR("--log-")) || cp_str_starts(option, CP_STR("--nflog-")))
        (void)value(rest);
    else
        return false;
    return true;
}

/* A rule asks for more than is known here: it may match, or not. */
static void read_rule(cp_state_section *s, cp_str rest, nf_rule *r)
{
    cp_str word;
    while ((word = value(&rest)).n) {
        if (cp_str_eq(word, CP_STR("-j")) || cp_str_eq(word, CP_STR("-g"))) {
            set_verdict(s, r, value(&rest), word.p[1] == 'g');
            if (r->verdict != NF_DROP && r->verdict != NF_CONTINUE)
                break; /* options of the target */
        } else if (cp_str_eq(word, CP_STR("!"))) {
            nf_rule not_this = { .verdict = NF_CONTINUE };
            word = value(&rest);
            if (!read_option(s, &not_this, word, &rest))
                (void)value(&rest);
            r->match.is_partial = true;
        } else if (!read_option(s, r, word, &rest)) {
            r->match.is_partial = true;
        }
    }
}

/* -A FORWARD ... */
static cp_state_heard hear_rule(cp_state_section *s, cp_str line)
{
    tables *m = s->mem;
    cp_str rest = line;
    (void)cp_state_word(&rest);
    cp_str name = cp_state_word(&rest);
    nf_chain *c = nf_find(&m->chains, cp_str_c(m->table), name);
    if (!m->is_open || !c)
        return cp_state_bad(s, "a rule of a chain that there is not");
    nf_rule r = { .line = s->line, .text = cp_str_dup(s->a, line), .target = CP_STR("") };
    read_rule(s, rest, &r);
    cp_vec_push(s->a, &c->rules, r);
    return CP_HEARD_ROW;
}

static void tell_tables(cp_state_section *s)
{
    tables *m = s->mem;
    uint64_t line = s->line;
    nf_tell(s, &m->chains);
    s->line = line;
    m->chains = (nf_chains){ .n_rows = m->chains.n_rows };
    m->is_open = false;
}

cp_state_heard iptables_hear(cp_state_section *s, cp_str line)
{
    tables *m = s->mem;
    if (line.n && line.p[0] == '#') {
        m->is_v6 = m->is_v6 || cp_str_has(line, CP_STR("ip6tables-save"));
        return CP_HEARD_HEADING;
    }
    m->is_v6 = m->is_v6 || cp_str_starts(s->command, CP_STR("ip6tables")) ||
               cp_str_has(s->command, CP_STR(" ip6tables"));
    if (line.n && line.p[0] == '*') {
        cp_str name = cp_str_slice(cp_str_from(line, 1), 0, sizeof m->table - 1);
        memset(m->table, 0, sizeof m->table);
        memcpy(m->table, name.p, name.n);
        m->is_open = true;
        return CP_HEARD_HEADING;
    }
    if (line.n && line.p[0] == ':')
        return hear_chain(s, line);
    if (line.n && line.p[0] == '[') { /* counters, with -c */
        ptrdiff_t end = cp_str_find_char(line, ']');
        line = end > 0 ? cp_str_trim(cp_str_from(line, (size_t)end + 1)) : line;
    }
    if (cp_str_starts(line, CP_STR("-A ")))
        return hear_rule(s, line);
    if (!cp_str_eq(line, CP_STR("COMMIT")))
        return CP_HEARD_NOTHING;
    tell_tables(s);
    return CP_HEARD_HEADING;
}

/* Without its COMMIT a table is cut off. */
void iptables_end(cp_state_section *s)
{
    tables *m = s->mem;
    if (!m->is_open)
        return;
    tell_tables(s);
    cp_state_limits(s, CP_STR(""), "cut off", "the table %s has no COMMIT", m->table);
}

int iptables_fit(cp_str head)
{
    return cp_str_has(head, CP_STR("*filter")) || cp_str_has(head, CP_STR("*nat")) ||
           cp_str_has(head, CP_STR("*mangle")) || cp_str_has(head, CP_STR("*raw"));
}
