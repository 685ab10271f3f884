/* SPDX-License-Identifier: Apache-2.0 */
/* test_proof.c - the problem file, byte by byte for nets that were worked out by hand; and
 * certificates of random nets, which cleanpath-check must accept and which must be true. Then the
 * same certificates with something changed, of a net that was changed, and certificates that were
 * made up: what is accepted all the same must be true. Truth is found by going through all paths
 * (statements.h), and knows neither engine nor checker. */
#include "codec/sha256.h"
#include "forge.h"
#include "path/proof.h"
#include "statements.h"

int checker_main(int argc, char **argv);
#define main checker_main
#include "../../../check/cleanpath-check.c"
#undef main

static cp_str problem_of(cp_arena *a, const cp_net *n)
{
    cp_buf b = cp_buf_new(a);
    cp_problem_write(a, n, NULL, &b);
    return cp_buf_str(&b);
}

/* The example of docs/formats/path-proof.md. */
static void documented(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str policies[] = { CP_STR("first-policy"), CP_STR("second-policy") };
    cp_net_maker *m = cp_net_maker_new(a, policies, 2);
    uint32_t core = cp_net_item(m, CP_STR("core-1"), 0, 1, 0);
    uint32_t ride = cp_net_item(m, CP_STR("link agg-1"), 0, 0, 0);
    uint32_t agg_2 = cp_net_item(m, CP_STR("agg-2"), 0, 0, 0);
    uint32_t agg_1 = cp_net_item(m, CP_STR("agg-1"), 2, 0, 0);
    uint32_t ems = cp_net_item(m, CP_STR("ems"), 0, 0, 0);
    cp_net_need(m, agg_1, &ems, 1);
    cp_net_need(m, ride, (uint32_t[]){ core, agg_2, core }, 3);
    uint32_t links[] = { cp_net_add_link(m, core, agg_2, 20, 10, CP_NO_ITEM),
                         cp_net_add_link(m, agg_1, agg_2, 10, 10, ride) };
    cp_net_add_link(m, ems, ems, 1, 1, CP_NO_ITEM);
    cp_net_risk(m, CP_STR("duct-7"), links, 2);
    cp_net n = any_made(m);
    is_cstr(problem_of(a, &n),
            "cleanpath-problem 1\npolicies 2\nfirst-policy\nsecond-policy\n"
            "items 5\nd cx agg-1\nd cc agg-2\nd uc core-1\nd cc ems\nd cc link%20agg-1\n"
            "groups 2\n0 3\n4 1 2\nlinks 2\n0 1 10 10 4\n1 2 10 20 -\nrisks 1\nduct-7 0 1\nend\n",
            "the example of the page");
    cp_arena_free(a);
}

static void extremes(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str policies[] = { CP_STR("50% of\xc3\xa4") };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    cp_net n = any_made(m);
    is_cstr(problem_of(a, &n),
            "cleanpath-problem 1\npolicies 1\n50%25%20of%C3%A4\nitems 0\ngroups 0\nlinks 0\n"
            "risks 0\nend\n",
            "an empty net");
    m = cp_net_maker_new(a, policies, 1);
    uint32_t x = cp_net_item(m, CP_STR(""), 1, 1, CP_ITEM_END_ONLY);
    uint32_t y = cp_net_item(m, CP_STR("\x7f~! \n"), 0, 1, 0);
    cp_net_add_link(m, y, x, UINT32_MAX, 0, y);
    cp_net_add_link(m, x, y, 99, 100, CP_NO_ITEM);
    cp_net_risk(m, CP_STR("\0r"), NULL, 0);
    n = any_made(m);
    is_cstr(problem_of(a, &n),
            "cleanpath-problem 1\npolicies 1\n50%25%20of%C3%A4\nitems 2\ne x %\nd u %7F~!%20%0A\n"
            "groups 0\nlinks 2\n0 1 0 4294967295 1\n0 1 99 100 -\nrisks 1\n%00r\nend\n",
            "names of all sorts, numbers at their limits");
    cp_arena_free(a);
}

/* 64 policies: a letter each. Ids longer than the room for a line. */
static void many_policies(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str policies[CP_NET_POLICIES_MAX];
    for (int i = 0; i < CP_NET_POLICIES_MAX; i++)
        policies[i] = cp_str_fmt(a, "p%d", i);
    cp_net_maker *m = cp_net_maker_new(a, policies, CP_NET_POLICIES_MAX);
    char *id = cp_arena_alloc(a, 20000);
    memset(id, 'z', 20000);
    cp_net_item(m, (cp_str){ id, 20000 }, UINT64_C(1) << 63, 1, 0);
    cp_net n = any_made(m);
    cp_str got = problem_of(a, &n);
    char want[80] = "\nd u";
    memset(want + 4, 'c', 62);
    memcpy(want + 66, "x zzz", 6);
    ok(cp_str_has(got, cp_str_c(want)), "the letters of 64 policies, the first for the first");
    cp_str tail = cp_str_from(got, got.n - 20000 - 30);
    ok(tail.p[0] == 'z' && tail.p[19999] == 'z' &&
           cp_str_ends(tail, CP_STR("z\ngroups 0\nlinks 0\nrisks 0\nend\n")),
       "an id of 20,000 bytes");
    cp_arena_free(a);
}

/* ---- certificates */

/* Runs cleanpath-check; what it prints, or n SIZE_MAX: it refused. Freed by the caller. */
static cp_str checked(cp_str problem, cp_str certificate, FILE *nowhere)
{
    text texts[2] = { { "problem", NULL, problem.n }, { "certificate", NULL, certificate.n } };
    const cp_str from[2] = { problem, certificate };
    for (int i = 0; i < 2; i++) {
        texts[i].p = malloc(from[i].n + 1); /* of just this size, so that a sanitizer sees more */
        memcpy(texts[i].p, from[i].p, from[i].n);
        texts[i].p[from[i].n] = 0;
    }
    char *out = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&out, &n);
    int status = check(&texts[0], &texts[1], false, f, nowhere);
    fclose(f);
    free(texts[0].p);
    free(texts[1].p);
    return (cp_str){ out, status == ACCEPTED ? n : SIZE_MAX };
}

typedef struct counts {
    uint32_t n_certificates, n_statements, n_refused, n_untrue;
    uint32_t n_mutants, n_accepted, n_false;
    uint32_t n_of[CP_PATH_ANSWER_COUNT][2]; /* some, every */
} counts;

typedef struct trial {
    cp_arena *a;
    cp_rand r;
    cp_net n;
    cp_taints taints[4]; /* policy and reading */
    uint32_t n_taints;
    any_paths *paths;
    cp_str problem, certificate;
    uint32_t n_asked;
    FILE *nowhere;
    counts c;
} trial;

static void ask_l0(trial *t, cp_l0 *g, cp_proof *p, const cp_taints *x, uint32_t which)
{
    uint32_t from = cp_rand_below(&t->r, t->n.n_items), to = cp_rand_below(&t->r, t->n.n_items);
    cp_l0_some some;
    cp_l0_every every;
    cp_l0_survives survives;
    cp_l0_unavoidable unavoidable;
    switch (which) {
    case 0:
        cp_l0_ask_some(g, t->a, x, from, to, &some);
        cp_proof_some(p, x, from, to, &some);
        t->c.n_of[some.answer][0]++;
        break;
    case 1:
        cp_l0_ask_every(g, t->a, x, from, to, &every);
        cp_proof_every(p, x, from, to, &every);
        t->c.n_of[every.answer][1]++;
        break;
    case 2:
        cp_l0_ask_survives(g, t->a, x, from, to, &survives);
        cp_proof_survives(p, x, from, to, &survives);
        t->n_asked -= from == to;
        break;
    case 3:
        cp_l0_ask_unavoidable(g, t->a, from, to, &unavoidable);
        cp_proof_unavoidable(p, from, to, &unavoidable);
        t->n_asked -= !unavoidable.exists;
        break;
    default: cp_proof_needs(p, x, from); break;
    }
    t->n_asked++;
}

/* A random net, its problem, and a certificate: of one question half of the time, so that nothing
 * else is there to be refused for. */
static void make_trial(trial *t)
{
    t->n = any_net(t->a, &t->r, 8);
    t->problem = problem_of(t->a, &t->n);
    t->n_taints = t->n_asked = 0;
    for (uint32_t policy = 0; policy < t->n.n_policies; policy++)
        for (int reading = 0; reading < CP_READING_COUNT; reading++)
            if (cp_rand_below(&t->r, 3))
                cp_taints_of(t->a, &t->n, policy, (cp_reading)reading, &t->taints[t->n_taints++]);
    cp_buf b = cp_buf_new(t->a);
    cp_str hex = cp_sha256_hex(t->a, cp_bytes_of_str(t->problem));
    cp_proof *p = cp_proof_new(t->a, &t->n, hex, t->taints, t->n_taints, &b);
    cp_l0 *g = cp_l0_new(t->a, &t->n);
    uint32_t n = t->n_taints == 0 ? 0 : any_one_in(&t->r, 2) ? 1 : cp_rand_below(&t->r, 10);
    while (n-- > 0)
        ask_l0(t, g, p, &t->taints[cp_rand_below(&t->r, t->n_taints)], cp_rand_below(&t->r, 5));
    cp_proof_end(p);
    t->certificate = cp_buf_str(&b);
}

/* How many of the statements are not true; their number to *n. */
static uint32_t untrue(const trial *t, cp_str printed, bool is_strict, uint32_t *n)
{
    statements s = { &t->n, t->paths, is_strict };
    uint32_t n_untrue = 0;
    cp_str line;
    *n = 0;
    for (bool is_first = true; cp_str_cut_line(&printed, &line); is_first = false) {
        bool is_about = cp_str_starts(line, CP_STR("problem "));
        n_untrue += is_first ? !is_about : !is_statement_true(&s, line);
        *n += !is_first;
    }
    return n_untrue;
}

static void try_certificate(trial *t)
{
    uint32_t n = 0;
    cp_str printed = checked(t->problem, t->certificate, t->nowhere);
    bool is_refused = printed.n == SIZE_MAX;
    t->c.n_certificates++;
    t->c.n_refused += is_refused;
    t->c.n_untrue += is_refused ? 0 : untrue(t, printed, true, &n) + (n != t->n_asked);
    t->c.n_statements += n;
    free((char *)printed.p);
}

/* ---- mutants: a byte, a word or a line is changed, left out, doubled or moved */

typedef struct piece {
    size_t at, n;
} piece;

/* A random line with its end, or a random word of it without the blank. */
static piece some_line(trial *t, cp_str s)
{
    size_t at = cp_rand_below(&t->r, (uint32_t)s.n), end = at;
    while (at > 0 && s.p[at - 1] != '\n')
        at--;
    while (end < s.n && s.p[end] != '\n')
        end++;
    return (piece){ at, end + 1 - at };
}

static piece some_word(trial *t, cp_str s)
{
    size_t at = cp_rand_below(&t->r, (uint32_t)s.n), end = at;
    while (at > 0 && s.p[at - 1] != '\n' && s.p[at - 1] != ' ')
        at--;
    while (end < s.n && s.p[end] != '\n' && s.p[end] != ' ')
        end++;
    return (piece){ at, end - at };
}

static cp_str replaced(trial *t, cp_str s, piece x, cp_str by)
{
    return cp_str_fmt(t->a, "%.*s%.*s%.*s", (int)x.at, s.p, CP_FMT(by),
                      CP_FMT(cp_str_from(s, x.at + x.n)));
}

static cp_str other_number(trial *t, cp_str word)
{
    uint32_t x = 0;
    (void)cp_str_u32(word, &x);
    switch (cp_rand_below(&t->r, 3)) {
    case 0: return cp_str_fmt(t->a, "%u", x + 1);
    case 1: return cp_str_fmt(t->a, "%u", x ? x - 1 : 1);
    default: return cp_str_fmt(t->a, "%u", cp_rand_below(&t->r, 12));
    }
}

static cp_str other_answer(trial *t, cp_str s)
{
    static const char *const others[] = { "proven-clean", "proven-excluded", "undetermined",
                                          "no-path" };
    for (int tries = 0; tries < 20; tries++) {
        piece x = some_word(t, s);
        for (int i = 0; i < 4; i++)
            if (cp_str_eq(cp_str_slice(s, x.at, x.n), cp_str_c(others[i])))
                return replaced(t, s, x, cp_str_c(others[cp_rand_below(&t->r, 4)]));
    }
    return s;
}

static cp_str mutant_of_words(trial *t, cp_str s)
{
    piece x = some_word(t, s), y = some_word(t, s);
    cp_str word = cp_str_slice(s, x.at, x.n), other = cp_str_slice(s, y.at, y.n);
    switch (cp_rand_below(&t->r, 5)) {
    case 0: return replaced(t, s, x, other_number(t, word));
    case 1: return replaced(t, s, x, other);
    case 2: return replaced(t, s, x, cp_str_fmt(t->a, "%.*s %.*s", CP_FMT(word), CP_FMT(other)));
    case 3: return other_answer(t, s);
    default: return replaced(t, s, (piece){ x.at, x.n + 1 }, CP_STR("")); /* with the blank */
    }
}

enum { WORDS_MAX = 64 };

/* A list of a line gets one more, or loses one, and its count with it. */
static cp_str mutant_of_lists(trial *t, cp_str s)
{
    piece x = some_line(t, s);
    cp_str words[WORDS_MAX], rest = cp_str_slice(s, x.at, x.n - 1), out = CP_STR("");
    uint32_t n = 0, count = 0;
    while (n < WORDS_MAX && cp_str_cut(&rest, ' ', &words[n]))
        n++;
    uint32_t at = n > 1 ? 1 + cp_rand_below(&t->r, n - 1) : 0;
    if (at == 0 || !cp_str_u32(words[at], &count) || count >= n - at || n == WORDS_MAX)
        return s;
    bool is_more = count == 0 || cp_rand_below(&t->r, 2);
    uint32_t which = at + 1 + cp_rand_below(&t->r, count + is_more);
    for (uint32_t i = 0; i <= n; i++) {
        const char *blank = out.n ? " " : "";
        if (i == which && is_more)
            out = cp_str_fmt(t->a, "%.*s %u", CP_FMT(out), cp_rand_below(&t->r, 10));
        if (i == n || (i == which && !is_more))
            continue;
        out = i == at ? cp_str_fmt(t->a, "%.*s %u", CP_FMT(out), is_more ? count + 1 : count - 1)
                      : cp_str_fmt(t->a, "%.*s%s%.*s", CP_FMT(out), blank, CP_FMT(words[i]));
    }
    return replaced(t, s, (piece){ x.at, x.n - 1 }, out);
}

static cp_str mutant(trial *t, cp_str s)
{
    static const char bytes[] = " \n-0123456789acdehilnoprstuvx";
    piece x = some_line(t, s), y = some_line(t, s);
    cp_str line = cp_str_slice(s, x.at, x.n), other = cp_str_slice(s, y.at, y.n);
    piece byte = { cp_rand_below(&t->r, (uint32_t)s.n), cp_rand_below(&t->r, 2) };
    switch (cp_rand_below(&t->r, 16)) {
    case 0: return replaced(t, s, x, CP_STR(""));
    case 1: return replaced(t, s, x, other);
    case 2: return replaced(t, s, x, cp_str_fmt(t->a, "%.*s%.*s", CP_FMT(line), CP_FMT(other)));
    case 3: return replaced(t, s, byte, CP_STR(""));
    case 4:
    case 5:
        return replaced(t, s, byte, (cp_str){ &bytes[cp_rand_below(&t->r, sizeof bytes - 1)], 1 });
    case 6:
    case 7:
    case 8:
    case 9: return mutant_of_lists(t, s);
    default: return mutant_of_words(t, s);
    }
}

/* Whether it is accepted with something false. */
static void try_changed(trial *t, cp_str certificate)
{
    uint32_t n;
    cp_str printed = checked(t->problem, certificate, t->nowhere);
    bool is_accepted = printed.n != SIZE_MAX,
         is_false = is_accepted && untrue(t, printed, false, &n) > 0;
    t->c.n_mutants++;
    t->c.n_accepted += is_accepted;
    t->c.n_false += is_false;
    if (is_false && t->c.n_false == 1) {
        tap_show("problem", t->problem);
        tap_show("certificate", certificate);
        tap_show("printed", printed);
    }
    free((char *)printed.p);
}

static void try_mutant(trial *t)
{
    cp_str s = mutant(t, t->certificate);
    for (uint32_t more = any_one_in(&t->r, 3) ? 1 + cp_rand_below(&t->r, 2) : 0; more > 0; more--)
        s = s.n ? mutant(t, s) : s;
    if (!cp_str_eq(s, t->certificate))
        try_changed(t, s);
}

/* The same net but for a label, a link, what a link rides on, or what an item needs. */
static cp_net other_net(trial *t)
{
    const cp_net *n = &t->n;
    cp_rand *r = &t->r;
    cp_net_maker *m = cp_net_maker_new(t->a, n->policies, n->n_policies);
    uint32_t what = cp_rand_below(r, 6), item = cp_rand_below(r, n->n_items);
    uint32_t link = cp_rand_below(r, n->n_links + 1), group = cp_rand_below(r, n->n_groups + 1);
    uint64_t labels = cp_rand_u64(r);
    for (uint32_t i = 0; i < n->n_items; i++) {
        bool is_other = what < 2 && i == item;
        cp_net_item(m, n->ids[i], n->excluded[i] ^ (is_other ? labels & 1 : 0),
                    n->unknown[i] ^ (is_other ? labels >> 1 & 1 : 0), n->flags[i]);
    }
    for (uint32_t i = 0; i < n->n_links; i++) {
        cp_net_link l = n->links[i];
        if (i == link && what == 2)
            continue;
        l.rides = i == link && what == 3 ? item : l.rides;
        cp_net_add_link(m, l.a, i == link && what == 4 ? item : l.b, l.metric, l.metric_back,
                        l.rides);
    }
    for (uint32_t g = 0; g < n->n_groups; g++)
        if (g != group || what != 5)
            cp_net_need(m, n->group_item[g], n->options + n->group_first[g],
                        n->group_first[g + 1] - n->group_first[g]);
    if (link == n->n_links && what == 2)
        cp_net_add_link(m, item, cp_rand_below(r, n->n_items), 1, 1, CP_NO_ITEM);
    if (group == n->n_groups && what == 5)
        cp_net_need(m, item, (uint32_t[]){ cp_rand_below(r, n->n_items) }, 1);
    return any_made(m);
}

/* The certificate of one net, told to be of another. */
static void try_other_net(trial *t)
{
    const cp_net n = t->n;
    const cp_str problem = t->problem;
    cp_str hex = cp_sha256_hex(t->a, cp_bytes_of_str(problem));
    t->n = other_net(t);
    t->problem = problem_of(t->a, &t->n);
    piece digest = { (size_t)cp_str_find(t->certificate, hex), hex.n };
    if (!cp_str_eq(problem, t->problem)) {
        hex = cp_sha256_hex(t->a, cp_bytes_of_str(t->problem));
        try_changed(t, replaced(t, t->certificate, digest, hex));
    }
    t->n = n;
    t->problem = problem;
}

static void report(const counts *c, const char *what)
{
    is_uint(c->n_false, 0, "%u %s, %u accepted: nothing false", c->n_mutants, what, c->n_accepted);
    ok(c->n_accepted > 0 && c->n_accepted < c->n_mutants / 2, "most are refused, not all");
}

static void random_certificates(uint32_t n_cases, uint32_t n_mutants, uint64_t seed)
{
    trial t = { .a = cp_arena_new(0), .r = { seed }, .nowhere = fopen("/dev/null", "w") };
    t.paths = CP_NEW(t.a, any_paths);
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena_mark mark = cp_arena_here(t.a);
        make_trial(&t);
        try_certificate(&t);
        for (uint32_t m = 0; m < n_mutants; m++)
            try_mutant(&t);
        try_other_net(&t);
        cp_arena_back(t.a, mark);
    }
    const counts *c = &t.c;
    is_uint(c->n_refused, 0, "%u certificates: none refused", c->n_certificates);
    is_uint(c->n_untrue, 0, "%u statements: all true, as many as asked", c->n_statements);
    report(c, "mutants");
    for (int of = 0; of < 2; of++)
        for (int x = CP_PATH_CLEAN; x <= CP_PATH_NONE; x++)
            ok(c->n_of[x][of] > n_cases / 200, "%s: %u times %s", of ? "every" : "some",
               c->n_of[x][of], cp_path_answer_name((cp_path_answer)x));
    fclose(t.nowhere);
    cp_arena_free(t.a);
}

static void forged_certificates(uint32_t n_cases, uint64_t seed)
{
    trial t = { .a = cp_arena_new(0), .r = { seed }, .nowhere = fopen("/dev/null", "w") };
    t.paths = CP_NEW(t.a, any_paths);
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena_mark mark = cp_arena_here(t.a);
        cp_taints taints;
        t.n = any_net(t.a, &t.r, 5);
        t.problem = problem_of(t.a, &t.n);
        cp_taints_of(t.a, &t.n, 0, (cp_reading)cp_rand_below(&t.r, 2), &taints);
        cp_str hex = cp_sha256_hex(t.a, cp_bytes_of_str(t.problem));
        for (int m = 0; m < 8; m++) {
            cp_buf b = cp_buf_new(t.a);
            forge f = { .n = &t.n, .r = &t.r, .out = &b };
            forge_certificate(&f, &taints, hex);
            try_changed(&t, cp_buf_str(&b));
        }
        cp_arena_back(t.a, mark);
    }
    report(&t.c, "made up");
    fclose(t.nowhere);
    cp_arena_free(t.a);
}

/* test_proof [CASES [SEED]] */
int main(int argc, char **argv)
{
    documented();
    extremes();
    many_policies();
    uint32_t n_cases = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000);
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 11;
    random_certificates(n_cases, 5, seed);
    forged_certificates(n_cases / 2, seed);
    return tap_done();
}
