/* SPDX-License-Identifier: Apache-2.0 */
/* Capture files: every magic, byte order and unit of time; bad records beside good ones; cut at
 * every byte. Frames are ARP requests, so that each that was understood leaves a trace. */
#include "frames.h"
#include "sources/pcap/pcap.h"

enum { SECONDS = 1763900000 };

typedef struct order {
    bool is_big, is_nano, is_modified;
} order;

static void add32(bytes *b, bool is_big, uint32_t v)
{
    uint8_t p[4];
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (is_big ? 24 - 8 * i : 8 * i));
    add(b, p, 4);
}

static void add16(bytes *b, bool is_big, uint16_t v)
{
    uint8_t p[2] = { (uint8_t)(is_big ? v >> 8 : v), (uint8_t)(is_big ? v : v >> 8) };
    add(b, p, 2);
}

/* An ARP request of station i: 02:00:00:00:00:i is at 192.0.2.i; 42 bytes. */
static void frame_of(uint8_t i, uint8_t out[42])
{
    static const uint8_t arp[] = { 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 0, 192, 0, 2, 0 };
    memset(out, 0, 42);
    memset(out, 0xff, 6);
    out[6] = 2;
    out[11] = i;
    memcpy(out + 12, arp, sizeof arp);
    out[27] = i;
    out[31] = i;
}

static void add_head(bytes *b, order o, uint32_t snaplen, uint32_t link_type)
{
    add32(b, o.is_big, o.is_modified ? 0xa1b2cd34 : o.is_nano ? 0xa1b23c4d : 0xa1b2c3d4);
    add16(b, o.is_big, 2);
    add16(b, o.is_big, 4);
    add32(b, o.is_big, 0);
    add32(b, o.is_big, 0);
    add32(b, o.is_big, snaplen);
    add32(b, o.is_big, link_type);
}

static void add_record(bytes *b, order o, uint8_t i, uint32_t caplen, uint32_t len)
{
    uint8_t frame[42];
    frame_of(i, frame);
    add32(b, o.is_big, SECONDS + i);
    add32(b, o.is_big, o.is_nano ? 500000000 : 500000);
    add32(b, o.is_big, caplen);
    add32(b, o.is_big, len);
    if (o.is_modified)
        add(b, "\0\0\0\1\0\1\0\0", 8);
    add(b, frame, caplen < 42 ? caplen : 42);
}

/* One line of result: how many frames, how many bad, which ARP senders, the state, the first
 * problem. */
static cp_str summary(cp_arena *a, const cp_format *f, cp_bytes in)
{
    told t = { .n_obs = 0 };
    cp_source src;
    cp_err err = { .rc = CP_OK };
    cp_rc rc = read_bytes(a, f, in, &t, &src, &err);
    cp_buf b = cp_buf_new(a);
    cp_str rest = cp_buf_str(&t.b), line;
    if (rc != CP_OK) {
        cp_buf_fmt(&b, "%s: %s", cp_rc_name(rc), err.msg);
        return cp_buf_str(&b);
    }
    cp_buf_fmt(&b, "%llu frames, %llu bad:", (unsigned long long)src.records,
               (unsigned long long)src.records_bad);
    while (cp_str_cut_line(&rest, &line))
        if (cp_str_has(line, CP_STR(" arp.sender ")))
            cp_buf_fmt(&b, " %.*s", CP_FMT(cp_str_from(line, line.n - 1)));
    if (src.n_problems)
        cp_buf_fmt(&b, "; %llu: %.*s", (unsigned long long)src.problems[0].pos,
                   CP_FMT(src.problems[0].text));
    return cp_buf_str(&b);
}

static void check_variants(cp_arena *a)
{
    for (int v = 0; v < 6; v++) {
        order o = { v & 1, v / 2 == 1, v / 2 == 2 };
        bytes b = { NULL, 0 };
        told t = { .n_obs = 0 };
        cp_source src;
        add_head(&b, o, 65535, 1);
        add_record(&b, o, 1, 42, 42);
        add_record(&b, o, 2, 42, 60);
        is_int(cp_format_pcap.detect(of(&b), CP_STR("x")), 100, "variant %d is detected", v);
        is_cstr(summary(a, &cp_format_pcap, of(&b)), "2 frames, 0 bad: 1 2", "variant %d", v);
        is_int(read_bytes(a, &cp_format_pcap, of(&b), &t, &src, NULL), CP_OK, "variant %d", v);
        is_int(src.first_at, (SECONDS + 1) * (int64_t)1000000 + 500000, "variant %d: time", v);
        free(b.p);
    }
}

static const order little = { false, false, false };

typedef void (*maker)(cp_arena *a, bytes *b);

static void three(bytes *b)
{
    add_head(b, little, 65535, 1);
    for (uint8_t i = 1; i <= 3; i++)
        add_record(b, little, i, 42, 42);
}

static void make_plain(cp_arena *a, bytes *b)
{
    (void)a;
    three(b);
}

static void make_only_head(cp_arena *a, bytes *b)
{
    (void)a;
    add_head(b, little, 65535, 1);
}

static void make_short_head(cp_arena *a, bytes *b)
{
    (void)a;
    add_head(b, little, 65535, 1);
    b->n = 20;
}

static void make_no_snaplen(cp_arena *a, bytes *b)
{
    (void)a;
    add_head(b, little, 0, 1);
    add_record(b, little, 1, 42, 42);
}

/* The second record says that it is 4 GiB long. */
static void make_absurd(cp_arena *a, bytes *b)
{
    (void)a;
    three(b);
    memset(b->p + 24 + 58 + 8, 0xff, 4);
}

/* The second record says that it is longer than the file. */
static void make_longer(cp_arena *a, bytes *b)
{
    (void)a;
    three(b);
    b->p[24 + 58 + 9] = 0x10;
}

static void make_cut_frame(cp_arena *a, bytes *b)
{
    (void)a;
    three(b);
    b->n -= 5;
}

static void make_cut_record_head(cp_arena *a, bytes *b)
{
    (void)a;
    three(b);
    b->n -= 42 + 5;
}

/* A snapshot length of 20 is nobody's fault. */
static void make_snapped(cp_arena *a, bytes *b)
{
    (void)a;
    add_head(b, little, 20, 1);
    add_record(b, little, 1, 20, 42);
    add_record(b, little, 2, 42, 42);
}

static void make_empty_frames(cp_arena *a, bytes *b)
{
    (void)a;
    add_head(b, little, 65535, 1);
    add_record(b, little, 1, 0, 0);
    add_record(b, little, 2, 42, 42);
}

static void make_garbage_between(cp_arena *a, bytes *b)
{
    add_head(b, little, 65535, 1);
    add_record(b, little, 1, 42, 42);
    add_hex(a, b, "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef00");
    add_record(b, little, 2, 42, 42);
    add_record(b, little, 3, 42, 42);
}

/* The time of the record before the break is nonsense: those behind it are found all the same. */
static void make_far_time(cp_arena *a, bytes *b)
{
    add_head(b, little, 65535, 1);
    add_record(b, little, 1, 42, 42);
    size_t at = b->n;
    add_record(b, little, 2, 42, 42);
    b->p[at + 3] ^= 0x40;
    add_hex(a, b, "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef00");
    add_record(b, little, 3, 42, 42);
    add_record(b, little, 4, 42, 42);
}

static void make_link_type(cp_arena *a, bytes *b)
{
    (void)a;
    add_head(b, little, 65535, 195);
    add_record(b, little, 1, 42, 42);
}

/* The upper bits of the link type tell the length of the FCS. */
static void make_fcs(cp_arena *a, bytes *b)
{
    (void)a;
    add_head(b, little, 65535, 0x24000001);
    add_record(b, little, 1, 42, 42);
}

static const struct row {
    const char *name;
    maker make;
    const char *want;
} rows[] = {
    { "three frames", make_plain, "3 frames, 0 bad: 1 2 3" },
    { "no frame", make_only_head, "0 frames, 0 bad:" },
    { "header cut off", make_short_head, "cut off: the pcap header has 20 bytes, expected 24" },
    { "snapshot length 0", make_no_snaplen,
      "1 frames, 0 bad: 1; 0: snapshot length 0 in the header, read as no limit" },
    { "absurd length", make_absurd,
      "3 frames, 1 bad: 1 3; 2: record of 4294967295 bytes at byte 82, expected at most 262144" },
    { "length beyond the file", make_longer,
      "3 frames, 1 bad: 1 3; 2: the file ends within a record of 4138 bytes, at byte 82" },
    { "last frame cut off", make_cut_frame,
      "3 frames, 1 bad: 1 2; 3: the file ends within a record of 42 bytes, at byte 140" },
    { "last head cut off", make_cut_record_head,
      "3 frames, 1 bad: 1 2; 3: the file ends within the head of a record, at byte 140" },
    { "cut by the snapshot length", make_snapped, "2 frames, 0 bad: 2" },
    { "frame of no bytes", make_empty_frames,
      "2 frames, 1 bad: 2; 1: Ethernet: 0 bytes are no Ethernet header" },
    { "garbage between records", make_garbage_between,
      "4 frames, 1 bad: 1 2 3; 2: record of 4022250974 bytes at byte 82, expected at most 262144" },
    { "garbage behind a time that is none", make_far_time,
      "5 frames, 1 bad: 1 2 3 4; 3: record of 4022250974 bytes at byte 140, expected at most "
      "262144" },
    { "link type that is not understood", make_link_type, "1 frames, 0 bad:" },
    { "link type with the length of the FCS", make_fcs, "1 frames, 0 bad: 1" },
};

static void check_rows(cp_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bytes b = { NULL, 0 };
        rows[i].make(a, &b);
        cp_bytes copy = exact_copy(of(&b), b.n);
        is_cstr(summary(a, &cp_format_pcap, copy), rows[i].want, "%s", rows[i].name);
        free((void *)(uintptr_t)copy.p);
        free(b.p);
    }
}

/* ---- pcapng ---- */

static size_t open_block(bytes *b, bool is_big, uint32_t type)
{
    size_t at = b->n;
    add32(b, is_big, type);
    add32(b, is_big, 0);
    return at;
}

static void close_block(bytes *b, bool is_big, size_t at)
{
    while ((b->n - at) % 4)
        add(b, "", 1);
    uint32_t length = (uint32_t)(b->n - at) + 4;
    add32(b, is_big, length);
    memcpy(b->p + at + 4, b->p + b->n - 4, 4);
}

static void add_section(bytes *b, bool is_big)
{
    size_t at = open_block(b, is_big, 0x0a0d0d0a);
    add32(b, is_big, 0x1a2b3c4d);
    add16(b, is_big, 1);
    add16(b, is_big, 0);
    add32(b, is_big, UINT32_MAX);
    add32(b, is_big, UINT32_MAX);
    close_block(b, is_big, at);
}

/* tsresol 0: not told. */
static void add_interface(bytes *b, bool is_big, uint16_t link_type, uint8_t tsresol,
                          int32_t offset_s)
{
    size_t at = open_block(b, is_big, 1);
    add16(b, is_big, link_type);
    add16(b, is_big, 0);
    add32(b, is_big, 0);
    if (tsresol) {
        add16(b, is_big, 9);
        add16(b, is_big, 1);
        add(b, (uint8_t[]){ tsresol, 0, 0, 0 }, 4);
    }
    if (offset_s) {
        add16(b, is_big, 14);
        add16(b, is_big, 8);
        add32(b, is_big, is_big ? (offset_s < 0 ? UINT32_MAX : 0) : (uint32_t)offset_s);
        add32(b, is_big, is_big ? (uint32_t)offset_s : (offset_s < 0 ? UINT32_MAX : 0));
    }
    add32(b, is_big, 0);
    close_block(b, is_big, at);
}

static void add_enhanced(bytes *b, bool is_big, uint32_t interface, uint64_t ticks, uint8_t i)
{
    uint8_t frame[42];
    frame_of(i, frame);
    size_t at = open_block(b, is_big, 6);
    add32(b, is_big, interface);
    add32(b, is_big, (uint32_t)(ticks >> 32));
    add32(b, is_big, (uint32_t)ticks);
    add32(b, is_big, 42);
    add32(b, is_big, 42);
    add(b, frame, 42);
    close_block(b, is_big, at);
}

static void add_simple(bytes *b, bool is_big, uint8_t i)
{
    uint8_t frame[42];
    frame_of(i, frame);
    size_t at = open_block(b, is_big, 3);
    add32(b, is_big, 42);
    add(b, frame, 42);
    close_block(b, is_big, at);
}

static void add_obsolete(bytes *b, bool is_big, uint16_t interface, uint8_t i)
{
    uint8_t frame[42];
    frame_of(i, frame);
    size_t at = open_block(b, is_big, 2);
    add16(b, is_big, interface);
    add16(b, is_big, 0);
    add32(b, is_big, 0);
    add32(b, is_big, 0);
    add32(b, is_big, 42);
    add32(b, is_big, 42);
    add(b, frame, 42);
    close_block(b, is_big, at);
}

static void add_unknown(bytes *b, bool is_big)
{
    size_t at = open_block(b, is_big, 0x0bad);
    add32(b, is_big, 7);
    close_block(b, is_big, at);
}

#define US ((uint64_t)SECONDS * 1000000)

static void ng_all_blocks(cp_arena *a, bytes *b)
{
    (void)a;
    add_section(b, false);
    add_interface(b, false, 1, 0, 0);
    add_enhanced(b, false, 0, US, 1);
    add_unknown(b, false);
    add_simple(b, false, 2);
    add_obsolete(b, false, 0, 3);
}

static void ng_two_sections(cp_arena *a, bytes *b)
{
    (void)a;
    add_section(b, false);
    add_interface(b, false, 1, 0, 0);
    add_enhanced(b, false, 0, US, 1);
    add_section(b, true);
    add_interface(b, true, 1, 9, 0);
    add_enhanced(b, true, 0, US * 1000, 2);
}

/* Interface 0 is of an unknown kind, 1 is Ethernet, 2 does not exist. */
static void ng_mixed(cp_arena *a, bytes *b)
{
    (void)a;
    add_section(b, true);
    add_interface(b, true, 195, 0, 0);
    add_interface(b, true, 1, 0, 0);
    add_enhanced(b, true, 0, US, 1);
    add_enhanced(b, true, 1, US, 2);
    add_enhanced(b, true, 2, US, 3);
    add_enhanced(b, true, 1, US, 4);
}

static void ng_no_interface(cp_arena *a, bytes *b)
{
    (void)a;
    add_section(b, false);
    add_enhanced(b, false, 0, US, 1);
    add_simple(b, false, 2);
}

static void ng_with(bytes *b, size_t at_in_second, uint32_t v)
{
    add_section(b, false);
    add_interface(b, false, 1, 0, 0);
    add_enhanced(b, false, 0, US, 1);
    size_t second = b->n;
    add_enhanced(b, false, 0, US, 2);
    add_enhanced(b, false, 0, US, 3);
    bytes word = { NULL, 0 };
    add32(&word, false, v);
    memcpy(b->p + second + at_in_second, word.p, 4);
    free(word.p);
}

static void ng_length_0(cp_arena *a, bytes *b)
{
    (void)a;
    ng_with(b, 4, 0);
}
static void ng_length_odd(cp_arena *a, bytes *b)
{
    (void)a;
    ng_with(b, 4, 77);
}
static void ng_length_huge(cp_arena *a, bytes *b)
{
    (void)a;
    ng_with(b, 4, 0xfffffffc);
}
static void ng_length_past_end(cp_arena *a, bytes *b)
{
    (void)a;
    ng_with(b, 4, 1000);
}
static void ng_trailer(cp_arena *a, bytes *b)
{
    (void)a;
    ng_with(b, 76 - 4, 80);
}
static void ng_caplen(cp_arena *a, bytes *b)
{
    (void)a;
    ng_with(b, 20, 43 + 2);
}
static void ng_cut(cp_arena *a, bytes *b)
{
    (void)a;
    ng_with(b, 20, 42);
    b->n -= 3;
}

static const struct row ng_rows[] = {
    { "all kinds of blocks", ng_all_blocks, "3 frames, 0 bad: 1 2 3" },
    { "two sections of other byte order", ng_two_sections, "2 frames, 0 bad: 1 2" },
    { "mixed link types, an interface too many", ng_mixed,
      "4 frames, 1 bad: 2 4; 3: frame of an interface that is not described, at byte 228" },
    { "no interface", ng_no_interface,
      "2 frames, 2 bad:; 1: frame of an interface that is not described, at byte 28" },
    { "block of length 0", ng_length_0,
      "3 frames, 1 bad: 1 3; 2: no length of a block, at byte 128" },
    { "length no multiple of 4", ng_length_odd,
      "3 frames, 1 bad: 1 3; 2: no length of a block, at byte 128" },
    { "length of 4 GiB", ng_length_huge,
      "3 frames, 1 bad: 1 3; 2: block longer than 16 MiB, at byte 128" },
    { "length past the end", ng_length_past_end,
      "3 frames, 1 bad: 1 3; 2: the file ends within a block, at byte 128" },
    { "trailer that differs", ng_trailer,
      "3 frames, 1 bad: 1 3; 2: the two lengths of a block differ, at byte 128" },
    { "frame longer than its block", ng_caplen,
      "3 frames, 1 bad: 1 3; 2: frame longer than its block, at byte 128" },
    { "cut off", ng_cut, "3 frames, 1 bad: 1 2; 3: the file ends within a block, at byte 204" },
};

static void check_ng_rows(cp_arena *a)
{
    for (size_t i = 0; i < sizeof ng_rows / sizeof *ng_rows; i++) {
        bytes b = { NULL, 0 };
        ng_rows[i].make(a, &b);
        cp_bytes copy = exact_copy(of(&b), b.n);
        is_int(cp_format_pcapng.detect(copy, CP_STR("x")), 100, "%s: detected", ng_rows[i].name);
        is_cstr(summary(a, &cp_format_pcapng, copy), ng_rows[i].want, "%s", ng_rows[i].name);
        free((void *)(uintptr_t)copy.p);
        free(b.p);
    }
}

static const struct {
    const char *name;
    uint8_t tsresol;
    int32_t offset_s;
    uint64_t ticks;
    int64_t want; /* microseconds */
} times[] = {
    { "not told: microseconds", 0, 0, US + 5, SECONDS *(int64_t)1000000 + 5 },
    { "nanoseconds", 9, 0, US * 1000 + 5999, SECONDS *(int64_t)1000000 + 5 },
    { "milliseconds", 3, 0, (uint64_t)SECONDS * 1000 + 5, SECONDS *(int64_t)1000000 + 5000 },
    { "2^-20", 0x94, 0, ((uint64_t)SECONDS << 20) + (1 << 19), SECONDS *(int64_t)1000000 + 500000 },
    { "offset", 6, 3600, US, (SECONDS + 3600) * (int64_t)1000000 },
    { "negative offset", 6, -3600, US, (SECONDS - 3600) * (int64_t)1000000 },
    { "10^-100 cannot be told", 100, 0, US, CP_TIME_NONE },
    { "2^-64 cannot be told", 0xc0, 0, US, CP_TIME_NONE },
};

static void check_times(cp_arena *a)
{
    for (size_t i = 0; i < 2 * sizeof times / sizeof *times; i++) {
        bytes b = { NULL, 0 };
        told t = { .n_obs = 0 };
        cp_source src;
        bool is_big = i & 1;
        add_section(&b, is_big);
        add_interface(&b, is_big, 1, times[i / 2].tsresol, times[i / 2].offset_s);
        add_enhanced(&b, is_big, 0, times[i / 2].ticks, 1);
        is_int(read_bytes(a, &cp_format_pcapng, of(&b), &t, &src, NULL), CP_OK, "%s, order %d",
               times[i / 2].name, is_big);
        is_int(src.first_at, times[i / 2].want, "%s, order %d: time", times[i / 2].name, is_big);
        free(b.p);
    }
}

/* ---- both ---- */

/* However the file is cut: no crash, the frames that stand whole are read, the rest is one bad. */
static void check_truncation(cp_arena *a)
{
    for (int is_ng = 0; is_ng < 2; is_ng++) {
        const cp_format *f = is_ng ? &cp_format_pcapng : &cp_format_pcap;
        bytes b = { NULL, 0 };
        uint64_t good_before = 0;
        bool is_steady = true, is_one_bad = true;
        if (is_ng)
            ng_all_blocks(a, &b);
        else
            three(&b);
        for (size_t n = 0; n <= b.n; n++) {
            cp_bytes cut = exact_copy(of(&b), n);
            told t = { .n_obs = 0 };
            cp_source src;
            cp_rc rc = read_bytes(a, f, cut, &t, &src, NULL);
            uint64_t good = rc == CP_OK ? src.records - src.records_bad : 0;
            is_steady = is_steady && good >= good_before;
            is_one_bad = is_one_bad && src.records_bad <= 1;
            good_before = good;
            free((void *)(uintptr_t)cut.p);
        }
        ok(is_steady && good_before == 3, "%s cut at every byte: whole frames are read", f->name);
        ok(is_one_bad, "%s cut at every byte: at most one bad", f->name);
        free(b.p);
    }
}

static void check_sink(cp_arena *a)
{
    bytes b = { NULL, 0 };
    cp_source src;
    cp_err err;
    told t = { .fail_after = 1 };
    three(&b);
    is_int(read_bytes(a, &cp_format_pcap, of(&b), &t, &src, &err), CP_EFULL,
           "a sink that fails ends the reading");
    is_cstr(cp_str_c(err.msg), "no space left", "with its message");
    free(b.p);
}

static bool always(void *ctx)
{
    (void)ctx;
    return true;
}

static void check_stop(cp_arena *a)
{
    bytes b = { NULL, 0 };
    cp_read_opts opts = { .is_stopped = always };
    told t = { .n_obs = 0 };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    three(&b);
    is_int(cp_format_pcap.read(a, cp_input_of_bytes(a, of(&b)), &opts, &sink, &src, NULL), CP_EINTR,
           "stopped");
    free(b.p);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_variants(a);
    check_rows(a);
    check_ng_rows(a);
    check_times(a);
    check_truncation(a);
    check_sink(a);
    check_stop(a);
    cp_arena_free(a);
    return tap_done();
}
