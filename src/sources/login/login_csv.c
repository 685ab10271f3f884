/* SPDX-License-Identifier: Apache-2.0 */
/* login_csv.c - sessions as a table: what a gateway, a bastion or its archive exports, a row each.
 *
 *     user,source_ip,vpn_ip,target,port,protocol,start,duration,result
 *
 * A column is what it is called (docs/formats/logins.md has the words); nothing is guessed by its
 * values. Account, where from and when it began must be there, and in a table with columns of
 * devices until when, so that no inventory and no routing table is taken for one. */
#include "codec/csv.h"
#include "sources/import/forms.h"
#include "sources/import/table.h"
#include "sources/login/login.h"
#include "sources/text.h"
#include "sources/values.h"

#define COLUMNS(X)                                                                                \
    X(ACCOUNT, "user|username|account|accountname|login|loginname|userid|useraccount|commonname") \
    X(FROM, "sourceip|sourceaddress|srcip|srcaddr|clientip|clientaddress|remoteip|remoteaddress|" \
            "remip|publicip|realaddress|sourceipaddress|clientipaddress|remotehost")              \
    X(LEASE, "assignedip|assignedaddress|vpnip|vpnaddress|virtualaddress|virtualip|tunnelip|"     \
             "internalip|poolip")                                                                 \
    X(TARGET, "target|targethost|targetip|targetaddress|destination|destinationip|destip|dstip|"  \
              "destinationaddress|destinationhost|server|serverip|resource|asset|host")           \
    X(PORT, "port|targetport|destinationport|dstport|destport|serverport")                        \
    X(PROTO, "protocol|proto|service|application")                                                \
    X(BEGIN, "begin|start|starttime|sessionstart|begintime|logintime|connectedsince|"             \
             "connecttime|startedat|timestamp|time|datetime")                                     \
    X(END, "end|endtime|sessionend|stop|stoptime|logouttime|disconnecttime|endedat|stopped")      \
    X(SPAN, "duration|durations|durationseconds|durationsec|sessionduration|seconds|elapsed")     \
    X(RESULT, "result|status|outcome|authresult|loginresult")

typedef enum column {
#define COLUMN(id, words) C_##id,
    COLUMNS(COLUMN)
#undef COLUMN
        C_COUNT
} column;

static const char *const words_of[] = {
#define COLUMN(id, words) words,
    COLUMNS(COLUMN)
#undef COLUMN
};

enum { ROWS_PER_ASK = 4096, SHOWN_MAX = 60, HEADER_BYTES_MAX = 8192, TCP = 6 };
#define NONE UINT32_MAX

typedef struct table {
    cp_arena *a, *scratch;
    cp_arena_mark empty;
    cp_source *src;
    cp_csv csv;
    uint32_t at[C_COUNT]; /* NONE: not there */
    cp_str *cells;
    uint32_t n_cells;
    uint64_t n_failed, n_unzoned, n_strange;
} table;

static cp_str cell(const table *t, column c)
{
    return t->at[c] < t->n_cells ? cp_csv_text(t->cells[t->at[c]]) : CP_STR("");
}

static bool is_word(cp_str words, cp_str s)
{
    for (cp_str one; cp_str_cut(&words, '|', &one);)
        if (cp_str_eq(one, s))
            return true;
    return false;
}

static void find_columns(table *t, cp_arena *a)
{
    for (int c = 0; c < C_COUNT; c++)
        t->at[c] = NONE;
    for (uint32_t i = 0; i < t->n_cells; i++) {
        cp_str key = cp_form_key(a, cp_csv_text(t->cells[i]));
        for (int c = 0; c < C_COUNT; c++)
            if (t->at[c] == NONE && is_word(cp_str_c(words_of[c]), key))
                t->at[c] = i;
    }
}

static bool open_table(table *t, cp_arena *a, cp_str text)
{
    t->csv = cp_csv_open(text, 0);
    while (cp_csv_next(&t->csv, a, &t->cells, &t->n_cells))
        if (t->n_cells) {
            find_columns(t, a);
            return t->at[C_ACCOUNT] != NONE && t->at[C_FROM] != NONE && t->at[C_BEGIN] != NONE;
        }
    return false;
}

/* Not a session. What is neither is one: that a word is not known makes nobody innocent. */
static bool is_failed(table *t)
{
    cp_str s = cp_str_lower(t->scratch, cell(t, C_RESULT));
    static const char *const bad[] = { "fail",  "den",   "rej",    "refus", "err",
                                       "inval", "block", "unauth", "bad",   "lock" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (cp_str_starts(s, cp_str_c(bad[i])))
            return true;
    if (s.n && !is_word(CP_STR("success|successful|succeeded|ok|accepted|accept|allowed|allow|"
                               "granted|permitted|pass|passed|closed|completed|active|established|"
                               "connected|disconnected|terminated|finished|true|yes|1"),
                        s))
        t->n_strange++;
    return is_word(CP_STR("false|no|0"), s);
}

/* "ssh", "tcp", "tcp/22", "6". */
static bool read_service(table *t, cp_login *x)
{
    static const struct {
        const char *name;
        uint8_t proto;
        uint16_t port;
    } rows[] = {
        { "tcp", 6, 0 },     { "udp", 17, 0 },   { "6", 6, 0 },       { "17", 17, 0 },
        { "ssh", 6, 22 },    { "sftp", 6, 22 },  { "telnet", 6, 23 }, { "http", 6, 80 },
        { "https", 6, 443 }, { "rdp", 6, 3389 }, { "vnc", 6, 5900 },  { "winrm", 6, 5985 }
    };
    cp_str s = cp_str_lower(t->scratch, cell(t, C_PROTO)), port = cell(t, C_PORT);
    uint32_t n;
    ptrdiff_t slash = cp_str_find_char(s, '/');
    if (slash > 0 && !port.n) {
        port = cp_str_from(s, (size_t)slash + 1);
        s = cp_str_slice(s, 0, (size_t)slash);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(s, cp_str_c(rows[i].name))) {
            x->proto = rows[i].proto;
            x->port = x->port ? x->port : rows[i].port;
        }
    if (!port.n || cp_value_is_placeholder(port))
        return true;
    if (!cp_str_u32(port, &n) || n > UINT16_MAX)
        return false;
    x->port = (uint16_t)n;
    x->proto = x->proto ? x->proto : TCP;
    return true;
}

static bool read_times(table *t, cp_login *x, column *wrong)
{
    cp_str end = cell(t, C_END), span = cell(t, C_SPAN);
    bool is_zoned = true;
    uint64_t seconds;
    *wrong = C_BEGIN;
    if (!cp_login_time(cell(t, C_BEGIN), &x->begin, &is_zoned))
        return false;
    t->n_unzoned += !is_zoned;
    x->end = CP_TIME_NONE;
    *wrong = C_END;
    if (end.n && !cp_value_is_placeholder(end))
        return cp_login_time(end, &x->end, &is_zoned) && x->end >= x->begin;
    *wrong = C_SPAN;
    if (!span.n || cp_value_is_placeholder(span))
        return true;
    if (!cp_login_span(span, &seconds))
        return false;
    x->end = x->begin + (cp_time)seconds * 1000000;
    return true;
}

/* False: *wrong is what cannot be read. */
static bool read_login(table *t, cp_login *x, column *wrong)
{
    uint16_t port = 0;
    cp_str target = cell(t, C_TARGET), lease = cell(t, C_LEASE);
    *x = (cp_login){ .account = cell(t, C_ACCOUNT) };
    *wrong = C_ACCOUNT;
    if (!x->account.n || cp_value_is_placeholder(x->account))
        return false;
    *wrong = C_FROM;
    if (!cp_login_addr(cell(t, C_FROM), &x->from, &port))
        return false;
    *wrong = C_LEASE;
    if (lease.n && !cp_value_is_placeholder(lease) && !cp_login_addr(lease, &x->lease, &port))
        return false;
    if (!cp_login_addr(target, &x->at, &x->port) && !cp_value_is_placeholder(target))
        x->host = target;
    *wrong = C_PORT;
    return read_service(t, x) && read_times(t, x, wrong);
}

static cp_rc read_row(table *t, const cp_obs_sink *sink, cp_err *err)
{
    static const char *const expected[C_COUNT] = {
        [C_ACCOUNT] = "account: empty",
        [C_FROM] = "source: expected an address",
        [C_LEASE] = "assigned address: expected an address",
        [C_PORT] = "port: expected a number to 65535",
        [C_BEGIN] = "begin: expected a time (2026-11-23T10:00:00Z)",
        [C_END] = "end: expected a time not before the begin",
        [C_SPAN] = "duration: expected seconds or h:mm:ss",
    };
    cp_login x;
    column wrong;
    t->src->records++;
    if (is_failed(t)) {
        t->n_failed++;
        t->src->records_unused++;
        return CP_OK;
    }
    if (read_login(t, &x, &wrong))
        return cp_login_tell(t->scratch, sink, &x, err);
    cp_source_bad(t->a, t->src, t->csv.line, "%s (\"%.*s\")", expected[wrong],
                  CP_FMT(cp_value_head(cell(t, wrong), SHOWN_MAX)));
    return CP_OK;
}

static void tell_notes(const table *t)
{
    if (t->n_failed)
        cp_table_note(t->a, t->src, "%llu failed logins are no sessions",
                      (unsigned long long)t->n_failed);
    if (t->n_strange)
        cp_table_note(t->a, t->src, "%llu results are no known word: taken for sessions",
                      (unsigned long long)t->n_strange);
    if (t->n_unzoned)
        cp_table_note(t->a, t->src, "%llu times have no offset: taken for UTC",
                      (unsigned long long)t->n_unzoned);
}

static void free_scratch(void *arena) { cp_arena_free(arena); }

static cp_rc read_logins(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes raw;
    table t = { .a = a, .src = src };
    cp_rc rc = cp_text_read(a, in, CP_LOGIN_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &raw, err);
    if (rc != CP_OK)
        return rc;
    if (!open_table(&t, a, cp_str_of_bytes(raw)))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no header of sessions: expected columns for the account, the source "
                       "address and the begin");
    t.scratch = cp_arena_new((uint64_t)1 << 30);
    cp_arena_defer(a, free_scratch, t.scratch);
    t.empty = cp_arena_here(t.scratch);
    for (uint64_t n = 1; rc == CP_OK && cp_csv_next(&t.csv, t.scratch, &t.cells, &t.n_cells); n++) {
        if (t.csv.row_bad) {
            src->records++;
            cp_source_bad(a, src, t.csv.line, "%s", t.csv.err.msg);
        } else if (t.n_cells) {
            rc = read_row(&t, sink, err);
        }
        cp_arena_back(t.scratch, t.empty);
        if (n % ROWS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    }
    if (rc == CP_OK && t.csv.rc != CP_OK) {
        src->records++;
        cp_source_bad(a, src, t.csv.err.line, "%s", t.csv.err.msg);
    }
    tell_notes(&t);
    if (rc == CP_OK && src->records > 0 && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no row of it is a session");
    return rc;
}

static int detect_logins(cp_bytes head, cp_str name)
{
    static const char *const of_devices[] = { "serial", "mac", "maker", "part_number", NULL };
    table t = { .a = NULL };
    cp_arena *a = cp_arena_new(0);
    (void)name;
    head.n = head.n < HEADER_BYTES_MAX ? head.n : HEADER_BYTES_MAX;
    bool is_it = open_table(&t, a, cp_str_of_bytes(head));
    /* whose user, address and time an inventory may tell as well; but not until when */
    if (is_it && t.at[C_END] == NONE && t.at[C_SPAN] == NONE && t.at[C_LEASE] == NONE)
        is_it = !cp_form_has_field(a, CP_FORM_INVENTORY, t.cells, t.n_cells, of_devices);
    cp_arena_free(a);
    return is_it ? 92 : 0;
}

const cp_format cp_format_logins_csv = {
    .name = "logins-csv",
    .what = "sessions of a VPN or bastion (CSV)",
    .detect = detect_logins,
    .read = read_logins,
};
