/* SPDX-License-Identifier: Apache-2.0 */
/* refer.c - see inside.h: assets, links and conflicts that name other assets. Ids are known last,
 * so all of it is told then. */
#include <stdlib.h>
#include "identify/inside.h"

enum { OTHERS_SHOWN = 4 }; /* ids named in one line of evidence */

typedef cp_identify_job job;
typedef cp_asset_names names;

/* As tables show it: what acts on a terminal is replaced in them, and they come back as tables. */
static cp_str name_key(cp_arena *a, cp_str realm, cp_str name)
{
    name = cp_text_safe(a, cp_str_trim(name));
    return cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(realm), CP_FMT(cp_str_lower(a, name)));
}

/* What stands for two stands for nobody. */
static void put(job *j, cp_map *m, cp_str realm, cp_str name, uint32_t asset)
{
    bool added;
    uint64_t *at = cp_map_put(j->scratch, m, name_key(j->scratch, realm, name), &added);
    *at = added || *at == asset + 1 ? asset + 1 : 0;
}

/* host.domain.tld: three labels or more, the last without digits. Fewer may be a way to name ports
 * or sites. */
static bool has_domain(cp_str name)
{
    size_t n_dots = 0, last = 0;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '.') {
            n_dots++;
            last = i;
        }
    for (size_t i = last + 1; i < name.n; i++)
        if (!((name.p[i] | 0x20) >= 'a' && (name.p[i] | 0x20) <= 'z'))
            return false;
    return n_dots >= 2 && last + 1 < name.n && name.p[0] != '.';
}

static cp_str first_label(cp_str name)
{
    return cp_str_slice(name, 0, (size_t)cp_str_find_char(name, '.'));
}

static void put_name(job *j, names *m, cp_str realm, cp_str name, uint32_t asset)
{
    put(j, &m->by_name, realm, name, asset);
    name = cp_str_trim(name);
    if (has_domain(name))
        put(j, &m->by_label, realm, first_label(name), asset);
}

static bool is_anybody_named(const job *j)
{
    bool is_named = j->s->links.n > 0 || j->s->ties.n > 0 || j->s->states.n > 0;
    for (uint32_t i = 0; i < j->assets.n && !is_named; i++)
        is_named = cp_asset_claim(&j->assets.v[i], CP_ATTR_PARENT) != NULL;
    return is_named;
}

static cp_str file_key(cp_arena *a, uint32_t source, cp_str realm, cp_str name)
{
    return cp_str_fmt(a, "%u %.*s", source, CP_FMT(name_key(a, realm, name)));
}

/* Two exports of one network may tell of two devices of one name, and each means its own. */
static void put_in_files(job *j, names *m, const cp_asset *as, cp_str name, uint32_t asset)
{
    const uint64_t *at = cp_map_get(&m->by_name, name_key(j->scratch, as->realm, name));
    for (uint32_t i = 0; at && *at == 0 && i < as->n_sources; i++) {
        bool added;
        cp_str key = file_key(j->scratch, as->sources[i], as->realm, name);
        uint64_t *in_file = cp_map_put(j->scratch, &m->by_file, key, &added);
        *in_file = added || *in_file == asset + 1 ? asset + 1 : 0;
    }
}

static void index_files(job *j, names *m)
{
    for (uint32_t i = 0; i < j->assets.n; i++) {
        const cp_asset *as = &j->assets.v[i];
        const cp_claim *name = cp_asset_claim(as, CP_ATTR_NAME);
        if (j->ids.v[i].parent)
            continue;
        if (name)
            put_in_files(j, m, as, name->value, i);
        for (uint32_t k = 0; k < as->n_ids; k++)
            if (as->ids[k].kind == CP_IDENT_HOSTNAME)
                put_in_files(j, m, as, as->ids[k].value, i);
    }
}

/* Ids under which an asset was known before a table said that it is one with another. */
typedef struct former_id {
    uint32_t asset;
    cp_str id;
} former_id;

static int by_asset_and_id(const void *x, const void *y)
{
    const former_id *a = x, *b = y;
    return a->asset != b->asset ? (a->asset < b->asset ? -1 : 1) : cp_str_cmp(a->id, b->id);
}

static uint32_t add_former(const job *j, const names *m, former_id *v, uint32_t n, uint32_t subject,
                           cp_str id)
{
    uint32_t device = j->device_of[j->join.group_of[subject]];
    if (device == 0 || id.n == 0 || *cp_id_slot(&m->by_id, j->ids.v, id))
        return n; /* its own, or somebody has it now */
    v[n] = (former_id){ device - 1, id };
    return n + 1;
}

static void keep_other_ids(job *j, const names *m)
{
    uint32_t n = 0;
    former_id *v = CP_NEW_ARRAY(j->scratch, former_id, 2 * (size_t)j->said.n_pairs);
    for (uint32_t i = 0; i < j->said.n_pairs; i++) {
        n = add_former(j, m, v, n, j->said.pairs[i].a, j->said.pairs[i].id_a);
        n = add_former(j, m, v, n, j->said.pairs[i].b, j->said.pairs[i].id_b);
    }
    if (n)
        qsort(v, n, sizeof *v, by_asset_and_id);
    for (uint32_t i = 0, end; i < n; i = end) {
        cp_asset *as = &j->assets.v[v[i].asset];
        for (end = i; end < n && v[end].asset == v[i].asset;)
            end++;
        cp_str *ids = CP_NEW_ARRAY(j->a, cp_str, end - i);
        for (uint32_t k = i; k < end; k++)
            if (k == i || !cp_str_eq(v[k].id, v[k - 1].id))
                ids[as->n_other_ids++] = cp_str_dup(j->a, v[k].id);
        as->other_ids = ids;
    }
}

void cp_refer_index(job *j, names *m)
{
    if (!is_anybody_named(j))
        return;
    m->by_id = cp_id_table_new(j->scratch, j->assets.n);
    for (uint32_t i = 0; i < j->assets.n; i++) {
        const cp_asset *as = &j->assets.v[i];
        *cp_id_slot(&m->by_id, j->ids.v, as->id) = i + 1;
        if (j->ids.v[i].parent)
            continue;
        const cp_claim *name = cp_asset_claim(as, CP_ATTR_NAME);
        if (name)
            put_name(j, m, as->realm, name->value, i);
        for (uint32_t k = 0; k < as->n_ids; k++)
            if (as->ids[k].kind == CP_IDENT_HOSTNAME)
                put_name(j, m, as->realm, as->ids[k].value, i);
    }
    index_files(j, m);
    keep_other_ids(j, m);
    for (uint32_t i = 0; i < j->assets.n; i++)
        for (uint32_t k = 0; k < j->assets.v[i].n_other_ids; k++)
            put(j, &m->by_name, j->assets.v[i].realm, j->assets.v[i].other_ids[k], i);
}

static uint32_t find(const job *j, const cp_map *m, cp_str realm, cp_str name)
{
    cp_arena_mark mark = cp_arena_here(j->w.scratch);
    const uint64_t *at = cp_map_get(m, name_key(j->w.scratch, realm, name));
    cp_arena_back(j->w.scratch, mark);
    return at ? (uint32_t)*at : 0;
}

static uint32_t find_named(const job *j, const names *m, cp_str realm, cp_str name)
{
    uint32_t asset = *cp_id_slot(&m->by_id, j->ids.v, name);
    return asset ? asset : find(j, &m->by_name, realm, name);
}

/* One of the two has a domain. */
static uint32_t find_by_label(const job *j, const names *m, cp_str realm, cp_str name)
{
    name = cp_str_trim(name);
    return has_domain(name) ? find(j, &m->by_name, realm, first_label(name))
                            : find(j, &m->by_label, realm, name);
}

/* Whom the files that tell of it mean; of several the one with the smallest id, whatever the order
 * in which they were read. */
static uint32_t find_in_files(const job *j, const names *m, const cp_asset *as, cp_str name)
{
    uint32_t best = 0;
    for (uint32_t i = 0; m->by_file.n && i < as->n_sources; i++) {
        cp_arena_mark mark = cp_arena_here(j->w.scratch);
        const uint64_t *at =
            cp_map_get(&m->by_file, file_key(j->w.scratch, as->sources[i], as->realm, name));
        cp_arena_back(j->w.scratch, mark);
        uint32_t asset = at ? (uint32_t)*at : 0;
        if (asset &&
            (best == 0 || cp_str_cmp(j->assets.v[asset - 1].id, j->assets.v[best - 1].id) < 0))
            best = asset;
    }
    return best;
}

void cp_refer_parents(job *j, const names *m)
{
    for (uint32_t i = 0; i < j->assets.n; i++) {
        cp_asset *as = &j->assets.v[i];
        const cp_claim *c = cp_asset_claim(as, CP_ATTR_PARENT);
        uint32_t parent = j->ids.v[i].parent;
        if (parent == 0 && c)
            parent = find_named(j, m, as->realm, c->value);
        if (parent == 0 && c)
            parent = find_in_files(j, m, as, c->value);
        as->parent = parent && parent - 1 != i ? j->assets.v[parent - 1].id : CP_STR("");
    }
}

static int by_identifier(const void *x, const void *y)
{
    const cp_join_conflict *a = x, *b = y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->text < b->text ? -1 : a->text > b->text;
}

static const cp_asset *asset_of(const job *j, const cp_join_conflict *c)
{
    uint32_t device = j->device_of[j->join.group_of[c->subject]];
    return device ? &j->assets.v[device - 1] : NULL;
}

static int by_realm(const void *x, const void *y)
{
    const cp_asset *a = *(const cp_asset *const *)x, *b = *(const cp_asset *const *)y;
    int c = cp_str_cmp(a->realm, b->realm);
    return c ? c : cp_str_cmp(a->id, b->id);
}

/* "serial numbers, makers": of what there would be two. */
static void differ_text(uint8_t differ, cp_buf *b)
{
    static const char *const words[] = { "serial numbers",
                                         "chassis addresses",
                                         "engine ids",
                                         "makers",
                                         "hardware addresses",
                                         "names",
                                         "times",
                                         "places" };
    bool is_first = true;
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
        if (differ >> i & 1) {
            cp_buf_fmt(b, "%s%s", is_first ? "" : ", ", words[i]);
            is_first = false;
        }
}

/* "J. Doe on 2026-11-23 (REASON)" */
static void said_by(const job *j, uint32_t said, cp_buf *b)
{
    const cp_obs_tie *t = cp_pile_at(&j->s->ties, said - 1);
    cp_str why = cp_obs_str(j->s, t->what);
    cp_buf_fmt(b, "%.*s on %.*s%s%.*s%s", CP_FMT(cp_obs_str(j->s, t->name)),
               CP_FMT(cp_date_text(j->a, cp_date_of_time((cp_time)t->amount))), why.n ? " (" : "",
               CP_FMT(why), why.n ? ")" : "");
}

cp_str cp_refer_who(const job *j, uint32_t said)
{
    cp_buf b = cp_buf_new(j->a);
    said_by(j, said, &b);
    return cp_buf_str(&b);
}

/* v: assets of one realm that an identifier was told of, sorted by id; as is one of them. c: what
 * is known of why they are not one, or are one all the same. */
static cp_str others_of(const job *j, const cp_asset *const *v, uint32_t n, const cp_asset *as,
                        const cp_join_conflict *c)
{
    cp_buf b = cp_buf_new(j->a);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < n && shown < OTHERS_SHOWN; i++)
        if (v[i] != as)
            cp_buf_fmt(&b, "%s%.*s", shown++ ? ", " : "also told of ", CP_FMT(v[i]->id));
    if (n - 1 > OTHERS_SHOWN)
        cp_buf_fmt(&b, " and %u more", n - 1 - OTHERS_SHOWN);
    if (shown == 0 && c->said && c->differ) {
        cp_buf_add_c(&b, "one by what was said by ");
        said_by(j, c->said, &b);
        cp_buf_add_c(&b, ", though these contradict each other: ");
        differ_text(c->differ, &b);
    } else if (c->said) {
        cp_buf_fmt(&b, "%snot joined, by what was said by ", shown ? "; " : "");
        said_by(j, c->said, &b);
    } else if (shown) {
        cp_buf_add_c(&b, "; not joined, because they contradict each other");
        cp_buf_add_c(&b, c->differ ? ": " : "");
        differ_text(c->differ, &b);
    }
    return cp_buf_str(&b);
}

static void name_others(job *j, const cp_join_conflict *c, const cp_asset *const *v, uint32_t n)
{
    cp_str value = cp_conflict_value(j->w.scratch, j->s, c);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t e = 0; e < v[i]->n_evidence; e++) {
            cp_evidence *ev = (cp_evidence *)(uintptr_t)&v[i]->evidence[e];
            if (cp_str_eq(ev->kind, CP_STR("conflict")) && cp_str_eq(ev->value, value))
                ev->rule = others_of(j, v, n, v[i], c);
        }
}

/* All that one identifier was told of: thousands, where somebody answers for every address. */
static void name_conflict(job *j, const cp_join_conflict *run, uint32_t n)
{
    const cp_asset **v = CP_NEW_ARRAY(j->w.scratch, const cp_asset *, n);
    uint32_t n_assets = 0, kept = 0;
    cp_join_conflict c = *run; /* who rules stands first */
    for (uint32_t i = 0; i < n; i++) {
        c.differ |= run[i].differ;
        if (asset_of(j, &run[i]))
            v[n_assets++] = asset_of(j, &run[i]);
    }
    if (n_assets)
        qsort(v, n_assets, sizeof *v, by_realm);
    for (uint32_t i = 0; i < n_assets; i++)
        if (kept == 0 || v[i] != v[kept - 1])
            v[kept++] = v[i];
    for (uint32_t i = 0, end; i < kept; i = end) {
        for (end = i + 1; end < kept && cp_str_eq(v[end]->realm, v[i]->realm);)
            end++;
        name_others(j, &c, v + i, end - i);
    }
}

static int by_who_rules(const void *x, const void *y)
{
    const cp_join_conflict *a = x, *b = y;
    int c = by_identifier(x, y);
    return c ? c : a->said != b->said ? (a->said > b->said ? -1 : 1) : 0;
}

void cp_refer_conflicts(job *j)
{
    uint32_t n = j->first_conflict[j->join.n_groups];
    cp_join_conflict *v = cp_arena_dup(j->scratch, j->conflicts, n * sizeof *v);
    if (n)
        qsort(v, n, sizeof *v, by_who_rules);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && by_identifier(&v[i], &v[end]) == 0;)
            end++;
        cp_arena_mark mark = cp_arena_here(j->w.scratch);
        name_conflict(j, v + i, end - i);
        cp_arena_back(j->w.scratch, mark);
    }
}

/* ---- ends of links and ties */

typedef struct end {
    uint32_t subject; /* + 1; 0: none */
    uint32_t router;  /* text */
    cp_str realm;
} end;

static cp_obs_ident ident_at(const job *j, const cp_obs_subject *x, uint32_t k)
{
    return cp_obs_ident_at(j->s, x->first_ident + k);
}

typedef uint32_t finder(const job *j, const names *m, cp_str realm, cp_str text);

static uint32_t find_alias(const job *j, const names *m, cp_str realm, cp_str text)
{
    return m->by_alias.n ? find(j, &m->by_alias, realm, text) : 0;
}

/* The first of its identifiers by which somebody is found: names only, or all. */
static uint32_t find_by(const job *j, const names *m, const end *e, finder *by, bool is_by_name)
{
    const cp_obs_subject *x = e->subject ? cp_obs_subject_at(j->s, e->subject - 1) : NULL;
    uint32_t found = 0;
    for (uint32_t k = 0; x && k < x->n_idents && !found; k++) {
        cp_obs_ident id = ident_at(j, x, k);
        if (!is_by_name || cp_obs_ident_kind(id) == CP_IDENT_HOSTNAME)
            found = by(j, m, e->realm, cp_obs_str(j->s, cp_obs_ident_text(id)));
    }
    return found;
}

static uint32_t find_router(const job *j, const names *m, const end *e)
{
    cp_str id = cp_obs_str(j->s, e->router);
    uint32_t found = id.n ? find_alias(j, m, e->realm, id) : 0;
    if (id.n && !found)
        found = find(j, &m->by_router, e->realm, id);
    return id.n && !found ? find(j, &m->by_ip, e->realm, id) : found;
}

/* Asset + 1; 0: nobody, or more than one. */
static uint32_t find_end(const job *j, const names *m, const end *e)
{
    uint32_t found = e->subject ? j->device_of[j->join.group_of[e->subject - 1]] : 0;
    if (!found)
        found = find_by(j, m, e, find_named, true);
    if (!found)
        found = find_by(j, m, e, find_alias, false);
    if (!found)
        found = find_by(j, m, e, find_by_label, true);
    return found ? found : find_router(j, m, e);
}

/* The name, else the strongest of the others, else the router's id. */
static cp_str end_text(const job *j, const end *e)
{
    static const uint8_t order[CP_IDENT_COUNT] = {
        [CP_IDENT_HOSTNAME] = 1, [CP_IDENT_REF] = 2,       [CP_IDENT_CHASSIS] = 3,
        [CP_IDENT_IP] = 4,       [CP_IDENT_MAC] = 5,       [CP_IDENT_SERIAL] = 6,
        [CP_IDENT_FCC_ID] = 7,   [CP_IDENT_ENGINE_ID] = 8, [CP_IDENT_ASN] = 9,
    };
    const cp_obs_subject *x = e->subject ? cp_obs_subject_at(j->s, e->subject - 1) : NULL;
    uint8_t best = UINT8_MAX;
    uint32_t text = e->router;
    for (uint32_t k = 0; x && k < x->n_idents; k++) {
        uint8_t rank = order[cp_obs_ident_kind(ident_at(j, x, k))];
        if (rank && rank < best) {
            best = rank;
            text = cp_obs_ident_text(ident_at(j, x, k));
        }
    }
    return cp_obs_str(j->s, text);
}

static bool has_routers(const job *j)
{
    for (uint32_t i = 0; i < j->s->links.n; i++) {
        const cp_obs_link *l = cp_pile_at(&j->s->links, i);
        if (l->a_router || l->b_router)
            return true;
    }
    return false;
}

static cp_str realm_of(const job *j, uint32_t from)
{
    return cp_obs_str(j->s, j->s->froms.v[from].realm);
}

static void index_routers(job *j, names *m)
{
    for (uint32_t i = 0; i < j->s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, i);
        if (r->kind != CP_KIND_OSPF_ROUTER_ID && r->kind != CP_KIND_ISIS_SYSTEM_ID)
            continue;
        uint32_t device = j->device_of[j->join.group_of[r->subject]];
        if (device)
            put(j, &m->by_router, realm_of(j, cp_obs_subject_at(j->s, r->subject)->from),
                cp_obs_str(j->s, r->value), device - 1);
    }
    for (uint32_t i = 0; i < j->ids.n; i++)
        for (uint32_t k = 0; !j->ids.v[i].parent && k < j->ids.v[i].asset->n_ids; k++) {
            const cp_asset *as = j->ids.v[i].asset;
            if (as->ids[k].kind == CP_IDENT_IP)
                put(j, &m->by_ip, as->realm, as->ids[k].value, i);
        }
}

/* Another name of somebody who was found, and was not known by it: told by one end of an alias for
 * the other. Two who were both found stay two. */
static bool learn_alias(job *j, names *m, const cp_obs_tie *t)
{
    cp_str realm = realm_of(j, t->from);
    end a = { t->a, 0, realm }, b = { t->b, 0, realm };
    uint32_t found_a = find_end(j, m, &a), found_b = find_end(j, m, &b);
    if ((found_a == 0) == (found_b == 0))
        return false;
    put(j, &m->by_alias, realm, end_text(j, found_a ? &b : &a), (found_a ? found_a : found_b) - 1);
    return true;
}

/* Of chains (a = b, b = c) a link is learnt in each round. */
static void index_aliases(job *j, names *m)
{
    enum { CHAIN_MAX = 8 };
    bool is_new = true;
    for (int round = 0; round < CHAIN_MAX && is_new; round++) {
        is_new = false;
        for (uint32_t i = 0; i < j->s->ties.n; i++) {
            const cp_obs_tie *t = cp_pile_at(&j->s->ties, i);
            bool is_one = t->kind == CP_TIE_ALIAS && t->a && t->b;
            bool is_said = j->standing[i] != CP_SUPERSEDED && j->standing[i] != CP_NOT_YET;
            if (is_one && is_said && learn_alias(j, m, t))
                is_new = true;
        }
    }
}

uint32_t cp_refer_end(const job *j, const names *m, uint32_t subject, uint32_t from)
{
    end e = { subject + 1, 0, realm_of(j, from) };
    return find_end(j, m, &e);
}

void cp_refer_aliases(job *j, names *m)
{
    if (has_routers(j))
        index_routers(j, m);
    index_aliases(j, m);
}

/* By which an end that is nobody's is told apart from others, the best first. */
static const cp_ident_kind strongest[] = { CP_IDENT_CHASSIS,   CP_IDENT_MAC, CP_IDENT_REF,
                                           CP_IDENT_ENGINE_ID, CP_IDENT_IP,  CP_IDENT_HOSTNAME,
                                           CP_IDENT_SERIAL };

static cp_ident called(const job *j, const end *e)
{
    cp_str router = cp_obs_str(j->s, e->router);
    const cp_obs_subject *x = e->subject ? cp_obs_subject_at(j->s, e->subject - 1) : NULL;
    for (size_t i = 0; x && i < sizeof strongest / sizeof *strongest; i++) {
        if (strongest[i] == CP_IDENT_REF && router.n)
            break;
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = ident_at(j, x, k);
            if (cp_obs_ident_kind(id) == strongest[i])
                return (cp_ident){ strongest[i], cp_obs_str(j->s, cp_obs_ident_text(id)) };
        }
    }
    return (cp_ident){ router.n ? CP_IDENT_REF : CP_IDENT_AGENT, router };
}

static uint32_t index_of(const job *j, const names *m, const end *e)
{
    uint32_t found = find_end(j, m, e);
    return found ? found - 1 : CP_NO_ASSET;
}

static cp_asset_link asset_link(const job *j, const names *m, const cp_obs_link *l)
{
    const cp_obs_store *s = j->s;
    cp_str realm = realm_of(j, l->from);
    end a = { l->a, l->a_router, realm }, b = { l->b, l->b_router, realm };
    uint32_t at_a = index_of(j, m, &a), at_b = index_of(j, m, &b);
    const cp_ident none = { CP_IDENT_AGENT, CP_STR("") };
    return (cp_asset_link){ .a = at_a,
                            .b = at_b,
                            .a_id = at_a == CP_NO_ASSET ? called(j, &a) : none,
                            .b_id = at_b == CP_NO_ASSET ? called(j, &b) : none,
                            .realm = realm,
                            .a_text = end_text(j, &a),
                            .b_text = end_text(j, &b),
                            .a_port = cp_obs_str(s, l->a_port),
                            .b_port = cp_obs_str(s, l->b_port),
                            .name = cp_obs_str(s, l->name),
                            .layer = cp_obs_str(s, l->layer),
                            .srlg = cp_obs_str(s, l->srlg),
                            .area = cp_obs_str(s, l->area),
                            .metric = l->metric,
                            .metric_back = l->metric_back,
                            .capacity_bps = l->capacity_bps,
                            .kind = (cp_link_kind)l->kind,
                            .source = s->froms.v[l->from].source,
                            .pos = l->pos,
                            .at = l->at,
                            .both_sides = l->both_sides,
                            .end_only = l->end_only };
}

/* As a table of aliases has it: with its kind, where the text alone does not show it. */
static cp_str stated_text(const job *j, uint32_t subject)
{
    cp_obs_ident id = ident_at(j, cp_obs_subject_at(j->s, subject), 0);
    cp_ident_kind kind = cp_obs_ident_kind(id);
    cp_str text = cp_obs_str(j->s, cp_obs_ident_text(id));
    bool is_plain = kind == CP_IDENT_HOSTNAME || kind == CP_IDENT_IP || kind == CP_IDENT_MAC ||
                    (kind == CP_IDENT_REF && cp_str_starts(text, CP_STR("source:")));
    return is_plain ? text : cp_str_fmt(j->a, "%s:%.*s", cp_ident_kind_name(kind), CP_FMT(text));
}

static bool is_stated(const cp_obs_tie *t)
{
    return (t->kind == CP_TIE_ALIAS || t->kind == CP_TIE_NOT_ALIAS ||
            t->kind == CP_TIE_ALIAS_UNDONE) &&
           t->a && t->b;
}

static cp_asset_tie asset_tie(const job *j, const names *m, const cp_obs_tie *t)
{
    const cp_obs_store *s = j->s;
    cp_str realm = realm_of(j, t->from);
    end a = { t->a, 0, realm }, b = { t->b, 0, realm };
    return (cp_asset_tie){ .a = index_of(j, m, &a),
                           .b = index_of(j, m, &b),
                           .a_text = is_stated(t) ? stated_text(j, t->a - 1) : end_text(j, &a),
                           .b_text = is_stated(t) ? stated_text(j, t->b - 1) : end_text(j, &b),
                           .realm = realm,
                           .link = cp_obs_str(s, t->link),
                           .name = cp_obs_str(s, t->name),
                           .what = cp_obs_str(s, t->what),
                           .amount = t->amount,
                           .kind = (cp_tie_kind)t->kind,
                           .source = s->froms.v[t->from].source,
                           .pos = t->pos };
}

void cp_refer_links(job *j, names *m, cp_identified *out)
{
    out->n_links = j->s->links.n;
    out->n_ties = j->s->ties.n;
    out->links = CP_NEW_ARRAY(j->a, cp_asset_link, out->n_links);
    out->ties = CP_NEW_ARRAY(j->a, cp_asset_tie, out->n_ties);
    cp_refer_aliases(j, m);
    for (uint32_t i = 0; i < out->n_links; i++)
        out->links[i] = asset_link(j, m, cp_pile_at(&j->s->links, i));
    for (uint32_t i = 0; i < out->n_ties; i++) {
        out->ties[i] = asset_tie(j, m, cp_pile_at(&j->s->ties, i));
        out->ties[i].standing = j->standing ? (cp_standing)j->standing[i] : CP_STANDS;
    }
}

void cp_refer_states(job *j, names *m, cp_identified *out)
{
    const cp_obs_store *s = j->s;
    out->n_states = s->states.n;
    out->states = CP_NEW_ARRAY(j->a, cp_router_state, out->n_states);
    for (uint32_t i = 0; i < out->n_states; i++) {
        const cp_obs_state *x = &s->states.v[i];
        end e = { x->subject + 1, 0, realm_of(j, x->from) };
        out->states[i] = (cp_router_state){ .asset = index_of(j, m, &e),
                                            .name = end_text(j, &e),
                                            .realm = e.realm,
                                            .source = s->froms.v[x->from].source,
                                            .n_rows = x->n_rows,
                                            .kinds = x->kinds,
                                            .bytes = x->bytes,
                                            .place = x->place };
    }
}

static void move(uint32_t *asset, const uint32_t *place)
{
    if (*asset != CP_NO_ASSET)
        *asset = place[*asset];
}

void cp_refer_sorted(cp_identified *out, const uint32_t *place)
{
    for (uint32_t i = 0; i < out->n_links; i++) {
        move(&out->links[i].a, place);
        move(&out->links[i].b, place);
    }
    for (uint32_t i = 0; i < out->n_ties; i++) {
        move(&out->ties[i].a, place);
        move(&out->ties[i].b, place);
    }
    for (uint32_t i = 0; i < out->n_states; i++)
        move(&out->states[i].asset, place);
    for (uint32_t i = 0; i < out->n_reasons; i++)
        ((cp_asset_reasons *)(uintptr_t)out->reasons)[i].asset = place[out->reasons[i].asset];
}
