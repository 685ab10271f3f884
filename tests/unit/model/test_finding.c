/* SPDX-License-Identifier: Apache-2.0 */
/* test_finding.c - logs of decisions, and what they come to. */
#include "model/finding.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

/* Entries as letters: C confirmed, R rejected, S (sent) reported; small letters are on another
 * verdict than today's; 2 after it: of another asset, 3: of another policy. */
static const struct {
    const char *log, *word;
    bool is_settled, has_changed;
    int reported; /* index of the entry; -1 none */
    uint32_t n;
} rows[] = {
    { "", "candidate", false, false, -1, 0 },
    { "C", "confirmed", true, false, -1, 1 },
    { "c", "confirmed", true, true, -1, 1 },
    { "R", "rejected", true, false, -1, 1 },
    { "r", "rejected, then the evidence changed", false, true, -1, 1 },
    { "RC", "confirmed", true, false, -1, 2 },
    { "CR", "rejected", true, false, -1, 2 },
    { "rR", "rejected", true, false, -1, 2 },
    { "CS", "confirmed", true, false, 1, 2 },
    { "CSS", "confirmed", true, false, 2, 3 },
    { "CSC", "confirmed", true, false, 1, 3 },   /* confirmed already: nothing moves */
    { "CSRC", "confirmed", true, false, -1, 4 }, /* anew: the report was of the other */
    { "Cc", "confirmed", true, false, -1, 2 },
    { "cC", "confirmed", true, true, -1, 2 },
    { "CSR", "rejected", true, false, -1, 3 },
    { "C2", "candidate", false, false, -1, 0 },
    { "C3", "candidate", false, false, -1, 0 },
    { "CR2", "confirmed", true, false, -1, 1 },
};

static uint32_t read_log(const char *s, cp_finding *v)
{
    uint32_t n = 0;
    for (; *s; s++) {
        if (*s == '2' || *s == '3') {
            *(*s == '2' ? &v[n - 1].asset : &v[n - 1].policy) = CP_STR("other");
            continue;
        }
        v[n++] = (cp_finding){ .asset = CP_STR("a"),
                               .policy = CP_STR("p"),
                               .state = *s == 'S'            ? CP_FINDING_REPORTED
                                        : (*s | 0x20) == 'c' ? CP_FINDING_CONFIRMED
                                                             : CP_FINDING_REJECTED,
                               .digest = *s & 0x20 ? CP_STR("old") : CP_STR("now") };
    }
    return n;
}

int main(void)
{
    for (size_t i = 0; i < N(rows); i++) {
        cp_finding log[8];
        uint32_t n = read_log(rows[i].log, log);
        cp_finding_status s = cp_finding_status_of(log, n, CP_STR("a"), CP_STR("p"), CP_STR("now"));
        is_cstr(cp_str_c(cp_finding_word(&s)), rows[i].word, "\"%s\"", rows[i].log);
        is_int(cp_finding_is_settled(&s), rows[i].is_settled, "\"%s\": settled", rows[i].log);
        is_int(s.has_changed, rows[i].has_changed, "\"%s\": changed", rows[i].log);
        is_int(s.reported ? (int)(s.reported - log) : -1, rows[i].reported, "\"%s\": reported",
               rows[i].log);
        is_int(s.n_entries, rows[i].n, "\"%s\": entries", rows[i].log);
    }
    static const struct {
        cp_result result;
        cp_tri binds;
        bool want;
    } verdicts[] = {
        { CP_VERDICT_EXCLUDED, CP_YES, true },       { CP_VERDICT_EXCLUDED, CP_UNKNOWN, true },
        { CP_VERDICT_EXCLUDED, CP_NO, false },       { CP_VERDICT_RESTRICTED, CP_YES, true },
        { CP_VERDICT_UNDETERMINED, CP_YES, true },   { CP_VERDICT_ALLOWED, CP_YES, false },
        { CP_VERDICT_NOT_ADDRESSED, CP_YES, false },
    };
    for (size_t i = 0; i < N(verdicts); i++) {
        cp_verdict v = { .result = verdicts[i].result, .binds = verdicts[i].binds };
        is_int(cp_finding_is_candidate(&v), verdicts[i].want, "candidate %zu", i);
    }
    cp_finding_state s;
    ok(cp_finding_state_by_name(CP_STR("reported"), &s) && s == CP_FINDING_REPORTED, "by name");
    ok(!cp_finding_state_by_name(CP_STR("allowed"), &s), "and no other");
    return tap_done();
}
