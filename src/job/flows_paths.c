/* SPDX-License-Identifier: Apache-2.0 */
/* flows_paths.c - what links say of the ends of flows: who carries what others send, and what is
 * cut off when one is gone (path/blast.h); before anything is blocked.
 *
 * A device is on a path between two others if it has links to two of them. What is linked and of
 * nobody known may carry whatever it likes. */
#include "job/flows_block.h"
#include "job/path.h"

struct cp_flows_paths {
    const cp_cut_off *cut;   /* by item; NULL: nobody tells of subscribers */
    const cp_blast *blast;   /* by item */
    const uint32_t *n_next;  /* distinct neighbours, by item */
    const uint32_t *item_of; /* per asset of the evidence, or CP_NO_ITEM */
    cp_map by_id;            /* id of an asset -> its place in the evidence */
    cp_map strangers;        /* 16 bytes: a neighbour that is no asset */
    uint32_t n_links, n_linked;
};
typedef cp_flows_paths paths;

/* Neighbours that were told of by an address, and are no asset. */
static void add_strangers(cp_arena *a, const cp_evidence_set *e, paths *p)
{
    for (uint32_t i = 0; i < e->found.n_links; i++) {
        const cp_asset_link *l = &e->found.links[i];
        const cp_ident *const ids[] = { &l->a_id, &l->b_id };
        for (int k = 0; k < 2; k++) {
            cp_ip ip;
            if (!cp_ip_parse(ids[k]->value, &ip)) /* a router's id is written as an address */
                continue;
            cp_flow_addr x = cp_flow_addr_of(ip);
            (void)cp_map_put(a, &p->strangers,
                             (cp_str){ cp_arena_dup(a, x.b, sizeof x.b), sizeof x.b }, NULL);
        }
    }
}

/* Only what is linked with what: nothing is judged. */
static cp_rc make_net(cp_arena *a, const cp_path_model *m, uint32_t *item_of, cp_net *net,
                      cp_err *err)
{
    static const cp_str policies[] = { { "any", 3 } };
    cp_net_maker *maker = cp_net_maker_new(a, policies, 1);
    cp_net_places places;
    uint32_t n = m->links.n_assets + m->links.n_others;
    for (uint32_t i = 0; i < n; i++)
        item_of[i] =
            m->things.v[i].is_in ? cp_net_item(maker, m->things.v[i].id, 0, 0, 0) : CP_NO_ITEM;
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i];
        if (item_of[l->a] != CP_NO_ITEM && item_of[l->b] != CP_NO_ITEM)
            (void)cp_net_add_link(maker, item_of[l->a], item_of[l->b], 0, 0, CP_NO_ITEM);
    }
    cp_rc rc = cp_net_make(maker, net, &places, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        if (item_of[i] != CP_NO_ITEM)
            item_of[i] = places.items[item_of[i]];
    return rc;
}

static const uint32_t *neighbours(cp_arena *a, const cp_net *net, paths *p)
{
    uint32_t *n = CP_NEW_ARRAY(a, uint32_t, net->n_items + 1);
    uint32_t *seen = CP_NEW_ARRAY(a, uint32_t, net->n_items + 1); /* from whom last, + 1 */
    for (uint32_t i = 0; i < net->n_items; i++) {
        for (uint32_t k = net->arc_first[i]; k < net->arc_first[i + 1]; k++) {
            n[i] += seen[net->arcs[k].to] != i + 1;
            seen[net->arcs[k].to] = i + 1;
        }
        p->n_linked += n[i] > 0;
    }
    return n;
}

static void ask(cp_arena *a, const cp_path_model *m, const cp_net *net, const uint32_t *item_of,
                const uint32_t *served, paths *p)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_l0 *l0 = cp_l0_new(scratch, net);
    cp_taints t;
    cp_taints_of(scratch, net, 0, CP_EXPOSURE, &t);
    cp_blast *blast = CP_NEW_ARRAY(a, cp_blast, net->n_items + 1);
    cp_blast_all(l0, scratch, &t, NULL, blast);
    p->blast = blast;
    if (served) {
        uint32_t *of_item = CP_NEW_ARRAY(scratch, uint32_t, net->n_items + 1);
        cp_cut_off *cut = CP_NEW_ARRAY(a, cp_cut_off, net->n_items + 1);
        for (uint32_t i = 0; i < m->links.n_assets; i++)
            if (item_of[i] != CP_NO_ITEM)
                of_item[item_of[i]] = served[i];
        cp_blast_cut_off(l0, scratch, &t, of_item, cut);
        p->cut = cut;
    }
    cp_arena_free(scratch);
}

cp_rc cp_flows_paths_make(cp_flows *f, cp_flows_paths **out, cp_err *err)
{
    cp_arena *a = f->j->a;
    paths *p = CP_NEW(a, paths);
    *out = p;
    if (!f->e->found.n_links)
        return CP_OK;
    cp_path_model m;
    cp_path_loads loads;
    cp_net net;
    cp_rc rc = cp_path_model_make(f->j, f->e, f->ans, &m, err);
    if (rc != CP_OK)
        return rc;
    uint32_t *item_of = CP_NEW_ARRAY(a, uint32_t, m.links.n_assets + m.links.n_others + 1);
    cp_path_loads_of(&m, &loads);
    rc = make_net(a, &m, item_of, &net, err);
    if (rc != CP_OK)
        return rc;
    p->item_of = item_of;
    p->n_links = net.n_links;
    p->n_next = neighbours(a, &net, p);
    ask(a, &m, &net, item_of, loads.served, p);
    for (uint32_t i = 0; i < f->e->found.n_assets; i++)
        *cp_map_put(a, &p->by_id, f->e->found.assets[i].id, NULL) = i;
    add_strangers(a, f->e, p);
    return CP_OK;
}

uint32_t cp_flows_paths_links(const cp_flows_paths *p, uint32_t *n_devices)
{
    *n_devices = p->n_linked;
    return p->n_links;
}

bool cp_flows_is_neighbour(const cp_flows_paths *p, const cp_flow_addr *addr)
{
    return cp_map_get(&p->strangers, (cp_str){ (const char *)addr->b, sizeof addr->b });
}

bool cp_flows_is_linked(const cp_flows_paths *p, const cp_answer_asset *x)
{
    const uint64_t *at = x ? cp_map_get(&p->by_id, x->asset.id) : NULL;
    return at && p->item_of[*at] != CP_NO_ITEM && p->n_next[p->item_of[*at]];
}

cp_str cp_flows_carries(cp_arena *a, const cp_flows_paths *p, const cp_answer_asset *x)
{
    if (!cp_flows_is_linked(p, x))
        return CP_STR("");
    uint32_t item = p->item_of[*cp_map_get(&p->by_id, x->asset.id)];
    uint64_t served = p->cut ? p->cut[item].served : 0, pairs = p->blast[item].pairs;
    cp_str name = cp_asset_name(&x->asset);
    if (served)
        return cp_str_fmt(a, "%.*s carries paths: %llu subscriber%s cut off without it",
                          CP_FMT(name), (unsigned long long)served, served == 1 ? " is" : "s are");
    if (pairs)
        return cp_str_fmt(a, "%.*s carries paths: %llu pair%s of others %s no other one",
                          CP_FMT(name), (unsigned long long)pairs, cp_plural(pairs),
                          pairs == 1 ? "has" : "have");
    return p->n_next[item] < 2 ? CP_STR("")
                               : cp_str_fmt(a,
                                            "%.*s carries paths of others, which have further "
                                            "ones",
                                            CP_FMT(name));
}
