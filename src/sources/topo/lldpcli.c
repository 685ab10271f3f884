/* SPDX-License-Identifier: Apache-2.0 */
/* lldpcli.c - the neighbours of a host as `lldpcli -f json show neighbors` and `-f json0` write
 * them.
 *
 *     json   {"lldp":{"interface":[{"eth0":{"via":"LLDP",
 *              "chassis":{"r2":{"id":{..},..}},"port":{..}}}]}}
 *     json0  {"lldp":[{"interface":[{"name":"eth0",
 *              "chassis":[{"id":[{..}],"name":[{"value":"r2"}]}],"port":[..]}]}]}
 *
 * json leaves lists of one out, and names a chassis by its key; json0 has everything in lists.
 * Whose neighbours these are stands in neither: the output of `lldpcli -f json show chassis` tells
 * it, in the same file before or behind. Without it the near end of each link is not told. */
#include "codec/json.h"
#include "sources/topo/topo.h"
#include "sources/values.h"

enum {
    DOCUMENTS_MAX = 64, /* in one file */
    ADDRESSES_MAX = 24, /* of one neighbour */
};

typedef struct reading {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_err *err;
    uint64_t pos; /* neighbours are counted */
    cp_ident own[CP_OBS_IDENTS_MAX];
    uint32_t n_own;
} reading;

/* What stands in a list stands there alone or in a list, and its text in "value" or by itself. */
static const cp_tree *first(const cp_tree *t)
{
    return t && t->kind == CP_TREE_SEQ ? (t->n ? t->items[0] : NULL) : t;
}

static uint32_t length(const cp_tree *t) { return !t ? 0 : t->kind == CP_TREE_SEQ ? t->n : 1; }
static const cp_tree *item(const cp_tree *t, uint32_t i)
{
    return t->kind == CP_TREE_SEQ ? t->items[i] : t;
}

static cp_str text_of(const cp_tree *t)
{
    t = first(t);
    cp_str s = t && t->kind == CP_TREE_MAP ? cp_tree_get_text(t, CP_STR("value")) : cp_tree_text(t);
    s = cp_str_trim(s);
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

static cp_str text_at(const cp_tree *t, const char *key)
{
    return text_of(cp_tree_get(t, cp_str_c(key)));
}

typedef struct chassis {
    const cp_tree *t;
    cp_str name, type, id;
} chassis;

/* {"r2":{"id":..}}, {"id":..}, [{"id":[..],"name":[..]}] */
static chassis chassis_of(const cp_tree *t)
{
    chassis c = { .t = first(t) };
    if (c.t && !cp_tree_get(c.t, CP_STR("id")) && c.t->kind == CP_TREE_MAP && c.t->n == 1) {
        c.name = cp_value_head(c.t->keys[0], CP_OBS_VALUE_BYTES_MAX);
        c.t = first(c.t->items[0]);
    }
    if (c.name.n == 0)
        c.name = text_at(c.t, "name");
    const cp_tree *id = first(cp_tree_get(c.t, CP_STR("id")));
    c.type = cp_tree_get_text(id, CP_STR("type"));
    c.id = text_of(id);
    return c;
}

static void add(cp_ident ids[CP_OBS_IDENTS_MAX], uint32_t *n, cp_ident_kind kind, cp_str value)
{
    if (value.n && *n < CP_OBS_IDENTS_MAX)
        ids[(*n)++] = (cp_ident){ kind, value };
}

/* The name of an interface is on every host: as a chassis id it tells nobody apart. */
static uint32_t idents_of(reading *r, const chassis *c, cp_ident ids[CP_OBS_IDENTS_MAX])
{
    uint32_t n = 0;
    cp_mac mac;
    cp_ip ip;
    bool is_mac = cp_str_eq(c->type, CP_STR("mac")) && cp_mac_parse(c->id, &mac);
    bool is_interface = cp_str_starts(c->type, CP_STR("if"));
    cp_str id = is_mac ? cp_mac_text(r->a, mac) : c->id;
    /* an address that its owner chose holds within a realm, as in the walks of an agent */
    bool is_owners = is_mac && cp_mac_is_local(mac) && !cp_mac_is_group(mac);
    if (!is_interface && (!is_mac || is_owners || cp_mac_is_identity(mac)))
        add(ids, &n, CP_IDENT_CHASSIS, id);
    if (is_mac && cp_mac_is_identity(mac))
        add(ids, &n, CP_IDENT_MAC, id);
    add(ids, &n, CP_IDENT_HOSTNAME, c->name);
    const cp_tree *addresses = cp_tree_get(c->t, CP_STR("mgmt-ip"));
    for (uint32_t i = 0; i < length(addresses) && i < ADDRESSES_MAX; i++)
        if (cp_ip_parse(text_of(item(addresses, i)), &ip) && cp_ip_is_host(ip))
            add(ids, &n, CP_IDENT_IP, cp_ip_text(r->a, ip));
    return n;
}

static cp_rc say(reading *r, const cp_ident *ids, uint32_t n, cp_kind kind, cp_str value)
{
    cp_obs o = {
        .ids = ids, .n_ids = n, .kind = kind, .value = value, .at = CP_TIME_NONE, .pos = r->pos
    };
    return n && value.n ? r->sink->obs(r->sink->ctx, &o, r->err) : CP_OK;
}

/* "Bridge, Router": what is enabled. */
static cp_str capabilities(reading *r, const cp_tree *c)
{
    cp_buf b = cp_buf_new(r->a);
    const cp_tree *list = cp_tree_get(c, CP_STR("capability"));
    for (uint32_t i = 0; i < length(list); i++) {
        const cp_tree *enabled = cp_tree_get(item(list, i), CP_STR("enabled"));
        cp_str type = cp_tree_get_text(item(list, i), CP_STR("type"));
        if (enabled && enabled->kind == CP_TREE_BOOL && enabled->boolean)
            cp_buf_fmt(&b, "%s%.*s", b.n ? "," : "", CP_FMT(cp_str_lower(r->a, type)));
    }
    return cp_value_head(cp_buf_str(&b), CP_OBS_VALUE_BYTES_MAX);
}

static const struct {
    const char *key;
    cp_kind kind;
} inventory[] = {
    { "hardware", CP_KIND_LLDP_MED_HW },
    { "firmware", CP_KIND_LLDP_MED_FW },
    { "software", CP_KIND_LLDP_MED_SW },
    { "serial", CP_KIND_LLDP_MED_SERIAL },
    { "manufacturer", CP_KIND_LLDP_MED_MANUFACTURER },
    { "model", CP_KIND_LLDP_MED_MODEL },
    { "asset", CP_KIND_LLDP_MED_ASSET },
};

/* What a chassis says of itself. */
static cp_rc say_chassis(reading *r, const chassis *c, const cp_ident *ids, uint32_t n,
                         const cp_tree *med)
{
    const cp_tree *about = first(cp_tree_get(first(med), CP_STR("inventory")));
    cp_rc rc = say(r, ids, n, CP_KIND_LLDP_CHASSIS_ID, c->id);
    if (rc == CP_OK)
        rc = say(r, ids, n, CP_KIND_LLDP_SYS_NAME, c->name);
    if (rc == CP_OK)
        rc = say(r, ids, n, CP_KIND_LLDP_SYS_DESCR, text_at(c->t, "descr"));
    if (rc == CP_OK)
        rc = say(r, ids, n, CP_KIND_LLDP_SYS_CAPS, capabilities(r, c->t));
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        if (ids[i].kind == CP_IDENT_IP)
            rc = say(r, ids, n, CP_KIND_LLDP_MGMT_ADDR, ids[i].value);
    for (size_t i = 0; rc == CP_OK && i < sizeof inventory / sizeof *inventory; i++)
        rc = say(r, ids, n, inventory[i].kind, text_at(about, inventory[i].key));
    return rc;
}

/* "33,44,55" in TLVs that lldpd does not know: whose extensions are spoken. */
static cp_rc say_extensions(reading *r, const cp_tree *t, const cp_ident *ids, uint32_t n)
{
    const cp_tree *list =
        cp_tree_get(first(cp_tree_get(t, CP_STR("unknown-tlvs"))), CP_STR("unknown-tlv"));
    cp_str before = CP_STR("");
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < length(list); i++) {
        cp_str oui = cp_tree_get_text(item(list, i), CP_STR("oui")), digits;
        cp_buf b = cp_buf_new(r->a);
        while (cp_str_cut(&oui, ',', &digits))
            if (digits.n == 2)
                cp_buf_add(&b, cp_str_lower(r->a, digits));
        cp_str text = cp_buf_str(&b);
        if (text.n == 6 && !cp_str_eq(text, before))
            rc = say(r, ids, n, CP_KIND_LLDP_ORG_OUI, text);
        before = text;
    }
    return rc;
}

/* Of the protocols before LLDP lldpd keeps name and description, in which the software stands
 * behind the platform: "cisco X running on\nIOS .." (measured with 1.0.16). */
static cp_rc say_other(reading *r, cp_link_kind kind, const chassis *c, const cp_ident *ids,
                       uint32_t n)
{
    static const cp_str between = CP_STR_INIT(" running on\n");
    bool is_cdp = kind == CP_LINK_CDP;
    cp_str descr = text_at(c->t, "descr");
    ptrdiff_t at = cp_str_find(descr, between);
    if (kind == CP_LINK_EDP)
        return say(r, ids, n, CP_KIND_EDP_SYS_NAME, c->name);
    cp_rc rc = say(r, ids, n, is_cdp ? CP_KIND_CDP_DEVICE_ID : CP_KIND_FDP_DEVICE_ID, c->name);
    if (rc == CP_OK && at >= 0)
        rc = say(r, ids, n, is_cdp ? CP_KIND_CDP_PLATFORM : CP_KIND_FDP_PLATFORM,
                 cp_str_trim(cp_str_slice(descr, 0, (size_t)at)));
    if (rc == CP_OK)
        rc = say(r, ids, n, is_cdp ? CP_KIND_CDP_VERSION : CP_KIND_FDP_VERSION,
                 cp_str_trim(at >= 0 ? cp_str_from(descr, (size_t)at + between.n) : descr));
    return rc;
}

static cp_link_kind kind_of(cp_str via)
{
    static const struct {
        const char *begins;
        cp_link_kind kind;
    } kinds[] = { { "CDP", CP_LINK_CDP }, { "FDP", CP_LINK_FDP }, { "EDP", CP_LINK_EDP } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cp_str_starts(via, cp_str_c(kinds[i].begins)))
            return kinds[i].kind;
    return CP_LINK_LLDP;
}

static cp_rc read_neighbour(reading *r, cp_str interface, const cp_tree *t)
{
    cp_ident ids[CP_OBS_IDENTS_MAX];
    chassis c = chassis_of(cp_tree_get(t, CP_STR("chassis")));
    const cp_tree *port = first(cp_tree_get(t, CP_STR("port")));
    cp_link_kind kind = kind_of(cp_tree_get_text(t, CP_STR("via")));
    uint32_t n = idents_of(r, &c, ids);
    r->pos++;
    r->src->records++;
    if (n == 0) {
        cp_source_bad(r->a, r->src, r->pos, "a neighbour on %.*s that nothing names",
                      CP_FMT(cp_value_head(interface, 60)));
        return CP_OK;
    }
    /* a port that is a hardware address says less than what is written at it */
    const cp_tree *port_id = first(cp_tree_get(port, CP_STR("id")));
    cp_str id = text_of(port_id), descr = text_at(port, "descr");
    bool is_mac = cp_str_eq(cp_tree_get_text(port_id, CP_STR("type")), CP_STR("mac"));
    cp_rc rc = CP_OK;
    if (kind == CP_LINK_LLDP) {
        rc = say_chassis(r, &c, ids, n, cp_tree_get(t, CP_STR("lldp-med")));
        if (rc == CP_OK)
            rc = say(r, ids, n, CP_KIND_LLDP_PORT_ID, id);
        if (rc == CP_OK)
            rc = say(r, ids, n, CP_KIND_LLDP_PORT_DESCR, descr);
        if (rc == CP_OK)
            rc = say_extensions(r, t, ids, n);
    } else {
        rc = say_other(r, kind, &c, ids, n);
    }
    cp_link l = { .kind = kind,
                  .a = { r->own, r->n_own, cp_value_head(interface, CP_OBS_VALUE_BYTES_MAX),
                         CP_STR("") },
                  .b = { ids, n, is_mac && descr.n ? descr : id, CP_STR("") },
                  .at = CP_TIME_NONE,
                  .pos = r->pos };
    return rc == CP_OK && r->sink->link ? r->sink->link(r->sink->ctx, &l, r->err) : rc;
}

/* One of json0 has its name, one of json is the value of its name. */
static cp_rc read_interface(reading *r, const cp_tree *t)
{
    cp_rc rc = CP_OK;
    if (t->kind != CP_TREE_MAP)
        return CP_OK;
    if (cp_tree_get(t, CP_STR("chassis")))
        return read_neighbour(r, cp_tree_get_text(t, CP_STR("name")), t);
    for (uint32_t i = 0; rc == CP_OK && i < t->n; i++)
        for (uint32_t k = 0; rc == CP_OK && k < length(t->items[i]); k++)
            rc = read_neighbour(r, t->keys[i], item(t->items[i], k));
    return rc;
}

static const cp_tree *own_chassis(const cp_tree *t)
{
    return cp_tree_get(first(cp_tree_get(t, CP_STR("local-chassis"))), CP_STR("chassis"));
}

static cp_rc read_own(reading *r, const cp_tree *t)
{
    const cp_tree *local = first(cp_tree_get(t, CP_STR("local-chassis")));
    chassis c = chassis_of(own_chassis(t));
    r->n_own = idents_of(r, &c, r->own);
    r->pos++;
    r->src->records++;
    return say_chassis(r, &c, r->own, r->n_own, cp_tree_get(local, CP_STR("lldp-med")));
}

static cp_rc read_neighbours(reading *r, const cp_tree *t)
{
    const cp_tree *lldp = cp_tree_get(t, CP_STR("lldp"));
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < length(lldp); i++) {
        const cp_tree *list = cp_tree_get(item(lldp, i), CP_STR("interface"));
        for (uint32_t k = 0; rc == CP_OK && k < length(list); k++)
            rc = read_interface(r, item(list, k));
    }
    return rc;
}

/* The end of the document at the beginning of s: where its brackets are closed. */
static size_t document_end(cp_str s)
{
    size_t depth = 0, i;
    bool is_text = false;
    for (i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (is_text && c == '\\')
            i++;
        else if (c == '"')
            is_text = !is_text;
        else if (!is_text && (c == '{' || c == '['))
            depth++;
        else if (!is_text && (c == '}' || c == ']') && depth && --depth == 0)
            return i + 1;
    }
    return s.n;
}

static cp_rc read_documents(reading *r, cp_str text)
{
    const cp_tree *v[DOCUMENTS_MAX];
    uint32_t n = 0;
    cp_rc rc = CP_OK;
    for (text = cp_str_trim(text); text.n && n < DOCUMENTS_MAX; n++) {
        size_t end = document_end(text);
        rc = cp_json_parse(r->a, cp_bytes_of_str(cp_str_slice(text, 0, end)), &v[n], r->err);
        if (rc != CP_OK)
            return rc;
        text = cp_str_trim(cp_str_from(text, end));
    }
    if (text.n)
        cp_source_bad(r->a, r->src, 0, "more than %d documents in one file: the first were read",
                      DOCUMENTS_MAX);
    uint32_t n_own = 0;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        if (own_chassis(v[i]) && n_own++ == 0)
            rc = read_own(r, v[i]);
    if (n_own > 1)
        cp_source_bad(r->a, r->src, 0,
                      "%u hosts in one file: whose neighbours are whose is not told, so those of "
                      "all are taken for the first one's",
                      n_own);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = read_neighbours(r, v[i]);
    if (rc == CP_OK && n_own == 0)
        cp_topo_note(r->a, r->src,
                     "whose neighbours these are is not told: add the output of `lldpcli -f json "
                     "show chassis` to this file");
    return rc;
}

static cp_rc read_lldpcli(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    reading *r = CP_NEW(a, reading);
    cp_rc rc = cp_topo_read(a, in, opts, src, &text, err);
    r->a = a;
    r->sink = sink;
    r->src = src;
    r->err = err;
    return rc == CP_OK ? read_documents(r, cp_str_of_bytes(text)) : rc;
}

/* A document is an object with one member, which is an object or a list. Other files have members
 * that are called so too, counts of protocols for example. */
static bool begins_as_lldpcli(cp_bytes head)
{
    cp_str s = cp_topo_json(head), key = CP_STR("");
    if (!cp_str_starts(s, CP_STR("{")))
        return false;
    s = cp_str_trim(cp_str_from(s, 1));
    if (!cp_str_starts(s, CP_STR("\"")))
        return false;
    s = cp_str_from(s, 1);
    if (!cp_str_cut(&s, '"', &key))
        return false;
    s = cp_str_trim(s);
    if (!cp_str_starts(s, CP_STR(":")))
        return false;
    s = cp_str_trim(cp_str_from(s, 1));
    return (cp_str_eq(key, CP_STR("lldp")) || cp_str_eq(key, CP_STR("local-chassis"))) &&
           (cp_str_starts(s, CP_STR("{")) || cp_str_starts(s, CP_STR("[")));
}

static int detect_lldpcli(cp_bytes head, cp_str name)
{
    static const char *const chassis_key[] = { "chassis", NULL };
    (void)name;
    if (!begins_as_lldpcli(head))
        return 0;
    return cp_topo_has_key(head, chassis_key) ? 92 : 30; /* a host without neighbours */
}

const cp_format cp_format_lldpcli = {
    .name = "lldpcli",
    .what = "neighbours of a host (lldpcli JSON)",
    .detect = detect_lldpcli,
    .read = read_lldpcli,
};
