/* SPDX-License-Identifier: Apache-2.0 */
/* path_set.c - whom FROM and TO mean. */
#include "job/beside.h"
#include "job/path.h"

/* ---- prefixes */

typedef struct prefix {
    cp_ip ip;
    uint32_t bits;
} prefix;

static bool read_prefix(cp_str word, prefix *out)
{
    ptrdiff_t slash = cp_str_find_char(word, '/');
    if (slash <= 0 || !cp_ip_parse(cp_str_slice(word, 0, (size_t)slash), &out->ip))
        return false;
    return cp_str_u32(cp_str_from(word, (size_t)slash + 1), &out->bits) &&
           out->bits <= (out->ip.version == 4 ? 32u : 128u);
}

static bool is_within(const prefix *p, cp_str text)
{
    cp_ip ip;
    uint32_t whole = p->bits / 8, rest = p->bits % 8;
    if (!cp_ip_parse(text, &ip) || ip.version != p->ip.version || memcmp(ip.b, p->ip.b, whole) != 0)
        return false;
    return rest == 0 || ((ip.b[whole] ^ p->ip.b[whole]) >> (8 - rest)) == 0;
}

static bool has_address_in(const cp_asset *as, const prefix *p)
{
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == CP_IDENT_IP && is_within(p, as->ids[i].value))
            return true;
    return false;
}

/* ---- groups */

typedef struct group {
    const cp_path_model *m;
    cp_str word;
    prefix prefix;
    bool is_prefix;
} group;

static bool has_site(const cp_asset *as, cp_str site)
{
    return cp_str_eq_nocase(cp_asset_shown(as, CP_ATTR_SITE), site);
}

static bool is_meant(const group *g, const cp_answer_asset *x)
{
    cp_str rest = g->word, one;
    if (g->is_prefix)
        return has_address_in(&x->asset, &g->prefix);
    while (cp_str_cut(&rest, ',', &one)) {
        bool holds = cp_str_starts(one, CP_STR("site:")) ? has_site(&x->asset, cp_str_from(one, 5))
                                                         : cp_job_asset_matches(g->m->j->a, x, one);
        if (!holds)
            return false;
    }
    return true;
}

static bool is_group(cp_str word, group *g)
{
    ptrdiff_t colon = cp_str_find_char(word, ':');
    if (cp_str_starts(word, CP_STR("asset:")))
        return false;
    g->is_prefix = read_prefix(word, &g->prefix);
    return g->is_prefix || (colon > 0 && cp_job_is_field(cp_str_slice(word, 0, (size_t)colon)));
}

bool *cp_path_with_links(const cp_path_model *m)
{
    bool *has = CP_NEW_ARRAY(m->j->a, bool, m->things.n);
    for (uint32_t i = 0; i < m->links.n_links; i++)
        has[m->links.links[i].a] = has[m->links.links[i].b] = true;
    return has;
}

static cp_rc nobody(const cp_path_model *m, const cp_path_set *s, cp_err *err)
{
    (void)m;
    if (s->n_without)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "of %u asset%s in \"%.*s\" none has a link",
                       s->n_without, s->n_without > 1 ? "s" : "", CP_FMT(s->word));
    return cp_fail(err, CP_ENOENT, CP_NO_OFF,
                   "no asset is meant by \"%.*s\"; `cleanpath assets` lists them", CP_FMT(s->word));
}

static cp_rc gather(group *g, cp_path_set *out, cp_err *err)
{
    const cp_path_model *m = g->m;
    const bool *has_link = cp_path_with_links(m);
    CP_VEC(uint32_t) v = { 0 };
    for (uint32_t i = 0; i < m->links.n_assets; i++) {
        const cp_answer_asset *x = m->things.v[i].is_in ? cp_path_asset(m, i) : NULL;
        cp_arena_mark mark = cp_arena_here(m->j->a);
        bool holds = x && is_meant(g, x);
        cp_arena_back(m->j->a, mark);
        if (!holds)
            continue;
        if (has_link[i])
            cp_vec_push(m->j->a, &v, i);
        else
            out->n_without++;
    }
    out->things = v.v;
    out->n = v.n;
    return v.n ? CP_OK : nobody(m, out, err);
}

static uint32_t thing_of(const cp_path_model *m, const cp_answer_asset *x)
{
    uint32_t at = (uint32_t)(x - m->ans->assets), i = at;
    while (m->judged[i] != at) /* those that were left out stand before */
        i++;
    return i;
}

cp_rc cp_path_set_of(const cp_path_model *m, cp_str word, cp_path_set *out, cp_err *err)
{
    group g = { .m = m, .word = word };
    const cp_answer_asset *x;
    *out = (cp_path_set){ .word = word };
    if (word.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "an end of the path is empty");
    if (is_group(word, &g))
        return gather(&g, out, err);
    cp_rc rc = cp_job_find_asset(m->j, m->ans, word, &x, err);
    if (rc != CP_OK)
        return rc;
    uint32_t *one = CP_NEW(m->j->a, uint32_t);
    *one = thing_of(m, x);
    out->things = one;
    out->n = 1;
    out->is_one = true;
    return CP_OK;
}
