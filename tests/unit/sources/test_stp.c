/* SPDX-License-Identifier: Apache-2.0 */
/* BPDUs: rows written from IEEE 802.1D-2004, 9.3 and IEEE 802.1Q-2018, 14.4. */
#include "frames.h"
#include "sources/l2/stp.h"

#define ROOT "8001 0011220000aa" /* 32769 */
#define BRIDGE "8002 0011220000bb"
#define REST "00000004" BRIDGE "8019 0100 1400 0200 0f00"
#define CONFIG "0000 00 00 00" ROOT REST
#define RAPID "0000 02 02 3c" ROOT REST "00"
#define NAME "7265676931000000000000000000000000000000000000000000000000000000" /* "regi1" */
#define DIGEST "ac36177f50283cd4b83821d8ab26de62"
#define REGION "00" NAME "0003" DIGEST "00000000 8003 0011220000cc 13"
#define TREE "7c 8001 0011220000aa 00000000 80 80 13"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    const char *bridge, *region; /* NULL: not told */
} rows[] = {
    { "configuration", CONFIG, CP_OK, 0, "32770.00:11:22:00:00:bb", NULL },
    { "rapid", RAPID, CP_OK, 0, "32770.00:11:22:00:00:bb", NULL },
    { "rapid without its length", "0000 02 02 3c" ROOT REST, CP_OK, 0, "32770.00:11:22:00:00:bb",
      NULL },
    { "a change of topology", "0000 00 80", CP_OK, 0, NULL, NULL },
    { "multiple: the sender is the second bridge", "0000 03 02 7c" ROOT REST "00 0040" REGION,
      CP_OK, 0, "32771.00:11:22:00:00:cc", "regi1" },
    { "multiple with a tree", "0000 03 02 7c" ROOT REST "00 0050" REGION TREE, CP_OK, 0,
      "32771.00:11:22:00:00:cc", "regi1" },
    { "shortest path is read as multiple", "0000 04 02 7c" ROOT REST "00 0040" REGION "0000", CP_OK,
      0, "32771.00:11:22:00:00:cc", "regi1" },
    { "region cut off", "0000 03 02 7c" ROOT REST "00 0040 00" NAME, CP_OK, 0,
      "32770.00:11:22:00:00:bb", NULL },
    { "region too short", "0000 03 02 7c" ROOT REST "00 0001 00", CP_OK, 0,
      "32770.00:11:22:00:00:bb", NULL },
    { "region of another format",
      "0000 03 02 7c" ROOT REST "00 0040 01" NAME "0003" DIGEST "00000000 8003 0011220000cc 13",
      CP_OK, 0, "32770.00:11:22:00:00:bb", NULL },
    { "a region needs type 02", "0000 03 00 00" ROOT REST "00 0040" REGION, CP_OK, 0,
      "32770.00:11:22:00:00:bb", NULL },
    { "head cut off", "0000 00", CP_ESHORT, 3, NULL, NULL },
    { "another protocol (GARP)", "0001 00 00 00" ROOT REST, CP_EFORMAT, 0, NULL, NULL },
    { "another type", "0000 00 03 00" ROOT REST, CP_EFORMAT, 3, NULL, NULL },
    { "cut in the bridge", "0000 00 00 00" ROOT "00000004 8002 0011", CP_ESHORT, 19, NULL, NULL },
    { "cut behind the bridge", "0000 00 00 00" ROOT "00000004" BRIDGE "80", CP_ESHORT, 25,
      "32770.00:11:22:00:00:bb", NULL },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_stp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_stp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_cstr(p.has_bridge ? cp_stp_id_text(a, &p.bridge) : CP_STR(""), r->bridge ? r->bridge : "",
            "%s: bridge", r->name);
    is_cstr(p.has_region ? p.region : CP_STR(""), r->region ? r->region : "", "%s: region",
            r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_full(cp_arena *a)
{
    cp_stp p;
    cp_bytes in = from_hex(a, "0000 03 02 7c" ROOT REST "00 0050" REGION TREE);
    is_int(cp_stp_parse(in, &p, NULL), CP_OK, "a full BPDU");
    is_cstr(cp_stp_id_text(a, &p.root), "32769.00:11:22:00:00:aa", "root");
    is_cstr(cp_stp_id_text(a, &p.region_root), "32770.00:11:22:00:00:bb", "root of the region");
    is_uint(p.cost, 4, "cost");
    is_uint(p.port, 0x8019, "port");
    ok(p.age == 256 && p.age_max == 20 * 256 && p.hello == 2 * 256 && p.delay == 15 * 256, "times");
    is_uint(p.revision, 3, "revision");
    is_cstr(cp_hex(a, p.digest), DIGEST, "digest");
    for (size_t n = 0; n < in.n; n++) {
        cp_bytes cut = exact_copy(in, n);
        cp_rc rc = cp_stp_parse(cut, &p, NULL);
        if ((rc == CP_OK) != (n >= 35) || p.has_bridge != (n >= 25) || p.has_region)
            ok(false, "cut at %zu", n);
        free((void *)(uintptr_t)cut.p);
    }
    ok(true, "cut at every byte: what is whole is told");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    cp_arena_free(a);
    return tap_done();
}
