/* SPDX-License-Identifier: Apache-2.0 */
/* tell_router.c - what a router says of itself when it begins to tell of its BGP sessions (RFC
 * 7854, 4.3 and 4.4), as observations. What it tells of routes: tell_bgp.c. */
#include "sources/pcap/facts.h"

enum { HEAD_BYTES = 6, INITIATION = 4, SYS_DESCR = 1, SYS_NAME = 2, BYTES_MAX = 64 * 1024 };

/* Other protocols begin with its version too (TPKT, RFC 1006), hence it has to be whole and well
 * formed before anything is told. */
static bool is_texts(cp_cur c)
{
    while (cp_cur_left(&c)) {
        uint16_t type = cp_cur_u16be(&c);
        cp_cur_skip(&c, cp_cur_u16be(&c));
        if (c.bad || type > INT16_MAX)
            return false;
    }
    return !c.bad;
}

static cp_take take_bmp(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_cur in = cp_cur_of(m->bytes);
    cp_cur_skip(&in, 1);
    uint32_t n = cp_cur_u32be(&in);
    uint8_t type = cp_cur_u8(&in);
    if (in.bad)
        return CP_TAKE_MORE;
    if (type != INITIATION || n <= HEAD_BYTES || n > BYTES_MAX)
        return CP_TAKE_NOT;
    cp_cur texts = cp_cur_sub(&in, n - HEAD_BYTES);
    if (texts.bad)
        return CP_TAKE_MORE;
    if (!is_texts(texts))
        return CP_TAKE_NOT;
    cp_msg_sender(c, m, &s);
    while (cp_cur_left(&texts)) {
        uint16_t kind = cp_cur_u16be(&texts);
        cp_bytes text = cp_cur_take(&texts, cp_cur_u16be(&texts));
        if (kind == SYS_DESCR)
            cp_tell_text(&t, &s, CP_KIND_BMP_SYS_DESCR, text);
        if (kind == SYS_NAME)
            cp_tell_text(&t, &s, CP_KIND_BMP_SYS_NAME, text);
    }
    *rc = t.rc;
    return CP_TAKE_DONE;
}

const cp_tcp_proto cp_tcp_bmp = { "BMP", take_bmp, false };
