/* SPDX-License-Identifier: Apache-2.0 */
/* inspect_paths.c - see inspect.h: of each two sites between which it is not known whether some
 * path is clean, the cheapest inspections that would settle it. A device settles the answer alone
 * where it is all of them, whatever it turns out to be. */
#include "job/inspect.h"
#include "job/path.h"

enum { ANSWERS_MAX = 2000 }; /* looked at; each takes its time, and the rest is told */

typedef struct asking {
    cp_visits *x;
    cp_visit *by_asset;
    cp_path_model m;
    uint64_t n_looked, n_more;
} asking;

static cp_visit *visit_of(const asking *k, const cp_path_finding *f, uint32_t item)
{
    uint32_t thing = f->pn->thing_of[item];
    const cp_thing *t = &k->m.things.v[thing];
    uint32_t at = t->kind == CP_THING_ASSET ? k->m.judged[t->at] : CP_NO_ASSET;
    return at == CP_NO_ASSET ? NULL : &k->by_asset[at];
}

static void count(asking *k, const cp_path_of_sites *c, uint32_t item, bool is_alone)
{
    cp_visit *v = visit_of(k, c->finding, item);
    if (!v)
        return;
    *(is_alone ? &v->n_paths : &v->n_paths_with) += 1;
    if (v->path.n == 0)
        v->path = cp_str_fmt(k->x->j->a, "%.*s - %.*s, %.*s", CP_FMT(c->from), CP_FMT(c->to),
                             CP_FMT(c->policy));
}

static bool has(const uint32_t *v, uint32_t n, uint32_t item)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i] == item)
            return true;
    return false;
}

static void take(void *ctx, const cp_path_of_sites *c)
{
    asking *k = ctx;
    cp_inspect in = { 0 };
    if (c->answer != CP_PATH_UNDETERMINED || c->items[0] == CP_NO_ITEM ||
        k->x->ans->policies[c->finding->policy].binds == CP_NO)
        return;
    if (k->n_looked >= ANSWERS_MAX) {
        k->n_more++;
        return;
    }
    k->n_looked++;
    cp_arena *scratch = cp_arena_new(0);
    cp_inspect_some(c->finding->l0, scratch, &c->finding->taints, c->items[0], c->items[1], NULL,
                    &in);
    bool is_alone =
        in.n_to_clean == 1 && in.n_to_excluded == 1 && in.to_clean[0] == in.to_excluded[0];
    for (uint32_t i = 0; i < in.n_to_clean; i++)
        count(k, c, in.to_clean[i], is_alone);
    for (uint32_t i = 0; i < in.n_to_excluded; i++)
        if (!has(in.to_clean, in.n_to_clean, in.to_excluded[i]))
            count(k, c, in.to_excluded[i], false);
    cp_arena_free(scratch);
}

cp_rc cp_visits_paths(cp_visits *x, cp_visit *by_asset, cp_err *err)
{
    asking k = { .x = x, .by_asset = by_asset };
    cp_path_request r = { .reading = CP_EXPOSURE, .asked = CP_ASK_SOME, .deciding = CP_ASK_SOME };
    if (x->e->found.n_links == 0 || x->ans->n_policies == 0) {
        x->not_looked = CP_STR("no link is known, so paths were not looked at");
        return CP_OK;
    }
    cp_rc rc = cp_path_rules_read(x->j, &r.rules, err);
    if (rc == CP_OK)
        rc = cp_path_model_make(x->j, x->e, x->ans, &k.m, err);
    if (rc == CP_OK)
        rc = cp_path_pairs(&k.m, &r, take, &k, err);
    if (rc == CP_ENOENT || rc == CP_ELIMIT) {
        x->not_looked =
            rc == CP_ENOENT
                ? CP_STR("no device with a link has a site, so paths were not looked at")
                : CP_STR("there are too many sites to look at the paths between all");
        return CP_OK;
    }
    if (k.n_more)
        x->not_looked =
            cp_str_fmt(x->j->a, "%llu undetermined paths were looked at, %llu more were not",
                       (unsigned long long)k.n_looked, (unsigned long long)k.n_more);
    return rc;
}
