/* SPDX-License-Identifier: Apache-2.0 */
/* holidays.c - see holidays.h. */
#include "report/holidays.h"
#include "codec/yaml.h"
#include "codec/yaml_keys.h"

#define KEYS(v) (v), sizeof(v) / sizeof *(v)
static const char *const file_keys[] = { "schema",  "id",       "title",      "read",
                                         "note",    "sources",  "src",        "known",
                                         "weekend", "observed", "confidence", "holidays" };
static const char *const holiday_keys[] = { "name", "month", "day",   "weekday",
                                            "nth",  "since", "until", "once" };
static const char *const weekdays[] = { "monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday" };

enum { FIRST_YEAR = 1900, LAST_YEAR = 2999 }; /* as dates are written (time.h) */

static cp_rc weekday(const cp_tree *t, cp_str name, int *out, cp_err *err)
{
    for (int i = 0; i < 7; i++)
        if (cp_str_eq_nocase(name, cp_str_c(weekdays[i]))) {
            *out = i;
            return CP_OK;
        }
    return cp_fail_line(err, CP_EFORMAT, t->line,
                        "\"%.*s\" is no day of the week; expected monday to sunday", CP_FMT(name));
}

/* A whole number; absent: not touched. */
static cp_rc number(const cp_tree *t, const char *key, int min, int max, int *out, cp_err *err)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(key));
    cp_str s = cp_tree_text(x);
    uint32_t n;
    bool minus = s.n && s.p[0] == '-';
    if (!x)
        return CP_OK;
    if (!cp_str_u32(cp_str_from(s, minus), &n) || n > LAST_YEAR ||
        (minus ? -(int)n : (int)n) < min || (minus ? -(int)n : (int)n) > max)
        return cp_fail_line(err, CP_EFORMAT, x->line, "%s: \"%.*s\", expected %d to %d", key,
                            CP_FMT(s), min, max);
    *out = minus ? -(int)n : (int)n;
    return CP_OK;
}

static cp_rc read_numbers(const cp_tree *t, cp_holiday *h, cp_err *err)
{
    const struct {
        const char *key;
        int min, max, *out;
    } keys[] = { { "month", 1, 12, &h->month },
                 { "day", 1, 31, &h->day },
                 { "nth", -1, 5, &h->nth },
                 { "since", FIRST_YEAR, LAST_YEAR, &h->since },
                 { "until", FIRST_YEAR, LAST_YEAR, &h->until } };
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof keys / sizeof *keys; i++)
        rc = number(t, keys[i].key, keys[i].min, keys[i].max, keys[i].out, err);
    return rc;
}

static cp_rc read_holiday(cp_arena *a, const cp_tree *t, cp_holiday *h, cp_err *err)
{
    const cp_tree *day;
    cp_date once = CP_DATE_NONE;
    *h = (cp_holiday){ .kind = CP_HOLIDAY_FIXED };
    cp_rc rc = cp_yaml_keys(t, "holiday", KEYS(holiday_keys), err);
    if (rc == CP_OK)
        rc = read_numbers(t, h, err);
    if (rc == CP_OK)
        rc = cp_yaml_date(t, CP_STR("once"), &once, err);
    if (rc == CP_OK && (day = cp_tree_get(t, CP_STR("weekday"))) != NULL)
        rc = weekday(day, cp_tree_text(day), &h->weekday, err);
    if (rc != CP_OK)
        return rc;
    h->name = cp_str_dup(a, cp_tree_get_text(t, CP_STR("name")));
    bool is_nth = day && h->month && h->nth && !h->day, is_fixed = h->month && h->day && !day;
    bool is_once = cp_date_is_set(once) && once.first_day == once.last_day && !h->month;
    if (h->name.n == 0 || is_nth + is_fixed + is_once != 1)
        return cp_fail_line(err, CP_EFORMAT, t->line,
                            "a holiday needs a name and one of: month and day; month, weekday and "
                            "nth; once with a day");
    h->kind = is_nth ? CP_HOLIDAY_NTH : is_once ? CP_HOLIDAY_ONCE : CP_HOLIDAY_FIXED;
    h->once = once.first_day;
    return CP_OK;
}

static cp_rc read_weekend(cp_arena *a, const cp_tree *file, cp_workdays *w, cp_err *err)
{
    const cp_tree *t = cp_tree_get(file, CP_STR("weekend"));
    const cp_str *v;
    uint32_t n;
    int d = 0;
    cp_rc rc = cp_yaml_texts(a, t, &v, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        if ((rc = weekday(t, v[i], &d, err)) == CP_OK)
            w->weekend |= (uint8_t)(1 << d);
    if (rc == CP_OK && w->weekend == 0x7f)
        rc = cp_fail_line(err, CP_EFORMAT, t->line, "weekend: there must be a day of work");
    return rc;
}

/* saturday: friday -> one day earlier. At most three days either way, so that it is no riddle. */
static cp_rc read_observed(const cp_tree *file, cp_workdays *w, cp_err *err)
{
    const cp_tree *t = cp_tree_get(file, CP_STR("observed"));
    int from = 0, to = 0;
    cp_rc rc = CP_OK;
    if (t && t->kind != CP_TREE_MAP)
        return cp_fail_line(err, CP_EFORMAT, t->line, "observed: expected a mapping");
    for (uint32_t i = 0; t && rc == CP_OK && i < t->n; i++) {
        rc = weekday(t->items[i], t->keys[i], &from, err);
        if (rc == CP_OK)
            rc = weekday(t->items[i], cp_tree_text(t->items[i]), &to, err);
        if (rc != CP_OK)
            break;
        int move = (to - from + 7) % 7;
        w->shift[from] = (int8_t)(move > 3 ? move - 7 : move);
    }
    return rc;
}

static cp_rc read_known(const cp_tree *file, cp_workdays *w, cp_err *err)
{
    static const char *const keys[] = { "since", "until" };
    const cp_tree *t = cp_tree_get(file, CP_STR("known"));
    int since = FIRST_YEAR, until = LAST_YEAR;
    cp_rc rc = t ? cp_yaml_keys(t, "known", KEYS(keys), err) : CP_OK;
    if (rc == CP_OK)
        rc = number(t, "since", FIRST_YEAR, LAST_YEAR, &since, err);
    if (rc == CP_OK)
        rc = number(t, "until", FIRST_YEAR, LAST_YEAR, &until, err);
    if (rc == CP_OK && since > until)
        rc = cp_fail_line(err, CP_EFORMAT, t->line, "known: ends before it begins");
    w->known = (cp_date){ cp_date_ymd(since, 1, 1).first_day, cp_date_ymd(until, 12, 31).last_day };
    return rc;
}

static cp_rc read_sources(cp_arena *a, const cp_tree *file, cp_calendar *c, cp_err *err)
{
    const cp_tree *t = cp_tree_get(file, CP_STR("sources"));
    if (t && t->kind != CP_TREE_MAP)
        return cp_fail_line(err, CP_EFORMAT, t->line, "sources: expected a mapping");
    c->n_sources = t ? t->n : 0;
    cp_str *v = CP_NEW_ARRAY(a, cp_str, c->n_sources);
    for (uint32_t i = 0; i < c->n_sources; i++)
        v[i] = cp_str_dup(a, cp_tree_get_text(t->items[i], CP_STR("url")));
    c->sources = v;
    return CP_OK;
}

static cp_rc read_holidays(cp_arena *a, const cp_tree *file, cp_workdays *w, cp_err *err)
{
    const cp_tree *t = cp_tree_get(file, CP_STR("holidays"));
    cp_rc rc = cp_yaml_seq(t, "holidays", &w->n_holidays, err);
    if (rc == CP_OK && w->n_holidays > CP_HOLIDAYS_MAX)
        rc = cp_fail_line(err, CP_ELIMIT, t->line, "%u holidays, at most %d are read",
                          w->n_holidays, CP_HOLIDAYS_MAX);
    if (rc != CP_OK)
        return rc;
    cp_holiday *v = CP_NEW_ARRAY(a, cp_holiday, w->n_holidays);
    for (uint32_t i = 0; rc == CP_OK && i < w->n_holidays; i++)
        rc = read_holiday(a, t->items[i], &v[i], err);
    w->holidays = v;
    return rc;
}

cp_rc cp_calendar_read(cp_arena *a, cp_bytes yaml, cp_calendar *out, cp_err *err)
{
    const cp_tree *t;
    cp_calendar c = { .read = CP_DATE_NONE };
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    if (rc == CP_OK)
        rc = cp_yaml_keys(t, "calendar", KEYS(file_keys), err);
    if (rc == CP_OK &&
        !cp_str_eq(cp_tree_get_text(t, CP_STR("schema")), CP_STR("cleanpath-holidays/1")))
        rc = cp_fail_line(err, CP_EFORMAT, t->line, "schema: expected cleanpath-holidays/1");
    if (rc != CP_OK)
        return rc;
    c.days.id = cp_str_dup(a, cp_tree_get_text(t, CP_STR("id")));
    c.days.title = cp_str_dup(a, cp_tree_get_text(t, CP_STR("title")));
    c.note = cp_str_dup(a, cp_tree_get_text(t, CP_STR("note")));
    if (c.days.id.n == 0 || c.days.title.n == 0)
        return cp_fail_line(err, CP_EFORMAT, t->line, "a calendar needs an id and a title");
    rc = cp_yaml_date(t, CP_STR("read"), &c.read, err);
    if (rc == CP_OK)
        rc = read_weekend(a, t, &c.days, err);
    if (rc == CP_OK)
        rc = read_observed(t, &c.days, err);
    if (rc == CP_OK)
        rc = read_known(t, &c.days, err);
    if (rc == CP_OK)
        rc = read_sources(a, t, &c, err);
    if (rc == CP_OK)
        rc = read_holidays(a, t, &c.days, err);
    if (rc == CP_OK)
        *out = c;
    return rc;
}

cp_rc cp_calendar_get(cp_arena *a, cp_str id, cp_calendar *out, cp_err *err)
{
    uint32_t it = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("forms/holidays/"), &it));) {
        cp_rc rc = cp_calendar_read(a, f->bytes, out, err);
        if (rc != CP_OK) {
            cp_err_in_file(err, f->name.p, f->name.n);
            return rc;
        }
        if (cp_str_eq(out->days.id, id))
            return CP_OK;
    }
    return cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no calendar \"%.*s\"", CP_FMT(id));
}
