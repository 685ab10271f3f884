/* SPDX-License-Identifier: Apache-2.0 */
/* greeting.h - what servers say before they are asked: FTP (RFC 959, 4.2), SMTP (RFC 5321, 4.2),
 * POP3 (RFC 1939, 4), IMAP (RFC 9051, 7.1) and Telnet (RFC 854).
 *
 *     220-Welcome CR LF        +OK ready <1.2@host> CR LF     ff fd 18  CR LF Example Ltd. CR LF
 *     220 ready CR LF          * OK ready CR LF               login:
 *
 * Codes are taken off, lines are joined by LF, and the timestamp of POP3, which is a challenge of
 * one exchange (RFC 1939, 7), is left out. */
#pragma once
#include "base/base.h"

enum {
    CP_GREETING_BYTES_MAX = 4096,
    CP_GREETING_LINES_MAX = 64,
};

typedef enum cp_greeting {
    CP_GREETING_REPLY, /* 220: FTP, SMTP */
    CP_GREETING_POP3,
    CP_GREETING_IMAP
} cp_greeting;

/* The text of the greeting; owned by a. Errors: CP_EFORMAT (no greeting), CP_ESHORT (not whole),
 * CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_greeting_parse(cp_arena *a, cp_greeting kind, cp_bytes in, cp_str *out,
                                      cp_err *err);

/* What a Telnet server shows up to and with the first prompt for a name or a password: without
 * options (RFC 854, 855) and control sequences (ECMA-48, 5.4). Nothing behind the prompt is looked
 * at: there the names that people type are echoed. Errors: CP_ESHORT (no prompt so far), CP_ELIMIT
 * (nor in the first CP_GREETING_BYTES_MAX bytes). *out is what there is even then; owned by a. */
CP_MUST_CHECK cp_rc cp_telnet_parse(cp_arena *a, cp_bytes in, cp_str *out, cp_err *err);
