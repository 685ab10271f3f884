/* SPDX-License-Identifier: Apache-2.0 */
/* help.c - see help.h. */
#include "cli/help.h"
#include <stdio.h>
#include <string.h>

enum { TEXT_COLUMNS = 80, OPTION_COLUMN = 26, OPTION_COLUMN_NARROW = 8, NARROW = 60 };

static uint32_t text_columns(uint32_t width)
{
    return width && width < TEXT_COLUMNS ? width : TEXT_COLUMNS;
}

/* Words of text, wrapped to the width, lines after the first indented. */
static void wrap(cp_buf *b, cp_str text, uint32_t indent, uint32_t column, uint32_t width)
{
    cp_str rest = text, word;
    bool first = true;
    while (cp_str_cut(&rest, ' ', &word)) {
        if (!first && column + 1 + word.n > text_columns(width)) {
            cp_buf_fmt(b, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            cp_buf_char(b, ' ');
            column++;
        }
        cp_buf_add(b, word);
        column += (uint32_t)word.n;
        first = false;
    }
    cp_buf_char(b, '\n');
}

static void option_line(const cp_opt *o, uint32_t width, cp_buf *b)
{
    char left[64];
    int at = text_columns(width) < NARROW ? OPTION_COLUMN_NARROW : OPTION_COLUMN;
    int n = o->letter ? snprintf(left, sizeof left, "  -%c, --%s%s%s", o->letter, o->name,
                                 o->arg ? " " : "", o->arg ? o->arg : "")
                      : snprintf(left, sizeof left, "      --%s%s%s", o->name, o->arg ? " " : "",
                                 o->arg ? o->arg : "");
    cp_buf_fmt(b, "%s", left);
    if (n >= at - 1)
        cp_buf_fmt(b, "\n%*s", at, "");
    else
        cp_buf_fmt(b, "%*s", at - n, "");
    cp_str help = o->choices ? cp_str_fmt(b->a, "%s: %s", o->help, o->choices) : cp_str_c(o->help);
    wrap(b, help, (uint32_t)at, (uint32_t)at, width);
}

void cp_help_command(const cp_command *cmd, uint32_t width, cp_buf *b)
{
    const cp_opt *o;
    cp_str usage = cp_str_fmt(b->a, "Usage: cleanpath %s [OPTION...] %s", cmd->name, cmd->args);
    if (width)
        wrap(b, usage, 4, 0, width);
    else
        cp_buf_fmt(b, "%.*s\n", CP_FMT(usage)); /* one line, for who looks for it */
    cp_buf_fmt(b, "\n%s\n\n", cmd->summary);
    cp_str rest = cp_str_c(cmd->text), paragraph;
    while (cp_str_cut(&rest, '\n', &paragraph)) {
        if (paragraph.n)
            wrap(b, paragraph, 0, 0, width);
        else
            cp_buf_char(b, '\n');
    }
    cp_buf_add_c(b, "\nOptions:\n");
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(cmd, &it));)
        option_line(o, width, b);
    cp_buf_add_c(b, "\nExamples:\n");
    for (int i = 0; i < CP_CMD_EXAMPLES_MAX && cmd->examples[i].line; i++)
        cp_buf_fmt(b, "  %s\n      %s\n", cmd->examples[i].line, cmd->examples[i].what);
}

void cp_help_all(uint32_t width, cp_buf *b)
{
    enum { COMMAND_COLUMN = 13 };
    cp_buf_add_c(b, "Usage: cleanpath COMMAND [OPTION...] [ARGUMENT...]\n\n");
    wrap(b,
         CP_STR("Whose equipment does our traffic depend on, is that allowed, and how do we get "
                "off it?"),
         0, 0, width);
    cp_buf_add_c(b, "\nCommands:\n");
    for (const cp_command *c = cp_commands; c->name; c++) {
        cp_buf_fmt(b, "  %-10s ", c->name);
        if (width)
            wrap(b, cp_str_c(c->summary), text_columns(width) < NARROW ? 4 : COMMAND_COLUMN,
                 COMMAND_COLUMN, width);
        else
            cp_buf_fmt(b, "%s\n", c->summary);
    }
    cp_buf_add_c(b, "\nThe main job:\n"
                    "  cleanpath audit capture.pcapng walk.snmprec inventory.csv profile.yaml\n\n");
    wrap(b,
         CP_STR("`cleanpath COMMAND --help` tells more; `cleanpath --version` the version; "
                "`cleanpath completion bash|zsh|fish` prints completion for a shell."),
         0, 0, width);
}

/* ---- man pages ---- */

/* Text for mdoc: backslashes, and leading dots and quotes, must not be taken as requests. */
static void man_text(cp_buf *b, cp_str s)
{
    if (s.n && (s.p[0] == '.' || s.p[0] == '\''))
        cp_buf_add_c(b, "\\&");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\')
            cp_buf_add_c(b, "\\e");
        else if (s.p[i] == '-')
            cp_buf_add_c(b, "\\-");
        else if (s.p[i] == '`')
            cp_buf_add_c(b, "\\(ga");
        else
            cp_buf_char(b, s.p[i]);
    }
}

static void man_paragraphs(cp_buf *b, cp_str text)
{
    cp_str paragraph;
    bool first = true;
    while (cp_str_cut(&text, '\n', &paragraph)) {
        if (paragraph.n == 0)
            continue;
        if (!first)
            cp_buf_add_c(b, ".Pp\n");
        cp_str sentence;
        while (paragraph.n) { /* one sentence a line, as mdoc wants it */
            ptrdiff_t at = cp_str_find(paragraph, CP_STR(". "));
            sentence = at < 0 ? paragraph : cp_str_slice(paragraph, 0, (size_t)at + 1);
            paragraph = cp_str_from(paragraph, sentence.n + 1);
            man_text(b, sentence);
            cp_buf_char(b, '\n');
        }
        first = false;
    }
}

static void man_options(const cp_command *cmd, cp_buf *b)
{
    const cp_opt *o;
    cp_buf_add_c(b, ".Pp\nThe options are:\n.Bl -tag -width Ds\n");
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(cmd, &it));) {
        cp_buf_add_c(b, ".It ");
        if (o->letter)
            cp_buf_fmt(b, "Fl %c , ", o->letter);
        cp_buf_fmt(b, "Fl -%s", o->name);
        if (o->arg)
            cp_buf_fmt(b, " Ar %s", o->arg);
        cp_buf_char(b, '\n');
        man_text(b, cp_str_c(o->help));
        if (o->choices) {
            cp_buf_add_c(b, ": ");
            man_text(b, cp_str_c(o->choices));
        }
        cp_buf_add_c(b, ".\n");
    }
    cp_buf_add_c(b, ".El\n");
}

static void man_examples(const cp_command *cmd, cp_buf *b)
{
    cp_buf_add_c(b, ".Sh EXAMPLES\n");
    for (int i = 0; i < CP_CMD_EXAMPLES_MAX && cmd->examples[i].line; i++) {
        cp_buf_add_c(b, i ? ".Pp\n" : "");
        man_text(b, cp_str_c(cmd->examples[i].what));
        cp_buf_add_c(b, ":\n.Dl ");
        man_text(b, cp_str_c(cmd->examples[i].line));
        cp_buf_char(b, '\n');
    }
}

static void man_main(cp_buf *b)
{
    cp_buf_add_c(
        b, ".Nm cleanpath\n.Ar command\n.Op Ar option ...\n.Op Ar argument ...\n.Sh DESCRIPTION\n"
           "Reads captures, SNMP walks and inventories, finds out which equipment there is and who "
           "made it,\n"
           "and judges it by dated rules of many states that are data.\n.Pp\nThe commands "
           "are:\n.Bl -tag -width policy\n");
    for (const cp_command *c = cp_commands; c->name; c++) {
        cp_buf_fmt(b, ".It Xr cleanpath-%s 1\n", c->name);
        man_text(b, cp_str_c(c->summary));
        cp_buf_add_c(b, ".\n");
    }
    cp_buf_add_c(b, ".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
                    ".It Ev CLEANPATH_CASE\nThe case to work on, as\n.Fl -case ;\nevery other "
                    "setting likewise by its name in capitals.\n"
                    ".It Ev CLEANPATH_DATA\nA folder that stands for the data built in.\n.It Ev "
                    "NO_COLOR\nNo colour.\n.El\n"
                    ".Sh FILES\n.Bl -tag -width Ds\n.It Pa cleanpath.yaml\nSettings, in the "
                    "working directory, then in\n"
                    ".Pa $XDG_CONFIG_HOME/cleanpath\nand\n.Pa /etc/cleanpath .\n.It Pa "
                    "cleanpath.case\nThe default case.\n.El\n"
                    ".Sh EXIT STATUS\n0 clean; 1 findings; 2 usage; 3 something could not be read; "
                    "4 something is undetermined;\n"
                    "5 verification failed; 70 internal error; 130 interrupted.\n");
}

void cp_help_man(const cp_command *cmd, cp_buf *b)
{
    const char *name = cmd ? cmd->name : NULL;
    cp_str page = name ? cp_str_fmt(b->a, "cleanpath-%s", name) : CP_STR("cleanpath");
    cp_buf_fmt(b, ".Dd November 23, 2026\n.Dt CLEANPATH 1\n.Os\n.Sh NAME\n.Nm %.*s\n.Nd ",
               CP_FMT(page));
    man_text(b, cp_str_c(cmd ? cmd->summary
                             : "whose equipment does our traffic depend on, and is that allowed"));
    cp_buf_add_c(b, "\n.Sh SYNOPSIS\n");
    if (!cmd) {
        man_main(b);
        return;
    }
    cp_buf_fmt(b, ".Nm cleanpath %s\n.Op Ar option ...\n", cmd->name);
    if (cmd->args[0]) {
        cp_buf_add_c(b, ".Ar ");
        man_text(b, cp_str_c(cmd->args));
        cp_buf_char(b, '\n');
    }
    cp_buf_add_c(b, ".Sh DESCRIPTION\n");
    man_paragraphs(b, cp_str_c(cmd->text));
    man_options(cmd, b);
    man_examples(cmd, b);
    cp_buf_add_c(b, ".Sh SEE ALSO\n.Xr cleanpath 1\n");
}

/* ---- completion ---- */

/* "list show check" of "list | show ID | check FILE...": the words in lower case that begin an
 * alternative. */
static cp_str verbs_of(cp_arena *a, const cp_command *cmd)
{
    cp_buf b = cp_buf_new(a);
    cp_str rest = cp_str_c(cmd->args), one, word;
    while (cp_str_cut(&rest, '|', &one)) {
        while (one.n && (one.p[0] == ' ' || one.p[0] == '['))
            one = cp_str_from(one, 1);
        if (one.n && one.p[0] >= 'a' && one.p[0] <= 'z' && cp_str_cut(&one, ' ', &word)) {
            cp_buf_add(&b, word.n && word.p[word.n - 1] == ']' ? cp_str_slice(word, 0, word.n - 1)
                                                               : word);
            cp_buf_char(&b, ' ');
        }
    }
    return cp_str_trim(cp_buf_str(&b));
}

/* "table json" of "table|json". */
static cp_str choices_of(cp_arena *a, const cp_opt *o)
{
    char *p = cp_arena_dup(a, o->choices, strlen(o->choices));
    for (size_t i = 0; o->choices[i]; i++)
        p[i] = o->choices[i] == '|' ? ' ' : o->choices[i];
    return (cp_str){ p, strlen(o->choices) };
}

/* What else may stand in place of a command: main.c runs these. */
#define WORDS "help version man completion"

static void add_names(cp_buf *b)
{
    for (const cp_command *c = cp_commands; c->name; c++)
        cp_buf_fmt(b, "%s%s", c == cp_commands ? "" : " ", c->name);
}

static void bash_command(const cp_command *c, cp_buf *b)
{
    const cp_opt *o;
    cp_buf_fmt(b, "    %s)\n      opts='", c->name);
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(c, &it));)
        cp_buf_fmt(b, "--%s ", o->name);
    cp_buf_fmt(b, "' verbs='%.*s'\n      case $prev in\n", CP_FMT(verbs_of(b->a, c)));
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(c, &it));) {
        if (!o->arg)
            continue;
        cp_buf_fmt(b, "        --%s", o->name);
        if (o->letter)
            cp_buf_fmt(b, "|-%c", o->letter);
        cp_buf_fmt(b, ") opts='' verbs='' words='%.*s' ;;\n",
                   CP_FMT(o->choices ? choices_of(b->a, o) : CP_STR("")));
    }
    cp_buf_add_c(b, "      esac ;;\n");
}

static void bash(cp_buf *b)
{
    cp_buf_add_c(b, "# bash completion for cleanpath\n_cleanpath() {\n"
                    "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                    "  local opts='' verbs='' words=''\n"
                    "  [ \"$cur\" = = ] && cur=\n"
                    "  [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
                    "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words='");
    add_names(b);
    cp_buf_add_c(b, " " WORDS "'\n  fi\n  case ${COMP_WORDS[1]} in\n    help|man) words='");
    add_names(b);
    cp_buf_add_c(b, "' ;;\n");
    for (const cp_command *c = cp_commands; c->name; c++)
        bash_command(c, b);
    cp_buf_add_c(
        b, "    completion) words='bash zsh fish' ;;\n  esac\n"
           "  [ \"$COMP_CWORD\" -eq 2 ] && words=\"$words $verbs\"\n  case $cur in\n"
           "    -*) words=$opts ;;\n  esac\n"
           "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
           "  if [ -z \"$words\" ] || [ \"$COMP_CWORD\" -gt 1 ] && [ ${#COMPREPLY[@]} -eq 0 ]; "
           "then\n    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n  fi\n}\n"
           "complete -o filenames -F _cleanpath cleanpath\n");
}

/* Inside single quotes of a shell. */
static void quoted(cp_buf *b, cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\'')
            cp_buf_add_c(b, "'\\''");
        else
            cp_buf_char(b, s.p[i]);
}

/* The same where brackets and colons end the text. */
static void zsh_quoted(cp_buf *b, cp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '[' || s.p[i] == ']' || s.p[i] == ':')
            cp_buf_char(b, '\\');
        quoted(b, cp_str_slice(s, i, 1));
    }
}

static void zsh_option(const cp_opt *o, cp_buf *b)
{
    if (o->letter)
        cp_buf_fmt(b, " \\\n      '(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter,
                   o->arg ? "+" : "", o->name, o->arg ? "=" : "");
    else
        cp_buf_fmt(b, " \\\n      '--%s%s[", o->name, o->arg ? "=" : "");
    zsh_quoted(b, cp_str_c(o->help));
    cp_buf_char(b, ']');
    if (o->choices)
        cp_buf_fmt(b, ":value:(%.*s)", CP_FMT(choices_of(b->a, o)));
    else if (o->arg)
        cp_buf_add_c(b, ":value:_files");
    cp_buf_char(b, '\'');
}

static void zsh(cp_buf *b)
{
    const cp_opt *o;
    cp_buf_add_c(b, "#compdef cleanpath\n_cleanpath() {\n  if (( CURRENT == 2 )); then\n    local "
                    "-a commands=(\n");
    for (const cp_command *c = cp_commands; c->name; c++) {
        cp_buf_fmt(b, "      '%s:", c->name);
        zsh_quoted(b, cp_str_c(c->summary));
        cp_buf_add_c(b, "'\n");
    }
    cp_buf_add_c(b, "    " WORDS "\n    )\n    _describe command commands\n    return\n  fi\n"
                    "  local verb=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $verb in\n"
                    "    completion) _values shell bash zsh fish ;;\n"
                    "    help|man) _values command ");
    add_names(b);
    cp_buf_add_c(b, " ;;\n");
    for (const cp_command *c = cp_commands; c->name; c++) {
        cp_str verbs = verbs_of(b->a, c);
        cp_buf_fmt(b, "    %s) _arguments -s", c->name);
        for (cp_opt_iter it = { 0 }; (o = cp_opt_next(c, &it));)
            zsh_option(o, b);
        if (verbs.n)
            cp_buf_fmt(b, " \\\n      '1:verb:(%.*s)'", CP_FMT(verbs));
        cp_buf_add_c(b, " \\\n      '*:file:_files' ;;\n");
    }
    cp_buf_add_c(b, "  esac\n}\n_cleanpath \"$@\"\n");
}

/* By the first word, not by any: `cleanpath audit diff` audits a file. */
static void fish_option(const cp_command *c, const cp_opt *o, cp_buf *b)
{
    cp_buf_fmt(b, "complete -c cleanpath -n '__cleanpath_of %s' -l %s", c->name, o->name);
    if (o->letter)
        cp_buf_fmt(b, " -s %c", o->letter);
    if (o->choices)
        cp_buf_fmt(b, " -xa '%.*s'", CP_FMT(choices_of(b->a, o)));
    else if (o->arg)
        cp_buf_add_c(b, " -r");
    cp_buf_add_c(b, " -d '");
    quoted(b, cp_str_c(o->help));
    cp_buf_add_c(b, "'\n");
}

static void fish(cp_buf *b)
{
    const cp_opt *o;
    cp_buf_add_c(b, "# fish completion for cleanpath\n"
                    "function __cleanpath_of; contains -- (commandline -opc)[2] $argv; end\n"
                    "function __cleanpath_at; test (count (commandline -opc)) -eq $argv[1]; end\n"
                    "complete -c cleanpath -n '__cleanpath_at 1' -fa '" WORDS "'\n"
                    "complete -c cleanpath -n '__cleanpath_of completion' -fa 'bash zsh fish'\n"
                    "complete -c cleanpath -n '__cleanpath_of help man' -fa '");
    add_names(b);
    cp_buf_add_c(b, "'\n");
    for (const cp_command *c = cp_commands; c->name; c++) {
        cp_str verbs = verbs_of(b->a, c);
        cp_buf_fmt(b, "complete -c cleanpath -n '__cleanpath_at 1' -fa %s -d '", c->name);
        quoted(b, cp_str_c(c->summary));
        cp_buf_add_c(b, "'\n");
        if (verbs.n)
            cp_buf_fmt(
                b,
                "complete -c cleanpath -n '__cleanpath_of %s; and __cleanpath_at 2' -fa '%.*s'\n",
                c->name, CP_FMT(verbs));
        for (cp_opt_iter it = { 0 }; (o = cp_opt_next(c, &it));)
            fish_option(c, o, b);
    }
}

cp_rc cp_help_completion(cp_str shell, cp_buf *b, cp_err *err)
{
    static const struct {
        const char *name;
        void (*make)(cp_buf *b);
    } shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (cp_str_eq(shell, cp_str_c(shells[i].name))) {
            shells[i].make(b);
            return CP_OK;
        }
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "completion is for bash, zsh or fish, not \"%.*s\"",
                   CP_FMT(shell));
}
