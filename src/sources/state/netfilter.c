/* SPDX-License-Identifier: Apache-2.0 */
/* netfilter.c - see netfilter.h. */
#include "sources/state/netfilter.h"
#include "base/map.h"

nf_chain *nf_find(nf_chains *c, cp_str table, cp_str name)
{
    for (uint32_t i = 0; i < c->v.n; i++)
        if (cp_str_eq(c->v.v[i].table, table) && cp_str_eq(c->v.v[i].name, name))
            return &c->v.v[i];
    return NULL;
}

/* IANA, Protocol Numbers; the names of /etc/protocols. */
bool nf_protocol(cp_str name, uint64_t *out)
{
    static const struct {
        const char *name;
        uint8_t number;
    } names[] = { { "tcp", 6 },        { "udp", 17 },     { "icmp", 1 },      { "icmpv6", 58 },
                  { "ipv6-icmp", 58 }, { "esp", 50 },     { "ah", 51 },       { "gre", 47 },
                  { "sctp", 132 },     { "dccp", 33 },    { "udplite", 136 }, { "igmp", 2 },
                  { "ospf", 89 },      { "ospfigp", 89 }, { "vrrp", 112 },    { "pim", 103 },
                  { "ipip", 4 },       { "ipencap", 4 },  { "ipv6", 41 },     { "comp", 108 } };
    if (cp_str_u64(name, out))
        return *out <= 255;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cp_str_eq_nocase(name, cp_str_c(names[i].name))) {
            *out = names[i].number;
            return true;
        }
    return false;
}

/* ---- both of two matches */

static bool net_has(const cp_state_net *wide, const cp_state_net *narrow)
{
    if (wide->bits > narrow->bits)
        return false;
    for (uint32_t i = 0; i < wide->bits; i++)
        if ((wide->addr.b[i / 8] ^ narrow->addr.b[i / 8]) & 0x80u >> i % 8)
            return false;
    return true;
}

static bool may_work(nf_chains *c, uint64_t n)
{
    c->n_work += n;
    return c->n_work <= NF_WORK_MAX;
}

/* What is in both of the lists; is_none: nothing is. */
static void meet_nets(cp_arena *a, const nf_match *x, const nf_match *y, uint32_t k, nf_match *out)
{
    const nf_match *only = x->nets[k].n == 0 ? y : y->nets[k].n == 0 ? x : NULL;
    if (only) {
        memcpy(&out->nets[k], &only->nets[k], sizeof out->nets[k]);
        return;
    }
    for (uint32_t i = 0; i < x->nets[k].n; i++)
        for (uint32_t j = 0; j < y->nets[k].n && out->nets[k].n < NF_VALUES_MAX; j++) {
            const cp_state_net *p = &x->nets[k].v[i], *q = &y->nets[k].v[j];
            if (net_has(p, q))
                cp_vec_push(a, &out->nets[k], *q);
            else if (net_has(q, p))
                cp_vec_push(a, &out->nets[k], *p);
        }
    out->is_none = out->is_none || out->nets[k].n == 0;
}

static void meet_ranges(cp_arena *a, const nf_match *x, const nf_match *y, uint32_t k,
                        nf_match *out)
{
    const nf_match *only = x->ranges[k].n == 0 ? y : y->ranges[k].n == 0 ? x : NULL;
    if (only) {
        memcpy(&out->ranges[k], &only->ranges[k], sizeof out->ranges[k]);
        return;
    }
    for (uint32_t i = 0; i < x->ranges[k].n; i++)
        for (uint32_t j = 0; j < y->ranges[k].n && out->ranges[k].n < NF_VALUES_MAX; j++) {
            nf_range p = x->ranges[k].v[i], q = y->ranges[k].v[j];
            nf_range both = { p.first > q.first ? p.first : q.first,
                              p.last < q.last ? p.last : q.last };
            if (both.first <= both.last)
                cp_vec_push(a, &out->ranges[k], both);
        }
    out->is_none = out->is_none || out->ranges[k].n == 0;
}

static bool has_iface(const nf_match *m, uint32_t k, cp_str name)
{
    for (uint32_t i = 0; i < m->ifaces[k].n; i++)
        if (cp_str_eq(m->ifaces[k].v[i], name))
            return true;
    return false;
}

static void meet_ifaces(cp_arena *a, const nf_match *x, const nf_match *y, uint32_t k,
                        nf_match *out)
{
    const nf_match *only = x->ifaces[k].n == 0 ? y : y->ifaces[k].n == 0 ? x : NULL;
    if (only) {
        memcpy(&out->ifaces[k], &only->ifaces[k], sizeof out->ifaces[k]);
        return;
    }
    for (uint32_t i = 0; i < x->ifaces[k].n; i++)
        if (has_iface(y, k, x->ifaces[k].v[i]))
            cp_vec_push(a, &out->ifaces[k], x->ifaces[k].v[i]);
    out->is_none = out->is_none || out->ifaces[k].n == 0;
}

/* How many comparisons it takes. */
static uint64_t work_of(const nf_match *x, const nf_match *y)
{
    uint64_t n = 1;
    for (uint32_t k = 0; k < 2; k++)
        n += (uint64_t)x->nets[k].n * y->nets[k].n + (uint64_t)x->ifaces[k].n * y->ifaces[k].n;
    for (uint32_t k = 0; k < 3; k++)
        n += (uint64_t)x->ranges[k].n * y->ranges[k].n;
    return n;
}

nf_match nf_meet(cp_arena *a, nf_chains *c, const nf_match *x, const nf_match *y)
{
    if (!may_work(c, work_of(x, y)))
        return (nf_match){ .is_partial = true };
    nf_match out = { .is_partial = x->is_partial || y->is_partial,
                     .is_none = x->is_none || y->is_none };
    for (uint32_t k = 0; k < 2; k++) {
        meet_nets(a, x, y, k, &out);
        meet_ifaces(a, x, y, k, &out);
    }
    for (uint32_t k = 0; k < 3; k++)
        meet_ranges(a, x, y, k, &out);
    out.versions =
        x->versions && y->versions ? x->versions & y->versions : x->versions | y->versions;
    if (x->versions && y->versions && !out.versions)
        out.is_none = true;
    return out;
}

/* ---- a chain with those that it jumps to in their places */

typedef struct flat {
    CP_VEC(nf_rule) rules;
    bool is_full; /* some are missing */
} flat;

typedef struct flattening {
    cp_arena *a;
    nf_chains *chains;
    flat *out;
    nf_verdict policy; /* of the chain at the hook */
    cp_str table;
} flattening;

static void push(flattening *f, const nf_rule *r, const nf_match *m, nf_verdict verdict)
{
    f->out->is_full = f->out->is_full || f->out->rules.n >= NF_ROWS_MAX;
    if (f->out->is_full)
        return;
    nf_rule now = *r;
    now.match = *m;
    now.verdict = verdict;
    cp_vec_push(f->a, &f->out->rules, now);
}

static void flatten(flattening *f, const nf_chain *c, const nf_match *base, uint32_t depth)
{
    bool is_left = false; /* some packets have left this chain: the rest is of the others only */
    for (uint32_t i = 0; i < c->rules.n && !f->out->is_full; i++) {
        const nf_rule *r = &c->rules.v[i];
        nf_match m = nf_meet(f->a, f->chains, base, &r->match);
        f->out->is_full = f->out->is_full || !may_work(f->chains, 64); /* what a rule costs */
        m.is_partial = m.is_partial || is_left;
        if (m.is_none)
            continue;
        const nf_chain *to = r->verdict == NF_JUMP || r->verdict == NF_GOTO
                                 ? nf_find(f->chains, f->table, r->target)
                                 : NULL;
        switch (r->verdict) {
        case NF_CONTINUE: break;
        case NF_ACCEPT:
        case NF_DROP:
        case NF_UNKNOWN: push(f, r, &m, r->verdict); break;
        case NF_RETURN:
            if (depth == 0)
                push(f, r, &m, f->policy);
            is_left = true;
            break;
        case NF_JUMP:
        case NF_GOTO:
            if (to && depth < NF_DEPTH_MAX)
                flatten(f, to, &m, depth + 1);
            else
                push(f, r, &m, NF_UNKNOWN);
            if (r->verdict == NF_GOTO) /* who comes back does not go on here */
                push(f, r, &m, depth == 0 ? f->policy : NF_UNKNOWN);
            break;
        }
    }
}

/* ---- rows */

static void tell_rule(cp_state_section *s, const nf_rule *r, cp_str filter, uint64_t versions,
                      const uint32_t *at, uint64_t seq, bool is_partial)
{
    static const nf_range whole[] = { { 0, 255 }, { 0, 65535 }, { 0, 65535 } };
    const nf_match *m = &r->match;
    cp_state row = { .kind = CP_STATE_RULE, .vrf = CP_STR(""), .pos = r->line };
    nf_range ranges[3];
    for (uint32_t k = 0; k < 3; k++)
        ranges[k] = m->ranges[k].n ? m->ranges[k].v[at[2 + k]] : whole[k];
    row.rule = (cp_state_rule){
        .filter = filter,
        .text = cp_str_slice(r->text, 0, 200),
        .seq = seq,
        .protocol = { ranges[0].first, ranges[0].last },
        .src_port = { ranges[1].first, ranges[1].last },
        .dst_port = { ranges[2].first, ranges[2].last },
        .says = r->verdict == NF_ACCEPT ? 1
                : r->verdict == NF_DROP ? 0
                                        : 2,
        .what =
            (m->versions ? m->versions & versions : versions) | (is_partial ? CP_STATE_PARTIAL : 0),
    };
    if (m->nets[NF_SRC].n)
        row.rule.src = m->nets[NF_SRC].v[at[0]];
    if (m->nets[NF_DST].n)
        row.rule.dst = m->nets[NF_DST].v[at[1]];
    cp_state_tell(s, row);
}

/* Every source with every destination, protocol, source port and destination port. */
static void tell_boxes(cp_state_section *s, nf_chains *c, const nf_rule *r, cp_str filter,
                       uint64_t versions, uint64_t seq, bool is_partial)
{
    const nf_match *m = &r->match;
    uint32_t n[5] = { m->nets[0].n, m->nets[1].n, m->ranges[0].n, m->ranges[1].n, m->ranges[2].n };
    uint64_t total = 1;
    for (uint32_t k = 0; k < 5 && total <= NF_BOXES_MAX; k++) {
        n[k] = n[k] ? n[k] : 1;
        total *= n[k];
    }
    if (total > NF_BOXES_MAX || c->n_rows + total > NF_ROWS_MAX) {
        static const uint32_t none[5];
        nf_rule any = { .verdict = NF_UNKNOWN, .text = r->text, .line = r->line };
        tell_rule(s, &any, filter, versions, none, seq, true);
        c->is_full = true;
        return;
    }
    c->n_rows += total;
    for (uint64_t i = 0; i < total; i++) {
        uint32_t at[5];
        uint64_t rest = i;
        for (uint32_t k = 5; k-- > 0; rest /= n[k])
            at[k] = (uint32_t)(rest % n[k]);
        tell_rule(s, r, filter, versions, at, seq, is_partial);
    }
}

/* The filter of one interface; "" of all that are not named. */
static void tell_filter(cp_state_section *s, nf_chains *c, const nf_chain *chain, const flat *f,
                        uint32_t side, cp_str iface)
{
    cp_str filter = cp_str_fmt(s->a, "%.*s %.*s%s%.*s", CP_FMT(chain->table), CP_FMT(chain->name),
                               iface.n ? side == NF_IN ? " from " : " to " : "", CP_FMT(iface));
    uint64_t seq = 0;
    bool is_full = f->is_full || (iface.n == 0 && c->is_full); /* who had none is in this */
    for (uint32_t i = 0; i < f->rules.n && !is_full; i++) {
        const nf_rule *r = &f->rules.v[i];
        is_full = !may_work(c, 1u + r->match.ifaces[side].n);
        if (r->match.ifaces[side].n && !has_iface(&r->match, side, iface))
            continue;
        if (r->match.versions && !(r->match.versions & chain->versions))
            continue;
        bool is_partial = r->match.is_partial || r->match.ifaces[!side].n > 0;
        tell_boxes(s, c, r, filter, chain->versions, ++seq, is_partial);
    }
    static const uint32_t none[5];
    c->is_full = c->is_full || is_full;
    nf_rule policy = { .verdict = is_full ? NF_UNKNOWN : chain->policy,
                       .text = chain->policy == NF_DROP ? CP_STR("policy drop")
                                                        : CP_STR("policy accept"),
                       .line = chain->line };
    tell_rule(s, &policy, filter, chain->versions, none, seq + 1, false);
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_USE,
                                 .vrf = CP_STR(""),
                                 .pos = chain->line,
                                 .use = { .iface = iface,
                                          .filter = filter,
                                          .what = chain->versions |
                                                  (side == NF_IN ? CP_STATE_IN : CP_STATE_OUT) |
                                                  CP_STATE_FORWARDED } });
}

static void tell_forward(cp_state_section *s, nf_chains *c, const nf_chain *chain)
{
    flat out = { .is_full = false };
    flattening f = { s->a, c, &out, chain->policy, chain->table };
    nf_match all = { .versions = chain->versions };
    CP_VEC(cp_str) names = { 0 };
    bool added, asks[2] = { false, false };
    cp_map seen = { 0 };
    flatten(&f, chain, &all, 0);
    for (uint32_t i = 0; i < out.rules.n; i++)
        for (uint32_t k = 0; k < 2; k++)
            asks[k] = asks[k] || out.rules.v[i].match.ifaces[k].n > 0;
    uint32_t side = asks[NF_IN] && !asks[NF_OUT] ? NF_IN : NF_OUT;
    for (uint32_t i = 0; i < out.rules.n; i++) {
        const nf_match *m = &out.rules.v[i].match;
        for (uint32_t k = 0; k < m->ifaces[side].n; k++) {
            (void)cp_map_put(s->a, &seen, m->ifaces[side].v[k], &added);
            if (added)
                cp_vec_push(s->a, &names, m->ifaces[side].v[k]);
        }
    }
    for (uint32_t i = 0; i < names.n && !c->is_full; i++)
        tell_filter(s, c, chain, &out, side, names.v[i]);
    tell_filter(s, c, chain, &out, side, CP_STR(""));
}

/* What is not told as a filter: address translation, and chains at other places of the way. */
static void tell_limit(cp_state_section *s, const nf_chain *chain)
{
    bool is_nat = cp_str_eq(chain->type, CP_STR("nat"));
    bool is_route = cp_str_eq(chain->type, CP_STR("route"));
    const char *what = is_nat ? "nat" : is_route ? "policy routing" : "filter";
    for (uint32_t i = 0; i < chain->rules.n; i++) {
        const nf_rule *r = &chain->rules.v[i];
        uint32_t n_in = r->match.ifaces[NF_IN].n, n = n_in + r->match.ifaces[NF_OUT].n;
        bool is_idle = r->verdict == NF_CONTINUE || r->verdict == NF_ACCEPT ||
                       r->verdict == NF_RETURN; /* a mark decides only where a rule asks for it */
        if (is_idle || r->match.is_none)
            continue;
        s->line = r->line;
        for (uint32_t k = 0; k < n; k++)
            cp_state_limits(
                s, k < n_in ? r->match.ifaces[NF_IN].v[k] : r->match.ifaces[NF_OUT].v[k - n_in],
                what, "%.*s", CP_FMT(cp_str_slice(r->text, 0, 160)));
        if (n == 0)
            cp_state_limits(s, CP_STR(""), what, "%.*s", CP_FMT(cp_str_slice(r->text, 0, 160)));
    }
    s->line = chain->line;
    if (!is_nat && chain->policy == NF_DROP)
        cp_state_limits(s, CP_STR(""), what, "%.*s %.*s: policy drop", CP_FMT(chain->table),
                        CP_FMT(chain->name));
}

void nf_tell(cp_state_section *s, nf_chains *c)
{
    for (uint32_t i = 0; i < c->v.n; i++) {
        const nf_chain *chain = &c->v.v[i];
        bool is_filter = cp_str_eq(chain->type, CP_STR("filter")) && chain->versions;
        s->line = chain->line;
        if (chain->hook == NF_HOOK_FORWARD && is_filter)
            tell_forward(s, c, chain);
        else if (chain->hook == NF_HOOK_FORWARD || chain->hook == NF_HOOK_OTHER)
            tell_limit(s, chain);
    }
    if (c->is_full)
        cp_state_limits(s, CP_STR(""), "filter",
                        "more combinations of addresses and ports than are told apart");
}
