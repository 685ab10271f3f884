/* SPDX-License-Identifier: Apache-2.0 */
/* weigh_results.c - see weigh_in.h: which evidence of an asset is kept, and its sources. */
#include <stdlib.h>
#include <string.h>
#include "identify/weigh_in.h"

typedef cp_weigh_item item;
typedef cp_weigh_work work;

enum { CITED_NOT, CITED_BY_OTHER, CITED_BY_CLAIM };

static int by_use(const void *p, const void *q)
{
    const item *a = *(const item *const *)p, *b = *(const item *const *)q;
    bool x = a->ev.attr == CP_ATTR_COUNT && !a->is_conflict;
    bool y = b->ev.attr == CP_ATTR_COUNT && !b->is_conflict;
    if (a->cited != b->cited)
        return (int)b->cited - (int)a->cited;
    return x != y ? (int)x - (int)y : a < b ? -1 : a > b;
}

static int by_place(const void *p, const void *q)
{
    const item *a = *(const item *const *)p, *b = *(const item *const *)q;
    if (a->ev.source != b->ev.source)
        return a->ev.source < b->ev.source ? -1 : 1;
    if (a->ev.pos != b->ev.pos)
        return a->ev.pos < b->ev.pos ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void cite(work *x)
{
    for (uint32_t i = 0; i < x->others.n; i++)
        x->items.v[x->others.v[i].evidence].cited = CITED_BY_OTHER;
    for (uint32_t i = 0; i < x->claims.n; i++)
        x->items.v[x->claims.v[i].evidence].cited = CITED_BY_CLAIM;
}

/* Claims point to where their evidence stands now; others of which it was not kept, go too. */
static void move_citations(work *x, const uint32_t *place)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->claims.n; i++)
        x->claims.v[i].evidence = place[x->claims.v[i].evidence] - 1;
    for (uint32_t i = 0; i < x->others.n; i++) {
        cp_claim c = x->others.v[i];
        if (place[c.evidence] == 0)
            continue;
        c.evidence = place[c.evidence] - 1;
        x->others.v[kept++] = c;
    }
    x->others.n = kept;
}

/* What is cited is kept first, then what says something; a device with a thousand addresses loses
 * some of these. */
void cp_weigh_keep_evidence(work *x, cp_asset *out)
{
    cp_arena *scratch = x->w->scratch;
    uint32_t n = x->items.n, kept = n < CP_ASSET_EVIDENCE_MAX ? n : CP_ASSET_EVIDENCE_MAX;
    const item **v = CP_NEW_ARRAY(scratch, const item *, n);
    uint32_t *place = CP_NEW_ARRAY(scratch, uint32_t, n); /* + 1; 0: not kept */
    cp_evidence *ev = CP_NEW_RAW(x->w->a, cp_evidence, kept);
    cite(x);
    for (uint32_t i = 0; i < n; i++)
        v[i] = &x->items.v[i];
    if (kept < n)
        qsort(v, n, sizeof *v, by_use);
    qsort(v, kept, sizeof *v, by_place);
    for (uint32_t i = 0; i < kept; i++) {
        ev[i] = v[i]->ev;
        place[v[i] - x->items.v] = i + 1;
    }
    move_citations(x, place);
    out->evidence = ev;
    out->n_evidence = kept;
    out->n_evidence_more = n - kept;
}

typedef CP_VEC(uint32_t) sources;

static void add_source(cp_arena *scratch, sources *v, uint32_t source)
{
    uint32_t at = v->n;
    while (at > 0 && v->v[at - 1] > source)
        at--;
    if (at > 0 && v->v[at - 1] == source)
        return;
    (void)cp_vec_add(scratch, v);
    memmove(v->v + at + 1, v->v + at, (v->n - 1 - at) * sizeof *v->v);
    v->v[at] = source;
}

void cp_weigh_keep_sources(work *x, cp_asset *out)
{
    const cp_obs_store *s = x->w->s;
    sources v = { 0 };
    for (uint32_t i = 0; i < x->items.n; i++) {
        uint32_t source = x->items.v[i].ev.source;
        if (i > 0 && source == x->items.v[i - 1].ev.source)
            continue;
        add_source(x->w->scratch, &v, source);
        for (uint32_t k = cp_obs_same_as(s, source); k; k = s->same.v[k - 1].next)
            add_source(x->w->scratch, &v, s->same.v[k - 1].source);
    }
    out->sources = cp_arena_dup(x->w->a, v.v, v.n * sizeof *v.v);
    out->n_sources = v.n;
}
