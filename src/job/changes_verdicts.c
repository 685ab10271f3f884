/* SPDX-License-Identifier: Apache-2.0 */
/* changes_verdicts.c - both sides judged, in every state that a cause could have, and the verdicts
 * that are not the same.
 *
 *     state  bit NETWORK: whose asset; bit PROFILE: whose profile and statements; bit POLICY: whose
 *            packs and day
 *     0      as it was: what CASE1 said on its day;  all bits: as it is
 *
 * A bit whose two states are one is taken away before anything is judged, so that two cases on one
 * day need two judgements and not eight. */
#include <stdlib.h>
#include "job/changes.h"

enum {
    NETWORK = 1 << CP_CAUSE_NETWORK,
    PROFILE = 1 << CP_CAUSE_PROFILE,
    POLICY = 1 << CP_CAUSE_POLICY,
    AS_WAS = 0,
    AS_IS = CP_CHANGE_STATES - 1
};

uint32_t cp_changes_state(const cp_changing *c, uint32_t state)
{
    for (unsigned k = 0; k < CP_CAUSE_STATES; k++)
        if (!c->out->differs[k])
            state &= ~(1u << k);
    return state;
}

uint32_t cp_changes_causes(const cp_changing *c, bool (*same)(void *ctx, uint32_t s, uint32_t t),
                           void *ctx)
{
    uint32_t causes = 0;
    for (unsigned k = 0; k < CP_CAUSE_STATES; k++)
        for (uint32_t s = 0; s < CP_CHANGE_STATES && c->out->differs[k]; s++)
            if (!(s >> k & 1) && !(causes >> k & 1) && cp_changes_state(c, s) == s &&
                !same(ctx, s, s | 1u << k))
                causes |= 1u << k;
    return causes;
}

/* ---- do the sides differ? ---- */

static void add_list(cp_buf *b, const char *what, const cp_str *v, uint32_t n)
{
    cp_buf_fmt(b, "%s", what);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(b, "\n%.*s", CP_FMT(v[i]));
    cp_buf_char(b, '\0');
}

static cp_str profile_text(cp_arena *a, const cp_profile *p)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "%d\n%.*s\n%.*s\n%.*s\n", p->is_set, CP_FMT(p->name), CP_FMT(p->country),
               CP_FMT(p->component_coverage));
    add_list(&b, "roles", p->roles, p->n_roles);
    add_list(&b, "not_roles", p->not_roles, p->n_not_roles);
    add_list(&b, "policies", p->policies, p->n_policies);
    for (uint32_t i = 0; i < p->n_facts; i++)
        cp_buf_fmt(&b, "%.*s=%.*s\n", CP_FMT(p->facts[i].name), CP_FMT(p->facts[i].value));
    return cp_buf_str(&b);
}

static int by_text(const void *a, const void *b)
{
    return cp_str_cmp(*(const cp_str *)a, *(const cp_str *)b);
}

/* Whatever the order in which they were read, and where they stand. */
static cp_str statements_text(cp_arena *a, const cp_evidence_set *e)
{
    cp_str *v = CP_NEW_ARRAY(a, cp_str, e->n_statements);
    for (uint32_t i = 0; i < e->n_statements; i++) {
        const cp_statement *s = &e->statements[i];
        const cp_str text[] = { s->maker, s->state, s->product, s->fact, s->value, s->licensee };
        cp_buf b = cp_buf_new(a);
        add_list(&b, "", text, sizeof text / sizeof *text);
        cp_buf_fmt(&b, "%d %d %d %d", s->from.first_day, s->from.last_day, s->to.first_day,
                   s->to.last_day);
        v[i] = cp_buf_str(&b);
    }
    if (e->n_statements)
        qsort(v, e->n_statements, sizeof *v, by_text);
    cp_buf all = cp_buf_new(a);
    for (uint32_t i = 0; i < e->n_statements; i++)
        if (i == 0 || !cp_str_eq(v[i], v[i - 1]))
            add_list(&all, "", &v[i], 1);
    return cp_buf_str(&all);
}

static void find_differences(cp_changing *c)
{
    const cp_evidence_set *x = c->in[CP_BEFORE].e, *y = c->in[CP_AFTER].e;
    cp_arena *a = cp_arena_new(0);
    c->out->differs[CP_CAUSE_NETWORK] = true;
    c->out->differs[CP_CAUSE_PROFILE] =
        !cp_str_eq(profile_text(a, &x->profile), profile_text(a, &y->profile)) ||
        !cp_str_eq(statements_text(a, x), statements_text(a, y));
    c->out->differs[CP_CAUSE_POLICY] =
        c->lib[CP_BEFORE] != c->lib[CP_AFTER] ||
        c->in[CP_BEFORE].on.first_day != c->in[CP_AFTER].on.first_day;
    cp_arena_free(a);
}

/* ---- the packs ---- */

static cp_rc load_packs(cp_changing *c, cp_err *err)
{
    cp_job *j = c->j;
    const cp_makers *makers = cp_knowledge_makers(c->in[CP_AFTER].e->knowledge);
    cp_policy_lib *lib;
    cp_rc rc = cp_job_policies(j, makers, &lib, err);
    if (rc != CP_OK)
        return rc;
    c->lib[CP_BEFORE] = c->lib[CP_AFTER] = lib;
    if (j->opts.n_policies_before == 0)
        return CP_OK;
    rc = cp_job_policies_instead(j, makers, j->opts.policies_before, j->opts.n_policies_before,
                                 &lib, err);
    c->lib[CP_BEFORE] = lib;
    return rc;
}

static uint32_t policy_at(cp_changing *c, cp_map *at, const cp_policy *p)
{
    bool added;
    uint64_t *place = cp_map_put(c->j->a, at, p->id, &added);
    if (added) {
        cp_changes_policy *v = (cp_changes_policy *)c->out->policies; /* still being made */
        *place = c->out->n_policies;
        v[c->out->n_policies++] = (cp_changes_policy){ .id = p->id, .title = p->title };
    }
    return (uint32_t)*place;
}

static cp_tri binds(const cp_changing *c, int side, const cp_policy *p)
{
    return c->j->opts.n_policies
               ? CP_YES
               : cp_policy_binds(c->j->a, c->lib[side], p, &c->in[side].e->profile);
}

/* All that either side asks: what begins to bind is a change too. */
static cp_rc choose_packs(cp_changing *c, cp_err *err)
{
    cp_pack_list chosen[CP_SIDES] = { { 0 }, { 0 } };
    cp_map at = { 0 };
    cp_rc rc = CP_OK;
    for (int s = 0; s < CP_SIDES && rc == CP_OK; s++)
        rc = cp_job_policies_chosen(c->j, c->lib[s], &c->in[s].e->profile, &chosen[s], err);
    if (rc != CP_OK)
        return rc;
    uint32_t n_max = chosen[CP_BEFORE].n + chosen[CP_AFTER].n;
    c->out->policies = CP_NEW_ARRAY(c->j->a, cp_changes_policy, n_max);
    for (int s = CP_AFTER; s >= CP_BEFORE; s--)
        for (uint32_t i = 0; i < chosen[s].n; i++)
            (void)policy_at(c, &at, chosen[s].v[i]);
    for (int s = 0; s < CP_SIDES; s++) {
        c->column[s] = CP_NEW_ARRAY(c->j->a, uint32_t, n_max);
        for (uint32_t k = 0; k < c->out->n_policies; k++) {
            cp_changes_policy *x = (cp_changes_policy *)&c->out->policies[k];
            const cp_policy *p = cp_policy_by_id(c->lib[s], x->id);
            x->digest[s] = p ? p->digest : CP_STR("");
            x->binds[s] = p ? binds(c, s, p) : CP_NO;
            c->column[s][k] = p ? c->packs[s].n : UINT32_MAX;
            if (p)
                cp_vec_push(c->j->a, &c->packs[s], p);
        }
    }
    return CP_OK;
}

/* ---- judging ---- */

static cp_judge *judge_of(cp_changing *c, int who, int by)
{
    const cp_evidence_set *e = c->in[who].e;
    if (!c->judge[who][by])
        c->judge[who][by] =
            cp_judge_new(c->j->a, c->lib[by],
                         &(cp_judge_opts){ .profile = e->profile.is_set ? &e->profile : NULL,
                                           .as_of = c->in[by].on,
                                           .accept = c->j->opts.accept,
                                           .as_if_bound = c->j->opts.n_policies > 0,
                                           .statements = e->statements,
                                           .n_statements = e->n_statements });
    return c->judge[who][by];
}

static bool counts(const cp_changing *c, const cp_asset *as)
{
    return c->j->opts.all || cp_evidence_in_service(as);
}

/* Block by block: who interrupts waits for one of them. */
static cp_rc judge_state(cp_changing *c, uint32_t state, cp_err *err)
{
    enum { BLOCK = 1024 };
    const cp_asset *list[BLOCK];
    const cp_verdict *const *rows[BLOCK];
    uint32_t at[BLOCK];
    int side = state & NETWORK ? CP_AFTER : CP_BEFORE, who = state & PROFILE ? 1 : 0,
        by = state & POLICY ? 1 : 0;
    const cp_answer *ans = &c->ans[side];
    cp_judge *judge = judge_of(c, who, by);
    c->rows[state] = CP_NEW_ARRAY(c->j->a, const cp_verdict *const *, ans->n_assets);
    for (uint32_t i = 0; i < ans->n_assets && !*c->j->interrupted;) {
        uint32_t n = 0;
        for (; i < ans->n_assets && n < BLOCK; i++)
            if (counts(c, &ans->assets[i].asset)) {
                list[n] = &ans->assets[i].asset;
                at[n++] = i;
            }
        cp_judge_assets(judge, c->packs[by].v, c->packs[by].n, list, n, rows);
        for (uint32_t k = 0; k < n; k++)
            c->rows[state][at[k]] = rows[k];
    }
    return *c->j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : CP_OK;
}

/* What waivers leave to be known comes before the other notes. */
static void add_notes(cp_changing *c, int side, cp_sentences *notes)
{
    cp_answer *ans = &c->ans[side];
    for (uint32_t i = 0; i < ans->n_notes; i++)
        cp_vec_push(c->j->a, notes, ans->notes[i]);
    ans->notes = notes->v;
    ans->n_notes = notes->n;
}

/* The side as `audit` would tell it: what is in service, with verdicts and waivers. */
static void tell_side(cp_changing *c, int side)
{
    cp_sentences notes = { 0 };
    cp_answer *ans = &c->judged[side];
    uint32_t state = cp_changes_state(c, side == CP_AFTER ? AS_IS : AS_WAS);
    int by = state & POLICY ? 1 : 0, who = state & PROFILE ? 1 : 0;
    const cp_pack_list *packs = &c->packs[by];
    cp_answer_asset *v = CP_NEW_ARRAY(c->j->a, cp_answer_asset, c->ans[side].n_assets);
    cp_answer_policy *policies = CP_NEW_ARRAY(c->j->a, cp_answer_policy, packs->n);
    *ans = c->ans[side];
    ans->n_assets = 0;
    c->place[side] = CP_NEW_ARRAY(c->j->a, uint32_t, c->ans[side].n_assets);
    for (uint32_t i = 0; i < c->ans[side].n_assets; i++) {
        c->place[side][i] = c->rows[state][i] ? ans->n_assets : CP_NO_ASSET;
        if (!c->rows[state][i])
            continue;
        v[ans->n_assets] = c->ans[side].assets[i];
        v[ans->n_assets].verdicts = c->rows[state][i];
        v[ans->n_assets++].n_verdicts = packs->n;
    }
    for (uint32_t k = 0; k < packs->n; k++)
        policies[k] = (cp_answer_policy){ .id = packs->v[k]->id,
                                          .title = packs->v[k]->title,
                                          .jurisdiction = packs->v[k]->jurisdiction,
                                          .digest = packs->v[k]->digest,
                                          .law = cp_policy_law(packs->v[k], ans->as_of),
                                          .binds = binds(c, side, packs->v[k]),
                                          .as_of = packs->v[k]->read,
                                          .effective = packs->v[k]->effective };
    ans->assets = v;
    ans->policies = policies;
    ans->n_policies = packs->n;
    c->in[side].e->lib = c->lib[side];
    cp_waivers_apply(c->j, c->in[side].e, c->lib[side], c->judge[who][by], ans, &notes);
    add_notes(c, side, &notes);
    c->out->side[side].n_in_service = ans->n_assets;
}

cp_rc cp_changes_judge(cp_changing *c, cp_err *err)
{
    cp_rc rc = load_packs(c, err);
    if (rc == CP_OK)
        rc = choose_packs(c, err);
    if (rc != CP_OK)
        return rc;
    find_differences(c);
    for (uint32_t s = 0; s < CP_CHANGE_STATES && rc == CP_OK; s++)
        if (cp_changes_state(c, s) == s)
            rc = judge_state(c, s, err);
    for (int side = 0; side < CP_SIDES && rc == CP_OK; side++)
        tell_side(c, side);
    return rc;
}

/* ---- comparing ---- */

/* Does it say anything about a thing that stands alone? */
static bool speaks(const cp_verdict *v)
{
    return v && (v->result == CP_VERDICT_EXCLUDED || v->result == CP_VERDICT_RESTRICTED ||
                 v->result == CP_VERDICT_UNDETERMINED);
}

/* What is new or gone, and of no interest to a policy, is a change of equipment only. */
static uint32_t parts_of(const cp_verdict *a, const cp_verdict *b)
{
    uint32_t parts = 0;
    if (a == b || (!a && !speaks(b)) || (!b && !speaks(a)))
        return 0;
    if (!a || !b)
        return 1u << CP_IN_RESULT;
    if (a->result != b->result)
        parts |= 1u << CP_IN_RESULT;
    if (a->binds != b->binds)
        parts |= 1u << CP_IN_BINDS;
    if (!cp_str_eq(a->clause, b->clause))
        parts |= 1u << CP_IN_CLAUSE;
    if (!cp_verdict_has_same_duties(a, b))
        parts |= 1u << CP_IN_DUTIES;
    return parts;
}

/* One asset (CP_NO_ASSET: not on that side) and one policy. */
typedef struct place {
    const cp_changing *c;
    uint32_t asset[CP_SIDES], policy;
} place;

static const cp_verdict *verdict_in(const place *p, uint32_t state)
{
    uint32_t s = cp_changes_state(p->c, state), i = p->asset[s & NETWORK ? CP_AFTER : CP_BEFORE],
             column = p->c->column[s & POLICY ? 1 : 0][p->policy];
    const cp_verdict *const *row = i == CP_NO_ASSET ? NULL : p->c->rows[s][i];
    return row && column != UINT32_MAX ? row[column] : NULL;
}

static bool is_same_in(void *ctx, uint32_t s, uint32_t t)
{
    return parts_of(verdict_in(ctx, s), verdict_in(ctx, t)) == 0;
}

static const cp_waiver *waiver_in(const place *p, int side)
{
    uint32_t state = cp_changes_state(p->c, side == CP_AFTER ? AS_IS : AS_WAS), i = p->asset[side],
             column = p->c->column[state & POLICY ? 1 : 0][p->policy];
    uint32_t at = i == CP_NO_ASSET ? CP_NO_ASSET : p->c->place[side][i];
    return at == CP_NO_ASSET || column == UINT32_MAX
               ? NULL
               : cp_answer_waiver(&p->c->judged[side].assets[at], column);
}

/* As audit's exit status weighs it. */
static void weigh(const cp_changing *c, int side, cp_verdict_change *x)
{
    const cp_verdict *v = x->verdict[side];
    bool is_judged = c->in[side].e->profile.is_set || c->j->opts.n_policies;
    bool restricted_too = !cp_str_eq(c->j->opts.fail_on, CP_STR("excluded"));
    if (!v || !is_judged || v->binds == CP_NO || x->waiver[side])
        return;
    bool hit =
        v->result == CP_VERDICT_EXCLUDED || (restricted_too && v->result == CP_VERDICT_RESTRICTED);
    x->is_finding[side] = hit && v->binds == CP_YES;
    x->is_open[side] = v->result == CP_VERDICT_UNDETERMINED || (hit && v->binds == CP_UNKNOWN);
}

typedef CP_VEC(cp_verdict_change) verdict_list;

static void compare(const place *p, verdict_list *out)
{
    cp_changes *o = p->c->out;
    cp_verdict_change x = { .policy = p->policy };
    for (int s = 0; s < CP_SIDES; s++) {
        x.verdict[s] = verdict_in(p, s == CP_AFTER ? AS_IS : AS_WAS);
        x.waiver[s] = waiver_in(p, s);
    }
    x.parts = parts_of(x.verdict[CP_BEFORE], x.verdict[CP_AFTER]);
    bool is_same_result = x.verdict[0] && x.verdict[1] && !(x.parts >> CP_IN_RESULT & 1);
    if (!x.waiver[CP_BEFORE] != !x.waiver[CP_AFTER] && is_same_result) {
        x.parts |= 1u << CP_IN_WAIVED;
        x.causes |= 1u << CP_CAUSE_WAIVER;
    }
    if (x.parts == 0)
        return;
    x.causes |= cp_changes_causes(p->c, is_same_in, (void *)p);
    for (int s = 0; s < CP_SIDES; s++) {
        x.asset[s] = p->asset[s] == CP_NO_ASSET ? NULL : &p->c->ans[s].assets[p->asset[s]].asset;
        weigh(p->c, s, &x);
    }
    for (unsigned k = 0; k < CP_CAUSE_COUNT; k++)
        o->n_by_cause[k] += x.causes >> k & 1;
    o->n_findings_new += x.is_finding[CP_AFTER] && !x.is_finding[CP_BEFORE];
    o->n_findings_gone += !x.is_finding[CP_AFTER] && x.is_finding[CP_BEFORE];
    o->n_open_new += x.is_open[CP_AFTER] && !x.is_open[CP_BEFORE];
    o->n_open_gone += !x.is_open[CP_AFTER] && x.is_open[CP_BEFORE];
    cp_vec_push(p->c->j->a, out, x);
}

/* What has to be looked at first. */
static int rank(const cp_verdict_change *x)
{
    if (x->is_finding[CP_AFTER] && !x->is_finding[CP_BEFORE])
        return 0;
    if (x->is_open[CP_AFTER] && !x->is_open[CP_BEFORE])
        return 1;
    return x->is_finding[CP_BEFORE] && !x->is_finding[CP_AFTER] ? 2 : 3;
}

/* Stable: within a rank they come in the order of the assets. */
static void sort(cp_arena *a, verdict_list *v)
{
    enum { RANKS = 4 };
    cp_verdict_change *sorted = CP_NEW_ARRAY(a, cp_verdict_change, v->n);
    uint32_t n = 0;
    for (int r = 0; r < RANKS; r++)
        for (uint32_t i = 0; i < v->n; i++)
            if (rank(&v->v[i]) == r)
                sorted[n++] = v->v[i];
    v->v = sorted;
}

void cp_changes_verdicts(cp_changing *c)
{
    verdict_list v = { 0 };
    for (int s = CP_AFTER; s >= CP_BEFORE; s--)
        for (uint32_t i = 0; i < c->ans[s].n_assets; i++) {
            uint32_t o = c->other[s][i];
            place p = { c, { s == CP_AFTER ? o : i, s == CP_AFTER ? i : o }, 0 };
            for (; (s == CP_AFTER || o == CP_NO_ASSET) && p.policy < c->out->n_policies; p.policy++)
                compare(&p, &v);
        }
    sort(c->j->a, &v);
    c->out->verdicts = v.v;
    c->out->n_verdicts = v.n;
}
