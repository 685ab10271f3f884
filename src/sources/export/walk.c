/* SPDX-License-Identifier: Apache-2.0 */
/* walk.c - see walk.h. */
#include "sources/export/walk.h"
#include "codec/json.h"

cp_walk cp_walk_new(cp_str text, uint64_t first_line)
{
    if (cp_str_starts(text, CP_STR("\xef\xbb\xbf")))
        text = cp_str_from(text, 3);
    return (cp_walk){ .text = text, .line = first_line };
}

/* The next letter that is no blank; '\0' at the end. */
static char look(cp_walk *w)
{
    for (; w->at < w->text.n; w->at++) {
        char c = w->text.p[w->at];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            return c;
        w->line += c == '\n';
    }
    return '\0';
}

static bool fail(cp_walk *w, const char *what)
{
    w->fault = what;
    return false;
}

/* Over the text in quotes at hand. False: it does not end. */
static bool pass_text(cp_walk *w)
{
    const char *p = w->text.p;
    for (w->at++; w->at < w->text.n && p[w->at] != '"'; w->at++) {
        w->at += p[w->at] == '\\';
        w->line += w->at < w->text.n && p[w->at] == '\n';
    }
    return w->at < w->text.n ? (w->at++, true) : (w->at = w->text.n, false);
}

static const bool is_end_of_word[256] = { [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true,
                                          [','] = true, [']'] = true,  ['}'] = true };

/* Over the value at hand. False: it does not end. */
static bool pass_value(cp_walk *w)
{
    const char *p = w->text.p;
    uint64_t depth = 0;
    if (p[w->at] == '"')
        return pass_text(w);
    if (p[w->at] != '{' && p[w->at] != '[') {
        size_t from = w->at;
        while (w->at < w->text.n && !is_end_of_word[(unsigned char)p[w->at]])
            w->at++;
        w->at += w->at == from; /* it is no value, which its parser tells */
        return true;
    }
    while (w->at < w->text.n) {
        char c = p[w->at];
        if (c == '"') {
            if (!pass_text(w))
                return false;
            continue;
        }
        w->line += c == '\n';
        w->at++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return true;
    }
    return false;
}

static bool take_value(cp_walk *w, cp_member *out)
{
    size_t from = w->at;
    *out =
        (cp_member){ .key = w->key, .line = w->line, .is_item = w->in_list, .begins = w->begins };
    w->begins = false;
    out->is_cut = !pass_value(w);
    out->text = cp_str_slice(w->text, from, w->at - from);
    return true;
}

/* The key at hand and its colon. */
static bool take_key(cp_walk *w)
{
    size_t from = w->at + 1;
    if (w->text.p[w->at] != '"')
        return fail(w, "expected the key of an object");
    if (!pass_text(w))
        return fail(w, "the text is cut off in a key");
    w->key = cp_str_slice(w->text, from, w->at - 1 - from);
    if (look(w) != ':')
        return fail(w, "expected a colon behind a key");
    w->at++;
    return true;
}

/* Out of a list, or out of the document. */
static void leave(cp_walk *w)
{
    w->at++;
    if (w->in_list)
        w->in_list = false;
    else
        w->in_object = false;
    if (!w->in_object)
        w->key = CP_STR("");
}

/* Between two documents: true where one begins that is a single value. */
static bool enter(cp_walk *w, char c)
{
    w->begins = true;
    w->in_object = c == '{';
    w->in_list = c == '[';
    w->at += w->in_object || w->in_list;
    return !w->in_object && !w->in_list;
}

bool cp_walk_next(cp_walk *w, cp_member *out)
{
    while (!w->fault) {
        char c = look(w);
        bool is_within = w->in_object || w->in_list;
        if (c == '\0' && w->at < w->text.n)
            return fail(w, "a NUL byte");
        if (c == '\0')
            return is_within && fail(w, "the text is cut off");
        if (!is_within) {
            if (enter(w, c))
                return take_value(w, out);
        } else if (c == (w->in_list ? ']' : '}')) {
            leave(w);
        } else if (c == ',') {
            w->at++;
        } else if (w->in_list) {
            return take_value(w, out);
        } else if (!take_key(w)) {
            return false;
        } else if (look(w) == '[') {
            w->at++;
            w->in_list = true;
        } else if (w->at < w->text.n) {
            return take_value(w, out);
        }
    }
    return false;
}

static void shift_lines(const cp_tree *t, uint64_t by)
{
    cp_tree *own = (cp_tree *)(uintptr_t)t;
    own->line += by;
    for (uint32_t i = 0; i < t->n; i++)
        shift_lines(t->items[i], by);
}

const cp_tree *cp_walk_parse(cp_arena *scratch, const cp_member *m, cp_arena *a, cp_source *src)
{
    const cp_tree *t = NULL;
    cp_err err = { .line = 0 };
    if (m->is_cut) {
        cp_source_bad(a, src, m->line, "the record is cut off");
        return NULL;
    }
    if (m->text.n > CP_WALK_RECORD_BYTES_MAX) {
        cp_source_bad(a, src, m->line, "a record of %zu bytes, more than the limit of %d",
                      m->text.n, CP_WALK_RECORD_BYTES_MAX);
        return NULL;
    }
    if (m->text.n <= CP_WALK_QUICK_BYTES_MAX)
        t = cp_json_quick(scratch, m->text);
    if (!t && cp_json_parse(scratch, cp_bytes_of_str(m->text), &t, &err) != CP_OK) {
        cp_source_bad(a, src, m->line + (err.line ? err.line - 1 : 0), "%s", err.msg);
        return NULL;
    }
    if (m->line > 1)
        shift_lines(t, m->line - 1);
    return t;
}

const cp_tree *cp_walk_parse_part(cp_arena *scratch, const cp_member *m, cp_arena *a,
                                  cp_source *src)
{
    const cp_tree *t = cp_walk_parse(scratch, m, a, src);
    src->records += !t;
    return t;
}

void cp_walk_end(const cp_walk *w, cp_arena *a, cp_source *src)
{
    if (!w->fault)
        return;
    src->records++;
    cp_source_bad(a, src, w->line, "%s: what is behind was not read", w->fault);
}
