/* SPDX-License-Identifier: Apache-2.0 */
/* changes_table.c - what changed, for people: what was compared, the counts, then equipment,
 * verdicts and paths. */
#include "report/grid.h"
#include "report/parts.h"

/* ---- pieces, also of the other formats ---- */

const cp_asset *cp_change_asset(const cp_asset *const asset[CP_SIDES])
{
    return asset[CP_AFTER] ? asset[CP_AFTER] : asset[CP_BEFORE];
}

cp_str cp_change_value_text(cp_arena *a, const cp_claim *claim, double accept)
{
    if (!claim)
        return CP_STR("");
    cp_str value = claim->attr == CP_ATTR_MAKER ? claim->name : claim->value;
    return claim->confidence >= accept
               ? value
               : cp_str_fmt(a, "%.*s (%.2f)", CP_FMT(value), claim->confidence);
}

cp_str cp_change_hint_text(cp_arena *a, const cp_change *x)
{
    if (x->one_with.n)
        return cp_str_fmt(a, "%s one with %.*s in a table of aliases",
                          x->kind == CP_CHANGE_GONE ? "is now" : "was", CP_FMT(x->one_with));
    return x->perhaps.n ? cp_str_fmt(a, "has address or name of %.*s", CP_FMT(x->perhaps))
                        : CP_STR("");
}

cp_str cp_change_verdict_text(cp_arena *a, const cp_verdict_change *x, int side)
{
    const cp_verdict *v = x->verdict[side];
    if (!v)
        return CP_STR("-");
    return cp_str_fmt(a, "%s%s%.*s%s", cp_result_name(v->result), v->clause.n ? " " : "",
                      CP_FMT(v->clause), x->waiver[side] ? " (waived)" : "");
}

cp_str cp_change_reason(const cp_verdict_change *x)
{
    if (x->verdict[CP_AFTER])
        return x->verdict[CP_AFTER]->reason;
    return x->asset[CP_AFTER] ? CP_STR("It is not in service, or no such policy is there.")
                              : CP_STR("It is there no longer.");
}

/* ---- before the tables ---- */

static void side(const cp_changes *c, int s, cp_arena *a, cp_buf *out)
{
    const cp_changes_side *x = &c->side[s];
    cp_buf_fmt(out, "%s %.*s on %.*s: %u assets (%u judged) from %u source%s\n",
               s == CP_AFTER ? "after " : "before", CP_FMT(cp_text_safe(a, x->name)),
               CP_FMT(cp_date_text(a, x->on)), x->answer->n_assets, x->n_in_service,
               x->answer->n_sources, x->answer->n_sources == 1 ? "" : "s");
    for (uint32_t i = 0; i < x->answer->n_notes; i++)
        cp_buf_fmt(out, "  ! %.*s\n", CP_FMT(cp_text_safe(a, x->answer->notes[i])));
}

static void basis(const cp_changes *c, cp_buf *out)
{
    bool profile = c->differs[CP_CAUSE_PROFILE], policy = c->differs[CP_CAUSE_POLICY];
    cp_buf_add_c(out, "Both were judged now, each on its day. ");
    if (!profile && !policy)
        cp_buf_add_c(out, "Profile, statements, policies and day are the same, so what changed is "
                          "because of the network.\n");
    else
        cp_buf_fmt(out,
                   "Besides the network %s %s another: a cause is what changes the verdict by "
                   "itself.\n",
                   profile && policy ? "profile or statements, and policies or day,"
                   : profile         ? "the profile or a statement"
                                     : "the policies or the day",
                   profile && policy ? "are" : "is");
}

static void counts(const cp_changes *c, cp_arena *a, cp_buf *out)
{
    cp_buf_fmt(out, "Equipment: %u new, %u gone, %u changed", c->n[CP_CHANGE_NEW],
               c->n[CP_CHANGE_GONE], c->n[CP_CHANGE_CHANGED]);
    if (c->n_re_identified)
        cp_buf_fmt(out, " (%u under another id)", c->n_re_identified);
    cp_buf_fmt(out, ", %u the same.\nVerdicts: %u changed", c->n_same, c->n_verdicts);
    const char *comma = " (";
    for (unsigned k = 0; k < CP_CAUSE_COUNT; k++)
        if (c->n_by_cause[k]) {
            cp_buf_fmt(out, "%s%s %u", comma, cp_cause_name((cp_cause)k), c->n_by_cause[k]);
            comma = ", ";
        }
    cp_buf_fmt(out, "%s; %u new finding%s, %u gone; %u newly undetermined, %u no longer.\n",
               comma[0] == ',' ? ")" : "", c->n_findings_new, c->n_findings_new == 1 ? "" : "s",
               c->n_findings_gone, c->n_open_new, c->n_open_gone);
    if (c->no_paths.n)
        cp_buf_fmt(out, "%.*s\n", CP_FMT(cp_text_safe(a, c->no_paths)));
    else
        cp_buf_fmt(out, "Paths: %u answers changed, of %u before and %u after (`path --all`).\n",
                   c->n_paths, c->n_cells[CP_BEFORE], c->n_cells[CP_AFTER]);
}

/* ---- the tables ---- */

static uint32_t rows_of(const cp_report_opts *opts, uint32_t n)
{
    return opts->rows_max && opts->rows_max < n ? opts->rows_max : n;
}

static void more(uint32_t n, uint32_t shown, cp_buf *out)
{
    if (shown < n)
        cp_buf_fmt(out, "... and %u more (--limit 0 shows all)\n", n - shown);
}

static cp_str what(cp_arena *a, const cp_changes *c, const cp_change *x)
{
    cp_buf b = cp_buf_new(a);
    const cp_asset *was = x->asset[CP_BEFORE];
    if (x->kind == CP_CHANGE_CHANGED && !cp_str_eq(was->id, x->asset[CP_AFTER]->id))
        cp_buf_fmt(&b, "was %.*s (same %.*s)", CP_FMT(was->id), CP_FMT(x->matched_by));
    for (uint32_t i = 0; i < x->n_fields; i++) {
        const cp_field_change *f = &x->fields[i];
        cp_buf_fmt(&b, "%s%s:", b.total_bytes ? "; " : "", cp_attr_name(f->attr));
        for (int s = 0; s < CP_SIDES; s++) {
            cp_str v = cp_change_value_text(a, f->claim[s], c->side[s].answer->accept);
            cp_buf_fmt(&b, "%s%.*s", s ? " -> " : " ", CP_FMT(v.n ? v : CP_STR("?")));
        }
    }
    cp_buf_add(&b, cp_change_hint_text(a, x));
    return cp_buf_str(&b);
}

static cp_str maker_of(const cp_asset *as)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    return m && m->confidence >= CP_SHOW_MIN ? m->name : CP_STR("?");
}

static void equipment(const cp_changes *c, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = {
        { "CHANGE", false, false }, { "ASSET", false, true }, { "MAKER", false, true },
        { "PRODUCT", false, true }, { "SITE", false, true },  { "WHAT", false, true }
    };
    uint32_t n = rows_of(opts, c->n_equipment);
    if (n == 0)
        return;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    cp_arena *one = cp_arena_new(0);
    cp_arena_mark mark = cp_arena_here(one);
    for (uint32_t i = 0; i < n; i++, cp_arena_back(one, mark)) {
        const cp_change *x = &c->equipment[i];
        const cp_asset *as = cp_change_asset(x->asset);
        cp_str cells[] = { cp_str_c(cp_change_name(x->kind)),
                           cp_asset_name(as),
                           maker_of(as),
                           cp_asset_shown(as, CP_ATTR_PRODUCT),
                           cp_asset_shown(as, CP_ATTR_SITE),
                           what(one, c, x) };
        cp_grid_row(&g, cells, NULL);
    }
    cp_arena_free(one);
    cp_buf_char(out, '\n');
    cp_grid_print(&g, opts->color, out);
    more(c->n_equipment, n, out);
}

/* What somebody has to look at. */
static const char *mark_of(const cp_verdict_change *x)
{
    if (x->is_finding[CP_AFTER] && !x->is_finding[CP_BEFORE])
        return "new finding";
    if (x->is_open[CP_AFTER] && !x->is_open[CP_BEFORE])
        return "undetermined";
    return x->is_finding[CP_BEFORE] && !x->is_finding[CP_AFTER] ? "finding gone" : "changed";
}

static void verdicts(const cp_changes *c, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = {
        { "VERDICT", false, false },    { "ASSET", false, true },  { "MAKER", false, true },
        { "POLICY", false, true },      { "BEFORE", false, true }, { "AFTER", false, true },
        { "BECAUSE OF", false, false }, { "WHY", false, true }
    };
    uint32_t n = rows_of(opts, c->n_verdicts);
    if (n == 0)
        return;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    cp_arena *one = cp_arena_new(0);
    cp_arena_mark mark = cp_arena_here(one);
    for (uint32_t i = 0; i < n; i++, cp_arena_back(one, mark)) {
        const cp_verdict_change *x = &c->verdicts[i];
        const cp_asset *as = cp_change_asset(x->asset);
        bool is_new = x->is_finding[CP_AFTER] && !x->is_finding[CP_BEFORE];
        cp_str cells[] = { cp_str_c(mark_of(x)),
                           cp_asset_name(as),
                           maker_of(as),
                           c->policies[x->policy].id,
                           cp_change_verdict_text(one, x, CP_BEFORE),
                           cp_change_verdict_text(one, x, CP_AFTER),
                           cp_causes_text(one, x->causes, ", "),
                           cp_change_reason(x) };
        cp_grid_row(&g, cells, is_new ? "red" : NULL);
    }
    cp_arena_free(one);
    cp_buf_char(out, '\n');
    cp_grid_print(&g, opts->color, out);
    more(c->n_verdicts, n, out);
}

static void paths(const cp_changes *c, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = {
        { "PATHS UNDER", false, true }, { "FROM", false, true },   { "TO", false, true },
        { "BEFORE", false, false },     { "AFTER", false, false }, { "BECAUSE OF", false, false }
    };
    uint32_t n = rows_of(opts, c->n_paths);
    if (n == 0)
        return;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    for (uint32_t i = 0; i < n; i++) {
        const cp_path_change *x = &c->paths[i];
        cp_str cells[] = {
            c->policies[x->policy].id,         x->from, x->to, { "-", 1 }, { "-", 1 },
            cp_causes_text(a, x->causes, ", ")
        };
        for (int s = 0; s < CP_SIDES; s++)
            cells[3 + s] = x->answer[s].n ? x->answer[s] : CP_STR("-");
        cp_grid_row(&g, cells, NULL);
    }
    cp_buf_char(out, '\n');
    cp_grid_print(&g, opts->color, out);
    more(c->n_paths, n, out);
}

void cp_print_changes(const cp_changes *c, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    counts(c, a, out);
    equipment(c, opts, a, out);
    verdicts(c, opts, a, out);
    paths(c, opts, a, out);
}

void cp_changes_table(const cp_changes *c, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    for (int s = 0; s < CP_SIDES && !opts->quiet; s++)
        side(c, s, a, out);
    if (!opts->quiet) {
        basis(c, out);
        cp_buf_char(out, '\n');
    }
    cp_print_changes(c, opts, a, out);
}
