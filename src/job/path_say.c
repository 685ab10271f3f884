/* SPDX-License-Identifier: Apache-2.0 */
/* path_say.c - see path_say.h. */
#include "job/path_say.h"
#include "report/parts.h"

#define SURE 0.9 /* links below are shown with how they are known */

const char *cp_path_reading_name(cp_reading r)
{
    return r == CP_EXPOSURE ? "exposure" : "availability";
}

/* What the words of not_given (JSON) are to somebody who does not know them. */
static cp_str in_words(cp_str not_given)
{
    static const struct {
        const char *word, *text;
    } rows[] = {
        { "dependencies", "what the devices depend on (no table of dependencies)" },
        { "carriage", "what carries the links (no table of carriage)" },
        { "far ends", "anything beyond the ends" },
        { "sessions", "neighbours of BGP that routers do not tell of" },
        { "packets", "where packets go that follow none of the paths that were told" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(not_given, cp_str_c(rows[i].word)))
            return cp_str_c(rows[i].text);
    return not_given;
}

cp_str cp_path_scope(cp_arena *a, const cp_path_model *m, bool assumes_complete)
{
    cp_str *texts = CP_NEW_ARRAY(a, cp_str, m->not_given.n);
    for (uint32_t i = 0; i < m->not_given.n; i++)
        texts[i] = in_words(m->not_given.v[i]);
    cp_str none = cp_text_join(a, texts, m->not_given.n, ", ");
    bool is_incomplete = m->gaps.n + m->need_gaps.n > 0;
    bool only = !m->has_needs && !m->has_carriage;
    return cp_str_fmt(a, "Scope: %snot looked at: %.*s%s%s", only ? "transmission only; " : "",
                      CP_FMT(none), is_incomplete ? "; " : "",
                      !is_incomplete     ? ""
                      : assumes_complete ? "the model is taken as complete"
                                         : "the model is incomplete");
}

cp_str cp_path_blocked(const cp_path_found *x, cp_path_answer in_model, cp_path_answer told)
{
    cp_arena *a = x->m->j->a;
    const cp_path_model *m = x->m;
    if (in_model == told || (x->l3 && in_model == CP_PATH_NONE))
        return CP_STR("");
    if (m->gaps.n || m->need_gaps.n)
        return cp_str_fmt(a, "; in what is known: %s, but the model is incomplete: %.*s",
                          cp_path_answer_name(in_model),
                          CP_FMT(x->is_incomplete && (in_model != CP_PATH_CLEAN || !x->lacks_needs)
                                     ? m->gaps.v[0]
                                 : m->need_gaps.n ? m->need_gaps.v[0]
                                                  : m->gaps.v[0]));
    return cp_str_fmt(a, "; in what is known: %s, but metrics contradict each other",
                      cp_path_answer_name(in_model));
}

/* ---- cells */

static cp_str survives_cell(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    uint32_t low, high;
    cp_path_disjoint(x, f, &low, &high);
    if (f->some.answer == CP_PATH_NONE)
        return cp_str_c(cp_path_answer_name(f->some_answer));
    if (f->from == f->to)
        return CP_STR("-");
    if (high == 0)
        return CP_STR("none");
    if (high == CP_NO_ITEM)
        return low ? cp_str_fmt(a, "%u or more", low - 1) : CP_STR("not known");
    if (low == high)
        return cp_str_fmt(a, "%u", low - 1);
    return low ? cp_str_fmt(a, "%u to %u", low - 1, high - 1)
               : cp_str_fmt(a, "none to %u", high - 1);
}

cp_str cp_path_cell(const cp_path_found *x, const cp_path_finding *f, uint32_t question)
{
    if (!f->has_rule)
        return cp_str_c(cp_path_answer_name(CP_PATH_NO_RULE));
    if (question == CP_ASK_SURVIVES && x->r->survive == 0)
        return survives_cell(x, f);
    cp_path_answer answer = question == CP_ASK_SOME       ? f->some_answer
                            : question == CP_ASK_EVERY    ? f->every_answer
                            : question == CP_ASK_SURVIVES ? f->survives_answer
                            : question == CP_ASK_ROUTES   ? f->routes_answer
                                                          : f->failures_answer;
    return cp_str_c(cp_path_answer_name(answer));
}

cp_str cp_path_counts(cp_arena *a, const cp_path_finding *f)
{
    cp_buf b = cp_buf_new(a);
    for (unsigned i = 0; i < CP_PATH_ANSWER_COUNT; i++)
        if (f->counts[i])
            cp_buf_fmt(&b, "%s%llu %s", b.total_bytes ? ", " : "", (unsigned long long)f->counts[i],
                       cp_path_answer_name((cp_path_answer)i));
    return cp_buf_str(&b);
}

/* ---- hops */

static cp_unknown seen_as(cp_path_label l)
{
    return l == CP_LABEL_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
}

const uint32_t *cp_path_chain(cp_arena *a, const cp_path_finding *f, const cp_path_model *m,
                              uint32_t item, uint32_t *n_out)
{
    uint32_t n, n_kept = 0;
    const uint32_t *why = cp_path_why(a, f, seen_as(cp_path_item_label(f, item)), item, &n);
    uint32_t *v = CP_NEW_RAW(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        cp_str name = cp_path_item_name(f, m, why[i]);
        bool is_alternative = m->things.v[f->pn->thing_of[why[i]]].kind == CP_THING_ALTERNATIVE;
        bool is_same = n_kept && cp_str_eq_nocase(name, cp_path_item_name(f, m, v[n_kept - 1]));
        if (n_kept && i + 1 < n && (is_alternative || is_same || name.n == 0))
            continue;
        v[n_kept++] = why[i];
    }
    *n_out = n_kept;
    return v;
}

bool cp_path_is_carriage(const cp_path_finding *f, const cp_path_model *m, uint32_t item)
{
    return m->things.v[f->pn->thing_of[item]].kind == CP_THING_CARRIAGE;
}

cp_str cp_path_own_reason(const cp_path_found *x, const cp_path_finding *f, uint32_t item)
{
    cp_arena *a = x->m->j->a;
    uint32_t thing = f->pn->thing_of[item];
    const cp_answer_asset *as = cp_path_asset(x->m, thing);
    const cp_verdict *v = as ? cp_answer_verdict(as, f->policy) : NULL;
    if (!cp_path_is_so_itself(f, item)) /* a chain that is told in part */
        return CP_STR("");
    cp_thing_kind kind = x->m->things.v[thing].kind;
    if (!v)
        return kind == CP_THING_ASSET     ? CP_STR("not in service")
               : kind == CP_THING_NETWORK ? CP_STR("holder?")
               : x->l3                    ? CP_STR("not told")
                                          : CP_STR("in no inventory");
    if (v->result == CP_VERDICT_UNDETERMINED)
        return v->n_missing
                   ? cp_str_fmt(a, "%.*s?", CP_FMT(cp_text_join(a, v->missing, v->n_missing, "? ")))
                   : CP_STR("");
    return cp_str_fmt(a, "%s%s%.*s", v->result == CP_VERDICT_RESTRICTED ? "restricted by " : "by ",
                      v->clause.n ? "clause " : "the policy", CP_FMT(v->clause));
}

static bool is_observed(const cp_path_finding *f, const cp_path_model *m, uint32_t item)
{
    return m->things.v[f->pn->thing_of[item]].kind == CP_THING_OBSERVED;
}

/* "needs ems-1, that needs host-2": what is not clean, to where the reason is. */
static cp_str chain(const cp_path_found *x, const cp_path_finding *f, const uint32_t *v, uint32_t n)
{
    cp_buf b = cp_buf_new(x->m->j->a);
    for (uint32_t i = 1; i < n; i++)
        cp_buf_fmt(&b, "%s%s %.*s", i > 1 ? ", that " : "",
                   cp_path_is_carriage(f, x->m, v[i - 1]) ? "rides on"
                   : is_observed(f, x->m, v[i - 1])       ? "passes"
                                                          : "needs",
                   CP_FMT(cp_path_item_name(f, x->m, v[i])));
    return cp_buf_str(&b);
}

cp_str cp_path_reason(const cp_path_found *x, const cp_path_finding *f, uint32_t item)
{
    cp_arena *a = x->m->j->a;
    uint32_t n;
    const uint32_t *v = cp_path_chain(a, f, x->m, item, &n);
    if (n == 0)
        return CP_STR("");
    cp_str own = cp_path_own_reason(x, f, v[n - 1]);
    if (n == 1)
        return own;
    return own.n ? cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(chain(x, f, v, n)), CP_FMT(own))
                 : chain(x, f, v, n);
}

cp_str cp_path_verdict(const cp_path_found *x, const cp_path_finding *f, uint32_t item)
{
    cp_arena *a = x->m->j->a;
    cp_path_label l = cp_path_item_label(f, item);
    uint32_t n;
    if (l == CP_LABEL_CLEAN)
        return CP_STR("clean");
    const uint32_t *v = cp_path_chain(a, f, x->m, item, &n);
    cp_str why = n > 1 ? chain(x, f, v, n) : cp_path_own_reason(x, f, item);
    return cp_str_fmt(a, "%s%s%.*s", cp_path_label_name(l), why.n ? ": " : "", CP_FMT(why));
}

enum { RIDES_SHOWN = 4 };

/* "on t1 (working), c (protection; excluded: by clause 2)" */
static void ridden(const cp_path_found *x, const cp_path_finding *f, uint32_t link, cp_buf *b)
{
    cp_path_mentions v = cp_path_rides_of(x->m, f, link);
    for (uint32_t i = 0; i < v.n && i < RIDES_SHOWN; i++) {
        cp_path_label l = cp_path_item_label(f, v.v[i].item);
        cp_str by = v.v[i].alternative,
               is = l == CP_LABEL_CLEAN ? CP_STR("") : cp_path_verdict(x, f, v.v[i].item);
        cp_buf_fmt(b, "%s%.*s",
                   i                ? ", "
                   : b->total_bytes ? " on "
                                    : "on ",
                   CP_FMT(cp_path_item_name(f, x->m, v.v[i].item)));
        if (by.n || is.n)
            cp_buf_fmt(b, " (%.*s%s%.*s)", CP_FMT(by), by.n && is.n ? "; " : "", CP_FMT(is));
    }
    uint32_t n_more = v.n_more + (v.n > RIDES_SHOWN ? v.n - RIDES_SHOWN : 0);
    if (n_more)
        cp_buf_fmt(b, " and %u more", n_more);
}

cp_str cp_path_link_text(const cp_path_found *x, const cp_path_finding *f, uint32_t link,
                         uint32_t from)
{
    cp_arena *a = x->m->j->a;
    const cp_real_link *l = &x->m->links.links[f->pn->link_of[link]];
    bool is_turned = f->pn->item_of[l->a] != from;
    cp_str near = is_turned ? l->b_port : l->a_port, far = is_turned ? l->a_port : l->b_port;
    cp_buf b = cp_buf_new(a);
    if (near.n || far.n)
        cp_buf_fmt(&b, "%.*s > %.*s", CP_FMT(near.n ? near : CP_STR("?")),
                   CP_FMT(far.n ? far : CP_STR("?")));
    if (l->layer.n && !cp_str_eq_nocase(l->layer, CP_STR("ip")))
        cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? " " : "", CP_FMT(l->layer));
    ridden(x, f, link, &b);
    if (l->confidence < SURE)
        cp_buf_fmt(&b, "%s(%.*s)", b.total_bytes ? " " : "", CP_FMT(cp_link_reason(a, l)));
    return cp_buf_str(&b);
}

/* ---- sentences */

cp_str cp_path_some_text(const cp_path_found *x, const cp_path_finding *f)
{
    static const char *const said[] = {
        [CP_PATH_CLEAN] = "this path is clean",
        [CP_PATH_EXCLUDED] = "there is no clean path",
        [CP_PATH_UNDETERMINED] = ("this path is clean if what is unknown on it is; without what "
                                  "is unknown there is none"),
        [CP_PATH_NONE] = "no path joins the two",
    };
    static const char *const said_l3[] = {
        [CP_PATH_CLEAN] = "this path is clean, of those that were told",
        [CP_PATH_EXCLUDED] = "no path that was told is clean",
        [CP_PATH_UNDETERMINED] = ("this path is clean if what is unknown on it is; no path that "
                                  "was told is known to be"),
        [CP_PATH_NONE] = "no path that was told joins the two",
    };
    return cp_str_fmt(x->m->j->a, "some: %s: %s%.*s", cp_path_answer_name(f->some_answer),
                      (x->l3 ? said_l3 : said)[f->some.answer],
                      CP_FMT(cp_path_blocked(x, f->some.answer, f->some_answer)));
}

static cp_str witness(const cp_path_found *x, const cp_path_finding *f, cp_unknown u)
{
    cp_arena *a = x->m->j->a;
    if (f->every.witness[u] != CP_NO_ITEM)
        return cp_str_fmt(a, "%.*s", CP_FMT(cp_path_item_name(f, x->m, f->every.witness[u])));
    uint32_t link = f->every.witness_link[u];
    const cp_net_link *l = &f->pn->net.links[link];
    return cp_str_fmt(a, "the link from %.*s to %.*s", CP_FMT(cp_path_item_name(f, x->m, l->a)),
                      CP_FMT(cp_path_item_name(f, x->m, l->b)));
}

cp_str cp_path_every_text(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    cp_str said =
        x->l3 ? CP_STR("all paths that were told are clean") : CP_STR("all paths are clean");
    if (f->every.answer == CP_PATH_EXCLUDED)
        said = cp_str_fmt(a, "this path uses %.*s", CP_FMT(witness(x, f, CP_UNKNOWN_CLEAN)));
    if (f->every.answer == CP_PATH_UNDETERMINED)
        said = cp_str_fmt(a, "this path uses %.*s, which is unknown",
                          CP_FMT(witness(x, f, CP_UNKNOWN_EXCLUDED)));
    if (f->every.answer == CP_PATH_NONE)
        said =
            x->l3 ? CP_STR("no path that was told joins the two") : CP_STR("no path joins the two");
    return cp_str_fmt(a, "every: %s: %.*s%.*s", cp_path_answer_name(f->every_answer), CP_FMT(said),
                      CP_FMT(cp_path_blocked(x, f->every.answer, f->every_answer)));
}

/* The devices or links that leave no clean path. */
static cp_str cut(const cp_path_found *x, const cp_path_finding *f, cp_unknown u)
{
    enum { SHOWN = 6 };
    cp_buf b = cp_buf_new(x->m->j->a);
    const cp_net *n = &f->pn->net;
    uint32_t all = f->survives.n[u];
    for (uint32_t i = 0; i < all && i < SHOWN; i++) {
        uint32_t at = f->survives.cut[u][i];
        cp_buf_add_c(&b, i ? ", " : "");
        if (!f->survives.is_links)
            cp_buf_add(&b, cp_path_item_name(f, x->m, at));
        else
            cp_buf_fmt(&b, "%.*s - %.*s", CP_FMT(cp_path_item_name(f, x->m, n->links[at].a)),
                       CP_FMT(cp_path_item_name(f, x->m, n->links[at].b)));
    }
    cp_buf_add_c(&b, all > SHOWN ? " ..." : "");
    return cp_buf_str(&b);
}

static cp_str failures(cp_arena *a, uint32_t paths, const char *what)
{
    if (paths == 0)
        return CP_STR("not proven even without a failure");
    if (paths == 1)
        return CP_STR("no failure");
    return cp_str_fmt(a, "any %u %s failure%s", paths - 1, what, paths > 2 ? "s" : "");
}

static cp_str survives_said(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    const char *what = f->survives.is_links ? "link" : "device";
    uint32_t low, high;
    cp_path_disjoint(x, f, &low, &high);
    if (high == 0)
        return CP_STR("nothing: there is no clean path");
    cp_str least = failures(a, low, what);
    if (high == CP_NO_ITEM)
        return low ? cp_str_fmt(a, "for sure %.*s", CP_FMT(least)) : least;
    cp_str end = cut(x, f, CP_UNKNOWN_CLEAN);
    if (low == high)
        return cp_str_fmt(a, "%.*s; without %.*s no clean path is left", CP_FMT(least),
                          CP_FMT(end));
    return cp_str_fmt(a,
                      "%s%.*s; at best, if what is unknown is clean, %.*s: without %.*s no clean "
                      "path is left",
                      low ? "for sure " : "", CP_FMT(least), CP_FMT(failures(a, high, what)),
                      CP_FMT(end));
}

cp_str cp_path_survives_text(const cp_path_found *x, const cp_path_finding *f)
{
    cp_arena *a = x->m->j->a;
    cp_str k = CP_STR("");
    if (f->from == f->to)
        return CP_STR("survives: nothing lies between");
    if (f->some.answer == CP_PATH_NONE)
        return cp_str_fmt(a, "survives: %s", cp_path_answer_name(f->some_answer));
    if (x->r->survive)
        k = cp_str_fmt(a, "%u failure%s: %s: ", x->r->survive, x->r->survive > 1 ? "s" : "",
                       cp_path_answer_name(f->survives_answer));
    return cp_str_fmt(a, "survives: %.*s%.*s", CP_FMT(k), CP_FMT(survives_said(x, f)));
}
