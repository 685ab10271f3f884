/* SPDX-License-Identifier: Apache-2.0 */
/* plane_fates.c - a developer's program: what becomes of packets of networks, each told by a file:
 *
 *     plane_fates FILE...
 *     network FILE
 *     region 10.0.0.0/8                   in order; of these addresses those of no longer prefix
 *     fate r1 red : delivered, denied     of that region, of packets that enter at this table;
 *     fate x2 : loop; touched             some pass a router that is excluded, as x* are
 *
 * tests/eval/plane_z3.py asks a solver the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "path/routers.h"
#include "sources/reader.h"

enum { HOSTS_MAX = 64 };

typedef struct network {
    cp_arena *a;
    cp_routers *r;
    cp_str names[HOSTS_MAX];
    uint64_t dirty[HOSTS_MAX];
    uint32_t n, host; /* whose rows come */
    cp_routers_plane p;
    CP_VEC(cp_plane_fate *) fates; /* per class, of all tables */
} network;

static _Noreturn void fail(const char *what, const cp_err *err)
{
    fprintf(stderr, "plane_fates: %s: %s\n", what, err ? err->msg : "not expected here");
    exit(3);
}

static void take(void *ctx, const cp_state *s)
{
    network *w = ctx;
    cp_err err;
    if (s->kind == CP_STATE_LIMIT || s->kind == CP_STATE_LINE)
        fail("a limit", NULL);
    if (cp_routers_add(w->r, w->host, 0, s, &err) != CP_OK)
        fail("rows", &err);
}

static cp_rc hear_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    network *w = ctx;
    cp_str name = CP_STR("");
    for (uint32_t i = 0; i < b->n_ids; i++)
        if (b->ids[i].kind == CP_IDENT_HOSTNAME)
            name = b->ids[i].value;
    for (w->host = 0; w->host < w->n && !cp_str_eq(w->names[w->host], name);)
        w->host++;
    if (w->host == HOSTS_MAX)
        fail("routers", NULL);
    if (w->host == w->n) {
        w->names[w->n] = cp_str_dup(w->a, name);
        w->dirty[w->n++] = cp_str_starts(name, CP_STR("x"));
    }
    return cp_states_unpack(b->bytes, take, w, err);
}

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

static void keep(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    network *w = ctx;
    cp_plane_fate *at = CP_NEW_ARRAY(w->a, cp_plane_fate, w->p.n_tables);
    memcpy(at, per_table, w->p.n_tables * sizeof *at);
    while (w->fates.n <= class)
        cp_vec_push(w->a, &w->fates, NULL);
    w->fates.v[class] = at;
}

typedef struct region {
    cp_prefix x;
    uint32_t place;
} region;

static int by_address(const void *a, const void *b)
{
    const region *x = a, *y = b;
    if (x->x.first != y->x.first)
        return x->x.first < y->x.first ? -1 : 1;
    return (int)x->x.len - (int)y->x.len;
}

static void print_fate(const network *w, uint32_t table, const cp_plane_fate *f)
{
    const cp_routers_table *t = &w->p.tables[table];
    printf("fate %.*s %.*s%s:", CP_FMT(w->names[t->item]), CP_FMT(t->vrf), t->vrf.n ? " " : "");
    for (int e = 0, n = 0; e < CP_PLANE_END_COUNT; e++)
        if (f->ends >> e & 1)
            printf("%s%s", n++ ? ", " : " ", cp_plane_end_name((cp_plane_end_bit)e));
    printf("%s\n", f->dirty[CP_UNKNOWN_CLEAN] ? "; touched" : "");
}

static void print(network *w)
{
    CP_VEC(region) v = { 0 };
    cp_plane_classes got;
    cp_err err;
    region x;
    if (cp_plane_classify(w->p.plane, w->a, 1, keep, w, NULL, &got, &err) != CP_OK)
        fail("classes", &err);
    for (x.place = 0; x.place < cp_plane_n_places(w->p.plane); x.place++)
        if (cp_plane_prefix_at(w->p.plane, x.place, &x.x) && got.of[x.place] != CP_NO_CLASS)
            cp_vec_push(w->a, &v, x);
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_address);
    for (uint32_t i = 0; i < v.n; i++) {
        uint32_t addr = (uint32_t)(v.v[i].x.first >> 96);
        printf("region %u.%u.%u.%u/%u\n", addr >> 24, addr >> 16 & 255, addr >> 8 & 255, addr & 255,
               v.v[i].x.len);
        for (uint32_t t = 0; t < w->p.n_tables; t++)
            print_fate(w, t, &w->fates.v[got.of[v.v[i].place]][t]);
    }
}

int main(int argc, char **argv)
{
    static const cp_read_opts opts = { .no_digest = true };
    static const cp_net net;
    for (int i = 1; i < argc; i++) {
        network w = { .a = cp_arena_new(0) };
        const cp_obs_sink sink = { .ctx = &w, .obs = hear_obs, .state = hear_state };
        cp_source src;
        cp_err err;
        w.r = cp_routers_new(w.a);
        if (cp_source_read(w.a, cp_str_c(argv[i]), &opts, &sink, &src, &err) != CP_OK ||
            cp_routers_make(w.r, NULL, 32, false, &w.p, &err) != CP_OK)
            fail(argv[i], &err);
        cp_plane_label(w.p.plane, &(cp_plane_labels){ &net, { w.dirty, w.dirty } });
        printf("network %s\n", argv[i]);
        print(&w);
        cp_arena_free(w.a);
    }
    return 0;
}
