/* SPDX-License-Identifier: Apache-2.0 */
/* neighbour.c - the remote tables of LLDP and CDP: who is at the other end of the agent's ports.
 *
 *     [local port 3] ---- lldpRemTable 0.3.1 ---- [chassis, port, name, description, addresses]
 *
 * Each row gives observations about the neighbour, as it told them to the agent, and one link. */
#include <string.h>
#include "sources/snmp/agent.h"
#include "sources/values.h"

enum { ADDRESSES_IN_SUBJECT = 24 };

/* A neighbour while its row is read: its identifiers, and what was said. */
typedef struct neighbour {
    cp_agent *g;
    const cp_row *row;
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n_ids;
    cp_str own_port, port;
    cp_link_kind kind;
} neighbour;

static void add_id(neighbour *b, cp_ident_kind kind, cp_str value)
{
    if (value.n > 0 && b->n_ids < CP_OBS_IDENTS_MAX)
        b->ids[b->n_ids++] = (cp_ident){ kind, value };
}

static cp_str index_text(cp_arena *a, const uint32_t *index, uint32_t n)
{
    cp_oid o = { .n = n };
    memcpy(o.id, index, n * sizeof *index);
    return cp_oid_text(a, &o);
}

static cp_rc say(neighbour *b, cp_kind kind, cp_str value, const cp_snmp_var *v, cp_err *err)
{
    uint64_t line = v ? v->line : b->row->line;
    return cp_agent_say(b->g, b->ids, b->n_ids, CP_STR(""), kind, value, line, err);
}

static cp_rc say_addresses(neighbour *b, cp_kind kind, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < b->row->addresses.n && rc == CP_OK; i++)
        rc = say(b, kind, cp_ip_text(b->g->a, b->row->addresses.v[i]), NULL, err);
    return rc;
}

typedef struct column {
    cp_mib_object object;
    cp_kind kind;
} column;

static cp_rc say_texts(neighbour *b, const column *columns, size_t n, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (size_t i = 0; i < n && rc == CP_OK; i++) {
        const cp_snmp_var *v = cp_row_get(b->row, columns[i].object);
        rc = say(b, columns[i].kind, cp_agent_text(b->g, v), v, err);
    }
    return rc;
}

static cp_rc link_up(neighbour *b, cp_err *err)
{
    cp_agent *g = b->g;
    if (!g->sink->link)
        return CP_OK;
    cp_link l = {
        .kind = b->kind,
        .a = { g->ids, g->n_ids < CP_LINK_END_IDS ? g->n_ids : CP_LINK_END_IDS, b->own_port },
        .b = { b->ids, b->n_ids < CP_LINK_END_IDS ? b->n_ids : CP_LINK_END_IDS, b->port },
        .layer = CP_STR(""),
        .srlg = CP_STR(""),
        .at = g->at,
        .pos = b->row->line,
    };
    return g->sink->link(g->sink->ctx, &l, err);
}

/* --- local ports ----------------------------------------------------------------------------- */
/* The name that people give the port: of the interface, else its description, else its number. */
static cp_str own_port(cp_agent *g, bool is_v2, uint32_t number)
{
    enum { ALIAS = 1, NAME = 5 };
    cp_mib_object first = is_v2 ? CP_MIB_LLDP2_PORT_SUBTYPE : CP_MIB_LLDP_PORT_SUBTYPE;
    const cp_row *r = cp_agent_row(g, is_v2 ? CP_ROW_PORT2 : CP_ROW_PORT, &number, 1);
    uint32_t subtype = 0;
    if (r) {
        const cp_snmp_var *type = cp_row_get(r, first);
        cp_lldp_id id = cp_agent_port(g, type, cp_row_get(r, first + 1));
        cp_str descr = cp_agent_text(g, cp_row_get(r, first + 2));
        (void)cp_agent_int(type, &subtype);
        if (id.text.n && (subtype == NAME || subtype == ALIAS || descr.n == 0))
            return id.text;
        if (descr.n)
            return descr;
    }
    cp_str name = cp_agent_if_name(g, number);
    return name.n ? name : cp_str_fmt(g->a, "%u", number);
}

/* --- LLDP -------------------------------------------------------------------------------------
 * The two MIBs have the same columns in the same order, counted from the chassis subtype. */
static const column lldp_texts[] = {
    { CP_MIB_LLDP_REM_PORT_DESCR, CP_KIND_LLDP_PORT_DESCR },
    { CP_MIB_LLDP_REM_SYS_NAME, CP_KIND_LLDP_SYS_NAME },
    { CP_MIB_LLDP_REM_SYS_DESCR, CP_KIND_LLDP_SYS_DESCR },
    { CP_MIB_LLDP_MED_HW, CP_KIND_LLDP_MED_HW },
    { CP_MIB_LLDP_MED_FW, CP_KIND_LLDP_MED_FW },
    { CP_MIB_LLDP_MED_SW, CP_KIND_LLDP_MED_SW },
    { CP_MIB_LLDP_MED_SERIAL, CP_KIND_LLDP_MED_SERIAL },
    { CP_MIB_LLDP_MED_MFG, CP_KIND_LLDP_MED_MANUFACTURER },
    { CP_MIB_LLDP_MED_MODEL, CP_KIND_LLDP_MED_MODEL },
};
static const column lldp2_texts[] = {
    { CP_MIB_LLDP2_REM_PORT_DESCR, CP_KIND_LLDP_PORT_DESCR },
    { CP_MIB_LLDP2_REM_SYS_NAME, CP_KIND_LLDP_SYS_NAME },
    { CP_MIB_LLDP2_REM_SYS_DESCR, CP_KIND_LLDP_SYS_DESCR },
};

static void lldp_ids(neighbour *b, const cp_lldp_id *chassis, cp_str name, cp_str serial)
{
    cp_agent *g = b->g;
    add_id(b, CP_IDENT_AGENT,
           cp_str_fmt(g->a, "%.*s/lldp/%.*s", CP_FMT(g->id),
                      CP_FMT(index_text(g->a, b->row->index, b->row->n_index))));
    if (chassis->is_identity)
        add_id(b, CP_IDENT_CHASSIS, chassis->text);
    if (chassis->is_mac && cp_mac_is_identity(chassis->mac))
        add_id(b, CP_IDENT_MAC, chassis->text);
    if (cp_serial_is_identity(serial))
        add_id(b, CP_IDENT_SERIAL, serial);
    add_id(b, CP_IDENT_HOSTNAME, name);
    if (chassis->is_ip && chassis->is_identity)
        add_id(b, CP_IDENT_IP, chassis->text);
    for (uint32_t i = 0; i < b->row->addresses.n && i < ADDRESSES_IN_SUBJECT; i++)
        add_id(b, CP_IDENT_IP, cp_ip_text(g->a, b->row->addresses.v[i]));
}

static cp_rc lldp_row(cp_agent *g, const cp_row *r, cp_err *err)
{
    bool is_v2 = r->kind == CP_ROW_LLDP2;
    cp_mib_object first =
        is_v2 ? CP_MIB_LLDP2_REM_CHASSIS_SUBTYPE : CP_MIB_LLDP_REM_CHASSIS_SUBTYPE;
    neighbour b = { .g = g, .row = r, .kind = CP_LINK_LLDP };
    const cp_snmp_var *chassis_var = cp_row_get(r, first + 1), *port_var = cp_row_get(r, first + 3);
    const cp_snmp_var *name = cp_row_get(r, first + 5);
    const cp_snmp_var *serial = is_v2 ? NULL : cp_row_get(r, CP_MIB_LLDP_MED_SERIAL);
    cp_lldp_id chassis = cp_agent_chassis(g, cp_row_get(r, first), chassis_var);
    cp_lldp_id port = cp_agent_port(g, cp_row_get(r, first + 2), port_var);
    cp_str name_text = name ? cp_snmp_text(g->a, name) : CP_STR("");
    if (cp_value_is_placeholder(name_text))
        name_text = CP_STR("");
    lldp_ids(&b, &chassis, name_text, serial ? cp_snmp_text(g->a, serial) : CP_STR(""));
    b.own_port = r->n_index > 1 ? own_port(g, is_v2, r->index[1]) : CP_STR("");
    b.port = port.text;
    cp_rc rc = say(&b, CP_KIND_LLDP_CHASSIS_ID, chassis.text, chassis_var, err);
    if (rc == CP_OK)
        rc = say(&b, CP_KIND_LLDP_PORT_ID, port.text, port_var, err);
    if (rc == CP_OK)
        rc = is_v2 ? say_texts(&b, lldp2_texts, sizeof lldp2_texts / sizeof *lldp2_texts, err)
                   : say_texts(&b, lldp_texts, sizeof lldp_texts / sizeof *lldp_texts, err);
    const cp_snmp_var *caps = cp_row_get(r, first + 7);
    if (rc == CP_OK)
        rc = say(&b, CP_KIND_LLDP_SYS_CAPS, cp_agent_caps(g, caps), caps, err);
    if (rc == CP_OK)
        rc = say_addresses(&b, CP_KIND_LLDP_MGMT_ADDR, err);
    return rc == CP_OK ? link_up(&b, err) : rc;
}

/* --- CDP ------------------------------------------------------------------------------------- */
static const column cdp_texts[] = {
    { CP_MIB_CDP_VERSION, CP_KIND_CDP_VERSION },
    { CP_MIB_CDP_PLATFORM, CP_KIND_CDP_PLATFORM },
    { CP_MIB_CDP_PORT, CP_KIND_CDP_PORT_ID },
    { CP_MIB_CDP_VTP_DOMAIN, CP_KIND_CDP_VTP_DOMAIN },
    { CP_MIB_CDP_SYS_NAME, CP_KIND_CDP_SYS_NAME },
};

static void add_address(cp_agent *g, cp_row *r, const cp_snmp_var *v)
{
    cp_ip ip;
    if (v && cp_snmp_ip(g->a, v, &ip))
        cp_row_add_address(g, r, ip);
}

/* The device id as text; agents give hardware addresses in six octets. */
static cp_str device_id(cp_agent *g, const cp_snmp_var *v, cp_mac *mac, bool *is_mac)
{
    *is_mac =
        v && cp_snmp_octets(g->a, v).n == 6 && v->form == CP_SNMP_HEX && cp_snmp_mac(g->a, v, mac);
    if (*is_mac)
        return cp_mac_text(g->a, *mac);
    cp_str s = cp_agent_text(g, v);
    *is_mac = cp_mac_parse(s, mac);
    return *is_mac ? cp_mac_text(g->a, *mac) : s;
}

static cp_rc cdp_row(cp_agent *g, cp_row *r, cp_err *err)
{
    neighbour b = { .g = g, .row = r, .kind = CP_LINK_CDP };
    const cp_snmp_var *id_var = cp_row_get(r, CP_MIB_CDP_DEVICE_ID);
    const cp_snmp_var *oid_var = cp_row_get(r, CP_MIB_CDP_SYS_OBJECT_ID);
    cp_oid oid;
    cp_mac mac;
    bool is_mac;
    uint32_t vlan;
    cp_str id = device_id(g, id_var, &mac, &is_mac);
    add_address(g, r, cp_row_get(r, CP_MIB_CDP_ADDRESS));
    add_address(g, r, cp_row_get(r, CP_MIB_CDP_MGMT_ADDRESS));
    add_id(&b, CP_IDENT_AGENT,
           cp_str_fmt(g->a, "%.*s/cdp/%.*s", CP_FMT(g->id),
                      CP_FMT(index_text(g->a, r->index, r->n_index))));
    if (!is_mac || cp_mac_is_identity(mac))
        add_id(&b, CP_IDENT_CHASSIS, id);
    if (is_mac && cp_mac_is_identity(mac))
        add_id(&b, CP_IDENT_MAC, id);
    if (!is_mac)
        add_id(&b, CP_IDENT_HOSTNAME, id);
    for (uint32_t i = 0; i < r->addresses.n; i++)
        add_id(&b, CP_IDENT_IP, cp_ip_text(g->a, r->addresses.v[i]));
    b.own_port = cp_agent_if_name(g, r->index[0]);
    if (b.own_port.n == 0)
        b.own_port = cp_str_fmt(g->a, "%u", r->index[0]);
    const cp_snmp_var *port = cp_row_get(r, CP_MIB_CDP_PORT), *v;
    b.port = port ? cp_snmp_text(g->a, port) : CP_STR("");
    cp_rc rc = say(&b, CP_KIND_CDP_DEVICE_ID, id, id_var, err);
    if (rc == CP_OK)
        rc = say_texts(&b, cdp_texts, sizeof cdp_texts / sizeof *cdp_texts, err);
    if (rc == CP_OK && oid_var && cp_snmp_oid(oid_var, &oid) && oid.n > 2)
        rc = say(&b, CP_KIND_CDP_SYS_OBJECT_ID, cp_oid_text(g->a, &oid), oid_var, err);
    v = cp_row_get(r, CP_MIB_CDP_NATIVE_VLAN);
    if (rc == CP_OK && cp_agent_int(v, &vlan) && vlan > 0)
        rc = say(&b, CP_KIND_CDP_NATIVE_VLAN, cp_str_fmt(g->a, "%u", vlan), v, err);
    if (rc == CP_OK)
        rc = say_addresses(&b, CP_KIND_CDP_ADDRESS, err);
    return rc == CP_OK ? link_up(&b, err) : rc;
}

/* A row of which only an address or a revision was walked is nobody. */
static bool is_told(const cp_row *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < CP_ROW_COLUMNS; i++)
        n += r->columns[i] != NULL;
    return n > 0 || r->addresses.n > 0;
}

cp_rc cp_agent_neighbours(cp_agent *g, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < g->rows.n && rc == CP_OK; i++) {
        cp_row *r = &g->rows.v[i];
        if (!is_told(r) || r->n_index == 0)
            continue;
        if (r->kind == CP_ROW_LLDP || r->kind == CP_ROW_LLDP2)
            rc = lldp_row(g, r, err);
        else if (r->kind == CP_ROW_CDP)
            rc = cdp_row(g, r, err);
    }
    return rc;
}
