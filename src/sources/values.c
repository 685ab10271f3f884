/* SPDX-License-Identifier: Apache-2.0 */
/* values.c - see values.h. */
#include "sources/values.h"

/* Compared without case and outer blanks. The list was gathered from ENTITY-MIB and DMI fields of
 * open device recordings and from what spreadsheets are filled with; the others are the same words
 * in the languages of data/forms/columns.yaml. */
static const cp_str placeholders[] = {
    CP_STR_INIT("-"),
    CP_STR_INIT("--"),
    CP_STR_INIT("---"),
    CP_STR_INIT("n/a"),
    CP_STR_INIT("n.a."),
    CP_STR_INIT("n.a"),
    CP_STR_INIT("na"),
    CP_STR_INIT("#n/a"),
    CP_STR_INIT("#ref!"),
    CP_STR_INIT("#value!"),
    CP_STR_INIT("#name?"),
    CP_STR_INIT("none"),
    CP_STR_INIT("null"),
    CP_STR_INIT("(null)"),
    CP_STR_INIT("nil"),
    CP_STR_INIT("nan"),
    CP_STR_INIT("unknown"),
    CP_STR_INIT("<unknown>"),
    CP_STR_INIT("undefined"),
    CP_STR_INIT("unspecified"),
    CP_STR_INIT("not specified"),
    CP_STR_INIT("not available"),
    CP_STR_INIT("not applicable"),
    CP_STR_INIT("not set"),
    CP_STR_INIT("not defined"),
    CP_STR_INIT("not known"),
    CP_STR_INIT("no data"),
    CP_STR_INIT("no serial number"),
    CP_STR_INIT("tbd"),
    CP_STR_INIT("tba"),
    CP_STR_INIT("tbc"),
    CP_STR_INIT("to be determined"),
    CP_STR_INIT("to be defined"),
    CP_STR_INIT("to be filled"),
    CP_STR_INIT("to be filled by o.e.m."),
    CP_STR_INIT("to be filled by o.e.m"),
    CP_STR_INIT("to be filled by oem"),
    CP_STR_INIT("default string"),
    CP_STR_INIT("system serial number"),
    CP_STR_INIT("chassis serial number"),
    CP_STR_INIT("base board serial number"),
    CP_STR_INIT("system product name"),
    CP_STR_INIT("system manufacturer"),
    CP_STR_INIT("<private>"),
    CP_STR_INIT("<redacted>"),
    CP_STR_INIT("<removed>"),
    CP_STR_INIT("<empty>"),
    CP_STR_INIT("empty"),
    CP_STR_INIT("?"),
    CP_STR_INIT("??"),
    CP_STR_INIT("k.a."),
    CP_STR_INIT("k. a."),
    CP_STR_INIT("unbekannt"),
    CP_STR_INIT("keine angabe"),
    CP_STR_INIT("desconocido"),
    CP_STR_INIT("desconocida"),
    CP_STR_INIT("sin datos"),
    CP_STR_INIT("无"),
    CP_STR_INIT("暂无"),
    CP_STR_INIT("未知"),
    CP_STR_INIT("없음"),
    CP_STR_INIT("미상"),
    CP_STR_INIT("해당없음"),
    CP_STR_INIT("해당 없음"),
};

cp_str cp_value_head(cp_str s, size_t n)
{
    enum { CHARACTER_BYTES_MAX = 4 };
    if (s.n <= n)
        return s;
    size_t cut = n;
    while (cut > 0 && n - cut < CHARACTER_BYTES_MAX && ((unsigned char)s.p[cut] & 0xc0) == 0x80)
        cut--;
    return (cp_str){ s.p, cut };
}

bool cp_value_is_placeholder(cp_str s)
{
    s = cp_str_trim(s);
    if (s.n == 0)
        return true;
    for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++)
        if (s.n == placeholders[i].n && cp_str_eq_nocase(s, placeholders[i]))
            return true;
    return false;
}

bool cp_serial_is_identity(cp_str s)
{
    enum { SHORTEST = 4 };
    bool repeated = true, counting = true;
    s = cp_str_trim(s);
    if (s.n < SHORTEST || cp_value_is_placeholder(s))
        return false;
    for (size_t i = 1; i < s.n; i++) {
        bool next = s.p[i] == s.p[i - 1] + 1 || (s.p[i - 1] == '9' && s.p[i] == '0');
        repeated = repeated && s.p[i] == s.p[0];
        counting = counting && next;
    }
    return !repeated && !counting;
}

bool cp_engine_id_is_identity(cp_bytes id)
{
    enum { SHORTEST = 5, LONGEST = 32, PLACE_OF_FORMAT = 4, IPV4 = 1, MAC = 3 };
    bool zeros = true;
    if (id.n < SHORTEST || id.n > LONGEST)
        return false;
    for (size_t i = PLACE_OF_FORMAT; i < id.n; i++)
        zeros = zeros && (id.p[i] == 0 || i == PLACE_OF_FORMAT);
    const uint8_t *data = id.p + PLACE_OF_FORMAT + 1;
    if (zeros || (id.p[0] & 0x80) == 0)
        return !zeros;
    if (id.p[PLACE_OF_FORMAT] == IPV4 && id.n == 9)
        return cp_ip_is_host(cp_ip_v4(data));
    if (id.p[PLACE_OF_FORMAT] == MAC && id.n == 11)
        return cp_mac_is_identity(cp_mac_of(data));
    return true;
}
