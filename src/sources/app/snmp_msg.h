/* SPDX-License-Identifier: Apache-2.0 */
/* snmp_msg.h - messages of SNMP on the wire: versions 1 (RFC 1157), 2c (RFC 1901, 3416) and 3 (RFC
 * 3412, 3414), in the subset of BER that they use (RFC 3417, 8: definite lengths only).
 *
 *     1, 2c: SEQUENCE { version, community, PDU }
 *     3:     SEQUENCE { version, SEQUENCE { id, size, flags, model },
 *                       OCTET STRING { SEQUENCE { engine id, boots, time, user, .. } },
 *                       SEQUENCE { context engine id, context, PDU } | OCTET STRING (encrypted) }
 *     PDU:   [n] { request id, error, index, SEQUENCE { SEQUENCE { name, value }... } }
 *     trap of version 1: [4] { enterprise, agent's address, generic, specific, time, SEQUENCE ... }
 *
 * Communities, users and what authenticates are stepped over and in no structure: they are
 * secrets. */
#pragma once
#include "base/cursor.h"
#include "sources/snmp/mib.h"

enum {
    CP_SNMP_PORT = 161,
    CP_SNMP_TRAP_PORT = 162,
    CP_SNMP_ENGINE_ID_BYTES_MAX = 32, /* RFC 3411, SnmpEngineID */
};

typedef enum cp_snmp_pdu {
    CP_SNMP_GET,
    CP_SNMP_GET_NEXT,
    CP_SNMP_RESPONSE,
    CP_SNMP_SET,
    CP_SNMP_TRAP_1,
    CP_SNMP_GET_BULK,
    CP_SNMP_INFORM,
    CP_SNMP_TRAP,
    CP_SNMP_REPORT,
    CP_SNMP_ENCRYPTED /* of what kind it is cannot be seen */
} cp_snmp_pdu;

/* Slices are borrowed. */
typedef struct cp_snmp_msg {
    uint8_t version; /* 1, 2 or 3 */
    bool has_pdu;
    bool is_reportable; /* of version 3: who gets it is the authoritative engine (RFC 3412, 6.4) */
    cp_snmp_pdu pdu;
    cp_bytes engine_id, context_engine_id; /* version 3; often empty in a search for the engine */
    int32_t error;                         /* error-status of a response; 0: none */
    cp_bytes enterprise; /* trap of version 1, as contents of an OBJECT IDENTIFIER */
    cp_ip agent;         /* same; version 0: none */
    cp_cur variables;    /* for cp_snmp_variable */
} cp_snmp_msg;

typedef struct cp_snmp_variable {
    cp_oid name;
    uint8_t type; /* tag: 4 OCTET STRING, 6 OBJECT IDENTIFIER, 0x40 IpAddress, ... */
    cp_bytes value;
} cp_snmp_variable;

enum { CP_BER_OCTETS = 4, CP_BER_OID = 6, CP_BER_IP_ADDRESS = 0x40 };

/* No allocation. Errors, with the byte in the message: CP_ESHORT (a length reaches past its
 * parent's end), CP_EFORMAT (another tag than expected, a version that there is not, a length
 * without an end). What was read before the fault is in *out even then. Bytes after the message are
 * not looked at. */
CP_MUST_CHECK cp_rc cp_snmp_msg_parse(cp_bytes in, cp_snmp_msg *out, cp_err *err);
/* The next variable; false at the end or where one is malformed: then c->bad. */
bool cp_snmp_variable_next(cp_cur *c, cp_snmp_variable *out);
/* The contents of an OBJECT IDENTIFIER (X.690, 8.19); false where a number exceeds 32 bits, is cut
 * off, or there are more than CP_OID_IDS_MAX. */
bool cp_ber_oid(cp_bytes contents, cp_oid *out);
