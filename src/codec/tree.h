/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h - a parsed YAML or JSON document: scalars, sequences and mappings with their places.
 *
 * YAML scalars all stay text (the reader of a field knows what it wants); JSON keeps its types.
 * Keys are unique. */
#pragma once
#include "base/base.h"

typedef enum cp_tree_kind {
    CP_TREE_NULL,
    CP_TREE_BOOL,
    CP_TREE_NUMBER,
    CP_TREE_TEXT,
    CP_TREE_SEQ,
    CP_TREE_MAP
} cp_tree_kind;

/* Where something stands in the text. */
typedef struct cp_place {
    uint64_t line;   /* from 1; 0 where the format does not tell */
    uint32_t column; /* from 1, in characters; 0 likewise */
} cp_place;

typedef struct cp_tree cp_tree;
struct cp_tree {
    cp_tree_kind kind;
    uint32_t n;
    uint64_t line;    /* from 1; 0 where the format does not tell */
    uint32_t column;  /* from 1; 0 where the format does not tell */
    bool boolean;     /* BOOL */
    bool is_quoted;   /* TEXT of YAML that was quoted */
    double number;    /* NUMBER */
    cp_str text;      /* TEXT; also the spelling of NUMBER and BOOL */
    cp_str *keys;     /* MAP: n keys, in the order of the document */
    cp_place *key_at; /* MAP: where each key stands; NULL where the format does not tell */
    cp_tree **items;  /* SEQ and MAP: n */
};

/* NULL t, or one of another kind, gives NULL / "" / the default, so that look-ups chain. */
const cp_tree *cp_tree_get(const cp_tree *t, cp_str key);
cp_str cp_tree_text(const cp_tree *t); /* of a scalar; "" for NULL, null, SEQ, MAP */
cp_str cp_tree_get_text(const cp_tree *t, cp_str key);
bool cp_tree_is_text(const cp_tree *t); /* any scalar that is not null */
