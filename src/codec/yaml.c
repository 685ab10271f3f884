/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.c - see yaml.h. libyaml's events, one at a time, become nodes:
 *
 *     event -> node(depth) -> mapping | sequence | scalar | alias
 *
 * An alias gives the node of its anchor again (a shared pointer, no copy), but is counted with all
 * that is below it: whoever walks the tree meets at most CP_YAML_NODES_MAX nodes. */
#include "codec/yaml.h"
#include <yaml.h>

enum {
    LINEAR_KEYS_MAX = 16,  /* up to here duplicates are looked for one by one */
    TAG_DIRECTIVES_MAX = 8 /* none is of use, and libyaml compares each with all others */
};

typedef struct anchor {
    cp_tree *node; /* NULL while it is being read: an alias to it would be a circle */
    uint64_t nodes;
    uint32_t height;
} anchor;

typedef struct reader {
    cp_arena *a;
    cp_err *err;
    cp_bytes in; /* without byte order mark */
    size_t mark_bytes;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one */
    bool is_open;
    uint64_t nodes;
    cp_map anchor_at;
    CP_VEC(anchor) anchors;
} reader;

/* A node with what stands below it. */
typedef struct found {
    cp_tree *node;
    uint64_t nodes;
    uint32_t height;
} found;

static void close_reader(void *arg)
{
    reader *r = arg;
    if (!r->is_open)
        return;
    yaml_event_delete(&r->event);
    yaml_parser_delete(&r->parser);
    r->is_open = false;
}

/* libyaml counts characters; messages give bytes. */
static uint64_t byte_of(const reader *r, size_t characters)
{
    cp_str s = cp_str_of_bytes(r->in);
    size_t at = 0;
    for (; characters > 0 && at < s.n; characters--) {
        uint32_t cp;
        size_t n = cp_utf8_decode(cp_str_from(s, at), &cp);
        at += n ? n : 1;
    }
    return at + r->mark_bytes;
}

static uint64_t line_of(const reader *r) { return r->event.start_mark.line + 1; }
static uint32_t column_of(const reader *r) { return (uint32_t)r->event.start_mark.column + 1; }

__attribute__((format(printf, 3, 4))) static cp_rc fail_here(reader *r, cp_rc rc, const char *fmt,
                                                             ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str msg = cp_str_vfmt(r->a, fmt, ap);
    va_end(ap);
    (void)cp_fail(r->err, rc, byte_of(r, r->event.start_mark.index), "%s", msg.p);
    cp_err_at_line(r->err, line_of(r));
    return rc;
}

static cp_rc fail_parser(reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *what = p->problem ? p->problem : "no reason given";
    if (p->error == YAML_MEMORY_ERROR)
        return cp_fail(r->err, CP_ELIMIT, CP_NO_OFF, "not enough memory for the YAML");
    if (p->error == YAML_READER_ERROR) { /* it knows no lines yet */
        uint64_t line = 1;
        for (size_t i = 0; i < p->problem_offset && i < r->in.n; i++)
            line += r->in.p[i] == '\n';
        (void)cp_fail(r->err, CP_EFORMAT, p->problem_offset + r->mark_bytes, "not valid YAML: %s",
                      what);
        cp_err_at_line(r->err, line);
        return CP_EFORMAT;
    }
    (void)cp_fail(r->err, CP_EFORMAT, byte_of(r, p->problem_mark.index), "not valid YAML: %s%s%s",
                  p->context ? p->context : "", p->context ? ", " : "", what);
    cp_err_at_line(r->err, p->problem_mark.line + 1);
    return CP_EFORMAT;
}

CP_MUST_CHECK static cp_rc next(reader *r)
{
    yaml_event_delete(&r->event);
    return yaml_parser_parse(&r->parser, &r->event) ? CP_OK : fail_parser(r);
}

/* Names of the tag:yaml.org,2002: family that say what we would do anyway. */
CP_MUST_CHECK static cp_rc check_tag(reader *r, const yaml_char_t *tag, bool is_scalar)
{
    static const cp_str prefix = CP_STR_INIT("tag:yaml.org,2002:");
    static const char *const scalars[] = { "str", "int", "float", "bool", "null", "timestamp" };
    static const char *const others[] = { "map", "seq" };
    cp_str t = cp_str_c((const char *)tag), name = cp_str_from(t, prefix.n);
    if (!tag || cp_str_eq(t, CP_STR("!")))
        return CP_OK;
    size_t n = is_scalar ? sizeof scalars / sizeof *scalars : sizeof others / sizeof *others;
    for (size_t i = 0; i < n && cp_str_starts(t, prefix); i++)
        if (cp_str_eq(name, cp_str_c(is_scalar ? scalars[i] : others[i])))
            return CP_OK;
    return fail_here(r, CP_EFORMAT, "tag \"%s\" is not known: only those of the YAML core",
                     (const char *)tag);
}

CP_MUST_CHECK static cp_rc count(reader *r, uint64_t nodes)
{
    r->nodes += nodes;
    if (r->nodes > CP_YAML_NODES_MAX)
        return fail_here(r, CP_ELIMIT, "more than %d nodes, aliases counted where they are used",
                         CP_YAML_NODES_MAX);
    return CP_OK;
}

static bool is_null(cp_str s)
{
    return s.n == 0 || cp_str_eq(s, CP_STR("~")) || cp_str_eq(s, CP_STR("null")) ||
           cp_str_eq(s, CP_STR("Null")) || cp_str_eq(s, CP_STR("NULL"));
}

static cp_tree *new_scalar(reader *r)
{
    cp_tree *t = CP_NEW(r->a, cp_tree);
    cp_str s = { (const char *)r->event.data.scalar.value, r->event.data.scalar.length };
    cp_str tag = cp_str_c((const char *)r->event.data.scalar.tag);
    bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    t->line = line_of(r);
    t->column = column_of(r);
    t->is_quoted = !plain;
    if (cp_str_ends(tag, CP_STR(":null")) || (plain && tag.n == 0 && is_null(s))) {
        t->kind = CP_TREE_NULL;
    } else {
        t->kind = CP_TREE_TEXT;
        t->text = cp_str_dup(r->a, s);
    }
    return t;
}

/* The anchor of the current event gets a place, which node() fills when its node is complete. */
static uint32_t begin_anchor(reader *r, const yaml_char_t *name)
{
    bool added;
    if (!name)
        return UINT32_MAX;
    cp_str key = cp_str_dup(r->a, cp_str_c((const char *)name));
    uint64_t *at = cp_map_put(r->a, &r->anchor_at, key, &added);
    if (added) {
        *at = r->anchors.n;
        (void)cp_vec_add(r->a, &r->anchors);
    }
    r->anchors.v[*at] = (anchor){ 0 };
    return (uint32_t)*at;
}

CP_MUST_CHECK static cp_rc node(reader *r, uint32_t depth, found *out);

CP_MUST_CHECK static cp_rc alias(reader *r, uint32_t depth, found *out)
{
    const char *name = (const char *)r->event.data.alias.anchor;
    const uint64_t *at = cp_map_get(&r->anchor_at, cp_str_c(name));
    if (!at)
        return fail_here(r, CP_EFORMAT, "alias *%s has no anchor before it", name);
    anchor x = r->anchors.v[*at];
    if (!x.node)
        return fail_here(r, CP_EFORMAT, "alias *%s stands inside its own anchor", name);
    if (depth + x.height - 1 > CP_YAML_DEPTH_MAX)
        return fail_here(r, CP_ELIMIT, "nested deeper than %d", CP_YAML_DEPTH_MAX);
    *out = (found){ x.node, x.nodes, x.height };
    return count(r, x.nodes);
}

/* Keys of one mapping until it is complete. */
typedef struct keys {
    CP_VEC(cp_str) names;
    CP_VEC(cp_place) at;
    cp_map index; /* once there are more than LINEAR_KEYS_MAX */
} keys;

/* Line of an equal key; 0: none. Adds it. */
static uint64_t add_key(cp_arena *a, keys *k, cp_str name, cp_place at)
{
    bool added = true;
    for (uint32_t i = 0; i < k->names.n && k->names.n <= LINEAR_KEYS_MAX; i++)
        if (cp_str_eq(k->names.v[i], name))
            return k->at.v[i].line;
    if (k->names.n > LINEAR_KEYS_MAX) {
        for (uint32_t i = k->index.n; i < k->names.n; i++)
            *cp_map_put(a, &k->index, k->names.v[i], NULL) = i;
        uint64_t *index = cp_map_put(a, &k->index, name, &added);
        if (!added)
            return k->at.v[*index].line;
        *index = k->names.n;
    }
    cp_vec_push(a, &k->names, name);
    cp_vec_push(a, &k->at, at);
    return 0;
}

CP_MUST_CHECK static cp_rc read_key(reader *r, keys *k)
{
    cp_rc rc;
    if (r->event.type != YAML_SCALAR_EVENT)
        return fail_here(r, CP_EFORMAT, "a key must be a plain word or a quoted text");
    cp_str s = { (const char *)r->event.data.scalar.value, r->event.data.scalar.length };
    bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (plain && s.n == 0)
        return fail_here(r, CP_EFORMAT, "a key is missing before the colon");
    if (plain && cp_str_eq(s, CP_STR("<<")))
        return fail_here(r, CP_EFORMAT, "merge keys (<<) are not supported: write the keys out");
    if ((rc = check_tag(r, r->event.data.scalar.tag, true)) != CP_OK || (rc = count(r, 1)) != CP_OK)
        return rc;
    if (r->event.data.scalar.anchor)
        return fail_here(r, CP_EFORMAT, "a key cannot have an anchor");
    cp_str name = cp_str_dup(r->a, s);
    uint64_t before = add_key(r->a, k, name, (cp_place){ line_of(r), column_of(r) });
    if (before)
        return fail_here(r, CP_EFORMAT, "key \"%s\" stands in line %llu already", name.p,
                         (unsigned long long)before);
    return CP_OK;
}

/* The items of a sequence, or keys and values of a mapping, to its end event. */
CP_MUST_CHECK static cp_rc collection(reader *r, uint32_t depth, found *out, bool is_map)
{
    yaml_event_type_t end = is_map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    CP_VEC(cp_tree *) items = { 0 };
    keys k = { 0 };
    cp_tree *t = CP_NEW(r->a, cp_tree);
    t->kind = is_map ? CP_TREE_MAP : CP_TREE_SEQ;
    t->line = line_of(r);
    t->column = column_of(r);
    *out = (found){ t, 1, 1 };
    for (;;) {
        found x;
        cp_rc rc = next(r);
        if (rc != CP_OK || r->event.type == end) {
            t->keys = k.names.v;
            t->key_at = k.at.v;
            t->items = items.v;
            t->n = items.n;
            return rc;
        }
        if (is_map && ((rc = read_key(r, &k)) != CP_OK || (rc = next(r)) != CP_OK))
            return rc;
        if ((rc = node(r, depth + 1, &x)) != CP_OK)
            return rc;
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): the items are pointers */
        cp_vec_push(r->a, &items, x.node);
        out->nodes += x.nodes + is_map;
        out->height = x.height + 1 > out->height ? x.height + 1 : out->height;
    }
}

/* The node that begins with the current event; then the current event is its last. */
static cp_rc node(reader *r, uint32_t depth, found *out)
{
    const yaml_event_t *e = &r->event;
    bool is_map = e->type == YAML_MAPPING_START_EVENT;
    uint32_t at = UINT32_MAX;
    cp_rc rc;
    if (depth > CP_YAML_DEPTH_MAX)
        return fail_here(r, CP_ELIMIT, "nested deeper than %d", CP_YAML_DEPTH_MAX);
    if (e->type == YAML_ALIAS_EVENT)
        return alias(r, depth, out);
    if ((rc = count(r, 1)) != CP_OK)
        return rc;
    if (e->type == YAML_SCALAR_EVENT) {
        at = begin_anchor(r, e->data.scalar.anchor);
        *out = (found){ new_scalar(r), 1, 1 };
        rc = check_tag(r, e->data.scalar.tag, true);
    } else {
        assert(is_map || e->type == YAML_SEQUENCE_START_EVENT);
        at = begin_anchor(r, is_map ? e->data.mapping_start.anchor : e->data.sequence_start.anchor);
        rc = check_tag(r, is_map ? e->data.mapping_start.tag : e->data.sequence_start.tag, false);
        if (rc == CP_OK)
            rc = collection(r, depth, out, is_map);
    }
    if (rc == CP_OK && at != UINT32_MAX)
        r->anchors.v[at] = (anchor){ out->node, out->nodes, out->height };
    return rc;
}

CP_MUST_CHECK static cp_rc document(reader *r, cp_tree **out)
{
    cp_rc rc;
    if ((rc = next(r)) != CP_OK) /* the stream's start */
        return rc;
    if ((rc = next(r)) != CP_OK)
        return rc;
    if (r->event.type == YAML_STREAM_END_EVENT) {
        *out = CP_NEW(r->a, cp_tree);
        (*out)->line = 1;
        return CP_OK;
    }
    found x;
    if ((rc = next(r)) != CP_OK || (rc = node(r, 1, &x)) != CP_OK)
        return rc;
    if ((rc = next(r)) != CP_OK) /* its end */
        return rc;
    if ((rc = next(r)) != CP_OK) /* what follows */
        return rc;
    if (r->event.type != YAML_STREAM_END_EVENT)
        return fail_here(r, CP_EFORMAT, "a second document begins here, expected one");
    *out = x.node;
    return CP_OK;
}

/* At the start of the text, or behind one of the line ends that YAML knows (the last byte of NEL,
 * LS and PS will do). */
static bool begins_line(cp_str s, size_t at)
{
    static const char ends[] = { '\n', '\r', '\x85', '\xa8', '\xa9' };
    return at == 0 || memchr(ends, s.p[at - 1], sizeof ends);
}

/* Before libyaml sees them: it compares each with all others. */
CP_MUST_CHECK static cp_rc check_directives(cp_bytes in, cp_err *err)
{
    cp_str s = cp_str_of_bytes(in);
    uint32_t n = 0;
    ptrdiff_t found_at;
    for (size_t at = 0; (found_at = cp_str_find(cp_str_from(s, at), CP_STR("%TAG"))) >= 0;) {
        at += (size_t)found_at;
        n += begins_line(s, at);
        at += 4;
    }
    if (n > TAG_DIRECTIVES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "%u %%TAG directives are more than the limit of %d", n, TAG_DIRECTIVES_MAX);
    return CP_OK;
}

cp_rc cp_yaml_full(cp_arena *a, cp_bytes in, const cp_tree **out, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_tree *t = NULL;
    cp_rc rc;
    *r = (reader){ .a = a, .err = err, .in = in };
    if (in.n > CP_YAML_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%zu bytes of YAML are more than the limit of %d",
                       in.n, CP_YAML_BYTES_MAX);
    if (in.n >= 2 && (in.p[0] ^ in.p[1]) == 1 && in.p[0] >= 0xfe) { /* FE FF or FF FE */
        (void)cp_fail(err, CP_EFORMAT, 0, "not valid YAML: UTF-16, expected UTF-8");
        cp_err_at_line(err, 1);
        return CP_EFORMAT;
    }
    if ((rc = check_directives(in, err)) != CP_OK)
        return rc;
    if (cp_str_starts(cp_str_of_bytes(in), CP_STR("\xef\xbb\xbf"))) {
        r->mark_bytes = 3;
        r->in = (cp_bytes){ in.p + 3, in.n - 3 };
    }
    if (!yaml_parser_initialize(&r->parser))
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "not enough memory for the YAML");
    r->is_open = true;
    cp_arena_defer(a, close_reader, r); /* if the arena's limit ends the reading */
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, r->in.p ? r->in.p : (const uint8_t *)"", r->in.n);
    rc = document(r, &t);
    close_reader(r);
    if (rc == CP_OK)
        *out = t;
    return rc;
}

cp_rc cp_yaml_parse(cp_arena *a, cp_bytes in, const cp_tree **out, cp_err *err)
{
    const cp_tree *t = cp_yaml_quick(a, in);
    if (!t)
        return cp_yaml_full(a, in, out, err);
    *out = t;
    return CP_OK;
}
