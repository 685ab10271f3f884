/* SPDX-License-Identifier: Apache-2.0 */
/* plane_watch_told.c - see plane_watch.h: what routers say by now.
 *
 *     evidence --blocks--> tellings (seq 0)
 *     answer --read--> rows of a router: a telling, in the place of
 *                      - the one that answered the same (input, router, command) before
 *                      - those whose routes are all of tables that it tells of, too
 *     owners: of a table, from which telling on its routes count: earlier ones are of another time
 *
 * A table is told as a whole, so routes that are not told any more are no more. Of all else nobody
 * says that it is whole: it goes when the same is answered anew. */
#include <string.h>
#include "job/plane_watch.h"
#include "sources/access/typescript.h"
#include "sources/state/dialects.h"
#include "sources/state/state.h"

void cp_watch_told_init(cp_watch_told *t, cp_arena *a, cp_planes *p)
{
    const cp_identified *found = &p->m->e->found;
    *t = (cp_watch_told){ .p = p, .a = a, .seq = 1 };
    t->bgp_limits = (cp_routers_bgp_limits){ CP_ROUTERS_BGP_NETS_MAX, 0, CP_ROUTERS_BGP_SUM_MAX };
    for (uint32_t i = 0; i < found->n_states; i++) {
        const cp_router_state *s = &found->states[i];
        uint32_t item = s->asset == CP_NO_ASSET ? CP_NO_ITEM : p->item_of_asset[s->asset];
        if (item == CP_NO_ITEM)
            continue;
        cp_watch_telling x = { .item = item, .source = s->source, .key = CP_STR("") };
        cp_bytes block = s->bytes;
        cp_err fault;
        /* one that cannot be read is damaged, and said to be where its rows are asked for */
        if (s->place && cp_case_state(p->m->e->kase, a, s->place, &block, &fault) != CP_OK)
            block = (cp_bytes){ NULL, 0 };
        cp_vec_push(a, &x.blocks, block);
        cp_vec_push(a, &t->tellings, x);
    }
}

static void drop_telling(cp_watch_told *t, uint32_t at)
{
    if (t->tellings.v[at].a)
        cp_arena_free(t->tellings.v[at].a);
    for (uint32_t i = at + 1; i < t->tellings.n; i++)
        t->tellings.v[i - 1] = t->tellings.v[i];
    t->tellings.n--;
}

void cp_watch_told_free(cp_watch_told *t)
{
    for (uint32_t i = 0; i < t->tellings.n; i++)
        if (t->tellings.v[i].a)
            cp_arena_free(t->tellings.v[i].a);
    t->tellings.n = 0;
    for (uint32_t i = 0; i < t->bgps.n; i++)
        cp_routers_bgp_free(t->bgps.v[i]->b);
    t->bgps.n = 0;
}

void cp_watch_forget_source(cp_watch_told *t, cp_str name)
{
    for (uint32_t i = t->tellings.n; i > 0; i--) {
        const cp_watch_telling *x = &t->tellings.v[i - 1];
        if (x->key.n == 0 && cp_str_eq(t->p->m->e->sources.v[x->source].name, name))
            drop_telling(t, i - 1);
    }
    t->needs_anew = true;
}

/* ---- whose it is */

static uint32_t item_of_asset(const cp_watch_told *t, uint32_t asset)
{
    return asset == CP_NO_ASSET ? CP_NO_ITEM : t->p->item_of_asset[asset];
}

static bool is_called(const cp_asset *as, cp_str name)
{
    const cp_claim *c = cp_asset_claim(as, CP_ATTR_NAME);
    if (c && cp_str_eq_nocase(c->value, name))
        return true;
    for (uint32_t k = 0; k < as->n_ids; k++)
        if (as->ids[k].kind == CP_IDENT_HOSTNAME && cp_str_eq_nocase(as->ids[k].value, name))
            return true;
    return false;
}

/* As the evidence's terminals are called, else the one asset of that name; of several none. */
static uint32_t asset_named(const cp_watch_told *t, cp_str name)
{
    const cp_identified *found = &t->p->m->e->found;
    uint32_t one = CP_NO_ASSET, n = 0;
    for (uint32_t i = 0; i < found->n_states; i++)
        if (found->states[i].asset != CP_NO_ASSET && cp_str_eq_nocase(found->states[i].name, name))
            return found->states[i].asset;
    for (uint32_t i = 0; i < found->n_assets; i++)
        if (item_of_asset(t, i) != CP_NO_ITEM && is_called(&found->assets[i], name)) {
            one = i;
            n++;
        }
    return n == 1 ? one : CP_NO_ASSET;
}

uint32_t cp_watch_item_named(const cp_watch_told *t, cp_str name)
{
    return item_of_asset(t, asset_named(t, name));
}

/* ---- rows that count */

static cp_str owner_key(cp_arena *a, const cp_watch_told *t, uint32_t item, cp_str vrf, bool is_v4)
{
    return cp_str_fmt(a, "%u %d %.*s", item, is_v4,
                      CP_FMT(cp_routers_vrf(t->p->routers, item, vrf)));
}

typedef struct passing {
    const cp_watch_told *t;
    const cp_watch_telling *x;
    cp_watch_row_fn *each;
    void *ctx;
    cp_arena *a;
    cp_str vrf; /* of the row before, and whether its routes count, by version */
    bool is_known, counts[2];
    cp_watch_bgp *bgp[2]; /* what BGP says of that table; NULL: nothing */
    cp_rc rc;
    cp_err *err;
} passing;

static uint64_t told_from(const cp_watch_told *t, cp_arena *a, uint32_t item, cp_str vrf,
                          bool is_v4)
{
    const uint64_t *from = cp_map_get(&t->owners, owner_key(a, t, item, vrf, is_v4));
    return from ? *from : 0;
}

static cp_watch_bgp *find_bgp(const cp_watch_told *t, uint32_t item, cp_str vrf, bool is_v4)
{
    if (t->bgps.n == 0)
        return NULL;
    vrf = cp_routers_vrf(t->p->routers, item, vrf);
    for (uint32_t i = 0; i < t->bgps.n; i++) {
        cp_watch_bgp *x = t->bgps.v[i];
        if (x->item == item && x->is_v4 == is_v4 && cp_str_eq(x->vrf, vrf))
            return x;
    }
    return NULL;
}

static bool counts(passing *p, const cp_state *s)
{
    bool is_v4 = cp_state_net_is_v4(&s->route.net);
    if (!p->is_known || !cp_str_eq(p->vrf, s->vrf)) {
        for (int v = 0; v < 2; v++) {
            p->counts[v] = p->x->seq >= told_from(p->t, p->a, p->x->item, s->vrf, v);
            p->bgp[v] = find_bgp(p->t, p->x->item, s->vrf, v);
        }
        p->vrf = s->vrf;
        p->is_known = true;
    }
    return p->counts[is_v4];
}

static void pass(void *ctx, const cp_state *s)
{
    passing *p = ctx;
    cp_state row = *s;
    if (p->rc != CP_OK || (s->kind == CP_STATE_ROUTE && !counts(p, s)))
        return;
    row.pos += row.pos ? p->x->lines_before : 0;
    cp_watch_bgp *bgp = s->kind == CP_STATE_ROUTE && s->route.what & CP_STATE_USED
                            ? p->bgp[cp_state_net_is_v4(&s->route.net)]
                            : NULL;
    if (bgp) { /* what follows from both is handed on behind all rows */
        cp_vec_push(p->a, &bgp->rows, ((cp_routers_bgp_row){ row, p->x->source }));
        return;
    }
    p->rc = p->each(p->ctx, p->x->item, p->x->source, &row, p->err);
}

static cp_rc pass_telling(passing *p, uint64_t *n_damaged)
{
    for (uint32_t i = 0; p->rc == CP_OK && i < p->x->blocks.n; i++) {
        cp_err fault;
        if (cp_states_unpack(p->x->blocks.v[i], pass, p, &fault) == CP_OK || p->rc != CP_OK)
            continue;
        ++*n_damaged;
        p->rc = p->each(p->ctx, p->x->item, p->x->source,
                        &(cp_state){ .kind = CP_STATE_LIMIT,
                                     .vrf = CP_STR(""),
                                     .limit = { CP_STR("damaged"), CP_STR(""),
                                                CP_STR("rows of the case cannot be read") } },
                        p->err);
    }
    return p->rc;
}

/* ---- what BGP says, over it */

typedef struct over {
    uint32_t item;
    cp_watch_row_fn *each;
    void *ctx;
} over;

static cp_rc pass_over(void *ctx, uint32_t source, const cp_state *s, cp_err *err)
{
    const over *o = ctx;
    return o->each(o->ctx, o->item, source, s, err);
}

static cp_rc pass_bgp(const cp_watch_told *t, cp_arena *a, cp_watch_bgp *x, cp_watch_row_fn *each,
                      void *ctx, cp_err *err)
{
    const cp_routers_bgp_table table = { .v = x->rows.v,
                                         .n = x->rows.n,
                                         .seq = told_from(t, a, x->item, x->vrf, x->is_v4),
                                         .vrf = x->vrf,
                                         .is_all = t->assumes_complete };
    cp_rc rc = cp_routers_bgp_over(x->b, &table, pass_over, &(over){ x->item, each, ctx }, err);
    memset(&x->rows, 0, sizeof x->rows); /* they are of a */
    return rc;
}

cp_watch_bgp *cp_watch_bgp_of(cp_watch_told *t, uint32_t item, cp_str vrf, bool is_v4)
{
    cp_watch_bgp *x = find_bgp(t, item, vrf, is_v4);
    if (x)
        return x;
    x = CP_NEW(t->a, cp_watch_bgp);
    *x = (cp_watch_bgp){ .item = item,
                         .vrf = cp_str_dup(t->a, cp_routers_vrf(t->p->routers, item, vrf)),
                         .is_v4 = is_v4,
                         .b = cp_routers_bgp_new(&t->bgp_limits) };
    cp_vec_push(t->a, &t->bgps, x);
    return x;
}

/* Every table of an item that is in doubt. */
static cp_rc pass_doubt(const cp_watch_told *t, const cp_watch_doubt *d, cp_watch_row_fn *each,
                        void *ctx, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < t->p->v.n_tables; i++) {
        const cp_routers_table *x = &t->p->v.tables[i];
        bool is_of = !d->of || (cp_str_eq(x->vrf, d->of->vrf) && d->of->is_v4 == (t->bits == 32));
        if (x->item == d->item && is_of)
            rc = each(ctx, d->item, d->at.source,
                      &(cp_state){ .kind = CP_STATE_LIMIT,
                                   .vrf = x->vrf,
                                   .pos = d->at.pos,
                                   .limit = { d->of ? CP_STR("BGP") : CP_STR("cannot be read"),
                                              CP_STR(""), d->text } },
                      err);
    }
    return rc;
}

cp_rc cp_watch_each_row(const cp_watch_told *t, uint32_t item, cp_watch_row_fn *each, void *ctx,
                        uint64_t *n_damaged, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < t->tellings.n; i++) {
        passing p = { .t = t,
                      .x = &t->tellings.v[i],
                      .each = each,
                      .ctx = ctx,
                      .a = a,
                      .rc = CP_OK,
                      .err = err };
        if (item == CP_NO_ITEM || item == p.x->item)
            rc = pass_telling(&p, n_damaged);
    }
    for (uint32_t i = 0; i < t->bgps.n; i++)
        if (rc == CP_OK && (item == CP_NO_ITEM || item == t->bgps.v[i]->item))
            rc = pass_bgp(t, a, t->bgps.v[i], each, ctx, err);
        else
            memset(&t->bgps.v[i]->rows, 0, sizeof t->bgps.v[i]->rows);
    for (uint32_t i = 0; rc == CP_OK && item == CP_NO_ITEM && i < t->doubts.n; i++)
        rc = pass_doubt(t, &t->doubts.v[i], each, ctx, err);
    cp_arena_free(a);
    return rc;
}

/* ---- an answer */

typedef struct heard_block {
    cp_str host;
    cp_bytes bytes;
} heard_block;

typedef struct reading {
    cp_arena *a;
    CP_VEC(heard_block) blocks;
} reading;

static cp_rc keep_block(void *ctx, const cp_state_block *b, cp_err *err)
{
    reading *r = ctx;
    cp_str host = CP_STR("");
    (void)err;
    for (uint32_t i = 0; i < b->n_ids; i++)
        if (b->ids[i].kind == CP_IDENT_HOSTNAME)
            host = cp_str_dup(r->a, b->ids[i].value);
    cp_bytes own = { cp_arena_dup(r->a, b->bytes.p, b->bytes.n), b->bytes.n };
    cp_vec_push(r->a, &r->blocks, ((heard_block){ host, own }));
    return CP_OK;
}

static cp_rc no_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

static cp_str key_of(cp_arena *a, const cp_watch_heard *h, cp_str host)
{
    return cp_str_fmt(a, "%u\n%.*s\n%.*s", h->input, CP_FMT(cp_str_lower(a, host)),
                      CP_FMT(h->answer.command));
}

static uint32_t find_telling(const cp_watch_told *t, cp_str key)
{
    for (uint32_t i = 0; i < t->tellings.n; i++)
        if (cp_str_eq(t->tellings.v[i].key, key))
            return i;
    return UINT32_MAX;
}

/* What rows there are. */
static void survey(void *ctx, const cp_state *s)
{
    passing *p = ctx;
    cp_watch_telling *x = (cp_watch_telling *)(uintptr_t)p->x;
    bool is_v4 = s->kind == CP_STATE_ROUTE && cp_state_net_is_v4(&s->route.net);
    x->has_other = x->has_other || s->kind != CP_STATE_ROUTE;
    if (s->kind != CP_STATE_ROUTE)
        return;
    cp_str vrf = cp_routers_vrf(p->t->p->routers, x->item, s->vrf);
    for (uint32_t i = x->tables.n; i > 0; i--)
        if (x->tables.v[i - 1].is_v4 == is_v4 && cp_str_eq(x->tables.v[i - 1].vrf, vrf))
            return;
    cp_vec_push(x->a, &x->tables, ((cp_watch_table){ cp_str_dup(x->a, vrf), is_v4 }));
}

static bool has_all_of(const cp_watch_telling *x, const cp_watch_telling *y)
{
    for (uint32_t i = 0; i < y->tables.n; i++) {
        bool is_there = false;
        for (uint32_t k = 0; k < x->tables.n && !is_there; k++)
            is_there = x->tables.v[k].is_v4 == y->tables.v[i].is_v4 &&
                       cp_str_eq(x->tables.v[k].vrf, y->tables.v[i].vrf);
        if (!is_there)
            return false;
    }
    return y->tables.n > 0;
}

static bool is_same_telling(const cp_watch_telling *x, const cp_watch_telling *y)
{
    bool is_same = x->blocks.n == y->blocks.n;
    for (uint32_t i = 0; is_same && i < x->blocks.n; i++)
        is_same = x->blocks.v[i].n == y->blocks.v[i].n &&
                  memcmp(x->blocks.v[i].p, y->blocks.v[i].p, x->blocks.v[i].n) == 0;
    return is_same;
}

static void touch_item(cp_watch_told *t, uint32_t item)
{
    for (uint32_t i = 0; i < t->items.n; i++)
        if (t->items.v[i] == item)
            return;
    cp_vec_push(t->a, &t->items, item);
}

static bool is_told_of(const cp_watch_told *t, uint32_t item)
{
    for (uint32_t i = 0; i < t->tellings.n; i++)
        if (t->tellings.v[i].item == item)
            return true;
    return false;
}

static bool has_table(const cp_watch_telling *x, const cp_watch_bgp *of)
{
    for (uint32_t i = 0; i < x->tables.n; i++)
        if (x->tables.v[i].is_v4 == of->is_v4 && cp_str_eq(x->tables.v[i].vrf, of->vrf))
            return true;
    return false;
}

/* Of an answer without a prompt nobody knows what was asked: any good one of the router ends it. */
static bool is_over(const cp_watch_doubt *d, const cp_watch_telling *x)
{
    if (d->of) /* the table itself says more than BGP could */
        return d->item == x->item && has_table(x, d->of);
    ptrdiff_t input = cp_str_find_char(x->key, '\n');
    bool is_unasked = d->key.n && d->key.p[d->key.n - 1] == '\n' && d->item == x->item &&
                      cp_str_starts(d->key, cp_str_slice(x->key, 0, (size_t)input + 1));
    return is_unasked || cp_str_eq(d->key, x->key);
}

static bool end_doubt(cp_watch_told *t, const cp_watch_telling *x)
{
    uint32_t n = 0, n_before = t->doubts.n;
    for (uint32_t i = 0; i < t->doubts.n; i++)
        if (!is_over(&t->doubts.v[i], x))
            t->doubts.v[n++] = t->doubts.v[i];
        else if (t->doubts.v[i].of)
            t->doubts.v[i].of->is_over = false;
    t->doubts.n = n;
    return n < n_before;
}

/* From this telling on its routes count. */
static void own_tables(cp_watch_told *t, const cp_watch_telling *x)
{
    cp_arena *scratch = cp_arena_new(0);
    for (uint32_t i = 0; i < x->tables.n; i++) {
        cp_str key = owner_key(scratch, t, x->item, x->tables.v[i].vrf, x->tables.v[i].is_v4);
        uint64_t *known = cp_map_get(&t->owners, key);
        if (!known)
            known = cp_map_put(t->a, &t->owners, cp_str_dup(t->a, key), NULL);
        *known = x->seq;
    }
    cp_arena_free(scratch);
}

/* The new telling takes the place of those that are over. */
static void replace(cp_watch_told *t, cp_watch_telling x)
{
    uint32_t same = find_telling(t, x.key);
    bool needs_anew = x.has_other || !is_told_of(t, x.item);
    if (end_doubt(t, &x)) {
        needs_anew = true;
    } else if (same != UINT32_MAX && is_same_telling(&t->tellings.v[same], &x)) {
        cp_watch_telling *old = &t->tellings.v[same];
        bool is_moved = old->lines_before != x.lines_before;
        bool is_over_bgp = false;
        old->lines_before = x.lines_before;
        old->seq = x.seq;
        for (uint32_t i = 0; i < x.tables.n; i++) /* and so it is still, whatever BGP said */
            is_over_bgp =
                find_bgp(t, x.item, x.tables.v[i].vrf, x.tables.v[i].is_v4) || is_over_bgp;
        own_tables(t, &x);
        if ((is_moved && !old->has_other) || is_over_bgp)
            touch_item(t, x.item);
        cp_arena_free(x.a);
        return;
    }
    for (uint32_t i = t->tellings.n; i > 0; i--) {
        const cp_watch_telling *y = &t->tellings.v[i - 1];
        if (y->key.n == 0 || y->item != x.item || (!cp_str_eq(y->key, x.key) && !has_all_of(&x, y)))
            continue;
        needs_anew = needs_anew || y->has_other;
        drop_telling(t, i - 1);
    }
    own_tables(t, &x);
    cp_vec_push(t->a, &t->tellings, x);
    touch_item(t, x.item);
    t->needs_anew = t->needs_anew || needs_anew;
}

/* Once for each name, command. */
cp_str cp_watch_note_once(cp_watch_told *t, cp_str text)
{
    enum { NOTED_MAX = 10000 };
    bool added = false;
    if (t->noted.n < NOTED_MAX && !cp_map_get(&t->noted, text))
        (void)cp_map_put(t->a, &t->noted, cp_str_dup(t->a, text), &added);
    return added ? text : CP_STR("");
}

/* Of one host: its blocks are of one telling. */
static cp_str take_host(cp_watch_told *t, cp_arena *scratch, const cp_watch_heard *h,
                        const reading *r, cp_str host)
{
    uint32_t asset = asset_named(t, host), item = item_of_asset(t, asset);
    if (item == CP_NO_ITEM)
        return cp_watch_note_once(
            t, cp_str_fmt(scratch,
                          "%.*s is no device of the network, or several are called "
                          "so: what it tells is not used",
                          CP_FMT(host)));
    cp_arena *a = cp_arena_new(0);
    cp_watch_telling x = { .item = item,
                           .source = h->source,
                           .lines_before = h->answer.line - 1,
                           .seq = t->seq++,
                           .key = key_of(a, h, host),
                           .a = a };
    for (uint32_t i = 0; i < r->blocks.n; i++)
        if (cp_str_eq(r->blocks.v[i].host, host)) {
            cp_bytes b = r->blocks.v[i].bytes;
            cp_vec_push(a, &x.blocks, ((cp_bytes){ cp_arena_dup(a, b.p, b.n), b.n }));
        }
    passing p = { .t = t, .x = &x };
    cp_err fault;
    for (uint32_t i = 0; i < x.blocks.n; i++)
        if (cp_states_unpack(x.blocks.v[i], survey, &p, &fault) != CP_OK)
            x.has_other = true;
    t->p->is_told[asset] = true;
    replace(t, x);
    return CP_STR("");
}

/* ---- an answer that cannot be read */

static void doubt(cp_watch_told *t, uint32_t item, cp_str key, const cp_watch_heard *h, cp_str why)
{
    for (uint32_t i = 0; i < t->doubts.n; i++)
        if (cp_str_eq(t->doubts.v[i].key, key) && t->doubts.v[i].item == item)
            return;
    cp_watch_doubt d = {
        item, cp_str_dup(t->a, key), cp_str_dup(t->a, why), { h->source, h->answer.line }, NULL
    };
    cp_vec_push(t->a, &t->doubts, d);
    t->needs_anew = true;
}

/* The file's name, without a folder and endings, as it stands for a host. */
static cp_str stem(cp_str path)
{
    size_t i = path.n;
    while (i > 0 && path.p[i - 1] != '/')
        i--;
    path = cp_str_from(path, i);
    ptrdiff_t dot = cp_str_find_char(path, '.');
    return dot > 0 ? cp_str_slice(path, 0, (size_t)dot) : path;
}

static cp_str cannot_read(cp_watch_told *t, cp_arena *scratch, const cp_watch_heard *h, cp_str why)
{
    cp_str host = h->answer.host, command = h->answer.command;
    uint32_t n = 0, n_before = t->tellings.n;
    if (command.n && !cp_state_is_command(scratch, command)) /* it says nothing of forwarding */
        return cp_watch_note_once(
            t, cp_str_fmt(scratch, "not used: what answers \"%.*s\"", CP_FMT(command)));
    t->at = (cp_routers_place){ h->source, h->answer.line };
    if (host.n == 0)
        host = stem(t->p->m->e->sources.v[h->source].name);
    uint32_t item = item_of_asset(t, asset_named(t, host));
    cp_str own = key_of(scratch, h, host);
    if (item != CP_NO_ITEM) {
        doubt(t, item, own, h, why);
        n++;
    }
    for (uint32_t i = 0; h->answer.host.n == 0 && i < n_before; i++) {
        const cp_watch_telling *x = &t->tellings.v[i];
        cp_str key = cp_str_fmt(scratch, "%u\n", h->input);
        if (!cp_str_starts(x->key, key) || x->item == item)
            continue;
        doubt(t, x->item, x->key, h, why);
        n++;
    }
    t->n_unread += n > 0;
    return cp_str_fmt(scratch, "%.*s%s%.*s%s: %.*s%s", CP_FMT(host), command.n ? ", \"" : "",
                      CP_FMT(command), command.n ? "\"" : "", CP_FMT(why),
                      n ? "; its tables are not modelled until it can be"
                        : "; whose it is is not known, and nothing follows from it");
}

/* ---- BGP */

void cp_watch_bgp_touch(cp_watch_told *t, cp_watch_bgp *x, cp_routers_place at)
{
    x->at = t->at = at;
    touch_item(t, x->item);
}

void cp_watch_bgp_lost(cp_watch_told *t, cp_watch_bgp *x, cp_str why)
{
    cp_routers_bgp_forget(x->b);
    x->has_selected = false;
    for (uint32_t i = 0; i < t->doubts.n; i++)
        if (t->doubts.v[i].of == x)
            return;
    cp_watch_doubt d = { x->item, CP_STR(""), cp_str_dup(t->a, why), x->at, x };
    cp_vec_push(t->a, &t->doubts, d);
    t->at = x->at;
    t->needs_anew = true;
}

void cp_watch_bgp_back(cp_watch_told *t, const cp_watch_bgp *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->doubts.n; i++)
        if (t->doubts.v[i].of != x)
            t->doubts.v[n++] = t->doubts.v[i];
    t->needs_anew = t->needs_anew || n < t->doubts.n;
    t->doubts.n = n;
}

cp_rc cp_watch_take(cp_watch_told *t, cp_arena *scratch, const cp_watch_heard *h, cp_str *what,
                    cp_err *err)
{
    static const cp_read_opts opts = { .as = CP_STR_INIT("router-state"), .no_digest = true };
    reading r = { .a = scratch };
    const cp_obs_sink sink = { .ctx = &r, .obs = no_obs, .state = keep_block };
    cp_source src;
    cp_err fault = { 0 };
    cp_str name = t->p->m->e->sources.v[h->source].name;
    *what = CP_STR("");
    if (h->answer.is_too_long) {
        *what = cannot_read(t, scratch, h, CP_STR("an answer of more than 256 MiB"));
        return CP_OK;
    }
    cp_rc rc = cp_source_read_bytes(scratch, name, cp_bytes_of_str(h->answer.text), &opts, &sink,
                                    &src, &fault);
    if (rc == CP_EINTR) {
        *err = fault;
        return rc;
    }
    if ((rc != CP_OK || r.blocks.n == 0) && h->is_before)
        return CP_OK;
    if (rc != CP_OK || r.blocks.n == 0) {
        *what = cannot_read(t, scratch, h,
                            rc == CP_OK ? CP_STR("nothing in it tells of forwarding")
                                        : cp_str_dup(scratch, cp_str_c(fault.msg)));
        return CP_OK;
    }
    t->n_read++;
    t->at = (cp_routers_place){ h->source, h->answer.line };
    for (uint32_t i = 0; i < r.blocks.n; i++) {
        bool is_first = true;
        for (uint32_t k = 0; k < i && is_first; k++)
            is_first = !cp_str_eq(r.blocks.v[k].host, r.blocks.v[i].host);
        cp_str said = is_first ? take_host(t, scratch, h, &r, r.blocks.v[i].host) : CP_STR("");
        *what = said.n ? said : *what;
    }
    return CP_OK;
}
