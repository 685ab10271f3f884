/* SPDX-License-Identifier: Apache-2.0 */
/* test_case.c - the case: what goes in comes out, once; what is no case, too new, damaged, cut off
 * at any page or in use is told and never changed. */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "store/case.h"
#include "store/case_pack.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-case-XXXXXX";

static cp_str path_of(cp_arena *a, const char *name)
{
    return cp_str_fmt(a, "%s/%s", folder, name);
}

static const cp_ident ids_a[] = { { CP_IDENT_MAC, CP_STR_INIT("00:00:00:00:53:01") },
                                  { CP_IDENT_IP, CP_STR_INIT("192.0.2.7") } };
static const cp_ident ids_b[] = { { CP_IDENT_AGENT, CP_STR_INIT("r2") } };

static const cp_obs rows[] = {
    { ids_a, 2, CP_STR_INIT(""), CP_KIND_LLDP_SYS_DESCR, CP_STR_INIT("AcmeOS 2.1"), 1000, 7 },
    { ids_a, 2, CP_STR_INIT("ent:3"), CP_KIND_SNMP_ENT_MFG, CP_STR_INIT("Other\0bytes\xff"),
      CP_TIME_NONE, 8 },
    { ids_b, 1, CP_STR_INIT(""), CP_KIND_INVENTORY_NAME, CP_STR_INIT("agg-3"), CP_TIME_NONE, 2,
      CP_STR_INIT("north") },
    { ids_b, 1, CP_STR_INIT(""), CP_KIND_INVENTORY_NAME, CP_STR_INIT("agg-3"), CP_TIME_NONE, 3 },
    { ids_a, 2, CP_STR_INIT(""), CP_KIND_ETH_SRC, CP_STR_INIT(""), 5, 0 },
};
enum { ROWS = sizeof rows / sizeof *rows };

static const cp_link a_link = { .kind = CP_LINK_TABLE,
                                .a = { ids_a, 2, CP_STR_INIT("ge-0/0/1"), CP_STR_INIT("1.2.3.4") },
                                .b = { ids_b, 1, CP_STR_INIT("eth0"), CP_STR_INIT("") },
                                .name = CP_STR_INIT("north-7"),
                                .area = CP_STR_INIT("0.0.0.1"),
                                .layer = CP_STR_INIT("ip"),
                                .srlg = CP_STR_INIT("s1"),
                                .metric = 10,
                                .metric_back = CP_METRIC_UNUSED,
                                .capacity_bps = 10000000000,
                                .both_sides = true,
                                .end_only = CP_LINK_B_END_ONLY,
                                .at = CP_TIME_NONE,
                                .pos = 3 };
static const cp_link half_link = {
    .kind = CP_LINK_LLDP, .b = { ids_a, 2, CP_STR_INIT("1") }, .at = 9, .pos = 4
};

static const cp_tie ties[] = {
    { CP_TIE_NEEDS, ids_a, ids_b, 2, 1, CP_STR_INIT(""), CP_STR_INIT("core"), CP_STR_INIT("amf"), 0,
      2 },
    { CP_TIE_CARRIED, NULL, ids_a, 0, 2, CP_STR_INIT("north-7"), CP_STR_INIT("1"), CP_STR_INIT(""),
      0, 3 },
    { CP_TIE_DEMAND, ids_b, ids_a, 1, 2, CP_STR_INIT(""), CP_STR_INIT(""), CP_STR_INIT(""),
      INT64_MAX, 4 },
    { CP_TIE_INSPECTION, NULL, NULL, 0, 0, CP_STR_INIT(""), CP_STR_INIT("north"),
      CP_STR_INIT("core"), 500, 5 },
};
enum { TIES = sizeof ties / sizeof *ties };

static cp_source source_of(const char *sha, const char *realm)
{
    return (cp_source){ .name = CP_STR("walk.snmprec"),
                        .sha256 = cp_str_c(sha),
                        .format = CP_STR("snmprec"),
                        .realm = cp_str_c(realm),
                        .note = CP_STR("a note"),
                        .bytes = 99,
                        .imported_at = 5000000,
                        .imported_by = CP_STR("tester"),
                        .state = CP_SOURCE_PARTLY,
                        .records = 12,
                        .records_bad = 1,
                        .records_unused = 2,
                        .observations = ROWS,
                        .links = 2,
                        .statements = 2,
                        .ties = TIES,
                        .first_at = CP_TIME_NONE,
                        .last_at = 1000,
                        .problems = { { 4, CP_STR("a bad line") } },
                        .n_problems = 1 };
}

static const cp_statement statements[] = {
    { CP_STR_INIT("Acme"),
      CP_STR_INIT(""),
      CP_STR_INIT("AX5735"),
      CP_STR_INIT("approval"),
      CP_STR_INIT("yes"),
      CP_STR_INIT("Operator"),
      CP_STR_INIT("J. Doe"),
      CP_STR_INIT("a note"),
      { 20454, 20454 },
      { 20454, 20818 },
      CP_DATE_NONE,
      0,
      2 },
    { CP_STR_INIT(""),
      CP_STR_INIT("XX"),
      CP_STR_INIT(""),
      CP_STR_INIT("pt-1"),
      CP_STR_INIT("no"),
      CP_STR_INIT(""),
      CP_STR_INIT(""),
      CP_STR_INIT(""),
      CP_DATE_NONE,
      CP_DATE_NONE,
      { 20454, 20454 },
      0,
      3 },
};
enum { STATEMENTS = sizeof statements / sizeof *statements };

/* One import with everything in it. */
static cp_rc fill(cp_case *c, cp_source src, bool *is_known, cp_err *err)
{
    cp_obs_sink sink;
    cp_rc rc = cp_case_import_begin(c, err);
    if (rc != CP_OK)
        return rc;
    sink = cp_case_sink(c);
    for (int i = 0; rc == CP_OK && i < ROWS; i++)
        rc = sink.obs(sink.ctx, &rows[i], err);
    if (rc == CP_OK)
        rc = sink.link(sink.ctx, &a_link, err);
    if (rc == CP_OK)
        rc = sink.link(sink.ctx, &half_link, err);
    for (int i = 0; rc == CP_OK && i < STATEMENTS; i++)
        rc = sink.statement(sink.ctx, &statements[i], err);
    for (int i = 0; rc == CP_OK && i < TIES; i++)
        rc = sink.tie(sink.ctx, &ties[i], err);
    return rc == CP_OK ? cp_case_import_end(c, &src, is_known, err) : rc;
}

typedef struct seen {
    int obs, links, statements, ties;
} seen;

static cp_rc see_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    seen *s = ctx;
    const cp_obs *want = &rows[s->obs++ % ROWS];
    (void)err;
    bool same_ids = o->n_ids == want->n_ids;
    for (uint32_t i = 0; same_ids && i < o->n_ids; i++)
        same_ids =
            o->ids[i].kind == want->ids[i].kind && cp_str_eq(o->ids[i].value, want->ids[i].value);
    ok(same_ids, "the subject of observation %d", s->obs);
    ok(o->kind == want->kind && o->at == want->at && o->pos == want->pos &&
           cp_str_eq(o->part, want->part) && cp_str_eq(o->realm, want->realm),
       "the rest of observation %d", s->obs);
    is_str(o->value, want->value, "the value of observation %d", s->obs);
    return CP_OK;
}

static cp_rc see_link(void *ctx, const cp_link *l, cp_err *err)
{
    seen *s = ctx;
    const cp_link *want = s->links++ % 2 ? &half_link : &a_link;
    (void)err;
    ok(l->kind == want->kind && l->metric == want->metric && l->metric_back == want->metric_back &&
           l->capacity_bps == want->capacity_bps && l->both_sides == want->both_sides &&
           l->at == want->at && l->pos == want->pos && l->end_only == want->end_only,
       "the numbers of link %d", s->links);
    ok(l->a.n_ids == want->a.n_ids && l->b.n_ids == want->b.n_ids &&
           cp_str_eq(l->a.port, want->a.port) && cp_str_eq(l->b.port, want->b.port) &&
           cp_str_eq(l->a.router, want->a.router) && cp_str_eq(l->b.router, want->b.router),
       "the ends of link %d", s->links);
    ok(cp_str_eq(l->name, want->name) && cp_str_eq(l->layer, want->layer) &&
           cp_str_eq(l->srlg, want->srlg) && cp_str_eq(l->area, want->area),
       "the words of link %d", s->links);
    ok(l->b.n_ids == 0 || cp_str_eq(l->b.ids[0].value, want->b.ids[0].value),
       "the far end of link %d is itself", s->links);
    return CP_OK;
}

static bool same_day(cp_date a, cp_date b)
{
    return cp_date_is_set(a) == cp_date_is_set(b) &&
           (!cp_date_is_set(a) || (a.first_day == b.first_day && a.last_day == b.last_day));
}

static cp_rc see_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    seen *s = ctx;
    const cp_statement *want = &statements[s->statements++ % STATEMENTS];
    (void)err;
    ok(cp_str_eq(x->maker, want->maker) && cp_str_eq(x->state, want->state) &&
           cp_str_eq(x->product, want->product) && cp_str_eq(x->fact, want->fact) &&
           cp_str_eq(x->value, want->value) && cp_str_eq(x->licensee, want->licensee) &&
           cp_str_eq(x->by, want->by) && cp_str_eq(x->note, want->note),
       "the words of statement %d", s->statements);
    ok(same_day(x->from, want->from) && same_day(x->to, want->to) && same_day(x->on, want->on) &&
           x->pos == want->pos,
       "the dates of statement %d", s->statements);
    return CP_OK;
}

static bool same_first(const cp_ident *x, uint32_t n, const cp_ident *y, uint32_t m)
{
    return n == m && (n == 0 || (x->kind == y->kind && cp_str_eq(x->value, y->value)));
}

static cp_rc see_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    seen *s = ctx;
    const cp_tie *want = &ties[s->ties++ % TIES];
    (void)err;
    ok(t->kind == want->kind && same_first(t->a, t->n_a, want->a, want->n_a) &&
           same_first(t->b, t->n_b, want->b, want->n_b),
       "the ends of tie %d", s->ties);
    ok(cp_str_eq(t->link, want->link) && cp_str_eq(t->name, want->name) &&
           cp_str_eq(t->what, want->what) && t->amount == want->amount && t->pos == want->pos,
       "the rest of tie %d", s->ties);
    return CP_OK;
}

static void test_round_trip(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err;
    cp_source *sources;
    uint32_t n;
    bool is_known = true;
    seen s = { 0 };
    cp_obs_sink sink = { &s, see_obs, see_link, see_statement, see_tie };
    is_int(cp_case_open(a, path_of(a, "a.case"), CP_CASE_CREATE, &c, &err), CP_OK,
           "a case is made");
    is_int(fill(c, source_of("aa", "default"), &is_known, &err), CP_OK, "an import");
    ok(!is_known, "is new");
    is_int(fill(c, source_of("aa", "default"), &is_known, &err), CP_OK, "the same content again");
    ok(is_known, "is known");
    is_int(fill(c, source_of("aa", "north"), &is_known, &err), CP_OK,
           "the same content in another realm");
    ok(!is_known, "is new");
    cp_arena_free(a);

    a = cp_arena_new(0);
    is_int(cp_case_open(a, path_of(a, "a.case"), CP_CASE_READ, &c, &err), CP_OK, "opened again");
    is_int(cp_case_sources(c, a, &sources, &n, &err), CP_OK, "its imports");
    is_int(n, 2, "are two");
    is_str(sources[0].note, CP_STR("a note"), "note");
    is_str(sources[1].realm, CP_STR("north"), "realm");
    ok(sources[0].state == CP_SOURCE_PARTLY && sources[0].records_bad == 1 &&
           sources[0].first_at == CP_TIME_NONE && sources[0].last_at == 1000,
       "the counts");
    ok(sources[0].n_problems == 1 && sources[0].problems[0].pos == 4, "the problem");
    is_int(cp_case_replay(c, 0, &sink, &err), CP_OK, "replay");
    is_int(s.obs, ROWS, "all observations");
    is_int(s.links, 2, "all links");
    is_int(s.ties, TIES, "all ties");
    is_int(s.statements, STATEMENTS, "all statements");
    is_uint(sources[0].statements, STATEMENTS, "which were counted");
    is_int(cp_case_replay(c, 1, &sink, &err), CP_OK, "replay of the second");
    is_int(s.obs, 2 * ROWS, "all observations");
    is_int(cp_case_check(c, &err), CP_OK, "it is sound");
    cp_arena_free(a);
}

static void test_rest(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err;
    cp_str yaml;
    cp_case_log_row *log;
    cp_case_asset_id *ids;
    uint32_t n;
    const cp_case_asset_id give[] = {
        { CP_STR("mac-1"), CP_STR("default"), { CP_IDENT_MAC, CP_STR("00:00:00:00:53:01") } },
        { CP_STR("ip-1"), CP_STR("north"), { CP_IDENT_IP, CP_STR("192.0.2.7") } }
    };
    is_int(cp_case_open(a, path_of(a, "b.case"), CP_CASE_CREATE, &c, &err), CP_OK, "another case");
    is_int(cp_case_profile(c, a, &yaml, &err), CP_OK, "its profile");
    is_int((int64_t)yaml.n, 0, "is not set");
    is_int(cp_case_profile_set(c, CP_STR("country: XX\n"), CP_STR("me"), 7, &err), CP_OK, "set");
    is_int(cp_case_profile_set(c, CP_STR("country: YY\n"), CP_STR("me"), 8, &err), CP_OK,
           "set again");
    is_int(cp_case_profile(c, a, &yaml, &err), CP_OK, "read");
    is_str(yaml, CP_STR("country: YY\n"), "the latter");
    is_int(cp_case_log(c, a, &log, &n, &err), CP_OK, "the log");
    ok(n == 2 && log[0].at == 7 && cp_str_eq(log[1].by, CP_STR("me")), "has both");
    is_int(cp_case_asset_ids_add(c, give, 2, &err), CP_OK, "ids are given out");
    is_int(cp_case_asset_ids_add(c, give, 1, &err), CP_OK, "one of them again");
    is_int(cp_case_asset_ids(c, a, &ids, &n, &err), CP_OK, "ids are read");
    ok(n == 2 && cp_str_eq(ids[0].id, CP_STR("ip-1")) && ids[1].ident.kind == CP_IDENT_MAC,
       "both, by id");
    cp_arena_free(a);
}

/* ---- lists of products ---- */

static cp_product product_of(const char *name, uint64_t line)
{
    cp_product p = { .line = line };
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        p.field[f] = cp_str_c(cp_product_field_name((cp_product_field)f));
    p.field[CP_PRODUCT_PRODUCT] = cp_str_c(name);
    return p;
}

/* One list of two products, ended or given up. */
static bool put_list(cp_case *c, const char *sha, bool ends, bool *is_known, cp_err *err)
{
    cp_product_sink sink = cp_case_catalog_sink(c);
    cp_product one = product_of("one", 2), two = product_of("two", 3);
    cp_source src = { .name = cp_str_c(sha),
                      .sha256 = cp_str_c(sha),
                      .format = CP_STR("product-csv"),
                      .records = 3,
                      .records_bad = 1,
                      .imported_at = 5,
                      .imported_by = CP_STR("me") };
    if (cp_case_catalog_file_begin(c, err) != CP_OK || sink.product(sink.ctx, &one, err) != CP_OK ||
        sink.product(sink.ctx, &two, err) != CP_OK)
        return false;
    return (ends ? cp_case_catalog_file_end(c, &src, is_known, err)
                 : cp_case_catalog_file_abort(c, err)) == CP_OK;
}

static void test_catalog(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    cp_case_catalog v;
    cp_case_log_row *log;
    bool is_known = false;
    uint32_t n;
    cp_str path = path_of(a, "list.case");
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case for lists");
    is_int(cp_case_catalog_begin(c, &err), CP_OK, "begun");
    ok(put_list(c, "s1", true, &is_known, &err) && !is_known, "a list");
    ok(put_list(c, "s2", false, &is_known, &err), "one that breaks off");
    ok(put_list(c, "s1", true, &is_known, &err) && is_known, "the first again is known");
    ok(put_list(c, "s3", true, &is_known, &err) && !is_known, "another: %s", err.msg);
    is_int(cp_case_catalog_end(c, CP_STR("lists"), CP_STR("me"), 9, &err), CP_OK, "ended");
    is_int(cp_case_catalog_begin(c, &err), CP_OK, "begun again");
    ok(put_list(c, "s4", true, &is_known, &err), "a fourth");
    cp_case_catalog_abort(c); /* and all of it given up */
    is_int(cp_case_catalog_read(c, a, &v, &err), CP_OK, "read");
    ok(v.n_sources == 2 && v.n_products == 4, "two lists, four products");
    is_str(v.sources[1].sha256, CP_STR("s3"), "in order");
    is_int(v.sources[1].records_bad, 1, "with what was bad");
    is_int(v.products[3].source, 1, "a product knows its list");
    is_int((int64_t)v.products[3].line, 3, "and its line");
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        is_cstr(v.products[2].field[f],
                f == CP_PRODUCT_PRODUCT ? "one" : cp_product_field_name((cp_product_field)f),
                "field %u", f);
    is_int(cp_case_log(c, a, &log, &n, &err), CP_OK, "the log");
    ok(n == 1 && cp_str_eq(log[0].action, CP_STR("catalog import")), "tells it");
    is_int(cp_case_check(c, &err), CP_OK, "the case is sound");
    cp_arena_free(a);
}

static void write_file(cp_str path, const void *p, size_t n)
{
    int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    ok(fd >= 0 && write(fd, p, n) == (ssize_t)n && close(fd) == 0, "a file of %zu bytes", n);
}

static void sql(cp_str path, const char *text)
{
    sqlite3 *db;
    ok(sqlite3_open(path.p, &db) == SQLITE_OK &&
           sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK,
       "%s", text);
    sqlite3_close(db);
}

static void test_refused(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c = NULL;
    cp_err err = { 0 };
    is_int(cp_case_open(a, path_of(a, "absent.case"), CP_CASE_READ, &c, &err), CP_ENOENT,
           "no case to read");
    static const char text[] = "name,maker\nagg-3,Acme\nlonger than the header of a database, so "
                               "that it is looked at as one\n........\n";
    write_file(path_of(a, "text.case"), text, sizeof text - 1);
    is_int(cp_case_open(a, path_of(a, "text.case"), CP_CASE_CREATE, &c, &err), CP_EFORMAT,
           "a text file is no case");
    sql(path_of(a, "other.case"), "CREATE TABLE t(x)");
    is_int(cp_case_open(a, path_of(a, "other.case"), CP_CASE_CREATE, &c, &err), CP_EFORMAT,
           "somebody else's database is no case");
    sql(path_of(a, "begun.case"), "PRAGMA journal_mode=WAL");
    is_int(cp_case_open(a, path_of(a, "begun.case"), CP_CASE_CREATE, &c, &err), CP_OK,
           "one that was killed while it was made is made anew");
    is_int(cp_case_open(a, path_of(a, "new.case"), CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    sql(path_of(a, "new.case"), "PRAGMA user_version=99");
    is_int(cp_case_open(a, path_of(a, "new.case"), CP_CASE_READ, &c, &err), CP_EVERSION,
           "of a newer version");
    ok(cp_str_has(cp_str_c(err.msg), CP_STR("99")) && err.file[0],
       "told with its number and file: %s", err.msg);
    is_int(cp_case_open(a, cp_str_c(folder), CP_CASE_CREATE, &c, &err), CP_EFORMAT,
           "a folder is no case");
    is_int(cp_case_open(a, CP_STR("/dev/null"), CP_CASE_CREATE, &c, &err), CP_EFORMAT,
           "a device is no case");
    is_int(cp_case_open(a, CP_STR(""), CP_CASE_CREATE, &c, &err), CP_EUSAGE, "nothing is no case");
    is_int(cp_case_open(a, (cp_str){ "a\0b", 3 }, CP_CASE_CREATE, &c, &err), CP_EUSAGE,
           "a name with a NUL is no name");
    is_int(cp_case_open(a, path_of(a, "view.case"), CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    sql(path_of(a, "view.case"), "CREATE VIEW v AS SELECT 1");
    is_int(cp_case_open(a, path_of(a, "view.case"), CP_CASE_READ, &c, &err), CP_EFORMAT,
           "a case with a view was made by somebody else");
    cp_arena_free(a);
}

/* A case of an older program is brought to this version by what writes to it, and keeps what it
 * has. */
typedef struct old_seen {
    int obs, links;
} old_seen;

/* Realms of subjects are of version 4. */
static cp_rc see_old_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    old_seen *s = ctx;
    const cp_obs *want = &rows[s->obs++ % ROWS];
    (void)err;
    ok(same_first(o->ids, o->n_ids, want->ids, want->n_ids) && o->kind == want->kind &&
           o->at == want->at && o->pos == want->pos && cp_str_eq(o->part, want->part) &&
           cp_str_eq(o->value, want->value) && o->realm.n == 0,
       "old observation %d", s->obs);
    return CP_OK;
}

/* What an older program left is kept, and what it did not know of is empty. */
static cp_rc see_old_link(void *ctx, const cp_link *l, cp_err *err)
{
    old_seen *s = ctx;
    (void)err;
    const cp_link *want = s->links++ % 2 ? &half_link : &a_link;
    ok(l->metric == want->metric && cp_str_eq(l->a.port, want->a.port) && l->name.n == 0 &&
           l->area.n == 0 && l->a.router.n == 0 && l->end_only == 0 &&
           same_first(l->a.ids, l->a.n_ids, want->a.ids, want->a.n_ids) &&
           same_first(l->b.ids, l->b.n_ids, want->b.ids, want->b.n_ids),
       "old link %d", s->links);
    return CP_OK;
}

static void check_old_import(cp_case *c)
{
    old_seen s = { 0 };
    cp_err err;
    cp_obs_sink sink = { &s, see_old_obs, see_old_link, NULL, NULL };
    is_int(cp_case_replay(c, 0, &sink, &err), CP_OK, "the old import is replayed");
    is_int(s.obs, ROWS, "its observations");
    is_int(s.links, 2, "its links");
}

static void check_whole_import(cp_case *c)
{
    seen s = { 0 };
    cp_err err;
    cp_obs_sink sink = { &s, see_obs, see_link, see_statement, see_tie };
    is_int(cp_case_replay(c, 0, &sink, &err), CP_OK, "the import of version 5 is replayed");
    ok(s.obs == ROWS && s.links == 2 && s.statements == STATEMENTS && s.ties == TIES, "all of it");
}

static void bind_str(sqlite3_stmt *s, int at, cp_str v)
{
    ok(sqlite3_bind_text64(s, at, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK, "bound");
}

static void old_ident(sqlite3 *db, int64_t subject, int seq, cp_ident id)
{
    sqlite3_stmt *s;
    ok(sqlite3_prepare_v2(db, "INSERT INTO ident VALUES(?,?,?,?)", -1, &s, NULL) == SQLITE_OK,
       "an identifier");
    (void)sqlite3_bind_int64(s, 1, subject);
    (void)sqlite3_bind_int(s, 2, seq);
    bind_str(s, 3, cp_str_c(cp_ident_kind_name(id.kind)));
    bind_str(s, 4, id.value);
    ok(sqlite3_step(s) == SQLITE_DONE, "stands in a row");
    (void)sqlite3_finalize(s);
}

static void old_obs(sqlite3 *db, int64_t subject, const cp_obs *o)
{
    sqlite3_stmt *s;
    ok(sqlite3_prepare_v2(db, "INSERT INTO observation VALUES(NULL,1,?,?,?,?,?,?)", -1, &s, NULL) ==
           SQLITE_OK,
       "an observation");
    (void)sqlite3_bind_int64(s, 1, subject);
    bind_str(s, 2, o->part);
    bind_str(s, 3, cp_str_c(cp_kind_name(o->kind)));
    (void)sqlite3_bind_blob64(s, 4, o->value.p, o->value.n, SQLITE_STATIC);
    if (o->at != CP_TIME_NONE)
        (void)sqlite3_bind_int64(s, 5, o->at);
    (void)sqlite3_bind_int64(s, 6, (int64_t)o->pos);
    ok(sqlite3_step(s) == SQLITE_DONE, "stands in a row");
    (void)sqlite3_finalize(s);
}

/* To the tables of version 5, as that program filled them with the rows above. */
static void unpack(cp_str path)
{
    static const int64_t subject_of[ROWS] = { 1, 1, 2, 3, 4 };
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    sql(path,
        "CREATE TABLE ident(subject INTEGER NOT NULL REFERENCES subject(id) ON DELETE CASCADE,"
        "  seq INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,"
        "  PRIMARY KEY(subject, seq)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE observation(id INTEGER PRIMARY KEY,"
        "  import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE,"
        "  subject INTEGER NOT NULL REFERENCES subject(id), part TEXT NOT NULL,"
        "  kind TEXT NOT NULL, value BLOB NOT NULL, at INTEGER, pos INTEGER NOT NULL) STRICT;"
        "CREATE INDEX observation_import ON observation(import, id)");
    ok(sqlite3_open(path.p, &db) == SQLITE_OK &&
           sqlite3_prepare_v2(db, "SELECT id,length(idents) FROM subject", -1, &s, NULL) ==
               SQLITE_OK,
       "its subjects");
    while (sqlite3_step(s) == SQLITE_ROW) {
        bool is_a = sqlite3_column_int(s, 1) > 10; /* an address takes more than "r2" */
        for (int i = 0; i < (is_a ? 2 : 1); i++)
            old_ident(db, sqlite3_column_int64(s, 0), i, is_a ? ids_a[i] : ids_b[i]);
    }
    (void)sqlite3_finalize(s);
    for (int i = 0; i < ROWS; i++)
        old_obs(db, subject_of[i], &rows[i]);
    sqlite3_close(db);
    sql(path, "ALTER TABLE subject DROP COLUMN idents; ALTER TABLE subject DROP COLUMN facts;"
              "DROP TABLE word; PRAGMA user_version=5");
}

/* The table of imports as it was before the same content could be of several. */
static void forget_whose(cp_str path)
{
    sql(path,
        "PRAGMA foreign_keys=OFF; DROP TABLE flow_beside;"
        "ALTER TABLE flow_block DROP COLUMN beside_at;"
        "ALTER TABLE flow_block DROP COLUMN beside_bytes;"
        "DROP TABLE state_block; DROP TABLE flow_gone;"
        "CREATE TABLE o(id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL,"
        "  format TEXT NOT NULL, realm TEXT NOT NULL, compression TEXT NOT NULL,"
        "  note TEXT NOT NULL, bytes INTEGER NOT NULL, state INTEGER NOT NULL,"
        "  records INTEGER NOT NULL, records_bad INTEGER NOT NULL,"
        "  records_unused INTEGER NOT NULL, observations INTEGER NOT NULL,"
        "  links INTEGER NOT NULL, first_at INTEGER, last_at INTEGER,"
        "  imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL,"
        "  statements INTEGER NOT NULL DEFAULT 0, ties INTEGER NOT NULL DEFAULT 0,"
        "  sheets TEXT NOT NULL DEFAULT '', flows INTEGER NOT NULL DEFAULT 0,"
        "  exporters INTEGER NOT NULL DEFAULT 0, flow_names INTEGER NOT NULL DEFAULT 0,"
        "  prefixes INTEGER NOT NULL DEFAULT 0, as_names INTEGER NOT NULL DEFAULT 0,"
        "  UNIQUE(sha256, realm, format)) STRICT;"
        "INSERT INTO o SELECT id,name,sha256,format,realm,compression,note,bytes,state,records,"
        "  records_bad,records_unused,observations,links,first_at,last_at,imported_at,"
        "  imported_by,statements,ties,sheets,flows,exporters,flow_names,prefixes,as_names"
        "  FROM import; DROP TABLE import; ALTER TABLE o RENAME TO import;"
        "PRAGMA user_version=9");
}

static void check_older(int version)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    cp_source *sources;
    uint32_t n;
    bool is_known;
    cp_str path = path_of(a, "old.case");
    (void)unlink(path.p);
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(fill(c, source_of("aa", "default"), &is_known, &err), CP_OK, "with an import");
    cp_arena_free(a);
    a = cp_arena_new(0);
    path = path_of(a, "old.case");
    forget_whose(path);
    if (version <= 7)
        sql(path, "DROP TABLE flow_ship_part; DROP TABLE flow_ship; DROP TABLE flow_cluster;"
                  "DROP TABLE origin_block; ALTER TABLE import DROP COLUMN prefixes;"
                  "ALTER TABLE import DROP COLUMN as_names; PRAGMA user_version=7");
    if (version <= 6)
        sql(path,
            "DROP TABLE flow_block; DROP TABLE flow_name; DROP TABLE flow_exporter;"
            "DROP TABLE flow_template; DROP TABLE flow_session; ALTER TABLE import DROP COLUMN "
            "flows;"
            "ALTER TABLE import DROP COLUMN exporters; ALTER TABLE import DROP COLUMN flow_names;"
            "PRAGMA user_version=6");
    if (version <= 5)
        unpack(path);
    if (version <= 2)
        sql(path, "DROP TABLE tie; ALTER TABLE import DROP COLUMN ties;"
                  "ALTER TABLE link DROP COLUMN name; ALTER TABLE link DROP COLUMN area;"
                  "ALTER TABLE link DROP COLUMN a_router; ALTER TABLE link DROP COLUMN b_router;"
                  "ALTER TABLE link DROP COLUMN end_only; ALTER TABLE subject DROP COLUMN realm;"
                  "DROP TABLE column_map; ALTER TABLE import DROP COLUMN sheets;"
                  "PRAGMA user_version=2");
    if (version == 1)
        sql(path, "DROP TABLE statement; DROP TABLE finding; DROP TABLE product;"
                  "DROP TABLE catalog_import; ALTER TABLE import DROP COLUMN statements;"
                  "PRAGMA user_version=1");
    is_int(cp_case_open(a, path, CP_CASE_READ, &c, &err), CP_EVERSION, "cannot be read as it is");
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "is brought to this version");
    is_int(fill(c, source_of("bb", "default"), &is_known, &err), CP_OK, "takes an import");
    is_int(cp_case_sources(c, a, &sources, &n, &err), CP_OK, "its imports");
    ok(n == 2 && sources[0].observations == ROWS &&
           sources[0].statements == (version == 1 ? 0 : STATEMENTS) &&
           sources[0].ties == (version <= 2 ? 0 : TIES) && sources[1].statements == STATEMENTS &&
           sources[1].ties == TIES,
       "old and new");
    version <= 2 ? check_old_import(c) : check_whole_import(c);
    is_int(cp_case_check(c, &err), CP_OK, "it is sound");
    cp_arena_free(a);
}

/* Of one subject more than fits a row, with links to it in between. */
enum { MANY = 3 * CP_PACK_FACTS_BYTES_MAX / 1000 };

static cp_rc count_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    uint64_t *n = ctx;
    (void)err;
    if (o->pos != 1000 - *n % 7 || o->value.n != 1000 || o->n_ids != 2)
        ok(false, "observation %d", (int)*n);
    ++*n;
    return CP_OK;
}

static void test_long(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    cp_source src = source_of("aa", "default");
    bool is_known;
    uint64_t n = 0;
    cp_str value = { cp_arena_alloc(a, 1000), 1000 };
    cp_obs_sink count = { &n, count_obs, NULL, NULL, NULL };
    is_int(cp_case_open(a, path_of(a, "long.case"), CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(cp_case_import_begin(c, &err), CP_OK, "an import");
    cp_obs_sink sink = cp_case_sink(c);
    cp_rc rc = CP_OK;
    for (unsigned i = 0; rc == CP_OK && i < MANY; i++) {
        cp_obs o = { ids_a, 2, CP_STR(""), CP_KIND_LLDP_SYS_DESCR, value, i, 1000 - i % 7 };
        rc = sink.obs(sink.ctx, &o, &err);
        if (rc == CP_OK && i % 50 == 0)
            rc = sink.link(sink.ctx, &half_link, &err);
    }
    is_int(rc, CP_OK, "of one subject");
    is_int(cp_case_import_end(c, &src, &is_known, &err), CP_OK, "is kept");
    is_int(cp_case_check(c, &err), CP_OK, "soundly");
    is_int(cp_case_replay(c, 0, &count, &err), CP_OK, "and told");
    is_uint(n, MANY, "whole");
    cp_arena_free(a);
}

static cp_rc count_any(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)o;
    (void)err;
    ++*(uint64_t *)ctx;
    return CP_OK;
}

/* What somebody did to a packed row is told, and nothing beyond it is read; kinds of a newer
 * program are left out, but not those that have no row. */
static void test_meddled(void)
{
    static const struct {
        const char *how;
        cp_rc want;
        uint64_t n;
    } cases[] = {
        { "UPDATE word SET text='newer' WHERE text='lldp.sys_descr'", CP_OK, ROWS - 1 },
        { "UPDATE word SET id=1000000 WHERE text='lldp.sys_descr'", CP_EFORMAT, 0 },
        { "UPDATE subject SET facts=substr(facts,1,length(facts)-1) WHERE id=1", CP_EFORMAT, 1 },
        { "UPDATE subject SET facts=x'ffffffffffffffffffffffffffff' WHERE id=2", CP_EFORMAT, 2 },
        { "UPDATE subject SET facts=x'0400ffffffffffffffffff01' WHERE id=1", CP_EFORMAT, 0 },
        { "UPDATE subject SET idents=x'01ff' WHERE id=1", CP_EFORMAT, 0 },
        { "UPDATE subject SET idents=x'01ffffffffffffffffff01' WHERE id=1", CP_EFORMAT, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_case *c;
        cp_err err = { 0 };
        bool is_known;
        uint64_t n = 0;
        cp_obs_sink sink = { &n, count_any, NULL, NULL, NULL };
        cp_str path = path_of(a, "meddled.case");
        (void)unlink(path.p);
        is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
        is_int(fill(c, source_of("aa", "default"), &is_known, &err), CP_OK, "with an import");
        sql(path, cases[i].how);
        is_int(cp_case_replay(c, 0, &sink, &err), cases[i].want, "%s", cases[i].how);
        is_uint(n, cases[i].n, "%s: told before", cases[i].how);
        cp_arena_free(a);
    }
}

/* A case that was cut off: an error or a smaller case, never a crash. Every page boundary, and odd
 * places. */
static void test_cut_off(void)
{
    cp_arena *a = cp_arena_new(0);
    struct stat st;
    cp_str whole = path_of(a, "a.case"), part = path_of(a, "cut.case");
    ok(stat(whole.p, &st) == 0, "the whole");
    char *bytes = cp_arena_alloc(a, (size_t)st.st_size);
    int fd = open(whole.p, O_RDONLY);
    ok(read(fd, bytes, (size_t)st.st_size) == st.st_size, "is read");
    (void)close(fd);
    size_t size = (size_t)st.st_size;
    while (bytes[size - 1] == '\0')
        size--; /* SQLite reads what is missing of the last page as zeros: nothing is lost of it */
    int opened = 0, refused = 0;
    for (size_t n = 1; n < size; n += n < 200 ? 1 : 509) {
        cp_arena *one = cp_arena_new(0);
        cp_case *c;
        cp_err err = { 0 };
        cp_source *sources;
        uint32_t count;
        seen s = { 0 };
        int out = open(part.p, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (write(out, bytes, n) != (ssize_t)n)
            ok(false, "writing %zu bytes", n);
        (void)close(out);
        cp_rc rc = cp_case_open(one, part, CP_CASE_READ, &c, &err);
        if (rc == CP_OK && (rc = cp_case_check(c, &err)) == CP_OK)
            rc = cp_case_sources(c, one, &sources, &count, &err);
        (void)s;
        rc == CP_OK ? opened++ : refused++;
        if (rc != CP_OK && err.msg[0] == '\0')
            ok(false, "cut at %zu: an error without words", n);
        cp_arena_free(one);
        (void)unlink(cp_str_fmt(a, "%.*s-wal", CP_FMT(part)).p);
        (void)unlink(cp_str_fmt(a, "%.*s-shm", CP_FMT(part)).p);
    }
    is_int(opened, 0, "no cut-off case passes for whole");
    ok(refused > 200, "%d were refused", refused);
    cp_arena_free(a);
}

/* A second writer waits, then is told; a reader sees what was committed. */
static void test_two_processes(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c, *d;
    cp_err err = { 0 };
    cp_source *sources;
    uint32_t n;
    is_int(cp_case_open(a, path_of(a, "a.case"), CP_CASE_CREATE, &c, &err), CP_OK, "one");
    is_int(cp_case_open(a, path_of(a, "a.case"), CP_CASE_CREATE, &d, &err), CP_OK, "another");
    is_int(cp_case_import_begin(c, &err), CP_OK, "one writes");
    is_int(cp_case_sources(d, a, &sources, &n, &err), CP_OK, "the other reads");
    is_int(n, 2, "what was committed");
    is_int(cp_case_import_begin(d, &err), CP_EBUSY, "and may not write");
    ok(cp_str_has(cp_str_c(err.msg), CP_STR("another process")), "told why: %s", err.msg);
    cp_case_import_abort(c);
    is_int(cp_case_import_begin(d, &err), CP_OK, "until the first is done");
    cp_case_import_abort(d);
    cp_arena_free(a);
}

/* Killed in the middle of an import: nothing of it is there, all of the others is. */
static void test_killed(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    cp_source *sources;
    uint32_t n;
    (void)fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (cp_case_open(a, path_of(a, "a.case"), CP_CASE_CREATE, &c, &err) != CP_OK ||
            cp_case_import_begin(c, &err) != CP_OK)
            _exit(1);
        cp_obs_sink sink = cp_case_sink(c);
        for (int i = 0; i < 5000; i++)
            if (sink.obs(sink.ctx, &rows[i % ROWS], &err) != CP_OK)
                _exit(2);
        (void)raise(SIGKILL);
    }
    int status = 0;
    (void)waitpid(child, &status, 0);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "a process dies while importing");
    is_int(cp_case_open(a, path_of(a, "a.case"), CP_CASE_CREATE, &c, &err), CP_OK,
           "the case opens");
    is_int(cp_case_check(c, &err), CP_OK, "is sound");
    is_int(cp_case_sources(c, a, &sources, &n, &err), CP_OK, "and has");
    is_int(n, 2, "what was committed");
    cp_arena_free(a);
}

/* An import that was read by other columns takes the place of the one before it; columns that were
 * mapped are kept, the latest of each header. */
static void test_mapped(void)
{
    static const cp_case_map maps[] = {
        { CP_STR_INIT("inventory box rack"), CP_STR_INIT("Box"), CP_STR_INIT("name") },
        { CP_STR_INIT("inventory box rack"), CP_STR_INIT("Rack"), CP_STR_INIT("-") },
        { CP_STR_INIT("inventory box rack"), CP_STR_INIT("Box"), CP_STR_INIT("serial") }
    };
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    cp_source *sources;
    cp_case_map *v;
    uint32_t n;
    bool is_known;
    is_int(cp_case_open(a, path_of(a, "mapped.case"), CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(fill(c, source_of("aa", "default"), &is_known, &err), CP_OK, "with an import");
    is_int(fill(c, source_of("bb", "default"), &is_known, &err), CP_OK, "and another");
    cp_source again = source_of("aa", "default");
    again.note = CP_STR("read again");
    again.sheets = CP_STR("One\nTwo\n");
    cp_case_import_replaces(c, true);
    is_int(fill(c, again, &is_known, &err), CP_OK, "the first again");
    ok(!is_known, "is not known");
    cp_case_import_replaces(c, false);
    is_int(fill(c, again, &is_known, &err), CP_OK, "and once more");
    ok(is_known, "is known");
    is_int(cp_case_sources(c, a, &sources, &n, &err), CP_OK, "the imports");
    ok(n == 2 && cp_str_eq(sources[0].sha256, CP_STR("bb")) &&
           cp_str_eq(sources[1].note, again.note) && cp_str_eq(sources[1].sheets, again.sheets) &&
           sources[1].observations == ROWS,
       "are two, the new one last");
    is_int(cp_case_check(c, &err), CP_OK, "it is sound");
    is_int(cp_case_maps_add(c, maps, 3, CP_STR("me"), 0, &err), CP_OK, "columns are mapped");
    is_int(cp_case_maps(c, a, &v, &n, &err), CP_OK, "which are read");
    ok(n == 2 && cp_str_eq(v[0].header, CP_STR("Box")) && cp_str_eq(v[0].field, CP_STR("serial")) &&
           cp_str_eq(v[1].field, CP_STR("-")),
       "the latest of each");
    is_int(cp_case_maps_forget(c, CP_STR("me"), 0, &err), CP_OK, "and forgotten");
    is_int(cp_case_maps(c, a, &v, &n, &err), CP_OK, "then there is");
    is_int((int)n, 0, "none");
    cp_arena_free(a);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    test_mapped();
    test_round_trip();
    test_rest();
    test_catalog();
    test_refused();
    check_older(1);
    check_older(2);
    check_older(5);
    check_older(6);
    check_older(7);
    check_older(9);
    test_long();
    test_meddled();
    test_cut_off();
    test_two_processes();
    test_killed();
    cp_arena *a = cp_arena_new(0);
    static const char *const names[] = { "a",    "b",    "text", "other",  "begun", "new",    "cut",
                                         "view", "list", "old",  "mapped", "long",  "meddled" };
    static const char *const tails[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
            (void)unlink(cp_str_fmt(a, "%s/%s.case%s", folder, names[i], tails[k]).p);
    (void)rmdir(folder);
    cp_arena_free(a);
    return tap_done();
}
