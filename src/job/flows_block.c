/* SPDX-License-Identifier: Apache-2.0 */
/* flows_block.c - see flows_block.h: which pairs, and which of them are held back. */
#include "job/flows_block.h"
#include "job/flows_origins.h"

static const char *const holds[] = {
#define WHAT(id, what) what,
    CP_FLOWS_HOLDS(WHAT)
#undef WHAT
};

const char *cp_flows_hold_name(cp_flows_hold h) { return holds[h]; }

/* What others' traffic rides on or waits for (IANA's registries of protocols and ports). */
static bool is_control(uint8_t proto, uint16_t port)
{
    enum { SCTP = 132, ANY = 0 };
    static const struct {
        uint8_t proto;
        uint16_t port;
    } rows[] = {
        { 4, ANY },  /* IP in IP */
        { 41, ANY }, /* IPv6 in IPv4 */
        { 46, ANY }, /* RSVP */
        { 47, ANY }, /* GRE */
        { 50, ANY },
        { 51, ANY }, /* ESP, AH */
        { 88, ANY },
        { 89, ANY },          /* EIGRP, OSPF */
        { 97, ANY },          /* Ethernet in IP */
        { 103, ANY },         /* PIM */
        { 112, ANY },         /* VRRP */
        { 115, ANY },         /* L2TPv3 */
        { 124, ANY },         /* IS-IS over IP */
        { 137, ANY },         /* MPLS in IP */
        { CP_FLOW_TCP, 179 }, /* BGP */
        { CP_FLOW_TCP, 639 }, /* MSDP */
        { CP_FLOW_TCP, 646 },
        { CP_FLOW_UDP, 646 }, /* LDP */
        { CP_FLOW_TCP, 1723 },
        { CP_FLOW_UDP, 1701 }, /* PPTP, L2TP */
        { CP_FLOW_UDP, 500 },
        { CP_FLOW_UDP, 4500 }, /* IKE */
        { CP_FLOW_UDP, 1812 },
        { CP_FLOW_UDP, 1813 }, /* RADIUS */
        { CP_FLOW_TCP, 3868 },
        { SCTP, ANY }, /* Diameter; signalling */
        { CP_FLOW_UDP, 2123 },
        { CP_FLOW_UDP, 2152 }, /* GTP */
        { CP_FLOW_UDP, 8805 }, /* PFCP */
        { CP_FLOW_UDP, 3784 },
        { CP_FLOW_UDP, 3785 }, /* BFD */
        { CP_FLOW_UDP, 4784 }, /* BFD over several hops */
        { CP_FLOW_UDP, 4789 },
        { CP_FLOW_UDP, 6081 }, /* VXLAN, Geneve */
        { CP_FLOW_UDP, 6635 },
        { CP_FLOW_UDP, 4754 }, /* MPLS, GRE in UDP */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].proto == proto && (rows[i].port == ANY || rows[i].port == port))
            return true;
    return false;
}

/* Named by its address, or a network of it: then it is meant, whoever it is. */
static bool is_named(const cp_flows *f, const cp_flow_addr *addr)
{
    for (uint32_t i = 0; i < f->filters.n; i++)
        if (f->filters.v[i].is_net && cp_flows_is_in_net(&f->filters.v[i], addr))
            return true;
    return false;
}

static cp_flows_pair pair_of(const cp_flows_list *l, const cp_flow_row *r)
{
    const cp_flows *f = l->f;
    const cp_flow_addr *src = cp_flow_ids_addr(f->ids, r->src);
    const cp_flow_addr *dst = cp_flow_ids_addr(f->ids, r->dst);
    uint32_t n = cp_flow_ids_n(f->ids); /* of those beyond the limit nothing is known */
    uint32_t is_src = r->src < n ? cp_flow_ids_end(f->ids, r->src, r->first_at).is : 0;
    uint32_t is_dst = r->dst < n ? cp_flow_ids_end(f->ids, r->dst, r->first_at).is : 0;
    bool is_turned = !(is_src & CP_FLOW_END_INSIDE) && is_dst & CP_FLOW_END_INSIDE;
    cp_flows_pair p = { .near = is_turned ? *dst : *src,
                        .far = is_turned ? *src : *dst,
                        .near_id = is_turned ? r->dst : r->src,
                        .far_id = is_turned ? r->src : r->dst,
                        .why = CP_STR("") };
    uint32_t is_near = is_turned ? is_dst : is_src, is_far = is_turned ? is_src : is_dst;
    const cp_answer_asset *near = cp_flows_asset(f, p.near_id, false);
    const cp_answer_asset *far = cp_flows_asset(f, p.far_id, false);
    uint32_t some = CP_FLOW_END_INSIDE | CP_FLOW_END_OUTSIDE;
    if (!(is_near & some) || !(is_far & some))
        p.held = CP_FLOWS_HOLD_NO_HOST;
    else if (is_far & CP_FLOW_END_INSIDE)
        p.held = CP_FLOWS_HOLD_INSIDE;
    else if (!(is_near & CP_FLOW_END_INSIDE))
        p.held = CP_FLOWS_HOLD_OUTSIDE;
    else if (cp_flows_is_neighbour(l->paths, &p.far) || cp_flows_is_linked(l->paths, far))
        p.held = CP_FLOWS_HOLD_CARRIES;
    else if (!near && !is_named(f, &p.near))
        p.held = CP_FLOWS_HOLD_NOBODY;
    if (p.held != CP_FLOWS_HOLD_NO)
        p.why = cp_flows_carries(f->j->a, l->paths, far);
    if (p.held == CP_FLOWS_HOLD_INSIDE && !p.why.n)
        p.why = cp_flows_carries(f->j->a, l->paths, near);
    return p;
}

/* Rows of a pair stand one after the other: they are in the order of their keys. */
static void add_row(cp_flows_list *l, const cp_flow_row *r)
{
    const cp_flow_row *before = r > l->f->top.rows ? r - 1 : NULL;
    if (!before || before->src != r->src || before->dst != r->dst)
        cp_vec_push(l->f->j->a, &l->pairs, pair_of(l, r));
    cp_flows_pair *p = &l->pairs.v[l->pairs.n - 1];
    cp_str service = cp_flows_service_text(l->f->j->a, r->proto, r->port);
    bool is_new = true;
    if (p->held == CP_FLOWS_HOLD_NO && is_control(r->proto, r->port))
        p->held = CP_FLOWS_HOLD_CONTROL;
    for (uint32_t i = 0; i < p->n_services && i < CP_FLOWS_SERVICES_SHOWN; i++)
        is_new = is_new && !cp_str_eq(p->services[i], service);
    if (is_new && p->n_services < CP_FLOWS_SERVICES_SHOWN)
        p->services[p->n_services] = service;
    p->n_services += is_new;
}

/* Goes into comments of rules that somebody loads: nothing in a name may end one. */
static cp_str harmless(cp_arena *a, cp_str s, size_t n_max)
{
    char *v = cp_arena_dup(a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (v[i] < ' ' || v[i] > '~' || v[i] == '"' || v[i] == '\\' || v[i] == '\'' || v[i] == '`')
            v[i] = '?';
    return (cp_str){ v, s.n < n_max ? s.n : n_max };
}

cp_str cp_flows_pair_text(cp_arena *a, const cp_flows_list *l, const cp_flows_pair *p, size_t n_max)
{
    enum { NAME_MAX = 40 }; /* so that there is room for the rest */
    const cp_flows *f = l->f;
    const cp_answer_asset *near = cp_flows_asset(f, p->near_id, false);
    const cp_answer_asset *far = cp_flows_asset(f, p->far_id, false);
    cp_flows_names names = cp_flows_names_of(f, p->far_id, false, p->near_id, false);
    cp_str who = near ? cp_asset_name(&near->asset) : CP_STR("(no asset)");
    cp_str peer = far && !cp_flows_is_stranger(f, far) ? cp_asset_name(&far->asset)
                  : names.n                            ? names.v[0].name
                                                       : cp_flows_origin_text(a, f, &p->far);
    cp_str services = CP_STR("");
    for (uint32_t i = 0; i < p->n_services && i < CP_FLOWS_SERVICES_SHOWN; i++)
        services =
            cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(services), i ? " " : "", CP_FMT(p->services[i]));
    if (p->n_services > CP_FLOWS_SERVICES_SHOWN)
        services =
            cp_str_fmt(a, "%.*s +%u", CP_FMT(services), p->n_services - CP_FLOWS_SERVICES_SHOWN);
    who = cp_str_slice(who, 0, who.n < NAME_MAX ? who.n : NAME_MAX);
    peer = cp_str_slice(peer, 0, peer.n < NAME_MAX ? peer.n : NAME_MAX);
    const char *verdict = cp_flows_verdict(near);
    cp_str text =
        cp_str_fmt(a, "%.*s%s%s%s%s%.*s; %.*s", CP_FMT(who), *verdict ? " [" : "", verdict,
                   *verdict ? "]" : "", peer.n ? " - " : "", CP_FMT(peer), CP_FMT(services));
    return harmless(a, text, n_max);
}

static bool is_narrowed(const cp_flows *f)
{
    return f->only != CP_FLOWS_ALL || f->filters.n || f->services.n;
}

cp_rc cp_flows_block(cp_flows *f, cp_err *err)
{
    cp_flows_list l = { .f = f };
    cp_flows_paths *paths;
    if (!is_narrowed(f))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--block is of what is in view: say which by --only excluded, an address or "
                       "words");
    /* a list without rules would take the place of one that has some */
    if (cp_flows_is_unjudged(f))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "nothing is judged, and so nothing called excluded: say who you are "
                       "(`cleanpath profile set`), or --policy ID");
    if (f->top.n < f->top.n_sums)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "%llu conversations are in view, more than the %u of a list: narrow it",
                       (unsigned long long)f->top.n_sums, f->top.n);
    cp_rc rc = cp_flows_paths_make(f, &paths, err);
    if (rc != CP_OK)
        return rc;
    l.paths = paths;
    for (uint32_t i = 0; i < f->top.n; i++)
        add_row(&l, &f->top.rows[i]);
    for (uint32_t i = 0; i < l.pairs.n; i++)
        l.counts[l.pairs.v[i].held]++;
    cp_flows_rules(&l, f->j->opts.block, f->j->out);
    return CP_OK;
}
