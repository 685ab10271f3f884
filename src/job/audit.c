/* SPDX-License-Identifier: Apache-2.0 */
/* audit.c - the main job, and those that stop earlier or print otherwise: identify, import,
 * report. */
#include <string.h>
#include "job/carriers_view.h"
#include "job/changes.h"
#include "job/chart.h"
#include "job/notify.h"
#include "job/redact.h"
#include "job/traffic.h"

/* The case to compare with, before anything is captured or imported, perhaps into that very
 * case. */
static cp_rc gather_since(cp_job *j, cp_changes_in *out, cp_err *err)
{
    cp_date today;
    *out = (cp_changes_in){ .e = NULL };
    cp_rc rc = cp_notify_check(j, err);
    if (rc != CP_OK || j->opts.since.n == 0)
        return rc;
    rc = cp_job_as_of(j, &today, err);
    if (rc == CP_OK)
        rc = cp_changes_word(j, j->opts.since, today, &out->name, &out->on, err);
    if (rc != CP_OK)
        return rc;
    out->e = CP_NEW(j->a, cp_evidence_set);
    return cp_changes_gather(j, out->name, out->e, err);
}

/* What a nightly job wants to know: its exit status is about what is new. */
static cp_rc compare(cp_job *j, const cp_changes_in *before, cp_evidence_set *e, cp_answer *ans,
                     cp_err *err)
{
    cp_changes *c = CP_NEW(j->a, cp_changes);
    cp_changes_in in[CP_SIDES] = { *before, { CP_STR("the evidence"), e, ans->as_of } };
    if (j->opts.n_args == 0 && e->kase)
        in[CP_AFTER].name = j->opts.case_path;
    cp_rc rc = cp_changes_find(j, in, c, err);
    if (rc != CP_OK)
        return rc;
    ans->since = c;
    cp_changes_status(j, e, c);
    cp_notify_later(j, c);
    return CP_OK;
}

static cp_rc redact(cp_job *j, const cp_evidence_set *e, cp_answer *ans, cp_err *err)
{
    cp_bytes key;
    bool is_kept;
    cp_rc rc = cp_redact_key(j, e->kase != NULL, &key, &is_kept, err);
    if (rc != CP_OK)
        return rc;
    cp_redact(j->a, key, ans);
    if (!is_kept)
        j->say(j, "the pseudonyms are of this answer alone; --redact-key FILE makes others agree "
                  "with it");
    return CP_OK;
}

static cp_rc run(cp_job *j, const char *name, bool with_policies, cp_report_format otherwise,
                 cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_changes_in since;
    cp_report_format format;
    cp_rc rc = cp_job_format(j, otherwise, &format, err);
    j->hides_digests = format == CP_REPORT_TABLE || format == CP_REPORT_CSV;
    if (rc == CP_OK)
        rc = gather_since(j, &since, err);
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 0, with_policies, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, with_policies, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = cp_str_c(name);
    cp_evidence_status(j, &e, &ans);
    if (since.e) {
        j->status = 0;
        rc = compare(j, &since, &e, &ans, err);
    }
    if (rc == CP_OK && format == CP_REPORT_HTML) /* others do not pay for what only it shows */
        rc = cp_chart_collect(j, &e, &ans, &ans.chart, err);
    if (rc == CP_OK && format == CP_REPORT_HTML)
        rc = cp_traffic_collect(j, &e, &ans, &ans.traffic, err);
    if (rc == CP_OK)
        rc = cp_carriers_collect(j, &e, &ans, &ans.carriers, err);
    if (rc == CP_OK && j->opts.redact)
        rc = redact(j, &e, &ans, err);
    return rc == CP_OK ? cp_evidence_print(j, &ans, otherwise, err) : rc;
}

cp_rc cp_job_audit(cp_job *j, cp_err *err) { return run(j, "audit", true, CP_REPORT_TABLE, err); }

/* Options that ask of routes, which are told by --rib; not those that are settings, too. */
static bool asks_of_routes(const cp_opts *o)
{
    return o->ours.n || o->to.n || o->alarms.n || o->n_orgs || o->n_relations || o->n_vrps;
}

cp_rc cp_job_report(cp_job *j, cp_err *err)
{
    if (j->out_is_terminal && (j->opts.format.n == 0 || cp_str_eq(j->opts.format, CP_STR("html"))))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a page of HTML is not for a terminal: add -o report.html");
    if (j->opts.allow.n && j->opts.format.n && !cp_str_eq(j->opts.format, CP_STR("html")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--allow is of --format html: no other one tells what traffic looks like");
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_HTML, &format, err);
    bool shows_carriers = format == CP_REPORT_HTML || format == CP_REPORT_TABLE ||
                          format == CP_REPORT_XLSX || format == CP_REPORT_BOARD;
    if (rc == CP_OK && j->opts.n_ribs && !shows_carriers)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--rib is of --format html, table, board and xlsx; `cleanpath carriers "
                       "--format` has json, ndjson and csv");
    if (rc == CP_OK && !j->opts.n_ribs && asks_of_routes(&j->opts))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a table of routes is missing, of which that is asked: --rib FILE");
    return rc == CP_OK ? run(j, "report", true, CP_REPORT_HTML, err) : rc;
}

cp_rc cp_job_identify(cp_job *j, cp_err *err)
{
    if (j->opts.n_args == 0 && j->opts.interface.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "identify needs FILE... or -i INTERFACE");
    j->opts.has_case = false; /* stateless, whatever the settings say */
    if (j->opts.misses)
        return cp_job_misses(j, err);
    return run(j, "identify", false, CP_REPORT_TABLE, err);
}
