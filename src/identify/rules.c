/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c - loads data/fingerprints (see rules.h); rules_match.c runs them. */
#include "identify/rules.h"
#include "codec/yaml.h"
#include "codec/yaml_keys.h"

#define KEYS(v) (v), sizeof(v) / sizeof *(v)
static const char *const rule_keys[] = { "id",     "kinds",    "pattern", "says",
                                         "weight", "examples", "not",     "note" };
static const char *const says_keys[] = { "maker", "product", "brand", "function",
                                         "class", "os",      "name",  "version" };
static const char *const file_keys[] = { "schema", "as_of", "rules", "note" };
static const char *const weight_file_keys[] = { "schema",      "weights",     "text_kinds",
                                                "name_kinds",  "label_kinds", "origin_kinds",
                                                "habit_kinds", "peer_kinds" };

static const struct {
    cp_attr attr;
    const char *name;
} attrs[CP_RULE_ATTR_COUNT] = {
    [CP_RULE_BRAND] = { CP_ATTR_BRAND, "brand" },
    [CP_RULE_PRODUCT] = { CP_ATTR_PRODUCT, "product" },
    [CP_RULE_VERSION] = { CP_ATTR_VERSION, "version" },
    [CP_RULE_OS] = { CP_ATTR_OS, "os" },
    [CP_RULE_NAME] = { CP_ATTR_NAME, "name" },
    [CP_RULE_FUNCTION] = { CP_ATTR_FUNCTION, "function" },
    [CP_RULE_CLASS] = { CP_ATTR_CLASS, "class" },
};

cp_attr cp_rule_attr(int i) { return attrs[i].attr; }

typedef struct loader {
    cp_arena *a;
    cp_rules *r;
    const cp_maker_table *makers;
    cp_map ids;
    CP_VEC(cp_rule) rules;
    cp_str file;
    cp_err *err;
} loader;

static cp_rc load_kinds(const loader *l, const cp_tree *t, uint64_t kinds[CP_KIND_WORDS])
{
    const cp_str *v;
    uint32_t n;
    cp_kind k;
    cp_rc rc = cp_yaml_texts(l->a, t, &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        if (!cp_kind_by_name(v[i], &k))
            return cp_fail_line(l->err, CP_EFORMAT, t->line, "unknown kind of observation \"%.*s\"",
                                CP_FMT(v[i]));
        kinds[k / 64] |= UINT64_C(1) << k % 64;
    }
    return rc;
}

static cp_rc load_says(const loader *l, const cp_tree *says, cp_rule *r)
{
    cp_rc rc = cp_yaml_keys(says, "says", KEYS(says_keys), l->err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < says->n; i++) {
        if (!cp_str_eq(says->keys[i], CP_STR("maker")))
            continue;
        r->says_maker = true;
        cp_str id = cp_tree_text(says->items[i]);
        const uint64_t *at = id.n ? cp_map_get(&l->makers->m.by_id, id) : NULL;
        r->is_somebody = at != NULL;
        r->maker = at ? (uint32_t)*at : 0;
        if (id.n && !at)
            return cp_fail_line(l->err, CP_EFORMAT, says->items[i]->line,
                                "rule %.*s: unknown maker \"%.*s\"", CP_FMT(r->id), CP_FMT(id));
    }
    for (int i = 0; i < CP_RULE_ATTR_COUNT; i++)
        r->says[i] = cp_tree_get_text(says, cp_str_c(attrs[i].name));
    return CP_OK;
}

static cp_rc load_rule(loader *l, const cp_tree *t)
{
    cp_rule r = { .file = l->file, .line = t->line };
    const cp_tree *says = cp_tree_get(t, CP_STR("says"));
    bool added;
    cp_rc rc = cp_yaml_keys(t, "rule", KEYS(rule_keys), l->err);
    r.id = cp_tree_get_text(t, CP_STR("id"));
    r.pattern = cp_tree_get_text(t, CP_STR("pattern"));
    if (rc == CP_OK && (r.id.n == 0 || r.pattern.n == 0))
        return cp_fail_line(l->err, CP_EFORMAT, t->line, "a rule needs an id and a pattern");
    if (rc == CP_OK && r.pattern.n > CP_RULE_PATTERN_BYTES_MAX)
        return cp_fail_line(l->err, CP_ELIMIT, t->line, "pattern of more than %d bytes",
                            CP_RULE_PATTERN_BYTES_MAX);
    if (rc == CP_OK)
        rc = load_kinds(l, cp_tree_get(t, CP_STR("kinds")), r.kinds);
    if (rc == CP_OK && says)
        rc = load_says(l, says, &r);
    if (rc == CP_OK)
        rc = cp_yaml_double(t, CP_STR("weight"), &r.weight, l->err);
    if (rc != CP_OK)
        return rc;
    (void)cp_map_put(l->a, &l->ids, r.id, &added);
    if (!added)
        return cp_fail_line(l->err, CP_EFORMAT, t->line, "there are two rules \"%.*s\"",
                            CP_FMT(r.id));
    if (l->rules.n >= CP_RULES_MAX)
        return cp_fail_line(l->err, CP_ELIMIT, t->line, "more than %d rules", CP_RULES_MAX);
    r.examples = cp_tree_get(t, CP_STR("examples"));
    r.nots = cp_tree_get(t, CP_STR("not"));
    cp_vec_push(l->a, &l->rules, r);
    return CP_OK;
}

static cp_rc load_rules(loader *l, const cp_tree *file)
{
    const cp_tree *v = cp_tree_get(file, CP_STR("rules"));
    cp_str as_of = cp_tree_get_text(file, CP_STR("as_of"));
    uint32_t n;
    cp_rc rc = cp_yaml_keys(file, "file of rules", KEYS(file_keys), l->err);
    if (rc == CP_OK)
        rc = cp_yaml_seq(v, "rules", &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = load_rule(l, v->items[i]);
    if (cp_str_cmp(as_of, l->r->as_of) > 0)
        l->r->as_of = as_of;
    return rc;
}

/* Weights that are no kind of observation. */
static double *special_weight(cp_weights *w, cp_str name, double *fallback)
{
    const struct {
        cp_str name;
        double *at;
    } t[] = { { CP_STR_INIT("oui"), &w->oui },
              { CP_STR_INIT("oui.minor"), &w->oui_minor },
              { CP_STR_INIT("oui.module"), &w->oui_module },
              { CP_STR_INIT("corroboration"), &w->corroboration },
              { CP_STR_INIT("text.start"), &w->text_start },
              { CP_STR_INIT("text.inside"), &w->text_inside },
              { CP_STR_INIT("group.rest"), &w->group_rest },
              { CP_STR_INIT("inventory.maker.unlisted"), &w->unlisted },
              { CP_STR_INIT("default"), fallback } };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (cp_str_eq(t[i].name, name))
            return t[i].at;
    return NULL;
}

static cp_rc load_weights(loader *l, const cp_tree *file)
{
    const cp_tree *w = cp_tree_get(file, CP_STR("weights"));
    double fallback = 0;
    bool told[CP_KIND_COUNT] = { false };
    cp_kind k;
    cp_rc rc = cp_yaml_keys(file, "file of weights", KEYS(weight_file_keys), l->err);
    if (rc == CP_OK && (w == NULL || w->kind != CP_TREE_MAP))
        return cp_fail_line(l->err, CP_EFORMAT, file->line, "weights: expected a mapping");
    for (uint32_t i = 0; rc == CP_OK && i < w->n; i++) {
        double *at = special_weight(&l->r->w, w->keys[i], &fallback);
        if (!at && cp_kind_by_name(w->keys[i], &k)) {
            at = &l->r->w.by_kind[k];
            told[k] = true;
        }
        if (!at)
            return cp_fail_line(l->err, CP_EFORMAT, w->items[i]->line,
                                "weight of an unknown kind \"%.*s\"", CP_FMT(w->keys[i]));
        rc = cp_yaml_double(w, w->keys[i], at, l->err);
    }
    for (unsigned i = 0; i < CP_KIND_COUNT; i++)
        if (!told[i])
            l->r->w.by_kind[i] = fallback;
    if (rc == CP_OK)
        rc = load_kinds(l, cp_tree_get(file, CP_STR("text_kinds")), l->r->w.text_kinds);
    if (rc == CP_OK)
        rc = load_kinds(l, cp_tree_get(file, CP_STR("name_kinds")), l->r->w.name_kinds);
    if (rc == CP_OK)
        rc = load_kinds(l, cp_tree_get(file, CP_STR("label_kinds")), l->r->w.label_kinds);
    if (rc == CP_OK)
        rc = load_kinds(l, cp_tree_get(file, CP_STR("origin_kinds")), l->r->w.origin_kinds);
    if (rc == CP_OK)
        rc = load_kinds(l, cp_tree_get(file, CP_STR("habit_kinds")), l->r->w.habit_kinds);
    if (rc == CP_OK)
        rc = load_kinds(l, cp_tree_get(file, CP_STR("peer_kinds")), l->r->w.peer_kinds);
    return rc;
}

static void index_rules(cp_arena *a, cp_rules *r)
{
    for (uint32_t i = 0; i < r->n; i++)
        for (unsigned w = 0; w < CP_KIND_WORDS; w++)
            for (uint64_t bits = r->v[i].kinds[w]; bits; bits &= bits - 1)
                cp_vec_push(a, &r->of_kind[w * 64 + (unsigned)__builtin_ctzll(bits)], i);
}

static cp_rc load_file(loader *l, cp_bytes bytes)
{
    const cp_tree *t;
    cp_rc rc = cp_yaml_parse(l->a, bytes, &t, l->err);
    if (rc != CP_OK)
        return rc;
    cp_str schema = cp_tree_get_text(t, CP_STR("schema"));
    if (cp_str_eq(schema, CP_STR("cleanpath-fingerprints/1")))
        return load_rules(l, t);
    if (cp_str_eq(schema, CP_STR("cleanpath-weights/1")))
        return load_weights(l, t);
    return cp_fail_line(l->err, CP_EVERSION, t->line,
                        "schema \"%.*s\", expected cleanpath-fingerprints/1 or cleanpath-weights/1",
                        CP_FMT(schema));
}

cp_rc cp_rules_load(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                    const cp_maker_table *makers, cp_rules *r, cp_err *err)
{
    loader l = { .a = a, .r = r, .makers = makers, .err = err };
    *r = (cp_rules){ .a = a };
    for (uint32_t f = 0; f < n_files; f++) {
        l.file = files[f].name;
        if (!cp_str_starts(l.file, CP_STR("fingerprints/")) ||
            !cp_str_ends(l.file, CP_STR(".yaml")))
            continue;
        cp_rc rc = load_file(&l, files[f].bytes);
        if (rc != CP_OK) {
            cp_err_in_file(err, l.file.p, l.file.n);
            return rc;
        }
    }
    if (r->w.oui == 0)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "no file fingerprints/weights.yaml");
    r->v = l.rules.v;
    r->n = l.rules.n;
    index_rules(a, r);
    return CP_OK;
}
