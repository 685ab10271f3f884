/* SPDX-License-Identifier: Apache-2.0 */
/* bulkcm.c - bulk configuration of mobile networks as XML: 3GPP TS 32.615 and 32.616 (the file),
 * with the objects of 28.622 (SubNetwork, ManagedElement), 28.632 (InventoryUnit), and vendors'
 * containers:
 *
 *     <bulkCmConfigDataFile>
 *      <configData dnPrefix="DC=example.net">
 *       <xn:SubNetwork id="1">
 *        <xn:ManagedElement id="7">
 *         <xn:attributes><xn:vendorName>Acme</xn:vendorName>..</xn:attributes>   what it says
 *         <in:InventoryUnit id="3"><in:attributes><in:serialNumber>..            a unit
 *         <xn:VsDataContainer id="RRU-1"><xn:attributes>
 *           <xn:vsDataType>vsDataFieldReplaceableUnit</xn:vsDataType>
 *           <es:vsDataFieldReplaceableUnit><es:productData><es:serialNumber>..   a unit, too
 *
 * Whatever has an id is an object; the attributes of one come before the objects in it or behind
 * them. An object is told when its attributes end, so no more of a file is held than the path to
 * the place that is read. A container that nobody here knows is a unit if it says a serial
 * number. */
#include "codec/sax.h"
#include "sources/carrier/carrier.h"
#include "sources/import/table.h"
#include "sources/values.h"
#include "sources/xml_input.h"

enum { NONE = UINT32_MAX };

typedef struct frame {
    uint32_t depth;   /* of its element */
    uint32_t dn_n;    /* length of the DN up to its end */
    uint32_t class_n; /* of the class, which begins behind the DN before it */
    uint64_t line;
    bool is_element, is_told, is_deleted, is_created; /* by its modifier: the file is a plan */
    bool is_cut; /* its DN, or one before it: it identifies nothing */
} frame;

typedef struct reading {
    cp_carrier *c;
    cp_sax *x;
    frame frames[CP_SAX_DEPTH_MAX];
    uint32_t n_frames;
    char dn[CP_DN_BYTES_MAX];
    uint32_t prefix_n;             /* of the DN: the prefix of the file, with its comma */
    uint32_t attributes_depth;     /* 0: not within attributes */
    uint32_t administrative_depth; /* what was planned, not what stands there; 0: not within it */
    uint32_t text_depth;           /* of the attribute whose text comes; 0: none */
    cp_word word;
    uint8_t rank;
    uint32_t element; /* index of the frame of the innermost network element, or NONE */
    char name[CP_RDN_BYTES_MAX], site[CP_RDN_BYTES_MAX];
    uint32_t name_n, site_n; /* what that element says of itself; 0: nothing */
    bool has_header;
    cp_time at;
} reading;

/* Classes of objects that are hardware without a serial number, too, if they say what it is. */
static const char *const hardware[] = { "FieldReplaceableUnit", "HwUnit",    "HwItem", "PlugInUnit",
                                        "AuxPlugInUnit",        "Subrack",   "Slot",   "Cabinet",
                                        "SupportUnit",          "RadioUnit", "Board" };

/* ---- the path */

static cp_str dn_of(const reading *r, uint32_t i) { return (cp_str){ r->dn, r->frames[i].dn_n }; }

static uint32_t dn_before(const reading *r, uint32_t i)
{
    return i ? r->frames[i - 1].dn_n : r->prefix_n ? r->prefix_n - 1 : 0;
}

/* The class of an object, and its id. */
static cp_str class_of(const reading *r, uint32_t i)
{
    uint32_t begin = dn_before(r, i) + (dn_before(r, i) > 0);
    return (cp_str){ r->dn + begin, r->frames[i].class_n };
}

static cp_str id_of(const reading *r, uint32_t i)
{
    cp_str class = class_of(r, i);
    const char *p = class.p + class.n + 1;
    return (cp_str){ p, r->frames[i].is_cut ? 0 : (size_t)(r->dn + r->frames[i].dn_n - p) };
}

static cp_str id_of_innermost(const reading *r, const char *class)
{
    for (uint32_t i = r->n_frames; i-- > 0;)
        if (cp_str_eq(class_of(r, i), cp_str_c(class)))
            return id_of(r, i);
    return CP_STR("");
}

static void put(reading *r, uint32_t *n, cp_str s)
{
    memcpy(r->dn + *n, s.p, s.n);
    *n += (uint32_t)s.n;
}

/* Appends ",class=id" to the DN. One that would be too long stays without it. */
static void write_rdn(reading *r, uint32_t i, cp_str class, cp_str id)
{
    frame *f = &r->frames[i];
    uint32_t n = dn_before(r, i);
    f->is_cut = (i > 0 && r->frames[i - 1].is_cut) || class.n + id.n + 2 > CP_RDN_BYTES_MAX ||
                n + class.n + id.n + 2 > sizeof r->dn;
    f->dn_n = n;
    f->class_n = 0;
    if (f->is_cut)
        return;
    if (n)
        put(r, &n, CP_STR(","));
    put(r, &n, class);
    put(r, &n, CP_STR("="));
    put(r, &n, id);
    f->dn_n = n;
    f->class_n = (uint32_t) class.n;
}

/* Objects are known by their id, and these also where it is empty. */
static bool is_object(cp_str class, cp_str id)
{
    return id.n || cp_str_eq(class, CP_STR("ManagedElement")) ||
           cp_str_eq(class, CP_STR("VsDataContainer")) ||
           cp_str_ends(class, CP_STR("InventoryUnit"));
}

static bool is_class_of_element(cp_str class)
{
    return cp_str_eq(class, CP_STR("ManagedElement")) || cp_str_eq(class, CP_STR("ManagementNode"));
}

static void open_object(reading *r, const cp_sax_element *e, cp_str id)
{
    frame *f = &r->frames[r->n_frames];
    *f = (frame){ .depth = e->depth, .line = cp_sax_line(r->x) };
    write_rdn(r, r->n_frames, e->name, id);
    f->is_deleted = cp_str_eq(cp_sax_value(e, CP_STR("modifier")), CP_STR("delete"));
    f->is_created = cp_str_eq(cp_sax_value(e, CP_STR("modifier")), CP_STR("create"));
    f->is_element = is_class_of_element(e->name);
    if (f->is_element) {
        r->element = r->n_frames;
        r->name_n = r->site_n = 0;
    }
    r->n_frames++;
    r->c->src->records++;
    cp_object_begin(r->c);
}

/* ---- what an object is */

/* The ids on the way to an element, without their classes. */
static cp_str ids_of(reading *r, uint32_t i)
{
    cp_buf b = cp_buf_new(r->c->scratch);
    for (uint32_t k = 0; k <= i; k++)
        if (!cp_str_eq(class_of(r, k), CP_STR("SubNetwork")))
            cp_buf_add(&b, id_of(r, k));
    return cp_buf_str(&b);
}

static cp_str prefix_of(const reading *r)
{
    return (cp_str){ r->dn, r->prefix_n ? r->prefix_n - 1 : 0 };
}

static cp_element element_of(reading *r, uint32_t i)
{
    cp_str context = id_of_innermost(r, "MeContext"), id = id_of(r, i);
    cp_element e = { .dn = dn_of(r, i),
                     .name = { r->name, r->name_n },
                     .site = { r->site, r->site_n } };
    e.is_known = !r->frames[i].is_cut && cp_dn_is_identity(prefix_of(r), ids_of(r, i));
    if (e.name.n == 0)
        e.name = context.n ? context : id.n >= CP_ID_BYTES_MIN ? id : e.dn;
    return e;
}

static uint32_t keep(char to[CP_RDN_BYTES_MAX], cp_str s)
{
    s = cp_value_head(s, CP_RDN_BYTES_MAX);
    if (s.n)
        memcpy(to, s.p, s.n);
    return (uint32_t)s.n;
}

static cp_rc tell_element(reading *r, uint32_t i, bool is_more, cp_err *err)
{
    static const cp_str node = CP_STR_INIT("ManagementNode");
    if (!is_more) {
        r->name_n = keep(r->name, r->c->object.value[CP_WORD_LABEL]);
        r->site_n = keep(r->site, r->c->object.value[CP_WORD_LOCATION]);
    }
    cp_element e = element_of(r, i);
    const char *class = cp_str_eq(class_of(r, i), node) ? "management" : NULL;
    if (is_more && !e.is_known) {
        cp_carrier_unused(r->c, CP_STR("ManagedElement"));
        return CP_OK;
    }
    return cp_carrier_element(r->c, &e, class, is_more, r->frames[r->n_frames - 1].line, err);
}

static bool is_hardware(const cp_object *o, cp_str class)
{
    bool is_inventory = cp_str_ends(class, CP_STR("InventoryUnit"));
    if (is_inventory || o->value[CP_WORD_SERIAL].n)
        return true;
    if (o->value[CP_WORD_PRODUCT].n + o->value[CP_WORD_PART].n == 0)
        return false;
    for (size_t i = 0; i < sizeof hardware / sizeof *hardware; i++)
        if (cp_str_eq(class, cp_str_c(hardware[i])))
            return true;
    return false;
}

/* The DN of a vendor's object is known when its container has said its class. */
static cp_str rename_container(reading *r, uint32_t i)
{
    cp_str type = r->c->object.value[CP_WORD_DATA_TYPE];
    if (type.n == 0 || !cp_str_eq(class_of(r, i), CP_STR("VsDataContainer")))
        return class_of(r, i);
    if (cp_str_starts(type, CP_STR("vsData")) && type.n > CP_STR("vsData").n)
        type = cp_str_from(type, CP_STR("vsData").n);
    write_rdn(r, i, type, cp_str_dup(r->c->scratch, id_of(r, i)));
    return class_of(r, i);
}

static cp_rc tell_unit(reading *r, uint32_t i, cp_str class, cp_err *err)
{
    cp_element e = { .is_known = false };
    cp_str dn = r->frames[i].is_cut ? CP_STR("") : dn_of(r, i);
    const char *is = cp_str_eq(class, CP_STR("AntennaInventoryUnit")) ? "antenna" : NULL;
    if (r->element == NONE) {
        bool is_known = cp_dn_is_identity(prefix_of(r), ids_of(r, i));
        return cp_carrier_unit(r->c, NULL, is_known ? dn : CP_STR(""), dn, is, r->frames[i].line,
                               err);
    }
    e = element_of(r, r->element);
    cp_str within = cp_str_from(dn, e.dn.n + 1);
    return cp_carrier_unit(r->c, &e, dn, within, is, r->frames[i].line, err);
}

static cp_rc tell_object(reading *r, cp_err *err)
{
    uint32_t i = r->n_frames - 1;
    frame *f = &r->frames[i];
    cp_str class = rename_container(r, i);
    if (f->is_told) {
        cp_source_bad(r->c->a, r->c->src, f->line,
                      "%.*s has attributes twice: the second were not read",
                      CP_FMT(cp_value_head(class, 60)));
        return CP_OK;
    }
    f->is_told = true;
    if (f->is_cut)
        cp_source_bad(
            r->c->a, r->c->src, f->line,
            "its distinguished name is longer than is read (%d bytes, %d of them its own)",
            CP_DN_BYTES_MAX, CP_RDN_BYTES_MAX);
    if (f->is_deleted) {
        cp_carrier_unused(r->c, CP_STR("what is to be deleted"));
        return CP_OK;
    }
    if (f->is_created)
        cp_carrier_planned(r->c);
    if (f->is_element)
        return tell_element(r, i, false, err);
    if (cp_str_eq(class, CP_STR("ManagedElement")) && r->element != NONE)
        return tell_element(r, r->element, true, err);
    if (is_hardware(&r->c->object, class))
        return tell_unit(r, i, class, err);
    cp_carrier_unused(r->c, class.n ? class : CP_STR("without a name"));
    return CP_OK;
}

/* ---- events */

static void open_attribute(reading *r, const cp_sax_element *e)
{
    static const cp_str administrative = CP_STR_INIT("administrativeProductData");
    r->text_depth = 0;
    if (cp_str_eq(e->name, administrative) && r->administrative_depth == 0)
        r->administrative_depth = e->depth;
    if (!cp_carrier_word(r->c, e->name, &r->word, &r->rank)) {
        cp_sax_skip_text(r->x);
        return;
    }
    r->text_depth = e->depth;
    if (r->administrative_depth)
        r->rank = 1;
}

/* The prefix of the file, as every DN begins. */
static void take_prefix(reading *r, cp_str prefix)
{
    prefix = cp_value_head(cp_str_trim(prefix), CP_RDN_BYTES_MAX);
    r->prefix_n = 0;
    if (cp_value_is_placeholder(prefix))
        return;
    put(r, &r->prefix_n, prefix);
    put(r, &r->prefix_n, CP_STR(","));
}

static void take_header(reading *r, cp_str vendor)
{
    if (vendor.n)
        cp_table_note(r->c->a, r->c->src, "exported by a manager of %.*s",
                      CP_FMT(cp_value_head(vendor, 60)));
}

static void open_other(reading *r, const cp_sax_element *e)
{
    cp_time at;
    if (cp_str_eq(e->name, CP_STR("configData")) && r->n_frames == 0)
        take_prefix(r, cp_sax_value(e, CP_STR("dnPrefix")));
    else if (cp_str_eq(e->name, CP_STR("fileFooter")) &&
             cp_carrier_time(r->c->a, cp_sax_value(e, CP_STR("dateTime")), &at))
        r->at = at;
    else if (cp_str_eq(e->name, CP_STR("fileHeader")) && !r->has_header) {
        r->has_header = true;
        take_header(r, cp_sax_value(e, CP_STR("vendorName")));
    }
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    cp_str id = cp_sax_value(e, CP_STR("id"));
    (void)err;
    if (r->attributes_depth) {
        open_attribute(r, e);
        return CP_OK;
    }
    cp_sax_skip_text(r->x);
    bool is_direct = r->n_frames && e->depth == r->frames[r->n_frames - 1].depth + 1;
    if (is_direct && cp_str_eq(e->name, CP_STR("attributes"))) {
        r->attributes_depth = e->depth;
        cp_object_begin(r->c);
    } else if (is_object(e->name, id))
        open_object(r, e, id);
    else
        open_other(r, e);
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reading *r = ctx;
    (void)is_cut;
    (void)err;
    if (r->text_depth && cp_sax_depth(r->x) == r->text_depth)
        cp_object_set(r->c, r->word, r->rank, cp_sax_at(r->x, r->text_depth), text);
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    cp_rc rc = CP_OK;
    r->text_depth = 0;
    if (r->administrative_depth == e->depth)
        r->administrative_depth = 0;
    if (r->attributes_depth) {
        if (r->attributes_depth != e->depth)
            return CP_OK;
        r->attributes_depth = 0;
        return tell_object(r, err);
    }
    if (r->n_frames == 0 || r->frames[r->n_frames - 1].depth != e->depth)
        return CP_OK;
    if (!r->frames[r->n_frames - 1].is_told) {
        cp_object_begin(r->c);
        rc = tell_object(r, err);
    }
    r->n_frames--;
    if (r->element == r->n_frames)
        r->element = NONE;
    return rc;
}

/* Where the file breaks off, the elements that were begun are there, and the other objects told
 * of. */
static cp_rc tell_open(reading *r, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_object_begin(r->c);
    while (r->n_frames && rc == CP_OK) {
        frame *f = &r->frames[r->n_frames - 1];
        if (!f->is_told && f->is_element)
            rc = tell_object(r, err);
        else if (!f->is_told)
            cp_carrier_unused(r->c, CP_STR("broken off"));
        r->n_frames--;
    }
    return rc;
}

static cp_rc read_bulkcm(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    cp_sax_opts how = cp_xml_opts(opts);
    cp_sax_events on = { r, on_open, on_text, on_close };
    cp_rc rc = cp_carrier_new(a, opts, sink, src, &r->c, err);
    if (rc != CP_OK)
        return rc;
    r->x = cp_sax_new(a, &how, &on);
    r->element = NONE;
    r->at = CP_TIME_NONE;
    rc = cp_xml_read_most(a, in, r->x, opts, src, err);
    src->first_at = src->last_at = r->at;
    if (rc == CP_OK)
        rc = tell_open(r, err);
    if (rc == CP_OK)
        cp_carrier_end(r->c);
    return rc;
}

static int detect_bulkcm(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_slice(cp_str_of_bytes(head), 0, 4096);
    (void)name;
    return cp_str_has(s, CP_STR("<bulkCmConfigDataFile")) ? 90 : 0;
}

const cp_format cp_format_bulkcm = {
    .name = "bulkcm-xml",
    .what = "configuration and inventory of a mobile network (3GPP bulk CM XML)",
    .detect = detect_bulkcm,
    .read = read_bulkcm,
};
