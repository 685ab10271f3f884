/* SPDX-License-Identifier: Apache-2.0 */
/* Links out of LSAs and LSPs on their way: what a capture of them tells at its end. Packets are
 * written after RFC 2328, A.3.5 and A.4, and ISO/IEC 10589, 9.8 with RFC 5305. */
#include "captured.h"
#include "shown.h"

/* An update of OSPF 2 from a router of area 0. lsas: hex. */
static cp_bytes ospf_frame(cp_arena *a, unsigned n, const char *lsas)
{
    cp_bytes body = from_hex(a, lsas);
    cp_str head = cp_str_fmt(a, "0204%04x 0aff0001 00000000 0000 0000 0000000000000000 %08x",
                             (unsigned)(28 + body.n), n);
    return ip_frame(a, "001122000005", "c0000202", "e0000005", 89,
                    joined(a, from_hex(a, head.p), body));
}

/* An LSP in its frame: level 1 or 2. id: 8 bytes. */
static cp_bytes isis_frame(cp_arena *a, int level, const char *life, const char *id, unsigned seq,
                           const char *flags, const char *tlvs)
{
    cp_bytes body = from_hex(a, tlvs);
    cp_str head = cp_str_fmt(a, "fefe03 831b0100 %02x 010000 %04x %s %s %08x 0000 %s",
                             level == 1 ? 18 : 20, (unsigned)(27 + body.n), life, id, seq, flags);
    return llc_frame(a, "001122000005", joined(a, from_hex(a, head.p), body));
}

#define LSA(age, type, id, seq, len) age "02" type id id seq "0000" len
/* 10.255.0.1: a line to .2 (10), a segment (11), a stub; .2: the line back (20) */
#define R1(age, seq, metric)                                                                  \
    LSA(age, "01", "0aff0001", seq, "003c")                                                   \
    "0000 0003 0aff0002 0a000c01 0100" metric "0a006404 0a006401 0200000b 0a000c00 fffffffc " \
    "0300000a"
#define R2 LSA("0001", "01", "0aff0002", "80000001", "0024") "0000 0001 0aff0001 0a000c02 01000014"
#define R2_TOS                                        \
    LSA("0001", "01", "0aff0002", "80000001", "0028") \
    "0000 0001 0aff0001 0a000c02 01010014 08000063"
#define R3 LSA("0001", "01", "0aff0003", "80000001", "0024") "0000 0001 0a006404 0a006403 0200000d"
#define SEGMENT                                       \
    "0001 02 02 0a006404 0aff0003 80000001 0000 0020" \
    "ffffff00 0aff0001 0aff0003"

static const struct row {
    const char *name;
    struct {
        unsigned n;
        const char *lsas;
    } updates[4];
    const char *links;
} rows[] = {
    { "a line of both ends",
      { { 2, R1("0001", "80000001", "000a") R2 } },
      "ospf router=10.255.0.1[10.0.12.1] -- router=10.255.0.2[10.0.12.2] 10/20 0.0.0.0\n" },
    { "metrics of other TOS do not count",
      { { 2, R1("0001", "80000001", "000a") R2_TOS } },
      "ospf router=10.255.0.1[10.0.12.1] -- router=10.255.0.2[10.0.12.2] 10/20 0.0.0.0\n" },
    { "one end was heard",
      { { 1, R1("0001", "80000001", "000a") } },
      "ospf router=10.255.0.1[10.0.12.1] -- router=10.255.0.2 10/0 0.0.0.0 one side\n" },
    { "a segment",
      { { 1, R1("0001", "80000001", "000a") }, { 2, R3 SEGMENT } },
      "ospf router=10.255.0.1[10.0.12.1] -- router=10.255.0.2 10/0 0.0.0.0 one side\n"
      "ospf router=10.255.0.1[10.0.100.1] -- router=10.255.0.3[10.0.100.3] 11/13 0.0.0.0\n" },
    { "the newest counts, in whatever order it comes",
      { { 1, R1("0001", "80000003", "000a") },
        { 2, R2 R1("0001", "80000002", "0063") },
        { 1, R1("0005", "80000004", "000c") } },
      "ospf router=10.255.0.1[10.0.12.1] -- router=10.255.0.2[10.0.12.2] 12/20 0.0.0.0\n" },
    { "a flushed LSA takes its links away",
      { { 2, R1("0001", "80000003", "000a") R2 }, { 1, R1("0e10", "80000004", "000a") } },
      "ospf router=10.255.0.1 -- router=10.255.0.2[10.0.12.2] -1/-1 0.0.0.0 one side\n" },
    { "an LSA with fewer links than it says is not used",
      { { 2, LSA("0001", "01", "0aff0001", "80000001", "0024") "0000 0002 0aff0002 0a000c01 "
                                                               "0100000a" R2 } },
      "ospf router=10.255.0.2[10.0.12.2] -- router=10.255.0.1 20/0 0.0.0.0 one side\n" },
};

static const struct lsp_row {
    const char *name;
    struct {
        int level;
        const char *life, *id;
        unsigned seq;
        const char *flags, *tlvs;
    } lsps[4];
    const char *links;
} lsp_rows[] = {
    { "wide neighbours with addresses, names, overload; the old way beside it does not count",
      { { 2, "04b0", "0000000000010000", 1, "03",
          "8902 7231 8404 0aff0001"
          "020c 00 05808080 00000000000200" /* narrow, 5 */
          "1617 00000000000200 00000a 0c 0604 0a000c01 0804 0a000c02" },
        { 2, "04b0", "0000000000020000", 1, "07", "160b 00000000000100 000014 00" } },
      "isis ip=10.255.0.1 hostname=r1 router=0000.0000.0001[10.0.12.1] -- "
      "router=0000.0000.0002[10.0.12.2] 10/20 level-2 b overloaded\n" },
    { "the old way alone, and a metric that is external by its bits",
      { { 1, "04b0", "0000000000010000", 1, "01", "020c 00 45808080 00000000000200" },
        { 1, "04b0", "0000000000020000", 1, "01", "020c 00 06808080 00000000000100" } },
      "isis router=0000.0000.0001 -- router=0000.0000.0002 5/6 level-1\n" },
    { "a pseudonode, in fragments",
      { { 1, "04b0", "0000000000010000", 1, "01", "8902 7231" },
        { 1, "04b0", "0000000000010001", 1, "01", "160b 00000000000103 00000a 00" },
        { 1, "04b0", "0000000000020000", 1, "01", "160b 00000000000103 00000b 00" },
        { 1, "04b0", "0000000000010300", 1, "01",
          "1616 00000000000100 000000 00 00000000000200 000000 00" } },
      "isis hostname=r1 router=0000.0000.0001 -- router=0000.0000.0002 10/11 level-1\n" },
    { "levels are two databases, and what is taken back is gone",
      { { 1, "04b0", "0000000000010000", 1, "01", "160b 00000000000200 00000a 00" },
        { 2, "04b0", "0000000000020000", 1, "01", "160b 00000000000100 00000b 00" },
        { 1, "0000", "0000000000010000", 2, "01", "" } },
      "isis router=0000.0000.0002 -- router=0000.0000.0001 11/0 level-2 one side\n" },
};

static cp_str links_of(cp_arena *a, const cp_bytes *frames, size_t n)
{
    cp_buf b = cp_buf_new(a);
    cp_obs_sink sink = { &b, skip_obs, show_link, NULL, NULL };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    for (size_t i = 0; i < n; i++) {
        cp_bytes copy = exact_copy(frames[i], frames[i].n);
        cp_frame f = { copy, (uint32_t)copy.n, 1, 1 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "frame %zu", i + 1);
        free((void *)(uintptr_t)copy.p);
    }
    if (cp_capture_end(c, NULL) != CP_OK)
        ok(false, "the end of the capture");
    return cp_buf_str(&b);
}

/* A frame that is cut tells no other links of routers whose LSAs are whole. */
static void check_cut_frames(cp_arena *a, cp_bytes *frames, size_t n, const char *name)
{
    cp_bytes whole = frames[0];
    for (size_t k = 0; k < whole.n; k++) {
        cp_arena *one = cp_arena_new(0);
        frames[0].n = k;
        (void)links_of(one, frames, n);
        cp_arena_free(one);
    }
    frames[0] = whole;
    (void)a;
    ok(true, "%s: cut at each of %zu bytes", name, whole.n);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_bytes frames[4];
        size_t n = 0;
        for (; n < 4 && rows[i].updates[n].lsas; n++)
            frames[n] = ospf_frame(a, rows[i].updates[n].n, rows[i].updates[n].lsas);
        is_cstr(links_of(a, frames, n), rows[i].links, "OSPF: %s", rows[i].name);
        check_cut_frames(a, frames, n, rows[i].name);
        cp_arena_free(a);
    }
    for (size_t i = 0; i < sizeof lsp_rows / sizeof *lsp_rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_bytes frames[4];
        size_t n = 0;
        for (; n < 4 && lsp_rows[i].lsps[n].level; n++)
            frames[n] = isis_frame(a, lsp_rows[i].lsps[n].level, lsp_rows[i].lsps[n].life,
                                   lsp_rows[i].lsps[n].id, lsp_rows[i].lsps[n].seq,
                                   lsp_rows[i].lsps[n].flags, lsp_rows[i].lsps[n].tlvs);
        is_cstr(links_of(a, frames, n), lsp_rows[i].links, "IS-IS: %s", lsp_rows[i].name);
        check_cut_frames(a, frames, n, lsp_rows[i].name);
        cp_arena_free(a);
    }
    return tap_done();
}
