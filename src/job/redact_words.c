/* SPDX-License-Identifier: Apache-2.0 */
/* redact_words.c - see redact_words.h. Originals are sorted, and each knows the longest other that
 * it begins with: at the beginning of each word of a sentence the last original that is not behind
 * the rest of the sentence is found, and of it and those that it begins with the first that stands
 * there as a whole. */
#include "job/redact_words.h"
#include <stdlib.h>
#include "base/sort.h"
#include "codec/crypt.h"

enum {
    DIGITS = 8,     /* 32 bits; twice as many where two originals share those */
    WORD_MIN = 2,   /* a single letter is in every sentence */
    NUMBER_MIN = 5, /* digits: shorter numbers are counts */
};

static const char *const kinds[] = {
#define ROW(id, name) [CP_PSEUDONYM_##id] = name,
    CP_PSEUDONYMS(ROW)
#undef ROW
};

/* ---- one pseudonym */

/* A file keeps the end of its name: how it is read shows there. */
static cp_str ending(cp_str name)
{
    size_t at = name.n;
    while (at && name.p[at - 1] != '.' && name.p[at - 1] != '/')
        at--;
    cp_str end = cp_str_from(name, at);
    bool is_plain = at > 1 && name.p[at - 1] == '.' && end.n && end.n <= 8;
    for (size_t i = 0; i < end.n && is_plain; i++)
        is_plain = (end.p[i] >= 'a' && end.p[i] <= 'z') || (end.p[i] >= '0' && end.p[i] <= '9');
    return is_plain ? end : CP_STR("");
}

static cp_str name_of(cp_redactor *r, cp_pseudonym kind, cp_str lower, bool is_long)
{
    uint8_t digest[CP_HMAC_BYTES];
    cp_str message = cp_str_fmt(r->a, "%s\n%.*s", kinds[kind], CP_FMT(lower));
    cp_hmac_sha256(r->key, cp_bytes_of_str(message), digest);
    cp_str hex = cp_hex(r->a, (cp_bytes){ digest, (is_long ? 2 : 1) * DIGITS / 2 });
    cp_str end = kind == CP_PSEUDONYM_FILE ? ending(lower) : CP_STR("");
    return cp_str_fmt(r->a, "%s-%.*s%s%.*s", kinds[kind], CP_FMT(hex), end.n ? "." : "",
                      CP_FMT(end));
}

cp_str cp_redact_word_of(cp_redactor *r, cp_pseudonym kind, cp_str original)
{
    bool added;
    original = cp_str_trim(original);
    if (original.n == 0)
        return original;
    cp_str lower = cp_str_lower(r->a, original);
    uint64_t *at = cp_map_put(r->a, &r->known, lower, &added);
    if (!added)
        return r->words.v[*at].pseudonym;
    *at = r->words.n;
    cp_str name = name_of(r, kind, lower, false);
    (void)cp_map_put(r->a, &r->taken, name, &added);
    if (!added)
        name = name_of(r, kind, lower, true);
    cp_vec_push(r->a, &r->words, ((cp_redact_word){ lower, name }));
    return name;
}

cp_str cp_redact_known(const cp_redactor *r, cp_str original)
{
    cp_arena_mark mark = cp_arena_here(r->a);
    const uint64_t *at = cp_map_get(&r->known, cp_str_lower(r->a, cp_str_trim(original)));
    cp_arena_back(r->a, mark);
    return at ? r->words.v[*at].pseudonym : CP_STR("");
}

void cp_redact_keep(cp_redactor *r, cp_str text)
{
    bool added;
    if (text.n)
        (void)cp_map_put(r->a, &r->keep, cp_str_lower(r->a, text), &added);
}

bool cp_redact_is_kept(cp_redactor *r, cp_str text)
{
    cp_arena_mark mark = cp_arena_here(r->a);
    bool is_kept = cp_map_get(&r->keep, cp_str_lower(r->a, text)) != NULL;
    cp_arena_back(r->a, mark);
    return is_kept;
}

/* ---- sentences */

/* Does it stand in sentences as a word of its own, and not as a count or a maker? */
static bool is_looked_for(cp_redactor *r, cp_str word)
{
    size_t n_digits = 0;
    while (n_digits < word.n && word.p[n_digits] >= '0' && word.p[n_digits] <= '9')
        n_digits++;
    return word.n >= WORD_MIN && !(n_digits == word.n && word.n < NUMBER_MIN) &&
           cp_map_get(&r->keep, word) == NULL;
}

static int by_original(const void *x, const void *y, void *ctx)
{
    const cp_redactor *r = ctx;
    return cp_str_cmp(r->words.v[*(const uint32_t *)x].original,
                      r->words.v[*(const uint32_t *)y].original);
}

static cp_str original(const cp_redactor *r, uint32_t at)
{
    return r->words.v[r->order[at]].original;
}

static void sort_words(cp_redactor *r)
{
    r->order = CP_NEW_ARRAY(r->a, uint32_t, r->words.n);
    r->prefix = CP_NEW_ARRAY(r->a, uint32_t, r->words.n);
    for (uint32_t i = 0; i < r->words.n; i++)
        if (is_looked_for(r, r->words.v[i].original))
            r->order[r->n_order++] = i;
    if (r->n_order)
        qsort_r(r->order, r->n_order, sizeof *r->order, by_original, r);
    for (uint32_t i = 0; i < r->n_order; i++) {
        uint32_t p = i ? i - 1 : UINT32_MAX;
        while (p != UINT32_MAX && !cp_str_starts(original(r, i), original(r, p)))
            p = r->prefix[p];
        r->prefix[i] = p;
    }
}

/* Of a word in any script. */
static bool is_inside(char c)
{
    unsigned char u = (unsigned char)c;
    return (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u >= 0x80;
}

typedef struct looked_for {
    const cp_redactor *r;
    cp_str text;
} looked_for;

static int not_behind(const void *item, const void *x)
{
    const looked_for *l = x;
    return cp_str_cmp(l->r->words.v[*(const uint32_t *)item].original, l->text) <= 0 ? -1 : 1;
}

/* The last original that is not behind text. */
static uint32_t last_before(const cp_redactor *r, cp_str text)
{
    uint32_t behind =
        cp_sort_find(r->order, r->n_order, sizeof *r->order, &(looked_for){ r, text }, not_behind);
    return behind ? behind - 1 : UINT32_MAX;
}

/* The place of the original that text begins with as a whole word, or UINT32_MAX. */
static uint32_t find(const cp_redactor *r, cp_str text)
{
    for (uint32_t at = last_before(r, text); at != UINT32_MAX; at = r->prefix[at]) {
        cp_str word = original(r, at);
        bool is_whole = word.n == text.n || (word.n < text.n && !is_inside(text.p[word.n])) ||
                        !is_inside(word.p[word.n - 1]);
        if (cp_str_starts(text, word) && is_whole)
            return at;
    }
    return UINT32_MAX;
}

/* Length of an IPv4 or hardware address at the beginning, 0: there is none. */
static size_t address_length(cp_str text)
{
    static const char *const signs[] = { "0123456789.", "0123456789abcdef:", "0123456789abcdef-" };
    static const uint32_t separators[] = { 3, 5, 5 };
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
        size_t n = 0;
        uint32_t n_separators = 0;
        char separator = signs[k][strlen(signs[k]) - 1];
        while (n < text.n && text.p[n] && strchr(signs[k], text.p[n]))
            n_separators += text.p[n++] == separator;
        while (n && text.p[n - 1] == separator) { /* the end of a sentence */
            n--;
            n_separators--;
        }
        if (n_separators == separators[k] && (k == 0 || n == sizeof "00:00:00:00:00:00" - 1))
            return n;
    }
    return 0;
}

cp_str cp_redact_sentence(cp_redactor *r, cp_str text)
{
    if (!r->order)
        sort_words(r);
    cp_str lower = cp_str_lower(r->a, text);
    cp_buf b = cp_buf_new(r->a);
    for (size_t i = 0; i < text.n;) {
        bool begins = i == 0 || !is_inside(text.p[i - 1]) || !is_inside(text.p[i]);
        cp_str rest = cp_str_from(lower, i);
        uint32_t at = begins ? find(r, rest) : UINT32_MAX;
        size_t n = at != UINT32_MAX ? original(r, at).n : begins ? address_length(rest) : 0;
        if (at != UINT32_MAX)
            cp_buf_add(&b, r->words.v[r->order[at]].pseudonym);
        else if (n)
            cp_buf_add(&b, name_of(r, CP_PSEUDONYM_ADDRESS, cp_str_slice(rest, 0, n), false));
        else
            cp_buf_char(&b, text.p[i]);
        i += n ? n : 1;
    }
    return cp_buf_str(&b);
}
