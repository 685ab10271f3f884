/* SPDX-License-Identifier: Apache-2.0 */
/* pcap.c - the classic capture file (draft-ietf-opsawg-pcap).
 *
 *     header(24): magic, version, -, -, snapshot length, link type
 *     record:     seconds(4) fraction(4) captured(4) on the wire(4) [8 more: modified] bytes
 *
 * The magic tells byte order, unit of the fraction (micro or nanoseconds), and the variant that
 * Alexey Kuznetzov's libpcap wrote, with 8 bytes more before each frame. Frames are looked at where
 * they stand in the input's window. After a record that cannot be, the next place is sought where
 * one plausible record follows another (or the end): counters and payloads hardly ever look so. */
#include "sources/pcap/pcap.h"
#include "sources/pcap/ahead.h"
#include "sources/pcap/capture.h"

enum {
    FILE_HEAD_BYTES = 24,
    RECORD_HEAD_BYTES = 16,
    MODIFIED_BYTES = 8,
    LINK_TYPE_MASK = 0xffff, /* above it stands the length of the FCS */
    WIRE_LEN_MAX = 1 << 24,  /* jumbo frames and segments left to the network card are far below */
    NEAR_SECONDS = 7 * 24 * 3600, /* how far from the first or the last good record the time of
                                     the next may be, when it is sought: one of them may be bad */
    SEEK_BYTES = 2 * (CP_PCAP_FRAME_MAX + 64), /* two records of the largest size */
};

static const struct variant {
    uint32_t magic; /* read in the order of the file's bytes, big end first */
    bool is_big_endian, is_nano, is_modified;
} variants[] = {
    { 0xa1b2c3d4, true, false, false }, { 0xd4c3b2a1, false, false, false },
    { 0xa1b23c4d, true, true, false },  { 0x4d3cb2a1, false, true, false },
    { 0xa1b2cd34, true, false, true },  { 0x34cdb2a1, false, false, true },
};

typedef struct pcap {
    const struct variant *v;
    cp_input *in;
    cp_capture *capture;
    cp_ahead *ahead;
    cp_source *src;
    const cp_read_opts *opts;
    uint32_t link_type, record_head, frame_max;
    uint32_t first_sec, last_sec;
    bool has_last;
    bool is_swapped; /* its byte order is not this machine's */
} pcap;

typedef struct record {
    uint32_t sec, fraction, caplen, len;
} record;

static uint32_t get_u32(const pcap *f, cp_cur *c)
{
    uint32_t v = cp_cur_u32be(c);
    return f->v->is_big_endian ? v : __builtin_bswap32(v);
}

static const struct variant *variant_of(cp_bytes head)
{
    cp_cur c = cp_cur_of(head);
    uint32_t magic = cp_cur_u32be(&c);
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (!c.bad && variants[i].magic == magic)
            return &variants[i];
    return NULL;
}

static int detect(cp_bytes head, cp_str name)
{
    (void)name;
    return variant_of(head) ? 100 : 0;
}

/* All of it at once: this is done for every record. head: at least RECORD_HEAD_BYTES. */
static inline record record_at(const pcap *f, const uint8_t *head)
{
    record r;
    memcpy(&r, head, sizeof r);
    if (f->is_swapped)
        r = (record){ __builtin_bswap32(r.sec), __builtin_bswap32(r.fraction),
                      __builtin_bswap32(r.caplen), __builtin_bswap32(r.len) };
    return r;
}

static record get_record(const pcap *f, cp_cur *c)
{
    cp_bytes head = cp_cur_take(c, f->record_head);
    return head.n ? record_at(f, head.p) : (record){ .sec = 0 };
}

static bool is_near(uint32_t a, uint32_t b) { return (a > b ? a - b : b - a) <= NEAR_SECONDS; }

/* Could this be the head of a record? Only asked where the chain of lengths is broken. */
static bool is_plausible(const pcap *f, const record *r)
{
    uint32_t per_second = f->v->is_nano ? 1000000000 : 1000000;
    return r->caplen > 0 && r->caplen <= f->frame_max && r->len >= r->caplen &&
           r->len <= WIRE_LEN_MAX && r->fraction < per_second &&
           (!f->has_last || is_near(r->sec, f->first_sec) || is_near(r->sec, f->last_sec));
}

/* Does a record begin at b, with another behind it or the end of the file? */
static bool is_record(const pcap *f, cp_bytes b, bool is_whole)
{
    cp_cur c = cp_cur_of(b);
    record r = get_record(f, &c);
    if (c.bad || !is_plausible(f, &r))
        return false;
    cp_cur_skip(&c, r.caplen);
    if (!c.bad && cp_cur_left(&c) == 0 && is_whole)
        return true;
    r = get_record(f, &c);
    return !c.bad && is_plausible(f, &r);
}

/* Goes on to the next place where a record begins. False: there is none. */
static bool seek_record(pcap *f)
{
    size_t from = 1; /* not where the bad one stands */
    for (;;) {
        cp_bytes w = cp_input_peek(f->in, SEEK_BYTES);
        bool is_whole = w.n < SEEK_BYTES;
        size_t end = is_whole ? w.n : w.n - SEEK_BYTES + 1;
        for (size_t i = from; i < end; i++) {
            if (is_record(f, (cp_bytes){ w.p + i, w.n - i }, is_whole)) {
                cp_input_skip(f->in, i);
                return true;
            }
        }
        cp_input_skip(f->in, end < from ? w.n : end);
        if (is_whole)
            return false;
        from = 0;
    }
}

static cp_frame frame_of(const pcap *f, const record *r, cp_bytes bytes)
{
    cp_time micro = f->v->is_nano ? r->fraction / 1000 : r->fraction;
    return (cp_frame){ .bytes = bytes,
                       .wire_len = r->len,
                       .link_type = f->link_type,
                       .at = (cp_time)r->sec * 1000000 + micro };
}

static cp_rc tell_frame(pcap *f, const record *r, cp_bytes bytes, cp_err *err)
{
    cp_frame frame = frame_of(f, r, bytes);
    f->last_sec = (uint32_t)(frame.at / 1000000); /* as read_ahead knows it */
    f->has_last = true;
    return cp_capture_frame(f->capture, &frame, err);
}

/* ---- cp_cutter */

static size_t cut_record(const void *ctx, cp_bytes w)
{
    const pcap *f = ctx;
    if (w.n < f->record_head)
        return 0;
    size_t caplen = record_at(f, w.p).caplen;
    return caplen > f->frame_max || caplen > w.n - f->record_head ? 0 : f->record_head + caplen;
}

static void cut_frame(const void *ctx, cp_bytes b, cp_frame *out)
{
    const pcap *f = ctx;
    record r = record_at(f, b.p);
    *out = frame_of(f, &r, (cp_bytes){ b.p + f->record_head, b.n - f->record_head });
}

static cp_rc read_ahead(pcap *f, size_t *need, cp_err *err)
{
    const cp_cutter cutter = { f, cut_record, cut_frame };
    cp_time last_at = CP_TIME_NONE;
    cp_rc rc = cp_ahead_run(f->ahead, &cutter, &last_at, err);
    if (last_at == CP_TIME_NONE)
        return rc;
    f->last_sec = (uint32_t)(last_at / 1000000);
    f->has_last = true;
    *need = f->record_head;
    return rc;
}

/* All records that stand whole in the window. *need: bytes of the record that does not. */
static cp_rc read_window(pcap *f, cp_bytes w, size_t *need, bool *is_absurd, cp_err *err)
{
    cp_cur c = cp_cur_of(w);
    size_t used = 0;
    cp_rc rc = CP_OK;
    *is_absurd = false;
    *need = f->record_head;
    while (rc == CP_OK && cp_cur_left(&c) >= f->record_head) {
        record r = get_record(f, &c);
        *is_absurd = r.caplen > f->frame_max;
        *need = (size_t)f->record_head + r.caplen;
        if (*is_absurd || r.caplen > cp_cur_left(&c))
            break;
        rc = tell_frame(f, &r, cp_cur_take(&c, r.caplen), err);
        used = (size_t)cp_cur_off(&c);
        *need = f->record_head;
    }
    cp_input_skip(f->in, used);
    return rc;
}

/* What cannot be a record stands at the input's place: absurd, or longer than the file. */
static bool recover(pcap *f, size_t need, bool is_absurd)
{
    uint64_t at = cp_input_off(f->in);
    cp_bytes w = cp_input_peek(f->in, f->record_head);
    if (w.n < f->record_head)
        cp_capture_bad(f->capture, "the file ends within the head of a record, at byte %llu",
                       (unsigned long long)at);
    else if (is_absurd)
        cp_capture_bad(f->capture, "record of %llu bytes at byte %llu, expected at most %u",
                       (unsigned long long)need - f->record_head, (unsigned long long)at,
                       f->frame_max);
    else
        cp_capture_bad(f->capture, "the file ends within a record of %llu bytes, at byte %llu",
                       (unsigned long long)need - f->record_head, (unsigned long long)at);
    return w.n >= f->record_head && seek_record(f);
}

static bool is_stopped(const pcap *f)
{
    if (f->opts->progress)
        f->opts->progress(f->opts->progress_ctx, cp_input_raw_off(f->in), cp_input_raw_size(f->in));
    return f->opts->is_stopped && f->opts->is_stopped(f->opts->stop_ctx);
}

/* Of the first record, if one stands there. */
static void note_first(pcap *f)
{
    cp_bytes w = cp_input_peek(f->in, f->record_head);
    cp_cur c = cp_cur_of(w);
    record r = get_record(f, &c);
    if (c.bad || r.caplen > f->frame_max)
        return;
    f->first_sec = (uint32_t)(frame_of(f, &r, w).at / 1000000);
    f->last_sec = f->first_sec;
}

static cp_rc read_records(pcap *f, cp_err *err)
{
    size_t need = f->record_head;
    note_first(f);
    for (;;) {
        bool is_absurd = false;
        cp_rc ahead = read_ahead(f, &need, err);
        if (ahead != CP_OK)
            return ahead;
        cp_bytes w = cp_input_peek(f->in, need);
        if (w.n == 0)
            return CP_OK;
        if (is_stopped(f))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        if (w.n >= need) {
            cp_rc rc = read_window(f, w, &need, &is_absurd, err);
            if (rc != CP_OK)
                return rc;
            if (!is_absurd)
                continue;
        }
        if (!recover(f, need, is_absurd))
            return CP_OK;
        need = f->record_head;
    }
}

static cp_rc read_head(pcap *f, cp_err *err)
{
    cp_bytes w = cp_input_peek(f->in, FILE_HEAD_BYTES);
    f->v = variant_of(w);
    if (!f->v)
        return cp_fail(err, CP_EFORMAT, 0, "no pcap magic");
    cp_cur c = cp_cur_of(w);
    cp_cur_skip(&c, 16); /* magic, version, time zone, accuracy: not used by anybody */
    uint32_t snaplen = get_u32(f, &c);
    f->link_type = get_u32(f, &c) & LINK_TYPE_MASK;
    if (c.bad)
        return cp_fail(err, CP_ESHORT, w.n, "the pcap header has %zu bytes, expected %d", w.n,
                       FILE_HEAD_BYTES);
    f->is_swapped = f->v->is_big_endian == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
    f->record_head = RECORD_HEAD_BYTES + (f->v->is_modified ? MODIFIED_BYTES : 0);
    f->frame_max = CP_PCAP_FRAME_MAX;
    if (snaplen == 0) { /* libpcap reads it so too; what the writer meant is not known */
        f->src->problems[f->src->n_problems++] =
            (cp_problem){ 0, CP_STR("snapshot length 0 in the header, read as no limit") };
        f->src->state = CP_SOURCE_PARTLY;
    }
    cp_input_skip(f->in, FILE_HEAD_BYTES);
    return CP_OK;
}

static cp_rc read_pcap(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    pcap *f = CP_NEW(a, pcap); /* not on the stack, see cp_cutter */
    *f = (pcap){ .in = in, .src = src, .opts = opts };
    cp_rc rc = read_head(f, err);
    if (rc != CP_OK)
        return rc;
    f->capture = cp_capture_new(a, sink, src);
    if (!sink->flows && !sink->bgp) /* there each packet counts, and none may be passed over */
        f->ahead = cp_ahead_new(a, f->capture, in, opts);
    rc = read_records(f, err);
    cp_rc end = cp_capture_end(f->capture, rc == CP_OK ? err : NULL);
    return rc == CP_OK ? end : rc;
}

const cp_format cp_format_pcap = { "pcap", "pcap captures", detect, read_pcap };
