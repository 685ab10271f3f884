/* SPDX-License-Identifier: Apache-2.0 */
/* asset_id.c - see asset_id.h. Every asset begins with its strongest candidate; where two hold the
 * same, both go on to their next, until all differ. */
#include "identify/asset_id.h"
#include <stdlib.h>
#include <string.h>
#include "identify/join.h"
#include "identify/names.h"

enum level {
    L_PRIOR,
    L_SERIAL,
    L_CHASSIS,
    L_ENGINE,
    L_MAC,
    L_IP,
    L_REF,
    L_NAME,
    L_FCC_ID,
    L_PRIVATE,
    L_AGENT,
    L_PART,
    L_COUNT /* beyond: made unique by force */
};

static cp_str in_realm(cp_arena *a, cp_str id, cp_str realm)
{
    if (id.n == 0 || realm.n == 0 || cp_str_eq(realm, CP_STR("default")))
        return id;
    return cp_str_fmt(a, "%.*s-%.*s", CP_FMT(id), CP_FMT(cp_slug(a, realm)));
}

static cp_str with_slug(cp_arena *a, const char *prefix, cp_str value)
{
    cp_str slug = cp_slug(a, value), before = cp_str_c(prefix);
    if (slug.n == 0)
        return CP_STR("");
    char *p = CP_NEW_RAW(a, char, before.n + 1 + slug.n);
    memcpy(p, before.p, before.n);
    p[before.n] = '-';
    memcpy(p + before.n + 1, slug.p, slug.n);
    return (cp_str){ p, before.n + 1 + slug.n };
}

static cp_str of_mac(cp_arena *a, cp_mac mac)
{
    return cp_str_fmt(a, "mac-%012llx", (unsigned long long)cp_mac_u64(mac));
}

/* A hardware address of the world before one of the realm, before a text. */
static cp_str of_chassis(cp_arena *a, const cp_asset *as, cp_str value)
{
    cp_mac mac;
    if (!cp_join_chassis_is_id(value))
        return CP_STR("");
    if (cp_mac_parse(value, &mac) && cp_mac_is_identity(mac))
        return of_mac(a, mac);
    return in_realm(a, with_slug(a, "chassis", value), as->realm);
}

static cp_str of_ident(cp_arena *a, const cp_asset *as, const cp_ident *id)
{
    cp_mac mac;
    cp_ip ip;
    switch (id->kind) {
    case CP_IDENT_SERIAL:
        return cp_join_serial_is_id(id->value) ? with_slug(a, "serial", id->value) : CP_STR("");
    case CP_IDENT_CHASSIS: return of_chassis(a, as, id->value);
    case CP_IDENT_ENGINE_ID: return with_slug(a, "engine", id->value);
    case CP_IDENT_MAC:
        return cp_mac_parse(id->value, &mac) && cp_mac_is_identity(mac) ? of_mac(a, mac)
                                                                        : CP_STR("");
    case CP_IDENT_IP:
        return cp_ip_parse(id->value, &ip) && cp_ip_is_host(ip)
                   ? in_realm(a, cp_str_fmt(a, "ip-%.*s", CP_FMT(id->value)), as->realm)
                   : CP_STR("");
    case CP_IDENT_REF: return in_realm(a, with_slug(a, "ref", id->value), as->realm);
    case CP_IDENT_FCC_ID: return with_slug(a, "fccid", id->value);
    case CP_IDENT_HOSTNAME:
    case CP_IDENT_ASN:
    case CP_IDENT_AGENT:
    case CP_IDENT_COUNT: break;
    }
    return CP_STR("");
}

/* The identifiers are sorted, so the first that serves is the smallest; but an address that is a
 * chassis id goes before a text that is one. */
static cp_str first_of_kind(cp_arena *a, const cp_id_in *x, cp_ident_kind kind)
{
    cp_str best = CP_STR("");
    uint32_t n;
    const cp_ident *ids = cp_asset_lasting_ids(x->asset, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (ids[i].kind != kind)
            continue;
        cp_str id = of_ident(a, x->asset, &ids[i]);
        if (best.n == 0 ||
            (cp_str_starts(id, CP_STR("mac-")) && !cp_str_starts(best, CP_STR("mac-"))))
            best = id.n ? id : best;
    }
    return best;
}

static cp_str basename_of(cp_str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/')
            return cp_str_from(path, i);
    return path;
}

static cp_str of_agent(cp_arena *a, const cp_id_in *x)
{
    cp_str id = with_slug(a, "agent", basename_of(x->file)), agent = cp_slug(a, x->agent);
    if (id.n && agent.n && !cp_str_eq(agent, CP_STR("a")))
        id = cp_str_fmt(a, "%.*s-%.*s", CP_FMT(id), CP_FMT(agent));
    return in_realm(a, id, x->asset->realm);
}

static cp_str of_name(cp_arena *a, const cp_asset *as)
{
    const cp_claim *name = cp_asset_claim(as, CP_ATTR_NAME);
    cp_str value = name ? name->value : CP_STR("");
    for (uint32_t i = 0; i < as->n_ids && value.n == 0; i++)
        if (as->ids[i].kind == CP_IDENT_HOSTNAME)
            value = as->ids[i].value;
    return in_realm(a, with_slug(a, "name", value), as->realm);
}

/* An address that its owner chose: unique among those of one capture. */
static cp_str of_private(cp_arena *a, const cp_asset *as)
{
    cp_mac mac;
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == CP_IDENT_MAC && cp_mac_parse(as->ids[i].value, &mac) &&
            cp_mac_is_local(mac) && !cp_mac_is_group(mac))
            return in_realm(a,
                            cp_str_fmt(a, "private-%012llx", (unsigned long long)cp_mac_u64(mac)),
                            as->realm);
    return CP_STR("");
}

static cp_str candidate(cp_arena *a, const cp_id_in *all, const cp_id_in *x, enum level level)
{
    const cp_asset *as = x->asset;
    switch (level) {
    case L_SERIAL: return first_of_kind(a, x, CP_IDENT_SERIAL);
    case L_CHASSIS: return first_of_kind(a, x, CP_IDENT_CHASSIS);
    case L_ENGINE: return first_of_kind(a, x, CP_IDENT_ENGINE_ID);
    case L_MAC: return first_of_kind(a, x, CP_IDENT_MAC);
    case L_IP: return first_of_kind(a, x, CP_IDENT_IP);
    case L_REF: return first_of_kind(a, x, CP_IDENT_REF);
    case L_FCC_ID: return first_of_kind(a, x, CP_IDENT_FCC_ID);
    case L_NAME: return x->parent ? CP_STR("") : of_name(a, as);
    case L_PRIVATE: return x->parent ? CP_STR("") : of_private(a, as);
    case L_AGENT: return x->parent ? CP_STR("") : of_agent(a, x);
    case L_PART:
        if (x->parent)
            return cp_str_fmt(a, "%.*s-%.*s", CP_FMT(all[x->parent - 1].asset->id),
                              CP_FMT(cp_slug(a, x->part)));
        return CP_STR("");
    case L_PRIOR:
    case L_COUNT: break;
    }
    return CP_STR("");
}

/* Whatever it is told by, hashed: the last resort for two assets that nothing tells apart but where
 * they stand. */
static cp_str forced(cp_arena *a, const cp_id_in *all, const cp_id_in *x, uint32_t salt)
{
    uint64_t h = cp_hash(x->file, salt);
    h = cp_hash(x->agent, h);
    h = cp_hash(x->part, h);
    for (uint32_t i = 0; i < x->asset->n_ids; i++)
        h = cp_hash(x->asset->ids[i].value, h + x->asset->ids[i].kind);
    cp_str base = CP_STR("");
    for (int level = L_SERIAL; level < L_COUNT && base.n == 0; level++)
        base = candidate(a, all, x, (enum level)level);
    return cp_str_fmt(a, "%.*s-%08x", CP_FMT(base.n ? base : CP_STR("asset")), (unsigned)(h >> 32));
}

/* --- ids that were given before
 * ----------------------------------------------------------------- */

typedef struct priors {
    cp_map by_ident; /* "kind realm value" -> index */
    cp_map by_id;    /* the same */
    const cp_identify_opts *opts;
} priors;

static cp_str ident_key(cp_arena *a, cp_str realm, const cp_ident *id)
{
    return cp_str_fmt(a, "%d %.*s %.*s", (int)id->kind, CP_FMT(realm.n ? realm : CP_STR("default")),
                      CP_FMT(id->value));
}

int cp_asset_id_strength(cp_ident_kind k)
{
    static const int order[CP_IDENT_COUNT] = {
        [CP_IDENT_SERIAL] = 1,   [CP_IDENT_CHASSIS] = 2, [CP_IDENT_ENGINE_ID] = 3,
        [CP_IDENT_MAC] = 4,      [CP_IDENT_REF] = 5,     [CP_IDENT_IP] = 6,
        [CP_IDENT_HOSTNAME] = 7, [CP_IDENT_AGENT] = 8,   [CP_IDENT_FCC_ID] = 9,
        [CP_IDENT_ASN] = 10
    };
    return order[k];
}

/* The id that the asset would have if it was new, where it is made of what is the asset's own in
 * the world: it is nobody else's, whatever address somebody else has got of it. */
static cp_str own_id(cp_arena *a, const priors *p, const cp_id_in *x)
{
    cp_str id = CP_STR("");
    for (int level = L_SERIAL; level <= L_MAC && id.n == 0 && !x->parent; level++)
        id = candidate(a, NULL, x, (enum level)level);
    const uint64_t *at = id.n ? cp_map_get(&p->by_id, id) : NULL;
    return at ? p->opts->priors[*at].id : CP_STR("");
}

static cp_str prior_of(cp_arena *a, const priors *p, const cp_id_in *x, int *out_strength)
{
    const cp_asset *as = x->asset;
    cp_arena_mark own = cp_arena_here(a);
    cp_str best = own_id(a, p, x);
    cp_arena_back(a, own);
    *out_strength = 0;
    if (best.n)
        return best;
    /* agents and models tell nothing lasting */
    int best_strength = cp_asset_id_strength(CP_IDENT_AGENT);
    uint32_t n;
    const cp_ident *ids = cp_asset_lasting_ids(as, &n);
    for (uint32_t i = 0; i < n; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        const uint64_t *at = cp_map_get(&p->by_ident, ident_key(a, as->realm, &ids[i]));
        cp_arena_back(a, mark);
        int s = cp_asset_id_strength(ids[i].kind);
        if (!at || s > best_strength)
            continue;
        cp_str id = p->opts->priors[*at].id;
        if (s < best_strength || best.n == 0 || cp_str_cmp(id, best) < 0) {
            best = id;
            best_strength = s;
        }
    }
    *out_strength = best_strength;
    return best;
}

/* By what they are, not by where they stand in the list. */
static int compare(const cp_id_in *x, const cp_id_in *y)
{
    for (uint32_t i = 0; i < x->asset->n_ids && i < y->asset->n_ids; i++) {
        const cp_ident *p = &x->asset->ids[i], *q = &y->asset->ids[i];
        int c = p->kind != q->kind ? (int)p->kind - (int)q->kind : cp_str_cmp(p->value, q->value);
        if (c)
            return c;
    }
    if (x->asset->n_ids != y->asset->n_ids)
        return x->asset->n_ids > y->asset->n_ids ? -1 : 1;
    int c = cp_str_cmp(x->file, y->file);
    return c ? c : cp_str_cmp(x->agent, y->agent);
}

/* The asset with the strongest reason keeps the id; the others are new. */
static void keep_priors(cp_arena *a, const cp_id_in *v, uint32_t n, const cp_identify_opts *opts)
{
    priors p = { .opts = opts };
    cp_map owner = { 0 }; /* id -> asset + 1 */
    int *reasons = CP_NEW_ARRAY(a, int, n);
    for (uint32_t i = 0; i < opts->n_priors; i++) {
        const cp_prior_id *x = &opts->priors[i];
        bool added;
        uint64_t *at = cp_map_put(a, &p.by_ident, ident_key(a, x->realm, &x->ident), &added);
        if (added || cp_str_cmp(x->id, opts->priors[*at].id) < 0)
            *at = i;
        *cp_map_put(a, &p.by_id, x->id, NULL) = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        cp_str id = prior_of(a, &p, &v[i], &reasons[i]);
        if (id.n == 0)
            continue;
        uint64_t *at = cp_map_put(a, &owner, id, NULL);
        if (*at && (reasons[*at - 1] < reasons[i] ||
                    (reasons[*at - 1] == reasons[i] && compare(&v[*at - 1], &v[i]) <= 0)))
            continue;
        if (*at)
            v[*at - 1].asset->id = CP_STR("");
        v[i].asset->id = id;
        *at = i + 1;
    }
}

/* --- all at once
 * -------------------------------------------------------------------------------- */

static void advance(cp_arena *a, const cp_id_in *v, uint32_t i, uint8_t *level)
{
    cp_str id = CP_STR("");
    while (id.n == 0 && *level < L_COUNT) {
        ++*level;
        id = *level < L_COUNT ? candidate(a, v, &v[i], (enum level) * level) : CP_STR("");
    }
    for (uint32_t salt = *level; id.n == 0; salt++)
        id = forced(a, v, &v[i], salt);
    v[i].asset->id = id;
}

cp_id_table cp_id_table_new(cp_arena *a, uint32_t n_max)
{
    uint32_t n = 16;
    assert(n_max < UINT32_MAX / 4);
    while (n < 2 * n_max)
        n *= 2;
    return (cp_id_table){ CP_NEW_ARRAY(a, uint32_t, n), n - 1 };
}

uint32_t *cp_id_slot(const cp_id_table *t, const cp_id_in *v, cp_str id)
{
    uint32_t i = (uint32_t)cp_map_hash(id) & t->mask;
    while (t->slots[i] && !cp_str_eq(v[t->slots[i] - 1].asset->id, id))
        i = (i + 1) & t->mask;
    return &t->slots[i];
}

/* Marks the assets whose id another has too; those without an id are passed over. */
static uint32_t find_doubles(cp_arena *a, const cp_id_in *v, uint32_t n, bool *is_double)
{
    cp_arena_mark mark = cp_arena_here(a);
    cp_id_table seen = cp_id_table_new(a, n);
    uint32_t n_doubles = 0;
    memset(is_double, 0, n * sizeof *is_double);
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].asset->id.n == 0)
            continue;
        uint32_t *at = cp_id_slot(&seen, v, v[i].asset->id);
        if (*at == 0) {
            *at = i + 1;
            continue;
        }
        n_doubles += !is_double[*at - 1] + !is_double[i];
        is_double[*at - 1] = is_double[i] = true;
    }
    cp_arena_back(a, mark);
    return n_doubles;
}

/* Devices first, then their components, whose ids may be made of theirs. Returns how many have an
 * id that another has too. */
static uint32_t settle(cp_arena *a, const cp_id_in *v, uint32_t n, bool components, uint8_t *level,
                       bool *is_double)
{
    uint32_t n_doubles;
    for (uint32_t i = 0; i < n; i++)
        if ((v[i].parent != 0) == components && v[i].asset->id.n == 0)
            advance(a, v, i, &level[i]);
    for (uint32_t round = 0;; round++) {
        n_doubles = find_doubles(a, v, n, is_double);
        if (n_doubles == 0 || round == 2 * L_COUNT)
            return n_doubles;
        for (uint32_t i = 0; i < n; i++)
            if (is_double[i] && (v[i].parent != 0) == components && level[i] != L_PRIOR)
                advance(a, v, i, &level[i]);
    }
}

static bool has_components(const cp_id_in *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i].parent)
            return true;
    return false;
}

/* One of several that are alike in everything by which ids are made: the same row twice under one
 * file name, or what a person parted. */
typedef struct alike {
    uint64_t pos, told; /* of the first thing that is told of it; of all of them */
    uint32_t index;
} alike;

static alike alike_of(const cp_id_in *v, uint32_t i)
{
    const cp_asset *as = v[i].asset;
    alike x = { .pos = UINT64_MAX, .index = i };
    for (uint32_t k = 0; k < as->n_evidence; k++) {
        const cp_evidence *e = &as->evidence[k];
        x.pos = e->pos < x.pos ? e->pos : x.pos;
        x.told += cp_hash(e->value, cp_hash(e->kind, e->pos)); /* in whatever order */
    }
    return x;
}

static int by_what_is_told(const void *p, const void *q)
{
    const alike *a = p, *b = q;
    if (a->pos != b->pos)
        return a->pos < b->pos ? -1 : 1;
    if (a->told != b->told)
        return a->told < b->told ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static void number_doubles(cp_arena *scratch, const cp_id_in *v, uint32_t n, const bool *is_double)
{
    CP_VEC(alike) doubles = { 0 };
    for (uint32_t i = 0; i < n; i++)
        if (is_double[i])
            cp_vec_push(scratch, &doubles, alike_of(v, i));
    qsort(doubles.v, doubles.n, sizeof *doubles.v, by_what_is_told);
    for (uint32_t k = 0; k < doubles.n; k++) {
        cp_asset *as = v[doubles.v[k].index].asset;
        as->id = cp_str_fmt(scratch, "%.*s-%u", CP_FMT(as->id), k + 1);
    }
}

void cp_asset_ids(cp_arena *a, cp_arena *scratch, const cp_id_in *v, uint32_t n,
                  const cp_identify_opts *opts)
{
    uint8_t *level = CP_NEW_ARRAY(scratch, uint8_t, n);
    bool *is_double = CP_NEW_ARRAY(scratch, bool, n);
    if (opts && opts->n_priors)
        keep_priors(scratch, v, n, opts);
    uint32_t n_doubles = settle(scratch, v, n, false, level, is_double);
    if (has_components(v, n))
        n_doubles = settle(scratch, v, n, true, level, is_double);
    if (n_doubles)
        number_doubles(scratch, v, n, is_double);
    for (uint32_t i = 0; i < n; i++)
        v[i].asset->id = cp_str_dup(a, v[i].asset->id);
}
