/* SPDX-License-Identifier: Apache-2.0 */
/* netbox_dump.c - NetBox's database as Django's dumpdata writes it:
 *
 *     [{"model":"dcim.manufacturer","pk":1,"fields":{"name":"Example"}},
 *      {"model":"dcim.devicetype","pk":3,"fields":{"model":"X1","manufacturer":1}},
 *      {"model":"dcim.device","pk":7,"fields":{"name":"core-1","device_type":3,"status":"active"}}]
 *
 * Objects name each other by number. So the text is gone through twice: first what others point to
 * is kept, as little of it as is read of it; then each record is made into the one that the API
 * would give, with what it points to inside, and read as that. Since 3.3 an interface says on which
 * end of which cable it is; before, the cable says it. */
#include "codec/json.h"
#include "sources/export/netbox_in.h"

enum {
    KEPT_MAX = 16 * 1024 * 1024, /* objects that others point to */
    INSIDE_MAX = 4,              /* objects in each other: device, its type, its manufacturer */
    ENDS_MAX = 64,
};

static const struct {
    const char *model, *type; /* type: as the API calls it; NULL: only pointed to */
} models[] = {
    { "dcim.device", "dcim/devices" },
    { "virtualization.virtualmachine", "virtualization/virtual-machines" },
    { "dcim.module", "dcim/modules" },
    { "dcim.inventoryitem", "dcim/inventory-items" },
    { "dcim.interface", "dcim/interfaces" },
    { "dcim.cable", "dcim/cables" },
    { "ipam.ipaddress", "ipam/ip-addresses" },
    { "dcim.macaddress", "dcim/mac-addresses" },
    { "dcim.devicetype", NULL },
    { "dcim.moduletype", NULL },
    { "dcim.manufacturer", NULL },
    { "dcim.modulebay", NULL },
    { "dcim.site", NULL },
    { "dcim.devicerole", NULL },
    { "dcim.inventoryitemrole", NULL },
    { "dcim.platform", NULL },
    { "dcim.frontport", NULL },
    { "dcim.rearport", NULL },
    { "dcim.powerport", NULL },
    { "dcim.poweroutlet", NULL },
    { "dcim.consoleport", NULL },
    { "dcim.consoleserverport", NULL },
    { "virtualization.cluster", NULL },
    { "virtualization.vminterface", NULL },
};

/* Keys that hold the number of another object. */
static const struct {
    const char *key, *model;
} pointers[] = {
    { "device_type", "dcim.devicetype" },
    { "module_type", "dcim.moduletype" },
    { "manufacturer", "dcim.manufacturer" },
    { "module_bay", "dcim.modulebay" },
    { "device", "dcim.device" },
    { "virtual_machine", "virtualization.virtualmachine" },
    { "site", "dcim.site" },
    { "device_role", "dcim.devicerole" },
    { "platform", "dcim.platform" },
    { "cluster", "virtualization.cluster" },
    { "primary_ip4", "ipam.ipaddress" },
    { "primary_ip6", "ipam.ipaddress" },
    { "oob_ip", "ipam.ipaddress" },
    { "primary_mac_address", "dcim.macaddress" },
};

/* What is kept of an object that others point to. */
static const char *const kept_keys[] = {
    "name",    "model",       "part_number", "manufacturer",
    "address", "mac_address", "device",      "virtual_machine"
};

typedef struct end_list {
    cp_tree *v[ENDS_MAX]; /* type and number of an end */
    uint32_t n;
} end_list;

typedef struct reader {
    cp_netbox *n;
    cp_map objects; /* "dcim.device/7" -> cp_tree * of kept_keys */
    cp_map ends;    /* "43/A" -> end_list * */
} reader;

static cp_str text_at(const cp_tree *t, const char *key)
{
    return cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
}

static const char *type_of(cp_str model)
{
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (cp_str_eq(model, cp_str_c(models[i].model)))
            return models[i].type;
    return NULL;
}

static bool is_known(cp_str model)
{
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (cp_str_eq(model, cp_str_c(models[i].model)))
            return true;
    return false;
}

/* ---- making trees */

static cp_tree *new_map(cp_arena *a, uint32_t n_max, uint64_t line)
{
    cp_tree *t = CP_NEW(a, cp_tree);
    t->kind = CP_TREE_MAP;
    t->line = line;
    t->keys = CP_NEW_ARRAY(a, cp_str, n_max);
    t->items = CP_NEW_ARRAY(a, cp_tree *, n_max);
    return t;
}

static void put(cp_tree *map, cp_str key, const cp_tree *value)
{
    map->keys[map->n] = key;
    map->items[map->n++] = (cp_tree *)(uintptr_t)value;
}

static cp_tree *new_text(cp_arena *a, cp_str s)
{
    cp_tree *t = CP_NEW(a, cp_tree);
    t->kind = CP_TREE_TEXT;
    t->text = s;
    return t;
}

static const cp_tree *object(const reader *r, cp_arena *a, cp_str model, cp_str pk)
{
    const uint64_t *at =
        cp_map_get(&r->objects, cp_str_fmt(a, "%.*s/%.*s", CP_FMT(model), CP_FMT(pk)));
    return at ? (const cp_tree *)(uintptr_t)*at : NULL;
}

/* The same with what it points to inside. A role is one of devices, or of parts. */
static const cp_tree *expanded(const reader *r, cp_arena *a, cp_str model, const cp_tree *fields,
                               cp_str pk, uint32_t depth)
{
    cp_tree *t = new_map(a, fields->n + 1, fields->line);
    put(t, CP_STR("id"), new_text(a, pk));
    for (uint32_t i = 0; i < fields->n; i++) {
        const cp_tree *v = fields->items[i], *to = NULL;
        const char *points = NULL;
        for (size_t k = 0; k < sizeof pointers / sizeof *pointers; k++)
            if (cp_str_eq(fields->keys[i], cp_str_c(pointers[k].key)))
                points = pointers[k].model;
        if (cp_str_eq(fields->keys[i], CP_STR("role")))
            points = cp_str_eq(model, CP_STR("dcim.inventoryitem")) ? "dcim.inventoryitemrole"
                     : cp_str_starts(model, CP_STR("ipam."))        ? NULL
                                                                    : "dcim.devicerole";
        if (points && cp_tree_is_text(v) && depth < INSIDE_MAX)
            to = object(r, a, cp_str_c(points), v->text);
        if (to)
            to = expanded(r, a, cp_str_c(points), to, v->text, depth + 1);
        put(t, fields->keys[i], to ? to : v);
    }
    return t;
}

/* ---- the first time */

static void keep_object(reader *r, cp_str model, cp_str pk, const cp_tree *fields)
{
    cp_arena *a = r->n->a;
    bool added;
    if (r->objects.n == KEPT_MAX)
        return;
    uint64_t *at =
        cp_map_put(a, &r->objects, cp_str_fmt(a, "%.*s/%.*s", CP_FMT(model), CP_FMT(pk)), &added);
    if (!added)
        return;
    cp_tree *t = new_map(a, sizeof kept_keys / sizeof *kept_keys, fields->line);
    for (size_t i = 0; i < sizeof kept_keys / sizeof *kept_keys; i++) {
        cp_str s = text_at(fields, kept_keys[i]);
        if (s.n)
            put(t, cp_str_c(kept_keys[i]), new_text(a, cp_str_dup(a, s)));
    }
    *at = (uint64_t)(uintptr_t)t;
}

static void keep_end(reader *r, cp_str cable, cp_str side, cp_str model, cp_str pk)
{
    cp_arena *a = r->n->a;
    bool added;
    if (cable.n == 0 || side.n != 1 || pk.n == 0 || r->ends.n == KEPT_MAX)
        return;
    uint64_t *at =
        cp_map_put(a, &r->ends, cp_str_fmt(a, "%.*s/%.*s", CP_FMT(cable), CP_FMT(side)), &added);
    if (added)
        *at = (uint64_t)(uintptr_t)CP_NEW(a, end_list);
    end_list *list = (end_list *)(uintptr_t)*at;
    if (list->n == ENDS_MAX)
        return;
    cp_tree *t = new_map(a, 2, 0);
    put(t, CP_STR("object_type"), new_text(a, cp_str_dup(a, model)));
    put(t, CP_STR("object_id"), new_text(a, cp_str_dup(a, pk)));
    list->v[list->n++] = t;
}

/* The model that ["dcim","interface"] names; a number names none here. */
static cp_str model_of_type(cp_arena *a, const cp_tree *t)
{
    if (!t || t->kind != CP_TREE_SEQ || t->n != 2)
        return CP_STR("");
    return cp_str_fmt(a, "%.*s.%.*s", CP_FMT(cp_tree_text(t->items[0])),
                      CP_FMT(cp_tree_text(t->items[1])));
}

static void first_time(reader *r, const cp_tree *t)
{
    cp_arena *tmp = r->n->scratch;
    cp_str model = text_at(t, "model"), pk = text_at(t, "pk");
    const cp_tree *fields = cp_tree_get(t, CP_STR("fields"));
    if (!fields || fields->kind != CP_TREE_MAP || pk.n == 0 || !is_known(model))
        return;
    keep_object(r, model, pk, fields);
    if (cp_str_eq(model, CP_STR("dcim.cable"))) {
        keep_end(r, pk, CP_STR("A"),
                 model_of_type(tmp, cp_tree_get(fields, CP_STR("termination_a_type"))),
                 text_at(fields, "termination_a_id"));
        keep_end(r, pk, CP_STR("B"),
                 model_of_type(tmp, cp_tree_get(fields, CP_STR("termination_b_type"))),
                 text_at(fields, "termination_b_id"));
    } else {
        keep_end(r, text_at(fields, "cable"), text_at(fields, "cable_end"), model, pk);
    }
}

/* ---- the second time */

/* The ends of a cable, as the API has them. */
static const cp_tree *ends_of(reader *r, cp_str cable, const char *side)
{
    cp_arena *a = r->n->scratch;
    cp_tree *list = CP_NEW(a, cp_tree);
    list->kind = CP_TREE_SEQ;
    const uint64_t *at = cp_map_get(&r->ends, cp_str_fmt(a, "%.*s/%s", CP_FMT(cable), side));
    if (!at)
        return list;
    const end_list *ends = (const end_list *)(uintptr_t)*at;
    list->items = CP_NEW_ARRAY(a, cp_tree *, ends->n);
    for (uint32_t i = 0; i < ends->n; i++) {
        cp_str model = text_at(ends->v[i], "object_type"), pk = text_at(ends->v[i], "object_id");
        const cp_tree *to = object(r, a, model, pk);
        cp_tree *t = new_map(a, 2, 0);
        put(t, CP_STR("object_type"), new_text(a, model));
        if (to)
            put(t, CP_STR("object"), expanded(r, a, model, to, pk, 0));
        list->items[list->n++] = t;
    }
    return list;
}

static cp_rc second_time(reader *r, const cp_tree *t, cp_err *err)
{
    cp_arena *a = r->n->scratch;
    cp_str model = text_at(t, "model"), pk = text_at(t, "pk");
    const cp_tree *fields = cp_tree_get(t, CP_STR("fields"));
    const char *type = type_of(model);
    if (!fields || fields->kind != CP_TREE_MAP || !type)
        return cp_netbox_record(r->n, model, t, err);
    cp_tree *full = new_map(a, fields->n + 5, t->line);
    const cp_tree *x = expanded(r, a, model, fields, pk, 0);
    for (uint32_t i = 0; i < x->n; i++)
        put(full, x->keys[i], x->items[i]);
    if (cp_str_eq(model, CP_STR("dcim.cable"))) {
        put(full, CP_STR("a_terminations"), ends_of(r, pk, "A"));
        put(full, CP_STR("b_terminations"), ends_of(r, pk, "B"));
    }
    cp_str owner = model_of_type(a, cp_tree_get(fields, CP_STR("assigned_object_type"))),
           id = text_at(fields, "assigned_object_id");
    const cp_tree *to = owner.n ? object(r, a, owner, id) : NULL;
    if (to)
        put(full, CP_STR("assigned_object"), expanded(r, a, owner, to, id, 0));
    return cp_netbox_record(r->n, cp_str_c(type), full, err);
}

cp_rc cp_netbox_dump(cp_netbox *n, cp_bytes text, cp_err *err)
{
    reader *r = CP_NEW(n->a, reader);
    cp_source not_told = { .records = 0 };
    cp_rc rc = CP_OK;
    r->n = n;
    cp_walk w = cp_walk_new(cp_str_of_bytes(text), 1);
    for (cp_member m; cp_walk_next(&w, &m);) {
        cp_arena_back(n->scratch, n->empty);
        const cp_tree *t = m.is_cut ? NULL : cp_walk_parse(n->scratch, &m, n->scratch, &not_told);
        if (t)
            first_time(r, t);
    }
    w = cp_walk_new(cp_str_of_bytes(text), 1);
    for (cp_member m; rc == CP_OK && cp_walk_next(&w, &m);) {
        cp_arena_back(n->scratch, n->empty);
        n->src->records++;
        const cp_tree *t = cp_walk_parse(n->scratch, &m, n->a, n->src);
        if (t)
            rc = second_time(r, t, err);
    }
    if (rc == CP_OK)
        cp_walk_end(&w, n->a, n->src);
    return rc;
}

bool cp_netbox_is_dump(cp_str head)
{
    cp_str s = cp_str_trim(head), begin = cp_str_slice(s, 0, 512);
    return cp_str_starts(s, CP_STR("[")) && cp_str_has(begin, CP_STR("\"model\"")) &&
           cp_str_has(begin, CP_STR("\"fields\"")) &&
           (cp_str_has(s, CP_STR("\"dcim\"")) || cp_str_has(s, CP_STR("\"dcim.")));
}
