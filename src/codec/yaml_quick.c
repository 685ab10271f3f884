/* SPDX-License-Identifier: Apache-2.0 */
/* yaml_quick.c - YAML as data files have it: a block of mappings and sequences, flow ones inside,
 * words and quoted texts that end on their line.
 *
 *     rules:
 *     - id: acme-title              # block: by columns
 *       kinds: [http.title]         # flow: by brackets, over several lines if need be
 *       examples:
 *       - {text: "Acme\t1", sample: 'b9'}
 *
 * The data that are built in have a megabyte of it, which libyaml takes a twentieth of a second
 * for: most of what a short job costs. Whatever is not plain (anchors, tags, block texts, texts of
 * several lines, tabs, an empty value) is left to it, mistakes too, so that there is one authority
 * on what YAML is. A fuzz target holds the two together, and a test all files of data/. */
#include <string.h>
#include "codec/yaml.h"

enum {
    DEPTH_MAX = 24,
    KEY_BYTES_MAX = 1000, /* libyaml ends at 1024 characters */
    LINEAR_KEYS_MAX = 16, /* up to here duplicates are looked for one by one */
    KEYS_KNOWN = 64,
    NODES_AT_ONCE = 32,
    AT_END = -1 /* the column of what follows the last line */
};

/* A node with its key, if it has one, until its collection is complete. */
typedef struct entry {
    cp_str key;
    cp_place key_at;
    cp_tree *node;
} entry;

typedef struct reader {
    cp_arena *a;
    const char *p, *end;
    const char *line_start, *line_end;
    const char *counted; /* up to here column counts */
    uint64_t line, nodes;
    uint32_t column;
    int64_t indent; /* of the line that begins at p, in bytes, or AT_END */
    uint32_t depth;
    CP_VEC(entry) open;      /* of the collections that are being read, the inner ones last */
    cp_str keys[KEYS_KNOWN]; /* the latest with each sum: a file repeats a few words */
    cp_tree *spare;          /* nodes are allocated by the dozen */
    uint32_t n_spare;
} reader;

/* The k-th byte from here in this line, '\n' at its end. */
static char peek(const reader *r, size_t k) { return r->p + k < r->line_end ? r->p[k] : '\n'; }
static bool is_blank(char c) { return c == ' '; } /* tabs never come here */
static bool is_gap(char c) { return c == ' ' || c == '\n'; }
static bool is_at_line_end(const reader *r) { return r->p == r->line_end; }

/* What libyaml takes for text without further ado: no control characters, nothing that it takes for
 * a line end but \n, no byte order mark. */
static bool is_plain_line(const char *p, const char *end)
{
    unsigned char odd = 0; /* its upper bit, by one of below ' ', DEL or above */
    for (const char *c = p; c < end; c++)
        odd |= (unsigned char)((*c - ' ') | (*c + 1) | *c);
    if (*p == '%' || (end - p >= 3 && (memcmp(p, "---", 3) == 0 || memcmp(p, "...", 3) == 0)))
        return false; /* directives and marks of documents */
    for (cp_str s = { p, (size_t)(end - p) }; odd >> 7 && s.n;) {
        uint32_t cp = (unsigned char)*s.p;
        size_t n = cp < 0x80 ? 1 : cp_utf8_decode(s, &cp);
        if (n == 0 || cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029 ||
            cp == 0xfeff || cp == 0xfffe || cp == 0xffff)
            return false;
        s = cp_str_from(s, n);
    }
    return true;
}

static bool is_plain_text(cp_str s)
{
    for (cp_str line; cp_str_cut(&s, '\n', &line);)
        if (line.n && !is_plain_line(line.p, line.p + line.n))
            return false;
    return true;
}

/* Where p stands; called in the order of the text. */
static cp_place here(reader *r)
{
    for (; r->counted < r->p; r->counted++)
        r->column += ((unsigned char)*r->counted & 0xc0) != 0x80;
    return (cp_place){ r->line, r->column };
}

static void skip_blanks(reader *r)
{
    while (is_blank(peek(r, 0)))
        r->p++;
}

/* Over a remark, if one begins here: only behind a blank, or in front of its line. */
static bool skip_remark(reader *r)
{
    if (peek(r, 0) != '#')
        return true;
    if (r->p > r->line_start && !is_blank(r->p[-1]))
        return false;
    r->p = r->line_end;
    return true;
}

static void begin_line(reader *r, const char *at)
{
    const char *lf = memchr(at, '\n', (size_t)(r->end - at));
    r->p = r->line_start = r->counted = at;
    r->line_end = lf ? lf : r->end;
    r->line++;
    r->column = 1;
    skip_blanks(r);
}

/* Over the rest of this line, if there is no more than a remark in it, and to the first word of a
 * later one. */
static bool next_line(reader *r)
{
    skip_blanks(r);
    for (;;) {
        if (!skip_remark(r) || !is_at_line_end(r))
            return false;
        if (r->line_end == r->end) {
            r->indent = AT_END;
            return true;
        }
        begin_line(r, r->line_end + 1);
        if (!is_at_line_end(r) && *r->p != '#')
            break;
    }
    r->indent = r->p - r->line_start;
    return true;
}

/* To the next word inside of brackets. */
static bool skip_space(reader *r)
{
    skip_blanks(r);
    return (!is_at_line_end(r) && *r->p != '#') || (next_line(r) && r->indent != AT_END);
}

static cp_tree *new_node(reader *r, cp_tree_kind kind, cp_place at)
{
    if (r->n_spare == 0) {
        r->spare = CP_NEW_ARRAY(r->a, cp_tree, NODES_AT_ONCE);
        r->n_spare = NODES_AT_ONCE;
    }
    cp_tree *t = &r->spare[--r->n_spare];
    t->kind = kind;
    t->line = at.line;
    t->column = at.column;
    return ++r->nodes <= CP_YAML_NODES_MAX ? t : NULL;
}

/* A word, or several with blanks between them, to the end of the line, a remark, or what is a mark
 * here. false: it may be something else. */
static bool read_plain(reader *r, bool in_flow, cp_str *out)
{
    static const char not_first[] = "-?:,[]{}#&*!|>'\"%@`", odd_behind[] = ", ?[]{}\n";
    static const bool is_mark[256] = {
        [' '] = true, ['#'] = true, [':'] = true, [','] = true, ['['] = true,
        [']'] = true, ['{'] = true, ['}'] = true, ['?'] = true
    };
    char c = peek(r, 0), d = peek(r, 1);
    bool is_negative = c == '-' && ((d >= '0' && d <= '9') || (d >= 'a' && d <= 'z'));
    if (is_gap(c) || (memchr(not_first, c, sizeof not_first - 1) && !is_negative))
        return false;
    const char *from = r->p, *to = r->p;
    for (; r->p < r->line_end; r->p++) {
        c = *r->p;
        if (is_mark[(unsigned char)c]) {
            if (c == ' ')
                continue;
            if ((c == '#' && r->p[-1] == ' ') || (c == ':' && is_gap(peek(r, 1))))
                break;
            if (in_flow && c != '?' && c != ':' && c != '#')
                break;
            if (in_flow && c != '#' && memchr(odd_behind, peek(r, 1), sizeof odd_behind - 1))
                return false; /* of which versions of libyaml think differently */
        }
        to = r->p + 1;
    }
    r->p = to;
    *out = (cp_str){ from, (size_t)(to - from) };
    return true;
}

/* The four digits of \u as UTF-8 at `to`; 0: not taken. */
static size_t unescape_u(cp_str digits, char *to)
{
    uint64_t u;
    if (digits.n != 4 || !cp_str_hex_u64(digits, &u) || (u >= 0xd800 && u < 0xe000))
        return 0;
    size_t n = 0;
    if (u < 0x80) {
        to[n++] = (char)u;
        return n;
    }
    if (u < 0x800) {
        to[n++] = (char)(0xc0 | u >> 6);
    } else {
        to[n++] = (char)(0xe0 | u >> 12);
        to[n++] = (char)(0x80 | (u >> 6 & 0x3f));
    }
    to[n++] = (char)(0x80 | (u & 0x3f));
    return n;
}

/* "..." without its quotes, in `to`, which has room for the raw bytes. */
static bool unescape(cp_str raw, char *to, size_t *n_out)
{
    static const char letters[] = "nrt\"\\", bytes[] = "\n\r\t\"\\";
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] != '\\') {
            to[n++] = raw.p[i];
            continue;
        }
        char c = ++i < raw.n ? raw.p[i] : '\0';
        const char *at = c ? memchr(letters, c, sizeof letters - 1) : NULL;
        size_t k = c == 'u' ? unescape_u(cp_str_slice(raw, i + 1, 4), to + n) : 0;
        if (!at && k == 0)
            return false;
        if (at)
            to[n++] = bytes[at - letters];
        else
            i += 4;
        n += k;
    }
    *n_out = n;
    return true;
}

/* Behind the closing quote, which stands on the same line. is_changed: it has escapes. */
static bool skip_quoted(reader *r, cp_str *raw, bool *is_changed)
{
    char quote = *r->p++;
    const char *from = r->p;
    *is_changed = false;
    for (; r->p < r->line_end; r->p++) {
        if (*r->p == quote && !(quote == '\'' && peek(r, 1) == quote))
            break;
        if (*r->p == quote || (*r->p == '\\' && quote == '"')) {
            *is_changed = true;
            r->p++;
        }
    }
    if (r->p >= r->line_end)
        return false;
    *raw = (cp_str){ from, (size_t)(r->p++ - from) };
    return true;
}

static bool read_quoted(reader *r, cp_str *out)
{
    bool is_changed, is_single = *r->p == '\'';
    cp_str raw;
    if (!skip_quoted(r, &raw, &is_changed))
        return false;
    char *to = cp_arena_dup_text(r->a, raw.p, raw.n);
    size_t n = raw.n;
    if (is_changed && is_single) {
        n = 0;
        for (size_t i = 0; i < raw.n; i++, n++) {
            to[n] = raw.p[i];
            i += raw.p[i] == '\'';
        }
    } else if (is_changed && !unescape(raw, to, &n)) {
        return false;
    }
    to[n] = '\0';
    *out = (cp_str){ to, n };
    return true;
}

static bool is_quote(char c) { return c == '\'' || c == '"'; }

static bool is_null(cp_str s)
{
    return cp_str_eq(s, CP_STR("null")) || cp_str_eq(s, CP_STR("~")) ||
           cp_str_eq(s, CP_STR("Null")) || cp_str_eq(s, CP_STR("NULL"));
}

static cp_tree *read_scalar(reader *r, bool in_flow)
{
    cp_tree *t = new_node(r, CP_TREE_TEXT, here(r));
    if (!t)
        return NULL;
    t->is_quoted = is_quote(peek(r, 0));
    if (t->is_quoted)
        return read_quoted(r, &t->text) ? t : NULL;
    if (!read_plain(r, in_flow, &t->text))
        return NULL;
    if (is_null(t->text)) {
        t->kind = CP_TREE_NULL;
        t->text = (cp_str){ NULL, 0 };
    } else {
        t->text = cp_str_dup(r->a, t->text);
    }
    return t;
}

/* The same word once more, or a copy of it. */
static cp_str keep_key(reader *r, cp_str key)
{
    size_t sum = (unsigned char)key.p[0] + 3 * (unsigned char)key.p[key.n - 1] + 7 * key.n;
    cp_str *known = &r->keys[sum % KEYS_KNOWN];
    if (!cp_str_eq(*known, key))
        *known = cp_str_dup(r->a, key);
    return *known;
}

/* A key and its colon, behind which a blank or the end of the line stands. */
static bool read_key(reader *r, bool in_flow, entry *out)
{
    bool quoted = is_quote(peek(r, 0));
    const char *from = r->p;
    out->key_at = here(r);
    if (!(quoted ? read_quoted(r, &out->key) : read_plain(r, in_flow, &out->key)))
        return false;
    if (r->p - from > KEY_BYTES_MAX || peek(r, 0) != ':' || !is_gap(peek(r, 1)))
        return false;
    if (!quoted && cp_str_eq(out->key, CP_STR("<<")))
        return false;
    if (!quoted)
        out->key = keep_key(r, out->key);
    r->p++;
    return ++r->nodes <= CP_YAML_NODES_MAX;
}

static bool has_twice(reader *r, const entry *v, uint32_t n)
{
    cp_map seen = { 0 };
    bool added = true;
    if (n > LINEAR_KEYS_MAX) {
        for (uint32_t i = 0; i < n && added; i++)
            (void)cp_map_put(r->a, &seen, v[i].key, &added);
        return !added;
    }
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (v[i].key.n == v[k].key.n && cp_str_eq(v[i].key, v[k].key))
                return true;
    return false;
}

/* Takes the entries from `base` on for those of t; NULL: a key is there twice. */
static cp_tree *complete(reader *r, cp_tree *t, uint32_t base)
{
    const entry *v = r->open.n ? r->open.v + base : NULL;
    t->n = r->open.n - base;
    r->open.n = base;
    r->depth--;
    if (t->n == 0)
        return t;
    if (t->kind == CP_TREE_SEQ) {
        t->items = cp_arena_alloc_array(r->a, t->n, sizeof *t->items);
        for (uint32_t i = 0; i < t->n; i++)
            t->items[i] = v[i].node;
        return t;
    }
    if (has_twice(r, v, t->n))
        return NULL;
    struct {
        cp_str key;
        cp_place at;
        cp_tree *item;
    } *room = cp_arena_alloc_array(r->a, t->n, sizeof *room); /* for all three arrays */
    t->keys = (cp_str *)room;
    t->key_at = (cp_place *)(t->keys + t->n);
    t->items = (cp_tree **)(t->key_at + t->n);
    for (uint32_t i = 0; i < t->n; i++) {
        t->keys[i] = v[i].key;
        t->key_at[i] = v[i].key_at;
        t->items[i] = v[i].node;
    }
    return t;
}

/* [a, b] or {k: a, l: b}; or a scalar. */
static cp_tree *read_flow(reader *r)
{
    bool is_map = peek(r, 0) == '{';
    char close = is_map ? '}' : ']';
    uint32_t base = r->open.n;
    if (!is_map && peek(r, 0) != '[')
        return read_scalar(r, true);
    cp_tree *t = new_node(r, is_map ? CP_TREE_MAP : CP_TREE_SEQ, here(r));
    if (!t || ++r->depth > DEPTH_MAX)
        return NULL;
    r->p++;
    if (!skip_space(r))
        return NULL;
    for (bool more = peek(r, 0) != close; more;) {
        entry e = { { NULL, 0 }, { 0, 0 }, NULL };
        if (is_map && !(read_key(r, true, &e) && skip_space(r)))
            return NULL;
        e.node = read_flow(r);
        if (!e.node || !skip_space(r))
            return NULL;
        cp_vec_push(r->a, &r->open, e);
        more = peek(r, 0) == ',';
        r->p += more;
        if ((more && !skip_space(r)) || (!more && peek(r, 0) != close))
            return NULL;
    }
    r->p++;
    return complete(r, t, base);
}

static cp_tree *read_mapping(reader *r, int64_t column);
static cp_tree *read_sequence(reader *r, int64_t column);

static bool is_dash(const reader *r) { return peek(r, 0) == '-' && is_blank(peek(r, 1)); }

/* What begins its own line, deeper than the key before it; a sequence may stand in its column. */
static cp_tree *read_block(reader *r, int64_t key_column)
{
    if (r->indent < key_column)
        return NULL;
    if (is_dash(r))
        return read_sequence(r, r->indent);
    return r->indent > key_column ? read_mapping(r, r->indent) : NULL;
}

/* What stands behind a key or a dash, to the first word of the next line. */
static cp_tree *read_inline(reader *r)
{
    char c = peek(r, 0);
    cp_tree *t = c == '[' || c == '{' ? read_flow(r) : read_scalar(r, false);
    return t && next_line(r) ? t : NULL;
}

static cp_tree *read_mapping(reader *r, int64_t column)
{
    uint32_t base = r->open.n;
    cp_tree *t = new_node(r, CP_TREE_MAP, here(r));
    if (!t || ++r->depth > DEPTH_MAX)
        return NULL;
    do {
        entry e;
        if (!read_key(r, false, &e))
            return NULL;
        skip_blanks(r);
        if (is_at_line_end(r) || *r->p == '#')
            e.node = next_line(r) ? read_block(r, column) : NULL;
        else
            e.node = read_inline(r);
        if (!e.node)
            return NULL;
        cp_vec_push(r->a, &r->open, e);
    } while (r->indent == column);
    return r->indent < column ? complete(r, t, base) : NULL;
}

/* Is what begins here, behind a dash, a key? */
static bool is_key(reader *r)
{
    const char *from = r->p;
    cp_str s;
    bool is_changed,
        read = is_quote(peek(r, 0)) ? skip_quoted(r, &s, &is_changed) : read_plain(r, false, &s);
    bool is = read && peek(r, 0) == ':';
    r->p = from;
    return is;
}

static cp_tree *read_sequence(reader *r, int64_t column)
{
    uint32_t base = r->open.n;
    cp_tree *t = new_node(r, CP_TREE_SEQ, here(r));
    if (!t || ++r->depth > DEPTH_MAX)
        return NULL;
    do {
        entry e = { { NULL, 0 }, { 0, 0 }, NULL };
        r->p++;
        skip_blanks(r);
        e.node = is_key(r) ? read_mapping(r, r->p - r->line_start) : read_inline(r);
        if (!e.node)
            return NULL;
        cp_vec_push(r->a, &r->open, e);
    } while (r->indent == column && is_dash(r));
    return r->indent <= column ? complete(r, t, base) : NULL;
}

const cp_tree *cp_yaml_quick(cp_arena *a, cp_bytes in)
{
    cp_str s = cp_str_of_bytes(in);
    cp_arena_mark mark = cp_arena_here(a);
    if (s.n == 0 || s.n > CP_YAML_BYTES_MAX || !is_plain_text(s))
        return NULL;
    reader r = { .a = a, .end = s.p + s.n };
    begin_line(&r, s.p);
    bool begins = !is_at_line_end(&r) && *r.p != '#' ? true : next_line(&r);
    bool is_left = r.p == r.line_start && !is_at_line_end(&r);
    r.indent = 0;
    const cp_tree *t = begins && is_left ? read_block(&r, -1) : NULL;
    if (t && r.indent == AT_END)
        return t;
    cp_arena_back(a, mark); /* what was read of it */
    return NULL;
}
