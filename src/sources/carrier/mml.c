/* SPDX-License-Identifier: Apache-2.0 */
/* mml.c - the configuration of a base station or controller as commands (CFGMML, scripts):
 *
 *     //Export start time:2026-03-02 04:00:00
 *     SET NODE:NODEID=7,NODENAME="north 7",PRODUCTTYPE=DBS3900;
 *     ADD BRD:CN=0,SRN=0,SN=6,BT=UMPT;
 *     ADD RRU:CN=0,SRN=60,SN=0,RT=MRRU,RN="sector 1";
 *
 * A command ends with a semicolon, which may stand in quotes, and may go over several lines. ADD
 * and SET say what is there; other commands change or remove it, and are told, not read. */
#include "sources/carrier/huawei.h"
#include "sources/import/table.h"
#include "sources/text.h"
#include "sources/values.h"

#define BYTES_MAX ((uint64_t)512 << 20)
enum {
    COMMAND_BYTES_MAX = 64 * 1024,
    COMMAND_LINES_MAX = 16, /* so that lines without a semicolon cost no more than so many looks */
    COMMANDS_PER_ASK = 4096,
    LINES_LOOKED_AT = 64
};

typedef struct reading {
    cp_carrier *c;
    cp_hw *hw;
    cp_str rest;
    uint64_t line; /* where rest begins */
    cp_time at;
} reading;

static bool is_word_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* "ADD BRD:" -> ADD, BRD; false: it is no command. *n: where its parameters begin. */
static bool head_of(cp_str s, cp_str *verb, cp_str *object, size_t *n)
{
    size_t i = 0, begin;
    while (i < s.n && is_word_char(s.p[i]))
        i++;
    *verb = cp_str_slice(s, 0, i);
    while (i < s.n && s.p[i] == ' ')
        i++;
    begin = i;
    while (i < s.n && is_word_char(s.p[i]))
        i++;
    *object = cp_str_slice(s, begin, i - begin);
    while (i < s.n && s.p[i] == ' ')
        i++;
    *n = i + 1;
    return verb->n > 1 && verb->n < 8 && object->n && i < s.n && (s.p[i] == ':' || s.p[i] == ';');
}

/* ---- lines that are no commands */

static void take_comment(reading *r, cp_str line)
{
    static const cp_str time = CP_STR_INIT("//Export start time:"),
                        version = CP_STR_INIT("//For BAM version:");
    if (cp_str_starts(line, time))
        (void)cp_carrier_time(r->c->a, cp_str_from(line, time.n), &r->at);
    else if (cp_str_starts(line, version))
        cp_hw_element(r->hw, CP_STR(""), CP_STR(""), cp_str_from(line, version.n));
}

static void step_line(reading *r, cp_str *line)
{
    (void)cp_str_cut_line(&r->rest, line);
    r->line++;
}

/* ---- commands */

/* To its semicolon, which does not stand in quotes; 0: there is none. */
static size_t command_length(cp_str s)
{
    bool is_quoted = false;
    uint32_t n_lines = 0;
    s = cp_str_slice(s, 0, COMMAND_BYTES_MAX);
    for (size_t i = 0; i < s.n && n_lines < COMMAND_LINES_MAX; i++) {
        n_lines += s.p[i] == '\n';
        if (is_quoted && s.p[i] == '\\')
            i++;
        else if (s.p[i] == '"')
            is_quoted = !is_quoted;
        else if (s.p[i] == ';' && !is_quoted)
            return i + 1;
    }
    return 0;
}

/* The next KEY=VALUE; quotes go. */
static bool next_parameter(cp_str *s, cp_str *key, cp_str *value)
{
    ptrdiff_t at = cp_str_find_char(*s, '=');
    if (at <= 0)
        return false;
    *key = cp_str_trim(cp_str_slice(*s, 0, (size_t)at));
    cp_str v = cp_str_trim(cp_str_from(*s, (size_t)at + 1));
    bool is_quoted = v.n && v.p[0] == '"';
    size_t i = is_quoted;
    while (i < v.n && v.p[i] != (is_quoted ? '"' : ','))
        i += v.p[i] == '\\' && is_quoted ? 2 : 1;
    i = i < v.n ? i : v.n;
    *value = cp_str_slice(v, is_quoted, i - (is_quoted && i ? 1 : 0));
    *s = cp_str_from(v, i);
    at = cp_str_find_char(*s, ',');
    *s = at < 0 ? CP_STR("") : cp_str_from(*s, (size_t)at + 1);
    return true;
}

static void take_command(reading *r, cp_str verb, cp_str object, cp_str parameters)
{
    cp_str key, value;
    if (!cp_str_eq(verb, CP_STR("ADD")) && !cp_str_eq(verb, CP_STR("SET"))) {
        r->c->src->records++;
        cp_carrier_unused(r->c,
                          cp_str_fmt(r->c->scratch, "%.*s %.*s", CP_FMT(verb), CP_FMT(object)));
        return;
    }
    cp_hw_begin(r->hw, object, r->line);
    while (next_parameter(&parameters, &key, &value))
        cp_hw_set(r->hw, key, value);
    cp_hw_end(r->hw);
}

static void bad_line(reading *r, cp_str line, const char *what)
{
    r->c->src->records++;
    cp_source_bad(r->c->a, r->c->src, r->line, "\"%.*s\": %s", CP_FMT(cp_value_head(line, 60)),
                  what);
}

static uint64_t lines_in(cp_str s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

/* One command or line. */
static void step(reading *r)
{
    cp_str line = r->rest, verb, object;
    size_t n, length;
    (void)cp_str_cut_line(&(cp_str){ r->rest.p, r->rest.n }, &line);
    cp_str text = cp_str_trim(line);
    if (text.n == 0 || cp_str_starts(text, CP_STR("//"))) {
        take_comment(r, text);
        step_line(r, &line);
        return;
    }
    size_t blanks = (size_t)(text.p - r->rest.p);
    cp_str from = cp_str_from(r->rest, blanks);
    length = head_of(from, &verb, &object, &n) ? command_length(from) : 0;
    if (length == 0) {
        bad_line(r, text, "no command that ends with a semicolon");
        step_line(r, &line);
        return;
    }
    take_command(r, verb, object, n < length ? cp_str_slice(from, n, length - 1 - n) : CP_STR(""));
    cp_arena_back(r->c->scratch, r->c->empty);
    r->line += lines_in(cp_str_slice(from, 0, length));
    r->rest = cp_str_from(from, length);
    while (r->rest.n && (r->rest.p[0] == ' ' || r->rest.p[0] == '\r'))
        r->rest = cp_str_from(r->rest, 1);
    if (r->rest.n && r->rest.p[0] == '\n')
        step_line(r, &line);
}

static cp_rc read_mml(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    cp_bytes text;
    reading *r = CP_NEW(a, reading);
    cp_rc rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &text, err);
    if (rc == CP_OK)
        rc = cp_carrier_new(a, opts, sink, src, &r->c, err);
    if (rc != CP_OK)
        return rc;
    r->hw = cp_hw_new(r->c);
    r->rest = cp_str_of_bytes(text);
    r->line = 1;
    r->at = CP_TIME_NONE;
    for (uint64_t i = 0; r->rest.n; i++) {
        if (i % COMMANDS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        step(r);
    }
    src->first_at = src->last_at = r->at;
    rc = cp_hw_tell(r->hw, err);
    if (rc == CP_OK)
        cp_carrier_end(r->c);
    return rc;
}

/* Of the first lines that are no comments, most are commands, and at least three. */
static int detect_mml(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_of_bytes(head), line, verb, object;
    uint32_t n_commands = 0, n_others = 0;
    size_t n;
    (void)name;
    bool is_export = cp_str_starts(s, CP_STR("//Export start time:"));
    for (uint32_t i = 0; i < LINES_LOOKED_AT && cp_str_cut_line(&s, &line); i++) {
        line = cp_str_trim(line);
        if (line.n == 0 || cp_str_starts(line, CP_STR("//")))
            continue;
        bool is_command = head_of(line, &verb, &object, &n) &&
                          (cp_str_eq(verb, CP_STR("ADD")) || cp_str_eq(verb, CP_STR("SET")));
        n_commands += is_command;
        n_others += !is_command;
    }
    return is_export ? 90 : n_commands >= 3 && n_commands >= 2 * n_others ? 85 : 0;
}

const cp_format cp_format_huawei_mml = {
    .name = "huawei-mml",
    .what = "configuration of a base station or controller (MML commands)",
    .detect = detect_mml,
    .read = read_mml,
};
