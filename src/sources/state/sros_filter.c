/* SPDX-License-Identifier: Apache-2.0 */
/* sros_filter.c - filters in configurations of SR OS:
 *
 *     ip-filter 10 create                    ip-filter "10" {
 *         default-action forward                 default-action accept
 *         entry 20 create                        entry 20 {
 *             match protocol udp                     match {
 *                 dst-ip 192.0.2.0/24                    protocol udp
 *                 dst-port eq 53                         dst-ip {
 *             exit                                           address 192.0.2.0/24
 *             action drop                            ...
 *                                                    action {
 *                                                        drop
 *
 * An entry is as many boxes as its lists of prefixes and its protocols make; what narrows it
 * further makes it partial. One without an action is not in force, and what no entry matches is
 * dropped unless default-action says otherwise (router configuration guide, filter policies). Lists
 * stand behind the filters in the MD-CLI, so rules are told at the end. What an entry does besides
 * (another next hop, NAT) is a limit of the interfaces that use the filter. */
#include <stdlib.h>
#include "sources/state/sros_conf.h"

enum { PORT_MAX = 65535, PROTOCOL_MAX = 255, SEQ_LAST = UINT32_MAX };

/* Names of the command reference, with IANA's numbers. */
static const struct named {
    const char *name;
    uint64_t number;
} protocols[] = {
    { "icmp", 1 },   { "igmp", 2 },        { "ip", 4 },           { "stp", 118 },
    { "tcp", 6 },    { "egp", 8 },         { "igp", 9 },          { "udp", 17 },
    { "rdp", 27 },   { "idrp", 45 },       { "rsvp", 46 },        { "gre", 47 },
    { "ipv6", 41 },  { "ipv6-route", 43 }, { "ipv6-frag", 44 },   { "iso-ip", 80 },
    { "eigrp", 88 }, { "ospf-igp", 89 },   { "ether-ip", 97 },    { "encap", 98 },
    { "pnni", 102 }, { "pim", 103 },       { "vrrp", 112 },       { "l2tp", 115 },
    { "ptp", 123 },  { "isis", 124 },      { "crtp", 126 },       { "crudp", 127 },
    { "sctp", 132 }, { "ipv6-icmp", 58 },  { "ipv6-no-nxt", 59 }, { "ipv6-opts", 60 },
    { "esp", 50 },   { "ah", 51 },
};

/* What is not known of an entry, so that it says nothing of its box. */
static const char open_entry[] = "not understood";

/* ---- what is kept */

static cp_str key_of(cp_state_section *s, bool is_v6, cp_str name)
{
    return cp_str_fmt(s->a, "%d %.*s", is_v6 ? 6 : 4, CP_FMT(name));
}

static sros_filter *filter_named(cp_state_section *s, sros_filters *m, bool is_v6, cp_str name)
{
    bool added;
    uint32_t last = m->v.n;
    if (last && m->v.v[last - 1].is_v6 == is_v6 && cp_str_eq(m->v.v[last - 1].name, name))
        return &m->v.v[last - 1];
    uint64_t *at = cp_map_put(s->a, &m->of, key_of(s, is_v6, name), &added);
    if (added) {
        *at = last;
        *cp_vec_add(s->a, &m->v) =
            (sros_filter){ .name = cp_str_dup(s->a, name), .is_v6 = is_v6, .line = s->line };
    }
    return &m->v.v[*at];
}

static sros_list *list_named(cp_state_section *s, sros_filters *m, bool is_v6, cp_str name)
{
    bool added;
    uint64_t *at = cp_map_put(s->a, &m->list_of, key_of(s, is_v6, name), &added);
    if (added) {
        *at = m->lists.n;
        *cp_vec_add(s->a, &m->lists) = (sros_list){ .is_open = false };
    }
    return &m->lists.v[*at];
}

/* Lines of one entry stand together: one that comes again is told apart at the end. */
static sros_entry *entry_of(cp_state_section *s, sros_filters *m, sros_filter *f, uint64_t seq)
{
    if (f->entries.n && f->entries.v[f->entries.n - 1].seq == seq)
        return &f->entries.v[f->entries.n - 1];
    if (m->n_entries == SROS_ENTRIES_MAX)
        return NULL;
    m->n_entries++;
    sros_entry *e = cp_vec_add(s->a, &f->entries);
    *e = (sros_entry){ .seq = seq, .line = s->line, .says = 2, .text = CP_STR("") };
    e->src.address = e->src.list = e->dst.address = e->dst.list = CP_STR("");
    e->src.port[1] = e->dst.port[1] = PORT_MAX;
    return e;
}

/* ---- what an entry matches */

static bool set_net(cp_str address, uint64_t length, cp_state_net *net)
{
    cp_ip ip;
    if (!cp_ip_parse(address, &ip) || length > 128 || !cp_state_net_of(ip, (uint32_t)length, net))
        return false;
    if (length == 0)
        *net = (cp_state_net){ .bits = 0 };
    return true;
}

/* "192.0.2.0/24", "192.0.2.0 255.255.255.0", "192.0.2.0/255.255.255.0"; *i: behind it. */
static bool read_address(const cp_state_path *p, uint32_t *i, sros_entry *e, sros_side *side)
{
    cp_str word = cp_state_path_at(p, (*i)++), mask = CP_STR("");
    uint64_t length;
    ptrdiff_t slash = cp_str_find_char(word, '/');
    if (slash > 0) {
        mask = cp_str_from(word, (size_t)slash + 1);
        word = cp_str_slice(word, 0, (size_t)slash);
    } else if (*i < p->n) {
        mask = cp_state_path_at(p, (*i)++);
    }
    if (cp_str_u64(mask, &length))
        return set_net(word, length, &side->net);
    if (cp_state_mask(mask, false, &length))
        return set_net(word, length, &side->net);
    e->is_partial = true; /* a mask with gaps, or one that stands in the next line */
    cp_state_net whole;
    return cp_state_address_of(word, &whole);
}

/* "eq 80", "lt 1024", "gt 1023", "range 1 10", "range start 1", "port-list x" */
static bool read_port(cp_state_section *s, const cp_state_path *p, uint32_t *i, sros_entry *e,
                      sros_side *side)
{
    cp_str how = cp_state_path_at(p, (*i)++), word = cp_state_path_at(p, (*i)++);
    uint64_t first = 0, last = PORT_MAX;
    if (how.n == 0 || (cp_str_eq(how, CP_STR("range")) && word.n == 0))
        return (*i = p->n), true; /* "dst-port {", "range {": what it is comes below */
    if (cp_str_eq(how, CP_STR("port-list")))
        return e->is_partial = true;
    if (cp_str_eq(how, CP_STR("range")) &&
        (cp_str_eq(word, CP_STR("start")) || cp_str_eq(word, CP_STR("end")))) {
        bool is_end = cp_str_eq(word, CP_STR("end"));
        if (!cp_str_u64(cp_state_path_at(p, (*i)++), &first) || first > PORT_MAX)
            return (void)cp_state_bad(s, "no port"), false;
        side->port[is_end] = first;
        side->has_ports = true;
        return true;
    }
    if (!cp_str_u64(word, &first) || first > PORT_MAX)
        return (void)cp_state_bad(s, "no port"), false;
    last = first;
    if (cp_str_eq(how, CP_STR("range")) &&
        (!cp_str_u64(cp_state_path_at(p, (*i)++), &last) || last > PORT_MAX || last < first))
        return (void)cp_state_bad(s, "no range of ports"), false;
    if (cp_str_eq(how, CP_STR("lt")))
        last = first ? first - 1 : 0, first = 0;
    else if (cp_str_eq(how, CP_STR("gt")))
        first = first < PORT_MAX ? first + 1 : PORT_MAX, last = PORT_MAX;
    else if (!cp_str_eq(how, CP_STR("eq")) && !cp_str_eq(how, CP_STR("range")))
        return (void)cp_state_bad(s, "a word of ports that is not known"), false;
    side->port[0] = first;
    side->port[1] = last;
    return side->has_ports = true;
}

static bool read_protocol(cp_str word, sros_entry *e)
{
    uint64_t n;
    e->n_protocols = 1;
    if (cp_str_eq(word, CP_STR("tcp-udp"))) {
        e->n_protocols = 2;
        e->protocol[0][0] = e->protocol[0][1] = 6;
        e->protocol[1][0] = e->protocol[1][1] = 17;
        return true;
    }
    if (cp_str_eq(word, CP_STR("*")) || cp_str_eq(word, CP_STR("none"))) {
        e->n_protocols = 0;
        return true;
    }
    bool is_known = cp_str_u64(word, &n) && n <= PROTOCOL_MAX;
    for (size_t i = 0; !is_known && i < sizeof protocols / sizeof *protocols; i++)
        if (cp_str_eq(word, cp_str_c(protocols[i].name))) {
            n = protocols[i].number;
            is_known = true;
        }
    if (is_known)
        e->protocol[0][0] = e->protocol[0][1] = n;
    else
        e->n_protocols = 0;
    return is_known;
}

static bool read_side(cp_state_section *s, const cp_state_path *p, uint32_t *i, sros_entry *e,
                      sros_side *side)
{
    cp_str word = cp_state_path_at(p, *i);
    if (word.n == 0) /* "dst-ip {" */
        return true;
    if (cp_str_eq(word, CP_STR("ip-prefix-list")) || cp_str_eq(word, CP_STR("ipv6-prefix-list"))) {
        side->list = cp_str_dup(s->a, cp_state_path_at(p, *i + 1));
        *i += 2;
        return side->list.n > 0;
    }
    if (cp_str_eq(word, CP_STR("address"))) {
        (*i)++;
        word = cp_state_path_at(p, *i);
        if (cp_str_find_char(word, '/') < 0 && *i + 1 >= p->n) { /* its mask is the next line */
            side->address = cp_str_dup(s->a, word);
            *i = p->n;
            return true;
        }
    } else if (cp_str_eq(word, CP_STR("mask")) && side->address.n) {
        uint64_t length;
        word = cp_state_path_at(p, *i + 1);
        *i = p->n;
        if (cp_state_mask(word, false, &length))
            return set_net(side->address, length, &side->net);
        return e->is_partial = true;
    }
    if (!read_address(p, i, e, side))
        return (void)cp_state_bad(s, "no address"), false;
    return true;
}

/* Words from the i-th on, in any order; what is not of the box narrows it. */
static bool read_match(cp_state_section *s, const cp_state_path *p, uint32_t i, sros_entry *e)
{
    while (i < p->n) {
        cp_str word = p->w[i++];
        if (cp_str_eq(word, CP_STR("protocol")) || cp_str_eq(word, CP_STR("next-header"))) {
            if (!read_protocol(cp_state_path_at(p, i++), e))
                return (void)cp_state_bad(s, "a protocol that is not known"), false;
        } else if (cp_str_eq(word, CP_STR("src-ip")) || cp_str_eq(word, CP_STR("dst-ip"))) {
            if (!read_side(s, p, &i, e, word.p[0] == 's' ? &e->src : &e->dst))
                return false;
        } else if (cp_str_eq(word, CP_STR("src-port")) || cp_str_eq(word, CP_STR("dst-port"))) {
            if (!read_port(s, p, &i, e, word.p[0] == 's' ? &e->src : &e->dst))
                return false;
        } else {
            e->is_partial = true;
            return true;
        }
    }
    return true;
}

/* ---- what it does */

static cp_state_heard read_action(cp_state_section *s, const cp_state_path *p, uint32_t i,
                                  sros_entry *e)
{
    cp_str word = cp_state_path_at(p, i), more = cp_state_path_at(p, i + 1);
    if (word.n == 0) /* "action {" */
        return CP_HEARD_ROW;
    if (cp_str_eq(word, CP_STR("ignore-match"))) {
        e->has_action = false;
        return CP_HEARD_ROW;
    }
    if (e->has_action && e->limit) /* "forward" "next-hop" below a forward that was read */
        return CP_HEARD_ROW;
    bool is_forward = cp_str_eq(word, CP_STR("forward"));
    e->has_action = true;
    if ((is_forward || cp_str_eq(word, CP_STR("accept"))) && more.n == 0) {
        e->says = 1;
    } else if (cp_str_eq(word, CP_STR("drop"))) {
        e->says = 0;
        e->is_partial = e->is_partial || more.n > 0; /* of some lengths, times to live ... */
    } else if (is_forward || cp_str_eq(word, CP_STR("secondary"))) {
        e->says = 2;
        e->limit = "policy routing";
    } else if (cp_str_eq(word, CP_STR("nat")) || cp_str_starts(word, CP_STR("l2-aware-nat"))) {
        e->says = 2;
        e->limit = "nat";
    } else if (cp_str_eq(word, CP_STR("fc")) || cp_str_eq(word, CP_STR("remark"))) {
        e->has_action = e->says != 2; /* how long it waits; what else it does is told elsewhere */
    } else {
        e->says = 2;
        return cp_state_bad(s, "an action that is not known");
    }
    return CP_HEARD_ROW;
}

/* The words of the line, as far as there is room. */
static void add_text(cp_state_section *s, const cp_state_path *p, uint32_t from, sros_entry *e)
{
    char text[SROS_TEXT_BYTES_MAX];
    size_t n = e->text.n;
    uint32_t own = p->level[p->n_levels - 1].n;
    memcpy(text, e->text.p, n);
    for (uint32_t i = own > from ? own : from; i < p->n; i++)
        if (p->w[i].n && n + 1 + p->w[i].n <= sizeof text) {
            if (n)
                text[n++] = ' ';
            memcpy(text + n, p->w[i].p, p->w[i].n);
            n += p->w[i].n;
        }
    if (n > e->text.n)
        e->text = cp_str_dup(s->a, (cp_str){ text, n });
}

/* i: behind "entry". */
static cp_state_heard entry_line(cp_state_section *s, sros_filters *m, sros_filter *f,
                                 const cp_state_path *p, uint32_t i)
{
    static const char *const idle[] = { "description",
                                        "log",
                                        "sample",
                                        "filter-sample",
                                        "interface-sample",
                                        "sticky-dest",
                                        "pbr-down-action-override",
                                        "no",
                                        "egress-pbr",
                                        NULL };
    uint64_t seq;
    if (!cp_str_u64(cp_state_path_at(p, i++), &seq))
        return cp_state_bad(s, "an entry without a number");
    sros_entry *e = entry_of(s, m, f, seq);
    if (!e)
        return cp_state_bad(s, "more than %d entries of filters", SROS_ENTRIES_MAX);
    cp_str word = cp_state_path_at(p, i);
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (cp_state_is_one_of(word, idle))
        return CP_HEARD_HARMLESS;
    if (cp_str_eq(word, CP_STR("match"))) {
        add_text(s, p, i + 1, e);
        if (read_match(s, p, i + 1, e))
            return CP_HEARD_ROW;
        e->is_partial = true;
        e->limit = open_entry;
        return CP_HEARD_NOTHING;
    }
    if (cp_str_eq(word, CP_STR("action")) || cp_str_eq(word, CP_STR("extended-action"))) {
        add_text(s, p, i + 1, e);
        return read_action(s, p, i + 1, e);
    }
    e->limit = open_entry;
    return CP_HEARD_NOTHING;
}

/* ---- lines */

static cp_state_heard default_action(cp_state_section *s, sros_filter *f, cp_str word)
{
    bool is_permit = cp_str_eq(word, CP_STR("forward")) || cp_str_eq(word, CP_STR("accept"));
    if (!is_permit && !cp_str_eq(word, CP_STR("drop"))) {
        f->is_open = true;
        return cp_state_bad(s, "a default action that is not known");
    }
    f->default_says = is_permit;
    f->line = s->line;
    return CP_HEARD_ROW;
}

/* i: behind "ip-filter". */
static cp_state_heard filter_line(cp_state_section *s, sros_filters *m, const cp_state_path *p,
                                  uint32_t i, bool is_v6)
{
    static const char *const idle[] = { "description",
                                        "scope",
                                        "type",
                                        "filter-name",
                                        "filter-id",
                                        "shared-policer",
                                        "name",
                                        "renum",
                                        "no",
                                        "subscriber-mgmt",
                                        "sub-insert-radius",
                                        "sub-insert-credit-control",
                                        "sub-insert-wmark",
                                        "sub-insert-shared-radius",
                                        NULL };
    cp_str name = cp_state_path_at(p, i++), word = cp_state_path_at(p, i);
    if (name.n == 0)
        return cp_state_bad(s, "a filter without a name");
    sros_filter *f = filter_named(s, m, is_v6, name);
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (cp_str_eq(word, CP_STR("entry")))
        return entry_line(s, m, f, p, i + 1);
    if (cp_str_eq(word, CP_STR("default-action")))
        return default_action(s, f, cp_state_path_at(p, i + 1));
    if (cp_state_is_one_of(word, idle))
        return CP_HEARD_HARMLESS;
    f->is_open = true; /* embed-filter, embed, chain-to-system-filter: rules that stand elsewhere */
    if (cp_str_starts(word, CP_STR("embed")) || cp_str_eq(word, CP_STR("chain-to-system-filter")))
        return CP_HEARD_ROW;
    return CP_HEARD_NOTHING;
}

static cp_state_heard list_line(cp_state_section *s, sros_filters *m, const cp_state_path *p)
{
    bool is_v6 = cp_str_eq(p->w[2], CP_STR("ipv6-prefix-list"));
    cp_state_net net;
    sros_list *list = list_named(s, m, is_v6, cp_state_path_at(p, 3));
    cp_str word = cp_state_path_at(p, 4);
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (cp_str_eq(word, CP_STR("description")))
        return CP_HEARD_HARMLESS;
    if (!cp_str_eq(word, CP_STR("prefix"))) { /* prefix-exclude, apply-path: of what runs */
        list->is_open = true;
        return CP_HEARD_ROW;
    }
    if (p->n < 6) /* "prefix {" */
        return CP_HEARD_ROW;
    if (!cp_state_prefix(s, p->w[5], &net) || m->n_prefixes == SROS_PREFIXES_MAX) {
        list->is_open = true;
        return s->why.n ? CP_HEARD_NOTHING
                        : cp_state_bad(s, "more than %d prefixes of lists", SROS_PREFIXES_MAX);
    }
    m->n_prefixes++;
    cp_vec_push(s->a, &list->nets, net);
    return CP_HEARD_ROW;
}

cp_state_heard sros_filter_line(cp_state_section *s, sros_filters *m, const cp_state_path *p)
{
    static const char *const idle[] = { "mac-filter",
                                        "log",
                                        "redirect-policy",
                                        "match-list",
                                        "dhcp-filter",
                                        "dhcp6-filter",
                                        "md-auto-id",
                                        "ip-exception",
                                        "ipv6-exception",
                                        "gre-tunnel-template",
                                        "redirect-policy-binding",
                                        NULL };
    cp_str word = cp_state_path_at(p, 1);
    if (cp_str_eq(word, CP_STR("ip-filter")) || cp_str_eq(word, CP_STR("ipv6-filter")))
        return filter_line(s, m, p, 2, word.n == 11);
    if (cp_state_path_begins(p, "filter match-list ip-prefix-list *") ||
        cp_state_path_begins(p, "filter match-list ipv6-prefix-list *"))
        return list_line(s, m, p);
    if (cp_str_eq(word, CP_STR("system-filter"))) {
        if (p->n > 2)
            cp_state_limits(s, CP_STR(""), "filter", "of the whole router: system-filter");
        return CP_HEARD_ROW;
    }
    if (cp_state_is_one_of(word, idle))
        return CP_HEARD_HARMLESS;
    return word.n ? CP_HEARD_NOTHING : CP_HEARD_HEADING;
}

/* ---- rows */

void sros_filter_used(cp_state_section *s, sros_filters *m, cp_str vrf, cp_str iface, cp_str filter,
                      bool is_v6, bool is_in)
{
    cp_state row = { .kind = CP_STATE_USE, .vrf = vrf };
    row.use = (cp_state_use){ iface, cp_str_dup(s->a, filter),
                              (is_v6 ? CP_STATE_V6 : CP_STATE_V4) |
                                  (is_in ? CP_STATE_IN : CP_STATE_OUT) };
    cp_state_tell(s, row);
    cp_vec_push(s->a, &m->uses,
                ((sros_use){ cp_str_dup(s->a, iface), row.use.filter, vrf, is_v6, s->line }));
}

static void tell_box(cp_state_section *s, const sros_filter *f, const sros_entry *e,
                     const cp_state_net *src, const cp_state_net *dst, uint32_t protocol)
{
    cp_state row = { .kind = CP_STATE_RULE, .vrf = CP_STR(""), .pos = e->line };
    cp_state_rule *u = &row.rule;
    u->filter = f->name;
    u->text = e->text;
    u->seq = e->seq;
    u->src = *src;
    u->dst = *dst;
    u->protocol[1] = PROTOCOL_MAX;
    if (e->n_protocols)
        memcpy(u->protocol, e->protocol[protocol], sizeof u->protocol);
    memcpy(u->src_port, e->src.port, sizeof u->src_port);
    memcpy(u->dst_port, e->dst.port, sizeof u->dst_port);
    u->says = e->limit ? 2 : e->says;
    u->what = (f->is_v6 ? CP_STATE_V6 : CP_STATE_V4) | (e->is_partial ? CP_STATE_PARTIAL : 0);
    cp_state_tell(s, row);
}

/* The prefixes of a side; none: what they are is not known, and the box is of all. */
static const cp_state_net *nets_of(cp_state_section *s, sros_filters *m, const sros_filter *f,
                                   const sros_side *side, bool *is_open, uint32_t *n)
{
    *n = 1;
    if (side->list.n == 0)
        return &side->net;
    const uint64_t *at = cp_map_get(&m->list_of, key_of(s, f->is_v6, side->list));
    if (!at || m->lists.v[*at].is_open) {
        *is_open = true;
        return &side->net;
    }
    *n = m->lists.v[*at].nets.n; /* 0: nothing is matched */
    return m->lists.v[*at].nets.v;
}

static void tell_entry(cp_state_section *s, sros_filters *m, const sros_filter *f, sros_entry *e)
{
    static const cp_state_net any;
    uint32_t n_src, n_dst, n_protocols = e->n_protocols ? e->n_protocols : 1;
    if (!e->has_action && !e->limit)
        return;
    for (int i = 0; i < 2; i++) {
        sros_side *side = i ? &e->dst : &e->src;
        if (side->port[0] > side->port[1]) { /* two lines, and the last before the first */
            side->port[0] = 0;
            side->port[1] = PORT_MAX;
            e->limit = open_entry;
        }
        if (side->address.n && !side->net.is_set)
            e->is_partial = true;
    }
    const cp_state_net *src = nets_of(s, m, f, &e->src, &e->is_partial, &n_src);
    const cp_state_net *dst = nets_of(s, m, f, &e->dst, &e->is_partial, &n_dst);
    if ((uint64_t)n_src * n_dst * n_protocols > SROS_BOXES_MAX) {
        e->is_partial = true;
        src = dst = &any;
        n_src = n_dst = 1;
    }
    for (uint32_t i = 0; i < n_src; i++)
        for (uint32_t k = 0; k < n_dst; k++)
            for (uint32_t q = 0; q < n_protocols; q++)
                tell_box(s, f, e, &src[i], &dst[k], q);
}

static int order_of_entries(const void *a, const void *b)
{
    const sros_entry *x = a, *y = b;
    if (x->seq != y->seq)
        return x->seq < y->seq ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static void tell_any(cp_state_section *s, const sros_filter *f, uint64_t says, const char *text,
                     uint64_t line)
{
    sros_entry e = { .seq = SEQ_LAST, .line = line, .says = says, .text = cp_str_c(text) };
    e.src.list = e.dst.list = CP_STR("");
    e.src.port[1] = e.dst.port[1] = PORT_MAX;
    tell_box(s, f, &e, &e.src.net, &e.dst.net, 0);
}

/* An entry of which lines stand in two places: what is between them is another's, and together they
 * are not one box. */
static void mark_twice(sros_filter *f)
{
    for (uint32_t i = 1; i < f->entries.n; i++)
        if (f->entries.v[i].seq == f->entries.v[i - 1].seq)
            for (uint32_t k = i - 1; k <= i; k++) {
                sros_entry *e = &f->entries.v[k];
                e->src.net = e->dst.net = (cp_state_net){ .bits = 0 };
                e->src.list = e->dst.list = CP_STR("");
                e->src.port[0] = e->dst.port[0] = 0;
                e->src.port[1] = e->dst.port[1] = PORT_MAX;
                e->n_protocols = 0;
                e->limit = open_entry;
            }
}

static void tell_filter(cp_state_section *s, sros_filters *m, sros_filter *f)
{
    if (f->is_open)
        tell_any(s, f, 2, "rules that stand elsewhere", f->line);
    if (f->entries.n)
        qsort(f->entries.v, f->entries.n, sizeof *f->entries.v, order_of_entries);
    mark_twice(f);
    for (uint32_t i = 0; i < f->entries.n; i++) {
        const sros_entry *e = &f->entries.v[i];
        if (!f->limit && e->limit && e->limit != open_entry) {
            f->limit = e->limit;
            f->limit_seq = e->seq;
        }
        tell_entry(s, m, f, &f->entries.v[i]);
    }
    tell_any(s, f, f->default_says, "default-action", f->line);
}

/* What entries do besides, at an interface that uses them. */
static void tell_limit(cp_state_section *s, sros_filters *m, const sros_use *u)
{
    const uint64_t *at = cp_map_get(&m->of, key_of(s, u->is_v6, u->filter));
    const sros_filter *f = at ? &m->v.v[*at] : NULL;
    if (!f || !f->limit)
        return;
    cp_state row = { .kind = CP_STATE_LIMIT, .vrf = u->vrf, .pos = u->line };
    row.limit = (cp_state_limit){ cp_str_c(f->limit), u->iface,
                                  cp_str_fmt(s->a, "entry %llu of filter %.*s",
                                             (unsigned long long)f->limit_seq, CP_FMT(f->name)) };
    cp_state_tell(s, row);
}

void sros_filters_tell(cp_state_section *s, sros_filters *m)
{
    for (uint32_t i = 0; i < m->v.n; i++)
        tell_filter(s, m, &m->v.v[i]);
    for (uint32_t i = 0; i < m->uses.n; i++)
        tell_limit(s, m, &m->uses.v[i]);
}
