/* SPDX-License-Identifier: Apache-2.0 */
/* records.c - see records.h. */
#include "sources/access/records.h"
#include "codec/json.h"
#include "sources/access/access.h"
#include "sources/text.h"
#include "sources/topo/topo.h"

cp_rc cp_records_open(cp_arena *a, cp_input *in, uint64_t bytes_max, const cp_read_opts *opts,
                      cp_source *src, cp_records *out, cp_err *err)
{
    cp_bytes text;
    cp_rc rc = cp_text_read(a, in, bytes_max, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    cp_arena *scratch = cp_access_scratch(a);
    *out = (cp_records){ .a = a,
                         .scratch = scratch,
                         .empty = cp_arena_here(scratch),
                         .text = cp_str_of_bytes(text),
                         .next_line = 1,
                         .src = src };
    return CP_OK;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void skip_blanks(cp_records *r)
{
    for (; r->at < r->text.n && is_blank(r->text.p[r->at]); r->at++)
        r->next_line += r->text.p[r->at] == '\n';
}

/* At the beginning of a value: behind it, where its brackets are closed, or a comma or bracket of
 * the list around it ends it. False: the text ends before. */
static bool find_end(cp_records *r, size_t *end)
{
    size_t depth = 0, i = r->at;
    bool in_text = false;
    for (; i < r->text.n; i++) {
        char c = r->text.p[i];
        if (c == '\n')
            r->next_line++;
        if (in_text) {
            i += c == '\\';
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && depth > 0) {
            if (--depth == 0) {
                *end = i + 1;
                return true;
            }
        } else if (depth == 0 && (c == ',' || c == ']' || c == '}' || is_blank(c))) {
            *end = i > r->at ? i : i + 1;
            r->next_line -= c == '\n' && i > r->at; /* counted again where it is skipped */
            return true;
        }
    }
    *end = r->text.n;
    return depth == 0 && !in_text;
}

static const cp_tree *parse(cp_records *r, cp_str text, cp_err *err)
{
    const cp_tree *t = cp_json_quick(r->scratch, text);
    if (!t && cp_json_parse(r->scratch, cp_bytes_of_str(text), &t, err) != CP_OK)
        return NULL;
    return t;
}

/* False: there is none, or the list ended. */
static bool go_to_value(cp_records *r)
{
    for (;;) {
        skip_blanks(r);
        if (r->is_end || r->at >= r->text.n)
            return false;
        char c = r->text.p[r->at];
        if (c == '[' && r->n == 0 && !r->in_list)
            r->in_list = true;
        else if (c == ']' && r->in_list)
            r->in_list = false;
        else if (c != ',')
            return true;
        r->at++;
    }
}

bool cp_records_next(cp_records *r, const cp_tree **out)
{
    cp_err err;
    size_t end;
    while (go_to_value(r)) {
        r->line = r->next_line;
        bool is_whole = find_end(r, &end);
        cp_str text = cp_str_slice(r->text, r->at, end - r->at);
        r->at = end;
        r->n++;
        cp_arena_back(r->scratch, r->empty);
        if (!is_whole) {
            r->is_end = true;
            r->src->records++;
            cp_source_bad(r->a, r->src, r->line, "the text ends within this record");
            return false;
        }
        *out = text.n <= CP_RECORD_BYTES_MAX ? parse(r, text, &err) : NULL;
        if (*out)
            return true;
        r->src->records++;
        if (text.n > CP_RECORD_BYTES_MAX)
            cp_source_bad(r->a, r->src, r->line, "a record of %zu bytes, more than %d", text.n,
                          CP_RECORD_BYTES_MAX);
        else
            cp_source_bad(r->a, r->src, r->line, "%s", err.msg);
    }
    return false;
}

uint64_t cp_records_line(const cp_records *r, const cp_tree *t)
{
    return t && t->line ? r->line + t->line - 1 : r->line;
}

bool cp_records_have(cp_bytes head, const char *const *keys)
{
    if (!cp_topo_is_json(head))
        return false;
    for (; *keys; keys++) {
        const char *const one[] = { *keys, NULL };
        if (!cp_topo_has_key(head, one))
            return false;
    }
    return true;
}

const cp_tree *cp_record_at(const cp_tree *t, const char *key)
{
    return cp_tree_get(t, cp_str_c(key));
}

cp_str cp_record_text(const cp_tree *t, const char *key)
{
    return cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
}
