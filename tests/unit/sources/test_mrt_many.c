/* SPDX-License-Identifier: Apache-2.0 */
/* test_mrt_many.c - a table read by several threads tells and counts the same as by one: out of a
 * file, out of memory, packed, hashed; with an index of peers in the middle, messages between the
 * routes, records that are malformed, longer than a piece, and cut off at the end. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "mrt_text.h"
#include "tap.h"

enum { WORKERS = 4, RECORDS = 6000 };

typedef struct heard {
    cp_arena *a;
    uint64_t n, sum, n_messages, n_order_wrong, last_message;
} heard;

/* Of each line a number; their sum does not ask for the order. */
static uint64_t number_of(cp_str s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (uint8_t)s.p[i]) * UINT64_C(0x100000001b3);
    return h;
}

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    cp_arena_mark here = cp_arena_here(h->a);
    cp_buf b = cp_buf_new(h->a);
    (void)err;
    route_text(h->a, &b, r, false);
    cp_buf_fmt(&b, "%llu %d", (unsigned long long)r->record, r->is_new_net);
    h->sum += number_of(cp_buf_str(&b));
    h->n++;
    if (r->event != CP_BGP_ENTRY) {
        h->n_messages++;
        h->n_order_wrong += r->record < h->last_message;
        h->last_message = r->record;
    }
    cp_arena_back(h->a, here);
    return CP_OK;
}

/* ---- a file */

static void put(cp_buf *b, uint64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--)
        cp_buf_char(b, (char)(v >> (8 * i)));
}

static void put_head(cp_buf *b, uint16_t type, uint16_t subtype, size_t n)
{
    put(b, 1486801684, 4);
    put(b, type, 2);
    put(b, subtype, 2);
    put(b, n, 4);
}

static void put_attrs(cp_buf *b, cp_rand *r, bool is_bad)
{
    uint32_t hops = 1 + cp_rand_below(r, 5), n = cp_rand_below(r, 4);
    put(b, 4 + 3 + 2 + 4 * hops + 7 + (n ? 3 + 4 * n : 0), 2);
    put(b, 0x40010100 | (is_bad ? 9 : 0), 4);
    put(b, 0x400200 | (2 + 4 * hops), 3);
    put(b, 0x0200 | hops, 2);
    for (uint32_t i = 0; i < hops; i++)
        put(b, cp_rand_below(r, 70000), 4);
    put(b, 0x400304, 3);
    put(b, 0xc0000201, 4);
    if (n)
        put(b, 0xc00800 | 4 * n, 3);
    for (uint32_t i = 0; i < n; i++)
        put(b, cp_rand_u64(r), 4);
}

static void put_index(cp_buf *b, uint32_t n)
{
    put_head(b, 13, 1, 8 + (size_t)n * 13);
    put(b, 0, 6);
    put(b, n, 2);
    for (uint32_t i = 0; i < n; i++) {
        put(b, 2, 1);
        put(b, i, 4);
        put(b, 0xc0000200 | i, 4);
        put(b, 64496 + i, 4);
    }
}

/* Routes of up to n peers to one prefix, in one record of TABLE_DUMP_V2 or as many of
 * TABLE_DUMP. */
static void put_net(cp_arena *a, cp_buf *b, cp_rand *r, uint32_t net, uint32_t n, bool is_v1)
{
    cp_buf body = cp_buf_new(a);
    for (uint32_t i = 0; is_v1 && i < n; i++) {
        body.n = 0;
        put(&body, 0, 4);
        put(&body, (uint64_t)net << 8, 4);
        put(&body, 0x1801, 2);
        put(&body, 1486800000, 4);
        put(&body, 0xc0000200 | i, 4);
        put(&body, 64496 + i, 4);
        put_attrs(&body, r, cp_rand_below(r, 500) == 0);
        put_head(b, 12, 3, body.n);
        cp_buf_add(b, cp_buf_str(&body));
    }
    if (is_v1)
        return;
    put(&body, net, 4);
    put(&body, 24, 1);
    put(&body, net, 3);
    put(&body, n, 2);
    for (uint32_t i = 0; i < n; i++) {
        put(&body, i, 2);
        put(&body, 1486800000, 4);
        put_attrs(&body, r, cp_rand_below(r, 500) == 0);
    }
    put_head(b, 13, 2, body.n);
    cp_buf_add(b, cp_buf_str(&body));
}

static void put_message(cp_buf *b, uint32_t net)
{
    put_head(b, 16, 4, 20 + 25);
    put(b, 65001, 4);
    put(b, 65002, 4);
    put(b, 1, 4);
    put(b, 0xc0000201, 4);
    put(b, 0xc0000202, 4);
    put(b, UINT64_MAX, 8);
    put(b, UINT64_MAX, 8);
    put(b, 25, 2);
    put(b, 2, 1);
    put(b, 2, 2);
    put(b, 0x0800 | (net & 0xff), 2);
    put(b, 0, 2);
}

static cp_bytes file(cp_arena *a, uint32_t n_records, bool is_v1)
{
    enum { PEERS = 20, MANY = 5000 };
    cp_buf b = cp_buf_new(a);
    cp_rand r = { 7 };
    put_index(&b, PEERS);
    for (uint32_t i = 0; i < n_records; i++) {
        cp_arena *one = cp_arena_new(0);
        uint32_t n = cp_rand_below(&r, PEERS + 2); /* one more than there are */
        put_net(one, &b, &r, 0x010000 + i / (1 + i % 2), n, is_v1 && i % 3);
        if (i == n_records / 2)
            put_index(&b, PEERS + 1);
        if (i == n_records / 3) { /* of a peer that is not there, and longer than a piece */
            put_head(&b, 13, 2, 10 + (size_t)MANY * 26);
            put(&b, i, 4);
            put(&b, 24, 1);
            put(&b, 0xfe0000, 3);
            put(&b, MANY, 2);
            for (uint32_t k = 0; k < MANY; k++) {
                put(&b, k % 2 ? 3 : 999, 2);
                put(&b, 0, 4);
                put(&b, 18, 2);
                put(&b, 0x40010100, 4);
                put(&b, 0x400200, 3);
                put(&b, 0x400304, 3);
                put(&b, 0xc0000201, 4);
                put(&b, 0x800400, 3);
                put(&b, 0, 1);
            }
        }
        if (i % 1000 > 990)
            put_message(&b, i);
        if (i % 777 == 0)
            put_head(&b, 13, 6, 0); /* of no interest */
        cp_arena_free(one);
    }
    put_net(a, &b, &r, 0xfefefe, 3, false);
    return (cp_bytes){ (const uint8_t *)b.p, b.n - 5 }; /* cut off */
}

/* ---- the same by many and by one */

typedef struct told {
    cp_rc rc;
    uint64_t n, sum, n_messages, n_order_wrong;
    cp_mrt_counts counts;
    cp_source src;
} told;

static told tell(cp_arena *a, cp_input *in, uint32_t n_workers)
{
    static const cp_read_opts opts;
    heard h[WORKERS] = { { .n = 0 } };
    cp_bgp_to to[WORKERS] = { { NULL, NULL } };
    cp_err err;
    told t = { .src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE } };
    for (uint32_t i = 0; i < n_workers; i++) {
        h[i].a = cp_arena_new(0);
        to[i] = (cp_bgp_to){ &h[i], hear };
    }
    t.rc = cp_mrt_read_many(a, in, &opts, to, n_workers, &t.src, &t.counts, &err);
    for (uint32_t i = 0; i < n_workers; i++) {
        t.n += h[i].n;
        t.sum += h[i].sum;
        t.n_messages += i ? 0 : h[i].n_messages;
        t.n_order_wrong += h[i].n_order_wrong;
        cp_arena_free(h[i].a);
    }
    return t;
}

static bool has_same_counts(const cp_mrt_counts *x, const cp_mrt_counts *y)
{
    return x->nets == y->nets && x->routes == y->routes && x->routes_bad == y->routes_bad &&
           x->not_bgp == y->not_bgp && x->attrs_discarded == y->attrs_discarded &&
           x->updates == y->updates && x->others == y->others && x->peers == y->peers &&
           x->ups == y->ups && x->downs == y->downs && x->other_states == y->other_states &&
           x->other_messages == y->other_messages && !memcmp(&x->told, &y->told, sizeof x->told);
}

static void is_same(const told *x, const told *want, const char *how)
{
    is_int(x->rc, want->rc, "%s: the result", how);
    is_uint(x->n, want->n, "%s: as many events", how);
    is_uint(x->sum, want->sum, "%s: the same", how);
    is_uint(x->n_messages, want->n_messages, "%s: messages go to the first", how);
    is_uint(x->n_order_wrong, 0, "%s: in their order", how);
    ok(has_same_counts(&x->counts, &want->counts), "%s: counted the same", how);
    is_uint(x->src.records, want->src.records, "%s: records", how);
    is_uint(x->src.records_bad, want->src.records_bad, "%s: malformed ones", how);
    is_uint(x->src.records_unused, want->src.records_unused, "%s: of no interest", how);
    is_uint(x->src.n_problems, want->src.n_problems, "%s: as many are told", how);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < x->src.n_problems && i < want->src.n_problems; i++)
        wrong += x->src.problems[i].pos != want->src.problems[i].pos ||
                 !cp_str_eq(x->src.problems[i].text, want->src.problems[i].text);
    is_uint(wrong, 0, "%s: the same", how);
}

static void test_file(cp_arena *a, bool is_v1)
{
    cp_bytes whole = file(a, RECORDS, is_v1);
    char name[] = "/tmp/cleanpath-mrt-XXXXXX";
    int fd = mkstemp(name);
    cp_input *in;
    cp_err err;
    told want = tell(a, cp_input_of_bytes(a, whole), 1);
    ok(want.counts.routes > RECORDS && want.counts.routes_bad && want.n_messages, "by one");
    if (fd < 0 || write(fd, whole.p, whole.n) != (ssize_t)whole.n) {
        ok(false, "a file in /tmp");
        return;
    }
    (void)close(fd);
    for (uint32_t n = 2; n <= WORKERS; n++) {
        told t = tell(a, cp_input_of_bytes(a, whole), n);
        is_same(&t, &want, "out of memory");
        for (int is_forgone = 0; is_forgone < 2; is_forgone++) {
            is_int(cp_input_open(a, cp_str_c(name), &in, &err), CP_OK, "opened");
            if (is_forgone)
                cp_input_forgo_digest(in);
            t = tell(a, in, n);
            is_same(&t, &want, is_forgone ? "out of a file" : "out of a file, hashed");
            is_uint(cp_input_sha256(in).n, is_forgone ? 0 : 64, "and its digest");
        }
    }
    (void)unlink(name);
}

static cp_rc refuse(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    uint64_t *n = ctx;
    (void)r;
    return ++*n == 100 ? cp_fail(err, CP_EIO, CP_NO_OFF, "enough") : CP_OK;
}

static bool is_stopped(void *ctx) { return ++*(uint64_t *)ctx > 1; }

/* Whoever hears may end it, and so may who asked. */
static void test_ends(cp_arena *a)
{
    cp_bytes whole = file(a, RECORDS, false);
    uint64_t n[2] = { 0, 0 }, n_asked = 0;
    cp_read_opts opts = { .n_threads = 0 };
    cp_bgp_to to[2] = { { &n[0], refuse }, { &n[1], refuse } };
    cp_mrt_counts counts;
    cp_source src = { .first_at = CP_TIME_NONE };
    cp_err err;
    is_int(cp_mrt_read_many(a, cp_input_of_bytes(a, whole), &opts, to, 2, &src, &counts, &err),
           CP_EIO, "an error of who hears ends it");
    opts.is_stopped = is_stopped;
    opts.stop_ctx = &n_asked;
    n[0] = n[1] = 1000;
    is_int(cp_mrt_read_many(a, cp_input_of_bytes(a, whole), &opts, to, 2, &src, &counts, &err),
           CP_EINTR, "and who asked may");
    opts.is_stopped = NULL;
    is_int(cp_mrt_read_many(a, cp_input_of_bytes(a, (cp_bytes){ NULL, 0 }), &opts, to, 2, &src,
                            &counts, &err),
           CP_OK, "nothing at all");
    uint8_t *junk = cp_arena_alloc(a, 1 << 20);
    memset(junk, 0xff, 1 << 20);
    src = (cp_source){ .first_at = CP_TIME_NONE };
    is_int(cp_mrt_read_many(a, cp_input_of_bytes(a, (cp_bytes){ junk, 1 << 20 }), &opts, to, 2,
                            &src, &counts, &err),
           CP_EFORMAT, "a first record that is too long");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_file(a, false);
    test_file(a, true);
    test_ends(a);
    cp_arena_free(a);
    return tap_done();
}
