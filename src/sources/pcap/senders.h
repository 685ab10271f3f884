/* SPDX-License-Identifier: Apache-2.0 */
/* senders.h - the source addresses of a capture's frames, and which of them were seen only once.
 *
 *     list:  [ mac, frame, time ] [ .. ]     in the order in which they were met
 *     slots: [ . | mac | . | mac | . ]       by address, with KNOWN as in the list
 *     index: [ . |  2  | . |  0  | . ]       its place in the list
 *
 * Who wants to see everybody's frames fills the switches' address tables with frames from made-up
 * addresses; a sampler that keeps one frame in a thousand, or a file of somebody's tests, look
 * alike. Each such address is told as every other one (eth.src), for any of them may be a device's.
 * Where they are many and come fast, it is told besides of each that was seen in one frame only,
 * and to which no frame was seen to be sent after it, that it was so (eth.single): identify knows
 * which of them are registered, and makes no million assets of the rest.
 *
 * The group bit is reserved in a source address, and 0 (IEEE 802.3-2022, 3.2.3): frames with it are
 * counted as malformed, and say nothing about who sent them. */
#pragma once
#include "base/cursor.h"
#include "base/ip.h"
#include "base/time.h"

enum {
    /* So many in one capture, and so many new ones in some second of it: a switch with room for
     * 8192 addresses forgets each after 300 seconds (IEEE 802.1Q-2018, 8.8.3), so who keeps it
     * full needs 27 a second all the time, and tools send thousands. Hosts that begin to speak in
     * a second are fewer, and go on or get answers. */
    CP_SENDERS_FLOOD_MIN = 1000,
    CP_SENDERS_FLOOD_PER_SECOND_MIN = 100,
    /* A port that mirrors others gets the same frame from each that it passes, within the time that
     * a switch keeps it. Then it is one frame. */
    CP_SENDERS_COPY_US_MAX = 10 * 1000,
    CP_SENDERS_COPIES_MAX = 1,
};

typedef struct cp_sender {
    uint64_t mac; /* and, above it, whether it is known by more than one frame, copies, a hash */
    uint64_t pos; /* of its first frame */
    cp_time at;
} cp_sender;

typedef struct cp_senders {
    cp_arena *a;
    cp_sender **blocks;
    uint32_t n_blocks, cap_blocks;
    uint32_t n, n_max;
    uint32_t n_once;
    uint64_t *slots; /* 0: free */
    uint32_t *index, n_slots;
    uint64_t k;      /* as that of seen.h */
    uint64_t n_over; /* frames of senders that were one too many */
    uint64_t n_group, first_group_pos;
} cp_senders;

typedef enum cp_sender_is { CP_SENDER_NEW, CP_SENDER_KNOWN, CP_SENDER_NOBODY } cp_sender_is;

/* Owned by a; at most n_max addresses. */
cp_senders cp_senders_new(cp_arena *a, uint32_t n_max);
/* A frame of that sender, what it carries, and its number, from 1. NOBODY: it is a group's address,
 * or there is no room. */
cp_sender_is cp_senders_see(cp_senders *s, cp_mac mac, cp_bytes payload, uint64_t pos, cp_time at);
/* A frame to that address; it counts for who was seen before. */
void cp_senders_answer(cp_senders *s, cp_mac mac);

/* Was it seen in one frame, and not spoken to since? i < s->n */
bool cp_senders_is_single(const cp_senders *s, uint32_t i);
const cp_sender *cp_senders_at(const cp_senders *s, uint32_t i);
cp_mac cp_sender_mac(const cp_sender *x);

/* How many are single, and in which second most of these were new. False: too few, or too slow. */
typedef struct cp_senders_flood {
    uint32_t n, per_second;
} cp_senders_flood;
bool cp_senders_are_flood(const cp_senders *s, cp_senders_flood *out);
