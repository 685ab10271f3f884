/* SPDX-License-Identifier: Apache-2.0 */
/* pcapng.c - the capture file of blocks (draft-ietf-opsawg-pcapng).
 *
 *     block:   type(4) length(4) body ... length(4)          length of all, a multiple of 4
 *     section: SHB, then IDB per interface, then EPB/SPB/PB frames; a file may hold several
 *
 * Byte order is the section's, link type and unit of time are the interface's. Blocks of other
 * types are stepped over by their length. A block whose two lengths differ is refused with its
 * position, and the next one whose lengths agree is sought, so one bad block loses only itself. */
#include "sources/pcap/ahead.h"
#include "sources/pcap/capture.h"
#include "sources/pcap/pcap.h"

enum {
    BLOCK_SECTION = 0x0a0d0d0a,
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 2, /* obsolete, still written by some */
    BLOCK_SIMPLE = 3,
    BLOCK_NAMES = 4,
    BLOCK_STATISTICS = 5,
    BLOCK_ENHANCED = 6,
    BLOCK_SECRETS = 10,

    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    BLOCK_MIN_BYTES = 12,
    SECTION_MIN_BYTES = 28,
    SEEK_BYTES = 2 * (CP_PCAP_FRAME_MAX + 64),

    OPTION_END = 0,
    OPTION_TSRESOL = 9,
    OPTION_TSOFFSET = 14,
    OPTIONS_MAX = 1024, /* of one interface */
};

typedef struct interface {
    uint32_t link_type, snaplen;
    uint64_t ticks_per_second; /* 0: finer than 64 bits can tell, so no time */
    uint64_t ticks_per_micro;  /* 0: no whole number */
    int64_t offset_s;
} interface;

typedef struct pcapng {
    cp_arena *a;
    cp_input *in;
    cp_capture *capture;
    cp_ahead *ahead;
    const cp_read_opts *opts;
    bool is_big_endian;
    CP_VEC(interface) interfaces; /* of the section */
    uint64_t n_good;
} pcapng;

typedef struct block {
    uint32_t type, length;
    cp_bytes body;
} block;

static uint32_t u32(const pcapng *f, cp_cur *c)
{
    return f->is_big_endian ? cp_cur_u32be(c) : cp_cur_u32le(c);
}

static uint16_t u16(const pcapng *f, cp_cur *c)
{
    return f->is_big_endian ? cp_cur_u16be(c) : cp_cur_u16le(c);
}

/* A section header tells its byte order behind its length. False: it is none. */
static bool section_order(cp_bytes b, bool *is_big_endian)
{
    cp_cur c = cp_cur_of(b);
    uint32_t type = cp_cur_u32be(&c);
    cp_cur_skip(&c, 4);
    uint32_t magic = cp_cur_u32be(&c);
    *is_big_endian = magic == BYTE_ORDER_MAGIC;
    return !c.bad && type == BLOCK_SECTION &&
           (*is_big_endian || magic == __builtin_bswap32(BYTE_ORDER_MAGIC));
}

static int detect(cp_bytes head, cp_str name)
{
    bool is_big_endian;
    (void)name;
    return section_order(head, &is_big_endian) ? 100 : 0;
}

/* Type and length at the head of w, and whether they can be. NULL: they can. */
static const char *block_head(pcapng *f, cp_bytes w, block *b)
{
    bool order;
    if (section_order(w, &order))
        f->is_big_endian = order;
    cp_cur c = cp_cur_of(w);
    *b = (block){ .type = u32(f, &c) };
    b->length = u32(f, &c);
    if (c.bad)
        return "the file ends within the head of a block";
    if (b->length < BLOCK_MIN_BYTES || b->length % 4 != 0)
        return "no length of a block";
    if (b->length > CP_PCAPNG_BLOCK_MAX)
        return "block longer than 16 MiB";
    return NULL;
}

/* The body of a block that stands whole in w. */
static const char *block_body(const pcapng *f, cp_bytes w, block *b)
{
    cp_cur c = cp_cur_of(w);
    cp_cur_skip(&c, 8);
    b->body = cp_cur_take(&c, b->length - BLOCK_MIN_BYTES);
    uint32_t trailer = u32(f, &c);
    if (c.bad)
        return "the file ends within a block";
    return trailer == b->length ? NULL : "the two lengths of a block differ";
}

static bool is_known(uint32_t type)
{
    switch (type) {
    case BLOCK_SECTION:
    case BLOCK_INTERFACE:
    case BLOCK_PACKET:
    case BLOCK_SIMPLE:
    case BLOCK_NAMES:
    case BLOCK_STATISTICS:
    case BLOCK_ENHANCED:
    case BLOCK_SECRETS: return true;
    default: return false;
    }
}

/* Goes on to the next block whose lengths agree. False: there is none. */
static bool seek_block(pcapng *f)
{
    size_t from = 1;
    for (;;) {
        cp_bytes w = cp_input_peek(f->in, SEEK_BYTES);
        bool is_whole = w.n < SEEK_BYTES, order = f->is_big_endian;
        size_t end = is_whole ? w.n : w.n - SEEK_BYTES + 1;
        for (size_t i = from; i < end; i++) {
            block b;
            cp_bytes here = { w.p + i, w.n - i };
            if (!block_head(f, here, &b) && is_known(b.type) && !block_body(f, here, &b)) {
                cp_input_skip(f->in, i);
                return true;
            }
            f->is_big_endian = order;
        }
        cp_input_skip(f->in, end < from ? w.n : end);
        if (is_whole)
            return false;
        from = 0;
    }
}

/* 10^-n, or 2^-n with the top bit set. */
static uint64_t ticks_of(uint8_t resolution)
{
    uint8_t n = resolution & 0x7f;
    if (resolution & 0x80)
        return n < 64 ? (uint64_t)1 << n : 0;
    uint64_t ticks = 1;
    for (; n > 0; n--)
        if (__builtin_mul_overflow(ticks, 10, &ticks))
            return 0;
    return ticks;
}

static cp_time time_of(const interface *i, uint32_t high, uint32_t low)
{
    uint64_t ticks = (uint64_t)high << 32 | low;
    int64_t micro, offset;
    if (i->ticks_per_second == 0)
        return CP_TIME_NONE;
    if (i->ticks_per_micro)
        micro = (int64_t)(ticks / i->ticks_per_micro & INT64_MAX);
    else
        micro = (int64_t)(__extension__(unsigned __int128) ticks * 1000000 / i->ticks_per_second &
                          INT64_MAX);
    if (__builtin_mul_overflow(i->offset_s, (int64_t)1000000, &offset) ||
        __builtin_add_overflow(micro, offset, &micro))
        return CP_TIME_NONE;
    return micro;
}

static void read_options(const pcapng *f, cp_cur *c, interface *i)
{
    for (int n = 0; n < OPTIONS_MAX && cp_cur_left(c) >= 4; n++) {
        uint16_t code = u16(f, c), length = u16(f, c);
        cp_cur v = cp_cur_sub(c, length);
        if (code == OPTION_END || c->bad)
            return;
        if (length % 4)
            cp_cur_skip(c, 4 - length % 4);
        if (code == OPTION_TSRESOL && length >= 1)
            i->ticks_per_second = ticks_of(cp_cur_u8(&v));
        if (code == OPTION_TSOFFSET && length >= 8) {
            uint64_t a = u32(f, &v), b = u32(f, &v);
            i->offset_s = (int64_t)(f->is_big_endian ? a << 32 | b : b << 32 | a);
        }
    }
}

static const char *read_interface(pcapng *f, const block *b)
{
    cp_cur c = cp_cur_of(b->body);
    interface i = { .ticks_per_second = 1000000 };
    i.link_type = u16(f, &c);
    cp_cur_skip(&c, 2);
    i.snaplen = u32(f, &c);
    if (c.bad)
        return "interface block too short";
    if (f->interfaces.n == CP_PCAPNG_INTERFACES_MAX)
        return "more than 65536 interfaces in a section";
    read_options(f, &c, &i);
    i.ticks_per_micro = i.ticks_per_second % 1000000 ? 0 : i.ticks_per_second / 1000000;
    cp_vec_push(f->a, &f->interfaces, i);
    return NULL;
}

/* The three kinds of block that hold a frame: which interface, and the frame in `out`. */
static const char *read_frame(const pcapng *f, const block *b, cp_frame *out)
{
    cp_cur c = cp_cur_of(b->body);
    uint32_t index = 0, high = 0, low = 0, caplen;
    if (b->type == BLOCK_ENHANCED) {
        index = u32(f, &c);
    } else if (b->type == BLOCK_PACKET) {
        index = u16(f, &c);
        cp_cur_skip(&c, 2);
    }
    if (b->type != BLOCK_SIMPLE) {
        high = u32(f, &c);
        low = u32(f, &c);
    }
    caplen = b->type == BLOCK_SIMPLE ? UINT32_MAX : u32(f, &c);
    out->wire_len = u32(f, &c);
    if (c.bad)
        return "the head of a frame is cut off";
    if (index >= f->interfaces.n)
        return "frame of an interface that is not described";
    const interface *i = &f->interfaces.v[index];
    /* tells no captured length: what snapshot length and block allow */
    if (b->type == BLOCK_SIMPLE) {
        caplen = out->wire_len;
        if (i->snaplen && caplen > i->snaplen)
            caplen = i->snaplen;
    }
    out->bytes = cp_cur_take(&c, caplen);
    if (c.bad)
        return "frame longer than its block";
    out->link_type = i->link_type;
    out->at = b->type == BLOCK_SIMPLE ? CP_TIME_NONE : time_of(i, high, low);
    return NULL;
}

static cp_rc use_block(pcapng *f, const block *b, cp_err *err)
{
    cp_frame frame;
    const char *why = NULL;
    cp_rc rc = CP_OK;
    if (b->type == BLOCK_SECTION)
        f->interfaces.n = 0;
    else if (b->type == BLOCK_INTERFACE)
        why = read_interface(f, b);
    if (b->type == BLOCK_ENHANCED || b->type == BLOCK_SIMPLE || b->type == BLOCK_PACKET) {
        why = read_frame(f, b, &frame);
        if (!why)
            rc = cp_capture_frame(f->capture, &frame, err);
    }
    if (why)
        cp_capture_bad(f->capture, "%s, at byte %llu", why,
                       (unsigned long long)cp_input_off(f->in));
    return rc;
}

/* ---- cp_cutter: frames of interfaces that are known */

static const char *cut_enhanced(const pcapng *f, cp_bytes w, block *b, cp_frame *out)
{
    cp_cur c = cp_cur_of(w);
    *b = (block){ .type = u32(f, &c) };
    b->length = u32(f, &c);
    if (c.bad || b->type != BLOCK_ENHANCED || b->length < BLOCK_MIN_BYTES || b->length % 4 != 0 ||
        b->length > w.n)
        return "not at once";
    const char *why = block_body(f, w, b);
    return why ? why : read_frame(f, b, out);
}

static size_t cut_block(const void *ctx, cp_bytes w)
{
    block b;
    cp_frame frame;
    return cut_enhanced(ctx, w, &b, &frame) ? 0 : b.length;
}

static void cut_frame(const void *ctx, cp_bytes w, cp_frame *out)
{
    block b;
    (void)cut_enhanced(ctx, w, &b, out); /* it could be cut */
}

static cp_rc read_ahead(pcapng *f, size_t *need, cp_err *err)
{
    const cp_cutter cutter = { f, cut_block, cut_frame };
    uint64_t at = cp_input_off(f->in);
    cp_time last_at = CP_TIME_NONE;
    if (f->interfaces.n == 0) /* where no frame can stand yet the chain would break at once */
        return CP_OK;
    cp_rc rc = cp_ahead_run(f->ahead, &cutter, &last_at, err);
    if (cp_input_off(f->in) != at)
        *need = BLOCK_MIN_BYTES;
    return rc;
}

static bool is_stopped(const pcapng *f)
{
    if (f->opts->progress)
        f->opts->progress(f->opts->progress_ctx, cp_input_raw_off(f->in), cp_input_raw_size(f->in));
    return f->opts->is_stopped && f->opts->is_stopped(f->opts->stop_ctx);
}

/* All blocks that stand whole in the window. *why: what is wrong with the one that stands where it
 * stopped; NULL: it is only not whole, and *need bytes long. */
static cp_rc read_window(pcapng *f, cp_bytes w, size_t *need, const char **why, cp_err *err)
{
    cp_rc rc = CP_OK;
    *why = NULL;
    *need = BLOCK_MIN_BYTES;
    while (rc == CP_OK && w.n >= BLOCK_MIN_BYTES) {
        block b;
        *why = block_head(f, w, &b);
        *need = *why ? BLOCK_MIN_BYTES : b.length;
        if (*why || w.n < b.length)
            break;
        *why = block_body(f, w, &b);
        if (*why)
            break;
        rc = use_block(f, &b, err);
        cp_input_skip(f->in, b.length);
        w = (cp_bytes){ w.p + b.length, w.n - b.length };
        *need = BLOCK_MIN_BYTES;
    }
    return rc;
}

static cp_rc read_blocks(pcapng *f, cp_err *err)
{
    size_t need = BLOCK_MIN_BYTES;
    for (;;) {
        const char *why = NULL;
        cp_rc ahead = read_ahead(f, &need, err);
        if (ahead != CP_OK)
            return ahead;
        cp_bytes w = cp_input_peek(f->in, need);
        if (w.n == 0)
            return CP_OK;
        if (is_stopped(f))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        if (w.n < need) {
            why = "the file ends within a block";
        } else {
            cp_rc rc = read_window(f, w, &need, &why, err);
            if (rc != CP_OK)
                return rc;
        }
        if (!why)
            continue;
        cp_capture_bad(f->capture, "%s, at byte %llu", why,
                       (unsigned long long)cp_input_off(f->in));
        if (!seek_block(f))
            return CP_OK;
        need = BLOCK_MIN_BYTES;
    }
}

static cp_rc read_pcapng(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    pcapng *f = CP_NEW(a, pcapng); /* not on the stack, see cp_cutter */
    *f = (pcapng){ .a = a, .in = in, .opts = opts };
    bool order;
    if (!section_order(cp_input_peek(in, BLOCK_MIN_BYTES), &order))
        return cp_fail(err, CP_EFORMAT, 0, "no section header of pcapng");
    f->capture = cp_capture_new(a, sink, src);
    if (!sink->flows && !sink->bgp) /* there each packet counts, and none may be passed over */
        f->ahead = cp_ahead_new(a, f->capture, in, opts);
    cp_rc rc = read_blocks(f, err);
    cp_rc end = cp_capture_end(f->capture, rc == CP_OK ? err : NULL);
    return rc == CP_OK ? end : rc;
}

const cp_format cp_format_pcapng = { "pcapng", "pcapng captures", detect, read_pcapng };
