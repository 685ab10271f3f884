/* SPDX-License-Identifier: Apache-2.0 */
/* EDP: rows written from the layout in edp.h. */
#include "parsed.h"
#include "sources/l2/edp.h"

#define HEAD "01 00 0000 0000 0007 0000 0004960000aa" /* a length of 0: all of it */
#define DISPLAY "99 01 0008 73772d31"                 /* "sw-1" */
/* slot 1, port 3, software 15.3.1.4 */
#define INFO "99 02 0024 0000 0002 0000 000000000000 0f030104 00000000 00000000 00000000 00000000"
#define VLAN "99 05 0014 00 00 0064 00000000 c0000201 76313030" /* 100 "v100", 192.0.2.1 */

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tlvs;
    const char *display;
} rows[] = {
    { "only a head", HEAD, CP_OK, 0, 0, "" },
    { "head cut off", "01 00 0010 0000 0007 0000 000496", CP_ESHORT, 10, 0, "" },
    { "version 2", "02 00 0000 0000 0007 0000 0004960000aa", CP_EFORMAT, 0, 0, "" },
    { "display", HEAD DISPLAY, CP_OK, 0, 1, "sw-1" },
    { "display of no bytes", HEAD "99 01 0004", CP_OK, 0, 1, "" },
    { "display padded with NUL", HEAD "99 01 0008 73770000", CP_OK, 0, 1, "sw" },
    { "what follows the end is padding", HEAD DISPLAY "99 00 0004 ffff", CP_OK, 0, 1, "sw-1" },
    { "what is behind the length is padding",
      "01 00 0018 0000 0007 0000 0004960000aa" DISPLAY "0000 0000 00", CP_OK, 0, 1, "sw-1" },
    { "a length beyond the frame: what is there", "01 00 ffff 0000 0007 0000 0004960000aa" DISPLAY,
      CP_OK, 0, 1, "sw-1" },
    { "another marker", HEAD DISPLAY "98 01 0008 73772d32", CP_EFORMAT, 24, 1, "sw-1" },
    { "length 0 makes no progress", HEAD DISPLAY "99 01 0000", CP_EFORMAT, 24, 1, "sw-1" },
    { "length 3", HEAD "99 01 0003", CP_EFORMAT, 16, 0, "" },
    { "TLV past the end", HEAD DISPLAY "99 01 00ff 7377", CP_ESHORT, 24, 1, "sw-1" },
    { "head of a TLV cut off", HEAD DISPLAY "99 01", CP_ESHORT, 24, 1, "sw-1" },
    { "info too short", HEAD "99 02 0010 0000 0002 0000 000000000000" DISPLAY, CP_EFORMAT, 16, 2,
      "sw-1" },
    { "VLAN too short", HEAD "99 05 0008 00 00 0064" DISPLAY, CP_EFORMAT, 16, 2, "sw-1" },
    { "a kind that is not known", HEAD "99 0b 0006 0102" DISPLAY, CP_OK, 0, 2, "sw-1" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_edp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_edp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tlvs, r->want_tlvs, "%s: TLVs", r->name);
    is_cstr(p.display, r->display, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_full(cp_arena *a)
{
    cp_edp p;
    is_int(cp_edp_parse(from_hex(a, HEAD DISPLAY INFO VLAN "99 00 0004"), &p, NULL), CP_OK,
           "a full frame");
    ok(p.has_mac && cp_str_eq(cp_mac_text(a, p.mac), CP_STR("00:04:96:00:00:aa")), "MAC");
    ok(p.has_info && p.slot == 1 && p.port == 3, "slot and port");
    ok(memcmp(p.software, "\x0f\x03\x01\x04", 4) == 0, "software");
    is_uint(p.n_vlans, 1, "VLANs");
    is_uint(p.vlans[0].id, 100, "VLAN");
    is_cstr(p.vlans[0].name, "v100", "its name");
    is_cstr(cp_ip_text(a, p.vlans[0].ip), "192.0.2.1", "its address");
}

PARSE_OF(cp_edp, cp_edp_parse, n_tlvs)

static void check_flood(cp_arena *a)
{
    bytes b = { NULL, 0 };
    cp_edp p;
    add_hex(a, &b, HEAD);
    for (int i = 0; i < 1000; i++)
        add_hex(a, &b, VLAN);
    check_limit(parse, of(&b), "1,000 TLVs", "512");
    (void)!cp_edp_parse(of(&b), &p, NULL);
    is_uint(p.n_vlans, CP_EDP_VLANS_MAX, "VLANs kept");
    free(b.p);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    (void)check_growth(parse, from_hex(a, HEAD DISPLAY INFO VLAN "99 00 0004"));
    check_flood(a);
    cp_arena_free(a);
    return tap_done();
}
