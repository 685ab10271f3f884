/* SPDX-License-Identifier: Apache-2.0 */
/* routers.c - see routers.h: rows are taken, names become numbers. */
#include "path/routers.h"
#include "path/routers_in.h"

typedef cp_routers routers;
typedef cp_routers_iface iface;

/* Names of one item that differ in letters only. A router has some, as Loopback1 and Vlan1; behind
 * so many the first ones are not compared any more. */
enum { ALIKE_MAX = 256 };

/* Valid until the next one: most keys are known, and need no memory. */
static cp_str key_of(routers *r, uint32_t item, cp_str name)
{
    r->key.n = 0;
    cp_buf_fmt(&r->key, "%u\n", item);
    cp_buf_add(&r->key, name);
    return cp_buf_str(&r->key);
}

static cp_str kept(routers *r, cp_str s)
{
    bool added;
    uint64_t *at = cp_map_put(r->a, &r->word_of, s, &added);
    if (added) {
        /* the key that was put is borrowed: it becomes one of our own before anybody looks */
        cp_str own = cp_str_dup(r->a, s);
        r->word_of.items[r->word_of.n - 1].key = own;
        *at = r->words.n;
        cp_vec_push(r->a, &r->words, own);
    }
    return r->words.v[*at];
}

cp_routers *cp_routers_new(cp_arena *a)
{
    routers *r = CP_NEW(a, routers);
    r->a = a;
    r->key = cp_buf_new(a);
    return r;
}

uint32_t cp_routers_table_of(routers *r, uint32_t item, cp_str vrf)
{
    cp_str key = key_of(r, item, vrf);
    const uint64_t *known = cp_map_get(&r->table_of, key);
    if (known)
        return (uint32_t)*known;
    *cp_map_put(r->a, &r->table_of, cp_str_dup(r->a, key), NULL) = r->tables.n;
    cp_vec_push(r->a, &r->tables,
                ((cp_routers_table){ item, kept(r, vrf), false, CP_STR(""), { 0, 0 } }));
    return r->tables.n - 1;
}

/* The VRF of that name is meant by that number, too. Both may have been told of before. */
static void number_vrf(routers *r, uint32_t item, cp_str number, uint32_t table)
{
    bool added;
    uint64_t *at =
        cp_map_put(r->a, &r->table_of, cp_str_dup(r->a, key_of(r, item, number)), &added);
    if (!added && *at != table)
        cp_vec_push(r->a, &r->same, ((cp_routers_same){ (uint32_t)*at, table }));
    *at = table;
}

static uint32_t root_of(uint32_t *same, uint32_t t)
{
    for (; same[t] != t; t = same[t])
        same[t] = same[same[t]];
    return t;
}

void cp_routers_settle(routers *r, cp_arena *scratch)
{
    uint32_t n = 0, *same = CP_NEW_ARRAY(scratch, uint32_t, r->tables.n + 1);
    uint32_t *place = CP_NEW_ARRAY(scratch, uint32_t, r->tables.n + 1);
    if (r->same.n == 0)
        return;
    for (uint32_t t = 0; t < r->tables.n; t++)
        same[t] = t;
    for (uint32_t i = 0; i < r->same.n; i++)
        same[root_of(same, r->same.v[i].from)] = root_of(same, r->same.v[i].to);
    for (uint32_t t = 0; t < r->tables.n; t++)
        if (same[t] == t) {
            place[t] = n;
            r->tables.v[n++] = r->tables.v[t];
        }
    for (uint32_t t = 0; t < r->tables.n; t++)
        place[t] = place[root_of(same, t)];
    for (uint32_t i = 0; i < r->table_of.n; i++)
        r->table_of.items[i].value = place[r->table_of.items[i].value];
    for (uint32_t i = 0; i < r->routes.n; i++) {
        r->routes.v[i].row.table = place[r->routes.v[i].row.table];
        r->routes.v[i].via_table = place[r->routes.v[i].via_table];
    }
    for (uint32_t i = 0; i < r->ifaces.n; i++)
        if (r->ifaces.v[i].table != UINT32_MAX)
            r->ifaces.v[i].table = place[r->ifaces.v[i].table];
    for (uint32_t i = 0; i < r->limits.n; i++)
        if (r->limits.v[i].table != UINT32_MAX)
            r->limits.v[i].table = place[r->limits.v[i].table];
    for (uint32_t i = 0; i < r->lsps.n; i++)
        r->lsps.v[i].table = place[r->lsps.v[i].table];
    r->tables.n = n;
    r->same.n = 0;
}

/* ---- names of interfaces */

static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || is_capital(c) || c == '-'; }

/* The letters in front, and what is behind. */
static cp_str letters_of(cp_str s, cp_str *rest)
{
    size_t i = 0;
    while (i < s.n && is_letter(s.p[i]))
        i++;
    *rest = cp_str_from(s, i);
    while (rest->n && rest->p[0] == ' ')
        *rest = cp_str_from(*rest, 1);
    return cp_str_slice(s, 0, i);
}

/* The capitals of a name, as many bundles and ports are called by. */
static bool is_capitals_of(cp_str brief, cp_str whole)
{
    size_t n = 0;
    for (size_t i = 0; i < whole.n; i++)
        if (is_capital(whole.p[i]) && (n == brief.n || whole.p[i] != brief.p[n++]))
            return false;
    return n == brief.n;
}

/* Beginnings ("Gi" of GigabitEthernet, "Te" of TenGigE) and capitals ("BE" of Bundle-Ether). What
 * has a hyphen is shortened in one other way only: "Eth1" is not Eth-Trunk1. Who shortens begins
 * with a capital: tun0 and tunl0 of one host are two. What is short and what is whole begin with
 * the same letter: alike_of depends on it. */
static bool is_short_for(cp_str brief, cp_str whole)
{
    if (brief.n < 2 || !is_capital(brief.p[0]))
        return false;
    if (cp_str_eq(brief, CP_STR("Po")) && cp_str_eq_nocase(whole, CP_STR("port-channel")))
        return true;
    bool is_hyphened = cp_str_find_char(whole, '-') >= 0 && cp_str_find_char(brief, '-') < 0;
    return (!is_hyphened && cp_str_starts_nocase(whole, brief)) ||
           (is_capital(whole.p[0]) && is_capitals_of(brief, whole));
}

bool cp_routers_same_iface(cp_str a, cp_str b)
{
    cp_str rest_a, rest_b, name_a = letters_of(a, &rest_a), name_b = letters_of(b, &rest_b);
    if (!cp_str_eq_nocase(rest_a, rest_b))
        return false;
    if (cp_str_eq_nocase(name_a, name_b))
        return true;
    if (rest_a.n == 0)
        return false;
    return name_a.n < name_b.n ? is_short_for(name_a, name_b) : is_short_for(name_b, name_a);
}

static char lower(char c) { return is_capital(c) ? (char)(c - 'A' + 'a') : c; }

/* The same of all names that may be of one interface: the first letter and what is behind the
 * letters; a name of letters only is not shortened. */
static cp_str alike_of(routers *r, uint32_t item, cp_str name)
{
    cp_str rest, letters = letters_of(name, &rest);
    cp_buf b = cp_buf_new(r->a);
    cp_buf_fmt(&b, "%u\n", item);
    if (rest.n == 0)
        rest = name;
    else if (letters.n)
        cp_buf_fmt(&b, "%c", lower(letters.p[0]));
    for (size_t i = 0; i < rest.n; i++)
        cp_buf_fmt(&b, "%c", lower(rest.p[i]));
    return cp_buf_str(&b);
}

static uint32_t new_iface(routers *r, uint32_t item, cp_str name, uint64_t *alike)
{
    cp_vec_push(r->a, &r->ifaces,
                ((iface){ .item = item,
                          .table = UINT32_MAX,
                          .name = kept(r, name),
                          .next = r->items.v[item].ifaces,
                          .alike = (uint32_t)*alike,
                          .nets = 0 }));
    *alike = r->items.v[item].ifaces = r->ifaces.n;
    return r->ifaces.n - 1;
}

/* By the one name that is the same but for abbreviations. Several of those: UINT32_MAX. */
static uint32_t find_iface(const routers *r, uint64_t alike, cp_str name)
{
    uint32_t found = UINT32_MAX, n = 0, n_seen = 0;
    for (uint64_t i = alike; i && n_seen < ALIKE_MAX; i = r->ifaces.v[i - 1].alike, n_seen++)
        if (cp_routers_same_iface(r->ifaces.v[i - 1].name, name)) {
            found = (uint32_t)i - 1;
            n++;
        }
    return n == 1 ? found : UINT32_MAX;
}

uint32_t cp_routers_iface_of(routers *r, uint32_t item, cp_str name)
{
    bool added;
    cp_str key = key_of(r, item, name);
    const uint64_t *known = cp_map_get(&r->iface_of, key);
    if (known)
        return (uint32_t)*known;
    key = cp_str_dup(r->a, key);
    uint64_t *alike = cp_map_put(r->a, &r->alike, alike_of(r, item, name), &added);
    uint32_t found = find_iface(r, *alike, name);
    uint32_t place = found == UINT32_MAX ? new_iface(r, item, name, alike) : found;
    *cp_map_put(r->a, &r->iface_of, key, NULL) = place;
    return place;
}

/* ---- rows */

/* What is known and not used (a table of BGP, what is configured) is in no table of forwarding. */
static void add_route(routers *r, uint32_t item, uint32_t source, const cp_state *s)
{
    const cp_state_route *x = &s->route;
    if (!(x->what & CP_STATE_USED))
        return;
    uint32_t table = cp_routers_table_of(r, item, s->vrf);
    cp_routers_held h = { .row = { .net = x->net,
                                   .via = x->via,
                                   .iface = kept(r, x->iface),
                                   .protocol = kept(r, x->protocol),
                                   .what = x->what,
                                   .preference = x->preference,
                                   .metric = x->metric,
                                   .table = table,
                                   .at = { source, s->pos } },
                          .via_table =
                              x->via_vrf.n ? cp_routers_table_of(r, item, x->via_vrf) : table,
                          .at = x->iface.n ? cp_routers_iface_of(r, item, x->iface) : UINT32_MAX };
    cp_vec_push(r->a, &r->routes, h);
}

static void add_address(routers *r, uint32_t item, const cp_state *s)
{
    const cp_state_address *x = &s->address;
    if (!x->addr.is_set || x->addr.bits != 128)
        return;
    uint8_t length = x->length < 128 ? (uint8_t)x->length : 128;
    uint32_t at = cp_routers_iface_of(r, item, x->iface);
    if (s->vrf.n || r->ifaces.v[at].table == UINT32_MAX)
        r->ifaces.v[at].table = cp_routers_table_of(r, item, s->vrf);
    cp_vec_push(r->a, &r->owned,
                ((cp_routers_owned){ x->addr, at, length, (x->what & CP_STATE_VIRTUAL) != 0 }));
}

static void add_iface(routers *r, uint32_t item, const cp_state *s)
{
    uint32_t at = cp_routers_iface_of(r, item, s->iface.name); /* may move them */
    iface *f = &r->ifaces.v[at];
    f->mac = s->iface.mac ? s->iface.mac : f->mac;
    if (s->iface.what & (CP_STATE_UP | CP_STATE_DOWN))
        f->is_down = !(s->iface.what & CP_STATE_UP);
    if (s->vrf.n)
        f->table = cp_routers_table_of(r, item, s->vrf);
    if (s->iface.what & CP_STATE_VRF && s->iface.text.n)
        number_vrf(r, item, s->iface.text, cp_routers_table_of(r, item, s->iface.name));
}

static void add_limit(routers *r, uint32_t item, uint32_t source, const cp_state *s)
{
    const cp_state_limit *x = &s->limit;
    cp_str text =
        cp_str_fmt(r->a, "%.*s%s%.*s", CP_FMT(x->what), x->text.n ? ": " : "", CP_FMT(x->text));
    cp_vec_push(r->a, &r->limits,
                ((cp_routers_limit){ .item = item,
                                     .table = cp_routers_table_of(r, item, s->vrf),
                                     .iface = x->iface.n ? cp_routers_iface_of(r, item, x->iface)
                                                         : UINT32_MAX,
                                     .text = text,
                                     .at = { source, s->pos } }));
}

static void add_line(routers *r, uint32_t item, uint32_t source, const cp_state *s)
{
    cp_vec_push(r->a, &r->limits,
                ((cp_routers_limit){ .item = item,
                                     .table = UINT32_MAX,
                                     .iface = UINT32_MAX,
                                     .text = cp_str_fmt(r->a, "not understood: %.*s",
                                                        CP_FMT(cp_str_slice(s->line.text, 0, 120))),
                                     .at = { source, s->pos },
                                     .is_line = true }));
}

static cp_filter_rule rule_of(const cp_state_rule *x)
{
    cp_filter_rule f = cp_filter_any;
    if (x->src.is_set)
        f.src = cp_routers_prefix(&x->src);
    if (x->dst.is_set)
        f.dst = cp_routers_prefix(&x->dst);
    for (int i = 0; i < 2; i++) {
        f.protocol[i] = (uint8_t)x->protocol[i];
        f.src_port[i] = (uint16_t)x->src_port[i];
        f.dst_port[i] = (uint16_t)x->dst_port[i];
    }
    f.says = x->says > 1 ? CP_FILTER_UNKNOWN : x->says ? CP_FILTER_PERMITS : CP_FILTER_DENIES;
    f.is_partial = (x->what & CP_STATE_PARTIAL) != 0;
    return f;
}

static void add_rule(routers *r, uint32_t item, uint32_t source, const cp_state *s)
{
    const cp_state_rule *x = &s->rule;
    uint64_t versions = x->what & (CP_STATE_V4 | CP_STATE_V6);
    if ((x->src.is_set && !cp_state_net_is_v4(&x->src)) ||
        (x->dst.is_set && !cp_state_net_is_v4(&x->dst)))
        versions = CP_STATE_V6;
    else if (x->src.is_set || x->dst.is_set)
        versions = CP_STATE_V4;
    cp_vec_push(r->a, &r->rules,
                ((cp_routers_rule){ .item = item,
                                    .source = source,
                                    .filter = kept(r, x->filter),
                                    .order = r->rules.n,
                                    .versions = (uint8_t)(versions ? versions : 3),
                                    .rule = rule_of(x) }));
}

static void add_use(routers *r, uint32_t item, const cp_state *s)
{
    const cp_state_use *x = &s->use;
    uint64_t versions = x->what & (CP_STATE_V4 | CP_STATE_V6);
    cp_vec_push(r->a, &r->uses,
                ((cp_routers_use){ .item = item,
                                   .iface = x->iface.n ? cp_routers_iface_of(r, item, x->iface)
                                                       : UINT32_MAX,
                                   .filter = kept(r, x->filter),
                                   .versions = (uint8_t)(versions ? versions : 3),
                                   .is_in = (x->what & CP_STATE_IN) != 0,
                                   .is_out = (x->what & CP_STATE_OUT) != 0 }));
}

static void add_neighbour(routers *r, uint32_t item, const cp_state *s)
{
    const cp_state_neighbour *x = &s->neighbour;
    if (x->mac && x->addr.is_set)
        cp_vec_push(r->a, &r->heard,
                    ((cp_routers_heard){ x->addr, x->mac, item,
                                         x->iface.n ? cp_routers_iface_of(r, item, x->iface)
                                                    : UINT32_MAX }));
}

/* Packets to that prefix go on with a label that somebody farther on takes away. */
static void add_lsp(routers *r, uint32_t item, const cp_state *s)
{
    const cp_state_lsp *x = &s->lsp;
    bool is_pushed = !(x->what & CP_STATE_BACKUP) && x->out != CP_STATE_NO_LABEL &&
                     x->out != CP_STATE_IMPLICIT_NULL;
    if (x->fec.is_set && is_pushed)
        cp_vec_push(r->a, &r->lsps,
                    ((cp_routers_lsp){ x->fec, cp_routers_table_of(r, item, s->vrf) }));
}

static void item_at(routers *r, uint32_t item)
{
    while (r->items.n <= item)
        cp_vec_push(r->a, &r->items, ((cp_routers_item){ 0 }));
}

cp_rc cp_routers_add(routers *r, uint32_t item, uint32_t source, const cp_state *row, cp_err *err)
{
    if (r->n_rows++ >= CP_ROUTERS_ROWS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d rows of routers",
                       CP_ROUTERS_ROWS_MAX);
    item_at(r, item);
    (void)cp_routers_table_of(r, item, CP_STR(""));
    switch (row->kind) {
    case CP_STATE_ROUTE: add_route(r, item, source, row); break;
    case CP_STATE_NEIGHBOUR: add_neighbour(r, item, row); break;
    case CP_STATE_IFACE: add_iface(r, item, row); break;
    case CP_STATE_ADDRESS: add_address(r, item, row); break;
    case CP_STATE_RULE: add_rule(r, item, source, row); break;
    case CP_STATE_USE: add_use(r, item, row); break;
    case CP_STATE_LIMIT: add_limit(r, item, source, row); break;
    case CP_STATE_LINE: add_line(r, item, source, row); break;
    case CP_STATE_LSP: add_lsp(r, item, row); break;
    case CP_STATE_STATION: break; /* of layer 2: no table of routes hangs on it */
    case CP_STATE_PEER: break;    /* which routes are learnt, the table of routes shows */
    case CP_STATE_KIND_COUNT: break;
    }
    return CP_OK;
}

void cp_routers_known(routers *r, uint32_t item, cp_ip ip)
{
    cp_state_net addr;
    if (!cp_state_addr_of(ip, &addr))
        return;
    item_at(r, item);
    cp_state row = { .kind = CP_STATE_ADDRESS,
                     .vrf = CP_STR(""),
                     .address = { .addr = addr, .iface = CP_STR(""), .length = 128 } };
    add_address(r, item, &row);
    uint32_t at = cp_routers_iface_of(r, item, CP_STR(""));
    r->ifaces.v[at].is_hearsay = true;
}

void cp_routers_later(routers *r, uint32_t source) { cp_vec_push(r->a, &r->later, source); }

uint32_t cp_routers_n_tables(const routers *r) { return r->tables.n; }

/* ---- prefixes */

cp_prefix cp_routers_prefix(const cp_state_net *n)
{
    bool is_v4 = cp_state_net_is_v4(n);
    cp_address x = 0;
    for (int i = is_v4 ? 12 : 0; i < 16; i++)
        x = x << 8 | n->addr.b[i];
    return (cp_prefix){ is_v4 ? x << 96 : x, (uint8_t)(is_v4 ? n->bits - 96 : n->bits) };
}

cp_state_net cp_routers_net(const cp_prefix *p, unsigned bits)
{
    cp_state_net n = { .bits = (uint8_t)(bits == 32 ? p->len + 96 : p->len), .is_set = true };
    cp_address x = bits == 32 ? p->first >> 96 : p->first;
    for (int i = 15; i >= (bits == 32 ? 12 : 0); i--, x >>= 8)
        n.addr.b[i] = (uint8_t)x;
    if (bits == 32)
        n.addr.b[10] = n.addr.b[11] = 0xff;
    return n;
}
