/* SPDX-License-Identifier: Apache-2.0 */
/* leases.c - see leases.h. */
#include "sources/access/leases.h"
#include "sources/import/table.h"
#include "sources/import/thing.h"
#include "sources/ip/dhcp.h"
#include "sources/ip/dhcpv6.h"
#include "sources/values.h"

#define NOBODY UINT32_MAX
enum {
    CLIENT_ID_BYTES_MAX = 255 /* of an option of DHCP; a DUID has 130 at most */
};

typedef struct address {
    cp_ip ip;
    uint32_t client; /* that holds it; NOBODY */
    uint32_t next;   /* of the same client; NOBODY */
} address;

/* A client had an address for some time. */
typedef struct span {
    cp_ip ip;
    cp_time from, until;
    uint32_t next; /* of the same client; NOBODY */
} span;

typedef struct client {
    cp_lease l;                              /* all that was told of it */
    uint32_t first;                          /* of its addresses; NOBODY */
    uint32_t first_span, last_span, n_spans; /* NOBODY: none */
} client;

struct cp_lease_book {
    cp_arena *a;
    cp_source *src;
    cp_map by_ip, by_client;
    CP_VEC(address) addresses;
    CP_VEC(client) clients;
    CP_VEC(span) spans;
    uint64_t n_nobodys;
};

cp_lease_book *cp_leases_new(cp_arena *a, cp_source *src)
{
    cp_lease_book *b = CP_NEW(a, cp_lease_book);
    b->a = a;
    b->src = src;
    return b;
}

/* Of what a client is known by, the strongest; "" if it is known by its address only. */
static cp_str client_key(cp_lease_book *b, const cp_lease *l)
{
    cp_mac mac;
    if (l->has_mac)
        return cp_str_fmt(b->a, "m%llx", (unsigned long long)cp_mac_u64(l->mac));
    if (cp_duid_mac(l->duid, &mac)) /* its lease of the other protocol tells the address */
        return cp_str_fmt(b->a, "m%llx", (unsigned long long)cp_mac_u64(mac));
    if (l->duid.n)
        return cp_str_fmt(b->a, "d%.*s", CP_FMT(cp_hex(b->a, l->duid)));
    if (l->client_id.n)
        return cp_str_fmt(b->a, "c%.*s", CP_FMT(cp_hex(b->a, l->client_id)));
    if (l->is_held && l->ip.version)
        return cp_str_fmt(b->a, "i%.*s", CP_FMT(cp_ip_text(b->a, l->ip)));
    return CP_STR("");
}

static void set(cp_str *to, cp_str s)
{
    s = cp_str_trim(s);
    if (s.n && s.p[s.n - 1] == '.')
        s.n--; /* a name with its root */
    if (!cp_value_is_placeholder(s) && !cp_str_eq(s, CP_STR("*")))
        *to = s;
}

static void take_over(client *c, const cp_lease *l)
{
    c->l.has_mac = c->l.has_mac || l->has_mac;
    if (l->has_mac)
        c->l.mac = l->mac;
    if (l->client_id.n)
        c->l.client_id = l->client_id;
    if (l->duid.n)
        c->l.duid = l->duid;
    set(&c->l.hostname, l->hostname);
    set(&c->l.name, l->name);
    set(&c->l.vendor_class, l->vendor_class);
    set(&c->l.prefix, l->prefix);
    if (l->at != CP_TIME_NONE && (c->l.at == CP_TIME_NONE || l->at > c->l.at))
        c->l.at = l->at;
}

/* By another name: perhaps it is another, at the docking station or with the adapter of the first
 * one. Whether the two are one is for those to say who know more than this source. */
static bool is_called_else(const client *c, const cp_lease *l)
{
    cp_str name = CP_STR("");
    set(&name, l->hostname);
    return name.n && c->l.hostname.n && !cp_str_eq_nocase(name, c->l.hostname);
}

/* NOBODY: nothing says whose the lease is. */
static cp_rc find_client(cp_lease_book *b, const cp_lease *l, uint32_t *out, cp_err *err)
{
    bool added;
    cp_str key = client_key(b, l);
    *out = NOBODY;
    if (key.n == 0)
        return CP_OK;
    uint64_t *at = cp_map_put(b->a, &b->by_client, key, &added);
    if (!added && is_called_else(&b->clients.v[*at], l)) {
        key = cp_str_fmt(b->a, "%.*s %.*s", CP_FMT(key), CP_FMT(cp_str_lower(b->a, l->hostname)));
        at = cp_map_put(b->a, &b->by_client, key, &added);
    }
    if (added && b->clients.n == CP_LEASES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "leases of more than %d clients", CP_LEASES_MAX);
    if (added) {
        *at = b->clients.n;
        cp_vec_push(b->a, &b->clients,
                    ((client){ .l = { .line = l->line, .at = CP_TIME_NONE },
                               .first = NOBODY,
                               .first_span = NOBODY,
                               .last_span = NOBODY }));
    }
    take_over(&b->clients.v[*at], l);
    *out = (uint32_t)*at;
    return CP_OK;
}

static cp_rc keep_address(cp_lease_book *b, const cp_lease *l, uint32_t who, cp_err *err)
{
    bool added;
    uint64_t *at = cp_map_put(b->a, &b->by_ip, cp_ip_text(b->a, l->ip), &added);
    if (added && b->addresses.n == CP_LEASES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "leases of more than %d addresses",
                       CP_LEASES_MAX);
    if (added) {
        *at = b->addresses.n;
        cp_vec_push(b->a, &b->addresses, ((address){ .ip = l->ip }));
    }
    b->addresses.v[*at].client = l->is_held ? who : NOBODY;
    return CP_OK;
}

/* A lease that is renewed goes on. */
static void keep_span(cp_lease_book *b, const cp_lease *l, uint32_t who)
{
    if (who == NOBODY || l->from == CP_TIME_NONE || l->until == CP_TIME_NONE || l->until <= l->from)
        return;
    client *c = &b->clients.v[who];
    span *last = c->last_span == NOBODY ? NULL : &b->spans.v[c->last_span];
    if (last && cp_str_eq(cp_ip_text(b->a, last->ip), cp_ip_text(b->a, l->ip)) &&
        l->from >= last->from && l->from <= last->until) {
        last->until = l->until > last->until ? l->until : last->until;
        return;
    }
    if (c->n_spans == CP_LEASE_SPANS_MAX)
        return;
    if (last)
        last->next = b->spans.n;
    else
        c->first_span = b->spans.n;
    c->last_span = b->spans.n;
    c->n_spans++;
    cp_vec_push(b->a, &b->spans, ((span){ l->ip, l->from, l->until, NOBODY }));
}

cp_rc cp_leases_add(cp_lease_book *b, const cp_lease *l, cp_err *err)
{
    uint32_t who;
    b->src->records++;
    cp_rc rc = find_client(b, l, &who, err);
    if (rc == CP_OK && who == NOBODY) {
        b->n_nobodys++;
        b->src->records_unused++;
    }
    if (rc == CP_OK && cp_ip_is_host(l->ip))
        rc = keep_address(b, l, who, err);
    if (rc == CP_OK && cp_ip_is_host(l->ip))
        keep_span(b, l, who);
    return rc;
}

/* --- what is told ----------------------------------------------------------------------------- */

static void chain(cp_lease_book *b)
{
    for (uint32_t i = b->addresses.n; i-- > 0;) {
        address *x = &b->addresses.v[i];
        if (x->client == NOBODY)
            continue;
        x->next = b->clients.v[x->client].first;
        b->clients.v[x->client].first = i;
    }
}

static void add_duid(cp_things *t, const cp_lease *l)
{
    uint32_t enterprise;
    cp_mac mac;
    cp_arena *a = cp_thing_arena(t);
    cp_thing_also(t, CP_KIND_DHCPV6_DUID, CP_STR(""), cp_hex(a, l->duid), l->at);
    if (cp_duid_enterprise(l->duid, &enterprise))
        cp_thing_also(t, CP_KIND_DHCPV6_DUID_ENTERPRISE, CP_STR(""),
                      cp_str_fmt(a, "%u", enterprise), l->at);
    cp_thing_also(t, CP_KIND_DHCPV6_PREFIX, CP_STR(""), l->prefix, l->at);
    if (!cp_duid_mac(l->duid, &mac) || (l->has_mac && cp_mac_u64(mac) != cp_mac_u64(l->mac)))
        return;
    cp_thing_ident(t, CP_IDENT_MAC, cp_mac_text(a, mac));
    cp_thing_also(t, CP_KIND_DHCPV6_DUID_MAC, CP_STR(""), cp_mac_text(a, mac), l->at);
}

static cp_rc tell_client(cp_lease_book *b, cp_things *t, const client *c, cp_err *err)
{
    cp_arena *a = cp_thing_arena(t);
    const cp_lease *l = &c->l;
    cp_thing_begin(t, l->line);
    if (l->has_mac) {
        cp_thing_ident(t, CP_IDENT_MAC, cp_mac_text(a, l->mac));
        cp_thing_also(t, CP_KIND_DHCP_CHADDR, CP_STR(""), cp_mac_text(a, l->mac), l->at);
    }
    for (uint32_t i = c->first; i != NOBODY; i = b->addresses.v[i].next) {
        cp_str ip = cp_ip_text(a, b->addresses.v[i].ip);
        cp_thing_ident(t, CP_IDENT_IP, ip);
        cp_thing_also(t, CP_KIND_IP_HOST, CP_STR(""), ip, l->at);
    }
    for (uint32_t i = c->first_span; i != NOBODY; i = b->spans.v[i].next) {
        const span *x = &b->spans.v[i];
        cp_str text =
            cp_str_fmt(a, "%.*s %.*s %.*s", CP_FMT(cp_ip_text(a, x->ip)),
                       CP_FMT(cp_time_text(a, x->from)), CP_FMT(cp_time_text(a, x->until)));
        cp_thing_also(t, CP_KIND_DHCP_LEASE, CP_STR(""), text, l->at);
    }
    cp_thing_set(t, CP_THING_NAME, l->name);
    cp_thing_also(t, CP_KIND_DHCP_HOSTNAME, CP_STR(""), l->hostname, l->at);
    cp_thing_also(t, CP_KIND_DHCP_VENDOR_CLASS, CP_STR(""), l->vendor_class, l->at);
    if (l->client_id.n)
        cp_thing_also(t, CP_KIND_DHCP_CLIENT_ID, CP_STR(""),
                      cp_dhcp_client_id_text(a, l->client_id), l->at);
    if (l->duid.n)
        add_duid(t, l);
    return cp_thing_end(t, err);
}

cp_rc cp_leases_tell(cp_lease_book *b, const cp_obs_sink *sink, cp_err *err)
{
    cp_things *t;
    cp_rc rc = cp_things_new(b->a, sink, b->src, &t, err);
    uint32_t n_held = 0;
    chain(b);
    for (uint32_t i = 0; rc == CP_OK && i < b->clients.n; i++)
        rc = tell_client(b, t, &b->clients.v[i], err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < b->addresses.n; i++)
        n_held += b->addresses.v[i].client != NOBODY;
    cp_table_note(b->a, b->src, "%u client%s; of %u address%s %u held", b->clients.n,
                  b->clients.n == 1 ? "" : "s", b->addresses.n, b->addresses.n == 1 ? "" : "es",
                  n_held);
    if (b->n_nobodys)
        cp_table_note(b->a, b->src, "%llu record%s of addresses that nobody has",
                      (unsigned long long)b->n_nobodys, b->n_nobodys == 1 ? "" : "s");
    cp_things_end(t);
    return CP_OK;
}

/* --- pieces of records ------------------------------------------------------------------------ */

bool cp_lease_bytes(cp_arena *a, cp_str s, cp_bytes *out)
{
    enum { DIGITS_MAX = 2 * CLIENT_ID_BYTES_MAX };
    char digits[DIGITS_MAX + 1];
    size_t n = 0;
    s = cp_str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ':' || s.p[i] == '-')
            continue;
        if (n == DIGITS_MAX || cp_hex_digit(s.p[i]) < 0)
            return false;
        digits[n++] = s.p[i];
    }
    return n > 0 && cp_unhex(a, (cp_str){ digits, n }, out);
}

bool cp_lease_mac(cp_str s, cp_mac *out)
{
    return cp_mac_parse(cp_str_trim(s), out) && !cp_mac_is_group(*out) && cp_mac_u64(*out) != 0;
}

cp_time cp_lease_time(uint64_t seconds)
{
    enum { YEAR_2200 = 230 };
    const uint64_t max = (uint64_t)YEAR_2200 * 365 * 86400;
    return seconds == 0 || seconds > max ? CP_TIME_NONE : (cp_time)seconds * 1000000;
}
