/* SPDX-License-Identifier: Apache-2.0 */
/* IS-IS: rows written from ISO/IEC 10589, 9.5 to 9.9, RFC 1195, 5, RFC 5301, 5303 and 5308; header
 * and PDU lengths that lie. */
#include "captured.h"
#include "sources/routing/isis.h"

#define LLC "fe fe 03 "
#define SYS "192168001001"
#define LAN(type, n) "83 1b 01 00 " type " 01 00 00 01 " SYS " 001e " n " 40 " SYS "02"
#define LINE(n) "83 14 01 00 11 01 00 00 03 " SYS " 001e " n " 01"
#define LSP(type, n, life) \
    "83 1b 01 00 " type " 01 00 00 " n " " life " " SYS "00 00 0000002a 1234 03"
#define AREA "01 04 03 490001"
#define NLPID "81 02 cc8e"
#define IPV4 "84 04 c0000201"
#define IPV6 "e8 10 fe800000000000000000000000000001"
#define NEIGHBOUR "06 06 001122000009"
#define AUTH "0a 05 01 70617373"
#define NAME "89 03 727431"
#define S " mac=00:11:22:00:00:05 agent=is-is 1921.6800.1001\n"
#define L " agent=is-is 1921.6800.1001\n"
#define HEAD(s) "1 isis.system_id \"1921.6800.1001\"" s
#define HELLO1(protocols) \
    "1 isis.hello \"level=1 circuit=1 priority=64 lan=1921.6800.1001.02 protocols=" protocols "\"" S

static const struct row {
    const char *name, *hex, *want;
    uint64_t want_bad;
} rows[] = {
    { "hello on a LAN", LAN("0f", "0049") AREA NLPID IPV4 IPV6 NEIGHBOUR "08 02 0000",
      HEAD(S) "1 isis.area \"49.0001\"" S HELLO1(
          "cc8e") "1 isis.neighbour \"00:11:22:00:00:09\"" S
                  "1 ip.host \"192.0.2.1\" mac=00:11:22:00:00:05 agent=is-is 1921.6800.1001 "
                  "ip=192.0.2.1\n",
      0 },
    { "a password is not told", LAN("0f", "0022") AUTH, HEAD(S) HELLO1(""), 0 },
    { "hello on a line", LINE("0025") "f0 0f 00 00000001 192168001009 00000002",
      HEAD(S) "1 isis.hello \"line circuit=3 protocols=\"" S
              "1 isis.neighbour \"1921.6800.1009\"" S,
      0 },
    { "on a line that nobody answers", LINE("0017") "f0 01 02",
      HEAD(S) "1 isis.hello \"line circuit=3 protocols=\"" S, 0 },
    { "an LSP: about its system, not about who sent it on",
      LSP("12", "0033", "04b0") AREA NAME AUTH IPV4,
      HEAD(L) "1 isis.area \"49.0001\"" L "1 isis.hostname \"rt1\"" L
              "1 isis.lsp \"level=1 id=1921.6800.1001.00-00 seq=42 flags=03 "
              "tlvs=0104034900018903727431"
              "8404c0000201\"" L
              "1 ip.host \"192.0.2.1\" agent=is-is 1921.6800.1001 ip=192.0.2.1\n",
      0 },
    { "an LSP that is taken back", LSP("14", "001b", "0000"),
      HEAD(L) "1 isis.lsp \"level=2 id=1921.6800.1001.00-00 seq=42 flags=03 taken_back tlvs=\"" L,
      0 },
    { "a summary of LSPs", "83 21 01 00 18 01 00 00 0021", "", 0 },
    { "another protocol of ISO", "81 00 00", "", 0 },
    { "system ids of eight bytes", "83 1b 01 08 0f 01 00 00 01 " SYS, "", 1 },
    { "a TLV past the end", LAN("0f", "0022") AREA "89",
      HEAD(S) "1 isis.area \"49.0001\"" S HELLO1(""), 1 },
    { "an area past the end of its TLV", LAN("0f", "001f") "01 02 03 49", HEAD(S) HELLO1(""), 1 },
    { "an address of three bytes", LAN("0f", "0020") "84 03 c00002", HEAD(S) HELLO1(""), 1 },
    { "a neighbour of five bytes", LAN("0f", "0022") "06 05 0011220000", HEAD(S) HELLO1(""), 1 },
    { "shorter than its header", LAN("0f", "001a"), "", 1 },
    { "longer than the frame", LAN("0f", "001c"), HEAD(S) HELLO1(""), 1 },
    { "a header of another length", "83 1c 01 00 0f 01 00 00 01 " SYS " 001e 001c 40 " SYS "02 00",
      "", 1 },
    { "header cut off", "83 1b 01 00 0f 01 00 00 01 " SYS, "", 1 },
    { "only the protocol", "83", "", 1 },
};

/* 1400 bytes of empty TLVs: refused at the limit; an LSP of long TLVs: told up to the last that
 * fits. */
static void check_limits(cp_arena *a)
{
    uint64_t n_bad;
    cp_isis out;
    cp_bytes head = from_hex(a, LAN("0f", "0800"));
    uint8_t *p = cp_arena_alloc(a, 2 * 2048);
    memset(p, 0, 2 * 2048);
    memcpy(p, head.p, head.n);
    is_int(cp_isis_parse((cp_bytes){ p, 2048 }, &out, NULL), CP_ELIMIT, "a thousand TLVs");
    head = from_hex(a, LLC LSP("12", "0810", "04b0"));
    memcpy(p, head.p, head.n);
    for (size_t at = head.n; at + 257 < 2064 + 3; at += 257)
        p[at] = 200, p[at + 1] = 255;
    cp_bytes frame =
        joined(a, from_hex(a, "0180c2000014 001122000005 8870"), (cp_bytes){ p, 2064 + 3 });
    ok(cp_isis_parse((cp_bytes){ p + 3, 2064 }, &out, NULL) == CP_OK, "an LSP of long TLVs");
    frame = llc_frame(a, "001122000005", (cp_bytes){ p, 1403 });
    (void)captured(a, &frame, 1, &n_bad);
    is_uint(n_bad, 1, "cut off by its frame");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        uint64_t n_bad;
        cp_bytes frame =
            llc_frame(a, "001122000005", from_hex(a, cp_str_fmt(a, LLC "%s", r->hex).p));
        check_captured(a, frame, r->want, r->want_bad, r->name);
        for (size_t n = 0; n < frame.n;
             n++) /* what was cut off may have been in the hello's line */
            (void)captured(a, &(cp_bytes){ frame.p, n }, 1, &n_bad);
    }
    check_limits(a);
    cp_arena_free(a);
    return tap_done();
}
