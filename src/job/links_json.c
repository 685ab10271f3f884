/* SPDX-License-Identifier: Apache-2.0 */
/* links_json.c - `links` and `neighbours` for programs (docs/formats/links.schema.json), whole or
 * one row a line. */
#include "job/links.h"
#include "report/parts.h"

enum { EVIDENCE_MAX = 100 }; /* of one link: tellings without ports are of all links of a pair */

static void end(cp_jw *w, const char *key, const cp_shown_links *s, const cp_shown_end *e)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kstr(w, "id", e->id);
    cp_jw_kstr(w, "name", e->name);
    cp_jw_kstr(w, "known", cp_str_c(cp_shown_kind_name(cp_shown_kind_of(s, e->node))));
    cp_jw_kstr_opt(w, "port", e->port);
    cp_jw_obj_end(w);
}

static void number(cp_jw *w, const char *key, uint64_t v)
{
    cp_jw_key(w, key);
    if (v)
        cp_jw_u64(w, v);
    else
        cp_jw_null(w);
}

/* Who told: by its words at a, at b, a table, a routing protocol, the configuration of a, of b, a
 * bridge. */
static void seen(cp_jw *w, const cp_shown_links *s, const cp_shown_link *x)
{
    bool is_turned = x->a.node != x->link->a;
    const struct {
        uint32_t bit;
        const char *name;
    } bits[] = { { is_turned ? CP_SEEN_B : CP_SEEN_A, "a" },
                 { is_turned ? CP_SEEN_A : CP_SEEN_B, "b" },
                 { CP_SEEN_TABLE, "table" },
                 { CP_SEEN_ROUTING, "routing" },
                 { is_turned ? CP_SEEN_CONFIG_B : CP_SEEN_CONFIG_A, "configured_a" },
                 { is_turned ? CP_SEEN_CONFIG_A : CP_SEEN_CONFIG_B, "configured_b" },
                 { CP_SEEN_BRIDGE, "bridge" } };
    (void)s;
    cp_jw_key(w, "seen");
    cp_jw_arr(w);
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (x->link->seen & bits[i].bit)
            cp_jw_str(w, cp_str_c(bits[i].name));
    cp_jw_arr_end(w);
}

static void metric(cp_jw *w, const char *key, uint64_t v)
{
    if (v == CP_METRIC_UNUSED)
        cp_jw_kstr(w, key, CP_STR("unused"));
    else
        number(w, key, v);
}

static void evidence(cp_jw *w, const cp_shown_links *s, const cp_shown_link *x)
{
    cp_jw_key(w, "evidence");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_told && i < EVIDENCE_MAX; i++) {
        const cp_asset_link *t = cp_shown_telling(s, x, i);
        cp_jw_obj(w);
        const cp_source *from = t->source < s->e->sources.n ? &s->e->sources.v[t->source] : NULL;
        cp_jw_kstr(w, "source", from ? from->name : CP_STR(""));
        cp_jw_ku64(w, "pos", from ? cp_source_line(from, t->pos) : t->pos);
        if (from && from->sheets.n)
            cp_jw_kstr(w, "sheet", cp_source_sheet(from, t->pos));
        cp_jw_kstr(w, "kind", cp_str_c(cp_link_kind_name(t->kind)));
        cp_jw_kstr_opt(w, "name", t->name);
        cp_jw_kstr_opt(w, "area", t->area);
        metric(w, "metric", t->metric);
        metric(w, "metric_back", t->metric_back);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    if (x->n_told > EVIDENCE_MAX)
        cp_jw_ku64(w, "evidence_more", x->n_told - EVIDENCE_MAX);
}

static void row(cp_jw *w, cp_arena *scratch, const cp_shown_links *s, const cp_shown_link *x)
{
    cp_arena_mark mark = cp_arena_here(scratch);
    const cp_real_link *l = x->link;
    cp_jw_obj(w);
    end(w, "a", s, &x->a);
    end(w, "b", s, &x->b);
    number(w, "metric", x->metric);
    number(w, "metric_back", x->metric_back);
    number(w, "capacity_bps", l->capacity_bps);
    cp_jw_kstr_opt(w, "layer", l->layer);
    cp_jw_kstr_opt(w, "srlg", l->srlg);
    cp_jw_knum(w, "confidence", l->confidence);
    seen(w, s, x);
    cp_jw_kstr(w, "reason", cp_link_reason(scratch, l));
    cp_jw_kbool(w, "one_sided", cp_shown_is_one_sided(x));
    cp_jw_kbool(w, "contradicting", l->contradicts);
    cp_jw_kstr_opt(w, "through",
                   l->through == CP_NO_NODE ? CP_STR("")
                                            : s->links.others[l->through - s->links.n_assets].id);
    evidence(w, s, x);
    cp_jw_obj_end(w);
    cp_arena_back(scratch, mark);
}

static void counts(cp_jw *w, const cp_links *l, const cp_adjacents *x)
{
    cp_jw_key(w, "counts");
    cp_jw_obj(w);
    cp_jw_ku64(w, "links", l->n_links);
    cp_jw_ku64(w, "not_inventoried", l->n_strangers);
    cp_jw_ku64(w, "inferred_switches", l->n_switches);
    cp_jw_ku64(w, "one_sided", l->n_one_sided);
    cp_jw_ku64(w, "contradicting", l->n_contradicting);
    cp_jw_ku64(w, "half_told", l->n_half);
    cp_jw_ku64(w, "loops", l->n_loops);
    cp_jw_ku64(w, "unattached", l->n_unattached);
    cp_jw_ku64(w, "repeated", l->n_repeated);
    cp_jw_ku64(w, "ambiguous_networks", x->n_ambiguous);
    cp_jw_ku64(w, "crowded_networks", x->n_crowded);
    cp_jw_ku64(w, "beyond_limits", x->n_over);
    cp_jw_obj_end(w);
}

void cp_links_json(const cp_shown_links *s, bool one_a_line, cp_buf *out)
{
    cp_jw w = cp_jw_new(out);
    cp_arena *scratch = cp_arena_new(0);
    w.pretty = !one_a_line;
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema",
               s->of_neighbours ? CP_STR("cleanpath/neighbours/1") : CP_STR("cleanpath/links/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(w.scratch, s->ans->as_of));
    cp_jw_kstr(&w, "version", s->ans->version);
    cp_json_coverage(&w, s->ans);
    counts(&w, &s->links, &s->e->adjacents);
    if (!one_a_line) {
        cp_jw_key(&w, s->of_neighbours ? "neighbours" : "links");
        cp_jw_arr(&w);
        for (uint32_t i = 0; i < s->n_rows; i++)
            row(&w, scratch, s, &s->rows[i]);
        cp_jw_arr_end(&w);
    }
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
    for (uint32_t i = 0; one_a_line && i < s->n_rows; i++) {
        cp_jw line = cp_jw_new(out);
        row(&line, scratch, s, &s->rows[i]);
        cp_buf_char(out, '\n');
    }
    cp_arena_free(scratch);
}
