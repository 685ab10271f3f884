/* SPDX-License-Identifier: Apache-2.0 */
/* flows_json.c - `flows` for programs (docs/formats/flows.schema.json), whole or one row a line. */
#include "job/flows_origins.h"
#include "report/parts.h"

static const char *const tops[] = {
#define NAME(id, name, by, merged, one, what) name,
    CP_FLOWS_TOPS(NAME)
#undef NAME
};

void cp_flows_time_key(cp_jw *w, const char *key, cp_time t)
{
    cp_jw_key(w, key);
    if (t == CP_TIME_NONE)
        cp_jw_null(w);
    else
        cp_jw_str(w, cp_time_text(w->scratch, t));
}

static void sampling(cp_jw *w, uint32_t n)
{
    cp_jw_key(w, "sampling");
    if (n == CP_SAMPLING_UNKNOWN)
        cp_jw_null(w);
    else
        cp_jw_u64(w, n);
}

static void exporter(cp_jw *w, const cp_flows *f, uint32_t i)
{
    const cp_exporter *x = &f->set.exporters[i];
    bool is_said = f->sampling && f->sampling[i];
    cp_jw_obj(w);
    cp_jw_key(w, "address");
    if (cp_flow_addr_is_set(x->addr))
        cp_jw_str(w, cp_flows_addr_text(w->scratch, &x->addr));
    else
        cp_jw_null(w);
    cp_jw_kstr(w, "protocol", cp_str_c(cp_flow_proto_name(x->proto)));
    cp_jw_ku64(w, "domain", x->domain);
    sampling(w, is_said ? f->sampling[i] : x->sampling);
    cp_jw_kbool(w, "sampling_is_given", is_said);
    cp_jw_kbool(w, "sampling_is_mixed", x->is_sampling_mixed);
    cp_jw_ku64(w, "packets", x->packets);
    cp_jw_ku64(w, "flows", x->flows);
    cp_jw_ku64(w, "lost", x->lost);
    cp_jw_ku64(w, "restarts", x->restarts);
    cp_jw_ku64(w, "no_template", x->no_template);
    cp_jw_ku64(w, "malformed", x->bad);
    cp_jw_ku64(w, "not_understood", x->unused);
    cp_flows_time_key(w, "first_at", x->first_at);
    cp_flows_time_key(w, "last_at", x->last_at);
    cp_jw_obj_end(w);
}

static void traffic(cp_jw *w, const cp_flows *f)
{
    cp_jw_key(w, "traffic");
    cp_jw_obj(w);
    cp_jw_ku64(w, "flows", f->set.n_flows);
    cp_flows_time_key(w, "first_at", f->set.first_at);
    cp_flows_time_key(w, "last_at", f->set.last_at);
    if (cp_flows_times_are_doubtful(f))
        cp_jw_kbool(w, "times_are_doubtful", true);
    cp_jw_ku64(w, "policies", f->ans->n_policies);
    cp_jw_ku64(w, "sampling_unknown", f->n_unsampled);
    cp_jw_ku64(w, "shared_addresses", f->n_shared - f->n_leased);
    cp_jw_ku64(w, "leased_addresses", f->n_leased);
    cp_jw_ku64(w, "damaged_blocks", f->set.damage->n_blocks);
    cp_jw_ku64(w, "damaged_flows", f->set.damage->n_flows);
    cp_jw_ku64(w, "damaged_name_blocks", f->names_damage.n_blocks);
    if (cp_flows_is_forgotten(f)) {
        cp_jw_ku64(w, "removed_flows", f->forgotten.rows);
        cp_flows_time_key(w, "removed_first_at", f->forgotten.first_at);
        cp_flows_time_key(w, "removed_last_at", f->forgotten.last_at);
    }
    if (f->has_top) {
        cp_jw_ku64(w, "in_view", f->top.n_flows - f->top.n_not_in_view);
        cp_jw_ku64(w, "events", f->top.n_events);
        cp_jw_ku64(w, "dropped", f->top.n_dropped);
        if (f->top.n_late)
            cp_jw_ku64(w, "beyond_last_hour", f->top.n_late);
    }
    cp_jw_key(w, "exporters");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < f->set.n_exporters; i++)
        if (f->set.exporters[i].flows || f->set.exporters[i].packets)
            exporter(w, f, i);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- rows */

void cp_flows_names_json(cp_jw *w, const char *const keys[3], const cp_flows_names *x)
{
    cp_jw_key(w, keys[0]);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n && i < CP_FLOWS_NAMES_SHOWN; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "name", x->v[i].name);
        cp_jw_ku64(w, "count", x->v[i].count);
        cp_jw_key(w, "kinds");
        cp_jw_arr(w);
        for (int k = 0; k < CP_FLOW_NAME_KIND_COUNT; k++)
            if (x->v[i].kinds & 1u << k)
                cp_jw_str(w, cp_str_c(cp_flow_name_kind_name((cp_flow_name_kind)k)));
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_ku64(w, keys[1], x->n + x->is_full);
    if (keys[2])
        cp_jw_kstr(w, keys[2], x->is_asked_here ? CP_STR("peer") : CP_STR("anybody"));
}

/* Whose the end is, in one word: what is judged of equipment (the worst), or that there is none. */
static const char *whose(const cp_flows *f, const cp_flow_row *r, uint32_t id, bool is_asset)
{
    static const struct {
        uint32_t is;
        const char *word;
    } words[] = {
        { CP_FLOW_END_EXCLUDED, "excluded" },
        { CP_FLOW_END_RESTRICTED, "restricted" },
        { CP_FLOW_END_UNDETERMINED, "undetermined" },
        { CP_FLOW_END_ALLOWED, "allowed" },
        { CP_FLOW_END_OWN, "ours" }, /* nothing judges it */
        { CP_FLOW_END_INSIDE, "inside" },
        { CP_FLOW_END_OUTSIDE, "outside" },
    };
    uint32_t is = 0;
    if (is_asset)
        is = cp_flows_end_of(f, cp_flows_asset(f, id, true)).is;
    else if (id < cp_flow_ids_n(f->ids))
        is = cp_flow_ids_end(f->ids, id, r->first_at).is;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is & words[i].is)
            return words[i].word;
    return "";
}

static void end(cp_jw *w, const cp_flows *f, const char *const keys[10], const cp_flow_row *r,
                bool is_src)
{
    uint32_t id = is_src ? r->src : r->dst, other = is_src ? r->dst : r->src;
    bool is_asset = is_src ? r->is_src_asset : r->is_dst_asset;
    bool is_other_asset = is_src ? r->is_dst_asset : r->is_src_asset;
    cp_flows_names known = cp_flows_names_of(f, id, is_asset, other, is_other_asset);
    const cp_answer_asset *x = cp_flows_asset(f, id, is_asset);
    if (id == CP_FLOW_NO_ID)
        return;
    if (f->question.groups) {
        cp_flows_group_json(w, f, id, keys[9], keys[7]);
        return;
    }
    cp_jw_key(w, keys[0]);
    if (is_asset || id >= cp_flow_ids_n(f->ids))
        cp_jw_null(w); /* several addresses, or those beyond the limit */
    else
        cp_jw_str(w, cp_flows_addr_text(w->scratch, cp_flow_ids_addr(f->ids, id)));
    cp_jw_kstr_opt(w, keys[1], x ? x->asset.id : CP_STR(""));
    cp_jw_kstr_opt(w, keys[2], cp_str_c(cp_flows_verdict(x)));
    cp_jw_kstr_opt(w, keys[6], cp_str_c(whose(f, r, id, is_asset)));
    if (!is_asset && id < cp_flow_ids_n(f->ids))
        cp_flows_origin_json(w, f, cp_flow_ids_addr(f->ids, id), keys[7], keys[8]);
    const char *const of_names[] = { keys[3], keys[4], other != CP_FLOW_NO_ID ? keys[5] : NULL };
    if (known.n)
        cp_flows_names_json(w, of_names, &known);
}

static void figures(cp_jw *w, const cp_flow_figures *x)
{
    cp_flow_bounds b = cp_flow_bounds_of(x->bytes_est, x->bytes_variance, x->bytes);
    cp_jw_ku64(w, "bytes", x->bytes);
    cp_jw_ku64(w, "packets", x->packets);
    cp_jw_ku64(w, "flows", x->flows);
    cp_jw_ku64(w, "sampling_unknown", x->n_unknown);
    cp_jw_ku64(w, "bytes_estimated", x->bytes_est);
    cp_jw_ku64(w, "bytes_low", b.low);
    cp_jw_key(w, "bytes_high");
    if (x->n_unknown)
        cp_jw_null(w); /* nobody knows how much more */
    else
        cp_jw_u64(w, b.high);
    cp_jw_ku64(w, "packets_estimated", x->packets_est);
}

static void server_rules(cp_jw *w, uint8_t rules)
{
    cp_jw_key(w, "server_by");
    cp_jw_arr(w);
    for (int i = 0; i < CP_FLOW_SERVER_RULE_COUNT; i++)
        if (rules & 1 << i)
            cp_jw_str(w, cp_str_c(cp_flow_server_rule_name((cp_flow_server_rule)i)));
    cp_jw_arr_end(w);
}

static void row(cp_jw *w, const cp_flows *f, const cp_flow_row *r, const cp_flow_new *x)
{
    static const char *const src[] = { "src",         "src_asset",    "src_verdict", "src_names",
                                       "src_n_names", "src_names_by", "src_whose",   "src_as",
                                       "src_prefix",  "src_network" };
    static const char *const dst[] = { "dst",         "dst_asset",    "dst_verdict", "dst_names",
                                       "dst_n_names", "dst_names_by", "dst_whose",   "dst_as",
                                       "dst_prefix",  "dst_network" };
    cp_jw_obj(w);
    end(w, f, src, r, true);
    end(w, f, dst, r, false);
    if (f->question.by & CP_FLOW_BY_SERVICE) {
        cp_jw_ku64(w, "protocol", r->proto);
        cp_jw_ku64(w, "port", r->port);
        cp_jw_kstr(w, "service", cp_flows_service_text(w->scratch, r->proto, r->port));
        if (f->question.by & CP_FLOW_BY_PAIR)
            cp_jw_kstr(w, "server", r->is_server_src ? CP_STR("src") : CP_STR("dst"));
        server_rules(w, r->server_rules);
    }
    if (f->question.by & CP_FLOW_BY_TIME)
        cp_flows_time_key(w, "hour", r->bucket_at);
    figures(w, &r->out);
    if (f->question.is_merged) {
        cp_jw_key(w, "back");
        cp_jw_obj(w);
        figures(w, &r->back);
        cp_jw_obj_end(w);
    }
    cp_flows_time_key(w, "first_at", r->first_at);
    cp_flows_time_key(w, "last_at", r->last_at);
    uint32_t days = cp_flows_origin_days(f, r->first_at, r->last_at);
    if (days)
        cp_jw_ku64(w, "as_days_apart", days);
    if (r->n_exporters > 1) {
        cp_jw_ku64(w, "exporters", r->n_exporters);
        cp_jw_ku64(w, "bytes_of_all_exporters", r->bytes_all);
        cp_jw_ku64(w, "flows_of_all_exporters", r->flows_all);
    }
    if (x)
        cp_flows_news_keys(w, f, x);
    cp_jw_obj_end(w);
}

static void head(cp_jw *w, const cp_flows *f)
{
    cp_jw_kstr(w, "schema", CP_STR("cleanpath/flows/1"));
    cp_jw_kstr(w, "as_of", cp_date_text(w->scratch, f->ans->as_of));
    cp_jw_kstr(w, "version", f->ans->version);
    cp_json_coverage(w, f->ans);
    traffic(w, f);
    cp_flows_origins_head(w, f);
    if (f->has_news) {
        cp_jw_kstr(w, "top_by", cp_str_c(tops[f->kind]));
        cp_jw_ku64(w, "n_rows", f->n_news);
        cp_jw_kbool(w, "is_cut", f->is_news_cut);
        cp_jw_ku64(w, "devices", f->news.n_devices);
        cp_jw_ku64(w, "devices_left_out", f->news.n_left_out);
        if (f->kind == CP_FLOWS_TOP_NEW)
            cp_flows_time_key(w, "new_since", f->since);
    }
    if (f->has_top) {
        cp_jw_kstr(w, "top_by", cp_str_c(tops[f->kind]));
        cp_jw_ku64(w, "n_rows", f->top.n_sums);
        cp_jw_key(w, "total");
        cp_jw_obj(w);
        figures(w, &f->top.total.out);
        if (f->question.is_merged) {
            cp_jw_key(w, "back");
            cp_jw_obj(w);
            figures(w, &f->top.total.back);
            cp_jw_obj_end(w);
        }
        cp_jw_obj_end(w);
    }
    cp_flows_detectors_json(f, w);
}

void cp_flows_head_json(cp_jw *w, const cp_flows *f)
{
    cp_jw_obj(w);
    head(w, f);
    cp_jw_obj_end(w);
}

void cp_flows_new_json(cp_jw *w, const cp_flows *f, const cp_flow_new *x) { row(w, f, &x->row, x); }

void cp_flows_row_json(cp_jw *w, const cp_flows *f, const cp_flow_row *r) { row(w, f, r, NULL); }

void cp_flows_json(const cp_flows *f, bool one_a_line, cp_buf *out)
{
    cp_jw w = cp_jw_new(out);
    w.pretty = !one_a_line;
    cp_jw_obj(&w);
    head(&w, f);
    if (!one_a_line) {
        cp_jw_key(&w, "top");
        cp_jw_arr(&w);
        for (uint32_t i = 0; i < f->top.n; i++)
            row(&w, f, &f->top.rows[i], NULL);
        for (uint32_t i = 0; i < f->news.n; i++)
            row(&w, f, &f->news.v[i].row, &f->news.v[i]);
        cp_jw_arr_end(&w);
        cp_jw_key(&w, "findings");
        cp_jw_arr(&w);
        for (uint32_t i = 0; i < f->findings.n; i++)
            cp_flows_finding_json(f, &f->findings.v[i], &w);
        cp_jw_arr_end(&w);
    }
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
    for (uint32_t i = 0; one_a_line && i < f->top.n; i++) {
        cp_jw line = cp_jw_new(out);
        row(&line, f, &f->top.rows[i], NULL);
        cp_buf_char(out, '\n');
    }
    for (uint32_t i = 0; one_a_line && i < f->news.n; i++) {
        cp_jw line = cp_jw_new(out);
        row(&line, f, &f->news.v[i].row, &f->news.v[i]);
        cp_buf_char(out, '\n');
    }
    for (uint32_t i = 0; one_a_line && i < f->findings.n; i++) {
        cp_jw line = cp_jw_new(out);
        cp_flows_finding_json(f, &f->findings.v[i], &line);
        cp_buf_char(out, '\n');
    }
}
