/* SPDX-License-Identifier: Apache-2.0 */
/* HSRP: version 1 from RFC 2281, 5; version 2 as packet-hsrp.c of Wireshark reads it. */
#include "captured.h"

#define S1 " ip=192.0.2.2 mac=00:11:22:00:00:05\n"
#define S2 " ip=192.0.2.2\n"
#define G2(state, mac, v, addr) \
    "01 28 02 00 " state " " v " 0001 " mac " 00000064 00000bb8 00002710 " addr

static const struct row {
    const char *name, *mac, *hex, *want;
    uint64_t want_bad;
} rows[] = {
    { "version 1, standby", "001122000005", "00 00 08 03 0a 64 01 00 636973636f000000 c0000201",
      "1 hsrp.group \"version=1 group=1 priority=100 state=standby\"" S1
      "1 hsrp.address \"192.0.2.1\"" S1,
      0 },
    { "version 1, active: from the group's MAC", "00000c07ac01",
      "00 00 10 03 0a 64 01 00 636973636f000000 c0000201",
      "1 hsrp.group \"version=1 group=1 priority=100 state=active\"" S2
      "1 hsrp.address \"192.0.2.1\"" S2,
      0 },
    { "no address yet, a state of no name", "001122000005",
      "00 00 03 03 0a 64 01 00 636973636f000000 00000000",
      "1 hsrp.group \"version=1 group=1 priority=100 state=\"" S1, 0 },
    { "an advertisement of interfaces", "001122000005", "00 03 0001 000a 01 00 0000 0001 00000000",
      "", 0 },
    { "version 2, active: its own interface", "00000c9ff001",
      G2("06", "001122000005", "04", "c0000201 000000000000000000000000"),
      "1 hsrp.group \"version=2 group=1 priority=100 state=active\"" S2
      "1 hsrp.address \"192.0.2.1\"" S2 "1 hsrp.interface \"00:11:22:00:00:05\"" S1,
      0 },
    { "version 2 of IPv6, behind a password that is not told", "00000c9ff001",
      "03 08 636973636f000000" G2("05", "000000000000", "06", "fe800000000000000000000000000001"),
      "1 hsrp.group \"version=2 group=1 priority=100 state=standby\"" S2
      "1 hsrp.address \"fe80::1\"" S2,
      0 },
    { "a group's MAC is no interface", "00000c9ff001",
      G2("06", "00000c9ff001", "04", "00000000 000000000000000000000000"),
      "1 hsrp.group \"version=2 group=1 priority=100 state=active\"" S2, 0 },
    { "version 1 cut off", "001122000005", "00 00 08 03 0a 64 01 00 636973636f000000 c00002", "",
      1 },
    { "a group's state of 39 bytes", "001122000005",
      "01 27 02 00 06 04 0001 001122000005 00000064 00000bb8 00002710 c0000201 "
      "0000000000000000000000",
      "", 1 },
    { "version 3", "001122000005",
      "01 28 03 00 06 04 0001 001122000005 00000064 00000bb8 00002710 c0000201 "
      "000000000000000000000000",
      "", 1 },
    { "TLV past the end", "001122000005", "04 1c 00", "", 1 },
    { "nothing", "001122000005", "", "", 1 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        cp_bytes frame =
            udp_frame(a, r->mac, "c0000202", "e0000066", 1985, 1985, from_hex(a, r->hex));
        check_captured(a, frame, r->want, r->want_bad, r->name);
        check_cuts(a, frame, r->name);
    }
    cp_arena_free(a);
    return tap_done();
}
