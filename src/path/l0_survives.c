/* SPDX-License-Identifier: Apache-2.0 */
/* l0_survives.c - see l0.h: how many clean paths share nothing, which is how many devices (of
 * neighbours: links) have to fail until there is none (Menger 1927).
 *
 * Sparsifying first (Nagamochi, Ibaraki 1992) costs a sweep over all links, as each round of the
 * flow does; as many rounds as would pay for it are rarely needed, since the item with fewer links
 * bounds the flow. It is left out. */
#include <assert.h>
#include <string.h>
#include "path/flow.h"
#include "path/l0_in.h"

static bool are_neighbours(const cp_net *n, const uint8_t *dirty, uint32_t from, uint32_t to)
{
    for (uint32_t k = n->arc_first[from]; k < n->arc_first[from + 1]; k++)
        if (n->arcs[k].to == to && !cp_l0_link_dirty(n, dirty, n->arcs[k].link))
            return true;
    return false;
}

static const cp_trail *tell_paths(cp_arena *a, const cp_disjoint *d, uint32_t from)
{
    cp_trail *out = CP_NEW_ARRAY(a, cp_trail, d->n);
    const uint32_t *links = cp_arena_dup(a, d->links, d->first[d->n] * sizeof *d->links);
    for (uint32_t i = 0; i < d->n; i++)
        out[i] = (cp_trail){ from, d->first[i + 1] - d->first[i], links + d->first[i] };
    return out;
}

static const uint32_t *tell_cut(cp_arena *a, const cp_part *p, const cp_disjoint *d, bool is_links)
{
    uint32_t *out = CP_NEW_ARRAY(a, uint32_t, d->n_cut);
    for (uint32_t i = 0; i < d->n_cut; i++)
        out[i] = is_links ? d->cut[i] : p->item[d->cut[i]];
    cp_ascending(out, d->n_cut);
    return out;
}

static const uint32_t *tell_side(cp_arena *a, const cp_part *p, const cp_disjoint *d, uint32_t *n)
{
    uint32_t *out = CP_NEW_ARRAY(a, uint32_t, p->n);
    *n = 0;
    for (uint32_t x = 0; x < p->n; x++)
        if (d->is_near[x])
            out[(*n)++] = p->item[x];
    cp_ascending(out, *n);
    return out;
}

/* s: what FROM reaches of the clean part, TO with it. */
static void count(cp_arena *a, cp_arena *scratch, const cp_net *n, const uint8_t *dirty,
                  const cp_spread *s, uint32_t to, int u, cp_l0_survives *out)
{
    uint32_t from = s->items[0];
    size_t n_number = (size_t)n->n_items + CP_PART_EXTRA;
    uint32_t *number = CP_NEW_ARRAY(scratch, uint32_t, n_number);
    memset(number, 0xff, n_number * sizeof *number);
    cp_part p;
    cp_disjoint d;
    cp_part_of(scratch, n, number, s->items, s->n, dirty, NULL, 0, &p);
    if (out->is_links)
        cp_disjoint_links(scratch, &p, number[from], number[to], UINT32_MAX, &d);
    else
        cp_disjoint_items(scratch, &p, number[from], number[to], UINT32_MAX, &d);
    assert(d.n_cut == d.n);
    out->n[u] = d.n;
    out->paths[u] = tell_paths(a, &d, from);
    out->cut[u] = tell_cut(a, &p, &d, out->is_links);
    out->side[u] = tell_side(a, &p, &d, &out->n_side[u]);
}

static void ask_label(const cp_net *n, cp_arena *a, const uint8_t *dirty, uint32_t from,
                      uint32_t to, int u, cp_l0_survives *out)
{
    if (dirty[from] || dirty[to])
        return;
    if (from == to) {
        out->n[u] = CP_L0_ENDLESS;
        return;
    }
    cp_arena *scratch = cp_arena_new(0);
    cp_spread s;
    cp_spread_from(scratch, n, from, CP_NO_ITEM, dirty, NULL, &s);
    if (cp_spread_has(&s, to)) {
        count(a, scratch, n, dirty, &s, to, u, out);
    } else {
        out->side[u] = cp_spread_set(a, n, &s);
        out->n_side[u] = s.n;
    }
    cp_arena_free(scratch);
}

void cp_l0_ask_survives(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                        cp_l0_survives *out)
{
    const int less = CP_UNKNOWN_CLEAN, more = CP_UNKNOWN_EXCLUDED;
    *out = (cp_l0_survives){ 0 };
    out->is_links = are_neighbours(g->net, t->dirty[less], from, to);
    ask_label(g->net, a, t->dirty[less], from, to, less, out);
    if (memcmp(t->dirty[less], t->dirty[more], g->net->n_items) == 0) { /* nothing is unknown */
        out->n[more] = out->n[less];
        out->paths[more] = out->paths[less];
        out->cut[more] = out->cut[less];
        out->side[more] = out->side[less];
        out->n_side[more] = out->n_side[less];
        return;
    }
    ask_label(g->net, a, t->dirty[more], from, to, more, out);
}
