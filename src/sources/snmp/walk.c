/* SPDX-License-Identifier: Apache-2.0 */
/* walk.c - the output of snmpwalk and its sisters, line by line.
 *
 *     name " = " TYPE ": " value      the usual form; -Oq has neither "=" nor TYPE, -OQ no TYPE
 *
 * A value may go on in the lines below it: text with or without quotes, and octets in hexadecimal.
 * So the variable before the cursor is kept open until a line says that it is over:
 *
 *     open QUOTE   everything, up to a quote at the end of a line
 *     open HEX     lines of pairs of digits
 *     open TEXT    whatever is no variable, prompt, comment or message of the program
 *
 * The order of the variables is of no interest. Source: the manual pages snmpcmd(1),
 * snmpwalk(1). */
#include <string.h>
#include "sources/snmp/var.h"

enum {
    VALUE_BYTES_MAX = 64 * 1024, /* an SNMP message over UDP cannot hold more */
    LINES_PER_ASK = 1 << 16      /* between two questions whether to stop */
};

typedef enum open_state { OPEN_NONE, OPEN_TEXT, OPEN_QUOTE, OPEN_HEX } open_state;

typedef struct walker {
    cp_arena *a;
    cp_source *src;
    cp_snmp_vars *out;
    cp_snmp_memo memo;
    cp_oid oid;      /* of the line at hand */
    uint64_t line;   /* its number */
    cp_snmp_var var; /* not yet over */
    bool is_wanted;  /* var is of interest */
    bool in_bracket; /* OPEN_HEX, inside the text form of -OT */
    bool is_break;   /* a prompt stood since the last variable of interest */
    open_state open;
} walker;

/* What the value begins with. Longer ones first where one begins another. */
static const struct type {
    cp_str prefix;
    cp_snmp_form form;
    open_state open;
} types[] = {
    { CP_STR_INIT("STRING:"), CP_SNMP_PLAIN, OPEN_TEXT },
    { CP_STR_INIT("INTEGER:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("Gauge32:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("Counter32:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("Counter64:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("Hex-STRING:"), CP_SNMP_HEX, OPEN_HEX },
    { CP_STR_INIT("OID:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("IpAddress:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("Timeticks:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("BITS:"), CP_SNMP_PLAIN, OPEN_TEXT },
    { CP_STR_INIT("Network Address:"), CP_SNMP_HEX, OPEN_NONE },
    { CP_STR_INIT("Opaque:"), CP_SNMP_PLAIN, OPEN_TEXT },
    { CP_STR_INIT("UInteger32:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("Unsigned32:"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("NULL"), CP_SNMP_PLAIN, OPEN_NONE },
    { CP_STR_INIT("Variable has bad type"), CP_SNMP_PLAIN, OPEN_NONE },
};

static const cp_str absent[] = {
    CP_STR_INIT("No Such Object"),
    CP_STR_INIT("No Such Instance"),
    CP_STR_INIT("No more variables left"),
};

/* Lines that the program prints besides variables. is_fault: the walk is not complete. */
static const struct message {
    cp_str prefix;
    bool is_fault;
} messages[] = {
    { CP_STR_INIT("End of MIB"), false },
    { CP_STR_INIT("Variables found:"), false },
    { CP_STR_INIT("Total traversal time"), false },
    { CP_STR_INIT("MIB search path:"), false },
    { CP_STR_INIT("Cannot find module"), false },
    { CP_STR_INIT("Did not find"), false },
    { CP_STR_INIT("Unlinked OID in"), false },
    { CP_STR_INIT("Undefined identifier:"), false },
    { CP_STR_INIT("Bad operator"), false },
    { CP_STR_INIT("Created directory:"), false },
    { CP_STR_INIT("Timeout:"), true },
    { CP_STR_INIT("snmpwalk: "), true },
    { CP_STR_INIT("snmpbulkwalk: "), true },
    { CP_STR_INIT("snmpget: "), true },
    { CP_STR_INIT("Error in packet"), true },
    { CP_STR_INIT("Error: OID not increasing"), true },
    { CP_STR_INIT("Reason: "), false },
    { CP_STR_INIT("Failed object: "), false },
};

static const struct type *type_of(cp_str value)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (value.n && types[i].prefix.p[0] == value.p[0] && cp_str_starts(value, types[i].prefix))
            return &types[i];
    return NULL;
}

static bool is_absent(cp_str value)
{
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (cp_str_starts(value, absent[i]))
            return true;
    return false;
}

static bool is_quote_closed(cp_str s) /* behind the opening quote, without blanks at the end */
{
    size_t slashes = 0;
    if (s.n == 0 || s.p[s.n - 1] != '"')
        return false;
    while (slashes + 1 < s.n && s.p[s.n - 2 - slashes] == '\\')
        slashes++;
    return slashes % 2 == 0;
}

static cp_str trim_end(cp_str s)
{
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\r' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

/* Is it pairs of digits, each followed by a blank, a line end or the end? "" is none. With -Oq a
 * string of octets is "00 1B 54 " in quotes: there only the blank at the end tells it from text. */
static bool is_octets(cp_str s, bool needs_last_blank)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    size_t n = 0;
    if (s.n < 2 || (needs_last_blank && s.p[s.n - 1] != ' '))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\r';
        if (s.p[i] == '[' && n == 0 && i > 2)
            return true; /* the text form of -OT */
        if (!blank && (s.p[i] == '\0' || !strchr(digits, s.p[i]) || ++n > 2))
            return false;
        if (blank && n == 1)
            return false;
        n = blank ? 0 : n;
    }
    return n != 1;
}

/* After this line of octets, is the text form in brackets still open? */
static bool is_bracket_open(cp_str line, bool was_open)
{
    cp_str s = cp_str_trim(line);
    return (was_open || cp_str_find_char(s, '[') >= 0) && !(s.n && s.p[s.n - 1] == ']');
}

static void close_var(walker *w)
{
    if (w->is_wanted) {
        if (w->var.form == CP_SNMP_QUOTED && is_octets(w->var.raw, true))
            w->var.form = CP_SNMP_HEX;
        cp_vec_push(w->a, &w->out->v, w->var);
        w->is_break = false;
    }
    w->is_wanted = false;
    w->open = OPEN_NONE;
}

static void extend(walker *w, cp_str line)
{
    size_t n = (size_t)(line.p + line.n - w->var.raw.p);
    if (n > VALUE_BYTES_MAX) {
        cp_source_bad(w->a, w->src, w->var.line, "the value goes on for more than %d bytes",
                      VALUE_BYTES_MAX);
        close_var(w);
        return;
    }
    w->var.raw.n = n;
}

/* Takes the value of the variable of this line; its text may go on below. */
static void open_value(walker *w, cp_str value)
{
    static const cp_str wrong = CP_STR_INIT("Wrong Type (should be ");
    ptrdiff_t colon = cp_str_starts(value, wrong) ? cp_str_find(value, CP_STR("): ")) : -1;
    if (colon > 0)
        value = cp_str_from(value, (size_t)colon + 3);
    const struct type *t = type_of(value);
    w->var.form = t ? t->form : CP_SNMP_PLAIN;
    w->open = t ? t->open : OPEN_TEXT;
    if (t)
        value = cp_str_from(value, t->prefix.n);
    while (value.n && value.p[0] == ' ')
        value = cp_str_from(value, 1);
    if (w->open == OPEN_TEXT && value.n && value.p[0] == '"') {
        cp_str inside = cp_str_from(trim_end(value), 1);
        bool closed = is_quote_closed(inside);
        w->var.form = CP_SNMP_QUOTED;
        w->open = closed ? OPEN_NONE : OPEN_QUOTE;
        value = closed ? (cp_str){ inside.p, inside.n - 1 } : cp_str_from(value, 1);
    }
    w->var.raw = value;
    w->in_bracket = w->open == OPEN_HEX && is_bracket_open(value, false);
}

static void start_var(walker *w, const cp_snmp_name *name, cp_str value)
{
    uint32_t at;
    close_var(w);
    w->src->records++;
    w->var = (cp_snmp_var){ .line = w->line, .after_break = w->is_break };
    w->is_wanted = name->is_known && !is_absent(value) &&
                   cp_mib_find(w->oid.id, w->oid.n, &w->var.object, &at);
    open_value(w, value);
    if (!w->is_wanted) {
        w->src->records_unused++;
        return;
    }
    w->var.n_index = w->oid.n - at;
    w->var.index = cp_arena_dup(w->a, &w->oid.id[at], w->var.n_index * sizeof(uint32_t));
}

/* Is this line a variable? Then *value is what follows the name. */
static bool is_var(walker *w, cp_str line, cp_snmp_name *name, cp_str *value, bool *has_type)
{
    *name = cp_snmp_name_parse(line, &w->memo, &w->oid);
    if (name->length == 0)
        return false;
    cp_str rest = cp_str_from(line, name->length);
    size_t blanks = 0;
    while (blanks < rest.n && (rest.p[blanks] == ' ' || rest.p[blanks] == '\t'))
        blanks++;
    rest = cp_str_from(rest, blanks);
    bool has_equal = rest.n && rest.p[0] == '=';
    if (has_equal) {
        rest = cp_str_from(rest, 1);
        while (rest.n && rest.p[0] == ' ')
            rest = cp_str_from(rest, 1);
    }
    *value = rest;
    *has_type = has_equal && (type_of(rest) || is_absent(rest));
    if (has_equal)
        return (name->is_numeric && w->oid.n > 2) || name->has_module || name->is_known ||
               *has_type;
    bool is_instance = name->is_numeric ? w->oid.n >= 6 && w->oid.id[0] == 1 : name->has_module;
    return blanks > 0 && (is_instance || (name->is_known && w->oid.n > 7));
}

static const struct message *message_of(cp_str line)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (cp_str_starts(line, messages[i].prefix))
            return &messages[i];
    return NULL;
}

/* A command line, or the prompt that waits for the next. */
static bool is_prompt(cp_str line)
{
    cp_str s = cp_str_trim(line);
    if (s.n == 0)
        return false;
    if (cp_str_has(s, CP_STR("snmpwalk ")) || cp_str_has(s, CP_STR("snmpbulkwalk ")) ||
        cp_str_has(s, CP_STR("snmpget ")) || cp_str_has(s, CP_STR("snmpbulkget ")))
        return true;
    char last = s.p[s.n - 1];
    bool shell = last == '$' || last == '#' || last == '%' || last == '>';
    return (shell && cp_str_find_char(s, '@') > 0) || cp_str_eq(s, CP_STR("$")) ||
           cp_str_starts(s, CP_STR("$ "));
}

/* A line that is no variable, with nothing open that it could belong to or to which it does. */
static void other_line(walker *w, cp_str line)
{
    cp_str s = cp_str_trim(line);
    const struct message *m = message_of(s);
    if (s.n == 0)
        return;
    if (m || is_prompt(s) || s.p[0] == '#') {
        close_var(w);
        w->is_break = w->is_break || !m;
        if (m && m->is_fault)
            cp_source_bad(w->a, w->src, w->line, "the walk is not complete: %.*s",
                          (int)(s.n < 200 ? s.n : 200), s.p);
    } else if (w->open == OPEN_TEXT) {
        extend(w, line);
    } else if (w->open == OPEN_HEX && (w->in_bracket || is_octets(trim_end(line), false))) {
        w->in_bracket = is_bracket_open(line, w->in_bracket);
        extend(w, line);
    } else {
        w->src->records++;
        cp_source_bad(w->a, w->src, w->line, "not a variable: expected NAME = TYPE: VALUE");
    }
}

static void take_line(walker *w, cp_str line)
{
    cp_snmp_name name;
    cp_str value;
    bool has_type;
    bool var = is_var(w, line, &name, &value, &has_type);
    if (w->open == OPEN_QUOTE) {
        if (!(var && has_type)) {
            cp_str s = trim_end(line);
            bool closed = is_quote_closed(s);
            extend(w, closed ? (cp_str){ s.p, s.n - 1 } : line);
            if (closed)
                w->open = OPEN_NONE;
            return;
        }
        cp_source_bad(w->a, w->src, w->var.line, "the quote is not closed before line %llu",
                      (unsigned long long)w->line);
    }
    if (var)
        start_var(w, &name, value);
    else
        other_line(w, line);
}

cp_rc cp_snmp_read_walk(cp_arena *a, cp_bytes text, const cp_read_opts *opts, cp_snmp_vars *out,
                        cp_source *src, cp_err *err)
{
    walker w = { .a = a, .src = src, .out = out };
    cp_str rest = cp_str_of_bytes(text), line;
    while (cp_str_cut_line(&rest, &line)) {
        if (w.line++ % LINES_PER_ASK == 0) {
            if (opts->is_stopped && opts->is_stopped(opts->stop_ctx))
                return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
            if (out->v.n > CP_SNMP_VARS_MAX)
                return cp_fail_line(err, CP_ELIMIT, w.line, "more than %d variables of interest",
                                    CP_SNMP_VARS_MAX);
        }
        take_line(&w, line);
    }
    if (w.open == OPEN_QUOTE)
        cp_source_bad(a, src, w.var.line, "the text ends inside a quoted value");
    close_var(&w);
    return CP_OK;
}
