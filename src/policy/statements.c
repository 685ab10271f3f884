/* SPDX-License-Identifier: Apache-2.0 */
/* statements.c - see statements.h. */
#include "policy/statements.h"

/* An approval by its maker; those of one maker are chained. */
struct cp_approval_entry {
    cp_str product; /* compared form; "" all of the maker */
    uint32_t at;    /* index into told */
    uint32_t next;  /* index + 1; 0: the last */
    bool is_no;
};

static bool is_approval(const cp_statement *s) { return cp_str_eq(s->fact, CP_STR("approval")); }

/* As assets name them: the id of a listed maker, else the name in compared form. */
static cp_str maker_key(cp_arena *a, const cp_makers *known, cp_str maker)
{
    const cp_maker *m = cp_maker_by_id(known, maker);
    m = m ? m : cp_maker_by_name(a, known, maker);
    return m ? m->id : cp_str_fmt(a, "?%.*s", CP_FMT(cp_name_norm(a, maker)));
}

static cp_approval_state state_of(cp_judge *j, const cp_statement *s)
{
    const cp_profile *who = j->opts.profile;
    if (cp_date_is_set(s->to) && s->to.last_day < j->today)
        return CP_APPROVAL_EXPIRED;
    if (cp_date_is_set(s->from) && s->from.first_day > j->today)
        return CP_APPROVAL_LATER;
    if (s->licensee.n &&
        !(who && who->name.n &&
          cp_str_eq(cp_name_norm(j->scratch, s->licensee), cp_name_norm(j->scratch, who->name))))
        return CP_APPROVAL_OTHERS;
    return CP_APPROVAL_UNMATCHED;
}

void cp_approvals_index(cp_judge *j)
{
    cp_approvals *all = &j->approvals;
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->opts.n_statements; i++)
        n += is_approval(&j->opts.statements[i]) && j->opts.statements[i].maker.n;
    all->told = CP_NEW_ARRAY(j->a, cp_approval, n);
    all->entries = CP_NEW_ARRAY(j->a, cp_approval_entry, n);
    for (uint32_t i = 0; i < j->opts.n_statements; i++) {
        const cp_statement *s = &j->opts.statements[i];
        if (!is_approval(s) || s->maker.n == 0)
            continue;
        cp_arena_mark mark = cp_arena_here(j->scratch);
        uint32_t at = all->n++;
        all->told[at] = (cp_approval){ s, state_of(j, s) };
        if (all->told[at].state == CP_APPROVAL_UNMATCHED) {
            cp_str key = cp_str_dup(j->a, maker_key(j->scratch, j->lib->known, s->maker));
            uint64_t *first = cp_map_put(j->a, &all->by_maker, key, NULL);
            all->entries[at] = (cp_approval_entry){ .product = cp_str_dup(
                                                        j->a, cp_name_norm(j->scratch, s->product)),
                                                    .at = at,
                                                    .next = (uint32_t)*first,
                                                    .is_no = cp_str_eq(s->value, CP_STR("no")) };
            *first = at + 1;
        }
        cp_arena_back(j->scratch, mark);
    }
}

/* What those of one maker say of a product; *any: somebody says something. */
static void look_up(cp_judge *j, cp_str key, cp_str product, bool *is_yes, bool *is_no)
{
    const uint64_t *first = cp_map_get(&j->approvals.by_maker, key);
    for (uint32_t at = first ? (uint32_t)*first : 0; at; at = j->approvals.entries[at - 1].next) {
        const cp_approval_entry *e = &j->approvals.entries[at - 1];
        if (e->product.n && !(product.n && cp_str_eq(e->product, product)))
            continue;
        j->approvals.told[e->at].state = CP_APPROVAL_COUNTS;
        *(e->is_no ? is_no : is_yes) = true;
    }
}

cp_tri cp_approval_of(cp_judge *j, const cp_asset *as, cp_str maker)
{
    bool is_yes = false, is_no = false;
    if (j->approvals.by_maker.n == 0 || maker.n == 0)
        return CP_UNKNOWN;
    cp_arena_mark mark = cp_arena_here(j->scratch);
    const cp_claim *name = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str product = cp_name_norm(j->scratch, cp_asset_fact(as, CP_ATTR_PRODUCT, j->opts.accept));
    look_up(j, maker, product, &is_yes, &is_no);
    if (name && name->name.n)
        look_up(j, cp_str_fmt(j->scratch, "?%.*s", CP_FMT(cp_name_norm(j->scratch, name->name))),
                product, &is_yes, &is_no);
    cp_arena_back(j->scratch, mark);
    return is_yes == is_no ? CP_UNKNOWN : is_yes ? CP_YES : CP_NO;
}

const cp_approval *cp_judge_approvals(const cp_judge *j, uint32_t *n)
{
    *n = j->approvals.n;
    return j->approvals.told;
}

/* ---- words */

bool cp_is_in_words(const cp_judge *j, cp_fact f, cp_str value)
{
    cp_str word;
    uint32_t bit;
    while (cp_str_cut(&value, ';', &word)) {
        cp_arena_mark mark = cp_arena_here(j->scratch);
        bool is_known = cp_vocab_find(j->scratch, &j->lib->vocab, f, cp_str_trim(word), &bit);
        cp_arena_back(j->scratch, mark);
        if (is_known)
            return true;
    }
    return false;
}

static void take_better(const cp_claim *c, cp_claim *best, bool *has)
{
    if (!*has || c->confidence > best->confidence)
        *best = *c;
    *has = true;
}

bool cp_claim_in_words(const cp_judge *j, const cp_asset *as, cp_attr attr, cp_fact f,
                       cp_claim *out)
{
    const cp_claim *c = cp_asset_claim(as, attr);
    bool is_closed = cp_fact_kind_of(f) == CP_FACT_KIND_SET && !j->lib->vocab.words[f].is_open;
    bool has = false, is_contradicted = false;
    double unheard = 0;
    if (!c)
        return false;
    *out = *c;
    for (uint32_t i = 0; i < as->n_others; i++)
        is_contradicted = is_contradicted || as->others[i].attr == attr;
    if (!is_closed || !is_contradicted)
        return true;
    if (cp_is_in_words(j, f, c->value))
        take_better(c, out, &has);
    else
        unheard += c->confidence;
    for (uint32_t i = 0; i < as->n_others; i++) {
        if (as->others[i].attr != attr)
            continue;
        if (cp_is_in_words(j, f, as->others[i].value))
            take_better(&as->others[i], out, &has);
        else
            unheard += as->others[i].confidence;
    }
    if (has && unheard > 0 && unheard < 1)
        out->confidence = out->confidence / (1 - unheard);
    return true;
}
