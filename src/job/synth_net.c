/* SPDX-License-Identifier: Apache-2.0 */
/* synth_net.c - the network layer of a region.
 *
 *     core ===== core            one pair a region; the pairs in a ring, with shortcuts
 *      | \     / |
 *     agg ===== agg              pairs, each with access rings
 *      |         |
 *     site = site = ... = site   a cell-site router and a radio each; parallel links; by microwave
 *        \___/  \___/            past the neighbour
 *
 * Three links a device, as in operators' networks. Metrics are mostly the same both ways. */
#include "job/synth.h"

enum {
    CORE_DEVICES = 5,    /* of a region: its manager, two routers, two optical nodes */
    ASYMMETRIC_1_IN = 8, /* a bundle whose way back costs more */
    SHORTCUT = 4,        /* region r has links to region r / SHORTCUT */
    SECTOR_LINKS = 3,    /* of a radio */
    DUCT_SHARED_1_IN = 4 /* the two planes of a stretch between regions lie in one duct */
};
#define GBPS UINT64_C(1000000000)

cp_str synth_named(synth *s, const char *what, uint32_t region, uint32_t i, uint32_t k)
{
    return cp_str_fmt(s->line, "%s-r%u-%u-%u", what, region, i, k);
}

void synth_link(synth *s, cp_str a, cp_str b, const synth_bundle *x)
{
    uint32_t back = x->metric;
    if (cp_rand_below(&s->rand, ASYMMETRIC_1_IN) == 0)
        back += 1 + cp_rand_below(&s->rand, 5);
    for (uint32_t i = 0; i < x->n; i++) {
        cp_csv_cell(&s->links, a, true);
        cp_csv_cell(&s->links, b, false);
        /* a port is called after where it leads */
        cp_buf_fmt(&s->links, ",%.*s/%u,%.*s/%u,%u,%u,%llu,%s,%.*s\n", CP_FMT(b), i, CP_FMT(a), i,
                   x->metric, back, (unsigned long long)x->capacity_bps, x->layer, CP_FMT(x->srlg));
    }
    s->n_links += x->n;
}

void synth_demand(synth *s, cp_str from, cp_str to, uint64_t bps)
{
    cp_csv_cell(&s->demands, from, true);
    cp_csv_cell(&s->demands, to, false);
    cp_buf_fmt(&s->demands, ",%llu\n", (unsigned long long)bps);
}

static cp_str duct(synth *s, uint32_t region, uint32_t agg, uint32_t number)
{
    return synth_named(s, "duct", region, agg, number);
}

/* ---- access */

static cp_rc site_devices(synth *s, const synth_region *r, uint32_t agg, uint32_t number,
                          cp_str before, cp_err *err)
{
    cp_str site = synth_named(s, "site", r->number, agg, number),
           router = synth_named(s, "csr", r->number, agg, number),
           radio = synth_named(s, "gnb", r->number, agg, number);
    cp_rc rc = synth_device(s, r, NULL, SYNTH_CELL_ROUTER, router, site, err);
    synth_link(s, before, router,
               &(synth_bundle){ 2, 10, 10 * GBPS, "ip", duct(s, r->number, agg, number) });
    if (s->has_centres)
        synth_demand(s, router, synth_central(s, "upf", cp_rand_below(&s->rand, SYNTH_CENTRES)),
                     (1 + cp_rand_below(&s->rand, 20)) * (GBPS / 10));
    if (rc != CP_OK || synth_is_full(s))
        return rc;
    rc = synth_device(s, r, NULL, SYNTH_RAN, radio, site, err);
    synth_link(s, router, radio, &(synth_bundle){ SECTOR_LINKS, 1, 25 * GBPS, "ip", CP_STR("") });
    synth_need_central(s, radio, "amf", "core");
    return rc;
}

/* agg0 - site - site - ... - agg1 */
static cp_rc ring(synth *s, const synth_region *r, uint32_t agg, uint32_t n, cp_err *err)
{
    cp_str before[3] = { { NULL, 0 }, { NULL, 0 }, synth_named(s, "agg", r->number, agg, 0) };
    uint32_t first = n * SYNTH_RING_SITES;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < SYNTH_RING_SITES && !synth_is_full(s); i++) {
        cp_str router = synth_named(s, "csr", r->number, agg, first + i);
        rc = site_devices(s, r, agg, first + i, before[2], err);
        if (i >= 2)
            synth_link(s, before[1], router,
                       &(synth_bundle){ 1, 30, GBPS, "ip", CP_STR("") }); /* microwave */
        before[0] = before[1];
        before[1] = before[2];
        before[2] = router;
    }
    /* the way back comes in by the duct of the way out, as it does more often than is known */
    cp_str back = n % 2 ? duct(s, r->number, agg, first)
                        : duct(s, r->number, agg, SYNTH_RINGS * SYNTH_RING_SITES + n);
    synth_link(s, before[2], synth_named(s, "agg", r->number, agg, 1),
               &(synth_bundle){ 2, 10, 10 * GBPS, "ip", back });
    return rc == CP_OK ? synth_ring_below(s, r, agg, n, before[2], err) : rc;
}

static cp_rc aggregation(synth *s, const synth_region *r, uint32_t agg, cp_err *err)
{
    cp_str site = synth_named(s, "pop", r->number, agg, 0), routers[2];
    cp_rc rc = CP_OK;
    for (uint32_t k = 0; k < 2; k++) {
        routers[k] = synth_named(s, "agg", r->number, agg, k);
        if (rc == CP_OK && synth_is_full(s))
            return rc;
        if (rc == CP_OK)
            rc = synth_device(s, r, NULL, SYNTH_AGGREGATION, routers[k], site, err);
        synth_need_central(s, routers[k], "ptp", "timing");
        for (uint32_t to = 0; to < 2; to++)
            synth_link(s, routers[k], synth_named(s, "core", r->number, 0, to),
                       &(synth_bundle){ to == k ? 4 : 1, to == k ? 5 : 8, 100 * GBPS, "ip",
                                        duct(s, r->number, agg, 1000 + to) });
    }
    synth_link(s, routers[0], routers[1], &(synth_bundle){ 4, 2, 100 * GBPS, "ip", CP_STR("") });
    if (rc == CP_OK)
        rc = synth_agg_below(s, r, agg, err);
    for (uint32_t n = 0; rc == CP_OK && n < SYNTH_RINGS && !synth_is_full(s); n++)
        rc = ring(s, r, agg, n, err);
    return rc;
}

/* ---- core */

static void between_regions(synth *s, uint32_t from, uint32_t to, uint32_t metric)
{
    bool is_shared = cp_rand_below(&s->rand, DUCT_SHARED_1_IN) == 0;
    for (uint32_t k = 0; k < 2; k++) {
        cp_str a = synth_named(s, "core", from, 0, k), b = synth_named(s, "core", to, 0, k);
        cp_str lane = cp_str_fmt(s->line, "lane-r%u-r%u-%u", to, from, is_shared ? 0 : k);
        synth_link(s, a, b, &(synth_bundle){ 4, metric, 400 * GBPS, "ip", lane });
        for (uint32_t other = 0; other < 2; other++)
            for (uint32_t end = 0; end < 2; end++)
                synth_carried(s, a, b, other ? "protection" : "working",
                              synth_named(s, "oxc", end ? to : from, 0, other ? 1 - k : k));
    }
    synth_demand(s, synth_named(s, "core", from, 0, 0), synth_named(s, "core", to, 0, 1),
                 (10 + cp_rand_below(&s->rand, 90)) * GBPS);
}

void synth_close_ring(synth *s)
{
    if (s->n_regions > 2)
        between_regions(s, s->n_regions - 1, 0, 1);
}

/* The core; full before all of it is there: what is not there is not linked. */
static cp_rc core(synth *s, const synth_region *r, cp_err *err)
{
    uint32_t n = r->number;
    cp_str site = synth_named(s, "core-site", n, 0, 0), manager = synth_named(s, "nms", n, 0, 0),
           routers[2];
    cp_rc rc = synth_device(s, r, NULL, SYNTH_MANAGEMENT, manager, site, err);
    for (uint32_t k = 0; rc == CP_OK && k < 2; k++) {
        routers[k] = synth_named(s, "core", n, 0, k);
        if (synth_is_full(s))
            return rc;
        rc = synth_device(s, r, NULL, SYNTH_CORE, routers[k], site, err);
        synth_need_central(s, routers[k], "ptp", "timing");
        synth_link(s, k ? routers[0] : manager, routers[k],
                   &(synth_bundle){ k ? 8 : 1, 1, (k ? 400 : 10) * GBPS, "ip", CP_STR("") });
    }
    return rc == CP_OK ? synth_core_below(s, r, err) : rc;
}

cp_rc synth_net(synth *s, uint32_t number, cp_err *err)
{
    synth_region r;
    uint64_t before = s->made;
    synth_draw_region(s, number, &r);
    cp_rc rc = core(s, &r, err);
    if (rc != CP_OK || s->made - before < CORE_DEVICES)
        return rc;
    s->n_regions++;
    if (number)
        between_regions(s, number, number - 1, 1);
    if (number / SHORTCUT + 1 < number)
        between_regions(s, number, number / SHORTCUT, 2);
    if (number == 0 && s->has_centres)
        rc = synth_centres(s, &r, err);
    for (uint32_t g = 0; rc == CP_OK && g < SYNTH_AGGS && !synth_is_full(s); g++) {
        rc = aggregation(s, &r, g, err);
        cp_arena_free(s->line);
        s->line = cp_arena_new(0);
    }
    return rc;
}
