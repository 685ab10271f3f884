/* SPDX-License-Identifier: Apache-2.0 */
/* chart.c - see chart.h: the network as it is drawn. */
#include "job/chart.h"

bool cp_chart_is_of(const cp_answer *ans, uint32_t policy)
{
    bool any = false;
    for (uint32_t i = 0; i < ans->n_policies; i++)
        any |= ans->policies[i].binds == CP_YES;
    return !any || ans->policies[policy].binds == CP_YES;
}

/* ---- nodes */

typedef CP_VEC(cp_str) texts;

static uint32_t site_of(cp_arena *a, cp_map *sites, texts *names, cp_str site)
{
    bool added;
    if (site.n == 0)
        return CP_CHART_NONE;
    uint64_t *at = cp_map_put(a, sites, site, &added);
    if (added) {
        *at = names->n;
        cp_vec_push(a, names, site);
    }
    return (uint32_t)*at;
}

/* What is in the net and has a link there. */
static void collect_nodes(cp_charting *k, const bool *is_linked)
{
    const cp_path_model *m = &k->m;
    cp_arena *a = k->j->a;
    CP_VEC(cp_chart_node) nodes = { 0 };
    cp_map sites = { 0 };
    texts names = { 0 };
    uint32_t *node_of = CP_NEW_ARRAY(a, uint32_t, m->things.n);
    for (uint32_t i = 0; i < m->things.n; i++) {
        const cp_thing *t = &m->things.v[i];
        node_of[i] = CP_CHART_NONE;
        if (!is_linked[i])
            continue;
        bool is_asset = t->kind == CP_THING_ASSET;
        cp_str site =
            is_asset ? cp_asset_shown(&k->e->found.assets[t->at], CP_ATTR_SITE) : CP_STR("");
        node_of[i] = nodes.n;
        cp_vec_push(a, &nodes,
                    ((cp_chart_node){ is_asset ? m->judged[t->at] : CP_CHART_NONE, t->name,
                                      site_of(a, &sites, &names, site) }));
    }
    k->node_of = node_of;
    k->chart->nodes = nodes.v;
    k->chart->n_nodes = nodes.n;
    k->chart->sites = names.v;
    k->chart->n_sites = names.n;
}

/* ---- links: they stand by their ends */

static void collect_links(cp_charting *k)
{
    const cp_links *x = &k->m.links;
    CP_VEC(cp_chart_link) links = { 0 };
    for (uint32_t i = 0, end; i < x->n_links; i = end) {
        const cp_real_link *l = &x->links[i];
        bool one_sided = true;
        for (end = i; end < x->n_links && x->links[end].a == l->a && x->links[end].b == l->b; end++)
            one_sided &= x->links[end].one_sided;
        uint32_t a = k->node_of[l->a], b = k->node_of[l->b];
        if (a == CP_CHART_NONE || b == CP_CHART_NONE)
            k->chart->n_links_left_out += end - i;
        else
            cp_vec_push(k->j->a, &links, ((cp_chart_link){ a, b, end - i, one_sided }));
    }
    k->chart->links = links.v;
    k->chart->n_links = links.n;
}

static void say_net(cp_charting *k)
{
    cp_arena *a = k->j->a;
    texts said = { 0 };
    uint32_t n_drawn = 0;
    for (uint32_t i = 0; i < k->chart->n_nodes; i++)
        n_drawn += k->chart->nodes[i].asset != CP_CHART_NONE;
    uint32_t n_apart = k->ans->n_assets - n_drawn;
    if (n_apart)
        cp_vec_push(a, &said,
                    cp_str_fmt(a, "%u of %u assets %s no link in the evidence and %s not drawn.",
                               n_apart, k->ans->n_assets, n_apart > 1 ? "have" : "has",
                               n_apart > 1 ? "are" : "is"));
    for (uint32_t i = 0; i < k->m.gaps.n; i++)
        cp_vec_push(a, &said, k->m.gaps.v[i]);
    for (uint32_t i = 0; i < k->m.notes.n; i++)
        cp_vec_push(a, &said, k->m.notes.v[i]);
    k->chart->net_notes = said.v;
    k->chart->n_net_notes = said.n;
}

static void collect_net(cp_charting *k)
{
    const cp_links *x = &k->m.links;
    bool *is_linked = CP_NEW_ARRAY(k->j->a, bool, k->m.things.n);
    for (uint32_t i = 0; i < x->n_links; i++) {
        uint32_t a = x->links[i].a, b = x->links[i].b;
        bool is_in = k->m.things.v[a].is_in && k->m.things.v[b].is_in;
        is_linked[a] |= is_in;
        is_linked[b] |= is_in;
    }
    collect_nodes(k, is_linked);
    collect_links(k);
    say_net(k);
    k->chart->has_net = k->chart->n_links > 0;
}

/* ---- for who is not to know the network */

static void collect_names(cp_charting *k)
{
    const cp_identified *f = &k->e->found;
    cp_arena *a = k->j->a;
    texts v = { 0 };
    for (uint32_t i = 0; i < k->m.things.n; i++)
        if (k->m.things.v[i].kind == CP_THING_NEEDED || k->m.things.v[i].kind == CP_THING_CARRIAGE)
            cp_vec_push(a, &v, k->m.things.v[i].name);
    for (uint32_t i = 0; i < f->n_ties; i++)
        if (f->ties[i].kind == CP_TIE_CARRIED)
            cp_vec_push(a, &v, f->ties[i].link);
    k->chart->names = v.v;
    k->chart->n_names = v.n;
}

/* ---- the whole */

static cp_str base_name(cp_str path)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/')
        at--;
    return cp_str_from(path, at);
}

static cp_str made_from(const cp_charting *k)
{
    const cp_job *j = k->j;
    if (k->e->kase)
        return cp_str_fmt(j->a, "the case %.*s", CP_FMT(base_name(j->opts.case_path)));
    return cp_str_fmt(j->a, "%u source%s", k->ans->n_sources, k->ans->n_sources == 1 ? "" : "s");
}

cp_rc cp_chart_collect(cp_job *j, const cp_evidence_set *e, const cp_answer *ans,
                       const cp_chart **out, cp_err *err)
{
    cp_charting k = { .j = j, .e = e, .ans = ans, .chart = CP_NEW(j->a, cp_chart) };
    k.chart->made_from = made_from(&k);
    cp_chart_days(&k);
    cp_rc rc = CP_OK;
    if (e->found.n_links)
        rc = cp_path_model_make(j, e, ans, &k.m, err);
    if (rc == CP_OK && e->found.n_links) {
        collect_net(&k);
        collect_names(&k);
    }
    if (rc == CP_OK && k.chart->has_net && ans->n_policies)
        rc = cp_chart_paths(&k, err);
    *out = k.chart;
    return rc;
}
