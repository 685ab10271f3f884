/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.c - the answer as a workbook: what to read first, then a table a sheet. Everything is text,
 * but numbers that we counted; a name that begins with = is a name.
 *
 *     Read me first | Answer | Assets | Verdicts | Evidence | Deadlines | Waivers | Parts |
 *     Carriers
 *
 * The first sheet is written last: it tells what the others had no room for. */
#include "codec/xlsx.h"
#include "report/assurance.h"
#include "report/inside.h"
#include "report/judged.h"
#include "report/render.h"

enum { CELLS_MAX = 24 };

enum { README, ANSWER, ASSETS, VERDICTS, EVIDENCE, DEADLINES, WAIVERS, PARTS, CARRIERS, SHEETS };

static const cp_xlsx_column readme_columns[] = { { "About", 24, false, false },
                                                 { "What", 120, false, true } };
static const cp_xlsx_column answer_columns[] = {
    { "Policy", 28, false, false },    { "Title", 60, false, true },
    { "By", 8, false, false },         { "Law", 12, false, false },
    { "Binds you", 12, false, false }, { "Excluded", 0, true, false },
    { "Restricted", 0, true, false },  { "Undetermined", 0, true, false },
    { "Allowed", 0, true, false },     { "Not addressed", 0, true, false },
    { "Waived", 0, true, false },      { "Facts of", 12, false, false },
    { "Effective", 12, false, false }, { "SHA-256 of the pack", 24, false, false },
};
static const cp_xlsx_column asset_columns[] = {
    { "Asset", 28, false, false },      { "Name", 24, false, false },
    { "Realm", 12, false, false },      { "Maker", 24, false, false },
    { "Sure", 8, true, false },         { "Brand", 16, false, false },
    { "Product", 24, false, false },    { "Version", 16, false, false },
    { "Site", 20, false, false },       { "Role", 20, false, false },
    { "Function", 20, false, false },   { "Class", 20, false, false },
    { "Generation", 12, false, false }, { "Status", 12, false, false },
    { "IP", 24, false, false },         { "MAC", 20, false, false },
    { "Serial", 20, false, false },     { "Part of", 24, false, false },
    { "Sources", 30, false, false },    { "Decided", 30, false, false },
    { "Assurance", 30, false, false },
};
static const cp_xlsx_column verdict_columns[] = {
    { "Asset", 28, false, false },   { "Name", 24, false, false },
    { "Maker", 24, false, false },   { "Policy", 28, false, false },
    { "Result", 14, false, false },  { "Clause", 16, false, false },
    { "Law", 12, false, false },     { "Binds you", 12, false, false },
    { "Missing", 30, false, false }, { "Means", 40, false, true },
    { "Reason", 80, false, true },   { "Waived by", 20, false, false },
};
static const cp_xlsx_column evidence_columns[] = {
    { "Asset", 28, false, false },     { "Name", 24, false, false }, { "Source", 30, false, false },
    { "Position", 10, true, false },   { "Kind", 24, false, false }, { "Value", 60, false, false },
    { "Speaks of", 16, false, false }, { "Says", 30, false, false }, { "Rule", 24, false, false },
    { "Weight", 8, true, false },
};
static const cp_xlsx_column deadline_columns[] = {
    { "Day", 14, false, false },    { "What", 40, false, true },   { "Policy", 28, false, false },
    { "Clause", 16, false, false }, { "Asset", 28, false, false }, { "Name", 24, false, false },
    { "Maker", 24, false, false },  { "Note", 60, false, true },
};
static const cp_xlsx_column waiver_columns[] = {
    { "Asset", 28, false, false },   { "Name", 24, false, false },
    { "Policy", 28, false, false },  { "Result", 14, false, false },
    { "Clause", 16, false, false },  { "Approver", 24, false, false },
    { "Expires", 12, false, false }, { "Reason", 60, false, true },
    { "File", 30, false, false },    { "Line", 8, true, false },
};

static const cp_xlsx_column part_columns[] = {
    { "Asset", 28, false, false },   { "Name", 24, false, false },
    { "Policy", 28, false, false },  { "Result", 14, false, false },
    { "Part", 28, false, false },    { "Part's name", 30, false, false },
    { "Maker", 24, false, false },   { "Sure", 8, true, false },
    { "Product", 24, false, false },
};

static const cp_xlsx_column carrier_columns[] = {
    { "Prefix", 24, false, false },      { "Asked about", 16, false, false },
    { "Paths", 0, true, false },         { "Excluded", 0, true, false },
    { "Restricted", 0, true, false },    { "Undetermined", 0, true, false },
    { "Not known", 0, true, false },     { "Allowed", 0, true, false },
    { "Through", 60, false, false },     { "Since", 12, false, false },
    { "Origin", 30, false, false },      { "RPKI", 14, false, false },
    { "For example", 60, false, false },
};

#define SHEET(title, columns)                            \
    {                                                    \
        title, columns, sizeof columns / sizeof *columns \
    }
static const struct {
    const char *title;
    const cp_xlsx_column *columns;
    uint32_t n;
} sheets[SHEETS] = {
    [README] = SHEET("Read me first", readme_columns),
    [ANSWER] = SHEET("Answer", answer_columns),
    [ASSETS] = SHEET("Assets", asset_columns),
    [VERDICTS] = SHEET("Verdicts", verdict_columns),
    [EVIDENCE] = SHEET("Evidence", evidence_columns),
    [DEADLINES] = SHEET("Deadlines", deadline_columns),
    [WAIVERS] = SHEET("Waivers", waiver_columns),
    [PARTS] = SHEET("Parts", part_columns),
    [CARRIERS] = SHEET("Carriers", carrier_columns), /* only where routes were asked about */
};

typedef struct book {
    const cp_answer *ans;
    cp_xlsx *x;
    cp_arena *one; /* of a row */
    uint32_t n_sheets;
} book;

static cp_str number(cp_arena *a, uint64_t n)
{
    return cp_str_fmt(a, "%llu", (unsigned long long)n);
}

static cp_str maker_of(const cp_asset *as)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    return m && m->confidence >= CP_SHOW_MIN ? m->name : CP_STR("");
}

/* ---- the tables ---- */

static void answer(const book *b)
{
    for (uint32_t i = 0; i < b->ans->n_policies; i++) {
        const cp_answer_policy *p = &b->ans->policies[i];
        cp_str cells[CELLS_MAX] = { p->id, p->title, p->jurisdiction, cp_str_c(cp_law_name(p->law)),
                                    cp_str_c(cp_tri_name(p->binds)) };
        for (unsigned r = 0; r < CP_VERDICT_COUNT; r++) {
            static const uint8_t at[] = { [CP_VERDICT_EXCLUDED] = 5,
                                          [CP_VERDICT_RESTRICTED] = 6,
                                          [CP_VERDICT_UNDETERMINED] = 7,
                                          [CP_VERDICT_ALLOWED] = 8,
                                          [CP_VERDICT_NOT_ADDRESSED] = 9 };
            cells[at[r]] = number(b->one, p->counts[r]);
        }
        cells[10] = number(b->one, p->n_waived);
        cells[11] = cp_date_text(b->one, p->as_of);
        cells[12] = cp_date_text(b->one, p->effective);
        cells[13] = p->digest;
        cp_xlsx_row(b->x, ANSWER, cells);
    }
}

static cp_str idents(cp_arena *a, const cp_asset *as, cp_ident_kind kind)
{
    cp_buf out = cp_buf_new(a);
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == kind)
            cp_buf_fmt(&out, "%s%.*s", out.total_bytes ? ";" : "", CP_FMT(as->ids[i].value));
    return cp_buf_str(&out);
}

static cp_str sources(const book *b, const cp_asset *as)
{
    cp_buf out = cp_buf_new(b->one);
    for (uint32_t i = 0; i < as->n_sources; i++)
        if (as->sources[i] < b->ans->n_sources)
            cp_buf_fmt(&out, "%s%.*s", out.total_bytes ? ";" : "",
                       CP_FMT(b->ans->sources[as->sources[i]].name));
    return cp_buf_str(&out);
}

static cp_str beside(const book *b, const cp_answer_asset *y, bool of_assurance)
{
    cp_buf out = cp_buf_new(b->one);
    for (uint32_t i = 0; !of_assurance && i < y->n_findings; i++)
        cp_buf_fmt(&out, "%s%.*s: %s", i ? "; " : "", CP_FMT(y->findings[i].policy),
                   cp_finding_word(&y->findings[i]));
    for (uint32_t i = 0; of_assurance && i < y->n_assurance; i++)
        cp_buf_fmt(&out, "%s%.*s", i ? "; " : "",
                   CP_FMT(cp_assurance_short(b->one, &y->assurance[i])));
    return cp_buf_str(&out);
}

static void asset(const book *b, const cp_answer_asset *y)
{
    static const cp_attr attrs[] = { CP_ATTR_BRAND, CP_ATTR_PRODUCT,    CP_ATTR_VERSION,
                                     CP_ATTR_SITE,  CP_ATTR_ROLE,       CP_ATTR_FUNCTION,
                                     CP_ATTR_CLASS, CP_ATTR_GENERATION, CP_ATTR_STATUS };
    const cp_asset *as = &y->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str cells[CELLS_MAX] = { as->id, cp_asset_name(as), as->realm, maker_of(as) };
    uint32_t n = 4;
    cells[n++] = maker_of(as).n ? cp_str_fmt(b->one, "%.4f", m->confidence) : CP_STR("");
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
        cells[n++] = cp_asset_shown(as, attrs[i]);
    cells[n++] = idents(b->one, as, CP_IDENT_IP);
    cells[n++] = idents(b->one, as, CP_IDENT_MAC);
    cells[n++] = idents(b->one, as, CP_IDENT_SERIAL);
    cells[n++] = as->parent;
    cells[n++] = sources(b, as);
    cells[n++] = beside(b, y, false);
    cells[n++] = beside(b, y, true);
    cp_xlsx_row(b->x, ASSETS, cells);
}

static void deadlines(const book *b, const cp_answer_asset *y, const cp_verdict *v)
{
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        cp_date day = cp_date_is_set(d->deadline)     ? d->deadline
                      : d->applies == CP_APPLIES_FROM ? d->from
                                                      : CP_DATE_NONE;
        cp_str cells[CELLS_MAX] = {
            cp_date_text(b->one, day), cp_duty_text(b->one, d), v->policy, v->clause, y->asset.id,
            cp_asset_name(&y->asset),  maker_of(&y->asset),     d->note
        };
        if (cp_date_is_set(day))
            cp_xlsx_row(b->x, DEADLINES, cells);
    }
}

static void verdict(const book *b, const cp_answer_asset *y, uint32_t k)
{
    const cp_verdict *v = y->verdicts[k];
    const cp_waiver *w = cp_answer_waiver(y, k);
    const cp_asset *as = &y->asset;
    if (v->result == CP_VERDICT_NOT_ADDRESSED)
        return;
    cp_str cells[CELLS_MAX] = { as->id,
                                cp_asset_name(as),
                                maker_of(as),
                                v->policy,
                                cp_str_c(cp_result_name(v->result)),
                                v->clause,
                                cp_str_c(cp_law_name(v->law)),
                                cp_str_c(cp_tri_name(v->binds)),
                                cp_text_join(b->one, v->missing, v->n_missing, "; "),
                                cp_meaning_text(b->one, v, b->ans->as_of),
                                v->reason,
                                w ? w->approver : CP_STR("") };
    cp_xlsx_row(b->x, VERDICTS, cells);
    deadlines(b, y, v);
    if (!w)
        return;
    cp_str waived[CELLS_MAX] = { as->id,
                                 cp_asset_name(as),
                                 v->policy,
                                 cp_str_c(cp_result_name(v->result)),
                                 v->clause,
                                 w->approver,
                                 cp_date_text(b->one, w->expires),
                                 w->reason,
                                 w->file,
                                 number(b->one, w->line) };
    cp_xlsx_row(b->x, WAIVERS, waived);
}

/* What a policy says of parts of the asset, and not of the asset: a row a part. */
static void parts(const book *b, const cp_answer_asset *y)
{
    uint32_t n;
    const cp_inside *v = cp_inside_of(b->ans, y, &n);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < v[i].n; k++) {
            const cp_asset *part = &b->ans->assets[v[i].parts[k]].asset;
            const cp_claim *m = cp_asset_claim(part, CP_ATTR_MAKER);
            cp_str maker = maker_of(part);
            cp_str cells[CELLS_MAX] = { y->asset.id,
                                        cp_asset_name(&y->asset),
                                        y->verdicts[v[i].policy]->policy,
                                        cp_str_c(cp_result_name(v[i].result)),
                                        part->id,
                                        cp_asset_name(part),
                                        maker,
                                        maker.n ? cp_str_fmt(b->one, "%.4f", m->confidence)
                                                : CP_STR(""),
                                        cp_asset_shown(part, CP_ATTR_PRODUCT) };
            cp_xlsx_row(b->x, PARTS, cells);
        }
}

static void evidence(const book *b, const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        cp_str cells[CELLS_MAX] = {
            as->id,
            cp_asset_name(as),
            e->source < b->ans->n_sources ? b->ans->sources[e->source].name : CP_STR(""),
            cp_where_place(b->one, b->ans, e->source, e->pos),
            e->kind,
            e->value,
            e->attr == CP_ATTR_COUNT ? CP_STR("") : cp_str_c(cp_attr_name(e->attr)),
            e->says,
            e->rule,
            cp_str_fmt(b->one, "%.2f", e->weight),
        };
        cp_xlsx_row(b->x, EVIDENCE, cells);
    }
}

static void obligations(const book *b)
{
    for (uint32_t i = 0; i < b->ans->n_obligations; i++) {
        const cp_obligation *o = &b->ans->obligations[i];
        const char *met = o->met == CP_YES ? "met" : o->met == CP_NO ? "not met" : "unknown";
        cp_str cells[CELLS_MAX] = { cp_date_text(b->one, o->deadline),
                                    cp_str_fmt(b->one, "%.*s at most %g: %s", CP_FMT(o->measure),
                                               o->limit, met),
                                    o->policy,
                                    o->clause,
                                    { "", 0 },
                                    { "", 0 },
                                    { "", 0 },
                                    o->reason };
        cp_xlsx_row(b->x, DEADLINES, cells);
    }
}

/* ---- routes through carriers ---- */

static cp_str ases_text(const book *b, const uint32_t *v, uint32_t n, bool is_more)
{
    const cp_carrier_view *view = b->ans->carriers;
    cp_buf text = cp_buf_new(b->one);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&text, "%s%.*s%s%.*s", i ? "; " : "", CP_FMT(view->ases[v[i]].as),
                   view->ases[v[i]].name.n ? " " : "", CP_FMT(view->ases[v[i]].name));
    cp_buf_add_c(&text, is_more ? "; ..." : "");
    return cp_buf_str(&text);
}

static void carrier_row(const book *b, const cp_carrier_row *r)
{
    uint64_t all = 0;
    cp_str cells[CELLS_MAX] = { r->prefix, r->is_ours && r->is_to ? CP_STR("ours, to")
                                           : r->is_ours           ? CP_STR("ours")
                                           : r->is_to             ? CP_STR("to")
                                                                  : CP_STR("") };
    uint32_t n = 3;
    for (int s = CP_CARRIER_STANDING_COUNT - 1; s >= 0; s--) {
        all += r->paths[s];
        cells[n++] = number(b->one, r->paths[s]);
    }
    cells[2] = number(b->one, all);
    cells[n++] = ases_text(b, r->via, r->n_via, r->has_more);
    cells[n++] = r->since;
    cells[n++] = r->origin == CP_CARRIER_VIEW_NONE ? CP_STR("a set, or not known")
                                                   : ases_text(b, &r->origin, 1, false);
    cells[n++] = r->rpki;
    cells[n++] = ases_text(b, r->path.v, r->path.n, r->path.is_cut);
    cp_xlsx_row(b->x, CARRIERS, cells);
}

static void carriers(const book *b)
{
    const cp_carrier_view *v = b->ans->carriers;
    cp_arena_mark mark = cp_arena_here(b->one);
    for (uint32_t i = 0; v && i < v->n_rows; i++, cp_arena_back(b->one, mark))
        carrier_row(b, &v->rows[i]);
}

/* ---- what to read first ---- */

static void say(const book *b, const char *about, cp_str what)
{
    cp_xlsx_row(b->x, README, (cp_str[]){ cp_str_c(about), what });
}

static void tell_sources(const book *b)
{
    for (uint32_t i = 0; i < b->ans->n_sources; i++) {
        const cp_source *s = &b->ans->sources[i];
        say(b, "Read",
            cp_str_fmt(b->one,
                       "%.*s: %s, %.*s, %llu record%s, %llu malformed, %llu observation%s, "
                       "%llu link%s; SHA-256 %.*s%s%.*s",
                       CP_FMT(s->name), cp_source_state_name(s->state), CP_FMT(s->format),
                       (unsigned long long)s->records, cp_plural(s->records),
                       (unsigned long long)s->records_bad, (unsigned long long)s->observations,
                       cp_plural(s->observations), (unsigned long long)s->links,
                       cp_plural(s->links), CP_FMT(s->sha256.n ? s->sha256 : CP_STR("not told")),
                       s->note.n ? "; " : "", CP_FMT(s->note)));
        for (uint32_t k = 0; k < s->n_problems; k++)
            say(b, "Not understood",
                cp_str_fmt(b->one, "%.*s, position %.*s: %.*s", CP_FMT(s->name),
                           CP_FMT(cp_source_place(b->one, s, s->problems[k].pos)),
                           CP_FMT(s->problems[k].text)));
    }
    for (uint32_t i = 0; i < b->ans->n_data; i++)
        say(b, "Table",
            cp_str_fmt(b->one, "%.*s of %.*s, %llu entries (%.*s)", CP_FMT(b->ans->data[i].name),
                       CP_FMT(b->ans->data[i].as_of), (unsigned long long)b->ans->data[i].entries,
                       CP_FMT(b->ans->data[i].origin)));
}

static void tell_left_out(const book *b)
{
    uint64_t more = 0;
    for (uint32_t i = 0; i < b->ans->n_assets; i++)
        more += b->ans->assets[i].asset.n_evidence_more;
    if (more)
        say(b, "Left out",
            cp_str_fmt(b->one, "Evidence: %llu observations beyond %d of one asset.",
                       (unsigned long long)more, CP_ASSET_EVIDENCE_MAX));
    for (uint32_t s = ANSWER; s < b->n_sheets; s++) {
        uint64_t rows, cells;
        cp_xlsx_left_out(b->x, s, &rows, &cells);
        if (rows)
            say(b, "Left out",
                cp_str_fmt(b->one,
                           "%s: %llu rows, because a sheet has at most %d. -f csv and -f "
                           "json have all.",
                           sheets[s].title, (unsigned long long)rows, CP_XLSX_ROWS_MAX));
        if (cells)
            say(b, "Cut",
                cp_str_fmt(b->one,
                           "%s: %llu cells of more than %d characters; they end with an "
                           "ellipsis.",
                           sheets[s].title, (unsigned long long)cells, CP_XLSX_TEXT_MAX));
    }
}

static void say_carriers(void *ctx, cp_str text) { say(ctx, "Carriers", text); }

static void tell_carriers(const book *b)
{
    const cp_carrier_view *v = b->ans->carriers;
    book own = *b;
    if (!v)
        return;
    cp_carriers_words(b->one, b->ans, say_carriers, &own);
    if (v->n_rows_all > v->n_rows)
        say(b, "Left out",
            cp_str_fmt(b->one,
                       "Carriers: the worst %u of %u prefixes; `cleanpath carriers --format csv` "
                       "has all.",
                       v->n_rows, v->n_rows_all));
}

static void readme(const book *b)
{
    const cp_answer *ans = b->ans;
    say(b, "Made by", cp_str_fmt(b->one, "cleanpath %.*s", CP_FMT(ans->version)));
    say(b, "Answer of", cp_date_text(b->one, ans->as_of));
    if (ans->profile.is_set)
        say(b, "Profile",
            cp_str_fmt(b->one, "%.*s, %.*s; roles %.*s (%.*s)", CP_FMT(ans->profile.name),
                       CP_FMT(ans->profile.country),
                       CP_FMT(cp_text_join(b->one, ans->profile.roles, ans->profile.n_roles, ", ")),
                       CP_FMT(ans->profile_from)));
    say(b, "Facts", cp_str_fmt(b->one, "from a confidence of %g on", ans->accept));
    for (uint32_t i = 0; i < ans->n_notes; i++)
        say(b, "To be known first", ans->notes[i]);
    say(b, "Verdicts",
        CP_STR("excluded, restricted, allowed or undetermined; things of which a "
               "policy does not speak (not_addressed) are counted in Answer only. "
               "Undetermined is not clean."));
    tell_carriers(b);
    tell_left_out(b);
    tell_sources(b);
}

static void fill(const book *b)
{
    cp_arena_mark mark = cp_arena_here(b->one);
    answer(b);
    for (uint32_t i = 0; i < b->ans->n_assets; i++, cp_arena_back(b->one, mark)) {
        const cp_answer_asset *y = &b->ans->assets[i];
        asset(b, y);
        for (uint32_t k = 0; k < y->n_verdicts; k++)
            verdict(b, y, k);
        parts(b, y);
        evidence(b, &y->asset);
    }
    obligations(b);
    carriers(b);
    readme(b);
}

void cp_render_xlsx(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    cp_err err = { 0 };
    book b = { .ans = ans, .one = cp_arena_new(0), .n_sheets = ans->carriers ? SHEETS : CARRIERS };
    cp_rc rc = cp_xlsx_new(scratch, ans->as_of, &b.x, &err);
    for (uint32_t s = 0; rc == CP_OK && s < b.n_sheets; s++)
        (void)cp_xlsx_sheet(b.x, sheets[s].title, sheets[s].columns, sheets[s].n);
    if (rc == CP_OK) {
        fill(&b);
        rc = cp_xlsx_end(b.x, out, &err);
    }
    cp_arena_free(b.one);
    if (rc != CP_OK && out->rc == CP_OK) { /* told when the output ends, like a full disk */
        out->rc = rc;
        out->err = err;
    }
}
