/* SPDX-License-Identifier: Apache-2.0 */
/* assets.c - `assets [FILTER...]`: the inventory of the case, narrowed by words. */
#include <string.h>
#include "job/beside.h"
#include "job/duplicates.h"
#include "job/inspect.h"

static bool has_nocase(cp_arena *a, cp_str s, cp_str word)
{
    return cp_str_has(cp_str_lower(a, s), cp_str_lower(a, word));
}

static bool field_has(cp_arena *a, const cp_answer_asset *x, cp_str field, cp_str word)
{
    cp_attr attr;
    const cp_claim *m = cp_asset_claim(&x->asset, CP_ATTR_MAKER);
    if (cp_str_eq(field, CP_STR("result"))) {
        for (uint32_t k = 0; k < x->n_verdicts; k++)
            if (cp_str_eq(word, cp_str_c(cp_result_name(x->verdicts[k]->result))))
                return true;
        return false;
    }
    if (cp_str_eq(field, CP_STR("name")))
        return has_nocase(a, cp_asset_name(&x->asset), word);
    if (cp_str_eq(field, CP_STR("maker")))
        return m && m->confidence >= CP_SHOW_MIN &&
               (has_nocase(a, m->value, word) || has_nocase(a, m->name, word));
    if (cp_attr_by_name(field, &attr))
        return has_nocase(a, cp_asset_shown(&x->asset, attr), word);
    for (uint32_t i = 0; i < x->asset.n_ids; i++)
        if (cp_str_eq(field, cp_str_c(cp_ident_kind_name(x->asset.ids[i].kind))) &&
            has_nocase(a, x->asset.ids[i].value, word))
            return true;
    return false;
}

bool cp_job_is_field(cp_str field)
{
    cp_attr attr;
    cp_ident_kind kind;
    return cp_attr_by_name(field, &attr) || cp_ident_kind_by_name(field, &kind) ||
           cp_str_eq(field, CP_STR("result"));
}

bool cp_job_asset_matches(cp_arena *a, const cp_answer_asset *x, cp_str filter)
{
    static const char *const anywhere[] = { "name", "maker", "product", "site" };
    ptrdiff_t colon = cp_str_find_char(filter, ':');
    if (colon > 0 && cp_job_is_field(cp_str_slice(filter, 0, (size_t)colon)))
        return field_has(a, x, cp_str_slice(filter, 0, (size_t)colon),
                         cp_str_from(filter, (size_t)colon + 1));
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
        if (field_has(a, x, cp_str_c(anywhere[i]), filter))
            return true;
    for (uint32_t i = 0; i < x->asset.n_other_ids; i++)
        if (has_nocase(a, x->asset.other_ids[i], filter))
            return true;
    return has_nocase(a, x->asset.id, filter);
}

/* Keeps those for which every word holds. */
static void filter(cp_job *j, const cp_str *words, uint32_t n_words, cp_answer *ans)
{
    cp_answer_asset *v = (cp_answer_asset *)ans->assets;
    uint32_t n = 0;
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        cp_arena *one = cp_arena_new(0);
        bool keep = true;
        for (uint32_t k = 0; keep && k < n_words; k++)
            keep = cp_job_asset_matches(one, &v[i], words[k]);
        if (keep)
            v[n++] = v[i];
        cp_arena_free(one);
    }
    (void)j;
    ans->n_assets = n;
}

cp_rc cp_job_assets(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_str *words = j->opts.args;
    uint32_t n_words = j->opts.n_args;
    if (j->opts.duplicates && j->opts.inspect)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--duplicates and --inspect exclude each other");
    if (j->opts.duplicates)
        return cp_job_duplicates(j, err);
    if (j->opts.inspect)
        return cp_job_inspect(j, err);
    j->opts.n_args = 0; /* words, not files: the case is read */
    if (cp_str_eq(j->opts.format, CP_STR("html")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a page is of the whole answer: `cleanpath report` makes it");
    cp_rc rc = cp_evidence_gather(j, 0, true, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("assets");
    filter(j, words, n_words, &ans);
    return cp_evidence_print(j, &ans, CP_REPORT_TABLE, err);
}
