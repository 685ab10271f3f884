/* SPDX-License-Identifier: Apache-2.0 */
/* walk.h - JSON of any size, a record at a time: what stands in the outermost object or list, and
 * one by one what stands in the lists of that object. Several documents may follow each other, as
 * where pages or the lines of a log were put into one file.
 *
 *     {"count":2,"results":[{"id":1},{"id":2}]} [3]
 *     gives  count 2 | results {"id":1} | results {"id":2} | "" 3
 *
 * Only brackets and quotes are looked at here; each record is parsed by itself, so that memory is
 * that of one, and one that is malformed is told and the others are read. */
#pragma once
#include "codec/tree.h"
#include "model/source.h"

enum {
    CP_WALK_QUICK_BYTES_MAX = 1024 * 1024, /* above, the memory that parsing needs is watched */
    CP_WALK_RECORD_BYTES_MAX = 64 * 1024 * 1024,
};

typedef struct cp_member {
    cp_str key;  /* of the outermost object, as it is written; "" in a list */
    cp_str text; /* the value */
    uint64_t line;
    bool is_item; /* of a list */
    bool is_cut;  /* the text ends in it */
    bool begins;  /* it is the first of a document */
} cp_member;

typedef struct cp_walk {
    cp_str text;
    size_t at;
    uint64_t line;
    cp_str key;
    bool in_object, in_list, begins;
    const char *fault; /* what is wrong at line, where it ended early; NULL: nothing */
} cp_walk;

/* first_line: of the text in its file. */
cp_walk cp_walk_new(cp_str text, uint64_t first_line);
/* False at the end, or at a fault. An empty object or list gives nothing. */
bool cp_walk_next(cp_walk *w, cp_member *out);

/* The tree of a member in scratch, which the caller empties; its lines are those of the file. NULL:
 * it is malformed, which src is told (text in a). */
const cp_tree *cp_walk_parse(cp_arena *scratch, const cp_member *m, cp_arena *a, cp_source *src);
/* The same of a value that is no record, or of one of which only its parts are: where it is
 * malformed, it counts as one. */
const cp_tree *cp_walk_parse_part(cp_arena *scratch, const cp_member *m, cp_arena *a,
                                  cp_source *src);
/* Tells src of the fault, as a record of its own. */
void cp_walk_end(const cp_walk *w, cp_arena *a, cp_source *src);
