/* SPDX-License-Identifier: Apache-2.0 */
/* test_alarms.c - what `carriers watch --format ndjson` printed, read again: good lines and bad. */
#include "sources/asn/alarms.h"
#include "tap.h"

#define HEAD                                                                                     \
    "{\"event\":\"schema\",\"at\":\"2026-11-27T10:00:00Z\",\"text\":\"cleanpath/carriers-watch/" \
    "1\"}\n"
#define NEW                                                                                   \
    "{\"event\":\"new\",\"at\":\"2026-11-27T10:05:00Z\",\"prefix\":\"192.0.2.0/"              \
    "24\",\"asn\":64496,"                                                                     \
    "\"result\":\"excluded\",\"router\":\"r1\",\"peer\":\"198.51.100.1\",\"peer_asn\":64500," \
    "\"path\":[64500,64496],\"before\":[],\"leak\":\"valley-free\",\"rpki\":\"valid\"}\n"
#define TOLD_NEW "+192.0.2.0/24 64496 excluded r1 198.51.100.1 valley-free valid 64500,64496, "

static cp_rc hear(void *ctx, const cp_route_alarm *x, cp_err *err)
{
    cp_buf *b = ctx;
    (void)err;
    cp_buf_fmt(b, "%s%.*s %u %.*s %.*s %.*s %.*s %.*s ", x->is_end ? "-" : "+", CP_FMT(x->prefix),
               x->asn, CP_FMT(x->result), CP_FMT(x->router), CP_FMT(x->peer), CP_FMT(x->leak),
               CP_FMT(x->rpki));
    for (uint32_t i = 0; i < x->n_path; i++)
        cp_buf_fmt(b, "%u,", x->path[i]);
    cp_buf_fmt(b, x->is_cut ? "cut " : " ");
    return CP_OK;
}

static cp_rc hear_other(void *ctx, cp_str event, cp_time at, cp_err *err)
{
    cp_buf *b = ctx;
    (void)err;
    if (!cp_str_eq(event, CP_STR("schema")))
        cp_buf_fmt(b, "(%.*s %lld) ", CP_FMT(event), (long long)(at / 1000000));
    return CP_OK;
}

/* told NULL: refused. */
static const struct row {
    const char *what, *text, *told;
    uint64_t bad;
    const char *problem;
} rows[] = {
    { "an alarm", HEAD NEW, TOLD_NEW, 0, "" },
    { "blank lines and carriage returns", HEAD "\r\n\n" NEW "\n", TOLD_NEW, 0, "" },
    { "two outputs, one after the other", HEAD HEAD NEW, TOLD_NEW, 0, "" },
    { "an end",
      HEAD
      "{\"event\":\"ended\",\"at\":\"2026-11-27T11:00:00Z\",\"since\":\"2026-11-27T10:00:00Z\","
      "\"prefix\":\"2001:db8::/32\",\"asn\":1}",
      "-2001:db8::/32 1       ", 0, "" },
    { "what else happened",
      HEAD "{\"event\":\"router went\",\"at\":\"1970-01-01T00:00:05Z\",\"text\":\"x\"}",
      "(router went 5) ", 0, "" },
    { "one bad line loses none", HEAD "nonsense\n" NEW "[]\n7\n{\"at\":1}\n", TOLD_NEW, 4,
      "expected an object of JSON" },
    { "no time", HEAD "{\"event\":\"new\",\"prefix\":\"192.0.2.0/24\",\"asn\":1}", "", 1,
      "expected a time in \"at\"" },
    { "an event without a time", HEAD "{\"event\":\"begins\",\"at\":\"soon\"}", "", 1,
      "expected a time in \"at\"" },
    { "no prefix",
      HEAD "{\"event\":\"new\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":\"192.0.2.0/33\","
           "\"asn\":1}",
      "", 1, "expected a prefix" },
    { "an address is no prefix",
      HEAD "{\"event\":\"new\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":\"192.0.2.0\",\"asn\":1}",
      "", 1, "expected a prefix" },
    { "AS 0",
      HEAD "{\"event\":\"new\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":\"::/0\",\"asn\":0}", "",
      1, "expected the number of an AS" },
    { "an AS beyond the last",
      HEAD "{\"event\":\"new\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":\"::/0\","
           "\"asn\":4294967296}",
      "", 1, "expected the number of an AS" },
    { "an end without a begin",
      HEAD "{\"event\":\"ended\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":\"::/0\",\"asn\":1}",
      "", 1, "expected a time in \"since\"" },
    { "a path that is none",
      HEAD "{\"event\":\"new\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":\"::/0\",\"asn\":1,"
           "\"path\":[1,\"x\"]}",
      "", 1, "expected numbers of ASes" },
    { "a path that is a text",
      HEAD "{\"event\":\"new\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":\"::/0\",\"asn\":1,"
           "\"path\":\"1 2\"}",
      "", 1, "expected numbers of ASes" },
    { "another schema",
      "{\"event\":\"schema\",\"at\":\"2026-11-27T10:00:00Z\",\"text\":\"cleanpath/carriers/1\"}\n",
      NULL, 0, "" },
    { "no schema", NEW, NULL, 0, "" },
    { "no JSON", "hello\n", NULL, 0, "" },
    { "nothing", "", NULL, 0, "" },
    { "blanks", "\n\n", NULL, 0, "" },
};

static void check_row(const struct row *r)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_buf told = cp_buf_new(a);
    cp_source src = { .name = CP_STR("x"), .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    const cp_alarms_to to = { &told, hear, hear_other };
    cp_err err = { 0 };
    cp_input *in = cp_input_of_bytes(a, cp_bytes_of_str(tap_cstr(r->text)));
    cp_rc rc = cp_alarms_read(a, in, &opts, &to, &src, &err);
    is_uint(rc, r->told ? CP_OK : CP_EFORMAT, "%s: rc", r->what);
    if (!r->told) {
        ok(err.msg[0] && err.line > 0, "%s: says where and why: %s", r->what, err.msg);
    } else {
        is_str(cp_buf_str(&told), tap_cstr(r->told), "%s: told", r->what);
        is_uint(src.records_bad, r->bad, "%s: bad", r->what);
        ok(!r->bad || cp_str_starts(src.problems[0].text, tap_cstr(r->problem)), "%s: why: %.*s",
           r->what, CP_FMT(src.n_problems ? src.problems[0].text : CP_STR("")));
    }
    cp_arena_free(a);
}

/* A name that is too long is cut at a character, a path after its last place. */
static void check_long(void)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_buf text = cp_buf_new(a), told = cp_buf_new(a);
    cp_source src = { .name = CP_STR("x"), .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    const cp_alarms_to to = { &told, hear, hear_other };
    cp_err err = { 0 };
    cp_buf_add_c(&text, HEAD "{\"event\":\"new\",\"at\":\"2026-11-27T10:00:00Z\",\"prefix\":"
                             "\"::/0\",\"asn\":1,\"router\":\"x");
    for (int i = 0; i < CP_ALARM_TEXT_BYTES_MAX; i++)
        cp_buf_add_c(&text, "\xc3\xa9");
    cp_buf_add_c(&text, "\",\"path\":[1");
    for (int i = 0; i < CP_ALARM_HOPS_MAX; i++)
        cp_buf_add_c(&text, ",2");
    cp_buf_add_c(&text, "]}");
    cp_input *in = cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&text)));
    ok(cp_alarms_read(a, in, &opts, &to, &src, &err) == CP_OK && src.records_bad == 0, "long");
    cp_str s = cp_buf_str(&told);
    ok(cp_str_is_utf8(s) && cp_str_ends(s, CP_STR("2,cut ")), "cut: %.*s", CP_FMT(s));
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_long();
    return tap_done();
}
