/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_up_print.c - `carriers --upstreams` for people: each upstream, the fewest that do
 * together, and what is clean by none. */
#include <inttypes.h>
#include <stdlib.h>
#include "job/carriers_up.h"
#include "job/flows_origins.h"
#include "report/grid.h"

cp_str cp_carriers_up_text(cp_arena *a, const cp_upstream *u)
{
    cp_str text = u->n_sessions == 1 && u->is_session ? cp_carriers_peer_text(a, &u->peer)
                                                      : cp_str_fmt(a, "AS%u", u->as);
    if (u->distinguisher)
        text = cp_str_fmt(a, "%.*s in %" PRIu32 ":%" PRIu32, CP_FMT(text),
                          (uint32_t)(u->distinguisher >> 32), (uint32_t)u->distinguisher);
    return text;
}

/* Of traffic bytes, else the sum of weights or prefixes. */
cp_str cp_carriers_up_amount(cp_arena *a, const cp_carriers *c, double v)
{
    double most = 0x1p63;
    if (c->up->wanted == CP_CARRIERS_WANTED_TRAFFIC)
        return cp_flows_amount(a, v < most ? (uint64_t)(v + 0.5) : (uint64_t)most, "B");
    return cp_str_fmt(a, "%.6g", v);
}

const cp_upstream_as *cp_carriers_up_as(const cp_carriers *c, uint32_t asn)
{
    const cp_upstream_answer *u = c->up->ans;
    uint32_t low = 0, high = u->n_ases;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (u->ases[middle].asn < asn)
            low = middle + 1;
        else
            high = middle;
    }
    return low < u->n_ases && u->ases[low].asn == asn ? &u->ases[low] : NULL;
}

static cp_str share(cp_arena *a, double n, double of)
{
    return of > 0 ? cp_str_fmt(a, "%.1f %%", 100 * n / of) : CP_STR("-");
}

static cp_str share_of(cp_arena *a, const cp_carriers *c, const cp_upstream_sum *s)
{
    return share(a, cp_carriers_weight(c, s), cp_carriers_weight(c, &c->up->ans->all));
}

static void title(const cp_carriers *c, cp_str text)
{
    cp_report_opts opts = cp_job_report_opts(c->j);
    cp_buf_fmt(c->j->out, "\n%s%.*s%s\n", opts.color ? "\033[1m" : "", CP_FMT(text),
               opts.color ? "\033[0m" : "");
}

/* ---- notes */

static void note(const cp_carriers *c, cp_sentences *notes, cp_str text)
{
    cp_vec_push(c->j->a, notes, text);
}

/* Days from the routes to the farther end of the flows, where that is long. */
static uint32_t days_apart(const cp_carriers *c)
{
    static const cp_time day_us = (cp_time)86400 * 1000000;
    cp_time most = 0;
    for (uint32_t i = 0; i < c->e->sources.n; i++) {
        cp_time at = c->e->sources.v[i].last_at;
        if (at == CP_TIME_NONE || c->up->first_at == CP_TIME_NONE)
            continue;
        cp_time before = c->up->last_at - at, behind = at - c->up->first_at;
        most = before > most ? before : most;
        most = behind > most ? behind : most;
    }
    return most / day_us > CP_FLOWS_ORIGIN_DAYS ? (uint32_t)(most / day_us) : 0;
}

static void note_traffic(const cp_carriers *c, cp_sentences *notes)
{
    cp_arena *a = c->j->a;
    const struct cp_carriers_up *up = c->up;
    if (up->n_unsampled || up->n_unknown)
        note(c, notes,
             cp_str_fmt(a,
                        "Sampling unknown: %u exporter%s not say how packets were sampled (%" PRIu64
                        " flows of this traffic): its bytes are at least so many, and shares may "
                        "be others (--sampling ADDRESS=N).",
                        up->n_unsampled, up->n_unsampled == 1 ? " does" : "s do", up->n_unknown));
    if (up->n_damaged)
        note(c, notes,
             cp_str_fmt(a,
                        "%" PRIu64 " flows of the case could not be read: there is more traffic.",
                        up->n_damaged));
    if (days_apart(c))
        note(c, notes,
             cp_str_fmt(a,
                        "The routes are up to %u days from the flows: which way led where then may "
                        "have been another.",
                        days_apart(c)));
    if (up->n_beyond)
        note(c, notes,
             cp_str_fmt(a,
                        "There are about %" PRIu64
                        " more addresses in the flows than can be told apart: "
                        "what goes there counts as without a route.",
                        up->n_beyond));
    if (up->ans->is_by_from)
        note(c, notes,
             CP_STR("The flows tell only of traffic that comes in: shares are by that, as if it "
                    "went back the way that it came."));
}

void cp_carriers_up_note(const cp_carriers *c, cp_sentences *notes)
{
    cp_arena *a = c->j->a;
    const cp_upstream_answer *u = c->up->ans;
    if (c->up->wanted == CP_CARRIERS_WANTED_TRAFFIC)
        note_traffic(c, notes);
    for (uint32_t i = 0; i < c->up->n_not_met; i++)
        note(c, notes,
             cp_str_fmt(a,
                        "No session is with AS%u (--our-upstream): what is reached by it today is "
                        "not known, and counts as not clean.",
                        c->up->not_met[i]));
    if (u->untold)
        note(c, notes,
             cp_str_fmt(a,
                        "For %" PRIu64
                        " routes there was no room when upstreams were compared: of theirs what "
                        "would be clean is not known.",
                        u->untold));
    if (u->n_not_compared)
        note(c, notes,
             cp_str_fmt(a, "%u upstreams with the fewest routes are not compared.",
                        u->n_not_compared));
    if (u->skipped)
        note(c, notes,
             cp_str_fmt(a,
                        "%" PRIu64
                        " routes are not what an upstream tells us (sent to a peer, chosen by a "
                        "router, or before its policy): no upstream is compared by them.",
                        u->skipped));
}

/* ---- upstreams */

static cp_str lead(const cp_carriers *c)
{
    static const char *const by[] = { [CP_CARRIERS_WANTED_PREFIXES] = "by prefixes",
                                      [CP_CARRIERS_WANTED_TO] = "by where we go to (--to)",
                                      [CP_CARRIERS_WANTED_TRAFFIC] = "by the traffic of the case" };
    cp_arena *a = c->j->a;
    const cp_upstream_sum *all = &c->up->ans->all;
    cp_str text = cp_str_fmt(a, "Which upstream to take, %s: ", by[c->up->wanted]);
    if (c->up->wanted == CP_CARRIERS_WANTED_TRAFFIC)
        return cp_str_fmt(
            a, "%.*s%s%.*s to %" PRIu64 " prefix%s, %.*s from %s", CP_FMT(text),
            c->up->n_unknown ? "at least " : "", CP_FMT(cp_carriers_up_amount(a, c, all->to)),
            all->prefixes, all->prefixes == 1 ? "" : "es",
            CP_FMT(cp_carriers_up_amount(a, c, all->from)), all->prefixes == 1 ? "it" : "them");
    return cp_str_fmt(a, "%.*s%" PRIu64 " prefix%s", CP_FMT(text), all->prefixes,
                      all->prefixes == 1 ? "" : "es");
}

static cp_str who(cp_arena *a, const cp_upstream *u)
{
    cp_str text = cp_carriers_up_text(a, u);
    if (u->n_sessions > 1)
        text = cp_str_fmt(a, "%.*s, %u sessions", CP_FMT(text), u->n_sessions);
    return cp_str_fmt(a, "%s%.*s%s%s", u->is_session ? "  " : "", CP_FMT(text),
                      u->is_today ? ", today" : "", u->is_cut ? ", in part" : "");
}

static void print_row(const cp_carriers *c, cp_grid *g, const cp_upstream *u)
{
    static const uint32_t ways[] = { CP_AS_ALLOWED,    CP_AS_UNKNOWN,  CP_AS_UNDETERMINED,
                                     CP_AS_RESTRICTED, CP_AS_EXCLUDED, CP_UPSTREAM_NO_ROUTE };
    cp_arena *a = c->j->a;
    cp_str cells[12];
    uint32_t n = 0;
    cells[n++] = who(a, u);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        cells[n++] = share_of(a, c, &u->ways[ways[i]]);
    cells[n++] = cp_str_fmt(a, "%" PRIu64, u->ways[CP_AS_ALLOWED].prefixes);
    if (c->up->wanted == CP_CARRIERS_WANTED_TRAFFIC)
        cells[n++] = share(a, u->ways[CP_AS_ALLOWED].from, c->up->ans->all.from);
    if (c->up->ans->has_today) {
        cells[n++] = u->is_session ? CP_STR("") : share_of(a, c, &u->gained);
        cells[n++] = u->is_session ? CP_STR("") : share_of(a, c, &u->lost);
    }
    cp_grid_row(g, cells, cp_carriers_weight(c, &u->ways[CP_AS_EXCLUDED]) > 0 ? "red" : NULL);
}

static void print_upstreams(const cp_carriers *c)
{
    cp_grid_column columns[12] = {
        { "UPSTREAM", false, true },   { "CLEAN", true, false },
        { "NOT KNOWN", true, false },  { "UNDETERMINED", true, false },
        { "RESTRICTED", true, false }, { "EXCLUDED", true, false },
        { "NO ROUTE", true, false },   { "CLEAN PREFIXES", true, false },
    };
    const cp_upstream_answer *u = c->up->ans;
    cp_report_opts opts = cp_job_report_opts(c->j);
    uint32_t n_columns = 8, max = cp_carriers_rows_max(c);
    if (c->up->wanted == CP_CARRIERS_WANTED_TRAFFIC)
        columns[n_columns++] = (cp_grid_column){ "OF WHAT COMES", true, false };
    if (u->has_today) {
        columns[n_columns++] = (cp_grid_column){ "GAINED", true, false };
        columns[n_columns++] = (cp_grid_column){ "LOST", true, false };
    }
    title(c, lead(c));
    cp_grid g = cp_grid_new(c->j->a, columns, n_columns, opts.width);
    for (uint32_t i = 0; i < u->n && i < max; i++) {
        print_row(c, &g, &u->v[i]);
        for (uint32_t k = u->n; u->v[i].n_sessions > 1 && k < u->n + u->n_each; k++)
            if (u->v[k].as == u->v[i].as && u->v[k].distinguisher == u->v[i].distinguisher)
                print_row(c, &g, &u->v[k]);
    }
    cp_grid_print(&g, opts.color, c->j->out);
    cp_carriers_print_more(c, u->n, max);
    if (u->has_today)
        cp_buf_fmt(c->j->out, "today: clean %.*s if each goes by the cleanest, %.*s by the worst\n",
                   CP_FMT(share_of(c->j->a, c, &u->today_best)),
                   CP_FMT(share_of(c->j->a, c, &u->today_worst)));
}

/* ---- sets */

static cp_str members_text(cp_arena *a, const cp_upstream_answer *u, const cp_upstream_step *s)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < s->n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "",
                   CP_FMT(cp_carriers_up_text(a, &u->v[s->members[i]])));
    return cp_buf_str(&b);
}

static void print_plan(const cp_carriers *c, const cp_upstream_plan *p, const char *what)
{
    static const cp_grid_column columns[] = { { "UPSTREAMS", true, false },
                                              { "WHO", false, true },
                                              { "SHARE", true, false },
                                              { "GAINED", true, false },
                                              { "LOST", true, false } };
    cp_arena *a = c->j->a;
    cp_report_opts opts = cp_job_report_opts(c->j);
    const cp_upstream_answer *u = c->up->ans;
    bool is_compared = u->has_today && p == &u->clean;
    if (!p->n)
        return;
    cp_grid g = cp_grid_new(a, columns, is_compared ? 5 : 3, opts.width);
    title(c, cp_str_fmt(a, "The fewest upstreams that together reach the most %s (%s)", what,
                        p->is_exact ? "of all sets" : "each adds the most: not of all sets"));
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_upstream_step *s = &p->steps[i];
        const cp_str cells[] = { cp_str_fmt(a, "%u", s->n), members_text(a, u, s),
                                 share_of(a, c, &s->covered), share_of(a, c, &s->gained),
                                 share_of(a, c, &s->lost) };
        cp_grid_row(&g, cells, NULL);
    }
    cp_grid_print(&g, opts.color, c->j->out);
    if (p->is_short)
        cp_buf_fmt(c->j->out, "more upstreams reach %.*s\n", CP_FMT(share_of(a, c, &p->most)));
}

/* ---- what is left */

const cp_exposure_row *cp_carriers_up_row(const cp_carriers *c, const cp_upstream_left *l)
{
    uint32_t n, first;
    bool is_covered;
    const cp_exposure_row *rows = cp_exposure_rows(c->x, &n);
    n = cp_exposure_within(c->x, &l->net, l->bits, &first, &is_covered);
    return n && !is_covered && rows[first].bits == l->bits ? &rows[first] : NULL;
}

static void print_left_row(const cp_carriers *c, cp_grid *g, const cp_upstream_left *l)
{
    cp_arena *a = c->j->a;
    const cp_upstream_answer *u = c->up->ans;
    const cp_exposure_row *r = cp_carriers_up_row(c, l);
    const cp_str none = CP_STR("");
    const cp_str cells[] = {
        cp_carriers_net_text(a, &l->net, l->bits),
        cp_carriers_up_amount(a, c, cp_carriers_weight(c, &l->sum)),
        share_of(a, c, &l->sum),
        cp_str_c(cp_upstream_way_name(l->way)),
        l->upstream == UINT32_MAX ? none : cp_carriers_up_text(a, &u->v[l->upstream]),
        r && r->origin ? cp_as_who_text(a, &c->who, r->origin) : CP_STR("not known"),
        r ? cp_carriers_via_text(a, c, r->via, ", ") : none,
        r && r->path ? cp_carriers_path_text(a, cp_exposure_path_of(c->x, r->path)) : none,
    };
    cp_grid_row(g, cells, l->way >= CP_AS_EXCLUDED ? "red" : "yellow");
}

static void print_left(const cp_carriers *c)
{
    static const cp_grid_column columns[] = {
        { "PREFIX", false, false },  { "WANTED", true, false },      { "SHARE", true, false },
        { "AT BEST", false, false }, { "BY", false, true },          { "ORIGIN", false, true },
        { "THROUGH", false, true },  { "FOR EXAMPLE", false, true },
    };
    cp_arena *a = c->j->a;
    const cp_upstream_answer *u = c->up->ans;
    cp_report_opts opts = cp_job_report_opts(c->j);
    uint32_t max = cp_carriers_rows_max(c);
    bool is_unmatched = u->unmatched.to + u->unmatched.from > 0;
    if (!u->n_left && !is_unmatched)
        return;
    title(c, cp_str_fmt(a, "Not clean whichever is taken: %.*s, %" PRIu64 " prefix%s",
                        CP_FMT(share_of(a, c, &u->left_sum)), u->left_sum.prefixes,
                        u->left_sum.prefixes == 1 ? "" : "es"));
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    for (uint32_t i = 0; i < u->n_left && i < max; i++)
        print_left_row(c, &g, &u->left[i]);
    if (u->n_left)
        cp_grid_print(&g, opts.color, c->j->out);
    uint32_t shown = max < u->n_left ? max : u->n_left;
    if (u->left_sum.prefixes > shown)
        cp_buf_fmt(c->j->out,
                   "... and %" PRIu64 " more: --limit N shows others, JSON the first %d\n",
                   u->left_sum.prefixes - shown, CP_UPSTREAM_LEFT_MAX);
    if (is_unmatched)
        cp_buf_fmt(c->j->out, "%.*s (%.*s): no route of anybody leads there\n",
                   CP_FMT(cp_carriers_up_amount(a, c, cp_carriers_weight(c, &u->unmatched))),
                   CP_FMT(share_of(a, c, &u->unmatched)));
}

void cp_carriers_up_print(const cp_carriers *c)
{
    const cp_upstream_answer *u = c->up ? c->up->ans : NULL;
    if (!u)
        return;
    print_upstreams(c);
    print_plan(c, &u->clean, "cleanly");
    if (!u->clean.n && u->n)
        cp_buf_fmt(
            c->j->out,
            "none leads anywhere cleanly, as far as is known who holds the ASes on the paths "
            "(--orgs tells of more)\n");
    if (cp_carriers_weight(c, &u->unnamed.most) > cp_carriers_weight(c, &u->clean.most))
        print_plan(c, &u->unnamed, "through none that a policy names, as far as is known");
    print_left(c);
}
