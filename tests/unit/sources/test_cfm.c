/* SPDX-License-Identifier: Apache-2.0 */
/* CFM: rows written from IEEE 802.1Q-2018, 21.4 to 21.6. */
#include "parsed.h"
#include "sources/l2/cfm.h"

#define ZERO8 "0000000000000000"
#define HEAD "a0 01 05 46 00000001 0065" /* level 5, continuity check, MEP 101 */
/* md-1, ma-1 */
#define TEXT_MAID "04 04 6d642d31 02 04 6d612d31" ZERO8 ZERO8 ZERO8 ZERO8 "00000000"
#define COUNTERS ZERO8 ZERO8
#define SENDER /* chassis id by MAC, 192.0.2.1 port 161 by UDP */ \
    "01 0018 06 04 0011220000aa 08 2b06010201640101 06 c0000201 00a1"
#define CHECK HEAD TEXT_MAID COUNTERS

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tlvs;
    const char *md, *ma;
    uint8_t want_chassis; /* subtype */
} rows[] = {
    { "continuity check", CHECK "00", CP_OK, 0, 0, "md-1", "ma-1", 0 },
    { "without an end", CHECK, CP_OK, 0, 0, "md-1", "ma-1", 0 },
    { "with a sender", CHECK SENDER "00", CP_OK, 0, 1, "md-1", "ma-1", 4 },
    { "what follows the end is padding", CHECK SENDER "00 01 ffff", CP_OK, 0, 1, "md-1", "ma-1",
      4 },
    { "a domain without a name, an association by its VLAN",
      HEAD "01 01 02 0064" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "000000" COUNTERS, CP_OK, 0, 0, "", "100",
      0 },
    { "a domain by MAC and number, an association by a number",
      HEAD "03 08 0011220000aa 0007 03 02 0102" ZERO8 ZERO8 ZERO8 ZERO8 "00"
           "00" COUNTERS,
      CP_OK, 0, 0, "00:11:22:00:00:aa 7", "258", 0 },
    { "G.8013: no domain, an ICC",
      HEAD "01 20 0d 49434331303030303030303030" ZERO8 ZERO8 ZERO8 ZERO8 COUNTERS, CP_OK, 0, 0, "",
      "ICC1000000000", 0 },
    { "formats that are not known become hex",
      HEAD "09 01 ff 09 02 fffe" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "00" COUNTERS, CP_OK, 0, 0, "ff",
      "fffe", 0 },
    { "domain longer than the MAID",
      HEAD "04 ff 6d" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "0000000000" COUNTERS SENDER, CP_EFORMAT, 10, 1,
      "", "", 4 },
    { "association longer than the MAID",
      HEAD "04 01 6d 02 ff" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "000000" COUNTERS SENDER, CP_EFORMAT, 10,
      1, "", "", 4 },
    { "MAID cut off by the offset", "a0 01 05 08 00000001 0065 0404" SENDER, CP_ESHORT, 10, 1, "",
      "", 4 },
    { "offset past the end", "a0 01 05 46 00000001", CP_ESHORT, 4, 0, "", "", 0 },
    { "head cut off", "a0 01 05", CP_ESHORT, 3, 0, "", "", 0 },
    { "loopback message with a sender", "a0 03 00 04 00000001" SENDER "00", CP_OK, 0, 1, "", "",
      4 },
    { "loopback reply: its sender is another's", "a0 02 00 04 00000001" SENDER "00", CP_OK, 0, 0,
      "", "", 0 },
    { "linktrace reply", "a0 04 00 06 00000001 40 01" SENDER "00", CP_OK, 0, 1, "", "", 4 },
    { "alarm", "a0 21 04 00 00", CP_OK, 0, 0, "", "", 0 },
    { "chassis id longer than its TLV", CHECK "01 0003 ff 04 00" SENDER, CP_EFORMAT, 74, 2, "md-1",
      "ma-1", 4 },
    { "sender of no bytes", CHECK "01 0000", CP_EFORMAT, 74, 1, "md-1", "ma-1", 0 },
    { "sender without a chassis id", CHECK "01 0001 00", CP_OK, 0, 1, "md-1", "ma-1", 0 },
    { "domain of the address longer than its TLV", CHECK "01 0003 00 09 2b", CP_EFORMAT, 74, 1,
      "md-1", "ma-1", 0 },
    { "organisation's TLV too short", CHECK "1f 0002 0011", CP_EFORMAT, 74, 1, "md-1", "ma-1", 0 },
    { "TLV past the end", CHECK SENDER "02 00ff 01", CP_ESHORT, 101, 1, "md-1", "ma-1", 4 },
    { "length of a TLV cut off", CHECK "02 00", CP_ESHORT, 74, 0, "md-1", "ma-1", 0 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_cfm p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_cfm_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tlvs, r->want_tlvs, "%s: TLVs", r->name);
    is_cstr(cp_cfm_md_text(a, &p), r->md, "%s: domain", r->name);
    is_cstr(cp_cfm_ma_text(a, &p), r->ma, "%s: association", r->name);
    is_uint(p.chassis_subtype, r->want_chassis, "%s: chassis id", r->name);
    free((void *)(uintptr_t)copy.p);
}

static const struct ip_row {
    const char *domain, *address, *want; /* want "": none */
} ip_rows[] = {
    { "2b06010201640101", "c0000201 00a1", "192.0.2.1" },
    { "06082b06010201640101", "c0000201 00a1", "192.0.2.1" }, /* with its BER head */
    { "2b06010201640105", "c0000201", "192.0.2.1" },
    { "2b06010601 01", "c0000201 00a1", "192.0.2.1" },
    { "2b06010201640102", "20010db8000000000000000000000001 00a1", "2001:db8::1" },
    { "2b060106 0101", "20010db8000000000000000000000001 00a1", "" },
    { "2b06010201640101", "c00002", "" },
    { "2b0601", "c0000201 00a1", "" },
    { "", "c0000201 00a1", "" },
};

static void check_addresses(cp_arena *a)
{
    for (size_t i = 0; i < sizeof ip_rows / sizeof *ip_rows; i++) {
        cp_cfm p = { .mgmt_domain = from_hex(a, ip_rows[i].domain),
                     .mgmt_address = from_hex(a, ip_rows[i].address) };
        cp_ip ip;
        bool is_ip = cp_cfm_mgmt_ip(&p, &ip);
        is_cstr(is_ip ? cp_ip_text(a, ip) : CP_STR(""), ip_rows[i].want, "address %zu", i + 1);
    }
}

PARSE_OF(cp_cfm, cp_cfm_parse, n_tlvs)

static void check_flood(cp_arena *a)
{
    bytes b = { NULL, 0 };
    cp_cfm p;
    add_hex(a, &b, CHECK);
    for (uint8_t i = 0; i < 200; i++) {
        const uint8_t tlv[] = { 31, 0, 3, 0, 0, i };
        add(&b, tlv, sizeof tlv);
    }
    check_limit(parse, of(&b), "200 TLVs", "128");
    (void)!cp_cfm_parse(of(&b), &p, NULL);
    is_uint(p.n_ouis, CP_CFM_OUIS_MAX, "organisations kept");
    free(b.p);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_addresses(a);
    (void)check_growth(parse, from_hex(a, CHECK SENDER "1f 0006 aabbcc 01 0203 00"));
    check_flood(a);
    cp_arena_free(a);
    return tap_done();
}
