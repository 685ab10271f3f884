/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of date of a pack stands in the calendar once, in order; ranges cut by intervals. */
#include "houses.h"
#include "policy/calendar.h"

static const char pack[] =
    "schema: cleanpath-policy/1\nid: p\ntitle: T\njurisdiction: SE\nkind: rules\nlaw: enacted\n"
    "enacted: 2020-01-01\neffective: 2021-01-01\nends: 2030-01-01\nread: 2026\n"
    "addressees: [{role: importer}]\n"
    "sources: {s: {url: 'https://example.org/', date: 2020, tier: official}}\n"
    "exemptions:\n"
    "- {id: x, text: exempt, if: {role: [spare_part]}, from: 2022-01-01, until: 2023, "
    "src: s, confidence: verified}\n"
    "clauses:\n"
    "- {id: plain, title: plain, makers: [acme], equipment: [any], src: s, confidence: verified}\n"
    "- {id: dated, title: dated, equipment: [any], date_added: 2022-02, from: 2022-03-01, "
    "removed: 2029-01-01, makers: [{id: acme, since: 2023-03-03, until: 2024-04-04}], exempt: [x], "
    "confidence: partial}\n"
    "- {id: capped, title: capped, makers: [acme], equipment: [base_station], confidence: partial, "
    "cap: {share: 0.35, unit: sites, deadline: 2025-07-31},\n"
    "   duties: [{verb: extend, from: {days_after_added: 10}, text: own, confidence: partial}]}\n"
    "duties:\n"
    "- {verb: buy, from: {days_after_added: 60}, text: after sixty days, src: s, confidence: "
    "verified}\n"
    "- {verb: use, deadline: 2027, text: gone, clauses: [plain], confidence: memory}\n"
    "- {verb: maintain, deadline_rule: a later order, text: serviced no more, confidence: "
    "partial}\n"
    "notes: [{id: n, text: noted, until: 2026-06-30, confidence: partial}]\n"
    "events: [{date: 2019-12, text: drafted, src: s, confidence: verified}]\n";

static const char want[] = "2019-12 event : drafted\n"
                           "2020-01-01 enacted : T\n"
                           "2020-01-11 duty_from extend; clause capped: own\n"
                           "2020-03-01 duty_from buy; clause plain: after sixty days\n"
                           "2021-01-01 effective : T\n"
                           "2022-01-01 exemption_from x: exempt\n"
                           "2022-02 clause_added clause dated: dated\n"
                           "2022-03-01 clause_from clause dated: dated\n"
                           "2022-04-02/2022-04-29 duty_from buy; clause dated: after sixty days\n"
                           "2023 exemption_until x: exempt\n"
                           "2023-03-03 maker_added clause dated, acme: acme is named from then on\n"
                           "2024-04-04 maker_removed clause dated, acme: acme is named no longer\n"
                           "2025-07-31 cap_deadline clause capped: at most 35 % of sites: capped\n"
                           "2026-06-30 note_until n: noted\n"
                           "2027 deadline use; clause plain: gone\n"
                           "2029-01-01 clause_removed clause dated: dated\n"
                           "2030-01-01 ends : T\n"
                           " no_date maintain: serviced no more: a later order\n";

static cp_str text_of(cp_arena *a, const cp_policy_lib *lib, const char *from, const char *to)
{
    cp_calendar c;
    cp_buf b = cp_buf_new(a);
    cp_calendar_fill(a, lib->packs, lib->n_packs, date_or_none(cp_str_c(from)),
                     date_or_none(cp_str_c(to)), &c);
    for (uint32_t i = 0; i < c.v.n; i++) {
        const cp_calendar_entry *e = &c.v.v[i];
        cp_buf_fmt(&b, "%.*s %s %.*s: %.*s\n", CP_FMT(cp_date_text(a, e->date)),
                   cp_calendar_kind_name(e->kind), CP_FMT(e->item), CP_FMT(e->text));
    }
    return cp_buf_str(&b);
}

/* A range keeps what overlaps it, and what has no date. */
static const struct row {
    const char *name, *from, *to, *want;
} rows[] = {
    { "one month", "2022-03", "2022-03",
      "2022-03-01 clause_from clause dated: dated\n"
      " no_date maintain: serviced no more: a later order\n" },
    { "within a year that is the date", "2027-05-05", "2027-05-05",
      "2027 deadline use; clause plain: gone\n"
      " no_date maintain: serviced no more: a later order\n" },
    { "from a day on", "2029-01-02", "-",
      "2030-01-01 ends : T\n no_date maintain: serviced no more: a later order\n" },
    { "up to a day", "-", "2019-11-30", " no_date maintain: serviced no more: a later order\n" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const char *const yaml[] = { pack };
    const cp_policy_lib *lib =
        packs_of(a, houses(a, "acme parent bergson - - verified\n"), yaml, 1);
    is_cstr(text_of(a, lib, "-", "-"), want, "all that is dated");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_cstr(text_of(a, lib, rows[i].from, rows[i].to), rows[i].want, "%s", rows[i].name);
    const cp_policy_lib *all = shipped_packs(a, shipped_makers(a));
    cp_calendar c;
    uint32_t n_events = 0, n = 0;
    cp_calendar_fill(a, all->packs, all->n_packs, CP_DATE_NONE, CP_DATE_NONE, &c);
    for (uint32_t i = 0; i < all->n_packs; i++)
        n_events += all->packs[i]->n_events;
    for (uint32_t i = 0; i < c.v.n; i++)
        n += c.v.v[i].kind == CP_CALENDAR_EVENT;
    is_uint(n, n_events, "every event of the shipped packs");
    for (uint32_t i = 1; i < c.v.n; i++)
        if (cp_date_is_set(c.v.v[i].date) && c.v.v[i].date.first_day < c.v.v[i - 1].date.first_day)
            ok(false, "entry %u stands before an earlier one", i);
    cp_arena_free(a);
    return tap_done();
}
