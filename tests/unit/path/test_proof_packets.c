/* SPDX-License-Identifier: Apache-2.0 */
/* test_proof_packets.c - certificates of what becomes of packets, of random planes: cleanpath-check
 * accepts each, and says what is true. Then the same with something changed, of a plane that was
 * changed, and certificates that were made up: what is accepted all the same must be true. Truth is
 * found by following packets (small_plane.h). Argument: how many planes (240), and a seed. */
#include <stdlib.h>
#include "base/buf.h"
#include "codec/sha256.h"
#include "path/proof.h"
#include "small_plane.h"

int checker_main(int argc, char **argv);
#define main checker_main
#include "../../../check/cleanpath-check.c"
#undef main

enum { POLICIES = 6, ITEMS = TABLES_MAX + 1, MUTANTS = 24, FORGED = 24 };

typedef struct trial {
    cp_arena *a;
    small_plane s;
    cp_net net;
    cp_taints taints[POLICIES];
    cp_plane *p;
    cp_forwarding f;
    cp_str problem, hex, certificate;
    cp_rand r;
    FILE *nowhere;
    uint32_t n_asked;
} trial;

typedef struct counts {
    uint32_t n_planes, n_failed, n_refused, n_statements, n_untrue;
    uint32_t n_tried, n_accepted, n_false;
    uint32_t n_of[CP_PATH_ANSWER_COUNT];
} counts;

static uint32_t guess(trial *t, uint32_t n) { return cp_rand_below(&t->r, n); }

/* ---- truth */

/* Addresses that are told apart: 64 in a row, and all others. */
static cp_address first_of_block(const small_plane *s, uint32_t block)
{
    return block < ADDRESSES ? small_address(s, block) : (cp_address)1 << 127;
}
static cp_address last_of_block(const small_plane *s, uint32_t block)
{
    return block < ADDRESSES ? small_address(s, block) + small_address(s, 1) - 1 : ~(cp_address)0;
}

static cp_plane_fate fate_between(const small_plane *s, uint32_t table, cp_address first,
                                  cp_address last)
{
    cp_plane_fate fate = { .ends = 0 };
    uint32_t n_blocks = s->bits == 32 ? ADDRESSES : ADDRESSES + 1;
    for (uint32_t b = 0; b < n_blocks; b++) {
        cp_address from = first_of_block(s, b), to = last_of_block(s, b);
        if (b == ADDRESSES)
            from = last_of_block(s, ADDRESSES - 1) + 1;
        if (to < first || last < from)
            continue;
        for (uint32_t i = 0; i < N_PACKETS; i++) {
            follow f = { .s = s, .x = s->packets[i], .fate = &fate };
            f.x.dst = first_of_block(s, b);
            go(&f, table);
        }
    }
    return fate;
}

static cp_path_answer answer_of(const cp_plane_fate *f, uint32_t policy)
{
    bool is_sure = f->dirty[CP_UNKNOWN_CLEAN] >> policy & 1;
    bool may_be = f->dirty[CP_UNKNOWN_EXCLUDED] >> policy & 1;
    return is_sure                             ? CP_PATH_EXCLUDED
           : f->ends & CP_PLANE_NOT_MODELLED   ? CP_PATH_NOT_MODELLED
           : f->ends & CP_PLANE_LOST || may_be ? CP_PATH_UNDETERMINED
           : f->ends & CP_PLANE_DELIVERED      ? CP_PATH_CLEAN
                                               : CP_PATH_NONE;
}

static cp_str ends_text(cp_arena *a, uint32_t is)
{
    static const char *const names[] = { "delivered", "no-route", "dropped",     "denied",
                                         "loop",      "lost",     "not-modelled" };
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i < 7; i++)
        if (is >> i & 1)
            cp_buf_fmt(&b, "%s%s", b.n ? "," : "", names[i]);
    return cp_buf_str(&b);
}

static cp_str value_of(cp_str line, const char *key)
{
    ptrdiff_t at = cp_str_find(line, cp_str_c(key));
    cp_str rest = cp_str_from(line, (size_t)at + strlen(key)), word = CP_STR("");
    (void)cp_str_cut(&rest, ' ', &word);
    return at < 0 ? CP_STR("") : word;
}

static cp_address address_of(cp_str written, unsigned bits)
{
    cp_ip ip;
    cp_address x = 0;
    if (!cp_ip_parse(written, &ip))
        return 1; /* nowhere */
    for (unsigned i = 0; i < bits / 8; i++)
        x |= (cp_address)ip.b[i] << (120 - 8 * i);
    return x;
}

/* `packets policy=pN reading=exposure from=iN vrf=tN first=.. last=.. becomes=.. answer=..` */
static bool is_true(const trial *t, cp_str line)
{
    uint32_t policy = (uint32_t)value_of(line, " policy=").p[1] - '0';
    uint32_t table = (uint32_t)value_of(line, " vrf=").p[1] - '0';
    const small_plane *s = &t->s;
    cp_address first = address_of(value_of(line, " first="), s->bits);
    cp_address last = address_of(value_of(line, " last="), s->bits);
    if (s->bits == 32)
        last |= ~(cp_address)0 >> 32;
    if (policy >= POLICIES || table >= s->n_tables || first > last)
        return false;
    cp_plane_fate fate = fate_between(s, table, first, last);
    cp_str item = cp_str_fmt(t->a, "i%u", s->items[table]);
    return cp_str_eq(value_of(line, " from="), item) &&
           cp_str_eq(value_of(line, " becomes="), ends_text(t->a, fate.ends)) &&
           cp_str_eq(value_of(line, " answer="),
                     cp_str_c(cp_path_answer_name(answer_of(&fate, policy))));
}

/* ---- checking */

/* Statements, or n SIZE_MAX: refused. Freed by the caller. */
static cp_str checked(const trial *t, cp_str problem, cp_str certificate)
{
    text texts[2] = { { "problem", NULL, problem.n }, { "certificate", NULL, certificate.n } };
    const cp_str from[2] = { problem, certificate };
    for (int i = 0; i < 2; i++) {
        texts[i].p = malloc(from[i].n + 1);
        memcpy(texts[i].p, from[i].p, from[i].n);
        texts[i].p[from[i].n] = 0;
    }
    char *out = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&out, &n);
    int status = check(&texts[0], &texts[1], false, f, t->nowhere);
    fclose(f);
    free(texts[0].p);
    free(texts[1].p);
    return (cp_str){ out, status == ACCEPTED ? n : SIZE_MAX };
}

/* How many of the statements are false; n: of how many. */
static uint32_t untrue(const trial *t, cp_str printed, uint32_t *n)
{
    uint32_t n_untrue = 0;
    cp_str line;
    *n = 0;
    (void)cp_str_cut_line(&printed, &line);
    while (cp_str_cut_line(&printed, &line)) {
        ++*n;
        n_untrue += !is_true(t, line);
    }
    return n_untrue;
}

static bool try_changed(const trial *t, cp_str certificate, counts *c)
{
    cp_str printed = checked(t, t->problem, certificate);
    uint32_t n, n_false = 0;
    c->n_tried++;
    if (printed.n != SIZE_MAX) {
        c->n_accepted++;
        n_false = untrue(t, printed, &n);
        c->n_false += n_false;
    }
    free((char *)printed.p);
    return n_false > 0;
}

/* ---- a plane, its problem and certificate */

static void make_net(trial *t)
{
    static const cp_str policies[] = { { "p0", 2 }, { "p1", 2 }, { "p2", 2 },
                                       { "p3", 2 }, { "p4", 2 }, { "p5", 2 } };
    cp_net_maker *m = cp_net_maker_new(t->a, policies, POLICIES);
    for (uint32_t i = 0; i < ITEMS; i++)
        cp_net_item(m, cp_str_fmt(t->a, "i%u", i), t->s.dirty[CP_UNKNOWN_CLEAN][i],
                    t->s.dirty[CP_UNKNOWN_EXCLUDED][i] & ~t->s.dirty[CP_UNKNOWN_CLEAN][i], 0);
    for (uint32_t i = 0; i < 3; i++)
        cp_net_add_link(m, i, i + 1, 1, 1, t->s.links[i].rides);
    if (cp_net_make(m, &t->net, NULL, NULL) != CP_OK)
        abort();
    for (uint32_t i = 0; i < POLICIES; i++)
        cp_taints_of(t->a, &t->net, i, CP_EXPOSURE, &t->taints[i]);
}

/* Of all addresses, or of some prefixes. */
static bool make_problem(trial *t)
{
    uint32_t tables[TABLES_MAX], n_dsts = 1 + guess(t, 3);
    cp_prefix dsts[3];
    for (uint32_t i = 0; i < t->s.n_tables; i++)
        tables[i] = i;
    for (uint32_t i = 0; i < n_dsts; i++)
        dsts[i] = guess(t, 2) ? random_prefix(&t->s) : (cp_prefix){ 0, 0 };
    if (cp_forwarding_of(t->a, t->p, tables, t->s.n_tables, dsts, n_dsts, &t->f, NULL) != CP_OK)
        return false;
    cp_str *vrfs = CP_NEW_ARRAY(t->a, cp_str, t->f.n_tables);
    for (uint32_t i = 0; i < t->f.n_tables; i++)
        vrfs[i] = cp_str_fmt(t->a, "t%u", t->f.tables[i]);
    t->f.vrfs = vrfs;
    cp_buf b = cp_buf_new(t->a);
    cp_problem_write(t->a, &t->net, &t->f, &b);
    t->problem = cp_buf_str(&b);
    t->hex = cp_sha256_hex(t->a, cp_bytes_of_str(t->problem));
    return true;
}

/* Addresses in a row, of one of the destinations. */
static void some_span(trial *t, cp_address *first, cp_address *last)
{
    const cp_prefix *dst = &t->f.dsts[guess(t, t->f.n_dsts)];
    cp_address v[2] = { small_address(&t->s, guess(t, ADDRESSES)),
                        small_address(&t->s, guess(t, ADDRESSES)) };
    for (int i = 0; i < 2; i++)
        v[i] += guess(t, 3) == 0 ? (cp_address)guess(t, 3) << (128 - t->s.bits) : 0;
    *first = v[0] < v[1] ? v[0] : v[1];
    *last = v[0] < v[1] ? v[1] : v[0];
    if (t->s.bits == 32)
        *last |= ~(cp_address)0 >> 32;
    if (*first < dst->first || *first > cp_prefix_last(dst) || guess(t, 8) == 0)
        *first = dst->first;
    if (*last > cp_prefix_last(dst) || *last < *first || guess(t, 8) == 0)
        *last = cp_prefix_last(dst);
}

static cp_rc make_certificate(trial *t, counts *c)
{
    cp_buf b = cp_buf_new(t->a);
    cp_proof *p = cp_proof_new(t->a, &t->net, t->hex, t->taints, POLICIES, &b);
    cp_rc rc = CP_OK;
    t->n_asked = 1 + guess(t, 2);
    for (uint32_t i = 0; i < t->n_asked && rc == CP_OK; i++) {
        cp_address first, last;
        uint32_t policy = guess(t, POLICIES), table = guess(t, t->s.n_tables);
        some_span(t, &first, &last);
        cp_plane_fate fate = fate_between(&t->s, table, first, last);
        cp_path_answer x = answer_of(&fate, policy);
        c->n_of[x]++;
        cp_err err;
        rc = cp_proof_packets(p, &t->taints[policy], &t->f, t->f.number[table], first, last,
                              fate.ends, x, NULL, &err);
        if (rc != CP_OK)
            printf("# %s\n", err.msg);
    }
    cp_proof_end(p);
    t->certificate = cp_buf_str(&b);
    return rc;
}

/* ---- changed */

typedef struct piece {
    size_t at, n;
} piece;

static piece some_piece(trial *t, cp_str s, bool is_line)
{
    size_t at = guess(t, (uint32_t)s.n), end = at;
    while (at > 0 && s.p[at - 1] != '\n' && (is_line || s.p[at - 1] != ' '))
        at--;
    while (end < s.n && s.p[end] != '\n' && (is_line || s.p[end] != ' '))
        end++;
    return (piece){ at, end - at + is_line };
}

static cp_str replaced(trial *t, cp_str s, piece x, cp_str by)
{
    return cp_str_fmt(t->a, "%.*s%.*s%.*s", (int)x.at, s.p, CP_FMT(by),
                      CP_FMT(cp_str_from(s, x.at + x.n)));
}

static cp_str other_word(trial *t, cp_str word)
{
    static const char *const words[] = { "proven-clean",
                                         "proven-excluded",
                                         "undetermined",
                                         "no-path",
                                         "not-modelled",
                                         "delivered",
                                         "no-route",
                                         "delivered,loop",
                                         "lost",
                                         "-",
                                         "0",
                                         "1" };
    uint32_t x = 0;
    if (cp_str_u32(word, &x) && guess(t, 4))
        return cp_str_fmt(t->a, "%u", guess(t, 2) ? x + 1 : x ? x - 1 : guess(t, 12));
    return cp_str_c(words[guess(t, sizeof words / sizeof *words)]);
}

static cp_str mutant(trial *t, cp_str s)
{
    bool is_line = guess(t, 3) == 0;
    piece x = some_piece(t, s, is_line), y = some_piece(t, s, is_line);
    cp_str mine = cp_str_slice(s, x.at, x.n), other = cp_str_slice(s, y.at, y.n);
    switch (guess(t, 6)) {
    case 0: return replaced(t, s, x, CP_STR(""));
    case 1: return replaced(t, s, x, other);
    case 2: return replaced(t, s, x, cp_str_fmt(t->a, "%.*s%.*s", CP_FMT(mine), CP_FMT(other)));
    case 3: return replaced(t, s, (piece){ guess(t, (uint32_t)s.n), 1 }, CP_STR("1"));
    default: return is_line ? s : replaced(t, s, x, other_word(t, mine));
    }
}

/* ---- made up */

static void forge_packet(trial *t, cp_buf *b)
{
    const cp_packet *x = &t->s.packets[guess(t, N_PACKETS)];
    cp_buf line = cp_buf_new(t->a);
    cp_address dst = small_address(&t->s, guess(t, ADDRESSES));
    uint32_t n = guess(t, 4);
    for (int i = 0; i < 2; i++) {
        cp_address of = i ? x->src : dst;
        for (unsigned at = 0; at < t->s.bits / 8; at++)
            cp_buf_fmt(&line, t->s.bits == 32 ? "%s%u" : "%s%02x",
                       at == 0           ? " "
                       : t->s.bits == 32 ? "."
                       : at % 2          ? ""
                                         : ":",
                       (unsigned)(of >> (120 - 8 * at) & 255));
    }
    cp_buf_fmt(b, "packet%.*s %u %u %u way %u", CP_FMT(cp_buf_str(&line)), x->protocol, x->src_port,
               x->dst_port, n);
    while (n-- > 0)
        cp_buf_fmt(b, " %u", guess(t, 5) ? 0 : guess(t, 3));
    cp_buf_char(b, '\n');
}

/* All in one box, or the tables of the engine's first leaf; tables in any order. */
static void forge_tree(trial *t, cp_buf *b, const char *by, uint32_t from)
{
    uint32_t v[TABLES_MAX], n = 0, n_tables = t->f.n_tables;
    v[n++] = from;
    for (uint32_t i = 0; i < n_tables; i++)
        if (i != from && guess(t, 3))
            v[n++] = i;
    for (uint32_t i = 2; i < n; i++) {
        uint32_t other = 1 + guess(t, i), was = v[i];
        v[i] = v[other];
        v[other] = was;
    }
    cp_buf_fmt(b, "tree %s\n", by);
    cp_buf_fmt(b, "leaf %u", n);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(b, " %u", v[i]);
    cp_buf_char(b, '\n');
}

/* One question, whose addresses and table are those of the certificate, with any answer. */
static cp_str forged(trial *t)
{
    static const char *const answers[] = { "proven-clean", "proven-excluded", "undetermined",
                                           "no-path", "not-modelled" };
    cp_buf b = cp_buf_new(t->a);
    ptrdiff_t at = cp_str_find(t->certificate, CP_STR("ask packets"));
    cp_str rest = cp_str_from(t->certificate, (size_t)at), line, words[9];
    (void)cp_str_cut_line(&rest, &line);
    for (int i = 0; i < 9; i++)
        (void)cp_str_cut(&line, ' ', &words[i]);
    uint32_t policy = 0, from = 0, x = guess(t, 5);
    uint32_t ends = guess(t, 2) ? 1u << guess(t, 7) : guess(t, 128);
    (void)cp_str_u32(words[2], &policy);
    (void)cp_str_u32(words[4], &from);
    ends = ends ? ends : 1;
    cp_buf_add(&b, cp_str_slice(t->certificate, 0, (size_t)at));
    for (int i = 0; i < 7; i++)
        cp_buf_fmt(&b, "%.*s ", CP_FMT(words[i]));
    cp_buf_fmt(&b, "%.*s %s\n", CP_FMT(ends_text(t->a, ends)), answers[x]);
    const char *clean = cp_str_fmt(t->a, "%u%c", 2 * policy, 0).p;
    const char *excluded = cp_str_fmt(t->a, "%u%c", 2 * policy + 1, 0).p;
    forge_tree(t, &b, x == 0 || x == 3 ? excluded : "-", from);
    if (x == 2 || x == 4)
        forge_tree(t, &b, clean, from);
    if (x == 1 || (x == 2 && !(ends & CP_PLANE_LOST))) {
        cp_buf_fmt(&b, "touch %s ", x == 1 ? clean : excluded);
        forge_packet(t, &b);
    }
    for (int i = 0; i < 7; i++)
        if (ends >> i & 1)
            forge_packet(t, &b);
    cp_buf_add_c(&b, "end\n");
    return cp_buf_str(&b);
}

/* Another action of a table, or another label, with the certificate of before. */
static bool try_neighbour(trial *t, counts *c)
{
    trial x = *t;
    if (guess(t, 3) == 0) {
        uint32_t item = guess(t, ITEMS), bit = 1u << guess(t, POLICIES);
        x.s.dirty[CP_UNKNOWN_CLEAN][item] ^= bit;
        x.s.dirty[CP_UNKNOWN_EXCLUDED][item] |= x.s.dirty[CP_UNKNOWN_CLEAN][item];
    } else if (x.s.n_prefixes) {
        x.s.of[guess(t, x.s.n_prefixes)][guess(t, x.s.n_tables)] =
            (uint8_t)guess(t, x.s.n_actions + 1);
    }
    make_net(&x);
    x.p = build(t->a, &x.s);
    if (!x.p || !make_problem(&x))
        return true;
    ptrdiff_t at = cp_str_find(t->certificate, t->hex);
    cp_str certificate = replaced(t, t->certificate, (piece){ (size_t)at, t->hex.n }, x.hex);
    return try_changed(&x, certificate, c);
}

static bool check_one(uint64_t seed, counts *c, FILE *nowhere)
{
    trial *t = calloc(1, sizeof *t);
    uint32_t n = 0;
    bool is_wrong = true;
    t->a = cp_arena_new(0);
    t->nowhere = nowhere;
    t->r.state = seed + 1000000007;
    make(&t->s, seed);
    make_net(t);
    t->p = build(t->a, &t->s);
    if (t->p && make_problem(t)) {
        c->n_planes++;
        is_wrong = make_certificate(t, c) != CP_OK;
        c->n_failed += is_wrong;
    }
    if (!is_wrong) {
        cp_str printed = checked(t, t->problem, t->certificate);
        is_wrong = printed.n == SIZE_MAX;
        c->n_refused += is_wrong;
        uint32_t n_untrue = is_wrong ? 0 : untrue(t, printed, &n) + (n != t->n_asked);
        c->n_statements += n;
        c->n_untrue += n_untrue;
        is_wrong = is_wrong || n_untrue;
        free((char *)printed.p);
        for (int i = 0; i < MUTANTS; i++)
            is_wrong |= try_changed(t, mutant(t, t->certificate), c);
        for (int i = 0; i < FORGED; i++)
            is_wrong |= try_changed(t, forged(t), c);
        is_wrong |= try_neighbour(t, c);
    }
    cp_arena_free(t->a);
    free(t);
    return is_wrong;
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(240), wrong = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    counts c = { 0 };
    FILE *nowhere = fopen("/dev/null", "w");
    for (uint32_t i = 0; i < n; i++)
        if (check_one(seed + i, &c, nowhere) && !wrong++)
            printf("# first wrong: seed %" PRIu64 "\n", seed + i);
    fclose(nowhere);
    is_uint(c.n_failed, 0, "certificates of %u planes are written", c.n_planes);
    is_uint(c.n_refused, 0, "and accepted");
    is_uint(c.n_untrue, 0, "%u statements are true", c.n_statements);
    is_uint(c.n_false, 0, "of %u changed or made up, %u are accepted, and true", c.n_tried,
            c.n_accepted);
    ok(c.n_accepted > c.n_tried / 200, "some are accepted");
    for (int i = 0; i < CP_PATH_ANSWER_COUNT; i++)
        ok(i == CP_PATH_NO_RULE || c.n_of[i] > 0 || n < 100, "%u times %s", c.n_of[i],
           cp_path_answer_name((cp_path_answer)i));
    return tap_done();
}
