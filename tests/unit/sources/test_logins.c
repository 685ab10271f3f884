/* SPDX-License-Identifier: Apache-2.0 */
/* test_logins.c - sessions out of tables and lines. The lines have the shape of those in the
 * documentation that docs/formats/logins.md names. */
#include "sources/login/login.h"
#include "tap.h"

typedef struct heard {
    cp_arena *a;
    cp_buf b;
} heard;

static cp_str addr_text(cp_arena *a, const cp_flow_addr *x)
{
    return cp_flow_addr_is_set(*x) ? cp_ip_text(a, cp_flow_addr_ip(*x)) : CP_STR("-");
}

/* "account begin seconds from > addr proto/port", a lease with => */
static cp_rc hear_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    cp_str host = n->name, account = CP_STR("");
    (void)cp_str_cut(&host, '\t', &account);
    cp_buf_fmt(&h->b, "%.*s%s%.*s %.*s %d %.*s %s %.*s %u/%u;", CP_FMT(account), host.n ? "@" : "",
               CP_FMT(host), CP_FMT(cp_time_text(h->a, n->at)), (int)n->bytes - 1,
               CP_FMT(addr_text(h->a, &n->client)),
               n->kind == CP_FLOW_NAME_LOGIN_LEASE ? "=>" : ">", CP_FMT(addr_text(h->a, &n->addr)),
               n->rcode, n->qtype);
    return CP_OK;
}

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

static const struct row {
    const char *name, *file, *in, *want;
    uint64_t bad;
    cp_rc rc;
} rows[] = {
    { "a table", "f",
      "user,source_ip,target,port,start,duration\n"
      "Ann,198.51.100.1,192.0.2.1,22,2025-11-23T10:00:00Z,90\n",
      "ann 2025-11-23T10:00:00Z 90 198.51.100.1 > 192.0.2.1 6/22;", 0, CP_OK },
    { "semicolons, a lease, an end", "f",
      "Account;Client IP;VPN IP;Login time;Logout time\n"
      "ann;198.51.100.1;10.0.0.9;2025-11-23 10:00;2025-11-23 10:05\n",
      "ann 2025-11-23T10:00:00Z 300 198.51.100.1 => 10.0.0.9 0/0;", 0, CP_OK },
    { "both, and version 6 with a port", "f",
      "user,src ip,assigned ip,server,start\n"
      "ann,[2001:db8::1]:5000,10.0.0.9,core-1,1763892000\n",
      "ann 2025-11-23T10:00:00Z -1 2001:db8::1 => 10.0.0.9 0/0;"
      "ann@core-1 2025-11-23T10:00:00Z -1 2001:db8::1 > - 0/0;",
      0, CP_OK },
    { "a failed one is none, an unknown result is one", "f",
      "user,src ip,start,result\n"
      "a,198.51.100.1,2025-11-23T10:00:00Z,Failure\n"
      "b,198.51.100.1,2025-11-23T10:00:00Z,denied\n"
      "c,198.51.100.1,2025-11-23T10:00:00Z,odd\n",
      "c 2025-11-23T10:00:00Z -1 198.51.100.1 > - 0/0;", 0, CP_OK },
    { "bad rows do not lose the good one", "f",
      "user,src ip,start,end,duration,port\n"
      ",198.51.100.1,2025-11-23T10:00:00Z,,,\n"
      "a,somewhere,2025-11-23T10:00:00Z,,,\n"
      "a,198.51.100.1,yesterday,,,\n"
      "a,198.51.100.1,2025-11-23T10:00:00Z,2025-11-23T09:00:00Z,,\n"
      "a,198.51.100.1,2025-11-23T10:00:00Z,,long,\n"
      "a,198.51.100.1,2025-11-23T10:00:00Z,,,65536\n"
      "a,198.51.100.1,2025-11-23T10:00:00Z,,1:00:00,22\n",
      "a 2025-11-23T10:00:00Z 3600 198.51.100.1 > - 6/22;", 6, CP_OK },
    { "all rows are bad", "f", "user,src ip,start\na,b,c\n", "", 1, CP_EFORMAT },
    { "sshd, closed by its own process", "auth.log-20251130",
      "Nov 23 10:00:00 jump sshd[7]: Accepted password for ann from 198.51.100.1 port 4000 ssh2\n"
      "Nov 23 10:01:00 jump sshd[7]: pam_unix(sshd:session): session closed for user ann\n",
      "ann@jump 2025-11-23T10:00:00Z 60 198.51.100.1 > - 6/22;", 0, CP_OK },
    { "sshd, by the port, of RFC 5424", "f",
      "<86>1 2025-11-23T10:00:00.5+01:00 192.0.2.5 sshd-session 7 - [a b=\"]\"] Accepted publickey "
      "for ann from 2001:db8::7 port 4000 ssh2: RSA SHA256:x\n"
      "<86>1 2025-11-23T10:02:00+01:00 192.0.2.5 sshd-session 9 - - Disconnected from user ann "
      "2001:db8::7 port 4000\n",
      "ann 2025-11-23T09:00:00Z 119 2001:db8::7 > 192.0.2.5 6/22;", 0, CP_OK },
    { "sshd, over the new year, the year by another line", "f",
      "Dec 31 23:50:00 jump sshd[7]: Accepted password for ann from 198.51.100.1 port 4000 ssh2\n"
      "Jan  1 00:10:00 jump sshd[7]: pam_unix(sshd:session): session closed for user ann\n"
      "2026-01-01T00:20:00Z jump cron[9]: (root) CMD (true)\n",
      "ann@jump 2025-12-31T23:50:00Z 1200 198.51.100.1 > - 6/22;", 0, CP_OK },
    { "sshd, of no year", "f",
      "Nov 23 10:00:00 jump sshd[7]: Accepted password for ann from 198.51.100.1 port 4000 ssh2\n"
      "Nov 23 10:00:01 jump sshd[7]: Server listening on :: port 22.\n",
      "", 1, CP_OK },
    { "sshd, cut", "f-2025-11-23",
      "Nov 23 10:00:00 jump sshd[7]: Accepted password for ann from 198.51.100.1 por\n"
      "Nov 23 10:00:00 jump sshd[8]: Failed password for ann from 198.51.100.1 port 1 ssh2\n",
      "", 1, CP_OK },
    { "ASA, with its address", "f",
      "<164>Nov 23 2025 10:00:00 gw : %ASA-4-722051: Group <G> User <ann> IP <198.51.100.1> IPv4 "
      "Address <10.0.0.9> IPv6 address <::> assigned to session\n"
      "<164>Nov 23 2025 11:00:00 gw : %ASA-4-113019: Group = G, Username = ann, IP = 198.51.100.1, "
      "Session disconnected. Session Type: SSL, Duration: 1h:00m:00s, Bytes xmt: 1, Bytes rcv: 2, "
      "Reason: User Requested\n",
      "ann 2025-11-23T10:00:00Z 3600 198.51.100.1 => 10.0.0.9 0/0;"
      "ann@gw 2025-11-23T10:00:00Z 3600 198.51.100.1 > - 0/0;",
      0, CP_OK },
    { "ASA, the end alone; between sites there is nobody", "f",
      "Nov 23 2025 11:00:00: %ASA-4-113019: Group = G, Username = ann, IP = 198.51.100.1, Session "
      "disconnected. Session Type: IPsec, Duration: 1d 1h:00m:01s, Bytes xmt: 1, Bytes rcv: 2, "
      "Reason: x\n"
      "Nov 23 2025 11:00:00: %ASA-4-113019: Group = 198.51.100.2, Username = 198.51.100.2, IP = "
      "198.51.100.2, Session disconnected. Session Type: LAN-to-LAN, Duration: 0h:01m:00s, Bytes "
      "xmt: 1, Bytes rcv: 2, Reason: x\n",
      "ann 2025-11-22T09:59:59Z 90001 198.51.100.1 > - 0/0;", 0, CP_OK },
    { "ASA, cut", "f",
      "Nov 23 2025 11:00:00 gw : %ASA-4-113019: Group = G, Username = ann, IP = 198.51.100.1, "
      "Sess\n",
      "", 1, CP_EFORMAT },
    { "FortiOS", "f",
      "date=2025-11-23 time=10:00:00 devname=\"gw\" logid=\"0101039947\" subtype=\"vpn\" "
      "tz=\"+0100\" action=\"tunnel-up\" tunneltype=\"ssl-tunnel\" tunnelid=7 remip=198.51.100.1 "
      "tunnelip=10.0.0.9 user=\"ann b\"\n"
      "date=2025-11-23 time=10:10:00 devname=\"gw\" logid=\"0101039948\" subtype=\"vpn\" "
      "tz=\"+0100\" action=\"tunnel-down\" tunneltype=\"ssl-tunnel\" tunnelid=7 "
      "remip=198.51.100.1 tunnelip=10.0.0.9 user=\"ann b\" duration=600\n",
      "ann b 2025-11-23T09:00:00Z 600 198.51.100.1 => 10.0.0.9 0/0;"
      "ann b@gw 2025-11-23T09:00:00Z 600 198.51.100.1 > - 0/0;",
      0, CP_OK },
    { "FortiOS, what looks like a key within quotes", "f",
      "date=2025-11-23 time=10:00:00 devname=\"gw\" logid=\"1\" subtype=\"vpn\" "
      "action=\"tunnel-up\" tunneltype=\"ssl-tunnel\" tunnelid=7 user=\"a remip=192.0.2.66 b\" "
      "remip=198.51.100.1\n",
      "a remip=192.0.2.66 b@gw 2025-11-23T10:00:00Z -1 198.51.100.1 > - 0/0;", 0, CP_OK },
    { "FortiOS, no address, and a tunnel between sites", "f",
      "date=2025-11-23 time=10:00:00 devname=\"gw\" logid=\"1\" subtype=\"vpn\" "
      "action=\"tunnel-up\" tunneltype=\"ssl-tunnel\" tunnelid=7 remip=N/A user=\"ann\"\n"
      "date=2025-11-23 time=10:00:00 devname=\"gw\" logid=\"1\" subtype=\"vpn\" "
      "action=\"tunnel-up\" tunneltype=\"ipsec\" tunnelid=8 remip=198.51.100.2 user=\"N/A\"\n",
      "", 1, CP_OK },
    { "OpenVPN's own file", "f",
      "Sun Nov 23 10:00:00 2025 us=1 ann/198.51.100.1:4000 MULTI: Learn: 10.8.0.6 -> "
      "ann/198.51.100.1:4000\n"
      "2025-11-23 10:30:00 ann/198.51.100.1:4000 SIGTERM[soft,remote-exit] received, "
      "client-instance exiting\n",
      "ann 2025-11-23T10:00:00Z 1800 198.51.100.1 => 10.8.0.6 0/0;", 0, CP_OK },
    { "sshd, the way to it was lost", "f",
      "2025-11-23T10:00:00Z jump sshd[7]: Accepted publickey for ann from 198.51.100.1 port 4000 "
      "ssh2\n"
      "2025-11-23T10:00:09Z jump sshd[7]: Received disconnect from 198.51.100.1 port 4000:11: bye\n"
      "2025-11-23T10:01:00Z jump sshd[8]: Accepted publickey for ben from 198.51.100.2 port 4001 "
      "ssh2\n"
      "2025-11-23T10:01:30Z jump sshd[8]: Timeout, client not responding from user ben "
      "198.51.100.2 port 4001\n"
      "2025-11-23T10:01:40Z jump sshd[9]: Connection closed by authenticating user root "
      "198.51.100.2 port 4001 [preauth]\n",
      "ann@jump 2025-11-23T10:00:00Z 9 198.51.100.1 > - 6/22;"
      "ben@jump 2025-11-23T10:01:00Z 30 198.51.100.2 > - 6/22;",
      0, CP_OK },
    { "ASA, connections of a session, which come and go", "f",
      "Nov 23 2025 10:00:00 gw : %ASA-6-113039: Group <G> User <ann> IP <198.51.100.1> AnyConnect "
      "parent session started.\n"
      "Nov 23 2025 10:00:01 gw : %ASA-6-722022: Group <G> User <ann> IP <198.51.100.1> TCP SVC "
      "connection established without compression\n"
      "Nov 23 2025 10:00:02 gw : %ASA-5-722033: Group <G> User <ann> IP <198.51.100.1> First TCP "
      "SVC connection established for SVC session.\n"
      "Nov 23 2025 10:00:03 gw : %ASA-6-722022: Group <G> User <ann> IP <198.51.100.1> UDP SVC "
      "connection established without compression\n"
      "Nov 23 2025 10:00:04 gw : %ASA-7-746012: user-identity: Add IP-User mapping 10.0.0.9 - "
      "LOCAL\\ann Succeeded - VPN user\n"
      "Nov 23 2025 10:20:00 gw : %ASA-6-722023: Group <G> User <ann> IP <198.51.100.1> UDP SVC "
      "connection terminated without compression\n",
      "ann 2025-11-23T10:00:00Z -1 198.51.100.1 => 10.0.0.9 0/0;"
      "ann@gw 2025-11-23T10:00:00Z -1 198.51.100.1 > - 0/0;",
      0, CP_OK },
    { "ASA, the last connection goes, and another day is another session", "f",
      "Nov 23 2025 10:00:01 gw : %FTD-6-722022: Group G User ann IP 198.51.100.1 TCP SVC "
      "connection established without compression\n"
      "Nov 23 2025 10:00:02 gw : %ASA-4-722051: Group <G> User <ann> IP <198.51.100.1> IPv4 "
      "Address <0.0.0.0> IPv6 address <2001:db8::9> assigned to session\n"
      "Nov 23 2025 10:20:01 gw : %ASA-6-722023: Group <G> User <ann> IP <198.51.100.1> TCP SVC "
      "connection terminated without compression\n"
      "Nov 24 2025 10:00:00 gw : %ASA-6-722022: Group <G> User <ann> IP <198.51.100.1> TCP SVC "
      "connection established without compression\n"
      "Nov 24 2025 10:00:30 gw : %ASA-7-746013: user-identity: Delete IP-User mapping 2001:db8::9 "
      "- LOCAL\\ann Succeeded - VPN user logout\n",
      "ann 2025-11-23T10:00:01Z 1200 198.51.100.1 => 2001:db8::9 0/0;"
      "ann@gw 2025-11-23T10:00:01Z 1200 198.51.100.1 > - 0/0;"
      "ann@gw 2025-11-24T10:00:00Z -1 198.51.100.1 > - 0/0;",
      0, CP_OK },
    { "ASA, no address", "f",
      "Nov 23 2025 10:00:01 gw : %ASA-6-722022: Group <G> User <ann> IP <x> TCP SVC connection "
      "established without compression\n"
      "Nov 23 2025 10:00:01 gw : %ASA-7-746012: user-identity: Add IP-User mapping 10.0.0.9 - "
      "LOCAL\\ben Succeeded - VPN user\n",
      "", 1, CP_OK },
    { "charon, the address after it, rekeyed, ended", "f",
      "2025-11-23T10:00:00Z gw charon[9]: 12[IKE] IKE_SA rw[3] established between "
      "192.0.2.1[gw.example]...198.51.100.1[10.1.1.5]\n"
      "2025-11-23T10:00:00Z gw charon[9]: 12[IKE] peer requested virtual IP %any\n"
      "2025-11-23T10:00:01Z gw charon[9]: 12[IKE] assigning virtual IP 10.0.0.9 to peer 'ann'\n"
      "2025-11-23T11:00:00Z gw charon[9]: 07[IKE] IKE_SA rw[4] rekeyed between "
      "192.0.2.1[gw.example]...198.51.100.1[10.1.1.5]\n"
      "2025-11-23T11:00:01Z gw charon[9]: 08[IKE] deleting IKE_SA rw[3] between "
      "192.0.2.1[gw.example]...198.51.100.1[10.1.1.5]\n"
      "2025-11-23T12:00:00Z gw charon[9]: 09[IKE] deleting IKE_SA rw[4] between "
      "192.0.2.1[gw.example]...198.51.100.1[10.1.1.5]\n",
      "ann 2025-11-23T10:00:00Z 7200 198.51.100.1 => 10.0.0.9 0/0;"
      "ann@gw 2025-11-23T10:00:00Z 7200 198.51.100.1 > - 0/0;",
      0, CP_OK },
    { "charon's own file, by its number, the address before it; one between sites", "f-2025-11-24",
      "Nov 23 10:00:00 12[IKE] <rw|3> assigning virtual IP 10.0.0.9 to peer 'ann'\n"
      "Nov 23 10:00:00 12[IKE] <rw|3> IKE_SA rw[3] established between "
      "192.0.2.1[gw]...198.51.100.1[C=XX, CN=a]...203.0.113.1[b]]\n"
      "Nov 23 10:00:00 12[IKE] <s2s|5> IKE_SA s2s[5] established between "
      "192.0.2.1[gw]...198.51.100.9[other]\n"
      "Nov 23 10:10:00 13[CFG] <rw|3> lease 10.0.0.9 by 'ann' went offline\n",
      "ann 2025-11-23T10:00:00Z 600 198.51.100.1 => 10.0.0.9 0/0;"
      "ann 2025-11-23T10:00:00Z 600 198.51.100.1 > 192.0.2.1 0/0;",
      0, CP_OK },
    { "charon, malformed", "f",
      "2025-11-23T10:00:00Z gw charon: 12[IKE] IKE_SA rw[3] established between "
      "192.0.2.1[gw]...%any[ann]\n"
      "2025-11-23T10:00:00Z gw charon: 12[IKE] assigning virtual IP nothing to peer 'ann'\n"
      "2025-11-23T10:00:00Z gw charon: 12[IKE] IKE_SA rw[3 established between 192.0.2.1[gw\n"
      "2025-11-23T10:00:00Z gw charon: 12[ENC] generating IKE_AUTH response 5 [ N(AUTH_FAILED) ]\n",
      "", 2, CP_OK },
    { "charon, a line that ends behind its host", "f",
      "2025-11-23T10:00:00Z gw charon[9]: 12[IKE] assigning virtual IP nothing to peer 'ann'\n"
      "2025-11-23T10:00:00Z gw[3\n"
      "<30>1 2025-11-23T10:00:00Z gw[3\n",
      "", 1, CP_OK },
    { "OpenVPN by syslog, the address of its pool; what it is a client of is none", "f",
      "2025-11-23T10:00:00Z gw openvpn[3]: 198.51.100.1:4000 [ann] Peer Connection Initiated with "
      "[AF_INET]198.51.100.1:4000\n"
      "2025-11-23T10:00:01Z gw openvpn[3]: ann/198.51.100.1:4000 MULTI_sva: pool returned "
      "IPv4=10.8.0.6, IPv6=(Not enabled)\n"
      "2025-11-23T10:01:00Z gw openvpn[3]: [server] Peer Connection Initiated with "
      "[AF_INET]192.0.2.9:1194\n"
      "2025-11-23T10:02:00Z gw openvpn[3]: 198.51.100.2:4000 TLS Auth Error: Auth "
      "Username/Password verification failed for peer\n"
      "2025-11-23T10:10:00Z gw openvpn[3]: ann/198.51.100.1:4000 SIGUSR1[soft,ping-restart] "
      "received, client-instance restarting\n",
      "ann 2025-11-23T10:00:00Z 600 198.51.100.1 => 10.8.0.6 0/0;"
      "ann@gw 2025-11-23T10:00:00Z 600 198.51.100.1 > - 0/0;",
      0, CP_OK },
    { "OpenVPN, version 6", "f",
      "2025-11-23 10:00:00 [AF_INET6]2001:db8::1:4000 [ann] Peer Connection Initiated with "
      "[AF_INET6]2001:db8::1:4000\n",
      "ann 2025-11-23T10:00:00Z -1 2001:db8::1 > - 0/0;", 0, CP_OK },
    { "OpenVPN's status, version 1", "f",
      "OpenVPN CLIENT LIST\nUpdated,Sun Nov 23 10:30:00 2025\n"
      "Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since\n"
      "ann,198.51.100.1:4000,1,2,Sun Nov 23 10:00:00 2025\n"
      "ben,[2001:db8::1]:4000,1,2,2025-11-20 10:00:00\n"
      "UNDEF,198.51.100.3:4000,1,2,Sun Nov 23 10:29:59 2025\n"
      "cut,198.51.100.4:4000\n"
      "ROUTING TABLE\nVirtual Address,Common Name,Real Address,Last Ref\n"
      "10.1.0.0/24,ann,198.51.100.1:4000,Sun Nov 23 10:20:00 2025\n"
      "10.8.0.6,ann,198.51.100.1:4000,Sun Nov 23 10:20:00 2025\n"
      "GLOBAL STATS\nMax bcast/mcast queue length,0\nEND\n",
      "ann 2025-11-23T10:00:00Z -1 198.51.100.1 => 10.8.0.6 0/0;"
      "ben 2025-11-20T10:00:00Z 261000 2001:db8::1 > - 0/0;",
      1, CP_OK },
    { "OpenVPN's status, version 2", "f",
      "TITLE,OpenVPN 2.6.12\nTIME,2025-11-23 11:30:00,1763893800\n"
      "HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address,Virtual IPv6 Address,Bytes "
      "Received,Bytes Sent,Connected Since,Connected Since (time_t),Username,Client ID\n"
      "CLIENT_LIST,cert-1,198.51.100.1:4000,10.8.0.6,,1,2,2025-11-23 11:00:00,1763892000,ann,3\n"
      "CLIENT_LIST,cert-2,udp4:198.51.100.2:4000,,2001:db8::6,1,2,x,1763892000,UNDEF,4\n"
      "CLIENT_LIST,cert-3,nowhere,10.8.0.8,,1,2,x,1763892000,UNDEF,4\n"
      "HEADER,ROUTING_TABLE,Virtual Address,Common Name,Real Address,Last Ref,Last Ref (time_t)\n"
      "ROUTING_TABLE,10.8.0.6,cert-1,198.51.100.1:4000,x,1763893000\nEND\n",
      "ann 2025-11-23T10:00:00Z -1 198.51.100.1 => 10.8.0.6 0/0;"
      "cert-2 2025-11-23T10:00:00Z -1 198.51.100.2 => 2001:db8::6 0/0;",
      1, CP_OK },
    { "OpenVPN's status, version 3", "f",
      "TITLE\tOpenVPN 2.6.12\nTIME\t2025-11-23 11:30:00\t1763893800\n"
      "HEADER\tCLIENT_LIST\tCommon Name\tReal Address\tVirtual Address\tConnected Since "
      "(time_t)\tUsername\n"
      "CLIENT_LIST\tann\t198.51.100.1:4000\t10.8.0.6\t1763892000\tUNDEF\nEND\n",
      "ann 2025-11-23T10:00:00Z -1 198.51.100.1 => 10.8.0.6 0/0;", 0, CP_OK },
    { "peers of WireGuard", "f",
      "wg0\tAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\t"
      "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=\t51820\toff\n"
      "wg0\tCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC=\t(none)\t198.51.100.1:4000\t"
      "10.1.0.0/24,10.8.0.6/32\t1763892000\t1\t2\toff\n"
      "wg0\tDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD=\t(none)\t(none)\t10.8.0.7/"
      "32\t0\t0\t0\t25\n"
      "wg0\tEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE=\t(none)\t(none)\t10.8.0.8/32\tsoon\t0\t0\t"
      "25\n",
      "ccccccccccccccccccccccccccccccccccccccccccc= 2025-11-23T10:00:00Z 180 198.51.100.1 => "
      "10.8.0.6 0/0;",
      1, CP_OK },
    { "RADIUS, a file detail", "f",
      "Sun Nov 23 11:00:00 2025\n\tAcct-Status-Type = Start\n\tUser-Name = \"ann\"\n"
      "\tAcct-Session-Id = \"1\"\n\tCalling-Station-Id = \"198.51.100.1[4500]\"\n"
      "\tFramed-IP-Address = 10.0.0.9\n\tNAS-IP-Address = 192.0.2.1\n\tAcct-Delay-Time = 5\n"
      "\tTimestamp = 1763892005\n\n"
      "Sun Nov 23 11:10:00 2025\n\tAcct-Status-Type = Interim-Update\n\tUser-Name = \"ann\"\n"
      "\tAcct-Session-Id = \"1\"\n\tCalling-Station-Id = \"198.51.100.1[4500]\"\n"
      "\tNAS-IP-Address = 192.0.2.1\n\tTimestamp = 1763892600\n\n"
      "Sun Nov 23 11:20:00 2025\n\tAcct-Status-Type = Stop\n\tUser-Name = \"ann\"\n"
      "\tAcct-Session-Id = \"1\"\n\tCalling-Station-Id = \"198.51.100.1[4500]\"\n"
      "\tNAS-IP-Address = 192.0.2.1\n\tTimestamp = 1763893200\n\n"
      "Sun Nov 23 11:20:00 2025\n\tAcct-Status-Type = Stop\n\tUser-Name = \"ben\"\n"
      "\tAcct-Session-Id = \"2\"\n\tTunnel-Client-Endpoint:0 = \"198.51.100.2\"\n"
      "\tNAS-Identifier = \"gw\"\n\tAcct-Session-Time = 1200\n"
      "\tEvent-Timestamp = \"Nov 23 2025 10:20:00 UTC\"\n\n"
      "Sun Nov 23 11:20:00 2025\n\tAcct-Status-Type = Start\n\tUser-Name = \"cyd\"\n"
      "\tCalling-Station-Id = \"00-00-5E-00-53-01\"\n\tTimestamp = 1763893200\n\n"
      "Sun Nov 23 11:20:00 2025\n\tAcct-Status-Type = Start\n\tTimestamp = 1763893200\n\n"
      "no time\n\tAcct-Status-Type = Accounting-On\n\n"
      "Sun Nov 23 11:20:00 2025\n\tAcct-Status-Type = Accounting-On\n",
      "ann 2025-11-23T10:00:00Z 1200 198.51.100.1 => 10.0.0.9 0/0;"
      "ann 2025-11-23T10:00:00Z 1200 198.51.100.1 > 192.0.2.1 0/0;"
      "ben@gw 2025-11-23T10:00:00Z 1200 198.51.100.2 > - 0/0;",
      2, CP_OK },
    { "RADIUS, a stop twice, and a number that is used again", "f",
      "Sun Nov 23 10:00:00 2025\n\tAcct-Status-Type = 2\n\tUser-Name = ann\n\tAcct-Session-Id = 1\n"
      "\tCalling-Station-Id = 198.51.100.1\n\tAcct-Session-Time = 60\n\n"
      "Sun Nov 23 10:00:03 2025\n\tAcct-Status-Type = 2\n\tUser-Name = ann\n\tAcct-Session-Id = 1\n"
      "\tCalling-Station-Id = 198.51.100.1\n\tAcct-Session-Time = 60\n\tAcct-Delay-Time = 3\n\n"
      "Sun Nov 23 12:00:00 2025\n\tAcct-Status-Type = 1\n\tUser-Name = ann\n\tAcct-Session-Id = 1\n"
      "\tCalling-Station-Id = 198.51.100.1\n",
      "ann 2025-11-23T09:59:00Z 60 198.51.100.1 > - 0/0;"
      "ann 2025-11-23T12:00:00Z -1 198.51.100.1 > - 0/0;",
      0, CP_OK },
    { "RADIUS, a table of records", "f",
      "User-Name,Acct-Session-Id,Acct-Status-Type,Calling-Station-Id,Framed-IP-Address,"
      "NAS-Identifier,Timestamp\n"
      "ann,1,Start,198.51.100.1,10.0.0.9,gw,2025-11-23T10:00:00Z\n"
      "ann,1,Stop,198.51.100.1,10.0.0.9,gw,2025-11-23T10:10:00Z\n"
      "ben,2,Start,198.51.100.2,,gw,yesterday\n",
      "ann 2025-11-23T10:00:00Z 600 198.51.100.1 => 10.0.0.9 0/0;"
      "ann@gw 2025-11-23T10:00:00Z 600 198.51.100.1 > - 0/0;",
      1, CP_OK },
    { "RADIUS, a table of sessions", "f",
      "radacctid,username,nasipaddress,acctstarttime,acctstoptime,acctsessiontime,"
      "callingstationid,framedipaddress\n"
      "1,ann,192.0.2.1,2025-11-23 10:00:00,2025-11-23 10:10:00,600,198.51.100.1,10.0.0.9\n"
      "2,ben,192.0.2.1,2025-11-23 10:00:00,NULL,600,198.51.100.2,\n"
      "3,cyd,192.0.2.1,2025-11-23 10:00:00,2025-11-23 09:00:00,,198.51.100.3,\n",
      "ann 2025-11-23T10:00:00Z 600 198.51.100.1 => 10.0.0.9 0/0;"
      "ann 2025-11-23T10:00:00Z 600 198.51.100.1 > 192.0.2.1 0/0;"
      "ben 2025-11-23T10:00:00Z -1 198.51.100.2 > 192.0.2.1 0/0;"
      "cyd 2025-11-23T10:00:00Z -1 198.51.100.3 > 192.0.2.1 0/0;",
      1, CP_OK },
    { "Windows, without a header", "f",
      "\"NPS\",\"IAS\",11/23/"
      "2025,10:00:00,1,\"D\\ann\",,,\"198.51.100.1\",,,,\"192.0.2.1\",,,,,,,,,,,"
      ",,,,,,,,,,,,,,,,,,,,,,,,,\n"
      "\"NPS\",\"IAS\",11/23/2025,10:00:01,4,\"D\\ann\",,,\"198.51.100.1\",,\"10.0.0.9\",,"
      "\"192.0.2.1\",,,,,,,,,,,,,,,,,,,1,0,,,\"77\",,,,,,,,,,,,,\n"
      "\"NPS\",\"IAS\",11/23/2025,10:05:01,4,\"D\\ann\",,,\"198.51.100.1\",,\"10.0.0.9\",,"
      "\"192.0.2.1\",,,,,,,,,,,,,,,,,,,2,0,,,\"77\",,300,,,,,,,,,,,\n"
      "\"NPS\",\"IAS\",23/11/2025,10:05:01,4,\"D\\ann\",,,\"198.51.100.1\",,\"10.0.0.9\",,"
      "\"192.0.2.1\",,,,,,,,,,,,,,,,,,,2,0,,,\"77\",,300,,,,,,,,,,,\n",
      "d\\ann 2025-11-23T10:00:01Z 300 198.51.100.1 => 10.0.0.9 0/0;"
      "d\\ann 2025-11-23T10:00:01Z 300 198.51.100.1 > 192.0.2.1 0/0;",
      1, CP_OK },
    { "TACACS+", "f",
      "2025-11-23 11:00:00 +0100\t192.0.2.1\tann\ttty2\t198.51.100.1\tstart\ttask_id=1\t"
      "service=shell\n"
      "2025-11-23 11:00:05 +0100\t192.0.2.1\tann\ttty2\t198.51.100.1\tstop\ttask_id=2\t"
      "service=shell\tcmd=show version <cr>\n"
      "2025-11-23 11:01:00 +0100\t192.0.2.1\tann\ttty2\t198.51.100.1\tstop\ttask_id=1\t"
      "service=shell\telapsed_time=60\n"
      "2025-11-23 11:01:00 +0100\t192.0.2.1\tben\ttty2\tasync\tstart\ttask_id=1\tservice=shell\n"
      "2025-11-23 11:01:00 +0100\t192.0.2.1\n",
      "ann 2025-11-23T10:00:00Z 60 198.51.100.1 > 192.0.2.1 0/0;", 1, CP_OK },
    { "TACACS+ by syslog, of no year but the file's", "f-20251124",
      "Nov 23 10:00:00 aaa tac_plus[9]: 192.0.2.1\tann\ttty2\t198.51.100.1\tstop\ttask_id=1\t"
      "service=ppp\taddr=10.0.0.9\telapsed_time=60\n",
      "ann 2025-11-23T09:59:00Z 60 198.51.100.1 => 10.0.0.9 0/0;"
      "ann 2025-11-23T09:59:00Z 60 198.51.100.1 > 192.0.2.1 0/0;",
      0, CP_OK },
};

static void check_row(const struct row *x)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { a, cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &h, .obs = hear_obs, .flow_name = hear_name };
    cp_source src = { .name = cp_str_c(x->file),
                      .first_at = CP_TIME_NONE,
                      .last_at = CP_TIME_NONE };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_bytes in = cp_bytes_of_str(cp_str_c(x->in));
    cp_err err = { 0 };
    const cp_format *f = cp_format_detect(in, src.name);
    ok(f && cp_str_starts(cp_str_c(f->name), CP_STR("logins-")), "%s: found by its content",
       x->name);
    if (f)
        is_int(f->read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, &err), x->rc, "%s: rc",
               x->name);
    is_str(cp_buf_str(&h.b), cp_str_c(x->want), "%s", x->name);
    is_int(src.records_bad, x->bad, "%s: bad records", x->name);
    cp_arena_free(a);
}

/* As a shell of another system keeps it. */
static void check_utf16(void)
{
    static const char line[] = "2025-11-23T10:00:00Z gw sshd[7]: Accepted password for ann from "
                               "198.51.100.1 port 4 ssh2\n";
    uint8_t in[2 * sizeof line] = { 0xff, 0xfe };
    cp_arena *a = cp_arena_new(0);
    heard h = { a, cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &h, .obs = hear_obs, .flow_name = hear_name };
    cp_source src = { .name = CP_STR("f") };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_err err = { 0 };
    for (size_t i = 0; i + 1 < sizeof line; i++)
        in[2 + 2 * i] = (uint8_t)line[i];
    is_int(cp_format_logins_syslog.read(a, cp_input_of_bytes(a, (cp_bytes){ in, sizeof in }), &opts,
                                        &sink, &src, &err),
           CP_OK, "UTF-16");
    is_str(cp_buf_str(&h.b), CP_STR("ann@gw 2025-11-23T10:00:00Z -1 198.51.100.1 > - 6/22;"),
           "UTF-16: the session");
    cp_arena_free(a);
}

static void check_others(void)
{
    static const struct {
        const char *name, *in;
    } others[] = {
        { "an inventory with users",
          "name,user,ip address,start of service\nx,y,192.0.2.1,2020\n" },
        { "an inventory with users, where from and when",
          "hostname,serial number,manufacturer,user,public ip,timestamp\n"
          "pc-1,SN1,Acme,ann,198.51.100.7,2025-11-23T10:00:00Z\n" },
        { "flows", "ts,te,td,sa,da,sp,dp,pr\n2025-11-23 10:00:00,,,,,,,\n" },
        { "links", "source,target,port,time\na,b,c,d\n" },
        { "sessions of nobody", "source ip,destination,start\n192.0.2.1,b,2025\n" },
        { "a table with names of stations", "user name,calling station id,floor\na,b,c\n" },
        { "a mail with attributes", "Sun Nov 23 11:00:00 2025\n\tUser-Name = ann\n" },
        { "fields between tabs", "2025-11-23 10:00:00\ta\tb\tc\td\te\n" },
        { "keys between tabs", "wg0\ta\tb\t51820\toff\n" },
        { "text about sshd", "the sshd[7]: Accepted password for a from 1.2.3.4 port 5\n" },
        { "a log of something else", "Nov 23 10:00:00 host cron[1]: (root) CMD (true)\n" },
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const cp_format *f =
            cp_format_detect(cp_bytes_of_str(cp_str_c(others[i].in)), CP_STR("x.csv"));
        ok(!f || !cp_str_starts(cp_str_c(f->name), CP_STR("logins-")), "%s", others[i].name);
    }
}

static void check_words(void)
{
    static const struct {
        const char *in;
        int64_t want; /* -1: no such thing */
    } spans[] = { { "90", 90 },
                  { "1:30", 90 },
                  { "1:00:00", 3600 },
                  { "1d 2h:3m:4s", 93784 },
                  { "7h:32m:15s", 27135 },
                  { "90m", 5400 },
                  { "", -1 },
                  { "1:99", -1 },
                  { "-1", -1 },
                  { "x", -1 },
                  { "1h:", 3600 },
                  { "999999999999", -1 } };
    static const struct {
        const char *in, *want;
    } times[] = { { "2025-11-23T10:00:00+01:00", "2025-11-23T09:00:00Z" },
                  { "2025/11/23 10:00", "2025-11-23T10:00:00Z" },
                  { "2025-11-23 10:00:00.250 +0100", "2025-11-23T09:00:00Z" },
                  { "2025-11-23 10:00:00 UTC", "2025-11-23T10:00:00Z" },
                  { "1763892000", "2025-11-23T10:00:00Z" },
                  { "1763892000123", "2025-11-23T10:00:00Z" },
                  { "1763892000123456789", "2025-11-23T10:00:00Z" },
                  { "23.11.2025 10:00", "" },
                  { "2025-13-01 10:00", "" },
                  { "12", "" } };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        uint64_t s = 0;
        bool is = cp_login_span(cp_str_c(spans[i].in), &s);
        is_int(is ? (int64_t)s : -1, spans[i].want, "\"%s\"", spans[i].in);
    }
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_time t = CP_TIME_NONE;
        bool is_zoned;
        bool is = cp_login_time(cp_str_c(times[i].in), &t, &is_zoned);
        is_str(is ? cp_time_text(a, t) : CP_STR(""), cp_str_c(times[i].want), "\"%s\"",
               times[i].in);
        cp_arena_free(a);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_others();
    check_utf16();
    check_words();
    return tap_done();
}
