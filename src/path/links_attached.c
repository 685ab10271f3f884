/* SPDX-License-Identifier: Apache-2.0 */
/* links_attached.c - which of the devices that bridges saw on their ports hang there.
 *
 *     bridge.7 saw only m       a device, or what the bridge behind that port let through so far
 *
 * Who reads one bridge has left out what its own words speak against (sources/snmp/near.c). What
 * others say is known here: a port on which a neighbour was heard, or that a table or routing
 * knows, leads there; of a bridge that was asked for each VLAN by itself, what was alone in one was
 * not alone on the port; an address that two bridges have on a port each is beyond one of them, and
 * nobody says of which. These tellings are left out and counted.
 *
 * Two of whom others tell that they are linked are so by these links: their bundle is a port of its
 * own to a bridge. Then the telling is one without ports. */
#include <stdlib.h>
#include "path/links_inside.h"

typedef struct sight {
    uint32_t node, key; /* a port, or an address of a device */
    uint32_t other;
    bool is_disputed; /* somebody else stands there too */
} sight;

typedef CP_VEC(sight) sights;

static bool is_attached(const cp_telling *t) { return t->seen == CP_SEEN_BRIDGE; }

static int by_place(const void *x, const void *y)
{
    const sight *a = x, *b = y;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static void add(cp_arena *a, sights *v, uint32_t node, uint32_t key, uint32_t other)
{
    if (key)
        cp_vec_push(a, v, ((sight){ .node = node, .key = key, .other = other }));
}

/* Each place once. */
static void settle(sights *v)
{
    uint32_t kept = 0;
    if (v->n)
        qsort(v->v, v->n, sizeof *v->v, by_place);
    for (uint32_t i = 0; i < v->n; i++) {
        if (kept == 0 || by_place(&v->v[i], &v->v[kept - 1]) != 0)
            v->v[kept++] = v->v[i];
        else if (v->v[i].other != v->v[kept - 1].other)
            v->v[kept - 1].is_disputed = true;
    }
    v->n = kept;
}

static const sight *find(const sights *v, uint32_t node, uint32_t key)
{
    const sight what = { .node = node, .key = key };
    return v->n ? bsearch(&what, v->v, v->n, sizeof what, by_place) : NULL;
}

static bool is_disputed(const sights *v, uint32_t node, uint32_t key)
{
    const sight *at = find(v, node, key);
    return at && at->is_disputed;
}

/* Which end of such a telling is the bridge, and which is what it saw. */
typedef struct ends {
    uint32_t bridge, port, device, address;
} ends;

static ends ends_of(const cp_telling *t)
{
    return t->is_turned ? (ends){ t->b, t->b_key, t->a, t->a_key }
                        : (ends){ t->a, t->a_key, t->b, t->b_key };
}

void cp_links_attached(cp_link_job *j)
{
    sights ports = { 0 }, devices = { 0 }, pairs = { 0 };
    uint32_t n_attached = 0, kept = 0;
    cp_vec_each(t, &j->v) n_attached += is_attached(t);
    if (n_attached == 0)
        return;
    cp_arena *a = cp_arena_new(0);
    cp_vec_each(t, &j->v)
    {
        add(a, &ports, t->a, t->a_key, t->b);
        add(a, &ports, t->b, t->b_key, t->a);
        ends e = ends_of(t);
        if (is_attached(t))
            add(a, &devices, e.device, e.address, e.bridge);
        else
            add(a, &pairs, t->a, t->b, 0); /* a < b, so b is not 0 */
    }
    settle(&ports);
    settle(&devices);
    settle(&pairs);
    for (uint32_t i = 0; i < j->v.n; i++) {
        cp_telling t = j->v.v[i];
        ends e = ends_of(&t);
        if (is_attached(&t) &&
            (is_disputed(&ports, e.bridge, e.port) || is_disputed(&devices, e.device, e.address))) {
            j->out->n_unattached++;
            continue;
        }
        if (is_attached(&t) && find(&pairs, t.a, t.b))
            t.a_key = t.b_key = 0;
        j->v.v[kept++] = t;
    }
    j->v.n = kept;
    cp_arena_free(a);
}
