/* SPDX-License-Identifier: Apache-2.0 */
/* Router advertisements: rows written from RFC 4861, 4.2 and 4.6, RFC 8106, 5.1, RFC 4191, 2.2. */
#include "captured.h"
#include "sources/ip/ra.h"

#define LL "fe800000000000000000000000000001"
#define ALL "ff020000000000000000000000000001"
#define RA "86000000 40 48 0708 00000000 00000000" /* other, high */
#define MAC "0101 001122000005"
#define PREFIX "0304 40 c0 00000e10 00000e10 00000000 20010db8000000000000000000000000"
#define MTU "0501 0000 000005dc"
#define DNS "1903 0000 00000e10 20010db8000000000000000000000053"
#define S " mac=00:11:22:00:00:05\n"
#define HEAD "1 ra.router \"fe80::1\"" S

static const struct row {
    const char *name, *src, *hex, *want;
    uint64_t want_bad;
} rows[] = {
    { "all that is read", LL, RA MAC PREFIX MTU DNS,
      HEAD "1 ra.flags \"hops=64 mtu=1500 preference=1 other\"" S "1 ra.prefix \"2001:db8::/64\"" S
           "1 ra.dns \"2001:db8::53\"" S,
      0 },
    { "no MAC of its own: the frame's", LL, "86000000 00 80 0000 00000000 00000000",
      "1 ra.router \"fe80::1\" mac=00:11:22:00:00:09\n"
      "1 ra.flags \"hops=0 mtu=0 preference=0 managed no_default_router\" "
      "mac=00:11:22:00:00:09\n",
      0 },
    { "a DNS server taken back", LL, RA MAC "1903 0000 00000000 20010db8000000000000000000000053",
      HEAD "1 ra.flags \"hops=64 mtu=0 preference=1 other\"" S, 0 },
    { "from an address that is not of the link", "20010db8000000000000000000000001", RA MAC,
      "1 ip.host \"2001:db8::1\" mac=00:11:22:00:00:05 ip=2001:db8::1\n", 0 },
    { "an option of length 0", LL, RA MAC "0300 40", "", 2 },
    { "a prefix of eight bytes", LL, RA MAC "0301 40c000000e10", "", 1 },
    { "a prefix of 129 bits", LL,
      RA MAC "0304 81 c0 00000e10 00000e10 00000000 20010db8000000000000000000000000", "", 1 },
    { "a DNS server of eight bytes", LL, RA MAC "1902 0000 00000e10 20010db800000000", "", 1 },
    { "an option past the end", LL, RA MAC "1903 0000", "", 2 },
    { "header cut off", LL, "86000000 00 80 0000 00000000", "", 2 },
    { "a neighbour's", LL, "87000000 00000000" LL MAC, "", 0 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        uint64_t n_bad;
        cp_bytes frame = ip_frame(a, "001122000009", r->src, ALL, 58, from_hex(a, r->hex));
        is_cstr(captured(a, &frame, 1, &n_bad), r->want, "%s", r->name);
        is_uint(n_bad, r->want_bad, "%s: faults", r->name);
        for (size_t n = 0; n < frame.n; n++) /* between options it is another, and well-formed */
            (void)captured(a, &(cp_bytes){ frame.p, n }, 1, &n_bad);
    }
    cp_arena_free(a);
    return tap_done();
}
