/* SPDX-License-Identifier: Apache-2.0 */
/* json_quick.c - JSON as programs write it, a line at a time: no escapes, no exponents, not
 * deep.
 *
 * A list of products or observations is made of a million such lines, and the parser that knows all
 * of JSON takes ten times as long for one as its bytes deserve. Whatever is not plain is left to
 * it, errors too, so that there is one authority on what JSON is. A fuzz target holds the two
 * together. */
#include "codec/json.h"

enum {
    DEPTH_MAX = 24, /* trees of parameters that devices have are twelve deep */
    KEYS_MAX = 64,  /* compared one by one */
    DIGITS_MAX = 15 /* that a double keeps, whatever they are */
};

typedef struct reader {
    cp_arena *a;
    const char *p, *end;
    uint32_t depth;
    uint64_t line; /* of p: a text holds no line break, so that only blanks are looked at */
} reader;

static const cp_tree *read_value(reader *r);

static char next(reader *r)
{
    for (; r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r');
         r->p++)
        r->line += *r->p == '\n';
    return r->p < r->end ? *r->p : '\0';
}

/* The inside of a string, borrowed; false: it has escapes, or is none. */
static bool read_string(reader *r, cp_str *out)
{
    bool is_ascii = true;
    if (next(r) != '"')
        return false;
    const char *from = ++r->p;
    for (; r->p < r->end && *r->p != '"'; r->p++) {
        unsigned char c = (unsigned char)*r->p;
        if (c < 0x20 || c == '\\')
            return false;
        is_ascii &= c < 0x80;
    }
    *out = (cp_str){ from, (size_t)(r->p - from) };
    if (r->p == r->end)
        return false;
    r->p++;
    return is_ascii || cp_str_is_utf8(*out);
}

static size_t digits(reader *r)
{
    const char *from = r->p;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
        r->p++;
    return (size_t)(r->p - from);
}

/* Only numbers whose shortest spelling is the one that stands there. */
static bool read_number(reader *r, cp_tree *t)
{
    const char *from = r->p;
    bool is_negative = *r->p == '-';
    r->p += is_negative;
    const char *whole = r->p;
    size_t n = digits(r), n_fraction = 0;
    bool is_zero = n == 1 && *whole == '0';
    if (n == 0 || n > DIGITS_MAX || (n > 1 && *whole == '0'))
        return false;
    if (r->p < r->end && *r->p == '.') {
        const char *fraction = ++r->p;
        n_fraction = digits(r);
        if (n_fraction == 0 || n + n_fraction > DIGITS_MAX || r->p[-1] == '0' ||
            (is_zero && *fraction == '0'))
            return false;
    } else if (is_negative && is_zero) {
        return false;
    }
    if (r->p < r->end && (*r->p == 'e' || *r->p == 'E' || *r->p == '.'))
        return false;
    t->kind = CP_TREE_NUMBER;
    t->text = (cp_str){ from, (size_t)(r->p - from) };
    return cp_str_double(t->text, &t->number);
}

static bool read_word(reader *r, cp_tree *t)
{
    static const struct {
        cp_str word;
        cp_tree_kind kind;
        bool boolean;
    } words[] = { { CP_STR_INIT("true"), CP_TREE_BOOL, true },
                  { CP_STR_INIT("false"), CP_TREE_BOOL, false },
                  { CP_STR_INIT("null"), CP_TREE_NULL, false } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!cp_str_starts((cp_str){ r->p, (size_t)(r->end - r->p) }, words[i].word))
            continue;
        r->p += words[i].word.n;
        t->kind = words[i].kind;
        t->boolean = words[i].boolean;
        t->text = t->kind == CP_TREE_BOOL ? words[i].word : CP_STR("");
        return true;
    }
    return false;
}

/* After an item: true if another follows, *is_good false if neither that nor the end. */
static bool has_more(reader *r, char end, bool *is_good)
{
    char c = next(r);
    *is_good = c == ',' || c == end;
    r->p += *is_good;
    return c == ',';
}

static bool has_key(const cp_str *keys, uint32_t n, cp_str key)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(keys[i], key))
            return true;
    return false;
}

/* Of an object or an array; r stands behind its first bracket. */
static bool read_items(reader *r, cp_tree *t, char end)
{
    CP_VEC(cp_str) keys = { 0 };
    CP_VEC(cp_tree *) items = { 0 };
    bool is_map = end == '}', is_good = true, more = true;
    t->kind = is_map ? CP_TREE_MAP : CP_TREE_SEQ;
    if (next(r) == end) {
        r->p++;
        return true;
    }
    while (more && is_good) {
        cp_str key = CP_STR("");
        if (is_map && (keys.n == KEYS_MAX || !read_string(r, &key) || next(r) != ':' ||
                       has_key(keys.v, keys.n, key)))
            return false;
        r->p += is_map;
        const cp_tree *item = read_value(r);
        if (!item)
            return false;
        if (is_map)
            cp_vec_push(r->a, &keys, key);
        cp_vec_push(r->a, &items, (cp_tree *)(uintptr_t)item);
        more = has_more(r, end, &is_good);
    }
    t->keys = keys.v;
    t->items = items.v;
    t->n = items.n;
    return is_good;
}

static const cp_tree *read_value(reader *r)
{
    cp_tree *t = CP_NEW(r->a, cp_tree);
    char c = next(r);
    bool is_good;
    t->line = r->line;
    if (c == '{' || c == '[') {
        if (++r->depth > DEPTH_MAX)
            return NULL;
        r->p++;
        is_good = read_items(r, t, c == '{' ? '}' : ']');
        r->depth--;
    } else if (c == '"') {
        t->kind = CP_TREE_TEXT;
        is_good = read_string(r, &t->text);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        is_good = read_number(r, t);
    } else {
        is_good = read_word(r, t);
    }
    return is_good ? t : NULL;
}

const cp_tree *cp_json_quick(cp_arena *a, cp_str in)
{
    reader r = { a, in.p, in.p + in.n, 0, 1 };
    const cp_tree *t = in.n ? read_value(&r) : NULL;
    return t && (next(&r), r.p == r.end) ? t : NULL;
}
