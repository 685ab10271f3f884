/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_print.c - `carriers` for people: what is not known, the shares, the carriers, where they
 * are entered, by whom one gets round them, the prefixes. */
#include <stdlib.h>
#include "job/carriers_more.h"
#include "job/carriers_up.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_DEFAULT = 40, BESIDE_SHOWN = 3 };

static const char *const colors[] = { [CP_AS_EXCLUDED] = "red",
                                      [CP_AS_RESTRICTED] = "yellow",
                                      [CP_AS_UNDETERMINED] = "yellow",
                                      [CP_AS_UNKNOWN] = "yellow",
                                      [CP_AS_ALLOWED] = NULL };

static cp_str number(cp_arena *a, uint64_t n)
{
    return cp_str_fmt(a, "%llu", (unsigned long long)n);
}

static cp_str share(cp_arena *a, uint64_t n, uint64_t of)
{
    return of ? cp_str_fmt(a, "%.1f %%", 100.0 * (double)n / (double)of) : CP_STR("-");
}

uint32_t cp_carriers_rows_max(const cp_carriers *c)
{
    cp_report_opts opts = cp_job_report_opts(c->j);
    return opts.rows_max ? opts.rows_max : opts.quiet ? UINT32_MAX : ROWS_DEFAULT;
}

void cp_carriers_print_more(const cp_carriers *c, uint32_t n, uint32_t shown)
{
    if (shown < n)
        cp_buf_fmt(c->j->out, "... and %u more: --limit N, or another format, has them all\n",
                   n - shown);
}

static void title(const cp_carriers *c, const char *text)
{
    cp_report_opts opts = cp_job_report_opts(c->j);
    cp_buf_fmt(c->j->out, "\n%s%s%s\n", opts.color ? "\033[1m" : "", text,
               opts.color ? "\033[0m" : "");
}

/* ---- the answer in numbers */

static void print_sums(const cp_carriers *c)
{
    static const cp_grid_column columns[] = { { "ROUTES", false, false },
                                              { "N", true, false },
                                              { "SHARE", true, false } };
    cp_arena *a = c->j->a;
    cp_report_opts opts = cp_job_report_opts(c->j);
    const cp_exposure_sums *s = cp_exposure_total(c->x);
    uint64_t all = cp_carriers_routes(c);
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    for (int i = CP_AS_STANDING_COUNT - 1; i >= 0; i--) {
        const cp_str cells[] = { cp_str_c(cp_as_standing_name((cp_as_standing)i)),
                                 number(a, s->routes[i]), share(a, s->routes[i], all) };
        cp_grid_row(&g, cells, s->routes[i] ? colors[i] : NULL);
    }
    cp_grid_print(&g, opts.color, c->j->out);
}

static void print_prefix_sums(const cp_carriers *c)
{
    uint32_t n, n_peers, stuck = 0, some = 0;
    cp_buf *out = c->j->out;
    const cp_exposure_row *rows = cp_exposure_rows(c->x, &n);
    const cp_exposure_sums *s = cp_exposure_total(c->x);
    (void)cp_exposure_peers(c->x, &n_peers);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bad = rows[i].paths[CP_AS_EXCLUDED], all = cp_exposure_paths(&rows[i]);
        stuck += bad && bad == all;
        some += bad && bad < all;
    }
    cp_buf_fmt(out, "%llu route%s to %u prefix%s, told by %u peer%s",
               (unsigned long long)cp_carriers_routes(c), cp_plural(cp_carriers_routes(c)), n,
               n == 1 ? "" : "es", n_peers, cp_plural(n_peers));
    if (s->withdrawals)
        cp_buf_fmt(out, "; %llu withdrawal%s apart", (unsigned long long)s->withdrawals,
                   cp_plural(s->withdrawals));
    cp_buf_fmt(out,
               "\nprefixes with excluded paths only: %u; with excluded ones and others: %u; "
               "without: %u\n",
               stuck, some, n - stuck - some);
    if (s->in_sets)
        cp_buf_fmt(out, "%llu of the routes that count do so only by an AS in an AS_SET\n",
                   (unsigned long long)s->in_sets);
}

/* ---- carriers */

/* The first ASes on that side of it, with their shares. */
static cp_str beside(cp_arena *a, const cp_carriers *c, uint32_t asn, bool is_before)
{
    uint32_t n, shown = 0, more = 0;
    const cp_exposure_edge *e = cp_exposure_edges_of(c->x, asn, is_before, &n);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++) {
        if (shown == BESIDE_SHOWN) {
            more++;
            continue;
        }
        cp_str who = e[i].beside ? cp_str_fmt(a, "AS%u", e[i].beside)
                     : is_before ? CP_STR("itself told it")
                                 : CP_STR("it is the origin");
        cp_buf_fmt(&b, "%s%.*s %llu", shown++ ? ", " : "", CP_FMT(who),
                   (unsigned long long)e[i].routes);
    }
    if (more)
        cp_buf_fmt(&b, ", %u more", more);
    return cp_buf_str(&b);
}

static cp_str why(cp_arena *a, const cp_carriers *c, const cp_as_who *w)
{
    const cp_verdict *v = w->asset.verdicts[w->policy];
    return v->clause.n ? cp_str_fmt(a, "%.*s, clause %.*s", CP_FMT(v->policy), CP_FMT(v->clause))
                       : c->who.policies[w->policy].id;
}

/* The share of what is wanted to which one upstream at least leads through it, or every one. */
static cp_str weight_of(cp_arena *a, const cp_carriers *c, uint32_t asn, bool by_every)
{
    if (!cp_carriers_has_weights(c))
        return CP_STR("");
    const cp_upstream_as *as = cp_carriers_up_as(c, asn);
    double n = as ? cp_carriers_weight(c, by_every ? &as->every : &as->some) : 0;
    double all = cp_carriers_weight(c, &c->up->ans->all);
    return all > 0 ? cp_str_fmt(a, "%.1f %%", 100 * n / all) : CP_STR("-");
}

static void print_carriers(const cp_carriers *c)
{
    static const cp_grid_column columns[] = {
        { "CARRIER", false, true },      { "RESULT", false, false },
        { "BY", false, true },           { "ROUTES", true, false },
        { "PREFIXES", true, false },     { "SINCE", false, false },
        { "ENTERED FROM", false, true }, { "LEFT TO", false, true },
        { "FOR EXAMPLE", false, true },  { "WANTED", true, false },
        { "NO WAY ROUND", true, false },
    };
    cp_arena *a = c->j->a;
    cp_report_opts opts = cp_job_report_opts(c->j);
    uint32_t n_columns = sizeof columns / sizeof *columns - (cp_carriers_has_weights(c) ? 0 : 2);
    cp_grid g = cp_grid_new(a, columns, n_columns, opts.width);
    uint32_t n, max = cp_carriers_rows_max(c);
    const cp_exposure_as *v = cp_exposure_ases(c->x, &n);
    if (n == 0)
        return;
    title(c, "Carriers on the paths");
    for (uint32_t i = 0; i < n && i < max; i++) {
        const cp_as_who *w = cp_as_who_of(&c->who, v[i].asn);
        const cp_str cells[] = {
            cp_as_who_text(a, &c->who, v[i].asn),
            w ? cp_str_c(cp_as_standing_name(w->standing)) : CP_STR(""),
            w ? why(a, c, w) : CP_STR(""),
            number(a, v[i].routes),
            number(a, v[i].prefixes),
            cp_carriers_since_text(a, v[i].since_s),
            beside(a, c, v[i].asn, true),
            beside(a, c, v[i].asn, false),
            cp_carriers_path_text(a, cp_exposure_path_of(c->x, v[i].path)),
            weight_of(a, c, v[i].asn, false),
            weight_of(a, c, v[i].asn, true),
        };
        cp_grid_row(&g, cells, w ? colors[w->standing] : NULL);
    }
    cp_grid_print(&g, opts.color, c->j->out);
    cp_carriers_print_more(c, n, max);
}

/* By what it is known: how far that was checked, when it was read, and where. */
static void print_holders(const cp_carriers *c)
{
    cp_arena *a = c->j->a;
    cp_buf *out = c->j->out;
    uint32_t n, max = cp_carriers_rows_max(c), n_told = 0;
    const cp_exposure_as *v = cp_exposure_ases(c->x, &n);
    for (uint32_t i = 0; i < n && i < max; i++) {
        const cp_as_who *w = cp_as_who_of(&c->who, v[i].asn);
        if (!w)
            continue;
        if (!n_told++)
            title(c, "By what it is known who holds them");
        const cp_maker_asn *t = w->told;
        cp_buf_fmt(out, "%.*s: %s%s", CP_FMT(cp_as_who_text(a, &c->who, v[i].asn)),
                   cp_conf_name(t->conf),
                   t->conf == CP_CONF_VERIFIED  ? ""
                   : t->conf == CP_CONF_PARTIAL ? ", checked in part"
                                                : ", source not checked");
        if (cp_date_is_set(t->since))
            cp_buf_fmt(out, ", since %.*s", CP_FMT(cp_date_text(a, t->since)));
        if (cp_date_is_set(t->until))
            cp_buf_fmt(out, ", until %.*s", CP_FMT(cp_date_text(a, t->until)));
        if (w->is_unsure)
            cp_buf_add_c(out, ", perhaps not on this day");
        if (cp_date_is_set(t->read))
            cp_buf_fmt(out, ", read %.*s", CP_FMT(cp_date_text(a, t->read)));
        for (uint32_t k = 0; k < t->n_cites; k++)
            cp_buf_fmt(out, "%s%.*s", k ? "; " : ": ", CP_FMT(cp_text_safe(a, t->cites[k])));
        cp_buf_add_c(out, t->n_cites                            ? "\n"
                          : cp_str_eq(t->src, CP_STR("--orgs")) ? ", by a register (--orgs)\n"
                                                                : ", no source\n");
    }
}

/* ---- peers */

int cp_carriers_least_first(const void *p, const void *q)
{
    const cp_exposure_peer *x = *(const cp_exposure_peer *const *)p,
                           *y = *(const cp_exposure_peer *const *)q;
    uint64_t all_x = 0, all_y = 0;
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++) {
        all_x += x->routes[i];
        all_y += y->routes[i];
    }
    for (int i = CP_AS_EXCLUDED; i >= CP_AS_UNDETERMINED; i--) {
        double share_x = all_x ? (double)x->routes[i] / (double)all_x : 2;
        double share_y = all_y ? (double)y->routes[i] / (double)all_y : 2;
        if (share_x != share_y)
            return share_x < share_y ? -1 : 1;
    }
    return all_x != all_y ? (all_x < all_y ? 1 : -1) : x < y ? -1 : x > y;
}

static void print_peers(const cp_carriers *c)
{
    static const cp_grid_column columns[] = {
        { "PEER", false, true },       { "ROUTES", true, false },
        { "EXCLUDED", true, false },   { "SHARE", true, false },
        { "RESTRICTED", true, false }, { "UNDETERMINED", true, false },
        { "NOT KNOWN", true, false },  { "ALLOWED", true, false },
    };
    cp_arena *a = c->j->a;
    cp_report_opts opts = cp_job_report_opts(c->j);
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    uint32_t n, max = cp_carriers_rows_max(c);
    const cp_exposure_peer *v = cp_exposure_peers(c->x, &n);
    const cp_exposure_peer **order = CP_NEW_ARRAY(a, const cp_exposure_peer *, n + (size_t)1);
    for (uint32_t i = 0; i < n; i++)
        order[i] = &v[i];
    if (n)
        qsort(order, n, sizeof *order, cp_carriers_least_first);
    if (n == 0)
        return;
    title(c, "Peers, those with the least share of such paths first");
    for (uint32_t i = 0; i < n && i < max; i++) {
        const uint64_t *r = order[i]->routes;
        uint64_t all = r[0] + r[1] + r[2] + r[3] + r[4];
        const cp_str cells[] = { cp_carriers_peer_text(a, &order[i]->peer),
                                 number(a, all),
                                 number(a, r[CP_AS_EXCLUDED]),
                                 share(a, r[CP_AS_EXCLUDED], all),
                                 number(a, r[CP_AS_RESTRICTED]),
                                 number(a, r[CP_AS_UNDETERMINED]),
                                 number(a, r[CP_AS_UNKNOWN]),
                                 number(a, r[CP_AS_ALLOWED]) };
        cp_grid_row(&g, cells, r[CP_AS_EXCLUDED] ? "red" : NULL);
    }
    cp_grid_print(&g, opts.color, c->j->out);
    cp_carriers_print_more(c, n, max);
}

/* ---- prefixes */

int cp_carriers_worst_first(const void *p, const void *q)
{
    const cp_exposure_row *x = *(const cp_exposure_row *const *)p,
                          *y = *(const cp_exposure_row *const *)q;
    for (int i = CP_AS_EXCLUDED; i >= CP_AS_UNDETERMINED; i--) {
        double a = (double)x->paths[i] / (double)cp_exposure_paths(x);
        double b = (double)y->paths[i] / (double)cp_exposure_paths(y);
        if (a != b)
            return a < b ? 1 : -1;
    }
    return x < y ? -1 : x > y;
}

static void print_prefixes(const cp_carriers *c)
{
    cp_grid_column columns[10] = {
        { "PREFIX", false, false }, { "PATHS", true, false },  { "EXCLUDED", true, false },
        { "OPEN", true, false },    { "OTHERS", true, false }, { "THROUGH", false, true },
        { "SINCE", false, false },  { "ORIGIN", false, true },
    };
    cp_arena *a = c->j->a;
    cp_report_opts opts = cp_job_report_opts(c->j);
    uint32_t n_columns = 8;
    if (c->rov)
        columns[n_columns++] = (cp_grid_column){ "RPKI", false, false };
    if (cp_carriers_has_weights(c))
        columns[n_columns++] = (cp_grid_column){ "WANTED", true, false };
    cp_grid g = cp_grid_new(a, columns, n_columns, opts.width);
    uint32_t n, n_shown = 0, max = cp_carriers_rows_max(c);
    const cp_exposure_row *rows = cp_exposure_rows(c->x, &n);
    const cp_exposure_row **order = CP_NEW_ARRAY(a, const cp_exposure_row *, n + (size_t)1);
    for (uint32_t i = 0; i < n; i++)
        if (cp_carriers_is_shown(&rows[i]) || c->j->opts.all)
            order[n_shown++] = &rows[i];
    if (n_shown == 0)
        return;
    qsort(order, n_shown, sizeof *order, cp_carriers_worst_first);
    title(c, "Prefixes, those with the largest share of such paths first");
    for (uint32_t i = 0; i < n_shown && i < max; i++) {
        const cp_exposure_row *r = order[i];
        uint32_t k = 8;
        cp_str cells[10] = {
            cp_carriers_net_text(a, &r->net, r->bits),
            number(a, cp_exposure_paths(r)),
            number(a, r->paths[CP_AS_EXCLUDED]),
            number(a, r->paths[CP_AS_RESTRICTED] + (uint64_t)r->paths[CP_AS_UNDETERMINED]),
            number(a, r->paths[CP_AS_UNKNOWN] + (uint64_t)r->paths[CP_AS_ALLOWED]),
            cp_carriers_via_text(a, c, r->via, ", "),
            cp_carriers_since_text(a, r->since_s),
            r->origin ? cp_as_who_text(a, &c->who, r->origin) : CP_STR("a set, or not known"),
        };
        if (c->rov)
            cells[k++] = cp_carriers_rov_text(c, r);
        if (cp_carriers_has_weights(c)) {
            cp_upstream_sum s = cp_upstreams_of_net(c->up->x, &r->net, r->bits);
            cells[k] = cp_carriers_up_amount(a, c, cp_carriers_weight(c, &s));
        }
        cp_grid_row(&g, cells, r->paths[CP_AS_EXCLUDED] ? "red" : "yellow");
    }
    cp_grid_print(&g, opts.color, c->j->out);
    cp_carriers_print_more(c, n_shown, max);
}

/* ---- what was asked about */

static cp_str stands_for(cp_arena *a, const cp_carriers *c, const cp_wanted_row *w)
{
    uint32_t n;
    const cp_exposure_row *rows = cp_exposure_rows(c->x, &n);
    if (w->n == 0)
        return CP_STR("no route: not known");
    if (w->is_covered)
        return cp_str_fmt(
            a, "in %.*s",
            CP_FMT(cp_carriers_net_text(a, &rows[w->first].net, rows[w->first].bits)));
    return w->n == 1 ? CP_STR("1 prefix") : cp_str_fmt(a, "%u prefixes", w->n);
}

/* Of the traffic, or whatever the weights are: where it can go. */
static void print_weights(const cp_carriers *c, const cp_wanted_nets *nets)
{
    double all = 0, stuck = 0, unknown = 0;
    for (uint32_t i = 0; i < nets->v.n; i++) {
        cp_wanted_row w = cp_wanted_row_of(c, &nets->v.v[i]);
        all += w.net->weight;
        stuck += w.n ? w.net->weight * w.n_stuck / w.n : 0;
        unknown += w.n ? 0 : w.net->weight;
    }
    if (nets->has_weights && all > 0)
        cp_buf_fmt(
            c->j->out,
            "by weight: %.1f %% have no way but through excluded carriers, of %.1f %% no route "
            "is known\n",
            100 * stuck / all, 100 * unknown / all);
}

static void print_wanted(const cp_carriers *c, const cp_wanted_nets *nets, const char *name)
{
    static const cp_grid_column columns[] = {
        { "ASKED ABOUT", false, true },  { "STANDS FOR", false, true },
        { "PATHS", true, false },        { "EXCLUDED", true, false },
        { "SHARE", true, false },        { "OPEN", true, false },
        { "NOT KNOWN", true, false },    { "ALLOWED", true, false },
        { "NO OTHER WAY", true, false },
    };
    cp_arena *a = c->j->a;
    cp_report_opts opts = cp_job_report_opts(c->j);
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    uint32_t max = cp_carriers_rows_max(c);
    if (nets->v.n == 0)
        return;
    title(c, name);
    for (uint32_t i = 0; i < nets->v.n && i < max; i++) {
        cp_wanted_row w = cp_wanted_row_of(c, &nets->v.v[i]);
        uint64_t all = 0;
        for (int k = 0; k < CP_AS_STANDING_COUNT; k++)
            all += w.paths[k];
        const cp_str cells[] = { w.net->text,
                                 stands_for(a, c, &w),
                                 number(a, all),
                                 number(a, w.paths[CP_AS_EXCLUDED]),
                                 share(a, w.paths[CP_AS_EXCLUDED], all),
                                 number(a, w.paths[CP_AS_RESTRICTED] + w.paths[CP_AS_UNDETERMINED]),
                                 number(a, w.paths[CP_AS_UNKNOWN]),
                                 number(a, w.paths[CP_AS_ALLOWED]),
                                 w.n_stuck ? number(a, w.n_stuck) : CP_STR("") };
        cp_grid_row(&g, cells, w.paths[CP_AS_EXCLUDED] ? "red" : w.n ? NULL : "yellow");
    }
    cp_grid_print(&g, opts.color, c->j->out);
    cp_carriers_print_more(c, nets->v.n, max);
    print_weights(c, nets);
}

/* ---- what could be */

static void print_hops(const cp_carriers *c)
{
    static const cp_grid_column columns[] = {
        { "NEIGHBOUR", false, true }, { "IS OUR", false, false }, { "RESULT", false, false },
        { "ASES", true, false },      { "CLEANLY", true, false }, { "PREFIXES", true, false },
        { "CLEANLY", true, false },   { "SHARE", true, false },
    };
    cp_arena *a = c->j->a;
    cp_report_opts opts = cp_job_report_opts(c->j);
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    uint32_t max = cp_carriers_rows_max(c);
    for (uint32_t i = 0; i < c->reach.n_hops && i < max; i++) {
        const struct cp_carriers_hop *h = &c->reach.hops[i];
        const cp_str cells[] = { cp_as_who_text(a, &c->who, h->asn),
                                 cp_str_c(h->tie),
                                 cp_str_c(cp_as_standing_name(h->standing)),
                                 number(a, h->n_reached),
                                 number(a, h->n_clean),
                                 number(a, h->prefixes),
                                 number(a, h->prefixes_clean),
                                 share(a, h->prefixes_clean, c->reach.prefixes) };
        cp_grid_row(&g, cells, colors[h->standing]);
    }
    cp_grid_print(&g, opts.color, c->j->out);
    cp_carriers_print_more(c, c->reach.n_hops, max);
}

static void print_reach(const cp_carriers *c)
{
    cp_arena *a = c->j->a;
    cp_buf *out = c->j->out;
    const cp_carriers_reach *r = &c->reach;
    if (!r->is_there)
        return;
    title(c, "What could be reached");
    cp_buf_fmt(out,
               "under the relations %.*s, from AS%u: %u ASes with %llu of the prefixes; without "
               "excluded ones %u with %llu (%.*s)\n",
               CP_FMT(c->relations->name), c->our_as, r->n_reached, (unsigned long long)r->prefixes,
               r->n_clean, (unsigned long long)r->prefixes_clean,
               CP_FMT(share(a, r->prefixes_clean, r->prefixes)));
    for (uint32_t i = 0; i < r->n_needed && i < ROWS_DEFAULT; i++)
        cp_buf_fmt(out, "%.*s cannot be avoided to %u other AS%s with %llu prefix%s\n",
                   CP_FMT(cp_as_who_text(a, &c->who, r->needed[i].asn)), r->needed[i].n_ases,
                   r->needed[i].n_ases == 1 ? "" : "es", (unsigned long long)r->needed[i].prefixes,
                   r->needed[i].prefixes == 1 ? "" : "es");
    print_hops(c);
}

void cp_carriers_print(const cp_carriers *c)
{
    cp_report_opts opts = cp_job_report_opts(c->j);
    if (!opts.quiet)
        cp_print_coverage(c->ans, &opts, c->j->a, c->j->out);
    print_sums(c);
    print_prefix_sums(c);
    print_wanted(c, &c->ours, "Our prefixes: by which paths others reach us");
    print_wanted(c, &c->to, "Where we go to");
    cp_carriers_up_print(c);
    print_reach(c);
    print_carriers(c);
    print_holders(c);
    print_peers(c);
    print_prefixes(c);
}
