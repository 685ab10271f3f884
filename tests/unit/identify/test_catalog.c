/* SPDX-License-Identifier: Apache-2.0 */
/* test_catalog.c - products put together: what counts once, who made it, which class it is presumed
 * to have, and mistakes in data/products. */
#include "codec/yaml.h"
#include "identify/catalog.h"
#include "support.h"

/* "maker|product|part|class|interfaces|generation" */
static cp_product product_of(cp_arena *a, const char *text, uint64_t line)
{
    static const cp_product_field order[] = { CP_PRODUCT_MAKER,       CP_PRODUCT_PRODUCT,
                                              CP_PRODUCT_PART_NUMBER, CP_PRODUCT_CLASS,
                                              CP_PRODUCT_INTERFACES,  CP_PRODUCT_GENERATION };
    cp_product p = { .line = line };
    cp_str rest = cp_str_c(text), one;
    for (size_t i = 0; i < sizeof order / sizeof *order && cp_str_cut(&rest, '|', &one); i++)
        p.field[order[i]] = one;
    return cp_product_dup(a, &p);
}

/* "id n_times n_makers class why", a line each. */
static cp_str shown_catalog(cp_arena *a, const cp_catalog *c)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_catalog_item *x = &c->v[i];
        cp_buf_fmt(&b, "%.*s x%u makers=%u class=%.*s%s%s\n", CP_FMT(x->id), x->n_times,
                   x->n_makers, CP_FMT(x->class_), x->presumed_why.n ? " presumed" : "",
                   x->differs ? " differs" : "");
    }
    return cp_buf_str(&b);
}

static const struct row {
    const char *name, *products[6], *want;
} rows[] = {
    { "a maker by its whole name, or another spelling",
      { "Huawei|NE40E", "HUAWEI TECHNOLOGIES CO.,LTD|NE40E", "Huawei Toys|X" },
      "huawei/ne40e x2 makers=1 class=transport presumed\n"
      "huawei-toys/x x1 makers=0 class=\n" },
    { "never by a part of the name",
      { "Not Huawei|NE40E" },
      "not-huawei/ne40e x1 makers=0 class=\n" },
    { "a name that means several", { "TP-Link|Archer" }, "tp-link/archer x1 makers=2 class=\n" },
    { "part numbers tell products apart",
      { "Huawei|A|1", "Huawei|A|2", "Huawei|A|1" },
      "huawei/a x2 makers=1 class=\nhuawei/a/2 x1 makers=1 class=\n" },
    { "without a part number it is the product as such, whichever list comes first",
      { "Huawei|A", "Huawei|A|1", "huawei|a" },
      "huawei/a x3 makers=1 class=\n" },
    { "two products whose names a slug cannot tell apart",
      { "Huawei|A+", "Huawei|A-B", "Huawei|A", "Huawei|\xe5\x8d\x8e", "Huawei|\xe4\xb8\xad" },
      "huawei/a x2 makers=1 class=\nhuawei/a-b x1 makers=1 class=\nhuawei/ x1 makers=1 class=\n"
      "huawei/~2 x1 makers=1 class=\n" },
    { "a stated class goes before a presumption",
      { "Huawei|NE40E||core" },
      "huawei/ne40e x1 makers=1 class=core\n" },
    { "another list completes",
      { "Huawei|Z", "Huawei|Z||core||5G" },
      "huawei/z x2 makers=1 class=core\n" },
    { "lists that contradict each other leave the class open",
      { "Huawei|Z||core", "Huawei|Z||ran" },
      "huawei/z x2 makers=1 class= differs\n" },
    { "a family is more than letters",
      { "Juniper|EX4300", "Juniper|EXABYTE" },
      "juniper/ex4300 x1 makers=1 class=transport presumed\n"
      "juniper/exabyte x1 makers=1 class=\n" },
    { "a family by the part number",
      { "ZTE|Something|ZXA10 C300" },
      "zte/something x1 makers=1 class=access_fixed presumed\n" },
    { "many Ethernet ports",
      { "Ericsson|X|||1000base-t:15", "Ericsson|Y|||1000base-t:15;10gbase-t:1" },
      "ericsson/x x1 makers=1 class=\nericsson/y x1 makers=1 class=transport presumed\n" },
    { "ports of a maker that nobody knows",
      { "Bergson|Y|||1000base-t:48", "Bergson|P|||power-outlet:8" },
      "bergson/y x1 makers=0 class=\nbergson/p x1 makers=0 class=power presumed\n" },
};

static void check_row(cp_knowledge *k, const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_product v[6];
    cp_catalog c;
    cp_err err = { 0 };
    uint32_t n = 0, n_files;
    const cp_data_file *files = cp_data_all(&n_files);
    for (; n < 6 && r->products[n]; n++)
        v[n] = product_of(a, r->products[n], n + 1);
    ok(cp_catalog_make(a, k, files, n_files, v, n, &c, &err) == CP_OK, "%s: %s", r->name, err.msg);
    is_cstr(shown_catalog(a, &c), r->want, "%s", r->name);
    cp_arena_free(a);
}

/* As the evaluator will read it. */
static void check_asset(cp_knowledge *k)
{
    cp_arena *a = cp_arena_new(0);
    cp_catalog c;
    uint32_t n_files;
    const cp_data_file *files = cp_data_all(&n_files);
    cp_product v[] = { product_of(a, "Huawei|NE40E|1|||5G", 7), product_of(a, "TP-Link|Archer", 8),
                       product_of(a, "Huawei|NE40E|1|||4G", 9) };
    ok(cp_catalog_make(a, k, files, n_files, v, 3, &c, NULL) == CP_OK && c.n == 2, "two products");
    const cp_asset *one = cp_catalog_asset(a, &c.v[0]), *several = cp_catalog_asset(a, &c.v[1]);
    is_cstr(cp_asset_fact(one, CP_ATTR_MAKER, 0.95), "huawei", "its maker is a fact");
    is_cstr(cp_asset_fact(one, CP_ATTR_CLASS, 0.95), "transport", "so is its class");
    is_cstr(cp_asset_fact(one, CP_ATTR_GENERATION, 0.5), "", "what lists contradict is open");
    is_cstr(cp_asset_fact(several, CP_ATTR_MAKER, 0.95), "", "one of several makers is no fact");
    is_int(several->n_others, 1, "the others stand there too");
    is_cstr(several->evidence[0].value, "TP-Link", "the name as written");
    is_int(c.n_several, 1, "such products are counted");
    cp_arena_free(a);
}

static const struct bad_row {
    const char *name, *yaml;
    cp_rc want;
    uint64_t line;
    const char *message;
} bad_rows[] = {
#define HEAD "schema: cleanpath-product-classes/1\nrules:\n"
    { "good", HEAD "- {class: core, because: x, makers: [huawei]}\n", CP_OK, 0, "" },
    { "another schema", "schema: x\n", CP_EVERSION, 0, "schema" },
    { "an unknown key", HEAD "- {class: core, because: x, maker: [huawei]}\n", CP_EFORMAT, 3,
      "maker" },
    { "no reason", HEAD "- {class: core, makers: [huawei]}\n", CP_EFORMAT, 3, "because" },
    { "by a name alone", HEAD "- {class: core, because: x, begins: [NE]}\n", CP_EFORMAT, 3,
      "makers" },
    { "a number that is none", HEAD "- {class: core, because: x, has: [a], at_least: few}\n",
      CP_EFORMAT, 3, "few" },
    { "rules that are no list", "schema: cleanpath-product-classes/1\nrules: 5\n", CP_EFORMAT, 2,
      "list" },
    { "no YAML", "schema: [\n", CP_EFORMAT, 0, "" },
};

static void check_bad(cp_knowledge *k, const struct bad_row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_catalog c;
    cp_err err = { 0 };
    const cp_data_file file = { CP_STR("products/a.yaml"), cp_bytes_of_str(cp_str_c(r->yaml)) };
    is_int(cp_catalog_make(a, k, &file, 1, NULL, 0, &c, &err), r->want, "%s: code (%s)", r->name,
           err.msg);
    if (r->want != CP_OK) {
        is_cstr(cp_str_c(err.file), "products/a.yaml", "%s: file", r->name);
        ok(r->line == 0 || err.line == r->line, "%s: line", r->name);
        ok(cp_str_has(cp_str_c(err.msg), cp_str_c(r->message)), "%s: %s", r->name, err.msg);
    }
    cp_arena_free(a);
}

/* The shipped rules speak of classes, makers and kinds that there are. */
static void check_shipped(cp_knowledge *k)
{
    cp_arena *a = cp_arena_new(0);
    const cp_tree *t, *words;
    const cp_makers *makers = cp_knowledge_makers(k);
    cp_rc rc = cp_yaml_parse(a, cp_data_get(CP_STR("products/classes.yaml")), &t, NULL);
    if (rc == CP_OK)
        rc = cp_yaml_parse(a, cp_data_get(CP_STR("policies/vocabulary.yaml")), &words, NULL);
    if (!ok(rc == CP_OK, "the shipped rules can be read"))
        return;
    const cp_tree *rules = cp_tree_get(t, CP_STR("rules")),
                  *classes = cp_tree_get(words, CP_STR("classes"));
    for (uint32_t i = 0; i < rules->n; i++) {
        const cp_tree *r = rules->items[i], *ids = cp_tree_get(r, CP_STR("makers")),
                      *kinds = cp_tree_get(r, CP_STR("maker_kinds"));
        bool has_class = false, good = true;
        for (uint32_t k2 = 0; k2 < classes->n; k2++)
            has_class |= cp_str_eq(cp_tree_get_text(classes->items[k2], CP_STR("id")),
                                   cp_tree_get_text(r, CP_STR("class")));
        for (uint32_t m = 0; ids && m < ids->n; m++)
            good &= cp_maker_by_id(makers, cp_tree_text(ids->items[m])) != NULL;
        for (uint32_t m = 0; kinds && m < kinds->n; m++) {
            bool is_kind = false;
            for (uint32_t x = 0; x < makers->n && !is_kind; x++)
                is_kind = cp_str_eq(makers->v[x].kind, cp_tree_text(kinds->items[m]));
            good &= is_kind;
        }
        ok(has_class && good, "rule in line %d: class, makers and kinds exist", (int)r->line);
    }
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = NULL;
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (!ok(cp_knowledge_load_makers(a, files, n, &k, NULL) == CP_OK, "the makers alone"))
        return tap_done();
    (void)cp_knowledge_data(k, &n);
    is_int(n, 1, "nothing else is told to be known");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(k, &rows[i]);
    check_asset(k);
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++)
        check_bad(k, &bad_rows[i]);
    check_shipped(k);
    cp_arena_free(a);
    return tap_done();
}
