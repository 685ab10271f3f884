/* SPDX-License-Identifier: Apache-2.0 */
/* str.h - text and bytes as pointer and length.
 *
 * Passed by value, borrowed unless a comment says owned, not NUL-terminated unless made by
 * cp_str_dup or cp_str_fmt (which put a NUL behind the last byte so that system calls can take .p).
 * Text is UTF-8 where it is text. */
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct cp_arena cp_arena;

typedef struct cp_str {
    const char *p;
    size_t n;
} cp_str;

typedef struct cp_bytes {
    const uint8_t *p;
    size_t n;
} cp_bytes;

#define CP_STR(lit) ((cp_str){ "" lit, sizeof(lit) - 1 })
/* For static tables. */
#define CP_STR_INIT(lit)        \
    {                           \
        "" lit, sizeof(lit) - 1 \
    }
#define CP_FMT(s) (int)(s).n, (s).p /* printf("%.*s", CP_FMT(s)) */

static inline cp_str cp_str_of_bytes(cp_bytes b) { return (cp_str){ (const char *)b.p, b.n }; }
static inline cp_bytes cp_bytes_of_str(cp_str s) { return (cp_bytes){ (const uint8_t *)s.p, s.n }; }
cp_str cp_str_c(const char *nul_terminated); /* NULL gives the empty string */

static inline bool cp_str_eq(cp_str a, cp_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
bool cp_str_eq_nocase(cp_str a, cp_str b); /* ASCII letters only */
int cp_str_cmp(cp_str a, cp_str b);        /* bytewise: <0, 0, >0 */
bool cp_str_starts(cp_str s, cp_str prefix);
bool cp_str_starts_nocase(cp_str s, cp_str prefix);
bool cp_str_ends(cp_str s, cp_str suffix);
/* Index of the first occurrence, or -1. */
ptrdiff_t cp_str_find(cp_str s, cp_str what);
static inline ptrdiff_t cp_str_find_char(cp_str s, char c)
{
    const char *at = s.n ? (const char *)memchr(s.p, c, s.n) : NULL;
    return at ? at - s.p : -1;
}
bool cp_str_has(cp_str s, cp_str what);
/* Is it what a maker or a pack may be called by in data: small letters, digits and '-', one at
 * least? */
bool cp_str_is_id(cp_str s);

cp_str cp_str_trim(cp_str s);                           /* ASCII blanks at both ends */
static inline cp_str cp_str_from(cp_str s, size_t from) /* from > n gives "" */
{
    if (from > s.n)
        from = s.n;
    return (cp_str){ s.p ? s.p + from : s.p, s.n - from };
}
static inline cp_str cp_str_slice(cp_str s, size_t from, size_t n) /* clamped */
{
    s = cp_str_from(s, from);
    return (cp_str){ s.p, n < s.n ? n : s.n };
}
/* What a noun ends in that is counted: "" of one, "s" of none and of several. */
static inline const char *cp_plural(uint64_t n) { return n == 1 ? "" : "s"; }
/* Takes the text before the next `sep` off *rest. False when *rest was exhausted: `while
 * (cp_str_cut(&rest, ',', &x))`. "a,,b" gives a, "", b; "" gives nothing, and "a," gives only a:
 * a separator ends what is before it. */
bool cp_str_cut(cp_str *rest, char sep, cp_str *head);
/* The next line without its \n or \r\n; the same rules as cp_str_cut. */
bool cp_str_cut_line(cp_str *rest, cp_str *line);

/* Whole string as a number; false on anything else, on a sign, and on overflow. */
bool cp_str_u64(cp_str s, uint64_t *out);
bool cp_str_u32(cp_str s, uint32_t *out);
bool cp_str_hex_u64(cp_str s, uint64_t *out); /* without 0x */
static inline int cp_hex_digit(char c)        /* 0..15, or -1 */
{
    unsigned d = (unsigned)(unsigned char)c - '0', letter = ((unsigned char)c | 0x20u) - 'a';
    return d <= 9 ? (int)d : letter <= 5 ? (int)letter + 10 : -1;
}
bool cp_str_double(cp_str s, double *out); /* independent of the locale */

cp_str cp_str_dup(cp_arena *a, cp_str s); /* owned by a, NUL behind */
cp_str cp_str_fmt(cp_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3))); /* same */
cp_str cp_str_vfmt(cp_arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* As vsnprintf (cap at least 1), several times faster where fmt has no other directives than %s and
 * %.*s, as those of most sentences. */
int cp_vformat(char *to, size_t cap, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));
cp_str cp_str_lower(cp_arena *a, cp_str s); /* ASCII */
cp_bytes cp_bytes_dup(cp_arena *a, cp_bytes b);

cp_str cp_hex(cp_arena *a, cp_bytes b);                /* lower case, no separators */
bool cp_unhex(cp_arena *a, cp_str hex, cp_bytes *out); /* even number of digits, either case */

/* Bytes that are not valid UTF-8 (RFC 3629: no overlong forms, no surrogates), and control
 * characters but \t \n, become U+FFFD; valid text comes back as it is, uncopied. */
cp_str cp_str_clean_utf8(cp_arena *a, cp_str s);
bool cp_str_is_utf8(cp_str s);
/* Decodes the first code point of s (s.n > 0) into *cp, returns its length 1..4, or 0 if
 * malformed. */
size_t cp_utf8_decode(cp_str s, uint32_t *cp);
/* Can this character act on a terminal, or make text look like something else? Control characters,
 * line and paragraph separators, zero-width and soft hyphens, marks of text direction (UAX 9) and
 * of annotations, tags (a second text that nobody sees), the byte order mark. \t and \n are among
 * them. */
bool cp_utf8_is_active(uint32_t cp);
/* Columns of a terminal that it takes: 0, 1 or 2; the same in every locale. */
uint32_t cp_utf8_width(uint32_t cp);
/* The ASCII character of which this is the full-width form (U+FF01 to U+FF5E, U+3000; Unicode 15,
 * Halfwidth and Fullwidth Forms); any other is itself. */
uint32_t cp_utf8_narrow(uint32_t cp);
/* Text for a terminal or a page: what is active or malformed becomes U+FFFD, line breaks and tabs
 * blanks; harmless text comes back as it is, uncopied. */
cp_str cp_text_safe(cp_arena *a, cp_str s);

/* Levenshtein distance, for "did you mean": both at most 64 bytes, else returns SIZE_MAX. */
size_t cp_str_distance(cp_str a, cp_str b);
/* Both halves of the product: what hashes mix with. */
static inline uint64_t cp_fold64(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 m = (unsigned __int128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}
uint64_t cp_hash(cp_str s, uint64_t seed);
