/* SPDX-License-Identifier: Apache-2.0 */
/* graphml.c - graphs as GraphML (graphml.graphdrawing.org, 1.1), as networkx, yEd and the Topology
 * Zoo write it:
 *
 *     <key id="d0" for="edge" attr.name="metric" attr.type="int"/>
 *     <graph edgedefault="undirected">
 *       <node id="n0"><data key="d1">north</data></node>
 *       <edge source="n0" target="n1"><data key="d0">10</data></edge>
 *
 * A label that is drawn (yEd: NodeLabel within data) names its node. Document types, and with them
 * entities, are refused by the reader of XML. Hyperedges are told: they are no links. */
#include "codec/xml.h"
#include "sources/topo/graph.h"
#include "sources/topo/topo.h"

enum { ITEMS_PER_ASK = 65536, KEYS_MAX = 4096 };

typedef struct reading {
    cp_arena *a;
    cp_source *src;
    cp_xml x;
    uint64_t line;
    size_t counted; /* bytes of which the lines are counted */
    cp_graph *g;
    cp_map keys; /* id of a key -> index into names */
    CP_VEC(cp_str) names;
    cp_str data; /* name of the attribute whose text comes; "" none */
    cp_buf text; /* of it */
    bool is_in_graph;
} reading;

static uint64_t line_now(reading *r)
{
    for (; r->counted < r->x.at && r->counted < r->x.in.n; r->counted++)
        r->line += r->x.in.p[r->counted] == '\n';
    return r->line;
}

/* The value of an attribute in what stands behind the name of the element. */
static cp_str attribute(reading *r, cp_str in, const char *name)
{
    cp_str want = cp_str_c(name);
    for (size_t i = 0; i < in.n;) {
        size_t begin, end;
        while (i < in.n &&
               (in.p[i] == ' ' || in.p[i] == '\t' || in.p[i] == '\n' || in.p[i] == '\r'))
            i++;
        for (begin = i; i < in.n && in.p[i] != '=';)
            i++;
        cp_str found = cp_str_trim(cp_str_slice(in, begin, i - begin));
        for (i++; i < in.n && in.p[i] != '"' && in.p[i] != '\'';)
            i++;
        if (i >= in.n)
            break;
        char quote = in.p[i++];
        for (end = i; end < in.n && in.p[end] != quote;)
            end++;
        if (cp_str_eq(found, want))
            return cp_xml_text(r->a, cp_str_slice(in, i, end - i));
        i = end + 1;
    }
    return CP_STR("");
}

static void take_key(reading *r, cp_str attributes)
{
    bool added;
    cp_str id = attribute(r, attributes, "id"), name = attribute(r, attributes, "attr.name");
    if (id.n == 0 || r->names.n >= KEYS_MAX)
        return;
    uint64_t *at = cp_map_put(r->a, &r->keys, cp_str_dup(r->a, id), &added);
    if (added) {
        *at = r->names.n;
        cp_vec_push(r->a, &r->names, cp_str_dup(r->a, name));
    }
}

static void open_data(reading *r, cp_str attributes)
{
    const uint64_t *at = cp_map_get(&r->keys, attribute(r, attributes, "key"));
    r->data = at ? r->names.v[*at] : CP_STR("");
    r->text.n = 0;
}

static void take_open(reading *r, const cp_xml_item *i)
{
    uint64_t line = line_now(r);
    if (cp_str_eq(i->name, CP_STR("key"))) {
        take_key(r, i->attributes);
    } else if (cp_str_eq(i->name, CP_STR("graph"))) {
        r->is_in_graph = true;
        if (cp_str_eq(attribute(r, i->attributes, "edgedefault"), CP_STR("directed")))
            cp_graph_directed(r->g, true);
    } else if (cp_str_eq(i->name, CP_STR("node"))) {
        cp_graph_node(r->g, attribute(r, i->attributes, "id"), line);
    } else if (cp_str_eq(i->name, CP_STR("edge"))) {
        cp_graph_edge(r->g, attribute(r, i->attributes, "source"),
                      attribute(r, i->attributes, "target"), line);
        cp_graph_attr(r->g, CP_STR("sourceport"), attribute(r, i->attributes, "sourceport"));
        cp_graph_attr(r->g, CP_STR("targetport"), attribute(r, i->attributes, "targetport"));
    } else if (cp_str_eq(i->name, CP_STR("hyperedge"))) {
        r->src->records++;
        cp_source_bad(r->a, r->src, line, "a hyperedge: it is no link, and was not read");
    } else if (cp_str_eq(i->name, CP_STR("data")) && r->is_in_graph) {
        open_data(r, i->attributes);
    } else if (cp_str_eq(i->name, CP_STR("NodeLabel"))) {
        r->data = CP_STR("label");
        r->text.n = 0;
    }
}

static void take_close(reading *r, const cp_xml_item *i)
{
    bool is_data = cp_str_eq(i->name, CP_STR("data")) || cp_str_eq(i->name, CP_STR("NodeLabel"));
    if (!is_data || r->data.n == 0)
        return;
    cp_graph_attr(r->g, r->data, cp_buf_str(&r->text));
    r->data = CP_STR("");
}

static cp_rc read_items(reading *r, const cp_read_opts *opts, cp_err *err)
{
    cp_xml_item i;
    cp_arena *a = r->a;
    for (uint64_t n = 0; cp_xml_next(&r->x, &i); n++) {
        if (n % ITEMS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        if (i.kind == CP_XML_OPEN)
            take_open(r, &i);
        else if (i.kind == CP_XML_CLOSE)
            take_close(r, &i);
        else if (r->data.n && r->text.n < CP_GRAPH_TEXT_MAX)
            cp_buf_add(&r->text, i.is_cdata ? i.text : cp_xml_text(a, i.text));
    }
    if (r->x.rc == CP_OK)
        return CP_OK;
    if (err)
        *err = r->x.err;
    return r->x.rc;
}

static cp_rc read_graphml(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    cp_err fault = { .off_bytes = CP_NO_OFF };
    reading *r = CP_NEW(a, reading);
    cp_rc rc = cp_topo_read(a, in, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    r->a = a;
    r->src = src;
    r->line = 1;
    r->g = cp_graph_new(a, src);
    r->text = cp_buf_new(a);
    cp_xml_init(&r->x, text);
    r->x.n_items_max = UINT32_MAX - 1; /* the file has a limit, and each item its bytes */
    rc = read_items(r, opts, &fault);
    if (rc == CP_EINTR || (rc != CP_OK && src->records == src->records_bad)) {
        if (err)
            *err = fault;
        return rc;
    }
    if (rc != CP_OK) { /* what was read before it stays good */
        src->records++;
        cp_source_bad(a, src, line_now(r), "%s; what follows was not read", fault.msg);
    }
    return cp_graph_tell(r->g, sink, err);
}

static int detect_graphml(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_slice(cp_str_of_bytes(head), 0, 4096);
    (void)name;
    ptrdiff_t at = cp_str_find(s, CP_STR("<graphml"));
    return at >= 0 ? 95 : 0;
}

const cp_format cp_format_graphml = {
    .name = "graphml",
    .what = "graph (GraphML)",
    .detect = detect_graphml,
    .read = read_graphml,
};
