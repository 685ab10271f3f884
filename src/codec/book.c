/* SPDX-License-Identifier: Apache-2.0 */
/* book.c - what a workbook says before its rows: sheets, epoch, formats, shared texts. Clause
 * numbers are those of ECMA-376 (5th edition), part 1 if no other is named. */
#include "codec/book.h"
#include "codec/book_inside.h"
#include "codec/xml.h"

enum { RELATIONS_MAX = 4096, SCAN_BYTES = 64 * 1024, BLOCK_BYTES = 1 << CP_STRINGS_BLOCK_BITS };

static const uint8_t ole_sign[] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 };

/* ---- what it may be, by its first bytes */

static bool is_ole(cp_bytes head)
{
    return head.n >= sizeof ole_sign && memcmp(head.p, ole_sign, sizeof ole_sign) == 0;
}

/* A name in the directory of an OLE container is in UTF-16. */
static bool has_wide(cp_bytes head, const char *name)
{
    char wide[64];
    size_t n = 0;
    for (; *name && n + 2 <= sizeof wide; name++, n += 2) {
        wide[n] = *name;
        wide[n + 1] = '\0';
    }
    return cp_str_has(cp_str_of_bytes(head), (cp_str){ wide, n });
}

static bool is_called_a_book(cp_str name)
{
    static const cp_str ends[] = {
        CP_STR_INIT(".xlsx"), CP_STR_INIT(".xlsm"), CP_STR_INIT(".xls"),
        CP_STR_INIT(".xltx"), CP_STR_INIT(".xlsb"), CP_STR_INIT(".ods")
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (name.n > ends[i].n && cp_str_eq_nocase(cp_str_from(name, name.n - ends[i].n), ends[i]))
            return true;
    return false;
}

/* Does the name of an entry whose header lies in the head begin so? */
static bool has_entry(cp_bytes head, cp_str begin)
{
    cp_str rest = cp_str_of_bytes(head);
    for (ptrdiff_t at; (at = cp_str_find(rest, CP_STR("PK\3\4"))) >= 0;) {
        rest = cp_str_from(rest, (size_t)at + 4);
        if (cp_str_starts_nocase(cp_str_from(rest, 26), begin))
            return true;
    }
    return false;
}

int cp_book_detect(cp_bytes head, cp_str file_name)
{
    head.n = head.n < SCAN_BYTES ? head.n : SCAN_BYTES;
    bool is_called = is_called_a_book(file_name);
    if (is_ole(head))
        return is_called || has_wide(head, "EncryptedPackage") || has_wide(head, "Workbook") ? 95
                                                                                             : 0;
    if (!cp_unzip_is_zip(head))
        return 0;
    bool is_other = has_entry(head, CP_STR("word/")) || has_entry(head, CP_STR("ppt/"));
    return is_called || has_entry(head, CP_STR("xl/"))                   ? 95
           : has_entry(head, CP_STR("[Content_Types].xml")) && !is_other ? 20
                                                                         : 0;
}

const char *cp_book_refused(cp_bytes head)
{
    if (!is_ole(head))
        return "";
    if (has_wide(head, "EncryptedPackage") || has_wide(head, "EncryptionInfo"))
        return "the workbook is protected by a password: save it without one";
    if (has_wide(head, "Workbook"))
        return "a workbook of the old form (.xls): save it as .xlsx";
    return "a workbook of the old form (.xls), or one protected by a password: save it as .xlsx, "
           "without one";
}

/* ---- parts and relations (part 2) */

cp_rc cp_book_read_part(void *stream, uint8_t *out, size_t cap, size_t *n, cp_err *err)
{
    return cp_unzip_read(stream, out, cap, n, err);
}

static cp_rc open_part(cp_arena *scratch, cp_unzip *z, const cp_unzip_entry *e, uint64_t bytes_max,
                       cp_tags *t, cp_err *err)
{
    cp_unzip_stream *s;
    if (e->plain_bytes > bytes_max)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "\"%.*s\" is longer than the limit of %llu bytes",
                       CP_FMT(cp_str_clean_utf8(scratch, e->name)), (unsigned long long)bytes_max);
    cp_rc rc = cp_unzip_begin(scratch, z, e, &s, err);
    if (rc == CP_OK)
        cp_tags_init(t, CP_NEW_RAW(scratch, char, CP_TAGS_WINDOW_BYTES), cp_book_read_part, s);
    return rc;
}

static cp_rc end_part(const cp_tags *t, cp_err *err)
{
    if (t->rc != CP_OK && err)
        *err = t->err;
    return t->rc;
}

typedef struct relation {
    cp_str id, type, part; /* type: the last word of its URI */
    bool is_external;
} relation;

typedef struct relations {
    relation *v;
    uint32_t n, cap;
} relations;

/* "../a/b.xml" of the part x/y/z.xml is x/a/b.xml; "/a/b.xml" is that. */
static cp_str resolve(cp_arena *a, cp_str from, cp_str target)
{
    size_t n = from.n;
    if (cp_str_starts(target, CP_STR("/")))
        return cp_str_dup(a, cp_str_from(target, 1));
    while (n && from.p[n - 1] != '/')
        n--;
    for (;;) {
        if (cp_str_starts(target, CP_STR("./"))) {
            target = cp_str_from(target, 2);
        } else if (cp_str_starts(target, CP_STR("../"))) {
            target = cp_str_from(target, 3);
            for (n = n ? n - 1 : 0; n && from.p[n - 1] != '/';)
                n--;
        } else {
            break;
        }
    }
    return cp_str_fmt(a, "%.*s%.*s", (int)n, from.p ? from.p : "", CP_FMT(target));
}

static cp_str last_word(cp_str uri)
{
    size_t n = uri.n;
    while (n && uri.p[n - 1] != '/')
        n--;
    return cp_str_from(uri, n);
}

/* Those of the part `of` ("": of the package); none if it has none. */
static cp_rc read_relations(cp_arena *a, cp_unzip *z, cp_str of, relations **out, cp_err *err)
{
    cp_tags t;
    cp_str file = last_word(of);
    cp_str name = cp_str_fmt(a, "%.*s_rels/%.*s.rels", (int)(of.n - file.n), of.p, CP_FMT(file));
    const cp_unzip_entry *e = cp_unzip_find(z, name);
    *out = CP_NEW(a, relations);
    if (!e)
        return CP_OK;
    cp_arena *scratch = cp_arena_new(0);
    cp_rc rc = open_part(scratch, z, e, CP_BOOK_PART_BYTES_MAX, &t, err);
    for (cp_tag x; rc == CP_OK && (x = cp_tags_next(&t)) != CP_TAG_END;) {
        if (x != CP_TAG_OPEN || !cp_str_eq(t.name, CP_STR("Relationship")) ||
            (*out)->n == RELATIONS_MAX)
            continue;
        relation *r = cp_vec_add(a, *out);
        cp_str mode = cp_tags_value(t.attributes, CP_STR("TargetMode"));
        r->id = cp_str_dup(a, cp_tags_value(t.attributes, CP_STR("Id")));
        r->type = cp_str_dup(a, last_word(cp_tags_value(t.attributes, CP_STR("Type"))));
        r->is_external = cp_str_eq_nocase(mode, CP_STR("External"));
        r->part =
            resolve(a, of, cp_xml_text(scratch, cp_tags_value(t.attributes, CP_STR("Target"))));
    }
    if (rc == CP_OK)
        rc = end_part(&t, err);
    cp_arena_free(scratch);
    return rc;
}

static const relation *relation_of_type(const relations *r, cp_str type)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (cp_str_eq(r->v[i].type, type) && !r->v[i].is_external)
            return &r->v[i];
    return NULL;
}

/* ---- formats of numbers */

/* What the letters of a format of dates show. */
typedef struct shows {
    bool year, month, day, time, number, other;
    uint8_t zeros, decimals;
} shows;

static void see(shows *x, char c, char next, bool is_decimal)
{
    switch (c | 0x20) {
    case 'y': x->year = true; return;
    case 'd': x->day = true; return;
    case 'm': x->month = true; return;
    case 'h':
    case 's': x->time = true; return;
    case 'e': /* the year of an era, or an exponent */
        x->year = x->year || (next != '+' && next != '-');
        x->other = true;
        return;
    default: break;
    }
    x->number = x->number || c == '0' || c == '#' || c == '?';
    x->other = x->other || (c != '0' && c != '.');
    if (c == '0' && is_decimal)
        x->decimals += x->decimals < UINT8_MAX;
    else if (c == '0')
        x->zeros += x->zeros < UINT8_MAX;
}

/* The first section of the code, without what is shown as it stands. 18.8.31. */
static shows look_at(cp_str code)
{
    shows x = { 0 };
    bool is_decimal = false;
    for (size_t i = 0; i < code.n && code.p[i] != ';'; i++) {
        char c = code.p[i], next = i + 1 < code.n ? code.p[i + 1] : '\0';
        if (c == '"' || c == '[') {
            size_t from = i + 1;
            for (i++; i < code.n && code.p[i] != (c == '"' ? '"' : ']');)
                i++;
            x.time = x.time || (c == '[' && i == from + 1 && strchr("hmsHMS", code.p[from])) ||
                     (c == '[' && i == from + 2 && strchr("hmsHMS", code.p[from]));
            x.other = true;
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
            x.other = true;
        } else if (cp_str_starts_nocase(cp_str_from(code, i), CP_STR("am/pm"))) {
            x.time = true;
            i += 4;
        } else {
            is_decimal = is_decimal || c == '.';
            see(&x, c, next, is_decimal);
        }
    }
    return x;
}

static cp_number_kind kind_of(const shows *x)
{
    if (x->year && !x->month && !x->day && !x->time)
        return x->number ? CP_NUMBER_PLAIN : CP_NUMBER_YEAR;
    if (x->day || x->year)
        return x->time ? CP_NUMBER_MOMENT : x->day ? CP_NUMBER_DAY : CP_NUMBER_MONTH;
    if (x->time)
        return CP_NUMBER_TIME;
    return x->month ? CP_NUMBER_MONTH : CP_NUMBER_PLAIN;
}

cp_number_style cp_number_style_of(uint32_t id, cp_str code)
{
    /* 18.8.30: those that need no code; of 27 to 36 and 50 to 58 the locale says more than that
     * they are dates or times */
    static const struct {
        uint8_t from, to, kind, digits;
    } known[] = {
        { 2, 2, CP_NUMBER_FIXED, 2 },    { 14, 16, CP_NUMBER_DAY, 0 },
        { 17, 17, CP_NUMBER_MONTH, 0 },  { 18, 21, CP_NUMBER_TIME, 0 },
        { 22, 22, CP_NUMBER_MOMENT, 0 }, { 27, 31, CP_NUMBER_DAY, 0 },
        { 32, 35, CP_NUMBER_TIME, 0 },   { 36, 36, CP_NUMBER_DAY, 0 },
        { 45, 47, CP_NUMBER_TIME, 0 },   { 50, 58, CP_NUMBER_DAY, 0 },
    };
    for (size_t i = 0; code.n == 0 && i < sizeof known / sizeof *known; i++)
        if (id >= known[i].from && id <= known[i].to)
            return (cp_number_style){ known[i].kind, known[i].digits };
    if (code.n == 0 || cp_str_starts_nocase(code, CP_STR("general")) ||
        cp_str_eq(code, CP_STR("@")))
        return (cp_number_style){ CP_NUMBER_PLAIN, 0 };
    shows x = look_at(code);
    cp_number_kind kind = kind_of(&x);
    if (kind == CP_NUMBER_PLAIN && !x.other && x.zeros > 1 && !x.decimals)
        return (cp_number_style){ CP_NUMBER_PADDED, x.zeros };
    if (kind == CP_NUMBER_PLAIN && !x.other && x.zeros == 1 && x.decimals)
        return (cp_number_style){ CP_NUMBER_FIXED, x.decimals };
    return (cp_number_style){ (uint8_t)kind, 0 };
}

/* 18.8.31 numFmts, 18.8.10 cellXfs */
static cp_rc read_styles(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e, cp_book_styles *out,
                         cp_err *err)
{
    cp_tags t;
    cp_map codes = { 0 }; /* id -> format */
    bool is_in = false;   /* of cellXfs */
    uint32_t id;
    cp_arena *scratch = cp_arena_new(0);
    cp_rc rc = open_part(scratch, z, e, CP_BOOK_PART_BYTES_MAX, &t, err);
    for (cp_tag x; rc == CP_OK && (x = cp_tags_next(&t)) != CP_TAG_END;) {
        if (cp_str_eq(t.name, CP_STR("cellXfs")) && x != CP_TAG_TEXT)
            is_in = x == CP_TAG_OPEN;
        cp_str n = x == CP_TAG_OPEN ? cp_tags_value(t.attributes, CP_STR("numFmtId")) : CP_STR("");
        if (x == CP_TAG_OPEN && cp_str_eq(t.name, CP_STR("numFmt"))) {
            cp_str code = cp_tags_value(t.attributes, CP_STR("formatCode"));
            cp_number_style s = cp_number_style_of(UINT32_MAX, cp_xml_text(scratch, code));
            if (codes.n < CP_BOOK_STYLES_MAX)
                *cp_map_put(scratch, &codes, cp_str_dup(scratch, n), NULL) =
                    (uint64_t)s.kind << 8 | s.digits;
        } else if (is_in && x == CP_TAG_OPEN && cp_str_eq(t.name, CP_STR("xf")) &&
                   out->n < CP_BOOK_STYLES_MAX) {
            const uint64_t *own = cp_map_get(&codes, n);
            *cp_vec_add(a, out) = own ? (cp_number_style){ (uint8_t)(*own >> 8), (uint8_t)*own }
                                  : cp_str_u32(n, &id) ? cp_number_style_of(id, CP_STR(""))
                                                       : (cp_number_style){ 0, 0 };
        }
    }
    if (rc == CP_OK)
        rc = end_part(&t, err);
    cp_arena_free(scratch);
    return rc;
}

/* ---- texts */

void cp_raw_add(cp_arena *a, cp_raw_text *r, const cp_tags *t)
{
    size_t most = t->text.n * (t->is_cdata ? 5 : 1);
    if (r->n + most > CP_SHEET_CELL_BYTES_MAX) {
        r->is_over = true;
        return;
    }
    if (r->n + most > r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 256;
        while (cap < r->n + most)
            cap *= 2;
        r->p = cp_arena_grow(a, r->p, r->cap, cap);
        r->cap = cap;
    }
    for (size_t i = 0; i < t->text.n && t->is_cdata; i++) { /* as if it had been written outside */
        bool is_amp = t->text.p[i] == '&';
        memcpy(r->p + r->n, is_amp ? "&amp;" : t->text.p + i, is_amp ? 5 : 1);
        r->n += is_amp ? 5 : 1;
    }
    if (!t->is_cdata && t->text.n) {
        memcpy(r->p + r->n, t->text.p, t->text.n);
        r->n += t->text.n;
    }
}

static int hex4(cp_str s)
{
    int v = 0;
    for (size_t i = 0; i < 4; i++) {
        int d = cp_hex_digit(s.p[i]);
        if (d < 0)
            return -1;
        v = v << 4 | d;
    }
    return v;
}

/* A carriage return before a line feed goes. Only what is one byte long is written so in practice:
 * the others stay as they are. */
static cp_str unescape(cp_arena *a, cp_str s)
{
    char *to = CP_NEW_RAW(a, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        cp_str x = cp_str_slice(s, i, 7);
        int c = x.n == 7 && x.p[0] == '_' && (x.p[1] | 0x20) == 'x' && x.p[6] == '_'
                    ? hex4(cp_str_from(x, 2))
                    : -1;
        if (c >= 0 && c < 0x80) {
            i += 7;
            if (c != '\r' || i == s.n || s.p[i] != '\n')
                to[n++] = c == '\r' ? '\n' : (char)c;
        } else {
            to[n++] = s.p[i++];
        }
    }
    return (cp_str){ to, n };
}

cp_str cp_raw_read(cp_arena *a, cp_str raw)
{
    cp_str s = cp_xml_text(a, raw);
    if (cp_str_has(s, CP_STR("_x")) || cp_str_has(s, CP_STR("_X")))
        s = unescape(a, s);
    return cp_str_clean_utf8(a, cp_str_trim(s));
}

static char *block_with_room(cp_book_strings *s, size_t n)
{
    if (s->n_blocks == 0 || s->used + n > BLOCK_BYTES) {
        if (s->n_blocks == s->n_blocks_cap) {
            uint32_t cap = s->n_blocks_cap ? s->n_blocks_cap * 2 : 8;
            s->blocks = cp_arena_grow(s->a, s->blocks, s->n_blocks_cap * sizeof *s->blocks,
                                      cap * sizeof *s->blocks);
            s->n_blocks_cap = cap;
        }
        s->blocks[s->n_blocks++] = CP_NEW_RAW(s->a, char, BLOCK_BYTES);
        s->used = 0;
    }
    return s->blocks[s->n_blocks - 1] + s->used;
}

static void put_index(cp_book_strings *s, uint32_t place)
{
    uint32_t block = s->n >> CP_STRINGS_INDEX_BITS, size = 1u << CP_STRINGS_INDEX_BITS;
    if (block == s->n_index_cap) {
        uint32_t cap = s->n_index_cap ? s->n_index_cap * 2 : 8;
        s->index = cp_arena_grow(s->a, s->index, s->n_index_cap * sizeof *s->index,
                                 cap * sizeof *s->index);
        s->n_index_cap = cap;
    }
    if ((s->n & (size - 1)) == 0)
        s->index[block] = CP_NEW_RAW(s->a, uint32_t, size);
    s->index[block][s->n++ & (size - 1)] = place;
}

static void put_string(cp_book_strings *s, cp_str text)
{
    enum { LENGTH_BYTES = 4 };
    char *p = block_with_room(s, text.n + LENGTH_BYTES), *begin = p;
    put_index(s, (s->n_blocks - 1) << CP_STRINGS_BLOCK_BITS | (uint32_t)s->used);
    size_t n = text.n;
    for (; n >= 0x80; n >>= 7)
        *p++ = (char)(0x80 | (n & 0x7f));
    *p++ = (char)n;
    if (text.n)
        memcpy(p, text.p, text.n);
    s->used += (size_t)(p - begin) + text.n;
    s->bytes += text.n;
}

bool cp_strings_get(const cp_book_strings *s, uint64_t i, cp_str *out)
{
    if (i >= s->n)
        return false;
    uint32_t place = s->index[i >> CP_STRINGS_INDEX_BITS][i & ((1u << CP_STRINGS_INDEX_BITS) - 1)];
    const char *p = s->blocks[place >> CP_STRINGS_BLOCK_BITS] + (place & (BLOCK_BYTES - 1));
    size_t n = 0;
    unsigned shift = 0;
    for (; *p & 0x80; shift += 7)
        n |= (size_t)(*p++ & 0x7f) << shift;
    n |= (size_t)*p++ << shift;
    *out = (cp_str){ p, n };
    return true;
}

/* One si: 18.4.8. False: the document is over. */
static bool read_item(cp_arena *row, cp_tags *t, cp_str *out)
{
    cp_raw_text raw = { 0 };
    bool is_text = false;
    uint32_t depth = t->depth;
    for (;;) {
        cp_tag x = cp_tags_next(t);
        if (x == CP_TAG_END)
            return false;
        if (x == CP_TAG_CLOSE && t->depth < depth)
            break;
        if (x == CP_TAG_OPEN && cp_str_eq(t->name, CP_STR("rPh"))) { /* how it is pronounced */
            if (!cp_tags_skip(t))
                return false;
        } else if (x != CP_TAG_TEXT) {
            is_text = x == CP_TAG_OPEN && cp_str_eq(t->name, CP_STR("t"));
        } else if (is_text) {
            cp_raw_add(row, &raw, t);
        }
    }
    *out = raw.is_over ? CP_STR("\xef\xbf\xbd") : cp_raw_read(row, (cp_str){ raw.p, raw.n });
    return true;
}

static cp_rc read_strings(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e, cp_book_strings *out,
                          cp_err *err)
{
    cp_tags t;
    cp_str text;
    cp_arena *scratch = cp_arena_new(0), *row = cp_arena_new(0);
    cp_arena_mark mark = cp_arena_here(row);
    cp_rc rc = open_part(scratch, z, e, UINT64_MAX, &t, err);
    out->a = a;
    for (cp_tag x; rc == CP_OK && (x = cp_tags_next(&t)) != CP_TAG_END;) {
        if (x != CP_TAG_OPEN || !cp_str_eq(t.name, CP_STR("si")))
            continue;
        cp_arena_back(row, mark);
        if (!read_item(row, &t, &text))
            break;
        if (out->n == CP_BOOK_STRINGS_MAX || out->bytes + text.n > CP_BOOK_STRING_BYTES_MAX)
            rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                         "the texts of the workbook are more than the "
                         "limit of 1 GiB, or of %d texts",
                         CP_BOOK_STRINGS_MAX);
        else
            put_string(out, text);
    }
    if (rc == CP_OK)
        rc = end_part(&t, err);
    cp_arena_free(row);
    cp_arena_free(scratch);
    return rc;
}

/* ---- the workbook */

static cp_str sheet_name(cp_arena *a, cp_str raw, uint32_t number)
{
    cp_str s = cp_str_trim(cp_text_safe(a, cp_raw_read(a, raw)));
    size_t n = s.n < CP_BOOK_SHEET_NAME_BYTES_MAX ? s.n : CP_BOOK_SHEET_NAME_BYTES_MAX;
    while (n < s.n && n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return n ? cp_str_dup(a, cp_str_slice(s, 0, n)) : cp_str_fmt(a, "Sheet %u", number);
}

/* 18.2.19 */
static void add_sheet(cp_book *b, const relations *rel, cp_str attributes)
{
    cp_str state = cp_tags_value(attributes, CP_STR("state")),
           id = cp_tags_value(attributes, CP_STR("id"));
    if (b->n_sheets == CP_BOOK_SHEETS_MAX) {
        b->n_sheets_beyond++;
        return;
    }
    cp_book_sheet *s = &b->sheets[b->n_sheets++];
    s->name = sheet_name(b->a, cp_tags_value(attributes, CP_STR("name")), b->n_sheets);
    s->is_hidden = state.n > 0 && !cp_str_eq(state, CP_STR("visible"));
    s->is_table = true;
    for (uint32_t i = 0; i < rel->n; i++)
        if (cp_str_eq(rel->v[i].id, id) && !rel->v[i].is_external) {
            s->part = cp_unzip_find(b->z, rel->v[i].part);
            s->is_table = cp_str_eq(rel->v[i].type, CP_STR("worksheet"));
        }
}

/* 18.2.27 */
static cp_rc read_workbook(cp_book *b, const cp_unzip_entry *e, const relations *rel, cp_err *err)
{
    cp_tags t;
    bool is_book = false;
    cp_arena *scratch = cp_arena_new(0);
    cp_rc rc = open_part(scratch, b->z, e, CP_BOOK_PART_BYTES_MAX, &t, err);
    b->sheets = CP_NEW_ARRAY(b->a, cp_book_sheet, CP_BOOK_SHEETS_MAX);
    for (cp_tag x; rc == CP_OK && (x = cp_tags_next(&t)) != CP_TAG_END;) {
        if (x != CP_TAG_OPEN)
            continue;
        is_book = is_book || (t.depth == 1 && cp_str_eq(t.name, CP_STR("workbook")));
        if (t.depth == 3 && cp_str_eq(t.name, CP_STR("sheet")))
            add_sheet(b, rel, t.attributes);
        if (t.depth == 2 && cp_str_eq(t.name, CP_STR("workbookPr"))) {
            cp_str v = cp_tags_value(t.attributes, CP_STR("date1904"));
            b->is_1904 = cp_str_eq(v, CP_STR("1")) || cp_str_eq(v, CP_STR("true"));
        }
    }
    if (rc == CP_OK)
        rc = end_part(&t, err);
    if (rc == CP_OK && !is_book)
        rc = cp_fail(err, CP_EUNKNOWN, CP_NO_OFF,
                     "a document of an office program, but no workbook");
    cp_arena_free(scratch);
    return rc;
}

static cp_rc find_workbook(cp_arena *a, cp_unzip *z, const cp_unzip_entry **out, cp_err *err)
{
    relations *rel;
    cp_rc rc = read_relations(a, z, CP_STR(""), &rel, err);
    if (rc != CP_OK)
        return rc;
    const relation *r = relation_of_type(rel, CP_STR("officeDocument"));
    *out = cp_unzip_find(z, r ? r->part : CP_STR("xl/workbook.xml"));
    if (*out && cp_str_ends((*out)->name, CP_STR(".bin")))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "a workbook in the binary form (.xlsb): save it as .xlsx");
    if (!*out && cp_unzip_find(z, CP_STR("content.xml")))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "a document in the OpenDocument form (.ods): save it as .xlsx or as CSV");
    if (!*out)
        return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF, "an archive, but no workbook");
    return CP_OK;
}

cp_rc cp_book_open(cp_arena *a, cp_unzip *z, cp_book **out, cp_err *err)
{
    const cp_unzip_entry *main, *part;
    const relation *r;
    relations *rel;
    cp_book_styles *styles = CP_NEW(a, cp_book_styles);
    cp_book_strings *strings = CP_NEW(a, cp_book_strings);
    cp_book *b = CP_NEW(a, cp_book);
    *b = (cp_book){ .a = a, .z = z, .styles = styles, .strings = strings };
    cp_rc rc = find_workbook(a, z, &main, err);
    if (rc == CP_OK)
        rc = read_relations(a, z, main->name, &rel, err);
    if (rc == CP_OK)
        rc = read_workbook(b, main, rel, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < rel->n; i++) {
        b->n_links_out += cp_str_eq(rel->v[i].type, CP_STR("externalLink"));
        b->has_macros = b->has_macros || cp_str_eq(rel->v[i].type, CP_STR("vbaProject"));
    }
    r = relation_of_type(rel, CP_STR("styles"));
    if (r && (part = cp_unzip_find(z, r->part)) != NULL)
        rc = read_styles(a, z, part, styles, err);
    r = relation_of_type(rel, CP_STR("sharedStrings"));
    if (rc == CP_OK && r && (part = cp_unzip_find(z, r->part)) != NULL)
        rc = read_strings(a, z, part, strings, err);
    if (rc == CP_OK)
        *out = b;
    return rc;
}
