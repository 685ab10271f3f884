/* SPDX-License-Identifier: Apache-2.0 */
/* test_case_state.c - what routers say of their forwarding, in a case: what goes in comes out, with
 * whose it is; an import that takes the place of another takes its blocks away; a block that is
 * damaged, or has another number of rows, is found. */
#include <sqlite3.h>
#include <unistd.h>
#include "model/state.h"
#include "store/case.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-state-XXXXXX";

enum { BLOCKS = 3, ROWS_MAX = 40 };

static const cp_ident ids_a[] = { { CP_IDENT_AGENT, CP_STR_INIT("r1") },
                                  { CP_IDENT_IP, CP_STR_INIT("192.0.2.7") } };
static const cp_ident ids_b[] = { { CP_IDENT_HOSTNAME, CP_STR_INIT("r2") } };

static cp_state row_of(uint32_t i)
{
    cp_state s = { .kind = i % 2 ? CP_STATE_LIMIT : CP_STATE_ROUTE, .pos = i + 1 };
    if (i % 2)
        s.limit = (cp_state_limit){ CP_STR("nat"), CP_STR("ge0"), CP_STR("") };
    else
        s.route = (cp_state_route){ .protocol = CP_STR("static"), .metric = i };
    return s;
}

/* Of so many rows; block 1 is of another router. */
static cp_state_block block_of(cp_arena *a, uint32_t i, uint32_t n_rows)
{
    cp_state_packer *p = cp_state_packer_new(a);
    cp_state_block b = { .ids = i == 1 ? ids_b : ids_a, .n_ids = i == 1 ? 1 : 2 };
    for (uint32_t k = 0; k < n_rows; k++) {
        cp_state s = row_of(i + k);
        (void)cp_state_packer_add(p, &s);
    }
    b.bytes = cp_state_packer_take(p, &b.n_rows);
    b.kinds = cp_state_packer_kinds(p);
    return b;
}

static void fill(cp_arena *a, cp_case *c, bool replaces, uint32_t n_blocks)
{
    cp_err err = { 0 };
    bool is_known = true;
    cp_source src = { .name = CP_STR("r.txt"),
                      .sha256 = CP_STR("aa"),
                      .format = CP_STR("state"),
                      .realm = CP_STR("default"),
                      .imported_by = CP_STR("tester"),
                      .state = CP_SOURCE_READ,
                      .states = 7 };
    cp_case_import_replaces(c, replaces);
    cp_rc rc = cp_case_import_begin(c, &err);
    cp_obs_sink sink = cp_case_sink(c);
    for (uint32_t i = 0; rc == CP_OK && i < n_blocks; i++) {
        cp_state_block b = block_of(a, i, ROWS_MAX - i);
        rc = sink.state(sink.ctx, &b, &err);
    }
    if (rc == CP_OK)
        rc = cp_case_import_end(c, &src, &is_known, &err);
    ok(rc == CP_OK && !is_known, "an import of %u blocks: %s", n_blocks, err.msg);
}

/* ---- out again */

typedef struct seen {
    uint32_t n, n_wrong, row, n_rows;
} seen;

static void see_row(void *ctx, const cp_state *got)
{
    seen *s = ctx;
    cp_state want = row_of(s->n + s->row++);
    bool is_same = got->kind == want.kind && got->pos == want.pos;
    if (is_same && want.kind == CP_STATE_ROUTE)
        is_same = got->route.metric == want.route.metric &&
                  cp_str_eq(got->route.protocol, want.route.protocol);
    else if (is_same)
        is_same = cp_str_eq(got->limit.what, want.limit.what) &&
                  cp_str_eq(got->limit.iface, want.limit.iface);
    s->n_wrong += !is_same;
}

static cp_rc see(void *ctx, const cp_state_block *b, cp_err *err)
{
    seen *s = ctx;
    const cp_ident *want = s->n == 1 ? ids_b : ids_a;
    s->n_wrong += b->n_ids != (s->n == 1 ? 1u : 2u);
    for (uint32_t i = 0; s->n_wrong == 0 && i < b->n_ids; i++)
        s->n_wrong += b->ids[i].kind != want[i].kind || !cp_str_eq(b->ids[i].value, want[i].value);
    s->row = 0;
    cp_rc rc = cp_states_unpack(b->bytes, see_row, s, err);
    s->n_wrong += s->row != b->n_rows || b->n_rows != ROWS_MAX - s->n;
    s->n_rows += b->n_rows;
    s->n++;
    return rc;
}

static void check_out(cp_case *c, uint32_t n_blocks, uint32_t n_rows)
{
    seen s = { 0 };
    const cp_obs_sink sink = { .ctx = &s, .state = see };
    cp_err err = { 0 };
    is_int(cp_case_replay(c, 0, &sink, &err), CP_OK, "told again");
    is_uint(s.n, n_blocks, "blocks");
    is_uint(s.n_rows, n_rows, "rows");
    is_uint(s.n_wrong, 0, "each as it was told, of whom it was told");
    is_int(cp_case_check(c, &err), CP_OK, "it is sound");
}

static cp_rc count_block(void *ctx, const cp_state_block *b, cp_err *err)
{
    (void)b, (void)err;
    ++*(uint32_t *)ctx;
    return CP_OK;
}

/* Blocks of rows of some kinds; those of an older program say nothing of their kinds. */
static uint32_t blocks_with(cp_case *c, uint32_t kinds)
{
    uint32_t n = 0;
    const cp_obs_sink sink = { .ctx = &n, .state = count_block, .state_kinds = kinds };
    cp_err err = { 0 };
    is_int(cp_case_replay(c, 0, &sink, &err), CP_OK, "told again");
    return n;
}

static int64_t run(cp_str path, const char *text)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    int64_t n = -1;
    if (sqlite3_open(path.p, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, text, -1, &s, NULL) == SQLITE_OK)
        n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(db);
    return n;
}

/* ---- damage: a statement that does it, and one that mends it */

static const struct damage {
    const char *name, *does, *says;
} damages[] = {
    { "fewer rows than are told", "UPDATE state_block SET rows=rows-1 WHERE id=2",
      "the case is damaged: 38 rows of a router's state cannot be read" },
    { "so many rows as no block has", "UPDATE state_block SET rows=99999999 WHERE id=2",
      "the case is damaged: 0 rows of a router's state cannot be read" },
    { "a negative number of rows", "UPDATE state_block SET rows=-1 WHERE id=2",
      "the case is damaged: 0 rows of a router's state cannot be read" },
    { "rows of a kind that it does not say", "UPDATE state_block SET kinds=1 WHERE id=2",
      "the case is damaged: 39 rows of a router's state cannot be read" },
    { "no kinds", "UPDATE state_block SET kinds=0 WHERE id=2",
      "the case is damaged: 39 rows of a router's state cannot be read" },
    { "a block that is cut off",
      "UPDATE state_block SET data=substr(data,1,length(data)-1) WHERE id=2",
      "the case is damaged: 39 rows of a router's state cannot be read; a block of states is "
      "damaged" },
    { "a block of nothing", "UPDATE state_block SET data=x'' WHERE id=2",
      "the case is damaged: 39 rows of a router's state cannot be read; expected a block" },
    { "a block of something else", "UPDATE state_block SET data=x'4350464c01' WHERE id=2",
      "the case is damaged: 39 rows of a router's state cannot be read; expected a block" },
};

static void check_damage(cp_arena *a, const struct damage *d)
{
    cp_case *c;
    cp_err err = { 0 };
    cp_str path = cp_str_fmt(a, "%s/damaged.db", folder);
    (void)unlink(path.p);
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    fill(a, c, false, BLOCKS);
    is_int(run(path, d->does), 0, "%s", d->name);
    is_int(cp_case_check(c, &err), CP_EFORMAT, "is found");
    ok(cp_str_starts(cp_str_c(err.msg), tap_cstr(d->says)), "and told: %s", err.msg);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    if (mkdtemp(folder) == NULL)
        return 1;
    cp_str path = cp_str_fmt(a, "%s/case.db", folder);
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    fill(a, c, false, BLOCKS);
    check_out(c, BLOCKS, 3 * ROWS_MAX - 3);
    is_uint(blocks_with(c, 1 << CP_STATE_LIMIT), BLOCKS, "blocks that have limits");
    is_uint(blocks_with(c, 1 << CP_STATE_PEER), 0, "blocks that have peers");
    bool has = true;
    is_int(cp_case_has_states(c, 1 << CP_STATE_PEER, &has, &err), CP_OK, "are there any?");
    ok(!has, "there are none");
    is_int(cp_case_has_states(c, 1 << CP_STATE_ROUTE, &has, &err), CP_OK, "are there routes?");
    ok(has, "there are");
    is_int(run(path, "UPDATE state_block SET kinds=-1 WHERE id=2"), 0, "a block of long ago");
    is_uint(blocks_with(c, 1 << CP_STATE_PEER), 1, "may have some");
    is_int(cp_case_check(c, &err), CP_OK, "and is sound");
    fill(a, c, true, 1);
    check_out(c, 1, ROWS_MAX);
    is_int(run(path, "SELECT count(*) FROM state_block"), 1, "blocks of who was replaced are gone");
    is_int(run(path, "SELECT count(*) FROM subject"), 1, "and their routers");
    cp_source *sources;
    uint32_t n;
    is_int(cp_case_sources(c, a, &sources, &n, &err), CP_OK, "the imports");
    ok(n == 1 && sources[0].states == 7, "one, that says how many rows it has");
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++)
        check_damage(a, &damages[i]);
    cp_arena_free(a);
    return tap_done();
}
