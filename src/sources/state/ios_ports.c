/* SPDX-License-Identifier: Apache-2.0 */
/* ios_ports.c - what access lists call ports and protocols. Sources: the command references of IOS
 * ("access-list (IP extended)", "permit (IP)"), NX-OS, EOS and ASA ("access-list extended"), where
 * they give the numbers; IANA's registers of services and of protocol numbers otherwise. Names to
 * which two systems give different numbers are left out (kerberos, radius): they are not known. */
#include "sources/state/ios.h"

enum { PORT_MAX = 65535 };

static const struct named {
    const char *name;
    uint16_t number;
} ports[] = {
    { "aol", 5190 },
    { "bfd", 3784 },
    { "bfd-echo", 3785 },
    { "bgp", 179 },
    { "biff", 512 },
    { "bootpc", 68 },
    { "bootps", 67 },
    { "chargen", 19 },
    { "cifs", 3020 },
    { "citrix-ica", 1494 },
    { "cmd", 514 },
    { "ctiqbe", 2748 },
    { "daytime", 13 },
    { "discard", 9 },
    { "dnsix", 195 },
    { "domain", 53 },
    { "drip", 3949 },
    { "echo", 7 },
    { "exec", 512 },
    { "finger", 79 },
    { "ftp", 21 },
    { "ftp-data", 20 },
    { "gopher", 70 },
    { "h323", 1720 },
    { "hostname", 101 },
    { "http", 80 },
    { "https", 443 },
    { "ident", 113 },
    { "imap4", 143 },
    { "irc", 194 },
    { "isakmp", 500 },
    { "klogin", 543 },
    { "kshell", 544 },
    { "ldap", 389 },
    { "ldaps", 636 },
    { "ldp", 646 },
    { "login", 513 },
    { "lotusnotes", 1352 },
    { "lpd", 515 },
    { "mobile-ip", 434 },
    { "msdp", 639 },
    { "msrpc", 135 },
    { "nameserver", 42 },
    { "netbios-dgm", 138 },
    { "netbios-ns", 137 },
    { "netbios-ss", 139 },
    { "netbios-ssn", 139 },
    { "nfs", 2049 },
    { "nntp", 119 },
    { "non500-isakmp", 4500 },
    { "ntp", 123 },
    { "pcanywhere-data", 5631 },
    { "pcanywhere-status", 5632 },
    { "pim-auto-rp", 496 },
    { "pop2", 109 },
    { "pop3", 110 },
    { "pptp", 1723 },
    { "rip", 520 },
    { "rsh", 514 },
    { "rtsp", 554 },
    { "secureid-udp", 5510 },
    { "sip", 5060 },
    { "smtp", 25 },
    { "snmp", 161 },
    { "snmptrap", 162 },
    { "sqlnet", 1521 },
    { "ssh", 22 },
    { "sunrpc", 111 },
    { "syslog", 514 },
    { "tacacs", 49 },
    { "tacacs-ds", 49 },
    { "talk", 517 },
    { "telnet", 23 },
    { "tftp", 69 },
    { "time", 37 },
    { "uucp", 540 },
    { "who", 513 },
    { "whois", 43 },
    { "www", 80 },
    { "xdmcp", 177 },
    { "z39-50", 210 },
};

static const struct named protocols[] = {
    { "ahp", 51 },   { "esp", 50 },    { "eigrp", 88 }, { "gre", 47 },  { "icmp", 1 },
    { "icmp6", 58 }, { "icmpv6", 58 }, { "igmp", 2 },   { "igrp", 9 },  { "ipinip", 4 },
    { "ipip", 4 },   { "nos", 94 },    { "ospf", 89 },  { "pcp", 108 }, { "pim", 103 },
    { "rsvp", 46 },  { "sctp", 132 },  { "tcp", 6 },    { "udp", 17 },  { "vrrp", 112 },
};

static bool named_number(const struct named *v, size_t n, cp_str word, uint64_t *out)
{
    for (size_t i = 0; i < n; i++)
        if (cp_str_eq(word, cp_str_c(v[i].name))) {
            *out = v[i].number;
            return true;
        }
    return false;
}

bool ios_port(cp_str word, uint64_t *port)
{
    if (cp_str_u64(word, port))
        return *port <= PORT_MAX;
    return named_number(ports, sizeof ports / sizeof *ports, word, port);
}

bool ios_protocol(cp_str word, bool is_v6, uint64_t out[2])
{
    if (cp_str_eq(word, CP_STR("ip")) || cp_str_eq(word, CP_STR("ipv4")) ||
        cp_str_eq(word, CP_STR("ipv6"))) {
        out[0] = 0;
        out[1] = 255;
        return true;
    }
    if (cp_str_u64(word, &out[0])) {
        out[1] = out[0];
        return out[0] <= 255;
    }
    bool is_known = named_number(protocols, sizeof protocols / sizeof *protocols, word, &out[0]);
    if (is_known && is_v6 && out[0] == 1)
        out[0] = 58;
    out[1] = out[0];
    return is_known;
}
