/* SPDX-License-Identifier: Apache-2.0 */
/* rib.c - a routing table of MRT as evidence: who announces each prefix. Routes to one prefix stand
 * together, so no more than those of one are held at a time. */
#include "sources/mrt/dumptext.h"
#include "sources/mrt/mrt.h"
#include "sources/mrt/table.h"

enum { SEEN_MAX = 64 }; /* origins of one prefix that are counted; real ones end at some ten */

typedef struct seen {
    uint32_t asn, n;
} seen;

typedef struct rib {
    cp_origin_out out;
    bool has_net;
    cp_origin net;
    seen seen[SEEN_MAX];
    uint32_t n_seen;
} rib;

/* The origins that most peers see come first, of as many in the order in which they came. */
static cp_rc flush(rib *r, cp_err *err)
{
    if (!r->has_net)
        return CP_OK;
    r->has_net = false;
    for (uint32_t i = 0; i < r->n_seen; i++) {
        uint32_t most = UINT32_MAX;
        for (uint32_t k = 0; k < r->n_seen; k++)
            if (r->seen[k].n && (most == UINT32_MAX || r->seen[k].n > r->seen[most].n))
                most = k;
        cp_origin_add_as(&r->net, r->seen[most].asn);
        r->seen[most].n = 0;
    }
    return cp_origin_out_add(&r->out, &r->net, err);
}

static void see(rib *r, uint32_t asn)
{
    for (uint32_t i = 0; i < r->n_seen; i++)
        if (r->seen[i].asn == asn) {
            r->seen[i].n++;
            return;
        }
    if (r->n_seen == SEEN_MAX)
        r->net.what |= CP_ORIGIN_MORE;
    else
        r->seen[r->n_seen++] = (seen){ asn, 1 };
}

static cp_rc take_route(void *ctx, const cp_bgp_route *x, cp_err *err)
{
    rib *r = ctx;
    uint32_t asn = 0;
    if (x->event != CP_BGP_ENTRY)
        return CP_OK; /* of text: messages do not tell who announces what now */
    if (x->is_new_net || !r->has_net) {
        cp_rc rc = flush(r, err);
        if (rc != CP_OK)
            return rc;
        r->net = (cp_origin){ .bits = 0 };
        r->n_seen = 0;
        r->has_net = cp_origin_net(x->net, x->length, &r->net);
    }
    switch (cp_bgp_path_origin(&x->attrs->path, &asn)) {
    case CP_BGP_ORIGIN_AS: see(r, asn); break;
    case CP_BGP_ORIGIN_NONE:
        if (x->peer->as && x->peer->as != CP_BGP_AS_TRANS) {
            see(r, x->peer->as);
            break;
        }
        __attribute__((fallthrough));
    case CP_BGP_ORIGIN_SET:
    case CP_BGP_ORIGIN_UNKNOWN: r->net.what |= CP_ORIGIN_UNKNOWN; break;
    }
    return CP_OK;
}

typedef cp_rc (*one_reader)(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_bgp_to *to, cp_source *src, cp_mrt_counts *n, cp_err *err);

static cp_rc read_origins(one_reader read, cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_mrt_counts *n, cp_err *err)
{
    rib *r = CP_NEW(a, rib);
    cp_bgp_to to = { r, take_route };
    r->out = cp_origin_out_new(a, sink);
    cp_rc rc = read(a, in, opts, &to, src, n, err);
    if (rc == CP_OK)
        rc = flush(r, err);
    return rc == CP_OK ? cp_origin_out_end(&r->out, err) : rc;
}

static void say_messages(cp_arena *a, const cp_mrt_counts *n, cp_source *src)
{
    const cp_bgp_update_counts *t = &n->told;
    src->note = cp_str_fmt(a, "%.*s; messages: %llu announced, %llu withdrawn", CP_FMT(src->note),
                           (unsigned long long)t->announced, (unsigned long long)t->withdrawn);
    if (t->treated_as_withdrawn || t->resets)
        src->note = cp_str_fmt(
            a,
            "%.*s (%llu of them because it was malformed); messages of which nothing counts: %llu",
            CP_FMT(src->note), (unsigned long long)t->treated_as_withdrawn,
            (unsigned long long)t->resets);
    if (t->other_families)
        src->note = cp_str_fmt(a, "%.*s; messages of other families: %llu", CP_FMT(src->note),
                               (unsigned long long)t->other_families);
}

/* What was read, in the note; or that it was none. */
static cp_rc say(cp_arena *a, const cp_mrt_counts *counts, bool is_for_routes, cp_source *src,
                 cp_err *err)
{
    const cp_mrt_counts n = *counts;
    uint64_t n_told = n.told.announced + n.told.withdrawn + n.told.ends + n.ups + n.downs;
    if (!n.routes && !(is_for_routes && n_told))
        return cp_fail(
            err, CP_EFORMAT, CP_NO_OFF,
            "MRT without a routing table: of %llu records %llu are updates, %llu of other "
            "kinds, and %llu malformed",
            (unsigned long long)src->records, (unsigned long long)n.updates,
            (unsigned long long)n.others, (unsigned long long)src->records_bad);
    src->note =
        cp_str_fmt(a, "a routing table: %llu prefix%s, %llu route%s", (unsigned long long)n.nets,
                   n.nets == 1 ? "" : "es", (unsigned long long)n.routes, n.routes == 1 ? "" : "s");
    if (n.peers) /* others name the peer with each route */
        src->note =
            cp_str_fmt(a, "%.*s of %u peer%s", CP_FMT(src->note), n.peers, n.peers == 1 ? "" : "s");
    if (n.routes_bad || n.attrs_discarded)
        src->note = cp_str_fmt(
            a,
            "%.*s; malformed and left out: %llu; used without an attribute that is malformed: %llu",
            CP_FMT(src->note), (unsigned long long)n.routes_bad,
            (unsigned long long)n.attrs_discarded);
    if (n.not_bgp)
        src->note = cp_str_fmt(a, "%.*s; not of BGP: %llu", CP_FMT(src->note),
                               (unsigned long long)n.not_bgp);
    if (n.updates && !is_for_routes)
        src->note = cp_str_fmt(a, "%.*s; updates, not looked at: %llu", CP_FMT(src->note),
                               (unsigned long long)n.updates);
    if (n.updates && is_for_routes)
        say_messages(a, &n, src);
    return CP_OK;
}

static cp_rc read_rib(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    cp_mrt_counts n;
    bool is_for_routes = sink->n_routes > 0;
    cp_rc rc = is_for_routes
                   ? cp_mrt_read_many(a, in, opts, sink->routes, sink->n_routes, src, &n, err)
                   : read_origins(cp_mrt_read_tables, a, in, opts, sink, src, &n, err);
    return rc == CP_OK ? say(a, &n, is_for_routes, src, err) : rc;
}

static cp_rc read_text(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    cp_mrt_counts n;
    bool is_for_routes = sink->n_routes > 0;
    cp_rc rc = is_for_routes ? cp_bgpdump_read(a, in, opts, sink->routes, src, &n, err)
                             : read_origins(cp_bgpdump_read, a, in, opts, sink, src, &n, err);
    return rc == CP_OK ? say(a, &n, is_for_routes, src, err) : rc;
}

const cp_format cp_format_bgpdump = {
    .name = "bgpdump",
    .what = "routing tables of BGP as `bgpdump -m` prints them",
    .detect = cp_bgpdump_detect,
    .read = read_text,
};

const cp_format cp_format_mrt = {
    .name = "mrt",
    .what = "routing tables of BGP (MRT TABLE_DUMP_V2 and TABLE_DUMP: who announces which prefix)",
    .detect = cp_mrt_detect,
    .read = read_rib,
};
