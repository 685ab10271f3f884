/* SPDX-License-Identifier: Apache-2.0 */
/* raml.c - configuration of networks in RAML 2, as NetAct exports and takes it:
 *
 *     <raml version="2.0" xmlns="raml20.xsd">
 *      <cmData type="actual"><header><log dateTime="2026-03-02T04:10:00" ../></header>
 *       <managedObject class="MRBTS" version="SBTS20B" distName="PLMN-PLMN/MRBTS-1234">
 *        <p name="name">north</p> <list name=".."><item><p name="..">..</p></item></list>
 *       <managedObject class="INVUNIT" distName="PLMN-PLMN/MRBTS-1234/EQM-1/INVUNIT-3">
 *        <p name="vendorUnitTypeNumber">..</p><p name="serialNumber">..</p>
 *
 * An object does not stand in the one that it belongs to; its distName says which that is. So the
 * elements that were told are remembered, and those that only their units name are told at the
 * end. */
#include "codec/sax.h"
#include "sources/carrier/carrier.h"
#include "sources/import/table.h"
#include "sources/values.h"
#include "sources/xml_input.h"

enum { ELEMENTS_MAX = 4 * 1024 * 1024 };

typedef struct element {
    cp_str dn, name;
    uint64_t line;
    bool is_told;
} element;

typedef struct reading {
    cp_carrier *c;
    cp_sax *x;
    uint64_t line;
    uint32_t depth;                      /* of the managedObject at hand; 0: none */
    cp_str class, dn, release;           /* of it; owned by the scratch of c */
    bool is_deleted, is_plan, is_wanted; /* is_wanted: the text that comes */
    cp_word word;
    uint8_t rank;
    cp_str parameter;
    cp_map by_dn; /* -> index into elements */
    CP_VEC(element) elements;
    cp_time at;
} reading;

/* Classes of objects that are network elements. */
static const struct kind {
    const char *name, *class;
} kinds[] = { { "BSC", "ran" },   { "RNC", "ran" },  { "BCF", "ran" }, { "WBTS", "ran" },
              { "MRBTS", "ran" }, { "SBTS", "ran" }, { "MGW", "core" } };

static const struct kind *kind_of(cp_str class)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cp_str_eq(class, cp_str_c(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

/* "com.nokia.srbts:MRBTS" */
static cp_str bare_class(cp_str s)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == ':')
            return cp_str_from(s, i);
    return s;
}

/* ---- elements */

/* How much of a distName is that of the element which the object belongs to: up to the last class
 * that is one, else the object below the network. 0: the object stands for itself. */
static size_t element_length(cp_str dn)
{
    size_t best = 0, second = 0, n = 0, parts = 0;
    cp_str rest = dn, part;
    while (cp_str_cut(&rest, '/', &part)) {
        ptrdiff_t dash = cp_str_find_char(part, '-');
        n = (size_t)(part.p - dn.p) + part.n;
        parts++;
        if (parts == 2)
            second = n;
        if (dash > 0 && kind_of(cp_str_slice(part, 0, (size_t)dash)))
            best = n;
    }
    best = best ? best : second;
    return best == dn.n ? 0 : best;
}

/* The ids of a distName: 1234 of PLMN-PLMN/MRBTS-1234. */
static cp_str ids_of(cp_arena *a, cp_str dn)
{
    cp_buf b = cp_buf_new(a);
    cp_str part;
    for (bool is_first = true; cp_str_cut(&dn, '/', &part); is_first = false) {
        ptrdiff_t dash = cp_str_find_char(part, '-');
        if (!is_first && dash >= 0)
            cp_buf_add(&b, cp_str_from(part, (size_t)dash + 1));
    }
    return cp_buf_str(&b);
}

static cp_str last_part(cp_str dn)
{
    for (size_t i = dn.n; i > 0; i--)
        if (dn.p[i - 1] == '/')
            return cp_str_from(dn, i);
    return dn;
}

/* NULL: there are too many. */
static element *find(reading *r, cp_str dn)
{
    cp_arena *a = r->c->a;
    uint64_t *at = cp_map_get(&r->by_dn, dn);
    if (at)
        return &r->elements.v[*at];
    if (r->elements.n == ELEMENTS_MAX)
        return NULL;
    dn = cp_str_dup(a, dn);
    *cp_map_put(a, &r->by_dn, dn, NULL) = r->elements.n;
    cp_vec_push(a, &r->elements, ((element){ .dn = dn, .name = last_part(dn), .line = r->line }));
    return &r->elements.v[r->elements.n - 1];
}

static cp_element as_told(reading *r, const element *x)
{
    cp_str ids = ids_of(r->c->scratch, x->dn);
    return (
        cp_element){ .dn = x->dn, .name = x->name, .is_known = cp_dn_is_identity(CP_STR(""), ids) };
}

static cp_rc tell_element(reading *r, element *x, cp_err *err)
{
    const struct kind *k = kind_of(r->class);
    cp_str label = r->c->object.value[CP_WORD_LABEL];
    if (label.n)
        x->name = cp_str_dup(r->c->a, cp_value_head(label, CP_RDN_BYTES_MAX));
    x->is_told = true;
    cp_object_set(r->c, CP_WORD_SOFTWARE, 1, CP_STR("version"), r->release);
    cp_element e = as_told(r, x);
    return cp_carrier_element(r->c, &e, k ? k->class : NULL, false, r->line, err);
}

/* Those of which there was no object. */
static cp_rc tell_named(reading *r, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < r->elements.n && rc == CP_OK; i++) {
        element *x = &r->elements.v[i];
        if (x->is_told)
            continue;
        cp_object_begin(r->c);
        cp_element e = as_told(r, x);
        rc = cp_carrier_element(r->c, &e, NULL, false, x->line, err);
    }
    return rc;
}

/* ---- objects */

static bool is_hardware(const reading *r)
{
    const cp_object *o = &r->c->object;
    return o->value[CP_WORD_SERIAL].n || o->value[CP_WORD_UNIT_TYPE].n ||
           (cp_str_eq(r->class, CP_STR("INVUNIT")) && o->value[CP_WORD_PART].n);
}

static cp_rc tell_unit(reading *r, cp_err *err)
{
    size_t n = element_length(r->dn);
    element *x = n ? find(r, cp_str_slice(r->dn, 0, n)) : NULL;
    if (!x) {
        bool is_known = cp_dn_is_identity(CP_STR(""), ids_of(r->c->scratch, r->dn));
        return cp_carrier_unit(r->c, NULL, is_known ? r->dn : CP_STR(""), r->dn, NULL, r->line,
                               err);
    }
    cp_element e = as_told(r, x);
    return cp_carrier_unit(r->c, &e, r->dn, cp_str_from(r->dn, n + 1), NULL, r->line, err);
}

static cp_rc tell_object(reading *r, cp_err *err)
{
    element *x;
    if (r->is_deleted) {
        cp_carrier_unused(r->c, CP_STR("what is to be deleted"));
        return CP_OK;
    }
    if (r->is_plan)
        cp_carrier_planned(r->c);
    if (kind_of(r->class) && (x = find(r, r->dn)) != NULL)
        return tell_element(r, x, err);
    if (is_hardware(r))
        return tell_unit(r, err);
    cp_carrier_unused(r->c, r->class.n ? r->class : CP_STR("without a class"));
    return CP_OK;
}

/* ---- events */

static cp_str kept(reading *r, cp_str s, size_t n)
{
    return cp_str_dup(r->c->scratch, cp_value_head(cp_str_trim(s), n));
}

static void open_object(reading *r, const cp_sax_element *e)
{
    r->depth = e->depth;
    r->line = cp_sax_line(r->x);
    r->c->src->records++;
    cp_object_begin(r->c);
    r->class = bare_class(kept(r, cp_sax_value(e, CP_STR("class")), CP_RDN_BYTES_MAX));
    r->dn = kept(r, cp_sax_value(e, CP_STR("distName")), CP_DN_BYTES_MAX);
    r->release = kept(r, cp_sax_value(e, CP_STR("version")), CP_RDN_BYTES_MAX);
    r->is_deleted = cp_str_eq(cp_sax_value(e, CP_STR("operation")), CP_STR("delete"));
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    cp_time at;
    (void)err;
    r->is_wanted = false;
    if (r->depth == 0 && cp_str_eq(e->name, CP_STR("managedObject")))
        open_object(r, e);
    else if (r->depth && cp_str_eq(e->name, CP_STR("p"))) {
        cp_str name = cp_sax_value(e, CP_STR("name"));
        r->is_wanted = cp_carrier_word(r->c, name, &r->word, &r->rank);
        if (r->is_wanted)
            r->parameter = kept(r, name, CP_RDN_BYTES_MAX);
    } else if (cp_str_eq(e->name, CP_STR("cmData")))
        r->is_plan = cp_str_eq(cp_sax_value(e, CP_STR("type")), CP_STR("plan"));
    else if (cp_str_eq(e->name, CP_STR("log")) &&
             cp_carrier_time(r->c->a, cp_sax_value(e, CP_STR("dateTime")), &at))
        r->at = at;
    if (!r->is_wanted)
        cp_sax_skip_text(r->x);
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reading *r = ctx;
    (void)is_cut;
    (void)err;
    if (r->is_wanted && r->depth)
        cp_object_set(r->c, r->word, r->rank, r->parameter, text);
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    r->is_wanted = false;
    if (r->depth != e->depth)
        return CP_OK;
    r->depth = 0;
    return tell_object(r, err);
}

static cp_rc read_raml(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    cp_sax_opts how = cp_xml_opts(opts);
    cp_sax_events on = { r, on_open, on_text, on_close };
    cp_rc rc = cp_carrier_new(a, opts, sink, src, &r->c, err);
    if (rc != CP_OK)
        return rc;
    r->x = cp_sax_new(a, &how, &on);
    r->at = CP_TIME_NONE;
    rc = cp_xml_read_most(a, in, r->x, opts, src, err);
    src->first_at = src->last_at = r->at;
    if (rc == CP_OK && r->depth)
        cp_carrier_unused(r->c, CP_STR("broken off"));
    if (rc == CP_OK)
        rc = tell_named(r, err);
    if (rc == CP_OK)
        cp_carrier_end(r->c);
    return rc;
}

static int detect_raml(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_slice(cp_str_of_bytes(head), 0, 4096);
    (void)name;
    return cp_str_has(s, CP_STR("<raml")) ? 90 : 0;
}

const cp_format cp_format_raml = {
    .name = "raml-xml",
    .what = "configuration of a network (RAML 2)",
    .detect = detect_raml,
    .read = read_raml,
};
