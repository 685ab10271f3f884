/* SPDX-License-Identifier: Apache-2.0 */
/* flows_send.c - flows_send PORT FLOWS [PER_SECOND]: the made flows (flows_gen.h) as NetFlow
 * version 5 to a collector on loopback, 30 a datagram, not faster than it is told, for a datagram
 * that finds no room is lost. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "flows_gen.h"

enum { RECORDS = 30, HEAD_BYTES = 24, RECORD_BYTES = 48, UP_MS = 600 * 1000 };

static void put(uint8_t *p, uint32_t bytes, uint64_t v)
{
    for (uint32_t i = bytes; i-- > 0; v >>= 8)
        p[i] = (uint8_t)v;
}

/* https://www.cisco.com/c/en/us/td/docs/net_mgmt/netflow_collection_engine/3-6/user/guide/format.html,
 * table B-4. The router came up UP_MS before the first flow began. */
static void put_record(uint8_t *p, const cp_flow *f)
{
    uint64_t first = UP_MS + (uint64_t)(f->at - gen_begin) / 1000;
    memset(p, 0, RECORD_BYTES);
    memcpy(p, f->src.b + 12, 4);
    memcpy(p + 4, f->dst.b + 12, 4);
    put(p + 12, 2, 1);
    put(p + 14, 2, 2);
    put(p + 16, 4, f->packets);
    put(p + 20, 4, f->bytes);
    put(p + 24, 4, first);
    put(p + 28, 4, first + f->span_us / 1000);
    put(p + 32, 2, f->sport);
    put(p + 34, 2, f->dport);
    p[37] = f->tcp_flags;
    p[38] = f->proto;
}

static void put_head(uint8_t *p, uint32_t n, uint64_t sequence, cp_time at)
{
    memset(p, 0, HEAD_BYTES);
    put(p, 2, 5);
    put(p + 2, 2, n);
    put(p + 4, 4, UP_MS + (uint64_t)(at - gen_begin) / 1000);
    put(p + 8, 4, (uint64_t)at / 1000000);
    put(p + 12, 4, (uint64_t)at % 1000000 * 1000);
    put(p + 16, 4, sequence);
}

static void wait_for(const struct timespec *begin, double seconds)
{
    struct timespec t = *begin;
    double ns = (double)t.tv_nsec + seconds * 1e9;
    t.tv_sec += (time_t)(ns / 1e9);
    t.tv_nsec = (long)(ns - (double)(time_t)(ns / 1e9) * 1e9);
    (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    uint64_t n = strtoull(argv[2], NULL, 10);
    double rate = argc > 3 ? strtod(argv[3], NULL) : 500000;
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        return 1;
    gen g = { .r = { 1 }, .n = n };
    struct timespec begin;
    (void)clock_gettime(CLOCK_MONOTONIC, &begin);
    for (uint64_t sent = 0; sent < n;) {
        uint8_t out[HEAD_BYTES + RECORDS * RECORD_BYTES];
        uint32_t k = 0;
        cp_time end = gen_begin;
        for (; k < RECORDS && sent + k < n; k++) {
            cp_flow f = gen_next(&g);
            put_record(out + HEAD_BYTES + (size_t)k * RECORD_BYTES, &f);
            cp_time last = f.at + (cp_time)f.span_us;
            end = last > end ? last : end;
        }
        put_head(out, k, sent, end);
        if (send(fd, out, HEAD_BYTES + (size_t)k * RECORD_BYTES, 0) < 0)
            return 1;
        sent += k;
        if (sent / RECORDS % 32 == 0)
            wait_for(&begin, (double)sent / rate);
    }
    return 0;
}
