/* SPDX-License-Identifier: Apache-2.0 */
/* NTP: rows written from RFC 5905, 7.3, and RFC 9327, 2. */
#include "captured.h"
#include "sources/ip/ntp.h"

#define Z12 "000000000000000000000000"
#define REST "00000000 00000000" /* delay, dispersion */
#define TIMES "0000000000000000 0000000000000000 0000000000000000 0000000000000000"
#define S " ip=192.0.2.2\n"
#define CONTROL(what, association, offset, count) \
    "16 " what " 0001 0618 " association " " offset " " count

static const struct row {
    const char *name, *hex, *want;
    uint64_t want_bad;
} rows[] = {
    { "a server at stratum 1", "24 01 06 ec " REST "47505300" TIMES,
      "1 ntp.server \"version=4 stratum=1 reference=GPS\"" S, 0 },
    { "at stratum 2", "1c 02 06 ec " REST "c0000209" TIMES,
      "1 ntp.server \"version=3 stratum=2 reference=192.0.2.9\"" S, 0 },
    { "it follows nobody", "e4 10 06 ec " REST "494e4954" TIMES,
      "1 ntp.server \"version=4 stratum=16\"" S, 0 },
    { "a kiss of death", "e4 00 06 ec " REST "52415445" TIMES,
      "1 ntp.server \"version=4 stratum=0\"" S, 0 },
    { "a reference that is no text", "24 01 06 ec " REST "47001b00" TIMES,
      "1 ntp.server \"version=4 stratum=1\"" S, 0 },
    { "a client", "23 02 06 ec " REST "c0000209" TIMES, "", 0 },
    { "an answer to \"read variables\"",
      CONTROL("82", "0000", "0000",
              "0030") "76657273696f6e3d226e74706420342e322e38222c20" /* version="ntpd 4.2.8", */
                      "6c6561703d302c0d0a"                           /* leap=0, CR LF */
                      "73797374656d3d224c696e75782f35222c",          /* system="Linux/5", */
      "1 ntp.readvar \"version=\"ntpd 4.2.8\", system=\"Linux/5\"\"" S, 0 },
    { "of an association", CONTROL("82", "0001", "0000", "0009") "76657273696f6e3d31", "", 0 },
    { "its continuation", CONTROL("82", "0000", "0010", "0009") "76657273696f6e3d31", "", 0 },
    { "a refusal", CONTROL("c2", "0000", "0000", "0000"), "", 0 },
    { "the question", CONTROL("02", "0000", "0000", "0000"), "", 0 },
    { "of one implementation", "17 00 03 2a", "", 0 },
    { "an answer shorter than it says", CONTROL("82", "0000", "0000", "000a") "76657273696f6e3d31",
      "", 1 },
    { "a header of 47 bytes", "24 01 06 ec " REST "47505300 00" Z12 Z12 "000000000000", "", 1 },
    { "nothing", "", "", 1 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        cp_bytes frame =
            udp_frame(a, "001122000005", "c0000202", "c0000203", 123, 123, from_hex(a, r->hex));
        check_captured(a, frame, r->want, r->want_bad, r->name);
        check_cuts(a, frame, r->name);
    }
    is_cstr(cp_ntp_system_text(a, cp_bytes_of_str(CP_STR("a=1,version=\"x, system=y\", b"))),
            "version=\"x, system=y\"", "a comma in quotes");
    is_cstr(cp_ntp_system_text(a, cp_bytes_of_str(CP_STR("version=\"open"))), "version=\"open",
            "a quote that is not closed");
    is_cstr(cp_ntp_system_text(a, cp_bytes_of_str(CP_STR(",,,"))), "", "commas");
    cp_arena_free(a);
    return tap_done();
}
