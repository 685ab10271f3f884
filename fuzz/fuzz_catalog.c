/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_catalog.c - lists of products. The first byte chooses the form: device type, lines, table.
 * The same is told twice; every product has a maker and a name within the limits, words of the
 * vocabulary, and counts that can be read again; what is told to the user is text. Put together,
 * each product counts once under an id of its own, and can be judged. */
#include "fuzz.h"
#include "identify/catalog.h"
#include "sources/catalog/catalog.h"
#include "sources/import/forms.h"

typedef struct hearing {
    cp_arena *a;
    cp_buf told;
    CP_VEC(cp_product) products;
    cp_source src;
    cp_rc rc;
} hearing;

/* "1000base-t:24;power-port:2" */
static void check_counts(cp_str parts)
{
    cp_str one, type = CP_STR("");
    uint64_t n;
    while (cp_str_cut(&parts, ';', &one)) {
        (void)cp_str_cut(&one, ':', &type);
        MUST(type.n > 0 && cp_str_u64(one, &n) && n > 0);
    }
}

static void check_words(cp_arena *a, cp_str words)
{
    const cp_forms *forms;
    cp_str one;
    MUST(cp_forms_get(&forms, NULL) == CP_OK);
    while (cp_str_cut(&words, ';', &one))
        MUST(cp_str_eq(cp_form_word(a, forms, "class", one), one));
}

static cp_rc hear(void *ctx, const cp_product *p, cp_err *err)
{
    hearing *h = ctx;
    (void)err;
    MUST(p->field[CP_PRODUCT_MAKER].n > 0 && p->field[CP_PRODUCT_PRODUCT].n > 0 && p->line > 0);
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++) {
        MUST(cp_str_is_utf8(p->field[f]) && p->field[f].n <= CP_PRODUCT_TEXT_BYTES_MAX);
        cp_buf_fmt(&h->told, "%u %zu ", f, p->field[f].n);
        cp_buf_add(&h->told, p->field[f]);
    }
    for (unsigned f = CP_PRODUCT_MAKER; f <= CP_PRODUCT_SLUG; f++)
        MUST(p->field[f].n <= CP_PRODUCT_NAME_BYTES_MAX);
    check_words(h->a, p->field[CP_PRODUCT_CLASS]);
    check_counts(p->field[CP_PRODUCT_INTERFACES]);
    check_counts(p->field[CP_PRODUCT_POE]);
    cp_vec_push(h->a, &h->products, cp_product_dup(h->a, p));
    return CP_OK;
}

static hearing *read_list(cp_arena *a, uint8_t form, cp_bytes in)
{
    hearing *h = CP_NEW(a, hearing);
    cp_product_sink sink = { h, hear };
    cp_err err = { 0 };
    h->a = a;
    h->told = cp_buf_new(a);
    h->rc = form % 3 == 0   ? cp_catalog_read_type(a, in, &sink, &h->src, &err)
            : form % 3 == 1 ? cp_catalog_read_lines(a, in, NULL, &sink, &h->src, &err)
                            : cp_catalog_read_table(a, in, NULL, &sink, &h->src, &err);
    MUST(h->rc == CP_OK || err.msg[0]);
    MUST(h->src.observations == h->products.n && h->src.records <= in.n + 1);
    for (uint32_t i = 0; i < h->src.n_problems; i++)
        MUST(cp_str_is_utf8(h->src.problems[i].text) && h->src.problems[i].text.n > 0);
    return h;
}

static void put_together(cp_arena *a, const hearing *h)
{
    static cp_knowledge *k;
    static const cp_data_file *files;
    static uint32_t n_files;
    cp_catalog c;
    cp_map ids = { 0 };
    uint64_t n_times = 0;
    if (!k) {
        files = cp_data_all(&n_files);
        MUST(cp_knowledge_load_makers(cp_arena_new(0), files, n_files, &k, NULL) == CP_OK);
    }
    MUST(cp_catalog_make(a, k, files, n_files, h->products.v, h->products.n, &c, NULL) == CP_OK);
    for (uint32_t i = 0; i < c.n; i++) {
        bool is_new;
        (void)cp_map_put(a, &ids, c.v[i].id, &is_new);
        MUST(is_new && c.v[i].id.n > 0);
        n_times += c.v[i].n_times;
        const cp_asset *as = cp_catalog_asset(a, &c.v[i]);
        for (uint32_t n = 1; n < as->n_claims; n++)
            MUST(as->claims[n - 1].attr < as->claims[n].attr);
    }
    MUST(n_times == h->products.n && c.n_listed == h->products.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data + 1, size - 1 };
    hearing *x = read_list(a, data[0], in), *y = read_list(a, data[0], in);
    MUST(x->rc == y->rc && x->src.records_bad == y->src.records_bad);
    MUST(cp_str_eq(cp_buf_str(&x->told), cp_buf_str(&y->told)));
    if (x->products.n)
        put_together(a, x);
    cp_arena_free(a);
    return 0;
}
