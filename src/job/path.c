/* SPDX-License-Identifier: Apache-2.0 */
/* path.c - `path FROM TO`: from the command line to the answer. */
#include "job/path.h"
#include <string.h>
#include "job/path_l3.h"
#include "job/plane_watch.h"
#include "report/parts.h"

/* ---- what is asked */

static cp_rc read_level(const cp_job *j, cp_path_request *r, cp_err *err)
{
    bool l0 = cp_str_eq(j->opts.level, CP_STR("l0")), l1 = cp_str_eq(j->opts.level, CP_STR("l1"));
    bool l3 = cp_str_eq(j->opts.level, CP_STR("l3"));
    if (l0 && j->opts.fail)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--fail is about routes: it goes with --level l1, not with l0");
    if (j->opts.some)
        r->asked |= CP_ASK_SOME;
    if (j->opts.every)
        r->asked |= CP_ASK_EVERY;
    if (j->opts.survive)
        r->asked |= CP_ASK_SURVIVES;
    if (l3) {
        r->deciding = r->asked ? r->asked : CP_ASK_SOME;
        r->asked = (r->asked ? r->asked : CP_ASK_SOME | CP_ASK_EVERY) | CP_ASK_INSPECT;
        return CP_OK;
    }
    if (l1 || j->opts.fail)
        r->asked |= CP_ASK_ROUTES | (j->opts.fail ? CP_ASK_FAILURES : 0);
    if (r->asked) {
        r->deciding = r->asked;
        r->asked |= CP_ASK_INSPECT;
        return CP_OK;
    }
    r->asked = CP_ASK_SOME | CP_ASK_EVERY | CP_ASK_UNAVOIDABLE | CP_ASK_SURVIVES | CP_ASK_INSPECT |
               (l0 ? 0 : CP_ASK_ROUTES);
    r->deciding = CP_ASK_SOME;
    return CP_OK;
}

cp_rc cp_path_request_read(const cp_job *j, cp_path_request *r, cp_err *err)
{
    *r = (cp_path_request){ .reading = cp_str_eq(j->opts.reading, CP_STR("availability"))
                                           ? CP_AVAILABILITY
                                           : CP_EXPOSURE,
                            .survive = (uint32_t)j->opts.survive,
                            .fail = (uint32_t)j->opts.fail,
                            .kinds = CP_FAIL_DEVICES | CP_FAIL_LINKS | CP_FAIL_RISKS,
                            .assumes_complete = j->opts.assume_complete };
    if (j->opts.survive > CP_NET_ITEMS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--survive is %llu, expected at most %d",
                       (unsigned long long)j->opts.survive, CP_NET_ITEMS_MAX);
    if (j->opts.fail > CP_FAILURES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--fail is %llu, expected at most %d",
                       (unsigned long long)j->opts.fail, CP_FAILURES_MAX);
    cp_rc rc = cp_path_rules_read(j, &r->rules, err);
    return rc == CP_OK ? read_level(j, r, err) : rc;
}

/* ---- the exit status */

void cp_path_status(cp_job *j, const cp_evidence_set *e, const cp_path_found *x)
{
    cp_tri binds = x->n ? x->m->ans->policies[x->v[x->shown].policy].binds : CP_NO;
    bool fails = !cp_str_eq(j->opts.fail_on, CP_STR("never"));
    bool open_fails = !cp_str_eq(j->opts.fail_on_unknown, CP_STR("never"));
    if (e->n_unreadable || e->n_waivers_bad ||
        (j->opts.strict && (e->n_partly || e->n_not_recognised)))
        j->status = 3;
    else if (x->worst == CP_PATH_EXCLUDED && binds == CP_YES && fails)
        j->status = 1;
    else if (x->worst != CP_PATH_CLEAN && open_fails)
        j->status = 4;
}

cp_rc cp_path_judge(cp_job *j, cp_evidence_set *e, cp_answer *ans, cp_err *err)
{
    if (!e->profile.is_set && j->opts.n_policies == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "nobody says whose rules are meant: name them with --policy ID, or who you "
                       "are in a profile (cleanpath profile set ...)");
    cp_rc rc = cp_evidence_answer(j, e, true, ans, err);
    if (rc == CP_OK && ans->n_policies == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "no policy binds whom the profile describes: name one with --policy ID");
    ans->command = CP_STR("path");
    return rc;
}

cp_rc cp_path_gather(cp_job *j, uint32_t from, cp_evidence_set *e, cp_answer *ans, cp_err *err)
{
    cp_rc rc = cp_evidence_gather(j, from, true, e, err);
    return rc == CP_OK ? cp_path_judge(j, e, ans, err) : rc;
}

/* ---- the commands */

typedef struct path_job {
    cp_evidence_set e;
    cp_answer ans;
    cp_path_model m;
    cp_path_request r;
    cp_path_found x;
    cp_report_format format;
} path_job;

/* from: the first argument that is a file. formats: bits of those that it can print. */
static cp_rc begin(cp_job *j, uint32_t from, uint32_t formats, path_job *p, cp_err *err)
{
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &p->format, err);
    if (rc == CP_OK && !(formats >> p->format & 1))
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                     CP_FMT(j->opts.format));
    if (rc == CP_OK)
        rc = cp_path_request_read(j, &p->r, err);
    if (rc == CP_OK)
        rc = cp_path_gather(j, from, &p->e, &p->ans, err);
    return rc == CP_OK ? cp_path_model_make(j, &p->e, &p->ans, &p->m, err) : rc;
}

enum {
    TABLE = 1 << CP_REPORT_TABLE,
    JSON = 1 << CP_REPORT_JSON,
    NDJSON = 1 << CP_REPORT_NDJSON,
    CSV = 1 << CP_REPORT_CSV
};

/* at: of FROM among the arguments. */
static cp_rc between(cp_job *j, uint32_t at, path_job *p, cp_err *err)
{
    if (j->opts.n_args < at + 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "path%s needs FROM and TO", at ? " inspect" : "");
    cp_rc rc = begin(j, at + 2, TABLE | JSON, p, err);
    if (rc == CP_OK)
        rc = cp_path_set_of(&p->m, j->opts.args[at], &p->r.from, err);
    if (rc == CP_OK)
        rc = cp_path_set_of(&p->m, j->opts.args[at + 1], &p->r.to, err);
    if (rc == CP_OK && at && !(p->r.asked & (CP_ASK_SOME | CP_ASK_EVERY)))
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "path inspect is about --some and --every");
    if (rc == CP_OK && at)
        p->r.asked &= CP_ASK_SOME | CP_ASK_EVERY | CP_ASK_INSPECT;
    if (rc == CP_OK && at)
        p->r.deciding &= p->r.asked;
    if (rc == CP_OK)
        rc = cp_path_find(&p->m, &p->r, &p->x, err);
    if (rc == CP_OK && j->opts.certificate.n)
        rc = cp_path_prove(&p->x, j->opts.certificate, err);
    if (rc != CP_OK)
        return rc;
    cp_path_status(j, &p->e, &p->x);
    if (p->format == CP_REPORT_JSON)
        cp_path_json(&p->x, j->out);
    else if (at)
        cp_path_print_inspect(&p->x, j->out);
    else
        cp_path_print(&p->x, j->out);
    return CP_OK;
}

static cp_rc no_proof(const cp_job *j, const char *what, cp_err *err)
{
    if (j->opts.certificate.n == 0)
        return CP_OK;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--certificate is of FROM and TO, not of path %s",
                   what);
}

static cp_rc matrix(cp_job *j, path_job *p, cp_err *err)
{
    cp_rc rc = no_proof(j, "--all", err);
    if (rc == CP_OK)
        rc = begin(j, 0, TABLE | JSON | NDJSON | CSV, p, err);
    if (rc != CP_OK)
        return rc;
    if (p->r.deciding != CP_ASK_SOME && p->r.deciding != CP_ASK_EVERY)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "path --all is about --some or --every");
    p->r.asked = p->r.deciding;
    rc = cp_path_all(&p->m, &p->r, p->format, &p->x, err);
    if (rc == CP_OK)
        cp_path_status(j, &p->e, &p->x);
    return rc;
}

static cp_rc classes(cp_job *j, path_job *p, cp_err *err)
{
    cp_rc rc = no_proof(j, "classes", err);
    j->wants_states = true;
    if (rc == CP_OK)
        rc = begin(j, 1, TABLE | JSON, p, err);
    p->r.asked = 0;
    if (rc == CP_OK)
        rc = cp_path_prepare(&p->m, &p->r, &p->x, err);
    if (rc == CP_OK)
        rc = cp_plane_classes_job(&p->x, p->format, err);
    if (rc == CP_OK)
        cp_path_status(j, &p->e, &p->x);
    return rc;
}

static cp_rc diff(cp_job *j, cp_err *err)
{
    cp_report_format format;
    cp_rc rc = no_proof(j, "diff", err);
    if (rc == CP_OK)
        rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format != CP_REPORT_TABLE && format != CP_REPORT_JSON)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                       CP_FMT(j->opts.format));
    return rc == CP_OK ? cp_plane_diff_job(j, format, err) : rc;
}

/* What is in files that are watched is evidence, as of other files: who a router is may only be
 * said there. Not where a case is asked. */
static void watch_too(cp_job *j, uint32_t from)
{
    cp_opts *o = &j->opts;
    if (o->n_args <= from || o->n_watched == 0)
        return;
    cp_str *args = CP_NEW_ARRAY(j->a, cp_str, o->n_args + o->n_watched);
    memcpy(args, o->args, o->n_args * sizeof *args);
    for (uint32_t i = 0; i < o->n_watched; i++) {
        bool is_there = !cp_watch_is_file(o->watched[i]);
        for (uint32_t k = from; k < o->n_args && !is_there; k++)
            is_there = cp_str_eq(args[k], o->watched[i]);
        if (!is_there)
            args[o->n_args++] = o->watched[i];
    }
    o->args = args;
}

/* at: of FROM among the arguments; TO is there unless --dst says where packets go. Each needs no
 * more than its nets. */
static cp_rc by_tables(cp_job *j, uint32_t at, path_job *p, cp_err *err)
{
    bool has_to = at || j->opts.dst.n == 0;
    if (j->opts.n_args < at + 1 + has_to)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       at ? "path trace needs FROM and ADDRESS"
                          : "path --level l2 needs FROM, and TO or --dst");
    cp_rc rc = at ? no_proof(j, "trace", err) : CP_OK;
    j->wants_states = true;
    cp_str lasting = j->opts.lasting; /* of what is watched, not of a capture */
    j->opts.lasting = CP_STR("");
    watch_too(j, at + 1 + has_to);
    if (rc == CP_OK)
        rc = begin(j, at + 1 + has_to, TABLE | JSON | (j->opts.n_watched ? NDJSON : 0), p, err);
    j->opts.lasting = lasting;
    if (rc == CP_OK)
        rc = cp_path_set_of(&p->m, j->opts.args[at], &p->r.from, err);
    if (rc == CP_OK && has_to && !at)
        rc = cp_path_set_of(&p->m, j->opts.args[1], &p->r.to, err);
    p->r.asked = 0;
    if (rc == CP_OK)
        rc = cp_path_prepare(&p->m, &p->r, &p->x, err);
    if (rc == CP_OK)
        rc = at ? cp_plane_trace_job(&p->x, j->opts.args[2], p->format, err)
                : cp_plane_path(&p->x, p->format, err);
    if (rc == CP_OK)
        cp_path_status(j, &p->e, &p->x);
    return rc;
}

static cp_rc blast(cp_job *j, path_job *p, cp_err *err)
{
    cp_rc rc = no_proof(j, "blast", err);
    if (rc == CP_OK)
        rc = begin(j, 1, TABLE | JSON | CSV, p, err);
    if (rc != CP_OK)
        return rc;
    cp_path_loads loads;
    cp_path_loads_of(&p->m, &loads);
    p->r.asked = CP_ASK_SOME;
    p->r.wants_clean = true;
    return cp_path_blast(&p->m, &loads, &p->r, p->format, err);
}

cp_rc cp_job_path(cp_job *j, cp_err *err)
{
    path_job *p = CP_NEW(j->a, path_job);
    cp_str word = j->opts.n_args ? j->opts.args[0] : CP_STR("");
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = cp_plane_watch_check(j, format, err);
    if (rc != CP_OK)
        return rc;
    if (cp_str_eq(j->opts.level, CP_STR("l3")))
        return cp_path_l3(j, err);
    if (j->opts.n_ribs + j->opts.n_orgs + j->opts.our_as.n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--rib, --orgs and --our-as go with path FROM TO --level l3");
    bool is_word = cp_str_eq(word, CP_STR("trace")) || cp_str_eq(word, CP_STR("diff")) ||
                   cp_str_eq(word, CP_STR("classes"));
    if (j->opts.n_watched && is_word)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--watch does not go with path %.*s",
                       CP_FMT(word));
    if (j->opts.all_pairs)
        return matrix(j, p, err);
    if (cp_str_eq(word, CP_STR("trace")))
        return by_tables(j, 1, p, err);
    if (cp_str_eq(word, CP_STR("diff")))
        return diff(j, err);
    if (cp_str_eq(word, CP_STR("classes")))
        return classes(j, p, err);
    if (cp_str_eq(j->opts.level, CP_STR("l2")) || j->opts.dst.n || j->opts.n_watched)
        return by_tables(j, 0, p, err);
    if (cp_str_eq(word, CP_STR("blast")))
        return blast(j, p, err);
    return between(j, cp_str_eq(word, CP_STR("inspect")) ? 1 : 0, p, err);
}
