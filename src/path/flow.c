/* SPDX-License-Identifier: Apache-2.0 */
/* flow.c - see flow.h: the part of a net, and paths that share no item.
 *
 * Each item is a state IN and a state OUT, with room for one path between; the flow is kept as the
 * link on which its path leaves the item, and the item that it came from:
 *
 *     IN(x)  -> OUT(x)         x holds no path
 *     IN(x)  -> OUT(before x)  x holds one: it is taken back
 *     OUT(x) -> IN(y)          a link, unless the path takes it that way already
 *     OUT(x) -> IN(x)          x holds one, and gives it up
 */
#include "path/flow.h"
#include <assert.h>
#include <string.h>

static uint32_t *filled(cp_arena *a, size_t n)
{
    uint32_t *v = CP_NEW_ARRAY(a, uint32_t, n);
    memset(v, 0xff, n * sizeof *v);
    return v;
}

/* ---- the part */

/* The arcs of one item; returns where they end. */
static uint32_t list_arcs(const cp_net *n, const uint32_t *number, uint32_t item,
                          const uint8_t *dirty, cp_arc *out, uint32_t at)
{
    for (uint32_t k = n->arc_first[item]; k < n->arc_first[item + 1]; k++) {
        cp_arc arc = n->arcs[k];
        uint32_t rides = dirty && n->n_rides ? n->links[arc.link].rides : CP_NO_ITEM;
        out[at] = (cp_arc){ number[arc.to], arc.link };
        at += (out[at].to != CP_NO_ITEM) & !(rides != CP_NO_ITEM && dirty[rides]);
    }
    return at;
}

static uint32_t list_extra(const cp_net *n, const uint32_t *number, uint32_t item,
                           const cp_part_extra *extra, uint32_t n_extra, cp_arc *out, uint32_t at)
{
    for (uint32_t i = 0; i < n_extra; i++)
        if (extra[i].a == item || extra[i].b == item) {
            uint32_t to = extra[i].a ^ extra[i].b ^ item;
            out[at++] = (cp_arc){ number[to], n->n_links + i };
        }
    return at;
}

void cp_part_of(cp_arena *a, const cp_net *n, uint32_t *number, const uint32_t *items,
                uint32_t n_of, const uint8_t *dirty, const cp_part_extra *extra, uint32_t n_extra,
                cp_part *out)
{
    size_t n_most = 2 * (size_t)n_extra + 1, at = 0;
    for (uint32_t x = 0; x < n_of; x++) {
        number[items[x]] = x;
        if (items[x] < n->n_items)
            n_most += n->arc_first[items[x] + 1] - n->arc_first[items[x]];
    }
    uint32_t *first = CP_NEW_RAW(a, uint32_t, (size_t)n_of + 1);
    cp_arc *arcs = CP_NEW_RAW(a, cp_arc, n_most);
    for (uint32_t x = 0; x < n_of; x++) {
        first[x] = (uint32_t)at;
        if (items[x] < n->n_items)
            at = list_arcs(n, number, items[x], dirty, arcs, (uint32_t)at);
        at = list_extra(n, number, items[x], extra, n_extra, arcs, (uint32_t)at);
    }
    first[n_of] = (uint32_t)at;
    *out = (cp_part){ n_of, n->n_links + n_extra, items, number, first, arcs };
}

void cp_part_end(cp_part *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        p->number[p->item[i]] = CP_NO_ITEM;
}

/* ---- paths that share no item */

typedef struct flow {
    const cp_part *p;
    uint32_t from, to, n_paths;
    uint32_t *next;    /* arc on which the item's path leaves it; CP_NO_LINK: it holds none */
    uint32_t *before;  /* the item that its path comes from */
    uint8_t *is_taken; /* per arc of FROM, from its first on */
    uint32_t *level;   /* per state */
    uint32_t *arc;     /* per item: the next to look at from OUT */
    uint32_t *queue;   /* of states; the way while one is looked for */
} flow;

#define NO_LEVEL UINT32_MAX

static inline uint32_t in(uint32_t x) { return 2 * x; }
static inline uint32_t out_of(uint32_t x) { return 2 * x + 1; }

/* From FROM only its links to TO are taken for good: of others the item behind is what is full, and
 * is to be met as such by who looks for a cut. */
static inline bool can_take(const flow *f, uint32_t x, uint32_t k)
{
    uint32_t to = f->p->arcs[k].to;
    if (x == f->from)
        return to != f->to || !f->is_taken[k - f->p->first[x]];
    return to != f->from && f->next[x] != k;
}

static inline uint32_t after_in(const flow *f, uint32_t x)
{
    return f->next[x] == CP_NO_LINK ? out_of(x) : out_of(f->before[x]);
}

static inline void reach(flow *f, uint32_t state, uint32_t level, uint32_t *n)
{
    if (f->level[state] != NO_LEVEL)
        return;
    f->level[state] = level;
    f->queue[(*n)++] = state;
}

/* Levels from FROM on, all states that can be reached or up to TO's; whether TO is reached. */
static bool find_levels(flow *f)
{
    const cp_part *p = f->p;
    uint32_t n = 0;
    memset(f->level, 0xff, 2 * (size_t)p->n * sizeof *f->level);
    reach(f, out_of(f->from), 0, &n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t state = f->queue[i], x = state / 2, level = f->level[state] + 1;
        if (x == f->to)
            return true;
        if (state == in(x)) {
            if (after_in(f, x) != out_of(f->from)) /* what comes back to FROM is of no use */
                reach(f, after_in(f, x), level, &n);
            continue;
        }
        for (uint32_t k = p->first[x]; k < p->first[x + 1]; k++)
            if (can_take(f, x, k))
                reach(f, in(p->arcs[k].to), level, &n);
        if (x != f->from && f->next[x] != CP_NO_LINK)
            reach(f, in(x), level, &n);
    }
    return false;
}

/* The next state of the level after, or NO_LEVEL. f->arc: end of the arcs stands for the way from
 * OUT to IN. */
static uint32_t step(flow *f, uint32_t state)
{
    const cp_part *p = f->p;
    uint32_t x = state / 2, want = f->level[state] + 1;
    if (state == in(x))
        return f->level[after_in(f, x)] == want ? after_in(f, x) : NO_LEVEL;
    for (; f->arc[x] < p->first[x + 1]; f->arc[x]++) {
        uint32_t to = in(p->arcs[f->arc[x]].to);
        if (f->level[to] == want && can_take(f, x, f->arc[x]))
            return to;
    }
    bool gives_up = x != f->from && f->next[x] != CP_NO_LINK && f->level[in(x)] == want;
    return gives_up ? in(x) : NO_LEVEL;
}

/* The way, n states from FROM to TO, becomes flow. */
static void augment(flow *f, const uint32_t *way, uint32_t n)
{
    for (uint32_t i = 0; i + 1 < n; i++) {
        uint32_t x = way[i] / 2, y = way[i + 1] / 2;
        if (way[i] == in(x))
            continue; /* what it does is done by the states around */
        if (x == y) {
            f->next[x] = CP_NO_LINK;
            continue;
        }
        if (x == f->from)
            f->is_taken[f->arc[x] - f->p->first[x]] = 1;
        else
            f->next[x] = f->arc[x];
        f->before[y] = x;
    }
    f->n_paths++;
}

/* Ways along the levels, until there is none. */
static void fill_levels(flow *f, uint32_t at_most)
{
    uint32_t *way = f->queue, n = 1;
    memcpy(f->arc, f->p->first, (size_t)f->p->n * sizeof *f->arc);
    way[0] = out_of(f->from);
    while (f->n_paths < at_most) {
        uint32_t state = way[n - 1], next = step(f, state);
        if (next == in(f->to)) {
            way[n++] = next;
            augment(f, way, n);
            n = 1;
        } else if (next != NO_LEVEL) {
            way[n++] = next;
        } else if (n == 1) {
            return;
        } else {
            f->level[state] = NO_LEVEL;
            n--;
        }
    }
}

static void trace(cp_arena *a, const flow *f, cp_disjoint *out)
{
    const cp_part *p = f->p;
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)f->n_paths + 1);
    uint32_t *links = CP_NEW_ARRAY(a, uint32_t, (size_t)p->n + f->n_paths), n_links = 0, n = 0;
    for (uint32_t k = p->first[f->from]; k < p->first[f->from + 1]; k++) {
        if (!f->is_taken[k - p->first[f->from]])
            continue;
        first[n++] = n_links;
        for (uint32_t at = k;; at = f->next[p->arcs[at].to]) {
            links[n_links++] = p->arcs[at].link;
            if (p->arcs[at].to == f->to)
                break;
        }
    }
    assert(n == f->n_paths);
    first[n] = n_links;
    out->n = n;
    out->first = first;
    out->links = links;
}

void cp_disjoint_items(cp_arena *a, const cp_part *p, uint32_t from, uint32_t to, uint32_t at_most,
                       cp_disjoint *out)
{
    flow f = { .p = p, .from = from, .to = to };
    uint32_t degree = p->first[from + 1] - p->first[from];
    f.next = filled(a, p->n);
    f.before = filled(a, p->n);
    f.is_taken = CP_NEW_ARRAY(a, uint8_t, degree);
    f.level = filled(a, 2 * (size_t)p->n);
    f.arc = CP_NEW_ARRAY(a, uint32_t, p->n);
    f.queue = CP_NEW_ARRAY(a, uint32_t, 2 * (size_t)p->n);
    *out = (cp_disjoint){ 0 };
    while (f.n_paths < at_most && find_levels(&f))
        fill_levels(&f, at_most);
    trace(a, &f, out);
    if (f.n_paths >= at_most)
        return;
    uint32_t *cut = CP_NEW_ARRAY(a, uint32_t, p->n), n_cut = 0;
    uint8_t *is_near = CP_NEW_ARRAY(a, uint8_t, p->n);
    for (uint32_t x = 0; x < p->n; x++) {
        is_near[x] = f.level[out_of(x)] != NO_LEVEL;
        if (x != from && x != to && f.level[in(x)] != NO_LEVEL && !is_near[x])
            cut[n_cut++] = x;
    }
    out->cut = cut;
    out->n_cut = n_cut;
    out->is_near = is_near;
}
