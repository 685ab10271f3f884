/* SPDX-License-Identifier: Apache-2.0 */
/* redfish_tell.c - see redfish_in.h: what each resource says. Properties: DSP0268. */
#include "sources/host/redfish_in.h"
#include "sources/values.h"

typedef cp_redfish_resource resource;

static cp_str text_at(const cp_tree *t, const char *key)
{
    const cp_tree *v = cp_tree_get(t, cp_str_c(key));
    cp_str s = v && v->kind == CP_TREE_TEXT ? cp_str_trim(v->text) : CP_STR("");
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

static cp_str first_of(const cp_tree *t, const char *const *keys)
{
    cp_str s = CP_STR("");
    for (; *keys && s.n == 0; keys++)
        s = text_at(t, *keys);
    return s;
}

static const char *const makers[] = { "Manufacturer", NULL };
static const char *const models[] = { "Model", "PartNumber", "SKU", NULL };
static const char *const numbers[] = { "PartNumber", "SKU", NULL };
static const char *const serials[] = { "SerialNumber", NULL };
static const char *const firmwares[] = { "FirmwareVersion", "Revision", "BiosVersion", NULL };

/* Names are often alike ("Processor"), and ids are short ("1"): both, but where it has its
 * place. */
static cp_str name_of(cp_redfish *r, const cp_redfish_resource *x)
{
    cp_str place = text_at(x->t, "DeviceLocator"), name = text_at(x->t, "Name");
    cp_str id = text_at(x->t, "Id"), last = x->path;
    for (ptrdiff_t at; (at = cp_str_find_char(last, '/')) >= 0;)
        last = cp_str_from(last, (size_t)at + 1);
    if (place.n)
        return place;
    if (name.n == 0 || id.n == 0)
        return name.n ? name : id.n ? id : last;
    return cp_str_has(name, id)
               ? name
               : cp_value_head(cp_str_fmt(r->a, "%.*s (%.*s)", CP_FMT(name), CP_FMT(id)),
                               CP_OBS_VALUE_BYTES_MAX);
}

/* ---- who is spoken of */

enum { IDS_MAX = 6 };
typedef struct subject {
    cp_ident ids[IDS_MAX];
    uint32_t n;
    cp_str part; /* "" the device itself */
} subject;

static void add_agent(cp_redfish *r, subject *s, cp_str owner)
{
    s->ids[s->n++] = (cp_ident){ CP_IDENT_AGENT,
                                 cp_str_fmt(r->a, CP_SOURCE_MOCKUP_AGENT "%.*s", CP_FMT(owner)) };
}

/* The system of a chassis or manager that is all its own; "" none. */
static cp_str system_of(const cp_redfish *r, cp_str owner)
{
    const uint64_t *at = cp_map_get(&r->systems, owner);
    if (!at)
        return CP_STR("");
    const resource *x = &r->v.v[*at];
    const char *key = x->what == CP_REDFISH_CHASSIS ? "ComputerSystems" : "ManagerForServers";
    const cp_tree *v = cp_tree_get(cp_tree_get(x->t, CP_STR("Links")), cp_str_c(key));
    return cp_redfish_owner(cp_redfish_reference(r->a, v->items[0]));
}

static subject subject_of(cp_redfish *r, cp_str owner)
{
    subject s = { .n = 0, .part = CP_STR("") };
    cp_str system = system_of(r, owner);
    add_agent(r, &s, owner.n ? owner : CP_STR("service"));
    if (system.n)
        add_agent(r, &s, system);
    return s;
}

static void add_id(subject *s, cp_ident_kind kind, cp_str value)
{
    if (value.n && s->n < IDS_MAX)
        s->ids[s->n++] = (cp_ident){ kind, value };
}

static void say(cp_redfish *r, const subject *s, cp_kind kind, cp_str value)
{
    cp_obs o = { .ids = s->ids,
                 .n_ids = s->n,
                 .part = s->part,
                 .kind = kind,
                 .value = value,
                 .at = CP_TIME_NONE,
                 .pos = r->line };
    if (r->rc == CP_OK && value.n)
        r->rc = r->sink->obs(r->sink->ctx, &o, r->err);
}

static bool is_absent(const cp_tree *t)
{
    return cp_str_eq(text_at(cp_tree_get(t, CP_STR("Status")), "State"), CP_STR("Absent"));
}

/* ---- devices */

static void say_made(cp_redfish *r, const subject *s, const cp_tree *t)
{
    cp_str model = first_of(t, models), number = first_of(t, numbers);
    say(r, s, CP_KIND_REDFISH_MAKER, first_of(t, makers));
    say(r, s, CP_KIND_PART_MODEL, model);
    if (!cp_str_eq(number, model))
        say(r, s, CP_KIND_INVENTORY_PART_NUMBER, number);
    say(r, s, CP_KIND_PART_SERIAL, first_of(t, serials));
    say(r, s, CP_KIND_PART_FIRMWARE, first_of(t, firmwares));
    say(r, s, CP_KIND_REDFISH_UUID, text_at(t, "UUID"));
}

static bool says_nothing(const cp_tree *t)
{
    return first_of(t, makers).n + first_of(t, models).n + first_of(t, serials).n == 0;
}

/* The machine itself, or an enclosure, or a controller of several of them. */
static void tell_device(cp_redfish *r, const resource *x)
{
    subject s = subject_of(r, x->owner);
    cp_str serial = first_of(x->t, serials), name = text_at(x->t, "HostName");
    add_id(&s, CP_IDENT_HOSTNAME, name);
    if (cp_serial_is_identity(serial))
        add_id(&s, CP_IDENT_SERIAL, serial);
    r->n_devices++;
    say(r, &s, CP_KIND_PART_NAME, text_at(x->t, "Name"));
    say(r, &s, CP_KIND_INVENTORY_NAME, name);
    say_made(r, &s, x->t);
    if (x->what == CP_REDFISH_MANAGER)
        say(r, &s, CP_KIND_INVENTORY_CLASS, CP_STR("bmc"));
}

/* ---- parts */

static void begin_part(cp_redfish *r, const resource *x, subject *s)
{
    *s = subject_of(r, x->owner);
    s->part = cp_str_fmt(r->a, "redfish %.*s", CP_FMT(x->path));
    *cp_map_put(r->a, &r->parts, x->path, NULL) = 1;
    r->n_parts++;
    say(r, s, CP_KIND_PART_NAME, name_of(r, x));
    say(r, s, CP_KIND_PART_CLASS, cp_str_c(x->class));
}

/* A processor may tell what is in the silicon, too. */
static void tell_part(cp_redfish *r, const resource *x)
{
    subject s;
    const cp_tree *id = cp_tree_get(x->t, CP_STR("ProcessorId"));
    const cp_tree *controllers = cp_tree_get(x->t, CP_STR("Controllers"));
    begin_part(r, x, &s);
    say_made(r, &s, x->t);
    say(r, &s, CP_KIND_CPU_VENDOR, text_at(id, "VendorId"));
    if (controllers && controllers->kind == CP_TREE_SEQ && controllers->n)
        say(r, &s, CP_KIND_PART_FIRMWARE, text_at(controllers->items[0], "FirmwarePackageVersion"));
    if (x->what == CP_REDFISH_MANAGER)
        say(r, &s, CP_KIND_INVENTORY_CLASS, CP_STR("bmc"));
}

/* What the memory of a transceiver says: its vendor's name is what somebody wrote there. */
static void tell_optic(cp_redfish *r, const resource *x)
{
    static const char *const of[] = { "Manufacturer", "VendorName", NULL };
    static const char *const model[] = { "PartNumber", "Model", NULL };
    subject s;
    begin_part(r, x, &s);
    say(r, &s, CP_KIND_PART_CLASS, text_at(x->t, "Type"));
    say(r, &s, CP_KIND_OPTIC_VENDOR, first_of(x->t, of));
    say(r, &s, CP_KIND_PART_MODEL, first_of(x->t, model));
    say(r, &s, CP_KIND_PART_SERIAL, first_of(x->t, serials));
}

/* A chassis with the system's own serial number is the system, told once more. */
static bool is_system_again(cp_redfish *r, const resource *x)
{
    cp_str serial = first_of(x->t, serials), system = system_of(r, x->owner);
    if (serial.n == 0 || system.n == 0)
        return false;
    const uint64_t *at = cp_map_get(&r->own, system);
    return at && cp_str_eq(serial, first_of(r->v.v[*at].t, serials));
}

/* ---- the rest */

/* The version of what the software is in: of a part that was told, or of the device. */
static bool tell_software(cp_redfish *r, const resource *x)
{
    const cp_tree *v = cp_tree_get(x->t, CP_STR("RelatedItem"));
    cp_str version = text_at(x->t, "Version");
    if (!v || v->kind != CP_TREE_SEQ || v->n != 1 || version.n == 0)
        return false;
    cp_str path = cp_redfish_reference(r->a, v->items[0]), owner = cp_redfish_owner(path);
    if (owner.n == 0 || !cp_map_get(&r->parts, path))
        return false;
    subject s = subject_of(r, owner);
    s.part = cp_str_fmt(r->a, "redfish %.*s", CP_FMT(path));
    say(r, &s, CP_KIND_PART_FIRMWARE, version);
    return true;
}

/* Of the system's own interfaces: by its address the network knows it. */
static bool tell_interface(cp_redfish *r, const resource *x)
{
    static const char *const keys[] = { "PermanentMACAddress", "MACAddress", NULL };
    cp_mac mac;
    if (!cp_str_starts(x->owner, CP_STR("Systems/")) || !cp_mac_parse(first_of(x->t, keys), &mac) ||
        !cp_mac_is_identity(mac))
        return false;
    subject s = subject_of(r, x->owner);
    cp_str text = cp_mac_text(r->a, mac);
    add_id(&s, CP_IDENT_MAC, text);
    say(r, &s, CP_KIND_INVENTORY_MAC, text);
    return true;
}

static bool tell_one(cp_redfish *r, const resource *x)
{
    bool is_own = cp_str_eq(x->path, x->owner); /* not a settings object below it */
    bool is_of_system = system_of(r, x->owner).n > 0;
    switch (x->what) {
    case CP_REDFISH_NOTHING: return false;
    case CP_REDFISH_SOFTWARE: return false; /* when all parts are told */
    case CP_REDFISH_INTERFACE: return tell_interface(r, x);
    case CP_REDFISH_OPTIC:
        if (says_nothing(x->t) && text_at(x->t, "VendorName").n == 0)
            return false;
        tell_optic(r, x);
        return true;
    case CP_REDFISH_SYSTEM:
    case CP_REDFISH_CHASSIS:
    case CP_REDFISH_MANAGER:
        if (!is_own || says_nothing(x->t))
            return false;
        if (is_of_system && is_system_again(r, x))
            return true;
        if (is_of_system)
            tell_part(r, x);
        else
            tell_device(r, x);
        return true;
    case CP_REDFISH_PART:
        if (says_nothing(x->t))
            return false;
        tell_part(r, x);
        return true;
    }
    return false;
}

void cp_redfish_tell(cp_redfish *r)
{
    for (uint32_t i = 0; i < r->v.n && r->rc == CP_OK; i++) {
        const resource *x = &r->v.v[i];
        bool is_gone = is_absent(x->t);
        r->line = x->t->line;
        r->n_absent += is_gone && x->what != CP_REDFISH_NOTHING;
        if ((is_gone || !tell_one(r, x)) && x->what != CP_REDFISH_SOFTWARE)
            r->src->records_unused++;
    }
    for (uint32_t i = 0; i < r->v.n && r->rc == CP_OK; i++) {
        const resource *x = &r->v.v[i];
        r->line = x->t->line;
        if (x->what == CP_REDFISH_SOFTWARE && (is_absent(x->t) || !tell_software(r, x)))
            r->src->records_unused++;
    }
}
