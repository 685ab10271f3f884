/* SPDX-License-Identifier: Apache-2.0 */
/* changes_json.c - what changed, for programs: docs/formats/diff.schema.json. */
#include "report/parts.h"

static void side(cp_jw *w, const cp_changes *c, int s)
{
    const cp_changes_side *x = &c->side[s];
    cp_jw_key(w, s == CP_AFTER ? "after" : "before");
    cp_jw_obj(w);
    cp_jw_kstr(w, "case", x->name);
    cp_jw_kstr(w, "on", cp_date_text(w->scratch, x->on));
    cp_jw_ku64(w, "assets", x->answer->n_assets);
    cp_jw_ku64(w, "judged", x->n_in_service);
    if (s == CP_BEFORE)
        cp_json_coverage(w, x->answer);
    cp_jw_obj_end(w);
}

static void policies(cp_jw *w, const cp_changes *c)
{
    static const char *const digest[] = { "digest_before", "digest_after" };
    static const char *const binds[] = { "binds_before", "binds_after" };
    cp_jw_key(w, "policies");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_policies; i++) {
        const cp_changes_policy *p = &c->policies[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "id", p->id);
        cp_jw_kstr(w, "title", p->title);
        for (int s = 0; s < CP_SIDES; s++)
            cp_jw_kstr_opt(w, digest[s], p->digest[s]);
        for (int s = 0; s < CP_SIDES; s++)
            cp_jw_kstr(w, binds[s], cp_str_c(cp_tri_name(p->binds[s])));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void counts(cp_jw *w, const cp_changes *c)
{
    cp_jw_key(w, "counts");
    cp_jw_obj(w);
    for (unsigned k = 0; k < CP_CHANGE_COUNT; k++)
        cp_jw_ku64(w, cp_change_name((cp_change_kind)k), c->n[k]);
    cp_jw_ku64(w, "re_identified", c->n_re_identified);
    cp_jw_ku64(w, "same", c->n_same);
    cp_jw_ku64(w, "verdicts", c->n_verdicts);
    cp_jw_key(w, "because");
    cp_jw_obj(w);
    for (unsigned k = 0; k < CP_CAUSE_COUNT; k++)
        cp_jw_ku64(w, cp_cause_name((cp_cause)k), c->n_by_cause[k]);
    cp_jw_obj_end(w);
    cp_jw_ku64(w, "findings_new", c->n_findings_new);
    cp_jw_ku64(w, "findings_gone", c->n_findings_gone);
    cp_jw_ku64(w, "undetermined_new", c->n_open_new);
    cp_jw_ku64(w, "undetermined_gone", c->n_open_gone);
    cp_jw_ku64(w, "paths", c->n_paths);
    cp_jw_ku64(w, "paths_asked", c->n_cells[CP_AFTER]);
    cp_jw_obj_end(w);
}

static void maker(cp_jw *w, const cp_asset *as)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    bool is_shown = m && m->confidence >= CP_SHOW_MIN;
    cp_jw_key(w, "maker");
    cp_jw_obj(w);
    cp_jw_kstr_opt(w, "id", is_shown ? m->value : CP_STR(""));
    cp_jw_kstr_opt(w, "name", is_shown ? m->name : CP_STR(""));
    cp_jw_knum(w, "confidence", is_shown ? m->confidence : 0);
    cp_jw_obj_end(w);
}

/* The keys by which every row says what it is about. */
static void asset(cp_jw *w, const cp_asset *const both[CP_SIDES])
{
    static const cp_attr shown[] = { CP_ATTR_PRODUCT, CP_ATTR_VERSION, CP_ATTR_SITE,
                                     CP_ATTR_STATUS };
    const cp_asset *as = cp_change_asset(both);
    cp_jw_kstr(w, "asset", as->id);
    if (both[CP_BEFORE] && both[CP_AFTER])
        cp_jw_kstr(w, "asset_before", both[CP_BEFORE]->id);
    cp_jw_kstr(w, "name", cp_asset_name(as));
    cp_jw_kstr(w, "realm", as->realm);
    maker(w, as);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        cp_jw_kstr_opt(w, cp_attr_name(shown[i]), cp_asset_shown(as, shown[i]));
}

static void field(cp_jw *w, const cp_field_change *f)
{
    static const char *const keys[] = { "before", "after" };
    cp_jw_obj(w);
    cp_jw_kstr(w, "field", cp_str_c(cp_attr_name(f->attr)));
    for (int s = 0; s < CP_SIDES; s++) {
        const cp_claim *x = f->claim[s];
        cp_jw_key(w, keys[s]);
        if (!x) {
            cp_jw_null(w);
            continue;
        }
        cp_jw_obj(w);
        cp_jw_kstr(w, "value", x->value);
        if (x->attr == CP_ATTR_MAKER)
            cp_jw_kstr(w, "name", x->name);
        cp_jw_knum(w, "confidence", x->confidence);
        cp_jw_obj_end(w);
    }
    cp_jw_obj_end(w);
}

static void equipment(cp_jw *w, const cp_changes *c, cp_change_kind kind, uint32_t rows_max)
{
    uint32_t n = 0;
    cp_jw_key(w, cp_change_name(kind));
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_equipment; i++) {
        const cp_change *x = &c->equipment[i];
        if (x->kind != kind || n++ >= rows_max)
            continue;
        cp_jw_obj(w);
        asset(w, x->asset);
        if (kind != CP_CHANGE_CHANGED) {
            cp_jw_kstr_opt(w, "perhaps", x->perhaps);
            if (x->one_with.n)
                cp_jw_kstr(w, "one_with", x->one_with);
        } else {
            cp_jw_kstr(w, "matched_by", x->matched_by);
            cp_jw_key(w, "fields");
            cp_jw_arr(w);
            for (uint32_t k = 0; k < x->n_fields; k++)
                field(w, &x->fields[k]);
            cp_jw_arr_end(w);
        }
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void causes(cp_jw *w, uint32_t bits)
{
    cp_jw_key(w, "because");
    cp_jw_arr(w);
    for (unsigned k = 0; k < CP_CAUSE_COUNT; k++)
        if (bits >> k & 1)
            cp_jw_str(w, cp_str_c(cp_cause_name((cp_cause)k)));
    cp_jw_arr_end(w);
}

static void verdict_side(cp_jw *w, const cp_verdict_change *x, int s)
{
    const cp_verdict *v = x->verdict[s];
    cp_jw_key(w, s == CP_AFTER ? "after" : "before");
    if (!v) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v->result)));
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(v->binds)));
    cp_jw_kstr_opt(w, "reason", v->reason);
    cp_json_duties(w, v);
    cp_jw_key(w, "missing");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_missing; i++)
        cp_jw_str(w, v->missing[i]);
    cp_jw_arr_end(w);
    cp_jw_kstr_opt(w, "waived_by", x->waiver[s] ? x->waiver[s]->approver : CP_STR(""));
    cp_jw_kbool(w, "finding", x->is_finding[s]);
    cp_jw_kbool(w, "undetermined", x->is_open[s]);
    cp_jw_obj_end(w);
}

static void verdicts(cp_jw *w, const cp_changes *c, uint32_t rows_max)
{
    cp_jw_key(w, "verdicts");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_verdicts && i < rows_max; i++) {
        const cp_verdict_change *x = &c->verdicts[i];
        cp_jw_obj(w);
        asset(w, x->asset);
        cp_jw_kstr(w, "policy", c->policies[x->policy].id);
        causes(w, x->causes);
        cp_jw_key(w, "differs_in");
        cp_jw_arr(w);
        for (unsigned p = 0; p < CP_VERDICT_PART_COUNT; p++)
            if (x->parts >> p & 1)
                cp_jw_str(w, cp_str_c(cp_verdict_part_name((cp_verdict_part)p)));
        cp_jw_arr_end(w);
        for (int s = 0; s < CP_SIDES; s++)
            verdict_side(w, x, s);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void paths(cp_jw *w, const cp_changes *c, uint32_t rows_max)
{
    cp_jw_key(w, "paths");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_paths && i < rows_max; i++) {
        const cp_path_change *x = &c->paths[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "policy", c->policies[x->policy].id);
        cp_jw_kstr(w, "from", x->from);
        cp_jw_kstr(w, "to", x->to);
        causes(w, x->causes);
        cp_jw_kstr_opt(w, "before", x->answer[CP_BEFORE]);
        cp_jw_kstr_opt(w, "after", x->answer[CP_AFTER]);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_kstr_opt(w, "paths_not_compared", c->no_paths);
}

static uint32_t beyond(uint32_t n, uint32_t rows_max) { return n > rows_max ? n - rows_max : 0; }

/* Only where something was. */
static void left_out(cp_jw *w, const cp_changes *c, uint32_t rows_max)
{
    uint32_t of_verdicts = beyond(c->n_verdicts, rows_max), of_paths = beyond(c->n_paths, rows_max);
    uint64_t n = (uint64_t)of_verdicts + of_paths;
    for (unsigned k = 0; k < CP_CHANGE_COUNT; k++)
        n += beyond(c->n[k], rows_max);
    if (n == 0)
        return;
    cp_jw_key(w, "left_out");
    cp_jw_obj(w);
    for (unsigned k = 0; k < CP_CHANGE_COUNT; k++)
        cp_jw_ku64(w, cp_change_name((cp_change_kind)k), beyond(c->n[k], rows_max));
    cp_jw_ku64(w, "verdicts", of_verdicts);
    cp_jw_ku64(w, "paths", of_paths);
    cp_jw_obj_end(w);
}

void cp_json_changes(cp_jw *w, const cp_changes *c, uint32_t rows_max)
{
    rows_max = rows_max ? rows_max : UINT32_MAX;
    for (int s = 0; s < CP_SIDES; s++)
        side(w, c, s);
    cp_jw_key(w, "other");
    cp_jw_arr(w); /* what besides the network is not the same on both sides */
    for (unsigned k = CP_CAUSE_PROFILE; k < CP_CAUSE_STATES; k++)
        if (c->differs[k])
            cp_jw_str(w, cp_str_c(cp_cause_name((cp_cause)k)));
    cp_jw_arr_end(w);
    policies(w, c);
    counts(w, c);
    for (unsigned k = 0; k < CP_CHANGE_COUNT; k++)
        equipment(w, c, (cp_change_kind)k, rows_max);
    verdicts(w, c, rows_max);
    paths(w, c, rows_max);
    left_out(w, c, rows_max);
}

void cp_changes_json(const cp_changes *c, uint32_t rows_max, cp_buf *out)
{
    cp_jw w = cp_jw_new(out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/diff/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(w.scratch, c->side[CP_AFTER].on));
    cp_json_coverage(&w, c->side[CP_AFTER].answer);
    cp_json_changes(&w, c, rows_max);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}
