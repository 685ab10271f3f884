/* SPDX-License-Identifier: Apache-2.0 */
/* netgen.h - a network of known truth for the detectors that compare conversations: a background of
 * days and nights whose connections are those of real captures, and behaviour that is planted in
 * it. Deterministic by seed. Of tests only.
 *
 *     captures --script--> conversations: their connections, as they were --.
 *     made up: services with tails that are long -----------------------------+--> background
 *     asked: kind of behaviour, how strong, how much is lost or sampled ---------> planted */
#pragma once
#include "flow/ids.h"
#include "flow/support.h"
#include "flow/talks.h"
#include "flowgen.h"

enum { NETGEN_INSIDE = 10, NETGEN_OUTSIDE = 198, NETGEN_KINDS = 5 };

/* A connection of a real conversation: begin after that of the first one. */
typedef struct netgen_part {
    double at_s, span_s;
    uint64_t bytes, packets, bytes_back, packets_back;
    uint8_t flags, flags_back;
} netgen_part;

typedef struct netgen_conversation {
    uint8_t proto;
    uint16_t port;
    uint32_t from, n; /* of the parts */
} netgen_conversation;

/* What a script read of captures; all empty: everything is made up. */
typedef struct netgen_profile {
    CP_VEC(netgen_conversation) talks;
    CP_VEC(netgen_part) parts;
    CP_VEC(cp_str) names; /* that were asked for in DNS */
    flowgen_profile beacons;
} netgen_profile;

/* How strong what is planted is; what each number means stands at the behaviour. */
typedef struct netgen_plant {
    double strength, more, jitter, loss, noise;
    double wait;    /* seconds between what belongs together */
    double silent;  /* as many devices again, by this share, that are silent for days, then busy */
    double nightly; /* so many programs log in each night; at most 40 */
} netgen_plant;

typedef struct netgen {
    flowgen g;
    const netgen_profile *profile;
    cp_flow_ids *ids;
    uint32_t *kinds; /* by the number of an inside address */
    uint32_t n_devices;
    double loss;         /* of records, on the way from the exporter */
    uint32_t n_planted;  /* things that are looked for */
    uint64_t n_expected; /* things that are looked at, if the detector looks at all */
} netgen;

typedef enum netgen_answer { NETGEN_ANSWERED, NETGEN_SILENT, NETGEN_RESET } netgen_answer;

void netgen_init(netgen *n, cp_arena *a, const netgen_profile *p, uint64_t seed, uint32_t days,
                 uint32_t sampling);
cp_flow_addr netgen_addr(uint8_t net, uint32_t nr);
/* A connection; of UDP nothing has flags. Loss and sampling are as init and the caller say. */
void netgen_connect(netgen *n, cp_flow_addr from, cp_flow_addr to, uint8_t proto, uint16_t port,
                    double at_s, double span_s, double out, double back, netgen_answer answer);
/* A conversation of people or programs: about so many sessions a day. real: of the captures. */
void netgen_talk(netgen *n, cp_flow_addr from, cp_flow_addr to, double sessions_a_day, bool real);
/* Any second of the window, by day rather than by night. */
double netgen_awake_second(netgen *n);
double netgen_uniform(netgen *n);
double netgen_normal(netgen *n);
double netgen_lognormal(netgen *n, double median, double sigma);
uint32_t netgen_poisson(netgen *n, double mean);
/* Packs what there is, numbers its addresses, and says whose they are. */
CP_MUST_CHECK cp_rc netgen_finish(netgen *n, const cp_flow_set **out, cp_err *err);

/* ---- behaviour: a background that this detector finds hard, and n planted ones in it. Whether a
 * find was planted is told by netgen_is_planted. */
typedef struct netgen_truth {
    cp_flow_addr who, peer; /* peer all zero: any */
    cp_str name;
} netgen_truth;
typedef CP_VEC(netgen_truth) netgen_truths;

void netgen_long(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_out(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_new(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_scan(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_management(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_knock(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_mirror(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_transit(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_twice(netgen *n, const netgen_plant *p, netgen_truths *out);
void netgen_covert(netgen *n, const netgen_plant *p, netgen_truths *out);
/* Sessions that gateways and bastions logged, besides; and whose an address is. */
typedef CP_VEC(cp_support_login) netgen_logins;
void netgen_support(netgen *n, const netgen_plant *p, netgen_logins *logins, netgen_truths *out);
cp_flow_end netgen_support_end(void *ctx, const cp_flow_addr *addr, cp_time at);
/* Queries, which are no flows. */
typedef void netgen_query(void *ctx, const cp_flow_name *q);
void netgen_dns(netgen *n, const netgen_plant *p, netgen_query *fn, void *ctx, netgen_truths *out);
