/* SPDX-License-Identifier: Apache-2.0 */
/* lines.h - a text of any length as UTF-8, line by line, through a window on it: a log of ten
 * million lines needs the memory of a piece.
 *
 *     file --piece--> UTF-8 --> window [ ... |keep ...... |next ........ ]
 *                               given up ----'  read, stays '  not yet read
 *
 * Places are bytes of the text from its beginning. A line that is longer than a terminal has is
 * given in several parts (an answer in JSON may be one line of a gigabyte). UTF-16 is converted as
 * a whole, and so is in the window as a whole. */
#pragma once
#include "codec/charset.h"
#include "sources/reader.h"

enum {
    CP_STATE_PIECE_BYTES = 1024 * 1024,   /* of the file, at once, unless opts say it */
    CP_STATE_LINE_PART_BYTES = 64 * 1024, /* of a line, at once; lines of terminals are shorter */
};

typedef struct cp_state_lines {
    cp_arena *a;
    cp_input *in;            /* NULL: all of the text is in the window */
    cp_arena *piece, *owned; /* what was converted last; the window, if it is our own */
    cp_charset_use use;
    const char *window;
    size_t n, room, piece_bytes;
    uint64_t base, keep, next; /* where the window begins; what may not go; the next line */
    bool is_end;               /* nothing comes behind the window */
    bool in_line;              /* the next part is of the line before */
    cp_rc rc;
    cp_err fault;
} cp_state_lines;

void cp_state_lines_of_text(cp_arena *a, cp_str text, cp_state_lines *out);
/* Freed with a. What the encoding is goes into src, now if it is known to the end, else with
 * cp_state_lines_end. Errors: of cp_text_read, for UTF-16; of reading, if there is no text. */
CP_MUST_CHECK cp_rc cp_state_lines_of_input(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                            cp_source *src, cp_state_lines *out, cp_err *err);
/* The next line with what ends it, or a part of it. is_rest: the line did not begin here. Valid
 * until the next one. False at the end, and if the text is longer than it may be (rc). */
bool cp_state_lines_next(cp_state_lines *l, cp_str *line, bool *is_rest);
/* What stands at a place that was kept, up to another. */
cp_str cp_state_lines_between(const cp_state_lines *l, uint64_t from, uint64_t to);
void cp_state_lines_end(cp_state_lines *l, cp_source *src);
