/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - words, prefixes and masks as routers write them: see state.h. */
#include "sources/state/state.h"

enum { V4_BITS = 32 };

bool cp_state_is_one_of(cp_str word, const char *const *words)
{
    for (; *words; words++)
        if (cp_str_eq(word, cp_str_c(*words)))
            return true;
    return false;
}

cp_str cp_state_word(cp_str *rest)
{
    size_t i = 0, n = 0;
    while (i < rest->n && (rest->p[i] == ' ' || rest->p[i] == '\t'))
        i++;
    while (i + n < rest->n && rest->p[i + n] != ' ' && rest->p[i + n] != '\t')
        n++;
    cp_str word = cp_str_slice(*rest, i, n);
    *rest = cp_str_from(*rest, i + n);
    return word;
}

bool cp_state_words(cp_str typed, cp_str words, cp_str *rest)
{
    cp_str word, has;
    while ((word = cp_state_word(&words)).n) {
        has = cp_state_word(&typed);
        if (has.n == 0 || !cp_str_starts_nocase(word, has))
            return false;
    }
    *rest = cp_str_trim(typed);
    return true;
}

/* Backs up to the last `*` only, so the time is at most pattern times text. */
bool cp_state_glob(cp_str pattern, cp_str text)
{
    size_t p = 0, i = 0, star = SIZE_MAX, from = 0;
    while (i < text.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            from = i;
        } else if (p < pattern.n && pattern.p[p] == text.p[i]) {
            p++;
            i++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            i = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

static cp_str without_zone(cp_str s)
{
    ptrdiff_t at = cp_str_find_char(s, '%');
    return at >= 0 ? cp_str_slice(s, 0, (size_t)at) : s;
}

bool cp_state_address_of(cp_str text, cp_state_net *out)
{
    cp_ip ip;
    return cp_ip_parse(without_zone(text), &ip) && cp_state_addr_of(ip, out);
}

bool cp_state_is_same_net(const cp_state_net *a, const cp_state_net *b)
{
    return a->is_set && b->is_set && a->bits == b->bits &&
           memcmp(&a->addr, &b->addr, sizeof a->addr) == 0;
}

bool cp_state_prefix_of(cp_state_section *s, cp_str address, uint64_t length, cp_state_net *out)
{
    cp_ip ip;
    cp_state_net whole;
    if (!cp_ip_parse(without_zone(address), &ip)) {
        (void)cp_state_bad(s, "no address");
        return false;
    }
    if (length > 128 || !cp_state_net_of(ip, (uint32_t)length, out)) {
        (void)cp_state_bad(s, "a prefix longer than its address");
        return false;
    }
    if (cp_state_addr_of(ip, &whole) && memcmp(&whole.addr, &out->addr, sizeof out->addr) != 0) {
        (void)cp_state_bad(s, "bits are set behind the length of the prefix");
        return false;
    }
    return true;
}

bool cp_state_prefix(cp_state_section *s, cp_str text, cp_state_net *out)
{
    ptrdiff_t slash = cp_str_find_char(text, '/');
    uint64_t length;
    if (slash < 0) {
        (void)cp_state_bad(s, "no prefix");
        return false;
    }
    if (!cp_str_u64(cp_str_from(text, (size_t)slash + 1), &length)) {
        (void)cp_state_bad(s, "the length of the prefix is no number");
        return false;
    }
    return cp_state_prefix_of(s, cp_str_slice(text, 0, (size_t)slash), length, out);
}

bool cp_state_mask(cp_str text, bool is_wildcard, uint64_t *length)
{
    cp_ip ip;
    uint32_t bits = 0;
    if (!cp_ip_parse(text, &ip) || ip.version != 4)
        return false;
    for (int i = 0; i < 4; i++)
        bits = bits << 8 | ip.b[i];
    bits = is_wildcard ? ~bits : bits;
    uint32_t n = 0;
    while (n < V4_BITS && bits & 0x80000000u >> n)
        n++;
    *length = n;
    return n == V4_BITS || (bits << n) == 0;
}

uint64_t cp_state_mac(cp_str text)
{
    cp_mac mac;
    uint64_t v = 0;
    if (!cp_mac_parse(text, &mac))
        return 0;
    for (int i = 0; i < 6; i++)
        v = v << 8 | mac.b[i];
    return v;
}
