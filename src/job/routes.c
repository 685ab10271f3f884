/* SPDX-License-Identifier: Apache-2.0 */
/* routes.c - `routes`: what was understood of how routers forward, a row a line, with the line of
 * the file where it stands; what was not understood, and what is not modelled, first. */
#include "codec/csv.h"
#include "codec/json.h"
#include "job/evidence.h"
#include "model/state.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_DEFAULT = 200, PAGE_ROWS = 50 * 1000 };

/* One row as it is shown. */
typedef struct shown {
    cp_str router, vrf, what, key, value, more, place, source;
    cp_state_kind kind;
    uint64_t line;
} shown;

/* Rows are told twice, first to be counted, then shown one after the other: a case may have more of
 * them than memory. */
typedef struct showing {
    cp_job *j;
    cp_evidence_set *e;
    const cp_router_state *state; /* whose rows come */
    cp_str router;
    uint32_t kinds; /* bits of those that are shown */
    bool is_open;   /* what is not known comes now, else the rest */
    uint64_t counts[CP_STATE_KIND_COUNT];
    cp_arena *a, *row;                               /* row: of the row in hand */
    void (*show)(struct showing *s, const shown *x); /* NULL: rows are counted */
    uint64_t n, max;                                 /* rows that are to be shown; so many are */
    cp_jw w;
    cp_grid grid; /* of a page */
    cp_arena *page;
    uint32_t width;
    bool has_color;
} showing;

static const struct {
    const char *name;
    uint32_t kinds;
} kinds[] = {
    { "routes", 1 << CP_STATE_ROUTE },
    { "neighbours", 1 << CP_STATE_NEIGHBOUR },
    { "interfaces", 1 << CP_STATE_IFACE },
    { "addresses", 1 << CP_STATE_ADDRESS },
    { "filters", 1 << CP_STATE_RULE | 1 << CP_STATE_USE },
    { "lsps", 1 << CP_STATE_LSP },
    { "stations", 1 << CP_STATE_STATION },
    { "peers", 1 << CP_STATE_PEER },
    { "limits", 1 << CP_STATE_LIMIT | 1 << CP_STATE_LINE },
    { "all", (1 << CP_STATE_KIND_COUNT) - 1 },
};

static cp_rc read_kinds(const cp_job *j, uint32_t *out, cp_err *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cp_str_eq(j->opts.rows_of, cp_str_c(kinds[i].name))) {
            *out = kinds[i].kinds;
            return CP_OK;
        }
    *out = 1 << CP_STATE_ROUTE | 1 << CP_STATE_LIMIT | 1 << CP_STATE_LINE;
    return j->opts.rows_of.n == 0
               ? CP_OK
               : cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--of is \"%.*s\"", CP_FMT(j->opts.rows_of));
}

/* ---- words of a row */

static cp_str net_text(cp_arena *a, const cp_state_net *n, bool is_whole)
{
    if (!n->is_set)
        return CP_STR("any");
    bool is_v4 = cp_state_net_is_v4(n);
    cp_ip ip = is_v4 ? cp_ip_v4(n->addr.b + 12) : cp_ip_v6(n->addr.b);
    cp_str text = cp_ip_text(a, ip);
    return is_whole ? text
                    : cp_str_fmt(a, "%.*s/%u", CP_FMT(text), is_v4 ? n->bits - 96u : n->bits);
}

static cp_str mac_text(cp_arena *a, uint64_t mac)
{
    uint8_t b[6];
    for (int i = 0; i < 6; i++)
        b[i] = (uint8_t)(mac >> (40 - 8 * i));
    return mac ? cp_mac_text(a, cp_mac_of(b)) : CP_STR("");
}

static cp_str flags_text(cp_arena *a, uint64_t what, const char *const *names, uint32_t n)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        if (what >> i & 1 && names[i][0])
            cp_buf_fmt(&b, "%s%s", b.n ? ", " : "", names[i]);
    return cp_buf_str(&b);
}

static void route(cp_arena *a, const cp_state *s, shown *x)
{
    static const char *const names[] = {
        "", "", "connected", "local", "drop", "labelled", "backup"
    };
    const cp_state_route *r = &s->route;
    cp_str flags = flags_text(a, r->what, names, 7);
    bool is_used = r->what & CP_STATE_USED;
    x->key = net_text(a, &r->net, false);
    x->value = cp_str_fmt(a, "%s%.*s%s%.*s", r->via.is_set ? "via " : "",
                          CP_FMT(r->via.is_set ? net_text(a, &r->via, true) : CP_STR("")),
                          r->via.is_set && r->iface.n ? ", " : "", CP_FMT(r->iface));
    x->more = cp_str_fmt(a, "%.*s %llu/%llu%s%.*s%s", CP_FMT(r->protocol),
                         (unsigned long long)r->preference, (unsigned long long)r->metric,
                         flags.n ? ", " : "", CP_FMT(flags), is_used ? "" : ", not in use");
}

static cp_str range_text(cp_arena *a, const uint64_t v[2], uint64_t most)
{
    if (v[0] == 0 && v[1] == most)
        return CP_STR("any");
    return v[0] == v[1]
               ? cp_str_fmt(a, "%llu", (unsigned long long)v[0])
               : cp_str_fmt(a, "%llu-%llu", (unsigned long long)v[0], (unsigned long long)v[1]);
}

static void rule(cp_arena *a, const cp_state *s, shown *x)
{
    static const char *const says[] = { "deny", "permit", "not known" };
    const cp_state_rule *r = &s->rule;
    x->key = cp_str_fmt(a, "%.*s %llu", CP_FMT(r->filter), (unsigned long long)r->seq);
    x->value =
        cp_str_fmt(a, "%s protocol %.*s from %.*s port %.*s to %.*s port %.*s",
                   says[r->says < 3 ? r->says : 2], CP_FMT(range_text(a, r->protocol, 255)),
                   CP_FMT(net_text(a, &r->src, false)), CP_FMT(range_text(a, r->src_port, 65535)),
                   CP_FMT(net_text(a, &r->dst, false)), CP_FMT(range_text(a, r->dst_port, 65535)));
    x->more = r->what & CP_STATE_PARTIAL ? CP_STR("some of these packets only") : CP_STR("");
}

static cp_str label_text(cp_arena *a, uint64_t label)
{
    return label == CP_STATE_NO_LABEL        ? CP_STR("none")
           : label == CP_STATE_IMPLICIT_NULL ? CP_STR("implicit null")
                                             : cp_str_fmt(a, "%llu", (unsigned long long)label);
}

static void lsp(cp_arena *a, const cp_state *s, shown *x)
{
    const cp_state_lsp *l = &s->lsp;
    x->key = l->fec.is_set ? net_text(a, &l->fec, false) : l->name;
    x->value = cp_str_fmt(a, "label %.*s to %.*s%s%.*s%s%.*s", CP_FMT(label_text(a, l->in)),
                          CP_FMT(label_text(a, l->out)), l->via.is_set ? " via " : "",
                          CP_FMT(l->via.is_set ? net_text(a, &l->via, true) : CP_STR("")),
                          l->iface.n ? ", " : "", CP_FMT(l->iface));
    bool is_backup = l->what & CP_STATE_BACKUP;
    x->more = cp_str_fmt(a, "%.*s%s%s", CP_FMT(l->protocol), is_backup && l->protocol.n ? ", " : "",
                         is_backup ? "backup" : "");
}

static void station(cp_arena *a, const cp_state *s, shown *x)
{
    x->key = mac_text(a, s->station.mac);
    x->value = s->station.iface;
    x->more = s->station.vlan
                  ? cp_str_fmt(a, "VLAN %llu%s%.*s", (unsigned long long)s->station.vlan,
                               s->station.text.n ? ", " : "", CP_FMT(s->station.text))
                  : s->station.text;
}

/* ", cost 10" where it was told */
static void add_number(cp_buf *b, const char *name, uint64_t n)
{
    if (n)
        cp_buf_fmt(b, "%s%s %llu", b->n ? ", " : "", name, (unsigned long long)n);
}

static void add_word(cp_buf *b, const char *name, cp_str s)
{
    if (s.n)
        cp_buf_fmt(b, "%s%s%s%.*s", b->n ? ", " : "", name, name[0] ? " " : "", CP_FMT(s));
}

static void peer(cp_arena *a, const cp_state *s, shown *x)
{
    static const char *const flags[] = { "", "", "passive", "off", "level 1", "level 2", "IPv6" };
    const cp_state_peer *p = &s->peer;
    cp_buf value = cp_buf_new(a), more = cp_buf_new(a);
    bool is_self = p->what & CP_STATE_PEER_SELF;
    x->key = is_self          ? CP_STR("this router")
             : p->addr.is_set ? net_text(a, &p->addr, !(p->what & CP_STATE_PEER_NETWORK))
                              : p->iface;
    cp_buf_fmt(&value, "%.*s%s%.*s", CP_FMT(p->protocol), p->instance.n ? " " : "",
               CP_FMT(p->instance));
    add_number(&value, "AS", p->as);
    add_word(&value, "id", is_self && p->addr.is_set ? net_text(a, &p->addr, true) : CP_STR(""));
    add_word(&value, cp_str_eq(p->protocol, CP_STR("IS-IS")) ? "NET" : "area", p->area);
    add_number(&value, "metric", p->metric);
    add_number(&more, is_self ? "AS" : "own AS", p->local_as);
    add_word(&more, "over", p->addr.is_set && !is_self ? p->iface : CP_STR(""));
    add_word(&more, "", flags_text(a, p->what, flags, 7));
    add_word(&more, "", p->text);
    x->value = cp_buf_str(&value);
    x->more = cp_buf_str(&more);
}

/* The neighbour's address is one of an asset. */
static void add_owner(const showing *s, const cp_state *row, shown *x)
{
    const cp_state_peer *p = &row->peer;
    if (!s->e->adjacent || !p->addr.is_set ||
        p->what & (CP_STATE_PEER_SELF | CP_STATE_PEER_NETWORK))
        return;
    const cp_identified *f = &s->e->found;
    cp_str realm =
        s->state->asset == CP_NO_ASSET ? s->state->realm : f->assets[s->state->asset].realm;
    uint32_t owner = cp_adjacent_owner(s->e->adjacent, realm, &p->addr);
    if (owner != CP_NO_ASSET)
        x->more = cp_str_fmt(s->row, "%.*s%sis %.*s", CP_FMT(x->more), x->more.n ? ", " : "",
                             CP_FMT(cp_asset_name(&f->assets[owner])));
}

static void fill(cp_arena *a, const cp_state *s, shown *x)
{
    static const char *const ports[] = { "up", "down", "member" };
    static const char *const addresses[] = { "secondary", "virtual" };
    static const char *const uses[] = { "IPv4", "IPv6", "in", "out" };
    switch (s->kind) {
    case CP_STATE_ROUTE: route(a, s, x); break;
    case CP_STATE_NEIGHBOUR:
        x->key = net_text(a, &s->neighbour.addr, true);
        x->value = mac_text(a, s->neighbour.mac);
        x->more = s->neighbour.iface;
        break;
    case CP_STATE_IFACE:
        x->key = s->iface.name;
        x->value = flags_text(a, s->iface.what, ports, 3);
        x->more = cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(mac_text(a, s->iface.mac)),
                             s->iface.parent.n ? " of " : "", CP_FMT(s->iface.parent));
        break;
    case CP_STATE_ADDRESS:
        x->key = net_text(a, &s->address.addr, true);
        x->value = s->address.iface;
        x->more = flags_text(a, s->address.what, addresses, 2);
        break;
    case CP_STATE_RULE: rule(a, s, x); break;
    case CP_STATE_USE:
        x->key = s->use.iface.n ? s->use.iface : CP_STR("all interfaces");
        x->value = s->use.filter;
        x->more = flags_text(a, s->use.what, uses, 4);
        break;
    case CP_STATE_LIMIT:
        x->key = s->limit.iface;
        x->value = s->limit.what;
        x->more = s->limit.text;
        break;
    case CP_STATE_LINE: x->value = s->line.text; break;
    case CP_STATE_LSP: lsp(a, s, x); break;
    case CP_STATE_STATION: station(a, s, x); break;
    case CP_STATE_PEER: peer(a, s, x); break;
    case CP_STATE_KIND_COUNT: break;
    }
}

static bool is_open_kind(cp_state_kind k) { return k == CP_STATE_LIMIT || k == CP_STATE_LINE; }

static bool is_wanted(const showing *s, const shown *x)
{
    for (uint32_t i = 0; i < s->j->opts.n_match; i++) {
        cp_str word = cp_str_lower(s->row, s->j->opts.match[i]);
        const cp_str texts[] = { x->router, x->vrf, x->key, x->value, x->more };
        bool has = false;
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            has = has || cp_str_has(cp_str_lower(s->row, texts[k]), word);
        if (!has)
            return false;
    }
    return true;
}

static void show_row(showing *s, const cp_state *row)
{
    static const char *const names[] = { "route", "neighbour", "interface", "address",
                                         "rule",  "filter",    "limit",     "not understood",
                                         "lsp",   "station",   "peer" };
    const cp_source *from = &s->e->sources.v[s->state->source];
    shown x = { .router = s->router,
                .vrf = row->vrf,
                .what = cp_str_c(names[row->kind]),
                .key = CP_STR(""),
                .value = CP_STR(""),
                .more = CP_STR(""),
                .source = from->name,
                .kind = row->kind,
                .line = row->pos };
    fill(s->row, row, &x);
    if (row->kind == CP_STATE_PEER)
        add_owner(s, row, &x);
    x.place = cp_str_fmt(s->row, "%.*s:%.*s", CP_FMT(from->name),
                         CP_FMT(cp_source_place(s->row, from, row->pos)));
    if (is_wanted(s, &x) && s->n++ < s->max)
        s->show(s, &x);
}

static void take(void *ctx, const cp_state *row)
{
    showing *s = ctx;
    if (!s->show) {
        s->counts[row->kind]++;
        return;
    }
    bool is_shown = is_open_kind(row->kind) == s->is_open && s->kinds >> row->kind & 1;
    if (!is_shown || s->j->out->rc != CP_OK) /* nobody reads it any more */
        return;
    if (s->n >= s->max && s->j->opts.n_match == 0) {
        s->n++;
        return;
    }
    cp_arena_mark mark = cp_arena_here(s->row);
    show_row(s, row);
    cp_arena_back(s->row, mark);
}

static void show_damaged(showing *s)
{
    const shown x = { .router = s->router,
                      .vrf = CP_STR(""),
                      .what = CP_STR("damaged"),
                      .key = CP_STR(""),
                      .value = CP_STR("rows of the case cannot be read"),
                      .more = CP_STR(""),
                      .place = CP_STR(""),
                      .source = CP_STR(""),
                      .kind = CP_STATE_LIMIT };
    if (s->n++ < s->max)
        s->show(s, &x);
}

/* show NULL: only counts. What is not known comes first. */
static void take_all(showing *s, void (*show)(showing *s, const shown *x))
{
    const cp_identified *found = &s->e->found;
    s->show = show;
    for (int open = show != NULL; open >= 0; open--)
        for (uint32_t i = 0; i < found->n_states; i++) {
            cp_arena_mark mark = cp_arena_here(s->row);
            cp_err fault = { 0 };
            s->state = &found->states[i];
            s->is_open = open;
            s->router = s->state->asset == CP_NO_ASSET
                            ? cp_str_fmt(s->row, "%.*s (!)", CP_FMT(s->state->name))
                            : cp_asset_name(&found->assets[s->state->asset]);
            if (cp_evidence_rows(s->e, s->state, take, s, &fault) != CP_OK && open)
                show_damaged(s);
            cp_arena_back(s->row, mark);
        }
}

/* ---- printing */

/* The widths of a table are those of a page of it. */
static void begin_page(showing *s)
{
    static const cp_grid_column columns[] = {
        { "ROUTER", false, true },    { "VRF", false, true },   { "WHAT", false, false },
        { "KEY", false, true },       { "VALUE", false, true }, { "MORE", false, true },
        { "STANDS IN", false, true },
    };
    s->page = cp_arena_new(0);
    s->grid = cp_grid_new(s->page, columns, sizeof columns / sizeof *columns, s->width);
}

static void end_page(showing *s)
{
    if (s->grid.n_rows)
        cp_grid_print(&s->grid, s->has_color, s->j->out);
    cp_arena_free(s->page);
}

static void show_in_table(showing *s, const shown *x)
{
    const cp_str cells[] = { x->router, x->vrf, x->what, x->key, x->value, x->more, x->place };
    if (s->grid.n_rows == PAGE_ROWS) {
        end_page(s);
        begin_page(s);
    }
    cp_grid_row(&s->grid, cells, is_open_kind(x->kind) ? "yellow" : NULL);
}

static void print(showing *s, const cp_answer *ans, cp_buf *out)
{
    cp_report_opts opts = cp_job_report_opts(s->j);
    const uint64_t *n = s->counts;
    take_all(s, NULL);
    if (!opts.quiet) {
        cp_print_coverage(ans, &opts, s->a, out);
        cp_buf_fmt(out,
                   "Router state\n  %llu route%s, %llu neighbour%s, %llu interface%s, %llu "
                   "address%s, %llu rule%s of filters\n",
                   (unsigned long long)n[CP_STATE_ROUTE], cp_plural(n[CP_STATE_ROUTE]),
                   (unsigned long long)n[CP_STATE_NEIGHBOUR], cp_plural(n[CP_STATE_NEIGHBOUR]),
                   (unsigned long long)n[CP_STATE_IFACE], cp_plural(n[CP_STATE_IFACE]),
                   (unsigned long long)n[CP_STATE_ADDRESS], n[CP_STATE_ADDRESS] == 1 ? "" : "es",
                   (unsigned long long)n[CP_STATE_RULE], cp_plural(n[CP_STATE_RULE]));
        if (n[CP_STATE_LINE] + n[CP_STATE_LIMIT])
            cp_buf_fmt(out, "  ! %llu line%s not understood, %llu limit%s of what is modelled\n",
                       (unsigned long long)n[CP_STATE_LINE], cp_plural(n[CP_STATE_LINE]),
                       (unsigned long long)n[CP_STATE_LIMIT], cp_plural(n[CP_STATE_LIMIT]));
        cp_buf_char(out, '\n');
    }
    s->max = opts.rows_max ? opts.rows_max : opts.quiet ? UINT64_MAX : ROWS_DEFAULT;
    s->width = opts.width;
    s->has_color = opts.color;
    begin_page(s);
    take_all(s, show_in_table);
    end_page(s);
    if (s->n == 0)
        cp_buf_add_c(out, "no rows\n");
    if (s->n > s->max)
        cp_buf_fmt(out, "... and %llu more: --limit N, or another format, has them all\n",
                   (unsigned long long)(s->n - s->max));
}

static void show_json(showing *s, const shown *x)
{
    cp_jw *w = &s->w;
    cp_jw_obj(w);
    cp_jw_kstr(w, "router", x->router);
    cp_jw_kstr_opt(w, "vrf", x->vrf);
    cp_jw_kstr(w, "what", x->what);
    cp_jw_kstr_opt(w, "key", x->key);
    cp_jw_kstr_opt(w, "value", x->value);
    cp_jw_kstr_opt(w, "more", x->more);
    cp_jw_kstr(w, "source", x->source);
    cp_jw_ku64(w, "line", x->line);
    cp_jw_obj_end(w);
}

static void show_ndjson(showing *s, const shown *x)
{
    s->w = cp_jw_new(s->j->out);
    show_json(s, x);
    cp_buf_char(s->j->out, '\n');
}

static void print_json(showing *s, const cp_answer *ans, cp_buf *out)
{
    take_all(s, NULL);
    s->w = cp_jw_new(out);
    cp_jw *w = &s->w;
    w->pretty = true;
    cp_jw_obj(w);
    cp_jw_kstr(w, "schema", CP_STR("cleanpath/routes/1"));
    cp_jw_kstr(w, "as_of", cp_date_text(w->scratch, ans->as_of));
    cp_jw_kstr(w, "version", ans->version);
    cp_json_coverage(w, ans);
    cp_jw_ku64(w, "not_understood", s->counts[CP_STATE_LINE]);
    cp_jw_ku64(w, "limits", s->counts[CP_STATE_LIMIT]);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    take_all(s, show_json);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_buf_char(out, '\n');
}

static void show_csv(showing *s, const shown *x)
{
    const cp_str cells[] = { x->router, x->vrf, x->what, x->key, x->value, x->more, x->source };
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
        cp_csv_cell(s->j->out, cells[k], k == 0);
    cp_buf_fmt(s->j->out, ",%llu\n", (unsigned long long)x->line);
}

static void print_in(showing *s, cp_report_format format, const cp_answer *ans)
{
    cp_buf *out = s->j->out;
    s->max = UINT64_MAX;
    if (format == CP_REPORT_JSON) {
        print_json(s, ans, out);
    } else if (format == CP_REPORT_NDJSON) {
        take_all(s, show_ndjson);
    } else if (format == CP_REPORT_CSV) {
        cp_buf_add_c(out, "router,vrf,what,key,value,more,source,line\n");
        take_all(s, show_csv);
    } else {
        print(s, ans, out);
    }
}

cp_rc cp_job_routes(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    showing s = { .j = j, .e = &e, .a = j->a };
    j->wants_states = true;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format != CP_REPORT_TABLE && format != CP_REPORT_JSON &&
        format != CP_REPORT_NDJSON && format != CP_REPORT_CSV)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                     CP_FMT(j->opts.format));
    if (rc == CP_OK)
        rc = read_kinds(j, &s.kinds, err);
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 0, false, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, false, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("routes");
    s.row = cp_arena_new(0);
    print_in(&s, format, &ans);
    cp_arena_free(s.row);
    if (e.n_unreadable || (j->opts.strict && (e.n_partly || e.n_not_recognised)))
        j->status = 3;
    return CP_OK;
}
