/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_check.c - cleanpath-check on hostile pairs: what is refused prints nothing, what is accepted
 * is accepted again with the same statement, and refused for another problem. The input is the
 * problem up to its end, then the certificate; the digest in it is put right, for no mutation would
 * find it. */
int checker_main(int argc, char **argv);
#define main checker_main
#include "../check/cleanpath-check.c"
#undef main
#include "fuzz.h"

static const char head[] = "cleanpath-certificate 1\nproblem ";

typedef struct outcome {
    int status;
    char *out, *err;
    size_t n_out, n_err;
} outcome;

static outcome run(const text *problem, const text *certificate)
{
    outcome x;
    FILE *out = open_memstream(&x.out, &x.n_out), *err = open_memstream(&x.err, &x.n_err);
    MUST(out && err);
    x.status = check(problem, certificate, true, out, err);
    fclose(out);
    fclose(err);
    return x;
}

static text text_of(const char *name, const uint8_t *data, size_t n)
{
    text t = { name, malloc(n + 1), n };
    MUST(t.p);
    if (n)
        memcpy(t.p, data, n);
    t.p[n] = 0;
    return t;
}

static void forget(outcome x)
{
    free(x.out);
    free(x.err);
}

static void check_other(text *problem, const text *certificate)
{
    problem->p[problem->n - 1] = ' '; /* the last byte: any other has another digest */
    outcome x = run(problem, certificate);
    MUST(x.status == REFUSED && x.n_out == 0);
    forget(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memmem(data, size, "\nend\n", 5) : NULL;
    size_t n = end ? (size_t)(end - data) + 5 : size;
    text problem = text_of("problem", data, n);
    text certificate = text_of("certificate", data + n, size - n);
    if (certificate.n >= sizeof head - 1 + 64 && !memcmp(certificate.p, head, sizeof head - 1)) {
        char digest[65];
        sha256(&problem, digest);
        memcpy(certificate.p + sizeof head - 1, digest, 64);
    }
    outcome a = run(&problem, &certificate), b = run(&problem, &certificate);
    MUST(a.status == ACCEPTED || a.status == REFUSED);
    MUST(a.status == b.status && a.n_out == b.n_out && a.n_err == b.n_err);
    MUST(memcmp(a.out, b.out, a.n_out) == 0 && memcmp(a.err, b.err, a.n_err) == 0);
    MUST(a.status == ACCEPTED ? a.n_err == 0 && a.n_out > 0 : a.n_err > 0 && a.n_out == 0);
    if (a.status == ACCEPTED)
        check_other(&problem, &certificate);
    forget(a);
    forget(b);
    free(problem.p);
    free(certificate.p);
    return 0;
}
