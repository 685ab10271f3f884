/* SPDX-License-Identifier: Apache-2.0 */
/* finding.h - what detectors of any kind find: who, with whom, how sure, in words with its numbers,
 * and when it would be harmless. A finding says what traffic looks like; it accuses nobody.
 *
 * score is 0..1 and orders findings of different kinds: 1 - p where there is a p-value (corrected
 * for all that the detector looked at), L / (1 + L) where there is a likelihood ratio L. */
#pragma once
#include "model/flow.h"

/* id, name (of --detect, in JSON), what it looks for */
#define CP_FLOW_FINDINGS(X)                                                               \
    X(BEACON, "beacon", "contacts by a timer or a clock")                                 \
    X(LONG, "long", "connections that last longer than is usual for their service")       \
    X(EXFILTRATION, "exfiltration",                                                       \
      "more is sent out than on other days, or than by like devices")                     \
    X(DNS_TUNNEL, "dns-tunnel", "names that are asked for carry data")                    \
    X(SCAN, "scan", "sources whose first contacts fail, as a scanner's do")               \
    X(MANAGEMENT, "management",                                                           \
      "management sessions from outside, or of who manages nothing else")                 \
    X(KNOCK, "knock", "unanswered packets after which somebody connects")                 \
    X(MIRROR, "mirror", "what is sent to one address follows what comes from all others") \
    X(COVERT, "covert", "waiting times between connections that spell something")         \
    X(SUPPORT, "support",                                                                 \
      "people from outside, by VPN or bastion, on excluded or unknown equipment")

typedef enum cp_flow_finding_kind {
#define CP_FLOW_FINDING_ID(id, name, what) CP_FLOW_FINDING_##id,
    CP_FLOW_FINDINGS(CP_FLOW_FINDING_ID)
#undef CP_FLOW_FINDING_ID
        CP_FLOW_FINDING_COUNT
} cp_flow_finding_kind;
const char *cp_flow_finding_name(cp_flow_finding_kind k);
const char *cp_flow_finding_what(cp_flow_finding_kind k);

enum { CP_FLOW_NUMBERS_MAX = 12, CP_FLOW_FINDINGS_MAX = 5000 }; /* of one kind; more are counted */

/* A number of the evidence by its name, which is a literal. */
typedef struct cp_flow_number {
    const char *key;
    double value;
} cp_flow_number;

typedef struct cp_flow_finding {
    cp_flow_finding_kind kind;
    cp_flow_addr who, peer; /* peer all zero: several, or none */
    cp_str peer_name;       /* a domain instead of an address; "" */
    bool has_service;
    uint8_t proto; /* with has_service */
    uint16_t port;
    double score;
    bool has_p, has_ratio;
    double log_p, log_p_all; /* natural; of this one, and corrected for all that was looked at */
    double log_ratio;        /* natural logarithm of a likelihood ratio */
    cp_str explanation, benign_if;
    uint32_t sampling; /* the coarsest of its flows; CP_SAMPLING_UNKNOWN: nobody says */
    bool has_unknown_sampling;
    uint64_t events, bytes, bytes_back; /* from who to peer, and back; as told */
    cp_time first_at, last_at;
    cp_flow_number numbers[CP_FLOW_NUMBERS_MAX];
    uint32_t n_numbers;
    const struct cp_beacon *beacon; /* of a beacon: its rhythms and plot */
} cp_flow_finding;

/* What one detector found. */
typedef struct cp_flow_found {
    cp_flow_finding_kind kind;
    const cp_flow_finding *v; /* by cp_flow_finding_cmp */
    uint32_t n;
    uint64_t n_found, n_looked_at; /* of what it looks at: pairs, clients, devices */
    cp_str cannot_see;             /* at this sampling, or for want of names ...; "" nothing */
} cp_flow_found;

/* The surest first; then by kind, ends and service, so that the order is one. */
int cp_flow_finding_cmp(const void *x, const void *y);
/* Numbers beyond CP_FLOW_NUMBERS_MAX are not kept. */
void cp_flow_finding_add(cp_flow_finding *f, const char *key, double value);
/* "1.2e-40" from its natural logarithm, which may be far below what a double holds. */
cp_str cp_flow_p_text(cp_arena *a, double log_p);
cp_str cp_flow_bytes_text(cp_arena *a, double bytes); /* "1.23 GB" */
/* Score of a p-value or of a likelihood ratio, by their natural logarithms. */
double cp_flow_score_of_p(double log_p_all);
double cp_flow_score_of_ratio(double log_ratio);
