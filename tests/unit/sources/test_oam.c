/* SPDX-License-Identifier: Apache-2.0 */
/* OAM of a link: rows written from IEEE 802.3-2018, 57.5.2 and 57.5.3. */
#include "parsed.h"
#include "sources/l2/oam.h"

#define INFORMATION "03 0050 00"
#define LOCAL "01 10 01 0005 00 1d 05dc 00af01 00000102"
#define REMOTE "02 10 01 0009 00 0d 05ee 00beef 0a0b0c0d"
#define ORGANISATION "fe 07 aabbcc 0102"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tlvs, want_oui, want_ouis;
} rows[] = {
    { "local information", INFORMATION LOCAL "00 000000", CP_OK, 0, 1, 0x00af01, 0 },
    { "local and remote", INFORMATION LOCAL REMOTE "00", CP_OK, 0, 2, 0x00af01, 0 },
    { "remote alone says nothing of the sender", INFORMATION REMOTE, CP_OK, 0, 1, 0, 0 },
    { "an organisation's, twice", INFORMATION LOCAL ORGANISATION ORGANISATION, CP_OK, 0, 3,
      0x00af01, 1 },
    { "an organisation's PDU", "03 0050 fe 001000 0001", CP_OK, 0, 0, 0, 1 },
    { "an organisation's PDU without OUI", "03 0050 fe 0010", CP_EFORMAT, 4, 0, 0, 0 },
    { "an event", "03 0050 01 0001 04 28", CP_OK, 0, 0, 0, 0 },
    { "nothing behind the head", INFORMATION, CP_OK, 0, 0, 0, 0 },
    { "head cut off", "03 00", CP_ESHORT, 1, 0, 0, 0 },
    { "another subtype", "01 0050 00", CP_EFORMAT, 0, 0, 0, 0 },
    { "length 0 makes no progress", INFORMATION "01 00" LOCAL, CP_EFORMAT, 4, 0, 0, 0 },
    { "length 1", INFORMATION "01 01", CP_EFORMAT, 4, 0, 0, 0 },
    { "local information too short", INFORMATION "01 08 01 0005 00 1d 05" ORGANISATION, CP_EFORMAT,
      4, 2, 0, 1 },
    { "organisation's TLV of two bytes", INFORMATION LOCAL "fe 04 aabb", CP_EFORMAT, 20, 2,
      0x00af01, 0 },
    { "TLV past the end", INFORMATION LOCAL "fe 40 aabbcc", CP_ESHORT, 20, 1, 0x00af01, 0 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_oam p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_oam_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tlvs, r->want_tlvs, "%s: TLVs", r->name);
    is_uint(p.oui, r->want_oui, "%s: OUI", r->name);
    is_uint(p.n_ouis, r->want_ouis, "%s: organisations", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_full(cp_arena *a)
{
    cp_oam p;
    cp_bytes in = from_hex(a, INFORMATION LOCAL REMOTE ORGANISATION "00");
    is_int(cp_oam_parse(in, &p, NULL), CP_OK, "a full PDU");
    ok(p.has_local && p.version == 1 && p.revision == 5 && p.configuration == 0x1d, "local");
    is_uint(p.pdu_max, 1500, "longest PDU");
    is_cstr(cp_hex(a, (cp_bytes){ p.vendor_info, 4 }), "00000102", "vendor's information");
    is_uint(p.ouis[0], 0xaabbcc, "organisation");
    for (size_t n = 0; n < in.n; n++) {
        cp_bytes cut = exact_copy(in, n);
        (void)!cp_oam_parse(cut, &p, NULL);
        if (p.has_local != (n >= 20) || (p.n_ouis > 0) != (n >= 43))
            ok(false, "cut at %zu", n);
        free((void *)(uintptr_t)cut.p);
    }
    ok(true, "cut at every byte: what is whole is told");
}

PARSE_OF(cp_oam, cp_oam_parse, n_tlvs)

static void check_flood(cp_arena *a)
{
    bytes b = { NULL, 0 };
    cp_oam p;
    add_hex(a, &b, INFORMATION);
    for (uint8_t i = 0; i < 200; i++) {
        const uint8_t tlv[] = { 0xfe, 5, 0, 0, i };
        add(&b, tlv, sizeof tlv);
    }
    check_limit(parse, of(&b), "200 TLVs", "64");
    (void)!cp_oam_parse(of(&b), &p, NULL);
    is_uint(p.n_ouis, CP_OAM_OUIS_MAX, "organisations kept");
    free(b.p);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    check_flood(a);
    cp_arena_free(a);
    return tap_done();
}
