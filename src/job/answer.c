/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c - the judging half of evidence.h: which policies, what they say of each asset, what the
 * reader must know first, and which exit status follows. */
#include <string.h>
#include "codec/xlsx.h"
#include "job/beside.h"
#include "job/evidence.h"
#include "job/policies.h"
#include "job/progress.h"
#include "job/said.h"
#include "report/inside.h"

enum {
    STALE_DAYS = 365
}; /* registries older than this are told: new blocks are registered every week */

cp_rc cp_job_format(const cp_job *j, cp_report_format otherwise, cp_report_format *out, cp_err *err)
{
    *out = otherwise;
    if (j->opts.format.n && !cp_report_format_by_name(j->opts.format, out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "there is no format \"%.*s\"",
                       CP_FMT(j->opts.format));
    if (*out == CP_REPORT_XLSX && !cp_xlsx_is_there())
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "this program was built without libxlsxwriter: no format xlsx; the same "
                       "programs open csv");
    if (*out == CP_REPORT_XLSX && j->out_is_terminal)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a workbook is not for a terminal: add -o FILE.xlsx");
    return CP_OK;
}

cp_report_opts cp_job_report_opts(const cp_job *j)
{
    return (cp_report_opts){ .color = j->color,
                             .width = j->width,
                             .rows_max = (uint32_t)j->opts.limit,
                             .quiet = j->opts.quiet,
                             .verbose = j->opts.verbose };
}

/* ---- judging ---- */

bool cp_evidence_in_service(const cp_asset *as)
{
    cp_str status = cp_asset_shown(as, CP_ATTR_STATUS);
    return status.n == 0 || cp_str_eq_nocase(status, CP_STR("in_service"));
}

bool cp_evidence_is_told_of(const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (cp_str_starts(as->evidence[i].kind, CP_STR("inventory.")) ||
            cp_str_starts(as->evidence[i].kind, CP_STR("snmp.")))
            return true;
    return false;
}

/* What is planned, spare, removed or disposed is no finding; returns how many were left out.
 * is_asked: one is asked about, and what was in it is told. */
static uint32_t leave_out(cp_answer_asset *v, uint32_t *n, bool is_asked)
{
    uint32_t kept = 0, all = *n;
    for (uint32_t i = 0; i < all; i++)
        if (cp_evidence_in_service(&v[i].asset) || (is_asked && cp_asset_is_former(&v[i].asset)))
            v[kept++] = v[i];
    *n = kept;
    return all - kept;
}

typedef struct judging {
    cp_job *j;
    cp_judge *judge;
    cp_pack_list packs;
    cp_answer_policy *policies;
} judging;

/* Block by block: who interrupts waits for one of them. */
static cp_rc judge_all(judging *w, cp_answer_asset *assets, uint32_t n, cp_err *err)
{
    enum { BLOCK = 1024 };
    const cp_asset *list[BLOCK];
    const cp_verdict *const *rows[BLOCK];
    cp_progress_phase(w->j, CP_STR("judging"), "assets", n);
    for (uint32_t from = 0, some; from < n && !*w->j->interrupted; from += some) {
        cp_progress_at(w->j, from);
        some = n - from < BLOCK ? n - from : BLOCK;
        for (uint32_t i = 0; i < some; i++)
            list[i] = &assets[from + i].asset;
        cp_judge_assets(w->judge, w->packs.v, w->packs.n, list, some, rows);
        for (uint32_t i = 0; i < some; i++) {
            for (uint32_t k = 0; k < w->packs.n; k++)
                w->policies[k].counts[rows[i][k]->result]++;
            assets[from + i].verdicts = rows[i];
            assets[from + i].n_verdicts = w->packs.n;
        }
    }
    return *w->j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : CP_OK;
}

cp_answer_policy cp_answer_policy_of(cp_job *j, const cp_policy_lib *lib, const cp_policy *p,
                                     const cp_profile *profile, cp_date as_of)
{
    bool bound = j->opts.n_policies > 0;
    return (cp_answer_policy){ .id = p->id,
                               .title = p->title,
                               .jurisdiction = p->jurisdiction,
                               .digest = p->digest,
                               .kind = p->is_position ? CP_STR("position") : CP_STR("rules"),
                               .law = cp_policy_law(p, as_of),
                               .binds = bound ? CP_YES : cp_policy_binds(j->a, lib, p, profile),
                               .as_of = p->read,
                               .effective = p->effective };
}

static cp_rc judge(cp_job *j, cp_evidence_set *e, cp_answer *out, cp_sentences *notes, cp_err *err)
{
    cp_policy_lib *lib;
    judging w = { .j = j };
    cp_rc rc = cp_job_policies(j, cp_knowledge_makers(e->knowledge), &lib, err);
    if (rc == CP_OK)
        rc = cp_job_policies_chosen(j, lib, &e->profile, &w.packs, err);
    if (rc != CP_OK)
        return rc;
    e->lib = lib;
    if (e->profile.is_set)
        cp_job_profile_faults(j, lib, &e->profile, notes);
    w.policies = CP_NEW_ARRAY(j->a, cp_answer_policy, w.packs.n);
    for (uint32_t k = 0; k < w.packs.n; k++)
        w.policies[k] = cp_answer_policy_of(j, lib, w.packs.v[k], &e->profile, out->as_of);
    w.judge = cp_judge_new(j->a, lib,
                           &(cp_judge_opts){ .profile = e->profile.is_set ? &e->profile : NULL,
                                             .as_of = out->as_of,
                                             .accept = j->opts.accept,
                                             .as_if_bound = j->opts.n_policies > 0,
                                             .statements = e->statements,
                                             .n_statements = e->n_statements });
    rc = judge_all(&w, (cp_answer_asset *)out->assets, out->n_assets, err);
    if (rc != CP_OK)
        return rc;
    cp_job_said(j, e, lib, w.judge, out, notes);
    out->policies = w.policies;
    out->n_policies = w.packs.n;
    cp_waivers_apply(j, e, lib, w.judge, out, notes);
    cp_inside_find(j->a, out);
    CP_VEC(cp_obligation) duties = { 0 };
    for (uint32_t k = 0; k < w.packs.n && !*j->interrupted; k++) {
        uint32_t n = 0;
        const cp_obligation *o =
            cp_judge_obligations(w.judge, w.packs.v[k], out->assets, out->n_assets, &n);
        for (uint32_t i = 0; i < n; i++)
            cp_vec_push(j->a, &duties, o[i]);
    }
    out->obligations = duties.v;
    out->n_obligations = duties.n;
    return *j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : CP_OK;
}

/* ---- what the reader must know first ---- */

static void note_data(cp_job *j, const cp_answer *ans, cp_sentences *notes)
{
    if (j->closed_data.n)
        cp_vec_push(
            j->a, notes,
            cp_str_fmt(j->a,
                       "Whether there are updates of the data is not known: %.*s may not be "
                       "looked into. The data that are built in were taken.",
                       CP_FMT(j->closed_data)));
    for (uint32_t i = 0; i < ans->n_data; i++) {
        cp_date d;
        if (cp_date_parse(ans->data[i].as_of, &d) && ans->as_of.first_day - d.last_day > STALE_DAYS)
            cp_vec_push(j->a, notes,
                        cp_str_fmt(j->a,
                                   "The table %.*s is of %.*s; blocks registered since are not "
                                   "known. A newer one is read with --registry FILE.",
                                   CP_FMT(ans->data[i].name), CP_FMT(ans->data[i].as_of)));
    }
}

static void note_profile(cp_job *j, const cp_evidence_set *e, cp_sentences *notes)
{
    if (e->profile.is_set || j->opts.n_policies)
        return;
    /* files that are read instead of a case do not ask it who we are */
    const char *how = e->kase ? "with `cleanpath profile set country=XX roles=ROLE`"
                              : "in a profile.yaml beside the evidence: `schema: "
                                "cleanpath-profile/1`, `country: XX`, `roles: [ROLE]`";
    cp_vec_push(j->a, notes,
                cp_str_fmt(j->a,
                           "No profile says who you are, so nothing is called excluded for you; "
                           "shown is whose rules would speak of what was found. Say it %s.",
                           how));
}

/* Read, and yet no success. */
static bool gave_nothing(const cp_source *s)
{
    bool was_read = s->state == CP_SOURCE_READ || s->state == CP_SOURCE_PARTLY;
    return was_read && cp_source_told(s) == 0 && !cp_str_eq(s->format, CP_STR("profile")) &&
           !cp_str_eq(s->format, CP_STR("waivers")) && !cp_str_eq(s->format, CP_STR("scan"));
}

static void note_digests(cp_job *j, const cp_evidence_set *e, cp_sentences *notes)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->sources.n; i++)
        n += e->sources.v[i].sha256.n == 0 && e->sources.v[i].records > 0;
    if (n && j->opts.no_digest && !j->hides_digests) /* else it broke off */
        cp_vec_push(j->a, notes,
                    cp_str_fmt(j->a,
                               "%u of %zu sources were not hashed (--no-digest): the answer cannot "
                               "be tied to their bytes.",
                               n, (size_t)e->sources.n));
}

static void note_reading(cp_job *j, const cp_evidence_set *e, cp_sentences *notes)
{
    note_digests(j, e, notes);
    if (e->n_unreadable)
        cp_vec_push(
            j->a, notes,
            cp_str_fmt(j->a,
                       "%u source%s could not be read; what %s would have shown is missing here.",
                       e->n_unreadable, e->n_unreadable > 1 ? "s" : "",
                       e->n_unreadable > 1 ? "they" : "it"));
    uint32_t n_nothing = 0;
    for (uint32_t i = 0; i < e->sources.n; i++)
        n_nothing += gave_nothing(&e->sources.v[i]);
    if (n_nothing)
        cp_vec_push(j->a, notes,
                    cp_str_fmt(j->a,
                               "%u source%s read and told nothing of any equipment (the coverage "
                               "says of what %s).",
                               n_nothing, n_nothing > 1 ? "s were" : " was",
                               n_nothing > 1 ? "they consist" : "it consists"));
    if (e->n_not_recognised)
        cp_vec_push(j->a, notes,
                    cp_str_fmt(j->a,
                               "%u file%s in the folders %s no format that is recognised (listed "
                               "in the coverage).",
                               e->n_not_recognised, e->n_not_recognised > 1 ? "s" : "",
                               e->n_not_recognised > 1 ? "are of" : "is of"));
    if (e->live_fault.n)
        cp_vec_push(j->a, notes, e->live_fault);
}

/* First of all: it says what kind of capture this is. */
static void note_floods(cp_job *j, const cp_answer *ans, cp_sentences *notes)
{
    for (uint32_t i = 0; i < ans->n_floods; i++) {
        const cp_flood *f = &ans->floods[i];
        cp_vec_push(
            j->a, notes,
            cp_str_fmt(j->a,
                       "%u source addresses of %.*s are no assets: of each one frame was seen "
                       "(%.*s) and no answer, no block is registered that holds it, and nothing "
                       "else tells of it. This is a flood of made-up addresses, which fills the "
                       "address tables of switches, or no capture of one network. They are "
                       "counted here only; nothing of them is known to be clean.",
                       f->n, CP_FMT(ans->sources[f->source].name), CP_FMT(f->said)));
    }
}

static bool is_shared(const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (cp_str_eq(as->evidence[i].kind, CP_STR("eth.shared")))
            return true;
    return false;
}

/* Names the first of them. */
static void note_shared(cp_job *j, const cp_answer *ans, cp_sentences *notes)
{
    enum { SHOWN = 3 };
    uint32_t n = 0;
    cp_buf b = cp_buf_new(j->a);
    for (uint32_t i = 0; i < ans->n_assets; i++)
        if (is_shared(&ans->assets[i].asset) && n++ < SHOWN)
            cp_buf_fmt(&b, "%s%.*s", n > 1 ? ", " : "", CP_FMT(ans->assets[i].asset.id));
    if (n)
        cp_vec_push(j->a, notes,
                    cp_str_fmt(j->a,
                               "One hardware address, several devices: %.*s%s. Somebody copied the "
                               "address, or a bridge hides others behind its own. What was told of "
                               "it alone may be of any of them, and says nothing of a maker.",
                               CP_FMT(cp_buf_str(&b)), n > SHOWN ? " and others" : ""));
}

static void note_private(cp_job *j, const cp_evidence_set *e, cp_sentences *notes)
{
    const cp_private *p = &e->found.private;
    if (p->n < 2)
        return;
    cp_str said = CP_STR("");
    if (p->n_devices < p->n)
        said = cp_str_fmt(j->a, " By their DHCP client ids and DUIDs they are probably %u.",
                          p->n_devices);
    cp_vec_push(
        j->a, notes,
        cp_str_fmt(j->a,
                   "%u of %u assets are known by private hardware addresses only (locally "
                   "administered), which devices may make up and change: there may be fewer "
                   "devices.%.*s",
                   p->n, e->found.n_assets, CP_FMT(said)));
}

static void note_met(cp_job *j, const cp_answer *ans, cp_sentences *notes)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < ans->n_assets; i++)
        n += cp_asset_is_only_met(&ans->assets[i].asset);
    if (n)
        cp_vec_push(j->a, notes,
                    cp_str_fmt(j->a,
                               "%u of %u assets are known only by tables of ARP and of bridges: "
                               "somebody met their addresses, perhaps long ago, and no walk, "
                               "inventory or capture tells what they are.",
                               n, ans->n_assets));
}

static uint32_t n_makers_unknown(const cp_answer *ans)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        const cp_claim *c = cp_asset_claim(&ans->assets[i].asset, CP_ATTR_MAKER);
        n += !c || c->confidence < ans->accept;
    }
    return n;
}

static void note_makers(cp_job *j, const cp_answer *ans, cp_sentences *notes)
{
    uint32_t n = n_makers_unknown(ans);
    if (n)
        cp_vec_push(j->a, notes,
                    cp_str_fmt(j->a,
                               "Of %u of %u assets the maker is not established (confidence below "
                               "%g): they are not known to be clean.",
                               n, ans->n_assets, ans->accept));
}

/* A row of an inventory may stand for several alike: 120 of what hangs at the customers'. */
static void note_quantities(cp_job *j, const cp_answer *ans, cp_sentences *notes)
{
    uint32_t n = 0;
    double things = 0, quantity;
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        const cp_claim *c = cp_asset_claim(&ans->assets[i].asset, CP_ATTR_QUANTITY);
        if (!c || !cp_str_double(c->value, &quantity) || quantity < 2)
            continue;
        n++;
        things += quantity;
    }
    if (n)
        cp_vec_push(j->a, notes,
                    cp_str_fmt(j->a,
                               "%u of %u assets stand%s for several alike (quantity), %.0f things "
                               "in all: counts are of assets, shares of things.",
                               n, ans->n_assets, n == 1 ? "s" : "", things));
}

cp_rc cp_evidence_answer(cp_job *j, cp_evidence_set *e, bool with_policies, cp_answer *out,
                         cp_err *err)
{
    cp_sentences notes = { 0 };
    *out = (cp_answer){ .version = CP_STR(CP_VERSION),
                        .accept = j->opts.accept,
                        .profile = e->profile,
                        .profile_from = e->profile_from,
                        .sources = e->sources.v,
                        .n_sources = e->sources.n };
    cp_rc rc = cp_job_as_of(j, &out->as_of, err);
    if (rc != CP_OK)
        return rc;
    cp_answer_asset *assets = CP_NEW_ARRAY(j->a, cp_answer_asset, e->found.n_assets);
    for (uint32_t i = 0; i < e->found.n_assets; i++)
        assets[i].asset = e->found.assets[i];
    out->n_assets = e->found.n_assets;
    uint32_t n_left_out =
        with_policies && !j->opts.all ? leave_out(assets, &out->n_assets, j->asked_about.n > 0) : 0;
    out->assets = assets;
    out->floods = e->found.floods;
    out->n_floods = e->found.n_floods;
    out->n_links = e->found.n_links;
    out->data = cp_knowledge_data(e->knowledge, &out->n_data);
    if (with_policies && (rc = judge(j, e, out, &notes, err)) != CP_OK)
        return rc;
    if ((rc = cp_job_beside(j, with_policies ? e->kase : NULL, out, err)) != CP_OK)
        return rc;
    note_floods(j, out, &notes);
    note_shared(j, out, &notes);
    note_private(j, e, &notes);
    note_met(j, out, &notes);
    note_reading(j, e, &notes);
    if (n_left_out)
        cp_vec_push(j->a, &notes,
                    cp_str_fmt(j->a,
                               "%u asset%s not in service (planned, spare, removed, disposed) left "
                               "out; --all shows them.",
                               n_left_out, n_left_out > 1 ? "s" : ""));
    if (with_policies)
        note_profile(j, e, &notes);
    note_makers(j, out, &notes);
    note_quantities(j, out, &notes);
    note_data(j, out, &notes);
    out->notes = notes.v;
    out->n_notes = notes.n;
    cp_progress_phase(j, cp_str_c(j->command), "", 0); /* whatever it does with the answer */
    return CP_OK;
}

/* ---- exit status ---- */

/* Does one verdict that binds reach the threshold, or leave something open? */
static void weigh(const cp_job *j, const cp_answer_asset *x, bool *finding, bool *open)
{
    bool restricted_too = cp_str_eq(j->opts.fail_on, CP_STR("restricted"));
    for (uint32_t k = 0; k < x->n_verdicts; k++) {
        const cp_verdict *v = x->verdicts[k];
        bool hit = v->result == CP_VERDICT_EXCLUDED ||
                   (restricted_too && v->result == CP_VERDICT_RESTRICTED);
        if (v->binds == CP_NO || cp_answer_waiver(x, k))
            continue;
        *finding |= hit && v->binds == CP_YES;
        *open |= v->result == CP_VERDICT_UNDETERMINED || (hit && v->binds == CP_UNKNOWN);
    }
}

void cp_evidence_status(cp_job *j, const cp_evidence_set *e, const cp_answer *ans)
{
    bool judged = e->profile.is_set || j->opts.n_policies;
    bool finding = false, open = judged && ans->n_floods;
    for (uint32_t i = 0; judged && i < ans->n_assets; i++)
        weigh(j, &ans->assets[i], &finding, &open);
    if (e->n_unreadable || e->n_waivers_bad ||
        (j->opts.strict && (e->n_partly || e->n_not_recognised)))
        j->status = 3;
    else if (finding && !cp_str_eq(j->opts.fail_on, CP_STR("never")))
        j->status = 1;
    else if (open && !cp_str_eq(j->opts.fail_on_unknown, CP_STR("never")))
        j->status = 4;
}

cp_rc cp_evidence_print(cp_job *j, const cp_answer *ans, cp_report_format otherwise, cp_err *err)
{
    cp_report_format format;
    cp_report_opts opts = cp_job_report_opts(j);
    cp_rc rc = cp_job_format(j, otherwise, &format, err);
    if (rc == CP_OK)
        cp_report(ans, format, &opts, j->a, j->out);
    return rc;
}
