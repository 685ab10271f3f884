/* SPDX-License-Identifier: Apache-2.0 */
/* node_link.c - graphs as networkx writes them:
 *
 *     {"directed":false,"nodes":[{"id":"0","name":"north"}],
 *      "links":[{"source":"0","target":"1","metric":10}]}         `edges` in newer versions
 *
 * Ends are ids of nodes; in old versions, places in the list. Attributes: graph.h. */
#include "codec/json.h"
#include "sources/topo/graph.h"
#include "sources/topo/topo.h"

static void read_attrs(cp_graph *g, const cp_tree *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (cp_tree_is_text(t->items[i]))
            cp_graph_attr(g, t->keys[i], cp_tree_text(t->items[i]));
}

static void read_nodes(cp_graph *g, const cp_tree *list, uint64_t *pos)
{
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++) {
        const cp_tree *t = list->items[i];
        bool is_map = t->kind == CP_TREE_MAP;
        cp_graph_node(g, is_map ? cp_tree_get_text(t, CP_STR("id")) : cp_tree_text(t), ++*pos);
        if (is_map)
            read_attrs(g, t);
    }
}

static void read_edges(cp_graph *g, const cp_tree *list, uint64_t *pos)
{
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++) {
        const cp_tree *t = list->items[i];
        cp_graph_edge(g, cp_tree_get_text(t, CP_STR("source")),
                      cp_tree_get_text(t, CP_STR("target")), ++*pos);
        if (t->kind == CP_TREE_MAP)
            read_attrs(g, t);
    }
}

static cp_rc read_node_link(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    const cp_tree *t;
    cp_graph *g = cp_graph_new(a, src);
    uint64_t pos = 0;
    cp_rc rc = cp_topo_read(a, in, opts, src, &text, err);
    if (rc == CP_OK)
        rc = cp_json_parse(a, text, &t, err);
    if (rc != CP_OK)
        return rc;
    const cp_tree *nodes = cp_tree_get(t, CP_STR("nodes")),
                  *edges = cp_tree_get(t, CP_STR("links")),
                  *directed = cp_tree_get(t, CP_STR("directed"));
    if (!edges)
        edges = cp_tree_get(t, CP_STR("edges"));
    if (!nodes || nodes->kind != CP_TREE_SEQ || !edges || edges->kind != CP_TREE_SEQ)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "expected lists of `nodes` and of `links` or `edges`");
    cp_graph_directed(g, directed && directed->kind == CP_TREE_BOOL && directed->boolean);
    cp_graph_by_place(g);
    read_nodes(g, nodes, &pos);
    read_edges(g, edges, &pos);
    return cp_graph_tell(g, sink, err);
}

/* Many documents have nodes and links: these have ends that are called so, or say that they are a
 * graph. */
static int detect_node_link(cp_bytes head, cp_str name)
{
    static const char *const nodes[] = { "nodes", NULL },
                             *const graph[] = { "directed", "multigraph", NULL },
                             *const edges[] = { "links", "edges", NULL },
                             *const source[] = { "source", NULL },
                             *const target[] = { "target", NULL };
    (void)name;
    if (!cp_topo_is_json(head))
        return 0;
    bool has_lists = cp_topo_has_key(head, nodes) || cp_topo_has_key(head, edges);
    if (has_lists && cp_topo_has_key(head, graph))
        return 90;
    return cp_topo_has_key(head, nodes) && cp_topo_has_key(head, edges) &&
                   cp_topo_has_key(head, source) && cp_topo_has_key(head, target)
               ? 80
               : 0;
}

const cp_format cp_format_node_link = {
    .name = "node-link",
    .what = "graph (node-link JSON)",
    .detect = detect_node_link,
    .read = read_node_link,
};
