/* SPDX-License-Identifier: Apache-2.0 */
/* teller.c - see teller.h. */
#include "sources/state/teller.h"
#include <stdarg.h>
#include <stdio.h>
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "sources/values.h"

enum {
    WHAT_BYTES_MAX = 200,
    OWN_MAX = CP_OBS_IDENTS_MAX - 3, /* addresses in one observation, beside its names */
};

typedef struct host {
    cp_str name;
    uint64_t line; /* where it was named first */
    uint64_t n_lost;
    const cp_state_dialect *dialect; /* the last one */
    CP_VEC(cp_ident) own;            /* addresses of its own, IP and MAC */
    cp_map has;
} host;

struct cp_state_teller {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_err *err;
    cp_rc rc;
    cp_state_packer *packer;
    CP_VEC(host) hosts;
    cp_map host_of;
    uint32_t now;
    bool is_named;             /* by a prompt or a configuration */
    cp_topo_text *isis, *ospf; /* NULL: none */
    uint64_t n_rows, n_good, n_routes;
};

/* The endings that a file of one host has: "r1.route.json", "r1.txt". */
static cp_str without_ending(cp_str name)
{
    static const char *const words[] = {
        "json",   "xml",    "txt",   "log",  "cfg",     "conf",      "out",      "route",
        "rule",   "neigh",  "addr",  "link", "bgp",     "fib",       "arp",      "config",
        "acl",    "lldp",   "ospf",  "isis", "mpls",    "interface", "mac",      "gz",
        "route6", "neigh6", "rule6", "nft",  "netconf", "iptables",  "ip6tables"
    };
    for (uint32_t k = 0; k < 3; k++) {
        size_t dot = name.n;
        while (dot > 0 && name.p[dot - 1] != '.')
            dot--;
        bool is_ending = false;
        for (size_t i = 0; dot > 1 && i < sizeof words / sizeof *words; i++)
            is_ending = is_ending || cp_str_eq_nocase(cp_str_from(name, dot), cp_str_c(words[i]));
        if (!is_ending)
            break;
        name.n = dot - 1;
    }
    return name;
}

static cp_str host_of_file(cp_str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/') {
            path = cp_str_from(path, i);
            break;
        }
    cp_str name = without_ending(path);
    return name.n ? name : CP_STR("-");
}

/* A host is known by its name among what terminals of the realm show: several files are of one. */
static uint32_t idents_of(cp_state_teller *t, const host *h, cp_ident ids[2])
{
    ids[0] = (cp_ident){ CP_IDENT_REF,
                         cp_str_fmt(t->a, "terminal:%.*s", CP_FMT(cp_str_lower(t->a, h->name))) };
    ids[1] = (cp_ident){ CP_IDENT_HOSTNAME, h->name };
    return 2;
}

static void flush(cp_state_teller *t)
{
    uint32_t n_rows;
    cp_ident ids[2];
    cp_bytes bytes = cp_state_packer_take(t->packer, &n_rows);
    if (n_rows == 0 || t->rc != CP_OK || !t->sink->state)
        return;
    cp_state_block b = { .ids = ids,
                         .n_ids = idents_of(t, &t->hosts.v[t->now], ids),
                         .n_rows = n_rows,
                         .kinds = cp_state_packer_kinds(t->packer),
                         .bytes = bytes };
    t->rc = t->sink->state(t->sink->ctx, &b, t->err);
}

static uint32_t host_named(cp_state_teller *t, cp_str name, uint64_t line)
{
    bool added;
    name = cp_value_head(name, CP_OBS_VALUE_BYTES_MAX);
    uint64_t *at = cp_map_put(t->a, &t->host_of, cp_str_lower(t->a, name), &added);
    if (added) {
        *at = t->hosts.n;
        *cp_vec_add(t->a, &t->hosts) = (host){ .name = cp_str_dup(t->a, name), .line = line };
    }
    return (uint32_t)*at;
}

cp_state_teller *cp_state_teller_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src,
                                     cp_err *err)
{
    cp_state_teller *t = CP_NEW(a, cp_state_teller);
    *t = (cp_state_teller){ .a = a, .sink = sink, .src = src, .err = err };
    t->packer = cp_state_packer_new(a);
    t->now = host_named(t, host_of_file(src->name), 1);
    return t;
}

void cp_state_teller_host(cp_state_teller *t, cp_str name, uint64_t line)
{
    if (t->hosts.n >= CP_STATE_HOSTS_MAX && !cp_map_get(&t->host_of, cp_str_lower(t->a, name))) {
        if (t->rc == CP_OK)
            t->rc = cp_fail(t->err, CP_ELIMIT, line, "more than %d hosts in one file",
                            CP_STATE_HOSTS_MAX);
        return;
    }
    uint32_t now = t->is_named && cp_str_eq(name, t->hosts.v[t->now].name)
                       ? t->now
                       : host_named(t, name, line);
    t->is_named = true;
    if (now != t->now)
        flush(t);
    t->now = now;
}

void cp_state_teller_dialect(cp_state_teller *t, const cp_state_dialect *d)
{
    t->hosts.v[t->now].dialect = d;
}

uint64_t cp_state_teller_routes(const cp_state_teller *t) { return t->n_routes; }
cp_str cp_state_teller_name(const cp_state_teller *t) { return t->hosts.v[t->now].name; }
uint64_t cp_state_teller_good(const cp_state_teller *t) { return t->n_good; }
uint64_t cp_state_teller_rows(const cp_state_teller *t) { return t->n_rows; }
cp_rc cp_state_teller_rc(const cp_state_teller *t) { return t->rc; }

static void own_address(cp_state_teller *t, cp_ident_kind kind, cp_str value)
{
    bool added;
    host *h = &t->hosts.v[t->now];
    (void)cp_map_put(t->a, &h->has, value, &added);
    if (added)
        *cp_vec_add(t->a, &h->own) = (cp_ident){ kind, value };
}

/* What joins this host with what others tell of it: its addresses outside of VRFs, whose space is
 * their own, and the hardware addresses of its interfaces. */
static void note_own(cp_state_teller *t, const cp_state *row)
{
    if (row->kind == CP_STATE_ADDRESS && row->vrf.n == 0 &&
        !(row->address.what & (CP_STATE_VIRTUAL | CP_STATE_TABLE_UNTOLD)) &&
        row->address.addr.is_set) {
        cp_ip ip = cp_flow_addr_ip(row->address.addr.addr);
        if (cp_ip_is_host(ip))
            own_address(t, CP_IDENT_IP, cp_ip_text(t->a, ip));
    } else if (row->kind == CP_STATE_IFACE && row->iface.mac) {
        uint8_t b[6];
        for (int i = 0; i < 6; i++)
            b[i] = (uint8_t)(row->iface.mac >> (40 - 8 * i));
        cp_mac mac = cp_mac_of(b);
        if (cp_mac_is_identity(mac))
            own_address(t, CP_IDENT_MAC, cp_mac_text(t->a, mac));
    }
}

static void add(cp_state_teller *t, const cp_state *row)
{
    t->n_rows++;
    t->n_routes += row->kind == CP_STATE_ROUTE && row->route.what & CP_STATE_USED;
    t->n_good += row->kind != CP_STATE_LIMIT && row->kind != CP_STATE_LINE;
    note_own(t, row);
    if (cp_state_packer_add(t->packer, row))
        flush(t);
}

void cp_state_teller_lost(cp_state_teller *t, cp_str vrf, uint64_t line, cp_str text)
{
    host *h = &t->hosts.v[t->now];
    if (h->n_lost++ < CP_STATE_LINES_TOLD_MAX)
        add(t, &(cp_state){ .kind = CP_STATE_LINE, .vrf = vrf, .pos = line, .line = { text } });
    else if (h->n_lost == CP_STATE_LINES_TOLD_MAX + 1)
        add(t, &(cp_state){ .kind = CP_STATE_LIMIT,
                            .vrf = CP_STR(""),
                            .pos = line,
                            .limit = { CP_STR("not understood"), CP_STR(""),
                                       CP_STR("more lines than are kept") } });
}

/* ---- for the handlers */

void cp_state_tell(cp_state_section *s, cp_state row)
{
    row.pos = row.pos ? row.pos : s->line;
    row.vrf = row.vrf.n ? row.vrf : s->vrf;
    s->teller->src->records += s->does && s->does->text != NULL;
    add(s->teller, &row);
}

void cp_state_count(cp_state_section *s, uint64_t n_rows, uint64_t n_harmless)
{
    s->teller->src->records += n_rows;
    s->n_harmless += n_harmless;
}

void cp_state_link(cp_state_section *s, cp_link l)
{
    cp_state_teller *t = s->teller;
    cp_ident ids[2];
    if (l.b.n_ids + l.b.router.n == 0) /* whom it leads to nobody said */
        return;
    l.a.ids = ids;
    l.a.n_ids = idents_of(t, &t->hosts.v[t->now], ids);
    l.pos = l.pos ? l.pos : s->line;
    l.at = CP_TIME_NONE;
    if (t->rc == CP_OK && t->sink->link)
        t->rc = t->sink->link(t->sink->ctx, &l, t->err);
}

void cp_state_hears(cp_state_section *s, cp_str port, cp_str chassis, cp_str far_port,
                    cp_str far_name)
{
    cp_ident ids[3];
    cp_mac mac;
    uint32_t n = 0;
    if (chassis.n && cp_mac_parse(chassis, &mac)) {
        cp_str text = cp_mac_text(s->a, mac);
        ids[n++] = (cp_ident){ CP_IDENT_CHASSIS, text };
        if (cp_mac_is_identity(mac))
            ids[n++] = (cp_ident){ CP_IDENT_MAC, text };
    } else if (chassis.n) {
        ids[n++] = (cp_ident){ CP_IDENT_CHASSIS, cp_value_head(chassis, CP_OBS_VALUE_BYTES_MAX) };
    }
    if (far_name.n)
        ids[n++] = (cp_ident){ CP_IDENT_HOSTNAME, cp_value_head(far_name, CP_OBS_VALUE_BYTES_MAX) };
    cp_state_link(s, (cp_link){ .kind = CP_LINK_LLDP,
                                .a = { .port = cp_value_head(port, CP_OBS_VALUE_BYTES_MAX),
                                       .router = CP_STR("") },
                                .b = { .ids = ids,
                                       .n_ids = n,
                                       .port = cp_value_head(far_port, CP_OBS_VALUE_BYTES_MAX),
                                       .router = CP_STR("") },
                                .name = CP_STR(""),
                                .layer = CP_STR(""),
                                .srlg = CP_STR(""),
                                .area = CP_STR("") });
}

static void say(cp_state_teller *t, const host *h, const cp_ident *ids, uint32_t n, cp_kind kind,
                cp_str value, uint64_t pos)
{
    cp_obs o = { .ids = ids,
                 .n_ids = n,
                 .part = CP_STR(""),
                 .kind = kind,
                 .value = cp_value_head(value, CP_OBS_VALUE_BYTES_MAX),
                 .at = CP_TIME_NONE,
                 .pos = pos ? pos : h->line,
                 .realm = CP_STR("") };
    if (t->rc == CP_OK && value.n)
        t->rc = t->sink->obs(t->sink->ctx, &o, t->err);
}

void cp_state_about(cp_state_section *s, cp_kind kind, cp_str value)
{
    cp_state_teller *t = s->teller;
    cp_ident ids[2];
    const host *h = &t->hosts.v[t->now];
    say(t, h, ids, idents_of(t, h, ids), kind, value, s->line);
}

/* Of a file that begins with what nobody asked: the host that it was taken for is this one. */
void cp_state_host(cp_state_section *s, cp_str name)
{
    cp_state_teller *t = s->teller;
    bool added;
    if (t->is_named || name.n == 0)
        return;
    host *h = &t->hosts.v[t->now];
    h->name = cp_str_dup(t->a, cp_value_head(name, CP_OBS_VALUE_BYTES_MAX));
    h->line = s->line;
    *cp_map_put(t->a, &t->host_of, cp_str_lower(t->a, h->name), &added) = t->now;
    t->is_named = true;
}

void cp_state_limits(cp_state_section *s, cp_str iface, const char *what, const char *fmt, ...)
{
    char text[WHAT_BYTES_MAX];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_LIMIT,
                                 .vrf = CP_STR(""),
                                 .limit = { cp_str_c(what), iface, cp_str_c(text) } });
}

cp_state_heard cp_state_bad(cp_state_section *s, const char *fmt, ...)
{
    char text[WHAT_BYTES_MAX];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    s->why = cp_str_dup(s->a, cp_str_c(text));
    return CP_HEARD_NOTHING;
}

void cp_state_bad_at(cp_state_section *s, uint64_t line, cp_str text, const char *fmt, ...)
{
    char why[WHAT_BYTES_MAX];
    va_list ap;
    cp_state_teller *t = s->teller;
    cp_str rest = cp_str_trim(text);
    va_start(ap, fmt);
    (void)vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    (void)cp_str_cut_line(&rest, &text);
    t->src->records++;
    cp_source_bad(t->a, t->src, line, "%s: %.*s", why,
                  CP_FMT(cp_str_slice(text, 0, WHAT_BYTES_MAX)));
    cp_state_teller_lost(t, s->vrf, line, text);
}

/* ---- databases of routing protocols */

cp_topo_text *cp_state_teller_lsdb(cp_state_teller *t, const cp_topo_reader *how)
{
    cp_topo_text **at = how->kind == CP_LINK_ISIS ? &t->isis : &t->ospf;
    if (!*at)
        *at = cp_topo_text_new(t->a, how, t->src);
    return *at;
}

bool cp_state_teller_has_lsdb(const cp_state_teller *t) { return t->isis || t->ospf; }

static void tell_lsdb(cp_state_teller *t, cp_topo_text *x)
{
    if (x && t->rc == CP_OK)
        t->rc = cp_topo_text_tell(x, t->sink, t->err);
}

/* ---- the end */

static void tell_host(cp_state_teller *t, const host *h)
{
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n = idents_of(t, h, ids);
    say(t, h, ids, n, CP_KIND_CLI_HOSTNAME, h->name, h->line);
    if (h->dialect)
        say(t, h, ids, n, CP_KIND_CLI_DIALECT, cp_str_c(h->dialect->name), h->line);
    for (uint32_t i = 0; i < h->own.n; i += OWN_MAX) {
        uint32_t n_own = h->own.n - i < OWN_MAX ? h->own.n - i : OWN_MAX;
        memcpy(ids + n, h->own.v + i, n_own * sizeof *ids);
        for (uint32_t k = i; k < i + n_own; k++)
            say(t, h, ids, n + n_own,
                h->own.v[k].kind == CP_IDENT_IP ? CP_KIND_CLI_IP_ADDR : CP_KIND_CLI_IF_MAC,
                h->own.v[k].value, h->line);
    }
}

cp_rc cp_state_teller_end(cp_state_teller *t)
{
    flush(t);
    for (uint32_t i = 0; i < t->hosts.n && t->rc == CP_OK; i++)
        if (t->hosts.v[i].dialect)
            tell_host(t, &t->hosts.v[i]);
    tell_lsdb(t, t->isis);
    tell_lsdb(t, t->ospf);
    return t->rc;
}
