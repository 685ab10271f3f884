/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of ARP, neighbour discovery and bridges, as walks tell them: RFC 4293, RFC 4188, RFC 4363.
 * Rows are numeric walks; `M` stands for ipNetToMediaEntry and so on (see expand). */
#include "sources/snmp/snmp.h"
#include "told.h"

#define OWN                                                                               \
    "SYS.5.0 = STRING: \"sw\"\nIF.6.1 = Hex-STRING: 00 00 01 00 00 01\nIP.1.192.0.2.1 = " \
    "IpAddress: 192.0.2.1\n"
#define NAMES                                                                                      \
    "IFX.1.101 = STRING: \"Gi0/1\"\nIFX.1.102 = STRING: \"Gi0/2\"\nBP.2.1 = INTEGER: 101\nBP.2.2 " \
    "= INTEGER: 102\n"
#define OWN_OBS "snmp.sys_name=sw\nsnmp.if_mac=00:00:01:00:00:01\nsnmp.ip_addr=192.0.2.1\n"

static const struct row {
    const char *name, *in, *obs; /* obs, links: all lines behind those of OWN */
    const char *links, *subject; /* subject: the last */
    uint64_t unused, bad;
    const char *problem; /* part of the first problem */
} rows[] = {
    /* ---- ARP */
    { "a neighbour",
      "M.2.7.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\nM.4.7.192.0.2.9 = INTEGER: 3\n",
      "arp.table=sw interface 7, dynamic\n", "", "mac=00:00:02:00:00:09 ip=192.0.2.9", 0, 0, "" },
    { "its interface has a name",
      "IFX.1.7 = STRING: \"Vlan10\"\nM.2.7.192.0.2.9 = STRING: 0:0:2:0:0:9\n"
      "M.4.7.192.0.2.9 = INTEGER: static(4)\n",
      "arp.table=sw Vlan10, static\n", "", "mac=00:00:02:00:00:09 ip=192.0.2.9", 0, 0, "" },
    { "only a description",
      "IF.2.7 = STRING: \"vlan ten\"\nM.2.7.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\n",
      "arp.table=sw vlan ten\n", "", "mac=00:00:02:00:00:09 ip=192.0.2.9", 0, 0, "" },
    { "invalid, and local",
      "M.2.7.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\nM.4.7.192.0.2.9 = INTEGER: 2\n"
      "N.4.7.1.4.192.0.2.8 = Hex-STRING: 00 00 02 00 00 08\nN.6.7.1.4.192.0.2.8 = INTEGER: 5\n",
      "", "", NULL, 2, 0, "" },
    { "states",
      "N.4.7.1.4.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\nN.7.7.1.4.192.0.2.9 = INTEGER: 2\n"
      "N.4.7.1.4.192.0.2.8 = Hex-STRING: 00 00 02 00 00 08\nN.7.7.1.4.192.0.2.8 = INTEGER: 5\n"
      "N.4.7.1.4.192.0.2.7 = Hex-STRING: 00 00 02 00 00 07\nN.7.7.1.4.192.0.2.7 = INTEGER: 7\n",
      "arp.table=sw interface 7\n", "", "mac=00:00:02:00:00:09 ip=192.0.2.9", 2, 0, "" },
    { "IPv6, with its length and without",
      "N.4.7.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.9 = Hex-STRING: 00 00 02 00 00 09\n"
      "N.4.7.2.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.10 = Hex-STRING: 00 00 02 00 00 0a\n",
      "arp.table=sw interface 7\narp.table=sw interface 7\n", "",
      "mac=00:00:02:00:00:0a ip=2001:db8::a", 0, 0, "" },
    { "an address of one link is nobody's",
      "N.4.7.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.9 = Hex-STRING: 00 00 02 00 00 09\n", "", "",
      NULL, 1, 0, "" },
    { "both tables have it",
      "M.2.7.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\n"
      "N.4.7.1.4.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\n",
      "arp.table=sw interface 7\n", "", "mac=00:00:02:00:00:09 ip=192.0.2.9", 1, 0, "" },
    { "addresses of nobody: zero, all, a group, VRRP, HSRP",
      "M.2.7.192.0.2.9 = Hex-STRING: 00 00 00 00 00 00\nM.2.7.192.0.2.8 = Hex-STRING: FF FF FF FF "
      "FF "
      "FF\nM.2.7.192.0.2.7 = Hex-STRING: 01 00 5E 00 00 07\nM.2.7.192.0.2.6 = Hex-STRING: 00 00 5E "
      "00 "
      "01 06\nM.2.7.192.0.2.5 = Hex-STRING: 00 00 0C 07 AC 05\n",
      "", "", NULL, 5, 0, "" },
    { "a private one is somebody's", "M.2.7.192.0.2.9 = Hex-STRING: 02 00 02 00 00 09\n",
      "arp.table=sw interface 7\n", "", "mac=02:00:02:00:00:09 ip=192.0.2.9", 0, 0, "" },
    { "its own",
      "M.2.7.192.0.2.9 = Hex-STRING: 00 00 01 00 00 01\nM.2.7.192.0.2.1 = Hex-STRING: 00 00 02 00 "
      "00 "
      "01\n",
      "", "", NULL, 2, 0, "" },
    { "loopback, and a group",
      "M.2.7.127.0.0.1 = Hex-STRING: 00 00 02 00 00 09\n"
      "M.2.7.224.0.0.5 = Hex-STRING: 00 00 02 00 00 09\n",
      "", "", NULL, 2, 0, "" },
    { "seventeen addresses of one",
      "M.2.7.192.0.2.10 = MAC\nM.2.7.192.0.2.11 = MAC\nM.2.7.192.0.2.12 = MAC\nM.2.7.192.0.2.13 = "
      "MAC\nM.2.7.192.0.2.14 = MAC\nM.2.7.192.0.2.15 = MAC\nM.2.7.192.0.2.16 = "
      "MAC\nM.2.7.192.0.2.17 "
      "= MAC\nM.2.7.192.0.2.18 = MAC\nM.2.7.192.0.2.19 = MAC\nM.2.7.192.0.2.20 = MAC\n"
      "M.2.7.192.0.2.21 = MAC\nM.2.7.192.0.2.22 = MAC\nM.2.7.192.0.2.23 = MAC\nM.2.7.192.0.2.24 = "
      "MAC\nM.2.7.192.0.2.25 = MAC\nM.2.7.192.0.2.26 = MAC\n",
      "arp.proxy=sw: 17 addresses\n", "", "mac=00:00:02:00:00:09", 16, 0, "" },
    { "no hardware address yet", "M.2.7.192.0.2.9 = \"\"\nM.4.7.192.0.2.8 = INTEGER: 3\n", "", "",
      NULL, 2, 0, "" },
    { "of another technology", "M.2.7.192.0.2.9 = Hex-STRING: 80 00 00 48 FE 80 00 00\n", "", "",
      NULL, 1, 0, "" },
    { "a short index", "M.2.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\n", "", "", NULL, 0, 1,
      "ipNetToMediaPhysAddress has 4 numbers, expected interface and address" },
    { "an octet of 256", "M.2.7.192.0.2.256 = Hex-STRING: 00 00 02 00 00 09\n", "", "", NULL, 0, 1,
      "interface and address" },
    { "a family that is none", "N.4.7.16.4.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\n", "", "",
      NULL, 0, 1, "interface, family and address" },
    { "a wrong type", "M.2.7.192.0.2.9 = INTEGER: 5\n", "", "", NULL, 0, 1,
      "ipNetToMediaPhysAddress is no hardware address" },
    { "a type that is none",
      "M.2.7.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\nM.4.7.192.0.2.9 = INTEGER: 6\n", "", "",
      NULL, 0, 1, "ipNetToMediaType is \"6\"" },
    { "a type that is octets",
      "M.2.7.192.0.2.9 = Hex-STRING: 00 00 02 00 00 09\nM.4.7.192.0.2.9 = Hex-STRING: 03\n", "", "",
      NULL, 0, 1, "ipNetToMediaType is \"03\"" },
    /* ---- bridges */
    { "alone on a port", NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nF.3.0.0.2.0.0.9 = INTEGER: 3\n",
      "fdb.port=sw Gi0/1\n", "fdb [Gi0/1] -- [00:00:02:00:00:09]\n", "mac=00:00:02:00:00:09", 0, 0,
      "" },
    { "a port without an interface", "F.2.0.0.2.0.0.9 = INTEGER: 5\n",
      "fdb.port=sw bridge port 5\n", "fdb [bridge port 5] -- [00:00:02:00:00:09]\n",
      "mac=00:00:02:00:00:09", 0, 0, "" },
    { "status",
      NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nF.3.0.0.2.0.0.9 = INTEGER: invalid(2)\n"
            "F.2.0.0.2.0.0.8 = INTEGER: 1\nF.3.0.0.2.0.0.8 = INTEGER: self(4)\n"
            "F.2.0.0.2.0.0.7 = INTEGER: 2\nF.3.0.0.2.0.0.7 = INTEGER: mgmt(5)\n",
      "", "", NULL, 3, 0, "" },
    { "who was told by a person is not alone with one who was learnt",
      NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nF.3.0.0.2.0.0.9 = INTEGER: 3\n"
            "F.2.0.0.2.0.0.8 = INTEGER: 1\nF.3.0.0.2.0.0.8 = INTEGER: 5\n",
      "", "", NULL, 2, 0, "" },
    { "an uplink", NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nF.2.0.0.2.0.0.8 = INTEGER: 1\n", "", "",
      NULL, 2, 0, "" },
    { "beside it the address of a virtual router",
      NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nF.2.0.0.94.0.1.6 = INTEGER: 1\n", "fdb.port=sw Gi0/1\n",
      "fdb [Gi0/1] -- [00:00:02:00:00:09]\n", "mac=00:00:02:00:00:09", 1, 0, "" },
    { "beside it a private one",
      NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nF.2.2.0.2.0.0.8 = INTEGER: 1\n", "", "", NULL, 2, 0,
      "" },
    { "a private one alone", NAMES "F.2.2.0.2.0.0.8 = INTEGER: 1\n", "", "", NULL, 1, 0, "" },
    { "port 0", NAMES "F.2.0.0.2.0.0.9 = INTEGER: 0\n", "", "", NULL, 1, 0, "" },
    { "its own", NAMES "F.2.0.0.1.0.0.1 = INTEGER: 1\n", "", "", NULL, 1, 0, "" },
    { "by database, of no VLAN that is told", NAMES "Q.2.10.0.0.2.0.0.9 = INTEGER: 1\n",
      "fdb.port=sw Gi0/1, database 10\n", "fdb [Gi0/1] -- [00:00:02:00:00:09]\n",
      "mac=00:00:02:00:00:09", 0, 0, "" },
    { "by database, of a VLAN",
      NAMES "Q.2.3.0.0.2.0.0.9 = INTEGER: 1\nQ.3.3.0.0.2.0.0.9 = INTEGER: learned(3)\nV.3.0.20 = "
            "Gauge32: "
            "3\nV.3.0.10 = Gauge32: 1\n",
      "fdb.port=sw Gi0/1, vlan 20\n", "fdb [Gi0/1] -- [00:00:02:00:00:09]\n",
      "mac=00:00:02:00:00:09", 0, 0, "" },
    { "one database of all VLANs",
      NAMES "Q.2.1.0.0.2.0.0.9 = INTEGER: 1\nV.3.0.20 = Gauge32: 1\nV.3.0.10 = Gauge32: 1\n",
      "fdb.port=sw Gi0/1, database 1 of several VLANs\n", "fdb [Gi0/1] -- [00:00:02:00:00:09]\n",
      "mac=00:00:02:00:00:09", 0, 0, "" },
    { "in two VLANs, and in the older table",
      NAMES
      "Q.2.1.0.0.2.0.0.9 = INTEGER: 1\nQ.2.2.0.0.2.0.0.9 = INTEGER: 1\nF.2.0.0.2.0.0.9 = INTEGER: "
      "1\n",
      "fdb.port=sw Gi0/1, database 1\n", "fdb [Gi0/1] -- [00:00:02:00:00:09]\n",
      "mac=00:00:02:00:00:09", 2, 0, "" },
    { "a port with a neighbour of CDP",
      NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nCDP.6.101.1 = STRING: \"x\"\n", "cdp.device_id=x\n",
      "cdp [Gi0/1] -- []\n", NULL, 1, 0, "" },
    { "a port with a neighbour of LLDP, by the name of the port",
      NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nLP.2.33 = INTEGER: 5\nLP.3.33 = STRING: \"gi0/1\"\n"
            "LR.9.0.33.1 = STRING: \"x\"\n",
      "lldp.sys_name=x\n", "lldp [gi0/1] -- []\n", NULL, 1, 0, "" },
    { "by its number", NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nLR.9.0.1.1 = STRING: \"x\"\n",
      "lldp.sys_name=x\n", "lldp [1] -- []\n", NULL, 1, 0, "" },
    { "another port has one", NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nCDP.6.102.1 = STRING: \"x\"\n",
      "cdp.device_id=x\nfdb.port=sw Gi0/1\n",
      "cdp [Gi0/2] -- []\nfdb [Gi0/1] -- [00:00:02:00:00:09]\n", "mac=00:00:02:00:00:09", 0, 0,
      "" },
    { "five octets", NAMES "F.2.0.0.2.0.9 = INTEGER: 1\n", "", "", NULL, 0, 1,
      "dot1dTpFdbPort has 5 numbers, expected six octets" },
    { "an octet of 300", NAMES "F.2.0.0.2.0.0.300 = INTEGER: 1\n", "", "", NULL, 0, 1,
      "six octets" },
    { "no database", NAMES "Q.2.0.0.2.0.0.9 = INTEGER: 1\n", "", "", NULL, 0, 1,
      "expected a database and six octets" },
    { "a port that is none", NAMES "F.2.0.0.2.0.0.9 = INTEGER: 65536\n", "", "", NULL, 0, 1,
      "expected a port from 0 to 65535" },
    { "a port that is text", NAMES "F.2.0.0.2.0.0.9 = STRING: \"Gi0/1\"\n", "", "", NULL, 0, 1,
      "dot1dTpFdbPort is \"Gi0/1\"" },
    { "a status that is none", NAMES "F.2.0.0.2.0.0.9 = INTEGER: 1\nF.3.0.0.2.0.0.9 = INTEGER: 9\n",
      "", "", NULL, 0, 1, "dot1dTpFdbStatus is \"9\"" },
    { "a VLAN that is none", NAMES "V.3.0.4095 = Gauge32: 1\n", "", "", NULL, 0, 1,
      "VLAN 4095, expected 1 to 4094" },
    { "a VLAN without a time", NAMES "V.3.10 = Gauge32: 1\n", "", "", NULL, 0, 1,
      "a time and a VLAN" },
    { "a port of two numbers", NAMES "BP.2.1.2 = INTEGER: 1\n", "", "", NULL, 0, 1,
      "expected a port" },
    { "told twice", "M.2.7.192.0.2.9 = MAC\nM.2.7.192.0.2.9 = MAC\n", "arp.table=sw interface 7\n",
      "", "mac=00:00:02:00:00:09 ip=192.0.2.9", 1, 0, "" },
};

/* Short names at the beginning of a line, and MAC at its end. */
static cp_str expand(cp_arena *a, cp_str text)
{
    static const struct {
        cp_str name;
        const char *oid;
    } names[] = {
        { CP_STR_INIT("SYS."), "1.3.6.1.2.1.1." },
        { CP_STR_INIT("IFX."), "1.3.6.1.2.1.31.1.1.1." },
        { CP_STR_INIT("IF."), "1.3.6.1.2.1.2.2.1." },
        { CP_STR_INIT("IP."), "1.3.6.1.2.1.4.20.1." },
        { CP_STR_INIT("M."), "1.3.6.1.2.1.4.22.1." },
        { CP_STR_INIT("N."), "1.3.6.1.2.1.4.35.1." },
        { CP_STR_INIT("BP."), "1.3.6.1.2.1.17.1.4.1." },
        { CP_STR_INIT("F."), "1.3.6.1.2.1.17.4.3.1." },
        { CP_STR_INIT("Q."), "1.3.6.1.2.1.17.7.1.2.2.1." },
        { CP_STR_INIT("V."), "1.3.6.1.2.1.17.7.1.4.2.1." },
        { CP_STR_INIT("CDP."), "1.3.6.1.4.1.9.9.23.1.2.1.1." },
        { CP_STR_INIT("LP."), "1.0.8802.1.1.2.1.3.7.1." },
        { CP_STR_INIT("LR."), "1.0.8802.1.1.2.1.4.1.1." },
    };
    cp_buf b = cp_buf_new(a);
    for (cp_str line; cp_str_cut_line(&text, &line);) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (cp_str_starts(line, names[i].name)) {
                cp_buf_fmt(&b, ".%s", names[i].oid);
                line = cp_str_from(line, names[i].name.n);
                break;
            }
        if (cp_str_ends(line, CP_STR("= MAC"))) {
            cp_buf_add(&b, cp_str_slice(line, 0, line.n - 3));
            line = CP_STR("Hex-STRING: 00 00 02 00 00 09");
        }
        cp_buf_fmt(&b, "%.*s\n", CP_FMT(line));
    }
    return cp_buf_str(&b);
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_snmpwalk, expand(a, cp_str_fmt(a, "%s%s", OWN, r->in)), NULL);
    cp_str subjects = cp_buf_str(&h->subjects), last = CP_STR("");
    is_int(h->rc, CP_OK, "%s", r->name);
    is_cstr(cp_buf_str(&h->obs), cp_str_fmt(a, "%s%s", OWN_OBS, r->obs).p, "%s: observations",
            r->name);
    is_cstr(cp_buf_str(&h->links), r->links, "%s: links", r->name);
    while (cp_str_cut_line(&subjects, &last))
        ;
    if (r->subject)
        is_cstr(last, r->subject, "%s: subject", r->name);
    is_uint(h->src.records_unused, r->unused, "%s: unused", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: \"%.*s\"", r->name,
       CP_FMT(problem(h, 0)));
    cp_arena_free(a);
}

/* How many addresses of the internet may be of one: 16 of each family. */
static void check_many(void)
{
    for (uint32_t n = 16; n <= 17; n++) {
        cp_arena *a = cp_arena_new(0);
        cp_buf b = cp_buf_new(a);
        for (uint32_t i = 0; i < n; i++)
            cp_buf_fmt(&b, "1.3.6.1.2.1.4.35.1.4.7.1.4.192.0.2.%u|4x|000002000009\n", i + 1);
        for (uint32_t i = 0; i < 16; i++)
            cp_buf_fmt(&b,
                       "1.3.6.1.2.1.4.35.1.4.7.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.%u|4x|"
                       "000002000009\n",
                       i + 1);
        heard *h = hear(a, &cp_format_snmprec, cp_buf_str(&b), NULL);
        is_uint(h->counts[CP_KIND_ARP_TABLE], n > 16 ? 0 : 32, "%u addresses: its own", n);
        is_uint(h->counts[CP_KIND_ARP_PROXY], n > 16, "%u addresses: answers for others", n);
        cp_arena_free(a);
    }
}

/* A gateway with 100,000 neighbours, and a bridge with as many addresses on one port. */
static void check_large(void)
{
    enum { N = 100 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < N; i++) {
        uint32_t x = i >> 16, y = i >> 8 & 255, z = i & 255;
        cp_buf_fmt(&b,
                   ".1.3.6.1.2.1.4.22.1.2.7.10.%u.%u.%u = Hex-STRING: 00 00 02 %02x %02x %02x\n", x,
                   y, z, x, y, z);
        cp_buf_fmt(&b, ".1.3.6.1.2.1.17.4.3.1.2.0.0.2.%u.%u.%u = INTEGER: 1\n", x, y, z);
    }
    heard *h = hear(a, &cp_format_snmpwalk, cp_buf_str(&b), NULL);
    is_int(h->rc, CP_OK, "a gateway: read");
    is_uint(h->counts[CP_KIND_ARP_TABLE], N, "a gateway: neighbours");
    is_uint(h->n_obs, N, "a gateway: and nothing else");
    is_uint(h->n_links, 0, "an uplink: no link");
    is_uint(h->src.records_unused, N, "an uplink: unused");
    is_cstr(h->src.note,
            "neighbours by ARP: 100000 pairs of addresses; bridge: 100000 addresses on 1 ports, 0 "
            "alone on theirs",
            "note");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_many();
    check_large();
    return tap_done();
}
