/* SPDX-License-Identifier: Apache-2.0 */
/* What the duties of a verdict mean, in words: each statement, with and without days. */
#include "answers.h"

#define TODAY "2026-11-23"

static const struct row {
    const char *name;
    cp_verb verb;
    cp_applies applies;
    const char *from, *deadline, *want;
} rows[] = {
    { "left free", CP_VERB_USE, CP_APPLIES_NO, "", "", "keep" },
    { "forbidden", CP_VERB_USE, CP_APPLIES_YES, "", "", "remove now" },
    { "a deadline to come", CP_VERB_USE, CP_APPLIES_YES, "", "2027-12-31",
      "keep until 2027-12-31" },
    { "the deadline is today", CP_VERB_USE, CP_APPLIES_YES, "", TODAY, "keep until 2026-11-23" },
    { "the deadline was yesterday", CP_VERB_USE, CP_APPLIES_YES, "", "2026-11-22",
      "remove now (was to end by 2026-11-22)" },
    { "this year", CP_VERB_USE, CP_APPLIES_YES, "", "2026", "keep until 2026" },
    { "from a day: the day before", CP_VERB_USE, CP_APPLIES_FROM, "2028-03-01", "",
      "keep until 2028-02-29" },
    { "from a month", CP_VERB_USE, CP_APPLIES_FROM, "2028-03", "", "keep until 2028-03" },
    { "from a day, with a deadline", CP_VERB_USE, CP_APPLIES_FROM, "2027-01-01", "2027-12-31",
      "keep until 2027-12-31" },
    { "not known", CP_VERB_USE, CP_APPLIES_UNKNOWN, "", "", "keep: unclear" },
    { "not known, a day is", CP_VERB_USE, CP_APPLIES_UNKNOWN, "", "2027-12-31",
      "keep: unclear (a day named is 2027-12-31)" },
    { "buy no", CP_VERB_BUY, CP_APPLIES_YES, "", "", "buy: no" },
    { "buy yes", CP_VERB_BUY, CP_APPLIES_NO, "", "", "buy: yes" },
    { "install later", CP_VERB_INSTALL, CP_APPLIES_FROM, "2027", "", "install: from 2027 no" },
    { "extend", CP_VERB_EXTEND, CP_APPLIES_UNKNOWN, "", "", "extend: unclear" },
    { "maintain, to end", CP_VERB_MAINTAIN, CP_APPLIES_YES, "", "2027-01-01",
      "maintain: no, to end by 2027-01-01" },
    { "maintain, ended", CP_VERB_MAINTAIN, CP_APPLIES_YES, "", "2026-01-01", "maintain: no" },
    { "import", CP_VERB_IMPORT, CP_APPLIES_YES, "", "", "import: no" },
};

static cp_date day_or_none(const char *s) { return *s ? day(s) : CP_DATE_NONE; }

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_duty all[2];
    cp_verdict v = { .n_duties = 0 };
    is_str(cp_meaning_text(a, &v, day(TODAY)), CP_STR(""), "no duty: nothing is said");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        cp_duty d = { r->verb, r->applies, day_or_none(r->from), day_or_none(r->deadline),
                      CP_STR("") };
        v.duties = &d;
        v.n_duties = 1;
        is_str(cp_meaning_text(a, &v, day(TODAY)), cp_str_c(r->want), "%s", r->name);
    }
    all[0] = (cp_duty){ CP_VERB_USE, CP_APPLIES_NO, CP_DATE_NONE, CP_DATE_NONE, CP_STR("") };
    all[1] = (cp_duty){ CP_VERB_BUY, CP_APPLIES_YES, CP_DATE_NONE, CP_DATE_NONE, CP_STR("") };
    v.duties = all;
    v.n_duties = 2;
    is_str(cp_meaning_text(a, &v, day(TODAY)), CP_STR("keep; buy: no"), "several");
    cp_arena_free(a);
    return tap_done();
}
