/* SPDX-License-Identifier: Apache-2.0 */
/* test_case_collect [KILLS [SEED]] - what a collector hears, in the case while it comes: a batch
 * that was accepted is there once, whole, whenever its collector is killed and however often it is
 * repeated. */
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "model/flow_names.h"
#include "model/flow_pack.h"
#include "store/case_flow.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-collect-XXXXXX";

static cp_str path_of(cp_arena *a, const char *name)
{
    return cp_str_fmt(a, "%s/%s", folder, name);
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

static const cp_case_collector who = { .session = CP_STR_INIT("5f0c-1"),
                                       .name = CP_STR_INIT("udp:127.0.0.1:2055"),
                                       .by = CP_STR_INIT("tester"),
                                       .at = 1800000000000000 };

/* ---- batches: each is made of its number alone */

enum { EXPORTERS = 10, TEMPLATES = 100 };

static uint32_t rows_of(uint64_t seq) { return 1 + (uint32_t)(seq * 7919 % 300); }
static uint32_t names_of(uint64_t seq) { return seq % 3 == 0 ? 5 : 0; }

typedef struct maker {
    cp_arena *a;
    cp_flow_packer *flows;
    cp_flow_names_packer *names;
    cp_flow_block blocks[2], name_block;
    cp_exporter exporters[EXPORTERS];
    cp_case_template template;
    uint8_t data[8];
} maker;

static maker *maker_new(cp_arena *a)
{
    maker *m = CP_NEW(a, maker);
    m->a = a;
    m->flows = cp_flow_packer_new(a, 1);
    m->names = cp_flow_names_packer_new(a, 1);
    return m;
}

static cp_case_batch batch_of(maker *m, uint64_t seq)
{
    uint32_t n = rows_of(seq);
    for (uint32_t i = 0; i < n; i++)
        (void)cp_flow_packer_add(
            m->flows, &(cp_flow){ .at = (int64_t)seq * 1000000 + i,
                                  .packets = seq,
                                  .bytes = i,
                                  .exporter = (uint32_t)(seq % EXPORTERS) % (uint32_t)seq });
    m->blocks[0] = cp_flow_packer_take(m->flows);
    for (uint32_t i = 0; i < names_of(seq); i++)
        (void)cp_flow_names_packer_add(
            m->names, &(cp_flow_name){ .at = (int64_t)seq, .name = CP_STR("a.example") });
    m->name_block = cp_flow_names_packer_take(m->names);
    for (uint32_t i = 0; i < EXPORTERS; i++)
        m->exporters[i] = (cp_exporter){ .nr = i, .packets = seq, .proto = CP_FLOW_PROTO_IPFIX };
    memcpy(m->data, &seq, sizeof seq);
    m->template = (cp_case_template){ .proto = CP_FLOW_PROTO_IPFIX,
                                      .id = (uint32_t)(seq % TEMPLATES),
                                      .data = { m->data, sizeof m->data },
                                      .at = who.at + (int64_t)seq };
    return (cp_case_batch){ .seq = seq,
                            .blocks = m->blocks,
                            .n_blocks = 1,
                            .names = &m->name_block,
                            .n_names = names_of(seq) != 0,
                            .exporters = m->exporters,
                            .n_exporters = seq < EXPORTERS ? (uint32_t)seq : EXPORTERS,
                            .templates = &m->template,
                            .n_templates = 1,
                            .bytes = 100,
                            .records = 3,
                            .records_bad = seq % 2 };
}

static uint64_t rows_until(uint64_t seq)
{
    uint64_t n = 0;
    for (uint64_t i = 1; i <= seq; i++)
        n += rows_of(i);
    return n;
}

/* All that the batches 1..seq brought is there once, and nothing else. */
static void check_holds(cp_str path, uint64_t seq, const char *when)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    cp_flow_iter it;
    const cp_flow_columns *cols = NULL;
    uint64_t *rows = CP_NEW_ARRAY(a, uint64_t, seq + 1);
    uint64_t n_wrong = 0, n = 0;
    cp_rc rc = cp_case_open(a, path, CP_CASE_READ, &c, &err);
    if (rc == CP_OK)
        rc = cp_case_flow_set(c, a, &set, &err);
    if (rc == CP_OK)
        rc = set.iter(set.ctx, a, 0, set.n_blocks, &it, &err);
    while (rc == CP_OK &&
           (rc = it.next(it.ctx, 1u << CP_FLOW_PACKETS | 1u << CP_FLOW_EXPORTER, &cols, &err)) ==
               CP_OK &&
           cols)
        for (uint32_t i = 0; i < cols->n; i++, n++) {
            uint64_t of = cols->packets[i];
            n_wrong += of < 1 || of > seq;
            rows[of <= seq ? of : 0]++;
        }
    for (uint64_t i = 1; i <= seq; i++)
        n_wrong += rows[i] != rows_of(i);
    ok(rc == CP_OK && n_wrong == 0 && set.damage->n_blocks == 0 && n == rows_until(seq),
       "%s: %llu flows of %llu batches, each once: %s", when, (unsigned long long)n,
       (unsigned long long)seq, err.msg);
    is_int(cp_case_check(c, &err), CP_OK, "%s: it is sound", when);
    cp_arena_free(a);
}

/* Who was killed was in the middle of a transaction, or between two. */
static uint64_t check_figures(cp_str path, const char *when)
{
    int64_t seq = number(path, "SELECT batch FROM flow_session");
    cp_arena *a = cp_arena_new(0);
    bool is_right =
        number(path, "SELECT flows FROM import") == (int64_t)rows_until((uint64_t)seq) &&
        number(path, "SELECT coalesce(sum(rows),0) FROM flow_block") ==
            (int64_t)rows_until((uint64_t)seq) &&
        number(path, "SELECT records FROM import") == 3 * seq &&
        number(path, "SELECT records_bad FROM import") == (seq + 1) / 2 &&
        number(path, "SELECT flow_names FROM import") == seq / 3 * 5 &&
        number(path, "SELECT exporters FROM import") == (seq < EXPORTERS ? seq : EXPORTERS) &&
        number(path, "SELECT count(*) FROM flow_exporter WHERE packets<>"
                     "(SELECT batch FROM flow_session)") == 0 &&
        number(path, "SELECT count(*) FROM flow_template") == (seq < TEMPLATES ? seq : TEMPLATES) &&
        number(path, cp_str_fmt(a, "SELECT at FROM flow_template WHERE template=%lld",
                                (long long)(seq % TEMPLATES))
                         .p) == (seq ? who.at + seq : -1);
    ok(is_right, "%s: the figures are those of %lld batches", when, (long long)seq);
    cp_arena_free(a);
    return (uint64_t)seq;
}

/* ---- in order */

static void append(cp_case *c, maker *m, uint64_t seq, cp_rc want, bool want_known)
{
    cp_err err = { 0 };
    bool is_known = false;
    cp_case_batch b = batch_of(m, seq);
    cp_rc rc = cp_case_collect_append(c, &b, &is_known, &err);
    ok(rc == want && (rc != CP_OK || is_known == want_known), "batch %llu: %s, %s",
       (unsigned long long)seq, cp_rc_name(rc), rc == CP_OK ? is_known ? "known" : "new" : err.msg);
}

static void test_order(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_case_collected is;
    cp_source *sources;
    uint32_t n;
    cp_str path = path_of(a, "order.case"), digest;
    maker *m = maker_new(a);
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(cp_case_collect_begin(c, a, &who, &is, &err), CP_OK, "a collector");
    ok(is.batch == 0 && !is.is_ended && is.n_exporters == 0, "is new");
    append(c, m, 2, CP_EUSAGE, false);
    append(c, m, 1, CP_OK, false);
    append(c, m, 1, CP_OK, true);
    append(c, m, 2, CP_OK, false);
    append(c, m, 4, CP_EUSAGE, false);
    append(c, m, 3, CP_OK, false);
    append(c, m, 2, CP_OK, true);
    is_int((int64_t)check_figures(path, "in order"), 3, "three batches");
    check_holds(path, 3, "in order");
    is_int(cp_case_sources(c, a, &sources, &n, &err), CP_OK, "its source");
    ok(n == 1 && sources[0].state == CP_SOURCE_PARTLY && sources[0].first_at == 1000000 &&
           cp_str_eq(sources[0].format, CP_STR("collect")) && sources[0].sha256.n == 64,
       "is read in part, as long as it goes on");
    digest = sources[0].sha256;

    cp_arena *later = cp_arena_new(0); /* another process */
    is_int(cp_case_open(later, path, CP_CASE_CREATE, &c, &err), CP_OK, "opened again");
    is_int(cp_case_collect_begin(c, later, &who, &is, &err), CP_OK, "goes on");
    ok(is.batch == 3 && is.n_exporters == 3 && is.exporters[2].packets == 3 && !is.is_ended,
       "where it was");
    append(c, m, 3, CP_OK, true);
    append(c, m, 4, CP_OK, false);
    is_int(cp_case_collect_end(c, CP_STR("4 datagrams"), CP_STR("tester"), 7, &err), CP_OK, "ends");
    is_int(cp_case_sources(c, later, &sources, &n, &err), CP_OK, "its source");
    ok(sources[0].state == CP_SOURCE_READ && cp_str_eq(sources[0].note, CP_STR("4 datagrams")) &&
           !cp_str_eq(sources[0].sha256, digest),
       "is read, and of another digest");
    is_int(cp_case_collect_begin(c, later, &who, &is, &err), CP_OK, "begun again");
    ok(is.is_ended && is.batch == 4, "it has ended");
    append(c, m, 4, CP_OK, true);
    append(c, m, 5, CP_EUSAGE, false);
    is_int(cp_case_collect_end(c, CP_STR("other"), CP_STR("tester"), 8, &err), CP_OK, "again");
    is_int(number(path, "SELECT note='4 datagrams' FROM import"), 1, "changes nothing");
    check_holds(path, 4, "at the end");
    cp_arena_free(later);
    cp_arena_free(a);
}

/* Others write to the case between the batches; two collectors keep apart; who is removed is
 * told. */
static void test_among_others(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL, *d = NULL;
    cp_err err = { 0 };
    cp_case_collected is;
    cp_case_collector other = who;
    cp_source src = { .name = CP_STR("f"), .sha256 = CP_STR("ff"), .format = CP_STR("pcap") };
    bool is_known;
    cp_str path = path_of(a, "among.case");
    maker *m = maker_new(a);
    other.session = CP_STR("another");
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "one");
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &d, &err), CP_OK, "another");
    is_int(cp_case_collect_begin(c, a, &who, &is, &err), CP_OK, "collects");
    is_int(cp_case_collect_begin(d, a, &other, &is, &err), CP_OK, "collects, too");
    append(c, m, 1, CP_OK, false);
    append(d, m, 1, CP_OK, false);
    is_int(cp_case_import_begin(d, &err), CP_OK, "imports");
    append(c, m, 2, CP_EBUSY, false);
    is_int(cp_case_import_end(d, &src, &is_known, &err), CP_OK, "is done");
    append(c, m, 2, CP_OK, false);
    append(d, m, 2, CP_OK, false);
    is_int(number(path, "SELECT count(*) FROM flow_block"), 4, "two batches of each");
    is_int(number(path, "SELECT count(DISTINCT sha256) FROM import"), 3, "three contents");
    is_int(cp_case_check(c, &err), CP_OK, "it is sound");
    is_int(number(path, "PRAGMA foreign_keys=ON"), -1, "who removes");
    sqlite3 *db;
    ok(sqlite3_open(path.p, &db) == SQLITE_OK &&
           sqlite3_exec(db, "PRAGMA foreign_keys=ON; DELETE FROM import WHERE id=1", NULL, NULL,
                        NULL) == SQLITE_OK,
       "an import");
    sqlite3_close(db);
    append(c, m, 3, CP_ENOENT, false);
    append(d, m, 3, CP_OK, false);
    is_int(number(path, "SELECT count(*) FROM flow_block"), 3, "takes its flows along");
    cp_arena_free(a);
}

static void test_templates(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_case_collected is;
    cp_case_template *v;
    cp_case_collector later = who;
    uint32_t n;
    maker *m = maker_new(a);
    is_int(cp_case_open(a, path_of(a, "templates.case"), CP_CASE_CREATE, &c, &err), CP_OK,
           "a case");
    is_int(cp_case_collect_begin(c, a, &who, &is, &err), CP_OK, "a collector");
    for (uint64_t seq = 1; seq <= 3; seq++)
        append(c, m, seq, CP_OK, false);
    is_int(cp_case_templates(c, a, &v, &n, &err), CP_OK, "its templates");
    ok(n == 3 && v[0].id == 3 && v[0].data.n == 8 && v[0].data.p[0] == 3 &&
           v[0].proto == CP_FLOW_PROTO_IPFIX && v[2].id == 1,
       "the newest first");
    later.session = CP_STR("later");
    later.at = who.at + 2 + (cp_time)30 * 24 * 3600 * 1000000;
    is_int(cp_case_collect_begin(c, a, &later, &is, &err), CP_OK, "thirty days later");
    is_int(cp_case_templates(c, a, &v, &n, &err), CP_OK, "the templates");
    ok(n == 2 && v[1].id == 2, "that were not repeated are forgotten");
    cp_arena_free(a);
}

/* Numbers that are left out would let a flow's exporter be another one. */
static void test_misnumbered(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_case_collected is;
    bool is_known;
    cp_str path = path_of(a, "nr.case");
    maker *m = maker_new(a);
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(cp_case_collect_begin(c, a, &who, &is, &err), CP_OK, "a collector");
    cp_case_batch b = batch_of(m, 1);
    m->exporters[0].nr = 1;
    is_int(cp_case_collect_append(c, &b, &is_known, &err), CP_EINTERNAL, "a number is left out");
    is_int(number(path, "SELECT count(*) FROM flow_block"), 0, "nothing of the batch is there");
    m->exporters[0].nr = CP_FLOW_EXPORTERS_MAX;
    is_int(cp_case_collect_append(c, &b, &is_known, &err), CP_ELIMIT, "too many");
    append(c, m, 1, CP_OK, false);
    cp_arena_free(a);
}

/* On a full disk nothing of a batch is there, and all of it when there is room again. Files that
 * may not grow (RLIMIT_FSIZE) stand for the disk. */
static void test_full(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_case_collected is;
    struct rlimit before;
    cp_str path = path_of(a, "full.case");
    uint64_t seq = 1;
    bool is_known = false;
    cp_rc rc = CP_OK;
    maker *m = maker_new(a);
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(cp_case_collect_begin(c, a, &who, &is, &err), CP_OK, "a collector");
    (void)getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit low = { (rlim_t)2 << 20, before.rlim_max };
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    for (int round = 0; round < 3; round++) {
        (void)setrlimit(RLIMIT_FSIZE, &low);
        for (rc = CP_OK; rc == CP_OK && seq < 10000; seq++) {
            cp_case_batch b = batch_of(m, seq);
            rc = cp_case_collect_append(c, &b, &is_known, &err);
        }
        seq--;
        (void)setrlimit(RLIMIT_FSIZE, &before);
        ok(rc == CP_EFULL, "there is no room for batch %llu: %s", (unsigned long long)seq, err.msg);
        is_int((int64_t)check_figures(path, "full"), (int64_t)seq - 1, "what was there stays");
        append(c, m, seq++, CP_OK, false);
        low.rlim_cur += (rlim_t)1 << 20;
    }
    (void)signal(SIGXFSZ, handler);
    check_holds(path, seq - 1, "with room again");
    cp_arena_free(a);
}

/* ---- killed */

/* Repeats the last batch that is there, then goes on until it is killed. Each number goes to `told`
 * when the batch was accepted. */
static _Noreturn void collect(cp_str path, int told)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    cp_case_collected is;
    maker *m = maker_new(a);
    if (cp_case_open(a, path, CP_CASE_CREATE, &c, &err) != CP_OK ||
        cp_case_collect_begin(c, a, &who, &is, &err) != CP_OK)
        _exit(1);
    for (uint64_t seq = is.batch ? is.batch : 1;; seq++) {
        bool is_known = false;
        cp_case_batch b = batch_of(m, seq);
        if (cp_case_collect_append(c, &b, &is_known, &err) != CP_OK ||
            is_known != (seq == is.batch) || write(told, &seq, sizeof seq) != sizeof seq)
            _exit(2);
    }
}

/* The number of the last batch that was accepted before the kill. is_going: the time counts from
 * the first batch on, so that however slow it is there are some. */
static uint64_t kill_one(cp_str path, uint32_t after_us, bool is_going, uint64_t last)
{
    int ends[2], status = 0;
    uint64_t seq;
    if (pipe(ends) != 0)
        return last;
    (void)fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        collect(path, ends[1]);
    }
    (void)close(ends[1]);
    if (is_going && read(ends[0], &seq, sizeof seq) == sizeof seq)
        last = seq;
    struct timespec t = { 0, (long)after_us * 1000 };
    (void)nanosleep(&t, NULL);
    (void)kill(child, SIGKILL);
    while (read(ends[0], &seq, sizeof seq) == sizeof seq)
        last = seq;
    (void)close(ends[0]);
    (void)waitpid(child, &status, 0);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "a collector is killed: %d", status);
    return last;
}

static void test_killed(uint32_t kills, uint64_t seed)
{
    enum { AFTER_US_MAX = 60000 };
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    cp_str path = path_of(a, "killed.case");
    uint64_t told = 0, is = 0, n_unanswered = 0;
    for (uint32_t i = 0; i < kills; i++) {
        uint32_t after_us = cp_rand_below(&r, AFTER_US_MAX);
        told = kill_one(path, after_us, i % 2, told);
        if (number(path, "SELECT count(*) FROM flow_session") < 1) {
            ok(told == 0, "killed after %u us, before anything was there", after_us);
            continue;
        }
        is = check_figures(path, "killed");
        ok(is >= told && is <= told + 1,
           "killed after %u us: batch %llu was accepted, %llu is there", after_us,
           (unsigned long long)told, (unsigned long long)is);
        n_unanswered += is > told;
    }
    if (is)
        check_holds(path, is, "after all");
    printf("# %u kills, seed %llu: %llu batches, %llu of them in the case before it was answered\n",
           kills, (unsigned long long)seed, (unsigned long long)is,
           (unsigned long long)n_unanswered);
    cp_arena_free(a);
}

/* Who reads while it is collected sees whole batches, without gaps, and more each time. */
static void test_read_meanwhile(void)
{
    enum { READS = 20 };
    cp_arena *a = cp_arena_new(0);
    cp_str path = path_of(a, "meanwhile.case");
    int ends[2], status = 0;
    uint64_t seq = 0, last = 0;
    if (pipe(ends) != 0)
        return;
    (void)fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        collect(path, ends[1]);
    }
    (void)close(ends[1]);
    for (int i = 0; i < READS && read(ends[0], &seq, sizeof seq) == sizeof seq; i++) {
        cp_arena *one = cp_arena_new(0);
        cp_case *c = NULL;
        cp_err err = { 0 };
        cp_flow_set set = { 0 };
        cp_flow_iter it;
        const cp_flow_columns *cols = NULL;
        uint64_t n = 0, of = 0;
        bool is_right = true;
        cp_rc rc = cp_case_open(one, path, CP_CASE_READ, &c, &err);
        if (rc == CP_OK)
            rc = cp_case_flow_set(c, one, &set, &err);
        if (rc == CP_OK)
            rc = set.iter(set.ctx, one, 0, set.n_blocks, &it, &err);
        while (rc == CP_OK && (rc = it.next(it.ctx, 1u << CP_FLOW_PACKETS, &cols, &err)) == CP_OK &&
               cols) {
            n += cols->n;
            of++;
            is_right = is_right && cols->packets[0] == of && cols->n == rows_of(of);
        }
        ok(rc == CP_OK && is_right && of == set.n_blocks && of >= seq && of >= last &&
               n == rows_until(of) && set.damage->n_blocks == 0,
           "read meanwhile: %llu batches whole, %llu were told: %s", (unsigned long long)of,
           (unsigned long long)seq, err.msg);
        last = of;
        cp_arena_free(one);
    }
    (void)kill(child, SIGKILL);
    (void)close(ends[0]);
    (void)waitpid(child, &status, 0);
    ok(last > 0, "there was something to read");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint64_t kills = 0, seed = 1;
    if (argc > 1 && !cp_str_u64(cp_str_c(argv[1]), &kills))
        return 2;
    if (argc > 2 && !cp_str_u64(cp_str_c(argv[2]), &seed))
        return 2;
    if (!mkdtemp(folder))
        return 1;
    if (!kills) {
        test_order();
        test_among_others();
        test_templates();
        test_misnumbered();
        test_full();
        test_read_meanwhile();
    }
    test_killed(kills ? (uint32_t)kills : tap_cases(20), seed);
    cp_arena *a = cp_arena_new(0);
    static const char *const names[] = { "order", "among",     "templates", "nr",
                                         "full",  "meanwhile", "killed" };
    static const char *const tails[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
            (void)unlink(cp_str_fmt(a, "%s/%s.case%s", folder, names[i], tails[k]).p);
    (void)rmdir(folder);
    cp_arena_free(a);
    return tap_done();
}
