/* SPDX-License-Identifier: Apache-2.0 */
/* misses.c - `identify --explain-misses`: the texts in which no maker was found, for whoever writes
 * the rule that is missing. */
#include "identify/misses.h"
#include "codec/json.h"
#include "job/evidence.h"
#include "report/grid.h"

static cp_str place(cp_job *j, const cp_evidence_set *e, const cp_miss *x)
{
    const cp_source *s = &e->sources.v[x->source];
    return cp_str_fmt(j->a, "%.*s:%.*s", CP_FMT(s->name), CP_FMT(cp_source_place(j->a, s, x->pos)));
}

static cp_str number(cp_job *j, uint64_t n)
{
    return cp_str_fmt(j->a, "%llu", (unsigned long long)n);
}

static void print_table(cp_job *j, const cp_evidence_set *e, const cp_misses *m)
{
    static const cp_grid_column columns[] = {
        { "SEEN", true, false },  { "VALUES", true, false },  { "KIND", false, false },
        { "SHAPE", false, true }, { "EXAMPLE", false, true }, { "PLACE", false, true }
    };
    uint32_t n = j->opts.limit && j->opts.limit < m->n ? (uint32_t)j->opts.limit : m->n;
    if (!j->opts.quiet)
        cp_buf_fmt(j->out,
                   "No maker in %llu of %llu observations that could name one, of %u forms.\n",
                   (unsigned long long)m->n_missed, (unsigned long long)m->n_seen, m->n);
    if (m->n == 0)
        return;
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    for (uint32_t i = 0; i < n; i++) {
        const cp_miss *x = &m->v[i];
        cp_grid_row(&g,
                    (cp_str[]){ number(j, x->n_seen), number(j, x->n_values),
                                cp_str_c(cp_kind_name(x->kind)), x->shape, x->example,
                                place(j, e, x) },
                    NULL);
    }
    cp_grid_print(&g, j->color, j->out);
}

static void print_ndjson(cp_job *j, const cp_evidence_set *e, const cp_misses *m)
{
    cp_jw w = cp_jw_new(j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/misses/1"));
    cp_jw_ku64(&w, "observations", m->n_seen);
    cp_jw_ku64(&w, "missed", m->n_missed);
    cp_jw_ku64(&w, "forms", m->n);
    cp_jw_obj_end(&w);
    cp_buf_char(j->out, '\n');
    for (uint32_t i = 0; i < m->n; i++) {
        const cp_miss *x = &m->v[i];
        w = cp_jw_new(j->out);
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "kind", cp_str_c(cp_kind_name(x->kind)));
        cp_jw_kstr(&w, "shape", x->shape);
        cp_jw_ku64(&w, "observations", x->n_seen);
        cp_jw_ku64(&w, "values", x->n_values);
        cp_jw_kstr(&w, "example", x->example);
        cp_jw_kstr(&w, "source", e->sources.v[x->source].name);
        cp_jw_ku64(&w, "place", cp_source_line(&e->sources.v[x->source], x->pos));
        cp_jw_obj_end(&w);
        cp_buf_char(j->out, '\n');
    }
}

cp_rc cp_job_misses(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_misses m;
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format != CP_REPORT_TABLE && format != CP_REPORT_NDJSON)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--explain-misses prints as table or ndjson, not as %.*s",
                       CP_FMT(j->opts.format));
    j->hides_digests = true;
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 0, false, &e, err);
    if (rc == CP_OK)
        rc = cp_misses_find(j->a, e.knowledge, e.store, &m, err);
    if (rc != CP_OK)
        return rc;
    if (format == CP_REPORT_TABLE)
        print_table(j, &e, &m);
    else
        print_ndjson(j, &e, &m);
    if (e.n_unreadable || (j->opts.strict && (e.n_partly || e.n_not_recognised)))
        j->status = 3;
    return CP_OK;
}
