/* SPDX-License-Identifier: Apache-2.0 */
/* path_l3_net.c - see path_l3.h: ASes and the paths of them as things of a net.
 *
 * An AS is judged by who holds it, as far as that is known. What an inventory tells of the same
 * carrier, an asset of class carrier_service with that number, is one with it: the AS is clean if
 * both are; and where nobody else knows who holds it, that asset is the AS. */
#include <stdlib.h>
#include "job/path_l3.h"

/* ---- the ASes */

static int by_number(const void *a, const void *b)
{
    const cp_l3_as *x = a, *y = b;
    return (x->asn > y->asn) - (x->asn < y->asn);
}

uint32_t cp_l3_as_at(const cp_l3 *k, uint32_t asn)
{
    const cp_l3_as wanted = { .asn = asn };
    const cp_l3_as *at =
        k->ases.n ? bsearch(&wanted, k->ases.v, k->ases.n, sizeof wanted, by_number) : NULL;
    return at ? (uint32_t)(at - k->ases.v) : CP_NO_ITEM;
}

static void list_ases(cp_l3 *k)
{
    cp_map seen = { 0 };
    bool added;
    uint32_t *own = CP_NEW(k->j->a, uint32_t);
    *own = k->is_outside ? k->starts.v[0].as : 0;
    if (*own) {
        (void)cp_map_put(k->j->a, &seen, (cp_str){ (const char *)own, sizeof *own }, &added);
        cp_vec_push(k->j->a, &k->ases, ((cp_l3_as){ *own, CP_NO_ASSET }));
    }
    for (uint32_t i = 0; i < k->n_paths; i++)
        for (uint32_t h = 0; h < k->paths[i].n; h++) {
            const uint32_t *asn = &k->paths[i].hops[h].asn;
            if (k->paths[i].hops[h].is_in_set)
                continue;
            (void)cp_map_put(k->j->a, &seen, (cp_str){ (const char *)asn, sizeof *asn }, &added);
            if (added)
                cp_vec_push(k->j->a, &k->ases, ((cp_l3_as){ *asn, CP_NO_ASSET }));
        }
    if (k->ases.n)
        qsort(k->ases.v, k->ases.n, sizeof *k->ases.v, by_number);
}

/* In the order of the answer's policies. */
static const cp_verdict *const *verdicts_of(const cp_l3 *k, const cp_as_who *w)
{
    const cp_answer *ans = k->ans;
    const cp_verdict **v = CP_NEW_ARRAY(k->j->a, const cp_verdict *, ans->n_policies + 1);
    for (uint32_t i = 0; i < ans->n_policies; i++)
        for (uint32_t p = 0; p < k->c.who.n_policies; p++)
            if (cp_str_eq(ans->policies[i].id, k->c.who.policies[p].id))
                v[i] = w->asset.verdicts[p];
    return v;
}

static void add_assets(cp_l3 *k)
{
    cp_arena *a = k->j->a;
    cp_identified *f = &k->e->found;
    cp_asset *assets = CP_NEW_ARRAY(a, cp_asset, f->n_assets + (size_t)k->ases.n + 1);
    cp_answer_asset *judged =
        CP_NEW_ARRAY(a, cp_answer_asset, k->ans->n_assets + (size_t)k->ases.n + 1);
    if (f->n_assets)
        memcpy(assets, f->assets, f->n_assets * sizeof *assets);
    if (k->ans->n_assets)
        memcpy(judged, k->ans->assets, k->ans->n_assets * sizeof *judged);
    for (uint32_t i = 0; i < k->ases.n; i++) {
        const cp_as_who *w = cp_as_who_of(&k->c.who, k->ases.v[i].asn);
        if (!w)
            continue;
        k->ases.v[i].asset = f->n_assets;
        assets[f->n_assets] = w->asset.asset;
        assets[f->n_assets].id = cp_str_fmt(a, "AS%u", k->ases.v[i].asn);
        judged[k->ans->n_assets++] = (cp_answer_asset){ .asset = assets[f->n_assets++],
                                                        .verdicts = verdicts_of(k, w),
                                                        .n_verdicts = k->ans->n_policies };
    }
    f->assets = assets;
    k->ans->assets = judged;
}

cp_rc cp_l3_judge(cp_l3 *k, cp_err *err)
{
    cp_rc rc = cp_carriers_more_load(&k->c, err);
    if (rc == CP_OK)
        rc = cp_as_whos_load(&k->c, k->ans->as_of, &k->c.who, err);
    if (rc != CP_OK)
        return rc;
    list_ases(k);
    k->n_assets = k->e->found.n_assets;
    add_assets(k);
    return CP_OK;
}

/* ---- as things */

static bool is_carrier(const cp_asset *as, uint32_t asn)
{
    uint32_t told;
    if (!cp_str_eq(cp_asset_shown(as, CP_ATTR_CLASS), CP_STR("carrier_service")))
        return false;
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == CP_IDENT_ASN && cp_as_parse(as->ids[i].value, &told) && told == asn)
            return true;
    return false;
}

static void name_it(cp_l3 *k, uint32_t thing, uint32_t asn)
{
    cp_path_model *m = k->at->m;
    cp_str number = cp_as_who_text(k->j->a, &k->c.who, asn), name = m->things.v[thing].name;
    bool is_told = cp_as_who_of(&k->c.who, asn) || m->things.v[thing].kind != CP_THING_ASSET;
    m->things.v[thing].name =
        is_told ? number : cp_str_fmt(k->j->a, "%.*s (%.*s)", CP_FMT(number), CP_FMT(name));
}

static void add_ases(cp_l3 *k)
{
    cp_path_model *m = k->at->m;
    uint32_t *things = CP_NEW_ARRAY(k->j->a, uint32_t, k->ases.n + (size_t)1);
    CP_VEC(uint32_t) carriers = { 0 };
    for (uint32_t i = 0; i < k->n_assets; i++)
        if (m->things.v[i].is_in && cp_str_eq(cp_asset_shown(&k->e->found.assets[i], CP_ATTR_CLASS),
                                              CP_STR("carrier_service")))
            cp_vec_push(k->j->a, &carriers, i);
    for (uint32_t i = 0; i < k->ases.n; i++) {
        uint32_t asn = k->ases.v[i].asn, thing = k->ases.v[i].asset;
        for (uint32_t c = 0; c < carriers.n; c++) {
            if (!is_carrier(&k->e->found.assets[carriers.v[c]], asn))
                continue;
            if (thing == CP_NO_ASSET)
                thing = carriers.v[c];
            else
                cp_path_need(m, thing, &carriers.v[c], 1);
        }
        if (thing == CP_NO_ASSET) {
            cp_str id = cp_str_fmt(k->j->a, "AS%u", asn);
            thing = cp_path_thing(m, CP_THING_NETWORK, id, id);
        }
        name_it(k, thing, asn);
        things[i] = thing;
    }
    k->at->thing_of_as = things;
}

/* What is not known of a path: a thing for each kind of doubt, which is unknown. */
static void need_doubts(cp_l3 *k, uint32_t thing, const cp_observed_path *p)
{
    for (uint32_t i = 0; i < CP_OBSERVED_DOUBTS; i++) {
        if (!(p->doubts >> i & 1))
            continue;
        if (k->at->doubts[i] == CP_NO_ITEM) {
            cp_str what = cp_str_c(cp_observed_doubt_text(1u << i));
            k->at->doubts[i] = cp_path_thing(k->at->m, CP_THING_NEEDED,
                                             cp_str_fmt(k->j->a, "doubt:%.*s", CP_FMT(what)), what);
        }
        cp_path_need(k->at->m, thing, &k->at->doubts[i], 1);
    }
}

static void need_hops(cp_l3 *k, uint32_t thing, const cp_observed_path *p)
{
    uint32_t n = cp_observed_n_certain(p);
    for (uint32_t i = 0; i < n; i++)
        if (!p->hops[i].is_in_set)
            cp_path_need(k->at->m, thing, &k->at->thing_of_as[cp_l3_as_at(k, p->hops[i].asn)], 1);
    need_doubts(k, thing, p);
}

/* ---- paths between routers and destinations */

typedef struct linking {
    CP_VEC(cp_real_link) v;
} linking;

static void add_link(cp_l3 *k, linking *l, uint32_t a, uint32_t b)
{
    const cp_str none = CP_STR("");
    cp_vec_push(k->j->a, &l->v,
                ((cp_real_link){ .a = a < b ? a : b,
                                 .b = a < b ? b : a,
                                 .a_port = none,
                                 .b_port = none,
                                 .layer = none,
                                 .srlg = none,
                                 .area = none,
                                 .confidence = 1,
                                 .seen = CP_SEEN_RIB,
                                 .through = CP_NO_NODE }));
}

static void add_way(cp_l3 *k, linking *l, uint32_t region, uint32_t path, uint32_t from,
                    uint32_t border)
{
    cp_arena *a = k->j->a;
    const cp_observed_path *p = &k->paths[path];
    cp_str text = cp_l3_path_text(a, p);
    cp_str id = cp_str_fmt(a, "path:%.*s|%.*s|%.*s|%.*s|%u", CP_FMT(k->at->m->things.v[from].id),
                           CP_FMT(cp_l3_start_text(k, p->start)),
                           CP_FMT(cp_l3_net_text(a, &p->net)), CP_FMT(text), p->doubts);
    uint32_t thing =
        cp_path_thing(k->at->m, CP_THING_OBSERVED, id, cp_str_fmt(a, "path %.*s", CP_FMT(text)));
    need_hops(k, thing, p);
    add_link(k, l, from, thing);
    add_link(k, l, thing, k->at->targets[region]);
    cp_vec_push(a, &k->at->ways, ((cp_l3_way){ path, border, region, thing }));
}

static void add_ways(cp_l3 *k, linking *l, uint32_t region, uint32_t outside)
{
    const cp_observed_region *r = &k->regions[region];
    for (uint32_t p = r->first; p < r->first + r->n; p++) {
        if (k->is_outside)
            add_way(k, l, region, p, outside, CP_NO_ITEM);
        for (uint32_t b = 0; b < k->borders.n; b++)
            if (k->borders.v[b].start == k->paths[p].start)
                add_way(k, l, region, p, k->borders.v[b].asset, b);
    }
}

static uint32_t target(cp_l3 *k, uint32_t region)
{
    cp_arena *a = k->j->a;
    const cp_observed_region *r = &k->regions[region];
    bool is_nothing = k->ask.to_as && r->n == 0 && k->n_regions == 1; /* it announces none */
    cp_str net = is_nothing ? k->to_word : cp_l3_net_text(a, &r->net);
    cp_str name =
        r->is_cover ? cp_str_fmt(a, "%.*s, by %.*s", CP_FMT(k->to_word), CP_FMT(net)) : net;
    if (r->n_alike > 1)
        name = cp_str_fmt(a, "%.*s and %u alike", CP_FMT(name), r->n_alike - 1);
    return cp_path_thing(k->at->m, CP_THING_TARGET, cp_str_fmt(a, "to:%.*s", CP_FMT(net)), name);
}

/* The thing of FROM, where that is another network or a peer. */
static uint32_t from_outside(cp_l3 *k)
{
    const cp_observed_start *s = &k->starts.v[0];
    cp_map seen = { 0 };
    if (s->as)
        return k->at->thing_of_as[cp_l3_as_at(k, s->as)];
    uint32_t thing = cp_path_thing(k->at->m, CP_THING_OBSERVED, k->from_word, k->from_word);
    for (uint32_t i = 0; i < k->n_paths; i++) {
        bool added;
        const uint32_t *asn = &k->paths[i].hops[0].asn;
        (void)cp_map_put(k->j->a, &seen, (cp_str){ (const char *)asn, sizeof *asn }, &added);
        if (added)
            cp_path_need(k->at->m, thing, &k->at->thing_of_as[cp_l3_as_at(k, *asn)], 1);
    }
    return thing;
}

static void put_links(cp_l3 *k, const linking *l)
{
    cp_path_model *m = k->at->m;
    uint32_t n = m->links.n_links;
    cp_real_link *links = CP_NEW_ARRAY(k->j->a, cp_real_link, n + (size_t)l->v.n + 1);
    uint32_t *rides = CP_NEW_ARRAY(k->j->a, uint32_t, n + (size_t)l->v.n + 1);
    if (n) {
        memcpy(links, m->links.links, n * sizeof *links);
        memcpy(rides, m->rides, n * sizeof *rides);
    }
    for (uint32_t i = 0; i < l->v.n; i++) {
        links[n + i] = l->v.v[i];
        rides[n + i] = CP_NO_ITEM;
    }
    m->links.links = links;
    m->rides = rides;
    m->links.n_links += l->v.n;
    m->n_links_in += l->v.n;
}

/* Things that came behind those that were priced cost a unit, which is assumed. */
static void price(cp_path_model *m, uint32_t n_before)
{
    if (!m->costs.of)
        return;
    uint32_t *of = CP_NEW_ARRAY(m->j->a, uint32_t, m->things.n + (size_t)1);
    bool *is_told = CP_NEW_ARRAY(m->j->a, bool, m->things.n + (size_t)1);
    for (uint32_t i = 0; i < m->things.n; i++) {
        of[i] = i < n_before ? m->costs.of[i] : CP_COST_UNIT;
        is_told[i] = i < n_before && m->costs.is_told[i];
    }
    m->costs = (cp_path_costs){ of, is_told };
}

static void tell(cp_l3 *k)
{
    cp_path_model *m = k->at->m;
    if (k->is_outside)
        m->gaps.n = 0; /* of our own network, through which nothing goes */
    for (uint32_t i = 0; i < k->gaps.n; i++)
        cp_vec_push(m->j->a, &m->gaps, k->gaps.v[i]);
    for (uint32_t i = 0; i < k->notes.n; i++)
        cp_vec_push(m->j->a, &m->notes, k->notes.v[i]);
    for (uint32_t i = 0; i < m->not_given.n; i++)
        if (cp_str_eq(m->not_given.v[i], CP_STR("far ends")))
            m->not_given.v[i] = CP_STR("packets");
    if (!k->is_outside) /* who tells of none may have some */
        cp_vec_push(m->j->a, &m->not_given, CP_STR("sessions"));
}

void cp_l3_join(cp_l3 *k, cp_path_model *m, uint32_t first, uint32_t n)
{
    uint32_t n_before = m->things.n, outside = CP_NO_ITEM;
    uint32_t *targets = CP_NEW_ARRAY(k->j->a, uint32_t, k->n_regions + (size_t)1);
    linking l = { 0 };
    k->at = CP_NEW(k->j->a, cp_l3_net);
    k->at->m = m;
    k->at->targets = targets;
    tell(k);
    add_ases(k);
    if (k->is_outside)
        outside = from_outside(k);
    k->at->outside = outside;
    for (uint32_t i = 0; i < CP_OBSERVED_DOUBTS; i++)
        k->at->doubts[i] = CP_NO_ITEM;
    for (uint32_t i = 0; i < k->n_regions; i++)
        targets[i] = CP_NO_ITEM;
    for (uint32_t i = first; i < first + n; i++) {
        targets[i] = target(k, i);
        add_ways(k, &l, i, outside);
    }
    put_links(k, &l);
    price(m, n_before);
}

cp_rc cp_l3_ends(cp_l3 *k, uint32_t first, uint32_t n, cp_path_set *from, cp_path_set *to,
                 cp_err *err)
{
    *to = (cp_path_set){ .word = k->to_word, .things = k->at->targets + first, .n = n };
    if (!k->is_outside)
        return cp_path_set_of(k->at->m, k->from_word, from, err);
    *from =
        (cp_path_set){ .word = k->from_word, .things = &k->at->outside, .n = 1, .is_one = true };
    return CP_OK;
}
