/* SPDX-License-Identifier: Apache-2.0 */
/* port.c - ports as they are compared. One port is told by its name, by a shortened one, by its
 * number or by its address; names that differ only in how they are shortened have one key:
 *
 *     GigabitEthernet0/0/1, Gi0/0/1 -> gi0/0/1     xe-0/0/0, xe-0/0/0.0 -> xe0/0/0
 *     Eth-Trunk1                    -> eth-trunk1  (two words are not shortened) */
#include "path/links_inside.h"

enum { PORT_BYTES_MAX = 64, LETTERS = 2 };

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Letters, then at most a hyphen or blanks, then a number: how many bytes each. */
static bool is_word_and_number(cp_str s, size_t *letters, size_t *number)
{
    size_t i = 0;
    while (i < s.n && is_letter(s.p[i]))
        i++;
    *letters = i;
    while (i < s.n && (s.p[i] == '-' || s.p[i] == ' '))
        i++;
    *number = i;
    return *letters > 0 && i < s.n && is_digit(s.p[i]);
}

cp_str cp_port_key(cp_arena *a, cp_str port)
{
    cp_mac mac;
    size_t letters, number;
    port = cp_str_trim(port);
    if (cp_mac_parse(port, &mac))
        return cp_mac_text(a, mac);
    if (port.n > PORT_BYTES_MAX || !is_word_and_number(port, &letters, &number))
        return cp_str_lower(a, port);
    cp_str rest = cp_str_from(port, number);
    if (cp_str_ends(rest, CP_STR(".0"))) /* the only unit of an interface that has no others */
        rest.n -= 2;
    cp_str word = cp_str_slice(port, 0, letters < LETTERS ? letters : LETTERS);
    return cp_str_lower(a, cp_str_fmt(a, "%.*s%.*s", CP_FMT(word), CP_FMT(rest)));
}

cp_port_kind cp_port_kind_of(cp_str key)
{
    uint64_t number;
    cp_mac mac;
    cp_ip ip;
    if (cp_str_u64(key, &number))
        return CP_PORT_NUMBER;
    if (cp_mac_parse(key, &mac))
        return CP_PORT_MAC;
    return cp_ip_parse(key, &ip) ? CP_PORT_IP : CP_PORT_NAME;
}
