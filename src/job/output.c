/* SPDX-License-Identifier: Apache-2.0 */
/* output.c - see output.h. */
#include "job/output.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static cp_rc failed(const cp_output *out, int err_no, cp_err *err)
{
    bool is_answer = strcmp(out->option, "--output") == 0;
    cp_rc rc = cp_fail_errno(err, err_no, is_answer ? "cannot write the output" : "cannot write");
    cp_err_in_file(err, out->path.p, out->path.n);
    return rc;
}

static bool is_file(cp_arena *a, cp_str path, const struct stat *other)
{
    struct stat st;
    return path.n && stat(cp_str_dup(a, path).p, &st) == 0 && st.st_dev == other->st_dev &&
           st.st_ino == other->st_ino;
}

/* The evidence and the case are never written over, however they are called. */
static cp_rc check_is_no_input(cp_arena *a, const cp_opts *opts, const cp_output *out,
                               const struct stat *st, cp_err *err)
{
    bool is_input = is_file(a, opts->profile, st);
    bool is_case = is_file(a, opts->case_path, st);
    for (uint32_t i = 0; i < opts->n_cases; i++)
        is_case |= is_file(a, opts->cases[i], st);
    for (uint32_t i = 0; i < opts->n_args; i++)
        is_input |= is_file(a, opts->args[i], st);
    for (uint32_t i = 0; i < opts->n_registries; i++)
        is_input |= is_file(a, opts->registries[i], st);
    for (uint32_t i = 0; i < opts->n_own_policies; i++)
        is_input |= is_file(a, opts->own_policies[i], st);
    for (uint32_t i = 0; i < opts->n_policies; i++)
        is_input |= is_file(a, opts->policies[i], st);
    is_input |= is_file(a, opts->waivers, st);
    if (!is_input && !is_case)
        return CP_OK;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is \"%.*s\", which is %s", out->option,
                   CP_FMT(out->path), is_case ? "the case" : "a file that is to be read");
}

/* The folder that holds path, for open(2). */
static cp_str folder_of(cp_arena *a, cp_str path)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/')
        n--;
    return n ? cp_str_dup(a, cp_str_slice(path, 0, n)) : CP_STR(".");
}

cp_rc cp_output_open(cp_arena *a, const cp_opts *opts, const char *option, cp_str file,
                     cp_output *out, cp_err *err)
{
    struct stat st;
    cp_str path = cp_str_dup(a, file);
    *out = (cp_output){ .fd = STDOUT_FILENO, .option = option };
    if (path.n == 0 || cp_str_eq(path, CP_STR("-")))
        return CP_OK;
    out->path = path;
    bool is_there = stat(path.p, &st) == 0;
    cp_rc rc = is_there ? check_is_no_input(a, opts, out, &st, err) : CP_OK;
    if (opts->has_case && cp_str_eq(file, opts->case_path))
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s and --case are the same file", option);
    if (rc != CP_OK)
        return rc;
    if (is_there && !S_ISREG(st.st_mode)) {
        out->fd = open(path.p, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return out->fd >= 0 ? CP_OK : failed(out, errno, err);
    }
    if (is_there && access(path.p, W_OK) != 0) /* renaming would get around it */
        return failed(out, errno, err);
    char *real = is_there ? realpath(path.p, NULL) : NULL; /* a link stays a link */
    if (real)
        out->path = cp_str_dup(a, cp_str_c(real));
    free(real);
    out->temporary = cp_str_fmt(a, "%.*s.%ld.part", CP_FMT(out->path), (long)getpid());
    out->fd = -1;
    if (access("/proc/self/fd", X_OK) == 0) /* by which it gets its name */
        out->fd = open(folder_of(a, out->path).p, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    out->is_nameless = out->fd >= 0;
    if (out->fd < 0) /* not every file system can */
        out->fd = open(out->temporary.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (out->fd >= 0 && is_there)
        (void)fchmod(out->fd, st.st_mode & 0777); /* who may read it stays as it was */
    return out->fd >= 0 ? CP_OK : failed(out, errno, err);
}

static int give_name(cp_output *out)
{
    char self[64];
    (void)snprintf(self, sizeof self, "/proc/self/fd/%d", out->fd);
    return linkat(AT_FDCWD, self, AT_FDCWD, out->temporary.p, AT_SYMLINK_FOLLOW);
}

cp_rc cp_output_close(cp_output *out, bool keep, cp_err *err)
{
    bool is_direct = out->temporary.n == 0, has_name = !is_direct && !out->is_nameless;
    int bad = 0;
    if (out->fd == STDOUT_FILENO)
        return CP_OK;
    if (keep && !is_direct && fsync(out->fd) != 0)
        bad = errno;
    if (keep && !bad && out->is_nameless) {
        if (give_name(out) == 0)
            has_name = true;
        else
            bad = errno;
    }
    if (close(out->fd) != 0 && !bad)
        bad = errno;
    if (keep && !bad && has_name && rename(out->temporary.p, out->path.p) != 0)
        bad = errno;
    if (has_name && (!keep || bad))
        (void)unlink(out->temporary.p);
    return bad ? failed(out, bad, err) : CP_OK;
}

void cp_output_guard(void)
{
    static const int flags[] = { O_WRONLY, O_RDONLY, O_RDONLY };
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", flags[fd]); /* the lowest that is free: fd */
}
