/* SPDX-License-Identifier: Apache-2.0 */
/* plane_ask.c - see plane.h: what becomes of packets to some addresses. */
#include <stdlib.h>
#include <string.h>
#include "job/plane.h"

cp_rc cp_plane_read_dst(cp_str text, cp_prefix *out, unsigned *bits, cp_err *err)
{
    cp_ip ip;
    cp_state_net net;
    uint64_t length = UINT64_MAX;
    ptrdiff_t slash = cp_str_find_char(text, '/');
    cp_str address = slash >= 0 ? cp_str_slice(text, 0, (size_t)slash) : text;
    bool is_read = cp_ip_parse(address, &ip);
    if (is_read && slash >= 0)
        is_read = cp_str_u64(cp_str_from(text, (size_t)slash + 1), &length) && length <= 128;
    if (is_read && length == UINT64_MAX)
        length = ip.version == 4 ? 32 : 128;
    if (!is_read || !cp_state_net_of(ip, (uint32_t)length, &net))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "\"%.*s\" is no prefix or address, as 192.0.2.0/24", CP_FMT(text));
    *out = cp_routers_prefix(&net);
    *bits = ip.version == 4 ? 32 : 128;
    return CP_OK;
}

/* ---- fates of the tables that are asked about, per class */

typedef struct hearing {
    cp_plane_asked *k;
    cp_plane_fate *fates; /* per class and table asked; NULL: too many classes before */
    uint32_t n_max;
    bool is_over;
} hearing;

static void hear(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    hearing *h = ctx;
    if (class >= h->n_max) {
        h->is_over = true;
        return;
    }
    for (uint32_t i = 0; i < h->k->n_tables; i++)
        h->fates[(size_t) class * h->k->n_tables + i] = per_table[h->k->tables[i]];
}

bool cp_plane_is_asked(const cp_plane_asked *k, const cp_prefix *x)
{
    for (uint32_t i = 0; i < k->n_dsts; i++)
        if (x->len >= k->dsts[i].len && cp_prefix_has(&k->dsts[i], x->first))
            return true;
    return false;
}

static void add_row(cp_plane_asked *k, uint32_t table, const cp_prefix *x, const cp_plane_fate *f)
{
    cp_plane_row *last = k->rows.n ? &k->rows.v[k->rows.n - 1] : NULL;
    if (last && last->table == table && cp_plane_same_fate(&last->fate, f))
        last->n_more++;
    else
        cp_vec_push(k->p->m->j->a, &k->rows, ((cp_plane_row){ table, *x, 0, *f }));
}

static int by_address(const void *a, const void *b)
{
    const cp_plane_region *x = a, *y = b;
    if (x->x.first != y->x.first)
        return x->x.first < y->x.first ? -1 : 1;
    return (int)x->x.len - (int)y->x.len;
}

static void add_rows(cp_plane_asked *k, const cp_plane_classes *c, const cp_plane_fate *fates)
{
    cp_plane *plane = k->p->v.plane;
    CP_VEC(cp_plane_region) v = { 0 };
    cp_prefix x;
    for (uint32_t i = 0; i < cp_plane_n_places(plane); i++)
        if (cp_plane_prefix_at(plane, i, &x) && c->of[i] != CP_NO_CLASS && cp_plane_is_asked(k, &x))
            cp_vec_push(k->p->m->j->a, &v,
                        ((cp_plane_region){ x, fates + (size_t)c->of[i] * k->n_tables }));
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_address);
    k->regions = v.v;
    k->n_regions = v.n;
    for (uint32_t t = 0; t < k->n_tables; t++)
        for (uint32_t i = 0; i < v.n; i++)
            add_row(k, k->tables[t], &v.v[i].x, &v.v[i].fates[t]);
}

/* The worst of a policy. What is never delivered anywhere is no path. */
static cp_path_answer worst_of(const cp_plane_asked *k, const cp_path_finding *f)
{
    cp_path_answer worst = CP_PATH_CLEAN;
    if (!f->has_rule)
        return CP_PATH_NO_RULE;
    for (uint32_t i = 0; i < k->rows.n; i++) {
        cp_path_answer x = cp_plane_answer(&k->rows.v[i].fate, f->bit);
        if (i == 0 || cp_path_badness(x) > cp_path_badness(worst))
            worst = x;
    }
    return k->rows.n ? worst : CP_PATH_NONE;
}

cp_rc cp_plane_ask(cp_planes *p, const cp_prefix *dsts, uint32_t n_dsts, const uint32_t *tables,
                   uint32_t n_tables, cp_plane_asked *out, cp_err *err)
{
    cp_job *j = p->m->j;
    *out = (cp_plane_asked){
        .p = p, .dsts = dsts, .n_dsts = n_dsts, .tables = tables, .n_tables = n_tables
    };
    for (uint32_t i = 0; i < n_dsts; i++) { /* so that what is asked about is told apart */
        uint32_t place;
        cp_rc rc = cp_plane_prefix(p->v.plane, &dsts[i], &place, err);
        if (rc != CP_OK)
            return rc;
    }
    hearing h = { .k = out, .n_max = cp_plane_n_places(p->v.plane) + 1 };
    h.fates = CP_NEW_ARRAY(j->a, cp_plane_fate, (size_t)h.n_max * (n_tables ? n_tables : 1));
    cp_rc rc = cp_plane_classify(p->v.plane, j->a, 0, hear, &h, j->interrupted, &out->classes, err);
    if (rc != CP_OK)
        return rc;
    assert(!h.is_over);
    out->fates = h.fates;
    add_rows(out, &out->classes, h.fates);
    out->answers = CP_NEW_ARRAY(j->a, cp_path_answer, p->x->n + 1);
    for (uint32_t i = 0; i < p->x->n; i++)
        out->answers[i] = worst_of(out, &p->x->v[i]);
    return CP_OK;
}

/* ---- `path FROM TO --level l2`, `path FROM --dst PREFIX` */

uint32_t *cp_plane_tables_of(cp_planes *p, const cp_path_set *set, uint32_t *n)
{
    cp_job *j = p->m->j;
    CP_VEC(uint32_t) v = { 0 };
    for (uint32_t t = 0; t < p->v.n_tables; t++)
        for (uint32_t i = 0; i < set->n; i++)
            if (p->pn->item_of[set->things[i]] == p->v.tables[t].item &&
                cp_str_eq(p->v.tables[t].vrf, j->opts.vrf))
                cp_vec_push(j->a, &v, t);
    *n = v.n;
    return v.v;
}

/* Addresses of the assets TO, of the version of the first one. */
static cp_rc dsts_of(const cp_planes *p, const cp_path_set *to, cp_prefix **out, uint32_t *n,
                     unsigned *bits, cp_err *err)
{
    cp_job *j = p->m->j;
    CP_VEC(cp_prefix) v = { 0 };
    *bits = 0;
    for (uint32_t i = 0; i < to->n; i++) {
        const cp_thing *t = &p->m->things.v[to->things[i]];
        const cp_asset *as = t->kind == CP_THING_ASSET ? &p->m->e->found.assets[t->at] : NULL;
        for (uint32_t k = 0; as && k < as->n_ids; k++) {
            cp_ip ip;
            cp_state_net net;
            if (as->ids[k].kind != CP_IDENT_IP || !cp_ip_parse(as->ids[k].value, &ip) ||
                !cp_state_addr_of(ip, &net))
                continue;
            unsigned mine = ip.version == 4 ? 32 : 128;
            *bits = *bits ? *bits : mine;
            if (*bits == mine)
                cp_vec_push(j->a, &v, cp_routers_prefix(&net));
        }
    }
    if (v.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "no address of %.*s is known: --dst says where packets go",
                       CP_FMT(to->word));
    *out = v.v;
    *n = v.n;
    return CP_OK;
}

cp_rc cp_plane_no_table(const cp_planes *p, const cp_path_set *from, cp_err *err)
{
    cp_str vrf = p->m->j->opts.vrf;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s has no forwarding table%s%.*s that is known",
                   CP_FMT(from->word), vrf.n ? " of VRF " : "", CP_FMT(vrf));
}

void cp_plane_conclude(cp_path_found *x, const cp_path_answer *answers)
{
    for (uint32_t i = 0; i < x->n; i++) {
        cp_path_finding *f = &x->v[i];
        memset(f->counts, 0, sizeof f->counts);
        f->counts[answers[i]] = 1;
    }
    cp_path_conclude(x);
}

cp_rc cp_plane_path(cp_path_found *x, cp_report_format format, cp_err *err)
{
    cp_planes *p = CP_NEW(x->m->j->a, cp_planes);
    cp_job *j = x->m->j;
    cp_plane_asked k;
    cp_prefix one, *dsts = &one;
    uint32_t n_dsts = 1, n_tables;
    unsigned bits;
    cp_rc rc = cp_planes_make(x, p, err);
    if (rc == CP_OK && j->opts.dst.n)
        rc = cp_plane_read_dst(j->opts.dst, &one, &bits, err);
    else if (rc == CP_OK)
        rc = dsts_of(p, &x->r->to, &dsts, &n_dsts, &bits, err);
    if (rc == CP_OK && j->opts.n_watched)
        return cp_plane_watch_job(x, p, dsts, n_dsts, bits, format != CP_REPORT_TABLE, err);
    if (rc == CP_OK)
        rc = cp_planes_version(p, bits, err);
    if (rc != CP_OK)
        return rc;
    const uint32_t *tables = cp_plane_tables_of(p, &x->r->from, &n_tables);
    if (n_tables == 0)
        return cp_plane_no_table(p, &x->r->from, err);
    rc = cp_plane_ask(p, dsts, n_dsts, tables, n_tables, &k, err);
    if (rc == CP_OK && j->opts.certificate.n)
        rc = cp_plane_prove(&k, j->opts.certificate, err);
    if (rc != CP_OK)
        return rc;
    cp_plane_conclude(x, k.answers);
    if (format == CP_REPORT_JSON)
        cp_plane_json(&k, j->out);
    else
        cp_plane_print(&k, j->out);
    return CP_OK;
}

/* ---- `path trace` */

static cp_rc read_number(cp_str text, const char *what, uint64_t most, uint64_t *out, cp_err *err)
{
    if (cp_str_u64(text, out) && *out <= most)
        return CP_OK;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--%s is \"%.*s\", expected 0 to %llu", what,
                   CP_FMT(text), (unsigned long long)most);
}

static cp_rc read_packet(const cp_job *j, cp_packet *x, unsigned bits, cp_err *err)
{
    cp_prefix src = { 0, 0 };
    unsigned src_bits = bits;
    uint64_t number = 0;
    cp_rc rc = CP_OK;
    if (j->opts.src.n)
        rc = cp_plane_read_dst(j->opts.src, &src, &src_bits, err);
    if (rc == CP_OK && src_bits != bits)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--src is of another version of IP than ADDRESS");
    x->src = src.first;
    if (rc == CP_OK && j->opts.protocol.n) {
        bool is_tcp = cp_str_eq_nocase(j->opts.protocol, CP_STR("tcp"));
        bool is_udp = cp_str_eq_nocase(j->opts.protocol, CP_STR("udp"));
        if (!is_tcp && !is_udp)
            rc = read_number(j->opts.protocol, "protocol", 255, &number, err);
        x->protocol = (uint8_t)(is_tcp ? 6 : is_udp ? 17 : number);
    }
    if (rc == CP_OK && j->opts.sport.n) {
        rc = read_number(j->opts.sport, "sport", 65535, &number, err);
        x->src_port = (uint16_t)number;
    }
    if (rc == CP_OK && j->opts.dport.n) {
        rc = read_number(j->opts.dport, "dport", 65535, &number, err);
        x->dst_port = (uint16_t)number;
    }
    return rc;
}

cp_rc cp_plane_trace_job(cp_path_found *x, cp_str dst, cp_report_format format, cp_err *err)
{
    cp_planes *p = CP_NEW(x->m->j->a, cp_planes);
    cp_job *j = x->m->j;
    cp_prefix to;
    unsigned bits;
    uint32_t n_tables;
    cp_packet packet = { .protocol = 6 };
    cp_plane_trace t;
    cp_rc rc = cp_planes_make(x, p, err);
    if (rc == CP_OK)
        rc = cp_plane_read_dst(dst, &to, &bits, err);
    if (rc == CP_OK && to.len != bits)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "path trace is of one address, \"%.*s\" are more",
                     CP_FMT(dst));
    if (rc == CP_OK)
        rc = read_packet(j, &packet, bits, err);
    if (rc == CP_OK)
        rc = cp_planes_version(p, bits, err);
    if (rc != CP_OK)
        return rc;
    const uint32_t *tables = cp_plane_tables_of(p, &x->r->from, &n_tables);
    if (n_tables == 0)
        return cp_plane_no_table(p, &x->r->from, err);
    if (n_tables > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "path trace begins at one router, %.*s are %u",
                       CP_FMT(x->r->from.word), n_tables);
    packet.dst = to.first;
    cp_plane_trace_packet(p->v.plane, j->a, tables[0], &packet, &t);
    for (uint32_t i = 0; i < x->n; i++) {
        cp_path_finding *f = &x->v[i];
        memset(f->counts, 0, sizeof f->counts);
        f->counts[f->has_rule ? cp_plane_answer(&t.fate, f->bit) : CP_PATH_NO_RULE] = 1;
    }
    cp_path_conclude(x);
    if (format == CP_REPORT_JSON)
        cp_plane_json_trace(p, &packet, &t, j->out);
    else
        cp_plane_print_trace(p, &packet, &t, j->out);
    return CP_OK;
}
