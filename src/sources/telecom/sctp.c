/* SPDX-License-Identifier: Apache-2.0 */
/* sctp.c - see sctp.h. */
#include "sources/telecom/sctp.h"
#include <string.h>

enum {
    CHUNK_DATA = 0,
    CHUNK_I_DATA = 64,
    CHUNK_HEAD_BYTES = 4,
    FLAG_ENDS = 1,
    FLAG_BEGINS = 2,
    FLAG_UNORDERED = 4,
};

cp_rc cp_sctp_parse(cp_bytes in, cp_sctp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    out->src_port = cp_cur_u16be(&c);
    out->dst_port = cp_cur_u16be(&c);
    cp_cur_skip(&c, 8);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, in.n, "the SCTP header is cut off");
    out->chunks = c;
    return CP_OK;
}

static bool read_data(cp_cur *v, uint8_t type, uint8_t flags, cp_sctp_data *out)
{
    *out = (cp_sctp_data){ .begins = flags & FLAG_BEGINS,
                           .ends = flags & FLAG_ENDS,
                           .is_numbered = type == CHUNK_I_DATA,
                           .is_unordered = flags & FLAG_UNORDERED };
    out->tsn = cp_cur_u32be(v);
    out->stream = cp_cur_u16be(v);
    cp_cur_skip(v, type == CHUNK_I_DATA ? 6 : 2);
    out->protocol = cp_cur_u32be(v);
    out->data = cp_cur_rest(v);
    return !v->bad;
}

bool cp_sctp_next(cp_sctp *s, cp_sctp_data *out, cp_err *err)
{
    cp_cur *c = &s->chunks;
    while (s->rc == CP_OK && cp_cur_left(c) > 0) {
        uint64_t at = cp_cur_off(c);
        uint8_t type = cp_cur_u8(c), flags = cp_cur_u8(c);
        uint16_t length = cp_cur_u16be(c);
        if (!c->bad && length < CHUNK_HEAD_BYTES) {
            s->rc = cp_fail(err, CP_EFORMAT, at, "chunk %u of %u bytes", type, length);
            return false;
        }
        cp_cur value = cp_cur_sub(c, length - (size_t)CHUNK_HEAD_BYTES);
        if (c->bad) {
            s->rc = cp_fail(err, CP_ESHORT, at, "chunk %u reaches past the end", type);
            return false;
        }
        if (++s->n_chunks > CP_SCTP_CHUNKS_MAX) {
            s->rc = cp_fail(err, CP_ELIMIT, at, "more than %d chunks", CP_SCTP_CHUNKS_MAX);
            return false;
        }
        size_t pad = (4 - length % 4) % 4; /* the last may lack it */
        cp_cur_skip(c, pad < cp_cur_left(c) ? pad : cp_cur_left(c));
        if (type != CHUNK_DATA && type != CHUNK_I_DATA)
            continue;
        if (read_data(&value, type, flags, out))
            return true;
        s->rc = cp_fail(err, CP_EFORMAT, at, "a chunk with data of %u bytes", length);
    }
    return false;
}
