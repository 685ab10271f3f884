/* SPDX-License-Identifier: Apache-2.0 */
/* quic.c - see quic.h. A packet costs five HMACs, a block and a GCM: some ten microseconds, for one
 * packet in a thousand. */
#include "sources/app/quic.h"
#include <string.h>
#include "codec/crypt.h"

enum {
    LONG_HEADER = 0xc0, /* and the fixed bit */
    NUMBER_BYTES_MAX = 4,
    FRAME_PADDING = 0,
    FRAME_PING = 1,
    FRAME_ACK = 2,
    FRAME_ACK_ECN = 3,
    FRAME_CRYPTO = 6,
    FRAME_CLOSE = 0x1c,
};

/* What differs between versions: how the type Initial is written, the salt, the labels. */
static const struct terms {
    uint32_t from, to;
    uint8_t initial;
    const char *key, *iv, *hp;
    uint8_t salt[20];
} versions[] = {
    { 1, 1, 0, "quic key", "quic iv", "quic hp", { 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34,
                                                   0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8,
                                                   0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a } },
    { 0x6b3343cf,
      0x6b3343cf,
      1,
      "quicv2 key",
      "quicv2 iv",
      "quicv2 hp",
      { 0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
        0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9 } },
    { 0xff000021,
      0xff000022,
      0,
      "quic key",
      "quic iv",
      "quic hp",
      { 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
        0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a } },
    { 0xff00001d,
      0xff000020,
      0,
      "quic key",
      "quic iv",
      "quic hp",
      { 0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97,
        0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99 } },
};

static const struct terms *terms_of(uint32_t version)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (version >= versions[i].from && version <= versions[i].to)
            return &versions[i];
    return NULL;
}

bool cp_quic_begins(cp_bytes in)
{
    cp_cur c = cp_cur_of(in);
    uint8_t first = cp_cur_u8(&c);
    uint32_t version = cp_cur_u32be(&c);
    return !c.bad && (first & LONG_HEADER) == LONG_HEADER && terms_of(version);
}

/* RFC 9000, 16. */
static uint64_t varint(cp_cur *c)
{
    uint8_t first = cp_cur_u8(c);
    uint64_t v = first & 0x3f;
    for (int left = (1 << (first >> 6)) - 1; left > 0; left--)
        v = v << 8 | cp_cur_u8(c);
    return v;
}

static cp_bytes take(cp_cur *c, uint64_t n)
{
    if (n > cp_cur_left(c)) {
        c->bad = true;
        n = 0;
    }
    return cp_cur_take(c, (size_t)n);
}

bool cp_quic_next(cp_cur *datagram, cp_quic_initial *out)
{
    const uint8_t *from = datagram->p;
    uint8_t first = cp_cur_u8(datagram);
    uint32_t version = cp_cur_u32be(datagram);
    const struct terms *t = terms_of(version);
    if (datagram->bad || (first & LONG_HEADER) != LONG_HEADER || !t ||
        (first >> 4 & 3) != t->initial)
        return false;
    *out = (cp_quic_initial){ .version = version, .terms = t };
    out->dcid = take(datagram, cp_cur_u8(datagram));
    out->scid = take(datagram, cp_cur_u8(datagram));
    (void)take(datagram, varint(datagram)); /* token */
    uint64_t n = varint(datagram);
    if (datagram->bad || out->dcid.n < CP_QUIC_CID_BYTES_MIN ||
        out->dcid.n > CP_QUIC_CID_BYTES_MAX || out->scid.n > CP_QUIC_CID_BYTES_MAX)
        return false;
    out->n_head = (size_t)(datagram->p - from);
    (void)take(datagram, n);
    out->packet = (cp_bytes){ from, (size_t)(datagram->p - from) };
    return !datagram->bad && out->packet.n <= CP_QUIC_PACKET_BYTES_MAX;
}

/* ---- keys */

/* HKDF-Expand-Label (RFC 8446, 7.1) of at most one block and without a context:
 * length(2) label<1> "" and the number of the block. */
static void expand(const uint8_t secret[CP_HMAC_BYTES], const char *label, uint8_t *out, size_t n)
{
    uint8_t info[64] = { 0, (uint8_t)n }, block[CP_HMAC_BYTES];
    size_t n_label = strlen(label), n_info = 3;
    info[2] = (uint8_t)(6 + n_label);
    memcpy(info + n_info, "tls13 ", 6);
    memcpy(info + n_info + 6, label, n_label);
    n_info += 6 + n_label;
    info[n_info++] = 0;
    info[n_info++] = 1;
    cp_hmac_sha256((cp_bytes){ secret, CP_HMAC_BYTES }, (cp_bytes){ info, n_info }, block);
    memcpy(out, block, n);
}

void cp_quic_client_keys(const cp_quic_initial *p, cp_quic_keys *out)
{
    const struct terms *t = p->terms;
    uint8_t initial[CP_HMAC_BYTES], client[CP_HMAC_BYTES];
    cp_hmac_sha256((cp_bytes){ t->salt, sizeof t->salt }, p->dcid, initial);
    expand(initial, "client in", client, sizeof client);
    expand(client, t->key, out->key, sizeof out->key);
    expand(client, t->iv, out->iv, sizeof out->iv);
    expand(client, t->hp, out->hp, sizeof out->hp);
}

/* RFC 9001, 5.4 and 5.3. */
bool cp_quic_open(cp_arena *a, const cp_quic_initial *p, cp_bytes *frames)
{
    cp_quic_keys k;
    uint8_t mask[CP_AES128_BYTES], head[CP_QUIC_PACKET_BYTES_MAX];
    const size_t sample = p->n_head + NUMBER_BYTES_MAX;
    if (p->packet.n < sample + CP_AES128_BYTES)
        return false;
    cp_quic_client_keys(p, &k);
    cp_aes128_block(k.hp, p->packet.p + sample, mask);
    memcpy(head, p->packet.p, sample);
    head[0] ^= mask[0] & 0x0f;
    size_t n_number = (head[0] & 3u) + 1, n_head = p->n_head + n_number;
    for (size_t i = 0; i < n_number; i++) {
        head[p->n_head + i] ^= mask[1 + i];
        k.iv[CP_GCM_IV_BYTES - n_number + i] ^= head[p->n_head + i];
    }
    cp_bytes sealed = { p->packet.p + n_head, p->packet.n - n_head };
    if (sealed.n <= CP_GCM_TAG_BYTES)
        return false;
    uint8_t *out = cp_arena_alloc(a, sealed.n);
    *frames = (cp_bytes){ out, sealed.n - CP_GCM_TAG_BYTES };
    return cp_aes128_gcm_open(k.key, k.iv, (cp_bytes){ head, n_head }, sealed, out);
}

/* ---- frames */

static void skip_ack(cp_cur *c, bool has_ecn)
{
    (void)varint(c);
    (void)varint(c);
    uint64_t n = varint(c); /* ranges: each takes two bytes at least, so the bytes end it */
    (void)varint(c);
    for (; n > 0 && !c->bad; n--) {
        (void)varint(c);
        (void)varint(c);
    }
    for (int i = 0; has_ecn && i < 3; i++)
        (void)varint(c);
}

static void insert(cp_quic_crypto *v, uint32_t n, cp_quic_crypto x)
{
    while (n > 0 && v[n - 1].off > x.off) {
        v[n] = v[n - 1];
        n--;
    }
    v[n] = x;
}

cp_rc cp_quic_frames_parse(cp_bytes frames, cp_quic_crypto *v, uint32_t *n, cp_err *err)
{
    cp_cur c = cp_cur_of(frames);
    cp_quic_crypto x;
    *n = 0;
    while (cp_cur_left(&c) > 0) {
        uint64_t off_bytes = cp_cur_off(&c), type = varint(&c);
        switch (type) {
        case FRAME_PADDING:
        case FRAME_PING: continue;
        case FRAME_ACK:
        case FRAME_ACK_ECN: skip_ack(&c, type == FRAME_ACK_ECN); break;
        case FRAME_CLOSE: return CP_OK;
        case FRAME_CRYPTO:
            if (*n == CP_QUIC_FRAMES_MAX)
                return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d CRYPTO frames",
                               CP_QUIC_FRAMES_MAX);
            x.off = varint(&c);
            x.bytes = take(&c, varint(&c));
            if (!c.bad)
                insert(v, (*n)++, x);
            break;
        default:
            return cp_fail(err, CP_EFORMAT, off_bytes, "frame of type %llu in an Initial packet",
                           (unsigned long long)type);
        }
        if (c.bad)
            return cp_fail(err, CP_EFORMAT, off_bytes, "a frame is cut off");
    }
    return CP_OK;
}
