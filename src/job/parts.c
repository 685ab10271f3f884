/* SPDX-License-Identifier: Apache-2.0 */
/* parts.c - see parts.h. */
#include "job/parts.h"
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32 }; /* of parts in parts, as where they are shown */

/* What holds, cools and feeds others: an unknown maker of it asks nothing of anybody. */
static bool is_plain(const cp_asset *as)
{
    static const char *const plain[] = { "backplane", "battery",     "chassis", "container",
                                         "fan",       "powerSupply", "sensor",  "stack" };
    for (uint32_t i = 0; i < as->n_evidence; i++)
        for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
            if ((cp_str_eq(as->evidence[i].kind, CP_STR("snmp.ent.class")) ||
                 cp_str_eq(as->evidence[i].kind, CP_STR("part.class"))) &&
                cp_str_eq(as->evidence[i].value, cp_str_c(plain[k])))
                return true;
    return false;
}

static bool is_bill(const cp_source *sources, uint32_t n, uint32_t at)
{
    return at < n && (cp_str_starts(sources[at].format, CP_STR("cyclonedx")) ||
                      cp_str_starts(sources[at].format, CP_STR("spdx")));
}

/* Listed by the agent of what it is in, by a bill of materials, or said to be an essential one. */
static bool is_component(const cp_asset *as, const cp_source *sources, uint32_t n_sources,
                         double accept)
{
    if (as->parent.n == 0)
        return false;
    if (!cp_asset_claim(as, CP_ATTR_PARENT) || cp_asset_essential(as, accept) == CP_ESSENTIAL_YES)
        return true;
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (as->evidence[i].attr == CP_ATTR_PARENT &&
            is_bill(sources, n_sources, as->evidence[i].source))
            return true;
    return false;
}

typedef struct within {
    uint32_t whole;
    cp_str maker; /* "": open */
    cp_essential essential;
} within;

static int by_whole(const void *x, const void *y)
{
    const within *a = x, *b = y;
    if (a->whole != b->whole)
        return a->whole < b->whole ? -1 : 1;
    int d = cp_str_cmp(a->maker, b->maker);
    return d ? d : (int)a->essential - (int)b->essential;
}

/* Gives one asset its run of n rows, which are sorted. */
static void give(cp_arena *a, cp_asset *as, const within *v, uint32_t n)
{
    cp_str *makers = CP_NEW_ARRAY(a, cp_str, n);
    uint8_t *essential = CP_NEW_ARRAY(a, uint8_t, n);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].maker.n == 0) {
            as->n_inside_open++;
        } else if (i == 0 || by_whole(&v[i], &v[i - 1]) != 0) {
            essential[as->n_inside] = (uint8_t)v[i].essential;
            makers[as->n_inside++] = v[i].maker;
        }
    as->inside = makers;
    as->inside_essential = essential;
}

typedef struct finder {
    cp_arena *scratch;
    double accept;
    cp_asset *assets;
    cp_map by_id;
    CP_VEC(within) found;
} finder;

/* What it is a component of; UINT32_MAX: of nothing. */
static uint32_t up_from(const finder *f, uint32_t at)
{
    const cp_asset *as = &f->assets[at];
    const uint64_t *up = as->is_component ? cp_map_get(&f->by_id, as->parent) : NULL;
    return up ? (uint32_t)*up : UINT32_MAX;
}

/* Finds all that component i is in; a circle ends where it began, and what was replaced is in
 * nothing any more, with all that is in it. */
static void find_wholes(finder *f, uint32_t i)
{
    cp_asset *as = &f->assets[i];
    cp_str maker = cp_asset_fact(as, CP_ATTR_MAKER, f->accept);
    cp_essential is = cp_asset_essential(as, f->accept);
    bool counts = maker.n || !is_plain(as);
    uint32_t whole = i;
    for (uint32_t depth = 0; depth < DEPTH_MAX; depth++) {
        uint32_t up = up_from(f, whole);
        if (up == UINT32_MAX || up == i || cp_asset_is_former(&f->assets[whole]))
            break;
        whole = up;
        if (counts)
            cp_vec_push(f->scratch, &f->found, ((within){ up, maker, is }));
        if (is == CP_ESSENTIAL_UNSAID && f->assets[up].is_component &&
            cp_asset_essential(&f->assets[up], f->accept) == CP_ESSENTIAL_NO)
            is = CP_ESSENTIAL_NO;
    }
    if (!f->assets[whole].is_component)
        as->whole_essential = (uint8_t)cp_asset_essential(&f->assets[whole], f->accept);
}

/* Marks components and gives each asset an empty list; true if there is any. */
static bool mark_components(const cp_source *sources, uint32_t n_sources, double accept,
                            cp_asset *assets, uint32_t n)
{
    bool has_any = false;
    for (uint32_t i = 0; i < n; i++) {
        cp_asset *as = &assets[i];
        as->inside = NULL;
        as->inside_essential = NULL;
        as->n_inside = as->n_inside_open = 0;
        as->whole_essential = CP_ESSENTIAL_UNSAID;
        as->is_component = is_component(as, sources, n_sources, accept);
        has_any |= as->is_component;
    }
    return has_any;
}

void cp_parts_inside(cp_arena *a, const cp_source *sources, uint32_t n_sources, double accept,
                     cp_asset *assets, uint32_t n)
{
    if (!mark_components(sources, n_sources, accept, assets, n))
        return;
    finder f = { .scratch = cp_arena_new(0), .accept = accept, .assets = assets };
    for (uint32_t i = 0; i < n; i++)
        *cp_map_put(f.scratch, &f.by_id, assets[i].id, NULL) = i;
    for (uint32_t i = 0; i < n; i++) /* what it is in may be in no evidence */
        assets[i].is_component =
            assets[i].is_component && cp_map_get(&f.by_id, assets[i].parent) != NULL;
    for (uint32_t i = 0; i < n; i++)
        if (assets[i].is_component)
            find_wholes(&f, i);
    const within *v = f.found.v;
    uint32_t n_v = f.found.n;
    if (n_v)
        qsort(f.found.v, n_v, sizeof *v, by_whole);
    for (uint32_t i = 0, end; i < n_v; i = end) {
        for (end = i; end < n_v && v[end].whole == v[i].whole;)
            end++;
        give(a, &assets[v[i].whole], &v[i], end - i);
    }
    cp_arena_free(f.scratch);
}
