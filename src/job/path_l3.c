/* SPDX-License-Identifier: Apache-2.0 */
/* path_l3.c - see path_l3.h: from the command line to the answer. */
#include "job/path_l3.h"
#include <string.h>
#include <unistd.h>
#include "report/parts.h"

typedef struct l3_job {
    cp_evidence_set e;
    cp_answer ans;
    cp_path_request r;
    cp_path_model m; /* without the paths */
    cp_l3 k;
    cp_report_format format;
} l3_job;

/* ---- what is asked */

static cp_rc check(const cp_job *j, cp_err *err)
{
    const cp_opts *o = &j->opts;
    const char *not = o->all_pairs   ? "--all"
                      : o->dst.n     ? "--dst"
                      : o->n_watched ? "--watch"
                      : o->survive   ? "--survive"
                      : o->relations ? "--relations"
                                     : NULL;
    if (not )
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s does not go with --level l3", not );
    if (o->fail > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--level l3 loses one AS at a time: --fail is 1, not %llu",
                       (unsigned long long)o->fail);
    if (o->n_args < 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "path --level l3 needs FROM and TO");
    if (o->n_ribs == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "path --level l3 needs a routing table or updates of BGP: --rib FILE");
    return CP_OK;
}

static cp_rc read_from(cp_l3 *k, cp_err *err)
{
    uint32_t as;
    cp_ip ip;
    cp_str word = k->from_word;
    bool is_as = word.n > 2 && cp_str_eq_nocase(cp_str_slice(word, 0, 2), CP_STR("AS")) &&
                 cp_as_parse(word, &as) && as;
    bool is_peer = cp_str_starts(word, CP_STR("peer:"));
    if (is_peer && !cp_ip_parse(cp_str_from(word, 5), &ip))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "FROM is \"%.*s\", expected peer:ADDRESS",
                       CP_FMT(word));
    k->is_outside = is_as || is_peer;
    if (k->j->opts.our_as.n && !cp_as_parse(k->j->opts.our_as, &k->c.our_as))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--our-as is \"%.*s\", expected an AS number",
                       CP_FMT(k->j->opts.our_as));
    return CP_OK;
}

static cp_rc no_files(void *ctx, cp_evidence_taker *t, cp_err *err)
{
    (void)ctx;
    (void)t;
    (void)err;
    return CP_OK;
}

/* Another network needs no evidence of ours. */
static cp_rc gather(l3_job *p, cp_err *err)
{
    cp_job *j = p->k.j;
    static const cp_evidence_feed nothing = { .run = no_files };
    bool has_evidence = j->opts.n_args > 2 || j->opts.has_case ||
                        access(cp_str_dup(j->a, j->opts.case_path).p, R_OK) == 0;
    if (!p->k.is_outside || has_evidence)
        return cp_path_gather(j, 2, &p->e, &p->ans, err);
    cp_rc rc = cp_evidence_gather_fed(j, &nothing, false, &p->e, err);
    return rc == CP_OK ? cp_path_judge(j, &p->e, &p->ans, err) : rc;
}

/* ---- a net for some of the regions */

/* What is added to the copy is not in the other. */
#define COPY(vec)                                                                           \
    (out->vec.v = m->vec.n ? cp_arena_dup(a, m->vec.v, m->vec.n * sizeof *m->vec.v) : NULL, \
     out->vec.cap = m->vec.n)
static cp_path_model *copy_of(cp_arena *a, const cp_path_model *m)
{
    cp_path_model *out = CP_NEW(a, cp_path_model);
    *out = *m;
    COPY(things);
    COPY(needs);
    COPY(options);
    COPY(gaps);
    COPY(need_gaps);
    COPY(notes);
    COPY(not_given);
    return out;
}
#undef COPY

static cp_path_answer not_told(cp_path_answer x)
{
    return x == CP_PATH_NONE ? CP_PATH_UNDETERMINED : x;
}

/* That no path was told does not say that there is none. */
static void leave_open(cp_path_found *x)
{
    for (uint32_t i = 0; i < x->n; i++) {
        cp_path_finding *f = &x->v[i];
        f->some_answer = not_told(f->some_answer);
        f->every_answer = not_told(f->every_answer);
        f->counts[CP_PATH_UNDETERMINED] += f->counts[CP_PATH_NONE];
        f->counts[CP_PATH_NONE] = 0;
    }
    cp_path_conclude(x);
}

static cp_rc ask(l3_job *p, uint32_t first, uint32_t n, cp_path_found **out, cp_err *err)
{
    cp_l3 *k = &p->k;
    cp_path_model *m = copy_of(k->j->a, &p->m);
    cp_path_request *r = CP_NEW(k->j->a, cp_path_request);
    *out = CP_NEW(k->j->a, cp_path_found);
    *r = p->r;
    cp_l3_join(k, m, first, n);
    cp_rc rc = cp_l3_ends(k, first, n, &r->from, &r->to, err);
    if (rc == CP_OK)
        rc = cp_path_find(m, r, *out, err);
    if (rc == CP_OK)
        leave_open(*out);
    (*out)->l3 = k;
    return rc;
}

/* ---- to the routers of the border, within our network */

typedef struct inside {
    cp_path_found x; /* without the paths */
    cp_path_set from;
    const cp_l0_quick **quick; /* per policy; NULL: it has no rule */
    cp_arena *scratch;
} inside;

static cp_rc look_inside(l3_job *p, inside *in, cp_err *err)
{
    cp_rc rc = cp_path_set_of(&p->m, p->k.from_word, &in->from, err);
    if (rc == CP_OK)
        rc = cp_path_prepare(&p->m, &p->r, &in->x, err);
    if (rc != CP_OK)
        return rc;
    in->quick = CP_NEW_ARRAY(p->k.j->a, const cp_l0_quick *, in->x.n + (size_t)1);
    for (uint32_t i = 0; i < in->x.n; i++)
        if (in->x.v[i].has_rule)
            in->quick[i] = cp_l0_quick_new(in->x.v[i].l0, in->scratch, &in->x.v[i].taints);
    return CP_OK;
}

static void clean_if(cp_path_answer x, bool out[CP_UNKNOWN_COUNT])
{
    out[CP_UNKNOWN_EXCLUDED] &= x == CP_PATH_CLEAN;
    out[CP_UNKNOWN_CLEAN] &= x == CP_PATH_CLEAN || x == CP_PATH_UNDETERMINED;
}

/* Of a path behind a router; false: FROM does not reach it. */
static bool reach(const inside *in, uint32_t policy, uint32_t from, uint32_t router,
                  cp_lost_path *out)
{
    const cp_path_net *pn = in->x.v[policy].pn;
    const cp_l0_quick *q = in->quick[policy];
    uint32_t a = pn->item_of[in->from.things[from]], b = pn->item_of[router];
    cp_path_answer some = cp_l0_quick_some(q, a, b);
    clean_if(some, out->some);
    clean_if(cp_l0_quick_every(q, a, b), out->every);
    return some != CP_PATH_NONE;
}

/* ---- what is found, path by path */

/* The ASes of a path that may be lost: not FROM, and not who announces the destination. */
static void between(cp_l3 *k, const cp_observed_path *p, cp_lost_path *out)
{
    uint32_t *v = CP_NEW_ARRAY(k->j->a, uint32_t, p->n + 1u);
    uint32_t first = p->hops[0].asn, last = p->hops[p->n - 1].asn;
    for (uint32_t i = 0; i < p->n; i++)
        if (p->hops[i].asn != last && !(k->is_outside && p->hops[i].asn == first))
            v[out->n++] = p->hops[i].asn;
    out->asns = v;
}

static void note_way(cp_l3 *k, const inside *in, const cp_path_found *x, uint32_t policy,
                     const cp_l3_way *w)
{
    const cp_path_finding *f = &x->v[policy];
    uint32_t item = f->pn->item_of[w->thing], n_from = in ? in->from.n : 1;
    for (uint32_t i = 0; i < n_from; i++) {
        cp_lost_path y = { .region = w->region * n_from + i };
        uint32_t from = in ? item : f->pn->item_of[k->at->outside];
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
            y.some[u] = y.every[u] = !f->taints.dirty[u][item] && !f->taints.dirty[u][from];
        if (in && !reach(in, policy, i, k->borders.v[w->border].asset, &y))
            continue;
        between(k, &k->paths[w->path], &y);
        cp_vec_push(k->j->a, &k->lost[policy], y);
    }
}

static cp_rc note_ways(cp_l3 *k, const inside *in, const cp_path_found *x, cp_err *err)
{
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t w = 0; x->v[i].has_rule && w < k->at->ways.n; w++) {
            if (k->lost[i].n >= CP_L3_LOST_MAX)
                return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                               "more than %d paths of FROM, its routers and TO: name smaller "
                               "groups",
                               CP_L3_LOST_MAX);
            note_way(k, in, x, i, &k->at->ways.v[w]);
        }
    return CP_OK;
}

/* ---- all regions */

static bool is_worse(const cp_path_found *x, const cp_path_found *than)
{
    return !than || cp_path_badness(x->worst) > cp_path_badness(than->worst);
}

static cp_rc from_outside(l3_job *p, cp_err *err)
{
    cp_l3 *k = &p->k;
    cp_rc rc = ask(p, 0, k->n_regions, &k->x_found, err);
    k->shown = k->at;
    return rc == CP_OK ? note_ways(k, NULL, k->x_found, err) : rc;
}

static void add_counts(cp_path_found *to, const cp_path_found *x)
{
    for (uint32_t i = 0; i < x->n; i++)
        for (int c = 0; c < CP_PATH_ANSWER_COUNT; c++)
            to->v[i].counts[c] += x->v[i].counts[c];
    to->n_pairs += x->n_pairs;
}

static cp_rc each_region(l3_job *p, inside *in, cp_err *err)
{
    cp_l3 *k = &p->k;
    cp_path_found *worst = NULL, *x;
    cp_rc rc = look_inside(p, in, err);
    for (uint32_t i = 0; rc == CP_OK && i < k->n_regions; i++) {
        rc = ask(p, i, 1, &x, err);
        if (rc == CP_OK)
            rc = note_ways(k, in, x, err);
        if (rc != CP_OK)
            break;
        cp_path_found *kept = is_worse(x, worst) ? x : worst;
        if (worst)
            add_counts(kept, kept == x ? worst : x);
        k->shown = kept == x ? k->at : k->shown;
        worst = kept;
    }
    k->x_found = worst;
    return rc;
}

static cp_rc from_inside(l3_job *p, cp_err *err)
{
    cp_l3 *k = &p->k;
    inside in = { .scratch = cp_arena_new(0) };
    cp_rc rc = CP_OK;
    if (k->n_regions > CP_L3_REGIONS_MAX)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                     "the paths are told apart by %u prefixes, of at most %d: name a smaller "
                     "destination",
                     k->n_regions, CP_L3_REGIONS_MAX);
    for (uint32_t i = 0; i < k->borders.n; i++)
        p->m.things.v[k->borders.v[i].asset].is_in = true; /* it tells of itself */
    if (rc == CP_OK)
        rc = each_region(p, &in, err);
    k->n_from = in.from.n;
    cp_arena_free(in.scratch);
    return rc;
}

/* ---- what is left */

static cp_path_answer left(const cp_l3 *k, uint32_t policy, bool is_every, cp_path_answer x)
{
    const cp_path_finding *f = &k->x_found->v[policy];
    return not_told(cp_path_left(k->x_found, f, is_every, x, f->from, f->from));
}

/* Paths stand region by region. */
static void answer_regions(cp_l3 *k, uint32_t policy)
{
    const cp_l3_lost_paths *l = &k->lost[policy];
    cp_l3_answers *out = &k->answers[(size_t)policy * k->n_regions];
    uint32_t n_from = k->is_outside ? 1 : k->n_from, at = 0;
    for (uint32_t r = 0; r < k->n_regions; r++) {
        uint32_t first = at;
        for (; at < l->n && l->v[at].region / n_from == r; at++)
            l->v[at].region %= n_from;
        cp_lost_nothing(at > first ? l->v + first : NULL, at - first, n_from, &out[r].some,
                        &out[r].every);
        out[r].some = left(k, policy, false, out[r].some);
        out[r].every = left(k, policy, true, out[r].every);
        for (uint32_t i = first; i < at; i++)
            l->v[i].region += r * n_from;
    }
}

static void lose(cp_l3 *k, uint32_t policy)
{
    const cp_l3_lost_paths *l = &k->lost[policy];
    cp_l3_losses *out = &k->losses[policy];
    uint32_t n_from = k->is_outside ? 1 : k->n_from;
    cp_lost *v = cp_lost_all(k->j->a, l->v, l->n, k->n_regions * n_from, &out->n);
    cp_lost_nothing(l->v, l->n, k->n_regions * n_from, &out->some, &out->every);
    out->some = left(k, policy, false, out->some);
    out->every = left(k, policy, true, out->every);
    out->after = out->some;
    for (uint32_t i = 0; i < out->n; i++) {
        v[i].some = left(k, policy, false, v[i].some);
        v[i].every = left(k, policy, true, v[i].every);
        if (cp_path_badness(v[i].some) > cp_path_badness(out->after))
            out->after = v[i].some;
    }
    out->v = v;
}

static void conclude(cp_l3 *k)
{
    cp_path_found *x = k->x_found;
    for (uint32_t i = 0; i < x->n; i++) {
        if (!x->v[i].has_rule)
            continue;
        answer_regions(k, i);
        lose(k, i);
        x->v[i].counts[k->losses[i].after] += k->j->opts.fail;
    }
    cp_path_conclude(x); /* with what a loss leaves as one more pair, where that was asked for */
    for (uint32_t i = 0; i < x->n; i++)
        x->v[i].counts[k->losses[i].after] -= x->v[i].has_rule ? k->j->opts.fail : 0;
}

/* ---- the command */

static cp_rc begin(cp_job *j, l3_job *p, cp_err *err)
{
    cp_l3 *k = &p->k;
    *k = (cp_l3){ .j = j,
                  .e = &p->e,
                  .ans = &p->ans,
                  .r = &p->r,
                  .from_word = j->opts.args[0],
                  .to_word = j->opts.args[1] };
    k->c = (cp_carriers){ .j = j, .e = &p->e, .ans = &p->ans };
    cp_carriers_begin(&k->c);
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &p->format, err);
    if (rc == CP_OK && p->format != CP_REPORT_TABLE && p->format != CP_REPORT_JSON)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                     CP_FMT(j->opts.format));
    if (rc == CP_OK)
        rc = cp_path_request_read(j, &p->r, err);
    if (rc == CP_OK)
        rc = read_from(k, err);
    if (rc == CP_OK)
        rc = gather(p, err);
    if (rc == CP_OK)
        rc = cp_l3_ask(k, err);
    if (rc == CP_OK)
        rc = cp_l3_read(k, err);
    return rc == CP_OK ? cp_l3_judge(k, err) : rc;
}

static cp_rc answer(l3_job *p, cp_err *err)
{
    cp_l3 *k = &p->k;
    cp_arena *a = k->j->a;
    k->lost = CP_NEW_ARRAY(a, cp_l3_lost_paths, p->ans.n_policies + (size_t)1);
    k->losses = CP_NEW_ARRAY(a, cp_l3_losses, p->ans.n_policies + (size_t)1);
    k->answers = CP_NEW_ARRAY(a, cp_l3_answers, (size_t)p->ans.n_policies * k->n_regions + 1);
    cp_rc rc = cp_path_model_make(k->j, &p->e, &p->ans, &p->m, err);
    if (rc == CP_OK)
        rc = k->is_outside ? from_outside(p, err) : from_inside(p, err);
    p->ans.sources = p->e.sources.v; /* those of RIBs with them */
    p->ans.n_sources = p->e.sources.n;
    return rc;
}

cp_rc cp_path_l3(cp_job *j, cp_err *err)
{
    l3_job *p = CP_NEW(j->a, l3_job);
    cp_rc rc = check(j, err);
    if (rc == CP_OK)
        rc = begin(j, p, err);
    if (rc == CP_OK)
        rc = answer(p, err);
    if (rc != CP_OK)
        return rc;
    cp_path_found *x = p->k.x_found;
    conclude(&p->k);
    if (j->opts.certificate.n && !p->k.is_outside && p->k.n_regions > 1)
        j->say(j, "the certificate is of the prefix that is shown, of %u", p->k.n_regions);
    if (j->opts.certificate.n && (rc = cp_path_prove(x, j->opts.certificate, err)) != CP_OK)
        return rc;
    cp_path_status(j, &p->e, x);
    if (p->format == CP_REPORT_JSON)
        cp_path_json(x, j->out);
    else
        cp_path_print(x, j->out);
    return CP_OK;
}
