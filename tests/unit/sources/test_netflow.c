/* SPDX-License-Identifier: Apache-2.0 */
/* test_netflow.c - NetFlow 5 and 9 and IPFIX: rows written from RFC 3954, 7011, 5103 and 5477 and
 * from what exporters were seen to send; those of the open corpus are compared with tshark by
 * tests/eval/flow_oracle.py. */
#include "datagrams.h"
#include "packets.h"

/* Uptime 100,000 ms at 2021-01-01T00:00:00Z (1609459200). */
#define UP "000186a0 5fee6600 "
#define V5(count, seq, sampling) "0005 " count UP "00000000" seq "0102" sampling
/* 10.0.0.1:1024 > 10.0.0.2:80, TCP, 3 packets, 1500 bytes, from 99,000 ms on for 500 */
#define R5(first, last)                                                                         \
    "0a000001 0a000002 00000000 0001 0002 00000003 000005dc" first last "0400 0050 00 1b 06 00" \
    "0001 0002 0000 0000"
#define FLOW5 R5("000182b8", "000184ac")
#define V9(seq) "0009 0001" UP "000000" seq "00000007"
#define IPFIX(seq) "000a 0000 5fee6600 000000" seq "00000007"

/* Source, destination, ports, protocol, octets, packets, first and last */
#define TMPL9                                                                               \
    "[0000 0100 0009 0008 0004 000c 0004 0007 0002 000b 0002 0004 0001 0001 0004 0002 0004" \
    "0016 0004 0015 0004]"
#define ROW9 "0a000001 0a000002 0400 0050 06 000005dc 00000003 000182b8 000184ac"
#define SEEN9 "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459199000+500 "
/* The same with times in milliseconds */
#define TMPL10                                                                              \
    "[0002 0100 0009 0008 0004 000c 0004 0007 0002 000b 0002 0004 0001 0001 0004 0002 0004" \
    "0098 0008 0099 0008]"
#define ROW10 "0a000001 0a000002 0400 0050 06 000005dc 00000003 00000176bb3e7018 00000176bb3e720c"

static const struct row {
    const char *name, *in, *want;
} rows[] = {
    /* ---- version 5 */
    { "v5: one flow", V5("0001", "00000000", "0000") FLOW5,
      SEEN9 "~0\n258 netflow-v5 ~0 packets=1 flows=1\n" },
    { "v5: one in 100, with a mode", V5("0001", "00000000", "4064") FLOW5,
      SEEN9 "~100\n258 netflow-v5 ~100 packets=1 flows=1\n" },
    { "v5: one in 100, without", V5("0001", "00000000", "0064") FLOW5,
      SEEN9 "~100\n258 netflow-v5 ~100 packets=1 flows=1\n" },
    { "v5: a gap of two flows",
      V5("0001", "00000005", "0001") FLOW5 "|" V5("0001", "00000008", "0001") FLOW5,
      SEEN9 "~1\n" SEEN9 "~1\n258 netflow-v5 ~1 packets=2 flows=2 lost=2\n" },
    { "v5: one that came late",
      V5("0001", "00000005", "0001") FLOW5 "|" V5("0001", "00000007", "0001") FLOW5
      "|" V5("0001", "00000006", "0001") FLOW5,
      SEEN9 "~1\n" SEEN9 "~1\n" SEEN9 "~1\n258 netflow-v5 ~1 packets=3 flows=3\n" },
    { "v5: over the wrap of the sequence",
      V5("0001", "ffffffff", "0001") FLOW5 "|" V5("0001", "00000000", "0001") FLOW5,
      SEEN9 "~1\n" SEEN9 "~1\n258 netflow-v5 ~1 packets=2 flows=2\n" },
    { "v5: the exporter began anew",
      V5("0001", "00000005", "0001") FLOW5
      "|0005 0001 00002710 5fee66b4 00000000 00000000 0102 0001" R5("00002328", "0000251c"),
      SEEN9 "~1\n10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459379000+500 ~1\n"
            "258 netflow-v5 ~1 packets=2 flows=2 restarts=1\n" },
    { "v5: its uptime wrapped, which is no beginning",
      "0005 0001 fffffff0 5fee6600 00000000 00000000 0102 0001" R5(
          "fffffe00",
          "fffffff0") "|0005 0001 00000010 5fee6600 02000000 00000001 0102 0001" R5("fffffff0",
                                                                                    "00000008"),
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459199504+496 ~1\n"
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459200001+24 ~1\n"
      "258 netflow-v5 ~1 packets=2 flows=2\n" },
    { "v5: a flow that begins after its datagram",
      V5("0001", "00000000", "0000") R5("000186aa", "000186b4"),
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459200010+10 ~0\n258 netflow-v5 ~0 packets=1 "
      "flows=1\n" },
    { "v5: of 1970", "0005 0001 000186a0 00000000 00000000 00000000 0102 0000" FLOW5,
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @-1000+500 ~0\n258 netflow-v5 ~0 packets=1 flows=1\n" },
    { "v5: of 2106", "0005 0001 000186a0 ffffffff 00000000 00000000 0102 0000" FLOW5,
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @4294967294000+500 ~0\n258 netflow-v5 ~0 packets=1 "
      "flows=1\n" },
    { "v5: sampling that changes",
      V5("0001", "00000000", "0064") FLOW5 "|" V5("0001", "00000001", "00c8") FLOW5,
      SEEN9 "~100\n" SEEN9 "~200\n258 netflow-v5 ~200 mixed packets=2 flows=2\n" },
    { "v5: no flow", V5("0000", "00000000", "0000"), "not a flow\n" },
    { "v5: shorter than its count", V5("0002", "00000000", "0000") FLOW5, "not a flow\n" },
    { "v5: longer", V5("0001", "00000000", "0000") FLOW5 "00", "not a flow\n" },
    { "v5: more nanoseconds than a second has",
      "0005 0001 000186a0 5fee6600 3b9aca00 00000000 0102 0000" FLOW5, "not a flow\n" },
    { "v5: of one that is known, cut off",
      V5("0001", "00000000", "0000") FLOW5 "|" V5("0002", "00000001", "0000") FLOW5 FLOW5 "!",
      SEEN9 "~0\n" SEEN9 "~0\n258 netflow-v5 ~0 packets=2 flows=2 bad=1\n" },
    { "v5: another that is not known", V5("0001", "00000000", "0000") "!", "not a flow\n" },
    { "version 6", "0006 0001" UP "00000000 00000000 0102 0000" FLOW5, "not a flow\n" },
    { "nothing", "00!", "not a flow\n" },

    /* ---- version 9: templates */
    { "v9: template and data", V9("01") TMPL9 "[0100" ROW9 "]",
      SEEN9 "~0\n7 netflow-v9 ~0 packets=1 flows=1\n" },
    { "v9: two rows and padding", V9("01") TMPL9 "[0100" ROW9 ROW9 "000000]",
      SEEN9 "~0\n" SEEN9 "~0\n7 netflow-v9 ~0 packets=1 flows=2\n" },
    { "v9: padding behind the last set", V9("01") TMPL9 "[0100" ROW9 "] 0000",
      SEEN9 "~0\n7 netflow-v9 ~0 packets=1 flows=1\n" },
    { "v9: data before its template", V9("01") "[0100" ROW9 "]|" V9("02") TMPL9,
      "7 netflow-v9 ~0 packets=2 no_template=1\n" },
    { "v9: the template of another source",
      V9("01") TMPL9 "|0009 0001" UP "00000001 00000008 [0100" ROW9 "]",
      "7 netflow-v9 ~0 packets=1\n8 netflow-v9 ~0 packets=1 no_template=1\n" },
    { "v9: a template that changes",
      V9("01") TMPL9 "[0100" ROW9 "]|" V9("02") "[0000 0100 0003 0008 0004 000c 0004 0001 0002]"
                                                "[0100 0a000003 0a000004 0100]",
      SEEN9 "~0\n10.0.0.3:0>10.0.0.4:0/0 256/0 @1609459200000+0 ~0 what 16\n"
            "7 netflow-v9 ~0 packets=2 flows=2\n" },
    { "v9: a template announced again", V9("01") TMPL9 TMPL9 "[0100" ROW9 "]",
      SEEN9 "~0\n7 netflow-v9 ~0 packets=1 flows=1\n" },
    { "v9: two templates of one set",
      V9("01") "[0000 0101 0001 0008 0004 0102 0002 0008 0004 000c 0004]"
               "[0102 0a000001 0a000002][0101 0a000003]",
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 16\n"
      "10.0.0.3:0>-:0/0 0/0 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 flows=2\n" },
    { "v9: fields of no length",
      V9("01") "[0000 0100 0004 0008 0004 0000 0000 000c 0004 0000 0000]"
               "[0100 0a000001 0a000002]",
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 "
      "flows=1\n" },
    { "v9: a template of nothing but that",
      V9("01") "[0000 0100 0002 0008 0000 0000 0000][0100 0a000001]",
      "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: a template without fields", V9("01") "[0000 0100 0000][0100 0a000001]",
      "7 netflow-v9 ~0 packets=1 no_template=1\n" },
    { "v9: more fields than are there", V9("01") "[0000 0100 0009 0008 0004][0100 0a000001]",
      "7 netflow-v9 ~0 packets=1 no_template=1 bad=1\n" },
    { "v9: a template of 65,535 fields", V9("01") "[0000 0100 ffff 0008 0004]",
      "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: a field longer than any set",
      V9("01") "[0000 0100 0002 0008 0004 0001 ffff][0100 0a000001 0000]",
      "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: lengths that add up to more than 2^16",
      V9("01") "[0000 0100 0004 0001 8000 0002 8000 0008 0004 000c 0004][0100 0a000001 0a000002]",
      "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: the number of a template below 256", V9("01") "[0000 00ff 0001 0008 0004]",
      "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: a set that is empty", V9("01") TMPL9 "[0100]", "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: a set shorter than its head", V9("01") "0100 0003 00", "not a flow\n" },
    { "v9: a set beyond the end", V9("01") "0100 0100 00", "not a flow\n" },
    { "v9: a set of no kind", V9("01") "[0002 0a000001]", "not a flow\n" },
    { "v9: no set", V9("01"), "not a flow\n" },
    { "v9: of one that is known, beyond the end",
      V9("01") TMPL9 "[0100" ROW9 "]|" V9("02") "[0100" ROW9 "] 0100 0100 00",
      SEEN9 "~0\n" SEEN9 "~0\n7 netflow-v9 ~0 packets=2 flows=2 bad=1\n" },

    /* ---- elements */
    { "v9: numbers of fewer and of more bytes",
      V9("01") "[0000 0100 0004 0008 0004 000c 0004 0001 0003 0002 0008]"
               "[0100 0a000001 0a000002 010203 0000000000000102]",
      "10.0.0.1:0>10.0.0.2:0/0 66051/258 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 "
      "flows=1\n" },
    { "v9: IPv6",
      V9("01") "[0000 0100 0002 001b 0010 001c 0010]"
               "[0100 20010db8000000000000000000000001 20010db8000000000000000000000002]",
      "2001:db8::1:0>2001:db8::2:0/0 0/0 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 "
      "flows=1\n" },
    { "v9: both versions, of which one is zero",
      V9("01") "[0000 0100 0004 0008 0004 001b 0010 000c 0004 001c 0010]"
               "[0100 00000000 20010db8000000000000000000000001 00000000 "
               "20010db8000000000000000000000002"
               "0a000001 00000000000000000000000000000000 0a000002 "
               "00000000000000000000000000000000]",
      "2001:db8::1:0>2001:db8::2:0/0 0/0 @1609459200000+0 ~0 what 16\n"
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 "
      "flows=2\n" },
    { "v9: an address of another length is none",
      V9("01") "[0000 0100 0002 0008 0003 000c 0004][0100 0a0000 0a000002]",
      "-:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 flows=1\n" },
    { "v9: no addresses: no flow",
      V9("01") "[0000 0100 0002 0010 0002 0001 0004][0100 0001 00000064]",
      "7 netflow-v9 ~0 packets=1 unused=1\n" },
    { "v9: ICMP has its type for a port",
      V9("01") "[0000 0100 0004 0008 0004 000c 0004 0004 0001 0020 0002][0100 0a000001 0a000002 01 "
               "0800]",
      "10.0.0.1:0>10.0.0.2:2048/1 0/0 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 "
      "flows=1\n" },
    { "v9: on the way out, dropped",
      V9("01") "[0000 0100 0004 0008 0004 000c 0004 003d 0001 0059 0001][0100 0a000001 0a000002 01 "
               "80]",
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 28\n7 netflow-v9 ~0 packets=1 "
      "flows=1\n" },
    { "v9: a firewall's connection begins, goes on, is refused",
      V9("01") "[0000 0100 0005 0008 0004 000c 0004 00e9 0001 00e7 0004 00e8 0004]"
               "[0100 0a000001 0a000002 01 00000000 00000000 0a000001 0a000002 05 00000064 000000c8"
               "0a000001 0a000002 03 00000000 00000000]",
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 19\n"
      "10.0.0.1:0>10.0.0.2:0/0 100/0 back 200/0 @1609459200000+0 ~0 what 17\n"
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 23\n7 netflow-v9 ~0 packets=1 "
      "flows=3\n" },
    { "v9: an address is translated",
      V9("01") "[0000 0100 0004 0008 0004 00e1 0004 00e6 0001 0143 0008]"
               "[0100 0a000001 c0000201 04 00000176bb3e7018]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200024+0 ~0 what 2\n7 netflow-v9 ~0 packets=1 flows=1\n" },

    /* ---- sampling */
    { "v9: a table of samplers, then flows by them",
      V9("01") "[0001 0101 0004 000c 0001 0004 0030 0001 0031 0001 0032 0004 0000]"
               "[0101 00000000 05 02 00000064 00000000 06 02 000000c8 0000]"
               "[0000 0100 0003 0008 0004 000c 0004 0030 0001][0100 0a000001 0a000002 05 0a000001 "
               "0a000002 06"
               "0a000001 0a000002 07]",
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~100 what 16\n"
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~200 what 16\n"
      "10.0.0.1:0>10.0.0.2:0/0 0/0 @1609459200000+0 ~0 what 16\n"
      "7 netflow-v9 ~200 mixed packets=1 flows=3\n" },
    { "v9: an interval of the whole system",
      V9("01") "[0001 0101 0004 0008 0001 0004 0022 0004 0023 0001 0000][0101 00000000 000003e8 "
               "02]" TMPL9 "[0100" ROW9 "]",
      SEEN9 "~1000\n7 netflow-v9 ~1000 packets=1 flows=1\n" },
    { "v9: by interface",
      V9("01") "[0001 0101 0004 0004 0002 0004 0022 0004 0000][0101 00000003 0000000a]"
               "[0000 0100 0002 0008 0004 000a 0002][0100 0a000001 0003 0a000001 0004]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~10 what 16\n10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~0 "
      "what 16\n"
      "7 netflow-v9 ~10 mixed packets=1 flows=2\n" },
    { "v9: by interface, of what leaves by it",
      V9("01") "[0001 0101 0004 0004 0002 0004 0022 0004 0000][0101 00000003 0000000a]"
               "[0000 0100 0004 0008 0004 000a 0002 000e 0002 003d 0001]"
               "[0100 0a000001 0004 0003 01]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~10 what 24\n"
      "7 netflow-v9 ~10 packets=1 flows=1\n" },
    { "v9: a sampler of no table, and one that a table has",
      V9("01") "[0001 0101 0004 0008 0001 0004 0030 0002 0022 0004 0000]"
               "[0101 00000000 0005 00000064]"
               "[0000 0100 0002 0008 0004 0030 0001][0100 0a000001 05 0a000001 06]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~100 what 16\n10.0.0.1:0>-:0/0 0/0 @1609459200000+0 "
      "~0 what 16\n"
      "7 netflow-v9 ~100 mixed packets=1 flows=2\n" },
    { "v9: each flow says it itself",
      V9("01") "[0000 0100 0002 0008 0004 0032 0001][0100 0a000001 64 0a000001 64]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~100 what 16\n10.0.0.1:0>-:0/0 0/0 @1609459200000+0 "
      "~100 what 16\n"
      "7 netflow-v9 ~100 packets=1 flows=2\n" },
    { "v9: some say it themselves, and others do not",
      V9("01") "[0000 0101 0002 0008 0004 0032 0001][0101 0a000001 64]" TMPL9 "[0100" ROW9 "]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~100 what 16\n" SEEN9 "~0\n"
      "7 netflow-v9 ~100 mixed packets=1 flows=2\n" },
    { "v9: some do not say it, and then others do",
      V9("01") "[0000 0101 0002 0008 0004 0032 0001]" TMPL9 "[0100" ROW9 "][0101 0a000001 64]",
      SEEN9 "~0\n10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~100 what 16\n"
            "7 netflow-v9 ~100 mixed packets=1 flows=2\n" },
    { "v9: options without a scope",
      V9("01") "[0001 0101 0000 0004 0022 0004][0101 0000000a]" TMPL9 "[0100" ROW9 "]",
      SEEN9 "~10\n7 netflow-v9 ~10 packets=1 flows=1\n" },
    { "v9: options of something else",
      V9("01") "[0001 0101 0004 0004 0001 0004 0060 0004][0101 00000000 61626364]",
      "7 netflow-v9 ~0 packets=1 unused=1\n" },
    { "v9: options whose lengths lie", V9("01") "[0001 0101 0004 0404 0001 0004 0022 0004]",
      "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: options whose lengths are no fields",
      V9("01") "[0001 0101 0003 0005 0001 0004 0022 0004]", "7 netflow-v9 ~0 packets=1 bad=1\n" },
    { "v9: an interval that nobody believes",
      V9("01") "[0001 0101 0000 0004 0022 0004][0101 ffffffff]" TMPL9 "[0100" ROW9 "]",
      SEEN9 "~0\n7 netflow-v9 ~0 packets=1 flows=1 unused=1\n" },
    { "ipfix: one and 99 not (RFC 5477)",
      IPFIX("00") "[0003 0101 0003 0001 012e 0008 0131 0004 0132 0004]"
                  "[0101 0000000000000001 00000001 00000063]"
                  "[0002 0100 0002 0008 0004 012e 0008][0100 0a000001 0000000000000001]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~100 what 16\n7 ipfix ~100 packets=1 flows=1\n" },
    { "ipfix: 5 of 50, and one in four by chance",
      IPFIX("00") "[0003 0101 0003 0001 012e 0001 0135 0004 0136 0004 0102 0002 0001 012e 0001 "
                  "0137 0008]"
                  "[0101 01 00000005 00000032][0102 02 3fd0000000000000]"
                  "[0002 0100 0002 0008 0004 012e 0001][0100 0a000001 01 0a000001 02]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~10 what 16\n10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~4 "
      "what 16\n"
      "7 ipfix ~4 mixed packets=1 flows=2\n" },
    { "ipfix: a probability that is no number",
      IPFIX("00") "[0003 0101 0002 0001 012e 0001 0137 0008][0101 01 7ff8000000000000]",
      "7 ipfix ~0 packets=1 unused=1\n" },

    /* ---- IPFIX */
    { "ipfix: template and data", IPFIX("00") TMPL10 "[0100" ROW10 "]",
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459200024+500 ~0\n7 ipfix ~0 packets=1 flows=1\n" },
    { "ipfix: a gap of three records",
      IPFIX("00") TMPL10 "[0100" ROW10 "]|" IPFIX("04") "[0100" ROW10 "]",
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459200024+500 ~0\n"
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459200024+500 ~0\n7 ipfix ~0 packets=2 flows=2 "
      "lost=3\n" },
    { "ipfix: what follows what cannot be counted",
      IPFIX("00") "[0101 00]|" IPFIX("09") TMPL10 "[0100" ROW10 "]",
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459200024+500 ~0\n7 ipfix ~0 packets=2 flows=1 "
      "no_template=1\n" },
    { "ipfix: lengths that the record tells",
      IPFIX("00") "[0002 0100 0004 0008 0004 0052 ffff 000c 0004 0001 0002]"
                  "[0100 0a000001 03 616263 0a000002 0010 0a000001 ff0003 616263 0a000002 0011"
                  "0a000001 00 0a000002 0012]",
      "10.0.0.1:0>10.0.0.2:0/0 16/0 @1609459200000+0 ~0 what 16\n"
      "10.0.0.1:0>10.0.0.2:0/0 17/0 @1609459200000+0 ~0 what 16\n"
      "10.0.0.1:0>10.0.0.2:0/0 18/0 @1609459200000+0 ~0 what 16\n7 ipfix ~0 packets=1 flows=3\n" },
    { "ipfix: such a length beyond the set",
      IPFIX("00") "[0002 0100 0002 0008 0004 0052 ffff][0100 0a000001 ff ffff 61]",
      "7 ipfix ~0 packets=1 bad=1\n" },
    { "ipfix: a list within a list is passed over (RFC 6313)",
      IPFIX("00") "[0002 0100 0002 0123 ffff 0008 0004]"
                  "[0100 0c 00 0123 ffff 05 00 0123 ffff 00 0a000001]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~0 what 16\n7 ipfix ~0 packets=1 flows=1\n" },
    { "ipfix: elements of others are passed over",
      IPFIX("00") "[0002 0100 0002 8008 0004 00002a2a 0008 0004][0100 ffffffff 0a000001]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~0 what 16\n7 ipfix ~0 packets=1 flows=1\n" },
    { "ipfix: both directions (RFC 5103)",
      IPFIX("00") "[0002 0100 0005 0008 0004 0001 0002 8001 0002 00007279 0002 0002 8002 0002 "
                  "00007279]"
                  "[0100 0a000001 0064 00c8 0001 0002]",
      "10.0.0.1:0>-:0/0 100/1 back 200/2 @1609459200000+0 ~0 what 17\n7 ipfix ~0 packets=1 "
      "flows=1\n" },
    { "ipfix: initiator and responder",
      IPFIX("00") "[0002 0100 0005 0008 0004 00e7 0002 00e8 0002 012a 0002 012b 0002]"
                  "[0100 0a000001 0064 00c8 0001 0002]",
      "10.0.0.1:0>-:0/0 100/1 back 200/2 @1609459200000+0 ~0 what 17\n7 ipfix ~0 packets=1 "
      "flows=1\n" },
    { "v9: 232 without 231 is no responder (NetStream)",
      V9("01") "[0000 0100 0003 0008 0004 0001 0002 00e8 0002][0100 0a000001 0064 00c8]",
      "10.0.0.1:0>-:0/0 100/0 @1609459200000+0 ~0 what 16\n7 netflow-v9 ~0 packets=1 flows=1\n" },
    { "ipfix: a template is withdrawn",
      IPFIX("00") TMPL10 "|" IPFIX("00") "[0002 0100 0000]|" IPFIX("00") "[0100" ROW10 "]",
      "7 ipfix ~0 packets=3 no_template=1\n" },
    { "ipfix: all of them are",
      IPFIX("00") TMPL10 "|" IPFIX("00") "[0002 0002 0000]|" IPFIX("00") "[0100" ROW10 "]",
      "7 ipfix ~0 packets=3 no_template=1\n" },
    { "ipfix: those of options are, which is not it",
      IPFIX("00") TMPL10 "|" IPFIX("00") "[0003 0003 0000]|" IPFIX("00") "[0100" ROW10 "]",
      "10.0.0.1:1024>10.0.0.2:80/6 1500/3 @1609459200024+500 ~0\n7 ipfix ~0 packets=3 flows=1\n" },
    { "ipfix: seconds, and microseconds from 2036 on",
      IPFIX("00") "[0002 0100 0003 0008 0004 0096 0004 0097 0004 0101 0003 0008 0004 009a 0008 "
                  "009b 0008]"
                  "[0100 0a000001 00000001 ffffffff][0101 0a000001 00000001 80000000 00000002 "
                  "00000000]",
      "10.0.0.1:0>-:0/0 0/0 @1000+4294967294000 ~0\n10.0.0.1:0>-:0/0 0/0 @2085978497500+500 ~0\n"
      "7 ipfix ~0 packets=1 flows=2\n" },
    { "ipfix: microseconds before the export",
      IPFIX("00") "[0002 0100 0003 0008 0004 009e 0004 009f 0004][0100 0a000001 001e8480 000f4240]",
      "10.0.0.1:0>-:0/0 0/0 @1609459198000+1000 ~0\n7 ipfix ~0 packets=1 flows=1\n" },
    { "ipfix: uptime, with the begin beside it, and without",
      IPFIX("00") "[0002 0100 0003 0008 0004 0016 0004 00a0 0008 0101 0002 0008 0004 0016 0004]"
                  "[0100 0a000001 00000064 00000176bb3e7018][0101 0a000001 00000064]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200124+0 ~0\n10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~0 what 16\n"
      "7 ipfix ~0 packets=1 flows=2\n" },
    { "ipfix: a begin and how long it took",
      IPFIX("00") "[0002 0100 0003 0008 0004 0098 0008 00a1 0004][0100 0a000001 00000176bb3e7018 "
                  "000003e8]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200024+1000 ~0\n7 ipfix ~0 packets=1 flows=1\n" },
    { "ipfix: a time beyond the year 9999, an end before the begin",
      IPFIX("00") "[0002 0100 0003 0008 0004 0098 0008 0099 0008]"
                  "[0100 0a000001 ffffffffffffffff 7fffffffffffffff 0a000001 00000176bb3e720c "
                  "00000176bb3e7018]",
      "10.0.0.1:0>-:0/0 0/0 @1609459200000+0 ~0 what 16\n10.0.0.1:0>-:0/0 0/0 @1609459200524+0 ~0\n"
      "7 ipfix ~0 packets=1 flows=2\n" },
    { "ipfix: not as long as it says", "000a 0011 5fee6600 00000000 00000007 [0100 00]",
      "not a flow\n" },
    { "ipfix: an enterprise that is cut off", IPFIX("00") "[0002 0100 0001 8008 0004 0000]",
      "7 ipfix ~0 packets=1 bad=1\n" },
    { "ipfix: more of a scope than fields", IPFIX("00") "[0003 0100 0001 0002 0008 0004 0008 0004]",
      "7 ipfix ~0 packets=1 bad=1\n" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_str got = told_by_datagrams(a, r->in);
    is_cstr(got, r->want, "%s", r->name);
    cp_arena_free(a);
}

/* ---- limits */

static cp_rc ignore_flow(void *ctx, const cp_flow *f, cp_err *err)
{
    (void)ctx;
    (void)f;
    (void)err;
    return CP_OK;
}

static bool send(cp_flow_wire *w, uint32_t from, cp_bytes d)
{
    uint8_t ip[4] = { (uint8_t)(from >> 24), (uint8_t)(from >> 16), (uint8_t)(from >> 8),
                      (uint8_t)from };
    bool is_flow;
    return cp_flow_wire_datagram(w, cp_ip_v4(ip), d, 0, &is_flow, NULL) == CP_OK && is_flow;
}

static void check_exporters_limit(void)
{
    cp_arena *a = cp_arena_new(0);
    const char *text = V5("0001", "00000000", "0000") FLOW5;
    cp_bytes d = next_datagram(&text);
    cp_flow_wire *w = cp_flow_wire_new(a, 1, (cp_flow_rows){ NULL, ignore_flow });
    for (uint32_t i = 0; i < CP_FLOW_WIRE_EXPORTERS_MAX + 10; i++)
        (void)send(w, 0x0a000000 + i, d);
    is_uint(cp_flow_wire_n_exporters(w), CP_FLOW_WIRE_EXPORTERS_MAX, "exporters are bounded");
    is_uint(cp_flow_wire_refused(w), 10, "and those beyond are counted");
    free((void *)(uintptr_t)d.p);
    cp_arena_free(a);
}

/* A template of three fields with this number, in a datagram of version 9. */
static cp_bytes template_of(cp_arena *a, uint32_t id)
{
    const char *text =
        cp_str_fmt(a, V9("00") "[0000 %04x 0003 0008 0004 000c 0004 0001 0004]", id).p;
    return next_datagram(&text);
}

static void announce(cp_arena *a, cp_flow_wire *w, uint32_t from, uint32_t id)
{
    cp_bytes d = template_of(a, id);
    if (!send(w, from, d))
        ok(false, "template %u is taken", id);
    free((void *)(uintptr_t)d.p);
}

static void check_templates_limit(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_exporter x;
    const char *text = V9("01") "[0100 0a000001 0a000002 00000001]";
    cp_bytes data = next_datagram(&text);
    cp_flow_wire *w = cp_flow_wire_new(a, 1, (cp_flow_rows){ NULL, ignore_flow });
    for (uint32_t i = 0; i < CP_FLOW_TEMPLATES_OF_ONE_MAX + 1; i++)
        announce(a, w, 1, 256 + i);
    is_uint(cp_flow_wire_n_templates(w), CP_FLOW_TEMPLATES_OF_ONE_MAX,
            "templates of one are bounded");
    (void)send(w, 1, data);
    cp_flow_wire_exporter(w, 0, &x);
    is_uint(x.no_template, 1, "that which was not used for longest went");
    for (uint32_t i = 0; i < CP_FLOW_TEMPLATES_MAX; i++)
        announce(a, w, 2 + i / CP_FLOW_TEMPLATES_OF_ONE_MAX,
                 256 + i % CP_FLOW_TEMPLATES_OF_ONE_MAX);
    is_uint(cp_flow_wire_n_templates(w), CP_FLOW_TEMPLATES_MAX, "those of all are, too");
    free((void *)(uintptr_t)data.p);
    cp_arena_free(a);
}

/* ---- kept beyond the end of the process */

static bool restore(void *ctx, const cp_flow_template *t)
{
    ok(cp_flow_wire_restore(ctx, t), "a template is made known");
    return true;
}

static void check_kept(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_exporter x;
    const char *text =
        V9("01") TMPL9 "[0001 0101 0004 0004 0001 0004 0022 0004]|" V9("02") "[0100" ROW9 "]";
    cp_bytes first = next_datagram(&text), second = next_datagram(&text);
    cp_flow_wire *w = cp_flow_wire_new(a, 1, (cp_flow_rows){ NULL, ignore_flow });
    cp_flow_wire *again = cp_flow_wire_new(a, 2, (cp_flow_rows){ NULL, ignore_flow });
    ok(send(w, 1, first), "templates come");
    cp_flow_wire_templates(w, restore, again);
    ok(send(again, 1, second), "data that needs one");
    cp_flow_wire_exporter(again, 0, &x);
    is_uint(x.flows, 1, "is read by who never heard it");
    ok(!cp_flow_wire_restore(again, &(cp_flow_template){ .proto = CP_FLOW_PROTO_NETFLOW_9 }),
       "what is cut off is refused");
    free((void *)(uintptr_t)first.p);
    free((void *)(uintptr_t)second.p);
    cp_arena_free(a);
}

/* ---- in captures */

typedef struct sunk {
    cp_arena *a;
    cp_buf text;
} sunk;

static cp_rc sink_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static cp_rc sink_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    sunk *s = ctx;
    (void)err;
    cp_buf_fmt(&s->text, "%u flows;", b->n_rows);
    return CP_OK;
}

static cp_rc sink_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    sunk *s = ctx;
    cp_str addr = cp_ip_text(s->a, cp_flow_addr_ip(x->addr));
    (void)err;
    cp_buf_fmt(&s->text, " %.*s %s %llu", CP_FMT(addr), cp_flow_proto_name(x->proto),
               (unsigned long long)x->flows);
    return CP_OK;
}

static cp_rc sink_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    (void)ctx;
    (void)n;
    (void)err;
    return CP_OK;
}

/* The two halves of a packet of IPv4. */
static void part(cp_arena *a, cp_bytes packet, cp_bytes out[2])
{
    enum { HEAD = 20, FIRST = 64, MORE = 0x20 };
    for (int i = 0; i < 2; i++) {
        size_t from = HEAD + (i ? FIRST : 0), n = i ? packet.n - from : FIRST;
        uint8_t *p = cp_arena_alloc(a, HEAD + n);
        memcpy(p, packet.p, HEAD);
        memcpy(p + HEAD, packet.p + from, n);
        put_length(p + 2, HEAD + n);
        put_length(p + 4, 7);
        p[6] = i ? 0 : MORE;
        p[7] = i ? FIRST / 8 : 0;
        out[i] = (cp_bytes){ p, HEAD + n };
    }
}

/* On any port, from who was seen before; in fragments; and what only looks so. Metered besides are
 * a conversation, what only looks so, and each fragment. */
static void check_capture(void)
{
    cp_arena *a = cp_arena_new(0);
    sunk s = { .a = a, .text = cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &s,
                         .obs = sink_obs,
                         .flows = sink_flows,
                         .exporter = sink_exporter,
                         .flow_name = sink_name };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    const char *text = V9("01") TMPL9 "[0100" ROW9 "]|" IPFIX("00") TMPL10
        "[0100" ROW10 "]|" V5("0001", "00000000", "0000") FLOW5 "|" V9("01") "[0002 0a000001]";
    cp_bytes v9 = next_datagram(&text), ipfix = next_datagram(&text), v5 = next_datagram(&text),
             not = next_datagram(&text), hello = from_hex(a, "68656c6c6f"), parts[2];
    cp_bytes packets[] = {
        udp_packet(a, 1, 40000, 2, 40001, hello),
        udp_packet(a, 1, 40000, 2, 40001, hello),
        udp_packet(a, 1, 40000, 2, 40001, hello),
        udp_packet(a, 1, 40000, 2, 40001, hello),
        udp_packet(a, 1, 40000, 2, 40001, v9),
        udp_packet(a, 3, 40000, 2, 53, v5),
        udp_packet(a, 4, 40000, 2, 40001, not ),
        { NULL, 0 },
        { NULL, 0 },
    };
    enum { PACKETS = sizeof packets / sizeof *packets };
    part(a, udp_packet(a, 1, 40000, 2, 4739, ipfix), parts);
    packets[PACKETS - 2] = parts[1];
    packets[PACKETS - 1] = parts[0];
    for (size_t i = 0; i < PACKETS; i++) {
        cp_frame f = { packets[i], (uint32_t)packets[i].n, 101, 1609459201000000 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "packet %zu", i);
    }
    is_int(cp_capture_end(c, NULL), CP_OK, "the end of the capture");
    is_cstr(cp_buf_str(&s.text),
            "7 flows; 0.0.0.0 capture 4 192.0.2.1 netflow-v9 1 192.0.2.3 netflow-v5 1 192.0.2.1 "
            "ipfix 1",
            "flows of a capture, then who told of them");
    ok(cp_str_has(src.note, CP_STR("heard: NetFlow 9 1, NetFlow 5 1, IPFIX 1")), "the note: %.*s",
       CP_FMT(src.note));
    for (size_t i = 0; i < 4; i++)
        free((void *)(uintptr_t)(cp_bytes[]){ v9, ipfix, v5, not }[i].p);
    cp_arena_free(a);
}

/* ---- files of datagrams */

static const struct file {
    const char *name, *in, *format, *want;
    uint64_t want_bad;
} files[] = {
    { "two of version 5",
      V5("0001", "00000000", "0000") FLOW5 "|" V5("0001", "00000001", "0000") FLOW5, "netflow",
      "2 flows; 0.0.0.0 netflow-v5 2", 0 },
    { "two of version 9, the first padded to no multiple of four",
      V9("01") TMPL9 "[0100" ROW9 "]|" V9("02") "[0100" ROW9 "]", "netflow",
      "2 flows; 0.0.0.0 netflow-v9 2", 0 },
    { "version 9, then version 5", V9("01") TMPL9 "|" V5("0001", "00000000", "0000") FLOW5,
      "netflow", "1 flows; 0.0.0.0 netflow-v9 0 0.0.0.0 netflow-v5 1", 0 },
    { "an IPFIX file",
      IPFIX("00") TMPL10 "|" IPFIX("00") "[0100" ROW10 "]|" IPFIX("01") "[0100" ROW10 "]", "ipfix",
      "2 flows; 0.0.0.0 ipfix 2", 0 },
    { "that ends within a message",
      IPFIX("00") TMPL10 "[0100" ROW10 "]|" IPFIX("01") "[0100" ROW10 "]!", "ipfix",
      "1 flows; 0.0.0.0 ipfix 1", 1 },
    { "with something else behind it",
      IPFIX("00") TMPL10 "[0100" ROW10 "]|"
                         "68656c6c6f",
      "ipfix", "1 flows; 0.0.0.0 ipfix 1", 1 },
    { "with a message of no length",
      IPFIX("00") TMPL10 "[0100" ROW10 "]|"
                         "000a 0001 00000000",
      "ipfix", "1 flows; 0.0.0.0 ipfix 1", 1 },
};

static void check_file(const struct file *f)
{
    cp_arena *a = cp_arena_new(0);
    sunk s = { .a = a, .text = cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &s,
                         .obs = sink_obs,
                         .flows = sink_flows,
                         .exporter = sink_exporter,
                         .flow_name = sink_name };
    cp_source src;
    cp_bytes whole = { NULL, 0 };
    for (const char *text = f->in; *text;) {
        cp_bytes d = next_datagram(&text);
        whole = joined(a, whole, d);
        free((void *)(uintptr_t)d.p);
    }
    is_int(cp_source_read_bytes(a, CP_STR("file"), whole, NULL, &sink, &src, NULL), CP_OK, "%s",
           f->name);
    is_cstr(src.format, f->format, "%s: format", f->name);
    is_cstr(cp_buf_str(&s.text), f->want, "%s: flows", f->name);
    is_uint(src.records_bad, f->want_bad, "%s: malformed", f->name);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        check_file(&files[i]);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_exporters_limit();
    check_templates_limit();
    check_kept();
    check_capture();
    return tap_done();
}
