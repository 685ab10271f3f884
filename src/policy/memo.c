/* SPDX-License-Identifier: Apache-2.0 */
/* memo.c - by what assets are alike.
 *
 *     a million assets --claims that packs read--> 50,000 kinds --what one pack reads--> verdicts
 *
 * An asset's claims are compared as bytes, so that an asset like an earlier one costs one look-up.
 * What a pack reads of a kind is coarser still: days between two dates of the law are one, words
 * that stand in the same of its sets are one, and a maker that it cannot name is like any other. */
#include <string.h>
#include "policy/judge.h"

/* ---- of an asset */

void cp_memo_init(cp_judge *j)
{
    uint32_t reads = 0;
    for (uint32_t i = 0; i < j->lib->n_packs; i++) {
        const cp_policy *p = j->lib->packs[i];
        reads |= p->reads | p->duty_reads;
        j->has_places |= p->has_places;
    }
    j->has_companies = reads >> CP_FACT_LEGAL_NAME & 1;
    for (unsigned f = 0; f < CP_FACT_COUNT; f++)
        if (reads >> f & 1 && cp_fact_attr((cp_fact)f) != CP_ATTR_COUNT)
            j->attrs |= 1ull << cp_fact_attr((cp_fact)f);
    /* a class is presumed from the function; a service is who provides it; dates bound others */
    static const cp_attr always[] = { CP_ATTR_MAKER,       CP_ATTR_FUNCTION,  CP_ATTR_CLASS,
                                      CP_ATTR_OPERATED_BY, CP_ATTR_SUPPLIER,  CP_ATTR_STATUS,
                                      CP_ATTR_PURCHASED,   CP_ATTR_INSTALLED, CP_ATTR_MANUFACTURED,
                                      CP_ATTR_PRODUCT };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        j->attrs |=
            always[i] == CP_ATTR_PRODUCT && j->opts.n_statements == 0 ? 0 : 1ull << always[i];
    if (j->has_places)
        j->attrs |= 1ull << CP_ATTR_SITE;
    if (j->has_companies)
        j->attrs |= 1ull << CP_ATTR_LEGAL_NAME;
}

/* Room for n more bytes. */
static inline char *room(cp_judge *j, size_t n)
{
    if (j->n_key + n > j->key_cap) {
        size_t cap = (j->n_key + n) * 2;
        j->key = cp_arena_grow(j->a, j->key, j->key_cap, cap);
        j->key_cap = cap;
    }
    char *p = j->key + j->n_key;
    j->n_key += n;
    return p;
}

/* Most texts are short: a call costs more than the copy. */
static inline void copy_short(char *to, const char *from, size_t n)
{
    if (n > 16) {
        memcpy(to, from, n);
    } else if (n >= 8) {
        memcpy(to, from, 8);
        memcpy(to + n - 8, from + n - 8, 8);
    } else if (n >= 4) {
        memcpy(to, from, 4);
        memcpy(to + n - 4, from + n - 4, 4);
    } else {
        for (size_t i = 0; i < n; i++)
            to[i] = from[i];
    }
}

static inline void add_value(cp_judge *j, unsigned tag, cp_str value)
{
    uint32_t n = (uint32_t)value.n;
    char *p = room(j, 1 + sizeof n + n);
    *p = (char)tag;
    memcpy(p + 1, &n, sizeof n);
    copy_short(p + 1 + sizeof n, value.p, n);
}

static void add_candidate(cp_judge *j, const cp_claim *c)
{
    add_value(j, CP_ATTR_MAKER, c->value);
    memcpy(room(j, sizeof c->confidence), &c->confidence, sizeof c->confidence);
}

static void add_unsure(cp_judge *j, const cp_claim *c)
{
    add_value(j, CP_ATTR_COUNT + 2 + c->attr, c->value);
    memcpy(room(j, sizeof c->confidence), &c->confidence, sizeof c->confidence);
}

/* Behind the tags of claims that are not sure. */
enum {
    TAG_INSIDE_OPEN = 2 * CP_ATTR_COUNT + 2,
    TAG_INSIDE, /* a tag for each cp_essential */
    TAG_WHOLE = TAG_INSIDE + CP_ESSENTIAL_COUNT,
    TAG_SELLER = TAG_WHOLE + CP_ESSENTIAL_COUNT
};
static_assert(TAG_SELLER <= UINT8_MAX, "a tag is a byte");

/* The makers of its parts, as far as some pack could name them. */
static void add_inside(cp_judge *j, const cp_asset *as)
{
    bool asks = j->attrs >> CP_ATTR_ESSENTIAL & 1;
    for (uint32_t i = 0; i < as->n_inside; i++)
        if (cp_judge_maker_no(j, as->inside[i]))
            add_value(j, TAG_INSIDE + (asks && as->inside_essential ? as->inside_essential[i] : 0),
                      as->inside[i]);
    if (as->n_inside_open)
        add_value(j, TAG_INSIDE_OPEN, CP_STR(""));
    if (asks && as->is_component)
        add_value(j, TAG_WHOLE + as->whole_essential, CP_STR(""));
}

/* Who sells it under his own name, if a pack names him. */
static void add_seller(cp_judge *j, const cp_asset *as)
{
    cp_maker_no seller = cp_facts_seller(j, as);
    if (seller)
        add_value(j, TAG_SELLER, (cp_str){ (const char *)&seller, sizeof seller });
}

void cp_memo_add_asset_key(cp_judge *j, const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_claims; i++) {
        const cp_claim *c = &as->claims[i];
        if (!(j->attrs >> c->attr & 1))
            continue;
        if (c->confidence >= j->opts.accept)
            add_value(j, c->attr, c->value);
        else if (c->attr == CP_ATTR_MAKER) { /* several together may be sure enough */
            add_candidate(j, c);
            for (uint32_t k = 0; k < as->n_others; k++)
                if (as->others[k].attr == CP_ATTR_MAKER)
                    add_candidate(j, &as->others[k]);
        } else if (as->n_others) { /* perhaps the others are in no word that rules know */
            add_unsure(j, c);
        }
    }
    for (uint32_t k = 0; k < as->n_others; k++)
        if (as->others[k].attr != CP_ATTR_MAKER && j->attrs >> as->others[k].attr & 1)
            add_unsure(j, &as->others[k]);
    if (j->attrs >> CP_ATTR_CONTAINS & 1)
        add_inside(j, as);
    add_seller(j, as);
    for (uint32_t i = 0; j->has_companies && i < as->n_evidence; i++)
        if (as->evidence[i].attr == CP_ATTR_MAKER &&
            cp_str_starts(as->evidence[i].kind, CP_STR("inventory.")))
            add_value(j, CP_ATTR_COUNT, as->evidence[i].value);
    for (uint32_t i = 0; j->has_companies && i < as->n_ids; i++)
        if (as->ids[i].kind == CP_IDENT_ASN)
            add_value(j, CP_ATTR_COUNT + 1, as->ids[i].value);
}

/* ---- of a pack */

static uint64_t days_word(const cp_days *d, cp_fact_days day)
{
    uint32_t lo = cp_days_cell(d, day.lo);
    return (uint64_t)lo << 32 | (day.hi == day.lo ? lo : cp_days_cell(d, day.hi));
}

static inline uint64_t set_word(const cp_judge *j, const cp_policy *p, cp_fact f, cp_mask held)
{
    uint64_t word = 0;
    if (cp_fact_is_local(f))
        return held;
    if (held == j->lib->cells[f].all) /* nobody said anything */
        return (1ull << p->n_cells[f]) - 1;
    if (cp_mask_is_one(held))
        return 1ull << p->cell_no[f][__builtin_ctzll(held)];
    for (; held; held &= held - 1)
        word |= 1ull << p->cell_no[f][__builtin_ctzll(held)];
    return word;
}

static uint64_t text_word(cp_judge *j, cp_str text)
{
    uint64_t *at = cp_map_get(&j->texts, text);
    if (!at) {
        at = cp_map_put(j->a, &j->texts, cp_str_dup(j->a, text), NULL);
        *at = j->texts.n;
    }
    return *at;
}

/* A maker that the pack cannot name may still differ from others by its seat, which is tried with
 * it. */
static uint32_t maker_seen(const cp_judge *j, const cp_pack_now *now, cp_maker_no maker)
{
    enum { SEATED = 1 << 16 };
    cp_mask seat = j->named.v[maker].seat;
    if (now->is_named[maker])
        return maker;
    if (!seat || !(now->pack->reads >> CP_FACT_MAKER_COUNTRY & 1))
        return 0;
    return SEATED | now->pack->cell_no[CP_FACT_MAKER_COUNTRY][__builtin_ctzll(seat)];
}

static uint64_t list_word(cp_judge *j, const uint32_t *seen, uint32_t n)
{
    return n ? text_word(j, (cp_str){ (const char *)seen, n * sizeof *seen }) : 0;
}

/* A list of makers as the pack sees them, numbered. */
static uint64_t makers_word(cp_judge *j, const cp_pack_now *now, const cp_maker_no *v, uint32_t n)
{
    uint32_t seen[CP_FACTS_INSIDE_MAX];
    assert(n <= sizeof seen / sizeof *seen);
    for (uint32_t i = 0; i < n; i++)
        seen[i] = maker_seen(j, now, v[i]);
    return list_word(j, seen, n);
}

/* Those known to be inside, and the one that is tried; where the pack asks for it, with what is
 * said of each, and at last of all others. */
static uint64_t inside_word(cp_judge *j, const cp_pack_now *now, const cp_facts *x)
{
    enum { ESSENTIAL_AT = 24 }; /* bits; above those of maker_seen */
    uint32_t seen[CP_FACTS_INSIDE_MAX + 2], n = 0;
    bool asks = now->pack->reads >> CP_FACT_ESSENTIAL & 1;
    assert(x->n_inside <= CP_FACTS_INSIDE_MAX);
    for (; n < x->n_inside; n++) {
        seen[n] = maker_seen(j, now, x->inside[n]);
        seen[n] |= asks && seen[n] ? (uint32_t)x->inside_essential[n] << ESSENTIAL_AT : 0;
    }
    if (x->tried >> CP_FACT_CONTAINS & 1)
        seen[n++] = maker_seen(j, now, x->maker[CP_FACT_CONTAINS]);
    if (asks && cp_facts_is_missing(x, CP_FACT_CONTAINS))
        seen[n++] = x->rest_essential << ESSENTIAL_AT;
    return list_word(j, seen, n);
}

static uint64_t maker_word(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_fact f)
{
    if (f == CP_FACT_CONTAINS)
        return inside_word(j, now, x);
    if (f == CP_FACT_MAKER && x->n_candidates)
        return makers_word(j, now, x->candidates, x->n_candidates) << 1 | x->is_sold_as;
    return now->is_named[x->maker[f]] ? x->maker[f] : 0;
}

static_assert(CP_CELLS_MAX + 2 <= 64, "a set of cells and the two bits are a word");

/* The lowest two bits tell whether the fact is missing and whether anybody said anything of it. */
static inline uint64_t fact_word(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_fact f)
{
    uint64_t word = 0;
    switch (cp_fact_kind_of(f)) {
    case CP_FACT_KIND_MAKER: word = maker_word(j, now, x, f); break;
    case CP_FACT_KIND_SET: word = set_word(j, now->pack, f, x->set[f]); break;
    case CP_FACT_KIND_DATE: word = days_word(&now->days[CP_DAY(f)], x->day[CP_DAY(f)]); break;
    }
    return word << 2 | (x->missing >> f & 1) << 1 | (x->unstated >> f & 1);
}

static inline uint64_t word_of(cp_judge *j, const cp_pack_now *now, const cp_facts *x,
                               unsigned what)
{
    if (what < CP_FACT_COUNT)
        return fact_word(j, now, x, (cp_fact)what);
    switch (what) {
    case CP_TRACE_SITE: return text_word(j, x->site);
    case CP_TRACE_MISSING: return x->missing & now->pack->reads;
    default: return x->n_assumed ? text_word(j, x->assumed[0]) : 0; /* CP_TRACE_ASSUMED */
    }
}

/* ---- the tree */

enum { STEPS_FIRST = 2 };

static inline bool is_answer(cp_memo_end e) { return e.at & 1; }
static inline cp_memo_node *node_at(cp_memo_end e) { return (cp_memo_node *)e.at; }
static inline const void *answer(cp_memo_end e)
{
    return is_answer(e) ? (const void *)(e.at - 1) : NULL;
}

/* Where word stands among the branches of a node, or the free place where it belongs. */
static cp_memo_step *step_of(const cp_memo_node *n, uint64_t word)
{
    uint32_t at = (uint32_t)((word * 0x9e3779b97f4a7c15u) >> 32) & (n->n_steps - 1);
    while (n->steps[at].end.at && n->steps[at].word != word)
        at = (at + 1) & (n->n_steps - 1);
    return (cp_memo_step *)(uintptr_t)&n->steps[at];
}

void cp_trace_add(const cp_facts *x, const cp_trace *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        cp_facts_read(x, t->order[i]);
}

const void *cp_memo_get(cp_judge *j, const cp_pack_now *now, const cp_memo_end *root,
                        const cp_facts *x)
{
    cp_memo_end at = *root;
    while (at.at && !is_answer(at)) {
        const cp_memo_node *node = node_at(at);
        cp_facts_read(x, node->what);
        at = step_of(node, word_of(j, now, x, node->what))->end;
    }
    return answer(at);
}

void cp_memo_get_many(cp_judge *j, const cp_pack_now *now, const cp_memo_end *root,
                      const cp_facts *const *x, uint32_t n, const void **out)
{
    cp_memo_end at[CP_MEMO_MANY];
    uint32_t left = n;
    for (uint32_t i = 0; i < n; i++)
        at[i] = *root;
    while (left) {
        left = 0;
        for (uint32_t i = 0; i < n; i++) {
            if (!at[i].at || is_answer(at[i]))
                continue;
            const cp_memo_node *node = node_at(at[i]);
            at[i] = step_of(node, word_of(j, now, x[i], node->what))->end;
            __builtin_prefetch(node_at(at[i]));
            left++;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        out[i] = answer(at[i]);
}

static cp_memo_node *new_node(cp_arena *a, unsigned what, uint32_t n_steps)
{
    cp_memo_node *n = cp_arena_alloc(a, sizeof *n + n_steps * sizeof *n->steps);
    n->what = what;
    n->n_steps = n_steps;
    return n;
}

/* The branch of word from the node at *at; at most half of its places are taken, else a larger one
 * takes its place. */
static cp_memo_step *add_step(cp_arena *a, cp_memo_end *at, uint64_t word)
{
    cp_memo_node *n = node_at(*at);
    cp_memo_step *s = step_of(n, word);
    if (s->end.at)
        return s;
    if (++n->n_taken * 2 <= n->n_steps)
        return s;
    cp_memo_node *more = new_node(a, n->what, n->n_steps * 2);
    more->n_taken = n->n_taken;
    for (uint32_t i = 0; i < n->n_steps; i++)
        if (n->steps[i].end.at)
            *step_of(more, n->steps[i].word) = n->steps[i];
    at->at = (uintptr_t)more;
    return step_of(more, word);
}

void cp_memo_put(cp_judge *j, const cp_pack_now *now, cp_memo_end *root, const cp_facts *x,
                 const cp_trace *t, const void *v)
{
    cp_memo_end *at = root;
    for (uint32_t i = 0; i < t->n; i++) {
        if (!at->at)
            at->at = (uintptr_t)new_node(j->a, t->order[i], STEPS_FIRST);
        assert(!is_answer(*at) && node_at(*at)->what == t->order[i]); /* it is a function */
        uint64_t word = word_of(j, now, x, t->order[i]);
        cp_memo_step *s = add_step(j->a, at, word);
        s->word = word;
        at = &s->end;
    }
    assert(!at->at);
    at->at = (uintptr_t)v + 1;
}
