/* SPDX-License-Identifier: Apache-2.0 */
/* login.c - see login.h. */
#include "sources/login/login.h"
#include "sources/values.h"

#define SECOND_US ((int64_t)1000 * 1000)

/* ---- times */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Since 1970, in the unit that makes it a time of this century. */
static bool epoch(cp_str s, cp_time *out)
{
    uint64_t n;
    double seconds;
    if (cp_str_u64(s, &n)) {
        static const struct {
            uint64_t from, per_us, us_per;
        } units[] = { { 1000000000000000000u, 1000, 1 },
                      { 1000000000000000u, 1, 1 },
                      { 1000000000000u, 1, 1000 },
                      { 500000000u, 1, 1000000 } };
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            if (n >= units[i].from && n < units[i].from * 5) {
                *out = (cp_time)(n / units[i].per_us * units[i].us_per);
                return true;
            }
        return false;
    }
    if (!cp_str_double(s, &seconds) || seconds < 5e8 || seconds >= 5e9)
        return false;
    *out = (cp_time)(seconds * 1e6);
    return true;
}

/* "2026-11-23 10:00", "2026/11/23 10:00:00.5 +01:00" as RFC 3339 has it; "" no such thing. */
static cp_str rewritten(cp_str s, char *to, size_t cap, bool *is_zoned)
{
    if (s.n < 16 || s.n + 8 > cap || (s.p[10] != ' ' && s.p[10] != 'T' && s.p[10] != 't'))
        return CP_STR("");
    bool is_slash = s.p[4] == '/' && s.p[7] == '/';
    size_t n = 0, at = 16;
    for (size_t i = 0; i < 16; i++)
        to[n++] = i == 10 ? 'T' : is_slash && (i == 4 || i == 7) ? '-' : s.p[i];
    if (at < s.n && s.p[at] == ':') {
        while (at < s.n && (is_digit(s.p[at]) || s.p[at] == ':' || s.p[at] == '.'))
            to[n++] = s.p[at++];
    } else {
        for (const char *p = ":00"; *p; p++)
            to[n++] = *p;
    }
    cp_str zone = cp_str_trim(cp_str_from(s, at));
    *is_zoned = zone.n > 0;
    if (!zone.n || cp_str_eq_nocase(zone, CP_STR("UTC")) || cp_str_eq_nocase(zone, CP_STR("GMT")))
        zone = CP_STR("Z");
    for (size_t i = 0; i < zone.n && n + 1 < cap; i++) {
        if (i == 3 && zone.n == 5) /* +0100 */
            to[n++] = ':';
        if (n + 1 < cap)
            to[n++] = zone.p[i];
    }
    return (cp_str){ to, n };
}

bool cp_login_time(cp_str s, cp_time *out, bool *is_zoned)
{
    char text[64];
    s = cp_str_trim(s);
    *is_zoned = true;
    if (cp_time_parse(s, out) || epoch(s, out))
        return true;
    s = rewritten(s, text, sizeof text, is_zoned);
    return s.n && cp_time_parse(s, out);
}

static bool add_span(uint64_t *sum, uint64_t n, uint64_t unit)
{
    if (n > CP_LOGIN_SPAN_S_MAX || n * unit > CP_LOGIN_SPAN_S_MAX)
        return false;
    *sum += n * unit;
    return *sum <= CP_LOGIN_SPAN_S_MAX;
}

static uint64_t unit_of(char c)
{
    return c == 'd' ? 86400 : c == 'h' ? 3600 : c == 'm' ? 60 : c == 's' ? 1 : 0;
}

/* "1d 19h:41m:14s": each number with its unit. */
static bool span_of_units(cp_str s, uint64_t *out)
{
    uint64_t sum = 0;
    size_t i = 0;
    while (i < s.n) {
        size_t from = i;
        uint64_t n, unit;
        while (i < s.n && is_digit(s.p[i]))
            i++;
        if (!cp_str_u64(cp_str_slice(s, from, i - from), &n) || i == s.n ||
            (unit = unit_of(s.p[i])) == 0 || !add_span(&sum, n, unit))
            return false;
        for (i++; i < s.n && (s.p[i] == ' ' || s.p[i] == ':');)
            i++;
    }
    *out = sum;
    return s.n > 0;
}

bool cp_login_span(cp_str s, uint64_t *seconds)
{
    uint64_t sum = 0, n;
    uint32_t n_parts = 0;
    double plain;
    s = cp_str_trim(s);
    if (cp_str_find_char(s, ':') < 0 && cp_str_double(s, &plain)) {
        if (!(plain >= 0 && plain <= CP_LOGIN_SPAN_S_MAX))
            return false;
        *seconds = (uint64_t)plain;
        return true;
    }
    if (span_of_units(s, seconds))
        return true;
    for (cp_str part; cp_str_cut(&s, ':', &part); n_parts++) {
        if (n_parts == 3 || !cp_str_u64(part, &n) || (n_parts && n >= 60) ||
            n > CP_LOGIN_SPAN_S_MAX)
            return false;
        sum = sum * 60 + n;
    }
    if (n_parts < 2 || sum > CP_LOGIN_SPAN_S_MAX)
        return false;
    *seconds = sum;
    return true;
}

/* ---- addresses and words */

bool cp_login_addr(cp_str s, cp_flow_addr *out, uint16_t *port)
{
    cp_ip ip;
    s = cp_str_trim(s);
    cp_str host = s, rest = CP_STR("");
    if (!cp_ip_parse(s, &ip)) {
        ptrdiff_t colon = cp_str_find_char(s, ':');
        if (cp_str_starts(s, CP_STR("["))) {
            ptrdiff_t close = cp_str_find_char(s, ']');
            host = close < 1 ? CP_STR("") : cp_str_slice(s, 1, (size_t)close - 1);
            rest = close < 1 ? CP_STR("") : cp_str_from(s, (size_t)close + 1);
        } else if (colon > 0) {
            host = cp_str_slice(s, 0, (size_t)colon);
            rest = cp_str_from(s, (size_t)colon);
        }
        if (!cp_ip_parse(host, &ip))
            return false;
    }
    uint32_t n;
    if (rest.n && (rest.p[0] != ':' || !cp_str_u32(cp_str_from(rest, 1), &n) || n > UINT16_MAX))
        return false;
    if (rest.n)
        *port = (uint16_t)n;
    *out = cp_flow_addr_of(ip);
    return true;
}

cp_str cp_login_word(cp_arena *a, cp_str s, size_t n_max)
{
    s = cp_str_lower(a, cp_str_clean_utf8(a, cp_value_head(cp_str_trim(s), n_max)));
    s = cp_value_head(s, n_max); /* what was no UTF-8 became longer */
    char *to = cp_arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        to[i] = (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i];
    return cp_str_trim((cp_str){ to, s.n });
}

/* ---- telling */

cp_rc cp_login_tell(cp_arena *scratch, const cp_obs_sink *sink, const cp_login *x, cp_err *err)
{
    bool has_lease = cp_flow_addr_is_set(x->lease), is_known = cp_flow_addr_is_set(x->at);
    cp_flow_name n = { .client = x->from, .at = x->begin, .qtype = x->port, .rcode = x->proto };
    cp_rc rc = CP_OK;
    assert(x->begin != CP_TIME_NONE);
    if (!sink->flow_name)
        return CP_OK;
    if (x->end != CP_TIME_NONE && x->end >= x->begin) {
        uint64_t s = ((uint64_t)x->end - (uint64_t)x->begin) / SECOND_US;
        n.bytes = (uint32_t)(s < CP_LOGIN_SPAN_S_MAX ? s : CP_LOGIN_SPAN_S_MAX) + 1;
    }
    cp_str account = cp_login_word(scratch, x->account, CP_LOGIN_ACCOUNT_MAX);
    cp_str host = cp_login_word(scratch, x->host, CP_LOGIN_HOST_MAX);
    if (!account.n)
        return CP_OK;
    if (has_lease) {
        n.kind = CP_FLOW_NAME_LOGIN_LEASE;
        n.addr = x->lease;
        n.name = account;
        rc = sink->flow_name(sink->ctx, &n, err);
    }
    if (rc != CP_OK || (has_lease && !is_known && !host.n))
        return rc;
    n.kind = CP_FLOW_NAME_LOGIN_ACCOUNT;
    n.addr = x->at;
    n.name = is_known || !host.n ? account
                                 : cp_str_fmt(scratch, "%.*s\t%.*s", CP_FMT(account), CP_FMT(host));
    return sink->flow_name(sink->ctx, &n, err);
}
