/* SPDX-License-Identifier: Apache-2.0 */
/* port.c - ports as they are compared. One port is told by its name, by a shortened one, by its
 * number or by its address; names that differ only in how they are shortened have one key:
 *
 *     GigabitEthernet0/0/1, Gi0/0/1, GE0/0/1 -> gi0/0/1     xe-0/0/0, xe-0/0/0.0 -> xe0/0/0
 *     Bridge-Aggregation1, BAGG1             -> bagg1       eno1 -> eno1, ens1 -> ens1
 *
 * Which words are shortened is a table: two words that only begin alike are two ports (ens1, eno1;
 * vmnic0, vmk0; Tw1/0/1, Twe1/0/1). */
#include "path/links_inside.h"

enum { PORT_BYTES_MAX = 64, LETTERS_MIN = 2 };

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Words that may be cut short behind their second letter; of several that begin so the first. They
 * are those of IOS, XR, NX-OS and EOS, which print two letters or three. */
static const struct {
    const char *word, *key;
} cut[] = {
    { "ethernet", "et" },
    { "fastethernet", "fa" },
    { "gigabitethernet", "gi" },
    { "twogigabitethernet", "tw" },
    { "fivegigabitethernet", "fi" },
    { "fiftygige", "fi" },
    { "tengigabitethernet", "te" },
    { "tengige", "te" },
    { "twentyfivegige", "twe" },
    { "twentyfivegigabitethernet", "twe" },
    { "fortygigabitethernet", "fo" },
    { "fortygige", "fo" },
    { "hundredgige", "hu" },
    { "hundredgigabitethernet", "hu" },
    { "appgigabitethernet", "ap" },
    { "xgigabitethernet", "xg" },
    { "loopback", "lo" },
    { "tunnel", "tu" },
    { "vlan", "vl" },
    { "port-channel", "po" },
    { "managementethernet", "ma" },
    { "mgmtethernet", "mg" },
    { "multilink", "mu" },
    { "serial", "se" },
    { "dialer", "di" },
    { "dot11radio", "do" },
    { "cellular", "ce" },
    { "async", "as" },
    { "atm", "at" },
    { "null", "nu" },
};
/* Words that have a short form of other letters, or are one that is like a word above:
 * https://support.hpe.com/techhub/eginfolib/networking/docs/switches/5710/5200-4981_fund_cg/content/517700727.htm
 * (WGE: published captures of a 5945); XR: `show interfaces brief`. */
static const struct {
    const char *word, *key;
} whole[] = {
    { "ge", "gi" },
    { "gige", "gi" },
    { "xge", "xg" },
    { "ten-gigabitethernet", "xg" },
    { "wge", "wge" },
    { "twenty-fivegige", "wge" },
    { "twenty-fivegigabitethernet", "wge" },
    { "fge", "fo" },
    { "hge", "hu" },
    { "mge", "mge" },
    { "m-gigabitethernet", "mge" },
    { "bagg", "bagg" },
    { "bridge-aggregation", "bagg" },
    { "ragg", "ragg" },
    { "route-aggregation", "ragg" },
    { "vlan-int", "vl" },
    { "vlan-interface", "vl" },
    { "be", "be" },
    { "bundle-ether", "be" },
    { "tf", "twe" },
    { "th", "th" },
    { "twohundredgige", "th" },
    { "fh", "fh" },
    { "fou", "fh" },
    { "fourhundredgige", "fh" },
    { "vi", "vi" },
    { "virtual-access", "vi" },
    { "vt", "vt" },
    { "virtual-template", "vt" },
    { "tun", "tun" }, /* Linux */
    { "pos", "pos" },
};

/* Letters, of several words perhaps (Eth-Trunk), then at most a hyphen or blanks, then a number:
 * how many bytes each. */
static bool is_word_and_number(cp_str s, size_t *letters, size_t *number)
{
    size_t i = 0;
    while (i < s.n &&
           (is_letter(s.p[i]) || (i > 0 && s.p[i] == '-' && i + 1 < s.n && is_letter(s.p[i + 1]))))
        i++;
    *letters = i;
    while (i < s.n && (s.p[i] == '-' || s.p[i] == ' '))
        i++;
    *number = i;
    return *letters > 0 && i < s.n && is_digit(s.p[i]);
}

static cp_str key_of(cp_str word)
{
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (cp_str_eq_nocase(word, cp_str_c(whole[i].word)))
            return cp_str_c(whole[i].key);
    for (size_t i = 0; word.n >= LETTERS_MIN && i < sizeof cut / sizeof *cut; i++)
        if (cp_str_starts_nocase(cp_str_c(cut[i].word), word))
            return cp_str_c(cut[i].key);
    return word;
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
    cp_str word = key_of(cp_str_slice(port, 0, letters));
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
