/* SPDX-License-Identifier: Apache-2.0 */
/* PPPoE discovery: rows written from RFC 2516, 5 and its appendices. */
#include "parsed.h"
#include "sources/l2/pppoe.h"

#define AC_NAME "0102 0004 62726173" /* "bras" */

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tags;
    const char *ac_name;
} rows[] = {
    { "PADI", "11 09 0000 0004 0101 0000", CP_OK, 0, 1, "" },
    { "PADO", "11 07 0000 000c" AC_NAME "0101 0000", CP_OK, 0, 2, "bras" },
    { "what is behind the length is padding", "11 07 0000 0008" AC_NAME "ffff ffff", CP_OK, 0, 1,
      "bras" },
    { "what follows the end is not read", "11 07 0000 0010" AC_NAME "0000 0000 ffff ffff", CP_OK, 0,
      1, "bras" },
    { "PADT without a tag", "11 a7 0001 0000", CP_OK, 0, 0, "" },
    { "a length beyond the frame: what is there", "11 07 0000 ffff" AC_NAME, CP_OK, 0, 1, "bras" },
    { "head cut off", "11 07 0000 00", CP_ESHORT, 4, 0, "" },
    { "version 2", "21 07 0000 0008" AC_NAME, CP_EFORMAT, 0, 0, "" },
    { "tag past the end", "11 07 0000 000e" AC_NAME "0101 00ff 0000", CP_ESHORT, 14, 1, "bras" },
    { "head of a tag cut off", "11 07 0000 000a" AC_NAME "0101", CP_ESHORT, 14, 1, "bras" },
    { "a vendor's tag too short", "11 07 0000 000f 0105 0003 000de9" AC_NAME, CP_EFORMAT, 6, 2,
      "bras" },
    { "a vendor's number that is none", "11 07 0000 0010 0105 0004 01000de9" AC_NAME, CP_EFORMAT, 6,
      2, "bras" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_pppoe p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_pppoe_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tags, r->want_tags, "%s: tags", r->name);
    is_cstr(cp_str_of_bytes(p.ac_name), r->ac_name, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

PARSE_OF(cp_pppoe, cp_pppoe_parse, n_tags)

static void check_full(cp_arena *a)
{
    cp_pppoe p;
    cp_bytes in =
        from_hex(a, "11 65 1234 0036" AC_NAME "0101 0003 697370 0101 0002 7476 0103 0002 0001"
                    "0105 0006 00000de9 0101 0105 0004 00000de9 0105 0004 00000a4c");
    is_int(cp_pppoe_parse(in, &p, NULL), CP_OK, "a full PADS");
    is_uint(p.code, CP_PPPOE_PADS, "code");
    is_uint(p.session, 0x1234, "session");
    is_uint(p.n_services, 2, "services");
    is_cstr(cp_str_of_bytes(p.services[1]), "tv", "the second");
    is_uint(p.n_vendors, 2, "vendors, each once");
    is_uint(p.vendors[1], 2636, "the second");
    (void)check_growth(parse, in);
}

static void check_flood(cp_arena *a)
{
    bytes b = { NULL, 0 };
    cp_pppoe p;
    add_hex(a, &b, "11 07 0000 ffff");
    for (int i = 0; i < 1000; i++)
        add_hex(a, &b, "0101 0001 78");
    check_limit(parse, of(&b), "1,000 tags", "375");
    (void)!cp_pppoe_parse(of(&b), &p, NULL);
    is_uint(p.n_services, CP_PPPOE_SERVICES_MAX, "services kept");
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
