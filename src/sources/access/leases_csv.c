/* SPDX-License-Identifier: Apache-2.0 */
/* leases_csv.c - leases as tables: the files of Kea, and what Windows exports. Their headers are
 * fixed words, so a column is what it is called and nothing is guessed.
 *
 *     address,hwaddr,client_id,valid_lifetime,expire,..,hostname,state,..      Kea, DHCPv4: a log
 *     address,duid,valid_lifetime,expire,..,hostname,hwaddr,state,..           Kea, DHCPv6: a log
 *     "IPAddress","ScopeId","ClientId","HostName","AddressState",..
 *     Get-DhcpServerv4Lease */
#include "codec/csv.h"
#include "sources/access/access.h"
#include "sources/access/leases.h"
#include "sources/text.h"

typedef enum column {
    C_ADDRESS,
    C_HWADDR,
    C_CLIENT_ID,
    C_DUID,
    C_LIFETIME,
    C_EXPIRE,
    C_HOSTNAME,
    C_STATE,
    C_PREFIX_LEN,
    C_NAME,
    C_COUNT
} column;

static const char *const kea[C_COUNT] = {
    [C_ADDRESS] = "address",         [C_HWADDR] = "hwaddr",
    [C_CLIENT_ID] = "client_id",     [C_DUID] = "duid",
    [C_LIFETIME] = "valid_lifetime", [C_EXPIRE] = "expire",
    [C_HOSTNAME] = "hostname",       [C_STATE] = "state",
    [C_PREFIX_LEN] = "prefix_len",
};
static const char *const windows[C_COUNT] = {
    [C_ADDRESS] = "IPAddress",
    [C_CLIENT_ID] = "ClientId",
    [C_HOSTNAME] = "HostName",
    [C_STATE] = "AddressState",
};

enum { ROWS_PER_ASK = 4096, SHOWN_MAX = 60, IPV4_BITS = 32, IPV6_BITS = 128 };
#define NONE UINT32_MAX

typedef struct table {
    cp_arena *a;
    cp_source *src;
    cp_csv csv;
    const char *const *names;
    uint32_t at[C_COUNT]; /* NONE: not there */
    cp_str *cells;
    uint32_t n_cells, n_header;
} table;

static cp_str cell(const table *t, column c)
{
    return t->at[c] < t->n_cells ? cp_str_trim(t->cells[t->at[c]]) : CP_STR("");
}

static void find_columns(table *t)
{
    for (int c = 0; c < C_COUNT; c++) {
        t->at[c] = NONE;
        for (uint32_t i = 0; t->names[c] && i < t->n_cells; i++)
            if (cp_str_eq_nocase(cp_str_trim(t->cells[i]), cp_str_c(t->names[c])))
                t->at[c] = i;
    }
}

/* A client id of Windows is the hardware address, unless the client chose another. */
static void read_client_id(table *t, cp_lease *l)
{
    cp_str s = cell(t, C_CLIENT_ID);
    if (s.n == 0)
        return;
    if (t->names == windows && cp_lease_mac(s, &l->mac))
        l->has_mac = true;
    else
        (void)cp_lease_bytes(t->a, s, &l->client_id);
}

/* Of Kea: 0 given; 1 declined; 2 expired, its address taken back; 3 released. A lifetime of 0 takes
 * a lease out of the log. */
static bool is_held_kea(const table *t)
{
    cp_str state = cell(t, C_STATE);
    return (state.n == 0 || cp_str_eq(state, CP_STR("0"))) &&
           !cp_str_eq(cell(t, C_LIFETIME), CP_STR("0"));
}

static bool is_held_windows(const table *t)
{
    cp_str state = cell(t, C_STATE);
    return state.n == 0 || cp_str_starts_nocase(state, CP_STR("Active"));
}

static cp_time read_at(const table *t)
{
    uint64_t expire, lifetime;
    if (t->names != kea || !cp_str_u64(cell(t, C_EXPIRE), &expire) ||
        !cp_str_u64(cell(t, C_LIFETIME), &lifetime))
        return CP_TIME_NONE;
    return lifetime && lifetime < expire ? cp_lease_time(expire - lifetime) : CP_TIME_NONE;
}

/* A prefix that was delegated is no address of its client. */
static bool is_prefix(const table *t)
{
    uint32_t bits;
    return cp_str_u32(cell(t, C_PREFIX_LEN), &bits) && bits < IPV6_BITS && bits > 0;
}

/* Of Kea: until when the latest renewal gives the address. */
static cp_time read_until(const table *t)
{
    uint64_t expire;
    return t->names == kea && cp_str_u64(cell(t, C_EXPIRE), &expire) ? cp_lease_time(expire)
                                                                     : CP_TIME_NONE;
}

static cp_rc read_row(table *t, cp_lease_book *book, cp_err *err)
{
    cp_lease l = { .line = t->csv.line, .at = read_at(t), .hostname = cell(t, C_HOSTNAME) };
    l.from = l.at;
    l.until = read_until(t);
    cp_str address = cell(t, C_ADDRESS);
    if (t->n_cells < t->n_header) {
        t->src->records++;
        cp_source_bad(t->a, t->src, l.line, "%u cells, expected %u", t->n_cells, t->n_header);
        return CP_OK;
    }
    if (!cp_ip_parse(address, &l.ip)) {
        t->src->records++;
        cp_source_bad(t->a, t->src, l.line, "\"%.*s\" is no address",
                      CP_FMT(cp_str_slice(address, 0, SHOWN_MAX)));
        return CP_OK;
    }
    l.has_mac = cp_lease_mac(cell(t, C_HWADDR), &l.mac);
    l.is_held = t->names == kea ? is_held_kea(t) : is_held_windows(t);
    read_client_id(t, &l);
    if (cell(t, C_DUID).n > 2) /* "00" is that of a declined address */
        (void)cp_lease_bytes(t->a, cell(t, C_DUID), &l.duid);
    if (is_prefix(t)) {
        if (l.is_held)
            l.prefix = cp_str_fmt(t->a, "%.*s/%.*s", CP_FMT(cp_ip_text(t->a, l.ip)),
                                  CP_FMT(cell(t, C_PREFIX_LEN)));
        l.ip = (cp_ip){ .version = 0 };
    }
    return cp_leases_add(book, &l, err);
}

static bool is_header(table *t, const char *const *names)
{
    t->names = names;
    find_columns(t);
    if (names == kea)
        return t->at[C_ADDRESS] != NONE && t->at[C_LIFETIME] != NONE && t->at[C_EXPIRE] != NONE &&
               (t->at[C_HWADDR] != NONE || t->at[C_DUID] != NONE);
    return t->at[C_ADDRESS] != NONE && t->at[C_CLIENT_ID] != NONE && t->at[C_HOSTNAME] != NONE;
}

/* "#TYPE .." of a shell of Windows stands before it. */
static bool open_table(table *t, cp_arena *a, cp_str text)
{
    *t = (table){ .a = a, .csv = cp_csv_open(text, 0) };
    if (cp_str_starts(text, CP_STR("#TYPE"))) {
        cp_str line, rest = text;
        (void)cp_str_cut_line(&rest, &line);
        t->csv = cp_csv_open(rest, 0);
        t->csv.next_line = 2;
    }
    while (cp_csv_next(&t->csv, a, &t->cells, &t->n_cells))
        if (t->n_cells) {
            t->n_header = t->n_cells;
            return is_header(t, kea) || is_header(t, windows);
        }
    return false;
}

static cp_rc read_csv(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    cp_bytes raw;
    table t;
    cp_rc rc = cp_text_read(a, in, CP_LEASES_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &raw, err);
    if (rc != CP_OK)
        return rc;
    if (!open_table(&t, a, cp_str_of_bytes(raw)))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no header of leases: expected address, hwaddr or duid, valid_lifetime, "
                       "expire; or IPAddress, "
                       "ClientId, HostName");
    t.src = src;
    cp_lease_book *book = cp_leases_new(a, src);
    for (uint64_t n = 1; rc == CP_OK && cp_csv_next(&t.csv, a, &t.cells, &t.n_cells); n++) {
        if (t.csv.row_bad) {
            src->records++;
            cp_source_bad(a, src, t.csv.line, "%s", t.csv.err.msg);
        } else if (t.n_cells) {
            rc = read_row(&t, book, err);
        }
        if (n % ROWS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    }
    if (rc == CP_OK && t.csv.rc != CP_OK) {
        src->records++;
        cp_source_bad(a, src, t.csv.err.line, "%s", t.csv.err.msg);
    }
    return rc == CP_OK ? cp_leases_tell(book, sink, err) : rc;
}

static int detect_csv(cp_bytes head, const char *const *names)
{
    enum { HEADER_BYTES_MAX = 4096 };
    table t;
    cp_arena *a = cp_arena_new(0);
    head.n = head.n < HEADER_BYTES_MAX ? head.n : HEADER_BYTES_MAX;
    bool is_it = open_table(&t, a, cp_str_of_bytes(head)) && t.names == names;
    if (is_it && names == windows)
        is_it = t.at[C_STATE] != NONE || cp_str_has(cp_str_of_bytes(head), CP_STR("ScopeId"));
    cp_arena_free(a);
    return is_it ? 95 : 0;
}

static int detect_kea(cp_bytes head, cp_str name)
{
    (void)name;
    return detect_csv(head, kea);
}

static int detect_windows(cp_bytes head, cp_str name)
{
    (void)name;
    return detect_csv(head, windows);
}

const cp_format cp_format_leases_kea = {
    .name = "kea-leases",
    .what = "leases of Kea (memfile CSV)",
    .detect = detect_kea,
    .read = read_csv,
};

const cp_format cp_format_leases_windows = {
    .name = "windows-leases",
    .what = "leases of Windows (Get-DhcpServerv4Lease)",
    .detect = detect_windows,
    .read = read_csv,
};
