/* SPDX-License-Identifier: Apache-2.0 */
/* book_inside.h - what book.c reads and sheet.c uses. */
#pragma once
#include "codec/book.h"
#include "codec/tags.h"

/* What a number stands for, by its format. */
typedef enum cp_number_kind {
    CP_NUMBER_PLAIN,
    CP_NUMBER_DAY,
    CP_NUMBER_MOMENT, /* day and time */
    CP_NUMBER_MONTH,  /* of a year */
    CP_NUMBER_YEAR,
    CP_NUMBER_TIME,   /* of a day */
    CP_NUMBER_PADDED, /* to so many digits */
    CP_NUMBER_FIXED,  /* so many decimals */
} cp_number_kind;

typedef struct cp_number_style {
    uint8_t kind, digits;
} cp_number_style;

struct cp_book_styles {
    cp_number_style *v;
    uint32_t n, cap;
};

/* Texts in blocks, so that growing moves none:
 *     index[i] -> place: block << BITS | offset -> length (7 bits a byte), text */
enum { CP_STRINGS_BLOCK_BITS = 21, CP_STRINGS_INDEX_BITS = 16 };
struct cp_book_strings {
    cp_arena *a;
    char **blocks;
    uint32_t **index; /* in blocks of 1 << CP_STRINGS_INDEX_BITS */
    uint32_t n_blocks, n_blocks_cap, n_index_cap;
    uint32_t n;
    size_t used; /* of the last block */
    uint64_t bytes;
};

/* False: there is no such text. */
bool cp_strings_get(const cp_book_strings *s, uint64_t i, cp_str *out);
/* What a format of numbers (ECMA-376 part 1, 18.8.30, 18.8.31) makes of one. */
cp_number_style cp_number_style_of(uint32_t id, cp_str code);

/* Adds a piece to the raw text of a cell; false above CP_SHEET_CELL_BYTES_MAX. */
typedef struct cp_raw_text {
    char *p;
    size_t n, cap;
    bool is_over;
} cp_raw_text;
void cp_raw_add(cp_arena *a, cp_raw_text *r, const cp_tags *t);
/* What it says: references and _xHHHH_ (ECMA-376 part 1, 22.9.2.19) become characters, what is no
 * text becomes U+FFFD. Owned by a, or the raw text itself. */
cp_str cp_raw_read(cp_arena *a, cp_str raw);

/* Reads an entry for cp_tags. */
cp_rc cp_book_read_part(void *stream, uint8_t *out, size_t cap, size_t *n, cp_err *err);
