/* SPDX-License-Identifier: Apache-2.0 */
/* proof.c - see proof.h: the certificate, for the questions that the topology alone answers.
 *
 * Nothing is decided here but for `apart -`, which is the part of the net that FROM is in. */
#include "path/proof.h"
#include "path/proof_in.h"

static void text(cp_proof *p, const char *s) { cp_words_text(&p->w, cp_str_c(s)); }
static void number(cp_proof *p, uint64_t x) { cp_words_number(&p->w, x); }

/* ---- parts that all questions have */

static const char *reading_name(cp_reading r)
{
    static const char *const names[CP_READING_COUNT] = {
        [CP_EXPOSURE] = "exposure", [CP_AVAILABILITY] = "availability"
    };
    return names[r];
}

uint32_t cp_proof_taint(const cp_proof *p, const cp_taints *t, cp_unknown u)
{
    uint32_t i = 0;
    while (i < p->n_taints &&
           (p->taints[i].policy != t->policy || p->taints[i].reading != t->reading))
        i++;
    assert(i < p->n_taints);
    return 2 * i + (u == CP_UNKNOWN_EXCLUDED);
}

static void about(cp_proof *p, const cp_taints *t)
{
    number(p, t->policy);
    text(p, " ");
    text(p, reading_name(t->reading));
}

void cp_proof_ask_from(cp_proof *p, const char *question, const cp_taints *t, uint32_t from)
{
    text(p, "ask ");
    text(p, question);
    about(p, t);
    number(p, from);
}

void cp_proof_ask(cp_proof *p, const char *question, const cp_taints *t, uint32_t from, uint32_t to)
{
    cp_proof_ask_from(p, question, t, from);
    number(p, to);
}

void cp_proof_answer(cp_proof *p, cp_path_answer x)
{
    text(p, " ");
    text(p, cp_path_answer_name(x));
    cp_proof_line(p);
}

void cp_proof_by(cp_proof *p, const char *keyword, const cp_taints *t, cp_unknown u)
{
    text(p, keyword);
    number(p, cp_proof_taint(p, t, u));
}

static void taint(cp_proof *p, const cp_taints *t, cp_unknown u)
{
    text(p, "taint");
    about(p, t);
    text(p, u == CP_UNKNOWN_EXCLUDED ? " excluded\nderived" : " clean\nderived");
    cp_words_list(&p->w, t->derived[u], t->n_derived[u]);
    cp_proof_line(p);
}

cp_proof *cp_proof_new(cp_arena *a, const cp_net *n, cp_str sha256_hex, const cp_taints *taints,
                       uint32_t n_taints, cp_buf *out)
{
    cp_proof *p = CP_NEW(a, cp_proof);
    *p = (cp_proof){ .a = a, .net = n, .taints = taints, .n_taints = n_taints, .w.out = out };
    text(p, "cleanpath-certificate 1\nproblem ");
    cp_words_text(&p->w, sha256_hex);
    cp_proof_line(p);
    for (uint32_t i = 0; i < n_taints; i++) {
        taint(p, &taints[i], CP_UNKNOWN_CLEAN);
        taint(p, &taints[i], CP_UNKNOWN_EXCLUDED);
    }
    return p;
}

void cp_proof_end(cp_proof *p)
{
    text(p, "end\n");
    cp_words_flush(&p->w);
}

static void trail(cp_proof *p, const cp_trail *x)
{
    cp_words_list(&p->w, x->links, x->n_links);
    cp_proof_line(p);
}

/* ---- some, every */

static void apart(cp_proof *p, const cp_taints *t, cp_unknown u, const cp_l0_some *x)
{
    cp_proof_by(p, "apart", t, u);
    cp_words_list(&p->w, x->apart[u], x->n_apart[u]);
    cp_proof_line(p);
}

/* As if everything were clean: what FROM is joined to, by whatever. */
static void apart_by_nothing(cp_proof *p, uint32_t from)
{
    const cp_net *n = p->net;
    bool *is_in = CP_NEW_ARRAY(p->a, bool, n->n_items);
    uint32_t *queue = CP_NEW_ARRAY(p->a, uint32_t, n->n_items), n_queue = 1;
    queue[0] = from;
    is_in[from] = true;
    for (uint32_t i = 0; i < n_queue; i++)
        for (uint32_t k = n->arc_first[queue[i]]; k < n->arc_first[queue[i] + 1]; k++)
            if (!is_in[n->arcs[k].to]) {
                is_in[n->arcs[k].to] = true;
                queue[n_queue++] = n->arcs[k].to;
            }
    text(p, "apart -");
    number(p, n_queue);
    for (uint32_t i = 0; i < n->n_items; i++)
        if (is_in[i])
            number(p, i);
    cp_proof_line(p); /* no going back in the arena: the buffer may have grown in it */
}

static void path(cp_proof *p, const char *keyword, const cp_taints *t, cp_unknown u,
                 const cp_trail *x)
{
    cp_proof_by(p, keyword, t, u);
    trail(p, x);
}

void cp_proof_some(cp_proof *p, const cp_taints *t, uint32_t from, uint32_t to, const cp_l0_some *x)
{
    cp_proof_ask(p, "some", t, from, to);
    cp_proof_answer(p, x->answer);
    switch (x->answer) {
    case CP_PATH_CLEAN:
        path(p, "path", t, CP_UNKNOWN_EXCLUDED, &x->path[CP_UNKNOWN_EXCLUDED]);
        break;
    case CP_PATH_EXCLUDED: apart(p, t, CP_UNKNOWN_CLEAN, x); break;
    case CP_PATH_UNDETERMINED:
        path(p, "path", t, CP_UNKNOWN_CLEAN, &x->path[CP_UNKNOWN_CLEAN]);
        apart(p, t, CP_UNKNOWN_EXCLUDED, x);
        break;
    case CP_PATH_NONE: apart_by_nothing(p, from); break;
    case CP_PATH_NO_RULE:
    case CP_PATH_NOT_MODELLED:
    case CP_PATH_ANSWER_COUNT: assert(!"an answer of the engine"); break;
    }
}

static void within(cp_proof *p, const cp_taints *t, cp_unknown u, const cp_l0_every *x)
{
    uint32_t n_attached = 0;
    for (uint32_t i = 0; i < p->net->n_items; i++)
        n_attached += x->attached[i] != CP_NO_ITEM;
    cp_proof_by(p, "within", t, u);
    cp_words_list(&p->w, x->within, x->n_within);
    text(p, " attached");
    number(p, n_attached);
    for (uint32_t i = 0; i < p->net->n_items; i++)
        if (x->attached[i] != CP_NO_ITEM) {
            number(p, i);
            number(p, x->attached[i]);
        }
    cp_proof_line(p);
}

void cp_proof_every(cp_proof *p, const cp_taints *t, uint32_t from, uint32_t to,
                    const cp_l0_every *x)
{
    cp_proof_ask(p, "every", t, from, to);
    cp_proof_answer(p, x->answer);
    switch (x->answer) {
    case CP_PATH_CLEAN: within(p, t, CP_UNKNOWN_EXCLUDED, x); break;
    case CP_PATH_EXCLUDED:
        path(p, "through", t, CP_UNKNOWN_CLEAN, &x->through[CP_UNKNOWN_CLEAN]);
        break;
    case CP_PATH_UNDETERMINED:
        within(p, t, CP_UNKNOWN_CLEAN, x);
        path(p, "through", t, CP_UNKNOWN_EXCLUDED, &x->through[CP_UNKNOWN_EXCLUDED]);
        break;
    case CP_PATH_NONE: apart_by_nothing(p, from); break;
    case CP_PATH_NO_RULE:
    case CP_PATH_NOT_MODELLED:
    case CP_PATH_ANSWER_COUNT: assert(!"an answer of the engine"); break;
    }
}

/* ---- survives, unavoidable, needs */

static void survives(cp_proof *p, const cp_taints *t, cp_unknown u, const cp_l0_survives *x)
{
    if (x->n[u]) {
        cp_proof_by(p, "disjoint", t, u);
        number(p, x->n[u]);
        cp_proof_line(p);
    }
    for (uint32_t i = 0; i < x->n[u]; i++) {
        text(p, "route");
        trail(p, &x->paths[u][i]);
    }
    cp_proof_by(p, "cut", t, u);
    cp_words_list(&p->w, x->cut[u], x->n[u]);
    text(p, " side");
    cp_words_list(&p->w, x->side[u], x->n_side[u]);
    cp_proof_line(p);
}

void cp_proof_survives(cp_proof *p, const cp_taints *t, uint32_t from, uint32_t to,
                       const cp_l0_survives *x)
{
    if (from == to) /* nothing between them can fail: there is no proof of it */
        return;
    cp_proof_ask(p, "survives", t, from, to);
    text(p, x->is_links ? " links" : " devices");
    number(p, x->n[CP_UNKNOWN_EXCLUDED]);
    number(p, x->n[CP_UNKNOWN_CLEAN]);
    cp_proof_line(p);
    survives(p, t, CP_UNKNOWN_EXCLUDED, x);
    survives(p, t, CP_UNKNOWN_CLEAN, x);
}

void cp_proof_unavoidable(cp_proof *p, uint32_t from, uint32_t to, const cp_l0_unavoidable *x)
{
    if (!x->exists)
        return;
    uint32_t n_placed = 0;
    for (uint32_t i = 0; i < p->net->n_items; i++)
        n_placed += x->place[i] != CP_NO_ITEM;
    text(p, "ask unavoidable");
    number(p, from);
    number(p, to);
    cp_words_list(&p->w, x->items, x->n);
    text(p, "\nchain");
    number(p, n_placed);
    for (uint32_t i = 0; i < p->net->n_items; i++)
        if (x->place[i] != CP_NO_ITEM) {
            number(p, i);
            number(p, x->place[i]);
        }
    cp_proof_line(p);
    for (int i = 0; i < 2; i++) {
        text(p, "route");
        trail(p, &x->routes[i]);
    }
}

void cp_proof_needs(cp_proof *p, const cp_taints *t, uint32_t item)
{
    bool is_dirty = t->dirty[CP_UNKNOWN_CLEAN][item], may_be = t->dirty[CP_UNKNOWN_EXCLUDED][item];
    text(p, "ask needs");
    about(p, t);
    number(p, item);
    cp_proof_answer(p, is_dirty ? CP_PATH_EXCLUDED : may_be ? CP_PATH_UNDETERMINED : CP_PATH_CLEAN);
    text(p, "by");
    if (may_be)
        number(p, cp_proof_taint(p, t, CP_UNKNOWN_CLEAN));
    if (!is_dirty)
        number(p, cp_proof_taint(p, t, CP_UNKNOWN_EXCLUDED));
    cp_proof_line(p);
}
