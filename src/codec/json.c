/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - see json.h.
 *
 * Reading: jansson's objects are measured first, then copied into one block of the arena, so that
 * nothing can interrupt the copy while they are held:
 *
 *     bytes -> json_t (heap, within what the arena may still take) -> measure -> [block] -> cp_tree
 *
 * jansson keeps no places, but the order of the document: while the values are copied in that
 * order, the text, known to be good, is walked along beside them, and gives each its line.
 *
 * Writing: all that could act on a page or a terminal is escaped, which JSON undoes for whoever
 * parses it. */
#include "codec/json.h"
#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ALIGN_BYTES = 8,
    NUMBER_TEXT_MAX = 32,  /* of %.17g and of a 64-bit integer, with the NUL */
    HEAP_HEADER_BYTES = 16 /* keeps what malloc gave aligned */
};

/* jansson's heap: counted per thread, so that a small hostile text cannot take all memory. */
static _Thread_local uint64_t heap_left_bytes;
static _Thread_local bool heap_was_short;

static void *heap_alloc(size_t n)
{
    if (n > SIZE_MAX - HEAP_HEADER_BYTES || n + HEAP_HEADER_BYTES > heap_left_bytes) {
        heap_was_short = true;
        return NULL;
    }
    unsigned char *p = malloc(n + HEAP_HEADER_BYTES);
    if (!p)
        abort();
    memcpy(p, &n, sizeof n);
    heap_left_bytes -= n + HEAP_HEADER_BYTES;
    return p + HEAP_HEADER_BYTES;
}

static void heap_free(void *q)
{
    size_t n;
    if (!q)
        return;
    unsigned char *p = (unsigned char *)q - HEAP_HEADER_BYTES;
    memcpy(&n, p, sizeof n);
    heap_left_bytes += n + HEAP_HEADER_BYTES;
    free(p);
}

static void set_heap(void) { json_set_alloc_funcs(heap_alloc, heap_free); }

static size_t aligned(size_t n) { return (n + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1); }

/* Bytes of the tree that copy() will make. False: nested too deeply. */
static bool measure(const json_t *j, uint32_t depth, size_t *bytes)
{
    const char *key;
    size_t i;
    json_t *child;
    if (depth > CP_JSON_DEPTH_MAX)
        return false;
    *bytes += aligned(sizeof(cp_tree));
    switch (json_typeof(j)) {
    case JSON_OBJECT:
        *bytes += json_object_size(j) * (sizeof(cp_str) + sizeof(cp_tree *));
        json_object_foreach((json_t *)(uintptr_t)j, key, child)
        {
            *bytes += aligned(strlen(key) + 1);
            if (!measure(child, depth + 1, bytes))
                return false;
        }
        break;
    case JSON_ARRAY:
        *bytes += json_array_size(j) * sizeof(cp_tree *);
        json_array_foreach(j, i, child)
        {
            if (!measure(child, depth + 1, bytes))
                return false;
        }
        break;
    case JSON_STRING: *bytes += aligned(json_string_length(j) + 1); break;
    case JSON_INTEGER:
    case JSON_REAL: *bytes += NUMBER_TEXT_MAX; break;
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL: break;
    }
    return true;
}

/* The block, taken from the front, and the text in front of the next value. */
typedef struct block {
    unsigned char *p;
    size_t left;
    const char *at, *end;
    uint64_t line;
} block;

static const bool is_between[256] = { [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true,
                                      [','] = true, [':'] = true,  [']'] = true,  ['}'] = true };

/* Over the text at b->at, which stands in quotes. */
static void pass_text(block *b)
{
    for (b->at++; b->at < b->end && *b->at != '"'; b->at++)
        b->at += *b->at == '\\';
    b->at++;
}

/* To the first letter of what comes next, over all that stands between two values or keys. */
static void pass_between(block *b)
{
    for (; b->at < b->end && is_between[(unsigned char)*b->at]; b->at++)
        b->line += *b->at == '\n';
}

/* Its line; over it if it has no parts, else into it. */
static uint64_t pass_value(block *b)
{
    pass_between(b);
    uint64_t line = b->line;
    if (b->at >= b->end)
        return line;
    if (*b->at == '"')
        pass_text(b);
    else if (*b->at == '{' || *b->at == '[')
        b->at++;
    else
        while (b->at < b->end && !is_between[(unsigned char)*b->at])
            b->at++;
    return line;
}

static void *carve(block *b, size_t n)
{
    void *p = b->p;
    n = aligned(n);
    assert(n <= b->left);
    b->p += n;
    b->left -= n;
    return p;
}

static cp_str carve_str(block *b, const char *p, size_t n)
{
    char *q = carve(b, n + 1);
    memcpy(q, p, n);
    return (cp_str){ q, n };
}

/* The shortest decimal that reads back as v. */
static cp_str carve_number(block *b, double v)
{
    char *p = carve(b, NUMBER_TEXT_MAX);
    int n = 0;
    for (int digits = 15; digits <= 17; digits++) {
        n = snprintf(p, NUMBER_TEXT_MAX, "%.*g", digits, v);
        if (strtod(p, NULL) == v)
            break;
    }
    return (cp_str){ p, (size_t)n };
}

static cp_tree *copy(block *b, const json_t *j);

static void copy_object(block *b, const json_t *j, cp_tree *t)
{
    const char *key;
    json_t *child;
    size_t n = json_object_size(j);
    t->kind = CP_TREE_MAP;
    t->keys = carve(b, n * sizeof *t->keys);
    t->items = carve(b, n * sizeof(cp_tree *));
    json_object_foreach((json_t *)(uintptr_t)j, key, child)
    {
        pass_between(b);
        pass_text(b);
        t->keys[t->n] = carve_str(b, key, strlen(key));
        t->items[t->n++] = copy(b, child);
    }
}

static cp_tree *copy(block *b, const json_t *j)
{
    cp_tree *t = carve(b, sizeof *t);
    size_t i;
    json_t *child;
    t->line = pass_value(b);
    switch (json_typeof(j)) {
    case JSON_OBJECT: copy_object(b, j, t); break;
    case JSON_ARRAY:
        t->kind = CP_TREE_SEQ;
        t->items = carve(b, json_array_size(j) * sizeof(cp_tree *));
        json_array_foreach(j, i, child) { t->items[t->n++] = copy(b, child); }
        break;
    case JSON_STRING:
        t->kind = CP_TREE_TEXT;
        t->text = carve_str(b, json_string_value(j), json_string_length(j));
        break;
    case JSON_INTEGER:
        t->kind = CP_TREE_NUMBER;
        t->number = (double)json_integer_value(j);
        t->text.p = carve(b, NUMBER_TEXT_MAX);
        t->text.n = (size_t)snprintf((char *)(uintptr_t)t->text.p, NUMBER_TEXT_MAX,
                                     "%" JSON_INTEGER_FORMAT, json_integer_value(j));
        break;
    case JSON_REAL:
        t->kind = CP_TREE_NUMBER;
        t->number = json_real_value(j);
        t->text = carve_number(b, t->number);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        t->kind = CP_TREE_BOOL;
        t->boolean = json_is_true(j);
        t->text = t->boolean ? CP_STR("true") : CP_STR("false");
        break;
    case JSON_NULL: t->kind = CP_TREE_NULL; break;
    }
    return t;
}

static cp_rc fail_parse(const json_error_t *e, cp_bytes in, size_t mark, cp_err *err)
{
    uint64_t off = e->position > 0 ? (uint64_t)e->position : 0;
    cp_rc rc = CP_EFORMAT;
    if (heap_was_short)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                     "%zu bytes of JSON need more than the memory that this job may use", in.n);
    else if (json_error_code(e) == json_error_stack_overflow)
        rc =
            cp_fail(err, CP_ELIMIT, off + mark, "JSON is nested deeper than %d", CP_JSON_DEPTH_MAX);
    else
        rc = cp_fail(err, rc, off + mark, "not valid JSON: %s", e->text);
    if (e->line > 0)
        cp_err_at_line(err, (uint64_t)e->line);
    return rc;
}

/* jansson passes over a NUL byte that follows a number. */
CP_MUST_CHECK static cp_rc check_nul(cp_bytes in, cp_err *err)
{
    ptrdiff_t at = cp_str_find_char(cp_str_of_bytes(in), '\0');
    uint64_t line = 1;
    if (at < 0)
        return CP_OK;
    for (ptrdiff_t i = 0; i < at; i++)
        line += in.p[i] == '\n';
    (void)cp_fail(err, CP_EFORMAT, (uint64_t)at, "not valid JSON: a NUL byte");
    cp_err_at_line(err, line);
    return CP_EFORMAT;
}

static json_t *load(cp_bytes in, json_error_t *e)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;
    const char *p = in.p ? (const char *)in.p : "";
    json_t *j = json_loadb(p, in.n, flags, e);
    /* an integer beyond 64 bits is still a number */
    if (!j && !heap_was_short && json_error_code(e) == json_error_numeric_overflow)
        j = json_loadb(p, in.n, flags | JSON_DECODE_INT_AS_REAL, e);
    return j;
}

cp_rc cp_json_parse(cp_arena *a, cp_bytes in, const cp_tree **out, cp_err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    json_error_t e = { .line = 0 };
    size_t bytes = 0, mark = cp_str_starts(cp_str_of_bytes(in), CP_STR("\xef\xbb\xbf")) ? 3 : 0;
    if (in.n > CP_JSON_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%zu bytes of JSON are more than the limit of %d",
                       in.n, CP_JSON_BYTES_MAX);
    cp_rc rc = check_nul(in, err);
    if (rc != CP_OK)
        return rc;
    (void)pthread_once(&once, set_heap);
    uint64_t free_bytes = cp_arena_limit_bytes(a) - cp_arena_used_bytes(a);
    heap_left_bytes = free_bytes;
    heap_was_short = false;
    cp_str text = cp_str_from(cp_str_of_bytes(in), mark);
    json_t *j = load(cp_bytes_of_str(text), &e);
    if (!j)
        return fail_parse(&e, in, mark, err);
    if (!measure(j, 0, &bytes))
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "JSON is nested deeper than %d", CP_JSON_DEPTH_MAX);
    else if (bytes > free_bytes)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                     "%zu bytes of JSON need more than the memory that this job may use", in.n);
    if (rc == CP_OK) {
        block b = { cp_arena_alloc(a, bytes), bytes, text.p, text.p + text.n, 1 };
        *out = copy(&b, j);
    }
    json_decref(j);
    return rc;
}

cp_jw cp_jw_new(cp_buf *b) { return (cp_jw){ .b = b, .scratch = b->a }; }

static void new_line(cp_jw *w)
{
    cp_buf_char(w->b, '\n');
    for (uint32_t i = 0; i < w->depth; i++)
        cp_buf_add(w->b, CP_STR("  "));
}

/* What stands between the value or key to come and what was before it. */
static void separate(cp_jw *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (w->need_comma)
        cp_buf_char(w->b, ',');
    if (w->pretty && w->depth > 0)
        new_line(w);
}

static void open_with(cp_jw *w, char c)
{
    separate(w);
    cp_buf_char(w->b, c);
    w->depth++;
    w->need_comma = false;
}

static void close_with(cp_jw *w, char c)
{
    assert(w->depth > 0 && !w->after_key);
    w->depth--;
    if (w->pretty && w->need_comma)
        new_line(w);
    cp_buf_char(w->b, c);
    w->need_comma = w->depth > 0;
}

void cp_jw_obj(cp_jw *w) { open_with(w, '{'); }
void cp_jw_obj_end(cp_jw *w) { close_with(w, '}'); }
void cp_jw_arr(cp_jw *w) { open_with(w, '['); }
void cp_jw_arr_end(cp_jw *w) { close_with(w, ']'); }

/* A value that is already JSON. */
static void put(cp_jw *w, cp_str text)
{
    separate(w);
    cp_buf_add(w->b, text);
    w->need_comma = w->depth > 0;
}

void cp_jw_key(cp_jw *w, const char *key)
{
    assert(w->depth > 0 && !w->after_key);
    cp_jw_str(w, cp_str_c(key));
    cp_buf_add(w->b, w->pretty ? CP_STR(": ") : CP_STR(":"));
    w->after_key = true;
}

void cp_jw_str(cp_jw *w, cp_str s)
{
    put(w, CP_STR("\""));
    cp_json_escape(w->b, s);
    cp_buf_char(w->b, '"');
}

void cp_jw_u64(cp_jw *w, uint64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%llu", (unsigned long long)v);
    put(w, (cp_str){ text, (size_t)n });
}

void cp_jw_i64(cp_jw *w, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)v);
    put(w, (cp_str){ text, (size_t)n });
}

void cp_jw_num(cp_jw *w, double v)
{
    char text[320]; /* the largest double has 309 digits before the point */
    if (!isfinite(v)) {
        cp_jw_null(w);
        return;
    }
    size_t n = (size_t)snprintf(text, sizeof text, "%.4f", v);
    while (text[n - 1] == '0')
        n--;
    if (text[n - 1] == '.')
        n--;
    put(w, n == 2 && text[0] == '-' && text[1] == '0' ? CP_STR("0") : (cp_str){ text, n });
}

void cp_jw_double(cp_jw *w, double v)
{
    enum { DIGITS_SURE = 15, DIGITS_MAX = 17 }; /* of an IEEE 754 double */
    char text[32];
    if (!isfinite(v)) {
        cp_jw_null(w);
        return;
    }
    for (int digits = DIGITS_SURE; digits <= DIGITS_MAX; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    put(w, cp_str_c(text));
}

void cp_jw_bool(cp_jw *w, bool v) { put(w, v ? CP_STR("true") : CP_STR("false")); }
void cp_jw_null(cp_jw *w) { put(w, CP_STR("null")); }
void cp_jw_json(cp_jw *w, cp_str value) { put(w, value); }

void cp_jw_kstr(cp_jw *w, const char *key, cp_str s)
{
    cp_jw_key(w, key);
    cp_jw_str(w, s);
}

void cp_jw_kstr_opt(cp_jw *w, const char *key, cp_str s)
{
    cp_jw_key(w, key);
    if (s.n)
        cp_jw_str(w, s);
    else
        cp_jw_null(w);
}

void cp_jw_ku64(cp_jw *w, const char *key, uint64_t v)
{
    cp_jw_key(w, key);
    cp_jw_u64(w, v);
}

void cp_jw_knum(cp_jw *w, const char *key, double v)
{
    cp_jw_key(w, key);
    cp_jw_num(w, v);
}

void cp_jw_kdouble(cp_jw *w, const char *key, double v)
{
    cp_jw_key(w, key);
    cp_jw_double(w, v);
}

void cp_jw_kbool(cp_jw *w, const char *key, bool v)
{
    cp_jw_key(w, key);
    cp_jw_bool(w, v);
}

void cp_jw_kstrs(cp_jw *w, const char *key, const cp_str *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        cp_jw_str(w, v[i]);
    cp_jw_arr_end(w);
}

/* Stands for itself: not what JSON, HTML or a terminal could act on. */
static bool is_plain(uint32_t cp)
{
    return cp != '"' && cp != '\\' && cp != '<' && cp != '>' && cp != '&' && cp >= 0x20 &&
           (cp < 0x7f || !cp_utf8_is_active(cp));
}

static void escape_one(cp_buf *b, uint32_t cp)
{
    switch (cp) {
    case '"': cp_buf_add(b, CP_STR("\\\"")); return;
    case '\\': cp_buf_add(b, CP_STR("\\\\")); return;
    case '\n': cp_buf_add(b, CP_STR("\\n")); return;
    case '\r': cp_buf_add(b, CP_STR("\\r")); return;
    case '\t': cp_buf_add(b, CP_STR("\\t")); return;
    }
    if (cp > 0xffff)
        cp_buf_fmt(b, "\\u%04x\\u%04x", 0xd7c0 + (cp >> 10), 0xdc00 | (cp & 0x3ff));
    else
        cp_buf_fmt(b, "\\u%04x", cp);
}

void cp_json_escape(cp_buf *b, cp_str s)
{
    size_t plain = 0;
    while (plain < s.n) {
        unsigned char c = (unsigned char)s.p[plain];
        if (c < 0x7f && is_plain(c)) { /* nearly all there is */
            plain++;
            continue;
        }
        uint32_t cp = 0xfffd;
        cp_str rest = cp_str_from(s, plain);
        size_t n = cp_utf8_decode(rest, &cp);
        if (n && is_plain(cp)) {
            plain += n;
            continue;
        }
        cp_buf_add(b, cp_str_slice(s, 0, plain));
        if (n)
            escape_one(b, cp);
        else
            cp_buf_add(b, CP_STR("\xef\xbf\xbd"));
        s = cp_str_from(rest, n ? n : 1);
        plain = 0;
    }
    cp_buf_add(b, s);
}
