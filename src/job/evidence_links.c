/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_links.c - links that routers are configured to have: from their rows, once it is known
 * which asset each router is (path/adjacent.h). They stand behind those that were told. */
#include "job/evidence_inside.h"

typedef struct taking {
    cp_adjacent *x;
    cp_adjacent_of of;
    cp_rc rc;
    cp_err *err;
} taking;

static void take(void *ctx, const cp_state *row)
{
    taking *t = ctx;
    if (t->rc == CP_OK)
        t->rc = cp_adjacent_add(t->x, &t->of, row, t->err);
}

static bool has_peers(const cp_identified *f)
{
    for (uint32_t i = 0; i < f->n_states; i++)
        if (f->states[i].kinds >> CP_STATE_PEER & 1)
            return true;
    return false;
}

/* Rows that cannot be read are told where rows are asked for. */
static cp_rc take_states(cp_job *j, const cp_evidence_set *e, cp_adjacent *x, cp_err *err)
{
    const cp_identified *f = &e->found;
    for (uint32_t i = 0; i < f->n_states; i++) {
        const cp_router_state *s = &f->states[i];
        cp_err fault = { 0 };
        if (s->asset == CP_NO_ASSET || !(s->kinds & CP_EVIDENCE_LINK_KINDS))
            continue;
        const cp_asset *as = &f->assets[s->asset];
        taking t = { .x = x,
                     .of = { s->asset, s->source, cp_asset_name(as), as->realm },
                     .rc = CP_OK,
                     .err = err };
        if (cp_evidence_rows(e, s, take, &t, &fault) != CP_OK)
            j->say(j, "%.*s: %s", CP_FMT(e->sources.v[s->source].name), fault.msg);
        if (t.rc != CP_OK)
            return t.rc;
    }
    return CP_OK;
}

static void take_known(const cp_identified *f, cp_adjacent *x)
{
    for (uint32_t i = 0; i < f->n_assets; i++) {
        const cp_asset *as = &f->assets[i];
        const cp_adjacent_of of = { .asset = i, .name = cp_asset_name(as), .realm = as->realm };
        for (uint32_t k = 0; k < as->n_ids; k++) {
            cp_ip ip;
            if (as->ids[k].kind == CP_IDENT_IP && cp_ip_parse(as->ids[k].value, &ip))
                cp_adjacent_known(x, &of, ip);
        }
    }
}

static bool is_line(cp_link_kind kind)
{
    static const cp_link_kind kinds[] = { CP_LINK_LLDP, CP_LINK_CDP,   CP_LINK_FDP,  CP_LINK_EDP,
                                          CP_LINK_MNDP, CP_LINK_TABLE, CP_LINK_CABLE };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kind == kinds[i])
            return true;
    return false;
}

/* Lines that neighbours are heard over, or that a table has. */
static void take_lines(const cp_identified *f, cp_adjacent *x)
{
    for (uint32_t i = 0; i < f->n_links; i++) {
        const cp_asset_link *l = &f->links[i];
        if (is_line(l->kind) && l->a < f->n_assets && l->b < f->n_assets)
            cp_adjacent_wire(x, l->a, l->a_port, l->b, l->b_port);
    }
}

cp_rc cp_evidence_links(cp_job *j, cp_evidence_set *e, cp_err *err)
{
    cp_identified *f = &e->found;
    if (!has_peers(f))
        return CP_OK;
    cp_adjacent *x = cp_adjacent_new(j->a);
    cp_rc rc = take_states(j, e, x, err);
    if (rc != CP_OK)
        return rc;
    take_known(f, x);
    take_lines(f, x);
    cp_adjacent_find(x, &e->adjacents);
    e->adjacent = x;
    uint32_t n = e->adjacents.n_links;
    if (n == 0)
        return CP_OK;
    cp_asset_link *links = CP_NEW_ARRAY(j->a, cp_asset_link, f->n_links + (size_t)n);
    if (f->n_links)
        memcpy(links, f->links, f->n_links * sizeof *links);
    memcpy(links + f->n_links, e->adjacents.links, n * sizeof *links);
    f->links = links;
    f->n_links += n;
    return CP_OK;
}
