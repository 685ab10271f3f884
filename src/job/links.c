/* SPDX-License-Identifier: Apache-2.0 */
/* links.c - see links.h: from the evidence to rows. */
#include "job/links.h"
#include <stdlib.h>

const char *cp_shown_kind_name(cp_shown_kind k)
{
    static const char *const names[] = { "unknown", "heard", "inferred_switch", "asset" };
    return names[k];
}

cp_shown_kind cp_shown_kind_of(const cp_shown_links *s, uint32_t node)
{
    if (node < s->links.n_assets)
        return cp_evidence_is_told_of(&s->e->found.assets[node]) ? CP_SHOWN_ASSET : CP_SHOWN_HEARD;
    return s->links.others[node - s->links.n_assets].kind == CP_NODE_SWITCH ? CP_SHOWN_SWITCH
                                                                            : CP_SHOWN_STRANGER;
}

bool cp_shown_is_one_sided(const cp_shown_link *x) { return x->link->one_sided; }

const cp_asset_link *cp_shown_telling(const cp_shown_links *s, const cp_shown_link *x, uint32_t i)
{
    const cp_real_link *l = x->link;
    uint32_t at = i < l->n ? l->first + i : l->first_of_pair + (i - l->n);
    return &s->told[s->links.evidence[at]];
}

cp_str cp_shown_place(cp_arena *a, const cp_shown_links *s, const cp_asset_link *told)
{
    static const cp_source nobody = { .name = CP_STR_INIT("") };
    const cp_source *from =
        told->source < s->e->sources.n ? &s->e->sources.v[told->source] : &nobody;
    return cp_str_fmt(a, "%.*s:%.*s", CP_FMT(from->name),
                      CP_FMT(cp_source_place(a, from, told->pos)));
}

static cp_shown_end end_of(const cp_shown_links *s, uint32_t node, cp_str port)
{
    if (node < s->links.n_assets) {
        const cp_asset *as = &s->e->found.assets[node];
        return (cp_shown_end){ node, as->id, cp_asset_name(as), port };
    }
    const cp_link_node *x = &s->links.others[node - s->links.n_assets];
    return (cp_shown_end){ node, x->id, x->name, port };
}

static cp_shown_link row_of(const cp_shown_links *s, const cp_real_link *l, bool is_turned)
{
    cp_shown_end a = end_of(s, l->a, l->a_port), b = end_of(s, l->b, l->b_port);
    cp_shown_link x = { .link = l,
                        .a = is_turned ? b : a,
                        .b = is_turned ? a : b,
                        .metric = is_turned ? l->metric_back : l->metric,
                        .metric_back = is_turned ? l->metric : l->metric_back,
                        .n_told = l->n + l->n_of_pair };
    x.told = x.n_told ? cp_shown_telling(s, &x, 0) : NULL;
    return x;
}

/* What is known least of first, then links of one end, then the others; by the names. */
static int by_need(const void *p, const void *q, void *ctx)
{
    const cp_shown_links *s = ctx;
    const cp_shown_link *x = p, *y = q;
    int kind_x = (int)cp_shown_kind_of(s, x->b.node), kind_y = (int)cp_shown_kind_of(s, y->b.node);
    bool one_x = cp_shown_is_one_sided(x), one_y = cp_shown_is_one_sided(y);
    if (kind_x != kind_y)
        return kind_x - kind_y;
    if (one_x != one_y)
        return one_x ? -1 : 1;
    int c = cp_str_cmp(x->b.name, y->b.name);
    c = c ? c : cp_str_cmp(x->b.id, y->b.id);
    c = c ? c : cp_str_cmp(x->a.name, y->a.name);
    c = c ? c : cp_str_cmp(x->a.id, y->a.id);
    return c ? c : x->link < y->link ? -1 : x->link > y->link;
}

/* Of `links` one row each, what lacks something first; of `neighbours` two between equals, one from
 * each, and one for whom less is known of. */
static void make_rows(cp_shown_links *s)
{
    uint32_t n = s->links.n_links;
    cp_shown_link *v = CP_NEW_ARRAY(s->j->a, cp_shown_link, s->of_neighbours ? 2 * (size_t)n : n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_real_link *l = &s->links.links[i];
        bool is_turned = cp_shown_kind_of(s, l->a) < cp_shown_kind_of(s, l->b);
        v[s->n_rows++] = row_of(s, l, is_turned);
        if (s->of_neighbours && cp_shown_kind_of(s, l->a) == cp_shown_kind_of(s, l->b))
            v[s->n_rows++] = row_of(s, l, !is_turned);
    }
    if (s->n_rows)
        qsort_r(v, s->n_rows, sizeof *v, by_need, s);
    s->rows = v;
}

/* Who is told to speak with somebody has a neighbour, though it is no link. */
static const cp_asset_link *with_awaited(const cp_shown_links *s, uint32_t *n)
{
    const cp_identified *f = &s->e->found;
    const cp_adjacents *x = &s->e->adjacents;
    if (x->n_awaited == 0)
        return f->links;
    cp_asset_link *v = CP_NEW_ARRAY(s->j->a, cp_asset_link, f->n_links + (size_t)x->n_awaited);
    if (f->n_links)
        memcpy(v, f->links, f->n_links * sizeof *v);
    memcpy(v + f->n_links, x->awaited, x->n_awaited * sizeof *v);
    *n = f->n_links + x->n_awaited;
    return v;
}

static cp_rc find_links(cp_shown_links *s, cp_err *err)
{
    const cp_identified *f = &s->e->found;
    cp_str *ids = CP_NEW_ARRAY(s->j->a, cp_str, f->n_assets);
    for (uint32_t i = 0; i < f->n_assets; i++)
        ids[i] = f->assets[i].id;
    uint32_t n = f->n_links;
    s->told = s->of_neighbours ? with_awaited(s, &n) : f->links;
    cp_rc rc = cp_links_of(s->j->a, s->told, n, ids, f->n_assets, &s->links, err);
    if (rc == CP_OK)
        make_rows(s);
    return rc;
}

static cp_rc run(cp_job *j, bool of_neighbours, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    cp_shown_links s = { .j = j, .e = &e, .ans = &ans, .of_neighbours = of_neighbours };
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format > CP_REPORT_CSV)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                       CP_FMT(j->opts.format));
    j->hides_digests = format == CP_REPORT_TABLE || format == CP_REPORT_CSV;
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 0, false, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, false, &ans, err);
    if (rc == CP_OK)
        rc = find_links(&s, err);
    if (rc != CP_OK)
        return rc;
    ans.command = of_neighbours ? CP_STR("neighbours") : CP_STR("links");
    cp_evidence_status(j, &e, &ans);
    if (format == CP_REPORT_CSV)
        cp_links_csv(&s, j->out);
    else if (format == CP_REPORT_TABLE)
        cp_links_print(&s, j->out);
    else
        cp_links_json(&s, format == CP_REPORT_NDJSON, j->out);
    return CP_OK;
}

cp_rc cp_job_links(cp_job *j, cp_err *err) { return run(j, false, err); }
cp_rc cp_job_neighbours(cp_job *j, cp_err *err) { return run(j, true, err); }
