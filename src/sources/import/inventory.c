/* SPDX-License-Identifier: Apache-2.0 */
/* inventory.c - a table of equipment, one thing a row, whatever its columns are called.
 *
 *     row -> identifiers (serial, mac, ip, fcc_id, name) = the subject
 *         -> one observation inventory.<field> for each cell that says something
 *
 * A spreadsheet is evidence like any other: cells are told as they are written, but words that
 * rules compare (class, status, dates, yes and no) become the words that rules know, and a cell
 * that cannot be understood is told and left out; the rest of its row stays. */
#include <string.h>
#include "codec/json.h"
#include "sources/import/dates.h"
#include "sources/import/guess.h"
#include "sources/import/import.h"
#include "sources/import/rate.h"
#include "sources/import/table.h"
#include "sources/values.h"

/* How a cell of the field is read. */
typedef enum reading {
    AS_TEXT,
    AS_STATED, /* text in which "none" is an answer */
    AS_NAME,
    AS_MAC,
    AS_IP,
    AS_SERIAL,
    AS_FCC_ID,
    AS_WORD,  /* of a list of columns.yaml; others are told */
    AS_LOOSE, /* of a list; others stay as they are */
    AS_DATE,
    AS_COUNT,
    AS_RATE,
    AS_REALM
} reading;

/* In the order of cp_form_fields(CP_FORM_INVENTORY). */
static const struct field {
    cp_kind kind;
    reading as;
    const char *list;
} fields[] = {
    { CP_KIND_INVENTORY_NAME, AS_NAME, NULL },
    { CP_KIND_INVENTORY_MAKER, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_BRAND, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_PRODUCT, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_PART_NUMBER, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_VERSION, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_SERIAL, AS_SERIAL, NULL },
    { CP_KIND_INVENTORY_MAC, AS_MAC, NULL },
    { CP_KIND_INVENTORY_IP, AS_IP, NULL },
    { CP_KIND_INVENTORY_FCC_ID, AS_FCC_ID, NULL },
    { CP_KIND_INVENTORY_SITE, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_COUNTRY, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_ROLE, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_FUNCTION, AS_LOOSE, "function" },
    { CP_KIND_INVENTORY_GENERATION, AS_LOOSE, "generation" },
    { CP_KIND_INVENTORY_CLASS, AS_WORD, "class" },
    { CP_KIND_INVENTORY_STATUS, AS_WORD, "status" },
    { CP_KIND_INVENTORY_QUANTITY, AS_COUNT, NULL },
    { CP_KIND_INVENTORY_SUPPLIER, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_OWNER, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_OPERATED_BY, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_MANAGED_BY, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_PARENT, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_CONTAINS, AS_STATED, NULL },
    { CP_KIND_INVENTORY_PURPOSE, AS_STATED, NULL },
    { CP_KIND_INVENTORY_HANDLES_USER_DATA, AS_LOOSE, "yes_no" },
    { CP_KIND_INVENTORY_ROUTES_USER_DATA, AS_LOOSE, "yes_no" },
    { CP_KIND_INVENTORY_MANUFACTURED, AS_DATE, NULL },
    { CP_KIND_INVENTORY_PURCHASED, AS_DATE, NULL },
    { CP_KIND_INVENTORY_INSTALLED, AS_DATE, NULL },
    { CP_KIND_INVENTORY_AUTHORISED, AS_DATE, NULL },
    { CP_KIND_INVENTORY_APPROVAL, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_MADE_IN, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_ASSURANCE, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_LEGAL_NAME, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_PREMISES, AS_COUNT, NULL },
    { CP_KIND_INVENTORY_TRAFFIC_BPS, AS_RATE, NULL },
    { CP_KIND_INVENTORY_SUBSCRIBERS, AS_COUNT, NULL },
    { CP_KIND_COUNT, AS_REALM, NULL },
    { CP_KIND_INVENTORY_CLEANPATH_ASSET, AS_TEXT, NULL },
    { CP_KIND_INVENTORY_NOTES, AS_TEXT, NULL },
};

enum { N_FIELDS = sizeof fields / sizeof *fields, ROWS_PER_ASK = 1024, SHOWN_MAX = 60 };

typedef struct importer {
    cp_arena *a;
    cp_table table;
    const cp_read_opts *opts;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_date_order *orders; /* by column */
    cp_map seen;           /* s + serial, m + mac, n + name -> line << 1 | has a serial */
    uint64_t line, n_duplicates, n_vague;
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n_ids;
} importer;

static cp_arena *row_arena(const importer *m) { return m->table.row_arena; }

static cp_str column_name(const importer *m, uint32_t column)
{
    const cp_str *names;
    uint32_t n;
    const cp_table_column *c = &m->table.columns[column];
    names = cp_form_fields(CP_FORM_INVENTORY, &n);
    return c->header.n ? c->header : names[c->field];
}

static void complain(importer *m, uint32_t column, cp_str value, const char *what, cp_str hint)
{
    cp_str name = cp_value_head(column_name(m, column), SHOWN_MAX);
    value = cp_value_head(value, SHOWN_MAX);
    cp_source_bad(m->a, m->src, m->line, "%.*s: \"%.*s\" is %s%s%.*s%s", CP_FMT(name),
                  CP_FMT(value), what, hint.n ? "; did you mean " : "", CP_FMT(hint),
                  hint.n ? "?" : "");
}

static void add_id(importer *m, cp_ident_kind kind, cp_str value)
{
    if (m->n_ids == CP_OBS_IDENTS_MAX)
        return;
    for (uint32_t i = 0; i < m->n_ids; i++)
        if (m->ids[i].kind == kind && cp_str_eq(m->ids[i].value, value))
            return;
    m->ids[m->n_ids++] = (cp_ident){ kind, value };
}

/* The next of several values in a cell. Addresses are also separated by what cannot be in them. */
static bool next_value(cp_str *rest, bool is_address, cp_str *out)
{
    while (rest->n > 0) {
        size_t n = 0;
        while (n < rest->n && rest->p[n] != ';' && rest->p[n] != '\n' && rest->p[n] != '\r' &&
               !(is_address && (rest->p[n] == ',' || rest->p[n] == ' ' || rest->p[n] == '|')))
            n++;
        *out = cp_str_trim(cp_str_slice(*rest, 0, n));
        *rest = cp_str_from(*rest, n + 1);
        if (out->n > 0 && !cp_value_is_placeholder(*out))
            return true;
    }
    return false;
}

/* An apostrophe in front keeps a spreadsheet from reading a formula: it is not part of the text. */
static cp_str cell_text(cp_str s)
{
    if (s.n > 1 && s.p[0] == '\'' &&
        (s.p[1] == '=' || s.p[1] == '+' || s.p[1] == '-' || s.p[1] == '@'))
        s = cp_str_from(s, 1);
    return cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

/* Without the length of a prefix, a zone, or brackets. */
static bool read_ip(cp_str s, cp_ip *out)
{
    ptrdiff_t slash = cp_str_find_char(s, '/'), zone = cp_str_find_char(s, '%');
    if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']')
        s = cp_str_slice(s, 1, s.n - 2);
    if (slash > 0)
        s.n = (size_t)slash;
    if (zone > 0 && (size_t)zone < s.n)
        s.n = (size_t)zone;
    return cp_ip_parse(s, out);
}

/* --- identifiers: first pass over a row ------------------------------------------------------- */
static void identify_cell(importer *m, reading as, cp_str cell)
{
    cp_str rest = cell, s;
    cp_mac mac;
    cp_ip ip;
    if (as == AS_NAME) {
        if (!cp_value_is_placeholder(cell))
            add_id(m, CP_IDENT_HOSTNAME, cell_text(cell));
        return;
    }
    while (next_value(&rest, as == AS_MAC || as == AS_IP, &s)) {
        if (as == AS_SERIAL && cp_serial_is_identity(s))
            add_id(m, CP_IDENT_SERIAL, s);
        else if (as == AS_FCC_ID)
            add_id(m, CP_IDENT_FCC_ID, s);
        else if (as == AS_MAC && cp_mac_parse(s, &mac) && cp_mac_is_identity(mac))
            add_id(m, CP_IDENT_MAC, cp_mac_text(row_arena(m), mac));
        else if (as == AS_IP && read_ip(s, &ip) && cp_ip_is_host(ip))
            add_id(m, CP_IDENT_IP, cp_ip_text(row_arena(m), ip));
    }
}

static void identify_row(importer *m, const cp_str *cells)
{
    static const reading order[] = { AS_SERIAL, AS_MAC, AS_IP, AS_FCC_ID, AS_NAME };
    m->n_ids = 0;
    add_id(m, CP_IDENT_AGENT, cp_str_fmt(row_arena(m), "r%llu", (unsigned long long)m->line));
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (uint32_t i = 0; i < m->table.n_columns; i++)
            if (m->table.columns[i].field >= 0 && cells[i].n &&
                fields[m->table.columns[i].field].as == order[k])
                identify_cell(m, order[k], cells[i]);
}

/* --- duplicates ------------------------------------------------------------------------------- */
static bool repeats(importer *m, char what, cp_str value, bool has_serial, uint64_t *line)
{
    bool added;
    cp_str key = cp_str_fmt(row_arena(m), "%c%.*s", what, CP_FMT(value));
    uint64_t *at = cp_map_get(&m->seen, key);
    if (!at) {
        at = cp_map_put(m->a, &m->seen, cp_str_dup(m->a, key), &added);
        *at = m->line << 1 | has_serial;
        return false;
    }
    if (what == 'n' && has_serial && (*at & 1))
        return false; /* two units of one name, each with its own serial number */
    *line = *at >> 1;
    return true;
}

/* A row about something that an earlier row was about: told once, and read. */
static void check_duplicate(importer *m)
{
    static const struct {
        cp_ident_kind kind;
        char what;
        const char *name;
    } kinds[] = {
        { CP_IDENT_SERIAL, 's', "serial number" },
        { CP_IDENT_MAC, 'm', "hardware address" },
        { CP_IDENT_HOSTNAME, 'n', "name" },
    };
    bool has_serial = false, told = false;
    for (uint32_t i = 0; i < m->n_ids; i++)
        has_serial = has_serial || m->ids[i].kind == CP_IDENT_SERIAL;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (uint32_t i = 0; i < m->n_ids; i++) {
            uint64_t line;
            if (m->ids[i].kind != kinds[k].kind ||
                !repeats(m, kinds[k].what, m->ids[i].value, has_serial, &line) || told)
                continue;
            cp_str value = cp_value_head(m->ids[i].value, SHOWN_MAX);
            cp_source_bad(m->a, m->src, m->line,
                          "duplicate: the %s \"%.*s\" stands in line %llu too", kinds[k].name,
                          CP_FMT(value), (unsigned long long)line);
            m->n_duplicates++;
            told = true;
        }
    }
}

/* --- observations: second pass ---------------------------------------------------------------- */
static cp_rc say(importer *m, cp_kind kind, cp_str value, cp_err *err)
{
    cp_obs o = { .ids = m->ids,
                 .n_ids = m->n_ids,
                 .part = CP_STR(""),
                 .kind = kind,
                 .value = value,
                 .at = CP_TIME_NONE,
                 .pos = m->line };
    return value.n ? m->sink->obs(m->sink->ctx, &o, err) : CP_OK;
}

static cp_rc say_addresses(importer *m, uint32_t column, const struct field *f, cp_str cell,
                           cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_str s, text;
    while (rc == CP_OK && next_value(&cell, f->as == AS_MAC || f->as == AS_IP, &s)) {
        cp_mac mac;
        cp_ip ip;
        if (f->as == AS_MAC && cp_mac_parse(s, &mac)) {
            text = cp_mac_text(row_arena(m), mac);
        } else if (f->as == AS_IP && read_ip(s, &ip)) {
            text = cp_ip_text(row_arena(m), ip);
        } else if (f->as == AS_MAC || f->as == AS_IP) {
            complain(m, column, s, f->as == AS_MAC ? "no hardware address" : "no IP address",
                     CP_STR(""));
            continue;
        } else {
            text = cell_text(s);
        }
        rc = say(m, f->kind, text, err);
    }
    return rc;
}

static cp_rc say_word(importer *m, uint32_t column, const struct field *f, cp_str cell, cp_err *err)
{
    cp_str word = cp_form_word(row_arena(m), m->table.forms, f->list, cell);
    if (word.n == 0 && f->as == AS_LOOSE)
        word = cell_text(cell);
    if (word.n == 0)
        complain(m, column, cell, f->list[0] == 'c' ? "no known class" : "no known status",
                 cp_form_nearest(row_arena(m), m->table.forms, f->list, cell));
    return say(m, f->kind, word, err);
}

/* Several words in a cell, each turned into the word of the list. */
static cp_rc say_words(importer *m, const struct field *f, cp_str cell, cp_err *err)
{
    cp_buf b = cp_buf_new(row_arena(m));
    cp_str s;
    while (next_value(&cell, false, &s)) {
        cp_str word = cp_form_word(row_arena(m), m->table.forms, f->list, s);
        cp_buf_add_c(&b, b.total_bytes ? ";" : "");
        cp_buf_add(&b, word.n ? word : s);
    }
    return say(m, f->kind, cell_text(cp_buf_str(&b)), err);
}

static cp_rc say_date(importer *m, uint32_t column, const struct field *f, cp_str cell, cp_err *err)
{
    cp_date d;
    bool is_vague;
    if (!cp_date_read(cell, &m->orders[column], &d, &is_vague)) {
        complain(m, column, cell, "no date (write 2026-11-23, 2026-11 or 2026)", CP_STR(""));
        return CP_OK;
    }
    m->n_vague += is_vague;
    return say(m, f->kind, cp_date_text(row_arena(m), d), err);
}

/* 12, 1,200, 12.0, "12 pcs" */
static bool read_count(cp_arena *a, cp_str s, cp_str *out)
{
    char *p = cp_arena_alloc(a, s.n + 1);
    size_t n = 0, i = 0;
    for (; i < s.n; i++) {
        bool thousands = s.p[i] == ',' && n > 0 && s.n - i >= 4;
        if (s.p[i] >= '0' && s.p[i] <= '9')
            p[n++] = s.p[i];
        else if (!thousands)
            break;
    }
    cp_str rest = cp_str_from(s, i);
    if (n == 0 || n > 9)
        return false;
    if (cp_str_starts(rest, CP_STR(".0")) || cp_str_starts(rest, CP_STR(",0")))
        for (rest = cp_str_from(rest, 2); rest.n && rest.p[0] == '0';)
            rest = cp_str_from(rest, 1);
    *out = (cp_str){ p, n };
    return rest.n == 0 || rest.p[0] == ' ' || (unsigned char)rest.p[0] >= 0x80;
}

static cp_rc say_count(importer *m, uint32_t column, const struct field *f, cp_str cell,
                       cp_err *err)
{
    cp_str count;
    if (read_count(row_arena(m), cell, &count))
        return say(m, f->kind, count, err);
    complain(m, column, cell, f->kind == CP_KIND_INVENTORY_QUANTITY ? "no quantity" : "no number",
             CP_STR(""));
    return CP_OK;
}

static cp_rc say_rate(importer *m, uint32_t column, const struct field *f, cp_str cell, cp_err *err)
{
    uint64_t bps, unit = cp_rate_unit(row_arena(m), m->table.columns[column].header);
    if (cp_rate_read(cell, unit, &bps))
        return say(m, f->kind, cp_str_fmt(row_arena(m), "%llu", (unsigned long long)bps), err);
    complain(m, column, cell, "no rate: write bits per second, or a unit such as 10G", CP_STR(""));
    return CP_OK;
}

static void check_realm(importer *m, uint32_t column, cp_str cell)
{
    if (!cp_str_eq(cell, m->src->realm))
        complain(m, column, cell, "not the realm of this import: import its rows with --realm",
                 CP_STR(""));
}

static cp_rc say_cell(importer *m, uint32_t column, cp_str cell, cp_err *err)
{
    const struct field *f = &fields[m->table.columns[column].field];
    if (f->as != AS_STATED && cp_value_is_placeholder(cell))
        return CP_OK;
    switch (f->as) {
    case AS_TEXT:
    case AS_STATED:
    case AS_NAME: return say(m, f->kind, cell_text(cell), err);
    case AS_MAC:
    case AS_IP:
    case AS_SERIAL:
    case AS_FCC_ID: return say_addresses(m, column, f, cell, err);
    case AS_WORD: return say_word(m, column, f, cell, err);
    case AS_LOOSE:
        return cp_str_find_char(cell, ';') >= 0 ? say_words(m, f, cell, err)
                                                : say_word(m, column, f, cell, err);
    case AS_DATE: return say_date(m, column, f, cell, err);
    case AS_COUNT: return say_count(m, column, f, cell, err);
    case AS_RATE: return say_rate(m, column, f, cell, err);
    case AS_REALM: check_realm(m, column, cell); break;
    }
    return CP_OK;
}

static cp_rc import_row(importer *m, const cp_str *cells, cp_err *err)
{
    cp_rc rc = CP_OK;
    bool says_what = false;
    m->line = m->table.csv.line;
    identify_row(m, cells);
    for (uint32_t i = 0; i < m->table.n_columns; i++)
        says_what =
            says_what || (m->table.columns[i].field >= 0 && cells[i].n &&
                          fields[m->table.columns[i].field].kind == CP_KIND_INVENTORY_PRODUCT);
    if (m->n_ids == 1 && !says_what) {
        cp_source_bad(m->a, m->src, m->line,
                      "the row has neither name, serial, mac, ip nor product: it was not read");
        return CP_OK;
    }
    check_duplicate(m);
    for (uint32_t i = 0; i < m->table.n_columns && rc == CP_OK; i++)
        if (m->table.columns[i].field >= 0 && cells[i].n)
            rc = say_cell(m, i, cells[i], err);
    return rc;
}

/* Reads the table once to learn in which order its dates are written. */
static void learn_dates(importer *m)
{
    cp_source nobody = { .records = 0 };
    cp_str *cells;
    bool has_dates = false;
    m->orders = CP_NEW_ARRAY(m->a, cp_date_order, m->table.n_columns);
    for (uint32_t i = 0; i < m->table.n_columns; i++)
        has_dates = has_dates || (m->table.columns[i].field >= 0 &&
                                  fields[m->table.columns[i].field].as == AS_DATE);
    while (has_dates && cp_table_next(&m->table, &nobody, &cells))
        for (uint32_t i = 0; i < m->table.n_columns; i++)
            if (m->table.columns[i].field >= 0 && fields[m->table.columns[i].field].as == AS_DATE &&
                cells[i].n)
                cp_date_order_learn(&m->orders[i], cells[i]);
    cp_table_rewind(&m->table);
}

static cp_rc read_inventory(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    importer *m = CP_NEW(a, importer);
    cp_bytes text;
    cp_str *cells;
    m->a = a;
    m->opts = opts;
    m->sink = sink;
    m->src = src;
    cp_rc rc = cp_input_all(in, CP_TABLE_BYTES_MAX, &text, err);
    if (rc == CP_OK)
        rc = cp_table_open(a, text, CP_FORM_INVENTORY, opts, src, &m->table, err);
    if (rc != CP_OK)
        return rc;
    learn_dates(m);
    for (uint64_t i = 0; rc == CP_OK && cp_table_next(&m->table, src, &cells); i++) {
        if (i % ROWS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        rc = import_row(m, cells, err);
    }
    if (m->n_duplicates)
        cp_table_note(a, src, "%llu duplicate row%s", (unsigned long long)m->n_duplicates,
                      m->n_duplicates == 1 ? "" : "s");
    if (m->n_vague)
        cp_table_note(a, src,
                      "of %llu date%s only the year is certain: day and month could be either way",
                      (unsigned long long)m->n_vague, m->n_vague == 1 ? "" : "s");
    return rc;
}

/* A table without one known header may still be mapped by the user, so it is taken, weakly, if its
 * name says that it is a table; the reader then tells what to do. */
static int detect_inventory(cp_bytes head, cp_str name)
{
    cp_table_look l = cp_table_look_at(head, CP_FORM_INVENTORY);
    bool is_csv = cp_str_ends(name, CP_STR(".csv")) || cp_str_ends(name, CP_STR(".tsv"));
    if (!l.is_table || l.is_other)
        return 0;
    if (l.n_required > 0 && l.n_fields >= 2)
        return l.n_fields >= 3 ? 75 : 60;
    return is_csv ? l.n_required > 0 ? 40 : 5 : 0;
}

const cp_format cp_format_inventory = {
    .name = "inventory-csv",
    .what = "inventory (CSV)",
    .detect = detect_inventory,
    .read = read_inventory,
};
