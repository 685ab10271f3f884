/* SPDX-License-Identifier: Apache-2.0 */
/* plain.c - tables of prefixes and the AS behind each, and lists of names, as text:
 *
 *     1.0.0.0/24 <TAB> 15169               .dat files of pyasn; "; ..." are comments
 *     1.0.0.0 <TAB> 24 <TAB> 13335_15169   pfx2as of CAIDA: "_" between several origins (MOAS), ","
 *                                          between those of an AS_SET, of which nobody knows which
 *     network,asn,name                     CSV with a header; also with ; TAB or |
 *     {"15169": "GOOGLE, US", ..}          names as pyasn writes them
 *     AS15169 GOOGLE, US                   one a line; without "AS" in files that are called so
 *     asn,name                             CSV with a header
 */
#include "codec/csv.h"
#include "sources/export/lines.h"
#include "sources/export/walk.h"
#include "sources/import/forms.h"
#include "sources/mrt/bgp.h"
#include "sources/mrt/table.h"

enum {
    CELLS_MAX = 16,    /* of a row that is such a table */
    LOOKED_AT = 5,     /* rows, to know one */
    LENGTH_V4_MAX = 32 /* of a prefix */
};
#define NAMES_BYTES_MAX ((uint64_t)256 << 20) /* of a list in JSON; there are some 10 MB of them */

/* ---- cells */

typedef struct shape {
    char sep;
    bool has_header;
    int net, length, asn, name; /* place of the column; -1: there is none */
} shape;

/* Up to CELLS_MAX; quotes are undone where there are some. a: for these. */
static uint32_t split(cp_arena *a, cp_str line, char sep, cp_str out[CELLS_MAX])
{
    uint32_t n = 0;
    if (sep != ' ' && cp_str_find_char(line, '"') >= 0) {
        cp_csv csv = cp_csv_open(line, sep);
        cp_str *cells;
        if (!cp_csv_next(&csv, a, &cells, &n) || csv.row_bad)
            return 0;
        n = n < CELLS_MAX ? n : CELLS_MAX;
        for (uint32_t i = 0; i < n; i++)
            out[i] = cp_csv_text(cells[i]);
        return n;
    }
    for (cp_str rest = line, cell; n < CELLS_MAX && cp_str_cut(&rest, sep, &cell);)
        if (sep != ' ' || cell.n)
            out[n++] = cp_str_trim(cell);
    return n;
}

static char sep_of(cp_str line)
{
    static const char seps[] = "\t,;|";
    for (size_t i = 0; i < sizeof seps - 1; i++)
        if (cp_str_find_char(line, seps[i]) >= 0)
            return seps[i];
    return ' ';
}

static bool is_comment(cp_str line)
{
    line = cp_str_trim(line);
    return !line.n || line.p[0] == '#' || line.p[0] == ';';
}

/* "15169", "AS15169", "1.10" (RFC 5396). */
static bool asn_of(cp_str s, uint32_t *out)
{
    uint32_t high, low;
    s = cp_str_trim(s);
    if (cp_str_starts_nocase(s, CP_STR("AS")))
        s = cp_str_from(s, s.n > 2 && s.p[2] == 'N' ? 3 : 2);
    ptrdiff_t dot = cp_str_find_char(s, '.');
    if (dot < 0)
        return cp_str_u32(s, out);
    if (!cp_str_u32(cp_str_slice(s, 0, (size_t)dot), &high) ||
        !cp_str_u32(cp_str_from(s, (size_t)dot + 1), &low) || high > UINT16_MAX || low > UINT16_MAX)
        return false;
    *out = high << 16 | low;
    return true;
}

/* One origin: an AS, or an AS_SET "{1,2}", "1,2" of which it is not known which. */
static bool add_origin(cp_str s, cp_origin *o)
{
    uint32_t n = 0, asn = 0;
    s = cp_str_trim(s);
    if (s.n >= 2 && s.p[0] == '{' && s.p[s.n - 1] == '}')
        s = cp_str_slice(s, 1, s.n - 2);
    for (cp_str one; cp_str_cut(&s, ',', &one); n++)
        if (!asn_of(one, &asn))
            return false;
    if (n > 1 || asn == CP_BGP_AS_TRANS)
        o->what |= CP_ORIGIN_UNKNOWN;
    else if (n == 1 && asn) /* 0: is not announced */
        cp_origin_add_as(o, asn);
    return n > 0;
}

static bool origins_of(cp_str s, cp_origin *o)
{
    uint32_t n = 0;
    for (cp_str one; cp_str_cut(&s, '_', &one); n++)
        if (!add_origin(one, o))
            return false;
    return n > 0;
}

/* A row of the table; false: it is none. */
static bool row_of(const shape *x, const cp_str *cells, uint32_t n, cp_origin *out)
{
    uint64_t length;
    cp_ip ip;
    *out = (cp_origin){ .bits = 0 };
    if (x->net >= (int)n || x->asn >= (int)n || x->length >= (int)n)
        return false;
    cp_str net = cells[x->net];
    ptrdiff_t slash = cp_str_find_char(net, '/');
    bool is_told = slash >= 0 || x->length >= 0;
    cp_str told = slash >= 0 ? cp_str_from(net, (size_t)slash + 1) : CP_STR("");
    if (slash < 0 && x->length >= 0)
        told = cells[x->length];
    if (!cp_ip_parse(slash >= 0 ? cp_str_slice(net, 0, (size_t)slash) : net, &ip))
        return false;
    length = ip.version == 4 ? LENGTH_V4_MAX : 128; /* an address alone is itself */
    if (is_told && (!cp_str_u64(told, &length) || length > 128))
        return false;
    return cp_origin_net(ip, (uint32_t)length, out) && origins_of(cells[x->asn], out);
}

/* ---- which column is which */

static bool is_one_of(cp_str key, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cp_str_eq(key, cp_str_c(names[i])))
            return true;
    return false;
}

/* Letters and digits of a header, in lower case. */
static cp_str key_of(cp_arena *a, cp_str header)
{
    enum { HEADER_BYTES_MAX = 64 };
    char *p = cp_arena_alloc(a, HEADER_BYTES_MAX);
    size_t n = 0;
    for (size_t i = 0; i < header.n && n < HEADER_BYTES_MAX; i++) {
        char c = header.p[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            p[n++] = c;
    }
    return (cp_str){ p, n };
}

static void take_header(cp_arena *a, const cp_str *cells, uint32_t n, shape *x)
{
    static const char
        *const nets[] = { "prefix", "network", "net", "cidr", "subnet", "route", "ipprefix" },
               *const lengths[] = { "length", "prefixlength", "masklen", "mask", "len", "bits" },
               *const asns[] = { "asn",    "as",       "asnumber",  "autonomoussystemnumber",
                                 "origin", "originas", "originasn", "asnum" },
               *const names[] = { "name",         "asname",        "asnames",
                                  "org",          "asorg",         "organisation",
                                  "organization", "holder",        "descr",
                                  "description",  "asdescription", "autonomoussystemorganization",
                                  "orgname",      "owner",         "operator" };
    for (uint32_t i = 0; i < n; i++) {
        cp_str key = key_of(a, cells[i]);
        if (x->net < 0 && is_one_of(key, nets, sizeof nets / sizeof *nets))
            x->net = (int)i;
        else if (x->length < 0 && is_one_of(key, lengths, sizeof lengths / sizeof *lengths))
            x->length = (int)i;
        else if (x->asn < 0 && is_one_of(key, asns, sizeof asns / sizeof *asns))
            x->asn = (int)i;
        else if (x->name < 0 && is_one_of(key, names, sizeof names / sizeof *names))
            x->name = (int)i;
    }
    x->has_header = x->asn >= 0 && (x->net >= 0 || x->name >= 0);
}

/* By the first line that is no comment. False: it is no such table. */
static bool shape_of(cp_arena *a, cp_str line, shape *out)
{
    cp_str cells[CELLS_MAX];
    cp_origin row;
    *out = (shape){ .sep = sep_of(line), .net = -1, .length = -1, .asn = -1, .name = -1 };
    uint32_t n = split(a, line, out->sep, cells);
    if (n < 2 || n >= CELLS_MAX)
        return false;
    take_header(a, cells, n, out);
    if (out->has_header)
        return true;
    static const shape bare[] = { { .net = 0, .length = -1, .asn = 1, .name = 2 },
                                  { .net = 0, .length = 1, .asn = 2, .name = 3 } };
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
        shape x = bare[i];
        x.sep = out->sep;
        bool is_address = i == 0 && cp_str_find_char(cells[0], '/') < 0;
        if (!is_address && row_of(&x, cells, n, &row)) {
            x.name = x.sep != ' ' && x.name < (int)n ? x.name : -1;
            *out = x;
            return true;
        }
    }
    return false;
}

/* Lines of the head that are whole, up to LOOKED_AT that are no comments. */
static uint32_t look(cp_bytes head, cp_str *out)
{
    cp_str rest = cp_str_of_bytes(head), line;
    uint32_t n = 0;
    if (cp_str_starts(rest, CP_STR("\xef\xbb\xbf")))
        rest = cp_str_from(rest, 3);
    while (n < LOOKED_AT && cp_str_cut_line(&rest, &line)) {
        bool is_cut = !rest.n && head.n >= CP_INPUT_HEAD_BYTES;
        if (!is_comment(line) && !is_cut)
            out[n++] = line;
    }
    return n;
}

/* Are the lines rows of it? Some may be bad: of a header it is enough that there is one, else it
 * has to be most of them. */
static bool are_rows(cp_arena *a, const shape *x, const cp_str *lines, uint32_t n)
{
    cp_str cells[CELLS_MAX];
    cp_origin row;
    uint32_t asn, fits = 0;
    for (uint32_t i = x->has_header ? 1 : 0; i < n; i++) {
        uint32_t k = split(a, lines[i], x->sep, cells);
        fits += x->net >= 0 ? row_of(x, cells, k, &row)
                            : x->asn < (int)k && asn_of(cells[x->asn], &asn);
    }
    return x->has_header ? fits > 0 : fits * 2 > n;
}

/* Private or shared (RFC 1918, 6598, 4193): nobody announces it. */
static bool is_private(const cp_origin *o)
{
    static const struct {
        uint8_t b[16], bits;
    } nets[] = { { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10 }, 96 + 8 },
                 { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 172, 16 }, 96 + 12 },
                 { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168 }, 96 + 16 },
                 { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 100, 64 }, 96 + 10 },
                 { { 0xfc }, 7 } };
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
        uint32_t whole = nets[i].bits / 8u, rest = nets[i].bits % 8u;
        uint8_t off = rest ? (o->net.b[whole] ^ nets[i].b[whole]) & (uint8_t)(0xff00 >> rest) : 0;
        if (!off && memcmp(o->net.b, nets[i].b, whole) == 0)
            return true;
    }
    return false;
}

/* Rows without a header: a number behind a network is also a VLAN or a metric. It is an AS where it
 * is written as one, where the file is of a kind that has them, or in columns of TAB of which no
 * network is private. */
static bool are_of_as(cp_arena *a, const shape *x, const cp_str *lines, uint32_t n, cp_bytes head,
                      cp_str name)
{
    cp_str cells[CELLS_MAX];
    cp_origin row;
    uint32_t n_written = 0, n_private = 0;
    if (cp_str_starts(cp_str_of_bytes(head), CP_STR(";")) || cp_str_has(name, CP_STR("pfx2as")))
        return true;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = split(a, lines[i], x->sep, cells);
        if (!row_of(x, cells, k, &row))
            continue;
        n_written += cp_str_starts_nocase(cells[x->asn], CP_STR("AS"));
        n_private += is_private(&row);
    }
    return n_written || (x->sep == '\t' && !n_private);
}

/* A header of devices, which may have an AS and a network too; AS alone have no address. */
static bool is_of_devices(cp_arena *a, const shape *x, cp_str line)
{
    static const char *const fields[] = { "ip", "serial", "mac", "maker", "part_number", NULL };
    cp_str cells[CELLS_MAX];
    uint32_t n = x->has_header ? split(a, line, x->sep, cells) : 0;
    return cp_form_has_field(a, CP_FORM_INVENTORY, cells, n, fields + (x->net >= 0));
}

/* A header of VRPs (sources/asn/vrps.h), which say who may announce a prefix, not who does. */
static bool is_of_vrps(cp_arena *a, const shape *x, cp_str line)
{
    cp_str cells[CELLS_MAX];
    uint32_t n = x->has_header ? split(a, line, x->sep, cells) : 0;
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(key_of(a, cells[i]), CP_STR("maxlength")))
            return true;
    return false;
}

static int detect_prefixes(cp_bytes head, cp_str name)
{
    cp_str lines[LOOKED_AT];
    shape x;
    uint32_t n = look(head, lines);
    cp_arena *a = cp_arena_new(0);
    bool fits = n && shape_of(a, lines[0], &x) && x.net >= 0 && are_rows(a, &x, lines, n) &&
                (x.has_header || are_of_as(a, &x, lines, n, head, name)) &&
                !is_of_devices(a, &x, lines[0]) && !is_of_vrps(a, &x, lines[0]);
    cp_arena_free(a);
    return fits ? 92 : 0;
}

/* ---- prefixes */

typedef struct reading {
    cp_arena *a, *row;
    cp_origin_out out;
    cp_source *src;
    shape shape;
    bool has_shape, has_time;
    cp_time at;
} reading;

static cp_rc take_row(reading *r, cp_str line, uint64_t pos, cp_err *err)
{
    cp_str cells[CELLS_MAX];
    cp_origin row;
    uint32_t n = split(r->row, line, r->shape.sep, cells);
    r->src->records++;
    if (!row_of(&r->shape, cells, n, &row)) {
        cp_source_bad(r->a, r->src, pos, "expected a prefix and the AS that announces it");
        return CP_OK;
    }
    if (!row.n_asns && !row.what) {
        r->src->records_unused++; /* is not announced */
        return CP_OK;
    }
    cp_rc rc = cp_origin_out_add(&r->out, &row, err);
    bool is_named = r->shape.name >= 0 && r->shape.name < (int)n && row.n_asns == 1;
    if (rc == CP_OK && is_named)
        rc = cp_origin_out_name(&r->out, row.asns[0],
                                cp_str_clean_utf8(r->row, cells[r->shape.name]), err);
    return rc;
}

/* Comments of pyasn name the file that the table was made of. */
static void take_comment(reading *r, cp_str line)
{
    if (!r->has_time && cp_str_has(line, CP_STR("file")))
        r->has_time = cp_origin_time_of_name(cp_str_trim(line), &r->at);
}

/* What is cut off may end within a number, which would be another AS. */
static cp_rc pass_long(reading *r, uint64_t pos)
{
    r->src->records++;
    cp_source_bad(r->a, r->src, pos, "the line is longer than %d bytes", CP_LINES_BYTES_MAX);
    return CP_OK;
}

static cp_rc take_line(reading *r, cp_str line, uint64_t pos, cp_err *err)
{
    if (is_comment(line)) {
        take_comment(r, line);
        return CP_OK;
    }
    if (!r->has_shape) {
        if (!shape_of(r->row, line, &r->shape) || r->shape.net < 0)
            return cp_fail_line(err, CP_EFORMAT, pos,
                                "expected a prefix and the AS that announces it, or a header with "
                                "prefix and asn");
        r->has_shape = true;
        if (r->shape.has_header)
            return CP_OK;
    }
    return take_row(r, line, pos, err);
}

static void tell_time(reading *r)
{
    cp_source *src = r->src;
    if (!r->has_time)
        r->has_time = cp_origin_time_of_name(src->name, &r->at);
    if (r->has_time)
        src->first_at = src->last_at = r->at;
    src->note = cp_str_fmt(
        r->a, "%llu prefixes and who announces them%s%.*s", (unsigned long long)r->out.n_prefixes,
        r->has_time ? ", by its name of " : "; of when is not told",
        CP_FMT(r->has_time ? cp_date_text(r->a, cp_date_of_time(r->at)) : CP_STR("")));
}

static cp_rc read_prefixes(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                           const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading r = { .a = a, .src = src, .row = cp_arena_new(0), .out = cp_origin_out_new(a, sink) };
    cp_arena_mark empty = cp_arena_here(r.row);
    cp_lines lines = cp_lines_new(in, opts);
    cp_str line;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_lines_next(&lines, &line)) {
        rc = lines.is_long ? pass_long(&r, lines.line) : take_line(&r, line, lines.line, err);
        cp_arena_back(r.row, empty);
    }
    cp_arena_free(r.row);
    if (rc == CP_OK && lines.is_stopped)
        rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (rc == CP_OK)
        rc = cp_origin_out_end(&r.out, err);
    if (rc == CP_OK && !r.out.n_prefixes)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one prefix with the AS that announces it");
    if (rc == CP_OK)
        tell_time(&r);
    return rc;
}

/* ---- names */

/* The folder tells nothing of the file. */
static cp_str base_of(cp_str name)
{
    size_t i = name.n;
    while (i > 0 && name.p[i - 1] != '/')
        i--;
    return cp_str_from(name, i);
}

static bool is_called_names(cp_str name)
{
    static const char *const words[] = { "asn", "as_name", "as-name", "asname", "autnum" };
    cp_arena *a = cp_arena_new(0);
    cp_str lower = cp_str_lower(a, base_of(name));
    bool is_named = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        is_named = is_named || cp_str_has(lower, cp_str_c(words[i]));
    cp_arena_free(a);
    return is_named;
}

/* "AS15169 GOOGLE, US"; bare: without "AS". */
static bool name_of_line(cp_str line, bool is_bare, uint32_t *asn, cp_str *name)
{
    size_t i = 0;
    line = cp_str_trim(line);
    bool has_as = cp_str_starts_nocase(line, CP_STR("AS"));
    if (!has_as && !is_bare)
        return false;
    while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != ',')
        i++;
    *name = cp_str_trim(cp_str_from(line, i + 1));
    return asn_of(cp_str_slice(line, 0, i), asn) && name->n;
}

/* {"15169": "..."; the key is a number. */
static bool is_json(cp_bytes head)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    uint32_t asn;
    if (!cp_str_starts(s, CP_STR("{")))
        return false;
    s = cp_str_trim(cp_str_slice(s, 1, 256));
    if (!cp_str_starts(s, CP_STR("\"")))
        return false;
    s = cp_str_from(s, 1);
    ptrdiff_t end = cp_str_find_char(s, '"');
    if (end < 1 || !asn_of(cp_str_slice(s, 0, (size_t)end), &asn))
        return false;
    s = cp_str_trim(cp_str_from(s, (size_t)end + 1));
    return cp_str_starts(s, CP_STR(":")) &&
           cp_str_starts(cp_str_trim(cp_str_from(s, 1)), CP_STR("\""));
}

static int detect_names(cp_bytes head, cp_str file)
{
    cp_str lines[LOOKED_AT], name;
    shape x;
    uint32_t asn, fits = 0;
    if (is_json(head))
        return 91;
    uint32_t n = look(head, lines);
    cp_arena *a = cp_arena_new(0);
    bool is_table = n && shape_of(a, lines[0], &x) && x.has_header && x.net < 0 && x.name >= 0 &&
                    are_rows(a, &x, lines, n) && !is_of_devices(a, &x, lines[0]);
    cp_arena_free(a);
    bool is_bare = is_called_names(file);
    for (uint32_t i = 0; !is_table && i < n; i++)
        fits += name_of_line(lines[i], is_bare, &asn, &name);
    return is_table ? 91 : n && fits == n ? 70 : 0;
}

/* Name by name, so that one that is malformed is lost alone. */
static cp_rc read_json(reading *r, cp_input *in, const cp_read_opts *opts, cp_err *err)
{
    enum { ASK_EVERY = 4096 };
    cp_arena_mark empty = cp_arena_here(r->row);
    cp_bytes text;
    uint32_t asn;
    cp_rc rc = cp_input_text(in, NAMES_BYTES_MAX, &text, err);
    if (rc != CP_OK)
        return rc;
    cp_walk w = cp_walk_new(cp_str_of_bytes(text), 1);
    for (cp_member m; rc == CP_OK && cp_walk_next(&w, &m);) {
        uint64_t n = ++r->src->records;
        const cp_tree *t = cp_walk_parse(r->row, &m, r->a, r->src);
        if (t && !m.is_item && t->kind == CP_TREE_TEXT && asn_of(m.key, &asn))
            rc = cp_origin_out_name(&r->out, asn, t->text, err);
        else if (t)
            cp_source_bad(r->a, r->src, m.line, "expected an AS number and its name");
        cp_arena_back(r->row, empty);
        if (n % ASK_EVERY == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    }
    if (rc == CP_OK)
        cp_walk_end(&w, r->a, r->src);
    return rc;
}

static cp_rc take_name(reading *r, cp_str line, bool is_bare, uint64_t pos, cp_err *err)
{
    cp_str cells[CELLS_MAX], name = CP_STR("");
    uint32_t asn = 0;
    bool is_name = false;
    r->src->records++;
    if (r->has_shape) {
        uint32_t n = split(r->row, line, r->shape.sep, cells);
        is_name =
            r->shape.asn < (int)n && r->shape.name < (int)n && asn_of(cells[r->shape.asn], &asn);
        name = is_name ? cells[r->shape.name] : name;
    } else {
        is_name = name_of_line(line, is_bare, &asn, &name);
    }
    if (is_name)
        return cp_origin_out_name(&r->out, asn, cp_str_clean_utf8(r->row, name), err);
    cp_source_bad(r->a, r->src, pos, "expected an AS number and its name");
    return CP_OK;
}

static cp_rc read_lines(reading *r, cp_input *in, const cp_read_opts *opts, cp_err *err)
{
    cp_arena_mark empty = cp_arena_here(r->row);
    cp_lines lines = cp_lines_new(in, opts);
    bool is_bare = opts->as.n || is_called_names(r->src->name), is_first = true;
    cp_str line;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_lines_next(&lines, &line)) {
        if (lines.is_long)
            rc = pass_long(r, lines.line);
        if (lines.is_long || is_comment(line))
            continue;
        r->has_shape = is_first ? shape_of(r->row, line, &r->shape) && r->shape.has_header &&
                                      r->shape.name >= 0
                                : r->has_shape;
        if (!is_first || !r->has_shape)
            rc = take_name(r, line, is_bare, lines.line, err);
        is_first = false;
        cp_arena_back(r->row, empty);
    }
    return rc == CP_OK && lines.is_stopped ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : rc;
}

static cp_rc read_names(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading r = { .a = a, .src = src, .row = cp_arena_new(0), .out = cp_origin_out_new(a, sink) };
    bool is_object = is_json(cp_input_peek(in, CP_INPUT_HEAD_BYTES));
    cp_rc rc = is_object ? read_json(&r, in, opts, err) : read_lines(&r, in, opts, err);
    cp_arena_free(r.row);
    if (rc == CP_OK)
        rc = cp_origin_out_end(&r.out, err);
    if (rc == CP_OK && !r.out.n_names)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one AS number with a name");
    if (rc == CP_OK)
        src->note = cp_str_fmt(a, "%llu names of AS", (unsigned long long)r.out.n_names);
    return rc;
}

const cp_format cp_format_prefixes = {
    .name = "prefixes",
    .what = "tables of prefixes and the AS that announces them (pyasn, pfx2as, CSV)",
    .detect = detect_prefixes,
    .read = read_prefixes,
};
const cp_format cp_format_as_names = {
    .name = "as-names",
    .what = "names of AS (JSON of pyasn, CSV, lines)",
    .detect = detect_names,
    .read = read_names,
};
