/* SPDX-License-Identifier: Apache-2.0 */
/* junos_words.c - see junos.h. */
#include "sources/state/junos.h"

enum { MAC_BYTES = 6, HEX_DIGITS = 2 };

/* "red.inet.0" without ".inet.0"; the whole name if it has no such end. */
static bool without_end(cp_str *name, const char *end)
{
    cp_str tail = cp_str_c(end);
    if (cp_str_eq(*name, cp_str_from(tail, 1))) {
        *name = CP_STR("");
        return true;
    }
    if (!cp_str_ends(*name, tail))
        return false;
    name->n -= tail.n;
    return true;
}

junos_table junos_table_of(cp_str name)
{
    static const struct {
        const char *end;
        junos_family family;
        bool is_for_others;
    } ends[] = {
        { ".inet.0", JUNOS_V4, false }, { ".inet6.0", JUNOS_V6, false },
        { ".inet", JUNOS_V4, false },   { ".inet6", JUNOS_V6, false },
        { ".inet.1", JUNOS_V4, true },  { ".inet.2", JUNOS_V4, true },
        { ".inet.3", JUNOS_V4, true },  { ".inet6.1", JUNOS_V6, true },
        { ".inet6.2", JUNOS_V6, true }, { ".inet6.3", JUNOS_V6, true },
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        junos_table t = { name, ends[i].family, ends[i].is_for_others };
        if (!without_end(&t.instance, ends[i].end))
            continue;
        if (cp_str_eq(t.instance, CP_STR("default")))
            t.instance = CP_STR("");
        return t;
    }
    return (junos_table){ name, JUNOS_OTHER, true };
}

bool junos_end_of(cp_str word, uint64_t *what)
{
    static const struct {
        const char *word;
        uint64_t what;
    } ends[] = {
        { "Discard", CP_STATE_DROP },
        { "Reject", CP_STATE_DROP },
        { "Receive", CP_STATE_LOCAL },
        { "MultiRecv", CP_STATE_LOCAL },
        { "Local", CP_STATE_LOCAL },
        { "Unusable", 0 },
        { "Indirect", 0 },
        { "unknown", 0 },
        { "Fictitious", 0 },
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (cp_str_eq_nocase(word, cp_str_c(ends[i].word))) {
            *what = ends[i].what;
            return true;
        }
    return false;
}

uint64_t junos_protocol(cp_str protocol)
{
    if (cp_str_eq(protocol, CP_STR("Direct")) || cp_str_eq(protocol, CP_STR("D")))
        return CP_STATE_CONNECTED;
    if (cp_str_eq(protocol, CP_STR("Local")) || cp_str_eq(protocol, CP_STR("L")))
        return CP_STATE_LOCAL;
    return 0;
}

bool junos_is_header(cp_str text, uint64_t *mac)
{
    cp_str rest = text, byte;
    uint64_t v;
    uint32_t n = 0;
    for (*mac = 0; cp_str_cut(&rest, '.', &byte);) {
        if (byte.n == 0 || byte.n > HEX_DIGITS || !cp_str_hex_u64(byte, &v))
            return false;
        *mac = n++ < MAC_BYTES ? *mac << 8 | v : *mac;
    }
    *mac = n > MAC_BYTES + MAC_BYTES ? *mac : 0;
    return n > 1;
}

uint64_t junos_mac(cp_str text)
{
    uint64_t mac = cp_state_mac(text);
    if (mac == 0)
        (void)junos_is_header(text, &mac);
    return mac;
}

cp_str junos_port(cp_str unit)
{
    ptrdiff_t dot = cp_str_find_char(unit, '.');
    return dot > 0 ? cp_str_slice(unit, 0, (size_t)dot) : CP_STR("");
}

bool junos_is_tunnel(cp_str iface)
{
    static const char *const names[] = { "gr-", "ip-", "st0.", "gre.", "ipip.", "vt-", "lt-" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cp_str_starts(iface, cp_str_c(names[i])))
            return true;
    return false;
}

void junos_not_understood(cp_state_section *s, uint64_t *n_bad)
{
    if (*n_bad)
        cp_state_limits(s, CP_STR(""), "not understood", "%llu lines of this table",
                        (unsigned long long)*n_bad);
    *n_bad = 0;
}
