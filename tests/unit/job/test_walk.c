/* SPDX-License-Identifier: Apache-2.0 */
/* Which files the words of the command line stand for. */
#include <sys/stat.h>
#include <unistd.h>
#include "job/walk.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-test-XXXXXX";

enum { WORDS_MAX = 4 };

/* want: the paths in order, `!` before one that has a fault, `>` before one from a folder */
static const struct row {
    const char *name, *words[WORDS_MAX], *want;
    cp_rc rc;
} rows[] = {
    { "nothing", { NULL }, "", CP_OK },
    { "a file", { "b" }, "b", CP_OK },
    { "files in the order in which they are named", { "b", "a" }, "b a", CP_OK },
    { "a folder by name, folders within their place, hidden files not",
      { "tree" },
      ">tree/1 >tree/2/x >tree/3",
      CP_OK },
    { "a folder with a slash", { "tree/" }, ">tree/1 >tree/2/x >tree/3", CP_OK },
    { "a file twice", { "a", "./a", "a" }, "a", CP_OK },
    { "a file and its folder", { "tree/3", "tree" }, "tree/3 >tree/1 >tree/2/x", CP_OK },
    { "a folder twice", { "tree", "tree/2" }, ">tree/1 >tree/2/x >tree/3", CP_OK },
    { "another name of a file", { "a", "hard", "soft" }, "a", CP_OK },
    { "what is absent is told by who opens it", { "absent", "absent" }, "absent absent", CP_OK },
    { "an empty folder", { "a", "empty" }, "a !empty", CP_OK },
    { "a folder of hidden files", { "hidden" }, "!hidden", CP_OK },
    { "links and pipes", { "odd" }, "!>odd/gone !>odd/loop !>odd/pipe >odd/z", CP_OK },
    { "a pipe that is named", { "odd/pipe" }, "odd/pipe", CP_OK },
    { "standard input", { "-" }, "-", CP_OK },
    { "standard input and a file", { "-", "a" }, "- a", CP_OK },
    { "standard input twice", { "-", "a", "-" }, "", CP_EUSAGE },
    { "an empty word", { "a", "" }, "", CP_EUSAGE },
    { "too many", { "a", "b", "tree" }, "", CP_ELIMIT },
};

static void file(const char *name)
{
    FILE *f = fopen(name, "w");
    if (!f || fclose(f) != 0)
        exit(99);
}

static void make_tree(void)
{
    static const char *const folders[] = { "tree", "tree/2", "empty", "hidden", "odd" };
    static const char *const files[] = { "a",      "b",     "tree/3",    "tree/2/x",
                                         "tree/1", "odd/z", "hidden/.x", "tree/.y" };
    if (!mkdtemp(folder) || chdir(folder) != 0)
        exit(99);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (mkdir(folders[i], 0777) != 0)
            exit(99);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        file(files[i]);
    if (link("a", "hard") != 0 || symlink("a", "soft") != 0 ||
        symlink("nowhere", "odd/gone") != 0 || symlink("..", "odd/loop") != 0 ||
        mkfifo("odd/pipe", 0666) != 0)
        exit(99);
}

static cp_str shown(cp_arena *a, const cp_found_files *f)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < f->n; i++)
        cp_buf_fmt(&b, "%s%s%s%.*s", i ? " " : "", f->v[i].fault ? "!" : "",
                   f->v[i].from_folder ? ">" : "", CP_FMT(f->v[i].path));
    return cp_buf_str(&b);
}

static void check_rows(cp_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_str words[WORDS_MAX];
        uint32_t n = 0;
        cp_found_files found = { 0 };
        cp_err err = { 0 };
        for (; n < WORDS_MAX && rows[i].words[n]; n++)
            words[n] = cp_str_c(rows[i].words[n]);
        uint32_t max = rows[i].rc == CP_ELIMIT ? 4 : 100;
        is_int(cp_walk(a, words, n, max, &found, &err), rows[i].rc, "%s", rows[i].name);
        if (rows[i].rc == CP_OK)
            is_cstr(shown(a, &found), rows[i].want, "%s", rows[i].name);
        else
            ok(err.msg[0] != '\0', "%s: \"%s\"", rows[i].name, err.msg);
    }
}

/* Deeper than anybody means it, as an archive may have it. */
static void check_depth(cp_arena *a)
{
    cp_found_files found = { 0 };
    cp_str word = CP_STR("deep");
    int depth = 0;
    for (const char *name = "deep"; depth < 40; name = "deep", depth++)
        if (mkdir(name, 0777) != 0 || chdir(name) != 0)
            exit(99);
    file("bottom");
    if (chdir(folder) != 0)
        exit(99);
    is_int(cp_walk(a, &word, 1, 100, &found, NULL), CP_OK, "40 folders in each other");
    ok(found.n == 1 && found.v[0].fault, "are told, not followed: %s", found.v[0].fault);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    make_tree();
    check_rows(a);
    check_depth(a);
    cp_str remove = cp_str_fmt(a, "rm -rf %s", folder);
    if (system(remove.p) != 0)
        tap_note("%s stays", folder);
    cp_arena_free(a);
    return tap_done();
}
