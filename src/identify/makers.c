/* SPDX-License-Identifier: Apache-2.0 */
/* makers.c - loads data/makers (see makers.h); makers_find.c looks things up. The folder is read in
 * two passes, because the words of legal forms must be known before names are compared. */
#include "identify/makers.h"
#include "codec/yaml.h"
#include "codec/yaml_keys.h"
#include "identify/names.h"

typedef struct loader {
    cp_maker_table *t;
    cp_arena *a;
    cp_err *err;
    const cp_tree *sources; /* of the file at hand: keys are its own */
    cp_date as_of;          /* likewise; not set: it does not say */
} loader;

enum { MAKERS_MAX = 1000 * 1000, FILES_MAX = 256 }; /* far above what a person can maintain */

static const char *const file_keys[] = { "schema", "as_of", "sources", "external_ids", "makers" };
static const char *const maker_keys[] = { "id",        "name",         "country",     "kind",
                                          "note",      "notes",        "legal_names", "aliases",
                                          "brands",    "domains",      "text_names",  "registered",
                                          "pens",      "oids",         "asns",        "relations",
                                          "ambiguous", "false_friends" };
static const char *const relation_keys[] = { "type",    "to",    "name",  "names", "date",
                                             "since",   "until", "share", "buyer", "price",
                                             "parties", "list",  "conf",  "src",   "note" };
static const char *const asn_keys[] = { "asn",  "label", "conf",  "src",
                                        "note", "read",  "since", "until" };
static const char *const oid_keys[] = { "oid", "conf", "src", "note" };
static const char *const ambiguous_keys[] = { "evidence", "with", "note", "src", "conf" };
static const char *const generic_keys[] = { "schema",        "nobody",           "generic_arcs",
                                            "module_makers", "placeholder_macs", "common_words",
                                            "default_names" };
static const char *const arc_keys[] = { "oid", "what", "says", "note" };
static const char *const legal_keys[] = { "schema", "words", "leading", "behind", "around" };
static const char *const says_keys[] = { "os", "function", "class" };
#define KEYS(v) (v), sizeof(v) / sizeof *(v)

static cp_maker *add_maker(cp_maker_table *t, cp_str id, cp_str name)
{
    if (t->m.n == t->cap)
        t->m.v = cp_vec_more(t->a, t->m.v, &t->cap, sizeof *t->m.v);
    cp_maker *m = &t->m.v[t->m.n++];
    *m = (cp_maker){ .id = id, .name = name };
    *cp_map_put(t->a, &t->m.by_id, id, NULL) = t->m.n - 1;
    return m;
}

static uint32_t add_set(cp_maker_table *t, const uint32_t *v, uint32_t n)
{
    cp_vec_push(t->a, &t->sets, ((cp_maker_set){ cp_arena_dup(t->a, v, n * sizeof *v), n }));
    return t->sets.n - 1;
}

static void fill_words(cp_arena *a, cp_map *m, const cp_str *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        *cp_map_put(a, m, v[i], NULL) = 1;
}

/* A key of one of the name maps; a name of its own beats a brand, the first maker the second. */
static void put_name(cp_maker_table *t, cp_map *m, cp_str key, uint32_t maker, bool is_brand)
{
    bool added;
    if (key.n == 0)
        return;
    uint64_t *at = cp_map_put(t->a, m, key, &added);
    if (added)
        *at = (uint64_t)maker * 2 + is_brand;
    else if (*at / 2 == maker && !is_brand)
        *at = (uint64_t)maker * 2;
    else if (*at / 2 != maker && m == &t->by_cmp && !cp_map_get(&t->ambiguous_names, key))
        cp_vec_push(t->a, &t->clashes,
                    cp_str_fmt(t->a, "\"%.*s\" is a name of %.*s and of %.*s", CP_FMT(key),
                               CP_FMT(t->m.v[*at / 2].id), CP_FMT(t->m.v[maker].id)));
}

static void put_names(cp_maker_table *t, uint32_t maker, const cp_str *v, uint32_t n, bool is_brand)
{
    for (uint32_t i = 0; i < n; i++) {
        cp_str norm = cp_name_norm(t->a, v[i]);
        put_name(t, &t->by_norm, norm, maker, is_brand);
        put_name(t, &t->by_cmp, cp_name_cmp_of_norm(t->a, &t->legal, norm), maker, is_brand);
    }
}

static void put_text_name(cp_maker_table *t, uint32_t maker, cp_str name)
{
    bool added;
    cp_str key = cp_name_norm(t->a, name), rest = key, first = CP_STR(""), word;
    uint64_t words = 0;
    if (key.n == 0)
        return;
    uint64_t *at = cp_map_put(t->a, &t->text_names, key, &added);
    if (!added && *at != maker && maker != CP_TEXT_OF_NOBODY && *at != CP_TEXT_OF_NOBODY)
        cp_vec_push(t->a, &t->clashes,
                    cp_str_fmt(t->a, "the text name \"%.*s\" is of %.*s and of %.*s", CP_FMT(key),
                               CP_FMT(t->m.v[*at].id), CP_FMT(t->m.v[maker].id)));
    if (added || *at == CP_TEXT_OF_NOBODY)
        *at = maker;
    (void)cp_str_cut(&rest, ' ', &first);
    for (words = 1; cp_str_cut(&rest, ' ', &word);)
        words++;
    uint64_t *longest = cp_map_put(t->a, &t->text_first, first, NULL);
    if (*longest < words)
        *longest = words;
}

/* Whom else a relation speaks of, as it is written. */
static cp_rc load_others(const loader *l, const cp_tree *x, cp_relation *r)
{
    static const char *const lists[] = { "parties", "names", "list" };
    cp_buf b = cp_buf_new(l->a);
    uint32_t had = 0;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const cp_str *v;
        uint32_t n;
        cp_rc rc = cp_yaml_texts(l->a, cp_tree_get(x, cp_str_c(lists[k])), &v, &n, l->err);
        if (rc != CP_OK)
            return rc;
        for (uint32_t i = 0; i < n; i++)
            cp_buf_fmt(&b, "%s%.*s", had++ ? ", " : "", CP_FMT(v[i]));
    }
    r->others = cp_buf_str(&b);
    return CP_OK;
}

/* What keys of the sources table stand for; *joined: the keys themselves. */
static const cp_str *cites_of(const loader *l, const cp_str *src, uint32_t n, cp_str *joined)
{
    cp_buf b = cp_buf_new(l->a);
    cp_str *cites = CP_NEW_ARRAY(l->a, cp_str, n);
    for (uint32_t i = 0; i < n; i++) {
        cp_buf_fmt(&b, "%s%.*s", i ? " " : "", CP_FMT(src[i]));
        cites[i] = cp_tree_get_text(l->sources, src[i]);
    }
    *joined = cp_buf_str(&b);
    return cites;
}

static cp_rc load_relation(const loader *l, const cp_tree *x, cp_relation *r)
{
    const cp_str *src;
    uint32_t n_src;
    cp_rc rc = cp_yaml_keys(x, "relation", KEYS(relation_keys), l->err);
    *r = (cp_relation){ .type = cp_tree_get_text(x, CP_STR("type")),
                        .to = cp_tree_get_text(x, CP_STR("to")),
                        .name = cp_tree_get_text(x, CP_STR("name")),
                        .note = cp_tree_get_text(x, CP_STR("note")),
                        .buyer = cp_tree_get_text(x, CP_STR("buyer")),
                        .date = CP_DATE_NONE,
                        .since = CP_DATE_NONE,
                        .until = CP_DATE_NONE,
                        .share = -1,
                        .conf = CP_CONF_UNKNOWN };
    cp_str conf = cp_tree_get_text(x, CP_STR("conf"));
    if (rc == CP_OK && conf.n && !cp_conf_by_name(conf, &r->conf))
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "conf: \"%.*s\" is none of them",
                            CP_FMT(conf));
    if (rc == CP_OK)
        rc = cp_yaml_date(x, CP_STR("date"), &r->date, l->err);
    if (rc == CP_OK)
        rc = cp_yaml_date(x, CP_STR("since"), &r->since, l->err);
    if (rc == CP_OK)
        rc = cp_yaml_date(x, CP_STR("until"), &r->until, l->err);
    if (rc == CP_OK)
        rc = cp_yaml_double(x, CP_STR("share"), &r->share, l->err);
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(x, CP_STR("src")), &src, &n_src, l->err);
    if (rc != CP_OK)
        return rc;
    r->cites = cites_of(l, src, n_src, &r->src);
    r->n_cites = n_src;
    return load_others(l, x, r);
}

static cp_rc load_relations(const loader *l, const cp_tree *t, cp_maker *m)
{
    uint32_t n;
    cp_rc rc = cp_yaml_seq(t, "relations", &n, l->err);
    cp_relation *v = CP_NEW_ARRAY(l->a, cp_relation, n);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = load_relation(l, t->items[i], &v[i]);
    m->relations = v;
    m->n_relations = rc == CP_OK ? n : 0;
    return rc;
}

static cp_rc load_asn_dates(const loader *l, const cp_tree *x, cp_maker_asn *out)
{
    cp_rc rc = cp_yaml_date(x, CP_STR("read"), &out->read, l->err);
    if (rc == CP_OK)
        rc = cp_yaml_date(x, CP_STR("since"), &out->since, l->err);
    if (rc == CP_OK)
        rc = cp_yaml_date(x, CP_STR("until"), &out->until, l->err);
    if (rc == CP_OK && cp_date_before(out->until, out->since) == CP_YES)
        rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "until is before since");
    return rc;
}

/* A number alone, or with what is known of it. */
static cp_rc load_asn(const loader *l, const cp_tree *x, cp_maker_asn *out)
{
    bool is_map = x->kind == CP_TREE_MAP;
    cp_str number = is_map ? cp_tree_get_text(x, CP_STR("asn")) : cp_tree_text(x);
    const cp_str *src;
    uint32_t n_src;
    *out = (cp_maker_asn){ .label = CP_STR(""),
                           .src = CP_STR(""),
                           .conf = CP_CONF_UNKNOWN,
                           .read = l->as_of,
                           .since = CP_DATE_NONE,
                           .until = CP_DATE_NONE };
    if (is_map) {
        cp_rc rc = cp_yaml_keys(x, "asn", KEYS(asn_keys), l->err);
        cp_str conf = cp_tree_get_text(x, CP_STR("conf"));
        if (rc == CP_OK && conf.n && !cp_conf_by_name(conf, &out->conf))
            rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "conf: \"%.*s\" is none of them",
                              CP_FMT(conf));
        if (rc == CP_OK)
            rc = cp_yaml_texts(l->a, cp_tree_get(x, CP_STR("src")), &src, &n_src, l->err);
        if (rc == CP_OK)
            rc = load_asn_dates(l, x, out);
        if (rc != CP_OK)
            return rc;
        out->label = cp_tree_get_text(x, CP_STR("label"));
        out->cites = cites_of(l, src, n_src, &out->src);
        out->n_cites = n_src;
    }
    return cp_str_u32(number, &out->asn) ? CP_OK
                                         : cp_fail_line(l->err, CP_EFORMAT, x->line,
                                                        "\"%.*s\" is no AS number", CP_FMT(number));
}

static cp_rc load_asns(const loader *l, const cp_tree *t, cp_maker *m)
{
    uint32_t n;
    cp_rc rc = cp_yaml_seq(t, "asns", &n, l->err);
    cp_maker_asn *v = CP_NEW_ARRAY(l->a, cp_maker_asn, n);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = load_asn(l, t->items[i], &v[i]);
    m->asns = v;
    m->n_asns = rc == CP_OK ? n : 0;
    return rc;
}

double cp_conf_factor(cp_conf c)
{
    static const double factors[] = { [CP_CONF_VERIFIED] = 1.0,
                                      [CP_CONF_PARTIAL] = 0.7,
                                      [CP_CONF_MEMORY] = 0.4,
                                      [CP_CONF_UNKNOWN] = 0.0 };
    return factors[c];
}

static cp_rc put_arc(const loader *l, const cp_tree *x, cp_literal_arc arc)
{
    bool added;
    uint64_t *at = cp_map_put(l->a, &l->t->arcs, arc.oid, &added);
    if (!added)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "the arc %.*s is given twice",
                            CP_FMT(arc.oid));
    cp_vec_push(l->a, &l->t->arc_v, arc);
    *at = l->t->arc_v.n - 1;
    return CP_OK;
}

static cp_rc load_oids(const loader *l, const cp_tree *t, uint32_t maker)
{
    uint32_t n, set = add_set(l->t, &maker, 1);
    cp_rc rc = cp_yaml_seq(t, "oids", &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        const cp_tree *x = t->items[i];
        cp_conf conf = CP_CONF_VERIFIED;
        rc = cp_yaml_keys(x, "oid", KEYS(oid_keys), l->err);
        cp_str oid = cp_tree_get_text(x, CP_STR("oid")), c = cp_tree_get_text(x, CP_STR("conf"));
        if (rc == CP_OK && (oid.n == 0 || (c.n && !cp_conf_by_name(c, &conf))))
            rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "expected an object id and its conf");
        if (rc == CP_OK)
            rc = put_arc(l, x,
                         (cp_literal_arc){
                             l->t->sets.v[set], cp_conf_factor(conf), oid, { 0 }, { 0 }, { 0 } });
    }
    return rc;
}

static cp_rc load_pens(const loader *l, const cp_tree *t, uint32_t maker)
{
    const cp_str *v;
    uint32_t n;
    uint64_t number;
    cp_rc rc = cp_yaml_texts(l->a, t, &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        bool added;
        if (!cp_str_u64(v[i], &number))
            return cp_fail_line(l->err, CP_EFORMAT, t->line, "\"%.*s\" is no enterprise number",
                                CP_FMT(v[i]));
        uint64_t *at = cp_map_put(l->a, &l->t->pens, v[i], &added);
        if (!added && *at != maker)
            cp_vec_push(l->a, &l->t->clashes,
                        cp_str_fmt(l->a, "enterprise number %.*s is of %.*s and of %.*s",
                                   CP_FMT(v[i]), CP_FMT(l->t->m.v[*at].id),
                                   CP_FMT(l->t->m.v[maker].id)));
        if (added)
            *at = maker;
    }
    return rc;
}

/* The names: as written for the reader, and in the maps. */
static cp_rc load_names(const loader *l, const cp_tree *x, uint32_t maker)
{
    static const char *const lists[] = { "registered", "legal_names", "aliases" };
    cp_maker *m = &l->t->m.v[maker];
    CP_VEC(cp_str) all = { 0 };
    const cp_str *v;
    uint32_t n;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        cp_rc rc = cp_yaml_texts(l->a, cp_tree_get(x, cp_str_c(lists[k])), &v, &n, l->err);
        if (rc != CP_OK)
            return rc;
        for (uint32_t i = 0; i < n; i++) {
            cp_vec_push(l->a, &all, v[i]);
            if (k == 0)
                put_name(l->t, &l->t->exact, v[i], maker, false);
        }
    }
    m->names = all.v;
    m->n_names = all.n;
    put_names(l->t, maker, all.v, all.n, false);
    put_names(l->t, maker, &m->name, 1, false);
    cp_rc rc =
        cp_yaml_texts(l->a, cp_tree_get(x, CP_STR("brands")), &m->brands, &m->n_brands, l->err);
    if (rc == CP_OK)
        put_names(l->t, maker, m->brands, m->n_brands, true);
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(x, CP_STR("text_names")), &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        put_text_name(l->t, maker, v[i]);
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(x, CP_STR("false_friends")), &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        *cp_map_put(l->a, &l->t->false_friends,
                    cp_maker_friend_key(l->a, cp_name_norm(l->a, v[i]), m->id), NULL) = 1;
        cp_str cmp = cp_name_cmp(l->a, &l->t->legal, v[i]);
        put_text_name(l->t, CP_TEXT_OF_NOBODY, v[i]);
        put_text_name(l->t, CP_TEXT_OF_NOBODY, cmp);
        cp_vec_push(l->a, &l->t->friends, ((cp_false_friend){ maker, v[i], cmp }));
    }
    return rc;
}

/* First pass over a maker: that it exists, and under which id. */
static cp_rc declare_maker(const loader *l, const cp_tree *x)
{
    cp_rc rc = cp_yaml_keys(x, "maker", KEYS(maker_keys), l->err);
    cp_str id = cp_tree_get_text(x, CP_STR("id")), name = cp_tree_get_text(x, CP_STR("name"));
    if (rc != CP_OK)
        return rc;
    if (!cp_str_is_id(id) || name.n == 0)
        return cp_fail_line(l->err, CP_EFORMAT, x->line,
                            "a maker needs an id of small letters, digits and '-', and a name");
    const uint64_t *other = cp_map_get(&l->t->m.by_id, id);
    if (other)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "the id \"%.*s\" is already that of %.*s",
                            CP_FMT(id), CP_FMT(l->t->m.v[*other].name));
    if (l->t->m.n >= MAKERS_MAX)
        return cp_fail_line(l->err, CP_ELIMIT, x->line, "more than %d makers", MAKERS_MAX);
    cp_maker *m = add_maker(l->t, id, name);
    m->is_listed = true;
    m->country = cp_tree_get_text(x, CP_STR("country"));
    m->kind = cp_tree_get_text(x, CP_STR("kind"));
    m->note = cp_tree_get_text(x, CP_STR("note"));
    return CP_OK;
}

/* "pen 11863", "registered NAME", "text" */
static cp_rc load_ambiguous(const loader *l, const cp_tree *x, cp_str maker_id)
{
    const cp_str *with;
    uint32_t n, v[16];
    cp_rc rc = cp_yaml_keys(x, "ambiguous", KEYS(ambiguous_keys), l->err);
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(x, CP_STR("with")), &with, &n, l->err);
    if (rc != CP_OK)
        return rc;
    if (n < 2 || n > sizeof v / sizeof *v)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "with: expected 2 to 16 makers");
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t *at = cp_map_get(&l->t->m.by_id, with[i]);
        if (!at)
            return cp_fail_line(l->err, CP_EFORMAT, x->line, "unknown maker \"%.*s\"",
                                CP_FMT(with[i]));
        v[i] = (uint32_t)*at;
    }
    uint32_t set = add_set(l->t, v, n);
    cp_str what = cp_tree_get_text(x, CP_STR("evidence")), word = CP_STR("");
    (void)cp_str_cut(&what, ' ', &word);
    if (cp_str_eq(word, CP_STR("text")) && what.n == 0)
        *cp_map_put(l->a, &l->t->ambiguous_texts, maker_id, NULL) = set;
    else if (cp_str_eq(word, CP_STR("pen")))
        *cp_map_put(l->a, &l->t->ambiguous_pens, what, NULL) = set;
    else if (cp_str_eq(word, CP_STR("registered")))
        *cp_map_put(l->a, &l->t->ambiguous_names, cp_name_cmp(l->a, &l->t->legal, what), NULL) =
            set;
    else if (cp_str_eq(word, CP_STR("oid")))
        return put_arc(l, x, (cp_literal_arc){ l->t->sets.v[set], 1.0, what, { 0 }, { 0 }, { 0 } });
    else
        return cp_fail_line(
            l->err, CP_EFORMAT, x->line,
            "evidence: expected \"pen N\", \"oid ARC\", \"registered NAME\" or \"text\"");
    return CP_OK;
}

static cp_rc ambiguous_of_maker(const loader *l, const cp_tree *x)
{
    const cp_tree *v = cp_tree_get(x, CP_STR("ambiguous"));
    uint32_t n;
    cp_rc rc = cp_yaml_seq(v, "ambiguous", &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = load_ambiguous(l, v->items[i], cp_tree_get_text(x, CP_STR("id")));
    return rc;
}

static cp_rc details_of_maker(const loader *l, const cp_tree *x)
{
    const uint64_t *at = cp_map_get(&l->t->m.by_id, cp_tree_get_text(x, CP_STR("id")));
    assert(at);
    uint32_t maker = (uint32_t)*at;
    cp_rc rc = load_names(l, x, maker);
    if (rc == CP_OK)
        rc = load_pens(l, cp_tree_get(x, CP_STR("pens")), maker);
    if (rc == CP_OK)
        rc = load_oids(l, cp_tree_get(x, CP_STR("oids")), maker);
    if (rc == CP_OK)
        rc = load_asns(l, cp_tree_get(x, CP_STR("asns")), &l->t->m.v[maker]);
    if (rc == CP_OK)
        rc = load_relations(l, cp_tree_get(x, CP_STR("relations")), &l->t->m.v[maker]);
    return rc;
}

/* The ids that relations point to must exist; they are known when all files are. */
static cp_rc check_relations(const loader *l, const cp_tree *x)
{
    const uint64_t *at = cp_map_get(&l->t->m.by_id, cp_tree_get_text(x, CP_STR("id")));
    assert(at);
    const cp_maker *m = &l->t->m.v[*at];
    for (uint32_t i = 0; i < m->n_relations; i++)
        if (m->relations[i].to.n && !cp_map_get(&l->t->m.by_id, m->relations[i].to))
            return cp_fail_line(l->err, CP_EFORMAT, x->line,
                                "relation of %.*s to unknown maker \"%.*s\"", CP_FMT(m->id),
                                CP_FMT(m->relations[i].to));
    return CP_OK;
}

static cp_rc each_maker(const loader *l, const cp_tree *file,
                        cp_rc (*fn)(const loader *l, const cp_tree *x))
{
    const cp_tree *v = cp_tree_get(file, CP_STR("makers"));
    uint32_t n;
    loader here = *l;
    here.sources = cp_tree_get(file, CP_STR("sources"));
    if (!cp_date_parse(cp_tree_get_text(file, CP_STR("as_of")), &here.as_of))
        here.as_of = CP_DATE_NONE;
    cp_rc rc = cp_yaml_seq(v, "makers", &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = fn(&here, v->items[i]);
    return rc;
}

static cp_rc declare_makers(const loader *l, const cp_tree *file)
{
    cp_str as_of = cp_tree_get_text(file, CP_STR("as_of"));
    cp_rc rc = cp_yaml_keys(file, "file of makers", KEYS(file_keys), l->err);
    if (rc == CP_OK)
        rc = each_maker(l, file, declare_maker);
    if (cp_str_cmp(as_of, l->t->m.as_of) > 0)
        l->t->m.as_of = as_of;
    l->t->n_files++;
    return rc;
}

static cp_rc load_ambiguous_of_file(const loader *l, const cp_tree *f)
{
    return each_maker(l, f, ambiguous_of_maker);
}
static cp_rc load_details_of_file(const loader *l, const cp_tree *f)
{
    return each_maker(l, f, details_of_maker);
}
static cp_rc check_relations_of_file(const loader *l, const cp_tree *f)
{
    return each_maker(l, f, check_relations);
}

/* Houses that only relations name: an id and what it is called. A listed maker of that id
 * stands. */
static cp_rc load_externals(const loader *l, const cp_tree *file)
{
    const cp_tree *v = cp_tree_get(file, CP_STR("external_ids"));
    for (uint32_t i = 0; v && v->kind == CP_TREE_MAP && i < v->n; i++)
        if (!cp_map_get(&l->t->m.by_id, v->keys[i]))
            add_maker(l->t, v->keys[i], cp_tree_text(v->items[i]));
    return CP_OK;
}

static cp_rc load_legal(const loader *l, const cp_tree *file)
{
    static const struct {
        const char *key;
        void (*add)(cp_arena *a, cp_legal_forms *legal, cp_str form);
    } lists[] = { { "words", cp_legal_forms_add },
                  { "leading", cp_legal_forms_add_leading },
                  { "behind", cp_legal_forms_add_behind },
                  { "around", cp_legal_forms_add_around } };
    const cp_str *v;
    uint32_t n;
    cp_rc rc = cp_yaml_keys(file, "file of legal forms", KEYS(legal_keys), l->err);
    for (size_t k = 0; k < sizeof lists / sizeof *lists && rc == CP_OK; k++) {
        rc = cp_yaml_texts(l->a, cp_tree_get(file, cp_str_c(lists[k].key)), &v, &n, l->err);
        for (uint32_t i = 0; rc == CP_OK && i < n; i++)
            lists[k].add(l->a, &l->t->legal, v[i]);
    }
    return rc;
}

static cp_rc load_generic_arcs(const loader *l, const cp_tree *v)
{
    uint32_t n;
    cp_rc rc = cp_yaml_seq(v, "generic_arcs", &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        const cp_tree *x = v->items[i], *says = cp_tree_get(x, CP_STR("says"));
        rc = cp_yaml_keys(x, "generic arc", KEYS(arc_keys), l->err);
        if (rc == CP_OK && says)
            rc = cp_yaml_keys(says, "says", KEYS(says_keys), l->err);
        if (rc == CP_OK)
            rc = put_arc(l, x,
                         (cp_literal_arc){ { NULL, 0 },
                                           1.0,
                                           cp_tree_get_text(x, CP_STR("oid")),
                                           cp_tree_get_text(says, CP_STR("os")),
                                           cp_tree_get_text(says, CP_STR("function")),
                                           cp_tree_get_text(says, CP_STR("class")) });
    }
    return rc;
}

static cp_rc load_generic(const loader *l, const cp_tree *file)
{
    const cp_str *v;
    uint32_t n;
    cp_maker_table *t = l->t;
    cp_rc rc = cp_yaml_keys(file, "generic", KEYS(generic_keys), l->err);
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(file, CP_STR("nobody")), &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        *cp_map_put(l->a, &t->nobody, cp_name_cmp(l->a, &t->legal, v[i]), NULL) = 1;
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(file, CP_STR("common_words")), &v, &n, l->err);
    if (rc == CP_OK)
        fill_words(l->a, &t->common_words, v, n);
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(file, CP_STR("placeholder_macs")), &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        cp_vec_push(l->a, &t->placeholder_macs, cp_str_lower(l->a, v[i]));
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->a, cp_tree_get(file, CP_STR("default_names")), &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        *cp_map_put(l->a, &t->default_names, cp_str_lower(l->a, v[i]), NULL) = 1;
    if (rc == CP_OK)
        rc = load_generic_arcs(l, cp_tree_get(file, CP_STR("generic_arcs")));
    return rc;
}

/* Maker ids, or whole registered names; last, when all names are known. */
static cp_rc load_modules(const loader *l, const cp_tree *file)
{
    const cp_str *v;
    uint32_t n;
    cp_rc rc = cp_yaml_texts(l->a, cp_tree_get(file, CP_STR("module_makers")), &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        if (cp_map_get(&l->t->m.by_id, v[i]))
            *cp_map_put(l->a, &l->t->modules, v[i], NULL) = 1;
        cp_maker_set s = cp_makers_resolve(l->t, v[i], true);
        for (uint32_t k = 0; k < s.n; k++)
            *cp_map_put(l->a, &l->t->modules, l->t->m.v[s.v[k]].id, NULL) = 1;
    }
    return rc;
}

#define MAKERS "cleanpath-makers/1"
#define GENERIC "cleanpath-generic/1"
#define LEGAL "cleanpath-legal-forms/1"
#define RELABELS "cleanpath-relabels/1"
#define GRANTEES "cleanpath-fcc-grantees/1"
#define HABITS "cleanpath-habits/1"

static cp_rc load_relabels(const loader *l, const cp_tree *file)
{
    return cp_relabels_load(l->t, file, l->err);
}

static cp_rc load_grantees(const loader *l, const cp_tree *file)
{
    return cp_grantees_load(l->t, file, l->err);
}

static cp_rc load_habits(const loader *l, const cp_tree *file)
{
    return cp_habits_load(l->t, file, l->err);
}

/* What is done with the files of which schema, in this order: each line needs those above it. */
static const struct {
    const char *schema;
    cp_rc (*fn)(const loader *l, const cp_tree *file);
} steps[] = { { LEGAL, load_legal },
              { MAKERS, declare_makers },
              { MAKERS, load_externals },
              { MAKERS, load_ambiguous_of_file },
              { GENERIC, load_generic },
              { MAKERS, load_details_of_file },
              { MAKERS, check_relations_of_file },
              { GENERIC, load_modules },
              { RELABELS, load_relabels },
              { GRANTEES, load_grantees },
              { HABITS, load_habits } };

static bool is_yaml(cp_str name)
{
    return cp_str_starts(name, CP_STR("makers/")) && cp_str_ends(name, CP_STR(".yaml"));
}

static bool is_known_schema(cp_str schema)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (cp_str_eq(schema, cp_str_c(steps[i].schema)))
            return true;
    return false;
}

static cp_rc run_steps(const loader *l, const cp_data_file *const *files,
                       const cp_tree *const *trees, uint32_t n)
{
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
        for (uint32_t f = 0; f < n; f++) {
            cp_str schema = cp_tree_get_text(trees[f], CP_STR("schema"));
            cp_rc rc = CP_OK;
            if (cp_str_eq(schema, cp_str_c(steps[s].schema)))
                rc = steps[s].fn(l, trees[f]);
            else if (!is_known_schema(schema))
                rc = cp_fail_line(l->err, CP_EVERSION, trees[f]->line,
                                  "schema \"%.*s\", expected " MAKERS ", " RELABELS ", " GRANTEES
                                  ", " HABITS ", " GENERIC " or " LEGAL,
                                  CP_FMT(schema));
            if (rc != CP_OK) {
                cp_err_in_file(l->err, files[f]->name.p, files[f]->name.n);
                return rc;
            }
        }
    return CP_OK;
}

/* What cp_maker_by_name needs: it must not tell more than the names by which a maker is found. */
static void fill_lookup(cp_maker_table *t)
{
    for (uint32_t i = 0; i < t->by_norm.n; i++) {
        cp_str key = t->by_norm.items[i].key;
        uint64_t value = t->by_norm.items[i].value;
        if (!cp_map_get(&t->ambiguous_names, cp_name_cmp_of_norm(t->a, &t->legal, key)))
            *cp_map_put(t->a, &t->m.by_name, key, NULL) = value / 2;
        if (value & 1)
            *cp_map_put(t->a, &t->m.by_brand, key, NULL) = value / 2;
    }
    for (uint32_t i = 0; i < t->by_cmp.n; i++) {
        cp_str key = t->by_cmp.items[i].key;
        if (!cp_map_get(&t->ambiguous_names, key) && !cp_map_get(&t->nobody, key))
            *cp_map_put(t->a, &t->m.by_cmp, key, NULL) = t->by_cmp.items[i].value / 2;
    }
    t->m.legal = cp_arena_dup(t->a, &t->legal, sizeof t->legal); /* the table may be moved */
    t->m.false_friends = cp_arena_dup(t->a, &t->false_friends, sizeof t->false_friends);
}

cp_rc cp_makers_load(cp_arena *a, const cp_data_file *files, uint32_t n_files, cp_maker_table *t,
                     cp_err *err)
{
    const cp_data_file *used[FILES_MAX];
    const cp_tree *trees[FILES_MAX];
    uint32_t n = 0;
    loader l = { t, a, err, NULL };
    *t = (cp_maker_table){ .a = a };
    for (uint32_t f = 0; f < n_files; f++) {
        if (!is_yaml(files[f].name))
            continue;
        if (n == FILES_MAX)
            return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d files in makers/", FILES_MAX);
        used[n] = &files[f];
        cp_rc rc = cp_yaml_parse(a, files[f].bytes, &trees[n], err);
        if (rc != CP_OK) {
            cp_err_in_file(err, files[f].name.p, files[f].name.n);
            return rc;
        }
        n++;
    }
    if (n == 0)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "no file makers/*.yaml");
    cp_rc rc = run_steps(&l, used, trees, n);
    if (rc == CP_OK)
        fill_lookup(t);
    return rc;
}
