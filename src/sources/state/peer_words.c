/* SPDX-License-Identifier: Apache-2.0 */
/* peer_words.c - see peer_words.h. */
#include "sources/state/peer_words.h"

bool cp_state_wildcard(cp_state_section *s, cp_str address, cp_str wildcard, cp_state_net *out)
{
    cp_ip ip;
    uint64_t length;
    if (cp_ip_parse(address, &ip) && ip.version == 4 && cp_state_mask(wildcard, true, &length) &&
        cp_state_net_of(ip, (uint32_t)length, out))
        return true;
    (void)cp_state_bad(s, "no network, as an address and the bits that may differ");
    return false;
}

bool cp_state_is_net(cp_str text, bool is_area)
{
    enum { SYSTEM_BYTES = 7, AREA_BYTES_MAX = 13 };
    size_t digits = 0, least = is_area ? 1 : 1 + SYSTEM_BYTES,
           most = is_area ? AREA_BYTES_MAX : AREA_BYTES_MAX + SYSTEM_BYTES;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!is_hex && (c != '.' || i == 0 || i + 1 == text.n))
            return false;
        digits += is_hex;
    }
    return digits % 2 == 0 && digits / 2 >= least && digits / 2 <= most;
}

cp_str cp_state_title(cp_arena *a, cp_str area, cp_str system)
{
    if (area.n == 0 || system.n == 0)
        return area;
    return cp_str_fmt(a, "%.*s.%.*s.00", CP_FMT(area), CP_FMT(system));
}

bool cp_state_level(cp_str text, uint64_t *out)
{
    static const struct level {
        const char *text;
        uint64_t level;
    } levels[] = {
        { "1", CP_STATE_PEER_LEVEL_1 },
        { "2", CP_STATE_PEER_LEVEL_2 },
        { "1-2", CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2 },
        { "1/2", CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2 },
        { "1-only", CP_STATE_PEER_LEVEL_1 },
        { "2-only", CP_STATE_PEER_LEVEL_2 },
    };
    if (cp_str_starts_nocase(text, CP_STR("level-")))
        text = cp_str_from(text, 6);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (cp_str_eq_nocase(text, cp_str_c(levels[i].text))) {
            *out = levels[i].level;
            return true;
        }
    return false;
}
