/* SPDX-License-Identifier: Apache-2.0 */
/* charset.c - see charset.h.
 *
 *     lead 81..fe, trail 40..fe  ->  cell [lead - 81][trail - 40]  ->  code point, 0: none
 *
 * The tables stand packed in the program (tools/charsets.py), 78 kB, and are unpacked when the
 * first text of their encoding is met. EUC-JP has none: its 94 rows of 94 are those of Shift_JIS,
 * two rows a lead byte.
 *
 * Other than Python: 0x80 in GB18030 is the euro sign of code page 936; bytes alone that code page
 * 932 gives to control characters and private use (80, a0, fd..ff) are none; EUC-JP has the rows of
 * vendors, and six signs as code page 932 has them (the wave dash ...), as browsers do. */
#include "codec/charset.h"
#include <pthread.h>
#include "base/sort.h"

enum {
    LEAD_FIRST = 0x81,
    LEAD_LAST = 0xfe,
    TRAIL_FIRST = 0x40,
    TRAIL_LAST = 0xfe,
    N_TRAILS = TRAIL_LAST - TRAIL_FIRST + 1,
    N_CELLS = (LEAD_LAST - LEAD_FIRST + 1) * N_TRAILS,
    HALF_WIDTH_FIRST = 0xa1, /* katakana of one byte: U+FF61 and on */
    HALF_WIDTH_LAST = 0xdf,
    HALF_WIDTH = 0xff61,
    /* the linear number of four bytes */
    FOUR_BMP_MAX = 39419,
    FOUR_PLANES = 189000,
    FOUR_PLANES_MAX = 1237575,
    EURO = 0x20ac,
};

/* tools/charsets.py */
extern const uint8_t cp_charset_gb18030[], cp_charset_euc_kr[], cp_charset_big5[],
    cp_charset_shift_jis[], cp_charset_jis_x_0212[];
extern const uint16_t cp_charset_ranges[][2]; /* pointer, code point */
extern const uint32_t cp_charset_ranges_n;

enum { T_GB18030, T_EUC_KR, T_BIG5, T_SHIFT_JIS, T_JIS_X_0212, N_TABLES };
static uint16_t cells[N_TABLES][N_CELLS];

/* ---- names */

static const char *const names[] = {
#define CP_CHARSET_NAME(id, name) [CP_CHARSET_##id] = (name),
    CP_CHARSETS(CP_CHARSET_NAME)
#undef CP_CHARSET_NAME
};
static_assert(sizeof names / sizeof *names == CP_CHARSET_COUNT, "a name for each");

const char *cp_charset_name(cp_charset c) { return names[c]; }

/* Without "-" and "_". Those of the WHATWG Encoding Standard that files have, and what Windows and
 * Java call them. ISO-8859-1 is Windows-1252 there, too. */
static const struct {
    const char *label;
    cp_charset charset;
} labels[] = {
    { "utf8", CP_CHARSET_UTF_8 },
    { "unicode11utf8", CP_CHARSET_UTF_8 },
    { "usascii", CP_CHARSET_ASCII },
    { "windows1252", CP_CHARSET_WINDOWS_1252 },
    { "cp1252", CP_CHARSET_WINDOWS_1252 },
    { "iso88591", CP_CHARSET_WINDOWS_1252 },
    { "latin1", CP_CHARSET_WINDOWS_1252 },
    { "gb18030", CP_CHARSET_GB18030 },
    { "gbk", CP_CHARSET_GB18030 },
    { "xgbk", CP_CHARSET_GB18030 },
    { "gb2312", CP_CHARSET_GB18030 },
    { "gb231280", CP_CHARSET_GB18030 },
    { "euccn", CP_CHARSET_GB18030 },
    { "cp936", CP_CHARSET_GB18030 },
    { "ms936", CP_CHARSET_GB18030 },
    { "windows936", CP_CHARSET_GB18030 },
    { "euckr", CP_CHARSET_EUC_KR },
    { "cp949", CP_CHARSET_EUC_KR },
    { "ms949", CP_CHARSET_EUC_KR },
    { "uhc", CP_CHARSET_EUC_KR },
    { "windows949", CP_CHARSET_EUC_KR },
    { "ksc5601", CP_CHARSET_EUC_KR },
    { "ksc56011987", CP_CHARSET_EUC_KR },
    { "ksx1001", CP_CHARSET_EUC_KR },
    { "big5", CP_CHARSET_BIG5 },
    { "cp950", CP_CHARSET_BIG5 },
    { "ms950", CP_CHARSET_BIG5 },
    { "windows950", CP_CHARSET_BIG5 },
    { "xxbig5", CP_CHARSET_BIG5 },
    { "cnbig5", CP_CHARSET_BIG5 },
    { "shiftjis", CP_CHARSET_SHIFT_JIS },
    { "sjis", CP_CHARSET_SHIFT_JIS },
    { "xsjis", CP_CHARSET_SHIFT_JIS },
    { "mskanji", CP_CHARSET_SHIFT_JIS },
    { "cp932", CP_CHARSET_SHIFT_JIS },
    { "ms932", CP_CHARSET_SHIFT_JIS },
    { "windows31j", CP_CHARSET_SHIFT_JIS },
    { "eucjp", CP_CHARSET_EUC_JP },
    { "xeucjp", CP_CHARSET_EUC_JP },
};

cp_charset cp_charset_by_label(cp_str label)
{
    char key[16];
    size_t n = 0;
    label = cp_str_trim(label);
    for (size_t i = 0; i < label.n; i++) {
        char c = label.p[i];
        if (c == '-' || c == '_')
            continue;
        if (n == sizeof key)
            return CP_CHARSET_NONE;
        key[n++] = c;
    }
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (cp_str_eq_nocase((cp_str){ key, n }, cp_str_c(labels[i].label)))
            return labels[i].charset;
    return CP_CHARSET_NONE;
}

/* ---- tables */

static uint32_t packed_number(const uint8_t **p)
{
    uint32_t z = 0, shift = 0;
    for (; **p & 0x80; shift += 7)
        z |= (uint32_t)(*(*p)++ & 0x7f) << shift;
    return z | (uint32_t) * (*p)++ << shift;
}

static void unpack(const uint8_t *p, uint16_t *to)
{
    uint32_t before = 0, i = 0;
    while (i < N_CELLS) {
        uint32_t z = packed_number(&p), n;
        if (z) {
            before = (z & 1) ? before - (z + 1) / 2 : before + z / 2;
            to[i++] = (uint16_t)before;
            continue;
        }
        n = packed_number(&p);
        if (n == 0) {
            i += packed_number(&p);
            continue;
        }
        for (; n && i < N_CELLS; n--)
            to[i++] = (uint16_t)++before;
    }
    assert(i == N_CELLS);
}

static void unpack_gb18030(void) { unpack(cp_charset_gb18030, cells[T_GB18030]); }
static void unpack_euc_kr(void) { unpack(cp_charset_euc_kr, cells[T_EUC_KR]); }
static void unpack_big5(void) { unpack(cp_charset_big5, cells[T_BIG5]); }
static void unpack_shift_jis(void) { unpack(cp_charset_shift_jis, cells[T_SHIFT_JIS]); }
static void unpack_jis_x_0212(void) { unpack(cp_charset_jis_x_0212, cells[T_JIS_X_0212]); }

static struct {
    pthread_once_t once;
    void (*unpack)(void);
} tables[N_TABLES] = {
    [T_GB18030] = { PTHREAD_ONCE_INIT, unpack_gb18030 },
    [T_EUC_KR] = { PTHREAD_ONCE_INIT, unpack_euc_kr },
    [T_BIG5] = { PTHREAD_ONCE_INIT, unpack_big5 },
    [T_SHIFT_JIS] = { PTHREAD_ONCE_INIT, unpack_shift_jis },
    [T_JIS_X_0212] = { PTHREAD_ONCE_INIT, unpack_jis_x_0212 },
};

static uint32_t cell(int table, uint8_t lead, uint8_t trail)
{
    if (lead < LEAD_FIRST || lead > LEAD_LAST || trail < TRAIL_FIRST || trail > TRAIL_LAST)
        return 0;
    (void)pthread_once(&tables[table].once, tables[table].unpack);
    return cells[table][(lead - LEAD_FIRST) * N_TRAILS + trail - TRAIL_FIRST];
}

/* ---- characters */

static size_t bad(size_t n, uint32_t *cp)
{
    *cp = CP_CHARSET_REPLACEMENT;
    return n;
}

/* The end of in cuts it. */
static size_t cut(bool is_last, uint32_t *cp) { return is_last ? bad(1, cp) : 0; }

/* Of two bytes, unless the second is ASCII, which stands for itself then. */
static size_t pair(uint32_t code, uint8_t trail, uint32_t *cp)
{
    if (code == 0)
        return bad(trail < 0x80 ? 1 : 2, cp);
    *cp = code;
    return 2;
}

static size_t next_pair(int table, cp_bytes in, bool is_last, uint32_t *cp)
{
    if (in.p[0] < LEAD_FIRST || in.p[0] > LEAD_LAST)
        return bad(1, cp);
    if (in.n < 2)
        return cut(is_last, cp);
    return pair(cell(table, in.p[0], in.p[1]), in.p[1], cp);
}

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool is_lead(uint8_t c) { return c >= LEAD_FIRST && c <= LEAD_LAST; }

static int by_pointer(const void *range, const void *pointer)
{
    return *(const uint16_t *)range <= *(const uint32_t *)pointer ? -1 : 1;
}

/* 0: none */
static uint32_t of_four(const uint8_t *p)
{
    uint32_t pointer = (((p[0] - 0x81u) * 10 + p[1] - 0x30) * 126 + p[2] - 0x81) * 10 + p[3] - 0x30;
    if (pointer >= FOUR_PLANES && pointer <= FOUR_PLANES_MAX)
        return 0x10000 + pointer - FOUR_PLANES;
    if (pointer > FOUR_BMP_MAX)
        return 0;
    uint32_t behind = cp_sort_find(cp_charset_ranges, cp_charset_ranges_n,
                                   sizeof *cp_charset_ranges, &pointer, by_pointer);
    const uint16_t *range = cp_charset_ranges[behind - 1]; /* the first begins at 0 */
    return range[1] + pointer - range[0];
}

static size_t next_gb18030(cp_bytes in, bool is_last, uint32_t *cp)
{
    const uint8_t *p = in.p;
    if (p[0] == 0x80) {
        *cp = EURO;
        return 1;
    }
    if (in.n < 2 || !is_lead(p[0]) || !is_digit(p[1]))
        return next_pair(T_GB18030, in, is_last, cp);
    if (in.n < 3)
        return cut(is_last, cp);
    if (!is_lead(p[2]))
        return bad(1, cp);
    if (in.n < 4)
        return cut(is_last, cp);
    uint32_t code = is_digit(p[3]) ? of_four(p) : 0;
    if (code == 0)
        return bad(1, cp);
    *cp = code;
    return 4;
}

/* 0: none */
static uint32_t half_width(uint8_t c)
{
    return c >= HALF_WIDTH_FIRST && c <= HALF_WIDTH_LAST ? c + 0u + HALF_WIDTH - HALF_WIDTH_FIRST
                                                         : 0;
}

static size_t next_shift_jis(cp_bytes in, bool is_last, uint32_t *cp)
{
    uint8_t c = in.p[0];
    if (half_width(c)) {
        *cp = half_width(c);
        return 1;
    }
    if (c == 0xa0 || c > 0xfc)
        return bad(1, cp);
    return next_pair(T_SHIFT_JIS, in, is_last, cp);
}

static bool is_euc(uint8_t c) { return c >= 0xa1 && c <= 0xfe; }

/* Row and column of EUC-JP, where Shift_JIS has them: two rows of 94 behind each lead. */
static uint32_t jis_x_0208(uint8_t lead, uint8_t trail)
{
    uint32_t row = lead - 0xa1u, column = trail - 0xa1u;
    uint32_t l = row / 2 + (row < 62 ? 0x81 : 0xc1);
    uint32_t t = row % 2 ? column + 0x9f : column + (column < 63 ? 0x40 : 0x41);
    return cell(T_SHIFT_JIS, (uint8_t)l, (uint8_t)t);
}

static size_t next_jis_x_0212(cp_bytes in, bool is_last, uint32_t *cp)
{
    if (!is_euc(in.p[1]))
        return pair(0, in.p[1], cp);
    if (in.n < 3)
        return cut(is_last, cp);
    uint32_t code = is_euc(in.p[2]) ? cell(T_JIS_X_0212, in.p[1], in.p[2]) : 0;
    if (code == 0)
        return bad(in.p[2] < 0x80 ? 2 : 3, cp);
    *cp = code;
    return 3;
}

static size_t next_euc_jp(cp_bytes in, bool is_last, uint32_t *cp)
{
    enum { HALF_WIDTH_NEXT = 0x8e, JIS_X_0212_NEXT = 0x8f };
    uint8_t c = in.p[0];
    if (c != HALF_WIDTH_NEXT && c != JIS_X_0212_NEXT && !is_euc(c))
        return bad(1, cp);
    if (in.n < 2)
        return cut(is_last, cp);
    if (c == JIS_X_0212_NEXT)
        return next_jis_x_0212(in, is_last, cp);
    if (c == HALF_WIDTH_NEXT)
        return pair(half_width(in.p[1]), in.p[1], cp);
    return pair(is_euc(in.p[1]) ? jis_x_0208(c, in.p[1]) : 0, in.p[1], cp);
}

/* What windows-1252 has at 0x80..0x9f; 0: nothing. Source: the mapping table CP1252.TXT of the
 * Unicode consortium. */
static size_t next_1252(uint8_t c, uint32_t *cp)
{
    static const uint16_t table[32] = {
        0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
    };
    *cp = c;
    if (c >= 0x80 && c < 0xa0)
        *cp = table[c - 0x80] ? table[c - 0x80] : CP_CHARSET_REPLACEMENT;
    return 1;
}

/* A byte that is none is given up alone. */
static size_t next_utf8(cp_bytes in, bool is_last, uint32_t *cp)
{
    uint8_t c = in.p[0];
    size_t want = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2, have = 1;
    size_t n = cp_utf8_decode(cp_str_of_bytes(in), cp);
    if (n)
        return n;
    while (have < in.n && have < want && (in.p[have] & 0xc0) == 0x80)
        have++;
    if (!is_last && have == in.n && have < want && c >= 0xc2 && c <= 0xf4)
        return 0;
    return bad(1, cp);
}

size_t cp_charset_next(cp_charset c, cp_bytes in, bool is_last, uint32_t *cp)
{
    assert(in.n > 0);
    if (in.p[0] < 0x80) {
        *cp = in.p[0];
        return 1;
    }
    switch (c) {
    case CP_CHARSET_WINDOWS_1252: return next_1252(in.p[0], cp);
    case CP_CHARSET_GB18030: return next_gb18030(in, is_last, cp);
    case CP_CHARSET_EUC_KR: return next_pair(T_EUC_KR, in, is_last, cp);
    case CP_CHARSET_BIG5: return next_pair(T_BIG5, in, is_last, cp);
    case CP_CHARSET_SHIFT_JIS: return next_shift_jis(in, is_last, cp);
    case CP_CHARSET_EUC_JP: return next_euc_jp(in, is_last, cp);
    case CP_CHARSET_UTF_8: return next_utf8(in, is_last, cp);
    case CP_CHARSET_NONE:
    case CP_CHARSET_ASCII:
    case CP_CHARSET_COUNT: break;
    }
    return bad(1, cp);
}

size_t cp_charset_put(char *p, uint32_t cp)
{
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const uint8_t first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    for (size_t i = n; i-- > 1; cp >>= 6)
        p[i] = (char)(0x80 | (cp & 0x3f));
    p[0] = (char)(first[n] | cp);
    return n;
}
