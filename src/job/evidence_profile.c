/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_profile.c - see evidence_inside.h: who we are, and which findings are waived, by files
 * among the evidence or beside it, by options, or by the case; and which goes before which. */
#include <sys/stat.h>
#include <unistd.h>
#include "job/evidence_inside.h"

enum { PROFILE_BYTES_MAX = 1024 * 1024 };

cp_rc cp_evidence_load_profile(cp_job *j, cp_evidence_set *e, cp_str path, cp_err *err)
{
    cp_bytes yaml;
    cp_rc rc = cp_job_read_file(j->a, path, PROFILE_BYTES_MAX, &yaml, err);
    if (rc == CP_OK && (rc = cp_profile_parse(j->a, yaml, &e->profile, err)) != CP_OK)
        cp_err_in_file(err, path.p, path.n);
    if (rc == CP_OK)
        e->profile_from = path;
    return rc;
}

/* Found among the evidence. They are used and not kept: who approves what, and until when, changes
 * without the evidence. */
cp_rc cp_reading_take_waivers(cp_reading *r, const cp_source *src, cp_err *err)
{
    cp_job *j = r->j;
    if (!cp_str_eq(src->format, CP_STR("waivers")) || !r->judges)
        return CP_OK;
    if (r->e->kase)
        j->say(j, "%.*s: waivers are not kept in the case; name them with --waivers",
               CP_FMT(src->name));
    if (j->opts.waivers.n) {
        j->say(j, "%.*s: the waivers of %.*s are used, not these", CP_FMT(src->name),
               CP_FMT(j->opts.waivers));
        return CP_OK;
    }
    if (cp_str_eq(src->name, CP_STR("-")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "waivers cannot come by standard input among the evidence: put them into a "
                       "file");
    return cp_waivers_load(j, r->e, src->name, err);
}

/* Does the profile go into the case? A profile.yaml among the files does, unless one was set
 * before. */
cp_rc cp_reading_take_profile(cp_reading *r, const cp_source *src, cp_err *err)
{
    cp_job *j = r->j;
    cp_evidence_set *e = r->e;
    cp_bytes yaml;
    cp_str kept = CP_STR("");
    if (!cp_str_eq(src->format, CP_STR("profile")) || j->opts.profile.n || !r->judges)
        return CP_OK;
    if (e->profile_from.n) {
        j->say(j, "%.*s: the profile of %.*s is used, not this one", CP_FMT(src->name),
               CP_FMT(e->profile_from));
        return CP_OK;
    }
    if (cp_str_eq(src->name, CP_STR("-")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a profile cannot come by standard input among the evidence: put it into a "
                       "file");
    cp_rc rc = cp_evidence_load_profile(j, e, src->name, err);
    if (rc != CP_OK || !e->kase)
        return rc;
    if ((rc = cp_job_read_file(j->a, src->name, PROFILE_BYTES_MAX, &yaml, err)) != CP_OK ||
        (rc = cp_case_profile(e->kase, j->a, &kept, err)) != CP_OK)
        return rc;
    if (kept.n == 0)
        return cp_case_profile_set(e->kase, cp_str_of_bytes(yaml), cp_job_user(j->a), r->now, err);
    if (!cp_str_eq(kept, cp_str_of_bytes(yaml)))
        j->warn(j,
                "%.*s: the case keeps the profile that it has; `cleanpath profile load` replaces "
                "it",
                CP_FMT(src->name));
    return CP_OK;
}

cp_rc cp_evidence_case_profile(cp_job *j, cp_evidence_set *e, cp_err *err)
{
    cp_str yaml;
    if (!e->kase || e->profile_from.n)
        return CP_OK;
    cp_rc rc = cp_case_profile(e->kase, j->a, &yaml, err);
    if (rc != CP_OK || yaml.n == 0)
        return rc;
    e->profile_from = CP_STR("the case");
    return cp_profile_parse(j->a, cp_bytes_of_str(yaml), &e->profile, err);
}

/* profile.yaml in the folder of the first file; a folder's own was found when it was walked. */
cp_rc cp_evidence_near_profile(cp_job *j, uint32_t from, cp_evidence_set *e, cp_err *err)
{
    if (e->profile_from.n || from >= j->opts.n_args)
        return CP_OK;
    struct stat st;
    cp_str first = j->opts.args[from];
    size_t n = first.n;
    if (stat(cp_str_dup(j->a, first).p, &st) != 0 || !S_ISREG(st.st_mode))
        return CP_OK;
    while (n && first.p[n - 1] != '/')
        n--;
    cp_str path = cp_str_fmt(j->a, "%.*sprofile.yaml", (int)n, first.p);
    return access(path.p, R_OK) == 0 ? cp_evidence_load_profile(j, e, path, err) : CP_OK;
}

/* --waivers; else what was found among the files; else waivers.yaml beside the first file, or
 * beside the case. */
cp_rc cp_evidence_find_waivers(cp_job *j, uint32_t from, cp_evidence_set *e, cp_err *err)
{
    if (j->opts.waivers.n)
        return cp_waivers_load(j, e, j->opts.waivers, err);
    if (e->waivers_from.n)
        return CP_OK;
    bool has_files = from < j->opts.n_args;
    if (!has_files && !e->kase) /* of a live capture alone */
        return CP_OK;
    return cp_waivers_beside(j, e, has_files ? j->opts.args[from] : j->opts.case_path, err);
}

cp_rc cp_evidence_profile(cp_job *j, cp_evidence_set *e, cp_err *err)
{
    *e = (cp_evidence_set){ .store = NULL };
    if (j->opts.profile.n)
        return cp_evidence_load_profile(j, e, j->opts.profile, err);
    if (!j->opts.has_case && access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) != 0)
        return CP_OK;
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &e->kase, err);
    return rc == CP_OK ? cp_evidence_case_profile(j, e, err) : rc;
}
