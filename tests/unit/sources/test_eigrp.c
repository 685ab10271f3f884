/* SPDX-License-Identifier: Apache-2.0 */
/* Hellos of EIGRP (RFC 7868, 6.4 and 6.6) and of PIM (RFC 7761, 4.9.2). */
#include "captured.h"

#define S " ip=192.0.2.2 mac=00:11:22:00:00:05\n"
#define EIGRP(opcode) "02 " opcode " 0000 00000000 00000000 00000000 0000 0064"
#define PARAMETERS "0001 000c 010001000000 000f"
#define VERSION "0004 0008 0c04 0102"

static const struct row {
    const char *name;
    uint8_t proto;
    const char *hex, *want;
    uint64_t want_bad;
} rows[] = {
    { "EIGRP", 88, EIGRP("05") PARAMETERS VERSION,
      "1 eigrp.hello \"system=100 hold=15 k=1,0,1,0,0,0 os=12.4 tlv=1.2\"" S, 0 },
    { "a digest is not told", 88, EIGRP("05") "0002 0008 00010203" VERSION,
      "1 eigrp.hello \"system=100 os=12.4 tlv=1.2\"" S, 0 },
    { "an acknowledgement", 88, EIGRP("05"), "", 0 },
    { "an update", 88, EIGRP("01") PARAMETERS, "", 0 },
    { "a TLV of no bytes", 88, EIGRP("05") PARAMETERS "0004 0000",
      "1 eigrp.hello \"system=100 hold=15 k=1,0,1,0,0,0\"" S, 1 },
    { "a TLV past the end", 88, EIGRP("05") PARAMETERS "0004 0009 0c040102",
      "1 eigrp.hello \"system=100 hold=15 k=1,0,1,0,0,0\"" S, 1 },
    { "a version of three bytes", 88, EIGRP("05") PARAMETERS "0004 0007 0c0401",
      "1 eigrp.hello \"system=100 hold=15 k=1,0,1,0,0,0\"" S, 1 },
    { "EIGRP cut off", 88, "02 05 0000 00000000 00000000 00000000 0000 00", "", 1 },
    { "PIM", 103, "20 00 0000 0001 0002 0069 0014 0004 12345678 0013 0004 00000001",
      "1 pim.hello \"options=1,20,19 hold=105 priority=1\"" S, 0 },
    { "another message of PIM", 103, "23 00 0000 0001 0002 0069", "", 0 },
    { "PIM version 1", 103, "10 00 0000 0001 0002 0069", "", 0 },
    { "an option past the end", 103, "20 00 0000 0001 0002 0069 0013 0004 0000",
      "1 pim.hello \"options=1 hold=105\"" S, 1 },
    { "a hold time of one byte", 103, "20 00 0000 0001 0001 69", "1 pim.hello \"options=1\"" S, 1 },
    { "PIM cut off", 103, "20 00 00", "", 1 },
    { "nothing", 103, "", "", 1 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        uint64_t n_bad;
        cp_bytes frame =
            ip_frame(a, "001122000005", "c0000202", "e000000a", r->proto, from_hex(a, r->hex));
        check_captured(a, frame, r->want, r->want_bad, r->name);
        for (size_t n = 0; n < frame.n; n++) /* a hello with fewer options is one too */
            (void)captured(a, &(cp_bytes){ frame.p, n }, 1, &n_bad);
    }
    cp_arena_free(a);
    return tap_done();
}
