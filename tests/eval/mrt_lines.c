/* SPDX-License-Identifier: Apache-2.0 */
/* mrt_lines.c - a developer's program: a file of MRT, or of bgpdump's text, as the lines in which
 * `bgpdump -m` writes it
 * (tests/unit/sources/mrt_text.h tells what is not the same), and then what was counted:
 *
 *     mrt_lines FILE
 *     BGP4MP|1171158060.000000|A|192.0.2.1|64500|198.51.100.0/24|64500
 *     64501|IGP|192.0.2.1|0|0||NAG||
 *     # records 2 bad 0 unused 0 not_bgp 0 treated_as_withdrawn 0 resets 0 ... */
#include <stdio.h>
#include "../unit/sources/mrt_text.h"
#include "sources/mrt/dumptext.h"

typedef struct lines {
    cp_arena *a;
    cp_buf text;
} lines;

static void flush(lines *x)
{
    (void)fwrite(x->text.p, 1, x->text.n, stdout);
    x->text.n = 0;
}

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    enum { ENOUGH = 1 << 16 };
    lines *x = ctx;
    cp_arena_mark here = cp_arena_here(x->a);
    (void)err;
    route_text(x->a, &x->text, r, false);
    cp_arena_back(x->a, here);
    if (x->text.n >= ENOUGH)
        flush(x);
    return CP_OK;
}

static void count(const char *name, uint64_t n) { printf(" %s %llu", name, (unsigned long long)n); }

int main(int argc, char **argv)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0), *scratch = cp_arena_new(0);
    lines x = { .a = scratch, .text = cp_buf_new(a) };
    cp_bgp_to to = { &x, hear };
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_mrt_counts n;
    cp_input *in;
    cp_err err;
    if (argc != 2 || cp_input_open(a, cp_str_c(argv[1]), &in, &err) != CP_OK)
        return 2;
    bool is_text = cp_bgpdump_detect(cp_input_peek(in, CP_INPUT_HEAD_BYTES), CP_STR("")) > 0;
    cp_rc rc = (is_text ? cp_bgpdump_read : cp_mrt_read)(a, in, &opts, &to, &src, &n, &err);
    flush(&x);
    printf("#");
    count("records", src.records);
    count("bad", src.records_bad);
    count("unused", src.records_unused);
    count("not_bgp", n.not_bgp);
    count("routes_bad", n.routes_bad);
    count("attrs_discarded", n.attrs_discarded + n.told.attrs_discarded);
    count("treated_as_withdrawn", n.told.treated_as_withdrawn);
    count("resets", n.told.resets);
    count("other_families", n.told.other_families);
    count("other_states", n.other_states);
    count("ends", n.told.ends);
    printf("\n");
    for (uint32_t i = 0; i < src.n_problems; i++)
        printf("# problem %llu %.*s\n", (unsigned long long)src.problems[i].pos,
               CP_FMT(src.problems[i].text));
    cp_arena_free(scratch);
    cp_arena_free(a);
    return rc == CP_OK ? 0 : 3;
}
