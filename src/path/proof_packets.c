/* SPDX-License-Identifier: Apache-2.0 */
/* proof_packets.c - see proof.h: certificates of what becomes of packets.
 *
 *     box: ranges of the five fields of packets
 *         --survey: all that its packets can meet, by what may be for some of them-->
 *             no more than is claimed: a leaf, with the tables in an order in which packets go
 *             more: split where a route begins or ends, else where a rule does
 *     what is claimed to become of some: the first packet of a box with which that becomes of it,
 *         and its way
 *
 * A survey of one packet is exact. What is claimed is what the plane says, and the boxes are cut
 * only until that is seen; where it is not, the plane is wrong, and no certificate is written. */
#include <stdlib.h>
#include <string.h>
#include "base/vec.h"
#include "path/proof.h"
#include "path/proof_in.h"

enum { DST, SRC, PROTOCOL, SRC_PORT, DST_PORT, FIELDS };
enum {
    SURVEYS_MAX = 1 << 16, /* of a question */
    PERMITS = 1 << CP_FILTER_PERMITS,
    DENIES = 1 << CP_FILTER_DENIES,
    UNKNOWN = 1 << CP_FILTER_UNKNOWN,
};

static const char *const field_names[FIELDS] = { "dst", "src", "protocol", "sport", "dport" };

static const char *const end_names[CP_PLANE_END_COUNT] = { [CP_PLANE_DELIVERED_BIT] = "delivered",
                                                           [CP_PLANE_NO_ROUTE_BIT] = "no-route",
                                                           [CP_PLANE_DROPPED_BIT] = "dropped",
                                                           [CP_PLANE_DENIED_BIT] = "denied",
                                                           [CP_PLANE_LOOP_BIT] = "loop",
                                                           [CP_PLANE_LOST_BIT] = "lost",
                                                           [CP_PLANE_NOT_MODELLED_BIT] =
                                                               "not-modelled" };

typedef struct range {
    cp_address first, last;
} range;
typedef struct box {
    range of[FIELDS];
} box;

/* A table that is being gone through: its actions, hop by hop. */
typedef struct frame {
    uint32_t table, action, end; /* places in acts */
    uint32_t hop;                /* the next one */
} frame;

typedef struct prover {
    cp_proof *p;
    cp_arena *a;
    const cp_forwarding *f;
    const cp_taints *t;
    uint32_t from, goal; /* where packets enter; ends */
    const volatile int *stopped;
    uint32_t n_surveys;

    /* a survey */
    box box;
    const uint8_t *dirty; /* per item; NULL: is not asked */
    bool is_strict;       /* only what is certain */
    uint32_t wanted;      /* ends, or DIRT: it is over where one is met */
    uint32_t ends;        /* met; with DIRT */
    bool is_found;
    uint32_t *color; /* per table: 2 * n_surveys on the way, one more done */
    CP_VEC(frame) frames;
    CP_VEC(uint32_t) acts;
    uint32_t *act_seen, n_entered; /* per action: in which table it was */
    CP_VEC(uint32_t) done;         /* tables, what they lead to first */
    CP_VEC(cp_address) cuts;       /* of destinations, where what tables do changes */
    int field;                     /* where a rule cuts the box; FIELDS: none does */
    cp_address value;
} prover;

#define DIRT ((uint32_t)1 << 31)
#define NO_ROUTE_ACTION UINT32_MAX

static void met(prover *k, uint32_t ends)
{
    k->ends |= ends;
    k->is_found |= (k->wanted & ends) != 0;
}

static void touch(prover *k, uint32_t item)
{
    if (k->dirty && item != CP_NO_ITEM && k->dirty[item])
        met(k, DIRT);
}

/* ---- filters */

static void ranges_of(const cp_filter_rule *r, range out[FIELDS])
{
    cp_prefix src = { r->src.first & cp_prefix_mask(r->src.len), r->src.len };
    cp_prefix dst = { r->dst.first & cp_prefix_mask(r->dst.len), r->dst.len };
    out[DST] = (range){ dst.first, cp_prefix_last(&dst) };
    out[SRC] = (range){ src.first, cp_prefix_last(&src) };
    out[PROTOCOL] = (range){ r->protocol[0], r->protocol[1] };
    out[SRC_PORT] = (range){ r->src_port[0], r->src_port[1] };
    out[DST_PORT] = (range){ r->dst_port[0], r->dst_port[1] };
}

/* false: no packet of the box. *field: the first by which the rule is of some only, or FIELDS. */
static bool overlaps(const box *b, const range r[FIELDS], int *field)
{
    *field = FIELDS;
    for (int i = 0; i < FIELDS; i++) {
        const range *x = &b->of[i];
        if (r[i].last < x->first || x->last < r[i].first)
            return false;
        if (*field == FIELDS && (x->first < r[i].first || r[i].last < x->last))
            *field = i;
    }
    return true;
}

/* What partial rules have said so far, of packets for which nothing is settled. */
enum { SO_FAR_DENIED = 1, SO_FAR_PERMITTED = 2, NOTHING = 4 };

/* All that the filter may decide of packets of the box. */
static uint32_t decides(prover *k, uint32_t filter)
{
    uint32_t open = NOTHING, out = 0;
    if (filter == CP_NO_FILTER)
        return PERMITS;
    for (uint32_t i = k->f->rule_first[filter]; open && i < k->f->rule_first[filter + 1]; i++) {
        const cp_filter_rule *r = &k->f->rules[i];
        range of[FIELDS];
        int field;
        ranges_of(r, of);
        if (!overlaps(&k->box, of, &field))
            continue;
        uint32_t said = open & NOTHING ? 1u << r->says : 0;
        if (open & SO_FAR_DENIED)
            said |= r->says == CP_FILTER_DENIES ? DENIES : UNKNOWN;
        if (open & SO_FAR_PERMITTED)
            said |= r->says == CP_FILTER_PERMITS ? PERMITS : UNKNOWN;
        uint32_t next = 0;
        if (r->is_partial)
            next = (said & DENIES ? SO_FAR_DENIED : 0) | (said & PERMITS ? SO_FAR_PERMITTED : 0);
        out |= r->is_partial ? said & UNKNOWN : said;
        open = field == FIELDS ? next : open | next;
        if (field != FIELDS && k->field == FIELDS) {
            bool is_low = k->box.of[field].first < of[field].first;
            k->field = field;
            k->value = is_low ? of[field].first : of[field].last + 1;
        }
    }
    out |= open & (NOTHING | SO_FAR_DENIED) ? DENIES : 0;
    return out | (open & SO_FAR_PERMITTED ? UNKNOWN : 0);
}

/* ---- which routes of a table count in the box */

/* Does an address of x stay outside of all routes from a place on? */
static bool is_open(const cp_forwarding *f, uint32_t i, uint32_t end, range x)
{
    for (; i < end && f->routes[i].first <= x.last; i++) {
        if (f->routes[i].last < x.first)
            continue;
        if (f->routes[i].first > x.first)
            return true;
        if (f->routes[i].last >= x.last)
            return false;
        x.first = f->routes[i].last + 1;
    }
    return true;
}

static void add_act(prover *k, uint32_t action)
{
    uint32_t *seen = &k->act_seen[action == NO_ROUTE_ACTION ? k->f->n_actions : action];
    if (*seen == k->n_entered)
        return;
    *seen = k->n_entered;
    cp_vec_push(k->a, &k->acts, action);
}

static void cut_at(prover *k, cp_address x)
{
    if (k->box.of[DST].first < x && x <= k->box.of[DST].last)
        cp_vec_push(k->a, &k->cuts, x);
}

/* The actions of a table for addresses of the box. What holds its first address goes from the
 * nearest route up; each leaves to the next what it does not hold itself. */
static void find_acts(prover *k, uint32_t table)
{
    const cp_forwarding *f = k->f;
    const range x = k->box.of[DST];
    uint32_t low = f->route_first[table], end = f->route_first[table + 1];
    uint32_t first = low;
    for (uint32_t high = end; first < high;) {
        uint32_t middle = first + (high - first) / 2;
        if (f->routes[middle].first < x.first)
            first = middle + 1;
        else
            high = middle;
    }
    range left = x;
    bool is_left = true;
    for (uint32_t up = first > low ? first - 1 : UINT32_MAX; is_left && up != UINT32_MAX;
         up = f->routes[up].up) {
        const cp_forwarding_route *r = &f->routes[up];
        if (r->last < left.first)
            continue;
        if (is_open(f, first, end, (range){ left.first, r->last < x.last ? r->last : x.last }))
            add_act(k, r->action);
        is_left = r->last < x.last;
        left.first = is_left ? r->last + 1 : 0;
        if (is_left)
            cut_at(k, left.first);
    }
    if (is_left && is_open(f, first, end, left))
        add_act(k, NO_ROUTE_ACTION);
    for (uint32_t i = first; i < end && f->routes[i].first <= x.last; i++) {
        const cp_forwarding_route *r = &f->routes[i];
        cp_address last = r->last < x.last ? r->last : x.last;
        cut_at(k, r->first);
        if (last < x.last)
            cut_at(k, last + 1);
        if (is_open(f, i + 1, end, (range){ r->first, last }))
            add_act(k, r->action);
    }
}

/* ---- a survey */

static void enter(prover *k, uint32_t table)
{
    frame x = { .table = table, .action = k->acts.n };
    k->n_entered++;
    find_acts(k, table);
    x.end = k->acts.n;
    k->color[table] = 2 * k->n_surveys;
    cp_vec_push(k->a, &k->frames, x);
    touch(k, k->f->items[table]);
    for (uint32_t i = x.action; i < x.end; i++) {
        uint32_t act = k->acts.v[i];
        cp_plane_kind kind = act == NO_ROUTE_ACTION ? (cp_plane_kind)0 : k->f->actions[act].kind;
        met(k, kind == 0                     ? CP_PLANE_NO_ROUTE
               : kind == CP_PLANE_DELIVER    ? CP_PLANE_DELIVERED
               : kind == CP_PLANE_DROP       ? CP_PLANE_DROPPED
               : kind == CP_PLANE_UNMODELLED ? CP_PLANE_NOT_MODELLED
                                             : 0);
    }
}

/* What packets of the box meet at a hop; true: some go on to its table. */
static bool pass(prover *k, const cp_plane_hop *h)
{
    if (k->is_strict && h->is_maybe)
        return false;
    uint32_t out = decides(k, h->out), go = k->is_strict ? PERMITS : PERMITS | UNKNOWN;
    met(k, (out & DENIES ? CP_PLANE_DENIED : 0) | (out & UNKNOWN ? CP_PLANE_NOT_MODELLED : 0));
    if (!(out & go))
        return false;
    if (h->link != CP_NO_LINK)
        touch(k, k->p->net->links[h->link].rides);
    if (h->to < CP_PLANE_NOWHERE)
        touch(k, k->f->items[h->to]);
    uint32_t in = decides(k, h->in);
    met(k, (in & DENIES ? CP_PLANE_DENIED : 0) | (in & UNKNOWN ? CP_PLANE_NOT_MODELLED : 0));
    if (!(in & go))
        return false;
    if (h->to >= CP_PLANE_NOWHERE)
        met(k, h->to == CP_PLANE_HOST ? CP_PLANE_DELIVERED : CP_PLANE_LOST);
    return h->to < CP_PLANE_NOWHERE;
}

/* The next hop of the topmost table; NULL: there is no more. */
static const cp_plane_hop *next_hop(prover *k, frame *top)
{
    for (; top->action < top->end; top->action++, top->hop = 0) {
        uint32_t act = k->acts.v[top->action];
        if (act != NO_ROUTE_ACTION && top->hop < k->f->actions[act].n)
            return &k->f->hops[k->f->actions[act].first + top->hop++];
    }
    return NULL;
}

/* Depth first over all that packets of the box can meet: ends, and whether something is dirty. */
static void survey(prover *k, const box *b)
{
    k->n_surveys++;
    k->box = *b;
    k->ends = k->acts.n = k->done.n = k->cuts.n = k->frames.n = 0;
    k->field = FIELDS;
    k->is_found = false;
    enter(k, k->from);
    while (k->frames.n && !k->is_found) {
        frame *top = &k->frames.v[k->frames.n - 1];
        const cp_plane_hop *h = next_hop(k, top);
        if (h == NULL) {
            k->color[top->table] = 2 * k->n_surveys + 1;
            cp_vec_push(k->a, &k->done, top->table);
            k->frames.n--;
        } else if (pass(k, h) && !k->is_found) {
            if (k->color[h->to] == 2 * k->n_surveys)
                met(k, CP_PLANE_LOOP);
            else if (k->color[h->to] < 2 * k->n_surveys)
                enter(k, h->to);
        }
    }
}

/* ---- boxes */

static int compare_addresses(const void *a, const void *b)
{
    const cp_address *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Where the box that was surveyed is cut in two. */
static cp_rc choose_cut(prover *k, int *field, cp_address *value, cp_err *err)
{
    if (k->stopped && *k->stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (k->n_surveys > SURVEYS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "no certificate: more than %d kinds of packets have to be told apart; ask "
                       "about fewer addresses",
                       SURVEYS_MAX);
    *field = k->cuts.n ? DST : k->field;
    *value = k->value;
    if (k->cuts.n) {
        qsort(k->cuts.v, k->cuts.n, sizeof *k->cuts.v, compare_addresses);
        *value = k->cuts.v[k->cuts.n / 2];
    }
    if (*field == FIELDS)
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                       "no certificate: the answer does not follow from the tables");
    return CP_OK;
}

typedef CP_VEC(box) boxes;

static void cut(prover *k, boxes *open, const box *b, int field, cp_address value)
{
    box low = *b, high = *b;
    low.of[field].last = value - 1;
    high.of[field].first = value;
    cp_vec_push(k->a, open, high);
    cp_vec_push(k->a, open, low);
}

static box whole(const range *dst)
{
    return (box){ { [DST] = *dst,
                    [SRC] = { 0, ~(cp_address)0 },
                    [PROTOCOL] = { 0, UINT8_MAX },
                    [SRC_PORT] = { 0, UINT16_MAX },
                    [DST_PORT] = { 0, UINT16_MAX } } };
}

static void put_value(prover *k, int field, cp_address x)
{
    if (field == DST || field == SRC)
        cp_words_address(&k->p->w, x, k->f->bits);
    else
        cp_words_number(&k->p->w, (uint64_t)x);
}

static void text(prover *k, const char *s) { cp_words_text(&k->p->w, cp_str_c(s)); }

/* ---- all packets: what they can meet is no more than this */

static void leaf(prover *k)
{
    text(k, "leaf");
    cp_words_number(&k->p->w, k->done.n);
    for (uint32_t i = k->done.n; i-- > 0;)
        cp_words_number(&k->p->w, k->done.v[i]);
    cp_proof_line(k->p);
}

/* u: whether something is dirty is judged by that taint; CP_UNKNOWN_COUNT: it is not. Unknown as
 * clean is about what is certain, and not about ends. */
static cp_rc tree(prover *k, const range *dst, cp_unknown u, cp_err *err)
{
    boxes open = { 0 };
    cp_rc rc = CP_OK;
    if (u == CP_UNKNOWN_COUNT)
        text(k, "tree -");
    else
        cp_proof_by(k->p, "tree", k->t, u);
    cp_proof_line(k->p);
    k->dirty = u == CP_UNKNOWN_COUNT ? NULL : k->t->dirty[u];
    k->is_strict = u == CP_UNKNOWN_CLEAN;
    k->wanted = 0;
    uint32_t goal = k->is_strict ? ~DIRT : k->goal;
    for (cp_vec_push(k->a, &open, whole(dst)); open.n && rc == CP_OK;) {
        box b = open.v[--open.n];
        int field;
        cp_address at;
        survey(k, &b);
        if ((k->ends & ~goal) == 0) {
            leaf(k);
            continue;
        }
        rc = choose_cut(k, &field, &at, err);
        if (rc != CP_OK)
            break;
        text(k, "split ");
        text(k, field_names[field]);
        put_value(k, field, at);
        cp_proof_line(k->p);
        cut(k, &open, &b, field, at);
    }
    return rc;
}

/* ---- one packet, and its way */

static box first_of(const box *b)
{
    box one = *b;
    for (int i = 0; i < FIELDS; i++)
        one.of[i].last = one.of[i].first;
    return one;
}

static void way(prover *k)
{
    uint32_t n = 0;
    text(k, "packet");
    for (int i = 0; i < FIELDS; i++)
        put_value(k, i, k->box.of[i].first);
    text(k, " way");
    for (uint32_t i = 0; i < k->frames.n; i++)
        n += k->frames.v[i].hop > 0;
    cp_words_number(&k->p->w, n);
    for (uint32_t i = 0; i < n; i++)
        cp_words_number(&k->p->w, k->frames.v[i].hop - 1);
    cp_proof_line(k->p);
}

/* What is wanted becomes of some packet to these addresses, by the plane: of which? */
static cp_rc witness(prover *k, const range *dst, uint32_t wanted, cp_err *err)
{
    boxes open = { 0 };
    cp_rc rc = CP_OK;
    for (cp_vec_push(k->a, &open, whole(dst)); open.n && rc == CP_OK;) {
        box b = open.v[--open.n], one = first_of(&b);
        int field;
        cp_address at;
        k->wanted = wanted;
        survey(k, &one);
        if (k->is_found) {
            way(k);
            return CP_OK;
        }
        k->wanted = 0;
        survey(k, &b);
        if (!(k->ends & wanted) || (k->cuts.n == 0 && k->field == FIELDS))
            continue;
        rc = choose_cut(k, &field, &at, err);
        if (rc == CP_OK)
            cut(k, &open, &b, field, at);
    }
    return rc != CP_OK ? rc
                       : cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                                 "no certificate: no packet does what the answer says");
}

static cp_rc touches(prover *k, const range *dst, cp_unknown u, cp_err *err)
{
    k->dirty = k->t->dirty[u];
    k->is_strict = u == CP_UNKNOWN_CLEAN;
    cp_proof_by(k->p, "touch", k->t, u);
    text(k, " ");
    return witness(k, dst, DIRT, err);
}

/* ---- the question */

static void ask(prover *k, const range *dst, cp_path_answer x)
{
    bool is_first = true;
    cp_proof_ask_from(k->p, "packets", k->t, k->from);
    cp_words_address(&k->p->w, dst->first, k->f->bits);
    cp_words_address(&k->p->w, dst->last, k->f->bits);
    for (int i = 0; i < CP_PLANE_END_COUNT; i++)
        if (k->goal >> i & 1) {
            text(k, is_first ? " " : ",");
            text(k, end_names[i]);
            is_first = false;
        }
    cp_proof_answer(k->p, x);
}

/* Whether something is dirty: proved to be, or not to be; where neither can be said, by both. */
static cp_rc prove_dirt(prover *k, const range *dst, cp_path_answer x, cp_err *err)
{
    bool is_open = x == CP_PATH_UNDETERMINED || x == CP_PATH_NOT_MODELLED;
    cp_rc rc = CP_OK;
    if (x == CP_PATH_CLEAN || x == CP_PATH_NONE)
        return tree(k, dst, CP_UNKNOWN_EXCLUDED, err);
    rc = tree(k, dst, CP_UNKNOWN_COUNT, err);
    if (rc == CP_OK && is_open)
        rc = tree(k, dst, CP_UNKNOWN_CLEAN, err);
    if (rc == CP_OK && x == CP_PATH_EXCLUDED)
        rc = touches(k, dst, CP_UNKNOWN_CLEAN, err);
    if (rc == CP_OK && x == CP_PATH_UNDETERMINED && !(k->goal & CP_PLANE_LOST))
        rc = touches(k, dst, CP_UNKNOWN_EXCLUDED, err);
    return rc;
}

cp_rc cp_proof_packets(cp_proof *p, const cp_taints *t, const cp_forwarding *f, uint32_t table,
                       cp_address first, cp_address last, uint32_t ends, cp_path_answer x,
                       const volatile int *stopped, cp_err *err)
{
    const range dst = { first, last };
    cp_arena *a = cp_arena_new(0);
    prover *k = CP_NEW(a, prover);
    *k =
        (prover){ .p = p, .a = a, .f = f, .t = t, .from = table, .goal = ends, .stopped = stopped };
    k->color = CP_NEW_ARRAY(a, uint32_t, f->n_tables + 1);
    k->act_seen = CP_NEW_ARRAY(a, uint32_t, f->n_actions + 1);
    ask(k, &dst, x);
    cp_rc rc = prove_dirt(k, &dst, x, err);
    k->dirty = NULL;
    k->is_strict = false;
    for (int i = 0; i < CP_PLANE_END_COUNT && rc == CP_OK; i++)
        if (ends >> i & 1)
            rc = witness(k, &dst, 1u << i, err);
    cp_arena_free(a);
    return rc;
}
