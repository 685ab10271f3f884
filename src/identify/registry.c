/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - see registry.h. One reader per form of table; each gives rows to add_row. */
#include "identify/registry.h"
#include <inttypes.h>
#include <stdlib.h>
#include "base/sort.h"
#include "codec/csv.h"

typedef struct reader {
    cp_arena *a;
    cp_registry_table *t;
    cp_str text;
    cp_buf own;   /* names, where has_own */
    bool has_own; /* cells are unquoted: the text does not hold them all */
    CP_VEC(cp_registered) rows[CP_REG_COUNT];
    uint64_t line;
    cp_err *err;
} reader;

static const int set_bits[CP_REG_PEN] = { 24, 28, 36 };
static_assert(sizeof(cp_registered) == 16, "as tools/embed.py writes it");
enum { ROW_BITS = 24, KEY_BITS = 40 };
static_assert(CP_REGISTRY_ROWS_MAX < 1 << ROW_BITS, "a row's number fits behind the key");

static cp_rc bad(const reader *r, const char *what, cp_str got)
{
    return cp_fail_line(r->err, CP_EFORMAT, r->line, "%s, found \"%.*s\"", what,
                        (int)(got.n < 60 ? got.n : 60), got.p);
}

static cp_rc add_row(reader *r, int set, uint64_t key, cp_str org)
{
    if (r->t->entries >= CP_REGISTRY_ROWS_MAX)
        return cp_fail_line(r->err, CP_ELIMIT, r->line, "more than %d rows", CP_REGISTRY_ROWS_MAX);
    if (key >> KEY_BITS)
        return cp_fail_line(r->err, CP_EFORMAT, r->line, "number %" PRIu64 " is too big", key);
    org = cp_str_trim(org);
    size_t at = r->has_own ? r->own.n : org.n ? (size_t)(org.p - r->text.p) : 0;
    if (r->has_own)
        cp_buf_add(&r->own, org);
    cp_vec_push(
        r->a, &r->rows[set],
        ((cp_registered){ key << ROW_BITS | r->t->entries, (uint32_t)at, (uint32_t)org.n }));
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

/* HEX <TAB> bits <TAB> organisation, or number <TAB> organisation. */
static cp_rc read_tsv(reader *r, cp_str text)
{
    cp_rc rc = CP_OK;
    for (cp_str line; rc == CP_OK && cp_str_cut_line(&text, &line);) {
        cp_str first = CP_STR(""), second = CP_STR("");
        uint64_t number;
        r->line++;
        if (line.n == 0 || line.p[0] == '#')
            continue;
        (void)cp_str_cut(&line, '\t', &first);
        ptrdiff_t tab = cp_str_find_char(line, '\t');
        if (tab < 0) {
            if (!cp_str_u64(first, &number))
                return bad(r, "expected an enterprise number", first);
            rc = add_row(r, CP_REG_PEN, number, line);
        } else {
            (void)cp_str_cut(&line, '\t', &second);
            if (!cp_str_u64(second, &number))
                return bad(r, "expected the number of bits", second);
            rc = add_prefix(r, first, number, line);
        }
    }
    return rc;
}

/* Registry,Assignment,Organization Name,Organization Address */
static cp_rc read_ieee_csv(reader *r, cp_str text)
{
    cp_csv csv = cp_csv_open(text, ',');
    r->has_own = true;
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
enum { FORMS = sizeof forms / sizeof *forms, HEAD_BYTES = 4096, DATE_WITHIN_BYTES = 400 };

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
static void settle(reader *r, int set)
{
    cp_registered *v = r->rows[set].v;
    uint32_t n = r->rows[set].n;
    bool sorted = true;
    for (uint32_t i = 1; sorted && i < n; i++)
        sorted = v[i - 1].key <= v[i].key;
    if (!sorted)
        qsort(v, n, sizeof *v, by_key);
    r->t->sets[set] = (cp_registered_set){ v, n, r->has_own ? cp_buf_str(&r->own).p : r->text.p };
}

cp_rc cp_registry_add(cp_arena *a, cp_registry *reg, cp_str name, cp_str origin, cp_bytes bytes,
                      cp_err *err)
{
    cp_str text = without_mark(bytes), head = cp_str_slice(text, 0, HEAD_BYTES);
    cp_registry_table t = { .name = name, .origin = origin, .as_of = CP_STR("") };
    reader r = { .a = a, .t = &t, .text = text, .own = cp_buf_new(a), .err = err };
    int f = 0;
    if (text.n > UINT32_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%zu bytes are more than a table has", text.n);
    while (f < FORMS && !forms[f].is(head))
        f++;
    if (f == FORMS)
        return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF,
                       "no table of registered numbers: expected the CSV of IEEE, a manuf text, or "
                       "the enterprise numbers of IANA");
    if (forms[f].read != read_ieee_csv)
        find_date(a, cp_str_slice(head, 0, DATE_WITHIN_BYTES), &t);
    cp_rc rc = forms[f].read(&r, text);
    if (rc != CP_OK) {
        cp_err_in_file(err, name.p, name.n);
        return rc;
    }
    for (int set = 0; set < CP_REG_COUNT; set++)
        settle(&r, set);
    cp_vec_push(a, &reg->tables, t);
    return CP_OK;
}

void cp_registry_add_indexed(cp_arena *a, cp_registry *reg, cp_str name, cp_str origin,
                             cp_bytes bytes, cp_bytes index)
{
    const cp_registry_index *x = (const void *)index.p; /* of this program: aligned and right */
    const cp_registered *v = x->rows;
    cp_registry_table t = { .name = name, .origin = origin, .as_of = CP_STR("") };
    find_date(a, cp_str_slice(cp_str_of_bytes(bytes), 0, DATE_WITHIN_BYTES), &t);
    for (int set = 0; set < CP_REG_COUNT; set++) {
        t.sets[set] = (cp_registered_set){ v, (uint32_t)x->n[set], (const char *)bytes.p };
        t.entries += x->n[set];
        v += x->n[set];
    }
    assert((const uint8_t *)v == index.p + index.n);
    cp_vec_push(a, &reg->tables, t);
}

static bool find(const cp_registered_set *s, uint64_t key, cp_str *org)
{
    const cp_registered first = { .key = key << ROW_BITS };
    uint32_t i = cp_sort_find(s->v, s->n, sizeof *s->v, &first, by_key);
    if (i == s->n || s->v[i].key >> ROW_BITS != key)
        return false;
    *org = cp_registered_org(s, i);
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
