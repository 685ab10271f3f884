/* SPDX-License-Identifier: Apache-2.0 */
/* test_charset.c - encodings: each sequence against Python's codecs (charset_oracle.py), broken
 * ones as the WHATWG Encoding Standard has them, which encoding a text is in, and whole texts. */
#include <stdio.h>
#include <stdlib.h>
#include "codec/charset.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define S(lit) CP_STR_INIT(lit)

/* ---- each sequence */

enum { NO_CHARACTER = -1 };

static bool is_in(uint32_t cp, const uint32_t *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == cp)
            return true;
    return false;
}

/* Where we differ from Python on purpose: see charset.c. */
static bool is_other_on_purpose(cp_charset c, cp_bytes in, int64_t want, int64_t got)
{
    static const uint32_t signs[] = { 0xff5e, 0x2225, 0xff0d, 0xffe0, 0xffe1, 0xffe2 };
    uint8_t b = in.p[0];
    if (c == CP_CHARSET_GB18030)
        return in.n == 1 && b == 0x80 && got == 0x20ac;
    if (c == CP_CHARSET_SHIFT_JIS)
        return in.n == 1 && (b == 0x80 || b == 0xa0 || b > 0xfc) && got == NO_CHARACTER;
    if (c != CP_CHARSET_EUC_JP || in.n != 2)
        return false;
    bool is_extension = b == 0xa1 + 12 || (b >= 0xa1 + 88 && b <= 0xa1 + 91);
    return want == NO_CHARACTER ? is_extension : got >= 0 && is_in((uint32_t)got, signs, N(signs));
}

typedef struct oracle {
    FILE *f;
    cp_charset charset;
    uint32_t n, n_wrong, n_other;
} oracle;

static void check(oracle *o, const uint8_t *p, size_t n)
{
    uint8_t word[4];
    uint32_t cp = 0;
    if (fread(word, sizeof word, 1, o->f) != 1) {
        o->n_wrong++;
        return;
    }
    uint32_t told =
        word[0] | (uint32_t)word[1] << 8 | (uint32_t)word[2] << 16 | (uint32_t)word[3] << 24;
    cp_bytes in = { p, n };
    size_t length = cp_charset_next(o->charset, in, true, &cp);
    bool is_one = length == n && !cp_charset_is_bad(o->charset, length, cp);
    int64_t got = is_one ? (int64_t)cp : NO_CHARACTER;
    int64_t want = told == UINT32_MAX ? NO_CHARACTER : (int64_t)told;
    o->n++;
    if (got == want)
        return;
    bool is_fine = is_other_on_purpose(o->charset, in, want, got);
    if (!is_fine && o->n_wrong < 10)
        printf("# %s %02x%02x: %lld, want %lld\n", cp_charset_name(o->charset), p[0],
               n > 1 ? p[1] : 0, (long long)got, (long long)want);
    *(is_fine ? &o->n_other : &o->n_wrong) += 1;
}

static void check_short(oracle *o)
{
    for (uint32_t a = 0x80; a < 0x100; a++)
        check(o, (uint8_t[]){ (uint8_t)a }, 1);
    for (uint32_t i = 0x8000; i < 0x10000; i++)
        check(o, (uint8_t[]){ (uint8_t)(i >> 8), (uint8_t)i }, 2);
}

static void check_four(oracle *o)
{
    for (uint8_t a = 0x81; a < 0x90; a++)
        for (uint8_t b = '0'; b <= '9'; b++)
            for (uint8_t c = 0x81; c < 0xff; c++)
                for (uint8_t d = '0'; d <= '9'; d++)
                    check(o, (uint8_t[]){ a, b, c, d }, 4);
}

static void check_three(oracle *o)
{
    for (uint32_t i = 0; i < 0x10000; i++)
        check(o, (uint8_t[]){ 0x8f, (uint8_t)(i >> 8), (uint8_t)i }, 3);
}

/* All beyond U+FFFF, behind each other. */
static void check_planes(FILE *f)
{
    uint8_t b[4];
    uint32_t want = 0x10000, cp, n_wrong = 0;
    for (; want <= 0x10ffff && fread(b, sizeof b, 1, f) == 1; want++)
        n_wrong +=
            cp_charset_next(CP_CHARSET_GB18030, (cp_bytes){ b, 4 }, true, &cp) != 4 || cp != want;
    is_uint(want, 0x110000, "GB18030: there are so many characters");
    is_uint(n_wrong, 0, "GB18030: those beyond U+FFFF are Python's");
}

static void test_oracle(void)
{
    /* on purpose: NEC's row and IBM's, signs */
    static const struct {
        cp_charset charset;
        uint32_t n_other;
    } rows[] = { { CP_CHARSET_GB18030, 1 },
                 { CP_CHARSET_EUC_KR, 0 },
                 { CP_CHARSET_BIG5, 0 },
                 { CP_CHARSET_SHIFT_JIS, 5 },
                 { CP_CHARSET_EUC_JP, 83 + 374 + 6 } };
    const char *root = getenv("CLEANPATH_SOURCE_ROOT");
    char command[4096];
    (void)snprintf(command, sizeof command, "python3 '%s/tests/unit/codec/charset_oracle.py'",
                   root ? root : ".");
    FILE *f = popen(command, "r");
    for (size_t i = 0; i < N(rows); i++) {
        oracle o = { .f = f, .charset = rows[i].charset };
        check_short(&o);
        if (o.charset == CP_CHARSET_GB18030)
            check_four(&o);
        if (o.charset == CP_CHARSET_EUC_JP)
            check_three(&o);
        const char *name = cp_charset_name(o.charset);
        is_uint(o.n_wrong, 0, "%s: all %u sequences are Python's", name, o.n);
        is_uint(o.n_other, rows[i].n_other, "%s: but those that are other on purpose", name);
    }
    check_planes(f);
    is_int(pclose(f), 0, "the oracle has told all");
}

/* ---- broken ones */

/* What the bytes become, U+FFFD as "?". No byte of ASCII is lost behind a broken one. */
static const struct {
    const char *name;
    cp_charset charset;
    cp_str in;
    const char *want;
} broken[] = {
    { "GB18030: a quote behind a lead", CP_CHARSET_GB18030, S("\x81\"x"), "?\"x" },
    { "GB18030: a comma behind a lead", CP_CHARSET_GB18030, S("\xd6,x"), "?,x" },
    { "GB18030: a line break behind a lead", CP_CHARSET_GB18030, S("\xfe\nx"), "?\nx" },
    { "GB18030: 0xff, and as a trail", CP_CHARSET_GB18030, S("\xff\x81\xffx"), "??x" },
    { "GB18030: a digit, then ASCII", CP_CHARSET_GB18030, S("\x81\x30,\""), "?0,\"" },
    { "GB18030: two digits behind a lead", CP_CHARSET_GB18030, S("\x81\x30\x30x"), "?00x" },
    { "GB18030: a lead behind three", CP_CHARSET_GB18030, S("\x81\x30\x81,x"), "?0?,x" },
    { "GB18030: three bytes, then a character", CP_CHARSET_GB18030, S("\x81\x30\xd6\xd0"),
      "?0\xe4\xb8\xad" },
    { "GB18030: four bytes that are none", CP_CHARSET_GB18030, S("\x84\x39\x81\x30x"), "?9?0x" },
    { "GB18030: beyond the last plane", CP_CHARSET_GB18030, S("\xe3\x32\x9a\x36x"), "?2?6x" },
    { "GB18030: the last", CP_CHARSET_GB18030, S("\xe3\x32\x9a\x35"), "\xf4\x8f\xbf\xbf" },
    { "GB18030: cut off behind a lead", CP_CHARSET_GB18030, S("x\xd6"), "x?" },
    { "GB18030: cut off behind a digit", CP_CHARSET_GB18030, S("x\x81\x30"), "x?0" },
    { "GB18030: cut off behind three", CP_CHARSET_GB18030, S("x\x81\x30\x81"), "x?0?" },
    { "GB18030: ASCII as a trail of a character", CP_CHARSET_GB18030, S("\x81\x40|"),
      "\xe4\xb8\x82|" },
    { "EUC-KR: a quote behind a lead", CP_CHARSET_EUC_KR, S("\xb0\"x"), "?\"x" },
    { "EUC-KR: a bracket behind a lead", CP_CHARSET_EUC_KR, S("\xb0]x"), "?]x" },
    { "EUC-KR: a pair that is none", CP_CHARSET_EUC_KR, S("\xfe\xfe,x"), "?,x" },
    { "EUC-KR: a letter that makes none", CP_CHARSET_EUC_KR, S("\xc7\x41x"), "?Ax" },
    { "EUC-KR: a syllable of the extension", CP_CHARSET_EUC_KR, S("\x81\x41"), "\xea\xb0\x82" },
    { "Big5: a quote behind a lead", CP_CHARSET_BIG5, S("\xa4\"x"), "?\"x" },
    { "Big5: a brace behind a free lead", CP_CHARSET_BIG5, S("\x81}x"), "?}x" },
    { "Big5: a trail between the two halves", CP_CHARSET_BIG5, S("\xa4\x80x"), "?x" },
    { "Big5: a backslash of a character", CP_CHARSET_BIG5, S("\xa5\x5c\""), "\xe5\x8a\x9f\"" },
    { "Shift_JIS: a quote behind a lead", CP_CHARSET_SHIFT_JIS, S("\x83\"x"), "?\"x" },
    { "Shift_JIS: a comma behind a lead", CP_CHARSET_SHIFT_JIS, S("\xe0,x"), "?,x" },
    { "Shift_JIS: bytes that are none", CP_CHARSET_SHIFT_JIS, S("\x80\xa0\xfd\xffx"), "????x" },
    { "Shift_JIS: half width, and a backslash of a character", CP_CHARSET_SHIFT_JIS,
      S("\xb1\x83\x5c\\"), "\xef\xbd\xb1\xe3\x82\xbd\\" },
    { "EUC-JP: a quote behind a lead", CP_CHARSET_EUC_JP, S("\xa4\"x"), "?\"x" },
    { "EUC-JP: a quote behind half width", CP_CHARSET_EUC_JP, S("\x8e\"x"), "?\"x" },
    { "EUC-JP: half width that is none", CP_CHARSET_EUC_JP, S("\x8e\xe0x"), "?x" },
    { "EUC-JP: a comma in three bytes", CP_CHARSET_EUC_JP, S("\x8f\xa2,x"), "?,x" },
    { "EUC-JP: a comma behind the first of three", CP_CHARSET_EUC_JP, S("\x8f,x"), "?,x" },
    { "EUC-JP: three bytes that are none", CP_CHARSET_EUC_JP, S("\x8f\xa1\xa1x"), "?x" },
    { "EUC-JP: cut off in three bytes", CP_CHARSET_EUC_JP, S("\x8f\xb0"), "??" },
    { "EUC-JP: control characters are none", CP_CHARSET_EUC_JP, S("\x85x"), "?x" },
    { "Windows-1252: what is none", CP_CHARSET_WINDOWS_1252, S("\x80\x81,"), "\xe2\x82\xac?," },
    { "US-ASCII: nothing beyond", CP_CHARSET_ASCII, S("\xd6\xd0,"), "??," },
    { "UTF-8: byte by byte", CP_CHARSET_UTF_8, S("\xe4\xb8,\xc3\xa9\xff"), "??,\xc3\xa9?" },
};

static cp_str shown(cp_arena *a, cp_charset c, cp_bytes in)
{
    cp_buf b = cp_buf_new(a);
    while (in.n) {
        char p[CP_CHARSET_SEQUENCE_MAX];
        uint32_t cp;
        size_t n = cp_charset_next(c, in, true, &cp);
        if (cp_charset_is_bad(c, n, cp))
            cp_buf_char(&b, '?');
        else
            cp_buf_add(&b, (cp_str){ p, cp_charset_put(p, cp) });
        in = (cp_bytes){ in.p + n, in.n - n };
    }
    return cp_buf_str(&b);
}

static void test_broken(cp_arena *a)
{
    for (size_t i = 0; i < N(broken); i++)
        is_cstr(shown(a, broken[i].charset, cp_bytes_of_str(broken[i].in)), broken[i].want, "%s",
                broken[i].name);
}

/* ---- names */

static const struct {
    const char *label;
    cp_charset want;
} labels[] = {
    { "GBK", CP_CHARSET_GB18030 },           { "gb2312", CP_CHARSET_GB18030 },
    { "GB_2312-80", CP_CHARSET_GB18030 },    { " gb18030 ", CP_CHARSET_GB18030 },
    { "ks_c_5601-1987", CP_CHARSET_EUC_KR }, { "EUC-KR", CP_CHARSET_EUC_KR },
    { "cp949", CP_CHARSET_EUC_KR },          { "Big5", CP_CHARSET_BIG5 },
    { "Shift_JIS", CP_CHARSET_SHIFT_JIS },   { "windows-31j", CP_CHARSET_SHIFT_JIS },
    { "euc-jp", CP_CHARSET_EUC_JP },         { "ISO-8859-1", CP_CHARSET_WINDOWS_1252 },
    { "UTF-8", CP_CHARSET_UTF_8 },           { "", CP_CHARSET_NONE },
    { "klingon", CP_CHARSET_NONE },          { "gb18030gb18030gb18030", CP_CHARSET_NONE },
};

static void test_labels(void)
{
    for (size_t i = 0; i < N(labels); i++)
        is_int(cp_charset_by_label(cp_str_c(labels[i].label)), labels[i].want, "\"%s\"",
               labels[i].label);
    for (int c = CP_CHARSET_UTF_8; c < CP_CHARSET_COUNT; c++)
        is_int(cp_charset_by_label(cp_str_c(cp_charset_name((cp_charset)c))), c,
               "%s is its own label", cp_charset_name((cp_charset)c));
}

/* ---- which it is. The texts are written in UTF-8 here, and encoded by looking for the sequence.
 */

static bool encode_one(cp_charset c, uint32_t want, uint8_t *p, size_t *n)
{
    for (uint32_t i = 0x80; i < 0x10000; i++) {
        uint32_t cp;
        p[0] = (uint8_t)(i < 0x100 ? i : i >> 8);
        p[1] = (uint8_t)i;
        *n = i < 0x100 ? 1 : 2;
        if (p[0] >= 0x80 && cp_charset_next(c, (cp_bytes){ p, *n }, true, &cp) == *n && cp == want)
            return true;
    }
    return false;
}

static cp_bytes encoded(cp_arena *a, cp_charset c, cp_str text)
{
    cp_buf b = cp_buf_new(a);
    while (text.n) {
        uint8_t p[2] = { (uint8_t)text.p[0] };
        uint32_t cp;
        size_t n = cp_utf8_decode(text, &cp), length = 1;
        if (cp >= 0x80)
            ok(encode_one(c, cp, p, &length), "U+%04x is in %s", cp, cp_charset_name(c));
        cp_buf_add(&b, (cp_str){ (char *)p, length });
        text = cp_str_from(text, n);
    }
    return cp_bytes_of_str(cp_buf_str(&b));
}

static const struct {
    const char *name;
    cp_charset charset; /* that it is written in */
    const char *text;
    cp_charset want;
} guesses[] = {
    { "Chinese header", CP_CHARSET_GB18030, "网元名称,设备厂家,型号\n", CP_CHARSET_GB18030 },
    { "Chinese names", CP_CHARSET_GB18030, "name,site\nr1,北京\nr2,上海浦东\n",
      CP_CHARSET_GB18030 },
    { "Chinese, rare characters among others", CP_CHARSET_GB18030,
      "name,site\nr1,衢州柯城机房\nr2,亳州谯城基站\n", CP_CHARSET_GB18030 },
    { "Chinese prose", CP_CHARSET_GB18030, "本文件由网管系统自动导出，请勿修改。\n",
      CP_CHARSET_GB18030 },
    { "Korean header", CP_CHARSET_EUC_KR, "장비명,제조사,모델명\n", CP_CHARSET_EUC_KR },
    { "Korean names", CP_CHARSET_EUC_KR, "name,site\nr1,서울 강남국사\nr2,부산\n",
      CP_CHARSET_EUC_KR },
    { "Taiwanese header", CP_CHARSET_BIG5, "設備名稱,廠商,型號\n", CP_CHARSET_BIG5 },
    { "Taiwanese names", CP_CHARSET_BIG5, "name,site\nr1,台北機房\nr2,高雄\n", CP_CHARSET_BIG5 },
    { "Japanese header", CP_CHARSET_SHIFT_JIS, "装置名,メーカー,型番\n", CP_CHARSET_SHIFT_JIS },
    { "Japanese names", CP_CHARSET_SHIFT_JIS, "name,site\nr1,東京局舎\nr2,大阪ビル\n",
      CP_CHARSET_SHIFT_JIS },
    { "Japanese, half width", CP_CHARSET_SHIFT_JIS, "name,site\nr1,ﾄｳｷｮｳ\nr2,ｵｵｻｶ ﾋﾞﾙ\n",
      CP_CHARSET_SHIFT_JIS },
    { "Japanese, EUC", CP_CHARSET_EUC_JP, "装置名,メーカー,型番\nr1,東京ビル,x\n",
      CP_CHARSET_EUC_JP },
    { "German", CP_CHARSET_WINDOWS_1252, "Gerät,Größe\nMünchen,Fußgönheim\n",
      CP_CHARSET_WINDOWS_1252 },
    { "German capitals", CP_CHARSET_WINDOWS_1252, "GERÄT,PRÜFUNG\nKÖLN,ÄNDERUNG\n",
      CP_CHARSET_WINDOWS_1252 },
    { "Portuguese capitals", CP_CHARSET_WINDOWS_1252, "LOCALIZAÇÃO,SITUAÇÃO\nSÃO JOÃO,CONEXÃO\n",
      CP_CHARSET_WINDOWS_1252 },
    { "French", CP_CHARSET_WINDOWS_1252, "Équipement,N° de série\nÉpinal,déployé\n",
      CP_CHARSET_WINDOWS_1252 },
    { "Spanish", CP_CHARSET_WINDOWS_1252, "Ubicación,Año\nLeón,2021\nMálaga,2022\n",
      CP_CHARSET_WINDOWS_1252 },
    { "one accent", CP_CHARSET_WINDOWS_1252, "name,site\nr1,Orléans\n", CP_CHARSET_WINDOWS_1252 },
    { "a degree sign", CP_CHARSET_WINDOWS_1252, "name,notes\nr1,25 °C\n", CP_CHARSET_WINDOWS_1252 },
};

static bool is_word(void *ctx, cp_str word)
{
    (void)ctx;
    return cp_str_eq(word, CP_STR("制式"));
}

static void test_guesses(cp_arena *a)
{
    cp_charset_hint none = { .said = CP_CHARSET_NONE };
    for (size_t i = 0; i < N(guesses); i++) {
        cp_bytes in = encoded(a, guesses[i].charset, cp_str_c(guesses[i].text));
        cp_charset_guess g = cp_charset_guess_of(in, &none);
        is_cstr(cp_str_c(cp_charset_name(g.charset)), cp_charset_name(guesses[i].want),
                "%s: what it is", guesses[i].name);
        ok(!g.is_doubtful, "%s: there is no doubt", guesses[i].name);
    }
    /* one character that is as good a syllable, until it is a known word */
    cp_bytes vague = cp_bytes_of_str(CP_STR("n,\xb0\xa1\n"));
    cp_charset_guess g = cp_charset_guess_of(vague, &none);
    is_int(g.charset, CP_CHARSET_ASCII, "one character may be of two languages: none is taken");
    ok(g.likely != g.rival && g.rival != CP_CHARSET_NONE, "and both are told");
    cp_charset_hint hint = { .is_word = is_word };
    g = cp_charset_guess_of(encoded(a, CP_CHARSET_GB18030, CP_STR("n,制式\n")), &hint);
    is_int(g.charset, CP_CHARSET_GB18030, "a known word decides");
    is_uint(g.n_words, 1, "and is counted");
    /* Russian in Windows-1251, which nobody here reads */
    g = cp_charset_guess_of(
        cp_bytes_of_str(CP_STR("\xce\xe1\xee\xf0\xf3\xe4\xee\xe2\xe0\xed\xe8\xe5,"
                               "\xcc\xee\xf1\xea\xe2\xe0,\xea\xe0\xed\xe0\xeb\n")),
        &none);
    is_int(g.charset, CP_CHARSET_WINDOWS_1252, "what fits nowhere is no Chinese");
    ok(g.is_doubtful, "and is doubtful");
    hint = (cp_charset_hint){ .is_no_latin = true };
    g = cp_charset_guess_of(cp_bytes_of_str(CP_STR("{\"a\":\"M\xfcller\"}")), &hint);
    is_int(g.charset, CP_CHARSET_UTF_8, "where the format says UTF-8, one byte is none");
    g = cp_charset_guess_of(cp_bytes_of_str(CP_STR("设备\xe5\xa4,网元名称\n")), &none);
    is_int(g.charset, CP_CHARSET_UTF_8, "UTF-8 with a broken character stays UTF-8");
}

/* ---- whole texts */

static const struct {
    const char *name;
    cp_charset said;
    cp_str in;
    const char *want;
    cp_charset charset;
    uint64_t n_bad, first_bad_line, n_other, n_utf8, first_utf8;
} texts[] = {
    { "plain", 0, S("a,b"), "a,b", CP_CHARSET_NONE, 0, 0, 0, 0, 0 },
    { "UTF-8", 0, S("\xc3\xa9"), "\xc3\xa9", CP_CHARSET_NONE, 0, 0, 0, 1, 1 },
    { "windows-1252", 0, S("M\xfcller \x80 \x96"), "M\xc3\xbcller \xe2\x82\xac \xe2\x80\x93",
      CP_CHARSET_WINDOWS_1252, 0, 0, 1, 0, 0 },
    { "UTF-8 cut off in a character", 0, S("a\xc3\xa9\xe4\xb8"), "a\xc3\xa9\xef\xbf\xbd",
      CP_CHARSET_NONE, 0, 0, 0, 1, 1 },
    { "UTF-8 cut off behind its first byte", 0, S("\xf0"), "\xef\xbf\xbd", CP_CHARSET_NONE, 0, 0, 0,
      1, 1 },
    { "half a character in the middle", 0, S("\xe4\xb8 x"), "\xc3\xa4\xc2\xb8 x",
      CP_CHARSET_WINDOWS_1252, 0, 0, 1, 0, 0 },
    { "empty", 0, S(""), "", CP_CHARSET_NONE, 0, 0, 0, 0, 0 },
    { "lines in both", 0, S("a,\xc3\xa9\nx\nM\xfcller\n"), "a,\xc3\xa9\nx\nM\xc3\xbcller\n",
      CP_CHARSET_WINDOWS_1252, 0, 0, 1, 1, 1 },
    { "GBK rows below a header in UTF-8", CP_CHARSET_GB18030,
      S("名称\n\xc9\xe8\xb1\xb8\n1\n\xc9\xe8,\x81\"\n"), "名称\n设备\n1\n设,\xef\xbf\xbd\"\n",
      CP_CHARSET_GB18030, 1, 4, 2, 1, 1 },
    { "a line that is UTF-8 by chance", CP_CHARSET_GB18030, S("\xc3\xb7\n"), "梅\n",
      CP_CHARSET_GB18030, 0, 0, 1, 0, 0 },
    { "said to be ASCII", CP_CHARSET_ASCII, S("a\xe9\n"), "a\xef\xbf\xbd\n", CP_CHARSET_ASCII, 1, 1,
      1, 0, 0 },
};

static void test_texts(cp_arena *a)
{
    for (size_t i = 0; i < N(texts); i++) {
        cp_charset_use use = { .hint.said = texts[i].said }, again = use;
        cp_bytes in = cp_bytes_of_str(texts[i].in);
        cp_str got = cp_charset_text(a, in, &use);
        is_cstr(got, texts[i].want, "%s", texts[i].name);
        is_int(use.guess.charset, texts[i].charset, "%s: encoding", texts[i].name);
        is_uint(use.n_bad, texts[i].n_bad, "%s: broken", texts[i].name);
        is_uint(use.first_bad_line, texts[i].first_bad_line, "%s: where", texts[i].name);
        is_uint(use.n_other, texts[i].n_other, "%s: lines in it", texts[i].name);
        is_uint(use.n_utf8, texts[i].n_utf8, "%s: lines in UTF-8", texts[i].name);
        is_uint(use.first_utf8, texts[i].first_utf8, "%s: the first", texts[i].name);
        is_uint(use.bytes, in.n, "%s: all is passed", texts[i].name);
        ptrdiff_t end = cp_str_find_char(got, '\n');
        if (end < 0)
            continue;
        again.guess = use.guess;
        size_t raw = cp_charset_raw_bytes(in, (size_t)end + 1, &again);
        is_int(cp_str_find_char(texts[i].in, '\n') + 1, raw, "%s: bytes of its first line",
               texts[i].name);
        is_uint(again.lines, 1, "%s: which is one", texts[i].name);
    }
}

static const struct {
    const char *name;
    cp_str in;
    const char *want;
    bool is_utf16;
} marked[] = {
    { "no mark", S("a"), "a", false },
    { "UTF-8 with its mark", S("\xef\xbb\xbf\xc3\xa9"), "\xc3\xa9", false },
    { "the mark alone", S("\xef\xbb\xbf"), "", false },
    { "UTF-16, little end first", S("\xff\xfe\x61\0\xe9\0\x2d\x4e"), "a\xc3\xa9\xe4\xb8\xad",
      true },
    { "UTF-16, big end first", S("\xfe\xff\0\x61\0\xe9\x4e\x2d"), "a\xc3\xa9\xe4\xb8\xad", true },
    { "UTF-16, a pair", S("\xff\xfe\x3d\xd8\x80\xde"), "\xf0\x9f\x9a\x80", true },
    { "UTF-16, a pair, big end first", S("\xfe\xff\xd8\x3d\xde\x80"), "\xf0\x9f\x9a\x80", true },
    { "UTF-16, first half alone", S("\xff\xfe\x3d\xd8\x61\0"), "\xef\xbf\xbd\x61", true },
    { "UTF-16, second half alone", S("\xff\xfe\x80\xde\x61\0"), "\xef\xbf\xbd\x61", true },
    { "UTF-16, cut off in a pair", S("\xff\xfe\x61\0\x3d\xd8"), "a\xef\xbf\xbd", true },
    { "UTF-16, cut off in a unit", S("\xff\xfe\x61\0\x61"), "a\xef\xbf\xbd", true },
    { "the mark of UTF-16 alone", S("\xff\xfe"), "", true },
};

static void test_marks(cp_arena *a)
{
    for (size_t i = 0; i < N(marked); i++) {
        bool is_utf16 = !marked[i].is_utf16;
        is_cstr(cp_str_of_bytes(cp_charset_unmark(a, cp_bytes_of_str(marked[i].in), &is_utf16)),
                marked[i].want, "%s", marked[i].name);
        is_int(is_utf16, marked[i].is_utf16, "%s: UTF-16?", marked[i].name);
    }
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_broken, test_guesses, test_texts, test_marks };
    test_oracle();
    test_labels();
    for (size_t i = 0; i < N(tests); i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
