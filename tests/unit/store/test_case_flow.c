/* SPDX-License-Identifier: Apache-2.0 */
/* test_case_flow.c - flows in the case: what goes in comes out, by several threads at once; what is
 * damaged is counted and costs no more than its rows; what is removed takes its flows along. */
#include <sqlite3.h>
#include <unistd.h>
#include "base/thread.h"
#include "model/flow_names.h"
#include "model/flow_pack.h"
#include "store/case_flow.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-flow-XXXXXX";

static cp_str path_of(cp_arena *a, const char *name)
{
    return cp_str_fmt(a, "%s/%s", folder, name);
}

static void sql(cp_str path, const char *text)
{
    sqlite3 *db;
    ok(sqlite3_open(path.p, &db) == SQLITE_OK &&
           sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK,
       "%s", text);
    sqlite3_close(db);
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

static cp_flow_addr addr_of(uint32_t n)
{
    const uint8_t b[] = { 10, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n };
    return cp_flow_addr_of(cp_ip_v4(b));
}

/* The flow of this number, of `exporters`: what comes out must be it again. */
static cp_flow flow_of(uint64_t i, uint32_t exporters)
{
    return (cp_flow){ .src = addr_of((uint32_t)(i % 500)),
                      .dst = addr_of((uint32_t)(i % 7000)),
                      .at = 1700000000000000 + (int64_t)i * 1000,
                      .bytes = i * 40,
                      .packets = i,
                      .exporter = (uint32_t)(i % exporters),
                      .dport = (uint16_t)i,
                      .sampling = i % 2 ? 10 : CP_SAMPLING_UNKNOWN,
                      .proto = 6 };
}

static cp_exporter exporter_of(uint32_t nr)
{
    return (cp_exporter){ .addr = addr_of(nr + 1),
                          .domain = nr * 7,
                          .proto = (cp_flow_proto)(nr % CP_FLOW_PROTO_COUNT),
                          .nr = nr,
                          .sampling = nr * 100,
                          .is_sampling_mixed = nr % 2,
                          .first_at = nr ? 5 : CP_TIME_NONE,
                          .last_at = 6,
                          .packets = 1000 + nr,
                          .flows = UINT64_MAX,
                          .lost = nr,
                          .restarts = 1,
                          .no_template = 2,
                          .bad = 3,
                          .unused = 4 };
}

static cp_flow_name name_of(cp_arena *a, uint32_t i)
{
    return (cp_flow_name){ .kind = (cp_flow_name_kind)(i % CP_FLOW_NAME_KIND_COUNT),
                           .client = addr_of(i % 100),
                           .addr = addr_of(i % 3),
                           .at = (int64_t)i * 1000000,
                           .name = cp_str_fmt(a, "host-%u.example", i % 1000) };
}

typedef struct amount {
    uint32_t flows, exporters, names;
} amount;

static cp_rc tell(const cp_obs_sink *sink, const amount *n, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n->names; i++) {
        cp_flow_name x = name_of(a, i);
        rc = sink->flow_name(sink->ctx, &x, err);
    }
    for (uint32_t i = 0; rc == CP_OK && i < n->flows; i++) {
        cp_flow f = flow_of(i, n->exporters);
        bool is_full = cp_flow_packer_add(p, &f);
        if (is_full || i + 1 == n->flows) {
            cp_flow_block b = cp_flow_packer_take(p);
            rc = sink->flows(sink->ctx, &b, err);
        }
    }
    for (uint32_t i = n->exporters; rc == CP_OK && i > 0; i--) {
        cp_exporter x = exporter_of(i - 1);
        rc = sink->exporter(sink->ctx, &x, err);
    }
    cp_arena_free(a);
    return rc;
}

static void import(cp_case *c, const char *sha256, const amount *n, bool replaces)
{
    cp_err err = { 0 };
    bool is_known = false;
    cp_source src = { .name = CP_STR("a.pcap"),
                      .sha256 = cp_str_c(sha256),
                      .format = CP_STR("pcap"),
                      .realm = CP_STR("default"),
                      .imported_by = CP_STR("tester"),
                      .flows = n->flows,
                      .exporters = n->exporters,
                      .flow_names = n->names,
                      .first_at = 1,
                      .last_at = 2 };
    cp_case_import_replaces(c, replaces);
    cp_rc rc = cp_case_import_begin(c, &err);
    cp_obs_sink sink = cp_case_sink(c);
    if (rc == CP_OK)
        rc = tell(&sink, n, &err);
    if (rc == CP_OK)
        rc = cp_case_import_end(c, &src, &is_known, &err);
    ok(rc == CP_OK, "an import of %u flows: %s", n->flows, err.msg);
}

/* ---- reading it */

enum {
    WANT = 1u << CP_FLOW_AT | 1u << CP_FLOW_BYTES | 1u << CP_FLOW_PACKETS | 1u << CP_FLOW_EXPORTER |
           1u << CP_FLOW_DPORT
};

typedef struct reading {
    const cp_flow_set *set;
    uint32_t from, to;
    cp_rc rc;
    cp_err err;
    uint64_t n, n_same;
    bool is_order_kept;
} reading;

/* Of one import of flow_of(0), (1) ... */
static void *read_blocks(void *arg)
{
    reading *r = arg;
    cp_arena *a = cp_arena_new(0);
    const cp_flow_columns *c = NULL;
    cp_flow_iter it;
    uint64_t last = 0;
    r->is_order_kept = true;
    r->rc = r->set->iter(r->set->ctx, a, r->from, r->to, &it, &r->err);
    while (r->rc == CP_OK && (r->rc = it.next(it.ctx, WANT, &c, &r->err)) == CP_OK && c)
        for (uint32_t i = 0; i < c->n; i++, r->n++) {
            const cp_exporter *x = &r->set->exporters[c->exporters_at + c->exporter[i]];
            cp_flow f = flow_of(c->packets[i], c->exporter[i] + 1);
            uint32_t of = r->set->n_exporters;
            f.exporter = (uint32_t)(c->packets[i] % of);
            r->n_same += memcmp(&f.src, &c->addrs[c->src[i]], sizeof f.src) == 0 &&
                         memcmp(&f.dst, &c->addrs[c->dst[i]], sizeof f.dst) == 0 &&
                         c->at[i] == f.at && c->bytes[i] == f.bytes && c->dport[i] == f.dport &&
                         c->exporter[i] == f.exporter && x->nr == f.exporter && !c->proto &&
                         x->source == c->source;
            r->is_order_kept = r->is_order_kept && c->packets[i] >= last;
            last = c->packets[i];
        }
    cp_arena_free(a);
    return NULL;
}

static reading read_range(const cp_flow_set *set, uint32_t from, uint32_t to)
{
    reading r = { .set = set, .from = from, .to = to };
    (void)read_blocks(&r);
    return r;
}

typedef struct names_seen {
    cp_arena *a;
    uint32_t n, n_same;
} names_seen;

static cp_rc see_name(void *ctx, uint32_t source, const cp_flow_name *x, cp_err *err)
{
    names_seen *s = ctx;
    cp_flow_name want = name_of(s->a, s->n++);
    (void)err;
    s->n_same += source == 0 && x->kind == want.kind && x->at == want.at &&
                 memcmp(&x->client, &want.client, sizeof x->client) == 0 &&
                 memcmp(&x->addr, &want.addr, sizeof x->addr) == 0 && cp_str_eq(x->name, want.name);
    return CP_OK;
}

static bool same_exporter(const cp_exporter *x, const cp_exporter *y)
{
    return memcmp(&x->addr, &y->addr, sizeof x->addr) == 0 && x->domain == y->domain &&
           x->proto == y->proto && x->nr == y->nr && x->sampling == y->sampling &&
           x->is_sampling_mixed == y->is_sampling_mixed && x->first_at == y->first_at &&
           x->last_at == y->last_at && x->packets == y->packets && x->flows == y->flows &&
           x->lost == y->lost && x->restarts == y->restarts && x->no_template == y->no_template &&
           x->bad == y->bad && x->unused == y->unused;
}

static const amount large = { 2 * CP_FLOW_BLOCK_ROWS + 1000, 3, CP_FLOW_NAMES_ROWS + 17 };

static cp_rc count_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    (void)n;
    (void)err;
    ++*(uint32_t *)ctx;
    return CP_OK;
}

/* All at first, nothing while nothing comes, and that blocks were removed is seen. */
static void check_names_after(cp_case *c)
{
    cp_flow_damage damage = { 0 };
    cp_err err = { 0 };
    uint32_t n = 0;
    int64_t latest = 0, again = 0;
    is_int(cp_case_flow_names_after(c, 0, count_name, &n, &damage, &latest, &err), CP_OK,
           "the names of now");
    ok(n == large.names && latest == 2, "all of them: %u", n);
    is_int(cp_case_flow_names_after(c, latest, count_name, &n, &damage, &again, &err), CP_OK,
           "and those that came since");
    ok(n == large.names && again == latest, "none");
    n = 0;
    is_int(cp_case_flow_names_after(c, 1, count_name, &n, &damage, &again, &err), CP_OK,
           "those of the last block");
    ok(n == 17 && again == latest, "are %u", n);
    n = 0;
    is_int(cp_case_flow_names_after(c, latest + 1, count_name, &n, &damage, &again, &err), CP_OK,
           "behind a number that is no more there");
    ok(n == 0 && again == latest, "is nothing, and that is told");
}

static void test_round_trip(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    cp_source *sources;
    uint32_t n, n_same = 0;
    uint64_t n_unsampled = 0;
    is_int(cp_case_open(a, path_of(a, "round.case"), CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_OK, "an empty set");
    ok(set.n_blocks == 0 && set.n_flows == 0 && set.first_at == CP_TIME_NONE, "of nothing");
    import(c, "aa", &large, false);
    is_int(cp_case_flow_set(c, a, &set, &err), CP_OK, "a set");
    ok(set.n_blocks == 3 && set.n_flows == large.flows && set.n_exporters == large.exporters,
       "its size");
    ok(set.first_at == flow_of(0, 1).at && set.last_at == flow_of(large.flows - 1, 1).at,
       "its time");
    for (uint32_t i = 0; i < set.n_exporters; i++) {
        cp_exporter want = exporter_of(i);
        n_same += same_exporter(&set.exporters[i], &want);
        n_unsampled += set.exporters[i].unsampled;
    }
    is_int(n_unsampled, large.flows / 2, "flows without sampling are counted");
    is_int(n_same, large.exporters, "exporters as they were told");
    is_int(cp_case_sources(c, a, &sources, &n, &err), CP_OK, "its source");
    ok(n == 1 && sources[0].flows == large.flows && sources[0].exporters == large.exporters &&
           sources[0].flow_names == large.names,
       "counts them");
    /* the first says nothing, the second said different things */
    ok(sources[0].lacks.exporters_silent == 2 && sources[0].lacks.lost == 3 &&
           sources[0].lacks.no_template == 6 && sources[0].lacks.bad == 9,
       "and what is not known of them");
    is_str(cp_source_lacks(a, &sources[0]),
           CP_STR("2 exporters do not say how they sample: their volumes may be too small; 6 sets "
                  "came without their templates, and are not understood; 3 flows, datagrams or "
                  "samples were lost, by what exporters count; 9 datagrams or sets of flows were "
                  "malformed"),
           "in words");
    reading r = read_range(&set, 0, 3);
    ok(r.rc == CP_OK && r.n == large.flows && r.n_same == r.n && r.is_order_kept,
       "%llu flows, %llu as they were told: %s", (unsigned long long)r.n,
       (unsigned long long)r.n_same, r.err.msg);
    r = read_range(&set, 1, 2);
    ok(r.n == CP_FLOW_BLOCK_ROWS && r.n_same == r.n, "one block");
    r = read_range(&set, 2, 2);
    ok(r.rc == CP_OK && r.n == 0, "none");
    names_seen names = { .a = a };
    cp_flow_damage damage = { 0 };
    is_int(cp_case_flow_names(c, see_name, &names, &damage, &err), CP_OK, "the names");
    ok(names.n == large.names && names.n_same == names.n && damage.n_blocks == 0,
       "%u names, %u as they were told", names.n, names.n_same);
    check_names_after(c);
    is_int(cp_case_check(c, &err), CP_OK, "it is sound");
    cp_arena_free(a);
}

static void test_threads(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    reading r[4];
    pthread_t t[4];
    bool is_running[4];
    uint64_t n = 0, n_same = 0;
    is_int(cp_case_open(a, path_of(a, "round.case"), CP_CASE_READ, &c, &err), CP_OK, "to read");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_OK, "a set");
    for (uint32_t i = 0; i < 4; i++) {
        r[i] = (reading){ .set = &set, .from = i * 3 / 4, .to = (i + 1) * 3 / 4 };
        is_running[i] = cp_thread_start(&t[i], read_blocks, &r[i]);
    }
    for (uint32_t i = 0; i < 4; i++) {
        if (is_running[i])
            (void)pthread_join(t[i], NULL);
        n += r[i].n;
        n_same += r[i].n_same;
    }
    ok(n == large.flows && n_same == n, "four threads read all of it");
    cp_arena_free(a);
}

/* A sink that another case is: what replays is what was told. */
static void test_replay(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *from = NULL, *to = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    cp_source src = { .name = CP_STR("copy"), .sha256 = CP_STR("cc"), .format = CP_STR("pcap") };
    bool is_known;
    is_int(cp_case_open(a, path_of(a, "round.case"), CP_CASE_READ, &from, &err), CP_OK, "from");
    is_int(cp_case_open(a, path_of(a, "copy.case"), CP_CASE_CREATE, &to, &err), CP_OK, "to");
    is_int(cp_case_import_begin(to, &err), CP_OK, "an import");
    cp_obs_sink sink = cp_case_sink(to);
    is_int(cp_case_replay(from, 0, &sink, &err), CP_OK, "is told to another case");
    is_int(cp_case_import_end(to, &src, &is_known, &err), CP_OK, "and kept");
    is_int(cp_case_flow_set(to, a, &set, &err), CP_OK, "a set");
    reading r = read_range(&set, 0, set.n_blocks);
    names_seen names = { .a = a };
    cp_flow_damage damage = { 0 };
    is_int(cp_case_flow_names(to, see_name, &names, &damage, &err), CP_OK, "names");
    ok(r.n == large.flows && r.n_same == r.n && names.n_same == large.names, "of the same flows");
    cp_arena_free(a);
}

/* Who looks again sees what came since, and all exporters. */
static void test_after(void)
{
    static const struct {
        const char *name;
        amount came;
        bool is_removed_before; /* all that was there: numbers are given out again */
    } rows[] = {
        { "at first nothing", { 0, 1, 0 }, false },
        { "one block", { 10, 1, 0 }, false },
        { "several blocks", { CP_FLOW_BLOCK_ROWS + 1, 2, 0 }, false },
        { "no flows", { 0, 1, 3 }, false },
        { "one more", { 20, 3, 0 }, false },
        { "numbers from before", { 30, 1, 0 }, true },
    };
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_str path = path_of(a, "after.case");
    cp_case_flow_mark mark;
    int64_t latest = 0, log = 0;
    uint32_t n_exporters = 0;
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const amount *came = &rows[i].came;
        cp_flow_set set = { 0 };
        if (rows[i].is_removed_before) {
            sql(path, "DELETE FROM flow_block");
            is_int(cp_case_flow_mark_of(c, &mark, &err), CP_OK, "%s: a mark", rows[i].name);
            ok(mark.block == 0 && mark.block < latest, "%s: it says so", rows[i].name);
            latest = mark.block;
        }
        import(c, rows[i].name, came, false);
        n_exporters += came->exporters;
        is_int(cp_case_flow_mark_of(c, &mark, &err), CP_OK, "%s: a mark", rows[i].name);
        ok(mark.log > log && mark.n_receiving == 0 && (mark.block > latest) == (came->flows > 0),
           "%s: how far it is", rows[i].name);
        log = mark.log;
        is_int(cp_case_flow_after(c, a, latest, &set, &latest, &err), CP_OK, "%s: a set",
               rows[i].name);
        reading r = read_range(&set, 0, set.n_blocks);
        ok(r.rc == CP_OK && r.n == came->flows && set.n_flows == came->flows, "%s: %llu flows came",
           rows[i].name, (unsigned long long)r.n);
        ok(set.n_exporters == n_exporters && latest == mark.block, "%s: of all exporters",
           rows[i].name);
    }
    cp_arena_free(a);
}

static void test_damaged(void)
{
    static const struct row {
        const char *name, *sql;
        uint32_t n_blocks;
        uint64_t n_left;
    } rows[] = {
        { "cut off", "UPDATE flow_block SET data=substr(data,1,1000) WHERE seq=0", 1,
          CP_FLOW_BLOCK_ROWS + 1000 },
        { "no block", "UPDATE flow_block SET data=x'00' WHERE seq=1", 2, 1000 },
        { "of other rows", "UPDATE flow_block SET rows=999 WHERE seq=2", 3, 0 },
    };
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    cp_str path = path_of(a, "copy.case");
    names_seen names = { .a = a };
    cp_flow_damage damage = { 0 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sql(path, rows[i].sql);
        is_int(cp_case_open(a, path, CP_CASE_READ, &c, &err), CP_OK, "opens");
        is_int(cp_case_flow_set(c, a, &set, &err), CP_OK, "a set");
        reading r = read_range(&set, 0, 3);
        ok(r.rc == CP_OK && r.n == rows[i].n_left && r.n_same == r.n, "%s: the rest is read",
           rows[i].name);
        ok(set.damage->n_blocks == rows[i].n_blocks &&
               set.damage->n_flows == set.n_flows - rows[i].n_left &&
               cp_str_has(cp_str_c(set.damage->first.msg), CP_STR("block 1 of flows")),
           "%s: counted and told: %s", rows[i].name, set.damage->first.msg);
    }
    sql(path, "UPDATE flow_name SET data=x'00' WHERE seq=1");
    is_int(cp_case_flow_names(c, see_name, &names, &damage, &err), CP_OK, "names");
    ok(names.n_same == CP_FLOW_NAMES_ROWS && damage.n_blocks == 1 && damage.n_flows == 17,
       "names that are damaged are counted");
    cp_obs_sink sink = cp_case_sink(c);
    sql(path, "UPDATE flow_exporter SET nr=9 WHERE nr=1");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_EFORMAT, "exporters without a number");
    sql(path, "UPDATE flow_exporter SET nr=1, proto='gossip' WHERE nr=9");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_EFORMAT, "or of an unknown kind");
    is_int(cp_case_replay(c, 0, &sink, &err) == CP_OK, false, "cannot be told");
    sql(path, "DELETE FROM flow_exporter; UPDATE flow_block SET rows=0 WHERE seq=0");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_EFORMAT, "a block of no rows");
    sql(path, "UPDATE flow_block SET rows=65537 WHERE seq=0");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_EFORMAT, "a block of too many");
    cp_arena_free(a);
}

/* A reader that forgets to tell of an exporter would let its flows be those of another one. */
static void test_forgotten(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    bool is_known;
    cp_source src = { .name = CP_STR("f"), .sha256 = CP_STR("ff"), .format = CP_STR("pcap") };
    is_int(cp_case_open(a, path_of(a, "strange.case"), CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    for (uint32_t left_out = 0; left_out < 2; left_out++) {
        is_int(cp_case_import_begin(c, &err), CP_OK, "an import");
        cp_obs_sink sink = cp_case_sink(c);
        cp_flow_packer *p = cp_flow_packer_new(a, 1);
        for (uint32_t i = 0; i < 10; i++) {
            cp_flow f = flow_of(i, 2);
            f.sampling = CP_SAMPLING_UNKNOWN;
            (void)cp_flow_packer_add(p, &f);
        }
        cp_flow_block b = cp_flow_packer_take(p);
        cp_exporter x = exporter_of(1 - left_out);
        is_int(sink.flows(sink.ctx, &b, &err), CP_OK, "flows of two");
        is_int(sink.exporter(sink.ctx, &x, &err), CP_OK, "told of one");
        is_int(cp_case_import_end(c, &src, &is_known, &err), CP_EINTERNAL, "is refused");
    }
    cp_arena_free(a);
}

/* Flows of exporters that were not told of do not lead beyond those that were. */
static void test_strange_exporter(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    cp_str path = path_of(a, "strange.case");
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    import(c, "aa", &(amount){ 100, 3, 0 }, false);
    sql(path, "DELETE FROM flow_exporter WHERE nr=2");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_OK, "a set");
    reading r = read_range(&set, 0, 1);
    ok(r.rc == CP_OK && r.n == 0 && set.damage->n_blocks == 1 &&
           cp_str_has(cp_str_c(set.damage->first.msg), CP_STR("exporter 2 of 2")),
       "%s", set.damage->first.msg);
    cp_arena_free(a);
}

/* Bytes of the file that changed: what is read is right or told, and never beyond what there is. */
static void test_changed_bytes(void)
{
    enum { MAX = 4 * 1024 * 1024 };
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_str path = path_of(a, "changed.case"), copy = path_of(a, "bent.case");
    cp_rand r = { 3 };
    uint32_t n_told = 0, tries = tap_cases(200);
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    import(c, "aa", &(amount){ 3000, 3, 100 }, false);
    cp_arena_free(a); /* what is in the log goes into the file */
    a = cp_arena_new(0);
    path = path_of(a, "changed.case");
    copy = path_of(a, "bent.case");
    uint8_t *bytes = cp_arena_alloc(a, MAX);
    FILE *f = fopen(path.p, "rb");
    size_t n = f ? fread(bytes, 1, MAX, f) : 0;
    if (f)
        (void)fclose(f);
    for (uint32_t i = 0; n && i < tries; i++) {
        cp_arena *one = cp_arena_new(0);
        cp_flow_set set = { 0 };
        cp_flow_damage damage = { 0 };
        names_seen names = { .a = one };
        uint32_t at[8];
        for (size_t k = 0; k < 8; k++) { /* beyond the header, which says what the file is */
            at[k] = 200 + cp_rand_below(&r, (uint32_t)n - 200);
            bytes[at[k]] ^= (uint8_t)(1 + k * 37);
        }
        f = fopen(copy.p, "wb");
        ok(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0, "a copy that is bent");
        cp_rc rc = cp_case_open(one, copy, CP_CASE_READ, &c, &err);
        if (rc == CP_OK)
            rc = cp_case_flow_set(c, one, &set, &err);
        reading got = { .rc = rc };
        if (rc == CP_OK && set.n_blocks)
            got = read_range(&set, 0, set.n_blocks);
        if (rc == CP_OK)
            rc = cp_case_flow_names(c, see_name, &names, &damage, &err);
        n_told += rc != CP_OK || got.rc != CP_OK || (set.damage && set.damage->n_blocks);
        cp_arena_free(one);
        for (size_t k = 0; k < 8; k++)
            bytes[at[k]] ^= (uint8_t)(1 + k * 37);
    }
    ok(n && n_told, "%u of %u are told", n_told, tries);
    cp_arena_free(a);
}

/* The same content again takes the place of what was there; an import that is given up, and one
 * that is known, leave nothing. */
static void test_once(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    cp_flow_set set = { 0 };
    cp_str path = path_of(a, "once.case");
    const amount small = { 1000, 2, 10 }, smaller = { 500, 1, 5 };
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    import(c, "aa", &large, false);
    import(c, "bb", &small, false);
    import(c, "bb", &large, false);
    is_int(number(path, "SELECT count(*) FROM flow_block"), 4, "what is known is not kept twice");
    is_int(cp_case_import_begin(c, &err), CP_OK, "an import");
    cp_obs_sink sink = cp_case_sink(c);
    is_int(tell(&sink, &small, &err), CP_OK, "with flows");
    cp_case_import_abort(c);
    is_int(number(path, "SELECT count(*) FROM flow_block"), 4, "is given up");
    import(c, "aa", &smaller, true);
    is_int(number(path, "SELECT sum(rows) FROM flow_block"), 1500, "another one in its place");
    is_int(number(path, "SELECT sum(rows) FROM flow_name"), 15, "with its names");
    is_int(number(path, "SELECT count(*) FROM flow_exporter"), 3, "and exporters");
    is_int(cp_case_flow_set(c, a, &set, &err), CP_OK, "a set of both");
    ok(set.n_blocks == 2 && set.exporters[0].source == 0 && set.exporters[2].source == 1,
       "of two sources");
    is_int(cp_case_check(c, &err), CP_OK, "it is sound");
    sql(path, "PRAGMA foreign_keys=ON; DELETE FROM import");
    is_int(number(path, "SELECT (SELECT count(*) FROM flow_block)+(SELECT count(*) FROM flow_name)+"
                        "(SELECT count(*) FROM flow_exporter)"),
           0, "without imports there are no flows");
    reading r = read_range(&set, 0, 2);
    ok(r.rc == CP_OK && r.n == 0 && set.damage->n_blocks == 2 && set.damage->n_flows == 1500,
       "who still reads is told: %s", set.damage->first.msg);
    cp_arena_free(a);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    test_round_trip();
    test_threads();
    test_replay();
    test_after();
    test_damaged();
    test_strange_exporter();
    test_forgotten();
    test_changed_bytes();
    test_once();
    cp_arena *a = cp_arena_new(0);
    static const char *const names[] = { "round",   "copy", "strange", "once",
                                         "changed", "bent", "after" };
    static const char *const tails[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
            (void)unlink(cp_str_fmt(a, "%s/%s.case%s", folder, names[i], tails[k]).p);
    (void)rmdir(folder);
    cp_arena_free(a);
    return tap_done();
}
