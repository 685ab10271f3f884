/* SPDX-License-Identifier: Apache-2.0 */
/* path_proof.c - `path --certificate FILE`: the net as FILE.problem, hashed while it is written,
 * and FILE, which proves the answers about it (docs/formats/path-proof.md). What the coverage lacks
 * is no part of it: the problem is the network as it is known. */
#include "codec/sha256.h"
#include "job/output.h"
#include "job/path.h"
#include "path/proof.h"

typedef struct hashing {
    cp_sha256 hash;
    cp_buf to;
} hashing;

static cp_rc pass_on(void *ctx, cp_bytes piece, cp_err *err)
{
    hashing *h = ctx;
    cp_sha256_add(&h->hash, piece);
    cp_buf_add(&h->to, cp_str_of_bytes(piece));
    if (h->to.rc != CP_OK && err)
        *err = h->to.err;
    return h->to.rc;
}

static cp_rc in_file(cp_rc rc, const cp_output *out, cp_err *err)
{
    if (rc != CP_OK)
        cp_err_in_file(err, out->path.p, out->path.n);
    return rc;
}

static cp_rc write_problem(const cp_path_found *x, const cp_net *n, const cp_forwarding *f,
                           const cp_output *out, cp_str *digest, cp_err *err)
{
    cp_arena *a = x->m->j->a;
    uint8_t sum[32];
    hashing h = { cp_sha256_new(a), cp_buf_to_fd(a, out->fd) };
    h.to.stopped = x->m->j->interrupted;
    cp_buf b = cp_buf_new(a);
    b.flush = pass_on;
    b.ctx = &h;
    cp_problem_write(a, n, f, &b);
    cp_rc rc = cp_buf_end(&b, err);
    if (rc == CP_OK)
        rc = cp_buf_end(&h.to, err);
    cp_sha256_end(&h.hash, sum);
    *digest = cp_hex(a, (cp_bytes){ sum, sizeof sum });
    return in_file(rc, out, err);
}

/* ---- the questions of one pair */

typedef struct proving {
    const cp_path_found *x;
    cp_proof *proof;
    cp_arena *scratch;
} proving;

static cp_rc failures(const proving *k, const cp_path_finding *f, uint32_t from, uint32_t to,
                      cp_err *err)
{
    const cp_path_request *r = k->x->r;
    cp_fail_answer y;
    cp_rc rc = cp_fail_ask(f->routing, k->scratch, &f->taints, from, to, r->fail, r->kinds,
                           CP_PATH_SETS_MAX, k->x->m->j->interrupted, &y, err);
    if (rc == CP_OK)
        rc = cp_proof_routes_every(k->proof, f->routing, &f->taints, from, to, r->fail, r->kinds,
                                   &y, err);
    return rc;
}

static void topology(const proving *k, const cp_path_finding *f, uint32_t from, uint32_t to)
{
    uint32_t asked = k->x->r->asked;
    if (asked & CP_ASK_SOME) {
        cp_l0_some some;
        cp_l0_ask_some(f->l0, k->scratch, &f->taints, from, to, &some);
        cp_proof_some(k->proof, &f->taints, from, to, &some);
    }
    if (asked & CP_ASK_EVERY) {
        cp_l0_every every;
        cp_l0_ask_every(f->l0, k->scratch, &f->taints, from, to, &every);
        cp_proof_every(k->proof, &f->taints, from, to, &every);
    }
    if (asked & CP_ASK_SURVIVES) {
        cp_l0_survives survives;
        cp_l0_ask_survives(f->l0, k->scratch, &f->taints, from, to, &survives);
        cp_proof_survives(k->proof, &f->taints, from, to, &survives);
    }
}

static cp_rc routes(const proving *k, const cp_path_finding *f, uint32_t from, uint32_t to,
                    cp_err *err)
{
    uint32_t asked = k->x->r->asked;
    cp_rc rc = CP_OK;
    if (!f->routing)
        return CP_OK;
    if (asked & CP_ASK_ROUTES) {
        cp_routes_answer y;
        cp_fail_answer none;
        cp_routes_ask(f->routing, k->scratch, &f->taints, from, to, &y);
        cp_proof_routes_some(k->proof, f->routing, &f->taints, from, to, &y);
        rc = cp_fail_ask(f->routing, k->scratch, &f->taints, from, to, 0, k->x->r->kinds,
                         CP_PATH_SETS_MAX, k->x->m->j->interrupted, &none, err);
        if (rc == CP_OK)
            rc = cp_proof_routes_every(k->proof, f->routing, &f->taints, from, to, 0,
                                       k->x->r->kinds, &none, err);
    }
    if (rc == CP_OK && asked & CP_ASK_FAILURES)
        rc = failures(k, f, from, to, err);
    return rc;
}

static cp_rc pair(const proving *k, const cp_path_finding *f, uint32_t from, uint32_t to,
                  cp_err *err)
{
    cp_arena_mark mark = cp_arena_here(k->scratch);
    topology(k, f, from, to);
    cp_rc rc = routes(k, f, from, to, err);
    cp_arena_back(k->scratch, mark);
    return rc;
}

/* What every path passes is no question of a policy. */
static void unavoidable(const proving *k, const cp_path_finding *f, uint32_t from, uint32_t to)
{
    cp_l0_unavoidable y;
    if (!(k->x->r->asked & CP_ASK_UNAVOIDABLE))
        return;
    cp_arena_mark mark = cp_arena_here(k->scratch);
    cp_l0_ask_unavoidable(f->l0, k->scratch, from, to, &y);
    cp_proof_unavoidable(k->proof, from, to, &y);
    cp_arena_back(k->scratch, mark);
}

static cp_rc pairs(const proving *k, const cp_path_finding *f, bool is_first, cp_err *err)
{
    const cp_path_set *from = &k->x->r->from, *to = &k->x->r->to;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < from->n; i++)
        for (uint32_t t = 0; t < to->n && rc == CP_OK; t++) {
            uint32_t s = f->pn->item_of[from->things[i]], d = f->pn->item_of[to->things[t]];
            if (s == d && k->x->n_pairs > 1)
                continue;
            rc = pair(k, f, s, d, err);
            if (rc == CP_OK && is_first)
                unavoidable(k, f, s, d);
        }
    return rc;
}

/* ---- the certificate */

static const cp_path_finding *first_with_rule(const cp_path_found *x, uint32_t *n)
{
    const cp_path_finding *first = NULL;
    *n = 0;
    for (uint32_t i = 0; i < x->n; i++)
        if (x->v[i].has_rule) {
            first = first ? first : &x->v[i];
            ++*n;
        }
    return first;
}

static uint32_t n_questions(const cp_path_request *r)
{
    uint32_t n = r->asked & CP_ASK_ROUTES ? 1 : 0; /* some and every */
    for (uint32_t bits = r->asked & ~(uint32_t)CP_ASK_INSPECT; bits; bits &= bits - 1)
        n++;
    return n;
}

static cp_rc ask_all(void *ctx, const cp_path_found *x, cp_proof *proof, cp_err *err)
{
    uint32_t n_policies;
    (void)ctx;
    (void)first_with_rule(x, &n_policies);
    bool all = x->n_pairs * n_policies * n_questions(x->r) <= CP_PATH_PROOFS_MAX;
    proving k = { x, proof, cp_arena_new(0) };
    cp_rc rc = CP_OK;
    bool is_first = true;
    if (!all)
        x->m->j->say(x->m->j,
                     "the certificate is of the worst pair of each policy: one for all %llu pairs "
                     "would have more than %d questions",
                     (unsigned long long)x->n_pairs, CP_PATH_PROOFS_MAX);
    for (uint32_t i = 0; i < x->n && rc == CP_OK; i++) {
        const cp_path_finding *f = &x->v[i];
        if (!f->has_rule)
            continue;
        if (all) {
            rc = pairs(&k, f, is_first, err);
        } else {
            rc = pair(&k, f, f->from, f->to, err);
            if (rc == CP_OK && is_first)
                unavoidable(&k, f, f->from, f->to);
        }
        is_first = false;
    }
    cp_arena_free(k.scratch);
    return rc;
}

static cp_rc write_certificate(const cp_path_found *x, const cp_net *n, const cp_output *out,
                               const cp_path_proving *what, cp_str digest, cp_err *err)
{
    cp_arena *a = x->m->j->a;
    CP_VEC(cp_taints) taints = { 0 };
    cp_buf b = cp_buf_to_fd(a, out->fd);
    b.stopped = x->m->j->interrupted;
    for (uint32_t i = 0; i < x->n; i++)
        if (x->v[i].has_rule)
            cp_vec_push(a, &taints, x->v[i].taints);
    cp_proof *proof = cp_proof_new(a, n, digest, taints.v, taints.n, &b);
    cp_rc rc = what->ask(what->ctx, x, proof, err);
    if (rc != CP_OK)
        return rc;
    cp_proof_end(proof);
    return in_file(cp_buf_end(&b, err), out, err);
}

cp_rc cp_path_prove(const cp_path_found *x, cp_str file, cp_err *err)
{
    return cp_path_prove_what(x, &(cp_path_proving){ .ask = ask_all }, file, err);
}

cp_rc cp_path_prove_what(const cp_path_found *x, const cp_path_proving *what, cp_str file,
                         cp_err *err)
{
    cp_job *j = x->m->j;
    cp_output problem, certificate;
    cp_str digest;
    uint32_t n;
    const cp_path_finding *f = first_with_rule(x, &n);
    if (cp_str_eq(file, CP_STR("-")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--certificate needs a file: it writes two");
    if (!f || n > CP_NET_POLICIES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       f ? "a certificate is of at most %d policies: name them with --policy"
                         : "no policy excludes anything on that day: there is nothing to prove",
                       CP_NET_POLICIES_MAX);
    cp_str beside = cp_str_fmt(j->a, "%.*s.problem", CP_FMT(file));
    cp_rc rc = cp_output_open(j->a, &j->opts, "--certificate", beside, &problem, err), closing;
    if (rc != CP_OK)
        return rc;
    rc = cp_output_open(j->a, &j->opts, "--certificate", file, &certificate, err);
    if (rc != CP_OK) {
        (void)!cp_output_close(&problem, false, NULL);
        return rc;
    }
    rc = write_problem(x, &f->pn->net, what->forwarding, &problem, &digest, err);
    if (rc == CP_OK)
        rc = write_certificate(x, &f->pn->net, &certificate, what, digest, err);
    closing = cp_output_close(&problem, rc == CP_OK, rc == CP_OK ? err : NULL);
    rc = rc != CP_OK ? rc : closing;
    closing = cp_output_close(&certificate, rc == CP_OK, rc == CP_OK ? err : NULL);
    rc = rc != CP_OK ? rc : closing;
    if (rc == CP_OK && (x->is_incomplete || x->lacks_needs))
        j->say(j, "the certificate proves what holds in the network as it is known, which is "
                  "incomplete");
    return rc;
}
