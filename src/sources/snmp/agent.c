/* SPDX-License-Identifier: Apache-2.0 */
/* agent.c - see agent.h. */
#include "sources/snmp/agent.h"
#include <assert.h>
#include <string.h>
#include "sources/l2/lldp.h"
#include "sources/values.h"

/* Which objects make a row, from first to last, and how many numbers of the index name it. */
static const struct row_shape {
    uint8_t first, last, index_ids;
} shapes[] = {
    [CP_ROW_ENT] = { CP_MIB_ENT_DESCR, CP_MIB_ENT_MODEL, 1 },
    [CP_ROW_IF] = { CP_MIB_IF_DESCR, CP_MIB_IF_NAME, 1 },
    [CP_ROW_PORT] = { CP_MIB_LLDP_PORT_SUBTYPE, CP_MIB_LLDP_PORT_DESCR, 1 },
    [CP_ROW_PORT2] = { CP_MIB_LLDP2_PORT_SUBTYPE, CP_MIB_LLDP2_PORT_DESCR, 1 },
    [CP_ROW_LLDP] = { CP_MIB_LLDP_REM_CHASSIS_SUBTYPE, CP_MIB_LLDP_MED_MODEL, 3 },
    [CP_ROW_LLDP2] = { CP_MIB_LLDP2_REM_CHASSIS_SUBTYPE, CP_MIB_LLDP2_REM_ADDR_IF, 4 },
    [CP_ROW_CDP] = { CP_MIB_CDP_ADDRESS, CP_MIB_CDP_MGMT_ADDRESS, 2 },
};
enum { N_SHAPES = sizeof shapes / sizeof *shapes };
static_assert(CP_MIB_LLDP_MED_MODEL - CP_MIB_LLDP_REM_CHASSIS_SUBTYPE < CP_ROW_COLUMNS,
              "a row has room for the widest kind");

const cp_snmp_var *cp_row_get(const cp_row *r, cp_mib_object o)
{
    assert(o >= shapes[r->kind].first && o <= shapes[r->kind].last);
    return r->columns[o - shapes[r->kind].first];
}

/* kind, then the index: in buf, which has room for it. */
static cp_str key_of(uint8_t *buf, cp_row_kind kind, const uint32_t *index, uint32_t n)
{
    buf[0] = (uint8_t)kind;
    memcpy(buf + 1, index, n * sizeof *index);
    return (cp_str){ (const char *)buf, 1 + n * sizeof *index };
}

const cp_row *cp_agent_row(const cp_agent *g, cp_row_kind kind, const uint32_t *index, uint32_t n)
{
    uint8_t buf[1 + 4 * CP_OID_IDS_MAX];
    uint64_t *at = cp_map_get(&g->row_by_key, key_of(buf, kind, index, n));
    return at ? &g->rows.v[*at] : NULL;
}

static cp_row *row_for(cp_agent *g, cp_row_kind kind, const cp_snmp_var *v)
{
    uint8_t buf[1 + 4 * CP_OID_IDS_MAX];
    uint32_t n = v->n_index < shapes[kind].index_ids ? v->n_index : shapes[kind].index_ids;
    cp_str key = key_of(buf, kind, v->index, n);
    uint64_t *at = cp_map_get(&g->row_by_key, key);
    if (at)
        return &g->rows.v[*at];
    *cp_map_put(g->a, &g->row_by_key, cp_str_dup(g->a, key), NULL) = g->rows.n;
    cp_row *r = cp_vec_add(g->a, &g->rows);
    *r = (cp_row){ .kind = kind, .index = v->index, .n_index = n, .line = v->line };
    return r;
}

static bool first_time(cp_agent *g, char what, cp_str value)
{
    bool added;
    cp_str key = cp_str_fmt(g->a, "%c%.*s", what, CP_FMT(value));
    (void)cp_map_put(g->a, &g->seen, key, &added);
    return added;
}

static void add_mac(cp_agent *g, const cp_snmp_var *v)
{
    cp_mac m;
    cp_str octets = cp_snmp_octets(g->a, v);
    if (!cp_snmp_mac(g->a, v, &m)) {
        /* interfaces without an address, or with one of another technology */
        bool is_text = v->form != CP_SNMP_HEX && octets.n > 0;
        if (v->form == CP_SNMP_HEX && octets.n == 0 && cp_str_trim(v->raw).n > 0)
            cp_source_bad(g->a, g->src, v->line, "the value is not pairs of hexadecimal digits");
        else if (is_text && octets.n == 17)
            cp_source_bad(g->a, g->src, v->line, "\"%.17s\" is no hardware address", octets.p);
        else
            g->src->records_unused++;
        return;
    }
    cp_str text = cp_mac_text(g->a, m);
    if (cp_mac_is_identity(m) && first_time(g, 'm', text))
        cp_vec_push(g->a, &g->macs, ((cp_own){ text, v->line }));
    else
        g->src->records_unused++;
}

static void add_ip(cp_agent *g, cp_ip ip, uint64_t line)
{
    cp_str text = cp_ip_text(g->a, ip);
    if (cp_ip_is_host(ip) && first_time(g, 'i', text))
        cp_vec_push(g->a, &g->ips, ((cp_own){ text, line }));
    else
        g->src->records_unused++;
}

void cp_agent_answers_at(cp_agent *g, cp_ip ip, uint64_t line)
{
    cp_str text = cp_ip_text(g->a, ip);
    if (cp_ip_is_host(ip) && first_time(g, 'i', text)) /* no variable: nothing is unused */
        cp_vec_push(g->a, &g->ips, ((cp_own){ text, line }));
}

/* An address at the end of an index: family, length (some agents leave it out), octets. A zone
 * behind them is of no interest. */
static bool index_ip(const uint32_t *index, uint32_t n, cp_ip *out)
{
    uint8_t b[16];
    if (n < 5)
        return false;
    uint32_t want = index[0] == 1 || index[0] == 3 ? 4 : index[0] == 2 || index[0] == 4 ? 16 : 0;
    uint32_t at = n > want + 1 && index[1] >= want && index[1] == n - 2 ? 2 : 1;
    if (want == 0 || n - at < want)
        return false;
    for (uint32_t i = 0; i < want; i++) {
        if (index[at + i] > UINT8_MAX)
            return false;
        b[i] = (uint8_t)index[at + i];
    }
    *out = want == 4 ? cp_ip_v4(b) : cp_ip_v6(b);
    return true;
}

static bool plain_ip(const uint32_t *index, uint32_t n, uint32_t want, cp_ip *out)
{
    uint32_t with_family[17] = { want == 4 ? 1 : 2 };
    if (n != want)
        return false;
    memcpy(with_family + 1, index, want * sizeof *index);
    return index_ip(with_family, want + 1, out);
}

bool cp_agent_index_ip(const cp_snmp_var *v, uint32_t at, cp_ip *out)
{
    return v->n_index > at && index_ip(v->index + at, v->n_index - at, out);
}

bool cp_agent_index_ip4(const cp_snmp_var *v, uint32_t at, cp_ip *out)
{
    return v->n_index > at && plain_ip(v->index + at, v->n_index - at, 4, out);
}

static void own_address(cp_agent *g, const cp_snmp_var *v)
{
    cp_ip ip;
    bool found = false;
    if (v->object == CP_MIB_IP_ADDRESS_IF_INDEX)
        found = index_ip(v->index, v->n_index, &ip);
    else if (v->object == CP_MIB_IPV6_ADDR_PFX_LENGTH)
        found = v->n_index == 17 && plain_ip(v->index + 1, 16, 16, &ip);
    else if (v->object == CP_MIB_LLDP_LOC_ADDR)
        found = index_ip(v->index, v->n_index, &ip);
    else
        found = plain_ip(v->index, v->n_index, 4, &ip);
    if (found)
        add_ip(g, ip, v->line);
    else
        g->src->records_unused++;
}

void cp_row_add_address(cp_agent *g, cp_row *r, cp_ip ip)
{
    bool is_known = !cp_ip_is_host(ip) || r->addresses.n == CP_ROW_ADDRESSES_MAX;
    for (uint32_t i = 0; i < r->addresses.n && !is_known; i++)
        is_known = memcmp(&r->addresses.v[i], &ip, sizeof ip) == 0;
    if (is_known)
        g->src->records_unused++;
    else
        cp_vec_push(g->a, &r->addresses, ip);
}

static void into_row(cp_agent *g, cp_row_kind kind, const cp_snmp_var *v)
{
    cp_row *r = row_for(g, kind, v);
    bool is_address = cp_mib_syntax_of(v->object) == CP_MIB_INDEX;
    const cp_snmp_var **column = &r->columns[v->object - shapes[kind].first];
    cp_ip ip;
    if (!is_address) {
        if (*column)
            g->src->records_unused++; /* told before */
        else
            *column = v;
        return;
    }
    uint32_t skip = shapes[kind].index_ids;
    if (v->n_index > skip && index_ip(v->index + skip, v->n_index - skip, &ip))
        cp_row_add_address(g, r, ip);
    else
        g->src->records_unused++;
}

static bool is_of(const cp_snmp_var *v, cp_row_kind kind)
{
    return v->object >= shapes[kind].first && v->object <= shapes[kind].last;
}

static bool is_near(cp_mib_object o) { return o >= CP_MIB_ARP_MAC && o <= CP_MIB_VLAN_FDB; }

static void collect_one(cp_agent *g, const cp_snmp_var *v)
{
    cp_mib_object o = v->object;
    if (o == CP_MIB_IF_PHYS_ADDRESS || o == CP_MIB_BRIDGE_ADDRESS) {
        add_mac(g, v);
        return;
    }
    if (o == CP_MIB_IP_ADDRESS_TYPE)
        return;
    if (is_near(o)) {
        cp_vec_push(g->a, &g->near, v);
        return;
    }
    for (uint32_t k = 0; k < N_SHAPES; k++) {
        if (is_of(v, (cp_row_kind)k)) {
            into_row(g, (cp_row_kind)k, v);
            return;
        }
    }
    if (cp_mib_syntax_of(o) == CP_MIB_INDEX)
        own_address(g, v);
    else if (g->scalars[o])
        g->src->records_unused++;
    else
        g->scalars[o] = v;
}

void cp_agent_collect(cp_agent *g, const cp_snmp_var *vars, uint32_t n)
{
    enum { BROADCAST = 3 };
    for (uint32_t i = 0; i < n; i++) { /* broadcast addresses are nobody's */
        cp_ip ip;
        uint32_t type;
        if (vars[i].object == CP_MIB_IP_ADDRESS_TYPE && cp_snmp_int(&vars[i], &type) &&
            type == BROADCAST && index_ip(vars[i].index, vars[i].n_index, &ip))
            (void)first_time(g, 'i', cp_ip_text(g->a, ip));
    }
    bool has_links = false; /* names of interfaces are those of the ends of links */
    for (uint32_t i = 0; i < n && !has_links; i++)
        has_links = is_of(&vars[i], CP_ROW_LLDP) || is_of(&vars[i], CP_ROW_LLDP2) ||
                    is_of(&vars[i], CP_ROW_CDP) || is_near(vars[i].object);
    for (uint32_t i = 0; i < n; i++)
        if (has_links || !is_of(&vars[i], CP_ROW_IF) || vars[i].object == CP_MIB_IF_PHYS_ADDRESS)
            collect_one(g, &vars[i]);
}

cp_str cp_agent_text(cp_agent *g, const cp_snmp_var *v)
{
    if (!v)
        return CP_STR("");
    cp_str s = cp_snmp_text(g->a, v);
    if (s.n == 0 && v->form == CP_SNMP_HEX && cp_snmp_octets(g->a, v).n == 0 &&
        cp_str_trim(v->raw).n > 0)
        cp_source_bad(g->a, g->src, v->line, "the value is not pairs of hexadecimal digits");
    if (!cp_value_is_placeholder(s))
        return s;
    g->src->records_unused++;
    return CP_STR("");
}

bool cp_agent_int(const cp_snmp_var *v, uint32_t *out) { return v && cp_snmp_int(v, out); }

/* Asked many times of one interface: what says nothing is not counted anew. */
cp_str cp_agent_if_name(cp_agent *g, uint32_t if_index)
{
    const cp_row *r = cp_agent_row(g, CP_ROW_IF, &if_index, 1);
    for (int i = 0; i < 2 && r; i++) {
        const cp_snmp_var *v = cp_row_get(r, i ? CP_MIB_IF_DESCR : CP_MIB_IF_NAME);
        cp_str name = v ? cp_snmp_text(g->a, v) : CP_STR("");
        if (!cp_value_is_placeholder(name))
            return name;
    }
    return CP_STR("");
}

cp_str cp_agent_caps(cp_agent *g, const cp_snmp_var *v)
{
    uint16_t bits;
    return v && cp_snmp_bits(g->a, v, &bits) ? cp_lldp_caps_text(g->a, bits) : CP_STR("");
}

static bool is_printable(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return false;
    return cp_str_is_utf8(s);
}

/* An address family in front of the octets (IANA: 1 IPv4, 2 IPv6). */
static bool family_ip(cp_str octets, cp_ip *out)
{
    if (octets.n == 5 && octets.p[0] == 1)
        *out = cp_ip_v4((const uint8_t *)octets.p + 1);
    else if (octets.n == 17 && octets.p[0] == 2)
        *out = cp_ip_v6((const uint8_t *)octets.p + 1);
    else
        return cp_ip_parse(octets, out);
    return true;
}

static cp_lldp_id lldp_id(cp_agent *g, const cp_snmp_var *v, bool is_mac, bool is_network)
{
    cp_lldp_id id = { .text = CP_STR("") };
    if (!v)
        return id;
    cp_str octets = cp_snmp_octets(g->a, v), text = cp_snmp_text(g->a, v);
    if (is_mac && cp_snmp_mac(g->a, v, &id.mac)) {
        id.is_mac = true;
        id.text = cp_mac_text(g->a, id.mac);
    } else if (is_network && family_ip(octets, &id.ip)) {
        id.is_ip = true;
        id.text = cp_ip_text(g->a, id.ip);
    } else if (!cp_value_is_placeholder(text)) {
        id.text =
            is_printable(text) ? text : cp_hex(g->a, cp_bytes_of_str(cp_str_slice(octets, 0, 255)));
    }
    return id;
}

cp_lldp_id cp_agent_chassis(cp_agent *g, const cp_snmp_var *subtype, const cp_snmp_var *id)
{
    enum { COMPONENT = 1, MAC = 4, NETWORK = 5, LOCAL = 7 }; /* IEEE 802.1AB, 8.5.2.2 */
    uint32_t type = 0;
    bool told = cp_agent_int(subtype, &type);
    bool six = id && cp_snmp_octets(g->a, id).n == 6 && id->form == CP_SNMP_HEX;
    cp_lldp_id r = lldp_id(g, id, type == MAC || (!told && six), type == NETWORK);
    r.is_identity = r.is_mac  ? !cp_mac_is_group(r.mac) && cp_mac_u64(r.mac) != 0
                    : r.is_ip ? cp_ip_is_host(r.ip)
                              : r.text.n > 0 && (type == COMPONENT || type == LOCAL);
    return r;
}

cp_lldp_id cp_agent_port(cp_agent *g, const cp_snmp_var *subtype, const cp_snmp_var *id)
{
    enum { MAC = 3, NETWORK = 4 }; /* IEEE 802.1AB, 8.5.3.2 */
    uint32_t type = 0;
    bool told = cp_agent_int(subtype, &type);
    bool six = id && cp_snmp_octets(g->a, id).n == 6 && id->form == CP_SNMP_HEX;
    return lldp_id(g, id, type == MAC || (!told && six), type == NETWORK);
}

cp_rc cp_agent_say(cp_agent *g, const cp_ident *ids, uint32_t n_ids, cp_str part, cp_kind kind,
                   cp_str value, uint64_t line, cp_err *err)
{
    if (value.n == 0)
        return CP_OK;
    cp_obs o = { .ids = ids,
                 .n_ids = n_ids,
                 .part = part,
                 .kind = kind,
                 .value = value,
                 .at = g->at,
                 .pos = line };
    return g->sink->obs(g->sink->ctx, &o, err);
}
