/* SPDX-License-Identifier: Apache-2.0 */
/* Where a setting comes from: the option, CLEANPATH_<NAME>, cleanpath.yaml here, in the home, in
 * /etc; the first that names it wins, and each is told with its place. */
#include <sys/stat.h>
#include <unistd.h>
#include "cli/config.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-test-XXXXXX";

static void write_text(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0) {
        printf("Bail out! cannot write %s\n", name);
        exit(99);
    }
}

typedef struct settings {
    cp_opts opts;
    const cp_setting *v;
    uint32_t n;
    cp_err err;
    cp_rc rc;
} settings;

static settings apply(cp_arena *a, const char *command, const char *word)
{
    settings s = { .opts = { .format = CP_STR("built-in"), .realm = CP_STR("default") } };
    bool given[CP_CMD_OPTIONS_MAX] = { false };
    const cp_command *cmd = cp_command_by_name(cp_str_c(command));
    char *words[] = { (char *)(uintptr_t)word };
    s.rc = cp_options_parse(a, cmd, word ? 1 : 0, words, &s.opts, given, &s.err);
    if (s.rc == CP_OK)
        s.rc = cp_config_apply(a, cmd, given, &s.opts, &s.v, &s.n, &s.err);
    return s;
}

static cp_str origin_of(const settings *s, const char *name)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (strcmp(s->v[i].name, name) == 0)
            return s->v[i].origin;
    return CP_STR("not there");
}

static void is_format(cp_arena *a, const char *word, const char *want, const char *origin)
{
    settings s = apply(a, "audit", word);
    is_int(s.rc, CP_OK, "%s%s", want, s.rc ? s.err.msg : "");
    is_cstr(s.opts.format, want, "format from %s", origin);
    is_cstr(origin_of(&s, "format"), origin, "told as %s", origin);
}

/* From the farthest place to the nearest: each wins over those before. */
static void check_order(cp_arena *a)
{
    is_format(a, NULL, "built-in", "built in");
    write_text("home/.config/cleanpath/cleanpath.yaml", "# mine\nformat: csv\n");
    cp_str home = cp_str_fmt(a, "%s/home/.config/cleanpath/cleanpath.yaml:2", folder);
    is_format(a, NULL, "csv", home.p);
    (void)setenv("XDG_CONFIG_HOME", cp_str_fmt(a, "%s/xdg", folder).p, 1);
    is_format(a, NULL, "built-in", "built in"); /* in its place, not beside it */
    write_text("xdg/cleanpath/cleanpath.yaml", "format: html\n");
    is_format(a, NULL, "html", cp_str_fmt(a, "%s/xdg/cleanpath/cleanpath.yaml:1", folder).p);
    write_text("cleanpath.yaml", "quiet: yes\nformat: ndjson\npolicy: [a, b]\n");
    is_format(a, NULL, "ndjson", "cleanpath.yaml:2");
    (void)setenv("CLEANPATH_FORMAT", "", 1);
    is_format(a, NULL, "ndjson", "cleanpath.yaml:2");
    (void)setenv("CLEANPATH_FORMAT", "json", 1);
    is_format(a, NULL, "json", "CLEANPATH_FORMAT");
    is_format(a, "--format=table", "table", "command line");
    settings s = apply(a, "audit", NULL);
    ok(s.opts.quiet && s.opts.n_policies == 2, "the rest of the file counts, too");
    s = apply(a, "audit", "--policy=c");
    ok(s.opts.n_policies == 1, "an option replaces a list, it does not add to it");
    (void)unsetenv("CLEANPATH_FORMAT");
}

/* A setting of another command is no mistake; has_case tells whether anybody named one. */
static void check_other(cp_arena *a)
{
    write_text("cleanpath.yaml", "policy: x\ncase: my.case\n");
    settings s = apply(a, "synth", NULL);
    is_int(s.rc, CP_OK, "a setting of another command");
    s = apply(a, "audit", NULL);
    ok(s.opts.has_case, "the file names a case");
    is_cstr(s.opts.case_path, "my.case", "which is taken");
    write_text("cleanpath.yaml", "");
    s = apply(a, "audit", NULL);
    ok(s.rc == CP_OK && !s.opts.has_case, "an empty file names none");
    s = apply(a, "doctor", "--config");
    is_int(s.rc, CP_OK, "a format that this command does not have is no mistake %s", s.err.msg);
    is_cstr(s.opts.format, "built-in", "it goes by its own");
    ok(s.rc == CP_OK && cp_str_eq(origin_of(&s, "fail-on"), CP_STR("built in")),
       "doctor --config lists what the other commands have");
}

static const struct row {
    const char *text, *want; /* "LINE MESSAGE" in part */
    uint64_t line;
} bad[] = {
    { "formt: csv\n", "did you mean \"format\"?", 1 },
    { "\n\nnothing-like-it: 1\n", "`cleanpath doctor --config` lists them", 3 },
    { "output: x\n", "there is no setting \"output\"", 1 },
    { "format: xml\n", "expected one of table|json", 0 },
    { "format: [csv, json]\n", "format takes one value", 1 },
    { "accept: lots\n", "expected a number from 0 to 1", 0 },
    { "quiet: perhaps\n", "expected yes or no", 0 },
    { "case: ''\n", "--case is empty", 0 },
    { "case: \"a\\0b\"\n", "NUL byte", 0 },
    { "- a\n- b\n", "settings are a mapping", 1 },
    { "just text\n", "settings are a mapping", 1 },
    { "format: csv\nformat: json\n", "stands in line 1 already", 2 },
    { "a: [\n", "not valid YAML", 2 },
};

static void check_bad(cp_arena *a)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_text("cleanpath.yaml", bad[i].text);
        settings s = apply(a, "audit", NULL);
        is_int(s.rc, CP_EUSAGE, "bad %zu: wrong settings are wrong usage", i);
        ok(cp_str_has(cp_str_c(s.err.msg), cp_str_c(bad[i].want)), "bad %zu: \"%s\" has \"%s\"", i,
           s.err.msg, bad[i].want);
        is_cstr(cp_str_c(s.err.file), "cleanpath.yaml", "bad %zu: told with the file", i);
        is_uint(s.err.line, bad[i].line, "bad %zu: and the line", i);
    }
    (void)unlink("cleanpath.yaml");
    (void)setenv("CLEANPATH_COLOR", "blue", 1);
    settings s = apply(a, "audit", NULL);
    is_int(s.rc, CP_EUSAGE, "a wrong value in the environment");
    is_cstr(cp_str_c(s.err.file), "CLEANPATH_COLOR", "is told with its name");
    (void)unsetenv("CLEANPATH_COLOR");
}

static void make_folders(void)
{
    static const char *const names[] = { "home", "home/.config", "home/.config/cleanpath", "xdg",
                                         "xdg/cleanpath" };
    if (!mkdtemp(folder) || chdir(folder) != 0) {
        printf("Bail out! no folder\n");
        exit(99);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mkdir(names[i], 0777) != 0)
            exit(99);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    make_folders();
    (void)unsetenv("XDG_CONFIG_HOME");
    (void)unsetenv("CLEANPATH_CASE");
    (void)unsetenv("CLEANPATH_AS_OF");
    (void)setenv("HOME", cp_str_fmt(a, "%s/home", folder).p, 1);
    check_order(a);
    check_other(a);
    check_bad(a);
    static const char *const left[] = { "home/.config/cleanpath/cleanpath.yaml",
                                        "xdg/cleanpath/cleanpath.yaml",
                                        "home/.config/cleanpath",
                                        "home/.config",
                                        "home",
                                        "xdg/cleanpath",
                                        "xdg",
                                        folder };
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        (void)remove(left[i]);
    cp_arena_free(a);
    return tap_done();
}
