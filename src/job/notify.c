/* SPDX-License-Identifier: Apache-2.0 */
/* notify.c - see notify.h.
 *
 *     changes --JSON--> [memory file] = standard input of COMMAND
 *             --JSON, at most HOOK_ROWS_MAX rows a list--> POST URL
 *
 * Both are done by the process that made the answer, after it: never by the one that parses frames.
 * The command is no shell's: its words are parted at blanks and handed on as they are, and its
 * environment holds counts and what programs cannot do without, no setting and no secret of
 * ours. */
#include "job/notify.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "job/evidence.h"
#include "job/webhook.h"
#include "report/parts.h"

enum {
    WORDS_MAX = 256,
    HOOK_ROWS_MAX = 1000 /* of each list: receivers of webhooks limit what they take */
};

/* ---- options ---- */

/* Others on this machine should not read a token. */
static cp_rc read_headers(cp_job *j, cp_err *err)
{
    struct stat st;
    cp_bytes text;
    cp_str path = j->opts.webhook_header;
    if (path.n == 0)
        return CP_OK;
    cp_rc rc = cp_job_read_file(j->a, path, CP_WEBHOOK_HEADER_BYTES_MAX, &text, err);
    if (rc != CP_OK)
        return rc;
    j->webhook_headers = cp_str_of_bytes(text);
    if (stat(cp_str_dup(j->a, path).p, &st) == 0 && st.st_mode & (S_IRWXG | S_IRWXO))
        j->warn(j, "%.*s: others may read this file, and it may hold a secret: chmod 600",
                CP_FMT(path));
    return CP_OK;
}

cp_rc cp_notify_check(cp_job *j, cp_err *err)
{
    const cp_opts *o = &j->opts;
    if (o->since.n == 0 && (o->on_change.n || o->webhook.n || o->webhook_header.n))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s goes with --since CASE",
                       o->on_change.n ? "--on-change"
                       : o->webhook.n ? "--webhook"
                                      : "--webhook-header");
    if (o->webhook_header.n && o->webhook.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--webhook-header goes with --webhook URL");
    if (o->on_change.n && cp_str_trim(o->on_change).n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--on-change names no command");
    cp_rc rc = o->webhook.n ? cp_webhook_check(o->webhook, err) : CP_OK;
    return rc == CP_OK ? read_headers(j, err) : rc;
}

/* ---- the command ---- */

static void add_env(cp_job *j, char **env, uint32_t *n, const char *name, cp_str value)
{
    env[(*n)++] = (char *)cp_str_fmt(j->a, "%s=%.*s", name, CP_FMT(value)).p;
}

static char **environment(cp_job *j, const cp_changes *c)
{
    static const char *const kept[] = { "PATH", "HOME",   "USER",   "LOGNAME", "LANG",
                                        "TZ",   "LC_ALL", "TMPDIR", "LC_CTYPE" };
    const struct {
        const char *name;
        uint32_t n;
    } counts[] = {
        { "CLEANPATH_CHANGE_FINDINGS_NEW", c->n_findings_new },
        { "CLEANPATH_CHANGE_FINDINGS_GONE", c->n_findings_gone },
        { "CLEANPATH_CHANGE_UNDETERMINED_NEW", c->n_open_new },
        { "CLEANPATH_CHANGE_VERDICTS", c->n_verdicts },
        { "CLEANPATH_CHANGE_ASSETS_NEW", c->n[CP_CHANGE_NEW] },
        { "CLEANPATH_CHANGE_ASSETS_GONE", c->n[CP_CHANGE_GONE] },
        { "CLEANPATH_CHANGE_ASSETS_CHANGED", c->n[CP_CHANGE_CHANGED] },
        { "CLEANPATH_CHANGE_PATHS", c->n_paths },
    };
    enum { KEPT = sizeof kept / sizeof *kept, COUNTS = sizeof counts / sizeof *counts };
    char **env = CP_NEW_ARRAY(j->a, char *, KEPT + COUNTS + 3);
    uint32_t n = 0;
    for (size_t i = 0; i < KEPT; i++)
        if (getenv(kept[i]))
            add_env(j, env, &n, kept[i], cp_str_c(getenv(kept[i])));
    for (size_t i = 0; i < COUNTS; i++)
        add_env(j, env, &n, counts[i].name, cp_str_fmt(j->a, "%u", counts[i].n));
    add_env(j, env, &n, "CLEANPATH_CHANGE_SINCE", c->side[CP_BEFORE].name);
    add_env(j, env, &n, "CLEANPATH_CHANGE_ON", cp_date_text(j->a, c->side[CP_AFTER].on));
    return env;
}

static cp_rc words_of(cp_job *j, char **out, cp_err *err)
{
    cp_str rest = j->opts.on_change, word;
    uint32_t n = 0;
    while (cp_str_cut(&rest, ' ', &word)) {
        if (word.n == 0)
            continue;
        if (n == WORDS_MAX)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--on-change has more than %d words",
                           WORDS_MAX);
        out[n++] = (char *)cp_str_dup(j->a, word).p;
    }
    out[n] = NULL;
    return CP_OK;
}

/* The document in a file of memory, which ends with its descriptor. */
static cp_rc document_fd(cp_job *j, const cp_changes *c, int *out, cp_err *err)
{
    *out = memfd_create("changes.json", MFD_CLOEXEC);
    if (*out < 0)
        return cp_fail_errno(err, errno, "cannot keep what changed for --on-change");
    cp_buf b = cp_buf_to_fd(j->a, *out);
    cp_changes_json(c, 0, &b);
    cp_rc rc = cp_buf_end(&b, err);
    if (rc == CP_OK && lseek(*out, 0, SEEK_SET) != 0)
        rc = cp_fail_errno(err, errno, "cannot keep what changed for --on-change");
    if (rc != CP_OK)
        (void)close(*out);
    return rc;
}

/* Its standard output would stand in the middle of ours: it becomes standard error. Signals are as
 * we found them. */
static int spawn(char **words, char **env, int document, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t reset;
    (void)sigemptyset(&reset);
    (void)sigaddset(&reset, SIGINT);
    (void)sigaddset(&reset, SIGTERM);
    (void)sigaddset(&reset, SIGPIPE);
    (void)sigaddset(&reset, SIGXFSZ);
    int bad = posix_spawn_file_actions_init(&files);
    if (bad)
        return bad;
    if ((bad = posix_spawnattr_init(&attr)) == 0) {
        (void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
        (void)posix_spawnattr_setsigdefault(&attr, &reset);
        bad = posix_spawn_file_actions_adddup2(&files, document, STDIN_FILENO);
        if (bad == 0)
            bad = posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
        if (bad == 0)
            bad = posix_spawnp(pid, words[0], &files, &attr, words, env);
        (void)posix_spawnattr_destroy(&attr);
    }
    (void)posix_spawn_file_actions_destroy(&files);
    return bad;
}

/* Who interrupts us ends it too. */
static int wait_for(const cp_job *j, pid_t pid)
{
    int status = 0;
    bool was_told = false;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        if (*j->interrupted && !was_told) {
            (void)kill(pid, SIGTERM);
            was_told = true;
        }
    return status;
}

static cp_rc run_command(cp_job *j, const cp_changes *c, cp_err *err)
{
    char **words = CP_NEW_ARRAY(j->a, char *, WORDS_MAX + 1);
    int document;
    pid_t pid;
    cp_rc rc = words_of(j, words, err);
    if (rc == CP_OK)
        rc = document_fd(j, c, &document, err);
    if (rc != CP_OK)
        return rc;
    int bad = spawn(words, environment(j, c), document, &pid);
    (void)close(document);
    if (bad)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "--on-change: %s cannot be started: %s", words[0],
                       strerror(bad));
    int status = wait_for(j, pid);
    if (*j->interrupted)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (WIFSIGNALED(status))
        return cp_fail(err, CP_EIO, CP_NO_OFF, "--on-change: %s was ended by signal %d", words[0],
                       WTERMSIG(status));
    return WEXITSTATUS(status) == 0
               ? CP_OK
               : cp_fail(err, CP_EIO, CP_NO_OFF, "--on-change: %s ended with status %d", words[0],
                         WEXITSTATUS(status));
}

/* ---- both ---- */

static cp_rc post(cp_job *j, const cp_changes *c, cp_err *err)
{
    cp_buf b = cp_buf_new(j->a);
    cp_changes_json(c, HOOK_ROWS_MAX, &b);
    return cp_webhook_post(j->a, j->opts.webhook, j->webhook_headers, cp_buf_str(&b), err);
}

static void complain(cp_job *j, const cp_err *err)
{
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
    (void)cp_err_text(err, text, sizeof text);
    j->warn(j, "%s", text);
    j->status = 3;
}

/* One that fails does not keep the other from being told. */
static cp_rc tell(cp_job *j, cp_err *err)
{
    const cp_changes *c = j->after_ctx;
    cp_err why = { 0 };
    cp_rc rc = j->opts.webhook.n ? post(j, c, &why) : CP_OK;
    if (rc != CP_OK) {
        if (why.line)
            cp_err_in_file(&why, j->opts.webhook_header.p, j->opts.webhook_header.n);
        complain(j, &why);
    }
    rc = j->opts.on_change.n ? run_command(j, c, &why) : CP_OK;
    if (rc == CP_EINTR) {
        *err = why;
        return rc;
    }
    if (rc != CP_OK)
        complain(j, &why);
    return CP_OK;
}

void cp_notify_later(cp_job *j, const cp_changes *c)
{
    bool has_changed = c->n_equipment || c->n_verdicts || c->n_paths;
    if (!has_changed || (j->opts.webhook.n == 0 && j->opts.on_change.n == 0))
        return;
    j->after = tell;
    j->after_ctx = c;
}
