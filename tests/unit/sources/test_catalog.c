/* SPDX-License-Identifier: Apache-2.0 */
/* test_catalog.c - lists of products: device types, lines, tables, good and bad. The device types
 * have the form of NetBox's devicetype-library; the products are invented. */
#include <unistd.h>
#include "sources/catalog/catalog.h"
#include "tap.h"

typedef struct heard {
    cp_buf told;
    uint64_t n;
} heard;

/* "line maker|product|part|..." of the fields that say something. */
static cp_rc hear(void *ctx, const cp_product *p, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->n++;
    cp_buf_fmt(&h->told, "%llu", (unsigned long long)p->line);
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        if (p->field[f].n)
            cp_buf_fmt(&h->told, " %s=%.*s", cp_product_field_name((cp_product_field)f),
                       CP_FMT(p->field[f]));
    cp_buf_char(&h->told, '\n');
    return CP_OK;
}

static const struct row {
    const char *name;
    char form; /* y: device type, l: lines, t: table */
    const char *in, *told;
    cp_rc rc;
    uint64_t bad;
    const char *problem; /* in the error, or in the first problem */
} rows[] = {
    { "a device type", 'y',
      "---\nmanufacturer: Acme\nmodel: AX5735\nslug: acme-ax5735\npart_number: AX-57\nu_height: 1\n"
      "interfaces:\n  - name: e0\n    type: 1000base-t\n    poe_type: type2-ieee802.3at\n  - "
      "{name: "
      "e1, type: 1000base-t}\n  - {name: s0, type: 10gbase-x-sfpp}\nmodule-bays:\n  - name: b1\n"
      "power-ports:\n  - name: p1\n  - name: p2\ncomments: '[Data sheet](https://example.org/a)'\n",
      "2 maker=Acme product=AX5735 part_number=AX-57 slug=acme-ax5735 kind=device "
      "interfaces=1000base-t:2;10gbase-x-sfpp:1;power-port:2;module-bay:1 poe=type2-ieee802.3at:1 "
      "notes=[Data sheet](https://example.org/a)\n",
      CP_OK, 0, "" },
    { "a module type", 'y', "manufacturer: Acme\nmodel: LC-1\npart_number: 0815\n",
      "1 maker=Acme product=LC-1 part_number=0815 kind=module\n", CP_OK, 0, "" },
    { "a number as the model", 'y', "manufacturer: Acme\nmodel: 6500\nslug: a\n",
      "1 maker=Acme product=6500 slug=a kind=device\n", CP_OK, 0, "" },
    { "no model", 'y', "manufacturer: Acme\nslug: x\n", "", CP_OK, 1, "has no name" },
    { "a model that is no text", 'y', "manufacturer: Acme\nmodel: {a: b}\n", "", CP_OK, 1,
      "model is a mapping" },
    { "a maker that is a list", 'y', "manufacturer: [Acme]\nmodel: x\n", "", CP_OK, 1,
      "manufacturer is a list" },
    { "broken YAML", 'y', "manufacturer: Acme\nmodel: [\n", "", CP_EFORMAT, 0, "" },
    { "a key twice", 'y', "manufacturer: Acme\nmodel: x\nmodel: y\n", "", CP_EFORMAT, 0, "model" },
    { "another document", 'y', "site_name: docs\n", "", CP_EUNKNOWN, 0, "manufacturer" },
    { "a list of documents", 'y', "- manufacturer: Acme\n", "", CP_EUNKNOWN, 0, "" },
    { "a rack", 'y', "manufacturer: Acme\nmodel: R42\nform_factor: 4-post-cabinet\nwidth: 19\n", "",
      CP_EUNKNOWN, 0, "rack" },
    { "interfaces that are none", 'y',
      "manufacturer: Acme\nmodel: x\nslug: x\ninterfaces: none\nconsole-ports: 5\n",
      "1 maker=Acme product=x slug=x kind=device\n", CP_OK, 0, "" },
    { "types that would break the list", 'y',
      "manufacturer: Acme\nmodel: x\nslug: x\ninterfaces: [{type: 'a;b:9'}, {type: ok}, 7]\n",
      "1 maker=Acme product=x slug=x kind=device interfaces=ok:1\n", CP_OK, 0, "" },
    { "lines", 'l',
      "{\"manufacturer\":\"Acme\",\"model\":\"A\",\"part_number\":null,\"interfaces\":{\"gpon\":8},"
      "\"power_ports\":2,\"poe\":{\"type1\":4},\"urls\":[\"https://example.org\",\"b\"]}\n\n"
      "{\"maker\":\"Bergson\",\"product\":\"B\",\"class\":\"router\",\"generation\":\"nr\",\"made_"
      "in\":"
      "\"SE\",\"fcc_id\":\"2ABCD-X\"}\r\n",
      "1 maker=Acme product=A interfaces=gpon:8;power-port:2 poe=type1:4 notes=https://example.org "
      "b\n"
      "3 maker=Bergson product=B class=transport generation=5G made_in=SE fcc_id=2ABCD-X\n",
      CP_OK, 0, "" },
    { "one bad line among good ones", 'l',
      "{\"maker\":\"Acme\",\"product\":\"A\"}\n{\"maker\":\n{\"maker\":\"Acme\",\"product\":\"C\"}"
      "\n",
      "1 maker=Acme product=A\n3 maker=Acme product=C\n", CP_OK, 1, "" },
    { "a line that is no object", 'l', "{\"maker\":\"Acme\",\"product\":\"A\"}\n[1]\n",
      "1 maker=Acme product=A\n", CP_OK, 1, "expected a product" },
    { "counts that are none", 'l',
      "{\"maker\":\"Acme\",\"product\":\"A\",\"interfaces\":{\"x\":-1,\"y\":\"z\",\"ok\":3},"
      "\"power_"
      "ports\":1.5}\n",
      "1 maker=Acme product=A interfaces=ok:3\n", CP_OK, 0, "" },
    { "a table", 't',
      "Vendor;Model;Part No;Class;Generation;Country of origin;FCC ID\n"
      "Acme;AX5735;AX-57;router;;SE;2ABCD-AX\nBergson;B1;;base station;4G;;\n",
      "2 maker=Acme product=AX5735 part_number=AX-57 class=transport made_in=SE fcc_id=2ABCD-AX\n"
      "3 maker=Bergson product=B1 class=ran generation=4G\n",
      CP_OK, 0, "" },
    { "a name where no column is the product", 't', "maker,name\nAcme,AX5735\n",
      "2 maker=Acme product=AX5735\n", CP_OK, 0, "" },
    { "a class that is none", 't', "maker,product,class\nAcme,A,toaster\nAcme,B,core\n",
      "2 maker=Acme product=A\n3 maker=Acme product=B class=core\n", CP_OK, 1,
      "\"toaster\" is no known class" },
    { "several classes", 't', "maker,product,class\nAcme,A,router; mangement\n",
      "2 maker=Acme product=A class=transport\n", CP_OK, 1, "did you mean management?" },
    { "generation none is an answer", 't', "maker,product,generation\nAcme,A,none\n",
      "2 maker=Acme product=A generation=none\n", CP_OK, 0, "" },
    { "placeholders are nothing", 't', "maker,product,part_number\nAcme,A,n/a\n-,B,1\n",
      "2 maker=Acme product=A\n", CP_OK, 1, "has no maker" },
    { "a row with a cell too many", 't', "maker,product\nAcme,A\nAcme,B,C\n",
      "2 maker=Acme product=A\n", CP_OK, 1, "3 cells" },
    { "no column for the maker", 't', "product,part_number\nA,1\n", "", CP_EFORMAT, 0,
      "needs a column for the maker" },
    { "no column for the product", 't', "maker,serial\nAcme,1\n", "", CP_EFORMAT, 0,
      "needs a column for the product" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { cp_buf_new(a), 0 };
    cp_product_sink sink = { &h, hear };
    cp_source src = { .name = CP_STR("x") };
    cp_err err = { 0 };
    cp_bytes in = cp_bytes_of_str(cp_str_c(r->in));
    cp_rc rc = r->form == 'y'   ? cp_catalog_read_type(a, in, &sink, &src, &err)
               : r->form == 'l' ? cp_catalog_read_lines(a, in, NULL, &sink, &src, &err)
                                : cp_catalog_read_table(a, in, NULL, &sink, &src, &err);
    is_int(rc, r->rc, "%s: code (%s)", r->name, err.msg);
    is_cstr(cp_buf_str(&h.told), r->told, "%s: products", r->name);
    is_int(src.records_bad, r->bad, "%s: bad records", r->name);
    is_int(src.observations, h.n, "%s: what was told is counted", r->name);
    cp_str said = rc != CP_OK      ? cp_str_c(err.msg)
                  : src.n_problems ? src.problems[0].text
                                   : CP_STR("");
    ok(cp_str_has(said, cp_str_c(r->problem)), "%s: says \"%.*s\"", r->name, CP_FMT(said));
    cp_arena_free(a);
}

/* Names have a limit, texts are cut. */
static void check_limits(void)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { cp_buf_new(a), 0 };
    cp_product_sink sink = { &h, hear };
    cp_source src = { .name = CP_STR("x") };
    char *longest = cp_arena_alloc(a, CP_PRODUCT_TEXT_BYTES_MAX * 2);
    memset(longest, 'x', CP_PRODUCT_TEXT_BYTES_MAX * 2 - 1);
    cp_str bad =
        cp_str_fmt(a, "manufacturer: Acme\nmodel: %.*s\n", CP_PRODUCT_NAME_BYTES_MAX + 1, longest);
    cp_str cut = cp_str_fmt(a, "manufacturer: Acme\nmodel: %.*s\ncomments: %s\n",
                            CP_PRODUCT_NAME_BYTES_MAX, longest, longest);
    is_int(cp_catalog_read_type(a, cp_bytes_of_str(bad), &sink, &src, NULL), CP_OK, "a long model");
    ok(h.n == 0 && src.records_bad == 1 && cp_str_has(src.problems[0].text, CP_STR("256 bytes")),
       "a name that is too long is told");
    is_int(cp_catalog_read_type(a, cp_bytes_of_str(cut), &sink, &src, NULL), CP_OK, "long remarks");
    ok(h.n == 1 && cp_buf_str(&h.told).n < CP_PRODUCT_TEXT_BYTES_MAX + 400, "a text is cut");
    cp_arena_free(a);
}

static const struct file_row {
    const char *name, *text, *format;
    cp_rc rc;
    cp_source_state state;
} file_rows[] = {
    { "type.yaml", "manufacturer: Acme\nmodel: A\nslug: a\n", "device-type", CP_OK,
      CP_SOURCE_READ },
    { "lines.jsonl", "{\"maker\":\"Acme\",\"product\":\"A\"}\n", "product-lines", CP_OK,
      CP_SOURCE_READ },
    { "table.csv", "maker,product\nAcme,A\n", "product-csv", CP_OK, CP_SOURCE_READ },
    { "partly.csv", "maker,product\nAcme,A\nAcme,\n", "product-csv", CP_OK, CP_SOURCE_PARTLY },
    { "nothing.csv", "maker,product\nAcme,\n", "product-csv", CP_EFORMAT, CP_SOURCE_UNREADABLE },
    { "empty.yaml", "", "", CP_EUNKNOWN, CP_SOURCE_NOT_RECOGNISED },
    { "other.yml", "a: b\n", "device-type", CP_EUNKNOWN, CP_SOURCE_NOT_RECOGNISED },
    { "broken.yaml", "manufacturer: {\n", "device-type", CP_EFORMAT, CP_SOURCE_UNREADABLE },
};

static void check_files(void)
{
    char folder[] = "/tmp/cleanpath-catalog-XXXXXX";
    cp_arena *a = cp_arena_new(0);
    ok(mkdtemp(folder) != NULL, "a folder");
    for (size_t i = 0; i < sizeof file_rows / sizeof *file_rows; i++) {
        const struct file_row *r = &file_rows[i];
        heard h = { cp_buf_new(a), 0 };
        cp_product_sink sink = { &h, hear };
        cp_source src;
        cp_err err = { 0 };
        cp_str path = cp_str_fmt(a, "%s/%s", folder, r->name);
        FILE *f = fopen(path.p, "w");
        ok(f && fputs(r->text, f) >= 0 && fclose(f) == 0, "%s is written", r->name);
        is_int(cp_catalog_read(a, path, NULL, &sink, &src, &err), r->rc, "%s: code (%s)", r->name,
               err.msg);
        is_int(src.state, r->state, "%s: state", r->name);
        is_cstr(src.format, r->format, "%s: format", r->name);
        ok((src.sha256.n == 64) == (r->text[0] != 0), "%s: digest", r->name);
        ok(cp_catalog_is_name(path), "%s may be a list by its name", r->name);
        (void)unlink(path.p);
    }
    (void)rmdir(folder);
    ok(!cp_catalog_is_name(CP_STR("front.png")) && cp_catalog_is_name(CP_STR("a.jsonl.gz")),
       "images are not opened, packed lists are");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_limits();
    check_files();
    return tap_done();
}
