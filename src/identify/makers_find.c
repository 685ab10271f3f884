/* SPDX-License-Identifier: Apache-2.0 */
/* makers_find.c - whom a name, a number, an address or a text means: see makers.h. */
#include <string.h>
#include "identify/makers.h"
#include "identify/names.h"

static const cp_maker_set nobody = { NULL, 0 };

static cp_maker_set single(cp_maker_table *t, uint32_t maker)
{
    uint32_t *v = CP_NEW(t->a, uint32_t);
    *v = maker;
    return (cp_maker_set){ v, 1 };
}

static bool is_false_friend(const cp_maker_table *t, cp_str norm, uint32_t maker)
{
    return cp_map_get(&t->false_friends, cp_maker_friend_key(t->a, norm, t->m.v[maker].id)) != NULL;
}

/* A brand's name in a registry is the name of some company, maybe of another house. */
static bool usable(uint64_t value, bool is_registrant) { return !(is_registrant && (value & 1)); }

static bool find_listed(cp_maker_table *t, const cp_str name[2], const cp_str cmp[2],
                        bool is_registrant, uint32_t *out)
{
    const uint64_t *at = cp_map_get(&t->exact, name[0]);
    cp_str norm[2];
    if (at) {
        *out = (uint32_t)(*at / 2);
        return true;
    }
    for (int i = 0; i < 2; i++) {
        norm[i] = cp_name_norm(t->a, name[i]);
        at = cp_map_get(&t->by_norm, norm[i]);
        if (at && usable(*at, is_registrant)) {
            *out = (uint32_t)(*at / 2);
            return true;
        }
    }
    for (int i = 0; i < 2; i++) {
        at = cp_map_get(&t->by_cmp, cmp[i]);
        if (at && usable(*at, is_registrant) && !is_false_friend(t, norm[0], (uint32_t)(*at / 2)) &&
            !is_false_friend(t, norm[1], (uint32_t)(*at / 2))) {
            *out = (uint32_t)(*at / 2);
            return true;
        }
    }
    return false;
}

/* The maker that a registered name makes by itself. */
static bool derive(cp_maker_table *t, cp_str registrant, uint32_t *out)
{
    cp_str id = cp_name_slug(t->a, &t->legal, registrant);
    const uint64_t *at = cp_map_get(&t->m.by_id, id);
    if (at && t->m.v[*at].is_listed) {
        id = cp_str_fmt(t->a, "%.*s-unlisted", CP_FMT(id));
        at = cp_map_get(&t->m.by_id, id);
    }
    if (id.n == 0)
        return false;
    if (at) {
        *out = (uint32_t)*at;
        return true;
    }
    if (t->m.n == t->cap)
        t->m.v = cp_vec_more(t->a, t->m.v, &t->cap, sizeof *t->m.v);
    *out = t->m.n++;
    t->m.v[*out] = (cp_maker){ .id = id, .name = registrant };
    *cp_map_put(t->a, &t->m.by_id, id, NULL) = *out;
    return true;
}

static uint32_t resolve(cp_maker_table *t, cp_str s, bool is_registrant);

/* A name in two scripts, if both parts mean the same maker: "Acme 某某". */
static uint32_t resolve_parts(cp_maker_table *t, cp_str s)
{
    cp_str part[2];
    if (!cp_name_scripts(t->a, s, part))
        return 0;
    uint32_t x = resolve(t, part[0], false), y = x ? resolve(t, part[1], false) : 0;
    bool is_one = x && y && t->sets.v[x - 1].n == 1 && t->sets.v[y - 1].n == 1;
    return is_one && t->sets.v[x - 1].v[0] == t->sets.v[y - 1].v[0] ? x : 0;
}

/* The number of the set + 1, or 0. */
static uint32_t resolve(cp_maker_table *t, cp_str s, bool is_registrant)
{
    const cp_str name[2] = { s, cp_name_registrant(s) };
    const cp_str cmp[2] = { cp_name_cmp(t->a, &t->legal, name[0]),
                            cp_name_cmp(t->a, &t->legal, name[1]) };
    uint32_t maker;
    if (cmp[0].n == 0 || cp_map_get(&t->nobody, cmp[0]) || cp_map_get(&t->nobody, cmp[1]))
        return 0;
    for (int i = 0; i < 2; i++) {
        const uint64_t *group = cp_map_get(&t->ambiguous_names, cmp[i]);
        if (group)
            return (uint32_t)*group + 1;
    }
    if (find_listed(t, name, cmp, is_registrant, &maker) ||
        (is_registrant && derive(t, name[1], &maker))) {
        cp_vec_push(t->a, &t->sets, single(t, maker));
        return t->sets.n;
    }
    return is_registrant ? 0 : resolve_parts(t, s);
}

cp_maker_set cp_makers_resolve(cp_maker_table *t, cp_str name, bool is_registrant)
{
    cp_map *resolved = &t->resolved[is_registrant];
    const uint64_t *at = cp_map_get(resolved, name);
    if (at)
        return *at ? t->sets.v[*at - 1] : nobody;
    uint32_t set = resolve(t, name, is_registrant);
    *cp_map_put(t->a, resolved, cp_str_dup(t->a, name), NULL) = set;
    return set ? t->sets.v[set - 1] : nobody;
}

static void fill_registrants(cp_maker_table *t, const cp_registry *reg)
{
    for (uint32_t k = 0; k < reg->tables.n; k++)
        for (int set = 0; set < CP_REG_COUNT; set++) {
            const cp_registered_set *v = &reg->tables.v[k].sets[set];
            for (uint32_t i = 0; i < v->n; i++) {
                cp_arena_mark mark = cp_arena_here(t->a);
                cp_str cmp =
                    cp_name_cmp(t->a, &t->legal, cp_name_registrant(cp_registered_org(v, i)));
                if (cp_map_get(&t->registrants, cmp))
                    cp_arena_back(t->a, mark);
                else
                    *cp_map_put(t->a, &t->registrants, cmp, NULL) = 1;
            }
        }
}

cp_maker_set cp_makers_resolve_written(cp_maker_table *t, const cp_registry *reg, cp_str name)
{
    cp_maker_set s = cp_makers_resolve(t, name, false);
    cp_str cmp = cp_name_cmp(t->a, &t->legal, name);
    if (s.n || cmp.n == 0)
        return s;
    if (t->registrants.n == 0)
        fill_registrants(t, reg);
    return cp_map_get(&t->registrants, cmp) ? cp_makers_resolve(t, name, true) : nobody;
}

static const cp_literal_arc *arc_of(cp_maker_table *t, cp_maker_set who, cp_str oid)
{
    if (who.n == 0)
        return NULL;
    cp_literal_arc *arc = CP_NEW(t->a, cp_literal_arc);
    *arc = (cp_literal_arc){ who, 1.0, oid, { 0 }, { 0 }, { 0 } };
    return arc;
}

/* 1.3.6.1.4.1.N by the makers' numbers, or by the registry. */
static const cp_literal_arc *find_pen(cp_maker_table *t, const cp_registry *reg, cp_str oid,
                                      cp_str pen)
{
    const uint64_t *at = cp_map_get(&t->ambiguous_pens, pen);
    uint64_t number;
    cp_str org;
    if (at)
        return arc_of(t, t->sets.v[*at], oid);
    at = cp_map_get(&t->pens, pen);
    if (at)
        return arc_of(t, single(t, (uint32_t)*at), oid);
    if (cp_str_u64(pen, &number) && cp_registry_pen(reg, number, &org))
        return arc_of(t, cp_makers_resolve(t, org, true), oid);
    return NULL;
}

const cp_literal_arc *cp_makers_oid(cp_maker_table *t, const cp_registry *reg, cp_str oid)
{
    static const cp_str enterprises = CP_STR_INIT("1.3.6.1.4.1.");
    for (size_t i = 0; i < oid.n; i++)
        if ((oid.p[i] < '0' || oid.p[i] > '9') && oid.p[i] != '.')
            return NULL;
    for (cp_str prefix = oid; prefix.n;) {
        const uint64_t *at = cp_map_get(&t->arcs, prefix);
        if (at)
            return &t->arc_v.v[*at];
        cp_str pen = cp_str_from(prefix, enterprises.n);
        if (cp_str_starts(prefix, enterprises) && pen.n && cp_str_find_char(pen, '.') < 0) {
            const cp_literal_arc *arc = find_pen(t, reg, prefix, pen);
            if (arc)
                return arc;
        }
        while (prefix.n && prefix.p[prefix.n - 1] != '.')
            prefix.n--;
        if (prefix.n)
            prefix.n--;
    }
    return NULL;
}

cp_maker_set cp_makers_registrant(cp_maker_table *t, const cp_registry *reg, cp_str oid)
{
    static const cp_str enterprises = CP_STR_INIT("1.3.6.1.4.1.");
    cp_str rest = cp_str_from(oid, enterprises.n), pen = CP_STR(""), org;
    uint64_t number;
    (void)cp_str_cut(&rest, '.', &pen);
    if (!cp_str_starts(oid, enterprises) || !cp_str_u64(pen, &number) ||
        !cp_registry_pen(reg, number, &org))
        return nobody;
    return cp_makers_resolve(t, org, true);
}

static bool is_placeholder(const cp_maker_table *t, cp_mac mac)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * sizeof mac.b];
    for (size_t i = 0; i < sizeof hex; i++)
        hex[i] = digits[i % 2 ? mac.b[i / 2] & 15 : mac.b[i / 2] >> 4];
    for (uint32_t i = 0; i < t->placeholder_macs.n; i++)
        if (cp_str_starts((cp_str){ hex, sizeof hex }, t->placeholder_macs.v[i]))
            return true;
    return false;
}

cp_maker_set cp_makers_mac(cp_maker_table *t, const cp_registry *reg, cp_mac mac)
{
    cp_str org;
    bool all_equal = true;
    int bits;
    for (size_t i = 1; i < sizeof mac.b; i++)
        all_equal = all_equal && mac.b[i] == mac.b[0];
    if (cp_mac_is_local(mac) || cp_mac_is_group(mac) || all_equal)
        return nobody;
    if (is_placeholder(t, mac))
        return nobody;
    return cp_registry_mac(reg, mac, &org, &bits) ? cp_makers_resolve(t, org, true) : nobody;
}

/* A block that was sold on in pieces is nobody's as a whole: the first piece answers for itself. */
cp_maker_set cp_makers_oui(cp_maker_table *t, const cp_registry *reg, cp_str oui)
{
    cp_mac mac;
    cp_str org, text = cp_str_fmt(t->a, "%.*s:00:00:01", CP_FMT(oui));
    int bits;
    if (!cp_mac_parse(text, &mac) || !cp_registry_mac(reg, mac, &org, &bits) || bits != 24)
        return nobody;
    return cp_makers_mac(t, reg, mac);
}

bool cp_makers_is_default_name(const cp_maker_table *t, cp_str name)
{
    cp_arena *scratch = cp_arena_new(0);
    bool is = cp_map_get(&t->default_names, cp_str_lower(scratch, cp_str_trim(name))) != NULL;
    cp_arena_free(scratch);
    return is;
}

bool cp_makers_is_module(const cp_maker_table *t, cp_maker_set who)
{
    return who.n && cp_map_get(&t->modules, t->m.v[who.v[0]].id) != NULL;
}

cp_maker_set cp_makers_text_group(cp_maker_table *t, uint32_t maker)
{
    const uint64_t *at = cp_map_get(&t->ambiguous_texts, t->m.v[maker].id);
    return at ? t->sets.v[*at] : single(t, maker);
}

/* The longest text name with which s begins. */
static bool name_at(const cp_maker_table *t, cp_str s, cp_str *name, uint32_t *maker)
{
    cp_str first = cp_str_slice(s, 0, cp_words_end(s, 1));
    const uint64_t *longest = cp_map_get(&t->text_first, first);
    for (uint64_t n = longest ? *longest : 0; n > 0; n--) {
        *name = cp_str_slice(s, 0, cp_words_end(s, n));
        const uint64_t *at = name->n ? cp_map_get(&t->text_names, *name) : NULL;
        if (at) {
            *maker = (uint32_t)*at;
            return true;
        }
    }
    return false;
}

static bool is_lead(cp_str word)
{
    static const cp_str leads[] = { CP_STR_INIT("the"), CP_STR_INIT("welcome"), CP_STR_INIT("to"),
                                    CP_STR_INIT("copyright"), CP_STR_INIT("c") };
    uint64_t x;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (cp_str_eq(word, leads[i]))
            return true;
    return cp_str_u64(word, &x);
}

cp_maker_set cp_makers_in_text(cp_maker_table *t, cp_str text, bool *is_start, cp_str *name)
{
    cp_str s = cp_name_norm(t->a, text), found;
    uint32_t maker, first = 0, n_found = 0;
    bool leading = true;
    while (s.n) {
        size_t skip = cp_words_end(s, 1);
        if (name_at(t, s, &found, &maker))
            skip = found.n;
        else
            maker = CP_TEXT_OF_NOBODY;
        if (maker != CP_TEXT_OF_NOBODY) {
            if (n_found == 0) {
                first = maker;
                *name = found;
                *is_start = leading;
            }
            n_found++;
            if (*is_start)
                break;
            if (maker != first)
                return nobody;
        }
        leading = leading && is_lead(cp_str_slice(s, 0, skip));
        s = cp_str_from(s, skip < s.n ? skip + 1 : s.n);
    }
    return n_found ? single(t, first) : nobody;
}

static bool word_in(cp_str norm, cp_str word)
{
    for (cp_str s = norm; word.n && s.n >= word.n;) {
        ptrdiff_t at = cp_str_find(s, word);
        if (at < 0)
            return false;
        const char *p = s.p + at, *end = p + word.n;
        if ((p == norm.p || p[-1] == ' ') && (end == norm.p + norm.n || *end == ' '))
            return true;
        s = cp_str_from(s, (size_t)at + 1);
    }
    return false;
}

bool cp_makers_is_friend_in(const cp_maker_table *t, uint32_t maker, cp_str norm)
{
    for (uint32_t i = 0; i < t->friends.n; i++)
        if (t->friends.v[i].maker == maker && word_in(norm, t->friends.v[i].cmp))
            return true;
    return false;
}

cp_str cp_makers_brand(cp_maker_table *t, uint32_t maker, cp_str norm)
{
    const cp_maker *m = &t->m.v[maker];
    cp_str found = CP_STR("");
    cp_arena_mark mark = cp_arena_here(t->a);
    for (uint32_t i = 0; i < m->n_brands && found.n == 0; i++)
        if (cp_str_eq(cp_name_norm(t->a, m->brands[i]), norm))
            found = m->brands[i];
    cp_arena_back(t->a, mark);
    return found;
}

/* The words of a maker, worked out once: the texts of a million assets are asked for them. */
static const cp_maker_words *words_of(cp_maker_table *t, uint32_t maker)
{
    while (t->words.n <= maker)
        (void)cp_vec_add(t->a, &t->words);
    cp_maker_words *w = &t->words.v[maker];
    if (w->is_done)
        return w;
    const cp_maker *m = &t->m.v[maker];
    CP_VEC(cp_str) v = { 0 };
    cp_str rest = cp_name_cmp(t->a, &t->legal, m->name), first = CP_STR("");
    (void)cp_str_cut(&rest, ' ', &first);
    if (first.n >= 4 && !cp_map_get(&t->common_words, first))
        cp_vec_push(t->a, &v, first);
    for (uint32_t i = 0; m->is_listed && i < t->text_names.n; i++)
        if (t->text_names.items[i].value == maker)
            cp_vec_push(t->a, &v, t->text_names.items[i].key);
    *w = (cp_maker_words){ v.v, v.n, true };
    return w;
}

bool cp_makers_word_in(cp_maker_table *t, uint32_t maker, cp_str norm)
{
    const cp_maker_words *w = words_of(t, maker);
    for (uint32_t i = 0; i < w->n; i++)
        if (word_in(norm, w->v[i]))
            return true;
    return false;
}
