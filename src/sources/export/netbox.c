/* SPDX-License-Identifier: Apache-2.0 */
/* netbox.c - the register of a network as the pages of NetBox's API tell it:
 *
 *     {"count":1,"next":null,"results":[{"url":"https://netbox/api/dcim/devices/7/",
 *        "name":"core-1","device_type":{"model":"X1","manufacturer":{"name":"Example"}},
 *        "serial":"S1","site":{"name":"north"},"status":{"value":"active"}}]}
 *
 * An object is what its address says (/api/APP/TYPE/). The address of a device is also what holds
 * together what pages of several types tell of it, for a name may be there twice.
 *
 * What a register says a thing is made by is evidence like any table of the user's. */
#include "sources/export/netbox.h"
#include "codec/json.h"
#include "sources/export/export.h"
#include "sources/export/netbox_in.h"
#include "sources/import/table.h"
#include "sources/text.h"
#include "sources/topo/cables.h"
#include "sources/values.h"

enum {
    TYPES_TOLD_MAX = 12, /* kinds of records that are counted by name in the note */
};
#define BYTES_MAX ((uint64_t)2 << 30)

/* What a type of records is read as. */
typedef enum role_of_type {
    IS_OTHER,
    IS_DEVICE,
    IS_MACHINE, /* virtual */
    IS_MODULE,
    IS_ITEM, /* of the inventory of a device */
    IS_INTERFACE,
    IS_CABLE,
    IS_ADDRESS,
    IS_MAC,
    IS_PRODUCT /* a type of devices or modules */
} role_of_type;

static const struct {
    const char *path;
    role_of_type role;
} types[] = {
    { "dcim/devices", IS_DEVICE },       { "virtualization/virtual-machines", IS_MACHINE },
    { "dcim/modules", IS_MODULE },       { "dcim/inventory-items", IS_ITEM },
    { "dcim/interfaces", IS_INTERFACE }, { "dcim/cables", IS_CABLE },
    { "ipam/ip-addresses", IS_ADDRESS }, { "dcim/mac-addresses", IS_MAC },
    { "dcim/device-types", IS_PRODUCT }, { "dcim/module-types", IS_PRODUCT },
};

static cp_str text_at(const cp_tree *t, const char *key)
{
    cp_str s = cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

static const cp_tree *at(const cp_tree *t, const char *key)
{
    return cp_tree_get(t, cp_str_c(key));
}

/* Of an object that stands inside of another. */
static cp_str name_at(const cp_tree *t, const char *key)
{
    static const char *const keys[] = { "name", "model", "display", "display_name" };
    const cp_tree *inner = at(t, key);
    cp_str name = CP_STR("");
    for (size_t i = 0; i < sizeof keys / sizeof *keys && name.n == 0; i++)
        name = text_at(inner, keys[i]);
    return name;
}

/* ---- what a record is */

/* "dcim/devices" of "https://netbox/api/dcim/devices/7/" */
static cp_str path_of(const cp_tree *t)
{
    cp_str url = cp_cables_ref(t);
    ptrdiff_t api = cp_str_find(url, CP_STR("/api/"));
    url = cp_str_from(url, api < 0 ? url.n : (size_t)api + 5);
    ptrdiff_t first = cp_str_find_char(url, '/');
    ptrdiff_t second = first < 0 ? -1 : cp_str_find_char(cp_str_from(url, (size_t)first + 1), '/');
    return second < 0 ? CP_STR("") : cp_str_slice(url, 0, (size_t)first + 1 + (size_t)second);
}

/* Of a page whose records were made without addresses. */
static cp_str path_by_keys(const cp_tree *t)
{
    static const struct {
        const char *key, *path;
    } rows[] = {
        { "device_type", "dcim/devices" },         { "module_type", "dcim/modules" },
        { "part_id", "dcim/inventory-items" },     { "a_terminations", "dcim/cables" },
        { "termination_a", "dcim/cables" },        { "connected_endpoints", "dcim/interfaces" },
        { "assigned_object", "ipam/ip-addresses" }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (at(t, rows[i].key))
            return cp_str_c(rows[i].path);
    return CP_STR("");
}

static role_of_type role_of(cp_str path)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cp_str_eq(path, cp_str_c(types[i].path)))
            return types[i].role;
    return IS_OTHER;
}

/* Counted by its type, so that the note says what was left. */
static void unused(cp_netbox *n, cp_str type)
{
    n->src->records_unused++;
    uint64_t *count = cp_map_get(&n->unread, type);
    if (!count && n->unread.n < TYPES_TOLD_MAX)
        count = cp_map_put(n->a, &n->unread, cp_str_dup(n->a, cp_value_head(type, 60)), NULL);
    if (count)
        ++*count;
}

/* ---- what is told */

/* The address of its record; without one, its number in this source. */
static void add_ref(cp_netbox *n, const cp_tree *t, const char *kind)
{
    cp_str ref = cp_cables_ref(t), id = text_at(t, "id");
    if (ref.n)
        cp_thing_number(n->t, CP_IDENT_REF, ref);
    else if (id.n)
        cp_thing_number(n->t, CP_IDENT_AGENT,
                        cp_str_fmt(cp_thing_arena(n->t), "%s %.*s", kind, CP_FMT(id)));
}

/* Only where its words are ours: one that is offline or failed is still there. */
static void set_status(cp_netbox *n, cp_str status)
{
    static const struct {
        const char *status, *word;
    } rows[] = { { "active", "in_service" },
                 { "planned", "planned" },
                 { "staged", "planned" },
                 { "inventory", "spare" } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq_nocase(status, cp_str_c(rows[i].status))) {
            cp_thing_set(n->t, CP_THING_STATUS, cp_str_c(rows[i].word));
            return;
        }
    if (status.n)
        cp_thing_set(n->t, CP_THING_NOTES,
                     cp_str_fmt(cp_thing_arena(n->t), "status: %.*s", CP_FMT(status)));
}

static cp_str status_of(const cp_tree *t)
{
    const cp_tree *status = at(t, "status");
    return status && status->kind == CP_TREE_MAP ? text_at(status, "value") : text_at(t, "status");
}

static void note(cp_netbox *n, const char *what, cp_str s)
{
    if (s.n)
        cp_thing_set(n->t, CP_THING_NOTES,
                     cp_str_fmt(cp_thing_arena(n->t), "%s: %.*s", what, CP_FMT(s)));
}

static void set_part_number(cp_netbox *n, const cp_tree *product)
{
    cp_str own = text_at(product, "part_number"), ref = cp_cables_ref(product);
    const uint64_t *row = ref.n ? cp_map_get(&n->products, ref) : NULL;
    if (own.n == 0 && row)
        own = n->part_numbers.v[*row];
    cp_thing_set(n->t, CP_THING_PART_NUMBER, own);
}

static cp_rc read_device(cp_netbox *n, const cp_tree *t, bool is_virtual, cp_err *err)
{
    static const char *const addresses[] = { "primary_ip", "primary_ip4", "primary_ip6", "oob_ip" };
    const cp_tree *type = at(t, "device_type");
    cp_str role = name_at(t, "role"), name = text_at(t, "name");
    cp_thing_begin(n->t, t->line);
    add_ref(n, t, is_virtual ? "machine" : "device");
    cp_thing_set(n->t, CP_THING_NAME, name.n ? name : text_at(t, "display"));
    cp_thing_set(n->t, CP_THING_MAKER, name_at(type, "manufacturer"));
    cp_thing_set(n->t, CP_THING_PRODUCT, text_at(type, "model"));
    set_part_number(n, type);
    cp_thing_set(n->t, CP_THING_SERIAL, text_at(t, "serial"));
    cp_thing_set(n->t, CP_THING_SITE, name_at(t, "site"));
    cp_thing_set(n->t, CP_THING_ROLE, role.n ? role : name_at(t, "device_role"));
    cp_thing_set(n->t, CP_THING_PARENT, name_at(t, is_virtual ? "device" : "parent_device"));
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        cp_thing_set(n->t, CP_THING_IP, text_at(at(t, addresses[i]), "address"));
    set_status(n, status_of(t));
    note(n, "asset tag", text_at(t, "asset_tag"));
    note(n, "platform", name_at(t, "platform"));
    if (is_virtual)
        note(n, "virtual machine of cluster", name_at(t, "cluster"));
    if (!name.n && !text_at(type, "model").n && !text_at(t, "serial").n) {
        cp_source_bad(n->a, n->src, t->line, "a device without name, type and serial number");
        return CP_OK;
    }
    return cp_thing_end(n->t, err);
}

/* Named after its device: "PSU 0" is in each of them. */
static cp_rc read_part(cp_netbox *n, const cp_tree *t, bool is_module, cp_err *err)
{
    const cp_tree *type = at(t, "module_type");
    cp_str device = name_at(t, "device");
    cp_str name = is_module ? name_at(t, "module_bay") : text_at(t, "name");
    cp_thing_begin(n->t, t->line);
    add_ref(n, t, is_module ? "module" : "item");
    if (name.n)
        cp_thing_set(n->t, CP_THING_NAME,
                     cp_str_fmt(cp_thing_arena(n->t), "%.*s%s%.*s", CP_FMT(device),
                                device.n ? " " : "", CP_FMT(name)));
    cp_thing_set(n->t, CP_THING_MAKER, name_at(is_module ? type : t, "manufacturer"));
    cp_thing_set(n->t, CP_THING_PRODUCT, is_module ? text_at(type, "model") : CP_STR(""));
    if (is_module)
        set_part_number(n, type);
    cp_thing_set(n->t, CP_THING_PART_NUMBER, text_at(t, "part_id"));
    cp_thing_set(n->t, CP_THING_SERIAL, text_at(t, "serial"));
    cp_thing_set(n->t, CP_THING_PARENT, device);
    cp_thing_set(n->t, CP_THING_ROLE, name_at(t, "role"));
    set_status(n, status_of(t));
    note(n, "asset tag", text_at(t, "asset_tag"));
    return cp_thing_end(n->t, err);
}

/* One fact about a device; id: what it identifies the device by besides, value "" nothing. */
static cp_rc say_of(cp_netbox *n, const cp_tree *device, const char *kind, uint64_t line, cp_obs o,
                    cp_ident id, cp_err *err)
{
    cp_ident ids[4];
    uint32_t k = 0;
    cp_str ref = cp_cables_ref(device), number = text_at(device, "id"),
           name = text_at(device, "name");
    if (ref.n)
        ids[k++] = (cp_ident){ CP_IDENT_REF, ref };
    else if (number.n)
        ids[k++] =
            (cp_ident){ CP_IDENT_AGENT, cp_str_fmt(n->scratch, "%s %.*s", kind, CP_FMT(number)) };
    if (name.n)
        ids[k++] = (cp_ident){ CP_IDENT_HOSTNAME, name };
    if (id.value.n)
        ids[k++] = id;
    o.ids = ids;
    o.n_ids = k;
    o.at = CP_TIME_NONE;
    o.pos = line;
    return k ? n->sink->obs(n->sink->ctx, &o, err) : CP_OK;
}

/* Whose interface it is: a device's, or a virtual machine's. */
static const cp_tree *owner_of(const cp_tree *t, const char **kind)
{
    const cp_tree *device = at(t, "device"), *machine = at(t, "virtual_machine");
    bool is_device = device && device->kind == CP_TREE_MAP;
    *kind = is_device ? "device" : "machine";
    return is_device ? device : machine && machine->kind == CP_TREE_MAP ? machine : NULL;
}

/* true: it was told, or is bad. */
static bool say_mac(cp_netbox *n, const cp_tree *interface, uint64_t line, cp_str text, cp_rc *rc,
                    cp_err *err)
{
    const char *kind;
    const cp_tree *owner = owner_of(interface, &kind);
    cp_mac mac;
    if (text.n == 0 || !owner)
        return false;
    if (!cp_mac_parse(text, &mac)) {
        cp_source_bad(n->a, n->src, line, "mac_address: \"%.*s\" is no hardware address",
                      CP_FMT(cp_value_head(text, 60)));
        return true;
    }
    cp_str value = cp_mac_text(n->scratch, mac);
    cp_ident id = { CP_IDENT_MAC, cp_mac_is_identity(mac) ? value : CP_STR("") };
    *rc = say_of(n, owner, kind, line, (cp_obs){ .kind = CP_KIND_INVENTORY_MAC, .value = value },
                 id, err);
    return true;
}

static cp_rc read_interface(cp_netbox *n, const cp_tree *t, cp_err *err)
{
    cp_cables c = { n->scratch, n->sink, n->src, err, t->line };
    cp_rc rc = CP_OK;
    bool has_link = false;
    cp_str mac = text_at(t, "mac_address");
    if (mac.n == 0)
        mac = text_at(at(t, "primary_mac_address"), "mac_address");
    bool has_mac = say_mac(n, t, t->line, mac, &rc, err);
    if (rc == CP_OK)
        rc = cp_cables_read_interface(&c, t, &has_link);
    if (!has_mac && !has_link)
        unused(n, CP_STR("dcim/interfaces"));
    return rc;
}

static bool is_none(const cp_tree *t)
{
    return !t || t->kind == CP_TREE_NULL || (t->kind == CP_TREE_TEXT && t->text.n == 0);
}

/* An address in a routing table of its own, or one that several share, is the device's and does not
 * tell it apart. */
static cp_rc read_address(cp_netbox *n, const cp_tree *t, cp_err *err)
{
    const char *kind;
    const cp_tree *owner = owner_of(at(t, "assigned_object"), &kind), *vrf = at(t, "vrf"),
                  *role = at(t, "role");
    cp_str text = text_at(t, "address");
    ptrdiff_t slash = cp_str_find_char(text, '/');
    cp_ip ip;
    if (!owner) {
        unused(n, CP_STR("ipam/ip-addresses"));
        return CP_OK;
    }
    if (!cp_ip_parse(slash > 0 ? cp_str_slice(text, 0, (size_t)slash) : text, &ip)) {
        cp_source_bad(n->a, n->src, t->line, "address: \"%.*s\" is no IP address",
                      CP_FMT(cp_value_head(text, 60)));
        return CP_OK;
    }
    bool is_own = is_none(vrf) && is_none(role) && cp_ip_is_host(ip);
    cp_str value = cp_ip_text(n->scratch, ip);
    cp_ident id = { CP_IDENT_IP, is_own ? value : CP_STR("") };
    return say_of(n, owner, kind, t->line, (cp_obs){ .kind = CP_KIND_INVENTORY_IP, .value = value },
                  id, err);
}

/* Part numbers of products, for the devices that come behind. */
static void keep_product(cp_netbox *n, const cp_tree *t)
{
    cp_str ref = cp_cables_ref(t), part_number = text_at(t, "part_number");
    if (ref.n == 0 || part_number.n == 0)
        return;
    bool added;
    uint64_t *row = cp_map_put(n->a, &n->products, cp_str_dup(n->a, ref), &added);
    if (!added)
        return;
    *row = n->part_numbers.n;
    cp_vec_push(n->a, &n->part_numbers, cp_str_dup(n->a, part_number));
}

cp_rc cp_netbox_record(cp_netbox *n, cp_str path, const cp_tree *t, cp_err *err)
{
    cp_cables c = { n->scratch, n->sink, n->src, err, t->line };
    cp_rc rc = CP_OK;
    if (t->kind != CP_TREE_MAP) {
        cp_source_bad(n->a, n->src, t->line, "expected an object");
        return CP_OK;
    }
    path = path.n ? path : path_of(t);
    path = path.n ? path : path_by_keys(t);
    switch (role_of(path)) {
    case IS_DEVICE: return read_device(n, t, false, err);
    case IS_MACHINE: return read_device(n, t, true, err);
    case IS_MODULE: return read_part(n, t, true, err);
    case IS_ITEM: return read_part(n, t, false, err);
    case IS_INTERFACE: return read_interface(n, t, err);
    case IS_CABLE: return cp_cables_read_cable(&c, t);
    case IS_ADDRESS: return read_address(n, t, err);
    case IS_MAC:
        if (!say_mac(n, at(t, "assigned_object"), t->line, text_at(t, "mac_address"), &rc, err))
            unused(n, path);
        return rc;
    case IS_PRODUCT: keep_product(n, t); break;
    case IS_OTHER: break;
    }
    unused(n, path.n ? path : CP_STR("of no known type"));
    return CP_OK;
}

/* ---- pages */

static void free_scratch(void *arena) { cp_arena_free(arena); }

cp_rc cp_netbox_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src, cp_netbox **out,
                    cp_err *err)
{
    cp_netbox *n = CP_NEW(a, cp_netbox);
    cp_rc rc = cp_things_new(a, sink, src, &n->t, err);
    n->a = a;
    n->sink = sink;
    n->src = src;
    n->scratch = cp_arena_new((uint64_t)4 << 30);
    cp_arena_defer(a, free_scratch, n->scratch);
    n->empty = cp_arena_here(n->scratch);
    *out = n;
    return rc;
}

cp_rc cp_netbox_page(cp_netbox *n, cp_bytes page, uint64_t first_line, cp_err *err)
{
    cp_walk w = cp_walk_new(cp_str_of_bytes(page), first_line);
    cp_rc rc = CP_OK;
    for (cp_member m; rc == CP_OK && cp_walk_next(&w, &m);) {
        cp_arena_back(n->scratch, n->empty);
        bool is_record = m.is_item && (m.key.n == 0 || cp_str_eq(m.key, CP_STR("results")));
        if (cp_str_eq(m.key, CP_STR("next"))) {
            n->has_next = cp_str_starts(m.text, CP_STR("\""));
            n->last_line = m.line;
        }
        /* one object alone, as its own address gives it, is not taken apart */
        if (!is_record)
            continue;
        n->src->records++;
        const cp_tree *t = cp_walk_parse(n->scratch, &m, n->a, n->src);
        if (t)
            rc = cp_netbox_record(n, CP_STR(""), t, err);
    }
    if (rc == CP_OK)
        cp_walk_end(&w, n->a, n->src);
    return rc;
}

void cp_netbox_end(cp_netbox *n, bool is_file)
{
    cp_buf b = cp_buf_new(n->a);
    for (uint32_t i = 0; i < n->unread.n; i++)
        cp_buf_fmt(&b, "%s%.*s (%llu)", i ? ", " : "", CP_FMT(n->unread.items[i].key),
                   (unsigned long long)n->unread.items[i].value);
    if (b.n)
        cp_table_note(n->a, n->src, "not of use here: %.*s", CP_FMT(cp_buf_str(&b)));
    if (is_file && n->has_next) {
        n->src->records++;
        cp_source_bad(n->a, n->src, n->last_line,
                      "a page of several: the others are not in this file (add `?limit=0`)");
    }
    cp_things_end(n->t);
}

static cp_rc read_netbox(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_netbox *n;
    cp_bytes text;
    cp_rc rc = cp_netbox_new(a, sink, src, &n, err);
    if (rc == CP_OK)
        rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc == CP_OK)
        rc = cp_netbox_is_dump(cp_str_slice(cp_str_of_bytes(text), 0, CP_INPUT_HEAD_BYTES))
                 ? cp_netbox_dump(n, text, err)
                 : cp_netbox_page(n, text, 1, err);
    if (rc != CP_OK)
        return rc;
    cp_netbox_end(n, true);
    if (src->records == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "expected a list of `results`");
    return CP_OK;
}

static bool has(cp_str head, const char *const *texts)
{
    for (; *texts; texts++)
        if (cp_str_has(head, cp_str_c(*texts)))
            return true;
    return false;
}

/* Objects that say where they stand in the API, or its database. */
static int detect_netbox(cp_bytes head, cp_str name)
{
    static const char *const paths[] = { "/api/dcim/", "/api/ipam/", "/api/virtualization/", NULL };
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    (void)name;
    bool is_json = s.n && (s.p[0] == '{' || s.p[0] == '[');
    bool is_page = is_json && cp_str_has(s, CP_STR("\"url\"")) && has(s, paths);
    return is_page || cp_netbox_is_dump(s) ? 94 : 0;
}

const cp_format cp_format_netbox = {
    .name = "netbox",
    .what = "devices, parts and cables (NetBox JSON)",
    .detect = detect_netbox,
    .read = read_netbox,
};
