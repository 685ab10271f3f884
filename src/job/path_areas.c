/* SPDX-License-Identifier: Apache-2.0 */
/* path_areas.c - what of routing is not modelled (path/areas.h has which areas are): OSPF and
 * IS-IS side by side, a link in several areas of OSPF, one that has another metric in level 1 than
 * in level 2, one that is configured without a cost, which routers then find themselves. Then
 * nothing is said of routes. */
#include "job/path_inside.h"

enum { AREAS_MAX = 8 }; /* that one link is told to be in; levels are two, areas mostly one */

typedef struct areas {
    cp_str v[AREAS_MAX]; /* ascending, each once */
    uint32_t n;
    bool is_more;
} areas;

static void add(areas *x, cp_str area)
{
    uint32_t i = 0;
    while (i < x->n && cp_str_cmp(x->v[i], area) < 0)
        i++;
    if (area.n == 0 || (i < x->n && cp_str_eq(x->v[i], area)))
        return;
    if (x->n == AREAS_MAX) {
        x->is_more = true;
        return;
    }
    for (uint32_t k = x->n++; k > i; k--)
        x->v[k] = x->v[k - 1];
    x->v[i] = area;
}

static areas areas_of(const cp_path_model *m, const cp_real_link *l)
{
    areas x = { .n = 0 };
    const uint32_t *evidence = m->links.evidence;
    for (uint32_t i = 0; i < l->n; i++)
        add(&x, m->e->found.links[evidence[l->first + i]].area);
    for (uint32_t i = 0; i < l->n_of_pair; i++)
        add(&x, m->e->found.links[evidence[l->first_of_pair + i]].area);
    return x;
}

static bool is_level(cp_str area) { return cp_str_starts(area, CP_STR("level-")); }

static const cp_asset_link *telling(const cp_path_model *m, const cp_real_link *l, uint32_t i)
{
    const uint32_t *evidence = m->links.evidence;
    return &m->e->found
                .links[i < l->n ? evidence[l->first + i] : evidence[l->first_of_pair + i - l->n]];
}

/* By what two tellings of one direction and level say; there are two of each. */
static bool levels_differ(const cp_path_model *m, const cp_real_link *l)
{
    uint64_t metrics[2][2] = { { 0 } }; /* per direction, per level */
    for (uint32_t i = 0; i < l->n + l->n_of_pair; i++) {
        const cp_asset_link *x = telling(m, l, i);
        bool is_turned = x->a == l->b || x->b == l->a,
             is_second = cp_str_eq(x->area, CP_STR("level-2"));
        if (!is_level(x->area))
            continue;
        if (x->metric)
            metrics[is_turned][is_second] = x->metric;
        if (x->metric_back)
            metrics[!is_turned][is_second] = x->metric_back;
    }
    bool differ = false;
    for (int way = 0; way < 2; way++)
        differ =
            differ || (metrics[way][0] && metrics[way][1] && metrics[way][0] != metrics[way][1]);
    return differ;
}

/* A database tells all metrics there are. */
static bool lacks_metric(const cp_path_model *m, const cp_real_link *l)
{
    bool is_told[2] = { l->metric > 0, l->metric_back > 0 };
    if (!(l->seen & CP_SEEN_CONFIG) || l->seen & CP_SEEN_ROUTING)
        return false;
    for (uint32_t i = 0; i < l->n + l->n_of_pair; i++) {
        const cp_asset_link *x = telling(m, l, i);
        bool is_turned = x->a == l->b || x->b == l->a;
        is_told[is_turned] |= x->metric == CP_METRIC_UNUSED;
        is_told[!is_turned] |= x->metric_back == CP_METRIC_UNUSED;
    }
    return !is_told[0] || !is_told[1];
}

typedef struct used {
    cp_str ospf, isis; /* an area of each; "" none yet */
} used;

static cp_str why_not(const cp_path_model *m, const cp_real_link *l, used *u)
{
    areas x = areas_of(m, l);
    cp_str a = m->things.v[l->a].name, b = m->things.v[l->b].name;
    for (uint32_t i = 0; i < x.n; i++) {
        cp_str *at = is_level(x.v[i]) ? &u->isis : &u->ospf;
        if (!is_level(x.v[i]) && i && !is_level(x.v[i - 1]))
            return cp_str_fmt(m->j->a, "%.*s - %.*s is in several areas of OSPF (%.*s, %.*s)",
                              CP_FMT(a), CP_FMT(b), CP_FMT(x.v[i - 1]), CP_FMT(x.v[i]));
        *at = x.v[i];
    }
    if (u->ospf.n && u->isis.n)
        return CP_STR("some links are of OSPF, others of IS-IS");
    if (lacks_metric(m, l))
        return cp_str_fmt(m->j->a, "%.*s - %.*s is configured without a cost at one end or both",
                          CP_FMT(a), CP_FMT(b));
    if (levels_differ(m, l))
        return cp_str_fmt(m->j->a, "%.*s - %.*s has another metric in level 1 than in level 2",
                          CP_FMT(a), CP_FMT(b));
    return CP_STR("");
}

cp_str cp_path_why_no_routes(const cp_path_model *m)
{
    used u = { { NULL, 0 }, { NULL, 0 } };
    if (m->n_with_metric == 0)
        return CP_STR("no link has a metric");
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i];
        if (!m->things.v[l->a].is_in || !m->things.v[l->b].is_in)
            continue;
        cp_str why = why_not(m, l, &u);
        if (why.n)
            return why;
    }
    return CP_STR("");
}
