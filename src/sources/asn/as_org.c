/* SPDX-License-Identifier: Apache-2.0 */
/* as_org.c - see as_org.h. */
#include "sources/asn/as_org.h"
#include "codec/json.h"
#include "sources/export/lines.h"

enum { COLUMNS_MAX = 16 };

/* What a column or a key tells. */
typedef enum field { NOTHING, ASN, NAME, ORG, COUNTRY, SOURCE, FIELD_COUNT } field;

typedef struct reading {
    cp_arena *a, *row;
    const cp_as_org_to *to;
    cp_source *src;
    field columns[COLUMNS_MAX];
    uint32_t n_columns;
    bool is_of_as; /* rows tell of AS */
    uint64_t n_as, n_orgs;
} reading;

static cp_rc bad(reading *r, uint64_t at, const char *what)
{
    cp_source_bad(r->a, r->src, at, "%s", what);
    return CP_OK;
}

static cp_rc tell(reading *r, cp_str v[FIELD_COUNT], bool is_of_as, uint64_t at, cp_err *err)
{
    uint32_t asn = CP_AS_NONE;
    for (field f = NOTHING; f < FIELD_COUNT; f++) {
        if (v[f].n > CP_AS_ORG_FIELD_BYTES_MAX)
            return bad(r, at, "a field is longer than 1024 bytes");
        v[f] = cp_str_clean_utf8(r->row, cp_str_trim(v[f]));
    }
    if (is_of_as && (!cp_as_parse(v[ASN], &asn) || asn == CP_AS_NONE))
        return bad(r, at, "expected the number of an AS");
    if (!v[ORG].n)
        return bad(r, at, "expected the id of an organisation");
    if (is_of_as) {
        cp_as_holder h = { asn, v[NAME], v[ORG], v[SOURCE] };
        r->n_as++;
        return r->to->holder(r->to->ctx, &h, err);
    }
    cp_as_org o = { .id = v[ORG], .name = v[NAME], .source = v[SOURCE], .country = v[COUNTRY] };
    r->n_orgs++;
    return r->to->org(r->to->ctx, &o, err);
}

/* ---- text */

static field field_of(cp_str column)
{
    static const struct {
        cp_str name;
        field is;
    } names[] = { { CP_STR_INIT("aut"), ASN },      { CP_STR_INIT("aut_name"), NAME },
                  { CP_STR_INIT("name"), NAME },    { CP_STR_INIT("org_name"), NAME },
                  { CP_STR_INIT("org_id"), ORG },   { CP_STR_INIT("country"), COUNTRY },
                  { CP_STR_INIT("source"), SOURCE } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cp_str_eq(column, names[i].name))
            return names[i].is;
    return NOTHING;
}

/* "aut|changed|aut_name|org_id|opaque_id|source" */
static void take_format(reading *r, cp_str columns, uint64_t at)
{
    bool has[FIELD_COUNT] = { false };
    r->n_columns = 0;
    for (cp_str one; r->n_columns < COLUMNS_MAX && cp_str_cut(&columns, '|', &one);) {
        field f = field_of(cp_str_trim(one));
        r->columns[r->n_columns++] = f;
        has[f] = true;
    }
    r->is_of_as = has[ASN];
    if (!has[ORG] || r->n_columns == COLUMNS_MAX) {
        r->n_columns = 0;
        (void)bad(r, at, "expected a format with aut and org_id, or with org_id");
    }
}

static bool format_in(cp_str line, cp_str *columns)
{
    if (!cp_str_starts(line, CP_STR("#")))
        return false;
    line = cp_str_trim(cp_str_from(line, 1));
    *columns = cp_str_trim(cp_str_from(line, sizeof "format:" - 1));
    return cp_str_starts(line, CP_STR("format:"));
}

static cp_rc take_row(reading *r, cp_str line, uint64_t at, cp_err *err)
{
    cp_str v[FIELD_COUNT] = { { "", 0 } }, rest = line;
    uint32_t n = 1;
    if (!r->n_columns)
        return bad(r, at, "a row before a line that begins with \"# format:\"");
    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == '|';
    if (n != r->n_columns)
        return bad(r, at, "there are not as many fields as the format has");
    for (uint32_t i = 0; i < n; i++) {
        cp_str cell = CP_STR("");
        (void)cp_str_cut(&rest, '|', &cell);
        v[r->columns[i]] = cell;
    }
    v[NOTHING] = CP_STR("");
    return tell(r, v, r->is_of_as, at, err);
}

/* ---- JSON, an object a line */

static cp_rc take_object(reading *r, cp_str line, uint64_t at, cp_err *err)
{
    const cp_tree *t = cp_json_quick(r->row, line);
    cp_err fault = { 0 };
    if (!t && cp_json_parse(r->row, cp_bytes_of_str(line), &t, &fault) != CP_OK) {
        cp_source_bad(r->a, r->src, at, "%s", fault.msg);
        return CP_OK;
    }
    cp_str type = cp_tree_get_text(t, CP_STR("type"));
    bool is_of_as = cp_str_eq(type, CP_STR("ASN"));
    if (!is_of_as && !cp_str_eq(type, CP_STR("Organization"))) {
        r->src->records_unused++;
        return CP_OK;
    }
    cp_str v[FIELD_COUNT] = { [NOTHING] = { "", 0 },
                              [ASN] = cp_tree_get_text(t, CP_STR("asn")),
                              [NAME] = cp_tree_get_text(t, CP_STR("name")),
                              [ORG] = cp_tree_get_text(t, CP_STR("organizationId")),
                              [COUNTRY] = cp_tree_get_text(t, CP_STR("country")),
                              [SOURCE] = cp_tree_get_text(t, CP_STR("source")) };
    return tell(r, v, is_of_as, at, err);
}

/* ---- the whole */

static cp_rc take_line(reading *r, cp_str line, uint64_t at, cp_err *err)
{
    cp_str columns;
    line = cp_str_trim(line);
    if (format_in(line, &columns)) {
        take_format(r, columns, at);
        return CP_OK;
    }
    if (!line.n || line.p[0] == '#')
        return CP_OK;
    r->src->records++;
    return line.p[0] == '{' ? take_object(r, line, at, err) : take_row(r, line, at, err);
}

cp_rc cp_as_org_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_as_org_to *to,
                     cp_source *src, cp_err *err)
{
    reading r = { .a = a, .row = cp_arena_new(0), .to = to, .src = src };
    cp_arena_mark empty = cp_arena_here(r.row);
    cp_lines lines = cp_lines_new(in, opts);
    cp_str line;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_lines_next(&lines, &line)) {
        src->records += lines.is_long;
        rc = lines.is_long ? bad(&r, lines.line, "the line is longer than 4 MiB")
                           : take_line(&r, line, lines.line, err);
        cp_arena_back(r.row, empty);
    }
    cp_arena_free(r.row);
    if (rc == CP_OK && lines.is_stopped)
        rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (rc == CP_OK)
        rc = cp_input_error(in, err);
    if (rc == CP_OK && !r.n_as && !r.n_orgs)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one AS and no organisation");
    if (rc == CP_OK)
        src->note = cp_str_fmt(a, "%llu AS, %llu organisation%s", (unsigned long long)r.n_as,
                               (unsigned long long)r.n_orgs, cp_plural(r.n_orgs));
    return rc;
}

int cp_as_org_detect(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line, columns;
    (void)name;
    if (cp_str_starts(rest, CP_STR("\xef\xbb\xbf")))
        rest = cp_str_from(rest, 3);
    while (cp_str_cut_line(&rest, &line)) {
        line = cp_str_trim(line);
        if (format_in(line, &columns) && cp_str_has(columns, CP_STR("org_id")))
            return 92;
        if (cp_str_starts(line, CP_STR("{")))
            return cp_str_has(line, CP_STR("\"organizationId\"")) &&
                           (cp_str_has(line, CP_STR("\"ASN\"")) ||
                            cp_str_has(line, CP_STR("\"Organization\"")))
                       ? 92
                       : 0;
        if (line.n && line.p[0] != '#')
            return 0;
    }
    return 0;
}
