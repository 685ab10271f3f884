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
}

static void add_value(cp_buf *b, unsigned tag, cp_str value)
{
    uint32_t head[2] = { tag, (uint32_t)value.n };
    cp_buf_add(b, (cp_str){ (const char *)head, sizeof head });
    cp_buf_add(b, value);
}

static void add_candidate(cp_buf *b, const cp_claim *c)
{
    add_value(b, CP_ATTR_MAKER, c->value);
    cp_buf_add(b, (cp_str){ (const char *)&c->confidence, sizeof c->confidence });
}

cp_str cp_memo_asset_key(cp_judge *j, const cp_asset *as)
{
    cp_buf b = cp_buf_new(j->scratch);
    for (uint32_t i = 0; i < as->n_claims; i++) {
        const cp_claim *c = &as->claims[i];
        if (!(j->attrs >> c->attr & 1))
            continue;
        if (c->confidence >= j->opts.accept)
            add_value(&b, c->attr, c->value);
        else if (c->attr == CP_ATTR_MAKER) { /* several together may be sure enough */
            add_candidate(&b, c);
            for (uint32_t k = 0; k < as->n_others; k++)
                if (as->others[k].attr == CP_ATTR_MAKER)
                    add_candidate(&b, &as->others[k]);
        }
    }
    for (uint32_t i = 0; j->has_companies && i < as->n_evidence; i++)
        if (as->evidence[i].attr == CP_ATTR_MAKER &&
            cp_str_starts(as->evidence[i].kind, CP_STR("inventory.")))
            add_value(&b, CP_ATTR_COUNT, as->evidence[i].value);
    for (uint32_t i = 0; j->has_companies && i < as->n_ids; i++)
        if (as->ids[i].kind == CP_IDENT_ASN)
            add_value(&b, CP_ATTR_COUNT + 1, as->ids[i].value);
    return cp_buf_str(&b);
}

/* ---- of a pack */

/* Days between two cuts are the same to the pack. */
static uint32_t cell_of_day(const cp_days *d, int32_t day)
{
    uint32_t lo = 0, hi = d->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (day >= d->v[mid])
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static uint64_t days_word(const cp_days *d, cp_fact_days day)
{
    uint32_t lo = cell_of_day(d, day.lo);
    return (uint64_t)lo << 32 | (day.hi == day.lo ? lo : cell_of_day(d, day.hi));
}

static uint64_t set_word(const cp_policy *p, cp_fact f, cp_mask held)
{
    uint64_t word = 0;
    if (cp_fact_is_local(f))
        return held;
    for (uint32_t i = 0; i < p->n_cells[f]; i++)
        word |= p->cells[f][i] & held ? 1ull << i : 0;
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

static void add_makers(const cp_pack_now *now, const cp_maker_no *v, uint32_t n, cp_memo_key *k)
{
    k->words[k->n++] = n;
    for (uint32_t i = 0; i < n; i++)
        k->words[k->n++] = now->is_named[v[i]] ? v[i] : 0;
}

void cp_memo_key_of(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_memo_key *out)
{
    const cp_policy *p = now->pack;
    uint32_t reads = p->is_position ? 0 : p->reads | p->duty_reads;
    out->n = 1;
    out->words[0] = (uint64_t)(x->missing & reads) << 32 | (x->unstated & reads);
    for (uint32_t left = reads & ~(1u << CP_FACT_CONTAINS); left; left &= left - 1) {
        cp_fact f = (cp_fact)__builtin_ctz(left);
        uint64_t word = 0;
        switch (cp_fact_kind_of(f)) {
        case CP_FACT_KIND_MAKER: word = now->is_named[x->maker[f]] ? x->maker[f] : 0; break;
        case CP_FACT_KIND_SET: word = set_word(p, f, x->set[f]); break;
        case CP_FACT_KIND_DATE: word = days_word(&now->days[CP_DAY(f)], x->day[CP_DAY(f)]); break;
        }
        out->words[out->n++] = word;
    }
    if (reads >> CP_FACT_MAKER & 1 && x->n_candidates)
        add_makers(now, x->candidates, x->n_candidates, out);
    if (reads >> CP_FACT_CONTAINS & 1)
        add_makers(now, x->inside, x->n_inside, out);
    for (uint32_t i = 0; i < x->n_assumed && reads; i++)
        out->words[out->n++] = text_word(j, x->assumed[i]);
    if (p->has_places)
        out->words[out->n++] = text_word(j, x->site);
}
