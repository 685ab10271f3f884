/* SPDX-License-Identifier: Apache-2.0 */
/* pieces.h - what was sent in pieces, put together as far as it is contiguous: TCP segments and IP
 * fragments, out of order, twice, overlapping.
 *
 *     key -> set of 4 ways -> [######....####......]    a buffer with at most CP_PIECES_RANGES_MAX
 *                              0     ^n               ranges; n: contiguous from the start
 *
 * Bounded: CP_PIECES_SETS * 4 buffers of at most CP_PIECES_BYTES_MAX. When a set is full the one
 * that was not touched for longest gives way; its owner is asked first what it can make of it.
 * Where pieces overlap, what came first stays (a second version of a byte is an attack or a
 * retransmission). */
#pragma once
#include "base/base.h"

enum {
    CP_PIECES_SETS = 512,
    CP_PIECES_WAYS = 4,
    CP_PIECES_MAX = CP_PIECES_SETS * CP_PIECES_WAYS,
    CP_PIECES_BYTES_MAX = 64 * 1024,
    CP_PIECES_RANGES_MAX = 8,
};

typedef struct cp_piece_range {
    uint32_t from, to;
} cp_piece_range;

typedef struct cp_pieces {
    uint64_t key;             /* 0: free */
    uint64_t opened, touched; /* by the table's clock */
    uint8_t *bytes;           /* owned by malloc */
    uint32_t cap;
    uint32_t n;                                 /* contiguous */
    cp_piece_range ahead[CP_PIECES_RANGES_MAX]; /* behind a gap */
    uint32_t n_ahead;
    uint32_t end;       /* of the whole; UINT32_MAX: not known */
    uint32_t first_seq; /* TCP: of byte 0 */
    uint32_t next_try;  /* how much has to be there before it is looked at again */
    uint32_t n_tries;
    /* of the owner, of packets in fragments: where and when the first one came */
    uint64_t pos;
    cp_time at;
    bool is_packet, is_cut;
    bool was_whole; /* and was emptied: see cp_pieces_empty */
} cp_pieces;

/* Keys are a hash, with a tag in their low bits that is cheap to compute: whether any with that tag
 * is open is known without the rest. */
enum { CP_PIECES_TAGS = 65536 };

typedef struct cp_piece_table {
    cp_arena *a;
    uint16_t *n_by_tag; /* of the open ones; with v */
    uint64_t *tags;     /* a bit for each of which some are open */
    cp_pieces *v;       /* sets of ways; NULL until one is opened */
    uint64_t clock;
    uint32_t n_open;
    uint64_t n_evicted;
    /* NULL: nothing. Called for one that gives way, before it is freed. */
    void (*let_go)(void *ctx, cp_pieces *p);
    void *ctx;
} cp_piece_table;

/* Freed with a. */
cp_piece_table *cp_pieces_new(cp_arena *a, void (*let_go)(void *ctx, cp_pieces *p), void *ctx);
static inline uint64_t cp_pieces_key(uint64_t hash, uint16_t tag)
{
    return (hash & ~(uint64_t)0x1ffff) | 0x10000 | tag; /* not 0 */
}
static inline bool cp_pieces_may_have(const cp_piece_table *t, uint16_t tag)
{
    return t->n_open && t->tags[tag / 64] >> tag % 64 & 1;
}
/* NULL: not there. */
cp_pieces *cp_pieces_find(cp_piece_table *t, uint64_t key);
/* A new, empty one; key is not there yet. */
cp_pieces *cp_pieces_open(cp_piece_table *t, uint64_t key);
/* That which was opened first; NULL: none is open. */
cp_pieces *cp_pieces_oldest(cp_piece_table *t);
void cp_pieces_close(cp_piece_table *t, cp_pieces *p);
/* Nothing has come of it again, but that it once was whole is still known; it is the first of its
 * set to give way. */
void cp_pieces_empty(cp_pieces *p);
/* Its number, below CP_PIECES_MAX, under which the owner may keep what belongs to it. */
uint32_t cp_pieces_no(const cp_piece_table *t, const cp_pieces *p);
/* Puts bytes where they belong. What reaches beyond CP_PIECES_BYTES_MAX, or would need one range
 * too many, is left out. True if n grew. */
bool cp_pieces_put(cp_pieces *p, uint32_t off, cp_bytes bytes);
