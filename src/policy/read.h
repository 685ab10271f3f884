/* SPDX-License-Identifier: Apache-2.0 */
/* read.h - reading a parsed YAML file while collecting every mistake, not only the first. */
#pragma once
#include "codec/tree.h"

/* One mistake, or a remark (is_warning). */
typedef struct cp_diag {
    cp_str file;
    cp_place at; /* line 0: of the whole file */
    cp_str msg;
    bool is_warning;
} cp_diag;

enum { CP_DIAGS_MAX = 200 }; /* per load: a file with more mistakes is not a policy */

typedef struct cp_diags {
    CP_VEC(cp_diag) list;
    uint32_t n_errors;
} cp_diags;

typedef struct cp_reader {
    cp_arena *a;
    cp_str file;
    cp_diags *diags;
    uint32_t n_errors; /* of this file */
} cp_reader;

void cp_reader_error(cp_reader *r, cp_place at, const char *fmt, ...) CP_PRINTF(3, 4);
void cp_reader_warn(cp_reader *r, cp_place at, const char *fmt, ...) CP_PRINTF(3, 4);

/* An error for each key of map t that is not in `keys` (separated by blanks), with the nearest of
 * them. False and an error if t is no mapping. `what` names t: "a clause". */
bool cp_reader_keys(cp_reader *r, const cp_tree *t, const char *what, const char *keys);
/* The nearest of `keys` to `word`, if near enough to be meant; else "". */
cp_str cp_nearest(cp_str word, const char *keys);

/* The text at key; an error if it is no scalar, or absent although required. */
cp_str cp_reader_text(cp_reader *r, const cp_tree *t, const char *key, bool required);
/* A date at key; CP_DATE_NONE if absent. */
cp_date cp_reader_date(cp_reader *r, const cp_tree *t, const char *key, bool required);
cp_date cp_reader_date_of(cp_reader *r, const cp_tree *scalar, const char *what);
/* yes, no, true, false; `otherwise` if absent. */
bool cp_reader_bool(cp_reader *r, const cp_tree *t, const char *key, bool otherwise);
bool cp_tree_bool(const cp_tree *t, bool *out);
/* The word at key, which must be one of `words` (separated by blanks). */
bool cp_reader_word(cp_reader *r, const cp_tree *t, const char *key, const char *words,
                    cp_str *out);
/* A copy that lives as long as the arena. */
cp_str cp_reader_keep(cp_reader *r, cp_str s);
/* a-z, 0-9 and '-', at most 64: ids of packs, sets of criteria and criteria. */
bool cp_is_policy_id(cp_str s);

/* How many items of a list are read; more than CP_READER_LIST_MAX is a mistake. */
enum { CP_READER_LIST_MAX = 2000 }; /* the longest list known names about 200 companies */
uint32_t cp_reader_list_n(cp_reader *r, const cp_tree *t, const char *what);
/* A scalar is a list of one. NULL t: none. */
uint32_t cp_tree_list_n(const cp_tree *t);
const cp_tree *cp_tree_list_item(const cp_tree *t, uint32_t i);
/* Where t stands; nowhere for NULL. */
static inline cp_place cp_at(const cp_tree *t)
{
    return t ? (cp_place){ t->line, t->column } : (cp_place){ 0, 0 };
}
/* Where t stands, or, where that is not known, the other. */
cp_place cp_at_or(const cp_tree *t, const cp_tree *otherwise);
