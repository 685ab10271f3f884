/* SPDX-License-Identifier: Apache-2.0 */
/* sqldump.c - a dump of LibreNMS's database as mysqldump and mariadb-dump write it, read through
 * once, byte by byte, in the memory of one row.
 *
 *     CREATE TABLE `devices` (
 *       `device_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
 *       ...
 *     INSERT INTO `devices` VALUES (1,'core-1',NULL,_binary '\0..',0x0A),(2,...);
 *
 * A column is known by its name, from the list of an INSERT or from CREATE TABLE, for their order
 * and number change with each version. Escapes are those of MySQL's strings (9.1.1 of its manual).
 * All other statements and tables are passed over, but for their quotes. */
#include <string.h>
#include "sources/export/export.h"
#include "sources/export/librenms.h"
#include "sources/import/table.h"
#include "sources/values.h"

enum {
    COLUMNS_MAX = 4096, /* MySQL's own limit */
    NAME_BYTES_MAX = 64,
    VALUE_BYTES_MAX = 64 * 1024, /* longer ones are cut: nothing that is read is so long */
    ROW_BYTES_MAX = 4 * 1024 * 1024,
    WINDOW_BYTES = 256 * 1024,
};

typedef struct columns {
    cp_str names[COLUMNS_MAX];
    uint32_t n;
} columns;

typedef struct reader {
    cp_arena *a, *scratch; /* scratch: of a row */
    cp_arena_mark empty;
    cp_input *in;
    const cp_read_opts *opts;
    cp_source *src;
    cp_librenms *l;
    cp_bytes window;
    size_t at;
    uint64_t line;
    columns *tables[CP_LIBRENMS_OTHER]; /* of CREATE TABLE; NULL: not seen */
    columns given;                      /* of an INSERT */
    cp_tree *values[COLUMNS_MAX];
    bool is_stopped;
} reader;

enum { AT_END = -1 };

/* The byte at hand; AT_END behind the last. */
static int look(reader *r)
{
    if (r->at < r->window.n)
        return r->window.p[r->at];
    cp_input_skip(r->in, r->window.n);
    r->window = cp_input_peek(r->in, WINDOW_BYTES);
    r->at = 0;
    if (r->opts->is_stopped && r->opts->is_stopped(r->opts->stop_ctx)) {
        r->is_stopped = true;
        r->window.n = 0;
    }
    if (r->opts->progress)
        r->opts->progress(r->opts->progress_ctx, cp_input_raw_off(r->in), cp_input_raw_size(r->in));
    return r->window.n ? r->window.p[0] : AT_END;
}

static int take(reader *r)
{
    int c = look(r);
    if (c == AT_END)
        return c;
    r->line += c == '\n';
    r->at++;
    return c;
}

static bool take_if(reader *r, char c)
{
    if (look(r) != c)
        return false;
    (void)take(r);
    return true;
}

static bool is_blank(int c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static void skip_to(reader *r, char end)
{
    for (int c = take(r); c != AT_END && c != end;)
        c = take(r);
}

/* Over blanks and remarks: "-- x", "# x", and those of C, whose statements of one version ("!40101
 * SET") are none that is read. */
static void skip_blanks(reader *r)
{
    for (;;) {
        int c = look(r);
        if (is_blank(c)) {
            (void)take(r);
        } else if (c == '#') {
            skip_to(r, '\n');
        } else if (c == '-') {
            skip_to(r, '\n');
        } else if (c == '/') {
            (void)take(r);
            for (int before = 0; take_if(r, '*');)
                for (c = take(r); c != AT_END && !(before == '*' && c == '/'); c = take(r))
                    before = c;
        } else {
            return;
        }
    }
}

/* Between values, where a minus is a sign. */
static void skip_spaces(reader *r)
{
    while (is_blank(look(r)))
        (void)take(r);
}

/* The text in these quotes, whose first was taken; to NULL: passed over. Quotes that are doubled,
 * and behind a backslash, are part of it. */
static void read_quoted(reader *r, char quote, cp_buf *to)
{
    static const char letters[] = "0nrtbZ", bytes[] = "\0\n\r\t\b\x1a";
    for (int c = take(r); c != AT_END; c = take(r)) {
        if (c == quote && !take_if(r, quote))
            return;
        if (c == '\\' && quote != '`') {
            c = take(r);
            const char *at = c > 0 ? strchr(letters, c) : NULL;
            c = at ? (unsigned char)bytes[at - letters] : c;
        }
        if (to && to->n < VALUE_BYTES_MAX && c != AT_END)
            cp_buf_char(to, (char)c);
    }
}

/* A word of letters, or a name in backticks or quotes; "" if something else is at hand. */
static cp_str read_name(reader *r, cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    skip_blanks(r);
    if (take_if(r, '`')) {
        read_quoted(r, '`', &b);
        return cp_value_head(cp_buf_str(&b), NAME_BYTES_MAX);
    }
    for (int c = look(r); (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                          c == '.' || (c >= '0' && c <= '9');
         c = look(r)) {
        (void)take(r);
        if (b.n < NAME_BYTES_MAX)
            cp_buf_char(&b, (char)c);
    }
    return cp_buf_str(&b);
}

/* To the end of the statement. */
static void skip_statement(reader *r)
{
    for (int c = take(r); c != AT_END && c != ';'; c = take(r))
        if (c == '\'' || c == '"' || c == '`')
            read_quoted(r, (char)c, NULL);
}

/* ---- CREATE TABLE */

/* To the comma or bracket that ends a column's definition; true: another follows. */
static bool skip_definition(reader *r)
{
    uint32_t depth = 0;
    for (int c = take(r); c != AT_END; c = take(r)) {
        if (c == '\'' || c == '"' || c == '`')
            read_quoted(r, (char)c, NULL);
        else if (c == '(')
            depth++;
        else if (c == ')' && depth-- == 0)
            return false;
        else if (c == ',' && depth == 0)
            return true;
    }
    return false;
}

static void read_create(reader *r)
{
    cp_str word = read_name(r, r->scratch);
    if (!cp_str_eq_nocase(word, CP_STR("TABLE")))
        return;
    for (word = read_name(r, r->scratch); cp_str_eq_nocase(word, CP_STR("IF")) ||
                                          cp_str_eq_nocase(word, CP_STR("NOT")) ||
                                          cp_str_eq_nocase(word, CP_STR("EXISTS"));)
        word = read_name(r, r->scratch);
    cp_librenms_table table = cp_librenms_table_by_name(word);
    skip_blanks(r);
    if (table == CP_LIBRENMS_OTHER || !take_if(r, '('))
        return;
    columns *c = CP_NEW(r->a, columns);
    bool more = true;
    while (more) {
        skip_blanks(r);
        bool is_column = look(r) == '`';
        cp_str name = is_column ? read_name(r, r->a) : CP_STR("");
        if (is_column && c->n < COLUMNS_MAX)
            c->names[c->n++] = name;
        more = skip_definition(r);
    }
    r->tables[table] = c;
}

/* ---- INSERT */

/* A value at hand; NULL where none is. */
static cp_tree *read_value(reader *r)
{
    cp_tree *t = CP_NEW(r->scratch, cp_tree);
    cp_buf b = cp_buf_new(r->scratch);
    t->line = r->line;
    t->kind = CP_TREE_TEXT;
    skip_spaces(r);
    bool is_marked = take_if(r, '_'); /* _binary '..' */
    if (is_marked) {
        (void)read_name(r, r->scratch);
        skip_spaces(r);
    }
    if (take_if(r, '\'')) {
        read_quoted(r, '\'', &b);
    } else {
        for (int c = look(r);
             c != AT_END && c != ',' && c != ')' && c != ';' && c != '\'' && !is_blank(c);
             c = look(r)) {
            (void)take(r);
            if (b.n < NAME_BYTES_MAX)
                cp_buf_char(&b, (char)c);
        }
        if (b.n == 0)
            return NULL;
        if (cp_str_eq_nocase(cp_buf_str(&b), CP_STR("NULL")))
            t->kind = CP_TREE_NULL;
    }
    t->text = cp_str_clean_utf8(r->scratch, cp_buf_str(&b));
    return t;
}

/* The values up to the closing bracket; false: they are none, or too many. */
static bool read_values(reader *r, uint32_t *n)
{
    uint64_t used = cp_arena_used_bytes(r->scratch);
    for (*n = 0; *n < COLUMNS_MAX;) {
        cp_tree *t = read_value(r);
        if (!t || cp_arena_used_bytes(r->scratch) - used > ROW_BYTES_MAX)
            return false;
        r->values[(*n)++] = t;
        skip_spaces(r);
        if (take_if(r, ')'))
            return true;
        if (!take_if(r, ','))
            return false;
    }
    return false;
}

static void bad(reader *r, uint64_t line, const char *what)
{
    r->src->records++;
    cp_source_bad(r->a, r->src, line, "%s", what);
}

static cp_rc read_row(reader *r, cp_librenms_table table, const columns *c, cp_err *err)
{
    cp_tree row = { .kind = CP_TREE_MAP, .line = r->line, .items = r->values };
    if (!read_values(r, &row.n)) {
        bad(r, row.line,
            look(r) == AT_END
                ? "the row is cut off"
                : "a row that is malformed: what is behind in its statement was not read");
        if (look(r) != AT_END)
            skip_statement(r);
        r->at -= r->at > 0; /* the semicolon ends it for the caller, too */
        return CP_OK;
    }
    if (!c || c->n != row.n) {
        bad(r, row.line,
            c ? "a row with another number of values than there are columns"
              : "a row of a table whose columns are not told: dump it with CREATE TABLE");
        return CP_OK;
    }
    row.keys = (cp_str *)(uintptr_t)c->names;
    return cp_librenms_row(r->l, table, &row, err);
}

static const columns *read_column_list(reader *r)
{
    r->given.n = 0;
    do {
        cp_str name = read_name(r, r->a);
        if (r->given.n < COLUMNS_MAX)
            r->given.names[r->given.n++] = name;
        skip_blanks(r);
    } while (take_if(r, ','));
    (void)take_if(r, ')');
    return &r->given;
}

static cp_rc read_insert(reader *r, cp_err *err)
{
    cp_str word = read_name(r, r->scratch);
    cp_rc rc = CP_OK;
    while (word.n && !cp_str_eq_nocase(word, CP_STR("INTO")))
        word = read_name(r, r->scratch);
    cp_librenms_table table = cp_librenms_table_by_name(read_name(r, r->scratch));
    if (table == CP_LIBRENMS_OTHER) {
        skip_statement(r);
        return CP_OK;
    }
    const columns *c = r->tables[table];
    skip_blanks(r);
    if (take_if(r, '('))
        c = read_column_list(r);
    if (!cp_str_eq_nocase(read_name(r, r->scratch), CP_STR("VALUES"))) {
        skip_statement(r);
        return CP_OK;
    }
    do {
        cp_arena_back(r->scratch, r->empty);
        skip_blanks(r);
        if (!take_if(r, '('))
            break;
        rc = read_row(r, table, c, err);
        skip_blanks(r);
    } while (rc == CP_OK && take_if(r, ','));
    if (rc == CP_OK)
        skip_statement(r);
    return rc;
}

static void free_scratch(void *arena) { cp_arena_free(arena); }

static cp_rc read_statements(reader *r, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK) {
        cp_arena_back(r->scratch, r->empty);
        skip_blanks(r);
        if (look(r) == AT_END)
            break;
        cp_str word = read_name(r, r->scratch);
        if (cp_str_eq_nocase(word, CP_STR("INSERT")) || cp_str_eq_nocase(word, CP_STR("REPLACE"))) {
            rc = read_insert(r, err);
            continue;
        }
        if (cp_str_eq_nocase(word, CP_STR("CREATE")))
            read_create(r);
        skip_statement(r);
    }
    return r->is_stopped ? cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped") : rc;
}

static cp_rc read_dump(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_rc rc = cp_librenms_new(a, sink, src, &r->l, err);
    if (rc != CP_OK)
        return rc;
    r->a = a;
    r->in = in;
    r->opts = opts;
    r->src = src;
    r->line = 1;
    r->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_scratch, r->scratch);
    r->empty = cp_arena_here(r->scratch);
    rc = read_statements(r, err);
    if (rc == CP_OK)
        rc = cp_librenms_end(r->l, err);
    if (rc == CP_OK && src->records == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no rows of `devices`, `entPhysical`, `ports` or `links` in this dump");
    return rc;
}

/* Statements about tables that this program has: the head has one of them, or is alphabetically in
 * front of them. */
static int detect_dump(cp_bytes head, cp_str name)
{
    static const char *const tables[] = { "`devices`",       "`entPhysical`", "`device_graphs`",
                                          "`access_points`", "`alert_log`",   "`bgpPeers`" };
    cp_str s = cp_str_of_bytes(head);
    (void)name;
    if (!cp_str_has(s, CP_STR("CREATE TABLE `")) && !cp_str_has(s, CP_STR("INSERT INTO `")))
        return 0;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (cp_str_has(s, cp_str_c(tables[i])))
            return 90;
    return 0;
}

const cp_format cp_format_librenms_sql = {
    .name = "librenms-sql",
    .what = "devices, parts and links (dump of LibreNMS's database)",
    .detect = detect_dump,
    .read = read_dump,
};
