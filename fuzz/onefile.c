/* SPDX-License-Identifier: Apache-2.0 */
/* onefile.c - replays inputs through a fuzz target without libFuzzer.
 *
 * Linked with one fuzz_x.c it is a test program: each argument is a file, or a folder whose files
 * are replayed in the order of their names. The name is printed before the input is tried, so when
 * the target crashes, the last line of the log names the culprit; any compiler and sanitizer will
 * do. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* asprintf */
#endif
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int n_run, n_failed;

static void report(int held, const char *path, const char *why)
{
    printf("%sok %d - %s%s\n", held ? "" : "not ", ++n_run, path, why);
    n_failed += !held;
    fflush(stdout);
}

static void replay_file(const char *path, size_t size)
{
    printf("# replaying %s\n", path);
    fflush(stdout);
    FILE *f = fopen(path, "rb");
    /* exactly as large as the input, so that a sanitizer sees the first byte too many */
    uint8_t *data = malloc(size ? size : 1);
    size_t got = f && data ? fread(data, 1, size, f) : 0;
    if (f)
        fclose(f);
    if (got == size)
        LLVMFuzzerTestOneInput(data, size);
    free(data);
    report(got == size, path, got == size ? "" : ": cannot be read");
}

static void replay(const char *path);

static int is_visible(const struct dirent *e) { return e->d_name[0] != '.'; }

static void replay_folder(const char *path)
{
    struct dirent **entries;
    int n = scandir(path, &entries, is_visible, alphasort);
    for (int i = 0; i < n; i++) {
        char *child = NULL;
        if (asprintf(&child, "%s/%s", path, entries[i]->d_name) >= 0)
            replay(child);
        free(child);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

static void replay(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return; /* a target without crashes so far has no folder in fuzz/regress */
    if (S_ISDIR(st.st_mode))
        replay_folder(path);
    else
        replay_file(path, (size_t)st.st_size);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    report(1, "the empty input", "");
    printf("1..%d\n", n_run);
    return n_failed != 0;
}
