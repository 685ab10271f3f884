/* SPDX-License-Identifier: Apache-2.0 */
/* Leases of DHCP servers. The forms are those of dhcpd.leases(5), of Kea's memfile, of dnsmasq and
 * of what Windows shows and exports; names and addresses were made up. */
#include "sources/access/access.h"
#include "told.h"

#define KEA4                                                                                     \
    "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state," \
    "user_context,pool_id\n"
#define KEA6                                                                                 \
    "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len," \
    "fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context\n"
#define WINDOWS "\"IPAddress\",\"ScopeId\",\"ClientId\",\"HostName\",\"AddressState\"\n"

static const struct row {
    const char *name;
    const cp_format *format;
    const char *in, *subject, *obs; /* of the first client; of all */
    cp_rc rc;
    uint64_t records, bad, unused;
    const char *problem;
} rows[] = {
    { "ISC: a lease", &cp_format_leases_isc,
      "# comment { \"\nserver-duid \"\\000\\001\";\nlease 192.0.2.1 {\n  starts 2 2026/09/29 "
      "02:36:13;\n"
      "  ends 2 2026/09/29 02:46:13;\n  cltt 2 2026/09/29 02:36:14;\n  binding state active;\n"
      "  next binding state free;\n  hardware ethernet 00:00:5E:00:53:01;\n"
      "  uid \"\\001\\000\\000^\\000S\\001\";\n  set vendor-class-identifier = \"a;b}\\\"c\\\\\";\n"
      "  client-hostname \"desk\";\n}\n",
      "agent=r3 mac=00:00:5e:00:53:01 ip=192.0.2.1",
      "dhcp.chaddr=00:00:5e:00:53:01\nip.host=192.0.2.1\n"
      "dhcp.lease=192.0.2.1 2026-09-29T02:36:13Z 2026-09-29T02:46:13Z\n"
      "dhcp.hostname=desk\ndhcp.vendor_class=a;b}"
      "\"c\\\n"
      "dhcp.client_id=00:00:5e:00:53:01\n",
      CP_OK, 1, 0, 0, "" },
    { "ISC: the address went on, so it names only who has it", &cp_format_leases_isc,
      "lease 192.0.2.1 { starts epoch 1764151200; binding state active; hardware ethernet "
      "0:0:5e:0:53:1; }\n"
      "lease 192.0.2.1 { binding state free; hardware ethernet 0:0:5e:0:53:1; }\n"
      "lease 192.0.2.1 { binding state active; hardware ethernet 0:0:5e:0:53:2; }\n",
      "agent=r1 mac=00:00:5e:00:53:01",
      "dhcp.chaddr=00:00:5e:00:53:01\ndhcp.chaddr=00:00:5e:00:53:02\nip.host=192.0.2.1\n", CP_OK, 3,
      0, 0, "" },
    { "ISC: nobody's, no address, another block, an address that is none, one that its owner chose",
      &cp_format_leases_isc,
      "lease 192.0.2.1 { binding state abandoned; }\nlease x { hardware ethernet "
      "00:00:5e:00:53:01; }\n"
      "failover peer \"p\" state { my state normal at 2 2026/09/29 00:00:00; }\n"
      "lease 192.0.2.2 { on expiry { set a = \"}\"; } hardware ethernet ff:ff:ff:ff:ff:ff; }\n"
      "lease 192.0.2.3 { starts never; hardware ethernet 02:00:5e:00:53:01; }\n"
      "host h { dynamic; hardware ethernet 00:00:5e:00:53:09; fixed-address 192.0.2.9; }\n",
      "agent=r4 ip=192.0.2.2",
      "ip.host=192.0.2.2\ndhcp.chaddr=02:00:5e:00:53:01\nip.host=192.0.2.3\n"
      "inventory.name=h\ndhcp.chaddr=00:00:5e:00:53:09\nip.host=192.0.2.9\n",
      CP_OK, 5, 1, 1, "\"x\" is no address" },
    { "ISC: DHCPv6", &cp_format_leases_isc,
      "ia-na \"\\001\\000\\000\\000\\000\\003\\000\\001\\000\\000^\\000S\\001\" {\n"
      "  cltt 2 2026/09/29 02:36:13;\n  iaaddr 2001:db8::1 {\n    binding state active;\n    ends "
      "never;\n  }\n"
      "  iaaddr 2001:db8::2 {\n    binding state expired;\n  }\n}\n",
      "agent=r3 ip=2001:db8::1 mac=00:00:5e:00:53:01",
      "ip.host=2001:db8::1\ndhcpv6.duid=0003000100005e005301\ndhcpv6.duid_mac=00:00:5e:00:53:01\n",
      CP_OK, 2, 0, 0, "" },
    { "ISC: the text ends within a lease", &cp_format_leases_isc,
      "lease 192.0.2.1 { hardware ethernet 00:00:5e:00:53:01; }\nlease 192.0.2.2 { client-hostname "
      "\"x; }\n",
      "agent=r1 mac=00:00:5e:00:53:01 ip=192.0.2.1",
      "dhcp.chaddr=00:00:5e:00:53:01\nip.host=192.0.2.1\n", CP_OK, 2, 1, 0,
      "the text ends within \"lease 192.0.2.2\"" },
    { "Kea: given, taken out, declined, without hardware, cut", &cp_format_leases_kea,
      KEA4
      "198.51.100.1,00:00:5e:00:53:01,01:00:00:5e:00:53:01,3600,1782003600,1,0,0,ap.example.,0,,0\n"
      "198.51.100.2,00:00:5e:00:53:02,,3600,1782003600,1,0,0,old,0,,0\n"
      "198.51.100.2,00:00:5e:00:53:02,,0,1782003600,1,0,0,old,0,,0\n"
      "198.51.100.3,,41:42,3600,99999999999,1,1,1,,0,,0\n"
      "198.51.100.4,00:00:5e:00:53:04,,3600,1782003600,1,1,1,,1,,0\n"
      "x,,,,,,,,,,,\n198.51.100.",
      "agent=r2 mac=00:00:5e:00:53:01 ip=198.51.100.1",
      "dhcp.chaddr=00:00:5e:00:53:01\nip.host=198.51.100.1\n"
      "dhcp.lease=198.51.100.1 2026-06-21T00:00:00Z 2026-06-21T01:00:00Z\n"
      "dhcp.hostname=ap.example\n"
      "dhcp.client_id=00:00:5e:00:53:01\n"
      "dhcp.chaddr=00:00:5e:00:53:02\n"
      "dhcp.lease=198.51.100.2 2026-06-21T00:00:00Z 2026-06-21T01:00:00Z\n"
      "dhcp.hostname=old\nip.host=198.51.100.3\ndhcp.client_id="
      "4142\n"
      "dhcp.chaddr=00:00:5e:00:53:04\n"
      "dhcp.lease=198.51.100.4 2026-06-21T00:00:00Z 2026-06-21T01:00:00Z\n",
      CP_OK, 7, 2, 0, "\"x\" is no address" },
    { "Kea: DHCPv6; a prefix is no address", &cp_format_leases_kea,
      KEA6 "2001:db8::1,00:03:00:01:00:00:5e:00:53:01,3600,1782003600,1,1800,0,1,128,1,1,a,00:00:"
           "5e:00:53:01,0,\n"
           "2001:db8:1::,00:02:00:00:11:8b:01:02,3600,1782003600,1,1800,2,7,56,0,0,,,0,\n"
           "2001:db8::9,00,3600,1782003600,1,1800,0,1,128,0,0,,,1,\n",
      "agent=r2 mac=00:00:5e:00:53:01 ip=2001:db8::1",
      "dhcp.chaddr=00:00:5e:00:53:01\nip.host=2001:db8::1\n"
      "dhcp.lease=2001:db8::1 2026-06-21T00:00:00Z 2026-06-21T01:00:00Z\n"
      "dhcp.hostname=a\n"
      "dhcpv6.duid=0003000100005e005301\ndhcpv6.duid_mac=00:00:5e:00:53:01\n"
      "dhcpv6.duid=00020000118b0102\ndhcpv6.duid_enterprise=4491\ndhcpv6.prefix=2001:db8:1::/56\n",
      CP_OK, 3, 0, 1, "" },
    { "Kea: no header", &cp_format_leases_kea, "a,b\n1,2\n", "", "", CP_EFORMAT, 0, 0, 0, "" },
    { "dnsmasq: both protocols, one client", &cp_format_leases_dnsmasq,
      "1782003600 00:00:5e:00:53:11 203.0.113.11 bell 01:00:00:5e:00:53:11\n"
      "1782003600 06-00:00:5e:00:53:13:00:00 203.0.113.13 * *\n"
      "duid 00:01:00:01:2b:ad:ca:fe:00:00:5e:00:53:ff\n"
      "1782003600 3141592 2001:db8::11 bell 00:01:00:01:2a:00:00:01:00:00:5e:00:53:11\n"
      "1782003600 3141592 2001:db8::",
      "agent=r1 mac=00:00:5e:00:53:11 ip=203.0.113.11 ip=2001:db8::11",
      "dhcp.chaddr=00:00:5e:00:53:11\nip.host=203.0.113.11\nip.host=2001:db8::11\ndhcp.hostname="
      "bell\n"
      "dhcp.client_id=00:00:5e:00:53:11\ndhcpv6.duid=000100012a00000100005e005311\n"
      "dhcpv6.duid_mac=00:00:5e:00:53:11\nip.host=203.0.113.13\n",
      CP_OK, 4, 1, 0, "no lease: \"1782003600 3141592 2001:db8::\"" },
    { "Windows: states, a client id that is no address, semicolons", &cp_format_leases_windows,
      "\"IPAddress\";\"ScopeId\";\"ClientId\";\"HostName\";\"AddressState\"\n"
      "\"192.0.2.10\";\"192.0.2.0\";\"00-00-5e-00-53-21\";\"desk.example.net\";\"Active\"\n"
      "\"192.0.2.11\";\"192.0.2.0\";\"00-00-5e-00-53-22\";;\"InactiveReservation\"\n"
      "\"192.0.2.12\";\"192.0.2.0\";\"52-41-53-20-00\";\"ras\";\"ActiveReservation\"\n",
      "agent=r2 mac=00:00:5e:00:53:21 ip=192.0.2.10",
      "dhcp.chaddr=00:00:5e:00:53:21\nip.host=192.0.2.10\ndhcp.hostname=desk.example.net\n"
      "dhcp.chaddr=00:00:5e:00:53:22\nip.host=192.0.2.12\ndhcp.hostname=ras\ndhcp.client_id="
      "5241532000\n",
      CP_OK, 3, 0, 0, "" },
    { "Windows: a type before the header, a quote that is never closed", &cp_format_leases_windows,
      "#TYPE x\r\n" WINDOWS
      "\"192.0.2.10\",\"192.0.2.0\",\"00-00-5e-00-53-21\",\"a\",\"Active\"\r\n\"192.0.2.11\",\"",
      "agent=r3 mac=00:00:5e:00:53:21 ip=192.0.2.10",
      "dhcp.chaddr=00:00:5e:00:53:21\nip.host=192.0.2.10\ndhcp.hostname=a\n", CP_OK, 2, 1, 0, "" },
    { "Windows, XML: states, a reservation, DHCPv6, no address, cut off",
      &cp_format_leases_windows_xml,
      "<?xml version='1.0'?>\n<DHCPServer><IPv4><Scopes><Scope><Name>x</Name><Leases>"
      "<Lease><IPAddress>192.0.2.10</IPAddress><ClientId>00-00-5e-00-53-21</ClientId>"
      "<HostName>desk.example.net</HostName><AddressState>Active</AddressState></Lease>"
      "<Lease><IPAddress>192.0.2.11</IPAddress><ClientId>00-00-5e-00-53-22</ClientId>"
      "<AddressState>InactiveReservation</AddressState></Lease>"
      "<Lease><IPAddress>x</IPAddress></Lease></Leases><Reservations><Reservation>"
      "<Name>nvr</Name><IPAddress>192.0.2.33</IPAddress><ClientId>00-00-5e-00-53-33</ClientId>"
      "</Reservation></Reservations></Scope></Scopes></IPv4><IPv6><Scopes><Scope><Leases><Lease>"
      "<IPAddress>2001:db8::7</IPAddress><ClientDuid>00-03-00-01-00-00-5e-00-53-44</ClientDuid>"
      "</Lease></Leases></Scope></Scopes></IPv6>",
      "agent=r2 mac=00:00:5e:00:53:21 ip=192.0.2.10",
      "dhcp.chaddr=00:00:5e:00:53:21\nip.host=192.0.2.10\ndhcp.hostname=desk.example.net\n"
      "dhcp.chaddr=00:00:5e:00:53:22\ninventory.name=nvr\ndhcp.chaddr=00:00:5e:00:53:33\n"
      "ip.host=192.0.2.33\nip.host=2001:db8::7\ndhcpv6.duid=00030001"
      "00005e005344\n"
      "dhcpv6.duid_mac=00:00:5e:00:53:44\n",
      CP_OK, 6, 2, 0, "\"x\" is no address" },
    { "Windows, XML: a configuration without leases", &cp_format_leases_windows_xml,
      "<DHCPServer><IPv4><Scopes/></IPv4></DHCPServer>", "", "", CP_EFORMAT, 0, 0, 0, "" },
    { "netsh: clients, an address that somebody else had, reservations", &cp_format_leases_netsh,
      "IP Address      - Subnet Mask    - Unique ID           - Lease Expires        -Type -Name\n"
      "192.0.2.25      - 255.255.255.0  -00-00-5e-00-53-31   - NEVER EXPIRES        -U-  "
      "p-1.example.net\n"
      "192.0.2.26      - 255.255.255.0  - 00-00-5e-00-53-32   -6/13/2026 7:29:13 AM   -D-  \n"
      "192.0.2.27      - 255.255.255.0  -1b-02-00-c0         - INACTIVE             -D-  "
      "BAD_ADDRESS\n"
      "192.0.2.28      - 255\n"
      "Dhcp Server \\\\s Scope 192.0.2.0 Add reservedip 192.0.2.33 00005e005333 \"nvr\" \"cellar\" "
      "\"BOTH\"\n"
      "Dhcp Server \\\\s Scope 192.0.2.0 Add reservedip 192.0.2.34 zz \"nvr\"\n",
      "agent=r2 mac=00:00:5e:00:53:31 ip=192.0.2.25",
      "dhcp.chaddr=00:00:5e:00:53:31\nip.host=192.0.2.25\ndhcp.hostname=p-1.example.net\n"
      "dhcp.chaddr=00:00:5e:00:53:32\nip.host=192.0.2.26\n"
      "inventory.name=nvr\ndhcp.chaddr=00:00:5e:00:53:33\nip.host=192.0.2.33\n",
      CP_OK, 6, 2, 1, "no lease: \"192.0.2.28      - 255\"" },
};

static void test_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, r->format, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: rc %s", r->name, h->rc == CP_OK ? "" : h->err.msg);
    is_cstr(first_subject(h), r->subject, "%s: subject", r->name);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    is_uint(h->src.records_unused, r->unused, "%s: unused", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: told \"%.*s\"", r->name,
       CP_FMT(problem(h, 0)));
    cp_arena_free(a);
}

/* A log of one address that a hundred thousand clients had in turn. */
static void test_many(void)
{
    enum { ROWS = 100 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, KEA4);
    for (int i = 0; i < ROWS; i++)
        cp_buf_fmt(&b, "198.51.100.1,00:00:5e:%02x:%02x:%02x,,3600,1782003600,1,0,0,,0,,0\n",
                   i >> 16, i >> 8 & 255, i & 255);
    heard *h = hear(a, &cp_format_leases_kea, cp_buf_str(&b), NULL);
    is_int(h->rc, CP_OK, "many rows");
    is_uint(h->counts[CP_KIND_DHCP_CHADDR], ROWS, "all clients");
    is_uint(h->counts[CP_KIND_IP_HOST], 1, "one has the address");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        test_row(&rows[i]);
    test_many();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].rc == CP_OK)
            cut_everywhere(rows[i].format, cp_str_c(rows[i].in), rows[i].name);
    return tap_done();
}
