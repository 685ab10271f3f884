/* SPDX-License-Identifier: Apache-2.0 */
/* login_acct.h - sessions of accounting records: start, interim, stop. Inside of the readers.
 *
 *     files "detail", tables of RADIUS --cp_acct_attr--> record --cp_acct_take--> sessions
 *     lines of TACACS+ ------------------------------------'
 *
 * A session is what has the same server, account and session id (RFC 2866, 5.5). */
#pragma once
#include "sources/login/login_sessions.h"

enum { CP_ACCT_VALUE_MAX = 300 };

/* What is read of a record; names without punctuation and in lower case, as tables have them. */
#define CP_ACCT_ATTRS(X)                                    \
    X(STATUS, "acctstatustype")                             \
    X(USER, "username")                                     \
    X(ID, "acctsessionid|acctuniqueid|acctuniquesessionid") \
    X(CALLING, "callingstationid")                          \
    X(CLIENT, "tunnelclientendpoint|tunnelclientendpt")     \
    X(LEASE, "framedipaddress")                             \
    X(LEASE_6, "framedipv6address")                         \
    X(NAS, "nasipaddress")                                  \
    X(NAS_6, "nasipv6address")                              \
    X(NAS_NAME, "nasidentifier")                            \
    X(AT, "timestamp")                                      \
    X(EVENT_AT, "eventtimestamp")                           \
    X(DELAY, "acctdelaytime")                               \
    X(SPAN, "acctsessiontime")                              \
    X(BEGIN, "acctstarttime")                               \
    X(END, "acctstoptime")

typedef enum cp_acct_attr {
#define CP_ACCT_ATTR(id, names) CP_ACCT_##id,
    CP_ACCT_ATTRS(CP_ACCT_ATTR)
#undef CP_ACCT_ATTR
        CP_ACCT_COUNT
} cp_acct_attr;

typedef struct cp_acct {
    cp_str v[CP_ACCT_COUNT];
    cp_time at; /* of the record, where no attribute tells it; CP_TIME_NONE */
    bool has_year, has_zone;
} cp_acct;

/* Of what a header or an attribute's name is; CP_ACCT_COUNT: of nothing that is read. */
cp_acct_attr cp_acct_attr_of(cp_arena *scratch, cp_str name);
/* A record, which begins, goes on with, or ends a session, or is counted as malformed or not of
 * use. */
void cp_acct_take(cp_login_reader *r, const cp_acct *x);
