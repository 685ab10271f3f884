/* SPDX-License-Identifier: Apache-2.0 */
/* product_class.c - see product_class.h. */
#include "identify/product_class.h"
#include "codec/yaml.h"
#include "codec/yaml_keys.h"

enum { RULES_MAX = 10 * 1000 };

static const char *const file_keys[] = { "schema", "as_of", "rules" };
static const char *const rule_keys[] = { "class",  "because", "makers",  "maker_kinds",
                                         "begins", "has",     "at_least" };
#define KEYS(v) (v), sizeof(v) / sizeof *(v)
#define SCHEMA "cleanpath-product-classes/1"

static cp_rc load_texts(cp_arena *a, const cp_tree *t, cp_class_rule *r, cp_err *err)
{
    const struct {
        const char *key;
        const cp_str **v;
        uint32_t *n;
    } lists[] = { { "makers", &r->makers, &r->n_makers },
                  { "maker_kinds", &r->kinds, &r->n_kinds },
                  { "begins", &r->begins, &r->n_begins },
                  { "has", &r->has, &r->n_has } };
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof lists / sizeof *lists; i++)
        rc = cp_yaml_texts(a, cp_tree_get(t, cp_str_c(lists[i].key)), lists[i].v, lists[i].n, err);
    if (rc != CP_OK)
        return rc;
    cp_str *begins = CP_NEW_ARRAY(a, cp_str, r->n_begins + 1);
    for (uint32_t i = 0; i < r->n_begins; i++)
        begins[i] = cp_name_norm(a, r->begins[i]);
    r->begins = begins;
    return CP_OK;
}

static cp_rc load_rule(cp_arena *a, const cp_tree *t, cp_class_rule *r, cp_err *err)
{
    cp_rc rc = cp_yaml_keys(t, "rule", KEYS(rule_keys), err);
    if (rc != CP_OK)
        return rc;
    *r = (cp_class_rule){ .class_ = cp_tree_get_text(t, CP_STR("class")),
                          .because = cp_tree_get_text(t, CP_STR("because")),
                          .at_least = 1 };
    cp_str at_least = cp_tree_get_text(t, CP_STR("at_least"));
    if (r->class_.n == 0 || r->because.n == 0)
        return cp_fail_line(err, CP_EFORMAT, t->line, "a rule needs `class` and `because`");
    if (at_least.n && !cp_str_u64(at_least, &r->at_least))
        return cp_fail_line(err, CP_EFORMAT, t->line, "at_least: \"%.*s\" is no number",
                            CP_FMT(at_least));
    rc = load_texts(a, t, r, err);
    if (rc == CP_OK && r->n_makers + r->n_kinds + r->n_has == 0)
        return cp_fail_line(err, CP_EFORMAT, t->line,
                            "a rule needs one of `makers`, `maker_kinds` and `has`: a name alone "
                            "may be anybody's");
    return rc;
}

static cp_rc load_file(cp_arena *a, const cp_data_file *f, cp_class_rules *out, cp_err *err)
{
    const cp_tree *t;
    uint32_t n = 0;
    cp_rc rc = cp_yaml_parse(a, f->bytes, &t, err);
    if (rc == CP_OK && !cp_str_eq(cp_tree_get_text(t, CP_STR("schema")), CP_STR(SCHEMA)))
        rc = cp_fail_line(err, CP_EVERSION, t->line,
                          "the schema is none that is known, expected " SCHEMA);
    if (rc == CP_OK)
        rc = cp_yaml_keys(t, "file of product classes", KEYS(file_keys), err);
    const cp_tree *rules = rc == CP_OK ? cp_tree_get(t, CP_STR("rules")) : NULL;
    if (rc == CP_OK)
        rc = cp_yaml_seq(rules, "rules", &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        if (out->list.n == RULES_MAX)
            return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d rules", RULES_MAX);
        cp_class_rule *r = cp_vec_add(a, &out->list);
        rc = load_rule(a, rules->items[i], r, err);
    }
    return rc;
}

cp_rc cp_class_rules_load(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                          cp_class_rules *out, cp_err *err)
{
    *out = (cp_class_rules){ .list = { 0 } };
    for (uint32_t f = 0; f < n_files; f++) {
        if (!cp_str_starts(files[f].name, CP_STR("products/")) ||
            !cp_str_ends(files[f].name, CP_STR(".yaml")))
            continue;
        cp_rc rc = load_file(a, &files[f], out, err);
        if (rc != CP_OK) {
            cp_err_in_file(err, files[f].name.p, files[f].name.n);
            return rc;
        }
    }
    return CP_OK;
}

static bool is_among(const cp_str *v, uint32_t n, cp_str s)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(v[i], s))
            return true;
    return false;
}

/* "ex4300 48t" begins with "ex"; "exos" does not. */
static bool begins_word(cp_str norm, cp_str prefix)
{
    if (prefix.n == 0 || !cp_str_starts(norm, prefix))
        return false;
    char next = norm.n > prefix.n ? norm.p[prefix.n] : ' ';
    return next < 'a' || next > 'z';
}

static bool begins(const cp_class_rule *r, cp_str product, cp_str part_number)
{
    for (uint32_t i = 0; i < r->n_begins; i++)
        if (begins_word(product, r->begins[i]) || begins_word(part_number, r->begins[i]))
            return true;
    return r->n_begins == 0;
}

/* How many parts of the wanted types "1000base-t:24;power-port:2" tells. */
static bool has_parts(const cp_class_rule *r, cp_str parts)
{
    uint64_t n = 0, k;
    cp_str one, type = CP_STR("");
    while (r->n_has && cp_str_cut(&parts, ';', &one)) {
        (void)cp_str_cut(&one, ':', &type);
        for (uint32_t i = 0; i < r->n_has; i++)
            if (cp_str_starts(type, r->has[i]) && cp_str_u64(one, &k)) {
                n = k > UINT64_MAX - n ? UINT64_MAX : n + k;
                break;
            }
    }
    return r->n_has == 0 || n >= r->at_least;
}

const cp_class_rule *cp_class_rule_of(cp_arena *scratch, const cp_class_rules *rules,
                                      const cp_product *p, const cp_maker *maker)
{
    cp_str id = maker ? maker->id : CP_STR(""), kind = maker ? maker->kind : CP_STR("");
    cp_str product = cp_name_norm(scratch, p->field[CP_PRODUCT_PRODUCT]),
           part = cp_name_norm(scratch, p->field[CP_PRODUCT_PART_NUMBER]);
    for (uint32_t i = 0; i < rules->list.n; i++) {
        const cp_class_rule *r = &rules->list.v[i];
        if ((r->n_makers == 0 || is_among(r->makers, r->n_makers, id)) &&
            (r->n_kinds == 0 || is_among(r->kinds, r->n_kinds, kind)) && begins(r, product, part) &&
            has_parts(r, p->field[CP_PRODUCT_INTERFACES]))
            return r;
    }
    return NULL;
}
