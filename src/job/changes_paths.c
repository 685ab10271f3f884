/* SPDX-License-Identifier: Apache-2.0 */
/* changes_paths.c - `path --all` of both sides, in every state that a cause could have, and the
 * cells that are not the same: is some path between two sites clean, under the exposure reading?
 *
 * A national network has too many sites for all pairs of them, eight times: beyond
 * CP_CHANGES_SITES_MAX none is compared, and that is told. */
#include "job/changes.h"
#include "job/path.h"

enum { CP_CHANGES_SITES_MAX = 600 }; /* 180,000 cells a policy and state */

typedef struct cells {
    cp_arena *a;
    cp_map at; /* see take -> place in v, in the same order */
    CP_VEC(cp_path_of_sites) v;
} cells;

typedef struct comparing {
    cp_changing *c;
    cells of[CP_CHANGE_STATES]; /* as the rows of verdicts */
    cp_str key;                 /* of the cell at hand */
} comparing;

static void take(void *ctx, const cp_path_of_sites *x)
{
    cells *k = ctx;
    cp_str key = cp_str_fmt(k->a, "%.*s\n%zu\n%.*s%.*s", CP_FMT(x->policy), x->from.n,
                            CP_FMT(x->from), CP_FMT(x->to));
    *cp_map_put(k->a, &k->at, key, NULL) = k->v.n;
    cp_vec_push(k->a, &k->v, *x);
}

/* The side's evidence, judged in that state; a side without links or sites has no cell. */
static cp_rc find_cells(cp_changing *c, uint32_t state, cells *out, cp_err *err)
{
    int side = state >> CP_CAUSE_NETWORK & 1, by = state >> CP_CAUSE_POLICY & 1;
    cp_answer *ans = CP_NEW(c->j->a, cp_answer);
    cp_path_model *m = CP_NEW(c->j->a, cp_path_model);
    cp_path_request r = { .reading = CP_EXPOSURE, .asked = CP_ASK_SOME, .deciding = CP_ASK_SOME };
    *ans = c->judged[side];
    cp_answer_asset *v = CP_NEW_ARRAY(c->j->a, cp_answer_asset, ans->n_assets);
    for (uint32_t i = 0; i < c->ans[side].n_assets; i++) {
        uint32_t at = c->place[side][i];
        if (at == CP_NO_ASSET)
            continue;
        v[at] = ans->assets[at];
        v[at].verdicts = c->rows[state][i];
        v[at].n_verdicts = c->packs[by].n;
    }
    ans->assets = v;
    ans->as_of = c->in[by].on;
    cp_answer_policy *p = CP_NEW_ARRAY(c->j->a, cp_answer_policy, c->packs[by].n);
    for (uint32_t k = 0; k < c->packs[by].n; k++)
        p[k] = (cp_answer_policy){ .id = c->packs[by].v[k]->id, .binds = CP_YES };
    ans->policies = p;
    ans->n_policies = c->packs[by].n;
    c->in[side].e->lib = c->lib[by]; /* which clauses exclude anything is looked up there */
    cp_rc rc = cp_path_rules_read(c->j, &r.rules, err);
    if (rc == CP_OK)
        rc = cp_path_model_make(c->j, c->in[side].e, ans, m, err);
    if (rc == CP_OK)
        rc = cp_path_pairs(m, &r, take, out, err);
    return rc == CP_ENOENT ? CP_OK : rc; /* no device with a link has a site */
}

/* ---- is it worth asking? ---- */

static uint32_t n_sites(const cp_changing *c, int side)
{
    cp_arena *a = cp_arena_new(0);
    cp_map sites = { 0 };
    for (uint32_t i = 0; i < c->ans[side].n_assets; i++) {
        cp_str site = cp_asset_shown(&c->ans[side].assets[i].asset, CP_ATTR_SITE);
        if (site.n)
            (void)cp_map_put(a, &sites, site, NULL);
    }
    uint32_t n = sites.n;
    cp_arena_free(a);
    return n;
}

static cp_str why_not(const cp_changing *c)
{
    for (int s = 0; s < CP_SIDES; s++) {
        uint32_t n = n_sites(c, s);
        if (c->in[s].e->found.n_links == 0)
            return cp_str_fmt(c->j->a, "Paths were not compared: no link of %.*s is known.",
                              CP_FMT(c->in[s].name));
        if (n == 0)
            return cp_str_fmt(c->j->a, "Paths were not compared: no site of %.*s is known.",
                              CP_FMT(c->in[s].name));
        if (n > CP_CHANGES_SITES_MAX)
            return cp_str_fmt(c->j->a,
                              "Paths were not compared: %.*s has %u sites, and more than %d are "
                              "too many for all pairs (`path FROM TO` asks for one).",
                              CP_FMT(c->in[s].name), n, CP_CHANGES_SITES_MAX);
    }
    return c->out->n_policies == 0 ? CP_STR("Paths were not compared: no policy was asked.")
                                   : CP_STR("");
}

/* ---- comparing ---- */

/* CP_PATH_ANSWER_COUNT: there is no such cell. */
static cp_path_answer answer_in(const comparing *x, uint32_t state)
{
    const cells *k = &x->of[cp_changes_state(x->c, state)];
    const uint64_t *at = cp_map_get(&k->at, x->key);
    return at ? k->v.v[*at].answer : CP_PATH_ANSWER_COUNT;
}

static bool is_same_in(void *ctx, uint32_t s, uint32_t t)
{
    return answer_in(ctx, s) == answer_in(ctx, t);
}

static cp_str answer_text(cp_path_answer x)
{
    return x == CP_PATH_ANSWER_COUNT ? CP_STR("") : cp_str_c(cp_path_answer_name(x));
}

static uint32_t policy_of(const cp_changes *o, cp_str id)
{
    for (uint32_t k = 0; k < o->n_policies; k++)
        if (cp_str_eq(o->policies[k].id, id))
            return k;
    return 0;
}

typedef CP_VEC(cp_path_change) path_list;

/* The cells of one side; those that both have come with the side after. */
static void compare_side(comparing *x, int side, path_list *out)
{
    const cells *k = &x->of[cp_changes_state(x->c, side == CP_AFTER ? CP_CHANGE_STATES - 1 : 0)];
    for (uint32_t i = 0; i < k->v.n; i++) {
        const cp_path_of_sites *cell = &k->v.v[i];
        x->key = k->at.items[i].key;
        cp_path_answer was = answer_in(x, 0), is = answer_in(x, CP_CHANGE_STATES - 1);
        if (was == is || (side == CP_BEFORE && is != CP_PATH_ANSWER_COUNT))
            continue;
        cp_vec_push(x->c->j->a, out,
                    ((cp_path_change){ .policy = policy_of(x->c->out, cell->policy),
                                       .from = cell->from,
                                       .to = cell->to,
                                       .answer = { answer_text(was), answer_text(is) },
                                       .causes = cp_changes_causes(x->c, is_same_in, x) }));
    }
}

cp_rc cp_changes_paths(cp_changing *c, cp_err *err)
{
    comparing x = { .c = c };
    path_list v = { 0 };
    cp_rc rc = CP_OK;
    c->out->no_paths = why_not(c);
    if (c->out->no_paths.n)
        return CP_OK;
    for (uint32_t s = 0; s < CP_CHANGE_STATES && rc == CP_OK; s++) {
        x.of[s].a = c->j->a;
        if (cp_changes_state(c, s) == s)
            rc = find_cells(c, s, &x.of[s], err);
    }
    for (int s = 0; s < CP_SIDES; s++)
        c->in[s].e->lib = c->lib[s];
    if (rc == CP_ELIMIT) { /* the rest of the answer is worth having */
        c->out->no_paths =
            cp_str_fmt(c->j->a, "Paths were not compared: %s.", err ? err->msg : "too many");
        return CP_OK;
    }
    if (rc != CP_OK)
        return rc;
    compare_side(&x, CP_AFTER, &v);
    compare_side(&x, CP_BEFORE, &v);
    c->out->paths = v.v;
    c->out->n_paths = v.n;
    c->out->n_cells[CP_BEFORE] = x.of[0].v.n;
    c->out->n_cells[CP_AFTER] = x.of[cp_changes_state(c, CP_CHANGE_STATES - 1)].v.n;
    return CP_OK;
}
