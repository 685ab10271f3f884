/* SPDX-License-Identifier: Apache-2.0 */
/* test_case_origin.c - routing tables in the case: what goes in comes out, block by block; damage
 * is counted, found by a check, and costs no more than its block. */
#include <sqlite3.h>
#include <unistd.h>
#include "store/case_origin.h"
#include "tap.h"

enum { ROWS = CP_ORIGIN_BLOCK_ROWS + 1000 };
static char folder[] = "/tmp/cleanpath-origin-XXXXXX";

static cp_str path_of(cp_arena *a) { return cp_str_fmt(a, "%s/x.case", folder); }

static cp_origin row_of(uint32_t i)
{
    cp_origin o = { .bits = 0 };
    const uint8_t b[] = { 10, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i };
    (void)cp_origin_net(cp_ip_v4(b), 32, &o);
    cp_origin_add_as(&o, i + 1);
    return o;
}

static void hear(void *ctx, const cp_origin *o)
{
    uint32_t *n = ctx;
    cp_origin want = row_of(*n);
    *n += memcmp(&o->net, &want.net, sizeof want.net) == 0 && o->asns[0] == want.asns[0];
}

static void hear_name(void *ctx, const cp_as_name *n)
{
    *(uint32_t *)ctx += n->asn == 7 && cp_str_eq(n->name, CP_STR("SEVEN"));
}

static void count(void *ctx, const cp_origin *o)
{
    (void)o;
    ++*(uint32_t *)ctx;
}

static cp_rc put_all(cp_case *c, cp_arena *a, cp_err *err)
{
    cp_obs_sink sink = cp_case_sink(c);
    cp_origin_packer *p = cp_origin_packer_new(a, CP_ORIGIN_BLOCK_PREFIXES);
    cp_origin_packer *names = cp_origin_packer_new(a, CP_ORIGIN_BLOCK_NAMES);
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < ROWS; i++) {
        cp_origin o = row_of(i);
        if (cp_origin_packer_add(p, &o) || i + 1 == ROWS) {
            cp_origin_block b = cp_origin_packer_take(p);
            rc = sink.origins(sink.ctx, &b, err);
        }
    }
    (void)cp_origin_packer_add_name(names, &(cp_as_name){ 7, CP_STR("SEVEN") });
    cp_origin_block b = cp_origin_packer_take(names);
    return rc == CP_OK ? sink.origins(sink.ctx, &b, err) : rc;
}

static void sql(cp_str path, const char *text)
{
    sqlite3 *db;
    ok(sqlite3_open(path.p, &db) == SQLITE_OK &&
           sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK,
       "%s", text);
    sqlite3_close(db);
}

static cp_rc replayed(void *ctx, const cp_origin_block *b, cp_err *err)
{
    (void)err;
    *(uint64_t *)ctx += b->n_rows;
    return CP_OK;
}

static void test_in_and_out(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    bool is_known;
    uint32_t n = 0, n_names = 0;
    uint64_t n_replayed = 0;
    cp_source src = { .name = CP_STR("rib"),
                      .sha256 = CP_STR("aa"),
                      .format = CP_STR("mrt"),
                      .realm = CP_STR("default"),
                      .prefixes = ROWS,
                      .as_names = 1 };
    cp_source *sources;
    uint32_t n_sources;
    cp_flow_damage damage = { 0 };
    is_int(cp_case_open(a, path_of(a), CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(cp_case_import_begin(c, &err), CP_OK, "an import");
    is_int(put_all(c, a, &err), CP_OK, "a table");
    is_int(cp_case_import_end(c, &src, &is_known, &err), CP_OK, "and its end");
    is_int(cp_case_origins(c, 0, hear, &n, &damage, &err), CP_OK, "out again");
    is_uint(n, ROWS, "every row, in order");
    is_int(cp_case_as_names(c, 0, hear_name, &n_names, &damage, &err), CP_OK, "names, too");
    is_uint(n_names, 1, "as they were");
    is_int(cp_case_origins(c, 1, hear, &n, &damage, &err), CP_OK, "of a source that is not there");
    is_int(cp_case_sources(c, a, &sources, &n_sources, &err), CP_OK, "its source");
    ok(n_sources == 1 && sources[0].prefixes == ROWS && sources[0].as_names == 1, "has the sums");
    cp_obs_sink sink = { .ctx = &n_replayed, .origins = replayed };
    is_int(cp_case_replay(c, 0, &sink, &err), CP_OK, "told once more");
    is_uint(n_replayed, ROWS + 1, "all of it");
    is_uint(damage.n_blocks, 0, "nothing is damaged");
    is_int(cp_case_check(c, &err), CP_OK, "and a check says so");
    cp_arena_free(a);
}

static void test_damage(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_case *c;
    cp_err err = { 0 };
    uint32_t n = 0;
    cp_flow_damage damage = { 0 };
    sql(path_of(a), "UPDATE origin_block SET data=x'00' WHERE seq=0");
    is_int(cp_case_open(a, path_of(a), CP_CASE_READ, &c, &err), CP_OK, "a damaged case");
    is_int(cp_case_origins(c, 0, count, &n, &damage, &err), CP_OK, "is read");
    is_uint(n, ROWS - CP_ORIGIN_BLOCK_ROWS, "but for that block");
    ok(damage.n_blocks == 1 && damage.n_flows == CP_ORIGIN_BLOCK_ROWS, "which is counted");
    is_int(cp_case_check(c, &err), CP_EFORMAT, "and found: %s", err.msg);
    cp_arena_free(a);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    test_in_and_out();
    test_damage();
    return tap_done();
}
