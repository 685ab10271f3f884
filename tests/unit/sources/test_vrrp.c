/* SPDX-License-Identifier: Apache-2.0 */
/* VRRP: rows written from RFC 3768, 5, and RFC 5798, 5; and CARP, which looks like it. */
#include "captured.h"

#define VIRTUAL "00005e00010a"
#define V4 "c0000202"
#define V6 "fe800000000000000000000000000002"
#define S " ip=192.0.2.2\n"

static const struct row {
    const char *name, *mac, *src, *hex, *want;
    uint64_t want_bad;
} rows[] = {
    { "version 2 from the address of its group: no identity", VIRTUAL, V4,
      "21 0a 64 01 00 01 0000 c0000201 0000000000000000",
      "1 vrrp.group \"version=2 group=10 priority=100\"" S "1 vrrp.address \"192.0.2.1\"" S, 0 },
    { "a password is not told", VIRTUAL, V4, "21 0a 64 01 01 01 0000 c0000201 7365637265740000",
      "1 vrrp.group \"version=2 group=10 priority=100\"" S "1 vrrp.address \"192.0.2.1\"" S, 0 },
    { "version 3, two addresses, from its own", "001122000005", V4,
      "31 0a ff 02 0064 0000 c0000201 c0000203",
      "1 vrrp.group \"version=3 group=10 priority=255\" ip=192.0.2.2 mac=00:11:22:00:00:05\n"
      "1 vrrp.address \"192.0.2.1\" ip=192.0.2.2 mac=00:11:22:00:00:05\n"
      "1 vrrp.address \"192.0.2.3\" ip=192.0.2.2 mac=00:11:22:00:00:05\n",
      0 },
    { "version 3 of IPv6: nothing else names it", "00005e00020a", V6,
      "31 0a 64 01 0064 0000 fe800000000000000000000000000001",
      "1 vrrp.group \"version=3 group=10 priority=100\" mac=00:00:5e:00:02:0a\n"
      "1 vrrp.address \"fe80::1\" mac=00:00:5e:00:02:0a\n",
      0 },
    { "CARP", VIRTUAL, V4,
      "21 0a 00 07 00 01 0000 0011223344556677 "
      "0000000000000000000000000000000000000000",
      "", 0 },
    { "seven addresses are not CARP", "001122000005", V4,
      "31 0a 64 07 0064 0000 c0000201 c0000201 c0000201 c0000201 c0000201 c0000201 c0000201",
      "1 vrrp.group \"version=3 group=10 priority=100\" ip=192.0.2.2 mac=00:11:22:00:00:05\n"
      "1 vrrp.address \"192.0.2.1\" ip=192.0.2.2 mac=00:11:22:00:00:05\n",
      0 },
    { "version 4", VIRTUAL, V4, "41 0a 64 01 0064 0000 c0000201", "", 0 },
    { "another type", VIRTUAL, V4, "32 0a 64 01 0064 0000 c0000201", "", 0 },
    { "more addresses than there are", VIRTUAL, V4, "31 0a 64 ff 0064 0000 c0000201 c000",
      "1 vrrp.group \"version=3 group=10 priority=100\"" S "1 vrrp.address \"192.0.2.1\"" S, 1 },
    { "header cut off", VIRTUAL, V4, "31 0a 64 01 0064 00", "", 1 },
    { "nothing", VIRTUAL, V4, "", "", 1 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        bool is_v4 = strlen(r->src) == 8;
        cp_bytes frame =
            ip_frame(a, r->mac, r->src, is_v4 ? "e0000012" : "ff020000000000000000000000000012",
                     112, from_hex(a, r->hex));
        check_captured(a, frame, r->want, r->want_bad, r->name);
        check_cuts(a, frame, r->name);
    }
    /* through a router */
    uint64_t n_bad;
    cp_bytes frame =
        ip_frame(a, VIRTUAL, V4, "e0000012", 112, from_hex(a, "31 0a 64 01 0064 0000 c0000201"));
    uint8_t *p = cp_arena_dup(a, frame.p, frame.n);
    p[14 + 8] = 254;
    frame.p = p;
    is_cstr(captured(a, &frame, 1, &n_bad), "", "a hop limit of 254");
    cp_arena_free(a);
    return tap_done();
}
