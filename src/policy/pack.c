/* SPDX-License-Identifier: Apache-2.0 */
/* pack.c - see pack.h. One function per part of the format, in the order of
 * docs/formats/policy.md. */
#include "policy/pack.h"

enum {
    CP_PACK_ASNS_MAX = 1000,
    CP_PACK_MEMBERS_MAX = 5000, /* of all clauses: what an unknown maker is tried against */
};

static const char PACK_KEYS[] =
    "schema id title jurisdiction kind law enacted effective ends read instrument citation "
    "summary addressees entities sources same_clauses_as criteria_sets clauses exemptions duties "
    "notes events";
static const char CLAUSE_KEYS[] =
    "id title makers makers_of maker_country criteria affiliates match legal_names asns reach "
    "essential equipment generation "
    "function country place purposes made_in when allow_list condition exempt date_added from "
    "removed cap duties note src confidence";

typedef struct packer {
    cp_reader *r;
    cp_vocab *v;
    cp_policy *p;
    cp_policy_lib *lib;
    cp_sources sources;
    uint32_t n_members;
} packer;

static const cp_tree *get(const cp_tree *t, const char *key)
{
    return cp_tree_get(t, cp_str_c(key));
}
static cp_str keep(packer *k, cp_str s) { return cp_reader_keep(k->r, s); }

static cp_str text(packer *k, const cp_tree *t, const char *key, bool required)
{
    return keep(k, cp_reader_text(k->r, t, key, required));
}

static uint32_t list_n(packer *k, const cp_tree *t, const char *what)
{
    return cp_reader_list_n(k->r, t, what);
}

static const cp_str *texts(packer *k, const cp_tree *t, const char *what, uint32_t *n)
{
    *n = list_n(k, t, what);
    cp_str *v = CP_NEW_ARRAY(k->r->a, cp_str, *n + 1);
    for (uint32_t i = 0; i < *n; i++)
        v[i] = keep(k, cp_str_trim(cp_tree_text(cp_tree_list_item(t, i))));
    return v;
}

static bool word_of(packer *k, const cp_tree *t, const char *key, const char *words, cp_str *out)
{
    return cp_reader_word(k->r, t, key, words, out);
}

static cp_policy_basis read_basis(packer *k, const cp_tree *t, const cp_policy_basis *otherwise)
{
    return cp_basis_read(k->r, &k->sources, t, otherwise);
}

/* ---- addressees, notes, events */

static void read_addressees(packer *k, const cp_tree *t)
{
    uint32_t n = list_n(k, t, "addressees");
    cp_policy_addressee *v = CP_NEW_ARRAY(k->r->a, cp_policy_addressee, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(t, i);
        if (!cp_reader_keys(k->r, x, "an addressee", "role anywhere title src confidence"))
            continue;
        cp_str word = cp_reader_text(k->r, x, "role", true),
               role = cp_vocab_role(k->r->a, k->v, word);
        if (word.n && role.n == 0)
            cp_reader_error(k->r, cp_at_or(get(x, "role"), x),
                            "role `%.*s` is not in the vocabulary", CP_FMT(word));
        v[k->p->n_addressees++] = (cp_policy_addressee){ role, text(k, x, "title", false),
                                                         cp_reader_bool(k->r, x, "anywhere", false),
                                                         read_basis(k, x, NULL) };
    }
    k->p->addressees = v;
}

static const cp_policy_text *read_texts(packer *k, const cp_tree *t, const char *what,
                                        bool is_event, uint32_t *n_out)
{
    uint32_t n = list_n(k, t, what);
    cp_policy_text *v = CP_NEW_ARRAY(k->r->a, cp_policy_text, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(t, i);
        if (!cp_reader_keys(k->r, x, what,
                            is_event ? "date text src confidence" : "id text until src confidence"))
            continue;
        cp_policy_text *e = &v[(*n_out)++];
        e->id = is_event ? CP_STR("") : text(k, x, "id", true);
        e->text = text(k, x, "text", true);
        e->date = is_event ? cp_reader_date(k->r, x, "date", true) : CP_DATE_NONE;
        e->until = is_event ? CP_DATE_NONE : cp_reader_date(k->r, x, "until", false);
        e->basis = read_basis(k, x, NULL);
    }
    return v;
}

/* ---- duties and exemptions */

static bool read_verb(packer *k, const cp_tree *x, cp_verb *out)
{
    cp_str word = cp_tree_text(x);
    for (unsigned v = 0; v < CP_VERB_COUNT; v++)
        if (cp_str_eq(word, cp_str_c(cp_verb_name((cp_verb)v)))) {
            *out = (cp_verb)v;
            return true;
        }
    cp_str near = cp_nearest(word, "use buy install extend maintain import");
    cp_reader_error(
        k->r, cp_at(x),
        "unknown verb `%.*s`; expected use, buy, install, extend, maintain or import%s%.*s",
        CP_FMT(word), near.n ? "; perhaps " : "", CP_FMT(near));
    return false;
}

static void read_duty_from(packer *k, cp_policy_duty *d, const cp_tree *x)
{
    const cp_tree *from = get(x, "from");
    d->from = CP_DATE_NONE;
    d->days_after_added = -1;
    if (!from || from->kind != CP_TREE_MAP) {
        d->from = cp_reader_date(k->r, x, "from", false);
        return;
    }
    uint32_t days = 0;
    if (!cp_reader_keys(k->r, from, "`from`", "days_after_added"))
        return;
    if (cp_str_u32(cp_tree_get_text(from, CP_STR("days_after_added")), &days) && days <= 36525)
        d->days_after_added = (int32_t)days;
    else
        cp_reader_error(k->r, cp_at(from), "`days_after_added` is a number of days, at most 36525");
}

static cp_applies read_applies(packer *k, const cp_tree *x)
{
    const cp_tree *t = get(x, "applies");
    bool yes = true;
    if (!t || cp_tree_bool(t, &yes))
        return yes ? CP_APPLIES_YES : CP_APPLIES_NO;
    if (!cp_str_eq(cp_tree_text(t), CP_STR("unknown")))
        cp_reader_error(k->r, cp_at(t), "`applies`: \"%.*s\" is neither yes, no nor unknown",
                        CP_FMT(cp_tree_text(t)));
    return CP_APPLIES_UNKNOWN;
}

static const cp_policy_duty *read_duties(packer *k, const cp_tree *t,
                                         const cp_policy_basis *otherwise, uint32_t *n_out)
{
    uint32_t n = list_n(k, t, "duties");
    cp_policy_duty *v = CP_NEW_ARRAY(k->r->a, cp_policy_duty, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(t, i);
        cp_policy_duty *d = &v[*n_out];
        if (!cp_reader_keys(k->r, x, "a duty",
                            "verb applies from deadline deadline_rule when addressees clauses "
                            "condition text src "
                            "confidence"))
            continue;
        if (!read_verb(k, get(x, "verb"), &d->verb))
            continue;
        d->applies = read_applies(k, x);
        read_duty_from(k, d, x);
        d->deadline = cp_reader_date(k->r, x, "deadline", false);
        d->deadline_rule = text(k, x, "deadline_rule", false);
        if (get(x, "when"))
            d->when = cp_pred_read(k->r, k->v, get(x, "when"), 0);
        d->clauses = texts(k, get(x, "clauses"), "clauses", &d->n_clauses);
        d->condition = text(k, x, "condition", false);
        d->text = text(k, x, "text", false);
        d->basis = read_basis(k, x, otherwise);
        d->roles = texts(k, get(x, "addressees"), "addressees", &d->n_roles);
        for (uint32_t r = 0; r < d->n_roles; r++) {
            bool known = false;
            for (uint32_t a = 0; a < k->p->n_addressees; a++)
                known |= cp_str_eq(k->p->addressees[a].role, d->roles[r]);
            if (!known)
                cp_reader_error(k->r, cp_at(x), "`%.*s` is not among the pack's addressees",
                                CP_FMT(d->roles[r]));
        }
        if (cp_date_is_set(d->from) && cp_date_is_set(d->deadline) &&
            cp_date_before(d->deadline, d->from) == CP_YES)
            cp_reader_error(k->r, cp_at(x), "the deadline is before the duty begins");
        (*n_out)++;
    }
    return v;
}

static void read_exemptions(packer *k, const cp_tree *t)
{
    uint32_t n = list_n(k, t, "exemptions");
    cp_policy_exemption *v = CP_NEW_ARRAY(k->r->a, cp_policy_exemption, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(t, i);
        if (!cp_reader_keys(k->r, x, "an exemption",
                            "id text if ask from until keeps src confidence"))
            continue;
        cp_policy_exemption *e = &v[k->p->n_exemptions++];
        const cp_tree *ask = get(x, "ask"), *keeps = get(x, "keeps");
        e->id = text(k, x, "id", true);
        e->text = text(k, x, "text", true);
        e->when = cp_pred_read(k->r, k->v, get(x, "if"), 0);
        if (ask && ask->kind == CP_TREE_MAP) {
            e->is_asked = true;
            e->ask_when = cp_pred_read(k->r, k->v, ask, 0);
        } else {
            e->is_asked = cp_reader_bool(k->r, x, "ask", false);
        }
        e->from = cp_reader_date(k->r, x, "from", false);
        e->until = cp_reader_date(k->r, x, "until", false);
        for (uint32_t j = 0; j < cp_tree_list_n(keeps); j++) {
            cp_verb verb;
            if (read_verb(k, cp_tree_list_item(keeps, j), &verb))
                e->keeps |= 1u << verb;
        }
        e->basis = read_basis(k, x, NULL);
        for (uint32_t j = 0; j + 1 < k->p->n_exemptions; j++)
            if (cp_str_eq(v[j].id, e->id))
                cp_reader_error(k->r, cp_at(x), "exemption `%.*s` is there twice", CP_FMT(e->id));
        if (cp_date_is_set(e->from) && cp_date_is_set(e->until) &&
            cp_date_before(e->until, e->from) == CP_YES)
            cp_reader_error(k->r, cp_at(x), "the exemption ends before it begins");
    }
    k->p->exemptions = v;
}

/* ---- clauses */

static void read_makers(packer *k, cp_policy_clause *c, const cp_tree *t)
{
    uint32_t n = list_n(k, t, "makers");
    c->makers = CP_NEW_ARRAY(k->r->a, cp_policy_member, n + 1);
    k->n_members += n;
    if (k->n_members > CP_PACK_MEMBERS_MAX) {
        cp_reader_error(k->r, cp_at(t), "more than %d makers named in one pack",
                        CP_PACK_MEMBERS_MAX);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(t, i);
        cp_policy_member m = { CP_STR(""), UINT32_MAX, CP_DATE_NONE, CP_DATE_NONE,
                               CP_CONF_VERIFIED };
        if (x->kind == CP_TREE_MAP &&
            cp_reader_keys(k->r, x, "a maker", "id since until src confidence")) {
            m.id = text(k, x, "id", true);
            m.since = cp_reader_date(k->r, x, "since", false);
            m.until = cp_reader_date(k->r, x, "until", false);
            if (get(x, "src") || get(x, "confidence"))
                m.conf = read_basis(k, x, NULL).conf;
        } else {
            m.id = keep(k, cp_str_trim(cp_tree_text(x)));
        }
        c->makers[c->n_makers++] = m; /* whether it exists is checked when all files are there */
    }
}

/* Ties besides control, as `also` names them. */
static uint32_t read_ties(packer *k, const cp_tree *also)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < cp_tree_list_n(also); i++) {
        const cp_tree *x = cp_tree_list_item(also, i);
        uint32_t bit = cp_owner_tie_by_name(cp_str_trim(cp_tree_text(x)));
        if (bit == 0)
            cp_reader_error(k->r, cp_at(x),
                            "`also`: unknown word `%.*s`; expected joint_venture, minority or "
                            "relabel",
                            CP_FMT(cp_tree_text(x)));
        bits |= bit;
    }
    return bits;
}

/* By reference to another list: lib.c takes its makers when all packs are there. */
static void read_makers_of(packer *k, cp_policy_clause *c, const cp_tree *t)
{
    if (!t || !cp_reader_keys(k->r, t, "`makers_of`", "policy clauses"))
        return;
    c->makers_of = text(k, t, "policy", true);
    c->makers_of_clauses = texts(k, get(t, "clauses"), "clauses", &c->n_makers_of_clauses);
}

static void read_affiliates(packer *k, cp_policy_clause *c, const cp_tree *x)
{
    const cp_tree *t = get(x, "affiliates");
    c->affiliates_conf = CP_CONF_VERIFIED;
    c->affiliates_by = CP_OWNER_CONTROL;
    if (t && t->kind == CP_TREE_MAP) {
        (void)cp_reader_keys(k->r, t, "`affiliates`", "include also confidence src");
        c->has_affiliates = cp_reader_bool(k->r, t, "include", true);
        c->affiliates_by |= read_ties(k, get(t, "also"));
        if (get(t, "src") || get(t, "confidence"))
            c->affiliates_conf = read_basis(k, t, NULL).conf;
    } else {
        c->has_affiliates = cp_reader_bool(k->r, x, "affiliates", false);
    }
}

static void read_match(packer *k, cp_policy_clause *c, const cp_tree *x)
{
    const cp_tree *names = get(x, "legal_names"), *asns = get(x, "asns");
    cp_str match = CP_STR("group"), reach = CP_STR("made");
    if (get(x, "match"))
        (void)word_of(k, x, "match", "group legal_name", &match);
    if (get(x, "reach"))
        (void)word_of(k, x, "reach", "made inside managed operated", &reach);
    c->is_legal_name = cp_str_eq(match, CP_STR("legal_name"));
    c->reach = cp_str_eq(reach, CP_STR("inside"))     ? CP_REACH_INSIDE
               : cp_str_eq(reach, CP_STR("managed"))  ? CP_REACH_MANAGED
               : cp_str_eq(reach, CP_STR("operated")) ? CP_REACH_OPERATED
                                                      : CP_REACH_MADE;
    cp_str *v = CP_NEW_ARRAY(k->r->a, cp_str, cp_tree_list_n(names) + 1);
    for (uint32_t i = 0; i < list_n(k, names, "names"); i++) {
        bool is_company;
        v[c->n_legal_names++] =
            cp_vocab_company(k->r->a, k->v, cp_tree_text(cp_tree_list_item(names, i)), &is_company);
    }
    c->legal_names = v;
    uint32_t *numbers = CP_NEW_ARRAY(k->r->a, uint32_t, cp_tree_list_n(asns) + 1);
    for (uint32_t i = 0; i < cp_tree_list_n(asns) && i < CP_PACK_ASNS_MAX; i++) {
        const cp_tree *n = cp_tree_list_item(asns, i);
        if (cp_str_u32(cp_tree_text(n), &numbers[c->n_asns]))
            c->n_asns++;
        else
            cp_reader_error(k->r, cp_at(n), "`asns`: \"%.*s\" is no AS number",
                            CP_FMT(cp_tree_text(n)));
    }
    c->asns = numbers;
    if (c->is_legal_name && c->n_legal_names + c->n_asns == 0)
        cp_reader_error(k->r, cp_at(x), "`match: legal_name` needs `legal_names` or `asns`");
    if (!c->is_legal_name && c->n_legal_names + c->n_asns > 0)
        cp_reader_error(k->r, cp_at(x), "`legal_names` and `asns` need `match: legal_name`");
    if (c->is_legal_name && c->reach != CP_REACH_MADE)
        cp_reader_error(k->r, cp_at(x), "`match: legal_name` goes with `reach: made` only");
}

/* Does the clause name only what is a substantial or essential component? */
static void read_essential(packer *k, cp_policy_clause *c, const cp_tree *x)
{
    cp_set yes = { { 0 } };
    uint32_t bit;
    if (!cp_reader_bool(k->r, x, "essential", false))
        return;
    if (c->reach != CP_REACH_INSIDE)
        cp_reader_error(k->r, cp_at(get(x, "essential")),
                        "`essential` is asked of components: it goes with `reach: inside` only");
    if (cp_vocab_find(k->r->a, k->v, CP_FACT_ESSENTIAL, CP_STR("yes"), &bit))
        cp_set_add(&yes, bit);
    c->essential = cp_pred_new_in(k->r->a, CP_FACT_ESSENTIAL, yes, false);
}

static void read_subject(packer *k, cp_policy_clause *c, const cp_tree *x)
{
    static const struct {
        const char *key;
        cp_fact fact;
    } parts[] = { { "equipment", CP_FACT_CLASS },
                  { "generation", CP_FACT_GENERATION },
                  { "function", CP_FACT_FUNCTION },
                  { "country", CP_FACT_COUNTRY } };
    cp_pred *all = CP_NEW(k->r->a, cp_pred);
    all->kind = CP_PRED_ALL;
    all->items = CP_NEW_ARRAY(k->r->a, const cp_pred *, 4);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (get(x, parts[i].key))
            all->items[all->n_items++] =
                cp_pred_read_in(k->r, k->v, parts[i].fact, get(x, parts[i].key));
    if (!get(x, "equipment"))
        cp_reader_error(k->r, cp_at(x), "`equipment` is missing; [any] is every class");
    c->subject = all;
    c->place = cp_name_norm(k->r->a, cp_reader_text(k->r, x, "place", false));
}

static void read_purposes(packer *k, cp_policy_clause *c, const cp_tree *t)
{
    uint32_t n = list_n(k, t, "purposes");
    cp_policy_purpose *v = CP_NEW_ARRAY(k->r->a, cp_policy_purpose, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(t, i);
        cp_policy_purpose p = { 0, 0, CP_STR(""), CP_DATE_NONE };
        cp_str word = cp_tree_text(x);
        if (x->kind == CP_TREE_MAP &&
            cp_reader_keys(k->r, x, "a purpose", "purpose condition from src confidence")) {
            word = cp_reader_text(k->r, x, "purpose", true);
            p.condition = text(k, x, "condition", false);
            p.from = cp_reader_date(k->r, x, "from", false);
            (void)read_basis(k, x, NULL);
        }
        if (!cp_vocab_find(k->r->a, k->v, CP_FACT_PURPOSE, word, &p.bit)) {
            cp_str near = cp_vocab_nearest(k->r->a, k->v, CP_FACT_PURPOSE, word);
            cp_reader_error(k->r, cp_at(x), "purpose `%.*s` is not in the vocabulary%s%.*s",
                            CP_FMT(word), near.n ? "; did you mean " : "", CP_FMT(near));
            continue;
        }
        v[c->n_purposes++] = p;
    }
    c->purposes = v;
}

static void read_allow_list(packer *k, cp_policy_clause *c, const cp_tree *t)
{
    if (!t || !cp_reader_keys(k->r, t, "`allow_list`", "name public approval"))
        return;
    cp_set yes = { { 0 } };
    uint32_t bit;
    const cp_tree *words = get(t, "approval");
    c->is_allow_list = true;
    c->list_name = text(k, t, "name", true);
    c->is_list_public = cp_reader_bool(k->r, t, "public", false);
    if (cp_vocab_find(k->r->a, k->v, CP_FACT_APPROVAL, CP_STR("yes"), &bit))
        cp_set_add(&yes, bit);
    for (uint32_t i = 0; i < list_n(k, words, "words"); i++)
        if (cp_vocab_take(k->r->a, k->v, CP_FACT_APPROVAL,
                          keep(k, cp_tree_text(cp_tree_list_item(words, i))), &bit))
            cp_set_add(&yes, bit);
    c->listed = cp_pred_new_in(k->r->a, CP_FACT_APPROVAL, yes, false);
}

static void read_cap(packer *k, cp_policy_clause *c, const cp_tree *t)
{
    c->cap_share = -1;
    c->cap_deadline = CP_DATE_NONE;
    if (!t || !cp_reader_keys(k->r, t, "`cap`", "share unit deadline"))
        return;
    cp_str share = cp_reader_text(k->r, t, "share", true), unit = CP_STR("");
    double d = -1;
    if (!cp_str_double(share, &d) || !(d >= 0 && d <= 1))
        cp_reader_error(k->r, cp_at_or(get(t, "share"), t),
                        "`share`: \"%.*s\" is no number from 0 to 1; 35 percent is 0.35",
                        CP_FMT(share));
    else
        c->cap_share = d;
    if (word_of(k, t, "unit", "assets base_stations sites premises traffic", &unit))
        c->cap_unit = keep(k, unit);
    c->cap_deadline = cp_reader_date(k->r, t, "deadline", false);
}

/* The slot of a criterion in this pack, or UINT32_MAX and a mistake. */
static uint32_t slot_of(packer *k, const cp_tree *x)
{
    cp_str id = cp_str_trim(cp_tree_text(x));
    const cp_criteria *all = &k->lib->criteria;
    const cp_criterion *c = cp_criterion_by_id(all, id);
    cp_policy *p = k->p;
    if (!c) {
        cp_buf ids = cp_buf_new(k->r->a);
        for (uint32_t i = 0; i < all->items.n; i++)
            cp_buf_fmt(&ids, "%.*s ", CP_FMT(all->items.v[i].id));
        cp_buf_char(&ids, '\0');
        cp_str near = cp_nearest(id, cp_buf_str(&ids).p);
        cp_reader_error(k->r, cp_at(x), "no set of criteria has `%.*s`%s%.*s%s", CP_FMT(id),
                        near.n ? "; did you mean `" : "", CP_FMT(near), near.n ? "`?" : "");
        return UINT32_MAX;
    }
    uint32_t item = (uint32_t)(c - all->items.v), n = p->n_criteria;
    for (uint32_t i = 0; i < n; i++)
        if (p->criteria[i] == item)
            return i;
    if (n >= CP_FACT_CRITERIA_MAX) {
        cp_reader_error(k->r, cp_at(x), "more than %d criteria in one pack", CP_FACT_CRITERIA_MAX);
        return UINT32_MAX;
    }
    p->criteria[p->n_criteria++] = item;
    return n;
}

static const cp_pred *read_criterion(packer *k, const cp_tree *x)
{
    uint32_t slot = slot_of(k, x), yes;
    cp_set set = { { 0 } };
    if (slot == UINT32_MAX)
        return NULL;
    cp_fact f = (cp_fact)(CP_FACT_CRITERION_0 + slot);
    if (cp_vocab_find(k->r->a, k->v, f, CP_STR("yes"), &yes))
        cp_set_add(&set, yes);
    return cp_pred_new_in(k->r->a, f, set, false);
}

/* `pt-1`, or {any: [..]}, {all: [..]}, {not: ..} of such. */
static const cp_pred *read_criteria(packer *k, const cp_tree *t, uint32_t depth)
{
    static const struct {
        const char *key;
        cp_pred_kind kind;
    } kinds[] = { { "any", CP_PRED_ANY }, { "all", CP_PRED_ALL }, { "not", CP_PRED_NOT } };
    if (cp_tree_is_text(t))
        return read_criterion(k, t);
    if (!t || t->kind != CP_TREE_MAP || t->n != 1 || depth > CP_PRED_DEPTH_MAX) {
        cp_reader_error(k->r, cp_at(t),
                        "`criteria`: expected the id of a criterion, or one of {any: [..]}, "
                        "{all: [..]}, {not: ..}, nested at most %d deep",
                        CP_PRED_DEPTH_MAX);
        return NULL;
    }
    cp_pred *p = CP_NEW(k->r->a, cp_pred);
    const cp_tree *items = t->items[0];
    (void)cp_reader_keys(k->r, t, "`criteria`", "any all not");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cp_str_eq(t->keys[0], cp_str_c(kinds[i].key)))
            p->kind = kinds[i].kind;
    p->n_items = cp_tree_list_n(items);
    p->items = CP_NEW_ARRAY(k->r->a, const cp_pred *, p->n_items + 1);
    for (uint32_t i = 0; i < p->n_items; i++)
        p->items[i] = read_criteria(k, cp_tree_list_item(items, i), depth + 1);
    if (p->n_items == 0 || (p->kind == CP_PRED_NOT && p->n_items > 1))
        cp_reader_error(k->r, cp_at_or(items, t), "`%.*s` needs %s", CP_FMT(t->keys[0]),
                        p->kind == CP_PRED_NOT ? "one criterion" : "a list of criteria");
    return p;
}

static void read_clause_dates(packer *k, cp_policy_clause *c, const cp_tree *x)
{
    c->date_added = cp_reader_date(k->r, x, "date_added", false);
    if (!cp_date_is_set(c->date_added))
        c->date_added = k->p->enacted;
    c->from = cp_reader_date(k->r, x, "from", false);
    if (!cp_date_is_set(c->from)) {
        bool is_later = cp_date_is_set(c->date_added) && cp_date_is_set(k->p->effective) &&
                        c->date_added.first_day > k->p->effective.first_day;
        c->from = is_later ? c->date_added : k->p->effective;
    }
    c->removed = cp_reader_date(k->r, x, "removed", false);
    if (cp_date_is_set(c->removed) && cp_date_before(c->removed, c->date_added) == CP_YES)
        cp_reader_error(k->r, cp_at(x), "`removed` is before `date_added`");
    if (cp_date_before(c->from, c->date_added) == CP_YES)
        cp_reader_error(k->r, cp_at(x), "`from` is before `date_added`");
}

static void read_clause(packer *k, cp_policy_clause *c, const cp_tree *x)
{
    *c = (cp_policy_clause){ .at = cp_at(x), .cap_share = -1 };
    c->id = text(k, x, "id", true);
    c->title = text(k, x, "title", true);
    c->note = text(k, x, "note", false);
    c->condition = text(k, x, "condition", false);
    c->basis = read_basis(k, x, NULL);
    read_makers(k, c, get(x, "makers"));
    read_makers_of(k, c, get(x, "makers_of"));
    if (get(x, "maker_country"))
        c->maker_country =
            cp_pred_read_in(k->r, k->v, CP_FACT_MAKER_COUNTRY, get(x, "maker_country"));
    read_affiliates(k, c, x);
    read_match(k, c, x);
    read_essential(k, c, x);
    read_subject(k, c, x);
    read_purposes(k, c, get(x, "purposes"));
    if (get(x, "made_in"))
        c->made_in = cp_pred_read_in(k->r, k->v, CP_FACT_MADE_IN, get(x, "made_in"));
    if (get(x, "when"))
        c->when = cp_pred_read(k->r, k->v, get(x, "when"), 0);
    if (get(x, "criteria"))
        c->criteria = read_criteria(k, get(x, "criteria"), 0);
    read_allow_list(k, c, get(x, "allow_list"));
    read_cap(k, c, get(x, "cap"));
    read_clause_dates(k, c, x);
    if (get(x, "duties")) {
        c->has_own_duties = true;
        c->duties = read_duties(k, get(x, "duties"), &c->basis, &c->n_duties);
    }
    if (get(x, "makers") && c->n_makers == 0)
        cp_reader_error(k->r, cp_at(x),
                        "`makers` names nobody; leave the key out to mean any maker");
    if (c->n_makers == 0 && c->makers_of.n == 0 && !c->criteria && !c->maker_country &&
        !c->made_in && !c->when && !c->is_allow_list && c->n_purposes == 0 && c->condition.n == 0 &&
        c->cap_share < 0)
        cp_reader_warn(k->r, cp_at(x), "clause `%.*s` names everything of its classes",
                       CP_FMT(c->id));
}

static void read_clauses(packer *k, const cp_tree *t)
{
    uint32_t n = cp_tree_list_n(t);
    cp_map ids = { 0 };
    if (n > CP_POLICY_CLAUSES_MAX) {
        cp_reader_error(k->r, cp_at(t), "%u clauses, at most %d", n, CP_POLICY_CLAUSES_MAX);
        return;
    }
    cp_policy_clause *v = CP_NEW_ARRAY(k->r->a, cp_policy_clause, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(t, i);
        if (!cp_reader_keys(k->r, x, "a clause", CLAUSE_KEYS))
            continue;
        cp_policy_clause *c = &v[k->p->n_clauses++];
        read_clause(k, c, x);
        bool added = true;
        uint64_t *line = cp_map_put(k->r->a, &ids, c->id, &added);
        if (!added && c->id.n)
            cp_reader_error(k->r, c->at, "clause `%.*s` is there twice, first in line %llu",
                            CP_FMT(c->id), (unsigned long long)*line);
        else
            *line = c->at.line;
    }
    k->p->clauses = v;
}

/* ---- the pack itself */

static void read_law(packer *k, const cp_tree *t)
{
    cp_str kind, law;
    if (word_of(k, t, "kind", "rules position", &kind))
        k->p->is_position = cp_str_eq(kind, CP_STR("position"));
    if (!word_of(k, t, "law", "in_force enacted proposed reported position", &law))
        return;
    for (unsigned i = 0; i < CP_LAW_COUNT; i++)
        if (cp_str_eq(law, cp_str_c(cp_law_name((cp_law)i))))
            k->p->law = (cp_law)i;
    if (k->p->is_position != (k->p->law == CP_LAW_POSITION))
        cp_reader_error(k->r, cp_at_or(get(t, "law"), t),
                        "`kind: %.*s` does not go with `law: %.*s`", CP_FMT(kind), CP_FMT(law));
}

static void read_dates(packer *k, const cp_tree *t)
{
    cp_policy *p = k->p;
    p->effective = cp_reader_date(k->r, t, "effective", true);
    p->enacted = cp_reader_date(k->r, t, "enacted", false);
    p->ends = cp_reader_date(k->r, t, "ends", false);
    p->read = cp_reader_date(k->r, t, "read", true);
    if (!cp_date_is_set(p->enacted))
        p->enacted = p->effective;
    if (cp_date_before(p->effective, p->enacted) == CP_YES)
        cp_reader_error(k->r, cp_at_or(get(t, "effective"), t), "`effective` is before `enacted`");
    if (cp_date_is_set(p->ends) && cp_date_before(p->ends, p->effective) == CP_YES)
        cp_reader_error(k->r, cp_at_or(get(t, "ends"), t), "`ends` is before `effective`");
}

static void read_head(packer *k, const cp_tree *t)
{
    cp_policy *p = k->p;
    uint32_t bit;
    p->id = text(k, t, "id", true);
    if (p->id.n && !cp_is_policy_id(p->id))
        cp_reader_error(k->r, cp_at_or(get(t, "id"), t),
                        "`id`: \"%.*s\" has other signs than a-z, 0-9 and -, or more than 64",
                        CP_FMT(p->id));
    p->title = text(k, t, "title", true);
    p->jurisdiction = text(k, t, "jurisdiction", true);
    bool is_union =
        cp_str_eq(p->jurisdiction, CP_STR("EU")) || cp_str_eq(p->jurisdiction, CP_STR("INTL"));
    if (p->jurisdiction.n && !is_union &&
        !(p->jurisdiction.n == 2 &&
          cp_vocab_find(k->r->a, k->v, CP_FACT_COUNTRY, p->jurisdiction, &bit)))
        cp_reader_error(k->r, cp_at_or(get(t, "jurisdiction"), t),
                        "`jurisdiction`: \"%.*s\" is no ISO 3166 alpha-2 code, EU or INTL",
                        CP_FMT(p->jurisdiction));
    p->instrument = text(k, t, "instrument", false);
    p->citation = text(k, t, "citation", false);
    p->summary = text(k, t, "summary", false);
    p->same_clauses_as = text(k, t, "same_clauses_as", false);
    read_law(k, t);
    read_dates(k, t);
}

static void read_criteria_sets(packer *k, const cp_tree *t)
{
    k->p->criteria_sets = texts(k, t, "sets of criteria", &k->p->n_criteria_sets);
    for (uint32_t i = 0; i < k->p->n_criteria_sets; i++)
        if (!cp_map_get(&k->lib->criteria.set_by_id, k->p->criteria_sets[i]))
            cp_reader_error(k->r, cp_at(t), "there is no set of criteria `%.*s`",
                            CP_FMT(k->p->criteria_sets[i]));
}

static void check_kind(packer *k, const cp_tree *t)
{
    cp_policy *p = k->p;
    cp_place at = cp_at(t);
    if (p->is_position && (p->n_clauses || p->n_duties || p->n_exemptions || p->same_clauses_as.n))
        cp_reader_error(
            k->r, at,
            "a position is shown and never judges: it has no clauses, exemptions or duties");
    if (!p->is_position && p->n_clauses == 0 && p->same_clauses_as.n == 0)
        cp_reader_error(k->r, at, "a rules pack needs `clauses` or `same_clauses_as`");
    if (!p->is_position && p->n_addressees == 0)
        cp_reader_error(k->r, at, "a rules pack needs `addressees`: whom does it bind?");
}

cp_policy *cp_pack_read(cp_reader *r, cp_policy_lib *lib, const cp_tree *t)
{
    cp_policy *p = CP_NEW(r->a, cp_policy);
    packer k = { .r = r, .v = &lib->vocab, .p = p, .lib = lib };
    p->clauses_of = p;
    p->file = r->file;
    if (!cp_reader_keys(r, t, "the pack", PACK_KEYS))
        return p;
    read_head(&k, t);
    cp_sources_read(r, get(t, "sources"), &k.sources);
    p->sources = k.sources.v;
    p->n_sources = k.sources.n;
    read_addressees(&k, get(t, "addressees"));
    read_exemptions(&k, get(t, "exemptions"));
    p->duties = read_duties(&k, get(t, "duties"), NULL, &p->n_duties);
    read_clauses(&k, get(t, "clauses"));
    p->notes = read_texts(&k, get(t, "notes"), "a note", false, &p->n_notes);
    p->events = read_texts(&k, get(t, "events"), "an event", true, &p->n_events);
    read_criteria_sets(&k, get(t, "criteria_sets"));
    check_kind(&k, t);
    return p;
}
