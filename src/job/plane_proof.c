/* SPDX-License-Identifier: Apache-2.0 */
/* plane_proof.c - `path --level l2 --certificate FILE`: what was answered about regions of
 * addresses, as questions about addresses in a row.
 *
 *     regions: 10/8, 10.1/16 in it --swept--> pieces: 10.0, 10.1, 10.2 to 10.255
 *         --those beside each other with one answer--> questions */
#include <stdlib.h>
#include "job/plane.h"

typedef struct piece {
    cp_address first, last;
    const cp_plane_fate *fates; /* per table that is asked about */
} piece;

typedef struct question {
    uint32_t table; /* place among those asked about */
    cp_address first, last;
    uint32_t ends;
    cp_path_answer answer;
} question;

typedef struct proving {
    const cp_plane_asked *k;
    cp_arena *a;
    cp_forwarding f;
    CP_VEC(piece) pieces;
} proving;

/* ---- pieces */

static void add_piece(proving *p, cp_address first, cp_address last, const cp_plane_region *r)
{
    cp_vec_push(p->a, &p->pieces, ((piece){ first, last, r->fates }));
}

/* Regions are open while what is within them goes by: at most one per length. */
static void find_pieces(proving *p)
{
    const cp_plane_region *open[130], *r = p->k->regions;
    uint32_t n_open = 0;
    cp_address at = 0;
    for (uint32_t i = 0; i <= p->k->n_regions; i++) {
        bool is_end = i == p->k->n_regions;
        while (n_open && (is_end || cp_prefix_last(&open[n_open - 1]->x) < r[i].x.first)) {
            cp_address last = cp_prefix_last(&open[--n_open]->x);
            if (at <= last)
                add_piece(p, at, last, open[n_open]);
            if (last == ~(cp_address)0)
                return;
            at = last + 1;
        }
        if (is_end)
            return;
        if (n_open && at < r[i].x.first)
            add_piece(p, at, r[i].x.first - 1, open[n_open - 1]);
        open[n_open++] = &r[i];
        at = r[i].x.first;
    }
}

/* ---- questions */

typedef CP_VEC(question) questions;

static void find_questions(const proving *p, uint32_t bit, questions *out)
{
    for (uint32_t t = 0; t < p->k->n_tables; t++)
        for (uint32_t i = 0; i < p->pieces.n; i++) {
            const piece *x = &p->pieces.v[i];
            const cp_plane_fate *f = &x->fates[t];
            question *last = out->n ? &out->v[out->n - 1] : NULL;
            question q = { t, x->first, x->last, f->ends, cp_plane_answer(f, bit) };
            if (last && last->table == t && last->ends == q.ends && last->answer == q.answer &&
                last->last + 1 == q.first && q.first != 0)
                last->last = q.last;
            else
                cp_vec_push(p->a, out, q);
        }
}

static const question *worst_of(const questions *v)
{
    const question *worst = NULL;
    for (uint32_t i = 0; i < v->n; i++)
        if (!worst || cp_path_badness(v->v[i].answer) > cp_path_badness(worst->answer))
            worst = &v->v[i];
    return worst;
}

static cp_rc prove(const proving *p, cp_proof *proof, const cp_path_finding *f, const question *q,
                   cp_err *err)
{
    uint32_t table = p->f.number[p->k->tables[q->table]];
    return cp_proof_packets(proof, &f->taints, &p->f, table, q->first, q->last, q->ends, q->answer,
                            p->k->p->m->j->interrupted, err);
}

static cp_rc ask(void *ctx, const cp_path_found *x, cp_proof *proof, cp_err *err)
{
    const proving *p = ctx;
    const cp_job *j = p->k->p->m->j;
    questions *v = CP_NEW_ARRAY(p->a, questions, x->n + 1);
    uint64_t n = 0;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < x->n; i++) {
        if (x->v[i].has_rule)
            find_questions(p, x->v[i].bit, &v[i]);
        n += v[i].n;
    }
    if (n > CP_PLANE_PROOFS_MAX)
        j->say(p->k->p->m->j,
               "the certificate is of the worst answer of each policy: one for all %llu would have "
               "more than %d questions",
               (unsigned long long)n, CP_PLANE_PROOFS_MAX);
    for (uint32_t i = 0; i < x->n; i++) {
        const question *worst = worst_of(&v[i]);
        for (uint32_t q = 0; q < v[i].n && rc == CP_OK; q++)
            if (n <= CP_PLANE_PROOFS_MAX || &v[i].v[q] == worst)
                rc = prove(p, proof, &x->v[i], &v[i].v[q], err);
    }
    return rc;
}

cp_rc cp_plane_prove(const cp_plane_asked *k, cp_str file, cp_err *err)
{
    proving *p = CP_NEW(k->p->m->j->a, proving);
    *p = (proving){ .k = k, .a = cp_arena_new(0) };
    cp_rc rc = cp_forwarding_of(p->a, k->p->v.plane, k->tables, k->n_tables, k->dsts, k->n_dsts,
                                &p->f, err);
    if (rc == CP_OK) {
        cp_str *vrfs = CP_NEW_ARRAY(p->a, cp_str, p->f.n_tables + 1);
        for (uint32_t t = 0; t < p->f.n_tables; t++)
            vrfs[t] = k->p->v.tables[p->f.tables[t]].vrf;
        p->f.vrfs = vrfs;
        find_pieces(p);
        cp_path_proving what = { &p->f, ask, p };
        rc = cp_path_prove_what(k->p->x, &what, file, err);
    }
    cp_arena_free(p->a);
    return rc;
}
