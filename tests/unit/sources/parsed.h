/* SPDX-License-Identifier: Apache-2.0 */
/* parsed.h - for the tests of parsers that keep what they read before a fault: what holds of all of
 * them. */
#pragma once
#include <string.h>
#include "frames.h"

/* The parser under test on these bytes; *n: how much it read, in its own units. */
typedef cp_rc parse_fn(cp_bytes in, uint32_t *n, cp_err *err);
#define PARSE_OF(type, function, count)                       \
    static cp_rc parse(cp_bytes in, uint32_t *n, cp_err *err) \
    {                                                         \
        type p;                                               \
        cp_rc rc = function(in, &p, err);                     \
        *n = p.count;                                         \
        return rc;                                            \
    }

/* Of a whole message: cut at every byte, never more is read of less. The number of cuts refused. */
static inline size_t check_growth(parse_fn *parse, cp_bytes in)
{
    uint32_t n_read, before = 0;
    size_t n_refused = 0;
    bool grows = true;
    for (size_t n = 0; n < in.n; n++) {
        cp_bytes cut = exact_copy(in, n);
        n_refused += parse(cut, &n_read, NULL) != CP_OK;
        grows = grows && n_read >= before;
        before = n_read;
        free((void *)(uintptr_t)cut.p);
    }
    is_int(parse(in, &n_read, NULL), CP_OK, "the whole is read");
    ok(grows && n_read >= before, "cut at every byte: what was read only grows");
    return n_refused;
}

/* The same, where each cut shows. */
static inline void check_truncation(parse_fn *parse, cp_bytes in)
{
    is_uint(check_growth(parse, in), in.n, "and each cut is refused");
}

/* More than the parser takes: refused, with the limit in the message. */
static inline void check_limit(parse_fn *parse, cp_bytes in, const char *what, const char *limit)
{
    uint32_t n_read;
    cp_err err = { .off_bytes = 0 };
    is_int(parse(in, &n_read, &err), CP_ELIMIT, "%s", what);
    ok(strstr(err.msg, limit) != NULL, "the message names the limit: %s", err.msg);
}
