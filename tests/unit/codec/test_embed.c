/* SPDX-License-Identifier: Apache-2.0 */
/* test_embed.c - the built-in files, and a folder in their place. The order of the tests matters:
 * a folder stays in use. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "codec/embed.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static bool is_sorted(void)
{
    uint32_t n;
    const cp_data_file *f = cp_data_all(&n);
    for (uint32_t i = 1; i < n; i++)
        if (cp_str_cmp(f[i - 1].name, f[i].name) >= 0)
            return false;
    return true;
}

static void test_built_in(void)
{
    uint32_t n, it = 0, n_makers = 0;
    (void)cp_data_all(&n);
    ok(n > 0, "%u files are built in", n);
    ok(is_sorted(), "sorted by name, each once");
    cp_bytes oui = cp_data_get(CP_STR("registries/oui.tsv"));
    ok(cp_str_starts(cp_str_of_bytes(oui), CP_STR("# date=")),
       "one of them begins as it does on disk");
    ok(cp_data_get(CP_STR("registries/oui")).p == NULL, "a part of a name is no name");
    ok(cp_data_get(CP_STR("")).p == NULL, "nor is nothing");
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("makers/"), &it));)
        n_makers += cp_str_starts(f->name, CP_STR("makers/"));
    ok(n_makers > 0 && it == n, "those of a folder, one after the other");
}

static cp_str write_file(cp_arena *a, cp_str folder, const char *name, const char *text)
{
    cp_str path = cp_str_fmt(a, "%.*s/%s", CP_FMT(folder), name);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ok(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), "%s is written", name);
    (void)close(fd);
    return path;
}

static cp_str make_folder(cp_arena *a, cp_str folder, const char *name)
{
    cp_str path = cp_str_fmt(a, "%.*s/%s", CP_FMT(folder), name);
    ok(mkdir(path.p, 0700) == 0, "folder %s", name);
    return path;
}

static void test_folder(cp_arena *a, cp_str top)
{
    cp_err err = { 0 };
    uint32_t before, after;
    cp_str makers = make_folder(a, top, "makers"), hidden = make_folder(a, top, ".git");
    (void)write_file(a, makers, "zz-test.yaml", "added: yes\n");
    (void)write_file(a, makers, "README.md", "not data\n");
    (void)write_file(a, hidden, "x.yaml", "hidden\n");
    cp_str registries = make_folder(a, top, "registries");
    (void)write_file(a, registries, "oui.tsv", "# date=2030-01-01 source=test\n");
    (void)write_file(a, registries, "empty.tsv", "");
    (void)cp_data_all(&before);
    uint64_t pen_n = cp_data_get(CP_STR("registries/pen.tsv")).n;
    is_int(cp_data_use_dir(a, top, &err), CP_OK, "the folder is used");
    (void)cp_data_all(&after);
    is_uint(after, before + 2, "two files are new");
    ok(is_sorted(), "in their order");
    is_cstr(cp_str_of_bytes(cp_data_get(CP_STR("makers/zz-test.yaml"))), "added: yes\n",
            "one is added");
    is_cstr(cp_str_of_bytes(cp_data_get(CP_STR("registries/oui.tsv"))),
            "# date=2030-01-01 source=test\n", "one stands for the built-in one");
    uint32_t it = 0;
    is_uint(cp_data_next(CP_STR("registries/oui.tsv"), &it)->index.n, 0,
            "and has no index of the build");
    is_uint(cp_data_get(CP_STR("registries/pen.tsv")).n, pen_n, "the others stay");
    ok(cp_data_next(CP_STR("registries/pen.tsv"), &it)->index.n > 0, "with theirs");
    ok(cp_data_get(CP_STR("registries/empty.tsv")).p != NULL, "an empty file is there");
    ok(cp_data_get(CP_STR("makers/README.md")).p == NULL, "what is no data is not taken");
    ok(cp_data_get(CP_STR(".git/x.yaml")).p == NULL, "nor what is hidden");
}

static void test_bad_folders(cp_arena *a, cp_str top)
{
    cp_err err = { 0 };
    uint32_t before, after;
    (void)cp_data_all(&before);
    is_int(cp_data_use_dir(a, cp_str_fmt(a, "%.*s/none", CP_FMT(top)), &err), CP_ENOENT,
           "no such folder");
    ok(cp_str_ends(cp_str_c(err.file), CP_STR("/none")), "the message names it");
    cp_str file = write_file(a, top, "file.yaml", "x\n");
    is_int(cp_data_use_dir(a, file, &err), CP_EIO, "a file is no folder");
    cp_str deep = make_folder(a, top, "deep"), at = deep;
    for (int i = 0; i < CP_DATA_DEPTH_MAX; i++)
        at = make_folder(a, at, "d");
    is_int(cp_data_use_dir(a, deep, &err), CP_OK, "as deep as allowed");
    (void)make_folder(a, at, "d");
    is_int(cp_data_use_dir(a, deep, &err), CP_ELIMIT, "deeper");
    cp_str loop = make_folder(a, top, "loop");
    ok(symlink("..", cp_str_fmt(a, "%.*s/up", CP_FMT(loop)).p) == 0, "a link upwards");
    is_int(cp_data_use_dir(a, loop, &err), CP_ELIMIT, "a circle of links");
    cp_str many = make_folder(a, top, "many");
    for (int i = 0; i <= CP_DATA_FILES_MAX; i++) {
        cp_str path = cp_str_fmt(a, "%.*s/%d.yaml", CP_FMT(many), i);
        int fd = open(path.p, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        (void)close(fd);
    }
    is_int(cp_data_use_dir(a, many, &err), CP_ELIMIT, "too many files");
    cp_str odd = make_folder(a, top, "odd");
    ok(mkfifo(cp_str_fmt(a, "%.*s/pipe.yaml", CP_FMT(odd)).p, 0600) == 0, "a pipe");
    is_int(cp_data_use_dir(a, odd, &err), CP_EIO, "is no file and is not waited for");
    (void)cp_data_all(&after);
    is_uint(after, before, "nothing is changed by any of these");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    char path[] = "/tmp/cp-test-embed-XXXXXX";
    test_built_in();
    if (ok(mkdtemp(path) != NULL, "a folder")) {
        cp_str top = tap_cstr(path);
        test_folder(a, top);
        test_bad_folders(a, top);
        cp_str command = cp_str_fmt(a, "rm -rf '%s'", path);
        is_int(system(command.p), 0, "cleaned up");
    }
    cp_arena_free(a);
    return tap_done();
}
