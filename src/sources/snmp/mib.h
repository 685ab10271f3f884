/* SPDX-License-Identifier: Apache-2.0 */
/* mib.h - the few objects of management information that are read from a walk, by number and by
 * name.
 *
 * A compiled MIB tree is not needed: some ninety columns of two dozen tables say what a device is,
 * and who its neighbours are. They stand in two tables, groups (where a table or a set of scalars
 * hangs in the tree) and objects (its columns):
 *
 *     1.3.6.1.2.1.47.1.1.1.1 . 11 . 67108992
 *     '------- group ------'   |    '- index
 *                            column  -> CP_MIB_ENT_SERIAL
 *
 * Sources: RFC 3418 (system), RFC 3411 (engine id), RFC 2863 (interfaces), RFC 4293 (addresses),
 * RFC 4188 and RFC 4363 (bridge), RFC 6933 (entities), IEEE 802.1AB-2005 and 802.1AB-2016 (LLDP),
 * TIA-1057 (LLDP-MED), and CISCO-CDP-MIB. */
#pragma once
#include "base/base.h"

enum {
    CP_OID_IDS_MAX = 128 /* RFC 2578, 3.5 */
};

typedef struct cp_oid {
    uint32_t id[CP_OID_IDS_MAX];
    uint32_t n;
} cp_oid;

/* id, group, column, label, how the value is to be understood */
#define CP_MIB_OBJECTS(X)                                                        \
    X(SYS_DESCR, SYSTEM, 1, "sysDescr", TEXT)                                    \
    X(SYS_OBJECT_ID, SYSTEM, 2, "sysObjectID", OID)                              \
    X(SYS_CONTACT, SYSTEM, 4, "sysContact", TEXT)                                \
    X(SYS_NAME, SYSTEM, 5, "sysName", TEXT)                                      \
    X(SYS_LOCATION, SYSTEM, 6, "sysLocation", TEXT)                              \
    X(ENGINE_ID, ENGINE, 1, "snmpEngineID", BYTES)                               \
    X(IF_DESCR, IF, 2, "ifDescr", TEXT)                                          \
    X(IF_PHYS_ADDRESS, IF, 6, "ifPhysAddress", MAC)                              \
    X(IF_NAME, IFX, 1, "ifName", TEXT)                                           \
    X(IP_AD_ENT_ADDR, IP_OLD, 1, "ipAdEntAddr", INDEX)                           \
    X(IP_AD_ENT_IF_INDEX, IP_OLD, 2, "ipAdEntIfIndex", INDEX)                    \
    X(IP_ADDRESS_IF_INDEX, IP_NEW, 3, "ipAddressIfIndex", INDEX)                 \
    X(IP_ADDRESS_TYPE, IP_NEW, 4, "ipAddressType", INT)                          \
    X(IPV6_ADDR_PFX_LENGTH, IP_V6, 2, "ipv6AddrPfxLength", INDEX)                \
    X(ARP_MAC, ARP, 2, "ipNetToMediaPhysAddress", MAC)                           \
    X(ARP_TYPE, ARP, 4, "ipNetToMediaType", INT)                                 \
    X(ND_MAC, ND, 4, "ipNetToPhysicalPhysAddress", MAC)                          \
    X(ND_TYPE, ND, 6, "ipNetToPhysicalType", INT)                                \
    X(ND_STATE, ND, 7, "ipNetToPhysicalState", INT)                              \
    X(BASE_PORT_IF, BASE_PORT, 2, "dot1dBasePortIfIndex", INT)                   \
    X(FDB_PORT, FDB, 2, "dot1dTpFdbPort", INT)                                   \
    X(FDB_STATUS, FDB, 3, "dot1dTpFdbStatus", INT)                               \
    X(QFDB_PORT, QFDB, 2, "dot1qTpFdbPort", INT)                                 \
    X(QFDB_STATUS, QFDB, 3, "dot1qTpFdbStatus", INT)                             \
    X(VLAN_FDB, VLAN, 3, "dot1qVlanFdbId", INT)                                  \
    X(BRIDGE_ADDRESS, BRIDGE, 1, "dot1dBaseBridgeAddress", MAC)                  \
    X(ENT_DESCR, ENT, 2, "entPhysicalDescr", TEXT)                               \
    X(ENT_VENDOR_TYPE, ENT, 3, "entPhysicalVendorType", OID)                     \
    X(ENT_CONTAINED_IN, ENT, 4, "entPhysicalContainedIn", INT)                   \
    X(ENT_CLASS, ENT, 5, "entPhysicalClass", INT)                                \
    X(ENT_NAME, ENT, 7, "entPhysicalName", TEXT)                                 \
    X(ENT_HW, ENT, 8, "entPhysicalHardwareRev", TEXT)                            \
    X(ENT_FW, ENT, 9, "entPhysicalFirmwareRev", TEXT)                            \
    X(ENT_SW, ENT, 10, "entPhysicalSoftwareRev", TEXT)                           \
    X(ENT_SERIAL, ENT, 11, "entPhysicalSerialNum", TEXT)                         \
    X(ENT_MFG, ENT, 12, "entPhysicalMfgName", TEXT)                              \
    X(ENT_MODEL, ENT, 13, "entPhysicalModelName", TEXT)                          \
    X(LLDP_LOC_CHASSIS_SUBTYPE, LLDP_LOC, 1, "lldpLocChassisIdSubtype", INT)     \
    X(LLDP_LOC_CHASSIS, LLDP_LOC, 2, "lldpLocChassisId", BYTES)                  \
    X(LLDP_LOC_SYS_NAME, LLDP_LOC, 3, "lldpLocSysName", TEXT)                    \
    X(LLDP_LOC_SYS_DESCR, LLDP_LOC, 4, "lldpLocSysDesc", TEXT)                   \
    X(LLDP_LOC_CAPS, LLDP_LOC, 6, "lldpLocSysCapEnabled", BITS)                  \
    X(LLDP_PORT_SUBTYPE, LLDP_PORT, 2, "lldpLocPortIdSubtype", INT)              \
    X(LLDP_PORT_ID, LLDP_PORT, 3, "lldpLocPortId", BYTES)                        \
    X(LLDP_PORT_DESCR, LLDP_PORT, 4, "lldpLocPortDesc", TEXT)                    \
    X(LLDP_LOC_ADDR, LLDP_LOC_MAN, 5, "lldpLocManAddrIfId", INDEX)               \
    X(LLDP_REM_CHASSIS_SUBTYPE, LLDP_REM, 4, "lldpRemChassisIdSubtype", INT)     \
    X(LLDP_REM_CHASSIS, LLDP_REM, 5, "lldpRemChassisId", BYTES)                  \
    X(LLDP_REM_PORT_SUBTYPE, LLDP_REM, 6, "lldpRemPortIdSubtype", INT)           \
    X(LLDP_REM_PORT, LLDP_REM, 7, "lldpRemPortId", BYTES)                        \
    X(LLDP_REM_PORT_DESCR, LLDP_REM, 8, "lldpRemPortDesc", TEXT)                 \
    X(LLDP_REM_SYS_NAME, LLDP_REM, 9, "lldpRemSysName", TEXT)                    \
    X(LLDP_REM_SYS_DESCR, LLDP_REM, 10, "lldpRemSysDesc", TEXT)                  \
    X(LLDP_REM_CAPS, LLDP_REM, 12, "lldpRemSysCapEnabled", BITS)                 \
    X(LLDP_REM_ADDR, LLDP_REM_MAN, 3, "lldpRemManAddrIfSubtype", INDEX)          \
    X(LLDP_REM_ADDR_IF, LLDP_REM_MAN, 4, "lldpRemManAddrIfId", INDEX)            \
    X(LLDP_MED_HW, LLDP_MED, 1, "lldpXMedRemHardwareRev", TEXT)                  \
    X(LLDP_MED_FW, LLDP_MED, 2, "lldpXMedRemFirmwareRev", TEXT)                  \
    X(LLDP_MED_SW, LLDP_MED, 3, "lldpXMedRemSoftwareRev", TEXT)                  \
    X(LLDP_MED_SERIAL, LLDP_MED, 4, "lldpXMedRemSerialNum", TEXT)                \
    X(LLDP_MED_MFG, LLDP_MED, 5, "lldpXMedRemMfgName", TEXT)                     \
    X(LLDP_MED_MODEL, LLDP_MED, 6, "lldpXMedRemModelName", TEXT)                 \
    X(LLDP2_LOC_CHASSIS_SUBTYPE, LLDP2_LOC, 1, "lldpV2LocChassisIdSubtype", INT) \
    X(LLDP2_LOC_CHASSIS, LLDP2_LOC, 2, "lldpV2LocChassisId", BYTES)              \
    X(LLDP2_LOC_SYS_NAME, LLDP2_LOC, 3, "lldpV2LocSysName", TEXT)                \
    X(LLDP2_LOC_SYS_DESCR, LLDP2_LOC, 4, "lldpV2LocSysDesc", TEXT)               \
    X(LLDP2_LOC_CAPS, LLDP2_LOC, 6, "lldpV2LocSysCapEnabled", BITS)              \
    X(LLDP2_PORT_SUBTYPE, LLDP2_PORT, 2, "lldpV2LocPortIdSubtype", INT)          \
    X(LLDP2_PORT_ID, LLDP2_PORT, 3, "lldpV2LocPortId", BYTES)                    \
    X(LLDP2_PORT_DESCR, LLDP2_PORT, 4, "lldpV2LocPortDesc", TEXT)                \
    X(LLDP2_REM_CHASSIS_SUBTYPE, LLDP2_REM, 5, "lldpV2RemChassisIdSubtype", INT) \
    X(LLDP2_REM_CHASSIS, LLDP2_REM, 6, "lldpV2RemChassisId", BYTES)              \
    X(LLDP2_REM_PORT_SUBTYPE, LLDP2_REM, 7, "lldpV2RemPortIdSubtype", INT)       \
    X(LLDP2_REM_PORT, LLDP2_REM, 8, "lldpV2RemPortId", BYTES)                    \
    X(LLDP2_REM_PORT_DESCR, LLDP2_REM, 9, "lldpV2RemPortDesc", TEXT)             \
    X(LLDP2_REM_SYS_NAME, LLDP2_REM, 10, "lldpV2RemSysName", TEXT)               \
    X(LLDP2_REM_SYS_DESCR, LLDP2_REM, 11, "lldpV2RemSysDesc", TEXT)              \
    X(LLDP2_REM_CAPS, LLDP2_REM, 13, "lldpV2RemSysCapEnabled", BITS)             \
    X(LLDP2_REM_ADDR, LLDP2_REM_MAN, 3, "lldpV2RemManAddrIfSubtype", INDEX)      \
    X(LLDP2_REM_ADDR_IF, LLDP2_REM_MAN, 4, "lldpV2RemManAddrIfId", INDEX)        \
    X(CDP_ADDRESS, CDP, 4, "cdpCacheAddress", BYTES)                             \
    X(CDP_VERSION, CDP, 5, "cdpCacheVersion", TEXT)                              \
    X(CDP_DEVICE_ID, CDP, 6, "cdpCacheDeviceId", TEXT)                           \
    X(CDP_PORT, CDP, 7, "cdpCacheDevicePort", TEXT)                              \
    X(CDP_PLATFORM, CDP, 8, "cdpCachePlatform", TEXT)                            \
    X(CDP_VTP_DOMAIN, CDP, 10, "cdpCacheVTPMgmtDomain", TEXT)                    \
    X(CDP_NATIVE_VLAN, CDP, 11, "cdpCacheNativeVLAN", INT)                       \
    X(CDP_SYS_NAME, CDP, 17, "cdpCacheSysName", TEXT)                            \
    X(CDP_SYS_OBJECT_ID, CDP, 18, "cdpCacheSysObjectID", OID)                    \
    X(CDP_MGMT_ADDRESS, CDP, 20, "cdpCachePrimaryMgmtAddr", BYTES)               \
    X(CDP_OWN_ID, CDP_GLOBAL, 4, "cdpGlobalDeviceId", TEXT)

typedef enum cp_mib_object {
#define CP_MIB_ID(id, group, column, label, syntax) CP_MIB_##id,
    CP_MIB_OBJECTS(CP_MIB_ID)
#undef CP_MIB_ID
        CP_MIB_COUNT
} cp_mib_object;

/* INDEX: only the index is of interest. */
typedef enum cp_mib_syntax {
    CP_MIB_TEXT,
    CP_MIB_OID,
    CP_MIB_BYTES,
    CP_MIB_BITS,
    CP_MIB_MAC,
    CP_MIB_INT,
    CP_MIB_INDEX
} cp_mib_syntax;

const char *cp_mib_label(cp_mib_object o);
cp_mib_syntax cp_mib_syntax_of(cp_mib_object o);

/* The object that this instance belongs to, and where its index begins in ids. False if it is none
 * that is read here. */
bool cp_mib_find(const uint32_t *ids, uint32_t n, cp_mib_object *object, uint32_t *index_at);

/* The number of the object itself, without an index. */
void cp_mib_oid(cp_mib_object o, cp_oid *out);

/* The number of a label such as "sysDescr", "mib-2", "enterprises"; also of the object identifiers
 * that agents commonly give by name. False if it is not known. */
bool cp_mib_by_label(cp_str label, cp_oid *out);
/* The value of a label of the enumeration that o is (entity classes, LLDP subtypes, address types);
 * o CP_MIB_COUNT: of a label that stands in an index. False if it is not known. */
bool cp_mib_enum(cp_mib_object o, cp_str label, uint32_t *out);
/* "chassis" of 3 if o is entPhysicalClass. NULL if it has no label. */
const char *cp_mib_enum_label(cp_mib_object o, uint32_t value);

/* "1.3.6.1.4.1.9" with or without a dot in front; false on anything else, also on numbers above
 * 2^32 - 1 and more than CP_OID_IDS_MAX of them. */
bool cp_oid_parse(cp_str s, cp_oid *out);
cp_str cp_oid_text(cp_arena *a, const cp_oid *o); /* no dot in front */
