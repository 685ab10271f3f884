/* SPDX-License-Identifier: Apache-2.0 */
/* frr_route.c - tables of routes as FRR, Quagga and ZebOS print them:
 *
 *     O>* 10.2.0.0/24 [110/20] via 172.20.0.2, e0-b, weight 1, 00:00:24
 *       *                      via 172.20.0.6, e1-b, weight 1, 00:00:24
 *     S>  10.9.0.0/16 [1/0] via 10.255.0.2 (recursive), weight 1, 00:00:24
 *       *                   via 172.20.0.2, e0-b, weight 1, 00:00:24
 *     S>* 192.0.2.0/25 [1/0] unreachable (blackhole), weight 1, 00:00:25
 *     S    *> 10.1.0.0/16 [1/0] via 192.0.2.1 (recursive is directly connected, eth4) )
 *     S      ::/0 [50/0] via ::, eth4, 01w0d05h
 *
 * `>` is the route that was selected, `*` a next hop that is in the kernel: both together are used.
 * A recursive next hop is followed by those that it became; then only these are told. A legend
 * without `>` is of a table of which every route is used. */
#include <assert.h>
#include "sources/state/frr.h"

typedef struct routes {
    bool is_begun, has_net, is_selected, has_told, has_marks, is_legend, is_part_told;
    bool told_rejected, told_rule;
    cp_state_net net;
    uint64_t preference, metric;
    char protocol[8];
} routes;
static_assert(sizeof(routes) <= FRR_ROUTES_BYTES, "it is kept in a section");

/* What stands before the prefix, or in its place. */
typedef struct marks {
    char code[8]; /* "O", "O IA" */
    size_t n_code;
    bool is_selected, is_fib, is_rejected, is_backup;
} marks;

/* One next hop. */
typedef struct way {
    cp_str iface, vrf;
    cp_state_net via;
    uint64_t what;
    bool is_recursive, is_inactive;
} way;

/* ---- headings */

/* "VRF red:", "IPv4 unicast VRF red:", "IP Route Table for VRF "red"" */
static bool is_vrf_heading(cp_state_section *s, cp_str line)
{
    ptrdiff_t at = cp_str_find(line, CP_STR("VRF "));
    bool is_own = at == 0 || cp_str_starts(line, CP_STR("IPv4 unicast VRF ")) ||
                  cp_str_starts(line, CP_STR("IPv6 unicast VRF ")) ||
                  cp_str_starts(line, CP_STR("IP Route Table for VRF "));
    if (at < 0 || !is_own)
        return false;
    cp_str rest = cp_str_from(line, (size_t)at + 4), name = cp_state_word(&rest);
    while (name.n && (name.p[name.n - 1] == ':' || name.p[name.n - 1] == '"'))
        name.n--;
    if (name.n && name.p[0] == '"')
        name = cp_str_from(name, 1);
    s->vrf = cp_str_eq(name, CP_STR("default")) ? CP_STR("") : cp_str_dup(s->a, name);
    return true;
}

static bool is_heading(cp_state_section *s, cp_str line)
{
    routes *m = s->mem;
    static const char *const titles[] = { "IPv6 Routing Table", "IP Routing Table",
                                          "Timers: Uptime", "Gateway of last resort is", NULL };
    if (cp_str_starts(line, CP_STR("Codes:"))) {
        m->is_legend = true;
        m->has_marks = false;
    }
    for (uint32_t i = 0; titles[i]; i++)
        if (cp_str_starts(line, cp_str_c(titles[i])))
            return true;
    if (is_vrf_heading(s, line)) {
        m->is_legend = false;
        m->has_net = false;
        return true;
    }
    m->has_marks = m->has_marks || (m->is_legend && cp_str_has(line, CP_STR("> - selected")));
    return m->is_legend && cp_str_has(line, CP_STR(" - "));
}

/* ---- marks */

static bool is_code(cp_str word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c == '1' && i) ||
              (c == '2' && i)))
            return false;
    }
    return word.n > 0 && word.n <= 2;
}

static void add_code(marks *m, cp_str code)
{
    if (m->n_code + code.n + 2 > sizeof m->code)
        return;
    if (m->n_code)
        m->code[m->n_code++] = ' ';
    memcpy(m->code + m->n_code, code.p, code.n);
    m->n_code += code.n;
}

/* "S>*", "O[1]>*", "*>", "*", "b", "IA": what of it is the code is taken, the rest are marks.
 * False: it is none of these. */
static bool read_mark(marks *m, cp_str word, bool goes_on)
{
    size_t n = 0;
    while (n < word.n &&
           ((word.p[n] >= 'A' && word.p[n] <= 'Z') || (word.p[n] >= 'a' && word.p[n] <= 'z') ||
            (word.p[n] >= '1' && word.p[n] <= '2' && n)))
        n++;
    cp_str code = cp_str_slice(word, 0, n), rest = cp_str_from(word, n);
    bool is_status =
        code.n == 1 && m->n_code + goes_on > 0 && cp_str_find_char(CP_STR("qrbto"), code.p[0]) >= 0;
    if (is_status) {
        rest = word;
    } else if (code.n) {
        if (!is_code(code) || goes_on)
            return false;
        add_code(m, code);
    }
    if (rest.n && rest.p[0] == '[') { /* the instance of the protocol */
        ptrdiff_t end = cp_str_find_char(rest, ']');
        if (end < 0 || code.n == 0)
            return false;
        rest = cp_str_from(rest, (size_t)end + 1);
    }
    for (size_t i = 0; i < rest.n; i++)
        switch (rest.p[i]) {
        case '>': m->is_selected = true; break;
        case '*': m->is_fib = true; break;
        case 'r':
        case 'q':
        case 'o': m->is_rejected = true; break;
        case 'b': m->is_backup = true; break;
        case 't': m->is_fib = true; break; /* trapped: by the processor */
        case 'p': break;                   /* stale */
        default: return false;
        }
    return true;
}

/* ---- next hops */

static bool is_time(cp_str word)
{
    bool has_digit = false, has_unit = false;
    for (size_t i = 0; i < word.n; i++) {
        has_digit = has_digit || (word.p[i] >= '0' && word.p[i] <= '9');
        bool is_unit = cp_str_find_char(CP_STR(":ywdhms"), word.p[i]) >= 0;
        has_unit = has_unit || is_unit;
        if (!is_unit && !(word.p[i] >= '0' && word.p[i] <= '9'))
            return false;
    }
    return (has_digit && has_unit) || cp_str_eq(word, CP_STR("never"));
}

/* Behind the name of an interface, or in place of it. */
static bool read_quality(way *w, cp_str word, cp_str *rest)
{
    if (cp_str_eq(word, CP_STR("inactive"))) {
        w->is_inactive = true;
    } else if (cp_str_eq(word, CP_STR("(recursive)"))) {
        w->is_recursive = true;
    } else if (cp_str_eq(word, CP_STR("(vrf"))) {
        cp_str vrf = cp_state_word(rest);
        if (vrf.n < 2 || vrf.p[vrf.n - 1] != ')')
            return false;
        w->vrf = cp_str_slice(vrf, 0, vrf.n - 1);
    } else if (cp_str_eq(word, CP_STR("bh")) || cp_str_eq(word, CP_STR("rej"))) {
        w->what |= CP_STATE_DROP;
    } else {
        return cp_str_eq(word, CP_STR("onlink")) || cp_str_eq(word, CP_STR("linkdown")) ||
               cp_str_eq(word, CP_STR("(duplicate"));
    }
    return true;
}

/* "weight 1", "label 16/17", "00:00:24", "eth0 onlink" */
static bool read_clause(way *w, cp_str clause)
{
    static const char *const valued[] = { "weight", "src", "source", "rmapsrc", "tag", NULL };
    cp_str rest = clause, word = cp_state_word(&rest);
    if (word.n == 0 || is_time(word))
        return true;
    for (uint32_t i = 0; valued[i]; i++)
        if (cp_str_eq(word, cp_str_c(valued[i])))
            return cp_state_word(&rest).n > 0;
    if (cp_str_eq(word, CP_STR("label")) || cp_str_starts(word, CP_STR("seg6"))) {
        cp_str label = cp_state_word(&rest);
        if (!cp_str_eq(label, CP_STR("implicit-null")))
            w->what |= CP_STATE_LABELLED;
        return label.n > 0;
    }
    if (read_quality(w, word, &rest))
        return true;
    if (w->iface.n)
        return false;
    w->iface = word;
    while ((word = cp_state_word(&rest)).n)
        if (!read_quality(w, word, &rest))
            return false;
    return true;
}

/* "(recursive is directly connected, eth4) )", "(recursive via 192.0.2.1)": taken out. */
static cp_str without_recursion(cp_arena *a, cp_str text, way *w)
{
    ptrdiff_t at = cp_str_find(text, CP_STR("(recursive "));
    if (at < 0)
        return text;
    cp_str inside = cp_str_from(text, (size_t)at + 11), before = cp_str_slice(text, 0, (size_t)at);
    ptrdiff_t end = cp_str_find_char(inside, ')');
    cp_str after = end < 0 ? CP_STR("") : cp_str_trim(cp_str_from(inside, (size_t)end + 1));
    inside = end < 0 ? inside : cp_str_slice(inside, 0, (size_t)end);
    if (after.n && after.p[0] == ')')
        after = cp_str_from(after, 1);
    if (cp_str_starts(inside, CP_STR("is directly connected, ")))
        w->iface = cp_str_trim(cp_str_from(inside, 23));
    return cp_str_fmt(a, "%.*s%.*s", CP_FMT(before), CP_FMT(after));
}

/* "via 192.0.2.1, eth0, ...", "is directly connected, eth0, ...", "unreachable (blackhole), ..." */
static bool read_way(cp_state_section *s, cp_str text, way *w)
{
    cp_str clause, head = CP_STR("");
    text = without_recursion(s->a, cp_str_trim(text), w);
    (void)cp_str_cut(&text, ',', &head);
    head = cp_str_trim(head);
    cp_str rest = head, word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("via"))) {
        word = cp_state_word(&rest);
        if (!cp_state_address_of(word, &w->via)) {
            (void)cp_state_bad(s, "the gateway is no address");
            return false;
        }
        if (w->via.is_set && cp_str_eq(word, CP_STR("::"))) /* ZebOS: none */
            w->via = (cp_state_net){ .is_set = false };
        while ((word = cp_state_word(&rest)).n)
            if (!read_quality(w, word, &rest))
                return false;
    } else if (cp_str_eq(word, CP_STR("unreachable")) || cp_str_eq(word, CP_STR("blackhole"))) {
        w->what |= CP_STATE_DROP;
        if (cp_str_has(rest, CP_STR(" inactive")))
            w->is_inactive = true;
    } else if (cp_str_eq(head, CP_STR("is a summary"))) {
        w->what |= CP_STATE_DROP;
    } else if (!cp_str_starts(head, CP_STR("is directly connected"))) {
        return false;
    }
    while (cp_str_cut(&text, ',', &clause))
        if (!read_clause(w, cp_str_trim(clause)))
            return false;
    if (cp_str_eq_nocase(w->iface, CP_STR("Null0")))
        w->what |= CP_STATE_DROP;
    return true;
}

/* ---- a line */

static void tell_not_installed(cp_state_section *s, cp_str line)
{
    routes *m = s->mem;
    if (!m->told_rejected)
        cp_state_limits(s, CP_STR(""), "not installed",
                        "a route that was selected is not, or not yet, in the kernel: %.*s",
                        CP_FMT(cp_str_slice(cp_str_trim(line), 0, 80)));
    m->told_rejected = true;
}

static cp_state_heard tell(cp_state_section *s, const marks *k, const way *w, cp_str line)
{
    routes *m = s->mem;
    bool is_connected = m->protocol[0] == 'C' && m->protocol[1] == '\0';
    cp_state row = { .kind = CP_STATE_ROUTE, .vrf = CP_STR("") };
    if (k->is_rejected && (m->is_selected || !m->has_marks))
        tell_not_installed(s, line);
    bool is_used = m->has_marks ? m->is_selected && k->is_fib : !k->is_rejected;
    if (w->is_recursive && !k->is_fib && m->has_marks && m->is_selected)
        return CP_HEARD_ROW; /* those that it became follow */
    row.route = (cp_state_route){ .net = m->net,
                                  .via = w->via,
                                  .protocol = cp_str_c(m->protocol),
                                  .iface = w->iface,
                                  .via_vrf = w->vrf.n ? w->vrf : CP_STR(""),
                                  .preference = m->preference,
                                  .metric = m->metric,
                                  .what = w->what | (m->has_told ? CP_STATE_MORE : 0) |
                                          (k->is_backup ? CP_STATE_BACKUP : 0) };
    if (is_used && !w->is_inactive && !k->is_backup)
        row.route.what |= CP_STATE_USED;
    if (m->protocol[0] == 'L' && m->protocol[1] == '\0')
        row.route.what |= CP_STATE_LOCAL;
    else if (!(w->what & CP_STATE_DROP) && (is_connected || !w->via.is_set))
        row.route.what |= CP_STATE_CONNECTED;
    if (m->protocol[0] == 'F' && !m->told_rule) {
        m->told_rule = true;
        cp_state_limits(s, CP_STR(""), "policy routing", "routes of PBR");
    }
    m->has_told = true;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

/* [110/20] */
static bool read_distance(cp_str word, uint64_t *preference, uint64_t *metric)
{
    ptrdiff_t slash = cp_str_find_char(word, '/');
    return word.n > 4 && word.p[0] == '[' && word.p[word.n - 1] == ']' && slash > 0 &&
           cp_str_u64(cp_str_slice(word, 1, (size_t)slash - 1), preference) &&
           cp_str_u64(cp_str_slice(word, (size_t)slash + 1, word.n - (size_t)slash - 2), metric);
}

static bool begins_way(cp_str word)
{
    return cp_str_eq(word, CP_STR("via")) || cp_str_eq(word, CP_STR("is")) ||
           cp_str_eq(word, CP_STR("unreachable")) || cp_str_eq(word, CP_STR("blackhole"));
}

static cp_state_heard hear_more(cp_state_section *s, cp_str line, const marks *k, cp_str rest)
{
    routes *m = s->mem;
    way w = { .iface = CP_STR(""), .vrf = CP_STR("") };
    cp_str ahead = rest;
    uint64_t preference, metric;
    if (!m->has_net)
        return cp_state_bad(s, "a next hop without a prefix before it");
    if (read_distance(cp_state_word(&ahead), &preference, &metric))
        rest = ahead;
    return read_way(s, rest, &w) ? tell(s, k, &w, line) : CP_HEARD_NOTHING;
}

static cp_state_heard hear_route(cp_state_section *s, cp_str line, const marks *k, cp_str prefix,
                                 cp_str rest)
{
    routes *m = s->mem;
    way w = { .iface = CP_STR(""), .vrf = CP_STR("") };
    m->has_net = m->has_told = false;
    if (!cp_state_prefix(s, prefix, &m->net))
        return CP_HEARD_NOTHING;
    m->has_net = true;
    m->is_selected = k->is_selected;
    m->has_marks = m->has_marks || k->is_selected;
    m->preference = m->metric = 0;
    memset(m->protocol, 0, sizeof m->protocol);
    memcpy(m->protocol, k->code, k->n_code < sizeof m->protocol ? k->n_code : 0);
    cp_str ahead = rest;
    if (read_distance(cp_state_word(&ahead), &m->preference, &m->metric))
        rest = ahead;
    return read_way(s, rest, &w) ? tell(s, k, &w, line) : CP_HEARD_NOTHING;
}

static cp_state_heard hear(cp_state_section *s, cp_str line)
{
    bool goes_on = line.p[0] == ' ';
    marks k = { .n_code = 0 };
    cp_str rest = line, before = line, word;
    while ((word = cp_state_word(&rest)).n) {
        if (begins_way(word) || word.p[0] == '[')
            return goes_on ? hear_more(s, line, &k, before) : CP_HEARD_NOTHING;
        if (cp_str_find_char(word, '/') >= 0)
            return k.n_code ? hear_route(s, line, &k, word, rest) : CP_HEARD_NOTHING;
        if (!read_mark(&k, word, goes_on))
            return CP_HEARD_NOTHING;
        before = rest;
    }
    return CP_HEARD_NOTHING;
}

cp_state_heard frr_hear_routes(cp_state_section *s, cp_str line)
{
    routes *m = s->mem;
    cp_arena_mark mark = cp_arena_here(s->a);
    if (!m->is_begun) {
        m->is_begun = true;
        frr_args(s);
    }
    if (is_heading(s, line))
        return CP_HEARD_HEADING;
    cp_state_heard heard = hear(s, line);
    if (heard != CP_HEARD_NOTHING) {
        m->is_legend = false;
        cp_arena_back(s->a, mark);
    }
    return heard;
}

/* A legend of the form, or a route with its marks: "O>* 10", "S    *> 10". */
int frr_routes_fit(cp_str head)
{
    cp_str line;
    if (cp_str_has(head, CP_STR("> - selected route")) ||
        (cp_str_has(head, CP_STR("IP Route Table for VRF")) &&
         cp_str_has(head, CP_STR("Codes: K - kernel"))))
        return 1;
    while (cp_str_cut_line(&head, &line)) {
        cp_str rest = line, word = cp_state_word(&rest), next = cp_state_word(&rest);
        if (line.n == 0 || line.p[0] < 'A' || line.p[0] > 'z')
            continue;
        bool is_frr = word.n >= 3 && word.p[1] == '>' && word.p[2] == '*';
        bool is_zebos = is_code(word) && cp_str_eq(next, CP_STR("*>"));
        if (is_frr || is_zebos)
            return 1;
    }
    return 0;
}
