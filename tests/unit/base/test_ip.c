/* SPDX-License-Identifier: Apache-2.0 */
/* test_ip.c - the forms of addresses, and which of them can name one station. */
#include <arpa/inet.h>
#include "base/rand.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static void test_ip(cp_arena *a)
{
    static const struct {
        const char *in, *want; /* NULL: refused */
        bool is_host;
    } rows[] = {
        { "192.0.2.7", "192.0.2.7", true },
        { "10.0.0.0", "10.0.0.0", true },
        { "0.0.0.0", "0.0.0.0", false },
        { "0.1.2.3", "0.1.2.3", false },
        { "127.0.0.53", "127.0.0.53", false },
        { "169.254.1.1", "169.254.1.1", false },
        { "169.253.1.1", "169.253.1.1", true },
        { "224.0.0.1", "224.0.0.1", false },
        { "255.255.255.255", "255.255.255.255", false },
        { "2001:DB8:0:0:0:0:0:1", "2001:db8::1", true },
        { "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1", true }, /* RFC 5952, 4.2.2 */
        { "2001:0:0:1:0:0:0:1", "2001:0:0:1::1", true },          /* 4.2.3 */
        { "2001:db8::", "2001:db8::", true },
        { "::", "::", false },
        { "::1", "::1", false },
        { "fe80::1", "fe80::1", false },
        { "febf::1", "febf::1", false },
        { "fec0::1", "fec0::1", true },
        { "ff02::1", "ff02::1", false },
        { "::ffff:192.0.2.1", "::ffff:192.0.2.1", true },
        { "", NULL, false },
        { "192.0.2", NULL, false },
        { "192.0.2.256", NULL, false },
        { "192.0.2.07", NULL, false },
        { "192.0.2.7/24", NULL, false },
        { " 192.0.2.7", NULL, false },
        { "192.0.2.7 ", NULL, false },
        { "0x7f.1", NULL, false },
        { "fe80::1%eth0", NULL, false },
        { "[::1]", NULL, false },
        { "2001:db8::1::", NULL, false },
        { "1:2:3:4:5:6:7", NULL, false },
        { "1:2:3:4:5:6:7:8:9", NULL, false },
        { "12345::", NULL, false },
        { "host.example", NULL, false },
        { "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", NULL, false },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_ip ip = { .version = 0 };
        bool good = cp_ip_parse(tap_cstr(rows[i].in), &ip);
        is_int(good, rows[i].want != NULL, "address \"%s\"", rows[i].in);
        if (!good || !rows[i].want)
            continue;
        is_cstr(cp_ip_text(a, ip), rows[i].want, "\"%s\": canonical", rows[i].in);
        is_int(cp_ip_is_host(ip), rows[i].is_host, "\"%s\": names a host?", rows[i].in);
    }
    cp_ip ip;
    ok(!cp_ip_parse((cp_str){ "1.2.3.4\0x", 9 }, &ip), "a NUL inside");
    ok(!cp_ip_is_host((cp_ip){ .version = 0 }), "no address names no host");
    const uint8_t four[] = { 192, 0, 2, 1 }, six[16] = { 0x20, 1, 0xd, 0xb8, [15] = 9 };
    is_cstr(cp_ip_text(a, cp_ip_v4(four)), "192.0.2.1", "from four bytes");
    is_cstr(cp_ip_text(a, cp_ip_v6(six)), "2001:db8::9", "from sixteen bytes");
}

static void test_mac_forms(cp_arena *a)
{
    static const struct {
        const char *in, *want;
    } rows[] = {
        { "00:00:5e:00:53:01", "00:00:5e:00:53:01" },
        { "00:00:5E:00:53:0A", "00:00:5e:00:53:0a" },
        { "0:0:5e:0:53:1", "00:00:5e:00:53:01" },
        { "00-00-5E-00-53-01", "00:00:5e:00:53:01" },
        { "0000.5e00.5301", "00:00:5e:00:53:01" },
        { "0000-5e00-5301", "00:00:5e:00:53:01" },
        { "00005e005301", "00:00:5e:00:53:01" },
        { "", NULL },
        { "00:00:5e:00:53", NULL },
        { "00:00:5e:00:53:01:02", NULL },
        { "00:00:5e:00:53:01:", NULL },
        { ":00:00:5e:00:53:01", NULL },
        { "00::5e:00:53:01", NULL },
        { "00:00:5e:00:53:0g", NULL },
        { "000:0:5e:00:53:01", NULL },
        { "00:00-5e:00:53:01", NULL },
        { "0-0-5e-0-53-1", NULL },
        { "00-00-5e-00-53-01-", NULL },
        { "0000.5e00", NULL },
        { "0000.5e00.530", NULL },
        { "0000.5e00.5301.", NULL },
        { "00005e00530", NULL },
        { "00005e0053011", NULL },
        { "00 00 5e 00 53 01", NULL },
        { "not an address", NULL },
        { " 00:00:5e:00:53:01", NULL },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_mac m = { { 0 } };
        bool good = cp_mac_parse(tap_cstr(rows[i].in), &m);
        is_int(good, rows[i].want != NULL, "MAC \"%s\"", rows[i].in);
        if (good && rows[i].want)
            is_cstr(cp_mac_text(a, m), rows[i].want, "\"%s\": canonical", rows[i].in);
    }
    const uint8_t six[] = { 1, 2, 3, 4, 5, 6 };
    ok(cp_mac_u64(cp_mac_of(six)) == 0x010203040506, "as a number");
}

static void test_mac_identity(void)
{
    static const struct {
        const char *in, *why;
        bool is_identity, is_local, is_group;
    } rows[] = {
        { "00:00:5e:00:53:01", "documentation range, RFC 7042", true, false, false },
        { "00:00:00:00:00:00", "zero", false, false, false },
        { "ff:ff:ff:ff:ff:ff", "broadcast", false, true, true },
        { "01:80:c2:00:00:0e", "LLDP group", false, false, true },
        { "02:00:5e:00:53:01", "locally administered", false, true, false },
        { "00:00:5e:00:01:07", "VRRP for IPv4", false, false, false },
        { "00:00:5e:00:02:07", "VRRP for IPv6", false, false, false },
        { "00:00:5e:00:03:07", "beside VRRP", true, false, false },
        { "00:00:0c:07:ac:01", "HSRP", false, false, false },
        { "00:00:0c:9f:f0:01", "HSRP version 2", false, false, false },
        { "00:00:0c:9f:ff:ff", "HSRP version 2, last", false, false, false },
        { "00:00:0c:9f:e0:01", "beside HSRP version 2", true, false, false },
        { "00:05:73:a0:0f:ff", "HSRP for IPv6", false, false, false },
        { "00:05:73:a0:10:00", "beside HSRP for IPv6", true, false, false },
        { "00:23:04:ee:be:01", "two switches as one (vPC)", false, false, false },
        { "00:23:04:ee:bf:01", "beside vPC", true, false, false },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_mac m = { { 0 } };
        ok(cp_mac_parse(tap_cstr(rows[i].in), &m), "%s", rows[i].in);
        is_int(cp_mac_is_identity(m), rows[i].is_identity, "%s: names a station?", rows[i].why);
        is_int(cp_mac_is_local(m), rows[i].is_local, "%s: local?", rows[i].why);
        is_int(cp_mac_is_group(m), rows[i].is_group, "%s: group?", rows[i].why);
    }
}

/* Against glibc: random addresses, most of them with many zeros. */
static void test_ip_text(void)
{
    cp_rand r = { 5952 };
    uint32_t wrong = 0;
    cp_arena *a = cp_arena_new(0);
    for (uint32_t round = 0; round < 20000; round++) {
        uint8_t b[16] = { 0 };
        char want[INET6_ADDRSTRLEN];
        for (int i = 0; i < 16; i++)
            if (cp_rand_below(&r, 3) == 0)
                b[i] = (uint8_t)cp_rand_below(&r, round % 2 ? 256 : 4);
        wrong += !inet_ntop(AF_INET6, b, want, sizeof want) ||
                 !cp_str_eq(cp_ip_text(a, cp_ip_v6(b)), tap_cstr(want));
        wrong += !inet_ntop(AF_INET, b, want, sizeof want) ||
                 !cp_str_eq(cp_ip_text(a, cp_ip_v4(b)), tap_cstr(want));
    }
    is_uint(wrong, 0, "addresses are written as inet_ntop writes them");
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_ip(a);
    test_ip_text();
    test_mac_forms(a);
    test_mac_identity();
    cp_arena_free(a);
    return tap_done();
}
