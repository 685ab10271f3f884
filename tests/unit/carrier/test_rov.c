/* SPDX-License-Identifier: Apache-2.0 */
/* test_rov.c - route origin validation: cases of RFC 6811 and of AS 0, and a look through all VRPs
 * on random sets of prefixes that lie in each other. */
#include "carrier/rov.h"
#include "tap.h"

/* "192.0.2.0/24" */
static cp_ip net_of(const char *text, uint32_t *length)
{
    cp_str s = cp_str_c(text), net;
    cp_ip ip = { .version = 0 };
    if (cp_str_cut(&s, '/', &net) && cp_ip_parse(net, &ip))
        (void)cp_str_u32(s, length);
    return ip;
}

static const struct vrp {
    const char *net;
    uint32_t length_max, asn;
} vrps[] = {
    { "192.0.2.0/24", 24, 64496 },    { "198.51.100.0/22", 24, 64496 },
    { "198.51.100.0/24", 24, 64497 }, { "203.0.113.0/24", 24, 0 },
    { "10.0.0.0/8", 8, 0 },           { "10.1.0.0/16", 16, 64499 },
    { "2001:db8::/32", 48, 64496 },   { "2001:db8:1::/48", 48, 0 },
    { "0.0.0.0/1", 1, 64510 },        { "255.255.255.255/32", 32, 64511 },
};

static const struct row {
    const char *net;
    uint32_t origin;
    cp_rov_state want;
    uint32_t n_covering;
} rows[] = {
    { "192.0.2.0/24", 64496, CP_ROV_VALID, 1 },
    { "192.0.2.0/24", 64497, CP_ROV_INVALID_AS, 1 },
    { "192.0.2.0/25", 64496, CP_ROV_INVALID_LENGTH, 1 },
    { "192.0.2.128/32", 64497, CP_ROV_INVALID_AS, 1 },
    { "192.0.0.0/16", 64496, CP_ROV_NOT_FOUND, 0 },
    { "192.0.3.0/24", 64496, CP_ROV_NOT_FOUND, 0 },
    { "198.51.100.0/24", 64496, CP_ROV_VALID, 2 },
    { "198.51.100.0/24", 64497, CP_ROV_VALID, 2 },
    { "198.51.100.0/24", 64498, CP_ROV_INVALID_AS, 2 },
    { "198.51.101.0/24", 64496, CP_ROV_VALID, 1 },
    { "198.51.101.0/24", 64497, CP_ROV_INVALID_AS, 1 },
    { "198.51.101.0/25", 64496, CP_ROV_INVALID_LENGTH, 1 },
    { "203.0.113.0/24", 64496, CP_ROV_INVALID_NOBODY, 1 },
    { "203.0.113.0/24", 0, CP_ROV_INVALID_NOBODY, 1 }, /* AS 0 matches nothing, not even itself */
    { "10.1.0.0/16", 64499, CP_ROV_VALID, 3 },         /* another one's AS 0 forbids nothing */
    { "10.1.0.0/16", 64500, CP_ROV_INVALID_AS, 3 },
    { "10.2.0.0/16", 64499, CP_ROV_INVALID_AS, 2 },
    { "2001:db8::/48", 64496, CP_ROV_VALID, 1 },
    { "2001:db8:1::/48", 64496, CP_ROV_VALID, 2 },
    { "2001:db8:1::/49", 64496, CP_ROV_INVALID_LENGTH, 2 },
    { "2001:db9::/32", 64496, CP_ROV_NOT_FOUND, 0 },
    { "::/0", 64496, CP_ROV_NOT_FOUND, 0 },
    { "0.0.0.0/0", 64510, CP_ROV_NOT_FOUND, 0 },
    { "0.0.0.0/1", 64510, CP_ROV_VALID, 1 },
    { "255.255.255.255/32", 64511, CP_ROV_VALID, 1 },
    { "192.0.2.0/24", 0, CP_ROV_INVALID_AS, 1 }, /* a path that ends in a set */
};

static void add(cp_rov *r, const char *net, uint32_t length_max, uint32_t asn, cp_time expires)
{
    cp_roa v = { .length_max = (uint8_t)length_max, .asn = asn, .expires = expires };
    uint32_t length = 0;
    v.net = net_of(net, &length);
    v.length = (uint8_t)length;
    (void)cp_rov_add(r, &v);
}

static void test_rows(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rov *r = cp_rov_new(a, CP_TIME_NONE);
    for (size_t i = 0; i < 2 * sizeof vrps / sizeof *vrps; i++) { /* each twice */
        const struct vrp *v = &vrps[i / 2];
        add(r, v->net, v->length_max, v->asn, 5);
    }
    cp_rov_done(r);
    is_uint(cp_rov_n(r), sizeof vrps / sizeof *vrps, "what was told twice counts once");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t length = 0, n;
        cp_ip net = net_of(rows[i].net, &length);
        cp_rov_state got = cp_rov_ask(r, net, length, rows[i].origin, &n);
        is_cstr(cp_str_c(cp_rov_state_name(got)), cp_rov_state_name(rows[i].want), "%s of AS%u",
                rows[i].net, rows[i].origin);
        is_uint(n, rows[i].n_covering, "%s: covered by", rows[i].net);
    }
    cp_arena_free(a);
}

static void test_expired(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rov *r = cp_rov_new(a, 1000);
    add(r, "192.0.2.0/24", 24, 64496, 999);
    add(r, "192.0.2.0/24", 24, 64497, 1000);
    add(r, "192.0.2.0/24", 24, 64498, CP_TIME_NONE);
    cp_rov_done(r);
    uint32_t length = 0;
    cp_ip net = net_of("192.0.2.0/24", &length);
    is_uint(cp_rov_n_expired(r), 1, "one has expired");
    is_int(cp_rov_ask(r, net, 24, 64496, NULL), CP_ROV_INVALID_AS, "and counts no longer");
    is_int(cp_rov_ask(r, net, 24, 64497, NULL), CP_ROV_VALID, "one holds to the last moment");
    is_int(cp_rov_ask(r, net, 24, 64498, NULL), CP_ROV_VALID, "one that does not say holds");
    r = cp_rov_new(a, CP_TIME_NONE);
    cp_rov_done(r);
    is_int(cp_rov_ask(r, net, 24, 64496, NULL), CP_ROV_NOT_FOUND, "an empty table");
    cp_arena_free(a);
}

/* ---- against all rows */

enum { VRPS = 60 };

/* Few different bits, so that prefixes meet. */
static cp_ip any_net(cp_rand *r, bool is_v6, uint32_t *length)
{
    uint8_t b[16] = { 0 };
    *length = cp_rand_below(r, is_v6 ? 129 : 33);
    for (int i = 0; i < 16; i++)
        b[i] = (uint8_t)(cp_rand_below(r, 4) == 0 ? cp_rand_below(r, 3) * 127 : 0x20);
    for (uint32_t i = *length; i < 128; i++)
        b[i / 8] &= (uint8_t) ~(0x80 >> i % 8);
    return is_v6 ? cp_ip_v6(b) : cp_ip_v4(b);
}

static bool is_covered(const cp_roa *v, cp_ip net, uint32_t length)
{
    if (v->net.version != net.version || v->length > length)
        return false;
    for (uint32_t i = 0; i < v->length; i++)
        if ((v->net.b[i / 8] ^ net.b[i / 8]) & (0x80 >> i % 8))
            return false;
    return true;
}

/* As RFC 6811, 2 has it; an invalid one by what all that cover it say. */
static cp_rov_state by_scan(const cp_roa *v, uint32_t n, cp_ip net, uint32_t length, uint32_t asn)
{
    bool is_any = false, is_named = false, is_long = false;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_covered(&v[i], net, length))
            continue;
        if (v[i].asn && v[i].asn == asn && length <= v[i].length_max)
            return CP_ROV_VALID;
        is_any = true;
        is_named = is_named || v[i].asn;
        is_long = is_long || (v[i].asn && v[i].asn == asn);
    }
    return !is_any    ? CP_ROV_NOT_FOUND
           : is_long  ? CP_ROV_INVALID_LENGTH
           : is_named ? CP_ROV_INVALID_AS
                      : CP_ROV_INVALID_NOBODY;
}

static void test_random(void)
{
    uint32_t n_sets = tap_cases(3000), wrong = 0, seen[CP_ROV_STATE_COUNT] = { 0 };
    for (uint32_t k = 0; k < n_sets; k++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand x = { k + 1 };
        cp_rov *r = cp_rov_new(a, CP_TIME_NONE);
        cp_roa v[VRPS];
        uint32_t n = cp_rand_below(&x, VRPS), length;
        for (uint32_t i = 0; i < n; i++) {
            bool is_v6 = cp_rand_below(&x, 3) == 0;
            v[i] = (cp_roa){ .asn = cp_rand_below(&x, 5), .expires = CP_TIME_NONE };
            v[i].net = any_net(&x, is_v6, &length);
            v[i].length = (uint8_t)length;
            v[i].length_max = (uint8_t)(length + cp_rand_below(&x, (is_v6 ? 129 : 33) - length));
            (void)cp_rov_add(r, &v[i]);
        }
        cp_rov_done(r);
        for (uint32_t i = 0; i < 200; i++) {
            cp_ip net = any_net(&x, i % 3 == 0, &length);
            if (n && i % 2) {
                const cp_roa *of = &v[cp_rand_below(&x, n)];
                net = of->net;
                length = of->length + cp_rand_below(&x, (net.version == 6 ? 129 : 33) - of->length);
            }
            uint32_t asn = cp_rand_below(&x, 6);
            cp_rov_state want = by_scan(v, n, net, length, asn);
            wrong += cp_rov_ask(r, net, length, asn, NULL) != want;
            seen[want]++;
        }
        cp_arena_free(a);
    }
    is_uint(wrong, 0, "%u random sets: as by a look through all", n_sets);
    for (cp_rov_state s = 0; s < CP_ROV_STATE_COUNT; s++)
        ok(seen[s] > n_sets / 10, "some are %s (%u)", cp_rov_state_name(s), seen[s]);
}

int main(void)
{
    test_rows();
    test_expired();
    test_random();
    return tap_done();
}
