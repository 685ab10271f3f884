/* SPDX-License-Identifier: Apache-2.0 */
/* Walks as text. tests/data/snmp/forms holds one agent's answers as snmpwalk 5.9 printed them with
 * different options (On, Onq ...), and the same as it prints them with the MIBs loaded (named*):
 * all must tell the same. The rest are rows. */
#include "sources/snmp/snmp.h"
#include "told.h"

static const struct row {
    const char *name, *in, *obs; /* obs: the lines that must be told, all of them */
    uint64_t records, bad;
    const char *problem; /* part of the first problem */
} rows[] = {
    { "numeric", ".1.3.6.1.2.1.1.5.0 = STRING: \"sw\"\n", "snmp.sys_name=sw\n", 1, 0, "" },
    { "no line end", ".1.3.6.1.2.1.1.5.0 = STRING: \"sw\"", "snmp.sys_name=sw\n", 1, 0, "" },
    { "CRLF", ".1.3.6.1.2.1.1.5.0 = STRING: \"sw\"\r\n.1.3.6.1.2.1.1.6.0 = STRING: \"x\"\r\n",
      "snmp.sys_name=sw\nsnmp.sys_location=x\n", 2, 0, "" },
    { "empty value", ".1.3.6.1.2.1.1.5.0 = \"\"\n.1.3.6.1.2.1.1.6.0 = STRING: \n", "", 2, 0, "" },
    { "text of several lines, quoted",
      ".1.3.6.1.2.1.1.1.0 = STRING: \"A\nB = C\n\nD\"\n.1.3.6.1.2.1.1.5.0 = STRING: \"sw\"\n",
      "snmp.sys_descr=A\nB = C\n\nD\nsnmp.sys_name=sw\n", 2, 0, "" },
    { "text of several lines, not quoted",
      "SNMPv2-MIB::sysDescr.0 = STRING: A\nB, Version 1.2\n\nC\nSNMPv2-MIB::sysName.0 = STRING: "
      "sw\n",
      "snmp.sys_descr=A\nB, Version 1.2\n\nC\nsnmp.sys_name=sw\n", 2, 0, "" },
    { "octets of several lines",
      ".1.3.6.1.2.1.1.5.0 = Hex-STRING: 73 \n77 2D \n31 \n.1.3.6.1.2.1.1.6.0 = STRING: \"x\"\n",
      "snmp.sys_name=sw-1\nsnmp.sys_location=x\n", 2, 0, "" },
    { "octets with a NUL behind", ".1.3.6.1.2.1.1.5.0 = Hex-STRING: 73 77 00 00 20 00\n",
      "snmp.sys_name=sw\n", 1, 0, "" },
    { "octets that are no pairs", ".1.3.6.1.2.1.1.5.0 = Hex-STRING: 73 7\n", "", 1, 1,
      "hexadecimal" },
    { "a quote inside", ".1.3.6.1.2.1.1.5.0 = STRING: \"say \\\"hi\\\" \\\\\"\n",
      "snmp.sys_name=say \"hi\" \\\n", 1, 0, "" },
    { "a quote never closed",
      ".1.3.6.1.2.1.1.1.0 = STRING: \"A\nB\n.1.3.6.1.2.1.1.5.0 = STRING: \"sw\"\n",
      "snmp.sys_descr=A\nB\nsnmp.sys_name=sw\n", 2, 1, "not closed before line 3" },
    { "the end inside a quote", ".1.3.6.1.2.1.1.1.0 = STRING: \"A\nB\n", "snmp.sys_descr=A\nB\n", 1,
      1, "ends inside" },
    { "junk between", "?!\n.1.3.6.1.2.1.1.5.0 = STRING: \"sw\"\n!!\n", "snmp.sys_name=sw\n", 3, 2,
      "not a variable" },
    { "prompts and comments",
      "noc@nms:~$ snmpwalk -v2c -c x h\nSNMPv2-MIB::sysName.0 = STRING: sw\nnoc@nms:~$ \n# end\n",
      "snmp.sys_name=sw\n", 1, 0, "" },
    { "what an agent does not have",
      ".1.3.6.1.2.1.1.5.0 = No Such Object available on this agent at this OID\n"
      ".1.3.6.1.2.1.1.6.0 = No Such Instance currently exists at this OID\n"
      ".1.3.6.1.2.1.1.1.0 = No more variables left in this MIB View (It is past the end)\n",
      "", 3, 0, "" },
    { "an agent that stopped answering",
      ".1.3.6.1.2.1.1.5.0 = STRING: \"sw\"\nTimeout: No Response from 192.0.2.1\n",
      "snmp.sys_name=sw\n", 1, 1, "not complete: Timeout" },
    { "wrong type", ".1.3.6.1.2.1.1.5.0 = Wrong Type (should be OCTET STRING): INTEGER: 5\n",
      "snmp.sys_name=5\n", 1, 0, "" },
    { "placeholders",
      ".1.3.6.1.2.1.1.5.0 = STRING: \"<private>\"\n.1.3.6.1.2.1.1.6.0 = STRING: \"Unknown\"\n", "",
      2, 0, "" },
    { "object identifier by the name of an unknown MIB",
      "SNMPv2-MIB::sysObjectID.0 = OID: ACME-MIB::acmeRouter\n", "", 1, 1, "walk with -On" },
    { "object identifier by a known name",
      "SNMPv2-MIB::sysObjectID.0 = OID: NET-SNMP-MIB::netSnmpAgentOIDs.10\n",
      "snmp.sys_object_id=1.3.6.1.4.1.8072.3.2.10\n", 1, 0, "" },
    { "no object identifier", "SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::zeroDotZero\n", "", 1,
      0, "" },
    { "order is of no interest",
      ".1.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 00 00 5E 00 53 02\n.1.3.6.1.2.1.1.5.0 = STRING: "
      "\"sw\"\n"
      ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 00 5E 00 53 01\n",
      "snmp.sys_name=sw\nsnmp.if_mac=00:00:5e:00:53:02\nsnmp.if_mac=00:00:5e:00:53:01\n", 3, 0,
      "" },
    { "hardware addresses that identify nobody",
      ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 00 00 00 00 00\n"
      ".1.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 02 00 5E 00 53 01\n"
      ".1.3.6.1.2.1.2.2.1.6.3 = Hex-STRING: 00 00 5E 00 01 01\n"
      ".1.3.6.1.2.1.2.2.1.6.4 = Hex-STRING: 01 00 5E 00 53 01\n"
      ".1.3.6.1.2.1.2.2.1.6.5 = \"\"\n",
      "", 5, 0, "" },
    { "the same hardware address on two ports",
      ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 00 5E 00 53 01\n"
      ".1.3.6.1.2.1.2.2.1.6.2 = STRING: 0:0:5e:0:53:1\n",
      "snmp.if_mac=00:00:5e:00:53:01\n", 2, 0, "" },
    { "a hardware address as text", ".1.3.6.1.2.1.2.2.1.6.1 = STRING: \"00-00-5E-00-53-01\"\n",
      "snmp.if_mac=00:00:5e:00:53:01\n", 1, 0, "" },
    { "a malformed hardware address", ".1.3.6.1.2.1.2.2.1.6.1 = STRING: \"00:00:5e:00:53:0g\"\n",
      "", 1, 1, "no hardware address" },
    { "own addresses",
      ".1.3.6.1.2.1.4.20.1.1.192.0.2.1 = IpAddress: 192.0.2.1\n"
      ".1.3.6.1.2.1.4.20.1.2.192.0.2.1 = INTEGER: 1\n"
      ".1.3.6.1.2.1.4.20.1.1.127.0.0.1 = IpAddress: 127.0.0.1\n"
      ".1.3.6.1.2.1.4.34.1.3.1.4.192.0.2.255 = INTEGER: 1\n"
      ".1.3.6.1.2.1.4.34.1.4.1.4.192.0.2.255 = INTEGER: broadcast(3)\n"
      ".1.3.6.1.2.1.4.34.1.3.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1 = INTEGER: 2\n",
      "snmp.ip_addr=192.0.2.1\nsnmp.ip_addr=2001:db8::1\n", 6, 0, "" },
    { "chassis and parts",
      "ENTITY-MIB::entPhysicalClass.1 = INTEGER: chassis(3)\n"
      "ENTITY-MIB::entPhysicalName.1 = STRING: box\n"
      "ENTITY-MIB::entPhysicalClass.2 = INTEGER: module(9)\n"
      "ENTITY-MIB::entPhysicalContainedIn.2 = INTEGER: 1\n",
      "snmp.ent.class=chassis\nsnmp.ent.name=box\nent:2 snmp.ent.class=module\n"
      "ent:2 snmp.ent.contained_in=1\n",
      4, 0, "" },
    { "a stack and its members",
      ".1.3.6.1.2.1.47.1.1.1.1.5.1 = INTEGER: 11\n.1.3.6.1.2.1.47.1.1.1.1.5.1001 = INTEGER: 3\n"
      ".1.3.6.1.2.1.47.1.1.1.1.5.2001 = INTEGER: 3\n.1.3.6.1.2.1.47.1.1.1.1.11.1001 = STRING: "
      "\"SER-1001\"\n"
      ".1.3.6.1.2.1.47.1.1.1.1.11.2001 = STRING: \"SER-2001\"\n",
      "snmp.ent.class=stack\nsnmp.ent.class=chassis\nsnmp.ent.serial=SER-1001\n"
      "ent:2001 snmp.ent.class=chassis\nent:2001 snmp.ent.serial=SER-2001\n",
      5, 0, "" },
    { "no chassis: the root",
      ".1.3.6.1.2.1.47.1.1.1.1.4.5 = INTEGER: 0\n"
      ".1.3.6.1.2.1.47.1.1.1.1.7.5 = STRING: \"root\"\n.1.3.6.1.2.1.47.1.1.1.1.4.3 = INTEGER: 5\n"
      ".1.3.6.1.2.1.47.1.1.1.1.7.3 = STRING: \"part\"\n",
      "snmp.ent.name=root\nent:3 snmp.ent.name=part\nent:3 snmp.ent.contained_in=5\n", 4, 0, "" },
    { "no class, no container: the first",
      ".1.3.6.1.2.1.47.1.1.1.1.7.5 = STRING: \"b\"\n"
      ".1.3.6.1.2.1.47.1.1.1.1.7.3 = STRING: \"a\"\n",
      "ent:5 snmp.ent.name=b\nsnmp.ent.name=a\n", 2, 0, "" },
    { "a lone module is a part", ".1.3.6.1.2.1.47.1.1.1.1.5.7 = INTEGER: 9\n",
      "ent:7 snmp.ent.class=module\n", 1, 0, "" },
    { "nothing", "", "", 0, 0, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_snmpwalk, cp_str_c(r->in), NULL);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: problem (%.*s)", r->name,
       CP_FMT(problem(h, 0)));
    cp_arena_free(a);
}

static void check_forms(void)
{
    static const char *const forms[] = { "Onq", "OnQ", "Onx",   "OnT",      "OX",
                                         "Of",  "One", "named", "named-OX", "named-Oq" };
    cp_arena *a = cp_arena_new(0);
    cp_str text = project_file(a, __FILE__, "tests/data/snmp/forms/On.snmpwalk");
    heard *want = hear(a, &cp_format_snmpwalk, text, NULL);
    ok(want->n_obs == 22 && want->n_links == 1, "-On tells 22 facts and a link");
    is_cstr(first_subject(want),
            "agent=a serial=with \"quote\" engine_id=80001f8803005e00530101 "
            "chassis=00:00:5e:00:53:01 mac=00:00:5e:00:53:01 hostname=dev-1 mac=50:62:63:64:65:66",
            "the agent's identifiers");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        cp_str path = cp_str_fmt(a, "tests/data/snmp/forms/%s.snmpwalk", forms[i]);
        text = project_file(a, __FILE__, path.p);
        heard *h = hear(a, &cp_format_snmpwalk, text, NULL);
        is_str(cp_buf_str(&h->obs), cp_buf_str(&want->obs), "%s tells the same facts", forms[i]);
        is_str(cp_buf_str(&h->links), cp_buf_str(&want->links), "%s: and links", forms[i]);
        is_str(cp_buf_str(&h->subjects), cp_buf_str(&want->subjects), "%s: of the same", forms[i]);
        is_uint(h->src.records_bad, 0, "%s: no line is bad", forms[i]);
        ok(cp_format_snmpwalk.detect(cp_bytes_of_str(text), CP_STR("x")) >= 80, "%s is recognised",
           forms[i]);
    }
    text = project_file(a, __FILE__, "tests/data/snmp/forms/Ona.snmpwalk");
    heard *lossy = hear(a, &cp_format_snmpwalk, text, NULL);
    ok(!cp_str_has(cp_buf_str(&lossy->subjects), CP_STR("engine_id")) &&
           !cp_str_has(cp_buf_str(&lossy->subjects), CP_STR("2e:2e")),
       "-Oa: octets that were printed as dots make no identifier");
    cut_everywhere(&cp_format_snmpwalk,
                   project_file(a, __FILE__, "tests/data/snmp/forms/On.snmpwalk"), "-On");
    cut_everywhere(&cp_format_snmpwalk,
                   project_file(a, __FILE__, "tests/data/snmp/forms/named-OX.snmpwalk"), "-OX");
    cp_arena_free(a);
}

/* Two agents one behind the other; one agent walked twice. */
static void check_agents(void)
{
    static const char two[] =
        ".1.3.6.1.2.1.1.1.0 = STRING: \"same\"\n.1.3.6.1.2.1.1.5.0 = STRING: \"a\"\n"
        ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 00 5E 00 53 01\n"
        ".1.3.6.1.2.1.1.1.0 = STRING: \"same\"\n.1.3.6.1.2.1.1.5.0 = STRING: \"b\"\n"
        ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 00 5E 00 53 02\n";
    static const char again[] = ".1.3.6.1.2.1.1.5.0 = STRING: \"a\"\n"
                                ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 00 5E 00 53 01\n"
                                "SNMPv2-MIB::sysName.0 = STRING: a\n"
                                "IF-MIB::ifPhysAddress.1 = STRING: 0:0:5e:0:53:1\n";
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_snmpwalk, cp_str_c(two), NULL);
    is_cstr(cp_buf_str(&h->subjects),
            "agent=a hostname=a mac=00:00:5e:00:53:01\nagent=a hostname=a mac=00:00:5e:00:53:01\n"
            "agent=a mac=00:00:5e:00:53:01\nagent=a4 hostname=b mac=00:00:5e:00:53:02\n"
            "agent=a4 hostname=b mac=00:00:5e:00:53:02\nagent=a4 mac=00:00:5e:00:53:02\n",
            "two agents in one file");
    is_cstr(h->src.note, "walks of 2 agents", "are told");
    h = hear(a, &cp_format_snmpwalk, cp_str_c(again), NULL);
    is_cstr(cp_buf_str(&h->obs), "snmp.sys_name=a\nsnmp.if_mac=00:00:5e:00:53:01\n",
            "one agent walked twice is one");
    cp_arena_free(a);
}

static void check_neighbours(void)
{
    static const char cdp[] = "CISCO-CDP-MIB::cdpCacheAddress.10.1 = Hex-STRING: C0 00 02 07 \n"
                              "CISCO-CDP-MIB::cdpCacheVersion.10.1 = STRING: AcmeOS\nVersion 2\n"
                              "CISCO-CDP-MIB::cdpCacheDeviceId.10.1 = STRING: far-2\n"
                              "CISCO-CDP-MIB::cdpCacheDevicePort.10.1 = STRING: Gi0/1\n"
                              "CISCO-CDP-MIB::cdpCachePlatform.10.1 = STRING: AX5735\n"
                              "CISCO-CDP-MIB::cdpCacheNativeVLAN.10.1 = INTEGER: 7\n"
                              "IF-MIB::ifName.10 = STRING: Te1/1\n";
    static const char lldp2[] =
        ".1.3.111.2.802.1.1.13.1.4.1.1.5.0.3.1.9 = INTEGER: 7\n"
        ".1.3.111.2.802.1.1.13.1.4.1.1.6.0.3.1.9 = STRING: \"far-3\"\n"
        ".1.3.111.2.802.1.1.13.1.4.1.1.8.0.3.1.9 = STRING: \"p1\"\n"
        ".1.3.111.2.802.1.1.13.1.4.1.1.13.0.3.1.9 = Hex-STRING: 28 00 \n"
        ".1.3.111.2.802.1.1.13.1.4.2.1.3.0.3.1.9.1.4.192.0.2.8 = INTEGER: 2\n";
    static const char med[] = ".1.0.8802.1.1.2.1.4.1.1.5.0.3.1 = Hex-STRING: 00 00 5E 00 53 0A\n"
                              ".1.0.8802.1.1.2.1.5.4795.1.3.3.1.4.0.3.1 = STRING: \"PHONE-77\"\n"
                              ".1.0.8802.1.1.2.1.5.4795.1.3.3.1.5.0.3.1 = STRING: \"Acme\"\n";
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_snmpwalk, cp_str_c(cdp), NULL);
    is_cstr(cp_buf_str(&h->obs),
            "cdp.device_id=far-2\ncdp.version=AcmeOS\nVersion 2\ncdp.platform=AX5735\n"
            "cdp.port_id=Gi0/1\ncdp.native_vlan=7\ncdp.address=192.0.2.7\n",
            "CDP");
    is_cstr(first_subject(h), "agent=a/cdp/10.1 chassis=far-2 hostname=far-2 ip=192.0.2.7",
            "CDP: the neighbour");
    is_cstr(cp_buf_str(&h->links), "cdp [Te1/1] -- [Gi0/1]\n", "CDP: the link");
    h = hear(a, &cp_format_snmpwalk, cp_str_c(lldp2), NULL);
    is_cstr(cp_buf_str(&h->obs),
            "lldp.chassis_id=far-3\nlldp.port_id=p1\nlldp.sys_caps=bridge,router\n"
            "lldp.mgmt_addr=192.0.2.8\n",
            "LLDP-V2-MIB");
    is_cstr(first_subject(h), "agent=a/lldp/0.3.1.9 chassis=far-3 ip=192.0.2.8",
            "LLDP-V2-MIB: the neighbour");
    h = hear(a, &cp_format_snmpwalk, cp_str_c(med), NULL);
    is_cstr(cp_buf_str(&h->obs),
            "lldp.chassis_id=00:00:5e:00:53:0a\nlldp.med.serial=PHONE-77\n"
            "lldp.med.manufacturer=Acme\n",
            "LLDP-MED inventory");
    is_cstr(first_subject(h),
            "agent=a/lldp/0.3.1 chassis=00:00:5e:00:53:0a mac=00:00:5e:00:53:0a serial=PHONE-77",
            "LLDP-MED: the neighbour");
    cp_arena_free(a);
}

static const struct head {
    const char *name, *in;
    bool is_walk;
} heads[] = {
    { "a shell log", "$ ls\na b\n$ snmpwalk -v2c h\n.1.3.6.1.2.1.1.5.0 = STRING: \"a\"\n", true },
    { "a CSV", "name,serial\na,b\n", false },
    { "YAML", "schema: x\nname: y\n", false },
    { "INI", "[a]\nkey = value\nother = 1\n", false },
    { "version numbers", "1.2.3.4 = first\n1.2.3.5 = second\n", false },
    { "a list of addresses", "10.0.0.1 up\n10.0.0.2 up\n", false },
    { "nothing", "", false },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        int sure = cp_format_snmpwalk.detect(cp_bytes_of_str(cp_str_c(heads[i].in)), CP_STR("x"));
        ok((sure > 0) == heads[i].is_walk, "recognised or not: %s", heads[i].name);
    }
    check_forms();
    check_agents();
    check_neighbours();
    return tap_done();
}
