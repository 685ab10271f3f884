/* SPDX-License-Identifier: Apache-2.0 */
/* forms.c - see forms.h. */
#include "sources/import/forms.h"
#include <assert.h>
#include <pthread.h>
#include "codec/embed.h"
#include "codec/yaml.h"

static const cp_str inventory_fields[] = {
    CP_STR_INIT("name"),
    CP_STR_INIT("maker"),
    CP_STR_INIT("brand"),
    CP_STR_INIT("product"),
    CP_STR_INIT("part_number"),
    CP_STR_INIT("version"),
    CP_STR_INIT("serial"),
    CP_STR_INIT("mac"),
    CP_STR_INIT("ip"),
    CP_STR_INIT("fcc_id"),
    CP_STR_INIT("asn"),
    CP_STR_INIT("site"),
    CP_STR_INIT("country"),
    CP_STR_INIT("role"),
    CP_STR_INIT("function"),
    CP_STR_INIT("generation"),
    CP_STR_INIT("class"),
    CP_STR_INIT("status"),
    CP_STR_INIT("quantity"),
    CP_STR_INIT("supplier"),
    CP_STR_INIT("owner"),
    CP_STR_INIT("operated_by"),
    CP_STR_INIT("managed_by"),
    CP_STR_INIT("parent"),
    CP_STR_INIT("contains"),
    CP_STR_INIT("essential"),
    CP_STR_INIT("purpose"),
    CP_STR_INIT("handles_user_data"),
    CP_STR_INIT("routes_user_data"),
    CP_STR_INIT("manufactured"),
    CP_STR_INIT("purchased"),
    CP_STR_INIT("installed"),
    CP_STR_INIT("authorised"),
    CP_STR_INIT("approval"),
    CP_STR_INIT("made_in"),
    CP_STR_INIT("assurance"),
    CP_STR_INIT("legal_name"),
    CP_STR_INIT("premises"),
    CP_STR_INIT("traffic_bps"),
    CP_STR_INIT("subscribers"),
    CP_STR_INIT("realm"),
    CP_STR_INIT("cleanpath_asset"),
    CP_STR_INIT("notes"),
};
static const cp_str links_fields[] = {
    CP_STR_INIT("a"),
    CP_STR_INIT("b"),
    CP_STR_INIT("a_port"),
    CP_STR_INIT("b_port"),
    CP_STR_INIT("metric"),
    CP_STR_INIT("metric_back"),
    CP_STR_INIT("capacity_bps"),
    CP_STR_INIT("layer"),
    CP_STR_INIT("srlg"),
    CP_STR_INIT("link"),
};

static const cp_str approvals_fields[] = {
    CP_STR_INIT("maker"), CP_STR_INIT("product"), CP_STR_INIT("licensee"), CP_STR_INIT("from"),
    CP_STR_INIT("to"),    CP_STR_INIT("by"),      CP_STR_INIT("note"),
};
static const cp_str answers_fields[] = {
    CP_STR_INIT("question"),    CP_STR_INIT("supplier"), CP_STR_INIT("fact"),
    CP_STR_INIT("asks"),        CP_STR_INIT("assets"),   CP_STR_INIT("subjects"),
    CP_STR_INIT("realm"),       CP_STR_INIT("answer"),   CP_STR_INIT("answered_by"),
    CP_STR_INIT("answered_on"), CP_STR_INIT("note"),
};

static const cp_str carriage_fields[] = { CP_STR_INIT("link"), CP_STR_INIT("alternative"),
                                          CP_STR_INIT("transmission") };
static const cp_str dependencies_fields[] = { CP_STR_INIT("asset"), CP_STR_INIT("group"),
                                              CP_STR_INIT("needs"), CP_STR_INIT("kind") };
static const cp_str demands_fields[] = { CP_STR_INIT("from"), CP_STR_INIT("to"),
                                         CP_STR_INIT("bps") };
static const cp_str aliases_fields[] = { CP_STR_INIT("id"),          CP_STR_INIT("same_as"),
                                         CP_STR_INIT("not_same_as"), CP_STR_INIT("undo"),
                                         CP_STR_INIT("by"),          CP_STR_INIT("date"),
                                         CP_STR_INIT("reason") };
static const cp_str inspections_fields[] = { CP_STR_INIT("asset"), CP_STR_INIT("site"),
                                             CP_STR_INIT("class"), CP_STR_INIT("inspection_cost") };

static const struct {
    const char *name;
    const cp_str *fields;
    uint32_t n;
} forms[] = {
#define FORM(name)                                                         \
    {                                                                      \
#name, name##_fields, sizeof name##_fields / sizeof *name##_fields \
    }
    [CP_FORM_INVENTORY] = FORM(inventory),     [CP_FORM_LINKS] = FORM(links),
    [CP_FORM_APPROVALS] = FORM(approvals),     [CP_FORM_ANSWERS] = FORM(answers),
    [CP_FORM_CARRIAGE] = FORM(carriage),       [CP_FORM_DEPENDENCIES] = FORM(dependencies),
    [CP_FORM_DEMANDS] = FORM(demands),         [CP_FORM_ALIASES] = FORM(aliases),
    [CP_FORM_INSPECTIONS] = FORM(inspections),
#undef FORM
};
static_assert(sizeof forms / sizeof *forms == CP_FORM_COUNT, "a row for each");

const cp_str *cp_form_fields(cp_form f, uint32_t *n)
{
    assert(f < CP_FORM_COUNT);
    *n = forms[f].n;
    return forms[f].fields;
}

const char *cp_form_name(cp_form f)
{
    assert(f < CP_FORM_COUNT);
    return forms[f].name;
}

int cp_form_field(cp_form f, cp_str name)
{
    uint32_t n;
    const cp_str *fields = cp_form_fields(f, &n);
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(fields[i], name))
            return (int)i;
    return -1;
}

/* Blanks beyond ASCII (no-break space, ideographic space, byte order mark) are left out like the
 * others; capital letters of Latin-1 become small. */
static size_t put_key(char *p, cp_str s, size_t at, size_t *len)
{
    uint32_t cp;
    size_t n = cp_utf8_decode(cp_str_from(s, at), &cp);
    if (n == 0 || cp == 0xa0 || cp == 0x3000 || cp == 0xfeff || (cp >= 0x2000 && cp < 0x2070))
        return n ? n : 1;
    for (size_t i = 0; i < n; i++)
        p[*len + i] = s.p[at + i];
    if (cp >= 0xc0 && cp <= 0xde && cp != 0xd7)
        p[*len + 1] = (char)(p[*len + 1] + 0x20);
    *len += n;
    return n;
}

cp_str cp_form_key(cp_arena *a, cp_str header)
{
    if (header.n > CP_FORM_COLUMN_NAME_MAX)
        return CP_STR("");
    char *p = cp_arena_alloc(a, header.n + 1);
    size_t len = 0;
    for (size_t i = 0; i < header.n;) {
        unsigned char c = (unsigned char)header.p[i];
        if (c >= 0x80) {
            i += put_key(p, header, i, &len);
            continue;
        }
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
            p[len++] = (char)c;
        else if (c >= 'A' && c <= 'Z')
            p[len++] = (char)(c + 32);
        i++;
    }
    return (cp_str){ p, len };
}

static void put(cp_arena *a, cp_map *m, cp_str key, uint64_t value)
{
    bool added;
    uint64_t *at = cp_map_put(a, m, key, &added);
    if (added)
        *at = value;
}

/* Every field is known by its own name, whatever the file says. */
static void load_fields(cp_arena *a, cp_form form, cp_map *out)
{
    for (uint32_t i = 0; i < forms[form].n; i++)
        put(a, out, cp_form_key(a, forms[form].fields[i]), (uint64_t)i << 16);
}

static void load_list(cp_arena *a, const cp_tree *t, cp_map *out)
{
    for (uint32_t i = 0; t && t->kind == CP_TREE_SEQ && i < t->n; i++)
        put(a, out, cp_form_key(a, cp_tree_text(t->items[i])), i);
}

static cp_rc load_columns(cp_arena *a, const cp_tree *t, cp_form form, cp_map *out, cp_err *err)
{
    for (uint32_t i = 0; t && t->kind == CP_TREE_MAP && i < t->n; i++) {
        int field = cp_form_field(form, t->keys[i]);
        const cp_tree *names = t->items[i];
        if (field < 0)
            return cp_fail_line(err, CP_EFORMAT, names->line, "there is no column \"%.*s\"",
                                CP_FMT(t->keys[i]));
        put(a, out, cp_form_key(a, t->keys[i]), (uint64_t)field << 16);
        for (uint32_t k = 0; names->kind == CP_TREE_SEQ && k < names->n; k++)
            put(a, out, cp_form_key(a, cp_tree_text(names->items[k])),
                (uint64_t)field << 16 | (k + 1));
    }
    return CP_OK;
}

static void load_words(cp_arena *a, const cp_tree *list, cp_map *out)
{
    for (uint32_t i = 0; list->kind == CP_TREE_MAP && i < list->n; i++) {
        put(a, out, cp_form_key(a, list->keys[i]), i);
        const cp_tree *also = list->items[i];
        for (uint32_t k = 0; also->kind == CP_TREE_SEQ && k < also->n; k++)
            put(a, out, cp_form_key(a, cp_tree_text(also->items[k])), i);
    }
}

static cp_rc load(cp_arena *a, cp_forms *out, cp_err *err)
{
    static const char name[] = "forms/columns.yaml";
    const cp_tree *t;
    cp_forms f = { .values = NULL };
    cp_bytes yaml = cp_data_get(cp_str_c(name));
    if (!yaml.p)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no %s among the data files", name);
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    for (int form = 0; form < CP_FORM_COUNT; form++)
        load_fields(a, (cp_form)form, &f.columns[form]);
    for (int form = 0; rc == CP_OK && form < CP_FORM_COUNT; form++)
        rc = load_columns(a, cp_tree_get(t, cp_str_c(forms[form].name)), (cp_form)form,
                          &f.columns[form], err);
    if (rc != CP_OK) {
        cp_err_in_file(err, name, sizeof name - 1);
        return rc;
    }
    load_list(a, cp_tree_get(t, CP_STR("kind_or_model")), &f.kind_or_model);
    load_list(a, cp_tree_get(t, CP_STR("says_nothing")), &f.says_nothing);
    load_list(a, cp_tree_get(t, CP_STR("totals")), &f.totals);
    load_list(a, cp_tree_get(t, CP_STR("remarks")), &f.remarks);
    load_list(a, cp_tree_get(t, CP_STR("part_names")), &f.parts);
    for (int form = 0; form < CP_FORM_COUNT; form++)
        for (uint32_t i = 0; i < f.columns[form].n; i++)
            put(a, &f.headers, f.columns[form].items[i].key, 1);
    f.other_tables = cp_tree_get(t, CP_STR("other_tables"));
    f.values = cp_tree_get(t, CP_STR("values"));
    for (uint32_t i = 0; f.values && i < f.values->n && i < sizeof f.words / sizeof *f.words; i++)
        load_words(a, f.values->items[i], &f.words[i]);
    *out = f;
    return CP_OK;
}

/* Parsing the file takes two milliseconds, and each table of a folder needs it three times. */
static struct {
    pthread_once_t once;
    cp_arena *a;
    cp_forms forms;
    cp_err err;
    cp_rc rc;
} shared = { .once = PTHREAD_ONCE_INIT };

static void load_shared(void)
{
    shared.a = cp_arena_new(0);
    shared.rc = load(shared.a, &shared.forms, &shared.err);
}

cp_rc cp_forms_get(const cp_forms **out, cp_err *err)
{
    (void)pthread_once(&shared.once, load_shared);
    *out = &shared.forms;
    if (shared.rc != CP_OK && err)
        *err = shared.err;
    return shared.rc;
}

int cp_form_column(cp_arena *a, const cp_forms *f, cp_form form, cp_str header, uint32_t *rank)
{
    cp_str key = cp_form_key(a, header);
    uint64_t *at = key.n ? cp_map_get(&f->columns[form], key) : NULL;
    ptrdiff_t bracket = cp_str_find_char(header, '(');
    if (!at && bracket > 0) {
        key = cp_form_key(a, cp_str_slice(header, 0, (size_t)bracket));
        at = key.n ? cp_map_get(&f->columns[form], key) : NULL;
    }
    if (!at)
        return -1;
    *rank = (uint32_t)(*at & 0xffff);
    return (int)(*at >> 16);
}

bool cp_form_has_field(cp_arena *a, cp_form form, const cp_str *headers, uint32_t n,
                       const char *const *fields)
{
    const cp_forms *f;
    uint32_t rank;
    cp_err err;
    if (cp_forms_get(&f, &err) != CP_OK)
        return false; /* whoever reads the table will tell why */
    for (uint32_t i = 0; i < n; i++) {
        int field = cp_form_column(a, f, form, headers[i], &rank);
        for (const char *const *one = fields; field >= 0 && *one; one++)
            if (field == cp_form_field(form, cp_str_c(*one)))
                return true;
    }
    return false;
}

static int list_at(const cp_forms *f, const char *list)
{
    for (uint32_t i = 0; f->values && i < f->values->n; i++)
        if (cp_str_eq(f->values->keys[i], cp_str_c(list)))
            return i < sizeof f->words / sizeof *f->words ? (int)i : -1;
    return -1;
}

cp_str cp_form_word(cp_arena *a, const cp_forms *f, const char *list, cp_str written)
{
    int at = list_at(f, list);
    cp_str key = cp_form_key(a, written);
    uint64_t *word = at >= 0 && key.n ? cp_map_get(&f->words[at], key) : NULL;
    return word ? f->values->items[at]->keys[*word] : CP_STR("");
}

cp_str cp_form_nearest(cp_arena *a, const cp_forms *f, const char *list, cp_str written)
{
    int at = list_at(f, list);
    cp_str key = cp_form_key(a, written), best = CP_STR("");
    size_t best_distance = key.n / 3 + 1;
    if (at < 0 || key.n == 0)
        return best;
    for (uint32_t i = 0; i < f->words[at].n; i++) {
        const cp_map_item *item = &f->words[at].items[i];
        size_t d = cp_str_distance(key, item->key);
        if (d < best_distance) {
            best_distance = d;
            best = f->values->items[at]->keys[item->value];
        }
    }
    return best;
}
