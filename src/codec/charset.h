/* SPDX-License-Identifier: Apache-2.0 */
/* charset.h - the encodings in which files really are: of the West, and of East Asia.
 *
 *     one character    cp_charset_next     bytes of a known encoding -> a code point
 *     which one        cp_charset_guess    text that does not say it -> an encoding, or none
 *     a whole text     cp_charset_text     any bytes -> UTF-8, line by line
 *
 * What cannot be is U+FFFD, never another character, and an ASCII byte behind a broken one is never
 * taken with it: no quote, comma or bracket vanishes into a character. Which bytes are given up
 * together is that of the WHATWG Encoding Standard (legacy decoders), but for four bytes of GB18030
 * that stand for nothing: there only the first is given up, so that the digits among them stay.
 * The characters are those of Python's gb18030, cp949, cp950, cp932 and euc_jp, from which
 * tools/charsets.py makes the tables; differences are with charset.c. */
#pragma once
#include "base/base.h"

/* id, name, which the user reads and may say */
#define CP_CHARSETS(X)                                                                \
    X(NONE, "")          /* nothing beyond ASCII and UTF-8 was met */                 \
    X(UTF_8, "UTF-8")    /* what is not, is U+FFFD */                                 \
    X(ASCII, "US-ASCII") /* the same for all beyond ASCII: nobody knows what it is */ \
    X(WINDOWS_1252, "Windows-1252")                                                   \
    X(GB18030, "GB18030")     /* and GBK, GB 2312 */                                  \
    X(EUC_KR, "EUC-KR")       /* with the extension of code page 949 */               \
    X(BIG5, "Big5")           /* of code page 950 */                                  \
    X(SHIFT_JIS, "Shift_JIS") /* of code page 932 */                                  \
    X(EUC_JP, "EUC-JP")
typedef enum cp_charset {
#define CP_CHARSET_ID(id, name) CP_CHARSET_##id,
    CP_CHARSETS(CP_CHARSET_ID)
#undef CP_CHARSET_ID
        CP_CHARSET_COUNT
} cp_charset;

const char *cp_charset_name(cp_charset c);
/* By one of the labels that files and people use ("gbk", "euc-kr", "ms949" ...), without regard to
 * case, "-" and "_"; NONE if it is none of them. */
cp_charset cp_charset_by_label(cp_str label);

enum { CP_CHARSET_REPLACEMENT = 0xfffd, CP_CHARSET_SEQUENCE_MAX = 4 };

/* The first character of in (in.n > 0): how many bytes it takes, 1..4, and *cp. Bytes that are none
 * give U+FFFD. 0: it may go on behind in, and !is_last. */
size_t cp_charset_next(cp_charset c, cp_bytes in, bool is_last, uint32_t *cp);
/* Is what cp_charset_next gave no character? U+FFFD is one in UTF-8 and, by four bytes, GB18030. */
static inline bool cp_charset_is_bad(cp_charset c, size_t n, uint32_t cp)
{
    return cp == CP_CHARSET_REPLACEMENT && (c == CP_CHARSET_UTF_8 ? n == 1 : n != 4);
}
/* The same as UTF-8 into p (CP_CHARSET_SEQUENCE_MAX bytes at most); returns their number. */
size_t cp_charset_put(char *p, uint32_t cp);

/* ---- which encoding it is */

/* What helps to find out; all may be zero. */
typedef struct cp_charset_hint {
    cp_charset said;  /* by somebody who knows; NONE: nobody */
    bool is_no_latin; /* Windows-1252 is no choice, for the format says UTF-8 */
    /* is this a word that such texts have? NULL: unknown */
    bool (*is_word)(void *ctx, cp_str word);
    void *ctx;
} cp_charset_hint;

/* charset ASCII with a rival: one or the other, and nothing in the text decides. */
typedef struct cp_charset_guess {
    cp_charset charset, likely, rival; /* likely, rival: the first and the second choice */
    uint32_t n_words;                  /* that is_word knew, in `charset` */
    bool is_doubtful; /* Windows-1252, because nothing fits: it looks like none of them */
} cp_charset_guess;

enum { CP_CHARSET_SAMPLE_BYTES = 64 * 1024 };
/* Of the lines that are not UTF-8, the first CP_CHARSET_SAMPLE_BYTES. NONE if there are none. */
cp_charset_guess cp_charset_guess_of(cp_bytes text, const cp_charset_hint *hint);

/* ---- a whole text */

/* How a text became UTF-8. Zero at its beginning; goes on from piece to piece, each of which ends
 * where a line ends. */
typedef struct cp_charset_use {
    cp_charset_hint hint;
    cp_charset_guess guess;                        /* of the first lines that are not UTF-8 */
    uint64_t lines, bytes;                         /* passed */
    uint64_t n_bad, first_bad_line, first_bad_off; /* sequences that are no characters */
    uint64_t n_other, first_other; /* lines in the encoding that was guessed, the first of them */
    uint64_t n_utf8, first_utf8;   /* lines with UTF-8 beyond ASCII */
} cp_charset_use;

/* Converts bytes (without regard to a byte order mark). A line that is UTF-8 stays so, as files
 * are joined from others; but where the encoding is one of two bytes a character, a line without
 * any character above U+07FF is taken for one that is UTF-8 by chance. UTF-8 that is cut off in
 * its last character ends in U+FFFD. Borrows in if there is nothing to change. */
cp_str cp_charset_text(cp_arena *a, cp_bytes in, cp_charset_use *use);
/* How many bytes of in the first n of its text were made of; n is where a line ends. `use`, as it
 * was before, then has passed those. */
size_t cp_charset_raw_bytes(cp_bytes in, size_t n, cp_charset_use *use);

/* A text without its byte order mark, and UTF-16 with a mark converted; *is_utf16 then. Else what
 * stands behind the mark, if there is one, borrowed. */
cp_bytes cp_charset_unmark(cp_arena *a, cp_bytes in, bool *is_utf16);
