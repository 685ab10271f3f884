/* SPDX-License-Identifier: Apache-2.0 */
/* test_routers_every.c - the plane of what routers say against every packet followed by the rows
 * themselves: random networks of up to six routers on shared networks of 64 addresses, with VRFs,
 * next hops behind next hops, some of version 6, filters, limits, what was heard and what several
 * tell. Every address, every table. Then some tell of other routes, and what is told of whose fates
 * change is held against a plane that is made anew. Argument: how many (2,000), and a seed. */
#include <string.h>
#include "base/arena.h"
#include "base/rand.h"
#include "base/vec.h"
#include "path/routers_live.h"
#include "tap.h"

enum {
    ITEMS_MAX = 7, /* the last is only known */
    PORTS_MAX = 3,
    HEARSAY = PORTS_MAX, /* a port that stands for what others tell */
    NO_PORT = 9,
    OWNS_MAX = 32,
    ROUTES_MAX = 64,
    RULES_MAX = 16,
    USES_MAX = 8,
    HEARD_MAX = 8,
    LIMITS_MAX = 4,
    ADDRESSES = 64,
    NO_ADDRESS = 99,
    TABLES_MAX = 2 * ITEMS_MAX, /* main, red */
    HOPS_MAX = 512,
    DEFAULT = 0, /* a length; others are 26 to 32 */
};

typedef struct port {
    uint32_t red, mac, is_down, n_told;
} port;
typedef struct own {
    uint32_t item, port, addr, len, is_virtual;
} own;
typedef struct route {
    uint32_t item, red, net, len, via, port, via_red;
    uint64_t what;
} route;
typedef struct list_rule {
    uint32_t item, list, net, len, says, src;
} list_rule;
typedef struct list_use {
    uint32_t item, port, list, is_in, is_out;
} list_use;
typedef struct hear {
    uint32_t item, port, addr, mac;
} hear;
typedef struct limit {
    uint32_t item, port, red, is_line;
} limit;

typedef struct small_net {
    cp_rand rand;
    uint32_t n_items, n_owns, n_routes, n_rules, n_uses, n_heard, n_limits;
    bool is_twin;     /* all of it is there in version 6 as well, and next hops are of that */
    bool is_one_kind; /* of the lists */
    port ports[ITEMS_MAX][PORTS_MAX + 1];
    own owns[OWNS_MAX];
    route routes[ROUTES_MAX];
    list_rule rules[RULES_MAX];
    list_use uses[USES_MAX];
    hear heard[HEARD_MAX];
    limit limits[LIMITS_MAX];
} small_net;

static bool chance(small_net *s, uint32_t percent)
{
    return cp_rand_below(&s->rand, 100) < percent;
}
static uint32_t below(small_net *s, uint32_t n) { return cp_rand_below(&s->rand, n); }

static bool holds(uint32_t net, uint32_t len, uint32_t addr)
{
    return len == DEFAULT || (net ^ addr) >> (32 - len) == 0;
}

/* ---- a random network */

static void random_ports(small_net *s)
{
    for (uint32_t i = 0; i < s->n_items; i++)
        for (uint32_t p = 0; p < PORTS_MAX; p++) {
            port *x = &s->ports[i][p];
            x->red = chance(s, 20);
            x->mac = chance(s, 50) ? 1 + below(s, 3) : 0;
            x->is_down = chance(s, 5);
            uint32_t n = chance(s, 75) + chance(s, 15);
            for (uint32_t k = 0; k < n && s->n_owns < OWNS_MAX - 1; k++) {
                uint32_t addr = below(s, 4) * 16 + below(s, 4), len = chance(s, 80) ? 28 : 30;
                bool is_known = false;
                for (uint32_t o = 0; o < s->n_owns; o++)
                    is_known |=
                        s->owns[o].item == i && s->owns[o].port == p && s->owns[o].addr == addr;
                if (is_known)
                    continue;
                s->owns[s->n_owns++] = (own){ i, p, addr, len, chance(s, 10) };
                x->n_told++;
                if (s->n_routes < ROUTES_MAX && chance(s, 90))
                    s->routes[s->n_routes++] =
                        (route){ i, x->red, addr & ~((1u << (32 - len)) - 1),  len, NO_ADDRESS,
                                 p, x->red, CP_STATE_USED | CP_STATE_CONNECTED };
            }
        }
    if (chance(s, 40))
        s->owns[s->n_owns++] = (own){ chance(s, 70) ? s->n_items : below(s, s->n_items), HEARSAY,
                                      below(s, 4) * 16 + below(s, 4), 32, 0 };
}

static void random_routes(small_net *s)
{
    uint32_t n = below(s, 6 * s->n_items);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t len = chance(s, 10) ? DEFAULT : 26 + below(s, 7);
        uint32_t net = len ? below(s, ADDRESSES) & ~((1u << (32 - len)) - 1) : 0;
        route x = { .item = below(s, s->n_items), .red = chance(s, 20), .net = net, .len = len };
        uint32_t ways = 1 + chance(s, 30) + chance(s, 10);
        for (uint32_t w = 0; w < ways && s->n_routes < ROUTES_MAX; w++) {
            x.via = chance(s, 10)   ? NO_ADDRESS
                    : chance(s, 60) ? s->n_owns ? s->owns[below(s, s->n_owns)].addr : 0
                                    : below(s, ADDRESSES);
            x.port = chance(s, 50) ? below(s, PORTS_MAX) : NO_PORT;
            x.via_red = chance(s, 10) ? 1 : x.red;
            x.what = (chance(s, 95) ? CP_STATE_USED : 0) | (chance(s, 5) ? CP_STATE_DROP : 0) |
                     (chance(s, 3) ? CP_STATE_LABELLED : 0) | (chance(s, 5) ? CP_STATE_BACKUP : 0) |
                     (chance(s, 3) ? CP_STATE_LOCAL : 0) | (chance(s, 3) ? CP_STATE_CONNECTED : 0);
            s->routes[s->n_routes++] = x;
        }
    }
}

static void random_rest(small_net *s)
{
    s->is_one_kind = chance(s, 50);
    for (uint32_t n = chance(s, 50) ? below(s, USES_MAX) : 0; s->n_uses < n;)
        s->uses[s->n_uses++] =
            (list_use){ below(s, s->n_items), chance(s, 80) ? below(s, PORTS_MAX) : NO_PORT,
                        below(s, 2), chance(s, 60), chance(s, 60) };
    for (uint32_t n = s->n_uses ? below(s, RULES_MAX) : 0; s->n_rules < n;) {
        uint32_t len = chance(s, 30) ? DEFAULT : 26 + below(s, 7);
        s->rules[s->n_rules++] =
            (list_rule){ below(s, s->n_items),
                         below(s, 2),
                         len ? below(s, ADDRESSES) & ~((1u << (32 - len)) - 1) : 0,
                         len,
                         chance(s, 10) ? 2 : below(s, 2),
                         chance(s, 30) ? below(s, 2) : 2 };
    }
    for (uint32_t n = below(s, HEARD_MAX); s->n_heard < n;)
        s->heard[s->n_heard++] =
            (hear){ below(s, s->n_items), chance(s, 80) ? below(s, PORTS_MAX) : NO_PORT,
                    s->n_owns ? s->owns[below(s, s->n_owns)].addr : 0, 1 + below(s, 3) };
    for (uint32_t n = chance(s, 30) ? below(s, LIMITS_MAX) : 0; s->n_limits < n;)
        s->limits[s->n_limits++] =
            (limit){ below(s, s->n_items), chance(s, 60) ? below(s, PORTS_MAX) : NO_PORT,
                     chance(s, 20), chance(s, 20) };
}

static void make(small_net *s, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    s->rand.state = seed;
    s->n_items = 2 + below(s, ITEMS_MAX - 2);
    random_ports(s);
    random_routes(s);
    random_rest(s);
}

/* ---- as rows */

static const char *const port_names[] = { "e0", "e1", "e2" };
static cp_str port_name(uint32_t p) { return p < PORTS_MAX ? tap_cstr(port_names[p]) : CP_STR(""); }
static cp_str vrf_name(uint32_t red) { return red ? CP_STR("red") : CP_STR(""); }
/* The second is another list, or A as it is for one interface. */
static cp_str list_name(const small_net *s, uint32_t list)
{
    return list == 0 ? CP_STR("A") : s->is_one_kind ? CP_STR("A to x") : CP_STR("B");
}

static cp_ip ip_of(uint32_t addr)
{
    return (cp_ip){ .version = 4, .b = { 10, 0, 0, (uint8_t)addr } };
}

static cp_state_net net_of(uint32_t net, uint32_t len)
{
    cp_state_net n = { .is_set = false };
    cp_ip any = { .version = 4 };
    (void)cp_state_net_of(len ? ip_of(net) : any, len, &n);
    return n;
}

/* The same network in version 6: each address, network and route has its twin. A next hop of
 * version 6 then leads to where that of version 4 does (RFC 8950). */
static cp_ip ip6_of(uint32_t addr)
{
    return (
        cp_ip){ .version = 6,
                .b = { 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, (uint8_t)addr } };
}

static cp_state_net net6_of(uint32_t net, uint32_t len)
{
    cp_state_net n = { .is_set = false };
    cp_ip any = { .version = 6 };
    (void)cp_state_net_of(len ? ip6_of(net) : any, len ? 96 + len : 0, &n);
    return n;
}

static cp_state_net via_of(uint32_t addr, bool is_v6)
{
    if (addr == NO_ADDRESS)
        return (cp_state_net){ .is_set = false };
    return is_v6 ? net6_of(addr, 32) : net_of(addr, 32);
}

static uint32_t add(cp_routers *r, uint32_t item, cp_state s)
{
    return cp_routers_add(r, item, 0, &s, NULL) != CP_OK;
}

static uint32_t add_places(cp_routers *r, small_net *s)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < s->n_items; i++)
        for (uint32_t p = 0; p < PORTS_MAX; p++)
            wrong +=
                add(r, i,
                    (cp_state){ .kind = CP_STATE_IFACE,
                                .vrf = vrf_name(s->ports[i][p].red),
                                .iface = { .name = port_name(p),
                                           .mac = s->ports[i][p].mac,
                                           .what = s->ports[i][p].is_down ? CP_STATE_DOWN : 0 } });
    for (uint32_t i = 0; i < s->n_owns; i++) {
        const own *o = &s->owns[i];
        for (uint32_t n = 1 + chance(s, 10); n && o->port != HEARSAY; n--)
            wrong += add(r, o->item,
                         (cp_state){ .kind = CP_STATE_ADDRESS,
                                     .vrf = vrf_name(s->ports[o->item][o->port].red),
                                     .address = { .addr = net_of(o->addr, 32),
                                                  .iface = port_name(o->port),
                                                  .length = 96 + o->len,
                                                  .what = o->is_virtual ? CP_STATE_VIRTUAL : 0 } });
        cp_state twin = { .kind = CP_STATE_ADDRESS,
                          .vrf = vrf_name(s->ports[o->item][o->port].red),
                          .address = { .addr = net6_of(o->addr, 32),
                                       .iface = port_name(o->port),
                                       .length = 96 + o->len,
                                       .what = o->is_virtual ? CP_STATE_VIRTUAL : 0 } };
        wrong += s->is_twin && o->port != HEARSAY && add(r, o->item, twin);
        if (o->port == HEARSAY)
            cp_routers_known(r, o->item, ip_of(o->addr));
        if (o->port == HEARSAY && s->is_twin)
            cp_routers_known(r, o->item, ip6_of(o->addr));
    }
    for (uint32_t i = 0; i < s->n_heard; i++) {
        cp_state row = { .kind = CP_STATE_NEIGHBOUR,
                         .neighbour = { .addr = net_of(s->heard[i].addr, 32),
                                        .mac = s->heard[i].mac,
                                        .iface = port_name(s->heard[i].port) } };
        wrong += add(r, s->heard[i].item, row);
        row.neighbour.addr = net6_of(s->heard[i].addr, 32);
        wrong += s->is_twin && add(r, s->heard[i].item, row);
    }
    return wrong;
}

static cp_state route_row(const route *x, uint32_t pos)
{
    return (cp_state){ .kind = CP_STATE_ROUTE,
                       .vrf = vrf_name(x->red),
                       .pos = pos,
                       .route = { .net = net_of(x->net, x->len),
                                  .via = via_of(x->via, false),
                                  .iface = port_name(x->port),
                                  .via_vrf = x->via_red && !x->red ? CP_STR("red") : CP_STR(""),
                                  .what = x->what } };
}

static uint32_t add_routes(cp_routers *r, const small_net *s)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < s->n_routes; i++) {
        const route *x = &s->routes[i];
        cp_state row = route_row(x, i);
        row.route.via = via_of(x->via, s->is_twin);
        wrong += add(r, x->item, row);
        row.route.net = net6_of(x->net, x->len);
        row.route.via = via_of(x->via, true);
        wrong += s->is_twin && add(r, x->item, row);
    }
    for (uint32_t i = 0; i < s->n_limits; i++) {
        const limit *x = &s->limits[i];
        wrong += add(
            r, x->item,
            x->is_line ? (cp_state){ .kind = CP_STATE_LINE, .line = { CP_STR("what") } }
                       : (cp_state){ .kind = CP_STATE_LIMIT,
                                     .vrf = vrf_name(x->red),
                                     .limit = { CP_STR("nat"), port_name(x->port), CP_STR("") } });
    }
    return wrong;
}

/* Some routes go on with a label, as another table says; of this seed after all that was random
 * before. A label that is taken away at once is none. */
static uint32_t add_lsps(cp_routers *r, small_net *s)
{
    uint32_t wrong = 0;
    for (uint32_t n = s->n_routes && chance(s, 20) ? 1 + below(s, 2) : 0; n; n--) {
        const route x = s->routes[below(s, s->n_routes)];
        uint64_t out = chance(s, 70) ? 16 + below(s, 9) : chance(s, 50) ? 3 : CP_STATE_NO_LABEL;
        cp_state row = { .kind = CP_STATE_LSP,
                         .vrf = vrf_name(x.red),
                         .lsp = {
                             .fec = net_of(x.net, x.len), .in = CP_STATE_NO_LABEL, .out = out } };
        wrong += add(r, x.item, row);
        row.lsp.fec = net6_of(x.net, x.len);
        wrong += s->is_twin && add(r, x.item, row);
        for (uint32_t i = 0; i < s->n_routes; i++) {
            route *y = &s->routes[i];
            if (out != 3 && out != CP_STATE_NO_LABEL && y->item == x.item && y->red == x.red &&
                y->net == x.net && y->len == x.len)
                y->what |= CP_STATE_LABELLED;
        }
    }
    return wrong;
}

static uint32_t add_lists(cp_routers *r, const small_net *s)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < s->n_rules; i++) {
        const list_rule *x = &s->rules[i];
        cp_ip src = { .version = 4, .b = { x->src ? 128 : 0 } };
        cp_state row = { .kind = CP_STATE_RULE,
                         .rule = { .filter = list_name(s, x->list),
                                   .dst = net_of(x->net, x->len),
                                   .protocol = { 0, 255 },
                                   .src_port = { 0, 65535 },
                                   .dst_port = { 0, 65535 },
                                   .says = x->says } };
        if (x->src < 2)
            (void)cp_state_net_of(src, 1, &row.rule.src);
        wrong += add(r, x->item, row);
    }
    for (uint32_t i = 0; i < s->n_uses; i++)
        wrong += add(r, s->uses[i].item,
                     (cp_state){ .kind = CP_STATE_USE,
                                 .use = { .iface = port_name(s->uses[i].port),
                                          .filter = list_name(s, s->uses[i].list),
                                          .what = (s->uses[i].is_in ? CP_STATE_IN : 0) |
                                                  (s->uses[i].is_out ? CP_STATE_OUT : 0) } });
    return wrong;
}

/* ---- one packet, followed by the rows */

typedef struct hop {
    enum { TO_TABLE, TO_HOST, TO_NOWHERE, TO_DROP } kind;
    uint32_t table;                                /* item * 2 + red */
    uint32_t out_item, out_port, in_item, in_port; /* NO_PORT: none */
    bool is_maybe;
} hop;

typedef struct follow {
    const small_net *s;
    uint32_t dst, src; /* of the source the first bit */
    uint32_t on_way;
    uint32_t n_maybe; /* passed by now */
    cp_plane_fate *fate;
    hop hops[HOPS_MAX];
    uint32_t n;
    bool is_modelled;
    uint8_t looks[2][ADDRESSES]; /* 1: is being looked up, 2: was */
} follow;

static void lose(follow *f)
{
    f->hops[f->n++] = (hop){ .kind = TO_NOWHERE, .out_port = NO_PORT, .in_port = NO_PORT };
}

static uint32_t heard_mac(const small_net *s, uint32_t item, uint32_t p, uint32_t addr)
{
    uint32_t mac = 0;
    for (uint32_t i = 0; i < s->n_heard; i++) {
        const hear *h = &s->heard[i];
        if (h->item != item || h->addr != addr ||
            (p != NO_PORT && h->port != NO_PORT && h->port != p))
            continue;
        if (mac && mac != h->mac)
            return 0;
        mac = h->mac;
    }
    return mac;
}

static bool tells_itself(const small_net *s, uint32_t item, uint32_t addr)
{
    for (uint32_t i = 0; i < s->n_owns; i++)
        if (s->owns[i].item == item && s->owns[i].addr == addr && s->owns[i].port != HEARSAY)
            return true;
    return false;
}

static void to_owner(follow *f, uint32_t item, uint32_t p, uint32_t addr)
{
    const small_net *s = f->s;
    uint32_t mac = heard_mac(s, item, p, addr), items = 0, first = f->n;
    bool all_virtual = true, any_down = false, is_maybe = false;
    for (uint32_t i = 0; i < s->n_owns; i++) {
        const own *o = &s->owns[i];
        const port *x = &s->ports[o->item][o->port];
        if (o->addr != addr || o->item == item ||
            (o->port == HEARSAY && tells_itself(s, o->item, addr)))
            continue;
        if (mac && x->mac && mac != x->mac && !o->is_virtual)
            continue;
        for (uint32_t k = first; k < f->n; k++)
            is_maybe = is_maybe || f->hops[k].in_item != o->item || f->hops[k].in_port != o->port;
        f->hops[f->n++] = (hop){ TO_TABLE, o->item * 2 + x->red, item, p, o->item, o->port, false };
        items |= 1u << o->item;
        all_virtual = all_virtual && o->is_virtual;
        any_down = any_down || x->is_down;
    }
    if (items == 0 || any_down || (items & (items - 1) && !all_virtual))
        lose(f);
    for (uint32_t k = first; k < f->n; k++)
        f->hops[k].is_maybe = is_maybe || any_down;
}

static void to_peer(follow *f, uint32_t item, uint32_t p)
{
    const small_net *s = f->s;
    uint32_t n = 0, found = 0;
    for (uint32_t i = 0; i < s->n_owns; i++)
        for (uint32_t k = 0; k < s->n_owns; k++) {
            const own *mine = &s->owns[i], *o = &s->owns[k];
            if (mine->item != item || mine->port != p || mine->len < 30 || o->item == item ||
                !holds(mine->addr, mine->len, o->addr))
                continue;
            n += n == 0 || s->owns[found].item != o->item || s->owns[found].port != o->port;
            found = k;
        }
    if (n != 1) {
        lose(f);
        return;
    }
    const own *o = &s->owns[found];
    f->hops[f->n++] =
        (hop){ TO_TABLE, o->item * 2 + s->ports[o->item][o->port].red, item, p, o->item, o->port,
               false };
}

/* The rows of the longest prefix: one of them; -1: none. */
static int longest(const small_net *s, uint32_t item, uint32_t red, uint32_t addr)
{
    int best = -1;
    for (uint32_t i = 0; i < s->n_routes; i++) {
        const route *x = &s->routes[i];
        if (x->item == item && x->red == red && x->what & CP_STATE_USED &&
            holds(x->net, x->len, addr) && (best < 0 || x->len > s->routes[best].len))
            best = (int)i;
    }
    return best;
}

static bool is_beside(const small_net *s, int a, uint32_t b)
{
    const route *x = &s->routes[a], *y = &s->routes[b];
    return y->what & CP_STATE_USED && x->item == y->item && x->red == y->red && x->net == y->net &&
           x->len == y->len;
}

static void resolve(follow *f, const route *x);

static void look_up(follow *f, const route *x)
{
    const small_net *s = f->s;
    uint8_t *look = &f->looks[x->via_red][x->via];
    if (*look == 1 && x->port != NO_PORT)
        to_owner(f, x->item, x->port, x->via);
    else if (*look == 1)
        lose(f);
    if (*look)
        return;
    *look = 1;
    int found = longest(s, x->item, x->via_red, x->via);
    uint32_t n = 0;
    for (uint32_t i = 0; found >= 0 && i < s->n_routes; i++) {
        const route *y = &s->routes[i];
        if (!is_beside(s, found, i))
            continue;
        n += !(y->what & CP_STATE_BACKUP);
        if (y->what & CP_STATE_BACKUP)
            continue;
        if (y->what & CP_STATE_LABELLED)
            f->is_modelled = false;
        else if (y->what & CP_STATE_DROP)
            f->hops[f->n++] = (hop){ .kind = TO_DROP };
        else if (y->what & (CP_STATE_CONNECTED | CP_STATE_LOCAL))
            to_owner(f, y->item, y->port, x->via);
        else
            resolve(f, y);
    }
    if (n == 0)
        lose(f);
    *look = 2;
}

static bool is_on_network(const small_net *s, const route *x)
{
    bool is_told = false;
    for (uint32_t i = 0; i < s->n_owns; i++)
        if (s->owns[i].item == x->item && s->owns[i].port == x->port) {
            is_told = true;
            if (holds(s->owns[i].addr, s->owns[i].len, x->via))
                return true;
        }
    int found = longest(s, x->item, x->via_red, x->via);
    if (is_told || found < 0)
        return !is_told;
    uint64_t what = 0; /* of the first row */
    for (uint32_t i = 0; i < s->n_routes && !what; i++)
        what = is_beside(s, found, i) ? s->routes[i].what : 0;
    return s->routes[found].len == DEFAULT || what & CP_STATE_CONNECTED;
}

static void resolve(follow *f, const route *x)
{
    if (x->what & CP_STATE_LABELLED)
        f->is_modelled = false;
    else if (x->via == NO_ADDRESS && x->what & CP_STATE_CONNECTED)
        f->hops[f->n++] = (hop){ TO_HOST, 0, x->item, x->port, 0, NO_PORT, false };
    else if (x->via == NO_ADDRESS && x->port == NO_PORT)
        lose(f);
    else if (x->via == NO_ADDRESS)
        to_peer(f, x->item, x->port);
    else if (x->port != NO_PORT && is_on_network(f->s, x))
        to_owner(f, x->item, x->port, x->via);
    else
        look_up(f, x);
}

/* ---- filters and limits */

static cp_filter_says list_says(const follow *f, uint32_t item, uint32_t list)
{
    bool is_there = false;
    for (uint32_t i = 0; i < f->s->n_rules; i++) {
        const list_rule *x = &f->s->rules[i];
        if (x->item != item || x->list != list)
            continue;
        is_there = true;
        if (holds(x->net, x->len, f->dst) && (x->src == 2 || x->src == f->src))
            return x->says == 2   ? CP_FILTER_UNKNOWN
                   : x->says == 1 ? CP_FILTER_PERMITS
                                  : CP_FILTER_DENIES;
    }
    return is_there ? CP_FILTER_DENIES : CP_FILTER_UNKNOWN;
}

static bool is_passed(follow *f, uint32_t item, uint32_t p, bool is_in)
{
    uint32_t mine = 0, all = 0; /* lists */
    cp_filter_says says = CP_FILTER_PERMITS;
    if (p == NO_PORT)
        return true;
    for (uint32_t i = 0; i < f->s->n_uses; i++) {
        const list_use *u = &f->s->uses[i];
        if (u->item == item && (is_in ? u->is_in : u->is_out))
            *(u->port == p ? &mine : &all) |= (u->port == p || u->port == NO_PORT) << u->list;
    }
    if (f->s->is_one_kind && mine == 2 && all == 1)
        all = 0;
    mine |= all;
    if (mine)
        says = mine == 3 ? CP_FILTER_UNKNOWN : list_says(f, item, mine == 2);
    for (uint32_t i = 0; i < f->s->n_limits; i++) {
        const limit *x = &f->s->limits[i];
        if (x->item == item && !x->is_line && x->port == p)
            says = CP_FILTER_UNKNOWN;
    }
    if (says != CP_FILTER_PERMITS)
        f->fate->ends |= says == CP_FILTER_DENIES ? CP_PLANE_DENIED : CP_PLANE_NOT_MODELLED;
    f->n_maybe += says == CP_FILTER_UNKNOWN;
    return says != CP_FILTER_DENIES;
}

static bool is_limited(const small_net *s, uint32_t table)
{
    for (uint32_t i = 0; i < s->n_limits; i++) {
        const limit *x = &s->limits[i];
        if (x->item == table / 2 && (x->is_line || (x->port == NO_PORT && x->red == table % 2)))
            return true;
    }
    return false;
}

/* ---- what a table does */

static uint64_t whats(const small_net *s, int found, bool is_all)
{
    uint64_t all = UINT64_MAX, any = 0;
    for (uint32_t i = 0; i < s->n_routes; i++)
        if (is_beside(s, found, i) && !(s->routes[i].what & CP_STATE_BACKUP)) {
            all &= s->routes[i].what;
            any |= s->routes[i].what;
        }
    return is_all ? all & any : any;
}

static bool is_neighbours(const small_net *s, int found, uint32_t dst)
{
    if (!(whats(s, found, true) & CP_STATE_CONNECTED) ||
        whats(s, found, false) & (CP_STATE_LOCAL | CP_STATE_DROP | CP_STATE_LABELLED))
        return false;
    for (uint32_t i = 0; i < s->n_owns; i++)
        if (s->owns[i].addr == dst && s->owns[i].item != s->routes[found].item)
            return true;
    return false;
}

/* 0: it goes on by the hops; else the end. */
static uint32_t by_routes(follow *f, int found)
{
    const small_net *s = f->s;
    bool is_neighbour = is_neighbours(s, found, f->dst), is_local = false;
    uint32_t n_drops = 0, n = 0;
    f->n = 0;
    f->is_modelled = true;
    for (uint32_t i = 0; i < s->n_routes; i++) {
        const route *x = &s->routes[i];
        if (!is_beside(s, found, i))
            continue;
        if (x->what & CP_STATE_BACKUP)
            continue;
        is_local = is_local || x->what & CP_STATE_LOCAL;
        n_drops += (x->what & CP_STATE_DROP) != 0;
        memset(f->looks, 0, sizeof f->looks);
        if (x->what & (CP_STATE_DROP | CP_STATE_LOCAL))
            continue;
        if (is_neighbour)
            to_owner(f, x->item, x->port, f->dst);
        else
            resolve(f, x);
    }
    for (uint32_t i = 0; i < f->n; i++)
        if (f->hops[i].kind == TO_DROP)
            n_drops++;
        else
            f->hops[n++] = f->hops[i];
    f->n = n;
    return is_local                                                ? CP_PLANE_DELIVERED
           : !f->is_modelled || (n && n_drops) || (!n && !n_drops) ? CP_PLANE_NOT_MODELLED
           : n_drops                                               ? CP_PLANE_DROPPED
                                                                   : 0;
}

static bool is_virtual(const small_net *s, const own *o)
{
    for (uint32_t i = 0; i < s->n_owns; i++)
        if (s->owns[i].item == o->item && s->owns[i].port == o->port &&
            s->owns[i].addr == o->addr && s->owns[i].is_virtual)
            return true;
    return false;
}

/* Somebody else is the same virtual router. */
static bool is_shared(const small_net *s, const own *o)
{
    for (uint32_t i = 0; is_virtual(s, o) && i < s->n_owns; i++)
        if (s->owns[i].item != o->item && s->owns[i].addr == o->addr)
            return true;
    return false;
}

static uint32_t end_at(follow *f, uint32_t table)
{
    const small_net *s = f->s;
    uint32_t item = table / 2, red = table % 2, is_down = 0;
    bool is_told = false, is_of_several = false;
    if (is_limited(s, table))
        return CP_PLANE_NOT_MODELLED;
    for (uint32_t i = 0; i < s->n_owns; i++) {
        const own *o = &s->owns[i];
        const port *p = &s->ports[o->item][o->port];
        if (o->item == item && o->addr == f->dst && p->red == red && !p->is_down) {
            if (!is_shared(s, o))
                return CP_PLANE_DELIVERED;
            is_of_several = true;
        }
        is_down |= o->item == item && o->addr == f->dst && p->red == red;
    }
    if (is_of_several)
        return CP_PLANE_NOT_MODELLED;
    for (uint32_t i = 0; i < s->n_routes; i++)
        is_told = is_told || (s->routes[i].item == item && s->routes[i].red == red &&
                              s->routes[i].what & CP_STATE_USED);
    int found = longest(s, item, red, f->dst);
    bool is_local = found >= 0 && s->routes[found].len == 32 && is_told;
    if (is_down && !(is_local && whats(s, found, false) & CP_STATE_LOCAL))
        return CP_PLANE_NOT_MODELLED;
    if (!is_told)
        return CP_PLANE_NOT_MODELLED;
    return found < 0 ? CP_PLANE_NO_ROUTE : by_routes(f, found);
}

static void taint(follow *f, uint32_t table)
{
    f->fate->dirty[f->n_maybe > 0] |= UINT64_C(1) << table / 2;
    f->fate->dirty[1] |= f->fate->dirty[0];
}

static void go(follow *f, uint32_t table);

static void follow_hop(follow *f, const hop *h)
{
    if (!is_passed(f, h->out_item, h->out_port, false))
        return;
    if (h->kind == TO_HOST) {
        f->fate->ends |= CP_PLANE_DELIVERED;
        return;
    }
    taint(f, h->table);
    if (is_passed(f, h->in_item, h->in_port, true))
        go(f, h->table);
}

static void go(follow *f, uint32_t table)
{
    taint(f, table);
    if (f->on_way >> table & 1) {
        f->fate->ends |= CP_PLANE_LOOP;
        return;
    }
    uint32_t end = end_at(f, table), n = end ? 0 : f->n;
    f->fate->ends |= end;
    hop hops[HOPS_MAX];
    memcpy(hops, f->hops, n * sizeof *hops);
    f->on_way |= 1u << table;
    for (uint32_t i = 0; i < n; i++) {
        const hop *h = &hops[i];
        if (h->kind == TO_NOWHERE) {
            f->fate->ends |= CP_PLANE_LOST;
            continue;
        }
        uint32_t n_maybe = f->n_maybe;
        f->n_maybe += h->is_maybe;
        follow_hop(f, h);
        f->n_maybe = n_maybe;
    }
    f->on_way &= ~(1u << table);
}

/* ---- both */

typedef struct kept {
    cp_plane_fate *fates; /* per class and table */
    uint32_t n_tables;
} kept;

static void keep(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    const kept *k = ctx;
    memcpy(k->fates + (size_t) class * k->n_tables, per_table, k->n_tables * sizeof *per_table);
}

static bool is_same_fate(const cp_plane_fate *x, const cp_plane_fate *y)
{
    return x->ends == y->ends && x->dirty[0] == y->dirty[0] && x->dirty[1] == y->dirty[1];
}

static cp_plane_fate followed(const small_net *s, uint32_t table, uint32_t dst, uint32_t src)
{
    cp_plane_fate fate = { .ends = 0 };
    follow f = { .s = s, .dst = dst, .src = src, .fate = &fate };
    go(&f, table);
    return fate;
}

static void show(const char *what, uint32_t table, uint32_t dst, const cp_plane_fate *want,
                 const cp_plane_fate *got)
{
    static uint32_t n_shown;
    if (n_shown++ < 5)
        printf("# %s: table %u, address %u: want %x %llx, got %x %llx\n", what, table, dst,
               want->ends, (unsigned long long)want->dirty[0], got->ends,
               (unsigned long long)got->dirty[0]);
}

/* All packets to an address, and one of them. */
static uint32_t check_address(cp_arena *a, small_net *s, const cp_routers_plane *p,
                              const cp_plane_fate *per_table, uint32_t t, uint32_t dst)
{
    uint32_t wrong = 0, table = p->tables[t].item * 2 + (p->tables[t].vrf.n > 0);
    cp_plane_fate both[2], all;
    for (uint32_t src = 0; src < 2; src++)
        both[src] = followed(s, table, dst, src);
    all = both[0];
    all.ends |= both[1].ends;
    all.dirty[0] |= both[1].dirty[0];
    all.dirty[1] |= both[1].dirty[1];
    if (!is_same_fate(&all, &per_table[t]) && ++wrong)
        show("class", table, dst, &all, &per_table[t]);
    if (!chance(s, 3))
        return wrong;
    cp_plane_trace got;
    cp_state_net to = net_of(dst, 32);
    cp_packet x = { .dst = cp_routers_prefix(&to).first, .protocol = 6, .dst_port = 80 };
    x.src = (cp_address)below(s, 2) << 127;
    cp_plane_trace_packet(p->plane, a, t, &x, &got);
    const cp_plane_fate *want = &both[x.src != 0];
    if (!is_same_fate(want, &got.fate) && ++wrong)
        show("packet", table, dst, want, &got.fate);
    return wrong;
}

static uint32_t check_plane(cp_arena *a, small_net *s, const cp_routers_plane *p)
{
    static const cp_net no_links = { .n_links = 0 };
    uint64_t dirty[ITEMS_MAX + 1];
    uint32_t wrong = 0;
    cp_plane_classes got;
    kept k = { CP_NEW_ARRAY(a, cp_plane_fate, 1000 * (p->n_tables + 1)), p->n_tables };
    for (uint32_t i = 0; i <= ITEMS_MAX; i++)
        dirty[i] = UINT64_C(1) << i;
    cp_plane_label(p->plane, &(cp_plane_labels){ &no_links, { dirty, dirty } });
    if (cp_plane_classify(p->plane, a, 1, keep, &k, NULL, &got, NULL) != CP_OK)
        return 1;
    for (uint32_t dst = 0; dst < ADDRESSES; dst++) {
        cp_state_net to = net_of(dst, 32);
        uint32_t class = got.of[cp_plane_region_of(p->plane, cp_routers_prefix(&to).first)];
        for (uint32_t t = 0; t < p->n_tables; t++)
            wrong += check_address(a, s, p, k.fates + (size_t) class * k.n_tables, t, dst);
    }
    return wrong;
}

/* ---- kept up while routers tell of other routes */

/* Fates by what was told of changes: of places in the plane, per table. */
typedef struct kept_up {
    cp_arena *a;
    const cp_routers_plane *p;
    CP_VEC(cp_plane_fate) fates;
    uint32_t wrong;
} kept_up;

static void see_born(void *ctx, uint32_t prefix, uint32_t above)
{
    kept_up *k = ctx;
    uint32_t n = k->p->n_tables;
    while (k->fates.n < (prefix + 1) * n)
        cp_vec_push(k->a, &k->fates, ((cp_plane_fate){ .ends = 0 }));
    memcpy(k->fates.v + (size_t)prefix * n, k->fates.v + (size_t)above * n, n * sizeof *k->fates.v);
}

static void see_changed(void *ctx, const cp_routers_change *why, const cp_plane_change *x)
{
    kept_up *k = ctx;
    k->wrong += why->was == why->is;
    for (uint32_t i = 0; i < x->n; i++) {
        cp_plane_fate *f = &k->fates.v[(size_t)x->prefix * k->p->n_tables + x->tables[i]];
        k->wrong += !is_same_fate(f, &x->before[i]) || is_same_fate(f, &x->after[i]);
        *f = x->after[i];
    }
}

static uint32_t all_rows(cp_routers *r, small_net *s)
{
    return add_places(r, s) + add_routes(r, s) + add_lists(r, s);
}

static bool classify(cp_arena *a, const cp_routers_plane *p, kept *k, cp_plane_classes *c)
{
    static uint64_t dirty[ITEMS_MAX];
    static const cp_net no_links = { .n_links = 0 };
    cp_err err;
    for (uint32_t i = 0; i < ITEMS_MAX; i++)
        dirty[i] = UINT64_C(1) << i;
    cp_plane_label(p->plane, &(cp_plane_labels){ &no_links, { dirty, dirty } });
    k->n_tables = p->n_tables;
    k->fates =
        CP_NEW_ARRAY(a, cp_plane_fate, (size_t)(cp_plane_n_places(p->plane) + 1) * p->n_tables);
    return cp_plane_classify(p->plane, a, 1, keep, k, NULL, c, &err) == CP_OK;
}

/* Against a plane that is made of what is so now. */
static uint32_t check_kept_up(cp_arena *a, small_net *s, const kept_up *u)
{
    cp_routers *r = cp_routers_new(a);
    cp_routers_plane p;
    cp_plane_classes c;
    cp_err err;
    kept k;
    uint32_t wrong = all_rows(r, s);
    if (cp_routers_make(r, NULL, 32, false, &p, &err) != CP_OK || !classify(a, &p, &k, &c))
        return wrong + 1;
    for (uint32_t t = 0; t < p.n_tables; t++) {
        uint32_t same = 0;
        while (same < u->p->n_tables && (u->p->tables[same].item != p.tables[t].item ||
                                         !cp_str_eq(u->p->tables[same].vrf, p.tables[t].vrf)))
            same++;
        if (same == u->p->n_tables) { /* the kept one may have more: VRFs that were told of once */
            wrong++;
            continue;
        }
        wrong += u->p->tables[same].is_told != p.tables[t].is_told ||
                 !cp_str_eq(u->p->tables[same].limit, p.tables[t].limit);
        for (uint32_t dst = 0; dst < ADDRESSES; dst++) {
            cp_state_net net = net_of(dst, 32);
            cp_address x = cp_routers_prefix(&net).first;
            uint32_t class = c.of[cp_plane_region_of(p.plane, x)];
            const cp_plane_fate *want = &k.fates[(size_t) class * p.n_tables + t];
            const cp_plane_fate *got =
                &u->fates.v[(size_t)cp_plane_region_of(u->p->plane, x) * u->p->n_tables + same];
            if (is_same_fate(want, got))
                continue;
            wrong++;
            show("kept up", t, dst, want, got);
        }
    }
    return wrong;
}

/* Some of the item's routes go, some come. */
static void change_routes(small_net *s, uint32_t item)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_routes; i++)
        if (s->routes[i].item != item || !chance(s, 30))
            s->routes[n++] = s->routes[i];
    s->n_routes = n;
    random_routes(s); /* of all items; others keep theirs */
    for (uint32_t i = n; i < s->n_routes; i++)
        s->routes[i].item = item;
}

static uint32_t add_changed(cp_routers_live *l, const small_net *s, uint32_t item)
{
    uint32_t wrong = 0;
    cp_err err;
    for (uint32_t i = 0; i < s->n_routes; i++) {
        cp_state row = route_row(&s->routes[i], i);
        if (s->routes[i].item == item)
            wrong += cp_routers_live_add(l, item, 0, &row, &err) != CP_OK;
    }
    return wrong;
}

/* n_fits: of updates that were taken. */
static uint32_t check_updates(uint64_t seed, uint32_t *n_fits)
{
    cp_arena *a = cp_arena_new(0);
    small_net s;
    make(&s, seed);
    cp_routers *r = cp_routers_new(a);
    cp_routers_plane p;
    cp_plane_classes c;
    cp_err err;
    kept k;
    kept_up u = { .a = a, .p = &p };
    uint32_t wrong = all_rows(r, &s);
    if (cp_routers_make(r, NULL, 32, false, &p, &err) != CP_OK || !classify(a, &p, &k, &c))
        return wrong + 1;
    for (uint32_t i = 0; i < cp_plane_n_places(p.plane); i++)
        for (uint32_t t = 0; t < p.n_tables; t++)
            cp_vec_push(a, &u.fates,
                        c.of[i] == CP_NO_CLASS ? (cp_plane_fate){ .ends = 0 }
                                               : k.fates[(size_t)c.of[i] * p.n_tables + t]);
    cp_routers_live *l = cp_routers_live_new(r, &p, NULL, 32, false);
    const cp_routers_hearer to = { see_born, see_changed, &u };
    bool fits = true;
    for (uint32_t n = 1 + below(&s, 4); fits && n; n--) {
        uint32_t item = below(&s, s.n_items);
        change_routes(&s, item);
        for (uint32_t red = 0; red < 2; red++) {
            uint32_t t = cp_routers_find_table(r, item, vrf_name(red));
            if (t != UINT32_MAX)
                cp_routers_live_drop(l, t, true);
        }
        wrong += add_changed(l, &s, item);
        wrong += cp_routers_live_commit(l, item, &to, &fits, &err) != CP_OK;
        *n_fits += fits;
        if (fits)
            wrong += check_kept_up(a, &s, &u) + u.wrong;
    }
    cp_routers_live_free(l);
    cp_arena_free(a);
    return wrong;
}

static uint32_t check_random(uint64_t seed)
{
    cp_arena *a = cp_arena_new(0);
    small_net s;
    make(&s, seed);
    s.is_twin = seed % 3 == 0;
    cp_routers *r = cp_routers_new(a);
    cp_routers_plane p;
    cp_err err = { 0 };
    uint32_t wrong = add_places(r, &s) + add_routes(r, &s) + add_lists(r, &s) + add_lsps(r, &s);
    if (cp_routers_make(r, NULL, 32, false, &p, &err) == CP_OK)
        wrong += check_plane(a, &s, &p);
    else
        wrong++;
    cp_arena_free(a);
    return wrong;
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(2000), wrong = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (uint32_t i = 0; i < n; i++)
        if (check_random(seed + i) && !wrong++)
            printf("# first wrong: seed %" PRIu64 "\n", seed + i);
    is_uint(wrong, 0, "of %u random networks", n);
    uint32_t n_fits = 0;
    wrong = 0;
    for (uint32_t i = 0; i < n; i++)
        if (check_updates(seed + i, &n_fits) && !wrong++)
            printf("# first wrong update: seed %" PRIu64 "\n", seed + i);
    is_uint(wrong, 0, "of %u random networks whose routes change", n);
    ok(n_fits > n, "%u updates were taken without a new plane", n_fits);
    return tap_done();
}
