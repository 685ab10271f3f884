/* SPDX-License-Identifier: Apache-2.0 */
/* know.h - the inside of cp_knowledge, and how one value is read with it. */
#pragma once
#include "identify/knowledge.h"
#include "identify/makers.h"
#include "identify/registry.h"
#include "identify/rules.h"

struct cp_knowledge {
    cp_arena *a;
    cp_registry registry;
    cp_maker_table makers;
    cp_rules rules;
    CP_VEC(cp_answer_data) data;
};

/* Kinds of evidence that are fused: one per kind of observation, but that all object ids are one,
 * and two that only identify makes. */
enum { CP_FUSE_OUI = CP_KIND_COUNT, CP_FUSE_CORROBORATION, CP_FUSE_COUNT };

/* One thing that a value says. MAKER: of `who` (n 0: nobody that we know). Another attribute:
 * `value`, which counts only while one of `who` (n 0: whoever) is the maker. */
typedef struct cp_say {
    cp_attr attr;
    uint16_t fuse;
    bool is_group; /* it cannot tell the makers of `who` apart */
    cp_maker_set who;
    cp_str value;
    cp_str rule;
    double weight;
} cp_say;

typedef struct cp_text_reading {
    const cp_say *v;
    uint32_t n;
} cp_text_reading;

/* Is it a cell of a table that people wrote? */
static inline bool cp_kind_is_written(cp_kind kind)
{
    return kind >= CP_KIND_INVENTORY_NAME && kind <= CP_KIND_INVENTORY_NOTES;
}

/* What this value of this kind says by itself. Hardware addresses say nothing here: they are
 * counted per asset. Owned by a (texts partly by the knowledge). Errors: CP_EFORMAT, a rule does
 * not compile. */
CP_MUST_CHECK cp_rc cp_read_value(cp_arena *a, cp_knowledge *k, cp_kind kind, cp_str value,
                                  cp_text_reading *out, cp_err *err);
