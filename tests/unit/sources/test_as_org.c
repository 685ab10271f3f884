/* SPDX-License-Identifier: Apache-2.0 */
/* test_as_org.c - whose an AS is, as text and as JSON, with rows good and bad. */
#include "sources/asn/as_org.h"
#include "tap.h"

static cp_rc hear_holder(void *ctx, const cp_as_holder *h, cp_err *err)
{
    (void)err;
    cp_buf_fmt(ctx, "%u=%.*s@%.*s/%.*s ", h->asn, CP_FMT(h->name), CP_FMT(h->org),
               CP_FMT(h->source));
    return CP_OK;
}

static cp_rc hear_org(void *ctx, const cp_as_org *o, cp_err *err)
{
    (void)err;
    cp_buf_fmt(ctx, "%.*s:%.*s(%.*s)/%.*s ", CP_FMT(o->id), CP_FMT(o->name), CP_FMT(o->country),
               CP_FMT(o->source));
    return CP_OK;
}

#define OF_AS "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
#define OF_ORG "# format:org_id|changed|org_name|country|source\n"

static const struct row {
    const char *what, *text, *told;
    uint64_t records, bad, unused;
    bool is_detected;
} rows[] = {
    { "as it is published",
      "# name: AS Org\n# some random date\n" OF_ORG "EX-1|20240101|Example, Inc.|ZZ|RIR\n" OF_AS
      "64496|20240101|EXAMPLE|EX-1|e5_RIR|RIR\n",
      "EX-1:Example, Inc.(ZZ)/RIR 64496=EXAMPLE@EX-1/RIR ", 2, 0, 0, true },
    { "older columns", "# format: aut|changed|name|org_id|source\n1|20120224|L-1|L-ARIN|ARIN\n",
      "1=L-1@L-ARIN/ARIN ", 1, 0, 0, true },
    { "columns in another order, and one that is new",
      "# format:source|org_id|new|aut\nRIR|EX-1||64496\n", "64496=@EX-1/RIR ", 1, 0, 0, true },
    { "bad rows lose no good ones",
      OF_AS "64496|20240101|EXAMPLE|EX-1|e5_RIR\nx|2024|A|EX-1||RIR\n0|2024|A|EX-1||RIR\n"
            "64497|2024|A|||RIR\n64498|2024|a|b|EX-1||RIR\n64499||B|EX-2||\n",
      "64499=B@EX-2/ ", 6, 5, 0, true },
    { "rows without a format", "64496|20240101|EXAMPLE|EX-1|e5_RIR|RIR\n", NULL, 1, 1, 0, false },
    { "a format that is none", "# format:a|b\n1|2\n" OF_AS "7||||x|\n8|||O||\n", "8=@O/ ", 3, 3, 0,
      false },
    { "JSON",
      "{\"type\":\"ASN\",\"asn\":\"64496\",\"organizationId\":\"EX-1\",\"name\":\"EXAMPLE\","
      "\"source\":"
      "\"RIR\"}\n{\"type\":\"Organization\",\"organizationId\":\"EX-1\",\"name\":\"Ex\\u00e4mple\","
      "\"country\":\"ZZ\",\"source\":\"RIR\"}\n",
      "64496=EXAMPLE@EX-1/RIR EX-1:Ex\xc3\xa4mple(ZZ)/RIR ", 2, 0, 0, true },
    { "JSON, bad lines and others",
      "{\"type\":\"ASN\",\"asn\":64496,\"organizationId\":\"E\"}\n{\"type\":\"ASN\"\n{\"type\":"
      "\"X\"}\n"
      "{\"type\":\"ASN\",\"asn\":\"-\",\"organizationId\":\"E\"}\n{\"type\":\"Organization\"}\n",
      "64496=@E/ ", 5, 3, 1, true },
    { "not UTF-8, and a control character",
      OF_ORG "E||a\xff\x1b"
             "b|ZZ|R\n",
      "E:a\xef\xbf\xbd\xef\xbf\xbd"
      "b(ZZ)/R ",
      1, 0, 0, true },
    { "an empty file", "", NULL, 0, 0, 0, false },
    { "JSON of something else", "{\"a\":1}\n", NULL, 1, 0, 1, false },
};

static void check_row(const struct row *x)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_as_org_to to = { &b, hear_holder, hear_org };
    cp_source src = { .name = CP_STR("x") };
    cp_err err = { 0 };
    cp_bytes in = cp_bytes_of_str(tap_cstr(x->text));
    cp_rc rc = cp_as_org_read(a, cp_input_of_bytes(a, in), &opts, &to, &src, &err);
    is_int(rc, x->told ? CP_OK : CP_EFORMAT, "%s: %s", x->what, err.msg);
    if (x->told)
        is_cstr(cp_buf_str(&b), x->told, "%s: what is told", x->what);
    ok(src.records == x->records && src.records_bad == x->bad && src.records_unused == x->unused,
       "%s: %llu rows, %llu bad, %llu of no use", x->what, (unsigned long long)src.records,
       (unsigned long long)src.records_bad, (unsigned long long)src.records_unused);
    is_int(cp_as_org_detect(in, CP_STR("x")) > 0, x->is_detected, "%s: is it one", x->what);
    cp_arena_free(a);
}

static void test_long(void)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a), text = cp_buf_new(a);
    cp_as_org_to to = { &b, hear_holder, hear_org };
    cp_source src = { .name = CP_STR("x") };
    cp_buf_add_c(&text, OF_ORG "A||");
    for (int i = 0; i < CP_AS_ORG_FIELD_BYTES_MAX + 1; i++)
        cp_buf_add_c(&text, "x");
    cp_buf_add_c(&text, "|ZZ|R\nB||b|ZZ|R\n");
    cp_bytes in = cp_bytes_of_str(cp_buf_str(&text));
    is_int(cp_as_org_read(a, cp_input_of_bytes(a, in), &opts, &to, &src, NULL), CP_OK, "long");
    is_cstr(cp_buf_str(&b), "B:b(ZZ)/R ", "a field that is too long is a bad row alone");
    is_uint(src.records_bad, 1, "and is counted");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    test_long();
    return tap_done();
}
