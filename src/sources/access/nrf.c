/* SPDX-License-Identifier: Apache-2.0 */
/* nrf.c - profiles of network functions that an NRF (network repository function of a 5G core)
 * keeps: 3GPP TS 29.510, 6.1.6.2.2 NFProfile, alone, in a list, or in a SearchResult (6.2.6.2.2).
 *
 *     {"nfInstanceId":"4947a69a-..","nfType":"AMF","nfStatus":"REGISTERED","vendorId":"000193",
 *      "fqdn":"amf1.example.net","ipv4Addresses":["192.0.2.1"],"locality":"north",
 *      "nfServices":[{"serviceName":"namf-comm","versions":[{"apiVersionInUri":"v1",
 *                     "apiFullVersion":"1.2.0"}]}]}
 *     {"nfInstances":[..]}   {"nfInstanceList":{"4947a69a-..":{..}}}
 *
 * A function is known by its instance id. Functions share addresses (a host, a proxy), so one that
 * several profiles have identifies nobody. */
#include "sources/access/access.h"
#include "sources/access/records.h"
#include "sources/import/table.h"
#include "sources/import/thing.h"
#include "sources/values.h"

enum {
    PROFILES_MAX = 65536, /* of a file; the largest cores have some thousand functions */
    ADDRESSES_MAX = 32,   /* of a profile that are looked at */
    SERVICES_MAX = 64,
    VERSIONS_MAX = 8,
    FEATURES_MAX = 16,
    /* six (TS 29.571, VendorId); enterprise numbers have grown to 32 bits */
    VENDOR_DIGITS_MAX = 10,
};

typedef struct nrf {
    cp_arena *a;
    cp_records r;
    cp_things *t;
    cp_map n_of_address;
    CP_VEC(const cp_tree *) profiles;
    CP_VEC(uint64_t) lines;
} nrf;

static const char *const addresses[] = { "ipv4Addresses", "ipv6Addresses" };

static cp_str item_text(const cp_tree *list, uint32_t i)
{
    return cp_str_trim(cp_tree_text(list->items[i]));
}

static uint32_t length(const cp_tree *list, uint32_t max)
{
    return !list || list->kind != CP_TREE_SEQ ? 0 : list->n < max ? list->n : max;
}

/* --- who has an address ----------------------------------------------------------------------- */

static cp_str address_of(cp_arena *a, const cp_tree *list, uint32_t i)
{
    cp_ip ip;
    return cp_ip_parse(item_text(list, i), &ip) && cp_ip_is_host(ip) ? cp_ip_text(a, ip)
                                                                     : CP_STR("");
}

static void count_addresses(nrf *x, const cp_tree *profile)
{
    for (size_t k = 0; k < sizeof addresses / sizeof *addresses; k++) {
        const cp_tree *list = cp_record_at(profile, addresses[k]);
        for (uint32_t i = 0; i < length(list, ADDRESSES_MAX); i++) {
            cp_str ip = address_of(x->a, list, i);
            if (ip.n)
                ++*cp_map_put(x->a, &x->n_of_address, ip, NULL);
        }
    }
}

static void add_addresses(nrf *x, const cp_tree *profile)
{
    for (size_t k = 0; k < sizeof addresses / sizeof *addresses; k++) {
        const cp_tree *list = cp_record_at(profile, addresses[k]);
        for (uint32_t i = 0; i < length(list, ADDRESSES_MAX); i++) {
            cp_str ip = address_of(cp_thing_arena(x->t), list, i);
            const uint64_t *n = ip.n ? cp_map_get(&x->n_of_address, ip) : NULL;
            if (n && *n == 1)
                cp_thing_set(x->t, CP_THING_IP, ip);
            else
                cp_thing_also(x->t, CP_KIND_IP_HOST, CP_STR(""), ip, CP_TIME_NONE);
        }
    }
}

/* --- what a profile says ---------------------------------------------------------------------- */

/* "000193" -> 193; false: it is no enterprise number. */
static bool read_vendor(cp_str s, uint32_t *out)
{
    return s.n <= VENDOR_DIGITS_MAX && cp_str_u32(s, out) && *out > 0;
}

static void add_vendor(nrf *x, const cp_tree *of)
{
    cp_str s = cp_record_text(of, "vendorId");
    uint32_t vendor;
    if (s.n == 0)
        return;
    if (read_vendor(s, &vendor))
        cp_thing_also(x->t, CP_KIND_NRF_VENDOR_ID, CP_STR(""),
                      cp_str_fmt(cp_thing_arena(x->t), "1.3.6.1.4.1.%u", vendor), CP_TIME_NONE);
    else
        cp_thing_complain(x->t, CP_STR("vendorId"), s, "no enterprise number", CP_STR(""));
}

/* {"193":[{"featureName":..}]}: whose features a service supports, which says not whose it is. */
static void add_features(nrf *x, const cp_tree *of)
{
    const cp_tree *list = cp_record_at(of, "supportedVendorSpecificFeatures");
    uint32_t vendor;
    for (uint32_t i = 0; list && list->kind == CP_TREE_MAP && i < list->n && i < FEATURES_MAX; i++)
        if (read_vendor(list->keys[i], &vendor))
            cp_thing_also(x->t, CP_KIND_NRF_VENDOR_FEATURE, CP_STR(""),
                          cp_str_fmt(cp_thing_arena(x->t), "%u", vendor), CP_TIME_NONE);
}

/* "namf-comm v1 1.2.0" */
static void add_service(nrf *x, const cp_tree *s)
{
    const cp_tree *versions = cp_record_at(s, "versions");
    cp_str name = cp_record_text(s, "serviceName");
    cp_arena *a = cp_thing_arena(x->t);
    if (name.n && length(versions, 1) == 0)
        cp_thing_also(x->t, CP_KIND_NRF_SERVICE, CP_STR(""), name, CP_TIME_NONE);
    for (uint32_t i = 0; name.n && i < length(versions, VERSIONS_MAX); i++)
        cp_thing_also(x->t, CP_KIND_NRF_SERVICE, CP_STR(""),
                      cp_str_fmt(a, "%.*s %.*s %.*s", CP_FMT(name),
                                 CP_FMT(cp_record_text(versions->items[i], "apiVersionInUri")),
                                 CP_FMT(cp_record_text(versions->items[i], "apiFullVersion"))),
                      CP_TIME_NONE);
    add_features(x, s);
}

/* A list, or since Release 16 a map by instance. */
static void add_services(nrf *x, const cp_tree *profile)
{
    static const char *const keys[] = { "nfServices", "nfServiceList" };
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const cp_tree *list = cp_record_at(profile, keys[k]);
        for (uint32_t i = 0; list && (list->kind == CP_TREE_SEQ || list->kind == CP_TREE_MAP) &&
                             i < list->n && i < SERVICES_MAX;
             i++)
            add_service(x, list->items[i]);
    }
}

/* All of a 5G core, but for applications and for what is of the generation before it. */
static void add_type(nrf *x, cp_str type)
{
    static const char *const of_4g[] = { "HSS", "MME", "SCEF", "PCRF" };
    bool is_5g = true;
    for (size_t i = 0; i < sizeof of_4g / sizeof *of_4g; i++)
        is_5g = is_5g && !cp_str_eq_nocase(type, cp_str_c(of_4g[i]));
    cp_thing_also(x->t, CP_KIND_NRF_NF_TYPE, CP_STR(""), type, CP_TIME_NONE);
    cp_thing_set(x->t, CP_THING_ROLE, type);
    if (type.n && !cp_str_eq_nocase(type, CP_STR("AF")))
        cp_thing_set(x->t, CP_THING_CLASS, CP_STR("core"));
    if (type.n && is_5g)
        cp_thing_set(x->t, CP_THING_GENERATION, CP_STR("5g"));
}

static cp_rc read_profile(nrf *x, const cp_tree *p, uint64_t line, cp_err *err)
{
    cp_str id = cp_record_text(p, "nfInstanceId"), fqdn = cp_record_text(p, "fqdn");
    cp_str name = cp_record_text(p, "nfInstanceName");
    cp_thing_begin(x->t, line);
    if (id.n)
        cp_thing_ident(x->t, CP_IDENT_REF,
                       cp_value_head(cp_str_fmt(cp_thing_arena(x->t), "nf %.*s",
                                                CP_FMT(cp_str_lower(cp_thing_arena(x->t), id))),
                                     CP_OBS_VALUE_BYTES_MAX));
    cp_thing_set(x->t, CP_THING_NAME, name.n ? name : fqdn);
    cp_thing_also(x->t, CP_KIND_NRF_FQDN, CP_STR(""), fqdn, CP_TIME_NONE);
    cp_thing_set(x->t, CP_THING_SITE, cp_record_text(p, "locality"));
    add_type(x, cp_record_text(p, "nfType"));
    add_addresses(x, p);
    add_vendor(x, p);
    add_features(x, p);
    add_services(x, p);
    return cp_thing_end(x->t, err);
}

/* --- where profiles stand --------------------------------------------------------------------- */

static bool is_profile(const cp_tree *t)
{
    return cp_record_at(t, "nfInstanceId") && cp_record_at(t, "nfType");
}

static cp_rc keep(nrf *x, const cp_tree *t, cp_err *err)
{
    if (x->profiles.n == PROFILES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d profiles", PROFILES_MAX);
    x->r.src->records++;
    if (!is_profile(t)) {
        cp_source_bad(x->a, x->r.src, cp_records_line(&x->r, t),
                      "no profile of a network function: expected nfInstanceId and nfType");
        return CP_OK;
    }
    cp_vec_push(x->a, &x->profiles, t);
    cp_vec_push(x->a, &x->lines, cp_records_line(&x->r, t));
    count_addresses(x, t);
    return CP_OK;
}

static cp_rc keep_all(nrf *x, const cp_tree *t, cp_err *err)
{
    static const char *const lists[] = { "nfInstances", "nfInstanceList" };
    cp_rc rc = CP_OK;
    bool is_list = false;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const cp_tree *list = cp_record_at(t, lists[k]);
        is_list = is_list || list;
        for (uint32_t i = 0;
             rc == CP_OK && list && (list->kind == CP_TREE_SEQ || list->kind == CP_TREE_MAP) &&
             i < list->n;
             i++)
            rc = keep(x, list->items[i], err);
    }
    return is_list ? rc : keep(x, t, err);
}

static cp_rc read_nrf(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    const cp_tree *t;
    nrf *x = CP_NEW(a, nrf);
    x->a = a;
    cp_rc rc = cp_records_open(a, in, CP_RECORD_BYTES_MAX, opts, src, &x->r, err);
    if (rc == CP_OK)
        rc = cp_things_new(a, sink, src, &x->t, err);
    /* all are looked at before any is told, so they stay */
    for (; rc == CP_OK && cp_records_next(&x->r, &t); x->r.empty = cp_arena_here(x->r.scratch))
        rc = keep_all(x, t, err);
    for (uint32_t i = 0; rc == CP_OK && i < x->profiles.n; i++)
        rc = read_profile(x, x->profiles.v[i], x->lines.v[i], err);
    if (rc == CP_OK)
        cp_things_end(x->t);
    return rc;
}

static int detect_nrf(cp_bytes head, cp_str name)
{
    static const char *const keys[] = { "nfInstanceId", "nfType", NULL };
    (void)name;
    return cp_records_have(head, keys) ? 92 : 0;
}

const cp_format cp_format_nrf = {
    .name = "nrf",
    .what = "network functions of a 5G core (NRF profiles)",
    .detect = detect_nrf,
    .read = read_nrf,
};
