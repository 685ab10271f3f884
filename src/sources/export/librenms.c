/* SPDX-License-Identifier: Apache-2.0 */
/* librenms.c - what LibreNMS knows, by the rows of its tables, which its API gives as they are:
 *
 *     devices      device_id hostname sysName sysDescr sysObjectID hardware version serial location
 *     entPhysical  device_id entPhysicalIndex entPhysicalClass .. : ENTITY-MIB, row by row
 *     ports        device_id port_id ifName ifPhysAddress
 *     links        local_device_id local_port_id remote_hostname remote_port protocol active
 *
 * What the devices answered by SNMP is told as the walks of them are; `hardware`, `version` and
 * `os` are what the program made of that, a product and a version as in any inventory, and never a
 * maker. Communities and passwords, which stand in the same rows, are not looked at. */
#include "sources/export/librenms.h"
#include "sources/export/export.h"
#include "sources/export/walk.h"
#include "sources/import/table.h"
#include "sources/import/thing.h"
#include "sources/text.h"
#include "sources/values.h"

#define BYTES_MAX ((uint64_t)2 << 30)

typedef struct device {
    cp_str name, address; /* sysName; hostname, which is what is polled */
    cp_str location_id;
    uint64_t line;
    bool has_own; /* the row of its inventory that is the device itself */
} device;

typedef struct neighbour {
    cp_str local, local_port, remote, remote_port_id, remote_name, remote_port, protocol;
    uint64_t line;
} neighbour;

struct cp_librenms {
    cp_arena *a, *scratch;
    cp_arena_mark empty;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_things *t;
    cp_map devices, ports, locations; /* by id: an index; of ports and locations in names */
    CP_VEC(device) known;
    CP_VEC(cp_str) names;
    CP_VEC(neighbour) links;
    uint64_t n_strangers; /* rows of devices that did not come */
};

static cp_str text_at(const cp_tree *t, const char *key)
{
    cp_str s = cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

/* Of a number that may stand in quotes; "" for 0, which stands for nothing here. */
static cp_str id_at(const cp_tree *t, const char *key)
{
    uint64_t id;
    cp_str s = cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
    return cp_str_u64(s, &id) && id > 0 ? s : CP_STR("");
}

cp_librenms_table cp_librenms_table_by_name(cp_str name)
{
    static const struct {
        const char *name;
        cp_librenms_table table;
    } rows[] = { { "devices", CP_LIBRENMS_DEVICES },     { "entPhysical", CP_LIBRENMS_INVENTORY },
                 { "inventory", CP_LIBRENMS_INVENTORY }, { "links", CP_LIBRENMS_LINKS },
                 { "locations", CP_LIBRENMS_LOCATIONS }, { "ports", CP_LIBRENMS_PORTS },
                 { "port", CP_LIBRENMS_PORTS } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(name, cp_str_c(rows[i].name)))
            return rows[i].table;
    return CP_LIBRENMS_OTHER;
}

static cp_str agent_of(cp_librenms *l, cp_str id)
{
    return cp_str_fmt(l->scratch, "device %.*s", CP_FMT(id));
}

static const device *device_of(cp_librenms *l, cp_str id)
{
    const uint64_t *at = cp_map_get(&l->devices, id);
    return at ? &l->known.v[*at] : NULL;
}

/* As a walk has it: "1.3.6.1.4.1.9.1.1"; "" if it is a name. */
static cp_str oid_of(cp_librenms *l, cp_str s)
{
    if (cp_str_starts(s, CP_STR("enterprises.")))
        s = cp_str_fmt(l->scratch, "1.3.6.1.4.1.%.*s", CP_FMT(cp_str_from(s, 12)));
    if (cp_str_starts(s, CP_STR(".")))
        s = cp_str_from(s, 1);
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
            return CP_STR("");
    return cp_str_starts(s, CP_STR("1.3.")) ? s : CP_STR("");
}

static bool is_full(cp_librenms *l, uint64_t n, uint64_t line)
{
    if (n < CP_LIBRENMS_KEPT_MAX)
        return false;
    cp_source_bad(l->a, l->src, line, "more than %d rows of its table", CP_LIBRENMS_KEPT_MAX);
    return true;
}

/* ---- devices */

static void keep_device(cp_librenms *l, const cp_tree *t, cp_str id)
{
    bool added;
    uint64_t *at = cp_map_put(l->a, &l->devices, cp_str_dup(l->a, id), &added);
    if (added) {
        *at = l->known.n;
        (void)cp_vec_add(l->a, &l->known);
    }
    device *d = &l->known.v[*at];
    d->name = cp_str_dup(l->a, text_at(t, "sysName"));
    d->address = cp_str_dup(l->a, text_at(t, "hostname"));
    d->location_id = cp_str_dup(l->a, id_at(t, "location_id"));
    d->line = t->line;
}

static void also(cp_librenms *l, cp_kind kind, cp_str value)
{
    cp_thing_also(l->t, kind, CP_STR(""), value, CP_TIME_NONE);
}

static void note(cp_librenms *l, const char *what, cp_str s)
{
    if (s.n)
        cp_thing_set(l->t, CP_THING_NOTES,
                     cp_str_fmt(cp_thing_arena(l->t), "%s: %.*s", what, CP_FMT(s)));
}

/* An address that is written; the database has it packed, and then only as the name polled. */
static void set_ip(cp_librenms *l, cp_str s)
{
    cp_ip ip;
    if (cp_ip_parse(s, &ip))
        cp_thing_set(l->t, CP_THING_IP, s);
}

static cp_rc read_device(cp_librenms *l, const cp_tree *t, cp_err *err)
{
    cp_str id = id_at(t, "device_id"), name = text_at(t, "sysName"),
           polled = text_at(t, "hostname");
    if (id.n == 0 || is_full(l, l->known.n, t->line)) {
        if (id.n == 0)
            cp_source_bad(l->a, l->src, t->line, "a device without device_id");
        return CP_OK;
    }
    keep_device(l, t, id);
    cp_thing_begin(l->t, t->line);
    cp_thing_number(l->t, CP_IDENT_AGENT, agent_of(l, id));
    cp_thing_set(l->t, CP_THING_NAME, name.n ? name : polled);
    set_ip(l, polled);
    set_ip(l, text_at(t, "ip"));
    cp_thing_set(l->t, CP_THING_PRODUCT, text_at(t, "hardware"));
    cp_thing_set(l->t, CP_THING_VERSION, text_at(t, "version"));
    cp_thing_set(l->t, CP_THING_SERIAL, text_at(t, "serial"));
    cp_thing_set(l->t, CP_THING_SITE, text_at(t, "location"));
    cp_thing_set(l->t, CP_THING_ROLE, text_at(t, "type"));
    note(l, "os", text_at(t, "os"));
    note(l, "features", text_at(t, "features"));
    note(l, "purpose", text_at(t, "purpose"));
    note(l, "polled as", polled);
    also(l, CP_KIND_SNMP_SYS_DESCR, text_at(t, "sysDescr"));
    also(l, CP_KIND_SNMP_SYS_OBJECT_ID, oid_of(l, text_at(t, "sysObjectID")));
    also(l, CP_KIND_SNMP_SYS_NAME, name);
    also(l, CP_KIND_SNMP_SYS_LOCATION, text_at(t, "location"));
    also(l, CP_KIND_SNMP_SYS_CONTACT, text_at(t, "sysContact"));
    return cp_thing_end(l->t, err);
}

/* ---- their parts and ports */

static cp_rc say(cp_librenms *l, const cp_ident *ids, uint32_t n, cp_str part, cp_kind kind,
                 cp_str value, uint64_t line, cp_err *err)
{
    cp_obs o = { .ids = ids,
                 .n_ids = n,
                 .part = part,
                 .kind = kind,
                 .value = value,
                 .at = CP_TIME_NONE,
                 .pos = line };
    return value.n ? l->sink->obs(l->sink->ctx, &o, err) : CP_OK;
}

/* Is the row the device itself? A chassis or stack that is contained in nothing, the first one: the
 * others of a stack have serial numbers of their own and are parts. */
static bool is_device(cp_librenms *l, const cp_tree *t, cp_str id, cp_str class)
{
    const uint64_t *at = cp_map_get(&l->devices, id);
    bool is_root = id_at(t, "entPhysicalContainedIn").n == 0 &&
                   (cp_str_eq(class, CP_STR("chassis")) || cp_str_eq(class, CP_STR("stack")));
    if (!at || !is_root || l->known.v[*at].has_own)
        return false;
    l->known.v[*at].has_own = true;
    return true;
}

static cp_rc read_part(cp_librenms *l, const cp_tree *t, cp_err *err)
{
    static const struct {
        const char *column;
        cp_kind kind;
    } columns[] = {
        { "entPhysicalClass", CP_KIND_SNMP_ENT_CLASS },
        { "entPhysicalDescr", CP_KIND_SNMP_ENT_DESCR },
        { "entPhysicalName", CP_KIND_SNMP_ENT_NAME },
        { "entPhysicalHardwareRev", CP_KIND_SNMP_ENT_HW },
        { "entPhysicalFirmwareRev", CP_KIND_SNMP_ENT_FW },
        { "entPhysicalSoftwareRev", CP_KIND_SNMP_ENT_SW },
        { "entPhysicalSerialNum", CP_KIND_SNMP_ENT_SERIAL },
        { "entPhysicalMfgName", CP_KIND_SNMP_ENT_MFG },
        { "entPhysicalModelName", CP_KIND_SNMP_ENT_MODEL },
    };
    cp_str id = id_at(t, "device_id"), index = id_at(t, "entPhysicalIndex");
    cp_ident ids[2] = { { CP_IDENT_AGENT, agent_of(l, id) } };
    uint32_t n = 1;
    if (id.n == 0 || index.n == 0) {
        cp_source_bad(l->a, l->src, t->line, "a part without %s",
                      id.n ? "entPhysicalIndex" : "device_id");
        return CP_OK;
    }
    l->n_strangers += !device_of(l, id);
    bool is_own = is_device(l, t, id, text_at(t, "entPhysicalClass"));
    cp_str serial = text_at(t, "entPhysicalSerialNum"),
           part = is_own ? CP_STR("") : cp_str_fmt(l->scratch, "ent:%.*s", CP_FMT(index));
    if (is_own && cp_serial_is_identity(serial))
        ids[n++] = (cp_ident){ CP_IDENT_SERIAL, serial };
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof columns / sizeof *columns; i++)
        rc = say(l, ids, n, part, columns[i].kind, text_at(t, columns[i].column), t->line, err);
    if (rc == CP_OK)
        rc = say(l, ids, n, part, CP_KIND_SNMP_ENT_VENDOR_TYPE,
                 oid_of(l, text_at(t, "entPhysicalVendorType")), t->line, err);
    if (rc == CP_OK)
        rc = say(l, ids, n, part, CP_KIND_SNMP_ENT_CONTAINED_IN, id_at(t, "entPhysicalContainedIn"),
                 t->line, err);
    return rc;
}

static void keep_name(cp_librenms *l, cp_map *map, cp_str id, cp_str name)
{
    bool added;
    uint64_t *at = cp_map_put(l->a, map, cp_str_dup(l->a, id), &added);
    *at = l->names.n;
    cp_vec_push(l->a, &l->names, cp_str_dup(l->a, name));
}

static cp_str name_of(cp_librenms *l, const cp_map *map, cp_str id)
{
    const uint64_t *at = cp_map_get(map, id);
    return at ? l->names.v[*at] : CP_STR("");
}

static cp_rc read_port(cp_librenms *l, const cp_tree *t, cp_err *err)
{
    cp_str id = id_at(t, "device_id"), port = id_at(t, "port_id"), name = text_at(t, "ifName"),
           address = text_at(t, "ifPhysAddress");
    cp_mac mac;
    name = name.n ? name : text_at(t, "ifDescr");
    if (is_full(l, l->names.n, t->line))
        return CP_OK;
    if (port.n && name.n)
        keep_name(l, &l->ports, port, name);
    if (id.n == 0 || address.n == 0) {
        l->src->records_unused += !(port.n && name.n);
        return CP_OK;
    }
    if (!cp_mac_parse(address, &mac)) {
        cp_source_bad(l->a, l->src, t->line, "ifPhysAddress: \"%.*s\" is no hardware address",
                      CP_FMT(cp_value_head(address, 60)));
        return CP_OK;
    }
    cp_str text = cp_mac_text(l->scratch, mac);
    cp_ident ids[2] = { { CP_IDENT_AGENT, agent_of(l, id) }, { CP_IDENT_MAC, text } };
    l->n_strangers += !device_of(l, id);
    return say(l, ids, cp_mac_is_identity(mac) ? 2 : 1, CP_STR(""), CP_KIND_SNMP_IF_MAC, text,
               t->line, err);
}

/* ---- links */

static bool is_active(const cp_tree *t)
{
    cp_str s = cp_tree_get_text(t, CP_STR("active"));
    return !cp_str_eq(s, CP_STR("0")) && !cp_str_eq(s, CP_STR("false"));
}

static void read_link(cp_librenms *l, const cp_tree *t)
{
    cp_str local = id_at(t, "local_device_id"), remote = id_at(t, "remote_device_id"),
           name = text_at(t, "remote_hostname");
    if (local.n == 0 || (remote.n == 0 && name.n == 0)) {
        cp_source_bad(l->a, l->src, t->line, "a link without its %s end", local.n ? "far" : "near");
    } else if (!is_active(t)) {
        l->src->records_unused++;
    } else if (!is_full(l, l->links.n, t->line)) {
        neighbour *x = cp_vec_add(l->a, &l->links);
        x->local = cp_str_dup(l->a, local);
        x->local_port = cp_str_dup(l->a, id_at(t, "local_port_id"));
        x->remote = cp_str_dup(l->a, remote);
        x->remote_port_id = cp_str_dup(l->a, id_at(t, "remote_port_id"));
        x->remote_name = cp_str_dup(l->a, name);
        x->remote_port = cp_str_dup(l->a, text_at(t, "remote_port"));
        x->protocol = cp_str_dup(l->a, text_at(t, "protocol"));
        x->line = t->line;
    }
}

/* The identifiers of an end: its number in this source, and its name. */
static uint32_t end_of(cp_librenms *l, cp_str id, cp_str name, cp_ident ids[2])
{
    const device *d = device_of(l, id);
    uint32_t n = 0;
    if (id.n)
        ids[n++] = (cp_ident){ CP_IDENT_AGENT, agent_of(l, id) };
    if (d)
        name = d->name.n ? d->name : d->address;
    if (name.n)
        ids[n++] = (cp_ident){ CP_IDENT_HOSTNAME, name };
    return n;
}

static cp_rc tell_link(cp_librenms *l, const neighbour *x, cp_err *err)
{
    static const struct {
        const char *protocol;
        cp_link_kind kind;
    } kinds[] = { { "cdp", CP_LINK_CDP },   { "fdp", CP_LINK_FDP },   { "edp", CP_LINK_EDP },
                  { "mndp", CP_LINK_MNDP }, { "ospf", CP_LINK_OSPF }, { "isis", CP_LINK_ISIS } };
    cp_ident a[2], b[2];
    cp_str port = name_of(l, &l->ports, x->remote_port_id);
    uint32_t n_a = end_of(l, x->local, CP_STR(""), a),
             n_b = end_of(l, x->remote, x->remote_name, b);
    cp_link link = { .kind = CP_LINK_LLDP,
                     .a = { a, n_a, name_of(l, &l->ports, x->local_port), CP_STR("") },
                     .b = { b, n_b, port.n ? port : x->remote_port, CP_STR("") },
                     .at = CP_TIME_NONE,
                     .pos = x->line };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cp_str_eq_nocase(x->protocol, cp_str_c(kinds[i].protocol)))
            link.kind = kinds[i].kind;
    return l->sink->link ? l->sink->link(l->sink->ctx, &link, err) : CP_OK;
}

/* ---- rows and pages */

static void free_scratch(void *arena) { cp_arena_free(arena); }

cp_rc cp_librenms_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src, cp_librenms **out,
                      cp_err *err)
{
    cp_librenms *l = CP_NEW(a, cp_librenms);
    cp_rc rc = cp_things_new(a, sink, src, &l->t, err);
    l->a = a;
    l->sink = sink;
    l->src = src;
    l->scratch = cp_arena_new((uint64_t)4 << 30);
    cp_arena_defer(a, free_scratch, l->scratch);
    l->empty = cp_arena_here(l->scratch);
    *out = l;
    return rc;
}

static cp_rc read_row(cp_librenms *l, cp_librenms_table table, const cp_tree *t, cp_err *err)
{
    cp_str id = id_at(t, "id"), name = text_at(t, "location");
    l->src->records++;
    if (t->kind != CP_TREE_MAP) {
        cp_source_bad(l->a, l->src, t->line, "expected an object");
        return CP_OK;
    }
    switch (table) {
    case CP_LIBRENMS_DEVICES: return read_device(l, t, err);
    case CP_LIBRENMS_INVENTORY: return read_part(l, t, err);
    case CP_LIBRENMS_PORTS: return read_port(l, t, err);
    case CP_LIBRENMS_LINKS: read_link(l, t); return CP_OK;
    case CP_LIBRENMS_LOCATIONS:
        if (id.n && name.n && !is_full(l, l->names.n, t->line))
            keep_name(l, &l->locations, id, name);
        break;
    case CP_LIBRENMS_OTHER: break;
    }
    l->src->records_unused++;
    return CP_OK;
}

cp_rc cp_librenms_row(cp_librenms *l, cp_librenms_table table, const cp_tree *t, cp_err *err)
{
    cp_arena_back(l->scratch, l->empty);
    return read_row(l, table, t, err);
}

cp_rc cp_librenms_page(cp_librenms *l, cp_bytes page, uint64_t first_line, cp_err *err)
{
    cp_walk w = cp_walk_new(cp_str_of_bytes(page), first_line);
    cp_rc rc = CP_OK;
    for (cp_member m; rc == CP_OK && cp_walk_next(&w, &m);) {
        cp_arena_back(l->scratch, l->empty);
        cp_librenms_table table = cp_librenms_table_by_name(m.key);
        if (!m.is_item || table == CP_LIBRENMS_OTHER)
            continue;
        const cp_tree *t = cp_walk_parse_part(l->scratch, &m, l->a, l->src);
        if (t)
            rc = read_row(l, table, t, err); /* t stands in scratch */
    }
    if (rc == CP_OK)
        cp_walk_end(&w, l->a, l->src);
    return rc;
}

cp_rc cp_librenms_end(cp_librenms *l, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < l->links.n; i++) {
        cp_arena_back(l->scratch, l->empty);
        rc = tell_link(l, &l->links.v[i], err);
    }
    for (uint32_t i = 0; rc == CP_OK && i < l->devices.n; i++) {
        const device *d = &l->known.v[l->devices.items[i].value];
        cp_arena_back(l->scratch, l->empty);
        cp_ident id = { CP_IDENT_AGENT, agent_of(l, l->devices.items[i].key) };
        rc = say(l, &id, 1, CP_STR(""), CP_KIND_INVENTORY_SITE,
                 name_of(l, &l->locations, d->location_id), d->line, err);
    }
    if (l->n_strangers)
        cp_table_note(
            l->a, l->src,
            "%llu row%s of devices that are not in it: put the answers of one server into "
            "one file",
            (unsigned long long)l->n_strangers, l->n_strangers == 1 ? "" : "s");
    cp_things_end(l->t);
    return rc;
}

static cp_rc read_librenms(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                           const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_librenms *l;
    cp_bytes text;
    cp_rc rc = cp_librenms_new(a, sink, src, &l, err);
    if (rc == CP_OK)
        rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc == CP_OK)
        rc = cp_librenms_page(l, text, 1, err);
    if (rc == CP_OK)
        rc = cp_librenms_end(l, err);
    if (rc == CP_OK && src->records == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "expected a list `devices`, `inventory`, `ports` or `links`");
    return rc;
}

static int detect_librenms(cp_bytes head, cp_str name)
{
    static const char *const columns[] = { "\"device_id\"", "\"local_device_id\"" };
    static const char *const lists[] = { "\"devices\"", "\"inventory\"", "\"ports\"", "\"port\"",
                                         "\"links\"" };
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    bool has_column = false, has_list = false;
    (void)name;
    if (s.n == 0 || s.p[0] != '{' || !cp_str_has(s, CP_STR("\"status\"")))
        return 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        has_column = has_column || cp_str_has(s, cp_str_c(columns[i]));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        has_list = has_list || cp_str_has(s, cp_str_c(lists[i]));
    return has_column && has_list ? 94 : 0; /* "lldp" and "chassis" may be values in it */
}

const cp_format cp_format_librenms = {
    .name = "librenms",
    .what = "devices, parts and links (LibreNMS JSON)",
    .detect = detect_librenms,
    .read = read_librenms,
};
