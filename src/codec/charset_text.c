/* SPDX-License-Identifier: Apache-2.0 */
/* charset_text.c - whole texts as UTF-8: see charset.h. */
#include "codec/charset.h"

static cp_str slice(cp_bytes b, size_t n) { return (cp_str){ (const char *)b.p, n }; }
static cp_bytes from(cp_bytes b, size_t n) { return (cp_bytes){ b.p + n, b.n - n }; }

/* Length of the first line with its end. */
static size_t line_length(cp_bytes b)
{
    const uint8_t *end = memchr(b.p, '\n', b.n);
    return end ? (size_t)(end - b.p) + 1 : b.n;
}

/* How many bytes at the end begin a character that is cut off there: 0..3. */
static size_t cut_character(cp_str s)
{
    for (size_t k = 1; k <= 3 && k <= s.n; k++) {
        unsigned char c = (unsigned char)s.p[s.n - k];
        if (c >= 0xc2 && c <= 0xf4)
            return k < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? k : 0;
        if ((c & 0xc0) != 0x80)
            break;
    }
    return 0;
}

static bool is_of_pairs(cp_charset c)
{
    return c != CP_CHARSET_UTF_8 && c != CP_CHARSET_ASCII && c != CP_CHARSET_WINDOWS_1252 &&
           c != CP_CHARSET_NONE;
}

/* Beyond ASCII and the letters of Europe and the Near East. */
static bool has_high(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xe0)
            return true;
    return false;
}

static bool is_ascii(cp_str s)
{
    uint64_t w, seen = 0;
    size_t i = 0;
    for (; i + sizeof w <= s.n; i += sizeof w) {
        memcpy(&w, s.p + i, sizeof w);
        seen |= w;
    }
    for (; i < s.n; i++)
        seen |= (unsigned char)s.p[i];
    return (seen & 0x8080808080808080) == 0;
}

/* Does the line stand as it is? */
static bool is_kept(cp_str line, cp_charset c)
{
    return cp_str_is_utf8(line) && (!is_of_pairs(c) || has_high(line) || is_ascii(line));
}

/* Where a line is converted to. p NULL: its length is only counted, up to n_max. */
typedef struct output {
    char *p;
    size_t n, n_max;
} output;

static void count_line(cp_charset_use *use, cp_str line, bool is_other)
{
    if (!is_other && is_ascii(line))
        return;
    uint64_t *n = is_other ? &use->n_other : &use->n_utf8;
    uint64_t *first = is_other ? &use->first_other : &use->first_utf8;
    if ((*n)++ == 0)
        *first = use->lines + 1;
}

/* How many bytes of line were read: all, unless the output is full. */
static size_t convert(cp_charset_use *use, cp_bytes line, output *to)
{
    char scratch[CP_CHARSET_SEQUENCE_MAX];
    size_t at = 0;
    while (at < line.n && to->n < to->n_max) {
        uint32_t cp;
        size_t n = cp_charset_next(use->guess.charset, from(line, at), true, &cp);
        if (cp_charset_is_bad(use->guess.charset, n, cp) && use->n_bad++ == 0) {
            use->first_bad_line = use->lines + 1;
            use->first_bad_off = use->bytes + at;
        }
        to->n += cp_charset_put(to->p ? to->p + to->n : scratch, cp);
        at += n;
    }
    return at;
}

static size_t take_line(cp_charset_use *use, cp_bytes in, output *to)
{
    size_t length = line_length(in), n = length;
    cp_str line = slice(in, length);
    bool keeps = is_kept(line, use->guess.charset);
    count_line(use, line, !keeps);
    if (!keeps) {
        n = convert(use, (cp_bytes){ in.p, length }, to);
    } else {
        n = length < to->n_max - to->n ? length : to->n_max - to->n;
        if (to->p)
            memcpy(to->p + to->n, line.p, n);
        to->n += n;
    }
    use->lines += n == length && in.p[length - 1] == '\n';
    use->bytes += n;
    return n;
}

static cp_str mark_cut(cp_arena *a, cp_str s, size_t cut)
{
    char *p = cp_arena_alloc(a, s.n + CP_CHARSET_SEQUENCE_MAX);
    size_t n = s.n - cut;
    if (n)
        memcpy(p, s.p, n);
    return (cp_str){ p, n + cp_charset_put(p + n, CP_CHARSET_REPLACEMENT) };
}

/* Text that is UTF-8. */
static cp_str as_it_is(cp_charset_use *use, cp_bytes in)
{
    for (cp_bytes rest = in; rest.n;) {
        size_t n = line_length(rest);
        count_line(use, slice(rest, n), false);
        use->lines += rest.p[n - 1] == '\n';
        rest = from(rest, n);
    }
    use->bytes += in.n;
    return cp_str_of_bytes(in);
}

/* Is it UTF-8 but for a character that its end cuts? */
static bool is_utf8_cut(cp_str s, size_t *cut)
{
    *cut = cut_character(s);
    return *cut && cp_str_is_utf8(cp_str_slice(s, 0, s.n - *cut));
}

cp_str cp_charset_text(cp_arena *a, cp_bytes in, cp_charset_use *use)
{
    enum { GROWTH_MAX = 3 }; /* U+FFFD, the euro sign, katakana of half width: of one byte */
    cp_str s = cp_str_of_bytes(in);
    size_t cut;
    if (use->guess.charset == CP_CHARSET_NONE)
        use->guess.charset = use->guess.likely = use->hint.said;
    if (cp_str_is_utf8(s) && !is_of_pairs(use->guess.charset))
        return as_it_is(use, in);
    if (use->guess.charset == CP_CHARSET_NONE && is_utf8_cut(s, &cut)) {
        (void)as_it_is(use, in);
        return mark_cut(a, s, cut);
    }
    if (use->guess.charset == CP_CHARSET_NONE)
        use->guess = cp_charset_guess_of(in, &use->hint);
    output to = { cp_arena_alloc(a, in.n * GROWTH_MAX + CP_CHARSET_SEQUENCE_MAX), 0, SIZE_MAX };
    while (in.n)
        in = from(in, take_line(use, in, &to));
    return (cp_str){ to.p, to.n };
}

size_t cp_charset_raw_bytes(cp_bytes in, size_t n, cp_charset_use *use)
{
    output to = { NULL, 0, n };
    size_t done = 0;
    while (done < in.n && to.n < n)
        done += take_line(use, from(in, done), &to);
    return done;
}

static cp_str from_utf16(cp_arena *a, cp_bytes in, bool big)
{
    char *p = cp_arena_alloc(a, in.n / 2 * 3 + 4); /* a unit gives three bytes at most */
    size_t n = 0;
    for (size_t i = 0; i < in.n; i += 2) {
        uint32_t u = 0xfffd, low = 0;
        if (i + 1 < in.n)
            u = big ? (uint32_t)in.p[i] << 8 | in.p[i + 1] : (uint32_t)in.p[i + 1] << 8 | in.p[i];
        if ((u & 0xfc00) == 0xd800 && i + 3 < in.n)
            low = big ? (uint32_t)in.p[i + 2] << 8 | in.p[i + 3]
                      : (uint32_t)in.p[i + 3] << 8 | in.p[i + 2];
        if ((low & 0xfc00) == 0xdc00) {
            u = 0x10000 + ((u & 0x3ff) << 10 | (low & 0x3ff));
            i += 2;
        } else if ((u & 0xf800) == 0xd800) {
            u = 0xfffd;
        }
        n += cp_charset_put(p + n, u);
    }
    return (cp_str){ p, n };
}

cp_bytes cp_charset_unmark(cp_arena *a, cp_bytes in, bool *is_utf16)
{
    bool is_little = in.n >= 2 && in.p[0] == 0xff && in.p[1] == 0xfe;
    bool is_big = in.n >= 2 && in.p[0] == 0xfe && in.p[1] == 0xff;
    *is_utf16 = is_little || is_big;
    if (*is_utf16)
        return cp_bytes_of_str(from_utf16(a, from(in, 2), is_big));
    return cp_str_starts(cp_str_of_bytes(in), CP_STR("\xef\xbb\xbf")) ? from(in, 3) : in;
}
