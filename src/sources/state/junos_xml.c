/* SPDX-License-Identifier: Apache-2.0 */
/* junos_xml.c - answers of Junos in XML (`| display xml`, or of NETCONF): routes, interfaces, ARP,
 * ND and LLDP.
 *
 *     <route-table><table-name>inet.0</table-name>
 *       <rt><rt-destination>10.0.0.0/8</rt-destination>
 *         <rt-entry><active-tag>*</active-tag><protocol-name>OSPF</protocol-name>
 *           <nh><to>192.0.2.1</to><via>ge-0/0/0.0</via></nh></rt-entry></rt></route-table>
 *
 * A record is told where its element closes, for its fields come in any order; a field is the text
 * of an element that holds nothing else, and which fields are read is a table. Names of elements:
 * Junos XML API (https://www.juniper.net/documentation/us/en/software/junos/junos-xml-protocol/),
 * nine routers of a research network (interfaces), and the tables of PyEZ
 * (https://github.com/Juniper/py-junos-eznc, lib/jnpr/junos/op: ArpTable, lldp, routes). */
#include "base/vec.h"
#include "codec/sax.h"
#include "sources/state/junos.h"
#include "sources/state/teller.h"

enum { FIELD_BYTES_MAX = 256, HOPS_MAX = 1024 };

#define FIELDS(X)                                    \
    X(NAME, "name")                                  \
    X(ADMIN, "admin-status")                         \
    X(OPER, "oper-status")                           \
    X(TEXT, "description")                           \
    X(MAC, "current-physical-address")               \
    X(TAG, "link-address")                           \
    X(FAMILY, "address-family-name")                 \
    X(BUNDLE, "ae-bundle-name")                      \
    X(LOCAL, "ifa-local")                            \
    X(NET, "ifa-destination")                        \
    X(TABLE, "table-name")                           \
    X(ACTIVE, "active-route-count")                  \
    X(DESTINATION, "rt-destination")                 \
    X(LENGTH, "rt-prefix-length")                    \
    X(FLAG, "active-tag")                            \
    X(PROTOCOL, "protocol-name")                     \
    X(PREFERENCE, "preference")                      \
    X(METRIC, "metric")                              \
    X(KIND, "nh-type")                               \
    X(TO, "to")                                      \
    X(VIA, "via")                                    \
    X(OWN, "nh-local-interface")                     \
    X(TO_TABLE, "nh-table-received")                 \
    X(LABEL, "mpls-label")                           \
    X(LSP, "lsp-name")                               \
    X(ARP_MAC, "mac-address")                        \
    X(ARP_ADDRESS, "ip-address")                     \
    X(ARP_IFACE, "interface-name")                   \
    X(ND_ADDRESS, "ipv6-nd-neighbor-address")        \
    X(ND_MAC, "ipv6-nd-neighbor-l2-address")         \
    X(ND_IFACE, "ipv6-nd-interface-name")            \
    X(LLDP_PORT, "lldp-local-interface")             \
    X(LLDP_PORT_ID, "lldp-local-port-id")            \
    X(LLDP_CHASSIS, "lldp-remote-chassis-id")        \
    X(LLDP_FAR_PORT, "lldp-remote-port-id")          \
    X(LLDP_FAR_TEXT, "lldp-remote-port-description") \
    X(LLDP_FAR_NAME, "lldp-remote-system-name")      \
    X(IN, "filter-input")                            \
    X(OUT, "filter-output")
typedef enum field {
#define FIELD_ID(id, name) F_##id,
    FIELDS(FIELD_ID) F_COUNT
#undef FIELD_ID
} field;
static const char *const field_names[] = {
#define FIELD_NAME(id, name) [F_##id] = name,
    FIELDS(FIELD_NAME)
#undef FIELD_NAME
};

typedef struct hop {
    cp_state_net via;
    cp_str iface, vrf;
    uint64_t what;
} hop;

typedef struct reading {
    cp_state_section *s;
    cp_sax *x;
    uint64_t line_before; /* of the section's first line, less one */
    cp_arena *hop_arena;  /* of one route's */
    cp_arena_mark no_hops;
    struct {
        char text[FIELD_BYTES_MAX];
        size_t n;
    } fields[F_COUNT];
    char text[FIELD_BYTES_MAX]; /* of the element that is open, if it is a leaf */
    size_t n_text;
    bool is_leaf, is_port_told, is_unit_down;
    char port[FIELD_BYTES_MAX], bundle[FIELD_BYTES_MAX]; /* of the physical interface */
    size_t n_port, n_bundle;
    uint64_t port_what; /* up, down */
    junos_table table;
    CP_VEC(hop) hops;
    bool is_table_named, is_used;
    uint64_t n_active_told, n_bad;
} reading;

static cp_str get(const reading *r, field f)
{
    return (cp_str){ r->fields[f].text, r->fields[f].n };
}

static void forget(reading *r, field first, field last)
{
    for (field f = first; f <= last; f++)
        r->fields[f].n = 0;
}

static uint64_t line_of(const reading *r)
{
    uint64_t line = cp_sax_line(r->x);
    return r->line_before + (line ? line : 1);
}

static void bad(reading *r, cp_str text, const char *what)
{
    r->n_bad++;
    cp_state_bad_at(r->s, line_of(r), text, "%s", what);
}

static void tell(reading *r, cp_state row)
{
    row.pos = line_of(r);
    row.vrf = CP_STR("");
    cp_state_tell(r->s, row);
}

/* ---- interfaces */

static uint64_t up_or_down(cp_str admin, cp_str oper)
{
    if (cp_str_eq(admin, CP_STR("down")) || cp_str_eq(oper, CP_STR("down")))
        return CP_STATE_DOWN;
    return cp_str_eq(oper, CP_STR("up")) ? CP_STATE_UP : 0;
}

/* Before its first unit, whose fields have the same names, or at its end. */
static void tell_port(reading *r)
{
    cp_str name = get(r, F_NAME);
    if (r->is_port_told || name.n == 0)
        return;
    memcpy(r->port, name.p, name.n);
    r->n_port = name.n;
    r->is_port_told = true;
    r->port_what = up_or_down(get(r, F_ADMIN), get(r, F_OPER));
    tell(r, (cp_state){ .kind = CP_STATE_IFACE,
                        .iface = { .name = name,
                                   .parent = CP_STR(""),
                                   .text = get(r, F_TEXT),
                                   .mac = cp_state_mac(get(r, F_MAC)),
                                   .what = r->port_what } });
}

/* That it belongs to a bundle is told by its units. */
static void end_port(reading *r)
{
    tell_port(r);
    if (r->n_bundle)
        tell(r, (cp_state){ .kind = CP_STATE_IFACE,
                            .iface = { .name = { r->port, r->n_port },
                                       .parent = { r->bundle, r->n_bundle },
                                       .text = CP_STR(""),
                                       .what = r->port_what | CP_STATE_MEMBER } });
    r->n_port = r->n_bundle = 0;
    r->is_port_told = false;
    forget(r, F_NAME, F_NET);
}

/* "[ 0x8100.10 ]": the last tag */
static uint64_t tag_of(cp_str text)
{
    uint64_t n = 0, v;
    cp_str word;
    while ((word = cp_state_word(&text)).n) {
        ptrdiff_t dot = cp_str_find_char(word, '.');
        if (dot >= 0 && cp_str_u64(cp_str_from(word, (size_t)dot + 1), &v) && v < 4095)
            n = v;
    }
    return n;
}

static void tell_filters(reading *r, cp_str unit)
{
    static const field fields[] = { F_IN, F_OUT };
    for (size_t i = 0; i < 2; i++) {
        cp_str name = get(r, fields[i]);
        if (name.n)
            tell(r, (cp_state){ .kind = CP_STATE_USE,
                                .use = { unit, name,
                                         (i == 0 ? CP_STATE_IN : CP_STATE_OUT) | CP_STATE_V4 |
                                             CP_STATE_V6 } });
    }
}

static void tell_unit(reading *r)
{
    cp_str name = get(r, F_NAME), bundle = get(r, F_BUNDLE);
    uint64_t what = up_or_down(get(r, F_ADMIN), get(r, F_OPER));
    if (what == 0)
        what = r->is_unit_down ? CP_STATE_DOWN : r->port_what;
    tell(r, (cp_state){ .kind = CP_STATE_IFACE,
                        .iface = { .name = name,
                                   .parent = bundle.n ? bundle : (cp_str){ r->port, r->n_port },
                                   .text = get(r, F_TEXT),
                                   .vlan = tag_of(get(r, F_TAG)),
                                   .what = what | (bundle.n ? CP_STATE_MEMBER : 0) } });
    if (junos_is_tunnel(name))
        tell(r,
             (cp_state){ .kind = CP_STATE_LIMIT,
                         .limit = { CP_STR("tunnel"), name, CP_STR("an interface of a tunnel") } });
    tell_filters(r, name);
    cp_str port = junos_port(bundle);
    if (port.n && port.n <= sizeof r->bundle) {
        memcpy(r->bundle, port.p, port.n);
        r->n_bundle = port.n;
    }
}

/* The length stands at the network, and in `terse` at the address; that of an address alone is
 * whole. */
static void tell_address(reading *r)
{
    cp_str text = get(r, F_LOCAL), net = get(r, F_NET), family = get(r, F_FAMILY);
    if (text.n == 0 || !cp_str_starts(family, CP_STR("inet")))
        return;
    cp_state_net addr;
    uint64_t length, whole = cp_str_eq(family, CP_STR("inet6")) ? 128 : 32;
    ptrdiff_t slash = cp_str_find_char(text, '/');
    if (slash >= 0) {
        net = text;
        text = cp_str_slice(text, 0, (size_t)slash);
    }
    slash = cp_str_find_char(net, '/');
    if (slash < 0)
        length = whole;
    else if (!cp_str_u64(cp_str_from(net, (size_t)slash + 1), &length) || length > whole) {
        bad(r, net, "no length of a prefix");
        return;
    }
    if (!cp_state_address_of(text, &addr) || cp_state_net_is_v4(&addr) != (whole == 32))
        bad(r, text, "no address");
    else
        tell(r, (cp_state){ .kind = CP_STATE_ADDRESS,
                            .address = { .addr = addr,
                                         .iface = get(r, F_NAME),
                                         .length = length + (whole == 32 ? 96 : 0) } });
}

/* ---- routes */

static void end_table(reading *r)
{
    uint64_t n;
    if (r->is_table_named && r->table.family != JUNOS_OTHER && cp_str_u64(get(r, F_ACTIVE), &n) &&
        r->n_active_told < n) {
        r->s->line = line_of(r);
        cp_state_limits(r->s, CP_STR(""), "incomplete", "%s: %llu of %llu active routes are told",
                        r->table.family == JUNOS_V6 ? "IPv6" : "IPv4",
                        (unsigned long long)r->n_active_told, (unsigned long long)n);
    }
    r->s->line = line_of(r);
    junos_not_understood(r->s, &r->n_bad);
    r->is_table_named = false;
    r->n_active_told = 0;
}

static void begin_table(reading *r)
{
    r->is_table_named = true;
    r->table = junos_table_of(get(r, F_TABLE));
    r->table.instance = cp_str_dup(r->s->a, r->table.instance);
    r->s->vrf = r->table.instance;
}

static void add_hop(reading *r)
{
    cp_str to = get(r, F_TO), via = get(r, F_VIA), table = get(r, F_TO_TABLE);
    hop h = { .iface = cp_str_dup(r->hop_arena, via.n ? via : get(r, F_OWN)), .vrf = CP_STR("") };
    if (r->hops.n >= HOPS_MAX) {
        bad(r, to, "more next hops than a route can have");
        return;
    }
    if (to.n && !cp_state_address_of(to, &h.via)) {
        bad(r, to, "a next hop that is no address");
        return;
    }
    if (table.n) {
        cp_str instance = junos_table_of(table).instance;
        h.vrf = cp_str_dup(r->hop_arena, instance.n ? instance : table);
    }
    if (get(r, F_LABEL).n || get(r, F_LSP).n)
        h.what |= CP_STATE_LABELLED;
    cp_vec_push(r->hop_arena, &r->hops, h);
}

static bool read_destination(reading *r, cp_state_net *net)
{
    cp_str text = get(r, F_DESTINATION);
    uint64_t length;
    r->s->why = CP_STR("");
    if (cp_str_find_char(text, '/') < 0 && cp_str_u64(get(r, F_LENGTH), &length)
            ? !cp_state_prefix_of(r->s, text, length, net)
            : !cp_state_prefix(r->s, text, net)) {
        r->n_bad++;
        cp_state_bad_at(r->s, line_of(r), text, "%.*s", CP_FMT(r->s->why));
        return false;
    }
    if (cp_state_net_is_v4(net) == (r->table.family == JUNOS_V4))
        return true;
    bad(r, text, "a prefix that is not of this table");
    return false;
}

static void tell_route(reading *r)
{
    cp_state_route route = { .protocol = get(r, F_PROTOCOL) };
    cp_str flag = get(r, F_FLAG);
    uint64_t end = 0;
    if (!r->is_table_named) {
        bad(r, get(r, F_DESTINATION), "a route of no table");
        return;
    }
    if (r->table.family == JUNOS_OTHER || !read_destination(r, &route.net))
        return;
    bool is_active = cp_str_eq(flag, CP_STR("*")) || cp_str_eq(flag, CP_STR("+"));
    r->n_active_told += is_active || cp_str_eq(flag, CP_STR("@"));
    is_active = (is_active || cp_str_eq(flag, CP_STR("#"))) && !r->table.is_for_others;
    (void)cp_str_u64(get(r, F_PREFERENCE), &route.preference);
    (void)cp_str_u64(get(r, F_METRIC), &route.metric);
    (void)junos_end_of(get(r, F_KIND), &end);
    if (!(end & CP_STATE_DROP))
        end |= junos_protocol(route.protocol);
    if (r->hops.n == 0)
        cp_vec_push(r->hop_arena, &r->hops, ((hop){ .iface = CP_STR(""), .vrf = CP_STR("") }));
    for (uint32_t i = 0; i < r->hops.n; i++) {
        const hop *h = &r->hops.v[i];
        route.via = h->via;
        route.iface = h->iface;
        route.via_vrf = h->vrf;
        route.what = h->what | end | (is_active ? CP_STATE_USED : 0) | (i ? CP_STATE_MORE : 0);
        tell(r, (cp_state){ .kind = CP_STATE_ROUTE, .route = route });
    }
}

/* ---- neighbours */

static void tell_neighbour(reading *r, field address, field mac, field iface)
{
    cp_state_net addr;
    if (!cp_state_address_of(get(r, address), &addr))
        bad(r, get(r, address), "no address");
    else
        tell(r, (cp_state){ .kind = CP_STATE_NEIGHBOUR,
                            .neighbour = { addr, cp_state_mac(get(r, mac)), get(r, iface) } });
}

static void tell_lldp(reading *r)
{
    cp_str port = get(r, F_LLDP_PORT), far = get(r, F_LLDP_FAR_PORT);
    r->s->line = line_of(r);
    cp_state_hears(r->s, port.n ? port : get(r, F_LLDP_PORT_ID), get(r, F_LLDP_CHASSIS),
                   far.n ? far : get(r, F_LLDP_FAR_TEXT), get(r, F_LLDP_FAR_NAME));
}

/* ---- events */

static bool is_named(const cp_sax_element *e, const char *name)
{
    return cp_str_eq(e->name, cp_str_c(name));
}

static void begin_unit(reading *r)
{
    tell_port(r);
    forget(r, F_NAME, F_NET);
    forget(r, F_IN, F_OUT);
    r->is_unit_down = false;
}

/* Several routers in one document are no form of Junos but one of archives. */
static void begin_router(reading *r, cp_str name)
{
    if (name.n == 0)
        return;
    cp_state_teller_host(r->s->teller, name, line_of(r));
    cp_state_teller_dialect(r->s->teller, &cp_state_junos);
}

static void begin_entry(reading *r)
{
    forget(r, F_FLAG, F_LSP);
    cp_arena_back(r->hop_arena, r->no_hops);
    memset(&r->hops, 0, sizeof r->hops);
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    (void)err;
    r->is_leaf = true;
    r->n_text = 0;
    if (is_named(e, "router"))
        begin_router(r, cp_sax_value(e, CP_STR("name")));
    else if (is_named(e, "logical-interface"))
        begin_unit(r);
    else if (is_named(e, "route-table"))
        r->is_table_named = false;
    else if (is_named(e, "rt"))
        forget(r, F_DESTINATION, F_LENGTH);
    else if (is_named(e, "rt-entry"))
        begin_entry(r);
    else if (is_named(e, "nh"))
        forget(r, F_TO, F_LSP);
    else if (is_named(e, "iff-down") || is_named(e, "iff-hardware-down") ||
             is_named(e, "iff-device-down"))
        r->is_unit_down = true;
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reading *r = ctx;
    (void)err, (void)is_cut;
    r->n_text = text.n < FIELD_BYTES_MAX ? text.n : FIELD_BYTES_MAX;
    memcpy(r->text, text.p, r->n_text);
    return CP_OK;
}

static void keep_field(reading *r, cp_str name)
{
    for (field f = 0; f < F_COUNT; f++)
        if (cp_str_eq(name, cp_str_c(field_names[f]))) {
            memcpy(r->fields[f].text, r->text, r->n_text);
            r->fields[f].n = r->n_text;
            if (f == F_TABLE)
                begin_table(r);
            return;
        }
}

/* A record that is whole; what held other elements is none. */
static void end_record(reading *r, const cp_sax_element *e)
{
    if (is_named(e, "interface-address")) {
        tell_address(r);
        forget(r, F_LOCAL, F_NET); /* there is another of the same name around it */
    } else if (is_named(e, "logical-interface")) {
        tell_unit(r);
        forget(r, F_NAME, F_NET);
    } else if (is_named(e, "physical-interface")) {
        end_port(r);
    } else if (is_named(e, "nh")) {
        add_hop(r);
    } else if (is_named(e, "rt-entry")) {
        tell_route(r);
    } else if (is_named(e, "route-table")) {
        end_table(r);
    } else if (is_named(e, "arp-table-entry")) {
        tell_neighbour(r, F_ARP_ADDRESS, F_ARP_MAC, F_ARP_IFACE);
        forget(r, F_ARP_MAC, F_ARP_IFACE);
    } else if (is_named(e, "ipv6-nd-entry")) {
        tell_neighbour(r, F_ND_ADDRESS, F_ND_MAC, F_ND_IFACE);
        forget(r, F_ND_ADDRESS, F_ND_IFACE);
    } else if (is_named(e, "lldp-neighbor-information")) {
        tell_lldp(r);
        forget(r, F_LLDP_PORT, F_LLDP_FAR_NAME);
    }
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    (void)err;
    if (r->is_leaf)
        keep_field(r, e->name);
    else
        end_record(r, e);
    r->is_leaf = false;
    return CP_OK;
}

/* Up to its last tag: what stands behind the document ("{master}") is none of it. */
cp_rc junos_feed_xml(cp_sax *x, cp_state_text *in, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (cp_str rest = in->rest; rc == CP_OK;) {
        const char *last = rest.n ? memrchr(rest.p, '>', rest.n) : NULL;
        size_t n = last ? (size_t)(last - rest.p) + 1 : 0;
        if (n)
            rc = cp_sax_feed(x, (cp_bytes){ (const uint8_t *)rest.p, n }, err);
        rest = cp_str_from(rest, n);
        if (in->is_end)
            break;
        if (rest.n > CP_STATE_TREE_BYTES_MAX)
            return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "a text of more than %llu bytes",
                           (unsigned long long)CP_STATE_TREE_BYTES_MAX);
        in->more(in, &rest);
    }
    return rc;
}

void junos_xml(cp_state_section *s, cp_state_text *in)
{
    reading *r = CP_NEW(s->a, reading);
    *r = (reading){ .s = s, .line_before = s->line ? s->line - 1 : 0 };
    r->hop_arena = cp_arena_new(0);
    r->no_hops = cp_arena_here(r->hop_arena);
    const cp_sax_opts opts = { .trim = true, .repair = true };
    const cp_sax_events events = { .ctx = r, .open = on_open, .text = on_text, .close = on_close };
    cp_err err = { 0 };
    r->x = cp_sax_new(s->a, &opts, &events);
    cp_rc rc = junos_feed_xml(r->x, in, &err);
    if (rc == CP_OK)
        rc = cp_sax_end(r->x, &err);
    s->line = line_of(r);
    if (rc != CP_OK) {
        cp_state_bad_at(s, s->line, CP_STR(""), "XML that ends early: %s", err.msg);
        cp_state_limits(s, CP_STR(""), "cut off", "the document ends early");
    }
    junos_not_understood(s, &r->n_bad);
    cp_arena_free(r->hop_arena);
}
