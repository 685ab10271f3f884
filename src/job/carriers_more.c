/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_more.c - see carriers_more.h. */
#include "job/carriers_more.h"
#include <stdlib.h>
#include "carrier/valley.h"
#include "sources/asn/as_org.h"
#include "sources/asn/as_rel.h"
#include "sources/asn/vrps.h"

enum { THREADS = 2 };

typedef struct loading {
    cp_carriers *c;
    cp_relations_maker *relations;
    cp_rov *rov;
    const cp_alarms_to *alarms;
    CP_VEC(cp_as_holder) holders;
    CP_VEC(cp_as_org) orgs;
    uint32_t file;
} loading;

static bool is_stopped(void *ctx) { return *((cp_job *)ctx)->interrupted != 0; }

static cp_rc take_relation(void *ctx, const cp_as_relation *r, cp_err *err)
{
    loading *l = ctx;
    cp_as_relation own = *r;
    own.file = l->file;
    own.source = CP_STR("");
    return cp_relations_add(l->relations, &own)
               ? CP_OK
               : cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d relations", CP_RELATIONS_MAX);
}

static cp_rc take_holder(void *ctx, const cp_as_holder *h, cp_err *err)
{
    loading *l = ctx;
    cp_arena *a = l->c->j->a;
    (void)err;
    cp_vec_push(a, &l->holders,
                ((cp_as_holder){
                    .asn = h->asn, .name = cp_str_dup(a, h->name), .org = cp_str_dup(a, h->org) }));
    return CP_OK;
}

static cp_rc take_org(void *ctx, const cp_as_org *o, cp_err *err)
{
    loading *l = ctx;
    cp_arena *a = l->c->j->a;
    (void)err;
    cp_vec_push(a, &l->orgs,
                ((cp_as_org){ .id = cp_str_dup(a, o->id), .name = cp_str_dup(a, o->name) }));
    return CP_OK;
}

static cp_rc take_roa(void *ctx, const cp_roa *v, cp_err *err)
{
    loading *l = ctx;
    return cp_rov_add(l->rov, v)
               ? CP_OK
               : cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d VRPs", CP_ROV_MAX);
}

/* ---- files */

typedef cp_rc reader(loading *l, cp_input *in, const cp_read_opts *opts, cp_source *src,
                     cp_err *err);

static cp_rc read_relations(loading *l, cp_input *in, const cp_read_opts *opts, cp_source *src,
                            cp_err *err)
{
    cp_as_rel_facts facts;
    const cp_as_rel_to to = { l, take_relation };
    return cp_as_rel_read(l->c->j->a, in, opts, &to, src, &facts, err);
}

static cp_rc read_orgs(loading *l, cp_input *in, const cp_read_opts *opts, cp_source *src,
                       cp_err *err)
{
    const cp_as_org_to to = { l, take_holder, take_org };
    return cp_as_org_read(l->c->j->a, in, opts, &to, src, err);
}

static cp_rc read_vrps(loading *l, cp_input *in, const cp_read_opts *opts, cp_source *src,
                       cp_err *err)
{
    const cp_vrps_to to = { l, take_roa };
    return cp_vrps_read(l->c->j->a, in, opts, &to, src, err);
}

static cp_rc read_alarms(loading *l, cp_input *in, const cp_read_opts *opts, cp_source *src,
                         cp_err *err)
{
    return cp_alarms_read(l->c->j->a, in, opts, l->alarms, src, err);
}

static cp_rc read_one(loading *l, cp_str path, const char *format, reader *read, cp_err *err)
{
    cp_job *j = l->c->j;
    cp_input *in;
    cp_source src = { .name = path,
                      .format = cp_str_c(format),
                      .realm = j->opts.realm,
                      .state = CP_SOURCE_READ,
                      .imported_at = CP_TIME_NONE,
                      .first_at = CP_TIME_NONE,
                      .last_at = CP_TIME_NONE };
    const cp_read_opts opts = { .is_stopped = is_stopped, .stop_ctx = j };
    cp_rc rc = cp_input_open(j->a, path, &in, err);
    if (rc == CP_OK)
        rc = read(l, in, &opts, &src, err);
    if (rc == CP_OK)
        rc = cp_input_error(in, err);
    if (rc != CP_OK) {
        cp_err_in_file(err, path.p, path.n);
        return rc;
    }
    src.bytes = cp_input_raw_size(in);
    src.sha256 = j->hides_digests ? CP_STR("") : cp_input_sha256(in);
    src.state = src.records_bad ? CP_SOURCE_PARTLY : CP_SOURCE_READ;
    cp_vec_push(j->a, &l->c->e->sources, src);
    l->file++;
    return CP_OK;
}

static cp_rc read_each(loading *l, const cp_str *paths, uint32_t n, const char *format,
                       reader *read, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = read_one(l, paths[i], format, read, err);
    return rc;
}

cp_rc cp_carriers_more_alarms(cp_carriers *c, cp_str path, const cp_alarms_to *to, cp_source *src,
                              cp_err *err)
{
    loading l = { .c = c, .alarms = to };
    cp_rc rc = read_one(&l, path, "carriers-watch", read_alarms, err);
    if (rc == CP_OK)
        *src = c->e->sources.v[c->e->sources.n - 1];
    return rc;
}

/* ---- holders: each AS with the name of its organisation, or its own */

static int by_number(const void *a, const void *b)
{
    const cp_as_told *x = a, *y = b;
    return x->asn < y->asn ? -1 : x->asn > y->asn;
}

static void name_holders(loading *l)
{
    cp_carriers *c = l->c;
    cp_map by_id = { 0 };
    for (uint32_t i = 0; i < l->orgs.n; i++)
        *cp_map_put(c->scratch, &by_id, l->orgs.v[i].id, NULL) = i + 1;
    cp_as_told *v = CP_NEW_ARRAY(c->j->a, cp_as_told, l->holders.n + (size_t)1);
    for (uint32_t i = 0; i < l->holders.n; i++) {
        const cp_as_holder *h = &l->holders.v[i];
        const uint64_t *at = cp_map_get(&by_id, h->org);
        cp_str name = at ? l->orgs.v[*at - 1].name : h->name;
        if (name.n)
            v[c->n_told++] = (cp_as_told){ h->asn, cp_text_safe(c->j->a, name) };
    }
    if (c->n_told)
        qsort(v, c->n_told, sizeof *v, by_number);
    c->told = v;
}

cp_rc cp_carriers_more_load(cp_carriers *c, cp_err *err)
{
    const cp_opts *o = &c->j->opts;
    loading l = { .c = c };
    cp_buf name = cp_buf_new(c->j->a);
    for (uint32_t i = 0; i < o->n_relations; i++)
        cp_buf_fmt(&name, "%s%.*s", i ? ", " : "", CP_FMT(o->relations[i]));
    l.relations = cp_relations_new(c->j->a, cp_buf_str(&name));
    l.rov = cp_rov_new(c->j->a, CP_TIME_NONE);
    cp_rc rc = read_each(&l, o->relations, o->n_relations, "as-relations", read_relations, err);
    if (rc == CP_OK)
        rc = read_each(&l, o->orgs, o->n_orgs, "as-organisations", read_orgs, err);
    if (rc == CP_OK)
        rc = read_each(&l, o->vrps, o->n_vrps, "vrps", read_vrps, err);
    if (rc != CP_OK)
        return rc;
    c->relations = o->n_relations ? cp_relations_done(l.relations) : NULL;
    cp_rov_done(l.rov);
    c->rov = o->n_vrps ? l.rov : NULL;
    name_holders(&l);
    return CP_OK;
}

/* ---- what could be reached */

static int by_clean(const void *a, const void *b)
{
    const struct cp_carriers_hop *x = a, *y = b;
    if (x->prefixes_clean != y->prefixes_clean)
        return x->prefixes_clean < y->prefixes_clean ? 1 : -1;
    if (x->n_clean != y->n_clean)
        return x->n_clean < y->n_clean ? 1 : -1;
    return x->asn < y->asn ? -1 : x->asn > y->asn;
}

static int by_prefixes(const void *a, const void *b)
{
    const struct cp_carriers_needed *x = a, *y = b;
    if (x->prefixes != y->prefixes)
        return x->prefixes < y->prefixes ? 1 : -1;
    return x->asn < y->asn ? -1 : x->asn > y->asn;
}

typedef struct reaching {
    const cp_carriers *c;
    const cp_relations *r;
    cp_arena *a;
    uint32_t us;
    bool *removed;    /* excluded ASes, but not ours */
    uint64_t *weight; /* prefixes that each announces */
    cp_valley_run run;
} reaching;

static void weigh(reaching *k)
{
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_origins(k->c->x, &n);
    k->removed = CP_NEW_ARRAY(k->a, bool, k->r->n + (size_t)1);
    k->weight = CP_NEW_ARRAY(k->a, uint64_t, k->r->n + (size_t)1);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t id = cp_relations_id(k->r, v[i].asn);
        if (id != CP_NO_AS)
            k->weight[id] = v[i].prefixes;
    }
    for (uint32_t i = 0; i < k->r->n; i++)
        k->removed[i] =
            i != k->us && cp_as_table_of(k->c->who.table, k->r->asns[i]) == CP_AS_EXCLUDED;
}

static cp_rc fill_hops(const reaching *k, const cp_valley *all, const cp_valley *clean,
                       cp_carriers_reach *out, cp_err *err)
{
    uint32_t n;
    cp_valley_hop *v = cp_valley_hops(k->a, all, k->us, &n),
                  *w = cp_arena_dup(k->a, v, n * sizeof *v);
    cp_rc rc = cp_valley_through(all, k->us, k->weight, &k->run, v, n, err);
    if (rc == CP_OK)
        rc = cp_valley_through(clean, k->us, k->weight, &k->run, w, n, err);
    struct cp_carriers_hop *hops = CP_NEW_ARRAY(k->a, struct cp_carriers_hop, n + (size_t)1);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        uint32_t asn = k->r->asns[v[i].id];
        hops[i] = (struct cp_carriers_hop){ asn,
                                            cp_as_tie_name(v[i].tie),
                                            cp_as_table_of(k->c->who.table, asn),
                                            v[i].n_reached,
                                            w[i].n_reached,
                                            v[i].weights,
                                            w[i].weights };
    }
    if (n)
        qsort(hops, n, sizeof *hops, by_clean);
    out->hops = hops;
    out->n_hops = n;
    return rc;
}

static cp_rc fill_needed(const reaching *k, const cp_valley *all, cp_carriers_reach *out,
                         cp_err *err)
{
    cp_valley_needs needs;
    cp_rc rc = cp_valley_needs_all(k->a, all, k->us, k->removed, k->weight, &k->run, &needs, err);
    struct cp_carriers_needed *v =
        CP_NEW_ARRAY(k->a, struct cp_carriers_needed, k->r->n + (size_t)1);
    for (uint32_t i = 0; rc == CP_OK && i < k->r->n; i++)
        if (k->removed[i] && needs.n_dests[i])
            v[out->n_needed++] =
                (struct cp_carriers_needed){ k->r->asns[i], needs.n_dests[i], needs.weights[i] };
    if (out->n_needed)
        qsort(v, out->n_needed, sizeof *v, by_prefixes);
    out->needed = v;
    return rc;
}

static void count(const reaching *k, const cp_valley_from *f, uint32_t *n, uint64_t *prefixes)
{
    for (uint32_t i = 0; i < k->r->n; i++)
        if (i != k->us && cp_valley_is_reached(f, i)) {
            ++*n;
            *prefixes += k->weight[i];
        }
}

cp_str cp_carriers_rov_text(const cp_carriers *c, const cp_exposure_row *r)
{
    cp_ip ip = cp_flow_addr_ip(r->net);
    uint32_t length = ip.version == 4 ? r->bits - 96u : r->bits;
    if (!c->rov)
        return CP_STR("");
    if (ip.version == 0) /* all zero: the default route of version 6 */
        ip.version = 6;
    return cp_str_c(cp_rov_state_name(cp_rov_ask(c->rov, ip, length, r->origin, NULL)));
}

cp_rc cp_carriers_reach_of(const cp_carriers *c, cp_carriers_reach *out, cp_err *err)
{
    reaching k = { .c = c,
                   .r = c->relations,
                   .a = c->j->a,
                   .run = { .n_threads = THREADS, .is_stopped = is_stopped, .ctx = c->j } };
    *out = (cp_carriers_reach){ .is_there = false };
    if (!c->relations || !c->our_as)
        return CP_OK;
    k.us = cp_relations_id(k.r, c->our_as);
    if (k.us == CP_NO_AS)
        return CP_OK;
    weigh(&k);
    out->is_there = true;
    const cp_valley *all = cp_valley_new(k.a, k.r, NULL, false),
                    *clean = cp_valley_new(k.a, k.r, k.removed, false);
    cp_valley_from f = cp_valley_search(k.a, all, NULL, k.us);
    count(&k, &f, &out->n_reached, &out->prefixes);
    f = cp_valley_search(k.a, clean, NULL, k.us);
    count(&k, &f, &out->n_clean, &out->prefixes_clean);
    cp_rc rc = fill_hops(&k, all, clean, out, err);
    return rc == CP_OK ? fill_needed(&k, all, out, err) : rc;
}
