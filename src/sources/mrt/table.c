/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - see table.h. */
#include "sources/mrt/table.h"
#include <stdio.h>

enum { NAMES_MAX = 4 * 1024 * 1024 }; /* AS that are named: there are some 120,000 */

cp_origin_out cp_origin_out_new(cp_arena *a, const cp_obs_sink *sink)
{
    return (cp_origin_out){ .a = a, .sink = sink };
}

static cp_rc give(cp_origin_out *o, cp_origin_packer *p, cp_err *err)
{
    cp_origin_block b = cp_origin_packer_take(p);
    return b.n_rows ? o->sink->origins(o->sink->ctx, &b, err) : CP_OK;
}

cp_rc cp_origin_out_add(cp_origin_out *o, const cp_origin *x, cp_err *err)
{
    o->n_prefixes++;
    if (!o->sink->origins)
        return CP_OK;
    if (!o->prefixes)
        o->prefixes = cp_origin_packer_new(o->a, CP_ORIGIN_BLOCK_PREFIXES);
    return cp_origin_packer_add(o->prefixes, x) ? give(o, o->prefixes, err) : CP_OK;
}

cp_rc cp_origin_out_name(cp_origin_out *o, uint32_t asn, cp_str name, cp_err *err)
{
    bool added = true;
    cp_str key = { (const char *)&asn, sizeof asn };
    name = cp_str_trim(name);
    if (!name.n || o->named.n >= NAMES_MAX || cp_map_get(&o->named, key))
        return CP_OK;
    key.p = cp_arena_dup(o->a, &asn, sizeof asn);
    *cp_map_put(o->a, &o->named, key, &added) = 1;
    o->n_names++;
    if (!o->sink->origins)
        return CP_OK;
    if (!o->names)
        o->names = cp_origin_packer_new(o->a, CP_ORIGIN_BLOCK_NAMES);
    size_t n = name.n < CP_AS_NAME_BYTES_MAX ? name.n : CP_AS_NAME_BYTES_MAX;
    while (n && n < name.n && ((unsigned char)name.p[n] & 0xc0) == 0x80)
        n--; /* not within a character */
    cp_as_name x = { asn, cp_str_slice(name, 0, n) };
    return cp_origin_packer_add_name(o->names, &x) ? give(o, o->names, err) : CP_OK;
}

cp_rc cp_origin_out_end(cp_origin_out *o, cp_err *err)
{
    cp_rc rc = o->prefixes ? give(o, o->prefixes, err) : CP_OK;
    return rc == CP_OK && o->names ? give(o, o->names, err) : rc;
}

static bool digits(cp_str s, size_t at, size_t n, int *out)
{
    uint64_t v;
    if (at + n > s.n || !cp_str_u64(cp_str_slice(s, at, n), &v))
        return false;
    *out = (int)v;
    return true;
}

static bool is_digit(cp_str s, size_t at) { return at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; }

bool cp_origin_time_of_name(cp_str name, cp_time *out)
{
    static const cp_time day_us = (cp_time)86400 * 1000000, minute_us = (cp_time)60 * 1000000;
    for (size_t i = name.n; i > 0; i--) /* the folder tells nothing of the file */
        if (name.p[i - 1] == '/') {
            name = cp_str_from(name, i);
            break;
        }
    for (size_t i = 0; i + 8 <= name.n; i++) {
        int y, m, d, hour, minute;
        if ((i && is_digit(name, i - 1)) || is_digit(name, i + 8) || !digits(name, i, 4, &y) ||
            !digits(name, i + 4, 2, &m) || !digits(name, i + 6, 2, &d) || y < 2000 || y > 2999)
            continue;
        char text[16];
        cp_date day;
        (void)snprintf(text, sizeof text, "%04d-%02d-%02d", y % 10000, m % 100, d % 100);
        if (!cp_date_parse(cp_str_c(text), &day))
            continue;
        *out = day.first_day * day_us;
        bool has_time = i + 13 <= name.n && (name.p[i + 8] == '.' || name.p[i + 8] == '-') &&
                        digits(name, i + 9, 2, &hour) && digits(name, i + 11, 2, &minute) &&
                        !is_digit(name, i + 13) && hour < 24 && minute < 60;
        if (has_time)
            *out += (hour * 60 + minute) * minute_us;
        return true;
    }
    return false;
}
