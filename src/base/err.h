/* SPDX-License-Identifier: Apache-2.0 */
/* err.h - how a call fails: a code, and a message that says what is wrong, where, and what was
 * expected.
 *
 * Whatever can fail returns cp_rc and takes `cp_err *err` last (NULL: the caller wants no details).
 * `err` is written only on failure, outputs only on success. The function that sees the fault knows
 * the byte offset; the one that opened the file adds its name (cp_err_in_file), so the message is
 * made once and completed on its way up. Messages may quote input: what could act on a terminal is
 * taken out of them here. */
#pragma once
#include <stdarg.h>
#include <stdint.h>

#define CP_MUST_CHECK __attribute__((warn_unused_result))
#define CP_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* id, name in messages and tests, exit status of the program if it ends there (sysexits-like table
 * of ARCHITECTURE) */
#define CP_RCS(X)                            \
    X(OK, "ok", 0)                           \
    X(EUSAGE, "usage", 2)                    \
    X(EFORMAT, "malformed", 3)               \
    X(ESHORT, "cut off", 3)                  \
    X(ELIMIT, "limit exceeded", 3)           \
    X(EIO, "input/output error", 3)          \
    X(EPERM, "no permission", 3)             \
    X(ENOENT, "not found", 3)                \
    X(EUNKNOWN, "format not recognised", 3)  \
    X(EVERSION, "newer version", 3)          \
    X(EBUSY, "in use by another process", 3) \
    X(EFULL, "no space left", 3)             \
    X(EMISMATCH, "verification failed", 5)   \
    X(EINTERNAL, "internal error", 70)       \
    X(EINTR, "interrupted", 130)

typedef enum cp_rc {
#define CP_RC_ID(id, name, status) CP_##id,
    CP_RCS(CP_RC_ID)
#undef CP_RC_ID
        CP_RC_COUNT
} cp_rc;

/* Longer text is cut at the end, never the position. */
enum { CP_ERR_MSG_MAX = 512, CP_ERR_FILE_MAX = 256 };
#define CP_NO_OFF UINT64_MAX /* the fault has no byte offset */

typedef struct cp_err {
    cp_rc rc;
    uint64_t off_bytes; /* in the bytes that the failing parser was given; CP_NO_OFF: none */
    uint64_t line;      /* from 1; 0: none. For captures: the frame */
    char msg[CP_ERR_MSG_MAX];
    char file[CP_ERR_FILE_MAX]; /* "" until somebody who knows adds it */
} cp_err;

/* Fills *err (if not NULL) and returns rc, so that `return cp_fail(...)` reads well. off_bytes may
 * be CP_NO_OFF. */
cp_rc cp_fail(cp_err *err, cp_rc rc, uint64_t off_bytes, const char *fmt, ...) CP_PRINTF(4, 5);
cp_rc cp_fail_line(cp_err *err, cp_rc rc, uint64_t line, const char *fmt, ...) CP_PRINTF(4, 5);
/* From errno: EACCES -> CP_EPERM, ENOENT -> CP_ENOENT, ENOSPC, EDQUOT, EFBIG
 * -> CP_EFULL, else CP_EIO. `what` e.g.
 * "cannot open". */
cp_rc cp_fail_errno(cp_err *err, int err_no, const char *what);

/* Adds where it happened, unless an inner call already said so. NULL err is fine. */
void cp_err_in_file(cp_err *err, const char *file, uint64_t file_n);
void cp_err_at_line(cp_err *err, uint64_t line);

/* "FILE:LINE: MESSAGE (byte N)"; parts that are not known are left out. Returns the length written,
 * at most n - 1. */
uint64_t cp_err_text(const cp_err *err, char *out, uint64_t n);
const char *cp_rc_name(cp_rc rc);
int cp_rc_exit_status(cp_rc rc);
