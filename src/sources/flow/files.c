/* SPDX-License-Identifier: Apache-2.0 */
/* files.c - see files.h.
 *
 *     IPFIX  0a.. bytes ..        | 0a..      each tells its length (RFC 5655, 7: an IPFIX file is
 *                                             messages, one after the other)
 *     v5     05.. count ..        | 05..      so does this, by its count
 *     v9     09.. [set] [set] ..  | 09..      goes on as long as sets follow: 9 is the number of no
 *                                             set
 */
#include "sources/flow/files.h"
#include "sources/flow/ear.h"

enum {
    V5_HEAD_BYTES = 24,
    V5_RECORD_BYTES = 48,
    V9_HEAD_BYTES = 20,
    SET_HEAD_BYTES = 4,
    SET_ID_MIN = 256,
    VERSION_5 = 5,
    VERSION_9 = 9,
    VERSION_IPFIX = 10,
    SURE = 95,
};

static uint32_t get16(cp_bytes b, size_t i)
{
    return i + 1 < b.n ? (uint32_t)b.p[i] << 8 | b.p[i + 1] : 0;
}

/* Up to where sets follow. Zeros that pad them to four bytes belong to them. */
static size_t v9_bytes(cp_bytes w)
{
    size_t n = V9_HEAD_BYTES;
    while (n + SET_HEAD_BYTES <= w.n) {
        uint32_t id = get16(w, n), bytes = get16(w, n + 2);
        if ((id > 1 && id < SET_ID_MIN) || bytes < SET_HEAD_BYTES)
            break;
        n += bytes;
    }
    while (n < w.n && n % 4 && w.p[n] == 0 && get16(w, n) != VERSION_9)
        n++;
    return n;
}

/* Bytes of the datagram at the head of w, as it says itself; 0: it is none. */
static size_t datagram_bytes(cp_bytes w)
{
    switch (get16(w, 0)) {
    case VERSION_5: return V5_HEAD_BYTES + (size_t)get16(w, 2) * V5_RECORD_BYTES;
    case VERSION_9: return v9_bytes(w);
    case VERSION_IPFIX: return get16(w, 2);
    default: return 0;
    }
}

static int detect_of(cp_bytes head, bool is_ipfix)
{
    cp_flow_proto proto;
    size_t n = datagram_bytes(head);
    if ((get16(head, 0) == VERSION_IPFIX) != is_ipfix || n == 0 || n > head.n)
        return 0;
    return cp_flow_wire_looks((cp_bytes){ head.p, n }, &proto) ? SURE : 0;
}

static int detect_ipfix(cp_bytes head, cp_str name)
{
    (void)name;
    return detect_of(head, true);
}

static int detect_netflow(cp_bytes head, cp_str name)
{
    (void)name;
    return detect_of(head, false);
}

typedef struct reading {
    cp_arena *a;
    cp_input *in;
    const cp_read_opts *opts;
    cp_source *src;
    cp_flow_ear *ear;
} reading;

static bool is_stopped(const reading *r)
{
    if (r->opts->progress)
        r->opts->progress(r->opts->progress_ctx, cp_input_raw_off(r->in), cp_input_raw_size(r->in));
    return r->opts->is_stopped && r->opts->is_stopped(r->opts->stop_ctx);
}

/* The next datagram. False: there is none, or nothing that follows can be made out. */
static bool read_one(reading *r, cp_rc *rc, cp_err *err)
{
    cp_bytes w = cp_input_peek(r->in, CP_FLOW_DATAGRAM_MAX);
    size_t n = datagram_bytes(w);
    bool is_flow = false;
    if (w.n == 0)
        return false;
    r->src->records++;
    if (n >= V9_HEAD_BYTES - SET_HEAD_BYTES && n <= w.n) {
        w.n = n;
        *rc = cp_flow_ear_hear(r->ear, (cp_ip){ .version = 0 }, w, CP_TIME_NONE, &is_flow, err);
    }
    if (!is_flow) {
        cp_source_bad(r->a, r->src, r->src->records, "no datagram begins at byte %llu",
                      (unsigned long long)cp_input_off(r->in));
        return false;
    }
    cp_input_skip(r->in, n);
    return *rc == CP_OK;
}

static cp_rc read_datagrams(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    enum { ASK_EVERY = 256 };
    reading r = { a, in, opts, src, cp_flow_ear_new(a, sink, false) };
    cp_rc rc = CP_OK;
    while (read_one(&r, &rc, err))
        if (src->records % ASK_EVERY == 0 && is_stopped(&r))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    cp_rc end = cp_flow_ear_end(r.ear, src, rc == CP_OK ? err : NULL);
    src->note = cp_str_fmt(a, "%llu datagrams", (unsigned long long)src->records);
    return rc == CP_OK ? end : rc;
}

const cp_format cp_format_ipfix = { "ipfix", "IPFIX files (RFC 5655)", detect_ipfix,
                                    read_datagrams };
const cp_format cp_format_netflow = { "netflow",
                                      "datagrams of NetFlow 5 and 9, one after the other",
                                      detect_netflow, read_datagrams };
