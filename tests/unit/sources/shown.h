/* SPDX-License-Identifier: Apache-2.0 */
/* shown.h - for the tests of topologies: links with all that they say, a line each.
 *
 *     kind "name" END[port] -- END[port] there/back bps {srlg} area, one side, overloaded */
#pragma once
#include "sources/reader.h"
#include "tap.h"

static inline void show_ids(cp_buf *b, const cp_ident *ids, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(b, "%s%s=%.*s", i ? " " : "", cp_ident_kind_name(ids[i].kind),
                   CP_FMT(ids[i].value));
}

static inline void show_end(cp_buf *b, const cp_link_end *e)
{
    show_ids(b, e->ids, e->n_ids);
    if (e->router.n)
        cp_buf_fmt(b, "%srouter=%.*s", e->n_ids ? " " : "", CP_FMT(e->router));
    if (e->port.n)
        cp_buf_fmt(b, "[%.*s]", CP_FMT(e->port));
}

static inline cp_rc show_link(void *ctx, const cp_link *l, cp_err *err)
{
    cp_buf *b = ctx;
    (void)err;
    cp_buf_fmt(b, "%s ", cp_link_kind_name(l->kind));
    if (l->name.n)
        cp_buf_fmt(b, "\"%.*s\" ", CP_FMT(l->name));
    show_end(b, &l->a);
    cp_buf_add_c(b, " -- ");
    show_end(b, &l->b);
    cp_buf_fmt(b, " %lld/%lld", (long long)l->metric, (long long)l->metric_back);
    if (l->capacity_bps)
        cp_buf_fmt(b, " %llubps", (unsigned long long)l->capacity_bps);
    if (l->srlg.n)
        cp_buf_fmt(b, " {%.*s}", CP_FMT(l->srlg));
    if (l->area.n)
        cp_buf_fmt(b, " %.*s", CP_FMT(l->area));
    cp_buf_add_c(b, l->both_sides ? "" : " one side");
    cp_buf_add_c(b, l->end_only & CP_LINK_A_END_ONLY ? " a overloaded" : "");
    cp_buf_add_c(b, l->end_only & CP_LINK_B_END_ONLY ? " b overloaded" : "");
    cp_buf_char(b, '\n');
    return CP_OK;
}

static inline cp_rc skip_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}
