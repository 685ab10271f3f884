/* SPDX-License-Identifier: Apache-2.0 */
/* policy_print.c - see policy_print.h. Every fact is followed by its sources, because a reader of a
 * rule wants to check it. */
#include "job/policy_print.h"
#include "report/report.h"

/* " [key, key; confidence]" */
static void basis(const cp_policy *p, const cp_policy_basis *b, cp_buf *out)
{
    cp_buf_add_c(out, " [");
    for (uint32_t i = 0; i < b->n_src; i++)
        cp_buf_fmt(out, "%s%.*s", i ? ", " : "", CP_FMT(p->sources[b->src[i]].key));
    cp_buf_fmt(out, "%s%s]\n", b->n_src ? "; " : "", cp_conf_name(b->conf));
}

static void texts(cp_arena *a, const char *title, const cp_policy *p, const cp_policy_text *v,
                  uint32_t n, cp_buf *out)
{
    if (n)
        cp_buf_fmt(out, "\n%s\n", title);
    for (uint32_t i = 0; i < n; i++) {
        cp_str date = cp_date_text(a, v[i].date);
        cp_buf_fmt(out, "  %.*s%s%.*s", CP_FMT(date), date.n ? "  " : "", CP_FMT(v[i].text));
        basis(p, &v[i].basis, out);
    }
}

static void duties(cp_arena *a, const cp_policy *p, const cp_policy_duty *v, uint32_t n,
                   const char *indent, cp_buf *out)
{
    for (uint32_t i = 0; i < n; i++) {
        cp_str from = cp_date_text(a, v[i].from), deadline = cp_date_text(a, v[i].deadline);
        cp_buf_fmt(out, "%s%s%s%s%.*s%s%.*s", indent, cp_verb_name(v[i].verb),
                   v[i].applies == CP_APPLIES_NO        ? " not forbidden"
                   : v[i].applies == CP_APPLIES_UNKNOWN ? " unclear"
                                                        : " forbidden",
                   from.n ? " from " : "", CP_FMT(from), deadline.n ? ", to end by " : "",
                   CP_FMT(deadline));
        if (v[i].deadline_rule.n)
            cp_buf_fmt(out, " (the day depends on this: %.*s)", CP_FMT(v[i].deadline_rule));
        if (v[i].text.n)
            cp_buf_fmt(out, ": %.*s", CP_FMT(v[i].text));
        basis(p, &v[i].basis, out);
    }
}

/* "pt-1 and not pt-2" */
static void criteria(const cp_policy_lib *lib, const cp_policy *p, const cp_pred *c, cp_buf *out)
{
    if (c->kind == CP_PRED_IN) {
        cp_buf_add(out, lib->criteria.items.v[p->criteria[c->fact - CP_FACT_CRITERION_0]].id);
        return;
    }
    if (c->kind == CP_PRED_NOT)
        cp_buf_add_c(out, "not ");
    for (uint32_t i = 0; i < c->n_items; i++) {
        bool is_nested = c->items[i]->kind != CP_PRED_IN && c->n_items > 1;
        cp_buf_add_c(out, i == 0 ? "" : c->kind == CP_PRED_ANY ? " or " : " and ");
        cp_buf_add_c(out, is_nested ? "(" : "");
        criteria(lib, p, c->items[i], out);
        cp_buf_add_c(out, is_nested ? ")" : "");
    }
}

static void criteria_set(const cp_policy_lib *lib, cp_str id, cp_buf *out)
{
    const uint64_t *at = cp_map_get(&lib->criteria.set_by_id, id);
    if (!at)
        return;
    const cp_criteria_set *s = &lib->criteria.sets.v[*at];
    cp_buf_fmt(out, "\nCriteria %.*s: %.*s\n", CP_FMT(s->id), CP_FMT(s->title));
    if (s->note.n)
        cp_buf_fmt(out, "  (%.*s)\n", CP_FMT(s->note));
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const cp_criterion *c = &lib->criteria.items.v[i];
        cp_buf_fmt(out, "  %.*s  %s: %.*s%s%.*s [%s]\n", CP_FMT(c->id),
                   cp_criterion_subject_name(c->subject), CP_FMT(c->text),
                   c->same_as_id.n ? "; the same as " : "", CP_FMT(c->same_as_id),
                   cp_conf_name(c->basis.conf));
    }
}

static void clause(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p,
                   const cp_policy_clause *c, cp_buf *out)
{
    const cp_policy *of = p->clauses_of ? p->clauses_of : p;
    cp_str added = cp_date_text(a, c->date_added), removed = cp_date_text(a, c->removed);
    cp_buf_fmt(out, "  %.*s  %.*s%s%.*s%s%.*s", CP_FMT(c->id), CP_FMT(c->title),
               added.n ? "; since " : "", CP_FMT(added), removed.n ? "; until " : "",
               CP_FMT(removed));
    basis(of, &c->basis, out);
    for (uint32_t i = 0; i < c->n_makers; i++) {
        const cp_maker *m =
            c->makers[i].maker == UINT32_MAX ? NULL : &lib->known->v[c->makers[i].maker];
        cp_buf_fmt(out, "%s%.*s",
                   i ? ", " : "      names: ", CP_FMT(m ? m->name : c->makers[i].id));
    }
    if (c->n_makers)
        cp_buf_add_c(out, c->has_affiliates ? ", and affiliates\n" : "\n");
    if (c->makers_of.n)
        cp_buf_fmt(out, "      by reference to %.*s\n", CP_FMT(c->makers_of));
    if (c->criteria) {
        cp_buf_add_c(out, "      if ");
        criteria(lib, of, c->criteria, out);
        cp_buf_char(out, '\n');
    }
    if (c->cap_share >= 0)
        cp_buf_fmt(out, "      at most %g %% of %.*s\n", c->cap_share * 100, CP_FMT(c->cap_unit));
    if (c->note.n)
        cp_buf_fmt(out, "      %.*s\n", CP_FMT(c->note));
    if (c->condition.n)
        cp_buf_fmt(out, "      condition: %.*s\n", CP_FMT(c->condition));
    if (c->has_own_duties)
        duties(a, of, c->duties, c->n_duties, "      ", out);
    for (uint32_t i = 0; i < c->n_exempt; i++)
        cp_buf_fmt(out, "      except: %.*s\n", CP_FMT(c->exempt[i]->text));
}

void cp_policy_print(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p, cp_date as_of,
                     cp_buf *out)
{
    cp_buf_fmt(out, "%.*s: %.*s\n", CP_FMT(p->id), CP_FMT(p->title));
    cp_buf_fmt(out, "%.*s, %.*s, %s on %.*s", CP_FMT(p->jurisdiction), CP_FMT(p->instrument),
               cp_law_name(cp_policy_law(p, as_of)), CP_FMT(cp_date_text(a, as_of)));
    cp_str effective = cp_date_text(a, p->effective);
    cp_buf_fmt(out, "%s%.*s; sources read %.*s\n", effective.n ? ", effective " : "",
               CP_FMT(effective), CP_FMT(cp_date_text(a, p->read)));
    if (p->citation.n)
        cp_buf_fmt(out, "%.*s\n", CP_FMT(p->citation));
    cp_buf_fmt(out, "digest %.*s\n", CP_FMT(p->digest));
    if (p->summary.n)
        cp_buf_fmt(out, "\n%.*s\n", CP_FMT(p->summary));
    if (p->n_addressees)
        cp_buf_add_c(out, "\nBinds\n");
    for (uint32_t i = 0; i < p->n_addressees; i++) {
        cp_buf_fmt(out, "  %.*s%s%.*s", CP_FMT(p->addressees[i].role),
                   p->addressees[i].title.n ? ": " : "", CP_FMT(p->addressees[i].title));
        basis(p, &p->addressees[i].basis, out);
    }
    if (p->n_clauses)
        cp_buf_add_c(out, "\nClauses\n");
    for (uint32_t i = 0; i < p->n_clauses; i++)
        clause(a, lib, p, &p->clauses[i], out);
    if (p->n_duties)
        cp_buf_add_c(out, "\nDuties\n");
    duties(a, p, p->duties, p->n_duties, "  ", out);
    for (uint32_t i = 0; i < p->n_criteria_sets; i++)
        criteria_set(lib, p->criteria_sets[i], out);
    texts(a, "Notes", p, p->notes, p->n_notes, out);
    texts(a, "Dates", p, p->events, p->n_events, out);
    if (p->n_sources)
        cp_buf_add_c(out, "\nSources\n");
    for (uint32_t i = 0; i < p->n_sources; i++)
        cp_buf_fmt(out, "  %.*s  %.*s  %.*s  %.*s\n", CP_FMT(p->sources[i].key),
                   CP_FMT(p->sources[i].tier), CP_FMT(cp_date_text(a, p->sources[i].date)),
                   CP_FMT(p->sources[i].url));
}
