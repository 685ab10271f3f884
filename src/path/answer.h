/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h - what is asked of a net, and what can be answered. Whose it is: items and links are
 * places in the net; all arrays are owned by the arena that the asking function was given. */
#pragma once
#include "path/net.h"

#define CP_PATH_ANSWERS(X)          \
    X(CLEAN, "proven-clean")        \
    X(EXCLUDED, "proven-excluded")  \
    X(UNDETERMINED, "undetermined") \
    X(NONE, "no-path")              \
    X(NO_RULE, "no-rule")           \
    X(NOT_MODELLED, "not-modelled")
typedef enum cp_path_answer {
#define CP_PATH_ID(id, name) CP_PATH_##id,
    CP_PATH_ANSWERS(CP_PATH_ID)
#undef CP_PATH_ID
        CP_PATH_ANSWER_COUNT
} cp_path_answer;
const char *cp_path_answer_name(cp_path_answer x);

/* A walk from an item along links. No links: only the item. */
typedef struct cp_trail {
    uint32_t from, n_links;
    const uint32_t *links;
} cp_trail;

/* What an ask is about. FROM and TO are one item each: of sets, every pair is asked. */
typedef struct cp_ask {
    uint32_t from, to;
    uint32_t policy; /* place */
    cp_reading reading;
} cp_ask;

/* What is dirty for one policy and reading, unknown as clean and as excluded; worked out once and
 * shared by all asks. */
typedef struct cp_taints {
    uint32_t policy;
    cp_reading reading;
    const uint8_t *dirty[CP_UNKNOWN_COUNT];    /* per item, 0 or 1 */
    const uint32_t *derived[CP_UNKNOWN_COUNT]; /* dirty by need alone, in order (cp_net_taint) */
    uint32_t n_derived[CP_UNKNOWN_COUNT];
} cp_taints;
void cp_taints_of(cp_arena *a, const cp_net *n, uint32_t policy, cp_reading r, cp_taints *out);
