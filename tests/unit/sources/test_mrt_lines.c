/* SPDX-License-Identifier: Apache-2.0 */
/* test_mrt_lines.c - what `bgpdump -m` printed, read: good lines come back as they were, bad ones
 * are told and counted. */
#include "mrt_text.h"
#include "sources/mrt/dumptext.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define REST "|IGP|192.0.2.1|0|0||NAG||"

static const struct row {
    const char *name, *line;
    const char *want;  /* NULL: the same */
    const char *fault; /* of a malformed line */
} rows[] = {
    { "a table", "TABLE_DUMP|1486801684|B|192.0.2.1|65001|198.51.100.0/24|64500 64501" REST, NULL,
      NULL },
    { "sets and confederations",
      "TABLE_DUMP|1486801684|B|192.0.2.1|65001|198.51.100.0/24|(7 8) 64500 {64501,64502} [9]" REST,
      NULL, NULL },
    { "an empty path", "TABLE_DUMP|1486801684|B|192.0.2.1|65001|0.0.0.0/0|" REST, NULL, NULL },
    { "all that bgpdump tells",
      "TABLE_DUMP|1486801684|B|2001:db8::2|65537|2001:db8::/32|1|INCOMPLETE|2001:db8::1|100|5|1:2 "
      "no-export local-AS no-advertise|AG|64500 192.0.2.9|",
      NULL, NULL },
    { "with a path identifier",
      "TABLE_DUMP_AP|1486801684|B|192.0.2.1|65001|198.51.100.0/24|4294967295|1" REST, NULL, NULL },
    { "TABLE_DUMP2", "TABLE_DUMP2|1486801684|B|192.0.2.1|65001|10.0.0.0/8|1" REST,
      "TABLE_DUMP|1486801684|B|192.0.2.1|65001|10.0.0.0/8|1" REST, NULL },
    { "announced", "BGP4MP|1486801684.000001|A|192.0.2.1|65001|10.0.0.0/8|1" REST, NULL, NULL },
    { "announced, with microseconds",
      "BGP4MP_ET|1486801684.509481|A|192.0.2.1|65001|10.0.0.0/8|1" REST,
      "BGP4MP|1486801684.509481|A|192.0.2.1|65001|10.0.0.0/8|1" REST, NULL },
    { "withdrawn", "BGP4MP|1486801684.000000|W|192.0.2.1|65001|2001:db8::/32", NULL, NULL },
    { "withdrawn, of a path identifier, by the collector",
      "BGP4MP_LOCAL_AP|1486801684.000000|W|192.0.2.1|65001|10.0.0.0/8|9", NULL, NULL },
    { "bits behind the length", "BGP4MP|1486801684.000000|W|192.0.2.1|65001|10.255.0.0/9",
      "BGP4MP|1486801684.000000|W|192.0.2.1|65001|10.128.0.0/9", NULL },
    { "a peer comes up", "BGP4MP|1486801684.000000|STATE|192.0.2.1|65001|5|6",
      "BGP4MP|1486801684.000000|STATE|192.0.2.1|65001|1|6", NULL },
    { "and goes", "BGP|1486801684|STATE|192.0.2.1|65001|6|7",
      "BGP4MP|1486801684.000000|STATE|192.0.2.1|65001|6|1", NULL },
    { "another state", "BGP4MP|1486801684|STATE|192.0.2.1|65001|1|3", "", NULL },
    { "another kind", "TABLE_DUMPS|1486801684|B|192.0.2.1|65001|10.0.0.0/8|1" REST, "",
      "a line is none of bgpdump -m" },
    { "no time", "TABLE_DUMP|x|B|192.0.2.1|65001|10.0.0.0/8|1" REST, "", "a line has no time" },
    { "half the microseconds", "BGP4MP_ET|1.123|W|192.0.2.1|65001|10.0.0.0/8", "",
      "a line has no time" },
    { "no peer", "TABLE_DUMP|1|B|here|65001|10.0.0.0/8|1" REST, "", "a line has no peer" },
    { "an AS of 33 bits", "TABLE_DUMP|1|B|192.0.2.1|4294967296|10.0.0.0/8|1" REST, "",
      "a line has no peer" },
    { "announced in a table", "TABLE_DUMP|1|A|192.0.2.1|65001|10.0.0.0/8|1" REST, "",
      "a line tells nothing that there is" },
    { "a prefix of 33 bits", "BGP4MP|1|W|192.0.2.1|65001|10.0.0.0/33", "", "a line has no prefix" },
    { "no path identifier", "BGP4MP_AP|1|W|192.0.2.1|65001|10.0.0.0/8", "",
      "a line has no path identifier" },
    { "a path with a word", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1 x" REST, "",
      "a line has a path that is malformed" },
    { "a set without an end", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1 {2,3" REST, "",
      "a line has a path that is malformed" },
    { "a set of nothing", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1 {}" REST, "",
      "a line has a path that is malformed" },
    { "another origin", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1|BGP|192.0.2.1|0|0||NAG||", "",
      "a line has no origin that there is" },
    { "no next hop", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1|IGP||0|0||NAG||", "",
      "a line has a next hop that is malformed" },
    { "a negative metric", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1|IGP|192.0.2.1|0|-1||NAG||",
      "", "a line has no number where one must be" },
    { "half a community", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1|IGP|192.0.2.1|0|0|5|NAG||",
      "", "a line has communities that are malformed" },
    { "another aggregate", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1|IGP|192.0.2.1|0|0||MAG||",
      "", "a line has an aggregator that is malformed" },
    { "cut off", "TABLE_DUMP|1|B|192.0.2.1|65001|10.0.0.0/8|1|IGP|192.0.2.1|0|0", "",
      "a line is cut off" },
    { "more than is withdrawn", "BGP4MP|1|W|192.0.2.1|65001|10.0.0.0/8|1", "",
      "a line is longer than what is withdrawn" },
};

typedef struct heard {
    cp_arena *a;
    cp_buf text;
    uint32_t n_hops;
} heard;

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->n_hops = r->attrs ? r->attrs->path.n_hops : 0;
    route_text(h->a, &h->text, r, false);
    return CP_OK;
}

static cp_rc read_text(heard *h, cp_str text, cp_source *src, cp_mrt_counts *n)
{
    static const cp_read_opts opts;
    cp_bgp_to to = { h, hear };
    cp_err err;
    h->text = cp_buf_new(h->a);
    *src = (cp_source){ .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    return cp_bgpdump_read(h->a, cp_input_of_bytes(h->a, cp_bytes_of_str(text)), &opts, &to, src, n,
                           &err);
}

static void test_rows(cp_arena *a)
{
    cp_buf all = cp_buf_new(a), want_all = cp_buf_new(a);
    heard h = { .a = a };
    cp_source src;
    cp_mrt_counts n;
    uint32_t n_bad = 0;
    for (size_t i = 0; i < N(rows); i++) {
        const struct row *x = &rows[i];
        cp_str want = cp_str_c(x->want ? x->want : x->line), got;
        cp_rc rc = read_text(&h, cp_str_c(x->line), &src, &n);
        got = cp_buf_str(&h.text);
        is_int(rc, x->fault ? CP_EFORMAT : CP_OK, "%s", x->name);
        is_cstr(cp_str_slice(got, 0, got.n ? got.n - 1 : 0), cp_str_dup(a, want).p,
                "%s: what of it", x->name);
        is_cstr(src.n_problems ? src.problems[0].text : CP_STR(""), x->fault ? x->fault : "",
                "%s: what is told", x->name);
        cp_buf_fmt(&all, "%s\r\n", x->line);
        cp_buf_fmt(&want_all, want.n ? "%.*s\n" : "%.*s", CP_FMT(want));
        n_bad += x->fault != NULL;
    }
    is_int(read_text(&h, cp_buf_str(&all), &src, &n), CP_OK, "all in one file");
    is_cstr(cp_buf_str(&h.text), cp_str_dup(a, cp_buf_str(&want_all)).p,
            "a bad line loses no other");
    is_uint(src.records_bad, n_bad, "and each is counted");
    is_uint(n.routes, 6, "routes of tables");
    is_uint(n.nets, 5, "two of them to one prefix");
    is_uint(n.ups + n.downs, 2, "a peer came and went");
    is_uint(n.other_states, 1, "or did neither");
    is_int(cp_bgpdump_detect(cp_bytes_of_str(cp_buf_str(&all)), CP_STR("x")), 90,
           "known by its lines");
    is_int(cp_bgpdump_detect(cp_bytes_of_str(CP_STR("a|1|b|c|d\n")), CP_STR("x")), 0,
           "other text is none");
}

static void test_long(cp_arena *a)
{
    enum { HOPS = 4000 };
    heard h = { .a = a };
    cp_source src;
    cp_mrt_counts n;
    for (uint32_t hops = HOPS; hops <= CP_BGPDUMP_HOPS_MAX + 1;
         hops += CP_BGPDUMP_HOPS_MAX + 1 - HOPS) {
        cp_buf b = cp_buf_new(a);
        cp_buf_add_c(&b, "TABLE_DUMP|1486801684|B|192.0.2.1|65001|10.0.0.0/8|");
        for (uint32_t i = 0; i < hops; i++)
            cp_buf_fmt(&b, "%s%u", i ? " " : "", i + 1);
        cp_buf_add_c(&b, REST "\n");
        cp_rc rc = read_text(&h, cp_buf_str(&b), &src, &n);
        bool is_too_long = hops > CP_BGPDUMP_HOPS_MAX;
        is_int(rc, is_too_long ? CP_EFORMAT : CP_OK, "a path of %u hops", hops);
        if (!is_too_long) {
            is_uint(h.n_hops, hops, "has as many");
            ok(cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&b)), "and reads as it was");
        }
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_rows(a);
    test_long(a);
    cp_arena_free(a);
    return tap_done();
}
