/* SPDX-License-Identifier: Apache-2.0 */
/* dates.c - see dates.h. The text is cut into numbers and month names, then the pattern decides. */
#include "sources/import/dates.h"

enum {
    PARTS_MAX = 3,
    SHEET_DAYS_MIN = 18264,   /* 1950-01-01 */
    SHEET_DAYS_MAX = 73050,   /* 2100-01-01 */
    SHEET_EPOCH_DAY = -25569, /* 1899-12-30, from which spreadsheets count */
    PIVOT = 70                /* 23-Nov-69 is 2069, 23-Nov-70 is 1970 */
};

typedef struct part {
    uint32_t value;
    uint8_t digits; /* 0: a month's name */
} part;

typedef struct parts {
    part v[PARTS_MAX];
    uint32_t n;
    char sep; /* behind the first number */
} parts;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* 1..12 of a name in English or German, by its first letters; 0 if it is none. */
static uint32_t month_of(cp_str s)
{
    static const struct {
        const char *name;
        uint8_t month, shortest;
    } names[] = {
        { "january", 1, 3 },   { "february", 2, 3 }, { "march", 3, 3 },     { "april", 4, 3 },
        { "may", 5, 3 },       { "june", 6, 3 },     { "july", 7, 3 },      { "august", 8, 3 },
        { "september", 9, 3 }, { "october", 10, 3 }, { "november", 11, 3 }, { "december", 12, 3 },
        { "sept", 9, 4 },      { "januar", 1, 3 },   { "februar", 2, 3 },   { "mai", 5, 3 },
        { "juni", 6, 4 },      { "juli", 7, 4 },     { "oktober", 10, 3 },  { "dezember", 12, 3 },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cp_str name = cp_str_c(names[i].name);
        if (s.n >= names[i].shortest && s.n <= name.n &&
            cp_str_eq_nocase(cp_str_slice(name, 0, s.n), s))
            return names[i].month;
    }
    return 0;
}

/* Length of what stands between the parts at `at`; 0 if it may not stand there. */
static size_t separator(cp_str s, size_t at)
{
    static const cp_str words[] = {
        CP_STR_INIT("年"), CP_STR_INIT("月"), CP_STR_INIT("日"), CP_STR_INIT("년"),
        CP_STR_INIT("월"), CP_STR_INIT("일"), CP_STR_INIT("/"),  CP_STR_INIT("-"),
        CP_STR_INIT("."),  CP_STR_INIT(","),  CP_STR_INIT(" "),
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(cp_str_from(s, at), words[i]))
            return words[i].n;
    return 0;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* A time of day behind the date: "T10:00:00Z", " 10:00". */
static cp_str without_time(cp_str s)
{
    ptrdiff_t colon = cp_str_find_char(s, ':');
    if (colon < 0)
        return s;
    size_t at = (size_t)colon;
    while (at > 0 && is_digit(s.p[at - 1]))
        at--;
    bool cut = at > 0 && (s.p[at - 1] == ' ' || s.p[at - 1] == 'T');
    return cut ? cp_str_trim(cp_str_slice(s, 0, at - 1)) : s;
}

static bool take_part(cp_str s, size_t *at, parts *p)
{
    size_t end = *at;
    if (p->n == PARTS_MAX)
        return false;
    part *x = &p->v[p->n++];
    if (is_digit(s.p[end])) {
        while (end < s.n && is_digit(s.p[end]))
            end++;
        x->digits = (uint8_t)(end - *at < 9 ? end - *at : 9);
        if (!cp_str_u32(cp_str_slice(s, *at, end - *at), &x->value))
            return false;
    } else {
        while (end < s.n && is_letter(s.p[end]))
            end++;
        x->digits = 0;
        x->value = month_of(cp_str_slice(s, *at, end - *at));
        if (x->value == 0)
            return false;
    }
    *at = end;
    return true;
}

static bool split(cp_str s, parts *p)
{
    *p = (parts){ .n = 0 };
    s = without_time(cp_str_trim(s));
    for (size_t at = 0; at < s.n;) {
        if (!take_part(s, &at, p))
            return false;
        if (p->n == 1 && at < s.n)
            p->sep = s.p[at];
        size_t before = at, gap;
        while (at < s.n && (gap = separator(s, at)) > 0)
            at += gap;
        if (at == before && at < s.n)
            return false;
    }
    return p->n > 0;
}

/* m or d 0: not told. */
static bool iso(uint32_t y, uint32_t m, uint32_t d, cp_date *out)
{
    char text[16];
    cp_str s = { text, 0 };
    if (y < 1900 || y > 2999 || m > 12 || d > 31)
        return false;
    for (int i = 3; i >= 0; i--, y /= 10)
        text[i] = (char)('0' + y % 10);
    s.n = 4;
    if (m) {
        text[4] = '-';
        text[5] = (char)('0' + m / 10);
        text[6] = (char)('0' + m % 10);
        s.n = 7;
    }
    if (m && d) {
        text[7] = '-';
        text[8] = (char)('0' + d / 10);
        text[9] = (char)('0' + d % 10);
        s.n = 10;
    }
    return cp_date_parse(s, out);
}

/* One number: YYYYMMDD, or the days of a spreadsheet. */
static bool from_one(part x, cp_date *out)
{
    if (x.digits == 8)
        return x.value / 100 % 100 > 0 && x.value % 100 > 0 &&
               iso(x.value / 10000, x.value / 100 % 100, x.value % 100, out);
    if (x.digits != 5 || x.value < SHEET_DAYS_MIN || x.value > SHEET_DAYS_MAX)
        return false;
    *out = cp_date_of_day((int32_t)x.value + SHEET_EPOCH_DAY);
    return true;
}

static bool from_two(const parts *p, cp_date *out)
{
    part x = p->v[0], y = p->v[1];
    if (x.digits == 4)
        return iso(x.value, y.value, 0, out) && y.value > 0;
    return y.digits == 4 && x.value > 0 && iso(y.value, x.value, 0, out);
}

static uint32_t full_year(part x)
{
    return x.digits > 2 ? x.value : x.value + (x.value < PIVOT ? 2000 : 1900);
}

/* The three parts are numbers and the last is the year: what does it say about the order? */
static bool is_year_last(const parts *p)
{
    return p->n == 3 && p->v[0].digits >= 1 && p->v[0].digits <= 2 && p->v[1].digits >= 1 &&
           p->v[1].digits <= 2 && p->v[2].digits == 4;
}

static bool from_three(const parts *p, const cp_date_order *o, cp_date *out, bool *is_vague)
{
    part x = p->v[0], y = p->v[1], z = p->v[2];
    if (x.digits == 4)
        return y.value > 0 && z.value > 0 && iso(x.value, y.value, z.value, out);
    if (y.digits == 0) /* 23-Nov-26 */
        return x.value > 0 && z.digits >= 2 && iso(full_year(z), y.value, x.value, out);
    if (x.digits == 0) /* Nov 23, 2026 */
        return y.value > 0 && z.digits >= 2 && iso(full_year(z), x.value, y.value, out);
    if (!is_year_last(p) || x.value == 0 || y.value == 0)
        return false;
    bool day_first = p->sep == '.' || x.value > 12 || (o->day_first && !o->month_first);
    bool month_first = y.value > 12 || (o->month_first && !o->day_first);
    if (x.value == y.value || (day_first && y.value <= 12))
        return iso(z.value, y.value, x.value, out);
    if (month_first)
        return iso(z.value, x.value, y.value, out);
    *is_vague = true;
    return x.value <= 12 && iso(z.value, 0, 0, out);
}

void cp_date_order_learn(cp_date_order *o, cp_str s)
{
    parts p;
    if (!split(s, &p) || !is_year_last(&p) || p.sep == '.')
        return;
    o->day_first = o->day_first || (p.v[0].value > 12 && p.v[1].value <= 12);
    o->month_first = o->month_first || (p.v[1].value > 12 && p.v[0].value <= 12);
}

bool cp_date_read(cp_str s, const cp_date_order *o, cp_date *out, bool *is_vague)
{
    parts p;
    *is_vague = false;
    s = cp_str_trim(s);
    if (cp_date_parse(s, out))
        return true;
    if (!split(s, &p))
        return false;
    return p.n == 1   ? from_one(p.v[0], out)
           : p.n == 2 ? from_two(&p, out)
                      : from_three(&p, o, out, is_vague);
}
