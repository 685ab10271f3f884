/* SPDX-License-Identifier: Apache-2.0 */
/* asset.c - see asset.h. */
#include "model/asset.h"

static const char *const attr_names[] = {
#define ROW(id, name) [CP_ATTR_##id] = name,
    CP_ATTRS(ROW)
#undef ROW
};

const cp_ident *cp_asset_lasting_ids(const cp_asset *as, uint32_t *n)
{
    *n = as->n_own_ids ? as->n_own_ids : as->n_ids;
    return as->n_own_ids ? as->own_ids : as->ids;
}

const cp_claim *cp_asset_claim(const cp_asset *as, cp_attr attr)
{
    for (uint32_t i = 0; i < as->n_claims; i++)
        if (as->claims[i].attr == attr)
            return &as->claims[i];
    return NULL;
}

cp_str cp_asset_fact(const cp_asset *as, cp_attr attr, double accept)
{
    const cp_claim *c = cp_asset_claim(as, attr);
    return c && c->confidence >= accept ? c->value : CP_STR("");
}

cp_str cp_asset_shown(const cp_asset *as, cp_attr attr)
{
    const cp_claim *c = cp_asset_claim(as, attr);
    bool shown = c && (attr != CP_ATTR_MAKER || c->confidence >= CP_SHOW_MIN);
    return shown ? c->value : CP_STR("");
}

/* What is said of its block, and which lines contradict each other, is added to the lines. */
bool cp_asset_is_only_met(const cp_asset *as)
{
    static const cp_str added[] = { CP_STR_INIT("oui"), CP_STR_INIT("conflict") };
    bool is_met = false;
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        cp_kind k;
        cp_str kind = as->evidence[i].kind;
        if (cp_str_eq(kind, added[0]) || cp_str_eq(kind, added[1]))
            continue;
        if (!cp_kind_by_name(kind, &k) ||
            (k != CP_KIND_ARP_TABLE && k != CP_KIND_ARP_PROXY && k != CP_KIND_FDB_PORT))
            return false;
        is_met = true;
    }
    return is_met;
}

cp_essential cp_asset_essential(const cp_asset *as, double accept)
{
    static const struct {
        const char *word;
        cp_essential is;
    } words[] = { { "yes", CP_ESSENTIAL_YES },  { "no", CP_ESSENTIAL_NO },
                  { "true", CP_ESSENTIAL_YES }, { "false", CP_ESSENTIAL_NO },
                  { "y", CP_ESSENTIAL_YES },    { "n", CP_ESSENTIAL_NO } };
    const cp_claim *c = cp_asset_claim(as, CP_ATTR_ESSENTIAL);
    if (!c)
        return CP_ESSENTIAL_UNSAID;
    for (size_t i = 0; i < sizeof words / sizeof *words && c->confidence >= accept; i++)
        if (cp_str_eq_nocase(cp_str_trim(c->value), cp_str_c(words[i].word)))
            return words[i].is;
    return CP_ESSENTIAL_OPEN;
}

cp_str cp_asset_name(const cp_asset *as)
{
    const cp_claim *c = cp_asset_claim(as, CP_ATTR_NAME);
    if (c && c->value.n)
        return c->value;
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == CP_IDENT_HOSTNAME)
            return as->ids[i].value;
    return as->id;
}

bool cp_asset_has_id(const cp_asset *as, cp_str id)
{
    bool has = cp_str_eq(as->id, id);
    for (uint32_t i = 0; i < as->n_other_ids && !has; i++)
        has = cp_str_eq(as->other_ids[i], id);
    return has;
}

const char *cp_attr_name(cp_attr a)
{
    assert(a < CP_ATTR_COUNT);
    return attr_names[a];
}

bool cp_attr_by_name(cp_str name, cp_attr *out)
{
    for (unsigned a = 0; a < CP_ATTR_COUNT; a++)
        if (cp_str_eq(name, cp_str_c(attr_names[a]))) {
            *out = (cp_attr)a;
            return true;
        }
    return false;
}

cp_attr cp_kind_attr(cp_kind k)
{
    cp_str name = cp_str_c(cp_kind_name(k)), table = CP_STR("inventory.");
    cp_attr a;
    switch (cp_kind_use_of(k)) {
    case CP_USE_MAKER: return CP_ATTR_MAKER;
    case CP_USE_NAME: return CP_ATTR_NAME;
    case CP_USE_ATTR:
        if (cp_str_starts(name, table) && cp_attr_by_name(cp_str_from(name, table.n), &a))
            return a;
        return k == CP_KIND_LLDP_MED_MODEL || k == CP_KIND_PART_MODEL ? CP_ATTR_PRODUCT
                                                                      : CP_ATTR_COUNT;
    case CP_USE_TEXT:
    case CP_USE_OID:
    case CP_USE_MAC:
    case CP_USE_FACT: break;
    }
    return CP_ATTR_COUNT;
}
