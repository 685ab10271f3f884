/* SPDX-License-Identifier: Apache-2.0 */
/* follow.h - one direction of a TCP connection from its first segment to its last, in order, as
 * long as it may be. What comes behind a gap waits for what fills it, and after a while no longer.
 *
 *     [......][......]      [......][......]      n_ahead parts wait behind next
 *                    ^ next
 *
 * stream.c puts single messages together, up to 64 KiB each; this is for the few connections that
 * are read to their end. */
#pragma once
#include "base/base.h"

enum {
    CP_FOLLOW_AHEAD_MAX = 64, /* segments that wait: of a window of some 90 KB */
    CP_FOLLOW_AHEAD_BYTES = 256 * 1024,
    CP_FOLLOW_FAR_BYTES = 16 * 1024 * 1024, /* further off it is another connection */
};

typedef struct cp_follow_part {
    uint8_t *p; /* owned by malloc */
    uint32_t seq, n;
} cp_follow_part;

typedef struct cp_follow {
    bool is_begun, had_syn_data;
    uint32_t next;                             /* sequence number */
    cp_follow_part ahead[CP_FOLLOW_AHEAD_MAX]; /* by seq */
    uint32_t n_ahead, ahead_bytes;
    uint64_t n_gaps;
} cp_follow;

/* Gets what is next; is_torn: something before it is missing. Errors are its own. */
typedef struct cp_follow_to {
    void *ctx;
    cp_rc (*bytes)(void *ctx, cp_bytes b, bool is_torn, cp_err *err);
} cp_follow_to;

/* Where the first byte will be. */
void cp_follow_begin(cp_follow *f, uint32_t seq);
/* A segment. Is it so far off that it is of another connection, *is_far, and nothing is done. */
CP_MUST_CHECK cp_rc cp_follow_put(cp_follow *f, uint32_t seq, cp_bytes b, const cp_follow_to *to,
                                  bool *is_far, cp_err *err);
/* Nothing more will come: what waits is handed on, torn. */
CP_MUST_CHECK cp_rc cp_follow_end(cp_follow *f, const cp_follow_to *to, cp_err *err);
void cp_follow_clear(cp_follow *f);
