/* SPDX-License-Identifier: Apache-2.0 */
/* charset_guess.c - which encoding a text is in: see charset.h.
 *
 * The same bytes are read in each encoding, and each reading costs what its characters would cost
 * in texts of that language, in tenths of a bit: -log2 of how often one of its class is met, by how
 * many share it. The cheapest reading is the likeliest:
 *
 *     c9 e8 b1 b8   GB18030       two frequent characters             186
 *                   EUC-KR        none, and a frequent syllable       489
 *                   Shift_JIS     two katakana, a rare one between    530
 *                   Windows-1252  two letters, two signs, in a row    570
 *
 * Classes, not frequencies of single characters, because tables of equipment are no prose, and a
 * few letters of names must do. A known word (of a header) is worth more than any character. */
#include "base/sort.h"
#include "codec/charset.h"

enum {
    /* tenths of a bit */
    COST_ASCII = 45,
    COST_FREQUENT = 93, /* one of some 450, which are two thirds of a text */
    COST_SYLLABLE = 89, /* Hangul: one of 300, three quarters */
    COST_KANA = 86,
    COST_COMMON = 136, /* of the first plane of a standard: 2,350 to 5,401 characters */
    COST_SIGN = 110,   /* full-width punctuation and digits */
    COST_HALF_WIDTH = 80,
    COST_HALF_WIDTH_FIRST = 90, /* on top: they come in words */
    COST_RARE = 190,            /* one of 15,000, three in a hundred */
    COST_PRIVATE = 260,
    COST_BAD = 400,
    COST_LETTER = 85, /* of Western languages, beyond ASCII */
    COST_CAPITAL = 95,
    COST_OTHER_LATIN = 150,
    COST_LATIN_AGAIN = 30, /* on top: seldom two behind each other */
    COST_UTF8_BAD = 200,
    GAIN_LATIN = 100, /* what most texts without a mark are */
    GAIN_WORD = 200,
    /* how good is good enough */
    MARGIN = 80,          /* between the first and the second: 2^8 times as likely */
    COST_PLAUSIBLE = 145, /* a character, at most, in an encoding of two bytes */
    BAD_SHARE_MAX = 50,   /* one, and one of so many characters may be none */
    WORDS_MAX = 64,       /* that are looked up for each encoding */
    WORD_BYTES_MAX = 96,
    N_LANGUAGES = 4,
};

/* tools/charsets.py: by language, sorted */
extern const uint16_t cp_charset_frequent[];
extern const uint32_t cp_charset_frequent_n[N_LANGUAGES];
enum { HAN_SIMPLIFIED, HAN_TRADITIONAL, HANGUL, KANJI };

static int by_character(const void *item, const void *x)
{
    return *(const uint16_t *)item < *(const uint32_t *)x ? -1 : 1;
}

static bool is_frequent(int language, uint32_t cp)
{
    uint32_t first = 0, n = cp_charset_frequent_n[language];
    for (int i = 0; i < language; i++)
        first += cp_charset_frequent_n[i];
    const uint16_t *v = cp_charset_frequent + first;
    uint32_t i = cp_sort_find(v, n, sizeof *v, &cp, by_character);
    return i < n && v[i] == cp;
}

/* One reading of the sample. */
typedef struct reading {
    cp_charset charset;
    int64_t cost;                                      /* of all */
    int64_t cost_good;                                 /* of characters that are not ASCII */
    uint32_t n_wide, n_again, n_bad, n_words, n_asked; /* n_again: behind another */
    bool was_wide, was_half_width;                     /* the character before */
    char word[WORD_BYTES_MAX + CP_CHARSET_SEQUENCE_MAX];
    size_t n_word;
    bool is_word_wide;
} reading;

/* ---- what a character costs */

static int of_gb18030(const uint8_t *p, size_t n, uint32_t cp)
{
    if (is_frequent(HAN_SIMPLIFIED, cp))
        return COST_FREQUENT;
    if (cp >= 0xe000 && cp < 0xf900)
        return COST_PRIVATE;
    if (n != 2 || p[1] < 0xa1)
        return COST_RARE;
    return p[0] >= 0xb0 && p[0] <= 0xd7                   ? COST_COMMON
           : p[0] == 0xa1 || p[0] == 0xa2 || p[0] == 0xa3 ? COST_SIGN
                                                          : COST_RARE;
}

static int of_euc_kr(const uint8_t *p, uint32_t cp)
{
    if (is_frequent(HANGUL, cp))
        return COST_SYLLABLE;
    if (p[1] < 0xa1)
        return COST_RARE;
    return p[0] >= 0xb0 && p[0] <= 0xc8   ? COST_COMMON
           : p[0] >= 0xa1 && p[0] <= 0xa3 ? COST_SIGN
                                          : COST_RARE;
}

static int of_big5(const uint8_t *p, uint32_t cp)
{
    if (is_frequent(HAN_TRADITIONAL, cp))
        return COST_FREQUENT;
    return p[0] >= 0xa4 && p[0] <= 0xc6   ? COST_COMMON
           : p[0] >= 0xa1 && p[0] <= 0xa3 ? COST_SIGN
                                          : COST_RARE;
}

static bool is_kana(uint32_t cp) { return cp >= 0x3041 && cp <= 0x30fe; }
static bool is_half_width(uint32_t cp) { return cp >= 0xff61 && cp <= 0xff9f; }

/* is_common: of the first level of JIS X 0208; is_sign: in its first rows. */
static int of_jis(reading *r, uint32_t cp, bool is_common, bool is_sign)
{
    if (is_half_width(cp))
        return COST_HALF_WIDTH + (r->was_half_width ? 0 : COST_HALF_WIDTH_FIRST);
    if (is_kana(cp))
        return COST_KANA;
    if (is_frequent(KANJI, cp))
        return COST_FREQUENT;
    return is_common ? COST_COMMON : is_sign ? COST_SIGN : COST_RARE;
}

static int of_shift_jis(reading *r, const uint8_t *p, uint32_t cp)
{
    bool is_common = (p[0] == 0x88 && p[1] >= 0x9f) || (p[0] > 0x88 && p[0] < 0x98) ||
                     (p[0] == 0x98 && p[1] <= 0x72);
    return of_jis(r, cp, is_common, p[0] == 0x81 || p[0] == 0x82);
}

static int of_euc_jp(reading *r, const uint8_t *p, size_t n, uint32_t cp)
{
    return of_jis(r, cp, n == 2 && p[0] >= 0xb0 && p[0] <= 0xcf,
                  n == 2 && p[0] >= 0xa1 && p[0] <= 0xa3);
}

static int of_latin(const reading *r, uint32_t cp)
{
    bool is_small = cp >= 0xdf && cp <= 0xff && cp != 0xf7 && cp != 0xfe && cp != 0xf0;
    bool is_large = (cp >= 0xc0 && cp <= 0xdd && cp != 0xd7 && cp != 0xd0) || cp == 0xb0 ||
                    cp == 0xb7 || cp == 0xba || cp == 0xaa || cp == 0xae || cp == 0xb2 ||
                    (cp >= 0x2013 && cp <= 0x201e) || cp == 0x20ac;
    return (is_small   ? COST_LETTER
            : is_large ? COST_CAPITAL
                       : COST_OTHER_LATIN) +
           (r->was_wide ? COST_LATIN_AGAIN : 0);
}

/* Three bytes are a Han character or a syllable mostly, two a letter. */
static int of_utf8(size_t n) { return n == 3 ? COST_COMMON : n == 2 ? COST_LETTER : COST_RARE; }

static int cost_of(reading *r, const uint8_t *p, size_t n, uint32_t cp)
{
    switch (r->charset) {
    case CP_CHARSET_GB18030: return of_gb18030(p, n, cp);
    case CP_CHARSET_EUC_KR: return of_euc_kr(p, cp);
    case CP_CHARSET_BIG5: return of_big5(p, cp);
    case CP_CHARSET_SHIFT_JIS: return of_shift_jis(r, p, cp);
    case CP_CHARSET_EUC_JP: return of_euc_jp(r, p, n, cp);
    case CP_CHARSET_WINDOWS_1252: return of_latin(r, cp);
    case CP_CHARSET_UTF_8: return of_utf8(n);
    case CP_CHARSET_NONE:
    case CP_CHARSET_ASCII:
    case CP_CHARSET_COUNT: break;
    }
    return COST_BAD;
}

/* ---- words */

static bool ends_word(uint32_t cp)
{
    return cp == ',' || cp == ';' || cp == '\t' || cp == '|' || cp == '"' || cp == '\n' ||
           cp == '\r';
}

static void end_word(reading *r, const cp_charset_hint *hint)
{
    if (r->is_word_wide && r->n_word <= WORD_BYTES_MAX && r->n_asked < WORDS_MAX) {
        r->n_asked++;
        r->n_words += hint->is_word(hint->ctx, (cp_str){ r->word, r->n_word });
    }
    r->n_word = 0;
    r->is_word_wide = false;
}

static void add_to_word(reading *r, const cp_charset_hint *hint, uint32_t cp)
{
    if (!hint->is_word)
        return;
    if (ends_word(cp)) {
        end_word(r, hint);
        return;
    }
    if (r->n_word <= WORD_BYTES_MAX)
        r->n_word += cp_charset_put(r->word + r->n_word, cp);
    r->is_word_wide = r->is_word_wide || cp >= 0x80;
}

/* ---- a sample */

static void add_wide(reading *r, const uint8_t *p, size_t n, uint32_t cp)
{
    bool is_bad = cp_charset_is_bad(r->charset, n, cp);
    int cost = !is_bad                          ? cost_of(r, p, n, cp)
               : r->charset == CP_CHARSET_UTF_8 ? COST_UTF8_BAD
                                                : COST_BAD;
    r->cost += cost;
    r->cost_good += is_bad ? 0 : cost;
    r->n_wide++;
    r->n_again += r->was_wide;
    r->n_bad += is_bad;
}

static void add_line(reading *r, cp_bytes line, const cp_charset_hint *hint)
{
    while (line.n) {
        uint32_t cp;
        size_t n = cp_charset_next(r->charset, line, true, &cp);
        if (cp < 0x80)
            r->cost += COST_ASCII;
        else
            add_wide(r, line.p, n, cp);
        add_to_word(r, hint, cp);
        r->was_wide = cp >= 0x80;
        r->was_half_width = is_half_width(cp);
        line = (cp_bytes){ line.p + n, line.n - n };
    }
    add_to_word(r, hint, '\n');
}

static size_t line_length(cp_bytes b)
{
    const uint8_t *end = memchr(b.p, '\n', b.n);
    return end ? (size_t)(end - b.p) + 1 : b.n;
}

static void take_sample(reading *r, cp_bytes text, const cp_charset_hint *hint)
{
    size_t left = CP_CHARSET_SAMPLE_BYTES;
    while (text.n && left) {
        size_t length = line_length(text);
        cp_bytes line = { text.p, length < left ? length : left };
        if (!cp_str_is_utf8((cp_str){ (const char *)text.p, length })) {
            add_line(r, line, hint);
            left -= line.n;
        }
        text = (cp_bytes){ text.p + length, text.n - length };
    }
    if (r->charset == CP_CHARSET_WINDOWS_1252)
        r->cost -= GAIN_LATIN;
    r->cost -= (int64_t)GAIN_WORD * r->n_words;
}

/* ---- the decision */

static bool is_plausible(const reading *r)
{
    uint32_t n_good = r->n_wide - r->n_bad;
    return r->n_words > 0 || (r->n_bad <= 1 + r->n_wide / BAD_SHARE_MAX &&
                              r->cost_good <= (int64_t)COST_PLAUSIBLE * n_good);
}

/* Letters beyond ASCII stand alone in Western languages. */
static bool is_western(const reading *latin)
{
    enum { SOME = 4 };
    return latin->n_wide < SOME || latin->n_again * 2 <= latin->n_wide;
}

static cp_charset_guess decide(const reading *first, const reading *second, const reading *latin,
                               const cp_charset_hint *hint)
{
    cp_charset_guess g = { .charset = first->charset,
                           .likely = first->charset,
                           .rival = second->charset,
                           .n_words = first->n_words };
    bool is_wide = first->charset != CP_CHARSET_WINDOWS_1252 && first->charset != CP_CHARSET_UTF_8;
    cp_charset otherwise = hint->is_no_latin ? CP_CHARSET_UTF_8 : CP_CHARSET_WINDOWS_1252;
    bool is_near = second->cost - first->cost < MARGIN;
    bool is_rival_wide = second->charset != otherwise && second->charset != CP_CHARSET_UTF_8;
    if (is_wide && !is_plausible(first))
        g.charset = otherwise;
    else if (is_wide && is_near)
        g.charset = is_rival_wide ? CP_CHARSET_ASCII : otherwise;
    g.is_doubtful = g.charset == CP_CHARSET_WINDOWS_1252 && !is_western(latin);
    return g;
}

cp_charset_guess cp_charset_guess_of(cp_bytes text, const cp_charset_hint *hint)
{
    static const cp_charset choices[] = { CP_CHARSET_UTF_8,       CP_CHARSET_GB18030,
                                          CP_CHARSET_EUC_KR,      CP_CHARSET_BIG5,
                                          CP_CHARSET_SHIFT_JIS,   CP_CHARSET_EUC_JP,
                                          CP_CHARSET_WINDOWS_1252 };
    size_t n = sizeof choices / sizeof *choices - hint->is_no_latin;
    reading first = { .cost = INT64_MAX / 2 }, second = first, latin = { .n_wide = 0 };
    if (text.n == 0 || cp_str_is_utf8(cp_str_of_bytes(text)))
        return (cp_charset_guess){ .charset = CP_CHARSET_NONE };
    for (size_t i = 0; i < n; i++) {
        reading r = { .charset = choices[i] };
        take_sample(&r, text, hint);
        latin = r; /* the last of them is */
        if (r.cost < first.cost) {
            second = first;
            first = r;
        } else if (r.cost < second.cost) {
            second = r;
        }
    }
    return decide(&first, &second, &latin, hint);
}
