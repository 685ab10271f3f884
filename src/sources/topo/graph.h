/* SPDX-License-Identifier: Apache-2.0 */
/* graph.h - a graph as any of the formats for graphs has it, until it is told as links.
 *
 *     node 0: label "north"      edge 0 -> 1: metric 10        hostname=north --10/20--
 *     hostname=south
 *     node 1: label "south"      edge 1 -> 0: metric 20        (directed: two edges are one link)
 *
 * What a node is called is its hostname, name or label, else its id; an address among its
 * attributes identifies it too. Of an edge these attributes are understood, whatever their case and
 * separators: metric, igp metric, cost, weight (if it is a whole number); capacity, bandwidth,
 * speed; ports; srlg; layer; name. */
#pragma once
#include "model/observation.h"
#include "model/source.h"

enum {
    CP_GRAPH_NODES_MAX = 1 << 24,
    CP_GRAPH_EDGES_MAX = 1 << 26,
    CP_GRAPH_TEXT_MAX = 1024, /* of an id or an attribute that is kept; longer is cut */
};

typedef struct cp_graph cp_graph;
/* What cannot be used is told in src, texts in a. */
cp_graph *cp_graph_new(cp_arena *a, cp_source *src);
void cp_graph_directed(cp_graph *g, bool is_directed);
/* The attributes that follow are of this node, or this edge. Texts are copied. */
void cp_graph_node(cp_graph *g, cp_str id, uint64_t pos);
void cp_graph_edge(cp_graph *g, cp_str from, cp_str to, uint64_t pos);
void cp_graph_attr(cp_graph *g, cp_str name, cp_str value);
/* Ids of edges that are no node's are places of nodes, counted from 0 (old networkx). */
void cp_graph_by_place(cp_graph *g);
CP_MUST_CHECK cp_rc cp_graph_tell(cp_graph *g, const cp_obs_sink *sink, cp_err *err);
