/* SPDX-License-Identifier: Apache-2.0 */
/* obs_rows.h - the inside of cp_obs_store, for the files of this room: texts, subjects and rows by
 * number.
 *
 * Arrays that grow with the input are kept in blocks, because doubling one array in an arena would
 * leave all its former copies behind:
 *
 *     blocks: [0 .. 4095] [4096 .. ] [ ... ]      item i is blocks[i >> 12][i & 4095] */
#pragma once
#include "identify/obs_store.h"

enum { CP_BLOCK_BITS = 12, CP_BLOCK_ITEMS = 1 << CP_BLOCK_BITS };

typedef struct cp_pile {
    void **v;
    uint32_t n_blocks, cap_blocks;
    uint32_t n; /* items */
    uint32_t item_bytes;
} cp_pile;

typedef struct cp_obs_text {
    const char *p;
    uint32_t n;
    uint32_t hash; /* independent of the process: ties of ordering are broken by it */
} cp_obs_text;

/* One identifier: its kind in the upper 4 bits, its text in the lower 28. */
typedef uint32_t cp_obs_ident;
enum { CP_OBS_IDENT_TEXT_BITS = 28, CP_OBS_TEXTS_MAX = 1 << CP_OBS_IDENT_TEXT_BITS };

typedef struct cp_obs_subject {
    uint32_t from; /* index into froms */
    uint32_t first_ident;
    uint32_t n_idents; /* sorted, each once */
    uint32_t n_rows;
    uint32_t chain; /* the last of its first rows + 1; 0 none */
    /* when it was told of first and last, in seconds since 1970-01-01; 0, 0: no time is known */
    uint32_t first_at, last_at;
} cp_obs_subject;

typedef struct cp_obs_row {
    uint32_t subject, part, value; /* part and value are texts */
    uint32_t chain;                /* the row before it in the subject's chain + 1 */
    uint32_t pos_low;
    uint16_t kind;
    uint8_t pos_high; /* bits 32..39 */
} cp_obs_row;

typedef struct cp_obs_from {
    uint32_t source; /* the answer's index */
    uint32_t realm;  /* text */
    cp_str name;
} cp_obs_from;

/* A source of the same content as another: a chain for each source that has such. */
typedef struct cp_obs_same {
    uint32_t source;
    uint32_t next; /* index + 1; 0 none */
} cp_obs_same;

typedef struct cp_obs_link {
    uint64_t metric, metric_back, capacity_bps, pos;
    cp_time at;
    uint32_t from, a, b; /* subjects + 1; 0: not told */
    uint32_t a_port, b_port, a_router, b_router, name, layer, srlg, area; /* texts */
    uint8_t kind, end_only;
    bool both_sides;
} cp_obs_link;

typedef struct cp_obs_tie {
    uint64_t pos, amount;
    uint32_t from, a, b;       /* subjects + 1; 0: not told */
    uint32_t link, name, what; /* texts */
    uint8_t kind;
} cp_obs_tie;

/* A block of what a router says of its forwarding. */
typedef struct cp_obs_state {
    cp_bytes bytes; /* owned by the store; none of what a case keeps */
    int64_t place;  /* in the case; 0: it is in bytes */
    uint32_t from, subject, n_rows, kinds;
} cp_obs_state;

/* A hash table of item numbers: slots of index + 1, 0 free, load at most one half. */
typedef struct cp_obs_slots {
    uint32_t *v;
    uint32_t n, n_used;
    cp_arena **own; /* holds v, so that slots outgrown are given back */
} cp_obs_slots;

struct cp_obs_store {
    cp_arena *a;
    cp_pile texts, subjects, idents, rows, links, ties;
    cp_obs_slots text_slots, subject_slots, row_slots;
    char *bytes; /* of texts: what is left of a block */
    size_t n_bytes;
    CP_VEC(cp_obs_from) froms;
    cp_map from_of; /* source and realm -> index into froms */
    CP_VEC(cp_obs_same) same;
    CP_VEC(cp_statement) statements;
    CP_VEC(cp_obs_state) states;
    bool wants_states;
    uint32_t state_kinds;  /* of blocks that are wanted; 0: all */
    cp_map same_of;        /* source -> index into same + 1 */
    uint32_t from;         /* what is told now comes from there */
    uint32_t last_subject; /* + 1 */
    uint64_t n_told;
    struct {
        uint32_t subjects, idents, rows, links, statements, ties, states;
        uint64_t told;
    } begun; /* the numbers when the source that is told now began */
};

static inline void *cp_pile_at(const cp_pile *b, uint32_t i)
{
    assert(i < b->n);
    return (char *)b->v[i >> CP_BLOCK_BITS] + (size_t)(i & (CP_BLOCK_ITEMS - 1)) * b->item_bytes;
}
void *cp_pile_add(cp_arena *a, cp_pile *b);

static inline cp_obs_text *cp_obs_text_at(const cp_obs_store *s, uint32_t i)
{
    return cp_pile_at(&s->texts, i);
}
static inline cp_str cp_obs_str(const cp_obs_store *s, uint32_t text)
{
    const cp_obs_text *t = cp_obs_text_at(s, text);
    return (cp_str){ t->p, t->n };
}
static inline cp_obs_subject *cp_obs_subject_at(const cp_obs_store *s, uint32_t i)
{
    return cp_pile_at(&s->subjects, i);
}
static inline cp_obs_row *cp_obs_row_at(const cp_obs_store *s, uint32_t i)
{
    return cp_pile_at(&s->rows, i);
}
static inline cp_obs_ident cp_obs_ident_at(const cp_obs_store *s, uint32_t i)
{
    return *(cp_obs_ident *)cp_pile_at(&s->idents, i);
}
static inline cp_ident_kind cp_obs_ident_kind(cp_obs_ident x)
{
    return (cp_ident_kind)(x >> CP_OBS_IDENT_TEXT_BITS);
}
static inline uint32_t cp_obs_ident_text(cp_obs_ident x) { return x & (CP_OBS_TEXTS_MAX - 1); }
/* Is it a hardware address by which a device is known? */
static inline bool cp_obs_ident_mac(const cp_obs_store *s, cp_obs_ident x, cp_mac *out)
{
    return cp_obs_ident_kind(x) == CP_IDENT_MAC &&
           cp_mac_parse(cp_obs_str(s, cp_obs_ident_text(x)), out) && cp_mac_is_identity(*out);
}
/* The text + 1; 0: nothing says it. */
uint32_t cp_obs_find_text(const cp_obs_store *s, cp_str x);
/* The first source of the same content as this one: index into same + 1, or 0. */
uint32_t cp_obs_same_as(const cp_obs_store *s, uint32_t source);
static inline uint64_t cp_obs_row_pos(const cp_obs_row *r)
{
    return (uint64_t)r->pos_high << 32 | r->pos_low;
}
