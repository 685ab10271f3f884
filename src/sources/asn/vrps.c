/* SPDX-License-Identifier: Apache-2.0 */
/* vrps.c - see vrps.h. */
#include "sources/asn/vrps.h"
#include "codec/csv.h"
#include "sources/export/lines.h"
#include "sources/export/walk.h"

enum { CELLS_MAX = 16, ASK_EVERY = 4096, TEXT_BYTES_MAX = 255, US_PER_S = 1000 * 1000 };

typedef enum column { ASN, PREFIX, MAX_LENGTH, ANCHOR, EXPIRES, NOT_AFTER, COLUMN_COUNT } column;

typedef struct reading {
    cp_arena *a, *row;
    const cp_vrps_to *to;
    cp_source *src;
    int at[COLUMN_COUNT]; /* of CSV: the place of each, -1: there is none */
    uint64_t n;
} reading;

/* ---- fields */

/* "192.0.2.0/24", with no bit behind the length. */
static bool net_of(cp_str s, cp_roa *out)
{
    ptrdiff_t slash = cp_str_find_char(s, '/');
    uint32_t length;
    if (slash < 0 || !cp_ip_parse(cp_str_slice(s, 0, (size_t)slash), &out->net) ||
        !cp_str_u32(cp_str_from(s, (size_t)slash + 1), &length) ||
        length > (out->net.version == 4 ? 32 : 128))
        return false;
    out->length = (uint8_t)length;
    for (uint32_t i = length; i < (out->net.version == 4 ? 32u : 128u); i++)
        if (out->net.b[i / 8] & (0x80 >> i % 8))
            return false;
    return true;
}

/* Seconds since 1970, or "2027-01-01 00:00:00" (UTC). */
static cp_time time_of(cp_arena *a, cp_str s)
{
    uint64_t seconds;
    cp_time t;
    if (cp_str_u64(s, &seconds))
        return seconds <= INT64_MAX / US_PER_S ? (cp_time)seconds * US_PER_S : CP_TIME_NONE;
    if (s.n == 19 && s.p[10] == ' ')
        s = cp_str_fmt(a, "%.*sT%.*sZ", 10, s.p, 8, s.p + 11);
    return cp_time_parse(s, &t) ? t : CP_TIME_NONE;
}

static cp_rc tell(reading *r, const cp_str v[COLUMN_COUNT], uint64_t at, cp_err *err)
{
    cp_roa x = { .expires = CP_TIME_NONE };
    uint32_t length_max;
    const char *fault = NULL;
    if (!cp_as_parse(v[ASN], &x.asn))
        fault = "expected the number of an AS";
    else if (!net_of(v[PREFIX], &x))
        fault = "expected a prefix without bits behind its length";
    length_max = x.length; /* RFC 6482, 3.3: of one that is not told, that of the prefix */
    if (!fault && v[MAX_LENGTH].n && !cp_str_u32(v[MAX_LENGTH], &length_max))
        fault = "expected a number as the longest length";
    if (!fault && (length_max < x.length || length_max > (x.net.version == 4 ? 32 : 128)))
        fault = "the longest length is shorter than the prefix, or longer than an address";
    if (fault) {
        cp_source_bad(r->a, r->src, at, "%s", fault);
        return CP_OK;
    }
    x.length_max = (uint8_t)length_max;
    x.trust_anchor = cp_str_clean_utf8(r->row, cp_str_slice(v[ANCHOR], 0, TEXT_BYTES_MAX));
    x.expires = time_of(r->row, v[EXPIRES].n ? v[EXPIRES] : v[NOT_AFTER]);
    r->n++;
    return r->to->vrp(r->to->ctx, &x, err);
}

/* ---- JSON */

static cp_rc take_roa(reading *r, const cp_member *m, cp_err *err)
{
    const cp_tree *t = cp_walk_parse(r->row, m, r->a, r->src);
    if (!t)
        return CP_OK;
    cp_str v[COLUMN_COUNT] = { [ASN] = cp_tree_get_text(t, CP_STR("asn")),
                               [PREFIX] = cp_tree_get_text(t, CP_STR("prefix")),
                               [MAX_LENGTH] = cp_tree_get_text(t, CP_STR("maxLength")),
                               [ANCHOR] = cp_tree_get_text(t, CP_STR("ta")),
                               [EXPIRES] = cp_tree_get_text(t, CP_STR("expires")),
                               [NOT_AFTER] = { "", 0 } };
    return tell(r, v, m->line, err);
}

/* "generated" (seconds), "generatedTime", "buildtime" */
static void take_metadata(reading *r, const cp_member *m)
{
    static const cp_str keys[] = { CP_STR_INIT("buildtime"), CP_STR_INIT("generatedTime"),
                                   CP_STR_INIT("generated") };
    const cp_tree *t = cp_walk_parse_part(r->row, m, r->a, r->src);
    for (size_t i = 0; t && i < sizeof keys / sizeof *keys; i++) {
        cp_time at = time_of(r->row, cp_tree_get_text(t, keys[i]));
        if (at != CP_TIME_NONE && r->src->first_at == CP_TIME_NONE)
            r->src->first_at = r->src->last_at = at;
    }
}

static cp_rc read_json(reading *r, cp_input *in, const cp_read_opts *opts, cp_err *err)
{
    cp_arena_mark empty = cp_arena_here(r->row);
    cp_bytes text;
    uint64_t n = 0;
    cp_rc rc = cp_input_text(in, CP_VRPS_JSON_BYTES_MAX, &text, err);
    if (rc != CP_OK)
        return rc;
    cp_walk w = cp_walk_new(cp_str_of_bytes(text), 1);
    for (cp_member m; rc == CP_OK && cp_walk_next(&w, &m);) {
        bool is_roa = m.is_item && (cp_str_eq(m.key, CP_STR("roas")) || m.key.n == 0);
        r->src->records += is_roa || m.is_item;
        if (is_roa)
            rc = take_roa(r, &m, err);
        else if (cp_str_eq(m.key, CP_STR("metadata")))
            take_metadata(r, &m);
        else
            r->src->records_unused += m.is_item;
        cp_arena_back(r->row, empty);
        if (++n % ASK_EVERY == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    }
    if (rc == CP_OK)
        cp_walk_end(&w, r->a, r->src);
    return rc;
}

/* ---- CSV */

static uint32_t split(cp_arena *a, cp_str line, cp_str out[CELLS_MAX])
{
    uint32_t n = 0;
    if (cp_str_find_char(line, '"') >= 0) {
        cp_csv csv = cp_csv_open(line, ',');
        cp_str *cells;
        if (!cp_csv_next(&csv, a, &cells, &n) || csv.row_bad)
            return 0;
        n = n < CELLS_MAX ? n : CELLS_MAX;
        for (uint32_t i = 0; i < n; i++)
            out[i] = cp_str_trim(cells[i]);
        return n;
    }
    for (cp_str rest = line, cell; n < CELLS_MAX && cp_str_cut(&rest, ',', &cell);)
        out[n++] = cp_str_trim(cell);
    return n;
}

/* False: it is no header of such a table. */
static bool take_header(cp_arena *a, cp_str line, int at[COLUMN_COUNT])
{
    static const cp_str names[COLUMN_COUNT] = {
        [ASN] = CP_STR_INIT("ASN"),
        [PREFIX] = CP_STR_INIT("IP Prefix"),
        [MAX_LENGTH] = CP_STR_INIT("Max Length"),
        [ANCHOR] = CP_STR_INIT("Trust Anchor"),
        [EXPIRES] = CP_STR_INIT("Expires"),
        [NOT_AFTER] = CP_STR_INIT("Not After"),
    };
    cp_str cells[CELLS_MAX];
    uint32_t n = split(a, line, cells);
    for (column c = 0; c < COLUMN_COUNT; c++) {
        at[c] = -1;
        for (uint32_t i = 0; i < n; i++)
            if (at[c] < 0 && cp_str_eq_nocase(cells[i], names[c]))
                at[c] = (int)i;
    }
    return at[ASN] >= 0 && at[PREFIX] >= 0 && at[MAX_LENGTH] >= 0;
}

static cp_rc take_cells(reading *r, cp_str line, uint64_t at, cp_err *err)
{
    cp_str cells[CELLS_MAX], v[COLUMN_COUNT];
    uint32_t n = split(r->row, line, cells);
    for (column c = 0; c < COLUMN_COUNT; c++)
        v[c] = r->at[c] >= 0 && r->at[c] < (int)n ? cells[r->at[c]] : CP_STR("");
    return tell(r, v, at, err);
}

static cp_rc read_csv(reading *r, cp_input *in, const cp_read_opts *opts, cp_err *err)
{
    cp_arena_mark empty = cp_arena_here(r->row);
    cp_lines lines = cp_lines_new(in, opts);
    bool has_header = false;
    cp_str line;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_lines_next(&lines, &line)) {
        line = cp_str_trim(line);
        if (!line.n || line.p[0] == '#')
            continue;
        if (!has_header) {
            has_header = take_header(r->row, line, r->at);
            if (!has_header)
                return cp_fail_line(err, CP_EFORMAT, lines.line,
                                    "expected a header with ASN, IP Prefix and Max Length");
            continue;
        }
        r->src->records++;
        if (lines.is_long)
            cp_source_bad(r->a, r->src, lines.line, "the line is longer than %d bytes",
                          CP_LINES_BYTES_MAX);
        else
            rc = take_cells(r, line, lines.line, err);
        cp_arena_back(r->row, empty);
    }
    return rc == CP_OK && lines.is_stopped ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : rc;
}

/* ---- the whole */

static bool is_json(cp_bytes head)
{
    cp_str s = cp_str_of_bytes(head);
    if (cp_str_starts(s, CP_STR("\xef\xbb\xbf")))
        s = cp_str_from(s, 3);
    s = cp_str_trim(s);
    return cp_str_starts(s, CP_STR("{")) || cp_str_starts(s, CP_STR("["));
}

cp_rc cp_vrps_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_vrps_to *to,
                   cp_source *src, cp_err *err)
{
    reading r = { .a = a, .row = cp_arena_new(0), .to = to, .src = src };
    bool is_object = is_json(cp_input_peek(in, CP_INPUT_HEAD_BYTES));
    src->first_at = src->last_at = CP_TIME_NONE;
    cp_rc rc = is_object ? read_json(&r, in, opts, err) : read_csv(&r, in, opts, err);
    cp_arena_free(r.row);
    if (rc == CP_OK)
        rc = cp_input_error(in, err);
    if (rc == CP_OK && !r.n)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one prefix that an AS may announce");
    if (rc == CP_OK)
        src->note = cp_str_fmt(a, "%llu VRP%s", (unsigned long long)r.n, cp_plural(r.n));
    return rc;
}

int cp_vrps_detect(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line = CP_STR("");
    int at[COLUMN_COUNT];
    (void)name;
    if (is_json(head)) {
        ptrdiff_t roas = cp_str_find(rest, CP_STR("\"roas\""));
        cp_str behind = cp_str_from(rest, roas < 0 ? rest.n : (size_t)roas);
        return cp_str_has(behind, CP_STR("\"asn\"")) && cp_str_has(behind, CP_STR("\"prefix\"")) &&
                       cp_str_has(behind, CP_STR("\"maxLength\""))
                   ? 93
                   : 0;
    }
    if (cp_str_starts(rest, CP_STR("\xef\xbb\xbf")))
        rest = cp_str_from(rest, 3);
    while (cp_str_cut_line(&rest, &line) && (!line.n || line.p[0] == '#'))
        continue;
    cp_arena *a = cp_arena_new(0);
    bool is_table = take_header(a, cp_str_trim(line), at);
    cp_arena_free(a);
    return is_table ? 93 : 0;
}
