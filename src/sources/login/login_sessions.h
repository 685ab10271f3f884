/* SPDX-License-Identifier: Apache-2.0 */
/* login_sessions.h - sessions put together of the lines that tell of their begin and end. Inside of
 * the readers of logs.
 *
 *     key of the session (host and client's port, process, tunnel ...) --> [session ..]
 *
 * All are held until the end, because what tells the year may stand anywhere. */
#pragma once
#include "sources/export/lines.h"
#include "sources/login/login.h"
#include "sources/login/login_head.h"

#define CP_LOGIN_SECOND_US ((int64_t)1000 * 1000)

typedef struct cp_login_session {
    cp_login x;
    bool has_year;
    bool is_tunnel; /* counts only with an address that was given: between sites nobody logs in */
    uint32_t nr;    /* of its security association, or of its connections: the program's own */
    uint64_t line;
} cp_login_session;

typedef struct cp_login_reader {
    cp_arena *a, *scratch;
    cp_arena_mark empty;
    cp_source *src;
    CP_VEC(cp_login_session) v;
    cp_map open; /* key -> 1 + place in v; 0: it ended */
    /* key -> 1 + place in gifts: addresses that were given before who has them began */
    cp_map given;
    CP_VEC(cp_login) gifts;
    cp_time near; /* a time whose year is known */
    uint64_t line, n_failed, n_over, n_unzoned, n_no_year, n_no_addr, n_tunnels;
    bool is_session; /* the line told of one */
} cp_login_reader;

/* The lines of a log; of UTF-16 with a mark, which shells of another system write, as UTF-8 (then
 * at most CP_LOGIN_BYTES_MAX). */
CP_MUST_CHECK cp_rc cp_login_lines(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                   cp_lines *out, cp_err *err);

cp_login_reader *cp_login_reader_new(cp_arena *a, cp_source *src);
/* In the scratch memory, emptied with each line. */
cp_str cp_login_key(cp_login_reader *r, const char *what, cp_str host, cp_str id);
/* NULL: none of this key is open. Valid until the next begins. */
cp_login_session *cp_login_find(cp_login_reader *r, cp_str key);
/* The session that began last, or another one, has this key too. */
void cp_login_open(cp_login_reader *r, cp_str key, uint32_t place);
void cp_login_shut(cp_login_reader *r, cp_str key);
/* What lines of h begin; NULL: there are too many. */
cp_login_session *cp_login_begin(cp_login_reader *r, const cp_login_head *h, cp_str account,
                                 cp_flow_addr from);
void cp_login_end(cp_login_session *s, const cp_login_head *h);
/* The place of a session, for cp_login_open. */
uint32_t cp_login_place(const cp_login_reader *r, const cp_login_session *s);

/* What stands behind `before` up to `after`, or to the end if that is ""; false: they are not
 * there. */
bool cp_login_between(cp_str s, const char *before, const char *after, cp_str *out);

/* "auth.log-20261123", "2026-11-23.log": when it was put away, or of which day it is. */
cp_time cp_login_time_of_name(cp_str name);

/* Of which year they are is settled here; then each is told. */
CP_MUST_CHECK cp_rc cp_login_tell_all(cp_login_reader *r, const cp_obs_sink *sink, cp_err *err);

/* Lines of one program: login_asa.c, login_ike.c, login_openvpn.c. */
void cp_login_asa(cp_login_reader *r, const cp_login_head *h, cp_str m);
bool cp_login_ike(cp_login_reader *r, const cp_login_head *h); /* false: it is none of them */
void cp_login_openvpn(cp_login_reader *r, const cp_login_head *h);
/* "198.51.100.1:4000", "[AF_INET6]2001:db8::1:4000", "udp4:198.51.100.1:4000"; of version 6 alone:
 * without a port. */
bool cp_login_openvpn_addr(cp_str s, cp_flow_addr *out);
