/* SPDX-License-Identifier: Apache-2.0 */
/* plane_watch.c - see plane_watch.h: `path --watch`, from what is told to what changes.
 *
 *     fates: of each region that is asked about, from each table, as they are by now
 *     other routes of a router --> changes --> touched: what they were before
 *     all else --> another plane, with the regions of both: old and new fates are compared
 *
 * A plane, its routers and its fates live in one arena (home) and go with it. */
#include "job/plane_watch.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "job/live.h"
#include "job/progress.h"

enum { EVERY_US = 2 * 1000 * 1000 };

/* A fate that has changed in this update. */
typedef struct touched {
    uint32_t place, k; /* of the tables asked */
    cp_plane_fate was;
    cp_routers_change why; /* the last change of it */
    uint32_t n_changes;
} touched;

/* A plane, and what is asked of it. */
typedef struct planes {
    cp_arena *home;
    cp_planes *p;
    const uint32_t *tables; /* asked */
    uint32_t n_tables;
    const uint32_t *asked_at;    /* per table of the plane: its place in tables + 1 */
    CP_VEC(cp_plane_fate) fates; /* per place and table asked */
    CP_VEC(uint32_t) marks;      /* likewise: in touched + 1 */
    cp_routers_live *live;
} planes;

typedef struct watching {
    cp_job *j;
    cp_path_found *x;
    cp_plane_asked of; /* what is asked: destinations */
    unsigned bits;
    cp_watch_told told;
    cp_watch_say say;
    planes now;
    cp_path_answer *overall; /* per policy */
    bool is_started;
    /* of one update: given back at its end */
    cp_arena *scratch;
    cp_buf out;
    cp_job of_now;
    cp_path_model m;
    CP_VEC(touched) touched;
    CP_VEC(cp_watch_row) rows;
    CP_VEC(uint32_t) born; /* places that are new */
} watching;

/* ---- a plane, asked */

static cp_rc add_row(void *ctx, uint32_t item, uint32_t source, const cp_state *s, cp_err *err)
{
    return cp_routers_add(((cp_planes *)ctx)->routers, item, source, s, err);
}

static void keep_fates(watching *w, planes *v, const cp_plane_asked *k)
{
    uint32_t *at = CP_NEW_ARRAY(v->home, uint32_t, v->p->v.n_tables + 1);
    cp_prefix x;
    for (uint32_t t = 0; t < v->n_tables; t++)
        at[v->tables[t]] = t + 1;
    v->asked_at = at;
    for (uint32_t i = 0; i < cp_plane_n_places(v->p->v.plane); i++) {
        bool is_asked = cp_plane_prefix_at(v->p->v.plane, i, &x) && cp_plane_is_asked(&w->of, &x) &&
                        k->classes.of[i] != CP_NO_CLASS;
        for (uint32_t t = 0; t < v->n_tables; t++) {
            cp_plane_fate f = { .ends = 0 };
            if (is_asked)
                f = k->fates[(size_t)k->classes.of[i] * v->n_tables + t];
            cp_vec_push(v->home, &v->fates, f);
            cp_vec_push(v->home, &v->marks, 0);
        }
    }
}

/* k: valid until the scratch is given back. */
static cp_rc ask(watching *w, planes *v, cp_plane_asked *k, cp_err *err)
{
    uint32_t n;
    const uint32_t *tables = cp_plane_tables_of(v->p, &w->x->r->from, &n);
    if (n == 0)
        return cp_plane_no_table(v->p, &w->x->r->from, err);
    v->tables = cp_arena_dup(v->home, tables, n * sizeof *tables);
    v->n_tables = n;
    cp_rc rc = cp_plane_ask(v->p, w->of.dsts, w->of.n_dsts, v->tables, n, k, err);
    if (rc != CP_OK)
        return rc;
    keep_fates(w, v, k);
    v->live = cp_routers_live_new(v->p->routers, &v->p->v, &v->p->pn->net, w->bits,
                                  w->x->r->assumes_complete);
    return CP_OK;
}

/* Of what routers say by now; with the prefixes of another plane (NULL: none). */
static cp_rc make(watching *w, planes *out, const cp_plane *also, cp_err *err)
{
    cp_arena *home = cp_arena_new(0);
    *out = (planes){ .home = home, .p = CP_NEW(home, cp_planes) };
    *out->p = *w->told.p;
    out->p->routers = cp_routers_new(home);
    for (uint32_t i = 0; i < w->told.later.n; i++)
        cp_routers_later(out->p->routers, w->told.later.v[i]);
    out->p->v = (cp_routers_plane){ .n_tables = 0 };
    out->p->bits = 0;
    out->p->n_blocks_lost = 0;
    cp_rc rc =
        cp_watch_each_row(&w->told, CP_NO_ITEM, add_row, out->p, &out->p->n_blocks_lost, err);
    if (rc == CP_OK) {
        cp_planes_add_others(out->p);
        rc = cp_planes_version(out->p, w->bits, err);
    }
    cp_prefix x;
    uint32_t place;
    for (uint32_t i = 0; rc == CP_OK && also && i < cp_plane_n_places(also); i++)
        if (cp_plane_prefix_at(also, i, &x))
            rc = cp_plane_prefix(out->p->v.plane, &x, &place, err);
    return rc;
}

static void let_go(planes *v)
{
    cp_routers_live_free(v->live);
    if (v->home)
        cp_arena_free(v->home);
}

/* ---- other routes of a router */

static void hear_born(void *ctx, uint32_t prefix, uint32_t above)
{
    watching *w = ctx;
    planes *v = &w->now;
    uint32_t n = v->n_tables;
    cp_vec_push(w->scratch, &w->born, prefix);
    while (v->fates.n < (prefix + 1) * n) {
        cp_vec_push(v->home, &v->fates, ((cp_plane_fate){ .ends = 0 }));
        cp_vec_push(v->home, &v->marks, 0);
    }
    for (uint32_t t = 0; t < n; t++)
        v->fates.v[prefix * n + t] = v->fates.v[above * n + t];
}

static void hear_changed(void *ctx, const cp_routers_change *why, const cp_plane_change *c)
{
    watching *w = ctx;
    planes *v = &w->now;
    cp_prefix x;
    if (!cp_plane_prefix_at(v->p->v.plane, c->prefix, &x) || !cp_plane_is_asked(&w->of, &x))
        return;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t k = v->asked_at[c->tables[i]], at;
        if (!k--)
            continue;
        at = c->prefix * v->n_tables + k;
        if (v->marks.v[at] == 0) {
            cp_vec_push(w->scratch, &w->touched,
                        ((touched){ .place = c->prefix, .k = k, .was = v->fates.v[at] }));
            v->marks.v[at] = w->touched.n;
        }
        touched *t = &w->touched.v[v->marks.v[at] - 1];
        t->why = *why;
        t->n_changes++;
        v->fates.v[at] = c->after[i];
    }
}

static cp_rc add_route(void *ctx, uint32_t item, uint32_t source, const cp_state *s, cp_err *err)
{
    cp_routers_live *live = ctx;
    return s->kind == CP_STATE_ROUTE ? cp_routers_live_add(live, item, source, s, err) : CP_OK;
}

static cp_rc set_item(watching *w, uint32_t item, bool *fits, cp_err *err)
{
    planes *v = &w->now;
    uint64_t n_damaged = 0;
    const cp_routers_hearer to = { hear_born, hear_changed, w };
    for (uint32_t t = 0; t < v->p->v.n_tables; t++)
        for (int is_v4 = 0; v->p->v.tables[t].item == item && is_v4 < 2; is_v4++)
            cp_routers_live_drop(v->live, t, is_v4);
    cp_rc rc = cp_watch_each_row(&w->told, item, add_route, v->live, &n_damaged, err);
    return rc == CP_OK ? cp_routers_live_commit(v->live, item, &to, fits, err) : rc;
}

/* ---- why */

static cp_str does_text(watching *w, uint32_t table, uint16_t action)
{
    const cp_planes *p = w->now.p;
    cp_plane_does x = cp_plane_does_of(p->v.plane, table, action);
    cp_buf b = cp_buf_new(w->scratch);
    for (uint32_t i = 0; i < x.n; i++) {
        uint32_t to = x.hops[i].to;
        cp_str name = to == CP_PLANE_HOST      ? CP_STR("a host")
                      : to == CP_PLANE_NOWHERE ? CP_STR("nobody known")
                                               : cp_plane_table_name(p, to);
        if (i == 0 || to != x.hops[i - 1].to)
            cp_buf_fmt(&b, "%s%.*s", i ? ", " : "to ", CP_FMT(name));
    }
    if (x.n == 0)
        cp_buf_add_c(&b, !x.kind                      ? "not there"
                         : x.kind == CP_PLANE_DELIVER ? "delivered"
                         : x.kind == CP_PLANE_DROP    ? "dropped"
                                                      : "not modelled");
    return cp_buf_str(&b);
}

/* "r1: 10.0.0.0/8 was to r2, is to r3 (r1.json:12)" */
static cp_str change_text(watching *w, const touched *t, cp_routers_place *at)
{
    const cp_planes *p = w->now.p;
    const cp_routers_change *c = &t->why;
    cp_arena *a = w->scratch;
    cp_prefix x = { 0, 0 };
    uint32_t n = 0;
    (void)cp_plane_prefix_at(p->v.plane, c->prefix, &x);
    const cp_routers_route *v = cp_routers_rows(p->routers, c->table, &x, &n);
    *at = n ? v->at : w->told.at;
    cp_str limit = p->v.tables[c->table].limit,
           bgp = cp_str_c(n ? cp_routers_bgp_why(v->protocol) : "");
    limit = limit.n ? limit : bgp;
    return cp_str_fmt(a, "%.*s: %.*s was %.*s, is %.*s%s%.*s (%.*s)",
                      CP_FMT(cp_plane_table_name(p, c->table)),
                      CP_FMT(cp_plane_prefix_text(a, &x, p->bits)),
                      CP_FMT(does_text(w, c->table, c->was)), CP_FMT(does_text(w, c->table, c->is)),
                      limit.n ? ", " : "", CP_FMT(limit), CP_FMT(cp_plane_place_text(p, a, at)));
}

/* ---- what is told */

static int by_table_and_address(const void *a, const void *b)
{
    const cp_watch_row *x = a, *y = b;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    if (x->prefix.first != y->prefix.first)
        return x->prefix.first < y->prefix.first ? -1 : 1;
    return (int)x->prefix.len - (int)y->prefix.len;
}

/* The same of neighbouring regions, because of the same router. */
static bool is_alike(const cp_watch_row *x, const cp_watch_row *y)
{
    ptrdiff_t i = cp_str_find(x->why, CP_STR(": ")), k = cp_str_find(y->why, CP_STR(": "));
    return x->table == y->table && cp_plane_same_fate(&x->was, &y->was) &&
           cp_plane_same_fate(&x->is, &y->is) && x->at.source == y->at.source && i >= 0 && i == k &&
           memcmp(x->why.p, y->why.p, (size_t)i) == 0;
}

static void tell_overall(watching *w)
{
    const planes *v = &w->now;
    cp_path_answer *is = CP_NEW_ARRAY(w->scratch, cp_path_answer, w->x->n + 1);
    cp_address unused;
    cp_prefix x;
    for (uint32_t f = 0; f < w->x->n; f++)
        is[f] = w->x->v[f].has_rule ? CP_PATH_NONE : CP_PATH_NO_RULE;
    bool is_first = true;
    for (uint32_t i = 0; i < cp_plane_n_places(v->p->v.plane); i++) {
        if (!cp_plane_prefix_at(v->p->v.plane, i, &x) || !cp_plane_is_asked(&w->of, &x) ||
            !cp_plane_region_has(v->p->v.plane, i, &unused))
            continue;
        for (uint32_t k = 0; k < v->n_tables; k++, is_first = false)
            for (uint32_t f = 0; f < w->x->n; f++) {
                const cp_path_finding *of = &w->x->v[f];
                cp_path_answer one = cp_plane_answer(&v->fates.v[i * v->n_tables + k], of->bit);
                if (of->has_rule && (is_first || cp_path_badness(one) > cp_path_badness(is[f])))
                    is[f] = one;
            }
    }
    cp_watch_say_overall(&w->say, w->overall, is);
    memcpy(w->overall, is, w->x->n * sizeof *is);
}

/* Of a place, from all tables that are asked. */
static void tell_region(watching *w, uint32_t place)
{
    const planes *v = &w->now;
    cp_address unused;
    cp_prefix x;
    if (!cp_plane_prefix_at(v->p->v.plane, place, &x) || !cp_plane_is_asked(&w->of, &x) ||
        !cp_plane_region_has(v->p->v.plane, place, &unused))
        return;
    for (uint32_t k = 0; k < v->n_tables; k++)
        cp_watch_say_answer(&w->say, v->tables[k], &x, &v->fates.v[place * v->n_tables + k]);
}

static void tell_rows(watching *w)
{
    cp_watch_row *v = w->rows.v;
    for (uint32_t i = 0; w->say.is_json && i < w->born.n; i++)
        tell_region(w, w->born.v[i]);
    if (w->rows.n == 0)
        return;
    qsort(v, w->rows.n, sizeof *v, by_table_and_address);
    for (uint32_t i = 0, end; i < w->rows.n; i = end) {
        for (end = i + 1; !w->say.is_json && end < w->rows.n && is_alike(&v[i], &v[end]);)
            end++;
        v[i].n_more = end - i - 1;
        cp_watch_say_row(&w->say, &v[i]);
    }
    tell_overall(w);
}

/* What was touched, and is another now. */
static void rows_of_touched(watching *w)
{
    planes *v = &w->now;
    for (uint32_t i = 0; i < w->touched.n; i++) {
        const touched *t = &w->touched.v[i];
        uint32_t at = t->place * v->n_tables + t->k;
        cp_address unused;
        v->marks.v[at] = 0;
        cp_watch_row r = { .table = v->tables[t->k], .was = t->was, .is = v->fates.v[at] };
        if (!cp_watch_differs(v->p, &r.was, &r.is) ||
            !cp_plane_prefix_at(v->p->v.plane, t->place, &r.prefix) ||
            !cp_plane_region_has(v->p->v.plane, t->place, &unused))
            continue;
        r.why = change_text(w, t, &r.at);
        cp_vec_push(w->scratch, &w->rows, r);
    }
}

/* Each region of the new plane is a part of one of the old. */
static void rows_of_both(watching *w, const planes *was, const planes *is)
{
    for (uint32_t i = 0; i < cp_plane_n_places(is->p->v.plane); i++)
        for (uint32_t k = 0; k < is->n_tables; k++) {
            cp_watch_row r = { .table = is->tables[k], .at = w->told.at };
            cp_plane_side x = { was->p, 0, 0 }, y = { is->p, r.table, 0 };
            if (!cp_plane_prefix_at(is->p->v.plane, i, &r.prefix) ||
                !cp_plane_is_asked(&w->of, &r.prefix) ||
                !cp_plane_region_has(is->p->v.plane, i, &y.dst))
                continue;
            uint32_t from = 0;
            while (from < was->n_tables &&
                   was->p->v.tables[was->tables[from]].item != is->p->v.tables[r.table].item)
                from++;
            if (from == was->n_tables)
                continue;
            x.table = was->tables[from];
            x.dst = y.dst;
            uint32_t place = cp_plane_region_of(was->p->v.plane, y.dst);
            r.was = was->fates.v[place * was->n_tables + from];
            r.is = is->fates.v[i * is->n_tables + k];
            if (!cp_watch_differs(is->p, &r.was, &r.is))
                continue;
            r.why = cp_plane_why(w->scratch, &x, &y);
            cp_vec_push(w->scratch, &w->rows, r);
        }
}

/* ---- updates */

static cp_rc make_anew(watching *w, cp_err *err)
{
    planes is, was = w->now;
    cp_plane_asked k;
    for (uint32_t i = 0; i < w->touched.n; i++) { /* a part of it may have been set already */
        const touched *t = &w->touched.v[i];
        was.fates.v[t->place * was.n_tables + t->k] = t->was;
    }
    cp_rc rc = make(w, &is, was.p->v.plane, err);
    if (rc == CP_OK)
        rc = ask(w, &is, &k, err);
    if (rc != CP_OK) {
        let_go(&is);
        return rc;
    }
    rows_of_both(w, &was, &is);
    memset(&w->born, 0, sizeof w->born);
    for (uint32_t i = 0; i < cp_plane_n_places(is.p->v.plane); i++) {
        cp_prefix x;
        if (cp_plane_prefix_at(is.p->v.plane, i, &x) &&
            cp_plane_find(was.p->v.plane, &x) == CP_NO_PREFIX)
            cp_vec_push(w->scratch, &w->born, i);
    }
    w->now = is;
    w->told.p = w->now.p;
    w->say.p = w->now.p;
    tell_rows(w);
    let_go(&was);
    return CP_OK;
}

static cp_rc work_out(watching *w, cp_err *err)
{
    bool fits = !w->told.needs_anew;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && fits && i < w->told.items.n; i++)
        rc = set_item(w, w->told.items.v[i], &fits, err);
    if (rc != CP_OK)
        return rc;
    if (!fits)
        return make_anew(w, err);
    rows_of_touched(w);
    tell_rows(w);
    return CP_OK;
}

/* Memory of one update, and what is told of it. */
static void begin_update(watching *w)
{
    w->scratch = cp_arena_new(0);
    w->of_now.a = w->scratch;
    w->out = cp_buf_to_fd(w->scratch, STDOUT_FILENO);
    w->say.out = &w->out;
    w->say.at = cp_job_now();
}

/* Told at once: others read it. */
static cp_rc end_update(watching *w, cp_rc rc, cp_err *err)
{
    cp_rc written = cp_buf_end(&w->out, rc == CP_OK ? err : NULL);
    cp_arena_free(w->scratch);
    memset(&w->touched, 0, sizeof w->touched);
    memset(&w->rows, 0, sizeof w->rows);
    memset(&w->born, 0, sizeof w->born);
    w->told.items.n = 0;
    w->told.needs_anew = false;
    begin_update(w);
    return rc == CP_OK ? written : rc;
}

static cp_rc hear(void *ctx, const cp_watch_heard *h, cp_err *err)
{
    watching *w = ctx;
    cp_str what;
    uint64_t n_unread = w->told.n_unread;
    if (!w->is_started) /* the evidence has it as it was when that was read */
        cp_watch_forget_source(&w->told, w->told.p->m->e->sources.v[h->source].name);
    cp_rc rc = cp_watch_take(&w->told, w->scratch, h, &what, err);
    bool is_unread = w->told.n_unread > n_unread;
    if (rc == CP_OK && what.n && w->is_started)
        cp_watch_say_text(&w->say, is_unread ? "unread" : "note", what,
                          &(cp_routers_place){ h->source, h->answer.line });
    else if (rc == CP_OK && what.n)
        w->j->say(w->j, "%.*s", CP_FMT(what));
    return rc;
}

static cp_rc settle(void *ctx, cp_err *err)
{
    watching *w = ctx;
    if (!w->is_started) /* all of it before the first answer */
        return CP_OK;
    w->say.at = cp_job_now();
    return end_update(w, work_out(w, err), err);
}

static void note(void *ctx, cp_str text)
{
    watching *w = ctx;
    cp_watch_say_text(&w->say, "note", text, &(cp_routers_place){ 0, 0 });
}

static cp_rc flush(void *ctx, cp_err *err)
{
    watching *w = ctx;
    return cp_buf_end(&w->out, err);
}

/* ---- the command */

static cp_rc read_time(cp_str text, const char *option, cp_time *out, cp_err *err)
{
    if (text.n && !cp_job_time(text, out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%s is \"%.*s\", expected a time such as 2s, 10m or 2h", option,
                       CP_FMT(text));
    return CP_OK;
}

cp_rc cp_plane_watch_check(const cp_job *j, cp_report_format format, cp_err *err)
{
    const cp_opts *o = &j->opts;
    cp_time unused;
    const char *lonely = o->interval.n ? "--interval" : o->lasting.n ? "--for" : NULL;
    if (!o->n_watched && lonely)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is of --watch", lonely);
    if (!o->n_watched && o->n_within)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--within is of --watch bmp:ADDRESS:PORT");
    if (!o->n_watched)
        return CP_OK;
    cp_rc bmp = cp_watch_bmp_check(j, err);
    if (bmp != CP_OK)
        return bmp;
    const char *other = o->output.n               ? "--output"
                        : o->certificate.n        ? "--certificate"
                        : o->all_pairs            ? "--all"
                        : format == CP_REPORT_CSV ? "--format csv"
                                                  : NULL;
    if (other)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--watch does not go with %s", other);
    cp_rc rc = read_time(o->interval, "--interval", &unused, err);
    return rc == CP_OK ? read_time(o->lasting, "--for", &unused, err) : rc;
}

/* The first plane: that of the evidence, or with files of it as they are by now. */
static cp_rc first(watching *w, cp_planes *p, cp_plane_asked *k, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (w->told.needs_anew) {
        rc = make(w, &w->now, NULL, err);
    } else {
        w->now = (planes){ .home = cp_arena_new(0), .p = p };
        rc = cp_planes_version(p, w->bits, err);
    }
    w->now.p->m = &w->m;
    w->told.p = w->now.p;
    w->say.p = w->now.p;
    return rc == CP_OK ? ask(w, &w->now, k, err) : rc;
}

static cp_rc answer_first(watching *w, cp_planes *p, cp_err *err)
{
    cp_plane_asked k;
    cp_rc rc = first(w, p, &k, err);
    if (rc != CP_OK)
        return rc;
    w->overall = cp_arena_dup(w->j->a, k.answers, (w->x->n + 1) * sizeof *k.answers);
    cp_plane_conclude(w->x, w->overall);
    if (w->say.is_json) {
        cp_watch_say_start(&w->say);
        for (uint32_t i = 0; i < cp_plane_n_places(w->now.p->v.plane); i++)
            tell_region(w, i);
        cp_watch_say_overall(&w->say, NULL, w->overall);
    } else {
        cp_plane_print(&k, w->say.out);
    }
    w->is_started = true;
    return end_update(w, CP_OK, err);
}

static cp_rc watch(watching *w, cp_planes *p, cp_err *err)
{
    cp_job *j = w->j;
    cp_watch_inputs *in;
    cp_time every = EVERY_US, lasting = 0;
    const char *why = "error";
    const cp_watch_hearer to = { hear, settle, note, flush, w };
    cp_rc rc = read_time(j->opts.interval, "--interval", &every, err);
    if (rc == CP_OK)
        rc = read_time(j->opts.lasting, "--for", &lasting, err);
    if (rc == CP_OK)
        rc = cp_watch_inputs_open(j, (cp_evidence_set *)(uintptr_t)w->x->m->e, &w->told, &in, err);
    if (rc == CP_OK)
        rc = cp_watch_inputs_first(in, &to, err);
    if (rc == CP_OK)
        rc = answer_first(w, p, err);
    if (rc == CP_OK)
        rc = cp_watch_inputs_hear(in, every, lasting, &to, &why, err);
    if (rc != CP_OK)
        return rc;
    *j->interrupted = 0; /* that is how it ends; a second one has ended the program */
    w->say.at = cp_job_now();
    if (strcmp(why, "reader") != 0)
        cp_watch_say_end(&w->say, why, &w->told);
    cp_plane_conclude(w->x, w->overall);
    return CP_OK;
}

cp_rc cp_plane_watch_job(cp_path_found *x, cp_planes *p, const cp_prefix *dsts, uint32_t n_dsts,
                         unsigned bits, bool is_json, cp_err *err)
{
    cp_job *j = x->m->j;
    watching *w = CP_NEW(j->a, watching);
    *w = (watching){ .j = j, .x = x, .bits = bits, .m = *x->m, .of_now = *j };
    w->of = (cp_plane_asked){ .p = p, .dsts = dsts, .n_dsts = n_dsts };
    w->m.j = &w->of_now;
    w->say.is_json = is_json;
    cp_progress_close(j); /* lines are told, and what it says would stand between them */
    cp_watch_told_init(&w->told, j->a, p);
    w->told.bits = bits;
    w->told.assumes_complete = x->r->assumes_complete;
    begin_update(w);
    cp_rc rc = end_update(w, watch(w, p, err), err);
    ((cp_evidence_set *)(uintptr_t)x->m->e)->n_unreadable += w->told.doubts.n;
    let_go(&w->now);
    cp_watch_told_free(&w->told);
    cp_arena_free(w->scratch);
    return rc;
}
