/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_words.c - see vrp.h: what several commands write in the same manner. */
#include "sources/state/vrp.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool cp_vrp_has(cp_str s, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= s.n; i++) {
        size_t k = 0;
        while (k < n && lower(s.p[i + k]) == what[k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

bool cp_vrp_is_ruler(cp_str line)
{
    cp_str s = cp_str_trim(line);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '-' && s.p[i] != '=')
            return false;
    return s.n >= 3;
}

cp_str cp_vrp_vrf(cp_str name)
{
    static const char *const mains[] = { "_public_", "public", "public instance", "default-vrf" };
    name = cp_str_trim(name);
    for (size_t i = 0; i < sizeof mains / sizeof *mains; i++)
        if (cp_str_eq_nocase(name, cp_str_c(mains[i])))
            return CP_STR("");
    return name;
}

static bool is_known(const char *known, cp_str word)
{
    cp_str rest = cp_str_c(known), one;
    while ((one = cp_state_word(&rest)).n)
        if (cp_str_starts_nocase(one, word))
            return true;
    return false;
}

void cp_vrp_begin(cp_state_section *s, const char *known)
{
    cp_str rest = s->args, word;
    cp_str part = CP_STR("");
    while ((word = cp_state_word(&rest)).n) {
        if (word.n >= 3 && cp_str_starts_nocase(CP_STR("vpn-instance"), word))
            s->vrf = cp_str_dup(s->a, cp_vrp_vrf(cp_state_word(&rest)));
        else if (!is_known(known, word))
            part = part.n ? part : word;
    }
    if (part.n)
        cp_state_limits(s, CP_STR(""), "incomplete", "only what was asked for: %.*s",
                        CP_FMT(cp_str_slice(s->args, 0, 100)));
}

bool cp_vrp_is_foreign(const cp_state_section *s, cp_str line)
{
    bool has_foreign = false;
    for (size_t i = 0; i < line.n; i++)
        has_foreign = has_foreign || (unsigned char)line.p[i] >= 0x80;
    return has_foreign && s->command.n > 0;
}

bool cp_vrp_number(cp_str line, const char *key, uint64_t *out)
{
    ptrdiff_t at = cp_str_find(line, cp_str_c(key));
    if (at < 0)
        return false;
    cp_str rest = cp_str_trim(cp_str_from(line, (size_t)at + strlen(key)));
    if (rest.n == 0 || rest.p[0] != ':')
        return false;
    rest = cp_str_from(rest, 1);
    return cp_str_u64(cp_state_word(&rest), out);
}

void cp_vrp_keep(cp_vrp_word *w, cp_str text)
{
    w->n = text.n < sizeof w->text ? text.n : sizeof w->text;
    if (w->n)
        memcpy(w->text, text.p, w->n);
}
