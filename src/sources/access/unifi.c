/* SPDX-License-Identifier: Apache-2.0 */
/* unifi.c - the devices of a UniFi controller, as its interface lists them.
 *
 *     {"meta":{"rc":"ok"},"data":[{"mac":..,"ip":..,"name":..,"model":"U7PG2","type":"uap",
 *        "version":..,"serial":..,"uplink":{"uplink_mac":..,"uplink_remote_port":3,"port_idx":1},
 *        "lldp_table":[{"local_port_idx":1,"chassis_id":..,"port_id":..}]}]}       stat/device
 *     {"data":[{"macAddress":..,"ipAddress":..,"name":..,"model":..,"firmwareVersion":..}]}
 *
 * Who made them is not written in it, and so is not told: their hardware addresses are. */
#include "sources/access/access.h"
#include "sources/access/records.h"
#include "sources/import/thing.h"
#include "sources/values.h"

enum { NEIGHBOURS_MAX = 256 };

/* What the controller calls kinds of devices; others are told as they are. */
static const struct kind {
    const char *type, *role, *class_; /* class_ NULL: the vocabulary has none */
} kinds[] = {
    { "uap", "wireless access point", NULL }, { "usw", "switch", "switch" },
    { "ugw", "gateway", "router" },           { "uxg", "gateway", "router" },
    { "udm", "gateway", "router" },           { "ubb", "building bridge", NULL },
};

typedef struct unifi {
    cp_things *t;
    const cp_obs_sink *sink;
    cp_arena *a;
    cp_source *src;
    cp_err *err;
    uint64_t pos;
} unifi;

/* The first of these keys that says something. */
static cp_str text_of(const cp_tree *t, const char *key, const char *other)
{
    cp_str s = cp_record_text(t, key);
    return s.n ? s : cp_record_text(t, other);
}

static void add_kind(unifi *x, cp_str type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!cp_str_eq_nocase(type, cp_str_c(kinds[i].type)))
            continue;
        cp_thing_set(x->t, CP_THING_ROLE, cp_str_c(kinds[i].role));
        if (kinds[i].class_)
            cp_thing_set(x->t, CP_THING_CLASS, cp_str_c(kinds[i].class_));
        return;
    }
    cp_thing_set(x->t, CP_THING_ROLE, type);
}

static cp_str own_mac(unifi *x, const cp_tree *d)
{
    cp_mac mac;
    return cp_mac_parse(text_of(d, "mac", "macAddress"), &mac) && cp_mac_is_identity(mac)
               ? cp_mac_text(x->a, mac)
               : CP_STR("");
}

static cp_rc tell_link(unifi *x, cp_link_kind kind, cp_str own, cp_str own_port, cp_str other,
                       cp_str port)
{
    cp_mac mac;
    bool is_mac = cp_mac_parse(other, &mac);
    if (is_mac && !cp_mac_is_identity(mac))
        return CP_OK;
    cp_ident a = { CP_IDENT_MAC, own };
    cp_ident b[] = { { CP_IDENT_CHASSIS, is_mac ? cp_mac_text(x->a, mac) : other },
                     { CP_IDENT_MAC, is_mac ? cp_mac_text(x->a, mac) : CP_STR("") } };
    bool by_mac_only = kind != CP_LINK_LLDP;
    if (other.n == 0 || own.n == 0 || (by_mac_only && !is_mac) || !x->sink->link)
        return CP_OK;
    cp_link l = { .kind = kind,
                  .a = { &a, 1, cp_value_head(own_port, CP_OBS_VALUE_BYTES_MAX), CP_STR("") },
                  .b = { by_mac_only ? b + 1 : b, is_mac && !by_mac_only ? 2 : 1,
                         cp_value_head(port, CP_OBS_VALUE_BYTES_MAX), CP_STR("") },
                  .at = CP_TIME_NONE,
                  .pos = x->pos };
    return x->sink->link(x->sink->ctx, &l, x->err);
}

static cp_rc tell_links(unifi *x, const cp_tree *d)
{
    cp_str own = own_mac(x, d);
    const cp_tree *up = cp_record_at(d, "uplink"), *lldp = cp_record_at(d, "lldp_table");
    cp_rc rc =
        tell_link(x, CP_LINK_TABLE, own, cp_record_text(up, "port_idx"),
                  cp_record_text(up, "uplink_mac"), cp_record_text(up, "uplink_remote_port"));
    for (uint32_t i = 0;
         rc == CP_OK && lldp && lldp->kind == CP_TREE_SEQ && i < lldp->n && i < NEIGHBOURS_MAX; i++)
        rc = tell_link(
            x, CP_LINK_LLDP, own, text_of(lldp->items[i], "local_port_idx", "local_port_name"),
            cp_value_head(cp_record_text(lldp->items[i], "chassis_id"), CP_OBS_VALUE_BYTES_MAX),
            cp_record_text(lldp->items[i], "port_id"));
    return rc;
}

static cp_rc read_device(unifi *x, const cp_tree *d)
{
    x->src->records++;
    if (text_of(d, "mac", "macAddress").n + cp_record_text(d, "model").n == 0) {
        cp_source_bad(x->a, x->src, x->pos, "no device: expected mac, model");
        return CP_OK;
    }
    cp_thing_begin(x->t, x->pos);
    cp_thing_set(x->t, CP_THING_NAME, text_of(d, "name", "hostname"));
    cp_thing_set(x->t, CP_THING_MAC, text_of(d, "mac", "macAddress"));
    cp_thing_set(x->t, CP_THING_IP, text_of(d, "ip", "ipAddress"));
    cp_thing_set(x->t, CP_THING_PRODUCT, cp_record_text(d, "model"));
    cp_thing_set(x->t, CP_THING_VERSION, text_of(d, "version", "firmwareVersion"));
    cp_thing_set(x->t, CP_THING_SERIAL, cp_record_text(d, "serial"));
    add_kind(x, cp_record_text(d, "type"));
    cp_rc rc = cp_thing_end(x->t, x->err);
    return rc == CP_OK ? tell_links(x, d) : rc;
}

static cp_rc read_unifi(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_records r;
    const cp_tree *t;
    unifi x = { .a = a, .sink = sink, .src = src, .err = err };
    cp_rc rc = cp_records_open(a, in, CP_RECORDS_BYTES_MAX, opts, src, &r, err);
    if (rc == CP_OK)
        rc = cp_things_new(a, sink, src, &x.t, err);
    while (rc == CP_OK && cp_records_next(&r, &t)) {
        const cp_tree *list = cp_record_at(t, "data");
        x.pos = r.line;
        if (!list)
            rc = read_device(&x, t);
        for (uint32_t i = 0; rc == CP_OK && list && list->kind == CP_TREE_SEQ && i < list->n; i++) {
            x.pos = cp_records_line(&r, list->items[i]);
            rc = read_device(&x, list->items[i]);
        }
    }
    if (rc == CP_OK)
        cp_things_end(x.t);
    return rc;
}

static int detect_unifi(cp_bytes head, cp_str name)
{
    static const char *const own[] = { "mac", "model", "adopted", NULL },
                             *const inform[] = { "mac", "model", "inform_url", NULL },
                             *const open[] = { "macAddress", "ipAddress", "model", "features",
                                               NULL };
    (void)name;
    if (cp_records_have(head, own) || cp_records_have(head, inform))
        return 88;
    return cp_records_have(head, open) ? 70 : 0;
}

const cp_format cp_format_unifi = {
    .name = "unifi",
    .what = "devices of a UniFi controller (JSON)",
    .detect = detect_unifi,
    .read = read_unifi,
};
