/* SPDX-License-Identifier: Apache-2.0 */
/* err.c - see err.h. Fixed buffers on purpose: an error about memory must not need memory. */
#include "base/err.h"
#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"

static const struct {
    const char *name;
    int status;
} rcs[] = {
#define CP_RC_ROW(id, name, status) [CP_##id] = { name, status },
    CP_RCS(CP_RC_ROW)
#undef CP_RC_ROW
};

/* Messages quote input. What could act on a terminal, and a character that was cut in the middle,
 * becomes question marks; a line break is kept. */
static void make_harmless(char *text)
{
    cp_str s = cp_str_c(text);
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        if (s.p[i] >= ' ' && s.p[i] < 0x7f) { /* nearly all */
            i++;
            continue;
        }
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        if (n == 0 || (cp != '\n' && cp_utf8_is_active(cp)))
            memset(text + i, '?', n ? n : 1);
        i += n ? n : 1;
    }
}

static void fill(cp_err *err, cp_rc rc, uint64_t off_bytes, uint64_t line, const char *fmt,
                 va_list ap)
{
    if (!err)
        return;
    err->rc = rc;
    err->off_bytes = off_bytes;
    err->line = line;
    err->file[0] = '\0';
    (void)vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    make_harmless(err->msg);
}

cp_rc cp_fail(cp_err *err, cp_rc rc, uint64_t off_bytes, const char *fmt, ...)
{
    va_list ap;
    assert(rc != CP_OK);
    va_start(ap, fmt);
    fill(err, rc, off_bytes, 0, fmt, ap);
    va_end(ap);
    return rc;
}

cp_rc cp_fail_line(cp_err *err, cp_rc rc, uint64_t line, const char *fmt, ...)
{
    va_list ap;
    assert(rc != CP_OK);
    va_start(ap, fmt);
    fill(err, rc, CP_NO_OFF, line, fmt, ap);
    va_end(ap);
    return rc;
}

cp_rc cp_fail_errno(cp_err *err, int err_no, const char *what)
{
    bool is_full = err_no == ENOSPC || err_no == EDQUOT || err_no == EFBIG;
    cp_rc rc = err_no == EACCES || err_no == EPERM ? CP_EPERM
               : err_no == ENOENT                  ? CP_ENOENT
               : is_full                           ? CP_EFULL
                                                   : CP_EIO;
    return cp_fail(err, rc, CP_NO_OFF, "%s: %s", what, strerror(err_no));
}

void cp_err_in_file(cp_err *err, const char *file, uint64_t file_n)
{
    if (!err || err->file[0])
        return;
    if (file_n >= sizeof err->file)
        file_n = sizeof err->file - 1;
    memcpy(err->file, file, file_n);
    err->file[file_n] = '\0';
    make_harmless(err->file);
}

void cp_err_at_line(cp_err *err, uint64_t line)
{
    if (err && err->line == 0)
        err->line = line;
}

uint64_t cp_err_text(const cp_err *err, char *out, uint64_t n)
{
    char line[24] = "", off[40] = "";
    assert(n > 0);
    if (err->line)
        (void)snprintf(line, sizeof line, "%llu:", (unsigned long long)err->line);
    if (err->off_bytes != CP_NO_OFF)
        (void)snprintf(off, sizeof off, " (at byte %llu)", (unsigned long long)err->off_bytes);
    int w = snprintf(out, n, "%s%s%s%s%s%s", err->file, err->file[0] ? ":" : "", line,
                     err->file[0] || line[0] ? " " : "", err->msg, off);
    return w < 0 ? 0 : (uint64_t)w < n ? (uint64_t)w : n - 1;
}

const char *cp_rc_name(cp_rc rc)
{
    assert(rc < CP_RC_COUNT);
    return rcs[rc].name;
}

int cp_rc_exit_status(cp_rc rc)
{
    assert(rc < CP_RC_COUNT);
    return rcs[rc].status;
}
