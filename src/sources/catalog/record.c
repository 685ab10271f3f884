/* SPDX-License-Identifier: Apache-2.0 */
/* record.c - what all lists of products share: which key means which field, what a field may hold,
 * and that a product without a maker or a name is none. */
#include "sources/catalog/record.h"
#include "sources/values.h"

enum { SHOWN_MAX = 60 };

/* How a field is read. */
typedef enum reading {
    AS_NAME,  /* a placeholder is nothing, one that is too long is an error */
    AS_TEXT,  /* cut where it is too long */
    AS_WORD,  /* of a list of columns.yaml; others are told */
    AS_LOOSE, /* of a list; others stay as they are */
} reading;

static const struct {
    reading as;
    const char *list;
} fields[CP_PRODUCT_FIELD_COUNT] = {
    [CP_PRODUCT_MAKER] = { AS_NAME, NULL },
    [CP_PRODUCT_PRODUCT] = { AS_NAME, NULL },
    [CP_PRODUCT_PART_NUMBER] = { AS_NAME, NULL },
    [CP_PRODUCT_SLUG] = { AS_NAME, NULL },
    [CP_PRODUCT_KIND] = { AS_TEXT, NULL },
    [CP_PRODUCT_CLASS] = { AS_WORD, "class" },
    [CP_PRODUCT_GENERATION] = { AS_LOOSE, "generation" },
    [CP_PRODUCT_FUNCTION] = { AS_LOOSE, "function" },
    [CP_PRODUCT_MADE_IN] = { AS_TEXT, NULL },
    [CP_PRODUCT_CONTAINS] = { AS_TEXT, NULL },
    [CP_PRODUCT_FCC_ID] = { AS_TEXT, NULL },
    [CP_PRODUCT_INTERFACES] = { AS_TEXT, NULL },
    [CP_PRODUCT_POE] = { AS_TEXT, NULL },
    [CP_PRODUCT_NOTES] = { AS_TEXT, NULL },
};

cp_rc cp_record_init(cp_record *r, cp_arena *a, cp_arena *scratch, const cp_product_sink *sink,
                     cp_source *src, cp_err *err)
{
    *r = (cp_record){ .a = a, .scratch = scratch, .src = src, .sink = sink };
    return cp_forms_get(&r->forms, err);
}

void cp_record_begin(cp_record *r, uint64_t line)
{
    r->p = (cp_product){ .line = line };
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        r->p.field[f] = CP_STR("");
    r->src->records++;
}

CP_PRINTF(2, 3) static bool bad(cp_record *r, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str text = cp_str_vfmt(r->scratch, fmt, ap);
    va_end(ap);
    cp_source_bad(r->a, r->src, r->p.line, "%.*s", CP_FMT(text));
    return false;
}

/* The words of a cell, several separated by ';', as the words that are kept. */
static cp_str words(cp_record *r, cp_product_field f, cp_str value)
{
    cp_buf b = cp_buf_new(r->scratch);
    cp_str rest = value, one;
    while (cp_str_cut(&rest, ';', &one)) {
        one = cp_str_trim(one);
        cp_str word = cp_form_word(r->scratch, r->forms, fields[f].list, one);
        if (word.n == 0 && fields[f].as == AS_LOOSE)
            word = one;
        if (word.n == 0 && one.n) {
            cp_str near = cp_form_nearest(r->scratch, r->forms, fields[f].list, one);
            (void)bad(r, "%s: \"%.*s\" is no known %s%s%.*s%s", cp_product_field_name(f),
                      CP_FMT(cp_value_head(one, SHOWN_MAX)), fields[f].list,
                      near.n ? "; did you mean " : "", CP_FMT(near), near.n ? "?" : "");
        }
        if (word.n)
            cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? ";" : "", CP_FMT(word));
    }
    return cp_buf_str(&b);
}

void cp_record_put(cp_record *r, cp_product_field f, cp_str value)
{
    value = cp_str_trim(cp_str_clean_utf8(r->scratch, value));
    bool is_answer = f == CP_PRODUCT_GENERATION && cp_str_eq_nocase(value, CP_STR("none"));
    if (cp_value_is_placeholder(value) && fields[f].as != AS_TEXT && !is_answer)
        return;
    if (fields[f].list)
        value = words(r, f, value);
    if (fields[f].as != AS_NAME) /* a name that is too long is told at the end */
        value = cp_value_head(value, CP_PRODUCT_TEXT_BYTES_MAX);
    r->p.field[f] = value;
}

cp_rc cp_record_end(cp_record *r, cp_err *err)
{
    bool has_maker = r->p.field[CP_PRODUCT_MAKER].n > 0;
    if (!has_maker || r->p.field[CP_PRODUCT_PRODUCT].n == 0) {
        (void)bad(r, has_maker ? "the product has no name (model): it was not read"
                               : "the product has no maker (manufacturer): it was not read");
        return CP_OK;
    }
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        if (fields[f].as == AS_NAME && r->p.field[f].n > CP_PRODUCT_NAME_BYTES_MAX) {
            (void)bad(r, "%s has %zu bytes, at most %d are a name: the product was not read",
                      cp_product_field_name((cp_product_field)f), r->p.field[f].n,
                      CP_PRODUCT_NAME_BYTES_MAX);
            return CP_OK;
        }
    r->src->observations++;
    return r->sink->product(r->sink->ctx, &r->p, err);
}

/* --- documents -------------------------------------------------------------------------------- */

/* What a device type, or a line of an extract of them, calls a field. */
static const struct {
    const char *key;
    cp_product_field field;
} keys[] = {
    { "manufacturer", CP_PRODUCT_MAKER },
    { "maker", CP_PRODUCT_MAKER },
    { "vendor", CP_PRODUCT_MAKER },
    { "model", CP_PRODUCT_PRODUCT },
    { "product", CP_PRODUCT_PRODUCT },
    { "part_number", CP_PRODUCT_PART_NUMBER },
    { "slug", CP_PRODUCT_SLUG },
    { "class", CP_PRODUCT_CLASS },
    { "generation", CP_PRODUCT_GENERATION },
    { "function", CP_PRODUCT_FUNCTION },
    { "made_in", CP_PRODUCT_MADE_IN },
    { "contains", CP_PRODUCT_CONTAINS },
    { "fcc_id", CP_PRODUCT_FCC_ID },
    { "kind", CP_PRODUCT_KIND },
    { "comments", CP_PRODUCT_NOTES },
    { "notes", CP_PRODUCT_NOTES },
    { "description", CP_PRODUCT_NOTES },
    { "urls", CP_PRODUCT_NOTES },
};

/* What is counted of a product besides its interfaces, under its own name and under that of a list
 * in a device type. */
static const struct {
    const char *list, *number, *type;
} parts[] = {
    { "power-ports", "power_ports", "power-port" },
    { "power-outlets", "power_outlets", "power-outlet" },
    { "console-ports", "console_ports", "console-port" },
    { "console-server-ports", "console_server_ports", "console-server-port" },
    { "front-ports", "front_ports", "front-port" },
    { "rear-ports", "rear_ports", "rear-port" },
    { "module-bays", "module_bays", "module-bay" },
    { "device-bays", "device_bays", "device-bay" },
};

typedef struct tally {
    cp_str type[CP_CATALOG_TYPES_MAX];
    uint64_t n[CP_CATALOG_TYPES_MAX];
    uint32_t n_types;
} tally;

static void count(tally *t, cp_str type, uint64_t n)
{
    uint32_t i = 0;
    while (i < t->n_types && !cp_str_eq(t->type[i], type))
        i++;
    if (i == CP_CATALOG_TYPES_MAX || n == 0)
        return;
    if (i == t->n_types) {
        t->type[t->n_types++] = type;
        t->n[i] = 0;
    }
    t->n[i] = n > UINT64_MAX - t->n[i] ? UINT64_MAX : t->n[i] + n;
}

/* A type is a word of NetBox: what could be taken for our own separators is left out. */
static bool is_type(cp_str s)
{
    enum { TYPE_BYTES_MAX = 40 };
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == ':' || s.p[i] == ';')
            return false;
    return s.n > 0 && s.n <= TYPE_BYTES_MAX;
}

static cp_str tally_text(cp_arena *a, const tally *t)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < t->n_types; i++)
        cp_buf_fmt(&b, "%s%.*s:%llu", i ? ";" : "", CP_FMT(t->type[i]),
                   (unsigned long long)t->n[i]);
    return cp_buf_str(&b);
}

/* [{name, type}, ..] or {type: how many}; key: of what is counted in each item of the list. */
static void count_types(const cp_tree *t, const char *key, tally *out)
{
    for (uint32_t i = 0; t && t->kind == CP_TREE_SEQ && i < t->n; i++) {
        cp_str type = cp_tree_get_text(t->items[i], cp_str_c(key));
        if (is_type(type))
            count(out, type, 1);
    }
    for (uint32_t i = 0; t && t->kind == CP_TREE_MAP && i < t->n; i++) {
        uint64_t n;
        if (is_type(t->keys[i]) && cp_str_u64(cp_tree_text(t->items[i]), &n))
            count(out, t->keys[i], n);
    }
}

static void put_counts(cp_record *r, const cp_tree *t)
{
    tally has = { .n_types = 0 }, poe = { .n_types = 0 };
    const cp_tree *interfaces = cp_tree_get(t, CP_STR("interfaces"));
    count_types(interfaces, "type", &has);
    count_types(interfaces && interfaces->kind == CP_TREE_SEQ ? interfaces
                                                              : cp_tree_get(t, CP_STR("poe")),
                "poe_type", &poe);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const cp_tree *list = cp_tree_get(t, cp_str_c(parts[i].list));
        uint64_t n = list && list->kind == CP_TREE_SEQ ? list->n : 0;
        if (n == 0 && !cp_str_u64(cp_tree_get_text(t, cp_str_c(parts[i].number)), &n))
            n = 0;
        count(&has, cp_str_c(parts[i].type), n);
    }
    cp_record_put(r, CP_PRODUCT_INTERFACES, tally_text(r->scratch, &has));
    cp_record_put(r, CP_PRODUCT_POE, tally_text(r->scratch, &poe));
}

/* A scalar, or a list of them. */
static bool value_of(cp_record *r, const cp_tree *t, const char *separator, cp_str *out)
{
    cp_buf b = cp_buf_new(r->scratch);
    if (cp_tree_is_text(t) || t->kind == CP_TREE_NULL) {
        *out = cp_tree_text(t);
        return true;
    }
    for (uint32_t i = 0; t->kind == CP_TREE_SEQ && i < t->n; i++) {
        if (!cp_tree_is_text(t->items[i]))
            return false;
        cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? separator : "", CP_FMT(cp_tree_text(t->items[i])));
    }
    *out = cp_buf_str(&b);
    return t->kind == CP_TREE_SEQ;
}

bool cp_record_of_tree(cp_record *r, const cp_tree *t)
{
    if (!t || t->kind != CP_TREE_MAP)
        return bad(r, "expected a product with its manufacturer and model");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const cp_tree *v = cp_tree_get(t, cp_str_c(keys[i].key));
        cp_str value = CP_STR("");
        bool is_name = fields[keys[i].field].as == AS_NAME;
        if (!v || r->p.field[keys[i].field].n) /* the first of several names of a field counts */
            continue;
        if ((is_name && v->kind == CP_TREE_SEQ) ||
            !value_of(r, v, keys[i].field == CP_PRODUCT_NOTES ? " " : ";", &value))
            return bad(r, "%s is %s, expected text: the product was not read", keys[i].key,
                       v->kind == CP_TREE_SEQ ? "a list" : "a mapping");
        cp_record_put(r, keys[i].field, value);
    }
    put_counts(r, t);
    return true;
}
