/* SPDX-License-Identifier: Apache-2.0 */
/* bom_xml.c - CycloneDX as XML, read as a stream:
 *
 *     <bom xmlns="http://cyclonedx.org/schema/bom/1.6">
 *       <metadata><component type="device"><name>X1</name></component></metadata>   the product
 *       <components>
 *         <component type="device">              opens: pushed
 *           <manufacturer><name>Example</name></manufacturer><name>modem</name>
 *           <properties><property name="cdx:device:quantity">1</property></properties>
 *           <components>                         told here, for it names what is in it
 *             <component type="firmware"> ..     pushed upon it
 *           </components>
 *         </component>                           or here; popped
 *
 * What stands elsewhere (tools, pedigree, evidence, formulation) may hold components, too, and they
 * are not the product's. */
#include "sources/export/bom.h"
#include "sources/export/export.h"
#include "sources/values.h"
#include "sources/xml_input.h"

enum { DETECT_BYTES = 4096 };

typedef struct level {
    cp_bom_component c;
    cp_str shown; /* what its components are named after, once it is told */
    uint32_t depth;
    bool is_told;
    cp_arena_mark begin; /* of its texts */
} level;

typedef struct reader {
    cp_arena *a, *texts; /* texts: of the open components */
    cp_source *src;
    cp_things *t;
    cp_sax *x;
    cp_str product; /* "" not told */
    level open[CP_BOM_NESTED_MAX + 1];
    uint32_t n_open;
    int property; /* of the element at hand; -1: none that is read */
} reader;

static void free_texts(void *arena) { cp_arena_free(arena); }

static bool is(cp_str name, const char *what) { return cp_str_eq(name, cp_str_c(what)); }

static level *top(reader *r) { return r->n_open ? &r->open[r->n_open - 1] : NULL; }

static cp_str parent_of(const reader *r, const level *l)
{
    return l > r->open ? l[-1].shown : r->product;
}

static cp_rc tell(reader *r, level *l, cp_err *err)
{
    cp_str parent = parent_of(r, l), shown = CP_STR("");
    if (l->is_told)
        return CP_OK;
    l->is_told = true;
    cp_rc rc =
        cp_bom_tell(r->t, &(cp_bom_in){ r->src, r->a, r->texts }, &l->c, parent, &shown, err);
    l->shown = shown.n ? shown : parent;
    return rc;
}

static void push(reader *r, const cp_sax_element *e)
{
    level *l = &r->open[r->n_open++];
    *l = (level){ .depth = e->depth, .begin = cp_arena_here(r->texts) };
    l->c.line = cp_sax_line(r->x);
    l->c.type = cp_str_dup(r->texts, cp_sax_value(e, CP_STR("type")));
}

/* A component that stands where components of the product do. */
static void open_component(reader *r, const cp_sax_element *e)
{
    if (r->n_open <= CP_BOM_NESTED_MAX) {
        push(r, e);
        return;
    }
    r->src->records++;
    r->src->records_unused++;
    cp_sax_skip(r->x);
}

static void open_outside(reader *r, const cp_sax_element *e)
{
    bool is_part = e->depth == 3 && is(e->name, "component");
    if (is_part)
        open_component(r, e);
    else if (e->depth > 2 ||
             (e->depth == 2 && !is(e->name, "metadata") && !is(e->name, "components")))
        cp_sax_skip(r->x);
}

/* In a component: its own texts, who made it, its properties, its components. */
static cp_rc open_inside(reader *r, const cp_sax_element *e, cp_err *err)
{
    static const char *const read[] = { "manufacturer", "supplier",  "publisher", "group",
                                        "name",         "version",   "cpe",       "purl",
                                        "properties",   "components" };
    level *l = top(r);
    cp_str in = cp_sax_at(r->x, e->depth - 1);
    bool is_read = false;
    for (size_t i = 0; e->depth == l->depth + 1 && i < sizeof read / sizeof *read; i++)
        is_read = is_read || is(e->name, read[i]);
    if (is_read)
        return is(e->name, "components") ? tell(r, l, err) : CP_OK;
    if (e->depth == l->depth + 2 && is(in, "components") && is(e->name, "component")) {
        open_component(r, e);
    } else if (e->depth == l->depth + 2 && is(in, "properties") && is(e->name, "property")) {
        r->property = cp_bom_property(cp_sax_value(e, CP_STR("name")));
    } else if (e->depth != l->depth + 2 || !is(e->name, "name") ||
               (!is(in, "manufacturer") && !is(in, "supplier"))) {
        cp_sax_skip(r->x);
    }
    return CP_OK;
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reader *r = ctx;
    if (r->n_open)
        return open_inside(r, e, err);
    open_outside(r, e);
    return CP_OK;
}

static cp_str *text_of(level *l, cp_str name, cp_str in, uint32_t below)
{
    const struct {
        const char *name;
        cp_str *to;
    } rows[] = {
        { "name", &l->c.name },   { "version", &l->c.version }, { "publisher", &l->c.publisher },
        { "group", &l->c.group }, { "cpe", &l->c.cpe },         { "purl", &l->c.purl }
    };
    for (size_t i = 0; below == 1 && i < sizeof rows / sizeof *rows; i++)
        if (is(name, rows[i].name))
            return rows[i].to;
    if (below != 2 || !is(name, "name"))
        return NULL;
    return is(in, "manufacturer") ? &l->c.manufacturer : is(in, "supplier") ? &l->c.supplier : NULL;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reader *r = ctx;
    level *l = top(r);
    uint32_t depth = cp_sax_depth(r->x);
    (void)is_cut;
    (void)err;
    if (!l || depth <= l->depth || cp_value_is_placeholder(text))
        return CP_OK;
    text = cp_value_head(text, CP_OBS_VALUE_BYTES_MAX);
    cp_str name = cp_sax_at(r->x, depth), in = cp_sax_at(r->x, depth - 1);
    cp_str *to = text_of(l, name, in, depth - l->depth);
    if (to && to->n == 0)
        *to = cp_str_dup(r->texts, text);
    else if (is(name, "property") && depth == l->depth + 2 && r->property >= 0)
        cp_bom_add_property(r->texts, &l->c, r->property, text);
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reader *r = ctx;
    level *l = top(r);
    if (!l || e->depth != l->depth)
        return CP_OK;
    cp_rc rc = tell(r, l, err);
    if (e->depth == 3 && is(cp_sax_at(r->x, 2), "metadata") && r->product.n == 0)
        r->product = cp_str_dup(r->a, l->shown);
    cp_arena_back(r->texts, l->begin);
    r->n_open--;
    return rc;
}

static cp_rc read_xml(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_sax_opts how = cp_xml_opts(opts);
    r->a = a;
    r->src = src;
    r->property = -1;
    r->texts = cp_arena_new(0);
    cp_arena_defer(a, free_texts, r->texts);
    cp_rc rc = cp_things_new(a, sink, src, &r->t, err);
    if (rc != CP_OK)
        return rc;
    cp_things_may_repeat(r->t); /* a library in two versions, two of one chip */
    r->x = cp_sax_new(a, &how, &(cp_sax_events){ r, on_open, on_text, on_close });
    rc = cp_xml_read_most(a, in, r->x, opts, src, err);
    cp_things_end(r->t);
    if (rc == CP_OK && src->records == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no components in it");
    return rc;
}

static int detect_xml(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_slice(cp_str_trim(cp_str_of_bytes(head)), 0, DETECT_BYTES);
    (void)name;
    return s.n && s.p[0] == '<' && cp_str_has(s, CP_STR("bom")) &&
                   cp_str_has(s, CP_STR("http://cyclonedx.org/schema/bom/1."))
               ? 96
               : 0;
}

const cp_format cp_format_cyclonedx_xml = {
    .name = "cyclonedx-xml",
    .what = "components of a product (CycloneDX XML)",
    .detect = detect_xml,
    .read = read_xml,
};
