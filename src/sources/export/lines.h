/* SPDX-License-Identifier: Apache-2.0 */
/* lines.h - a file of any length, line by line, in the memory of one. */
#pragma once
#include "sources/reader.h"

enum { CP_LINES_BYTES_MAX = 4 * 1024 * 1024 };

typedef struct cp_lines {
    cp_input *in;
    const cp_read_opts *opts;
    cp_bytes window;
    size_t at;
    uint64_t line; /* of the one that came last, from 1 */
    bool is_long;  /* it was longer than CP_LINES_BYTES_MAX and is cut there */
    bool is_stopped;
} cp_lines;

cp_lines cp_lines_new(cp_input *in, const cp_read_opts *opts);
/* The next, without \n or \r\n and without a byte order mark; valid until the next call. False at
 * the end, or when it is stopped. */
bool cp_lines_next(cp_lines *l, cp_str *out);
