/* SPDX-License-Identifier: Apache-2.0 */
/* json.h - the parts of an answer in JSON, one after the other, so that a table of a million routes
 * needs the memory of one.
 *
 *     [ part, part ]      { "key": part, "key": part }      part part (documents)
 *
 * Where a part ends is found by its brackets; it is parsed only when it is asked for. The text
 * comes piece by piece: what a part has is valid until the next one is asked for, of this or of
 * what it stands in. */
#pragma once
#include "codec/tree.h"
#include "sources/state/state.h"

typedef struct cp_state_part {
    cp_str key, text; /* key: of a member, without its quotes; "" */
    uint64_t line;    /* where the text begins */
} cp_state_part;

typedef struct cp_state_parts {
    cp_str rest;
    uint64_t line;
    char kind;            /* '[', '{', or 0: documents */
    bool is_end, is_torn; /* torn: the text ends before it, or is no JSON */
    bool is_large;        /* torn: a part is longer than CP_STATE_TREE_BYTES_MAX */
    cp_state_text *from;  /* whence more comes */
} cp_state_parts;

cp_state_parts cp_state_documents(cp_state_text *in, uint64_t line);
bool cp_state_parts_next(cp_state_parts *p, cp_state_part *out);
/* The same, without looking for the end of a list or a map: its parts are inner's, and when they
 * have been read p goes on behind them. (Of all else out has the text, and inner no parts.) */
bool cp_state_parts_enter(cp_state_parts *p, cp_state_part *out, cp_state_parts *inner);
void cp_state_parts_leave(cp_state_parts *p, cp_state_parts *inner);
/* All parts of all documents of a text; documents that are maps are one part. What is torn is told,
 * and limits the table. */
void cp_state_each_part(cp_state_section *s, cp_state_text *in,
                        void (*each)(cp_state_section *s, const cp_state_part *p));
/* Tells that a text ends before its brackets are closed. */
void cp_state_torn(cp_state_section *s, const cp_state_parts *p);
/* The part as a tree, of s->a; NULL, and it is told that it could not be read. */
const cp_tree *cp_state_tree(cp_state_section *s, const cp_state_part *p);
/* Without telling. */
const cp_tree *cp_state_tree_quiet(cp_state_section *s, const cp_state_part *p, cp_err *err);

/* ---- values: "" and 0 where there is none */

cp_str cp_state_text_at(const cp_tree *t, const char *key);
uint64_t cp_state_number_at(const cp_tree *t, const char *key);
bool cp_state_true_at(const cp_tree *t, const char *key);
const cp_tree *cp_state_at(const cp_tree *t, const char *key);
/* Is the text in a list of texts? */
bool cp_state_list_has(const cp_tree *list, const char *text);
/* Does a text look like JSON that holds all of these keys ("a|b")? */
bool cp_state_json_has(cp_str head, const char *keys);
