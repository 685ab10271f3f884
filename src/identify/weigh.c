/* SPDX-License-Identifier: Apache-2.0 */
/* weigh.c - see weigh.h. The items are worked out in the scratch arena; what remains is copied. */
#include "identify/weigh.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "identify/weigh_in.h"

static_assert(CP_ATTR_COUNT < 64, "attributes fit one word");

typedef cp_weigh_item item;
typedef cp_weigh_option option;
typedef cp_weigh_vote vote;
typedef cp_weigh_work work;

enum {
    OPTIONS_MAX = 64, /* values of one attribute, not of the maker, that are weighed against each
                         other; who is called by more names than that has none */
    VOTES_MAX = 256,  /* registrants of the blocks of one asset's addresses; what has more is no
                         device but somebody who makes up addresses */
};

static const char *const fuse_names[] = { "oui", "corroboration" };

static bool is_left_out(const work *x, uint16_t fuse)
{
    return x->in->without && x->in->without[fuse / 64] >> (fuse % 64) & 1;
}

item *cp_weigh_add_item(work *x, const cp_obs_row *r, uint32_t order)
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
    it->ev.says = cp_weigh_maker(x, maker)->id;
    it->ev.rule = rule;
    it->ev.weight = weight;
    it->maker = maker + 1;
}

void cp_weigh_keep_group(work *x, cp_maker_set who)
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
        item *it = cp_weigh_add_item(x, r, order);
        set_maker(x, it, say->who.v[m], say->rule, say->weight);
        it->fuse = say->fuse;
        it->is_group = say->is_group;
    }
    if (say->is_group)
        cp_weigh_keep_group(x, say->who);
    if (say->attr == CP_ATTR_MAKER && say->who.n)
        return;
    item *it = cp_weigh_add_item(x, r, order);
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
        item *it = is_row ? cp_weigh_add_item(x, r, order) : NULL;
        if (it && who.n)
            it->ev.rule = cp_str_fmt(x->w->a, "block of %.*s, as any may be in a flood",
                                     CP_FMT(cp_weigh_maker(x, who.v[0])->name));
        return;
    }
    vote *v = vote_for(x, who);
    if (!v) {
        if (is_row)
            cp_weigh_add_item(x, r, order)->ev.rule = CP_STR("one of too many blocks");
        return;
    }
    v->n++;
    if (who.n > 1)
        cp_weigh_keep_group(x, who);
    for (uint32_t m = 0; m < who.n; m++) {
        item *it = cp_weigh_add_item(x, r, order);
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
                    it->ev.weight = x->votes.v[v].is_module ? cp_weigh_weights(x)->oui_module
                                    : v == best             ? cp_weigh_weights(x)->oui
                                                            : cp_weigh_weights(x)->oui_minor;
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
        cp_weigh_add_item(x, r, order)->ev.rule = cp_obs_str(x->w->s, r->part);
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
        cp_weigh_add_item(x, r, order);
}

cp_str cp_conflict_value(cp_arena *a, const cp_obs_store *s, const cp_join_conflict *c)
{
    return cp_str_fmt(a, "%s %.*s", cp_join_kind_name(c->kind), CP_FMT(cp_obs_str(s, c->text)));
}

static void add_conflict(work *x, const cp_join_conflict *c)
{
    const cp_obs_row *r = cp_obs_row_at(x->w->s, x->in->rows[0]);
    item *it = cp_weigh_add_item(x, r, 0);
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
static uint32_t find_named(const work *x, named v[CP_WEIGH_NAMED])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->items.n && n < CP_WEIGH_NAMED; i++) {
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
        item *it = cp_weigh_add_item(x, r, order);
        set_maker(x, it, maker - 1, CP_STR("the maker's word stands in the text"),
                  cp_weigh_weights(x)->corroboration);
        it->fuse = CP_FUSE_CORROBORATION;
        it->ev.kind = cp_str_c(fuse_names[1]);
    }
}

static void corroborate(work *x)
{
    named v[CP_WEIGH_NAMED];
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
    return it->fuse < CP_KIND_COUNT &&
           cp_kinds_have(cp_weigh_weights(x)->habit_kinds, it->row_kind);
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
    if (k == o->n_kinds && k < CP_WEIGH_KINDS) {
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
        x->options.v[i].sum = is_rest ? cp_weigh_weights(x)->group_rest : 0;
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
void cp_weigh_by(work *x, bool (*counts)(const work *x, const item *it))
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
            *last =
                (option){ .maker = maker, .value = cp_weigh_maker(x, maker - 1)->id, .item = at };
        }
        put_option(last, x, at);
    }
    x->rest = 0;
    put_group_rest(x);
    settle_options(x);
}

static void claim_maker(work *x)
{
    cp_weigh_by(x, NULL);
    for (uint32_t i = 0; i < x->options.n; i++) {
        const option *o = &x->options.v[i];
        cp_claim c = { CP_ATTR_MAKER, o->value, cp_weigh_maker(x, o->maker - 1)->name,
                       o->confidence, o->item };
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

void cp_weigh_claim(work *x, cp_attr attr, uint32_t winner)
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
    item *it = cp_weigh_add_item(x, cp_obs_row_at(x->w->s, x->in->rows[0]), 0);
    set_maker(x, it, a->maker, CP_STR("assumed"), a->weight);
    it->ev.kind = cp_str_c(cp_kind_name(a->kind));
    it->ev.value = cp_weigh_maker(x, a->maker)->name;
    it->row_kind = a->kind;
    it->fuse = (uint16_t)a->kind;
}

/* As good as the word of a table. */
static void remove_by(work *x, uint32_t row)
{
    item *it = cp_weigh_add_item(x, cp_obs_row_at(x->w->s, row), 0);
    it->ev.attr = CP_ATTR_STATUS;
    it->ev.says = CP_STR("removed");
    it->ev.rule = CP_STR("another one is in its slot now");
    it->ev.weight = cp_weigh_weights(x)->by_kind[CP_KIND_INVENTORY_STATUS];
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
    if (in->removed_by)
        remove_by(x, in->removed_by - 1);
    weigh_macs(x);
    if (!is_left_out(x, CP_FUSE_CORROBORATION))
        corroborate(x);
    if (is_shared(x))
        doubt_shared(x);
    for (uint32_t i = 0; i < in->n_assumed; i++)
        assume(x, &in->assumed[i]);
    support_habits(x);
    cp_weigh_labels(x);
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
    const cp_maker *m = cp_weigh_maker(x, o->maker - 1);
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
    cp_weigh_brand_labels(x, winner);
    uint64_t told = 0;
    for (uint32_t i = 0; i < x->items.n; i++)
        told |= UINT64_C(1) << x->items.v[i].ev.attr;
    for (unsigned attr = CP_ATTR_MAKER + 1; attr < CP_ATTR_COUNT; attr++)
        if (told >> attr & 1)
            cp_weigh_claim(x, (cp_attr)attr, winner);
    cp_weigh_keep_evidence(x, out);
    cp_weigh_keep_sources(x, out);
    out->claims = cp_arena_dup(w->a, x->claims.v, x->claims.n * sizeof *x->claims.v);
    out->n_claims = x->claims.n;
    out->others = cp_arena_dup(w->a, x->others.v, x->others.n * sizeof *x->others.v);
    out->n_others = x->others.n;
    cp_arena_back(w->scratch, mark);
}
