/* SPDX-License-Identifier: Apache-2.0 */
/* fail.c - see fail.h. The recursion is as deep as there are failures: CP_FAILURES_MAX. */
#include "path/fail.h"
#include <inttypes.h>
#include <stdlib.h>
#include "path/areas.h"

/* ---- elements as numbers: devices by node, then links, then risks */

static uint32_t number_of(const cp_spf *s, cp_element e)
{
    switch (e.kind) {
    case CP_ELEMENT_DEVICE: return s->place[e.at];
    case CP_ELEMENT_LINK: return s->n + e.at;
    case CP_ELEMENT_RISK: return s->n + s->net->n_links + e.at;
    }
    return 0;
}

static bool is_inside(const cp_spf *s, uint32_t u) { return s->first[u + 1] - s->first[u] == 2; }

/* The other arc of a device inside a chain. */
static const cp_spf_arc *onward(const cp_spf *s, uint32_t u, uint32_t link)
{
    const cp_spf_arc *arc = &s->arcs[s->first[u]];
    return arc->link == link ? arc + 1 : arc;
}

/* Gives the chain of u its places, from one end; of a ring, from u's first link on. */
static void place_chain(struct cp_fail *f, const cp_spf *s, uint32_t u)
{
    const cp_spf_arc *arc = &s->arcs[s->first[u]];
    uint32_t at = arc->to, n = 0;
    while (at != u && is_inside(s, at)) {
        arc = onward(s, at, arc->link);
        at = arc->to;
    }
    uint32_t link = arc->link, first = s->n + link;
    f->is_ring[first] = at == u;
    at = s->net->links[link].a == s->item[at] ? s->place[s->net->links[link].b]
                                              : s->place[s->net->links[link].a];
    for (;;) {
        f->kin[s->n + link] = first;
        f->place[s->n + link] = n++;
        if (!is_inside(s, at) || f->kin[at] == first)
            return;
        f->kin[at] = first;
        f->place[at] = n++;
        arc = onward(s, at, link);
        link = arc->link;
        at = arc->to;
        if (s->n + link == first)
            return;
    }
}

static void find_kin(struct cp_fail *f, const cp_spf *s)
{
    const cp_net *n = s->net;
    for (uint32_t i = 0; i < s->n + n->n_links + n->n_risks; i++)
        f->kin[i] = i;
    for (uint32_t u = 0; u < s->n_linked; u++)
        if (is_inside(s, u) && f->kin[u] == u)
            place_chain(f, s, u);
    for (uint32_t r = 0; r < n->n_risks; r++) {
        uint32_t x = s->n + n->n_links + r, link = s->n + n->risk_links[n->risk_first[r]];
        if (n->risk_first[r + 1] - n->risk_first[r] != 1)
            continue;
        f->kin[x] = f->kin[link];
        f->place[x] = f->place[link];
    }
}

static void index_risks(struct cp_fail *f, cp_arena *a, const cp_net *n)
{
    f->risk_first = CP_NEW_ARRAY(a, uint32_t, (size_t)n->n_links + 2);
    f->risks = CP_NEW_ARRAY(a, uint32_t, n->risk_first[n->n_risks]);
    for (uint32_t k = 0; k < n->risk_first[n->n_risks]; k++)
        f->risk_first[n->risk_links[k] + 2]++;
    for (uint32_t i = 2; i < n->n_links + 2; i++)
        f->risk_first[i] += f->risk_first[i - 1];
    for (uint32_t r = 0; r < n->n_risks; r++)
        for (uint32_t k = n->risk_first[r]; k < n->risk_first[r + 1]; k++)
            f->risks[f->risk_first[n->risk_links[k] + 1]++] = r;
}

struct cp_fail *cp_fail_of(cp_routes *g)
{
    const cp_net *n = g->spf.net;
    if (g->fail)
        return g->fail;
    size_t n_elements = (size_t)n->n_items + n->n_links + n->n_risks;
    g->fail = CP_NEW(g->a, struct cp_fail);
    cp_detour_init(&g->fail->detour, g->a, &g->spf);
    g->fail->kin = CP_NEW_ARRAY(g->a, uint32_t, n_elements);
    g->fail->place = CP_NEW_ARRAY(g->a, uint32_t, n_elements);
    g->fail->is_ring = CP_NEW_ARRAY(g->a, uint8_t, n_elements);
    g->fail->shield = CP_NEW_ARRAY(g->a, uint8_t, n_elements + CP_FAIL_PARTS);
    index_risks(g->fail, g->a, n);
    find_kin(g->fail, &g->spf);
    return g->fail;
}

/* ---- what to branch on */

typedef struct offering {
    cp_routes *g;
    uint32_t from;
    bool is_all;
} offering;

/* What stands for the element: the first of its chain, or the part of the chain that it is in,
 * where FROM or TO part it. */
static uint32_t stand_in(const cp_routes *g, uint32_t from, cp_element e)
{
    const struct cp_fail *f = g->fail;
    const cp_net *n = g->spf.net;
    uint32_t x = number_of(&g->spf, e), kin = f->kin[x], ends[2] = { from, g->spf.to }, part = 0;
    if (kin != f->kin[from] && kin != f->kin[g->spf.to])
        return kin;
    for (int i = 0; i < 2; i++)
        part += f->kin[ends[i]] == kin && f->place[ends[i]] < f->place[x];
    if (part == 2 && f->is_ring[kin])
        part = 0;
    return g->spf.n + n->n_links + n->n_risks + (kin == f->kin[from] ? 0 : 3) + part;
}

static void offer(const offering *o, cp_element_kind kind, uint32_t at)
{
    struct cp_fail *f = o->g->fail;
    cp_element e = { kind, at };
    uint32_t x = o->is_all ? number_of(&o->g->spf, e) : stand_in(o->g, o->from, e);
    if (f->shield[x])
        return;
    f->shield[x] = 1;
    cp_vec_push(o->g->a, &f->offers, e);
}

void cp_fail_offer(cp_routes *g, const uint64_t *distance, const cp_down *down, uint32_t from,
                   uint32_t kinds, bool is_all)
{
    const cp_spf *s = &g->spf;
    struct cp_fail *f = g->fail;
    const offering o = { g, from, is_all };
    uint32_t first = f->offers.n;
    for (uint32_t i = g->walk.n; i-- > 0;) {
        uint32_t u = g->walk.nodes[i];
        if (cp_fail_is_of(kinds, CP_ELEMENT_DEVICE) && u != from && u != s->to)
            offer(&o, CP_ELEMENT_DEVICE, s->item[u]);
        for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
            uint32_t link = s->arcs[k].link;
            if (!cp_spf_is_tight(s, distance, down, u, &s->arcs[k]))
                continue;
            if (cp_fail_is_of(kinds, CP_ELEMENT_LINK))
                offer(&o, CP_ELEMENT_LINK, link);
            if (cp_fail_is_of(kinds, CP_ELEMENT_RISK))
                for (uint32_t r = f->risk_first[link]; r < f->risk_first[link + 1]; r++)
                    offer(&o, CP_ELEMENT_RISK, f->risks[r]);
        }
    }
    for (uint32_t i = first; i < f->offers.n; i++) {
        uint32_t x = is_all ? number_of(s, f->offers.v[i]) : stand_in(g, from, f->offers.v[i]);
        f->shield[x] = 0;
    }
}

/* ---- the search */

typedef struct search {
    cp_routes *g;
    cp_arena *a;
    uint32_t from, k, kinds, depth; /* from is a node */
    uint64_t nodes_max;
    const volatile int *stopped;
    const uint64_t *distance; /* of the state at hand: what is on a route, or all */
    bool has_dirt[CP_UNKNOWN_COUNT];
    cp_element set[CP_FAILURES_MAX];
    cp_fail_answer *out;
} search;

static int by_element(const void *x, const void *y)
{
    const cp_element *a = x, *b = y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static uint32_t keep_set(const search *s, cp_element *out)
{
    memcpy(out, s->set, s->depth * sizeof *out);
    if (s->depth)
        qsort(out, s->depth, sizeof *out, by_element);
    return s->depth;
}

static void note(search *s)
{
    cp_routes *g = s->g;
    cp_fail_answer *out = s->out;
    const cp_detour *d = &g->fail->detour;
    cp_routes_walk(g, s->distance, &d->down, s->from);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        if (!(cp_spf_node_of(&g->taint, s->from).dirty >> u & 1))
            continue;
        if (s->depth < out->n[u]) {
            out->n[u] = keep_set(s, out->set[u]);
            out->route[u] = cp_routes_trail(g, s->a, s->distance, &d->down, s->from, u, false);
        }
        cp_share share = cp_spf_share(&g->taint, s->from, u);
        int more = cp_share_cmp(share, out->worst[u]);
        if (more > 0 || (more == 0 && s->depth < out->n_worst[u])) {
            out->worst[u] = share;
            out->n_worst[u] = keep_set(s, out->worst_set[u]);
        }
    }
}

/* Larger sets can tell nothing that is not known. */
static bool is_settled(const search *s)
{
    const cp_fail_answer *x = s->out;
    bool is_cut = x->cuts_off && x->n_cut <= s->depth + 1;
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        if (s->has_dirt[u] && !(x->n[u] <= s->depth + 1 && cp_share_is_one(&x->worst[u])))
            return false;
    return is_cut;
}

static cp_rc visit(search *s, cp_err *err);

/* Everything in offers from `first` on, one after the other. */
static cp_rc branch(search *s, uint32_t first, cp_err *err)
{
    struct cp_fail *f = s->g->fail;
    const uint32_t end = f->offers.n;
    cp_rc rc = CP_OK;
    for (uint32_t i = first; i < end && rc == CP_OK; i++) {
        cp_element e = f->offers.v[i];
        cp_down_add(&f->detour.down, &s->g->spf, e, 1);
        s->set[s->depth++] = e;
        rc = visit(s, err);
        s->depth--;
        cp_down_add(&f->detour.down, &s->g->spf, e, -1);
        f->shield[stand_in(s->g, s->from, e)] = 1;
    }
    for (uint32_t i = first; i < end; i++)
        f->shield[stand_in(s->g, s->from, f->offers.v[i])] = 0;
    f->offers.n = first;
    return rc;
}

static void note_cut(const search *s)
{
    if (!s->out->cuts_off || s->depth < s->out->n_cut)
        s->out->n_cut = keep_set(s, s->out->cut);
    s->out->cuts_off = true;
}

static cp_rc count_one(const search *s, cp_err *err)
{
    if (s->stopped && *s->stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (s->out->n_examined >= s->nodes_max)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "more than %" PRIu64 " sets of failures would have to be worked out",
                       s->nodes_max);
    s->out->n_examined++;
    return CP_OK;
}

static cp_rc visit(search *s, cp_err *err)
{
    struct cp_fail *f = s->g->fail;
    uint32_t first = f->offers.n;
    cp_rc rc = count_one(s, err);
    if (rc != CP_OK)
        return rc;
    if (cp_detour_find(&f->detour, s->from) == CP_SPF_NONE) {
        note_cut(s);
        return CP_OK;
    }
    note(s);
    if (s->depth < s->k && !is_settled(s))
        cp_fail_offer(s->g, f->detour.distance, &f->detour.down, s->from, s->kinds, false);
    cp_detour_forget(&f->detour);
    return branch(s, first, err);
}

/* ---- with several areas: every set */

static void offer_all(const search *s)
{
    const cp_spf *spf = &s->g->spf;
    const cp_net *n = spf->net;
    struct cp_fail *f = s->g->fail;
    for (uint32_t u = 0; cp_fail_is_of(s->kinds, CP_ELEMENT_DEVICE) && u < spf->n_linked; u++)
        if (u != s->from && u != spf->to)
            cp_vec_push(s->g->a, &f->offers, ((cp_element){ CP_ELEMENT_DEVICE, spf->item[u] }));
    for (uint32_t l = 0; cp_fail_is_of(s->kinds, CP_ELEMENT_LINK) && l < n->n_links; l++)
        if (n->links[l].metric || n->links[l].metric_back)
            cp_vec_push(s->g->a, &f->offers, ((cp_element){ CP_ELEMENT_LINK, l }));
    for (uint32_t r = 0; cp_fail_is_of(s->kinds, CP_ELEMENT_RISK) && r < n->n_risks; r++)
        cp_vec_push(s->g->a, &f->offers, ((cp_element){ CP_ELEMENT_RISK, r }));
}

/* The set at hand, and with each of offers from `next` on. */
static cp_rc visit_all(search *s, uint32_t next, cp_err *err)
{
    struct cp_fail *f = s->g->fail;
    cp_rc rc = count_one(s, err);
    if (rc != CP_OK)
        return rc;
    cp_areas_run(s->g->areas, &f->detour.down);
    if (s->distance[s->from] == CP_SPF_NONE)
        note_cut(s);
    else
        note(s);
    if (s->depth == s->k || is_settled(s))
        return CP_OK;
    for (uint32_t i = next; i < f->offers.n && rc == CP_OK; i++) {
        cp_element e = f->offers.v[i];
        cp_down_add(&f->detour.down, &s->g->spf, e, 1);
        s->set[s->depth++] = e;
        rc = visit_all(s, i + 1, err);
        s->depth--;
        cp_down_add(&f->detour.down, &s->g->spf, e, -1);
    }
    return rc;
}

static cp_rc search_all(search *s, cp_err *err)
{
    if (!s->g->areas) {
        s->distance = s->g->fail->detour.distance;
        return visit(s, err);
    }
    s->distance = s->g->spf.distance;
    offer_all(s);
    cp_rc rc = visit_all(s, 0, err);
    s->g->fail->offers.n = 0;
    return rc;
}

static void look_for_dirt(search *s)
{
    const cp_spf *spf = &s->g->spf;
    uint64_t any = 0;
    for (uint32_t u = 0; u < spf->n_linked; u++)
        any |= s->g->own[spf->item[u]];
    any |= s->g->own[spf->item[s->from]];
    for (uint32_t i = 0; s->g->links && i < spf->net->n_links; i++)
        any |= s->g->links[i];
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        s->has_dirt[u] = any >> u & 1;
}

static cp_path_answer answer_of(const cp_fail_answer *x, bool is_reached)
{
    if (!is_reached)
        return CP_PATH_NONE;
    if (x->n[CP_UNKNOWN_EXCLUDED] == CP_FAIL_NEVER)
        return CP_PATH_CLEAN;
    return x->n[CP_UNKNOWN_CLEAN] == CP_FAIL_NEVER ? CP_PATH_UNDETERMINED : CP_PATH_EXCLUDED;
}

cp_rc cp_fail_ask(cp_routes *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                  uint32_t k, uint32_t kinds, uint64_t nodes_max, const volatile int *stopped,
                  cp_fail_answer *out, cp_err *err)
{
    cp_fail_answer x = { .n = { CP_FAIL_NEVER, CP_FAIL_NEVER },
                         .worst = { cp_share_of(0, 1), cp_share_of(0, 1) } };
    search s = { .g = g,
                 .a = a,
                 .from = g->spf.place[from],
                 .k = k,
                 .kinds = kinds,
                 .nodes_max = nodes_max,
                 .stopped = stopped,
                 .out = &x };
    if (k > CP_FAILURES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u failures at once, of at most %d", k,
                       CP_FAILURES_MAX);
    cp_routes_taint(g, t);
    cp_routes_run(g, g->spf.place[to], NULL);
    look_for_dirt(&s);
    (void)cp_fail_of(g);
    bool is_reached = g->spf.distance[s.from] != CP_SPF_NONE;
    cp_rc rc = search_all(&s, err);
    if (rc != CP_OK)
        return rc;
    x.every = answer_of(&x, is_reached);
    *out = x;
    return CP_OK;
}
