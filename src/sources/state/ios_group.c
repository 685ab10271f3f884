/* SPDX-License-Identifier: Apache-2.0 */
/* ios_group.c - groups of objects as configurations have them:
 *
 *     object-group network WEB            object-group service S          object network A  (ASA)
 *      host 192.0.2.1                      tcp eq www                      host 192.0.2.7
 *      192.0.2.64 255.255.255.192          udp source gt 1023 eq domain   object-group network B
 *      range 192.0.2.5 192.0.2.9           group-object OTHER              network-object object A
 *     object-group ip address N  (NX-OS)  object-group ip port P          object-group service T
 *     tcp
 *      10 192.0.2.0 0.0.0.255              10 range 20 21                  port-object eq ftp
 *
 * Members of a group that another holds are copied: systems ask that it is there before. A group
 * with a member that was not understood cannot be told, and no rule with it. */
#include "sources/state/ios_group.h"

enum { PORT_MAX = 65535, PROTOCOL_MAX = 255, TCP = 6, UDP = 17, NONE_OPEN = UINT32_MAX };

/* ---- groups */

static ios_group *opened(ios_groups *g) { return g->open < g->v.n ? &g->v.v[g->open] : NULL; }

const ios_group *ios_group_find(const ios_groups *groups, cp_str name)
{
    const uint64_t *at = groups && name.n ? cp_map_get(&groups->of, name) : NULL;
    return at ? &groups->v.v[*at] : NULL;
}

static void open_group(cp_state_section *s, ios_groups **groups, cp_str name, ios_group x)
{
    bool added;
    if (!*groups) {
        *groups = CP_NEW(s->a, ios_groups);
        **groups = (ios_groups){ .a = s->a };
    }
    ios_groups *g = *groups;
    uint64_t *at = cp_map_put(g->a, &g->of, cp_str_dup(g->a, name), &added);
    if (added) {
        *at = g->v.n;
        cp_vec_push(g->a, &g->v, x);
    } else if (g->v.v[*at].kind != x.kind) { /* of one name two things: neither is told */
        g->v.v[*at].is_unknown = true;
    }
    g->open = (uint32_t)*at;
}

/* "network WEB", "network ipv4 WEB", "service S tcp", "ip address N", "ip port P", "port P" */
static cp_str read_title(cp_str rest, ios_group *x)
{
    cp_str kind = cp_state_word(&rest), name = cp_state_word(&rest);
    bool is_ip = cp_str_eq(kind, CP_STR("ip")) || cp_str_eq(kind, CP_STR("ipv6"));
    if (is_ip) { /* NX-OS */
        kind = name;
        name = cp_state_word(&rest);
        x->has_wildcards = true;
    } else if (cp_str_eq(name, CP_STR("ipv4")) || cp_str_eq(name, CP_STR("ipv6"))) {
        cp_str next = cp_state_word(&rest); /* XR */
        name = next.n ? next : name;
    }
    bool has_protocol = cp_str_trim(rest).n > 0;
    if (cp_str_eq(kind, CP_STR("network")) || cp_str_eq(kind, CP_STR("v6-network")) ||
        cp_str_eq(kind, CP_STR("address")))
        x->kind = IOS_NETS;
    else if (cp_str_eq(kind, CP_STR("port")))
        x->kind = IOS_PORTS;
    else if (cp_str_eq(kind, CP_STR("service")) || cp_str_eq(kind, CP_STR("v6-service")))
        x->kind = has_protocol ? IOS_PORTS : IOS_SERVICES;
    else if (cp_str_eq(kind, CP_STR("protocol")))
        x->kind = IOS_SERVICES;
    else
        x->kind = IOS_OTHER;
    x->is_unknown = x->kind == IOS_OTHER;
    return name;
}

bool ios_group_begin(cp_state_section *s, ios_groups **groups, cp_str line)
{
    ios_group x = { .kind = IOS_OTHER };
    cp_str rest;
    if (!ios_after(line, "object-group ", &rest) && !ios_after(line, "object ", &rest))
        return false;
    cp_str name = read_title(rest, &x);
    if (name.n == 0)
        return false;
    open_group(s, groups, name, x);
    return true;
}

/* ---- members */

static bool has_room(ios_groups *g, uint64_t n)
{
    if (g->n_members + n > IOS_GROUP_MEMBERS_MAX) {
        opened(g)->is_unknown = true;
        return false;
    }
    g->n_members += n;
    return true;
}

static void add_net(ios_groups *g, cp_state_net net)
{
    if (has_room(g, 1))
        cp_vec_push(g->a, &opened(g)->nets, net);
}

static void add_service(ios_groups *g, ios_service x)
{
    if (has_room(g, 1))
        cp_vec_push(g->a, &opened(g)->services, x);
}

/* All of another group, of the same kind. */
static cp_state_heard add_group(cp_state_section *s, ios_groups *g, cp_str name)
{
    ios_group *to = opened(g);
    const ios_group *from = ios_group_find(g, name);
    if (!from || from->kind != to->kind || from == to) {
        to->is_unknown = true;
        return cp_state_bad(s, "no group of that name and kind stands above");
    }
    to->is_unknown = to->is_unknown || from->is_unknown;
    if (has_room(g, from->nets.n + from->services.n)) {
        for (uint32_t i = 0; i < from->nets.n; i++)
            cp_vec_push(g->a, &to->nets, from->nets.v[i]);
        for (uint32_t i = 0; i < from->services.n; i++)
            cp_vec_push(g->a, &to->services, from->services.v[i]);
    }
    return CP_HEARD_ROW;
}

/* ---- addresses */

static uint32_t bits_of(const cp_state_net *n)
{
    uint32_t x = 0;
    for (int i = 12; i < 16; i++)
        x = x << 8 | n->addr.b[i];
    return x;
}

/* The prefixes between two addresses, both of them within: at most 62. */
static bool add_span(ios_groups *g, cp_str first, cp_str last)
{
    cp_state_net from, to, net;
    if (!cp_state_address_of(first, &from) || !cp_state_address_of(last, &to) ||
        !cp_state_net_is_v4(&from) || !cp_state_net_is_v4(&to) || bits_of(&from) > bits_of(&to))
        return false;
    for (uint64_t at = bits_of(&from), end = (uint64_t)bits_of(&to) + 1; at < end;) {
        uint32_t length = 32;
        while (length > 0 && at % (UINT64_C(1) << (33 - length)) == 0 &&
               at + (UINT64_C(1) << (33 - length)) <= end)
            length--;
        const uint8_t b[4] = { (uint8_t)(at >> 24), (uint8_t)(at >> 16), (uint8_t)(at >> 8),
                               (uint8_t)at };
        if (cp_state_net_of(cp_ip_v4(b), length, &net))
            add_net(g, net);
        at += UINT64_C(1) << (32 - length);
    }
    return true;
}

/* "192.0.2.0 255.255.255.0", "192.0.2.0/24", "2001:db8::/32", an address alone. */
static bool add_prefix(ios_groups *g, cp_str word, cp_str rest)
{
    cp_str mask = cp_state_word(&rest);
    ptrdiff_t slash = cp_str_find_char(word, '/');
    cp_state_net net;
    cp_ip ip;
    uint64_t length;
    if (slash > 0) {
        if (!cp_str_u64(cp_str_from(word, (size_t)slash + 1), &length))
            return false;
        word = cp_str_slice(word, 0, (size_t)slash);
    } else if (mask.n) {
        if (!cp_state_mask(mask, opened(g)->has_wildcards, &length))
            return false;
    } else {
        length = cp_str_find_char(word, ':') >= 0 ? 128 : 32;
    }
    if (!cp_ip_parse(word, &ip) || length > 128 || !cp_state_net_of(ip, (uint32_t)length, &net))
        return false;
    add_net(g, net);
    return true;
}

static cp_state_heard hear_net(cp_state_section *s, ios_groups *g, cp_str line)
{
    cp_str rest = line, word = cp_state_word(&rest);
    cp_state_net net;
    bool is_read = false;
    if (cp_str_eq(word, CP_STR("network-object")) || cp_str_eq(word, CP_STR("subnet")))
        word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("object"))) {
        return add_group(s, g, cp_state_word(&rest));
    } else if (cp_str_eq(word, CP_STR("host"))) {
        is_read = cp_state_address_of(cp_state_word(&rest), &net);
        if (is_read)
            add_net(g, net);
    } else if (cp_str_eq(word, CP_STR("range"))) {
        cp_str first = cp_state_word(&rest);
        is_read = add_span(g, first, cp_state_word(&rest));
    } else if (cp_str_eq(word, CP_STR("any"))) {
        is_read = true;
        add_net(g, (cp_state_net){ .is_set = false });
    } else {
        is_read = add_prefix(g, word, rest);
    }
    if (is_read)
        return CP_HEARD_ROW;
    opened(g)->is_unknown = true;
    return cp_state_bad(s, "no addresses");
}

/* ---- services */

static void add_ports(ios_groups *g, ios_service x, const ios_ranges *src, const ios_ranges *dst)
{
    x.is_partial = x.is_partial || src->is_some || dst->is_some;
    uint32_t n_src = src->n && !src->is_some ? src->n : 1,
             n_dst = dst->n && !dst->is_some ? dst->n : 1;
    for (uint32_t i = 0; i < n_src; i++)
        for (uint32_t k = 0; k < n_dst; k++) {
            for (int e = 0; e < 2; e++) {
                uint64_t whole = e ? PORT_MAX : 0;
                x.src[e] = (uint16_t)(src->n && !src->is_some ? src->v[i][e] : whole);
                x.dst[e] = (uint16_t)(dst->n && !dst->is_some ? dst->v[k][e] : whole);
            }
            add_service(g, x);
        }
}

/* "[source OP PORT] [[destination] OP PORT]", of which `eq` may be left out. */
static void read_ends(cp_str *rest, ios_ranges *src, ios_ranges *dst)
{
    uint64_t port;
    cp_str left = *rest;
    if (cp_str_eq(cp_state_word(&left), CP_STR("source"))) {
        *rest = left;
        (void)ios_read_ports(src, rest, false);
    }
    left = *rest;
    if (cp_str_eq(cp_state_word(&left), CP_STR("destination")))
        *rest = left;
    left = *rest;
    if (!ios_read_ports(dst, rest, false) && ios_port(cp_state_word(&left), &port)) {
        dst->v[0][0] = dst->v[0][1] = port;
        dst->n = 1;
        *rest = left;
    }
}

static cp_state_heard hear_service(cp_state_section *s, ios_groups *g, cp_str line)
{
    static const uint8_t both[] = { TCP, UDP };
    static const char *const titles[] = { "service-object", "service", "protocol-object", NULL };
    cp_str rest = line, word = cp_state_word(&rest);
    ios_ranges src = { .n = 0 }, dst = { .n = 0 };
    uint64_t protocol[2];
    if (cp_state_is_one_of(word, titles))
        word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("object")))
        return add_group(s, g, cp_state_word(&rest));
    bool is_both = cp_str_eq(word, CP_STR("tcp-udp"));
    if (!is_both && !ios_protocol(word, false, protocol)) {
        opened(g)->is_unknown = true;
        return cp_state_bad(s, "no protocol that is known");
    }
    bool has_ports = is_both || (protocol[0] == protocol[1] &&
                                 (protocol[0] == TCP || protocol[0] == UDP || protocol[0] == 132));
    if (has_ports)
        read_ends(&rest, &src, &dst);
    ios_service x = { .is_partial = cp_str_trim(rest).n > 0 }; /* types of ICMP, flags */
    for (int i = 0; i < (is_both ? 2 : 1); i++) {
        x.protocol[0] = is_both ? both[i] : (uint8_t)protocol[0];
        x.protocol[1] = is_both ? both[i] : (uint8_t)protocol[1];
        add_ports(g, x, &src, &dst);
    }
    return CP_HEARD_ROW;
}

static cp_state_heard hear_port(cp_state_section *s, ios_groups *g, cp_str line)
{
    const ios_ranges all = { .n = 0 };
    ios_ranges dst = { .n = 0 };
    cp_str rest = line, left = line;
    if (cp_str_eq(cp_state_word(&left), CP_STR("port-object")))
        rest = left;
    if (!ios_read_ports(&dst, &rest, false) || dst.is_some || dst.n == 0 ||
        cp_str_trim(rest).n > 0) {
        opened(g)->is_unknown = true;
        return cp_state_bad(s, "no ports");
    }
    add_ports(g, (ios_service){ .protocol = { 0, PROTOCOL_MAX } }, &all, &dst);
    return CP_HEARD_ROW;
}

cp_state_heard ios_group_line(cp_state_section *s, ios_groups *groups, cp_str line)
{
    ios_group *g = groups ? opened(groups) : NULL;
    cp_str rest = line, left = line, word = cp_state_word(&left), name;
    uint64_t seq;
    if (!g)
        return CP_HEARD_NOTHING;
    if (cp_str_u64(word, &seq)) { /* NX-OS, XR: the number of the line */
        rest = cp_str_trim(left);
        left = rest;
        word = cp_state_word(&left);
    }
    if (cp_str_eq(word, CP_STR("description")))
        return CP_HEARD_HEADING;
    if (ios_after(rest, "group-object ", &name) || ios_after(rest, "object-group ", &name))
        return add_group(s, groups, name);
    switch (g->kind) {
    case IOS_NETS: return hear_net(s, groups, rest);
    case IOS_SERVICES: return hear_service(s, groups, rest);
    case IOS_PORTS: return hear_port(s, groups, rest);
    case IOS_OTHER: break;
    }
    return CP_HEARD_HARMLESS; /* a rule with such a group cannot be told */
}
