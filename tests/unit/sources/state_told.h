/* SPDX-License-Identifier: Apache-2.0 */
/* state_told.h - for the tests of the dialects: what a file says of routers, a row a line, each
 * with the line of the file at its end:
 *
 *     @r1                                                  the host, where it changes
 *     route 10.0.0.0/24 via 192.0.2.1 if eth0 OSPF 10/20 used :4          preference/metric
 *     route [red] 10.1.0.0/16 if Null0 drop used :5         [VRF]; what: words of the flags
 *     neighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :6
 *     iface eth0 up mac 00:00:5e:00:53:01 vlan 10 parent Po1 "text" :7
 *     address 192.0.2.2/24 if eth0 :8
 *     rule acl 10 permit v4 proto 6-6 src 10.0.0.0/8 dst any sport 0-65535 dport 80-80 "text" :9
 *     use eth0 acl in v4 :10
 *     limit nat if eth0 "text" :11
 *     lsp 192.0.2.9/32 label none to 1024 via 192.0.2.1 if eth0 LDP :13
 *     station mac 00:00:5e:00:53:01 vlan 10 if eth0 "dynamic" :14
 *     peer 192.0.2.9 BGP 65001 as 65002 own 65001 if lo "group" :15       protocol, process
 *     peer OSPF 1 area 0 metric 10 if eth0 passive :16
 *     peer 192.0.2.1 OSPF 1 self :17
 *     line "text" :12 */
#pragma once
#include "model/state.h"
#include "sources/state/state.h"
#include "tap.h"

typedef struct state_told {
    cp_arena *a;
    cp_buf rows, links, about, problems;
    cp_str host;
    cp_source src;
    cp_err err;
    cp_rc rc;
} state_told;

static inline void told_net(cp_buf *b, cp_arena *a, const cp_state_net *n, bool is_whole)
{
    cp_ip ip = cp_flow_addr_ip(n->addr);
    bool is_v4 = cp_state_net_is_v4(n);
    if (!n->is_set) {
        cp_buf_fmt(b, "any");
        return;
    }
    if (is_v4)
        cp_buf_fmt(b, "%u.%u.%u.%u", n->addr.b[12], n->addr.b[13], n->addr.b[14], n->addr.b[15]);
    else
        cp_buf_fmt(b, "%.*s", CP_FMT(ip.version ? cp_ip_text(a, ip) : CP_STR("::")));
    if (!is_whole)
        cp_buf_fmt(b, "/%u", is_v4 ? n->bits - 96u : n->bits);
}

static inline void told_flags(cp_buf *b, uint64_t what, const char *const *names, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (what >> i & 1)
            cp_buf_fmt(b, " %s", names[i]);
}

static inline void told_mac(cp_buf *b, const char *before, uint64_t mac)
{
    if (mac)
        cp_buf_fmt(b, " %s%02x:%02x:%02x:%02x:%02x:%02x", before, (unsigned)(mac >> 40 & 0xff),
                   (unsigned)(mac >> 32 & 0xff), (unsigned)(mac >> 24 & 0xff),
                   (unsigned)(mac >> 16 & 0xff), (unsigned)(mac >> 8 & 0xff),
                   (unsigned)(mac & 0xff));
}

static inline void told_word(cp_buf *b, const char *before, cp_str s)
{
    if (s.n)
        cp_buf_fmt(b, " %s%.*s", before, CP_FMT(s));
}

static inline void told_quoted(cp_buf *b, cp_str s)
{
    if (s.n)
        cp_buf_fmt(b, " \"%.*s\"", CP_FMT(s));
}

static inline void told_route(state_told *t, const cp_state_route *r)
{
    static const char *const flags[] = { "used", "more",     "connected", "local",
                                         "drop", "labelled", "backup" };
    cp_buf *b = &t->rows;
    told_net(b, t->a, &r->net, false);
    if (r->via.is_set) {
        cp_buf_fmt(b, " via ");
        told_net(b, t->a, &r->via, true);
    }
    told_word(b, "in ", r->via_vrf);
    told_word(b, "if ", r->iface);
    told_word(b, "", r->protocol);
    cp_buf_fmt(b, " %llu/%llu", (unsigned long long)r->preference, (unsigned long long)r->metric);
    told_flags(b, r->what, flags, 7);
}

static inline void told_iface(state_told *t, const cp_state_iface *f)
{
    static const char *const flags[] = { "up", "down", "member", "vrf" };
    cp_buf *b = &t->rows;
    cp_buf_fmt(b, "%.*s", CP_FMT(f->name));
    told_flags(b, f->what, flags, 4);
    told_mac(b, "mac ", f->mac);
    if (f->vlan)
        cp_buf_fmt(b, " vlan %llu", (unsigned long long)f->vlan);
    told_word(b, "parent ", f->parent);
    told_quoted(b, f->text);
}

static inline void told_peer(state_told *t, const cp_state_peer *p)
{
    static const char *const flags[] = { "self", "network", "passive", "off", "l1", "l2", "six" };
    cp_buf *b = &t->rows;
    if (p->addr.is_set) {
        told_net(b, t->a, &p->addr, !(p->what & CP_STATE_PEER_NETWORK));
        cp_buf_fmt(b, " ");
    }
    cp_buf_fmt(b, "%.*s", CP_FMT(p->protocol));
    told_word(b, "", p->instance);
    if (p->as)
        cp_buf_fmt(b, " as %llu", (unsigned long long)p->as);
    if (p->local_as)
        cp_buf_fmt(b, " own %llu", (unsigned long long)p->local_as);
    told_word(b, "area ", p->area);
    if (p->metric)
        cp_buf_fmt(b, " metric %llu", (unsigned long long)p->metric);
    told_word(b, "if ", p->iface);
    told_flags(b, p->what, flags, 7);
    told_quoted(b, p->text);
}

static inline void told_rule(state_told *t, const cp_state_rule *r)
{
    static const char *const flags[] = { "v4", "v6", "partial" };
    static const char *const says[] = { "deny", "permit", "unknown" };
    cp_buf *b = &t->rows;
    cp_buf_fmt(b, "%.*s %llu %s", CP_FMT(r->filter), (unsigned long long)r->seq,
               says[r->says < 3 ? r->says : 2]);
    told_flags(b, r->what, flags, 3);
    cp_buf_fmt(b, " proto %llu-%llu src ", (unsigned long long)r->protocol[0],
               (unsigned long long)r->protocol[1]);
    told_net(b, t->a, &r->src, false);
    cp_buf_fmt(b, " dst ");
    told_net(b, t->a, &r->dst, false);
    cp_buf_fmt(b, " sport %llu-%llu dport %llu-%llu", (unsigned long long)r->src_port[0],
               (unsigned long long)r->src_port[1], (unsigned long long)r->dst_port[0],
               (unsigned long long)r->dst_port[1]);
    told_quoted(b, r->text);
}

static inline void told_label(cp_buf *b, uint64_t label)
{
    if (label == CP_STATE_NO_LABEL)
        cp_buf_fmt(b, "none");
    else
        cp_buf_fmt(b, "%llu", (unsigned long long)label);
}

static inline void told_lsp(state_told *t, const cp_state_lsp *x)
{
    cp_buf *b = &t->rows;
    told_net(b, t->a, &x->fec, false);
    told_quoted(b, x->name);
    cp_buf_fmt(b, " label ");
    told_label(b, x->in);
    cp_buf_fmt(b, " to ");
    told_label(b, x->out);
    if (x->via.is_set) {
        cp_buf_fmt(b, " via ");
        told_net(b, t->a, &x->via, true);
    }
    told_word(b, "if ", x->iface);
    told_word(b, "", x->protocol);
    if (x->what & CP_STATE_BACKUP)
        cp_buf_fmt(b, " backup");
}

static inline void told_row(void *ctx, const cp_state *s)
{
    static const char *const uses[] = { "v4", "v6", "in", "out", "forwarded" };
    static const char *const addresses[] = { "secondary", "virtual", "table-untold" };
    state_told *t = ctx;
    cp_buf *b = &t->rows;
    cp_buf_fmt(b, "%.*s ", CP_FMT(cp_str_lower(t->a, cp_str_c(cp_state_name(s->kind)))));
    if (s->vrf.n)
        cp_buf_fmt(b, "[%.*s] ", CP_FMT(s->vrf));
    switch (s->kind) {
    case CP_STATE_ROUTE: told_route(t, &s->route); break;
    case CP_STATE_NEIGHBOUR:
        told_net(b, t->a, &s->neighbour.addr, true);
        told_mac(b, "", s->neighbour.mac);
        told_word(b, "if ", s->neighbour.iface);
        break;
    case CP_STATE_IFACE: told_iface(t, &s->iface); break;
    case CP_STATE_ADDRESS:
        told_net(b, t->a, &s->address.addr, true);
        cp_buf_fmt(b, "/%d",
                   (int)s->address.length - (cp_state_net_is_v4(&s->address.addr) ? 96 : 0));
        told_word(b, "if ", s->address.iface);
        told_flags(b, s->address.what, addresses, 3);
        break;
    case CP_STATE_RULE: told_rule(t, &s->rule); break;
    case CP_STATE_USE:
        cp_buf_fmt(b, "%.*s %.*s", CP_FMT(s->use.iface.n ? s->use.iface : CP_STR("*")),
                   CP_FMT(s->use.filter));
        told_flags(b, s->use.what, uses, 5);
        break;
    case CP_STATE_LIMIT:
        cp_buf_fmt(b, "%.*s", CP_FMT(s->limit.what));
        told_word(b, "if ", s->limit.iface);
        told_quoted(b, s->limit.text);
        break;
    case CP_STATE_LINE: cp_buf_fmt(b, "\"%.*s\"", CP_FMT(s->line.text)); break;
    case CP_STATE_LSP: told_lsp(t, &s->lsp); break;
    case CP_STATE_STATION:
        cp_buf_fmt(b, "mac");
        told_mac(b, "", s->station.mac);
        cp_buf_fmt(b, " vlan %llu", (unsigned long long)s->station.vlan);
        told_word(b, "if ", s->station.iface);
        told_quoted(b, s->station.text);
        break;
    case CP_STATE_PEER: told_peer(t, &s->peer); break;
    case CP_STATE_KIND_COUNT: break;
    }
    cp_buf_fmt(b, " :%llu\n", (unsigned long long)s->pos);
}

static inline cp_rc told_block(void *ctx, const cp_state_block *k, cp_err *err)
{
    state_told *t = ctx;
    cp_str host = CP_STR("");
    for (uint32_t i = 0; i < k->n_ids; i++)
        if (k->ids[i].kind == CP_IDENT_HOSTNAME)
            host = k->ids[i].value;
    if (!cp_str_eq(host, t->host))
        cp_buf_fmt(&t->rows, "@%.*s\n", CP_FMT(host));
    t->host = cp_str_dup(t->a, host);
    return cp_states_unpack(k->bytes, told_row, t, err);
}

static inline cp_rc told_link(void *ctx, const cp_link *l, cp_err *err)
{
    state_told *t = ctx;
    (void)err;
    cp_buf_fmt(&t->links, "%s [%.*s] --", cp_link_kind_name(l->kind), CP_FMT(l->a.port));
    for (uint32_t i = 0; i < l->b.n_ids; i++)
        cp_buf_fmt(&t->links, " %s=%.*s", cp_ident_kind_name(l->b.ids[i].kind),
                   CP_FMT(l->b.ids[i].value));
    cp_buf_fmt(&t->links, " [%.*s]\n", CP_FMT(l->b.port));
    return CP_OK;
}

static inline cp_rc told_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    state_told *t = ctx;
    (void)err;
    cp_buf_fmt(&t->about, "%s=%.*s\n", cp_kind_name(o->kind), CP_FMT(o->value));
    return CP_OK;
}

/* Of a text that is read in pieces of so many bytes, 0: as it is read for users. */
static inline state_told *state_tell_pieces(cp_arena *a, const char *name, cp_str text,
                                            uint32_t piece_bytes)
{
    const cp_read_opts opts = { .as = CP_STR_INIT("router-state"),
                                .no_digest = true,
                                .piece_bytes = piece_bytes };
    state_told *t = CP_NEW(a, state_told);
    *t = (state_told){ .a = a, .host = CP_STR("") };
    t->rows = cp_buf_new(a);
    t->links = cp_buf_new(a);
    t->about = cp_buf_new(a);
    t->problems = cp_buf_new(a);
    const cp_obs_sink sink = { .ctx = t, .obs = told_obs, .link = told_link, .state = told_block };
    t->rc = cp_source_read_bytes(a, cp_str_c(name), cp_bytes_of_str(text), &opts, &sink, &t->src,
                                 &t->err);
    for (uint32_t i = 0; i < t->src.n_problems; i++)
        cp_buf_fmt(&t->problems, "%llu %.*s\n", (unsigned long long)t->src.problems[i].pos,
                   CP_FMT(t->src.problems[i].text));
    return t;
}

/* All that `text` says, as a file called `name`; a file of many pieces says the same. */
static inline state_told *state_tell(cp_arena *a, const char *name, const char *text)
{
    static const uint32_t pieces[] = { 16, 61, 200 };
    state_told *whole = state_tell_pieces(a, name, cp_str_c(text), 0);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        state_told *t = state_tell_pieces(a, name, cp_str_c(text), pieces[i]);
        bool is_same = t->rc == whole->rc && t->src.records == whole->src.records &&
                       cp_str_eq(cp_buf_str(&t->rows), cp_buf_str(&whole->rows)) &&
                       cp_str_eq(cp_buf_str(&t->links), cp_buf_str(&whole->links)) &&
                       cp_str_eq(cp_buf_str(&t->about), cp_buf_str(&whole->about)) &&
                       cp_str_eq(cp_buf_str(&t->problems), cp_buf_str(&whole->problems));
        if (!is_same)
            ok(false, "the same in pieces of %u bytes: %.60s", pieces[i], text);
    }
    return whole;
}
