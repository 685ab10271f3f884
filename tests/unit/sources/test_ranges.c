/* SPDX-License-Identifier: Apache-2.0 */
/* test_ranges.c - targets as words, and sets of addresses against the same sets written out. */
#include "base/rand.h"
#include "sources/scan/ranges.h"
#include "tap.h"

static const struct row {
    const char *name, *in;
    const char *want; /* "FIRST LAST"; "" it is none; else a part of the message */
    bool is_range, is_target;
    cp_rc rc;
} rows[] = {
    { "an address", "192.0.2.7", "192.0.2.7 192.0.2.7", true, true, CP_OK },
    { "of IPv6", "2001:db8::1", "2001:db8::1 2001:db8::1", true, true, CP_OK },
    { "a prefix, without its ends", "192.0.2.0/24", "192.0.2.1 192.0.2.254", true, true, CP_OK },
    { "which are meant where nobody is asked", "192.0.2.0/24", "192.0.2.0 192.0.2.255", true, false,
      CP_OK },
    { "two addresses", "192.0.2.6/31", "192.0.2.6 192.0.2.7", true, true, CP_OK },
    { "one address", "192.0.2.6/32", "192.0.2.6 192.0.2.6", true, true, CP_OK },
    { "the shortest that has ends", "192.0.2.4/30", "192.0.2.5 192.0.2.6", true, true, CP_OK },
    { "a prefix of IPv6", "2001:db8::/64", "2001:db8:: 2001:db8::ffff:ffff:ffff:ffff", true, true,
      CP_OK },
    { "a range", "192.0.2.250-192.0.3.3", "192.0.2.250 192.0.3.3", true, true, CP_OK },
    { "a short one", "192.0.2.10-20", "192.0.2.10 192.0.2.20", true, true, CP_OK },
    { "of IPv6", "2001:db8::1-2001:db8::9", "2001:db8::1 2001:db8::9", true, true, CP_OK },
    { "this machine", "127.0.0.1", "127.0.0.1 127.0.0.1", true, true, CP_OK },
    { "a name", "core-1.example.net", "", false, true, CP_OK },
    { "nothing", "", "", false, true, CP_OK },
    { "a number", "12", "", false, true, CP_OK },
    { "bits behind the prefix", "192.0.2.7/24", "the network is 192.0.2.0/24", true, true,
      CP_EUSAGE },
    { "of IPv6", "2001:db8::1/64", "the network is 2001:db8::/64", true, true, CP_EUSAGE },
    { "no length", "192.0.2.0/", "no such prefix length", true, true, CP_EUSAGE },
    { "too long a prefix", "192.0.2.0/33", "no such prefix length", true, true, CP_EUSAGE },
    { "negative", "192.0.2.0/-1", "no such prefix length", true, true, CP_EUSAGE },
    { "a range backwards", "192.0.2.9-192.0.2.1", "before it begins", true, true, CP_EUSAGE },
    { "of two kinds", "192.0.2.9-2001:db8::1", "before it begins", true, true, CP_EUSAGE },
    { "an end that is none", "192.0.2.9-256", "no range", true, true, CP_EUSAGE },
    { "a short end of IPv6", "2001:db8::1-9", "no range", true, true, CP_EUSAGE },
    { "multicast", "224.0.0.1", "no device can be asked", true, true, CP_EUSAGE },
    { "broadcast", "255.255.255.255", "no device can be asked", true, true, CP_EUSAGE },
    { "everybody", "0.0.0.0/0", "no device can be asked", true, true, CP_EUSAGE },
    { "unspecified", "::", "no device can be asked", true, true, CP_EUSAGE },
    { "link-local", "fe80::1", "no device can be asked", true, true, CP_EUSAGE },
    { "multicast of IPv6", "ff02::1", "no device can be asked", true, true, CP_EUSAGE },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_range x = { .first = { .version = 0 } };
    bool is_range;
    cp_err err = { .rc = CP_OK };
    cp_rc rc = cp_range_parse(a, cp_str_c(r->in), r->is_target, &is_range, &x, &err);
    ok(rc == r->rc && is_range == r->is_range, "%s: %s", r->name, r->in);
    if (rc != CP_OK)
        ok(strstr(err.msg, r->want) != NULL, "%s: %s", r->name, err.msg);
    else if (is_range)
        is_cstr(cp_str_fmt(a, "%.*s %.*s", CP_FMT(cp_ip_text(a, x.first)),
                           CP_FMT(cp_ip_text(a, x.last))),
                r->want, "%s: its ends", r->name);
    cp_arena_free(a);
}

/* ---- sets: of 256 addresses, and as bits */

enum { SPACE = 256 };

static cp_ip at(uint32_t i, bool is_v6)
{
    uint8_t b[16] = { 0x20, 0x01, 0x0d, 0xb8 };
    b[15] = (uint8_t)i;
    return is_v6 ? cp_ip_v6(b) : cp_ip_v4((uint8_t[]){ 192, 0, 2, (uint8_t)i });
}

static cp_ranges random_set(cp_arena *a, cp_rand *r, bool bits[2][SPACE])
{
    cp_ranges x = { { NULL, 0, 0 } };
    uint32_t n = cp_rand_below(r, 8);
    memset(bits, 0, sizeof(bool[2][SPACE]));
    for (uint32_t i = 0; i < n; i++) {
        bool v6 = cp_rand_below(r, 2);
        uint32_t first = cp_rand_below(r, SPACE), last = first + cp_rand_below(r, SPACE - first);
        cp_ranges_add(a, &x, (cp_range){ at(first, v6), at(last, v6) });
        for (uint32_t k = first; k <= last; k++)
            bits[v6][k] = true;
    }
    cp_ranges_settle(&x);
    return x;
}

static bool is_same(const cp_ranges *x, bool bits[2][SPACE])
{
    uint64_t n = 0;
    cp_ranges_iter it = { 0 };
    cp_ip ip;
    for (int v6 = 0; v6 < 2; v6++) {
        for (uint32_t i = 0; i < SPACE; i++) {
            if (cp_ranges_have(x, at(i, v6)) != bits[v6][i])
                return false;
            n += bits[v6][i];
            cp_ip want = at(i, v6);
            if (bits[v6][i] && (!cp_ranges_next(x, &it, &ip) || memcmp(&ip, &want, sizeof ip) != 0))
                return false;
        }
    }
    for (uint32_t i = 1; i < x->v.n; i++) /* none touches another */
        if (x->v.v[i].first.version == x->v.v[i - 1].first.version &&
            x->v.v[i].first.b[15] <= x->v.v[i - 1].last.b[15] + 1 && x->v.v[i].first.version == 6)
            return false;
    return n == cp_ranges_count(x) && !cp_ranges_next(x, &it, &ip);
}

static void check_sets(void)
{
    cp_rand r = { 7 };
    uint32_t bad = 0, n = tap_cases(2000);
    for (uint32_t i = 0; i < n; i++) {
        bool x_bits[2][SPACE], y_bits[2][SPACE];
        cp_arena *a = cp_arena_new(0);
        cp_ranges x = random_set(a, &r, x_bits), y = random_set(a, &r, y_bits);
        cp_ranges z = cp_ranges_without(a, &x, &y);
        bad += !is_same(&x, x_bits) || !is_same(&y, y_bits);
        for (int v6 = 0; v6 < 2; v6++)
            for (uint32_t k = 0; k < SPACE; k++)
                x_bits[v6][k] &= !y_bits[v6][k];
        bad += !is_same(&z, x_bits);
        cp_arena_free(a);
    }
    is_uint(bad, 0, "%u sets and what is left without another, as if written out", n);
}

static void check_large(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_range x;
    bool is_range;
    cp_ranges all = { { NULL, 0, 0 } };
    if (cp_range_parse(a, CP_STR("2000::/3"), true, &is_range, &x, NULL) == CP_OK)
        cp_ranges_add(a, &all, x);
    cp_ranges_settle(&all);
    is_uint(cp_ranges_count(&all), UINT64_MAX, "more addresses than can be counted");
    cp_ranges_add(a, &all, (cp_range){ at(0, false), at(255, false) });
    cp_ranges_add(a, &all, (cp_range){ at(0, false), at(255, false) });
    cp_ranges_settle(&all);
    is_uint(all.v.n, 2, "the same twice is once");
    ok(cp_ranges_have(&all, at(255, false)) && cp_ranges_have(&all, at(9, true)), "both are there");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_sets();
    check_large();
    return tap_done();
}
