/* SPDX-License-Identifier: Apache-2.0 */
/* genieacs.c - devices of an auto-configuration server (CWMP, TR-069) as GenieACS lists them: GET
 * /devices of its northbound interface, or its collection `devices` exported from the database.
 *
 *     {"_id":"00005E-HG1-SN1","_lastInform":"2026-09-27T15:45:00.000Z",
 *      "_deviceId":{"_Manufacturer":..,"_OUI":..,"_ProductClass":..,"_SerialNumber":..},
 *      "InternetGatewayDevice":{"DeviceInfo":{"SoftwareVersion":{"_value":..}},
 *        "LANDevice":{"1":{"LANEthernetInterfaceConfig":{"1":{"MACAddress":{"_value":..}}}}}}}
 *
 * What is in the tree is what the server asked for. What is behind the device (Hosts) is its user's
 * and is not read. Addresses are those of its last words, and another device may have them now:
 * they are told and identify nothing. */
#include "sources/access/access.h"
#include "sources/access/olt.h"
#include "sources/access/records.h"
#include "sources/import/table.h"
#include "sources/import/thing.h"
#include "sources/topo/topo.h"
#include "sources/values.h"

enum {
    PATH_MAX = 8,       /* names of a path */
    INSTANCES_MAX = 64, /* of one object that are looked at */
    RECORDS_PER_ASK = 256
};

typedef enum reading { A_MAC, AN_ADDRESS, A_URL, A_MODEL, A_SOFTWARE, A_HARDWARE, A_MAKER } reading;

/* "*": each instance. TR-098 (InternetGatewayDevice:1) and TR-181 (Device:2). */
static const struct path {
    reading as;
    const char *names[PATH_MAX]; /* NULL at the end */
} paths[] = {
    { A_MODEL, { "InternetGatewayDevice", "DeviceInfo", "ModelName" } },
    { A_MODEL, { "Device", "DeviceInfo", "ModelName" } },
    { A_SOFTWARE, { "InternetGatewayDevice", "DeviceInfo", "SoftwareVersion" } },
    { A_SOFTWARE, { "Device", "DeviceInfo", "SoftwareVersion" } },
    { A_HARDWARE, { "InternetGatewayDevice", "DeviceInfo", "HardwareVersion" } },
    { A_HARDWARE, { "Device", "DeviceInfo", "HardwareVersion" } },
    { A_MAKER, { "InternetGatewayDevice", "DeviceInfo", "Manufacturer" } },
    { A_MAKER, { "Device", "DeviceInfo", "Manufacturer" } },
    { A_URL, { "InternetGatewayDevice", "ManagementServer", "ConnectionRequestURL" } },
    { A_URL, { "Device", "ManagementServer", "ConnectionRequestURL" } },
    { A_MAC,
      { "InternetGatewayDevice", "LANDevice", "*", "LANEthernetInterfaceConfig", "*",
        "MACAddress" } },
    { A_MAC, { "InternetGatewayDevice", "LANDevice", "*", "WLANConfiguration", "*", "BSSID" } },
    { A_MAC,
      { "InternetGatewayDevice", "WANDevice", "*", "WANConnectionDevice", "*", "WANIPConnection",
        "*", "MACAddress" } },
    { A_MAC,
      { "InternetGatewayDevice", "WANDevice", "*", "WANConnectionDevice", "*", "WANPPPConnection",
        "*", "MACAddress" } },
    { A_MAC, { "Device", "Ethernet", "Interface", "*", "MACAddress" } },
    { A_MAC, { "Device", "Ethernet", "Link", "*", "MACAddress" } },
    { A_MAC, { "Device", "WiFi", "SSID", "*", "MACAddress" } },
    { AN_ADDRESS,
      { "InternetGatewayDevice", "WANDevice", "*", "WANConnectionDevice", "*", "WANIPConnection",
        "*", "ExternalIPAddress" } },
    { AN_ADDRESS,
      { "InternetGatewayDevice", "WANDevice", "*", "WANConnectionDevice", "*", "WANPPPConnection",
        "*", "ExternalIPAddress" } },
};
static const struct path hosts[] = {
    { A_MAC, { "InternetGatewayDevice", "LANDevice", "*", "Hosts", "Host" } },
    { A_MAC, { "Device", "Hosts", "Host" } },
};

typedef struct acs {
    cp_things *t;
    cp_time at;
    uint64_t n_hosts;
    bool is_known; /* something besides its id is told of it */
    cp_str model, software, hardware, maker;
} acs;

/* {"_value":"x","_type":..}, or the value itself. */
static cp_str value_of(const cp_tree *t)
{
    return cp_str_trim(t && t->kind == CP_TREE_MAP ? cp_tree_get_text(t, CP_STR("_value"))
                                                   : cp_tree_text(t));
}

/* The host of a URL, as an address. */
static bool url_ip(cp_str url, cp_ip *out)
{
    ptrdiff_t at = cp_str_find(url, CP_STR("://"));
    cp_str host = at < 0 ? url : cp_str_from(url, (size_t)at + 3);
    if (host.n && host.p[0] == '[') {
        ptrdiff_t end = cp_str_find_char(host, ']');
        return end > 0 && cp_ip_parse(cp_str_slice(host, 1, (size_t)end - 1), out);
    }
    size_t n = 0;
    while (n < host.n && host.p[n] != ':' && host.p[n] != '/' && host.p[n] != '?')
        n++;
    return cp_ip_parse(cp_str_slice(host, 0, n), out);
}

static void add_address(acs *x, cp_str s, bool is_url)
{
    cp_ip ip;
    bool is_ip = is_url ? url_ip(s, &ip) : cp_ip_parse(s, &ip);
    if (is_ip && cp_ip_is_host(ip))
        cp_thing_also(x->t, CP_KIND_IP_HOST, CP_STR(""), cp_ip_text(cp_thing_arena(x->t), ip),
                      x->at);
}

static void take(acs *x, reading as, const cp_tree *t)
{
    cp_mac mac;
    cp_str s = value_of(t);
    if (cp_value_is_placeholder(s))
        return;
    x->is_known = true;
    switch (as) {
    case A_MAC:
        if (cp_mac_parse(s, &mac) && cp_mac_is_identity(mac))
            cp_thing_set(x->t, CP_THING_MAC, cp_mac_text(cp_thing_arena(x->t), mac));
        break;
    case AN_ADDRESS: add_address(x, s, false); break;
    case A_URL: add_address(x, s, true); break;
    case A_MODEL: x->model = s; break;
    case A_SOFTWARE: x->software = s; break;
    case A_HARDWARE: x->hardware = s; break;
    case A_MAKER: x->maker = s; break;
    }
}

/* Calls take for each value at the path; of `hosts` counts what is there. */
static void follow(acs *x, const struct path *p, uint32_t i, const cp_tree *t, bool is_host)
{
    if (!t)
        return;
    if (i == PATH_MAX || !p->names[i]) {
        for (uint32_t k = 0; is_host && t->kind == CP_TREE_MAP && k < t->n; k++)
            x->n_hosts += t->items[k]->kind == CP_TREE_MAP;
        if (!is_host)
            take(x, p->as, t);
        return;
    }
    if (p->names[i][0] != '*') {
        follow(x, p, i + 1, cp_record_at(t, p->names[i]), is_host);
        return;
    }
    for (uint32_t k = 0; t->kind == CP_TREE_MAP && k < t->n && k < INSTANCES_MAX; k++)
        if (t->keys[k].n && t->keys[k].p[0] != '_')
            follow(x, p, i + 1, t->items[k], is_host);
}

/* "2026-09-27T15:45:00.000Z", milliseconds, or {"$date": either}. */
static cp_time time_of(const cp_tree *t)
{
    cp_time out;
    uint64_t ms;
    if (t && t->kind == CP_TREE_MAP)
        t = cp_record_at(t, "$date");
    cp_str s = cp_tree_text(t);
    if (cp_str_u64(s, &ms) && ms < (uint64_t)INT64_MAX / 1000)
        return (cp_time)ms * 1000;
    return cp_time_parse(s, &out) ? out : CP_TIME_NONE;
}

/* A serial number that is that of the PON side is written into other units. */
static void add_serial(acs *x, cp_str serial)
{
    cp_str sn = cp_pon_sn_read(cp_thing_arena(x->t), serial), vendor = cp_pon_sn_vendor(sn);
    cp_thing_also(x->t, CP_KIND_CWMP_SERIAL, CP_STR(""), serial, x->at);
    if (vendor.n) {
        cp_thing_also(x->t, CP_KIND_GPON_SERIAL, CP_STR(""), sn, x->at);
        cp_thing_also(x->t, CP_KIND_GPON_VENDOR_ID, CP_STR(""), vendor, x->at);
    } else if (cp_serial_is_identity(serial)) {
        cp_thing_ident(x->t, CP_IDENT_SERIAL, cp_value_head(serial, CP_OBS_VALUE_BYTES_MAX));
    }
}

/* "00005E-HG%2D1-SN1", without the middle where a device has no product class: each part with what
 * is no letter, digit or sign of a name as %XX. */
static cp_str part_of(acs *x, cp_str id, bool from_end, uint32_t i)
{
    cp_str parts[3], rest = id;
    uint32_t n = 0;
    while (n < 3 && cp_str_cut(&rest, '-', &parts[n]))
        n++;
    if (n < 2 || rest.n || (!from_end && i > 0 && n < 3))
        return CP_STR("");
    cp_str s = parts[from_end ? n - 1 : i];
    char *p = cp_arena_alloc(cp_thing_arena(x->t), s.n + 1);
    size_t k = 0;
    for (size_t c = 0; c < s.n; c++) {
        int hi = s.p[c] == '%' && c + 2 < s.n ? cp_hex_digit(s.p[c + 1]) : -1;
        int lo = hi >= 0 ? cp_hex_digit(s.p[c + 2]) : -1;
        p[k++] = lo >= 0 ? (char)(hi << 4 | lo) : s.p[c];
        c += lo >= 0 ? 2 : 0;
    }
    return (cp_str){ p, k };
}

/* What is not told of it is in its id. */
static cp_str told(acs *x, const cp_tree *t, const char *key, bool from_end, uint32_t i)
{
    cp_str s = cp_record_text(cp_record_at(t, "_deviceId"), key);
    return s.n ? s : part_of(x, cp_record_text(t, "_id"), from_end, i);
}

static void add_facts(acs *x, const cp_tree *t)
{
    cp_str maker = cp_record_text(cp_record_at(t, "_deviceId"), "_Manufacturer");
    cp_str product = told(x, t, "_ProductClass", false, 1);
    cp_thing_also(x->t, CP_KIND_CWMP_MANUFACTURER, CP_STR(""), maker.n ? maker : x->maker, x->at);
    cp_thing_also(x->t, CP_KIND_CWMP_OUI, CP_STR(""), told(x, t, "_OUI", false, 0), x->at);
    cp_thing_also(x->t, CP_KIND_CWMP_PRODUCT_CLASS, CP_STR(""), product, x->at);
    cp_thing_also(x->t, CP_KIND_CWMP_SOFTWARE, CP_STR(""), x->software, x->at);
    cp_thing_also(x->t, CP_KIND_CWMP_HARDWARE, CP_STR(""), x->hardware, x->at);
    cp_thing_set(x->t, CP_THING_PRODUCT, x->model.n ? x->model : product);
    cp_thing_set(x->t, CP_THING_VERSION, x->software);
}

static cp_rc read_device(acs *x, const cp_tree *t, uint64_t line, cp_err *err)
{
    cp_str key = cp_record_text(t, "_id");
    x->model = x->software = x->hardware = x->maker = CP_STR("");
    x->is_known = false;
    x->at = time_of(cp_record_at(t, "_lastInform"));
    cp_thing_begin(x->t, line);
    if (key.n)
        cp_thing_ident(x->t, CP_IDENT_REF,
                       cp_value_head(cp_str_fmt(cp_thing_arena(x->t), "cwmp %.*s", CP_FMT(key)),
                                     CP_OBS_VALUE_BYTES_MAX));
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        follow(x, &paths[i], 0, t, false);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        follow(x, &hosts[i], 0, t, true);
    cp_str serial = told(x, t, "_SerialNumber", true, 0);
    if (serial.n == 0 && !x->is_known)
        cp_thing_complain(x->t, CP_STR("_id"), key, "of a device of which nothing is told",
                          CP_STR(""));
    add_serial(x, serial);
    add_facts(x, t);
    return cp_thing_end(x->t, err);
}

static bool is_device(const cp_tree *t)
{
    return cp_record_at(t, "_deviceId") ||
           (cp_record_at(t, "_id") && cp_record_at(t, "_lastInform"));
}

static cp_rc read_genieacs(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                           const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_records r;
    const cp_tree *t;
    acs *x = CP_NEW(a, acs);
    cp_rc rc = cp_records_open(a, in, CP_RECORDS_BYTES_MAX, opts, src, &r, err);
    if (rc == CP_OK)
        rc = cp_things_new(a, sink, src, &x->t, err);
    while (rc == CP_OK && cp_records_next(&r, &t)) {
        src->records++;
        if (r.n % RECORDS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        else if (is_device(t))
            rc = read_device(x, t, r.line, err);
        else
            cp_source_bad(a, src, r.line, "no device: it has no _deviceId");
    }
    if (rc != CP_OK)
        return rc;
    if (x->n_hosts)
        cp_table_note(a, src, "%llu host%s behind them %s their users' and not read",
                      (unsigned long long)x->n_hosts, x->n_hosts == 1 ? "" : "s",
                      x->n_hosts == 1 ? "is" : "are");
    cp_things_end(x->t);
    return CP_OK;
}

static int detect_genieacs(cp_bytes head, cp_str name)
{
    static const char *const keys[] = { "_deviceId", "_id", NULL };
    (void)name;
    return cp_records_have(head, keys) ? 92 : 0;
}

const cp_format cp_format_genieacs = {
    .name = "genieacs",
    .what = "devices of an ACS (GenieACS JSON)",
    .detect = detect_genieacs,
    .read = read_genieacs,
};
