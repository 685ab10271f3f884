/* SPDX-License-Identifier: Apache-2.0 */
/* huawei_xml.c - the same objects as XML, in three forms:
 *
 *     GExport    <bulkCmConfigDataFile><configData><class name="BTS3900">
 *                  <object technique=".." vendor="Huawei" version="..">            an element
 *                   <class name="BRD_BTS3900"><object><parameter name="CN" value="0"/>..
 *     MOTree     <MOTree><MO className="BSC6900GSMNE" fdn="NE=7"><attr name="NENAME">..</attr>
 *                   <MO className="BSC6900GSMBTS" ..><attr ..>..
 *     synchronisation  <spec:BACKUPCFG><spec:syndata productversion="BTS3900 ..">
 *                   <class><BRD><attributes><CN>0</CN>..
 *
 * The name of a class ends, or begins, with the type of the element, which goes. */
#include "codec/sax.h"
#include "sources/carrier/huawei.h"
#include "sources/values.h"
#include "sources/xml_input.h"

typedef struct reading {
    cp_carrier *c;
    cp_hw *hw;
    cp_sax *x;
    uint32_t element_depth; /* of what ends an element: the outer object, MO or syndata; 0: none */
    uint32_t object_depth;  /* of the object whose parameters come; 0: none */
    char type[CP_RDN_BYTES_MAX], class[CP_RDN_BYTES_MAX], parameter[CP_RDN_BYTES_MAX];
    uint32_t type_n, class_n, parameter_n;
    bool is_wanted;
    cp_time at;
} reading;

static uint32_t keep(char to[CP_RDN_BYTES_MAX], cp_str s)
{
    s = cp_value_head(s, CP_RDN_BYTES_MAX);
    if (s.n)
        memcpy(to, s.p, s.n);
    return (uint32_t)s.n;
}

static bool is(cp_str name, const char *what) { return cp_str_eq(name, cp_str_c(what)); }

/* BRD of BRD_BTS3900, BTS of BSC6900GSMBTS, where the element is a BTS3900, a BSC6900GSM. */
static cp_str bare_class(const reading *r, cp_str s)
{
    cp_str type = { r->type, r->type_n };
    if (type.n == 0)
        return s;
    if (s.n > type.n + 1 && cp_str_ends(s, type) && s.p[s.n - type.n - 1] == '_')
        return cp_str_slice(s, 0, s.n - type.n - 1);
    return s.n > type.n && cp_str_starts(s, type) ? cp_str_from(s, type.n) : s;
}

static void end_object(reading *r)
{
    if (r->object_depth)
        cp_hw_end(r->hw);
    r->object_depth = 0;
}

static void begin_object(reading *r, cp_str class, uint32_t depth)
{
    end_object(r);
    cp_hw_begin(r->hw, bare_class(r, class), cp_sax_line(r->x));
    r->object_depth = depth;
}

static void begin_element(reading *r, const cp_sax_element *e)
{
    r->element_depth = e->depth;
    cp_hw_element(r->hw, cp_sax_value(e, CP_STR("vendor")), (cp_str){ r->type, r->type_n },
                  cp_sax_value(e, CP_STR("version")));
}

/* ---- the three forms */

static void open_of_gexport(reading *r, const cp_sax_element *e)
{
    cp_str name = cp_sax_value(e, CP_STR("name"));
    if (is(e->name, "class") && name.n && r->element_depth == 0)
        r->type_n = keep(r->type, name);
    else if (is(e->name, "class") && name.n)
        r->class_n = keep(r->class, name);
    else if (is(e->name, "object") && r->element_depth == 0)
        begin_element(r, e);
    else if (is(e->name, "object"))
        begin_object(r, (cp_str){ r->class, r->class_n }, e->depth);
    else if (is(e->name, "parameter") && r->object_depth)
        cp_hw_set(r->hw, name, cp_sax_value(e, CP_STR("value")));
}

static void open_of_tree(reading *r, const cp_sax_element *e)
{
    static const cp_str ne = CP_STR_INIT("NE");
    cp_str class = cp_sax_value(e, CP_STR("className"));
    if (is(e->name, "MO")) {
        if (r->element_depth == 0) {
            bool is_ne = cp_str_ends(class, ne) && class.n > ne.n;
            r->type_n = keep(r->type, is_ne ? cp_str_slice(class, 0, class.n - ne.n) : CP_STR(""));
            begin_element(r, e);
        }
        begin_object(r, class, e->depth);
    } else if (is(e->name, "attr") && r->object_depth) {
        r->parameter_n = keep(r->parameter, cp_sax_value(e, CP_STR("name")));
        if (r->element_depth + 1 == e->depth &&
            is((cp_str){ r->parameter, r->parameter_n }, "name"))
            r->parameter_n = keep(r->parameter, CP_STR("NENAME"));
        r->is_wanted = true;
    }
}

static void open_of_sync(reading *r, const cp_sax_element *e)
{
    cp_str parent = cp_sax_at(r->x, e->depth - 1);
    if (is(e->name, "syndata")) {
        cp_str version = cp_sax_value(e, CP_STR("productversion")), type = version;
        ptrdiff_t blank = cp_str_find_char(version, ' ');
        type.n = blank > 0 ? (size_t)blank : type.n;
        r->type_n = keep(r->type, type);
        r->element_depth = e->depth;
        cp_hw_element(r->hw, CP_STR(""), type, version);
    } else if (r->element_depth && is(parent, "class"))
        begin_object(r, e->name, e->depth);
    else if (r->object_depth && is(parent, "attributes")) {
        r->parameter_n = keep(r->parameter, e->name);
        r->is_wanted = true;
    }
}

static void take_time(reading *r, const cp_sax_element *e)
{
    cp_time at;
    if (is(e->name, "fileFooter") &&
        cp_carrier_time(r->c->a, cp_sax_value(e, CP_STR("dateTime")), &at))
        r->at = at;
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    cp_str root = cp_sax_at(r->x, 1);
    (void)err;
    r->is_wanted = false;
    take_time(r, e);
    if (is(root, "MOTree"))
        open_of_tree(r, e);
    else if (is(root, "BACKUPCFG"))
        open_of_sync(r, e);
    else
        open_of_gexport(r, e);
    if (!r->is_wanted)
        cp_sax_skip_text(r->x);
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reading *r = ctx;
    (void)is_cut;
    (void)err;
    if (r->is_wanted)
        cp_hw_set(r->hw, (cp_str){ r->parameter, r->parameter_n }, text);
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    r->is_wanted = false;
    if (r->object_depth == e->depth)
        end_object(r);
    if (r->element_depth != e->depth)
        return CP_OK;
    r->element_depth = 0;
    return cp_hw_tell(r->hw, err);
}

static cp_rc read_huawei(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    cp_sax_opts how = cp_xml_opts(opts);
    cp_sax_events on = { r, on_open, on_text, on_close };
    cp_rc rc = cp_carrier_new(a, opts, sink, src, &r->c, err);
    if (rc != CP_OK)
        return rc;
    r->hw = cp_hw_new(r->c);
    r->x = cp_sax_new(a, &how, &on);
    r->at = CP_TIME_NONE;
    rc = cp_xml_read_most(a, in, r->x, opts, src, err);
    src->first_at = src->last_at = r->at;
    if (rc == CP_OK) {
        end_object(r);
        rc = cp_hw_tell(r->hw, err);
    }
    if (rc == CP_OK)
        cp_carrier_end(r->c);
    return rc;
}

static int detect_huawei(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_slice(cp_str_of_bytes(head), 0, 4096);
    (void)name;
    if (cp_str_has(s, CP_STR("<bulkCmConfigDataFile")) && cp_str_has(s, CP_STR("<class name=")))
        return 93;
    if (cp_str_has(s, CP_STR("<MOTree")) || cp_str_has(s, CP_STR("BACKUPCFG")))
        return cp_str_has(s, CP_STR("<MO ")) || cp_str_has(s, CP_STR("huawei_wl_bulkcm")) ? 90 : 0;
    return 0;
}

const cp_format cp_format_huawei_xml = {
    .name = "huawei-xml",
    .what = "configuration of base stations and controllers (GExport, MOTree, CfgSyn XML)",
    .detect = detect_huawei,
    .read = read_huawei,
};
