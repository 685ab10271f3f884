/* SPDX-License-Identifier: Apache-2.0 */
/* test_filter.c - what access lists say: of single packets by rows, and that the parts of several
 * lists are all that there are, told apart exactly, on random lists over a few values of each
 * field. Argument: how many (20,000), and a seed. */
#include <string.h>
#include "base/arena.h"
#include "base/rand.h"
#include "path/filter.h"
#include "tap.h"

#define ADDR(x) ((cp_address)(x) << 96)
#define FROM(x, l) .src = { ADDR(x), l }
#define ALL_PORTS .src_port = { 0, 65535 }, .dst_port = { 0, 65535 }

static const struct row {
    const char *name;
    cp_filter_rule rules[3];
    uint32_t n;
    cp_packet x;
    cp_filter_says want;
} rows[] = {
    { "what nothing matches is denied", .want = CP_FILTER_DENIES },
    { "the first decides",
      { { FROM(0x0a000000, 8), ALL_PORTS, .protocol = { 6, 6 }, .says = CP_FILTER_PERMITS },
        { ALL_PORTS, .protocol = { 0, 255 }, .says = CP_FILTER_DENIES } },
      2,
      { .src = ADDR(0x0a010203), .protocol = 6 },
      CP_FILTER_PERMITS },
    { "another protocol",
      { { FROM(0x0a000000, 8), ALL_PORTS, .protocol = { 6, 6 }, .says = CP_FILTER_PERMITS } },
      1,
      { .src = ADDR(0x0a010203), .protocol = 17 },
      CP_FILTER_DENIES },
    { "part of it is permitted, the rest denied",
      { { ALL_PORTS, .protocol = { 6, 6 }, .says = CP_FILTER_PERMITS, .is_partial = true } },
      1,
      { .protocol = 6 },
      CP_FILTER_UNKNOWN },
    { "part of it is permitted, and the rest",
      { { ALL_PORTS, .protocol = { 6, 6 }, .says = CP_FILTER_PERMITS, .is_partial = true },
        { ALL_PORTS, .protocol = { 0, 255 }, .says = CP_FILTER_PERMITS } },
      2,
      { .protocol = 6 },
      CP_FILTER_PERMITS },
    { "part of it is denied, the rest permitted",
      { { ALL_PORTS, .protocol = { 6, 6 }, .says = CP_FILTER_DENIES, .is_partial = true },
        { ALL_PORTS, .protocol = { 0, 255 }, .says = CP_FILTER_PERMITS } },
      2,
      { .protocol = 6 },
      CP_FILTER_UNKNOWN },
    { "a rule that was not understood",
      { { ALL_PORTS, .protocol = { 0, 255 }, .says = CP_FILTER_UNKNOWN },
        { ALL_PORTS, .protocol = { 0, 255 }, .says = CP_FILTER_PERMITS } },
      2,
      { .protocol = 6 },
      CP_FILTER_UNKNOWN },
};

/* ---- random lists: three values of each field matter, so that all packets can be tried */

enum { VALUES = 3, RULES_MAX = 6, CUTS_MAX = 3 };
static const uint32_t srcs[VALUES] = { 0x0a000001, 0x0a000002, 0xc0000201 };
static const uint8_t protocols[VALUES] = { 1, 6, 17 };
static const uint16_t ports[VALUES] = { 0, 80, 65535 };

static void random_range(cp_rand *r, uint16_t out[2])
{
    uint32_t x = cp_rand_below(r, VALUES), y = cp_rand_below(r, VALUES);
    out[0] = ports[x < y ? x : y];
    out[1] = ports[x < y ? y : x];
    if (cp_rand_below(r, 3) == 0) {
        out[0] = 0;
        out[1] = 65535;
    }
}

static cp_filter_rule random_rule(cp_rand *r)
{
    static const uint8_t lens[] = { 0, 0, 4, 24, 30, 31, 32 };
    cp_filter_rule x = cp_filter_any;
    x.src.len = lens[cp_rand_below(r, 7)];
    x.src.first = ADDR(srcs[cp_rand_below(r, VALUES)]) & cp_prefix_mask(x.src.len);
    random_range(r, x.src_port);
    random_range(r, x.dst_port);
    if (cp_rand_below(r, 2))
        x.protocol[0] = x.protocol[1] = protocols[cp_rand_below(r, VALUES)];
    x.says = (uint8_t)cp_rand_below(r, 8) % 3;
    x.is_partial = cp_rand_below(r, 5) == 0;
    return x;
}

/* Every packet's decisions are those of one part, and each part is of some packet. */
static uint32_t check_all(const cp_filter_rule *rules, const uint32_t *first, uint32_t n_cuts,
                          const cp_filter_parts *got)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < VALUES * VALUES * VALUES * VALUES; i++) {
        cp_packet x = { .src = ADDR(srcs[i % 3]),
                        .protocol = protocols[i / 3 % 3],
                        .src_port = ports[i / 9 % 3],
                        .dst_port = ports[i / 27] };
        uint8_t says[CUTS_MAX];
        for (uint32_t c = 0; c < n_cuts; c++)
            says[c] = (uint8_t)cp_filter_ask(rules + first[c], first[c + 1] - first[c], &x);
        uint32_t n = 0;
        for (uint32_t p = 0; p < got->n; p++)
            n += memcmp(got->v[p].says, says, n_cuts) == 0;
        wrong += n != 1;
    }
    for (uint32_t p = 0; p < got->n; p++)
        for (uint32_t c = 0; c < n_cuts; c++)
            wrong += cp_filter_ask(rules + first[c], first[c + 1] - first[c], &got->v[p].one) !=
                     (cp_filter_says)got->v[p].says[c];
    return wrong;
}

static uint32_t check_random(uint64_t seed)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    cp_filter_rule rules[CUTS_MAX * RULES_MAX];
    uint32_t places[CUTS_MAX * RULES_MAX], first[CUTS_MAX + 1] = { 0 };
    cp_filter_cut cuts[CUTS_MAX];
    uint32_t n_cuts = cp_rand_below(&r, CUTS_MAX + 1), n = 0;
    for (uint32_t c = 0; c < n_cuts; c++) {
        cuts[c] = (cp_filter_cut){ places + n, cp_rand_below(&r, RULES_MAX + 1) };
        for (uint32_t i = 0; i < cuts[c].n; i++, n++) {
            places[n] = n;
            rules[n] = random_rule(&r);
        }
        first[c + 1] = n;
    }
    cp_filter_parts got, again;
    uint32_t wrong = cp_filter_split(a, rules, cuts, n_cuts, &got, NULL) != CP_OK ||
                     cp_filter_split(a, rules, cuts, n_cuts, &again, NULL) != CP_OK;
    if (!wrong) {
        wrong = check_all(rules, first, n_cuts, &got) + (got.n != again.n) + (got.n == 0);
        for (uint32_t i = 0; i < got.n; i++)
            for (uint32_t j = 0; j < i && n_cuts; j++)
                wrong += memcmp(got.v[i].says, got.v[j].says, n_cuts) == 0;
    }
    cp_arena_free(a);
    return wrong;
}

/* A list whose every rule is on another field and value tells many boxes apart: it ends by the
 * limit. */
static void check_limit(void)
{
    enum { N = 3000 };
    cp_arena *a = cp_arena_new(0);
    cp_filter_rule *rules = CP_NEW_ARRAY(a, cp_filter_rule, N);
    uint32_t *places = CP_NEW_ARRAY(a, uint32_t, N);
    cp_rand r = { 1 };
    for (uint32_t i = 0; i < N; i++) {
        rules[i] = cp_filter_any;
        places[i] = i;
        rules[i].says = i % 2;
        uint16_t x = (uint16_t)cp_rand_below(&r, 30000), y = (uint16_t)cp_rand_below(&r, 30000);
        rules[i].src_port[0] = x;
        rules[i].src_port[1] = x + 30000;
        rules[i].dst_port[0] = y;
        rules[i].dst_port[1] = y + 30000;
        rules[i].src = (cp_prefix){ ADDR(cp_rand_u64(&r) & 0xffff0000u), 16 };
    }
    cp_filter_parts got;
    cp_err err;
    cp_rc rc = cp_filter_split(a, rules, &(cp_filter_cut){ places, N }, 1, &got, &err);
    ok(rc == CP_OK || rc == CP_ELIMIT, "a list of 3,000 rules on three fields ends");
    uint32_t many = CP_FILTER_CUT_RULES_MAX + 1;
    rc = cp_filter_split(a, rules, &(cp_filter_cut){ places, many }, 1, &got, &err);
    ok(rc == CP_ELIMIT, "more rules than the limit are refused");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000), wrong = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_int(cp_filter_ask(rows[i].rules, rows[i].n, &rows[i].x), rows[i].want, "%s",
               rows[i].name);
    for (uint32_t i = 0; i < n; i++)
        if (check_random(seed + i) && !wrong++)
            printf("# first wrong: seed %" PRIu64 "\n", seed + i);
    is_uint(wrong, 0, "of %u random sets of lists", n);
    check_limit();
    return tap_done();
}
