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

/* Listed by the agent of what it is in, or by a bill of materials. */
static bool is_component(const cp_asset *as, const cp_source *sources, uint32_t n_sources)
{
    if (as->parent.n == 0)
        return false;
    if (!cp_asset_claim(as, CP_ATTR_PARENT))
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
} within;

static int by_whole(const void *x, const void *y)
{
    const within *a = x, *b = y;
    if (a->whole != b->whole)
        return a->whole < b->whole ? -1 : 1;
    return cp_str_cmp(a->maker, b->maker);
}

/* Gives one asset its run of n rows, which are sorted. */
static void give(cp_arena *a, cp_asset *as, const within *v, uint32_t n)
{
    cp_str *makers = CP_NEW_ARRAY(a, cp_str, n);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].maker.n == 0)
            as->n_inside_open++;
        else if (i == 0 || !cp_str_eq(v[i].maker, v[i - 1].maker))
            makers[as->n_inside++] = v[i].maker;
    as->inside = makers;
}

void cp_parts_inside(cp_arena *a, const cp_source *sources, uint32_t n_sources, double accept,
                     cp_asset *assets, uint32_t n)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_map by_id = { 0 };
    CP_VEC(within) v = { 0 };
    bool has_parts = false;
    for (uint32_t i = 0; i < n; i++) {
        assets[i].inside = NULL;
        assets[i].n_inside = assets[i].n_inside_open = 0;
        has_parts |= assets[i].parent.n > 0;
    }
    for (uint32_t i = 0; i < n && has_parts; i++)
        *cp_map_put(scratch, &by_id, assets[i].id, NULL) = i;
    for (uint32_t i = 0; i < n && has_parts; i++) {
        cp_str maker = cp_asset_fact(&assets[i], CP_ATTR_MAKER, accept);
        if (maker.n == 0 && is_plain(&assets[i]))
            continue;
        uint32_t up = i;
        for (uint32_t depth = 0; depth < DEPTH_MAX; depth++) {
            const uint64_t *at = is_component(&assets[up], sources, n_sources)
                                     ? cp_map_get(&by_id, assets[up].parent)
                                     : NULL;
            if (!at || *at == i) /* a circle ends where it began */
                break;
            up = (uint32_t)*at;
            cp_vec_push(scratch, &v, ((within){ up, maker }));
        }
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_whole);
    for (uint32_t i = 0, end; i < v.n; i = end) {
        for (end = i; end < v.n && v.v[end].whole == v.v[i].whole;)
            end++;
        give(a, &assets[v.v[i].whole], &v.v[i], end - i);
    }
    cp_arena_free(scratch);
}
