/* SPDX-License-Identifier: Apache-2.0 */
/* check_batch.c - cleanpath-check for very many pairs in one process: for
 * tests/eval/path_mutants.py.
 *
 *     in:   [length of problem, problem, length of certificate, certificate]...
 *     out:  [exit status, length of what was printed, what was printed]...
 *
 * Lengths and statuses are 32 bits, least byte first. A problem of length 0 is the one before it.
 * Whatever the status is, a second run must end the same, and a refused pair must print nothing. */
int checker_main(int argc, char **argv);
#define main checker_main
#include "../../check/cleanpath-check.c"
#undef main

static uint32_t read_u32(bool *is_end)
{
    uint8_t b[4];
    *is_end = fread(b, 1, 4, stdin) != 4;
    return *is_end ? 0 : b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void write_u32(uint32_t x)
{
    const uint8_t b[] = { (uint8_t)x, (uint8_t)(x >> 8), (uint8_t)(x >> 16), (uint8_t)(x >> 24) };
    fwrite(b, 1, 4, stdout);
}

/* Exactly as large as it is, so that a sanitizer sees the first byte too many. */
static bool read_text(text *t, uint32_t n)
{
    t->p = malloc((size_t)n + 1);
    t->n = n;
    if (!t->p || fread(t->p, 1, n, stdin) != n)
        return false;
    t->p[n] = 0;
    return true;
}

/* Checks once; what was printed becomes the caller's. */
static int run(const text *problem, const text *certificate, FILE *err, char **printed, size_t *n)
{
    FILE *out = open_memstream(printed, n);
    if (!out)
        exit(1);
    int status = check(problem, certificate, true, out, err);
    fclose(out);
    return status;
}

int main(void)
{
    FILE *err = fopen("/dev/null", "w");
    text problem = { "problem", NULL, 0 }, certificate = { "certificate", NULL, 0 };
    for (uint64_t n_runs = 0;; n_runs++) {
        bool is_end;
        uint32_t n = read_u32(&is_end);
        if (is_end || !err)
            break;
        if (n) {
            free(problem.p);
            if (!read_text(&problem, n))
                return 1;
        }
        n = read_u32(&is_end);
        if (is_end || !problem.p || !read_text(&certificate, n))
            return 1;
        char *printed[2];
        size_t n_printed[2];
        int status = run(&problem, &certificate, err, &printed[0], &n_printed[0]);
        if (n_runs % 16 == 0 || status == ACCEPTED) {
            if (run(&problem, &certificate, err, &printed[1], &n_printed[1]) != status ||
                n_printed[0] != n_printed[1] || memcmp(printed[0], printed[1], n_printed[0]) != 0)
                return 1;
            free(printed[1]);
        }
        if (status != ACCEPTED && n_printed[0])
            return 1;
        write_u32((uint32_t)status);
        write_u32((uint32_t)n_printed[0]);
        fwrite(printed[0], 1, n_printed[0], stdout);
        fflush(stdout); /* the other side waits for it */
        free(printed[0]);
        free(certificate.p);
    }
    free(problem.p);
    return ferror(stdout);
}
