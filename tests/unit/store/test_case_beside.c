/* SPDX-License-Identifier: Apache-2.0 */
/* test_case_beside - large blocks of a collector, which stand in a file beside the case: they are
 * read as others are, and whatever becomes of that file, no flow is made up and none is missing
 * without being counted. */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "model/flow_pack.h"
#include "store/case_flow.h"
#include "store/case_ship.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-beside-XXXXXX";

enum { LARGE = 30000, SMALL = 100 }; /* flows of a batch: some 600 KB, and some that stay inside */

static cp_str path_of(cp_arena *a, const char *name)
{
    return cp_str_fmt(a, "%s/%s", folder, name);
}

static cp_str flows_of(cp_arena *a, cp_str path)
{
    return cp_str_fmt(a, "%.*s-flows", CP_FMT(path));
}

static int64_t number(cp_str path, const char *text)
{
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    int64_t v = -1;
    if (sqlite3_open(path.p, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, text, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        v = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    sqlite3_close(db);
    return v;
}

static struct stat stat_of(cp_str path)
{
    struct stat st = { .st_size = -1 };
    (void)stat(path.p, &st);
    return st;
}

typedef struct collector {
    cp_arena *a;
    cp_str path;
    cp_case *c;
    cp_flow_packer *p;
    cp_exporter x;
    uint64_t seq;
} collector;

static collector start_at(cp_arena *a, cp_str path, const char *session)
{
    cp_err err = { 0 };
    cp_case_collected is = { 0 };
    cp_case_collector who = { .session = cp_str_c(session),
                              .name = CP_STR("udp:127.0.0.1:2055"),
                              .by = CP_STR("tester"),
                              .at = 1800000000000000 };
    collector k = { .a = a, .path = path, .x = { .proto = CP_FLOW_PROTO_IPFIX } };
    is_int(cp_case_open(a, path, CP_CASE_CREATE_FLOWS, &k.c, &err), CP_OK, "a case");
    is_int(cp_case_collect_begin(k.c, a, &who, &is, &err), CP_OK, "a collector: %s", err.msg);
    k.p = cp_flow_packer_new(a, 1);
    k.seq = is.batch;
    return k;
}

static collector start(cp_arena *a, const char *name, const char *session)
{
    return start_at(a, path_of(a, name), session);
}

/* A batch of n flows, of which each has its number in `packets`. */
static cp_rc append(collector *k, uint32_t n, cp_err *err)
{
    cp_rand r = { k->seq + 1 };
    bool is_known;
    for (uint32_t i = 0; i < n; i++)
        (void)cp_flow_packer_add(k->p, &(cp_flow){ .at = (int64_t)(cp_rand_u64(&r) >> 16),
                                                   .bytes = cp_rand_u64(&r),
                                                   .packets = (k->seq + 1) * 1000000 + i,
                                                   .sampling = 1 });
    cp_flow_block b = cp_flow_packer_take(k->p);
    cp_case_batch batch = {
        .seq = k->seq + 1, .blocks = &b, .n_blocks = 1, .exporters = &k->x, .n_exporters = 1
    };
    cp_rc rc = cp_case_collect_append(k->c, &batch, &is_known, err);
    k->seq += rc == CP_OK;
    return rc;
}

static void must_append(collector *k, uint32_t n)
{
    cp_err err = { 0 };
    cp_rc rc = append(k, n, &err);
    ok(rc == CP_OK, "batch %llu of %u flows: %s", (unsigned long long)k->seq, n, err.msg);
}

/* As many flows can be read, each as it was, and so many blocks cannot. */
static void check_reads(cp_str path, uint64_t want, uint32_t want_damaged, const char *when)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    cp_flow_iter it;
    const cp_flow_columns *cols = NULL;
    uint64_t n = 0, n_wrong = 0;
    cp_rc rc = cp_case_open(a, path, CP_CASE_READ, &c, &err);
    if (rc == CP_OK)
        rc = cp_case_flow_set(c, a, &set, &err);
    if (rc == CP_OK)
        rc = set.iter(set.ctx, a, 0, set.n_blocks, &it, &err);
    while (rc == CP_OK &&
           (rc = it.next(it.ctx, 1u << CP_FLOW_PACKETS | 1u << CP_FLOW_BYTES, &cols, &err)) ==
               CP_OK &&
           cols) {
        cp_rand r = { cols->packets[0] / 1000000 };
        for (uint32_t i = 0; i < cols->n; i++, n++) {
            (void)cp_rand_u64(&r);
            n_wrong += cols->bytes[i] != cp_rand_u64(&r) || cols->packets[i] % 1000000 != i;
        }
    }
    ok(rc == CP_OK && n == want && n_wrong == 0 && set.damage &&
           set.damage->n_blocks == want_damaged,
       "%s: %llu flows, %llu of them wrong, %u blocks that cannot be read: %s", when,
       (unsigned long long)n, (unsigned long long)n_wrong, set.damage ? set.damage->n_blocks : 0,
       set.damage ? set.damage->first.msg : err.msg);
    cp_arena_free(a);
}

static void check_holds(cp_str path, uint64_t want, uint32_t want_damaged, const char *when)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_rc rc = cp_case_open(a, path, CP_CASE_READ, &c, &err);
    check_reads(path, want, want_damaged, when);
    is_int(rc == CP_OK ? cp_case_check(c, &err) : rc, want_damaged ? CP_EFORMAT : CP_OK,
           "%s: sound, or not", when);
    cp_arena_free(a);
}

/* ---- usual */

static void test_kept(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    collector k = start(a, "kept.case", "one");
    cp_str flows = flows_of(a, k.path);
    must_append(&k, SMALL);
    ok(stat_of(flows).st_size < 0, "who has but small blocks has no second file");
    (void)!chmod(k.path.p, 0640);
    must_append(&k, LARGE);
    must_append(&k, SMALL);
    must_append(&k, LARGE);
    check_holds(k.path, 2 * (LARGE + SMALL), 0, "while it is collected");
    is_int(stat_of(flows).st_mode & 0777, 0640, "as open to others as the case");
    is_int(number(k.path, "SELECT count(*) FROM flow_block WHERE beside_bytes>0 AND data=x''"), 2,
           "two blocks stand beside it");
    is_int(number(k.path, "SELECT count(*) FROM flow_block WHERE beside_at%4096<>0"), 0,
           "each at a page");

    collector again = start(a, "kept.case", "one"); /* whose predecessor was killed */
    is_int((int64_t)again.seq, 4, "goes on");
    must_append(&again, LARGE);
    collector other = start(a, "kept.case", "two"); /* at the same time */
    must_append(&other, LARGE);
    must_append(&again, LARGE);
    is_int(cp_case_collect_end(again.c, CP_STR(""), CP_STR("tester"), 7, &err), CP_OK, "ends");
    is_int(stat_of(flows).st_size, number(k.path, "SELECT bytes FROM flow_beside"),
           "room that was asked for ahead is given back");
    must_append(&other, LARGE);
    check_holds(k.path, 6 * LARGE + 2 * SMALL, 0, "of several collectors");
    is_int(number(k.path, "SELECT count(*) FROM flow_block a JOIN flow_block b ON a.id<b.id AND "
                          "a.beside_at<b.beside_at+b.beside_bytes AND "
                          "b.beside_at<a.beside_at+a.beside_bytes"),
           0, "no two blocks share a byte");
    (void)!symlink("kept.case", path_of(a, "link.case").p);
    check_reads(path_of(a, "link.case"), 6 * LARGE + 2 * SMALL, 0, "by way of a link");
    cp_arena_free(a);
}

/* ---- what can become of it */

static void flip(cp_str file, int64_t at)
{
    uint8_t b = 0;
    int fd = open(file.p, O_RDWR);
    ok(fd >= 0 && pread(fd, &b, 1, at) == 1 && (b ^= 1, pwrite(fd, &b, 1, at) == 1),
       "byte %lld is another one", (long long)at);
    (void)close(fd);
}

static void test_damaged(void)
{
    cp_arena *a = cp_arena_new(0);
    collector k = start(a, "damaged.case", "one");
    cp_str flows = flows_of(a, k.path), away = path_of(a, "away");
    must_append(&k, LARGE);
    must_append(&k, SMALL);
    must_append(&k, LARGE);

    (void)!rename(flows.p, away.p);
    check_holds(k.path, SMALL, 2, "without it");
    collector again = start(a, "damaged.case", "one");
    must_append(&again, LARGE);
    ok(stat_of(flows).st_size < 0, "none is made in its place");
    check_holds(k.path, SMALL + LARGE, 2, "what comes then is kept in the case");
    (void)!rename(away.p, flows.p);
    check_holds(k.path, SMALL + 3 * LARGE, 0, "with it again");

    flip(flows, 10);
    check_holds(k.path, SMALL + LARGE, 2, "that of another case");
    flip(flows, 10);
    int64_t second = number(k.path, "SELECT max(beside_at) FROM flow_block");
    (void)!truncate(flows.p, second + 100000);
    check_holds(k.path, SMALL + 2 * LARGE, 1, "cut off");
    cp_arena_free(a);
}

/* A file of that name that the case knows nothing of is left alone. */
static void test_foreign(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str path = path_of(a, "foreign.case"), flows = flows_of(a, path);
    int fd = open(flows.p, O_WRONLY | O_CREAT, 0644);
    ok(fd >= 0 && write(fd, "somebody's", 10) == 10, "somebody's file");
    (void)close(fd);
    collector k = start(a, "foreign.case", "one");
    must_append(&k, LARGE);
    check_holds(path, LARGE, 0, "beside a file of somebody else");
    is_int(stat_of(flows).st_size, 10, "which stays as it is");
    cp_arena_free(a);
}

/* ---- room */

/* As in test_case_collect: files that may not grow stand for a full disk. */
static void test_full(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    struct rlimit before;
    collector k = start(a, "full.case", "one");
    must_append(&k, LARGE);
    int64_t used = number(k.path, "SELECT bytes FROM flow_beside");
    (void)!truncate(flows_of(a, k.path).p, used);
    collector again = start(a, "full.case", "one");
    (void)getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit low = { (rlim_t)used + 300000, before.rlim_max };
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    (void)setrlimit(RLIMIT_FSIZE, &low);
    cp_rc rc = append(&again, LARGE, &err);
    (void)setrlimit(RLIMIT_FSIZE, &before);
    (void)signal(SIGXFSZ, handler);
    is_int(rc, CP_EFULL, "there is no room: %s", err.msg);
    check_holds(k.path, LARGE, 0, "nothing of the batch is there");
    must_append(&again, LARGE);
    check_holds(k.path, 2 * LARGE, 0, "with room again");
    cp_arena_free(a);
}

/* Blocks that went to ClickHouse leave, and their room is given back. */
static void test_leaves(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    cp_case_cluster cluster;
    cp_case_ship ship;
    bool has;
    collector k = start(a, "leaves.case", "one");
    cp_str flows = flows_of(a, k.path);
    for (int i = 0; i < 4; i++)
        must_append(&k, LARGE);
    is_int(cp_case_collect_end(k.c, CP_STR(""), CP_STR("tester"), 7, &err), CP_OK, "ends");
    int64_t blocks = stat_of(flows).st_blocks;
    uint64_t rows = 0, bytes = 0;
    is_int(cp_case_cluster_set(k.c, a, 1, &cluster, &err), CP_OK, "a cluster");
    is_int(cp_case_ship_waiting(k.c, &rows, &bytes, &err), CP_OK, "flows wait");
    ok(rows == (uint64_t)4 * LARGE &&
           (int64_t)bytes == number(k.path, "SELECT sum(beside_bytes) FROM flow_block"),
       "all of them, by their size");
    cp_time at = 1;
    for (int i = 0; i < 3; i++, at += 2 * CP_CASE_SHIP_KEEP_US) {
        is_int(cp_case_ship_next(k.c, LARGE, &ship, &has, &err), CP_OK, "a batch");
        is_int(cp_case_ship_done(k.c, &ship, &ship.rows, 1, at, &err), CP_OK, "went");
    }
    is_int(number(k.path, "SELECT count(*) FROM flow_block"), 2, "two blocks left");
    int64_t left = stat_of(flows).st_blocks;
    ok(left < blocks / 4 * 3, "%lld of %lld blocks of the disk are held", (long long)left,
       (long long)blocks);
    cp_arena_free(a);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    test_kept();
    test_damaged();
    test_foreign();
    test_full();
    test_leaves();
    cp_arena *a = cp_arena_new(0);
    static const char *const names[] = { "kept", "link", "damaged", "foreign", "full", "leaves" };
    static const char *const tails[] = { "", "-wal", "-shm", "-flows" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
            (void)unlink(cp_str_fmt(a, "%s/%s.case%s", folder, names[i], tails[k]).p);
    (void)rmdir(folder);
    cp_arena_free(a);
    return tap_done();
}
