/* SPDX-License-Identifier: Apache-2.0 */
/* prober.h - the process that asks: one socket, thousands of devices, in a sandbox.
 *
 *     addresses --> [slot: device, its question, when to ask again]  x 4096 --socket--> devices
 *                        `-- one word for each address that is done, with what it told --> parent
 *     parent --one more address (a crawl)--> slots
 *
 * Each slot is asked one thing at a time. Two buckets of tokens hold the rate: one of all, one of
 * each device. An answer counts only if it comes from the address that was asked, with the number
 * of the request, and protected if the user is. What is sent goes through one function, which knows
 * the addresses that may be asked and sends to no other. */
#pragma once
#include "sources/scan/ask.h"
#include "sources/scan/creds.h"

enum {
    CP_SCAN_SLOTS = 4096,  /* devices that are asked at the same time */
    CP_SCAN_TRIES_MAX = 4, /* credentials that are tried with one device: a lock-out is near */
    CP_SCAN_NOTE_MAX = 1024,
};

typedef struct cp_prober_opts {
    const cp_creds *creds;
    cp_ranges todo;             /* asked, in this order */
    cp_ranges allowed;          /* nothing else is ever sent to: todo, and where a crawl may go */
    uint32_t rate, device_rate; /* packets a second */
    cp_time timeout;            /* microseconds */
    uint32_t retries; /* of the first question; of later ones twice as many and one more */
    uint16_t port;
} cp_prober_opts;

#define CP_SCAN_STATES(X)                                                             \
    X(ANSWERED, "answered")                                                           \
    X(PARTLY, "answered in part") /* what it told is kept */                          \
    X(REFUSED, "refused")         /* it is there and takes none of the credentials */ \
    X(SILENT, "silent")                                                               \
    X(UNREACHABLE, "unreachable") /* nothing could be sent there */                   \
    X(NO_CREDENTIAL, "without a credential")
typedef enum cp_scan_state {
#define CP_SCAN_STATE_ID(id, text) CP_SCAN_##id,
    CP_SCAN_STATES(CP_SCAN_STATE_ID)
#undef CP_SCAN_STATE_ID
        CP_SCAN_STATE_COUNT
} cp_scan_state;

enum {
    CP_PROBER_SAY_READY = 1,
    CP_PROBER_SAY_DEVICE,
    CP_PROBER_SAY_COUNTS,
    CP_PROBER_SAY_IDLE,
    CP_PROBER_SAY_FAULT
};

/* What it says to the parent. After DEVICE follow n_text bytes: the recording. */
typedef struct cp_prober_word {
    uint32_t what;
    uint32_t code; /* DEVICE: cp_scan_state; FAULT: cp_rc */
    uint32_t n_text;
    uint32_t credential; /* DEVICE: index of the one that was taken */
    uint32_t n_requests, n_values;
    uint32_t in_flight;               /* COUNTS */
    uint32_t n_heard;                 /* IDLE: addresses that came from the parent */
    uint64_t sent, received, strange; /* packets; strange: of no request that is open */
    cp_ip ip;
    char note[CP_SCAN_NOTE_MAX]; /* a line for each problem; FAULT: the message */
} cp_prober_word;

/* Descriptors of the process, see apart/sandbox.h. */
typedef struct cp_prober {
    const cp_prober_opts *opts;
    int parent;
} cp_prober;

/* Runs in the process; ends it. */
void cp_prober_run(void *prober);
