/* SPDX-License-Identifier: Apache-2.0 */
/* weigh.c - see weigh.h. The items are worked out in the scratch arena; what remains is copied. */
#include "identify/weigh.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static_assert(CP_ATTR_COUNT < 64, "attributes fit one word");

typedef struct item {
    cp_evidence ev;
    uint32_t order; /* among the rows: ties go to the first seen */
    uint16_t fuse;
    uint8_t cited; /* CITED_ */
    bool is_conflict;
    cp_kind row_kind;
    uint32_t maker;   /* index + 1; 0 none */
    bool is_group;    /* other makers are told as well by the same evidence */
    bool is_sellers;  /* tells no more than whose name is on it: see mark_sellers */
    bool is_possible; /* a maker that nothing names: a row says that the seller sells his things */
    cp_maker_set who; /* of another attribute: whose it is; n 0 whoever */
} item;

enum { CITED_NOT, CITED_BY_OTHER, CITED_BY_CLAIM };

enum {
    KINDS_MAX = 24,   /* of evidence for one value; an asset has seldom more than five */
    OPTIONS_MAX = 64, /* values of one attribute, not of the maker, that are weighed against each
                         other; who is called by more names than that has none */
    VOTES_MAX = 256,  /* registrants of the blocks of one asset's addresses; what has more is no
                         device but somebody who makes up addresses */
    NAMED_MAX = 64,   /* makers whose words are looked for in each description */
    PRODUCTS_BYTES_MAX = 4096, /* of one asset's product names: a device has two or three */
};

/* One possible value of an attribute: its heaviest item of each kind of evidence. */
typedef struct option {
    uint32_t maker; /* index + 1, for MAKER */
    cp_str value;
    cp_str norm; /* of the value, as it is compared */
    uint32_t n_kinds;
    uint16_t kinds[KINDS_MAX];
    double best[KINDS_MAX];
    double sum, confidence;
    uint32_t item; /* the heaviest */
} option;

typedef struct vote {
    cp_maker_set who;
    uint32_t n, first_item;
    bool is_module;
} vote;

typedef struct work {
    cp_weigher *w;
    const cp_weigh_in *in;
    CP_VEC(item) items;
    CP_VEC(option) options;
    CP_VEC(cp_claim) claims, others;
    CP_VEC(vote) votes;
    cp_map macs;            /* those already counted */
    cp_maker_set groups[4]; /* that evidence could not tell apart */
    uint32_t n_groups;
    double rest;      /* the odds of values beyond OPTIONS_MAX */
    bool has_no_vote; /* more than VOTES_MAX */
} work;

static const char *const fuse_names[] = { "oui", "corroboration" };

static const cp_weights *weights(const work *x) { return &x->w->k->rules.w; }
static cp_maker *maker_at(const work *x, uint32_t maker) { return &x->w->k->makers.m.v[maker]; }

static bool is_left_out(const work *x, uint16_t fuse)
{
    return x->in->without && x->in->without[fuse / 64] >> (fuse % 64) & 1;
}

static item *add_item(work *x, const cp_obs_row *r, uint32_t order)
{
    const cp_obs_store *s = x->w->s;
    item *it = cp_vec_add(x->w->scratch, &x->items);
    it->ev = (cp_evidence){ .source = s->froms.v[cp_obs_subject_at(s, r->subject)->from].source,
                            .pos = cp_obs_row_pos(r),
                            .kind = cp_str_c(cp_kind_name((cp_kind)r->kind)),
                            .value = cp_obs_str(s, r->value),
                            .attr = CP_ATTR_COUNT,
                            .says = CP_STR(""),
                            .rule = CP_STR("") };
    it->row_kind = (cp_kind)r->kind;
    it->fuse = r->kind;
    it->order = order;
    return it;
}

static void set_maker(work *x, item *it, uint32_t maker, cp_str rule, double weight)
{
    it->ev.attr = CP_ATTR_MAKER;
    it->ev.says = maker_at(x, maker)->id;
    it->ev.rule = rule;
    it->ev.weight = weight;
    it->maker = maker + 1;
}

static void keep_group(work *x, cp_maker_set who)
{
    for (uint32_t i = 0; i < x->n_groups; i++)
        if (x->groups[i].n == who.n && memcmp(x->groups[i].v, who.v, who.n * sizeof *who.v) == 0)
            return;
    if (x->n_groups < sizeof x->groups / sizeof *x->groups)
        x->groups[x->n_groups++] = who;
}

static void add_say(work *x, const cp_obs_row *r, uint32_t order, const cp_say *say)
{
    for (uint32_t m = 0; say->attr == CP_ATTR_MAKER && m < say->who.n; m++) {
        item *it = add_item(x, r, order);
        set_maker(x, it, say->who.v[m], say->rule, say->weight);
        it->fuse = say->fuse;
        it->is_group = say->is_group;
    }
    if (say->is_group)
        keep_group(x, say->who);
    if (say->attr == CP_ATTR_MAKER && say->who.n)
        return;
    item *it = add_item(x, r, order);
    it->ev.attr = say->attr;
    it->ev.says = say->value;
    it->ev.rule = say->rule;
    it->ev.weight = say->weight;
    it->fuse = say->fuse;
    it->who = say->who;
}

/* --- hardware addresses (section 3) ----------------------------------------------------------- */

/* NULL: there are too many. */
static vote *vote_for(work *x, cp_maker_set who)
{
    for (uint32_t i = 0; i < x->votes.n; i++)
        if (x->votes.v[i].who.n == who.n &&
            memcmp(x->votes.v[i].who.v, who.v, who.n * sizeof *who.v) == 0)
            return &x->votes.v[i];
    if (x->votes.n == VOTES_MAX) {
        x->has_no_vote = true;
        return NULL;
    }
    vote *v = cp_vec_add(x->w->scratch, &x->votes);
    v->who = who;
    v->is_module = cp_makers_is_module(&x->w->k->makers, who);
    return v;
}

/* Counts the address, and tells in the item what it is registered as; the weight follows when all
 * are counted. False: it was counted before, or names nobody and is_row is not set. */
static void count_mac(work *x, const cp_obs_row *r, uint32_t order, cp_str text, bool is_row)
{
    cp_mac mac;
    bool added = false;
    if (!cp_mac_parse(text, &mac))
        added = false;
    else
        (void)cp_map_put(x->w->scratch, &x->macs, text, &added);
    cp_maker_set who = { NULL, 0 };
    if (added)
        who = cp_makers_mac(&x->w->k->makers, &x->w->k->registry, mac);
    if (who.n == 0 || x->in->is_by_lot) {
        item *it = is_row ? add_item(x, r, order) : NULL;
        if (it && who.n)
            it->ev.rule = cp_str_fmt(x->w->a, "block of %.*s, as any may be in a flood",
                                     CP_FMT(maker_at(x, who.v[0])->name));
        return;
    }
    vote *v = vote_for(x, who);
    if (!v) {
        if (is_row)
            add_item(x, r, order)->ev.rule = CP_STR("one of too many blocks");
        return;
    }
    v->n++;
    if (who.n > 1)
        keep_group(x, who);
    for (uint32_t m = 0; m < who.n; m++) {
        item *it = add_item(x, r, order);
        set_maker(x, it, who.v[m], CP_STR("registered block"), 0);
        it->fuse = CP_FUSE_OUI;
        it->is_group = who.n > 1;
        it->ev.kind = cp_str_c(fuse_names[0]);
        it->ev.value = text;
    }
}

static void weigh_macs(work *x)
{
    uint32_t best = UINT32_MAX;
    if (x->has_no_vote)
        return;
    for (uint32_t i = 0; i < x->votes.n; i++)
        if (!x->votes.v[i].is_module &&
            (best == UINT32_MAX || x->votes.v[i].n > x->votes.v[best].n))
            best = i;
    for (uint32_t i = 0; i < x->items.n; i++) {
        item *it = &x->items.v[i];
        for (uint32_t v = 0; it->fuse == CP_FUSE_OUI && v < x->votes.n; v++)
            for (uint32_t m = 0; m < x->votes.v[v].who.n; m++)
                if (it->maker == x->votes.v[v].who.v[m] + 1)
                    it->ev.weight = x->votes.v[v].is_module ? weights(x)->oui_module
                                    : v == best             ? weights(x)->oui
                                                            : weights(x)->oui_minor;
    }
}

/* Addresses by which a subject is named, and of which no row tells. */
static void count_ident_macs(work *x)
{
    const cp_obs_store *s = x->w->s;
    for (uint32_t i = 0; i < x->in->n_rows; i++) {
        const cp_obs_row *r = cp_obs_row_at(s, x->in->rows[i]);
        const cp_obs_subject *sub = cp_obs_subject_at(s, r->subject);
        if (i > 0 && r->subject == cp_obs_row_at(s, x->in->rows[i - 1])->subject)
            continue;
        for (uint32_t k = 0; k < sub->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(s, sub->first_ident + k);
            if (cp_obs_ident_kind(id) == CP_IDENT_MAC)
                count_mac(x, r, i, cp_obs_str(s, cp_obs_ident_text(id)), false);
        }
    }
}

/* --- rows ------------------------------------------------------------------------------------- */

static bool tells_mac(cp_kind k)
{
    return cp_kind_use_of(k) == CP_USE_MAC || k == CP_KIND_LLDP_CHASSIS_ID;
}

static void add_row(work *x, uint32_t order)
{
    const cp_obs_row *r = cp_obs_row_at(x->w->s, x->in->rows[order]);
    uint32_t at = x->w->reading_of[x->in->rows[order]];
    bool is_own = x->in->is_component || r->part == 0;
    if (!is_own) {
        add_item(x, r, order)->ev.rule = cp_obs_str(x->w->s, r->part);
        return;
    }
    if (tells_mac((cp_kind)r->kind)) {
        if (!is_left_out(x, CP_FUSE_OUI))
            count_mac(x, r, order, cp_obs_str(x->w->s, r->value), true);
        return;
    }
    for (uint32_t i = 0; at && i < x->w->readings[at - 1].n; i++)
        if (!is_left_out(x, x->w->readings[at - 1].v[i].fuse))
            add_say(x, r, order, &x->w->readings[at - 1].v[i]);
    if (at == 0 || x->w->readings[at - 1].n == 0)
        add_item(x, r, order);
}

cp_str cp_conflict_value(cp_arena *a, const cp_obs_store *s, const cp_join_conflict *c)
{
    return cp_str_fmt(a, "%s %.*s", cp_join_kind_name(c->kind), CP_FMT(cp_obs_str(s, c->text)));
}

static void add_conflict(work *x, const cp_join_conflict *c)
{
    const cp_obs_row *r = cp_obs_row_at(x->w->s, x->in->rows[0]);
    item *it = add_item(x, r, 0);
    it->is_conflict = true;
    it->ev.kind = CP_STR("conflict");
    it->ev.value = cp_conflict_value(x->w->a, x->w->s, c);
}

/* --- corroboration (section 4, step 4)
 * ---------------------------------------------------------- */

static bool is_description(cp_kind k)
{
    return k == CP_KIND_SNMP_SYS_DESCR || k == CP_KIND_LLDP_SYS_DESCR || k == CP_KIND_CDP_VERSION ||
           k == CP_KIND_CDP_PLATFORM;
}

/* A maker that an address or an object id names. */
typedef struct named {
    uint32_t maker;
    uint16_t fuse;
    bool is_group; /* by evidence that cannot tell it from others */
} named;

/* Each once, in the order of the items. */
static uint32_t find_named(const work *x, named v[NAMED_MAX])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->items.n && n < NAMED_MAX; i++) {
        const item *it = &x->items.v[i];
        uint32_t k = 0;
        if (!it->maker || (it->fuse != CP_FUSE_OUI && it->fuse != CP_KIND_SNMP_SYS_OBJECT_ID))
            continue;
        while (k < n && (v[k].maker != it->maker || v[k].fuse != it->fuse))
            k++;
        if (k == n)
            v[n++] = (named){ it->maker, it->fuse, it->is_group };
    }
    return n;
}

/* Do the asset's own descriptions know these makers too? */
static void corroborate_by(work *x, const cp_obs_row *r, uint32_t order, const named *v, uint32_t n)
{
    cp_str norm = cp_name_norm(x->w->scratch, cp_rule_trim(cp_obs_str(x->w->s, r->value)));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t maker = v[i].maker;
        if (v[i].is_group || !cp_makers_word_in(&x->w->k->makers, maker - 1, norm))
            continue;
        item *it = add_item(x, r, order);
        set_maker(x, it, maker - 1, CP_STR("the maker's word stands in the text"),
                  weights(x)->corroboration);
        it->fuse = CP_FUSE_CORROBORATION;
        it->ev.kind = cp_str_c(fuse_names[1]);
    }
}

static void corroborate(work *x)
{
    named v[NAMED_MAX];
    uint32_t n = find_named(x, v);
    for (uint32_t i = 0; n && i < x->in->n_rows; i++) {
        const cp_obs_row *r = cp_obs_row_at(x->w->s, x->in->rows[i]);
        if ((x->in->is_component || r->part == 0) && is_description((cp_kind)r->kind))
            corroborate_by(x, r, i, v, n);
    }
}

/* --- habits (section 10)
 * ------------------------------------------------------------------------------------------ */

static bool is_habit(const work *x, const item *it)
{
    return it->fuse < CP_KIND_COUNT && cp_kinds_have(weights(x)->habit_kinds, it->row_kind);
}

static cp_str maker_key(const item *it)
{
    return (cp_str){ (const char *)&it->maker, sizeof it->maker };
}

/* Whom something else than a habit names. */
static cp_map find_named_otherwise(work *x)
{
    cp_map told = { 0 };
    for (uint32_t i = 0; i < x->items.n; i++) {
        const item *it = &x->items.v[i];
        cp_str key = maker_key(it);
        if (it->maker && it->ev.weight > 0 && !is_habit(x, it) && !cp_map_get(&told, key))
            (void)cp_map_put(x->w->scratch, &told, cp_str_dup(x->w->scratch, key), NULL);
    }
    return told;
}

/* How a device asks is its system's way, and that may be anybody's: it counts for a house that
 * something else names, too. Else it is a hint, which weighs nothing. */
static void support_habits(work *x)
{
    bool has_habits = false;
    for (uint32_t i = 0; i < x->items.n && !has_habits; i++)
        has_habits = x->items.v[i].maker && is_habit(x, &x->items.v[i]);
    if (!has_habits)
        return;
    cp_map told = find_named_otherwise(x);
    for (uint32_t i = 0; i < x->items.n; i++) {
        item *it = &x->items.v[i];
        if (!it->maker || !is_habit(x, it) || cp_map_get(&told, maker_key(it)))
            continue;
        it->maker = 0; /* it neither speaks for anybody nor against */
        it->ev.weight = 0;
        it->ev.rule = cp_str_fmt(x->w->a, "%.*s: a habit alone, a hint", CP_FMT(it->ev.rule));
    }
}

/* --- fusion (section 6)
 * ------------------------------------------------------------------------ */

static void put_option(option *o, const work *x, uint32_t at)
{
    const item *it = &x->items.v[at];
    double heaviest = x->items.v[o->item].ev.weight;
    uint32_t k = 0;
    while (k < o->n_kinds && o->kinds[k] != it->fuse)
        k++;
    if (k == o->n_kinds && k < KINDS_MAX) {
        o->kinds[o->n_kinds++] = it->fuse;
        o->best[k] = it->ev.weight;
    } else if (k < o->n_kinds && it->ev.weight > o->best[k]) {
        o->best[k] = it->ev.weight;
    }
    if (it->ev.weight > heaviest)
        o->item = at;
}

static int by_confidence(const void *p, const void *q)
{
    const option *a = p, *b = q;
    if (a->sum != b->sum)
        return a->sum > b->sum ? -1 : 1;
    return cp_str_cmp(a->value, b->value);
}

/* A weight below 0 says that such evidence names nobody by itself. It takes nothing from whom other
 * evidence names: what speaks for a value never makes it less likely. */
static double sum_of(const option *o)
{
    double speaks = 0, all = 0;
    for (uint32_t f = 0; f < o->n_kinds; f++) {
        all += o->best[f];
        speaks += o->best[f] > 0 ? o->best[f] : 0;
    }
    return speaks > 0 ? speaks : all;
}

/* Best first. */
static void settle_options(work *x)
{
    double all = 1 + x->rest;
    for (uint32_t i = 0; i < x->options.n; i++)
        x->options.v[i].sum += sum_of(&x->options.v[i]);
    if (x->options.n)
        qsort(x->options.v, x->options.n, sizeof *x->options.v, by_confidence);
    for (uint32_t i = 0; i < x->options.n; i++) /* in their order, which is always the same */
        all += exp(x->options.v[i].sum);
    for (uint32_t i = 0; i < x->options.n; i++)
        x->options.v[i].confidence = exp(x->options.v[i].sum) / all;
}

static void put_group_rest(work *x)
{
    for (uint32_t i = 0; i < x->options.n; i++) {
        bool is_rest = false;
        for (uint32_t g = 0; g < x->n_groups; g++)
            for (uint32_t m = 1; m < x->groups[g].n; m++)
                is_rest = is_rest || x->options.v[i].maker == x->groups[g].v[m] + 1;
        x->options.v[i].sum = is_rest ? weights(x)->group_rest : 0;
    }
}

static int by_maker(const void *p, const void *q)
{
    const item *a = *(const item *const *)p, *b = *(const item *const *)q;
    if (a->maker != b->maker)
        return a->maker < b->maker ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* The makers that these items speak of, best first. */
static void weigh_makers(work *x, bool (*counts)(const work *x, const item *it))
{
    CP_VEC(const item *) items = { 0 };
    option *last = NULL;
    x->options.n = 0;
    for (uint32_t i = 0; i < x->items.n; i++)
        if (x->items.v[i].maker && (!counts || counts(x, &x->items.v[i])))
            cp_vec_push(x->w->scratch, &items, &x->items.v[i]);
    if (items.n > 1)
        qsort(items.v, items.n, sizeof *items.v, by_maker);
    for (uint32_t i = 0; i < items.n; i++) {
        uint32_t maker = items.v[i]->maker, at = (uint32_t)(items.v[i] - x->items.v);
        if (!last || last->maker != maker) {
            last = cp_vec_add(x->w->scratch, &x->options);
            *last = (option){ .maker = maker, .value = maker_at(x, maker - 1)->id, .item = at };
        }
        put_option(last, x, at);
    }
    x->rest = 0;
    put_group_rest(x);
    settle_options(x);
}

static void claim_maker(work *x)
{
    weigh_makers(x, NULL);
    for (uint32_t i = 0; i < x->options.n; i++) {
        const option *o = &x->options.v[i];
        cp_claim c = { CP_ATTR_MAKER, o->value, maker_at(x, o->maker - 1)->name, o->confidence,
                       o->item };
        if (i == 0 && o->sum > 0)
            cp_vec_push(x->w->scratch, &x->claims, c);
        else
            cp_vec_push(x->w->scratch, &x->others, c);
    }
}

static bool has_word_run(cp_str s, cp_str part)
{
    for (size_t i = 0; part.n && i + part.n <= s.n; i++)
        if (memcmp(s.p + i, part.p, part.n) == 0 && (i == 0 || s.p[i - 1] == ' ') &&
            (i + part.n == s.n || s.p[i + part.n] == ' '))
            return true;
    return false;
}

/* Do two dates say the same, one of them closer? Then *closer is that one. */
static bool is_same_date(cp_str x, cp_str y, cp_str *closer)
{
    cp_date p, q;
    if (!cp_date_parse(x, &p) || !cp_date_parse(y, &q))
        return false;
    bool q_in_p = q.first_day >= p.first_day && q.last_day <= p.last_day;
    *closer = q_in_p ? y : x;
    return q_in_p || (p.first_day >= q.first_day && p.last_day <= q.last_day);
}

static bool is_date(cp_attr attr)
{
    return attr == CP_ATTR_MANUFACTURED || attr == CP_ATTR_PURCHASED || attr == CP_ATTR_INSTALLED ||
           attr == CP_ATTR_AUTHORISED;
}

static cp_str norm_of(cp_arena *a, cp_attr attr, cp_str value)
{
    return attr == CP_ATTR_PRODUCT ? cp_name_norm(a, value) : value;
}

/* Do two texts state the same? A product with and without its family's words; a host name with and
 * without its domain; else but for letters' case. norm_x, norm_y: norm_of them. */
static bool is_same_value(cp_attr attr, cp_str x, cp_str norm_x, cp_str y, cp_str norm_y)
{
    cp_str closer;
    if (cp_str_eq_nocase(x, y) || (is_date(attr) && is_same_date(x, y, &closer)))
        return true;
    if (attr == CP_ATTR_PRODUCT)
        return has_word_run(norm_x, norm_y) || has_word_run(norm_y, norm_x);
    if (attr != CP_ATTR_NAME)
        return false;
    cp_str longer = x.n > y.n ? x : y, shorter = x.n > y.n ? y : x;
    return cp_str_starts_nocase(longer, shorter) && longer.p[shorter.n] == '.' && shorter.n;
}

static bool counts_for(const item *it, cp_attr attr, uint32_t winner)
{
    if (it->ev.attr != attr || it->ev.says.n == 0)
        return false;
    for (uint32_t i = 0; i < it->who.n; i++)
        if (winner && it->who.v[i] == winner - 1)
            return true;
    return it->who.n == 0;
}

/* Ties go to descriptions, then other texts, then object ids (section 6), then the smaller text. */
static int rank_of(const item *it)
{
    return is_description(it->row_kind) ? 0 : cp_kind_use_of(it->row_kind) == CP_USE_OID ? 2 : 1;
}

static int by_weight(const void *p, const void *q)
{
    const item *a = *(const item *const *)p, *b = *(const item *const *)q;
    if (a->ev.weight != b->ev.weight)
        return a->ev.weight > b->ev.weight ? -1 : 1;
    if (rank_of(a) != rank_of(b))
        return rank_of(a) - rank_of(b);
    int c = cp_str_cmp(a->ev.says, b->ev.says);
    return c ? c : a < b ? -1 : a > b;
}

/* The option that the item speaks for; NULL: there are too many. */
static option *option_of(work *x, cp_attr attr, const item *it)
{
    cp_str value = it->ev.says, norm = norm_of(x->w->scratch, attr, value);
    for (uint32_t k = 0; k < x->options.n; k++)
        if (is_same_value(attr, x->options.v[k].value, x->options.v[k].norm, value, norm))
            return &x->options.v[k];
    if (x->options.n == OPTIONS_MAX) {
        x->rest += exp(it->ev.weight); /* as if each were another: nothing gets surer by it */
        return NULL;
    }
    option *o = cp_vec_add(x->w->scratch, &x->options);
    *o = (option){ .value = value, .norm = norm, .item = (uint32_t)(it - x->items.v) };
    return o;
}

static void claim_attr(work *x, cp_attr attr, uint32_t winner)
{
    cp_arena *scratch = x->w->scratch;
    CP_VEC(const item *) items = { 0 };
    x->options.n = 0;
    x->rest = 0;
    for (uint32_t i = 0; i < x->items.n; i++)
        if (counts_for(&x->items.v[i], attr, winner))
            cp_vec_push(scratch, &items, &x->items.v[i]);
    if (items.n > 1)
        qsort(items.v, items.n, sizeof *items.v, by_weight);
    for (uint32_t i = 0; i < items.n; i++) {
        option *o = option_of(x, attr, items.v[i]);
        uint32_t at = (uint32_t)(items.v[i] - x->items.v);
        cp_str value = items.v[i]->ev.says, closer;
        if (!o)
            continue;
        put_option(o, x, at);
        if (is_date(attr) && is_same_date(o->value, value, &closer)) {
            o->value = closer;
            o->item = cp_str_eq(closer, value) ? at : o->item;
        }
    }
    settle_options(x);
    for (uint32_t i = 0; i < x->options.n; i++) {
        const option *o = &x->options.v[i];
        cp_claim c = { attr, o->value, CP_STR(""), o->confidence, o->item };
        if (i == 0)
            cp_vec_push(scratch, &x->claims, c);
        else
            cp_vec_push(scratch, &x->others, c);
    }
}

/* --- sold as one, made by another (section 10)
 * ------------------------------------------------------------------------------------------ */

static bool is_label(const work *x, const item *it)
{
    return it->fuse < CP_KIND_COUNT && cp_kinds_have(weights(x)->label_kinds, it->row_kind);
}

static bool is_origin(const work *x, const item *it)
{
    return it->fuse >= CP_KIND_COUNT || cp_kinds_have(weights(x)->origin_kinds, it->row_kind);
}

/* Do both come from one piece of evidence, which cannot tell their makers apart? Such items stand
 * side by side. */
static bool is_one_group(const item *a, const item *b)
{
    return a->is_group && b->is_group && a->maker && b->maker && a->order == b->order &&
           a->fuse == b->fuse;
}

/* What tells no more than whose name is on it, and with it who else bears that name. The block of
 * an address is the seller's as well, if he has one: who builds a device for him fills it. */
static void mark_sellers(work *x, uint32_t seller)
{
    item *v = x->items.v;
    uint32_t n = x->items.n;
    for (uint32_t i = 0; i < n; i++)
        v[i].is_sellers = v[i].maker == seller && (is_label(x, &v[i]) || v[i].fuse == CP_FUSE_OUI);
    for (uint32_t i = 1; i < n; i++)
        v[i].is_sellers |= v[i - 1].is_sellers && is_one_group(&v[i - 1], &v[i]);
    for (uint32_t i = n; i-- > 1;)
        v[i - 1].is_sellers |= v[i].is_sellers && is_one_group(&v[i - 1], &v[i]);
}

static bool speaks_of_origin(const work *x, const item *it)
{
    return is_origin(x, it) && !it->is_sellers;
}

/* Would it be shown as the maker, if the seller's name were not on it? */
static bool is_made_by(work *x, uint32_t maker)
{
    weigh_makers(x, speaks_of_origin);
    return x->options.n && x->options.v[0].maker == maker + 1 && x->options.v[0].sum > 0 &&
           x->options.v[0].confidence >= CP_SHOW_MIN;
}

/* All that it may be called: a row names products, and which text is the product is not settled. */
static cp_str products_of(work *x)
{
    cp_buf b = cp_buf_new(x->w->scratch);
    for (uint32_t i = 0; i < x->items.n; i++) {
        const cp_evidence *ev = &x->items.v[i].ev;
        bool is_name = ev->attr == CP_ATTR_PRODUCT || ev->attr == CP_ATTR_PART_NUMBER;
        if (is_name && b.n + ev->says.n < PRODUCTS_BYTES_MAX)
            cp_buf_fmt(&b, "%s%.*s", b.n ? " / " : "", CP_FMT(ev->says));
    }
    return cp_buf_str(&b);
}

static cp_str best_value(work *x, cp_attr attr, uint32_t maker)
{
    uint32_t n_claims = x->claims.n, n_others = x->others.n;
    claim_attr(x, attr, maker);
    cp_str value = x->claims.n > n_claims ? x->claims.v[n_claims].value : CP_STR("");
    x->claims.n = n_claims;
    x->others.n = n_others;
    return value;
}

/* As it is known if this is its maker (index + 1). */
static cp_relabel_device device_of(work *x, uint32_t maker)
{
    static const cp_attr days[] = { CP_ATTR_MANUFACTURED, CP_ATTR_PURCHASED, CP_ATTR_INSTALLED };
    cp_relabel_device d = { .class_ = best_value(x, CP_ATTR_CLASS, maker),
                            .product = products_of(x),
                            .made = CP_DATE_NONE };
    for (size_t i = 0; i < sizeof days / sizeof *days && !cp_date_is_set(d.made); i++) {
        cp_date day;
        if (cp_date_parse(best_value(x, days[i], maker), &day))
            d.made = day;
    }
    return d;
}

/* The row stands in the evidence, where the seller's name was first seen. */
static void cite_row(work *x, const cp_relabel *r, uint32_t order)
{
    static const cp_str none = CP_STR_INIT("no source");
    item *it = add_item(x, cp_obs_row_at(x->w->s, x->in->rows[order]), order);
    it->ev.kind = CP_STR(CP_KIND_RELABEL);
    it->ev.value =
        cp_str_fmt(x->w->a, "%.*s" CP_RELABEL_SELLS "%.*s makes",
                   CP_FMT(maker_at(x, r->sold_as)->name), CP_FMT(maker_at(x, r->made_by)->name));
    it->ev.attr = CP_ATTR_MAKER;
    it->ev.says = maker_at(x, r->made_by)->id;
    it->ev.rule = cp_str_fmt(x->w->a, "%s: %.*s", cp_conf_name(r->conf),
                             CP_FMT(r->rel->n_cites ? r->rel->cites[0] : none));
}

/* The seller's name is a brand, and contradicts nobody. */
static void name_brand(item *it, cp_str name)
{
    bool is_name = cp_kind_use_of(it->row_kind) != CP_USE_TEXT; /* the value, not a sentence */
    it->ev.attr = CP_ATTR_BRAND;
    it->ev.says = is_name ? cp_rule_trim(it->ev.value) : name;
    it->ev.rule = CP_STR(CP_RULE_SOLD_AS);
}

static void make_brand(work *x, const cp_relabel *r, uint32_t first)
{
    cp_str name = maker_at(x, r->sold_as)->name;
    for (uint32_t i = 0; i < x->items.n; i++) {
        item *it = &x->items.v[i];
        if (!it->is_sellers)
            continue;
        if (it->fuse != CP_FUSE_OUI && it->maker == r->sold_as + 1) {
            name_brand(it, name);
        } else {
            it->ev.attr = CP_ATTR_COUNT;
            it->ev.says = CP_STR("");
            it->ev.weight = 0;
            it->ev.rule = cp_str_fmt(x->w->a, "%.*s sells it", CP_FMT(name));
        }
        it->maker = 0;
        it->is_group = false;
    }
    cite_row(x, r, first);
}

/* Does it speak of the seller as of the maker? */
static bool names_seller(const item *it, uint32_t seller)
{
    return it->is_sellers && it->maker == seller && it->ev.weight > 0;
}

/* Only the seller's name speaks, and it may stand on what somebody else made: both are possible,
 * and neither is a fact, as with makers that evidence cannot tell apart (section 5). */
static void add_possible(work *x, uint32_t seller, const cp_relabel *r)
{
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0, n = x->items.n; i < n; i++) {
        item other = x->items.v[i];
        if (!names_seller(&other, seller))
            continue;
        first = other.order < first ? other.order : first;
        other.maker = r->made_by + 1;
        other.is_group = other.is_possible = true;
        other.is_sellers = false;
        other.ev.says = maker_at(x, r->made_by)->id;
        other.ev.rule = CP_STR("who sells this, sells also what this one makes");
        cp_vec_push(x->w->scratch, &x->items, other);
    }
    cite_row(x, r, first);
}

static void leave_open(work *x, uint32_t seller, const cp_relabel *const *rows, uint32_t n_rows)
{
    uint32_t *who = CP_NEW_ARRAY(x->w->scratch, uint32_t, n_rows + 1), n = 1;
    who[0] = seller - 1;
    for (uint32_t k = 0; k < n_rows; k++) {
        uint32_t i = 0;
        while (i < n && who[i] != rows[k]->made_by)
            i++;
        if (i < n)
            continue;
        who[n++] = rows[k]->made_by;
        add_possible(x, seller, rows[k]);
    }
    keep_group(x, (cp_maker_set){ who, n });
}

/* Does the seller's name say who made it, and nothing else? A brand alone names no maker. */
static bool is_name_all(const work *x, uint32_t seller)
{
    bool is_named = false;
    for (uint32_t i = 0; i < x->items.n; i++) {
        const item *it = &x->items.v[i];
        bool is_own = is_origin(x, it) && !is_label(x, it) && it->fuse != CP_FUSE_OUI;
        if (it->maker && it->ev.weight > 0 && (!it->is_sellers || is_own))
            return false;
        is_named |= names_seller(it, seller);
    }
    return is_named;
}

static void open_label(work *x, uint32_t seller, const cp_relabel *rows, uint32_t n_rows)
{
    const cp_relabel **open = CP_NEW_ARRAY(x->w->scratch, const cp_relabel *, n_rows);
    uint32_t n = 0;
    if (!is_name_all(x, seller))
        return;
    cp_relabel_device d = device_of(x, seller);
    for (uint32_t i = 0; i < n_rows; i++)
        if (rows[i].conf == CP_CONF_VERIFIED &&
            cp_relabel_fits(x->w->scratch, &rows[i], &d) == CP_RELABEL_YES)
            open[n++] = &rows[i];
    if (n)
        leave_open(x, seller, open, n);
}

/* One whose name is on it, first told by the row `order`. */
static void weigh_label(work *x, uint32_t seller, uint32_t order)
{
    uint32_t n;
    const cp_relabel *rows = cp_relabels_of(&x->w->k->makers.relabels, seller - 1, &n);
    if (n)
        mark_sellers(x, seller);
    for (uint32_t i = 0; i < n; i++) {
        bool counts = rows[i].conf == CP_CONF_VERIFIED || rows[i].conf == CP_CONF_PARTIAL;
        if (!counts || !is_made_by(x, rows[i].made_by))
            continue;
        cp_relabel_device d = device_of(x, rows[i].made_by + 1);
        if (cp_relabel_fits(x->w->scratch, &rows[i], &d) == CP_RELABEL_NO)
            continue;
        make_brand(x, &rows[i], order);
        return;
    }
    if (n)
        open_label(x, seller, rows, n);
}

/* Whom a label names, as its maker or as a brand that is a house of its own: index + 1, or 0. */
static uint32_t seller_of(const work *x, const item *it)
{
    if (!is_label(x, it) || it->ev.weight <= 0)
        return 0;
    if (it->maker || it->ev.attr != CP_ATTR_BRAND)
        return it->maker;
    const cp_maker *m = cp_maker_by_name(x->w->scratch, &x->w->k->makers.m, it->ev.says);
    return m ? (uint32_t)(m - x->w->k->makers.m.v) + 1 : 0;
}

static void weigh_labels(work *x)
{
    uint32_t done[NAMED_MAX], n_done = 0;
    for (uint32_t i = 0, n = x->items.n; i < n && n_done < NAMED_MAX; i++) {
        uint32_t seller = seller_of(x, &x->items.v[i]), k = 0;
        while (k < n_done && done[k] != seller)
            k++;
        if (!seller || k < n_done)
            continue;
        done[n_done++] = seller;
        weigh_label(x, seller, x->items.v[i].order);
    }
}

/* Does this item name the maker, or those beside it that came from the same evidence? */
static bool names_maker(const work *x, uint32_t at, uint32_t maker)
{
    const item *v = x->items.v, *it = &v[at];
    if (it->maker == maker || !it->is_group)
        return it->maker == maker;
    for (uint32_t i = at; i-- > 0 && is_one_group(it, &v[i]);)
        if (v[i].maker == maker)
            return true;
    for (uint32_t i = at + 1; i < x->items.n && is_one_group(it, &v[i]); i++)
        if (v[i].maker == maker)
            return true;
    return false;
}

/* "Sold as X, made by Y": a table's maker that is not the one found becomes the brand. */
static void add_brand_of_label(work *x, uint32_t winner)
{
    for (uint32_t i = 0, n = x->items.n; i < n; i++) {
        const item *it = &x->items.v[i];
        if (it->fuse != CP_KIND_INVENTORY_MAKER || !it->maker || !winner || it->is_possible ||
            names_maker(x, i, winner))
            continue;
        item label = *it;
        label.ev.attr = CP_ATTR_BRAND;
        label.ev.says = cp_rule_trim(label.ev.value);
        label.ev.rule = CP_STR(CP_RULE_SOLD_AS);
        label.maker = 0;
        cp_vec_push(x->w->scratch, &x->items, label);
    }
}

/* --- results
 * ------------------------------------------------------------------------------------ */

static int by_use(const void *p, const void *q)
{
    const item *a = *(const item *const *)p, *b = *(const item *const *)q;
    bool x = a->ev.attr == CP_ATTR_COUNT && !a->is_conflict;
    bool y = b->ev.attr == CP_ATTR_COUNT && !b->is_conflict;
    if (a->cited != b->cited)
        return (int)b->cited - (int)a->cited;
    return x != y ? (int)x - (int)y : a < b ? -1 : a > b;
}

static int by_place(const void *p, const void *q)
{
    const item *a = *(const item *const *)p, *b = *(const item *const *)q;
    if (a->ev.source != b->ev.source)
        return a->ev.source < b->ev.source ? -1 : 1;
    if (a->ev.pos != b->ev.pos)
        return a->ev.pos < b->ev.pos ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void cite(work *x)
{
    for (uint32_t i = 0; i < x->others.n; i++)
        x->items.v[x->others.v[i].evidence].cited = CITED_BY_OTHER;
    for (uint32_t i = 0; i < x->claims.n; i++)
        x->items.v[x->claims.v[i].evidence].cited = CITED_BY_CLAIM;
}

/* Claims point to where their evidence stands now; others of which it was not kept, go too. */
static void move_citations(work *x, const uint32_t *place)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->claims.n; i++)
        x->claims.v[i].evidence = place[x->claims.v[i].evidence] - 1;
    for (uint32_t i = 0; i < x->others.n; i++) {
        cp_claim c = x->others.v[i];
        if (place[c.evidence] == 0)
            continue;
        c.evidence = place[c.evidence] - 1;
        x->others.v[kept++] = c;
    }
    x->others.n = kept;
}

/* What is cited is kept first, then what says something; a device with a thousand addresses loses
 * some of these. */
static void keep_evidence(work *x, cp_asset *out)
{
    cp_arena *scratch = x->w->scratch;
    uint32_t n = x->items.n, kept = n < CP_ASSET_EVIDENCE_MAX ? n : CP_ASSET_EVIDENCE_MAX;
    const item **v = CP_NEW_ARRAY(scratch, const item *, n);
    uint32_t *place = CP_NEW_ARRAY(scratch, uint32_t, n); /* + 1; 0: not kept */
    cp_evidence *ev = CP_NEW_ARRAY(x->w->a, cp_evidence, kept);
    cite(x);
    for (uint32_t i = 0; i < n; i++)
        v[i] = &x->items.v[i];
    if (kept < n)
        qsort(v, n, sizeof *v, by_use);
    qsort(v, kept, sizeof *v, by_place);
    for (uint32_t i = 0; i < kept; i++) {
        ev[i] = v[i]->ev;
        place[v[i] - x->items.v] = i + 1;
    }
    move_citations(x, place);
    out->evidence = ev;
    out->n_evidence = kept;
    out->n_evidence_more = n - kept;
}

typedef CP_VEC(uint32_t) sources;

static void add_source(cp_arena *scratch, sources *v, uint32_t source)
{
    uint32_t at = v->n;
    while (at > 0 && v->v[at - 1] > source)
        at--;
    if (at > 0 && v->v[at - 1] == source)
        return;
    (void)cp_vec_add(scratch, v);
    memmove(v->v + at + 1, v->v + at, (v->n - 1 - at) * sizeof *v->v);
    v->v[at] = source;
}

static void keep_sources(work *x, cp_asset *out)
{
    const cp_obs_store *s = x->w->s;
    sources v = { 0 };
    for (uint32_t i = 0; i < x->items.n; i++) {
        uint32_t source = x->items.v[i].ev.source;
        if (i > 0 && source == x->items.v[i - 1].ev.source)
            continue;
        add_source(x->w->scratch, &v, source);
        for (uint32_t k = cp_obs_same_as(s, source); k; k = s->same.v[k - 1].next)
            add_source(x->w->scratch, &v, s->same.v[k - 1].source);
    }
    out->sources = cp_arena_dup(x->w->a, v.v, v.n * sizeof *v.v);
    out->n_sources = v.n;
}

/* --- one hardware address, several devices
 * ------------------------------------------------------------------------------------------ */

static bool is_shared(const work *x)
{
    for (uint32_t i = 0; i < x->in->n_rows; i++)
        if (cp_obs_row_at(x->w->s, x->in->rows[i])->kind == CP_KIND_ETH_SHARED)
            return true;
    return false;
}

/* Is the address all by which it is known who says this? An agent, the row of a table, and who
 * tells its serial number are one. */
static bool is_by_address(const cp_obs_store *s, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(s, subject);
    bool has_mac = false;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_ident_kind kind = cp_obs_ident_kind(cp_obs_ident_at(s, x->first_ident + k));
        if (kind == CP_IDENT_AGENT || kind == CP_IDENT_SERIAL || kind == CP_IDENT_ENGINE_ID)
            return false;
        has_mac = has_mac || kind == CP_IDENT_MAC;
    }
    return has_mac;
}

/* Which device such words are of, nobody knows: they are shown and weigh nothing. */
static void doubt_shared(work *x)
{
    for (uint32_t i = 0; i < x->items.n; i++) {
        item *it = &x->items.v[i];
        const cp_obs_row *r = cp_obs_row_at(x->w->s, x->in->rows[it->order]);
        if (it->ev.weight > 0 && is_by_address(x->w->s, r->subject))
            it->ev.weight = 0;
    }
}

static void assume(work *x, const cp_weigh_assumed *a)
{
    item *it = add_item(x, cp_obs_row_at(x->w->s, x->in->rows[0]), 0);
    set_maker(x, it, a->maker, CP_STR("assumed"), a->weight);
    it->ev.kind = cp_str_c(cp_kind_name(a->kind));
    it->ev.value = maker_at(x, a->maker)->name;
    it->row_kind = a->kind;
    it->fuse = (uint16_t)a->kind;
}

/* All that speaks of the maker, weighed. */
static work *weigh_rows(cp_weigher *w, const cp_weigh_in *in)
{
    work *x = CP_NEW(w->scratch, work);
    x->w = w;
    x->in = in;
    assert(in->n_rows > 0);
    for (uint32_t i = 0; i < in->n_rows; i++)
        add_row(x, i);
    if (!in->is_component && !is_left_out(x, CP_FUSE_OUI))
        count_ident_macs(x);
    for (uint32_t i = 0; i < in->n_conflicts; i++)
        add_conflict(x, &in->conflicts[i]);
    weigh_macs(x);
    if (!is_left_out(x, CP_FUSE_CORROBORATION))
        corroborate(x);
    if (is_shared(x))
        doubt_shared(x);
    for (uint32_t i = 0; i < in->n_assumed; i++)
        assume(x, &in->assumed[i]);
    support_habits(x);
    weigh_labels(x);
    claim_maker(x);
    return x;
}

static cp_str fuse_name(uint16_t fuse)
{
    return cp_str_c(fuse < CP_KIND_COUNT ? cp_kind_name((cp_kind)fuse)
                                         : fuse_names[fuse - CP_KIND_COUNT]);
}

uint16_t cp_fuse_by_name(cp_str name)
{
    uint16_t fuse = 0;
    while (fuse + 1 < CP_FUSE_COUNT && !cp_str_eq(fuse_name(fuse), name))
        fuse++;
    return fuse;
}

static cp_candidate candidate(const work *x, const option *o)
{
    const cp_maker *m = maker_at(x, o->maker - 1);
    cp_term *terms = CP_NEW_ARRAY(x->w->a, cp_term, o->n_kinds);
    double rest = o->sum;
    for (uint32_t k = 0; k < o->n_kinds; k++) {
        terms[k] = (cp_term){ fuse_name(o->kinds[k]), o->best[k] };
        rest -= o->best[k];
    }
    return (cp_candidate){ .id = m->id,
                           .name = m->name,
                           .terms = terms,
                           .n_terms = o->n_kinds,
                           .rest = fabs(rest) < 1e-9 ? 0 : rest,
                           .sum = o->sum,
                           .share = o->confidence };
}

uint32_t cp_weigh_makers(cp_weigher *w, const cp_weigh_in *in, cp_candidate **out)
{
    cp_arena_mark mark = cp_arena_here(w->scratch);
    const work *x = weigh_rows(w, in);
    uint32_t n = x->options.n;
    *out = CP_NEW_ARRAY(w->a, cp_candidate, n);
    for (uint32_t i = 0; i < n; i++)
        (*out)[i] = candidate(x, &x->options.v[i]);
    cp_arena_back(w->scratch, mark);
    return n;
}

void cp_weigh(cp_weigher *w, const cp_weigh_in *in, cp_asset *out)
{
    cp_arena_mark mark = cp_arena_here(w->scratch);
    work *x = weigh_rows(w, in);
    uint32_t winner = 0;
    if (x->claims.n && x->claims.v[0].confidence >= CP_SHOW_MIN)
        winner = x->items.v[x->claims.v[0].evidence].maker;
    add_brand_of_label(x, winner);
    uint64_t told = 0;
    for (uint32_t i = 0; i < x->items.n; i++)
        told |= UINT64_C(1) << x->items.v[i].ev.attr;
    for (unsigned attr = CP_ATTR_MAKER + 1; attr < CP_ATTR_COUNT; attr++)
        if (told >> attr & 1)
            claim_attr(x, (cp_attr)attr, winner);
    keep_evidence(x, out);
    keep_sources(x, out);
    out->claims = cp_arena_dup(w->a, x->claims.v, x->claims.n * sizeof *x->claims.v);
    out->n_claims = x->claims.n;
    out->others = cp_arena_dup(w->a, x->others.v, x->others.n * sizeof *x->others.v);
    out->n_others = x->others.n;
    cp_arena_back(w->scratch, mark);
}
