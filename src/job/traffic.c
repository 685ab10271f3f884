/* SPDX-License-Identifier: Apache-2.0 */
/* traffic.c - see traffic.h: what there is of flows, and first of all what is not known of them. */
#include "job/traffic.h"
#include <stdlib.h>
#include "job/progress.h"

bool cp_traffic_is(const cp_flow_end *end, cp_traffic_of of)
{
    bool is_excluded = end->is & (CP_FLOW_END_EXCLUDED | CP_FLOW_END_RESTRICTED);
    bool is_open = end->is & (CP_FLOW_END_UNDETERMINED | CP_FLOW_END_UNKNOWN);
    bool is_nobody = end->asset == CP_FLOW_NO_ASSET && end->is & CP_FLOW_END_INSIDE;
    return of == CP_TRAFFIC_EXCLUDED ? is_excluded : !is_excluded && (is_open || is_nobody);
}

cp_flow_question cp_traffic_question(const cp_flows *f)
{
    return (cp_flow_question){ .exporters = CP_FLOW_EXPORTERS_MOST,
                               .order = CP_FLOW_ORDER_BYTES,
                               .n_top = 1,
                               .n_threads = 1,
                               .seed = cp_flows_any_seed(),
                               .view = { .ctx = (void *)(uintptr_t)f,
                                         .from = CP_TIME_NONE,
                                         .until = CP_TIME_NONE,
                                         .sampling = f->sampling } };
}

cp_traffic_volume cp_traffic_volume_of(const cp_flow_figures *x)
{
    cp_flow_bounds b = cp_flow_bounds_of(x->bytes_est, x->bytes_variance, x->bytes);
    return (cp_traffic_volume){ x->bytes_est, b.low, b.high, x->n_unknown > 0 };
}

/* ---- notes */

typedef CP_VEC(cp_str) texts;

static void count_note(cp_arena *a, texts *to, uint64_t n, uint32_t n_exporters, const char *what)
{
    if (n)
        cp_vec_push(a, to,
                    cp_str_fmt(a, "By %u exporter%s: %llu %s.", n_exporters, cp_plural(n_exporters),
                               (unsigned long long)n, what));
}

static void notes_of_exporters(const cp_traffic_raw *k, texts *to)
{
    const cp_flow_set *set = &k->f->set;
    uint64_t lost = 0, no_template = 0, bad = 0, unused = 0;
    uint32_t n[4] = { 0 };
    for (uint32_t i = 0; i < set->n_exporters; i++) {
        const cp_exporter *x = &set->exporters[i];
        lost += x->lost;
        no_template += x->no_template;
        bad += x->bad;
        unused += x->unused;
        n[0] += x->lost > 0;
        n[1] += x->no_template > 0;
        n[2] += x->bad > 0;
        n[3] += x->unused > 0;
    }
    cp_arena *a = k->f->j->a;
    count_note(a, to, lost, n[0], "flows or datagrams were lost on the way, as they count");
    count_note(a, to, no_template, n[1],
               "sets came without a template and were not read: what is in them is not known");
    count_note(a, to, bad, n[2], "datagrams or sets were malformed");
    count_note(a, to, unused, n[3], "records were not understood");
}

/* What stands on top of the answer of `flows`, in the same words. */
static void notes_of_flows(const cp_traffic_raw *k, texts *to)
{
    static const char mark[] = "  ! ";
    cp_arena *a = k->f->j->a;
    cp_buf b = cp_buf_new(a);
    cp_str one;
    cp_flows_coverage_print(k->f, &b);
    cp_str rest = cp_buf_str(&b);
    while (cp_str_cut_line(&rest, &one))
        if (cp_str_starts(one, cp_str_c(mark)))
            cp_vec_push(a, to, cp_str_fmt(a, "%.*s.", CP_FMT(cp_str_from(one, sizeof mark - 1))));
}

static void notes_of_view(const cp_traffic_raw *k, texts *to)
{
    const cp_answer *ans = k->f->ans;
    cp_arena *a = k->f->j->a;
    bool is_bound = false;
    for (uint32_t i = 0; i < ans->n_policies; i++)
        is_bound |= ans->policies[i].binds == CP_YES;
    if (ans->n_policies && !is_bound)
        cp_vec_push(a, to,
                    CP_STR("No policy is known to bind: what any policy that was asked excludes is "
                           "called excluded here, whomever it binds."));
    uint64_t n = k->out->unknown.n_who;
    if (n)
        cp_vec_push(
            a, to,
            cp_str_fmt(a,
                       "%llu device%s or inside address%s that talk%s %s of no known maker or "
                       "verdict, or in no inventory: not known to be clean.",
                       (unsigned long long)n, n == 1 ? "" : "s", n == 1 ? "" : "es",
                       n == 1 ? "s" : "", n == 1 ? "is" : "are"));
}

static void find_notes(cp_traffic_raw *k)
{
    texts v = { 0 };
    notes_of_flows(k, &v);
    notes_of_exporters(k, &v);
    notes_of_view(k, &v);
    for (uint32_t i = 0; i < k->out->n_notes; i++) /* of questions */
        cp_vec_push(k->f->j->a, &v, k->out->notes[i]);
    k->out->notes = v.v;
    k->out->n_notes = v.n;
}

/* ---- exporters */

static bool is_silent(const cp_traffic_exporter *x)
{
    return x->sampling == CP_SAMPLING_UNKNOWN && x->flows;
}

static uint64_t lacks(const cp_traffic_exporter *x)
{
    return cp_flow_add(cp_flow_add(x->lost, x->no_template), cp_flow_add(x->bad, x->unused));
}

static int by_lack(const void *p, const void *q)
{
    const cp_traffic_exporter *a = p, *b = q;
    if (is_silent(a) != is_silent(b))
        return is_silent(a) ? -1 : 1;
    if (lacks(a) != lacks(b))
        return lacks(a) > lacks(b) ? -1 : 1;
    if (a->flows != b->flows)
        return a->flows > b->flows ? -1 : 1;
    int c = cp_str_cmp(a->address, b->address);
    return c ? c : (a->domain > b->domain) - (a->domain < b->domain);
}

static void find_exporters(cp_traffic_raw *k)
{
    const cp_flow_set *set = &k->f->set;
    cp_arena *a = k->f->j->a;
    CP_VEC(cp_traffic_exporter) v = { 0 };
    for (uint32_t i = 0; i < set->n_exporters; i++) {
        const cp_exporter *x = &set->exporters[i];
        if (!x->flows && !x->packets)
            continue;
        bool has_addr = cp_flow_addr_is_set(x->addr);
        cp_vec_push(a, &v,
                    ((cp_traffic_exporter){ .address = has_addr ? cp_flows_addr_text(a, &x->addr)
                                                                : CP_STR(""),
                                            .protocol = cp_str_c(cp_flow_proto_name(x->proto)),
                                            .domain = x->domain,
                                            .sampling = x->sampling,
                                            .is_mixed = x->is_sampling_mixed,
                                            .flows = x->flows,
                                            .lost = x->lost,
                                            .no_template = x->no_template,
                                            .bad = x->bad,
                                            .unused = x->unused,
                                            .restarts = x->restarts }));
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_lack);
    uint32_t n = v.n < CP_TRAFFIC_EXPORTERS_MAX ? v.n : CP_TRAFFIC_EXPORTERS_MAX;
    k->out->exporters = v.v;
    k->out->n_exporters = n;
    k->out->n_exporters_more = v.n - n;
}

/* ---- ends */

void cp_traffic_name(cp_traffic_end *end, const cp_flows_names *names)
{
    if (!names->n)
        return;
    end->name = names->v[0].name;
    end->n_more_names = names->n - 1 + names->is_full;
    end->is_of_others = !names->is_asked_here;
}

cp_traffic_end cp_traffic_end_of(const cp_flows *f, uint32_t id, bool is_asset, uint32_t other,
                                 bool is_other_asset)
{
    cp_arena *a = f->j->a;
    cp_traffic_end end = { .asset = CP_TRAFFIC_NO_ASSET };
    const cp_answer_asset *x = cp_flows_asset(f, id, is_asset);
    if (x)
        end.asset = (uint32_t)(x - f->ans->assets);
    end.is_stranger = cp_flows_is_stranger(f, x);
    if (is_asset)
        return end;
    if (id >= cp_flow_ids_n(f->ids)) {
        end.what = CP_STR("others");
        return end;
    }
    const cp_flow_addr *addr = cp_flow_ids_addr(f->ids, id);
    end.address = cp_flows_addr_text(a, addr);
    end.network = cp_flows_origin_text(a, f, addr);
    cp_flows_names names = cp_flows_names_of(f, id, is_asset, other, is_other_asset);
    cp_traffic_name(&end, &names);
    end.is_of_others &= other != CP_FLOW_NO_ID;
    return end;
}

/* ---- the whole */

static bool has_any(const cp_evidence_set *e)
{
    for (uint32_t i = 0; i < e->sources.n; i++) {
        const cp_source *s = &e->sources.v[i];
        if (s->flows || s->flow_names || s->exporters || s->lacks.no_template)
            return true;
    }
    return false;
}

/* As `flows --detect all --by-asset` of the whole case, whatever was said of the report. */
static cp_job *asking(const cp_job *j)
{
    static cp_str all[] = { CP_STR_INIT("all") };
    cp_job *q = cp_arena_dup(j->a, j, sizeof *j);
    cp_opts *o = &q->opts;
    o->top = o->sort = o->only = o->block = o->from = o->to = o->since = CP_STR("");
    o->detect = all;
    o->n_detect = 1;
    o->n_args = o->n_sampling = o->n_exporters = o->n_clickhouse = 0;
    o->by_asset = true;
    o->all_exporters = o->plot = o->follow = false;
    o->limit = 0;
    q->out_is_terminal = false;
    return q;
}

static cp_rc ask(cp_traffic_raw *k, cp_err *err)
{
    cp_flows *f = k->f;
    cp_traffic *t = k->out;
    t->n_flows = f->set.n_flows;
    t->first_at = f->set.first_at;
    t->last_at = f->set.last_at;
    cp_rc rc = f->set.n_flows ? cp_traffic_ask_rows(k, err) : CP_OK;
    if (rc == CP_OK && f->set.n_flows)
        rc = cp_traffic_ask_hours(k, err);
    if (rc == CP_OK)
        rc = cp_traffic_ask_found(k, err);
    f->question = (cp_flow_question){ .by = CP_FLOW_BY_PAIR | CP_FLOW_BY_SERVICE };
    cp_traffic_put_rows(k);
    if (rc == CP_OK)
        rc = cp_flows_read_names(f, err);
    if (rc != CP_OK)
        return rc;
    cp_traffic_tell_rows(k);
    cp_traffic_tell_found(k);
    find_exporters(k);
    find_notes(k);
    return CP_OK;
}

cp_rc cp_traffic_collect(cp_job *j, cp_evidence_set *e, cp_answer *ans, const cp_traffic **out,
                         cp_err *err)
{
    cp_traffic *t = CP_NEW(j->a, cp_traffic);
    cp_flows *f = CP_NEW(j->a, cp_flows);
    *out = NULL;
    if (!e->kase || !has_any(e)) {
        if (j->opts.allow.n)
            j->warn(j, "--allow: no flows are in a case, of which findings could be left out");
        return CP_OK;
    }
    *f = (cp_flows){
        .j = asking(j), .e = e, .ans = ans, .from = CP_TIME_NONE, .until = CP_TIME_NONE
    };
    cp_progress_phase(j, CP_STR("looking at flows"), "", 0);
    cp_rc rc = cp_flows_read(f, err);
    if (rc == CP_EUSAGE) { /* they are in ClickHouse: it says so */
        t->is_unasked = true;
        t->first_at = t->last_at = CP_TIME_NONE;
        t->notes = CP_NEW_ARRAY(j->a, cp_str, 1);
        *(cp_str *)t->notes =
            cp_str_fmt(j->a,
                       "%s. Nothing of the flows is in this report: `cleanpath flows --clickhouse` "
                       "asks for them.",
                       err->msg);
        t->n_notes = 1;
        *out = t;
        return CP_OK;
    }
    if (rc != CP_OK)
        return rc;
    cp_traffic_raw k = { .f = f, .out = t, .mem = cp_arena_new(0) };
    rc = ask(&k, err);
    cp_arena_free(k.mem);
    if (rc == CP_OK && (t->n_flows || f->set.damage->n_blocks || t->n_findings || t->n_exporters))
        *out = t;
    cp_progress_phase(j, cp_str_c(j->command), "", 0);
    return rc;
}
