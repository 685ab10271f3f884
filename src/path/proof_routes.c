/* SPDX-License-Identifier: Apache-2.0 */
/* proof_routes.c - see proof.h: the certificate, for questions about routes. The failure tree is
 * written whole, though the search (fail.h) leaves out what earlier siblings stand for: whoever
 * checks it needs to know nothing of that. Where routing has several areas it holds all sets that
 * may fail, as the search does. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "path/areas.h"
#include "path/fail.h"
#include "path/failing.h"
#include "path/proof.h"
#include "path/proof_in.h"

/* A tree beyond it would not be read by anybody: some 4 GiB. */
enum { CP_PROOF_NODES_MAX = 1 << 26 };

static void text(cp_proof *p, const char *s) { cp_words_text(&p->w, cp_str_c(s)); }
static void number(cp_proof *p, uint64_t x) { cp_words_number(&p->w, x); }

static void pair(cp_proof *p, uint32_t at, uint64_t distance)
{
    static const char *const kinds[] = { "", "b", "o" };
    number(p, at);
    if (distance == CP_SPF_NONE) {
        text(p, " -");
        return;
    }
    number(p, distance % CP_AREAS_KIND);
    text(p, kinds[distance / CP_AREAS_KIND]);
}

/* place NULL: the distances are by stand, else by node. */
static void all_distances(cp_proof *p, const uint64_t *distance, uint32_t n, const uint32_t *place)
{
    uint32_t n_finite = 0;
    for (uint32_t i = 0; i < n; i++)
        n_finite += distance[i] != CP_SPF_NONE;
    text(p, "dist");
    number(p, n_finite);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t d = distance[place ? place[i] : i];
        if (d != CP_SPF_NONE)
            pair(p, i, d);
    }
    cp_proof_line(p);
}

/* Of the last run; distance: per node, where there is one area. */
static void last_distances(cp_proof *p, cp_routes *g, const uint64_t *distance)
{
    if (!g->areas) {
        all_distances(p, distance, g->spf.n, g->spf.place);
        return;
    }
    uint64_t *stands = CP_NEW_RAW(p->a, uint64_t, cp_areas_n_stands(g->areas));
    cp_areas_stands(g->areas, stands);
    all_distances(p, stands, cp_areas_n_stands(g->areas), NULL);
}

void cp_proof_routes_some(cp_proof *p, cp_routes *g, const cp_taints *t, uint32_t from, uint32_t to,
                          const cp_routes_answer *x)
{
    cp_proof_ask(p, "routes-some", t, from, to);
    cp_proof_answer(p, x->some);
    cp_routes_run(g, g->spf.place[to], NULL);
    last_distances(p, g, g->spf.distance);
    if (x->some == CP_PATH_NONE)
        return;
    text(p, "by");
    if (x->some != CP_PATH_CLEAN)
        number(p, cp_proof_taint(p, t, CP_UNKNOWN_CLEAN));
    if (x->some != CP_PATH_EXCLUDED)
        number(p, cp_proof_taint(p, t, CP_UNKNOWN_EXCLUDED));
    cp_proof_line(p);
}

/* ---- routes-every */

typedef struct changed {
    uint32_t item; /* or another stand */
    uint64_t distance;
} changed;

typedef struct tree {
    cp_proof *p;
    cp_routes *g;
    cp_failing *f;
    uint32_t from, k, kinds; /* from is a node */
    uint64_t n;
    CP_VEC(changed) changed; /* of one node; the arena may be the buffer's, so no going back */
    /* with several areas: what is down, and distances by stand at each depth */
    const cp_down *down;
    uint64_t *stands[CP_FAILURES_MAX + 1];
} tree;

static void element(cp_proof *p, cp_element e)
{
    static const char *const letters[] = {
        [CP_ELEMENT_DEVICE] = " d", [CP_ELEMENT_LINK] = " l", [CP_ELEMENT_RISK] = " r"
    };
    char digits[16];
    int n = snprintf(digits, sizeof digits, "%" PRIu32, e.at);
    text(p, letters[e.kind]);
    cp_words_text(&p->w, (cp_str){ digits, (size_t)n });
}

static int by_item(const void *x, const void *y)
{
    const changed *a = x, *b = y;
    return (a->item > b->item) - (a->item < b->item);
}

/* What the element that failed last has changed: the hit were logged last, as they were before. */
static void changed_distances(tree *t)
{
    const cp_failing *f = t->f;
    const struct cp_failing_change *before = f->log + f->n_log - f->n_hit;
    t->changed.n = 0;
    for (uint32_t i = 0; i < f->n_hit; i++) {
        uint32_t u = before[i].node;
        if (f->distance[u] != before[i].distance)
            cp_vec_push(t->p->a, &t->changed, ((changed){ f->spf->item[u], f->distance[u] }));
    }
    if (t->changed.n)
        qsort(t->changed.v, t->changed.n, sizeof *t->changed.v, by_item);
    text(t->p, "dist");
    number(t->p, t->changed.n);
    cp_vec_each(c, &t->changed) pair(t->p, c->item, c->distance);
    cp_proof_line(t->p);
}

static cp_rc count_node(tree *t, cp_err *err)
{
    if (t->p->w.out->rc != CP_OK) /* what is written gets nowhere */
        return cp_buf_end(t->p->w.out, err);
    if (++t->n > CP_PROOF_NODES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "a failure tree of more than %d nodes",
                       CP_PROOF_NODES_MAX);
    return CP_OK;
}

static void node_line(cp_proof *p, uint32_t depth, const cp_element *e)
{
    text(p, "node");
    number(p, depth);
    if (e)
        element(p, *e);
    cp_proof_line(p);
}

/* The nodes below that of the current state; as deep as there are failures. */
static cp_rc below(tree *t, uint32_t depth, cp_err *err)
{
    cp_failing *f = t->f;
    uint32_t first = t->g->fail->offers.n, end;
    cp_rc rc = count_node(t, err);
    if (rc != CP_OK || depth == t->k || f->distance[t->from] == CP_SPF_NONE)
        return rc;
    cp_routes_walk(t->g, f->distance, &f->down, t->from);
    cp_fail_offer(t->g, f->distance, &f->down, t->from, t->kinds, true);
    end = t->g->fail->offers.n;
    for (uint32_t i = first; i < end && rc == CP_OK; i++) {
        cp_element e = t->g->fail->offers.v[i];
        size_t mark = cp_failing_fail(f, e);
        node_line(t->p, depth + 1, &e);
        changed_distances(t);
        rc = below(t, depth + 1, err);
        cp_failing_undo(f, e, mark);
    }
    t->g->fail->offers.n = first;
    return rc;
}

/* ---- with several areas: every set, its elements in the order of their numbers */

/* The number-th of all: devices, then links, then risks. */
static cp_element element_at(const cp_net *n, uint32_t at)
{
    if (at < n->n_items)
        return (cp_element){ CP_ELEMENT_DEVICE, at };
    if (at - n->n_items < n->n_links)
        return (cp_element){ CP_ELEMENT_LINK, at - n->n_items };
    return (cp_element){ CP_ELEMENT_RISK, at - n->n_items - n->n_links };
}

/* Some link goes with it. */
static bool has_links(const cp_net *n, cp_element e)
{
    switch (e.kind) {
    case CP_ELEMENT_DEVICE: return n->arc_first[e.at] < n->arc_first[e.at + 1];
    case CP_ELEMENT_RISK: return n->risk_first[e.at] < n->risk_first[e.at + 1];
    case CP_ELEMENT_LINK: break;
    }
    return true;
}

static bool may_fail(const tree *t, cp_element e)
{
    const cp_spf *s = &t->g->spf;
    bool is_end =
        e.kind == CP_ELEMENT_DEVICE && (s->place[e.at] == t->from || s->place[e.at] == s->to);
    return cp_fail_is_of(t->kinds, e.kind) && !is_end && has_links(s->net, e);
}

static void fail_areas(const tree *t, cp_element e, int by)
{
    cp_down_add(t->down, &t->g->spf, e, by);
    cp_areas_run(t->g->areas, t->down);
}

/* What differs from the depth above. */
static void changed_stands(const tree *t, uint32_t depth)
{
    const uint64_t *now = t->stands[depth], *before = t->stands[depth - 1];
    uint32_t n = cp_areas_n_stands(t->g->areas), n_changed = 0;
    for (uint32_t i = 0; i < n; i++)
        n_changed += now[i] != before[i];
    text(t->p, "dist");
    number(t->p, n_changed);
    for (uint32_t i = 0; i < n; i++)
        if (now[i] != before[i])
            pair(t->p, i, now[i]);
    cp_proof_line(t->p);
}

/* The elements from `first` on, each with all below it; as deep as there are failures. */
static cp_rc below_areas(tree *t, uint32_t depth, uint32_t first, cp_err *err)
{
    const cp_net *n = t->g->spf.net;
    const uint32_t end = n->n_items + n->n_links + n->n_risks;
    cp_rc rc = count_node(t, err);
    for (uint32_t i = first; i < end && depth < t->k && rc == CP_OK; i++) {
        cp_element e = element_at(n, i);
        if (!may_fail(t, e))
            continue;
        node_line(t->p, depth + 1, &e);
        fail_areas(t, e, 1);
        cp_areas_stands(t->g->areas, t->stands[depth + 1]);
        changed_stands(t, depth + 1);
        rc = below_areas(t, depth + 1, i + 1, err);
        cp_down_add(t->down, &t->g->spf, e, -1);
    }
    return rc;
}

/* ---- both */

static cp_rc write_tree(tree *t, const cp_taints *taints, cp_unknown u, uint32_t k, cp_err *err)
{
    t->k = k;
    cp_proof_by(t->p, "tree", taints, u);
    number(t->p, k);
    cp_proof_line(t->p);
    node_line(t->p, 0, NULL);
    if (!t->g->areas) {
        all_distances(t->p, t->f->distance, t->g->spf.n, t->g->spf.place);
        return below(t, 0, err);
    }
    uint32_t n = cp_areas_n_stands(t->g->areas);
    for (uint32_t depth = 0; depth <= k; depth++)
        t->stands[depth] = t->stands[depth] ? t->stands[depth] : CP_NEW_RAW(t->p->a, uint64_t, n);
    cp_areas_run(t->g->areas, t->down);
    cp_areas_stands(t->g->areas, t->stands[0]);
    all_distances(t->p, t->stands[0], n, NULL);
    return below_areas(t, 0, 0, err);
}

static cp_rc write_hit(tree *t, const cp_taints *taints, cp_unknown u, const cp_fail_answer *x,
                       cp_err *err)
{
    size_t marks[CP_FAILURES_MAX];
    uint32_t m = x->n[u];
    cp_rc rc = m ? write_tree(t, taints, u, m - 1, err) : CP_OK;
    if (rc != CP_OK)
        return rc;
    cp_proof_by(t->p, "hit", taints, u);
    number(t->p, m);
    if (t->g->areas)
        cp_areas_run(t->g->areas, t->down);
    for (uint32_t i = 0; i < m; i++) {
        element(t->p, x->set[u][i]);
        if (t->g->areas)
            fail_areas(t, x->set[u][i], 1);
        else
            marks[i] = cp_failing_fail(t->f, x->set[u][i]);
    }
    cp_proof_line(t->p);
    last_distances(t->p, t->g, t->f->distance);
    for (uint32_t i = m; i-- > 0;)
        if (t->g->areas)
            cp_down_add(t->down, &t->g->spf, x->set[u][i], -1);
        else
            cp_failing_undo(t->f, x->set[u][i], marks[i]);
    return CP_OK;
}

static void every_ask(cp_proof *p, const cp_taints *t, uint32_t from, uint32_t to, uint32_t k,
                      uint32_t kinds, cp_path_answer answer)
{
    cp_proof_ask(p, "routes-every", t, from, to);
    number(p, k);
    text(p, kinds ? " " : " -");
    if (cp_fail_is_of(kinds, CP_ELEMENT_DEVICE))
        text(p, "d");
    if (cp_fail_is_of(kinds, CP_ELEMENT_LINK))
        text(p, "l");
    if (cp_fail_is_of(kinds, CP_ELEMENT_RISK))
        text(p, "r");
    cp_proof_answer(p, answer);
}

static cp_failing *failing_of(cp_routes *g)
{
    struct cp_fail *f = cp_fail_of(g);
    if (!f->failing) {
        f->failing = CP_NEW(g->a, cp_failing);
        cp_failing_init(f->failing, g->a, &g->spf);
    }
    return f->failing;
}

cp_rc cp_proof_routes_every(cp_proof *p, cp_routes *g, const cp_taints *t, uint32_t from,
                            uint32_t to, uint32_t k, uint32_t kinds, const cp_fail_answer *x,
                            cp_err *err)
{
    tree tr = { .p = p, .g = g, .f = failing_of(g), .from = g->spf.place[from], .kinds = kinds };
    cp_rc rc = CP_OK;
    tr.down = &cp_fail_of(g)->detour.down;
    cp_routes_run(g, g->spf.place[to], NULL);
    if (!g->areas)
        cp_failing_start(tr.f);
    every_ask(p, t, from, to, k, kinds, x->every);
    switch (x->every) {
    case CP_PATH_CLEAN: return write_tree(&tr, t, CP_UNKNOWN_EXCLUDED, k, err);
    case CP_PATH_EXCLUDED: return write_hit(&tr, t, CP_UNKNOWN_CLEAN, x, err);
    case CP_PATH_UNDETERMINED:
        rc = write_tree(&tr, t, CP_UNKNOWN_CLEAN, k, err);
        return rc == CP_OK ? write_hit(&tr, t, CP_UNKNOWN_EXCLUDED, x, err) : rc;
    case CP_PATH_NONE: last_distances(p, g, g->spf.distance); return CP_OK;
    case CP_PATH_NO_RULE:
    case CP_PATH_NOT_MODELLED:
    case CP_PATH_ANSWER_COUNT: assert(!"an answer of the engine"); break;
    }
    return rc;
}
