/* SPDX-License-Identifier: Apache-2.0 */
/* Large captures read ahead by several threads tell exactly what one after the other tells: in the
 * same order, with the same numbers, counts and faults; also where they are damaged, cut off, of
 * frames longer than a block, and with blocks between that only the reader itself understands. */
#include <fcntl.h>
#include <setjmp.h>
#include <unistd.h>
#include "base/rand.h"
#include "frames.h"
#include "sources/pcap/scan.h"
#include "sources/pcap/seen.h"

enum { CAPTURE_BYTES = 9 * 1000 * 1000, HOSTS = 300, THREADS_MAX = 5 };

static void put16(cp_buf *b, unsigned v)
{
    cp_buf_char(b, (char)(v >> 8));
    cp_buf_char(b, (char)v);
}
static void put32(cp_buf *b, uint32_t v)
{
    put16(b, v >> 16);
    put16(b, v & 0xffff);
}
static void fill(cp_buf *b, size_t n, char c)
{
    while (n-- > 0)
        cp_buf_char(b, c);
}

static void put_mac(cp_buf *b, uint32_t host)
{
    put32(b, 0x001b2100);
    put16(b, host);
}

/* TCP with a payload of n bytes that begins with text. */
static void put_tcp(cp_buf *b, uint32_t from, uint32_t to, unsigned flags, uint32_t seq,
                    const char *text, size_t n)
{
    size_t had = strlen(text);
    put_mac(b, to);
    put_mac(b, from);
    put16(b, 0x0800);
    put16(b, 0x4500);
    put16(b, (unsigned)(40 + n));
    put32(b, 0);
    put32(b, 0x40060000);
    put32(b, 0x0a000000 + from);
    put32(b, 0x0a000000 + to);
    put16(b, from < to ? 80 : 40000);
    put16(b, from < to ? 40000 : 80);
    put32(b, seq);
    put32(b, 0);
    put16(b, 0x5000 | flags);
    put32(b, 0xffff0000);
    put16(b, 0);
    cp_buf_add(b, cp_str_slice(cp_str_c(text), 0, n));
    fill(b, n > had ? n - had : 0, '.');
}

static void put_arp(cp_buf *b, uint32_t host)
{
    fill(b, 6, (char)0xff);
    put_mac(b, host);
    put16(b, 0x0806);
    put32(b, 0x00010800);
    put32(b, 0x06040001);
    put_mac(b, host);
    put32(b, 0x0a000000 + host);
    fill(b, 10, 0);
}

/* Any frame: what says nothing, messages in one and in two segments, ARP, garbage, giants. */
static void put_frame(cp_buf *b, cp_rand *r)
{
    uint32_t from = cp_rand_below(r, HOSTS), to = cp_rand_below(r, HOSTS);
    uint32_t kind = cp_rand_below(r, 1000);
    char text[64];
    (void)snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nServer: thing/%u\r\n%s", from % 40,
                   kind % 2 ? "\r\n" : "");
    if (kind < 600)
        put_tcp(b, from, to, 0x10, kind, "", kind % 3 * 700);
    else if (kind < 750)
        put_tcp(b, 7, 8, 0x18, 1 + kind % 2 * 34, kind % 2 ? "\r\n" : text, kind % 2 ? 2 : 34);
    else if (kind < 820)
        put_tcp(b, from, to, 0x18, kind, text, strlen(text));
    else if (kind < 850)
        put_arp(b, from);
    else if (kind < 990) /* senders that nobody sees again */
        put_tcp(b, 1000 + cp_rand_below(r, 60000), to, 0x02, kind, "", 0);
    else if (kind < 999)
        for (uint32_t i = kind % 90; i > 0; i--)
            cp_buf_char(b, (char)cp_rand_below(r, 256));
    else
        fill(b, 100000 + cp_rand_below(r, 162144), 'x');
}

typedef enum shape { PCAP, PCAP_NANO, PCAPNG, COOKED, COOKED2, RAW, SHAPES } shape;

static void put_le(cp_buf *b, uint32_t v) { cp_buf_add(b, (cp_str){ (const char *)&v, 4 }); }

static void put_head(cp_buf *b, shape s)
{
    static const uint32_t section[] = { 0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28 };
    static const uint32_t interface[] = { 1, 20, 1, 262144, 20 };
    if (s == PCAPNG) {
        cp_buf_add(b, (cp_str){ (const char *)section, sizeof section });
        cp_buf_add(b, (cp_str){ (const char *)interface, sizeof interface });
        return;
    }
    put_le(b, s == PCAP_NANO ? 0xa1b23c4d : 0xa1b2c3d4);
    put_le(b, 0x00040002);
    put_le(b, 0);
    put_le(b, 0);
    put_le(b, 262144);
    put_le(b, s == COOKED ? 113 : s == COOKED2 ? 276 : s == RAW ? 101 : 1);
}

/* The same frame as a capture of any device gives it. */
static cp_str as_shape(cp_arena *a, shape s, cp_str frame)
{
    cp_buf b = cp_buf_new(a);
    cp_str mac = cp_str_slice(frame, 6, 6), type = cp_str_slice(frame, 12, 2);
    if (frame.n < 14 || s < COOKED)
        return frame;
    if (s == COOKED2)
        cp_buf_add(&b, type);
    if (s == COOKED2)
        fill(&b, 6, 0);
    if (s == COOKED)
        put16(&b, 0);
    if (s != RAW)
        put16(&b, 1);
    if (s != RAW)
        put16(&b, 6);
    if (s != RAW)
        cp_buf_add(&b, mac);
    if (s != RAW)
        put16(&b, 0);
    if (s == COOKED)
        cp_buf_add(&b, type);
    cp_buf_add(&b, cp_str_from(frame, 14));
    return cp_buf_str(&b);
}

static void put_record(cp_buf *b, shape s, uint32_t no, cp_str frame)
{
    uint32_t n = (uint32_t)frame.n, padded = (n + 3) / 4 * 4;
    if (s == PCAPNG) {
        const uint32_t head[] = { 6, padded + 32, 0, 0, no, n, n };
        cp_buf_add(b, (cp_str){ (const char *)head, sizeof head });
        cp_buf_add(b, frame);
        fill(b, padded - n, 0);
        put_le(b, padded + 32);
        if (no % 5000 == 4999) { /* statistics of the interface */
            const uint32_t statistics[] = { 5, 24, 0, 0, no, 24 };
            cp_buf_add(b, (cp_str){ (const char *)statistics, sizeof statistics });
        }
        return;
    }
    put_le(b, 1700000000 + no / 10000);
    put_le(b, no % 10000 * 100);
    put_le(b, n);
    put_le(b, n + (no % 97 == 0 ? 5 : 0));
    cp_buf_add(b, frame);
}

static cp_str make_capture(cp_arena *a, shape s, uint64_t seed)
{
    cp_buf b = cp_buf_new(a);
    cp_rand r = { seed };
    cp_arena *tmp = cp_arena_new(0);
    put_head(&b, s);
    for (uint32_t no = 0; cp_buf_str(&b).n < CAPTURE_BYTES; no++) {
        cp_arena_mark mark = cp_arena_here(tmp);
        cp_buf frame = cp_buf_new(tmp);
        put_frame(&frame, &r);
        put_record(&b, s, no, as_shape(tmp, s, cp_buf_str(&frame)));
        cp_arena_back(tmp, mark);
    }
    cp_arena_free(tmp);
    return cp_buf_str(&b);
}

/* What is told of the file, in words. */
static cp_str tell(cp_arena *a, const char *path, uint32_t n_threads)
{
    told t = { .n_obs = 0 };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_read_opts opts = { .no_digest = n_threads > 0, .n_threads = n_threads };
    cp_source src;
    t.b = cp_buf_new(a);
    cp_rc rc = cp_source_read(a, cp_str_c(path), &opts, &sink, &src, NULL);
    if ((src.sha256.n == 0) != (n_threads > 0))
        ok(false, "a digest where one was asked for");
    cp_buf_fmt(&t.b, "%d %d %.*s %llu %llu %llu %llu %llu %lld %lld\n", (int)rc, (int)src.state,
               CP_FMT(src.note), (unsigned long long)src.bytes, (unsigned long long)src.records,
               (unsigned long long)src.records_bad, (unsigned long long)src.records_unused,
               (unsigned long long)src.observations, (long long)src.first_at,
               (long long)src.last_at);
    for (uint32_t i = 0; i < src.n_problems; i++)
        cp_buf_fmt(&t.b, "%llu %.*s\n", (unsigned long long)src.problems[i].pos,
                   CP_FMT(src.problems[i].text));
    return cp_buf_str(&t.b);
}

static void write_file(const char *path, cp_str text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (size_t done = 0; fd >= 0 && done < text.n;) {
        ssize_t n = write(fd, text.p + done, text.n - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    ok(fd >= 0 && close(fd) == 0, "%zu bytes written", text.n);
}

static void compare(const char *path, cp_str text, const char *what)
{
    cp_arena *a = cp_arena_new(0);
    write_file(path, text);
    cp_str one = tell(a, path, 0);
    ok(one.n > 1000, "%s: told something", what);
    ok(cp_str_has(one, CP_STR("eth.single")) || cp_str_starts(cp_str_c(what), CP_STR("raw")),
       "%s: and whom nobody sees again", what);
    for (uint32_t n = 1; n <= THREADS_MAX; n++)
        ok(cp_str_eq(tell(a, path, n), one), "%s: %u threads tell the same", what, n);
    cp_arena_free(a);
}

/* In place: flipped bytes, one place where nothing fits, and the end cut off. */
static void damage(char *p, size_t *n, uint64_t seed)
{
    cp_rand r = { seed };
    for (int i = 0; i < 6; i++)
        p[cp_rand_below(&r, (uint32_t)*n)] ^= (char)(1 << cp_rand_below(&r, 8));
    memset(p + *n / 2, 0xff, 5000);
    *n -= cp_rand_below(&r, 200000);
}

static void check_shapes(const char *path)
{
    static const char *const names[] = { "pcap",   "pcap with nanoseconds", "pcapng",
                                         "cooked", "cooked again",          "raw" };
    for (int s = 0; s < SHAPES; s++) {
        cp_arena *a = cp_arena_new(0);
        cp_str good = make_capture(a, (shape)s, 10 + (uint64_t)s);
        compare(path, good, names[s]);
        for (uint64_t seed = 1; seed <= (tap_cases(4) == 4 ? 3 : 1); seed++) {
            char *p = cp_arena_dup(a, good.p, good.n);
            size_t n = good.n;
            damage(p, &n, seed);
            compare(path, (cp_str){ p, n }, cp_str_fmt(a, "%s, damaged", names[s]).p);
        }
        cp_arena_free(a);
    }
}

static cp_rc refuse(void *ctx, const cp_obs *o, cp_err *err)
{
    uint32_t *left = ctx;
    (void)o;
    return (*left)-- > 0 ? CP_OK : cp_fail(err, CP_EFULL, CP_NO_OFF, "no space left");
}

static bool stop_now(void *ctx) { return ++*(uint32_t *)ctx > 3; }

/* It ends when the sink fails, and when it is asked to. */
static void check_ends(const char *path)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t left = 100, asked = 0;
    cp_source src;
    cp_obs_sink sink = { &left, refuse, NULL };
    cp_read_opts opts = { .no_digest = true, .n_threads = 2 };
    write_file(path, make_capture(a, PCAP, 4));
    is_int(cp_source_read(a, cp_str_c(path), &opts, &sink, &src, NULL), CP_EFULL,
           "the sink's error is the reader's");
    left = UINT32_MAX;
    opts.is_stopped = stop_now;
    opts.stop_ctx = &asked;
    is_int(cp_source_read(a, cp_str_c(path), &opts, &sink, &src, NULL), CP_EINTR, "stopped");
    cp_arena_free(a);
}

static jmp_buf out_of_sink;

static cp_rc leave(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    longjmp(out_of_sink, 1);
}

/* What the reader's functions kept where the others do so is gone when the sink left. */
static void __attribute__((noinline)) overwrite_stack(void)
{
    volatile char over[64 * 1024];
    for (size_t i = 0; i < sizeof over; i++)
        over[i] = (char)0xff;
    (void)usleep(1000);
}

/* The threads go on until the arena is freed. */
static void check_leaving(const char *path, shape s)
{
    const int rounds = (int)tap_cases(30);
    cp_arena *volatile a = cp_arena_new(0);
    volatile int n_left = 0;
    write_file(path, make_capture(a, s, 5));
    cp_arena_free(a);
    for (volatile int i = 0; i < rounds; i++) {
        a = cp_arena_new(0);
        if (setjmp(out_of_sink) == 0) {
            cp_source src;
            cp_obs_sink sink = { NULL, leave, NULL };
            cp_read_opts opts = { .no_digest = true, .n_threads = THREADS_MAX };
            if (cp_source_read(a, cp_str_c(path), &opts, &sink, &src, NULL) == CP_OK)
                n_left--;
        } else {
            n_left++;
            overwrite_stack();
        }
        cp_arena_free(a);
    }
    is_int(n_left, rounds, "a sink may leave by a longjmp");
}

/* ---- what the threads see of it first */

static cp_rc keep_time(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)err;
    *(cp_time *)ctx = o->at;
    return CP_OK;
}

static void put_ipv4(cp_buf *b, uint32_t from, unsigned length)
{
    put_mac(b, 2);
    put_mac(b, from);
    put16(b, 0x0800);
    put16(b, 0x4500);
    put16(b, length);
    put32(b, 0);
    put32(b, 0x40060000);
    put32(b, 0x0a000000 + from);
    put32(b, 0x0a000002);
}

/* Behind an extension header that is cut off, or goes on with TCP. */
static void put_ipv6(cp_buf *b, uint32_t from, bool is_cut)
{
    put_mac(b, 2);
    put_mac(b, from);
    put16(b, 0x86dd);
    put32(b, 0x60000000);
    put16(b, 28);
    put16(b, is_cut ? 0x0040 : 0x0640);
    for (int i = 0; i < 2; i++) {
        put32(b, 0x20010db8);
        fill(b, 8, 0);
        put32(b, from);
    }
    put16(b, is_cut ? 0x06ff : 40000);
}

/* Packets with a fault, of which no address is counted, and one without; of either version. */
enum { FAULTS = 2 * CP_SCAN_FIRST };

static void put_faulty(cp_buf *b, uint32_t no)
{
    uint32_t from = 10 + no / (2 * FAULTS);
    bool is_good = no % FAULTS == FAULTS - 1, is_v4 = no / FAULTS % 2 == 0;
    if (is_v4)
        put_ipv4(b, from, is_good ? 1400 : 10);
    else
        put_ipv6(b, from, !is_good);
    if (is_v4 && is_good)
        put16(b, 40000);
    size_t n = 1400 - cp_buf_str(b).n;
    put16(b, 40001);
    put32(b, 0);
    put32(b, 0);
    put32(b, 0x50100000);
    fill(b, n - 14, 0);
}

/* FAULTY frames, a message that does not end, then many of one sender that say nothing. */
enum { FAULTY = 100 * 2 * FAULTS, UNFINISHED_FRAMES = 4000 };

static cp_str make_unfinished(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    put_head(&b, PCAP);
    for (uint32_t no = 0; no < UNFINISHED_FRAMES; no++) {
        cp_buf frame = cp_buf_new(a);
        if (no == FAULTY)
            put_tcp(&frame, 7, 8, 0x10, 1, "HTTP/1.1 200 OK\r\nServer: thing/7\r\n", 34);
        else if (no < FAULTY)
            put_faulty(&frame, no);
        else
            put_tcp(&frame, 5, 6, 0x10, no, "", 1346);
        put_record(&b, PCAP, no, cp_buf_str(&frame));
    }
    return cp_buf_str(&b);
}

static void check_unfinished(const char *path)
{
    cp_arena *a = cp_arena_new(0);
    write_file(path, make_unfinished(a));
    for (uint32_t n = 0; n <= THREADS_MAX; n++) {
        cp_time at = CP_TIME_NONE;
        cp_source src;
        cp_obs_sink sink = { &at, keep_time, NULL };
        cp_read_opts opts = { .no_digest = n > 0, .n_threads = n };
        is_int(cp_source_read(a, cp_str_c(path), &opts, &sink, &src, NULL), CP_OK, "read");
        ok(cp_str_has(src.note, CP_STR("102 MAC addresses, 202 IP addresses")),
           "%u threads: who sent something faulty first counts: %.*s", n, CP_FMT(src.note));
        is_int(at, src.last_at, "what does not end is told with the time of the last frame");
    }
    cp_arena_free(a);
}

/* A fraction of an hour and more, then garbage, then records as far from it as some may be. */
static void check_fraction(const char *path)
{
    enum { FRAMES = 4000, WEEK = 7 * 24 * 3600 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a), frame = cp_buf_new(a);
    put_tcp(&frame, 5, 6, 0x10, 1, "", 1400);
    put_head(&b, PCAP);
    for (uint32_t no = 0; no < FRAMES + 100; no++) {
        uint32_t n = (uint32_t)cp_buf_str(&frame).n;
        put_le(&b, 1700000000 + (no < FRAMES ? 0 : WEEK + 2000));
        put_le(&b, no == FRAMES - 1 ? UINT32_MAX : 0);
        put_le(&b, n);
        put_le(&b, n);
        cp_buf_add(&b, cp_buf_str(&frame));
        if (no == FRAMES - 1)
            fill(&b, 500, (char)0xff);
    }
    write_file(path, cp_buf_str(&b));
    cp_str one = tell(a, path, 0);
    for (uint32_t n = 1; n <= 2; n++)
        ok(cp_str_eq(tell(a, path, n), one), "%u threads seek the next record as none do", n);
    cp_arena_free(a);
}

/* ---- the memory of senders */

static void check_pairs(cp_arena *a)
{
    static const cp_scan_signs signs;
    cp_scan s = cp_scan_new(a, &signs);
    uint32_t known = 0, soon = 0;
    for (uint64_t round = 0; round < 2 * CP_SCAN_FIRST; round++)
        for (uint64_t i = 1; i <= 1000; i++) {
            bool is = cp_scan_is_known(&s, cp_scan_pair_of(i * 0x9e3779b97f4a7c15u));
            known += round >= CP_SCAN_FIRST && is;
            soon += round < CP_SCAN_FIRST && is;
        }
    is_uint(soon, 0, "the first frames of a pair are not of a known one");
    is_uint(known, 1000 * CP_SCAN_FIRST, "those after are");
    for (uint64_t i = 1; i <= 2 * CP_SCAN_PAIRS_MAX; i++)
        (void)cp_scan_is_known(&s, cp_scan_pair_of((i + 5000) * 0x9e3779b97f4a7c15u));
    ok(s.n_pairs <= CP_SCAN_PAIRS_MAX, "it is bounded");
    ok(!cp_scan_is_known(&s, cp_scan_pair_of(0x9e3779b97f4a7c15u)), "and forgets");
}

static void check_keys(cp_arena *a)
{
    cp_seen s = cp_seen_new(a, 100000);
    uint8_t b[40];
    uint32_t twice = 0;
    for (size_t i = 0; i < sizeof b; i++)
        b[i] = (uint8_t)(i * 7);
    for (size_t n = 0; n <= sizeof b; n++)
        for (uint32_t bit = 0; bit < (n ? n * 8 : 1); bit++) {
            if (n)
                b[bit / 8] ^= (uint8_t)(1u << bit % 8);
            twice += !cp_seen_add(a, &s, cp_seen_key(&s, (cp_bytes){ b, n }));
            if (n)
                b[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    is_uint(twice, 0, "texts of any length that differ in a bit have different keys");
}

int main(void)
{
    char path[] = "/tmp/cleanpath-ahead-XXXXXX";
    int fd = mkstemp(path);
    cp_arena *a = cp_arena_new(0);
    ok(fd >= 0 && close(fd) == 0, "a file to write to");
    check_pairs(a);
    check_keys(a);
    check_shapes(path);
    check_ends(path);
    check_unfinished(path);
    check_fraction(path);
    check_leaving(path, PCAP);
    check_leaving(path, PCAPNG);
    ok(unlink(path) == 0, "the file is gone");
    cp_arena_free(a);
    return tap_done();
}
