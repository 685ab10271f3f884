/* SPDX-License-Identifier: Apache-2.0 */
/* Which exit status an answer deserves: findings, open questions, what could not be read, and which
 * of them wins; what --fail-on, --fail-on-unknown and --strict change. */
#include "job/evidence.h"
#include "tap.h"

enum { VERDICTS_MAX = 3 };
#define V(result, binds)                   \
    {                                      \
        CP_VERDICT_##result, CP_##binds, 0 \
    }
#define WAIVED(result, binds)              \
    {                                      \
        CP_VERDICT_##result, CP_##binds, 1 \
    }

static const struct row {
    const char *name;
    struct {
        cp_result result;
        cp_tri binds;
        bool is_waived;
    } v[VERDICTS_MAX];
    uint32_t n;
    bool has_profile, has_policy, strict;
    uint32_t n_unreadable, n_partly, n_not_recognised;
    const char *fail_on, *fail_on_unknown;
    int want;
} rows[] = {
    { "no asset", { { 0 } }, .has_profile = true, .want = 0 },
    { "allowed", { V(ALLOWED, YES) }, 1, .has_profile = true, .want = 0 },
    { "not addressed", { V(NOT_ADDRESSED, YES) }, 1, .has_profile = true, .want = 0 },
    { "excluded", { V(EXCLUDED, YES) }, 1, .has_profile = true, .want = 1 },
    { "excluded, by --policy", { V(EXCLUDED, YES) }, 1, .has_policy = true, .want = 1 },
    { "excluded, not for us", { V(EXCLUDED, NO) }, 1, .has_profile = true, .want = 0 },
    { "excluded, perhaps for us", { V(EXCLUDED, UNKNOWN) }, 1, .has_profile = true, .want = 4 },
    { "excluded, and nobody says who we are", { V(EXCLUDED, UNKNOWN) }, 1, .want = 0 },
    { "excluded and waived", { WAIVED(EXCLUDED, YES) }, 1, .has_profile = true, .want = 0 },
    { "restricted", { V(RESTRICTED, YES) }, 1, .has_profile = true, .want = 0 },
    { "restricted, --fail-on restricted",
      { V(RESTRICTED, YES) },
      1,
      .has_profile = true,
      .fail_on = "restricted",
      .want = 1 },
    { "excluded, --fail-on restricted",
      { V(EXCLUDED, YES) },
      1,
      .has_profile = true,
      .fail_on = "restricted",
      .want = 1 },
    { "excluded, --fail-on never",
      { V(EXCLUDED, YES) },
      1,
      .has_profile = true,
      .fail_on = "never",
      .want = 0 },
    { "undetermined", { V(UNDETERMINED, YES) }, 1, .has_profile = true, .want = 4 },
    { "undetermined, not for us", { V(UNDETERMINED, NO) }, 1, .has_profile = true, .want = 0 },
    { "undetermined, --fail-on-unknown never",
      { V(UNDETERMINED, YES) },
      1,
      .has_profile = true,
      .fail_on_unknown = "never",
      .want = 0 },
    { "excluded and undetermined",
      { V(UNDETERMINED, YES), V(EXCLUDED, YES) },
      2,
      .has_profile = true,
      .want = 1 },
    { "both, --fail-on never",
      { V(UNDETERMINED, YES), V(EXCLUDED, YES) },
      2,
      .has_profile = true,
      .fail_on = "never",
      .want = 4 },
    { "both, and a file unreadable",
      { V(UNDETERMINED, YES), V(EXCLUDED, YES) },
      2,
      .has_profile = true,
      .n_unreadable = 1,
      .want = 3 },
    { "a file unreadable", { V(ALLOWED, YES) }, 1, .n_unreadable = 1, .want = 3 },
    { "one read in part", { V(ALLOWED, YES) }, 1, .n_partly = 1, .want = 0 },
    { "one read in part, --strict",
      { V(ALLOWED, YES) },
      1,
      .strict = true,
      .n_partly = 1,
      .want = 3 },
    { "one not recognised",
      { V(EXCLUDED, YES) },
      1,
      .has_profile = true,
      .n_not_recognised = 1,
      .want = 1 },
    { "one not recognised, --strict",
      { V(EXCLUDED, YES) },
      1,
      .has_profile = true,
      .strict = true,
      .n_not_recognised = 1,
      .want = 3 },
    { "all read, --strict",
      { V(EXCLUDED, YES) },
      1,
      .has_profile = true,
      .strict = true,
      .want = 1 },
};

static int status_of(const struct row *r)
{
    cp_verdict v[VERDICTS_MAX] = { { .n_duties = 0 } };
    const cp_verdict *row[VERDICTS_MAX];
    const cp_waiver waiver = { .approver = CP_STR("somebody") }, *waivers[VERDICTS_MAX];
    cp_answer_asset asset = { .verdicts = row, .n_verdicts = r->n, .waivers = waivers };
    cp_answer ans = { .assets = &asset, .n_assets = r->n > 0 };
    cp_evidence_set e = { .n_unreadable = r->n_unreadable,
                          .n_partly = r->n_partly,
                          .n_not_recognised = r->n_not_recognised };
    cp_job j = { .opts = { .strict = r->strict, .n_policies = r->has_policy } };
    e.profile.is_set = r->has_profile;
    j.opts.fail_on = cp_str_c(r->fail_on ? r->fail_on : "excluded");
    j.opts.fail_on_unknown = cp_str_c(r->fail_on_unknown ? r->fail_on_unknown : "any");
    for (uint32_t i = 0; i < r->n; i++) {
        row[i] = &v[i];
        v[i].result = r->v[i].result;
        v[i].binds = r->v[i].binds;
        waivers[i] = r->v[i].is_waived ? &waiver : NULL;
    }
    cp_evidence_status(&j, &e, &ans);
    return j.status;
}

/* ARCHITECTURE.md: 130, 70, 2, 3, 5, 1, 4 in that order; these are the codes that errors give. */
static void check_codes(void)
{
    static const struct {
        cp_rc rc;
        int status;
    } codes[] = { { CP_OK, 0 },        { CP_EUSAGE, 2 },     { CP_EFORMAT, 3 }, { CP_ESHORT, 3 },
                  { CP_ELIMIT, 3 },    { CP_EIO, 3 },        { CP_EPERM, 3 },   { CP_ENOENT, 3 },
                  { CP_EUNKNOWN, 3 },  { CP_EVERSION, 3 },   { CP_EBUSY, 3 },   { CP_EFULL, 3 },
                  { CP_EMISMATCH, 5 }, { CP_EINTERNAL, 70 }, { CP_EINTR, 130 } };
    is_uint(sizeof codes / sizeof *codes, CP_RC_COUNT, "every code");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        is_int(cp_rc_exit_status(codes[i].rc), codes[i].status, "%s", cp_rc_name(codes[i].rc));
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_int(status_of(&rows[i]), rows[i].want, "%s", rows[i].name);
    check_codes();
    return tap_done();
}
