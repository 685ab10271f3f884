/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - see registry.h. One reader per form of table; each gives rows to add_row. */
#include "identify/registry.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "codec/csv.h"

typedef struct reader {
    cp_arena *a;
    cp_registry_table *t;
    uint64_t line;
    cp_err *err;
} reader;

static const int set_bits[CP_REG_PEN] = { 24, 28, 36 };
enum { ROW_BITS = 24, KEY_BITS = 40 };
static_assert(CP_REGISTRY_ROWS_MAX < 1 << ROW_BITS, "a row's number fits behind the key");

static cp_rc bad(const reader *r, const char *what, cp_str got)
{
    return cp_fail_line(r->err, CP_EFORMAT, r->line, "%s, found \"%.*s\"", what,
                        (int)(got.n < 60 ? got.n : 60), got.p);
}

static inline cp_rc add_row(reader *r, int set, uint64_t key, cp_str org)
{
    if (r->t->entries >= CP_REGISTRY_ROWS_MAX)
        return cp_fail_line(r->err, CP_ELIMIT, r->line, "more than %d rows", CP_REGISTRY_ROWS_MAX);
    if (key >> KEY_BITS)
        return cp_fail_line(r->err, CP_EFORMAT, r->line, "number %" PRIu64 " is too big", key);
    cp_vec_push(r->a, &r->t->sets[set],
                ((cp_registered){ key << ROW_BITS | r->t->entries, cp_str_trim(org) }));
    r->t->entries++;
    return CP_OK;
}

/* Hexadecimal digits of a prefix; the number of bits tells how many of them count. */
static cp_rc add_prefix(reader *r, cp_str hex, uint64_t bits, cp_str org)
{
    uint64_t key;
    for (int set = 0; set < CP_REG_PEN; set++) {
        size_t digits = (size_t)set_bits[set] / 4;
        if (bits != (uint64_t)set_bits[set])
            continue;
        if (hex.n < digits || !cp_str_hex_u64(cp_str_slice(hex, 0, digits), &key))
            break;
        return add_row(r, set, key, org);
    }
    return bad(r, "expected 6, 7 or 9 hexadecimal digits for a block of 24, 28 or 36 bits", hex);
}

/* Room for all rows of a table before the first of a set is put in: an array that grows leaves its
 * copies behind. rest: what follows this row. A text of shorter lines than names have gets no more
 * than its own size. */
static void reserve(reader *r, int set, cp_str rest)
{
    cp_registered_set *s = &r->t->sets[set];
    size_t lines = 1, lines_max = rest.n / sizeof *s->v + 1;
    if (s->cap)
        return;
    for (const char *p = rest.p, *end = p + rest.n; p < end && lines < lines_max; lines++) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        p = lf ? lf + 1 : end;
    }
    s->v = CP_NEW_ARRAY(r->a, cp_registered, lines);
    s->cap = (uint32_t)lines;
}

/* What stands before the next tab, if there is one. */
static bool cut_tab(cp_str *rest, cp_str *head)
{
    ptrdiff_t tab = cp_str_find_char(*rest, '\t');
    if (tab < 0)
        return false;
    *head = (cp_str){ rest->p, (size_t)tab };
    *rest = cp_str_from(*rest, (size_t)tab + 1);
    return true;
}

/* HEX <TAB> bits <TAB> organisation, or number <TAB> organisation: whatever is not quick. */
static cp_rc read_tsv_row(reader *r, cp_str line, cp_str rest)
{
    cp_str first = line, second;
    uint64_t number;
    if (!cut_tab(&line, &first))
        line = CP_STR("");
    if (!cut_tab(&line, &second)) {
        if (!cp_str_u64(first, &number))
            return bad(r, "expected an enterprise number", first);
        reserve(r, CP_REG_PEN, rest);
        return add_row(r, CP_REG_PEN, number, line);
    }
    if (!cp_str_u64(second, &number))
        return bad(r, "expected the number of bits", second);
    if (number == 24)
        reserve(r, CP_REG_24, rest);
    return add_prefix(r, first, number, line);
}

/* A row in the spelling of data/registries, each byte looked at once: 120,000 of them are read
 * whenever the program starts. false: it is spelled otherwise, or wrong. */
static bool read_quick_row(reader *r, cp_str line, cp_rc *rc)
{
    uint64_t hex = 0, number = 0;
    bool is_number = true;
    size_t n = 0;
    for (int d; n < line.n && (d = cp_hex_digit(line.p[n])) >= 0 && n < 10; n++) {
        hex = hex << 4 | (unsigned)d;
        number = number * 10 + (unsigned)d;
        is_number &= d < 10;
    }
    if (n == 0 || n + 4 > line.n || line.p[n] != '\t')
        return false;
    cp_str org = cp_str_from(line, n + 1);
    int set = 0, bits = (org.p[0] - '0') * 10 + (org.p[1] - '0');
    while (set < CP_REG_PEN && (bits != set_bits[set] || org.p[2] != '\t'))
        set++;
    if (set < CP_REG_PEN)
        org = cp_str_from(org, 3);
    if (set < CP_REG_PEN ? n * 4 != (size_t)bits : !is_number || cp_str_find_char(org, '\t') >= 0)
        return false;
    if (r->t->sets[set].cap == 0)
        return false; /* no room is made yet */
    *rc = add_row(r, set, set < CP_REG_PEN ? hex : number, org);
    return true;
}

static cp_rc read_tsv(reader *r, cp_str text)
{
    cp_rc rc = CP_OK;
    for (cp_str line; rc == CP_OK && cp_str_cut_line(&text, &line);) {
        r->line++;
        if (line.n && line.p[0] != '#' && !read_quick_row(r, line, &rc))
            rc = read_tsv_row(r, line, text);
    }
    return rc;
}

/* Registry,Assignment,Organization Name,Organization Address */
static cp_rc read_ieee_csv(reader *r, cp_str text)
{
    cp_csv csv = cp_csv_open(text, ',');
    cp_str *cells;
    uint32_t n;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_csv_next(&csv, r->a, &cells, &n)) {
        r->line = csv.line;
        if (n < 3 || cp_str_eq(cells[0], CP_STR("Registry")))
            continue;
        cp_str hex = cp_str_trim(cells[1]);
        rc = add_prefix(r, hex, hex.n * 4, cells[2]);
    }
    if (rc == CP_OK && csv.rc != CP_OK)
        return cp_fail_line(r->err, csv.rc, csv.err.line, "%s", csv.err.msg);
    return rc;
}

/* 00:00:00 <TAB> short <TAB> long; a block of 28 or 36 bits as 00:1B:C5:00:00:00/36. Rows of other
 * lengths (48-bit well-known addresses) name no registrant. */
static cp_rc read_manuf(reader *r, cp_str text)
{
    cp_rc rc = CP_OK;
    for (cp_str line; rc == CP_OK && cp_str_cut_line(&text, &line);) {
        cp_str prefix = CP_STR(""), name = CP_STR(""), digits = CP_STR(""), bits_text;
        uint64_t bits = 24;
        char hex[16];
        size_t n = 0;
        r->line++;
        line = cp_str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        (void)cp_str_cut(&line, '\t', &prefix);
        (void)cp_str_cut(&line, '\t', &name);
        bits_text = cp_str_trim(prefix);
        (void)cp_str_cut(&bits_text, '/', &digits);
        for (size_t i = 0; i < digits.n && n < sizeof hex; i++)
            if (digits.p[i] != ':' && digits.p[i] != '-' && digits.p[i] != '.')
                hex[n++] = digits.p[i];
        if (n < 6 || (bits_text.n && !cp_str_u64(bits_text, &bits)))
            return bad(r, "expected an address prefix", prefix);
        if (bits == 24 || bits == 28 || bits == 36)
            rc = add_prefix(r, cp_str_dup(r->a, (cp_str){ hex, n }), bits, line.n ? line : name);
    }
    return rc;
}

/* "(last updated 2024-08-23)" stands in the head of the IANA text. */
static void find_date(cp_arena *a, cp_str head, cp_registry_table *t)
{
    cp_date d;
    for (size_t i = 0; i + 10 <= head.n && t->as_of.n == 0; i++)
        if (cp_date_parse(cp_str_slice(head, i, 10), &d) && head.p[i + 4] == '-')
            t->as_of = cp_str_dup(a, cp_str_slice(head, i, 10));
}

/* A number alone in its line, and the organisation in the next, behind two blanks. */
static cp_rc read_iana(reader *r, cp_str text)
{
    uint64_t number = 0;
    bool wants_org = false;
    cp_rc rc = CP_OK;
    for (cp_str line; rc == CP_OK && cp_str_cut_line(&text, &line);) {
        r->line++;
        if (wants_org && cp_str_starts(line, CP_STR("  "))) {
            rc = add_row(r, CP_REG_PEN, number, line);
            wants_org = false;
        } else {
            wants_org = cp_str_u64(line, &number);
        }
    }
    return rc;
}

static bool head_has(cp_str head, cp_str what) { return cp_str_find(head, what) >= 0; }

static bool is_tsv(cp_str head)
{
    return cp_str_starts(head, CP_STR("# date=")) && head_has(head, CP_STR("source="));
}
static bool is_ieee_csv(cp_str head)
{
    return cp_str_starts(head, CP_STR("Registry,Assignment,Organization Name"));
}
static bool is_iana(cp_str head)
{
    return head_has(cp_str_slice(head, 0, 200), CP_STR("PRIVATE ENTERPRISE NUMBERS"));
}

/* The first row that is no comment: an address prefix of three groups or with a length, and a
 * tab. */
static bool is_manuf(cp_str head)
{
    for (cp_str line; cp_str_cut_line(&head, &line);) {
        cp_str prefix = CP_STR(""), octet, rest = CP_STR("");
        uint64_t x;
        if (cp_str_trim(line).n == 0 || line.p[0] == '#')
            continue;
        if (cp_str_find_char(line, '\t') < 0)
            return false;
        (void)cp_str_cut(&line, '\t', &prefix);
        (void)cp_str_cut(&prefix, '/', &rest);
        for (size_t n = 0; cp_str_cut(&rest, ':', &octet); n++)
            if (octet.n != 2 || !cp_str_hex_u64(octet, &x) || n > 5)
                return false;
        return prefix.n || line.n;
    }
    return false;
}

static const struct {
    bool (*is)(cp_str head);
    cp_rc (*read)(reader *r, cp_str text);
} forms[] = { { is_tsv, read_tsv },
              { is_ieee_csv, read_ieee_csv },
              { is_iana, read_iana },
              { is_manuf, read_manuf } };
enum { FORMS = sizeof forms / sizeof *forms, HEAD_BYTES = 4096 };

static cp_str without_mark(cp_bytes b)
{
    cp_str s = cp_str_of_bytes(b);
    return cp_str_starts(s, CP_STR("\xef\xbb\xbf")) ? cp_str_from(s, 3) : s;
}

bool cp_registry_is_table(cp_bytes head)
{
    cp_str s = cp_str_slice(without_mark(head), 0, HEAD_BYTES);
    for (int f = 0; f < FORMS; f++)
        if (forms[f].is(s))
            return true;
    return false;
}

static int by_key(const void *x, const void *y)
{
    const cp_registered *a = x, *b = y;
    return a->key < b->key ? -1 : a->key > b->key;
}

/* Tables come sorted, mostly: then nothing is moved. */
static void settle(cp_registered_set *s)
{
    bool sorted = true;
    for (uint32_t i = 1; sorted && i < s->n; i++)
        sorted = s->v[i - 1].key <= s->v[i].key;
    if (!sorted)
        qsort(s->v, s->n, sizeof *s->v, by_key);
}

cp_rc cp_registry_add(cp_arena *a, cp_registry *reg, cp_str name, cp_str origin, cp_bytes bytes,
                      cp_err *err)
{
    cp_str text = without_mark(bytes), head = cp_str_slice(text, 0, HEAD_BYTES);
    cp_registry_table t = { .name = name, .origin = origin, .as_of = CP_STR("") };
    reader r = { .a = a, .t = &t, .err = err };
    int f = 0;
    while (f < FORMS && !forms[f].is(head))
        f++;
    if (f == FORMS)
        return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF,
                       "no table of registered numbers: expected the CSV of IEEE, a manuf text, or "
                       "the enterprise numbers of IANA");
    if (forms[f].read != read_ieee_csv)
        find_date(a, cp_str_slice(head, 0, 400), &t);
    cp_rc rc = forms[f].read(&r, text);
    if (rc != CP_OK) {
        cp_err_in_file(err, name.p, name.n);
        return rc;
    }
    for (int set = 0; set < CP_REG_COUNT; set++)
        settle(&t.sets[set]);
    cp_vec_push(a, &reg->tables, t);
    return CP_OK;
}

static bool find(const cp_registered_set *s, uint64_t key, cp_str *org)
{
    uint32_t lo = 0, hi = s->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->v[mid].key < key << ROW_BITS)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == s->n || s->v[lo].key >> ROW_BITS != key)
        return false;
    *org = s->v[lo].org;
    return true;
}

static bool find_in_tables(const cp_registry *r, int set, uint64_t key, cp_str *org)
{
    for (uint32_t t = r->tables.n; t-- > 0;)
        if (find(&r->tables.v[t].sets[set], key, org))
            return true;
    return false;
}

bool cp_registry_mac(const cp_registry *r, cp_mac mac, cp_str *org, int *bits)
{
    uint64_t x = cp_mac_u64(mac);
    for (int set = CP_REG_36; set >= CP_REG_24; set--)
        if (find_in_tables(r, set, x >> (48 - set_bits[set]), org)) {
            *bits = set_bits[set];
            return true;
        }
    return false;
}

bool cp_registry_pen(const cp_registry *r, uint64_t number, cp_str *org)
{
    return find_in_tables(r, CP_REG_PEN, number, org);
}
