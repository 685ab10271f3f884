/* SPDX-License-Identifier: Apache-2.0 */
/* mkflows.c - datagrams of exporters as a bench needs them: many, and the same for the same
 * arguments.
 *
 *     mkflows PROTOCOL FLOWS EXPORTERS [SEED [pcap]]    PROTOCOL: v5, v9, ipfix
 *
 * To stdout, each behind its length (four bytes, of this machine) and the number of its exporter
 * (the same): what a socket would give; or as a capture. Flows are those of a campus: a few busy
 * servers, many clients, all kinds of volumes. A template is told with the first datagram of an
 * exporter and every 1,000 datagrams; IPv4 only, as version 5 has no other. 30 flows a datagram in
 * version 5, 24 in the others. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_CLIENTS = 20000, N_SERVERS = 2000, TEMPLATE_EVERY = 1000, DATAGRAM_MAX = 2048 };

typedef struct exporter {
    uint32_t sequence, datagrams;
} exporter;

typedef struct out {
    uint8_t b[DATAGRAM_MAX];
    size_t n;
} out;

static uint64_t rnd_state;
static uint64_t rnd(void) /* splitmix64 */
{
    uint64_t z = (rnd_state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
static uint32_t below(uint32_t n) { return (uint32_t)(((rnd() >> 32) * n) >> 32); }

static void put(out *o, uint64_t v, int bytes)
{
    if (o->n + (size_t)bytes > DATAGRAM_MAX)
        abort();
    while (bytes--)
        o->b[o->n++] = (uint8_t)(v >> 8 * bytes);
}

typedef struct flow {
    uint32_t src, dst, packets, bytes, first_ms, last_ms; /* before the export */
    uint16_t sport, dport, in_if, out_if, src_as, dst_as;
    uint8_t proto, flags, tos;
} flow;

static flow any_flow(void)
{
    static const uint16_t ports[] = { 443, 443, 443, 80, 53, 53, 22, 123 };
    uint32_t rank = below(N_SERVERS);
    bool is_back = rnd() & 1, is_udp = below(4) == 0;
    flow f = { .src = 0x0a000000 + below(N_CLIENTS),
               .dst = 0xc6336400 + rank * below(1000) / 1000, /* some are asked more often */
               .packets = 1 + below(1 << below(10)),
               .sport = (uint16_t)(1024 + below(64000)),
               .dport = ports[below(8)],
               .in_if = (uint16_t)(1 + below(48)),
               .out_if = (uint16_t)(1 + below(48)),
               .src_as = 64512,
               .dst_as = (uint16_t)(1 + below(60000)),
               .proto = is_udp ? 17 : 6,
               .flags = is_udp ? 0 : 0x1b };
    f.bytes = f.packets * (40 + below(1460));
    f.last_ms = 15000 + below(1000);
    f.first_ms = f.last_ms + below(60000);
    if (is_back)
        f = (flow){ f.dst,    f.src,   f.packets, f.bytes,  f.first_ms, f.last_ms, f.dport, f.sport,
                    f.out_if, f.in_if, f.dst_as,  f.src_as, f.proto,    f.flags,   f.tos };
    return f;
}

/* ---- version 5 */

static void v5(out *o, exporter *x, uint32_t n, uint32_t uptime, uint32_t at)
{
    put(o, 5, 2), put(o, n, 2), put(o, uptime, 4), put(o, at, 4), put(o, 0, 4);
    put(o, x->sequence, 4), put(o, 0, 2), put(o, 0x4000 | 1, 2);
    for (uint32_t i = 0; i < n; i++) {
        flow f = any_flow();
        put(o, f.src, 4), put(o, f.dst, 4), put(o, 0, 4), put(o, f.in_if, 2), put(o, f.out_if, 2);
        put(o, f.packets, 4), put(o, f.bytes, 4), put(o, uptime - f.first_ms, 4);
        put(o, uptime - f.last_ms, 4), put(o, f.sport, 2), put(o, f.dport, 2), put(o, 0, 1);
        put(o, f.flags, 1), put(o, f.proto, 1), put(o, f.tos, 1), put(o, f.src_as, 2);
        put(o, f.dst_as, 2), put(o, 0x1810, 2), put(o, 0, 2);
    }
    x->sequence += n;
}

/* ---- version 9 and IPFIX */

/* Elements and their bytes, in the order of put_record; the last two differ. */
static const uint16_t fields[][2] = { { 8, 4 }, { 12, 4 }, { 15, 4 }, { 10, 4 }, { 14, 4 },
                                      { 2, 4 }, { 1, 4 },  { 7, 2 },  { 11, 2 }, { 6, 1 },
                                      { 4, 1 }, { 5, 1 },  { 61, 1 }, { 16, 4 }, { 17, 4 },
                                      { 9, 1 }, { 13, 1 } };
enum { FIELDS = sizeof fields / sizeof *fields };

static void put_template(out *o, bool is_v9)
{
    put(o, is_v9 ? 0 : 2, 2), put(o, 4 + 4 + 4 * (FIELDS + 2), 2);
    put(o, 260, 2), put(o, FIELDS + 2, 2);
    for (int i = 0; i < FIELDS; i++)
        put(o, fields[i][0], 2), put(o, fields[i][1], 2);
    put(o, is_v9 ? 22 : 152, 2), put(o, is_v9 ? 4 : 8, 2);
    put(o, is_v9 ? 21 : 153, 2), put(o, is_v9 ? 4 : 8, 2);
}

static void put_record(out *o, bool is_v9, uint32_t uptime, uint32_t at)
{
    flow f = any_flow();
    uint64_t ms = (uint64_t)at * 1000;
    put(o, f.src, 4), put(o, f.dst, 4), put(o, 0, 4), put(o, f.in_if, 4), put(o, f.out_if, 4);
    put(o, f.packets, 4), put(o, f.bytes, 4), put(o, f.sport, 2), put(o, f.dport, 2);
    put(o, f.flags, 1), put(o, f.proto, 1), put(o, f.tos, 1), put(o, 0, 1), put(o, f.src_as, 4);
    put(o, f.dst_as, 4), put(o, 24, 1), put(o, 16, 1);
    put(o, is_v9 ? uptime - f.first_ms : ms - f.first_ms, is_v9 ? 4 : 8);
    put(o, is_v9 ? uptime - f.last_ms : ms - f.last_ms, is_v9 ? 4 : 8);
}

static void put_length(out *o, size_t at, size_t n)
{
    o->b[at] = (uint8_t)(n >> 8);
    o->b[at + 1] = (uint8_t)n;
}

static void v9(out *o, exporter *x, bool is_v9, uint32_t n, uint32_t uptime, uint32_t at)
{
    put(o, is_v9 ? 9 : 10, 2), put(o, n, 2);
    if (is_v9)
        put(o, uptime, 4);
    put(o, at, 4), put(o, x->sequence, 4), put(o, 1, 4);
    if (x->datagrams % TEMPLATE_EVERY == 0)
        put_template(o, is_v9);
    size_t set = o->n;
    put(o, 260, 2), put(o, 0, 2);
    for (uint32_t i = 0; i < n; i++)
        put_record(o, is_v9, uptime, at);
    while (o->n % 4)
        put(o, 0, 1);
    put_length(o, set + 2, o->n - set);
    if (!is_v9)
        put_length(o, 2, o->n);
    x->sequence += is_v9 ? 1 : n;
}

/* ---- out */

static void write_plain(const out *o, uint32_t nr)
{
    uint32_t head[2] = { (uint32_t)o->n, nr };
    fwrite(head, sizeof head, 1, stdout);
    fwrite(o->b, o->n, 1, stdout);
}

static void write_pcap_head(void)
{
    enum { LINKTYPE_RAW = 101 };
    uint32_t head[6] = { 0xa1b2c3d4, 2 | 4 << 16, 0, 0, 262144, LINKTYPE_RAW };
    fwrite(head, sizeof head, 1, stdout);
}

/* From 10.255.x.y to port 2055 of 192.0.2.254, with the sum of the header. */
static void write_pcap(const out *o, uint32_t nr, uint32_t ms, uint32_t at)
{
    uint32_t n = 28 + (uint32_t)o->n, record[4] = { at, ms % 1000 * 1000, n, n }, sum = 0;
    out h = { .n = 0 };
    put(&h, 0x4500, 2), put(&h, n, 2), put(&h, 0, 4), put(&h, 0x4011, 2), put(&h, 0, 2);
    put(&h, 0x0aff0000 | (nr & 0xffff), 4), put(&h, 0xc00002fe, 4);
    for (size_t i = 0; i < h.n; i += 2)
        sum += (uint32_t)h.b[i] << 8 | h.b[i + 1];
    sum = (sum & 0xffff) + (sum >> 16);
    put_length(&h, 10, ~sum & 0xffff);
    put(&h, 2055, 2), put(&h, 2055, 2), put(&h, 8 + o->n, 2), put(&h, 0, 2);
    fwrite(record, sizeof record, 1, stdout);
    fwrite(h.b, h.n, 1, stdout);
    fwrite(o->b, o->n, 1, stdout);
}

int main(int argc, char **argv)
{
    bool is_pcap = argc > 5;
    uint64_t left = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    uint32_t n_exporters = argc > 3 ? (uint32_t)atoi(argv[3]) : 0;
    bool is_v5 = argc > 1 && strcmp(argv[1], "v5") == 0,
         is_v9 = argc > 1 && strcmp(argv[1], "v9") == 0;
    if (!left || !n_exporters || (!is_v5 && !is_v9 && strcmp(argv[1], "ipfix") != 0)) {
        fprintf(stderr, "mkflows v5|v9|ipfix FLOWS EXPORTERS [SEED [pcap]]\n");
        return 2;
    }
    rnd_state = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    if (is_pcap)
        write_pcap_head();
    exporter *exporters = calloc(n_exporters, sizeof *exporters);
    for (uint64_t i = 0; left && exporters; i++) {
        uint32_t max = is_v5 ? 30 : 24, n = left < max ? (uint32_t)left : max;
        uint32_t nr = (uint32_t)(i % n_exporters), ms = (uint32_t)(i / 20);
        exporter *x = &exporters[nr];
        out o = { .n = 0 };
        if (is_v5)
            v5(&o, x, n, 100000000 + ms, 1764200000 + ms / 1000);
        else
            v9(&o, x, is_v9, n, 100000000 + ms, 1764200000 + ms / 1000);
        x->datagrams++;
        if (is_pcap)
            write_pcap(&o, nr, ms, 1764200000 + ms / 1000);
        else
            write_plain(&o, nr);
        left -= n;
    }
    free(exporters);
    return fflush(stdout) || ferror(stdout);
}
