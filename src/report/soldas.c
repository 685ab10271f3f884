/* SPDX-License-Identifier: Apache-2.0 */
/* soldas.c - see soldas.h. */
#include "report/soldas.h"

/* The label by which another than the maker sells it; NULL: there is none. */
static const cp_evidence *label_of(const cp_asset *as)
{
    const cp_claim *maker = cp_asset_claim(as, CP_ATTR_MAKER),
                   *brand = cp_asset_claim(as, CP_ATTR_BRAND);
    bool is_shown = maker && brand && maker->confidence >= CP_SHOW_MIN &&
                    !cp_str_eq_nocase(maker->name, brand->value);
    for (uint32_t i = 0; is_shown && i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        if (e->attr == CP_ATTR_BRAND && cp_str_eq(e->rule, CP_STR(CP_RULE_SOLD_AS)) &&
            cp_str_eq_nocase(e->says, brand->value))
            return e;
    }
    return NULL;
}

static cp_str evidence_text(cp_arena *a, const cp_answer *ans, const cp_evidence *e)
{
    cp_where at = { e->source < ans->n_sources ? e->source : UINT32_MAX, e->pos, e };
    return cp_str_fmt(a, "%.*s %.*s: %.*s", CP_FMT(cp_where_text(a, ans, at)), CP_FMT(e->kind),
                      CP_FMT(e->value));
}

/* The row of the table that joins them; NULL: the list and the device only differ. */
static const cp_evidence *row_of(const cp_asset *as, cp_str maker)
{
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (cp_str_eq(as->evidence[i].kind, CP_STR(CP_KIND_RELABEL)) &&
            cp_str_eq(as->evidence[i].says, maker))
            return &as->evidence[i];
    return NULL;
}

const char *cp_sold_as_verb(const cp_asset *as)
{
    const cp_evidence *label = label_of(as);
    const cp_claim *maker = cp_asset_claim(as, CP_ATTR_MAKER);
    bool is_listed = label && cp_str_eq(label->kind, CP_STR("inventory.maker"));
    return is_listed && !row_of(as, maker->value) ? "listed as" : "sold as";
}

cp_str cp_sold_as_text(cp_arena *a, const cp_answer *ans, const cp_asset *as)
{
    const cp_evidence *label = label_of(as);
    if (!label)
        return CP_STR("");
    const cp_claim *maker = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "%s %.*s (%.*s); made by %.*s (%.*s)", cp_sold_as_verb(as), CP_FMT(label->says),
               CP_FMT(evidence_text(a, ans, label)), CP_FMT(maker->name),
               CP_FMT(evidence_text(a, ans, &as->evidence[maker->evidence])));
    const cp_evidence *row = row_of(as, maker->value);
    if (row)
        cp_buf_fmt(&b, "; %.*s", CP_FMT(row->rule));
    return cp_buf_str(&b);
}

bool cp_sold_as_any(const cp_answer *ans)
{
    for (uint32_t i = 0; i < ans->n_assets; i++)
        if (label_of(&ans->assets[i].asset))
            return true;
    return false;
}
