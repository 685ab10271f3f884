/* SPDX-License-Identifier: Apache-2.0 */
/* hardware.c - what a device is made of, as it says itself over NETCONF, RESTCONF or gNMI: the YANG
 * modules ietf-hardware (RFC 8348, which is ENTITY-MIB in YANG) and openconfig-platform, as JSON.
 *
 *     {"ietf-hardware:hardware":{"component":[{"name":"chassis","class":"iana-hardware:chassis",
 *        "mfg-name":"Example","model-name":"X1","serial-num":"S1"},
 *        {"name":"slot-1","parent":"chassis", ..}]}}
 *     {"openconfig-platform:components":{"component":[{"name":"FPC0","state":{
 *        "type":"openconfig-platform-types:LINECARD","parent":"chassis","part-no":"..",
 *        "serial-no":".."}}]}}
 *
 * One document is one device. Its components are called alike on every device, so they are told as
 * rows of ENTITY-MIB are: as parts of the device, contained in each other by number. What the
 * device is called stands in another module (ietf-system, openconfig-system), which may be in the
 * file, too. */
#include "codec/json.h"
#include "sources/export/export.h"
#include "sources/export/walk.h"
#include "sources/import/table.h"
#include "sources/text.h"
#include "sources/values.h"

enum { COMPONENTS_MAX = 1024 * 1024 };
#define BYTES_MAX ((uint64_t)256 << 20)

typedef struct component {
    cp_str name, parent;
    const cp_tree *t; /* where its values stand: itself, or its state */
    uint64_t line;
} component;

typedef struct reader {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_str agent, host; /* of the document at hand */
    uint32_t n_documents;
    CP_VEC(component) v;
    cp_map by_name; /* index + 1 */
    bool has_chassis;
} reader;

static cp_str text_at(const cp_tree *t, const char *key)
{
    cp_str s = cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

static cp_str first_text(const cp_tree *t, const char *const *keys)
{
    cp_str s = CP_STR("");
    for (; *keys && s.n == 0; keys++)
        s = text_at(t, *keys);
    return s;
}

/* ---- collecting */

/* "openconfig-platform:components" -> "components" */
static cp_str without_module(cp_str name)
{
    ptrdiff_t colon = cp_str_find_char(name, ':');
    return colon < 0 ? name : cp_str_from(name, (size_t)colon + 1);
}

static void add_component(reader *r, const cp_tree *t)
{
    const cp_tree *state = cp_tree_get(t, CP_STR("state"));
    cp_str name = text_at(t, "name");
    bool added,
        is_openconfig = state && state->kind == CP_TREE_MAP && !cp_tree_get(t, CP_STR("class"));
    r->src->records++;
    if (name.n == 0 || r->v.n == COMPONENTS_MAX) {
        cp_source_bad(r->a, r->src, t->line,
                      name.n ? "more than %d components" : "a component without a name",
                      COMPONENTS_MAX);
        return;
    }
    const cp_tree *values = is_openconfig ? state : t;
    uint64_t *at = cp_map_put(r->a, &r->by_name, name, &added);
    if (!added) {
        cp_source_bad(r->a, r->src, t->line,
                      "duplicate: the component \"%.*s\" stands in line %llu too",
                      CP_FMT(cp_value_head(name, 60)), (unsigned long long)r->v.v[*at - 1].line);
        return;
    }
    *at = r->v.n + 1;
    cp_vec_push(r->a, &r->v, ((component){ name, text_at(values, "parent"), values, t->line }));
}

static void take_host(reader *r, const cp_tree *t)
{
    const cp_tree *state = cp_tree_get(t, CP_STR("state"));
    cp_str host = text_at(t, "hostname");
    host = host.n ? host : text_at(state, "hostname");
    r->host = host.n ? host : text_at(cp_tree_get(t, CP_STR("config")), "hostname");
}

/* Component by component, so that one that is malformed is lost alone, and of a list that is cut
 * off those before it are good. */
static void take_components(reader *r, const cp_member *m)
{
    cp_walk w = cp_walk_new(m->text, m->line);
    for (cp_member c; cp_walk_next(&w, &c);) {
        if (!c.is_item || !cp_str_eq(without_module(c.key), CP_STR("component")))
            continue;
        const cp_tree *t = cp_walk_parse_part(r->a, &c, r->a, r->src);
        if (t)
            add_component(r, t);
    }
    if (!m->is_cut) /* else it is told where the document ends */
        cp_walk_end(&w, r->a, r->src);
}

static void collect(reader *r, const cp_member *m)
{
    cp_str key = without_module(m->key);
    if (cp_str_eq(key, CP_STR("hardware")) || cp_str_eq(key, CP_STR("components"))) {
        take_components(r, m);
        return;
    }
    const cp_tree *t =
        cp_str_eq(key, CP_STR("system")) ? cp_walk_parse_part(r->a, m, r->a, r->src) : NULL;
    if (t)
        take_host(r, t);
}

/* ---- telling */

static cp_str class_of(const component *c)
{
    static const struct {
        const char *here, *there;
    } rows[] = { { "chassis", "chassis" },
                 { "backplane", "backplane" },
                 { "container", "container" },
                 { "power-supply", "powerSupply" },
                 { "power_supply", "powerSupply" },
                 { "fan", "fan" },
                 { "fan_tray", "container" },
                 { "sensor", "sensor" },
                 { "module", "module" },
                 { "linecard", "module" },
                 { "controller_card", "module" },
                 { "fabric", "module" },
                 { "transceiver", "module" },
                 { "port", "port" },
                 { "stack", "stack" },
                 { "cpu", "cpu" },
                 { "energy-object", "energyObject" },
                 { "battery", "battery" },
                 { "storage-drive", "storageDrive" } };
    static const char *const keys[] = { "class", "type", NULL };
    cp_str s = without_module(first_text(c->t, keys));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq_nocase(s, cp_str_c(rows[i].here)))
            return cp_str_c(rows[i].there);
    return s.n ? CP_STR("other") : s;
}

static cp_rc say(reader *r, const component *c, const cp_ident *ids, uint32_t n, cp_str part,
                 cp_kind kind, cp_str value, cp_err *err)
{
    cp_obs o = { .ids = ids,
                 .n_ids = n,
                 .part = part,
                 .kind = kind,
                 .value = value,
                 .at = CP_TIME_NONE,
                 .pos = c->line };
    return value.n ? r->sink->obs(r->sink->ctx, &o, err) : CP_OK;
}

/* The first chassis that is in nothing is the device itself. */
static bool is_device(reader *r, const component *c, cp_str class)
{
    bool is_first = !r->has_chassis && cp_str_eq(class, CP_STR("chassis")) && c->parent.n == 0;
    r->has_chassis = r->has_chassis || is_first;
    return is_first;
}

/* A slot in which nothing is, and one of which nothing is told but its name. */
static bool is_empty(const component *c)
{
    static const char *const keys[] = { "mfg-name",
                                        "model-name",
                                        "part-no",
                                        "serial-num",
                                        "serial-no",
                                        "description",
                                        "hardware-rev",
                                        "firmware-rev",
                                        "software-rev",
                                        "hardware-version",
                                        "firmware-version",
                                        "software-version",
                                        NULL };
    return cp_str_eq(text_at(c->t, "empty"), CP_STR("true")) ||
           (first_text(c->t, keys).n == 0 && !cp_str_eq(class_of(c), CP_STR("chassis")));
}

/* The component that holds it, over slots that are not told; its number, 0: none. */
static uint32_t holder_of(const reader *r, const component *c)
{
    enum { HOLDERS_MAX = 64 };
    for (int n = 0; c->parent.n && n < HOLDERS_MAX; n++) {
        const uint64_t *at = cp_map_get(&r->by_name, c->parent);
        if (!at)
            break;
        c = &r->v.v[*at - 1];
        if (!is_empty(c))
            return (uint32_t)*at;
    }
    return 0;
}

static cp_rc tell(reader *r, uint32_t i, cp_err *err)
{
    static const char *const mfg[] = { "mfg-name", NULL },
                             *const model[] = { "model-name", "part-no", NULL },
                             *const serial[] = { "serial-num", "serial-no", NULL },
                             *const descr[] = { "description", NULL },
                             *const hw[] = { "hardware-rev", "hardware-version", NULL },
                             *const fw[] = { "firmware-rev", "firmware-version", NULL },
                             *const sw[] = { "software-rev", "software-version", NULL };
    static const struct {
        cp_kind kind;
        const char *const *keys;
    } rows[] = { { CP_KIND_SNMP_ENT_DESCR, descr },   { CP_KIND_SNMP_ENT_HW, hw },
                 { CP_KIND_SNMP_ENT_FW, fw },         { CP_KIND_SNMP_ENT_SW, sw },
                 { CP_KIND_SNMP_ENT_SERIAL, serial }, { CP_KIND_SNMP_ENT_MFG, mfg },
                 { CP_KIND_SNMP_ENT_MODEL, model } };
    const component *c = &r->v.v[i];
    cp_str class = class_of(c), number = first_text(c->t, serial);
    bool is_own = is_device(r, c, class);
    cp_str part = is_own ? CP_STR("") : cp_str_fmt(r->a, "ent:%u", i + 1);
    cp_ident ids[3] = { { CP_IDENT_AGENT, r->agent } };
    uint32_t n = 1;
    if (is_own && r->host.n)
        ids[n++] = (cp_ident){ CP_IDENT_HOSTNAME, r->host };
    if (is_own && cp_serial_is_identity(number))
        ids[n++] = (cp_ident){ CP_IDENT_SERIAL, number };
    uint32_t in = holder_of(r, c);
    cp_rc rc = say(r, c, ids, n, part, CP_KIND_SNMP_ENT_CLASS, class, err);
    if (rc == CP_OK)
        rc = say(r, c, ids, n, part, CP_KIND_SNMP_ENT_NAME, c->name, err);
    for (size_t k = 0; rc == CP_OK && k < sizeof rows / sizeof *rows; k++)
        rc = say(r, c, ids, n, part, rows[k].kind, first_text(c->t, rows[k].keys), err);
    if (rc == CP_OK && in)
        rc =
            say(r, c, ids, n, part, CP_KIND_SNMP_ENT_CONTAINED_IN, cp_str_fmt(r->a, "%u", in), err);
    return rc;
}

static cp_rc end_document(reader *r, cp_err *err)
{
    cp_rc rc = CP_OK;
    r->n_documents++;
    r->agent = cp_str_fmt(r->a, "device %u", r->n_documents);
    if (r->host.n && r->v.n) {
        cp_ident ids[2] = { { CP_IDENT_AGENT, r->agent }, { CP_IDENT_HOSTNAME, r->host } };
        rc = say(r, &r->v.v[0], ids, 2, CP_STR(""), CP_KIND_INVENTORY_NAME, r->host, err);
    }
    for (uint32_t i = 0; rc == CP_OK && i < r->v.n; i++) {
        if (is_empty(&r->v.v[i]))
            r->src->records_unused++;
        else
            rc = tell(r, i, err);
    }
    r->v.n = 0;
    r->has_chassis = false;
    r->host = CP_STR("");
    r->by_name = (cp_map){ .n = 0 };
    return rc;
}

static cp_rc read_hardware(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                           const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_bytes text;
    cp_rc rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    r->a = a;
    r->sink = sink;
    r->src = src;
    cp_walk w = cp_walk_new(cp_str_of_bytes(text), 1);
    for (cp_member m; rc == CP_OK && cp_walk_next(&w, &m);) {
        if (m.begins)
            rc = end_document(r, err);
        if (!m.is_item)
            collect(r, &m);
    }
    if (rc == CP_OK)
        rc = end_document(r, err);
    cp_walk_end(&w, a, src);
    bool is_nothing = rc == CP_OK && src->records == src->records_bad;
    if (is_nothing && src->n_problems) /* why: it is cut off, or malformed */
        return cp_fail_line(err, CP_EFORMAT, src->problems[0].pos, "%.*s",
                            CP_FMT(src->problems[0].text));
    if (is_nothing)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no components of ietf-hardware or openconfig-platform in it");
    return rc;
}

static int detect_hardware(cp_bytes head, cp_str name)
{
    static const char *const keys[] = { "\"ietf-hardware:hardware\"",
                                        "\"ietf-hardware-state:hardware\"",
                                        "\"openconfig-platform:components\"" };
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    (void)name;
    if (s.n == 0 || s.p[0] != '{')
        return 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cp_str_has(s, cp_str_c(keys[i])))
            return 94;
    return 0;
}

const cp_format cp_format_hardware = {
    .name = "hardware",
    .what = "components of a device (ietf-hardware, openconfig-platform JSON)",
    .detect = detect_hardware,
    .read = read_hardware,
};
