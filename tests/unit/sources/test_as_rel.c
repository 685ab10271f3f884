/* SPDX-License-Identifier: Apache-2.0 */
/* test_as_rel.c - tables of relations: rows good and bad, what comments say, which is one. */
#include "sources/asn/as_rel.h"
#include "tap.h"

static cp_rc hear(void *ctx, const cp_as_relation *r, cp_err *err)
{
    static const char signs[] = { '>', '=', '~' };
    cp_buf *b = ctx;
    (void)err;
    cp_buf_fmt(b, "%llu:%u%c%u", (unsigned long long)r->line, r->a, signs[r->kind], r->b);
    cp_buf_fmt(b, r->source.n ? "/%.*s " : "%.*s ", CP_FMT(r->source));
    return CP_OK;
}

static const struct row {
    const char *what, *text, *told;
    uint64_t records, bad, unused;
    bool is_detected;
} rows[] = {
    { "serial 1", "# inferred clique: 1 2\n1|2|0\n1|3|-1\n", "2:1=2 3:1>3 ", 2, 0, 0, true },
    { "serial 2", "1|3|-1|bgp\n3|2|0|mlp\r\n", "1:1>3/bgp 2:3=2/mlp ", 2, 0, 0, true },
    { "siblings, and what has two meanings", "1|2|2\n1|2|1\n1|3|-1\n1|4|-1\n", "1:1~2 3:1>3 4:1>4 ",
      4, 1, 0, true },
    { "as people write it", "AS64496|as64497|-1\n 1.10 | 5 | 0 \n\n", "1:64496>64497 2:65546=5 ", 2,
      0, 0, true },
    { "bad rows lose no good ones",
      "1|2|-1\n1|2\n1|2|3\n1|1|0\n0|2|0\n1|4294967296|0\n1|2|-1|bgp|x\n-1|2|0\n1|x|0\n|||\n"
      "1|2|-1|\xff\n3|4|0\n",
      "1:1>2 12:3=4 ", 12, 10, 0, false },
    { "AS_TRANS is not one AS", "1|23456|-1\n23456|7|0\n1|7|-1\n", "3:1>7 ", 3, 0, 2, true },
    { "the last line without an end", "1|2|0", "1:1=2 ", 1, 0, 0, true },
    { "a byte order mark",
      "\xef\xbb\xbf"
      "1|2|0\n",
      "1:1=2 ", 1, 0, 0, true },
    { "nothing but comments", "# source:x\n", NULL, 0, 0, 0, false },
    { "an empty file", "", NULL, 0, 0, 0, false },
    { "another table", "1|20240101|LVLT-1|LPL-141-ARIN|x|ARIN\n", NULL, 1, 1, 0, false },
};

static cp_rc read_text(cp_arena *a, cp_str name, const char *text, cp_buf *b, cp_source *src,
                       cp_as_rel_facts *facts, cp_err *err)
{
    static const cp_read_opts opts;
    cp_as_rel_to to = { b, hear };
    *b = cp_buf_new(a);
    *src = (cp_source){ .name = name, .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    return cp_as_rel_read(a, cp_input_of_bytes(a, cp_bytes_of_str(tap_cstr(text))), &opts, &to, src,
                          facts, err);
}

static void check_row(const struct row *x)
{
    cp_arena *a = cp_arena_new(0);
    cp_as_rel_facts facts;
    cp_source src;
    cp_buf b;
    cp_err err = { 0 };
    cp_rc rc = read_text(a, CP_STR("x"), x->text, &b, &src, &facts, &err);
    is_int(rc, x->told ? CP_OK : CP_EFORMAT, "%s: %s", x->what, err.msg);
    if (x->told)
        is_cstr(cp_buf_str(&b), x->told, "%s: what is told", x->what);
    ok(src.records == x->records && src.records_bad == x->bad && src.records_unused == x->unused,
       "%s: %llu rows, %llu bad, %llu of no use", x->what, (unsigned long long)src.records,
       (unsigned long long)src.records_bad, (unsigned long long)src.records_unused);
    is_int(cp_as_rel_detect(cp_bytes_of_str(tap_cstr(x->text)), CP_STR("x")) > 0, x->is_detected,
           "%s: is it one", x->what);
    cp_arena_free(a);
}

static void test_facts(void)
{
    static const char text[] = "# source:topology|BGP|20201001|routeviews|route-views2\n"
                               "# source:topology|BGP|20201005|ris|rrc00\n"
                               "# input clique: 174 209\n# IXP ASes: 1200 x 4635\n"
                               "# step 1: set peering in clique\n#\n174|209|0\n174|3|-1\n";
    cp_arena *a = cp_arena_new(0);
    cp_as_rel_facts f;
    cp_source src;
    cp_buf b;
    is_int(read_text(a, CP_STR("20200101.as-rel.txt"), text, &b, &src, &f, NULL), CP_OK, "facts");
    ok(f.clique.n == 2 && f.clique.v[1] == 209 && f.ixps.n == 2 && f.ixps.v[1] == 4635,
       "who is at the top, and which AS are exchanges");
    ok(f.n_sources == 2 && f.n_relations[CP_AS_PEER] == 1, "two collectors, one peering");
    is_cstr(cp_time_text(a, f.first_at), "2020-10-01T00:00:00Z", "paths of days from");
    is_cstr(cp_time_text(a, src.last_at), "2020-10-05T00:00:00Z", "to");
    is_cstr(src.note, "1 provider, 1 peering, 0 siblings, of 2020-10-05", "in words");
    is_int(read_text(a, CP_STR("d/20200101.as-rel.txt"), "1|2|0\n", &b, &src, &f, NULL), CP_OK,
           "none told");
    is_cstr(cp_time_text(a, f.last_at), "2020-01-01T00:00:00Z", "then the name tells the day");
    cp_arena_free(a);
}

static cp_rc refuse(void *ctx, const cp_as_relation *r, cp_err *err)
{
    (void)ctx;
    (void)r;
    return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "full");
}

static bool always(void *ctx)
{
    (void)ctx;
    return true;
}

static void test_end(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_read_opts opts = { .is_stopped = always };
    cp_as_rel_to to = { NULL, refuse };
    cp_source src = { .name = CP_STR("x") };
    cp_as_rel_facts f;
    cp_err err;
    cp_bytes in = cp_bytes_of_str(CP_STR("1|2|0\n"));
    is_int(cp_as_rel_read(a, cp_input_of_bytes(a, in), &opts, &to, &src, &f, &err), CP_EINTR,
           "is stopped");
    opts.is_stopped = NULL;
    is_int(cp_as_rel_read(a, cp_input_of_bytes(a, in), &opts, &to, &src, &f, &err), CP_ELIMIT,
           "what is told may refuse it");
    cp_arena_free(a);
}

static const struct number {
    const char *text;
    bool is_one;
    uint32_t asn;
} numbers[] = { { "64496", true, 64496 },
                { "AS64496", true, 64496 },
                { "as1", true, 1 },
                { "1.10", true, 65546 },
                { "65535.65535", true, UINT32_MAX },
                { "4294967295", true, UINT32_MAX },
                { "4294967296", false, 0 },
                { "65536.1", false, 0 },
                { "1.65536", false, 0 },
                { "1.", false, 0 },
                { "", false, 0 },
                { "AS", false, 0 },
                { "ASx", false, 0 },
                { "-1", false, 0 },
                { "1.2.3", false, 0 } };

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    test_facts();
    test_end();
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uint32_t asn = 0;
        bool is_one = cp_as_parse(tap_cstr(numbers[i].text), &asn);
        ok(is_one == numbers[i].is_one && (!is_one || asn == numbers[i].asn), "\"%s\" is %s AS",
           numbers[i].text, numbers[i].is_one ? "an" : "no");
    }
    return tap_done();
}
