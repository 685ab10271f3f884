/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - argv to job to exit status. The only place that prints errors, and the only one that
 * exits. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>
#include "cli/config.h"
#include "cli/help.h"
#include "codec/crypt.h"
#include "job/data.h"
#include "job/fetch.h"
#include "job/output.h"
#include "job/progress.h"
#include "job/terminal.h"

/* a million assets need about three; the machine should survive a bomb */
#define MEMORY_MAX_BYTES (UINT64_C(20) << 30)

/* A job that ends something early when it is asked to, and goes on, takes the request back; that it
 * was asked once stays. */
static volatile int interrupted, was_asked;

static void on_signal(int signal_number)
{
    (void)signal_number;
    /* asked twice: at once; an open transaction is rolled back by the next who opens the case */
    if (was_asked)
        _exit(130);
    was_asked = interrupted = 1;
}

static void catch_signals(void)
{
    struct sigaction sa = { .sa_handler = on_signal };
    (void)sigemptyset(&sa.sa_mask);
    (void)sigaction(SIGINT, &sa, NULL);
    (void)sigaction(SIGTERM, &sa, NULL);
    /* who closes the pipe wants no message, whatever the caller had set */
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit of file sizes is an error like a full disk */
}

/* A line may quote input: names of files, words of the command line. */
CP_PRINTF(1, 0) static void print_line(const char *fmt, va_list ap)
{
    cp_arena *a = cp_arena_new(0);
    cp_str line = cp_text_safe(a, cp_str_vfmt(a, fmt, ap));
    (void)fprintf(stderr, "cleanpath: %.*s\n", CP_FMT(line));
    cp_arena_free(a);
}

CP_PRINTF(1, 2) static void print(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print_line(fmt, ap);
    va_end(ap);
}

static void warn(cp_job *j, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_progress_pause(j);
    print_line(fmt, ap);
    cp_progress_resume(j);
    va_end(ap);
}

static void say(cp_job *j, const char *fmt, ...)
{
    va_list ap;
    if (j->opts.quiet)
        return;
    va_start(ap, fmt);
    cp_progress_pause(j);
    print_line(fmt, ap);
    cp_progress_resume(j);
    va_end(ap);
}

static int complain(const cp_err *err, cp_rc rc)
{
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
    (void)cp_err_text(err, text, sizeof text);
    print("%s", text);
    return cp_rc_exit_status(rc);
}

/* Nothing can be read on fewer columns than COLUMNS_MIN; a terminal that does not know how wide it
 * is says 0. */
static uint32_t terminal_width(int fd)
{
    enum { COLUMNS_MIN = 20, COLUMNS_USUAL = 80 };
    struct winsize w;
    const char *columns = getenv("COLUMNS");
    uint32_t n;
    if (columns && cp_str_u32(cp_str_c(columns), &n) && n >= COLUMNS_MIN)
        return n;
    if (ioctl(fd, TIOCGWINSZ, &w) != 0 || w.ws_col == 0)
        return COLUMNS_USUAL;
    return w.ws_col > COLUMNS_MIN ? w.ws_col : COLUMNS_MIN;
}

/* What the environment says of the encoding (POSIX, XBD 8.2: the first that is set and not
 * empty). */
static bool is_utf8(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
    }
    return false;
}

static uint32_t help_width(void)
{
    return isatty(STDOUT_FILENO) ? terminal_width(STDOUT_FILENO) : 0;
}

static bool wants_color(const cp_job *j)
{
    const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");
    if (cp_str_eq(j->opts.color, CP_STR("always")) || cp_str_eq(j->opts.color, CP_STR("never")))
        return cp_str_eq(j->opts.color, CP_STR("always"));
    if (no && *no)
        return false;
    if (force && *force && strcmp(force, "0") != 0)
        return true;
    return j->out_is_terminal && !(term && strcmp(term, "dumb") == 0);
}

static cp_opts defaults(void)
{
    return (cp_opts){ .case_path = CP_STR("cleanpath.case"),
                      .color = CP_STR("auto"),
                      .realm = CP_STR("default"),
                      .accept = 0.95,
                      .fail_on = CP_STR("excluded"),
                      .fail_on_unknown = CP_STR("any"),
                      .devices = 1000,
                      .retries = CP_FETCH_RETRIES,
                      .seed = 1,
                      .scan_rate = 1000,
                      .device_rate = 20,
                      .scan_retries = 1,
                      .port = 161,
                      .queue_mib = CP_JOB_QUEUE_MIB,
                      .spool_mib = CP_JOB_SPOOL_MIB };
}

static cp_rc run(const cp_command *cmd, cp_job *j, cp_err *err)
{
    cp_output out;
    cp_rc rc = cp_output_open(j->a, &j->opts, "--output", j->opts.output, &out, err), closing;
    if (rc != CP_OK)
        return rc;
    cp_terminal terminal;
    bool to_file = out.fd != STDOUT_FILENO;
    int fd = *cmd->name ? out.fd : STDERR_FILENO; /* no command has no answer */
    j->out_is_terminal = !to_file && isatty(fd);
    j->err_is_terminal = isatty(STDERR_FILENO);
    j->is_utf8 = is_utf8();
    j->width = j->out_is_terminal ? terminal_width(fd) : 0;
    j->color = wants_color(j);
    cp_buf b = j->out_is_terminal ? cp_terminal_open(j, &terminal, fd) : cp_buf_to_fd(j->a, fd);
    b.stopped = &interrupted;
    j->out = &b;
    cp_progress_open(j);
    cp_progress_phase(j, cp_str_c(cmd->name), "", 0);
    rc = cmd->run(j, err);
    cp_progress_close(j);
    if (rc == CP_OK && j->out_is_terminal)
        rc = cp_terminal_close(&terminal, &b, err);
    else if (rc == CP_OK && (rc = cp_buf_end(&b, err)) != CP_OK && to_file)
        cp_err_in_file(err, out.path.p, out.path.n);
    if (rc == CP_OK && interrupted)
        rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    closing = cp_output_close(&out, rc == CP_OK, rc == CP_OK ? err : NULL);
    rc = rc != CP_OK ? rc : closing;
    return rc == CP_OK && j->after ? j->after(j, err) : rc;
}

static int run_command(cp_arena *a, const cp_command *cmd, int argc, char **argv)
{
    cp_err err = { 0 };
    bool given[CP_CMD_OPTIONS_MAX] = { false };
    cp_job j = { .a = a,
                 .opts = defaults(),
                 .command = cmd->name,
                 .say = say,
                 .warn = warn,
                 .interrupted = &interrupted };
    if (setjmp(*cp_arena_trap(a)) != 0) {
        cp_progress_close(&j);
        print("this needs more than %llu MiB of memory; use less input at a time",
              (unsigned long long)(MEMORY_MAX_BYTES >> 20));
        return cp_rc_exit_status(CP_ELIMIT);
    }
    cp_rc rc = cp_options_parse(a, cmd, argc, argv, &j.opts, given, &err);
    if (rc == CP_OK && j.opts.help) {
        cp_buf b = cp_buf_to_fd(a, STDOUT_FILENO);
        cp_help_command(cmd, help_width(), &b);
        rc = cp_buf_end(&b, &err);
        return rc == CP_OK ? 0 : complain(&err, rc);
    }
    if (rc == CP_OK)
        rc = cp_config_apply(a, cmd, given, &j.opts, &j.settings, &j.n_settings, &err);
    if (rc == CP_OK && j.opts.n_cases) /* who works on one case takes the first */
        j.opts.case_path = j.opts.cases[0];
    if (rc == CP_OK)
        rc = run(cmd, &j, &err);
    return rc == CP_OK ? j.status : complain(&err, rc);
}

static int unknown_command(cp_str word)
{
    const char *near = cp_command_near(word);
    if (word.n > 1 && word.p[0] == '-') {
        print("%.*s: options stand behind the command: cleanpath COMMAND [OPTION...]",
              CP_FMT(word));
        return cp_rc_exit_status(CP_EUSAGE);
    }
    print("there is no command \"%.*s\"%s%s%s", CP_FMT(word),
          near ? "; did you mean " : "; see `cleanpath --help`", near ? near : "", near ? "?" : "");
    return cp_rc_exit_status(CP_EUSAGE);
}

/* Where the data are may be a setting. An answer is given whatever is wrong with them. */
static void print_version(cp_arena *a, cp_buf *b)
{
    static const bool given[CP_CMD_OPTIONS_MAX];
    cp_err err = { 0 };
    cp_job j = {
        .a = a, .opts = defaults(), .say = say, .warn = warn, .interrupted = &interrupted
    };
    cp_str data = CP_STR("");
    cp_buf_add_c(b, "cleanpath " CP_VERSION);
    cp_rc rc = cp_config_apply(a, cp_command_by_name(CP_STR("data")), given, &j.opts, &j.settings,
                               &j.n_settings, &err);
    if (rc == CP_OK)
        rc = cp_data_in_force(&j, &data, &err);
    if (rc == CP_OK)
        cp_buf_fmt(b, ", data of %.*s\n", CP_FMT(data));
    else
        cp_buf_add_c(b, ", data cannot be used\n");
    if (rc != CP_OK)
        (void)complain(&err, rc);
}

/* The words that are no command: help, version, and what the build asks for. */
static int run_word(cp_arena *a, cp_str word, int argc, char **argv)
{
    cp_err err = { 0 };
    cp_buf b = cp_buf_to_fd(a, STDOUT_FILENO);
    cp_rc rc = CP_OK;
    bool is_about = argc > 0 && (cp_str_eq(word, CP_STR("help")) || cp_str_eq(word, CP_STR("man")));
    const cp_command *about = is_about ? cp_command_by_name(cp_str_c(argv[0])) : NULL;
    if (is_about && !about)
        return unknown_command(cp_str_c(argv[0]));
    if (cp_str_eq(word, CP_STR("--version")) || cp_str_eq(word, CP_STR("-V")) ||
        cp_str_eq(word, CP_STR("version")))
        print_version(a, &b);
    else if (cp_str_eq(word, CP_STR("man")))
        cp_help_man(about, &b);
    else if (cp_str_eq(word, CP_STR("completion")))
        rc = cp_help_completion(argc > 0 ? cp_str_c(argv[0]) : CP_STR(""), &b, &err);
    else if (about)
        cp_help_command(about, help_width(), &b);
    else
        cp_help_all(help_width(), &b);
    if (rc == CP_OK)
        rc = cp_buf_end(&b, &err);
    return rc == CP_OK ? 0 : complain(&err, rc);
}

static bool is_word(cp_str word)
{
    static const char *const words[] = { "--help", "-h",      "help", "--version",
                                         "-V",     "version", "man",  "completion" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_eq(word, cp_str_c(words[i])))
            return true;
    return false;
}

int main(int argc, char **argv)
{
    uint64_t seed = 0;
    cp_output_guard();
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed)
        cp_map_seed(seed);
    catch_signals();
    cp_crypt_begin();
    cp_arena *a = cp_arena_new(MEMORY_MAX_BYTES);
    cp_str word = argc > 1 ? cp_str_c(argv[1]) : CP_STR("");
    const cp_command *cmd = cp_command_by_name(word);
    int status;
    if (argc < 2) {
        status = run_command(a, &cp_command_none, 0, NULL);
    } else if (cmd) {
        status = run_command(a, cmd, argc - 2, argv + 2);
    } else {
        status = is_word(word) ? run_word(a, word, argc - 2, argv + 2) : unknown_command(word);
    }
    cp_arena_free(a);
    return status;
}
