/* SPDX-License-Identifier: Apache-2.0 */
/* test_maker.c - when two spellings are the same name, and looking makers up. */
#include "model/maker.h"
#include "tap.h"

static const struct {
    const char *in, *want;
} norms[] = {
    { "Acme Co.,Ltd", "acme co ltd" },
    { "ACME  co ltd", "acme co ltd" },
    { " -Acme (Shenzhen)- ", "acme shenzhen" },
    { "AT&T", "at t" },
    { "3Com", "3com" },
    { "S.p.A.", "s p a" },
    { "Acme S.p.A.", "acme s p a" },
    { "Acme A/S", "acme a s" },
    { "1.2", "1 2" },
    { "Acme.Networks", "acme networks" },
    { "N\xc3\xbcrnberg", "n\xc3\xbcrnberg" },
    { "\xe4\xb8\xad\xe5\x9b\xbd", "\xe4\xb8\xad\xe5\x9b\xbd" },
    { "ＡＣＭＥ　Ｎｅｔ１", "acme net1" }, /* full-width letters, digits, blank */
    { "Acme（深圳）", "acme 深圳" },       /* full-width brackets */
    { "某・某", "某 某" },                 /* katakana middle dot */
    { "「某」、某。", "某 某" },           /* CJK punctuation */
    { "\xe3\x88\x9c아크메", "아크메" },    /* U+321C */
    { "\xe3\x88\xb1某", "某" },            /* U+3231 */
    { "Acme\xc2\xae \xc2\xab"
      "Bolt\xc2\xbb",
      "acme bolt" },                                            /* Latin-1 signs ... */
    { "\xc2\xaa\xc2\xb5\xc2\xba", "\xc2\xaa\xc2\xb5\xc2\xba" }, /* ... and its letters among them */
    { "Acme\xe2\x80\x93"
      "Bolt\xe2\x84\xa2",
      "acme bolt" },                    /* dash, trade mark */
    { "ー々〆", "ー々〆" },             /* signs that are parts of words */
    { "Acme\xe3\x80", "acme\xe3\x80" }, /* cut off: bytes stay as they are */
    { "\xef\xbc", "\xef\xbc" },
    { "\xef\xbc"
      "A",
      "\xef\xbc"
      "a" },
    { "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
    { "", "" },
    { " . ", "" },
    { "（　）", "" },
};

/* With "ltd" and "kk" as words, 有限公司 and 公司 behind, 株式会社 and 주식회사 around, 주 and 株 leading. */
static const struct {
    const char *in, *want;
} cmps[] = {
    { "某某有限公司", "某某" },
    { "某某公司", "某某" },
    { "株式会社某某", "某某" },
    { "某某株式会社", "某某" },
    { "株式会社 某某", "某某" },
    { "主株式会社社", "主株式会社社" }, /* in the middle it is no form */
    { "(주)아크메", "아크메" },
    { "아크메(주)", "아크메" },
    { "주식회사 아크메", "아크메" },
    { "아크메주식회사", "아크메" },
    { "제주", "제주" }, /* a short mark is never cut off a word */
    { "（株）Acme", "acme" },
    { "ACME株式会社", "acme" },
    { "公司某", "公司某" },     /* never stands before */
    { "有限公司", "有限公司" }, /* something is always left */
    { "株式会社", "株式会社" },
    { "株式会社 有限公司", "有限公司" },
    { "某某有限公司深圳分行", "某某有限公司深圳分行" }, /* a branch is another name */
    { "某某有限公司(深圳)", "某某 深圳" },
    { "Ltd Acme Ltd", "ltd acme" }, /* a word is not left out where a name begins */
    { "", "" },
};

static void check_cmp(cp_arena *a, cp_legal_forms *legal)
{
    cp_legal_forms_add(a, legal, CP_STR("ltd"));
    cp_legal_forms_add(a, legal, CP_STR("kk"));
    cp_legal_forms_add_behind(a, legal, CP_STR("公司"));
    cp_legal_forms_add_behind(a, legal, CP_STR("有限公司"));
    cp_legal_forms_add_around(a, legal, CP_STR("株式会社"));
    cp_legal_forms_add_around(a, legal, CP_STR("주식회사"));
    cp_legal_forms_add_leading(a, legal, CP_STR("주"));
    cp_legal_forms_add_leading(a, legal, CP_STR("株"));
    cp_legal_forms_add_behind(a, legal, CP_STR(""));
    for (size_t i = 0; i < sizeof cmps / sizeof *cmps; i++)
        is_cstr(cp_name_cmp(a, legal, tap_cstr(cmps[i].in)), cmps[i].want, "cmp of \"%s\"",
                cmps[i].in);
}

/* Any bytes: what was compared once is compared the same again, grows never and vanishes never. */
static void check_any(cp_arena *a, const cp_legal_forms *legal)
{
    static const char *const pieces[] = {
        "a",  "Z",    "9",    " ",    ".",    "公司", "株",       "某",           "Ａ",
        "（", "\xe3", "\x80", "\xc2", "\xbc", "ltd ", "株式会社", "\xef\xbc\xa1", "\xff"
    };
    uint32_t seed = 1, wrong = 0;
    for (int round = 0; round < 20000; round++) {
        cp_arena_mark mark = cp_arena_here(a);
        cp_buf b = cp_buf_new(a);
        for (uint32_t n = round % 9; n > 0; n--) {
            seed = seed * 1664525 + 1013904223;
            cp_buf_add_c(&b, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        cp_str s = cp_buf_str(&b), norm = cp_name_norm(a, s), cmp = cp_name_cmp(a, legal, s);
        wrong += !cp_str_eq(cp_name_norm(a, norm), norm) || norm.n > s.n || cmp.n > norm.n ||
                 (norm.n && !cmp.n) || !cp_str_eq(cp_name_norm(a, cmp), cmp);
        cp_arena_back(a, mark);
    }
    is_uint(wrong, 0, "20000 strings of pieces");
}

static void put(cp_arena *a, cp_makers *m, const cp_legal_forms *legal, const char *name,
                uint64_t maker)
{
    *cp_map_put(a, &m->by_name, cp_name_norm(a, tap_cstr(name)), NULL) = maker;
    *cp_map_put(a, &m->by_cmp, cp_name_cmp(a, legal, tap_cstr(name)), NULL) = maker;
}

/* Whom a name means: acme is also called 某某, bolt also 螺栓. */
static const struct {
    const char *name, *want; /* "" nobody */
} who[] = {
    { "Acme", "acme" },
    { "某某有限公司", "acme" },
    { "ＡＣＭＥ", "acme" },
    { "Acme 某某", "acme" },
    { "某某(Acme)", "acme" },
    { "Acme某某公司", "acme" },
    { "Acme 螺栓", "" }, /* two houses */
    { "Acme 谁", "" },   /* half of it is unknown */
    { "谁 Acme", "" },
    { "某", "" },     /* a part */
    { "某某某", "" }, /* more than it */
    { "Acme Bolt", "" },
    { "Bolt KK", "bolt" },
    { "Bolt & Co KK", "" },
    { "Acme Trading Ltd", "" }, /* a false friend by its words without the form */
    { "有限公司", "" },
    { "", "" },
};

static void check_who(cp_arena *a, const cp_legal_forms *legal)
{
    cp_maker v[] = { { .id = CP_STR("acme") }, { .id = CP_STR("bolt") } };
    cp_makers m = { .v = v, .n = 2 };
    cp_map friends = { 0 };
    put(a, &m, legal, "Acme", 0);
    put(a, &m, legal, "某某", 0);
    put(a, &m, legal, "Acme Trading", 0);
    put(a, &m, legal, "Bolt", 1);
    put(a, &m, legal, "螺栓", 1);
    *cp_map_put(a, &friends, cp_maker_friend_key(a, CP_STR("acme trading ltd"), CP_STR("acme")),
                NULL) = 1;
    m.legal = legal;
    m.false_friends = &friends;
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        const cp_maker *found = cp_maker_by_name(a, &m, tap_cstr(who[i].name));
        is_cstr(found ? found->id : CP_STR(""), who[i].want, "whom \"%s\" means", who[i].name);
    }
}

/* ---- AS numbers */

static cp_date date(const char *text)
{
    cp_date d = CP_DATE_NONE;
    (void)cp_date_parse(tap_cstr(text), &d);
    return d;
}

static const struct {
    const char *since, *until, *day;
    cp_tri want;
} spans[] = {
    { "", "", "2026-11-23", CP_YES },
    { "2020-06-01", "", "2020-05-31", CP_NO },
    { "2020-06-01", "", "2020-06-01", CP_YES },
    { "", "2020-06-01", "2020-05-31", CP_YES },
    { "", "2020-06-01", "2020-06-01", CP_NO },
    { "2020", "", "2019-12-31", CP_NO },
    { "2020", "", "2020-07-01", CP_UNKNOWN },
    { "2020", "", "2021-01-01", CP_YES },
    { "", "2020", "2020-07-01", CP_UNKNOWN },
    { "2019", "2020-02", "2020-01-31", CP_YES },
    { "2020", "2020", "2020-07-01", CP_UNKNOWN },
    { "2020", "2020", "2021-01-01", CP_NO },
};

static void check_spans(void)
{
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        const cp_maker_asn x = { .since = date(spans[i].since), .until = date(spans[i].until) };
        is_uint(cp_maker_asn_on(&x, date(spans[i].day)), spans[i].want, "%s to %s: on %s",
                spans[i].since, spans[i].until, spans[i].day);
    }
}

static void check_holders(void)
{
    const cp_date no = CP_DATE_NONE;
    const cp_maker_asn a[] = { { .asn = 7, .since = no, .until = date("2020") },
                               { .asn = 7, .since = date("2022-01-01"), .until = no },
                               { .asn = 5, .since = no, .until = no } };
    const cp_maker_asn b[] = { { .asn = 9, .since = no, .until = no },
                               { .asn = 7, .since = date("2020-01-01"), .until = date("2022") } };
    cp_maker v[] = { { .asns = a, .n_asns = 3 }, { .asns = b, .n_asns = 2 } };
    const cp_makers m = { .v = v, .n = 2 };
    cp_arena *mem = cp_arena_new(0);
    uint32_t n;
    const cp_asn_holder *h = cp_makers_asn_holders(mem, &m, date("2021-03-01"), &n);
    ok(n == 3 && h[0].asn == 5 && h[1].asn == 7 && h[2].asn == 9, "each number once, in order");
    ok(h[1].maker == &v[1] && !h[1].is_unsure, "who holds it on that day");
    h = cp_makers_asn_holders(mem, &m, date("2020-03-01"), &n);
    ok(n == 3 && !h[1].maker, "two that may hold it: nobody is known to");
    h = cp_makers_asn_holders(mem, &m, date("2023-03-01"), &n);
    ok(n == 3 && h[1].maker == &v[0] && h[1].told == &a[1], "and again the first");
    cp_arena_free(mem);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_maker v[] = { { .id = CP_STR("acme") }, { .id = CP_STR("bolt") } };
    cp_makers m = { .v = v, .n = 2 };
    for (size_t i = 0; i < sizeof norms / sizeof *norms; i++)
        is_cstr(cp_name_norm(a, tap_cstr(norms[i].in)), norms[i].want, "\"%s\"", norms[i].in);
    for (uint32_t i = 0; i < 2; i++)
        *cp_map_put(a, &m.by_id, v[i].id, NULL) = i;
    *cp_map_put(a, &m.by_name, CP_STR("bolt works inc"), NULL) = 1;
    ok(cp_maker_by_id(&m, CP_STR("bolt")) == &v[1], "by id");
    ok(cp_maker_by_id(&m, CP_STR("Bolt")) == NULL, "an id is exact");
    ok(cp_maker_by_name(a, &m, CP_STR("BOLT Works, Inc.")) == &v[1], "by name, however written");
    ok(cp_maker_by_name(a, &m, CP_STR("Bolt Works")) == NULL, "a part of a name is another name");
    ok(cp_maker_by_name(a, &m, CP_STR("")) == NULL, "nothing is no name");
    cp_legal_forms legal = { 0 };
    check_cmp(a, &legal);
    check_any(a, &legal);
    check_who(a, &legal);
    cp_makers none = { .v = NULL };
    ok(!cp_maker_by_id(&none, CP_STR("x")) && !cp_maker_by_name(a, &none, CP_STR("x")),
       "in an empty table");
    cp_arena_free(a);
    check_spans();
    check_holders();
    return tap_done();
}
