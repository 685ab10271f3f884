/* SPDX-License-Identifier: Apache-2.0 */
/* redact_key.c - the key under which reports of one case agree (redact.h). It stands in a file of
 * its own beside the case, because who is given the case, or a report, should not be given it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include "job/redact.h"

enum { KEY_BYTES_MIN = 16, KEY_FILE_BYTES_MAX = 4096 };

static cp_rc fail_in(cp_str path, const char *what, cp_err *err)
{
    cp_rc rc = cp_fail_errno(err, errno, what);
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

static cp_rc random_key(cp_arena *a, cp_bytes *out, cp_err *err)
{
    uint8_t *key = CP_NEW_ARRAY(a, uint8_t, CP_REDACT_KEY_BYTES);
    if (getrandom(key, CP_REDACT_KEY_BYTES, 0) != CP_REDACT_KEY_BYTES)
        return cp_fail_errno(err, errno, "cannot get random bytes for a key");
    *out = (cp_bytes){ key, CP_REDACT_KEY_BYTES };
    return CP_OK;
}

/* Nobody else may read it, and one that came to be there meanwhile is not written over. */
static cp_rc keep(cp_arena *a, cp_str path, cp_bytes key, cp_err *err)
{
    cp_str text = cp_str_fmt(a, "%.*s\n", CP_FMT(cp_hex(a, key)));
    int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_in(path, "cannot keep the key of pseudonyms", err);
    bool is_written = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
    if (close(fd) != 0 || !is_written) {
        cp_rc rc = fail_in(path, "cannot keep the key of pseudonyms", err);
        (void)unlink(path.p);
        return rc;
    }
    return CP_OK;
}

static cp_rc read_key(cp_arena *a, cp_str path, cp_bytes *out, cp_err *err)
{
    cp_rc rc = cp_job_read_file(a, path, KEY_FILE_BYTES_MAX, out, err);
    cp_str text = rc == CP_OK ? cp_str_trim(cp_str_of_bytes(*out)) : CP_STR("");
    *out = cp_bytes_of_str(text);
    if (rc == CP_OK && text.n < KEY_BYTES_MIN) {
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "a key of %zu bytes, expected at least %d", text.n,
                     KEY_BYTES_MIN);
        cp_err_in_file(err, path.p, path.n);
    }
    return rc;
}

cp_rc cp_redact_key(cp_job *j, bool has_case, cp_bytes *out, bool *is_kept, cp_err *err)
{
    struct stat st;
    cp_str path = j->opts.redact_key.n ? cp_str_dup(j->a, j->opts.redact_key)
                  : has_case ? cp_str_fmt(j->a, "%.*s.redact-key", CP_FMT(j->opts.case_path))
                             : CP_STR("");
    *is_kept = path.n > 0;
    if (path.n && stat(path.p, &st) == 0)
        return read_key(j->a, path, out, err);
    cp_bytes key;
    cp_rc rc = random_key(j->a, &key, err);
    if (rc == CP_OK && path.n)
        rc = keep(j->a, path, key, err);
    if (rc != CP_OK)
        return rc;
    *out = path.n ? cp_bytes_of_str(cp_hex(j->a, key)) : key; /* as it is read again */
    return CP_OK;
}
