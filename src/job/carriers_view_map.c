/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_view_map.c - see carriers_view.h: the ASes around carriers that count.
 *
 *     peers ...far... entered from --. carriers, by what .-- left to ...far... origins
 *       `------ routes, exactly -----+ they pass on     +-- routes, exactly -----'
 *
 * A peer that is itself beside a carrier stands with the peers; an AS that a carrier is left to and
 * that passes nothing on, with the origins. Of each column the ASes with the most routes are shown,
 * and all others as one, with their number; so what goes into a column and out of it is all there
 * is. Of what lies farther off than beside a carrier only the example of each prefix tells: a far
 * edge counts prefixes. */
#include <stdlib.h>
#include "job/carriers_view.h"

static const uint32_t shown_max[CP_CARRIER_COLUMNS] = { [CP_CARRIER_PEER] = 9,
                                                        [CP_CARRIER_ENTERED] = 12,
                                                        [CP_CARRIER_MIDDLE] = 16,
                                                        [CP_CARRIER_LEFT] = 12,
                                                        [CP_CARRIER_ORIGIN] = 9 };
enum { LEVELS_MAX = 3 }; /* columns of carriers behind the first: more do not fit a page */

/* The ASes of a column, before it is known which of them are shown. */
typedef struct column {
    cp_map at;                   /* AS number -> place + 1 in v */
    CP_VEC(cp_carrier_beside) v; /* `as` is a number here */
    uint32_t *node;              /* per item of v */
} column;

typedef struct mapping {
    cp_carriers_viewing *k;
    column columns[CP_CARRIER_COLUMNS];
    cp_map peers, origins; /* AS number -> routes that count: told by it, to it */
    cp_map passing;        /* behind a carrier, and not the last */
    cp_map edges;          /* two items of columns -> place + 1 in v */
    struct {
        uint32_t from_column, from, to_column, to;
        uint64_t n;
    } * v;
    uint32_t n, cap;
    CP_VEC(cp_carrier_node) nodes;
    CP_VEC(cp_carrier_edge) out;
} mapping;

static uint64_t value_of(const cp_map *m, uint32_t asn)
{
    const uint64_t *at = cp_map_get(m, (cp_str){ (const char *)&asn, sizeof asn });
    return at ? *at : 0;
}

static uint32_t put(mapping *m, cp_carrier_column c, uint32_t asn, uint64_t n)
{
    column *col = &m->columns[c];
    uint64_t *at = cp_carriers_view_at(m->k, &col->at, asn);
    if (!*at) {
        cp_vec_push(m->k->mem, &col->v, ((cp_carrier_beside){ .as = asn }));
        *at = col->v.n;
    }
    col->v.v[*at - 1].routes += n;
    return (uint32_t)(*at - 1);
}

static bool is_carrier(const mapping *m, uint32_t asn)
{
    return cp_as_table_of(m->k->c->who.table, asn) >= CP_AS_UNDETERMINED &&
           cp_map_get(&m->columns[CP_CARRIER_MIDDLE].at,
                      (cp_str){ (const char *)&asn, sizeof asn }) != NULL;
}

static void link(mapping *m, cp_carrier_column from_column, uint32_t from,
                 cp_carrier_column to_column, uint32_t to, uint64_t n)
{
    const uint32_t ends[] = { from_column, from, to_column, to };
    uint64_t *at = cp_map_get(&m->edges, (cp_str){ (const char *)ends, sizeof ends });
    if (!at) {
        const char *key = cp_arena_dup(m->k->mem, ends, sizeof ends);
        at = cp_map_put(m->k->mem, &m->edges, (cp_str){ key, sizeof ends }, NULL);
    }
    if (!*at) {
        if (m->n == m->cap)
            m->v = cp_vec_more(m->k->mem, m->v, &m->cap, sizeof *m->v);
        m->v[m->n].from_column = from_column;
        m->v[m->n].from = from;
        m->v[m->n].to_column = to_column;
        m->v[m->n].to = to;
        m->v[m->n].n = 0;
        *at = ++m->n;
    }
    m->v[*at - 1].n += n;
}

/* ---- who tells, and where it goes to */

static void find_ends(mapping *m)
{
    uint32_t n;
    const cp_exposure_peer *peers = cp_exposure_peers(m->k->c->x, &n);
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t *r = peers[i].routes;
        uint64_t counting = r[CP_AS_EXCLUDED] + r[CP_AS_RESTRICTED] + r[CP_AS_UNDETERMINED];
        if (counting)
            *cp_carriers_view_at(m->k, &m->peers, peers[i].peer.as) += counting;
    }
    const cp_exposure_as *origins = cp_exposure_origins(m->k->c->x, &n);
    for (uint32_t i = 0; i < n; i++)
        if (origins[i].routes)
            *cp_carriers_view_at(m->k, &m->origins, origins[i].asn) += origins[i].routes;
}

/* The places of the first carrier of a path and of the last; false: there is none. */
static bool find_carriers(const mapping *m, const cp_exposure_path *p, uint32_t *first,
                          uint32_t *last)
{
    *first = p->n;
    for (uint32_t i = 0; i < p->n; i++)
        if (is_carrier(m, p->asns[i])) {
            *first = *first < i ? *first : i;
            *last = i;
        }
    return *first < p->n;
}

static cp_carrier_column before(const mapping *m, uint32_t asn)
{
    return value_of(&m->peers, asn) ? CP_CARRIER_PEER : CP_CARRIER_ENTERED;
}

static cp_carrier_column behind(const mapping *m, uint32_t asn)
{
    return !value_of(&m->passing, asn) && value_of(&m->origins, asn) ? CP_CARRIER_ORIGIN
                                                                     : CP_CARRIER_LEFT;
}

/* ---- beside carriers */

/* Between two carriers an edge is told twice, from either: that of who is behind is taken. */
static void add_beside(mapping *m, uint32_t carrier, uint32_t asn, bool is_before)
{
    uint32_t n;
    const cp_exposure_edge *e = cp_exposure_edges_of(m->k->c->x, asn, is_before, &n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t beside = e[i].beside;
        bool is_between = beside && is_carrier(m, beside);
        if (!beside || (is_between && !is_before))
            continue;
        cp_carrier_column c = is_between  ? CP_CARRIER_MIDDLE
                              : is_before ? before(m, beside)
                                          : behind(m, beside);
        uint32_t other = put(m, c, beside, is_between ? 0 : e[i].routes);
        if (is_before)
            link(m, c, other, CP_CARRIER_MIDDLE, carrier, e[i].routes);
        else
            link(m, CP_CARRIER_MIDDLE, carrier, c, other, e[i].routes);
    }
}

static void add_carriers(mapping *m)
{
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_ases(m->k->c->x, &n);
    for (uint32_t i = 0; i < n; i++) {
        add_beside(m, i, v[i].asn, true);
        add_beside(m, i, v[i].asn, false);
    }
}

/* ---- farther off: by the example of each prefix */

static void note_passing(mapping *m, const cp_exposure_path *p)
{
    uint32_t first, last = 0;
    if (find_carriers(m, p, &first, &last) && last + 2 < p->n)
        *cp_carriers_view_at(m->k, &m->passing, p->asns[last + 1]) = 1;
}

static void add_far(mapping *m, const cp_exposure_path *p)
{
    uint32_t first, last = 0;
    if (!find_carriers(m, p, &first, &last))
        return;
    if (first >= 2 && before(m, p->asns[first - 1]) == CP_CARRIER_ENTERED) {
        uint32_t from = put(m, CP_CARRIER_PEER, p->asns[0], 0);
        link(m, CP_CARRIER_PEER, from, CP_CARRIER_ENTERED,
             put(m, CP_CARRIER_ENTERED, p->asns[first - 1], 0), 1);
    }
    if (last + 2 < p->n && !p->is_cut) {
        uint32_t from = put(m, CP_CARRIER_LEFT, p->asns[last + 1], 0);
        link(m, CP_CARRIER_LEFT, from, CP_CARRIER_ORIGIN,
             put(m, CP_CARRIER_ORIGIN, p->asns[p->n - 1], 0), 1);
    }
}

static void each_example(mapping *m, void (*take)(mapping *m, const cp_exposure_path *p))
{
    uint32_t n;
    const cp_exposure_row *v = cp_exposure_rows(m->k->c->x, &n);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].path)
            take(m, cp_exposure_path_of(m->k->c->x, v[i].path));
}

/* ---- which are shown */

typedef struct ranked {
    uint32_t at, asn;
    uint64_t n;
} ranked;

static int most_first(const void *p, const void *q)
{
    const ranked *x = p, *y = q;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return x->asn < y->asn ? -1 : x->asn > y->asn;
}

/* Those with the most as a node each, all others as one. */
static void show_column(mapping *m, cp_carrier_column c)
{
    column *col = &m->columns[c];
    ranked *v = CP_NEW_RAW(m->k->mem, ranked, col->v.n + (size_t)1);
    uint32_t most = shown_max[c];
    col->node = CP_NEW_RAW(m->k->mem, uint32_t, col->v.n + (size_t)1);
    for (uint32_t i = 0; i < col->v.n; i++) {
        uint32_t asn = col->v.v[i].as;
        v[i] = (ranked){ i, asn,
                         c == CP_CARRIER_PEER     ? value_of(&m->peers, asn)
                         : c == CP_CARRIER_ORIGIN ? value_of(&m->origins, asn)
                                                  : col->v.v[i].routes };
    }
    if (col->v.n)
        qsort(v, col->v.n, sizeof *v, most_first);
    for (uint32_t i = 0; i < col->v.n; i++) {
        bool is_shown = i < most || col->v.n == most + 1; /* one "other" may as well be named */
        if (is_shown || i == most)
            cp_vec_push(m->k->a, &m->nodes,
                        ((cp_carrier_node){ .column = c,
                                            .as = is_shown ? cp_carriers_view_as(m->k, v[i].asn)
                                                           : CP_CARRIER_VIEW_NONE }));
        cp_carrier_node *x = &m->nodes.v[m->nodes.n - 1];
        x->n++;
        x->routes += v[i].n;
        col->node[v[i].at] = m->nodes.n - 1;
    }
}

static int by_ends(const void *p, const void *q)
{
    const cp_carrier_edge *x = p, *y = q;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static void show_edges(mapping *m)
{
    for (uint32_t i = 0; i < m->n; i++) {
        cp_carrier_edge e = { .from = m->columns[m->v[i].from_column].node[m->v[i].from],
                              .to = m->columns[m->v[i].to_column].node[m->v[i].to],
                              .n = m->v[i].n,
                              .is_far = m->v[i].from_column != CP_CARRIER_MIDDLE &&
                                        m->v[i].to_column != CP_CARRIER_MIDDLE };
        if (e.from != e.to)
            cp_vec_push(m->k->mem, &m->out, e);
    }
    if (m->out.n)
        qsort(m->out.v, m->out.n, sizeof *m->out.v, by_ends);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < m->out.n; i++)
        if (kept && by_ends(&m->out.v[kept - 1], &m->out.v[i]) == 0)
            m->out.v[kept - 1].n += m->out.v[i].n;
        else
            m->out.v[kept++] = m->out.v[i];
    if (kept)
        m->k->out->edges = cp_arena_dup(m->k->a, m->out.v, kept * sizeof *m->out.v);
    m->k->out->n_edges = kept;
}

/* ---- levels, peers, origins */

static uint64_t edge_of(const mapping *m, uint32_t from, uint32_t to)
{
    const cp_carrier_edge wanted = { .from = from, .to = to };
    const cp_carrier_view *out = m->k->out;
    const cp_carrier_edge *e =
        out->n_edges ? bsearch(&wanted, out->edges, out->n_edges, sizeof wanted, by_ends) : NULL;
    return e ? e->n : 0;
}

/* A carrier stands behind those from which it has more routes than it gives them; where they go
 * round in a circle, no farther than LEVELS_MAX. */
static void set_levels(mapping *m)
{
    const cp_carrier_view *out = m->k->out;
    for (uint32_t round = 0; round < LEVELS_MAX; round++)
        for (uint32_t i = 0; i < out->n_edges; i++) {
            const cp_carrier_edge *e = &out->edges[i];
            cp_carrier_node *from = &m->nodes.v[e->from], *to = &m->nodes.v[e->to];
            bool is_between = from->column == CP_CARRIER_MIDDLE &&
                              to->column == CP_CARRIER_MIDDLE && from->as != CP_CARRIER_VIEW_NONE &&
                              to->as != CP_CARRIER_VIEW_NONE;
            uint64_t back = is_between ? edge_of(m, e->to, e->from) : 0;
            bool is_forward = e->n > back || (e->n == back && e->from < e->to);
            if (is_between && is_forward && to->level <= from->level && from->level < LEVELS_MAX)
                to->level = from->level + 1;
        }
}

static void mark_ends(mapping *m)
{
    for (int c = 0; c < CP_CARRIER_COLUMNS; c++)
        for (uint32_t i = 0; i < m->columns[c].v.n; i++) {
            uint32_t asn = m->columns[c].v.v[i].as;
            cp_carrier_node *x = &m->nodes.v[m->columns[c].node[i]];
            if (x->as == CP_CARRIER_VIEW_NONE)
                continue;
            x->is_peer = c <= CP_CARRIER_MIDDLE && value_of(&m->peers, asn);
            x->is_origin = c >= CP_CARRIER_MIDDLE && value_of(&m->origins, asn);
        }
}

void cp_carriers_view_map(cp_carriers_viewing *k)
{
    mapping m = { .k = k };
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_ases(k->c->x, &n);
    for (uint32_t i = 0; i < n; i++)
        (void)put(&m, CP_CARRIER_MIDDLE, v[i].asn, v[i].routes);
    find_ends(&m);
    each_example(&m, note_passing);
    add_carriers(&m);
    each_example(&m, add_far);
    for (int c = 0; c < CP_CARRIER_COLUMNS; c++)
        show_column(&m, (cp_carrier_column)c);
    show_edges(&m);
    set_levels(&m);
    mark_ends(&m);
    k->out->nodes = m.nodes.v;
    k->out->n_nodes = m.nodes.n;
}
