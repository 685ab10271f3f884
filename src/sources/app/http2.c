/* SPDX-License-Identifier: Apache-2.0 */
/* http2.c - see http2.h. */
#include "sources/app/http2.h"
#include <nghttp2/nghttp2.h>
#include <string.h>

enum {
    FRAME_HEAD_BYTES = 9,
    FRAME_BYTES_MAX = 1 << 14, /* RFC 9113, 4.2: before a peer allowed more */
    TYPE_HEADERS = 1,
    TYPE_SETTINGS = 4,
    TYPE_PUSH_PROMISE = 5,
    TYPE_CONTINUATION = 9,
    FLAG_ACK = 0x01,
    FLAG_END_HEADERS = 0x04,
    FLAG_PADDED = 0x08,
    FLAG_PRIORITY = 0x20,
};

typedef struct reading {
    cp_arena *a;
    cp_http2 *out;
    nghttp2_hd_inflater *inflater;
    size_t n_bytes; /* of fields, decompressed */
    bool is_open;   /* a header block goes on */
    /* The block at hand is not the one looked for: what a server promises, or an interim response
     * (RFC 9113, 8.4 and 8.1). The next is compressed with its help. */
    bool is_passing;
} reading;

typedef struct frame {
    uint8_t type, flags;
    uint32_t stream;
    cp_cur payload;
} frame;

static void keep(reading *r, cp_str *where, const nghttp2_nv *nv)
{
    if (where->n == 0)
        *where = cp_str_dup(r->a, (cp_str){ (const char *)nv->value, nv->valuelen });
}

static void keep_field(reading *r, const nghttp2_nv *nv)
{
    cp_str name = { (const char *)nv->name, nv->namelen };
    if (cp_str_eq(name, CP_STR(":status")))
        r->is_passing |= nv->valuelen > 0 && nv->value[0] == '1';
    if (r->is_passing)
        return;
    if (cp_str_eq(name, CP_STR("server")))
        keep(r, &r->out->server, nv);
    else if (cp_str_eq(name, CP_STR("user-agent")))
        keep(r, &r->out->user_agent, nv);
    else if (cp_str_eq(name, CP_STR(":authority")))
        keep(r, &r->out->authority, nv);
    else if (cp_str_eq(name, CP_STR("via")))
        keep(r, &r->out->via, nv);
}

/* A piece of the header block. */
static cp_rc inflate(reading *r, cp_bytes in, bool is_end, uint64_t at, cp_err *err)
{
    for (;;) {
        nghttp2_nv nv;
        int flags = 0;
        ssize_t n = nghttp2_hd_inflate_hd2(r->inflater, &nv, &flags, in.p, in.n, is_end);
        if (n < 0)
            return cp_fail(err, CP_EFORMAT, at, "header fields that cannot be decompressed");
        in = (cp_bytes){ in.p + n, in.n - (size_t)n };
        if (flags & NGHTTP2_HD_INFLATE_EMIT) {
            r->n_bytes += nv.namelen + nv.valuelen;
            if (++r->out->n_fields > CP_HTTP2_FIELDS_MAX || r->n_bytes > CP_HTTP2_FIELD_BYTES_MAX)
                return cp_fail(err, CP_ELIMIT, at,
                               "more than %d header fields, or %d bytes of them",
                               CP_HTTP2_FIELDS_MAX, CP_HTTP2_FIELD_BYTES_MAX);
            keep_field(r, &nv);
        }
        if (flags & NGHTTP2_HD_INFLATE_FINAL) {
            r->out->has_fields = !r->is_passing;
            (void)nghttp2_hd_inflate_end_headers(r->inflater);
            return CP_OK;
        }
        if (!(flags & NGHTTP2_HD_INFLATE_EMIT))
            return in.n == 0 ? CP_OK : cp_fail(err, CP_EFORMAT, at, "header fields without an end");
    }
}

static bool is_settings(const frame *f)
{
    return f->type == TYPE_SETTINGS && f->stream == 0 && !(f->flags & FLAG_ACK) &&
           cp_cur_left(&f->payload) % 6 == 0;
}

static cp_rc read_frame(reading *r, frame *f, uint64_t at, cp_err *err)
{
    cp_cur *p = &f->payload;
    bool is_promise = f->type == TYPE_PUSH_PROMISE;
    if (r->is_open != (f->type == TYPE_CONTINUATION) || (is_promise && r->out->is_client))
        return cp_fail(err, CP_EFORMAT, at, "a frame of type %u in this place", f->type);
    if (f->type != TYPE_HEADERS && f->type != TYPE_CONTINUATION && !is_promise)
        return CP_OK;
    if (f->type != TYPE_CONTINUATION) {
        uint8_t pad = f->flags & FLAG_PADDED ? cp_cur_u8(p) : 0;
        r->is_passing = is_promise;
        cp_cur_skip(p, is_promise ? 4 : f->flags & FLAG_PRIORITY ? 5 : 0);
        if (p->bad || pad > cp_cur_left(p))
            return cp_fail(err, CP_EFORMAT, at, "a frame too short for its flags");
        *p = cp_cur_sub(p, cp_cur_left(p) - pad);
    }
    bool is_end = f->flags & FLAG_END_HEADERS;
    r->is_open = !is_end;
    return inflate(r, cp_cur_rest(p), is_end, at, err);
}

static cp_rc read_frames(reading *r, cp_cur *c, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK && !r->out->has_fields) {
        uint64_t at = cp_cur_off(c);
        uint32_t length = cp_cur_u24be(c);
        frame f = { .type = cp_cur_u8(c), .flags = cp_cur_u8(c) };
        f.stream = cp_cur_u32be(c) & INT32_MAX;
        if (!c->bad && length > FRAME_BYTES_MAX)
            return cp_fail(err, r->out->n_frames ? CP_EFORMAT : CP_EUNKNOWN, at,
                           "a frame of %u bytes", length);
        f.payload = cp_cur_sub(c, length);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, at, "the header block is cut off");
        if (r->out->n_frames == 0 && !is_settings(&f))
            return cp_fail(err, CP_EUNKNOWN, at, "frame type %u, expected settings", f.type);
        if (++r->out->n_frames > CP_HTTP2_FRAMES_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d frames", CP_HTTP2_FRAMES_MAX);
        rc = read_frame(r, &f, at, err);
    }
    return rc;
}

cp_rc cp_http2_parse(cp_arena *a, cp_bytes in, cp_http2 *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    reading r = { .a = a, .out = out };
    cp_str preface = CP_STR(CP_HTTP2_PREFACE), begin = cp_str_of_bytes(in);
    memset(out, 0, sizeof *out);
    if (begin.n > 0 && begin.n < preface.n && cp_str_starts(preface, begin))
        return cp_fail(err, CP_ESHORT, 0, "the preface is cut off");
    out->is_client = cp_str_starts(begin, preface);
    cp_cur_skip(&c, out->is_client ? preface.n : 0);
    if (nghttp2_hd_inflate_new(&r.inflater) != 0)
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF, "no decompressor");
    (void)nghttp2_hd_inflate_change_table_size(r.inflater, CP_HTTP2_TABLE_BYTES_MAX);
    cp_rc rc = read_frames(&r, &c, err);
    nghttp2_hd_inflate_del(r.inflater);
    return rc;
}
