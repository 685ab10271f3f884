/* SPDX-License-Identifier: Apache-2.0 */
/* changes_csv.c - what changed as a table: a row for each thing that is new or gone, for each field
 * that says something else, each verdict and each path. */
#include "codec/csv.h"
#include "report/parts.h"

enum { COLUMNS = 16 };
static const char *const names[COLUMNS] = { "change", "asset", "asset_before", "matched_by",
                                            "name",   "maker", "product",      "site",
                                            "policy", "field", "from",         "to",
                                            "before", "after", "because",      "reason" };
enum column {
    CHANGE,
    ASSET,
    ASSET_BEFORE,
    MATCHED_BY,
    NAME,
    MAKER,
    PRODUCT,
    SITE,
    POLICY,
    FIELD,
    FROM,
    TO,
    BEFORE,
    AFTER,
    BECAUSE,
    REASON
};

static void put(cp_buf *out, cp_arena *a, const cp_str *cells)
{
    for (int i = 0; i < COLUMNS; i++)
        cp_csv_cell(out, cp_text_safe(a, cells[i]), i == 0);
    cp_buf_add_c(out, "\r\n");
}

static void set_asset(cp_str *cells, const cp_asset *const asset[CP_SIDES])
{
    const cp_asset *as = cp_change_asset(asset);
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cells[ASSET] = asset[CP_AFTER] ? asset[CP_AFTER]->id : CP_STR("");
    cells[ASSET_BEFORE] = asset[CP_BEFORE] ? asset[CP_BEFORE]->id : CP_STR("");
    cells[NAME] = cp_asset_name(as);
    cells[MAKER] = m && m->confidence >= CP_SHOW_MIN ? m->name : CP_STR("");
    cells[PRODUCT] = cp_asset_shown(as, CP_ATTR_PRODUCT);
    cells[SITE] = cp_asset_shown(as, CP_ATTR_SITE);
}

static void equipment(const cp_changes *c, const cp_change *x, cp_arena *a, cp_buf *out)
{
    cp_str cells[COLUMNS] = { cp_str_c(cp_change_name(x->kind)) };
    set_asset(cells, x->asset);
    cells[MATCHED_BY] = x->matched_by;
    if (x->n_fields == 0) {
        if (x->kind == CP_CHANGE_CHANGED)
            cells[FIELD] = CP_STR("id");
        cells[REASON] = cp_change_hint_text(a, x);
        put(out, a, cells);
    }
    for (uint32_t i = 0; i < x->n_fields; i++) {
        cells[FIELD] = cp_str_c(cp_attr_name(x->fields[i].attr));
        for (int s = 0; s < CP_SIDES; s++)
            cells[BEFORE + s] =
                cp_change_value_text(a, x->fields[i].claim[s], c->side[s].answer->accept);
        put(out, a, cells);
    }
}

static void verdict(const cp_changes *c, const cp_verdict_change *x, cp_arena *a, cp_buf *out)
{
    bool is_new = x->is_finding[CP_AFTER] && !x->is_finding[CP_BEFORE];
    cp_str cells[COLUMNS] = { is_new ? CP_STR("finding") : CP_STR("verdict") };
    set_asset(cells, x->asset);
    cells[POLICY] = c->policies[x->policy].id;
    for (int s = 0; s < CP_SIDES; s++)
        cells[BEFORE + s] = x->verdict[s] ? cp_change_verdict_text(a, x, s) : CP_STR("");
    cells[BECAUSE] = cp_causes_text(a, x->causes, ";");
    cells[REASON] = cp_change_reason(x);
    put(out, a, cells);
}

static void path(const cp_changes *c, const cp_path_change *x, cp_arena *a, cp_buf *out)
{
    cp_str cells[COLUMNS] = { CP_STR("path") };
    cells[POLICY] = c->policies[x->policy].id;
    cells[FROM] = x->from;
    cells[TO] = x->to;
    cells[BEFORE] = x->answer[CP_BEFORE];
    cells[AFTER] = x->answer[CP_AFTER];
    cells[BECAUSE] = cp_causes_text(a, x->causes, ";");
    put(out, a, cells);
}

void cp_changes_csv(const cp_changes *c, cp_buf *out)
{
    cp_arena *one = cp_arena_new(0);
    cp_arena_mark mark = cp_arena_here(one);
    for (int i = 0; i < COLUMNS; i++)
        cp_buf_fmt(out, "%s%s", i ? "," : "", names[i]);
    cp_buf_add_c(out, "\r\n");
    for (uint32_t i = 0; i < c->n_equipment; i++, cp_arena_back(one, mark))
        equipment(c, &c->equipment[i], one, out);
    for (uint32_t i = 0; i < c->n_verdicts; i++, cp_arena_back(one, mark))
        verdict(c, &c->verdicts[i], one, out);
    for (uint32_t i = 0; i < c->n_paths; i++, cp_arena_back(one, mark))
        path(c, &c->paths[i], one, out);
    cp_arena_free(one);
}
