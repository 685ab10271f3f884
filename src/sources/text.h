/* SPDX-License-Identifier: Apache-2.0 */
/* text.h - the text of a file as UTF-8, in whatever encoding it was saved, and what the user is
 * told of that. */
#pragma once
#include "codec/charset.h"
#include "sources/reader.h"

typedef enum cp_text_kind {
    CP_TEXT_OF_PEOPLE, /* saved by any program in any encoding */
    CP_TEXT_UTF_8,     /* the format says UTF-8: a byte that is not is none of Windows-1252 */
} cp_text_kind;

/* What is known beforehand; opts may be NULL. a owns it. */
cp_charset_hint cp_text_hint(cp_arena *a, const cp_read_opts *opts, cp_text_kind kind);

/* All that is left of the input, told of in src. Errors: those of cp_input_all. */
CP_MUST_CHECK cp_rc cp_text_read(cp_arena *a, cp_input *in, uint64_t bytes_max, cp_text_kind kind,
                                 const cp_read_opts *opts, cp_source *src, cp_bytes *out,
                                 cp_err *err);

/* The beginning of a file, by which its format is found: UTF-16 with a mark and encodings of two
 * bytes a character are converted, all else stays as it is. */
cp_bytes cp_text_of_head(cp_arena *scratch, cp_bytes head, const cp_read_opts *opts);

/* In src's note: which encoding was taken, and why. Nothing if the text is UTF-8 or will not be
 * told of so: is_late, when other text of the file was. */
void cp_text_tell_charset(cp_arena *a, cp_source *src, const cp_charset_use *use, bool is_late);
/* In its problems and note: what was no character, and where encodings are mixed. At the end. */
void cp_text_tell_end(cp_arena *a, cp_source *src, const cp_charset_use *use);
/* "GB18030 or EUC-KR" where nothing decides, else "". */
cp_str cp_text_undecided(cp_arena *a, const cp_charset_use *use);
