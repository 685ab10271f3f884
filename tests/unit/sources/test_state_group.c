/* SPDX-License-Identifier: Apache-2.0 */
/* Groups of objects in configurations of IOS, IOS XR and NX-OS: the forms are those of their
 * command references. */
#include <stdio.h>
#include "base/rand.h"
#include "sources/state/state.h"
#include "state_rows.h"

static const state_row rows[] = {
    { "IOS: groups of addresses and services, each member with each other",
      "hostname r1\n"
      "object-group network WEB\n"
      " description servers\n"
      " host 192.0.2.1\n"
      " 192.0.2.64 255.255.255.192\n"
      "object-group network ALL\n"
      " group-object WEB\n"
      " range 192.0.2.5 192.0.2.10\n"
      "object-group service S\n"
      " tcp eq www\n"
      " tcp source gt 1023 eq 443\n"
      " udp range 5000 5001\n"
      " tcp-udp 53\n"
      " icmp echo\n"
      " ospf\n"
      "ip access-list extended X\n"
      " permit tcp object-group WEB any eq 22 23\n"
      " deny object-group S any object-group WEB\n"
      " permit ip object-group ALL host 198.51.100.1\n"
      "interface GigabitEthernet0/1\n"
      " ip access-group X in\n",
      "@r1\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.1/32 dst any sport 0-65535 dport 22-22 \"permit "
      "tcp object-group WEB any eq 22 23\" :17\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.1/32 dst any sport 0-65535 dport 23-23 \"permit "
      "tcp object-group WEB any eq 22 23\" :17\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.64/26 dst any sport 0-65535 dport 22-22 \"permit "
      "tcp object-group WEB any eq 22 23\" :17\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.64/26 dst any sport 0-65535 dport 23-23 \"permit "
      "tcp object-group WEB any eq 22 23\" :17\n"
      "rule X 20 deny v4 proto 6-6 src any dst 192.0.2.1/32 sport 0-65535 dport 80-80 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 6-6 src any dst 192.0.2.1/32 sport 1024-65535 dport 443-443 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 17-17 src any dst 192.0.2.1/32 sport 0-65535 dport 5000-5001 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 6-6 src any dst 192.0.2.1/32 sport 0-65535 dport 53-53 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 17-17 src any dst 192.0.2.1/32 sport 0-65535 dport 53-53 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 partial proto 1-1 src any dst 192.0.2.1/32 sport 0-65535 dport 0-65535 "
      "\"deny object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 89-89 src any dst 192.0.2.1/32 sport 0-65535 dport 0-65535 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 6-6 src any dst 192.0.2.64/26 sport 0-65535 dport 80-80 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 6-6 src any dst 192.0.2.64/26 sport 1024-65535 dport 443-443 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 17-17 src any dst 192.0.2.64/26 sport 0-65535 dport 5000-5001 "
      "\"deny object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 6-6 src any dst 192.0.2.64/26 sport 0-65535 dport 53-53 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 17-17 src any dst 192.0.2.64/26 sport 0-65535 dport 53-53 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 partial proto 1-1 src any dst 192.0.2.64/26 sport 0-65535 dport 0-65535 "
      "\"deny object-group S any object-group WEB\" :18\n"
      "rule X 20 deny v4 proto 89-89 src any dst 192.0.2.64/26 sport 0-65535 dport 0-65535 \"deny "
      "object-group S any object-group WEB\" :18\n"
      "rule X 30 permit v4 proto 0-255 src 192.0.2.1/32 dst 198.51.100.1/32 sport 0-65535 dport "
      "0-65535 \"permit ip object-group ALL host 198.51.100.1\" :19\n"
      "rule X 30 permit v4 proto 0-255 src 192.0.2.64/26 dst 198.51.100.1/32 sport 0-65535 dport "
      "0-65535 \"permit ip object-group ALL host 198.51.100.1\" :19\n"
      "rule X 30 permit v4 proto 0-255 src 192.0.2.5/32 dst 198.51.100.1/32 sport 0-65535 dport "
      "0-65535 \"permit ip object-group ALL host 198.51.100.1\" :19\n"
      "rule X 30 permit v4 proto 0-255 src 192.0.2.6/31 dst 198.51.100.1/32 sport 0-65535 dport "
      "0-65535 \"permit ip object-group ALL host 198.51.100.1\" :19\n"
      "rule X 30 permit v4 proto 0-255 src 192.0.2.8/31 dst 198.51.100.1/32 sport 0-65535 dport "
      "0-65535 \"permit ip object-group ALL host 198.51.100.1\" :19\n"
      "rule X 30 permit v4 proto 0-255 src 192.0.2.10/32 dst 198.51.100.1/32 sport 0-65535 dport "
      "0-65535 \"permit ip object-group ALL host 198.51.100.1\" :19\n"
      "iface GigabitEthernet0/1 :20\n"
      "use GigabitEthernet0/1 X v4 in :21\n",
      "", CP_OK, "", NULL },
    { "IOS: what makes a group one that cannot be told: a bad member, another that is not there, "
      "of another kind, none",
      "hostname r1\n"
      "object-group network BAD\n"
      " host 192.0.2.1\n"
      " 192.0.2.0 255.0.255.0\n"
      "object-group network HOLDS\n"
      " group-object BAD\n"
      "object-group network MISSES\n"
      " group-object NOBODY\n"
      "object-group network SELF\n"
      " group-object SELF\n"
      "object-group service P\n"
      " tcp eq 80\n"
      "object-group network P\n"
      " host 192.0.2.9\n"
      "object-group network EMPTY\n"
      "object-group network TURNED\n"
      " range 192.0.2.9 192.0.2.1\n"
      "object-group service Q\n"
      " foo eq 80\n"
      "object-group security SG\n"
      " security-group tag 7\n"
      "ip access-list extended X\n"
      " permit ip object-group BAD any\n"
      " permit ip object-group HOLDS any\n"
      " permit ip object-group MISSES any\n"
      " permit ip object-group SELF any\n"
      " permit object-group P any any\n"
      " permit ip any object-group P\n"
      " permit ip any object-group EMPTY\n"
      " permit ip any object-group TURNED\n"
      " permit object-group Q any any\n"
      " permit ip object-group SG any\n"
      " permit ip object-group LATER any\n"
      "object-group network LATER\n"
      " host 192.0.2.1\n",
      "@r1\n"
      "line \" 192.0.2.0 255.0.255.0\" :4\n"
      "line \" group-object NOBODY\" :8\n"
      "line \" group-object SELF\" :10\n"
      "line \" host 192.0.2.9\" :14\n"
      "line \" range 192.0.2.9 192.0.2.1\" :17\n"
      "line \" foo eq 80\" :19\n"
      "rule X 10 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "object-group BAD any\" :23\n"
      "rule X 20 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "object-group HOLDS any\" :24\n"
      "rule X 30 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "object-group MISSES any\" :25\n"
      "rule X 40 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "object-group SELF any\" :26\n"
      "rule X 50 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit "
      "object-group P any any\" :27\n"
      "rule X 60 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "any object-group P\" :28\n"
      "rule X 70 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "any object-group EMPTY\" :29\n"
      "rule X 80 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "any object-group TURNED\" :30\n"
      "rule X 90 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit "
      "object-group Q any any\" :31\n"
      "rule X 100 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "object-group SG any\" :32\n"
      "rule X 110 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"permit ip "
      "object-group LATER any\" :33\n",
      "4 no addresses: 192.0.2.0 255.0.255.0\n"
      "8 no group of that name and kind stands above: group-object NOBODY\n"
      "10 no group of that name and kind stands above: group-object SELF\n"
      "14 no protocol that is known: host 192.0.2.9\n"
      "17 no addresses: range 192.0.2.9 192.0.2.1\n"
      "19 no protocol that is known: foo eq 80\n",
      CP_OK, "", NULL },
    { "NX-OS: wildcards, lines with numbers, groups of ports",
      "!Command: show running-config\n"
      "version 9.3(3)\n"
      "hostname n1\n"
      "object-group ip address A\n"
      "  10 host 192.0.2.1\n"
      "  20 192.0.2.64 0.0.0.63\n"
      "  30 198.51.100.0/25\n"
      "object-group ip port P\n"
      "  10 eq 80\n"
      "  20 range 5000 5001\n"
      "  30 neq 22\n"
      "ip access-list X\n"
      "  10 permit tcp addrgroup A any portgroup P\n"
      "  20 permit udp any portgroup P addrgroup A\n"
      "  30 permit tcp any any portgroup NONE\n",
      "@n1\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.1/32 dst any sport 0-65535 dport 80-80 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.1/32 dst any sport 0-65535 dport 5000-5001 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.1/32 dst any sport 0-65535 dport 0-21 \"10 permit "
      "tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.1/32 dst any sport 0-65535 dport 23-65535 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.64/26 dst any sport 0-65535 dport 80-80 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.64/26 dst any sport 0-65535 dport 5000-5001 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.64/26 dst any sport 0-65535 dport 0-21 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.64/26 dst any sport 0-65535 dport 23-65535 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 198.51.100.0/25 dst any sport 0-65535 dport 80-80 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 198.51.100.0/25 dst any sport 0-65535 dport 5000-5001 "
      "\"10 permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 198.51.100.0/25 dst any sport 0-65535 dport 0-21 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 10 permit v4 proto 6-6 src 198.51.100.0/25 dst any sport 0-65535 dport 23-65535 \"10 "
      "permit tcp addrgroup A any portgroup P\" :13\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.1/32 sport 80-80 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.1/32 sport 5000-5001 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.1/32 sport 0-21 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.1/32 sport 23-65535 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.64/26 sport 80-80 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.64/26 sport 5000-5001 dport 0-65535 "
      "\"20 permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.64/26 sport 0-21 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 192.0.2.64/26 sport 23-65535 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 198.51.100.0/25 sport 80-80 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 198.51.100.0/25 sport 5000-5001 dport 0-65535 "
      "\"20 permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 198.51.100.0/25 sport 0-21 dport 0-65535 \"20 "
      "permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 20 permit v4 proto 17-17 src any dst 198.51.100.0/25 sport 23-65535 dport 0-65535 "
      "\"20 permit udp any portgroup P addrgroup A\" :14\n"
      "rule X 30 unknown v4 proto 6-6 src any dst any sport 0-65535 dport 0-65535 \"30 permit tcp "
      "any any portgroup NONE\" :15\n",
      "", CP_OK, "", NULL },
    { "XR: groups",
      "!! IOS XR Configuration 7.3.2\n"
      "hostname x1\n"
      "object-group network ipv4 A\n"
      " 192.0.2.0/25\n"
      " host 198.51.100.1\n"
      "!\n"
      "object-group port P\n"
      " eq 80\n"
      " range 5000 5001\n"
      "!\n"
      "ipv4 access-list X\n"
      " 10 permit tcp net-group A any port-group P\n"
      " 20 permit ipv4 any net-group NOBODY\n"
      "!\n",
      "@x1\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.0/25 dst any sport 0-65535 dport 80-80 \"10 "
      "permit tcp net-group A any port-group P\" :12\n"
      "rule X 10 permit v4 proto 6-6 src 192.0.2.0/25 dst any sport 0-65535 dport 5000-5001 \"10 "
      "permit tcp net-group A any port-group P\" :12\n"
      "rule X 10 permit v4 proto 6-6 src 198.51.100.1/32 dst any sport 0-65535 dport 80-80 \"10 "
      "permit tcp net-group A any port-group P\" :12\n"
      "rule X 10 permit v4 proto 6-6 src 198.51.100.1/32 dst any sport 0-65535 dport 5000-5001 "
      "\"10 permit tcp net-group A any port-group P\" :12\n"
      "rule X 20 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"20 permit "
      "ipv4 any net-group NOBODY\" :13\n",
      "", CP_OK, "", NULL },
    { "a service group and ports of the rule are one too many; of two versions nothing matches",
      "hostname r1\n"
      "object-group service S\n"
      " tcp eq 80\n"
      "object-group v6-network SIX\n"
      " host 2001:db8::1\n"
      " 2001:db8:1::/48\n"
      "ip access-list extended X\n"
      " permit object-group S any any eq 22\n"
      "ipv6 access-list Y\n"
      " permit tcp object-group SIX any eq 22\n",
      "@r1\n"
      "rule X 10 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 22-22 \"permit "
      "object-group S any any eq 22\" :8\n"
      "rule Y 10 permit v6 proto 6-6 src 2001:db8::1/128 dst any sport 0-65535 dport 22-22 "
      "\"permit tcp object-group SIX any eq 22\" :10\n"
      "rule Y 10 permit v6 proto 6-6 src 2001:db8:1::/48 dst any sport 0-65535 dport 22-22 "
      "\"permit tcp object-group SIX any eq 22\" :10\n",
      "", CP_OK, "", NULL },
};

/* Do the prefixes of a span have its addresses, each once, and no others? */
static bool is_span_exact(cp_rand *r)
{
    enum { N = 256 };
    uint32_t seen[N] = { 0 }, a = cp_rand_below(r, N), b = cp_rand_below(r, N);
    uint32_t first = a < b ? a : b, last = a < b ? b : a;
    cp_arena *arena = cp_arena_new(0);
    cp_str text = cp_str_fmt(arena,
                             "hostname r1\nobject-group network G\n range 192.0.2.%u 192.0.2.%u\n"
                             "ip access-list extended X\n permit ip object-group G any\n%c",
                             first, last, 0);
    cp_str rest = cp_buf_str(&state_tell(arena, "x.txt", text.p)->rows), line;
    bool is_exact = true;
    while (cp_str_cut_line(&rest, &line)) {
        ptrdiff_t at = cp_str_find(line, CP_STR("src 192.0.2."));
        uint32_t from, length;
        cp_str number = cp_str_from(line, (size_t)at + 12), low = CP_STR("");
        if (at < 0 || !cp_str_cut(&number, '/', &low) || !cp_str_u32(low, &from) ||
            !cp_str_u32(cp_state_word(&number), &length) || length < 24)
            continue;
        for (uint32_t i = 0; i < 1u << (32 - length) && from + i < N; i++)
            seen[from + i]++;
    }
    for (uint32_t i = 0; i < N; i++)
        is_exact = is_exact && seen[i] == (i >= first && i <= last);
    cp_arena_free(arena);
    return is_exact;
}

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    uint32_t n_wrong = 0;
    cp_rand r = { .state = 7 };
    for (uint32_t i = 0, n = tap_cases(400); i < n; i++)
        n_wrong += !is_span_exact(&r);
    is_int(n_wrong, 0, "spans of addresses, as prefixes, are what they were");
    return tap_done();
}
