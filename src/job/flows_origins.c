/* SPDX-License-Identifier: Apache-2.0 */
/* flows_origins.c - see flows_origins.h. */
#include "job/flows_origins.h"
#include "carrier/origins.h"
#include "codec/csv.h"
#include "store/case_origin.h"

enum { V4, V6, VERSIONS, TEXT_AS_MAX = 3, NAME_SHOWN = 40 };
static const cp_time day_us = (cp_time)86400 * 1000000;

/* A source with prefixes: how many of each version, and whether they are used. */
typedef struct rib {
    uint32_t source, n[VERSIONS];
    bool is_used[VERSIONS];
} rib;

struct cp_flows_origins {
    const cp_flows *f;
    cp_origins *table; /* NULL: no source has prefixes */
    CP_VEC(rib) ribs;
    rib *now;     /* that is read */
    cp_map names; /* AS -> place in texts */
    CP_VEC(cp_str) texts;
    cp_map entities; /* AS -> place in the makers */
    bool has[VERSIONS];
    bool is_undated, is_full;
    cp_time first_at, last_at; /* of the tables that are used; NONE: none has a time */
    cp_flow_damage damage;
};
typedef struct cp_flows_origins origins;

static bool is_v6(const cp_flow_addr *x) { return cp_flow_addr_ip(*x).version == 6; }

/* ---- which tables */

static void count(void *ctx, const cp_origin *o)
{
    origins *t = ctx;
    t->now->n[o->bits < 96 || is_v6(&o->net) ? V6 : V4]++;
}

static void take(void *ctx, const cp_origin *o)
{
    origins *t = ctx;
    bool is_6 = o->bits < 96 || is_v6(&o->net);
    if (t->now->is_used[is_6] && !cp_origins_add(t->table, o))
        t->is_full = true;
}

static cp_time time_of(const origins *t, const rib *r)
{
    return t->f->e->sources.v[r->source].last_at;
}

/* Days from the table to the nearest flow. */
static int64_t days_apart(const origins *t, cp_time at)
{
    cp_time first = t->f->set.first_at, last = t->f->set.last_at;
    if (first == CP_TIME_NONE)
        return at > 0 ? -(at / day_us) : 0; /* the latest is the nearest to nothing */
    cp_time apart = at < first ? first - at : at > last ? at - last : 0;
    return apart / day_us;
}

/* Of a version: the tables of the nearest day, and those without a date. */
static void choose(origins *t, int version)
{
    int64_t nearest = INT64_MAX, day = 0;
    for (uint32_t i = 0; i < t->ribs.n; i++) {
        const rib *r = &t->ribs.v[i];
        cp_time at = time_of(t, r);
        if (!r->n[version] || at == CP_TIME_NONE || days_apart(t, at) >= nearest)
            continue;
        nearest = days_apart(t, at);
        day = at / day_us;
    }
    for (uint32_t i = 0; i < t->ribs.n; i++) {
        rib *r = &t->ribs.v[i];
        cp_time at = time_of(t, r);
        bool is_dated = at != CP_TIME_NONE;
        r->is_used[version] = r->n[version] && (!is_dated || at / day_us == day);
        t->has[version] = t->has[version] || r->is_used[version];
        t->is_undated = t->is_undated || (r->is_used[version] && !is_dated);
        if (!r->is_used[version] || !is_dated)
            continue;
        t->first_at = t->first_at == CP_TIME_NONE || at < t->first_at ? at : t->first_at;
        t->last_at = t->last_at == CP_TIME_NONE || at > t->last_at ? at : t->last_at;
    }
}

/* ---- names */

static cp_str key_of(const uint32_t *asn) { return (cp_str){ (const char *)asn, sizeof *asn }; }

static void put(cp_arena *a, cp_map *m, uint32_t asn, uint64_t value)
{
    bool added;
    if (cp_map_get(m, key_of(&asn)))
        return; /* the first counts */
    *cp_map_put(a, m, key_of(cp_arena_dup(a, &asn, sizeof asn)), &added) = value;
}

static void take_name(void *ctx, const cp_as_name *n)
{
    origins *t = ctx;
    cp_arena *a = t->f->j->a;
    put(a, &t->names, n->asn, t->texts.n);
    cp_vec_push(a, &t->texts, cp_str_dup(a, cp_text_safe(a, n->name)));
}

static cp_str name_of(const origins *t, uint32_t asn)
{
    const uint64_t *at = cp_map_get(&t->names, key_of(&asn));
    return at ? t->texts.v[*at] : CP_STR("");
}

static const cp_maker *entity_of(const origins *t, uint32_t asn)
{
    const uint64_t *at = cp_map_get(&t->entities, key_of(&asn));
    return at ? &cp_knowledge_makers(t->f->e->knowledge)->v[*at] : NULL;
}

static void load_entities(origins *t)
{
    const cp_makers *m = cp_knowledge_makers(t->f->e->knowledge);
    uint32_t n;
    const cp_asn_holder *v = cp_makers_asn_holders(t->f->j->a, m, t->f->ans->as_of, &n);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].maker && !v[i].is_unsure)
            put(t->f->j->a, &t->entities, v[i].asn, (uint64_t)(v[i].maker - m->v));
}

static cp_rc load_tables(origins *t, cp_err *err)
{
    cp_case *c = t->f->e->kase;
    cp_rc rc = CP_OK;
    cp_flow_damage again = { 0 }; /* what is damaged was counted before */
    for (uint32_t i = 0; rc == CP_OK && t->ribs.n > 1 && i < t->ribs.n; i++) {
        t->now = &t->ribs.v[i];
        rc = cp_case_origins(c, t->now->source, count, t, &t->damage, err);
    }
    if (t->ribs.n == 1) /* there is nothing to choose */
        t->ribs.v[0].n[V4] = t->ribs.v[0].n[V6] = 1;
    for (int v = 0; v < VERSIONS; v++)
        choose(t, v);
    t->table = cp_origins_new(t->f->j->a);
    for (uint32_t i = 0; rc == CP_OK && i < t->ribs.n; i++) {
        t->now = &t->ribs.v[i];
        if (t->now->is_used[V4] || t->now->is_used[V6])
            rc = cp_case_origins(c, t->now->source, take, t, t->ribs.n > 1 ? &again : &t->damage,
                                 err);
    }
    cp_origins_done(t->table);
    for (int v = 0; v < VERSIONS; v++)
        t->has[v] = t->has[v] && cp_origins_n(t->table, v == V6);
    return rc;
}

cp_rc cp_flows_origins_load(cp_flows *f, cp_err *err)
{
    origins *t = CP_NEW(f->j->a, origins);
    cp_rc rc = CP_OK;
    t->f = f;
    t->first_at = t->last_at = CP_TIME_NONE;
    f->origins = t;
    for (uint32_t i = 0; i < f->e->sources.n; i++)
        if (f->e->sources.v[i].prefixes)
            cp_vec_push(f->j->a, &t->ribs, ((rib){ .source = i }));
    if (!t->ribs.n)
        return CP_OK;
    rc = load_tables(t, err);
    for (uint32_t i = 0; rc == CP_OK && i < f->e->sources.n; i++)
        if (f->e->sources.v[i].as_names)
            rc = cp_case_as_names(f->e->kase, i, take_name, t, &t->damage, err);
    load_entities(t);
    return rc;
}

/* ---- questions */

bool cp_flows_has_origins(const cp_flows *f, bool is_6)
{
    return f->origins && f->origins->has[is_6 ? V6 : V4];
}

/* Inside addresses and those of equipment are not asked for. NULL: nothing is known. */
static const cp_origin_set *set_of(const cp_flows *f, const cp_flow_addr *addr, uint32_t *bits)
{
    const origins *t = f->origins;
    uint32_t set = t && t->table ? cp_origins_find(t->table, addr, bits) : 0;
    return set ? cp_origins_set(t->table, set) : NULL;
}

static bool is_outside(const cp_flows *f, const cp_flow_addr *addr)
{
    uint32_t id = cp_flow_ids_find(f->ids, addr);
    return id < cp_flow_ids_n(f->ids) &&
           cp_flow_ids_end(f->ids, id, CP_TIME_NONE).is & CP_FLOW_END_OUTSIDE;
}

static bool is_told(const cp_flows *f, const cp_flow_addr *addr)
{
    return cp_flows_has_origins(f, is_v6(addr)) && is_outside(f, addr);
}

bool cp_flows_is_of_as(const cp_flows *f, const cp_flow_addr *addr, uint32_t asn)
{
    const cp_origin_set *s = set_of(f, addr, NULL);
    for (uint32_t i = 0; s && i < s->n; i++)
        if (s->asns[i] == asn)
            return true;
    return false;
}

const uint32_t *cp_flows_groups(const cp_flows *f, cp_arena *a)
{
    uint32_t n = cp_flow_ids_n(f->ids);
    uint32_t *v = CP_NEW_RAW(a, uint32_t, n + 1);
    v[n] = CP_FLOWS_GROUP_UNKNOWN; /* those beyond the limit */
    for (uint32_t i = 0; i < n; i++) {
        uint32_t is = cp_flow_ids_end(f->ids, i, CP_TIME_NONE).is;
        const cp_flow_addr *addr = cp_flow_ids_addr(f->ids, i);
        uint32_t set = is & CP_FLOW_END_OUTSIDE && f->origins->table
                           ? cp_origins_find(f->origins->table, addr, NULL)
                           : 0;
        bool is_known = set && cp_origins_set(f->origins->table, set)->n;
        v[i] = is_known                   ? CP_FLOWS_GROUP_SETS + set
               : is & CP_FLOW_END_OUTSIDE ? CP_FLOWS_GROUP_UNKNOWN
               : cp_flow_ids_varies(f->ids, i) || is & CP_FLOW_END_INSIDE ? CP_FLOWS_GROUP_INSIDE
                                                                          : CP_FLOWS_GROUP_NOBODY;
    }
    return v;
}

uint32_t cp_flows_origin_days(const cp_flows *f, cp_time first, cp_time last)
{
    const origins *t = f->origins;
    if (!t || t->first_at == CP_TIME_NONE || first == CP_TIME_NONE || last == CP_TIME_NONE)
        return 0;
    cp_time before = t->last_at - first, behind = last - t->first_at;
    int64_t days = (before > behind ? before : behind) / day_us;
    return days > CP_FLOWS_ORIGIN_DAYS ? (uint32_t)days : 0;
}

/* ---- as text */

/* "AS64500 EXAMPLE-1 Example, ZZ", of a long name the front; and whose it is, where data tell. */
static cp_str as_text(cp_arena *a, const origins *t, uint32_t asn, bool has_name)
{
    cp_str name = has_name ? name_of(t, asn) : CP_STR("");
    const cp_maker *who = entity_of(t, asn);
    size_t n = name.n;
    if (n > NAME_SHOWN)
        for (n = NAME_SHOWN; n && ((unsigned char)name.p[n] & 0xc0) == 0x80;)
            n--;
    cp_str text =
        cp_str_fmt(a, "AS%u%s%.*s%s", asn, n ? " " : "", (int)n, name.p, n < name.n ? "..." : "");
    return who ? cp_str_fmt(a, "%.*s = %.*s", CP_FMT(text), CP_FMT(who->name)) : text;
}

static cp_str set_text(cp_arena *a, const origins *t, const cp_origin_set *s)
{
    cp_str text = CP_STR("");
    if (!s || !s->n)
        return CP_STR("AS not known");
    for (uint32_t i = 0; i < s->n && i < TEXT_AS_MAX; i++) {
        cp_str one = as_text(a, t, s->asns[i], s->n == 1);
        text = cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(text), i ? " or " : "", CP_FMT(one));
    }
    bool are_more = s->n > TEXT_AS_MAX || s->what;
    return are_more ? cp_str_fmt(a, "%.*s or others", CP_FMT(text)) : text;
}

cp_str cp_flows_origin_text(cp_arena *a, const cp_flows *f, const cp_flow_addr *addr)
{
    return is_told(f, addr) ? set_text(a, f->origins, set_of(f, addr, NULL)) : CP_STR("");
}

cp_str cp_flows_group_text(cp_arena *a, const cp_flows *f, uint32_t group)
{
    static const char *const texts[] = { [CP_FLOWS_GROUP_INSIDE] = "(inside)",
                                         [CP_FLOWS_GROUP_NOBODY] = "(no host)",
                                         [CP_FLOWS_GROUP_UNKNOWN] = "AS not known" };
    if (group < CP_FLOWS_GROUP_SETS)
        return cp_str_c(texts[group]);
    return set_text(a, f->origins, cp_origins_set(f->origins->table, group - CP_FLOWS_GROUP_SETS));
}

/* ---- for programs */

static void set_json(cp_jw *w, const origins *t, const cp_origin_set *s, const char *key)
{
    cp_jw_key(w, key);
    if (!s || !s->n) {
        cp_jw_null(w);
        return;
    }
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->n; i++) {
        const cp_maker *who = entity_of(t, s->asns[i]);
        cp_jw_obj(w);
        cp_jw_ku64(w, "asn", s->asns[i]);
        cp_jw_kstr_opt(w, "name", name_of(t, s->asns[i]));
        cp_jw_kstr_opt(w, "entity", who ? who->id : CP_STR(""));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_flows_origin_json(cp_jw *w, const cp_flows *f, const cp_flow_addr *addr, const char *key,
                          const char *prefix_key)
{
    uint32_t bits = 0;
    if (!is_told(f, addr))
        return;
    const cp_origin_set *s = set_of(f, addr, &bits);
    set_json(w, f->origins, s, key);
    if (!s || !prefix_key)
        return;
    cp_ip ip = cp_flow_addr_ip(*addr);
    cp_origin net = { .bits = 0 };
    uint32_t length = ip.version == 4 ? bits - 96 : bits;
    (void)cp_origin_net(ip, length, &net);
    cp_str text = cp_flows_addr_text(w->scratch, &net.net);
    cp_jw_kstr(w, prefix_key, cp_str_fmt(w->scratch, "%.*s/%u", CP_FMT(text), length));
}

void cp_flows_group_json(cp_jw *w, const cp_flows *f, uint32_t group, const char *key,
                         const char *as_key)
{
    static const char *const words[] = { [CP_FLOWS_GROUP_INSIDE] = "inside",
                                         [CP_FLOWS_GROUP_NOBODY] = "no_host",
                                         [CP_FLOWS_GROUP_UNKNOWN] = "unknown",
                                         [CP_FLOWS_GROUP_SETS] = "as" };
    bool is_set = group >= CP_FLOWS_GROUP_SETS;
    cp_jw_kstr(w, key, cp_str_c(words[is_set ? CP_FLOWS_GROUP_SETS : group]));
    if (is_set)
        set_json(w, f->origins, cp_origins_set(f->origins->table, group - CP_FLOWS_GROUP_SETS),
                 as_key);
}

static void set_csv(cp_buf *out, cp_arena *a, const origins *t, const cp_origin_set *s)
{
    cp_str cells[3] = { CP_STR(""), CP_STR(""), CP_STR("") };
    for (uint32_t i = 0; s && i < s->n; i++) {
        const cp_maker *who = entity_of(t, s->asns[i]);
        const cp_str more[3] = { cp_str_fmt(a, "%u", s->asns[i]), name_of(t, s->asns[i]),
                                 who ? who->id : CP_STR("") };
        for (int k = 0; k < 3; k++)
            cells[k] =
                cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(cells[k]), i ? "; " : "", CP_FMT(more[k]));
    }
    for (int k = 0; k < 3; k++)
        cp_csv_cell(out, cells[k], false);
}

void cp_flows_origin_csv(cp_buf *out, cp_arena *a, const cp_flows *f, const cp_flow_addr *addr)
{
    set_csv(out, a, f->origins, addr && is_outside(f, addr) ? set_of(f, addr, NULL) : NULL);
}

void cp_flows_group_csv(cp_buf *out, cp_arena *a, const cp_flows *f, uint32_t group)
{
    bool is_set = group >= CP_FLOWS_GROUP_SETS;
    set_csv(out, a, f->origins,
            is_set ? cp_origins_set(f->origins->table, group - CP_FLOWS_GROUP_SETS) : NULL);
}

/* ---- what it rests on */

/* Are there addresses outside of a version of which there is no table? */
static bool misses(const cp_flows *f, bool is_6)
{
    uint32_t n = cp_flow_ids_n(f->ids);
    for (uint32_t i = 0; !cp_flows_has_origins(f, is_6) && i < n; i++)
        if (is_v6(cp_flow_ids_addr(f->ids, i)) == is_6 &&
            cp_flow_ids_end(f->ids, i, CP_TIME_NONE).is & CP_FLOW_END_OUTSIDE)
            return true;
    return false;
}

static void print_used(const origins *t, cp_buf *out)
{
    cp_arena *a = t->f->j->a;
    uint32_t unused = 0;
    uint32_t n = cp_origins_n(t->table, false) + cp_origins_n(t->table, true);
    cp_buf_fmt(out, "  . whose network far ends are in is by %u prefix%s", n, n == 1 ? "" : "es");
    if (t->first_at != CP_TIME_NONE) {
        cp_str first = cp_date_text(a, cp_date_of_time(t->first_at));
        cp_str last = cp_date_text(a, cp_date_of_time(t->last_at));
        bool is_one = cp_str_eq(first, last);
        cp_buf_fmt(out, " of %.*s%s%.*s", CP_FMT(first), is_one ? "" : " and ",
                   CP_FMT(is_one ? CP_STR("") : last));
    }
    if (t->is_undated)
        cp_buf_add_c(out, t->first_at != CP_TIME_NONE ? ", and some of no date" : " of no date");
    cp_buf_fmt(out, "; names of %u AS\n", t->names.n);
    for (uint32_t i = 0; i < t->ribs.n; i++)
        unused += !t->ribs.v[i].is_used[V4] && !t->ribs.v[i].is_used[V6];
    if (unused)
        cp_buf_fmt(out, "  . %u routing table%s of other days %s not used\n", unused,
                   unused > 1 ? "s" : "", unused > 1 ? "are" : "is");
}

void cp_flows_origins_print(const cp_flows *f, cp_buf *out)
{
    const origins *t = f->origins;
    bool misses_4 = misses(f, false), misses_6 = misses(f, true);
    if (t && t->table)
        print_used(t, out);
    if (misses_4 || misses_6)
        cp_buf_fmt(out,
                   "  ! no routing table%s is in the case: whose network far ends are in is "
                   "not known (`import` reads MRT, pfx2as, CSV)\n",
                   misses_4 && misses_6 ? ""
                   : misses_4           ? " of IPv4"
                                        : " of IPv6");
    uint32_t days = cp_flows_origin_days(f, f->set.first_at, f->set.last_at);
    if (days)
        cp_buf_fmt(out,
                   "  ! the routing table is up to %u day%s from the flows: whose a network "
                   "was then may differ\n",
                   days, cp_plural(days));
    if (t && t->is_full)
        cp_buf_fmt(out, "  ! more than %d prefixes: the rest is not looked at\n",
                   CP_ORIGINS_PREFIXES_MAX);
    if (t && t->damage.n_blocks)
        cp_buf_fmt(out, "  ! %u block%s of routing tables in the case cannot be read: %s\n",
                   t->damage.n_blocks, cp_plural(t->damage.n_blocks), t->damage.first.msg);
}

void cp_flows_origins_head(cp_jw *w, const cp_flows *f)
{
    const origins *t = f->origins;
    cp_jw_key(w, "routing");
    if (!t || !t->table) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_ku64(w, "prefixes_v4", cp_origins_n(t->table, false));
    cp_jw_ku64(w, "prefixes_v6", cp_origins_n(t->table, true));
    cp_jw_ku64(w, "default_routes", cp_origins_n_defaults(t->table));
    cp_jw_ku64(w, "as_names", t->names.n);
    cp_flows_time_key(w, "first_at", t->first_at);
    cp_flows_time_key(w, "last_at", t->last_at);
    cp_jw_kbool(w, "some_undated", t->is_undated);
    cp_jw_ku64(w, "days_apart", cp_flows_origin_days(f, f->set.first_at, f->set.last_at));
    cp_jw_ku64(w, "damaged_blocks", t->damage.n_blocks);
    cp_jw_obj_end(w);
}
