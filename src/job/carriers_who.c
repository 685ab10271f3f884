/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_who.c - ASes whose holder is known, as assets, and what the policies say of them. */
#include <stdlib.h>
#include "base/sort.h"
#include "identify/names.h"
#include "job/carriers_more.h"

/* How sure a source of the table of makers makes it: a number of an AS is the registry's, so a
 * verified one is as sure as an OUI. */
static double sureness(cp_conf c)
{
    static const double of[] = { [CP_CONF_VERIFIED] = 0.99,
                                 [CP_CONF_PARTIAL] = 0.8,
                                 [CP_CONF_MEMORY] = 0.6,
                                 [CP_CONF_UNKNOWN] = 0.6 };
    return of[c];
}

static void claim(cp_claim *v, uint32_t *n, cp_attr attr, cp_str value, cp_str name, double sure)
{
    if (value.n)
        v[(*n)++] = (cp_claim){ .attr = attr, .value = value, .name = name, .confidence = sure };
}

/* Is the label the name of one of the companies of the house? Then it says which. */
static bool is_company(const cp_maker *m, cp_str label)
{
    for (uint32_t i = 0; i < m->n_names; i++)
        if (cp_str_eq_nocase(m->names[i], label))
            return true;
    return false;
}

static const cp_asset *asset_of(cp_arena *a, const cp_as_who *w)
{
    enum { CLAIMS_MAX = 5 };
    const cp_str none = CP_STR("");
    cp_asset *as = CP_NEW(a, cp_asset);
    cp_claim *v = CP_NEW_ARRAY(a, cp_claim, CLAIMS_MAX);
    cp_evidence *e = CP_NEW(a, cp_evidence);
    cp_ident *id = CP_NEW(a, cp_ident);
    double sure = sureness(w->is_unsure ? CP_CONF_MEMORY : w->told->conf);
    cp_str number = cp_str_fmt(a, "%u", w->asn);
    *id = (cp_ident){ .kind = CP_IDENT_ASN, .value = number };
    *e = (cp_evidence){ .kind = CP_STR("makers.asn"), .value = number, .attr = CP_ATTR_MAKER };
    *as = (cp_asset){ .id = cp_str_fmt(a, "asn-%u", w->asn),
                      .ids = id,
                      .n_ids = 1,
                      .claims = v,
                      .evidence = e,
                      .n_evidence = 1 };
    claim(v, &as->n_claims, CP_ATTR_MAKER, w->maker->id, w->maker->name, sure);
    claim(v, &as->n_claims, CP_ATTR_NAME, w->told->label, none, sure);
    claim(v, &as->n_claims, CP_ATTR_CLASS, CP_STR("carrier_service"), none, 1);
    claim(v, &as->n_claims, CP_ATTR_OPERATED_BY, w->maker->id, none, sure);
    claim(v, &as->n_claims, CP_ATTR_LEGAL_NAME,
          is_company(w->maker, w->told->label) ? w->told->label : none, none, sure);
    return as;
}

static cp_as_standing standing_of(const cp_verdict *v)
{
    switch (v->result) {
    case CP_VERDICT_EXCLUDED: return CP_AS_EXCLUDED;
    case CP_VERDICT_RESTRICTED: return CP_AS_RESTRICTED;
    case CP_VERDICT_UNDETERMINED: return CP_AS_UNDETERMINED;
    case CP_VERDICT_ALLOWED:
    case CP_VERDICT_NOT_ADDRESSED:
    case CP_VERDICT_COUNT: break;
    }
    return CP_AS_ALLOWED;
}

static int by_number(const void *a, const void *b)
{
    const cp_as_who *x = a, *y = b;
    return x->asn < y->asn ? -1 : x->asn > y->asn;
}

/* Who holds it by a register: a house of the table, or one that it does not know. */
static cp_as_who registered(cp_carriers *c, const cp_makers *m, const cp_as_told *t)
{
    cp_arena *a = c->j->a;
    const cp_maker *maker = cp_maker_by_name(c->scratch, m, t->name);
    cp_maker_asn *told = CP_NEW(a, cp_maker_asn);
    *told = (cp_maker_asn){ .asn = t->asn,
                            .label = t->name,
                            .conf = CP_CONF_VERIFIED,
                            .src = CP_STR("--orgs"),
                            .read = CP_DATE_NONE,
                            .since = CP_DATE_NONE,
                            .until = CP_DATE_NONE };
    if (!maker) {
        cp_maker *own = CP_NEW(a, cp_maker);
        *own = (cp_maker){ .id = cp_slug(a, t->name), .name = t->name };
        maker = own;
    }
    return (cp_as_who){ .asn = t->asn, .maker = maker, .told = told };
}

static int holder_order(const void *item, const void *x)
{
    const cp_asn_holder *h = item;
    return h->asn < *(const uint32_t *)x ? -1 : h->asn > *(const uint32_t *)x;
}

/* An AS of two houses is one of which it is not known who holds it: it is left out. The table of
 * makers, which has sources, goes before what a register says. */
static void collect(cp_carriers *c, const cp_makers *m, cp_date as_of, cp_as_whos *out)
{
    cp_job *j = c->j;
    CP_VEC(cp_as_who) all = { 0 };
    CP_VEC(uint32_t) disputed = { 0 };
    uint32_t n;
    const cp_asn_holder *v = cp_makers_asn_holders(j->a, m, as_of, &n);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].maker)
            cp_vec_push(j->a, &all,
                        ((cp_as_who){ .asn = v[i].asn,
                                      .maker = v[i].maker,
                                      .told = v[i].told,
                                      .is_unsure = v[i].is_unsure }));
        else
            cp_vec_push(j->a, &disputed, v[i].asn);
    for (uint32_t i = 0; i < c->n_told; i++) {
        uint32_t at = cp_sort_find(v, n, sizeof *v, &c->told[i].asn, holder_order);
        bool is_known = at < n && v[at].asn == c->told[i].asn;
        bool is_again = i && c->told[i].asn == c->told[i - 1].asn;
        if (!is_known && !is_again)
            cp_vec_push(j->a, &all, registered(c, m, &c->told[i]));
    }
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_number);
    out->v = all.v;
    out->n = all.n;
    out->disputed = disputed.v;
    out->n_disputed = disputed.n;
}

static void judge(cp_job *j, const cp_evidence_set *e, const cp_policy_lib *lib,
                  const cp_pack_list *packs, cp_date as_of, cp_as_whos *out)
{
    const cp_asset **assets = CP_NEW_ARRAY(j->a, const cp_asset *, out->n + 1);
    const cp_verdict *const **rows = CP_NEW_ARRAY(j->a, const cp_verdict *const *, out->n + 1);
    cp_answer_policy *policies = (cp_answer_policy *)out->policies;
    cp_judge *judge =
        cp_judge_new(j->a, lib,
                     &(cp_judge_opts){ .profile = e->profile.is_set ? &e->profile : NULL,
                                       .as_of = as_of,
                                       .accept = j->opts.accept,
                                       .as_if_bound = j->opts.n_policies > 0 });
    for (uint32_t i = 0; i < out->n; i++)
        assets[i] = asset_of(j->a, &out->v[i]);
    cp_judge_assets(judge, packs->v, packs->n, assets, out->n, rows);
    for (uint32_t i = 0; i < out->n; i++) {
        cp_as_who *w = &out->v[i];
        w->asset =
            (cp_answer_asset){ .asset = *assets[i], .verdicts = rows[i], .n_verdicts = packs->n };
        w->standing = CP_AS_ALLOWED;
        for (uint32_t k = 0; k < packs->n; k++) {
            cp_as_standing s = standing_of(rows[i][k]);
            policies[k].counts[rows[i][k]->result]++;
            if (s > w->standing) {
                w->standing = s;
                w->policy = k;
            }
        }
        cp_as_table_set(out->table, w->asn, w->standing);
    }
}

cp_rc cp_as_whos_load(cp_carriers *c, cp_date as_of, cp_as_whos *out, cp_err *err)
{
    cp_job *j = c->j;
    const cp_evidence_set *e = c->e;
    cp_policy_lib *lib;
    cp_pack_list packs = { 0 };
    const cp_makers *makers = cp_knowledge_makers(e->knowledge);
    *out = (cp_as_whos){ .table = cp_as_table_new(j->a) };
    cp_rc rc = cp_job_policies(j, makers, &lib, err);
    if (rc == CP_OK)
        rc = cp_job_policies_chosen(j, lib, &e->profile, &packs, err);
    if (rc != CP_OK)
        return rc;
    cp_answer_policy *policies = CP_NEW_ARRAY(j->a, cp_answer_policy, packs.n + (size_t)1);
    for (uint32_t k = 0; k < packs.n; k++)
        policies[k] = cp_answer_policy_of(j, lib, packs.v[k], &e->profile, as_of);
    out->policies = policies;
    out->n_policies = packs.n;
    collect(c, makers, as_of, out);
    judge(j, e, lib, &packs, as_of, out);
    return CP_OK;
}

const cp_as_who *cp_as_who_of(const cp_as_whos *w, uint32_t asn)
{
    const cp_as_who wanted = { .asn = asn };
    return w->n ? bsearch(&wanted, w->v, w->n, sizeof *w->v, by_number) : NULL;
}

cp_str cp_as_who_text(cp_arena *a, const cp_as_whos *w, uint32_t asn)
{
    const cp_as_who *x = cp_as_who_of(w, asn);
    if (!x)
        return cp_str_fmt(a, "AS%u", asn);
    bool has_label = x->told->label.n && !cp_str_eq_nocase(x->told->label, x->maker->name);
    return cp_str_fmt(a, "AS%u %.*s%s%.*s%s", asn,
                      CP_FMT(has_label ? x->told->label : x->maker->name), has_label ? " (" : "",
                      CP_FMT(has_label ? x->maker->name : CP_STR("")), has_label ? ")" : "");
}
