/* SPDX-License-Identifier: Apache-2.0 */
/* test_path_label.c - what a verdict makes of a thing on a path, with and without a day asked
 * for. */
#include "job/path.h"
#include "tap.h"

#define DAY "2027-01-01"

/* use: of the duty, "" none; the day of `from` and the deadline. label: without a day; dated:
 * with. */
static const struct row {
    const char *name;
    cp_result result;
    const char *reason;
    cp_applies applies;
    const char *from, *deadline;
    cp_path_label restricted, label, dated;
    const char *until;
} rows[] = {
    { "allowed", CP_VERDICT_ALLOWED, "", CP_APPLIES_NO, "", "", CP_LABEL_UNKNOWN, CP_LABEL_CLEAN,
      CP_LABEL_CLEAN, "" },
    { "not addressed", CP_VERDICT_NOT_ADDRESSED, "", CP_APPLIES_NO, "", "", CP_LABEL_UNKNOWN,
      CP_LABEL_CLEAN, CP_LABEL_CLEAN, "" },
    { "undetermined", CP_VERDICT_UNDETERMINED, "", CP_APPLIES_UNKNOWN, "", "", CP_LABEL_CLEAN,
      CP_LABEL_UNKNOWN, CP_LABEL_UNKNOWN, "" },
    { "excluded", CP_VERDICT_EXCLUDED, "", CP_APPLIES_YES, "", "", CP_LABEL_CLEAN,
      CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, "" },
    { "excluded, and use is left free", CP_VERDICT_EXCLUDED, "", CP_APPLIES_NO, "", "",
      CP_LABEL_CLEAN, CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, "" },
    { "use ends later", CP_VERDICT_EXCLUDED, "", CP_APPLIES_FROM, "2027-12-31", "2027-12-31",
      CP_LABEL_UNKNOWN, CP_LABEL_EXCLUDED, CP_LABEL_CLEAN, "2027-12-31" },
    { "to be gone later", CP_VERDICT_EXCLUDED, "", CP_APPLIES_YES, "", "2028-06", CP_LABEL_UNKNOWN,
      CP_LABEL_EXCLUDED, CP_LABEL_CLEAN, "2028-06" },
    { "was to be gone", CP_VERDICT_EXCLUDED, "", CP_APPLIES_YES, "", "2026-12-31", CP_LABEL_UNKNOWN,
      CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, "" },
    { "to be gone on the day itself", CP_VERDICT_EXCLUDED, "", CP_APPLIES_FROM, DAY, "",
      CP_LABEL_UNKNOWN, CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, "" },
    { "nobody knows when", CP_VERDICT_EXCLUDED, "", CP_APPLIES_UNKNOWN, "", "2028-01-01",
      CP_LABEL_UNKNOWN, CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, "" },
    { "restricted", CP_VERDICT_RESTRICTED, "only if it is told", CP_APPLIES_YES, "", "",
      CP_LABEL_UNKNOWN, CP_LABEL_UNKNOWN, CP_LABEL_UNKNOWN, "" },
    { "restricted, taken as clean", CP_VERDICT_RESTRICTED, "only if it is told", CP_APPLIES_YES, "",
      "", CP_LABEL_CLEAN, CP_LABEL_CLEAN, CP_LABEL_CLEAN, "" },
    { "restricted, taken as excluded", CP_VERDICT_RESTRICTED, "", CP_APPLIES_NO, "", "",
      CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, "" },
    { "restricted from a later day", CP_VERDICT_RESTRICTED, "from 2028-01-01 on", CP_APPLIES_FROM,
      "2028-01-01", "", CP_LABEL_EXCLUDED, CP_LABEL_EXCLUDED, CP_LABEL_CLEAN, "2028-01-01" },
    { "a source that nobody checked", CP_VERDICT_RESTRICTED,
      "names it only with a reservation, source not checked", CP_APPLIES_FROM, "2028-01-01", "",
      CP_LABEL_CLEAN, CP_LABEL_UNKNOWN, CP_LABEL_UNKNOWN, "" },
};

static cp_date date(const char *s)
{
    cp_date d = CP_DATE_NONE;
    if (*s && !cp_date_parse(cp_str_c(s), &d))
        exit(99);
    return d;
}

static void check_row(cp_arena *a, const struct row *r)
{
    cp_duty duty = { .verb = CP_VERB_USE,
                     .applies = r->applies,
                     .from = date(r->from),
                     .deadline = date(r->deadline) };
    cp_verdict v = {
        .result = r->result, .reason = cp_str_c(r->reason), .duties = &duty, .n_duties = 1
    };
    cp_date until;
    cp_path_rules rules = { r->restricted, false };
    is_int(cp_path_label_of(&rules, &v, date(DAY), &until), r->label, "%s", r->name);
    ok(!cp_date_is_set(until), "%s, for good", r->name);
    rules.has_day = true;
    is_int(cp_path_label_of(&rules, &v, date(DAY), &until), r->dated, "%s, on a day", r->name);
    is_cstr(cp_date_text(a, until), r->until, "%s, until", r->name);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_date until;
    cp_path_rules rules = { CP_LABEL_CLEAN, true };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    is_int(cp_path_label_of(&rules, NULL, date(DAY), &until), CP_LABEL_UNKNOWN, "no verdict");
    cp_arena_free(a);
    return tap_done();
}
