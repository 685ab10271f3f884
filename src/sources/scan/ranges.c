/* SPDX-License-Identifier: Apache-2.0 */
/* ranges.c - see ranges.h. Addresses are compared and counted as numbers of 128 bits. */
#include "sources/scan/ranges.h"
#include <assert.h>
#include <stdlib.h>
#include "base/sort.h"

__extension__ typedef unsigned __int128 number;

static number number_of(cp_ip ip)
{
    number n = 0;
    for (uint32_t i = 0; i < (ip.version == 4 ? 4u : 16u); i++)
        n = n << 8 | ip.b[i];
    return n;
}

static cp_ip ip_of(number n, uint8_t version)
{
    cp_ip ip = { .version = version };
    uint32_t len = version == 4 ? 4 : 16;
    for (uint32_t i = len; i > 0; i--, n >>= 8)
        ip.b[i - 1] = (uint8_t)n;
    return ip;
}

static int compare(cp_ip a, cp_ip b)
{
    if (a.version != b.version)
        return a.version < b.version ? -1 : 1;
    return memcmp(a.b, b.b, sizeof a.b);
}

/* ---- reading */

/* A number at the end of an address stands for its last byte: 192.0.2.10-20. */
static bool last_byte(cp_str s, cp_ip first, cp_ip *out)
{
    uint32_t v;
    if (first.version != 4 || !cp_str_u32(s, &v) || v > UINT8_MAX)
        return false;
    *out = first;
    out->b[3] = (uint8_t)v;
    return true;
}

static cp_rc prefix(cp_arena *a, cp_str s, bool is_target, cp_ip ip, uint32_t bits, cp_range *out,
                    cp_err *err)
{
    uint32_t all = ip.version == 4 ? 32 : 128;
    number host = all == bits ? 0 : ~(number)0 >> (128 - (all - bits));
    number n = number_of(ip);
    if (n & host)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "\"%.*s\" has bits behind the prefix; the network is %.*s/%u", CP_FMT(s),
                       CP_FMT(cp_ip_text(a, ip_of(n & ~host, ip.version))), bits);
    bool has_ends = is_target && ip.version == 4 && bits <= 30;
    *out = (cp_range){ ip_of(n + has_ends, ip.version), ip_of((n | host) - has_ends, ip.version) };
    return CP_OK;
}

/* Nobody in particular answers there. */
static bool is_askable(cp_ip ip)
{
    if (ip.version == 4)
        return ip.b[0] != 0 && ip.b[0] < 224;
    bool is_link_local = ip.b[0] == 0xfe && (ip.b[1] & 0xc0) == 0x80;
    return number_of(ip) != 0 && ip.b[0] != 0xff && !is_link_local;
}

static cp_rc finish(cp_str s, cp_range x, bool *is_range, cp_range *out, cp_err *err)
{
    *is_range = true;
    if (x.first.version != x.last.version || compare(x.first, x.last) > 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "\"%.*s\" ends before it begins", CP_FMT(s));
    if (!is_askable(x.first) || !is_askable(x.last))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "\"%.*s\" holds addresses at which no device can be asked (multicast, "
                       "link-local or unspecified)",
                       CP_FMT(s));
    *out = x;
    return CP_OK;
}

cp_rc cp_range_parse(cp_arena *a, cp_str s, bool is_target, bool *is_range, cp_range *out,
                     cp_err *err)
{
    cp_range x;
    uint32_t bits;
    ptrdiff_t slash = cp_str_find_char(s, '/'), dash = cp_str_find_char(s, '-');
    size_t n = slash >= 0 ? (size_t)slash : dash >= 0 ? (size_t)dash : s.n;
    cp_str rest = cp_str_from(s, n + 1);
    *is_range = false;
    if (!cp_ip_parse(cp_str_slice(s, 0, n), &x.first))
        return CP_OK;
    x.last = x.first;
    if (slash >= 0) {
        if (!cp_str_u32(rest, &bits) || bits > (x.first.version == 4 ? 32u : 128u)) {
            *is_range = true;
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "\"%.*s\" has no such prefix length",
                           CP_FMT(s));
        }
        cp_rc rc = prefix(a, s, is_target, x.first, bits, &x, err);
        *is_range = true;
        if (rc != CP_OK)
            return rc;
    } else if (dash >= 0 && !cp_ip_parse(rest, &x.last) && !last_byte(rest, x.first, &x.last)) {
        *is_range = true;
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "\"%.*s\" is no range of addresses", CP_FMT(s));
    }
    return finish(s, x, is_range, out, err);
}

/* ---- sets */

void cp_ranges_add(cp_arena *a, cp_ranges *r, cp_range x)
{
    assert(x.first.version == x.last.version && compare(x.first, x.last) <= 0);
    cp_vec_push(a, &r->v, x);
}

void cp_ranges_add_ip(cp_arena *a, cp_ranges *r, cp_ip ip)
{
    cp_ranges_add(a, r, (cp_range){ ip, ip });
}

static int by_first(const void *a, const void *b)
{
    return compare(((const cp_range *)a)->first, ((const cp_range *)b)->first);
}

/* Is there no address between the two? a does not begin behind b. */
static bool touches(const cp_range *a, const cp_range *b)
{
    if (a->last.version != b->first.version)
        return false;
    number last = number_of(a->last);
    return last == ~(number)0 || number_of(b->first) <= last + 1;
}

void cp_ranges_settle(cp_ranges *r)
{
    uint32_t n = 0;
    if (r->v.n)
        qsort(r->v.v, r->v.n, sizeof *r->v.v, by_first);
    for (uint32_t i = 0; i < r->v.n; i++) {
        cp_range *x = &r->v.v[i], *last = n ? &r->v.v[n - 1] : NULL;
        if (!last || !touches(last, x))
            r->v.v[n++] = *x;
        else if (compare(x->last, last->last) > 0)
            last->last = x->last;
    }
    r->v.n = n;
}

static int begins_up_to(const void *item, const void *ip)
{
    return compare(((const cp_range *)item)->first, *(const cp_ip *)ip) <= 0 ? -1 : 1;
}

bool cp_ranges_have(const cp_ranges *r, cp_ip ip)
{
    uint32_t behind = cp_sort_find(r->v.v, r->v.n, sizeof *r->v.v, &ip, begins_up_to);
    return behind > 0 && compare(ip, r->v.v[behind - 1].last) <= 0;
}

uint64_t cp_ranges_count(const cp_ranges *r)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < r->v.n; i++) {
        number n = number_of(r->v.v[i].last) - number_of(r->v.v[i].first);
        if (n >= UINT64_MAX - sum)
            return UINT64_MAX;
        sum += (uint64_t)n + 1;
    }
    return sum;
}

cp_ranges cp_ranges_without(cp_arena *a, const cp_ranges *x, const cp_ranges *minus)
{
    cp_ranges out = { { NULL, 0, 0 } };
    uint32_t m = 0;
    for (uint32_t i = 0; i < x->v.n; i++) {
        cp_range left = x->v.v[i];
        bool is_left = true;
        while (m < minus->v.n && compare(minus->v.v[m].last, left.first) < 0)
            m++;
        for (uint32_t k = m; k < minus->v.n && is_left; k++) {
            const cp_range *cut = &minus->v.v[k];
            if (compare(cut->first, left.last) > 0)
                break;
            if (compare(cut->first, left.first) > 0)
                cp_ranges_add(
                    a, &out,
                    (cp_range){ left.first, ip_of(number_of(cut->first) - 1, left.first.version) });
            is_left = compare(cut->last, left.last) < 0;
            if (is_left)
                left.first = ip_of(number_of(cut->last) + 1, left.first.version);
        }
        if (is_left)
            cp_ranges_add(a, &out, left);
    }
    return out;
}

bool cp_ranges_next(const cp_ranges *r, cp_ranges_iter *it, cp_ip *out)
{
    if (it->is_inside && compare(it->ip, r->v.v[it->range].last) == 0) {
        it->is_inside = false;
        it->range++;
    }
    if (it->range >= r->v.n)
        return false;
    it->ip = it->is_inside ? ip_of(number_of(it->ip) + 1, it->ip.version) : r->v.v[it->range].first;
    it->is_inside = true;
    *out = it->ip;
    return true;
}
