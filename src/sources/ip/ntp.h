/* SPDX-License-Identifier: Apache-2.0 */
/* ntp.h - NTP: which clock a server follows (RFC 5905, 7.3), and its answers to control messages,
 * in which it says what it runs on (RFC 9327, 2).
 *
 *     leap/version/mode(1) stratum(1) poll(1) precision(1) delay(4) dispersion(4) reference(4) ...
 *     mode 6:  leap/version/6(1) R/E/M/opcode(1) sequence(2) status(2) association(2) offset(2)
 *              count(2) data */
#pragma once
#include "base/base.h"

enum {
    CP_NTP_PORT = 123,
    CP_NTP_SERVER = 4, /* modes */
    CP_NTP_BROADCAST = 5,
    CP_NTP_CONTROL = 6,
    CP_NTP_HEAD_BYTES = 48,
};

typedef struct cp_ntp {
    uint8_t mode, version;
    uint8_t stratum;    /* of modes below CP_NTP_CONTROL; 0 and 16: not synchronised */
    cp_bytes reference; /* four bytes, or none */
    cp_bytes variables; /* of an answer to "read variables" of the server itself, its beginning */
} cp_ntp;

/* No allocation. Errors: CP_ESHORT (a header is cut off, an answer is shorter than it says). */
CP_MUST_CHECK cp_rc cp_ntp_parse(cp_bytes in, cp_ntp *out, cp_err *err);

/* Of the variables those that tell the program and its machine, as they stand, in their order:
 * version, processor, system. The others are of the clock, and change with each answer. "" if there
 * are none of them. */
cp_str cp_ntp_system_text(cp_arena *a, cp_bytes variables);
/* "GPS" at stratum 1 (its name), else the address of the server that it follows; of IPv6 that is a
 * hash (RFC 5905, 7.3), so nothing is made of an address that no host can have. */
cp_str cp_ntp_reference_text(cp_arena *a, const cp_ntp *p);
