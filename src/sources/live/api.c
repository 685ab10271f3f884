/* SPDX-License-Identifier: Apache-2.0 */
/* api.c - see api.h. The requests are those of the servers' own documentation
 * (docs/formats/api-import.md). */
#include "sources/live/api.h"
#include <assert.h>
#include <stdio.h>
#include "codec/json.h"
#include "sources/live/http.h"

enum { NETBOX_PAGE = 250, BASE_BYTES_MAX = 1024, PATH_BYTES_MAX = 256, ID_DIGITS_MAX = 18 };

typedef enum server { NETBOX, LIBRENMS } server;

/* One list of a server. Of NetBox in the order in which they are asked, of LibreNMS for each
 * device. */
typedef struct list {
    const char *what, *path, *query;
    bool none_is_404; /* that status says that there is nothing, not that it may not be read */
    bool is_base;     /* without it there is nothing */
} list;

/* The status shows whether the token is one, before anything is kept. Types come before the devices
 * that have their part numbers. config_context is rendered for each device, costs most of the
 * answer and may hold secrets. Addresses of interfaces are a list of their own from 4.2 on. */
static const list netbox_lists[] = {
    { "status", "api/status/", "", true, true },
    { "device types", "api/dcim/device-types/", "", false, false },
    { "module types", "api/dcim/module-types/", "", false, false },
    { "devices", "api/dcim/devices/", "&exclude=config_context", false, true },
    { "virtual machines", "api/virtualization/virtual-machines/", "&exclude=config_context", false,
      false },
    { "modules", "api/dcim/modules/", "", false, false },
    { "inventory items", "api/dcim/inventory-items/", "", false, false },
    { "interfaces", "api/dcim/interfaces/", "", false, false },
    { "hardware addresses", "api/dcim/mac-addresses/", "", true, false },
    { "addresses", "api/ipam/ip-addresses/", "", false, false },
    { "cables", "api/dcim/cables/", "", false, false },
};
static const list librenms_lists[] = {
    { "ports", "ports",
      "?columns=port_id,device_id,ifIndex,ifName,ifDescr,ifAlias,ifType,ifSpeed,ifPhysAddress",
      false, false },
    { "links", "links", "", true, false },
    { "inventory", "all", "", false, false },
};
enum {
    NETBOX_LISTS = sizeof netbox_lists / sizeof *netbox_lists,
    LIBRENMS_LISTS = sizeof librenms_lists / sizeof *librenms_lists
};

struct cp_api {
    cp_arena *a;
    server of;
    uint32_t list;        /* NetBox: which; LibreNMS: which of this device */
    uint64_t offset, all; /* NetBox: of the list */
    uint64_t seen;
    CP_VEC(uint64_t) ids; /* LibreNMS: devices, once they are known */
    uint32_t at;          /* the device that is asked about */
    bool has_ids, has_answered, is_over;
    char path[PATH_BYTES_MAX];
};

static void set_path(cp_api *x)
{
    const list *l = x->of == NETBOX ? &netbox_lists[x->list] : &librenms_lists[x->list];
    if (x->of == NETBOX && x->list == 0)
        (void)snprintf(x->path, sizeof x->path, "%s", l->path);
    else if (x->of == NETBOX)
        (void)snprintf(x->path, sizeof x->path, "%s?limit=%d&offset=%llu&ordering=id%s", l->path,
                       NETBOX_PAGE, (unsigned long long)x->offset, l->query);
    else if (!x->has_ids)
        (void)snprintf(x->path, sizeof x->path, "api/v0/devices");
    else
        (void)snprintf(x->path, sizeof x->path, "api/v0/%s/%llu/%s%s",
                       x->list == LIBRENMS_LISTS - 1 ? "inventory" : "devices",
                       (unsigned long long)x->ids.v[x->at], l->path, l->query);
}

cp_api *cp_api_new(cp_arena *a, cp_str kind)
{
    bool is_netbox = cp_str_eq(kind, CP_STR("netbox"));
    if (!is_netbox && !cp_str_eq(kind, CP_STR("librenms")))
        return NULL;
    cp_api *x = CP_NEW(a, cp_api);
    x->a = a;
    x->of = is_netbox ? NETBOX : LIBRENMS;
    set_path(x);
    return x;
}

/* Tokens of the second form of NetBox (4.5) begin with their key and are bearers'. */
cp_str cp_api_auth(cp_arena *a, cp_str kind, cp_str token)
{
    const char *how = !cp_str_eq(kind, CP_STR("netbox"))     ? "X-Auth-Token: "
                      : cp_str_starts(token, CP_STR("nbt_")) ? "Authorization: Bearer "
                                                             : "Authorization: Token ";
    return cp_str_fmt(a, "%s%.*s", how, CP_FMT(token));
}

cp_rc cp_api_base(cp_arena *a, cp_str url, bool allows_plain, cp_str *out, cp_err *err)
{
    static const char *const added[] = { "/api/v0", "/api" };
    cp_str host = cp_http_origin(url);
    if (host.n == 0 || !cp_http_is_clean(url) || url.n > BASE_BYTES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--from needs the address of a server, as https://netbox.example.net");
    if (cp_str_find_char(host, '@') >= 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "the address holds a user or password, which every process could read: "
                       "--token-file is for what is secret");
    if (cp_str_find_char(url, '?') >= 0 || cp_str_find_char(url, '#') >= 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "the address of the server has no ? and no #, expected as "
                       "https://netbox.example.net");
    if (cp_str_starts_nocase(url, CP_STR("http://")) && !cp_http_is_loopback(url) && !allows_plain)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "http:// would send the token so that others can read it: use https://, or "
                       "say --insecure-http");
    while (cp_str_ends(url, CP_STR("/")) && url.n > host.n)
        url.n--;
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        if (cp_str_ends(url, cp_str_c(added[i])) && url.n >= host.n + strlen(added[i])) {
            url.n -= strlen(added[i]);
            break;
        }
    *out = cp_str_fmt(a, "%.*s/", CP_FMT(url));
    return CP_OK;
}

cp_str cp_api_next(const cp_api *x) { return x->is_over ? CP_STR("") : cp_str_c(x->path); }

cp_api_progress cp_api_at(const cp_api *x)
{
    if (x->of == NETBOX)
        return (cp_api_progress){ netbox_lists[x->list].what, x->offset, x->all };
    return (cp_api_progress){ "devices", x->at, x->ids.n };
}

/* ---- going on ---- */

static void next_list(cp_api *x)
{
    x->list++;
    x->offset = x->all = x->seen = 0;
    if (x->of == LIBRENMS && x->list == LIBRENMS_LISTS) {
        x->list = 0;
        x->at++;
    }
    x->is_over = x->of == NETBOX ? x->list == NETBOX_LISTS : x->at >= x->ids.n;
    if (x->of == NETBOX && x->is_over)
        x->list--;
    if (!x->is_over)
        set_path(x);
}

static const cp_tree *parse(cp_arena *a, cp_bytes body, cp_err *err)
{
    const cp_tree *t = cp_json_quick(a, cp_str_of_bytes(body));
    if (!t && cp_json_parse(a, body, &t, err) != CP_OK)
        return NULL;
    return t;
}

/* ---- NetBox ---- */

static bool number_of(const cp_tree *t, uint64_t *out) { return cp_str_u64(cp_tree_text(t), out); }

/* Of what is told as the address of the next page only its offset counts: behind a proxy the host
 * in it is often another one, and to another host no token may go. */
static bool next_offset(cp_str url, uint64_t *out)
{
    ptrdiff_t q = cp_str_find_char(url, '?');
    cp_str rest = cp_str_from(url, q < 0 ? url.n : (size_t)q + 1), part;
    while (cp_str_cut(&rest, '&', &part))
        if (cp_str_starts(part, CP_STR("offset=")))
            return cp_str_u64(cp_str_from(part, 7), out);
    return false;
}

static cp_rc take_netbox(cp_api *x, const cp_tree *t, cp_str *fault, cp_err *err)
{
    const char *what = netbox_lists[x->list].what;
    const cp_tree *rows = cp_tree_get(t, CP_STR("results"));
    cp_str next = cp_tree_get_text(t, CP_STR("next"));
    uint64_t all, to;
    if (x->list == 0 && t->kind == CP_TREE_MAP) {
        next_list(x);
        return CP_OK;
    }
    if (!rows || rows->kind != CP_TREE_SEQ || !number_of(cp_tree_get(t, CP_STR("count")), &all))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the answer is no page of NetBox: it needs \"count\" and \"results\"");
    if (next.n && (!next_offset(next, &to) || to <= x->offset || rows->n == 0 || to >= all))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the page of %s at %llu does not lead to the end of the list (of %llu)",
                       what, (unsigned long long)x->offset, (unsigned long long)all);
    x->seen += rows->n;
    x->all = all;
    if (next.n) {
        x->offset = to;
        set_path(x);
        return CP_OK;
    }
    if (x->seen != all)
        *fault = cp_str_fmt(x->a,
                            "%llu of %llu %s came: the list changed while it was read; import "
                            "again",
                            (unsigned long long)x->seen, (unsigned long long)all, what);
    next_list(x);
    return CP_OK;
}

/* ---- LibreNMS ---- */

static cp_rc take_devices(cp_api *x, const cp_tree *t, cp_err *err)
{
    const cp_tree *rows = cp_tree_get(t, CP_STR("devices"));
    if (!rows || rows->kind != CP_TREE_SEQ)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the answer is no list of LibreNMS: it needs \"devices\"");
    if (rows->n > CP_API_DEVICES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d devices", CP_API_DEVICES_MAX);
    x->ids.n = 0;
    for (uint32_t i = 0; i < rows->n; i++) {
        const cp_tree *id = cp_tree_get(rows->items[i], CP_STR("device_id"));
        uint64_t n;
        if (cp_tree_text(id).n > ID_DIGITS_MAX || !number_of(id, &n))
            return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                           "device %u of the list has no \"device_id\" that is a number", i + 1);
        cp_vec_push(x->a, &x->ids, n);
    }
    x->has_ids = true;
    x->is_over = x->ids.n == 0;
    if (!x->is_over)
        set_path(x);
    return CP_OK;
}

/* Each of these answers has one list, under the name of what was asked. */
static cp_rc take_librenms(cp_api *x, const cp_tree *t, cp_err *err)
{
    const char *what = librenms_lists[x->list].what;
    const cp_tree *rows = cp_tree_get(t, cp_str_c(what));
    if (!x->has_ids)
        return take_devices(x, t, err);
    if (!rows || rows->kind != CP_TREE_SEQ)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the answer is no list of LibreNMS: it needs \"%s\"", what);
    next_list(x);
    return CP_OK;
}

/* ---- both ---- */

/* What all else rests on is there or nothing is, and something must have been answered; then
 * another list may be missing, which is told. */
static cp_rc take_refusal(cp_api *x, uint32_t status, cp_str *fault, cp_err *err)
{
    const list *l = x->of == NETBOX ? &netbox_lists[x->list] : &librenms_lists[x->list];
    bool is_base = !x->has_answered || (x->of == NETBOX ? l->is_base : !x->has_ids);
    bool is_refusal =
        status == 400 || status == 403 || status == 404 || status == 405 || status == 410;
    if (status == 404 && l->none_is_404) {
        next_list(x);
        return CP_OK;
    }
    if (status == 401)
        return cp_fail(err, CP_EPERM, CP_NO_OFF, "the answer was 401: the token is not accepted");
    if (status == 403 && is_base)
        return cp_fail(err, CP_EPERM, CP_NO_OFF,
                       "the answer was 403: the token is not accepted, or may not read this");
    if (status == 404 && is_base)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the answer was 404: is this the address of the server?");
    if (!is_refusal || is_base)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "the answer was %u", status);
    *fault = cp_str_fmt(x->a, "%s: the answer was %u: not read", x->path, status);
    next_list(x);
    return CP_OK;
}

cp_rc cp_api_take(cp_api *x, uint32_t status, cp_bytes body, cp_str *fault, cp_err *err)
{
    assert(!x->is_over);
    *fault = CP_STR("");
    if (status != 200)
        return take_refusal(x, status, fault, err);
    cp_arena *scratch = cp_arena_new(0);
    cp_err why;
    const cp_tree *t = parse(scratch, body, &why);
    cp_rc rc = !t ? cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the answer is no JSON: %s", why.msg)
               : x->of == NETBOX ? take_netbox(x, t, fault, err)
                                 : take_librenms(x, t, err);
    x->has_answered |= rc == CP_OK;
    cp_arena_free(scratch);
    return rc;
}

/* ---- a page as a line ---- */

static bool is_secret(cp_str key)
{
    static const char *const secrets[] = { "community", "authpass", "cryptopass", "authname" };
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (cp_str_eq_nocase(key, cp_str_c(secrets[i])))
            return true;
    return false;
}

/* Bytes of the text that begins at from, with its quotes. */
static size_t text_bytes(cp_str s, size_t from)
{
    size_t i = from + 1;
    while (i < s.n && s.p[i] != '"')
        i += s.p[i] == '\\' ? 2 : 1;
    return (i < s.n ? i + 1 : s.n) - from;
}

static size_t skip_blanks(cp_str s, size_t i)
{
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t'))
        i++;
    return i;
}

/* Where the value of a secret begins that this text is the key of; 0: it is none. */
static size_t secret_at(cp_str s, size_t key, size_t key_bytes)
{
    if (key_bytes < 2 || !is_secret(cp_str_slice(s, key + 1, key_bytes - 2)))
        return 0;
    size_t i = skip_blanks(s, key + key_bytes);
    if (i == s.n || s.p[i] != ':')
        return 0;
    i = skip_blanks(s, i + 1);
    return i < s.n && s.p[i] == '"' ? i : 0;
}

cp_str cp_api_line(cp_arena *a, cp_bytes page)
{
    cp_str s = cp_str_of_bytes(page);
    char *to = CP_NEW_RAW(a, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        if (s.p[i] != '"') { /* between texts a line break is a blank */
            to[n++] = s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i];
            i++;
            continue;
        }
        size_t bytes = text_bytes(s, i), value = secret_at(s, i, bytes);
        size_t kept = value ? value - i : bytes;
        for (size_t k = 0; k < kept; k++)
            to[n++] = s.p[i + k] == '\n' || s.p[i + k] == '\r' ? ' ' : s.p[i + k];
        if (value) {
            to[n++] = '"';
            to[n++] = '"';
            bytes = kept + text_bytes(s, value);
        }
        i += bytes;
    }
    return (cp_str){ to, n };
}
