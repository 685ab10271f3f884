/* SPDX-License-Identifier: Apache-2.0 */
/* path_costs.c - what it costs to inspect each thing, from the rows of all tables of inspections.
 * Of those that price a thing the one that is nearest to it counts:
 *
 *     its own  >  its site and class  >  its site  >  its class  >  all others (*)
 *
 * Of two rows about the same the dearer counts, and that is told: a plan that is dearer than need
 * be does less harm than one that nobody can pay. */
#include "job/path_inside.h"

enum { NAMES_SHOWN = 3, UNIT = CP_COST_UNIT };

typedef struct price {
    uint32_t cost;
    bool is_contradicted, is_used;
    cp_str what; /* as it is told of */
} price;

typedef struct pricing {
    cp_path_model *m;
    cp_arena *a; /* of keys and prices */
    cp_map keys; /* -> index in prices */
    CP_VEC(price) prices;
} pricing;

static cp_str place_key(cp_arena *a, cp_str site, cp_str class)
{
    return cp_str_fmt(a, "p%.*s\n%.*s", CP_FMT(cp_str_lower(a, cp_str_trim(site))), CP_FMT(class));
}

static cp_str asset_key(cp_arena *a, uint32_t asset) { return cp_str_fmt(a, "a%u", asset); }

static cp_str text_key(cp_arena *a, cp_str text)
{
    return cp_str_fmt(a, "t%.*s", CP_FMT(cp_str_lower(a, cp_str_trim(text))));
}

static cp_str told_of(cp_arena *a, const cp_asset_tie *t)
{
    if (t->b_text.n)
        return t->b_text;
    if (t->name.n && t->what.n)
        return cp_str_fmt(a, "%.*s at %.*s", CP_FMT(t->what), CP_FMT(t->name));
    return t->name.n   ? cp_str_fmt(a, "site %.*s", CP_FMT(t->name))
           : t->what.n ? cp_str_fmt(a, "class %.*s", CP_FMT(t->what))
                       : CP_STR("all others");
}

static void take(pricing *p, const cp_asset_tie *t)
{
    bool added;
    uint32_t cost = t->amount > UINT32_MAX ? UINT32_MAX : (uint32_t)t->amount;
    bool is_rest = t->b_text.n + t->name.n + t->what.n == 0;
    cp_str key = t->b != CP_NO_ASSET ? asset_key(p->a, t->b)
                 : t->b_text.n       ? text_key(p->a, t->b_text)
                                     : place_key(p->a, t->name, t->what);
    uint64_t *at = cp_map_put(p->a, &p->keys, key, &added);
    if (added) {
        *at = p->prices.n;
        cp_vec_push(p->a, &p->prices, ((price){ cost, false, is_rest, told_of(p->a, t) }));
        return;
    }
    price *x = &p->prices.v[*at];
    x->is_contradicted = x->is_contradicted || x->cost != cost;
    x->cost = x->cost > cost ? x->cost : cost;
}

/* The first of the keys that has a price. */
static const price *find(const pricing *p, const cp_str *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t *at = cp_map_get(&p->keys, keys[i]);
        if (at) {
            p->prices.v[*at].is_used = true;
            return &p->prices.v[*at];
        }
    }
    return NULL;
}

static const price *price_of(const pricing *p, cp_arena *scratch, uint32_t thing)
{
    const cp_thing *t = &p->m->things.v[thing];
    const cp_str none = CP_STR("");
    if (t->kind != CP_THING_ASSET) {
        const cp_str keys[] = { text_key(scratch, t->name), text_key(scratch, t->id),
                                place_key(scratch, none, none) };
        return find(p, keys, sizeof keys / sizeof *keys);
    }
    const cp_asset *as = &p->m->e->found.assets[t->at];
    cp_str site = cp_asset_shown(as, CP_ATTR_SITE), class = cp_asset_shown(as, CP_ATTR_CLASS);
    const cp_str keys[] = { asset_key(scratch, t->at), place_key(scratch, site, class),
                            place_key(scratch, site, none), place_key(scratch, none, class),
                            place_key(scratch, none, none) };
    return find(p, keys, sizeof keys / sizeof *keys);
}

static void price_all(pricing *p)
{
    cp_path_model *m = p->m;
    uint32_t *of = CP_NEW_RAW(m->j->a, uint32_t, m->things.n);
    bool *is_told = CP_NEW_RAW(m->j->a, bool, m->things.n);
    for (uint32_t i = 0; i < m->things.n; i++) {
        cp_arena_mark mark = cp_arena_here(p->a);
        const price *x = price_of(p, p->a, i);
        of[i] = x ? x->cost : UNIT;
        is_told[i] = x != NULL;
        cp_arena_back(p->a, mark);
    }
    m->costs = (cp_path_costs){ of, is_told };
}

static cp_str named(const pricing *p, bool is_contradicted, uint32_t *n)
{
    cp_buf b = cp_buf_new(p->m->j->a);
    *n = 0;
    for (uint32_t i = 0; i < p->prices.n; i++) {
        const price *x = &p->prices.v[i];
        if (is_contradicted ? !x->is_contradicted : x->is_used)
            continue;
        if (*n < NAMES_SHOWN)
            cp_buf_fmt(&b, "%s%.*s", *n ? ", " : "", CP_FMT(x->what));
        (*n)++;
    }
    if (*n > NAMES_SHOWN)
        cp_buf_add_c(&b, " and others");
    return cp_buf_str(&b);
}

static void tell(pricing *p)
{
    uint32_t n;
    cp_str names = named(p, true, &n);
    if (n)
        cp_path_say(p->m, &p->m->notes,
                    "Costs of inspections contradict each other, of %.*s; the dearest counts.",
                    CP_FMT(names));
    names = named(p, false, &n);
    if (n)
        cp_path_say(p->m, &p->m->notes,
                    "%u price%s of inspections fit%s nothing that is known here without a nearer "
                    "price: %.*s.",
                    n, n > 1 ? "s" : "", n > 1 ? "" : "s", CP_FMT(names));
}

void cp_path_price(cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    pricing p = { .m = m, .a = cp_arena_new(0) };
    for (uint32_t i = 0; i < f->n_ties; i++)
        if (f->ties[i].kind == CP_TIE_INSPECTION)
            take(&p, &f->ties[i]);
    if (p.prices.n) {
        price_all(&p);
        tell(&p);
    }
    cp_arena_free(p.a);
}

cp_str cp_path_cost_text(cp_arena *a, uint64_t cost)
{
    cp_str s = cp_str_fmt(a, "%llu.%03llu", (unsigned long long)(cost / UNIT),
                          (unsigned long long)(cost % UNIT));
    while (s.p[s.n - 1] == '0')
        s.n--;
    return s.p[s.n - 1] == '.' ? cp_str_slice(s, 0, s.n - 1) : s;
}
