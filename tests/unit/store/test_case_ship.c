/* SPDX-License-Identifier: Apache-2.0 */
/* test_case_ship.c - flows that go on to ClickHouse: which batch comes next, that one that is open
 * is the same again, what waits and what is done, and what a set of the case has of it. */
#include <sqlite3.h>
#include <unistd.h>
#include "model/flow_pack.h"
#include "store/case_ship.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-ship-XXXXXX";

/* A collector's batch of blocks of 10 rows each, which begin at minute `at`. */
static void add(cp_case *c, cp_arena *a, uint64_t seq, uint32_t n_blocks, int at)
{
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    cp_flow_block v[8];
    cp_exporter x = { .nr = 0, .flows = 10, .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_err err = { 0 };
    bool is_known;
    for (uint32_t i = 0; i < n_blocks; i++) {
        for (uint32_t k = 0; k < 10; k++)
            (void)cp_flow_packer_add(
                p, &(cp_flow){ .at = (at + (int)i) * (cp_time)60000000, .bytes = k });
        v[i] = cp_flow_packer_take(p);
        v[i].bytes = cp_bytes_dup(a, v[i].bytes);
    }
    cp_case_batch b = {
        .seq = seq, .blocks = v, .n_blocks = n_blocks, .exporters = &x, .n_exporters = 1
    };
    is_int(cp_case_collect_append(c, &b, &is_known, &err), CP_OK, "batch %d of a collector %s",
           (int)seq, err.msg);
}

static cp_rc count(void *ctx, cp_bytes block, cp_err *err)
{
    (void)err;
    *(uint32_t *)ctx += block.n > 0;
    return CP_OK;
}

static void next_is(cp_case *c, uint32_t batch, uint64_t from, uint64_t to, const char *what)
{
    cp_case_ship x = { 0 };
    cp_err err = { 0 };
    bool has = false;
    uint32_t n = 0;
    is_int(cp_case_ship_next(c, 25, &x, &has, &err), CP_OK, "%s: asks %s", what, err.msg);
    ok(has == (batch > 0) && (!has || (x.batch == batch && x.seq_from == from && x.seq_to == to &&
                                       x.rows == 10 * (to - from + 1))),
       "%s: batch %u of blocks %u to %u", what, x.batch, (unsigned)x.seq_from, (unsigned)x.seq_to);
    if (has)
        is_int(cp_case_ship_blocks(c, &x, count, &n, &err), CP_OK, "%s: has its blocks %s", what,
               err.msg);
    is_uint(n, has ? to - from + 1 : 0, "%s: all of them", what);
}

static void done(cp_case *c, uint32_t batch, uint64_t rows, cp_time at)
{
    cp_case_ship x = { .batch = batch };
    cp_err err = { 0 };
    is_int(cp_case_ship_done(c, &x, (uint64_t[]){ rows - 3, 3 }, 2, at, &err), CP_OK,
           "batch %u is done %s", batch, err.msg);
}

static void stands(cp_case *c, uint64_t near_flows, uint64_t far, uint64_t of_second, uint32_t open)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_set set;
    cp_case_shipped s;
    cp_err err = { 0 };
    uint64_t rows, bytes;
    is_int(cp_case_flow_near(c, a, &set, &s, &err), CP_OK, "reads what is near %s", err.msg);
    ok(set.n_flows == near_flows && s.rows == far && s.rows_of[1] == of_second &&
           s.n_open == (open > 0) && (!open || s.open[0] == open),
       "%u flows are near, %u far, %u of them at shard 2, open is %u", (unsigned)set.n_flows,
       (unsigned)s.rows, (unsigned)s.rows_of[1], s.n_open ? s.open[0] : 0);
    is_int(cp_case_ship_waiting(c, &rows, &bytes, &err), CP_OK, "asks what waits");
    ok(rows == near_flows && (bytes > 0) == (rows > 0), "%u wait", (unsigned)rows);
    is_int(cp_case_flow_set(c, a, &set, &err), far ? CP_EUSAGE : CP_OK, "alone it is %s",
           far ? "no answer" : "one");
    cp_arena_free(a);
}

/* What is older than `before` leaves: `going` of it may be dropped by now. */
static void leave(cp_case *c, cp_time before, cp_time at, uint32_t going, uint64_t left_rows)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t v[CP_CASE_GOING_MAX], n = 0;
    cp_case_shipped s;
    cp_err err = { 0 };
    is_int(cp_case_ship_forget(c, before, at, &err), CP_OK, "what is old leaves %s", err.msg);
    is_int(cp_case_ship_going(c, at, v, &n, &err), CP_OK, "which nobody asks for %s", err.msg);
    is_uint(n, going, "are so many batches");
    is_int(cp_case_shipped_of(c, a, &s, &err), CP_OK, "asks what is there");
    ok(s.rows == left_rows, "%u flows are left", (unsigned)s.rows);
    if (n)
        is_int(cp_case_ship_gone(c, v, n, at, &err), CP_OK, "they are gone %s", err.msg);
    cp_arena_free(a);
}

/* Batches 1 to 3 began in minutes 5 to 7, 3 to 7 (it holds two), 9. */
static void check_old(cp_case *c, cp_arena *a)
{
    const cp_time minute = 60000000, now = (cp_time)200 * 86400 * 1000000;
    cp_case_shipped s;
    cp_err err = { 0 };
    leave(c, 6 * minute, now, 0, 50);
    is_int(cp_case_shipped_of(c, a, &s, &err), CP_OK, "asks");
    ok(s.n_open == 0 && s.forgotten.rows == 0, "nothing is old enough");
    leave(c, 8 * minute, now, 0, 10);
    is_int(cp_case_shipped_of(c, a, &s, &err), CP_OK, "asks");
    ok(s.n_open == 2 && s.open[0] == 1 && s.open[1] == 2, "two are out of all answers at once");
    ok(s.forgotten.rows == 40 && s.forgotten.first_at == 3 * minute &&
           s.forgotten.last_at == 7 * minute && s.first_at == 9 * minute,
       "and known for what they were");
    leave(c, 8 * minute, now + CP_CASE_SHIP_KEEP_US - 1, 0, 10);
    leave(c, 8 * minute, now + CP_CASE_SHIP_KEEP_US, 2, 10);
    leave(c, 8 * minute, now + 2 * CP_CASE_SHIP_KEEP_US, 0, 10);
    is_int(cp_case_shipped_of(c, a, &s, &err), CP_OK, "asks");
    ok(s.n_open == 0 && s.forgotten.rows == 40 && s.rows_of[1] == 3, "... also when they are gone");
    next_is(c, 0, 0, 0, "they do not come again");
}

static void check(cp_arena *a, cp_str path)
{
    const cp_time day = (cp_time)86400 * 1000000;
    const cp_case_collector who = {
        .session = CP_STR("s"), .name = CP_STR("n"), .by = CP_STR("t"), .at = day
    };
    cp_case *c;
    cp_case_collected at;
    cp_case_cluster k;
    cp_err err = { 0 };
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "opens %s", err.msg);
    is_int(cp_case_collect_begin(c, a, &who, &at, &err), CP_OK, "begins %s", err.msg);
    is_int(cp_case_cluster_of(c, a, &k, &err), CP_OK, "asks for a cluster");
    is_uint(k.n_shards, 0, "there is none");
    is_int(cp_case_cluster_set(c, a, 2, &k, &err), CP_OK, "makes one %s", err.msg);
    ok(k.id.n == 32 && k.n_shards == 2, "of two shards, with an id");
    cp_str id = k.id;
    is_int(cp_case_cluster_set(c, a, 2, &k, &err), CP_OK, "once more");
    ok(cp_str_eq(k.id, id), "is the same");
    is_int(cp_case_cluster_set(c, a, 3, &k, &err), CP_EUSAGE, "never another number");
    next_is(c, 0, 0, 0, "nothing waits");
    add(c, a, 1, 3, 5);
    add(c, a, 2, 1, 3);
    stands(c, 40, 0, 0, 0);
    next_is(c, 1, 0, 1, "as many as fit");
    next_is(c, 1, 0, 1, "the same while it is open");
    stands(c, 40, 0, 0, 1);
    done(c, 1, 20, day);
    stands(c, 20, 20, 3, 0);
    next_is(c, 2, 2, 3, "the next ones");
    stands(c, 20, 20, 3, 2);
    done(c, 2, 20, day + 2 * CP_CASE_SHIP_KEEP_US);
    stands(c, 0, 40, 6, 0);
    next_is(c, 0, 0, 0, "nothing is left");
    add(c, a, 3, 1, 9);
    next_is(c, 3, 4, 4, "numbers of blocks go on, though those before are gone");
    done(c, 3, 10, day + 3 * CP_CASE_SHIP_KEEP_US);
    done(c, 3, 10, day + 4 * CP_CASE_SHIP_KEEP_US);
    stands(c, 0, 50, 9, 0);
    check_old(c, a);
    is_int(cp_case_check(c, &err), CP_OK, "the case is sound %s", err.msg);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    if (!mkdtemp(folder))
        return 1;
    cp_str path = cp_str_fmt(a, "%s/a.case", folder);
    check(a, path);
    cp_arena_free(a);
    static const char *const ends[] = { "", "-wal", "-shm" };
    a = cp_arena_new(0);
    for (size_t i = 0; i < 3; i++)
        (void)unlink(cp_str_fmt(a, "%s/a.case%s", folder, ends[i]).p);
    (void)rmdir(folder);
    cp_arena_free(a);
    return tap_done();
}
