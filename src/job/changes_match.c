/* SPDX-License-Identifier: Apache-2.0 */
/* changes_match.c - which asset of one case is which of the other, and what it is no longer.
 *
 *     1  the same id: ids are made of the strongest identifier and are kept; else an id of one of
 *        those that a table of aliases put together. The others of these are gone, and it is told
 *        into which
 *     2  the same serial number, engine id, chassis id or hardware address, in this order, if on
 *        either side just one of those that are left has it, and no two serial numbers and no two
 *        makers would become one: the rules by which observations are joined
 *
 * What is left is new or gone. An address that is given out anew, or a name, shows nothing; who has
 * it on the other side is told as a hint. */
#include <stdlib.h>
#include "identify/join.h"
#include "job/changes.h"

static const cp_asset *asset(const cp_changing *c, int side, uint32_t i)
{
    return &c->ans[side].assets[i].asset;
}

static uint32_t n_assets(const cp_changing *c, int side) { return c->ans[side].n_assets; }

/* ---- which are one ---- */

static void pair(cp_changing *c, uint32_t before, uint32_t after)
{
    c->other[CP_BEFORE][before] = after;
    c->other[CP_AFTER][after] = before;
}

static void match_ids(cp_changing *c)
{
    cp_map ids = { 0 };
    for (int s = 0; s < CP_SIDES; s++) {
        c->other[s] = CP_NEW_ARRAY(c->j->a, uint32_t, n_assets(c, s));
        for (uint32_t i = 0; i < n_assets(c, s); i++)
            c->other[s][i] = CP_NO_ASSET;
    }
    for (uint32_t i = 0; i < n_assets(c, CP_BEFORE); i++)
        *cp_map_put(c->j->a, &ids, asset(c, CP_BEFORE, i)->id, NULL) = i;
    for (uint32_t i = 0; i < n_assets(c, CP_AFTER); i++) {
        const uint64_t *at = cp_map_get(&ids, asset(c, CP_AFTER, i)->id);
        if (at)
            pair(c, (uint32_t)*at, i);
    }
}

/* Index + 1 of those that had or have the id among others: of a table of aliases. */
static cp_map index_other_ids(const cp_changing *c, int side)
{
    cp_map m = { 0 };
    for (uint32_t i = 0; i < n_assets(c, side); i++)
        for (uint32_t k = 0; k < asset(c, side, i)->n_other_ids; k++)
            *cp_map_put(c->j->a, &m, asset(c, side, i)->other_ids[k], NULL) = i + 1;
    return m;
}

static void match_other_ids(cp_changing *c, int side, const cp_map *others)
{
    for (uint32_t i = 0; others->n && i < n_assets(c, !side); i++) {
        const uint64_t *at = cp_map_get(others, asset(c, !side, i)->id);
        if (!at || c->other[!side][i] != CP_NO_ASSET || c->other[side][*at - 1] != CP_NO_ASSET)
            continue;
        uint32_t has = (uint32_t)*at - 1;
        pair(c, side == CP_BEFORE ? has : i, side == CP_BEFORE ? i : has);
    }
}

/* Can this identifier, alone, say that two assets are one? Those that hold only in a realm get its
 * name. "": no. */
static cp_str key_of(cp_arena *a, const cp_asset *as, const cp_ident *id)
{
    cp_mac mac;
    switch (id->kind) {
    case CP_IDENT_SERIAL: return cp_join_serial_is_id(id->value) ? id->value : CP_STR("");
    case CP_IDENT_ENGINE_ID: return id->value;
    case CP_IDENT_MAC:
        return cp_mac_parse(id->value, &mac) && cp_mac_is_identity(mac) ? id->value : CP_STR("");
    case CP_IDENT_CHASSIS:
        if (!cp_join_chassis_is_id(id->value))
            return CP_STR("");
        return cp_mac_parse(id->value, &mac)
                   ? id->value
                   : cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(id->value), CP_FMT(as->realm));
    case CP_IDENT_IP:
    case CP_IDENT_HOSTNAME:
    case CP_IDENT_ASN:
    case CP_IDENT_FCC_ID:
    case CP_IDENT_REF:
    case CP_IDENT_AGENT:
    case CP_IDENT_COUNT: break;
    }
    return CP_STR("");
}

static cp_str first_of(const cp_asset *as, cp_ident_kind kind)
{
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == kind)
            return as->ids[i].value;
    return CP_STR("");
}

static bool has_ident(const cp_asset *as, cp_ident_kind kind, cp_str value)
{
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == kind && cp_str_eq(as->ids[i].value, value))
            return true;
    return false;
}

/* Serial numbers or makers that contradict each other: two things, whatever else they share. */
static bool contradict(const cp_changing *c, const cp_asset *x, const cp_asset *y)
{
    double accept = c->j->opts.accept;
    cp_str serial = first_of(x, CP_IDENT_SERIAL), maker = cp_asset_fact(x, CP_ATTR_MAKER, accept),
           other = cp_asset_fact(y, CP_ATTR_MAKER, accept);
    if (maker.n && other.n && !cp_str_eq(maker, other))
        return true;
    return serial.n && first_of(y, CP_IDENT_SERIAL).n && !has_ident(y, CP_IDENT_SERIAL, serial);
}

/* Who of those left has an identifier: index + 1, or UINT32_MAX for several. */
static cp_map index_left(const cp_changing *c, cp_arena *a, int side, cp_ident_kind kind)
{
    cp_map m = { 0 };
    for (uint32_t i = 0; i < n_assets(c, side); i++) {
        const cp_asset *as = asset(c, side, i);
        for (uint32_t k = 0; k < as->n_ids && c->other[side][i] == CP_NO_ASSET; k++) {
            cp_str key = as->ids[k].kind == kind ? key_of(a, as, &as->ids[k]) : CP_STR("");
            uint64_t *at = key.n ? cp_map_put(a, &m, key, NULL) : NULL;
            if (at)
                *at = *at == 0 || *at == i + 1 ? i + 1 : UINT32_MAX;
        }
    }
    return m;
}

static void match_idents(cp_changing *c, cp_ident_kind kind)
{
    cp_arena *a = cp_arena_new(0);
    cp_map before = index_left(c, a, CP_BEFORE, kind), after = index_left(c, a, CP_AFTER, kind);
    for (uint32_t i = 0; i < before.n; i++) {
        uint64_t x = before.items[i].value;
        const uint64_t *y = cp_map_get(&after, before.items[i].key);
        if (x == UINT32_MAX || !y || *y == UINT32_MAX)
            continue;
        uint32_t was = (uint32_t)x - 1, is = (uint32_t)*y - 1;
        bool is_taken =
            c->other[CP_BEFORE][was] != CP_NO_ASSET || c->other[CP_AFTER][is] != CP_NO_ASSET;
        if (!is_taken && !contradict(c, asset(c, CP_BEFORE, was), asset(c, CP_AFTER, is)))
            pair(c, was, is);
    }
    cp_arena_free(a);
}

/* By what a pair is one, told again for the answer. */
static cp_str matched_by(const cp_changing *c, const cp_asset *x, const cp_asset *y)
{
    static const cp_ident_kind kinds[] = { CP_IDENT_SERIAL, CP_IDENT_ENGINE_ID, CP_IDENT_CHASSIS,
                                           CP_IDENT_MAC };
    if (cp_asset_has_id(y, x->id) || cp_asset_has_id(x, y->id))
        return CP_STR("id");
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (uint32_t i = 0; i < x->n_ids; i++)
            if (x->ids[i].kind == kinds[k] && key_of(c->j->a, x, &x->ids[i]).n &&
                has_ident(y, kinds[k], x->ids[i].value))
                return cp_str_c(cp_ident_kind_name(kinds[k]));
    return CP_STR("");
}

/* ---- what they are no longer ---- */

/* A maker below CP_SHOW_MIN is not shown, and is none here. */
static const cp_claim *shown(const cp_claim *claim)
{
    return claim && claim->attr == CP_ATTR_MAKER && claim->confidence < CP_SHOW_MIN ? NULL : claim;
}

/* Is another value shown, or did it become a fact, or cease to be one? How sure one is within
 * either moves with every packet and is no change. */
static bool says_the_same(const cp_changing *c, const cp_claim *x, const cp_claim *y)
{
    double accept = c->j->opts.accept;
    if (!x || !y)
        return x == y;
    return cp_str_eq(x->value, y->value) && (x->confidence >= accept) == (y->confidence >= accept);
}

/* Claims are sorted by attribute. */
static void list_fields(cp_changing *c, cp_change *change)
{
    const cp_asset *x = change->asset[CP_BEFORE], *y = change->asset[CP_AFTER];
    CP_VEC(cp_field_change) v = { 0 };
    for (uint32_t i = 0, k = 0; i < x->n_claims || k < y->n_claims;) {
        unsigned of_x = i < x->n_claims ? x->claims[i].attr : CP_ATTR_COUNT,
                 of_y = k < y->n_claims ? y->claims[k].attr : CP_ATTR_COUNT;
        cp_field_change f = { of_x < of_y ? of_x : of_y, { NULL, NULL } };
        if (of_x <= of_y)
            f.claim[CP_BEFORE] = shown(&x->claims[i++]);
        if (of_y <= of_x)
            f.claim[CP_AFTER] = shown(&y->claims[k++]);
        if (!says_the_same(c, f.claim[CP_BEFORE], f.claim[CP_AFTER]))
            cp_vec_push(c->j->a, &v, f);
    }
    change->fields = v.v;
    change->n_fields = v.n;
}

/* ---- hints ---- */

static cp_str hint_key(cp_arena *a, const cp_asset *as, cp_ident_kind kind, cp_str value)
{
    return cp_str_fmt(a, "%d\n%.*s\n%.*s", kind, CP_FMT(as->realm), CP_FMT(cp_str_lower(a, value)));
}

/* Addresses and names of those that are left: index + 1, or UINT32_MAX for several. */
static void index_hints(const cp_changing *c, cp_arena *a, int side, cp_map *m)
{
    for (uint32_t i = 0; i < n_assets(c, side); i++) {
        const cp_asset *as = asset(c, side, i);
        if (c->other[side][i] != CP_NO_ASSET)
            continue;
        for (uint32_t k = 0; k <= as->n_ids; k++) {
            bool is_name = k == as->n_ids; /* what it is called, whoever says so */
            if (!is_name && as->ids[k].kind != CP_IDENT_IP)
                continue;
            uint64_t *at =
                cp_map_put(a, m,
                           is_name ? hint_key(a, as, CP_IDENT_HOSTNAME, cp_asset_name(as))
                                   : hint_key(a, as, CP_IDENT_IP, as->ids[k].value),
                           NULL);
            *at = *at == 0 || *at == i + 1 ? i + 1 : UINT32_MAX;
        }
    }
}

static cp_str hint(const cp_changing *c, const cp_map *there, int other_side, const cp_asset *as)
{
    cp_arena_mark mark = cp_arena_here(c->j->a);
    uint32_t found = 0;
    for (uint32_t k = 0; k <= as->n_ids && !found; k++) {
        bool is_name = k == as->n_ids;
        if (!is_name && as->ids[k].kind != CP_IDENT_IP)
            continue;
        const uint64_t *at =
            cp_map_get(there, is_name ? hint_key(c->j->a, as, CP_IDENT_HOSTNAME, cp_asset_name(as))
                                      : hint_key(c->j->a, as, CP_IDENT_IP, as->ids[k].value));
        found = at && *at != UINT32_MAX ? (uint32_t)*at : 0;
    }
    cp_arena_back(c->j->a, mark);
    return found ? asset(c, other_side, found - 1)->id : CP_STR("");
}

/* ---- the whole ---- */

typedef CP_VEC(cp_change) change_list;

static void list_alone(cp_changing *c, int side, change_list *out)
{
    cp_arena *a = cp_arena_new(0);
    cp_map there = { 0 }, others = index_other_ids(c, !side);
    index_hints(c, a, !side, &there);
    for (uint32_t i = 0; i < n_assets(c, side); i++) {
        if (c->other[side][i] != CP_NO_ASSET)
            continue;
        const uint64_t *one = cp_map_get(&others, asset(c, side, i)->id);
        cp_change x = { .kind = side == CP_AFTER ? CP_CHANGE_NEW : CP_CHANGE_GONE,
                        .matched_by = CP_STR(""),
                        .perhaps = CP_STR(""),
                        .one_with = CP_STR("") };
        if (one)
            x.one_with = asset(c, !side, (uint32_t)*one - 1)->id;
        else
            x.perhaps = hint(c, &there, !side, asset(c, side, i));
        x.asset[side] = asset(c, side, i);
        cp_vec_push(c->j->a, out, x);
    }
    cp_arena_free(a);
}

static void list_changed(cp_changing *c, change_list *out)
{
    for (uint32_t i = 0; i < n_assets(c, CP_AFTER); i++) {
        uint32_t was = c->other[CP_AFTER][i];
        if (was == CP_NO_ASSET)
            continue;
        cp_change x = { .kind = CP_CHANGE_CHANGED,
                        .asset = { asset(c, CP_BEFORE, was), asset(c, CP_AFTER, i) },
                        .perhaps = CP_STR("") };
        bool is_same_id = cp_str_eq(x.asset[CP_BEFORE]->id, x.asset[CP_AFTER]->id);
        list_fields(c, &x);
        c->out->n_re_identified += !is_same_id;
        if (is_same_id && x.n_fields == 0) {
            c->out->n_same++;
            continue;
        }
        x.matched_by = matched_by(c, x.asset[CP_BEFORE], x.asset[CP_AFTER]);
        cp_vec_push(c->j->a, out, x);
    }
}

void cp_changes_match(cp_changing *c)
{
    static const cp_ident_kind kinds[] = { CP_IDENT_SERIAL, CP_IDENT_ENGINE_ID, CP_IDENT_CHASSIS,
                                           CP_IDENT_MAC };
    change_list v = { 0 };
    match_ids(c);
    for (int side = 0; side < CP_SIDES; side++) {
        cp_map others = index_other_ids(c, side);
        match_other_ids(c, side, &others);
    }
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        match_idents(c, kinds[k]);
    list_alone(c, CP_AFTER, &v);
    list_alone(c, CP_BEFORE, &v);
    list_changed(c, &v);
    for (uint32_t i = 0; i < v.n; i++)
        c->out->n[v.v[i].kind]++;
    c->out->equipment = v.v;
    c->out->n_equipment = v.n;
}
