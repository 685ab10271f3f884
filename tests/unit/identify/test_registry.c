/* SPDX-License-Identifier: Apache-2.0 */
/* test_registry.c - registered numbers: the forms of tables, the longest prefix, newer before
 * older, and what is refused. The rows of the small tables are those of IEEE and IANA,
 * shortened. */
#include "identify/registry.h"
#include "support.h"

#define TSV_OUI                                 \
    "# date=2026-08-26 source=test\n"           \
    "000001\t24\tXEROX CORPORATION\n"           \
    "001BC5\t24\tIEEE Registration Authority\n" \
    "001BC500A\t36\tMeduza Sub Block\n"         \
    "0055DA\t24\tIEEE Registration Authority\n" \
    "0055DA1\t28\tInvento Solution\n"

static const struct table {
    const char *name, *text;
    cp_rc want;
    uint64_t line, entries;
    const char *as_of;
} tables[] = {
    { "blocks", TSV_OUI, CP_OK, 0, 5, "2026-08-26" },
    { "numbers", "# date=2024-08-23 source=test\n9\tciscoSystems\n2011\tHUAWEI\n", CP_OK, 0, 2,
      "2024-08-23" },
    { "IEEE CSV",
      "Registry,Assignment,Organization Name,Organization Address\r\n"
      "MA-L,286FB9,\"Nokia Shanghai Bell Co., Ltd.\",\"No.388 Ning Qiao Road CN\"\r\n"
      "MA-S,70B3D5123,Someone,Street\r\n",
      CP_OK, 0, 2, "" },
    { "IEEE CSV with a mark", "\xef\xbb\xbfRegistry,Assignment,Organization Name\nMA-M,0055DA1,X\n",
      CP_OK, 0, 1, "" },
    { "manuf",
      "# Wireshark\n00:00:00\tXerox\tXerox "
      "Corporation\n00:1B:C5:00:00:00/36\tConverging\tConverging "
      "Systems Inc.\n01-00-5E-00-00-00/25\tmcast\n00:00:01\tShortOnly\n",
      CP_OK, 0, 3, "" },
    { "IANA",
      "PRIVATE ENTERPRISE NUMBERS\n\n(last updated 2026-01-02)\n\nDecimal\n| Organization\n| | "
      "Contact\n\n0\n  Reserved\n    IANA\n2\n  IBM\n    Glenn Daly\n      x&y\n",
      CP_OK, 0, 2, "2026-01-02" },
    { "nothing", "", CP_EUNKNOWN, 0, 0, "" },
    { "another text", "name,maker\nx,y\n", CP_EUNKNOWN, 0, 0, "" },
    { "other spellings of rows",
      "# date=2026-01-01 source=t\n00a0bC\t24\tX\r\n0055DA10\t28\tlonger than it needs to "
      "be\n000003\t024\tX\n\n# y\n7\t\n0000000000000011\tX\n12\t24 hours\n13\tY",
      CP_OK, 0, 7, "2026-01-01" },
    { "a bad prefix", "# date=2026-01-01 source=t\n00000G\t24\tX\n", CP_EFORMAT, 2, 0, "" },
    { "a prefix too short", "# date=2026-01-01 source=t\n0000A\t24\tX\n", CP_EFORMAT, 2, 0, "" },
    { "a prefix of 24 bits for 28", "# date=2026-01-01 source=t\n0055DA\t28\tX\n", CP_EFORMAT, 2, 0,
      "" },
    { "digits alone", "# date=2026-01-01 source=t\n0055DG\n", CP_EFORMAT, 2, 0, "" },
    { "a bad length", "# date=2026-01-01 source=t\n000001\t24\tX\n000002\t25\tY\n", CP_EFORMAT, 3,
      0, "" },
    { "a bad number", "# date=2026-01-01 source=t\nabc\tX\n", CP_EFORMAT, 2, 0, "" },
    { "a number too big", "# date=2026-01-01 source=t\n99999999999999\tX\n", CP_EFORMAT, 2, 0, "" },
    { "short digits in the CSV", "Registry,Assignment,Organization Name\nMA-L,286F,X\n", CP_EFORMAT,
      2, 0, "" },
};

static void check_table(const struct table *t)
{
    cp_arena *a = cp_arena_new(0);
    cp_registry r = { 0 };
    cp_err err = { 0 };
    cp_bytes bytes = cp_bytes_of_str(cp_str_c(t->text));
    cp_rc rc = cp_registry_add(a, &r, CP_STR("t.txt"), CP_STR("test"), bytes, &err);
    is_int(rc, t->want, "%s: return code", t->name);
    is_int(cp_registry_is_table(bytes), t->want != CP_EUNKNOWN, "%s: recognised", t->name);
    if (rc == CP_OK) {
        is_uint(r.tables.v[0].entries, t->entries, "%s: entries", t->name);
        is_cstr(r.tables.v[0].as_of, t->as_of, "%s: date", t->name);
    } else if (t->line) {
        is_uint(err.line, t->line, "%s: line", t->name);
        is_cstr(cp_str_c(err.file), "t.txt", "%s: file", t->name);
    }
    cp_arena_free(a);
}

static const struct lookup {
    const char *mac, *org;
    int bits;
} lookups[] = {
    { "00:00:01:12:34:56", "XEROX CORPORATION", 24 },
    { "00:1b:c5:00:a1:23", "Meduza Sub Block", 36 },
    { "00:1b:c5:00:b1:23", "IEEE Registration Authority", 24 },
    { "00:55:da:1f:ff:ff", "Invento Solution", 28 },
    { "00:55:da:2f:ff:ff", "IEEE Registration Authority", 24 },
    { "00:00:02:00:00:00", NULL, 0 },
    { "ff:ff:ff:ff:ff:ff", NULL, 0 },
};

static void check_lookups(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_registry r = { 0 };
    is_int(cp_registry_add(a, &r, CP_STR("oui"), CP_STR("test"), cp_bytes_of_str(CP_STR(TSV_OUI)),
                           NULL),
           CP_OK, "table for look-ups");
    for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++) {
        cp_mac mac;
        cp_str org = CP_STR("");
        int bits = 0;
        ok(cp_mac_parse(cp_str_c(lookups[i].mac), &mac), "%s parses", lookups[i].mac);
        is_int(cp_registry_mac(&r, mac, &org, &bits), lookups[i].org != NULL, "%s is registered",
               lookups[i].mac);
        is_cstr(org, lookups[i].org ? lookups[i].org : "", "%s: registrant", lookups[i].mac);
        is_int(bits, lookups[i].bits, "%s: bits", lookups[i].mac);
    }
    cp_arena_free(a);
}

/* A user's newer table stands before the shipped one, but a longer prefix before both. */
static void check_newer(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_registry r = { 0 };
    cp_str org;
    int bits;
    const char *newer = "Registry,Assignment,Organization Name\nMA-L,000001,New Owner\n"
                        "MA-L,001BC5,New Block\n";
    ok(cp_registry_add(a, &r, CP_STR("oui"), CP_STR("test"), cp_bytes_of_str(CP_STR(TSV_OUI)),
                       NULL) == CP_OK &&
           cp_registry_add(a, &r, CP_STR("oui.csv"), CP_STR("oui.csv"),
                           cp_bytes_of_str(cp_str_c(newer)), NULL) == CP_OK,
       "two tables");
    ok(cp_registry_mac(&r, (cp_mac){ { 0, 0, 1, 0, 0, 0 } }, &org, &bits), "found");
    is_cstr(org, "New Owner", "the newer table wins");
    ok(cp_registry_mac(&r, (cp_mac){ { 0, 0x1b, 0xc5, 0, 0xa0, 0 } }, &org, &bits), "found");
    is_cstr(org, "Meduza Sub Block", "the longer prefix wins over the newer table");
    cp_arena_free(a);
}

/* The registries that are shipped: every block of theirs is found again. */
static void check_shipped(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_registry r = { 0 };
    cp_str org;
    int bits;
    static const char *const names[] = { "registries/oui.tsv", "registries/pen.tsv" };
    for (size_t i = 0; i < 2; i++) {
        cp_err err = { 0 };
        is_int(cp_registry_add(a, &r, cp_str_c(names[i]), CP_STR("built in"),
                               cp_data_get(cp_str_c(names[i])), &err),
               CP_OK, "%s %s", names[i], err.msg);
    }
    const cp_registered_set *s = &r.tables.v[0].sets[CP_REG_36];
    uint32_t lost = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint64_t x = s->v[i].key >> 24 << 12;
        cp_mac m = { { (uint8_t)(x >> 40), (uint8_t)(x >> 32), (uint8_t)(x >> 24),
                       (uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x } };
        lost += !cp_registry_mac(&r, m, &org, &bits) || bits != 36;
    }
    ok(s->n > 1000, "%u blocks of 36 bits", s->n);
    is_uint(lost, 0, "blocks of 36 bits that are not found");
    ok(cp_registry_pen(&r, 8072, &org), "number 8072");
    is_cstr(org, "net-snmp", "its registrant");
    ok(!cp_registry_pen(&r, 1004849, &org), "1004849 is not registered");
    cp_arena_free(a);
}

/* The index that the build made of a table against what is read in its text. */
static void check_index(cp_str name)
{
    cp_arena *a = cp_arena_new(0);
    cp_registry r = { 0 };
    uint32_t it = 0, n = 0, differ = 0;
    const cp_data_file *f = cp_data_next(name, &it);
    ok(f && f->index.n, "%s has an index", name.p);
    cp_registry_add_indexed(a, &r, CP_STR("x"), CP_STR("x"), f->bytes, f->index);
    is_int(cp_registry_add(a, &r, CP_STR("x"), CP_STR("x"), f->bytes, NULL), CP_OK, "%s is read",
           name.p);
    const cp_registry_table *t = r.tables.v;
    is_uint(t[0].entries, t[1].entries, "%s: entries", name.p);
    is_str(t[0].as_of, t[1].as_of, "%s: date", name.p);
    for (int set = 0; set < CP_REG_COUNT; set++) {
        const cp_registered_set *x = &t[0].sets[set], *y = &t[1].sets[set];
        differ += x->n != y->n;
        for (uint32_t i = 0; i < x->n && i < y->n; i++, n++)
            differ += x->v[i].key != y->v[i].key ||
                      !cp_str_eq(cp_registered_org(x, i), cp_registered_org(y, i));
    }
    ok(n > 50000, "%s: %u rows", name.p, n);
    is_uint(differ, 0, "%s: rows of the index that the text has otherwise", name.p);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        check_table(&tables[i]);
    check_lookups();
    check_newer();
    check_shipped();
    check_index(CP_STR("registries/oui.tsv"));
    check_index(CP_STR("registries/pen.tsv"));
    return tap_done();
}
