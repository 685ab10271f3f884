/* SPDX-License-Identifier: Apache-2.0 */
/* test_err.c - what a message looks like, what is cut, and that quoted input can do no harm. */
#include <errno.h>
#include "tap.h"

static void is_text(const cp_err *err, const char *want, const char *name)
{
    char out[1024];
    uint64_t n = cp_err_text(err, out, sizeof out);
    cp_str text = { out, n };
    is_cstr(text, want, "%s", name);
}

static void test_positions(void)
{
    cp_err err = { 0 };
    is_int(cp_fail(&err, CP_EFORMAT, 17, "type is %d, expected %d", 3, 4), CP_EFORMAT, "the code");
    is_text(&err, "type is 3, expected 4 (at byte 17)", "a byte");
    cp_err_in_file(&err, "lab.pcap", 8);
    is_text(&err, "lab.pcap: type is 3, expected 4 (at byte 17)", "a file and a byte");
    cp_err_at_line(&err, 5);
    is_text(&err, "lab.pcap:5: type is 3, expected 4 (at byte 17)", "a file, a line and a byte");
    cp_err_in_file(&err, "other", 5);
    cp_err_at_line(&err, 9);
    is_text(&err, "lab.pcap:5: type is 3, expected 4 (at byte 17)", "who says it first is kept");
    (void)cp_fail_line(&err, CP_ESHORT, 3, "row is cut off");
    is_text(&err, "3: row is cut off", "a line alone; a new failure forgets the old place");
    (void)cp_fail(&err, CP_EIO, CP_NO_OFF, "gone");
    is_text(&err, "gone", "no place at all");
    (void)cp_fail(&err, CP_EIO, 0, "gone");
    is_text(&err, "gone (at byte 0)", "byte 0 is a place");
    is_int(cp_fail(NULL, CP_EFULL, 0, "nobody asks"), CP_EFULL, "no details wanted");
    cp_err_in_file(NULL, "x", 1);
    cp_err_at_line(NULL, 1);
}

static void test_cuts(void)
{
    cp_err err = { 0 };
    char longer[2000], out[64];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    (void)cp_fail(&err, CP_EFORMAT, 1, "%s", longer);
    is_uint(strlen(err.msg), CP_ERR_MSG_MAX - 1, "a message is cut at its limit");
    cp_err_in_file(&err, longer, sizeof longer - 1);
    is_uint(strlen(err.file), CP_ERR_FILE_MAX - 1, "so is a file's name");
    is_uint(cp_err_text(&err, out, sizeof out), sizeof out - 1, "and the text, to what fits");
    is_uint(cp_err_text(&err, out, 1), 0, "even to nothing");
    (void)cp_fail(&err, CP_EFORMAT, CP_NO_OFF, "%*s%s", CP_ERR_MSG_MAX - 3, "", "\xe2\x82\xac");
    ok(cp_str_is_utf8(cp_str_c(err.msg)), "a character that is cut leaves no half");
}

static const struct {
    const char *name, *in, *want;
} harmless[] = {
    { "terminal escape", "a\x1b[31mb", "a?[31mb" },
    { "bell, backspace, carriage return", "a\a\b\rb", "a???b" },
    { "line break", "a\nb", "a\nb" },
    { "delete", "a\x7f", "a?" },
    { "C1 control sequence introducer", "a\xc2\x9b", "a??" },
    { "right-to-left override", "a\xe2\x80\xae", "a???" },
    { "isolate", "\xe2\x81\xa6x", "???x" },
    { "not UTF-8", "a\xff\xc3", "a??" },
    { "letters of any script", "\xc3\xa9\xe4\xb8\xad\xf0\x9f\x9a\x80",
      "\xc3\xa9\xe4\xb8\xad\xf0\x9f\x9a\x80" },
};

static void test_harmless(void)
{
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        cp_err err = { 0 };
        (void)cp_fail(&err, CP_EFORMAT, CP_NO_OFF, "%s", harmless[i].in);
        is_cstr(cp_str_c(err.msg), harmless[i].want, "message: %s", harmless[i].name);
        cp_err_in_file(&err, harmless[i].in, strlen(harmless[i].in));
        is_cstr(cp_str_c(err.file), harmless[i].want, "file: %s", harmless[i].name);
    }
}

static void test_codes(void)
{
    static const struct {
        int err_no;
        cp_rc rc;
    } rows[] = { { EACCES, CP_EPERM }, { EPERM, CP_EPERM }, { ENOENT, CP_ENOENT },
                 { ENOSPC, CP_EFULL }, { EISDIR, CP_EIO },  { EINVAL, CP_EIO } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_err err = { 0 };
        is_int(cp_fail_errno(&err, rows[i].err_no, "cannot open"), rows[i].rc, "errno %d",
               rows[i].err_no);
        ok(cp_str_starts(cp_str_c(err.msg), CP_STR("cannot open: ")), "with its text");
    }
    for (unsigned rc = 0; rc < CP_RC_COUNT; rc++)
        ok(cp_rc_name(rc)[0] != '\0', "code %u is called %s", rc, cp_rc_name(rc));
    is_int(cp_rc_exit_status(CP_OK), 0, "status of success");
    is_int(cp_rc_exit_status(CP_EUSAGE), 2, "status of wrong usage");
    is_int(cp_rc_exit_status(CP_ELIMIT), 3, "status of unreadable input");
    is_int(cp_rc_exit_status(CP_EMISMATCH), 5, "status of a failed verification");
    is_int(cp_rc_exit_status(CP_EINTERNAL), 70, "status of an internal error");
    is_int(cp_rc_exit_status(CP_EINTR), 130, "status of an interruption");
}

int main(void)
{
    test_positions();
    test_cuts();
    test_harmless();
    test_codes();
    return tap_done();
}
