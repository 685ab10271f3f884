/* SPDX-License-Identifier: Apache-2.0 */
/* flow_links.c - see flow.h: paths that share no link. A link holds one path, one way; a path that
 * comes the other way takes it back. */
#include <assert.h>
#include <string.h>
#include "path/flow.h"

typedef struct flow {
    const cp_part *p;
    uint32_t from, to, n_paths;
    /* per name of a link: the item at which its path enters it; CP_NO_ITEM: none */
    uint32_t *tail;
    uint32_t *level; /* per item */
    uint32_t *arc;   /* per item: the next to look at */
    uint32_t *queue; /* of items; arcs of the way while one is looked for */
} flow;
#define NO_LEVEL UINT32_MAX

static uint32_t *filled(cp_arena *a, size_t n)
{
    uint32_t *v = CP_NEW_ARRAY(a, uint32_t, n);
    memset(v, 0xff, n * sizeof *v);
    return v;
}

static bool find_levels(flow *f)
{
    const cp_part *p = f->p;
    uint32_t n = 0;
    memset(f->level, 0xff, (size_t)p->n * sizeof *f->level);
    f->queue[n++] = f->from;
    f->level[f->from] = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = f->queue[i];
        if (x == f->to)
            return true;
        for (uint32_t k = p->first[x]; k < p->first[x + 1]; k++) {
            cp_arc arc = p->arcs[k];
            if (f->level[arc.to] != NO_LEVEL || f->tail[arc.link] == x)
                continue;
            f->level[arc.to] = f->level[x] + 1;
            f->queue[n++] = arc.to;
        }
    }
    return false;
}

/* Sets f->arc[x] to one that leads to the next level; false: there is none. */
static bool step(flow *f, uint32_t x)
{
    const cp_part *p = f->p;
    for (; f->arc[x] < p->first[x + 1]; f->arc[x]++) {
        cp_arc arc = p->arcs[f->arc[x]];
        if (f->level[arc.to] == f->level[x] + 1 && f->tail[arc.link] != x)
            return true;
    }
    return false;
}

static void augment(flow *f, const uint32_t *way, uint32_t n)
{
    uint32_t x = f->from;
    for (uint32_t i = 0; i < n; i++) {
        cp_arc arc = f->p->arcs[way[i]];
        f->tail[arc.link] = f->tail[arc.link] == CP_NO_ITEM ? x : CP_NO_ITEM;
        x = arc.to;
    }
    assert(x == f->to);
    f->n_paths++;
}

static void fill_levels(flow *f, uint32_t at_most)
{
    uint32_t *way = f->queue, n = 0, x = f->from;
    memcpy(f->arc, f->p->first, (size_t)f->p->n * sizeof *f->arc);
    while (f->n_paths < at_most) {
        if (x == f->to) {
            augment(f, way, n);
            n = 0;
            x = f->from;
        } else if (step(f, x)) {
            way[n++] = f->arc[x];
            x = f->p->arcs[f->arc[x]].to;
        } else if (n == 0) {
            return;
        } else {
            f->level[x] = NO_LEVEL;
            n--;
            x = n ? f->p->arcs[way[n - 1]].to : f->from;
        }
    }
}

/* One path from FROM, taken out of the flow; loops on the way are left out. place: per item, how
 * far on the way it is, else CP_NO_ITEM; written and put back. */
static uint32_t take_path(flow *f, uint32_t *place, uint32_t *items, uint32_t *links)
{
    const cp_part *p = f->p;
    uint32_t x = f->from, n = 0;
    place[x] = 0;
    items[0] = x;
    while (x != f->to) {
        while (f->tail[p->arcs[f->arc[x]].link] != x)
            f->arc[x]++;
        cp_arc arc = p->arcs[f->arc[x]];
        f->tail[arc.link] = CP_NO_ITEM;
        x = arc.to;
        if (place[x] == CP_NO_ITEM) {
            links[n++] = arc.link;
            place[x] = n;
            items[n] = x;
            continue;
        }
        for (; n > place[x]; n--) /* back where it was: forget the loop */
            place[items[n]] = CP_NO_ITEM;
    }
    for (uint32_t i = 0; i <= n; i++)
        place[items[i]] = CP_NO_ITEM;
    return n;
}

static void trace(cp_arena *a, flow *f, cp_disjoint *out)
{
    const cp_part *p = f->p;
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)f->n_paths + 1), n = 0;
    uint32_t *links = CP_NEW_RAW(a, uint32_t, p->first[p->n] / 2), *place = filled(a, p->n);
    memcpy(f->arc, p->first, (size_t)p->n * sizeof *f->arc);
    for (uint32_t i = 0; i < f->n_paths; i++) {
        first[i] = n;
        n += take_path(f, place, f->queue, links + n);
    }
    first[f->n_paths] = n;
    out->n = f->n_paths;
    out->first = first;
    out->links = links;
}

/* Links from what the last search reached to what it did not. */
static uint32_t cut_of(const flow *f, uint32_t *cut)
{
    const cp_part *p = f->p;
    uint32_t n = 0;
    for (uint32_t x = 0; x < p->n; x++)
        for (uint32_t k = p->first[x]; f->level[x] != NO_LEVEL && k < p->first[x + 1]; k++)
            if (f->level[p->arcs[k].to] == NO_LEVEL)
                cut[n++] = p->arcs[k].link;
    return n;
}

void cp_disjoint_links(cp_arena *a, const cp_part *p, uint32_t from, uint32_t to, uint32_t at_most,
                       cp_disjoint *out)
{
    flow f = { .p = p, .from = from, .to = to };
    f.tail = filled(a, p->n_names);
    f.level = filled(a, p->n);
    f.arc = CP_NEW_ARRAY(a, uint32_t, p->n);
    f.queue = CP_NEW_ARRAY(a, uint32_t, (size_t)p->n + 1);
    *out = (cp_disjoint){ 0 };
    while (f.n_paths < at_most && find_levels(&f))
        fill_levels(&f, at_most);
    if (f.n_paths < at_most) {
        uint32_t *cut = CP_NEW_ARRAY(a, uint32_t, f.n_paths);
        out->n_cut = cut_of(&f, cut);
        out->cut = cut;
        assert(out->n_cut == f.n_paths);
        uint8_t *is_near = CP_NEW_ARRAY(a, uint8_t, p->n);
        for (uint32_t x = 0; x < p->n; x++)
            is_near[x] = f.level[x] != NO_LEVEL;
        out->is_near = is_near;
    }
    trace(a, &f, out);
}
