/* SPDX-License-Identifier: Apache-2.0 */
/* path_areas.c - whether routes are the paths of least metric.
 *
 * They are within one area of OSPF or one level of IS-IS. Between areas a router takes what its
 * border routers tell: a way inside an area goes before a cheaper one outside, and nothing goes
 * through a third area but the backbone (RFC 2328, 16.2; RFC 1195, 3.2). So links that are not
 * all in the same areas are no net in which the least metric decides. */
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

static bool are_alike(const areas *x, const areas *y)
{
    bool same = x->n == y->n && !x->is_more && !y->is_more;
    for (uint32_t i = 0; same && i < x->n; i++)
        same = cp_str_eq(x->v[i], y->v[i]);
    return same;
}

cp_str cp_path_why_no_routes(const cp_path_model *m)
{
    areas first = { .n = 0 };
    if (m->n_with_metric == 0)
        return CP_STR("no link has a metric");
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i];
        areas x = areas_of(m, l);
        if (x.n == 0 || !m->things.v[l->a].is_in || !m->things.v[l->b].is_in)
            continue;
        if (first.n == 0)
            first = x;
        if (are_alike(&first, &x))
            continue;
        for (uint32_t k = 0; k < x.n; k++)
            add(&first, x.v[k]);
        return cp_str_fmt(m->j->a,
                          "not all links are in the same areas of routing (%.*s, %.*s): between "
                          "areas the least metric does not decide",
                          CP_FMT(first.v[0]), CP_FMT(first.v[first.n - 1]));
    }
    return CP_STR("");
}
