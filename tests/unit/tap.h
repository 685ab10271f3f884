/* SPDX-License-Identifier: Apache-2.0 */
/* tap.h - the unit tests' output, in the Test Anything Protocol that meson reads.
 *
 *     int main(void)
 *     {
 *         for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
 *             check_row(&rows[i]);          // is_str(got, rows[i].want, "%s", rows[i].name);
 *         return tap_done();
 *     }
 *
 * The plan comes last, so nobody counts tests by hand; a program that dies early therefore prints
 * no plan, and meson calls that an error. Each check returns whether it held and names the place on
 * failure. It is one header of static functions, because each test program is one file. */
#ifndef CP_TESTS_UNIT_TAP_H
#define CP_TESTS_UNIT_TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"

static int tap_n_run, tap_n_failed;

#define TAP_PRINTF(format_at, rest_at) __attribute__((unused, format(printf, format_at, rest_at)))

static inline cp_str tap_cstr(const char *s) { return (cp_str){ s, strlen(s) }; }

/* How many of n random cases are tried where CLEANPATH_TEST_SLOW says how many times as long all
 * takes: sanitizers look at memory, and need no more of them. */
static inline uint32_t tap_cases(uint32_t n)
{
    const char *slow = getenv("CLEANPATH_TEST_SLOW");
    unsigned long times = slow ? strtoul(slow, NULL, 10) : 1;
    return times > 1 ? n / (uint32_t)times : n;
}

/* One line of a value in a diagnostic: bytes outside printable ASCII are shown as \xNN, so that a
 * parser's garbage cannot break the protocol. */
static inline void tap_show(const char *label, cp_str s)
{
    printf("#   %s: \"", label);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
            putchar(c);
        else
            printf("\\x%02x", c);
    }
    printf("\" (%zu bytes)\n", s.n);
}

TAP_PRINTF(4, 0)
static inline bool tap_vresult(bool held, const char *file, int line, const char *fmt, va_list ap)
{
    tap_n_run++;
    printf("%sok %d - ", held ? "" : "not ", tap_n_run);
    vprintf(fmt, ap);
    putchar('\n');
    if (!held) {
        tap_n_failed++;
        printf("#   at %s:%d\n", file, line);
    }
    fflush(stdout);
    return held;
}

TAP_PRINTF(4, 5)
static inline bool tap_ok(bool held, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    tap_vresult(held, file, line, fmt, ap);
    va_end(ap);
    return held;
}

TAP_PRINTF(5, 6)
static inline bool tap_is_int(int64_t got, int64_t want, const char *file, int line,
                              const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    bool held = tap_vresult(got == want, file, line, fmt, ap);
    va_end(ap);
    if (!held)
        printf("#   got: %" PRId64 "\n#   want: %" PRId64 "\n", got, want);
    return held;
}

TAP_PRINTF(5, 6)
static inline bool tap_is_uint(uint64_t got, uint64_t want, const char *file, int line,
                               const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    bool held = tap_vresult(got == want, file, line, fmt, ap);
    va_end(ap);
    if (!held)
        printf("#   got: %" PRIu64 "\n#   want: %" PRIu64 "\n", got, want);
    return held;
}

TAP_PRINTF(5, 6)
static inline bool tap_is_str(cp_str got, cp_str want, const char *file, int line, const char *fmt,
                              ...)
{
    bool same = got.n == want.n && (got.n == 0 || memcmp(got.p, want.p, got.n) == 0);
    va_list ap;
    va_start(ap, fmt);
    bool held = tap_vresult(same, file, line, fmt, ap);
    va_end(ap);
    if (!held) {
        tap_show("got", got);
        tap_show("want", want);
    }
    return held;
}

/* ok(condition, "what holds, as printf") */
#define ok(held, ...) tap_ok((held), __FILE__, __LINE__, __VA_ARGS__)
/* is_int(got, want, "name"), for signed values, enums and cp_rc; is_uint for sizes and offsets */
#define is_int(got, want, ...) \
    tap_is_int((int64_t)(got), (int64_t)(want), __FILE__, __LINE__, __VA_ARGS__)
#define is_uint(got, want, ...) \
    tap_is_uint((uint64_t)(got), (uint64_t)(want), __FILE__, __LINE__, __VA_ARGS__)
/* is_str(got, want, "name"): both cp_str; is_cstr: the wanted one is a C string, as in test tables
 */
#define is_str(got, want, ...) tap_is_str((got), (want), __FILE__, __LINE__, __VA_ARGS__)
#define is_cstr(got, want, ...) tap_is_str((got), tap_cstr(want), __FILE__, __LINE__, __VA_ARGS__)

/* A check that cannot run here, with the reason; `make check` fails unless tests/skips.txt names
 * it. */
TAP_PRINTF(1, 2)
static inline void tap_skip(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("ok %d # SKIP ", ++tap_n_run);
    vprintf(fmt, ap);
    putchar('\n');
    va_end(ap);
}

/* The whole program cannot run here. */
TAP_PRINTF(1, 2)
static inline _Noreturn void tap_skip_all(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("1..0 # SKIP ");
    vprintf(fmt, ap);
    putchar('\n');
    va_end(ap);
    exit(0);
}

/* A remark for whoever reads the log. */
TAP_PRINTF(1, 2)
static inline void tap_note(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("# ");
    vprintf(fmt, ap);
    putchar('\n');
    va_end(ap);
}

/* Prints the plan; main returns its result. */
static inline int tap_done(void)
{
    printf("1..%d\n", tap_n_run);
    return tap_n_failed == 0 && tap_n_run > 0 ? 0 : 1;
}

#endif
