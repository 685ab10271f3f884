/* SPDX-License-Identifier: Apache-2.0 */
/* chart_strip.c - see chart.h: one path hop by hop, and why each hop and each link is not clean.
 *
 *     core-1 ---------- agg-1 ---------- csr-7
 *        |      |                          |
 *        |      rides on wdm-3             needs ems-2
 *        by clause 2   |                         |
 *                      by clause 2               needs host-1 ...
 *
 * Each thing that is named is put down once for a policy, with the one that makes it so: chains
 * meet, and a page holds each name once. */
#include "job/chart.h"
#include "job/path_say.h"
#include "path/least.h"

enum {
    HOPS_MAX = 60,      /* of a strip */
    NAMES_MAX = 12,     /* of what breaks it, of what it cannot avoid */
    MENTIONS_MAX = 6,   /* beside a hop or a link */
    STANDING_NAMED = 3, /* in a sentence */
};

typedef struct making {
    cp_charting *k;
    const cp_path_found *x;
    const cp_path_finding *f;
    cp_chart_things *things;
    cp_arena *scratch;
    uint8_t *is_cut, *is_on_every; /* per item */
    bool is_clean_shown;           /* the path that breaks was put down already */
} making;

static cp_chart_state state_of(cp_path_label l)
{
    static const cp_chart_state states[] = { [CP_LABEL_CLEAN] = CP_CHART_CLEAN,
                                             [CP_LABEL_EXCLUDED] = CP_CHART_EXCLUDED,
                                             [CP_LABEL_UNKNOWN] = CP_CHART_UNKNOWN };
    return states[l];
}

/* Excluded is worse than unknown. */
static cp_chart_state worse(cp_chart_state a, cp_chart_state b)
{
    return a == CP_CHART_EXCLUDED || b == CP_CHART_CLEAN ? a : b;
}

static cp_str name_of(const making *q, uint32_t item)
{
    return cp_path_item_name(q->f, &q->k->m, item);
}

/* ---- things */

/* Its place among the things; new if it was not there, without what makes it so. */
static uint32_t place_of(making *q, uint32_t item, bool *added)
{
    const cp_path_model *m = &q->k->m;
    cp_arena *a = q->k->j->a;
    uint32_t key[] = { q->f->policy, item }, thing = q->f->pn->thing_of[item];
    const cp_thing *t = &m->things.v[thing];
    cp_bytes bytes = cp_bytes_dup(a, (cp_bytes){ (const uint8_t *)key, sizeof key });
    uint64_t *at = cp_map_put(a, &q->things->places, cp_str_of_bytes(bytes), added);
    if (*added) {
        *at = q->things->v.n;
        cp_vec_push(a, &q->things->v,
                    ((cp_chart_thing){ .name = t->name,
                                       .asset = t->kind == CP_THING_ASSET ? m->judged[t->at]
                                                                          : CP_CHART_NONE,
                                       .state = state_of(cp_path_item_label(q->f, item)),
                                       .because = CP_CHART_NONE }));
    }
    return (uint32_t)*at;
}

/* With what makes it so, and what makes that so. */
static uint32_t put_thing(making *q, uint32_t item)
{
    bool is_new;
    uint32_t first = place_of(q, item, &is_new), n = 0, at = first;
    while (is_new) {
        const uint32_t *chain = cp_path_chain(q->scratch, q->f, &q->k->m, item, &n);
        for (uint32_t i = 1; i < n && is_new; i++) { /* an old one goes on by itself */
            uint32_t next = place_of(q, chain[i], &is_new);
            q->things->v.v[at].because = next;
            q->things->v.v[at].rides = cp_path_is_carriage(q->f, &q->k->m, chain[i - 1]);
            at = next;
        }
        item = n ? chain[n - 1] : item;
        if (n < 2 || cp_path_is_so_itself(q->f, item)) /* else only the beginning is told */
            break;
    }
    if (n && is_new)
        q->things->v.v[at].why = cp_path_own_reason(q->x, q->f, item);
    return first;
}

/* ---- hops and links */

static void push_mention(making *q, cp_chart_mentions *out, uint32_t item, cp_str alternative)
{
    if (out->n == MENTIONS_MAX) {
        out->n_more++;
        return;
    }
    ((cp_chart_mention *)out->v)[out->n++] = (cp_chart_mention){ put_thing(q, item), alternative };
}

static cp_chart_mentions no_mentions(const making *q)
{
    return (cp_chart_mentions){ CP_NEW_ARRAY(q->k->j->a, cp_chart_mention, MENTIONS_MAX), 0, 0 };
}

static cp_chart_mentions mentions(making *q, cp_path_mentions v)
{
    cp_chart_mentions out = no_mentions(q);
    for (uint32_t i = 0; i < v.n; i++)
        push_mention(q, &out, v.v[i].item, v.v[i].alternative);
    out.n_more += v.n_more;
    return out;
}

/* As it is named in passing. */
static cp_chart_hop hop_of(const making *q, uint32_t item)
{
    uint32_t thing = q->f->pn->thing_of[item];
    return (cp_chart_hop){ .node = q->k->node_of[thing],
                           .name = name_of(q, item),
                           .state = state_of(cp_path_item_label(q->f, item)),
                           .thing = CP_CHART_NONE };
}

static cp_chart_hop full_hop(making *q, uint32_t item)
{
    cp_chart_hop h = hop_of(q, item);
    h.thing = put_thing(q, item);
    if (h.state != CP_CHART_CLEAN)
        h.needs = mentions(q, cp_path_needs_of(q->scratch, &q->k->m, q->f, item));
    h.breaks = q->is_cut[item] && !q->is_clean_shown;
    h.is_on_every = q->is_on_every[item];
    return h;
}

/* The cut that is told: where what is unknown makes a difference, of what is known to be clean. */
static cp_unknown cut_of(const cp_l0_survives *s)
{
    bool is_same = s->n[CP_UNKNOWN_EXCLUDED] == s->n[CP_UNKNOWN_CLEAN];
    return !is_same && s->n[CP_UNKNOWN_EXCLUDED] ? CP_UNKNOWN_EXCLUDED : CP_UNKNOWN_CLEAN;
}

static bool is_cut_link(const making *q, uint32_t link)
{
    const cp_l0_survives *s = &q->f->survives;
    cp_unknown u = cut_of(s);
    for (uint32_t i = 0; s->is_links && i < s->n[u]; i++)
        if (s->cut[u][i] == link)
            return true;
    return false;
}

static void put_link(making *q, cp_chart_hop *h, uint32_t link)
{
    h->link = state_of(cp_path_link_label(q->f, link));
    h->rides = mentions(q, cp_path_rides_of(&q->k->m, q->f, link));
    h->link_breaks = is_cut_link(q, link) && !q->is_clean_shown;
}

/* One hop that says how many of a long strip it stands for, and the worst of them. */
typedef struct middle {
    uint32_t first, n; /* hops */
    cp_chart_hop hop;
} middle;

static void put_into(making *q, middle *x, uint32_t item, uint32_t link)
{
    cp_chart_state is = state_of(cp_path_item_label(q->f, item));
    x->hop.state = worse(x->hop.state, is);
    x->hop.breaks |= q->is_cut[item] && !q->is_clean_shown;
    x->hop.is_on_every |= q->is_on_every[item] != 0;
    if (is != CP_CHART_CLEAN)
        push_mention(q, &x->hop.needs, item, CP_STR(""));
    if (link == CP_NO_LINK)
        return;
    is = state_of(cp_path_link_label(q->f, link));
    x->hop.state = worse(x->hop.state, is);
    cp_path_mentions v = cp_path_rides_of(&q->k->m, q->f, link);
    if (is != CP_CHART_CLEAN && v.n)
        push_mention(q, &x->hop.needs, v.v[0].item, CP_STR(""));
}

static const cp_chart_hop *put_hops(making *q, const cp_trail *t, uint32_t *n_out)
{
    cp_arena *a = q->k->j->a;
    CP_VEC(cp_chart_hop) v = { 0 };
    uint32_t item = t->from, n = t->n_links + 1;
    middle x = { HOPS_MAX / 2,
                 n > HOPS_MAX ? n - HOPS_MAX : 0,
                 { .node = CP_CHART_NONE, .thing = CP_CHART_NONE, .needs = no_mentions(q) } };
    for (uint32_t i = 0; i < n; i++) {
        bool is_in = i >= x.first && i < x.first + x.n, is_end = i + 1 == x.first + x.n;
        uint32_t link = i < t->n_links ? t->links[i] : CP_NO_LINK;
        if (is_in)
            put_into(q, &x, item, is_end ? CP_NO_LINK : link);
        if (is_in && is_end)
            x.hop.name = cp_str_fmt(a, "\xe2\x80\xa6 %u more \xe2\x80\xa6", x.n);
        if (!is_in || is_end) {
            cp_chart_hop h = is_in ? x.hop : full_hop(q, item);
            if (link != CP_NO_LINK)
                put_link(q, &h, link);
            cp_vec_push(a, &v, h);
        }
        if (link != CP_NO_LINK)
            item = cp_path_next(&q->f->pn->net, item, link);
    }
    *n_out = v.n;
    return v.v;
}

/* A clean path where there is one, else the one that is least far from it; and where some path is
 * clean and not every one, one of the latter. */
static void put_witness(making *q, cp_chart_path *out)
{
    const cp_l0_some *s = &q->f->some;
    const cp_l0_every *e = &q->f->every;
    cp_trail t;
    if (s->exists[CP_UNKNOWN_EXCLUDED])
        out->hops = put_hops(q, &s->path[CP_UNKNOWN_EXCLUDED], &out->n_hops);
    else if (cp_least_dirty(q->scratch, &q->f->pn->net, &q->f->taints, q->f->from, q->f->to, &t))
        out->hops = put_hops(q, &t, &out->n_hops);
    cp_unknown u = e->answer == CP_PATH_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
    if (s->answer != CP_PATH_CLEAN || e->holds[u])
        return;
    q->is_clean_shown = true;
    out->dirty = put_hops(q, &e->through[u], &out->n_dirty);
}

/* ---- what breaks it */

static bool has_cut(const making *q)
{
    const cp_l0_survives *s = &q->f->survives;
    cp_unknown u = cut_of(s);
    return q->f->from != q->f->to && s->n[u] && s->n[u] != CP_L0_ENDLESS && s->cut[u];
}

static const char *path_left(const cp_l0_survives *s)
{
    if (s->n[CP_UNKNOWN_EXCLUDED] == s->n[CP_UNKNOWN_CLEAN])
        return "no clean path";
    return s->n[CP_UNKNOWN_EXCLUDED] ? "no path that is known to be clean"
                                     : "no path that may be clean";
}

static void put_breaks(making *q, cp_chart_path *out)
{
    const cp_l0_survives *s = &q->f->survives;
    cp_arena *a = q->k->j->a;
    cp_buf b = cp_buf_new(a);
    if (!has_cut(q))
        return;
    cp_unknown u = cut_of(s);
    uint32_t n = s->n[u], shown = n < NAMES_MAX ? n : NAMES_MAX, low, high;
    cp_path_disjoint(q->x, q->f, &low, &high);
    CP_VEC(cp_chart_hop) v = { 0 };
    for (uint32_t i = 0; i < shown; i++) {
        const cp_net_link *l = s->is_links ? &q->f->pn->net.links[s->cut[u][i]] : NULL;
        cp_vec_push(a, &v, hop_of(q, l ? l->a : s->cut[u][i]));
        if (l)
            cp_vec_push(a, &v, hop_of(q, l->b));
        cp_buf_add_c(&b, i ? (i + 1 == n ? " and " : ", ") : "");
        if (l)
            cp_buf_fmt(&b, "the link %.*s - %.*s", CP_FMT(name_of(q, l->a)),
                       CP_FMT(name_of(q, l->b)));
        else
            cp_buf_add(&b, v.v[i].name);
    }
    if (n > shown)
        cp_buf_fmt(&b, " and %u more", n - shown);
    bool is_open = high == CP_NO_ITEM; /* a link that nobody tells of may lead around */
    out->breaks =
        cp_str_fmt(a, "%s%s is left when %.*s fail%s", is_open ? "as far as is known, " : "",
                   path_left(s), CP_FMT(cp_buf_str(&b)), n == 1 ? "s" : " together");
    out->breaking = v.v;
    out->n_breaking = v.n;
    out->n_cut = n;
    out->breaks_links = s->is_links;
}

static void put_survives(const making *q, cp_chart_path *out)
{
    const cp_path_finding *f = q->f;
    uint32_t low, high;
    cp_path_disjoint(q->x, f, &low, &high);
    out->has_survives = f->from != f->to && f->some.answer != CP_PATH_NONE && high > 0;
    out->survives_links = f->survives.is_links;
    out->at_least = (int64_t)low - 1;
    out->at_most = high == CP_NO_ITEM ? -1 : (int64_t)high - 1;
}

static void put_unavoidable(making *q, cp_chart_path *out)
{
    const cp_l0_unavoidable *x = &q->f->unavoidable;
    uint32_t shown = x->n < NAMES_MAX ? x->n : NAMES_MAX;
    cp_chart_hop *v = CP_NEW_ARRAY(q->k->j->a, cp_chart_hop, shown);
    for (uint32_t i = 0; i < shown; i++)
        v[i] = hop_of(q, x->items[i]);
    out->unavoidable = v;
    out->n_unavoidable = shown;
    out->n_unavoidable_more = x->n - shown;
}

/* What the answer about some path says, and what stands between where there is no clean one. */
static cp_str why(const making *q)
{
    cp_arena *a = q->k->j->a;
    const cp_path_finding *f = q->f;
    cp_str said = cp_path_some_text(q->x, f);
    cp_buf b = cp_buf_new(a);
    ptrdiff_t colon = cp_str_find(said, CP_STR(": ")); /* "some: proven-clean: this path ..." */
    said = cp_str_from(said, colon < 0 ? 0 : (size_t)colon + 2);
    colon = cp_str_find(said, CP_STR(": "));
    cp_buf_add(&b, cp_str_from(said, colon < 0 ? 0 : (size_t)colon + 2));
    bool is_open = f->some.answer == CP_PATH_UNDETERMINED;
    if (!is_open && f->some.answer != CP_PATH_EXCLUDED)
        return cp_buf_str(&b);
    cp_unknown u = is_open ? CP_UNKNOWN_EXCLUDED : CP_UNKNOWN_CLEAN;
    cp_path_border border = cp_path_border_of(a, f, u);
    bool at_end = f->taints.dirty[u][f->from] || f->taints.dirty[u][f->to];
    for (uint32_t i = 0; i < border.n && i < STANDING_NAMED; i++)
        cp_buf_fmt(&b, "%s%s%.*s (%.*s)",
                   i        ? ", "
                   : at_end ? "; an end itself is not clean: "
                            : "; in the way: ",
                   cp_path_is_carriage(f, &q->k->m, border.items[i]) ? "the link " : "",
                   CP_FMT(cp_path_item_name(f, &q->k->m, border.items[i])),
                   CP_FMT(cp_path_verdict(q->x, f, border.items[i])));
    if (border.n > STANDING_NAMED)
        cp_buf_fmt(&b, " and %u more", border.n - STANDING_NAMED);
    return cp_buf_str(&b);
}

static void mark(making *q)
{
    const cp_path_finding *f = q->f;
    const cp_l0_survives *s = &f->survives;
    cp_unknown u = cut_of(s);
    q->is_cut = CP_NEW_ARRAY(q->scratch, uint8_t, f->pn->net.n_items);
    q->is_on_every = CP_NEW_ARRAY(q->scratch, uint8_t, f->pn->net.n_items);
    for (uint32_t i = 0; has_cut(q) && !s->is_links && i < s->n[u]; i++)
        q->is_cut[s->cut[u][i]] = 1;
    for (uint32_t i = 0; i < f->unavoidable.n; i++)
        q->is_on_every[f->unavoidable.items[i]] = 1;
}

void cp_chart_strip(cp_charting *k, cp_path_found *x, cp_chart_things *things, cp_path_finding *f,
                    cp_chart_path *out)
{
    making q = { .k = k, .x = x, .f = f, .things = things, .scratch = cp_arena_new(0) };
    cp_path_ask_l0(x, q.scratch, f);
    mark(&q);
    out->policy = f->policy;
    out->some = cp_str_c(cp_path_answer_name(f->some_answer));
    out->every = cp_str_c(cp_path_answer_name(f->every_answer));
    put_witness(&q, out);
    put_breaks(&q, out);
    put_survives(&q, out);
    put_unavoidable(&q, out);
    out->why = why(&q);
    cp_arena_free(q.scratch);
}
