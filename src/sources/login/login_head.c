/* SPDX-License-Identifier: Apache-2.0 */
/* login_head.c - see login_head.h. */
#include "sources/login/login_head.h"

#define SECOND_US ((int64_t)1000 * 1000)
#define DAY_US (86400 * SECOND_US)
enum { YEAR_OF_NONE = 2000 };

static cp_str word(cp_str *rest)
{
    cp_str w = CP_STR("");
    *rest = cp_str_trim(*rest);
    (void)cp_str_cut(rest, ' ', &w);
    return w;
}

static int month_of(cp_str s)
{
    static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    for (int i = 0; i < 12; i++)
        if (cp_str_eq_nocase(s, cp_str_c(names[i])))
            return i + 1;
    return 0;
}

/* "10:00:01", with a fraction and a colon behind it; -1 none. */
static int64_t clock_of(cp_str s)
{
    uint32_t h, m, sec;
    if (cp_str_ends(s, CP_STR(":")))
        s.n--;
    if (s.n < 8 || s.p[2] != ':' || s.p[5] != ':' || (s.n > 8 && s.p[8] != '.') ||
        !cp_str_u32(cp_str_slice(s, 0, 2), &h) || !cp_str_u32(cp_str_slice(s, 3, 2), &m) ||
        !cp_str_u32(cp_str_slice(s, 6, 2), &sec) || h > 23 || m > 59 || sec > 60)
        return -1;
    return (int64_t)(h * 3600 + m * 60 + sec) * SECOND_US;
}

static bool year_of(cp_str s, uint32_t *out)
{
    return s.n == 4 && cp_str_u32(s, out) && *out >= 1990 && *out < 2200;
}

static bool put_time(cp_login_head *h, uint32_t year, int month, uint32_t day, int64_t clock)
{
    cp_date d = cp_date_ymd((int)year, month, (int)day);
    if (!cp_date_is_set(d) || clock < 0)
        return false;
    h->at = (cp_time)d.first_day * DAY_US + clock;
    return true;
}

/* "Nov 23 10:00:00", "Nov 23 2026 10:00:00:"; "Mon Nov 23 10:00:00 2026". */
static bool time_of_words(cp_str *rest, cp_login_head *h)
{
    cp_str first = word(rest);
    bool is_asctime = first.n == 3 && !month_of(first);
    int month = month_of(is_asctime ? word(rest) : first);
    uint32_t day, year = YEAR_OF_NONE;
    if (!month || !cp_str_u32(word(rest), &day))
        return false;
    cp_str next = word(rest);
    h->has_year = !is_asctime && year_of(next, &year);
    if (h->has_year)
        next = word(rest);
    int64_t clock = clock_of(next);
    if (is_asctime) {
        h->has_year = true;
        if (!year_of(word(rest), &year))
            return false;
    }
    h->has_zone = false;
    return put_time(h, year, month, day, clock);
}

/* "2026-11-23T10:00:00Z", "2026-11-23 10:00:00"; with_host: the latter has none. */
static bool time_of_digits(cp_str *rest, cp_login_head *h, bool *with_host)
{
    cp_str all = *rest, first = word(rest);
    h->has_year = true;
    if (cp_login_time(first, &h->at, &h->has_zone))
        return first.n > 10;
    *with_host = false;
    cp_str second = word(rest);
    if (first.n != 10 || !second.n)
        return false;
    return cp_login_time(cp_str_slice(all, 0, (size_t)(second.p + second.n - all.p)), &h->at,
                         &h->has_zone);
}

static void read_tag(cp_login_head *h)
{
    cp_str m = h->message;
    size_t i = 0;
    while (i < m.n && m.p[i] != ' ' && m.p[i] != ':' && m.p[i] != '[')
        i++;
    cp_str tag = cp_str_slice(m, 0, i), pid = CP_STR("");
    if (i < m.n && m.p[i] == '[') {
        ptrdiff_t close = cp_str_find_char(m, ']');
        if (close < (ptrdiff_t)i)
            return;
        pid = cp_str_slice(m, i + 1, (size_t)close - i - 1);
        i = (size_t)close + 1;
    }
    if (i >= m.n || m.p[i] != ':')
        return;
    h->tag = tag;
    h->pid = pid;
    h->message = cp_str_trim(cp_str_from(m, i + 1));
}

/* What is left of a line, which is a place in it also where nothing is left. */
static cp_str left_of(cp_str line, cp_str rest)
{
    return rest.n ? rest : cp_str_slice(line, line.n, 0);
}

/* Behind "<PRI>1 ": host, application, process, id of the message, structured data. */
static bool read_5424(cp_str line, cp_login_head *h)
{
    cp_str rest = line, at = word(&rest), id;
    h->has_year = true;
    if (!cp_login_time(at, &h->at, &h->has_zone))
        return false;
    h->host = word(&rest);
    h->tag = word(&rest);
    h->pid = word(&rest);
    id = word(&rest);
    rest = cp_str_trim(rest);
    while (cp_str_starts(rest, CP_STR("["))) {
        size_t i = 1;
        for (bool is_quoted = false; i < rest.n && (is_quoted || rest.p[i] != ']'); i++) {
            if (rest.p[i] == '\\')
                i++;
            else if (rest.p[i] == '"')
                is_quoted = !is_quoted;
        }
        rest = cp_str_from(rest, i + 1);
    }
    if (cp_str_starts(rest, CP_STR("- ")))
        rest = cp_str_from(rest, 2);
    h->message = left_of(line, cp_str_trim(rest));
    if (cp_str_starts(h->message, CP_STR("\xef\xbb\xbf")))
        h->message = cp_str_from(h->message, 3);
    return id.n > 0;
}

bool cp_login_head_read(cp_str line, cp_login_head *out)
{
    cp_str rest = cp_str_trim(line);
    bool with_host = true;
    *out = (cp_login_head){ .at = CP_TIME_NONE };
    if (cp_str_starts(rest, CP_STR("<"))) {
        ptrdiff_t close = cp_str_find_char(rest, '>');
        if (close < 2 || close > 4)
            return false;
        rest = cp_str_from(rest, (size_t)close + 1);
        if (cp_str_starts(rest, CP_STR("1 ")))
            return read_5424(cp_str_from(rest, 2), out);
    }
    bool is_digits = rest.n && rest.p[0] >= '0' && rest.p[0] <= '9';
    cp_str before = rest;
    if (is_digits ? !time_of_digits(&rest, out, &with_host) : !time_of_words(&rest, out))
        return false;
    if (!is_digits && month_of(cp_str_slice(before, 0, 3)) == 0)
        with_host = false;
    rest = cp_str_trim(rest);
    if (with_host && !cp_str_starts(rest, CP_STR("%")) && !cp_str_starts(rest, CP_STR(":"))) {
        cp_str host = word(&rest);
        if (cp_str_ends(host, CP_STR(":")))
            host.n--;
        out->host = host;
    }
    rest = cp_str_trim(rest);
    if (cp_str_starts(rest, CP_STR(":")))
        rest = cp_str_trim(cp_str_from(rest, 1));
    out->message = left_of(line, rest);
    if (with_host)
        read_tag(out);
    return true;
}

cp_time cp_login_in_year(cp_time of_2000, cp_time near)
{
    int year, month, mday, y, m, d;
    cp_time best = CP_TIME_NONE;
    int64_t least = INT64_MAX;
    cp_time day_of = of_2000 / DAY_US, clock = of_2000 % DAY_US;
    cp_day_civil((int32_t)(near / DAY_US), &year, &month, &mday);
    cp_day_civil((int32_t)day_of, &y, &m, &d);
    for (int k = -1; k <= 1; k++) {
        cp_date date = cp_date_ymd(year + k, m, d);
        if (!cp_date_is_set(date))
            continue;
        cp_time t = (cp_time)date.first_day * DAY_US + clock;
        int64_t off = t > near ? t - near : near - t;
        if (off < least) {
            least = off;
            best = t;
        }
    }
    return best;
}
