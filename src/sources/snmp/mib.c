/* SPDX-License-Identifier: Apache-2.0 */
/* mib.c - see mib.h. */
#include "sources/snmp/mib.h"
#include <assert.h>
#include <string.h>

enum { GROUP_IDS_MAX = 13 };

/* id, where it hangs. A prefix of another stands behind it, so that the first that fits is right;
 * the most frequent lines of a walk (interfaces, entities) leave the loop early either way. */
#define GROUPS(X)                                            \
    X(SYSTEM, 1, 3, 6, 1, 2, 1, 1)                           \
    X(IF, 1, 3, 6, 1, 2, 1, 2, 2, 1)                         \
    X(IFX, 1, 3, 6, 1, 2, 1, 31, 1, 1, 1)                    \
    X(IP_OLD, 1, 3, 6, 1, 2, 1, 4, 20, 1)                    \
    X(IP_NEW, 1, 3, 6, 1, 2, 1, 4, 34, 1)                    \
    X(IP_V6, 1, 3, 6, 1, 2, 1, 55, 1, 8, 1)                  \
    X(ARP, 1, 3, 6, 1, 2, 1, 4, 22, 1)                       \
    X(ND, 1, 3, 6, 1, 2, 1, 4, 35, 1)                        \
    X(FDB, 1, 3, 6, 1, 2, 1, 17, 4, 3, 1)                    \
    X(QFDB, 1, 3, 6, 1, 2, 1, 17, 7, 1, 2, 2, 1)             \
    X(VLAN, 1, 3, 6, 1, 2, 1, 17, 7, 1, 4, 2, 1)             \
    X(BASE_PORT, 1, 3, 6, 1, 2, 1, 17, 1, 4, 1)              \
    X(BRIDGE, 1, 3, 6, 1, 2, 1, 17, 1)                       \
    X(ENT, 1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1)                 \
    X(ENGINE, 1, 3, 6, 1, 6, 3, 10, 2, 1)                    \
    X(CDP, 1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1)           \
    X(CDP_GLOBAL, 1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 3)          \
    X(LLDP_PORT, 1, 0, 8802, 1, 1, 2, 1, 3, 7, 1)            \
    X(LLDP_LOC_MAN, 1, 0, 8802, 1, 1, 2, 1, 3, 8, 1)         \
    X(LLDP_LOC, 1, 0, 8802, 1, 1, 2, 1, 3)                   \
    X(LLDP_REM, 1, 0, 8802, 1, 1, 2, 1, 4, 1, 1)             \
    X(LLDP_REM_MAN, 1, 0, 8802, 1, 1, 2, 1, 4, 2, 1)         \
    X(LLDP_MED, 1, 0, 8802, 1, 1, 2, 1, 5, 4795, 1, 3, 3, 1) \
    X(LLDP2_PORT, 1, 3, 111, 2, 802, 1, 1, 13, 1, 3, 7, 1)   \
    X(LLDP2_LOC, 1, 3, 111, 2, 802, 1, 1, 13, 1, 3)          \
    X(LLDP2_REM, 1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1)    \
    X(LLDP2_REM_MAN, 1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 2, 1)

typedef enum group_id {
#define GROUP_ID(id, ...) GROUP_##id,
    GROUPS(GROUP_ID) GROUP_COUNT
} group_id;

typedef struct group {
    uint32_t ids[GROUP_IDS_MAX];
    uint32_t n;
} group;

#define IDS_OF(...) ((const uint32_t[]){ __VA_ARGS__ })
#define GROUP_ROW(id, ...) [GROUP_##id] = { { __VA_ARGS__ }, sizeof(IDS_OF(__VA_ARGS__)) / 4 },
static const group groups[] = { GROUPS(GROUP_ROW) };

enum { COLUMNS_MAX = 21 };
/* object + 1 by group and column; 0: not read */
#define COLUMN_ROW(id, group, column, label, syntax) [GROUP_##group][column] = CP_MIB_##id + 1,
static const uint8_t columns[GROUP_COUNT][COLUMNS_MAX] = { CP_MIB_OBJECTS(COLUMN_ROW) };
static_assert(CP_MIB_COUNT < 255, "an object fits in a byte");

static const struct object {
    const char *label;
    uint8_t group, column, syntax;
} objects[] = {
#define OBJECT_ROW(id, group, column, label, syntax) \
    [CP_MIB_##id] = { label, GROUP_##group, column, CP_MIB_##syntax },
    CP_MIB_OBJECTS(OBJECT_ROW)
};

const char *cp_mib_label(cp_mib_object o)
{
    assert(o < CP_MIB_COUNT);
    return objects[o].label;
}

cp_mib_syntax cp_mib_syntax_of(cp_mib_object o)
{
    assert(o < CP_MIB_COUNT);
    return (cp_mib_syntax)objects[o].syntax;
}

bool cp_mib_find(const uint32_t *ids, uint32_t n, cp_mib_object *object, uint32_t *index_at)
{
    for (uint32_t g = 0; g < GROUP_COUNT; g++) {
        const group *gr = &groups[g];
        if (n < gr->n + 2 || ids[1] != gr->ids[1] || memcmp(ids, gr->ids, gr->n * sizeof *ids) != 0)
            continue;
        uint32_t column = ids[gr->n];
        if (column >= COLUMNS_MAX || columns[g][column] == 0)
            return false;
        *object = (cp_mib_object)(columns[g][column] - 1);
        *index_at = gr->n + 1;
        return true;
    }
    return false;
}

/* Anchors by which net-snmp shortens a number, and the object identifiers that its own agent gives
 * by name. Sources: RFC 2578 (SMI), RFC 3411, IEEE 802.1AB, NET-SNMP-TC. */
static const struct anchor {
    const char *label, *oid;
} anchors[] = {
    { "iso", "1" },
    { "org", "1.3" },
    { "dod", "1.3.6" },
    { "internet", "1.3.6.1" },
    { "directory", "1.3.6.1.1" },
    { "mgmt", "1.3.6.1.2" },
    { "mib-2", "1.3.6.1.2.1" },
    { "system", "1.3.6.1.2.1.1" },
    { "interfaces", "1.3.6.1.2.1.2" },
    { "transmission", "1.3.6.1.2.1.10" },
    { "experimental", "1.3.6.1.3" },
    { "private", "1.3.6.1.4" },
    { "enterprises", "1.3.6.1.4.1" },
    { "security", "1.3.6.1.5" },
    { "snmpV2", "1.3.6.1.6" },
    { "snmpDomains", "1.3.6.1.6.1" },
    { "snmpProxys", "1.3.6.1.6.2" },
    { "snmpModules", "1.3.6.1.6.3" },
    { "snmpFrameworkMIB", "1.3.6.1.6.3.10" },
    { "entityMIB", "1.3.6.1.2.1.47" },
    { "lldpMIB", "1.0.8802.1.1.2" },
    { "lldpV2MIB", "1.3.111.2.802.1.1.13" },
    { "cisco", "1.3.6.1.4.1.9" },
    { "ciscoProducts", "1.3.6.1.4.1.9.1" },
    { "ciscoMgmt", "1.3.6.1.4.1.9.9" },
    { "ciscoCdpMIB", "1.3.6.1.4.1.9.9.23" },
    { "ucdavis", "1.3.6.1.4.1.2021" },
    { "netSnmp", "1.3.6.1.4.1.8072" },
    { "netSnmpEnumerations", "1.3.6.1.4.1.8072.3" },
    { "netSnmpAgentOIDs", "1.3.6.1.4.1.8072.3.2" },
    { "hpux9", "1.3.6.1.4.1.8072.3.2.1" },
    { "sunos4", "1.3.6.1.4.1.8072.3.2.2" },
    { "solaris", "1.3.6.1.4.1.8072.3.2.3" },
    { "netbsd1", "1.3.6.1.4.1.8072.3.2.7" },
    { "freebsd", "1.3.6.1.4.1.8072.3.2.8" },
    { "linux", "1.3.6.1.4.1.8072.3.2.10" },
    { "openbsd", "1.3.6.1.4.1.8072.3.2.12" },
    { "win32", "1.3.6.1.4.1.8072.3.2.13" },
    { "macosx", "1.3.6.1.4.1.8072.3.2.16" },
    { "dragonfly", "1.3.6.1.4.1.8072.3.2.17" },
    { "zeroDotZero", "0.0" },
    { "ccitt", "0" },
};

void cp_mib_oid(cp_mib_object o, cp_oid *out)
{
    assert(o < CP_MIB_COUNT);
    const group *g = &groups[objects[o].group];
    memcpy(out->id, g->ids, g->n * sizeof *out->id);
    out->id[g->n] = objects[o].column;
    out->n = g->n + 1;
}

bool cp_mib_by_label(cp_str label, cp_oid *out)
{
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        if (cp_str_eq(label, cp_str_c(objects[i].label))) {
            cp_mib_oid((cp_mib_object)i, out);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++)
        if (cp_str_eq(label, cp_str_c(anchors[i].label)))
            return cp_oid_parse(cp_str_c(anchors[i].oid), out);
    return false;
}

/* Sources: entPhysicalClass of RFC 6933; InetAddressType of RFC 4001 and the address families as
 * LLDP writes them; types and states of RFC 4293, of bridges of RFC 4188; the subtypes of chassis
 * and port of IEEE 802.1AB, 8.5.2 and 8.5.3. */
typedef enum enumeration {
    ENUM_CLASS,
    ENUM_ADDRESS,
    ENUM_ARP,
    ENUM_STATE,
    ENUM_FDB,
    ENUM_CHASSIS,
    ENUM_PORT
} enumeration;
static const struct label {
    const char *text;
    uint8_t of, value;
} labels[] = {
    { "other", ENUM_CLASS, 1 },
    { "unknown", ENUM_CLASS, 2 },
    { "chassis", ENUM_CLASS, 3 },
    { "backplane", ENUM_CLASS, 4 },
    { "container", ENUM_CLASS, 5 },
    { "powerSupply", ENUM_CLASS, 6 },
    { "fan", ENUM_CLASS, 7 },
    { "sensor", ENUM_CLASS, 8 },
    { "module", ENUM_CLASS, 9 },
    { "port", ENUM_CLASS, 10 },
    { "stack", ENUM_CLASS, 11 },
    { "cpu", ENUM_CLASS, 12 },
    { "energyObject", ENUM_CLASS, 13 },
    { "battery", ENUM_CLASS, 14 },
    { "storageDrive", ENUM_CLASS, 15 },
    { "ipv4", ENUM_ADDRESS, 1 },
    { "ipv6", ENUM_ADDRESS, 2 },
    { "ipv4z", ENUM_ADDRESS, 3 },
    { "ipv6z", ENUM_ADDRESS, 4 },
    { "ipV4", ENUM_ADDRESS, 1 },
    { "ipV6", ENUM_ADDRESS, 2 },
    { "unicast", ENUM_ADDRESS, 1 },
    { "anycast", ENUM_ADDRESS, 2 },
    { "broadcast", ENUM_ADDRESS, 3 },
    { "other", ENUM_ARP, 1 },
    { "invalid", ENUM_ARP, 2 },
    { "dynamic", ENUM_ARP, 3 },
    { "static", ENUM_ARP, 4 },
    { "local", ENUM_ARP, 5 },
    { "reachable", ENUM_STATE, 1 },
    { "stale", ENUM_STATE, 2 },
    { "delay", ENUM_STATE, 3 },
    { "probe", ENUM_STATE, 4 },
    { "invalid", ENUM_STATE, 5 },
    { "unknown", ENUM_STATE, 6 },
    { "incomplete", ENUM_STATE, 7 },
    { "other", ENUM_FDB, 1 },
    { "invalid", ENUM_FDB, 2 },
    { "learned", ENUM_FDB, 3 },
    { "self", ENUM_FDB, 4 },
    { "mgmt", ENUM_FDB, 5 },
    { "chassisComponent", ENUM_CHASSIS, 1 },
    { "interfaceAlias", ENUM_CHASSIS, 2 },
    { "portComponent", ENUM_CHASSIS, 3 },
    { "macAddress", ENUM_CHASSIS, 4 },
    { "networkAddress", ENUM_CHASSIS, 5 },
    { "interfaceName", ENUM_CHASSIS, 6 },
    { "local", ENUM_CHASSIS, 7 },
    { "interfaceAlias", ENUM_PORT, 1 },
    { "portComponent", ENUM_PORT, 2 },
    { "macAddress", ENUM_PORT, 3 },
    { "networkAddress", ENUM_PORT, 4 },
    { "interfaceName", ENUM_PORT, 5 },
    { "agentCircuitId", ENUM_PORT, 6 },
    { "local", ENUM_PORT, 7 },
};

static enumeration enumeration_of(cp_mib_object o)
{
    switch ((int)o) {
    case CP_MIB_ENT_CLASS: return ENUM_CLASS;
    case CP_MIB_ARP_TYPE:
    case CP_MIB_ND_TYPE: return ENUM_ARP;
    case CP_MIB_ND_STATE: return ENUM_STATE;
    case CP_MIB_FDB_STATUS:
    case CP_MIB_QFDB_STATUS: return ENUM_FDB;
    case CP_MIB_LLDP_LOC_CHASSIS_SUBTYPE:
    case CP_MIB_LLDP_REM_CHASSIS_SUBTYPE:
    case CP_MIB_LLDP2_LOC_CHASSIS_SUBTYPE:
    case CP_MIB_LLDP2_REM_CHASSIS_SUBTYPE: return ENUM_CHASSIS;
    case CP_MIB_LLDP_PORT_SUBTYPE:
    case CP_MIB_LLDP_REM_PORT_SUBTYPE:
    case CP_MIB_LLDP2_PORT_SUBTYPE:
    case CP_MIB_LLDP2_REM_PORT_SUBTYPE: return ENUM_PORT;
    default: return ENUM_ADDRESS; /* objects that are no enumeration are not asked for */
    }
}

bool cp_mib_enum(cp_mib_object o, cp_str label, uint32_t *out)
{
    enumeration e = enumeration_of(o);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (labels[i].of == e && cp_str_eq(label, cp_str_c(labels[i].text))) {
            *out = labels[i].value;
            return true;
        }
    }
    return false;
}

const char *cp_mib_enum_label(cp_mib_object o, uint32_t value)
{
    enumeration e = enumeration_of(o);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].of == e && labels[i].value == value)
            return labels[i].text;
    return NULL;
}

bool cp_oid_parse(cp_str s, cp_oid *out)
{
    cp_oid o = { .n = 0 };
    cp_str part;
    if (s.n && s.p[0] == '.')
        s = cp_str_from(s, 1);
    if (s.n == 0 || s.p[s.n - 1] == '.')
        return false;
    while (cp_str_cut(&s, '.', &part))
        if (o.n == CP_OID_IDS_MAX || !cp_str_u32(part, &o.id[o.n++]))
            return false;
    *out = o;
    return true;
}

cp_str cp_oid_text(cp_arena *a, const cp_oid *o)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < o->n; i++)
        cp_buf_fmt(&b, "%s%u", i ? "." : "", o->id[i]);
    return cp_buf_str(&b);
}
