/* SPDX-License-Identifier: Apache-2.0 */
/* l0.c - see l0.h: what the questions share, and the first of them, whether a clean path exists. */
#include "path/l0.h"
#include <stdlib.h>
#include <string.h>
#include "base/thread.h"
#include "path/l0_in.h"

cp_l0 *cp_l0_new(cp_arena *a, const cp_net *n)
{
    cp_l0 *g = CP_NEW(a, cp_l0);
    g->net = n;
    cp_blocks_of(a, n, NULL, &g->blocks);
    return g;
}

/* Below so many links a thread costs more than it saves. */
enum { THREAD_LINKS = 1 << 13 };

typedef struct second {
    cp_l0 *g;
    cp_arena *a; /* an arena is of one thread */
    const uint8_t *dirty;
} second;

static void *find_clean(void *arg)
{
    second *s = arg;
    cp_blocks_of(s->a, s->g->net, s->dirty, &s->g->clean);
    return NULL;
}

static void free_arena(void *arg) { cp_arena_free(arg); }

cp_l0 *cp_l0_new_for(cp_arena *a, const cp_net *n, const cp_taints *t)
{
    cp_l0 *g = CP_NEW(a, cp_l0);
    *g = (cp_l0){ .net = n, .clean_of = t->dirty[CP_UNKNOWN_EXCLUDED] };
    second s = { g, cp_arena_new(0), g->clean_of };
    cp_arena_defer(a, free_arena, s.a);
    pthread_t thread;
    bool is_apart = n->n_links >= THREAD_LINKS && cp_thread_start(&thread, find_clean, &s);
    cp_blocks_of(a, n, NULL, &g->blocks);
    if (is_apart)
        (void)pthread_join(thread, NULL);
    else
        (void)find_clean(&s);
    return g;
}

const cp_blocks *cp_l0_clean(const cp_l0 *g, const cp_taints *t)
{
    return g->clean_of && g->clean_of == t->dirty[CP_UNKNOWN_EXCLUDED] ? &g->clean : NULL;
}

const cp_net *cp_l0_net(const cp_l0 *g) { return g->net; }
const cp_blocks *cp_l0_blocks(const cp_l0 *g) { return &g->blocks; }

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

void cp_ascending(uint32_t *v, uint32_t n)
{
    if (n)
        qsort(v, n, sizeof *v, by_number);
}

/* ---- what is reached */

/* The links of those that come a few items later. */
static inline void ask_ahead(const cp_net *n, const uint32_t *items, uint32_t i, uint32_t n_items)
{
    enum { FAR = 12, NEAR = 6 };
    if (i + FAR < n_items)
        __builtin_prefetch(&n->arc_first[items[i + FAR]]);
    if (i + NEAR < n_items)
        __builtin_prefetch(&n->arcs[n->arc_first[items[i + NEAR]]]);
}

void cp_spread_from(cp_arena *a, const cp_net *n, uint32_t from, uint32_t to, const uint8_t *dirty,
                    const uint8_t *barred, cp_spread *out)
{
    uint32_t *items = CP_NEW_ARRAY(a, uint32_t, n->n_items), n_items = 0;
    uint32_t *via = CP_NEW_ARRAY(a, uint32_t, n->n_items);
    memset(via, 0xff, (size_t)n->n_items * sizeof *via);
    items[n_items++] = from;
    for (uint32_t i = 0; i < n_items && (to == CP_NO_ITEM || via[to] == CP_NO_LINK); i++) {
        uint32_t x = items[i];
        ask_ahead(n, items, i, n_items);
        for (uint32_t k = n->arc_first[x]; k < n->arc_first[x + 1]; k++) {
            cp_arc arc = n->arcs[k];
            if (via[arc.to] != CP_NO_LINK || arc.to == from || (barred && barred[arc.to]))
                continue;
            if (dirty && (dirty[arc.to] || cp_l0_link_dirty(n, dirty, arc.link)))
                continue;
            via[arc.to] = arc.link;
            items[n_items++] = arc.to;
        }
    }
    *out = (cp_spread){ n_items, items, via };
}

cp_trail cp_spread_trail(cp_arena *a, const cp_net *n, const cp_spread *s, uint32_t to)
{
    uint32_t n_links = 0;
    for (uint32_t x = to; x != s->items[0]; n_links++)
        x = n->links[s->via[x]].a ^ n->links[s->via[x]].b ^ x;
    uint32_t *links = CP_NEW_ARRAY(a, uint32_t, n_links), at = n_links;
    for (uint32_t x = to; x != s->items[0];) {
        uint32_t link = s->via[x];
        links[--at] = link;
        x = n->links[link].a ^ n->links[link].b ^ x;
    }
    return (cp_trail){ s->items[0], n_links, links };
}

const uint32_t *cp_spread_set(cp_arena *a, const cp_net *n, const cp_spread *s)
{
    uint32_t *out = CP_NEW_ARRAY(a, uint32_t, s->n), n_out = 0;
    for (uint32_t i = 0; i < n->n_items; i++)
        if (cp_spread_has(s, i))
            out[n_out++] = i;
    return out;
}

/* ---- a clean path */

static void not_joined(cp_arena *a, const cp_net *n, uint32_t from, cp_l0_some *out)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_spread s;
    cp_spread_from(scratch, n, from, CP_NO_ITEM, NULL, NULL, &s);
    out->answer = CP_PATH_NONE;
    out->apart[CP_UNKNOWN_CLEAN] = out->apart[CP_UNKNOWN_EXCLUDED] = cp_spread_set(a, n, &s);
    out->n_apart[CP_UNKNOWN_CLEAN] = out->n_apart[CP_UNKNOWN_EXCLUDED] = s.n;
    cp_arena_free(scratch);
}

void cp_l0_ask_some(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                    cp_l0_some *out)
{
    const cp_net *n = g->net;
    *out = (cp_l0_some){ .answer = CP_PATH_NONE };
    if (!cp_l0_is_joined(g, from, to)) {
        not_joined(a, n, from, out);
        return;
    }
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        const uint8_t *dirty = t->dirty[u];
        if (dirty[from] || dirty[to])
            continue; /* the set may be empty */
        cp_arena *scratch = cp_arena_new(0);
        cp_spread s;
        cp_spread_from(scratch, n, from, to, dirty, NULL, &s);
        out->exists[u] = cp_spread_has(&s, to);
        if (out->exists[u]) {
            out->path[u] = cp_spread_trail(a, n, &s, to);
        } else {
            out->apart[u] = cp_spread_set(a, n, &s);
            out->n_apart[u] = s.n;
        }
        cp_arena_free(scratch);
    }
    out->answer = cp_l0_answer(out->exists);
}
