/* SPDX-License-Identifier: Apache-2.0 */
/* out.c - see out.h. */
#include "sources/flow/out.h"
#include <string.h>
#include <sys/random.h>
#include "model/flow_pack.h"

struct cp_flow_out {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_flow_packer *packer; /* NULL until there is a flow */
    uint64_t n;
};

cp_flow_out *cp_flow_out_new(cp_arena *a, const cp_obs_sink *sink)
{
    if (!sink->flows)
        return NULL;
    cp_flow_out *o = CP_NEW(a, cp_flow_out);
    o->a = a;
    o->sink = sink;
    return o;
}

/* What is packed does not depend on it, only how long that takes. */
static uint64_t any_seed(void)
{
    uint64_t seed = 0x452821e638d01377u; /* digits of pi serve honest input, early at boot */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        return 0x452821e638d01377u;
    return seed;
}

static cp_rc hand_on(cp_flow_out *o, cp_err *err)
{
    cp_flow_block b = cp_flow_packer_take(o->packer);
    return b.n_rows ? o->sink->flows(o->sink->ctx, &b, err) : CP_OK;
}

cp_rc cp_flow_out_add(cp_flow_out *o, const cp_flow *f, cp_err *err)
{
    if (!o->packer)
        o->packer = cp_flow_packer_new(o->a, any_seed());
    o->n++;
    return cp_flow_packer_add(o->packer, f) ? hand_on(o, err) : CP_OK;
}

cp_rc cp_flow_out_add_some(cp_flow_out *o, const cp_flow_some *s, uint32_t exporter, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (!o->packer)
        o->packer = cp_flow_packer_new(o->a, any_seed());
    o->n += s->n;
    for (uint32_t at = 0; rc == CP_OK && at < s->n;) {
        at = cp_flow_packer_add_some(o->packer, s, exporter, at);
        if (cp_flow_packer_rows(o->packer) == CP_FLOW_BLOCK_ROWS)
            rc = hand_on(o, err);
    }
    return rc;
}

cp_rc cp_flow_out_end(cp_flow_out *o, cp_err *err)
{
    return o && o->packer ? hand_on(o, err) : CP_OK;
}

uint64_t cp_flow_out_count(const cp_flow_out *o) { return o ? o->n : 0; }
