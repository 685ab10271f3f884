/* SPDX-License-Identifier: Apache-2.0 */
/* test_watcher.c - what becomes of the lines and states of a process in a sandbox, whatever it
 * tells: as it should, and as one that was taken over would. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "job/watcher.h"
#include "sources/apart/sandbox.h"
#include "tap.h"

enum { STATE_MAX = 200 * 1000 };

static void put(int fd, const char *s, size_t n)
{
    while (n) {
        ssize_t done = write(fd, s, n);
        if (done <= 0)
            _exit(9);
        s += done;
        n -= (size_t)done;
    }
}
static void line(const char *s) { put(CP_WATCHER_FD_LINES, s, strlen(s)); }
static void state(const char *s, size_t n) { put(CP_WATCHER_FD_STATE, s, n); }

static cp_rc until_stop(const _Atomic bool *stop)
{
    while (!atomic_load(stop))
        continue;
    return CP_OK;
}

/* ---- children */

static cp_rc run_well(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    (void)ctx;
    (void)err;
    line("one\ntw");
    state("first", 6);
    line("o\n");
    state("sec", 3);
    state("ond\n", 5);
    (void)until_stop(stop);
    line("end\n");
    return CP_OK;
}

static cp_rc run_partly(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    (void)ctx;
    (void)err;
    (void)stop;
    line("one\nno end");
    state("whole\0half", 10);
    return CP_OK;
}

static cp_rc run_escapes(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    (void)ctx;
    (void)err;
    (void)stop;
    line("a\033[2Jb\r\xff\n");
    return CP_OK;
}

static cp_rc run_endless(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    static char b[64 * 1024];
    (void)ctx;
    (void)err;
    memset(b, 'x', sizeof b);
    line("one\n");
    while (!atomic_load(stop))
        put(CP_WATCHER_FD_LINES, b, sizeof b);
    return CP_OK;
}

static cp_rc run_huge(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    static char b[64 * 1024];
    (void)ctx;
    (void)err;
    memset(b, 'x', sizeof b);
    while (!atomic_load(stop))
        state(b, sizeof b);
    return CP_OK;
}

static cp_rc run_fault(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    (void)ctx;
    (void)stop;
    line("one\n");
    return cp_fail(err, CP_EIO, CP_NO_OFF, "it broke");
}

static cp_rc run_lie(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    (void)ctx;
    (void)stop;
    memset(err, 0xff, sizeof *err);
    memcpy(err->msg, "\033[2J", 4);
    return (cp_rc)4711;
}

static cp_rc run_open(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    (void)ctx;
    (void)err;
    (void)stop;
    line("one\n");
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 ? CP_OK : CP_EIO;
}

static cp_rc run_abort(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    (void)ctx;
    (void)err;
    (void)stop;
    abort();
}

static cp_rc open_well(void *ctx, cp_err *err)
{
    (void)ctx;
    (void)err;
    return CP_OK;
}
static cp_rc open_badly(void *ctx, cp_err *err)
{
    (void)ctx;
    return cp_fail(err, CP_EPERM, CP_NO_OFF, "cannot bind");
}

/* ---- what is to become of them */

static const struct row {
    const char *name;
    cp_rc (*open)(void *ctx, cp_err *err);
    cp_rc (*run)(void *ctx, const _Atomic bool *stop, cp_err *err);
    cp_time lasting;
    cp_rc want;
    const char *message, *lines, *state; /* message: a part of it */
    bool is_json, is_only_confined;      /* is_only_confined: sanitizers are not */
} rows[] = {
    { "as it should", open_well, run_well, 300 * 1000, CP_OK, "", "one\ntwo\nend\n", "second\n",
      false, false },
    { "neither a line nor a state without its end", open_well, run_partly, 0, CP_OK, "", "one\n",
      "whole", false, false },
    { "what is no text", open_well, run_escapes, 0, CP_OK, "", NULL, "before", false, false },
    { "nor in JSON", open_well, run_escapes, 0, CP_OK, "", NULL, "before", true, false },
    { "a line without end", open_well, run_endless, 0, CP_EINTERNAL, "a line of more than", "one\n",
      "before", false, false },
    { "a state without end", open_well, run_huge, 0, CP_ELIMIT, "the state is of more than", "",
      "before", false, false },
    { "a fault that it tells", open_well, run_fault, 0, CP_EIO, "it broke", "one\n", "before",
      false, false },
    { "a fault before", open_badly, run_well, 0, CP_EPERM, "cannot bind", "", "before", false,
      false },
    { "a fault that is none", open_well, run_lie, 0, CP_EINTERNAL, "", "", "before", false, false },
    { "a file", open_well, run_open, 0, CP_EINTERNAL, "system call", "one\n", "before", false,
      true },
    { "its death", open_well, run_abort, 0, CP_EINTERNAL, "signal", "", "before", false, true },
};

static cp_str read_back(cp_arena *a, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *b = cp_arena_alloc(a, 4096);
    ssize_t n = fd < 0 ? 0 : read(fd, b, 4096);
    (void)close(fd);
    return (cp_str){ b, n < 0 ? 0 : (size_t)n };
}

static bool has_control(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] < ' ' && s.p[i] != '\n')
            return true;
    return false;
}

/* Standard output is where the lines go: it is a file for that while. */
static cp_rc run_row(cp_arena *a, const struct row *r, const char *out, const char *kept,
                     cp_err *err)
{
    static volatile int interrupted;
    cp_job j = { .a = a, .interrupted = &interrupted };
    const cp_watcher w = { .state = cp_str_c(kept),
                           .state_bytes_max = STATE_MAX,
                           .lasting = r->lasting,
                           .is_json = r->is_json,
                           .open = r->open,
                           .run = r->run };
    (void)fflush(stdout);
    int before = dup(STDOUT_FILENO), fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    (void)dup2(fd, STDOUT_FILENO);
    cp_rc rc = cp_watcher_run(&j, &w, err);
    (void)dup2(before, STDOUT_FILENO);
    (void)close(before);
    (void)close(fd);
    return rc;
}

static void check_row(const struct row *r, const char *folder)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { .off_bytes = CP_NO_OFF };
    const char *out = cp_str_fmt(a, "%s/out", folder).p, *kept = cp_str_fmt(a, "%s/s", folder).p;
    int fd = open(kept, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ok(fd >= 0 && write(fd, "before", 6) == 6 && close(fd) == 0, "a state of before");
    cp_rc rc = run_row(a, r, out, kept, &err);
    ok(rc == r->want && (rc == CP_OK || strstr(err.msg, r->message)), "%s: %s", r->name,
       rc == CP_OK ? "ends well" : err.msg);
    ok(!has_control(cp_str_c(err.msg)), "and tells so harmlessly");
    cp_str lines = read_back(a, out);
    if (r->lines)
        is_cstr(lines, r->lines, "its lines");
    else
        ok(lines.n > 2 && !has_control(lines), "lines that do no harm");
    is_cstr(read_back(a, kept), r->state, "its state");
    cp_arena_free(a);
}

int main(void)
{
    char folder[] = "/tmp/cleanpath-watcher-XXXXXX";
    if (!mkdtemp(folder))
        tap_skip_all("no folder for files");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (CP_IS_SANITIZED && rows[i].is_only_confined)
            continue;
        check_row(&rows[i], folder);
    }
    cp_arena *a = cp_arena_new(0);
    (void)unlink(cp_str_fmt(a, "%s/out", folder).p);
    (void)unlink(cp_str_fmt(a, "%s/s", folder).p);
    ok(rmdir(folder) == 0, "and leaves nothing behind");
    cp_arena_free(a);
    return tap_done();
}
