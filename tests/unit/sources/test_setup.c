/* SPDX-License-Identifier: Apache-2.0 */
/* NGAP and S1AP: messages encoded by hand from TS 38.413 and TS 36.413, 9.3, by the rules of X.691
 * for aligned PER. */
#include "packets.h"
#include "sources/telecom/per.h"
#include "sources/telecom/setup.h"

#define NG CP_SETUP_NGAP
#define S1 CP_SETUP_S1AP
#define GNB "001b 00 08 00 00f110 10 0000ab" /* gNB id of 24 bits */
#define RAN "0052 40 07 0200 676e622d31"     /* "gnb-1" */
#define TAS "0066 00 0d 00 0000 0001 0000 f110 0000 0008"
#define AMF "0001 00 07 0200 616d662d31" /* "amf-1" */
#define GUAMI "0060 00 08 00 00 00f110 ca fe00"
#define CAPACITY "0056 40 01 ff"
#define ENB "003b 00 08 00 00f110 00 0019b0"  /* macro eNB id of 20 bits */
#define ENB_NAME "003c 40 07 0200 656e622d31" /* "enb-1" */
#define MME "003d 40 07 0200 6d6d652d31"      /* "mme-1" */
#define GUMMEI "0069 00 0b 0000 00f110 0000 8001 00 1a"

static const struct row {
    const char *name;
    cp_setup_of of;
    const char *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_ies;
    const char *ran, *core, *node, *plmn;
} rows[] = {
    { "NG setup request", NG, "00 15 00 2b 00 0003" GNB RAN TAS, CP_OK, 0, 3, "gnb-1", "",
      "gNB 001-01 0000ab/24", "" },
    { "NG setup response", NG, "20 15 00 1f 00 0003" AMF GUAMI CAPACITY, CP_OK, 0, 3, "", "amf-1",
      "", "001-01" },
    { "S1 setup request", S1, "00 11 00 1a 00 0002" ENB ENB_NAME, CP_OK, 0, 2, "enb-1", "",
      "eNB 001-01 0019b/20", "" },
    { "S1 setup response", S1, "20 11 00 1d 00 0002" MME GUMMEI, CP_OK, 0, 2, "", "mme-1", "",
      "001-01" },
    { "a long length of a short message", NG, "00 15 00 800e 00 0001" RAN, CP_OK, 0, 1, "gnb-1", "",
      "", "" },
    { "another procedure is not read", NG, "00 0f 40 03 00 0000", CP_OK, 0, 0, "", "", "", "" },
    { "a failure is not read", NG, "40 15 00 0e 00 0001" RAN, CP_OK, 0, 0, "", "", "", "" },
    { "nothing", NG, "", CP_EUNKNOWN, 0, 0, "", "", "", "" },
    { "two bytes", NG, "0015", CP_EUNKNOWN, 0, 0, "", "", "", "" },
    { "a fourth choice", NG, "60 15 00 0e 00 0001" RAN, CP_EUNKNOWN, 0, 0, "", "", "", "" },
    { "an extended choice", NG, "80 15 00 0e 00 0001" RAN, CP_EUNKNOWN, 0, 0, "", "", "", "" },
    { "padding that is not 0", NG, "01 15 00 0e 00 0001" RAN, CP_EUNKNOWN, 0, 0, "", "", "", "" },
    { "value past the end", NG, "00 15 00 0f 00 0001" RAN, CP_ESHORT, 3, 0, "", "", "", "" },
    { "value in fragments", NG, "00 15 00 c1 00 0001" RAN, CP_ESHORT, 3, 0, "", "", "", "" },
    { "list cut off", NG, "00 15 00 02 00 00", CP_ESHORT, 5, 0, "", "", "", "" },
    { "fewer elements than it says", NG, "00 15 00 0e 00 0002" RAN, CP_ESHORT, 18, 1, "gnb-1", "",
      "", "" },
    { "60,000 elements", NG, "00 15 00 0e 00 ea60" RAN, CP_ELIMIT, 7, 0, "", "", "", "" },
    { "name longer than its element", NG, "00 15 00 1a 00 0002 0001 00 08 0280 616d662d3141" RAN,
      CP_OK, 0, 2, "gnb-1", "amf-1A", "", "" },
    { "name past its element", NG, "00 15 00 1a 00 0002 0001 00 08 0300 616d662d3141" RAN,
      CP_EFORMAT, 7, 2, "gnb-1", "", "", "" },
    { "name of an extended size", NG, "00 15 00 0d 00 0001 0052 40 06 80 04 676e6231", CP_OK, 0, 1,
      "gnb1", "", "", "" },
    { "node id of 32 bits", NG, "00 15 00 10 00 0001 001b 00 09 00 00f110 50 00000001", CP_OK, 0, 1,
      "", "", "gNB 001-01 00000001/32", "" },
    { "node id of 33 bits", NG, "00 15 00 11 00 0001 001b 00 0a 00 00f110 58 0000000180",
      CP_EFORMAT, 7, 1, "", "", "", "" },
    { "ng-eNB of 18 bits", NG, "00 15 00 0f 00 0001 001b 00 08 40 21f354 40 000040", CP_OK, 0, 1,
      "", "", "ng-eNB 123-45 00001/18", "" },
    { "N3IWF", NG, "00 15 00 0e 00 0001 001b 00 07 80 216354 00 9180", CP_OK, 0, 1, "", "",
      "N3IWF 123-645 0123/16", "" },
    { "a kind of node in an extension", NG, "00 15 00 08 00 0001 001b 00 01 c0", CP_OK, 0, 1, "",
      "", "", "" },
    { "node id cut off", NG, "00 15 00 18 00 0002 001b 00 06 00 00f110 10 00" RAN, CP_EFORMAT, 7, 2,
      "gnb-1", "", "", "" },
    { "home eNB of 28 bits", S1, "00 11 00 10 00 0001 003b 00 09 00 00f110 40 00000120", CP_OK, 0,
      1, "", "", "home eNB 001-01 0000012/28", "" },
    { "eNB of 21 bits, an extension", S1, "00 11 00 10 00 0001 003b 00 09 00 00f110 81 03 000008",
      CP_OK, 0, 1, "", "", "eNB 001-01 000001/21", "" },
    { "two GUAMIs, the first with a backup", NG,
      "20 15 00 1d 00 0001 0060 00 16 01 40 00f110 ca fe00 0200 616d662d32 00 21f354 ca fe00",
      CP_OK, 0, 1, "", "", "", "001-01 123-45" },
    { "two PLMNs of a GUMMEI", S1,
      "20 11 00 15 00 0001 0069 00 0e 0040 00f110 21f354 0000 8001 00 1a", CP_OK, 0, 1, "", "", "",
      "001-01 123-45" },
};

static cp_str plmns_text(cp_arena *a, const cp_setup *p)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < p->n_plmns; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? " " : "", CP_FMT(cp_plmn_text(a, p->plmns[i])));
    return cp_buf_str(&b);
}

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_setup p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_setup_parse(r->of, copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_ies, r->want_ies, "%s: elements", r->name);
    is_cstr(cp_str_of_bytes(p.ran_name), r->ran, "%s: name of the base station", r->name);
    is_cstr(cp_str_of_bytes(p.core_name), r->core, "%s: name of the core", r->name);
    is_cstr(cp_setup_node_text(a, &p), r->node, "%s: node id", r->name);
    is_cstr(plmns_text(a, &p), r->plmn, "%s: networks", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_truncation(cp_arena *a, const struct row *r)
{
    cp_bytes in = from_hex(a, r->hex);
    uint32_t n_bad = 0;
    for (size_t n = 0; n < in.n; n++) {
        cp_setup p;
        cp_bytes cut = exact_copy(in, n);
        n_bad += cp_setup_parse(r->of, cut, &p, NULL) != CP_OK;
        free((void *)(uintptr_t)cut.p);
    }
    is_uint(n_bad, in.n, "%s, cut at every byte: each is refused", r->name);
}

static void check_per(cp_arena *a)
{
    cp_per p = cp_per_of(cp_cur_of(from_hex(a, "a5 c3 1234 8102 05")));
    is_uint(cp_per_bits(&p, 3), 5, "three bits");
    is_uint(cp_per_bits(&p, 7), 0x17, "seven more, over the end of a byte");
    is_uint(cp_per_u16(&p), 0x1234, "aligned");
    is_uint(cp_per_length(&p), 0x102, "a length of two bytes");
    is_uint(cp_per_length(&p), 5, "of one byte");
    ok(!p.c.bad, "all of it was there");
    is_uint(cp_per_bits(&p, 32), 0, "past the end: zeros");
    ok(p.c.bad, "and bad");
}

static cp_bytes sctp_packet(cp_arena *a, uint8_t src, uint8_t ppid, cp_bytes in)
{
    size_t n = 16 + in.n;
    uint8_t *p = cp_arena_alloc(a, 12 + n);
    uint8_t head[28] = { 0x96, 0x0c,       0x96, 0x0c, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3,
                         0,    (uint8_t)n, 0,    0,    0, 9, 0, 0, 0, 0, 0, 0, 0, ppid };
    memcpy(p, head, sizeof head);
    memcpy(p + 28, in.p, in.n);
    return ip_packet(a, 132, src, 2, (cp_bytes){ p, 12 + n });
}

static void check_told(cp_arena *a)
{
    uint64_t n_bad;
    cp_bytes p[] = { sctp_packet(a, 1, 60, from_hex(a, rows[0].hex)),
                     sctp_packet(a, 3, 60, from_hex(a, rows[1].hex)),
                     sctp_packet(a, 4, 18, from_hex(a, rows[2].hex)),
                     sctp_packet(a, 5, 18, from_hex(a, rows[3].hex)) };
    is_cstr(told_by(a, p, 4, &n_bad),
            "1 ngap.ran_node_name \"gnb-1\" ip=192.0.2.1\n"
            "1 ngap.global_ran_node_id \"gNB 001-01 0000ab/24\" ip=192.0.2.1\n"
            "2 ngap.amf_name \"amf-1\" ip=192.0.2.3\n"
            "2 ngap.served_plmn \"001-01\" ip=192.0.2.3\n"
            "3 s1ap.enb_name \"enb-1\" ip=192.0.2.4\n"
            "3 s1ap.global_enb_id \"eNB 001-01 0019b/20\" ip=192.0.2.4\n"
            "4 s1ap.mme_name \"mme-1\" ip=192.0.2.5\n"
            "4 s1ap.served_plmn \"001-01\" ip=192.0.2.5\n",
            "what setups tell");
    is_uint(n_bad, 0, "no fault");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_plmn odd = { { 0xa0, 0xf1, 0x10 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    for (size_t i = 0; i < 4; i++)
        check_truncation(a, &rows[i]);
    check_per(a);
    check_told(a);
    is_cstr(cp_plmn_text(a, odd), "a0f110", "a network without decimal digits");
    cp_arena_free(a);
    return tap_done();
}
