/* SPDX-License-Identifier: Apache-2.0 */
/* near.c - whom the agent has met: its tables of ARP and neighbour discovery, and the address table
 * of its bridge.
 *
 *     ipNetToMedia   2.192.0.2.7 = 00:1b:54:.., dynamic   -> {mac, ip} arp.table "core Vlan10 ..."
 *     dot1dTpFdb     0.27.84.. = 7, learned
 *     dot1dBasePort  7 = 10107,  ifName 10107 = "Gi0/7"   -> {mac} fdb.port "sw-1 Gi0/7", and a
 *     link
 *
 * All of this is hearsay, some of it hours old: a subject has no more identifiers than one line
 * tells, and identify believes better evidence first (join.c, take_heard). Left out are addresses
 * of nobody (zero, groups, virtual routers), the agent's own, and what it calls invalid.
 *
 * A hardware address with very many addresses of the internet is a router or answers for others:
 * none is called its own. A bridge learns on an uplink whatever lies behind it, so an address hangs
 * on a port only where it is alone, and no neighbour was heard there.
 *
 * Sources: RFC 4293 (ipNetToMediaTable, ipNetToPhysicalTable), RFC 4188 (dot1dBasePortTable,
 * dot1dTpFdbTable), RFC 4363 (dot1qTpFdbTable, dot1qVlanCurrentTable). */
#include <stdlib.h>
#include <string.h>
#include "base/sort.h"
#include "sources/snmp/agent.h"
#include "sources/values.h"

enum {
    ENTRIES_MAX = 1 << 20,     /* of one agent: the largest gateways have some 100,000 neighbours */
    ADDRESSES_OF_ONE_MAX = 16, /* IPv4 or IPv6 each; hosts have ten at most, of privacy addresses */
    PORT_MAX = 65535,          /* RFC 4188, dot1dBasePort */
    VLAN_MAX = 4094,           /* RFC 4363, VlanIndex: others have a meaning within one device */
    NO_FDB = UINT32_MAX,
    NAME_BYTES_MAX = 255, /* of the agent, and of a port, where they are told of others */
};

/* RFC 4293 and RFC 4188: of both tables of ARP, and of bridges. */
enum { ARP_INVALID = 2, ARP_LOCAL = 5 };
enum { STATE_INVALID = 5, STATE_INCOMPLETE = 7 };
enum { FDB_INVALID = 2, FDB_LEARNED = 3, FDB_SELF = 4 };

/* ---- rows: the variables in order, those of one row side by side */

static const struct table {
    cp_mib_object first, last;
} tables[] = {
    { CP_MIB_ARP_MAC, CP_MIB_ARP_TYPE },          { CP_MIB_ND_MAC, CP_MIB_ND_STATE },
    { CP_MIB_BASE_PORT_IF, CP_MIB_BASE_PORT_IF }, { CP_MIB_FDB_PORT, CP_MIB_FDB_STATUS },
    { CP_MIB_QFDB_PORT, CP_MIB_QFDB_STATUS },     { CP_MIB_VLAN_FDB, CP_MIB_VLAN_FDB },
};
enum { TABLES = sizeof tables / sizeof *tables, COLUMNS = 3 };

static cp_mib_object table_of(cp_mib_object o)
{
    uint32_t t = 0;
    while (t + 1 < TABLES && o > tables[t].last)
        t++;
    return tables[t].first;
}

static int by_index(const cp_snmp_var *x, const cp_snmp_var *y)
{
    for (uint32_t i = 0; i < x->n_index && i < y->n_index; i++)
        if (x->index[i] != y->index[i])
            return x->index[i] < y->index[i] ? -1 : 1;
    return (x->n_index > y->n_index) - (x->n_index < y->n_index);
}

static int by_row(const void *p, const void *q)
{
    const cp_snmp_var *x = *(const cp_snmp_var *const *)p, *y = *(const cp_snmp_var *const *)q;
    cp_mib_object t = table_of(x->object), u = table_of(y->object);
    int c = t != u ? (t < u ? -1 : 1) : by_index(x, y);
    if (c == 0 && x->object != y->object)
        c = x->object < y->object ? -1 : 1;
    return c ? c : (x->line > y->line) - (x->line < y->line);
}

typedef struct row {
    cp_mib_object table;
    const cp_snmp_var *any, *columns[COLUMNS]; /* by object, from the first of the table */
} row;

/* The row that begins at *at, which is moved behind it. */
static bool next_row(cp_agent *g, uint32_t *at, row *r)
{
    if (*at >= g->near.n)
        return false;
    *r = (row){ .any = g->near.v[*at], .table = table_of(g->near.v[*at]->object) };
    for (; *at < g->near.n; ++*at) {
        const cp_snmp_var *v = g->near.v[*at];
        if (table_of(v->object) != r->table || by_index(v, r->any) != 0)
            break;
        const cp_snmp_var **column = &r->columns[v->object - r->table];
        if (*column)
            g->src->records_unused++; /* told before */
        else
            *column = v;
    }
    return true;
}

/* ---- values; what is malformed is told once, and its row is passed over */

/* An enumeration. A column that was not walked: 0. */
static bool read_enum(cp_agent *g, const cp_snmp_var *v, uint32_t *out)
{
    *out = 0;
    if (!v || (cp_snmp_int(v, out) && cp_mib_enum_label(v->object, *out)))
        return true;
    cp_str s = cp_str_trim(v->raw);
    cp_source_bad(g->a, g->src, v->line, "%s is \"%.*s\", which is none of its values",
                  cp_mib_label(v->object), (int)(s.n < 40 ? s.n : 40), s.p);
    return false;
}

static void bad_index(cp_agent *g, const row *r, const char *expected)
{
    cp_source_bad(g->a, g->src, r->any->line, "the index of %s has %u numbers, expected %s",
                  cp_mib_label(r->any->object), r->any->n_index, expected);
}

/* Of a device: not zero, no group, no virtual router. */
static bool is_station(cp_mac m)
{
    return cp_mac_is_identity(m) || (cp_mac_is_local(m) && !cp_mac_is_group(m));
}

static bool is_own(const cp_agent *g, char what, cp_str text)
{
    char buf[64];
    if (text.n + 1 > sizeof buf)
        return false;
    buf[0] = what;
    memcpy(buf + 1, text.p, text.n);
    return cp_map_get(&g->seen, (cp_str){ buf, text.n + 1 }) != NULL;
}

static bool is_own_mac(cp_agent *g, cp_mac m)
{
    cp_arena_mark mark = cp_arena_here(g->a);
    bool is = is_own(g, 'm', cp_mac_text(g->a, m));
    cp_arena_back(g->a, mark);
    return is;
}

static bool is_own_ip(cp_agent *g, cp_ip ip)
{
    cp_arena_mark mark = cp_arena_here(g->a);
    bool is = is_own(g, 'i', cp_ip_text(g->a, ip));
    cp_arena_back(g->a, mark);
    return is;
}

static cp_mac mac_of(uint64_t v)
{
    uint8_t b[6];
    for (int i = 0; i < 6; i++)
        b[i] = (uint8_t)(v >> (40 - 8 * i));
    return cp_mac_of(b);
}

/* ---- names */

/* How people call the agent: its name, else an address of it. */
static cp_str agent_name(cp_agent *g)
{
    const cp_snmp_var *v = g->scalars[CP_MIB_SYS_NAME];
    cp_str name = v ? cp_snmp_text(g->a, v) : CP_STR("");
    if (cp_value_is_placeholder(name))
        name = CP_STR("");
    if (name.n == 0 && g->ips.n)
        name = g->ips.v[0].value;
    if (name.n == 0 && g->macs.n)
        name = g->macs.v[0].value;
    return name.n ? cp_value_head(name, NAME_BYTES_MAX) : CP_STR("an agent that tells no name");
}

static cp_str if_text(cp_agent *g, uint32_t if_index)
{
    cp_str name = cp_value_head(cp_agent_if_name(g, if_index), NAME_BYTES_MAX);
    return name.n ? name : cp_str_fmt(g->a, "interface %u", if_index);
}

/* ---- ARP and neighbour discovery */

typedef struct entry {
    uint64_t mac, line;
    cp_ip ip;
    uint32_t if_index, type;
    cp_mib_object object; /* of type */
} entry;

typedef CP_VEC(entry) entries;

static int by_pair(const void *p, const void *q)
{
    const entry *x = p, *y = q;
    if (x->mac != y->mac)
        return x->mac < y->mac ? -1 : 1;
    if (x->ip.version != y->ip.version)
        return x->ip.version < y->ip.version ? -1 : 1;
    int c = memcmp(x->ip.b, y->ip.b, sizeof x->ip.b);
    return c ? c : (x->line > y->line) - (x->line < y->line);
}

static bool read_hardware(cp_agent *g, const cp_snmp_var *v, cp_mac *out)
{
    if (cp_snmp_mac(g->a, v, out))
        return true;
    size_t n = cp_snmp_octets(g->a, v).n;
    bool is_other = n == 0 || v->form == CP_SNMP_HEX; /* incomplete, or another technology */
    if (is_other && !(n == 0 && cp_str_trim(v->raw).n > 0))
        g->src->records_unused++;
    else
        cp_source_bad(g->a, g->src, v->line, "%s is no hardware address", cp_mib_label(v->object));
    return false;
}

/* Does the line tell of a neighbour? */
static bool is_neighbour(cp_agent *g, cp_mac mac, cp_ip ip, uint32_t type, uint32_t state)
{
    return is_station(mac) && cp_ip_is_host(ip) && type != ARP_INVALID && type != ARP_LOCAL &&
           state != STATE_INVALID && state != STATE_INCOMPLETE && !is_own_mac(g, mac) &&
           !is_own_ip(g, ip);
}

static bool has_room(cp_agent *g, const entries *v, uint64_t line)
{
    if (v->n < ENTRIES_MAX)
        return true;
    if (!g->is_near_full)
        cp_source_bad(g->a, g->src, line, "more than %d neighbours: the others are not used",
                      ENTRIES_MAX);
    g->is_near_full = true;
    return false;
}

static void take_entry(cp_agent *g, const row *r, entries *out)
{
    bool is_nd = r->table == CP_MIB_ND_MAC;
    cp_mac mac;
    cp_ip ip;
    uint32_t type, state;
    if (!(is_nd ? cp_agent_index_ip(r->any, 1, &ip) : cp_agent_index_ip4(r->any, 1, &ip))) {
        bad_index(g, r, is_nd ? "interface, family and address" : "interface and address");
        return;
    }
    if (!read_enum(g, r->columns[1], &type) || !read_enum(g, r->columns[2], &state))
        return;
    if (!r->columns[0]) {
        g->src->records_unused++; /* its hardware address was not walked */
        return;
    }
    uint64_t line = r->columns[0]->line;
    if (!read_hardware(g, r->columns[0], &mac))
        return;
    if (!is_neighbour(g, mac, ip, type, state) || !has_room(g, out, line))
        g->src->records_unused++;
    else
        cp_vec_push(g->a, out,
                    ((entry){ cp_mac_u64(mac), line, ip, r->any->index[0], type,
                              is_nd ? CP_MIB_ND_TYPE : CP_MIB_ARP_TYPE }));
}

/* v: of one hardware address, each address of the internet once. */
static bool is_many(const entry *v, uint32_t n)
{
    uint32_t n4 = 0;
    for (uint32_t i = 0; i < n; i++)
        n4 += v[i].ip.version == 4;
    return n4 > ADDRESSES_OF_ONE_MAX || n - n4 > ADDRESSES_OF_ONE_MAX;
}

static cp_rc say_proxy(cp_agent *g, const entry *v, uint32_t n, cp_str name, cp_err *err)
{
    cp_ident ids[] = { { CP_IDENT_MAC, cp_mac_text(g->a, mac_of(v->mac)) } };
    g->counts->n_proxies++;
    g->src->records_unused += n - 1;
    return cp_agent_say(g, ids, 1, CP_STR(""), CP_KIND_ARP_PROXY,
                        cp_str_fmt(g->a, "%.*s: %u addresses", CP_FMT(name), n), v->line, err);
}

/* "core-1 Vlan10, dynamic" */
static cp_rc say_entry(cp_agent *g, const entry *x, cp_str name, cp_err *err)
{
    cp_ident ids[] = { { CP_IDENT_MAC, cp_mac_text(g->a, mac_of(x->mac)) },
                       { CP_IDENT_IP, cp_ip_text(g->a, x->ip) } };
    const char *type = cp_mib_enum_label(x->object, x->type);
    cp_str value = cp_str_fmt(g->a, "%.*s %.*s%s%s", CP_FMT(name), CP_FMT(if_text(g, x->if_index)),
                              type ? ", " : "", type ? type : "");
    g->counts->n_pairs++;
    return cp_agent_say(g, ids, 2, CP_STR(""), CP_KIND_ARP_TABLE, value, x->line, err);
}

static cp_rc say_entries(cp_agent *g, entries *v, cp_str name, cp_err *err)
{
    uint32_t kept = 0;
    cp_rc rc = CP_OK;
    if (v->n)
        qsort(v->v, v->n, sizeof *v->v, by_pair);
    for (uint32_t i = 0; i < v->n; i++) {
        const entry *x = &v->v[i], *last = kept ? &v->v[kept - 1] : NULL;
        if (last && last->mac == x->mac && memcmp(&last->ip, &x->ip, sizeof x->ip) == 0)
            g->src->records_unused++; /* the other table has it too */
        else
            v->v[kept++] = *x;
    }
    for (uint32_t i = 0, end; i < kept && rc == CP_OK; i = end) {
        for (end = i + 1; end < kept && v->v[end].mac == v->v[i].mac;)
            end++;
        if (is_many(&v->v[i], end - i))
            rc = say_proxy(g, &v->v[i], end - i, name, err);
        for (uint32_t k = i; k < end && rc == CP_OK && !is_many(&v->v[i], end - i); k++)
            rc = say_entry(g, &v->v[k], name, err);
    }
    return rc;
}

/* ---- the bridge */

typedef struct sight {
    uint64_t mac, line;
    uint32_t port, fdb; /* NO_FDB: of the table that has one for all VLANs */
    bool is_learnt;     /* and not told by a person, or otherwise */
} sight;

typedef CP_VEC(sight) sights;

typedef struct vlan {
    uint32_t fdb, vlan;
} vlan;

typedef struct bridge {
    cp_agent *g;
    cp_str name;
    sights seen;
    CP_VEC(vlan) vlans; /* ascending by fdb, then vlan, each once */
    cp_map busy;        /* ports with a neighbour, by all that they are called */
} bridge;

static bool read_port(cp_agent *g, const cp_snmp_var *v, uint32_t *out)
{
    if (cp_snmp_int(v, out) && *out <= PORT_MAX)
        return true;
    cp_str s = cp_str_trim(v->raw);
    cp_source_bad(g->a, g->src, v->line, "%s is \"%.*s\", expected a port from 0 to %d",
                  cp_mib_label(v->object), (int)(s.n < 40 ? s.n : 40), s.p, PORT_MAX);
    return false;
}

static void take_sight(bridge *b, const row *r)
{
    cp_agent *g = b->g;
    bool is_q = r->table == CP_MIB_QFDB_PORT;
    const uint32_t *index = r->any->index + is_q;
    uint32_t status, port;
    uint8_t octets[6];
    bool is_good = r->any->n_index == 6u + is_q;
    for (int i = 0; i < 6 && is_good; i++) {
        is_good = index[i] <= UINT8_MAX;
        octets[i] = (uint8_t)index[i];
    }
    if (!is_good) {
        bad_index(g, r, is_q ? "a database and six octets" : "six octets");
        return;
    }
    if (!read_enum(g, r->columns[1], &status) ||
        (r->columns[0] && !read_port(g, r->columns[0], &port)))
        return;
    cp_mac mac = cp_mac_of(octets);
    /* port 0: not known (RFC 4188, dot1dTpFdbPort) */
    if (!r->columns[0] || port == 0 || status == FDB_INVALID || status == FDB_SELF ||
        !is_station(mac) || is_own_mac(g, mac) || b->seen.n == ENTRIES_MAX) {
        g->src->records_unused++;
        return;
    }
    cp_vec_push(
        g->a, &b->seen,
        ((sight){ cp_mac_u64(mac), r->columns[0]->line, port, is_q ? r->any->index[0] : NO_FDB,
                  status == FDB_LEARNED || status == 0 }));
}

static void take_vlan(bridge *b, const row *r)
{
    cp_agent *g = b->g;
    uint32_t fdb;
    if (r->any->n_index != 2) {
        bad_index(g, r, "a time and a VLAN");
    } else if (r->any->index[1] == 0 || r->any->index[1] > VLAN_MAX) {
        cp_source_bad(g->a, g->src, r->any->line, "VLAN %u, expected 1 to %d", r->any->index[1],
                      VLAN_MAX);
    } else if (!cp_snmp_int(r->any, &fdb)) {
        cp_source_bad(g->a, g->src, r->any->line, "%s is no number", cp_mib_label(r->any->object));
    } else {
        cp_vec_push(g->a, &b->vlans, ((vlan){ fdb, r->any->index[1] }));
    }
}

static int by_fdb(const void *p, const void *q)
{
    const vlan *x = p, *y = q;
    if (x->fdb != y->fdb)
        return x->fdb < y->fdb ? -1 : 1;
    return (x->vlan > y->vlan) - (x->vlan < y->vlan);
}

/* Sorts them; of what was told for several times, one stays. */
static void settle_vlans(bridge *b)
{
    uint32_t kept = 0;
    if (b->vlans.n)
        qsort(b->vlans.v, b->vlans.n, sizeof *b->vlans.v, by_fdb);
    for (uint32_t i = 0; i < b->vlans.n; i++)
        if (i == 0 || by_fdb(&b->vlans.v[kept - 1], &b->vlans.v[i]) != 0)
            b->vlans.v[kept++] = b->vlans.v[i];
    b->vlans.n = kept;
}

static int before_fdb(const void *item, const void *x)
{
    return ((const vlan *)item)->fdb < *(const uint32_t *)x ? -1 : 1;
}

/* ", vlan 10" where one VLAN has this filtering database; else what number that has. */
static cp_str vlan_text(const bridge *b, uint32_t fdb)
{
    if (fdb == NO_FDB)
        return CP_STR("");
    uint32_t i = cp_sort_find(b->vlans.v, b->vlans.n, sizeof *b->vlans.v, &fdb, before_fdb);
    if (i == b->vlans.n || b->vlans.v[i].fdb != fdb)
        return cp_str_fmt(b->g->a, ", database %u", fdb);
    if (i + 1 < b->vlans.n && b->vlans.v[i + 1].fdb == fdb)
        return cp_str_fmt(b->g->a, ", database %u of several VLANs", fdb);
    return cp_str_fmt(b->g->a, ", vlan %u", b->vlans.v[i].vlan);
}

/* The interface of a port. */
static bool port_if(const cp_agent *g, uint32_t port, uint32_t *out)
{
    const cp_snmp_var key = { .index = &port, .n_index = 1, .object = CP_MIB_BASE_PORT_IF };
    const cp_snmp_var *wanted = &key;
    uint32_t i = cp_sort_find(g->near.v, g->near.n, sizeof *g->near.v, &wanted, by_row);
    const cp_snmp_var *v = i < g->near.n ? g->near.v[i] : NULL;
    return v && v->object == key.object && by_index(v, &key) == 0 && cp_snmp_int(v, out);
}

/* ---- ports with a neighbour: LLDP numbers ports in its own way (802.1AB-2005, 10.5.2.1: by
 * interface, or by port of the bridge), so a port is taken for the same by any of its names */

static void mark_busy(bridge *b, cp_str name)
{
    name = cp_str_lower(b->g->a, cp_str_trim(name));
    if (name.n)
        (void)cp_map_put(b->g->a, &b->busy, cp_str_dup(b->g->a, name), NULL);
}

static cp_str number_name(cp_arena *a, uint32_t number) { return cp_str_fmt(a, "#%u", number); }

static void mark_if(bridge *b, uint32_t if_index)
{
    const cp_row *r = cp_agent_row(b->g, CP_ROW_IF, &if_index, 1);
    mark_busy(b, number_name(b->g->a, if_index));
    for (int i = 0; i < 2 && r; i++) {
        const cp_snmp_var *v = cp_row_get(r, i ? CP_MIB_IF_DESCR : CP_MIB_IF_NAME);
        mark_busy(b, v ? cp_snmp_text(b->g->a, v) : CP_STR(""));
    }
}

static void mark_lldp(bridge *b, bool is_v2, uint32_t number)
{
    cp_agent *g = b->g;
    const cp_row *r = cp_agent_row(g, is_v2 ? CP_ROW_PORT2 : CP_ROW_PORT, &number, 1);
    mark_if(b, number);
    for (int i = 1; i <= 2 && r; i++) {
        cp_mib_object first = is_v2 ? CP_MIB_LLDP2_PORT_SUBTYPE : CP_MIB_LLDP_PORT_SUBTYPE;
        const cp_snmp_var *v = cp_row_get(r, first + i);
        mark_busy(b, v ? cp_snmp_text(g->a, v) : CP_STR(""));
    }
}

static void find_busy(bridge *b)
{
    cp_vec_each(r, &b->g->rows)
    {
        if ((r->kind == CP_ROW_LLDP || r->kind == CP_ROW_LLDP2) && r->n_index > 1)
            mark_lldp(b, r->kind == CP_ROW_LLDP2, r->index[1]);
        else if (r->kind == CP_ROW_CDP && r->n_index > 0)
            mark_if(b, r->index[0]);
    }
}

static bool is_busy_name(const bridge *b, cp_str name)
{
    name = cp_str_lower(b->g->a, cp_str_trim(name));
    return name.n && cp_map_get(&b->busy, name) != NULL;
}

static bool is_busy(const bridge *b, uint32_t port, const uint32_t *if_index)
{
    cp_arena *a = b->g->a;
    const cp_row *r = if_index ? cp_agent_row(b->g, CP_ROW_IF, if_index, 1) : NULL;
    bool is = is_busy_name(b, number_name(a, port)) ||
              (if_index && is_busy_name(b, number_name(a, *if_index)));
    for (int i = 0; i < 2 && r && !is; i++) {
        const cp_snmp_var *v = cp_row_get(r, i ? CP_MIB_IF_DESCR : CP_MIB_IF_NAME);
        is = v && is_busy_name(b, cp_snmp_text(a, v));
    }
    return is;
}

/* ---- what hangs on a port */

static int by_port(const void *p, const void *q)
{
    const sight *x = p, *y = q;
    if (x->port != y->port)
        return x->port < y->port ? -1 : 1;
    if (x->mac != y->mac)
        return x->mac < y->mac ? -1 : 1;
    if (x->is_learnt != y->is_learnt)
        return x->is_learnt ? -1 : 1;
    if (x->fdb != y->fdb)
        return x->fdb < y->fdb ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static cp_rc say_sight(bridge *b, const sight *x, const uint32_t *if_index, cp_err *err)
{
    cp_agent *g = b->g;
    cp_str port = if_index ? if_text(g, *if_index) : cp_str_fmt(g->a, "bridge port %u", x->port);
    cp_ident ids[] = { { CP_IDENT_MAC, cp_mac_text(g->a, mac_of(x->mac)) } };
    cp_str value = cp_str_fmt(g->a, "%.*s %.*s%.*s", CP_FMT(b->name), CP_FMT(port),
                              CP_FMT(vlan_text(b, x->fdb)));
    cp_rc rc = cp_agent_say(g, ids, 1, CP_STR(""), CP_KIND_FDB_PORT, value, x->line, err);
    if (rc != CP_OK || !g->sink->link)
        return rc;
    cp_link l = {
        .kind = CP_LINK_FDB,
        .a = { g->ids, g->n_ids < CP_LINK_END_IDS ? g->n_ids : CP_LINK_END_IDS, port },
        .b = { ids, 1, ids[0].value },
        .layer = CP_STR(""),
        .srlg = CP_STR(""),
        .at = g->at,
        .pos = x->line,
    };
    return g->sink->link(g->sink->ctx, &l, err);
}

/* v: all that was seen on one port. The same address in several VLANs is one. */
static cp_rc say_port(bridge *b, const sight *v, uint32_t n, cp_err *err)
{
    cp_agent *g = b->g;
    uint32_t if_index, n_macs = 1;
    for (uint32_t i = 1; i < n; i++)
        n_macs += v[i].mac != v[i - 1].mac;
    g->counts->n_ports++;
    g->counts->n_on_ports += n_macs;
    bool has_if = port_if(g, v->port, &if_index);
    bool is_alone = n_macs == 1 && v->is_learnt && cp_mac_is_identity(mac_of(v->mac)) &&
                    !is_busy(b, v->port, has_if ? &if_index : NULL);
    g->src->records_unused += is_alone ? n - 1 : n;
    g->counts->n_alone += is_alone;
    return is_alone ? say_sight(b, v, has_if ? &if_index : NULL, err) : CP_OK;
}

static cp_rc say_ports(bridge *b, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (b->seen.n == 0)
        return CP_OK;
    find_busy(b);
    settle_vlans(b);
    qsort(b->seen.v, b->seen.n, sizeof *b->seen.v, by_port);
    for (uint32_t i = 0, end; i < b->seen.n && rc == CP_OK; i = end) {
        for (end = i + 1; end < b->seen.n && b->seen.v[end].port == b->seen.v[i].port;)
            end++;
        rc = say_port(b, &b->seen.v[i], end - i, err);
    }
    return rc;
}

/* A table of which only this is wanted: it is looked up when a port is told. */
static void check_base_port(cp_agent *g, const row *r)
{
    uint32_t if_index;
    if (r->any->n_index != 1)
        bad_index(g, r, "a port");
    else if (!cp_snmp_int(r->any, &if_index))
        cp_source_bad(g->a, g->src, r->any->line, "%s is no number", cp_mib_label(r->any->object));
}

cp_rc cp_agent_near(cp_agent *g, cp_err *err)
{
    entries arp = { 0 };
    bridge b = { .g = g };
    row r;
    if (g->near.n == 0)
        return CP_OK;
    b.name = agent_name(g);
    qsort(g->near.v, g->near.n, sizeof *g->near.v, by_row);
    for (uint32_t at = 0; next_row(g, &at, &r);) {
        if (r.table == CP_MIB_ARP_MAC || r.table == CP_MIB_ND_MAC)
            take_entry(g, &r, &arp);
        else if (r.table == CP_MIB_VLAN_FDB)
            take_vlan(&b, &r);
        else if (r.table == CP_MIB_BASE_PORT_IF)
            check_base_port(g, &r);
        else
            take_sight(&b, &r);
    }
    cp_rc rc = say_entries(g, &arp, b.name, err);
    return rc == CP_OK ? say_ports(&b, err) : rc;
}

cp_str cp_near_note(cp_arena *a, const cp_near_counts *c)
{
    cp_buf b = cp_buf_new(a);
    if (c->n_pairs || c->n_proxies)
        cp_buf_fmt(&b, "neighbours by ARP: %u pairs of addresses", c->n_pairs);
    if (c->n_proxies)
        cp_buf_fmt(&b, ", %u hardware address%s of more than %d that %s for others", c->n_proxies,
                   c->n_proxies > 1 ? "es" : "", ADDRESSES_OF_ONE_MAX,
                   c->n_proxies > 1 ? "answer" : "answers");
    if (c->n_ports)
        cp_buf_fmt(&b, "%sbridge: %u addresses on %u ports, %u alone on theirs",
                   c->n_pairs || c->n_proxies ? "; " : "", c->n_on_ports, c->n_ports, c->n_alone);
    return cp_buf_str(&b);
}
