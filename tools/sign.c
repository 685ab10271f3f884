/* SPDX-License-Identifier: Apache-2.0 */
/* sign.c - signs what is released (make dist) and updates of the data, in the form of minisign.
 *
 *     cleanpath-sign keygen BASE                 BASE.key (keep it), BASE.pub (give it away)
 *     cleanpath-sign sign KEY FILE [COMMENT]     FILE.minisig
 *     cleanpath-sign verify PUB FILE             says the trusted comment, or refuses with 5
 *
 * Not installed: who only reads needs `cleanpath data verify`, or minisign. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "codec/minisign.h"

enum { FILE_BYTES_MAX = 1024 * 1024 * 1024 };

static cp_rc read_all(cp_arena *a, const char *path, size_t max, cp_bytes *out, cp_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    off_t end = fd >= 0 ? lseek(fd, 0, SEEK_END) : 0;
    cp_rc rc = CP_OK;
    if (fd < 0 || end < 0 || lseek(fd, 0, SEEK_SET) != 0)
        rc = cp_fail_errno(err, errno, "cannot read");
    else if ((uint64_t)end > max)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %zu bytes", max);
    uint8_t *p = rc == CP_OK ? cp_arena_alloc(a, (size_t)end + 1) : NULL;
    size_t n = 0;
    for (ssize_t got = 1; rc == CP_OK && got > 0 && n < (size_t)end; n += (size_t)got)
        if ((got = read(fd, p + n, (size_t)end - n)) < 0)
            rc = cp_fail_errno(err, errno, "cannot read");
    if (fd >= 0)
        (void)close(fd);
    cp_err_in_file(rc == CP_OK ? NULL : err, path, strlen(path));
    *out = (cp_bytes){ p, n };
    return rc;
}

/* A key is never written over. */
static cp_rc write_new(cp_str path, cp_str text, int flags, mode_t mode, cp_err *err)
{
    int fd = open(path.p, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
    cp_rc rc = CP_OK;
    if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n)
        rc = cp_fail_errno(err, errno, "cannot write");
    if (fd >= 0 && close(fd) != 0 && rc == CP_OK)
        rc = cp_fail_errno(err, errno, "cannot write");
    cp_err_in_file(rc == CP_OK ? NULL : err, path.p, path.n);
    return rc;
}

static cp_rc keygen(cp_arena *a, char **args, int n, cp_err *err)
{
    cp_minisign_secret secret;
    cp_minisign_key key;
    (void)n;
    cp_minisign_generate(&secret, &key);
    cp_rc rc = write_new(cp_str_fmt(a, "%s.key", args[0]), cp_minisign_secret_text(a, &secret),
                         O_EXCL, 0600, err);
    return rc == CP_OK ? write_new(cp_str_fmt(a, "%s.pub", args[0]), cp_minisign_key_text(a, &key),
                                   O_EXCL, 0644, err)
                       : rc;
}

static cp_rc sign(cp_arena *a, char **args, int n, cp_err *err)
{
    cp_minisign_secret secret;
    cp_bytes key, file;
    cp_str signature, comment = cp_str_c(n > 2 ? args[2] : "");
    cp_rc rc = read_all(a, args[0], CP_MINISIGN_TEXT_MAX, &key, err);
    if (rc == CP_OK && (rc = cp_minisign_secret_read(cp_str_of_bytes(key), &secret, err)) != CP_OK)
        cp_err_in_file(err, args[0], strlen(args[0]));
    if (rc == CP_OK)
        rc = read_all(a, args[1], FILE_BYTES_MAX, &file, err);
    if (rc == CP_OK)
        rc = cp_minisign_sign(a, &secret, file, comment, &signature, err);
    return rc == CP_OK
               ? write_new(cp_str_fmt(a, "%s.minisig", args[1]), signature, O_TRUNC, 0644, err)
               : rc;
}

static cp_rc verify(cp_arena *a, char **args, int n, cp_err *err)
{
    cp_minisign_key key;
    cp_bytes pub, file, signature;
    cp_str comment, path = cp_str_fmt(a, "%s.minisig", args[1]);
    (void)n;
    cp_rc rc = read_all(a, args[0], CP_MINISIGN_TEXT_MAX, &pub, err);
    if (rc == CP_OK && (rc = cp_minisign_key_read(cp_str_of_bytes(pub), &key, err)) != CP_OK)
        cp_err_in_file(err, args[0], strlen(args[0]));
    if (rc == CP_OK)
        rc = read_all(a, args[1], FILE_BYTES_MAX, &file, err);
    if (rc == CP_OK)
        rc = read_all(a, path.p, CP_MINISIGN_TEXT_MAX, &signature, err);
    if (rc == CP_OK &&
        (rc = cp_minisign_verify(&key, file, cp_str_of_bytes(signature), &comment, err)) != CP_OK)
        cp_err_in_file(err, args[1], strlen(args[1]));
    if (rc == CP_OK)
        (void)printf("%s: signed by %.*s: %.*s\n", args[1], CP_FMT(cp_minisign_id_text(a, key.id)),
                     CP_FMT(cp_text_safe(a, comment)));
    return rc;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int n_min, n_max;
        cp_rc (*run)(cp_arena *a, char **args, int n, cp_err *err);
    } verbs[] = { { "keygen", 1, 1, keygen }, { "sign", 2, 3, sign }, { "verify", 2, 2, verify } };
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
    cp_err err = { 0 };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (argc < 2 || strcmp(argv[1], verbs[i].name) != 0 || argc - 2 < verbs[i].n_min ||
            argc - 2 > verbs[i].n_max)
            continue;
        cp_arena *a = cp_arena_new(0);
        cp_rc rc = verbs[i].run(a, argv + 2, argc - 2, &err);
        cp_arena_free(a);
        if (rc != CP_OK) {
            (void)cp_err_text(&err, text, sizeof text);
            (void)fprintf(stderr, "cleanpath-sign: %s\n", text);
        }
        return cp_rc_exit_status(rc);
    }
    (void)fputs("usage: cleanpath-sign keygen BASE | sign KEY FILE [COMMENT] | verify PUB FILE\n",
                stderr);
    return 2;
}
