/* SPDX-License-Identifier: Apache-2.0 */
/* linux_route.c - routes and rules of Linux, as iproute2 shows them (ip-route(8), ip-rule(8)):
 *
 *     10.0.0.0/24 via 192.0.2.1 dev eth0 proto bgp metric 20
 *     10.0.1.0/24 proto bgp metric 20
 *             nexthop via 192.0.2.1 dev eth0 weight 1
 *     [{"dst":"10.0.0.0/24","gateway":"192.0.2.1","dev":"eth0","protocol":"bgp","metric":20,...}]
 *
 * Both become a linux_route, and that its rows. The kernel lists the routes of one prefix together,
 * the lowest metric first, and takes that one; routes of IPv6 that also have the same metric are
 * next hops of one. The tables "main" and "local" are one here: local ones are longer prefixes. */
#include <assert.h>
#include "base/vec.h"
#include "sources/state/json.h"
#include "sources/state/linux.h"

enum { NEXT_HOPS_MAX = 512 };

typedef struct next_hop {
    cp_str gateway, dev;
    uint64_t line; /* 0: the route's */
    bool is_dead, is_linkdown, is_labelled;
    bool is_other; /* of the other version: its own is told (RFC 8950) */
} next_hop;

typedef struct linux_route {
    cp_str type, dst, protocol, scope, table, from, tos;
    uint64_t metric, line;
    bool has_metric, has_pref;
    next_hop own; /* of a route with one */
    CP_VEC(next_hop) hops;
} linux_route;

typedef struct memory {
    bool has_last; /* the prefix before, in the same table */
    cp_state_net net;
    uint64_t metric;
    char table[32];
    bool is_used, was_v6;
    linux_route pending;        /* of lines: a route whose next hops may follow */
    cp_arena_mark pending_mark; /* what stands behind it in the section's arena is its */
    bool is_pending;
    bool told_linkdown, told_tos, told_from, told_throw, told_local, told_default, told_key;
} memory;
static_assert(sizeof(memory) <= CP_LINUX_ROUTE_MEM, "it is kept in a section");

/* ---- a route */

static void limit_once(cp_state_section *s, bool *told, cp_str iface, const char *what,
                       const char *text)
{
    if (!*told)
        cp_state_limits(s, iface, what, "%s", text);
    *told = true;
}

/* "default" says nothing of the version: what else is there does. */
static bool is_v6(const memory *m, const cp_state_section *s, const linux_route *r)
{
    const next_hop *first = r->own.gateway.n || r->hops.n == 0 ? &r->own : &r->hops.v[0];
    cp_str near = first->gateway;
    if (near.n && first->is_other)
        return cp_str_find_char(near, ':') < 0;
    if (cp_str_starts(r->dst, CP_STR("default")) && near.n && r->own.gateway.n + r->hops.n)
        return cp_str_find_char(near, ':') >= 0 && !cp_str_eq(r->scope, CP_STR("link"));
    if (cp_str_has(s->args, CP_STR("-6")) || r->has_pref)
        return true;
    return !cp_str_has(s->args, CP_STR("-4")) && r->scope.n == 0 && m->was_v6;
}

static bool net_of(memory *m, cp_state_section *s, const linux_route *r, cp_state_net *net)
{
    if (cp_str_eq(r->dst, CP_STR("default")))
        return cp_state_prefix_of(s, is_v6(m, s, r) ? CP_STR("::") : CP_STR("0.0.0.0"), 0, net);
    if (cp_str_find_char(r->dst, '/') >= 0)
        return cp_state_prefix(s, r->dst, net);
    return cp_state_prefix_of(s, r->dst, cp_str_find_char(r->dst, ':') >= 0 ? 128 : 32, net);
}

/* The VRF is known by its table until `ip -d link` names it. */
static cp_str vrf_of(memory *m, cp_state_section *s, cp_str table)
{
    static const char *const shared[] = { "main", "local", "254", "255", "", NULL };
    if (cp_str_eq(table, CP_STR("default")) || cp_str_eq(table, CP_STR("253"))) {
        limit_once(s, &m->told_default, CP_STR(""), "policy routing",
                   "routes in the table that is asked after main");
        return CP_STR("");
    }
    return cp_state_is_one_of(table, shared) ? CP_STR("") : table;
}

static bool is_usable(const linux_route *r)
{
    if (cp_str_eq(r->type, CP_STR("throw")) || r->from.n || r->tos.n)
        return false;
    bool is_alive = r->hops.n == 0 && !r->own.is_dead;
    for (uint32_t i = 0; i < r->hops.n; i++)
        is_alive = is_alive || !r->hops.v[i].is_dead;
    return is_alive;
}

/* What the kernel does by more than the destination. */
static void tell_limits(memory *m, cp_state_section *s, const linux_route *r,
                        const cp_state_net *net)
{
    if (r->tos.n)
        limit_once(s, &m->told_tos, CP_STR(""), "policy routing", "routes by the type of service");
    if (r->from.n)
        limit_once(s, &m->told_from, CP_STR(""), "policy routing", "routes by the source");
    if (cp_str_eq(r->type, CP_STR("throw")))
        limit_once(s, &m->told_throw, CP_STR(""), "policy routing",
                   "throw: the next table is asked");
    bool is_loopback = cp_str_starts(r->dst, CP_STR("127."));
    if (cp_str_eq(r->type, CP_STR("local")) && net->bits < 128 && !is_loopback)
        limit_once(s, &m->told_local, CP_STR(""), "policy routing",
                   "a whole prefix is local, before routes of longer ones");
}

/* Is it the one that packets take, or another next hop of that (CP_STATE_MORE)? */
static uint64_t rank(memory *m, cp_state_section *s, const linux_route *r, const cp_state_net *net)
{
    cp_str table = cp_str_slice(r->table, 0, sizeof m->table);
    bool is_same = m->has_last && m->net.bits == net->bits &&
                   memcmp(&m->net.addr, &net->addr, sizeof net->addr) == 0 &&
                   cp_str_eq(table, cp_str_c(m->table));
    bool is_usable_now = is_usable(r), is_sibling = false;
    if (is_same && m->is_used && is_usable_now) {
        is_sibling = r->metric == m->metric && !cp_state_net_is_v4(net);
        if (r->metric < m->metric)
            cp_state_limits(s, CP_STR(""), "order",
                            "a route of a lower metric behind one of the same prefix");
        return is_sibling ? CP_STATE_USED | CP_STATE_MORE : 0;
    }
    m->has_last = true;
    m->net = *net;
    m->metric = r->metric;
    m->is_used = is_usable_now;
    memset(m->table, 0, sizeof m->table);
    memcpy(m->table, table.p, table.n < sizeof m->table - 1 ? table.n : sizeof m->table - 1);
    return is_usable_now ? CP_STATE_USED : 0;
}

static uint64_t what_type_says(const linux_route *r)
{
    static const char *const drops[] = { "blackhole", "unreachable", "prohibit",
                                         "broadcast", "multicast",   NULL };
    if (cp_state_is_one_of(r->type, drops)) /* the last two are not forwarded as others are */
        return CP_STATE_DROP;
    if (cp_str_eq(r->type, CP_STR("local")) || cp_str_eq(r->type, CP_STR("anycast")))
        return CP_STATE_LOCAL;
    return 0;
}

static bool tell_hop(memory *m, cp_state_section *s, cp_state row, const next_hop *h)
{
    cp_state_route *t = &row.route;
    t->iface = h->dev;
    row.pos = h->line ? h->line : row.pos;
    if (h->gateway.n && !cp_state_address_of(h->gateway, &t->via)) {
        (void)cp_state_bad(s, "the gateway is no address");
        return false;
    }
    if (h->is_labelled)
        t->what |= CP_STATE_LABELLED;
    if (h->is_dead)
        t->what &= ~(uint64_t)CP_STATE_USED;
    if (h->is_linkdown)
        limit_once(s, &m->told_linkdown, h->dev, "link down",
                   "routes over links without carrier are used, or passed over, as "
                   "ignore_routes_with_linkdown says");
    if (!t->via.is_set && !(t->what & (CP_STATE_LOCAL | CP_STATE_DROP | CP_STATE_LABELLED))) {
        if (t->iface.n == 0) {
            (void)cp_state_bad(s, "a route without next hop");
            return false;
        }
        t->what |= CP_STATE_CONNECTED;
    }
    cp_state_tell(s, row);
    return true;
}

/* False: s->why says why; nothing, or the next hops before the bad one, were told. */
static bool tell_route(cp_state_section *s, const linux_route *r)
{
    static const char *const types[] = { "unicast",   "local",     "broadcast",
                                         "multicast", "blackhole", "unreachable",
                                         "prohibit",  "throw",     "anycast",
                                         "",          NULL };
    memory *m = s->mem;
    cp_state row = { .kind = CP_STATE_ROUTE, .pos = r->line };
    s->why = CP_STR("");
    if (!cp_state_is_one_of(r->type, types)) {
        (void)cp_state_bad(s, "a type of route that is not known");
        return false;
    }
    if (!net_of(m, s, r, &row.route.net))
        return false;
    row.vrf = vrf_of(m, s, r->table);
    row.route.protocol = r->protocol;
    row.route.metric = r->metric;
    tell_limits(m, s, r, &row.route.net);
    row.route.what = what_type_says(r) | rank(m, s, r, &row.route.net);
    m->was_v6 = !cp_state_net_is_v4(&row.route.net);
    if (cp_str_eq(r->type, CP_STR("throw")))
        row.route.what |= CP_STATE_DROP; /* of this table; it is not used */
    if (r->hops.n == 0)
        return tell_hop(m, s, row, &r->own);
    for (uint32_t i = 0; i < r->hops.n; i++) {
        if (!tell_hop(m, s, row, &r->hops.v[i]))
            return false;
        row.route.what |= CP_STATE_MORE;
    }
    return true;
}

static bool is_vrf_asked(cp_state_section *s)
{
    cp_str rest = s->args, word;
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("vrf"))) {
            s->vrf = cp_state_word(&rest);
            return true;
        } else if (cp_str_eq(word, CP_STR("table"))) {
            static const char *const shared[] = { "main", "local", "all", "254", "255", "0", NULL };
            word = cp_state_word(&rest);
            s->vrf = cp_state_is_one_of(word, shared) ? CP_STR("") : word;
        }
    return false;
}

/* ---- lines */

static next_hop *last_hop(linux_route *r)
{
    return r->hops.n ? &r->hops.v[r->hops.n - 1] : &r->own;
}

/* Words with a value that says nothing of where packets go. */
static const char *const passed[] = {
    "src",      "weight",   "realms",   "expires",  "advmss",   "rtt",      "rttvar",
    "window",   "cwnd",     "initcwnd", "initrwnd", "ssthresh", "hoplimit", "reordering",
    "features", "quickack", "congctl",  "rto_min",  "error",    "nhid",     "ttl-propagate",
    "uid",      "age",      "users",    "used",     "cache",    NULL,
};
static const char *const flags[] = {
    "onlink",
    "pervasive",
    "offload",
    "trap",
    "notify",
    "rt_offload",
    "rt_trap",
    "rt_offload_failed",
    "offload_failed",
    "unresolved",
    "fastopen_no_cookie",
    NULL,
};

/* The words of an encapsulation end where the route goes on. */
static void pass_encapsulation(cp_str *rest)
{
    static const char *const next[] = { "via", "dev", "proto", "metric", "table", "weight", NULL };
    cp_str at = *rest, word;
    while ((word = cp_state_word(&at)).n && !cp_state_is_one_of(word, next))
        *rest = at;
}

static bool read_gateway(cp_str *rest, next_hop *h)
{
    cp_str word = cp_state_word(rest);
    h->is_other = cp_str_eq(word, CP_STR("inet6")) || cp_str_eq(word, CP_STR("inet"));
    if (h->is_other)
        word = cp_state_word(rest);
    h->gateway = word;
    return word.n > 0;
}

static bool read_word(cp_state_section *s, cp_str word, cp_str *rest, linux_route *r)
{
    next_hop *h = last_hop(r);
    if (cp_str_eq(word, CP_STR("via")))
        return read_gateway(rest, h);
    if (cp_str_eq(word, CP_STR("dev")))
        return (h->dev = cp_state_word(rest)).n > 0;
    if (cp_str_eq(word, CP_STR("proto")))
        return (r->protocol = cp_state_word(rest)).n > 0;
    if (cp_str_eq(word, CP_STR("table")))
        return (r->table = cp_state_word(rest)).n > 0;
    if (cp_str_eq(word, CP_STR("scope")))
        return (r->scope = cp_state_word(rest)).n > 0;
    if (cp_str_eq(word, CP_STR("from")))
        return (r->from = cp_state_word(rest)).n > 0;
    if (cp_str_eq(word, CP_STR("tos")) || cp_str_eq(word, CP_STR("dsfield")))
        return (r->tos = cp_state_word(rest)).n > 0;
    if (cp_str_eq(word, CP_STR("metric")))
        return r->has_metric = cp_str_u64(cp_state_word(rest), &r->metric);
    if (cp_str_eq(word, CP_STR("pref")))
        return r->has_pref = cp_state_word(rest).n > 0;
    if (cp_str_eq(word, CP_STR("encap"))) {
        h->is_labelled = true;
        pass_encapsulation(rest);
        return true;
    }
    if (cp_str_eq(word, CP_STR("mtu"))) {
        word = cp_state_word(rest);
        return cp_str_eq(word, CP_STR("lock")) ? cp_state_word(rest).n > 0 : word.n > 0;
    }
    if (cp_str_eq(word, CP_STR("dead")))
        return h->is_dead = true;
    if (cp_str_eq(word, CP_STR("linkdown")))
        return h->is_linkdown = true;
    if (cp_state_is_one_of(word, passed))
        return cp_state_word(rest).n > 0;
    if (cp_state_is_one_of(word, flags))
        return true;
    (void)cp_state_bad(s, "\"%.*s\" of a route is not known", CP_FMT(cp_str_slice(word, 0, 40)));
    return false;
}

static bool read_words(cp_state_section *s, cp_str rest, linux_route *r)
{
    cp_str word;
    while ((word = cp_state_word(&rest)).n)
        if (!read_word(s, word, &rest, r)) {
            if (s->why.n == 0)
                (void)cp_state_bad(s, "a route that is cut off");
            return false;
        }
    return true;
}

/* The route whose next hops have all been heard. */
static void tell_pending(cp_state_section *s)
{
    memory *m = s->mem;
    uint64_t line = s->line;
    if (!m->is_pending)
        return;
    m->is_pending = false;
    s->line = m->pending.line;
    if (!tell_route(s, &m->pending)) {
        cp_state_bad_at(s, s->line, m->pending.dst, "%.*s", CP_FMT(s->why));
        cp_state_limits(s, CP_STR(""), "not understood", "a route without next hop");
    }
    s->line = line;
    s->why = CP_STR("");
    cp_arena_back(s->a, m->pending_mark);
}

static void keep_pending(cp_state_section *s, const linux_route *r)
{
    memory *m = s->mem;
    m->pending_mark = cp_arena_here(s->a);
    m->pending = *r;
    m->pending.dst = cp_str_dup(s->a, r->dst);
    m->pending.protocol = cp_str_dup(s->a, r->protocol);
    m->pending.scope = cp_str_dup(s->a, r->scope);
    m->pending.table = cp_str_dup(s->a, r->table);
    m->pending.from = cp_str_dup(s->a, r->from);
    m->pending.tos = cp_str_dup(s->a, r->tos);
    m->is_pending = true;
}

static cp_state_heard hear_next_hop(cp_state_section *s, cp_str rest)
{
    memory *m = s->mem;
    linux_route *r = &m->pending;
    if (!m->is_pending)
        return cp_state_bad(s, "a next hop without a route");
    if (r->hops.n >= NEXT_HOPS_MAX)
        return cp_state_bad(s, "more than %d next hops", NEXT_HOPS_MAX);
    *cp_vec_add(s->a, &r->hops) =
        (next_hop){ .gateway = CP_STR(""), .dev = CP_STR(""), .line = s->line };
    bool is_read = read_words(s, rest, r);
    next_hop *h = last_hop(r);
    h->gateway = cp_str_dup(s->a, h->gateway);
    h->dev = cp_str_dup(s->a, h->dev);
    if (!is_read)
        r->hops.n--;
    return is_read ? CP_HEARD_ROW : CP_HEARD_NOTHING;
}

static void begin_routes(cp_state_section *s)
{
    memory *m = s->mem;
    if (!m->has_last && !m->is_pending)
        (void)is_vrf_asked(s);
}

cp_state_heard cp_linux_route_line(cp_state_section *s, cp_str line)
{
    static const char *const types[] = { "unicast",   "local",       "broadcast", "multicast",
                                         "blackhole", "unreachable", "prohibit",  "throw",
                                         "anycast",   "nat",         NULL };
    cp_str rest = line, word = cp_state_word(&rest);
    begin_routes(s);
    if (cp_str_eq(word, CP_STR("nexthop")))
        return hear_next_hop(s, rest);
    tell_pending(s);
    linux_route r = { .line = s->line };
    r.type = r.protocol = r.scope = r.table = r.from = r.tos = CP_STR("");
    r.own.gateway = r.own.dev = CP_STR("");
    if (cp_state_is_one_of(word, types)) {
        r.type = word;
        word = cp_state_word(&rest);
    }
    r.dst = word;
    if (!read_words(s, rest, &r))
        return CP_HEARD_NOTHING;
    if (r.own.dev.n || r.own.gateway.n || r.type.n)
        return tell_route(s, &r) ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    cp_state_net net;
    if (!net_of(s->mem, s, &r, &net))
        return CP_HEARD_NOTHING;
    keep_pending(s, &r);
    return CP_HEARD_ROW;
}

void cp_linux_route_end(cp_state_section *s) { tell_pending(s); }

static bool is_prefix_like(cp_str word)
{
    cp_ip ip;
    ptrdiff_t slash = cp_str_find_char(word, '/');
    return cp_str_eq(word, CP_STR("default")) ||
           cp_ip_parse(slash >= 0 ? cp_str_slice(word, 0, (size_t)slash) : word, &ip);
}

static cp_str first_line(cp_str head)
{
    cp_str line = CP_STR("");
    while (cp_str_cut_line(&head, &line) && cp_str_trim(line).n == 0)
        ;
    return cp_str_trim(line);
}

int cp_linux_route_fits(cp_str head)
{
    static const char *const types[] = { "local",       "broadcast", "blackhole",
                                         "unreachable", "prohibit",  "throw",
                                         "unicast",     "multicast", NULL };
    static const char *const next[] = { "via",   "dev",   "proto", "nhid", "metric", "table",
                                        "encap", "scope", "from",  "tos",  NULL };
    cp_str line = first_line(head), rest = line, word = cp_state_word(&rest);
    bool is_type = cp_state_is_one_of(word, types);
    if (is_type)
        word = cp_state_word(&rest);
    if (!is_prefix_like(word) || cp_linux_neighbour_fits(line))
        return 0;
    word = cp_state_word(&rest);
    return is_type || cp_state_is_one_of(word, next);
}

/* ---- JSON */

static void read_flags(const cp_tree *t, next_hop *h)
{
    const cp_tree *list = cp_state_at(t, "flags");
    h->is_dead = cp_state_list_has(list, "dead");
    h->is_linkdown = cp_state_list_has(list, "linkdown");
}

static next_hop hop_of(const cp_tree *t)
{
    next_hop h = { .gateway = cp_state_text_at(t, "gateway"), .dev = cp_state_text_at(t, "dev") };
    h.is_other = h.gateway.n == 0;
    if (h.is_other)
        h.gateway = cp_state_text_at(cp_state_at(t, "via"), "host");
    h.is_labelled = cp_state_at(t, "encap") != NULL;
    read_flags(t, &h);
    return h;
}

/* What is not named here may change the way of packets. */
static void check_keys(memory *m, cp_state_section *s, const cp_tree *t)
{
    static const char *const known[] = { "type",
                                         "dst",
                                         "gateway",
                                         "via",
                                         "dev",
                                         "protocol",
                                         "scope",
                                         "prefsrc",
                                         "metric",
                                         "flags",
                                         "pref",
                                         "table",
                                         "nexthops",
                                         "nhid",
                                         "from",
                                         "tos",
                                         "weight",
                                         "metrics",
                                         "encap",
                                         "expires",
                                         "uid",
                                         "realms",
                                         "cache",
                                         "error",
                                         "mtu",
                                         "advmss",
                                         "rtt",
                                         "rttvar",
                                         "window",
                                         "cwnd",
                                         "initcwnd",
                                         "initrwnd",
                                         "ssthresh",
                                         "rto_min",
                                         "congctl",
                                         "hoplimit",
                                         "features",
                                         "quickack",
                                         "reordering",
                                         "ttl-propogate",
                                         "fastopen_no_cookie",
                                         "nh_info",
                                         "age",
                                         "users",
                                         "used",
                                         "dsfield",
                                         "hoplimits",
                                         NULL };
    for (uint32_t i = 0; i < t->n && !m->told_key; i++)
        if (!cp_state_is_one_of(t->keys[i], known) && !cp_state_at(t, "encap"))
            limit_once(s, &m->told_key, CP_STR(""), "not understood",
                       "a route says more of itself than is known here");
}

/* An encapsulation says "dst" again (of the tunnel, of its labels), which is no JSON that can be
 * kept as a map: the first one is the route's. */
static cp_str first_text(cp_str json, const char *key)
{
    ptrdiff_t at = cp_str_find(json, cp_str_c(key));
    if (at < 0)
        return CP_STR("");
    cp_str rest = cp_str_from(json, (size_t)at + cp_str_c(key).n);
    ptrdiff_t open = cp_str_find_char(rest, '"');
    if (open < 0)
        return CP_STR("");
    rest = cp_str_from(rest, (size_t)open + 1);
    ptrdiff_t end = cp_str_find_char(rest, '"');
    return end < 0 ? CP_STR("") : cp_str_slice(rest, 0, (size_t)end);
}

static bool tell_encapsulated(cp_state_section *s, const cp_state_part *p)
{
    linux_route r = { .line = p->line };
    r.type = r.protocol = r.scope = r.from = r.tos = CP_STR("");
    r.own = (next_hop){ .gateway = CP_STR(""), .is_labelled = true };
    r.dst = first_text(p->text, "\"dst\"");
    r.table = first_text(p->text, "\"table\"");
    r.own.dev = first_text(p->text, "\"dev\"");
    r.has_pref = cp_str_has(p->text, CP_STR("\"pref\""));
    return r.dst.n > 0 && tell_route(s, &r);
}

static void each_route(cp_state_section *s, const cp_state_part *p)
{
    cp_err err;
    memory *m = s->mem;
    begin_routes(s);
    const cp_tree *t = cp_state_tree_quiet(s, p, &err);
    if (!t && cp_str_has(p->text, CP_STR("\"encap\"")) && tell_encapsulated(s, p))
        return;
    if (!t || t->kind != CP_TREE_MAP || !cp_state_at(t, "dst")) {
        if (!t || t->kind != CP_TREE_MAP || t->n) /* {} stands where there is no route */
            cp_state_bad_at(s, p->line, p->text, "%s", t ? "a route without \"dst\"" : err.msg);
        return;
    }
    linux_route r = { .line = p->line };
    r.type = cp_state_text_at(t, "type");
    r.dst = cp_state_text_at(t, "dst");
    r.protocol = cp_state_text_at(t, "protocol");
    r.scope = cp_state_text_at(t, "scope");
    r.table = cp_state_text_at(t, "table");
    r.from = cp_state_text_at(t, "from");
    r.tos = cp_state_text_at(t, "tos");
    r.has_pref = cp_state_at(t, "pref") != NULL;
    r.metric = cp_state_number_at(t, "metric");
    r.own = hop_of(t);
    const cp_tree *hops = cp_state_at(t, "nexthops");
    for (uint32_t i = 0; hops && hops->kind == CP_TREE_SEQ && i < hops->n && i < NEXT_HOPS_MAX; i++)
        *cp_vec_add(s->a, &r.hops) = hop_of(hops->items[i]);
    check_keys(m, s, t);
    if (!tell_route(s, &r))
        cp_state_bad_at(s, p->line, p->text, "%.*s", CP_FMT(s->why));
    else if (hops && hops->n > NEXT_HOPS_MAX)
        cp_state_bad_at(s, p->line, p->text, "more than %d next hops", NEXT_HOPS_MAX);
}

void cp_linux_route_text(cp_state_section *s, cp_state_text *in)
{
    cp_state_each_part(s, in, each_route);
}

int cp_linux_route_json_fits(cp_str head)
{
    return cp_state_json_has(head, "dst|flags") && !cp_state_json_has(head, "state");
}

/* ---- rules: which table is asked */

typedef struct rules {
    bool has_main, has_local, is_heard;
} rules;
static_assert(sizeof(rules) <= CP_LINUX_RULE_MEM, "it is kept in a section");

/* Whether packets are told apart by anything else than the VRF that they are of. */
static void judge_rule(cp_state_section *s, cp_str table, bool is_for_all, bool is_l3mdev,
                       cp_str text)
{
    rules *r = s->mem;
    r->is_heard = true;
    bool is_main = cp_str_eq(table, CP_STR("main")), is_local = cp_str_eq(table, CP_STR("local"));
    r->has_main = r->has_main || (is_main && is_for_all);
    r->has_local = r->has_local || (is_local && is_for_all);
    if (is_for_all && (is_main || is_local || is_l3mdev || cp_str_eq(table, CP_STR("default"))))
        return;
    cp_state_limits(s, CP_STR(""), "policy routing", "%.*s", CP_FMT(cp_str_slice(text, 0, 160)));
}

/* 1000: from all lookup [l3mdev-table] */
cp_state_heard cp_linux_rule_line(cp_state_section *s, cp_str line)
{
    cp_str rest = line, number = cp_state_word(&rest), table = CP_STR(""), word;
    uint64_t n;
    bool is_for_all = true, is_l3mdev = false;
    if (number.n < 2 || number.p[number.n - 1] != ':' ||
        !cp_str_u64(cp_str_slice(number, 0, number.n - 1), &n))
        return CP_HEARD_NOTHING;
    for (uint32_t i = 0; (word = cp_state_word(&rest)).n; i++) {
        if (cp_str_eq(word, CP_STR("lookup")) || cp_str_eq(word, CP_STR("table")))
            table = cp_state_word(&rest);
        else if (cp_str_eq(word, CP_STR("from")))
            is_for_all = is_for_all && cp_str_eq(cp_state_word(&rest), CP_STR("all"));
        else if (cp_str_eq(word, CP_STR("proto")) || cp_str_eq(word, CP_STR("protocol")))
            (void)cp_state_word(&rest);
        else
            is_for_all = false;
    }
    is_l3mdev = cp_str_eq(table, CP_STR("[l3mdev-table]"));
    judge_rule(s, table, is_for_all, is_l3mdev, line);
    return CP_HEARD_ROW;
}

void cp_linux_rule_end(cp_state_section *s)
{
    const rules *r = s->mem;
    if (r->is_heard && !(r->has_main && r->has_local))
        cp_state_limits(s, CP_STR(""), "policy routing",
                        "the rules do not ask the tables local and main for all packets");
}

static void each_rule(cp_state_section *s, const cp_state_part *p)
{
    static const char *const known[] = { "priority", "src", "table", "protocol", "l3mdev", NULL };
    const cp_tree *t = cp_state_tree(s, p);
    if (!t)
        return;
    if (t->kind != CP_TREE_MAP) {
        cp_state_bad_at(s, p->line, p->text, "a rule is no map");
        return;
    }
    bool is_for_all = cp_str_eq(cp_state_text_at(t, "src"), CP_STR("all"));
    bool is_l3mdev = cp_state_at(t, "l3mdev") != NULL ||
                     cp_str_has(cp_state_text_at(t, "table"), CP_STR("l3mdev"));
    for (uint32_t i = 0; i < t->n; i++)
        is_for_all = is_for_all && cp_state_is_one_of(t->keys[i], known);
    judge_rule(s, cp_state_text_at(t, "table"), is_for_all, is_l3mdev, p->text);
}

void cp_linux_rule_text(cp_state_section *s, cp_state_text *in)
{
    cp_state_each_part(s, in, each_rule);
}

int cp_linux_rule_json_fits(cp_str head) { return cp_state_json_has(head, "priority|src"); }
