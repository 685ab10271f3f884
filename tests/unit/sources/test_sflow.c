/* SPDX-License-Identifier: Apache-2.0 */
/* test_sflow.c - sFlow 5: rows written from "sFlow Version 5" (sflow.org, 2004); the open captures
 * are compared with tshark by tests/eval/flow_oracle.py. */
#include "datagrams.h"

/* Agent 192.0.2.9, sub-agent 7, uptime 100,000 ms */
#define S5(seq, samples) "00000005 00000001 c0000209 00000007 000000" seq "000186a0 000000" samples
/* Source 3, one in 512, in 3, out 4 */
#define PACKET(bytes, records)                                                               \
    "00000001 000000" bytes "00000001 00000003 00000200 00010000 00000000 00000003 00000004" \
    "000000" records
#define TCP4                                                                                  \
    "4500 05dc 0001 0000 40 06 0000 0a000001 0a000002 0400 0050 00000000 00000000 5018 0000 " \
    "0000 0000"
/* Ethernet, 1518 bytes of which 4 were stripped, 54 are here and 2 pad them */
#define ETH "000000000002 000000000001 0800"
#define HEADER "00000001 00000048 00000001 000005ee 00000004 00000036" ETH TCP4 "0000"
#define SEEN "10.0.0.1:1024>10.0.0.2:80/6 1500/1 @1609459201000+0 ~512 what 64\n"
#define END(counts) "7 sflow-v5 ~512 packets=1" counts "\n"
/* The same with a number, and what its agent could not take */
#define SAMPLE(seq, source, drops)                                  \
    "00000001 00000048 000000" seq source "00000200 00010000" drops \
    "00000003 00000004 00000001" ADDRS4
#define IF3 "00000003"
#define DNS "10.0.0.1:53>10.0.0.2:1024/17 100/1 @1609459201000+0 ~512 what 64\n"
#define COUNTERS "00000002 0000000c 00000001 00000003 00000000"
#define ADDRS4 \
    "00000003 00000020 00000064 00000011 0a000001 0a000002 00000035 00000400 00000000 000000b8"
#define SWITCH "000003e9 00000010 0000000a 00000000 00000014 00000000"
/* nexthop, own AS 1, source 2, neighbour 3, path 4 5; no community, preference 100 */
#define GATEWAY                                                                                 \
    "000003eb 00000030 00000001 c0000201 00000001 00000002 00000003 00000001 00000002 00000002" \
    "00000004 00000005 00000000 00000064"

static const struct row {
    const char *name, *in, *want;
} rows[] = {
    { "the header of a frame", S5("01", "01") PACKET("70", "01") HEADER, SEEN END(" flows=1") },
    { "with VLANs from the switch", S5("01", "01") PACKET("88", "02") SWITCH HEADER,
      SEEN END(" flows=1") },
    { "with a path of BGP", S5("01", "01") PACKET("a8", "02") HEADER GATEWAY,
      SEEN END(" flows=1") },
    { "addresses alone", S5("01", "01") PACKET("48", "01") ADDRS4,
      "10.0.0.1:53>10.0.0.2:1024/17 100/1 @1609459201000+0 ~512 what 64\n" END(" flows=1") },
    { "addresses of IPv6",
      S5("01", "01")
          PACKET("60", "01") "00000004 00000038 00000064 00000011"
                             "20010db8000000000000000000000001 20010db8000000000000000000000002 "
                             "00000035 00000400 00000000 00000000",
      "2001:db8::1:53>2001:db8::2:1024/17 100/1 @1609459201000+0 ~512 what 64\n" END(" flows=1") },
    { "a packet without a frame",
      S5("01", "01")
          PACKET("60", "01") "00000001 00000038 0000000b 000005dc 00000000 00000028" TCP4,
      SEEN END(" flows=1") },
    { "in MPLS, two labels",
      S5("01", "01") PACKET("78", "01") "00000001 00000050 00000001 000005f6 00000004 0000003e"
                                        "000000000002 000000000001 8847 00010040 00011140" TCP4
                                        "0000",
      SEEN END(" flows=1") },
    { "in MPLS, of which no label is the last",
      S5("01", "01") PACKET("78", "01") "00000001 00000050 00000001 000005f6 00000004 0000003e"
                                        "000000000002 000000000001 8847 00010040 00011040" TCP4
                                        "0000",
      "7 sflow-v5 ~0 packets=1 unused=1\n" },
    { "an expanded sample, dropped",
      S5("01", "01") "00000003 0000007c 00000001 00000000 00000003 00000200 00010000 00000000"
                     "00000000 00000003 00000001 00000102 00000001" HEADER,
      "10.0.0.1:1024>10.0.0.2:80/6 1500/1 @1609459201000+0 ~512 what 68\n" END(" flows=1") },
    { "counters", S5("01", "01") COUNTERS, "7 sflow-v5 ~0 packets=1 unused=1\n" },
    { "counters and a packet", S5("01", "02") COUNTERS PACKET("70", "01") HEADER,
      SEEN END(" flows=1 unused=1") },
    { "a frame of ARP",
      S5("01", "01") PACKET("48", "01") "00000001 00000020 00000001 0000003c 00000004 0000000e"
                                        "000000000002 000000000001 0806 0000",
      "7 sflow-v5 ~0 packets=1 unused=1\n" },
    { "a header that is cut off in IP",
      S5("01", "01") PACKET("4c", "01") "00000001 00000024 00000001 000005ee 00000004 00000012" ETH
                                        "4500 05dc 0000",
      "7 sflow-v5 ~0 packets=1 unused=1\n" },
    { "a header of more bytes than its record has",
      S5("01", "01") PACKET(
          "70", "01") "00000001 00000048 00000001 000005ee 00000004 ffffffff" ETH TCP4 "0000",
      SEEN END(" flows=1") },
    { "an agent of IPv6",
      "00000005 00000002 20010db8000000000000000000000009 00000007 00000001 000186a0 "
      "00000001" COUNTERS,
      "7 sflow-v5 ~0 packets=1 unused=1\n" },
    { "two datagrams are missing", S5("01", "01") COUNTERS "|" S5("04", "01") COUNTERS,
      "7 sflow-v5 ~0 packets=2 lost=2 unused=2\n" },
    { "samples are missing, of each source by itself, and no datagram twice",
      S5("01", "02") SAMPLE("01", IF3, "00000000") SAMPLE("01", "01000003", "00000000") "|" S5(
          "03", "02") SAMPLE("05", IF3, "00000000") SAMPLE("02", "01000003", "00000000"),
      DNS DNS DNS DNS "7 sflow-v5 ~512 packets=2 flows=4 lost=3\n" },
    { "a sample that is only late",
      S5("01", "01") SAMPLE("01", IF3, "00000000") "|" S5("03", "01")
          SAMPLE("03", IF3, "00000002") "|" S5("02", "01") SAMPLE("02", IF3, "00000001"),
      DNS DNS DNS "7 sflow-v5 ~512 packets=3 flows=3 lost=2\n" },
    { "what the agent could not take, from the second sample on",
      S5("01", "02") SAMPLE("01", IF3, "00000064") SAMPLE("02", IF3, "00000069"),
      DNS DNS "7 sflow-v5 ~512 packets=1 flows=2 lost=5\n" },
    { "drops that count anew, and too many to be believed",
      S5("01", "03") SAMPLE("01", IF3, "00000064") SAMPLE("02", IF3, "00000001")
          SAMPLE("03", IF3, "ffffffff"),
      DNS DNS DNS "7 sflow-v5 ~512 packets=1 flows=3\n" },
    { "an expanded source is the same",
      S5("01", "02") SAMPLE(
          "01", IF3,
          "00000000") "00000003 00000054 00000003 00000000 00000003 00000200 00010000 00000000"
                      "00000000 00000003 00000000 00000004 00000001" ADDRS4,
      DNS DNS "7 sflow-v5 ~512 packets=1 flows=2 lost=1\n" },
    { "two rates",
      S5("01", "02") PACKET("48", "01") ADDRS4
      "00000001 00000048 00000001 00000005 00000080 00010000 00000000 00000005 00000004 "
      "00000001" ADDRS4,
      "10.0.0.1:53>10.0.0.2:1024/17 100/1 @1609459201000+0 ~512 what 64\n"
      "10.0.0.1:53>10.0.0.2:1024/17 100/1 @1609459201000+0 ~128 what 64\n"
      "7 sflow-v5 ~128 mixed packets=1 flows=2\n" },
    { "a rate that nobody believes",
      S5("01", "01") "00000001 00000048 00000001 00000003 ffffffff 00010000 00000000 00000003 "
                     "00000004 00000001" ADDRS4,
      "10.0.0.1:53>10.0.0.2:1024/17 100/1 @1609459201000+0 ~0 what 64\n7 sflow-v5 ~0 packets=1 "
      "flows=1\n" },

    { "more records than are there", S5("01", "01") PACKET("70", "02") HEADER,
      "7 sflow-v5 ~0 packets=1 bad=1\n" },
    { "a million records",
      S5("01", "01") "00000001 00000020 00000001 00000003 00000200 00010000 00000000"
                     "00000003 00000004 000fffff",
      "7 sflow-v5 ~0 packets=1 bad=1\n" },
    { "a record beyond its sample", S5("01", "01") PACKET("28", "01") "00000001 000000ff",
      "7 sflow-v5 ~0 packets=1 bad=1\n" },
    { "a sample too short for its head", S5("01", "01") "00000001 00000004 00000001",
      "7 sflow-v5 ~0 packets=1 bad=1\n" },
    { "a path of 2^32 numbers",
      S5("01", "01") PACKET("74", "02") ADDRS4
      "000003eb 00000024 00000001 c0000201 00000001 00000002"
      "00000003 00000001 00000002 ffffffff 00000004",
      "10.0.0.1:53>10.0.0.2:1024/17 100/1 @1609459201000+0 ~512 what 64\n" END(" flows=1") },
    { "a sample beyond the end", S5("01", "01") "00000001 000000ff 00000000", "not a flow\n" },
    { "more samples than are there", S5("01", "02") COUNTERS, "not a flow\n" },
    { "more than its samples", S5("01", "01") COUNTERS "00000000", "not a flow\n" },
    { "a length that is no multiple of four",
      S5("01", "01") "00000002 0000000d 00000001 00000003 00000000 00", "not a flow\n" },
    { "no sample", S5("01", "00"), "not a flow\n" },
    { "an agent of no version",
      "00000005 00000003 c0000209 00000007 00000001 000186a0 00000001" COUNTERS, "not a flow\n" },
    { "version 4", "00000004 00000001 c0000209 00000001 000186a0 00000001" COUNTERS,
      "not a flow\n" },
    { "of one that is known, cut off",
      S5("01", "01") COUNTERS "|" S5("02", "02") PACKET("48", "01") ADDRS4 COUNTERS "!",
      "10.0.0.1:53>10.0.0.2:1024/17 100/1 @1609459201000+0 ~512 what 64\n"
      "7 sflow-v5 ~512 packets=2 flows=1 bad=1 unused=1\n" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    is_cstr(told_by_datagrams(a, r->in), r->want, "%s", r->name);
    cp_arena_free(a);
}

typedef struct last {
    cp_flow f;
} last;

static cp_rc keep_last(void *ctx, const cp_flow *f, cp_err *err)
{
    (void)err;
    ((last *)ctx)->f = *f;
    return CP_OK;
}

/* What put_flow does not show. */
static void check_columns(void)
{
    cp_arena *a = cp_arena_new(0);
    last l;
    bool is_flow;
    const char *text = S5("01", "01") PACKET("c0", "03") SWITCH HEADER GATEWAY;
    cp_flow_wire *w = cp_flow_wire_new(a, 1, (cp_flow_rows){ &l, keep_last });
    cp_bytes d = next_datagram(&text);
    is_int(cp_flow_wire_datagram(w, (cp_ip){ .version = 0 }, d, 0, &is_flow, NULL), CP_OK, "read");
    is_uint(l.f.vlan, 10, "VLAN of the switch");
    is_uint(l.f.src_as, 2, "AS of the source");
    is_uint(l.f.dst_as, 5, "the last of the path");
    is_uint(l.f.in_if, 3, "input");
    is_uint(l.f.out_if, 4, "output");
    is_uint(l.f.tcp_flags, 0x18, "flags");
    free((void *)(uintptr_t)d.p);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_columns();
    return tap_done();
}
