/* SPDX-License-Identifier: Apache-2.0 */
/* links_infer.c - switches that nobody manages, from several neighbours on one port.
 *
 *     ports (device, port) --crowded: hears two devices--> a segment, with all ports that are told
 *     to be on the other side of a crowded one
 *
 * Each telling of a port in a segment becomes two: from either end to the switch. */
#include <stdlib.h>
#include "path/links_inside.h"

typedef struct hearing {
    uint32_t node, key, remote;
} hearing;

typedef struct segments {
    cp_link_job *j;
    CP_VEC(hearing) ports; /* distinct (node, key), ascending; remote is not used */
    uint32_t *up;          /* which ports are in one segment */
    bool *is_crowded;
    uint32_t *node; /* per root: the switch, or CP_NO_NODE */
} segments;

static int by_hearing(const void *x, const void *y)
{
    const hearing *a = x, *b = y;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->remote > b->remote) - (a->remote < b->remote);
}

static uint32_t find(const segments *s, uint32_t node, uint32_t key)
{
    hearing what = { .node = node, .key = key };
    if (key == 0 || s->ports.n == 0)
        return UINT32_MAX;
    const hearing *at = bsearch(&what, s->ports.v, s->ports.n, sizeof what, by_hearing);
    return at ? (uint32_t)(at - s->ports.v) : UINT32_MAX;
}

static bool is_heard(const cp_telling *t) { return t->seen & (CP_SEEN_A | CP_SEEN_B); }

/* All ports that something was heard on, or from. */
static void gather(segments *s)
{
    uint32_t kept = 0;
    cp_vec_each(t, &s->j->v)
    {
        if (is_heard(t) && t->a_key)
            cp_vec_push(s->j->a, &s->ports, ((hearing){ t->a, t->a_key, 0 }));
        if (is_heard(t) && t->b_key)
            cp_vec_push(s->j->a, &s->ports, ((hearing){ t->b, t->b_key, 0 }));
    }
    if (s->ports.n)
        qsort(s->ports.v, s->ports.n, sizeof *s->ports.v, by_hearing);
    for (uint32_t i = 0; i < s->ports.n; i++)
        if (kept == 0 || by_hearing(&s->ports.v[i], &s->ports.v[kept - 1]) != 0)
            s->ports.v[kept++] = s->ports.v[i];
    s->ports.n = kept;
}

static bool find_crowds(segments *s)
{
    CP_VEC(hearing) heard = { 0 };
    bool is_any = false;
    cp_vec_each(t, &s->j->v)
    {
        if (t->seen & CP_SEEN_A && t->a_key)
            cp_vec_push(s->j->a, &heard, ((hearing){ t->a, t->a_key, t->b }));
        if (t->seen & CP_SEEN_B && t->b_key)
            cp_vec_push(s->j->a, &heard, ((hearing){ t->b, t->b_key, t->a }));
    }
    if (heard.n)
        qsort(heard.v, heard.n, sizeof *heard.v, by_hearing);
    for (uint32_t i = 1; i < heard.n; i++) {
        const hearing *x = &heard.v[i - 1], *y = &heard.v[i];
        if (x->node != y->node || x->key != y->key || x->remote == y->remote)
            continue;
        s->is_crowded[find(s, y->node, y->key)] = true;
        is_any = true;
    }
    return is_any;
}

static void join(segments *s)
{
    cp_vec_each(t, &s->j->v)
    {
        uint32_t a = find(s, t->a, t->a_key), b = find(s, t->b, t->b_key);
        if (is_heard(t) && a != UINT32_MAX && b != UINT32_MAX &&
            (s->is_crowded[a] || s->is_crowded[b]))
            cp_union_join(s->up, a, b);
    }
}

static cp_str id_of(const cp_link_job *j, uint32_t node)
{
    return node < j->out->n_assets ? j->asset_ids[node] : j->others.v[node - j->out->n_assets].id;
}

/* A switch for each segment, in the order of their first ports. */
static void name_switches(segments *s)
{
    cp_link_job *j = s->j;
    for (uint32_t i = 0; i < s->ports.n; i++)
        s->node[i] = CP_NO_NODE;
    for (uint32_t i = 0; i < s->ports.n; i++) {
        uint32_t root = cp_union_root(s->up, i);
        if (!s->is_crowded[i] || s->node[root] != CP_NO_NODE)
            continue;
        cp_str of = id_of(j, s->ports.v[root].node), port = j->keys[s->ports.v[root].key];
        s->node[root] = j->out->n_assets + j->others.n;
        cp_vec_push(j->a, &j->others,
                    ((cp_link_node){
                        .kind = CP_NODE_SWITCH,
                        .id = cp_str_fmt(j->a, "switch:%.*s:%.*s", CP_FMT(of), CP_FMT(port)),
                        .name = CP_STR("a switch that nobody manages"),
                    }));
        j->out->n_switches++;
    }
}

static uint32_t switch_at(const segments *s, uint32_t node, uint32_t key)
{
    uint32_t at = find(s, node, key);
    return at == UINT32_MAX ? CP_NO_NODE : s->node[cp_union_root(s->up, at)];
}

static uint32_t switch_of(const segments *s, const cp_telling *t)
{
    uint32_t a = switch_at(s, t->a, t->a_key);
    return a != CP_NO_NODE ? a : switch_at(s, t->b, t->b_key);
}

static int by_pair(const void *x, const void *y)
{
    const cp_via *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    if (a->b != b->b)
        return a->b < b->b ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

static int by_pair_alone(const void *x, const void *y)
{
    cp_via a = *(const cp_via *)x, b = *(const cp_via *)y;
    a.node = b.node = 0;
    return by_pair(&a, &b);
}

uint32_t cp_links_via(const cp_link_job *j, uint32_t a, uint32_t b)
{
    cp_via what = { a, b, 0 };
    if (j->vias.n == 0)
        return CP_NO_NODE;
    const cp_via *at = bsearch(&what, j->vias.v, j->vias.n, sizeof what, by_pair_alone);
    return at ? at->node : CP_NO_NODE;
}

/* Pairs that hear each other through a switch: each with one, the first. */
static void find_pairs(segments *s)
{
    cp_link_job *j = s->j;
    uint32_t kept = 0;
    cp_vec_each(t, &j->v)
    {
        uint32_t node = is_heard(t) ? switch_of(s, t) : CP_NO_NODE;
        if (node != CP_NO_NODE)
            cp_vec_push(j->a, &j->vias, ((cp_via){ t->a, t->b, node }));
    }
    if (j->vias.n)
        qsort(j->vias.v, j->vias.n, sizeof *j->vias.v, by_pair);
    for (uint32_t i = 0; i < j->vias.n; i++)
        if (kept == 0 || by_pair_alone(&j->vias.v[i], &j->vias.v[kept - 1]) != 0)
            j->vias.v[kept++] = j->vias.v[i];
    j->vias.n = kept;
}

/* Both ends of t on the switch. */
static void split(cp_link_job *j, uint32_t at, uint32_t node)
{
    cp_telling t = j->v.v[at], b = t;
    b.a = t.b;
    b.a_key = t.b_key;
    b.is_turned = !t.is_turned;
    t.b = b.b = node;
    t.b_key = b.b_key = 0;
    t.to_switch = b.to_switch = true;
    if (is_heard(&t)) { /* who hears is on it; the other is told to be */
        b.seen = t.seen & CP_SEEN_B ? CP_SEEN_A : 0;
        t.seen &= CP_SEEN_A;
    }
    j->v.v[at] = t;
    cp_vec_push(j->a, &j->v, b);
}

void cp_links_infer(cp_link_job *j)
{
    segments s = { .j = j };
    gather(&s);
    s.up = CP_NEW_ARRAY(j->a, uint32_t, s.ports.n);
    s.is_crowded = CP_NEW_ARRAY(j->a, bool, s.ports.n);
    s.node = CP_NEW_ARRAY(j->a, uint32_t, s.ports.n);
    for (uint32_t i = 0; i < s.ports.n; i++)
        s.up[i] = i;
    if (!find_crowds(&s))
        return;
    join(&s);
    name_switches(&s);
    find_pairs(&s);
    for (uint32_t i = 0, n = j->v.n; i < n; i++) {
        const cp_telling *t = &j->v.v[i];
        uint32_t node =
            t->seen & (CP_SEEN_ROUTING | CP_SEEN_CONFIG) ? CP_NO_NODE : switch_of(&s, t);
        if (node == CP_NO_NODE && t->seen & CP_SEEN_TABLE && !t->a_key && !t->b_key)
            node = cp_links_via(j, t->a, t->b);
        if (node != CP_NO_NODE)
            split(j, i, node);
    }
}
