/* SPDX-License-Identifier: Apache-2.0 */
/* topohub.h - the corpus topo-topohub: nets as node-link JSON, each link with its load each way as
 * networkx has it. Found out from the data: one hop is one metric; `uni` is one unit from every
 * node to every other, `deg` the product of the degrees of both, `org` the demands of the file, as
 * much back as there; what belongs to a sea cable neither sends nor receives; the most loaded is
 * 100. */
#pragma once
#include <ftw.h>
#include <unistd.h>
#include "codec/json.h"
#include "path/routes.h"
#include "sources/input.h"

enum { TOPOHUB_MODES = 3, TOPOHUB_FILES_MAX = 1000 };

typedef struct topology {
    cp_net net;
    uint32_t n_demands[TOPOHUB_MODES]; /* 0: the file does not have it */
    cp_demand *demands[TOPOHUB_MODES];
    double *loads[TOPOHUB_MODES]; /* as cp_routes_loads has them */
} topology;

static const char *const topohub_modes[TOPOHUB_MODES] = { "uni", "deg", "org" };

/* Paths of all files below the folder, in the order of their names. */
static const char *topohub_files[TOPOHUB_FILES_MAX];
static int topohub_n_files;

static int topohub_note(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    const char *dot = strstr(path, ".json.gz");
    (void)st;
    (void)ftw;
    if (type == FTW_F && dot && dot[8] == '\0' && topohub_n_files < TOPOHUB_FILES_MAX)
        topohub_files[topohub_n_files++] = strdup(path);
    return 0;
}

static int topohub_by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static inline int topohub_find(const char *folder)
{
    topohub_n_files = 0;
    (void)nftw(folder, topohub_note, 16, FTW_PHYS);
    qsort(topohub_files, (size_t)topohub_n_files, sizeof *topohub_files, topohub_by_name);
    return topohub_n_files;
}

/* Ids are numbers or texts; both are compared as they are spelt. */
static inline uint32_t topohub_index(const cp_str *ids, uint32_t n, cp_str id)
{
    uint32_t i = 0;
    while (i < n && !cp_str_eq(ids[i], id))
        i++;
    return i;
}

typedef struct topohub_ends {
    uint32_t *source, *target, n;
    uint32_t *degree;
} topohub_ends;

static inline void topohub_add(topology *t, int mode, uint32_t from, uint32_t to, double x)
{
    if (from != to && x > 0)
        t->demands[mode][t->n_demands[mode]++] = (cp_demand){ from, to, x };
}

static inline void topohub_demands(cp_arena *a, topology *t, const cp_tree *nodes,
                                   const cp_tree *told, const cp_str *ids, const uint32_t *degree)
{
    uint32_t n = nodes->n;
    bool *is_end = CP_NEW_ARRAY(a, bool, n);
    for (uint32_t i = 0; i < n; i++)
        is_end[i] =
            !cp_str_starts(cp_tree_get_text(nodes->items[i], CP_STR("type")), CP_STR("Seacable "));
    for (int mode = 0; mode < TOPOHUB_MODES; mode++)
        t->demands[mode] = CP_NEW_ARRAY(a, cp_demand, 2 * (size_t)n * n);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++)
            if (is_end[i] && is_end[k]) {
                topohub_add(t, 0, i, k, 1);
                topohub_add(t, 1, i, k, (double)degree[i] * degree[k]);
            }
    for (uint32_t i = 0; told && i < told->n; i++)
        for (uint32_t k = 0; k < told->items[i]->n; k++) {
            uint32_t from = topohub_index(ids, n, told->keys[i]);
            uint32_t to = topohub_index(ids, n, told->items[i]->keys[k]);
            topohub_add(t, 2, from, to, told->items[i]->items[k]->number);
            topohub_add(t, 2, to, from, told->items[i]->items[k]->number);
        }
}

static inline void topohub_loads(cp_arena *a, topology *t, const cp_tree *edges,
                                 const topohub_ends *e, const uint32_t *place)
{
    for (int mode = 0; mode < TOPOHUB_MODES; mode++) {
        t->loads[mode] = CP_NEW_ARRAY(a, double, 2 * (size_t)edges->n);
        for (uint32_t i = 0; i < edges->n; i++) {
            const cp_tree *there = cp_tree_get(edges->items[i], CP_STR("ecmp_fwd"));
            const cp_tree *back = cp_tree_get(edges->items[i], CP_STR("ecmp_bwd"));
            const cp_tree *x = cp_tree_get(there, cp_str_c(topohub_modes[mode]));
            const cp_tree *y = cp_tree_get(back, cp_str_c(topohub_modes[mode]));
            bool is_turned = e->source[i] > e->target[i];
            if (!x || !y)
                t->n_demands[mode] = 0;
            t->loads[mode][2 * place[i] + is_turned] = x ? x->number : 0;
            t->loads[mode][2 * place[i] + !is_turned] = y ? y->number : 0;
        }
    }
}

/* Items are the nodes in the order of the file, under three random labels in ten. */
static inline bool topohub_read(cp_arena *a, const char *path, topology *t)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_input *in;
    cp_bytes all;
    const cp_tree *doc;
    cp_err err = { 0 };
    cp_rand r = { 1 };
    if (cp_input_open(a, cp_str_c(path), &in, &err) != CP_OK ||
        cp_input_all(in, 1 << 28, &all, &err) != CP_OK ||
        cp_json_parse(a, all, &doc, &err) != CP_OK)
        return false;
    const cp_tree *nodes = cp_tree_get(doc, CP_STR("nodes"));
    const cp_tree *edges = cp_tree_get(doc, CP_STR("edges"));
    if (!nodes || !edges)
        return false;
    *t = (topology){ 0 };
    cp_str *ids = CP_NEW_ARRAY(a, cp_str, nodes->n);
    topohub_ends e = { CP_NEW_ARRAY(a, uint32_t, edges->n), CP_NEW_ARRAY(a, uint32_t, edges->n),
                       edges->n, CP_NEW_ARRAY(a, uint32_t, nodes->n) };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    for (uint32_t i = 0; i < nodes->n; i++) {
        uint32_t dice = cp_rand_below(&r, 10);
        ids[i] = cp_tree_get_text(nodes->items[i], CP_STR("id"));
        (void)cp_net_item(m, cp_str_fmt(a, "%06u", i), dice < 1, dice == 1, 0);
    }
    for (uint32_t i = 0; i < edges->n; i++) {
        e.source[i] =
            topohub_index(ids, nodes->n, cp_tree_get_text(edges->items[i], CP_STR("source")));
        e.target[i] =
            topohub_index(ids, nodes->n, cp_tree_get_text(edges->items[i], CP_STR("target")));
        (void)cp_net_add_link(m, e.source[i], e.target[i], 1, 1, CP_NO_ITEM);
        e.degree[e.source[i]]++;
        e.degree[e.target[i]]++;
    }
    cp_net_places places;
    if (cp_net_make(m, &t->net, &places, &err) != CP_OK || t->net.n_loops)
        return false;
    topohub_demands(a, t, nodes, cp_tree_get(cp_tree_get(doc, CP_STR("graph")), CP_STR("demands")),
                    ids, e.degree);
    topohub_loads(a, t, edges, &e, places.links);
    return true;
}
