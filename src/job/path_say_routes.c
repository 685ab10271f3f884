/* SPDX-License-Identifier: Apache-2.0 */
/* path_say_routes.c - see path_say.h: routes, and what failures do to them. */
#include "job/path_say.h"

cp_str cp_path_share_text(cp_arena *a, cp_share s)
{
    if (s.den)
        return cp_str_fmt(a, "%llu/%llu", (unsigned long long)s.num, (unsigned long long)s.den);
    return cp_str_fmt(a, "%.6f to %.6f", s.low, s.high);
}

static cp_str share_said(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    cp_share low = f->routes.excluded[CP_UNKNOWN_CLEAN],
             high = f->routes.excluded[CP_UNKNOWN_EXCLUDED];
    cp_str from = cp_path_share_text(a, low), to = cp_path_share_text(a, high);
    if (cp_str_eq(from, to))
        return cp_str_fmt(a, "%.*s of the traffic meets excluded equipment", CP_FMT(from));
    return cp_str_fmt(a, "%.*s of the traffic meets excluded equipment, %.*s excluded or unknown",
                      CP_FMT(from), CP_FMT(to));
}

cp_str cp_path_routes_text(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    const char *name = cp_path_answer_name(f->routes_answer);
    if (f->routes_answer == CP_PATH_NOT_MODELLED)
        return cp_str_fmt(a, "routes: %s: %.*s", name, CP_FMT(x->m->no_routes));
    cp_str blocked = cp_path_blocked(x, f->routes.every, f->routes_answer);
    const char *areas = f->routes.by_areas ? "; by areas" : "";
    if (f->routes.every == CP_PATH_NONE)
        return cp_str_fmt(a, "routes: %s: routing knows no way%s%.*s", name, areas,
                          CP_FMT(blocked));
    return cp_str_fmt(a, "routes: %s: metric %llu, %.*s%s%.*s", name,
                      (unsigned long long)f->routes.metric, CP_FMT(share_said(x, f)), areas,
                      CP_FMT(blocked));
}

/* ---- failures */

cp_str cp_path_element_name(const cp_path_found *x, const cp_path_finding *f, cp_element e)
{
    cp_arena *a = x->m->j->a;
    const cp_net *n = &f->pn->net;
    switch (e.kind) {
    case CP_ELEMENT_DEVICE: return cp_path_item_name(f, x->m, e.at);
    case CP_ELEMENT_LINK:
        return cp_str_fmt(a, "%.*s - %.*s", CP_FMT(cp_path_item_name(f, x->m, n->links[e.at].a)),
                          CP_FMT(cp_path_item_name(f, x->m, n->links[e.at].b)));
    case CP_ELEMENT_RISK: return n->risk_ids[e.at];
    }
    return CP_STR("");
}

static cp_str elements(const cp_path_found *x, const cp_path_finding *f, const cp_element *v,
                       uint32_t n)
{
    cp_buf b = cp_buf_new(x->m->j->a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? " and " : "", CP_FMT(cp_path_element_name(x, f, v[i])));
    return cp_buf_str(&b);
}

/* When these fail, a route is not clean. */
static cp_str when(const cp_path_found *x, const cp_path_finding *f, cp_unknown u)
{
    cp_arena *a = x->m->j->a;
    const char *what = u == CP_UNKNOWN_CLEAN ? "excluded" : "unknown";
    if (f->failures.n[u] == 0)
        return cp_str_fmt(a, "a route meets %s equipment before anything fails", what);
    return cp_str_fmt(a, "a route meets %s equipment if %.*s fail%s", what,
                      CP_FMT(elements(x, f, f->failures.set[u], f->failures.n[u])),
                      f->failures.n[u] > 1 ? "" : "s");
}

static cp_str at_worst(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    const cp_fail_answer *y = &f->failures;
    cp_share worst = y->worst[CP_UNKNOWN_CLEAN];
    uint32_t n = y->n_worst[CP_UNKNOWN_CLEAN];
    if (worst.den && worst.num == 0)
        return CP_STR("");
    cp_str without = elements(x, f, y->worst_set[CP_UNKNOWN_CLEAN], n);
    return cp_str_fmt(a, "; at worst %.*s of the traffic%s%.*s",
                      CP_FMT(cp_path_share_text(a, worst)), n ? ", without " : "", CP_FMT(without));
}

cp_str cp_path_failures_text(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    const cp_fail_answer *y = &f->failures;
    const char *name = cp_path_answer_name(f->failures_answer);
    if (f->failures_answer == CP_PATH_NOT_MODELLED)
        return cp_str_fmt(a, "failures: %s: %.*s", name, CP_FMT(x->m->no_routes));
    cp_str said =
        y->every == CP_PATH_NONE ? CP_STR("routing knows no way")
        : y->every == CP_PATH_CLEAN
            ? CP_STR("whatever fails, all routes are clean")
            : when(x, f, y->every == CP_PATH_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED);
    cp_str off = CP_STR("");
    if (y->cuts_off)
        off = cp_str_fmt(a, "; no route is left without %.*s",
                         CP_FMT(elements(x, f, y->cut, y->n_cut)));
    cp_str most = at_worst(x, f);
    return cp_str_fmt(a, "up to %u failure%s: %s: %.*s%.*s%.*s%.*s", x->r->fail,
                      x->r->fail > 1 ? "s" : "", name, CP_FMT(said), CP_FMT(most), CP_FMT(off),
                      CP_FMT(cp_path_blocked(x, y->every, f->failures_answer)));
}
