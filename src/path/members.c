/* SPDX-License-Identifier: Apache-2.0 */
/* members.c - see members.h. */
#include "path/members.h"
#include <stdlib.h>
#include "base/sort.h"

static cp_area_kind kind_of(const cp_net *n, uint32_t link)
{
    return n->area_kinds[n->links[link].area];
}

static bool has_level_1(cp_area_kind k) { return k == CP_AREA_LEVEL_1 || k == CP_AREA_LEVEL_1_2; }

static bool is_routed(const cp_net_link *l) { return l->metric || l->metric_back; }

static bool is_one_area(const cp_net *n)
{
    uint32_t one = CP_NO_AREA;
    for (uint32_t l = 0; l < n->n_links; l++) {
        if (!is_routed(&n->links[l]))
            continue;
        if (one == CP_NO_AREA)
            one = n->links[l].area;
        bool is_backbone =
            n->area_kinds[one] == CP_AREA_BACKBONE && kind_of(n, l) == CP_AREA_BACKBONE;
        if (!is_backbone && (n->links[l].area != one || kind_of(n, l) == CP_AREA_LEVEL_1_2))
            return false;
    }
    return true;
}

static uint32_t root_of(uint32_t *up, uint32_t u)
{
    while (up[u] != u) {
        up[u] = up[up[u]];
        u = up[u];
    }
    return u;
}

/* The first item of the part that links of level 1 make. */
static uint32_t *parts_of_level_1(cp_arena *a, const cp_net *n)
{
    uint32_t *up = CP_NEW_ARRAY(a, uint32_t, n->n_items);
    for (uint32_t i = 0; i < n->n_items; i++)
        up[i] = i;
    for (uint32_t l = 0; l < n->n_links; l++)
        if (has_level_1(kind_of(n, l)) && is_routed(&n->links[l]))
            up[root_of(up, n->links[l].a)] = root_of(up, n->links[l].b);
    return up;
}

/* Numbers OSPF's areas that are used, by id; returns how many. */
static uint32_t number_plain(const cp_net *n, uint32_t *number)
{
    uint32_t n_used = 0;
    for (uint32_t l = 0; l < n->n_links; l++)
        if (kind_of(n, l) == CP_AREA_PLAIN && is_routed(&n->links[l]))
            number[n->links[l].area] = 1;
    for (uint32_t i = 0; i < n->n_areas; i++)
        if (number[i])
            number[i] = n_used++;
    return n_used;
}

/* OSPF's, then one for each part that links of level 1 join. */
static void number_areas(cp_arena *a, const cp_net *n, cp_members *m)
{
    uint32_t *up = parts_of_level_1(a, n), *number = CP_NEW_ARRAY(a, uint32_t, n->n_items);
    for (uint32_t i = 0; i < n->n_items; i++)
        number[i] = CP_NO_AREA;
    uint32_t *plain = CP_NEW_ARRAY(a, uint32_t, n->n_areas), n_plain = number_plain(n, plain);
    m->n_areas = n_plain;
    for (uint32_t l = 0; l < n->n_links; l++) {
        uint32_t *at = &number[root_of(up, n->links[l].a)];
        m->area[l] = CP_NO_AREA;
        if (!is_routed(&n->links[l]))
            continue;
        if (kind_of(n, l) == CP_AREA_PLAIN)
            m->area[l] = plain[n->links[l].area];
        if (!has_level_1(kind_of(n, l)))
            continue;
        m->has_levels = true;
        if (*at == CP_NO_AREA)
            *at = m->n_areas++;
        m->area[l] = *at;
    }
    m->is_level = CP_NEW_ARRAY(a, uint8_t, m->n_areas);
    for (uint32_t i = n_plain; i < m->n_areas; i++)
        m->is_level[i] = 1;
}

/* ---- members */

static int by_area(const void *x, const void *y)
{
    const cp_member *p = x, *q = y;
    return (p->area > q->area) - (p->area < q->area);
}

/* The areas of one item, each once, ascending. */
static uint32_t members_of(const cp_net *n, const cp_members *m, uint32_t item, cp_member *out)
{
    uint32_t n_all = 0, n_kept = 0;
    for (uint32_t k = n->arc_first[item]; k < n->arc_first[item + 1]; k++)
        if (m->area[n->arcs[k].link] != CP_NO_AREA)
            out[n_all++] = (cp_member){ item, m->area[n->arcs[k].link] };
    if (n_all)
        qsort(out, n_all, sizeof *out, by_area);
    for (uint32_t i = 0; i < n_all; i++)
        if (i == 0 || out[i].area != out[i - 1].area)
            out[n_kept++] = out[i];
    return n_kept;
}

bool cp_members_find(cp_arena *a, const cp_net *n, cp_members *out)
{
    if (is_one_area(n))
        return false;
    *out = (cp_members){ .n_items = n->n_items };
    out->area = CP_NEW_ARRAY(a, uint32_t, n->n_links);
    number_areas(a, n, out);
    out->first = CP_NEW_ARRAY(a, uint32_t, (size_t)n->n_items + 1);
    out->v = CP_NEW_ARRAY(a, cp_member, 2 * (size_t)n->n_links);
    for (uint32_t i = 0; i < n->n_items; i++) {
        out->first[i] = out->n;
        out->n += members_of(n, out, i, out->v + out->n);
    }
    out->first[n->n_items] = out->n;
    return true;
}

uint32_t cp_members_stand(const cp_members *m, uint32_t item, uint32_t area)
{
    if (area == CP_NO_AREA)
        return item;
    uint32_t first = m->first[item], n = m->first[item + 1] - first;
    uint32_t i = cp_sort_find(m->v + first, n, sizeof *m->v, &(cp_member){ item, area }, by_area);
    assert(i < n && m->v[first + i].area == area);
    return m->n_items + first + i;
}
