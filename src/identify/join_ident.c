/* SPDX-License-Identifier: Apache-2.0 */
/* join_ident.c - which values can name one thing: see join.h and join_in.h. */
#include <string.h>
#include "identify/join_in.h"
#include "model/source.h"

enum {
    SERIAL_BYTES_MIN = 5,
    SERIAL_SURE_BYTES_MIN = 8, /* shorter ones, and numbers below 10 digits, repeat among makers */
    SERIAL_SURE_DIGITS_MIN = 10,
    ENGINE_HEX_MIN = 16,
    MISTYPED_MIN = 6, /* signs of a serial number that may be mistyped */
};

static bool is_all_same(cp_str s)
{
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] != s.p[0])
            return false;
    return true;
}

/* 0123456789..., 123456...: typed by somebody who had to type something. */
static bool is_counting(cp_str s)
{
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] != s.p[i - 1] + 1 && !(s.p[i] == '0' && s.p[i - 1] == '9'))
            return false;
    return true;
}

/* Some makers number with capitals too: a few in a hundred of their numbers have no digit. What is
 * no word has hardly a vowel (a maker may leave them out lest words come out), and many consonants
 * in a row. */
static bool is_unspeakable(cp_str s)
{
    enum { BYTES_MIN = 7, DISTINCT_MIN = 5, RUN_MIN = 4, PER_VOWEL = 5 };
    uint32_t seen = 0, distinct = 0, vowels = 0, run = 0, longest = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool is_letter = s.p[i] >= 'A' && s.p[i] <= 'Z';
        uint32_t bit = is_letter ? 1u << (s.p[i] - 'A') : 1u << 26;
        bool is_vowel =
            s.p[i] == 'A' || s.p[i] == 'E' || s.p[i] == 'I' || s.p[i] == 'O' || s.p[i] == 'U';
        if (!is_letter && s.p[i] != '0')
            return false;
        distinct += !(seen & bit);
        seen |= bit;
        vowels += is_vowel;
        run = is_vowel ? 0 : run + 1;
        longest = run > longest ? run : longest;
    }
    return s.n >= BYTES_MIN && distinct >= DISTINCT_MIN && longest >= RUN_MIN &&
           vowels * PER_VOWEL <= s.n;
}

/* What stands in a serial number's place. It is asked of each serial number several times: where a
 * letter or digit begins none of these, or the next one goes on with none, nothing is compared. */
static bool has_placeholder(cp_str s)
{
    static const cp_str placeholders[] = { CP_STR_INIT("to be filled"), CP_STR_INIT("filled by"),
                                           CP_STR_INIT("serial"),       CP_STR_INIT("default"),
                                           CP_STR_INIT("unknown"),      CP_STR_INIT("not spec"),
                                           CP_STR_INIT("none"),         CP_STR_INIT("n/a"),
                                           CP_STR_INIT("xxxx"),         CP_STR_INIT("00000000"),
                                           CP_STR_INIT("private"),      CP_STR_INIT("removed") };
    for (size_t i = 0; i + 1 < s.n; i++) {
        char first = s.p[i] | 0x20, second = s.p[i + 1] | 0x20; /* capitals become small letters */
        for (size_t k = 0; k < sizeof placeholders / sizeof *placeholders; k++)
            if (placeholders[k].p[0] == first && placeholders[k].p[1] == second &&
                cp_str_starts_nocase(cp_str_from(s, i), placeholders[k]))
                return true;
    }
    return false;
}

bool cp_join_serial_is_id(cp_str s)
{
    bool has_digit = false;
    for (size_t i = 0; i < s.n; i++)
        has_digit = has_digit || (s.p[i] >= '1' && s.p[i] <= '9');
    return s.n >= SERIAL_BYTES_MIN && (has_digit || is_unspeakable(s)) && !is_all_same(s) &&
           !is_counting(s) && !has_placeholder(s);
}

bool cp_join_is_sure_serial(cp_str s)
{
    bool all_digits = true;
    for (size_t i = 0; i < s.n; i++)
        all_digits = all_digits && s.p[i] >= '0' && s.p[i] <= '9';
    return s.n >= (all_digits ? SERIAL_SURE_DIGITS_MIN : SERIAL_SURE_BYTES_MIN);
}

char cp_join_fold(char c)
{
    switch (c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c) {
    case 'O': return '0';
    case 'I':
    case 'L': return '1';
    case 'S': return '5';
    case 'B': return '8';
    case 'Z': return '2';
    case '_': return '-';
    }
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Is one the other as a person types it: two signs in the wrong order, one left out, or signs that
 * look alike? Not one sign for another: the next device of the same batch differs so. */
bool cp_join_is_mistyped(cp_str a, cp_str b)
{
    size_t i = 0, n = a.n < b.n ? a.n : b.n;
    if (n < MISTYPED_MIN || (a.n > b.n ? a.n - b.n : b.n - a.n) > 1)
        return false;
    while (i < n && cp_join_fold(a.p[i]) == cp_join_fold(b.p[i]))
        i++;
    if (a.n == b.n && i + 1 < n && cp_join_fold(a.p[i]) == cp_join_fold(b.p[i + 1]) &&
        cp_join_fold(a.p[i + 1]) == cp_join_fold(b.p[i]))
        i += 2;
    else if (a.n == b.n && i < n)
        return false;
    size_t p = i + (a.n > b.n), q = i + (b.n > a.n);
    while (p < a.n && q < b.n && cp_join_fold(a.p[p]) == cp_join_fold(b.p[q])) {
        p++;
        q++;
    }
    return p == a.n && q == b.n;
}

bool cp_join_chassis_is_id(cp_str s)
{
    bool has_digit = false, is_qualified = false;
    cp_mac mac;
    if (cp_mac_parse(s, &mac))
        return !cp_mac_is_group(mac) && cp_mac_u64(mac) != 0;
    for (size_t i = 0; i < s.n; i++) {
        has_digit = has_digit || (s.p[i] >= '0' && s.p[i] <= '9');
        is_qualified = is_qualified || s.p[i] == '.' || s.p[i] == '(';
    }
    return s.n >= SERIAL_BYTES_MIN && (has_digit || is_qualified) && !is_all_same(s);
}

bool cp_join_is_engine_identity(cp_str s)
{
    return s.n >= ENGINE_HEX_MIN && !is_all_same(cp_str_from(s, 10));
}

bool cp_join_is_mac_identity(cp_str s)
{
    cp_mac mac;
    return cp_mac_parse(s, &mac) && cp_mac_is_identity(mac);
}

/* An address that its owner chose is the same elsewhere in the world, but not in one capture. */
bool cp_join_is_own_mac(cp_str s)
{
    cp_mac mac;
    return cp_mac_parse(s, &mac) && cp_mac_is_local(mac) && !cp_mac_is_group(mac);
}

/* Drawn by lot, as telephones and laptops do for each network: 46 bits, so that in one network it
 * is one device's. Those that were counted up, or begin as programs for virtual machines begin
 * them, have bytes of zero or are no lot: docker's 02:42, and 52:54:00. */
bool cp_join_is_random_mac(cp_str s)
{
    cp_mac mac;
    uint32_t n_zeros = 0;
    if (!cp_join_is_own_mac(s) || !cp_mac_parse(s, &mac))
        return false;
    uint64_t v = cp_mac_u64(mac);
    for (int i = 0; i < 6; i++)
        n_zeros += (v >> 8 * i & 0xff) == 0;
    return n_zeros < 2 && v >> 32 != 0x0242 && v >> 24 != 0x525400;
}

bool cp_join_is_ip_identity(cp_str s)
{
    cp_ip ip;
    return cp_ip_parse(s, &ip) && cp_ip_is_host(ip);
}

static cp_str recording_key(cp_arena *a, uint32_t realm, cp_str name)
{
    char *key = cp_arena_alloc(a, sizeof realm + name.n);
    memcpy(key, &realm, sizeof realm);
    if (name.n)
        memcpy(key + sizeof realm, name.p, name.n);
    return (cp_str){ key, sizeof realm + name.n };
}

static void find_mockups(cp_joiner *j)
{
    for (uint32_t i = 0; i < j->s->froms.n; i++) {
        const cp_obs_from *f = &j->s->froms.v[i];
        cp_str root;
        bool added;
        if (!cp_source_of_mockup(f->name, &root))
            continue;
        uint64_t *at =
            cp_map_put(j->work, &j->mockups, recording_key(j->work, f->realm, root), &added);
        *at = added ? i : *at;
    }
}

/* The agent's own recording stands for those of its VLANs; where there is none, one of these. */
void cp_join_find_recordings(cp_joiner *j)
{
    uint32_t n_of_vlans = 0, vlan;
    find_mockups(j);
    for (uint32_t i = 0; i < j->s->froms.n; i++) {
        const cp_obs_from *f = &j->s->froms.v[i];
        cp_str whose;
        bool added;
        if (!cp_source_of_vlan(f->name, &whose, &vlan))
            continue;
        n_of_vlans++;
        uint64_t *at =
            cp_map_put(j->work, &j->recordings, recording_key(j->work, f->realm, whose), &added);
        *at = added ? i : *at;
    }
    for (uint32_t i = 0; n_of_vlans && i < j->s->froms.n; i++) {
        const cp_obs_from *f = &j->s->froms.v[i];
        cp_arena_mark mark = cp_arena_here(j->work);
        cp_str name = cp_source_recording(f->name);
        uint64_t *at = cp_map_get(&j->recordings, recording_key(j->work, f->realm, name));
        if (at && name.n)
            *at = i;
        cp_arena_back(j->work, mark);
    }
}

/* The first file of the mockup stands for all. */
static uint32_t mockup_scope(const cp_joiner *j, const cp_obs_subject *x)
{
    const cp_obs_from *f = &j->s->froms.v[x->from];
    cp_str root;
    if (j->mockups.n == 0 || !cp_source_of_mockup(f->name, &root))
        return x->from;
    cp_arena_mark mark = cp_arena_here(j->work);
    const uint64_t *at = cp_map_get(&j->mockups, recording_key(j->work, f->realm, root));
    cp_arena_back(j->work, mark);
    return at ? (uint32_t)*at : x->from;
}

uint32_t cp_join_agent_scope(const cp_joiner *j, const cp_obs_subject *x, cp_str agent)
{
    const cp_obs_from *f = &j->s->froms.v[x->from];
    cp_str whose;
    uint32_t vlan;
    if (cp_str_starts(agent, CP_STR(CP_SOURCE_MOCKUP_AGENT)))
        return mockup_scope(j, x);
    if (j->recordings.n == 0 || x->n_idents != 1 || !cp_source_of_vlan(f->name, &whose, &vlan))
        return x->from;
    cp_arena_mark mark = cp_arena_here(j->work);
    const uint64_t *at = cp_map_get(&j->recordings, recording_key(j->work, f->realm, whose));
    cp_arena_back(j->work, mark);
    return at ? (uint32_t)*at : x->from;
}

/* ---- of a subject
 * --------------------------------------------------------------------------------------- */

uint32_t cp_join_ident_of(const cp_joiner *j, uint32_t subject, cp_ident_kind kind)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t best = 0;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
        uint32_t text = cp_obs_ident_text(id);
        if (cp_obs_ident_kind(id) == kind &&
            (best == 0 || cp_join_text_order(j->s, text, best - 1) < 0))
            best = text + 1;
    }
    return best;
}

bool cp_join_has_ident(const cp_joiner *j, uint32_t subject, cp_ident_kind kind, uint32_t text)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
        if (cp_obs_ident_kind(id) == kind && cp_obs_ident_text(id) == text)
            return true;
    }
    return false;
}

bool cp_join_shares_kind(const cp_joiner *j, uint32_t a, uint32_t b, cp_ident_kind kind)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, a), *y = cp_obs_subject_at(j->s, b);
    for (uint32_t i = 0; i < x->n_idents; i++)
        for (uint32_t k = 0; k < y->n_idents; k++)
            if (cp_obs_ident_at(j->s, x->first_ident + i) ==
                    cp_obs_ident_at(j->s, y->first_ident + k) &&
                cp_obs_ident_kind(cp_obs_ident_at(j->s, x->first_ident + i)) == kind)
                return true;
    return false;
}
