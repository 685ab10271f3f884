/* SPDX-License-Identifier: Apache-2.0 */
/* test_click.c - addresses of servers, which are good and what is said of the others; the shard of
 * a pair, which may never change; rows of answers. What needs a server:
 * tests/lab/test_clickhouse.py. */
#include "sources/click/ask.h"
#include "sources/click/click.h"
#include "sources/click/row.h"
#include "tap.h"

static const struct row {
    const char *name, *url, *login;
    bool allows_plain, is_seen;
    cp_rc want;
    const char *says;
} rows[] = {
    { "this machine", "http://127.0.0.1:8123", "", false, false, CP_OK, "" },
    { "with a database", "http://localhost/flows_2", "", false, false, CP_OK, "" },
    { "with TLS and a password", "https://u:p@ch.example.net", "", false, false, CP_OK, "" },
    { "a password in the clear", "http://u:p@192.0.2.1", "", false, false, CP_EUSAGE,
      "can read it" },
    { "the same of a file", "http://192.0.2.1", "u:p", false, false, CP_EUSAGE, "can read it" },
    { "the same, wanted", "http://u:p@192.0.2.1", "", true, false, CP_OK, "" },
    { "a user alone is no secret", "http://u@192.0.2.1", "", false, false, CP_OK, "" },
    { "no scheme", "127.0.0.1:8123", "", false, false, CP_EUSAGE, "no address of HTTP" },
    { "another scheme", "clickhouse://127.0.0.1", "", false, false, CP_EUSAGE,
      "no address of HTTP" },
    { "no host", "http://u:secret@/x", "", true, false, CP_EUSAGE, "no host" },
    { "a database that is SQL", "http://127.0.0.1/a;b", "", false, false, CP_EUSAGE, "plain name" },
    { "a folder", "http://127.0.0.1/a/b", "", false, false, CP_EUSAGE, "plain name" },
    { "a blank", "http://127.0.0.1/a b", "", false, false, CP_EUSAGE, "no address of HTTP" },
    { "a password that all can read", "https://u:p@ch.example.net", "", false, true, CP_EUSAGE,
      "every user of this machine" },
    { "the same of a file", "https://u@ch.example.net", "v:p", false, true, CP_OK, "" },
    { "of a user, whose is in the file", "http://v@192.0.2.1", "v:p", false, false, CP_EUSAGE,
      "can read it" },
    { "of a user, and of another in the file", "http://u@192.0.2.1", "v:p", false, false, CP_OK,
      "" },
    { "... which is another user's", "https://ch.example.net", "v:p", false, true, CP_OK, "" },
};

static void check_urls(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_str url = cp_str_c(rows[i].url);
        cp_click_opts o = { .urls = &url,
                            .n_urls = 1,
                            .login = cp_str_c(rows[i].login),
                            .allows_plain = rows[i].allows_plain,
                            .is_seen = rows[i].is_seen };
        cp_err err = { 0 };
        cp_rc rc = cp_click_check(a, &o, &err);
        ok(rc == rows[i].want && strstr(err.msg, rows[i].says) && !strstr(err.msg, "secret"),
           "%s: %d %s", rows[i].name, rc, err.msg);
        cp_arena_free(a);
    }
    cp_arena *a = cp_arena_new(0);
    cp_str twice[] = { CP_STR("http://127.0.0.1:1"), CP_STR("http://127.0.0.1:1/") };
    cp_click_opts o = { .urls = twice, .n_urls = 2, .login = CP_STR("") };
    cp_err err = { 0 };
    is_int(cp_click_check(a, &o, &err), CP_EUSAGE, "twice the same: %s", err.msg);
    o.n_urls = 0;
    is_int(cp_click_check(a, &o, &err), CP_EUSAGE, "none");
    cp_arena_free(a);
}

/* A line's end behind it was the begin of the next question, where it lay in other 4096 bytes. */
static void check_form(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_click_known k = { .batch_max = 1 };
    cp_click_question q = {
        .kind = CP_CLICK_FLOWS, .from = CP_TIME_NONE, .until = CP_TIME_NONE, .cut = CP_TIME_NONE
    };
    cp_str form = cp_click_form(a, &k, &q), end = CP_STR("\r\n--" CP_CLICK_FORM_BOUNDARY "--");
    ok(form.n > end.n && cp_str_eq(cp_str_from(form, form.n - end.n), end),
       "a form ends with its last boundary");
    cp_arena_free(a);
}

static cp_flow_addr v4(uint8_t x, uint8_t y)
{
    return cp_flow_addr_of(cp_ip_v4((const uint8_t[4]){ 10, 0, x, y }));
}

static void check_shards(void)
{
    static const uint8_t want[] = { 2, 0, 1, 0, 2, 2, 2, 2 }; /* as of the first version */
    uint32_t counts[3] = { 0 }, n_wrong = 0;
    for (uint32_t i = 0; i < 8; i++) {
        cp_flow_addr x = v4(0, (uint8_t)i), y = v4(1, (uint8_t)(7 * i));
        is_uint(cp_click_shard_of(&x, &y, 3), want[i], "pair %u stays where it is", i);
    }
    for (uint32_t i = 0; i < 60000; i++) {
        cp_flow_addr x = v4((uint8_t)(i >> 8), (uint8_t)i), y = v4(9, (uint8_t)(i % 200));
        uint32_t shard = cp_click_shard_of(&x, &y, 3);
        n_wrong += shard != cp_click_shard_of(&y, &x, 3) || cp_click_shard_of(&x, &y, 1) != 0;
        counts[shard]++;
    }
    is_uint(n_wrong, 0, "both ways are on one shard");
    ok(counts[0] > 19000 && counts[1] > 19000 && counts[2] > 19000, "evenly: %u %u %u", counts[0],
       counts[1], counts[2]);
}

/* ---- rows */

static uint8_t *put(uint8_t *p, uint64_t v, int n)
{
    for (int i = 0; i < n; i++)
        *p++ = (uint8_t)(v >> 8 * i);
    return p;
}

static void make_sums(uint8_t b[CP_CLICK_SUMS_BYTES], uint64_t flows, int64_t last, uint64_t small)
{
    uint8_t *p = b;
    memset(b, 0, CP_CLICK_SUMS_BYTES);
    p = put(p + 32, 1000, 8);
    p = put(p, (uint64_t)last, 8);
    p = put(put(put(p, 7, 4), 2, 4), 100, 4);
    p = put(put(put(put(put(p, 65535, 2), 443, 2), 6, 1), 9, 1), 0, 1);
    p = put(p, flows, 8);
    const uint64_t forth[] = { 5, 1, 2000, 0, 900, 30, small, 0 };
    for (int i = 0; i < 8; i++)
        p = put(p, forth[i], 8);
}

static void check_rows(void)
{
    uint8_t b[CP_CLICK_SUMS_BYTES + 1];
    cp_click_row r;
    cp_bytes in = { b, CP_CLICK_SUMS_BYTES };
    make_sums(b, 3, 5000, 70);
    ok(cp_click_row_read(CP_CLICK_SUMS, in, &r), "a row of sums");
    ok(r.source == 7 && r.f.exporter == 2 && r.f.sampling == 100 && r.f.sport == 65535 &&
           r.f.dport == 443 && r.f.proto == 6 && r.f.what == 9 && r.f.at == 1000 &&
           r.f.span_us == 4000 && r.sums.flows == 3,
       "has its fields");
    ok(r.f.packets == ((uint64_t)1 << 32) + 5 && r.f.bytes == 2000, "halves come together");
    ok(r.sums.squares == 900 + 70 * 1500 + (cp_flow_u128)1900 * 65535, "squares by size");
    make_sums(b, 0, 5000, 70);
    ok(!cp_click_row_read(CP_CLICK_SUMS, in, &r), "of no flow");
    make_sums(b, 1, 999, 70);
    ok(!cp_click_row_read(CP_CLICK_SUMS, in, &r), "that ends before it begins");
    make_sums(b, 1, 5000, 1971);
    ok(!cp_click_row_read(CP_CLICK_SUMS, in, &r), "parts that are more than all");
    make_sums(b, 1, 5000, 70);
    ok(!cp_click_row_read(CP_CLICK_SUMS, (cp_bytes){ b, CP_CLICK_SUMS_BYTES - 1 }, &r), "cut off");
    ok(!cp_click_row_read(CP_CLICK_SUMS, (cp_bytes){ b, CP_CLICK_SUMS_BYTES + 1 }, &r), "too long");
    ok(cp_click_row_read(CP_CLICK_FLOWS, (cp_bytes){ b, CP_CLICK_FLOWS_BYTES }, &r), "a flow");
}

int main(void)
{
    check_urls();
    check_form();
    check_shards();
    check_rows();
    return tap_done();
}
