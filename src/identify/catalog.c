/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.c - see catalog.h. */
#include "identify/catalog.h"
#include <stdlib.h>
#include <string.h>
#include "identify/names.h"
#include "identify/product_class.h"

typedef struct maker_found {
    const cp_maker *v[CP_CATALOG_MAKERS_MAX];
    uint32_t n;
    cp_str key; /* its id, or its normalised name: what products are told apart by */
} maker_found;

typedef struct builder {
    cp_arena *a, *scratch;
    cp_knowledge *k;
    cp_class_rules rules;
    cp_map makers; /* name as written -> index */
    CP_VEC(maker_found) found;
    cp_map by_name; /* maker, product -> the first item */
    cp_map by_part; /* maker, product, part number -> item */
    CP_VEC(cp_catalog_item) items;
} builder;

/* The makers of a name, looked for once. */
static const maker_found *find_maker(builder *b, cp_str name)
{
    bool added;
    uint64_t *at = cp_map_put(b->a, &b->makers, name, &added);
    if (!added)
        return &b->found.v[*at];
    *at = b->found.n;
    maker_found *m = cp_vec_add(b->a, &b->found);
    m->n = cp_knowledge_makers_named(b->k, name, m->v, CP_CATALOG_MAKERS_MAX);
    m->key = m->n == 1 ? m->v[0]->id : cp_str_fmt(b->a, "?%.*s", CP_FMT(cp_name_norm(b->a, name)));
    return m;
}

/* Of thousands of products: printf takes its time. */
static cp_str joined(cp_arena *a, cp_str x, char between, cp_str y)
{
    char *p = cp_arena_alloc(a, x.n + 1 + y.n + 1);
    memcpy(p, x.p, x.n);
    p[x.n] = between;
    if (y.n)
        memcpy(p + x.n + 1, y.p, y.n);
    return (cp_str){ p, x.n + 1 + y.n };
}

/* A name without letters and digits of this alphabet is compared as it stands. */
static cp_str norm(cp_arena *a, cp_str s)
{
    cp_str n = cp_name_norm(a, s);
    return n.n ? n : s;
}

static cp_catalog_item *add_item(builder *b, const cp_product *p, const maker_found *m)
{
    cp_catalog_item *x = cp_vec_add(b->a, &b->items);
    x->p = *p;
    x->n_makers = m->n;
    for (uint32_t i = 0; i < m->n && i < CP_CATALOG_MAKERS_MAX; i++)
        x->makers[i] = m->v[i];
    return x;
}

/* What another list says too: it completes, and where it contradicts the field is open. Names and
 * texts that nothing is judged by may differ. */
static void complete(cp_catalog_item *x, const cp_product *p)
{
    static const cp_product_field judged[] = { CP_PRODUCT_CLASS,    CP_PRODUCT_GENERATION,
                                               CP_PRODUCT_FUNCTION, CP_PRODUCT_MADE_IN,
                                               CP_PRODUCT_CONTAINS, CP_PRODUCT_FCC_ID };
    for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
        cp_product_field f = judged[i];
        if (x->p.field[f].n && p->field[f].n && !cp_str_eq_nocase(x->p.field[f], p->field[f]))
            x->differs |= 1u << f;
    }
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        if (x->p.field[f].n == 0)
            x->p.field[f] = p->field[f];
}

static void take(builder *b, const cp_product *p)
{
    const maker_found *m = find_maker(b, p->field[CP_PRODUCT_MAKER]);
    cp_str name = joined(b->a, m->key, '\n', norm(b->scratch, p->field[CP_PRODUCT_PRODUCT]));
    cp_str part = norm(b->scratch, p->field[CP_PRODUCT_PART_NUMBER]);
    bool is_new_name, is_new = true;
    uint64_t *first = cp_map_put(b->a, &b->by_name, name, &is_new_name);
    if (is_new_name)
        *first = b->items.n;
    uint64_t at = *first;
    if (part.n) {
        cp_str key = joined(b->a, name, '\n', part);
        uint64_t *of_part = cp_map_put(b->a, &b->by_part, key, &is_new);
        if (is_new)
            *of_part = b->items.n;
        at = *of_part;
    } else {
        is_new = is_new_name; /* a list without part numbers means the product as such */
    }
    if (is_new)
        (void)add_item(b, p, m);
    else
        complete(&b->items.v[at], p);
    b->items.v[is_new ? b->items.n - 1 : at].n_times++;
}

/* Products with a part number first: one without it is the same as they, whichever list was read
 * first. */
static void take_all(builder *b, const cp_product *v, uint32_t n)
{
    for (int with_part = 1; with_part >= 0; with_part--)
        for (uint32_t i = 0; i < n; i++) {
            if ((v[i].field[CP_PRODUCT_PART_NUMBER].n > 0) != (with_part == 1))
                continue;
            cp_arena_mark mark = cp_arena_here(b->scratch);
            take(b, &v[i]);
            cp_arena_back(b->scratch, mark);
        }
}

static void set_class(builder *b, cp_catalog_item *x)
{
    bool is_stated = x->p.field[CP_PRODUCT_CLASS].n > 0;
    const cp_class_rule *r = is_stated ? NULL
                                       : cp_class_rule_of(b->scratch, &b->rules, &x->p,
                                                          x->n_makers == 1 ? x->makers[0] : NULL);
    x->class_ = is_stated && !(x->differs >> CP_PRODUCT_CLASS & 1) ? x->p.field[CP_PRODUCT_CLASS]
                : r                                                ? r->class_
                                                                   : CP_STR("");
    x->presumed_why = r ? r->because : CP_STR("");
}

static void set_id(builder *b, cp_map *ids, cp_catalog_item *x)
{
    const cp_str *f = x->p.field;
    bool is_new;
    cp_str maker = x->n_makers == 1 ? x->makers[0]->id : cp_slug(b->scratch, f[CP_PRODUCT_MAKER]);
    cp_str id = joined(b->a, maker, '/', cp_slug(b->scratch, f[CP_PRODUCT_PRODUCT]));
    (void)cp_map_put(b->a, ids, id, &is_new);
    cp_str part = is_new ? CP_STR("") : cp_slug(b->scratch, f[CP_PRODUCT_PART_NUMBER]), base = id;
    if (part.n) {
        id = base = joined(b->a, id, '/', part);
        (void)cp_map_put(b->a, ids, id, &is_new);
    }
    for (uint32_t n = 2; !is_new; n++) { /* names that differ only in what a slug leaves out */
        id = cp_str_fmt(b->a, "%.*s~%u", CP_FMT(base), n);
        (void)cp_map_put(b->a, ids, id, &is_new);
    }
    x->id = id;
}

static void count_maker(cp_arena *a, cp_catalog *c, const cp_catalog_item *x)
{
    if (x->n_makers == 1)
        return;
    c->n_no_maker += x->n_makers == 0;
    c->n_several += x->n_makers > 1;
    ++*cp_map_put(a, &c->unknown_makers, x->p.field[CP_PRODUCT_MAKER], NULL);
}

/* Which pass met a product first must not show. */
static int by_place(const void *x, const void *y)
{
    const cp_product *a = &((const cp_catalog_item *)x)->p, *b = &((const cp_catalog_item *)y)->p;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static void free_arena(void *arg) { cp_arena_free(arg); }

cp_rc cp_catalog_make(cp_arena *a, cp_knowledge *k, const cp_data_file *files, uint32_t n_files,
                      const cp_product *products, uint32_t n, cp_catalog *out, cp_err *err)
{
    builder b = { .a = a, .scratch = cp_arena_new(0), .k = k };
    cp_map ids = { 0 };
    cp_arena_defer(a, free_arena, b.scratch);
    cp_rc rc = cp_class_rules_load(a, files, n_files, &b.rules, err);
    if (rc != CP_OK)
        return rc;
    take_all(&b, products, n);
    if (b.items.n)
        qsort(b.items.v, b.items.n, sizeof *b.items.v, by_place);
    *out = (cp_catalog){ .v = b.items.v, .n = b.items.n, .n_listed = n };
    for (uint32_t i = 0; i < out->n; i++) {
        cp_arena_mark mark = cp_arena_here(b.scratch);
        set_class(&b, &out->v[i]);
        set_id(&b, &ids, &out->v[i]);
        count_maker(a, out, &out->v[i]);
        out->n_differing += out->v[i].differs != 0;
        cp_arena_back(b.scratch, mark);
    }
    return CP_OK;
}

cp_str cp_catalog_maker_name(const cp_catalog_item *x)
{
    return x->n_makers == 1 ? x->makers[0]->name : x->p.field[CP_PRODUCT_MAKER];
}

/* ---- a product as a thing that can be judged ---- */

static void claim(cp_claim *v, uint32_t *n, cp_attr attr, cp_str value, cp_str name, double sure)
{
    if (value.n)
        v[(*n)++] = (cp_claim){ attr, value, name, sure, 0 };
}

/* In the order of cp_attr, as cp_asset wants them. What lists state differently is no claim. */
static uint32_t claims(const cp_catalog_item *x, cp_claim *v)
{
    static const struct {
        cp_attr attr;
        cp_product_field field;
    } of[] = {
        { CP_ATTR_PRODUCT, CP_PRODUCT_PRODUCT },   { CP_ATTR_PART_NUMBER, CP_PRODUCT_PART_NUMBER },
        { CP_ATTR_FUNCTION, CP_PRODUCT_FUNCTION }, { CP_ATTR_GENERATION, CP_PRODUCT_GENERATION },
        { CP_ATTR_CLASS, CP_PRODUCT_CLASS },       { CP_ATTR_CONTAINS, CP_PRODUCT_CONTAINS },
        { CP_ATTR_MADE_IN, CP_PRODUCT_MADE_IN },
    };
    uint32_t n = 0;
    const cp_str none = CP_STR("");
    if (x->n_makers)
        claim(v, &n, CP_ATTR_MAKER, x->makers[0]->id, x->makers[0]->name, 1.0 / x->n_makers);
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        cp_str value = of[i].attr == CP_ATTR_CLASS ? x->class_ : x->p.field[of[i].field];
        bool is_open = of[i].attr != CP_ATTR_CLASS && (x->differs >> of[i].field & 1);
        claim(v, &n, of[i].attr, is_open ? none : value, none, 1);
    }
    return n;
}

const cp_asset *cp_catalog_asset(cp_arena *a, const cp_catalog_item *x)
{
    enum { CLAIMS_MAX = 8 };
    cp_asset *as = CP_NEW(a, cp_asset);
    cp_claim *v = CP_NEW_ARRAY(a, cp_claim, CLAIMS_MAX),
             *others = CP_NEW_ARRAY(a, cp_claim, CP_CATALOG_MAKERS_MAX);
    cp_evidence *e = CP_NEW(a, cp_evidence);
    *e = (cp_evidence){ .source = x->p.source,
                        .pos = x->p.line,
                        .kind = CP_STR("inventory.maker"),
                        .value = x->p.field[CP_PRODUCT_MAKER],
                        .attr = CP_ATTR_MAKER };
    *as = (cp_asset){ .id = x->id, .claims = v, .others = others, .evidence = e, .n_evidence = 1 };
    as->n_claims = claims(x, v);
    for (uint32_t i = 1; i < x->n_makers && i < CP_CATALOG_MAKERS_MAX; i++)
        claim(others, &as->n_others, CP_ATTR_MAKER, x->makers[i]->id, x->makers[i]->name,
              1.0 / x->n_makers);
    return as;
}
