/* SPDX-License-Identifier: Apache-2.0 */
/* emit.c - one agent after the other: which variables are whose, and what they say.
 *
 * A file may hold the walks of several agents one behind the other. They are told apart where an
 * object that names a device (sysName, a serial number ...) has a second, different value; the
 * second agent begins at the last place before it where the order of the tree starts anew or a
 * command was typed:
 *
 *     sysName.0 = a   ifPhysAddress.1 = ...   | sysDescr.0 ...   sysName.0 = b  <- differs
 *                                             '- order starts anew: the second agent begins here
 */
#include <string.h>
#include "sources/snmp/agent.h"
#include "sources/values.h"

enum {
    MACS_IN_SUBJECT = 16, /* of the agent's own observations; the rest follow one by one */
    IPS_IN_SUBJECT = 16
};

static bool names_a_device(cp_mib_object o)
{
    return o == CP_MIB_SYS_DESCR || o == CP_MIB_SYS_OBJECT_ID || o == CP_MIB_SYS_NAME ||
           o == CP_MIB_ENGINE_ID || o == CP_MIB_IF_PHYS_ADDRESS || o == CP_MIB_ENT_SERIAL ||
           o == CP_MIB_LLDP_LOC_CHASSIS;
}

static bool same_value(cp_arena *a, const cp_snmp_var *x, const cp_snmp_var *y)
{
    cp_oid o, p;
    cp_mac m, n;
    if (cp_str_eq(cp_str_trim(x->raw), cp_str_trim(y->raw)))
        return true;
    if (cp_mib_syntax_of(x->object) == CP_MIB_OID)
        return cp_snmp_oid(x, &o) && cp_snmp_oid(y, &p) && o.n == p.n &&
               memcmp(o.id, p.id, o.n * sizeof *o.id) == 0;
    if (cp_mib_syntax_of(x->object) == CP_MIB_MAC)
        return cp_snmp_mac(a, x, &m) && cp_snmp_mac(a, y, &n) && memcmp(&m, &n, sizeof m) == 0;
    return cp_str_eq(cp_snmp_text(a, x), cp_snmp_text(a, y));
}

static int compare_place(const cp_snmp_var *x, const cp_snmp_var *y)
{
    cp_oid o, p;
    const uint32_t *i = x->index, *k = y->index;
    uint32_t n = x->n_index, m = y->n_index;
    if (x->object != y->object) {
        cp_mib_oid(x->object, &o);
        cp_mib_oid(y->object, &p);
        i = o.id;
        k = p.id;
        n = o.n;
        m = p.n;
    }
    for (uint32_t at = 0; at < n && at < m; at++)
        if (i[at] != k[at])
            return i[at] < k[at] ? -1 : 1;
    return n < m ? -1 : n > m;
}

/* The end of the agent that begins at `from`. */
static uint32_t agent_end(cp_arena *a, const cp_snmp_var *v, uint32_t from, uint32_t n)
{
    cp_map seen = { .n = 0 };
    uint32_t turn = from;
    uint8_t key[1 + 4 * CP_OID_IDS_MAX];
    for (uint32_t i = from; i < n; i++) {
        if (i > from && (v[i].after_break || compare_place(&v[i], &v[i - 1]) < 0))
            turn = i;
        if (!names_a_device(v[i].object))
            continue;
        key[0] = (uint8_t)v[i].object;
        memcpy(key + 1, v[i].index, v[i].n_index * sizeof(uint32_t));
        cp_str k = { (const char *)key, 1 + v[i].n_index * sizeof(uint32_t) };
        uint64_t *known = cp_map_get(&seen, k);
        if (!known)
            *cp_map_put(a, &seen, cp_str_dup(a, k), NULL) = i;
        else if (!same_value(a, &v[*known], &v[i]))
            return turn > from ? turn : i;
    }
    return n;
}

static void add_id(cp_agent *g, cp_ident_kind kind, cp_str value)
{
    if (g->n_ids == CP_OBS_IDENTS_MAX || value.n == 0)
        return;
    for (uint32_t i = 0; i < g->n_ids; i++)
        if (g->ids[i].kind == kind && cp_str_eq(g->ids[i].value, value))
            return;
    g->ids[g->n_ids++] = (cp_ident){ kind, value };
}

/* "" for NULL, and for text with dots in it: option -Oa prints a dot for what it cannot print. */
static cp_str engine_octets(cp_agent *g, const cp_snmp_var *v)
{
    cp_str s = v ? cp_snmp_octets(g->a, v) : CP_STR("");
    bool is_lost = v && v->form == CP_SNMP_QUOTED && cp_str_find_char(s, '.') >= 0;
    return is_lost ? CP_STR("") : s;
}

/* --- entities ---------------------------------------------------------------------------------
 * The rows that are the device itself: a stack, and its first chassis; else the row that is
 * contained in nothing; else the first one if it does not say that it is a part. Other chassis of a
 * stack have serial numbers of their own and are parts. */
enum { CLASS_UNKNOWN = 2, CLASS_CHASSIS = 3, CLASS_STACK = 11 };

typedef struct entities {
    const cp_row *chassis, *stack, *root, *first;
} entities;

static bool is_lower(const cp_row *r, const cp_row *than)
{
    return !than || r->index[0] < than->index[0];
}

static entities find_entities(cp_agent *g)
{
    entities e = { .chassis = NULL };
    bool has_container = false, first_is_part = false;
    cp_vec_each(r, &g->rows)
    {
        uint32_t class = 0, in = 1;
        if (r->kind != CP_ROW_ENT || r->n_index != 1)
            continue;
        (void)cp_agent_int(cp_row_get(r, CP_MIB_ENT_CLASS), &class);
        bool has_in = cp_agent_int(cp_row_get(r, CP_MIB_ENT_CONTAINED_IN), &in);
        has_container = has_container || has_in;
        if (class == CLASS_CHASSIS && is_lower(r, e.chassis))
            e.chassis = r;
        if (class == CLASS_STACK && is_lower(r, e.stack))
            e.stack = r;
        if (has_in && in == 0 && is_lower(r, e.root))
            e.root = r;
        if (is_lower(r, e.first)) {
            e.first = r;
            first_is_part = class > CLASS_UNKNOWN;
        }
    }
    if (has_container || first_is_part)
        e.first = NULL;
    return e;
}

static bool is_device(const entities *e, const cp_row *r)
{
    if (e->chassis || e->stack)
        return r == e->chassis || r == e->stack;
    return r == e->root || r == e->first;
}

static const struct entity_column {
    cp_mib_object object;
    cp_kind kind;
} entity_columns[] = {
    { CP_MIB_ENT_DESCR, CP_KIND_SNMP_ENT_DESCR }, { CP_MIB_ENT_NAME, CP_KIND_SNMP_ENT_NAME },
    { CP_MIB_ENT_HW, CP_KIND_SNMP_ENT_HW },       { CP_MIB_ENT_FW, CP_KIND_SNMP_ENT_FW },
    { CP_MIB_ENT_SW, CP_KIND_SNMP_ENT_SW },       { CP_MIB_ENT_SERIAL, CP_KIND_SNMP_ENT_SERIAL },
    { CP_MIB_ENT_MFG, CP_KIND_SNMP_ENT_MFG },     { CP_MIB_ENT_MODEL, CP_KIND_SNMP_ENT_MODEL },
};

/* The number of an object identifier; "" if it is none, 0.0, or named by a MIB that is not
 * known. */
static cp_str oid_value(cp_agent *g, const cp_snmp_var *v)
{
    cp_oid o;
    if (!v)
        return CP_STR("");
    if (!cp_snmp_oid(v, &o)) {
        cp_str s = cp_str_trim(v->raw);
        cp_source_bad(g->a, g->src, v->line,
                      "%s is \"%.*s\", which is no number and no name known here: walk with -On",
                      cp_mib_label(v->object), (int)(s.n < 80 ? s.n : 80), s.p);
        return CP_STR("");
    }
    if (o.n > 2)
        return cp_oid_text(g->a, &o);
    g->src->records_unused++;
    return CP_STR("");
}

static cp_rc say_entity(cp_agent *g, const cp_row *r, bool is_own, cp_err *err)
{
    cp_str part = is_own ? CP_STR("") : cp_str_fmt(g->a, "ent:%u", r->index[0]);
    uint32_t n_ids = is_own ? g->n_ids : 1, class;
    const cp_snmp_var *v = cp_row_get(r, CP_MIB_ENT_CLASS);
    const char *label = cp_agent_int(v, &class) ? cp_mib_enum_label(CP_MIB_ENT_CLASS, class) : NULL;
    cp_rc rc = cp_agent_say(g, g->ids, n_ids, part, CP_KIND_SNMP_ENT_CLASS, cp_str_c(label),
                            v ? v->line : 0, err);
    for (size_t i = 0; i < sizeof entity_columns / sizeof *entity_columns && rc == CP_OK; i++) {
        v = cp_row_get(r, entity_columns[i].object);
        rc = cp_agent_say(g, g->ids, n_ids, part, entity_columns[i].kind, cp_agent_text(g, v),
                          v ? v->line : 0, err);
    }
    v = cp_row_get(r, CP_MIB_ENT_VENDOR_TYPE);
    if (rc == CP_OK)
        rc = cp_agent_say(g, g->ids, n_ids, part, CP_KIND_SNMP_ENT_VENDOR_TYPE, oid_value(g, v),
                          v ? v->line : 0, err);
    v = cp_row_get(r, CP_MIB_ENT_CONTAINED_IN);
    if (rc == CP_OK && cp_agent_int(v, &class) && class != 0)
        rc = cp_agent_say(g, g->ids, n_ids, part, CP_KIND_SNMP_ENT_CONTAINED_IN,
                          cp_str_fmt(g->a, "%u", class), v->line, err);
    return rc;
}

/* --- the agent itself ---------------------------------------------------------------------- */
static cp_lldp_id own_chassis(cp_agent *g, uint64_t *line)
{
    cp_mib_object o =
        g->scalars[CP_MIB_LLDP_LOC_CHASSIS] ? CP_MIB_LLDP_LOC_CHASSIS : CP_MIB_LLDP2_LOC_CHASSIS;
    *line = g->scalars[o] ? g->scalars[o]->line : 0;
    return cp_agent_chassis(g, g->scalars[o - 1], g->scalars[o]);
}

static void own_ids(cp_agent *g, const entities *e, const cp_lldp_id *chassis)
{
    cp_str octets = engine_octets(g, g->scalars[CP_MIB_ENGINE_ID]);
    add_id(g, CP_IDENT_AGENT, g->id);
    cp_vec_each(r, &g->rows)
    {
        if (r->kind != CP_ROW_ENT || !is_device(e, r))
            continue;
        const cp_snmp_var *v = cp_row_get(r, CP_MIB_ENT_SERIAL);
        cp_str serial = v ? cp_snmp_text(g->a, v) : CP_STR("");
        if (cp_serial_is_identity(serial))
            add_id(g, CP_IDENT_SERIAL, serial);
    }
    if (cp_engine_id_is_identity(cp_bytes_of_str(octets)))
        add_id(g, CP_IDENT_ENGINE_ID, cp_hex(g->a, cp_bytes_of_str(octets)));
    if (chassis->is_identity)
        add_id(g, CP_IDENT_CHASSIS, chassis->text);
    if (chassis->is_mac && cp_mac_is_identity(chassis->mac))
        add_id(g, CP_IDENT_MAC, chassis->text);
    add_id(g, CP_IDENT_CHASSIS, cp_agent_text(g, g->scalars[CP_MIB_CDP_OWN_ID]));
    const cp_snmp_var *name = g->scalars[CP_MIB_SYS_NAME];
    cp_str text = name ? cp_snmp_text(g->a, name) : CP_STR("");
    if (!cp_value_is_placeholder(text))
        add_id(g, CP_IDENT_HOSTNAME, text);
    for (uint32_t i = 0; i < g->macs.n && i < MACS_IN_SUBJECT; i++)
        add_id(g, CP_IDENT_MAC, g->macs.v[i].value);
    for (uint32_t i = 0; i < g->ips.n && i < IPS_IN_SUBJECT; i++)
        add_id(g, CP_IDENT_IP, g->ips.v[i].value);
}

static const struct own_scalar {
    cp_mib_object object;
    cp_kind kind;
} own_scalars[] = {
    { CP_MIB_SYS_DESCR, CP_KIND_SNMP_SYS_DESCR },
    { CP_MIB_SYS_OBJECT_ID, CP_KIND_SNMP_SYS_OBJECT_ID },
    { CP_MIB_SYS_NAME, CP_KIND_SNMP_SYS_NAME },
    { CP_MIB_SYS_LOCATION, CP_KIND_SNMP_SYS_LOCATION },
    { CP_MIB_SYS_CONTACT, CP_KIND_SNMP_SYS_CONTACT },
    { CP_MIB_ENGINE_ID, CP_KIND_SNMP_ENGINE_ID },
    { CP_MIB_LLDP_LOC_SYS_NAME, CP_KIND_LLDP_SYS_NAME },
    { CP_MIB_LLDP_LOC_SYS_DESCR, CP_KIND_LLDP_SYS_DESCR },
    { CP_MIB_LLDP2_LOC_SYS_NAME, CP_KIND_LLDP_SYS_NAME },
    { CP_MIB_LLDP2_LOC_SYS_DESCR, CP_KIND_LLDP_SYS_DESCR },
    { CP_MIB_LLDP_LOC_CAPS, CP_KIND_LLDP_SYS_CAPS },
    { CP_MIB_LLDP2_LOC_CAPS, CP_KIND_LLDP_SYS_CAPS },
    { CP_MIB_CDP_OWN_ID, CP_KIND_CDP_DEVICE_ID },
};

static cp_str own_value(cp_agent *g, const cp_snmp_var *v, cp_kind kind)
{
    if (!v)
        return CP_STR("");
    if (kind == CP_KIND_SNMP_SYS_OBJECT_ID)
        return oid_value(g, v);
    if (kind == CP_KIND_SNMP_ENGINE_ID)
        return cp_hex(g->a, cp_bytes_of_str(engine_octets(g, v)));
    return kind == CP_KIND_LLDP_SYS_CAPS ? cp_agent_caps(g, v) : cp_agent_text(g, v);
}

static cp_rc say_scalars(cp_agent *g, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (size_t i = 0; i < sizeof own_scalars / sizeof *own_scalars && rc == CP_OK; i++) {
        const cp_snmp_var *v = g->scalars[own_scalars[i].object];
        rc = cp_agent_say(g, g->ids, g->n_ids, CP_STR(""), own_scalars[i].kind,
                          own_value(g, v, own_scalars[i].kind), v ? v->line : 0, err);
    }
    return rc;
}

static cp_rc say_addresses(cp_agent *g, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < g->macs.n && rc == CP_OK; i++) {
        cp_ident ids[] = { g->ids[0], { CP_IDENT_MAC, g->macs.v[i].value } };
        rc = cp_agent_say(g, ids, 2, CP_STR(""), CP_KIND_SNMP_IF_MAC, g->macs.v[i].value,
                          g->macs.v[i].line, err);
    }
    for (uint32_t i = 0; i < g->ips.n && rc == CP_OK; i++) {
        cp_ident ids[] = { g->ids[0], { CP_IDENT_IP, g->ips.v[i].value } };
        rc = cp_agent_say(g, ids, 2, CP_STR(""), CP_KIND_SNMP_IP_ADDR, g->ips.v[i].value,
                          g->ips.v[i].line, err);
    }
    return rc;
}

static cp_rc emit_agent(cp_agent *g, cp_err *err)
{
    uint64_t line;
    entities e = find_entities(g);
    cp_lldp_id chassis = own_chassis(g, &line);
    own_ids(g, &e, &chassis);
    cp_rc rc = say_scalars(g, err);
    if (rc == CP_OK && g->vlan)
        rc = cp_agent_say(g, g->ids, g->n_ids, CP_STR(""), CP_KIND_SNMP_VLAN,
                          cp_str_fmt(g->a, "%u", g->vlan), 0, err);
    if (rc == CP_OK)
        rc = cp_agent_say(g, g->ids, g->n_ids, CP_STR(""), CP_KIND_LLDP_CHASSIS_ID, chassis.text,
                          line, err);
    if (rc == CP_OK)
        rc = say_addresses(g, err);
    for (uint32_t i = 0; i < g->rows.n && rc == CP_OK; i++) {
        const cp_row *r = &g->rows.v[i];
        if (r->kind == CP_ROW_ENT && r->n_index == 1)
            rc = say_entity(g, r, is_device(&e, r), err);
    }
    if (rc == CP_OK)
        rc = cp_agent_neighbours(g, err);
    return rc == CP_OK ? cp_agent_near(g, err) : rc;
}

/* A walk has no time in it; that of a scan is in the name: "scan:192.0.2.1@2026-11-23T10:00:00Z",
 * and of what it saves "192.0.2.1@2026-11-23T10:00:00Z.snmprec". */
static cp_time time_of(cp_str name)
{
    cp_str ending = CP_STR(".snmprec");
    cp_time at;
    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == '@') {
            cp_str text = cp_str_from(name, i + 1);
            if (cp_str_ends(text, ending))
                text = cp_str_slice(text, 0, text.n - ending.n);
            return cp_time_parse(text, &at) ? at : CP_TIME_NONE;
        }
    return CP_TIME_NONE;
}

cp_rc cp_snmp_emit(cp_arena *a, const cp_snmp_vars *vars, const cp_obs_sink *sink, cp_source *src,
                   cp_err *err)
{
    cp_rc rc = CP_OK;
    uint32_t n_agents = 0, vlan = 0;
    cp_near_counts near = { 0 };
    cp_str whose;
    (void)cp_source_of_vlan(src->name, &whose, &vlan);
    bool is_silent = vars->v.n == 0 && vlan; /* that it was asked is told all the same */
    for (uint32_t from = 0, to; (from < vars->v.n || is_silent) && rc == CP_OK;
         from = to, n_agents++) {
        cp_agent *g = CP_NEW(a, cp_agent);
        to = is_silent ? 0 : agent_end(a, vars->v.v, from, vars->v.n);
        is_silent = false;
        g->a = a;
        g->sink = sink;
        g->src = src;
        g->counts = &near;
        g->at = time_of(src->name);
        g->id = from == 0 ? CP_STR("a")
                          : cp_str_fmt(a, "a%llu", (unsigned long long)vars->v.v[from].line);
        g->vlan = from == 0 ? vlan : 0;
        cp_agent_collect(g, to > from ? vars->v.v + from : NULL, to - from);
        if (from == 0 && vars->asked.version)
            cp_agent_answers_at(g, vars->asked, vars->asked_line);
        rc = emit_agent(g, err);
    }
    cp_str note = cp_near_note(a, &near);
    if (n_agents > 1)
        note =
            cp_str_fmt(a, "walks of %u agents%s%.*s", n_agents, note.n ? "; " : "", CP_FMT(note));
    if (note.n)
        src->note = note;
    return rc;
}
