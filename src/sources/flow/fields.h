/* SPDX-License-Identifier: Apache-2.0 */
/* fields.h - inside of the decoders: which information elements are used, and for what. Numbers are
 * those of IANA's registry of IPFIX; NetFlow version 9 has the same below 128 (RFC 7012, 4).
 *
 * A record is read into an array of 64 numbers, a slot for each element; which slots a template
 * has is known when it is announced. Several elements share a slot where no more than one of them
 * is told. What stands side by side in cp_flow does not so here: then compilers load two at once,
 * and wait until both are stored. */
#pragma once
#include "model/flow.h"

#define CP_FLOW_SLOTS(X)                                                         \
    X(OCTETS)            /* octetDeltaCount */                                   \
    X(PACKETS)           /* packetDeltaCount */                                  \
    X(OCTETS_TOTAL)      /* octetTotalCount: since the flow began */             \
    X(PACKETS_TOTAL)     /* packetTotalCount */                                  \
    X(OCTETS_POST)       /* postOctetDeltaCount: as they left */                 \
    X(PACKETS_POST)      /* postPacketDeltaCount */                              \
    X(OCTETS_L2)         /* layer2OctetDeltaCount, layer2OctetTotalCount */      \
    X(OCTETS_INITIATOR)  /* initiatorOctets */                                   \
    X(OCTETS_RESPONDER)  /* responderOctets */                                   \
    X(PACKETS_INITIATOR) /* initiatorPackets */                                  \
    X(PACKETS_RESPONDER) /* responderPackets */                                  \
    X(OCTETS_BACK)       /* RFC 5103 */                                          \
    X(PACKETS_BACK)                                                              \
    X(SPORT)                                                                     \
    X(TOS) /* ipClassOfService */                                                \
    X(DPORT)                                                                     \
    X(PROTO)      /* protocolIdentifier */                                       \
    X(IN_IF)      /* ingressInterface; scope of options */                       \
    X(DIRECTION)  /* flowDirection */                                            \
    X(OUT_IF)     /* egressInterface */                                          \
    X(FORWARDING) /* forwardingStatus (RFC 7270, 4.12) */                        \
    X(SRC_AS)     /* bgpSourceAsNumber */                                        \
    X(SAMPLER)    /* samplerId */                                                \
    X(DST_AS)     /* bgpDestinationAsNumber */                                   \
    X(SELECTOR)   /* selectorId (RFC 5477, 8.2.1) */                             \
    X(VLAN)       /* vlanId, dot1qVlanId */                                      \
    X(ICMP)       /* icmpTypeCodeIPv4, icmpTypeCodeIPv6 */                       \
    X(ICMP_TYPE)                                                                 \
    X(ICMP_CODE)                                                                 \
    X(FLAGS)       /* tcpControlBits */                                          \
    X(FLAGS_FIRST) /* of the first packet, and of the others: enterprise 6871 */ \
    X(FLAGS_REST)                                                                \
    X(FLAGS_BACK)                                                                \
    X(FLAGS_BACK_FIRST)                                                          \
    X(FLAGS_BACK_REST)                                                           \
    X(INTERVAL)        /* samplingInterval */                                    \
    X(RANDOM_INTERVAL) /* samplerRandomInterval */                               \
    X(SAMPLED)         /* samplingPacketInterval: so many in a row ... */        \
    X(SPACE)           /* samplingPacketSpace: ... and so many not */            \
    X(SIZE)            /* samplingSize of ... */                                 \
    X(POPULATION)      /* samplingPopulation */                                  \
    X(PROBABILITY)     /* samplingProbability: a float64 */                      \
    X(FW_EVENT)        /* firewallEvent */                                       \
    X(NAT_EVENT)       /* natEvent */                                            \
    X(START_UPTIME)    /* flowStartSysUpTime: ms since the exporter began */     \
    X(END_UPTIME)                                                                \
    X(START_S) /* flowStartSeconds */                                            \
    X(END_S)                                                                     \
    X(START_MS) /* flowStartMilliseconds */                                      \
    X(END_MS)                                                                    \
    X(START_NTP) /* flowStartMicroseconds, flowStartNanoseconds */               \
    X(END_NTP)                                                                   \
    X(START_DELTA) /* flowStartDeltaMicroseconds: before the export */           \
    X(END_DELTA)                                                                 \
    X(INIT_MS)     /* systemInitTimeMilliseconds */                              \
    X(DURATION_MS) /* flowDurationMilliseconds */                                \
    X(DURATION_US)                                                               \
    X(SEEN_S)   /* observationTimeSeconds */                                     \
    X(SEEN_MS)  /* observationTimeMilliseconds */                                \
    X(SEEN_NTP) /* observationTimeMicroseconds, observationTimeNanoseconds */    \
    /* not numbers: where they stand is remembered */                            \
    X(SRC4)                                                                      \
    X(DST4)                                                                      \
    X(SRC6)                                                                      \
    X(DST6)

typedef enum cp_flow_slot {
#define CP_FLOW_SLOT_ID(id) CP_SLOT_##id,
    CP_FLOW_SLOTS(CP_FLOW_SLOT_ID)
#undef CP_FLOW_SLOT_ID
        CP_SLOT_COUNT,
    CP_SLOT_ADDRS = CP_SLOT_SRC4, /* from here on */
    CP_SLOT_NONE = 0xff,
} cp_flow_slot;
static_assert(CP_SLOT_COUNT <= 64, "a bit for each");

#define CP_SLOT_BIT(id) ((uint64_t)1 << CP_SLOT_##id)

/* What an element of so many bytes is used for (65535: of variable length); CP_SLOT_NONE: for
 * nothing. enterprise 0: IANA's. */
cp_flow_slot cp_flow_slot_of(uint32_t enterprise, uint16_t element, uint16_t bytes);
