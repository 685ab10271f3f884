/* SPDX-License-Identifier: Apache-2.0 */
/* chunks.c - the messages of SCTP, to the one who reads them: by their payload protocol.
 *
 *     chunk --whole--> decoder
 *           --begins--> [pieces of its stream] --the next TSN, ends--> decoder
 *
 * Fragments of a message have numbers that follow each other (RFC 9260, 6.9), so what comes out of
 * order is let go with its message: it will be sent for many others, and a setup fits one
 * packet. */
#include <string.h>
#include "sources/app/diameter.h"
#include "sources/pcap/facts.h"
#include "sources/telecom/sctp.h"

/* By the payload protocol identifier, and by a port where that says too little (0: any). */
static const struct sctp_proto {
    uint32_t ppid;
    uint16_t port;
    const char *name;
    cp_rc (*read)(cp_capture *c, const cp_msg *m, cp_err *err);
} sctp_protos[] = {
    { 46, 0, "Diameter", cp_capture_diameter },
    { 0, CP_DIAMETER_PORT, "Diameter", cp_capture_diameter },
    { 60, 0, "NGAP", cp_capture_ngap },
    { 18, 0, "S1AP", cp_capture_s1ap },
};

static const struct sctp_proto *proto_of(const cp_msg *m, uint32_t ppid)
{
    for (size_t i = 0; i < sizeof sctp_protos / sizeof *sctp_protos; i++) {
        const struct sctp_proto *p = &sctp_protos[i];
        if (p->ppid == ppid && (!p->port || p->port == m->src_port || p->port == m->dst_port))
            return p;
    }
    return NULL;
}

static uint64_t key_of(const cp_capture *c, const cp_msg *m, const cp_sctp_data *d)
{
    struct {
        cp_ip src, dst;
        uint16_t src_port, dst_port, stream, is_unordered;
        uint32_t ppid, tunnel_id, tunnel;
    } k;
    memset(&k, 0, sizeof k); /* its padding too */
    k.src = m->src;
    k.dst = m->dst;
    k.src_port = m->src_port;
    k.dst_port = m->dst_port;
    k.stream = d->stream;
    k.is_unordered = d->is_unordered;
    k.ppid = d->protocol;
    k.tunnel_id = c->tunnel.id;
    k.tunnel = c->tunnel.name ? (uint8_t)c->tunnel.name[0] : 0;
    uint64_t hash = cp_hash((cp_str){ (const char *)&k, sizeof k }, ~c->stream_seed);
    return cp_pieces_key(hash, (uint16_t)hash);
}

/* The message that d makes whole, or nothing. *p: to be closed when it was read. */
static cp_bytes put_together(cp_capture *c, const cp_msg *m, const cp_sctp_data *d, cp_pieces **p)
{
    if (d->begins && d->ends)
        return d->data;
    if (d->is_numbered) /* interleaved with others: nobody does that with what is read here */
        return (cp_bytes){ NULL, 0 };
    uint64_t key = key_of(c, m, d);
    cp_pieces *q = cp_pieces_find(c->fragments, key);
    if (d->begins) {
        if (q)
            cp_pieces_close(c->fragments, q);
        q = cp_pieces_open(c->fragments, key);
        q->first_seq = d->tsn;
    }
    if (!q || d->tsn - q->first_seq > UINT32_MAX / 2) /* sent again */
        return (cp_bytes){ NULL, 0 };
    bool is_next = d->tsn == q->first_seq && d->data.n <= CP_PIECES_BYTES_MAX - q->n &&
                   (d->data.n == 0 || cp_pieces_put(q, q->n, d->data));
    q->first_seq++;
    if (!is_next) {
        cp_pieces_close(c->fragments, q);
        return (cp_bytes){ NULL, 0 };
    }
    if (!d->ends)
        return (cp_bytes){ NULL, 0 };
    *p = q;
    return (cp_bytes){ q->bytes, q->n };
}

/* m: between the ends, of the bytes of one SCTP packet. */
static cp_rc carry_chunks(cp_capture *c, cp_msg m, cp_err *err)
{
    cp_sctp s;
    cp_err fault;
    cp_sctp_data d;
    cp_rc rc = cp_sctp_parse(m.bytes, &s, &fault);
    if (rc != CP_OK) {
        cp_capture_fault(c, "SCTP", &fault);
        return CP_OK;
    }
    m.src_port = s.src_port;
    m.dst_port = s.dst_port;
    while (rc == CP_OK && cp_sctp_next(&s, &d, &fault)) {
        const struct sctp_proto *p = proto_of(&m, d.protocol);
        cp_pieces *done = NULL;
        m.bytes = p ? put_together(c, &m, &d, &done) : (cp_bytes){ NULL, 0 };
        if (m.bytes.n) {
            cp_capture_heard(c, p->name);
            rc = p->read(c, &m, err);
        }
        if (done)
            cp_pieces_close(c->fragments, done);
    }
    if (s.rc != CP_OK)
        cp_capture_fault(c, "SCTP", &fault);
    return rc;
}

cp_rc cp_chunks_ip(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    return carry_chunks(c, cp_msg_of(c, ip, 0, 0, ip->payload), err);
}

/* RFC 6951: the same packet behind a UDP header. */
cp_rc cp_chunks_udp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    return carry_chunks(c, *m, err);
}
