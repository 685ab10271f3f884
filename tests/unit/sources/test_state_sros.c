/* SPDX-License-Identifier: Apache-2.0 */
/* SR OS: forms of the command references and of captures that users published, with addresses of
 * documentation. */
#include "sources/state/state.h"
#include "state_told.h"

#define EQ "===============================================================================\n"
#define MI "-------------------------------------------------------------------------------\n"
#define ROUTES(of)                                                                         \
    EQ "Route Table (" of ")\n" EQ                                                         \
       "Dest Prefix[Flags]                            Type    Proto     Age        Pref\n" \
       "      Next Hop[Interface Name]                                    Metric   \n" MI
#define ROUTES_END(n)                                                              \
    MI "No. of Routes: " n "\nFlags: n = Number of times nexthop is repeated\n"    \
       "       B = BGP backup route available\n       L = LFA nexthop available\n" \
       "       S = Sticky ECMP requested\n" EQ

static const struct row {
    const char *name, *in, *rows, *problems;
} rows[] = {
    { "routes of the router: of two ways, its own, to nobody",
      "A:r1# show router route-table\n\n" ROUTES(
          "Router: Base") "192.0.2.0/31                                  Local   Local     "
                          "76d07h31m  0\n"
                          "       to r2                                                        0\n"
                          "192.0.2.9/32                                  Local   Local     "
                          "76d07h31m  0\n"
                          "       system                                                       0\n"
                          "198.51.100.0/24 [L]                           Remote  OSPF(10)  "
                          "28d14h34m  190\n"
                          "       192.0.2.1                                                    "
                          "102\n"
                          "198.51.100.0/24                               Remote  OSPF(10)  "
                          "28d14h34m  190\n"
                          "       192.0.2.3                                                    "
                          "102\n"
                          "203.0.113.0/24                                Blackh* Static    "
                          "01d00h00m  5\n"
                          "       Black Hole                                                   1\n"
                          "2001:db8::/32                                 Remote  ISIS      "
                          "01d00h00m  18\n"
                          "       fe80::1-\"to r2\"                                              "
                          "10\n" ROUTES_END("6") "A:r1#\n",
      "@r1\n"
      "route 192.0.2.0/31 if to r2 Local 0/0 used connected :10\n"
      "route 192.0.2.9/32 if system Local 0/0 used local :12\n"
      "route 198.51.100.0/24 via 192.0.2.1 OSPF(10) 190/102 used :14\n"
      "route 198.51.100.0/24 via 192.0.2.3 OSPF(10) 190/102 used more :16\n"
      "route 203.0.113.0/24 Static 5/1 used drop :18\n"
      "route 2001:db8::/32 via fe80::1 if to r2 ISIS 18/10 used :20\n",
      "" },
    { "routes of a service: in a tunnel, of another service; a sum that is not there",
      "*A:r1# show router 100 route-table\n\n" ROUTES(
          "Service: 100") "203.0.113.0/25                                Remote  BGP VPN   "
                          "00h03m18s  170\n"
                          "       192.0.2.9 (tunneled:RSVP:61441)                              "
                          "100\n"
                          "203.0.113.128/25                              Remote  BGP VPN   "
                          "00h18m45s  0\n"
                          "       Local VRF [40:to-r3]                                         "
                          "0\n" ROUTES_END("3"),
      "@r1\n"
      "route [100] 203.0.113.0/25 via 192.0.2.9 BGP VPN 170/100 used labelled :10\n"
      "route [100] 203.0.113.128/25 in 40 if to-r3 BGP VPN 0/0 used :12\n"
      "limit [100] incomplete \"2 of 3 rows are told\" :14\n",
      "" },
    { "a part of a table",
      "A:r1# show router route-table protocol ospf\n\n" ROUTES("Router: Base") ROUTES_END("0"),
      "@r1\n"
      "limit incomplete \"a part of the table was asked for: protocol ospf\" :4\n",
      "" },
    { "what is malformed",
      "A:r1# show router route-table\n\n" ROUTES(
          "Router: Base") "192.0.2.0/33                                  Local   Local     "
                          "76d07h31m  0\n"
                          "       to r2                                                        0\n"
                          "192.0.2.1/24                                  Local   Local     "
                          "76d07h31m  0\n"
                          "192.0.2.0/24                                  Far     Local     "
                          "76d07h31m  0\n"
                          "192.0.2.0/24                                  Remote  OSPF      "
                          "76d07h31m  0\n"
                          "       nobody                                                       0\n"
                          "192.0.2.0/24                                  Remote  OSPF      "
                          "76d07h31m  x\n" ROUTES_END("5"),
      "@r1\n"
      "line \"192.0.2.0/33                                  Local   Local     76d07h31m  0\" :9\n"
      "line \"       to r2                                                        0\" :10\n"
      "line \"192.0.2.1/24                                  Local   Local     76d07h31m  0\" :11\n"
      "line \"192.0.2.0/24                                  Far     Local     76d07h31m  0\" :12\n"
      "line \"       nobody                                                       0\" :14\n"
      "line \"192.0.2.0/24                                  Remote  OSPF      76d07h31m  x\" :15\n"
      "limit incomplete \"0 of 5 rows are told\" :17\n"
      "limit not understood \"6 lines of the table\" :22\n",
      "9 a prefix longer than its address: 192.0.2.0/33                                  Local   "
      "Local     76d07h31m  0\n"
      "10 not understood: to r2                                                        0\n"
      "11 bits are set behind the length of the prefix: 192.0.2.1/24                               "
      "   Local   Local     76d07h31m  0\n"
      "12 a type of route that is not known: 192.0.2.0/24                                  Far     "
      "Local     76d07h31m  0\n"
      "14 a next hop that is no address: nobody                                                    "
      "   0\n"
      "15 no preference: 192.0.2.0/24                                  Remote  OSPF      76d07h31m "
      " x\n" },
    { "neighbours",
      "A:r1# show router arp\n\n" EQ "ARP Table (Router: Base)\n" EQ
      "IP Address      MAC Address       Expiry    Type   Interface\n" MI
      "192.0.2.0       00:00:5e:00:53:01 00h00m00s Oth[I] to r2\n"
      "192.0.2.1       00:00:5e:00:53:02 03h10m00s Dyn[I] to r2\n"
      "192.0.2.3       00:00:5e:00:53:03\n" MI "No. of ARP Entries: 3\n" EQ,
      "@r1\n"
      "iface to r2 mac 00:00:5e:00:53:01 :8\n"
      "neighbour 192.0.2.1 00:00:5e:00:53:02 if to r2 :9\n"
      "line \"192.0.2.3       00:00:5e:00:53:03\" :10\n"
      "limit incomplete \"2 of 3 rows are told\" :12\n"
      "limit not understood \"1 line of the table\" :13\n",
      "10 a line that is cut short: 192.0.2.3       00:00:5e:00:53:03\n" },
    { "interfaces",
      "A:r1# show router interface\n\n" EQ "Interface Table (Router: Base)\n" EQ
      "Interface-Name                   Adm       Opr(v4/v6)  Mode    Port/SapId\n"
      "   IP-Address                                                  PfxState\n" MI
      "to the left                      Up        Down/Up     IES     lag-21:300\n"
      "   2001:db8::2/64                                              PREFERRED\n"
      "system                           Up        Down/Down   Network system\n   -              -\n"
      "to-r2                            Up        Up/Up       Network 1/1/c4/1:24.15\n"
      "   192.0.2.0/31                                                n/a\n"
      "   192.0.2.0/40                                                n/a\n" MI
      "Interfaces : 3\n" EQ,
      "@r1\n"
      "iface to the left up vlan 300 parent lag-21 :9\n"
      "address 2001:db8::2/64 if to the left :10\n"
      "iface system down :11\n"
      "iface to-r2 up vlan 15 parent 1/1/c4/1 :13\n"
      "address 192.0.2.0/31 if to-r2 :14\n"
      "line \"   192.0.2.0/40                                                n/a\" :15\n"
      "limit not understood \"1 line of the table\" :18\n",
      "15 no address with a length: 192.0.2.0/40                                                "
      "n/a\n" },
    { "ports",
      "A:r1# show port\n\n" EQ "Ports on Slot 1\n" EQ
      "Port          Admin Link Port    Cfg  Oper LAG/ Port Port Port   C/QS/S/XFP/\n"
      "Id            State      State   MTU  MTU  Bndl Mode Encp Type   MDIMDX\n" MI
      "1/1/1         Up    Yes  Up      9212 9212    - hybr dotq xcme   GIGE-SX\n"
      "1/1/4         Up    Yes  Up      9212 9212    1 netw null xcme   GIGE-SX\n"
      "1/1/10        Up    No   Down    1518 1518    - accs dotq xcme   GIGE-SX\n"
      "10/2/c1       Up         Link Up                          conn   100GBASE-LR4*\n" EQ
      "* indicates that the corresponding row element may have been truncated.\n",
      "@r1\n"
      "iface 1/1/1 up :9\n"
      "iface 1/1/4 up member parent lag-1 :10\n"
      "iface 1/1/10 down :11\n"
      "iface 10/2/c1 up :12\n",
      "" },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        const struct row *r = &rows[i];
        state_told *t = state_tell(a, "x", r->in);
        is_int(t->rc, CP_OK, "%s", r->name);
        is_cstr(cp_buf_str(&t->rows), r->rows, "%s: rows", r->name);
        is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        cp_arena_free(a);
    }
    return tap_done();
}
