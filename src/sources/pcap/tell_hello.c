/* SPDX-License-Identifier: Apache-2.0 */
/* tell_hello.c - what the beginning of a connection over UDP tells: QUIC and DTLS.
 *
 *     datagram -> packets or records -> parts of messages -> [pieces] -> hello, certificate
 *
 * A message in several datagrams is put together in the table of fragments. Of DTLS the certificate
 * of the server is told, that is who has the lower port; where access points talk to their
 * controller (CAPWAP, RFC 5415, 4.4) both ends are equipment, and both are. */
#include <string.h>
#include "sources/app/dtls.h"
#include "sources/app/quic.h"
#include "sources/pcap/tell_tls.h"

/* name: of the message among those of its sender; its parts have the same. */
static uint64_t key_of(const cp_capture *c, const cp_msg *m, const char *kind, uint64_t name)
{
    struct {
        cp_ip src, dst;
        uint16_t src_port, dst_port;
        uint32_t tunnel_id, tunnel;
        uint64_t name;
        char kind;
    } k;
    memset(&k, 0, sizeof k); /* its padding too */
    k.src = m->src;
    k.dst = m->dst;
    k.src_port = m->src_port;
    k.dst_port = m->dst_port;
    k.tunnel_id = c->tunnel.id;
    k.tunnel = c->tunnel.name ? (uint8_t)c->tunnel.name[0] : 0;
    k.name = name;
    k.kind = *kind;
    return cp_hash((cp_str){ (const char *)&k, sizeof k }, c->stream_seed) | 1;
}

static cp_pieces *pieces_of(cp_capture *c, uint64_t key)
{
    cp_pieces *p = cp_pieces_find(c->fragments, key);
    return p ? p : cp_pieces_open(c->fragments, key);
}

/* ---- QUIC */

static void fault(cp_capture *c, const char *what, const char *why)
{
    cp_err err;
    (void)cp_fail(&err, CP_EFORMAT, 0, "%s", why);
    cp_capture_fault(c, what, &err);
}

static void tell_initial(cp_telling *t, const cp_msg *m, const cp_quic_initial *initial)
{
    cp_quic_crypto v[CP_QUIC_FRAMES_MAX];
    cp_tls_flight f;
    cp_bytes frames;
    cp_err err;
    uint32_t n;
    cp_capture *c = t->c;
    if (!cp_quic_open(cp_capture_scratch(c), initial, &frames))
        return; /* after the server's first answer, the id is the server's and tells no key */
    if (cp_quic_frames_parse(frames, v, &n, &err) != CP_OK)
        cp_capture_fault(c, "QUIC", &err);
    if (n == 0)
        return;
    cp_pieces *p =
        pieces_of(c, key_of(c, m, "q", cp_hash(cp_str_of_bytes(initial->dcid), c->stream_seed)));
    for (uint32_t i = 0; i < n; i++)
        if (v[i].off < CP_PIECES_BYTES_MAX)
            (void)cp_pieces_put(p, (uint32_t)v[i].off, v[i].bytes);
    if (cp_tls_messages_parse((cp_bytes){ p->bytes, p->n }, &f, &err) != CP_OK)
        cp_capture_fault(c, "TLS in QUIC", &err);
    else if (!f.is_whole)
        return;
    if (f.type == CP_TLS_CLIENT_HELLO)
        cp_tell_client_hello(t, m, &f, 'q');
    cp_pieces_close(c->fragments, p);
}

static cp_rc capture_quic(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_cur datagram = cp_cur_of(m->bytes);
    cp_telling t = { c, err, CP_OK };
    cp_quic_initial p;
    for (int n = 0; n < CP_QUIC_PACKETS_MAX && cp_quic_next(&datagram, &p); n++)
        tell_initial(&t, m, &p);
    return t.rc;
}

/* ---- DTLS */

static void tell_message(cp_telling *t, const cp_msg *m, const cp_dtls_part *part, cp_bytes body,
                         bool has_certificate)
{
    cp_tls_flight f = { .type = part->type, .hello = body, .has_hello = body.n == part->n };
    cp_err err;
    if (part->type == CP_TLS_CERTIFICATE) {
        if (cp_tls_leaf_parse(body, part->n, &f.leaf, &err) != CP_OK)
            cp_capture_fault(t->c, "DTLS", &err);
        if (f.leaf.n && has_certificate)
            cp_tell_certificate(t, m, f.leaf);
    } else if (f.has_hello && part->type == CP_TLS_CLIENT_HELLO) {
        cp_tell_client_hello(t, m, &f, 'd');
    } else if (f.has_hello && part->type == CP_TLS_SERVER_HELLO) {
        cp_tell_server_hello(t, m, &f, true);
    }
}

static void tell_part(cp_telling *t, const cp_msg *m, const cp_dtls_part *part,
                      bool has_certificate)
{
    uint32_t max = part->type == CP_TLS_CERTIFICATE ? CP_PIECES_BYTES_MAX : CP_TLS_HELLO_BYTES_MAX;
    if ((part->type != CP_TLS_CLIENT_HELLO && part->type != CP_TLS_SERVER_HELLO &&
         part->type != CP_TLS_CERTIFICATE) ||
        part->n > max)
        return;
    if (part->bytes.n == part->n) {
        tell_message(t, m, part, part->bytes, has_certificate);
        return;
    }
    cp_pieces *p =
        pieces_of(t->c, key_of(t->c, m, "d", (uint64_t)part->type << 16 | part->sequence));
    (void)cp_pieces_put(p, part->off, part->bytes);
    tell_message(t, m, part, (cp_bytes){ p->bytes, p->n < part->n ? p->n : part->n },
                 has_certificate);
    if (p->n >= part->n)
        cp_pieces_close(t->c->fragments, p);
}

static cp_rc capture_dtls(cp_capture *c, const cp_msg *m, cp_bytes in, bool has_certificate,
                          cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_dtls_part part;
    if (!cp_dtls_begins(in))
        return CP_OK;
    cp_dtls_iter it = cp_dtls_iter_of(in);
    while (cp_dtls_next(&it, &part))
        tell_part(&t, m, &part, has_certificate);
    if (it.is_bad)
        fault(c, "DTLS", "a record or a message reaches past the end");
    return t.rc;
}

cp_rc cp_capture_udp_hello(cp_capture *c, const cp_msg *m, cp_err *err)
{
    if (cp_quic_begins(m->bytes))
        return capture_quic(c, m, err);
    return capture_dtls(c, m, m->bytes, m->src_port < m->dst_port, err);
}

/* RFC 5415, 4.2: a preamble of version 0 and type 1, and three bytes, then DTLS. */
cp_rc cp_capture_capwap_dtls(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_cur cur = cp_cur_of(m->bytes);
    uint32_t preamble = cp_cur_u32be(&cur);
    return preamble >> 24 == 1 ? capture_dtls(c, m, cp_cur_rest(&cur), true, err) : CP_OK;
}
