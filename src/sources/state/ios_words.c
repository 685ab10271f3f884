/* SPDX-License-Identifier: Apache-2.0 */
/* ios_words.c - see ios.h. */
#include "sources/state/ios.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool ios_is_age(cp_str w)
{
    bool has_digit = false;
    if (cp_str_eq(w, CP_STR("never")) || cp_str_eq(w, CP_STR("-")))
        return true;
    for (size_t i = 0; i < w.n; i++) {
        bool is_unit =
            w.p[i] == ':' || w.p[i] == '.' || cp_str_find_char(CP_STR("ywdhms"), w.p[i]) >= 0;
        if (!is_digit(w.p[i]) && !(is_unit && i > 0))
            return false;
        has_digit = has_digit || is_digit(w.p[i]);
    }
    /* a number alone is none, and an address has no letters and two dots at least */
    return has_digit && (cp_str_find_char(w, ':') >= 0 || !is_digit(w.p[w.n - 1]));
}

bool ios_is_null(cp_str iface)
{
    return cp_str_starts_nocase(iface, CP_STR("null")) &&
           (iface.n == 4 || is_digit(iface.p[iface.n - 1]));
}

bool ios_is_iface(cp_str w)
{
    static const char others[] = "/.:-_";
    if (w.n < 2 || !((w.p[0] >= 'a' && w.p[0] <= 'z') || (w.p[0] >= 'A' && w.p[0] <= 'Z')))
        return false;
    for (size_t i = 1; i < w.n; i++)
        if (!is_digit(w.p[i]) && !(w.p[i] >= 'a' && w.p[i] <= 'z') &&
            !(w.p[i] >= 'A' && w.p[i] <= 'Z') && !memchr(others, w.p[i], sizeof others - 1))
            return false;
    return w.p[w.n - 1] != '.' && w.p[w.n - 1] != ':';
}

bool ios_is_clock(cp_str line)
{
    cp_str day = cp_state_word(&line), month = cp_state_word(&line), date = cp_state_word(&line),
           hour = cp_state_word(&line);
    uint64_t n;
    return day.n == 3 && cp_str_has(CP_STR("Mon Tue Wed Thu Fri Sat Sun"), day) && month.n == 3 &&
           cp_str_u64(date, &n) && hour.n >= 8 && hour.p[2] == ':' && hour.p[5] == ':';
}

cp_str ios_vrf(cp_str name)
{
    static const char *const main_names[] = { "default", "global", "default-ip-routing-table" };
    for (size_t i = 0; i < sizeof main_names / sizeof *main_names; i++)
        if (cp_str_eq_nocase(name, cp_str_c(main_names[i])))
            return CP_STR("");
    return name;
}

bool ios_part(cp_str *rest, cp_str *part)
{
    uint32_t depth = 0;
    size_t i = 0;
    if (rest->n == 0)
        return false;
    for (; i < rest->n && !(rest->p[i] == ',' && depth == 0); i++) {
        depth += rest->p[i] == '(';
        depth -= rest->p[i] == ')' && depth > 0;
    }
    *part = cp_str_trim(cp_str_slice(*rest, 0, i));
    *rest = cp_str_from(*rest, i + 1);
    return true;
}

uint32_t ios_args(cp_state_section *s)
{
    static const char *const whole[] = { "ipv4", "ipv6", "unicast", "detail", "|", "no-more" };
    cp_str rest = s->args, word;
    uint32_t n = 0;
    while ((word = cp_state_word(&rest)).n) {
        bool is_whole = false;
        if (cp_str_eq_nocase(word, CP_STR("vrf")) || cp_str_eq_nocase(word, CP_STR("vr"))) {
            word = cp_state_word(&rest);
            if (!cp_str_eq(word, CP_STR("*")) && !cp_str_eq_nocase(word, CP_STR("all")))
                s->vrf = ios_vrf(word);
            continue;
        }
        for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
            is_whole = is_whole || cp_str_eq_nocase(word, cp_str_c(whole[i]));
        n += !is_whole;
    }
    return n;
}

bool ios_refuses(cp_state_section *s, cp_str line)
{
    if (!cp_str_starts(line, CP_STR("% ")) && !cp_str_starts(line, CP_STR("%%")) &&
        !cp_str_starts(line, CP_STR("! IP")))
        return false;
    cp_state_limits(s, CP_STR(""), "not answered", "%.*s", CP_FMT(line));
    return true;
}

bool ios_after(cp_str line, const char *what, cp_str *rest)
{
    cp_str w = cp_str_c(what);
    if (!cp_str_starts(line, w))
        return false;
    *rest = cp_str_trim(cp_str_from(line, w.n));
    return true;
}

bool ios_begins(cp_str line, const char *words, cp_str *rest)
{
    cp_str w = cp_str_c(words);
    if (!cp_str_starts(line, w) || (line.n > w.n && line.p[w.n] != ' '))
        return false;
    *rest = cp_str_trim(cp_str_from(line, w.n));
    return true;
}
