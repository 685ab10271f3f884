/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.c - one row per address: what a SIEM joins its events with. An address without a row is
 * not known, which is no verdict; docs/formats/lookup.md says how to keep it so. */
#include "codec/csv.h"
#include "report/judged.h"
#include "report/render.h"

typedef struct row {
    cp_str from, to; /* when its sources saw anything; "" no source says */
    cp_str verdict, policy;
    const cp_claim *sure;
} row;

static void period(const cp_answer *ans, const cp_asset *as, cp_arena *a, row *r)
{
    cp_time from = CP_TIME_NONE, to = CP_TIME_NONE;
    for (uint32_t i = 0; i < as->n_sources; i++) {
        const cp_source *s = as->sources[i] < ans->n_sources ? &ans->sources[as->sources[i]] : NULL;
        if (s && s->first_at != CP_TIME_NONE && s->first_at != 0 &&
            (from == CP_TIME_NONE || s->first_at < from))
            from = s->first_at;
        if (s && s->last_at != CP_TIME_NONE && s->last_at != 0 &&
            (to == CP_TIME_NONE || s->last_at > to))
            to = s->last_at;
    }
    r->from = cp_time_text(a, from);
    r->to = cp_time_text(a, to);
}

/* The worst that binds. What is named by a rule of which nobody knows whether it binds is no
 * finding, and not clean either; where nobody said who the user is, nothing is judged. */
static void verdict(const cp_answer *ans, const cp_answer_asset *x, row *r)
{
    const cp_claim *maker = cp_asset_claim(&x->asset, CP_ATTR_MAKER);
    uint32_t at = cp_stance_worst_binding(ans, x);
    if (at == UINT32_MAX) {
        r->verdict =
            ans->profile.is_set && x->n_verdicts ? CP_STR("not_addressed") : CP_STR("not_judged");
        r->sure = maker && maker->confidence >= CP_SHOW_MIN ? maker : NULL;
        return;
    }
    const cp_verdict *v = cp_answer_verdict(x, at);
    cp_stance s = cp_stance_of(ans, x, at);
    r->verdict = s == CP_STANCE_OPEN     ? CP_STR("undetermined")
                 : s == CP_STANCE_WAIVED ? CP_STR("waived")
                                         : cp_str_c(cp_result_name(v->result));
    r->policy = s == CP_STANCE_CLEAR ? CP_STR("") : v->policy; /* no rule has more to say */
    r->sure = cp_confidence_of(v, &x->asset);
}

static void cell(cp_buf *out, cp_arena *a, cp_str s, bool first)
{
    cp_csv_cell(out, cp_text_safe(a, s), first);
}

static void rows(const cp_answer *ans, const cp_answer_asset *x, cp_arena *a, cp_buf *out)
{
    const cp_asset *as = &x->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    bool shown = m && m->confidence >= CP_SHOW_MIN;
    row r = { 0 };
    period(ans, as, a, &r);
    verdict(ans, x, &r);
    for (uint32_t i = 0; i < as->n_ids; i++) {
        if (as->ids[i].kind != CP_IDENT_IP)
            continue;
        cell(out, a, as->ids[i].value, true);
        cell(out, a, as->realm, false);
        cell(out, a, r.from, false);
        cell(out, a, r.to, false);
        cell(out, a, as->id, false);
        cell(out, a, cp_asset_name(as), false);
        cell(out, a, shown ? m->value : CP_STR(""), false);
        cell(out, a, shown ? m->name : CP_STR(""), false);
        cell(out, a, cp_asset_shown(as, CP_ATTR_PRODUCT), false);
        cell(out, a, cp_asset_shown(as, CP_ATTR_SITE), false);
        cell(out, a, r.verdict, false);
        cell(out, a, r.policy, false);
        cell(out, a, r.sure ? cp_str_fmt(a, "%.4f", r.sure->confidence) : CP_STR(""), false);
        cp_buf_add_c(out, "\r\n");
    }
}

void cp_render_lookup(const cp_answer *ans, cp_buf *out)
{
    cp_buf_add_c(out, "ip,realm,valid_from,valid_to,asset,name,maker_id,maker,product,site,"
                      "verdict,policy,confidence\r\n");
    for (uint32_t i = 0; i < ans->n_assets && out->rc == CP_OK; i++) {
        cp_arena *one = cp_arena_new(0);
        rows(ans, &ans->assets[i], one, out);
        cp_arena_free(one);
    }
}
