/* SPDX-License-Identifier: Apache-2.0 */
/* tell_snmp.c - what SNMP messages tell, as observations: responses, traps and informs by their
 * variables; all of version 3, encrypted ones too, by the engine that they come from.
 *
 * Whose are the variables? The sender's, but for a proxy, which hands on what others say:
 *     trap of version 1       agent-addr (RFC 1157, 4.1.6)
 *     notification            snmpTrapAddress.0 (RFC 3584, 4.1)
 *     version 3               the context's engine is another than the authoritative one
 * A request says nothing about who sends it, nor does an inform of version 3 about an engine: the
 * authoritative one there is the receiver's. */
#include <string.h>
#include "sources/app/snmp_msg.h"
#include "sources/pcap/facts.h"
#include "sources/values.h"

static const struct {
    cp_mib_object object;
    cp_kind kind;
    uint8_t type;
} told[] = {
    { CP_MIB_SYS_DESCR, CP_KIND_SNMP_SYS_DESCR, CP_BER_OCTETS },
    { CP_MIB_SYS_OBJECT_ID, CP_KIND_SNMP_SYS_OBJECT_ID, CP_BER_OID },
    { CP_MIB_SYS_NAME, CP_KIND_SNMP_SYS_NAME, CP_BER_OCTETS },
    { CP_MIB_SYS_LOCATION, CP_KIND_SNMP_SYS_LOCATION, CP_BER_OCTETS },
    { CP_MIB_SYS_CONTACT, CP_KIND_SNMP_SYS_CONTACT, CP_BER_OCTETS },
    { CP_MIB_ENGINE_ID, CP_KIND_SNMP_ENGINE_ID, CP_BER_OCTETS },
    { CP_MIB_IF_PHYS_ADDRESS, CP_KIND_SNMP_IF_MAC, CP_BER_OCTETS },
};

static void tell_variable(cp_telling *t, const cp_subject *s, const cp_snmp_variable *v)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_mib_object object;
    uint32_t index_at;
    cp_oid oid;
    if (!cp_mib_find(v->name.id, v->name.n, &object, &index_at))
        return;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (told[i].object != object || told[i].type != v->type)
            continue;
        if (v->type == CP_BER_OID) {
            if (cp_ber_oid(v->value, &oid))
                cp_tell(t, s, told[i].kind, cp_oid_text(tmp, &oid));
        } else if (told[i].kind == CP_KIND_SNMP_ENGINE_ID) {
            if (v->value.n <= CP_SNMP_ENGINE_ID_BYTES_MAX)
                cp_tell(t, s, told[i].kind, cp_hex(tmp, v->value));
        } else if (told[i].kind == CP_KIND_SNMP_IF_MAC) {
            if (v->value.n == 6 && cp_mac_is_identity(cp_mac_of(v->value.p)))
                cp_tell(t, s, told[i].kind, cp_mac_text(tmp, cp_mac_of(v->value.p)));
        } else
            cp_tell_text(t, s, told[i].kind, v->value);
    }
}

/* snmpTrapAddress.0, if a notification has it. */
static cp_ip trap_address(const cp_snmp_msg *p)
{
    static const uint32_t oid[] = { 1, 3, 6, 1, 6, 3, 18, 1, 3, 0 };
    cp_cur c = p->variables;
    cp_snmp_variable v;
    while (cp_snmp_variable_next(&c, &v))
        if (v.type == CP_BER_IP_ADDRESS && v.value.n == 4 && v.name.n == sizeof oid / sizeof *oid &&
            memcmp(v.name.id, oid, sizeof oid) == 0)
            return cp_ip_v4(v.value.p);
    return (cp_ip){ .version = 0 };
}

/* Of whom the variables speak. */
static void agent_of(cp_capture *c, const cp_msg *m, const cp_snmp_msg *p, cp_subject *s)
{
    cp_msg other = *m;
    cp_ip ip = p->agent;
    bool is_proxied =
        p->version == 3 && p->pdu != CP_SNMP_INFORM && p->context_engine_id.n && p->engine_id.n &&
        !cp_str_eq(cp_str_of_bytes(p->context_engine_id), cp_str_of_bytes(p->engine_id));
    if (is_proxied) {
        if (cp_engine_id_is_identity(p->context_engine_id))
            cp_subject_add(s, CP_IDENT_ENGINE_ID,
                           cp_hex(cp_capture_scratch(c), p->context_engine_id));
        return;
    }
    if (p->pdu == CP_SNMP_TRAP || p->pdu == CP_SNMP_INFORM)
        ip = trap_address(p);
    if (ip.version && cp_ip_is_host(ip) && memcmp(&ip, &m->src, sizeof ip) != 0) {
        other.src = ip;
        other.is_near = false;
    }
    cp_msg_sender(c, &other, s);
}

static void tell_engine(cp_telling *t, const cp_msg *m, const cp_snmp_msg *p)
{
    cp_subject s = { .n = 0 };
    if (p->is_reportable || !cp_engine_id_is_identity(p->engine_id))
        return;
    cp_str hex = cp_hex(cp_capture_scratch(t->c), p->engine_id);
    cp_msg_sender(t->c, m, &s);
    cp_subject_add(&s, CP_IDENT_ENGINE_ID, hex);
    cp_tell(t, &s, CP_KIND_SNMP_ENGINE_ID, hex);
}

/* The enterprise of a trap of version 1 is sysObjectID of who sent it, if it is a generic one (RFC
 * 1157, 4.1.6), else that of the MIB which defines the trap, so it is a fact only. */
static void tell_enterprise(cp_telling *t, const cp_subject *s, cp_bytes contents)
{
    cp_oid oid;
    if (cp_ber_oid(contents, &oid))
        cp_tell(t, s, CP_KIND_SNMP_TRAP_ENTERPRISE, cp_oid_text(cp_capture_scratch(t->c), &oid));
}

cp_rc cp_capture_snmp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_snmp_msg p;
    cp_err fault;
    cp_snmp_variable v;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    if (m->bytes.n == 0)
        return CP_OK;
    /* what has no version is another protocol on the port */
    if (cp_snmp_msg_parse(m->bytes, &p, &fault) != CP_OK && p.version)
        cp_capture_fault(c, "SNMP", &fault);
    tell_engine(&t, m, &p);
    bool is_told = p.pdu == CP_SNMP_TRAP_1 || p.pdu == CP_SNMP_TRAP || p.pdu == CP_SNMP_INFORM ||
                   (p.pdu == CP_SNMP_RESPONSE && p.error == 0);
    if (!p.has_pdu || !is_told)
        return t.rc;
    agent_of(c, m, &p, &s);
    if (p.pdu == CP_SNMP_TRAP_1)
        tell_enterprise(&t, &s, p.enterprise);
    while (cp_snmp_variable_next(&p.variables, &v))
        tell_variable(&t, &s, &v);
    if (p.variables.bad) {
        (void)cp_fail(&fault, CP_EFORMAT, cp_cur_off(&p.variables), "a variable is malformed");
        cp_capture_fault(c, "SNMP", &fault);
    }
    return t.rc;
}
