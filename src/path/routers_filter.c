/* SPDX-License-Identifier: Apache-2.0 */
/* routers_filter.c - what each interface filters, and what is not modelled: see routers.h.
 *
 *     uses, limits --names--> per interface: a list in, one out | UNKNOWN: two, a limit
 *     rules --sorted by item, list, source, place--> one filter of the plane for each list in use
 *
 * Rules of two files are not one list behind another: they are the same, or cannot be told. */
#include <stdlib.h>
#include "path/routers_in.h"

typedef cp_routers routers;
typedef cp_routers_maker maker;
typedef cp_routers_rule rule;

/* ---- the list of a name */

static const cp_str unknown_name = CP_STR_INIT("\n"); /* no list is called so */

/* Names are kept once, so that the same one stands at the same place. */
static int order_of_rules(const void *a, const void *b)
{
    const rule *x = a, *y = b;
    uintptr_t i = (uintptr_t)x->filter.p, j = (uintptr_t)y->filter.p;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    if (i != j)
        return i < j ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static bool is_same_list(const rule *a, const rule *b)
{
    return a->item == b->item && a->filter.p == b->filter.p;
}

static bool is_same_range(const uint16_t *a, const uint16_t *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

static bool is_same_rule(const rule *a, const rule *b)
{
    const cp_filter_rule *x = &a->rule, *y = &b->rule;
    return a->versions == b->versions && x->src.first == y->src.first && x->src.len == y->src.len &&
           x->dst.first == y->dst.first && x->dst.len == y->dst.len &&
           is_same_range(x->src_port, y->src_port) && is_same_range(x->dst_port, y->dst_port) &&
           x->protocol[0] == y->protocol[0] && x->protocol[1] == y->protocol[1] &&
           x->says == y->says && x->is_partial == y->is_partial;
}

/* How many rules the first file tells; 0: another tells of the list otherwise. */
static uint32_t n_agreed(const rule *v, uint32_t n)
{
    uint32_t first = 0;
    while (first < n && v[first].source == v->source)
        first++;
    if (n % first)
        return 0;
    for (uint32_t i = first; i < n; i++)
        if (v[i].source != v[i / first * first].source || !is_same_rule(&v[i], &v[i % first]))
            return 0;
    return first;
}

typedef struct lists {
    maker *m;
    cp_plane *p;
    cp_map of; /* item, place of the name -> filter */
} lists;

typedef struct list_key {
    uint64_t item, name;
} list_key;

/* The rules of a list for this version, in their order. */
static cp_rc add_list(const lists *l, const rule *want, uint32_t *out, cp_err *err)
{
    const routers *r = l->m->r;
    uint8_t version = l->m->is_v4 ? CP_STATE_V4 : CP_STATE_V6;
    CP_VEC(cp_filter_rule) v = { 0 };
    uint32_t i = 0, high = r->rules.n, n = 0;
    while (i < high) {
        uint32_t middle = i + (high - i) / 2;
        if (order_of_rules(&r->rules.v[middle], want) < 0)
            i = middle + 1;
        else
            high = middle;
    }
    while (i + n < r->rules.n && is_same_list(&r->rules.v[i + n], want))
        n++;
    for (uint32_t k = 0, end = n ? n_agreed(r->rules.v + i, n) : 0; k < end; k++)
        if (r->rules.v[i + k].versions & version)
            cp_vec_push(l->m->a, &v, r->rules.v[i + k].rule);
    if (v.n == 0) { /* it is used, and what it says of this version was not told */
        cp_vec_push(l->m->a, &v, cp_filter_any);
        v.v[0].says = CP_FILTER_UNKNOWN;
    }
    return cp_plane_filter(l->p, v.v, v.n, out, err);
}

static cp_rc list_of(lists *l, uint32_t item, cp_str name, uint32_t *out, cp_err *err)
{
    bool is_unknown = cp_str_eq(name, unknown_name), added;
    list_key *key = CP_NEW(l->m->a, list_key);
    if (!is_unknown)
        *key = (list_key){ item, (uintptr_t)name.p };
    cp_str text = { (const char *)key, sizeof *key };
    uint64_t *known = cp_map_put(l->m->a, &l->of, text, &added);
    const rule want = { .item = item, .filter = is_unknown ? (cp_str){ NULL, 0 } : name };
    cp_rc rc = added ? add_list(l, &want, out, err) : CP_OK;
    if (added)
        *known = *out;
    else
        *out = (uint32_t)*known;
    return rc;
}

/* ---- which lists an interface has */

typedef struct names {
    cp_str in, out; /* not set: none */
} names;

/* Two in a row are not one list; where an interface has two, what they do together is not said. */
static void add_name(cp_str *at, cp_str list)
{
    bool is_one = list.n && (at->p == NULL || at->p == list.p);
    *at = is_one ? list : unknown_name;
}

/* A list for all interfaces is for those that have none of that kind, whose name goes on behind its
 * own ("CHAIN", "CHAIN to eth0"): one chain, as it is for others, and for one. */
static void add_for_all(cp_str *at, cp_str list)
{
    bool is_same_kind = at->p && at->n > list.n && cp_str_starts(*at, list) && at->p[list.n] == ' ';
    if (list.p && !is_same_kind)
        add_name(at, list);
}

static void name_used(const maker *m, names *of_ifaces, names *of_items)
{
    const routers *r = m->r;
    uint8_t version = m->is_v4 ? CP_STATE_V4 : CP_STATE_V6;
    for (uint32_t k = 0; k < r->uses.n; k++) {
        const cp_routers_use *u = &r->uses.v[k];
        names *x = u->iface == UINT32_MAX ? &of_items[u->item] : &of_ifaces[u->iface];
        if (u->versions & version && u->is_in)
            add_name(&x->in, u->filter);
        if (u->versions & version && u->is_out)
            add_name(&x->out, u->filter);
    }
    for (uint32_t i = 0; i < r->ifaces.n; i++) {
        const names *all = &of_items[r->ifaces.v[i].item];
        add_for_all(&of_ifaces[i].in, all->in);
        add_for_all(&of_ifaces[i].out, all->out);
    }
}

/* ---- what is not modelled: the first row that says so counts */

static bool is_same_hop(const cp_routers_route *x, const cp_routers_route *y)
{
    return x->what == y->what && x->via.is_set == y->via.is_set &&
           memcmp(&x->via.addr, &y->via.addr, sizeof x->via.addr) == 0 &&
           cp_routers_same_iface(x->iface, y->iface);
}

static bool is_same_net(const cp_routers_route *x, const cp_routers_route *y)
{
    return x->net.bits == y->net.bits &&
           memcmp(&x->net.addr, &y->net.addr, sizeof x->net.addr) == 0;
}

/* From v[i] on: the end of what one source tells of one prefix. */
static uint32_t end_of_run(const cp_routers_held *v, uint32_t i, uint32_t end)
{
    uint32_t k = i + 1;
    while (k < end && v[k].row.at.source == v[i].row.at.source && is_same_net(&v[k].row, &v[i].row))
        k++;
    return k;
}

/* n next hops from i on and from k on: the same? They are few, so each is looked for. */
static bool is_same_run(const cp_routers_held *v, uint32_t i, uint32_t k, uint32_t n)
{
    for (uint32_t x = k; x < k + n; x++) {
        bool is_there = false;
        for (uint32_t y = i; y < i + n && !is_there; y++)
            is_there = is_same_hop(&v[x].row, &v[y].row);
        if (!is_there)
            return false;
    }
    return true;
}

static bool is_later(const maker *m, uint32_t i)
{
    const cp_routers *r = m->r;
    for (uint32_t k = 0; k < r->later.n; k++)
        if (r->later.v[k] == m->v[i].row.at.source)
            return true;
    return false;
}

static uint32_t n_sources(const maker *m, uint32_t begin, uint32_t end)
{
    CP_VEC(uint32_t) sources = { 0 };
    for (uint32_t i = begin; i < end; i++) {
        if (is_later(m, i))
            continue;
        uint32_t k = sources.n; /* mostly that of the row before, which is the last one */
        while (k > 0 && sources.v[k - 1] != m->v[i].row.at.source)
            k--;
        if (k == 0)
            cp_vec_push(m->a, &sources, m->v[i].row.at.source);
    }
    return sources.n;
}

/* A row of another source than that of v[i]. */
static cp_routers_place elsewhere(const cp_routers_held *v, uint32_t begin, uint32_t i)
{
    while (v[begin].row.at.source == v[i].row.at.source)
        begin++;
    return v[begin].row.at;
}

/* Two tellings of a table, as of two days, are no table: what is longest in one hides what is in
 * the other. True: a row that another source does not tell, or tells otherwise; and one of that. */
static bool is_contradicted(const maker *m, uint32_t table, cp_routers_place at[2])
{
    const cp_routers_held *v = m->v;
    uint32_t begin = m->first[table], end = m->first[table + 1];
    uint32_t n = n_sources(m, begin, end), next;
    for (uint32_t i = begin; n > 1 && i < end; i = next) {
        uint32_t n_runs = 0, n_hops = end_of_run(v, i, end) - i;
        bool is_same = true;
        next = i + 1;
        if (is_later(m, i))
            continue;
        for (next = i; next < end && is_same && is_same_net(&v[next].row, &v[i].row); n_runs++) {
            uint32_t k = end_of_run(v, next, end);
            is_same = k - next == n_hops && is_same_run(v, i, next, n_hops);
            at[1] = v[next].row.at;
            next = k;
        }
        at[0] = v[i].row.at;
        if (is_same && n_runs == n)
            continue;
        if (is_same) /* one of them does not have the prefix */
            at[1] = elsewhere(v, begin, i);
        return true;
    }
    return false;
}

static void limit_tables(maker *m, const uint32_t *of_tables, const uint32_t *of_items)
{
    routers *r = m->r;
    for (uint32_t t = 0; t < r->tables.n; t++) {
        cp_routers_table *x = &r->tables.v[t];
        uint32_t k = of_tables[t], all = of_items[x->item];
        k = all && (k == 0 || all < k) ? all : k;
        m->is_limited[t] = k > 0;
        x->limit = CP_STR("");
        x->limit_at = x->limit_with = (cp_routers_place){ 0, 0 };
        cp_routers_place at[2];
        if (!x->is_told) {
            x->limit = CP_STR("no routes were told");
        } else if (k) {
            x->limit = r->limits.v[k - 1].text;
            x->limit_at = r->limits.v[k - 1].at;
        } else if (is_contradicted(m, t, at)) {
            m->is_limited[t] = true;
            x->limit = CP_STR("two sources tell its routes differently");
            x->limit_at = at[0];
            x->limit_with = at[1];
        }
    }
}

static void add_limits(maker *m, names *of_ifaces, bool ignores_lines)
{
    routers *r = m->r;
    m->is_limited = CP_NEW_ARRAY(m->a, bool, r->tables.n + 1);
    uint32_t *of_tables = CP_NEW_ARRAY(m->a, uint32_t, r->tables.n + 1);
    uint32_t *of_items = CP_NEW_ARRAY(m->a, uint32_t, r->items.n + 1);
    for (uint32_t k = 0; k < r->limits.n; k++) {
        const cp_routers_limit *x = &r->limits.v[k];
        if (x->is_line && ignores_lines)
            continue;
        uint32_t *of = x->table == UINT32_MAX ? &of_items[x->item] : &of_tables[x->table];
        if (x->iface != UINT32_MAX)
            of_ifaces[x->iface] = (names){ unknown_name, unknown_name };
        else if (*of == 0)
            *of = k + 1;
    }
    limit_tables(m, of_tables, of_items);
}

cp_rc cp_routers_filters(maker *m, cp_plane *p, bool ignores_lines, cp_err *err)
{
    routers *r = m->r;
    cp_rc rc = CP_OK;
    lists l = { .m = m, .p = p };
    names *of_ifaces = CP_NEW_ARRAY(m->a, names, r->ifaces.n + 1);
    names *of_items = CP_NEW_ARRAY(m->a, names, r->items.n + 1);
    if (r->rules.n)
        qsort(r->rules.v, r->rules.n, sizeof *r->rules.v, order_of_rules);
    name_used(m, of_ifaces, of_items);
    add_limits(m, of_ifaces, ignores_lines);
    for (uint32_t i = 0; rc == CP_OK && i < r->ifaces.n; i++) {
        cp_routers_iface *f = &r->ifaces.v[i];
        f->in = f->out = CP_NO_FILTER;
        if (of_ifaces[i].in.p)
            rc = list_of(&l, f->item, of_ifaces[i].in, &f->in, err);
        if (rc == CP_OK && of_ifaces[i].out.p)
            rc = list_of(&l, f->item, of_ifaces[i].out, &f->out, err);
    }
    return rc;
}
