/* SPDX-License-Identifier: Apache-2.0 */
/* adjacent.c - see adjacent.h: takes rows, and knows whose an address is. */
#include "path/adjacent.h"
#include <stdlib.h>
#include "base/sort.h"
#include "path/adjacent_in.h"
#include "path/links.h"

enum { NUMBERS = 4, SYSTEM_DIGITS = 14 }; /* of a NET: system id and selector are 7 bytes */

uint32_t cp_adjacent_word(cp_adjacent *x, cp_str s)
{
    if (s.n == 0)
        return 0;
    const uint64_t *known = cp_map_get(&x->word_of, s);
    if (known)
        return (uint32_t)*known;
    cp_str own = cp_str_dup(x->a, s);
    uint32_t number = x->words.n;
    *cp_map_put(x->a, &x->word_of, own, NULL) = number;
    cp_vec_push(x->a, &x->words, own);
    return number;
}

cp_adjacent *cp_adjacent_new(cp_arena *a)
{
    cp_adjacent *x = CP_NEW(a, cp_adjacent);
    x->a = a;
    cp_vec_push(a, &x->words, CP_STR(""));
    return x;
}

/* ---- interfaces */

static uint32_t iface_of(cp_adjacent *x, const cp_adjacent_of *of, cp_str name)
{
    if (name.n == 0)
        return CP_NO_IFACE;
    cp_arena_mark mark = cp_arena_here(x->a);
    cp_str port = cp_port_key(x->a, name);
    cp_str key = cp_str_fmt(x->a, "%u %.*s", of->asset, CP_FMT(port));
    uint64_t *at = cp_map_get(&x->iface_of, key);
    uint32_t number = at ? (uint32_t)*at : x->ifaces.n;
    if (at) {
        cp_arena_back(x->a, mark);
    } else {
        *cp_map_put(x->a, &x->iface_of, key, NULL) = number;
        cp_vec_push(x->a, &x->ifaces, ((cp_adjacent_iface){ .of = *of, .name = CP_STR("") }));
    }
    cp_adjacent_iface *f = &x->ifaces.v[number];
    if (name.n > f->name.n || (name.n == f->name.n && cp_str_cmp(name, f->name) < 0))
        f->name = cp_str_dup(x->a, name);
    return number;
}

static void take_iface(cp_adjacent *x, const cp_adjacent_of *of, const cp_state_iface *row)
{
    uint32_t at = iface_of(x, of, row->name);
    if (at == CP_NO_IFACE || row->what & CP_STATE_VRF)
        return;
    x->ifaces.v[at].is_up |= (row->what & CP_STATE_UP) != 0;
    x->ifaces.v[at].is_down |= (row->what & CP_STATE_DOWN) != 0;
}

/* ---- addresses */

cp_state_net cp_adjacent_net(const cp_state_net *addr, uint64_t length)
{
    cp_state_net net = *addr;
    net.bits = (uint8_t)length;
    for (uint32_t i = net.bits; i < 128; i++)
        net.addr.b[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
    return net;
}

int cp_adjacent_by_addr(const cp_state_net *x, const cp_state_net *y)
{
    int c = memcmp(x->addr.b, y->addr.b, sizeof x->addr.b);
    return c ? c : (x->bits > y->bits) - (x->bits < y->bits);
}

static void take_address(cp_adjacent *x, const cp_adjacent_of *of, const cp_state *row)
{
    const cp_state_address *in = &row->address;
    uint32_t iface = iface_of(x, of, in->iface);
    if (iface == CP_NO_IFACE || !in->addr.is_set || in->addr.bits != 128 || in->length > 128)
        return;
    cp_vec_push(x->a, &x->addrs,
                ((cp_adjacent_addr){ .addr = in->addr,
                                     .net = cp_adjacent_net(&in->addr, in->length),
                                     .realm = cp_adjacent_word(x, of->realm),
                                     .iface = iface,
                                     .vrf = cp_adjacent_word(x, row->vrf),
                                     .is_secondary = in->what & CP_STATE_SECONDARY,
                                     .is_virtual = in->what & CP_STATE_VIRTUAL }));
}

/* ---- peers */

/* "0" and "0.0.0.0" are one (RFC 2328, C.2); what is no area is only what is written so, too. */
static uint32_t area_of(cp_adjacent *x, cp_str s)
{
    uint64_t n;
    cp_arena_mark mark = cp_arena_here(x->a);
    if (!cp_str_u64(s, &n) || n > UINT32_MAX)
        return cp_adjacent_word(x, s);
    cp_str text = cp_str_fmt(x->a, "%u.%u.%u.%u", (unsigned)(n >> 24), (unsigned)(n >> 16 & 0xff),
                             (unsigned)(n >> 8 & 0xff), (unsigned)(n & 0xff));
    uint32_t known = x->words.n, word = cp_adjacent_word(x, text);
    if (word < known)
        cp_arena_back(x->a, mark);
    return word;
}

/* Of "49.0001.1921.6800.1001.00" what stands before the system id; 0: it is no NET. */
static uint32_t net_area_of(cp_adjacent *x, cp_str net)
{
    char digits[40];
    size_t n = 0;
    for (size_t i = 0; i < net.n; i++) {
        char c = net.p[i];
        bool is_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (c == '.')
            continue;
        if (!is_digit || n == sizeof digits)
            return 0;
        digits[n++] = c >= 'A' && c <= 'F' ? (char)(c + ('a' - 'A')) : c;
    }
    return n > SYSTEM_DIGITS ? cp_adjacent_word(x, (cp_str){ digits, n - SYSTEM_DIGITS }) : 0;
}

static cp_str self_key(const cp_adjacent_said *s, uint32_t key[NUMBERS])
{
    key[0] = s->asset;
    key[1] = s->speaks;
    key[2] = s->instance;
    key[3] = s->vrf;
    return (cp_str){ (const char *)key, NUMBERS * sizeof *key };
}

const cp_adjacent_self *cp_adjacent_self_of(const cp_adjacent *x, const cp_adjacent_said *s)
{
    uint32_t key[NUMBERS];
    const uint64_t *at = cp_map_get(&x->self_of, self_key(s, key));
    return at ? &x->selves.v[*at] : NULL;
}

static void take_self(cp_adjacent *x, const cp_adjacent_said *s, cp_str net)
{
    bool added;
    uint32_t key[NUMBERS], area = s->speaks == CP_SPEAKS_ISIS ? net_area_of(x, net) : 0;
    cp_str text = self_key(s, key);
    if (!cp_map_get(&x->self_of, text))
        text.p = cp_arena_dup(x->a, text.p, text.n);
    uint64_t *at = cp_map_put(x->a, &x->self_of, text, &added);
    if (added) {
        *at = x->selves.n;
        cp_vec_push(x->a, &x->selves, ((cp_adjacent_self){ .net_area = area }));
    }
    cp_adjacent_self *self = &x->selves.v[*at];
    self->levels |= s->what & (CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2);
    self->is_off |= (s->what & CP_STATE_PEER_OFF) != 0;
    self->net_area = self->net_area == area ? area : 0;
}

static void take_peer(cp_adjacent *x, const cp_adjacent_of *of, const cp_state *row)
{
    static const char *const protocols[CP_SPEAKS_COUNT] = { "OSPF", "OSPFv3", "IS-IS" };
    const cp_state_peer *in = &row->peer;
    int k = 0;
    while (k < CP_SPEAKS_COUNT && !cp_str_eq(in->protocol, cp_str_c(protocols[k])))
        k++;
    /* a metric alone, of another topology */
    if (k == CP_SPEAKS_COUNT || in->what & CP_STATE_PEER_SIX)
        return;
    cp_adjacent_said s = { .asset = of->asset,
                           .source = of->source,
                           .speaks = (cp_speaks)k,
                           .iface = iface_of(x, of, in->iface),
                           .instance = cp_adjacent_word(x, in->instance),
                           .vrf = cp_adjacent_word(x, row->vrf),
                           .addr = in->addr,
                           .metric = in->metric,
                           .what = in->what,
                           .pos = row->pos };
    if (in->what & CP_STATE_PEER_SELF) {
        take_self(x, &s, in->area);
        return;
    }
    s.area = k == CP_SPEAKS_ISIS ? 0 : area_of(x, in->area);
    cp_vec_push(x->a, &x->said, s);
}

cp_rc cp_adjacent_add(cp_adjacent *x, const cp_adjacent_of *of, const cp_state *row, cp_err *err)
{
    bool is_ours =
        row->kind == CP_STATE_PEER || row->kind == CP_STATE_ADDRESS || row->kind == CP_STATE_IFACE;
    if (is_ours && ++x->n_rows > CP_ADJACENT_ROWS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "more than %d rows of interfaces, addresses and peers of routers",
                       CP_ADJACENT_ROWS_MAX);
    if (row->kind == CP_STATE_IFACE)
        take_iface(x, of, &row->iface);
    else if (row->kind == CP_STATE_ADDRESS)
        take_address(x, of, row);
    else if (row->kind == CP_STATE_PEER)
        take_peer(x, of, row);
    return CP_OK;
}

/* ---- lines */

static uint32_t iface_at(cp_adjacent *x, uint32_t asset, cp_str name)
{
    cp_arena_mark mark = cp_arena_here(x->a);
    cp_str port = cp_port_key(x->a, name);
    cp_str key = cp_str_fmt(x->a, "%u %.*s", asset, CP_FMT(port));
    const uint64_t *at = name.n ? cp_map_get(&x->iface_of, key) : NULL;
    cp_arena_back(x->a, mark);
    return at ? (uint32_t)*at : CP_NO_IFACE;
}

void cp_adjacent_wire(cp_adjacent *x, uint32_t asset, cp_str port, uint32_t other,
                      cp_str other_port)
{
    uint32_t a = iface_at(x, asset, port), b = iface_at(x, other, other_port);
    if (a == CP_NO_IFACE || b == CP_NO_IFACE || asset == other)
        return;
    if (x->lines.n == CP_ADJACENT_TOLD_MAX)
        x->n_over++;
    else
        cp_vec_push(x->a, &x->lines,
                    asset < other ? ((cp_adjacent_line){ a, b }) : ((cp_adjacent_line){ b, a }));
}

/* ---- whose an address is */

void cp_adjacent_known(cp_adjacent *x, const cp_adjacent_of *of, cp_ip ip)
{
    cp_adjacent_known_addr k = { .realm = cp_adjacent_word(x, of->realm),
                                 .asset = of->asset,
                                 .name = of->name };
    if (cp_state_addr_of(ip, &k.addr))
        cp_vec_push(x->a, &x->known, k);
}

static int by_known(const void *p, const void *q)
{
    const cp_adjacent_known_addr *x = p, *y = q;
    if (x->realm != y->realm)
        return x->realm < y->realm ? -1 : 1;
    int c = cp_adjacent_by_addr(&x->addr, &y->addr);
    return c ? c : (x->asset > y->asset) - (x->asset < y->asset);
}

static int by_place(const void *item, const void *x)
{
    const cp_adjacent_known_addr *a = item, *b = x;
    if (a->realm != b->realm)
        return a->realm < b->realm ? -1 : 1;
    return cp_adjacent_by_addr(&a->addr, &b->addr);
}

const cp_adjacent_known_addr *cp_adjacent_known_at(const cp_adjacent *x, uint32_t realm,
                                                   const cp_state_net *addr)
{
    const cp_adjacent_known_addr what = { .realm = realm, .addr = *addr };
    uint32_t at = cp_sort_find(x->known.v, x->known.n, sizeof what, &what, by_place);
    const cp_adjacent_known_addr *first = at < x->known.n ? &x->known.v[at] : NULL;
    if (!first || by_place(first, &what) != 0)
        return NULL;
    for (uint32_t i = at + 1; i < x->known.n && by_place(&x->known.v[i], &what) == 0; i++)
        if (x->known.v[i].asset != first->asset)
            return NULL;
    return first;
}

uint32_t cp_adjacent_owner(const cp_adjacent *x, cp_str realm, const cp_state_net *addr)
{
    const uint64_t *word = realm.n ? cp_map_get(&x->word_of, realm) : NULL;
    const cp_adjacent_known_addr *k =
        realm.n && !word ? NULL : cp_adjacent_known_at(x, word ? (uint32_t)*word : 0, addr);
    return k ? k->asset : CP_NO_ASSET;
}

/* What interfaces say belongs to what is known; an address that several share is of nobody. */
static void index_known(cp_adjacent *x)
{
    cp_vec_each(p, &x->addrs)
    {
        const cp_adjacent_of *of = &x->ifaces.v[p->iface].of;
        if (!p->is_virtual)
            cp_vec_push(
                x->a, &x->known,
                ((cp_adjacent_known_addr){
                    .realm = p->realm, .asset = of->asset, .name = of->name, .addr = p->addr }));
    }
    uint32_t kept = 0;
    if (x->known.n)
        qsort(x->known.v, x->known.n, sizeof *x->known.v, by_known);
    for (uint32_t i = 0; i < x->known.n; i++)
        if (kept == 0 || by_known(&x->known.v[i], &x->known.v[kept - 1]) != 0)
            x->known.v[kept++] = x->known.v[i];
    x->known.n = kept;
}

void cp_adjacent_find(cp_adjacent *x, cp_adjacents *out)
{
    *out = (cp_adjacents){ .n_links = 0 };
    index_known(x);
    cp_adjacent_parts(x);
    cp_adjacent_pairs(x, out);
}
