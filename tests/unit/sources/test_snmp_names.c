/* SPDX-License-Identifier: Apache-2.0 */
/* Names of instances as net-snmp prints them (snmpcmd(1), "Output options"), and the table of
 * objects. */
#include "sources/snmp/var.h"
#include "tap.h"

static const struct row {
    const char *in, *oid; /* oid "" : well-formed, but not known */
    int length;           /* 0: no name; -1: the whole */
} rows[] = {
    { ".1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.1.0", -1 },
    { "1.3.6.1.2.1.1.1.0 = STRING: x", "1.3.6.1.2.1.1.1.0", 17 },
    { "1.3.6.1.2.1.1.1.0=x", "1.3.6.1.2.1.1.1.0", 17 },
    { "iso.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.1.0", -1 },
    { ".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0", "1.3.6.1.2.1.1.1.0", -1 },
    { "SNMPv2-MIB::sysDescr.0", "1.3.6.1.2.1.1.1.0", -1 },
    { "RFC1213-MIB::sysDescr.0", "1.3.6.1.2.1.1.1.0", -1 },
    { "sysDescr.0", "1.3.6.1.2.1.1.1.0", -1 },
    { "system.sysDescr.0", "1.3.6.1.2.1.1.1.0", -1 },
    { "SNMPv2-SMI::enterprises.2011.2.23.95", "1.3.6.1.4.1.2011.2.23.95", -1 },
    { "SNMPv2-SMI::mib-2.47.1.1.1.1.2.1", "1.3.6.1.2.1.47.1.1.1.1.2.1", -1 },
    { "IF-MIB::ifPhysAddress[3]", "1.3.6.1.2.1.2.2.1.6.3", -1 },
    { "IP-MIB::ipAdEntAddr[192.0.2.1]", "1.3.6.1.2.1.4.20.1.1.192.0.2.1", -1 },
    { "IP-MIB::ipAddressIfIndex.ipv4.\"192.0.2.7\"", "1.3.6.1.2.1.4.34.1.3.1.4.192.0.2.7", -1 },
    { "IP-MIB::ipAddressIfIndex[ipv4][\"192.0.2.7\"]", "1.3.6.1.2.1.4.34.1.3.1.4.192.0.2.7", -1 },
    { "IP-MIB::ipAddressIfIndex.ipv6.\"20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:01\"",
      "1.3.6.1.2.1.4.34.1.3.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1", -1 },
    { "LLDP-MIB::lldpRemManAddrIfSubtype.0.3.1.ipV4.4.192.0.2.9",
      "1.0.8802.1.1.2.1.4.2.1.3.0.3.1.1.4.192.0.2.9", -1 },
    { "LLDP-MIB::lldpRemManAddrIfSubtype.6100.2.1.ipV4.\"..w'\"", "", -1 },
    { "LLDP-MIB::lldpRemManAddrIfSubtype.6100.2.1.ipV4.\"abcd\"",
      "1.0.8802.1.1.2.1.4.2.1.3.6100.2.1.1.4.97.98.99.100", -1 },
    { "DISMAN-EVENT-MIB::sysUpTimeInstance", "", -1 },
    { "X-MIB::table[STRING: \"a.b\"]", "", -1 },
    { "BRIDGE-MIB::dot1dTpFdbPort[STRING: 0:7:e:6d:55:41]",
      "1.3.6.1.2.1.17.4.3.1.2.0.7.14.109.85.65", -1 },
    { "Q-BRIDGE-MIB::dot1qTpFdbPort[10][0:7:e:6d:55:41]",
      "1.3.6.1.2.1.17.7.1.2.2.1.2.10.0.7.14.109.85.65", -1 },
    { "dot1dTpFdbPort[0:7:e:6d:55]", "", -1 },
    { "ACME-MIB::acmeName.\"a \\\" b = c\" = x", "", 31 },
    { "hello world", "", 5 },
    { "1.3", "1.3", -1 },
    { "3.1", "", 0 },
    { "1", "", 0 },
    { "1.3.", "", 0 },
    { "1..3", "", 0 },
    { ".", "", 0 },
    { "", "", 0 },
    { "1.3.6.1.4294967295", "1.3.6.1.4294967295", -1 },
    { "1.3.6.1.4294967296", "", 0 },
    { "1.3.6.1x", "", 0 },
    { "SNMPv2-MIB::", "", 0 },
    { "SNMPv2-MIB::sysDescr.", "", 0 },
    { "SNMPv2-MIB::sysDescr[0", "", 0 },
    { "SNMPv2-MIB::sysDescr.\"open", "", 0 },
    { "-bash: snmpwalk", "", 0 },
};

static void check_row(cp_arena *a, const struct row *r, cp_snmp_memo *memo)
{
    cp_oid o;
    cp_str in = cp_str_c(r->in);
    cp_snmp_name n = cp_snmp_name_parse(in, memo, &o);
    is_uint(n.length, r->length < 0 ? in.n : (size_t)r->length, "%s: length", r->in);
    is_cstr(n.length && n.is_known ? cp_oid_text(a, &o) : CP_STR(""), r->oid, "%s: number", r->in);
}

static void check_table(cp_arena *a)
{
    for (int i = 0; i < CP_MIB_COUNT; i++) {
        cp_oid o, named;
        cp_mib_object found = CP_MIB_COUNT;
        uint32_t at = 0;
        cp_str label = cp_str_c(cp_mib_label((cp_mib_object)i));
        cp_mib_oid((cp_mib_object)i, &o);
        o.id[o.n++] = 7;
        ok(cp_mib_find(o.id, o.n, &found, &at) && found == (cp_mib_object)i && at == o.n - 1,
           "%.*s is found by its number", CP_FMT(label));
        o.n--;
        ok(cp_mib_by_label(label, &named) && cp_str_eq(cp_oid_text(a, &named), cp_oid_text(a, &o)),
           "%.*s is found by its name", CP_FMT(label));
    }
    cp_oid o;
    cp_mib_object found;
    uint32_t at;
    ok(cp_oid_parse(CP_STR("1.3.6.1.2.1.2.2.1.10.1"), &o) && !cp_mib_find(o.id, o.n, &found, &at),
       "a column that is not read");
    ok(cp_oid_parse(CP_STR("1.3.6.1.2.1.1.1"), &o) && !cp_mib_find(o.id, o.n, &found, &at),
       "an object without an instance");
}

static void check_oid_length(void)
{
    char text[2 * 200 + 1];
    cp_oid o;
    for (size_t i = 0; i < 200; i++)
        memcpy(text + 2 * i, "1.", 2);
    ok(cp_oid_parse((cp_str){ text, 2 * CP_OID_IDS_MAX - 1 }, &o) && o.n == CP_OID_IDS_MAX,
       "an identifier of %d numbers", CP_OID_IDS_MAX);
    ok(!cp_oid_parse((cp_str){ text, 2 * CP_OID_IDS_MAX + 1 }, &o), "one more is too many");
    is_uint(cp_snmp_name_parse((cp_str){ text, 399 }, NULL, &o).length, 0, "also as a name");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_snmp_memo memo = { .is_known = false };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i], NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i], &memo);
    check_table(a);
    check_oid_length();
    cp_arena_free(a);
    return tap_done();
}
