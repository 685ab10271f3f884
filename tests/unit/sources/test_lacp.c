/* SPDX-License-Identifier: Apache-2.0 */
/* LACP: rows written from IEEE 802.1AX-2014, figure 6-7. */
#include "parsed.h"
#include "sources/l2/lacp.h"

#define HEAD "01 01"
#define ACTOR "01 14 8000 0011220000aa 0001 00ff 0019 3d 000000"
#define PARTNER "02 14 4000 0011220000bb 0002 0080 0007 3f 000000"
#define COLLECTOR "03 10 0000 000000000000000000000000"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tlvs, actor_port, partner_port;
} rows[] = {
    { "as the standard draws it", HEAD ACTOR PARTNER COLLECTOR "0000 00000000", CP_OK, 0, 3, 25,
      7 },
    { "version 2 with a longer TLV", "01 02" ACTOR PARTNER COLLECTOR "06 06 01020304 0000", CP_OK,
      0, 4, 25, 7 },
    { "without an end", HEAD ACTOR PARTNER, CP_OK, 0, 2, 25, 7 },
    { "only a head", HEAD, CP_OK, 0, 0, 0, 0 },
    { "head cut off", "01", CP_ESHORT, 1, 0, 0, 0 },
    { "another subtype", "02 01" ACTOR, CP_EFORMAT, 0, 0, 0, 0 },
    { "length 0 makes no progress", HEAD ACTOR "02 00" PARTNER, CP_EFORMAT, 22, 1, 25, 0 },
    { "length 1", HEAD "01 01", CP_EFORMAT, 2, 0, 0, 0 },
    { "actor too short", HEAD "01 08 8000 00112200" PARTNER, CP_EFORMAT, 2, 2, 0, 7 },
    { "TLV past the end", HEAD ACTOR "02 14 4000", CP_ESHORT, 22, 1, 25, 0 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_lacp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_lacp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tlvs, r->want_tlvs, "%s: TLVs", r->name);
    is_uint(p.actor.port, r->actor_port, "%s: actor", r->name);
    is_uint(p.partner.port, r->partner_port, "%s: partner", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_full(cp_arena *a)
{
    cp_lacp p;
    cp_bytes in = from_hex(a, HEAD ACTOR PARTNER COLLECTOR "0000");
    is_int(cp_lacp_parse(in, &p, NULL), CP_OK, "a full PDU");
    is_uint(p.actor.system_priority, 0x8000, "system priority");
    is_cstr(cp_mac_text(a, p.actor.system), "00:11:22:00:00:aa", "system");
    is_uint(p.actor.key, 1, "key");
    is_uint(p.actor.port_priority, 255, "port priority");
    is_uint(p.actor.state, 0x3d, "state");
    is_cstr(cp_mac_text(a, p.partner.system), "00:11:22:00:00:bb", "the partner's system");
    for (size_t n = 0; n < in.n; n++) {
        cp_bytes cut = exact_copy(in, n);
        (void)!cp_lacp_parse(cut, &p, NULL);
        if (p.actor.is_told != (n >= 22) || p.partner.is_told != (n >= 42))
            ok(false, "cut at %zu", n);
        free((void *)(uintptr_t)cut.p);
    }
    ok(true, "cut at every byte: what is whole is told");
}

PARSE_OF(cp_lacp, cp_lacp_parse, n_tlvs)

static void check_flood(cp_arena *a)
{
    bytes b = { NULL, 0 };
    add_hex(a, &b, HEAD);
    for (int i = 0; i < 100; i++)
        add_hex(a, &b, "09 02");
    check_limit(parse, of(&b), "100 TLVs", "32");
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
