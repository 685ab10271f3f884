/* SPDX-License-Identifier: Apache-2.0 */
/* flows_news_say.c - what flows_news.c found, for people, for programs, and as a table. */
#include "codec/csv.h"
#include "job/flows_origins.h"
#include "report/grid.h"
#include "report/parts.h"

static const cp_grid_column of_new[] = {
    { "DEVICE", false, true },    { "PEER", false, true },  { "TO PEER", true, false },
    { "FROM PEER", true, false }, { "FLOWS", true, false }, { "FIRST", false, false },
    { "LAST", false, false },     { "P", true, false },     { "BEFORE", false, false },
};
static const cp_grid_column of_rare[] = {
    { "DEVICE", false, true },    { "PEER", false, true },  { "TO PEER", true, false },
    { "FROM PEER", true, false }, { "FLOWS", true, false }, { "FIRST", false, false },
    { "LAST", false, false },     { "P", true, false },     { "LIKE DEVICES", false, false },
};
static const cp_grid_column of_sessions[] = {
    { "DEVICE", false, true },    { "PEER", false, true },     { "TO PEER", true, false },
    { "FROM PEER", true, false }, { "FLOWS", true, false },    { "FIRST", false, false },
    { "LAST", false, false },     { "SERVICE", false, false }, { "AT", false, false },
};

static cp_str grounds(cp_arena *a, const cp_flows *f, const cp_flow_new *x)
{
    if (f->kind == CP_FLOWS_TOP_RARE)
        return cp_str_fmt(a, "%u of %u; %u peer%s its alone, p %.3g", x->n_with, x->n_like,
                          x->n_alone, x->n_alone == 1 ? " is" : "s are", x->p_device);
    return cp_str_fmt(a, "%llu flow%s, %u peer%s; %u new one%s since",
                      (unsigned long long)x->n_flows, cp_plural(x->n_flows), x->n_peers,
                      cp_plural(x->n_peers), x->n_new, cp_plural(x->n_new));
}

/* Of a session: what it is called, with the port, and who serves. */
static cp_str service(cp_arena *a, const cp_flow_new *x)
{
    cp_str port = cp_flows_service_text(a, x->row.proto, x->row.port);
    return x->service ? cp_str_fmt(a, "%s (%.*s)%s", x->service, CP_FMT(port),
                                   x->is_clear ? ", readable" : "")
                      : port;
}

static void add(cp_grid *g, cp_arena *a, const cp_flows *f, const cp_flow_new *x)
{
    const cp_flow_row *r = &x->row;
    const cp_flow_figures *to = x->is_dst ? &r->back : &r->out;
    const cp_flow_figures *from = x->is_dst ? &r->out : &r->back;
    bool has_service = f->question.by & CP_FLOW_BY_SERVICE;
    uint64_t n = cp_flow_row_flows(r);
    bool is_device_serving = r->is_server_src != x->is_dst;
    const cp_str cells[] = {
        cp_flows_cell(a, f, r, !x->is_dst),
        cp_flows_cell(a, f, r, x->is_dst),
        cp_flows_volume(a, to),
        cp_flows_volume(a, from),
        cp_flows_amount(a, n, ""),
        cp_flows_moment(a, r->first_at),
        cp_flows_moment(a, r->last_at),
        has_service ? service(a, x) : cp_str_fmt(a, "%.3g", x->p),
        has_service ? is_device_serving ? CP_STR("device") : CP_STR("peer") : grounds(a, f, x),
    };
    cp_grid_row(g, cells, cp_flows_color(f, r));
}

cp_str cp_flows_new_text(cp_arena *a, const cp_flows *f, const cp_flow_new *x)
{
    const cp_flow_row *r = &x->row;
    bool has_service = f->question.by & CP_FLOW_BY_SERVICE;
    uint64_t n = cp_flow_row_flows(r);
    cp_str device = cp_flows_cell(a, f, r, !x->is_dst), peer = cp_flows_cell(a, f, r, x->is_dst);
    cp_str to = cp_flows_volume(a, x->is_dst ? &r->back : &r->out);
    cp_str from = cp_flows_volume(a, x->is_dst ? &r->out : &r->back);
    cp_str port = cp_flows_service_text(a, r->proto, r->port);
    const char *at = r->is_server_src != x->is_dst ? " of the device" : "";
    cp_str what = !has_service ? CP_STR("")
                  : x->service ? cp_str_fmt(a, " %s (%.*s)%s%s", x->service, CP_FMT(port), at,
                                            x->is_clear ? ", readable" : "")
                               : cp_str_fmt(a, " %.*s%s", CP_FMT(port), at);
    cp_str why = has_service ? CP_STR("")
                             : cp_str_fmt(a, "; P %.3g, %s%.*s", x->p,
                                          f->kind == CP_FLOWS_TOP_RARE ? "" : "before ",
                                          CP_FMT(grounds(a, f, x)));
    return cp_str_fmt(a, "%.*s with %.*s%.*s: %.*s there, %.*s back, %llu flow%s%.*s",
                      CP_FMT(device), CP_FMT(peer), CP_FMT(what), CP_FMT(to), CP_FMT(from),
                      (unsigned long long)n, n == 1 ? "" : "s", CP_FMT(why));
}

static void summary(const cp_flows *f, cp_buf *out)
{
    cp_arena *a = f->j->a;
    const cp_flow_news *x = &f->news;
    unsigned long long n = f->n_news;
    cp_str since = cp_flows_moment(a, f->since);
    switch (f->kind) {
    case CP_FLOWS_TOP_NEW:
        cp_buf_fmt(out,
                   "%llu peer%s of %u device%s %s first seen since %.*s UTC (--since)\n"
                   "  P: that the next flow of the device goes to somebody new, by what it did "
                   "before\n",
                   n, cp_plural(n), x->n_devices, cp_plural(x->n_devices), n == 1 ? "was" : "were",
                   CP_FMT(since));
        if (x->n_left_out)
            cp_buf_fmt(out,
                       "  . %u left out, which were not seen before: everything of theirs is new\n",
                       x->n_left_out);
        return;
    case CP_FLOWS_TOP_RARE:
        cp_buf_fmt(out,
                   "%llu peer%s that few or no like devices have, of %u device%s\n"
                   "  P: that a like device has the peer; p: that one of them has as many of its "
                   "own\n",
                   n, cp_plural(n), x->n_devices, cp_plural(x->n_devices));
        if (x->n_left_out)
            cp_buf_fmt(out,
                       "  ! %u cannot be compared: fewer than %d are of their product or "
                       "class, or neither is known\n",
                       x->n_left_out, CP_FLOW_LIKE_MIN);
        return;
    case CP_FLOWS_TOP_MANAGEMENT:
        cp_buf_fmt(out, "%llu way%s by which %u device%s managed, by the ports at which %s\n", n,
                   cp_plural(n), x->n_devices, x->n_devices == 1 ? " is" : "s are",
                   x->n_devices == 1 ? "it serves" : "they serve");
        return;
    default:
        cp_buf_fmt(out, "%llu contact%s of own addresses of the equipment with outside\n", n,
                   cp_plural(n));
    }
}

void cp_flows_news_print(const cp_flows *f, const cp_report_opts *opts, cp_buf *out)
{
    cp_arena *a = f->j->a;
    const cp_grid_column *columns = f->kind == CP_FLOWS_TOP_NEW    ? of_new
                                    : f->kind == CP_FLOWS_TOP_RARE ? of_rare
                                                                   : of_sessions;
    cp_grid g = cp_grid_new(a, columns, sizeof of_new / sizeof *of_new, opts->width);
    summary(f, out);
    if (f->is_news_cut)
        cp_buf_fmt(out, "  ! only the first %d were looked at\n", CP_FLOW_NEWS_MAX);
    for (uint32_t i = 0; i < f->news.n; i++)
        add(&g, a, f, &f->news.v[i]);
    if (f->news.n)
        cp_grid_print(&g, opts->color, out);
    if (f->news.n < f->n_news)
        cp_buf_fmt(out, "... and %llu more: --limit N\n",
                   (unsigned long long)(f->n_news - f->news.n));
}

void cp_flows_news_keys(cp_jw *w, const cp_flows *f, const cp_flow_new *x)
{
    cp_jw_kstr(w, "device", x->is_dst ? CP_STR("dst") : CP_STR("src"));
    if (x->service) {
        cp_jw_kstr(w, "management", cp_str_c(x->service));
        cp_jw_kbool(w, "is_readable", x->is_clear);
    }
    if (f->kind == CP_FLOWS_TOP_NEW) {
        cp_jw_kdouble(w, "p", x->p);
        cp_jw_ku64(w, "flows_before", x->n_flows);
        cp_jw_ku64(w, "flows_before_once", x->n_once);
        cp_jw_ku64(w, "peers_before", x->n_peers);
        cp_jw_ku64(w, "peers_new", x->n_new);
    } else if (f->kind == CP_FLOWS_TOP_RARE) {
        cp_jw_kdouble(w, "p", x->p);
        cp_jw_kdouble(w, "p_device", x->p_device);
        cp_jw_ku64(w, "like_devices", x->n_like);
        cp_jw_ku64(w, "like_devices_with", x->n_with);
        cp_jw_ku64(w, "peers_alone", x->n_alone);
    }
}

void cp_flows_news_csv(const cp_flows *f, cp_buf *out)
{
    cp_arena *a = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(a);
    cp_buf_add_c(out, "device,device_asset,device_verdict,peer,peer_asset,peer_name,service,"
                      "bytes_to_peer,bytes_from_peer,flows,p,first_at,last_at,peer_as,peer_as_name,"
                      "peer_entity\n");
    for (uint32_t i = 0; i < f->news.n; i++, cp_arena_back(a, empty)) {
        const cp_flow_new *x = &f->news.v[i];
        const cp_flow_row *r = &x->row;
        uint32_t ids[] = { x->is_dst ? r->dst : r->src, x->is_dst ? r->src : r->dst };
        bool are_assets[] = { x->is_dst ? r->is_dst_asset : r->is_src_asset,
                              x->is_dst ? r->is_src_asset : r->is_dst_asset };
        const cp_answer_asset *device = cp_flows_asset(f, ids[0], are_assets[0]);
        const cp_answer_asset *peer = cp_flows_asset(f, ids[1], are_assets[1]);
        cp_flows_names names = cp_flows_names_of(f, ids[1], are_assets[1], ids[0], are_assets[0]);
        bool has_service = f->question.by & CP_FLOW_BY_SERVICE;
        uint64_t n = cp_flow_row_flows(r);
        const cp_str cells[] = {
            cp_flows_end_text(a, f, ids[0], are_assets[0]),
            device ? device->asset.id : CP_STR(""),
            cp_str_c(cp_flows_verdict(device)),
            cp_flows_end_text(a, f, ids[1], are_assets[1]),
            peer ? peer->asset.id : CP_STR(""),
            names.n ? names.v[0].name : CP_STR(""),
            has_service ? cp_flows_service_text(a, r->proto, r->port) : CP_STR(""),
            cp_str_fmt(a, "%llu", (unsigned long long)(x->is_dst ? r->back.bytes : r->out.bytes)),
            cp_str_fmt(a, "%llu", (unsigned long long)(x->is_dst ? r->out.bytes : r->back.bytes)),
            cp_str_fmt(a, "%llu", (unsigned long long)n),
            has_service ? CP_STR("") : cp_str_fmt(a, "%.6g", x->p),
            cp_time_text(a, r->first_at),
            cp_time_text(a, r->last_at),
        };
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            cp_csv_cell(out, cells[k], k == 0);
        bool is_addr = !are_assets[1] && ids[1] < cp_flow_ids_n(f->ids);
        cp_flows_origin_csv(out, a, f, is_addr ? cp_flow_ids_addr(f->ids, ids[1]) : NULL);
        cp_buf_char(out, '\n');
    }
    cp_arena_free(a);
}
