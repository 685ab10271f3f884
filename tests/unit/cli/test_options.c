/* SPDX-License-Identifier: Apache-2.0 */
/* The parser of options: every form that it takes, every mistake that it tells, and the tables of
 * all commands themselves. */
#include "cli/options.h"
#include "tap.h"

enum { WORDS_MAX = 8 };

/* One line of what was understood: "policies=a|b as_of=2026 args=x|y". */
static cp_str shown(cp_arena *a, const cp_opts *o)
{
    cp_buf b = cp_buf_new(a);
    const struct {
        const char *name;
        cp_str value;
    } texts[] = { { "case", o->case_path }, { "as-of", o->as_of }, { "format", o->format },
                  { "output", o->output },  { "realm", o->realm }, { "color", o->color } };
    const struct {
        const char *name;
        bool value;
    } flags[] = { { "help", o->help },
                  { "quiet", o->quiet },
                  { "verbose", o->verbose },
                  { "strict", o->strict },
                  { "all", o->all } };
    const struct {
        const char *name;
        const cp_str *v;
        uint32_t n;
    } lists[] = { { "policy", o->policies, o->n_policies },
                  { "map", o->maps, o->n_maps },
                  { "args", o->args, o->n_args } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].value.n)
            cp_buf_fmt(&b, "%s=%.*s ", texts[i].name, CP_FMT(texts[i].value));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].value)
            cp_buf_fmt(&b, "%s ", flags[i].name);
    if (o->accept != 0)
        cp_buf_fmt(&b, "accept=%g ", o->accept);
    if (o->limit)
        cp_buf_fmt(&b, "limit=%llu ", (unsigned long long)o->limit);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (uint32_t k = 0; k < lists[i].n; k++)
            cp_buf_fmt(&b, "%s%s%.*s%s", k ? "|" : lists[i].name, k ? "" : "=",
                       CP_FMT(lists[i].v[k]), k + 1 == lists[i].n ? " " : "");
    return cp_str_trim(cp_buf_str(&b));
}

static const struct good {
    const char *words[WORDS_MAX], *want;
} good[] = {
    { { NULL }, "" },
    { { "a.csv", "b.csv" }, "args=a.csv|b.csv" },
    { { "--as-of", "2026-01-02", "a" }, "as-of=2026-01-02 args=a" },
    { { "--as-of=2026-01-02", "a" }, "as-of=2026-01-02 args=a" },
    { { "a", "--case", "x.case", "b" }, "case=x.case args=a|b" },
    { { "-f", "csv" }, "format=csv" },
    { { "-fcsv" }, "format=csv" },
    { { "-qv", "a" }, "quiet verbose args=a" },
    { { "-qfcsv" }, "format=csv quiet" },
    { { "-qf", "csv", "-a" }, "format=csv quiet all" },
    { { "-p", "a,b", "--policy", "c" }, "policy=a|b|c" },
    { { "--policy= a , b ," }, "policy=a|b" },
    { { "--map", "A, B=name", "--map=C=ip" }, "map=A, B=name|C=ip" },
    { { "--accept", "0.5" }, "accept=0.5" },
    { { "--accept=1" }, "accept=1" },
    { { "-n", "5" }, "limit=5" },
    { { "-n5" }, "limit=5" },
    { { "--", "-q", "--case" }, "args=-q|--case" },
    { { "-", "a" }, "args=-|a" },
    { { "-o", "-" }, "output=-" },
    { { "--case", "--case" }, "case=--case" },
    { { "--quiet=no", "a" }, "args=a" },
    { { "--quiet=yes" }, "quiet" },
    { { "--realm", "a", "--realm", "b" }, "realm=b" },
    { { "" }, "args=" },
    { { "-h" }, "help" },
    { { "--color", "never" }, "color=never" },
};

static const struct bad {
    const char *words[WORDS_MAX], *want; /* part of the message */
} bad[] = {
    { { "--polcy", "a" }, "no option --polcy; did you mean --policy?" },
    { { "--cas=x" }, "did you mean --case?" },
    { { "--frobnicate" }, "no option --frobnicate; see `cleanpath audit --help`" },
    { { "--"
        "quietly" },
      "no option --quietly" },
    { { "-z" }, "no option -z" },
    { { "-qz" }, "no option -z" },
    { { "--case" }, "--case needs FILE" },
    { { "-f" }, "--format needs FORMAT" },
    { { "--format", "xml" }, "--format is \"xml\", expected one of table|json|ndjson|csv|html" },
    { { "--format=" }, "expected one of" },
    { { "--format", "table|json" }, "expected one of" },
    { { "--color=sometimes" }, "auto|always|never" },
    { { "--accept", "1.5" }, "--accept is \"1.5\", expected a number from 0 to 1" },
    { { "--accept", "-0.1" }, "expected a number from 0 to 1" },
    { { "--accept", "nan" }, "expected a number from 0 to 1" },
    { { "--accept", "inf" }, "expected a number from 0 to 1" },
    { { "--accept", "0,5" }, "expected a number from 0 to 1" },
    { { "--accept", "" }, "--accept is empty" },
    { { "-n", "-5" }, "--limit is \"-5\", expected a whole number" },
    { { "-n", "5x" }, "expected a whole number" },
    { { "-n", "99999999999999999999999" }, "expected a whole number" },
    { { "--case", "" }, "--case is empty, expected FILE" },
    { { "--policy", "" }, "--policy is empty, expected ID[,ID]" },
    { { "--policy", " ,, " }, "--policy is empty, expected ID[,ID]" },
    { { "--realm", "  " }, "--realm is empty, expected NAME" },
    { { "--map=" }, "--map is empty" },
    { { "--quiet=perhaps" }, "quiet is \"perhaps\", expected yes or no" },
    { { "--as-of", "" }, "--as-of is empty, expected DATE" },
};

static cp_rc parse(cp_arena *a, const char *const *words, cp_opts *opts, cp_err *err)
{
    bool given[CP_CMD_OPTIONS_MAX] = { false };
    int n = 0;
    while (n < WORDS_MAX && words[n])
        n++;
    *opts = (cp_opts){ .limit = 0 };
    return cp_options_parse(a, cp_command_by_name(CP_STR("audit")), n, (char **)(uintptr_t)words,
                            opts, given, err);
}

static void check_parsing(cp_arena *a)
{
    cp_opts opts;
    cp_err err;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        cp_rc rc = parse(a, good[i].words, &opts, &err);
        is_int(rc, CP_OK, "good %zu%s%s", i, rc ? ": " : "", rc ? err.msg : "");
        if (rc == CP_OK)
            is_cstr(shown(a, &opts), good[i].want, "good %zu", i);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (cp_err){ 0 };
        is_int(parse(a, bad[i].words, &opts, &err), CP_EUSAGE, "bad %zu", i);
        ok(cp_str_has(cp_str_c(err.msg), cp_str_c(bad[i].want)), "bad %zu: \"%s\" has \"%s\"", i,
           err.msg, bad[i].want);
    }
}

/* Which options of a command were given, so that settings do not write over them. */
static void check_given(cp_arena *a)
{
    const cp_command *cmd = cp_command_by_name(CP_STR("audit"));
    static const char *const words[] = { "-q", "--case=x", "--", "--strict" };
    bool given[CP_CMD_OPTIONS_MAX] = { false };
    cp_opts opts = { .limit = 0 };
    const cp_opt *o;
    uint32_t i = 0;
    is_int(cp_options_parse(a, cmd, 4, (char **)(uintptr_t)words, &opts, given, NULL), CP_OK,
           "given");
    for (cp_opt_iter it = { 0 }; (o = cp_opt_next(cmd, &it)); i++) {
        cp_str name = cp_str_c(o->name);
        bool want = cp_str_eq(name, CP_STR("quiet")) || cp_str_eq(name, CP_STR("case"));
        if (given[i] != want)
            ok(false, "%s was %sgiven", o->name, want ? "" : "not ");
    }
    ok(i < CP_CMD_OPTIONS_MAX, "options of audit: %u", i);
}

static bool ends_badly(const char *s)
{
    size_t n = strlen(s);
    return n == 0 || s[n - 1] == '.' || s[n - 1] == ' ' || s[0] == ' ';
}

/* The tables themselves: what help, man pages and completion are made of. */
static void check_tables(void)
{
    for (const cp_command *c = cp_commands; c->name; c++) {
        const cp_opt *o, *p;
        uint32_t n_twice = 0, n_text = 0, n_args = 0;
        for (cp_opt_iter it = { 0 }; (o = cp_opt_next(c, &it));) {
            uint32_t n_same = 0;
            for (cp_opt_iter other = { 0 }; (p = cp_opt_next(c, &other));)
                n_same += cp_str_eq(cp_str_c(o->name), cp_str_c(p->name)) ||
                          (o->letter && o->letter == p->letter);
            n_twice += n_same != 1;
            n_text += ends_badly(o->help);
            n_args += (o->type == CP_OPT_FLAG) != (o->arg == NULL);
        }
        is_uint(n_twice, 0, "%s: no name and no letter stands twice", c->name);
        is_uint(n_text, 0, "%s: each option is told in one sentence without its full stop",
                c->name);
        is_uint(n_args, 0, "%s: flags and only they take no value", c->name);
        ok(!ends_badly(c->summary) && c->examples[0].line, "%s: a summary, an example", c->name);
        ok(cp_option_by_name(c, CP_STR("help")) && cp_option_by_name(c, CP_STR("quiet")),
           "%s: the general options", c->name);
    }
    is_cstr(cp_str_c(cp_command_near(CP_STR("audti"))), "audit", "a slip of the finger");
    ok(cp_command_near(CP_STR("frobnicate")) == NULL, "another word altogether");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_parsing(a);
    check_given(a);
    check_tables();
    cp_arena_free(a);
    return tap_done();
}
