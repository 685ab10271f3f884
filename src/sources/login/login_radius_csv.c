/* SPDX-License-Identifier: Apache-2.0 */
/* login_radius_csv.c - accounting of RADIUS as a table: a row a record, or a row a session.
 *
 *     username,acctsessionid,acctstatustype,callingstationid,framedipaddress,nasipaddress,timestamp
 *     username,callingstationid,acctstarttime,acctstoptime,..        the table radacct of
 *     FreeRADIUS
 *     "HOST","IAS",11/23/2025,10:00:00,4,"ann",..                    Windows: without a header
 *
 * Of Windows' "database compatible" files the place of a column says what it is (Microsoft,
 * Interpret NPS Database Format Log Files; a sample in the documentation of OSPatrol has them at
 * these places); of their rows only accounting (packet type 4) is read, and times are of where the
 * server stands. */
#include "codec/csv.h"
#include "sources/import/table.h"
#include "sources/login/login_acct.h"
#include "sources/text.h"
#include "sources/values.h"

enum { ROWS_PER_ASK = 4096, HEADER_BYTES_MAX = 8192, NPS_COLUMNS_MIN = 38 };

/* Places of Windows' columns, from 0. */
enum { NPS_SERVICE = 1, NPS_DATE = 2, NPS_TIME = 3, NPS_PACKET = 4 };
static const struct {
    uint8_t at, attr;
} nps[] = { { 5, CP_ACCT_USER },      { 8, CP_ACCT_CALLING }, { 10, CP_ACCT_LEASE },
            { 11, CP_ACCT_NAS_NAME }, { 12, CP_ACCT_NAS },    { 31, CP_ACCT_STATUS },
            { 32, CP_ACCT_DELAY },    { 35, CP_ACCT_ID },     { 37, CP_ACCT_SPAN },
            { 46, CP_ACCT_CLIENT } };

typedef struct table {
    cp_login_reader *r;
    cp_csv csv;
    cp_str *cells;
    uint32_t n_cells;
    bool is_nps;
    uint8_t *attrs; /* of the columns */
    uint32_t n_attrs;
} table;

static cp_str at(const table *t, uint32_t i)
{
    return i < t->n_cells ? cp_csv_text(t->cells[i]) : CP_STR("");
}

static bool is_nps(const table *t)
{
    cp_str s = at(t, NPS_SERVICE), date = at(t, NPS_DATE);
    return t->n_cells >= NPS_COLUMNS_MIN &&
           (cp_str_eq(s, CP_STR("IAS")) || cp_str_eq(s, CP_STR("RAS"))) && date.n == 10 &&
           date.p[2] == '/' && date.p[5] == '/';
}

/* The first row: a header, or a record of Windows. False: it is neither. */
static bool open_table(table *t, cp_arena *a, cp_str text)
{
    uint32_t seen = 0;
    t->csv = cp_csv_open(text, 0);
    while (cp_csv_next(&t->csv, a, &t->cells, &t->n_cells))
        if (t->n_cells)
            break;
    t->is_nps = is_nps(t);
    if (t->is_nps)
        return true;
    t->n_attrs = t->n_cells;
    t->attrs = CP_NEW_ARRAY(a, uint8_t, t->n_attrs + 1);
    for (uint32_t i = 0; i < t->n_attrs; i++) {
        t->attrs[i] = (uint8_t)cp_acct_attr_of(a, at(t, i));
        seen |= 1u << t->attrs[i];
    }
    const uint32_t who = 1u << CP_ACCT_USER, event = 1u << CP_ACCT_STATUS,
                   time = 1u << CP_ACCT_AT | 1u << CP_ACCT_EVENT_AT, row = 1u << CP_ACCT_BEGIN,
                   from = 1u << CP_ACCT_CALLING | 1u << CP_ACCT_CLIENT;
    return (seen & who) && (seen & from) && ((seen & row) || ((seen & event) && (seen & time)));
}

static bool nps_time(const table *t, cp_acct *x)
{
    cp_str d = at(t, NPS_DATE), clock = at(t, NPS_TIME);
    char text[32];
    if (d.n != 10 || clock.n != 8)
        return false;
    for (size_t i = 0; i < 4; i++) /* month/day/year */
        text[i] = d.p[6 + i];
    text[4] = text[7] = '-';
    for (size_t i = 0; i < 2; i++) {
        text[5 + i] = d.p[i];
        text[8 + i] = d.p[3 + i];
    }
    text[10] = ' ';
    for (size_t i = 0; i < 8; i++)
        text[11 + i] = clock.p[i];
    x->has_year = true;
    return cp_login_time((cp_str){ text, 19 }, &x->at, &x->has_zone);
}

static void read_row(table *t)
{
    cp_login_reader *r = t->r;
    cp_acct x = { .at = CP_TIME_NONE };
    r->line = t->csv.line;
    r->is_session = false;
    for (uint32_t i = 0; !t->is_nps && i < t->n_attrs; i++)
        if (t->attrs[i] < CP_ACCT_COUNT && !x.v[t->attrs[i]].n)
            x.v[t->attrs[i]] = at(t, i);
    for (size_t i = 0; t->is_nps && i < sizeof nps / sizeof *nps; i++)
        x.v[nps[i].attr] = at(t, nps[i].at);
    if (t->is_nps && (!is_nps(t) || !nps_time(t, &x))) {
        cp_source_bad(r->a, r->src, r->line, "expected IAS or RAS, month/day/year, h:mm:ss");
        return;
    }
    uint64_t bad = r->src->records_bad;
    if (!t->is_nps || cp_str_eq(at(t, NPS_PACKET), CP_STR("4")))
        cp_acct_take(r, &x);
    r->src->records_unused += !r->is_session && r->src->records_bad == bad;
}

static cp_rc read_table(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes raw;
    table t = { .r = cp_login_reader_new(a, src) };
    cp_rc rc = cp_text_read(a, in, CP_LOGIN_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &raw, err);
    if (rc != CP_OK)
        return rc;
    if (!open_table(&t, a, cp_str_of_bytes(raw)))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no accounting: expected columns for User-Name, Calling-Station-Id and "
                       "Acct-Status-Type with a time, or acctstarttime");
    bool is_row = t.is_nps;
    for (uint64_t n = 1; rc == CP_OK; n++) {
        if (is_row && t.csv.row_bad) {
            src->records++;
            cp_source_bad(a, src, t.csv.line, "%s", t.csv.err.msg);
        } else if (is_row && t.n_cells) {
            src->records++;
            read_row(&t);
        }
        cp_arena_back(t.r->scratch, t.r->empty);
        if (n % ROWS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        is_row = cp_csv_next(&t.csv, t.r->scratch, &t.cells, &t.n_cells);
        if (!is_row)
            break;
    }
    if (rc == CP_OK && t.csv.rc != CP_OK) {
        src->records++;
        cp_source_bad(a, src, t.csv.err.line, "%s", t.csv.err.msg);
    }
    if (rc == CP_OK)
        rc = cp_login_tell_all(t.r, sink, err);
    if (rc == CP_OK && src->records > 0 && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no row of it is accounting");
    return rc;
}

static int detect_table(cp_bytes head, cp_str name)
{
    table t = { .r = NULL };
    cp_arena *a = cp_arena_new(0);
    (void)name;
    head.n = head.n < HEADER_BYTES_MAX ? head.n : HEADER_BYTES_MAX;
    bool is_it = open_table(&t, a, cp_str_of_bytes(head));
    cp_arena_free(a);
    return is_it ? 93 : 0;
}

const cp_format cp_format_logins_radius_csv = {
    .name = "logins-radius-csv",
    .what = "accounting of RADIUS (CSV; Windows NPS)",
    .detect = detect_table,
    .read = read_table,
};
