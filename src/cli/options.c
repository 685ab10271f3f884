/* SPDX-License-Identifier: Apache-2.0 */
/* options.c - see options.h. `--name value`, `--name=value`, `-x value`, bundled flags (-qv), `--`
 * ends the options, and options may stand between arguments. */
#include "cli/options.h"
#include <string.h>

const cp_opt *cp_opt_next(const cp_command *cmd, cp_opt_iter *it)
{
    while (it->group < CP_CMD_GROUPS_MAX && cmd->groups[it->group]) {
        const cp_opt *o = &cmd->groups[it->group][it->at];
        if (o->name[0]) {
            it->at++;
            return o;
        }
        it->group++;
        it->at = 0;
    }
    return NULL;
}

const cp_opt *cp_option_by_name(const cp_command *cmd, cp_str name)
{
    const cp_opt *o;
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(cmd, &it));)
        if (cp_str_eq(cp_str_c(o->name), name))
            return o;
    return NULL;
}

static const cp_opt *by_letter(const cp_command *cmd, char letter)
{
    const cp_opt *o;
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(cmd, &it));)
        if (o->letter == letter)
            return o;
    return NULL;
}

static bool is_choice(const char *choices, cp_str value)
{
    cp_str rest = cp_str_c(choices), one;
    while (cp_str_cut(&rest, '|', &one))
        if (cp_str_eq(one, value))
            return true;
    return false;
}

bool cp_option_allows(const cp_opt *o, cp_str value)
{
    return !o->choices || is_choice(o->choices, value);
}

/* A list in cp_opts is a pointer and, right behind it, its count. */
typedef struct text_list {
    cp_str *v;
    uint32_t n;
} text_list;

static void add_text(cp_arena *a, text_list *list, cp_str value)
{
    cp_str *v = CP_NEW_ARRAY(a, cp_str, list->n + 1);
    if (list->n)
        memcpy(v, list->v, list->n * sizeof *v);
    v[list->n++] = value;
    list->v = v;
}

static void add_list(cp_arena *a, text_list *list, cp_str value, bool splits)
{
    cp_str rest = value, one;
    if (!splits) {
        add_text(a, list, value);
        return;
    }
    while (cp_str_cut(&rest, ',', &one))
        if (cp_str_trim(one).n)
            add_text(a, list, cp_str_trim(one));
}

static bool is_blank(const cp_opt *o, cp_str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] != ' ' && !(o->type == CP_OPT_LIST && value.p[i] == ','))
            return false;
    return o->type != CP_OPT_FLAG;
}

cp_rc cp_option_set(cp_arena *a, const cp_opt *o, cp_str value, cp_opts *opts, cp_err *err)
{
    void *at = (char *)opts + o->offset;
    if (o->choices && !is_choice(o->choices, value))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--%s is \"%.*s\", expected one of %s", o->name,
                       CP_FMT(value), o->choices);
    if (is_blank(o, value))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--%s is empty, expected %s", o->name, o->arg);
    if (strlen(cp_str_dup(a, value).p) != value.n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--%s holds a NUL byte", o->name);
    switch (o->type) {
    case CP_OPT_FLAG:
        if (!is_choice("true|yes|1|false|no|0|", value))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is \"%.*s\", expected yes or no", o->name,
                           CP_FMT(value));
        *(bool *)at = is_choice("true|yes|1", value);
        return CP_OK;
    case CP_OPT_TEXT: *(cp_str *)at = value; return CP_OK;
    case CP_OPT_LIST:
    case CP_OPT_EACH: add_list(a, at, value, o->type == CP_OPT_LIST); return CP_OK;
    case CP_OPT_SHARE:
        if (!cp_str_double(value, at) || *(double *)at < 0 || *(double *)at > 1)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "--%s is \"%.*s\", expected a number from 0 to 1", o->name,
                           CP_FMT(value));
        return CP_OK;
    case CP_OPT_NUMBER:
        if (!cp_str_u64(value, at))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--%s is \"%.*s\", expected a whole number",
                           o->name, CP_FMT(value));
        return CP_OK;
    }
    return cp_fail(err, CP_EINTERNAL, CP_NO_OFF, "option %s has no type", o->name);
}

static cp_rc unknown_option(const cp_command *cmd, cp_str name, cp_err *err)
{
    const cp_opt *o, *best = NULL;
    size_t best_distance = 3; /* a slip of the finger, not another word */
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(cmd, &it));) {
        bool is_begun = name.n > 1 && cp_str_starts(cp_str_c(o->name), name);
        size_t d = is_begun ? 0 : cp_str_distance(name, cp_str_c(o->name));
        if (d < best_distance) {
            best = o;
            best_distance = d;
        }
    }
    if (best)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%s: there is no option --%.*s; did you mean --%s?", cmd->name, CP_FMT(name),
                       best->name);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "%s: there is no option --%.*s; see `cleanpath %s --help`", cmd->name,
                   CP_FMT(name), cmd->name);
}

typedef struct args {
    int n, at;
    char **v;
    bool *given;
} args;

static uint32_t index_of(const cp_command *cmd, const cp_opt *wanted)
{
    const cp_opt *o;
    uint32_t i = 0;
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(cmd, &it)) && o != wanted;)
        i++;
    assert(i < CP_CMD_OPTIONS_MAX);
    return i;
}

static cp_rc take_value(cp_arena *a, const cp_opt *o, bool has_value, cp_str value, args *in,
                        cp_opts *opts, cp_err *err)
{
    if (o->type == CP_OPT_FLAG) {
        if (has_value)
            return cp_option_set(a, o, value, opts, err);
        return cp_option_set(a, o, CP_STR("yes"), opts, err);
    }
    if (!has_value && in->at >= in->n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--%s needs %s", o->name, o->arg);
    return cp_option_set(a, o, has_value ? value : cp_str_c(in->v[in->at++]), opts, err);
}

static cp_rc parse_long(cp_arena *a, const cp_command *cmd, cp_str word, args *in, cp_opts *opts,
                        cp_err *err)
{
    ptrdiff_t eq = cp_str_find_char(word, '=');
    cp_str name = eq < 0 ? word : cp_str_slice(word, 0, (size_t)eq);
    const cp_opt *o = cp_option_by_name(cmd, name);
    if (!o)
        return unknown_option(cmd, name, err);
    in->given[index_of(cmd, o)] = true;
    return take_value(a, o, eq >= 0, eq < 0 ? CP_STR("") : cp_str_from(word, (size_t)eq + 1), in,
                      opts, err);
}

static cp_rc parse_letters(cp_arena *a, const cp_command *cmd, cp_str letters, args *in,
                           cp_opts *opts, cp_err *err)
{
    for (size_t i = 0; i < letters.n; i++) {
        const cp_opt *o = by_letter(cmd, letters.p[i]);
        if (!o)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "%s: there is no option -%c; see `cleanpath %s --help`", cmd->name,
                           letters.p[i], cmd->name);
        in->given[index_of(cmd, o)] = true;
        bool takes = o->type != CP_OPT_FLAG;
        cp_str rest = cp_str_from(letters, i + 1);
        cp_rc rc = take_value(a, o, takes && rest.n > 0, rest, in, opts, err);
        if (rc != CP_OK || takes)
            return rc;
    }
    return CP_OK;
}

cp_rc cp_options_parse(cp_arena *a, const cp_command *cmd, int argc, char **argv, cp_opts *opts,
                       bool given[CP_CMD_OPTIONS_MAX], cp_err *err)
{
    args in = { argc, 0, argv, given };
    text_list words = { NULL, 0 };
    bool only_args = false;
    while (in.at < in.n) {
        cp_str word = cp_str_c(in.v[in.at++]);
        cp_rc rc = CP_OK;
        if (!only_args && cp_str_eq(word, CP_STR("--")))
            only_args = true;
        else if (!only_args && cp_str_starts(word, CP_STR("--")))
            rc = parse_long(a, cmd, cp_str_from(word, 2), &in, opts, err);
        else if (!only_args && word.n > 1 && word.p[0] == '-')
            rc = parse_letters(a, cmd, cp_str_from(word, 1), &in, opts, err);
        else
            add_text(a, &words, word);
        if (rc != CP_OK)
            return rc;
    }
    opts->args = words.v;
    opts->n_args = words.n;
    return CP_OK;
}

const cp_command *cp_command_by_name(cp_str name)
{
    for (const cp_command *c = cp_commands; c->name; c++)
        if (cp_str_eq(cp_str_c(c->name), name))
            return c;
    return NULL;
}

const char *cp_command_near(cp_str name)
{
    const char *best = NULL;
    size_t best_distance = 3;
    for (const cp_command *c = cp_commands; c->name; c++) {
        size_t d = cp_str_distance(name, cp_str_c(c->name));
        if (d < best_distance) {
            best = c->name;
            best_distance = d;
        }
    }
    return best;
}
