/* SPDX-License-Identifier: Apache-2.0 */
/* synth.h - what the files of `synth` share.
 *
 *     synth.c         the command: the folder, its tables, one region after the other
 *     synth_device.c  makers; a device as a row of the inventory and, of some, a walk
 *     synth_net.c     the network layer of a region: core, aggregation, access rings, radios
 *     synth_below.c   what carries it: optical nodes, leased segments, ducts
 *     synth_centre.c  the two data centres, the managers of all makers, an internet exchange
 *
 * Everything is written as it is made, and nothing is remembered of a device but its name, which
 * can be worked out again: a million of them need no more memory than a hundred. When the wanted
 * number is reached, nothing more is made; a row never names what was not made. */
#pragma once
#include "codec/csv.h"
#include "job/job.h"

enum {
    SYNTH_RING_SITES = 8,
    SYNTH_RINGS = 6, /* of a pair of aggregation routers */
    SYNTH_AGGS = 10, /* pairs of a region */
    SYNTH_CENTRES = 2,
};

/* role, what the inventory calls it, function, class */
#define SYNTH_ROLES(X)                                         \
    X(CORE, "core", "transmission", "core")                    \
    X(AGGREGATION, "aggregation", "transmission", "transport") \
    X(CELL_ROUTER, "cell_router", "transmission", "transport") \
    X(RAN, "ran", "transmission", "ran")                       \
    X(MANAGEMENT, "management", "control", "management")       \
    X(OPTICAL, "optical", "transmission", "transport")         \
    X(LEASED, "leased", "transmission", "transport")           \
    X(EXCHANGE, "exchange", "transmission", "transport")       \
    X(AMF, "amf", "control", "core")                           \
    X(SMF, "smf", "control", "core")                           \
    X(UPF, "upf", "transmission", "core")                      \
    X(UDM, "udm", "control", "core")                           \
    X(NRF, "nrf", "control", "core")                           \
    X(HOST, "host", "computing", "compute")                    \
    X(STORAGE, "storage", "storage", "storage")                \
    X(TIMING, "timing", "control", "timing")
typedef enum synth_role {
#define ROW(id, name, function, class) SYNTH_##id,
    SYNTH_ROLES(ROW)
#undef ROW
        SYNTH_ROLE_COUNT
} synth_role;

typedef struct synth_maker {
    cp_str id, oui, arc, descr, product[SYNTH_ROLE_COUNT]; /* "" does not make such */
} synth_maker;

typedef struct synth {
    cp_job *j;
    cp_arena *line; /* of a few rows */
    cp_rand rand;
    CP_VEC(synth_maker) makers;
    cp_buf inventory, links, carriage, needs, demands;
    cp_str dir;
    uint64_t made, wanted, n_links;
    uint32_t walks, n_regions; /* regions whose core is whole */
    bool has_centres;          /* it is large enough for data centres and all that is national */
} synth;

/* The makers whose equipment stands there, unless chance says otherwise: one per role. */
typedef struct synth_region {
    uint32_t number;
    uint32_t maker[SYNTH_ROLE_COUNT]; /* into makers */
} synth_region;

/* ---- synth_device.c */

/* Errors: of the data file; CP_EINTERNAL if nobody in it makes equipment of some role. */
CP_MUST_CHECK cp_rc synth_load_makers(synth *s, cp_err *err);
void synth_draw_region(synth *s, uint32_t number, synth_region *out);
static inline bool synth_is_full(const synth *s) { return s->made == s->wanted; }
/* A device, who manages it, and, of some, a walk. m NULL: drawn. Nothing if s is full. */
CP_MUST_CHECK cp_rc synth_device(synth *s, const synth_region *r, const synth_maker *m,
                                 synth_role role, cp_str name, cp_str site, cp_err *err);
CP_MUST_CHECK cp_rc synth_write_whole(const char *path, cp_str text, cp_err *err);

/* ---- rows */

/* what-rREGION-I-K, in s->line. */
cp_str synth_named(synth *s, const char *what, uint32_t region, uint32_t i, uint32_t k);
typedef struct synth_bundle {
    uint32_t n, metric; /* parallel links, each of its own ports */
    uint64_t capacity_bps;
    const char *layer;
    cp_str srlg;
} synth_bundle;
void synth_link(synth *s, cp_str a, cp_str b, const synth_bundle *x);
void synth_carried(synth *s, cp_str a, cp_str b, const char *alternative, cp_str transmission);
void synth_need(synth *s, cp_str asset, const char *group, cp_str needs, const char *kind);
void synth_demand(synth *s, cp_str from, cp_str to, uint64_t bps);

/* ---- layers */

CP_MUST_CHECK cp_rc synth_net(synth *s, uint32_t number, cp_err *err); /* a region */
void synth_close_ring(synth *s); /* of the cores, when all regions are made */
/* Optical nodes of a region's core; of a pair of aggregation routers; what its links ride on. */
CP_MUST_CHECK cp_rc synth_core_below(synth *s, const synth_region *r, cp_err *err);
CP_MUST_CHECK cp_rc synth_agg_below(synth *s, const synth_region *r, uint32_t agg, cp_err *err);
CP_MUST_CHECK cp_rc synth_ring_below(synth *s, const synth_region *r, uint32_t agg, uint32_t ring,
                                     cp_str last, cp_err *err);
/* National: needs region 0's core. */
CP_MUST_CHECK cp_rc synth_centres(synth *s, const synth_region *r, cp_err *err);
uint64_t synth_centres_size(const synth *s); /* devices */
/* name-dcCENTRE[-i], in s->line. */
cp_str synth_central(synth *s, const char *what, uint32_t centre);
/* The asset needs one of the two centres' `what` in a group called so. */
void synth_need_central(synth *s, cp_str asset, const char *what, const char *kind);
