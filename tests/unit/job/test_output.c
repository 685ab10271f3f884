/* SPDX-License-Identifier: Apache-2.0 */
/* The file of --output: whole or not at all, nothing beside it, and never upon what is read. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>
#include "job/output.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-test-XXXXXX";

static void write_text(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        exit(99);
}

static cp_str content(cp_arena *a, const char *name)
{
    char *p = cp_arena_alloc(a, 4096);
    FILE *f = fopen(name, "r");
    size_t n = f ? fread(p, 1, 4096, f) : 0;
    if (!f)
        return CP_STR("(absent)");
    (void)fclose(f);
    return (cp_str){ p, n };
}

static int n_files(void)
{
    DIR *d = opendir(".");
    int n = 0;
    for (struct dirent *e; d && (e = readdir(d));)
        n += e->d_name[0] != '.';
    if (d)
        (void)closedir(d);
    return n;
}

/* Writes text into the output of opts; keep: as a command that ended well. */
static cp_rc put(cp_arena *a, const cp_opts *opts, const char *text, bool keep, cp_err *err)
{
    cp_output out;
    cp_rc rc = cp_output_open(a, opts, "--output", opts->output, &out, err);
    if (rc != CP_OK)
        return rc;
    if (write(out.fd, text, strlen(text)) != (ssize_t)strlen(text))
        exit(99);
    return cp_output_close(&out, keep, err);
}

static void check_whole(cp_arena *a)
{
    cp_opts opts = { .output = CP_STR("report") };
    cp_output half;
    cp_err err = { 0 };
    is_int(put(a, &opts, "one", true, &err), CP_OK, "a new file");
    is_cstr(content(a, "report"), "one", "is there");
    is_int(put(a, &opts, "two", false, &err), CP_OK, "a command that failed");
    is_cstr(content(a, "report"), "one", "leaves what was there");
    is_int(cp_output_open(a, &opts, "--output", opts.output, &half, &err), CP_OK,
           "one that is at it");
    ok(write(half.fd, "ha", 2) == 2, "has written a half");
    is_cstr(content(a, "report"), "one", "which nobody sees");
    is_int(n_files(), half.is_nameless ? 1 : 2, "and if it is killed now, it leaves nothing");
    is_int(put(a, &opts, "three", true, &err), CP_OK, "another one is faster");
    is_int(cp_output_close(&half, true, &err), CP_OK, "both end");
    is_cstr(content(a, "report"), "ha", "the last one wins");
    is_int(n_files(), 1, "nothing beside it");
}

static void check_kept(cp_arena *a)
{
    struct stat st = { 0 };
    cp_opts opts = { .output = CP_STR("link") };
    cp_err err = { 0 };
    is_int(chmod("report", 0640) | symlink("report", "link"), 0, "a link to a file of few readers");
    is_int(put(a, &opts, "four", true, &err), CP_OK, "is written through");
    is_cstr(content(a, "report"), "four", "the file has the text");
    ok(lstat("link", &st) == 0 && S_ISLNK(st.st_mode), "the link is a link");
    ok(stat("report", &st) == 0 && (st.st_mode & 0777) == 0640, "the readers are the same");
    (void)unlink("link");
    opts.output = CP_STR("-");
    cp_output out;
    ok(cp_output_open(a, &opts, "--output", opts.output, &out, &err) == CP_OK &&
           out.fd == STDOUT_FILENO,
       "- is stdout");
    opts.output = CP_STR("/dev/null");
    is_int(put(a, &opts, "five", true, &err), CP_OK, "a device is written to");
    ok(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode), "and stays one");
    opts.output = CP_STR("absent/report");
    is_int(put(a, &opts, "x", true, &err), CP_ENOENT, "no folder");
    opts.output = CP_STR(".");
    ok(put(a, &opts, "x", true, &err) != CP_OK, "a folder is no file: %s", err.msg);
}

static void check_inputs(cp_arena *a)
{
    cp_str file = CP_STR("evidence");
    cp_err err = { 0 };
    write_text("evidence", "name\n");
    const struct {
        const char *name;
        cp_opts opts;
    } rows[] = {
        { "evidence", { .output = file, .args = &file, .n_args = 1 } },
        { "evidence by another name",
          { .output = CP_STR("./evidence"), .args = &file, .n_args = 1 } },
        { "a registry", { .output = file, .registries = &file, .n_registries = 1 } },
        { "the profile", { .output = file, .profile = file } },
        { "the case", { .output = file, .case_path = file } },
        { "a case to be made",
          { .output = CP_STR("new"), .case_path = CP_STR("new"), .has_case = true } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_int(put(a, &rows[i].opts, "x", true, &err), CP_EUSAGE, "upon %s", rows[i].name);
    is_cstr(content(a, "evidence"), "name\n", "nothing was written over");
    is_cstr(content(a, "new"), "(absent)", "nor made");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    if (!mkdtemp(folder) || chdir(folder) != 0)
        exit(99);
    (void)umask(022);
    check_whole(a);
    check_kept(a);
    check_inputs(a);
    (void)unlink("report");
    (void)unlink("evidence");
    (void)rmdir(folder);
    cp_arena_free(a);
    return tap_done();
}
