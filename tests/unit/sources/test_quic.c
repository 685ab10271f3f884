/* SPDX-License-Identifier: Apache-2.0 */
/* QUIC against the vectors of RFC 9001, appendix A, and RFC 9369, appendix A; hellos in pieces;
 * what captures of QUIC and DTLS tell. */
#include "frames.h"
#include "sources/app/dtls.h"
#include "sources/app/quic.h"
#include "sources/app/tls.h"
#include "sources/pcap/capture.h"

/* RFC 9001, A.2: the protected packet */
#define A2                                                                                     \
    "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9bd8bab936b47d" \
    "92ec356c0bab7df5976d27cd449f63300099f3991c260ec4c60d17b31f8429157bb35a1282a643a8d2262cad" \
    "67500cadb8e7378c8eb7539ec4d4905fed1bee1fc8aafba17c750e2c7ace01e6005f80fcb7df621230c83711" \
    "b39343fa028cea7f7fb5ff89eac2308249a02252155e2347b63d58c5457afd84d05dfffdb20392844ae81215" \
    "4682e9cf012f9021a6f0be17ddd0c2084dce25ff9b06cde535d0f920a2db1bf362c23e596d11a4f5a6cf3948" \
    "838a3aec4e15daf8500a6ef69ec4e3feb6b1d98e610ac8b7ec3faf6ad760b7bad1db4ba3485e8a94dc250ae3" \
    "fdb41ed15fb6a8e5eba0fc3dd60bc8e30c5c4287e53805db059ae0648db2f64264ed5e39be2e20d82df566da" \
    "8dd5998ccabdae053060ae6c7b4378e846d29f37ed7b4ea9ec5d82e7961b7f25a9323851f681d582363aa5f8" \
    "9937f5a67258bf63ad6f1a0b1d96dbd4faddfcefc5266ba6611722395c906556be52afe3f565636ad1b17d50" \
    "8b73d8743eeb524be22b3dcbc2c7468d54119c7468449a13d8e3b95811a198f3491de3e7fe942b330407abf8" \
    "2a4ed7c1b311663ac69890f4157015853d91e923037c227a33cdd5ec281ca3f79c44546b9d90ca00f064c99e" \
    "3dd97911d39fe9c5d0b23a229a234cb36186c4819e8b9c5927726632291d6a418211cc2962e20fe47feb3edf" \
    "330f2c603a9d48c0fcb5699dbfe5896425c5bac4aee82e57a85aaf4e2513e4f05796b07ba2ee47d80506f8d2" \
    "c25e50fd14de71e6c418559302f939b0e1abd576f279c4b2e0feb85c1f28ff18f58891ffef132eef2fa09346" \
    "aee33c28eb130ff28f5b766953334113211996d20011a198e3fc433f9f2541010ae17c1bf202580f6047472f" \
    "b36857fe843b19f5984009ddc324044e847a4f4a0ab34f719595de37252d6235365e9b84392b061085349d73" \
    "203a4a13e96f5432ec0fd4a1ee65accdd5e3904df54c1da510b0ff20dcc0c77fcb2c0e0eb605cb0504db8763" \
    "2cf3d8b4dae6e705769d1de354270123cb11450efc60ac47683d7b8d0f811365565fd98c4c8eb936bcab8d06" \
    "9fc33bd801b03adea2e1fbc5aa463d08ca19896d2bf59a071b851e6c239052172f296bfb5e72404790a21810" \
    "14f3b94a4e97d117b438130368cc39dbb2d198065ae3986547926cd2162f40a29f0c3c8745c0f50fba3852e5" \
    "66d44575c29d39a03f0cda721984b6f440591f355e12d439ff150aab7613499dbd49adabc8676eef023b15b6" \
    "5bfc5ca06948109f23f350db82123535eb8a7433bdabcb909271a6ecbcb58b936a88cd4e8f2e6ff5800175f1" \
    "13253d8fa9ca8885c2f552e657dc603f252e1a8e308f76f0be79e2fb8f5d5fbbe2e30ecadd220723c8c0aea8" \
    "078cdfcb3868263ff8f0940054da48781893a7e49ad5aff4af300cd804a6b6279ab3ff3afb64491c85194aab" \
    "760d58a606654f9f4400e8b38591356fbf6425aca26dc85244259ff2b19c41b9f96f3ca9ec1dde434da7d2d3" \
    "92b905ddf3d1f9af93d1af5950bd493f5aa731b4056df31bd267b6b90a079831aaf579be0a39013137aac6d4" \
    "04f518cfd46840647e78bfe706ca4cf5e9c5453e9f7cfd2b8b4c8d169a44e55c88d4a9a7f9474241e221af44" \
    "860018ab0856972e194cd934"
/* The same of version 2 (RFC 9369, A.2) */
#define A2_V2                                                                                  \
    "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485dd04de806071bf03dceebfa1" \
    "62e75d6c96058bdbfb127cdfcbf903388e99ad049f9a3dd4425ae4d0992cfff18ecf0fdb5a842d09747052f1" \
    "7ac2053d21f57c5d250f2c4f0e0202b70785b7946e992e58a59ac52dea6774d4f03b55545243cf1a12834e3f" \
    "249a78d395e0d18f4d766004f1a2674802a747eaa901c3f10cda5500cb9122faa9f1df66c392079a1b40f0de" \
    "1c6054196a11cbea40afb6ef5253cd6818f6625efce3b6def6ba7e4b37a40f7732e093daa7d52190935b8da5" \
    "8976ff3312ae50b187c1433c0f028edcc4c2838b6a9bfc226ca4b4530e7a4ccee1bfa2a3d396ae5a3fb51238" \
    "4b2fdd851f784a65e03f2c4fbe11a53c7777c023462239dd6f7521a3f6c7d5dd3ec9b3f233773d4b46d23cc3" \
    "75eb198c63301c21801f6520bcfb7966fc49b393f0061d974a2706df8c4a9449f11d7f3d2dcbb90c6b877045" \
    "636e7c0c0fe4eb0f697545460c806910d2c355f1d253bc9d2452aaa549e27a1fac7cf4ed77f322e8fa894b6a" \
    "83810a34b361901751a6f5eb65a0326e07de7c1216ccce2d0193f958bb3850a833f7ae432b65bc5a53975c15" \
    "5aa4bcb4f7b2c4e54df16efaf6ddea94e2c50b4cd1dfe06017e0e9d02900cffe1935e0491d77ffb4fdf85290" \
    "fdd893d577b1131a610ef6a5c32b2ee0293617a37cbb08b847741c3b8017c25ca9052ca1079d8b78aebd4787" \
    "6d330a30f6a8c6d61dd1ab5589329de714d19d61370f8149748c72f132f0fc99f34d766c6938597040d8f9e2" \
    "bb522ff99c63a344d6a2ae8aa8e51b7b90a4a806105fcbca31506c446151adfeceb51b91abfe43960977c874" \
    "71cf9ad4074d30e10d6a7f03c63bd5d4317f68ff325ba3bd80bf4dc8b52a0ba031758022eb025cdd770b44d6" \
    "d6cf0670f4e990b22347a7db848265e3e5eb72dfe8299ad7481a408322cac55786e52f633b2fb6b614eaed18" \
    "d703dd84045a274ae8bfa73379661388d6991fe39b0d93debb41700b41f90a15c4d526250235ddcd6776fc77" \
    "bc97e7a417ebcb31600d01e57f32162a8560cacc7e27a096d37a1a86952ec71bd89a3e9a30a2a26162984d77" \
    "40f81193e8238e61f6b5b984d4d3dfa033c1bb7e4f0037febf406d91c0dccf32acf423cfa1e7071010d3f270" \
    "121b493ce85054ef58bada42310138fe081adb04e2bd901f2f13458b3d6758158197107c14ebb193230cd115" \
    "7380aa79cae1374a7c1e5bbcb80ee23e06ebfde206bfb0fcbc0edc4ebec309661bdd908d532eb0c6adc38b7c" \
    "a7331dce8dfce39ab71e7c32d318d136b6100671a1ae6a6600e3899f31f0eed19e3417d134b90c9058f8632c" \
    "798d4490da4987307cba922d61c39805d072b589bd52fdf1e86215c2d54e6670e07383a27bbffb5addf47d66" \
    "aa85a0c6f9f32e59d85a44dd5d3b22dc2be80919b490437ae4f36a0ae55edf1d0b5cb4e9a3ecabee93dfc6e3" \
    "8d209d0fa6536d27a5d6fbb17641cde27525d61093f1b28072d111b2b4ae5f89d5974ee12e5cf7d5da4d6a31" \
    "123041f33e61407e76cffcdcfd7e19ba58cf4b536f4c4938ae79324dc402894b44faf8afbab35282ab659d13" \
    "c93f70412e85cb199a37ddec600545473cfb5a05e08d0b209973b2172b4d21fb69745a262ccde96ba18b2faa" \
    "745b6fe189cf772a9f84cbfc"
/* The same hello in four pieces, in two packets, the later half first; made with another
 * implementation */
#define SPLIT_1                                                                                \
    "c600000001088394c8f03e51570800004140f001030046f4879ac17ca025c0a24f98c69877cd261315fdad53" \
    "1518b972b76b922000990c77e56f4417775b3c1627c211c4e07d16fd9728ce1c4589a1d9508bce9613372a50" \
    "a407f1029ebc6ac18d09ea35bf51a3bcb17a550cb601321fd940a1a0fbfd83e465d22c2455313d8fff115e23" \
    "94f095ec35c1c89f4bc8ee32a665f63210309477870272947e175c59352152a2c4b04902ccca7fe3427412f5" \
    "474b60f6f50d51d96b2e4e685ac5cfcd74081e022f797b9dc00bac96579e770b3d476eda129909e271445ddf" \
    "02025ea00c2d0259f618bf53904afa456dccfde05f3c9885aab414419ab18308ebca313228235cf156a8f1aa" \
    "9f695e2ea8751aa89ee3d60eeea95a3e85ea7fc663b48e5304bf7c7a618e44bf69067a5912b11c84fb9ccc66" \
    "8b8e43cc198870bd8308279b502180a70b191a357f4689e632479ae43414"
#define SPLIT_2                                                                                \
    "c500000001088394c8f03e515708000040dcee142c77683aabbc078182cea1f59da43291e526889f70dd52de" \
    "59b1dcaa1cc3a270c0f981b80b28a73cb379bb7ad45e7ae6b00b1909c6c9949c7204401db70db9c61a0ffbbf" \
    "9c2d6b899a1aa1ba57359e99ee34c722482fa60bd3b1bfdfe619dc951671cd6fb40b3905dbe7104b94d4d9e6" \
    "2d3e2973686036e2450eb4ede9bfa61c8d6461cd072cdfafe7da45ac60ffa0b76a1994c5c26efe65d12a1dfa" \
    "c24073f4d1ff8f48bfecb8d7bafb5a6f8e5a6290fd5e878aae969c5f2c4c22ec6332cc86b489115b7eb9f617" \
    "3a15aca9277b5b6d52d535ffc3b9b32d4edf"

static const struct vector {
    const char *name, *hex, *key, *iv, *hp;
    uint32_t version;
} vectors[] = {
    { "RFC 9001", A2, "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c",
      "9f50449e04a0e810283a1e9933adedd2", 1 },
    { "RFC 9369", A2_V2, "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f",
      "45b95e15235d6f45a6b19cbcb0294ba9", 0x6b3343cf },
};

static void check_vector(cp_arena *a, const struct vector *v)
{
    cp_bytes in = from_hex(a, v->hex), frames;
    cp_cur c = cp_cur_of(in);
    cp_quic_initial p;
    cp_quic_keys k;
    cp_quic_crypto pieces[CP_QUIC_FRAMES_MAX];
    cp_tls_flight f;
    cp_tls_hello h;
    uint32_t n;
    ok(cp_quic_begins(in) && cp_quic_next(&c, &p), "%s: an Initial packet", v->name);
    is_uint(p.version, v->version, "%s: version", v->name);
    is_cstr(cp_hex(a, p.dcid), "8394c8f03e515708", "%s: destination id", v->name);
    cp_quic_client_keys(&p, &k);
    is_cstr(cp_hex(a, (cp_bytes){ k.key, 16 }), v->key, "%s: key", v->name);
    is_cstr(cp_hex(a, (cp_bytes){ k.iv, 12 }), v->iv, "%s: iv", v->name);
    is_cstr(cp_hex(a, (cp_bytes){ k.hp, 16 }), v->hp, "%s: hp", v->name);
    ok(cp_quic_open(a, &p, &frames), "%s: it opens", v->name);
    is_uint(frames.n, 1162, "%s: frames", v->name);
    is_int(cp_quic_frames_parse(frames, pieces, &n, NULL), CP_OK, "%s: frames are read", v->name);
    is_uint(n, 1, "%s: one CRYPTO frame", v->name);
    is_uint(pieces[0].bytes.n, 241, "%s: its length", v->name);
    is_int(cp_tls_messages_parse(pieces[0].bytes, &f, NULL), CP_OK, "%s: a hello", v->name);
    is_int(cp_tls_hello_parse(f.hello, f.type, false, &h, NULL), CP_OK, "%s: is read", v->name);
    is_cstr(h.sni, "example.com", "%s: SNI", v->name);
}

/* One bit changed anywhere, it does not open; cut anywhere, neither. */
static void check_damage(cp_arena *a)
{
    cp_bytes in = from_hex(a, A2), frames;
    uint32_t n_opened = 0;
    for (size_t i = 0; i < in.n; i += 7) {
        cp_bytes damaged = exact_copy(in, in.n), cut = exact_copy(in, i);
        cp_quic_initial p;
        ((uint8_t *)(uintptr_t)damaged.p)[i] ^= 1;
        cp_cur c = cp_cur_of(damaged), d = cp_cur_of(cut);
        n_opened += cp_quic_next(&c, &p) && cp_quic_open(a, &p, &frames);
        n_opened += cp_quic_next(&d, &p) && cp_quic_open(a, &p, &frames);
        free((void *)(uintptr_t)damaged.p);
        free((void *)(uintptr_t)cut.p);
    }
    is_uint(n_opened, 0, "damaged or cut off, it stays closed");
}

static const struct frames_row {
    const char *name, *hex;
    cp_rc want;
    uint32_t want_n;
} frames_rows[] = {
    { "nothing", "", CP_OK, 0 },
    { "padding and ping", "0000 01 00", CP_OK, 0 },
    { "an acknowledgement", "02 05 00 01 00 00 00 06 00 02 abcd", CP_OK, 1 },
    { "with ECN", "03 05 00 00 00 01 02 03 06 00 01 ab", CP_OK, 1 },
    { "two pieces, the later first", "06 02 01 cd 06 00 02 abab", CP_OK, 2 },
    { "an offset of eight bytes", "06 c000000000000001 01 cd", CP_OK, 1 },
    { "a piece longer than the packet", "06 00 05 abcd", CP_EFORMAT, 0 },
    { "a length of 2^62", "06 00 ffffffffffffffff abcd", CP_EFORMAT, 0 },
    { "an acknowledgement of 2^62 ranges", "02 05 00 ffffffffffffffff 00", CP_EFORMAT, 0 },
    { "a frame that has no place there", "06 00 01 ab 08 00", CP_EFORMAT, 1 },
    { "closed", "1c 00 00 00 08", CP_OK, 0 },
};

static void check_frames(cp_arena *a, const struct frames_row *r)
{
    cp_quic_crypto v[CP_QUIC_FRAMES_MAX];
    uint32_t n;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_quic_frames_parse(copy, v, &n, NULL), r->want, "%s: result", r->name);
    is_uint(n, r->want_n, "%s: pieces", r->name);
    for (uint32_t i = 1; i < n; i++)
        ok(v[i - 1].off <= v[i].off, "%s: in their order", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_many_frames(cp_arena *a)
{
    cp_quic_crypto v[CP_QUIC_FRAMES_MAX];
    cp_err err;
    uint32_t n;
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i <= CP_QUIC_FRAMES_MAX; i++)
        cp_buf_add(&b, (cp_str){ "\x06\x00\x00", 3 });
    is_int(cp_quic_frames_parse(cp_bytes_of_str(cp_buf_str(&b)), v, &n, &err), CP_ELIMIT,
           "257 pieces: %s", err.msg);
}

/* ---- captures */

#define C "c0000201"
#define S "c0000207"

/* A datagram as raw IP. */
static void send(cp_arena *a, cp_capture *c, const char *addresses, const char *ports, cp_bytes in)
{
    bytes frame = { .n = 0 };
    cp_str head = cp_str_fmt(a, "4500%04x 0001 0000 4011 0000 %s %s %04x 0000", (unsigned)in.n + 28,
                             addresses, ports, (unsigned)in.n + 8);
    add_hex(a, &frame, head.p);
    add(&frame, in.p, in.n);
    cp_frame f = { of(&frame), (uint32_t)frame.n, 101, 1 };
    is_int(cp_capture_frame(c, &f, NULL), CP_OK, "a datagram of %zu bytes", in.n);
    free(frame.p);
}

#define HELLO                                                                                \
    "fefd 0000000000000000000000000000000000000000000000000000000000000000 00 00 0002 c02b " \
    "01 00 000d 0000 0009 0007 00 0004 612e6465"
#define SERVER "fefd 0000000000000000000000000000000000000000000000000000000000000000 00 c02b 00"

static const struct capture_row {
    const char *name, *addresses, *ports;
    const char *datagrams[3];
    const char *want;
} captures[] = {
    { "QUIC",
      C S,
      "c000 01bb",
      { A2 },
      "1 tls.sni \"example.com\" ip=192.0.2.7\n"
      "1 tls.ja4 \"q13d0211an_62ed6f6ca7ad_4d634acda6c0\" ip=192.0.2.1\n" },
    { "version 2",
      C S,
      "c000 01bb",
      { A2_V2 },
      "1 tls.sni \"example.com\" ip=192.0.2.7\n"
      "1 tls.ja4 \"q13d0211an_62ed6f6ca7ad_4d634acda6c0\" ip=192.0.2.1\n" },
    { "in two packets",
      C S,
      "c000 01bb",
      { SPLIT_1, SPLIT_2 },
      "2 tls.sni \"example.com\" ip=192.0.2.7\n"
      "2 tls.ja4 \"q13d0211an_62ed6f6ca7ad_4d634acda6c0\" ip=192.0.2.1\n" },
    { "half of it", C S, "c000 01bb", { SPLIT_1, SPLIT_1 }, "" },
    { "on a port that is not looked at", C S, "c000 c001", { A2 }, "" },
    { "DTLS: a client",
      C S,
      "c000 1151",
      { "16fefd 0000 000000000000 0045 01 000039 0000 000000 000039" HELLO },
      "1 tls.sni \"a.de\" ip=192.0.2.7\n"
      "1 tls.ja4 \"dd2d010100_648b5c445417_000000000000\" ip=192.0.2.1\n" },
    { "DTLS: a server",
      S C,
      "1151 c000",
      { "16fefd 0000 000000000000 0032 02 000026 0000 000000 000026" SERVER },
      "1 tls.version \"DTLS 1.2\" ip=192.0.2.7\n1 tls.cipher \"c02b\" ip=192.0.2.7\n" },
    { "DTLS in CAPWAP, in two parts",
      S C,
      "147e c000",
      { "01000000 16fefd 0000 000000000000 0016 02 000026 0000 000000 00000a fefd0000000000000000",
        "01000000 16fefd 0000 000000000001 0028 02 000026 0000 00000a 00001c"
        "000000000000000000000000000000000000000000000000 00 c02b 00" },
      "2 tls.version \"DTLS 1.2\" ip=192.0.2.7\n2 tls.cipher \"c02b\" ip=192.0.2.7\n" },
    { "DTLS: a part that reaches past its message",
      S C,
      "1151 c000",
      { "16fefd 0000 000000000000 0032 02 000026 0000 000001 000026" SERVER },
      "" },
    { "DTLS: encrypted",
      S C,
      "1151 c000",
      { "16fefd 0001 000000000000 0032 02 000026 0000 000000 000026" SERVER },
      "" },
};

static void check_capture(cp_arena *a, const struct capture_row *r)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    for (size_t i = 0; i < sizeof r->datagrams / sizeof *r->datagrams && r->datagrams[i]; i++)
        send(a, c, r->addresses, r->ports, from_hex(a, r->datagrams[i]));
    is_int(cp_capture_end(c, NULL), CP_OK, "%s: end", r->name);
    is_cstr(cp_buf_str(&t.b), r->want, "%s", r->name);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        check_vector(a, &vectors[i]);
    check_damage(a);
    for (size_t i = 0; i < sizeof frames_rows / sizeof *frames_rows; i++)
        check_frames(a, &frames_rows[i]);
    check_many_frames(a);
    for (size_t i = 0; i < sizeof captures / sizeof *captures; i++)
        check_capture(a, &captures[i]);
    cp_arena_free(a);
    return tap_done();
}
