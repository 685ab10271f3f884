/* SPDX-License-Identifier: Apache-2.0 */
/* state.c - see state.h: the frame around the dialects. */
#include "sources/state/state.h"
#include "base/map.h"
#include "sources/access/typescript.h"
#include "sources/import/table.h"
#include "sources/state/dialects.h"
#include "sources/state/lines.h"
#include "sources/state/teller.h"

enum {
    LINES_PER_ASK = 65536,
    SHAPED_LINES_MIN = 20, /* understood, of a configuration without rows */
    COMMANDS_TOLD = 6,
    WHY_BYTES_MAX = 120,
    SURE_WITH_LSDB = 92, /* more than who reads but the database: other answers may follow */
};

typedef struct kept_line {
    cp_str text;
    uint64_t line;
} kept_line;

/* The answer that is being read. */
typedef struct open_section {
    cp_str command;
    uint64_t command_line, first_line;
    bool is_open;          /* there was a prompt, or the file begins */
    bool has_begun;        /* there was a line */
    uint64_t begin, end;   /* of its raw text, from first_line on: places in the file's */
    uint64_t n_cut_before; /* lines too long, before it */
    kept_line head[CP_STATE_HEAD_LINES];
    uint32_t n_head;
    uint64_t asked_before, n_routes; /* the line, 0: it was not; routes in use before it */
    bool is_tried;     /* by what its lines are, since what they begin with is not there */
    bool is_chosen;    /* of the head, s.does is found, or nothing fits */
    bool is_page_last; /* what paged stands behind the last line */
    bool has_text;
    bool is_xml; /* its first line begins with a tag: no prompt of <host> stands in it */
    uint64_t n_harmless, n_lines, n_lost, n_bad_before; /* before it: records of the file */
    cp_state_section s;
} open_section;

typedef struct reading {
    cp_arena *a, *line_arena;
    cp_source *src;
    const cp_read_opts *opts;
    cp_state_lines lines;
    cp_typescript terminal; /* of one line at a time */
    uint64_t line_begin;    /* where it stands */
    bool is_long;           /* more of it comes */
    cp_str ahead;           /* the prompt behind a text that was read; NULL: none */
    cp_rc rc;
    cp_err *err;
    cp_state_teller *teller;
    const cp_state_dialect *dialect; /* of the section before */
    cp_buf unread;                   /* commands */
    uint64_t n_unread, n_heard, n_typed, n_harmless;
    cp_map asked;         /* host and command -> the line where it was typed first */
    uint64_t n_cut_whole; /* lines too long for a terminal, that were read whole */
    open_section o;
    bool is_shaped; /* known by the form of its lines, without a prompt */
} reading;

/* ---- which command of which dialect */

static uint32_t marks_in(const char *marks, cp_str head)
{
    cp_str rest = cp_str_c(marks), mark;
    uint32_t n = 0;
    while (cp_str_cut(&rest, '|', &mark))
        n += mark.n && cp_str_has(head, mark);
    return n;
}

static uint32_t words_of(const char *words)
{
    cp_str rest = cp_str_c(words);
    uint32_t n = 0;
    while (cp_state_word(&rest).n)
        n++;
    return n;
}

/* 0: not this one. */
static uint32_t how_well(const cp_state_command *c, cp_str typed, cp_str head, cp_str *args)
{
    bool is_typed = typed.n > 0 && c->words[0];
    if (typed.n > 0 && !(is_typed && cp_state_words(typed, cp_str_c(c->words), args)))
        return 0;
    uint32_t n_marks = c->marks ? marks_in(c->marks, head) : 0;
    if ((c->marks || !is_typed) && n_marks == 0)
        return 0;
    if (c->fits && !c->fits(head))
        return 0;
    return 1 + n_marks + (is_typed ? 100 * words_of(c->words) : 0);
}

static cp_rc drop_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

/* What a command makes of the first lines: how many of each kind. */
typedef struct trial {
    uint32_t n[CP_HEARD_COUNT];
    bool has_why; /* it says of a line what is wrong with it */
} trial;

static trial tried(const open_section *o, const cp_state_command *c, cp_str args)
{
    cp_arena *a = cp_arena_new(0);
    const cp_obs_sink nobody = { .obs = drop_obs };
    cp_source src = { .name = CP_STR("") };
    cp_err err;
    trial t = { .has_why = false };
    cp_state_section s = { .a = a, .command = o->command, .args = args, .does = c };
    s.vrf = s.why = CP_STR("");
    s.teller = cp_state_teller_new(a, &nobody, &src, &err);
    s.mem = cp_arena_alloc(a, c->mem_bytes ? c->mem_bytes : 1);
    for (uint32_t i = 0; i < o->n_head; i++) {
        if (o->head[i].text.n == 0 && !c->does_blanks)
            continue;
        s.line = o->head[i].line;
        s.why = CP_STR("");
        cp_state_heard heard = c->line(&s, o->head[i].text);
        t.has_why = t.has_why || s.why.n > 0;
        t.n[heard] += heard != CP_HEARD_NOTHING || o->head[i].text.n > 0;
    }
    cp_arena_free(a);
    return t;
}

/* "show interfaces status" is no "show interfaces": nothing of it is understood. */
static bool is_strange(const open_section *o, const cp_state_command *c, cp_str args)
{
    if (!c->line)
        return false;
    trial t = tried(o, c, args);
    return t.n[CP_HEARD_NOTHING] && !t.has_why && !t.n[CP_HEARD_ROW] && !t.n[CP_HEARD_HEADING];
}

/* What was typed is known, and nothing that its answers begin with is there: a part was copied, or
 * the system was asked for a part (`| include`). Who makes the most of it. */
static const cp_state_dialect *choose_by_trial(cp_arena *a, const open_section *o,
                                               const cp_state_dialect *before,
                                               const cp_state_command **command, cp_str *args)
{
    const cp_state_dialect *best = NULL;
    uint32_t most = 0;
    for (const cp_state_dialect *const *d = cp_state_dialects; *d; d++) {
        cp_str typed = (*d)->typed ? (*d)->typed(a, o->command) : o->command;
        for (const cp_state_command *c = (*d)->commands; c->words; c++) {
            cp_str rest = CP_STR("");
            if (!c->marks || !c->line || !c->words[0] ||
                !cp_state_words(typed, cp_str_c(c->words), &rest))
                continue;
            trial t = tried(o, c, rest);
            uint32_t n = t.n[CP_HEARD_ROW];
            if (n <= t.n[CP_HEARD_NOTHING] || n < most || (n == most && *d != before))
                continue;
            best = *d;
            most = n;
            *command = c;
            *args = rest;
        }
    }
    return best;
}

static cp_str head_text(cp_arena *a, const open_section *o)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < o->n_head; i++) {
        cp_buf_add(&b, o->head[i].text);
        cp_buf_add(&b, CP_STR("\n"));
    }
    return cp_buf_str(&b);
}

static const cp_state_dialect *choose(cp_arena *a, open_section *o, const cp_state_dialect *before,
                                      const cp_state_command **command, cp_str *args)
{
    const cp_state_dialect *best = NULL;
    uint32_t best_sure = 0;
    cp_str head = head_text(a, o);
    for (const cp_state_dialect *const *d = cp_state_dialects; *d; d++) {
        cp_str typed = (*d)->typed ? (*d)->typed(a, o->command) : o->command;
        for (const cp_state_command *c = (*d)->commands; c->words; c++) {
            cp_str rest = CP_STR("");
            uint32_t sure = how_well(c, typed, head, &rest);
            /* of two that look alike the one that was right before */
            if (sure == 0 || sure < best_sure || (sure == best_sure && *d != before))
                continue;
            best = *d;
            best_sure = sure;
            *command = c;
            *args = rest;
        }
    }
    if (best && o->command.n && is_strange(o, *command, *args))
        return NULL;
    if (best || o->command.n == 0)
        return best;
    o->is_tried = true;
    return choose_by_trial(a, o, before, command, args);
}

/* ---- lines */

static const char *harmless(const cp_state_dialect *d, cp_str line)
{
    for (const cp_state_harmless *h = d->harmless; h && h->pattern; h++)
        if (cp_state_glob(cp_str_c(h->pattern), line))
            return h->why;
    return NULL;
}

static void not_understood(reading *r, cp_str line, uint64_t at, cp_str why)
{
    r->o.n_lost++;
    r->src->records++;
    cp_str text = cp_str_slice(cp_str_trim(line), 0, WHY_BYTES_MAX);
    if (why.n)
        cp_source_bad(r->a, r->src, at, "%.*s: %.*s", CP_FMT(why), CP_FMT(text));
    else
        cp_source_bad(r->a, r->src, at, "not understood: %.*s", CP_FMT(text));
    cp_state_teller_lost(r->teller, r->o.s.vrf, at, line);
}

static void hear(reading *r, cp_str line, uint64_t at)
{
    open_section *o = &r->o;
    if (line.n == 0 && !o->s.does->does_blanks)
        return;
    o->s.line = at;
    o->s.why = CP_STR("");
    cp_state_heard heard = o->s.does->line(&o->s, line);
    o->n_lines += line.n > 0;
    if (heard == CP_HEARD_ROW) {
        r->src->records++;
    } else if (heard == CP_HEARD_HARMLESS) {
        o->n_harmless++;
    } else if (heard == CP_HEARD_NOTHING && line.n) {
        if (o->s.why.n == 0 && harmless(r->dialect, cp_str_trim(line)))
            o->n_harmless++;
        else
            not_understood(r, line, at, o->s.why);
    }
}

static void note_asked(reading *r)
{
    open_section *o = &r->o;
    bool added;
    cp_str host = cp_state_teller_name(r->teller);
    cp_str key = cp_str_fmt(r->a, "%.*s\n%.*s", CP_FMT(host), CP_FMT(o->command));
    uint64_t *line = cp_map_put(r->a, &r->asked, key, &added);
    o->asked_before = added ? 0 : *line;
    o->n_routes = cp_state_teller_routes(r->teller);
    *line = added ? o->command_line : *line;
}

/* The next line, as it was seen at the end, without those that only page; or more of one that is
 * too long for a terminal (is_rest). It is borrowed until the next one. False at the end. */
static bool next_line(reading *r, cp_str *line, bool *is_rest)
{
    cp_str raw;
    uint64_t n_before = r->terminal.n_paged;
    while (r->rc == CP_OK && cp_state_lines_next(&r->lines, &raw, is_rest)) {
        *line = CP_STR("");
        r->line_begin = r->lines.next - raw.n;
        r->is_long = raw.p[raw.n - 1] != '\n' && raw.n >= CP_STATE_LINE_PART_BYTES;
        if (*is_rest)
            return true;
        r->terminal.rest = raw;
        bool is_there = cp_typescript_next(&r->terminal, line);
        r->o.is_page_last = r->terminal.n_paged > n_before && (!is_there || line->n == 0);
        r->rc = cp_state_teller_rc(r->teller);
        if (r->rc == CP_OK && r->terminal.line % LINES_PER_ASK == 0 && r->opts->is_stopped &&
            r->opts->is_stopped(r->opts->stop_ctx))
            r->rc = cp_fail(r->err, CP_EINTR, CP_NO_OFF, "stopped");
        if (is_there)
            return r->rc == CP_OK;
    }
    if (r->rc == CP_OK && r->lines.rc != CP_OK) {
        *r->err = r->lines.fault;
        r->rc = r->lines.rc;
    }
    return false;
}

static bool is_prompt(reading *r, cp_str line, cp_prompt *p);

/* More of the text that is read, up to a prompt, which waits. */
static void more_text(cp_state_text *in, cp_str *rest)
{
    reading *r = in->ctx;
    open_section *o = &r->o;
    cp_prompt p;
    cp_str line;
    bool is_rest;
    uint64_t from = o->end - rest->n, want = 2 * rest->n;
    want = want > r->lines.piece_bytes ? want : r->lines.piece_bytes;
    r->lines.keep = from;
    while (!in->is_end && o->end - from < want) {
        cp_arena_mark mark = cp_arena_here(r->line_arena);
        if (!next_line(r, &line, &is_rest)) {
            in->is_end = true;
        } else if (!is_rest && is_prompt(r, line, &p)) {
            in->is_end = true;
            r->ahead = cp_str_dup(r->a, line);
        } else {
            o->end = r->lines.next;
        }
        cp_arena_back(r->line_arena, mark);
    }
    *rest = cp_state_lines_between(&r->lines, from, o->end);
}

static void read_text(reading *r, bool is_end)
{
    open_section *o = &r->o;
    cp_state_text in = { .rest = cp_state_lines_between(&r->lines, o->begin, o->end),
                         .is_end = is_end,
                         .more = more_text,
                         .ctx = r };
    o->s.line = o->first_line;
    o->s.does->text(&o->s, &in);
    for (cp_str none = CP_STR(""); !in.is_end; none = CP_STR(""))
        more_text(&in, &none);
    r->lines.keep = UINT64_MAX;
    r->n_cut_whole += r->terminal.n_cut - o->n_cut_before;
}

/* is_end: the answer is there to its end. */
static void begin_answer(reading *r, bool is_end)
{
    open_section *o = &r->o;
    cp_arena *a = o->s.a;
    const cp_state_command *command = NULL;
    cp_str args = CP_STR("");
    o->is_chosen = true;
    const cp_state_dialect *d = choose(a, o, r->dialect, &command, &args);
    if (!d || !command->text)
        r->lines.keep = UINT64_MAX;
    if (!d)
        return;
    r->dialect = d;
    r->n_heard++;
    r->n_typed += o->command.n > 0;
    r->is_shaped = r->is_shaped || (o->command.n == 0 && command->fits);
    cp_state_teller_dialect(r->teller, d);
    note_asked(r);
    o->s.does = command;
    o->s.command = o->command;
    o->s.args = args;
    o->s.teller = r->teller;
    o->s.mem = cp_arena_alloc(a, command->mem_bytes ? command->mem_bytes : 1);
    for (uint32_t i = 0; command->line && i < o->n_head; i++)
        hear(r, o->head[i].text, o->head[i].line);
    if (command->text && o->has_begun)
        read_text(r, is_end);
}

/* "show ip route | include 10.1" shows a part; "| json", "| no-more" all. */
static bool is_part_asked(cp_str command)
{
    static const char *const whole[] = {
        "json", "display", "no-more", "nomore", "xml", "one-line"
    };
    ptrdiff_t at = cp_str_find_char(command, '|');
    if (at < 0)
        return false;
    cp_str rest = cp_str_from(command, (size_t)at + 1), word = cp_state_word(&rest);
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (cp_str_eq_nocase(word, cp_str_c(whole[i])))
            return is_part_asked(rest);
    return true;
}

static void end_of_table(reading *r)
{
    open_section *o = &r->o;
    o->s.line = r->terminal.line ? r->terminal.line : 1;
    if (o->is_page_last)
        cp_state_limits(&o->s, CP_STR(""), "cut off", "the answer ends where the terminal paged");
    if (!o->s.does->is_table)
        return;
    if (o->is_tried || is_part_asked(o->command))
        cp_state_limits(&o->s, CP_STR(""), "a part",
                        o->is_tried ? "what such an answer begins with is not there"
                                    : "a part of the answer was asked for");
    /* what is longest in one of two answers hides what is in force by the other */
    if (o->asked_before && cp_state_teller_routes(r->teller) > o->n_routes)
        cp_state_limits(&o->s, CP_STR(""), "told twice",
                        "the same was asked in line %llu: which of both is in force is not known",
                        (unsigned long long)o->asked_before);
    if (o->n_harmless * 20 > o->n_lines && o->n_lines >= CP_STATE_HARMLESS_MIN)
        cp_state_limits(&o->s, CP_STR(""), "skipped",
                        "%llu of %llu lines of the table were passed over as harmless",
                        (unsigned long long)o->n_harmless, (unsigned long long)o->n_lines);
    uint64_t n_lost = o->s.does->text ? r->src->records_bad - o->n_bad_before : o->n_lost;
    if (n_lost)
        cp_state_limits(&o->s, CP_STR(""), "not understood", "%llu line%s of the table",
                        (unsigned long long)n_lost, cp_plural(n_lost));
}

/* So that an answer that is there counts as one that was seen and is not of use. */
static void note_unread(reading *r)
{
    open_section *o = &r->o;
    r->src->records += o->has_text;
    r->src->records_unused += o->has_text;
    if (r->n_unread++ < COMMANDS_TOLD)
        cp_buf_fmt(&r->unread, "%s%.*s (line %llu)", r->n_unread > 1 ? ", " : "",
                   CP_FMT(cp_str_slice(o->command, 0, WHY_BYTES_MAX)),
                   (unsigned long long)o->command_line);
}

static void end_section(reading *r)
{
    open_section *o = &r->o;
    if (o->is_open && !o->is_chosen)
        begin_answer(r, true);
    if (o->s.does) {
        if (o->s.does->end)
            o->s.does->end(&o->s);
        end_of_table(r);
        r->n_harmless += o->n_harmless + o->s.n_harmless;
    } else if (o->is_open && o->command.n) {
        note_unread(r);
    }
    if (o->s.a)
        cp_arena_free(o->s.a);
    *o = (open_section){ .command = CP_STR("") };
}

static void begin_section(reading *r, cp_str command)
{
    end_section(r);
    r->o.is_open = true;
    r->o.command = cp_str_dup(r->a, command);
    r->o.command_line = r->terminal.line;
    r->o.n_cut_before = r->terminal.n_cut;
    r->o.n_bad_before = r->src->records_bad;
    r->o.s.a = cp_arena_new(0);
    r->o.s.vrf = r->o.s.why = CP_STR("");
}

static void add_line(reading *r, cp_str line)
{
    open_section *o = &r->o;
    if (!o->is_open) /* behind a prompt at which nothing was typed */
        return;
    if (o->is_chosen) {
        if (o->s.does && o->s.does->line)
            hear(r, line, r->terminal.line);
        return;
    }
    if (o->n_head < CP_STATE_HEAD_LINES) {
        o->head[o->n_head++] = (kept_line){ cp_str_dup(o->s.a, line), r->terminal.line };
        if (r->is_long) /* nobody knows how much: it is not waited for */
            begin_answer(r, false);
        return;
    }
    begin_answer(r, false);
    add_line(r, line);
}

/* In the mode of configuration some systems have words before a command that shows. */
static cp_str without_mode(cp_str command)
{
    static const char *const words[] = { "run ", "do " };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(command, cp_str_c(words[i])))
            return cp_str_trim(cp_str_from(command, strlen(words[i])));
    return command;
}

bool cp_state_prompt(cp_arena *scratch, cp_str line, cp_prompt *out)
{
    if (!cp_prompt_read(line, out))
        return false;
    out->command = without_mode(out->command);
    return out->command.n == 0 || out->is_shell || cp_command_shows(out->command) ||
           cp_state_is_command(scratch, out->command);
}

/* "admin@r1> configure": nothing is shown, but by the host that was asked before. */
static bool is_same_prompt(const reading *r, const cp_prompt *p)
{
    return p->host.n && r->o.command.n && cp_str_eq(p->host, cp_state_teller_name(r->teller));
}

/* A prompt alone, or with a command that shows something. Lines of XML begin as one of <host>
 * does. */
static bool is_prompt(reading *r, cp_str line, cp_prompt *p)
{
    bool is_xml = r->o.is_xml || (r->o.s.does && r->o.s.does->text);
    if ((is_xml && line.n && line.p[0] == '<') || !cp_prompt_read(line, p))
        return false;
    return cp_state_prompt(r->line_arena, line, p) || is_same_prompt(r, p);
}

/* A prompt alone ends what was asked before it. */
static bool read_prompt(reading *r, cp_str line)
{
    cp_prompt p;
    if (!is_prompt(r, line, &p))
        return false;
    end_section(r);
    if (p.command.n == 0)
        return true;
    cp_state_teller_host(r->teller, p.host, r->terminal.line);
    begin_section(r, p.is_shell && p.mode.n
                         ? cp_str_fmt(r->a, "%.*s %.*s", CP_FMT(p.mode), CP_FMT(p.command))
                         : p.command);
    return true;
}

/* "<rpc-reply xmlns=...>", "<vn> <router>": a tag with more behind it than a prompt has, or a
 * declaration. */
static bool is_tag(cp_str line)
{
    cp_prompt p;
    return line.n > 2 && line.p[0] == '<' && (line.p[1] == '?' || line.p[line.n - 1] == '>') &&
           (!cp_prompt_read(line, &p) || p.command.n);
}

static void begin_text(open_section *o, cp_str line)
{
    if (line.n && !o->has_text) {
        o->has_text = true;
        o->is_xml = is_tag(line);
    }
}

/* A line of an answer: where its text stands, and what it says. */
static void read_line(reading *r, cp_str line)
{
    open_section *o = &r->o;
    if (!o->has_begun) {
        o->has_begun = true;
        o->first_line = r->terminal.line;
        o->begin = r->line_begin;
        r->lines.keep = o->is_open && !o->is_chosen ? o->begin : UINT64_MAX;
    }
    o->end = r->lines.next;
    begin_text(o, line);
    add_line(r, line);
}

static cp_rc read_lines(reading *r)
{
    begin_section(r, CP_STR(""));
    for (;;) {
        cp_arena_mark mark = cp_arena_here(r->line_arena);
        cp_str line = r->ahead;
        bool is_rest = false;
        r->ahead.p = NULL;
        if (!line.p && !next_line(r, &line, &is_rest))
            break;
        if (!is_rest && !read_prompt(r, line))
            read_line(r, line);
        cp_arena_back(r->line_arena, mark);
    }
    if (r->rc != CP_OK)
        return r->rc;
    end_section(r);
    return cp_state_teller_rc(r->teller);
}

static void tell_coverage(reading *r)
{
    cp_source *src = r->src;
    cp_table_note(r->a, src,
                  "%llu answer%s read; rows %llu, lines harmless %llu, not understood %llu",
                  (unsigned long long)r->n_heard, r->n_heard == 1 ? "" : "s",
                  (unsigned long long)cp_state_teller_rows(r->teller),
                  (unsigned long long)r->n_harmless, (unsigned long long)src->records_bad);
    if (r->n_unread)
        cp_table_note(r->a, src, "%llu command%s whose answer was not read: %.*s%s",
                      (unsigned long long)r->n_unread, r->n_unread == 1 ? "" : "s",
                      CP_FMT(cp_buf_str(&r->unread)), r->n_unread > COMMANDS_TOLD ? " ..." : "");
    uint64_t n_cut = r->terminal.n_cut - r->n_cut_whole;
    if (n_cut)
        cp_source_bad(
            r->a, src, 0, "%llu line%s longer than %d bytes, the rest of which was not read",
            (unsigned long long)n_cut, n_cut == 1 ? "" : "s", CP_TYPESCRIPT_LINE_BYTES_MAX);
}

/* lines go back to the begin of their arena: nothing else may stand in it */
static reading *reading_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src,
                            const cp_read_opts *opts, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){
        .a = a, .line_arena = cp_arena_new(0), .src = src, .opts = opts, .rc = CP_OK, .err = err
    };
    r->unread = cp_buf_new(a);
    r->terminal = cp_typescript_open(r->line_arena, CP_STR(""));
    r->teller = cp_state_teller_new(a, sink, src, err);
    return r;
}

static cp_rc read_state(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading *r = reading_new(a, sink, src, opts, err);
    cp_rc rc = cp_state_lines_of_input(a, in, opts, src, &r->lines, err);
    if (rc == CP_OK) {
        rc = read_lines(r);
        cp_state_lines_end(&r->lines, src);
    }
    cp_arena_free(r->line_arena);
    if (rc == CP_OK && r->n_heard == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no answer of a router that is known here");
    if (rc == CP_OK)
        rc = cp_state_teller_end(r->teller);
    tell_coverage(r);
    return rc;
}

/* ---- is it one? */

/* The begin of a configuration may be of the device itself only, and makes no rows. */
static bool is_all_understood(const reading *r)
{
    uint64_t n = r->src->records - r->src->records_bad + r->n_harmless;
    return r->is_shaped && n >= SHAPED_LINES_MIN && n > 10 * r->src->records_bad;
}

static int detect_state(cp_bytes head, cp_str name)
{
    static const cp_read_opts opts;
    if (head.n == 0 || memchr(head.p, '\0', head.n))
        return 0;
    cp_arena *a = cp_arena_new(0);
    const cp_obs_sink nobody = { .obs = drop_obs };
    cp_source src = { .name = name };
    cp_err err;
    reading *r = reading_new(a, &nobody, &src, &opts, &err);
    cp_state_lines_of_text(a, cp_str_of_bytes(head), &r->lines);
    bool is_read = read_lines(r) == CP_OK && r->n_heard > 0;
    uint64_t n_good = cp_state_teller_good(r->teller);
    bool has_lsdb = r->n_typed && cp_state_teller_has_lsdb(r->teller);
    /* without a prompt any text may have a word that is a mark: most of it has to be rows */
    int sure = !is_read                                 ? 0
               : has_lsdb                               ? SURE_WITH_LSDB
               : r->n_typed                             ? (n_good ? 85 : 60)
               : n_good && n_good > 2 * src.records_bad ? 85
               : is_all_understood(r)                   ? 85
                                                        : 0;
    cp_arena_free(r->line_arena);
    cp_arena_free(a);
    return sure;
}

const cp_format cp_format_state = {
    .name = "router-state",
    .what = "forwarding, neighbours and configuration of routers (text of a terminal, JSON, XML)",
    .detect = detect_state,
    .read = read_state,
};
