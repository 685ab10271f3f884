/* SPDX-License-Identifier: Apache-2.0 */
/* bom.c - what a product is made of, as its maker or a tool lists it: CycloneDX (JSON), SPDX 2
 * (JSON and tag-value) and SPDX 3 (JSON-LD). CycloneDX as XML is in bom_xml.c.
 *
 *     {"bomFormat":"CycloneDX","metadata":{"component":{"type":"device","name":"X1",..}},
 *      "components":[{"type":"firmware","name":"boot","manufacturer":{"name":"Example"},
 *                     "components":[..]}]}
 *     {"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"SPDXRef-1","name":"boot",
 *        "originator":"Organization: Example"}],"relationships":[{"spdxElementId":"SPDXRef-1",
 *        "relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-2"}]}
 *
 *     {"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
 *        {"type":"software_Package","spdxId":"urn:p1","name":"boot","originatedBy":["urn:o1"]},
 *        {"type":"Organization","spdxId":"urn:o1","name":"Example"},
 *        {"type":"Relationship","relationshipType":"contains","from":"urn:p0","to":["urn:p1"]}]}
 *
 * Every component is a thing: the product, and what is in it with its parent. The maker is who is
 * named as manufacturer (CycloneDX) or originator (SPDX); a supplier may be a distributor, and is
 * told as one. */
#include "sources/export/bom.h"
#include "codec/json.h"
#include "sources/export/export.h"
#include "sources/export/walk.h"
#include "sources/import/table.h"
#include "sources/text.h"
#include "sources/values.h"

enum { PACKAGES_MAX = 4 * 1024 * 1024, NAME_BYTES_MAX = 512 };
#define BYTES_MAX ((uint64_t)1 << 30)

static cp_str text_at(const cp_tree *t, const char *key)
{
    cp_str s = cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

static bool is_software(cp_str type)
{
    static const char *const types[] = { "application",      "framework",     "library",
                                         "container",        "platform",      "firmware",
                                         "operating-system", "device-driver", "OPERATING-SYSTEM" };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cp_str_eq_nocase(type, cp_str_c(types[i])))
            return true;
    return false;
}

static void note(cp_things *t, const char *what, cp_str s)
{
    if (s.n)
        cp_thing_set(t, CP_THING_NOTES, cp_str_fmt(cp_thing_arena(t), "%s: %.*s", what, CP_FMT(s)));
}

static void free_scratch(void *arena) { cp_arena_free(arena); }

/* ---- CycloneDX */

typedef struct cdx {
    cp_arena *a, *scratch; /* scratch: of a component with all that is in it */
    cp_arena_mark empty;
    cp_source *src;
    cp_things *t;
    cp_str product; /* what the document is about; "" not told */
} cdx;

/* Of the taxonomy cdx:device. */
static const struct {
    const char *name;
    cp_thing_field field;
} properties[CP_BOM_PROPERTIES] = { { "cdx:device:serialNumber", CP_THING_SERIAL },
                                    { "cdx:device:macAddress", CP_THING_MAC },
                                    { "cdx:device:sku", CP_THING_PART_NUMBER },
                                    { "cdx:device:location", CP_THING_SITE },
                                    { "cdx:device:quantity", CP_THING_QUANTITY },
                                    { "cdx:device:prodTimestamp", CP_THING_MANUFACTURED } };

int cp_bom_property(cp_str name)
{
    for (int i = 0; i < CP_BOM_PROPERTIES; i++)
        if (cp_str_eq(name, cp_str_c(properties[i].name)))
            return i;
    return -1;
}

void cp_bom_add_property(cp_arena *a, cp_bom_component *c, int property, cp_str value)
{
    cp_str *to = &c->properties[property];
    if (value.n == 0 || to->n + value.n > CP_OBS_VALUE_BYTES_MAX)
        return;
    *to = to->n ? cp_str_fmt(a, "%.*s;%.*s", CP_FMT(*to), CP_FMT(value)) : cp_str_dup(a, value);
}

cp_rc cp_bom_tell(cp_things *t, const cp_bom_in *in, const cp_bom_component *c, cp_str parent,
                  cp_str *shown, cp_err *err)
{
    cp_str product = cp_value_head(c->name, NAME_BYTES_MAX);
    in->src->records++;
    *shown = CP_STR("");
    if (product.n == 0) {
        cp_source_bad(in->a, in->src, c->line, "a component without a name");
        return CP_OK;
    }
    if (!is_software(c->type) && !cp_str_eq(c->type, CP_STR("device"))) {
        in->src->records_unused++;
        return CP_OK;
    }
    cp_str full =
        parent.n ? cp_str_fmt(in->texts, "%.*s %.*s", CP_FMT(parent), CP_FMT(product)) : product;
    *shown = cp_value_head(full, NAME_BYTES_MAX);
    cp_thing_begin(t, c->line);
    cp_thing_set(t, CP_THING_NAME, *shown);
    cp_thing_set(t, CP_THING_MAKER, c->manufacturer);
    cp_thing_set(t, CP_THING_SUPPLIER, c->supplier);
    cp_thing_set(t, CP_THING_PRODUCT, product);
    cp_thing_set(t, CP_THING_VERSION, c->version);
    cp_thing_set(t, CP_THING_PARENT, parent);
    cp_thing_set(t, CP_THING_CLASS, is_software(c->type) ? CP_STR("software") : CP_STR(""));
    note(t, "type", c->type);
    note(t, "publisher", c->publisher);
    note(t, "group", c->group);
    note(t, "cpe", c->cpe);
    note(t, "purl", c->purl);
    for (int i = 0; i < CP_BOM_PROPERTIES; i++)
        cp_thing_set(t, properties[i].field, c->properties[i]);
    return cp_thing_end(t, err);
}

/* "" if it is none: a file, data, a key. */
static cp_rc read_component(cdx *c, const cp_tree *t, cp_str parent, cp_str *name, cp_err *err)
{
    cp_bom_component x = {
        .type = text_at(t, "type"),
        .name = text_at(t, "name"),
        .version = text_at(t, "version"),
        .manufacturer = text_at(cp_tree_get(t, CP_STR("manufacturer")), "name"),
        .supplier = text_at(cp_tree_get(t, CP_STR("supplier")), "name"),
        .publisher = text_at(t, "publisher"),
        .group = text_at(t, "group"),
        .cpe = text_at(t, "cpe"),
        .purl = text_at(t, "purl"),
        .line = t->line,
    };
    const cp_tree *list = cp_tree_get(t, CP_STR("properties"));
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++) {
        int property = cp_bom_property(text_at(list->items[i], "name"));
        if (property >= 0)
            cp_bom_add_property(c->scratch, &x, property, text_at(list->items[i], "value"));
    }
    return cp_bom_tell(c->t, &(cp_bom_in){ c->src, c->a, c->scratch }, &x, parent, name, err);
}

/* With all that is nested in it; the parser has limited the depth. */
static cp_rc read_nested(cdx *c, const cp_tree *t, cp_str parent, uint32_t depth, cp_err *err)
{
    const cp_tree *list = cp_tree_get(t, CP_STR("components"));
    cp_str name;
    cp_rc rc = read_component(c, t, parent, &name, err);
    name = name.n ? name : parent;
    for (uint32_t i = 0; rc == CP_OK && list && list->kind == CP_TREE_SEQ && i < list->n; i++) {
        if (depth < CP_BOM_NESTED_MAX) {
            rc = read_nested(c, list->items[i], name, depth + 1, err);
        } else {
            c->src->records++;
            c->src->records_unused++;
        }
    }
    return rc;
}

/* The product first, wherever it stands: the others name it. */
static cp_rc read_metadata(cdx *c, cp_str text, cp_err *err)
{
    cp_walk w = cp_walk_new(text, 1);
    cp_rc rc = CP_OK;
    for (cp_member m; rc == CP_OK && c->product.n == 0 && cp_walk_next(&w, &m);) {
        if (!cp_str_eq(m.key, CP_STR("metadata")) || m.is_item)
            continue;
        cp_arena_back(c->scratch, c->empty);
        const cp_tree *t = cp_walk_parse_part(c->scratch, &m, c->a, c->src);
        const cp_tree *product = cp_tree_get(t, CP_STR("component"));
        if (!product)
            break;
        cp_str name;
        rc = read_component(c, product, CP_STR(""), &name, err);
        c->product = cp_str_dup(c->a, name);
        const cp_tree *list = cp_tree_get(product, CP_STR("components"));
        for (uint32_t i = 0; rc == CP_OK && list && list->kind == CP_TREE_SEQ && i < list->n; i++)
            rc = read_nested(c, list->items[i], c->product, 1, err);
        break;
    }
    return rc;
}

static cp_rc read_cyclonedx(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cdx *c = CP_NEW(a, cdx);
    cp_bytes text = { NULL, 0 };
    cp_rc rc = cp_things_new(a, sink, src, &c->t, err);
    if (rc == CP_OK)
        rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    cp_things_may_repeat(c->t); /* a library in two versions, two of one chip */
    c->a = a;
    c->src = src;
    c->scratch = cp_arena_new((uint64_t)4 << 30);
    cp_arena_defer(a, free_scratch, c->scratch);
    c->empty = cp_arena_here(c->scratch);
    rc = read_metadata(c, cp_str_of_bytes(text), err);
    cp_walk w = cp_walk_new(cp_str_of_bytes(text), 1);
    for (cp_member m; rc == CP_OK && cp_walk_next(&w, &m);) {
        if (!m.is_item || !cp_str_eq(m.key, CP_STR("components")))
            continue;
        cp_arena_back(c->scratch, c->empty);
        const cp_tree *t = cp_walk_parse_part(c->scratch, &m, a, src);
        if (t)
            rc = read_nested(c, t, c->product, 0, err);
    }
    if (rc == CP_OK)
        cp_walk_end(&w, a, src);
    cp_things_end(c->t);
    if (rc == CP_OK && src->records == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no components in it");
    return rc;
}

static int detect_cyclonedx(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    (void)name;
    return s.n && s.p[0] == '{' && cp_str_has(s, CP_STR("\"bomFormat\"")) &&
                   cp_str_has(s, CP_STR("\"CycloneDX\""))
               ? 96
               : 0;
}

const cp_format cp_format_cyclonedx = {
    .name = "cyclonedx",
    .what = "components of a product (CycloneDX JSON)",
    .detect = detect_cyclonedx,
    .read = read_cyclonedx,
};

/* ---- SPDX */

typedef struct package {
    cp_str id, name, version, supplier, originator, purpose, cpe;
    uint64_t line;
} package;

typedef struct spdx {
    cp_arena *a, *scratch;
    cp_arena_mark empty;
    cp_source *src;
    cp_things *t;
    CP_VEC(package) v;
    cp_map by_id;   /* SPDXID -> index + 1 */
    cp_map parents; /* SPDXID -> index of the one that contains it, in ids */
    CP_VEC(cp_str) ids;
    cp_map organisations; /* of SPDX 3: spdxId -> index in ids of "Organization: NAME" */
} spdx;

/* "Organization: Example (info@example.com)" -> "Example"; "" if it is no organisation. */
static cp_str organisation(cp_str s)
{
    if (!cp_str_starts_nocase(s, CP_STR("Organization:")))
        return CP_STR("");
    s = cp_str_trim(cp_str_from(s, 13));
    ptrdiff_t mail = cp_str_find_char(s, '(');
    return cp_str_trim(mail > 0 && cp_str_ends(s, CP_STR(")")) ? cp_str_slice(s, 0, (size_t)mail)
                                                               : s);
}

static void keep_package(spdx *s, const package *p)
{
    bool added;
    s->src->records++;
    if (p->name.n == 0 || s->v.n == PACKAGES_MAX) {
        cp_source_bad(s->a, s->src, p->line,
                      p->name.n ? "more than %d packages" : "a package without a name",
                      PACKAGES_MAX);
        return;
    }
    package *own = cp_vec_add(s->a, &s->v);
    *own = (package){ cp_str_dup(s->a, p->id),         cp_str_dup(s->a, p->name),
                      cp_str_dup(s->a, p->version),    cp_str_dup(s->a, p->supplier),
                      cp_str_dup(s->a, p->originator), cp_str_dup(s->a, p->purpose),
                      cp_str_dup(s->a, p->cpe),        p->line };
    if (own->id.n)
        *cp_map_put(s->a, &s->by_id, own->id, &added) = s->v.n;
}

static void keep_relation(spdx *s, cp_str from, cp_str type, cp_str to)
{
    bool contains = cp_str_eq_nocase(type, CP_STR("CONTAINS")), added;
    bool contained = cp_str_eq_nocase(type, CP_STR("CONTAINED_BY"));
    cp_str inner = contains ? to : from, outer = contains ? from : to;
    if ((!contains && !contained) || inner.n == 0 || outer.n == 0 || cp_str_eq(inner, outer) ||
        s->ids.n == PACKAGES_MAX)
        return;
    uint64_t *at = cp_map_put(s->a, &s->parents, cp_str_dup(s->a, inner), &added);
    if (!added)
        return;
    *at = s->ids.n;
    cp_vec_push(s->a, &s->ids, cp_str_dup(s->a, outer));
}

static const package *parent_of(const spdx *s, const package *p)
{
    const uint64_t *at = cp_map_get(&s->parents, p->id);
    const uint64_t *row = at ? cp_map_get(&s->by_id, s->ids.v[*at]) : NULL;
    return row ? &s->v.v[*row - 1] : NULL;
}

static cp_rc tell_packages(spdx *s, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_things_may_repeat(s->t);
    for (uint32_t i = 0; rc == CP_OK && i < s->v.n; i++) {
        const package *p = &s->v.v[i], *parent = parent_of(s, p);
        cp_thing_begin(s->t, p->line);
        cp_thing_set(s->t, CP_THING_NAME, p->name);
        cp_thing_set(s->t, CP_THING_MAKER, organisation(p->originator));
        cp_thing_set(s->t, CP_THING_SUPPLIER, organisation(p->supplier));
        cp_thing_set(s->t, CP_THING_PRODUCT, p->name);
        cp_thing_set(s->t, CP_THING_VERSION, p->version);
        cp_thing_set(s->t, CP_THING_PARENT, parent ? parent->name : CP_STR(""));
        cp_thing_set(s->t, CP_THING_CLASS,
                     is_software(p->purpose) ? CP_STR("software") : CP_STR(""));
        note(s->t, "purpose", p->purpose);
        note(s->t, "cpe", p->cpe);
        rc = cp_thing_end(s->t, err);
    }
    cp_things_end(s->t);
    return rc;
}

static cp_str stated(cp_str s)
{
    return cp_str_eq(s, CP_STR("NOASSERTION")) || cp_str_eq(s, CP_STR("NONE")) ? CP_STR("") : s;
}

static cp_str cpe_of(const cp_tree *t)
{
    const cp_tree *list = cp_tree_get(t, CP_STR("externalRefs"));
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++)
        if (cp_str_starts(text_at(list->items[i], "referenceType"), CP_STR("cpe")))
            return text_at(list->items[i], "referenceLocator");
    return CP_STR("");
}

/* ---- SPDX 3: elements of all kinds in one list, which name each other by their ids */

/* The first, where it is a list. */
static cp_str first_text(const cp_tree *t, const char *key)
{
    const cp_tree *v = cp_tree_get(t, cp_str_c(key));
    bool is_list = v && v->kind == CP_TREE_SEQ;
    if (is_list && v->n == 0)
        return CP_STR("");
    return is_list ? cp_str_trim(cp_tree_text(v->items[0])) : text_at(t, key);
}

static cp_str cpe_of_element(const cp_tree *t)
{
    const cp_tree *list = cp_tree_get(t, CP_STR("externalIdentifier"));
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++)
        if (cp_str_starts(text_at(list->items[i], "externalIdentifierType"), CP_STR("cpe")))
            return text_at(list->items[i], "identifier");
    return CP_STR("");
}

static void keep_organisation(spdx *s, cp_str id, cp_str name)
{
    bool added;
    if (id.n == 0 || name.n == 0 || s->ids.n == PACKAGES_MAX)
        return;
    *cp_map_put(s->a, &s->organisations, cp_str_dup(s->a, id), &added) = s->ids.n;
    cp_vec_push(s->a, &s->ids, cp_str_fmt(s->a, "Organization: %.*s", CP_FMT(name)));
}

static void read_element(spdx *s, const cp_tree *t)
{
    cp_str type = text_at(t, "type"), id = text_at(t, "spdxId");
    const cp_tree *to = cp_tree_get(t, CP_STR("to"));
    if (cp_str_eq(type, CP_STR("software_Package"))) {
        keep_package(s, &(package){ id, text_at(t, "name"), text_at(t, "software_packageVersion"),
                                    first_text(t, "suppliedBy"), first_text(t, "originatedBy"),
                                    text_at(t, "software_primaryPurpose"), cpe_of_element(t),
                                    t->line });
    } else if (cp_str_eq(type, CP_STR("Organization"))) {
        keep_organisation(s, id, text_at(t, "name"));
    } else if (cp_str_ends(type, CP_STR("Relationship"))) {
        for (uint32_t i = 0; to && to->kind == CP_TREE_SEQ && i < to->n; i++)
            keep_relation(s, text_at(t, "from"), text_at(t, "relationshipType"),
                          cp_str_trim(cp_tree_text(to->items[i])));
    }
}

/* Of an agent that is no organisation in this document nothing is known. */
static cp_str organisation_of(const spdx *s, cp_str id)
{
    const uint64_t *at = cp_map_get(&s->organisations, id);
    return at ? s->ids.v[*at] : CP_STR("");
}

static void name_organisations(spdx *s)
{
    for (uint32_t i = 0; i < s->v.n; i++) {
        s->v.v[i].originator = organisation_of(s, s->v.v[i].originator);
        s->v.v[i].supplier = organisation_of(s, s->v.v[i].supplier);
    }
}

static bool is_spdx_3(cp_str head)
{
    return cp_str_has(head, CP_STR("\"@context\"")) && cp_str_has(head, CP_STR("spdx.org/rdf/3"));
}

static void read_spdx_graph(spdx *s, cp_str text)
{
    cp_walk w = cp_walk_new(text, 1);
    for (cp_member m; cp_walk_next(&w, &m);) {
        cp_arena_back(s->scratch, s->empty);
        if (!m.is_item || !cp_str_eq(m.key, CP_STR("@graph")))
            continue;
        const cp_tree *t = cp_walk_parse_part(s->scratch, &m, s->a, s->src);
        if (t)
            read_element(s, t);
    }
    cp_walk_end(&w, s->a, s->src);
    name_organisations(s);
}

/* ---- SPDX 2 */

static void read_spdx_member(spdx *s, const cp_member *m)
{
    bool is_package = cp_str_eq(m->key, CP_STR("packages"));
    if (!m->is_item || (!is_package && !cp_str_eq(m->key, CP_STR("relationships"))))
        return;
    const cp_tree *t = cp_walk_parse_part(s->scratch, m, s->a, s->src);
    if (!t)
        return;
    if (is_package)
        keep_package(s,
                     &(package){ text_at(t, "SPDXID"), text_at(t, "name"),
                                 stated(text_at(t, "versionInfo")), stated(text_at(t, "supplier")),
                                 stated(text_at(t, "originator")),
                                 text_at(t, "primaryPackagePurpose"), cpe_of(t), t->line });
    else
        keep_relation(s, text_at(t, "spdxElementId"), text_at(t, "relationshipType"),
                      text_at(t, "relatedSpdxElement"));
}

static void read_spdx_json(spdx *s, cp_str text)
{
    cp_walk w = cp_walk_new(text, 1);
    for (cp_member m; cp_walk_next(&w, &m);) {
        cp_arena_back(s->scratch, s->empty);
        read_spdx_member(s, &m);
    }
    cp_walk_end(&w, s->a, s->src);
}

/* A line "Tag: value". A text of several lines stands in <text>, and none of them is read. */
static bool cut_tag(cp_str line, cp_str *tag, cp_str *value, bool *in_text)
{
    ptrdiff_t colon = cp_str_find_char(line, ':');
    if (*in_text) {
        *in_text = !cp_str_has(line, CP_STR("</text>"));
        return false;
    }
    if (colon <= 0 || cp_str_starts(line, CP_STR("#")))
        return false;
    *tag = cp_str_slice(line, 0, (size_t)colon);
    *value =
        cp_value_head(cp_str_trim(cp_str_from(line, (size_t)colon + 1)), CP_OBS_VALUE_BYTES_MAX);
    *in_text = cp_str_has(line, CP_STR("<text>")) && !cp_str_has(line, CP_STR("</text>"));
    return true;
}

static void set_tag(package *p, cp_str tag, cp_str value)
{
    const struct {
        const char *tag;
        cp_str *to;
    } rows[] = { { "SPDXID", &p->id },
                 { "PackageVersion", &p->version },
                 { "PackageSupplier", &p->supplier },
                 { "PackageOriginator", &p->originator },
                 { "PrimaryPackagePurpose", &p->purpose } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(tag, cp_str_c(rows[i].tag)))
            *rows[i].to = stated(value);
}

/* Behind PackageName, up to the next package, file or snippet, all is about it. */
static void read_spdx_tags(spdx *s, cp_str text)
{
    package p = { .line = 0 };
    cp_str line, tag, value, from, type;
    bool in_text = false;
    for (uint64_t n = 1; cp_str_cut_line(&text, &line); n++) {
        if (!cut_tag(line, &tag, &value, &in_text))
            continue;
        bool is_package = cp_str_eq(tag, CP_STR("PackageName"));
        bool is_other =
            cp_str_eq(tag, CP_STR("FileName")) || cp_str_eq(tag, CP_STR("SnippetSPDXID"));
        if ((is_package || is_other) && p.line) {
            keep_package(s, &p);
            p = (package){ .line = 0 };
        }
        if (is_package)
            p = (package){ .name = value, .line = n };
        else if (p.line)
            set_tag(&p, tag, value);
        if (cp_str_eq(tag, CP_STR("Relationship")) && cp_str_cut(&value, ' ', &from) &&
            cp_str_cut(&value, ' ', &type))
            keep_relation(s, from, type, cp_str_trim(value));
    }
    if (p.line)
        keep_package(s, &p);
}

static cp_rc read_spdx(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    spdx *s = CP_NEW(a, spdx);
    cp_bytes text = { NULL, 0 };
    cp_rc rc = cp_things_new(a, sink, src, &s->t, err);
    if (rc == CP_OK)
        rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    s->a = a;
    s->src = src;
    s->scratch = cp_arena_new((uint64_t)4 << 30);
    cp_arena_defer(a, free_scratch, s->scratch);
    s->empty = cp_arena_here(s->scratch);
    cp_str all = cp_str_trim(cp_str_of_bytes(text));
    if (is_spdx_3(cp_str_slice(all, 0, CP_INPUT_HEAD_BYTES)))
        read_spdx_graph(s, cp_str_of_bytes(text));
    else if (cp_str_starts(all, CP_STR("{")))
        read_spdx_json(s, cp_str_of_bytes(text));
    else
        read_spdx_tags(s, cp_str_of_bytes(text));
    rc = tell_packages(s, err);
    if (rc == CP_OK && src->records == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no packages in it");
    return rc;
}

static int detect_spdx(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    (void)name;
    if (cp_str_starts(s, CP_STR("SPDXVersion: SPDX-2")) ||
        (cp_str_has(s, CP_STR("\nSPDXVersion: SPDX-2")) && cp_str_has(s, CP_STR("\nDataLicense:"))))
        return 96;
    bool is_2 = cp_str_has(s, CP_STR("\"spdxVersion\"")) && cp_str_has(s, CP_STR("\"SPDX-2."));
    return s.n && s.p[0] == '{' && (is_2 || is_spdx_3(s)) ? 96 : 0;
}

const cp_format cp_format_spdx = {
    .name = "spdx",
    .what = "components of a product (SPDX 2 and 3)",
    .detect = detect_spdx,
    .read = read_spdx,
};
