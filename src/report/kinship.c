/* SPDX-License-Identifier: Apache-2.0 */
/* kinship.c - see kinship.h. */
#include "report/kinship.h"

/* The parents by the answer alone, circles and all. */
static void take_parents(cp_arena *a, const cp_answer *ans, cp_kin_of *v)
{
    cp_map at = { 0 };
    for (uint32_t i = 0; i < ans->n_assets; i++)
        *cp_map_put(a, &at, ans->assets[i].asset.id, NULL) = i;
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        cp_str id = ans->assets[i].asset.parent;
        const uint64_t *parent = id.n ? cp_map_get(&at, id) : NULL;
        bool has = parent && *parent != i;
        v[i] = (cp_kin_of){ has ? (uint32_t)*parent : CP_NO_KIN, CP_NO_KIN, CP_NO_KIN };
    }
}

/* Who does not come to an end within the depth loses its parent. All are looked at before one is
 * changed, so that it does not matter who is first. */
static void cut_circles(cp_arena *a, cp_kin_of *v, uint32_t n)
{
    bool *is_endless = CP_NEW_ARRAY(a, bool, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t depth = 0, x = i;
        while (depth <= CP_KINSHIP_DEPTH_MAX && v[x].parent != CP_NO_KIN) {
            x = v[x].parent;
            depth++;
        }
        is_endless[i] = depth > CP_KINSHIP_DEPTH_MAX;
    }
    for (uint32_t i = 0; i < n; i++)
        if (is_endless[i])
            v[i].parent = CP_NO_KIN;
}

cp_kin_of *cp_kinship(cp_arena *a, const cp_answer *ans, const uint32_t *order)
{
    cp_kin_of *v = CP_NEW_ARRAY(a, cp_kin_of, ans->n_assets);
    take_parents(a, ans, v);
    cut_circles(a, v, ans->n_assets);
    for (uint32_t i = ans->n_assets; i-- > 0;) { /* from the last: each is put before the others */
        uint32_t x = order ? order[i] : i, parent = v[x].parent;
        if (parent == CP_NO_KIN)
            continue;
        v[x].next = v[parent].first;
        v[parent].first = x;
    }
    return v;
}

uint32_t cp_kin_top(const cp_kin_of *v, uint32_t x)
{
    while (v[x].parent != CP_NO_KIN)
        x = v[x].parent;
    return x;
}

uint32_t cp_kin_next(const cp_kin_of *v, uint32_t top, uint32_t x)
{
    if (v[x].first != CP_NO_KIN)
        return v[x].first;
    while (x != top && v[x].next == CP_NO_KIN)
        x = v[x].parent;
    return x == top ? CP_NO_KIN : v[x].next;
}

cp_str cp_kin_branch(cp_arena *a, const cp_kin_of *v, uint32_t top, uint32_t x)
{
    if (x == top)
        return CP_STR("");
    bool is_last = v[x].next == CP_NO_KIN;
    cp_str text =
        is_last ? CP_STR("\xe2\x94\x94\xe2\x94\x80 ") : CP_STR("\xe2\x94\x9c\xe2\x94\x80 ");
    for (uint32_t p = v[x].parent; p != top; p = v[p].parent)
        text = cp_str_fmt(a, "%s%.*s", v[p].next == CP_NO_KIN ? "   " : "\xe2\x94\x82  ",
                          CP_FMT(text));
    return text;
}

cp_str cp_kin_name(const cp_answer *ans, const cp_kin_of *v, uint32_t x)
{
    cp_str name = cp_asset_name(&ans->assets[x].asset);
    if (v[x].parent == CP_NO_KIN)
        return name;
    cp_str of = cp_asset_name(&ans->assets[v[x].parent].asset);
    bool repeats = cp_str_starts(name, of) && cp_str_starts(cp_str_from(name, of.n), CP_STR(" / "));
    return repeats && name.n > of.n + 3 ? cp_str_from(name, of.n + 3) : name;
}
