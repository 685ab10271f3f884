/* SPDX-License-Identifier: Apache-2.0 */
/* ios_acl.c - access lists, as configurations have them and as they are shown:
 *
 *     10 permit tcp any eq www host 192.0.2.1 range 1024 65535 established (5 matches)
 *     |  |      |   |          |                               |
 *     |  says   protocol       destination and its ports       matches some of the box only
 *     sequence      source and its ports
 *
 * A rule with several ports, or with all but one, is several boxes, and so is one with groups of
 * objects: each of their members with each other. What cannot be told of a rule (a group of objects
 * that is not there, a protocol that is not known) makes it say nothing of its box; a word behind
 * the destination that is not known makes it partial: every such word narrows. */
#include "sources/state/ios_group.h"

enum { PORT_MAX = 65535, PROTOCOL_MAX = 255 };

typedef struct rule {
    cp_state_rule r;
    ios_ranges src, dst;
    const ios_group *src_nets, *dst_nets, *services; /* in the place of one; NULL: no group */
    bool is_partial, is_unknown;
} rule;

void ios_filter_begin(ios_filter *f, cp_str name, bool is_v6, bool is_standard)
{
    *f = (ios_filter){ .is_v6 = is_v6, .is_standard = is_standard };
    f->n_name = name.n < sizeof f->name ? name.n : sizeof f->name;
    if (name.n)
        memcpy(f->name, name.p, f->n_name);
}

/* ---- ports */

static void add_range(ios_ranges *to, uint64_t first, uint64_t last)
{
    if (to->n == IOS_RANGES_MAX) {
        to->is_some = true;
        return;
    }
    to->v[to->n][0] = first;
    to->v[to->n++][1] = last;
}

/* All but one port. */
static void add_others(ios_ranges *to, uint64_t port)
{
    if (port > 0)
        add_range(to, 0, port - 1);
    if (port < PORT_MAX)
        add_range(to, port + 1, PORT_MAX);
}

static bool begins_side(cp_str word)
{
    static const char *const words[] = { "any",       "any4",         "any6",
                                         "host",      "object-group", "object",
                                         "addrgroup", "net-group",    "interface" };
    cp_state_net net;
    ptrdiff_t slash = cp_str_find_char(word, '/');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_eq(word, cp_str_c(words[i])))
            return true;
    return cp_state_address_of(slash > 0 ? cp_str_slice(word, 0, (size_t)slash) : word, &net);
}

/* "eq www 8080", "neq telnet": of a source all words up to the destination are of its ports. */
static void read_list(ios_ranges *to, cp_str *rest, bool is_src, bool is_eq)
{
    uint64_t port;
    for (uint32_t n = 0;; n++) {
        cp_str left = *rest, word = cp_state_word(&left);
        if (word.n == 0 || (is_src && begins_side(word)))
            return;
        bool is_known = ios_port(word, &port);
        if (!is_known && !is_src)
            return;
        if (is_known && is_eq)
            add_range(to, port, port);
        else if (is_known && n == 0)
            add_others(to, port);
        else
            to->is_some = true;
        *rest = left;
    }
}

/* "gt 1023", "lt 1024", "ge 1024", "le 1023", "range 20 21", "range 20-21" */
static void read_span(ios_ranges *to, cp_str *rest, cp_str how)
{
    uint64_t first = 0, last = 0;
    cp_str word = cp_state_word(rest), head;
    bool is_range = cp_str_eq(how, CP_STR("range"));
    bool is_joined = is_range && word.n && word.p[0] <= '9' && cp_str_find_char(word, '-') > 0;
    if (is_joined)
        (void)cp_str_cut(&word, '-', &head);
    bool is_known = ios_port(is_joined ? head : word, &first);
    if (is_range)
        is_known =
            ios_port(is_joined ? word : cp_state_word(rest), &last) && is_known && first <= last;
    if (is_known && how.p[0] == 'r')
        add_range(to, first, last);
    else if (is_known && how.p[1] == 'e') /* with the port itself */
        add_range(to, how.p[0] == 'g' ? first : 0, how.p[0] == 'g' ? PORT_MAX : first);
    else if (is_known && how.p[0] == 'g' && first < PORT_MAX)
        add_range(to, first + 1, PORT_MAX);
    else if (is_known && how.p[0] == 'l' && first > 0)
        add_range(to, 0, first - 1);
    else
        to->is_some = true;
}

bool ios_read_ports(ios_ranges *to, cp_str *rest, bool is_src)
{
    cp_str left = *rest, word = cp_state_word(&left);
    bool is_list = cp_str_eq(word, CP_STR("eq")) || cp_str_eq(word, CP_STR("neq"));
    if (!is_list && !cp_str_eq(word, CP_STR("gt")) && !cp_str_eq(word, CP_STR("lt")) &&
        !cp_str_eq(word, CP_STR("ge")) && !cp_str_eq(word, CP_STR("le")) &&
        !cp_str_eq(word, CP_STR("range")))
        return false;
    *rest = left;
    if (is_list)
        read_list(to, rest, is_src, word.p[0] == 'e');
    else
        read_span(to, rest, word);
    to->is_some = to->is_some || to->n == 0;
    return true;
}

/* "portgroup P", "port-group P", "object-group P" of ASA in the place of ports. */
static void read_port_group(rule *r, const ios_filter *f, ios_ranges *to, cp_str *rest)
{
    cp_str left = *rest, word = cp_state_word(&left);
    bool is_named = cp_str_eq(word, CP_STR("portgroup")) || cp_str_eq(word, CP_STR("port-group"));
    const ios_group *g = ios_group_find(f->groups, cp_state_word(&left));
    bool is_ports = g && g->kind == IOS_PORTS;
    if (!is_named && !(is_ports && cp_str_eq(word, CP_STR("object-group"))))
        return;
    *rest = left;
    if (!is_ports || g->is_unknown || g->services.n == 0)
        r->is_unknown = true;
    for (uint32_t i = 0; is_ports && i < g->services.n; i++)
        add_range(to, g->services.v[i].dst[0], g->services.v[i].dst[1]);
}

static void read_ports(rule *r, const ios_filter *f, ios_ranges *to, cp_str *rest, bool is_src)
{
    if (!ios_read_ports(to, rest, is_src))
        read_port_group(r, f, to, rest);
    if (to->is_some) {
        to->n = 0;
        r->is_partial = true;
    }
}

/* ---- addresses */

static bool is_group(cp_str word)
{
    static const char *const words[] = { "object-group", "object", "addrgroup", "net-group",
                                         "interface" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_eq(word, cp_str_c(words[i])))
            return true;
    return false;
}

static bool set_net(cp_str address, uint64_t length, cp_state_net *net)
{
    cp_ip ip;
    return cp_ip_parse(address, &ip) && length <= 128 && cp_state_net_of(ip, (uint32_t)length, net);
}

/* "192.0.2.0 0.0.0.255", "192.0.2.0, wildcard bits 0.0.0.255", or one alone. */
static bool read_wildcard(rule *r, const ios_filter *f, cp_str address, cp_str *rest,
                          cp_state_net *net)
{
    cp_str left = *rest, word = cp_state_word(&left);
    cp_state_net mask;
    uint64_t length;
    if (address.n && address.p[address.n - 1] == ',')
        address.n--;
    if (cp_str_eq(word, CP_STR("wildcard"))) {
        (void)cp_state_word(&left);
        word = cp_state_word(&left);
    }
    if (!cp_state_address_of(word, &mask) || f->is_v6)
        return cp_state_address_of(address, net);
    *rest = left;
    if (!cp_state_mask(word, !f->has_masks, &length))
        r->is_partial = true; /* with gaps: the box is around it */
    if (!set_net(address, length, net))
        return false;
    if (length == 0)
        *net = (cp_state_net){ .bits = 0 };
    return true;
}

/* A group of addresses in the place of a side; what is none that is known says nothing. */
static bool read_side_group(rule *r, const ios_filter *f, cp_str *rest, const ios_group **group)
{
    cp_str name = cp_state_word(rest);
    const ios_group *g = ios_group_find(f->groups, name);
    if (!g || g->kind != IOS_NETS || g->is_unknown || g->nets.n == 0)
        r->is_unknown = true;
    else
        *group = g;
    return name.n > 0;
}

static bool read_side(rule *r, const ios_filter *f, cp_str *rest, cp_state_net *net,
                      const ios_group **group)
{
    cp_str word = cp_state_word(rest);
    ptrdiff_t slash = cp_str_find_char(word, '/');
    uint64_t length;
    if (cp_str_eq(word, CP_STR("any")) || cp_str_eq(word, CP_STR("any4")) ||
        cp_str_eq(word, CP_STR("any6")))
        return true;
    if (cp_str_eq(word, CP_STR("host")))
        return cp_state_address_of(cp_state_word(rest), net);
    if (is_group(word))
        return read_side_group(r, f, rest, group);
    if (slash > 0) {
        if (!cp_str_u64(cp_str_from(word, (size_t)slash + 1), &length) ||
            !set_net(cp_str_slice(word, 0, (size_t)slash), length, net))
            return false;
        if (length == 0)
            *net = (cp_state_net){ .bits = 0 };
        return true;
    }
    return read_wildcard(r, f, word, rest, net);
}

/* ---- what stands behind */

/* Words that change nothing of what matches: logging, counters. */
static bool is_idle(cp_str word, cp_str *rest)
{
    static const char *const alone[] = { "log", "log-input", "time", "informational" };
    static const char *const with_one[] = { "counter", "interval", "sequence" };
    if (word.p[0] == '(' || word.p[0] == '[') { /* (5 matches) [match=5] */
        char end = word.p[0] == '(' ? ')' : ']';
        while (word.n && word.p[word.n - 1] != end)
            word = cp_state_word(rest);
        return true;
    }
    for (size_t i = 0; i < 2; i++)
        if (cp_str_eq(word, cp_str_c(alone[i])))
            return true;
    for (size_t i = 0; i < sizeof with_one / sizeof *with_one; i++)
        if (cp_str_eq(word, cp_str_c(with_one[i]))) {
            (void)cp_state_word(rest);
            return true;
        }
    return cp_str_starts(word, CP_STR("0x")) || cp_str_eq(word, cp_str_c(alone[3]));
}

static void read_behind(cp_state_section *s, rule *r, cp_str rest)
{
    static const char *const ways[] = { "nexthop", "nexthop1", "redirect", "set", "default" };
    cp_str word;
    while ((word = cp_state_word(&rest)).n) {
        if (is_idle(word, &rest))
            continue;
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
            if (cp_str_eq(word, cp_str_c(ways[i])))
                cp_state_limits(s, CP_STR(""), "policy routing", "a rule of access list %.*s",
                                CP_FMT(r->r.filter));
        r->is_partial = true;
    }
}

/* ---- the rule */

static const cp_state_net any_net = { .is_set = false };
static const ios_service any_service = {
    { 0, PROTOCOL_MAX }, { 0, PORT_MAX }, { 0, PORT_MAX }, false
};

static bool is_other_version(const cp_state_net *a, const cp_state_net *b)
{
    return a->is_set && b->is_set && cp_state_net_is_v4(a) != cp_state_net_is_v4(b);
}

/* The box of one service between two networks: its ports, or those that the rule has. */
static void tell_ports(cp_state_section *s, const rule *r, cp_state_rule x, const ios_service *of)
{
    const uint64_t service[2][2] = { { of->src[0], of->src[1] }, { of->dst[0], of->dst[1] } };
    uint32_t n_src = r->src.n ? r->src.n : 1, n_dst = r->dst.n ? r->dst.n : 1;
    x.what |= r->is_partial || of->is_partial ? CP_STATE_PARTIAL : 0;
    for (uint32_t i = 0; i < n_src; i++)
        for (uint32_t k = 0; k < n_dst; k++) {
            memcpy(x.src_port, r->src.n ? r->src.v[i] : service[0], sizeof x.src_port);
            memcpy(x.dst_port, r->dst.n ? r->dst.v[k] : service[1], sizeof x.dst_port);
            cp_state_tell(s, (cp_state){ .kind = CP_STATE_RULE, .vrf = CP_STR(""), .rule = x });
        }
}

/* How many boxes the rule is; too many are one, of which nothing is said. */
static void limit_boxes(const ios_filter *f, rule *r)
{
    uint64_t n = 1;
    if (r->services)
        n *= r->services->services.n;
    if (r->src_nets)
        n *= r->src_nets->nets.n;
    if (r->dst_nets)
        n *= r->dst_nets->nets.n;
    n *= (uint64_t)(r->src.n ? r->src.n : 1) * (r->dst.n ? r->dst.n : 1);
    bool has_group = r->services || r->src_nets || r->dst_nets;
    if (has_group && f->groups && n <= IOS_BOXES_OF_RULE_MAX)
        f->groups->n_boxes += n;
    if (n > IOS_BOXES_OF_RULE_MAX || (has_group && f->groups->n_boxes > IOS_BOXES_OF_GROUPS_MAX))
        r->is_unknown = true;
    if (r->services && (r->src.n || r->dst.n || r->is_partial))
        r->is_unknown = true; /* ports twice */
    if (r->is_unknown)
        r->src_nets = r->dst_nets = r->services = NULL;
    if (n > IOS_BOXES_OF_RULE_MAX)
        r->src.n = r->dst.n = 0;
}

static void tell_rule(cp_state_section *s, const ios_filter *f, rule *r)
{
    limit_boxes(f, r);
    const cp_state_net *src = r->src_nets ? r->src_nets->nets.v : &r->r.src,
                       *dst = r->dst_nets ? r->dst_nets->nets.v : &r->r.dst;
    const ios_service *of = r->services ? r->services->services.v : &any_service;
    uint32_t n_src = r->src_nets ? r->src_nets->nets.n : 1,
             n_dst = r->dst_nets ? r->dst_nets->nets.n : 1,
             n_of = r->services ? r->services->services.n : 1;
    if (r->is_unknown)
        r->r.says = 2;
    for (uint32_t i = 0; i < n_src; i++)
        for (uint32_t k = 0; k < n_dst; k++)
            for (uint32_t e = 0; e < n_of && !is_other_version(&src[i], &dst[k]); e++) {
                cp_state_rule x = r->r;
                x.src = src[i].is_set ? src[i] : any_net;
                x.dst = dst[k].is_set ? dst[k] : any_net;
                x.what = f->is_v6 ? CP_STATE_V6 : CP_STATE_V4;
                for (int p = 0; p < 2 && r->services; p++)
                    x.protocol[p] = of[e].protocol[p];
                tell_ports(s, r, x, &of[e]);
            }
}

/* The protocol, or a group of services; a word that is neither cannot be told. */
static void read_protocol(rule *r, const ios_filter *f, cp_str *rest)
{
    cp_str word = cp_state_word(rest);
    if (ios_protocol(word, f->is_v6, r->r.protocol))
        return;
    r->r.protocol[0] = 0;
    r->r.protocol[1] = PROTOCOL_MAX;
    const ios_group *g = NULL;
    if (cp_str_eq(word, CP_STR("object-group")) || cp_str_eq(word, CP_STR("object")))
        g = ios_group_find(f->groups, cp_state_word(rest));
    if (g && g->kind == IOS_SERVICES && !g->is_unknown && g->services.n)
        r->services = g;
    else
        r->is_unknown = true;
}

static bool read_match(rule *r, const ios_filter *f, cp_str *rest)
{
    cp_str left = *rest;
    r->r.protocol[1] = PROTOCOL_MAX;
    if (f->is_standard || (f->is_mixed && begins_side(cp_state_word(&left))))
        return read_side(r, f, rest, &r->r.src, &r->src_nets);
    read_protocol(r, f, rest);
    if (!read_side(r, f, rest, &r->r.src, &r->src_nets))
        return false;
    read_ports(r, f, &r->src, rest, true);
    if (!read_side(r, f, rest, &r->r.dst, &r->dst_nets))
        return false;
    read_ports(r, f, &r->dst, rest, false);
    return true;
}

static cp_state_heard hear_rule(cp_state_section *s, ios_filter *f, cp_str line)
{
    rule r = { .r = { .filter = { f->name, f->n_name }, .text = cp_str_trim(line) } };
    cp_str rest = line, word = cp_state_word(&rest), left;
    if (cp_str_eq(word, CP_STR("sequence")) || cp_str_eq(word, CP_STR("rule")))
        word = cp_state_word(&rest);
    if (cp_str_u64(word, &r.r.seq))
        word = cp_state_word(&rest);
    else
        r.r.seq = f->seq + 10;
    if (cp_str_eq(word, CP_STR("remark")))
        return CP_HEARD_HEADING;
    if (f->is_other)
        return cp_str_eq(word, CP_STR("permit")) || cp_str_eq(word, CP_STR("deny"))
                   ? CP_HEARD_HARMLESS
                   : CP_HEARD_NOTHING;
    if (cp_str_eq(word, CP_STR("evaluate")) || cp_str_eq(word, CP_STR("dynamic"))) {
        r.r.protocol[1] = PROTOCOL_MAX;
        r.is_unknown = true;
    } else if (cp_str_eq(word, CP_STR("permit")) || cp_str_eq(word, CP_STR("deny"))) {
        r.r.says = word.p[0] == 'p';
        left = rest;
        if (!read_match(&r, f, &left))
            return cp_state_bad(s, "a rule whose addresses cannot be read");
        read_behind(s, &r, left);
    } else {
        return CP_HEARD_NOTHING;
    }
    r.is_unknown = r.is_unknown || f->is_reflexive;
    f->seq = r.r.seq;
    tell_rule(s, f, &r);
    return CP_HEARD_ROW;
}

/* A line of a list that was not understood might be a rule that decides before those below it. */
cp_state_heard ios_hear_rule(cp_state_section *s, ios_filter *f, cp_str line)
{
    cp_state_heard heard = hear_rule(s, f, line);
    if (heard == CP_HEARD_NOTHING && f->n_name && !f->is_other) {
        rule r = { .r = { .filter = { f->name, f->n_name },
                          .text = cp_str_trim(line),
                          .protocol = { 0, PROTOCOL_MAX },
                          .seq = f->seq },
                   .is_unknown = true };
        tell_rule(s, f, &r);
    }
    return heard;
}

/* ---- lists as they are shown */

static bool is_title(ios_filter *f, cp_str line)
{
    static const struct {
        const char *begin;
        bool is_v6, is_standard, is_other, is_reflexive;
    } titles[] = {
        { "Standard IP access list ", false, true, false, false },
        { "Extended IP access list ", false, false, false, false },
        { "Reflexive IP access list ", false, false, false, true },
        { "IPv6 access list ", true, false, false, false },
        { "IP access list ", false, false, false, false },
        { "MAC access list ", false, false, true, false },
        { "Extended MAC access list ", false, false, true, false },
        { "IP Access List ", false, false, false, false },
        { "Standard IP Access List ", false, true, false, false },
        { "IPv6 Access List ", true, false, false, false },
        { "MAC Access List ", false, false, true, false },
        { "ipv4 access-list ", false, false, false, false },
        { "ipv6 access-list ", true, false, false, false },
    };
    cp_str rest;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (ios_after(line, titles[i].begin, &rest)) {
            ios_filter_begin(f, cp_state_word(&rest), titles[i].is_v6, titles[i].is_standard);
            f->is_other = titles[i].is_other;
            f->is_reflexive = titles[i].is_reflexive;
            return true;
        }
    return false;
}

cp_state_heard ios_hear_filters(cp_state_section *s, cp_str line)
{
    static const char *const headings[] = { "statistics per-entry", "counters per-entry",
                                            "Total ACEs Configured", "Configured on ",
                                            "Active on " };
    ios_filter *f = s->mem;
    cp_str text = cp_str_trim(line);
    if (is_title(f, text) || ios_is_clock(text) || ios_refuses(s, text))
        return CP_HEARD_HEADING;
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (cp_str_starts(text, cp_str_c(headings[i])))
            return CP_HEARD_HEADING;
    if (f->n_name == 0)
        return cp_state_bad(s, "a rule of no list");
    return ios_hear_rule(s, f, text);
}
