/* SPDX-License-Identifier: Apache-2.0 */
/* graph.c - see graph.h. */
#include "sources/topo/graph.h"
#include <stdlib.h>
#include "sources/import/rate.h"
#include "sources/topo/topo.h"
#include "sources/values.h"

typedef enum use {
    U_NONE,
    U_HOSTNAME, /* the three that name a node: the first goes before the others */
    U_NAME,
    U_LABEL,
    U_ADDRESS,
    U_METRIC,
    U_WEIGHT,
    U_CAPACITY,
    U_FROM_PORT,
    U_TO_PORT,
    U_SRLG,
    U_LAYER
} use;

typedef struct node {
    cp_str id, name, address;
    cp_ident ident; /* when all is read */
    use named_by;   /* U_NONE: by nothing but its id */
    uint64_t pos;
} node;

typedef struct edge {
    cp_str from, to; /* ids */
    cp_str name, from_port, to_port, srlg, layer;
    uint64_t metric, capacity_bps, pos;
} edge;

struct cp_graph {
    cp_arena *a;
    cp_source *src;
    bool is_directed, is_by_place;
    CP_VEC(node) nodes;
    cp_map node_of; /* id -> index */
    CP_VEC(edge) edges;
    enum { AT_NOTHING, AT_NODE, AT_EDGE } at;
    uint64_t n_over;
};

cp_graph *cp_graph_new(cp_arena *a, cp_source *src)
{
    cp_graph *g = CP_NEW(a, cp_graph);
    g->a = a;
    g->src = src;
    return g;
}

void cp_graph_directed(cp_graph *g, bool is_directed) { g->is_directed = is_directed; }
void cp_graph_by_place(cp_graph *g) { g->is_by_place = true; }

static cp_str kept(cp_graph *g, cp_str s)
{
    s = cp_str_trim(s);
    return s.n ? cp_str_dup(g->a, cp_value_head(s, CP_GRAPH_TEXT_MAX)) : CP_STR("");
}

void cp_graph_node(cp_graph *g, cp_str id, uint64_t pos)
{
    bool added;
    node x = { .id = kept(g, id), .pos = pos };
    g->at = AT_NOTHING;
    g->src->records++;
    if (x.id.n == 0) {
        cp_source_bad(g->a, g->src, pos, "a node without an id");
        return;
    }
    if (g->nodes.n >= CP_GRAPH_NODES_MAX) {
        g->n_over++;
        return;
    }
    uint64_t *at = cp_map_put(g->a, &g->node_of, x.id, &added);
    if (!added) {
        cp_source_bad(g->a, g->src, pos, "node \"%.*s\" is there twice: the first counts",
                      CP_FMT(x.id));
        return;
    }
    *at = g->nodes.n;
    cp_vec_push(g->a, &g->nodes, x);
    g->at = AT_NODE;
}

void cp_graph_edge(cp_graph *g, cp_str from, cp_str to, uint64_t pos)
{
    edge x = { .from = kept(g, from), .to = kept(g, to), .pos = pos };
    g->at = AT_NOTHING;
    g->src->records++;
    if (x.from.n == 0 || x.to.n == 0) {
        cp_source_bad(g->a, g->src, pos, "an edge without %s end",
                      x.from.n == 0 ? "its first" : "its second");
        return;
    }
    if (g->edges.n >= CP_GRAPH_EDGES_MAX) {
        g->n_over++;
        return;
    }
    cp_vec_push(g->a, &g->edges, x);
    g->at = AT_EDGE;
}

/* ---- attributes */

enum { NAME_MAX = 32 };

static const struct {
    const char *name; /* lower case, letters and digits only */
    use use;
} of_nodes[] = {
    { "hostname", U_HOSTNAME },  { "sysname", U_HOSTNAME },      { "name", U_NAME },
    { "label", U_LABEL },        { "ip", U_ADDRESS },            { "ipaddress", U_ADDRESS },
    { "loopback", U_ADDRESS },   { "managementip", U_ADDRESS },  { "mgmtip", U_ADDRESS },
    { "mgmt", U_ADDRESS },       { "managementaddress", U_ADDRESS },
}, of_edges[] = {
    { "metric", U_METRIC },        { "igpmetric", U_METRIC },       { "cost", U_METRIC },
    { "igpcost", U_METRIC },       { "ospfcost", U_METRIC },        { "isismetric", U_METRIC },
    { "weight", U_WEIGHT },        { "capacity", U_CAPACITY },      { "capacitybps", U_CAPACITY },
    { "bandwidth", U_CAPACITY },   { "bandwidthbps", U_CAPACITY },  { "speed", U_CAPACITY },
    { "linkspeedraw", U_CAPACITY },{ "sourceport", U_FROM_PORT },   { "srcport", U_FROM_PORT },
    { "aport", U_FROM_PORT },      { "fromport", U_FROM_PORT },     { "localport", U_FROM_PORT },
    { "sourceinterface", U_FROM_PORT }, { "srcinterface", U_FROM_PORT },
    { "targetport", U_TO_PORT },   { "dstport", U_TO_PORT },        { "destport", U_TO_PORT },
    { "bport", U_TO_PORT },        { "toport", U_TO_PORT },         { "remoteport", U_TO_PORT },
    { "targetinterface", U_TO_PORT }, { "dstinterface", U_TO_PORT },
    { "srlg", U_SRLG },            { "srlgs", U_SRLG },             { "layer", U_LAYER },
    { "name", U_NAME },
};

static cp_str key_of(cp_str name, char key[NAME_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool is_upper = c >= 'A' && c <= 'Z';
        if (!is_upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            continue;
        if (n == NAME_MAX)
            return CP_STR("");
        key[n++] = is_upper ? (char)(c + 0x20) : c;
    }
    return (cp_str){ key, n };
}

static use use_of(const cp_graph *g, cp_str name)
{
    char key[NAME_MAX];
    cp_str k = key_of(name, key);
    for (size_t i = 0; g->at == AT_NODE && i < sizeof of_nodes / sizeof *of_nodes; i++)
        if (cp_str_eq(k, cp_str_c(of_nodes[i].name)))
            return of_nodes[i].use;
    for (size_t i = 0; g->at == AT_EDGE && i < sizeof of_edges / sizeof *of_edges; i++)
        if (cp_str_eq(k, cp_str_c(of_edges[i].name)))
            return of_edges[i].use;
    return U_NONE;
}

static void node_attr(cp_graph *g, node *x, use u, cp_str value)
{
    cp_ip ip;
    switch ((int)u) {
    case U_HOSTNAME:
    case U_NAME:
    case U_LABEL:
        if (x->named_by == U_NONE || u < x->named_by) {
            x->name = kept(g, value);
            x->named_by = u;
        }
        break;
    case U_ADDRESS:
        if (x->address.n == 0 && cp_ip_parse(value, &ip) && cp_ip_is_host(ip))
            x->address = cp_ip_text(g->a, ip);
        break;
    default: break;
    }
}

static void complain(cp_graph *g, const edge *x, cp_str name, cp_str value, const char *what)
{
    cp_source_bad(g->a, g->src, x->pos, "%.*s: \"%.*s\" is no %s",
                  CP_FMT(cp_value_head(name, NAME_MAX)), CP_FMT(cp_value_head(value, 60)), what);
}

static void edge_attr(cp_graph *g, edge *x, use u, cp_str name, cp_str value)
{
    switch ((int)u) {
    case U_METRIC:
        if (!cp_topo_metric_text(value, &x->metric))
            complain(g, x, name, value, "metric: a whole number, 1 to 4294967295");
        break;
    case U_WEIGHT: /* often a length, or what a drawing needs */
        if (x->metric == 0)
            (void)cp_topo_metric_text(value, &x->metric);
        break;
    case U_CAPACITY: {
        cp_arena_mark mark = cp_arena_here(g->a);
        uint64_t unit = cp_rate_unit(g->a, name);
        cp_arena_back(g->a, mark);
        if (!cp_rate_read(value, unit, &x->capacity_bps))
            complain(g, x, name, value, "capacity: bits per second, or with a unit such as 10G");
        break;
    }
    case U_FROM_PORT: x->from_port = kept(g, value); break;
    case U_TO_PORT: x->to_port = kept(g, value); break;
    case U_SRLG: x->srlg = kept(g, value); break;
    case U_LAYER: x->layer = kept(g, value); break;
    case U_NAME: x->name = kept(g, value); break;
    default: break;
    }
}

void cp_graph_attr(cp_graph *g, cp_str name, cp_str value)
{
    use u = use_of(g, name);
    value = cp_str_trim(value);
    if (u == U_NONE || cp_value_is_placeholder(value))
        return;
    if (g->at == AT_NODE)
        node_attr(g, &g->nodes.v[g->nodes.n - 1], u, value);
    else
        edge_attr(g, &g->edges.v[g->edges.n - 1], u, name, value);
}

/* ---- telling */

static const node *find_node(const cp_graph *g, cp_str id)
{
    const uint64_t *at = cp_map_get(&g->node_of, id);
    uint64_t place;
    if (at)
        return &g->nodes.v[*at];
    if (g->is_by_place && cp_str_u64(id, &place) && place < g->nodes.n)
        return &g->nodes.v[place];
    return NULL;
}

/* An edge with the places of its ends; those of a directed graph are sorted by pair. */
typedef struct half {
    uint32_t from, to, edge;
} half;

static uint32_t low(const half *h) { return h->from < h->to ? h->from : h->to; }
static uint32_t high(const half *h) { return h->from < h->to ? h->to : h->from; }

static int by_pair(const void *x, const void *y)
{
    const half *a = x, *b = y;
    if (low(a) != low(b))
        return low(a) < low(b) ? -1 : 1;
    if (high(a) != high(b))
        return high(a) < high(b) ? -1 : 1;
    bool back_a = a->from > a->to, back_b = b->from > b->to;
    if (back_a != back_b)
        return back_a ? 1 : -1;
    return a->edge < b->edge ? -1 : a->edge > b->edge;
}

static uint32_t idents(const node *n, cp_ident ids[2])
{
    ids[0] = n->ident;
    ids[1] = (cp_ident){ CP_IDENT_IP, n->address };
    return n->address.n && ids[0].kind != CP_IDENT_IP ? 2 : 1;
}

static cp_rc tell_edge(cp_graph *g, const half *there, const half *back, const cp_obs_sink *sink,
                       cp_err *err)
{
    cp_ident a[2], b[2];
    const edge *x = &g->edges.v[there->edge], *y = back ? &g->edges.v[back->edge] : NULL;
    cp_link l = { .kind = CP_LINK_GRAPH,
                  .name = x->name.n || !y ? x->name : y->name,
                  .layer = x->layer,
                  .srlg = x->srlg,
                  .metric = x->metric,
                  .metric_back = y ? y->metric : 0,
                  .capacity_bps = x->capacity_bps,
                  .both_sides = !g->is_directed || y,
                  .at = CP_TIME_NONE,
                  .pos = x->pos };
    l.a = (cp_link_end){ a, idents(&g->nodes.v[there->from], a),
                         x->from_port.n || !y ? x->from_port : y->to_port, CP_STR("") };
    l.b = (cp_link_end){ b, idents(&g->nodes.v[there->to], b),
                         x->to_port.n || !y ? x->to_port : y->from_port, CP_STR("") };
    return sink->link ? sink->link(sink->ctx, &l, err) : CP_OK;
}

/* Of one pair of nodes: the first edge there and the first one back are a link, and so on. */
static cp_rc tell_pair(cp_graph *g, const half *v, uint32_t n, const cp_obs_sink *sink, cp_err *err)
{
    uint32_t n_there = 0;
    cp_rc rc = CP_OK;
    while (n_there < n && v[n_there].from <= v[n_there].to)
        n_there++;
    for (uint32_t i = 0; rc == CP_OK && (i < n_there || n_there + i < n); i++) {
        const half *there = i < n_there ? &v[i] : NULL;
        const half *back = n_there + i < n ? &v[n_there + i] : NULL;
        rc = tell_edge(g, there ? there : back, there ? back : NULL, sink, err);
    }
    return rc;
}

cp_rc cp_graph_tell(cp_graph *g, const cp_obs_sink *sink, cp_err *err)
{
    CP_VEC(half) v = { 0 };
    cp_rc rc = CP_OK;
    uint64_t n_loops = 0;
    for (uint32_t i = 0; i < g->nodes.n; i++) {
        node *n = &g->nodes.v[i];
        n->ident = cp_topo_ident(g->a, n->name.n ? n->name : n->id);
    }
    for (uint32_t i = 0; i < g->edges.n; i++) {
        const edge *x = &g->edges.v[i];
        const node *from = find_node(g, x->from), *to = find_node(g, x->to);
        if (!from || !to) {
            cp_source_bad(g->a, g->src, x->pos, "an edge to \"%.*s\", which is no node",
                          CP_FMT(from ? x->to : x->from));
            continue;
        }
        n_loops += from == to;
        cp_vec_push(g->a, &v,
                    ((half){ (uint32_t)(from - g->nodes.v), (uint32_t)(to - g->nodes.v), i }));
    }
    if (g->is_directed && v.n)
        qsort(v.v, v.n, sizeof *v.v, by_pair);
    for (uint32_t i = 0, end; rc == CP_OK && i < v.n; i = end) {
        for (end = i + 1; g->is_directed && end < v.n && low(&v.v[end]) == low(&v.v[i]) &&
                          high(&v.v[end]) == high(&v.v[i]);)
            end++;
        rc = tell_pair(g, v.v + i, end - i, sink, err);
    }
    cp_topo_note(g->a, g->src, "%u nodes, %u edges%s", g->nodes.n, g->edges.n,
                 g->is_directed ? ", directed" : "");
    if (n_loops)
        cp_topo_note(g->a, g->src, "%llu edge%s from a node to itself", (unsigned long long)n_loops,
                     n_loops == 1 ? "" : "s");
    if (g->n_over)
        cp_source_bad(g->a, g->src, 0, "%llu nodes and edges beyond what is kept of one graph",
                      (unsigned long long)g->n_over);
    return rc;
}
