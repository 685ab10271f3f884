/* SPDX-License-Identifier: Apache-2.0 */
/* lines.c - see lines.h. */
#include "sources/state/lines.h"
#include <string.h>
#include "sources/state/state.h"
#include "sources/text.h"

typedef cp_state_lines lines;

static void free_lines(void *arg)
{
    lines *l = arg;
    cp_arena_free(l->piece);
    cp_arena_free(l->owned);
    l->piece = l->owned = NULL;
}

void cp_state_lines_of_text(cp_arena *a, cp_str text, lines *out)
{
    *out = (lines){ .a = a,
                    .window = text.p,
                    .n = text.n,
                    .piece_bytes = CP_STATE_PIECE_BYTES,
                    .keep = UINT64_MAX,
                    .is_end = true };
}

/* ---- pieces */

/* How many bytes at the end begin a character of UTF-8 that may go on behind it: 0..3. */
static size_t cut_character(cp_bytes b)
{
    for (size_t k = 1; k <= 3 && k <= b.n; k++)
        if ((b.p[b.n - k] & 0xc0) != 0x80)
            return b.p[b.n - k] >= 0xc0 ? k : 0;
    return 0;
}

/* How much of it is whole lines; of one line, if that is UTF-8, whole characters. 0: more has to be
 * there, so that it can be told. */
static size_t whole_of(const lines *l, cp_bytes b)
{
    const uint8_t *end = memrchr(b.p, '\n', b.n);
    if (end)
        return (size_t)(end - b.p) + 1;
    cp_str s = { (const char *)b.p, b.n - cut_character(b) };
    return l->use.guess.charset == CP_CHARSET_NONE && cp_str_is_utf8(s) ? s.n : 0;
}

/* "" at the end. */
static cp_str next_piece(lines *l)
{
    size_t want = l->piece_bytes, n = 0;
    cp_bytes b;
    for (;; want *= 2) {
        b = cp_input_peek(l->in, want);
        bool is_last = b.n < want;
        b.n = is_last ? b.n : want;
        n = is_last ? b.n : whole_of(l, b);
        if (n || is_last || want >= CP_INPUT_PEEK_MAX)
            break;
    }
    b.n = n ? n : b.n;
    if (b.n == 0)
        return CP_STR("");
    cp_arena_free(l->piece);
    l->piece = cp_arena_new(0);
    cp_str text = cp_charset_text(l->piece, b, &l->use);
    cp_input_skip(l->in, b.n);
    return text;
}

/* The window without what need not be kept, and the next piece behind it. */
static void fill(lines *l)
{
    uint64_t from = l->keep < l->next ? l->keep : l->next;
    size_t gone = (size_t)(from - l->base), left = l->n - gone;
    const char *kept = left ? l->window + gone : NULL;
    cp_str text = next_piece(l);
    if (text.n == 0) {
        l->is_end = true;
        return;
    }
    if (l->base + l->n + text.n > CP_STATE_BYTES_MAX) {
        l->rc = cp_fail(&l->fault, CP_ELIMIT, l->base + l->n, "more than %llu bytes of text",
                        (unsigned long long)CP_STATE_BYTES_MAX);
        l->is_end = true;
        return;
    }
    cp_arena *before = NULL;
    char *to = (char *)(uintptr_t)l->window;
    if (left + text.n > l->room) {
        before = l->owned;
        l->owned = cp_arena_new(0);
        l->room = left + text.n > l->room * 2 ? left + text.n : l->room * 2;
        to = CP_NEW_RAW(l->owned, char, l->room);
    }
    if (left)
        memmove(to, kept, left);
    memcpy(to + left, text.p, text.n);
    cp_arena_free(before);
    l->window = to;
    l->n = left + text.n;
    l->base = from;
}

static bool is_utf16(cp_bytes b)
{
    return b.n >= 2 && ((b.p[0] == 0xff && b.p[1] == 0xfe) || (b.p[0] == 0xfe && b.p[1] == 0xff));
}

cp_rc cp_state_lines_of_input(cp_arena *a, cp_input *in, const cp_read_opts *opts, cp_source *src,
                              lines *out, cp_err *err)
{
    static const char mark[] = { '\xef', '\xbb', '\xbf' };
    size_t piece = opts->piece_bytes ? opts->piece_bytes : CP_STATE_PIECE_BYTES;
    cp_bytes b = cp_input_peek(in, piece), text;
    if (b.n < piece || is_utf16(b)) {
        cp_rc rc =
            cp_text_read(a, in, CP_STATE_TREE_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &text, err);
        if (rc == CP_OK)
            cp_state_lines_of_text(a, cp_str_of_bytes(text), out);
        return rc;
    }
    *out = (lines){ .a = a,
                    .in = in,
                    .keep = UINT64_MAX,
                    .piece_bytes = piece,
                    .use.hint = cp_text_hint(a, opts, CP_TEXT_OF_PEOPLE) };
    if (b.n >= sizeof mark && memcmp(b.p, mark, sizeof mark) == 0) {
        cp_input_skip(in, sizeof mark);
        out->use.bytes = sizeof mark;
    }
    cp_arena_defer(a, free_lines, out);
    return CP_OK;
}

void cp_state_lines_end(lines *l, cp_source *src)
{
    if (!l->in)
        return;
    cp_text_tell_charset(l->a, src, &l->use, false);
    cp_text_tell_end(l->a, src, &l->use);
}

/* ---- lines */

bool cp_state_lines_next(lines *l, cp_str *line, bool *is_rest)
{
    for (;;) {
        size_t at = (size_t)(l->next - l->base), left = l->n - at;
        size_t n = left < CP_STATE_LINE_PART_BYTES ? left : CP_STATE_LINE_PART_BYTES;
        const char *begin = left ? l->window + at : NULL;
        const char *end = left ? memchr(begin, '\n', n) : NULL;
        if (!end && left < CP_STATE_LINE_PART_BYTES && !l->is_end) {
            fill(l);
            continue;
        }
        if (left == 0)
            return false;
        *line = (cp_str){ begin, end ? (size_t)(end - begin) + 1 : n };
        *is_rest = l->in_line;
        l->in_line = !end;
        l->next += line->n;
        return true;
    }
}

cp_str cp_state_lines_between(const lines *l, uint64_t from, uint64_t to)
{
    return to > from ? (cp_str){ l->window + (from - l->base), (size_t)(to - from) } : CP_STR("");
}
