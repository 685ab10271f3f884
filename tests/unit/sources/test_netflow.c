/* SPDX-License-Identifier: Apache-2.0 */
/* test_netflow.c - NetFlow 5 and 9 and IPFIX: rows written from RFC 3954, 7011, 5103 and 5477 and
 * from what exporters were seen to send; those of the open corpus are compared with tshark by
 * tests/eval/flow_oracle.py. */
#include "datagrams.h"

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
      "7 netflow-v9 ~10 packets=1 flows=2\n" },
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

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    return tap_done();
}
