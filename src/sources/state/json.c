/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - see json.h. */
#include "sources/state/json.h"
#include "codec/json.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void skip_blanks(cp_state_parts *p)
{
    size_t i = 0;
    for (; i < p->rest.n && is_blank(p->rest.p[i]); i++)
        p->line += p->rest.p[i] == '\n';
    p->rest = cp_str_from(p->rest, i);
}

cp_state_parts cp_state_documents(cp_state_text *in, uint64_t line)
{
    return (cp_state_parts){ .rest = in->rest, .line = line, .from = in };
}

/* How many bytes the value has at which text begins; 0: the text ends within it. */
static size_t value_bytes(cp_str text, uint64_t *n_lines)
{
    size_t depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        *n_lines += c == '\n';
        if (in_text) {
            i += c == '\\';
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return i;
            if (--depth == 0)
                return i + 1;
        } else if (depth == 0 && (c == ',' || is_blank(c))) {
            *n_lines -= c == '\n'; /* counted again where it is skipped */
            return i;
        }
    }
    return depth == 0 && !in_text ? text.n : 0;
}

static bool tear(cp_state_parts *p)
{
    p->is_end = p->is_torn = true;
    return false;
}

/* "key": */
static bool read_key(cp_state_parts *p, cp_str *key)
{
    uint64_t n_lines = 0;
    size_t n = 1;
    if (p->rest.n == 0 || p->rest.p[0] != '"')
        return false;
    for (; n < p->rest.n && p->rest.p[n] != '"'; n++) {
        n_lines += p->rest.p[n] == '\n';
        n += p->rest.p[n] == '\\';
    }
    if (n >= p->rest.n)
        return false;
    *key = cp_str_slice(p->rest, 1, n - 1);
    p->rest = cp_str_from(p->rest, n + 1);
    p->line += n_lines;
    skip_blanks(p);
    if (p->rest.n == 0 || p->rest.p[0] != ':')
        return false;
    p->rest = cp_str_from(p->rest, 1);
    skip_blanks(p);
    return true;
}

/* Up to where a value begins; false: there is none. */
static bool begin_part(cp_state_parts *p, cp_state_part *out)
{
    if (p->is_end)
        return false;
    skip_blanks(p);
    if (p->rest.n && p->rest.p[0] == ',' && p->kind) {
        p->rest = cp_str_from(p->rest, 1);
        skip_blanks(p);
    }
    if (p->rest.n == 0) {
        p->is_end = true;
        p->is_torn = p->kind != 0;
        return false;
    }
    if (p->kind && (p->rest.p[0] == ']' || p->rest.p[0] == '}')) {
        if ((p->kind == '[') != (p->rest.p[0] == ']'))
            return tear(p);
        p->is_end = true;
        p->rest = cp_str_from(p->rest, 1);
        return false;
    }
    *out = (cp_state_part){ CP_STR(""), CP_STR(""), p->line };
    if (p->kind == '{' && !read_key(p, &out->key))
        return tear(p);
    out->line = p->line;
    return true;
}

static bool take_value(cp_state_parts *p, cp_state_part *out)
{
    uint64_t n_lines = 0;
    size_t n = value_bytes(p->rest, &n_lines);
    if (n == 0)
        return tear(p);
    out->text = cp_str_slice(p->rest, 0, n);
    p->rest = cp_str_from(p->rest, n);
    p->line += n_lines;
    return true;
}

static bool next_of(cp_state_parts *p, cp_state_part *out)
{
    return begin_part(p, out) && take_value(p, out);
}

/* A part was looked for, and `now` is behind it. Did it perhaps end because no more was there? Then
 * p has more, and it is looked for again. */
static bool has_more(cp_state_parts *p, cp_state_parts *now)
{
    if (p->from->is_end || !(now->is_torn || now->rest.n == 0))
        return false;
    if (p->rest.n > CP_STATE_TREE_BYTES_MAX) {
        now->is_large = true;
        return tear(now);
    }
    p->from->more(p->from, &p->rest);
    return true;
}

static bool tried(cp_state_parts *p, cp_state_part *out,
                  bool (*look)(cp_state_parts *p, cp_state_part *out))
{
    for (;;) {
        cp_state_parts now = *p;
        bool is_there = look(&now, out);
        if (has_more(p, &now))
            continue;
        *p = now;
        return is_there && !now.is_large;
    }
}

bool cp_state_parts_next(cp_state_parts *p, cp_state_part *out) { return tried(p, out, next_of); }

static bool enter_of(cp_state_parts *p, cp_state_part *out)
{
    if (!begin_part(p, out))
        return false;
    bool is_open = p->rest.n && (p->rest.p[0] == '[' || p->rest.p[0] == '{');
    return is_open || take_value(p, out);
}

bool cp_state_parts_enter(cp_state_parts *p, cp_state_part *out, cp_state_parts *inner)
{
    if (!tried(p, out, enter_of))
        return false;
    bool is_open = out->text.n == 0 && p->rest.n;
    *inner = (cp_state_parts){ .rest = cp_str_from(p->rest, 1),
                               .line = p->line,
                               .kind = is_open ? p->rest.p[0] : 0,
                               .is_end = !is_open,
                               .from = p->from };
    return true;
}

void cp_state_parts_leave(cp_state_parts *p, cp_state_parts *inner)
{
    cp_state_part passed;
    if (!inner->kind)
        return;
    while (cp_state_parts_next(inner, &passed))
        ;
    p->rest = inner->rest;
    p->line = inner->line;
    p->is_torn = p->is_end = inner->is_torn;
    p->is_large = inner->is_large;
}

void cp_state_torn(cp_state_section *s, const cp_state_parts *p)
{
    if (!p->is_torn)
        return;
    s->line = p->line;
    if (p->is_large)
        cp_state_bad_at(s, p->line, cp_str_slice(p->rest, 0, 80),
                        "a part of the JSON has more than %llu bytes: it and what follows was not "
                        "read",
                        (unsigned long long)CP_STATE_TREE_BYTES_MAX);
    else
        cp_state_bad_at(s, p->line, cp_str_slice(p->rest, 0, 80),
                        "the JSON is cut off or broken here");
    cp_state_limits(s, CP_STR(""), "cut off", "the JSON is cut off or broken");
}

void cp_state_each_part(cp_state_section *s, cp_state_text *in,
                        void (*each)(cp_state_section *s, const cp_state_part *p))
{
    cp_state_part document, part;
    cp_state_parts documents = cp_state_documents(in, s->line), parts;
    while (cp_state_parts_enter(&documents, &document, &parts)) {
        bool is_list = parts.kind == '[';
        if (!is_list && parts.kind && !tried(&documents, &document, take_value))
            break;
        if (!is_list) {
            s->line = document.line;
            each(s, &document);
            continue;
        }
        while (cp_state_parts_next(&parts, &part)) {
            cp_arena_mark mark = cp_arena_here(s->a);
            s->line = part.line;
            each(s, &part);
            cp_arena_back(s->a, mark);
        }
        cp_state_parts_leave(&documents, &parts);
    }
    cp_state_torn(s, &documents);
}

const cp_tree *cp_state_tree_quiet(cp_state_section *s, const cp_state_part *p, cp_err *err)
{
    const cp_tree *t = NULL;
    if (p->text.n > CP_STATE_TREE_BYTES_MAX) {
        (void)cp_fail(err, CP_ELIMIT, CP_NO_OFF, "a part of %zu bytes, more than %llu", p->text.n,
                      (unsigned long long)CP_STATE_TREE_BYTES_MAX);
        return NULL;
    }
    t = cp_json_quick(s->a, p->text);
    if (!t && cp_json_parse(s->a, cp_bytes_of_str(p->text), &t, err) != CP_OK)
        return NULL;
    return t;
}

const cp_tree *cp_state_tree(cp_state_section *s, const cp_state_part *p)
{
    cp_err err;
    const cp_tree *t = cp_state_tree_quiet(s, p, &err);
    if (!t)
        cp_state_bad_at(s, p->line, p->text, "%s", err.msg);
    return t;
}

/* ---- values */

const cp_tree *cp_state_at(const cp_tree *t, const char *key)
{
    return cp_tree_get(t, cp_str_c(key));
}

cp_str cp_state_text_at(const cp_tree *t, const char *key)
{
    return cp_tree_get_text(t, cp_str_c(key));
}

uint64_t cp_state_number_at(const cp_tree *t, const char *key)
{
    uint64_t n;
    return cp_str_u64(cp_state_text_at(t, key), &n) ? n : 0;
}

bool cp_state_true_at(const cp_tree *t, const char *key)
{
    const cp_tree *v = cp_state_at(t, key);
    return v && v->kind == CP_TREE_BOOL && v->boolean;
}

bool cp_state_list_has(const cp_tree *list, const char *text)
{
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++)
        if (cp_str_eq(cp_tree_text(list->items[i]), cp_str_c(text)))
            return true;
    return false;
}

bool cp_state_json_has(cp_str head, const char *keys)
{
    cp_str rest = cp_str_c(keys), key;
    head = cp_str_trim(head);
    if (head.n < 2 || (head.p[0] != '[' && head.p[0] != '{'))
        return false;
    char quoted[64];
    while (cp_str_cut(&rest, '|', &key)) {
        if (key.n + 2 > sizeof quoted)
            return false;
        quoted[0] = '"';
        memcpy(quoted + 1, key.p, key.n);
        quoted[key.n + 1] = '"';
        if (!cp_str_has(head, (cp_str){ quoted, key.n + 2 }))
            return false;
    }
    return true;
}
