/* SPDX-License-Identifier: Apache-2.0 */
/* duplicates.c - see duplicates.h. Assets are gathered under each of their names and identifiers;
 * those that meet are compared. */
#include "identify/duplicates.h"
#include <stdlib.h>
#include "identify/names.h"

static const struct {
    const char *name;
    int weight;
} signs[] = {
#define ROW(id, name, weight) [CP_DUPLICATE_##id] = { name, weight },
    CP_DUPLICATE_SIGNS(ROW)
#undef ROW
};

enum { MEETING_MAX = 16 }; /* assets of one name: with more it says nothing about two of them */

#define NOT_KEPT UINT64_MAX

typedef struct meeting {
    uint32_t v[MEETING_MAX];
    uint32_t n; /* may exceed MEETING_MAX */
    cp_duplicate_sign sign;
    cp_ident shared;
} meeting;

typedef struct finder {
    cp_arena *a;
    const cp_asset *assets;
    cp_map by_key;  /* -> meeting */
    cp_map by_pair; /* two indexes -> duplicate */
    CP_VEC(meeting) meetings;
    CP_VEC(cp_duplicate) found;
} finder;

const char *cp_duplicate_sign_name(cp_duplicate_sign s)
{
    assert(s < CP_DUPLICATE_COUNT);
    return signs[s].name;
}

int cp_duplicate_sign_weight(cp_duplicate_sign s)
{
    assert(s < CP_DUPLICATE_COUNT);
    return signs[s].weight;
}

static void meet(finder *f, cp_duplicate_sign sign, cp_str key, const cp_ident *shared,
                 uint32_t asset)
{
    bool added;
    uint64_t *at = cp_map_put(f->a, &f->by_key, key, &added);
    if (added) {
        *at = f->meetings.n;
        *cp_vec_add(f->a, &f->meetings) = (meeting){ .sign = sign };
        if (shared)
            f->meetings.v[*at].shared = *shared;
    }
    meeting *m = &f->meetings.v[*at];
    if (m->n && m->n <= MEETING_MAX && m->v[m->n - 1] == asset)
        return;
    if (m->n < MEETING_MAX)
        m->v[m->n] = asset;
    m->n++;
}

/* Host names with and without their domain are one. An address that stands for a name has none. */
static cp_str short_name(cp_arena *a, cp_str name)
{
    cp_ip ip;
    name = cp_str_trim(name);
    ptrdiff_t dot = cp_ip_parse(name, &ip) ? -1 : cp_str_find_char(name, '.');
    return cp_str_lower(a, dot > 0 ? cp_str_slice(name, 0, (size_t)dot) : name);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* "AGG_North 01" and "agg-north1" are spellings of one name; "agg-1-1" and "agg-11" are two. */
static cp_str plain_name(cp_arena *a, cp_str name)
{
    cp_str s = short_name(a, name);
    cp_buf b = cp_buf_new(a);
    char last = '\0';
    bool is_parted = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!is_word(c)) {
            is_parted = true;
            continue;
        }
        if (is_parted && is_digit(last) && is_digit(c))
            cp_buf_char(&b, '-');
        bool is_leading = c == '0' && (!is_digit(last) || is_parted);
        if (!is_leading || i + 1 == s.n || !is_digit(s.p[i + 1]))
            cp_buf_char(&b, c);
        is_parted = false;
        last = is_leading && i + 1 < s.n && is_digit(s.p[i + 1]) ? '\0' : c;
    }
    return cp_buf_str(&b);
}

static cp_str plain_serial(cp_arena *a, cp_str serial)
{
    cp_str s = cp_str_lower(a, serial);
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < s.n; i++)
        if (is_word(s.p[i]))
            cp_buf_char(&b, s.p[i]);
    return cp_buf_str(&b);
}

static bool is_of_world(cp_ident_kind k)
{
    return k == CP_IDENT_SERIAL || k == CP_IDENT_MAC || k == CP_IDENT_ENGINE_ID;
}

static bool is_sign(cp_ident_kind k)
{
    return is_of_world(k) || k == CP_IDENT_IP || k == CP_IDENT_CHASSIS;
}

static void meet_name(finder *f, cp_str realm, cp_str name, uint32_t i)
{
    cp_str plain = plain_name(f->a, name);
    meet(f, CP_DUPLICATE_NAME,
         cp_str_fmt(f->a, "n %.*s\n%.*s", CP_FMT(realm), CP_FMT(short_name(f->a, name))), NULL, i);
    if (plain.n)
        meet(f, CP_DUPLICATE_SPELLING,
             cp_str_fmt(f->a, "p %.*s\n%.*s", CP_FMT(realm), CP_FMT(plain)), NULL, i);
}

static void gather(finder *f, uint32_t i)
{
    enum { SERIAL_BYTES_MIN = 6 };
    const cp_asset *as = &f->assets[i];
    const cp_claim *name = cp_asset_claim(as, CP_ATTR_NAME);
    if (name)
        meet_name(f, as->realm, name->value, i);
    for (uint32_t k = 0; k < as->n_ids; k++) {
        const cp_ident *id = &as->ids[k];
        cp_str realm = is_of_world(id->kind) ? CP_STR("") : as->realm;
        if (id->kind == CP_IDENT_HOSTNAME)
            meet_name(f, as->realm, id->value, i);
        else if (is_sign(id->kind))
            meet(f, CP_DUPLICATE_IDENTIFIER,
                 cp_str_fmt(f->a, "%d %.*s\n%.*s", (int)id->kind, CP_FMT(realm),
                            CP_FMT(cp_str_lower(f->a, id->value))),
                 id, i);
        cp_str plain = id->kind == CP_IDENT_SERIAL ? plain_serial(f->a, id->value) : CP_STR("");
        if (plain.n >= SERIAL_BYTES_MIN)
            meet(f, CP_DUPLICATE_SERIAL, cp_str_fmt(f->a, "s %.*s", CP_FMT(plain)), NULL, i);
    }
}

/* ONUs are components of their OLT. */
static void gather_pon(finder *f, uint32_t i)
{
    const cp_asset *as = &f->assets[i];
    cp_str kind = cp_str_c(cp_kind_name(CP_KIND_GPON_SERIAL));
    for (uint32_t k = 0; k < as->n_evidence; k++)
        if (cp_str_eq(as->evidence[k].kind, kind))
            meet(f, CP_DUPLICATE_PON_SERIAL,
                 cp_str_fmt(f->a, "o %.*s\n%.*s", CP_FMT(as->realm), CP_FMT(as->evidence[k].value)),
                 NULL, i);
}

static void gather_place(finder *f, uint32_t i)
{
    const cp_asset *as = &f->assets[i];
    const cp_claim *name = cp_asset_claim(as, CP_ATTR_NAME);
    if (name)
        meet(f, CP_DUPLICATE_PLACE,
             cp_str_fmt(f->a, "c %.*s\n%.*s", CP_FMT(as->parent),
                        CP_FMT(cp_str_lower(f->a, cp_str_trim(name->value)))),
             NULL, i);
}

/* Who tells of both of them tells two apart. */
static bool has_common_source(const cp_asset *x, const cp_asset *y)
{
    uint32_t i = 0, k = 0;
    while (i < x->n_sources && k < y->n_sources && x->sources[i] != y->sources[k])
        if (x->sources[i] < y->sources[k])
            i++;
        else
            k++;
    return i < x->n_sources && k < y->n_sources;
}

/* Have both some, and none in common? */
static bool differ(const cp_asset *x, const cp_asset *y, cp_ident_kind kind)
{
    bool has_x = false, has_y = false;
    for (uint32_t i = 0; i < x->n_ids; i++)
        has_x = has_x || x->ids[i].kind == kind;
    for (uint32_t k = 0; k < y->n_ids; k++) {
        has_y = has_y || y->ids[k].kind == kind;
        for (uint32_t i = 0; y->ids[k].kind == kind && i < x->n_ids; i++)
            if (x->ids[i].kind == kind && cp_str_eq_nocase(x->ids[i].value, y->ids[k].value))
                return false;
    }
    return has_x && has_y;
}

/* "https://server/api/devices/" of "https://server/api/devices/7/"; "" if it does not end so. */
static cp_str list_of(cp_str ref)
{
    if (cp_str_ends(ref, CP_STR("/")))
        ref.n--;
    size_t n = ref.n;
    while (n && is_digit(ref.p[n - 1]))
        n--;
    return n < ref.n && n && ref.p[n - 1] == '/' ? cp_str_slice(ref, 0, n) : CP_STR("");
}

/* Does one register have both of them, as two? */
static bool has_other_ref(const cp_asset *x, const cp_asset *y)
{
    for (uint32_t i = 0; i < x->n_ids; i++)
        for (uint32_t k = 0; k < y->n_ids; k++) {
            cp_str list = x->ids[i].kind == CP_IDENT_REF ? list_of(x->ids[i].value) : CP_STR("");
            if (list.n && y->ids[k].kind == CP_IDENT_REF &&
                cp_str_eq(list, list_of(y->ids[k].value)))
                return differ(x, y, CP_IDENT_REF);
        }
    return false;
}

static bool other_claim(const cp_asset *x, const cp_asset *y, cp_attr attr)
{
    cp_str p = cp_asset_shown(x, attr), q = cp_asset_shown(y, attr);
    return p.n && q.n && !cp_str_eq_nocase(p, q);
}

static bool same_claim(const cp_asset *x, const cp_asset *y, cp_attr attr)
{
    cp_str p = cp_asset_shown(x, attr), q = cp_asset_shown(y, attr);
    return p.n && cp_str_eq_nocase(p, q);
}

static bool same_product(cp_arena *a, const cp_asset *x, const cp_asset *y)
{
    cp_str p = cp_name_norm(a, cp_asset_shown(x, CP_ATTR_PRODUCT));
    cp_str q = cp_name_norm(a, cp_asset_shown(y, CP_ATTR_PRODUCT));
    return p.n && q.n && (cp_str_has(p, q) || cp_str_has(q, p));
}

static uint32_t compare(finder *f, const cp_asset *p, const cp_asset *q)
{
    const struct {
        cp_duplicate_sign sign;
        bool holds;
    } v[] = {
        { CP_DUPLICATE_MAKER, same_claim(p, q, CP_ATTR_MAKER) },
        { CP_DUPLICATE_SITE, same_claim(p, q, CP_ATTR_SITE) },
        { CP_DUPLICATE_PRODUCT, same_product(f->a, p, q) },
        { CP_DUPLICATE_OTHER_SERIAL, differ(p, q, CP_IDENT_SERIAL) },
        { CP_DUPLICATE_OTHER_CHASSIS, differ(p, q, CP_IDENT_CHASSIS) },
        { CP_DUPLICATE_OTHER_MAKER, other_claim(p, q, CP_ATTR_MAKER) },
        { CP_DUPLICATE_OTHER_SITE, other_claim(p, q, CP_ATTR_SITE) },
        { CP_DUPLICATE_OTHER_REF, has_other_ref(p, q) },
    };
    uint32_t bits = 0;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        bits |= (uint32_t)v[i].holds << v[i].sign;
    return bits;
}

static void add_pair(finder *f, uint32_t x, uint32_t y, const meeting *m)
{
    bool added;
    uint32_t lo = x < y ? x : y, hi = x < y ? y : x;
    if (m->sign == CP_DUPLICATE_PLACE && has_common_source(&f->assets[lo], &f->assets[hi]))
        return;
    uint64_t *at = cp_map_put(f->a, &f->by_pair, cp_str_fmt(f->a, "%u %u", lo, hi), &added);
    if (added && f->found.n >= CP_DUPLICATES_MAX)
        *at = NOT_KEPT;
    else if (added) {
        uint32_t bits = compare(f, &f->assets[lo], &f->assets[hi]);
        *at = f->found.n;
        cp_vec_push(f->a, &f->found, ((cp_duplicate){ .a = lo, .b = hi, .signs = bits }));
    }
    if (*at == NOT_KEPT)
        return;
    cp_duplicate *d = &f->found.v[*at];
    d->signs |= 1u << m->sign;
    if (m->shared.value.n && d->shared.value.n == 0)
        d->shared = m->shared;
}

static int by_weight(const void *x, const void *y)
{
    const cp_duplicate *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

/* What is the same, and the same in another spelling, is the same. */
static cp_duplicate weighed(cp_duplicate d)
{
    if (d.signs >> CP_DUPLICATE_NAME & 1)
        d.signs &= ~(1u << CP_DUPLICATE_SPELLING);
    bool is_serial = d.signs >> CP_DUPLICATE_IDENTIFIER & 1 && d.shared.kind == CP_IDENT_SERIAL;
    if (is_serial)
        d.signs &= ~(1u << CP_DUPLICATE_SERIAL);
    if (d.signs >> CP_DUPLICATE_SERIAL & 1)
        d.signs &= ~(1u << CP_DUPLICATE_OTHER_SERIAL);
    for (unsigned s = 0; s < CP_DUPLICATE_COUNT; s++)
        if (d.signs >> s & 1)
            d.weight += signs[s].weight;
    return d;
}

const cp_duplicate *cp_duplicates(cp_arena *a, const cp_asset *assets, uint32_t n_assets,
                                  uint32_t *n_out)
{
    finder f = { .a = a, .assets = assets };
    for (uint32_t i = 0; i < n_assets; i++) {
        gather_pon(&f, i);
        if (assets[i].parent.n == 0)
            gather(&f, i);
        else
            gather_place(&f, i);
    }
    for (uint32_t k = 0; k < f.meetings.n; k++) {
        const meeting *m = &f.meetings.v[k];
        for (uint32_t x = 0; m->n <= MEETING_MAX && x < m->n; x++)
            for (uint32_t y = x + 1; y < m->n; y++)
                if (m->v[x] != m->v[y])
                    add_pair(&f, m->v[x], m->v[y], m);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < f.found.n; i++) {
        cp_duplicate d = weighed(f.found.v[i]);
        if (d.weight >= CP_DUPLICATE_WEIGHT_MIN)
            f.found.v[n++] = d;
    }
    f.found.n = n;
    if (f.found.n)
        qsort(f.found.v, f.found.n, sizeof *f.found.v, by_weight);
    *n_out = f.found.n;
    return f.found.v;
}
