/* SPDX-License-Identifier: Apache-2.0 */
/* plane.c - tables, their actions, filters and their cuts, and labels. */
#include "path/plane.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "path/plane_in.h"

static const char *const end_names[] = {
#define CP_PLANE_END_NAME(id, name) name,
    CP_PLANE_ENDS(CP_PLANE_END_NAME)
#undef CP_PLANE_END_NAME
};

const char *cp_plane_end_name(cp_plane_end_bit x) { return end_names[x]; }

static void add_action(cp_plane *p, uint32_t table, cp_plane_action_of x)
{
    cp_plane_table *t = &p->tables[table];
    uint32_t to = x.n == 1 && !x.is_filtered && !p->hops.v[x.first].is_maybe ? p->hops.v[x.first].to
                                                                             : CP_PLANE_NOWHERE;
    cp_vec_push(p->a, &t->actions, x);
    cp_vec_push(p->a, &t->ways, to < CP_PLANE_NOWHERE ? to : CP_PLANE_FORK);
    p->ways[table] = t->ways.v;
}

cp_plane *cp_plane_new(cp_arena *a, const uint32_t *items, uint32_t n_tables, unsigned bits)
{
    assert(n_tables <= CP_PLANE_TABLES_MAX && (bits == 32 || bits == 128));
    cp_plane *p = CP_NEW(a, cp_plane);
    p->a = a;
    p->bits = bits;
    p->n_tables = n_tables;
    p->tables = CP_NEW_ARRAY(a, cp_plane_table, n_tables);
    p->ways = CP_NEW_ARRAY(a, const uint32_t *, n_tables);
    p->own = cp_arena_alloc_array(a, n_tables, sizeof *p->own);
    for (uint32_t t = 0; t < n_tables; t++) {
        p->tables[t].item = items[t];
        add_action(p, t, (cp_plane_action_of){ .ends = CP_PLANE_NO_ROUTE });
    }
    cp_plane_node *root = cp_vec_add(a, &p->nodes);
    root->is_prefix = root->is_covered = true;
    p->n_prefixes = 1;
    return p;
}

/* ---- actions */

typedef struct action_key {
    uint32_t table, kind;
} action_key;

static int compare_hops(const void *a, const void *b)
{
    const cp_plane_hop *x = a, *y = b;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    if (x->link != y->link)
        return x->link < y->link ? -1 : 1;
    if (x->out != y->out)
        return x->out < y->out ? -1 : 1;
    if (x->in != y->in)
        return x->in < y->in ? -1 : 1;
    return (int)x->is_maybe - (int)y->is_maybe;
}

static cp_rc check_action(const cp_plane *p, uint32_t table, cp_plane_kind kind,
                          const cp_plane_hop *hops, uint32_t n, cp_err *err)
{
    if (table >= p->n_tables)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "there is no table %u", table);
    if (n > CP_PLANE_HOPS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "an action has more than %d next hops",
                       CP_PLANE_HOPS_MAX);
    if ((kind == CP_PLANE_FORWARD) != (n > 0))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "next hops are of what is forwarded");
    for (uint32_t i = 0; i < n; i++) {
        if (hops[i].to >= p->n_tables && hops[i].to < CP_PLANE_NOWHERE)
            return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "there is no table %u", hops[i].to);
        if ((hops[i].out >= p->filters.n && hops[i].out != CP_NO_FILTER) ||
            (hops[i].in >= p->filters.n && hops[i].in != CP_NO_FILTER))
            return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "there is no such filter");
    }
    return CP_OK;
}

/* In order, so that each is there once. Who makes a plane mostly goes from table to table. */
static void add_feeder(cp_plane *p, uint32_t table, uint32_t from)
{
    cp_plane_table *t = &p->tables[table];
    uint32_t low = 0, high = t->feeders.n;
    if (high && t->feeders.v[high - 1] < from)
        low = high;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (t->feeders.v[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < t->feeders.n && t->feeders.v[low] == from)
        return;
    cp_vec_push(p->a, &t->feeders, from);
    memmove(t->feeders.v + low + 1, t->feeders.v + low,
            (t->feeders.n - 1 - low) * sizeof *t->feeders.v);
    t->feeders.v[low] = from;
}

static cp_plane_action_of keep_action(cp_plane *p, uint32_t table, cp_plane_kind kind,
                                      const cp_plane_hop *hops, uint32_t n)
{
    static const uint8_t ends[] = { [CP_PLANE_DELIVER] = CP_PLANE_DELIVERED,
                                    [CP_PLANE_DROP] = CP_PLANE_DROPPED,
                                    [CP_PLANE_UNMODELLED] = CP_PLANE_NOT_MODELLED,
                                    [CP_PLANE_FORWARD] = 0 };
    cp_plane_action_of x = {
        .first = p->hops.n, .n = (uint16_t)n, .ends = ends[kind], .kind = (uint8_t)kind
    };
    for (uint32_t i = 0; i < n; i++) {
        x.is_filtered |= hops[i].out != CP_NO_FILTER || hops[i].in != CP_NO_FILTER;
        cp_vec_push(p->a, &p->hops, hops[i]);
        if (hops[i].to < CP_PLANE_NOWHERE)
            add_feeder(p, hops[i].to, table);
    }
    return x;
}

cp_rc cp_plane_action(cp_plane *p, uint32_t table, cp_plane_kind kind, const cp_plane_hop *hops,
                      uint32_t n, uint16_t *out, cp_err *err)
{
    cp_rc rc = check_action(p, table, kind, hops, n, err);
    if (rc != CP_OK)
        return rc;
    size_t bytes = sizeof(action_key) + n * sizeof *hops;
    cp_arena_mark mark = cp_arena_here(p->a);
    uint8_t *key = cp_arena_alloc(p->a, bytes);
    memcpy(key, &(action_key){ table, kind }, sizeof(action_key));
    cp_plane_hop *sorted = (cp_plane_hop *)(void *)(key + sizeof(action_key));
    if (n) {
        memcpy(sorted, hops, n * sizeof *hops);
        qsort(sorted, n, sizeof *sorted, compare_hops);
    }
    cp_str text = { (const char *)key, bytes };
    const uint64_t *known = cp_map_get(&p->actions, text);
    if (known) {
        cp_arena_back(p->a, mark);
        *out = (uint16_t)*known;
        return CP_OK;
    }
    cp_plane_table *t = &p->tables[table];
    if (t->actions.n > CP_PLANE_ACTIONS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "a table has more than %d actions",
                       CP_PLANE_ACTIONS_MAX);
    *cp_map_put(p->a, &p->actions, text, NULL) = *out = (uint16_t)t->actions.n;
    add_action(p, table, keep_action(p, table, kind, sorted, n));
    return CP_OK;
}

cp_plane_does cp_plane_does_of(const cp_plane *p, uint32_t table, uint16_t action)
{
    const cp_plane_action_of *x = &p->tables[table].actions.v[action];
    return (cp_plane_does){ (cp_plane_kind)x->kind, x->n ? p->hops.v + x->first : NULL, x->n };
}

/* ---- filters */

static bool is_same_rule(const cp_filter_rule *x, const cp_filter_rule *y)
{
    return x->src.first == y->src.first && x->src.len == y->src.len &&
           x->dst.first == y->dst.first && x->dst.len == y->dst.len && x->says == y->says &&
           x->is_partial == y->is_partial &&
           memcmp(x->src_port, y->src_port, sizeof x->src_port) == 0 &&
           memcmp(x->dst_port, y->dst_port, sizeof x->dst_port) == 0 &&
           memcmp(x->protocol, y->protocol, sizeof x->protocol) == 0;
}

/* Field by field, as there may be anything between them. */
static uint64_t hash_of_rules(const cp_filter_rule *rules, uint32_t n)
{
    uint64_t hash = n;
    for (uint32_t i = 0; i < n; i++) {
        const cp_filter_rule *x = &rules[i];
        uint64_t v[8] = { hash,
                          (uint64_t)x->src.first,
                          (uint64_t)(x->src.first >> 64),
                          (uint64_t)x->dst.first,
                          (uint64_t)(x->dst.first >> 64),
                          (uint64_t)x->src.len << 48 | (uint64_t)x->dst.len << 40 |
                              (uint64_t)x->protocol[0] << 32 | (uint64_t)x->protocol[1] << 24 |
                              (uint64_t)x->says << 16 | x->is_partial,
                          (uint64_t)x->src_port[0] << 16 | x->src_port[1],
                          (uint64_t)x->dst_port[0] << 16 | x->dst_port[1] };
        hash = cp_map_hash((cp_str){ (const char *)v, sizeof v });
    }
    return hash;
}

/* The filter of these rules that there is; hash: of them. */
static const uint64_t *find_filter(const cp_plane *p, const uint64_t *hash,
                                   const cp_filter_rule *rules, uint32_t n)
{
    const uint64_t *at = cp_map_get(&p->filter_of, (cp_str){ (const char *)hash, sizeof *hash });
    const cp_plane_filter_of *f = at ? &p->filters.v[*at] : NULL;
    if (f == NULL || f->n != n)
        return NULL;
    for (uint32_t i = 0; i < n; i++)
        if (!is_same_rule(&p->rules.v[f->first + i], &rules[i]))
            return NULL;
    return at;
}

cp_rc cp_plane_filter(cp_plane *p, const cp_filter_rule *rules, uint32_t n, uint32_t *out,
                      cp_err *err)
{
    assert(p->n_columns == 0);
    uint64_t hash = hash_of_rules(rules, n), *key;
    const uint64_t *known = find_filter(p, &hash, rules, n);
    if (known) {
        *out = (uint32_t)*known;
        return CP_OK;
    }
    if (p->filters.n == CP_PLANE_FILTERS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d access lists",
                       CP_PLANE_FILTERS_MAX);
    if (n > CP_PLANE_RULES_MAX - p->rules.n)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "access lists have more than %d rules",
                       CP_PLANE_RULES_MAX);
    cp_plane_filter_of *f = cp_vec_add(p->a, &p->filters);
    f->first = p->rules.n;
    f->n = n;
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(p->a, &p->rules, rules[i]);
    *out = p->filters.n - 1;
    key = CP_NEW(p->a, uint64_t);
    *key = hash;
    *cp_map_put(p->a, &p->filter_of, (cp_str){ (const char *)key, sizeof *key }, NULL) = *out;
    return CP_OK;
}

/* Rules by destination, those of the same in their order. */
static int compare_destinations(const void *a, const void *b, void *rules)
{
    const uint32_t *i = a, *j = b;
    const cp_prefix *x = &((const cp_filter_rule *)rules)[*i].dst;
    const cp_prefix *y = &((const cp_filter_rule *)rules)[*j].dst;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->len != y->len)
        return x->len < y->len ? -1 : 1;
    return (*i > *j) - (*i < *j);
}

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

typedef struct cutting {
    cp_plane *p;
    uint32_t filter;
    uint32_t above[130], n_above; /* cuts of the prefixes that hold the one in hand ... */
    cp_prefix prefixes[130];      /* ... shortest first */
    uint64_t n_places;
} cutting;

/* The cut of a destination: the rules of the shorter ones that hold it, and its own. */
static cp_rc cut_one(cutting *c, const cp_prefix *dst, const uint32_t *own, uint32_t n, cp_err *err)
{
    cp_plane *p = c->p;
    cp_plane_filter_of *f = &p->filters.v[c->filter];
    while (c->n_above && (c->prefixes[c->n_above - 1].len > dst->len ||
                          !cp_prefix_has(&c->prefixes[c->n_above - 1], dst->first)))
        c->n_above--;
    cp_filter_cut up = { 0 };
    if (c->n_above)
        up = f->cuts.v[c->above[c->n_above - 1]];
    if ((c->n_places += up.n + n) > CP_PLANE_RULES_MAX || f->cuts.n > UINT16_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "an access list has too many destinations");
    uint32_t *rules = CP_NEW_RAW(p->a, uint32_t, up.n + n), node;
    if (up.n)
        memcpy(rules, up.rules, up.n * sizeof *rules);
    memcpy(rules + up.n, own, n * sizeof *rules);
    qsort(rules, up.n + n, sizeof *rules, compare_numbers);
    cp_rc rc = cp_plane_prefix(p, dst, &node, err);
    if (rc != CP_OK)
        return rc;
    f = &p->filters.v[c->filter];
    cp_plane_row_set(p, node, p->n_tables + c->filter, (uint16_t)f->cuts.n);
    c->prefixes[c->n_above] = *dst;
    c->above[c->n_above++] = f->cuts.n;
    cp_vec_push(p->a, &f->cuts, ((cp_filter_cut){ rules, up.n + n }));
    return CP_OK;
}

static cp_rc cut_filter(cp_plane *p, uint32_t filter, cp_err *err)
{
    cp_plane_filter_of *f = &p->filters.v[filter];
    cutting c = { .p = p, .filter = filter };
    uint32_t *by_dst = CP_NEW_RAW(p->a, uint32_t, f->n), n = f->n;
    (void)cp_vec_add(p->a, &f->cuts);
    for (uint32_t i = 0; i < n; i++)
        by_dst[i] = f->first + i;
    if (n)
        qsort_r(by_dst, n, sizeof *by_dst, compare_destinations, p->rules.v);
    for (uint32_t i = 0, end; i < n; i = end) {
        const cp_prefix *dst = &p->rules.v[by_dst[i]].dst;
        for (end = i + 1; end < n && p->rules.v[by_dst[end]].dst.first == dst->first &&
                          p->rules.v[by_dst[end]].dst.len == dst->len;)
            end++;
        cp_rc rc = cut_one(&c, dst, by_dst + i, end - i, err);
        if (rc != CP_OK)
            return rc;
    }
    return CP_OK;
}

/* From here on there are no more filters. */
cp_rc cp_plane_settle(cp_plane *p, cp_err *err)
{
    p->n_columns = p->n_tables + p->filters.n;
    for (uint32_t f = 0; f < p->filters.n; f++) {
        cp_rc rc = cut_filter(p, f, err);
        if (rc != CP_OK)
            return rc;
    }
    return CP_OK;
}

/* ---- labels */

void cp_plane_label(cp_plane *p, const cp_plane_labels *labels)
{
    const cp_net *net = labels->net;
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        for (uint32_t t = 0; t < p->n_tables; t++)
            p->own[t][u] = labels->dirty[u][p->tables[t].item];
        p->link_dirty[u] = NULL;
        if (!net || net->n_rides == 0)
            continue;
        uint64_t *of = CP_NEW_RAW(p->a, uint64_t, net->n_links);
        for (uint32_t i = 0; i < net->n_links; i++)
            of[i] = cp_net_link_dirty(net, labels->dirty[u], i);
        p->link_dirty[u] = of;
    }
    p->net = net;
}
