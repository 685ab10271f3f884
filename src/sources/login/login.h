/* SPDX-License-Identifier: Apache-2.0 */
/* login.h - who was logged in, from where, and for how long: logs of VPN gateways and bastions.
 *
 *     table with a header (logins-csv) --.
 *     lines of syslog (logins-syslog) ---+--> cp_login --> names login.account, login.lease
 *     who is connected (logins-status) --|
 *     accounting (logins-radius ..) -----'
 *
 * Nothing is an observation: a log of sessions tells what people did, not what devices are. */
#pragma once
#include "sources/reader.h"

enum {
    CP_LOGIN_BYTES_MAX = 512 * 1024 * 1024, /* of a table, which is read whole */
    CP_LOGINS_MAX = 1 << 20,                /* of a log of lines; more are counted */
    CP_LOGIN_SPAN_S_MAX = 366 * 86400,
    CP_LOGIN_HOST_MAX = 100, /* bytes of a host's name that are kept; of an account: */
    CP_LOGIN_ACCOUNT_MAX = 150,
};

/* Addresses all zero: not told. */
typedef struct cp_login {
    cp_flow_addr from, at, lease; /* at: the server or the target; lease: what it was given */
    cp_str account, host;         /* host: at's name, where its address is not told */
    uint16_t port;
    uint8_t proto;
    cp_time begin, end; /* end CP_TIME_NONE: not told */
} cp_login;

/* RFC 3339, and the same with a blank, without seconds or without an offset, which is taken for UTC
 * (*is_zoned is false then); seconds, milliseconds, microseconds or nanoseconds since 1970. */
bool cp_login_time(cp_str s, cp_time *out, bool *is_zoned);
/* "5400", "1:30:00", "1d 19h:41m:14s", "90m": seconds, at most CP_LOGIN_SPAN_S_MAX. */
bool cp_login_span(cp_str s, uint64_t *seconds);
/* An address, also "[2001:db8::1]:443" and "192.0.2.1:443"; *port is not written where there is
 * none. */
bool cp_login_addr(cp_str s, cp_flow_addr *out, uint16_t *port);
/* As a name: control characters become blanks; it is lower case and cut. */
cp_str cp_login_word(cp_arena *a, cp_str s, size_t n_max);

/* One name, or two where both at and lease are told. x has an account, a begin and from. */
CP_MUST_CHECK cp_rc cp_login_tell(cp_arena *scratch, const cp_obs_sink *sink, const cp_login *x,
                                  cp_err *err);

extern const cp_format cp_format_logins_csv, cp_format_logins_syslog, cp_format_logins_status,
    cp_format_logins_radius, cp_format_logins_radius_csv, cp_format_logins_tacacs;
