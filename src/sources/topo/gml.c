/* SPDX-License-Identifier: Apache-2.0 */
/* gml.c - graphs in the Graph Modelling Language (Himsolt 1997):
 *
 *     graph [
 *       directed 0
 *       node [ id 0 label "north" ]
 *       edge [ source 0 target 1 metric 10 ]
 *     ]
 *
 * A value is a number, a text in quotes (with the references of XML) or a list in brackets; lists
 * within nodes and edges are passed over. A line that begins with # is a comment. */
#include "codec/xml.h"
#include "sources/topo/graph.h"
#include "sources/topo/topo.h"

enum {
    DEPTH_MAX = 64,
    ATTRS_MAX = 256, /* of one node or edge; the rest is passed over */
    ITEMS_PER_ASK = 65536
};

typedef enum token { T_END, T_KEY, T_VALUE, T_OPEN, T_CLOSE, T_BAD } token;

typedef struct lexer {
    cp_str in;
    size_t at;
    uint64_t line;
    cp_str text; /* of a key or a value */
    bool is_quoted;
} lexer;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void skip_blanks(lexer *x)
{
    bool is_line_start = x->at == 0 || x->in.p[x->at - 1] == '\n';
    for (; x->at < x->in.n; x->at++) {
        char c = x->in.p[x->at];
        if (c == '#' && is_line_start) {
            while (x->at < x->in.n && x->in.p[x->at] != '\n')
                x->at++;
            if (x->at == x->in.n)
                return;
            c = '\n';
        }
        if (!is_blank(c))
            return;
        x->line += c == '\n';
        is_line_start = c == '\n' || (is_line_start && c != '\n');
    }
}

static token quoted(lexer *x)
{
    size_t begin = ++x->at;
    for (; x->at < x->in.n && x->in.p[x->at] != '"'; x->at++)
        x->line += x->in.p[x->at] == '\n';
    if (x->at == x->in.n)
        return T_BAD;
    x->text = cp_str_slice(x->in, begin, x->at++ - begin);
    x->is_quoted = true;
    return T_VALUE;
}

static token next(lexer *x)
{
    skip_blanks(x);
    x->is_quoted = false;
    if (x->at >= x->in.n)
        return T_END;
    char c = x->in.p[x->at];
    if (c == '[' || c == ']') {
        x->at++;
        return c == '[' ? T_OPEN : T_CLOSE;
    }
    if (c == '"')
        return quoted(x);
    size_t begin = x->at;
    while (x->at < x->in.n && !is_blank(x->in.p[x->at]) && x->in.p[x->at] != '[' &&
           x->in.p[x->at] != ']' && x->in.p[x->at] != '"')
        x->at++;
    x->text = cp_str_slice(x->in, begin, x->at - begin);
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return is_letter ? T_KEY : T_VALUE;
}

typedef struct attr {
    cp_str name, value;
} attr;

typedef struct reading {
    cp_arena *a;
    lexer x;
    cp_graph *g;
    const cp_read_opts *opts;
    attr attrs[ATTRS_MAX];
    uint32_t n_attrs;
    uint64_t n_items;
    cp_err *err;
} reading;

static cp_rc broken(reading *r, const char *what)
{
    return cp_fail_line(r->err, CP_EFORMAT, r->x.line, "%s", what);
}

/* Passes over a list whose bracket was read. */
static cp_rc skip_list(reading *r)
{
    uint32_t depth = 1;
    while (depth > 0)
        switch (next(&r->x)) {
        case T_OPEN:
            if (++depth > DEPTH_MAX)
                return cp_fail_line(r->err, CP_ELIMIT, r->x.line, "lists in lists, more than %d",
                                    DEPTH_MAX);
            break;
        case T_CLOSE: depth--; break;
        case T_END: return broken(r, "a list has no end");
        case T_BAD: return broken(r, "a text has no end");
        case T_KEY:
        case T_VALUE: break;
        }
    return CP_OK;
}

static cp_str get(const reading *r, const char *name)
{
    for (uint32_t i = 0; i < r->n_attrs; i++)
        if (cp_str_eq_nocase(r->attrs[i].name, cp_str_c(name)))
            return r->attrs[i].value;
    return CP_STR("");
}

/* The keys and values of a list whose bracket was read; a list in it is given to `list`, or
 * passed over. */
static cp_rc read_list(reading *r, cp_rc (*list)(reading *r, cp_str key, uint64_t line))
{
    for (;;) {
        token t = next(&r->x);
        cp_str key = r->x.text;
        uint64_t line = r->x.line;
        if (t == T_CLOSE)
            return CP_OK;
        if (t != T_KEY)
            return broken(r, t == T_END ? "a list has no end" : "expected a key");
        t = next(&r->x);
        cp_rc rc = CP_OK;
        if (t == T_OPEN)
            rc = list ? list(r, key, line) : skip_list(r);
        else if (t != T_VALUE && t != T_KEY)
            rc = broken(r, "expected a value");
        else if (r->n_attrs < ATTRS_MAX)
            r->attrs[r->n_attrs++] =
                (attr){ key, r->x.is_quoted ? cp_xml_text(r->a, r->x.text) : r->x.text };
        if (rc != CP_OK)
            return rc;
    }
}

static void tell_attrs(reading *r)
{
    for (uint32_t i = 0; i < r->n_attrs; i++)
        cp_graph_attr(r->g, r->attrs[i].name, r->attrs[i].value);
}

static cp_rc read_element(reading *r, cp_str key, uint64_t line)
{
    bool is_node = cp_str_eq_nocase(key, CP_STR("node"));
    if (!is_node && !cp_str_eq_nocase(key, CP_STR("edge")))
        return skip_list(r);
    if (r->n_items++ % ITEMS_PER_ASK == 0 && r->opts->is_stopped &&
        r->opts->is_stopped(r->opts->stop_ctx))
        return cp_fail(r->err, CP_EINTR, CP_NO_OFF, "stopped");
    /* what stands between them is of the graph */
    if (cp_str_eq(get(r, "directed"), CP_STR("1")))
        cp_graph_directed(r->g, true);
    r->n_attrs = 0;
    cp_rc rc = read_list(r, NULL);
    if (rc != CP_OK)
        return rc;
    if (is_node)
        cp_graph_node(r->g, get(r, "id"), line);
    else
        cp_graph_edge(r->g, get(r, "source"), get(r, "target"), line);
    tell_attrs(r);
    r->n_attrs = 0;
    return CP_OK;
}

static cp_rc read_graphs(reading *r)
{
    for (;;) {
        token t = next(&r->x);
        if (t == T_END)
            return CP_OK;
        if (t != T_KEY)
            return broken(r, "expected a key");
        bool is_graph = cp_str_eq_nocase(r->x.text, CP_STR("graph"));
        t = next(&r->x);
        if (t != T_OPEN && t != T_VALUE && t != T_KEY)
            return broken(r, "expected a value");
        cp_rc rc = t != T_OPEN ? CP_OK : is_graph ? read_list(r, read_element) : skip_list(r);
        if (rc != CP_OK)
            return rc;
    }
}

static cp_rc read_gml(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    cp_bytes text;
    reading *r = CP_NEW(a, reading);
    cp_err fault = { .off_bytes = CP_NO_OFF };
    cp_rc rc = cp_topo_read(a, in, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    r->a = a;
    r->x = (lexer){ .in = cp_str_of_bytes(text), .line = 1 };
    r->g = cp_graph_new(a, src);
    r->opts = opts;
    r->err = &fault;
    rc = read_graphs(r);
    if (rc == CP_EINTR || (rc != CP_OK && src->records == src->records_bad)) {
        if (err)
            *err = fault;
        return rc;
    }
    if (rc != CP_OK) { /* what was read before it stays good */
        src->records++;
        cp_source_bad(a, src, fault.line, "%s; what follows was not read", fault.msg);
    }
    return cp_graph_tell(r->g, sink, err);
}

static int detect_gml(cp_bytes head, cp_str name)
{
    (void)name;
    lexer x = { .in = cp_str_of_bytes(head), .line = 1 };
    if (cp_str_starts(x.in, CP_STR("\xef\xbb\xbf")))
        x.at = 3;
    for (int i = 0; i < 16; i++) { /* Creator "...", Version 1 and the like may stand before */
        if (next(&x) != T_KEY)
            return 0;
        bool is_graph = cp_str_eq_nocase(x.text, CP_STR("graph"));
        token t = next(&x);
        if (t == T_OPEN)
            return is_graph ? 90 : 0;
        if (t != T_VALUE)
            return 0;
    }
    return 0;
}

const cp_format cp_format_gml = {
    .name = "gml",
    .what = "graph (GML)",
    .detect = detect_gml,
    .read = read_gml,
};
