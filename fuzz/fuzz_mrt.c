/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_mrt.c - a file of MRT, and its bytes as the attributes of one route. Read twice it says the
 * same; every view lies within the input; a path has as many hops as it says; and what the reader
 * of tables tells reads back. */
#include "fuzz.h"
#include "sources/mrt/mrt.h"
#include "sources/mrt/table.h"

typedef struct heard {
    cp_buf text;
    cp_bytes in; /* NULL: views are not compared with it */
    uint64_t n;
} heard;

static void is_within(const heard *h, cp_bytes v)
{
    if (h->in.p && v.n)
        MUST(v.p >= h->in.p && v.p + v.n <= h->in.p + h->in.n);
}

static void hear_path(heard *h, const cp_bgp_path *p)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    uint32_t n_hops = 0, asn = 0;
    while (cp_bgp_path_next(&it, &s)) {
        MUST(s.n > 0 && s.asns.n >= (size_t)s.n * s.as_bytes);
        is_within(h, s.asns);
        n_hops += s.type == CP_BGP_SEQUENCE ? s.n : s.type == CP_BGP_SET;
        for (uint32_t i = 0; i < s.n; i++)
            cp_buf_fmt(&h->text, " %u", cp_bgp_segment_as(&s, i));
    }
    MUST(n_hops == p->n_hops);
    cp_buf_fmt(&h->text, " %d", cp_bgp_path_origin(p, &asn));
}

static void hear_attrs(heard *h, const cp_bgp_attrs *x)
{
    MUST((x->state == CP_BGP_FINE) == (x->fault == NULL));
    const cp_bytes views[] = { x->next_hop, x->aggregator,   x->communities, x->large,
                               x->extended, x->cluster_list, x->reach_nlri,  x->unreach_nlri };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        is_within(h, views[i]);
    MUST(x->communities.n % 4 == 0 && x->large.n % 12 == 0 && x->extended.n % 8 == 0);
    cp_buf_fmt(&h->text, "%d %llu %u %u", x->state, (unsigned long long)x->has, x->med,
               x->local_pref);
    if (x->state != CP_BGP_WITHDRAWN)
        hear_path(h, &x->path);
}

static void is_same_view(cp_bytes a, cp_bytes b) { MUST(a.n == b.n && (!a.n || a.p == b.p)); }

/* The quick way and the plain one say the same of any bytes. */
static void is_same(const cp_bgp_attrs *x, const cp_bgp_attrs *y)
{
    MUST(x->state == y->state && x->fault == y->fault && x->fault_attr == y->fault_attr);
    MUST(x->has == y->has && x->origin == y->origin && x->med == y->med);
    MUST(x->local_pref == y->local_pref && x->n_unknown == y->n_unknown);
    MUST(x->originator_id == y->originator_id && x->only_to_customer == y->only_to_customer);
    MUST(x->aggregator_as == y->aggregator_as && x->is_reset == y->is_reset);
    MUST(x->is_other_width == y->is_other_width && x->reach_afi == y->reach_afi);
    MUST(x->path.n_hops == y->path.n_hops && x->path.n_own == y->path.n_own);
    is_same_view(x->path.own, y->path.own);
    is_same_view(x->path.as4, y->path.as4);
    is_same_view(x->next_hop, y->next_hop);
    is_same_view(x->communities, y->communities);
    is_same_view(x->large, y->large);
    is_same_view(x->extended, y->extended);
    is_same_view(x->aggregator, y->aggregator);
    is_same_view(x->cluster_list, y->cluster_list);
    is_same_view(x->reach_hop, y->reach_hop);
    is_same_view(x->reach_nlri, y->reach_nlri);
    is_same_view(x->unreach_nlri, y->unreach_nlri);
}

static cp_rc hear_route(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    bool is_peer = r->event == CP_BGP_PEER_UP || r->event == CP_BGP_PEER_DOWN;
    (void)err;
    MUST(r->peer && r->length <= 128 && r->record > 0);
    MUST(is_peer || r->net.version == 6 || (r->net.version == 4 && r->length <= 32));
    cp_buf_fmt(&h->text, "\n%d %llu %u/%u %u ", r->event, (unsigned long long)r->record,
               r->net.b[0], r->length, r->peer->as);
    h->n++;
    MUST((r->event == CP_BGP_ENTRY || r->event == CP_BGP_ANNOUNCED) == (r->attrs != NULL));
    if (!r->attrs)
        return CP_OK;
    MUST(r->attrs->state != CP_BGP_WITHDRAWN);
    hear_attrs(h, r->attrs);
    return CP_OK;
}

static cp_rc read_once(cp_arena *a, cp_bytes in, heard *h, cp_source *src, cp_mrt_counts *n)
{
    static const cp_read_opts opts;
    cp_bgp_to to = { h, hear_route };
    cp_err err;
    *h = (heard){ .text = cp_buf_new(a) };
    *src = (cp_source){ .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    return cp_mrt_read(a, cp_input_of_bytes(a, in), &opts, &to, src, n, &err);
}

static void hear_origin(void *ctx, const cp_origin *o)
{
    MUST(o->bits <= 128);
    ++*(uint64_t *)ctx;
}

static cp_rc hear_block(void *ctx, const cp_origin_block *b, cp_err *err)
{
    return cp_origins_unpack(b->bytes, hear_origin, ctx, err);
}

static void read_table(cp_arena *a, cp_bytes in, const cp_mrt_counts *n)
{
    static const cp_read_opts opts;
    uint64_t n_prefixes = 0;
    cp_obs_sink sink = { .ctx = &n_prefixes, .origins = hear_block };
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_err err;
    cp_rc rc = cp_format_mrt.read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, &err);
    MUST((rc == CP_OK) == (n->routes > 0) && n_prefixes == (rc == CP_OK ? n->nets : 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    heard h, again;
    cp_source src;
    cp_mrt_counts n, m;
    if (cp_compression_of(in) == CP_PLAIN) {
        cp_rc rc = read_once(a, in, &h, &src, &n);
        MUST(rc == CP_OK || rc == CP_EFORMAT);
        MUST(src.records_bad + src.records_unused <= src.records);
        MUST(rc == read_once(a, in, &again, &src, &m) && n.nets <= n.routes);
        MUST(h.n == n.routes + n.told.announced + n.told.withdrawn + n.told.ends + n.ups + n.downs);
        MUST(cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&again.text)));
        if (rc == CP_OK)
            read_table(a, in, &n);
        (void)cp_mrt_detect(in, CP_STR(""));
    }
    if (size) {
        static const uint8_t common[] = { 0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0, 1 };
        cp_bgp_attrs x, y;
        cp_bgp_how how = { .as_bytes = data[0] & 1 ? 4 : 2, .is_rib = data[0] & 2 };
        h = (heard){ .text = cp_buf_new(a), .in = { data + 1, size - 1 } };
        cp_bgp_attrs_read(h.in, how, &x);
        hear_attrs(&h, &x);
        cp_bgp_attrs_read_slowly(h.in, how, &y);
        is_same(&x, &y);
        if (how.is_rib) { /* twice, on what others left */
            cp_bgp_attrs_read_again(h.in, how.as_bytes, &x);
            is_same(&x, &y);
            cp_bgp_attrs_read_again((cp_bytes){ common, sizeof common }, 4, &x);
            cp_bgp_attrs_read((cp_bytes){ common, sizeof common }, (cp_bgp_how){ 4, true, false },
                              &y);
            is_same(&x, &y);
        }
    }
    cp_arena_free(a);
    return 0;
}
