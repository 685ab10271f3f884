/* SPDX-License-Identifier: Apache-2.0 */
/* flows_print.c - `flows` for people, and as a table. What is not known comes first: flows that
 * could not be read, and exporters that do not say how they sample. */
#include "codec/csv.h"
#include "job/flows_origins.h"
#include "report/grid.h"
#include "report/parts.h"

enum { EXPORTERS_SHOWN = 10 };
#define UNJUDGED                                                              \
    "  ! nothing is judged, and so nothing called excluded: say who you are " \
    "(`cleanpath profile set`), or --policy ID\n"

static const struct {
    const char *one, *what;
} tops[] = {
#define TOP(id, name, by, merged, one, what) { one, what },
    CP_FLOWS_TOPS(TOP)
#undef TOP
};

/* "1.23 GB": SI, three digits. */
cp_str cp_flows_amount(cp_arena *a, uint64_t v, const char *unit)
{
    static const char letters[] = " kMGTPE";
    double x = (double)v;
    int k = 0;
    for (; x >= 999.5 && letters[k + 1]; k++)
        x /= 1000;
    if (k == 0)
        return cp_str_fmt(a, "%llu%s%s", (unsigned long long)v, *unit ? " " : "", unit);
    return cp_str_fmt(a, "%.*f %c%s", x < 9.995 ? 2 : x < 99.95 ? 1 : 0, x, letters[k], unit);
}

/* Exact; "1.2 GB (0.9 - 1.6)" of what was sampled; ">= 12 MB ?" where that is not known. */
cp_str cp_flows_volume(cp_arena *a, const cp_flow_figures *x)
{
    cp_str v = cp_flows_amount(a, x->bytes_est, "B");
    if (x->n_unknown)
        return cp_str_fmt(a, ">= %.*s ?", CP_FMT(v));
    if (x->bytes_est == x->bytes)
        return v;
    cp_flow_bounds b = cp_flow_bounds_of(x->bytes_est, x->bytes_variance, x->bytes);
    cp_str low = cp_flows_amount(a, b.low, "B"), high = cp_flows_amount(a, b.high, "B");
    return cp_str_fmt(a, "%.*s (%.*s - %.*s)", CP_FMT(v), CP_FMT(low), CP_FMT(high));
}

cp_str cp_flows_moment(cp_arena *a, cp_time t)
{
    cp_str s = cp_time_text(a, t);
    return s.n >= 16 ? cp_str_fmt(a, "%.10s %.5s", s.p, s.p + 11) : s;
}

/* An excluded end stands out by its verdict, in words for those who see no colour. */
cp_str cp_flows_cell(cp_arena *a, const cp_flows *f, const cp_flow_row *r, bool is_src)
{
    uint32_t id = is_src ? r->src : r->dst, other = is_src ? r->dst : r->src;
    bool is_asset = is_src ? r->is_src_asset : r->is_dst_asset;
    bool is_other_asset = is_src ? r->is_dst_asset : r->is_src_asset;
    cp_str text = cp_flows_end_text(a, f, id, is_asset);
    cp_flows_names names = cp_flows_names_of(f, id, is_asset, other, is_other_asset);
    if (names.n) {
        cp_str name = cp_flows_names_text(a, &names, other != CP_FLOW_NO_ID);
        text = cp_str_fmt(a, "%.*s %.*s", CP_FMT(text), CP_FMT(name));
    }
    if (id != CP_FLOW_NO_ID && !is_asset && id < cp_flow_ids_n(f->ids)) {
        cp_str network = cp_flows_origin_text(a, f, cp_flow_ids_addr(f->ids, id));
        text = cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(text), network.n ? ", " : "", CP_FMT(network));
    }
    const cp_answer_asset *x = cp_flows_asset(f, id, is_asset);
    const char *verdict = cp_flows_verdict(x);
    /* of every server in the internet whose maker is not known that says nothing */
    bool is_open = *verdict && *verdict != 'a' && !(*verdict == 'u' && cp_flows_is_stranger(f, x));
    return is_open ? cp_str_fmt(a, "%.*s [%s]", CP_FMT(text), verdict) : text;
}

const char *cp_flows_color(const cp_flows *f, const cp_flow_row *r)
{
    const char *x = cp_flows_verdict(cp_flows_asset(f, r->src, r->is_src_asset));
    const char *y = cp_flows_verdict(cp_flows_asset(f, r->dst, r->is_dst_asset));
    return *x == 'e' || *y == 'e' ? "red" : *x == 'r' || *y == 'r' ? "yellow" : NULL;
}

/* ---- coverage */

static cp_str sampling_text(cp_arena *a, const cp_flows *f, uint32_t i)
{
    const cp_exporter *x = &f->set.exporters[i];
    if (f->sampling && f->sampling[i])
        return cp_str_fmt(a, "1 in %u (--sampling)", f->sampling[i]);
    if (x->sampling == CP_SAMPLING_UNKNOWN)
        return CP_STR("sampling unknown");
    if (x->sampling == CP_SAMPLING_NONE)
        return cp_exporter_is_silent(x) ? CP_STR("not sampled, of some flows unknown")
                                        : CP_STR("not sampled");
    const char *mixed = cp_exporter_is_silent(x) ? ", of some flows unknown" : ", not always";
    return cp_str_fmt(a, "1 in %u%s", x->sampling, x->is_sampling_mixed ? mixed : "");
}

/* What an exporter, or several, told and is not known here. */
static void add_open(const cp_exporter *x, const char *before, cp_buf *out)
{
    const struct {
        uint64_t n;
        const char *one, *more;
    } open[] = {
        { x->lost, "lost on the way", "lost on the way" },
        { x->no_template, "set without a template, not read", "sets without a template, not read" },
        { x->bad, "malformed", "malformed" },
        { x->unused, "record not understood", "records not understood" },
        { x->restarts, "restart", "restarts" },
    };
    for (size_t k = 0; k < sizeof open / sizeof *open; k++)
        if (open[k].n) {
            cp_buf_fmt(out, "%s%llu %s", before, (unsigned long long)open[k].n,
                       open[k].n == 1 ? open[k].one : open[k].more);
            before = ", ";
        }
}

static void exporter_line(const cp_flows *f, uint32_t i, cp_arena *a, cp_buf *out)
{
    const cp_exporter *x = &f->set.exporters[i];
    cp_str sampled = sampling_text(a, f, i), who = cp_flows_addr_text(a, &x->addr);
    cp_buf_fmt(out, "  %.*s, %s, domain %u: %llu flow%s, %.*s", CP_FMT(who),
               cp_flow_proto_name(x->proto), x->domain, (unsigned long long)x->flows,
               cp_plural(x->flows), CP_FMT(sampled));
    add_open(x, ", ", out);
    cp_buf_char(out, '\n');
}

/* Those that were heard: of others only templates are known. */
static void exporter_lines(const cp_flows *f, cp_arena *a, cp_buf *out)
{
    uint32_t n = 0;
    cp_exporter rest = { 0 };
    for (uint32_t i = 0; i < f->set.n_exporters; i++) {
        const cp_exporter *x = &f->set.exporters[i];
        if (!x->flows && !x->packets)
            continue;
        if (n++ < EXPORTERS_SHOWN) {
            exporter_line(f, i, a, out);
            continue;
        }
        rest.lost += x->lost;
        rest.no_template += x->no_template;
        rest.bad += x->bad;
        rest.unused += x->unused;
        rest.restarts += x->restarts;
    }
    if (n > EXPORTERS_SHOWN) {
        cp_buf_fmt(out, "  ... and %u more exporter%s", n - EXPORTERS_SHOWN,
                   n == EXPORTERS_SHOWN + 1 ? "" : "s");
        add_open(&rest, ": ", out);
        cp_buf_char(out, '\n');
    }
}

/* NetFlow is of 1996, and no case is of so many years: what is told of a time before or beyond has
 * the clock of a device that was never set, or one that somebody made up. */
bool cp_flows_times_are_doubtful(const cp_flows *f)
{
    const int64_t year_us = (int64_t)365 * 24 * 3600 * 1000 * 1000;
    if (f->set.first_at == CP_TIME_NONE)
        return false;
    uint64_t span = (uint64_t)f->set.last_at - (uint64_t)f->set.first_at;
    return f->set.first_at < 26 * year_us || span > 30 * (uint64_t)year_us;
}

void cp_flows_coverage_print(const cp_flows *f, cp_buf *out)
{
    cp_arena *a = f->j->a;
    cp_buf_fmt(out, "Flows\n  %llu flow%s", (unsigned long long)f->set.n_flows,
               cp_plural(f->set.n_flows));
    if (f->set.first_at != CP_TIME_NONE) {
        cp_str from = cp_flows_moment(a, f->set.first_at), to = cp_flows_moment(a, f->set.last_at);
        cp_buf_fmt(out, " from %.*s to %.*s UTC", CP_FMT(from), CP_FMT(to));
    }
    cp_buf_char(out, '\n');
    if (cp_flows_times_are_doubtful(f))
        cp_buf_add_c(out, "  ! an exporter's clock is wrong, by these times: what compares with "
                          "before (--top new, --detect) is of all of them (--from, --to)\n");
    if (!f->set.n_flows)
        cp_buf_add_c(out,
                     "  ! no flows are in the case: `import` reads them (NetFlow, IPFIX, sFlow, "
                     "captures, nfcapd, Zeek), `collect` receives them\n");
    if (f->set.damage->n_blocks)
        cp_buf_fmt(out, "  ! %u block%s of flows in the case cannot be read, %llu flow%s: %s\n",
                   f->set.damage->n_blocks, cp_plural(f->set.damage->n_blocks),
                   (unsigned long long)f->set.damage->n_flows, cp_plural(f->set.damage->n_flows),
                   f->set.damage->first.msg);
    if (cp_flows_is_forgotten(f))
        cp_buf_fmt(out,
                   "  ! %llu flow%s from %.*s to %.*s UTC %s removed from ClickHouse (collect "
                   "--keep-days): %s in no figure\n",
                   (unsigned long long)f->forgotten.rows, cp_plural(f->forgotten.rows),
                   CP_FMT(cp_flows_moment(a, f->forgotten.first_at)),
                   CP_FMT(cp_flows_moment(a, f->forgotten.last_at)),
                   f->forgotten.rows == 1 ? "was" : "were",
                   f->forgotten.rows == 1 ? "it is" : "they are");
    if (f->names_damage.n_blocks)
        cp_buf_fmt(out, "  ! %u block%s of names in the case cannot be read: %s\n",
                   f->names_damage.n_blocks, cp_plural(f->names_damage.n_blocks),
                   f->names_damage.first.msg);
    if (f->n_unsampled)
        cp_buf_fmt(
            out,
            "  ! %u exporter%s not say how packets were sampled: figures with ? are at least "
            "so much (--sampling ADDRESS=N)\n",
            f->n_unsampled, f->n_unsampled == 1 ? " does" : "s do");
    if (!f->ans->n_policies)
        cp_buf_add_c(out, UNJUDGED);
    cp_flows_origins_print(f, out);
    if (f->n_shared > f->n_leased)
        cp_buf_fmt(out, "  ! %u address%s several assets have %s nobody's here\n",
                   f->n_shared - f->n_leased, f->n_shared - f->n_leased == 1 ? " that" : "es that",
                   f->n_shared - f->n_leased == 1 ? "is" : "are");
    if (f->n_leased)
        cp_buf_fmt(out,
                   "  . %u address%s leased to several assets: whose flows are goes by their "
                   "time (--by-asset)\n",
                   f->n_leased, f->n_leased == 1 ? " was" : "es were");
    exporter_lines(f, a, out);
    cp_buf_char(out, '\n');
}

/* ---- rows */

static const cp_grid_column of_talks[] = {
    { "CLIENT", false, true },    { "SERVER", false, true },    { "SERVICE", false, false },
    { "TO SERVER", true, false }, { "TO CLIENT", true, false }, { "FLOWS", true, false },
    { "FIRST", false, false },    { "LAST", false, false },
};
static const cp_grid_column of_pairs[] = {
    { "SOURCE", false, true },  { "DESTINATION", false, true }, { "BYTES", true, false },
    { "PACKETS", true, false }, { "FLOWS", true, false },       { "FIRST", false, false },
    { "LAST", false, false },
};
static const cp_grid_column of_networks[] = {
    { "NETWORK", false, true }, { "WITH", false, true },  { "TO IT", true, false },
    { "FROM IT", true, false }, { "FLOWS", true, false }, { "FIRST", false, false },
    { "LAST", false, false },
};
static const cp_grid_column of_ends[] = {
    { "WHO", false, true },   { "BYTES", true, false },  { "PACKETS", true, false },
    { "FLOWS", true, false }, { "FIRST", false, false }, { "LAST", false, false },
};

static cp_str who_of(cp_arena *a, const cp_flows *f, const cp_flow_row *r)
{
    switch (f->kind) {
    case CP_FLOWS_TOP_SERVICES: return cp_flows_service_text(a, r->proto, r->port);
    case CP_FLOWS_TOP_HOURS: return cp_flows_moment(a, r->bucket_at);
    case CP_FLOWS_TOP_DESTINATIONS: return cp_flows_cell(a, f, r, false);
    default: return cp_flows_cell(a, f, r, true);
    }
}

static void add_row(cp_grid *g, cp_arena *a, const cp_flows *f, const cp_flow_row *r)
{
    cp_str first = cp_flows_moment(a, r->first_at), last = cp_flows_moment(a, r->last_at);
    cp_str bytes = cp_flows_volume(a, &r->out),
           packets = cp_flows_amount(a, r->out.packets_est, "");
    uint64_t n = cp_flow_row_flows(r);
    cp_str flows = cp_flows_amount(a, n, "");
    if (f->kind == CP_FLOWS_TOP_TALKS) {
        bool is_turned = r->is_server_src;
        cp_str src = cp_flows_cell(a, f, r, true), dst = cp_flows_cell(a, f, r, false);
        cp_str back = cp_flows_volume(a, &r->back);
        const cp_str cells[] = { is_turned ? dst : src,
                                 is_turned ? src : dst,
                                 cp_flows_service_text(a, r->proto, r->port),
                                 is_turned ? back : bytes,
                                 is_turned ? bytes : back,
                                 flows,
                                 first,
                                 last };
        cp_grid_row(g, cells, cp_flows_color(f, r));
    } else if (f->kind == CP_FLOWS_TOP_AS) {
        bool is_turned = r->src == CP_FLOWS_GROUP_INSIDE; /* the larger number is the network */
        cp_str src = cp_flows_cell(a, f, r, true), dst = cp_flows_cell(a, f, r, false);
        cp_str back = cp_flows_volume(a, &r->back);
        const cp_str cells[] = { is_turned ? dst : src,
                                 is_turned ? src : dst,
                                 is_turned ? bytes : back,
                                 is_turned ? back : bytes,
                                 flows,
                                 first,
                                 last };
        cp_grid_row(g, cells, NULL);
    } else if (f->kind == CP_FLOWS_TOP_PAIRS) {
        const cp_str cells[] = { cp_flows_cell(a, f, r, true),
                                 cp_flows_cell(a, f, r, false),
                                 bytes,
                                 packets,
                                 flows,
                                 first,
                                 last };
        cp_grid_row(g, cells, cp_flows_color(f, r));
    } else {
        const cp_str cells[] = { who_of(a, f, r), bytes, packets, flows, first, last };
        cp_grid_row(g, cells, cp_flows_color(f, r));
    }
}

static void print_top(const cp_flows *f, const cp_report_opts *opts, cp_buf *out)
{
    cp_arena *a = f->j->a;
    const cp_flow_top *t = &f->top;
    cp_flow_figures all = t->total.out;
    all.bytes = cp_flow_add(all.bytes, t->total.back.bytes);
    all.bytes_est = cp_flow_add(all.bytes_est, t->total.back.bytes_est);
    all.n_unknown += t->total.back.n_unknown;
    all.bytes_variance = cp_flow_add_wide(all.bytes_variance, t->total.back.bytes_variance);
    cp_str sum = cp_flows_volume(a, &all);
    cp_grid g =
        f->kind == CP_FLOWS_TOP_TALKS
            ? cp_grid_new(a, of_talks, sizeof of_talks / sizeof *of_talks, opts->width)
        : f->kind == CP_FLOWS_TOP_AS
            ? cp_grid_new(a, of_networks, sizeof of_networks / sizeof *of_networks, opts->width)
        : f->kind == CP_FLOWS_TOP_PAIRS
            ? cp_grid_new(a, of_pairs, sizeof of_pairs / sizeof *of_pairs, opts->width)
            : cp_grid_new(a, of_ends, sizeof of_ends / sizeof *of_ends, opts->width);
    uint64_t n_in_view = t->n_flows - t->n_not_in_view;
    cp_buf_fmt(out, "%llu %s; of %llu flow%s %llu %s in view, %.*s\n",
               (unsigned long long)t->n_sums,
               t->n_sums == 1 ? tops[f->kind].one : tops[f->kind].what,
               (unsigned long long)t->n_flows, cp_plural(t->n_flows), (unsigned long long)n_in_view,
               n_in_view == 1 ? "is" : "are", CP_FMT(sum));
    if (t->n_events || t->n_dropped)
        cp_buf_fmt(out, "  . %llu event%s of connections and %llu flow%s dropped are not\n",
                   (unsigned long long)t->n_events, cp_plural(t->n_events),
                   (unsigned long long)t->n_dropped,
                   t->n_dropped == 1 ? " that was" : "s that were");
    bool is_of_both = f->kind == CP_FLOWS_TOP_SERVICES || f->kind == CP_FLOWS_TOP_HOURS;
    if (is_of_both && t->total.out.flows > t->n_flows - t->n_not_in_view)
        cp_buf_add_c(out, "  . FLOWS: of one that tells of both ways each counts\n");
    if (t->n_late)
        cp_buf_fmt(out,
                   "  ! %llu flow%s began later than %d hours can be told apart: the last row "
                   "stands for all that follows (--from, --to)\n",
                   (unsigned long long)t->n_late, cp_plural(t->n_late), CP_FLOW_BUCKETS_MAX);
    for (uint32_t i = 0; i < t->n; i++)
        add_row(&g, a, f, &t->rows[i]);
    if (t->n)
        cp_grid_print(&g, opts->color, out);
    if (t->n < t->n_sums)
        cp_buf_fmt(out, "... and %llu more: --limit N\n", (unsigned long long)(t->n_sums - t->n));
}

void cp_flows_print(const cp_flows *f, cp_buf *out)
{
    cp_report_opts opts = cp_job_report_opts(f->j);
    if (!opts.quiet) {
        cp_print_coverage(f->ans, &opts, f->j->a, out);
        cp_flows_coverage_print(f, out);
    } else if (cp_flows_is_unjudged(f))
        cp_buf_add_c(out, UNJUDGED);
    if (f->has_top)
        print_top(f, &opts, out);
    if (f->has_news)
        cp_flows_news_print(f, &opts, out);
    cp_flows_findings_print(f, out);
}

/* ---- CSV */

static void networks_csv(const cp_flows *f, const cp_flow_row *r, cp_arena *a, cp_buf *out)
{
    const uint32_t ids[] = { r->src, r->dst };
    const bool are_assets[] = { r->is_src_asset, r->is_dst_asset };
    for (int k = 0; k < 2; k++) {
        bool is_addr = !are_assets[k] && ids[k] != CP_FLOW_NO_ID && ids[k] < cp_flow_ids_n(f->ids);
        if (f->question.groups)
            cp_flows_group_csv(out, a, f, ids[k]);
        else
            cp_flows_origin_csv(out, a, f, is_addr ? cp_flow_ids_addr(f->ids, ids[k]) : NULL);
    }
}

void cp_flows_csv(const cp_flows *f, cp_buf *out)
{
    cp_arena *a = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(a);
    cp_buf_add_c(out,
                 "src,src_asset,src_verdict,dst,dst_asset,dst_verdict,service,bytes,packets,flows,"
                 "bytes_back,packets_back,flows_back,bytes_estimated,flows_of_unknown_sampling,"
                 "first_at,last_at,src_as,src_as_name,src_entity,dst_as,dst_as_name,dst_entity\n");
    for (uint32_t i = 0; i < f->top.n; i++, cp_arena_back(a, empty)) {
        const cp_flow_row *r = &f->top.rows[i];
        const cp_answer_asset *s = cp_flows_asset(f, r->src, r->is_src_asset);
        const cp_answer_asset *d = cp_flows_asset(f, r->dst, r->is_dst_asset);
        const uint64_t figures[] = { r->out.bytes,
                                     r->out.packets,
                                     r->out.flows,
                                     r->back.bytes,
                                     r->back.packets,
                                     r->back.flows,
                                     r->out.bytes_est + r->back.bytes_est,
                                     r->out.n_unknown + r->back.n_unknown };
        bool has_service = f->question.by & CP_FLOW_BY_SERVICE;
        const cp_str cells[] = {
            cp_flows_end_text(a, f, r->src, r->is_src_asset),
            s ? s->asset.id : CP_STR(""),
            cp_str_c(cp_flows_verdict(s)),
            cp_flows_end_text(a, f, r->dst, r->is_dst_asset),
            d ? d->asset.id : CP_STR(""),
            cp_str_c(cp_flows_verdict(d)),
            has_service ? cp_flows_service_text(a, r->proto, r->port) : CP_STR(""),
        };
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            cp_csv_cell(out, cells[k], k == 0);
        for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
            cp_csv_cell(out, cp_str_fmt(a, "%llu", (unsigned long long)figures[k]), false);
        cp_csv_cell(out, cp_time_text(a, r->first_at), false);
        cp_csv_cell(out, cp_time_text(a, r->last_at), false);
        networks_csv(f, r, a, out);
        cp_buf_char(out, '\n');
    }
    cp_arena_free(a);
}
