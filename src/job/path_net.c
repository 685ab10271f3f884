/* SPDX-License-Identifier: Apache-2.0 */
/* path_net.c - see path.h: the model and the verdicts of at most 64 policies as a net. */
#include "job/path.h"

typedef struct making {
    const cp_path_model *m;
    const cp_path_rules *rules;
    const uint32_t *policies;
    uint32_t n_policies;
    cp_net_maker *maker;
    uint32_t *handle_of; /* per thing */
} making;

/* A bit for each policy. */
static void label(const making *k, uint32_t thing, uint64_t *excluded, uint64_t *unknown)
{
    const cp_answer_asset *x = cp_path_asset(k->m, thing);
    cp_thing_kind kind = k->m->things.v[thing].kind;
    *excluded = *unknown = 0;
    if (kind == CP_THING_CARRIAGE || kind == CP_THING_ALTERNATIVE || kind == CP_THING_OBSERVED ||
        kind == CP_THING_TARGET)
        return;
    for (uint32_t p = 0; p < k->n_policies; p++) {
        cp_date until;
        const cp_verdict *v = x ? cp_answer_verdict(x, k->policies[p]) : NULL;
        cp_path_label l = cp_path_label_of(k->rules, v, k->m->ans->as_of, &until);
        *excluded |= (uint64_t)(l == CP_LABEL_EXCLUDED) << p;
        *unknown |= (uint64_t)(l == CP_LABEL_UNKNOWN) << p;
    }
}

static void add_things(making *k)
{
    for (uint32_t i = 0; i < k->m->things.n; i++) {
        const cp_thing *t = &k->m->things.v[i];
        uint64_t excluded, unknown;
        k->handle_of[i] = CP_NO_ITEM;
        if (!t->is_in)
            continue;
        bool is_end_only =
            i < k->m->links.n_assets + k->m->links.n_others && k->m->links.end_only[i];
        label(k, i, &excluded, &unknown);
        k->handle_of[i] =
            cp_net_item(k->maker, t->id, excluded, unknown, is_end_only ? CP_ITEM_END_ONLY : 0);
    }
}

static void add_needs(making *k)
{
    CP_VEC(uint32_t) options = { 0 };
    for (uint32_t i = 0; i < k->m->needs.n; i++) {
        const cp_thing_need *x = &k->m->needs.v[i];
        options.n = 0;
        for (uint32_t o = 0; o < x->n; o++) {
            uint32_t handle = k->handle_of[k->m->options.v[x->first + o]];
            if (handle != CP_NO_ITEM) /* parts that are removed, or spare */
                cp_vec_push(k->m->j->a, &options, handle);
        }
        if (options.n && k->handle_of[x->thing] != CP_NO_ITEM)
            cp_net_need(k->maker, k->handle_of[x->thing], options.v, options.n);
    }
}

typedef CP_VEC(uint32_t) numbers;
typedef struct risks {
    cp_map names; /* -> index in links */
    CP_VEC(numbers) links;
} risks;

static void add_risk(cp_arena *a, risks *r, cp_str name, uint32_t link)
{
    bool added;
    uint64_t *at = cp_map_put(a, &r->names, name, &added);
    if (added) {
        *at = r->links.n;
        (void)cp_vec_add(a, &r->links);
    }
    cp_vec_push(a, &r->links.v[*at], link);
}

static void add_risks_of(cp_arena *a, risks *r, cp_str srlg, uint32_t link)
{
    cp_str one;
    while (cp_str_cut(&srlg, ';', &one)) {
        one = cp_str_trim(one);
        if (one.n)
            add_risk(a, r, one, link);
    }
}

/* handles: per link of the model, or CP_NO_LINK. */
static void add_fates(const cp_path_model *m, risks *r, const uint32_t *handles)
{
    for (uint32_t f = 0; f < m->fates.n; f++)
        for (uint32_t i = 0; i < m->fates.v[f].n; i++)
            if (handles[m->fates.v[f].links[i]] != CP_NO_LINK)
                add_risk(m->j->a, r, m->fates.v[f].name, handles[m->fates.v[f].links[i]]);
}

/* Returns the real link of each handle. */
static uint32_t *add_links(making *k)
{
    const cp_links *x = &k->m->links;
    cp_arena *a = k->m->j->a;
    uint32_t *real = CP_NEW_ARRAY(a, uint32_t, x->n_links), n = 0;
    uint32_t *handles = CP_NEW_ARRAY(a, uint32_t, x->n_links + (size_t)1);
    risks r = { 0 };
    for (uint32_t i = 0; i < x->n_links; i++) {
        const cp_real_link *l = &x->links[i];
        uint32_t from = k->handle_of[l->a], to = k->handle_of[l->b], rides = k->m->rides[i];
        handles[i] = CP_NO_LINK;
        if (from == CP_NO_ITEM || to == CP_NO_ITEM)
            continue;
        handles[i] = n;
        rides = rides == CP_NO_ITEM ? CP_NO_ITEM : k->handle_of[rides];
        uint32_t link = cp_net_add_link(k->maker, from, to, l->metric, l->metric_back, rides);
        cp_net_link_area(k->maker, link, l->area);
        add_risks_of(a, &r, l->srlg, n);
        real[n++] = i;
    }
    add_fates(k->m, &r, handles);
    for (uint32_t i = 0; i < r.names.n; i++)
        cp_net_risk(k->maker, r.names.items[i].key, r.links.v[i].v, r.links.v[i].n);
    return real;
}

static void turn_around(making *k, const cp_net_places *places, const uint32_t *real,
                        cp_path_net *out)
{
    cp_arena *a = k->m->j->a;
    uint32_t *item_of = k->handle_of, *thing_of = CP_NEW_ARRAY(a, uint32_t, out->net.n_items);
    uint32_t *link_of = CP_NEW_ARRAY(a, uint32_t, out->net.n_links);
    for (uint32_t i = 0; i < k->m->things.n; i++)
        if (item_of[i] != CP_NO_ITEM) {
            item_of[i] = places->items[item_of[i]];
            thing_of[item_of[i]] = i;
        }
    for (uint32_t i = 0; i < k->m->n_links_in; i++)
        if (places->links[i] != CP_NO_LINK)
            link_of[places->links[i]] = real[i];
    out->item_of = item_of;
    out->thing_of = thing_of;
    out->link_of = link_of;
}

static void index_needs(cp_arena *a, cp_path_net *pn)
{
    const cp_net *n = &pn->net;
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, n->n_items + 2);
    uint32_t *groups = CP_NEW_ARRAY(a, uint32_t, n->n_groups);
    for (uint32_t g = 0; g < n->n_groups; g++)
        first[n->group_item[g] + 2]++;
    for (uint32_t i = 2; i < n->n_items + 2; i++)
        first[i] += first[i - 1];
    for (uint32_t g = 0; g < n->n_groups; g++)
        groups[first[n->group_item[g] + 1]++] = g;
    pn->first_need = first;
    pn->needs = groups;
}

cp_rc cp_path_net_make(const cp_path_model *m, const cp_path_rules *r, const uint32_t *policies,
                       uint32_t n, cp_path_net *out, cp_err *err)
{
    cp_arena *a = m->j->a;
    cp_str *names = CP_NEW_ARRAY(a, cp_str, n);
    cp_net_places places;
    making k = { .m = m, .rules = r, .policies = policies, .n_policies = n };
    for (uint32_t i = 0; i < n; i++)
        names[i] = m->ans->policies[policies[i]].id;
    k.maker = cp_net_maker_new(a, names, n);
    k.handle_of = CP_NEW_ARRAY(a, uint32_t, m->things.n);
    add_things(&k);
    add_needs(&k);
    const uint32_t *real = add_links(&k);
    cp_rc rc = cp_net_make(k.maker, &out->net, &places, err);
    if (rc != CP_OK)
        return rc;
    turn_around(&k, &places, real, out);
    index_needs(a, out);
    out->causes = cp_path_causes_new(a);
    out->policies = policies;
    return CP_OK;
}
