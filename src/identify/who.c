/* SPDX-License-Identifier: Apache-2.0 */
/* who.c - see who.h. */
#include "identify/who.h"
#include <stdlib.h>
#include "identify/know.h"
#include "identify/names.h"

typedef struct found {
    cp_arena *a;
    CP_VEC(cp_who) v;
} found;

static void add(found *f, uint32_t maker, const char *how)
{
    for (uint32_t i = 0; i < f->v.n; i++)
        if (f->v.v[i].maker == maker)
            return;
    cp_vec_push(f->a, &f->v, ((cp_who){ maker, how }));
}

typedef struct comparison {
    cp_knowledge *k;
    cp_arena *a;
    bool by_cmp; /* without legal forms */
    cp_str wanted;
} comparison;

static cp_str form(const comparison *c, cp_str name)
{
    return c->by_cmp ? cp_name_cmp(c->a, &c->k->makers.legal, name) : cp_name_norm(c->a, name);
}

static bool is_wanted(const comparison *c, const cp_str *names, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(form(c, names[i]), c->wanted))
            return true;
    return false;
}

static bool is_friend(const cp_maker_table *t, cp_arena *a, cp_str name, uint32_t maker)
{
    cp_str key = cp_maker_friend_key(a, cp_name_norm(a, name), t->m.v[maker].id);
    return cp_map_get(&t->false_friends, key) != NULL;
}

static void by_names(const comparison *c, cp_str name, found *f)
{
    const cp_maker_table *t = &c->k->makers;
    for (uint32_t i = 0; c->wanted.n && i < t->m.n; i++) {
        const cp_maker *m = &t->m.v[i];
        if (is_friend(t, c->a, name, i))
            continue;
        if (is_wanted(c, &m->name, 1) || is_wanted(c, m->names, m->n_names))
            add(f, i, "name");
        else if (is_wanted(c, m->brands, m->n_brands))
            add(f, i, "brand");
    }
}

/* "FCC ID: QQQ-X1", or the grantee code alone. */
static void by_fcc_id(const cp_maker_table *t, cp_str name, found *f)
{
    cp_fcc_id id = { .grantee = cp_fcc_id_squeeze(f->a, name) };
    bool was_misread, is_sure;
    if (!cp_fcc_id_is_grantee(id.grantee) && !cp_fcc_id_parse(f->a, name, &id))
        return;
    const cp_grantee *g = cp_grantee_find(&t->grantees, f->a, id.grantee, &was_misread, &is_sure);
    for (uint32_t i = 0; g && i < g->n_makers; i++)
        add(f, g->makers[i], "grantee");
}

cp_who_list cp_knowledge_who(cp_knowledge *k, cp_arena *a, cp_str name)
{
    cp_maker_table *t = &k->makers;
    found f = { .a = a };
    const uint64_t *at = cp_map_get(&t->m.by_id, name);
    comparison c = { k, a, false, cp_name_norm(a, name) };
    cp_str cmp = cp_name_cmp(a, &t->legal, name);
    if (at) {
        add(&f, (uint32_t)*at, "id");
        return (cp_who_list){ f.v.v, f.v.n };
    }
    by_names(&c, name, &f);
    if (f.v.n == 0) {
        c.by_cmp = true;
        c.wanted = cmp;
        by_names(&c, name, &f);
    }
    const cp_maker *m = f.v.n == 0 ? cp_maker_by_name(a, &t->m, name) : NULL;
    if (m) /* in two scripts at once */
        add(&f, (uint32_t)(m - t->m.v), "name");
    at = cp_map_get(&t->ambiguous_names, cmp);
    for (uint32_t i = 0; at && i < t->sets.v[*at].n; i++)
        add(&f, t->sets.v[*at].v[i], "ambiguous");
    if (f.v.n == 0) {
        cp_maker_set s = cp_makers_resolve_written(t, &k->registry, name);
        for (uint32_t i = 0; i < s.n; i++)
            add(&f, s.v[i], "registered");
    }
    if (f.v.n == 0)
        by_fcc_id(t, name, &f);
    return (cp_who_list){ f.v.v, f.v.n };
}

cp_who_list cp_knowledge_friend_of(cp_knowledge *k, cp_arena *a, cp_str name)
{
    found f = { .a = a };
    for (uint32_t i = 0; i < k->makers.m.n; i++)
        if (is_friend(&k->makers, a, name, i))
            add(&f, i, "false friend");
    return (cp_who_list){ f.v.v, f.v.n };
}

/* ---- near names ---- */

enum { NEAR_MAX = 64 };

typedef struct near_list {
    struct {
        cp_str name;
        size_t distance;
    } v[NEAR_MAX];
    uint32_t n, max;
} near_list;

static void offer(near_list *l, cp_str name, size_t distance)
{
    uint32_t at = l->n;
    for (uint32_t i = 0; i < l->n; i++)
        if (cp_str_eq(l->v[i].name, name))
            return;
    if (l->n < l->max)
        l->n++;
    else if (distance >= l->v[l->max - 1].distance)
        return;
    else
        at = l->max - 1;
    for (; at > 0 && l->v[at - 1].distance > distance; at--)
        l->v[at] = l->v[at - 1];
    l->v[at].name = name;
    l->v[at].distance = distance;
}

/* A third of the letters wrong is still a misspelling; a word within a name is nearer than that. */
static void compare(near_list *l, cp_str wanted, cp_str norm, cp_str shown)
{
    size_t d = cp_str_distance(wanted, norm);
    if (d <= wanted.n / 3)
        offer(l, shown, d * 2);
    else if (wanted.n >= 3 && cp_str_has(norm, wanted))
        offer(l, shown, 1);
}

uint32_t cp_knowledge_near_names(const cp_knowledge *k, cp_arena *a, cp_str name, cp_str *out,
                                 uint32_t max)
{
    near_list l = { .max = max < NEAR_MAX ? max : NEAR_MAX };
    cp_str wanted = cp_name_norm(a, name);
    for (uint32_t i = 0; l.max && wanted.n && i < k->makers.m.n; i++) {
        const cp_maker *m = &k->makers.m.v[i];
        if (!m->is_listed)
            continue;
        compare(&l, wanted, cp_name_norm(a, m->name), m->name);
        compare(&l, wanted, m->id, m->name);
        for (uint32_t n = 0; n < m->n_names; n++)
            compare(&l, wanted, cp_name_norm(a, m->names[n]), m->name);
        for (uint32_t n = 0; n < m->n_brands; n++)
            compare(&l, wanted, cp_name_norm(a, m->brands[n]), m->name);
    }
    for (uint32_t i = 0; i < l.n; i++)
        out[i] = l.v[i].name;
    return l.n;
}

/* ---- numbers ---- */

typedef struct counting {
    cp_knowledge *k;
    cp_map mine; /* compared names of the maker: nothing else is worth resolving */
    uint32_t maker;
    CP_VEC(uint64_t) pens;
} counting;

static bool is_registrant(counting *c, cp_arena *line, cp_str org)
{
    cp_maker_table *t = &c->k->makers;
    cp_str cmp = cp_name_cmp(line, &t->legal, cp_name_registrant(org));
    if (!cp_map_get(&c->mine, cmp) && !cp_map_get(&t->exact, org))
        return false;
    cp_maker_set s = cp_makers_resolve(t, org, true);
    return s.n == 1 && s.v[0] == c->maker;
}

static void add_mine(counting *c, cp_arena *a, const cp_str *names, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        cp_str cmp = cp_name_cmp(a, &c->k->makers.legal, names[i]);
        if (cmp.n)
            (void)cp_map_put(a, &c->mine, cmp, NULL);
    }
}

static void count_set(counting *c, cp_arena *a, const cp_registered_set *s, bool is_pen,
                      cp_map *seen, uint64_t *n)
{
    for (uint32_t i = 0; i < s->n; i++) {
        cp_arena *line = cp_arena_new(0);
        bool added = true, is_mine = is_registrant(c, line, cp_registered_org(s, i));
        uint64_t key = s->v[i].key >> 24;
        cp_arena_free(line);
        if (!is_mine)
            continue;
        (void)cp_map_put(a, seen, cp_str_fmt(a, "%llu", (unsigned long long)key), &added);
        *n += added;
        if (added && is_pen)
            cp_vec_push(a, &c->pens, key);
    }
}

static int by_number(const void *p, const void *q)
{
    uint64_t x = *(const uint64_t *)p, y = *(const uint64_t *)q;
    return x < y ? -1 : x > y;
}

static void own_pens(counting *c, cp_arena *a, cp_map *seen)
{
    const cp_map *pens = &c->k->makers.pens;
    for (uint32_t i = 0; i < pens->n; i++) {
        uint64_t number;
        bool added;
        if (pens->items[i].value != c->maker || !cp_str_u64(pens->items[i].key, &number))
            continue;
        (void)cp_map_put(a, seen, cp_str_fmt(a, "%llu", (unsigned long long)number), &added);
        if (added)
            cp_vec_push(a, &c->pens, number);
    }
}

static void friends(const cp_knowledge *k, cp_arena *a, uint32_t maker, cp_maker_numbers *out)
{
    CP_VEC(cp_str) v = { 0 };
    for (uint32_t i = 0; i < k->makers.friends.n; i++)
        if (k->makers.friends.v[i].maker == maker)
            cp_vec_push(a, &v, k->makers.friends.v[i].name);
    out->false_friends = v.v;
    out->n_false_friends = v.n;
}

static void own_grantees(const cp_knowledge *k, cp_arena *a, uint32_t maker, cp_maker_numbers *out)
{
    CP_VEC(const cp_grantee *) v = { 0 };
    for (uint32_t i = 0; i < k->makers.grantees.v.n; i++) {
        const cp_grantee *g = &k->makers.grantees.v.v[i];
        bool is_mine = false;
        for (uint32_t m = 0; m < g->n_makers; m++)
            is_mine = is_mine || g->makers[m] == maker;
        if (is_mine)
            cp_vec_push(a, &v, g);
    }
    out->grantees = v.v;
    out->n_grantees = v.n;
}

cp_maker_numbers cp_knowledge_numbers(cp_knowledge *k, cp_arena *a, uint32_t maker)
{
    cp_maker_numbers out = { .n_pens = 0 };
    counting c = { .k = k, .maker = maker };
    const cp_maker m = k->makers.m.v[maker]; /* a copy: resolving may add makers */
    cp_map seen[CP_REG_COUNT] = { { 0 } };
    uint64_t ignored = 0;
    add_mine(&c, a, &m.name, 1);
    add_mine(&c, a, m.names, m.n_names);
    own_pens(&c, a, &seen[CP_REG_PEN]);
    for (uint32_t t = 0; t < k->registry.tables.n; t++)
        for (int s = 0; s < CP_REG_COUNT; s++)
            count_set(&c, a, &k->registry.tables.v[t].sets[s], s == CP_REG_PEN, &seen[s],
                      s == CP_REG_PEN ? &ignored : &out.blocks[s]);
    if (c.pens.n)
        qsort(c.pens.v, c.pens.n, sizeof *c.pens.v, by_number);
    out.pens = c.pens.v;
    out.n_pens = c.pens.n;
    friends(k, a, maker, &out);
    own_grantees(k, a, maker, &out);
    return out;
}
