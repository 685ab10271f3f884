/* SPDX-License-Identifier: Apache-2.0 */
/* path_l3_read.c - see path_l3.h: whom our routers have sessions with, and what RIBs tell of paths
 * from there. What is missing is told: a neighbour of whom nobody tells what it announces could
 * lead anywhere. */
#include <stdlib.h>
#include "job/path_l3.h"

enum { NAMES_SHOWN = 4 };

/* ---- FROM and TO */

static bool read_as(cp_str word, uint32_t *out)
{
    return word.n > 2 && cp_str_eq_nocase(cp_str_slice(word, 0, 2), CP_STR("AS")) &&
           cp_as_parse(word, out) && *out;
}

static cp_rc read_to(cp_l3 *k, cp_err *err)
{
    cp_wanted_net net;
    if (read_as(k->to_word, &k->ask.to_as))
        return CP_OK;
    if (!cp_wanted_net_parse(k->to_word, &net))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "TO of --level l3 is \"%.*s\", expected a prefix, an address or an AS "
                       "(AS64500)",
                       CP_FMT(k->to_word));
    k->ask.to = (cp_observed_net){ net.net, net.bits, cp_str_find_char(k->to_word, ':') < 0 };
    return CP_OK;
}

static uint32_t add_start(cp_l3 *k, cp_ip addr, uint32_t as)
{
    cp_arena *a = k->j->a;
    bool added;
    cp_str key =
        cp_str_fmt(a, "%.*s %u", CP_FMT(addr.version ? cp_ip_text(a, addr) : CP_STR("-")), as);
    uint64_t *at = cp_map_put(a, &k->start_of, key, &added);
    if (added) {
        *at = k->starts.n;
        cp_vec_push(a, &k->starts, ((cp_observed_start){ addr, as }));
    }
    return (uint32_t)*at;
}

/* ---- sessions */

typedef struct named {
    cp_buf text;
    uint32_t n;
} named;

static void add_name(named *x, cp_str name)
{
    if (x->n < NAMES_SHOWN)
        cp_buf_fmt(&x->text, "%s%.*s", x->n ? ", " : "", CP_FMT(name));
    else if (x->n == NAMES_SHOWN)
        cp_buf_add_c(&x->text, " and others");
    x->n++;
}

typedef struct sessions {
    cp_l3 *k;
    uint32_t asset;
    cp_str router;
    named open; /* of which it is not told whether they are of another AS */
    uint32_t n_other_vrfs;
} sessions;

static void add_ours(cp_l3 *k, uint32_t as)
{
    for (uint32_t i = 0; i < k->ours.n; i++)
        if (k->ours.v[i] == as)
            return;
    cp_vec_push(k->j->a, &k->ours, as);
}

static void take(void *ctx, const cp_state *row)
{
    sessions *s = ctx;
    cp_l3 *k = s->k;
    const cp_state_peer *p = &row->peer;
    if (row->kind != CP_STATE_PEER || !cp_str_eq(p->protocol, CP_STR("BGP")) ||
        p->what & (CP_STATE_PEER_SELF | CP_STATE_PEER_OFF))
        return;
    if (!cp_str_eq(row->vrf, k->j->opts.vrf)) {
        s->n_other_vrfs++;
        return;
    }
    uint64_t own = p->local_as ? p->local_as : k->c.our_as;
    cp_ip addr = p->addr.bits == 128 ? cp_flow_addr_ip(p->addr.addr) : (cp_ip){ .version = 0 };
    if (p->as == 0 || own == 0 || p->as > UINT32_MAX || own > UINT32_MAX) {
        add_name(&s->open, cp_str_fmt(k->j->a, "%.*s: %.*s", CP_FMT(s->router),
                                      CP_FMT(addr.version ? cp_ip_text(k->j->a, addr) : p->iface)));
        return;
    }
    add_ours(k, (uint32_t)own);
    if (p->as != own)
        cp_vec_push(k->j->a, &k->borders,
                    ((cp_l3_border){ add_start(k, addr, (uint32_t)p->as), s->asset }));
}

static int by_border(const void *a, const void *b)
{
    const cp_l3_border *x = a, *y = b;
    if (x->asset != y->asset)
        return x->asset < y->asset ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

/* Two files may show one session. */
static void each_once(cp_l3 *k)
{
    uint32_t kept = 0;
    if (k->borders.n)
        qsort(k->borders.v, k->borders.n, sizeof *k->borders.v, by_border);
    for (uint32_t i = 0; i < k->borders.n; i++)
        if (kept == 0 || by_border(&k->borders.v[kept - 1], &k->borders.v[i]) != 0)
            k->borders.v[kept++] = k->borders.v[i];
    k->borders.n = kept;
}

static void tell_sessions(cp_l3 *k, const sessions *s, named *nobody)
{
    cp_arena *a = k->j->a;
    if (s->open.n)
        cp_vec_push(a, &k->gaps,
                    cp_str_fmt(a,
                               "Of %u neighbour%s of BGP it is not told of which AS they are, or "
                               "which is ours (--our-as): %.*s.",
                               s->open.n, s->open.n > 1 ? "s" : "",
                               CP_FMT(cp_buf_str((cp_buf *)(uintptr_t)&s->open.text))));
    if (nobody->n)
        cp_vec_push(a, &k->gaps,
                    cp_str_fmt(a,
                               "%u router%s with neighbours of BGP %s no device of the network, or "
                               "several, or could not be read: %.*s.",
                               nobody->n, nobody->n > 1 ? "s" : "", nobody->n > 1 ? "are" : "is",
                               CP_FMT(cp_buf_str(&nobody->text))));
    if (s->n_other_vrfs)
        cp_vec_push(a, &k->notes,
                    cp_str_fmt(a, "%u neighbour%s of BGP in other VRFs %s not looked at (--vrf).",
                               s->n_other_vrfs, s->n_other_vrfs > 1 ? "s" : "",
                               s->n_other_vrfs > 1 ? "are" : "is"));
}

static cp_rc read_sessions(cp_l3 *k, cp_err *err)
{
    const cp_identified *f = &k->e->found;
    sessions s = { .k = k, .open = { cp_buf_new(k->j->a), 0 } };
    named nobody = { cp_buf_new(k->j->a), 0 };
    for (uint32_t i = 0; i < f->n_states; i++) {
        const cp_router_state *b = &f->states[i];
        cp_err fault = { 0 };
        if (!(b->kinds >> CP_STATE_PEER & 1))
            continue;
        s.asset = b->asset;
        s.router = b->name;
        uint32_t before = k->borders.n;
        bool is_read = cp_evidence_rows(k->e, b, take, &s, &fault) == CP_OK;
        if (!is_read || (b->asset == CP_NO_ASSET && k->borders.n > before))
            add_name(&nobody, b->name);
        k->borders.n = b->asset == CP_NO_ASSET ? before : k->borders.n;
    }
    each_once(k);
    tell_sessions(k, &s, &nobody);
    if (k->borders.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "no router tells of a neighbour of BGP of another AS: import what is "
                       "configured (docs/formats/router-state.md), or ask from an AS (AS64496)");
    if (k->starts.n > CP_OBSERVED_STARTS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u neighbours of BGP, expected at most %d",
                       k->starts.n, CP_OBSERVED_STARTS_MAX);
    return CP_OK;
}

cp_rc cp_l3_ask(cp_l3 *k, cp_err *err)
{
    cp_rc rc = read_to(k, err);
    if (rc != CP_OK)
        return rc;
    if (!k->is_outside) {
        rc = read_sessions(k, err);
    } else {
        uint32_t as = 0;
        cp_ip addr = { .version = 0 };
        if (!read_as(k->from_word, &as))
            (void)cp_ip_parse(cp_str_from(k->from_word, 5), &addr); /* "peer:", was looked at */
        (void)add_start(k, addr, as);
    }
    k->ask.starts = k->starts.v;
    k->ask.n_starts = k->starts.n;
    k->ask.ours = k->ours.v;
    k->ask.n_ours = k->ours.n;
    return rc;
}

cp_str cp_l3_start_text(const cp_l3 *k, uint32_t start)
{
    const cp_observed_start *s = &k->starts.v[start];
    cp_arena *a = k->j->a;
    if (!s->addr.version)
        return cp_str_fmt(a, "AS%u", s->as);
    return s->as ? cp_str_fmt(a, "%.*s (AS%u)", CP_FMT(cp_ip_text(a, s->addr)), s->as)
                 : cp_ip_text(a, s->addr);
}

/* ---- RIBs */

static cp_rc take_route(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    (void)err;
    cp_observed_add(ctx, r);
    return CP_OK;
}

static uint64_t told(const void *ctx) { return cp_observed_routes(ctx); }

static void tell_sources(cp_l3 *k, uint32_t first)
{
    cp_arena *a = k->j->a;
    const cp_bgp_heard *h = &k->c.heard;
    for (uint32_t i = first; i < k->e->sources.n; i++) {
        const cp_source *s = &k->e->sources.v[i];
        if (s->state != CP_SOURCE_READ && s->state != CP_SOURCE_PARTLY)
            cp_vec_push(a, &k->gaps, cp_str_fmt(a, "%.*s could not be read.", CP_FMT(s->name)));
        else if (s->records_bad)
            cp_vec_push(a, &k->gaps,
                        cp_str_fmt(a, "%.*s: %llu record%s %s not understood.", CP_FMT(s->name),
                                   (unsigned long long)s->records_bad,
                                   s->records_bad > 1 ? "s" : "",
                                   s->records_bad > 1 ? "were" : "was"));
    }
    if (h->gaps + h->lost + h->over)
        cp_vec_push(a, &k->gaps,
                    CP_STR("In captures segments of BGP or BMP are missing: routes in them are "
                           "not known."));
}

static void tell_unheard(cp_l3 *k)
{
    named x = { cp_buf_new(k->j->a), 0 };
    for (uint32_t i = 0; i < k->borders.n; i++)
        if (!cp_observed_is_heard(k->x, k->borders.v[i].start))
            add_name(&x,
                     cp_str_fmt(k->j->a, "%.*s: %.*s",
                                CP_FMT(cp_asset_name(&k->e->found.assets[k->borders.v[i].asset])),
                                CP_FMT(cp_l3_start_text(k, k->borders.v[i].start))));
    if (x.n)
        cp_vec_push(k->j->a, &k->gaps,
                    cp_str_fmt(k->j->a,
                               "What %u neighbour%s of BGP announce%s is in no routing table that "
                               "was read: %.*s.",
                               x.n, x.n > 1 ? "s" : "", x.n > 1 ? "" : "s",
                               CP_FMT(cp_buf_str(&x.text))));
}

cp_rc cp_l3_read(cp_l3 *k, cp_err *err)
{
    cp_job *j = k->j;
    uint32_t n = cp_carriers_threads(j), first = k->e->sources.n;
    cp_bgp_to to[CP_CARRIERS_THREADS_MAX];
    cp_observed *each[CP_CARRIERS_THREADS_MAX];
    cp_rc rc = CP_OK;
    k->n_files = j->opts.n_ribs;
    k->files = cp_carriers_each_once(j, j->opts.ribs, &k->n_files);
    for (uint32_t i = 0; i < n; i++) {
        each[i] = cp_observed_new(j->a, &k->ask);
        to[i] = (cp_bgp_to){ each[i], take_route };
    }
    for (uint32_t f = 0; rc == CP_OK && f < k->n_files; f++) {
        for (uint32_t i = 0; i < n; i++)
            cp_observed_file(each[i], f);
        rc = cp_carriers_read_file(&k->c, k->files[f], to, n, told, err);
    }
    for (uint32_t i = 1; i < n; i++)
        cp_observed_merge(each[0], each[i]);
    k->x = each[0];
    if (rc == CP_OK)
        rc = cp_observed_done(k->x, err);
    if (rc != CP_OK)
        return rc;
    k->paths = cp_observed_paths(k->x, &k->n_paths);
    k->regions = cp_observed_regions(k->x, &k->n_regions);
    tell_sources(k, first);
    tell_unheard(k);
    return CP_OK;
}
