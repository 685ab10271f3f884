/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - see page.h: `main`. */
#include "report/page.h"
#include <stdlib.h>
#include "report/parts.h"

char cp_page_digit(const cp_answer_asset *x, uint32_t i)
{
    static const char digits[] = { [CP_VERDICT_EXCLUDED] = '0',
                                   [CP_VERDICT_RESTRICTED] = '1',
                                   [CP_VERDICT_UNDETERMINED] = '2',
                                   [CP_VERDICT_ALLOWED] = '4',
                                   [CP_VERDICT_NOT_ADDRESSED] = '5' };
    return cp_answer_waiver(x, i) ? '3' : digits[x->verdicts[i]->result];
}

uint32_t cp_page_percent(double confidence)
{
    double percent = confidence * 100 + 1e-9;
    return percent < 0 ? 0 : percent > 100 ? 100 : (uint32_t)percent;
}

/* ---- the order */

static char worst_of(const cp_page *p, const cp_answer_asset *x)
{
    char worst = '9';
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        char digit = cp_page_digit(x, i);
        bool counts = !p->any_binds || p->ans->policies[i].binds == CP_YES;
        if (counts && digit < worst)
            worst = digit;
    }
    return worst;
}

typedef struct ranked {
    cp_str name, id;
    uint32_t at;
    char worst;
} ranked;

static int by_rank(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->worst != b->worst)
        return a->worst - b->worst;
    int c = cp_str_cmp(a->name, b->name);
    c = c ? c : cp_str_cmp(a->id, b->id);
    return c ? c : (a->at > b->at) - (a->at < b->at);
}

void cp_page_init(cp_page *p, const cp_answer *ans, cp_arena *a)
{
    uint32_t n = ans->n_assets, *order = CP_NEW_RAW(a, uint32_t, n),
             *place = CP_NEW_RAW(a, uint32_t, n);
    *p = (cp_page){ .ans = ans, .a = a, .order = order, .place = place };
    for (uint32_t i = 0; i < ans->n_policies; i++)
        p->any_binds |= ans->policies[i].binds == CP_YES;
    cp_arena *scratch = cp_arena_new(0);
    ranked *v = CP_NEW_RAW(scratch, ranked, n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_answer_asset *x = &ans->assets[i];
        v[i] = (ranked){ cp_asset_name(&x->asset), x->asset.id, i, worst_of(p, x) };
    }
    if (n)
        qsort(v, n, sizeof *v, by_rank);
    for (uint32_t i = 0; i < n; i++) {
        order[i] = v[i].at;
        place[v[i].at] = i;
    }
    cp_arena_free(scratch);
}

/* ---- the head */

cp_str cp_page_title(cp_arena *a, const cp_answer *ans)
{
    if (cp_str_eq(ans->command, CP_STR("carriers")))
        return ans->profile.name.n ? cp_str_fmt(a, "Carriers: %.*s", CP_FMT(ans->profile.name))
                                   : CP_STR("Carriers");
    return ans->profile.name.n ? cp_str_fmt(a, "Equipment audit: %.*s", CP_FMT(ans->profile.name))
                               : CP_STR("Equipment audit");
}

static const char *binding(cp_tri binds)
{
    return binds == CP_YES  ? "It binds you"
           : binds == CP_NO ? "It does not bind you"
                            : "Whether it binds you is not known";
}

/* Waived verdicts of policy p by what they would be. */
typedef struct waived {
    uint32_t of[CP_VERDICT_COUNT];
} waived;

static waived waived_of(const cp_answer *ans, const cp_answer_policy *p)
{
    waived n = { 0 };
    uint32_t i = (uint32_t)(p - ans->policies);
    for (uint32_t k = 0; p->n_waived && k < ans->n_assets; k++) {
        const cp_answer_asset *x = &ans->assets[k];
        if (i < x->n_verdicts && cp_answer_waiver(x, i))
            n.of[x->verdicts[i]->result]++;
    }
    return n;
}

/* "2 are excluded (1 of them waived until a day)"; what is none is left out, but for what is
 * excluded. */
cp_str cp_page_sentence(cp_arena *a, const cp_answer *ans, const cp_answer_policy *p)
{
    static const struct {
        cp_result result;
        const char *said;
    } parts[] = { { CP_VERDICT_EXCLUDED, "excluded" },
                  { CP_VERDICT_RESTRICTED, "restricted" },
                  { CP_VERDICT_UNDETERMINED, "not decided for want of facts" },
                  { CP_VERDICT_ALLOWED, "allowed" },
                  { CP_VERDICT_NOT_ADDRESSED, "not addressed by it" } };
    cp_buf b = cp_buf_new(a);
    if (p->law == CP_LAW_POSITION)
        return cp_str_fmt(a, "A position: it judges nothing. %s.", binding(p->binds));
    cp_buf_fmt(&b, "%s. Of %u asset%s, ", binding(p->binds), ans->n_assets,
               ans->n_assets == 1 ? "" : "s");
    waived w = waived_of(ans, p);
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint32_t n = p->counts[parts[i].result];
        if (n == 0 && parts[i].result != CP_VERDICT_EXCLUDED)
            continue;
        cp_buf_fmt(&b, "%s%u %s %s", first ? "" : ", ", n, n == 1 ? "is" : "are", parts[i].said);
        if (w.of[parts[i].result])
            cp_buf_fmt(&b, " (%u of them waived until a day)", w.of[parts[i].result]);
        first = false;
    }
    uint64_t floods = 0;
    for (uint32_t i = 0; i < ans->n_floods; i++)
        floods += ans->floods[i].n;
    if (floods)
        cp_buf_fmt(&b, "; %llu addresses that are no assets are not decided either",
                   (unsigned long long)floods);
    cp_buf_char(&b, '.');
    return cp_buf_str(&b);
}

static void date(cp_jw *w, const char *key, cp_date d)
{
    cp_jw_kstr_opt(w, key, cp_date_text(w->scratch, d));
}

static void profile(cp_jw *w, const cp_profile *who)
{
    cp_jw_key(w, "profile");
    if (!who->is_set) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_kstr_opt(w, "name", who->name);
    cp_jw_kstr_opt(w, "country", who->country);
    cp_jw_kstrs(w, "roles", who->roles, who->n_roles);
    cp_jw_obj_end(w);
}

static void policy(cp_jw *w, const cp_answer *ans, const cp_answer_policy *p)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "id", p->id);
    cp_jw_kstr(w, "title", p->title);
    cp_jw_kstr(w, "jurisdiction", p->jurisdiction);
    cp_jw_kstr(w, "kind", p->kind);
    cp_jw_kstr(w, "law", cp_str_c(cp_law_name(p->law)));
    cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(p->binds)));
    date(w, "as_of", p->as_of);
    date(w, "effective", p->effective);
    /* as the digits of the assets are: what is waived is counted as that and nothing else */
    waived n = waived_of(ans, p);
    cp_jw_key(w, "counts");
    cp_jw_obj(w);
    for (unsigned r = 0; r < CP_VERDICT_COUNT; r++)
        cp_jw_ku64(w, cp_result_name((cp_result)r), p->counts[r] - n.of[r]);
    cp_jw_ku64(w, "waived", p->n_waived);
    cp_jw_obj_end(w);
    cp_jw_kstr(w, "sentence", cp_page_sentence(w->scratch, ans, p));
    cp_jw_obj_end(w);
}

static void obligations(cp_jw *w, const cp_answer *ans)
{
    cp_jw_key(w, "obligations");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_obligations; i++) {
        const cp_obligation *o = &ans->obligations[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "policy", o->policy);
        cp_jw_kstr_opt(w, "clause", o->clause);
        cp_jw_kstr(w, "text", o->reason);
        cp_jw_kstr(w, "state",
                   o->met == CP_YES  ? CP_STR("met")
                   : o->met == CP_NO ? CP_STR("not_met")
                                     : CP_STR("unknown"));
        date(w, "deadline", o->deadline);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void head(const cp_page *p, cp_jw *w)
{
    const cp_answer *ans = p->ans;
    cp_jw_kstr(w, "schema", CP_STR("cleanpath/page/1"));
    date(w, "as_of", ans->as_of);
    cp_jw_kstr(w, "version", ans->version);
    cp_jw_kstr_opt(w, "made_from", ans->chart ? ans->chart->made_from : CP_STR(""));
    cp_jw_kstr(w, "title", cp_page_title(w->scratch, ans));
    cp_jw_kbool(w, "redacted", ans->is_redacted);
    cp_jw_knum(w, "accept", ans->accept);
    profile(w, &ans->profile);
    cp_json_coverage(w, ans);
    cp_jw_kstrs(w, "notes", ans->notes, ans->n_notes);
    cp_json_data(w, ans);
    cp_jw_key(w, "policies");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_policies; i++)
        policy(w, ans, &ans->policies[i]);
    cp_jw_arr_end(w);
    obligations(w, ans);
}

/* ---- assets, column by column */

typedef struct column {
    const char *key;
    void (*cell)(cp_page *p, const cp_answer_asset *x, cp_jw *w);
} column;

void cp_page_text(cp_page *p, cp_str s, cp_jw *w)
{
    bool added;
    if (s.n == 0) {
        cp_jw_i64(w, -1);
        return;
    }
    uint64_t *at = cp_map_put(p->a, &p->texts, s, &added);
    if (added)
        *at = p->n_texts++;
    cp_jw_u64(w, *at);
}

static const cp_claim *maker(const cp_answer_asset *x)
{
    const cp_claim *c = cp_asset_claim(&x->asset, CP_ATTR_MAKER);
    return c && c->confidence >= CP_SHOW_MIN ? c : NULL;
}

static void id_cell(cp_page *p, const cp_answer_asset *x, cp_jw *w)
{
    (void)p;
    cp_jw_str(w, x->asset.id);
}

static void name_cell(cp_page *p, const cp_answer_asset *x, cp_jw *w)
{
    (void)p;
    cp_jw_str(w, cp_asset_name(&x->asset));
}

static void maker_cell(cp_page *p, const cp_answer_asset *x, cp_jw *w)
{
    cp_page_text(p, maker(x) ? maker(x)->name : CP_STR(""), w);
}

static void confidence_cell(cp_page *p, const cp_answer_asset *x, cp_jw *w)
{
    (void)p;
    cp_jw_u64(w, maker(x) ? cp_page_percent(maker(x)->confidence) : 0);
}

#define TEXT_CELL(name, attr)                                        \
    static void name(cp_page *p, const cp_answer_asset *x, cp_jw *w) \
    {                                                                \
        cp_page_text(p, cp_asset_shown(&x->asset, attr), w);         \
    }
TEXT_CELL(product_cell, CP_ATTR_PRODUCT)
TEXT_CELL(version_cell, CP_ATTR_VERSION)
TEXT_CELL(site_cell, CP_ATTR_SITE)
TEXT_CELL(function_cell, CP_ATTR_FUNCTION)
TEXT_CELL(status_cell, CP_ATTR_STATUS)

static const column columns[] = {
    { "id", id_cell },           { "name", name_cell },
    { "maker", maker_cell },     { "confidence", confidence_cell },
    { "product", product_cell }, { "version", version_cell },
    { "site", site_cell },       { "function", function_cell },
    { "status", status_cell },
};

static void parents(const cp_page *p, cp_jw *w)
{
    const cp_answer *ans = p->ans;
    cp_arena *a = cp_arena_new(0);
    cp_map ids = { 0 };
    for (uint32_t i = 0; i < ans->n_assets; i++)
        if (ans->assets[i].asset.parent.n)
            (void)cp_map_put(a, &ids, ans->assets[i].asset.parent, NULL);
    for (uint32_t i = 0; i < ans->n_assets && ids.n; i++) {
        uint64_t *at = cp_map_get(&ids, ans->assets[i].asset.id);
        if (at)
            *at = i + 1;
    }
    cp_jw_key(w, "parent");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        cp_str parent = ans->assets[p->order[i]].asset.parent;
        const uint64_t *at = parent.n ? cp_map_get(&ids, parent) : NULL;
        cp_jw_i64(w, at && *at ? (int64_t)p->place[*at - 1] : -1);
    }
    cp_jw_arr_end(w);
    cp_arena_free(a);
}

static void digits(const cp_page *p, cp_jw *w)
{
    const cp_answer *ans = p->ans;
    cp_arena *a = cp_arena_new(0);
    char *v = CP_NEW_RAW(a, char, ans->n_assets);
    for (uint32_t i = 0; i < ans->n_assets; i++)
        v[i] = worst_of(p, &ans->assets[p->order[i]]);
    cp_jw_kstr(w, "worst", (cp_str){ v, ans->n_assets });
    cp_jw_key(w, "result");
    cp_jw_arr(w);
    for (uint32_t k = 0; k < ans->n_policies; k++) {
        for (uint32_t i = 0; i < ans->n_assets; i++)
            v[i] = cp_page_digit(&ans->assets[p->order[i]], k);
        cp_jw_str(w, (cp_str){ v, ans->n_assets });
    }
    cp_jw_arr_end(w);
    cp_arena_free(a);
}

static void assets(cp_page *p, cp_jw *w)
{
    uint32_t n = p->ans->n_assets;
    cp_jw_key(w, "assets");
    cp_jw_obj(w);
    cp_jw_ku64(w, "n", n);
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        cp_jw_key(w, columns[c].key);
        cp_jw_arr(w);
        for (uint32_t i = 0; i < n; i++)
            columns[c].cell(p, &p->ans->assets[p->order[i]], w);
        cp_jw_arr_end(w);
    }
    parents(p, w);
    digits(p, w);
    cp_jw_obj_end(w);
}

/* In the order in which they were put in: behind all that refers to them. */
static void texts(const cp_page *p, cp_jw *w)
{
    cp_jw_key(w, "texts");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->texts.n; i++)
        cp_jw_str(w, p->texts.items[i].key);
    cp_jw_arr_end(w);
}

void cp_page_main(cp_page *p, cp_jw *w)
{
    cp_jw_obj(w);
    head(p, w);
    assets(p, w);
    cp_page_net(p, w);
    cp_page_paths(p, w);
    cp_page_days(p, w);
    cp_page_traffic(p, w);
    cp_page_carriers(p, w);
    texts(p, w);
    cp_jw_obj_end(w);
}
