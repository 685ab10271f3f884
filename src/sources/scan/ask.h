/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - what one device is asked, one request after the other, and what is made of its answers.
 * Pure: no socket, no clock, no library of SNMP; whoever sends the requests hands the answers back.
 *
 *     contact    GETNEXT sysDescr, sysObjectID, sysName ...        does it answer at all?
 *     presence   GETNEXT of each table that is of interest         which are there?
 *     walk       GETBULK of the columns of one table after the other
 *
 * Only GETNEXT and GETBULK exist here: nothing can be set. Only those columns are asked for that
 * the reader of walks understands (mib.h), and tables of neighbours (addresses, bridge). The answer
 * is a recording (.snmprec), sorted, as a file would hold it: what a scan says is what its file
 * says.
 *
 * An agent may be broken or hostile. Whatever it answers, each request makes progress or ends a
 * column; names must rise; rows, bytes and requests have limits. What ends a walk early is told,
 * and what came before it is kept. */
#pragma once
#include "sources/snmp/mib.h"

enum {
    CP_ASK_NAMES_MAX = 16,       /* of one request */
    CP_ASK_COLUMNS_MAX = 16,     /* of one table */
    CP_ASK_BINDS = 40,           /* asked for at once: an answer of an Ethernet frame or two */
    CP_ASK_ROWS_MAX = 100000,    /* of one column: tables of addresses of a large router */
    CP_ASK_REQUESTS_MAX = 20000, /* of one device: at 20 a second a quarter of an hour */
    CP_ASK_PROBLEMS_MAX = 16,    /* told; the rest is counted */
};
#define CP_ASK_BYTES_MAX ((uint64_t)32 << 20) /* of one recording */

typedef enum cp_ask_verb { CP_ASK_NEXT, CP_ASK_BULK } cp_ask_verb;

typedef struct cp_ask_request {
    cp_ask_verb verb;
    uint32_t n, repetitions; /* of BULK */
    cp_oid names[CP_ASK_NAMES_MAX];
} cp_ask_request;

/* Types of values as BER has them (RFC 3416), which are the tags of .snmprec too. */
enum {
    CP_BER_INTEGER = 2,
    CP_BER_OCTETS = 4,
    CP_BER_NULL = 5,
    CP_BER_OID = 6,
    CP_BER_ADDRESS = 64,
    CP_BER_COUNTER = 65,
    CP_BER_GAUGE = 66,
    CP_BER_TICKS = 67,
    CP_BER_OPAQUE = 68,
    CP_BER_COUNTER64 = 70,
    CP_BER_NO_OBJECT = 128,
    CP_BER_NO_INSTANCE = 129,
    CP_BER_END = 130,
};

/* A variable of an answer; octets are borrowed. */
typedef struct cp_bind {
    cp_oid name;
    uint8_t type;
    cp_bytes octets;  /* OCTETS, ADDRESS, OPAQUE */
    cp_oid oid;       /* OID */
    int64_t integer;  /* INTEGER */
    uint64_t counter; /* COUNTER, GAUGE, TICKS, COUNTER64 */
} cp_bind;

typedef struct cp_ask_answer {
    uint32_t error, error_index; /* RFC 3416, 3; index from 1, 0: none */
    const cp_bind *binds;
    uint32_t n;
} cp_ask_answer;

/* Which columns there are: made once, for all devices. */
typedef struct cp_ask_plan cp_ask_plan;
const cp_ask_plan *cp_ask_plan_new(cp_arena *a);

typedef struct cp_ask cp_ask;
cp_ask *cp_ask_new(cp_arena *a, const cp_ask_plan *plan);

/* The next request, the same again until it was answered or given up; false: there is nothing more
 * to ask. */
bool cp_ask_next(cp_ask *k, cp_ask_request *out);
void cp_ask_take(cp_ask *k, const cp_ask_answer *answer);
/* There was no answer, however often the request was sent; why: "no answer". True: ask again, the
 * next request wants less at once, or something else; false: the recording ends here. */
bool cp_ask_give_up(cp_ask *k, const char *why);

typedef struct cp_ask_result {
    uint32_t n_requests, n_values;
    bool is_partly;
    const cp_str *problems;
    uint32_t n_problems; /* of them CP_ASK_PROBLEMS_MAX are told */
} cp_ask_result;
cp_ask_result cp_ask_result_of(const cp_ask *k);
/* "# asked: ADDRESS", "# partly: PROBLEM" for each, then one variable a line. Owned by a. */
cp_str cp_ask_recording(cp_ask *k, cp_arena *a, cp_ip asked);

/* One line of a recording; false: a value of this type is not kept. */
bool cp_ask_record(cp_buf *b, const cp_bind *x);
