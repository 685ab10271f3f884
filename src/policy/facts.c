/* SPDX-License-Identifier: Apache-2.0 */
/* facts.c - from the claims of an asset to what the evaluator reads.
 *
 * A claim counts from --accept on. A word that the vocabulary does not know leaves the fact open: a
 * guess at its meaning could free or accuse. What is derived (no class stated: what the maker
 * makes) is said in `assumed`. */
#include "policy/facts.h"
#include <string.h>
#include "policy/judge.h"
#include "policy/statements.h"

static const struct {
    const char *name, *question;
} facts[] = {
#define ROW(id, name, kind, question) [CP_FACT_##id] = { name, question },
    CP_FACTS(ROW)
#undef ROW
};
#define CHECK(id, name, kind, question)                                                            \
    static_assert(CP_FACT_KIND_##kind == (CP_FACT_##id < CP_FACT_LEGAL_NAME  ? CP_FACT_KIND_MAKER  \
                                          : CP_FACT_##id < CP_FACT_PURCHASED ? CP_FACT_KIND_SET    \
                                                                             : CP_FACT_KIND_DATE), \
                  "makers, then sets, then dates: cp_fact_kind_of relies on it");
CP_FACTS(CHECK)
#undef CHECK
static_assert(sizeof facts / sizeof *facts == CP_FACT_COUNT && CP_FACT_COUNT <= 32,
              "a row and a bit for each");

const char *cp_fact_name(cp_fact f)
{
    assert(f < CP_FACT_COUNT);
    return facts[f].name;
}

const char *cp_fact_question(cp_fact f)
{
    assert(f < CP_FACT_COUNT);
    return facts[f].question;
}

bool cp_fact_by_name(cp_str name, cp_fact *out)
{
    for (unsigned f = 0; f < CP_FACT_COUNT; f++)
        if (cp_str_eq(name, cp_str_c(facts[f].name))) {
            *out = (cp_fact)f;
            return true;
        }
    return false;
}

/* Facts that an inventory states in a column of the same name. */
static const struct {
    cp_fact fact;
    cp_attr attr;
} stated[] = {
    { CP_FACT_CLASS, CP_ATTR_CLASS },
    { CP_FACT_GENERATION, CP_ATTR_GENERATION },
    { CP_FACT_PURPOSE, CP_ATTR_PURPOSE },
    { CP_FACT_MADE_IN, CP_ATTR_MADE_IN },
    { CP_FACT_APPROVAL, CP_ATTR_APPROVAL },
    { CP_FACT_FUNCTION, CP_ATTR_FUNCTION },
    { CP_FACT_ROLE, CP_ATTR_ROLE },
    { CP_FACT_COUNTRY, CP_ATTR_COUNTRY },
    { CP_FACT_STATUS, CP_ATTR_STATUS },
    { CP_FACT_ROUTES_USER_DATA, CP_ATTR_ROUTES_USER_DATA },
    { CP_FACT_HANDLES_USER_DATA, CP_ATTR_HANDLES_USER_DATA },
    { CP_FACT_ESSENTIAL, CP_ATTR_ESSENTIAL },
    { CP_FACT_PURCHASED, CP_ATTR_PURCHASED },
    { CP_FACT_INSTALLED, CP_ATTR_INSTALLED },
    { CP_FACT_AUTHORISED, CP_ATTR_AUTHORISED },
    { CP_FACT_MANUFACTURED, CP_ATTR_MANUFACTURED },
};

cp_attr cp_fact_attr(cp_fact f)
{
    static const cp_attr makers[] = { [CP_FACT_MAKER] = CP_ATTR_MAKER,
                                      [CP_FACT_CONTAINS] = CP_ATTR_CONTAINS,
                                      [CP_FACT_MANAGED_BY] = CP_ATTR_MANAGED_BY,
                                      [CP_FACT_OPERATED_BY] = CP_ATTR_OPERATED_BY };
    if (f < sizeof makers / sizeof *makers)
        return makers[f];
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        if (stated[i].fact == f)
            return stated[i].attr;
    return CP_ATTR_COUNT;
}

typedef struct builder {
    cp_judge *j;
    cp_arena *a; /* of what is built */
    const cp_asset *as;
    cp_facts *x;
    CP_VEC(cp_str) assumed;
    CP_VEC(cp_maker_no) inside;
    CP_VEC(uint8_t) said; /* cp_essential of each of them */
    bool has_more_inside; /* than CP_FACTS_INSIDE_MAX */
} builder;

/* "unknown" in a cell says nothing. */
static bool says_nothing(cp_arena *a, cp_str word)
{
    static const char *const empty[] = { "",    "unknown", "n a",  "na",
                                         "tbd", "pending", "null", "not known" };
    cp_str norm = cp_name_norm(a, word);
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        if (cp_str_eq(norm, cp_str_c(empty[i])))
            return true;
    return false;
}

static cp_mask read_set(cp_judge *j, cp_fact f, cp_str value)
{
    const cp_vocab *v = &j->lib->vocab;
    const cp_cells *cells = &j->lib->cells[f];
    cp_mask set = 0;
    cp_str word;
    while (cp_str_cut(&value, ';', &word)) {
        uint32_t bit;
        word = cp_str_trim(word);
        if (says_nothing(j->scratch, word))
            continue;
        if (cp_vocab_find(j->scratch, v, f, word, &bit))
            set |= (cp_mask)1 << cells->of[bit];
        else if (v->words[f].is_open)
            set |= (cp_mask)1 << cells->of[CP_SET_OTHER];
    }
    return set;
}

/* The same few texts stand in the cells of a million assets: each is read once. */
static cp_mask set_of(cp_judge *j, cp_fact f, cp_str value)
{
    const uint64_t *had = cp_map_get(&j->sets[f], value);
    if (had)
        return *had;
    cp_mask set = read_set(j, f, value);
    if (j->sets[f].n < CP_JUDGE_TEXTS_MAX)
        *cp_map_put(j->a, &j->sets[f], cp_str_dup(j->a, value), NULL) = set;
    return set;
}

static void build_set(builder *b, cp_fact f, cp_str value)
{
    cp_mask set = set_of(b->j, f, value);
    if (!set)
        return;
    b->x->set[f] = set;
    b->x->missing &= ~(1u << f);
    b->x->unstated &= ~(1u << f);
}

static void build_date(builder *b, cp_fact f, cp_str value)
{
    cp_date d;
    if (!cp_date_parse(cp_str_trim(value), &d))
        return;
    b->x->day[CP_DAY(f)] = (cp_fact_days){ d.first_day, d.last_day };
    b->x->unstated &= ~(1u << f);
    if (d.first_day == d.last_day)
        b->x->missing &= ~(1u << f);
}

static void build_stated(builder *b)
{
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
        cp_claim c;
        cp_fact f = stated[i].fact;
        if (!cp_claim_in_words(b->j, b->as, stated[i].attr, f, &c) ||
            c.confidence < b->j->opts.accept)
            continue;
        if (cp_fact_kind_of(f) == CP_FACT_KIND_DATE)
            build_date(b, f, c.value);
        else
            build_set(b, f, c.value);
    }
}

/* What is not there yet is installed in the future; what is there was made before it was bought and
 * installed. */
static void bound_dates(builder *b)
{
    cp_facts *x = b->x;
    int32_t far = b->j->today + 36525;
    bool is_future =
        !cp_facts_is_missing(x, CP_FACT_STATUS) && x->set[CP_FACT_STATUS] & b->j->not_yet_there;
    for (int f = CP_FACT_PURCHASED; f <= CP_FACT_MANUFACTURED; f++)
        if (x->unstated >> f & 1)
            x->day[CP_DAY(f)] = (cp_fact_days){ -25567, b->j->today }; /* 1900 */
    if (x->unstated >> CP_FACT_AUTHORISED & 1)
        x->day[CP_DAY(CP_FACT_AUTHORISED)].hi = far;
    if (is_future && x->unstated >> CP_FACT_PURCHASED & 1)
        x->day[CP_DAY(CP_FACT_PURCHASED)].hi = far;
    if (is_future && x->unstated >> CP_FACT_INSTALLED & 1)
        x->day[CP_DAY(CP_FACT_INSTALLED)] = (cp_fact_days){ b->j->today, far };
    if (!(x->unstated >> CP_FACT_MANUFACTURED & 1))
        return;
    bool bought = !(x->unstated >> CP_FACT_PURCHASED & 1),
         put = !(x->unstated >> CP_FACT_INSTALLED & 1);
    int32_t hi = bought      ? x->day[CP_DAY(CP_FACT_PURCHASED)].hi
                 : put       ? x->day[CP_DAY(CP_FACT_INSTALLED)].hi
                 : is_future ? far
                             : b->j->today;
    if (bought && put && x->day[CP_DAY(CP_FACT_INSTALLED)].hi < hi)
        hi = x->day[CP_DAY(CP_FACT_INSTALLED)].hi;
    x->day[CP_DAY(CP_FACT_MANUFACTURED)].hi = hi;
}

/* No class stated: what it does, else what its maker makes, says which classes are possible. */
static void presume_class(builder *b)
{
    cp_facts *x = b->x;
    const cp_maker *m = x->known_maker;
    cp_str word;
    if (!(x->unstated >> CP_FACT_CLASS & 1))
        return;
    const cp_word_set *p = cp_vocab_presumed(
        b->j->scratch, &b->j->lib->vocab, cp_asset_fact(b->as, CP_ATTR_FUNCTION, b->j->opts.accept),
        m ? m->kind : CP_STR(""), &word);
    if (!p)
        return;
    cp_str because = word.n ? cp_str_fmt(b->a, "its function is %.*s", CP_FMT(word))
                            : CP_STR("that is what its maker makes");
    x->set[CP_FACT_CLASS] = cp_cells_mask(&b->j->lib->cells[CP_FACT_CLASS], p->set);
    cp_vec_push(b->a, &b->assumed,
                cp_str_fmt(b->a, "class: %.*s, because %.*s", CP_FMT(p->title.n ? p->title : p->id),
                           CP_FMT(because)));
    if (cp_set_count(p->set) == 1)
        x->missing &= ~(1u << CP_FACT_CLASS);
}

static bool is_service(const builder *b)
{
    return !cp_facts_is_missing(b->x, CP_FACT_CLASS) &&
           !(b->x->set[CP_FACT_CLASS] & ~b->j->services);
}

static bool maker_by_attr(builder *b, cp_attr attr, cp_fact f)
{
    const cp_claim *c = cp_asset_claim(b->as, attr);
    if (!c || c->confidence < b->j->opts.accept || says_nothing(b->j->scratch, c->value))
        return false;
    const cp_makers *known = b->j->lib->known;
    const cp_maker *m = cp_maker_by_id(known, c->value);
    if (!m && attr != CP_ATTR_MAKER)
        m = cp_maker_by_name(b->j->scratch, known, c->value);
    b->x->maker[f] = cp_judge_maker_no(b->j, m ? m->id : c->value);
    if (f == CP_FACT_MAKER) {
        b->x->known_maker = m;
        b->x->maker_id = m ? m->id : cp_str_dup(b->a, c->value);
    }
    b->x->missing &= ~(1u << f);
    b->x->unstated &= ~(1u << f);
    return true;
}

cp_maker_no cp_facts_seller(const cp_judge *j, const cp_asset *as)
{
    cp_str maker = cp_asset_fact(as, CP_ATTR_MAKER, j->opts.accept);
    if (maker.n == 0 || !cp_asset_claim(as, CP_ATTR_BRAND))
        return 0;
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        if (!cp_str_eq(e->kind, CP_STR(CP_KIND_RELABEL)) || !cp_str_eq(e->says, maker))
            continue;
        ptrdiff_t n = cp_str_find(e->value, CP_STR(CP_RELABEL_SELLS));
        cp_arena_mark mark = cp_arena_here(j->scratch);
        const cp_maker *m = n > 0 ? cp_maker_by_name(j->scratch, j->lib->known,
                                                     cp_str_slice(e->value, 0, (size_t)n))
                                  : NULL;
        cp_arena_back(j->scratch, mark);
        if (m && cp_judge_maker_no(j, m->id))
            return cp_judge_maker_no(j, m->id);
    }
    return 0;
}

/* No maker is sure enough, but several together are: it is one of them. */
static void build_candidates(builder *b)
{
    enum { MAX = 8 };
    const cp_claim *best[MAX] = { cp_asset_claim(b->as, CP_ATTR_MAKER) };
    uint32_t n = best[0] != NULL;
    for (uint32_t i = 0; i < b->as->n_others && n && n < MAX; i++)
        if (b->as->others[i].attr == CP_ATTR_MAKER)
            best[n++] = &b->as->others[i];
    double sure = 0;
    cp_maker_no *ids = CP_NEW_ARRAY(b->a, cp_maker_no, MAX);
    for (uint32_t i = 0; i < n && sure < b->j->opts.accept; i++) {
        for (uint32_t k = i + 1; k < n; k++)
            if (best[k]->confidence > best[i]->confidence) {
                const cp_claim *swap = best[i];
                best[i] = best[k];
                best[k] = swap;
            }
        sure += best[i]->confidence;
        ids[b->x->n_candidates++] = cp_judge_maker_no(b->j, best[i]->value);
    }
    b->x->candidates = ids;
    if (sure < b->j->opts.accept) {
        b->x->n_candidates = 0;
        return;
    }
    b->x->unstated &= ~(1u << CP_FACT_MAKER);
}

static void build_seller(builder *b)
{
    cp_maker_no seller = cp_facts_seller(b->j, b->as);
    if (seller == 0)
        return;
    cp_maker_no *ids = CP_NEW_ARRAY(b->a, cp_maker_no, 2);
    ids[0] = b->x->maker[CP_FACT_MAKER];
    ids[1] = seller;
    b->x->made_or_sold = ids;
}

bool cp_facts_open_maker(const cp_pack_now *now, const cp_facts *x)
{
    const cp_maker_no *v = x->made_or_sold;
    return v && now->is_named[v[1]] && !now->is_named[v[0]];
}

void cp_facts_leave_maker_open(cp_facts *x)
{
    x->candidates = x->made_or_sold;
    x->n_candidates = 2;
    x->is_sold_as = true;
    x->maker[CP_FACT_MAKER] = 0;
    x->known_maker = NULL;
    x->maker_id = CP_STR("");
    x->missing |= 1u << CP_FACT_MAKER;
}

static void build_makers(builder *b)
{
    cp_facts *x = b->x;
    (void)maker_by_attr(b, CP_ATTR_MANAGED_BY, CP_FACT_MANAGED_BY);
    (void)maker_by_attr(b, CP_ATTR_OPERATED_BY, CP_FACT_OPERATED_BY);
    bool is_known = maker_by_attr(b, CP_ATTR_MAKER, CP_FACT_MAKER);
    if (!is_known && is_service(b) && !cp_asset_claim(b->as, CP_ATTR_MAKER))
        is_known = maker_by_attr(b, CP_ATTR_OPERATED_BY, CP_FACT_MAKER) ||
                   maker_by_attr(b, CP_ATTR_SUPPLIER, CP_FACT_MAKER);
    if (!is_known)
        build_candidates(b);
    if (x->known_maker && x->known_maker->country.n)
        build_set(b, CP_FACT_MAKER_COUNTRY, x->known_maker->country);
    if (is_known)
        build_seller(b);
}

/* A table of approvals answers where the inventory says nothing of its own. */
static void build_approval(builder *b)
{
    if (!(b->x->unstated >> CP_FACT_APPROVAL & 1) || cp_facts_is_missing(b->x, CP_FACT_MAKER) ||
        cp_asset_claim(b->as, CP_ATTR_APPROVAL))
        return;
    cp_tri approval = cp_approval_of(b->j, b->as, b->x->maker_id);
    if (approval != CP_UNKNOWN)
        build_set(b, CP_FACT_APPROVAL, cp_str_c(cp_tri_name(approval)));
}

/* Is each of them essential? Of which nothing is said itself, of these the whole speaks, and of
 * those of which nobody knows. The fact is missing if that is open of one of them. */
static void build_essential(builder *b)
{
    cp_facts *x = b->x;
    uint8_t *is = b->said.v;
    uint32_t bit = 1u << CP_FACT_ESSENTIAL;
    cp_essential rest = b->as->is_component ? (cp_essential)b->as->whole_essential
                                            : cp_asset_essential(b->as, b->j->opts.accept);
    if (rest == CP_ESSENTIAL_UNSAID || b->has_more_inside) /* they may be said to be essential */
        rest = CP_ESSENTIAL_OPEN;
    bool is_open = rest == CP_ESSENTIAL_OPEN;
    for (uint32_t i = 0; i < x->n_inside; i++) {
        is[i] = is[i] == CP_ESSENTIAL_UNSAID ? (uint8_t)rest : is[i];
        is_open |= is[i] == CP_ESSENTIAL_OPEN;
    }
    x->inside_essential = is;
    x->rest_essential = rest;
    x->set[CP_FACT_ESSENTIAL] = b->j->lib->cells[CP_FACT_ESSENTIAL].all;
    x->missing = is_open ? x->missing | bit : x->missing & ~bit;
    x->unstated = is_open ? x->unstated | bit : x->unstated & ~bit;
}

/* Whom no pack could name is like any other. */
static void add_inside(builder *b, cp_maker_no no, uint8_t said)
{
    for (uint32_t i = 0; i < b->inside.n; i++)
        if (b->inside.v[i] == no && b->said.v[i] == said)
            return;
    if (no && b->inside.n == CP_FACTS_INSIDE_MAX) {
        b->has_more_inside = true;
    } else if (no) {
        cp_vec_push(b->a, &b->inside, no);
        cp_vec_push(b->a, &b->said, said);
    }
}

static void build_inside(builder *b)
{
    const cp_asset *as = b->as;
    const cp_makers *known = b->j->lib->known;
    bool is_partial =
        b->j->opts.profile && cp_str_eq(b->j->opts.profile->component_coverage, CP_STR("partial"));
    cp_str value = cp_asset_fact(as, CP_ATTR_CONTAINS, b->j->opts.accept), word;
    bool is_stated = value.n > 0, is_open = as->n_inside_open > 0;
    while (cp_str_cut(&value, ';', &word)) {
        const cp_maker *m = cp_maker_by_id(known, cp_str_trim(word));
        m = m ? m : cp_maker_by_name(b->j->scratch, known, word);
        add_inside(b, cp_judge_maker_no(b->j, m ? m->id : cp_str_trim(word)), CP_ESSENTIAL_UNSAID);
    }
    /* what was found inside stays inside, whatever somebody states */
    for (uint32_t i = 0; i < as->n_inside; i++)
        add_inside(b, cp_judge_maker_no(b->j, as->inside[i]),
                   as->inside_essential ? as->inside_essential[i] : CP_ESSENTIAL_UNSAID);
    b->x->inside = b->inside.v;
    b->x->n_inside = b->inside.n;
    build_essential(b);
    if (!b->has_more_inside && (is_stated || (!is_partial && !is_open))) {
        b->x->missing &= ~(1u << CP_FACT_CONTAINS);
        b->x->unstated &= ~(1u << CP_FACT_CONTAINS);
    }
}

static void add_company(builder *b, cp_str name, cp_str *names, bool *is_company, uint32_t max)
{
    if (b->x->n_companies >= max || name.n == 0)
        return;
    uint32_t at = b->x->n_companies++;
    names[at] = cp_vocab_company(b->a, &b->j->lib->vocab, name, &is_company[at]);
}

/* The provider's name as a table spells it, and its AS number: which company of a group it is. */
static void build_companies(builder *b)
{
    enum { MAX = 8 };
    static const cp_attr of_service[] = { CP_ATTR_OPERATED_BY, CP_ATTR_SUPPLIER };
    cp_str *names = CP_NEW_ARRAY(b->a, cp_str, MAX);
    bool *is_company = CP_NEW_ARRAY(b->a, bool, MAX);
    add_company(b, cp_asset_fact(b->as, CP_ATTR_LEGAL_NAME, b->j->opts.accept), names, is_company,
                MAX);
    if (b->x->n_companies)
        is_company[0] = true; /* whatever it looks like, somebody says that it is one */
    for (uint32_t i = 0; i < b->as->n_evidence; i++)
        if (b->as->evidence[i].attr == CP_ATTR_MAKER &&
            cp_str_starts(b->as->evidence[i].kind, CP_STR("inventory.")))
            add_company(b, b->as->evidence[i].value, names, is_company, MAX);
    for (size_t i = 0; is_service(b) && i < sizeof of_service / sizeof *of_service; i++)
        add_company(b, cp_asset_fact(b->as, of_service[i], b->j->opts.accept), names, is_company,
                    MAX);
    b->x->companies = names;
    b->x->is_company = is_company;
    uint32_t *asns = CP_NEW_ARRAY(b->a, uint32_t, b->as->n_ids + 1);
    for (uint32_t i = 0; i < b->as->n_ids; i++)
        if (b->as->ids[i].kind == CP_IDENT_ASN &&
            cp_str_u32(b->as->ids[i].value, &asns[b->x->n_asns]))
            b->x->n_asns++;
    b->x->asns = asns;
}

const cp_facts *cp_judge_facts(cp_judge *j, const cp_asset *as)
{
    cp_arena_mark mark = cp_arena_here(j->scratch);
    const cp_facts *x = cp_facts_build(j, j->a, as);
    cp_arena_back(j->scratch, mark);
    return x;
}

const cp_facts *cp_facts_build(cp_judge *j, cp_arena *a, const cp_asset *as)
{
    cp_facts *x = CP_NEW(a, cp_facts);
    builder b = { .j = j, .a = a, .as = as, .x = x };
    x->missing = x->unstated = (uint32_t)((1ULL << CP_FACT_COUNT) - 1);
    for (unsigned f = CP_FACT_MAKERS; f < CP_FACT_DATES; f++)
        x->set[f] = j->lib->cells[f].all;
    build_stated(&b);
    bound_dates(&b);
    build_makers(&b);
    build_approval(&b);
    presume_class(&b);
    build_inside(&b);
    build_companies(&b);
    bool is_mobile = x->set[CP_FACT_CLASS] & j->mobile;
    if (x->unstated >> CP_FACT_GENERATION & 1 && !is_mobile)
        x->set[CP_FACT_GENERATION] = j->no_generation;
    x->site = cp_name_norm(a, cp_asset_fact(as, CP_ATTR_SITE, j->opts.accept));
    x->assumed = b.assumed.v;
    x->n_assumed = b.assumed.n;
    return x;
}
