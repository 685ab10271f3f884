/* SPDX-License-Identifier: Apache-2.0 */
/* dtls.c - see dtls.h. */
#include "sources/app/dtls.h"

enum { RECORD_HANDSHAKE = 22, VERSION_OLD = 0x0100 /* of clients from before RFC 4347 */ };

static bool is_version(unsigned v) { return v == VERSION_OLD || (v >= 0xfefc && v <= 0xfeff); }

bool cp_dtls_begins(cp_bytes in)
{
    cp_cur c = cp_cur_of(in);
    uint8_t type = cp_cur_u8(&c);
    unsigned version = cp_cur_u16be(&c), epoch = cp_cur_u16be(&c);
    return !c.bad && type == RECORD_HANDSHAKE && is_version(version) && epoch == 0;
}

cp_dtls_iter cp_dtls_iter_of(cp_bytes datagram)
{
    return (cp_dtls_iter){ .datagram = cp_cur_of(datagram) };
}

/* The next record of a handshake in the clear; others are stepped over. */
static bool next_record(cp_dtls_iter *it)
{
    while (cp_cur_left(&it->datagram) > 0) {
        uint8_t type = cp_cur_u8(&it->datagram);
        unsigned version = cp_cur_u16be(&it->datagram), epoch = cp_cur_u16be(&it->datagram);
        cp_cur_skip(&it->datagram, 6);
        cp_cur record = cp_cur_sub(&it->datagram, cp_cur_u16be(&it->datagram));
        it->is_bad = it->datagram.bad;
        if (!it->is_bad && !is_version(version)) /* something else follows: nothing more is read */
            (void)cp_cur_rest(&it->datagram);
        if (!it->is_bad && is_version(version) && type == RECORD_HANDSHAKE && epoch == 0) {
            it->record = record;
            return true;
        }
    }
    return false;
}

bool cp_dtls_next(cp_dtls_iter *it, cp_dtls_part *out)
{
    if (it->is_bad || (cp_cur_left(&it->record) == 0 && !next_record(it)))
        return false;
    cp_cur *r = &it->record;
    out->type = cp_cur_u8(r);
    out->n = cp_cur_u24be(r);
    out->sequence = cp_cur_u16be(r);
    out->off = cp_cur_u24be(r);
    out->bytes = cp_cur_take(r, cp_cur_u24be(r));
    it->is_bad = r->bad || out->off > out->n || out->bytes.n > out->n - out->off;
    return !it->is_bad;
}
