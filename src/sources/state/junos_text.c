/* SPDX-License-Identifier: Apache-2.0 */
/* junos_text.c - a configuration of Junos as text, line by line: with braces or as `set` commands
 * (`| display set`), both into the tree of junos_tree.h.
 *
 *     interfaces {                              words, `{`: a block
 *         inactive: ge-0/0/0 { ... }            taken away
 *         lo0 { unit 0; }                       words, `;`: a statement
 *         / * remark * /  # remark              passed over
 *     }
 *     deactivate interfaces ge-0/0/0            the same as commands
 *
 * A statement that does not end in its line is none: what is behind it would become a part of it.
 * A text in quotes may go on for lines. */
#include <assert.h>
#include "sources/state/junos_conf.h"

enum { WORDS_MAX = 4096 };

/* ---- where statements go */

/* `show configuration interfaces ge-0/0/0 | display set`: with braces it is what stands below. */
static junos_node *base_of(cp_state_section *s, junos_text *t)
{
    junos_node *at = t->tree.root;
    cp_str rest = s->args, word;
    while (at && (word = cp_state_word(&rest)).n && word.p[0] != '|')
        if (!(at == t->tree.root && cp_str_eq(word, CP_STR("configuration"))))
            at = junos_put(&t->tree, at, word, (uint32_t)s->line);
    return at ? at : t->tree.root;
}

static void begin(cp_state_section *s, junos_text *t)
{
    t->is_begun = true;
    junos_tree_init(&t->tree, s->a);
    t->quoted = cp_buf_new(s->a);
    t->is_relative = cp_str_has(s->args, CP_STR("relative"));
    t->open[0] = base_of(s, t);
    t->n_open = 1;
}

static const char *add_path(junos_text *t, junos_node *at, cp_str list_word, uint32_t line,
                            junos_node **end)
{
    for (uint32_t i = 0; i < t->words.n; i++) {
        bool is_of_list = t->list_end && i >= t->list_at && i < t->list_end;
        if (is_of_list && i > t->list_at)
            continue;
        at = junos_put(&t->tree, at, is_of_list ? list_word : t->words.v[i], line);
        if (!at)
            return t->tree.n_nodes >= JUNOS_NODES_MAX ? "more statements than are read"
                                                      : "blocks too deep in each other";
    }
    *end = at;
    return NULL;
}

/* All words as a path; one for each word of a list. flags: of its end. */
static const char *add_statement(junos_text *t, junos_node *at, uint32_t line, unsigned flags)
{
    uint32_t first = t->list_end ? t->list_at : 0, n = t->list_end ? t->list_end - t->list_at : 1;
    const char *why = NULL;
    junos_node *end;
    for (uint32_t i = 0; i < n && !why; i++) {
        why = add_path(t, at, t->list_end ? t->words.v[first + i] : CP_STR(""), line, &end);
        if (why)
            break;
        end->flags |= (uint16_t)(flags | (i == 0 && !(flags & JUNOS_OFF) ? JUNOS_COUNTS : 0));
        t->has_off = t->has_off || flags & JUNOS_OFF;
    }
    return why;
}

/* ---- braces */

/* "inactive: ", "protect: " before a statement. */
static const char *take_tags(junos_text *t, unsigned *flags)
{
    uint32_t n = 0;
    for (; n < t->words.n; n++) {
        cp_str w = t->words.v[n];
        if (cp_str_eq(w, CP_STR("inactive:")) || cp_str_eq(w, CP_STR("delete:")))
            *flags |= JUNOS_OFF;
        else if (!cp_str_eq(w, CP_STR("protect:")) && !cp_str_eq(w, CP_STR("replace:")) &&
                 !cp_str_eq(w, CP_STR("active:")))
            break;
    }
    if (n == 0)
        return NULL;
    if (n == t->words.n || (t->list_end && t->list_at < n))
        return "a tag without a statement";
    memmove(t->words.v, t->words.v + n, (t->words.n - n) * sizeof *t->words.v);
    t->words.n -= n;
    t->list_at -= t->list_end ? n : 0;
    t->list_end -= t->list_end ? n : 0;
    return NULL;
}

static void forget(junos_text *t)
{
    t->words.n = t->list_at = t->list_end = 0;
    t->is_list = false;
}

static const char *end_statement(junos_text *t, uint32_t line)
{
    unsigned flags = JUNOS_ENDS;
    if (t->words.n == 0)
        return NULL;
    const char *why = take_tags(t, &flags);
    if (!why)
        why = add_statement(t, t->open[t->n_open - 1], line, flags);
    forget(t);
    return why;
}

static const char *open_block(junos_text *t, uint32_t line)
{
    unsigned flags = JUNOS_BLOCK;
    junos_node *end = NULL;
    if (t->words.n == 0)
        return "a block without a name";
    const char *why = t->list_end ? "a list that is a block" : take_tags(t, &flags);
    if (!why && t->n_open >= JUNOS_DEPTH_MAX)
        why = "blocks too deep in each other";
    if (!why)
        why = add_path(t, t->open[t->n_open - 1], CP_STR(""), line, &end);
    forget(t);
    if (why)
        return why;
    if (flags & JUNOS_OFF)
        t->has_off = true;
    end->flags |= (uint16_t)flags;
    t->open[t->n_open++] = end;
    return NULL;
}

static const char *close_block(junos_text *t)
{
    if (t->words.n)
        return "a statement that does not end";
    if (t->n_open < 2) {
        t->n_closed++;
        return "a brace that closes nothing";
    }
    t->n_open--;
    return NULL;
}

/* ---- words */

/* Brackets are signs where they stand alone; "<ge-0/0/[0-3]>" is a word. */
static bool is_end_of_word(const junos_text *t, char c)
{
    return c == ' ' || c == '\t' || c == ';' || c == '{' || c == '}' || c == '"' ||
           (c == ']' && t->is_list);
}

static bool is_sign(char c) { return c == ';' || c == '{' || c == '}' || c == '[' || c == ']'; }

/* From behind a quote: up to the next one. False: it goes on in the next line. */
static bool read_quoted(junos_text *t, cp_str *rest)
{
    size_t i = 0;
    bool is_escaped = false;
    for (; i < rest->n && (is_escaped || rest->p[i] != '"'); i++) {
        is_escaped = !is_escaped && rest->p[i] == '\\';
        if (!is_escaped && t->quoted.n < JUNOS_WORD_BYTES_MAX)
            cp_buf_char(&t->quoted, rest->p[i]);
    }
    bool is_closed = i < rest->n;
    *rest = cp_str_from(*rest, is_closed ? i + 1 : i);
    return is_closed;
}

static const char *add_word(junos_text *t, cp_str word)
{
    if (t->words.n >= WORDS_MAX)
        return "a statement of too many words";
    cp_vec_push(t->tree.a, &t->words, cp_str_dup(t->tree.a, word));
    return NULL;
}

static const char *end_quoted(junos_text *t)
{
    const char *why = add_word(t, cp_buf_str(&t->quoted));
    t->quoted.n = 0;
    t->is_quoted = false;
    return why;
}

static const char *begin_list(junos_text *t)
{
    if (t->is_list || t->list_end || t->words.n == 0)
        return "a list where there can be none";
    t->is_list = true;
    t->list_at = t->words.n;
    return NULL;
}

static const char *end_list(junos_text *t)
{
    if (!t->is_list)
        return "a bracket that closes nothing";
    if (t->words.n == t->list_at)
        return "a list of nothing";
    t->is_list = false;
    t->list_end = t->words.n;
    return NULL;
}

static const char *read_sign(junos_text *t, char c, uint32_t line)
{
    if (c == '[')
        return begin_list(t);
    if (c == ']')
        return end_list(t);
    if (t->is_list)
        return "a list that does not end";
    return c == ';' ? end_statement(t, line) : c == '{' ? open_block(t, line) : close_block(t);
}

/* Who is not allowed to see a part of it is shown that. */
static void note_hidden(junos_text *t, cp_str remark)
{
    t->is_hidden = t->is_hidden || cp_str_has(remark, CP_STR("ACCESS-DENIED"));
}

static const char *read_token(junos_text *t, cp_str *rest, uint32_t line, bool is_command)
{
    char c = rest->p[0];
    if (c == '"') {
        *rest = cp_str_from(*rest, 1);
        t->is_quoted = true;
        t->quoted_at = line;
        return read_quoted(t, rest) ? end_quoted(t) : NULL;
    }
    if (is_sign(c) && !(is_command && c != '[' && c != ']')) {
        *rest = cp_str_from(*rest, 1);
        return read_sign(t, c, line);
    }
    size_t n = 1;
    while (n < rest->n && !is_end_of_word(t, rest->p[n]))
        n++;
    cp_str word = cp_str_slice(*rest, 0, n);
    *rest = cp_str_from(*rest, n);
    return add_word(t, word);
}

/* Remarks and blanks; true: there is a word left in the line. */
static bool skip_remarks(junos_text *t, cp_str *rest)
{
    for (;;) {
        if (t->is_remark) {
            ptrdiff_t end = cp_str_find(*rest, CP_STR("*/"));
            note_hidden(t, *rest);
            if (end < 0)
                return false;
            t->is_remark = false;
            *rest = cp_str_from(*rest, (size_t)end + 2);
        }
        *rest = cp_str_trim(*rest);
        if (rest->n == 0)
            return false;
        if (rest->p[0] == '#') {
            note_hidden(t, *rest);
            return false;
        }
        if (!cp_str_starts(*rest, CP_STR("/*")))
            return true;
        t->is_remark = true;
        *rest = cp_str_from(*rest, 2);
    }
}

/* ---- commands */

static junos_node *find_path(const junos_text *t, junos_node *at)
{
    for (uint32_t i = 0; at && i < t->words.n; i++)
        at = junos_find(at, t->words.v[i]);
    return at;
}

static void delete_path(const junos_text *t, junos_node *at)
{
    junos_node *n = find_path(t, at), *before = NULL;
    if (!n || !n->up)
        return;
    for (junos_node *x = n->up->first; x != n; x = x->next)
        before = x;
    junos_cut(n, before);
}

static const char *run_command(junos_text *t, uint32_t line)
{
    cp_str word = t->words.v[0];
    const char *why = NULL;
    if (t->words.n < 2)
        return "a command without a path";
    memmove(t->words.v, t->words.v + 1, --t->words.n * sizeof *t->words.v);
    t->list_at -= t->list_end ? 1 : 0;
    t->list_end -= t->list_end ? 1 : 0;
    junos_node *at = t->is_relative ? t->open[0] : t->tree.root;
    if (cp_str_eq(word, CP_STR("set")))
        why = add_statement(t, at, line, JUNOS_ENDS);
    else if (cp_str_eq(word, CP_STR("deactivate")))
        why = add_statement(t, at, line, JUNOS_OFF);
    else if (cp_str_eq(word, CP_STR("delete")))
        delete_path(t, at);
    else if (cp_str_eq(word, CP_STR("activate")) && (at = find_path(t, at)))
        at->flags &= (uint16_t)~JUNOS_OFF;
    forget(t);
    return why;
}

static bool is_command(const junos_text *t, cp_str line)
{
    static const char *const words[] = { "set",     "deactivate", "delete", "activate",
                                         "protect", "annotate",   NULL };
    if (t->n_open > 1 || t->words.n || t->is_quoted || t->is_remark)
        return false;
    char last = line.n ? line.p[line.n - 1] : ';';
    return last != ';' && last != '{' && cp_state_is_one_of(cp_state_word(&line), words);
}

/* Text that the terminal put around it. */
static bool is_frame(cp_str line)
{
    return cp_str_starts(line, CP_STR("[edit")) || cp_str_starts(line, CP_STR("{master")) ||
           cp_str_starts(line, CP_STR("{backup")) || cp_str_starts(line, CP_STR("{linecard")) ||
           cp_str_starts(line, CP_STR("{primary")) || cp_str_starts(line, CP_STR("{secondary"));
}

cp_state_heard junos_text_line(cp_state_section *s, junos_text *t, cp_str line)
{
    uint32_t at = (uint32_t)s->line;
    const char *why = NULL;
    if (!t->is_begun)
        begin(s, t);
    cp_str rest = line, text = cp_str_trim(line);
    bool is_set = is_command(t, text);
    if (t->is_quoted) {
        cp_buf_char(&t->quoted, '\n');
        if (!read_quoted(t, &rest))
            return CP_HEARD_HEADING;
        why = end_quoted(t);
    } else if (!t->is_remark && t->words.n == 0 && is_frame(text)) {
        return CP_HEARD_HEADING;
    }
    while (!why && skip_remarks(t, &rest))
        why = read_token(t, &rest, at, is_set);
    if (!why && t->is_quoted)
        return CP_HEARD_HEADING;
    t->has_commands = t->has_commands || is_set;
    if (!why && is_set && t->words.n)
        why = t->is_list ? "a list that does not end" : run_command(t, at);
    if (!why && t->words.n)
        why = "a statement that does not end";
    if (!why)
        return CP_HEARD_HEADING;
    forget(t);
    return cp_state_bad(s, "%s", why);
}

/* ---- the end */

/* Entries of lists that stand for themselves, whatever of them is off. */
static bool is_list(const junos_node *at)
{
    return junos_is(at, "neighbor") || junos_is(at, "interface");
}

/* A path of which nothing is left but words that led to what is off goes with it. */
void junos_take_away(junos_node *at)
{
    junos_node *before = NULL, *next;
    for (junos_node *n = at->first; n; n = next) {
        next = n->next;
        bool had = n->n > 0;
        if (!(n->flags & JUNOS_OFF))
            junos_take_away(n);
        bool is_left = n->n > 0 || !had || n->flags & (JUNOS_ENDS | JUNOS_BLOCK) || is_list(at);
        if (n->flags & JUNOS_OFF || !is_left)
            junos_cut(n, before);
        else
            before = n;
    }
}

void junos_text_end(cp_state_section *s, junos_text *t)
{
    if (!t->is_begun)
        begin(s, t);
    if (t->is_quoted)
        cp_state_bad_at(s, t->quoted_at, CP_STR(""), "a text that does not end");
    if (t->has_off)
        junos_take_away(t->tree.root);
    if (t->n_open > 1 || t->is_quoted || t->is_remark)
        junos_limit_tables(s, &t->tree, "cut off", "the configuration ends inside of a block");
    if (t->is_hidden)
        junos_limit_tables(s, &t->tree, "a part", "some of it was not shown to this user");
    if (t->tree.is_full)
        junos_limit_tables(s, &t->tree, "incomplete", "more statements than are read");
}

/* ---- is it one? */

/* Blocks at the top, and first words of commands. */
static const char *const tops[] = {
    "access",
    "access-profile",
    "accounting-options",
    "applications",
    "apply-groups",
    "bridge-domains",
    "chassis",
    "class-of-service",
    "dynamic-profiles",
    "ethernet-switching-options",
    "event-options",
    "firewall",
    "forwarding-options",
    "groups",
    "interfaces",
    "logical-systems",
    "multi-chassis",
    "poe",
    "policy-options",
    "protocols",
    "routing-instances",
    "routing-options",
    "security",
    "services",
    "snmp",
    "switch-options",
    "system",
    "tenants",
    "version",
    "virtual-chassis",
    "vlans",
    NULL,
};

/* Systems whose commands or blocks look alike. */
static bool is_of_another(cp_str line)
{
    static const char *const marks[] = {
        "interfaces ethernet ", "interfaces bonding ", "interfaces loopback lo",
        "deviceconfig ",        "set rulebase ",       "set service ",
        "host-name '",          "address '",
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (cp_str_has(line, cp_str_c(marks[i])))
            return true;
    return false;
}

typedef struct shape {
    uint32_t n, n_form, n_sure, n_ends; /* lines that are none of a remark; n_ends: with `;` */
    bool is_other;
} shape;

static void look(shape *x, cp_str line)
{
    static const char *const words[] = { "set", "deactivate", "delete", "activate", NULL };
    static const char *const sure[] = { " unit ",
                                        " family ",
                                        "set version ",
                                        "set groups ",
                                        "set routing-options ",
                                        "set policy-options ",
                                        "set chassis ",
                                        "set apply-groups " };
    cp_str text = cp_str_trim(line), rest = text, word = cp_state_word(&rest);
    char last = text.n ? text.p[text.n - 1] : '#';
    if (text.n == 0 || text.p[0] == '#' || cp_str_starts(text, CP_STR("/*")) || is_frame(text))
        return;
    ptrdiff_t remark = cp_str_find(text, CP_STR("; ##"));
    last = remark > 0 ? ';' : last;
    x->n++;
    x->is_other = x->is_other || is_of_another(text);
    if (cp_state_is_one_of(word, words) && last != ';' && last != '{') {
        x->n_form += cp_state_is_one_of(cp_state_word(&rest), tops);
        x->n_ends++;
        for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
            x->n_sure += cp_str_has(text, cp_str_c(sure[i]));
        return;
    }
    x->n_form += last == ';' || last == '{' || last == '}';
    x->n_ends += cp_str_find_char(text, ';') >= 0;
    if (line.p[0] == ' ' || line.p[0] == '\t' || (last != ';' && cp_str_find_char(text, '{') < 0))
        return;
    word.n -= word.n && word.p[word.n - 1] == ';';
    x->n_sure += cp_state_is_one_of(word, tops);
}

static shape shape_of(cp_str head)
{
    shape x = { 0 };
    cp_str line;
    while (cp_str_cut_line(&head, &line))
        look(&x, line);
    return x;
}

int junos_may_be_conf(cp_str head)
{
    shape x = shape_of(head);
    return !x.is_other && x.n_form > 0 && x.n_ends > 0 && x.n_form * 10 >= x.n * 8;
}

int junos_is_conf(cp_str head) { return junos_may_be_conf(head) && shape_of(head).n_sure > 0; }

/* ---- the handler */

static_assert(sizeof(junos_text) <= JUNOS_CONF_BYTES, "the table of junos.c says how much");

cp_state_heard junos_hear_conf(cp_state_section *s, cp_str line)
{
    return junos_text_line(s, s->mem, line);
}

/* Lines that were left out leave statements without what they belong to. */
static bool was_filtered(cp_str args)
{
    static const char *const words[] = { "match", "except", "find", "last", "begin", "trim", NULL };
    cp_str part;
    bool is_first = true;
    while (cp_str_cut(&args, '|', &part)) {
        if (!is_first && cp_state_is_one_of(cp_state_word(&part), words))
            return true;
        is_first = false;
    }
    return false;
}

void junos_end_conf(cp_state_section *s)
{
    junos_text *t = s->mem;
    bool is_filtered = was_filtered(s->args);
    junos_text_end(s, t);
    if (is_filtered)
        junos_limit_tables(s, &t->tree, "a part", "a part of the configuration was asked for");
    if (is_filtered && !t->has_commands) /* statements without what they belong to */
        return;
    junos_conf_end(s, &t->tree, t->open[0] != t->tree.root);
}
