/* SPDX-License-Identifier: Apache-2.0 */
/* links_print.c - `links` and `neighbours` for people, and as tables (docs/formats/topology.md). */
#include "codec/csv.h"
#include "job/links.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_DEFAULT = 200 };

static cp_str number(cp_arena *a, uint64_t v)
{
    return v ? cp_str_fmt(a, "%llu", (unsigned long long)v) : CP_STR("");
}

static cp_str metrics_told(cp_arena *a, const cp_shown_links *s, const cp_shown_link *x)
{
    return cp_link_metrics_told(a, &s->links, s->told, x->link);
}

static cp_str metric_text(cp_arena *a, const cp_shown_link *x)
{
    if (x->metric == 0 && x->metric_back == 0)
        return CP_STR("");
    if (x->metric == x->metric_back)
        return number(a, x->metric);
    cp_str there = number(a, x->metric), back = number(a, x->metric_back);
    return cp_str_fmt(a, "%.*s/%.*s", CP_FMT(there.n ? there : CP_STR("-")),
                      CP_FMT(back.n ? back : CP_STR("-")));
}

/* "10G", "2500M": as an interface is called. */
static cp_str rate_text(cp_arena *a, uint64_t bps)
{
    static const struct {
        uint64_t of;
        char letter;
    } units[] = { { 1000ull * 1000 * 1000, 'G' }, { 1000 * 1000, 'M' }, { 1000, 'k' } };
    for (size_t i = 0; bps && i < sizeof units / sizeof *units; i++)
        if (bps % units[i].of == 0)
            return cp_str_fmt(a, "%llu%c", (unsigned long long)(bps / units[i].of),
                              units[i].letter);
    return bps ? cp_str_fmt(a, "%llu", (unsigned long long)bps) : CP_STR("");
}

static cp_str evidence_text(cp_arena *a, const cp_shown_links *s, const cp_shown_link *x)
{
    if (!x->told)
        return CP_STR("");
    cp_str first = cp_shown_place(a, s, x->told);
    return x->n_told > 1 ? cp_str_fmt(a, "%.*s +%u", CP_FMT(first), x->n_told - 1) : first;
}

static const char *known_text(const cp_shown_links *s, uint32_t node)
{
    switch (cp_shown_kind_of(s, node)) {
    case CP_SHOWN_STRANGER: return "NOT INVENTORIED";
    case CP_SHOWN_HEARD: return "ONLY HEARD";
    case CP_SHOWN_SWITCH: return "inferred";
    case CP_SHOWN_ASSET: break;
    }
    return "yes";
}

static cp_str name_text(cp_arena *a, const cp_shown_links *s, const cp_shown_end *e)
{
    cp_str mark = cp_shown_kind_of(s, e->node) <= CP_SHOWN_HEARD ? CP_STR(" (!)") : CP_STR("");
    return cp_str_fmt(a, "%.*s%.*s", CP_FMT(e->name), CP_FMT(mark));
}

static const cp_grid_column of_links[] = {
    { "A", false, true },    { "PORT", false, true },   { "B", false, true },
    { "PORT", false, true }, { "METRIC", true, false }, { "SPEED", true, false },
    { "SEEN", false, true }, { "SURE", true, false },   { "EVIDENCE", false, true },
};
static const cp_grid_column of_neighbours[] = {
    { "NEIGHBOUR", false, true }, { "KNOWN", false, false },   { "OF", false, true },
    { "PORT", false, true },      { "ITS PORT", false, true }, { "SEEN", false, true },
    { "EVIDENCE", false, true },
};

static void link_row(cp_grid *g, cp_arena *a, const cp_shown_links *s, const cp_shown_link *x,
                     const char *color)
{
    cp_str reason = cp_link_reason(a, x->link);
    const cp_str cells[] = { name_text(a, s, &x->a),
                             x->a.port,
                             name_text(a, s, &x->b),
                             x->b.port,
                             metric_text(a, x),
                             rate_text(a, x->link->capacity_bps),
                             x->link->contradicts
                                 ? cp_str_fmt(a, "%.*s, CONTRADICTING METRICS: %.*s",
                                              CP_FMT(reason), CP_FMT(metrics_told(a, s, x)))
                                 : reason,
                             cp_str_fmt(a, "%.2f", x->link->confidence),
                             evidence_text(a, s, x) };
    cp_grid_row(g, cells, color);
}

static void neighbour_row(cp_grid *g, cp_arena *a, const cp_shown_links *s, const cp_shown_link *x,
                          const char *color)
{
    const cp_str cells[] = { x->b.name,
                             cp_str_c(known_text(s, x->b.node)),
                             x->a.name,
                             x->a.port,
                             x->b.port,
                             cp_link_reason(a, x->link),
                             evidence_text(a, s, x) };
    cp_grid_row(g, cells, color);
}

static void print_rows(const cp_shown_links *s, const cp_report_opts *opts, cp_buf *out)
{
    uint32_t max = opts->rows_max ? opts->rows_max : opts->quiet ? UINT32_MAX : ROWS_DEFAULT;
    uint32_t n = s->n_rows < max ? s->n_rows : max;
    cp_grid g =
        s->of_neighbours
            ? cp_grid_new(s->j->a, of_neighbours, sizeof of_neighbours / sizeof *of_neighbours,
                          opts->width)
            : cp_grid_new(s->j->a, of_links, sizeof of_links / sizeof *of_links, opts->width);
    for (uint32_t i = 0; i < n; i++) {
        const cp_shown_link *x = &s->rows[i];
        bool is_open = cp_shown_kind_of(s, x->b.node) <= CP_SHOWN_HEARD;
        const char *color = is_open ? "red" : cp_shown_is_one_sided(x) ? "yellow" : NULL;
        (s->of_neighbours ? neighbour_row : link_row)(&g, s->j->a, s, x, color);
    }
    cp_grid_print(&g, opts->color, out);
    if (n < s->n_rows)
        cp_buf_fmt(out, "... and %u more: --limit N, or another format, has them all\n",
                   s->n_rows - n);
}

/* What nobody knows comes before what was understood. */
static void print_counts(const cp_shown_links *s, cp_buf *out)
{
    const cp_links *l = &s->links;
    const cp_adjacents *x = &s->e->adjacents;
    uint32_t n_heard = 0, n_over = x->n_over > UINT32_MAX ? UINT32_MAX : (uint32_t)x->n_over;
    bool *is_seen = CP_NEW_ARRAY(s->j->a, bool, l->n_assets);
    for (uint32_t i = 0; i < s->n_rows; i++) {
        uint32_t node = s->rows[i].b.node;
        if (cp_shown_kind_of(s, node) == CP_SHOWN_HEARD && !is_seen[node]) {
            is_seen[node] = true;
            n_heard++;
        }
    }
    cp_buf_fmt(out, "Network\n  %u link%s\n", l->n_links, l->n_links == 1 ? "" : "s");
    const struct {
        uint32_t n;
        const char *text;
    } open[] = {
        { l->n_strangers, "in no inventory, at the end of a link" },
        { n_heard, "known only to neighbours: no inventory and no walk tells of it" },
        { l->n_switches, "a switch that was inferred, and of which nothing is known" },
        { l->n_one_sided, "a link that only one end tells of" },
        { l->n_contradicting,
          "a link of which metrics are told that contradict each other (if they are of several "
          "links, ports tell which)" },
        { x->n_ambiguous,
          "a network of configured neighbours on which two have one address: nothing "
          "tells which are on one line" },
        { x->n_crowded, "a network with so many configured neighbours that only the first are "
                        "linked" },
        { n_over, "what configurations tell of a link, beyond what is kept" },
        { l->n_half, "told of one end only, and left out" },
        { l->n_loops, "told from a device to itself, and left out" },
        { l->n_unattached,
          "alone on a port of a bridge, and left out: others speak against it, or nothing tells of "
          "the bridge" },
    };
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (open[i].n)
            cp_buf_fmt(out, "  %s %u x %s\n", i < 8 ? "!" : ".", open[i].n, open[i].text);
    cp_buf_char(out, '\n');
}

void cp_links_print(const cp_shown_links *s, cp_buf *out)
{
    cp_report_opts opts = cp_job_report_opts(s->j);
    if (!opts.quiet) {
        cp_print_coverage(s->ans, &opts, s->j->a, out);
        print_counts(s, out);
    }
    if (s->n_rows)
        print_rows(s, &opts, out);
    else
        cp_buf_add_c(out, "no links\n");
}

/* ---- CSV: the columns of a table of links, and what was made of them */

void cp_links_csv(const cp_shown_links *s, cp_buf *out)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf_add_c(out, s->of_neighbours ? "neighbour,neighbour_id,known,of,of_id,port,its_port,seen,"
                                         "confidence,evidence\n"
                                       : "a,a_id,a_port,b,b_id,b_port,metric,metric_back,"
                                         "capacity_bps,layer,srlg,seen,confidence,evidence\n");
    for (uint32_t i = 0; i < s->n_rows; i++) {
        const cp_shown_link *x = &s->rows[i];
        const cp_real_link *l = x->link;
        cp_arena_mark mark = cp_arena_here(a);
        cp_str kind = cp_str_c(cp_shown_kind_name(cp_shown_kind_of(s, x->b.node)));
        cp_str seen = cp_link_reason(a, l), sure = cp_str_fmt(a, "%.2f", l->confidence);
        cp_str place = x->told ? cp_shown_place(a, s, x->told) : CP_STR("");
        const cp_str next[] = { x->b.name, x->b.id,   kind, x->a.name, x->a.id,
                                x->a.port, x->b.port, seen, sure,      place };
        const cp_str link[] = { x->a.name,
                                x->a.id,
                                x->a.port,
                                x->b.name,
                                x->b.id,
                                x->b.port,
                                number(a, x->metric),
                                number(a, x->metric_back),
                                number(a, l->capacity_bps),
                                l->layer,
                                l->srlg,
                                seen,
                                sure,
                                place };
        size_t n = s->of_neighbours ? sizeof next / sizeof *next : sizeof link / sizeof *link;
        for (size_t k = 0; k < n; k++)
            cp_csv_cell(out, s->of_neighbours ? next[k] : link[k], k == 0);
        cp_buf_char(out, '\n');
        cp_arena_back(a, mark);
    }
    cp_arena_free(a);
}
