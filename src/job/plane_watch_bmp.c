/* SPDX-License-Identifier: Apache-2.0 */
/* plane_watch_bmp.c - see plane_watch.h: routers that connect and tell of their BGP by BMP.
 *
 *     connection --> speaker: which device of the evidence is it?
 *        per-peer header of type 3 --> Loc-RIB of an instance --> table of a VRF
 *        of the other types        --> Adj-RIB-In: what peers announce puts prefixes in doubt
 *
 * Which device: sysName, which Initiation has to have (RFC 7854, 4.3); else the address it connects
 * from; else the BGP Identifier of its Loc-RIB (RFC 9069, 5.1), where a device has that as its
 * address. If name and address are of different devices, or another connection from elsewhere says
 * to be the same, nothing of it is used: nobody proves who he is in BMP.
 *
 * Which table: a distinguisher of zero is the main one, another one the VRF that the Peer Up names
 * (RFC 9069, 5.1 and 5.2.1: VRF/Table Name). */
#include <string.h>
#include <time.h>
#include "job/collect.h"
#include "job/plane_watch.h"
#include "sources/bmp/listen.h"
#include "sources/scan/ranges.h"

enum {
    FILLING_US = 1000 * 1000, /* so long the beginning of a Loc-RIB is waited for */
    REST = 4,         /* what is told is worked out again when that many times as long has passed */
    PREFIX_BYTES = 4, /* "bmp:" */
};

/* A peer of a connection. */
typedef struct instance {
    bool is_selected; /* its Loc-RIB */
    bool is_up, is_whole;
    bool is_placed, is_useless;
    bool has_told[2]; /* by version, 4 second */
    uint64_t distinguisher;
    cp_str name, vrf;
} instance;

typedef enum standing { NEW, USED, UNUSED } standing;
typedef struct speaker {
    uint32_t nr; /* of the connection */
    standing standing;
    bool is_there, has_in[2], is_noted, is_noted_one;
    uint32_t item, source, last_up;
    cp_ip addr;
    cp_arena *a;
    CP_VEC(instance) peers; /* by the number of the peer */
} speaker;

struct cp_watch_bmp {
    cp_job *j;
    cp_evidence_set *e;
    cp_watch_told *told;
    cp_bmp_listen *from;
    speaker *speakers; /* by slot */
    const cp_watch_hearer *to;
    uint64_t n_heard;
    bool is_pending, has_noted;
    cp_time pending_since, next_at;
};

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void tell(cp_watch_bmp *b, cp_str text)
{
    b->to->note(b->to->ctx, text);
    b->has_noted = true;
}

static void note(cp_watch_bmp *b, cp_str text)
{
    cp_str once = cp_watch_note_once(b->told, text);
    if (once.n)
        tell(b, once);
}

/* ---- which device */

static cp_str router_text(cp_arena *a, const cp_bmp_router *r)
{
    cp_str addr = cp_ip_text(a, r->addr);
    return r->name.n ? cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(r->name), CP_FMT(addr)) : addr;
}

/* The source of what this device tells: its records are messages. */
static uint32_t source_of(cp_watch_bmp *b, cp_str name)
{
    cp_str text = cp_str_fmt(b->j->a, "bmp:%.*s", CP_FMT(name));
    cp_watch_told *t = b->told;
    for (uint32_t i = 0; i < t->later.n; i++)
        if (cp_str_eq(b->e->sources.v[t->later.v[i]].name, text))
            return t->later.v[i];
    uint32_t at = b->e->sources.n;
    cp_vec_push(b->j->a, &b->e->sources, ((cp_source){ .name = text, .format = CP_STR("bmp") }));
    cp_vec_push(t->a, &t->later, at);
    cp_routers_later(t->p->routers, at);
    return at;
}

static uint32_t item_of(cp_watch_bmp *b, const cp_bmp_router *r, const cp_bgp_peer *peer,
                        const char **bad)
{
    const cp_routers *known = b->told->p->routers;
    uint32_t named = r->name.n ? cp_watch_item_named(b->told, r->name) : CP_NO_ITEM,
             at = cp_routers_owner(known, r->addr);
    uint8_t id[4] = { (uint8_t)(peer->bgp_id >> 24), (uint8_t)(peer->bgp_id >> 16),
                      (uint8_t)(peer->bgp_id >> 8), (uint8_t)peer->bgp_id };
    *bad = "is no device of the network, or several are called so";
    if (named != CP_NO_ITEM && at != CP_NO_ITEM && named != at)
        *bad = "calls itself so, and connects from an address of another device";
    else if (named != CP_NO_ITEM || at != CP_NO_ITEM)
        return named != CP_NO_ITEM ? named : at;
    else if (peer->view == CP_BGP_LOC_RIB && peer->bgp_id)
        return cp_routers_owner(known, cp_ip_v4(id));
    return CP_NO_ITEM;
}

static void lose(cp_watch_bmp *b, speaker *s, const char *why);

/* Of two connections of one address the later one counts: the earlier one is a remainder. False:
 * from elsewhere. */
static bool is_alone(cp_watch_bmp *b, const speaker *s)
{
    for (uint32_t i = 0; i < CP_BMP_ROUTERS; i++) {
        speaker *x = &b->speakers[i];
        if (x == s || !x->is_there || x->standing != USED || x->item != s->item)
            continue;
        if (x->addr.version != s->addr.version ||
            memcmp(x->addr.b, s->addr.b, sizeof s->addr.b) != 0)
            return false;
        lose(b, x, "it has begun anew");
        x->standing = UNUSED;
    }
    return true;
}

static void identify(cp_watch_bmp *b, speaker *s, const cp_bmp_router *r, const cp_bgp_peer *peer)
{
    const char *bad;
    cp_arena *a = cp_arena_new(0);
    cp_str text = router_text(a, r);
    bool has_table = false;
    s->standing = UNUSED;
    s->item = item_of(b, r, peer, &bad);
    if (s->item != CP_NO_ITEM && !is_alone(b, s)) {
        bad = "is told by another connection already, from elsewhere";
        s->item = CP_NO_ITEM;
    }
    if (s->item == CP_NO_ITEM) {
        note(b, cp_str_fmt(a, "BMP: %.*s %s: what it tells is not used", CP_FMT(text), bad));
        cp_arena_free(a);
        return;
    }
    s->standing = USED;
    for (uint32_t i = 0; i < b->told->p->v.n_tables; i++) {
        const cp_routers_table *x = &b->told->p->v.tables[i];
        has_table = has_table || (x->item == s->item && x->is_told);
    }
    if (!has_table)
        note(b, cp_str_fmt(a,
                           "BMP: of %.*s no routing table was told, without which it is not known "
                           "what it does with what BGP has",
                           CP_FMT(text)));
    s->source = source_of(b, r->name.n ? cp_text_safe(a, r->name) : text);
    cp_arena_free(a);
}

static speaker *speaker_of(cp_watch_bmp *b, const cp_bmp_router *r)
{
    speaker *s = &b->speakers[r->slot];
    if (s->is_there && s->nr == r->nr)
        return s;
    if (s->a)
        cp_arena_free(s->a);
    *s = (speaker){ .nr = r->nr, .is_there = true, .addr = r->addr, .a = cp_arena_new(0) };
    s->item = CP_NO_ITEM;
    return s;
}

static instance *peer_of(speaker *s, uint32_t nr)
{
    while (s->peers.n <= nr)
        cp_vec_push(s->a, &s->peers, ((instance){ .is_up = false }));
    return &s->peers.v[nr];
}

/* ---- Loc-RIB */

/* The table of an instance, by its name. False: it is not known which. */
static bool place(cp_watch_bmp *b, const speaker *s, instance *x)
{
    cp_routers *r = b->told->p->routers;
    bool is_known = x->name.n && cp_routers_find_table(r, s->item, x->name) != UINT32_MAX;
    cp_str vrf = is_known ? cp_routers_vrf(r, s->item, x->name) : CP_STR("");
    if (x->is_placed)
        return !x->is_useless;
    x->is_placed = true;
    /* the global instance has no distinguisher; its name is "global", "default" or another one */
    x->is_useless = x->distinguisher == 0 ? vrf.n > 0 : vrf.n == 0;
    x->vrf = cp_str_dup(s->a, vrf);
    if (!x->is_useless)
        return true;
    cp_arena *a = cp_arena_new(0);
    note(b, cp_str_fmt(a,
                       "%.*s: which of its tables the Loc-RIB \"%.*s\" (distinguisher %llu) "
                       "is of is not known: it is not used",
                       CP_FMT(b->e->sources.v[s->source].name), CP_FMT(cp_text_safe(a, x->name)),
                       (unsigned long long)x->distinguisher));
    cp_arena_free(a);
    return false;
}

static cp_state_net net_of(const cp_bgp_route *r)
{
    cp_state_net n = { .is_set = false };
    (void)cp_state_net_of(r->net, r->length, &n);
    return n;
}

/* RFC 4271, 5.1.3; 4760, 3; 2545, 3 (a link-local one behind); not set: of the router itself. */
static cp_state_net via_of(const cp_bgp_route *r)
{
    static const uint8_t zeros[16];
    cp_state_net n = { .is_set = false };
    cp_bytes hop = r->attrs ? r->attrs->next_hop : (cp_bytes){ NULL, 0 };
    bool is_v4 = hop.n == 4, is_v6 = hop.n == 16 || hop.n == 32;
    if ((!is_v4 && !is_v6) || memcmp(hop.p, zeros, is_v4 ? 4 : 16) == 0)
        return n;
    (void)cp_state_addr_of(is_v4 ? cp_ip_v4(hop.p) : cp_ip_v6(hop.p), &n);
    return n;
}

static cp_routers_bgp_route route_of(const speaker *s, const cp_bgp_route *r)
{
    return (cp_routers_bgp_route){ .net = net_of(r),
                                   .via = via_of(r),
                                   .path_id = r->path_id,
                                   .has_path_id = r->has_path_id,
                                   .is_partial = r->peer->is_partial,
                                   .at = { s->source, r->record } };
}

static void touch(cp_watch_bmp *b, cp_watch_bgp *x, cp_routers_place at)
{
    cp_watch_bgp_touch(b->told, x, at);
    if (!cp_routers_bgp_is_over(x->b))
        return;
    cp_watch_bgp_lost(b->told, x, CP_STR("BGP has more routes than can be kept"));
    x->is_over = true;
}

static cp_watch_bgp *selected_of(cp_watch_bmp *b, const speaker *s, instance *x, bool is_v4)
{
    cp_watch_bgp *bgp = cp_watch_bgp_of(b->told, s->item, x->vrf, is_v4);
    if (!x->has_told[is_v4] && !bgp->has_selected) { /* what Adj-RIB-In left in doubt, is not */
        cp_routers_bgp_forget(bgp->b);
        bgp->is_over = false;
    }
    x->has_told[is_v4] = bgp->has_selected = true;
    return bgp;
}

static void lose_instance(cp_watch_bmp *b, const speaker *s, instance *x, const char *why)
{
    cp_arena *a = cp_arena_new(0);
    if (x->has_told[0] || x->has_told[1])
        tell(b, cp_str_fmt(a,
                           "%.*s: its Loc-RIB%s%.*s is not told any more: %s; that table is not "
                           "modelled until all of it is told again, or the table",
                           CP_FMT(b->e->sources.v[s->source].name), x->vrf.n ? " of " : "",
                           CP_FMT(x->vrf), why));
    for (int v = 0; v < 2; v++)
        if (x->has_told[v]) {
            cp_watch_bgp *bgp = cp_watch_bgp_of(b->told, s->item, x->vrf, v);
            cp_watch_bgp_lost(b->told, bgp, cp_str_fmt(a, "not told any more: %s", why));
        }
    x->has_told[0] = x->has_told[1] = x->is_up = x->is_whole = false;
    cp_arena_free(a);
}

static void note_one(cp_watch_bmp *b, speaker *s)
{
    if (s->is_noted_one || b->told->assumes_complete)
        return;
    cp_arena *a = cp_arena_new(0);
    s->is_noted_one = true;
    note(b,
         cp_str_fmt(a,
                    "%.*s tells one route of each prefix (no ADD-PATH, RFC 7911), and may forward "
                    "by several: a next hop more is not known, but with --assume-complete or where "
                    "its table shows none",
                    CP_FMT(b->e->sources.v[s->source].name)));
    cp_arena_free(a);
}

static void take_selected(cp_watch_bmp *b, speaker *s, instance *x, const cp_bgp_route *r)
{
    const cp_routers_bgp_route route = route_of(s, r);
    bool is_v4 = r->net.version == 4;
    x->is_selected = true;
    x->distinguisher = r->peer->distinguisher;
    if (r->event == CP_BGP_PEER_UP || r->event == CP_BGP_PEER_DOWN) {
        lose_instance(b, s, x, r->event == CP_BGP_PEER_UP ? "it begins anew" : "it is down");
        x->is_up = r->event == CP_BGP_PEER_UP;
        x->is_placed = false;
        x->name = CP_STR("");
        return;
    }
    if (!place(b, s, x))
        return;
    cp_watch_bgp *bgp = selected_of(b, s, x, is_v4);
    uint64_t seq = b->told->seq++;
    x->is_whole = x->is_whole || r->event == CP_BGP_END_OF_RIB;
    if (bgp->is_over)
        return;
    if (r->event == CP_BGP_ANNOUNCED && !r->has_path_id)
        note_one(b, s);
    if (r->event == CP_BGP_END_OF_RIB) {
        cp_routers_bgp_whole(bgp->b, seq, route.at);
        cp_watch_bgp_back(b->told, bgp);
        touch(b, bgp, route.at);
    } else if (r->event == CP_BGP_ANNOUNCED ? cp_routers_bgp_set(bgp->b, &route, seq)
                                            : cp_routers_bgp_unset(bgp->b, &route, seq)) {
        touch(b, bgp, route.at);
    }
}

/* ---- Adj-RIB-In */

/* Tables that a peer may be of: the main one, or any VRF, as RFC 7854 names none. */
static void doubt_tables(cp_watch_bmp *b, const speaker *s, bool is_vpn, bool is_v4,
                         const cp_routers_bgp_route *r)
{
    const cp_planes *p = b->told->p;
    uint64_t seq = b->told->seq++;
    for (uint32_t i = 0; i < p->v.n_tables; i++) {
        const cp_routers_table *t = &p->v.tables[i];
        if (t->item != s->item || (t->vrf.n > 0) != is_vpn)
            continue;
        cp_watch_bgp *bgp = cp_watch_bgp_of(b->told, s->item, t->vrf, is_v4);
        if (bgp->has_selected || bgp->is_over)
            continue;
        if (r->net.is_set && !cp_routers_bgp_doubt(bgp->b, r, seq))
            continue;
        if (!r->net.is_set)
            cp_routers_bgp_doubt_all(bgp->b, seq, r->at);
        touch(b, bgp, r->at);
    }
}

static bool is_selected_up(const speaker *s)
{
    for (uint32_t i = 0; i < s->peers.n; i++)
        if (s->peers.v[i].is_selected && s->peers.v[i].is_up)
            return true;
    return false;
}

static void note_in(cp_watch_bmp *b, speaker *s)
{
    if (s->is_noted || is_selected_up(s))
        return;
    cp_arena *a = cp_arena_new(0);
    s->is_noted = true;
    note(b, cp_str_fmt(a,
                       "%.*s tells what its peers announce (Adj-RIB-In), and not what it selects "
                       "(Loc-RIB, RFC 9069): prefixes that it speaks of are not modelled until its "
                       "table is told",
                       CP_FMT(b->e->sources.v[s->source].name)));
    cp_arena_free(a);
}

static void take_in(cp_watch_bmp *b, speaker *s, const cp_bgp_route *r)
{
    cp_routers_bgp_route route = route_of(s, r);
    bool is_v4 = r->net.version == 4, is_vpn = r->peer->distinguisher != 0;
    if (r->event == CP_BGP_PEER_DOWN) {
        route.net.is_set = false;
        for (int v = 0; v < 2; v++)
            if (s->has_in[v])
                doubt_tables(b, s, is_vpn, v, &route);
        return;
    }
    if (r->event != CP_BGP_ANNOUNCED && r->event != CP_BGP_WITHDRAWN_NET)
        return;
    note_in(b, s);
    s->has_in[is_v4] = true;
    doubt_tables(b, s, is_vpn, is_v4, &route);
}

/* ---- the listener's */

static cp_rc take(void *ctx, const cp_bmp_router *r, const cp_bgp_route *x, cp_err *err)
{
    cp_watch_bmp *b = ctx;
    speaker *s = speaker_of(b, r);
    (void)err;
    if (s->standing == NEW)
        identify(b, s, r, x->peer);
    if (s->standing != USED)
        return CP_OK;
    uint32_t nr = x->peer_nr % CP_BMP_PEERS_MAX;
    switch (x->peer->view) {
    case CP_BGP_LOC_RIB:
        s->last_up = nr;
        take_selected(b, s, peer_of(s, nr), x);
        break;
    case CP_BGP_VIEW_UNTOLD:
    case CP_BGP_ADJ_RIB_IN_PRE:
    case CP_BGP_ADJ_RIB_IN_POST: take_in(b, s, x); break;
    case CP_BGP_ADJ_RIB_OUT_PRE: /* what it tells others says nothing of what it forwards by */
    case CP_BGP_ADJ_RIB_OUT_POST: break;
    }
    b->n_heard++;
    return CP_OK;
}

/* Behind the coming up of a Loc-RIB: which table it is. */
static void said(void *ctx, const cp_bmp_router *r, const cp_bmp_said *x)
{
    cp_watch_bmp *b = ctx;
    speaker *s = speaker_of(b, r);
    if (s->standing != USED || x->fact != CP_BMP_TABLE_NAME || !x->peer ||
        x->peer->view != CP_BGP_LOC_RIB)
        return;
    instance *i = peer_of(s, s->last_up);
    if (!i->is_placed)
        i->name = cp_str_dup(s->a, cp_str_trim(cp_str_clean_utf8(s->a, x->text)));
}

static void lose(cp_watch_bmp *b, speaker *s, const char *why)
{
    cp_arena *a = cp_arena_new(0);
    for (uint32_t i = 0; i < s->peers.n; i++)
        lose_instance(b, s, &s->peers.v[i], why);
    for (uint32_t i = 0; i < b->told->bgps.n; i++) {
        cp_watch_bgp *x = b->told->bgps.v[i];
        if (x->item == s->item && !x->has_selected && s->has_in[x->is_v4] &&
            cp_routers_bgp_n_nets(x->b))
            cp_watch_bgp_lost(b->told, x, cp_str_fmt(a, "of peers, not told any more: %s", why));
    }
    s->has_in[0] = s->has_in[1] = false;
    cp_arena_free(a);
}

static void went(void *ctx, const cp_bmp_router *r, const char *why)
{
    cp_watch_bmp *b = ctx;
    speaker *s = speaker_of(b, r);
    bool was_used = s->standing == USED;
    cp_arena *a = cp_arena_new(0);
    if (was_used) {
        lose(b, s, why);
        tell(b, cp_str_fmt(a, "BMP: %.*s is gone: %s", CP_FMT(router_text(a, r)), why));
    }
    cp_arena_free(a);
    cp_arena_free(s->a);
    *s = (speaker){ .item = CP_NO_ITEM };
    b->n_heard++;
}

static void came(void *ctx, const cp_bmp_router *r) { (void)speaker_of(ctx, r); }

/* ---- of the watch */

static bool is_filling(const cp_watch_bmp *b)
{
    for (uint32_t i = 0; i < CP_BMP_ROUTERS; i++) {
        const speaker *s = &b->speakers[i];
        for (uint32_t k = 0; s->standing == USED && k < s->peers.n; k++)
            if (s->peers.v[k].is_selected && s->peers.v[k].is_up && !s->peers.v[k].is_whole)
                return true;
    }
    return false;
}

/* Half of what comes at once is not worked out: it takes as long as all of it, and would tell of
 * what is over already. */
static bool is_due(cp_watch_bmp *b, bool is_quiet)
{
    cp_time now = clock_now();
    if (b->told->items.n == 0 && !b->told->needs_anew) {
        b->is_pending = false;
        return false;
    }
    if (!b->is_pending)
        b->pending_since = now;
    b->is_pending = true;
    if (is_filling(b))
        return now - b->pending_since >= FILLING_US && (is_quiet || now >= b->next_at);
    return is_quiet || now >= b->next_at;
}

cp_rc cp_watch_bmp_hear(cp_watch_bmp *b, bool is_ready, const cp_watch_hearer *to, cp_err *err)
{
    uint64_t n_heard = b->n_heard;
    b->to = to;
    cp_rc rc = cp_bmp_listen_wait(b->from, 0, err);
    bool is_quiet = !is_ready || b->n_heard == n_heard;
    if (rc == CP_OK && b->has_noted)
        rc = to->flush(to->ctx, err);
    b->has_noted = false;
    if (rc != CP_OK || !is_due(b, is_quiet))
        return rc;
    cp_time began = clock_now();
    b->is_pending = false;
    rc = to->settle(to->ctx, err);
    cp_time ended = clock_now();
    b->next_at = ended + (ended - began) * REST;
    return rc;
}

cp_time cp_watch_bmp_due_at(const cp_watch_bmp *b)
{
    cp_time filled_at = b->pending_since + FILLING_US;
    if (!b->is_pending)
        return 0;
    return is_filling(b) && filled_at > b->next_at ? filled_at : b->next_at;
}

int cp_watch_bmp_fd(const cp_watch_bmp *b) { return cp_bmp_listen_fd(b->from); }

bool cp_watch_is_bmp(cp_str watched) { return cp_str_starts(watched, CP_STR("bmp:")); }

static cp_rc read_listens(const cp_job *j, cp_arena *a, cp_bmp_listen_opts *o, cp_err *err)
{
    cp_collect_listen *v = CP_NEW_ARRAY(a, cp_collect_listen, CP_BMP_LISTENS_MAX);
    for (uint32_t i = 0; i < j->opts.n_watched; i++) {
        cp_str text = j->opts.watched[i];
        if (!cp_watch_is_bmp(text))
            continue;
        if (o->n_listens == CP_BMP_LISTENS_MAX)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--watch: more than %d addresses of BMP",
                           CP_BMP_LISTENS_MAX);
        if (!cp_collect_listen_parse(a, cp_str_from(text, PREFIX_BYTES), &v[o->n_listens++]))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "--watch is \"%.*s\", expected bmp:ADDRESS:PORT, as bmp:192.0.2.1:1790 "
                           "or bmp:[::]:1790",
                           CP_FMT(text));
    }
    o->listens = v;
    return CP_OK;
}

cp_rc cp_watch_bmp_check(const cp_job *j, cp_err *err)
{
    cp_bmp_listen_opts o = { .n_listens = 0 };
    cp_rc rc = read_listens(j, j->a, &o, err);
    if (rc == CP_OK && j->opts.n_within && o.n_listens == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--within is of --watch bmp:ADDRESS:PORT");
    return rc;
}

static void free_speakers(void *arg)
{
    cp_watch_bmp *b = arg;
    for (uint32_t i = 0; i < CP_BMP_ROUTERS; i++)
        if (b->speakers[i].a)
            cp_arena_free(b->speakers[i].a);
}

cp_rc cp_watch_bmp_open(cp_job *j, cp_evidence_set *e, cp_watch_told *told, cp_watch_bmp **out,
                        cp_err *err)
{
    cp_bmp_listen_opts o = { .n_listens = 0 };
    cp_rc rc = read_listens(j, j->a, &o, err);
    if (rc != CP_OK || o.n_listens == 0)
        return rc;
    cp_watch_bmp *b = CP_NEW(j->a, cp_watch_bmp);
    *b = (cp_watch_bmp){ .j = j, .e = e, .told = told };
    b->speakers = CP_NEW_ARRAY(j->a, speaker, CP_BMP_ROUTERS);
    cp_arena_defer(j->a, free_speakers, b);
    const cp_bmp_listen_to to = { b, take, came, went, said };
    rc = cp_job_within(j, &o.within, err);
    if (rc == CP_OK)
        rc = cp_bmp_listen_open(j->a, &o, cp_arena_dup(j->a, &to, sizeof to), &b->from, err);
    if (rc == CP_OK)
        *out = b;
    return rc;
}
