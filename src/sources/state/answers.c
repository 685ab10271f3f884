/* SPDX-License-Identifier: Apache-2.0 */
/* answers.c - see answers.h.
 *
 *     p: [prompt\n line\n line\n | lin...]      0: where the answer in hand begins
 *                                at            what is before it was looked at, line by line */
#include "sources/state/answers.h"
#include <string.h>
#include "base/arena.h"
#include "sources/access/typescript.h"
#include "sources/state/state.h"

struct cp_state_answers {
    cp_arena *a; /* of p */
    char *p;
    size_t n, cap;
    size_t base, at; /* the answer in hand begins at base; at: from there */
    size_t drop;     /* what was given out, from base */
    uint64_t line;   /* of base, from 1 */
    cp_arena *names; /* of host and command, of those given out, too */
    cp_arena *scratch;
    cp_str host, command;
    bool is_begun; /* its first line is its prompt */
    bool is_new;   /* there is something that was not given out */
    bool is_mute;  /* behind a prompt at which nothing was typed */
    bool is_over;  /* too long: passed over up to the next prompt */
    bool has_text; /* a line that is not blank */
    bool is_xml;   /* as there is no prompt of <host> in it */
    bool is_json;  /* it begins with a bracket; then: */
    bool is_string, is_escaped;
    uint64_t depth;
};

cp_state_answers *cp_state_answers_new(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_state_answers *s = CP_NEW(a, cp_state_answers);
    *s = (cp_state_answers){ .a = a,
                             .line = 1,
                             .names = cp_arena_new(0),
                             .scratch = cp_arena_new(0),
                             .host = CP_STR(""),
                             .command = CP_STR("") };
    return s;
}

void cp_state_answers_free(cp_state_answers *s)
{
    if (!s)
        return;
    cp_arena_free(s->names);
    cp_arena_free(s->scratch);
    cp_arena_free(s->a);
}

void cp_state_answers_add(cp_state_answers *s, cp_bytes more)
{
    if (s->base) {
        memmove(s->p, s->p + s->base, s->n - s->base);
        s->n -= s->base;
        s->base = 0;
    }
    s->p = cp_arena_room(s->a, s->p, &s->cap, s->n + more.n, 4096);
    if (more.n)
        memcpy(s->p + s->n, more.p, more.n);
    s->n += more.n;
}

/* From base on. */
static size_t left(const cp_state_answers *s) { return s->n - s->base; }
static cp_str part(const cp_state_answers *s, size_t from, size_t to)
{
    return (cp_str){ from < to ? s->p + s->base + from : "", to - from };
}

/* ---- lines */

static bool is_prompt(const cp_state_answers *s, cp_str line, cp_prompt *p)
{
    if (s->is_xml && line.n && line.p[0] == '<')
        return false;
    if (cp_state_prompt(s->scratch, line, p))
        return true;
    /* what the same host was asked next, though it shows nothing */
    return p->host.n && s->command.n && cp_str_eq(p->host, s->host) && cp_prompt_read(line, p);
}

static void scan_json(cp_state_answers *s, cp_str line)
{
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (s->is_escaped)
            s->is_escaped = false;
        else if (s->is_string && c == '\\')
            s->is_escaped = true;
        else if (c == '"')
            s->is_string = !s->is_string;
        else if (!s->is_string && (c == '{' || c == '['))
            s->depth++;
        else if (!s->is_string && (c == '}' || c == ']'))
            s->depth -= s->depth > 0;
    }
}

static void see(cp_state_answers *s, cp_str line)
{
    cp_str text = cp_str_trim(line);
    if (text.n == 0)
        return;
    if (!s->has_text) {
        s->has_text = true;
        s->is_json = text.p[0] == '{' || text.p[0] == '[';
        s->is_xml = text.p[0] == '<' && text.p[text.n - 1] == '>';
    }
    s->is_new = true;
    if (s->is_json)
        scan_json(s, text);
}

/* ---- answers */

/* An answer begins at `at`; what was before it may still be in use. */
static void begin(cp_state_answers *s, cp_str host, cp_str command, bool is_begun)
{
    s->host = host;
    s->command = command;
    s->drop = s->at;
    s->is_begun = is_begun;
    s->is_new = command.n > 0;
    s->is_mute = is_begun && command.n == 0;
    s->is_over = s->has_text = s->is_xml = s->is_json = s->is_string = s->is_escaped = false;
    s->depth = 0;
}

static void take_away(cp_state_answers *s)
{
    for (size_t i = 0; i < s->drop; i++)
        s->line += s->p[s->base + i] == '\n';
    s->base += s->drop;
    s->at -= s->drop;
    s->drop = 0;
}

static bool give(cp_state_answers *s, cp_state_answer *out)
{
    bool is_one = s->is_new && !s->is_mute;
    s->is_new = false;
    if (is_one)
        *out = (cp_state_answer){
            .host = s->host, .command = s->command, .text = part(s, 0, s->at), .line = s->line
        };
    return is_one;
}

/* Of what is too long the begin is given up, and with it the answer. */
static bool give_up(cp_state_answers *s, cp_state_answer *out)
{
    bool is_first = !s->is_over && !s->is_mute;
    s->is_over = true;
    s->is_new = s->is_begun = false;
    s->at = s->drop = s->at ? s->at : left(s);
    *out = (cp_state_answer){ .host = s->host,
                              .command = s->command,
                              .text = CP_STR(""),
                              .line = s->line,
                              .is_too_long = true };
    return is_first;
}

static bool end_before(cp_state_answers *s, const cp_prompt *p, cp_state_answer *out)
{
    bool is_given = give(s, out);
    cp_arena *names = s->names; /* what is given out is used until the next call */
    s->names = cp_arena_new(0);
    if (is_given) {
        out->host = cp_str_dup(s->names, out->host);
        out->command = cp_str_dup(s->names, out->command);
    }
    begin(s, cp_str_dup(s->names, p->host), cp_str_dup(s->names, p->command), true);
    cp_arena_free(names);
    return is_given;
}

/* The line from `at` to `end`. True: an answer ended before it. */
static bool look(cp_state_answers *s, size_t end, cp_state_answer *out)
{
    cp_prompt p;
    cp_str raw = part(s, s->at, end), line;
    cp_arena_mark mark = cp_arena_here(s->scratch);
    cp_typescript t = cp_typescript_open(s->scratch, raw);
    bool is_given = false, is_own = s->is_begun && s->at == 0;
    if (!cp_typescript_next(&t, &line))
        line = CP_STR("");
    if (!is_own && is_prompt(s, line, &p)) {
        is_given = end_before(s, &p, out);
    } else {
        if (!is_own && !s->is_over)
            see(s, raw);
        s->at = end;
    }
    cp_arena_back(s->scratch, mark);
    return is_given;
}

/* Behind the last line break: a prompt that waits for a command ends the answer of its host. */
static bool is_asked_again(cp_state_answers *s)
{
    cp_prompt p;
    cp_str line = part(s, s->at, left(s));
    cp_arena_mark mark = cp_arena_here(s->scratch);
    cp_typescript t = cp_typescript_open(s->scratch, line);
    bool is_again = cp_typescript_next(&t, &line) && is_prompt(s, line, &p) && p.command.n == 0 &&
                    cp_str_eq(p.host, s->host);
    cp_arena_back(s->scratch, mark);
    return is_again;
}

static bool is_closed(const cp_state_answers *s)
{
    return s->is_json && s->depth == 0 && cp_str_trim(part(s, s->at, left(s))).n == 0;
}

bool cp_state_answers_next(cp_state_answers *s, bool is_end, cp_state_answer *out)
{
    for (;;) {
        if (s->is_over)
            s->drop = s->at;
        take_away(s);
        const char *from = left(s) ? s->p + s->base + s->at : NULL;
        const char *nl = s->at < left(s) ? memchr(from, '\n', left(s) - s->at) : NULL;
        if (s->at > CP_STATE_ANSWER_BYTES_MAX ||
            (!nl && left(s) > s->at + CP_STATE_ANSWER_BYTES_MAX)) {
            if (give_up(s, out))
                return true;
            continue;
        }
        if (!nl && !(is_end && s->at < left(s)))
            break;
        if (look(s, nl ? s->at + (size_t)(nl - from) + 1 : left(s), out))
            return true;
    }
    if (!is_end && !is_closed(s) && !is_asked_again(s))
        return false;
    bool is_given = give(s, out);
    if (is_end)
        begin(s, CP_STR(""), CP_STR(""), false);
    return is_given;
}
