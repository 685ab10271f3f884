/* SPDX-License-Identifier: Apache-2.0 */
/* asset.c - one asset with everything behind it, as text: who says what, how that was weighed, why
 * each policy judges so. */
#include "report/assurance.h"
#include "report/grid.h"
#include "report/inside.h"
#include "report/judged.h"
#include "report/kinship.h"
#include "report/render.h"

static void heading(cp_buf *out, const cp_report_opts *opts, const char *text)
{
    cp_buf_fmt(out, opts->color ? "\n\033[1m%s\033[0m\n" : "\n%s\n", text);
}

static void identifiers(const cp_asset *as, cp_arena *a, cp_buf *out)
{
    for (unsigned k = 0; k < CP_IDENT_COUNT; k++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < as->n_ids; i++) {
            if ((unsigned)as->ids[i].kind != k || k == CP_IDENT_AGENT)
                continue;
            if (n == 0)
                cp_buf_fmt(out, "  %-10s ", cp_ident_kind_name((cp_ident_kind)k));
            cp_buf_fmt(out, "%s%.*s", n++ ? ", " : "", CP_FMT(cp_text_safe(a, as->ids[i].value)));
        }
        if (n)
            cp_buf_char(out, '\n');
    }
}

static void other_ids(const cp_asset *as, cp_arena *a, cp_buf *out)
{
    for (uint32_t i = 0; i < as->n_other_ids; i++)
        cp_buf_fmt(out, "%s%.*s", i ? ", " : "  also known as ",
                   CP_FMT(cp_text_safe(a, as->other_ids[i])));
    cp_buf_add_c(out, as->n_other_ids ? "\n" : "");
}

static void claims(const cp_answer *ans, const cp_asset *as, const cp_report_opts *opts,
                   cp_arena *a, cp_buf *out)
{
    heading(out, opts, "Claims (a fact from the threshold on)");
    for (uint32_t i = 0; i < as->n_claims; i++) {
        const cp_claim *c = &as->claims[i];
        cp_str shown = c->attr == CP_ATTR_MAKER
                           ? cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(c->name), CP_FMT(c->value))
                           : c->value;
        cp_buf_fmt(out, "  %-18s %.2f  %s  %.*s\n", cp_attr_name(c->attr), c->confidence,
                   c->confidence >= ans->accept ? "fact " : "claim",
                   CP_FMT(cp_text_safe(a, shown)));
    }
    if (as->n_others)
        heading(out, opts, "Contradicting");
    for (uint32_t i = 0; i < as->n_others; i++)
        cp_buf_fmt(out, "  %-18s %.2f         %.*s\n", cp_attr_name(as->others[i].attr),
                   as->others[i].confidence,
                   CP_FMT(cp_text_safe(a, as->others[i].name.n ? as->others[i].name
                                                               : as->others[i].value)));
}

/* What acts on a terminal or is no text is shown by its bytes, too. */
static cp_str as_read(cp_arena *a, cp_str value)
{
    enum { BYTES_SHOWN = 32 };
    cp_buf b = cp_buf_new(a);
    if (cp_str_eq(cp_text_safe(a, value), value))
        return value;
    cp_buf_fmt(&b, "%.*s [bytes", CP_FMT(value));
    for (size_t i = 0; i < value.n && i < BYTES_SHOWN; i++)
        cp_buf_fmt(&b, " %02x", (unsigned)(unsigned char)value.p[i]);
    cp_buf_add_c(&b, value.n > BYTES_SHOWN ? " ...]" : "]");
    return cp_buf_str(&b);
}

static void evidence(const cp_answer *ans, const cp_asset *as, const cp_report_opts *opts,
                     cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "SOURCE", false, true }, { "POS", true, false },
                                              { "KIND", false, false },  { "VALUE", false, true },
                                              { "SAYS", false, true },   { "WEIGHT", true, false },
                                              { "BY", false, true } };
    heading(out, opts, "Evidence (weights are log-odds)");
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        bool speaks = e->attr != CP_ATTR_COUNT;
        cp_grid_row(
            &g,
            (cp_str[]){ e->source < ans->n_sources ? ans->sources[e->source].name : CP_STR("?"),
                        cp_where_place(a, ans, e->source, e->pos), e->kind, as_read(a, e->value),
                        speaks ? cp_str_fmt(a, "%s=%.*s", cp_attr_name(e->attr), CP_FMT(e->says))
                               : CP_STR(""),
                        speaks ? cp_str_fmt(a, "%.1f", e->weight) : CP_STR(""), e->rule },
            NULL);
    }
    cp_grid_print(&g, false, out);
    if (as->n_evidence_more)
        cp_buf_fmt(out, "... and %u more observations\n", as->n_evidence_more);
}

/* What the same policy says of its parts. */
static void inside(const cp_answer *ans, const cp_answer_asset *x, cp_str policy, cp_arena *a,
                   cp_buf *out)
{
    uint32_t n;
    const cp_inside *v = cp_inside_of(ans, x, &n);
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(x->verdicts[v[i].policy]->policy, policy))
            cp_buf_fmt(out, "    %u part%s that it %s: %.*s\n", v[i].n, v[i].n > 1 ? "s" : "",
                       cp_inside_verb(v[i].result),
                       CP_FMT(cp_text_safe(a, cp_inside_parts(a, ans, &v[i]))));
}

static void verdict(const cp_answer *ans, const cp_verdict *v, const cp_answer_asset *x,
                    const cp_waiver *w, cp_arena *a, cp_buf *out)
{
    cp_str means = cp_meaning_text(a, v, ans->as_of);
    const cp_asset *as = &x->asset;
    const cp_finding_status *s = cp_finding_of(x, v->policy);
    cp_buf_fmt(out, "  %.*s: %s%s%.*s (%s, binds you: %s)\n", CP_FMT(cp_text_safe(a, v->policy)),
               w ? cp_str_fmt(a, "waived (%s)", cp_result_name(v->result)).p
                 : cp_result_name(v->result),
               v->clause.n ? ", clause " : "", CP_FMT(cp_text_safe(a, v->clause)),
               cp_law_name(v->law), cp_tri_name(v->binds));
    if (v->reason.n)
        cp_buf_fmt(out, "    %.*s\n", CP_FMT(cp_text_safe(a, v->reason)));
    inside(ans, x, v->policy, a, out);
    if (s && s->decision)
        cp_buf_fmt(out, "    finding %.*s\n", CP_FMT(cp_text_safe(a, cp_decision_text(a, s))));
    if (w)
        cp_buf_fmt(out, "    %.*s\n", CP_FMT(cp_text_safe(a, cp_waiver_text(a, w))));
    if (means.n)
        cp_buf_fmt(out, "    means: %.*s\n", CP_FMT(means));
    if (v->n_via > 1)
        cp_buf_fmt(out, "    by way of: %.*s\n",
                   CP_FMT(cp_text_safe(a, cp_text_join(a, v->via, v->n_via, " -> "))));
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        cp_buf_fmt(out, "    %.*s%s%.*s\n", CP_FMT(cp_duty_text(a, d)), d->note.n ? ": " : "",
                   CP_FMT(cp_text_safe(a, d->note)));
    }
    if (v->n_missing)
        cp_buf_fmt(out, "    missing: %.*s\n",
                   CP_FMT(cp_text_safe(a, cp_text_join(a, v->missing, v->n_missing, ", "))));
    for (uint32_t i = 0; i < v->n_assumed; i++)
        cp_buf_fmt(out, "    presumed: %.*s\n", CP_FMT(cp_text_safe(a, v->assumed[i])));
    const cp_claim *weakest = cp_verdict_weakest(v, as);
    if (weakest)
        cp_buf_fmt(out, "    rests on %s at confidence %.2f (threshold %g)\n",
                   cp_attr_name(weakest->attr), weakest->confidence, v->accept);
    for (uint32_t i = 0; i < v->n_sources; i++)
        cp_buf_fmt(out, "    source: %.*s\n",
                   CP_FMT(cp_text_safe(a, cp_citation_text(a, &v->sources[i]))));
}

static void assurance(const cp_answer_asset *x, const cp_report_opts *opts, cp_arena *a,
                      cp_buf *out)
{
    if (x->n_assurance == 0)
        return;
    heading(out, opts, "Technical assurance (no reason of any verdict above)");
    for (uint32_t i = 0; i < x->n_assurance; i++)
        cp_buf_fmt(out, "  %.*s%s\n",
                   CP_FMT(cp_text_safe(a, cp_assurance_text(a, &x->assurance[i]))),
                   x->assurance[i].scheme.n ? "" : " (no scheme that is known here)");
}

/* "approval=yes of Acme AX5735, for Operator, 2026-01-01 to 2028-12-31 (J. Doe, 2026-11-26;
 * f.csv:2)" */
static void statement(const cp_answer *ans, const cp_statement *s, cp_arena *a, cp_buf *out)
{
    cp_buf b = cp_buf_new(a);
    cp_str from = cp_date_text(a, s->from), to = cp_date_text(a, s->to),
           on = cp_date_text(a, s->on);
    cp_buf_fmt(&b, "%.*s=%.*s of %.*s", CP_FMT(s->fact), CP_FMT(s->value),
               CP_FMT(s->maker.n ? s->maker : s->state));
    if (s->product.n)
        cp_buf_fmt(&b, " %.*s", CP_FMT(s->product));
    if (s->licensee.n)
        cp_buf_fmt(&b, ", for %.*s", CP_FMT(s->licensee));
    if (from.n || to.n)
        cp_buf_fmt(&b, ",%s%.*s%s%.*s", from.n ? " from " : "", CP_FMT(from), to.n ? " to " : "",
                   CP_FMT(to));
    cp_buf_fmt(&b, " (%.*s%s%.*s%s%.*s:%.*s)%s%.*s", CP_FMT(s->by), s->by.n && on.n ? ", " : "",
               CP_FMT(on), s->by.n || on.n ? "; " : "",
               CP_FMT(s->source < ans->n_sources ? ans->sources[s->source].name : CP_STR("?")),
               CP_FMT(cp_where_place(a, ans, s->source, s->pos)), s->note.n ? ": " : "",
               CP_FMT(s->note));
    cp_buf_fmt(out, "  %.*s\n", CP_FMT(cp_text_safe(a, cp_buf_str(&b))));
}

static uint32_t index_of(const cp_answer *ans, cp_str id)
{
    uint32_t i = 0;
    while (i < ans->n_assets && !cp_str_eq(ans->assets[i].asset.id, id))
        i++;
    return i;
}

/* "until 2025-03-01, then core-1 / MPU 1 (serial-9), from 2025-06-01 on" */
static cp_str slot_text(const cp_answer *ans, const cp_slot *s, cp_arena *a)
{
    cp_str other = cp_called_text(a, ans, s->other);
    if (!s->is_former)
        return cp_str_fmt(a, "or %.*s: nobody tells which of them is in there now", CP_FMT(other));
    return cp_str_fmt(a, "until %.*s, then %.*s, from %.*s on",
                      CP_FMT(cp_day_text(a, s->until, s->from)), CP_FMT(other),
                      CP_FMT(cp_day_text(a, s->from, s->until)));
}

static void part_of(const cp_answer *ans, const cp_asset *as, cp_arena *a, cp_buf *out)
{
    uint32_t i = index_of(ans, as->parent);
    if (as->parent.n == 0)
        return;
    cp_buf_fmt(out, "  part of %.*s", CP_FMT(cp_text_safe(a, as->parent)));
    if (i < ans->n_assets)
        cp_buf_fmt(out, " (%.*s)", CP_FMT(cp_text_safe(a, cp_asset_name(&ans->assets[i].asset))));
    if (as->slot)
        cp_buf_fmt(out, ", %.*s", CP_FMT(cp_text_safe(a, slot_text(ans, as->slot, a))));
    cp_buf_char(out, '\n');
}

/* What it contains, as a tree; each part is an asset of its own, which `explain` explains. */
static void parts(const cp_answer *ans, const cp_asset *as, const cp_report_opts *opts, cp_arena *a,
                  cp_buf *out)
{
    enum { SHOWN = 200 };
    static const cp_grid_column columns[] = { { "NAME", false, true },
                                              { "MAKER", false, true },
                                              { "PRODUCT", false, true },
                                              { "ID", false, false },
                                              { "IN ITS SLOT", false, true } };
    uint32_t top = index_of(ans, as->id), n = 0;
    if (top == ans->n_assets)
        return;
    const cp_kin_of *kin = cp_kinship(a, ans, NULL);
    if (kin[top].first == CP_NO_KIN)
        return;
    heading(out, opts, "Parts");
    bool has_slots = false;
    for (uint32_t x = top; x != CP_NO_KIN && !has_slots; x = cp_kin_next(kin, top, x))
        has_slots = ans->assets[x].asset.slot != NULL;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns - !has_slots, opts->width);
    for (uint32_t x = top; x != CP_NO_KIN; x = cp_kin_next(kin, top, x)) {
        const cp_asset *part = &ans->assets[x].asset;
        cp_str name = x == top ? cp_asset_name(part) : cp_kin_name(ans, kin, x);
        if (n++ < SHOWN)
            cp_grid_row(&g,
                        (cp_str[]){ cp_str_fmt(a, "%.*s%.*s", CP_FMT(cp_kin_branch(a, kin, top, x)),
                                               CP_FMT(name)),
                                    cp_asset_shown(part, CP_ATTR_MAKER).n
                                        ? cp_asset_claim(part, CP_ATTR_MAKER)->name
                                        : CP_STR("unknown"),
                                    cp_asset_shown(part, CP_ATTR_PRODUCT), part->id,
                                    part->slot ? slot_text(ans, part->slot, a) : CP_STR("") },
                        NULL);
    }
    cp_grid_print(&g, false, out);
    if (n > SHOWN)
        cp_buf_fmt(out, "... and %u more\n", n - SHOWN);
}

void cp_render_asset_text(const cp_answer *ans, const cp_answer_asset *x,
                          const cp_report_opts *opts, cp_arena *scratch, cp_buf *out)
{
    const cp_asset *as = &x->asset;
    cp_buf_fmt(out, "%.*s (%.*s, realm %.*s)\n", CP_FMT(cp_text_safe(scratch, cp_asset_name(as))),
               CP_FMT(cp_text_safe(scratch, as->id)), CP_FMT(cp_text_safe(scratch, as->realm)));
    part_of(ans, as, scratch, out);
    other_ids(as, scratch, out);
    identifiers(as, scratch, out);
    parts(ans, as, opts, scratch, out);
    claims(ans, as, opts, scratch, out);
    if (x->n_verdicts)
        heading(out, opts, "Verdicts");
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        verdict(ans, x->verdicts[i], x, cp_answer_waiver(x, i), scratch, out);
    assurance(x, opts, scratch, out);
    if (ans->n_said)
        heading(out, opts, "Said of its maker");
    for (uint32_t i = 0; i < ans->n_said; i++)
        statement(ans, &ans->said[i], scratch, out);
    cp_print_reasons(ans, opts, scratch, out);
    evidence(ans, as, opts, scratch, out);
}
