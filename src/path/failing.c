/* SPDX-License-Identifier: Apache-2.0 */
/* failing.c - see failing.h. */
#include "path/failing.h"

void cp_failing_init(cp_failing *f, cp_arena *a, const cp_spf *s)
{
    *f = (cp_failing){ .spf = s, .a = a };
    f->down.nodes = CP_NEW_ARRAY(a, uint16_t, s->n);
    f->down.links = CP_NEW_ARRAY(a, uint16_t, s->net->n_links);
    f->distance = CP_NEW_ARRAY(a, uint64_t, s->n);
    f->tight = CP_NEW_ARRAY(a, uint32_t, s->n);
    f->hit = CP_NEW_ARRAY(a, uint32_t, s->n);
    f->is_hit = CP_NEW_ARRAY(a, uint8_t, s->n);
    f->heap = CP_NEW_ARRAY(a, uint32_t, s->n);
    f->at = CP_NEW_ARRAY(a, uint32_t, s->n);
    f->is_in_heap = CP_NEW_ARRAY(a, uint8_t, s->n);
}

static uint32_t count_tight(const cp_failing *f, uint32_t u)
{
    const cp_spf *s = f->spf;
    uint32_t n = 0;
    if (f->distance[u] == CP_SPF_NONE)
        return 0;
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++)
        n += cp_spf_is_tight(s, f->distance, &f->down, u, &s->arcs[k]);
    return n;
}

void cp_failing_start(cp_failing *f)
{
    assert(f->n_log == 0);
    memcpy(f->distance, f->spf->distance, f->spf->n * sizeof *f->distance);
    for (uint32_t u = 0; u < f->spf->n_linked; u++)
        f->tight[u] = count_tight(f, u);
}

static void log_node(cp_failing *f, uint32_t u)
{
    if (f->n_log == f->log_max) {
        size_t more = f->log_max ? 2 * f->log_max : 1024;
        f->log = cp_arena_grow(f->a, f->log, f->log_max * sizeof *f->log, more * sizeof *f->log);
        f->log_max = more;
    }
    f->log[f->n_log++] = (struct cp_failing_change){ u, f->tight[u], f->distance[u] };
}

/* ---- who is hit */

static void hit(cp_failing *f, uint32_t u)
{
    f->is_hit[u] = 1;
    f->hit[f->n_hit++] = u;
}

static void lose_arc(cp_failing *f, uint32_t u)
{
    log_node(f, u);
    if (--f->tight[u] == 0 && !f->is_hit[u])
        hit(f, u);
}

static const cp_spf_arc *arc_of(const cp_spf *s, uint32_t u, uint32_t link)
{
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++)
        if (s->arcs[k].link == link)
            return &s->arcs[k];
    return NULL; /* routing does not use it */
}

static void fail_link(cp_failing *f, uint32_t link)
{
    const cp_spf *s = f->spf;
    uint32_t ends[2] = { s->place[s->net->links[link].a], s->place[s->net->links[link].b] };
    for (int i = 0; i < 2 && !f->down.links[link]; i++) {
        const cp_spf_arc *arc = arc_of(s, ends[i], link);
        if (arc && cp_spf_is_tight(s, f->distance, &f->down, ends[i], arc))
            lose_arc(f, ends[i]);
    }
    f->down.links[link]++;
}

static void fail_node(cp_failing *f, uint32_t u)
{
    if (f->down.nodes[u]++ == 0 && f->distance[u] != CP_SPF_NONE)
        hit(f, u);
}

/* All that had only what is hit are hit too. */
static void spread(cp_failing *f)
{
    const cp_spf *s = f->spf;
    for (uint32_t i = 0; i < f->n_hit; i++) {
        uint32_t u = f->hit[i];
        if (s->closed[u])
            continue;
        for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
            const cp_spf_arc *arc = &s->arcs[k];
            if (arc->in && f->distance[arc->to] == f->distance[u] + arc->in &&
                !f->is_hit[arc->to] && !f->down.links[arc->link] && !f->down.nodes[arc->to])
                lose_arc(f, arc->to);
        }
    }
}

/* ---- a heap of four children each, of nodes by their distance */

static void heap_up(cp_failing *f, uint32_t u)
{
    uint32_t i = f->is_in_heap[u] ? f->at[u] : f->n_heap++;
    for (; i && f->distance[f->heap[(i - 1) / 4]] > f->distance[u]; i = (i - 1) / 4) {
        f->heap[i] = f->heap[(i - 1) / 4];
        f->at[f->heap[i]] = i;
    }
    f->heap[i] = u;
    f->at[u] = i;
    f->is_in_heap[u] = 1;
}

static uint32_t heap_pop(cp_failing *f)
{
    uint32_t top = f->heap[0], last = f->heap[--f->n_heap], i = 0, n = f->n_heap;
    for (uint32_t child; (child = 4 * i + 1) < n;) {
        uint32_t end = child + 4 < n ? child + 4 : n, least = child;
        for (uint32_t k = child + 1; k < end; k++)
            least = f->distance[f->heap[k]] < f->distance[f->heap[least]] ? k : least;
        if (f->distance[f->heap[least]] >= f->distance[last])
            break;
        f->heap[i] = f->heap[least];
        f->at[f->heap[i]] = i;
        i = least;
    }
    if (n) {
        f->heap[i] = last;
        f->at[last] = i;
    }
    f->is_in_heap[top] = 0;
    return top;
}

/* ---- settling the hit anew */

static bool is_up(const cp_failing *f, const cp_spf_arc *arc)
{
    return !f->down.links[arc->link] && !f->down.nodes[arc->to];
}

/* The best that its neighbours have to offer now; of those that are hit it may be too much. */
static void offer(cp_failing *f, uint32_t u)
{
    const cp_spf *s = f->spf;
    uint64_t best = CP_SPF_NONE;
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
        const cp_spf_arc *arc = &s->arcs[k];
        uint64_t d = f->distance[arc->to];
        if (arc->out && d != CP_SPF_NONE && d + arc->out < best && is_up(f, arc) &&
            !s->closed[arc->to])
            best = d + arc->out;
    }
    if (best == CP_SPF_NONE)
        return;
    f->distance[u] = best;
    heap_up(f, u);
}

static void settle(cp_failing *f, uint32_t u)
{
    const cp_spf *s = f->spf;
    if (s->closed[u])
        return;
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
        const cp_spf_arc *arc = &s->arcs[k];
        if (!f->is_hit[arc->to] || !arc->in || !is_up(f, arc) ||
            f->distance[u] + arc->in >= f->distance[arc->to])
            continue;
        f->distance[arc->to] = f->distance[u] + arc->in;
        heap_up(f, arc->to);
    }
}

static void resettle(cp_failing *f)
{
    for (uint32_t i = 0; i < f->n_hit; i++) {
        log_node(f, f->hit[i]);
        f->distance[f->hit[i]] = CP_SPF_NONE;
        f->tight[f->hit[i]] = 0;
    }
    for (uint32_t i = 0; i < f->n_hit; i++)
        if (!f->down.nodes[f->hit[i]])
            offer(f, f->hit[i]);
    while (f->n_heap)
        settle(f, heap_pop(f));
    for (uint32_t i = 0; i < f->n_hit; i++) {
        f->tight[f->hit[i]] = count_tight(f, f->hit[i]);
        f->is_hit[f->hit[i]] = 0;
    }
}

size_t cp_failing_fail(cp_failing *f, cp_element e)
{
    const cp_net *n = f->spf->net;
    size_t mark = f->n_log;
    f->n_hit = 0;
    switch (e.kind) {
    case CP_ELEMENT_DEVICE: fail_node(f, f->spf->place[e.at]); break;
    case CP_ELEMENT_LINK: fail_link(f, e.at); break;
    case CP_ELEMENT_RISK:
        for (uint32_t k = n->risk_first[e.at]; k < n->risk_first[e.at + 1]; k++)
            fail_link(f, n->risk_links[k]);
        break;
    }
    spread(f);
    resettle(f);
    return mark;
}

void cp_failing_undo(cp_failing *f, cp_element e, size_t mark)
{
    const cp_net *n = f->spf->net;
    while (f->n_log > mark) {
        const struct cp_failing_change *c = &f->log[--f->n_log];
        f->tight[c->node] = c->tight;
        f->distance[c->node] = c->distance;
    }
    switch (e.kind) {
    case CP_ELEMENT_DEVICE: f->down.nodes[f->spf->place[e.at]]--; break;
    case CP_ELEMENT_LINK: f->down.links[e.at]--; break;
    case CP_ELEMENT_RISK:
        for (uint32_t k = n->risk_first[e.at]; k < n->risk_first[e.at + 1]; k++)
            f->down.links[n->risk_links[k]]--;
        break;
    }
}
