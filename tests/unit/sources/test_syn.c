/* SPDX-License-Identifier: Apache-2.0 */
/* test_syn.c - the form of a SYN (sources/ip/syn.h), and of whom a capture tells it. The segments
 * were built by hand from RFC 9293 and RFC 7323 in the forms that the open captures show of Linux,
 * Windows, Darwin and small stacks. */
#include "frames.h"
#include "sources/ip/syn.h"
#include "sources/pcap/capture.h"

/* id, fragment word, time to live; sequence and acknowledgement, offset and flags, window, urgent
 * pointer, then options and data. */
#define V4(id, frag, ttl) "45000000" id frag ttl "060000 c0000201 c0000202"
#define V6(flow, hops) \
    "600" flow "000006" hops "20010db8000000000000000000000001 20010db8000000000000000000000002"
#define TCP(seq, ack, off_flags, window, urgent) "9c400050" seq ack off_flags window "0000" urgent
#define SYN(off, window) TCP("00000001", "00000000", off "02", window, "0000")
#define LINUX "020405b4 0402 080a0000000100000000 01 030307"
#define DARWIN "020405b4 01 030306 0101 080a0000000100000000 0402 0000"

static const struct row {
    const char *name, *hex, *want;
} rows[] = {
    { "Linux", V4("1234", "4000", "40") SYN("a0", "faf0") LINUX, "v4 64 mss*44 2,4,8,1,3=7 df,id" },
    { "the same over IPv6, with a flow label",
      V6("12345", "40") SYN("a0", "fd20") "020405a0"
                                          "0402 080a0000000100000000 01 030307",
      "v6 64 mss*45 2,4,8,1,3=7 flow" },
    { "Windows", V4("1234", "4000", "80") SYN("80", "2000") "020405b4 01 030308 0101 0402",
      "v4 128 8192 2,1,3=8,1,1,4 df,id" },
    { "Darwin: what is behind the end is padding",
      V4("0000", "4000", "40") SYN("b0", "ffff") DARWIN, "v4 64 65535 2,1,3=6,1,1,8,4,0 df" },
    { "MSS alone", V4("1234", "0000", "ff") SYN("60", "1020") "020405b4", "v4 255 4128 2" },
    { "a whole number of MTUs", V4("1234", "0000", "ff") SYN("60", "1770") "020405b4",
      "v4 255 mtu*4 2" },
    { "an MSS of nonsense makes no units", V4("1234", "0000", "ff") SYN("60", "1020") "02040010",
      "v4 255 4128 2" },
    { "no options", V4("0000", "0000", "40") SYN("50", "0200"), "v4 64 512 - id0" },
    { "window 0", V4("1234", "0000", "40") SYN("60", "0000") "020405b4", "v4 64 0 2" },
    { "the first number, the flags and an urgent pointer",
      V4("1234", "0000", "40") TCP("00000000", "00000005", "502a", "0200", "0001"),
      "v4 64 512 - seq0,ack,urg,push" },
    { "time stamps: its own is 0, the other is not",
      V4("1234", "0000", "40") SYN("80", "0200") "080a0000000000000007 0101",
      "v4 64 512 8,1,1 ts0,ts2" },
    { "an answer has the other's time stamp by right",
      V4("1234", "0000", "40")
          TCP("00000001", "00000002", "8012", "0200", "0000") "080a0000000100000007 0101",
      "v4 64 512 8,1,1" },
    { "bytes of the application", V4("1234", "0000", "40") SYN("50", "0200") "414243",
      "v4 64 512 - data" },
    { "bytes behind the end", V4("1234", "0000", "40") SYN("60", "0200") "00000001",
      "v4 64 512 0 eol" },
    { "an option of length 0", V4("1234", "0000", "40") SYN("60", "0200") "01080001",
      "v4 64 512 1,8 bad" },
    { "an option of length 1", V4("1234", "0000", "40") SYN("60", "0200") "01080101",
      "v4 64 512 1,8 bad" },
    { "an option beyond the header", V4("1234", "0000", "40") SYN("60", "0200") "0103ff01",
      "v4 64 512 1,3 bad" },
    { "a length that is missing", V4("1234", "0000", "40") SYN("60", "0200") "01010108",
      "v4 64 512 1,1,1,8 bad" },
    { "a window scale of another length", V4("1234", "0000", "40") SYN("60", "0200") "03040101",
      "v4 64 512 3" },
    { "more options than are kept",
      V4("1234", "0000", "40")
          SYN("c0", "0200") "01010101010101010101010101010101010101010101010101010101",
      "v4 64 512 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 long" },
};

static void check_forms(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_bytes in = from_hex(a, rows[i].hex);
        uint8_t *p = cp_arena_dup(a, in.p, in.n);
        cp_ip_packet ip;
        cp_tcp tcp;
        cp_syn s;
        if (p[0] >> 4 == 4)
            p[3] = (uint8_t)in.n;
        else
            p[5] = (uint8_t)(in.n - 40);
        if (ok(cp_ip_packet_parse((cp_bytes){ p, in.n }, &ip, NULL) == CP_OK &&
                   cp_tcp_parse(ip.payload, &tcp, NULL) == CP_OK,
               "%s: is read", rows[i].name)) {
            cp_syn_read(&ip, &tcp, &s);
            is_cstr(cp_syn_text(a, &s), rows[i].want, "%s", rows[i].name);
        }
        cp_arena_free(a);
    }
}

/* ---- of whom it is told */

typedef struct talk {
    cp_arena *a;
    cp_capture *c;
    told t;
    cp_obs_sink sink;
    cp_source src;
} talk;

static talk *talk_new(cp_arena *a)
{
    talk *k = CP_NEW(a, talk);
    k->a = a;
    k->t.b = cp_buf_new(a);
    k->sink = (cp_obs_sink){ &k->t, tell_obs, tell_link };
    k->c = cp_capture_new(a, &k->sink, &k->src);
    return k;
}

/* before: what stands between Ethernet's addresses and IP. */
static void say(talk *k, const char *mac, const char *before, const char *packet, uint16_t window)
{
    cp_str hex = cp_str_fmt(k->a, "00005e005302 %s %s %s%c", mac, before, packet, 0);
    cp_bytes f = from_hex(k->a, hex.p);
    uint8_t *p = cp_arena_dup(k->a, f.p, f.n);
    size_t at = from_hex(k->a, cp_str_fmt(k->a, "%s%c", before, 0).p).n + 12;
    p[at + 2] = (uint8_t)((f.n - at) >> 8);
    p[at + 3] = (uint8_t)(f.n - at);
    if (window) {
        p[at + 34] = (uint8_t)(window >> 8);
        p[at + 35] = (uint8_t)window;
    }
    cp_frame frame = { { p, f.n }, (uint32_t)f.n, 1, 1 };
    if (cp_capture_frame(k->c, &frame, NULL) != CP_OK)
        ok(false, "a frame is taken");
}

/* The lines of forms. */
static cp_str forms(talk *k)
{
    cp_buf b = cp_buf_new(k->a);
    cp_str all = cp_buf_str(&k->t.b);
    for (cp_str line; cp_str_cut_line(&all, &line);)
        if (cp_str_has(line, CP_STR("tcp.syn")))
            cp_buf_fmt(&b, "%.*s\n", CP_FMT(line));
    return cp_buf_str(&b);
}

#define A "00005e005301"
#define B "00005e005303"
#define OPEN(ttl) V4("1234", "4000", ttl) SYN("a0", "faf0") LINUX
#define ANSWER \
    V4("0000", "4000", "40") TCP("00000001", "00000002", "6012", "faf0", "0000") "020405b4"

static const struct telling {
    const char *name;
    struct {
        const char *mac, *before, *packet;
    } frames[6];
    const char *want;
} tellings[] = {
    { "each form once, of each device",
      { { A, "0800", OPEN("40") },
        { A, "0800", OPEN("40") },
        { B, "0800", OPEN("40") },
        { A, "0800", OPEN("40") } },
      "1 tcp.syn \"v4 64 mss*44 2,4,8,1,3=7 df,id\" mac=00:00:5e:00:53:01\n"
      "3 tcp.syn \"v4 64 mss*44 2,4,8,1,3=7 df,id\" mac=00:00:5e:00:53:03\n" },
    { "an answer is another habit",
      { { A, "0800", ANSWER } },
      "1 tcp.syn_ack \"v4 64 mss*44 2 df\" mac=00:00:5e:00:53:01\n" },
    { "who is behind a router is not told of",
      { { A, "0800", OPEN("3f") }, { A, "0800", OPEN("20") }, { A, "0800", OPEN("7f") } },
      "" },
    { "in a VLAN",
      { { A, "8100 0007 0800", OPEN("80") } },
      "1 tcp.syn \"v4 128 mss*44 2,4,8,1,3=7 df,id\" mac=00:00:5e:00:53:01\n" },
    { "with the flags of ECN, which say nothing",
      { { A, "0800",
          V4("1234", "4000", "40") TCP("00000001", "00000000", "a0c2", "faf0", "0000") LINUX } },
      "1 tcp.syn \"v4 64 mss*44 2,4,8,1,3=7 df,id\" mac=00:00:5e:00:53:01\n" },
    { "a reset is no habit",
      { { A, "0800",
          V4("1234", "4000", "40") TCP("00000001", "00000000", "5004", "0000", "0000") } },
      "" },
    { "a header that is cut off",
      { { A, "0800", V4("1234", "4000", "40") SYN("f0", "faf0") } },
      "" },
};

static void check_tellings(void)
{
    for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++) {
        cp_arena *a = cp_arena_new(0);
        talk *k = talk_new(a);
        for (size_t f = 0; f < 6 && tellings[i].frames[f].mac; f++)
            say(k, tellings[i].frames[f].mac, tellings[i].frames[f].before,
                tellings[i].frames[f].packet, 0);
        is_cstr(forms(k), tellings[i].want, "%s", tellings[i].name);
        cp_arena_free(a);
    }
}

/* Twenty thousand connections in as many forms: eight are kept. */
static void check_limit(void)
{
    cp_arena *a = cp_arena_new(0);
    talk *k = talk_new(a);
    uint32_t n = 0;
    for (uint32_t i = 1; i <= 20000; i++)
        say(k, A, "0800", OPEN("40"), (uint16_t)i);
    cp_str all = forms(k);
    for (cp_str line; cp_str_cut_line(&all, &line);)
        n++;
    is_uint(n, 8, "the first eight forms of a device");
    cp_arena_free(a);
}

int main(void)
{
    check_forms();
    check_tellings();
    check_limit();
    return tap_done();
}
