/* SPDX-License-Identifier: Apache-2.0 */
/* synth_below.c - what carries the links: optical nodes, and segments leased of others.
 *
 *     core ---------- core       rides on oxc, oxc of its own plane, or on those of the other plane
 *     oxc  ========== oxc
 *      |
 *     roadm (of a pair of aggregation routers)
 *      |
 *     first hops of access rings; every third ring has its last hop on a leased segment
 *
 * What rides on two alternatives is protected: it is up while one of them is. */
#include "job/synth.h"

enum { LEASED_RING_1_IN = 3 };

void synth_carried(synth *s, cp_str a, cp_str b, const char *alternative, cp_str transmission)
{
    cp_csv_cell(&s->carriage, cp_str_fmt(s->line, "%.*s|%.*s", CP_FMT(a), CP_FMT(b)), true);
    cp_csv_cell(&s->carriage, cp_str_c(alternative), false);
    cp_csv_cell(&s->carriage, transmission, false);
    cp_buf_char(&s->carriage, '\n');
}

cp_rc synth_core_below(synth *s, const synth_region *r, cp_err *err)
{
    cp_str site = synth_named(s, "core-site", r->number, 0, 0);
    cp_rc rc = CP_OK;
    for (uint32_t k = 0; rc == CP_OK && k < 2; k++)
        rc = synth_device(s, r, NULL, SYNTH_OPTICAL, synth_named(s, "oxc", r->number, 0, k), site,
                          err);
    return rc;
}

/* Each router of the pair to each of the core. */
cp_rc synth_agg_below(synth *s, const synth_region *r, uint32_t agg, cp_err *err)
{
    cp_str node = synth_named(s, "roadm", r->number, agg, 0);
    if (synth_is_full(s))
        return CP_OK;
    cp_rc rc = synth_device(s, r, NULL, SYNTH_OPTICAL, node,
                            synth_named(s, "pop", r->number, agg, 0), err);
    for (uint32_t k = 0; k < 2; k++) {
        cp_str router = synth_named(s, "agg", r->number, agg, k);
        for (uint32_t to = 0; to < 2; to++) {
            cp_str core = synth_named(s, "core", r->number, 0, to);
            for (uint32_t other = 0; other < 2; other++) {
                const char *alternative = other ? "protection" : "working";
                synth_carried(s, router, core, alternative, node);
                synth_carried(s, router, core, alternative,
                              synth_named(s, "oxc", r->number, 0, other ? 1 - to : to));
            }
        }
    }
    return rc;
}

/* The hops of a ring next to its routers of aggregation. */
cp_rc synth_ring_below(synth *s, const synth_region *r, uint32_t agg, uint32_t ring, cp_str last,
                       cp_err *err)
{
    cp_str first = synth_named(s, "csr", r->number, agg, ring * SYNTH_RING_SITES),
           left = synth_named(s, "agg", r->number, agg, 0),
           right = synth_named(s, "agg", r->number, agg, 1),
           node = synth_named(s, "roadm", r->number, agg, 0),
           segment = synth_named(s, "lease", r->number, agg, ring);
    synth_carried(s, left, first, "", node);
    if (ring % LEASED_RING_1_IN != LEASED_RING_1_IN - 1 || synth_is_full(s)) {
        synth_carried(s, last, right, "", node);
        return CP_OK;
    }
    synth_carried(s, last, right, "", segment);
    return synth_device(s, r, NULL, SYNTH_LEASED, segment, synth_named(s, "pop", r->number, agg, 0),
                        err);
}
